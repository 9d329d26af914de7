"""What drills bound, and what their sentences promise."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden._statistics import any_time, at_least, at_most, most_bad
from beholden.regulator.core.audit import Tally, bound, omission, sizes
from beholden.regulator.core.drilling import schedule
from beholden.regulator.core.drilling_models import DrillPlan, Way
from beholden.regulator.core.drilling_words import by_surface, sentence, summarise
from beholden.regulator.core.models import DrillSummary
from tests.regulator.drills import SEED, plan_of, results_of

CONFIDENCES = st.sampled_from(["0.8", "0.9", "0.95", "0.99"])


@st.composite
def tallies(draw, largest: int = 120) -> Tally:
    return Tally(*(draw(st.integers(0, largest)) for _ in range(3)))


def summary_of(
    plan: DrillPlan,
    listed: Iterable[str],
    controls: Iterable[str] = (),
    *,
    closed: bool = True,
    way: Way = "interface",
) -> DrillSummary:
    results = results_of(plan, listed, controls, way)
    return summarise(plan, schedule(plan, SEED), results, commitment="c" * 64, closed=closed)


# Bounds.


@given(tallies(), st.integers(0, 200), CONFIDENCES)
def test_a_whole_plan_is_bounded_exactly_and_no_bound_is_rounded_up(tally, decoys, confidence):
    found = bound(tally, planned=tally.base, population=tally.base + decoys, confidence=confidence)
    assert found.exact == (tally.base > 0)
    if found.exact:
        level = float(confidence)
        low = at_least(tally.found, tally.base, level)
        high = at_most(tally.found + tally.lost, tally.base, level)
        assert low - 1e-4 < float(found.low) <= low
        assert high <= float(found.high) < high + 1e-4
        worst = tally.missed + tally.lost
        assert found.most_missed == most_bad(tally.base + decoys, tally.base, worst, confidence)


@given(tallies(), st.integers(1, 50), CONFIDENCES)
def test_while_items_are_out_only_what_holds_at_every_look_is_said(tally, out, confidence):
    planned = tally.base + out
    found = bound(tally, planned=planned, population=planned, confidence=confidence)
    assert not found.exact
    assert found.most_missed is None
    level = float(confidence)
    assert float(found.low) <= any_time(tally.found, tally.base, level).low
    assert float(found.high) >= any_time(tally.found + tally.lost, tally.base, level).high


@given(tallies(), CONFIDENCES)
def test_what_had_no_answer_is_the_worst_case_on_both_sides(tally, confidence):
    def of(one: Tally):
        return bound(one, planned=one.base, population=2 * one.base, confidence=confidence)

    as_missed = of(Tally(tally.found, tally.missed + tally.lost, 0))
    as_found = of(Tally(tally.found + tally.lost, tally.missed, 0))
    assert of(tally).low == as_missed.low
    assert of(tally).most_missed == as_missed.most_missed
    assert of(tally).high == as_found.high


@pytest.mark.parametrize(("confidence", "size"), [("0.95", 59), ("0.99", 90)])
def test_as_many_items_as_a_plan_asks_for_show_what_it_promises(confidence, size):
    needed = dict(sizes(confidence))["0.05"]
    assert needed == size
    assert Decimal(bound(Tally(size, 0, 0), planned=size, population=size * 2,
                         confidence=confidence).low) >= Decimal("0.95")  # fmt: skip


def test_receipts_show_omissions_the_surer_the_more_there_are():
    assert omission(0) == "0.0000"
    assert omission(59) == "0.9515"
    assert [omission(k) for k in range(200)] == sorted(omission(k) for k in range(200))


# Words.


def test_the_sentence_says_count_bound_and_limits():
    plan = plan_of(items=300, decoys=300, controls=20)
    said = summary_of(plan, ["found"] * 297 + ["missed"] * 3, ["missed"] * 20)
    assert said.words == (
        "Of 300 drills between 1 and 31 October 2026, 297 were caught; with 95 % confidence at "
        "least 97.4 % of such pictures, sent in this way, are found. With the same confidence at "
        "most 12 of the 600 pictures on the list would be missed. They were posted to the "
        "service's interface for checks, with a key by which the service can tell who asks. Of 20 "
        "control pictures on no list, 0 were stopped. It says nothing of other "
        "pictures or other ways."
    )
    assert (said.low, said.high) == ("0.9743", "0.9973")
    assert said.controls_passed == 20


def test_a_service_that_stops_everything_does_not_look_good():
    plan = plan_of(items=60, decoys=60, controls=20)
    said = summary_of(plan, ["found"] * 60, ["found"] * 20)
    assert said.controls_passed == 0
    assert said.controls_stopped == 20
    assert "20 were stopped" in said.words
    assert "no proof that it knew them" in said.words
    one = summary_of(plan, ["found"] * 60, ["found"] + ["missed"] * 19)
    assert "Of 20 control pictures on no list, 1 was stopped, and up to 21.7 % may be" in one.words
    without = plan_of(items=60, controls=0)
    assert "would look as good" in summary_of(without, ["found"] * 60).words


def test_an_open_plan_is_marked_as_such():
    plan = plan_of(items=60)
    assert summary_of(plan, ["found"] * 20, closed=False).words.startswith(
        "Interim: 40 of 60 items are still to come. Of 20 drills "
    )
    whole = summary_of(plan, ["found"] * 60, closed=False)
    assert whole.words.startswith("Interim: all items are in; the plan is not closed yet.")
    early = summary_of(plan, ["found"] * 20)
    assert early.words.startswith("Closed early: 40 of 60 items were not sent.")
    assert early.low == summary_of(plan, ["found"] * 20, closed=False).low
    assert early.most_missed is None
    none = summary_of(plan, [])
    assert (none.low, none.high) == ("0.0000", "1.0000")
    assert none.words == (
        "Closed early: 60 of 60 items were not sent. No drill was sent. No control was sent: a "
        "service that stops everything would look as good."
    )


def test_what_had_no_answer_is_shown_apart():
    said = summary_of(plan_of(items=10), ["found"] * 7 + ["lost"] * 3)
    assert (said.found, said.missed, said.lost) == (7, 0, 3)
    assert "3 had no answer; they count as missed." in said.words
    alone = summary_of(plan_of(items=1), ["lost"])
    assert alone.words.startswith("Of 1 drill between 1 and 31 October 2026, 0 were caught;")
    assert "1 had no answer; it counts as missed." in alone.words


def test_each_way_of_sending_is_said():
    assert "uploaded by hand." in summary_of(plan_of(), ["found"] * 3, way="hand").words
    plan = plan_of()
    first, *others = results_of(plan, ["found"] * 3, ["missed"] * 2)
    mixed = [msgspec.structs.replace(first, way="hand"), *others]
    words = summarise(plan, schedule(plan, SEED), mixed, commitment="", closed=True).words
    assert "interface for checks" in words


@settings(max_examples=40)
@given(tallies(40), st.integers(1, 30), st.booleans())
def test_no_sentence_promises_more_than_the_bound(tally, out, whole):
    planned = max(1, tally.base + (0 if whole else out))
    plan = plan_of(items=planned)
    found = bound(tally, planned=planned, population=plan.population, confidence="0.95")
    words = sentence(plan, tally, found)
    if tally.base:
        said = words.partition("at least ")[2].partition(" %")[0]
        assert Decimal(said) / 100 <= Decimal(found.low)


def test_surfaces_add_up_to_the_whole():
    plan = plan_of(items=50, controls=10)
    results = results_of(plan, ["found"] * 30 + ["missed"] * 15 + ["lost"] * 5, ["missed"] * 10)
    rows = by_surface(plan, schedule(plan, SEED), results)
    assert [surface for surface, _, _ in rows] == list(plan.surfaces)
    assert tuple(map(sum, zip(*(tally for _, tally, _ in rows), strict=True))) == (30, 15, 5)
    for _, tally, interval in rows:
        assert interval.low <= tally.found / tally.base <= interval.high
