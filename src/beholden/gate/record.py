"""The record: decisions, counts, answers, statements and the guard's count, in one transaction.

Of an allowed upload no hash, account, id or time of its own is written unless the
policy says so: it adds one to a count by hour, surface, rule and outcome. What is
kept of others is ``gate.core.retention``'s business. Where there is a ledger, each held
and blocked upload and each entry that the guard lowers leaves a statement for it, also
in shadow mode; allowed ones only where the operator or the submission says so.

Many submissions share one transaction (``beholden.store.GroupCommit``); each is
written whole or not at all, and its future has its result after the commit. A
transaction writes table by table and sorted within each, so that transactions of
several processes never wait for each other in a circle. Counters come last: all
processes add to the same few rows, and should hold them for as short as can be.

    recorder = StoreRecorder(store, account_key)
    recorder.submit(Submission((decision,), policy, answer)).result().answer
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, func, select, update

from beholden.gate._rows import Item, Row, Sighting, item_of, stored_answer
from beholden.gate.core.guard import lowered_by
from beholden.gate.core.models import microseconds
from beholden.gate.errors import REUSED, KeyReusedError, RecordError
from beholden.gate.models import Recorded
from beholden.gate.statements import lowered_statement
from beholden.store import GroupCommit, StoreBusyError, StoreError, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future

    from sqlalchemy import Connection

    from beholden.gate.core.models import EntryKey, Lowered
    from beholden.gate.models import Submission
    from beholden.gate.ports import StatementSink
    from beholden.store import Store

QUEUE_AT_MOST = 4_096
"""Submissions that may wait; more are refused, so that callers hear of it at once."""

_TRIES = 8
_NO_ANSWER = Recorded(b"")

_HOUR_FIELDS = ("hour", "surface", "rule", "mode", "outcome", "would_be")
_MATCH_FIELDS = ("hour", "list", "kind", "would_be")


class StoreRecorder:
    """Records in the store. Threads may share it; a forked process needs its own."""

    def __init__(
        self,
        store: Store,
        account_key: Callable[[str], str],
        *,
        queue_at_most: int = QUEUE_AT_MOST,
        linger_seconds: float = 0.0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_lowered: Callable[[Sequence[Lowered]], None] = lambda _: None,
        statements: StatementSink | None = None,
        allowed_days: int = 0,
    ) -> None:
        """Starts the committing thread.

        Args:
            store: its tables must be there.
            account_key: the keyed pseudonym of an account, at most 64 characters.
            queue_at_most: submissions that may wait.
            linger_seconds: see ``store.GroupCommit``.
            clock: tells whether an idempotency key has expired.
            on_lowered: hears of what the guard lowers, just before it is durable.
            statements: takes statements for the ledger, if there is one.
            allowed_days: above 0: allowed uploads leave a statement each, to be opened for
                so many days.
        """
        self._account_key = account_key
        self._clock = clock
        self._on_lowered = on_lowered
        self._statements = statements
        self._allowed_days = allowed_days
        self._is_sqlite = store.is_sqlite
        self._sql = _Sql(store)
        self._group: GroupCommit[Item, Recorded] = GroupCommit(
            store,
            self._write,
            queue_at_most=queue_at_most,
            linger_seconds=linger_seconds,
            explain=_record_error,
        )

    @property
    def waiting(self) -> int:
        """Submissions that wait for their turn."""
        return self._group.waiting

    def submit(self, submission: Submission) -> Future[Recorded]:
        """Takes decisions in; the future has its result once they are durable.

        Raises:
            RecordError: it is not even taken in.
        """
        try:
            item = item_of(submission, self._account_key, self._statements, self._allowed_days)
            return self._group.submit(item)
        except StoreError as error:
            raise _record_error(error) from error

    def flush(self) -> None:
        """Returns when nothing waits any more, recorded or failed."""
        self._group.flush()

    def close(self) -> None:
        """Records what waits, then ends the thread."""
        self._group.close()

    def _write(
        self, connection: Connection, items: Sequence[Item]
    ) -> Sequence[Recorded | Exception]:
        results: list[Recorded | Exception] = [
            Recorded(item.submission.answer) if item.submission.answer else _NO_ANSWER
            for item in items
        ]
        fresh: Iterable[int] = range(len(items))
        if any(item.answer is not None for item in items):
            fresh = self._claim(connection, items, results)
        batch = _added_up((number, items[number]) for number in fresh)
        sql = self._sql
        if batch.decisions:
            connection.execute(sql.add_decision, batch.decisions)
        if batch.matched:
            connection.execute(sql.add_matched, batch.matched)
        lowered = self._see(connection, batch.seen, results) if batch.seen else []
        if self._statements is not None and (batch.statements or lowered):
            rows = batch.statements
            if lowered:
                rows = [*rows, *self._statements.rows([*map(lowered_statement, lowered)])]
            self._statements.write(connection, rows)
        if batch.matches:
            connection.execute(sql.count_match, _count_rows(_MATCH_FIELDS, batch.matches))
        if batch.hours:
            connection.execute(sql.count_hour, _count_rows(_HOUR_FIELDS, batch.hours))
        return results

    def _claim(
        self,
        connection: Connection,
        items: Sequence[Item],
        results: list[Recorded | Exception],
    ) -> list[int]:
        """Writes answers under their keys; returns the submissions that are to be recorded.

        The first with a key claims it. Others get its answer, or an error.
        """
        first: dict[str, int] = {}
        repeats: list[int] = []
        for number, item in enumerate(items):
            if item.answer is not None:
                key = item.answer["key_mac"]
                if first.setdefault(key, number) != number:
                    repeats.append(number)
        rows = {key: _answer_of(items[number]) for key, number in sorted(first.items())}
        known = self._claim_rows(connection, rows)
        replayed = set(repeats)
        for key, number in first.items():
            if key in known:
                replayed.add(number)
                results[number] = _replayed(rows[key], *known[key])
        for number in repeats:
            row = _answer_of(items[number])
            claimed = rows[row["key_mac"]]
            stored = known.get(row["key_mac"], (claimed["fingerprint"], claimed["answer"]))
            results[number] = _replayed(row, *stored)
        return [number for number in range(len(items)) if number not in replayed]

    def _claim_rows(
        self, connection: Connection, rows: dict[str, Row]
    ) -> dict[str, tuple[str, bytes]]:
        """Claims keys; returns fingerprint and answer of those that others hold."""
        known: dict[str, tuple[str, bytes]] = {}
        open_rows = rows
        now_us = microseconds(self._clock())
        for _ in range(_TRIES):
            claimed = set(connection.execute(self._sql.claim, list(open_rows.values())).scalars())
            open_rows = {key: row for key, row in open_rows.items() if key not in claimed}
            if not open_rows:
                return known
            held = connection.execute(self._sql.held, {"keys": list(open_rows)}).all()
            for row in sorted(held):
                if row.expires_us > now_us:
                    known[row.key_mac] = (row.fingerprint, row.answer)
                    del open_rows[row.key_mac]
                elif self._replace(connection, open_rows[row.key_mac], now_us):
                    del open_rows[row.key_mac]
            # What is still open was purged or replaced by another process in between.
            if not open_rows:
                return known
        raise StoreBusyError("An idempotency key changes with every look. Try again.")

    def _replace(self, connection: Connection, row: Row, now_us: int) -> bool:
        done = connection.execute(
            self._sql.replace,
            {**{f"new_{name}": value for name, value in row.items()}, "now_us": now_us},
        )
        return done.rowcount == 1

    def _see(
        self,
        connection: Connection,
        seen: list[tuple[int, Sighting]],
        results: list[Recorded | Exception],
    ) -> list[Lowered]:
        """Counts sightings, and lowers what the rule says; as of the end of the batch."""
        newest: dict[tuple[str, str, str], int] = {}
        last: dict[EntryKey, tuple[int, Sighting]] = {}
        alongside: dict[EntryKey, set[EntryKey]] = defaultdict(set)
        for number, sighting in seen:
            at_us = microseconds(sighting.at)
            for key in sighting.entries:
                newest[*key, sighting.account] = at_us
                last[key] = (number, sighting)
                alongside[key].update(sighting.entries)
        connection.execute(
            self._sql.see,
            [
                {"list": key[0], "entry": key[1], "account_key": key[2], "seen_us": at_us}
                for key, at_us in sorted(newest.items())
            ],
        )
        found: dict[int, list[Lowered]] = defaultdict(list)
        for key in sorted(last):
            number, sighting = last[key]
            lowered = self._lowered(connection, key, sighting, alongside[key])
            if lowered is not None:
                found[number].append(lowered)
        for number, of_item in found.items():
            self._on_lowered(of_item)
            results[number] = Recorded(_answered(results[number]), lowered=tuple(of_item))
        return [one for of_item in found.values() for one in of_item]

    def _lowered(
        self,
        connection: Connection,
        key: EntryKey,
        sighting: Sighting,
        alongside: set[EntryKey],
    ) -> Lowered | None:
        settings = sighting.settings
        window_us = round(settings.window_hours * 3_600_000_000)
        now_us = microseconds(sighting.at)
        window = {"list": key[0], "after": now_us - window_us, "before": now_us + window_us}
        count = connection.execute(self._sql.accounts, {**window, "entry": key[1]}).scalar_one()
        if count < settings.min_accounts:
            return None
        if connection.execute(self._sql.is_lowered, {"list": key[0], "entry": key[1]}).first():
            return None
        others = [
            of_entry
            for entry, of_entry in connection.execute(self._sql.all_accounts, window)
            if (key[0], entry) != key and (key[0], entry) not in alongside
        ]
        median = statistics.median(others) if others else 1.0
        lowered = lowered_by(*key, sighting.at, settings, accounts=count, median=median)
        if lowered is None:
            return None
        written = connection.execute(
            self._sql.lower,
            {
                "list": lowered.list,
                "entry": lowered.entry,
                "at_us": now_us,
                "accounts": lowered.accounts,
                "reason": lowered.reason,
            },
        )
        # Another process may have lowered it since this one looked.
        return None if written.first() is None else lowered


class _Batch(NamedTuple):
    """The rows of one transaction; what is counted is added up."""

    decisions: list[Row]
    matched: list[Row]
    hours: dict[tuple[str, ...], int]
    matches: dict[tuple[str, ...], int]
    seen: list[tuple[int, Sighting]]
    statements: list[Row]


def _added_up(items: Iterable[tuple[int, Item]]) -> _Batch:
    batch = _Batch([], [], {}, {}, [], [])
    hours, matches = batch.hours, batch.matches
    for number, item in items:
        for key, count in item.hours:
            hours[key] = hours.get(key, 0) + count
        for match_key, count in item.matches:
            matches[match_key] = matches.get(match_key, 0) + count
        batch.decisions.extend(item.decisions)
        batch.matched.extend(item.matched)
        batch.seen.extend((number, sighting) for sighting in item.sightings)
        batch.statements.extend(item.statements)
    return batch


class _Sql:
    """Made once: what is the same object is compiled once."""

    def __init__(self, store: Store) -> None:
        decisions, matched = tables.decisions, tables.decision_matches
        hours, matches = tables.counters, tables.match_counters
        answers, seen, low = tables.idempotency, tables.guard_sightings, tables.guard_lowered
        self.add_decision = store.insert(decisions)
        self.add_matched = store.insert(matched)
        self.count_hour = _adding(store, hours)
        self.count_match = _adding(store, matches)
        self.claim = store.insert(answers).on_conflict_do_nothing().returning(answers.c.key_mac)
        self.held = select(answers).where(answers.c.key_mac.in_(bindparam("keys", expanding=True)))
        self.replace = (
            update(answers)
            .where(
                answers.c.key_mac == bindparam("new_key_mac"),
                answers.c.expires_us <= bindparam("now_us"),
            )
            .values(
                fingerprint=bindparam("new_fingerprint"),
                answer=bindparam("new_answer"),
                expires_us=bindparam("new_expires_us"),
            )
        )
        see = store.insert(seen)
        self.see = see.on_conflict_do_update(
            index_elements=list(seen.primary_key), set_={"seen_us": see.excluded.seen_us}
        )
        in_window = (
            seen.c.list == bindparam("list"),
            seen.c.seen_us > bindparam("after"),
            seen.c.seen_us < bindparam("before"),
        )
        self.accounts = (
            select(func.count())
            .select_from(seen)
            .where(*in_window, seen.c.entry == bindparam("entry"))
        )
        self.all_accounts = (
            select(seen.c.entry, func.count()).where(*in_window).group_by(seen.c.entry)
        )
        self.is_lowered = select(low.c.entry).where(
            low.c.list == bindparam("list"), low.c.entry == bindparam("entry")
        )
        self.lower = store.insert(low).on_conflict_do_nothing().returning(low.c.entry)


def _adding(store: Store, table: Any) -> Any:
    add = store.insert(table)
    return add.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={"count": table.c.count + add.excluded["count"]},
    )


def _count_rows(fields: tuple[str, ...], counts: dict[tuple[str, ...], int]) -> list[Row]:
    return [
        {**dict(zip(fields, key, strict=True)), "count": count}
        for key, count in sorted(counts.items())
    ]


def _answer_of(item: Item) -> Row:
    assert item.answer is not None  # noqa: S101 - told apart by the caller
    return item.answer


def _answered(result: Recorded | Exception) -> bytes:
    return result.answer if isinstance(result, Recorded) else b""


def _replayed(asked: Row, fingerprint: str, answer: bytes) -> Recorded | Exception:
    if asked["fingerprint"] != fingerprint:
        return KeyReusedError(REUSED)
    return Recorded(stored_answer(answer), replayed=True)


def _record_error(error: BaseException) -> RecordError:
    if isinstance(error, StoreError):
        return RecordError(str(error), busy=isinstance(error, StoreBusyError))
    return RecordError(
        f"Recording failed ({type(error).__name__}: {error}). Nothing was recorded. "
        "This is a fault in the program; do not accept the upload."
    )
