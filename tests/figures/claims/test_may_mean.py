"""Years that words may mean besides those they name: they confirm, and never contradict."""

from __future__ import annotations

from datetime import date

import pytest

from beholden.figures.core.claims.models import Judgement
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_FACTS = (fact("Essex", "2016/17", 568), fact("Essex", "2017/18", 767))


def _judgement(text: str, published: date = date(2018, 9, 13), number: str = "") -> Judgement:
    headline = "Child abuse image offences recorded in Essex"
    found = checked(text, facts=_FACTS, headline=headline, published=published).checked
    return next(one.judgement for one in found if number in one.claim.phrase.text)


def _verdict(text: str, published: date = date(2018, 9, 13)) -> str:
    return _judgement(text, published).verdict


@pytest.mark.parametrize(
    "text",
    [
        "Essex Police recorded {} offences in the year to April 2018.",
        "Essex Police recorded {} offences between 2017 and 2018.",
    ],
)
def test_a_year_told_loosely_may_be_the_financial_year(text: str):
    assert _verdict(text.format(767)) == "agrees"
    assert _verdict(text.format(768)) == "cannot_tell"


@pytest.mark.parametrize(("number", "verdict"), [(767, "agrees"), (768, "cannot_tell")])
def test_a_year_only_supposed_may_be_the_one_before_where_the_data_end(number: int, verdict: str):
    text = f"Essex Police recorded {number} offences in 2017/18, or so, in its last full year."
    told = text.replace(" in 2017/18, or so,", "")
    assert _verdict(told, date(2019, 5, 1)) == verdict


def test_one_years_change_is_not_that_of_two_years():
    told = _judgement("Offences in Essex rose 35 per cent in two years.")
    assert (told.verdict, told.tolerant_verdict) == ("cannot_tell", "agrees")
    assert told.error_class == "period_fencepost"
    assert _verdict("Offences in Essex rose 36 per cent in two years.") == "cannot_tell"
    assert _verdict("Offences in Essex rose 35 per cent on 2015/16.") == "cannot_tell"


def test_two_years_may_be_the_first_and_the_last_where_both_are_told():
    text = (
        "Essex Police recorded 767 offences in 2017/18. The year before, the force had 568."
        " Over the two-year period, the rise was {} per cent."
    )
    assert _judgement(text.format(35), number="per cent").verdict == "agrees"
    assert _judgement(text.format(42), number="per cent").verdict != "agrees"


@pytest.mark.parametrize("span", ["just over", "little over", "more than", "over", "well over"])
def test_more_than_two_years_do_not_lie_a_year_apart(span: str):
    assert _verdict(f"Offences in Essex rose 35 per cent in {span} two years.") == "cannot_tell"


_SEXUAL = "other:child sexual offences"


def test_a_year_that_is_only_supposed_stands_for_no_third_one():
    facts = (fact("West Mercia", "2018/19", 2037, _SEXUAL),)
    text = "Last year West Mercia Police recorded more than 1,800 child sex offences."
    found = checked(
        text, facts=facts, headline="Child sex offences", published=date(2020, 8, 10)
    ).checked
    assert [one.judgement.verdict for one in found] == ["cannot_tell"]


@pytest.mark.parametrize(
    "told",
    [
        "Officers there log 62 a day.",
        "Some 62 offences a day are logged locally.",
        "The city sees 62 offences a day.",
    ],
)
def test_a_rate_that_words_give_to_one_force_is_not_that_of_the_country(told: str):
    facts = (fact("Essex", "2017/18", 767), fact("UK total", "2017/18", 22_724))
    found = checked(
        "Essex Police recorded 767 child abuse image offences in 2017/18.", told,
        headline="Child abuse image offences", facts=facts,
    ).checked  # fmt: skip
    assert [one.judgement.verdict for one in found][-1] != "agrees"
