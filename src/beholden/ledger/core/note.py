r"""Signed notes: a text, and the signatures under it (C2SP signed-note 1.0.0).

    <text, of one or more lines>
    <empty line>
    — <key name> <base64 of 4-byte key id || signature>      one or more lines

UTF-8; every line ends with a newline; no other control character anywhere, so no CRLF.
The dash is U+2014, then a space. The text includes its last newline and may hold empty
lines: the *last* empty line of the note ends it. What is signed is the text, as bytes.
A note has at most 1,000,000 bytes and 100 signatures (readers must take 16).

Invariants:

* ``parse_note(data).encode() == data``: a note has one spelling.
* A name and an id together are a key. Signatures by other keys are passed over, also where
  they share the name or the id of a known one.
* A note opens only if a known key signed it, and if every signature that names a known
  key is that key's. Each key counts once, however often it signed.
* The text of a note that did not open is worth nothing; ``parse_note`` alone proves nothing.

    >>> from beholden.ledger.core.keys import generate
    >>> log = generate("example.org/log", bytes(32))
    >>> open_note(sign_note(b"text\n", [log]), [log.key]).text
    b'text\n'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from beholden.ledger.core._text import base64_of, quoted, unbase64
from beholden.ledger.core.keys import (
    ED25519,
    KEY_ID_BYTES,
    Signer,
    VerifierKey,
    check_name,
)
from beholden.ledger.errors import (
    AmbiguousKeyError,
    ControlCharacterError,
    KeyNameError,
    KeyTypeError,
    NoSignatureError,
    NoteEndError,
    NoteSeparatorError,
    NoteTextError,
    NoteTooLongError,
    SignatureLineError,
    TooManySignaturesError,
    UnknownKeyError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "NOTE_BYTES",
    "SIGNATURES",
    "OpenedNote",
    "Signature",
    "SignedNote",
    "Verified",
    "keys_by_id",
    "open_note",
    "parse_note",
    "parse_signatures",
    "sign",
    "sign_note",
    "verify_note",
]

NOTE_BYTES: Final = 1_000_000
SIGNATURES: Final = 100

_DASH = "— ".encode()
_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f]")


class Signature(NamedTuple):
    """One signature line; ``blob`` is what follows the key id, its form the key's business."""

    name: str
    key_id: bytes
    blob: bytes

    def encode(self) -> bytes:
        """The line, with its newline."""
        encoded = base64_of(self.key_id + self.blob)
        return b"%s%s %s\n" % (_DASH, self.name.encode(), encoded)


class Verified(NamedTuple):
    """A known key that signed, and when it says it did (cosignatures alone say it)."""

    key: VerifierKey
    time: int | None


class SignedNote(msgspec.Struct, frozen=True):
    """A note as it was read; nothing of it is verified."""

    text: bytes
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """The note's bytes."""
        return b"%s\n%s" % (self.text, b"".join(one.encode() for one in self.signatures))


class OpenedNote(msgspec.Struct, frozen=True):
    """A note that known keys signed; ``unknown`` are the signatures that prove nothing."""

    text: bytes
    verified: tuple[Verified, ...]
    unknown: tuple[Signature, ...]


def parse_note(data: bytes) -> SignedNote:
    """Reads a note without verifying anything.

    Raises:
        NoteError: this is none; the subclass says why.
    """
    _check_bytes(data)
    end = data.rfind(b"\n\n")
    if end < 0:
        raise NoteSeparatorError(
            "A signed note has an empty line between its text and its signatures; here is none. "
            "Ask for the document again."
        )
    return SignedNote(data[: end + 1], _signatures(data[end + 2 :]))


def parse_signatures(data: bytes) -> tuple[Signature, ...]:
    """Reads signature lines that stand alone, as a witness answers with.

    Raises:
        NoteError: these are none; the subclass says why.
    """
    _check_bytes(data)
    return _signatures(data)


def open_note(data: bytes, keys: Iterable[VerifierKey]) -> OpenedNote:
    """Reads a note and verifies it by known keys.

    Raises:
        NoteError: this is no note.
        UnknownKeyError: none of the keys signed it.
        SignatureError: a signature in the name of one of the keys is not that key's.
        AmbiguousKeyError: two of the keys cannot be told apart.
    """
    return verify_note(parse_note(data), keys_by_id(keys))


