"""The reason of a verdict is in plain words: no internal name, no verb where a noun belongs."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Measure, Shape
from tests.figures.claims.making import claim, fact, judged, number, phrase, who

COUNT = Measure.COUNT
ESSEX = [fact("Essex", "2016/17", 568), fact("Essex", "2017/18", 767)]


@pytest.mark.parametrize(
    ("series", "said"),
    [
        ("iioc_total", "No number of child abuse image offences for Kent, 2017/18."),
        ("other:arrests", "No number of arrests for Kent, 2017/18."),
        ("other:young people", "No number of young people for Kent, 2017/18."),
        ("other:be", "The article does not say for certain what it counts for Kent, 2017/18."),
        ("other:child", "The article does not say for certain what it counts for Kent, 2017/18."),
        ("other:other things", "The article does not say for certain what it counts for Kent"),
    ],
)
def test_what_is_missing_is_told_in_plain_words(series: str, said: str):
    found = judged(claim(COUNT, number("41", 41), "Kent", "2017/18", series=series), ESSEX)
    assert said in found.reason


def test_a_span_is_named_with_its_article_and_one_full_stop():
    one = claim(Measure.FREQUENCY, phrase(Shape.EVERY, "every 23 hours", 23, per="hour"),
                "UK total", "2017/18")  # fmt: skip
    found = judged(one, [fact("UK total", "2017/18", 22724)])
    assert "It is that of a minute, not of an hour." in found.reason
    facts = [fact("Hampshire", "2017/18", 1199), fact("UK total", "2017/18", 22724)]
    shape = phrase(Shape.MULTIPLE, "1.8 times", "1.8", places=1)
    one = claim(Measure.OF_OTHER, shape, "Hampshire", "2017/18", group=who("UK total"))
    assert not judged(one, facts).recomputed.endswith(".")


def test_a_group_placed_among_itself_is_not_said_to_be_no_member_of_itself():
    one = claim(Measure.RANK, phrase(Shape.RANK, "the most", 1, direction="up"), "Wales total",
                "2017/18", group=who("Wales total"))  # fmt: skip
    found = judged(one, [fact("Wales total", "2017/18", 1458)])
    assert (found.verdict, "not said who of Wales" in found.reason) == ("cannot_tell", True)
