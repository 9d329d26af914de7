"""What the database knows of the log: how long it is, and what was signed last.

One row. It changes in the same transaction that gives statements their indexes, and only
from the size that the writer believes it to have: of two sequencers with a folder each,
the second finds the row changed and is refused, before it can sign a fork.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select, update

from beholden.ledger.core.hashing import EMPTY_ROOT
from beholden.ledger.errors import ForeignLogError
from beholden.store import tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from beholden.ledger.identity import Identity
    from beholden.store import Store

_ID = 1


class State(NamedTuple):
    """``checkpoint`` is the newest signed one, as a note; empty before the first."""

    origin: str
    instance: str
    size: int
    root: bytes
    checkpoint: bytes


def read_state(connection: Connection) -> State | None:
    """The state, or None before the first sequencer."""
    row = connection.execute(select(tables.ledger_state)).first()
    if row is None:
        return None
    return State(row.origin, row.instance, row.size, row.root, row.checkpoint or b"")


def claim_state(store: Store, identity: Identity) -> State:
    """The state of this log, made if there is none.

    Raises:
        ForeignLogError: the database belongs to a log in another folder.
    """
    with store.writing() as connection:
        connection.execute(
            store.insert(tables.ledger_state)
            .values(
                id=_ID,
                origin=identity.origin,
                instance=identity.instance,
                size=0,
                root=EMPTY_ROOT,
                checkpoint=b"",
            )
            .on_conflict_do_nothing()
        )
        state = read_state(connection)
    assert state is not None  # noqa: S101 - it was just made
    if state.instance != identity.instance:
        raise ForeignLogError(
            f"The database keeps the statements of another log ({state.origin}); this folder's is "
            f"{identity.origin}. Nothing was written. Of machines that share a database one keeps "
            "the log: set ledger.sequence = false on the others. After a move bring the ledger "
            "folder and the database together."
        )
    return state


def advance(connection: Connection, old: State, new: State) -> None:
    """Replaces ``old`` by ``new``.

    Raises:
        ForeignLogError: it is not ``old`` any more: somebody else writes this log.
    """
    rows = tables.ledger_state
    done = connection.execute(
        update(rows)
        .where(rows.c.id == _ID, rows.c.instance == old.instance, rows.c.size == old.size)
        .values(origin=new.origin, size=new.size, root=new.root, checkpoint=new.checkpoint)
    )
    if done.rowcount != 1:
        raise ForeignLogError(
            "Another sequencer wrote to this log at the same time. Nothing of this step was kept "
            "in the database. Run one sequencer for one database."
        )
