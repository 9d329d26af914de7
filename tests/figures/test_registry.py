"""The register of forces and the published counts that come with the package."""

from __future__ import annotations

import csv
from importlib import resources

from beholden.figures.core.periods import financial_year
from beholden.figures.registry import load_registry, published_counts

DATA = resources.files("beholden.figures").joinpath("data")
REGISTRY = load_registry()
COUNTS = published_counts()


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(DATA.joinpath(name).read_text("utf-8").splitlines()))


def published(area: str, year: int) -> list[int]:
    return [
        each.count for each in COUNTS if each.area == area and each.period == financial_year(year)
    ]


def test_there_are_45_forces_with_an_area_and_one_without():
    territorial = [force for force in REGISTRY.forces if force.territorial]
    assert len(territorial) == 45
    assert [force.code for force in REGISTRY.forces if not force.territorial] == ["BTP"]


def test_codes_and_slugs_are_unique():
    assert len({force.code for force in REGISTRY.forces}) == len(REGISTRY.forces)
    assert len({force.slug for force in REGISTRY.forces}) == len(REGISTRY.forces)


def test_groups_are_unique_by_id_and_hold_known_forces_once():
    known = {force.code for force in REGISTRY.forces}
    assert len({group.id for group in REGISTRY.groups}) == len(REGISTRY.groups)
    for group in REGISTRY.groups:
        assert len(set(group.members)) == len(group.members)
        assert set(group.members) <= known
        assert group.version


def test_regions_are_those_of_the_table_of_forces():
    table = {row["ons_code"]: row["region"] for row in rows("forces.csv")}
    english = [group for group in REGISTRY.groups if group.kind == "region"]
    assert {group.list for group in english} == {"ONS regions"}
    for group in english:
        assert set(group.members) == {code for code, name in table.items() if name == group.name}


def test_nations_are_those_of_the_table_of_forces():
    table = {row["ons_code"]: row["nation"] for row in rows("forces.csv") if row["ons_code"]}
    nations = [group for group in REGISTRY.groups if group.kind == "nation"]
    for group in nations:
        assert set(group.members) == {code for code, name in table.items() if name == group.name}
    members = [code for group in nations for code in group.members]
    assert sorted(members) == sorted(REGISTRY.group("uk").members)


def test_regions_cover_england_without_overlap():
    members = [code for g in REGISTRY.groups if g.kind == "region" for code in g.members]
    assert sorted(members) == sorted(REGISTRY.group("england").members)


def test_populations_add_to_the_published_ones():
    mid_2018 = sum(REGISTRY.population(code, 2018)[0] for code in REGISTRY.group("uk").members)
    mid_2020 = sum(REGISTRY.population(code, 2020)[0] for code in REGISTRY.group("uk").members)
    assert (mid_2018, mid_2020) == (66_435_800, 67_081_234)


def test_every_row_of_published_counts_is_kept_with_its_address():
    kept = {
        (each.area, each.period.start.year, str(each.offence), each.count, url)
        for each in COUNTS
        for url in each.urls
    }
    table = {
        (
            row["force"],
            int(row["financial_year"][:4]),
            row["offence_category"],
            int(row["count"]),
            row["source_url"],
        )
        for row in rows("published-2016-2018.csv")
    }
    assert kept == table


def test_equal_cells_are_one_count_with_all_addresses():
    cells = [(each.area, each.period, each.offence, each.count) for each in COUNTS]
    assert len(set(cells)) == len(cells)
    bedfordshire = next(each for each in COUNTS if each.area == "Bedfordshire")
    assert len(bedfordshire.urls) == 3
    assert bedfordshire.release == "2018-09"


def test_cells_printed_with_different_counts_stay_apart():
    assert published("UK total", 2016) == [18_522, 18_574]
    assert published("UK total", 2017) == [22_724]


def test_the_founding_counts_are_there():
    assert published("Essex", 2016) + published("Essex", 2017) == [568, 767]
    assert published("Hampshire", 2016) + published("Hampshire", 2017) == [974, 1199]
    assert published("Bedfordshire", 2016) + published("Bedfordshire", 2017) == [118, 200]


def test_a_total_of_an_area_is_no_count_of_a_force_and_knows_its_members():
    names = {force.code: force.name for force in REGISTRY.forces}
    totals = {each.area: each for each in COUNTS if each.aggregate}
    members = {area: sorted(names[code] for code in each.members) for area, each in totals.items()}
    assert sorted(totals) == [
        "Avon and Somerset+Gloucestershire+Wiltshire",
        "UK total",
        "Wales total",
        "West Midlands region",
        "Yorkshire (North+South+West)",
        "Yorkshire and The Humber region",
    ]
    assert totals["UK total"].group == "uk"
    assert totals["Wales total"].group == "wales"
    assert totals["West Midlands region"].group == "west-midlands"
    assert totals["Yorkshire and The Humber region"].group == "yorkshire-and-the-humber"
    assert members["Yorkshire (North+South+West)"] == [
        "North Yorkshire",
        "South Yorkshire",
        "West Yorkshire",
    ]
    assert members["Avon and Somerset+Gloucestershire+Wiltshire"] == [
        "Avon and Somerset",
        "Gloucestershire",
        "Wiltshire",
    ]


def test_a_count_of_a_force_has_neither_group_nor_members():
    for each in COUNTS:
        assert each.aggregate or (each.group, each.members) == ("", ())
