r"""Keys of signed notes: their texts, their ids, and what a key of each type signs.

    key id         first 4 bytes of SHA-256(name || 0x0A || type || public key)
    verifier key   <name>+<key id in 8 hex digits>+base64(type || public key)
    signing key    PRIVATE+KEY+<name>+<key id in 8 hex digits>+base64(type || seed)

    type 0x01      Ed25519 over the text of the note itself
    type 0x04      Ed25519 cosignature of a checkpoint, with its time: signs
                   "cosignature/v1\n" "time <unix seconds>\n" || text of the checkpoint;
                   the signature's bytes are the time (8 bytes, big-endian) || 64 bytes

The formats are those of C2SP's signed-note and tlog-cosignature; the signing key is in the
form of Go's ``note`` package. A name is not empty, has no space, no plus sign and no
control character, and at most 255 bytes of UTF-8. The type is part of the id, so one name
may have keys of both types. A key of any other type can be read and verifies nothing.

Invariants:

* One key has one text; no other text is that key.
* No representation of a signing key shows its seed.
* Ed25519 is that of the ``cryptography`` package (RFC 8032, strict about its encodings).

    >>> key = generate("example.org/log", bytes(32))
    >>> key.key.verify(b"text", key.sign(b"text"))
    True
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from beholden.ledger.core._text import base64_of, quoted, unbase64
from beholden.ledger.errors import (
    CosignatureTimeError,
    KeyIdError,
    KeyNameError,
    KeyTextError,
    KeyTypeError,
    SignatureError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "COSIGNATURE",
    "ED25519",
    "KEY_ID_BYTES",
    "SEED_BYTES",
    "Signer",
    "SigningKey",
    "VerifierKey",
    "check_name",
    "cosigned_message",
    "generate",
    "key_id_of",
    "parse_signing_key",
    "parse_verifier_key",
]

ED25519: Final = 0x01
COSIGNATURE: Final = 0x04
KEY_ID_BYTES: Final = 4
SEED_BYTES: Final = 32
TIME_BYTES: Final = 8

_SUPPORTED = frozenset({ED25519, COSIGNATURE})
_PUBLIC_BYTES = 32
_NAME_BYTES = 255
_PARTS = 3
_KEY_TEXT_CHARACTERS = 20_000
"""Far above the longest key there is: ML-DSA-44 has 1,312 bytes."""
_TIME_LIMIT = 1 << 63
_HEX_ID = re.compile(r"[0-9a-f]{8}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Signer(Protocol):
    """What makes signatures: a key in memory, or the door to a device that keeps one."""

    @property
    def name(self) -> str:
        """The key's name."""
        ...

    @property
    def key(self) -> VerifierKey:
        """The public half."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature of ``message``, which is signed as it is."""
        ...


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name; ``public`` is without the byte of the type."""

    name: str
    type: int
    key_id: bytes
    public: bytes

    @property
    def text(self) -> str:
        """The verifier key as text."""
        encoded = base64_of(bytes([self.type]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @property
    def supported(self) -> bool:
        """Whether this program can verify its signatures."""
        return self.type in _SUPPORTED

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether this key made the 64 bytes ``signature`` of exactly this message."""
        if not self.supported:
            return False
        try:
            self._public_key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def check(self, text: bytes, blob: bytes) -> int | None:
        """Verifies what stands behind the key id in a signature line.

        Returns:
            The time of a cosignature in unix seconds, None for a plain signature.

        Raises:
            SignatureError: this key did not make it for this text.
        """
        if self.type == ED25519:
            if self.verify(text, blob):
                return None
        elif self.type == COSIGNATURE:
            time = int.from_bytes(blob[:TIME_BYTES], "big")
            signature = blob[TIME_BYTES:]
            if time < _TIME_LIMIT and self.verify(cosigned_message(text, time), signature):
                return time
        raise SignatureError(
            f"The signature of {quoted(self.name)} is not one that this key made for this text. "
            "The document was altered, or signed by somebody else: do not rely on it."
        )

    @cached_property
    def _public_key(self) -> Ed25519PublicKey:
        # Kept, because reading a key costs a tenth of verifying with it.
        return Ed25519PublicKey.from_public_bytes(self.public)


