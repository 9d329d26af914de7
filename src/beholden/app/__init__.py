"""The composition root: the one place where rooms are wired to each other.

A *data folder* holds everything that a gate keeps::

    policy.toml     the operator's policy; without it the one that ships is used
    secret.key      the secret of all keyed digests, account pseudonyms among them
    beholden.db     decisions, counts, entries lowered from block to hold, API keys
    lists/          editions, and which of them are active
    scans/          how far an interrupted scan had come
    ledger/         the log of all decisions: keys, tiles, the published checkpoint

    >>> app = Beholden(Path("beholden-data"))  # doctest: +SKIP
    >>> with HashPool() as pool:  # doctest: +SKIP
    ...     app.gate(pool).check(data).outcome
    'allow'
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from beholden._faces import lazy_face
from beholden.access import Secret, open_secret
from beholden.app._archive import ArchiveError, BackupError, Manifest, TargetError
from beholden.app._lists import ActiveLists, Indexes, drill_list, opened
from beholden.app.backup import BackupReport, back_up
from beholden.app.ledger import WiredLedger
from beholden.app.live import Live, Snapshot
from beholden.app.restore import RestoreReport, check_backup, restore
from beholden.config import Config
from beholden.gate import (
    RANDOM_BYTES,
    Gate,
    Hasher,
    Policy,
    PurgeProof,
    StoreArchive,
    StoreGuard,
    StoreRecorder,
    decision_id,
    default_policy,
    due,
    purge,
    read_policy,
)
from beholden.ledger import ExpiredOpenings, Outbox, Outcome
from beholden.lists import ListStore
from beholden.store import Store

if TYPE_CHECKING:
    from beholden.app.regulator import WiredRegulator, default_regulator_folder, painted_anew
    from beholden.app.transparency import build_report, recompute

__all__ = [
    "ActiveLists",
    "ArchiveError",
    "BackupError",
    "BackupReport",
    "Beholden",
    "Live",
    "Manifest",
    "RestoreReport",
    "Snapshot",
    "TargetError",
    "WiredRegulator",
    "back_up",
    "build_report",
    "check_backup",
    "default_data_folder",
    "default_regulator_folder",
    "painted_anew",
    "recompute",
    "restore",
    "utc_now",
]

if not TYPE_CHECKING:  # a gate needs nothing of these
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "regulator": "WiredRegulator default_regulator_folder painted_anew",
            "transparency": "build_report recompute",
        },
    )

# Many callers at once are written together: half the work at a price no caller feels.
_LINGER_SECONDS = 0.002
_IDS_AT_ONCE = 256


def utc_now() -> datetime:
    """The clock of the running program."""
    return datetime.now(UTC)


def default_data_folder() -> Path:
    """``$BEHOLDEN_DATA``, else ``beholden`` in the user's data folder (XDG)."""
    if named := os.environ.get("BEHOLDEN_DATA"):
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "beholden"


