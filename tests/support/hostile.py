"""Files that a platform gets and did not ask for: odd, broken, lying and greedy ones.

`HOSTILE` maps a name to a maker of bytes, for parametrised tests; all are made by code,
in well under a second and, `sixty_four_megabytes` apart, in a few megabytes of memory.
Some decode to an ordinary picture (the polyglots, the chunk bombs): the rule for all is
only that nothing crashes, hangs, eats memory or passes for clean without a hash.
`hostile_folder` does the same for directories.

    @pytest.mark.parametrize("name", HOSTILE)
    def test_any_file_ends_in_an_outcome(name):
        outcome = hash_image(HOSTILE[name]())
"""

from __future__ import annotations

import io
import os
import socket
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np
from PIL import features

from beholden.demo.pictures import photograph_like
from tests.support.storage_forms import PNG_SIGNATURE, png_chunk, png_file, png_header, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Storable: TypeAlias = Literal["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"]

MAGIC: Final = {
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00",
    "png": PNG_SIGNATURE,
    "gif": b"GIF89a",
    "webp": b"RIFF\x00\x10\x00\x00WEBPVP8 ",
    "avif": b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf",
    "bmp": b"BM",
    "tiff": b"II*\x00\x08\x00\x00\x00",
}
"""What the files of each format begin with."""
MEGABYTE: Final = 1 << 20
HEADER_BYTES: Final = 256
SIDE: Final = 64
"""Width and height in pixels of the small pictures here."""
GIF_FRAMES: Final = 100_000
APNG_FRAMES: Final = 20_000
CHUNK_BOMB_BYTES: Final = 256 * MEGABYTE
"""What the compressed chunk of a chunk bomb unpacks to."""
CANVAS_SIDE: Final = 16_383
NESTING: Final = 60
"""Directories inside each other in `hostile_folder`."""


@cache
def ordinary(image_format: Storable = "JPEG", *, progressive: bool = False) -> bytes:
    """A sound small picture; as JPEG about 15 kB."""
    picture = photograph_like(np.random.default_rng(20), 256, 192)
    if image_format == "JPEG":
        return saved(picture, "JPEG", quality=82, progressive=progressive)
    return saved(picture, image_format)


def cut_jpegs(*, progressive: bool = False, step: int = 10) -> Iterator[bytes]:
    """The same JPEG, cut off after every step-th byte."""
    whole = ordinary(progressive=progressive)
    return (whole[:end] for end in range(step, len(whole), step))


def cut_jpeg(share: float, *, progressive: bool = False) -> bytes:
    """The first share (0..1) of a JPEG."""
    whole = ordinary(progressive=progressive)
    return whole[: round(share * len(whole))]


