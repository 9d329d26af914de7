"""What the regulator's room needs from others; wired in ``app.regulator``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

Clock = Callable[[], datetime]
"""Returns the time with its zone."""


class MadeKey(NamedTuple):
    """A new key: ``text`` is shown once, ``digest`` is kept."""

    key_id: str
    text: str
    digest: str


class StaffKeys(Protocol):
    """Keys of people, and the keyed digests that are kept of them."""

    def make(self) -> MadeKey:
        """A new random key."""
        ...

    def read(self, text: str) -> tuple[str, str] | None:
        """The id and the digest of a key's text; None if it is no key."""
        ...


class PolicyCheck(Protocol):
    """Reads a trust policy."""

    def __call__(self, policy: str, origin: str) -> str | None:
        """What is wrong with it for the log of this origin; None if nothing is."""
        ...
