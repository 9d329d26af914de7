"""The indicators: what each figure counts, as data, with the query that counts it.

A query reads the views of ``views`` and gives rows of one of these forms::

    count                              one figure
    part, count                        a breakdown: a figure for each row
    numerator, denominator             one share

Laws:

* Definitions are the same for every network; none depends on the window or the settings.
* The parts of a breakdown in ``SUMS`` add to its total.
* A list whose name is ``drill``, or starts so (a regulator's ``drills``), is a drill list.

    INDICATORS["uploads-blocked"].query
"""

# ruff: noqa: S608 - every query is a constant of this module; nothing of a network is in one

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from beholden.transparency.core._not_measured import NOT_MEASURED
from beholden.transparency.core.models import Indicator, Unit

__all__ = ["INDICATORS", "NOT_NAMED", "SUMS"]

NOT_NAMED: Final = "(not named)"
"""The part of what has no surface, or no code."""

_DSA_OWN = "EU Digital Services Act, transparency template"
_OSA = "UK Online Safety Act 2023, transparency notices"
_CODEBOOK = "platform transparency reports"
_ASKED = (_DSA_OWN, _OSA, _CODEBOOK)

_PART_AT_MOST = 200
_HOURS_TIME = "when the upload was decided, by the hour (UTC) that it was counted in"
_DECISION_TIME = "when the upload was decided (UTC)"
_EVENT_TIME = "when it was done, as the statement says (UTC)"
_HOURS_METHOD = (
    "counted by the gate, hour by hour; each hour is sealed in the log after its end, and its "
    "latest statement counts"
)
_DECISION_METHOD = "opened statements of single decisions, counted"
_EVENT_METHOD = "opened statements of changes, counted"
_UPLOADS = "uploads that the gate checked, drills among them"
_DRILL_LIST = "a drill list (its name is `drill`, or starts so)"
_STOPPED = "uploads held or blocked, or that shadow mode would have, whose statement was opened"
_DRILLS = (
    f"uploads that match {_DRILL_LIST}, whose statement was opened; one that was allowed has a "
    "statement only where its sender asked for a receipt"
)
_SET_ASIDE = (
    f"{_STOPPED}: an allow-list answered for a match, and something else was the reason; what is "
    "allowed because it answered for all matches is not counted"
)
_DONE: Final = (
    ("allowed", "allow", "allowed, or decided in shadow mode and let pass"),
    ("held", "hold", "held for people to decide, not in shadow mode"),
    ("blocked", "block", "blocked, not in shadow mode"),
)


def _part(column: str) -> str:
    return f"left(coalesce(nullif({column}, ''), '{NOT_NAMED}'), {_PART_AT_MOST})"


def _uploads() -> Iterator[Indicator]:
    """From the sealed hours."""
    yield _hourly("uploads-checked", "Uploads checked", _UPLOADS, "SELECT sum(count) FROM uploads")
    for name, done, what in _DONE:
        yield _hourly(
            f"uploads-{name}",
            f"Uploads {name}",
            f"{_UPLOADS}: {what}",
            f"SELECT sum(count) FROM uploads WHERE done = '{done}'",
        )
    for column in ("surface", "day"):
        yield _split("uploads-checked", "Uploads checked", _UPLOADS, column, "")
        for name, done, what in _DONE:
            population = f"{_UPLOADS}: {what}"
            yield _split(f"uploads-{name}", f"Uploads {name}", population, column, done)
    for name, done, what in _DONE[1:]:
        yield _split(f"uploads-{name}", f"Uploads {name}", f"{_UPLOADS}: {what}", "rule", done)
    for name, done, what in _DONE[1:]:
        yield Indicator(
            id=f"share-{name}",
            title=f"Share of checked uploads that were {name}",
            unit="share",
            population=f"{_UPLOADS}: {what}",
            method=_HOURS_METHOD,
            counting_time=_HOURS_TIME,
            query=f"SELECT sum(count) FILTER (WHERE done = '{done}') AS numerator, "
            "sum(count) AS denominator FROM uploads",
            numerator=f"uploads-{name}",
            denominator="uploads-checked",
            counted_from="hours",
            asked_by=_ASKED,
        )
    for name, would_be in (("would-hold", "hold"), ("would-block", "block")):
        yield _hourly(
            f"uploads-{name}",
            f"Uploads that the policy {name.replace('-', ' ')}, and did not",
            f"{_UPLOADS}: in shadow mode, {would_be} if it were enforced; nothing was done",
            f"SELECT sum(count) FROM uploads WHERE mode = 'shadow' AND would_be = '{would_be}'",
        )