def flipped(image_format: Storable, seed: int) -> bytes:
    """A picture with eight bits flipped behind its first 16 bytes.

    Even seeds hit anywhere, which mostly means pixels; odd seeds hit the first 256
    bytes, which hold the container's structure.
    """
    damaged = bytearray(ordinary(image_format))
    end = HEADER_BYTES if seed % 2 else len(damaged)
    for at in np.random.default_rng(seed).integers(16 * 8, end * 8, 8):
        damaged[at // 8] ^= 1 << (at % 8)
    return bytes(damaged)


def cut_in_half(image_format: Storable) -> bytes:
    """The first half of a picture's bytes."""
    whole = ordinary(image_format)
    return whole[: len(whole) // 2]


def noise_after_magic(image_format: str) -> bytes:
    """A format's first bytes, then 4 kB of noise."""
    return MAGIC[image_format] + np.random.default_rng(6).bytes(4096)


def svg() -> bytes:
    """A drawing that is a program, with a reference to a file of the machine."""
    return (
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><text>&x;</text></svg>'
    )


def polyglot_zip() -> bytes:
    """A sound JPEG that is a sound ZIP archive too."""
    archive = io.BytesIO(ordinary())
    with zipfile.ZipFile(archive, "a") as packed:
        packed.writestr("note.txt", "an ordinary note")
    return archive.getvalue()


def polyglot_html() -> bytes:
    """A sound JPEG that a careless browser shows as a page."""
    return ordinary() + b"<html><script>document.title='example.org'</script></html>"


def sixty_four_megabytes() -> bytes:
    """A JPEG header, then zeros up to 64 MiB."""
    return MAGIC["jpeg"].ljust(64 * MEGABYTE, b"\0")


def _declaring(jpeg: bytes, width: int, height: int) -> bytes:
    """The JPEG with another size in its frame header."""
    marker = max(jpeg.find(b"\xff\xc0\x00\x11\x08"), jpeg.find(b"\xff\xc2\x00\x11\x08"))
    return jpeg[: marker + 5] + struct.pack(">HH", height, width) + jpeg[marker + 9 :]


def jpeg_without_data() -> bytes:
    """A JPEG of 65,500 x 65,500 pixels by its header, which is all there is."""
    jpeg = _declaring(ordinary(), 65_500, 65_500)
    return jpeg[: jpeg.index(b"\xff\xda")]


def jpeg_of_coefficients() -> bytes:
    """A progressive JPEG of 65,500 x 65,500 pixels: 13 GB of coefficients to hold."""
    return _declaring(ordinary(progressive=True), 65_500, 65_500)


def png_claim() -> bytes:
    """A PNG that claims 100,000 x 100,000 pixels under a right checksum, with a few rows."""
    return png_file(png_header(100_000, 100_000, 8, 2), (bytes(300_000) for _ in range(4)))


def _zlib_zeros(count: int) -> bytes:
    """A zlib stream of that many zeros, made without unpacking them (RFC 1950, 1951)."""
    packer = zlib.compressobj(9, wbits=-15)
    packer.compress(bytes(MEGABYTE))
    packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush a block does not look back, so it can be repeated at will.
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    rest = packer.compress(bytes(count % MEGABYTE)) + packer.flush()
    checksum = (count % 65_521) << 16 | 1
    return b"\x78\x9c" + block * (count // MEGABYTE) + rest + struct.pack(">I", checksum)


def png_bomb(side: int, depth: Literal[1, 8]) -> bytes:
    """A sound black grey PNG of side x side pixels, depth bits each."""
    rows = _zlib_zeros(side * (1 + -(-side * depth // 8)))
    body = png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    return png_header(side, side, depth, 0) + body


def png_chunk_bomb(kind: Literal[b"iCCP", b"zTXt"]) -> bytes:
    """A sound small PNG with a colour profile or text that unpacks to 256 MiB."""
    bomb = png_chunk(kind, b"name\0\0" + _zlib_zeros(CHUNK_BOMB_BYTES))
    sound = ordinary("PNG")
    after_header = len(PNG_SIGNATURE) + 25
    return sound[:after_header] + bomb + sound[after_header:]


def png_wrong_checksum(kind: Literal[b"IHDR", b"IDAT"]) -> bytes:
    """A PNG whose header or first data chunk has a wrong checksum."""
    damaged = bytearray(ordinary("PNG"))
    at = damaged.index(kind)
    (length,) = struct.unpack_from(">I", damaged, at - 4)
    damaged[at + 4 + length] ^= 0xFF
    return bytes(damaged)


def apng_many_frames() -> bytes:
    """An animated PNG of 20,000 frames of one pixel."""

    def control(number: int, side: int) -> bytes:
        body = struct.pack(">IIIIIHHBB", number, side, side, 0, 0, 1, 25, 0, 0)
        return png_chunk(b"fcTL", body)

    pixel = zlib.compress(b"\0\x80")
    canvas = zlib.compress((b"\0" + bytes(range(SIDE))) * SIDE)
    parts = [png_header(SIDE, SIDE, 8, 0), png_chunk(b"acTL", struct.pack(">II", APNG_FRAMES, 0))]
    parts += [control(0, SIDE), png_chunk(b"IDAT", canvas)]
    for number in range(1, 2 * APNG_FRAMES - 2, 2):
        parts += [control(number, 1), png_chunk(b"fdAT", struct.pack(">I", number + 1) + pixel)]
    return b"".join([*parts, png_chunk(b"IEND", b"")])


def gif_of_pixels(side: int, frames: int) -> bytes:
    """A GIF of a side x side canvas on which every frame draws one pixel."""
    header = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + b"\x20\x40\x60\xe0\xd0\xc0"
    control = b"\x21\xf9\x04\x04\x04\x00\x00\x00"
    pixel = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x4c\x01\x00"
    return header + (control + pixel) * frames + b"\x3b"


def webp_canvas() -> bytes:
    """A WebP animation of one small frame on a canvas of 16,383 x 16,383 pixels."""
    still = saved(photograph_like(np.random.default_rng(20), SIDE, SIDE), "WEBP", lossless=True)
    top = struct.pack("<I", CANVAS_SIDE - 1)[:3]
    small = struct.pack("<I", SIDE - 1)[:3]
    frame = bytes(6) + small * 2 + b"\x64\x00\x00\x00" + still[12:]
    chunks = _riff(b"VP8X", b"\x02\0\0\0" + top * 2) + _riff(b"ANIM", bytes(6))
    return _riff(b"RIFF", b"WEBP" + chunks + _riff(b"ANMF", frame))


def _riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _tiff(width: int, height: int, strip_bytes: int, next_directory: int) -> bytes:
    """A grey TIFF of one strip, its one directory at offset 8."""
    pixels_at = 8 + 2 + 9 * 12 + 4
    tags = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: pixels_at}
    tags |= {277: 1, 278: height, 279: strip_bytes}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    directory = struct.pack("<H", len(tags)) + entries + struct.pack("<I", next_directory)
    return MAGIC["tiff"] + directory + bytes(range(SIDE)) * SIDE


def tiff_loop() -> bytes:
    """A TIFF whose directory says that the next directory is itself."""
    return _tiff(SIDE, SIDE, SIDE * SIDE, 8)


def tiff_strips() -> bytes:
    """A TIFF of 60,000 x 60,000 pixels in one strip of almost 4 GiB, of which 4 kB are there."""
    return _tiff(60_000, 60_000, 3_600_000_000, 0)


def bmp_sized(width: int, height: int) -> bytes:
    """A 24-bit BMP of that declared size (negative allowed), with 4 kB of pixels."""
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + 4096, 0, 0, 54) + header + bytes(4096)


HOSTILE: Final[dict[str, Callable[[], bytes]]] = {
    "empty": bytes,
    "one-byte": lambda: b"\xff",
    "text": lambda: b"Not a picture, whatever the file is called.\n" * 20,
    "html": lambda: b"<!doctype html><html><title>example.org</title><p>A page</p></html>",
    "svg": svg,
    "pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n",
    "jpeg-cut-in-header": partial(cut_jpeg, 0.01),
    "jpeg-cut-near-end": partial(cut_jpeg, 0.98),
    "jpeg-progressive-cut": partial(cut_jpeg, 0.5, progressive=True),
    "jpeg-zeros-64-mib": sixty_four_megabytes,
    "jpeg-size-without-data": jpeg_without_data,
    "jpeg-progressive-65500": jpeg_of_coefficients,
    "jpeg-and-zip": polyglot_zip,
    "jpeg-and-html": polyglot_html,
    "png-claims-100000": png_claim,
    "png-bomb-1-bit": partial(png_bomb, 30_000, 1),
    "png-bomb-8-bit": partial(png_bomb, 20_000, 8),
    "png-profile-bomb": partial(png_chunk_bomb, b"iCCP"),
    "png-text-bomb": partial(png_chunk_bomb, b"zTXt"),
    "png-wrong-header-checksum": partial(png_wrong_checksum, b"IHDR"),
    "png-wrong-data-checksum": partial(png_wrong_checksum, b"IDAT"),
    "apng-20000-frames": apng_many_frames,
    "gif-100000-frames": partial(gif_of_pixels, SIDE, GIF_FRAMES),
    "gif-canvas-65535": partial(gif_of_pixels, 65_535, 50),
    "tiff-loop": tiff_loop,
    "tiff-strips": tiff_strips,
    "bmp-negative": partial(bmp_sized, -64, -64),
    "bmp-most-negative": partial(bmp_sized, 64, -(2**31)),
    "bmp-huge": partial(bmp_sized, 2**31 - 1, 2**31 - 1),
    **{f"{name}-noise": partial(noise_after_magic, name) for name in MAGIC},
}
"""Maker of every hostile file by name. WebP and AVIF only where Pillow can write them."""

_STORABLE: Final[tuple[Storable, ...]] = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "AVIF")
for _kind in _STORABLE:
    if _kind not in {"WEBP", "AVIF"} or features.check(_kind.lower()):
        HOSTILE[f"{_kind.lower()}-half"] = partial(cut_in_half, _kind)
        for _seed in range(6):
            HOSTILE[f"{_kind.lower()}-flipped-{_seed}"] = partial(flipped, _kind, _seed)
if features.check("webp"):
    HOSTILE["webp-canvas-16383"] = webp_canvas


@dataclass(frozen=True)
class HostileFolder:
    """A directory in which a naive walk hangs, loops, leaves, or dies.

    Attributes:
        root: The directory to scan.
        outside: A picture that is not inside `root`; a link there points at it.
        entries: What is inside, by what is wrong with it: ``sound``, ``unreadable`` (mode
            000; root reads it all the same), ``empty``, ``strange-name``, ``nested``,
            ``link-out``, ``link-loop``, ``dangling``, ``directory-loop``, ``fifo`` and
            ``socket``.
    """

    root: Path
    outside: Path
    entries: dict[str, Path]


def hostile_folder(tmp_path: Path) -> HostileFolder:
    """Make the directory below a temporary one."""
    root, outside = tmp_path / "scanned", tmp_path / "outside.jpg"
    deep = root.joinpath(*["deeper"] * NESTING)
    deep.mkdir(parents=True)
    strange = root / os.fsdecode(b"new\nline \xff\xfe.jpg")
    files = {"sound": root / "sound.jpg", "strange-name": strange, "nested": deep / "nested.jpg"}
    files["unreadable"] = root / "unreadable.jpg"
    for path in (*files.values(), outside):
        path.write_bytes(ordinary())
    files["unreadable"].chmod(0)
    links = {"link-out": outside, "dangling": root / "gone.jpg", "directory-loop": root}
    links["link-loop"] = root / "link-loop.jpg"
    for name, target in links.items():
        files[name] = root / (name if name == "directory-loop" else f"{name}.jpg")
        files[name].symlink_to(target)
    files |= {name: root / f"{name}.jpg" for name in ("empty", "fifo", "socket")}
    files["empty"].touch()
    os.mkfifo(files["fifo"])
    _make_socket(files["socket"])
    return HostileFolder(root, outside, files)


def _make_socket(path: Path) -> None:
    # A socket's address holds 108 bytes, fewer than many temporary paths have.
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(f"/proc/self/fd/{directory}/{path.name}")
    finally:
        os.close(directory)
