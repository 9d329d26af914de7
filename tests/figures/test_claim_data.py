from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from beholden.figures.claim_data import DataFile, combined, load_data, read_data
from beholden.figures.core.claims.judging.dataset import Fact
from beholden.figures.core.models import Day, Period
from beholden.figures.core.periods import calendar_year, financial_year, months
from beholden.figures.errors import DataError
from beholden.figures.registry import load_registry, published_counts

REGISTRY = load_registry()
FORCES = "force,financial_year,offence_category,count,release,source_url\n"
SERIES = "series,subject,period,value,unit,base,release,source_url\n"


@pytest.fixture
def read(tmp_path: Path):
    def reading(text: str | bytes):
        path = tmp_path / "data.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_data(path, REGISTRY)

    return reading


def one(read: Callable[[str | bytes], DataFile], text: str | bytes) -> Fact:
    (fact,) = read(text).dataset.facts
    return fact


def problems(read, text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(DataError) as caught:
        read(text)
    return caught.value.problems


def series(read, **cells: str) -> Fact:
    row = {"series": "urls", "subject": "IWF", "period": "2017", "value": "1", **cells}
    names = SERIES.strip().split(",")
    return one(read, SERIES + ",".join(f'"{row.get(name, "")}"' for name in names))


def test_a_count_of_a_force_has_its_key_year_release_and_source(read) -> None:
    fact = one(read, FORCES + "Essex,2016/17,iioc_total,568,2018-09,https://example.org/a\n")
    assert fact == Fact(
        series="iioc_total",
        subject="E23000028",
        period=financial_year(2016),
        value=Decimal(568),
        release="2018-09",
        source="https://example.org/a",
        published=Day(2018, 9, 1),
        subject_name="Essex",
        series_name="Child abuse image offences",
    )


def test_every_count_that_comes_with_the_package_is_read() -> None:
    path = Path("src/beholden/figures/data/published-2016-2018.csv")
    found = {(f.subject, f.members, f.period, f.value) for f in load_data(path, REGISTRY).facts}
    for count in published_counts():
        members = count.members
        subjects = {
            s for s, m, p, v in found if (m, p, v) == (members, count.period, Decimal(count.count))
        }
        assert count.force in subjects or (count.force is None and subjects)


@pytest.mark.parametrize(
    ("name", "key", "members"),
    [
        ("UK total", "group:uk", 45),
        ("Wales total", "group:wales", 4),
        ("West Midlands region", "group:west-midlands", 4),
        ("West Midlands", "E23000014", 0),
        ("Yorkshire (North+South+West)", "other:yorkshire (north+south+west)", 3),
        ("Avon and Somerset+Gloucestershire", "other:avon and somerset+gloucestershire", 2),
        ("Internet Watch  Foundation", "other:internet watch foundation", 0),
    ],
)
def test_names_are_forces_groups_combinations_or_themselves(read, name, key, members) -> None:
    fact = series(read, subject=name)
    assert fact.subject == key
    assert len(fact.members) == members


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2017/18", financial_year(2017)),
        ("2017-18", financial_year(2017)),
        ("2013", calendar_year(2013)),
        ("2013-2015", Period(Day(2013, 1, 1), Day(2015, 12, 31))),
        ("2017/18-2022/23", Period(Day(2017, 4, 1), Day(2023, 3, 31))),
        ("2017/18 to 2022/23", Period(Day(2017, 4, 1), Day(2023, 3, 31))),
        ("year to June 2018", Period(Day(2017, 7, 1), Day(2018, 6, 30))),
        ("2018-09", months(2018, 9, 1)),
        ("2018-09-13", Period(Day(2018, 9, 13), Day(2018, 9, 13))),
    ],
)
def test_periods_of_every_kind(read, text, period) -> None:
    assert series(read, period=text).period == period


@pytest.mark.parametrize("text", ["2017/18", "2017-18", "2017/2018", "2017-2018", "2017\u20132018"])
def test_a_financial_year_may_be_written_in_full_where_nothing_else_may_stand(read, text) -> None:
    fact = one(read, FORCES + f"Essex,{text},iioc_total,767,r,\n")
    assert fact.period == financial_year(2017)


