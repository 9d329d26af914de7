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
