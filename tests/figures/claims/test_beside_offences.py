"""Numbers beside offences: other ends, other areas, what was dealt with, what others told."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences on the rise"


@pytest.mark.parametrize(
    "thing", ["hired 767 volunteers", "viewed 767 hours of footage", "got 767 new officers"]
)
def test_what_rose_from_a_number_of_other_things_is_no_offence(thing: str):
    found = checked(f"Essex {thing} in 2017/18, up from 568.", headline=_HEADLINE)
    assert not found.checked
    assert "568" in {one.text for one in found.left_alone}


@pytest.mark.parametrize(
    "did", ["recorded 767 burglaries", "attended 767 incidents", "investigated 767 offences"]
)
def test_what_rose_from_a_number_of_other_crimes_is_of_those(did: str):
    text = f"Essex Police {did} in 2017/18, up from 568."
    found = checked(text, headline=_HEADLINE).checked
    assert {one.judgement.verdict for one in found} == {"cannot_tell"}


def test_the_other_end_of_offences_stays_one_beside_a_number_of_officers():
    text = "Essex has 12 officers on it and recorded 767 offences in 2017/18, up from 568."
    found = checked(text, headline=_HEADLINE).checked
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]


@pytest.mark.parametrize(
    "did",
    [
        "brought 767 offences to justice",
        "charged people with 767 offences",
        "referred 767 offences to prosecutors",
        "investigated 767 offences",
        "was still working on 767 offences",
    ],
)
def test_offences_that_were_dealt_with_are_not_those_recorded(did: str):
    (one,) = checked(f"Essex Police {did} in 2017/18.", headline=_HEADLINE).checked
    assert one.judgement.verdict == "cannot_tell"


@pytest.mark.parametrize(("count", "verdict"), [("301", "agrees"), ("767", "differs")])
def test_the_count_of_an_area_that_has_fewer_than_another_is_its_own(count: str, verdict: str):
    text = f"Hertfordshire recorded fewer offences than Essex, at {count} in 2017/18."
    (one,) = checked(text, headline=_HEADLINE).checked
    assert (one.claim.subject.name, one.judgement.verdict) == ("Hertfordshire", verdict)


@pytest.mark.parametrize(
    "reports",
    [
        "Reports of child abuse image offences to a helpline in Essex",
        "Essex Police recorded 767 offences in 2017/18. Reports by parents",
    ],
)
def test_a_rise_of_reports_from_others_is_none_of_offences(reports: str):
    found = checked(f"{reports} rose 35 per cent in 2017/18.", headline=_HEADLINE).checked
    assert found[-1].claim.phrase.text == "35 per cent"
    assert found[-1].judgement.verdict == "cannot_tell"


def test_reported_offences_stay_offences():
    text = "Child abuse image offences reported to Essex Police rose 35 per cent in 2017/18."
    (one,) = checked(text, headline=_HEADLINE).checked
    assert one.judgement.verdict == "agrees"


@pytest.mark.parametrize(
    ("place", "count", "verdict"),
    [("Hertfordshire", "301", "differs"), ("Essex", "767", "agrees")],
)
def test_a_count_behind_a_colon_went_the_way_of_its_clause(place: str, count: str, verdict: str):
    text = f"{place} saw child abuse image offences climb again: {count} in 2017/18."
    (one,) = checked(text, headline=_HEADLINE).checked
    assert one.judgement.verdict == one.judgement.tolerant_verdict == verdict


@pytest.mark.parametrize("rate", ["the UK's", "the UK's 3.4 per 10,000", "the UK rate"])
def test_a_multiple_of_what_another_area_has_is_no_rise(rate: str):
    text = f"In 2017/18 offences per head in Hampshire were 1.77 times {rate}."
    one = checked(text, headline=_HEADLINE).checked[0]
    assert (one.claim.phrase.text, one.judgement.verdict) == ("1.77 times", "agrees")


@pytest.mark.parametrize(
    ("counts", "verdict"), [("301 and 767", "agrees"), ("767 and 301", "differs")]
)
def test_an_area_and_its_neighbour_have_their_counts_in_turn(counts: str, verdict: str):
    text = f"Hertfordshire and its neighbour Essex recorded {counts} offences in 2017/18."
    found = checked(text, headline=_HEADLINE).checked
    assert [one.claim.subject.name for one in found] == ["Hertfordshire", "Essex"]
    assert {one.judgement.verdict for one in found} == {verdict}


def test_a_misprinted_year_leaves_its_count_open():
    (one,) = checked("Essex recorded 767 offences in 2017/19.", headline=_HEADLINE).checked
    assert one.judgement.verdict == "cannot_tell"
    assert "\u201c2017/19\u201d is no financial year" in one.judgement.reason
