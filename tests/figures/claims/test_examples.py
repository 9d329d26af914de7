"""Crimes that are only named as examples, and crimes that go by the word "allegations"."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.finding.counted._examples import without_examples
from beholden.figures.core.claims.naming.what import whats
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_CHILD_SEX = "other:child sexual offences"
_GROOMING = "sexual_communication_with_child"
_FACTS = (
    fact("Kent", "2017/18", 1500, _CHILD_SEX),
    fact("Kent", "2017/18", 300, _GROOMING),
    fact("Kent", "2016/17", 1200, _CHILD_SEX),
    fact("Kent", "2016/17", 250, _GROOMING),
)


@pytest.mark.parametrize(
    "text",
    [
        "There were 1,500 offences in 2017/18, among them rape, online grooming and assault.",
        "There were 1,500 offences in 2017/18, including rape and online grooming offences.",
        "Crimes such as sexual assault, rape and grooming reached 1,500 in 2017/18.",
        "The 1,500 offences in 2017/18 ranged from online grooming to rape.",
    ],
)
def test_a_crime_in_a_list_of_examples_is_not_the_one_counted(text: str) -> None:
    assert not [one for one in without_examples(text, whats(text)) if not one.generic]


@pytest.mark.parametrize(
    "text",
    [
        "There were 300 online offences in 2017/18, including grooming offences.",
        "Grooming offences rose to 300, including in Kent.",
        "Offences including grooming rose.",
    ],
)
def test_a_crime_named_alone_is_no_example(text: str) -> None:
    assert without_examples(text, whats(text)) == whats(text)


@pytest.mark.parametrize(
    ("number", "verdict"), [("1,500", "agrees"), ("1,600", "differs"), ("300", "differs")]
)
def test_a_list_of_examples_leaves_the_article_its_topic(number: str, verdict: str) -> None:
    found = checked(
        "In 2016/17 Kent Police recorded 1,200 offences, among them rape, online grooming and"
        " sexual assault.",
        f"Kent Police recorded {number} of these offences in 2017/18.",
        headline="Child sex offences in Kent on the rise",
        facts=_FACTS,
    ).checked
    told = {one.claim.phrase.text: one.judgement.verdict for one in found}
    assert told["1,200"] == "agrees"
    assert told[number] in ({verdict} if verdict == "agrees" else {verdict, "cannot_tell"})


@pytest.mark.parametrize(
    ("number", "verdict"), [("1,500", "agrees"), ("1,600", "differs"), ("1,050", "differs")]
)
def test_child_sex_allegations_are_child_sexual_offences(number: str, verdict: str) -> None:
    found = checked(
        f"Child sex allegations to Kent Police numbered {number} in 2017/18.",
        headline="Police in Kent told of more child sex allegations",
        facts=_FACTS,
    ).checked
    assert [one.judgement.verdict for one in found if one.claim.phrase.text == number] == [verdict]
