"""Holding the statements in the database against the entries of the log.

A statement is right if the log has its leaf at its place, and it opens that leaf. One that
is not there any more must be accounted for: an erased one by the statement that says why,
a lost one by a ``ledger.gap/1``.

    check_statements(store, LogReader(folder, size, root), progress).problems
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from beholden.ledger._explaining import explained
from beholden.ledger.core.commitment import commitment
from beholden.ledger.core.tiles import TILE_WIDTH
from beholden.ledger.errors import LogDamagedError
from beholden.ledger.outbox import Statements
from beholden.ledger.statements import GAP_KIND, lost_in
from beholden.store import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beholden.ledger.outbox import Kept
    from beholden.ledger.reader import LogReader
    from beholden.store import Store

_NAMED_AT_MOST = 20
_EVERY = 1_024


class StatementCheck(NamedTuple):
    """How many statements were opened, are erased, and are not kept; and what is wrong."""

    opened: int
    erased: int
    unopened: int
    problems: tuple[str, ...]


def check_statements(
    store: Store, reader: LogReader, progress: Callable[[int], None]
) -> StatementCheck:
    """Opens every statement of a tree and compares its entry.

    Entries that cannot be read are passed over: whoever checks the files names them.

    Raises:
        OutboxError: the database cannot be read.
        LogDiskError: a file is there but cannot be read.
    """
    statements = Statements(store)
    entries = enumerate(_entries(reader))
    opened = erased = seen = 0
    wrong: list[str] = []
    reasons: set[str] = set()
    for kept in statements.openings(0, reader.size):
        seen += 1
        entry = next(entry for index, entry in entries if index == kept.log_index)
        is_erased = kept.salt is None or kept.body is None
        if (problem := _problem(kept, entry)) is not None:
            wrong.append(problem)
        elif not is_erased:
            opened += 1
        if is_erased:
            erased += 1
            reasons.add(kept.erased_by or "")
        if seen % _EVERY == 0:
            progress(seen)
    progress(reader.size)
    problems = wrong[:_NAMED_AT_MOST]
    if len(wrong) > _NAMED_AT_MOST:
        problems.append(f"{len(wrong) - _NAMED_AT_MOST:,} more statements are not the log's.")
    problems += _unstated(statements, reasons)
    unopened = reader.size - seen
    if (missing := unopened - _stated_as_lost(store)) > 0:
        problems.append(
            f"{missing:,} entries have no statement in the database, and none says that they were "
            "lost: rows were removed after they were signed."
        )
    return StatementCheck(opened, erased, unopened, tuple(problems))


def _entries(reader: LogReader) -> Iterator[bytes | None]:
    """Every entry of the log; None where its file gives none."""
    for first in range(0, reader.size, TILE_WIDTH):
        end = min(first + TILE_WIDTH, reader.size)
        try:
            yield from list(reader.entries(first, end))
        except LogDamagedError:
            yield from [None] * (end - first)


def _problem(kept: Kept, entry: bytes | None) -> str | None:
    named = f'Statement "{kept.id}"'
    changed = "the database was changed after it was signed."
    if entry is not None and entry != kept.leaf:
        return f"{named} is not what the log has as entry {kept.log_index:,}: {changed}"
    if kept.salt is None or kept.body is None:
        return None
    if commitment(kept.salt, kept.body) != kept.leaf:
        return f"{named} does not open its entry {kept.log_index:,}: {changed}"
    return None


def _unstated(statements: Statements, reasons: set[str]) -> list[str]:
    """Erasures of which no statement says why."""
    missing = sorted(reasons - statements.bodies(sorted(reasons)).keys())
    problems = [
        f'Salts and texts are gone, and the statement "{one}" that should say why is not there.'
        for one in missing[:_NAMED_AT_MOST]
    ]
    if len(missing) > _NAMED_AT_MOST:
        problems.append(f"{len(missing) - _NAMED_AT_MOST:,} more such statements are not there.")
    return problems


def _stated_as_lost(store: Store) -> int:
    """Entries of which statements say that the database has lost theirs."""
    rows = tables.ledger_statements
    query = select(rows.c.body).where(rows.c.kind == GAP_KIND, rows.c.body.is_not(None))
    with explained(), store.reading() as connection:
        return sum(map(lost_in, connection.execute(query).scalars()))
