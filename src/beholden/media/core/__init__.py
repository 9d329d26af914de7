"""The pure part of the media room: values, and PDQ from pixels."""

from beholden.media.core.models import (
    DIHEDRAL_NAMES,
    Digests,
    FrameHashes,
    HashOutcome,
    ImageHashes,
    Md5Hex,
    PdqHex,
    Sha1Hex,
    Sha256Hex,
    Unscannable,
    UnscannableCode,
)

__all__ = [
    "DIHEDRAL_NAMES",
    "Digests",
    "FrameHashes",
    "HashOutcome",
    "ImageHashes",
    "Md5Hex",
    "PdqHex",
    "Sha1Hex",
    "Sha256Hex",
    "Unscannable",
    "UnscannableCode",
]
