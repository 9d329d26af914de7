"""What a force says of a request: by which section it refuses, that nothing is held."""

import pytest

from beholden.figures.core.models import Day, Period
from beholden.figures.layouts import Context, email_sentence, letter_without_numbers
from beholden.figures.registry import load_registry

from .test_telling import CONTEXT, letter


def _statuses(text: str):
    return [
        (each.kind, each.section)
        for each in letter_without_numbers.read(letter(text), CONTEXT).statuses
    ]


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("Your request is refused under section 12(1) of the Act.", ["s.12(1)"]),
        ("The information is exempt by virtue of s.40(2).", ["s.40(2)"]),
        ("Sections 30(1) and 31(1)(a) are engaged.", ["s.30(1)", "s.31(1)(a)"]),
        ("Section 21 applies: it is reasonably accessible to you.", ["s.21"]),
        ("It is exempt under section 22, as it will be published.", ["s.22"]),
        ("We refuse by section 12.\n\nSection 12(1) applies.", ["s.12(1)"]),
    ],
)
def test_a_refusal_names_its_sections(text, sections):
    assert _statuses(text) == [("refused", each) for each in sections]


@pytest.mark.parametrize(
    "text",
    [
        "This letter is a notice under section 17 of the Act, which exempts nobody.",
        "Under section 1 we must say whether we hold it.",
        "If a later request were refused, section 14 would be named.",
        "A further request could be refused under section 12.",
        "Section 12 is about cost.",
    ],
)
def test_a_section_that_refuses_nothing_is_no_refusal(text):
    assert _statuses(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("No information is held.", "not_held"),
        ("Information not held.", "not_held"),
        ("The force does not hold the information.", "not_held"),
        ("We acknowledge your request.", "no_answer"),
        ("You will receive a reply within 20 working days.", "no_answer"),
    ],
)
def test_nothing_held_and_only_received_are_told_apart(text, kind):
    assert _statuses(text) == [(kind, "")]


def test_a_breakdown_that_is_not_held_leaves_the_answer_given_in_part():
    text = "In 2016/17 245 offences were recorded. The information by platform is not held."
    found = email_sentence.read(letter(text), CONTEXT)
    assert [each.kind for each in found.statuses] == ["part"]
    assert [each.value.count for each in found.readings] == [245]


def test_a_status_is_of_what_was_asked():
    asked = Period(Day(2016, 4, 1), Day(2018, 3, 31))
    context = Context(load_registry(), asked=asked)
    [status] = letter_without_numbers.read(letter("Information not held."), context).statuses
    assert status.period == asked
    assert status.source.place.sentence == "Information not held."