@pytest.mark.parametrize("text", ["2017", "2017-2019", "2017/19", "2018-2017", "x", ""])
def test_what_is_no_financial_year_is_told_only_what_may_stand_there(read, text) -> None:
    [told] = problems(read, FORCES + f"Essex,{text},iioc_total,767,r,\n")
    assert told.endswith(("write 2016/17.", "as 2016/17."))
    assert "2013" not in told


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("1,199", "", (Decimal(1199), "count", "", False)),
        ("2%", "", (Decimal(2), "percent", "", False)),
        ("22.7", "percent", (Decimal("22.7"), "percent", "", False)),
        ("-22%", "", (Decimal(-22), "percent", "", False)),
        ("0.02", "share", (Decimal("2.00"), "percent", "", False)),
        ("23", "minutes", (Decimal(23), "minutes", "", False)),
        ("over 78,000", "URLs", (Decimal(78000), "count", "urls", True)),
        # No second number of the count beside it.
        ("8.5", "Rate per 10,000", (Decimal("8.5"), "rate", "rate per 10,000", False)),
        ("767 [r]", "offences", (Decimal(767), "count", "offences", False)),
    ],
)
def test_values_with_their_units(read, value, unit, expected) -> None:
    fact = series(read, value=value, unit=unit)
    assert (fact.value, fact.unit, fact.noun, fact.at_least) == expected


def test_a_share_has_its_base(read) -> None:
    assert series(read, value="2%", base="40,000").base == Decimal(40000)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("iioc_total", "iioc_total"),
        ("Child abuse image offences", "iioc_total"),
        ("Possession of indecent photographs of children", "iioc_possession"),
        ("Grooming offences", "sexual_communication_with_child"),
        ("URLs with child abuse images", "other:urls with child abuse images"),
        (
            "Arrests for indecent images of children",
            "other:arrests for indecent images of children",
        ),
    ],
)
def test_a_series_is_an_offence_only_where_it_counts_offences(read, written, key) -> None:
    assert series(read, series=written).series == key


@pytest.mark.parametrize(
    ("release", "day"),
    [
        ("2018-09", Day(2018, 9, 1)),
        ("2018-09-13", Day(2018, 9, 13)),
        ("later revision", None),
        ("2018-13", None),
    ],
)
def test_only_a_name_that_is_a_date_gives_a_release_its_day(read, release, day) -> None:
    assert series(read, release=release).published == day


def test_a_release_without_a_name_goes_by_its_file(read) -> None:
    text = "force,financial_year,offence_category,count\nKent,2016/17,iioc_total,5"
    assert one(read, text).release == "data.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_may_be_parted_and_ordered_in_any_way(read, delimiter) -> None:
    rows = [
        ["Count", "OFFENCE_CATEGORY", "Financial Year", "remarks", "Force"],
        ["1199", "iioc_total", "2017/18", "none", "Hampshire"],
    ]
    text = "\ufeff" + "\r\n".join(delimiter.join(row) for row in rows)
    fact = one(read, text)
    assert (fact.subject_name, fact.value) == ("Hampshire", Decimal(1199))


def test_cells_without_a_number_are_left_out_and_counted(read) -> None:
    rows = (
        "Essex,2016/17,iioc_total,,r,\n"
        "Essex,2017/18,iioc_total,[x],r,\n"
        "Kent,2017/18,iioc_total,5,r,\n"
    )
    data = read(FORCES + rows)
    assert len(data.dataset.facts) == 1
    assert data.notices == ("data.csv: 2 rows have no number and are left out.",)
    assert data.dataset.name == "data.csv (1 figure)"


def test_one_row_without_a_number_is_told_of_as_one(read) -> None:
    data = read(FORCES + "Essex,2016/17,iioc_total,,r,\nKent,2016/17,iioc_total,5,r,\n")
    assert data.notices == ("data.csv: 1 row has no number and is left out.",)


def test_a_number_with_a_comma_and_no_quotes_is_never_read_as_a_smaller_one(read) -> None:
    rows = "Hampshire,2017/18,iioc_total,1,199,2018-09,http://x\nKent,2017/18,iioc_total,5,r,\n"
    advice = "put numbers with commas in quotes, or write them without."
    told = (f"data.csv, line 2: 7 cells under 6 headings: {advice}",)
    assert problems(read, FORCES + rows) == told
    assert problems(read, FORCES + rows.replace("2018-09,http://x", ",")) == told
    padded = FORCES.strip() + ",\n" + rows.replace("5,r,", "5,r,,")
    assert problems(read, padded) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FORCES + "Essex,2016/17,iioc_total,5\n", "line 2: 4 cells under 6 headings: leave a cell"),
        (FORCES + "Essex\n", "line 2: 1 cell under 6 headings: leave a cell"),
        (
            FORCES.replace(",", ";") + "Essex;2016/17;iioc_total;5;r;;x\n",
            "hold semicolons in quotes",
        ),
    ],
)
def test_a_row_must_have_as_many_cells_as_there_are_headings(read, text, told) -> None:
    (problem,) = problems(read, text)
    assert told in problem


