"""The log as it is asked: what it proves of a statement, and how it stands.

Nothing here writes to the log; statements of erasures and corrections go into the outbox
as all others do. Proofs are made under the *published* checkpoint, because that is the
tree that others can see, and are verified before they are handed out.

    ledger = Ledger(folder, store, outbox, trust=trust, clock=clock)
    ledger.document("018f...", "newest")    # a proof, or the receipt while there is none
    ledger.open("018f...").statement
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from sqlalchemy import func, select

from beholden.ledger._explaining import explained, instant, microseconds
from beholden.ledger._state import read_state
from beholden.ledger.core.checkpoint import Checkpoint, parse_checkpoint
from beholden.ledger.core.commitment import Opening
from beholden.ledger.core.hashing import EMPTY_ROOT, HASH_BYTES, leaf_hashes
from beholden.ledger.core.note import parse_note
from beholden.ledger.core.proofs import inclusion_path
from beholden.ledger.core.receipt import BatchPromise, make_receipt, sign_promise
from beholden.ledger.core.tiles import TILE_HEIGHT, TILE_WIDTH, Tile, parse_tile_path
from beholden.ledger.core.tlog_proof import TlogProof
from beholden.ledger.core.tree import tree_head
from beholden.ledger.erasing import Erasing
from beholden.ledger.errors import (
    ErasedError,
    IdentityError,
    LedgerError,
    LogDamagedError,
    NotInLogError,
    UnknownStatementError,
    UnnamedLogError,
)
from beholden.ledger.identity import Identity, load, signers
from beholden.ledger.models import Exported, LedgerStatus
from beholden.ledger.outbox import Kept, Outbox, Statements
from beholden.ledger.reader import LogReader
from beholden.ledger.sequencer import CHECKPOINT_FILE
from beholden.ledger.serving import served
from beholden.ledger.statements import correction_statement
from beholden.ledger.status import read_status
from beholden.ledger.storage import FolderStorage
from beholden.store import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from beholden.ledger.core.policy import TrustPolicy
    from beholden.store import Store

Form = Literal["newest", "receipt", "proof"]


class LogTree(NamedTuple):
    """One tree of the log."""

    origin: str
    reader: LogReader


_PROMISES_KEPT = 1_024


class Ledger:
    """One data folder's log. Threads may share it."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        outbox: Outbox,
        *,
        trust: Callable[[], TrustPolicy],
        clock: Callable[[], datetime],
    ) -> None:
        """Takes its parts.

        Args:
            folder: the ledger's folder.
            store: the database.
            outbox: where statements of erasures and corrections go.
            trust: the network's trust policy as it is now.
            clock: the time, with its zone.
        """
        self._folder = folder
        self._store = store
        self._outbox = outbox
        self._trust = trust
        self._clock = clock
        self._storage = FolderStorage(folder)
        self._kept_reader: LogReader | None = None
        self._statements = Statements(store)
        self._erasing = Erasing(store, outbox)
        self._lock = threading.Lock()
        self._promises: OrderedDict[BatchPromise, bytes] = OrderedDict()

    # Asking.

    def published(self) -> bytes | None:
        """The published checkpoint, a signed note; None before the first."""
        try:
            return (self._folder / CHECKPOINT_FILE).read_bytes()
        except FileNotFoundError:
            return None

    def tile(self, path: str) -> bytes | None:
        """A tile or an entry bundle by its path, shown to be right; None if the log has no such.

        A full one is held against the published root before it is handed out.

        Raises:
            TilePathError: the path names none.
            LedgerError: the file is damaged.
            OSError: it cannot be read.
        """
        tile, tree = parse_tile_path(path), self._published_tree()
        data = served(self._storage, path)
        level = tile.level if isinstance(tile, Tile) else 0
        end = (tile.number * TILE_WIDTH + tile.width) << (TILE_HEIGHT * level)
        if tree is None or end > tree.size:
            return data
        if data is None:
            raise LogDamagedError(
                f"{tile.path} is missing, and the published checkpoint covers it. Mend it: "
                "beholden ledger repair."
            )
        if tile.width == TILE_WIDTH:
            self._reader(tree).check_full(tile, data)
        return data

    def _reader(self, tree: Checkpoint) -> LogReader:
        """The published tree; kept while it is the same, with what was read of it."""
        with self._lock:
            kept = self._kept_reader
            if kept is None or (kept.size, kept.root) != (tree.size, tree.root):
                kept = self._kept_reader = LogReader(self._storage, tree.size, tree.root)
            return kept

    def _published_tree(self) -> Checkpoint | None:
        note = self.published()
        return None if note is None else parse_checkpoint(parse_note(note).text)

    def document(self, statement_id: str, form: Form) -> bytes:
        """For others: what proves that a statement is in the log, or promises that it will be.

        Args:
            statement_id: of a statement that the outbox or the log holds.
            form: ``newest`` is the proof where there is one, else the receipt.

        Raises:
            UnknownStatementError: there is no such statement.
            NotInLogError: a proof was asked for, and no published checkpoint covers it yet.
            UnnamedLogError: the log has no name by which anybody could hold it to this.
        """
        self._kept(statement_id)
        if not self._identity().named:
            raise UnnamedLogError(
                "This log has no name yet, so nobody could hold it to a receipt or a proof. Name "
                "it first: beholden ledger init --origin NAME."
            )
        if form == "receipt":
            return self.receipt(statement_id)
        try:
            return self.proof(statement_id)
        except NotInLogError:
            if form == "proof":
                raise
            return self.receipt(statement_id)

    def proof(self, statement_id: str) -> bytes:
        """An offline proof (tlog-proof) under the published checkpoint; its leaf is in ``extra``.

        Raises:
            UnknownStatementError: there is no such statement.
            NotInLogError: no published checkpoint covers it yet.
            LogDamagedError: the tiles do not give the published root.
        """
        kept = self._kept(statement_id)
        note = self.published()
        tree = None if note is None else parse_checkpoint(parse_note(note).text)
        covered = 0 if tree is None else tree.size
        if note is None or tree is None or kept.log_index is None or kept.log_index >= covered:
            where = (
                "is not in the log yet"
                if kept.log_index is None
                else f"is entry {kept.log_index:,}, and the published checkpoint covers {covered:,}"
            )
            raise NotInLogError(
                f'Statement "{statement_id}" {where}. Its receipt is valid meanwhile: try again '
                "in a moment."
            )
        path = self._reader(tree).inclusion(kept.log_index)
        return TlogProof(kept.leaf, kept.log_index, tuple(path), note).encode()

    def receipt(self, statement_id: str) -> bytes:
        """The network's signed promise that a statement's leaf will be in the log.

        Raises:
            UnknownStatementError: there is no such statement.
            IdentityError: there is no log, or its key cannot be read.
        """
        batch = self._statements.batch_of(statement_id)
        if batch is None:
            raise _unknown(statement_id)
        hashes = leaf_hashes(batch.leaves)
        promise = BatchPromise(
            self._identity().origin,
            len(batch.leaves),
            tree_head(hashes),
            made=batch.made_us // 1_000_000,
            # Up to the next whole second: never earlier than what was promised inside.
            merge_by=-(-batch.merge_by_us // 1_000_000),
        )
        return make_receipt(
            batch.leaves[batch.place],
            batch.place,
            inclusion_path(batch.place, promise.size, lambda *at: _subtree(hashes, *at)),
            promise,
            self._signed(promise),
        )

    def open(self, statement_id: str) -> Opening:
        """The salt and the exact bytes of a statement.

        Raises:
            UnknownStatementError: there is no such statement.
            ErasedError: it was erased; the message names the statement that says so.
        """
        kept = self._kept(statement_id)
        if kept.salt is None or kept.body is None:
            raise ErasedError(
                f'Statement "{statement_id}" was erased; statement "{kept.erased_by}" says why.'
            )
        return Opening(kept.id, kept.log_index, kept.salt, kept.body)

    def erase(self, statement_id: str, basis: str) -> str:
        """Erases a statement's salt and text; returns the id of the statement that says so.

        Raises:
            OutboxError: it may not go, or not yet; the subclass and the message say why.
        """
        return self._erasing.erase(statement_id, basis=basis, at=self._clock()).statement_id

    def preserve(self, statement_id: str, basis: str, by: str, until: datetime | None) -> None:
        """Keeps a statement from being erased; see ``erasing``.

        Raises:
            OutboxError: there is nothing to keep, or a text is none.
        """
        self._erasing.preserve(statement_id, basis=basis, by=by, at=self._clock(), until=until)

    def release(self, statement_id: str) -> None:
        """Ends a preservation.

        Raises:
            UnknownStatementError: no statement of this id is preserved.
        """
        self._erasing.release(statement_id)

    def correct(self, statement_id: str, reason: str) -> str:
        """States a correction of a statement; returns the id of the new statement.

        Raises:
            UnknownStatementError: there is no such statement.
            OutboxError: the reason is no text, or the database failed.
        """
        self._kept(statement_id)
        stated = correction_statement(statement_id, reason, int(self._clock().timestamp()))
        self._outbox.put([stated])
        return stated.id

    def export(self, day: datetime) -> Iterator[Exported]:
        """The statements that were made on a day (UTC) and are in the log, by their place."""
        first, end = self._span(day)
        start_us = microseconds(day)
        end_us = microseconds(day + timedelta(days=1))
        for kept in self._statements.openings(first, end):
            if start_us <= kept.made_us < end_us:
                yield _exported(kept)

    def export_entries(self, first: int, end: int | None = None) -> Iterator[Exported]:
        """The statements at the places from ``first`` up to, and without, ``end``.

        Who asks for a range of places can tell that nothing within was left out. Without an
        end, up to what is in the log now.
        """
        newest = self._statements.counts().size
        for kept in self._statements.openings(first, newest if end is None else min(end, newest)):
            yield _exported(kept)

    def first_since(self, moment: datetime) -> int | None:
        """The first place of a statement that was made at or after a moment; None without one."""
        rows = tables.ledger_statements
        query = select(func.min(rows.c.log_index)).where(rows.c.made_us >= microseconds(moment))
        with explained(), self._store.reading() as connection:
            first: int | None = connection.scalar(query)
        return first

    def tree(self, size: int | None = None) -> LogTree:
        """The published tree, or that of its first entries, to be read.

        Args:
            size: how many entries; without it, as many as are published.

        Raises:
            NotInLogError: nothing is published yet, or not so much.
            LogDamagedError: the log's files do not give the tree.
        """
        tree = self._published_tree()
        if tree is None:
            raise NotInLogError(
                "No checkpoint is published yet. Publish one: beholden ledger checkpoint."
            )
        if size is not None and not 0 <= size <= tree.size:
            raise NotInLogError(
                f"The published checkpoint covers {tree.size:,} entries, not {size:,}. Name a "
                "smaller size, or publish a newer checkpoint: beholden ledger checkpoint."
            )
        reader = LogReader(self._storage, tree.size, tree.root)
        return LogTree(tree.origin, reader if size in {None, tree.size} else reader.at(size))

    def status(self) -> LedgerStatus:
        """How the log stands.

        Raises:
            IdentityError: there is no log yet.
            OutboxError: the database cannot be read.
        """
        identity = self._identity()
        with explained(), self._store.reading() as connection:
            state = read_state(connection)
        counts = self._statements.counts()
        said = read_status(self._folder)
        published, names = self._published_names()
        return LedgerStatus(
            origin=identity.origin,
            named=identity.named,
            keys=identity.keys,
            size=state.size if state else 0,
            root=(state.root if state else EMPTY_ROOT).hex(),
            published=published.size if published else 0,
            cosigned_by=names,
            waiting=counts.waiting,
            waiting_since=None if counts.oldest_us is None else instant(counts.oldest_us),
            erased=counts.erased,
            running=said is not None and not said.is_stale(self._clock()),
            sequencer=said,
        )

    def _published_names(self) -> tuple[Checkpoint | None, tuple[str, ...]]:
        note = self.published()
        if note is None:
            return None, ()
        try:
            found = self._trust().check(note)
        except LedgerError:
            # A checkpoint from before a change of the policy; what it says is still its size.
            return parse_checkpoint(parse_note(note).text), ()
        return found.checkpoint, tuple(name for name, _ in found.witnesses)

    # Parts.

    def _kept(self, statement_id: str) -> Kept:
        kept = self._statements.find(statement_id)
        if kept is None:
            raise _unknown(statement_id)
        return kept

    def _identity(self) -> Identity:
        identity = load(self._folder)
        if identity is None:
            raise IdentityError("There is no log here yet. Make one: beholden ledger init.")
        return identity

    def _signed(self, promise: BatchPromise) -> bytes:
        """One signature for all receipts of a batch."""
        with self._lock:
            if (known := self._promises.get(promise)) is not None:
                return known
        signing = signers(self._folder, self._identity(), int(self._clock().timestamp()))
        note = sign_promise(promise, signing)
        with self._lock:
            self._promises[promise] = note
            while len(self._promises) > _PROMISES_KEPT:
                self._promises.popitem(last=False)
        return note

    def _span(self, day: datetime) -> tuple[int, int]:
        """The places between which a day's statements lie."""
        rows = tables.ledger_statements
        start, end = microseconds(day), microseconds(day + timedelta(days=1))
        # Statements enter in nearly the order in which they are made, not exactly.
        query = select(func.min(rows.c.log_index), func.max(rows.c.log_index)).where(
            rows.c.made_us >= start, rows.c.made_us < end
        )
        with explained(), self._store.reading() as connection:
            first, last = connection.execute(query).one()
        return (0, 0) if first is None else (first, last + 1)


def _subtree(hashes: bytes, level: int, number: int) -> bytes:
    width = HASH_BYTES << level
    return tree_head(hashes[number * width : (number + 1) * width])


def _exported(kept: Kept) -> Exported:
    if kept.log_index is None:
        raise ValueError("What waits for the log is not exported.")
    return Exported(
        kept.log_index,
        kept.id,
        kept.kind,
        instant(kept.made_us),
        kept.leaf,
        kept.salt,
        kept.body,
        kept.erased_by,
    )


def _unknown(statement_id: str) -> UnknownStatementError:
    return UnknownStatementError(
        f'There is no statement "{statement_id}". Held and blocked uploads leave one each, under '
        "the id of their decision; allowed ones are counted hour by hour, unless "
        "ledger.allowed_days says otherwise or a key for receipts asked."
    )