def _matches() -> Iterator[Indicator]:
    population = (
        "matches of uploads with lists; an upload that matches two lists, or one by two kinds "
        "of hash, counts in each"
    )
    yield _hourly(
        "matches",
        "Matches with lists",
        population,
        "SELECT sum(count) FROM upload_matches",
        "matches",
        hides_small=True,
    )
    for column, title in (("list", "list"), ("kind", "kind of hash")):
        yield Indicator(
            id=f"matches-by-{column}",
            title=f"Matches with lists, by {title}",
            unit="matches",
            population=population,
            method=_HOURS_METHOD,
            counting_time=_HOURS_TIME,
            query=f"SELECT {_part(column)} AS part, sum(count) AS count FROM upload_matches "
            "GROUP BY part ORDER BY part",
            by=column,
            hides_small=True,
            counted_from="hours",
            asked_by=(_DSA_OWN,),
        )


def _hours() -> Iterator[Indicator]:
    population = "hours of the window"
    rows = (
        (
            "hours-stated",
            "Hours that are stated",
            f"{population} whose counts are in the log, in one way",
            "SELECT count(*) FROM hours",
        ),
        (
            "hours-corrected",
            "Hours whose counts were corrected",
            f"{population} that were stated more than once",
            "SELECT count(*) FROM hours WHERE number > 1",
        ),
        (
            "hours-in-shadow-mode",
            "Hours in shadow mode",
            f"{population} in which an upload was decided in shadow mode, where nothing is done",
            "SELECT count(DISTINCT hour) FROM uploads WHERE mode = 'shadow' AND count > 0",
        ),
    )
    for name, title, what, query in rows:
        yield Indicator(
            id=name,
            title=title,
            unit="hours",
            population=what,
            method=_HOURS_METHOD,
            counting_time="the hour (UTC) itself",
            query=query,
            counted_from="hours",
        )
    yield Indicator(
        id="hours-stated-by-day",
        title="Hours that are stated, by day",
        unit="hours",
        population=f"{population} whose counts are in the log, in one way; a day has 24",
        method=_HOURS_METHOD,
        counting_time="the hour (UTC) itself",
        query="SELECT CAST(day AS VARCHAR) AS part, count(*) AS count FROM hours "
        "GROUP BY part ORDER BY part",
        by="day",
        counted_from="hours",
    )
    yield Indicator(
        id="share-hours-stated",
        title="Share of the window's hours that are stated",
        unit="share",
        population=population,
        method=_HOURS_METHOD,
        counting_time="the hour (UTC) itself",
        query="SELECT (SELECT count(*) FROM hours) AS numerator, "
        "24 * (date_diff('day', first, last) + 1) AS denominator FROM report_window",
        numerator="hours-stated",
    )


