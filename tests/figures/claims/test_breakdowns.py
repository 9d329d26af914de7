"""Numbers of a breakdown are found, and are never judged against the total of the offences."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked
from tests.figures.claims.test_checking import checked

_OPENING = "Essex Police recorded 767 child abuse image offences in 2017/18."
_BY_PLATFORM = [
    ("WhatsApp (12%), Facebook (10%) and Instagram (6%) were used in others.", "12% 10% 6%"),
    ("Where the platform was known, it was Snapchat for 40 per cent.", "40 per cent"),
    ("In cases with a known platform it was used in 43 per cent.", "43 per cent"),
    ("Exactly half (50%) were on Snapchat.", "Exactly half"),
    ("Snapchat was used in more than a quarter (26%) of them.", "more than a quarter|26%"),
    ("Nearly four in ten involved Snapchat.", "Nearly four in ten"),
    ("That leaves 76 offences, or 11 per cent, without details.", "11 per cent"),
    ("Two thirds were closed without a suspect being found.", "Two thirds"),
    ("About 60 per cent went unsolved.", "About 60 per cent"),
    ("Only one in ten led to a charge.", "Only one in ten"),
]
_COUNTS = [
    ("Of these, 58 came by Facebook, 50 by Snapchat and nine by WhatsApp.", "58 50 nine"),
    ("Snapchat was named in 293, Facebook in 61.", "293 61"),
    ("Of the offences in which one was named, Facebook had 361, Instagram 363.", "361 363"),
    ("WhatsApp came second with 200 and Kik third with 12.", "200 12"),
    ("Some 200 were committed by people under 18.", "Some 200"),
    ("In 65 they were no older than four.", "65"),
    ("148 of those were against children not yet at school.", "148"),
    ("Of these, 145 involved children under 13 and 32 were aged five or younger.", "145 32"),
    ("140 of those had a victim under ten and 38 a child of four or below.", "140 38"),
    ("95 of them, on average, take a year to close.", "95"),
    ("The largest group, 300, were of taking an image; 120 were of sharing one.", "300 120"),
]
_OTHER_STATISTICS = [
    ("The charity's helpline had 19,937 contacts about it last year.", "19,937"),
    ("Help was sought by 10,303 people last year.", "10,303"),
    ("More than 370 people have been reported to the force over images.", "More than 370"),
    ("The force said it had safeguarded 168 children last year.", "168"),
    ("Its online team carried out 709 investigations.", "709"),
    ("It asked parents, and only half realised that it is a crime.", "only half"),
]
_NO_CLAIMS = [
    "Facebook has 2.2 billion users, and WhatsApp 1.5 billion.",
    "Facebook said 95 per cent of the accounts it removed were found by its own software.",
    "Children must be 13 to use Snapchat and 16 to use WhatsApp.",
    "A petition on the platform has 40 per cent of the signatures it needs.",
    "His Facebook page has 1,200 followers.",
    "Of the 20 pupils at the workshop, 15 were girls.",
    '"I have three children under ten," she said.',
    "Half were of the view that nothing would change.",
    "The unit has 24 officers, two of them with a doctorate.",
    "Fourteen schools have asked for a visit, 12 of them secondary schools.",
    "Officers made four referrals after the raid.",
]


def _found(sentence: str) -> dict[str, Checked]:
    claims = checked(_OPENING, sentence).checked
    return {one.claim.phrase.text: one for one in claims if one.claim.phrase.text != "767"}


def _numbers(said: str) -> list[str]:
    spaced = "|" in said or not all(part[0].isdigit() or part == "nine" for part in said.split())
    return said.split("|") if spaced or said.endswith("per cent") else said.split()


@pytest.mark.parametrize(("sentence", "numbers"), [*_BY_PLATFORM, *_COUNTS, *_OTHER_STATISTICS])
def test_a_part_is_found_and_cannot_be_told_from_totals(sentence: str, numbers: str):
    found = _found(sentence)
    assert {number: found[number].judgement.verdict for number in _numbers(numbers)} == (
        dict.fromkeys(_numbers(numbers), "cannot_tell")
    )


@pytest.mark.parametrize("sentence", _NO_CLAIMS)
def test_what_is_no_statistic_of_the_story_stays_left_alone(sentence: str):
    assert not _found(sentence)


def test_a_part_with_the_number_of_the_total_does_not_agree():
    """The total of Essex is 767: a part has it only by chance, or by mistake."""
    found = checked("Essex Police recorded 900 offences in 2017/18.", "WhatsApp was named in 767.")
    verdicts = {one.claim.phrase.text: one.judgement.verdict for one in found.checked}
    assert verdicts["767"] == "cannot_tell"


def test_a_breakdown_says_nothing_of_the_sentences_after_it():
    found = checked(
        _OPENING, "WhatsApp was named in 100, Facebook in 50.", "That is a rise of 35 per cent."
    )
    verdicts = {one.claim.phrase.text: one.judgement.verdict for one in found.checked}
    assert verdicts["35 per cent"] == "agrees"


@pytest.mark.parametrize(("number", "verdict"), [("69", "agrees"), ("59", "differs")])
@pytest.mark.parametrize(
    "sentence",
    [
        "In Bedfordshire it was {} per cent.",
        "Bedfordshire's was {} per cent.",
        "The figure for Bedfordshire was {} per cent.",
        "And across Bedfordshire the rise was {} per cent.",
    ],
)
def test_a_change_goes_on_in_another_area(sentence: str, number: str, verdict: str):
    found = checked(
        "Essex saw a rise of 35 per cent in child abuse image offences from 2016/17 to 2017/18.",
        sentence.format(number),
    )
    last = found.checked[-1]
    assert (last.claim.kind, last.judgement.verdict) == ("percent_change", verdict)


def test_a_change_of_something_else_goes_on_as_that():
    found = checked(
        _OPENING, "Knife crime in Essex rose 12 per cent.", "In Bedfordshire it was 69 per cent."
    ).checked
    assert found[-1].judgement.verdict == "cannot_tell"
    assert found[-1].claim.series == found[-2].claim.series


def test_a_share_goes_on_as_a_share_in_another_area():
    found = checked(
        _OPENING, "Snapchat was used in a third of cases.", "In Bedfordshire it was 69 per cent."
    )
    last = found.checked[-1]
    assert (last.claim.kind, last.judgement.verdict) == ("share", "cannot_tell")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("almost doubled (69 per cent)", "agrees"),
        ("almost doubled (79 per cent)", "differs"),
    ],
)
def test_a_multiple_told_in_per_cents_too(words: str, verdict: str):
    found = checked(f"Child abuse image offences in Bedfordshire have {words} in a year.").checked
    assert found[-1].judgement.verdict == verdict


@pytest.mark.parametrize(
    ("rounded", "exact", "verdicts"),
    [
        ("Almost 800", "767", ("agrees", "agrees")),
        ("More than 800", "767", ("differs", "agrees")),
        ("Almost 800", "787", ("agrees", "differs")),
    ],
)
def test_a_round_number_with_the_exact_one_in_brackets(
    rounded: str, exact: str, verdicts: tuple[str, str]
):
    sentence = f"{rounded} ({exact}) child abuse image offences were recorded in Essex in 2017/18."
    found = {one.claim.phrase.text: one.judgement.verdict for one in checked(sentence).checked}
    assert (found[rounded], found[exact]) == verdicts


@pytest.mark.parametrize(("number", "verdict"), [("35", "agrees"), ("27", "differs")])
def test_a_change_whose_direction_is_not_said(number: str, verdict: str):
    sentence = (
        f"Essex Police recorded 767 offences in 2017/18, a {number} per cent change on 2016/17."
    )
    assert checked(sentence).checked[-1].judgement.verdict == verdict


@pytest.mark.parametrize(("rate", "verdict"), [("Almost 15", "agrees"), ("Almost 25", "differs")])
def test_a_rate_with_its_words_between(rate: str, verdict: str):
    sentence = (
        f"{rate} child abuse image offences of all kinds are being recorded by officers in Essex "
        "every week."
    )
    found = checked(sentence, "Essex Police recorded 767 offences in 2017/18.").checked[0]
    assert (found.claim.kind, found.judgement.verdict) == ("rate", verdict)


@pytest.mark.parametrize(("number", "verdict"), [("35", "agrees"), ("45", "differs")])
@pytest.mark.parametrize(
    "words",
    [
        "In Essex it went from 568 to 767, which is {} per cent.",
        "In Essex it went from 568 in 2016/17 to 767 in 2017/18. That is {} per cent.",
        "Essex had 767 in 2017/18, up from 568. That's {} per cent!",
    ],
)
def test_a_bare_percentage_behind_two_counts_is_their_change(words: str, number: str, verdict: str):
    found = checked("Child abuse image offences.", words.format(number)).checked
    told = {one.claim.phrase.text: (one.claim.kind, one.judgement.verdict) for one in found}
    assert told[f"{number} per cent"] == ("percent_change", verdict)


def test_a_share_behind_two_counts_stays_a_share():
    found = checked(
        "Essex had 767 child abuse image offences in 2017/18, up from 568. That is 3 per cent of "
        "the UK total."
    ).checked
    assert (found[-1].claim.kind, found[-1].judgement.verdict) == ("share", "agrees")


def test_a_small_number_that_is_called_the_figure():
    sentence = "In Bedfordshire 200 offences were recorded in 2017/18; in Essex the figure was 18."
    found = checked("Child abuse image offences.", sentence).checked
    told = {one.claim.phrase.text: one.judgement.verdict for one in found}
    assert told["18"] == "differs"
