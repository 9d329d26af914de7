"""A clock to turn by hand, a secret of no installation, and a counter of keyed digests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from beholden.access import Key, Secret

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = Secret(bytes(range(32)))


class Clock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


class Counting:
    """Makes digests as the secret does, or always one, and keeps the length of each text."""

    def __init__(self, always: str | None = None) -> None:
        self._always = always
        self.made: list[int] = []

    def mac(self, purpose: str, text: str | bytes) -> str:
        self.made.append(len(text))
        return self._always or SECRET.mac(purpose, text)


def key(**changes: object) -> Key:
    """A key as it is kept."""
    plain: dict[str, object] = {
        "id": 1,
        "key_id": "abcdefgh2345",
        "name": "upload handler",
        "scopes": frozenset({"check"}),
        "secret_mac": SECRET.mac("api keys", bytes(32)),
        "created": NOON,
        "created_by": "A. Tester",
    }
    return Key(**{**plain, **changes})  # type: ignore[arg-type]
