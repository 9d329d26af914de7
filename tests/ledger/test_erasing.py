"""What is erased is gone from every file, and the log says so; what is preserved stays."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.ledger.erasing import BASIS_AT_MOST, Erasing, ExpiredOpenings, Preservation
from beholden.ledger.errors import (
    ErasedError,
    NotSequencedError,
    PermanentError,
    PreservedError,
    StatementRefusedError,
    UnknownStatementError,
)
from beholden.ledger.outbox import Kept, Statements
from beholden.store import Store
from tests.ledger.stores import NOON, NOON_US, Clock, outbox_over, sequence_all, statement

BASIS = "UK GDPR article 17(1)(d)"
LATER = NOON + timedelta(hours=1)


def there(statements: Statements, statement_id: str) -> Kept:
    found = statements.find(statement_id)
    assert found is not None
    return found


@pytest.fixture
def erasing(store, outbox) -> Erasing:
    return Erasing(store, outbox)


@pytest.fixture
def three(outbox, statements, store):
    """Three statements in the log."""
    outbox.put([statement(one) for one in "abc"])
    sequence_all(store, statements)


def test_an_erasure_takes_salt_and_text_and_is_itself_a_statement(erasing, statements, three):
    before = statements.find("b")
    done = erasing.erase("b", basis=BASIS, at=LATER)
    after = statements.find("b")
    assert (after.salt, after.body) == (None, None)
    assert (after.leaf, after.log_index, after.erased_by) == (before.leaf, 1, done.statement_id)
    assert after.erased_us == NOON_US + 3_600_000_000
    assert (done.log_index, done.clean) == (1, True)
    stated = statements.find(done.statement_id)
    assert json.loads(stated.body) == {
        "kind": "ledger.erasure",
        "version": 1,
        "at": "2026-11-22T13:00:00Z",
        "erased": "b",
        "index": 1,
        "basis": BASIS,
    }
    assert [one.body is None for one in statements.openings(0, 9)] == [False, True, False]
    assert statements.bodies(["a", "b"]) == {"a": b"about a", "b": None}
    assert statements.counts()[:3] == (1, 3, 1)


def test_the_statement_of_an_erasure_gets_its_place_like_any_other(
    erasing, statements, store, three
):
    done = erasing.erase("b", basis=BASIS, at=LATER)
    assert sequence_all(store, statements, 3) == 4
    assert statements.at(3).id == done.statement_id


def test_nothing_of_what_was_erased_is_left_in_the_embedded_files(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/beholden.db")
    store.prepare()
    outbox, statements = outbox_over(store, Clock()), Statements(store)
    outbox.put([statement(f"{n:03d}") for n in range(50)])
    sequence_all(store, statements)
    salt = there(statements, "025").salt
    assert salt is not None

    def files() -> bytes:
        return b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert salt in files()
    assert Erasing(store, outbox).erase("025", basis=BASIS, at=NOON).clean
    assert salt not in files()
    assert b"about 025" not in files()
    assert b"about 024" in files()
    store.close()


def test_what_cannot_be_erased_is_refused_and_stays(erasing, statements, outbox, three):
    outbox.put([statement("waiting")])
    done = erasing.erase("b", basis=BASIS, at=NOON)
    for wanted, error in (
        ("nothing", UnknownStatementError),
        ("b", ErasedError),
        (done.statement_id, PermanentError),
        ("waiting", NotSequencedError),
    ):
        with pytest.raises(error):
            erasing.erase(wanted, basis=BASIS, at=NOON)
    assert statements.find("waiting").body == b"about waiting"
    assert statements.find(done.statement_id).body is not None
    assert statements.counts().waiting == 2


@pytest.mark.parametrize("basis", ["", " ", "two\nlines", "x" * (BASIS_AT_MOST + 1)])
def test_a_basis_that_is_no_line_of_text_is_refused(erasing, statements, three, basis):
    with pytest.raises(StatementRefusedError, match="basis"):
        erasing.erase("a", basis=basis, at=NOON)
    with pytest.raises(StatementRefusedError, match="basis"):
        erasing.preserve("a", basis=basis, by="A. Lead", at=NOON, until=None)
    assert statements.find("a").body == b"about a"


def test_what_is_preserved_is_not_erased_before_it_is_released(erasing, statements, three):
    erasing.preserve("a", basis="Order 12/26", by="A. Lead", at=NOON, until=None)
    with pytest.raises(PreservedError, match="Order 12/26"):
        erasing.erase("a", basis=BASIS, at=LATER)
    assert statements.find("a").body == b"about a"
    assert statements.counts().waiting == 0
    erasing.release("a")
    erasing.erase("a", basis=BASIS, at=LATER)
    with pytest.raises(UnknownStatementError):
        erasing.release("a")


def test_a_preservation_ends_at_its_time_and_newer_terms_replace_older_ones(erasing, three):
    erasing.preserve("a", basis="one", by="A. Lead", at=NOON, until=None)
    erasing.preserve("a", basis="two", by="B. Lead", at=NOON, until=LATER)
    assert erasing.preservations() == (Preservation("a", "two", "B. Lead", NOON, LATER),)
    with pytest.raises(PreservedError):
        erasing.erase("a", basis=BASIS, at=LATER - timedelta(microseconds=1))
    erasing.erase("a", basis=BASIS, at=LATER)


def test_a_preservation_of_nothing_or_for_no_time_is_refused(erasing, three):
    def preserve(wanted: str, **more: Any) -> None:
        terms: dict[str, Any] = {"basis": "x", "by": "A. Lead", "at": NOON, "until": None}
        erasing.preserve(wanted, **(terms | more))

    with pytest.raises(UnknownStatementError):
        preserve("nothing")
    with pytest.raises(StatementRefusedError, match="until"):
        preserve("a", until=NOON)
    with pytest.raises(StatementRefusedError, match="by"):
        preserve("a", by="")
    erasing.erase("a", basis=BASIS, at=NOON)
    with pytest.raises(ErasedError):
        preserve("a")
    assert erasing.preservations() == ()


def test_of_an_erasure_and_a_preservation_at_once_only_one_succeeds(store_url, store, clock):
    other = Store(store_url, lock_seconds=60)
    statements = Statements(store)
    outboxes = [outbox_over(one, clock) for one in (store, other)]
    names = [f"{n:02d}" for n in range(20)]
    outboxes[0].put([statement(one) for one in names])
    sequence_all(store, statements)
    one, two = Erasing(store, outboxes[0]), Erasing(other, outboxes[1])

    def try_to(preserve: bool) -> list[bool]:
        done = []
        for name in names:
            try:
                if preserve:
                    two.preserve(name, basis="x", by="A. Lead", at=NOON, until=None)
                else:
                    one.erase(name, basis="x", at=NOON)
                done.append(True)
            except (ErasedError, PreservedError):
                done.append(False)
        return done

    with ThreadPoolExecutor(2) as threads:
        erased, preserved = threads.map(try_to, [False, True])
    assert all(a != b for a, b in zip(erased, preserved, strict=True))
    other.close()


def expire(store: Store, expired: ExpiredOpenings, count: int) -> list[tuple[str]]:
    with store.writing() as connection:
        return expired.remove_some(connection, count)


def left(store: Store, expired: ExpiredOpenings) -> int:
    with store.reading() as connection:
        return expired.count(connection)


def test_openings_past_their_time_go_and_one_statement_names_their_places(
    store, outbox, statements, erasing
):
    outbox.put([statement(f"{n}", expires_us=NOON_US + n // 4) for n in range(8)])
    outbox.put([statement("for good"), statement("late", expires_us=NOON_US + 99)])
    sequence_all(store, statements)
    outbox.put([statement("waiting", expires_us=NOON_US)])
    erasing.preserve("1", basis="x", by="A. Lead", at=NOON, until=None)
    expired = ExpiredOpenings(outbox, NOON + timedelta(microseconds=1))
    assert left(store, expired) == 7
    assert expire(store, expired, 100) == [(one,) for one in "0234567"]
    assert left(store, expired) == 0
    assert expire(store, expired, 100) == []
    [waiting, stated] = statements.pending(9)
    assert waiting.id == "waiting"
    said = json.loads(statements.find(stated.id).body)
    assert said["ranges"] == [[0, 0], [2, 7]]
    gone = statements.find("2")
    assert (gone.body, gone.erased_by, gone.expires_us) == (None, stated.id, NOON_US)
    for kept in ("1", "for good", "late", "waiting"):
        assert statements.find(kept).body is not None


def test_expired_openings_are_found_without_looking_at_the_others(sqlite_plan):
    assert "ix_ledger_statements_expires_us" in sqlite_plan


@pytest.fixture
def sqlite_plan(tmp_path) -> str:
    store = Store(f"sqlite:///{tmp_path}/beholden.db")
    store.prepare()
    expired = ExpiredOpenings(outbox_over(store, Clock()), NOON)
    seen: list[tuple[str, Any]] = []
    sa.event.listen(
        store._engine,
        "before_cursor_execute",
        lambda _c, _u, said, values, _x, _m: seen.append((said, values)),
    )
    with store.writing() as connection:
        expired.remove_some(connection, 9)
        said, values = seen[0]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values).all()
    store.close()
    return str(plan)


@settings(deadline=None, max_examples=30, database=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([None, -1, 0, 1]), st.booleans(), st.booleans()), max_size=12
    ),
    st.integers(1, 4),
)
def test_exactly_what_has_expired_goes_and_each_place_is_stated_once(
    tmp_path_factory, made, at_once
):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('law')}/beholden.db")
    store.prepare()
    outbox, statements = outbox_over(store, Clock()), Statements(store)
    erasing = Erasing(store, outbox)
    for n, (age, _, _) in enumerate(made):
        ends = None if age is None else NOON_US + age
        outbox.put([statement(f"{n:02d}", expires_us=ends)])
    sequence_all(store, statements)
    gone = set()
    for n, (age, preserved, erased) in enumerate(made):
        if preserved:
            erasing.preserve(f"{n:02d}", basis="x", by="A. Lead", at=NOON, until=None)
        elif erased:
            erasing.erase(f"{n:02d}", basis="x", at=NOON)
        elif age is not None and age <= 0:
            gone.add(n)
    expired = ExpiredOpenings(outbox, NOON)
    keys = []
    while some := expire(store, expired, at_once):
        assert len(some) <= at_once
        keys += some
    assert left(store, expired) == 0
    assert sorted(keys) == [(f"{n:02d}",) for n in sorted(gone)]
    stated = [
        n
        for row in statements.pending(99)
        if (kept := there(statements, row.id)).kind == "ledger.expiry/1"
        for first, last in json.loads(kept.body or b"")["ranges"]
        for n in range(first, last + 1)
    ]
    assert sorted(stated) == sorted(gone)
    for n, (_, preserved, erased) in enumerate(made):
        is_gone = n in gone or (erased and not preserved)
        assert (there(statements, f"{n:02d}").body is None) == is_gone
    store.close()
