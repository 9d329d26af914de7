r"""Checkpoints: what a log says it holds (C2SP tlog-checkpoint 1.0.0).

    <origin>
    <number of leaves, decimal>
    <root, base64 of 32 bytes>
    <extension line>                     none, or some; ours has none

This is the text of a signed note; every line ends with a newline and none is empty. The
size is less than 2**63 (the format names no bound; programs that hold sizes in a signed
word have this one) and has no leading zero. The origin names the log. Here a log's key has
the log's origin as its name, so a checkpoint of a log whose origin could be no key's name
is read and never verified.

Invariants:

* ``parse_checkpoint(text).encode() == text``: a checkpoint has one spelling.
* A receipt's promise (see ``receipt``) never parses as a checkpoint, and no checkpoint as
  a promise: a key that signs one has never signed the other by it.

    >>> from beholden.ledger.core.keys import generate
    >>> log = generate("example.org/log", bytes(32))
    >>> note = sign_checkpoint(Checkpoint("example.org/log", 0, EMPTY_ROOT), log)
    >>> open_checkpoint(note, "example.org/log", [log.key]).size
    0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beholden.ledger.core._text import NUMBER_LIMIT, base64_of, decimal, quoted, unbase64
from beholden.ledger.core.hashing import EMPTY_ROOT, HASH_BYTES
from beholden.ledger.core.keys import ED25519, Signer, VerifierKey
from beholden.ledger.core.note import keys_by_id, parse_note, sign_note, verify_note
from beholden.ledger.errors import (
    CheckpointError,
    CheckpointRootError,
    CheckpointSizeError,
    ExtensionLineError,
    OriginError,
    OriginMismatchError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "EMPTY_ROOT",
    "Checkpoint",
    "log_keys_of",
    "open_checkpoint",
    "parse_checkpoint",
    "sign_checkpoint",
]

_LINES = 3


class Checkpoint(msgspec.Struct, frozen=True):
    """A log's size and root; ``extensions`` are lines that this program gives no meaning."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def encode(self) -> bytes:
        """The text that is signed.

        Raises:
            CheckpointError: no checkpoint can say this.
        """
        if not self.origin or "\n" in self.origin:
            raise OriginError("The origin of a checkpoint is one line of text.")
        if not 0 <= self.size < NUMBER_LIMIT:
            raise CheckpointSizeError(f"A log has 0 to 2^63 - 1 leaves, not {self.size}.")
        if len(self.root) != HASH_BYTES:
            raise CheckpointRootError(f"A root has {HASH_BYTES} bytes, not {len(self.root)}.")
        for line in self.extensions:
            if not line or "\n" in line:
                raise ExtensionLineError("An extension line of a checkpoint is one line of text.")
        lines = (self.origin, str(self.size), base64_of(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines).encode()


def parse_checkpoint(text: bytes) -> Checkpoint:
    """Reads a checkpoint's text, whose signatures are another matter.

    Raises:
        CheckpointError: this is none; the subclass says why.
    """
    *lines, rest = text.split(b"\n")
    if rest or not lines:
        raise ExtensionLineError(
            "The last line of the checkpoint does not end with a newline: its end is missing. "
            "Ask for the checkpoint again."
        )
    if len(lines) < _LINES:
        raise CheckpointError(
            f"A checkpoint has at least {_LINES} lines (origin, size, root); this has "
            f"{len(lines)}. This is some other document."
        )
    origin, size, root, *extensions = lines
    if not all(extensions):
        raise ExtensionLineError("A checkpoint has no empty lines. Ask for it again.")
    try:
        name, extra = origin.decode(), tuple(line.decode() for line in extensions)
    except UnicodeDecodeError:
        raise CheckpointError(
            "A checkpoint is UTF-8 text; this is not. Ask for it again."
        ) from None
    if not name:
        raise OriginError("The checkpoint names no log in its first line. Ask for it again.")
    return Checkpoint(
        name,
        decimal(size, CheckpointSizeError, "The size of the checkpoint"),
        unbase64(root, CheckpointRootError, "The root of the checkpoint", HASH_BYTES),
        extra,
    )


def sign_checkpoint(checkpoint: Checkpoint, *signers: Signer) -> bytes:
    """The signed note of a checkpoint.

    Args:
        checkpoint: what the log holds.
        signers: the log's keys; more than one while a key is being replaced.

    Raises:
        CheckpointError: no checkpoint can say this.
        OriginMismatchError: a key has another name than the log.
        KeyTypeError: a key is none for plain signatures.
    """
    for signer in signers:
        _check_signer(checkpoint.origin, signer.name)
    return sign_note(checkpoint.encode(), signers)


def open_checkpoint(data: bytes, origin: str, log_keys: Iterable[VerifierKey]) -> Checkpoint:
    """Reads a signed checkpoint and verifies that the log signed it.

    Args:
        data: the signed note.
        origin: of the log that is meant.
        log_keys: keys of logs; only those with the origin's name count.

    Raises:
        NoteError, CheckpointError: this is no signed checkpoint.
        OriginMismatchError: it is about another log.
        UnknownKeyError: the log did not sign it.
        SignatureError: a signature in the log's name is not the log's.
    """
    note = parse_note(data)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != origin:
        raise OriginMismatchError(
            f"The checkpoint is about the log {quoted(checkpoint.origin)}, not about "
            f"{quoted(origin)}. Ask for the right one."
        )
    verify_note(note, keys_by_id(log_keys_of(origin, log_keys)))
    return checkpoint


def log_keys_of(origin: str, keys: Iterable[VerifierKey]) -> Sequence[VerifierKey]:
    """The keys that may sign for the log of this origin."""
    return [key for key in keys if key.type == ED25519 and key.name == origin]


def _check_signer(origin: str, name: str) -> None:
    if name != origin:
        raise OriginMismatchError(
            f"The key {quoted(name)} cannot sign for the log {quoted(origin)}: a log's key has "
            "the log's name."
        )
