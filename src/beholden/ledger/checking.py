"""The network's own check of its log, and mending it.

``verify_log`` holds three things against each other: what was signed, the files, and the
statements in the database. ``mend_log`` makes files again, from each other, from the
database, or from a mirror's copy that this log's own key signed; nothing is written that
does not lead to a root that was signed.

    verify_log(folder, store, trust).problems     # () if all is well
    mend_log(folder, store).sentences
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beholden.ledger._explaining import explained
from beholden.ledger._state import State, read_state
from beholden.ledger._statement_check import check_statements
from beholden.ledger.audit import audit, repair
from beholden.ledger.core.checkpoint import Checkpoint, open_checkpoint
from beholden.ledger.core.hashing import EMPTY_ROOT, HASH_BYTES
from beholden.ledger.errors import IdentityError, LedgerError, LogForkedError, LogMissingError
from beholden.ledger.identity import load, verifiers
from beholden.ledger.log import Log
from beholden.ledger.models import VerifyReport
from beholden.ledger.outbox import Statements
from beholden.ledger.reader import LogReader
from beholden.ledger.restored import settle_restored
from beholden.ledger.sequencer import CHECKPOINT_FILE, published_checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from beholden.ledger.core.policy import TrustPolicy
    from beholden.ledger.identity import Identity
    from beholden.store import Store

    Progress = Callable[[int, int], None]
    """Told entries done, and entries in all; each is looked at twice."""

__all__ = ["Mended", "mend_log", "verify_log"]

_NAMED_AT_MOST = 20
_ENTRIES_AT_ONCE = 65_536


class Mended(NamedTuple):
    """What was mended, in sentences, and whether the log is whole now."""

    sentences: tuple[str, ...]
    whole: bool


def verify_log(
    folder: Path,
    store: Store,
    trust: Callable[[], TrustPolicy],
    progress: Progress = lambda *_: None,
) -> VerifyReport:
    """Checks signatures, every file, and every statement that can be opened.

    The log may grow meanwhile; what was signed when this began is checked.

    Raises:
        IdentityError: there is no log.
        OutboxError: the database cannot be read.
        LogDiskError: a file is there but cannot be read.
    """
    identity = _identity(folder)
    problems: list[str] = []
    published = _published(folder, trust, identity, problems)
    state = _state(store)
    if state is None or not state.checkpoint:
        if published is not None:
            problems.append(
                f"A checkpoint of {published.size:,} entries is published, and the database knows "
                "of none: it is another one, or an older one was put back."
            )
        return VerifyReport(
            identity.origin, 0, published.size if published else 0, 0, 0, 0, 0, tuple(problems)
        )
    total = 2 * state.size
    _check_signed(state, identity, problems)
    report = audit(folder, state.size, state.root, lambda done: progress(done, total))
    problems += [
        f"{fault.path} is {fault.kind}. Mend it: beholden ledger repair."
        for fault in report.faults[:_NAMED_AT_MOST]
    ]
    if len(report.faults) > _NAMED_AT_MOST:
        problems.append(f"{len(report.faults) - _NAMED_AT_MOST:,} more files are damaged.")
    if not report.holds:
        problems.append(f"The entries do not give the root that was signed ({state.root.hex()}).")
    if published is not None:
        _check_continues(folder, state, published, problems)
    reader = LogReader(folder, state.size, state.root)
    found = check_statements(store, reader, lambda done: progress(state.size + done, total))
    problems += found.problems
    return VerifyReport(
        origin=identity.origin,
        size=state.size,
        published=published.size if published else 0,
        opened=found.opened,
        erased=found.erased,
        unopened=found.unopened,
        damaged=len(report.faults),
        problems=tuple(problems),
    )


def mend_log(folder: Path, store: Store, source: Path | None = None) -> Mended:
    """Makes damaged and lost files again; with ``source`` brings lost entries back first.

    Args:
        folder: the ledger's folder; no service may be writing it.
        store: the database.
        source: a mirror's folder, or its copy of the log.

    Raises:
        IdentityError: there is no log.
        LogLockedError: a service is writing it.
        LedgerError: the source is not this log's, or is damaged itself.
    """
    identity = _identity(folder)
    sentences: list[str] = []
    state = _state(store)
    size, root = (state.size, state.root) if state is not None else (0, EMPTY_ROOT)
    if source is not None:
        brought = _bring_back(folder, identity, source, (size, root), Statements(store))
        sentences.append(
            f"{brought:,} entries were brought back. Their statements are not in the copy."
            if brought
            else "The copy has no entry that is not here."
        )
        settle_restored(folder)
        if (tree := _tree_of(folder)).size > size:
            # Entries after those that the database knows are taken up by the next sequencer.
            size, root = tree.size, tree.root
    if not size:
        sentences.append("Nothing was signed yet, so there is nothing to mend.")
        return Mended(tuple(sentences), whole=True)
    report = repair(folder, size, root, leaves_from=Statements(store).leaves_from)
    for fault in report.faults:
        done = "made again" if fault.repaired else "cannot be made again"
        sentences.append(f"{fault.path} was {fault.kind}: {done}.")
    if report.journal_begun:
        sentences.append("The journal was begun anew.")
    sentences.append(
        f"The log is whole: {size:,} entries give the root that was signed."
        if report.sound
        else "The log is not whole. Bring the missing entries from a mirror's copy: beholden "
        "ledger repair --from FOLDER."
    )
    return Mended(tuple(sentences), whole=report.sound)


def _identity(folder: Path) -> Identity:
    identity = load(folder)
    if identity is None:
        raise IdentityError("There is no log here yet. Make one: beholden ledger init.")
    return identity


def _state(store: Store) -> State | None:
    with explained(), store.reading() as connection:
        return read_state(connection)


def _published(
    folder: Path, trust: Callable[[], TrustPolicy], identity: Identity, problems: list[str]
) -> Checkpoint | None:
    try:
        note = (folder / CHECKPOINT_FILE).read_bytes()
    except FileNotFoundError:
        return None
    try:
        return trust().check(note, origin=identity.origin).checkpoint
    except LedgerError as error:
        problems.append(f"The published checkpoint is refused: {error}")
        return None


def _check_signed(state: State, identity: Identity, problems: list[str]) -> None:
    try:
        signed = open_checkpoint(state.checkpoint, identity.origin, verifiers(identity))
    except LedgerError as error:
        problems.append(f"The newest signed checkpoint in the database is refused: {error}")
        return
    if (signed.size, signed.root) != (state.size, state.root):
        problems.append("The database's own size and root are not those that it last signed.")


def _check_continues(
    folder: Path, state: State, published: Checkpoint, problems: list[str]
) -> None:
    if published.size > state.size:
        problems.append(
            f"A checkpoint of {published.size:,} entries is published, and the database knows of "
            f"{state.size:,}: an older database was put back."
        )
        return
    try:
        before = LogReader(folder, state.size, state.root).at(published.size)
    except LedgerError as error:
        problems.append(f"The published checkpoint cannot be shown to be of this log: {error}")
        return
    if before.root != published.root:
        problems.append(
            f"The published checkpoint of {published.size:,} entries has another root than this "
            "log had at that size: there are two histories. Keep both, and look who signed."
        )


def _check_history(copy: LogReader, size: int, root: bytes, whose: str) -> None:
    if size <= copy.size and copy.at(size).root != root:
        raise LogForkedError(
            f"The copy has another history: its first {size:,} entries are not those of {whose}. "
            "Nothing was written."
        )


def _check_leaves(copy: LogReader, kept: Statements, first: int) -> None:
    """A copy shorter than what was signed is compared entry by entry."""
    for index, leaf in kept.leaves_from(first):
        if index >= copy.size:
            return
        if copy.entry(index) != leaf:
            raise LogForkedError(
                f"The copy has another history: its entry {index:,} is not the one in the "
                "database. Nothing was written."
            )


def _tree_of(folder: Path) -> Checkpoint:
    with Log.open(folder) as log:
        return Checkpoint("", log.size, log.root)


def _bring_back(
    folder: Path, identity: Identity, source: Path, signed: tuple[int, bytes], kept: Statements
) -> int:
    """Appends what a copy has beyond this log; the copy's root must be signed by this log.

    ``signed`` are size and root that the database signed last.
    """
    copy = next((one for one in (source, source / "log") if (one / "tile").is_dir()), None)
    if copy is None:
        raise LogMissingError(f"There is no copy of a log in {source}.")
    try:
        note = (copy / CHECKPOINT_FILE).read_bytes()
    except OSError as error:
        raise LogMissingError(
            f"{copy / CHECKPOINT_FILE}: {error.strerror}. A copy without its checkpoint proves "
            "nothing."
        ) from error
    theirs = open_checkpoint(note, identity.origin, verifiers(identity))
    reader = LogReader(copy, theirs.size, theirs.root)
    with Log.open(folder, create=True) as log:
        before = log.size
        _check_history(reader, before, log.root, "this log")
        _check_history(reader, *signed, "what was signed")
        if (seen := published_checkpoint(folder)) is not None:
            _check_history(reader, seen.size, seen.root, "what was published")
        if before >= theirs.size:
            return 0
        if theirs.size < signed[0]:
            _check_leaves(reader, kept, before)
        block = bytearray()
        for entry in reader.entries(before, theirs.size):
            block += entry
            if len(block) == _ENTRIES_AT_ONCE * HASH_BYTES:
                log.append(bytes(block))
                block.clear()
        log.append(bytes(block))
        return theirs.size - before