def _decisions() -> Iterator[Indicator]:
    """From the opened decisions."""
    base = _STOPPED
    yield _single("decisions-opened", "Decisions opened", base, "would_be <> 'allow'")
    for name, done, what in _DONE[1:]:
        yield _single(
            f"decisions-{name}",
            f"Decisions opened: {name}",
            f"uploads {what}, whose statement was opened",
            f"done = '{done}'",
        )
    for name, done, what in _DONE[1:]:
        yield _single(
            f"decisions-{name}-without-drills",
            f"Decisions opened: {name}, drills left out",
            f"uploads {what}, whose statement was opened and names no match with {_DRILL_LIST}",
            f"done = '{done}' AND NOT drill",
            hides_small=True,
        )
    for name, would_be in (("would-hold", "hold"), ("would-block", "block")):
        yield _single(
            f"decisions-{name}",
            f"Decisions opened: shadow mode {name.replace('-', ' ')}",
            f"uploads decided in shadow mode, {would_be} if it were enforced, whose statement was "
            "opened; nothing was done",
            f"mode = 'shadow' AND would_be = '{would_be}'",
        )
    yield _single(
        "drills",
        "Drills",
        _DRILLS,
        "drill",
        hides_small=True,
    )
    yield _single(
        "decisions-unscannable",
        "Decisions on files that could not be hashed",
        f"{base}: with a code that says why it could not be hashed",
        "would_be <> 'allow' AND unscannable <> ''",
        hides_small=True,
    )
    yield _single(
        "decisions-set-aside",
        "Decisions opened in which an allow-list answered for one of the matches",
        _SET_ASIDE,
        "would_be <> 'allow' AND entry IN (SELECT entry FROM decision_matches WHERE set_aside)",
        hides_small=True,
    )
    parts = (
        (
            "decisions-unscannable-by-code",
            "Decisions on files that could not be hashed, by reason",
            "code",
            (
                f"SELECT {_part('unscannable')} AS part, count(*) AS count FROM decisions "
                "WHERE would_be <> 'allow' AND unscannable <> '' GROUP BY part ORDER BY part"
            ),
        ),
        (
            "decisions-by-policy",
            "Decisions opened, by policy",
            "policy",
            (
                f"SELECT {_part('policy')} AS part, count(*) AS count FROM decisions "
                "WHERE would_be <> 'allow' GROUP BY part ORDER BY part"
            ),
        ),
        (
            "decisions-set-aside-by-list",
            "Decisions opened in which an allow-list answered for one of the matches, by list",
            "list",
            (
                f"SELECT {_part('list')} AS part, count(DISTINCT entry) AS count "
                "FROM decision_matches JOIN decisions USING (entry) "
                "WHERE set_aside AND would_be <> 'allow' GROUP BY part ORDER BY part"
            ),
        ),
    )
    for name, title, by, query in parts:
        yield Indicator(
            id=name,
            title=title,
            unit="uploads",
            population=_SET_ASIDE if name == "decisions-set-aside-by-list" else base,
            method=_DECISION_METHOD,
            counting_time=_DECISION_TIME,
            query=query,
            by=by,
            hides_small=True,
            counted_from="statements",
        )
    yield Indicator(
        id="drills-by-outcome",
        title="Drills, by what was done",
        unit="uploads",
        population=_DRILLS,
        method=_DECISION_METHOD,
        counting_time=_DECISION_TIME,
        query="SELECT done AS part, count(*) AS count FROM decisions WHERE drill "
        "GROUP BY part ORDER BY part",
        by="outcome",
        hides_small=True,
        counted_from="statements",
    )


def _events() -> Iterator[Indicator]:
    editions = "kind LIKE 'lists.edition-%'"
    rows: tuple[tuple[str, str, Unit, str, str], ...] = (
        (
            "policy-changes",
            "Policies that came into force",
            "changes",
            "policies, one that came back among them",
            "count(*) FROM events WHERE kind = 'gate.policy'",
        ),
        (
            "edition-changes",
            "Changes of editions of lists",
            "changes",
            "editions added, activated, rolled back, deactivated or removed; allow-lists apart",
            f"count(*) FROM events WHERE {editions}",
        ),
        (
            "allow-list-changes",
            "Changes of allow-lists",
            "changes",
            "actions on lists that let pictures pass",
            "count(*) FROM events WHERE kind = 'lists.allow-list-changed'",
        ),
        (
            "entries-lowered",
            "Entries of lists that the guard lowered from block to hold",
            "entries",
            "entries that too many accounts matched",
            "count(*) FROM events WHERE kind = 'gate.entry-lowered'",
        ),
        (
            "entries-reinstated",
            "Lowered entries that people reinstated",
            "entries",
            "entries that had been lowered",
            "count(*) FROM events WHERE kind = 'gate.entry-reinstated'",
        ),
        (
            "statements-corrected",
            "Corrections of statements",
            "changes",
            "statements that say that another one was wrong; corrected hours apart",
            "count(*) FROM events WHERE kind = 'ledger.correction'",
        ),
        (
            "erasures",
            "Erasures for a legal reason",
            "changes",
            "statements that say that the text of another one was erased",
            "count(*) FROM events WHERE kind = 'ledger.erasure'",
        ),
        (
            "entries-expired",
            "Entries of the log whose openings came to the end of their time",
            "entries",
            "entries, as the statements of expiry count them",
            "sum(count) FROM events WHERE kind = 'ledger.expiry'",
        ),
        (
            "entries-lost",
            "Entries of the log whose statements were lost",
            "entries",
            "entries, as the statements of gaps count them",
            "sum(count) FROM events WHERE kind = 'ledger.gap'",
        ),
        (
            "keys-rotated",
            "Changes of the log's signing key",
            "changes",
            "keys",
            "count(*) FROM events WHERE kind = 'ledger.key-rotated'",
        ),
    )
    for name, title, unit, population, query in rows:
        yield _event(name, title, unit, population, f"SELECT {query}")
    yield _event(
        "edition-changes-by-action",
        "Changes of editions of lists, by action",
        "changes",
        "editions added, activated, rolled back, deactivated or removed; allow-lists apart",
        "SELECT replace(kind, 'lists.edition-', '') AS part, count(*) AS count FROM events "
        f"WHERE {editions} GROUP BY part ORDER BY part",
        by="action",
    )


