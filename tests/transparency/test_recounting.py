"""A wrong way gives what a slow reading of statements gives that are wrong in that way."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import given, settings

from beholden.regulator import HourLine
from beholden.regulator.core.reconciling_daily import by_hour, daily_sums
from beholden.transparency import Opened, WrongCount, hour_lines, open_statements, wrong_counts
from beholden.transparency.core import VIEWS, Window
from beholden.transparency.recounting import _ONCE, _ways
from tests.transparency.network import Network, counted, hour, whole_day, window
from tests.transparency.oracle import counts_of
from tests.transparency.strategies import logs

DAYS = window("2026-11-21", "2026-11-22")
# One of each kind: what is counted from hours and from statements, in all and by day.
COUNTED = ["uploads-held", "uploads-blocked-by-day", "decisions-blocked", "drills"]


@contextmanager
def opening(stated: Sequence[Any]) -> Iterator[Opened]:
    network = Network()
    for one in stated:
        network.state(one)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield open_statements(
            [network.export(folder / "all.jsonl")],
            network,
            first=0,
            size=network.size,
            folder=folder / "opened",
        )


def wrong(stated: Sequence[Any]) -> list[WrongCount]:
    with opening(stated) as opened:
        return list(wrong_counts(opened, DAYS, COUNTED))


def figures(way: WrongCount) -> dict[str, int]:
    return {
        f"{name}[{row.part}]" if row.part else name: row.count or 0
        for name, rows in way.rows.items()
        for row in rows
        if row.count
    }


def by_oracle(stated: Sequence[Any], days: Window = DAYS) -> dict[str, int]:
    expected = counts_of([msgspec.json.encode(one) for one in stated], days)
    return {
        key: count for key, count in expected.items() if key.partition("[")[0] in COUNTED and count
    }


def test_what_is_left_out_where_nothing_is_stated_twice_is_in_the_views():
    assert [view.name for view in VIEWS if _ONCE in view.query] == ["decisions"]


def test_every_way_reads_other_views_or_other_days():
    for way in _ways(DAYS):
        assert way.views != VIEWS or way.window != DAYS, way.code


# Each example counts 34 ways.
@settings(max_examples=5)
@given(logs)
def test_a_wrong_way_is_a_slow_reading_of_a_log_that_is_wrong_in_that_way(
    stated: list[dict[str, Any]],
) -> None:
    ways = {way.words if way.code == "local-time" else way.code: way for way in wrong(stated)}
    day = timedelta(days=1)
    for code, first, last in (
        ("day-before", -1, 0), ("day-after", 0, 1), ("days-around", -1, 1),
        ("no-first-day", 1, 0), ("no-last-day", 0, -1),
    ):  # fmt: skip
        days = Window(DAYS.first + first * day, DAYS.last + last * day)
        assert figures(ways[code]) == by_oracle(stated, days), code
    assert figures(ways["shadow-as-done"]) == by_oracle(_done(stated))
    for words, way in ways.items():
        if "UTC" in words:
            hours = int(words.partition("(UTC")[2].partition(":")[0])
            moved = _moved(stated, timedelta(hours=hours))
            assert figures(way) == by_oracle(moved), words


def _done(stated: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The log in which what shadow mode would have done was done."""
    done = copy.deepcopy(list(stated))
    for one in done:
        for decided in (one, *one.get("counts", ())):
            if "would_be" in decided and "mode" in decided:
                decided["outcome"] = decided["would_be"]
                decided["mode"] = "enforce"
    return done


def _moved(stated: Sequence[dict[str, Any]], by: timedelta) -> list[dict[str, Any]]:
    moved = copy.deepcopy(list(stated))
    for one in moved:
        for name in ("time", "at"):
            if name in one:
                time = datetime.fromisoformat(one[name]).astimezone(UTC) + by
                one[name] = time.isoformat()
        if "hour" in one:
            start = datetime.strptime(one["hour"], "%Y-%m-%dT%HZ").replace(tzinfo=UTC) + by
            name = f"{start:%Y-%m-%dT%HZ}"
            if "corrects" in one:
                one["corrects"] = one["corrects"].replace(one["hour"], name)
            one["hour"] = name
    return moved


def test_hours_without_their_corrections_or_with_both():
    stated = [
        hour("2026-11-21T09Z", [counted(5, "hold")]),
        hour("2026-11-21T09Z", [counted(8, "hold")], number=2),
        hour("2026-11-22T10Z", [counted(3, "hold")]),
    ]
    by_code = {way.code: figures(way) for way in wrong(stated)}
    assert by_code["uncorrected-hours"]["uploads-held"] == 8
    assert by_code["hours-twice"]["uploads-held"] == 16


@settings(max_examples=12)
@given(logs)
def test_the_hours_added_up_by_day_give_the_totals_of_the_queries(
    stated: list[dict[str, Any]],
) -> None:
    with opening(stated) as opened:
        sums = daily_sums(by_hour(HourLine(*line) for line in hour_lines(opened, DAYS)))
    expected = counts_of([*map(msgspec.json.encode, stated)], DAYS)
    assert {name: amount.value for name, amount in sums.items()} == {
        name: expected[name] for name in sums
    }
    assert bool(sums) == bool(expected["hours-stated"])


def test_an_hour_without_uploads_is_a_line():
    network = Network()
    whole_day(network, "2026-11-21")
    with opening(network.bodies) as opened:
        lines = list(hour_lines(opened, DAYS))
    assert (len(lines), {line.uploads for line in lines}) == (24, {0})
