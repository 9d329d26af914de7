"""Marks: how far those have come who make statements of what happened elsewhere.

A mark is a name with a text. It is only a memory that saves work: whoever loses it
states the same things again, under the same ids, and each is still stated once.

    marks = Marks(store)
    marks.write("hours", "2026-11-22T09Z")
    marks.read("hours")    # "2026-11-22T09Z"; None where nothing was written
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from beholden.ledger._explaining import explained
from beholden.store import tables

if TYPE_CHECKING:
    from beholden.store import Store

__all__ = ["Marks"]

_marks = tables.ledger_marks


class Marks:
    """The marks in a store. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, name: str) -> str | None:
        """The text of a mark; None where there is none.

        Raises:
            OutboxError: the database cannot be read.
        """
        with explained(), self._store.reading() as connection:
            return connection.execute(
                select(_marks.c.value).where(_marks.c.name == name)
            ).scalar_one_or_none()

    def write(self, name: str, value: str) -> None:
        """Sets a mark.

        Raises:
            OutboxError: it was not written.
        """
        put = self._store.insert(_marks).values(name=name, value=value)
        with explained(), self._store.writing() as connection:
            connection.execute(
                put.on_conflict_do_update(index_elements=[_marks.c.name], set_={"value": value})
            )
