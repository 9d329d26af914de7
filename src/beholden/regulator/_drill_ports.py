"""What drills need from others: a painter, a hasher, the network's interface; wired in ``app``."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

Random = Callable[[int], bytes]
"""So many bytes that nobody can guess."""


class Painted(NamedTuple):
    """A harmless picture as JPEG: as it is listed, and a copy as it is sent.

    The copy has other bytes: who only compares digests does not find it.
    """

    listed: bytes
    copy: bytes


class Painter(Protocol):
    """Paints pictures; a key of 32 bytes decides all about one."""

    def __call__(self, key: bytes) -> Painted:
        """The picture of this key."""
        ...


class Hashed(NamedTuple):
    """PDQ and SHA-256 of a file, lower-case hex, and the PDQ quality."""

    pdq: str
    quality: int
    sha256: str


class Hasher(Protocol):
    """Hashes pictures."""

    def __call__(self, data: bytes) -> Hashed:
        """The hashes of a picture's file."""
        ...


class Upload(NamedTuple):
    """One picture on its way to a service; ``request`` names it, so that it counts once."""

    data: bytes
    surface: str
    account: str
    request: str


class Reply(NamedTuple):
    """An answer over HTTP; ``retry_seconds`` is the pause that the service asks for."""

    status: int
    body: bytes
    retry_seconds: float = 0.0


class Interface(Protocol):
    """A service's interface for checks, as ``POST /v1/check/image``."""

    def check(self, upload: Upload, *, seconds: float) -> Reply:
        """Sends a picture.

        Raises:
            NotSentError: Nothing reached the service.
            NoAnswerError: There is no whole answer within the time.
        """
        ...

    def receipt(self, statement: str, *, seconds: float) -> Reply:
        """Asks for the receipt of a statement; raises as ``check`` does."""
        ...
