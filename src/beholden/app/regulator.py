"""A regulator's data folder, wired.

regulator.toml    settings
regulator.db      register, staff, what was received and found, publications
secret.key        the secret behind the keys of staff
regimes/          more laws, one file each
mirrors/SERVICE/  copies of logs
received/         files that somebody sent, by their digest
drills/PLAN/      what a plan of drills hands out

regulator = WiredRegulator(Path("regulator-data"))
regulator.register.services()
"""

from __future__ import annotations

import base64
import os
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import select

from beholden._durable import replace_file
from beholden.access import Secret, key_text, parse_key
from beholden.access.core import SECRET_BYTES, secret_mac
from beholden.app import utc_now
from beholden.ledger import LedgerError, parse_policy
from beholden.regulator import (
    SETTINGS_FILE,
    CardParts,
    Cards,
    Clocks,
    DrillParts,
    Drills,
    FileProblem,
    Hashed,
    KeptReconciliation,
    MadeKey,
    Mirrors,
    MirrorState,
    Painted,
    Publications,
    Received,
    Reconciliations,
    Regimes,
    Register,
    RegulatorSettings,
    Reveal,
    SettingsError,
    Staff,
    parse_settings,
    read_settings,
    settings_text,
)
from beholden.store import REGULATOR, Store, regulator_tables

__all__ = ["WiredRegulator", "default_regulator_folder", "painted_anew"]

_KEY_ID_LETTERS = 12


def default_regulator_folder() -> Path:
    """``$BEHOLDEN_REGULATOR_DATA``, else ``beholden-regulator`` in the user's data folder (XDG)."""
    if named := os.environ.get("BEHOLDEN_REGULATOR_DATA"):
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "beholden-regulator"


class WiredRegulator:
    """One data folder of a regulator. Nothing is opened or made before it is asked for."""

    def __init__(
        self,
        data: Path,
        settings: RegulatorSettings | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """Takes the folder, and its settings where they are not those of its file."""
        self.data = data
        self.clock = clock
        self._settings = settings

    @cached_property
    def settings(self) -> RegulatorSettings:
        """The settings, read once.

        Raises:
            SettingsError: There is no file, or it is refused.
        """
        return self._settings or read_settings(self.data / SETTINGS_FILE)

    @cached_property
    def store(self) -> Store:
        """The database, its tables made if it is empty.

        Raises:
            SettingsError: There are no settings: nothing is made by mistake.
            StoreError: It cannot be used, or needs an upgrade.
        """
        store = Store(self.settings.store_address(self.data, os.environ), schema=REGULATOR)
        store.prepare()
        return store

    @cached_property
    def secret(self) -> Secret:
        """The secret behind the keys of staff; made if there is none and nobody depends on it.

        Raises:
            SecretError: It cannot be used, or is missed.
        """
        path = self.data / "secret.key"
        people = regulator_tables.staff
        if not os.path.lexists(path):
            standing = select(people.c.name).where(people.c.revoked_us.is_(None)).limit(1)
            with self.store.reading() as connection:
                if connection.execute(standing).first() is not None:
                    return Secret.load(path)
        return Secret.load_or_create(path)

    @cached_property
    def regimes(self) -> Regimes:
        """The laws at hand: those that ship, and those of the folder."""
        return Regimes(self.data / "regimes")

    @cached_property
    def register(self) -> Register:
        """Providers and services."""
        return Register(self.store, self.regimes, policy_problem, self.clock)

    @cached_property
    def staff(self) -> Staff:
        """The people."""
        return Staff(self.store, _Keys(lambda: self.secret), self.clock)

    @cached_property
    def received(self) -> Received:
        """Files that somebody sent."""
        return Received(self.store, self.data / "received", self.clock)

    @cached_property
    def publications(self) -> Publications:
        """Scorecards."""
        return Publications(self.store, self.clock)

    @cached_property
    def drills(self) -> Drills:
        """Drills: plans, what is sent, what it bounds."""
        parts = DrillParts(
            service_of=lambda name: self.register.service(name).item,
            receipts=lambda service: self.mirror_folder(service) / "receipts",
            paint=_paint,
            hashes=_hashes,
            clocks=Clocks(self.clock, time.monotonic, time.sleep),
            random=secrets.token_bytes,
        )
        return Drills(self.store, self.data / "drills", parts)

    @cached_property
    def mirrors(self) -> Mirrors:
        """Copies of the logs of registered services."""
        return self.mirrors_with()

    def mirrors_with(self, stall_after: int | None = None) -> Mirrors:
        """The same, with an alarm after so many seconds without news of a log."""
        from beholden.app.mirroring import mirrors_of  # noqa: PLC0415 - half of the commands need none

        return mirrors_of(self, stall_after)

    @cached_property
    def reconciliations(self) -> Reconciliations:
        """What was published, held against the logs."""
        from beholden.app.reconciling import reconciliations_of  # noqa: PLC0415 - as above

        return reconciliations_of(self)

    @cached_property
    def cards(self) -> Cards:
        """Draft cards, from everything above."""
        parts = CardParts(
            register=self.register,
            regimes=self.regimes,
            reconciliation=self._reconciliation,
            drills=self.drills.summaries,
            mirror=self._mirror,
        )
        return Cards(self.settings.name, parts, self.clock)

    def _reconciliation(self, service: str, number: int | None) -> KeptReconciliation | None:
        if number is not None:
            return self.reconciliations.get(service, number)
        return next(iter(self.reconciliations.list(service)), None)

    def _mirror(self, service: str) -> MirrorState | None:
        if self.register.service(service).item.log is None:
            return None
        (state,) = self.mirrors.states(service)
        return state

    def mirror_folder(self, service: str) -> Path:
        """Where the copy of a service's log is."""
        return self.data / "mirrors" / service

    def make(self) -> None:
        """Makes the folder: settings, database, secret, and the folder for more laws.

        Raises:
            SettingsError: There is a regulator here already, or the settings cannot be used.
            SecretError, StoreError: As above; what was made can be made again.
        """
        path = self.data / SETTINGS_FILE
        if os.path.lexists(path):
            raise SettingsError(str(path), [FileProblem("There is a regulator here already.")])
        text = settings_text(self.settings).encode()
        parse_settings(text)
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.data / "regimes").mkdir(mode=0o700, exist_ok=True)
        _ = self.secret
        # Last: without it there is no regulator here, and the command can be repeated.
        replace_file(path, text)

    def close(self) -> None:
        """Closes the database, where it was opened."""
        if "store" in self.__dict__:
            self.store.close()


