r"""Proof files: one leaf is in one checkpoint, to be checked offline (C2SP tlog-proof).

    c2sp.org/tlog-proof@v1
    extra <base64>                      optional; ours is the 32-byte entry itself
    index <number of the leaf, from 0>
    <base64 of 32 bytes>                the path, leaf to root: 0 to 63 lines
    <empty line>
    <the signed checkpoint, as the log and its witnesses wrote it>

Every line ends with a newline. Other programs put other things into ``extra`` or omit it;
nothing in it is trusted: an entry from there is true only because the path leads from it
to the root.

Invariants: ``parse_tlog_proof(data).encode() == data``. The checkpoint is kept as bytes and
read where it is verified (``policy``), so nothing here is verified.

    >>> proof = TlogProof(bytes(32), 3, (bytes(32),), b"origin\n...")
    >>> parse_tlog_proof(proof.encode()).index
    3
"""

from __future__ import annotations

from typing import Final

import msgspec

from beholden.ledger.core._text import base64_of, decimal, path_of, path_text, unbase64
from beholden.ledger.core.note import NOTE_BYTES
from beholden.ledger.errors import (
    ProofExtraError,
    ProofFileError,
    ProofHeaderError,
    ProofIndexError,
    ProofPathError,
)

__all__ = ["FIRST_LINE", "TlogProof", "parse_tlog_proof"]

FIRST_LINE: Final = b"c2sp.org/tlog-proof@v1"

_EXTRA = b"extra "
_INDEX = b"index "


class TlogProof(msgspec.Struct, frozen=True):
    """A proof file; ``path`` runs from the leaf's neighbour to the root's child."""

    extra: bytes | None
    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes

    def encode(self) -> bytes:
        """The file's bytes."""
        extra = b"" if self.extra is None else _EXTRA + base64_of(self.extra) + b"\n"
        head = b"%s\n%sindex %d\n%s\n" % (FIRST_LINE, extra, self.index, path_text(self.path))
        return head + self.checkpoint


def parse_tlog_proof(data: bytes) -> TlogProof:
    """Reads a proof file without verifying anything.

    Raises:
        ProofFileError: this is none; the subclass says why.
    """
    if len(data) > NOTE_BYTES:
        raise ProofFileError(f"A proof has at most {NOTE_BYTES:,} bytes. This is some other file.")
    head, blank, checkpoint = data.partition(b"\n\n")
    first, *lines = head.split(b"\n")
    if first != FIRST_LINE:
        raise ProofHeaderError(
            f'A proof begins with the line "{FIRST_LINE.decode()}"; this does not. '
            "This is some other file, or it was changed in an editor."
        )
    if not blank:
        raise ProofHeaderError(
            "No empty line follows the path, so the checkpoint is missing. Ask for the proof again."
        )
    extra = None
    if lines and lines[0].startswith(_EXTRA):
        extra = unbase64(lines.pop(0).removeprefix(_EXTRA), ProofExtraError, "The extra data")
        if not extra:
            raise ProofExtraError("The extra data is empty. Ask for the proof again.")
    if not lines or not lines[0].startswith(_INDEX):
        raise ProofHeaderError(
            'A line "index" with the number of the leaf is missing. Ask for the proof again.'
        )
    index = decimal(lines[0].removeprefix(_INDEX), ProofIndexError, "The index of the proof")
    return TlogProof(extra, index, path_of(lines[1:], ProofPathError), checkpoint)
