"""The sequencer: takes waiting statements into the log, in batches, and signs what it has.

There is one. A step:

1. reads waiting statements in their order (``Statements.pending``);
2. appends their commitments to the log, durable when that returns;
3. in one transaction gives the rows their indexes, moves the state and keeps the signed
   checkpoint of the new tree.

Laws:

* Nothing is signed before the database holds it: what a checkpoint covers, the network
  can open.
* A crash between 2 and 3 leaves entries whose rows still wait. ``reconcile`` finds them
  by their commitments and goes on from there: nothing enters twice, nothing is left out.
* The folder may be older than the database (a backup was put back): the entries are
  appended again from the rows, and must give the root that was signed.
* The database may be older than the folder: its log goes on, and a statement says how
  many entries cannot be opened any more. What is signed is never taken back.

    sequencer = Sequencer(log, store, statements, outbox, identity, now=...)
    sequencer.reconcile()
    while sequencer.step(): ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beholden.ledger._state import State, advance, claim_state
from beholden.ledger.core.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from beholden.ledger.core.hashing import EMPTY_ROOT
from beholden.ledger.core.note import parse_note
from beholden.ledger.errors import (
    EncodingError,
    IdentityError,
    LogDamagedError,
    LogForkedError,
    RolledBackError,
)
from beholden.ledger.identity import load, signers
from beholden.ledger.restored import refuse_restored
from beholden.ledger.statements import gap_statement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from beholden.ledger.identity import Identity
    from beholden.ledger.log import Log
    from beholden.ledger.outbox import Outbox, Pending, Statements
    from beholden.store import Store

CHECKPOINT_FILE = "checkpoint"
"""The published checkpoint, below the ledger's folder."""
BATCH_AT_MOST = 8_192
"""Statements of one step."""
_REBUILT_AT_ONCE = 65_536
_ENTRY = 32
_ALL = 1 << 31


class Step(NamedTuple):
    """What a step did: statements taken in, the tree's size, and its checkpoint if it is new."""

    taken: int
    size: int
    checkpoint: bytes | None


class Reconciled(NamedTuple):
    """What was put right before the first step; all 0 after a clean stop."""

    matched: int = 0
    """Entries that a crash had left without their rows."""
    rebuilt: int = 0
    """Entries that the folder had lost and the database still had."""
    lost: int = 0
    """Entries whose statements the database has lost."""