def painted_anew(reveal: Reveal, told: Callable[[int, int], None]) -> Iterator[tuple[str, str]]:
    """PDQ and SHA-256 of every picture of a revealed plan, as its seed paints it here."""
    from beholden.app.drilling import painted_anew as painting  # noqa: PLC0415 - see _paint

    return painting(reveal, told)


def _paint(key: bytes) -> Painted:
    from beholden.app.drilling import paint  # noqa: PLC0415 - only drills need numpy and Pillow

    return paint(key)


def _hashes(data: bytes) -> Hashed:
    from beholden.app.drilling import hashes  # noqa: PLC0415 - see _paint

    return hashes(data)


class _Keys:
    """Keys of staff in the form of API keys, under a secret of the regulator's own."""

    def __init__(self, secret: Callable[[], Secret]) -> None:
        # Listing and revoking people must work without the secret.
        self._secret = secret

    def make(self) -> MadeKey:
        """A new random key."""
        letters = base64.b32encode(secrets.token_bytes(8)).decode("ascii").lower()
        key_id, shown = letters[:_KEY_ID_LETTERS], secrets.token_bytes(SECRET_BYTES)
        return MadeKey(key_id, key_text(key_id, shown), secret_mac(self._secret(), shown))

    def read(self, text: str) -> tuple[str, str] | None:
        """The id and the digest of a key's text; None if it is no key."""
        parsed = parse_key(text)
        if parsed is None:
            return None
        key_id, shown = parsed
        return key_id, secret_mac(self._secret(), shown)


def policy_problem(policy: str, origin: str) -> str | None:
    """What is wrong with a trust policy for the log of an origin; None if nothing is."""
    try:
        trust = parse_policy(policy.encode())
    except LedgerError as error:
        return str(error)
    names = [key.name for key in trust.logs]
    if origin in names:
        return None
    return (
        f"The policy has no log of the origin {origin}; it has: {', '.join(names) or 'none'}. "
        "Take the policy that the network publishes (beholden ledger trust)."
    )