def _hourly(
    name: str,
    title: str,
    population: str,
    query: str,
    unit: Unit = "uploads",
    *,
    hides_small: bool = False,
) -> Indicator:
    return Indicator(
        id=name,
        title=title,
        unit=unit,
        population=population,
        method=_HOURS_METHOD,
        counting_time=_HOURS_TIME,
        query=query,
        hides_small=hides_small,
        counted_from="hours",
        asked_by=_ASKED,
    )


def _split(total: str, title: str, population: str, column: str, done: str) -> Indicator:
    """A breakdown of uploads: every part that any upload has, also where none were so decided."""
    value = "CAST(day AS VARCHAR)" if column == "day" else _part(column)
    source = "hours LEFT JOIN uploads USING (hour, day)" if column == "day" else "uploads"
    counted = f"sum(count) FILTER (WHERE done = '{done}')" if done else "sum(count)"
    return Indicator(
        id=f"{total}-by-{column}",
        title=f"{title}, by {column}",
        unit="uploads",
        population=population,
        method=_HOURS_METHOD,
        counting_time=_HOURS_TIME,
        query=f"SELECT {value} AS part, coalesce({counted}, 0) AS count FROM {source} "
        "GROUP BY part ORDER BY part",
        by=column,
        hides_small=True,
        counted_from="hours",
        asked_by=_ASKED,
    )


def _single(
    name: str, title: str, population: str, where: str, *, hides_small: bool = False
) -> Indicator:
    return Indicator(
        id=name,
        title=title,
        unit="uploads",
        population=population,
        method=_DECISION_METHOD,
        counting_time=_DECISION_TIME,
        query=f"SELECT count(*) FROM decisions WHERE {where}",
        hides_small=hides_small,
        counted_from="statements",
        asked_by=_ASKED,
    )


def _event(
    name: str,
    title: str,
    unit: Unit,
    population: str,
    query: str,
    *,
    by: Literal["", "action"] = "",
) -> Indicator:
    return Indicator(
        id=name,
        title=title,
        unit=unit,
        population=population,
        method=_EVENT_METHOD,
        counting_time=_EVENT_TIME,
        query=query,
        by=by,
        counted_from="statements",
    )


INDICATORS: Final = {
    one.id: one
    for one in (*_uploads(), *_matches(), *_hours(), *_decisions(), *_events(), *NOT_MEASURED)
}
"""All indicators by their id, in the order of a report."""

_OUTCOMES: Final = tuple(f"uploads-{name}" for name, _, _ in _DONE)

SUMS: Final = (
    ("uploads-checked", tuple(_OUTCOMES)),
    *(
        (total, (f"{total}-by-{column}",))
        for column in ("surface", "day")
        for total in ("uploads-checked", *_OUTCOMES)
    ),
    *((f"uploads-{name}", (f"uploads-{name}-by-rule",)) for name in ("held", "blocked")),
    *(
        (f"uploads-checked-by-{column}", tuple(f"{one}-by-{column}" for one in _OUTCOMES))
        for column in ("surface", "day")
    ),
    ("hours-stated", ("hours-stated-by-day",)),
    ("matches", ("matches-by-list",)),
    ("matches", ("matches-by-kind",)),
    ("decisions-opened", ("decisions-by-policy",)),
    ("decisions-unscannable", ("decisions-unscannable-by-code",)),
    ("drills", ("drills-by-outcome",)),
)
"""What adds to what: an indicator, and those whose figures add to it.

Where both are breakdowns by one dimension they do so part by part; where only the parts are,
all their figures add to the total.
"""
