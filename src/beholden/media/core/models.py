"""Values of the media room: kinds of hash, what a picture yields, why it may not."""

from __future__ import annotations

from typing import Literal, NewType

import msgspec

Sha256Hex = NewType("Sha256Hex", str)
"""64 lower-case hex digits."""
Sha1Hex = NewType("Sha1Hex", str)
"""40 lower-case hex digits."""
Md5Hex = NewType("Md5Hex", str)
"""32 lower-case hex digits."""
PdqHex = NewType("PdqHex", str)
"""64 lower-case hex digits, coefficient 255 first, as the reference writes them."""

DIHEDRAL_NAMES = ("r0", "r90", "r180", "r270", "flipx", "flipy", "flipplus1", "flipminus1")
"""Order of the eight dihedral hashes; ``r0`` is the picture as stored."""

UnscannableCode = Literal[
    "empty",
    "too_large",
    "not_an_image",
    "unsupported_format",
    "too_small",
    "too_many_pixels",
    "too_many_frames",
    "truncated",
    "corrupt",
    "too_slow",
    "too_much_memory",
    "decoder_crashed",
    "unreadable",
]
"""Why a file yields no (complete) hash. Policy rules name these codes."""


class Digests(msgspec.Struct, frozen=True):
    """Cryptographic digests of the bytes as received."""

    sha256: Sha256Hex
    sha1: Sha1Hex
    md5: Md5Hex


class FrameHashes(msgspec.Struct, frozen=True):
    """PDQ of one still: its hash, its quality 0-100, and its eight dihedral hashes."""

    index: int
    pdq: PdqHex
    quality: int
    dihedral: tuple[PdqHex, ...]


class ImageHashes(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything that one image file yields.

    ``pdq``, ``quality`` and ``dihedral`` are those of the first frame; ``frames``
    is empty for stills and holds the sampled frames (the first one included)
    for animations and multi-page files. ``displayed`` is the first picture as a
    viewer shows it, where its EXIF orientation says that this differs; ``on_black``
    is a transparent one over black (all others are over white).
    """

    sha256: Sha256Hex
    sha1: Sha1Hex
    md5: Md5Hex
    pdq: PdqHex
    quality: int
    dihedral: tuple[PdqHex, ...]
    format: str
    width: int
    height: int
    frames: tuple[FrameHashes, ...] = ()
    frame_count: int = 1
    displayed: FrameHashes | None = None
    on_black: FrameHashes | None = None
    notes: tuple[str, ...] = ()

    @property
    def stills(self) -> tuple[FrameHashes, ...]:
        """All that was hashed: the frames, or the one picture as frame 0 and its other looks."""
        stored = self.frames or (FrameHashes(0, self.pdq, self.quality, self.dihedral),)
        return (*stored, *(look for look in (self.displayed, self.on_black) if look is not None))


class Unscannable(msgspec.Struct, frozen=True):
    """Why a file could not be hashed (completely): a code and a sentence."""

    code: UnscannableCode
    message: str


class HashOutcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of hashing one file. Never empty: an image, a reason, or both.

    Both are set for a truncated file whose decodable part was hashed: it can
    match a list, and it still counts as unscannable. ``digests`` are absent only
    when the bytes could not be read or were over the size limit. ``took_ms`` is
    the time from the file's turn to this outcome, where it was measured.
    """

    digests: Digests | None = None
    image: ImageHashes | None = None
    unscannable: Unscannable | None = None
    took_ms: float | None = None
