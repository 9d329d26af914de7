"""Statements are written with what they state, and nothing of them is lost or said twice."""

from __future__ import annotations

import hashlib
import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.ledger.errors import OutboxError, SequencedElsewhereError, StatementRefusedError
from beholden.ledger.outbox import ID_AT_MOST, Counts, Statement, Statements
from beholden.store import Store, tables
from tests.ledger.stores import MERGE_SECONDS, NOON_US, Clock, outbox_over, sequence_all, statement

INTERRUPTED = "interrupted"


def ids(statements: Statements) -> list[str]:
    return [row.id for row in statements.pending(100)]


def test_what_is_written_waits_in_the_order_of_its_transactions(outbox, statements):
    outbox.put([statement("b"), statement("a")])
    outbox.put([])
    outbox.put([statement("0")])
    assert ids(statements) == ["a", "b", "0"]
    assert [row.id for row in statements.pending(2)] == ["a", "b"]
    numbers = [row.number for row in statements.pending(100)]
    assert numbers == sorted(set(numbers))


def test_the_leaf_is_a_commitment_to_the_exact_bytes_under_a_salt_of_its_own(outbox, statements):
    outbox.put([statement("a"), Statement("b", "test.kind/1", b"about a")])
    [one, two] = map(statements.find, ("a", "b"))
    for kept, row in zip((one, two), statements.pending(2), strict=True):
        assert len(kept.salt) == 32
        assert kept.body == b"about a"
        assert kept.leaf == row.leaf == hashlib.sha256(kept.salt + kept.body).digest()
    assert one.salt != two.salt
    assert statements.find("c") is None


def test_the_first_statement_of_an_id_stays_and_keeps_its_place(outbox, statements, store):
    outbox.put([Statement("a", "test.kind/1", b"first")])
    sequence_all(store, statements)
    before = statements.find("a")
    outbox.put([Statement("a", "test.kind/1", b"second"), statement("b"), statement("b")])
    assert statements.find("a") == before
    assert ids(statements) == ["b"]


def test_a_batch_is_what_one_transaction_wrote_and_knows_its_deadline(outbox, statements, clock):
    outbox.put([statement("a")])
    clock.pass_(seconds=1)
    outbox.put([statement("c"), statement("a"), statement("b")])
    assert statements.batch_of("nothing") is None
    [alone, first, second] = map(statements.batch_of, ("a", "b", "c"))
    leaves = {row.id: row.leaf for row in statements.pending(9)}
    assert alone.leaves == (leaves["a"],)
    assert first.leaves == second.leaves == (leaves["b"], leaves["c"])
    assert (first.place, second.place) == (0, 1)
    assert first.made_us == NOON_US + 1_000_000
    assert first.merge_by_us == first.made_us + MERGE_SECONDS * 1_000_000


def test_a_transaction_that_fails_leaves_no_statement(outbox, statements, store):
    def fail() -> None:
        with store.writing() as connection:
            outbox.write(connection, outbox.rows([statement("a")]))
            raise ZeroDivisionError(INTERRUPTED)

    with pytest.raises(ZeroDivisionError):
        fail()
    assert statements.counts() == Counts(0, 0, 0, None)


@pytest.mark.parametrize(
    "bad",
    [
        Statement("", "k", b"x"),
        Statement("x" * (ID_AT_MOST + 1), "k", b"x"),
        Statement("a\nb", "k", b"x"),
        Statement("a", "", b"x"),
        Statement("a", "k" * 65, b"x"),
        Statement("a", "k", b""),
    ],
)
def test_what_no_row_can_hold_is_refused_before_any_transaction(outbox, bad):
    with pytest.raises(StatementRefusedError):
        outbox.rows([statement("good"), bad])


def test_ids_and_kinds_of_full_length_are_taken(outbox, statements):
    outbox.put([Statement("é" * ID_AT_MOST, "k" * 64, b"x")])
    assert statements.find("é" * ID_AT_MOST).kind == "k" * 64


def test_what_waits_is_what_has_no_place_whatever_its_number(outbox, statements, store):
    outbox.put([statement("a"), statement("b"), statement("c")])
    [a, b, c] = statements.pending(9)
    with store.writing() as connection:
        statements.mark_sequenced(connection, [(c.number, 0), (a.number, 1)])
    assert statements.pending(9) == [b]
    assert [one.id for one in statements.openings(0, 9)] == ["c", "a"]
    assert list(statements.leaves_from(1)) == [(1, a.leaf)]
    assert statements.at(0).id == "c"
    assert statements.at(2) is None
    assert statements.counts() == Counts(1, 2, 0, NOON_US)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([(0, 0)], [(0, 1)]),  # the same statement at another place
        ([(0, 0)], [(1, 0)]),  # another statement at the same place
        ([], [(9, 0)]),  # no such statement
        ([], [(0, 0), (0, 1)]),
    ],
)
def test_no_statement_gets_two_places_and_no_place_two_statements(
    outbox, statements, store, first, second
):
    outbox.put([statement("a"), statement("b")])
    number = statements.pending(1)[0].number

    def mark(places: list[tuple[int, int]]) -> None:
        with store.writing() as connection:
            statements.mark_sequenced(
                connection, [(number + offset, index) for offset, index in places]
            )

    mark(first)
    before = list(statements.openings(0, 9))
    with pytest.raises(SequencedElsewhereError, match="one sequencer"):
        mark(second)
    assert list(statements.openings(0, 9)) == before


