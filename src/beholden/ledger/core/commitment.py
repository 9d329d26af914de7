r"""Leaves and what opens them.

    entry of the log = SHA-256(salt, 32 random bytes || statement)

The entry says nothing of the statement to who has no salt. An *opening* is what the network
gives to someone entitled to see the statement:

    {"id": "...", "index": 17, "salt": "<base64>", "statement": "<base64 of the exact bytes>"}

``index`` is null until the leaf is in the log. The statement's own bytes are hashed, never
a form of them that a JSON library made anew.

    >>> entry = commitment(bytes(32), b"{}")
    >>> check_opening(Opening("a", None, bytes(32), b"{}"), entry)
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import msgspec

from beholden.ledger.core._text import NUMBER_LIMIT, base64_of, unbase64
from beholden.ledger.core.note import NOTE_BYTES
from beholden.ledger.errors import OpeningError, OpeningMismatchError

__all__ = [
    "SALT_BYTES",
    "Opening",
    "check_opening",
    "commitment",
    "parse_opening",
]

SALT_BYTES: Final = 32


class Opening(msgspec.Struct, frozen=True):
    """The salt and statement of one leaf; ``index`` is None until it is in the log."""

    id: str
    index: int | None
    salt: bytes
    statement: bytes

    @property
    def entry(self) -> bytes:
        """The log's entry that this opens."""
        return commitment(self.salt, self.statement)

    def encode(self) -> bytes:
        """The opening as JSON."""
        salt, statement = base64_of(self.salt).decode(), base64_of(self.statement).decode()
        return msgspec.json.encode(_Written(self.id, self.index, salt, statement)) + b"\n"


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    index: int | None
    salt: str
    statement: str


def commitment(salt: bytes, statement: bytes) -> bytes:
    """The log's entry for a statement.

    Raises:
        OpeningError: the salt is not 32 bytes; of another length, its end could be taken for
            the statement's beginning.
    """
    if len(salt) != SALT_BYTES:
        raise OpeningError(f"A salt has {SALT_BYTES} bytes, not {len(salt)}.")
    return sha256(salt + statement).digest()


def check_opening(opening: Opening, entry: bytes) -> None:
    """Returns if the opening is that of the entry.

    Raises:
        OpeningMismatchError: it is not.
        OpeningError: its salt is not 32 bytes.
    """
    if opening.entry != entry:
        raise OpeningMismatchError(
            "The opening does not belong to this leaf: its salt and statement give another one. "
            "Ask the network for the opening of exactly this receipt or proof."
        )


def parse_opening(data: bytes) -> Opening:
    """Reads an opening.

    Raises:
        OpeningError: this is none, and why.
    """
    if len(data) > NOTE_BYTES:
        raise OpeningError(f"An opening has at most {NOTE_BYTES:,} bytes. This is some other file.")
    try:
        written = msgspec.json.decode(data, type=_Written)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise OpeningError(
            f"This is no opening of a leaf ({error}). Ask the network for one "
            "(beholden ledger open ID --json)."
        ) from None
    if written.index is not None and not 0 <= written.index < NUMBER_LIMIT:
        raise OpeningError("The index of the opening is no leaf's. Ask the network for it again.")
    return Opening(
        written.id,
        written.index,
        _bytes_of(written.salt, "The salt", SALT_BYTES),
        _bytes_of(written.statement, "The statement", None),
    )


def _bytes_of(text: str, what: str, length: int | None) -> bytes:
    return unbase64(text.encode("utf-8", "replace"), OpeningError, what, length)
