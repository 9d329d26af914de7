"""Which year a number is of, where two years or none stand beside it."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.telling import year
from tests.figures.claims.test_checking import checked

_FIVE = tuple(
    fact("Essex", year, count)
    for year, count in (
        ("2013/14", 250), ("2014/15", 310), ("2015/16", 420), ("2016/17", 568), ("2017/18", 767),
    )
)  # fmt: skip


def _verdicts(text: str) -> dict[str, str]:
    headline = "Child abuse image offences recorded in Essex"
    found = checked(text, facts=_FIVE, headline=headline).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "Essex Police recorded {new} offences last year (2016/17: {old}).",
        "Last year Essex Police recorded {new} offences, the year before {old}.",
        "Offences in Essex in 2017/18: {new} (2016/17: {old}).",
        "Essex (2017/18: {new}; 2016/17: {old})",
        "Essex 2016/17: {old} 2017/18: {new}",
        "Essex Police recorded {new} offences ({old} in 2016/17).",
        "For Essex the totals were {new} and, in the previous year, {old}.",
        "Essex Police recorded {new} offences in 2017/18, and in the year before that {old}.",
        "Essex had {old} offences in 2016/17. That rose to {new} the following year.",
        "Essex Police recorded {old} offences in 2016/17 and {new} in the year after that.",
        "Offences in Essex rose to {new} in 2017/18, from {old} before.",
        "In 2016/17 there were {old} offences in Essex. Now there are {new}.",
        "In 2016/17 there were {old} offences in Essex. Last year it was {new}.",
    ],
)
def test_each_number_has_its_own_year(text: str):
    assert _verdicts(text.format(new=767, old=568)) == {"767": "agrees", "568": "agrees"}
    swapped = _verdicts(text.format(new=568, old=767))
    assert "agrees" not in swapped.values()


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("Offences in Essex have risen 207 per cent since 2013/14.", "207 per cent", "agrees"),
        ("Offences in Essex have risen 24 per cent since 2013/14.", "24 per cent", "differs"),
        ("Compared with 2015/16, offences in Essex are up 83 per cent.", "83 per cent", "agrees"),
        ("Compared with 2015/16, offences in Essex are up 35 per cent.", "35 per cent", "differs"),
        ("Essex offences are up 35 per cent on 2015/16.", "35 per cent", "differs"),
        ("Offences in Essex more than trebled since 2013/14.", "more than trebled", "agrees"),
        ("Essex offences more than quadrupled since 2013/14.", "more than quadrupled", "differs"),
        (
            "In 2013/14 Essex had 250 offences. By 2017/18 that was 767, up 207 per cent.",
            "207 per cent", "agrees",
        ),
        (
            "In 2013/14 Essex had 250 offences. By 2017/18 that had grown to 767, up 35 per cent.",
            "35 per cent", "differs",
        ),
        (
            "In 2013/14 Essex had 250 offences. In 2017/18 it was 767, up 35 per cent in a year.",
            "35 per cent", "agrees",
        ),
    ],
)  # fmt: skip
def test_a_base_year_is_compared_with_the_newest(text: str, number: str, verdict: str):
    assert _verdicts(text)[number] == verdict


@pytest.mark.parametrize(("number", "verdict"), [("301", "agrees"), ("309", "cannot_tell")])
def test_what_a_count_compares_with_elsewhere_is_of_the_same_year(number: str, verdict: str):
    found = checked(
        f"Essex had 767 offences in 2017/18. That compares with {number} in Hertfordshire.",
        headline="Child abuse image offences recorded in Essex",
    ).checked
    assert [one.judgement.verdict for one in found] == ["agrees", verdict]


def test_the_year_before_goes_on_with_the_area_just_counted():
    found = checked(
        "Lancashire Police recorded 674 child abuse image offences in 2017/18, up from 591.",
        "Dyfed-Powys Police recorded 275 offences in 2017/18. The year before it was 591.",
    ).checked
    last = [one.claim.subject.name for one in found if one.claim.phrase.text == "591"]
    assert last == ["Lancashire", "Dyfed-Powys"]
    assert found[-1].judgement.verdict != "agrees"


@pytest.mark.parametrize(
    "since",
    [
        "since the research began 3 years ago",
        "since the charity started to ask three years ago",
        "since research began in 2014/15",
    ],
)
def test_when_something_began_is_no_year_of_the_count_told_before(since: str):
    assert _verdicts(f"Essex Police recorded 767 offences, the most {since}.")["767"] == "agrees"


@pytest.mark.parametrize("behind", ["the previous year", "the year before"])
def test_a_number_with_its_year_behind_it_does_not_take_that_of_the_number_before(behind: str):
    text = f"Essex Police recorded 767 offences in the last year - 568 {behind}."
    assert _verdicts(text) == {"767": "agrees", "568": "agrees"}


@pytest.mark.parametrize(
    "text",
    [
        "Essex had 767 offences last year, up 35 per cent in a year and double that of 2013/14.",
        "Offences in Essex went up by 199 in a single year, and have trebled since 2013/14.",
        "Essex had 2,315 offences since 2013/14, with 767 in 2017/18 - 35 per cent up in a year.",
    ],
)
def test_one_years_change_stands_beside_a_longer_time(text: str):
    found = _verdicts(text)
    assert next(found[one] for one in ("35 per cent", "199") if one in found) == "agrees"


@pytest.mark.parametrize(
    ("told", "number"),
    [
        (
            "That is a rise of 147 per cent over three years - in 2014/15 there were 310 offences.",
            "147",
        ),
        ("That is 83% more than two years before: in 2015/16 there were 420 offences.", "83%"),
    ],
)
def test_a_count_that_lies_as_far_back_as_is_said_is_the_earlier_one(told: str, number: str):
    found = _verdicts(f"In 2017/18 Essex Police recorded 767 offences. {told}")
    assert next(found[one] for one in found if one.startswith(number)) == "agrees"


def test_the_number_that_something_rose_from_is_of_the_year_since_which_it_rose():
    told = "Offences in Essex have doubled since 2014/15: from {} it went up to 767 in 2017/18."
    assert _verdicts(told.format(310))["310"] == "agrees"
    assert _verdicts(told.format(568))["568"] == "differs"


@pytest.mark.parametrize(("number", "verdict"), [("35", "agrees"), ("50", "differs")])
def test_a_change_in_the_only_year_of_a_sentence_is_on_the_year_before(number: str, verdict: str):
    found = _verdicts(f"Offences in Essex increased by {number} per cent in 2017/18.")
    assert found == {f"{number} per cent": verdict}


def test_a_rate_of_the_only_year_of_a_sentence_is_of_that():
    found = _verdicts("Around one offence a day was recorded in Essex, up by a third in 2017/18.")
    assert found["Around one offence a day"] == "differs"


def test_what_last_year_is_the_article_says_itself():
    told = (
        "Last year (2016/17) Essex Police recorded 568 offences. Last year its unit grew. "
        "Offences in Essex are up by 35 per cent."
    )
    found = checked(told, facts=_FIVE, headline="Child abuse image offences in Essex").checked
    assert year(found[-1].claim) == "2015/16 to 2016/17"


def test_the_year_to_april_is_wrong_where_its_exact_count_is_that_of_another():
    told = "Essex Police recorded {} offences in the year to April 2017."
    assert _verdicts(told.format(568)) == {"568": "agrees"}
    assert _verdicts(told.format(767)) == {"767": "differs"}
    assert _verdicts(told.format(768)) == {"768": "cannot_tell"}


def test_a_year_before_a_but_is_not_of_the_number_behind_it():
    told = "Essex Police recorded 310 offences in 2014/15 but {} crimes were recorded in 2017/18."
    assert _verdicts(told.format(767))["767"] == "agrees"
    assert _verdicts(told.format(768))["768"] == "differs"


def test_the_most_of_any_year_since_the_law_is_a_number_of_one_year():
    facts = tuple(
        fact("Essex", when, count, "sexual_communication_with_child")
        for when, count in (("2017/18", 19), ("2018/19", 41), ("2019/20", 67))
    )
    told = (
        "The {} grooming crimes recorded by Essex Police in 2019/20 are the most of any year since"
        " the offence came into force."
    )
    for number, verdict in (("67", "agrees"), ("127", "differs")):
        found = checked(
            told.format(number), facts=facts, headline="Grooming in Essex", published=None
        ).checked
        one = next(each for each in found if each.claim.phrase.text == number)
        assert (one.judgement.verdict, year(one.claim)) == (verdict, "2019/20")


def test_the_national_rate_may_be_that_of_england_and_wales():
    facts = tuple(
        fact(who, when, count, "sexual_communication_with_child")
        for who, when, count in (
            ("Essex", "2017/18", 100), ("Essex", "2018/19", 240),
            ("UK total", "2017/18", 3_728), ("UK total", "2018/19", 5_333),
            ("England and Wales", "2017/18", 3_217), ("England and Wales", "2018/19", 4_373),
        )
    )  # fmt: skip

    def verdict(times: str, whose: str) -> str:
        found = checked(
            f"Grooming in Essex rose by 140% in 2018/19 - {times} the {whose} of increase.",
            facts=facts, headline="Grooming in Essex", published=None,
        ).checked  # fmt: skip
        return found[-1].judgement.verdict

    assert verdict("almost four times", "national rate") == "agrees"
    assert verdict("almost seven times", "national rate") == "cannot_tell"
    assert verdict("almost four times", "UK rate") == "differs"


@pytest.mark.parametrize(("number", "verdict"), [("420", "agrees"), ("402", "cannot_tell")])
@pytest.mark.parametrize(
    "told",
    [
        "; the following year that rose to {}.",
        ", and the following year there were {}.",
        "; a year later it was {}.",
    ],
)
@pytest.mark.parametrize("year", ["between 2014 and 2015", "in 2014/15"])
def test_the_following_year_is_the_one_after_that_of_the_same_sentence(
    year: str, told: str, number: str, verdict: str
):
    found = _verdicts(f"Essex Police had 310 reports {year}{told.format(number)}")
    assert found["310"] == "agrees"
    assert (found[number] == "agrees") == (verdict == "agrees")


@pytest.mark.parametrize(
    "told",
    [
        "Essex Police had 767 offences in 2017/18, and {} the following year.",
        "Essex Police had 767 offences in 2017/18, and the following year it had {}.",
        "Essex Police had 767 offences in 2017/18. The following year it had {}.",
    ],
)
@pytest.mark.parametrize("number", ["568", "420"])
def test_the_number_of_the_following_year_is_never_that_of_an_earlier_one(told: str, number: str):
    assert _verdicts(told.format(number))[number] == "cannot_tell"