def verify_note(note: SignedNote, keys: Mapping[tuple[str, bytes], VerifierKey]) -> OpenedNote:
    """Verifies a note that was read.

    Args:
        note: as ``parse_note`` read it.
        keys: of ``keys_by_id``.

    Raises:
        UnknownKeyError: none of the keys signed it.
        SignatureError: a signature in the name of one of the keys is not that key's.
    """
    times: dict[VerifierKey, int | None] = {}
    unknown = []
    for signature in note.signatures:
        key = keys.get((signature.name, signature.key_id))
        if key is None:
            unknown.append(signature)
            continue
        time, before = key.check(note.text, signature.blob), times.get(key)
        # Of two cosignatures of one witness the later one says more.
        times[key] = time if time is None or before is None else max(time, before)
    if not times:
        raise UnknownKeyError(
            "None of the keys that are trusted here signed this document. Check that it is about "
            "the log you mean, and that the trust policy is the present one."
        )
    return OpenedNote(
        note.text, tuple(Verified(key, time) for key, time in times.items()), tuple(unknown)
    )


def keys_by_id(keys: Iterable[VerifierKey]) -> dict[tuple[str, bytes], VerifierKey]:
    """Keys by what a signature line names them by; those of an unknown type are left out.

    Raises:
        AmbiguousKeyError: two different keys have one name and one id.
    """
    found: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if key.supported and found.setdefault((key.name, key.key_id), key) != key:
            raise AmbiguousKeyError(
                f"Two keys have the name {quoted(key.name)} and the id {key.key_id.hex()}: a "
                "signature could be by either. Remove one of them."
            )
    return found


def sign(text: bytes, signer: Signer) -> Signature:
    """A log's signature of a text.

    Raises:
        KeyTypeError: the key is none for plain signatures.
    """
    key = signer.key
    if key.type != ED25519:
        raise KeyTypeError(
            f"The key {quoted(key.name)} is of type {key.type:#04x}; texts are signed with keys "
            "of type 0x01. Give the log's signing key."
        )
    return Signature(key.name, key.key_id, signer.sign(text))


def sign_note(text: bytes, signers: Iterable[Signer]) -> bytes:
    """The note of a text, signed by each of the signers.

    Raises:
        NoteError: no note can have this text, or so many signatures.
        KeyTypeError: a key is none for plain signatures.
    """
    _check_bytes(text)
    data = SignedNote(text, tuple(sign(text, signer) for signer in signers)).encode()
    parse_note(data)
    return data


def _check_bytes(data: bytes) -> None:
    if len(data) > NOTE_BYTES:
        raise NoteTooLongError(
            f"A signed note has at most {NOTE_BYTES:,} bytes; this has {len(data):,}. "
            "This is some other file."
        )
    try:
        data.decode()
    except UnicodeDecodeError:
        raise NoteTextError(
            "A signed note is UTF-8 text; this is not. Ask for the document again, and do not "
            "change it in an editor."
        ) from None
    if (found := _CONTROL.search(data)) is not None:
        which = "Windows line ends (CRLF)" if found.group() == b"\r" else "a control character"
        raise ControlCharacterError(
            f"A signed note has no control characters; this has {which} at byte {found.start():,}. "
            "Ask for the document again, and do not change it in an editor."
        )
    if not data.endswith(b"\n"):
        raise NoteEndError(
            "The last line does not end with a newline: the end of the document is missing. "
            "Ask for it again."
        )


def _signatures(data: bytes) -> tuple[Signature, ...]:
    lines = data.split(b"\n")[:-1]
    if not lines:
        raise NoSignatureError("Nobody signed this document. Ask for it again.")
    if len(lines) > SIGNATURES:
        raise TooManySignaturesError(
            f"A note has at most {SIGNATURES} signatures; this has {len(lines):,}. "
            "Ask for the document again, with the signatures that matter to you."
        )
    return tuple(map(_signature, lines))


def _signature(line: bytes) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(b" ")
    if not line.startswith(_DASH) or not space:
        raise SignatureLineError(
            f"This is no signature line: {quoted(line)}. One begins with a dash and a space. "
            "Ask for the document again."
        )
    try:
        check_name(name.decode())
    except KeyNameError as error:
        raise SignatureLineError(f"In a signature line: {error}") from None
    data = unbase64(encoded, SignatureLineError, "A signature")
    if len(data) <= KEY_ID_BYTES:
        raise SignatureLineError(
            f"A signature of {quoted(name)} is empty. Ask for the document again."
        )
    return Signature(name.decode(), data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])
