from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate import (
    GuardSettings,
    Idempotency,
    PurgeError,
    RetentionSettings,
    StoreRecorder,
    due,
    purge,
    purges,
)
from beholden.gate.core import microseconds
from beholden.ledger.erasing import ExpiredOpenings
from beholden.ledger.outbox import Outbox, Statements
from beholden.store import Store, tables
from tests.gate.support import (
    HASH,
    NOON,
    account_key,
    an_id,
    decision,
    laws,
    match,
    outcomes,
    policy,
    record,
)

if TYPE_CHECKING:
    from pathlib import Path

UNDER = policy(
    retention=RetentionSettings(block_days=3, hold_days=2, allowed_hours=24, counters_days=4),
    guard=GuardSettings(window_hours=36),
)
DAY = timedelta(days=1)


def keys(store: Store, table: sa.Table) -> set[tuple[Any, ...]]:
    with store.reading() as connection:
        return {tuple(row) for row in connection.execute(sa.select(*table.primary_key))}


def fill(store: Store, parts: list[tuple[Any, timedelta, str | None]]) -> None:
    recorder = StoreRecorder(store, account_key)
    for number, (would_be, age, account) in enumerate(parts):
        at = NOON - age
        record(
            recorder,
            decision(
                number, would_be, time=at, account=account, matches=(match(entry=f"a{number}"),)
            ),
            policy=UNDER,
            idempotency=Idempotency(f"k{number:03d}", "f", at + DAY),
        )
    recorder.close()


def by_what(store: Store) -> dict[str, int]:
    return {proof.what: proof.deleted for proof in purge(store, NOON, UNDER)}


# Most faults sit where something is just past its time, or just not.
ages = st.builds(
    lambda hours, nearly: timedelta(hours=hours) + nearly,
    st.sampled_from([-36, 0, 24, 36, 48, 72, 96]) | st.integers(-2 * 24, 8 * 24),
    st.sampled_from([timedelta(0), timedelta(microseconds=1), timedelta(microseconds=-1)]),
)
parts = st.lists(
    st.tuples(
        outcomes,
        ages,
        st.sampled_from([None, "user-7"]),
    ),
    max_size=12,
)


@laws
@given(parts, st.integers(1, 4))
def test_nothing_expired_is_left_and_nothing_else_is_deleted(tmp_path_factory, made, at_once):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('law')}/beholden.db")
    store.prepare()
    fill(store, made)
    before = {table.name: keys(store, table) for table in tables.metadata.sorted_tables}
    expected_due = due(store, NOON, UNDER)
    proofs = {proof.what: proof for proof in purge(store, NOON, UNDER, rows_at_once=at_once)}
    span = {"block": 3 * DAY, "hold": 2 * DAY, "allow": DAY}
    kept = {(an_id(n),) for n, (would_be, age, _) in enumerate(made) if age < span[would_be]}
    assert keys(store, tables.decisions) == kept
    assert {key[:1] for key in keys(store, tables.decision_matches)} == kept
    assert keys(store, tables.idempotency) == {
        (f"k{n:03d}",) for n, (_, age, _) in enumerate(made) if age < DAY
    }
    seen = {
        ("iwf", f"a{n}", account_key(account))
        for n, (would_be, age, account) in enumerate(made)
        if account and would_be != "allow" and abs(age) < timedelta(hours=36)
    }
    assert keys(store, tables.guard_sightings) == seen
    for table in (tables.counters, tables.match_counters):
        hours = {(NOON - age).strftime("%Y-%m-%dT%HZ") for _, age, _ in made if age <= 4 * DAY}
        assert {key[0] for key in keys(store, table)} == hours
    for table, what in (
        (tables.decisions, "decisions"),
        (tables.idempotency, "idempotency keys"),
        (tables.guard_sightings, "guard sightings"),
        (tables.counters, "counters"),
        (tables.match_counters, "match counters"),
    ):
        gone = sorted(before[table.name] - keys(store, table))
        told = "".join("\x1f".join(key) + "\n" for key in gone)
        assert proofs[what].digest == hashlib.sha256(told.encode()).hexdigest()
        assert (proofs[what].deleted, proofs[what].left_over) == (len(gone), 0)
        assert expected_due[what] == len(gone)
    assert set(due(store, NOON, UNDER).values()) == {0}
    store.close()


