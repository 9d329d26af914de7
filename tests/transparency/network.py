"""A network as a reader of its statements sees it: statements, salts, entries, exports."""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from beholden.transparency.core import CheckpointRef, Window

POLICY = {"version": "1", "digest": "ab" * 32}


class Network:
    """Statements in the order of the log; a test may then change what is handed over."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a test that can be repeated
        self.salts: list[bytes] = []
        self.bodies: list[bytes] = []

    @property
    def size(self) -> int:
        return len(self.bodies)

    def state(self, body: bytes | Mapping[str, Any]) -> int:
        """Takes a statement into the log; its place."""
        self.salts.append(self._random.randbytes(32))
        self.bodies.append(body if isinstance(body, bytes) else msgspec.json.encode(body))
        return self.size - 1

    def entry(self, place: int) -> bytes:
        return sha256(self.salts[place] + self.bodies[place]).digest()

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        for place in range(first, last):
            yield self.entry(place)

    @property
    def checkpoint(self) -> CheckpointRef:
        return CheckpointRef("network.example/decisions", self.size, bytes(32))

    def line(self, place: int, *, erased_by: str | None = None) -> bytes:
        """What an export says of a place."""
        gone = erased_by is not None
        return msgspec.json.encode(
            {
                "index": place,
                "id": f"statement-{place}",
                "kind": "any",
                "made": "2026-11-22T10:02:00Z",
                "entry": _base64(self.entry(place)),
                "salt": None if gone else _base64(self.salts[place]),
                "statement": None if gone else _base64(self.bodies[place]),
                "erased_by": erased_by,
            }
        )

    def export(
        self, path: Path, places: Sequence[int] | None = None, *, erased: Sequence[int] = ()
    ) -> Path:
        chosen = range(self.size) if places is None else places
        lines = (self.line(at, erased_by="a statement" if at in erased else None) for at in chosen)
        path.write_bytes(b"".join(line + b"\n" for line in lines))
        return path


def decision(name: str, **fields: Any) -> dict[str, Any]:
    """A statement of one decision."""
    outcome = fields.pop("outcome", "block")
    return {
        "kind": "gate.decision",
        "version": 1,
        "id": name,
        "time": "2026-11-22T09:30:00Z",
        "outcome": outcome,
        "would_be": fields.pop("would_be", outcome),
        "mode": "enforce",
        "rule": "known",
        "policy": POLICY,
        "editions": [],
        **fields,
    }


def counted(count: int, outcome: str = "allow", **fields: Any) -> dict[str, Any]:
    """One count of an hour."""
    return {
        "surface": "avatar",
        "rule": "default" if outcome == "allow" else "known",
        "mode": "enforce",
        "outcome": outcome,
        "would_be": outcome,
        "count": count,
        **fields,
    }


def hour(
    name: str,
    counts: Sequence[Mapping[str, Any]] = (),
    matches: Sequence[Mapping[str, Any]] = (),
    *,
    number: int = 1,
) -> dict[str, Any]:
    """A statement of one hour."""
    stated: dict[str, Any] = {
        "kind": "gate.hour",
        "version": 1,
        "hour": name,
        "counts": list(counts),
        "matches": list(matches),
    }
    if number > 1:
        stated["corrects"] = f"hour:{name}" + ("" if number == 2 else f":{number - 1}")
    return stated


def whole_day(network: Network, day: str, *counts: Mapping[str, Any]) -> None:
    """States 24 hours of a day: all counts in the ninth, the others empty."""
    for number in range(24):
        network.state(hour(f"{day}T{number:02}Z", counts if number == 9 else ()))


def window(first: str = "2026-11-22", last: str | None = None) -> Window:
    return msgspec.convert({"first": first, "last": last or first}, Window)


def _base64(data: bytes) -> str:
    return b64encode(data).decode()
