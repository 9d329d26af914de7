"""Marks: how far those have come who make statements of what happened elsewhere.

A mark is a name with a text, written in one transaction with the statements that bring
it there. It saves work: whoever loses one states the same things again, under the same
ids, and each is still stated once.

    marks = Marks(store, outbox)
    marks.put("lists", "4711", statements)
    marks.get("lists")    # "4711"; None where nothing was put
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from beholden.ledger._explaining import explained
from beholden.store import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beholden.ledger.outbox import Outbox, StatementLike
    from beholden.store import Store

__all__ = ["Marks"]

_marks = tables.ledger_marks


class Marks:
    """The marks in a store. Threads may share it."""

    def __init__(self, store: Store, outbox: Outbox) -> None:
        """Takes the store and where statements are put."""
        self._store = store
        self._outbox = outbox

    def get(self, name: str) -> str | None:
        """The text of a mark; None where there is none.

        Raises:
            OutboxError: the database cannot be read.
        """
        query = select(_marks.c.value).where(_marks.c.name == name)
        with explained(), self._store.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def put(self, name: str, value: str, statements: Sequence[StatementLike] = ()) -> None:
        """Sets a mark and writes what was stated on the way there, together or not at all.

        Raises:
            OutboxError: nothing was written.
        """
        rows = self._outbox.rows(statements)
        mark = self._store.insert(_marks).values(name=name, value=value)
        with explained(), self._store.writing() as connection:
            connection.execute(
                mark.on_conflict_do_update(index_elements=[_marks.c.name], set_={"value": value})
            )
            self._outbox.write(connection, rows)