@dataclass(frozen=True)
class SigningKey:
    """A signing key in memory."""

    key: VerifierKey
    seed: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The key's name."""
        return self.key.name

    @property
    def text(self) -> str:
        """The secret text of the key, for the file of its owner alone."""
        encoded = base64_of(bytes([self.key.type]) + self.seed).decode()
        return f"PRIVATE+KEY+{self.name}+{self.key.key_id.hex()}+{encoded}"

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature of ``message``."""
        return self._private_key.sign(message)

    @cached_property
    def _private_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def check_name(name: str) -> None:
    """Refuses what cannot be the name of a key or of a log.

    Raises:
        KeyNameError: it is empty, too long, or has a character that no name may have.
    """
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        length = 0
    if not 0 < length <= _NAME_BYTES:
        raise KeyNameError(
            f"A name has 1 to {_NAME_BYTES} bytes of UTF-8. Choose one like example.org/decisions."
        )
    if "+" in name or any(c.isspace() for c in name) or _CONTROL.search(name):
        raise KeyNameError(
            f"A name has no spaces, plus signs or control characters: {quoted(name)}. "
            "Choose one like example.org/decisions."
        )


def key_id_of(name: str, key_type: int, public: bytes) -> bytes:
    """The four bytes that find the key of a signature; no digest to rely on."""
    return sha256(b"%s\n%c%s" % (name.encode(), key_type, public)).digest()[:KEY_ID_BYTES]


def cosigned_message(text: bytes, time: int) -> bytes:
    """What a cosignature signs.

    Raises:
        CosignatureTimeError: the time is not from 0 to 2**63 - 1.
    """
    if not 0 <= time < _TIME_LIMIT:
        raise CosignatureTimeError(
            f"A cosignature's time is from 0 to 2^63 - 1 seconds since 1970, not {time}. "
            "Check the clock."
        )
    return b"cosignature/v1\ntime %d\n%s" % (time, text)


def generate(name: str, seed: bytes, key_type: int = ED25519) -> SigningKey:
    """The key of a seed.

    Args:
        name: of the log or witness.
        seed: 32 bytes that nobody can guess.
        key_type: ``ED25519`` for a log, ``COSIGNATURE`` for a witness.

    Raises:
        KeyNameError: no key can have this name.
        KeyTypeError: there are no signing keys of this type here.
        KeyTextError: the seed is not 32 bytes.
    """
    check_name(name)
    if key_type not in _SUPPORTED:
        raise KeyTypeError(f"A signing key is of type 0x01 or 0x04, not {key_type:#04x}.")
    if len(seed) != SEED_BYTES:
        raise KeyTextError(f"The seed of a key has {SEED_BYTES} bytes, not {len(seed)}.")
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return SigningKey(VerifierKey(name, key_type, key_id_of(name, key_type, public), public), seed)


def parse_verifier_key(text: str) -> VerifierKey:
    """Reads a verifier key.

    Raises:
        KeyTextError: this is none; ``KeyNameError`` and ``KeyIdError`` say it of a part.
    """
    name, key_id, data = _parts(text, text.split("+", 2), "a verifier key")
    key_type, public = data[0], data[1:]
    key = VerifierKey(name, key_type, key_id, public)
    if key.supported:
        if len(public) != _PUBLIC_BYTES:
            raise KeyTextError(
                f"The key of {quoted(name)} has {len(public):,} bytes, not {_PUBLIC_BYTES}. "
                "Copy all of it."
            )
        # Of other types the rule for the id is not known here.
        _check_id(key_id, key_id_of(name, key_type, public), name)
    return key


def parse_signing_key(text: str) -> SigningKey:
    """Reads a signing key. No message quotes the text.

    Raises:
        KeyTextError: this is none; ``KeyNameError``, ``KeyIdError`` and ``KeyTypeError`` say
            it of a part.
    """
    start = "PRIVATE+KEY+"
    if not text.startswith(start):
        raise KeyTextError(f"This is no signing key: one begins with {start}. Copy all of it.")
    parts = text.removeprefix(start).split("+", 2)
    name, key_id, data = _parts(text, parts, "a signing key")
    key = generate(name, data[1:], data[0])
    _check_id(key_id, key.key.key_id, name)
    return key


def _parts(text: str, parts: Sequence[str], what: str) -> tuple[str, bytes, bytes]:
    data = b""
    if (
        len(parts) == _PARTS
        and len(text) <= _KEY_TEXT_CHARACTERS
        and _HEX_ID.fullmatch(parts[1]) is not None
    ):
        with suppress(KeyTextError, UnicodeEncodeError):
            data = unbase64(parts[2].encode(), KeyTextError, "The key")
    if not data:
        raise KeyTextError(
            f"This is not {what}: one has a name, eight hex digits and base64, with plus signs "
            "between. Copy all of it."
        )
    check_name(parts[0])
    return parts[0], bytes.fromhex(parts[1]), data


def _check_id(written: bytes, true: bytes, name: str) -> None:
    if written != true:
        raise KeyIdError(
            f"The key of {quoted(name)} has the id {true.hex()}, but {written.hex()} is written. "
            "The text was damaged or altered: get the key again from where it was published."
        )
