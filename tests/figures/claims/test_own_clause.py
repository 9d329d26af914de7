"""Two changes told in one sentence: each has the counts of its own clause, and its own thing."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked

_HEAD = "Child abuse image offences rise in Essex"


def _verdicts(text: str) -> dict[str, str]:
    found = checked(text, headline=_HEAD).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize("word", ["while", "but", "whereas", "although"])
@pytest.mark.parametrize(
    ("per_cent", "verdict"), [("35 per cent", "agrees"), ("45 per cent", "differs")]
)
def test_a_change_has_no_counts_of_another_clause(word: str, per_cent: str, verdict: str) -> None:
    told = _verdicts(
        f"Image offences in Essex rose by {per_cent} last year, {word} burglaries fell from 165"
        " to 110."
    )
    assert told[per_cent] == verdict
    assert told["165"] == told["110"] == "cannot_tell"


def test_counts_of_a_clause_before_are_not_those_of_the_next_change() -> None:
    told = _verdicts(
        "Image offences in Essex rose from 568 to 767 last year, while burglaries fell by 33 per"
        " cent."
    )
    assert told == {"568": "agrees", "767": "agrees", "33 per cent": "cannot_tell"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (("Neglect offences in Essex more than doubled from 568 to 767 last year, while image"
         " offences rose from 568 to 700."), {"568": "cannot_tell", "700": "differs"}),
        (("Neglect offences in Essex almost trebled from 140 to 410 last year, while image offences"
         " rose from 568 to 767."), {"140": "cannot_tell", "410": "cannot_tell", "568": "agrees",
                                    "767": "agrees"}),
        ("Image offences in North Yorkshire more than doubled from 286 to 611 last year.",
         {"286": "agrees", "611": "agrees"}),
        ("Image offences in North Yorkshire more than doubled from 268 to 611 last year.",
         {"268": "differs", "611": "agrees"}),
        ("Knife crime in Essex fell to 568 offences last year, while image crime rose to 767.",
         {"568": "cannot_tell", "767": "agrees"}),
    ],
)  # fmt: skip
def test_what_doubled_is_what_its_counts_count(text: str, expected: dict[str, str]) -> None:
    found = checked(text, headline=_HEAD).checked
    first = {one.claim.phrase.text: one.judgement.verdict for one in reversed(found)}
    assert {number: first[number] for number in expected} == expected


@pytest.mark.parametrize(
    ("said", "verdict"),
    [("almost 15 offences-a-week", "agrees"), ("about two-a-day", "agrees"),
     ("almost 25 offences-a-week", "differs"), ("about four-a-day", "differs")],
)  # fmt: skip
def test_a_rate_may_be_written_with_hyphens(said: str, verdict: str) -> None:
    told = _verdicts(f"Essex Police recorded 767 image offences in 2017/18, which is {said}.")
    assert told == {"767": "agrees", said: verdict}


def test_ages_of_children_are_no_counts() -> None:
    told = _verdicts("Children from three to six are shown in them, the charity said.")
    assert told == {}


def test_a_crime_of_the_next_clause_makes_no_part_of_a_count():
    told = "In Essex it rose to 767 in 2017/18, meaning a crime was committed every 11 hours."
    found = checked(told, headline="Child abuse image offences in Essex").checked
    assert {one.claim.phrase.text: one.judgement.verdict for one in found}["767"] == "agrees"
