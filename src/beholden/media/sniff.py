"""What a file is by its first bytes, and how large a picture it announces.

Extensions and declared types lie, so only the bytes count. Sizes are read here
where a decoder would take memory for them before anyone could say no.
"""

from __future__ import annotations

from typing import Literal

from beholden.media.errors import UnscannableError

ImageFormat = Literal["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF"]

_MAGIC: tuple[tuple[bytes, ImageFormat], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
    (b"BM", "BMP"),
)

# Recognised so that the finding can name them: a person can often still view these.
_OTHER: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"8BPS", "a Photoshop file"),
    (b"\xff\x0a", "a JPEG XL image"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL image"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 image"),
    (b"\x00\x00\x01\x00", "an icon file"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM video"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
)
_SCAN_OR_END = frozenset({b"", b"\xda", b"\xd9"})
_MOST_SEGMENTS = 1000  # an honest header has a dozen
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_READABLE = "JPEG, PNG, GIF, WebP, AVIF, BMP and TIFF are read"


def sniff(data: bytes) -> ImageFormat:
    """Names the format by the first bytes.

    Raises:
        UnscannableError: ``empty``, ``unsupported_format`` or ``not_an_image``.
    """
    if not data:
        raise UnscannableError("empty", "The file has no bytes.")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return _iso_media(data)
    for magic, other in _OTHER:
        if data.startswith(magic):
            raise UnscannableError("unsupported_format", f"This is {other}; {_READABLE}.")
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        raise UnscannableError(
            "unsupported_format", f"This is an SVG drawing, which is not decoded; {_READABLE}."
        )
    if start.startswith((b"<!doctype html", b"<html")):
        raise UnscannableError("not_an_image", "This is an HTML page, not an image.")
    raise UnscannableError(
        "not_an_image", f"The first bytes are not those of an image; {_READABLE}."
    )


def _iso_media(data: bytes) -> ImageFormat:
    length = min(int.from_bytes(data[:4], "big"), 1024, len(data))
    brands = {data[at : at + 4] for at in (8, *range(16, length - 3, 4))}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    what = "a HEIC image" if brands & _HEIC_BRANDS else "a video of the MP4 family"
    raise UnscannableError("unsupported_format", f"This is {what}; {_READABLE}.")


def webp_canvas(data: bytes) -> tuple[int, int]:
    """Width and height that a WebP file announces; its decoder allocates them when opened.

    Raises:
        UnscannableError: The header is cut or of no known kind.
    """
    chunk, body = data[12:16], data[20:30]
    if len(body) < 10:  # noqa: PLR2004 - the shortest header of the three kinds
        raise UnscannableError("truncated", "The WebP file ends inside its header.")
    if chunk == b"VP8X":
        return (
            int.from_bytes(body[4:7], "little") + 1,
            int.from_bytes(body[7:10], "little") + 1,
        )
    if chunk == b"VP8 ":
        width, height = (int.from_bytes(body[at : at + 2], "little") for at in (6, 8))
        return width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise UnscannableError("corrupt", "The WebP file has no picture header.")


def has_exif(jpeg: bytes) -> bool:
    """Whether a JPEG's header holds an Exif segment; the pictures behind it are not searched."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        if jpeg[at : at + 1] != b"\xff":
            break
        marker = jpeg[at + 1 : at + 2]
        if marker == b"\xff":  # fill
            at += 1
            continue
        if marker in _SCAN_OR_END:
            break
        if marker == b"\xe1" and jpeg[at + 4 : at + 10] == b"Exif\0\0":
            return True
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return False
