"""The ledger of one data folder, wired: identity, outbox, sequencer, publisher, service.

app.ledger.name("example.org/decisions")
with app.ledger.sequencer() as sequencer:
sequencer.step()
app.ledger.service.proof("018f...")
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path

from beholden.config import Config
from beholden.ledger import (
    FolderStorage,
    Identity,
    IdentityError,
    KeyRecord,
    Ledger,
    Log,
    Marks,
    Mended,
    Outbox,
    Publisher,
    Sequencer,
    Statements,
    TrustPolicy,
    VerifyReport,
    asker,
    create_identity,
    distrust_key,
    key_changes,
    key_rotated_statement,
    load_identity,
    mend_log,
    name_log,
    rotate,
    trust_of,
    trust_text,
    verify_log,
)
from beholden.store import Store

__all__ = ["WiredLedger"]

_SEED_BYTES = 32


class WiredLedger:
    """Everything about the log of a data folder. Nothing is made before it is asked for."""

    def __init__(
        self, data: Path, config: Config, store: Callable[[], Store], clock: Callable[[], datetime]
    ) -> None:
        """Takes the folder, its configuration, what opens its database, and the clock."""
        self._data = data
        self._config = config
        self._store = store
        self._clock = clock
        self.folder = data / "ledger"

    @cached_property
    def outbox(self) -> Outbox:
        """Where statements wait for the log."""
        return Outbox(
            self._store(),
            randomness=secrets.token_bytes,
            clock=self._clock,
            merge_seconds=self._config.ledger.merge_seconds,
        )

    @cached_property
    def marks(self) -> Marks:
        """How far policy, lists and hours are stated."""
        return Marks(self._store(), self.outbox)

    @cached_property
    def service(self) -> Ledger:
        """The log as it is asked: proofs, receipts, openings, erasure."""
        return Ledger(self.folder, self._store(), self.outbox, trust=self.trust, clock=self._clock)

    def trust(self) -> TrustPolicy:
        """The network's own trust policy: the log's keys, and the witnesses of its file.

        Raises:
            PolicyError: the file is not one.
            IdentityError: there is no log yet.
        """
        return trust_of(self.folder, self._trust_file)

    def trust_text(self) -> bytes:
        """The same as a file for others.

        Raises:
            PolicyError, IdentityError: as above.
        """
        self.trust()
        return trust_text(self.identity(), self._trust_file)

    def identity(self) -> Identity:
        """The log's origin and keys.

        Raises:
            IdentityError: there is no log yet, or its identity is damaged.
        """
        found = load_identity(self.folder)
        if found is None:
            raise IdentityError("There is no log here yet. Make one: beholden ledger init.")
        return found

    def name(self, origin: str | None = None) -> Identity:
        """The log's identity, made if there is none.

        Without an origin it gets one that says that nobody chose it, and can be named later:
        what is in the log does not depend on it.

        Raises:
            IdentityError: it has a name already, or cannot be written.
            KeyTextError: the origin cannot be a log's name.
        """
        seed = secrets.token_bytes(_SEED_BYTES)
        if load_identity(self.folder) is None:
            try:
                return create_identity(
                    self.folder,
                    f"unnamed.invalid/{secrets.token_hex(8)}" if origin is None else origin,
                    named=origin is not None,
                    instance=secrets.token_hex(16),
                    seed=seed,
                    now=self._now(),
                )
            except IdentityError:
                # Another process may have made one in the same moment.
                if load_identity(self.folder) is None:
                    raise
        return self.identity() if origin is None else self._named(origin, seed)

    def rotate_key(self, overlap_seconds: int) -> tuple[KeyRecord, KeyRecord]:
        """Makes a new signing key and states it; returns the old and the new one.

        Raises:
            IdentityError: there is no log yet, or it cannot be written.
            OutboxError: the key is made; the sequencer states it.
        """
        now = self._now()
        _, old, new = rotate(
            self.folder,
            seed=secrets.token_bytes(_SEED_BYTES),
            now=now,
            overlap_seconds=overlap_seconds,
        )
        self.state_keys()
        return old, new

    def distrust_key(self, key_id: str) -> KeyRecord:
        """Marks a key that was rotated away as one that others may have.

        Raises:
            IdentityError: see ``ledger.identity.distrust``.
        """
        return distrust_key(self.folder, key_id, now=self._now())

    def state_keys(self) -> int:
        """States every change of keys that is not stated yet; returns how many there were.

        Raises:
            IdentityError: the log's identity is damaged.
            OutboxError: they could not be stated; it is tried again by whoever comes next.
        """
        identity = load_identity(self.folder)
        statements = [
            key_rotated_statement(old.verifier, new.verifier, old.until or new.since, new.since)
            for old, new in (() if identity is None else key_changes(identity))
        ]
        stated = Statements(self._store()).bodies([one.id for one in statements])
        new = [one for one in statements if one.id not in stated]
        self.outbox.put(new)
        return len(new)

    @contextmanager
    def sequencer(self) -> Iterator[Sequencer]:
        """The one writer of the log; its files are open for as long as the block runs.

        Raises:
            LogLockedError: another process has it.
            LedgerError: the log cannot be used.
        """
        self.name()
        with Log.open(self.folder, create=True) as log:
            yield Sequencer(
                folder=self.folder,
                log=log,
                store=self._store(),
                statements=Statements(self._store()),
                outbox=self.outbox,
                now=self._now,
            )

    def publisher(self) -> Publisher:
        """What shows checkpoints to the witnesses of the trust policy."""
        ask = asker(self._config.ledger.witness_seconds)
        return Publisher(self.folder, FolderStorage(self.folder), self.trust, ask)

    def verify(self, progress: Callable[[int, int], None] = lambda *_: None) -> VerifyReport:
        """Checks the whole log; see ``ledger.checking``."""
        return verify_log(self.folder, self._store(), self.trust, progress)

    def repair(self, source: Path | None = None) -> Mended:
        """Mends the log's files; see ``ledger.checking``."""
        return mend_log(self.folder, self._store(), source)

    @property
    def _trust_file(self) -> Path:
        return self._config.trust_path(self._data)

    def _named(self, origin: str, seed: bytes) -> Identity:
        identity = name_log(self.folder, origin, seed=seed, now=self._now())
        self.state_keys()
        return identity

    def _now(self) -> int:
        return int(self._clock().timestamp())
