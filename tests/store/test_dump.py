"""A dump is one moment of a database, and becomes the same rows in any other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from beholden.store import (
    NETWORK,
    TABLE_NAMES,
    DumpError,
    NotEmptyError,
    SchemaError,
    Store,
    dumping,
    is_empty,
    load,
    tables,
)
from tests.store.support import (
    add,
    another_process,
    counter_row,
    decision_row,
    heard,
    key_ids,
    key_row,
    make_first_tables,
    statement_row,
)

ROWS: dict[str, list[dict[str, Any]]] = {
    "decisions": [
        decision_row("d1", body=bytes(range(256)), time_us=2**62, account_key="é" * 64),
        decision_row("d2", body=b"", surface='"\\\n\u2028\U0001f9f8', expires_us=-1),
        *(decision_row(f"many-{n:05d}") for n in range(1_234)),
    ],
    "decision_matches": [{"decision_id": "d1", "list": "iwf", "entry": "e" * 5_000}],
    "counters": [counter_row(count=7), counter_row(surface="chat")],
    "match_counters": [
        {"hour": "2026-11-22T09Z", "list": "iwf", "kind": "pdq", "would_be": "hold", "count": 1}
    ],
    "idempotency": [
        {"key_mac": "a", "fingerprint": "b", "answer": b"\0\xff" * 999, "expires_us": 1}
    ],
    "api_keys": [key_row("k1", id=5, checks_per_second=0.1), key_row("k2", id=41)],
    "guard_sightings": [{"list": "iwf", "entry": "1", "account_key": "a", "seen_us": 1}],
    "guard_lowered": [{"list": "iwf", "entry": "1", "at_us": 1, "accounts": 9, "reason": "x"}],
    "guard_reinstated": [
        {
            "id": 3,
            "list": "iwf",
            "entry": "1",
            "lowered_us": 1,
            "accounts": 9,
            "reason": "x",
            "reinstated_us": 2,
            "reinstated_by": "A. Tester",
        }
    ],
    "purges": [
        {
            "id": 1,
            "at_us": 1,
            "what": "decisions",
            "cutoff_us": 1,
            "deleted": 0,
            "digest": "0" * 64,
            "left_over": 0,
        }
    ],
    "ledger_statements": [
        statement_row("d1", number=2, log_index=2**62, body=bytes(range(256))),
        statement_row("d2", number=7, salt=None, erased_us=3, erased_by="erasure:1"),
    ],
    "ledger_preservations": [
        {"statement_id": "d1", "basis": "an order", "by": "A. Tester", "at_us": 1}
    ],
    "ledger_state": [
        {"id": 1, "origin": "example.org/log", "instance": "x", "size": 9, "root": b"\xff" * 32}
    ],
    "ledger_marks": [{"name": "hours", "value": "2026-11-22T09Z"}],
}

Lines = list[tuple[str, list[bytes]]]


def fill(store: Store) -> None:
    with store.writing() as connection:
        for table in tables.metadata.sorted_tables:
            nothing = dict.fromkeys(table.columns.keys())
            connection.execute(sa.insert(table), [nothing | row for row in ROWS[table.name]])


def dumped(store: Store) -> Lines:
    with dumping(store) as dump:
        assert dump is not None
        return [(name, list(lines)) for name, lines in dump.tables()]


@pytest.fixture(params=["into sqlite", "into postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database of each kind, without tables."""
    if request.param == "into sqlite":
        store = Store(f"sqlite:///{tmp_path}/other/other.db")
    else:
        store = Store(request.getfixturevalue("postgresql_url"))
    yield store
    store.close()


@pytest.fixture
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path}/filled.db")
    store.prepare()
    fill(store)
    yield store
    store.close()


def test_every_table_is_dumped_with_every_row(store: Store) -> None:
    fill(store)
    assert {name: len(lines) for name, lines in dumped(store)} == {
        name: len(rows) for name, rows in ROWS.items()
    }
    assert set(TABLE_NAMES) == set(tables.metadata.tables)


def test_a_dump_becomes_the_same_rows_in_any_database(filled: Store, other: Store) -> None:
    before = dumped(filled)
    counts = load(other, NETWORK.newest, before)
    assert dumped(other) == before
    assert counts == {name: len(rows) for name, rows in ROWS.items()}


def test_a_dump_of_postgresql_is_that_of_sqlite(filled: Store, postgresql_url: str) -> None:
    server = Store(postgresql_url)
    server.prepare()
    fill(server)
    assert dumped(server) == dumped(filled)
    server.close()


def test_new_rows_get_new_numbers_after_a_load(filled: Store, other: Store) -> None:
    load(other, NETWORK.newest, dumped(filled))
    add(other, "k3")
    with other.reading() as connection:
        numbers = connection.execute(
            sa.select(tables.api_keys.c.id).order_by(tables.api_keys.c.id)
        ).scalars()
        assert list(numbers) == [5, 41, 42]
    with other.writing() as connection:
        connection.execute(sa.insert(tables.ledger_statements).values(statement_row("d3")))
        newest = sa.select(sa.func.max(tables.ledger_statements.c.number))
        assert connection.scalar(newest) == 8


