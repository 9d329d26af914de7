"""Whose an answer is: the list decides, one force named decides without it, else a person."""

import pytest

from beholden.figures.core.models import Day, Period
from tests.figures.support.tables import counts, flags, lines, read, table

_TABLE = table([("Offences recorded",), ("Code", "2016/17"), ("86/2", 4)])


@pytest.mark.parametrize(
    ("force", "letterhead", "expected"),
    [
        ("Kent", "Information team, London", ("E23000032", set())),
        ("Kent", "Kent Police", ("E23000032", set())),
        ("Kent", "Kent Police and Essex Police", ("E23000032", {"shared-unit"})),
        ("Kent", "Essex Police", ("E23000032", {"force-disagrees"})),
        ("", "Essex Police", ("E23000028", set())),
        ("", "Our office is in London", (None, {"force-unknown"})),
        (
            "",
            "Bedfordshire, Cambridgeshire and Hertfordshire Police",
            (None, {"shared-unit"}),
        ),
    ],
)
def test_the_force_is_the_lists_or_the_only_one_named(force, letterhead, expected):
    found = read(*lines(letterhead), _TABLE, force=force)
    (reading,) = found.readings
    assert (reading.force, {each.code for each in reading.flags}) == expected


def test_a_force_that_the_list_names_is_never_in_question_for_a_shared_letterhead():
    found = read(*lines("Kent Police and Essex Police"), _TABLE)
    assert [each.severity for each in found.readings[0].flags] == ["note"]


def test_a_year_that_nobody_asked_for_waits():
    asked = Period(Day(2017, 4, 1), Day(2018, 3, 31))
    found = read(_TABLE, asked=asked)
    assert flags(found) == [{"wrong-period"}]


def test_an_answer_of_no_known_shape_gives_no_reading_and_says_so():
    found = read(table([("Colour", "Size"), ("red", "large")]))
    assert (found.layout, counts(found)) == ("", [])
    assert "no layout was recognised" in found.steps[0]