def test_the_same_place_again_is_no_fault(outbox, statements, store):
    outbox.put([statement("a")])
    [row] = statements.pending(1)
    for _ in range(2):
        with store.writing() as connection:
            statements.mark_sequenced(connection, [(row.number, 7)])
    assert statements.at(7).id == "a"


def test_many_are_read_in_parts_and_none_is_missed(outbox, statements, store):
    count = 2_345
    outbox.put([statement(f"{number:05d}") for number in range(count)])
    assert sequence_all(store, statements) == count
    assert [one.log_index for one in statements.openings(0, count)] == list(range(count))
    assert [one.log_index for one in statements.openings(999, 2_001)] == list(range(999, 2_001))
    assert list(statements.openings(5, 5)) == []
    assert [index for index, _ in statements.leaves_from(17)] == list(range(17, count))
    asked = [f"{number:05d}" for number in range(count + 10)]
    assert len(statements.bodies(asked)) == count
    assert statements.bodies(["00001", "x"]) == {"00001": b"about 00001"}


def test_a_transaction_that_commits_late_is_seen_then(postgresql_url, clock):
    """In PostgreSQL the lower number may become visible after the higher one."""
    store = Store(postgresql_url)
    store.prepare()
    statements = Statements(store)
    late, early = outbox_over(store, clock), outbox_over(store, clock)
    with store.writing() as connection:
        late.write(connection, late.rows([statement("late")]))
        early.put([statement("early")])
        assert ids(statements) == ["early"]
        assert sequence_all(store, statements) == 1
    assert ids(statements) == ["late"]
    assert sequence_all(store, statements, 1) == 2
    store.close()


def test_writers_of_the_same_ids_write_each_once_and_never_wait_in_a_circle(
    store_url, store, clock, statements
):
    stores = [Store(store_url, lock_seconds=60) for _ in range(4)]
    names = [statement(f"{number:03d}") for number in range(40)]

    def write(one: Store) -> None:
        box = outbox_over(one, clock)
        for turn in range(5):
            box.put(names[turn * 8 :] + names[: turn * 8])

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, stores))
    assert sorted(ids(statements)) == [one.id for one in names]
    for one in stores:
        one.close()


def test_a_database_that_cannot_be_read_is_told_in_a_sentence(tmp_path):
    statements = Statements(Store(f"sqlite:///{tmp_path}/none/there.db"))
    with pytest.raises(OutboxError, match=r"Cannot use|no such table"):
        statements.pending(1)


def test_waiting_statements_are_found_without_looking_at_the_others(store):
    rows = tables.ledger_statements
    query = (
        sa.select(rows.c.number)
        .where(rows.c.log_index.is_(None))
        .order_by(rows.c.number)
        .limit(500)
        .compile(dialect=store._engine.dialect, compile_kwargs={"literal_binds": True})
    )
    how = "EXPLAIN QUERY PLAN" if store.is_sqlite else "EXPLAIN"
    with store.writing() as connection:
        if not store.is_sqlite:
            connection.execute(sa.text("SET enable_seqscan = off"))
        plan = str(connection.execute(sa.text(f"{how} {query}")).all())
    assert "ix_ledger_statements_waiting" in plan


# The model: a dictionary by id, and a list for the log.
steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.lists(st.integers(0, 12), min_size=1, max_size=5)),
        st.tuples(st.just("sequence"), st.integers(1, 4)),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=40, database=None)
@given(steps)
def test_every_statement_gets_exactly_one_place_in_order(tmp_path_factory, made):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('law')}/beholden.db")
    store.prepare()
    outbox, statements = outbox_over(store, Clock()), Statements(store)
    waiting: list[str] = []
    log: list[str] = []
    contents = itertools.count()
    bodies: dict[str, bytes] = {}
    for what, argument in made:
        if what == "put":
            some = [Statement(f"{n:02d}", "k", b"%d" % next(contents)) for n in argument]
            outbox.put(some)
            for one in sorted(some, key=lambda one: one.id):
                if one.id not in bodies:
                    bodies[one.id] = one.body
                    waiting.append(one.id)
        else:
            some_rows = statements.pending(argument)
            with store.writing() as connection:
                statements.mark_sequenced(
                    connection, [(row.number, len(log) + at) for at, row in enumerate(some_rows)]
                )
            log += waiting[:argument]
            del waiting[:argument]
    assert [row.id for row in statements.pending(99)] == waiting
    assert [(one.id, one.body) for one in statements.openings(0, 99)] == [
        (one, bodies[one]) for one in log
    ]
    assert statements.counts()[:2] == (len(waiting), len(log))
    store.close()
