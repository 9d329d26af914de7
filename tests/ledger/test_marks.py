"""A mark is what was put last under its name, with its statements or not at all."""

from __future__ import annotations

import os
from collections.abc import Collection

import pytest
from sqlalchemy import Connection

from beholden.ledger.errors import OutboxError
from beholden.ledger.marks import Marks
from beholden.ledger.outbox import Outbox, Row, Statements
from beholden.store import Store
from tests.ledger.stores import Clock, statement

FULL = "There is no room."


@pytest.fixture
def marks(store: Store, outbox: Outbox) -> Marks:
    return Marks(store, outbox)


def test_a_mark_is_what_was_put_last_and_none_where_nothing_was(marks: Marks) -> None:
    assert marks.get("hours") is None
    for value in ("one", "two", "two", ""):
        marks.put("hours", value)
        assert marks.get("hours") == value
    marks.put("x" * 64, "y" * 10_000)
    assert marks.get("hours") == ""


class FullOutbox(Outbox):
    """Has no room for more."""

    def write(self, connection: Connection, rows: Collection[Row]) -> None:
        super().write(connection, rows)
        raise OutboxError(FULL)


def test_a_mark_comes_with_its_statements_or_not_at_all(
    store: Store, clock: Clock, marks: Marks, statements: Statements
) -> None:
    marks.put("lists", "1", [statement("a")])
    assert statements.find("a") is not None
    full = FullOutbox(store, randomness=os.urandom, clock=clock, merge_seconds=1)
    with pytest.raises(OutboxError, match=FULL):
        Marks(store, full).put("lists", "2", [statement("b")])
    assert marks.get("lists") == "1"
    assert statements.find("b") is None
