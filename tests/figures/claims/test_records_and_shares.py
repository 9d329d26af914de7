"""Records of an area's own years, places without their noun, and what part an area has."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

_FIVE_YEARS = tuple(
    fact("Essex", year, count)
    for year, count in (("2013/14", 700), ("2014/15", 300), ("2015/16", 400))
)


def _verdicts(*told: str, more: tuple[object, ...] = ()) -> dict[str, str]:
    found = checked(*told, facts=(*PUBLISHED, *more)).checked  # type: ignore[arg-type] # facts
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    ("area", "verdict"), [("Essex", "cannot_tell"), ("Cambridgeshire", "differs")]
)
def test_a_record_is_one_among_the_years_of_the_area(area: str, verdict: str):
    """Cambridgeshire had more the year before; of Essex not every year is known."""
    sentence = f"Child abuse image offences in {area} hit a record high in 2017/18."
    assert _verdicts(sentence)["a record high"] == verdict


@pytest.mark.parametrize(
    ("year", "words", "verdict"),
    [
        ("2017/18", "a five-year high", "agrees"),
        ("2017/18", "a five year high", "agrees"),
        ("2016/17", "a three-year high", "agrees"),
        ("2016/17", "a four-year high", "differs"),
        ("2017/18", "a five-year low", "differs"),
        ("2017/18", "a ten-year high", "cannot_tell"),
    ],
)
def test_a_high_of_so_many_years(year: str, words: str, verdict: str):
    sentence = f"Child abuse image offences in Essex were at {words} in {year}."
    assert _verdicts(sentence, more=_FIVE_YEARS)[words] == verdict


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Child abuse image offences at highest for a decade in Essex", "highest"),
        ("Child abuse image offences in Essex are at the highest figure on record.", None),
        ("With 767 child abuse image offences Essex came fourth.", "fourth"),
        ("Of these offences Essex had 767, and Gwent comes out lowest.", "lowest"),
        ("Kent, which had 1,042 offences, was second only to Hampshire.", "second"),
    ],
)
def test_a_place_is_found(words: str, number: str | None):
    assert _verdicts(words)[number or "the highest figure"] == "cannot_tell"


@pytest.mark.parametrize(
    "words",
    [
        "Essex came second in the cricket, and 767 child abuse image offences were recorded.",
        "Essex beat Kent by 35 runs, and came second.",
        "The lake in Essex is second only to Windermere.",
        "Temperatures in Cambridgeshire hit a record high on Thursday.",
        "Experts at the highest level were asked about child abuse image offences.",
    ],
)
def test_what_is_no_place_among_the_forces(words: str):
    found = checked("Essex Police recorded 767 child abuse image offences in 2017/18.", words)
    assert "rank" not in {one.claim.kind for one in found.checked}


@pytest.mark.parametrize(
    "words", ["Snapchat topped the list", "Snapchat had the highest number in Wales"]
)
def test_the_place_of_a_platform_is_none_of_the_force(words: str):
    """South Wales has the most of the four Welsh forces."""
    found = checked(
        "South Wales Police recorded the most child abuse image offences in Wales in 2017/18.",
        f"{words}.",
    ).checked
    assert (found[0].judgement.verdict, found[-1].judgement.verdict) == ("agrees", "cannot_tell")


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("One in 30 UK offences was recorded in Essex.", "agrees"),
        ("One in 20 UK offences was recorded in Essex.", "differs"),
        ("Essex's share of UK offences was three per cent.", "agrees"),
        ("Essex's share of UK offences was six per cent.", "differs"),
        # What a platform has is no part that the force has of the country.
        ("Facebook's apps appeared in three per cent of UK cases with a known platform.", None),
        ("The charity says that 3.4 per cent of UK offences were on Snapchat.", None),
    ],
)
def test_what_part_an_area_has(sentence: str, verdict: str | None):
    found = checked("Essex Police recorded 767 child abuse image offences in 2017/18.", sentence)
    last = found.checked[-1]
    assert (last.claim.kind, last.judgement.verdict) == ("share", verdict or "cannot_tell")


@pytest.mark.parametrize(
    ("share", "verdict"), [("two per cent", "agrees"), ("nine per cent", "differs")]
)
def test_so_many_out_of_so_many_are_two_counts_of_which_a_share_is_made(share: str, verdict: str):
    told = f"Of these offences in Essex in 2017/18 {share} led to a charge; 15 out of 767."
    found = _verdicts(told)
    assert found == {share: verdict, "15": "cannot_tell", "767": "agrees"}


@pytest.mark.parametrize("share", ["one out of ten", "2 out of 1,000", "30 out of 100"])
def test_so_many_out_of_a_round_number_are_a_share(share: str):
    assert share in _verdicts(f"In Essex {share} offences led to a charge.")


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("Various platforms made up the other 24.4 per cent of the offences.", "24.4 per cent"),
        ("Various platforms made up the remaining 24.4 per cent.", "24.4 per cent"),
        ("Nearly half (46%) of the offences were there.", "Nearly half"),
        ("Last year nearly half (46%) of those who called the helpline rang of it.", "nearly half"),
        ("Facebook and Snapchat were involved in 11 of these.", "11"),
    ],
)
def test_shares_and_parts_of_what_was_counted_are_found_and_cannot_be_told(told: str, number: str):
    found = _verdicts("Essex Police recorded 767 offences in 2017/18.", told)
    assert found[number] == "cannot_tell"


@pytest.mark.parametrize("rise", ["a record rise", "a record-breaking increase", "record growth"])
def test_a_record_rise_is_found_and_no_count_tells_it(rise: str):
    found = _verdicts(f"Essex saw {rise} in child abuse image offences in 2017/18.")
    assert found == {rise: "cannot_tell"}
