"""A network as a regulator's drills meet it, with faults on demand; and a quick painter.

network = Network()
world = World(store, tmp_path)
kept = world.drills.plan(wish(), by=OFFICER)
network.load(kept)
world.drills.send(kept.plan.id, network, by=OFFICER)
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from beholden.access.core import key_text
from beholden.regulator import (
    Clocks,
    DrillParts,
    Drills,
    Hashed,
    KeptPlan,
    MadeKey,
    Painted,
    Staff,
    Wish,
)
from beholden.regulator._drill_ports import Reply, Upload
from beholden.regulator.core.models import Service, Surface
from beholden.store import Store

OFFICER = "A. Tester"
OTHER = "B. Tester"
READER = "R. Reader"
NOON = datetime(2026, 10, 10, 12, tzinfo=UTC)
SERVICE = Service(
    id="example",
    provider="provider",
    name="Example",
    regime="uk-osa",
    state="registered",
    surfaces=(Surface(id="avatar", name="Avatars"), Surface(id="post", name="Posts")),
)


def paint(key: bytes) -> Painted:
    """Bytes instead of a picture: the simulated network compares keys."""
    return Painted(b"listed " + key, b"copy " + key)


def hashes(data: bytes) -> Hashed:
    """Copy and listed picture have one PDQ hash; other keys are far away."""
    key = data.partition(b" ")[2]
    return Hashed(hashlib.sha256(key).hexdigest(), 100, hashlib.sha256(data).hexdigest())


def wish(**fields: Any) -> Wish:
    """A small plan that is open at noon."""
    given = {
        "service": "example",
        "first": date(2026, 10, 10),
        "last": date(2026, 10, 12),
        "items": 6,
        "controls": 3,
    }
    return Wish(**{**given, **fields})


class Clock:
    """A clock that tests move; its pauses move it too."""

    def __init__(self) -> None:
        self.now = NOON
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return (self.now - NOON).total_seconds()

    def pass_by(self, seconds: float) -> None:
        with self._lock:
            self.now += timedelta(seconds=seconds)


class _Keys:
    def make(self) -> MadeKey:
        key_id = secrets.token_hex(8)
        return MadeKey(key_id, key_text("a" * 12, bytes(32)), secrets.token_hex(32))

    def read(self, text: str) -> tuple[str, str] | None:  # noqa: ARG002 - nobody signs in here
        return None


class World:
    """The drills of a regulator over a store, with people, one service and a clock."""

    def __init__(self, store: Store, folder: Path, **parts: Any) -> None:
        self.clock = Clock()
        self.folder = folder
        self.store = store
        self.receipts = folder / "mirrors" / "example" / "receipts"
        staff = Staff(store, _Keys(), self.clock)
        if not staff.people():
            for name, role in ((OFFICER, "officer"), (OTHER, "officer"), (READER, "reader")):
                staff.add(name, role, by="admin")
        given: dict[str, Any] = {
            "service_of": {"example": SERVICE}.__getitem__,
            "receipts": lambda service: folder / "mirrors" / service / "receipts",
            "paint": paint,
            "hashes": hashes,
            "clocks": Clocks(self.clock, self.clock.seconds, self.clock.pass_by),
            "random": secrets.token_bytes,
        }
        self.drills = Drills(store, folder / "drills", DrillParts(**{**given, **parts}))

    def planned(self, **fields: Any) -> KeptPlan:
        return self.drills.plan(wish(**fields), by=OFFICER)


Fault = Callable[[Upload], Reply]


class Network:
    """A service with a list. ``misses``: how many of the listed it lets through, first of all.

    ``faults``: for the n-th check (from 0), what happens instead of an answer. It counts by
    request key, as its interface promises: one that comes again is answered as before.
    """

    def __init__(
        self,
        *,
        misses: int = 0,
        stops_all: bool = False,
        receipts: bool = True,
        faults: dict[int, Fault] | None = None,
    ) -> None:
        self.asked: list[Upload] = []
        self.decided: dict[str, dict[str, str]] = {}
        self.receipts = receipts
        self.times_receipts_asked = 0
        self._listed: set[str] = set()
        self._misses = misses
        self._stops_all = stops_all
        self._faults = faults or {}
        self._lock = threading.Lock()

    def load(self, *plans: KeptPlan) -> None:
        """Takes in the lists of plans."""
        for kept in plans:
            self._listed |= {one.pdq for one in kept.pictures[: kept.plan.population]}

    def check(self, upload: Upload, *, seconds: float) -> Reply:
        assert seconds > 0
        with self._lock:
            number = len(self.asked)
            self.asked.append(upload)
        if (fault := self._faults.get(number)) is not None:
            return fault(upload)
        return self.answer(upload)

    def answer(self, upload: Upload) -> Reply:
        """The honest answer."""
        with self._lock:
            known = self.decided.get(upload.request)
            if known is None:
                outcome = "allow"
                if self._stops_all or hashes(upload.data).pdq in self._listed:
                    outcome = "block"
                    if self._misses and not self._stops_all:
                        self._misses -= 1
                        outcome = "allow"
                known = {"outcome": outcome, "id": f"statement-{upload.request[:12]}"}
                self.decided[upload.request] = known
        return Reply(200, msgspec.json.encode(known))

    def receipt(self, statement: str, *, seconds: float) -> Reply:
        assert seconds > 0
        self.times_receipts_asked += 1
        if not self.receipts:
            return Reply(403, b"{}")
        return Reply(200, b"receipt of " + statement.encode())

    def times_asked(self) -> dict[str, int]:
        """How often each request key came."""
        counts: dict[str, int] = defaultdict(int)
        for upload in self.asked:
            counts[upload.request] += 1
        return counts


def raising(error: Exception) -> Fault:
    """A fault that raises."""

    def fault(_upload: Upload) -> Reply:
        raise error

    return fault


def replying(status: int, body: bytes = b"{}", retry: float = 0.0) -> Fault:
    """A fault that answers something else."""
    return lambda _upload: Reply(status, body, retry)


def everywhere(fault: Fault) -> dict[int, Fault]:
    """The fault on every check of a test."""
    return dict.fromkeys(range(1_000), fault)
