"""Offences that only a file of figures brings are told as people as little as all others."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_SERIES = "other:sexual offences against children"
_FACTS = tuple(
    fact("UK total", when, count, _SERIES, series_name=_SERIES.removeprefix("other:"))
    for when, count in (("2017/18", 64_667), ("2018/19", 76_204))
)


@pytest.mark.parametrize(
    "text",
    [
        "In 2018/19 76,204 children were victims of sexual offences in the UK.",
        "More than 76,000 children suffered sexual offences in the UK in 2018/19.",
        "One child every seven minutes: sexual offences against children in the UK in 2018/19.",
        "A child is the victim of a sexual offence every seven minutes in the UK in 2018/19.",
        "Every seven minutes a child falls victim to a sexual offence in the UK in 2018/19.",
    ],
)
def test_offences_told_as_people_do_not_agree(text: str):
    found = checked(
        text, headline="Sexual offences against children", facts=_FACTS, published=None
    ).checked
    assert found
    assert "agrees" not in {one.judgement.verdict for one in found}
    assert "differs" not in {one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "In 2018/19 there were 76,204 sexual offences against children in the UK.",
        "In 2018/19 UK police recorded 76,204 child sexual offences.",
        "In 2018/19 UK police recorded 76,204 sex crimes against under-18s.",
        "In the UK a child sexual offence was recorded every seven minutes in 2018/19.",
        "Every seven minutes a sexual offence against a child was recorded in the UK in 2018/19.",
    ],
)
def test_offences_against_people_are_no_people(text: str):
    found = checked(
        text, headline="Sexual offences against children", facts=_FACTS, published=None
    ).checked
    assert [one.judgement.verdict for one in found] == ["agrees"]


def test_victims_that_a_file_counts_are_people():
    name = "child victims"
    facts = (fact("UK total", "2018/19", 76_204, f"other:{name}", series_name=name),)
    found = checked(
        "In 2018/19 there were 76,204 child victims in the UK.",
        headline="Child victims", facts=facts, published=None,
    ).checked  # fmt: skip
    assert [one.judgement.verdict for one in found] == ["agrees"]


def test_the_kind_of_offences_before_another_word_of_them_is_no_people():
    found = checked(
        "In 2018/19 UK police recorded 76,204 child and sexual offences.",
        headline="Sexual offences against children", facts=_FACTS, published=None,
    ).checked  # fmt: skip
    assert [one.judgement.verdict for one in found] == ["agrees"]
