"""Opened statements counted in other ways, to find out how a wrong figure came about.

A report is made by the published views alone. What is here serves whoever holds a report to
account: the views of wrong ways, and the hours line by line, past all views.

    wrong_counts(opened, window, ["uploads-held"])[0].rows["uploads-held"]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

import msgspec

from beholden.transparency.core.indicators import INDICATORS
from beholden.transparency.core.models import Window
from beholden.transparency.core.report import CountedRow
from beholden.transparency.core.views import VIEWS, View
from beholden.transparency.counting import counting, rows_of
from beholden.transparency.opening import Opened

__all__ = ["HourLine", "WrongCount", "hour_lines", "wrong_counts"]

_DAY = timedelta(days=1)
_ROWS_AT_ONCE = 10_000
# Of the ways that people keep time: from Baker Island to Kiritimati.
_WEST, _EAST = 12, 14


class HourLine(NamedTuple):
    """One count of one statement of an hour; see ``hour_lines``."""

    hour: str
    number: int
    entry: int
    digest: str
    mode: str
    outcome: str
    would_be: str
    uploads: int


class WrongCount(NamedTuple):
    """A wrong way to count, in words, and what the indicators' queries give by it.

    ``searched``: one of many of its kind, which may meet one number by chance.
    """

    code: str
    words: str
    rows: dict[str, tuple[CountedRow, ...]]
    searched: bool = False


class _Way(NamedTuple):
    code: str
    words: str
    window: Window
    views: tuple[View, ...] = VIEWS
    searched: bool = False


def wrong_counts(opened: Opened, window: Window, indicators: Sequence[str]) -> Iterator[WrongCount]:
    """What known wrong ways give.

    Args:
        opened: the statements.
        window: of the report.
        indicators: which are counted, by their ids; unknown ones are passed over.

    Raises:
        OpeningsError: what was opened cannot be read any more.
    """
    wanted = [
        known for name in indicators if (known := INDICATORS.get(name)) is not None and known.query
    ]
    # One database for all: to begin one takes longer than to count.
    with counting(opened.folder, window) as database:
        ((every, once),) = database.execute(_DECISIONS).fetchall()
        for way in _ways(window):
            if way.window.first > way.window.last:
                continue
            days = [way.window.first, way.window.last]
            database.execute("UPDATE report_window SET first = ?, last = ?", days)
            for view in way.views:
                statement = view.statement.replace("CREATE", "CREATE OR REPLACE", 1)
                # Looking for what was stated twice takes most of the time, 34 times over.
                database.execute(statement if once < every else statement.replace(_ONCE, ""))
            rows = {one.id: tuple(rows_of(database, one)) for one in wanted}
            yield WrongCount(way.code, way.words, rows, way.searched)


def hour_lines(opened: Opened, window: Window) -> Iterator[HourLine]:
    """Every statement of every hour of the window, count by count, as the log has them.

    A statement without counts has one line with ``uploads`` 0.

    Raises:
        OpeningsError: what was opened cannot be read any more.
    """
    with counting(opened.folder, window, ()) as database:
        found = database.execute(_LINES)
        while rows := found.fetchmany(_ROWS_AT_ONCE):
            yield from (HourLine(*row) for row in rows)


_DECISIONS = "SELECT count(*), count(DISTINCT id) FROM opened_decisions"
_ONCE = " QUALIFY row_number() OVER (PARTITION BY id ORDER BY entry) = 1"
_LINES = """
SELECT strftime(hour, '%Y-%m-%dT%HZ'), number, entry, digest, coalesce(mode, 'enforce'),
       coalesce(outcome, 'allow'), coalesce(would_be, 'allow'), coalesce(count, 0)
FROM opened_hours LEFT JOIN opened_hour_counts USING (entry), report_window
WHERE hour >= first AND hour < last + INTERVAL 1 DAY
""".strip()


def _ways(window: Window) -> Iterator[_Way]:
    yield _Way(
        "shadow-as-done",
        "What shadow mode only would have held or blocked was counted as done.",
        window,
        _with("CASE mode WHEN 'enforce' THEN outcome ELSE 'allow' END AS done", "would_be AS done"),
    )
    yield _Way(
        "uncorrected-hours",
        "Hours were counted as they were first stated, without their corrections.",
        window,
        _with("number = max(number) OVER", "number = min(number) OVER"),
    )
    yield _Way(
        "hours-twice",
        "Hours that were corrected were counted twice: as first stated, and as corrected.",
        window,
        _with("\nQUALIFY number = max(number) OVER (PARTITION BY hour)", ""),
    )
    first, last = window.first, window.last
    for code, words, other in (
        ("day-before", "The day before was counted too.", Window(first - _DAY, last)),
        ("day-after", "The day after was counted too.", Window(first, last + _DAY)),
        ("days-around", "A day before and a day after were counted too.",
         Window(first - _DAY, last + _DAY)),
        ("no-first-day", "The first day was left out.", Window(first + _DAY, last)),
        ("no-last-day", "The last day was left out.", Window(first, last - _DAY)),
    ):  # fmt: skip
        yield _Way(code, words, other)
    for hours in sorted({*range(-_WEST, _EAST + 1)} - {0}, key=abs):
        yield _Way(
            "local-time",
            f"Days were counted in local time (UTC{hours:+03}:00) instead of UTC.",
            window,
            _shifted(hours),
            searched=True,
        )


def _with(old: str, new: str) -> tuple[View, ...]:
    """The views with one piece of SQL changed wherever it stands."""
    return tuple(
        msgspec.structs.replace(view, query=view.query.replace(old, new)) for view in VIEWS
    )


def _shifted(hours: int) -> tuple[View, ...]:
    """The views over the same statements with other clocks."""
    times = {"opened_hours": "hour", "opened_decisions": "time", "opened_events": "time"}
    views = []
    for view in VIEWS:
        query = view.query
        for table, column in times.items():
            later = f"{column} + INTERVAL ({hours}) HOUR AS {column}"
            moved = f"(SELECT * REPLACE ({later}) FROM {table})"  # noqa: S608 - all of it is ours
            for alias in (" AS opened,", ","):
                name = "opened" if "opened," in alias else table
                query = query.replace(f"FROM {table}{alias}", f"FROM {moved} AS {name},")
        views.append(msgspec.structs.replace(view, query=query))
    return tuple(views)
