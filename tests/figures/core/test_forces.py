"""Finding forces by the names they go by."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.forces import Registry, normal
from beholden.figures.core.models import ForceCode
from beholden.figures.errors import FiguresError, UnknownError
from beholden.figures.registry import load_registry

REGISTRY = load_registry()
FORCES = st.sampled_from(REGISTRY.forces)


def names(text: str) -> list[str]:
    return [force.name for force in REGISTRY.mentioned(text)]


@given(FORCES, st.data())
def test_every_name_finds_its_own_force_whatever_its_case_and_punctuation(force, data):
    name = data.draw(
        st.sampled_from([force.name, force.official_name, force.slug, force.code, *force.aliases])
    )
    changed = data.draw(st.sampled_from([str, str.upper, str.lower]))(name)
    around = data.draw(st.sampled_from(["{}", " {} ", "{}*", "{}:", "{}\u2020", '"{}"']))
    assert REGISTRY.find(around.format(changed)) == force


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hampshire/IW", "Hampshire"),
        ("Hampshire & Isle of Wight Constabulary", "Hampshire"),
        ("Hampshire and Isle of Wight", "Hampshire"),
        ("Sussex*", "Sussex"),
        ("Devon & Cornwall", "Devon and Cornwall"),
        ("London, City of", "City of London"),
        ("Dyfed\u2013Powys", "Dyfed-Powys"),
        ("Kent Constabulary", "Kent"),
        ("West Midlands", "West Midlands"),
        ("british-transport-police", "British Transport Police"),
    ],
)
def test_a_name_as_answers_write_it_finds_the_force(text, name):
    found = REGISTRY.find(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    ["", "Total", "South East", "West Midlands region", "West Midlands total", "Wales", "Yorkshire",
     "Yorkshire and The Humber", "England and Wales", "UK total", "Hampshire and Kent", "Essexx"],
)  # fmt: skip
def test_what_is_no_force_finds_none(text):
    assert REGISTRY.find(text) is None


@pytest.mark.parametrize(
    ("text", "forces"),
    [
        ("Bedfordshire, Cambridgeshire and Hertfordshire",
         ["Bedfordshire", "Cambridgeshire", "Hertfordshire"]),
        ("City of London Police", ["City of London"]),
        ("South Yorkshire, not North Yorkshire", ["South Yorkshire", "North Yorkshire"]),
        ("Yorkshire and The Humber: Humberside", ["Humberside"]),
        ("Yorkshire & the Humber", []),
        ("the West Midlands region", []),
        ("West Midlands Police, West Midlands region", ["West Midlands"]),
        ("DEVON &\nCORNWALL", ["Devon and Cornwall"]),
        ("England and Wales", []),
        ("Essex Essex", ["Essex"]),
        ("Kentish sussexes", []),
    ],
)  # fmt: skip
def test_every_force_that_a_text_names_is_found_and_no_other(text, forces):
    assert names(text) == forces


@given(st.lists(FORCES, max_size=4, unique_by=lambda force: force.code))
def test_forces_in_a_list_are_found_in_its_order(forces):
    found = REGISTRY.mentioned("; ".join(force.official_name for force in forces))
    assert list(found) == forces


@given(st.lists(FORCES.map(lambda force: force.name) | st.text(max_size=8), max_size=5))
def test_mentions_stand_where_they_say_and_never_overlap(words):
    text = " ".join(words)
    end = 0
    for mention in REGISTRY.mentions(text):
        assert mention.start >= end
        assert REGISTRY.find(mention.text) == mention.force
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


def test_a_place_alone_is_no_official_mention():
    official = [mention.official for mention in REGISTRY.mentions("Essex; Kent Police; the PSNI")]
    assert official == [False, True, True]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("South East", "south-east"),
        ("South East total", "south-east"),
        ("West Midlands region", "west-midlands"),
        ("Yorkshire & Humber", "yorkshire-and-the-humber"),
        ("Eastern region", "east-of-england"),
        ("UK total", "uk"),
        ("United Kingdom", "uk"),
        ("Wales total", "wales"),
        ("England & Wales", "england-and-wales"),
        ("east-of-england", "east-of-england"),
    ],
)
def test_a_total_row_finds_its_group(text, group):
    found = REGISTRY.find_group(text)
    assert found is not None
    assert found.id == group


@pytest.mark.parametrize("text", ["Total", "Essex", "", "South"])
def test_what_is_no_group_finds_none(text):
    assert REGISTRY.find_group(text) is None


def test_what_is_unknown_says_so():
    with pytest.raises(UnknownError, match="E99"):
        REGISTRY.by_code(ForceCode("E99"))
    with pytest.raises(UnknownError, match="atlantis"):
        REGISTRY.group("atlantis")


@given(FORCES)
def test_every_force_has_a_region_that_holds_it(force):
    assert force.code in REGISTRY.region_of(force).members


def test_a_region_is_preferred_to_a_nation_and_a_nation_to_the_kingdom():
    region = {force.name: REGISTRY.region_of(force).id for force in REGISTRY.forces}
    assert region["Essex"] == "east-of-england"
    assert region["Gwent"] == "wales"
    assert region["Scotland"] == "scotland"
    assert region["British Transport Police"] == "british-transport-police"


def test_a_misspelt_name_is_answered_with_the_right_one_first():
    assert REGISTRY.suggestions("Hampshir")[0] == "Hampshire"
    assert REGISTRY.suggestions("Cumbrai Police")[0] == "Cumbria"
    assert REGISTRY.suggestions("qqqq") == ()


@pytest.mark.parametrize(
    ("asked", "used"), [(2010, 2018), (2018, 2018), (2019, 2018), (2024, 2020)]
)
def test_a_population_is_of_the_nearest_year_and_names_it(asked, used):
    hampshire = REGISTRY.find("Hampshire")
    assert hampshire is not None
    assert REGISTRY.population(hampshire.code, asked) == (hampshire.populations[used], used)


def test_a_force_without_an_area_has_no_population():
    with pytest.raises(UnknownError, match="BTP"):
        REGISTRY.population(ForceCode("BTP"), 2018)


def test_no_name_may_stand_for_two_forces():
    one = REGISTRY.forces[0]
    other = msgspec.structs.replace(REGISTRY.forces[1], aliases=(one.name,))
    with pytest.raises(FiguresError, match="two forces"):
        Registry((one, other), ())


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(text):
    assert normal(normal(text)) == normal(text)
