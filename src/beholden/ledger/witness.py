"""A witness: cosigns a log's checkpoint only if it continues everything cosigned before.

Layout, below the witness's folder:

    witness.key       the cosignature key (type 0x04), for its owner alone
    logs/HASH/...     what is known of one log; HASH is the SHA-256 of its origin in hex
                      (the files are described in ``_witness_files``)

Laws:

* Comparing and recording are one step under a lock, and the record is on the disk before
  a cosignature is given. Of two histories that race, one is cosigned.
* What was cosigned is never forgotten in silence: a state that is missing or damaged ends
  cosigning for this log until a person has restored it. Only ``trust`` makes a new one,
  and only where nothing is known of the log. ``untrust`` keeps it.
* The time of cosignatures of one log never goes backwards, whatever the clock does.

The rules of comparing are in ``core.witnessing``.

    witness = Witness.create(folder, "witness.example.net", secrets.token_bytes(32))
    witness.trust(log_key)
    witness.add_checkpoint(request, now=int(time.time()))    # WitnessReply(200, ...)
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Self

from beholden.ledger._witness_files import LogFiles, State, Trusted
from beholden.ledger.core.cosignature import cosign
from beholden.ledger.core.keys import COSIGNATURE, ED25519, check_name, generate
from beholden.ledger.core.note import SignedNote, keys_by_id
from beholden.ledger.core.witnessing import PLAIN, Accepted, judge, malformed, parse_request
from beholden.ledger.errors import (
    WitnessError,
    WitnessRequestError,
    WitnessSetupError,
    WitnessStateError,
)
from beholden.ledger.identity import private_folder, read_signing_key, write_signing_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from beholden.ledger.core.checkpoint import Checkpoint
    from beholden.ledger.core.keys import Signer, VerifierKey

__all__ = ["Witness", "WitnessReply", "WitnessedLog"]

_KEY, _LOGS = "witness.key", "logs"
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_OK, _UNKNOWN, _CONFLICT, _INCONSISTENT = 200, 404, 409, 422
_KEYS_AT_MOST = 16


class WitnessReply(NamedTuple):
    """What the protocol answers; ``about`` is the checkpoint, where a known log signed it."""

    status: int
    body: bytes
    content_type: str = PLAIN
    about: Checkpoint | None = None


class WitnessedLog(NamedTuple):
    """One log as the witness knows it.

    ``problem`` says why it is not cosigned at present; ``evidence`` is how many forks of
    it are proved in the folder.
    """

    origin: str
    keys: tuple[VerifierKey, ...] = ()
    checkpoint: Checkpoint | None = None
    time: int | None = None
    problem: str | None = None
    evidence: int = 0


class Witness:
    """One witness. Any number of processes and threads may use one folder at a time."""

    def __init__(self, folder: Path, signer: Signer) -> None:
        """Takes the key from where it is; see ``create`` and ``open``.

        Raises:
            WitnessSetupError: the key is none for cosignatures.
        """
        if signer.key.type != COSIGNATURE:
            raise WitnessSetupError(
                f"The key of a witness is of type 0x04; that of {signer.name} is of type "
                f"{signer.key.type:#04x}."
            )
        self._folder = folder
        self._signer = signer

    @classmethod
    def create(cls, folder: Path, name: str, seed: bytes) -> Self:
        """Makes the folder and the key of a new witness.

        Args:
            folder: where it keeps everything.
            name: the witness's own, as ``witness.example.net/w1``.
            seed: 32 random bytes.

        Raises:
            LedgerError: the name cannot be used, or there is a key already.
        """
        signer = generate(name, seed, COSIGNATURE)
        private_folder(folder)
        private_folder(folder / _LOGS)
        write_signing_key(folder / _KEY, signer)
        return cls(folder, signer)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The witness of a folder.

        Raises:
            LedgerError: there is none, or its key cannot be used.
        """
        if not (folder / _KEY).exists():
            raise WitnessSetupError(
                f"{folder}: here is no witness. Make one: beholden witness init. If there was one, "
                "restore its key from a backup."
            )
        return cls(folder, read_signing_key(folder / _KEY))

    @property
    def key(self) -> VerifierKey:
        """The key that logs, and those who read them, know the witness by."""
        return self._signer.key

    # Whose checkpoints are cosigned.

    def trust(self, key: VerifierKey) -> WitnessedLog:
        """From now on checkpoints that this key signs are looked at; earlier keys stay.

        Raises:
            LedgerError: it is no key of a log, or what is known of the log is damaged.
        """
        if key.type != ED25519:
            raise WitnessSetupError(
                f"{key.name}: a log's key is of type 0x01, this is of type {key.type:#04x}."
            )
        check_name(key.name)
        log = LogFiles.of(self._folder / _LOGS, key.name)
        with _failing("trust the log"):
            log.make()
        with _failing("trust the log"), log.locked():
            known = log.trusted()
            if known is None and not log.has_state():
                log.begin(key.name)
            # A log whose history is lost must not be taken up afresh by trusting it again.
            log.state(key.name, self.key)
            others = (text for text in (known.keys if known else ()) if text != key.text)
            keys = (key.text, *others)
            if len(keys) > _KEYS_AT_MOST:
                raise WitnessSetupError(
                    f"{key.name}: a log has at most {_KEYS_AT_MOST} keys here. Remove one that "
                    "signs no more: beholden witness untrust."
                )
            log.write_trusted(Trusted(key.name, keys))
        return self._known(log)

    def untrust(self, key: VerifierKey) -> WitnessedLog:
        """Checkpoints count no more that only this key signed; what was cosigned is kept.

        Raises:
            LedgerError: the key is not trusted, or what is known of the log is damaged.
        """
        log = LogFiles.of(self._folder / _LOGS, key.name)
        not_trusted = WitnessSetupError(f"{key.name}: this key is not trusted here.")
        if not log.place.is_dir():
            raise not_trusted
        with _failing("change the log's keys"), log.locked():
            known = log.trusted()
            if known is None or key.text not in known.keys:
                raise not_trusted
            left = tuple(text for text in known.keys if text != key.text)
            log.write_trusted(Trusted(known.origin, left))
        return self._known(log)

    def logs(self) -> tuple[WitnessedLog, ...]:
        """Every log that was ever trusted, by origin."""
        places = (self._folder / _LOGS).glob("*/")
        found = [self._known(LogFiles(one)) for one in places if _HASH.fullmatch(one.name)]
        return tuple(sorted(found, key=lambda log: log.origin))

    # The protocol.

    def add_checkpoint(self, body: bytes, *, now: int) -> WitnessReply:
        """Answers one ``add-checkpoint`` request; 200 means that it is recorded and cosigned.

        Args:
            body: the request's.
            now: unix seconds.

        Raises:
            WitnessBusyError: other requests of this log take too long.
            WitnessError: the record cannot be read or written; nothing is cosigned.
        """
        try:
            request = parse_request(body)
        except WitnessRequestError as error:
            refused = malformed(error)
            return WitnessReply(refused.status, refused.text.encode(), refused.content_type)
        origin = request.checkpoint.origin
        log = LogFiles.of(self._folder / _LOGS, origin)
        if not log.place.is_dir():
            return WitnessReply(_UNKNOWN, b"No log of this origin is known here.\n")
        with _failing("cosign"), log.locked():
            keys = (log.trusted() or Trusted(origin)).verifiers()
            state = log.state(origin, self.key) if keys else State()
            verdict = judge(state.checkpoint, request, keys)
            if isinstance(verdict, Accepted):
                own = self._cosigned(log, state, request.note, keys, now)
                return WitnessReply(_OK, own, about=request.checkpoint)
            if verdict.status == _INCONSISTENT:
                log.keep_evidence(state, request.note.encode(), request.checkpoint)
        signed = verdict.status in {_CONFLICT, _INCONSISTENT}
        return WitnessReply(
            verdict.status,
            verdict.text.encode(),
            verdict.content_type,
            request.checkpoint if signed else None,
        )

    def last(self, origin_hash: str) -> bytes | None:
        """The checkpoint that was cosigned last, by the SHA-256 of its origin in hex.

        Raises:
            WitnessError: it is lost or damaged.
        """
        log = LogFiles(self._folder / _LOGS / origin_hash)
        if not _HASH.fullmatch(origin_hash) or not log.place.is_dir():
            return None
        with _failing("show the checkpoint"):
            known = log.trusted()
            return None if known is None else log.state(known.origin, self.key).note or None

    def _cosigned(
        self,
        log: LogFiles,
        state: State,
        note: SignedNote,
        keys: tuple[VerifierKey, ...],
        now: int,
    ) -> bytes:
        own = cosign(note.text, self._signer, max(now, state.time))
        # Anyone may write lines by unknown keys under a checkpoint; they are not passed on.
        by_log = keys_by_id(keys)
        kept = dict.fromkeys(one for one in note.signatures if (one.name, one.key_id) in by_log)
        log.write_state(SignedNote(note.text, (*kept, own)).encode())
        return own.encode()

    def _known(self, log: LogFiles) -> WitnessedLog:
        evidence = log.evidence()
        origin, keys = f"({log.place.name[:12]})", Trusted("").verifiers()
        try:
            known = log.trusted()
            if known is None:
                problem = "Its keys are missing. Restore them from a backup, or trust it again."
                return WitnessedLog(origin, problem=problem, evidence=evidence)
            origin, keys = known.origin, known.verifiers()
            state = log.state(origin, self.key)
        except WitnessStateError as error:
            return WitnessedLog(origin, keys, problem=str(error), evidence=evidence)
        at = None if state.checkpoint is None else state.time
        return WitnessedLog(origin, keys, state.checkpoint, at, evidence=evidence)


@contextmanager
def _failing(to: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WitnessError(
            f"The witness could not {to}: {error.strerror or error}. Check the folder's disk, its "
            "owner and its free space."
        ) from error