def test_a_header_padded_with_empty_cells_has_rows_padded_alike(read) -> None:
    assert one(read, FORCES.strip() + ",,\nEssex,2016/17,iioc_total,5,r,,,\n").value == 5


def test_a_row_whose_cells_have_moved_is_told_of_before_any_other_fault(read) -> None:
    moved = "Hampshire,2017/18,iioc_total,1,199,2018-09,\n"
    told = problems(read, FORCES + "Essex,2016/17,iioc_total,x,r,\n" * 50 + moved)
    assert told[0].startswith("data.csv, line 52: 7 cells")
    assert told[-1] == "and 31 more."


def test_everything_that_is_wrong_is_told_at_once_with_line_and_column(read) -> None:
    rows = (
        "Essex,2016/17,iioc_total,12x4,2018-09,\n"
        "\n"
        ",2016,iioc_total,-5,2018-09,javascript:alert(1)\n"
        "Kent+Narnia,2016/17,,1.5,2018-09,\n"
    )
    told = problems(read, FORCES + rows)
    assert [line.split(": ")[0] for line in told] == [
        "data.csv, line 2, count",
        "data.csv, line 4, force",
        "data.csv, line 4, financial_year",
        "data.csv, line 4, count",
        "data.csv, line 4, source_url",
        "data.csv, line 5, force",
        "data.csv, line 5, offence_category",
        "data.csv, line 5, count",
    ]
    assert "'Narnia', which is no force" in told[5]


def test_at_most_twenty_problems_are_told(read) -> None:
    told = problems(read, FORCES + "Essex,2016/17,iioc_total,x,r,\n" * 50)
    assert len(told) == 21
    assert told[-1] == "and 30 more."


def test_lines_are_counted_where_a_cell_goes_over_several(read) -> None:
    text = FORCES + '"Es\nsex",2016/17,iioc_total,5,r,\nKent,2016/17,iioc_total,x,r,\n'
    assert problems(read, text)[0].startswith("data.csv, line 4, count")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"\x00\x01\x02\x03" * 50, "is no CSV file"),
        (b"force,count\nEssex,5\n", "lacks offence_category, financial_year"),
        (b"series,subject,period,series,value\n", "series stands there twice"),
        (FORCES.encode(), "holds no figures"),
        (FORCES.encode() + b"Essex,2016/17,iioc_total,[x],r,\n", "holds no figures"),
        (SERIES.encode() + b"urls,IWF,2016-2017,5,,,r,\n", "may be two calendar years"),
        (SERIES.encode() + b"urls,IWF,2016,7,percentile points,,r,\n" + b"a,b,,5,,,,\n", "period"),
        (SERIES.encode() + b"urls,IWF,2016,3,share,,r,\n", "above 1"),
        (SERIES.encode() + b"u" * 400 + b",IWF,2016,3,,,r,\n", "longer than 300"),
        (FORCES.encode() + b'"' + b"x" * 200_000 + b"\n", "line 2"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(read, text, part) -> None:
    assert part in "\n".join(problems(read, text))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.csv cannot be opened"):
        load_data(tmp_path / "none.csv", REGISTRY)
    with pytest.raises(DataError):
        load_data(tmp_path, REGISTRY)


def test_the_order_of_rows_only_orders_the_facts(read) -> None:
    rows = [f"{force.name},2016/17,iioc_total,{n},r,\n" for n, force in enumerate(REGISTRY.forces)]
    straight = read(FORCES + "".join(rows)).dataset.facts
    rows.reverse()
    assert set(read(FORCES + "".join(rows)).dataset.facts) == set(straight)


def test_several_files_are_one_dataset(read) -> None:
    a = read(FORCES + "Essex,2016/17,iioc_total,568,r,\n").dataset
    b = read(SERIES + "urls,IWF,2017,78589,urls,,r,\n").dataset
    both = combined((a, b))
    assert both.facts == a.facts + b.facts
    assert both.name == "data.csv (1 figure) and data.csv (1 figure)"
