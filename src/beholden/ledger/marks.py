"""How far those have come who make statements of what happened elsewhere.

A mark moves in the same transaction that puts the statements into the outbox, so that
nothing is stated twice or left out, whatever happens in between.

    marks.put("policy", digest, [statement])
    marks.get("policy")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from beholden.store import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beholden.ledger.outbox import Outbox, StatementLike
    from beholden.store import Store


class Marks:
    """Named marks in the store."""

    def __init__(self, store: Store, outbox: Outbox) -> None:
        """Takes the store, and where the statements go."""
        self._store = store
        self._outbox = outbox

    def get(self, name: str) -> str | None:
        """The value of a mark, or None.

        Raises:
            StoreError: the store cannot be read.
        """
        rows = tables.ledger_marks
        with self._store.reading() as connection:
            found = connection.execute(select(rows.c.value).where(rows.c.name == name)).scalar()
        return None if found is None else str(found)

    def put(self, name: str, value: str, statements: Sequence[StatementLike]) -> None:
        """Moves a mark and puts statements into the outbox, both or neither.

        Raises:
            StoreError: neither was done.
        """
        rows = self._outbox.rows(statements)
        with self._store.writing() as connection:
            self._outbox.write(connection, rows)
            move = self._store.insert(tables.ledger_marks).values(name=name, value=value)
            connection.execute(
                move.on_conflict_do_update(index_elements=["name"], set_={"value": value})
            )
