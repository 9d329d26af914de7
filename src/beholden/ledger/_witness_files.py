"""What a witness knows of one log, on the disk.

Layout, in the folder that is named by the SHA-256 of the log's origin in hex:

    log.json      whose log this is and which keys sign for it
    state         what was cosigned last
    lock          one request of a log at a time, among all processes
    evidence/     pairs of signed checkpoints that no honest log can make

``state`` is one line, ``beholden.witness-state/1 <SHA-256 of the rest in hex>``, and then
either the line ``nothing <origin>`` or the checkpoint as it was cosigned: its text, the
log's signatures and the witness's own.

Laws: a file is whole, the old or the new; ``write_state`` returns when it is on the disk;
a state that is missing or damaged is an error, and never read as "nothing".

    log = LogFiles.of(folder / "logs", "example.org/decisions")
    with log.locked():
        log.state("example.org/decisions", witness_key)
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec

from beholden._durable import PRIVATE_FILE, replace_file, sync
from beholden.ledger.core.checkpoint import Checkpoint, parse_checkpoint
from beholden.ledger.core.keys import VerifierKey, parse_verifier_key
from beholden.ledger.core.note import keys_by_id, parse_note, verify_note
from beholden.ledger.errors import LedgerError, WitnessBusyError, WitnessStateError
from beholden.ledger.identity import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["LogFiles", "State", "Trusted"]

_LOG, _STATE, _LOCK, _EVIDENCE = "log.json", "state", "lock", "evidence"
_HELD, _OFFERED = "-cosigned.txt", "-offered.txt"
_STATE_HEAD = b"beholden.witness-state/1 "
_EVIDENCE_AT_MOST = 100
_WAIT_SECONDS = 5.0
_PAUSE_SECONDS = 0.01
_RESTORE = (
    "Nothing is cosigned for this log until it is restored: to begin again would let the log "
    "show another history. Take the newest state from a backup, or ask those who follow the "
    "log for the last checkpoint that this witness cosigned."
)


class Trusted(msgspec.Struct, frozen=True):
    """Whose log it is; without keys it is not trusted any more."""

    origin: str
    keys: tuple[str, ...] = ()

    def verifiers(self) -> tuple[VerifierKey, ...]:
        """The log's keys."""
        return tuple(map(parse_verifier_key, self.keys))


class State(NamedTuple):
    """What was cosigned last: the note, what it says, and when it was cosigned."""

    note: bytes = b""
    checkpoint: Checkpoint | None = None
    time: int = 0


class LogFiles:
    """The files of one log; ``place`` is their folder, which need not be there."""

    def __init__(self, place: Path) -> None:
        self.place = place

    @classmethod
    def of(cls, logs: Path, origin: str) -> Self:
        """The files of the log of this origin."""
        return cls(logs / hashlib.sha256(origin.encode()).hexdigest())

    def make(self) -> None:
        """Makes the folder.

        Raises:
            LedgerError: it cannot be made.
        """
        private_folder(self.place / _EVIDENCE)
        # What will be recorded here must not lose its place with a loss of power.
        for folder in (self.place, self.place.parent, self.place.parent.parent):
            sync(folder)

    def trusted(self) -> Trusted | None:
        """Whose log this is; None if nobody ever said.

        Raises:
            WitnessStateError: it is damaged.
        """
        path = self.place / _LOG
        try:
            known = msgspec.json.decode(path.read_bytes(), type=Trusted)
            known.verifiers()
        except FileNotFoundError:
            return None
        except (msgspec.DecodeError, LedgerError):
            raise WitnessStateError(f"{path}: damaged. Restore it from a backup.") from None
        if hashlib.sha256(known.origin.encode()).hexdigest() != self.place.name:
            raise WitnessStateError(f"{path}: about another log. Restore it from a backup.")
        return known

    def write_trusted(self, known: Trusted) -> None:
        """Records whose log this is."""
        text = msgspec.json.format(msgspec.json.encode(known), indent=1) + b"\n"
        replace_file(self.place / _LOG, text)

    def state(self, origin: str, key: VerifierKey) -> State:
        """What the witness with this key cosigned last.

        Raises:
            WitnessStateError: it is missing, damaged, or none of this witness's.
        """
        path = self.place / _STATE
        try:
            head, _, rest = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            raise WitnessStateError(f"{path}: missing. {_RESTORE}") from None
        if head != _STATE_HEAD + hashlib.sha256(rest).hexdigest().encode():
            raise WitnessStateError(f"{path}: damaged. {_RESTORE}")
        if rest == b"nothing %s\n" % origin.encode():
            return State()
        try:
            # The witness's own signature: nobody else can have written this.
            opened = verify_note(parse_note(rest), keys_by_id([key]))
            checkpoint = parse_checkpoint(opened.text)
        except LedgerError as error:
            raise WitnessStateError(f"{path}: not by this witness ({error}). {_RESTORE}") from None
        if checkpoint.origin != origin:
            raise WitnessStateError(f"{path}: about another log. {_RESTORE}")
        return State(rest, checkpoint, opened.verified[0].time or 0)

    def has_state(self) -> bool:
        """Whether anything was ever recorded here, well or badly."""
        return (self.place / _STATE).exists()

    def begin(self, origin: str) -> None:
        """Records that nothing was cosigned yet."""
        self._write(b"nothing %s\n" % origin.encode())

    def write_state(self, note: bytes) -> None:
        """Records a cosigned checkpoint; it is on the disk when this returns."""
        self._write(note)

    def keep_evidence(self, state: State, note: bytes, offered: Checkpoint) -> None:
        """Keeps two checkpoints of one size with two roots, both signed by the log.

        Anything else is passed over: a path that does not fit proves nothing, anyone can
        send one with a true checkpoint.
        """
        held = state.checkpoint
        if held is None or offered.size != held.size or offered.root == held.root:
            return
        name = f"{offered.size}-{offered.root.hex()[:16]}"
        folder = self.place / _EVIDENCE
        if (folder / f"{name}{_OFFERED}").exists() or self.evidence() >= _EVIDENCE_AT_MOST:
            return
        replace_file(folder / f"{name}{_HELD}", state.note)
        replace_file(folder / f"{name}{_OFFERED}", note)

    def evidence(self) -> int:
        """How many pairs are kept."""
        return sum(1 for _ in (self.place / _EVIDENCE).glob(f"*{_OFFERED}"))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One request at a time, among threads and processes.

        Raises:
            WitnessBusyError: others take too long.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        descriptor = os.open(self.place / _LOCK, flags, PRIVATE_FILE)
        try:
            deadline = time.monotonic() + _WAIT_SECONDS
            while not _taken(descriptor):
                if time.monotonic() > deadline:
                    raise WitnessBusyError("Other requests of this log are under way. Ask again.")
                time.sleep(_PAUSE_SECONDS)
            yield
        finally:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def _write(self, rest: bytes) -> None:
        digest = hashlib.sha256(rest).hexdigest().encode()
        replace_file(self.place / _STATE, b"%s%s\n%s" % (_STATE_HEAD, digest, rest))


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
