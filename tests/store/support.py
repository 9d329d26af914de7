"""Rows to write, and writers that other processes run.

python -m tests.store.support acknowledge sqlite:///beholden.db
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from beholden.store import GroupCommit, Store, _schema, tables

IN_FLIGHT = 40
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def another_process(does: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Runs a function of this module until the block ends; then kills it."""
    command = [sys.executable, "-m", "tests.store.support", does, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def heard(child: subprocess.Popen[str]) -> str:
    """The next line that a process says."""
    assert child.stdout is not None
    return child.stdout.readline().strip()


def say(what: object) -> None:
    """Tells the test something."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def add(store: Store, key_id: str) -> None:
    """Writes one key."""
    with store.writing() as connection:
        connection.execute(sa.insert(tables.api_keys).values(key_row(key_id)))


def key_row(key_id: str, **more: Any) -> dict[str, Any]:
    """A row of ``api_keys``."""
    return {
        "key_id": key_id,
        "name": "a test",
        "scopes": "check",
        "secret_mac": "0" * 64,
        "created_us": 1,
        "created_by": "A. Tester",
        **more,
    }


def decision_row(decision_id: str, **more: Any) -> dict[str, Any]:
    """A row of ``decisions``."""
    return {
        "id": decision_id,
        "time_us": 1,
        "outcome": "hold",
        "would_be": "hold",
        "mode": "enforce",
        "rule": "a rule",
        "surface": "",
        "body": b"{}",
        **more,
    }


def counter_row(**more: Any) -> dict[str, Any]:
    """A row of ``counters``."""
    return {
        "hour": "2026-11-22T09Z",
        "surface": "",
        "rule": "a rule",
        "mode": "enforce",
        "outcome": "hold",
        "would_be": "hold",
        "count": 1,
        **more,
    }


def statement_row(statement_id: str, **more: Any) -> dict[str, Any]:
    """A row of ``ledger_statements``."""
    return {
        "id": statement_id,
        "kind": "a.kind/1",
        "batch": b"\x80" * 16,
        "position": 0,
        "leaf": b"\xff" * 32,
        "made_us": 1,
        "merge_by_us": 2,
        **more,
    }


def make_first_tables(store: Store) -> None:
    """Makes the tables that the first version of the program made."""
    store.make_file()
    with store.writing() as connection:
        _schema.migrate(connection, _schema.NETWORK, "0001")


def write_keys(connection: Connection, ids: Sequence[str]) -> Sequence[str]:
    """What a group commits: one key for each id."""
    connection.execute(sa.insert(tables.api_keys), [key_row(key_id) for key_id in ids])
    return ids


def key_ids(store: Store) -> list[str]:
    """The ids of the keys that are there, sorted."""
    with store.reading() as connection:
        return sorted(connection.scalars(sa.select(tables.api_keys.c.key_id)))


def acknowledge(url: str) -> None:
    """Writes keys for ever and says the id of each one that is durable."""
    store = Store(url)
    group = GroupCommit(store, write_keys)
    first = len(key_ids(store))
    under_way: list[Future[str]] = []
    for number in count(first):
        under_way.append(group.submit(f"{number:012d}"))
        if len(under_way) == IN_FLIGHT:
            for future in under_way:
                say(future.result())
            under_way.clear()


def decide(url: str, surface: str) -> None:
    """Writes a decision and its count in one transaction, again and again."""
    store = Store(url)
    for number in count():
        row = counter_row(surface=surface)
        put = store.insert(tables.counters).values(row)
        keys = list(tables.counters.primary_key)
        more = put.on_conflict_do_update(
            index_elements=keys, set_={"count": tables.counters.c.count + 1}
        )
        with store.writing() as connection:
            one = decision_row(f"{surface}-{number:09d}", surface=surface)
            connection.execute(sa.insert(tables.decisions).values(one))
            connection.execute(more)
        say(number)


def hold(url: str) -> None:
    """Holds the write lock until it is killed."""
    with Store(url).writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("LOCK TABLE api_keys IN SHARE ROW EXCLUSIVE MODE"))
        say("held")
        time.sleep(600)


def prepare(url: str) -> None:
    """Makes the tables when told to."""
    store = Store(url)
    say("ready")
    sys.stdin.readline()
    store.prepare()
    say(store.version())


if __name__ == "__main__":
    {f.__name__: f for f in (acknowledge, decide, hold, prepare)}[sys.argv[1]](*sys.argv[2:])
