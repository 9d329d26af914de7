"""The tables of the page: rows of cells in the shape the design system takes. Pure.

Names and sentences of others become text here, never markup; a cell that is
markup is put together with ``Markup.format``, which escapes what goes in.

    matches(state)["rows"]
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString

from markupsafe import Markup

from beholden._design import shown
from beholden.web.operator._components import components
from beholden.web.operator._words import (
    NOTHING,
    SENTENCE_AT_MOST,
    ago,
    lasting,
    milliseconds,
    moment,
    number,
    plural,
)
from beholden.web.operator.models import HourCount, ListRow, OperatorState

Cell = dict[str, Any]
Table = dict[str, Any]
LOWERED_AT_MOST = 20
_MEGABYTE = 1_000_000


def hours(day: Sequence[HourCount]) -> Table:
    """Decisions per hour, latest first: the chart's figures."""
    latest = len(day) - 1
    rows = [
        [
            _html("{} UTC{}", _when(hour.hour), " (so far)" if place == latest else ""),
            _count(hour.allow),
            _count(hour.hold),
            _count(hour.block),
            _count(hour.allow + hour.hold + hour.block),
        ]
        for place, hour in enumerate(day)
    ]
    return _table(
        "Decisions by hour, latest first",
        ["Hour from", "Allowed:", "Held:", "Blocked:", "All:"],
        rows[::-1],
    )


def matches(state: OperatorState) -> Table:
    """Uploads that matched, by list."""
    rows = [
        [_name(row.list), _count(row.last_hour), _count(row.last_day), _count(row.last_week)]
        for row in state.matches
    ]
    head = ["List", "Last hour:", "Last 24 hours:", "Last 7 days:"]
    return _table("Uploads that matched an entry of the list", head, rows)


def lists(state: OperatorState) -> Table:
    """Each list as it is in force."""
    rows = [
        [
            _html(
                "{}{}",
                _named(row.name),
                Markup('<br><span class="aside">{}</span>').format(_role(row.role)),
            ),
            _state(row),
            _edition(row),
            _text(
                NOTHING if row.age_days is None else plural(row.age_days, "day", "days"),
                numeric=True,
            ),
            _count(row.entries),
            _count(row.protecting),
            _notes(row.notes),
        ]
        for row in state.lists
    ]
    head = ["List", "State", "Edition", "Age:", "Entries:", "Can match:", "To know"]
    return _table("The edition of each list that is in force", head, rows)


def lowered(state: OperatorState) -> Table:
    """Entries that wait for a person."""
    rows = [
        [
            _name(row.list),
            _name(row.entry),
            _when_and_ago(row.at, state.now),
            _count(row.accounts),
            _sentence(row.reason),
        ]
        for row in state.lowered[:LOWERED_AT_MOST]
    ]
    head = ["List", "Entry", "Lowered", "Accounts:", "Why"]
    return _table("Entries that hold for now and do not block", head, rows)


def faults(state: OperatorState) -> Table:
    """The last errors."""
    rows = [
        [
            _when_and_ago(row.at, state.now),
            _sentence(row.message),
            _html("<code>{}</code>", shown(row.code)),
            _count(row.count),
        ]
        for row in state.faults
    ]
    return _table("Errors since the start", ["Last time", "What happened", "Code", "Times:"], rows)


def latency(state: OperatorState) -> Table:
    """How long answers took."""
    rows = [
        [
            _path(row.what),
            *(_text(milliseconds(v), numeric=True) for v in (row.p50_ms, row.p95_ms, row.p99_ms)),
            _count(row.count),
        ]
        for row in state.latency
    ]
    head = ["Endpoint", "Half within:", "95% within:", "99% within:", "Answers:"]
    return _table("Time to answer, in milliseconds", head, rows)


def workers(state: OperatorState) -> Table:
    """The web workers."""
    rows = [
        [
            _text(f"{row.number}"),
            _text(str(row.pid), numeric=True),
            _html("{}", lasting(row.started, state.now)),
            _count(row.in_flight),
            _count(row.decode_workers),
            _count(round(row.memory_bytes / _MEGABYTE)),
            _name(row.version_of_lists or NOTHING),
        ]
        for row in state.workers
    ]
    head = [
        "Worker",
        "Process:",
        "Running for",
        "Requests in flight:",
        "Decode workers:",
        "Memory in MB:",
        "State of lists",
    ]
    return _table("Processes that answer requests", head, rows)


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Table:
    """A heading that ends in a colon stands over numbers."""
    return {
        "caption": caption,
        "captionClasses": "table-caption",
        "firstCellIsHeader": True,
        "head": [
            {"text": text.rstrip(":"), "format": "numeric" if text.endswith(":") else None}
            for text in head
        ],
        "rows": rows,
    }


def _text(text: str, *, numeric: bool = False) -> Cell:
    return {"text": text, "format": "numeric" if numeric else None}


def _html(pattern: LiteralString, *values: object) -> Cell:
    return {"html": Markup(pattern).format(*values)}  # noqa: S704 - only literals type-check


def _count(value: int) -> Cell:
    return _text(number(value), numeric=True)


def _named(name: str) -> Markup:
    return Markup('<bdi class="name">{}</bdi>').format(shown(name))


def _name(name: str) -> Cell:
    return {"html": _named(name)}


def _path(path: str) -> Cell:
    """A line may end after a slash, so that a narrow column does not cut words."""
    parts = Markup("/<wbr>").join(shown(path).split("/"))
    return _html('<bdi class="name">{}</bdi>', parts)


def _sentence(text: str) -> Cell:
    return _html('<span class="sentence">{}</span>', shown(text, SENTENCE_AT_MOST))


def _when(at: datetime) -> Markup:
    found = moment(at)
    return Markup('<time datetime="{}">{}</time>').format(found.stamp, found.clock[:5])


def _when_and_ago(at: datetime, now: datetime) -> Cell:
    found = moment(at)
    return _html(
        '<span class="when">{}<br><time class="aside" datetime="{}">{}</time></span>',
        ago(at, now),
        found.stamp,
        found.text,
    )


def _role(role: str) -> str:
    return {"match": "match-list", "allow": "allow-list"}.get(role, shown(role))


def _state(row: ListRow) -> Cell:
    if not row.edition:
        text, colour = "Not active", "red"
    elif row.stale:
        text, colour = "Stale", "yellow"
    else:
        text, colour = "In force", "green"
    return {"html": components()["tag"]({"text": text, "classes": f"govuk-tag--{colour}"})}


def _edition(row: ListRow) -> Cell:
    if not row.edition:
        return _text(NOTHING)
    return _html(
        '{}<br><span class="aside">{}</span>', _named(row.version or NOTHING), _named(row.edition)
    )


def _notes(notes: Sequence[str]) -> Cell:
    if not notes:
        return _text(NOTHING)
    lines = [Markup("<li>{}</li>").format(shown(note, SENTENCE_AT_MOST)) for note in notes]
    return _html('<ul class="sentence notes">{}</ul>', Markup().join(lines))
