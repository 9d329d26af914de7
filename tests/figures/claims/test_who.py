"""Of whom newspaper sentences speak."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.claims.naming.gazetteer import Place, gazetteer
from beholden.figures.core.claims.naming.who import WhoMention, mentions
from beholden.figures.core.models import ForceCode
from beholden.figures.registry import load_gazetteer, load_registry

GAZETTEER = load_gazetteer()
REGISTRY = load_registry()
YORKSHIRE = {"North Yorkshire", "South Yorkshire", "West Yorkshire"}


def said(text: str) -> list[tuple[str, str]]:
    """Each mention as its kind and the name of what it means, a part with its force."""
    return [(one.kind, named(one)) for one in mentions(text, GAZETTEER)]


def named(one: WhoMention) -> str:
    if one.subject is None:
        return ""
    part = one.subject.part
    return f"{part} of {one.subject.name}" if part else one.subject.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Essex Police recorded 767 offences", [("force", "Essex")]),
        ("Indecent image offences in Essex grow by 200", [("area", "Essex")]),
        ("ESSEX POLICE: OFFENCES SOAR IN ESSEX", [("force", "Essex"), ("area", "Essex")]),
        ("Northamptonshire's figure rose", [("area", "Northamptonshire")]),
        ("an Essex-wide, Hampshire-based team", [("area", "Essex"), ("area", "Hampshire")]),
        ("Hampshire police said", [("force", "Hampshire")]),
        ("The Met said", [("force", "Metropolitan Police")]),
        ("in London", [("area", "Metropolitan Police")]),
        ("Devon & Cornwall Police", [("force", "Devon and Cornwall")]),
        ("Avon and Somerset Constabulary", [("force", "Avon and Somerset")]),
        ("the PSNI and Police Scotland", [("force", "Northern Ireland"), ("force", "Scotland")]),
        ("Herts, Notts Police and Teesside",
         [("area", "Hertfordshire"), ("force", "Nottinghamshire"), ("area", "Cleveland")]),
        ("offences in south Wales", [("area", "South Wales")]),
        ("in Hampshire and the Isle of Wight", [("area", "Hampshire")]),
    ],
)  # fmt: skip
def test_a_force_goes_by_its_official_and_its_everyday_names(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("across Southampton", ["Southampton of Hampshire"]),
        ("in Devon", ["Devon of Devon and Cornwall"]),
        ("in Plymouth", ["Plymouth of Devon and Cornwall"]),
        ("police in north Essex", ["north Essex of Essex"]),
        ("in West Kent", ["West Kent of Kent"]),
        ("south east London", ["south east London of Metropolitan Police"]),
        ("in the south of Hampshire", ["south of Hampshire of Hampshire"]),
        ("in King's Lynn, St. Helens and Stoke-on-Trent",
         ["King's Lynn of Norfolk", "St Helens of Merseyside", "Stoke-on-Trent of Staffordshire"]),
        ("Shropshire saw a rise", ["Shropshire of West Mercia"]),
        ("the Black Country", ["Black Country of West Midlands"]),
        ("North East Lincolnshire saw a rise", ["North East Lincolnshire of Humberside"]),
    ],
)  # fmt: skip
def test_a_town_or_a_county_within_a_force_is_only_a_part_of_it(text, expected):
    found = mentions(text, GAZETTEER)
    assert [named(one) for one in found] == expected
    assert {one.kind for one in found} == {"part"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("the largest rise in the East of England", "group:east-of-england"),
        ("across the East", "group:east-of-england"),
        ("across the eastern region", "group:east-of-england"),
        ("in the charity's East region", "group:east-of-england"),
        ("police in the north-east", "group:north-east"),
        ("in the northeast", "group:north-east"),
        ("South East England saw", "group:south-east"),
        ("forces in the South-East region", "group:south-east"),
        ("the West Midlands region", "group:west-midlands"),
        ("Yorkshire and the Humber", "group:yorkshire-and-the-humber"),
        ("England and Wales", "group:england-and-wales"),
        ("the four Welsh forces", "group:wales"),
        ("in Wales", "group:wales"),
        ("police forces across the UK", "group:uk"),
        ("a UK-wide total", "group:uk"),
        ("Britain's police", "group:uk"),
        ("it rose nationally", "group:uk"),
        ("the highest in the country", "group:uk"),
        ("England, Scotland, Wales and Northern Ireland", "group:uk"),
        ("in Yorkshire", "other:yorkshire"),
        ("in the Midlands", "other:midlands"),
        ("in south-east Wales", "other:south east wales"),
    ],
)
def test_regions_nations_and_the_country_are_groups(text, key):
    (found,) = mentions(text, GAZETTEER)
    assert found.kind in {"group", "uk"}
    assert found.subject is not None
    assert found.subject.key == key


def test_yorkshire_alone_is_its_three_forces_and_never_humberside():
    (found,) = mentions("offences in Yorkshire", GAZETTEER)
    assert found.subject is not None
    names = {REGISTRY.by_code(code).name for code in found.subject.members}
    assert names == YORKSHIRE


def test_the_west_midlands_is_the_force_and_may_be_the_region():
    (found,) = mentions("offences in the West Midlands", GAZETTEER)
    assert found.subject is not None
    assert found.subject.name == "West Midlands"
    assert [other.key for other in found.alternatives] == ["group:west-midlands"]
    (police,) = mentions("West Midlands Police said", GAZETTEER)
    assert police.alternatives == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("North, South and West Yorkshire saw", YORKSHIRE),
        ("the three Yorkshire forces", YORKSHIRE),
        (
            "Avon and Somerset, Gloucestershire and Wiltshire combined",
            {"Avon and Somerset", "Gloucestershire", "Wiltshire"},
        ),
        ("The combined total for Kent, Surrey and Sussex", {"Kent", "Surrey", "Sussex"}),
        ("Essex and Kent recorded 900 offences between them", {"Essex", "Kent"}),
        ("Taken together, Essex and Kent had 900", {"Essex", "Kent"}),
        ("the three forces of Essex, Kent and Sussex", {"Essex", "Kent", "Sussex"}),
        ("In Essex and Kent police recorded a total of 900", {"Essex", "Kent"}),
    ],
)  # fmt: skip
def test_forces_that_are_said_to_be_added_up_are_one_group(text, names):
    (found,) = mentions(text, GAZETTEER)
    assert found.kind == "group"
    assert found.subject is not None
    assert {REGISTRY.by_code(code).name for code in found.subject.members} == names


@pytest.mark.parametrize(
    "text",
    [
        "Hertfordshire, Bedfordshire and Cambridgeshire",
        "Essex, Kent and Sussex recorded 767, 900 and 500 offences respectively",
    ],
)
def test_a_plain_list_of_forces_is_as_many_mentions(text):
    assert [one.kind for one in mentions(text, GAZETTEER)] == ["area"] * 3


def test_a_region_beside_one_of_its_forces_is_not_added_to_it():
    text = "Of the four forces in Yorkshire and the Humber, West Yorkshire has the most"
    assert [kind for kind, _ in said(text)] == ["group", "area"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the force said", "anaphor"),
        ("across the county", "anaphor"),
        ("in the region", "anaphor"),
        ("Its figure", "anaphor"),
        ("locally", "anaphor"),
        ("the rest of the country", "rest"),
        ("elsewhere", "rest"),
        ("than any other force", "rest"),
        ("below the national average", "rest"),
        ("each force", "each"),
        ("every police force", "each"),
    ],
)
def test_words_that_only_point_are_told_apart(text, kind):
    (found,) = mentions(text, GAZETTEER)
    assert found.kind == kind
    if kind in {"anaphor", "each"}:
        assert found.subject is None


@pytest.mark.parametrize(
    "text",
    [
        "It's up and it's rising",
        "Essex Live, the Yorkshire Post, Kent Online and the Bristol Post reported",
        "the Duke of Sussex and the University of Kent",
        "Mr Kent, Burt Lancaster and Paddy Ashford",
        "at Southwark Crown Court, Leeds crown court and in Oxford Street",
        "Essex County Council and Leicester City Council",
        "the UK Government and the UK Safer Internet Centre, the UK's leading charity",
        "BBC Essex, the Bank of England and New South Wales",
        "see essex.police.uk, @EssexPoliceUK or news@Essex.co.uk",
        "MPs met for reading and a battle, a deal and a sale",
        "Reading the figures, Deal or no Deal",
        "Cambridge Analytica",
        "officers",
        "a man from Newport",
        "the Met Office",
    ],
)
def test_people_newspapers_streets_and_common_words_are_nobody(text):
    assert mentions(text, GAZETTEER) == ()


def test_a_name_that_is_a_common_word_counts_after_a_preposition_and_in_a_list():
    assert [named(one) for one in mentions("in Reading and around Slough", GAZETTEER)] == [
        "Reading of Thames Valley",
        "Slough of Thames Valley",
    ]
    assert len(mentions("in Taunton, Bath and Wells", GAZETTEER)) == 3


def test_the_north_east_of_a_county_is_no_region():
    assert said("in the north east of the county") == [("anaphor", "")]


def test_a_city_that_is_named_is_no_city_pointed_at():
    assert said("in the City of London") == [("area", "City of London")]
    assert said("the city of Leicester and the city") == [
        ("part", "Leicester of Leicestershire"),
        ("anaphor", ""),
    ]


def test_names_of_two_paragraphs_are_not_joined():
    assert said("Essex\n\nPolice recorded") == [("area", "Essex")]
    assert said("Essex\nPolice recorded") == [("force", "Essex")]


def test_every_force_is_found_by_every_name_of_the_register():
    for force in REGISTRY.forces:
        for name in (force.name, force.official_name):
            found = mentions(f"The figures of {name} show", GAZETTEER)
            assert [one.subject and one.subject.key for one in found] == [force.code], name


def test_every_place_is_found_and_belongs_to_a_force_of_the_register():
    for place in GAZETTEER.places:
        found = mentions(f"Police in {place.name} said", GAZETTEER)
        assert [one.subject and one.subject.key for one in found] == [place.force], place.name
        subject = found[0].subject
        assert subject is not None
        assert bool(subject.part) is not place.whole


def test_places_are_listed_once():
    names = [place.name.casefold() for place in GAZETTEER.places]
    assert len(names) == len(set(names))


def test_a_gazetteer_holds_the_places_it_is_given():
    small = gazetteer(REGISTRY, (Place("Springfield", ForceCode("E23000028"), "town"),))
    (found,) = mentions("in Springfield", small)
    assert found.subject is not None
    assert (found.subject.name, found.subject.part) == ("Essex", "Springfield")


PIECES = st.lists(
    st.sampled_from(
        ["Essex", "Kent", "the", "North", "South", "and", ", ", "West Midlands", "region", "UK",
         "of", "in", "Reading", "Police", "Yorkshire", "'s", "-", "\n", "force", "combined", ". "]
    ),
    max_size=30,
).map(" ".join)  # fmt: skip


@given(PIECES | st.text(max_size=200))
def test_mentions_are_in_order_do_not_overlap_and_give_the_text_they_cover(text):
    found = mentions(text, GAZETTEER)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_long_hostile_text_is_read():
    for piece in ("the North ", "Essex, ", "South " * 5, "Police and ", "a" * 50 + " ", "- & "):
        mentions(piece * (100_000 // len(piece)), GAZETTEER)