def test_a_dump_of_the_first_tables_becomes_rows_of_todays(tmp_path: Path, other: Store) -> None:
    old = Store(f"sqlite:///{tmp_path}/old.db")
    make_first_tables(old)
    add(old, "k1")
    with dumping(old) as dump:
        assert dump is not None
        assert dump.version == "0001"
        lines = [(name, list(lines)) for name, lines in dump.tables()]
    old.close()
    assert "ledger_statements" not in dict(lines)
    load(other, "0001", lines)
    assert other.version() == NETWORK.newest
    assert dict(dumped(other)) == {name: [] for name in TABLE_NAMES} | dict(lines)


def test_prepared_tables_without_rows_are_no_obstacle(filled: Store, other: Store) -> None:
    other.prepare()
    assert is_empty(other)
    load(other, NETWORK.newest, dumped(filled))
    assert not is_empty(other)


def test_a_database_with_one_row_is_refused_and_left_alone(filled: Store, other: Store) -> None:
    other.prepare()
    add(other, "mine")
    with pytest.raises(NotEmptyError):
        load(other, NETWORK.newest, dumped(filled))
    assert key_ids(other) == ["mine"]


def test_what_is_set_aside_is_whole_and_out_of_the_way(filled: Store, postgresql_url: str) -> None:
    server = Store(postgresql_url)
    server.prepare()
    add(server, "mine")
    load(server, NETWORK.newest, dumped(filled), set_aside="Aside 1")
    assert key_ids(server) == ["k1", "k2"]
    with server.reading() as connection:
        assert connection.scalar(sa.text('SELECT key_id FROM "Aside 1".api_keys')) == "mine"
        assert connection.scalar(sa.text('SELECT count(*) FROM "Aside 1".alembic_version')) == 1
    server.close()


def test_who_objects_at_the_end_finds_nothing_loaded(filled: Store, other: Store) -> None:
    def object_to(counts: dict[str, int]) -> None:
        assert counts["api_keys"] == 2
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        load(other, NETWORK.newest, dumped(filled), before_commit=object_to)
    assert is_empty(other)
    assert other.version() is None


GOOD = key_row("k", id=1, checks_per_second=None, expires_us=None, revoked_us=None, revoked_by=None)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "other columns"),
        (b"{}", "other columns"),
        ({"more": 1}, "other columns"),
        ({"id": "1"}, "id has a value of a wrong type"),
        ({"id": True}, "id has a value of a wrong type"),
        ({"id": 1.0}, "id has a value of a wrong type"),
        ({"created_us": 2**63}, "created_us has a value of a wrong type"),
        ({"name": 7}, "name has a value of a wrong type"),
        ({"name": None}, "name has a value of a wrong type"),
        ({"checks_per_second": "1"}, "checks_per_second has a value of a wrong type"),
    ],
)
def test_a_line_that_is_no_row_is_named_and_nothing_is_loaded(
    other: Store, line: bytes | dict[str, Any], problem: str
) -> None:
    bad = line if isinstance(line, bytes) else json.dumps({**GOOD, **line}).encode()
    good = json.dumps({**GOOD, "id": 2, "key_id": "good"}).encode()
    with pytest.raises(DumpError, match=f"Line 2 of table api_keys.*{problem}"):
        load(other, NETWORK.newest, [("api_keys", [good, bad])])
    assert is_empty(other)


def test_bytes_that_are_no_base64_are_refused(other: Store) -> None:
    row = {**decision_row("d"), "account_key": None, "sha256": None, "expires_us": None}
    line = json.dumps({**row, "body": "=not base64="}).encode()
    with pytest.raises(DumpError, match="body is no base64"):
        load(other, NETWORK.newest, [("decisions", [line])])


@pytest.mark.parametrize("names", [["sqlite_master"], ["pg_class"], ["api_keys", "api_keys"]])
def test_tables_that_are_none_of_ours_or_come_twice_are_refused(
    other: Store, names: list[str]
) -> None:
    with pytest.raises(DumpError, match=r"none of version|comes twice"):
        load(other, NETWORK.newest, [(name, []) for name in names])
    assert other.version() is None


def test_a_dump_of_an_unknown_version_is_refused(store: Store, other: Store) -> None:
    with pytest.raises(SchemaError, match="9999"):
        load(other, "9999", [])
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match="9999"), dumping(store):
        pass


def test_a_dump_under_writes_is_one_moment_in_all_tables(store: Store, url: str) -> None:
    writers = 2
    with (
        another_process("decide", url, "chat") as one,
        another_process("decide", url, "forum") as two,
    ):
        for child in (one, two) * 3:
            heard(child)
        for _ in range(writers * 10):
            found = dict(dumped(store))
            counted = sum(json.loads(line)["count"] for line in found["counters"])
            assert counted == len(found["decisions"]) > 0