def test_a_purge_proves_itself_on_both_engines_and_a_second_finds_nothing(store: Store):
    fill(store, [("block", 4 * DAY, "user-7"), ("hold", 4 * DAY, None), ("block", DAY, "user-7")])
    assert by_what(store) == {
        "decisions": 2,
        "idempotency keys": 3,
        "guard sightings": 1,
        "counters": 0,
        "match counters": 0,
    }
    assert set(by_what(store).values()) == {0}
    log = purges(store)
    assert [proof.deleted for proof in log] == [0] * 5 + [0, 0, 1, 3, 2]
    assert {proof.left_over for proof in log} == {0}
    assert len(purges(store, limit=3)) == 3


def test_a_clock_that_went_back_stops_the_purge_before_it_deletes(store: Store):
    purge(store, NOON, UNDER)
    fill(store, [("block", 9 * DAY, None)])
    for attempt in (purge, due):
        with pytest.raises(PurgeError, match=r"Nothing was deleted\. Set the clock right"):
            attempt(store, NOON - timedelta(microseconds=1), UNDER)
    assert len(keys(store, tables.decisions)) == 1
    assert len(purges(store)) == 5


def test_a_purge_cut_short_has_proved_what_it_did(sqlite_store: Store):
    fill(sqlite_store, [("block", 9 * DAY, None)] * 5)
    # From the fourth on they cannot be deleted, as when the disk is full in the middle.
    with sqlite_store.writing() as connection:
        connection.execute(
            sa.text(
                "CREATE TRIGGER full BEFORE DELETE ON decisions WHEN "
                "(SELECT count(*) FROM decisions) <= 2 BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        )
    with pytest.raises(PurgeError):
        purge(sqlite_store, NOON, UNDER, rows_at_once=1)
    (proof,) = purges(sqlite_store)
    assert (proof.deleted, proof.left_over) == (3, -1)
    gone = "".join(f"{an_id(number)}\n" for number in range(3))
    assert proof.digest == hashlib.sha256(gone.encode()).hexdigest()


def test_what_was_purged_is_in_no_file_any_more(tmp_path: Path):
    store = Store(f"sqlite:///{tmp_path}/beholden.db")
    store.prepare()
    fill(store, [("block", 9 * DAY, "user-7")] * 3)
    files = [path for path in tmp_path.iterdir() if path.name.startswith("beholden.db")]
    assert any(HASH.encode() in path.read_bytes() for path in files)
    purge(store, NOON, UNDER)
    for path in tmp_path.iterdir():
        assert HASH.encode() not in path.read_bytes()
        assert account_key("user-7").encode() not in path.read_bytes()
    store.close()


def test_recording_goes_on_while_others_purge(store_url: str):
    writing, purging = Store(store_url), Store(store_url)
    writing.prepare()
    fill(writing, [("block", 9 * DAY, f"user-{number}") for number in range(60)])
    recorder = StoreRecorder(writing, account_key)
    old = [match(entry=f"a{number}") for number in reversed(range(60))]
    for number in range(20):
        one = decision(500 + number, account=f"user-{number}", matches=tuple(old), time=NOON)
        record(recorder, one, policy=UNDER)
        purge(purging, NOON + timedelta(seconds=number), UNDER, rows_at_once=7)
    assert len(keys(writing, tables.decisions)) == 20
    assert {proof.left_over for proof in purges(purging)} == {0}
    with writing.reading() as connection:
        expired = sa.select(sa.func.count()).where(
            tables.decisions.c.expires_us <= microseconds(NOON)
        )
        assert connection.execute(expired).scalar() == 0
    recorder.close()
    writing.close()
    purging.close()


def test_a_store_that_cannot_be_read_is_an_error_of_the_purge(tmp_path: Path):
    store = Store(f"sqlite:///{tmp_path}/beholden.db")
    with pytest.raises(PurgeError, match="Cannot use the store"):
        purge(store, NOON, UNDER)
    with pytest.raises(PurgeError, match="Cannot use the store"):
        purges(store)
    store.close()


class Drawer:
    """What another room keeps for a time: names, in the table of another room."""

    what = "drawers"
    cutoff_us = microseconds(NOON)

    def __init__(self) -> None:
        self.asked: list[int] = []

    def count(self, connection: sa.Connection) -> int:
        rows = tables.ledger_marks
        return connection.scalar(sa.select(sa.func.count()).where(rows.c.value == "old")) or 0

    def remove_some(self, connection: sa.Connection, count: int) -> list[tuple[str, ...]]:
        self.asked.append(count)
        rows = tables.ledger_marks
        some = sa.select(rows.c.name).where(rows.c.value == "old").order_by(rows.c.name)
        names = list(connection.execute(some.limit(count)).scalars())
        connection.execute(sa.delete(rows).where(rows.c.name.in_(names)))
        return [(name,) for name in names]


def test_what_other_rooms_keep_is_purged_with_the_same_proof(store):
    names = [f"n{number}" for number in range(5)]
    with store.writing() as connection:
        rows = [{"name": name, "value": "old"} for name in names]
        connection.execute(sa.insert(tables.ledger_marks), [*rows, {"name": "x", "value": "new"}])
    drawer = Drawer()
    assert due(store, NOON, UNDER, [drawer])["drawers"] == 5
    proof = purge(store, NOON, UNDER, [drawer], rows_at_once=2)[-1]
    told = "".join(f"{name}\n" for name in names)
    assert proof.digest == hashlib.sha256(told.encode()).hexdigest()
    assert (proof.what, proof.at, proof.cutoff) == ("drawers", NOON, NOON)
    assert (proof.deleted, proof.left_over) == (5, 0)
    assert proof in purges(store)
    assert keys(store, tables.ledger_marks) == {("x",)}
    assert drawer.asked == [2, 2, 2, 2]
    assert "drawers" not in due(store, NOON, UNDER)


def test_expired_openings_go_with_a_purge_and_the_ledger_says_so(store):
    outbox = Outbox(store, randomness=os.urandom, clock=lambda: NOON, merge_seconds=60)
    recorder = StoreRecorder(store, account_key, statements=outbox, allowed_days=3)
    for number in range(7):
        record(recorder, decision(number, "allow", time=NOON - 3 * DAY))
    record(recorder, decision(9, "hold", time=NOON - 3 * DAY))
    recorder.close()
    statements = Statements(store)
    with store.writing() as connection:
        places = [(row.number, at) for at, row in enumerate(statements.pending(99))]
        statements.mark_sequenced(connection, places)
    proof = purge(store, NOON, UNDER, [ExpiredOpenings(outbox, NOON)], rows_at_once=3)[-1]
    assert (proof.what, proof.deleted, proof.left_over) == ("statements' openings", 7, 0)
    assert [one.body is None for one in statements.openings(0, 99)] == [True] * 7 + [False]
    assert statements.counts()[:3] == (3, 8, 7)  # three transactions, a statement of each


def test_an_opening_that_has_expired_is_in_no_file_after_a_purge(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/beholden.db")
    store.prepare()
    outbox = Outbox(store, randomness=os.urandom, clock=lambda: NOON, merge_seconds=60)
    recorder = StoreRecorder(store, account_key, statements=outbox, allowed_days=3)
    record(recorder, decision(1, "allow", time=NOON - 3 * DAY))
    recorder.close()
    statements = Statements(store)
    [row] = statements.pending(9)
    with store.writing() as connection:
        statements.mark_sequenced(connection, [(row.number, 0)])

    def files() -> bytes:
        return b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert b'{"kind":"gate.decision"' in files()
    purge(store, NOON, UNDER, [ExpiredOpenings(outbox, NOON)])
    assert b'{"kind":"gate.decision"' not in files()
    store.close()