class Sequencer:
    """Writes one log. Not to be shared between threads."""

    def __init__(
        self,
        *,
        folder: Path,
        log: Log,
        store: Store,
        statements: Statements,
        outbox: Outbox,
        now: Callable[[], int],
    ) -> None:
        """Takes its parts.

        Args:
            folder: the ledger's folder, with its identity.
            log: open for writing.
            store: the database.
            statements: what is in it.
            outbox: where it puts a statement of its own.
            now: unix seconds.
        """
        self._folder = folder
        self._log = log
        self._store = store
        self._statements = statements
        self._outbox = outbox
        self._now = now
        self._state: State | None = None
        self._signed_by: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Entries of the log."""
        return self._log.size

    @property
    def signed(self) -> bytes | None:
        """The newest signed checkpoint, as a note, or None before the first."""
        return None if self._state is None else self._state.checkpoint or None

    def reconcile(self) -> Reconciled:
        """Brings folder and database together; the first step does it, and one after a fault.

        Raises:
            RestoredError: a backup was put back; somebody must say that it is the newest.
            ForeignLogError: the database is another log's.
            RolledBackError: a larger tree than either holds was signed.
            LogForkedError: both hold entries, and they differ.
            LogError: the files of the last append are still not written.
        """
        refuse_restored(self._folder)
        # What a full disk kept back is read below.
        self._log.finish()
        state = claim_state(self._store, self._identity())
        published = published_checkpoint(self._folder)
        self._refuse_rollback(state, published)
        rebuilt = self._rebuild(state) if self._log.size < state.size else 0
        matched = lost = 0
        if self._log.size > state.size:
            state, matched, lost = self._adopt(state)
        if self._log.root != (state.root if state.size else EMPTY_ROOT):
            raise self._forked(f"the database, of {state.size:,} entries")
        if published is not None and self._root_at(published.size) != published.root:
            raise self._forked(f"the published checkpoint, of {published.size:,} entries")
        self._state = state
        return Reconciled(matched, rebuilt, lost)

    def step(self) -> Step:
        """Takes in what waits, at most ``BATCH_AT_MOST`` statements, and signs.

        A checkpoint is also signed anew where the keys have changed.

        Raises:
            LogError, StoreError: nothing of this step is signed; the next one goes on.
        """
        if self._state is None:
            self.reconcile()
        waiting = self._statements.pending(BATCH_AT_MOST)
        signing = signers(self._folder, self._identity(), self._now())
        names = tuple(key.key.text for key in signing)
        if not waiting and (not self._log.size or names == self._signed_by):
            return Step(0, self._log.size, None)
        first = self._log.size
        try:
            if waiting:
                self._log.append(b"".join(row.leaf for row in waiting))
            self._log.finish()
            note = self._record(waiting, first)
        except BaseException:
            # The log may be ahead of the database now: the next step looks before it goes on.
            self._state = None
            raise
        self._signed_by = names
        return Step(len(waiting), self._log.size, note)

    def _record(self, rows: Sequence[Pending], first: int) -> bytes:
        assert self._state is not None  # noqa: S101 - the caller has looked
        new = self._signed()
        with self._store.writing() as connection:
            self._statements.mark_sequenced(
                connection, [(row.number, first + at) for at, row in enumerate(rows)]
            )
            advance(connection, self._state, new)
        self._state = new
        return new.checkpoint

    def _signed(self) -> State:
        identity = self._identity()
        size, root = self._log.size, self._log.root
        note = sign_checkpoint(
            Checkpoint(identity.origin, size, root),
            *signers(self._folder, identity, self._now()),
        )
        return State(identity.origin, identity.instance, size, root, note)

    def _identity(self) -> Identity:
        identity = load(self._folder)
        if identity is None:
            raise IdentityError(
                f"{self._folder}: the log's identity is missing. Restore it from a backup."
            )
        return identity

    def _rebuild(self, state: State) -> int:
        """Appends again what the database still has and the folder has not."""
        before = self._log.size
        block = bytearray()
        expected = before
        for index, leaf in self._statements.leaves_from(before):
            if index != expected:
                raise self._cannot_rebuild(state, expected)
            block += leaf
            expected += 1
            if len(block) >= _REBUILT_AT_ONCE * _ENTRY:
                self._log.append(bytes(block))
                block.clear()
        if expected != state.size:
            raise self._cannot_rebuild(state, expected)
        if block:
            self._log.append(bytes(block))
        return state.size - before

    def _refuse_rollback(self, state: State, published: Checkpoint | None) -> None:
        """Somebody has seen the published checkpoint: a shorter log would be another one."""
        if published is not None and published.size > max(state.size, self._log.size):
            raise RolledBackError(
                f"A checkpoint of {published.size:,} entries was published, but the database "
                f"holds {state.size:,} and the folder {self._log.size:,}. Going on would make two "
                "logs of one name. Nothing was signed. Put back newer copies, or bring entries "
                "in from a mirror: beholden ledger repair --from FOLDER."
            )

    def _cannot_rebuild(self, state: State, at: int) -> RolledBackError:
        return RolledBackError(
            f"A tree of {state.size:,} entries was signed, but the log's folder ends at "
            f"{self._log.size:,} and the database lacks entry {at:,}. Nothing was written. Put "
            "back a newer copy of the folder, or bring entries in from a mirror: beholden ledger "
            "repair --from FOLDER."
        )

    def _root_at(self, size: int) -> bytes:
        """The root that this log had at a size."""
        return self._log.reader().at(size).root

    def _forked(self, other: str) -> LogForkedError:
        return LogForkedError(
            f"The log in {self._folder} has another history than {other}. Nothing was signed. "
            "Keep both, and run: beholden ledger verify."
        )

    def _adopt(self, state: State) -> tuple[State, int, int]:
        """Finds the rows of entries that are in the log but not marked in the database."""
        if self._root_at(state.size) != state.root:
            raise self._forked(f"the database, of {state.size:,} entries")
        # All that waits: transactions may have become visible in another order meanwhile.
        waiting = {row.leaf: row.number for row in self._statements.pending(_ALL)}
        marks: list[tuple[int, int]] = []
        lost = 0
        for index in range(state.size, self._log.size):
            number = waiting.pop(self._log.entry(index), None)
            if number is None:
                lost += 1
            else:
                marks.append((number, index))
        new = self._signed()
        stated = [gap_statement(state.size, new.size, lost, self._now())] if lost else []
        rows = self._outbox.rows(stated)
        with self._store.writing() as connection:
            self._statements.mark_sequenced(connection, marks)
            advance(connection, state, new)
            self._outbox.write(connection, rows)
        return new, len(marks), lost


def published_checkpoint(folder: Path) -> Checkpoint | None:
    """What the folder's published checkpoint says; None before the first.

    Raises:
        LogDamagedError: it is no checkpoint.
    """
    try:
        note = (folder / CHECKPOINT_FILE).read_bytes()
    except FileNotFoundError:
        return None
    try:
        return parse_checkpoint(parse_note(note).text)
    except EncodingError as error:
        raise LogDamagedError(
            f"{folder / CHECKPOINT_FILE}: damaged ({error}). Take it from a backup or a mirror."
        ) from error
