"""Each class of error is named by the mistake that makes it, and only where it does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.judging.wrong_ways import CLASSES
from beholden.figures.core.claims.models import Measure, Shape
from tests.figures.claims.making import claim, fact, judged, number, pct, phrase, series, who

COUNT, CHANGE, DIFFERENCE = Measure.COUNT, Measure.CHANGE, Measure.DIFFERENCE
STEP = "2016/17 -> 2017/18"
ESSEX = series(
    "Essex", {"2013/14": 250, "2014/15": 400, "2015/16": 450, "2016/17": 568, "2017/18": 767}
)
GROOMING = "sexual_communication_with_child"


def _change(printed: object, when: str = STEP, who_: str = "Essex", **more: object):
    more = {"direction": "up", **more}
    return claim(CHANGE, pct(f"{printed}%", printed), who_, when, **more)


def _count(printed: int, wording: Wording = Wording.PLAIN, text: str = "", **more: object):
    return claim(
        COUNT, number(text or f"{printed:,}", printed, wording), "Essex", "2017/18", **more
    )


@pytest.mark.parametrize(
    ("error", "one", "facts"),
    [
        ("truncated", _change(36), series("Essex", {"2016/17": 1000, "2017/18": 1367})),
        ("rounding_direction", _change(37), series("Essex", {"2016/17": 1000, "2017/18": 1364})),
        ("ratio_for_increase", _change(135), ESSEX),
        ("direction", _change(35, direction="down"), ESSEX),
        ("year_label", _change(26), ESSEX),
        ("wrong_baseline", _change(70), ESSEX),
        ("wrong_denominator", _change(26), ESSEX[3:]),
        ("arithmetic", _change(37), ESSEX[3:]),
        ("unexplained", _change(60), ESSEX[3:]),
        ("period_fencepost", _change(92, "2013/14 -> 2017/18"), ESSEX),
        ("year_label", _count(450), ESSEX),
        ("typographic", _count(776), ESSEX),
        ("impossible_bound", _count(950, Wording.MORE_THAN, "at least 950"), ESSEX),
        ("geography", _count(2345), [*ESSEX, fact("East of England", "2017/18", 2345)]),
        ("category_confusion", _count(91), [*ESSEX, fact("Essex", "2017/18", 91, GROOMING)]),
        ("wrong_unit", _count(767, people=True), ESSEX),
        ("arithmetic", _count(790), ESSEX),
        ("unexplained", _count(1234), ESSEX),
    ],
)
def test_the_mistake_that_gives_the_number_is_named(error, one, facts):
    found = judged(one, facts)
    assert (found.verdict, found.error_class) == ("differs", error), found
    assert CLASSES[error] in found.reason


def test_a_number_rounded_up_says_what_it_rounds_to_and_speaks_of_no_word():
    facts = series("Essex", {"2016/17": 1000, "2017/18": 1694.9})
    reason = judged(_change(70), facts).reason
    assert "69.49 rounds to 69, not 70." in reason
    assert "word" not in reason
    facts = series("Essex", {"2016/17": 10000, "2017/18": 13644})
    assert "36.44 rounds to 36.4, not 36.5." in judged(_change(Decimal("36.5")), facts).reason


def test_a_word_on_the_wrong_side_is_spoken_of():
    found = judged(_count(760, Wording.ALMOST, "almost 760"), ESSEX)
    assert found.error_class == "rounding_direction"
    assert "The word before it points the other way." in found.reason


def test_the_wrong_working_is_shown_with_what_it_gives():
    assert "(767 - 568) / 767 * 100 = 25.95" in judged(_change(26), ESSEX[3:]).reason
    assert "767 / 568 * 100 = 135.04" in judged(_change(135), ESSEX).reason


@pytest.mark.parametrize(
    ("printed", "said", "verdict"),
    [
        (1534, False, "differs"),
        (1535, False, "cannot_tell"),
        (384, False, "differs"),
        (383, False, "cannot_tell"),
        (383, True, "differs"),
    ],
)
def test_a_number_far_off_for_a_supposed_year_may_be_of_something_else(printed, said, verdict):
    found = judged(_count(printed, said=said), ESSEX[4:])
    assert found.verdict == verdict
    assert ("something else may be meant" in found.reason) == (verdict == "cannot_tell")


def test_a_mean_over_years_is_no_baseline():
    found = judged(_change(84), ESSEX)
    assert (found.verdict, found.error_class) == ("differs", "wrong_baseline")
    assert "mean of the years from 2013/14" in found.reason


def test_the_last_year_alone_is_no_yearly_average():
    one = claim(Measure.YEARLY_CHANGE, pct("35%", 35), "Essex", "2013/14 -> 2017/18",
                direction="up")  # fmt: skip
    assert judged(one, ESSEX).error_class == "wrong_baseline"
    for printed in (32, 33):
        true = claim(Measure.YEARLY_CHANGE, pct(f"{printed}%", printed), "Essex",
                     "2013/14 -> 2017/18", direction="up")  # fmt: skip
        assert judged(true, ESSEX).verdict == "agrees"


def test_a_week_is_not_a_day():
    shape = phrase(Shape.PER, "two a week", 2, per="week")
    one = claim(Measure.FREQUENCY, shape, "Essex", "2017/18")
    assert judged(one, ESSEX).error_class == "wrong_denominator"


def test_a_sum_that_leaves_one_out_is_named():
    one = claim(COUNT, number("1,185", 1185), "Wales total", "2017/18")
    forces = (("North Wales", 373), ("Gwent", 267), ("South Wales", 543), ("Dyfed-Powys", 275))
    found = judged(one, [fact(name, "2017/18", n) for name, n in forces])
    assert found.error_class in {"sum", "arithmetic", "unexplained"}
    left = claim(COUNT, number("1,183", 1183), "Wales total", "2017/18")
    found = judged(left, [fact(name, "2017/18", n) for name, n in forces])
    assert found.error_class == "sum"
    assert "leaves out Dyfed-Powys" in found.reason


def test_a_sum_over_years_counts_its_years():
    facts = series("Essex", {"2013/14": 250, "2014/15": 400, "2015/16": 450, "2016/17": 568})

    def found(printed: int):
        one = claim(Measure.SUM, number(f"{printed:,}", printed), "Essex", "2013/14 -> 2015/16")
        return judged(one, facts)

    assert found(1100).verdict == "agrees"
    assert found(1100).arithmetic == "250 + 400 + 450 = 1,100"
    assert found(850).error_class == "period_fencepost"
    assert found(700).error_class == "sum"


def test_a_comma_that_slipped_is_told_even_where_the_digits_fit():
    shape = number("1,5000", 15000, doubt="four digits follow the comma")
    one = claim(COUNT, shape, "UK total", "2017/18")
    for value, tolerant in ((15000, "agrees"), (1500, "differs")):
        found = judged(one, [fact("UK total", "2017/18", value)])
        assert (found.verdict, found.error_class) == ("differs", "typographic")
        assert found.tolerant_verdict == tolerant


def test_sums_over_different_forces_are_no_change():
    facts = [
        *series("North Wales", {"2016/17": 287, "2017/18": 373}),
        *series("Gwent", {"2016/17": 259, "2017/18": 267}),
        *series("South Wales", {"2016/17": 528, "2017/18": 543}),
        fact("Dyfed-Powys", "2017/18", 275),
    ]
    found = judged(_change(36, who_="Wales total"), facts)
    assert (found.verdict, found.error_class) == ("cannot_tell", "not_comparable")
    assert "without Dyfed-Powys" in found.reason


def test_the_difference_of_other_years_is_named():
    one = claim(DIFFERENCE, number("118 more", 118), "Essex", STEP, direction="up")
    assert judged(one, ESSEX).error_class == "year_label"
    one = claim(DIFFERENCE, number("317 more", 317), "Essex", STEP, direction="up")
    assert judged(one, ESSEX).error_class == "wrong_baseline"


def test_an_open_wording_is_not_explained_by_what_is_far_from_it():
    facts = [*ESSEX, fact("East of England", "2017/18", 2345)]
    found = judged(_count(800, Wording.MORE_THAN, "more than 800"), facts)
    assert found.error_class == "rounding_direction"
    found = judged(_count(1200, Wording.MORE_THAN, "more than 1,200"), facts)
    assert found.error_class == "unexplained"


def test_a_rough_phrase_is_not_explained_by_another_area():
    facts = [
        *series("UK total", {"2016/17": 18522, "2017/18": 22724}),
        *series("England and Wales", {"2016/17": 15000, "2017/18": 20000}),
    ]
    rough = claim(CHANGE, pct("a third", 33, places=0), "UK total", STEP, direction="up")
    assert judged(rough, facts).error_class == "unexplained"
    exact = claim(CHANGE, pct("33%", 33), "UK total", STEP, direction="up")
    assert judged(exact, facts).error_class == "geography"


def test_the_sentence_names_the_area_that_has_the_number():
    facts = [fact("England and Wales", "2017/18", 21000), fact("UK total", "2017/18", 22724)]
    one = claim(COUNT, number("22,724", 22724), "England and Wales", "2017/18")
    assert "the United Kingdom" in judged(one, facts).reason
    assert who("UK total").key == "group:uk"
