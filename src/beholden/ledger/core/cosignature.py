r"""Cosignatures: a witness confirms a log's checkpoint (C2SP tlog-cosignature, version 1).

    what is signed     "cosignature/v1\n" "time <unix seconds>\n" || text of the checkpoint
    the line           — <witness> base64(4-byte key id || time, 8 bytes big-endian || 64 bytes)

With it a witness says: as of this time, this is the largest tree of this log that I have
seen, and it continues every tree of it that I saw before. Whether that is so is judged in
``witnessing``; here are only the bytes. The time is from 0 to 2**63 - 1.

A witness's key is of type 0x04, a log's of type 0x01. They sign different bytes: one can
never be shown as the other, even if somebody used one secret for both.

    >>> from beholden.ledger.core.keys import COSIGNATURE, generate
    >>> witness = generate("witness.example.net", bytes(32), COSIGNATURE)
    >>> text = b"example.org/log\n1\n" + bytes(b"A" * 43) + b"=\n"
    >>> verify_cosignature(text, cosign(text, witness, 1700000000), witness.key)
    1700000000
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden.ledger.core._text import quoted
from beholden.ledger.core.checkpoint import parse_checkpoint
from beholden.ledger.core.keys import COSIGNATURE, Signer, VerifierKey, cosigned_message
from beholden.ledger.core.note import Signature, parse_note
from beholden.ledger.errors import KeyTypeError, SignatureError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["add_signatures", "cosign", "verify_cosignature"]


def cosign(text: bytes, signer: Signer, time: int) -> Signature:
    """A witness's signature of a checkpoint's text.

    Args:
        text: of the checkpoint, without its signatures.
        signer: the witness's key.
        time: unix seconds.

    Raises:
        CheckpointError: the text is none; a witness confirms nothing else.
        KeyTypeError: the key is none for cosignatures.
        CosignatureTimeError: the time is not from 0 to 2**63 - 1.
    """
    parse_checkpoint(text)
    key = _cosigner(signer.key)
    signature = signer.sign(cosigned_message(text, time))
    return Signature(key.name, key.key_id, time.to_bytes(8, "big") + signature)


def verify_cosignature(text: bytes, signature: Signature, key: VerifierKey) -> int:
    """The time at which a witness confirmed a checkpoint.

    Raises:
        KeyTypeError: the key is none for cosignatures.
        SignatureError: the witness did not confirm this text.
    """
    _cosigner(key)
    time = None
    if (signature.name, signature.key_id) == (key.name, key.key_id):
        time = key.check(text, signature.blob)
    if time is None:
        raise SignatureError(
            f"This signature is by {quoted(signature.name)}, not by the key of {quoted(key.name)} "
            "that is known here. Ask the witness for its present key."
        )
    return time


def add_signatures(note: bytes, signatures: Iterable[Signature]) -> bytes:
    """A signed note with more signatures under it, each line once.

    Raises:
        NoteError: this is no note, or it would have too many signatures.
    """
    present = parse_note(note).signatures
    more = dict.fromkeys(one for one in signatures if one not in present)
    data = note + b"".join(one.encode() for one in more)
    parse_note(data)
    return data


def _cosigner(key: VerifierKey) -> VerifierKey:
    if key.type != COSIGNATURE:
        raise KeyTypeError(
            f"The key {quoted(key.name)} is of type {key.type:#04x}; checkpoints are confirmed "
            "with keys of type 0x04. Give the witness's key."
        )
    return key
