"""After a sentence that turns to another crime, bare offences are of that one."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.finding.counted._turned import turned_to
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences rise in Essex"


def _verdict(number: str, *told: str) -> str:
    found = checked(*told, headline=_HEADLINE).checked
    return next(one.judgement.verdict for one in found if one.claim.phrase.text == number)


@pytest.mark.parametrize("number", ["767", "900"])
@pytest.mark.parametrize(
    "turn",
    [
        "Robberies in Essex have also gone up.",
        "Meanwhile, hate crime is on the rise.",
        "New figures show that gun crime has soared in the county.",
        "Reports of domestic violence in Essex rose too.",
        "Theft in the county is up by 12 per cent.",
        "The force also dealt with fraud.",
        "Sexual offences in Essex have risen as well.",
        "Essex has also seen a surge in gun crime.",
        "Fears over stabbings are growing.",
    ],
)
def test_a_bare_number_after_a_turn_is_of_the_other_crime(turn: str, number: str):
    assert (
        _verdict(number, f"{turn} Police recorded {number} offences in 2017/18.") == "cannot_tell"
    )
    assert _verdict(number, f"{turn} There were {number} in Essex in 2017/18.") == "cannot_tell"
    assert _verdict(number, turn, f"Essex saw {number} offences in 2017/18.") == "cannot_tell"


@pytest.mark.parametrize("number", ["767", "900"])
def test_a_line_that_only_names_a_crime_is_a_heading(number: str):
    told = ("Vehicle crime", f"Essex Police recorded {number} offences in 2017/18.")
    assert _verdict(number, *told) == "cannot_tell"


@pytest.mark.parametrize("number", ["767", "900"])
@pytest.mark.parametrize(
    "text",
    [
        "As for burglary, Essex Police recorded {} offences in 2017/18.",
        "When it comes to hate crime, there were {} offences in Essex in 2017/18.",
        "Essex Police recorded 568 burglaries in 2016/17. In 2017/18 it recorded {} offences.",
    ],
)
def test_a_crime_that_is_named_first_or_counted_is_the_one_meant(text: str, number: str):
    assert _verdict(number, text.format(number)) == "cannot_tell"


@pytest.mark.parametrize("number", ["35 per cent", "60 per cent"])
def test_a_bare_change_after_a_turn_is_of_the_other_crime(number: str):
    told = f"Shoplifting is up too. Essex saw a rise of {number} in 2017/18."
    assert _verdict(number, told) == "cannot_tell"


@pytest.mark.parametrize(("number", "verdict"), [("767", "agrees"), ("900", "differs")])
@pytest.mark.parametrize(
    "before",
    [
        "Burglary takes up much police time, the councillor said.",
        "The internet has changed how offenders work.",
        "Police are worried about arson and fraud.",
        "Child abuse images are a growing problem in the county.",
        "Despite a fall in burglary, child abuse image offences have risen.",
    ],
)
def test_a_mere_mention_of_another_crime_turns_nothing(before: str, number: str, verdict: str):
    assert (
        _verdict(number, f"{before} Essex Police recorded {number} offences in 2017/18.") == verdict
    )


@pytest.mark.parametrize(("number", "verdict"), [("767", "agrees"), ("900", "differs")])
def test_the_text_returns_where_it_names_its_own_offences_again(number: str, verdict: str):
    told = (
        "Knife crime is also on the rise. Essex Police recorded "
        f"{number} child abuse image offences in 2017/18."
    )
    assert _verdict(number, told) == verdict
    later = ("Knife crime is also on the rise.", "It will be looked at.")
    assert (
        _verdict(number, *later, f"Essex Police recorded {number} offences in 2017/18.") == verdict
    )


def test_a_turn_needs_an_article_about_something_else():
    assert turned_to("Burglary is on the rise.", (), None) is None


_ABUSE, _NEGLECT = "other:sexual offences against children", "other:child cruelty and neglect"


def _of_two_series(*told: str) -> dict[str, tuple[str, str]]:
    counts = {(_ABUSE, "2016/17"): 1_058, (_ABUSE, "2017/18"): 1_342,
              (_NEGLECT, "2016/17"): 132, (_NEGLECT, "2017/18"): 184}  # fmt: skip
    facts = tuple(
        fact("Essex", when, value, series, series_name=series.removeprefix("other:"))
        for (series, when), value in counts.items()
    )
    headline = "Child sex offences recorded in Essex"
    found = checked(*told, headline=headline, facts=facts).checked
    return {
        one.claim.phrase.text: (one.judgement.verdict, one.judgement.error_class) for one in found
    }


def test_an_article_on_one_kind_of_abuse_may_go_over_to_neglect():
    found = _of_two_series(
        "Essex Police recorded 1,342 sexual offences against children in 2017/18.",
        "Neglect was the commonest. Its total soared from 132 in 2016/17 to 184 in 2017/18.",
        "Police figures for 2017/18 showed an increase of 39 per cent.",
    )
    assert {found[one][0] for one in ("1,342", "132", "184", "39 per cent")} == {"agrees"}


def test_a_number_of_another_series_is_wrong_only_where_its_sentence_names_the_one():
    first = "Essex Police recorded 1,342 sexual offences against children in 2017/18."
    unnamed = _of_two_series(first, "A year earlier the total was 132.")
    assert unnamed["132"][0] == "cannot_tell"
    named = "Essex Police recorded 184 sexual offences against children in 2017/18."
    assert _of_two_series(named)["184"] == ("differs", "category_confusion")
    wider = "Essex Police recorded 184 child abuse offences in 2017/18."
    assert _of_two_series(first, wider)["184"][0] == "cannot_tell"


def test_these_offences_are_named_by_the_words_that_point_at_them():
    facts = (
        fact("Essex", "2017/18", 767),
        fact("Essex", "2017/18", 120, "sexual_communication_with_child"),
    )
    found = checked(
        "Essex Police recorded 767 child abuse image offences in 2017/18.",
        "In 2017/18 120 of these offences were recorded by Essex Police.",
        headline="Child abuse image offences", facts=facts,
    ).checked  # fmt: skip
    assert [one.judgement.verdict for one in found] == ["agrees", "differs"]


def test_a_wide_name_may_mean_the_one_kind_that_has_the_number():
    wide, one_kind = "offences against children", "child sexual offences"
    facts = tuple(
        fact("Kent", "2017/18", count, f"other:{name}", series_name=name)
        for name, count in ((wide, 4_000), (one_kind, 2_202))
    )
    found = checked(
        "In 2017/18 Kent Police recorded 2,202 offences against children.",
        headline="Offences against children", facts=facts,
    ).checked  # fmt: skip
    assert [one.judgement.verdict for one in found] == ["cannot_tell"]