class Beholden:
    """One data folder, wired. Nothing is opened or made before it is asked for."""

    def __init__(
        self,
        data: Path,
        config: Config | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """Takes the folder and its configuration; without one, every setting's default."""
        self.data = data
        self.config = config or Config()
        self.clock = clock

    @cached_property
    def lists(self) -> ListStore:
        """The lists of the data folder."""
        return ListStore(
            self.data / "lists",
            Indexes(),
            self.clock,
            stale_after_days=self.config.lists.stale_after_days,
        )

    @property
    def has_store(self) -> bool:
        """Whether anything may be on record: reading commands make no database."""
        return bool(self.config.store.url) or (self.data / "beholden.db").exists()

    @cached_property
    def store(self) -> Store:
        """The database, its tables made if it is empty.

        Raises:
            StoreError: It cannot be used, or needs an upgrade.
        """
        self.unprepared_store.prepare()
        return self.unprepared_store

    @cached_property
    def unprepared_store(self) -> Store:
        """The database as it is, whatever version its tables have, for backup and upgrade."""
        settings = self.config.store
        return Store(self.config.store_url(self.data), lock_seconds=settings.lock_seconds)

    @cached_property
    def secret(self) -> Secret:
        """The secret of all keyed digests; made if there is none.

        Raises:
            SecretError: It cannot be read or made.
        """
        return open_secret(self.config.secret_path(self.data), self.store)

    def account_key(self, account: str) -> str:
        """The keyed pseudonym under which an account is on record."""
        return self.secret.mac("accounts", account)

    @cached_property
    def recorder(self) -> StoreRecorder:
        """Where decisions are recorded."""
        return StoreRecorder(
            self.store,
            self.account_key,
            queue_at_most=self.config.store.queue,
            linger_seconds=_LINGER_SECONDS,
            clock=self.clock,
            on_lowered=self.guard.heed,
            statements=self._sink,
            allowed_days=self.config.ledger.allowed_days,
        )

    @property
    def _sink(self) -> Outbox | None:
        """Where statements go, if the ledger is on."""
        return self.ledger.outbox if self.config.ledger.enabled else None

    @cached_property
    def ledger(self) -> WiredLedger:
        """The log of all decisions."""
        return WiredLedger(self.data, self.config, lambda: self.store, self.clock)

    @cached_property
    def archive(self) -> StoreArchive:
        """What is on record."""
        return StoreArchive(self.store)

    @cached_property
    def guard(self) -> StoreGuard:
        """Entries lowered from block to hold."""
        return StoreGuard(self.store, self.clock, self._sink)

    def purge(self, now: datetime, policy: Policy) -> tuple[PurgeProof, ...]:
        """Deletes what is past its time; see ``gate.purge``."""
        return purge(self.store, now, policy, [ExpiredOpenings(self.ledger.outbox, now)])

    def due(self, now: datetime, policy: Policy) -> dict[str, int]:
        """What a purge would delete now; see ``gate.due``."""
        return due(self.store, now, policy, [ExpiredOpenings(self.ledger.outbox, now)])

    def drain(self) -> Outcome:
        """Takes waiting statements into the log and publishes; see ``app.sequencing``.

        Raises:
            LogLockedError: a service is running, and does it anyway.
            LedgerError, StoreError: it could not be done; the statements still wait.
        """
        from beholden.app.sequencing import drain  # noqa: PLC0415 - it needs this module

        return drain(self)

    def drain_if_idle(self) -> str | None:
        """The same where no service does it; returns what kept it from being done, if anything."""
        from beholden.app.sequencing import drain_if_idle  # noqa: PLC0415 - it needs this module

        return drain_if_idle(self)

    def run_sequencer(self, stop: Event, say: Callable[[str, str], None]) -> None:
        """Writes the log until told to stop; see ``app.sequencing``."""
        from beholden.app.sequencing import run_sequencer  # noqa: PLC0415 - it needs this module

        run_sequencer(self, stop, say)

    def close(self) -> None:
        """Records what waits and closes the database, where they were opened."""
        if "recorder" in self.__dict__:
            self.recorder.close()
        if "unprepared_store" in self.__dict__:
            self.unprepared_store.close()

    @property
    def policy_file(self) -> Path:
        """Where the operator's policy is, if there is one."""
        return self.data / "policy.toml"

    def policy(self) -> Policy:
        """The operator's policy, or the one that ships.

        Raises:
            PolicyError: With every problem of the file and its line.
        """
        # A link that leads nowhere is a policy that is missing, not one that was never set.
        present = os.path.lexists(self.policy_file)
        return read_policy(self.policy_file) if present else default_policy()

    def active_lists(self) -> ActiveLists:
        """Opens the active editions, every byte verified, and the drill list.

        Raises:
            DamagedError: A list that should be active is damaged or lost.
        """
        return ActiveLists([*map(opened, self.lists.active()), drill_list()])

    def gate(
        self, hasher: Hasher, lists: ActiveLists | None = None, policy: Policy | None = None
    ) -> Gate:
        """A gate over the given lists and policy, or those that are active now."""
        chance = _Randomness().take
        return Gate(
            hasher=hasher,
            matcher=lists or self.active_lists(),
            policy=policy or self.policy(),
            recorder=self.recorder,
            guard=self.guard,
            clock=self.clock,
            monotonic=time.monotonic,
            new_id=lambda at: decision_id(at, chance()),
        )


class _Randomness:
    """Random bytes for ids, asked of the system for many at once. Threads may share it.

    A forked process must not go on with its parent's.
    """

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def take(self) -> bytes:
        try:
            return self._pieces.pop()
        except IndexError:
            block = secrets.token_bytes(RANDOM_BYTES * _IDS_AT_ONCE)
            pieces = [block[at : at + RANDOM_BYTES] for at in range(0, len(block), RANDOM_BYTES)]
            first = pieces.pop()
            self._pieces += pieces
            return first
