"""Offences of long ago: an article on these alone speaks of no others."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_ALL = "other:sexual offences against children"
_OLD = "other:non-recent sexual offences against children"
_FACTS = tuple(
    fact(who, year, number, series, series_name=series.removeprefix("other:"))
    for who, year, number, series in (
        ("Kent", "2016/17", 317, _OLD),
        ("Kent", "2017/18", 699, _OLD),
        ("Kent", "2016/17", 1_100, _ALL),
        ("Kent", "2017/18", 1_250, _ALL),
        ("Essex", "2016/17", 299, _ALL),
    )
)


def _verdicts(*text: str, headline: str) -> dict[str, str]:
    found = checked(*text, headline=headline, facts=_FACTS).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize("word", ["Non-recent", "Historic", "Historical"])
@pytest.mark.parametrize(("number", "verdict"), [("699", "agrees"), ("669", "differs")])
def test_what_an_article_on_them_counts_are_those_of_long_ago(word: str, number: str, verdict: str):
    found = _verdicts(
        "Reports of non-recent sexual abuse of children made to Kent Police have gone up.",
        f"They rose from 317 in 2016/17 to {number} in 2017/18.",
        "Essex Police had 96 cases in 2016/17.",
        headline=f"{word} child sex crime reports have doubled in Kent",
    )
    assert (found["317"], found[number]) == ("agrees", verdict)
    assert found["96"] == "cannot_tell"
    assert found["doubled"] == "agrees"


def test_the_number_of_all_is_none_of_theirs():
    found = _verdicts(
        "Reports of non-recent sexual abuse of children made to Kent Police have gone up.",
        "They rose to 1,250 in 2017/18.",
        headline="Historic child sex crime reports rise in Kent",
    )
    assert found["1,250"] != "agrees"


def test_an_article_that_names_others_too_is_on_all_of_them():
    found = _verdicts(
        "Kent Police recorded 1,250 sexual offences against children in 2017/18.",
        "Some of the reports of non-recent sexual abuse go back decades.",
        headline="Historic child sex crimes among a rise in Kent",
    )
    assert found["1,250"] == "agrees"
