"""The small fields that every document of the ledger is made of, each with one spelling.

    decimal     0 | [1-9][0-9]*, ASCII, less than 2**63     sizes and indexes
    base64      RFC 4648 section 4, padded, nothing skipped, padding bits zero
    time        YYYY-MM-DDTHH:MM:SSZ, a second between 1970 and 9999, UTC

A document that could be written in two ways could be signed in one and shown in the
other. So every reader here accepts exactly what its writer gives, and a size that other
programs would hold in a signed word of 64 bits (or would round, beyond 2**53) is read
whole or not at all.

    >>> decimal(b"70000", EncodingError, "The size"), time_text(0)
    (70000, '1970-01-01T00:00:00Z')
    >>> unbase64(base64_of(b"ab"), EncodingError, "The leaf")
    b'ab'
"""

from __future__ import annotations

import base64
import binascii
import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from beholden.ledger.core.hashing import HASH_BYTES
from beholden.ledger.errors import EncodingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "NUMBER_LIMIT",
    "PATH_LINES",
    "TIME_LIMIT",
    "base64_of",
    "decimal",
    "path_of",
    "path_text",
    "quoted",
    "time_of",
    "time_text",
    "unbase64",
]

NUMBER_LIMIT: Final = 1 << 63
"""Sizes and indexes are below this."""

TIME_LIMIT: Final = 253_402_300_800
"""Times in unix seconds are below this: the year 10000."""

PATH_LINES: Final = 63
"""A path in a tree of less than 2**63 leaves has at most so many hashes."""

_DECIMAL = re.compile(rb"0|[1-9][0-9]{0,18}")
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_SHOWN_CHARACTERS = 60


def decimal(text: bytes, error: type[EncodingError], what: str) -> int:
    """Reads a number.

    Args:
        text: as it stands in the document.
        error: what is raised if it is none.
        what: begins the sentence, as "The size".
    """
    if _DECIMAL.fullmatch(text) is None or (number := int(text)) >= NUMBER_LIMIT:
        raise error(
            f"{what} is no decimal number from 0 to 2^63 - 1 without sign or leading zeros: "
            f"{quoted(text)}. Ask for the document again."
        )
    return number


def base64_of(data: bytes) -> bytes:
    """The one base64 spelling of some bytes."""
    return base64.b64encode(data)


def unbase64(
    text: bytes, error: type[EncodingError], what: str, length: int | None = None
) -> bytes:
    """Reads base64 in its one spelling; ``length`` is in bytes, None for any.

    Raises:
        EncodingError: of the class ``error``.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = None
    # Decoders pass over padding bits that are not zero; two spellings would be one value.
    if data is None or base64.b64encode(data) != text:
        raise error(
            f"{what} is no base64 in its standard form: {quoted(text)}. Ask for the document again."
        )
    if length is not None and len(data) != length:
        raise error(f"{what} has {len(data):,} bytes, not {length}. Ask for the document again.")
    return data


def path_of(
    lines: Sequence[bytes], error: type[EncodingError], lines_at_most: int = PATH_LINES
) -> tuple[bytes, ...]:
    """Reads the hashes of a proof, one a line."""
    if len(lines) > lines_at_most:
        raise error(
            f"The path has {len(lines):,} hashes, more than the {lines_at_most} that a tree can "
            "need. Ask for the document again."
        )
    return tuple(
        unbase64(line, error, f"Hash {number} of the path", HASH_BYTES)
        for number, line in enumerate(lines, 1)
    )


def path_text(path: Iterable[bytes]) -> bytes:
    """The lines of a path, each with its newline."""
    return b"".join(base64_of(one) + b"\n" for one in path)


def time_text(seconds: int) -> str:
    """A time as RFC 3339 in UTC, to the second.

    Args:
        seconds: since 1970, below ``TIME_LIMIT``.
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def time_of(text: bytes, error: type[EncodingError], what: str) -> int:
    """Reads a time in unix seconds; nothing but the form of ``time_text``."""
    seconds = -1
    if _TIME.fullmatch(text) is not None:
        with suppress(ValueError):  # month 13, February 30
            seconds = int(datetime.fromisoformat(text.decode()).timestamp())
    # Second 60 and hour 24 are read by some readers as the next minute and day.
    if not 0 <= seconds < TIME_LIMIT or time_text(seconds).encode() != text:
        raise error(
            f"{what} is no time in the form 2026-11-22T12:00:00Z: {quoted(text)}. "
            "Ask for the document again."
        )
    return seconds


def quoted(text: bytes | str) -> str:
    """Text of strangers for a sentence: short, and unable to steer a terminal."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "backslashreplace")
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:_SHOWN_CHARACTERS])
    return f'"{plain}..."' if len(text) > _SHOWN_CHARACTERS else f'"{plain}"'
