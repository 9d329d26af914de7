from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, UnidentifiedImageError

from tests.support.hostile import (
    APNG_FRAMES,
    CHUNK_BOMB_BYTES,
    GIF_FRAMES,
    HOSTILE,
    MAGIC,
    MEGABYTE,
    NESTING,
    cut_jpegs,
    hostile_folder,
    ordinary,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """Kind, body and whether the checksum is right, of every chunk."""
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, at + 8 + length)
        yield kind, body, checksum == zlib.crc32(kind + body)
        at += 12 + length


def unpacked_size(packed: bytes) -> int:
    """How much a whole zlib stream holds; its own checksum is checked on the way."""
    unpacker, size, rest = zlib.decompressobj(), 0, packed
    while not unpacker.eof:
        size += len(unpacker.decompress(rest, MEGABYTE))
        rest = unpacker.unconsumed_tail
    return size


def gif_frames(data: bytes) -> int:
    """Count image blocks, by the GIF89a grammar alone."""
    at, count = 13 + 3 * 2 ** ((data[10] & 7) + 1), 0
    while data[at] != 0x3B:
        count += data[at] == 0x2C
        at += 2 if data[at] == 0x21 else 11
        while data[at]:
            at += 1 + data[at]
        at += 1
    return count


def frame_header(jpeg: bytes) -> tuple[int, int, int]:
    """Kind, width and height of a JPEG's frame, found by walking its segments."""
    at = 2
    while jpeg[at + 1] not in {0xC0, 0xC2}:
        at += 2 + struct.unpack_from(">H", jpeg, at + 2)[0]
    height, width = struct.unpack_from(">HH", jpeg, at + 5)
    return jpeg[at + 1], width, height


@pytest.mark.parametrize("name", HOSTILE)
def test_every_maker_makes_the_same_bytes_each_time_and_no_more_than_64_mib(name):
    data = HOSTILE[name]()
    assert len(data) <= 64 * MEGABYTE
    assert data == HOSTILE[name]()


@pytest.mark.parametrize("name", ["empty", "one-byte", "text", "html", "svg", "pdf"])
def test_what_is_no_picture_is_none_to_pillow_either(name):
    with pytest.raises(UnidentifiedImageError):
        Image.open(io.BytesIO(HOSTILE[name]()))


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_is_cut_at_every_tenth_byte(progressive):
    whole = ordinary(progressive=progressive)
    assert 10_000 <= len(whole) <= 20_000
    assert (frame_header(whole)[0] == 0xC2) is progressive
    pieces = list(cut_jpegs(progressive=progressive))
    assert [len(piece) for piece in pieces] == list(range(10, len(whole), 10))
    assert all(whole.startswith(piece) for piece in pieces)


@pytest.mark.parametrize(
    ("name", "side", "depth"), [("png-bomb-1-bit", 30_000, 1), ("png-bomb-8-bit", 20_000, 8)]
)
def test_a_png_bomb_is_small_sound_and_declares_what_it_holds(name, side, depth):
    data = HOSTILE[name]()
    assert len(data) < 1_000_000
    (header, pixels, _end) = png_chunks(data)
    assert struct.unpack(">IIB", header[1][:9]) == (side, side, depth)
    assert header[2]
    assert pixels[2]
    assert unpacked_size(pixels[1]) == side * (1 + side * depth // 8)


def test_the_false_png_claims_its_size_under_a_right_checksum():
    header, pixels, _end = png_chunks(HOSTILE["png-claims-100000"]())
    assert header[2]
    assert struct.unpack(">II", header[1][:8]) == (100_000, 100_000)
    assert unpacked_size(pixels[1]) < 100_000 * 300_001


@pytest.mark.parametrize(
    ("name", "kind"), [("png-profile-bomb", b"iCCP"), ("png-text-bomb", b"zTXt")]
)
def test_a_chunk_bomb_unpacks_to_what_it_says_inside_a_sound_png(name, kind):
    data = HOSTILE[name]()
    assert len(data) < MEGABYTE
    chunks = list(png_chunks(data))
    assert all(right for _, _, right in chunks)
    (bomb,) = (body for found, body, _ in chunks if found == kind)
    assert unpacked_size(bomb.split(b"\0\0", 1)[1]) == CHUNK_BOMB_BYTES


@pytest.mark.parametrize(
    ("name", "kind"), [("png-wrong-header-checksum", b"IHDR"), ("png-wrong-data-checksum", b"IDAT")]
)
def test_one_checksum_is_wrong_in_the_named_chunk(name, kind):
    wrong = [found for found, _, right in png_chunks(HOSTILE[name]()) if not right]
    assert wrong == [kind]


def test_the_animated_png_has_as_many_frames_as_it_declares():
    chunks = list(png_chunks(HOSTILE["apng-20000-frames"]()))
    kinds = [kind for kind, _, _ in chunks]
    assert all(right for _, _, right in chunks)
    assert struct.unpack(">II", {k: b for k, b, _ in chunks[:2]}[b"acTL"])[0] == APNG_FRAMES
    assert kinds.count(b"fcTL") == APNG_FRAMES
    assert kinds.count(b"fdAT") == APNG_FRAMES - 1
    numbers = [
        struct.unpack(">I", body[:4])[0] for kind, body, _ in chunks if kind in {b"fcTL", b"fdAT"}
    ]
    assert numbers == list(range(2 * APNG_FRAMES - 1))


def test_the_gif_of_many_frames_is_small_and_sound():
    data = HOSTILE["gif-100000-frames"]()
    assert len(data) < 3_000_000
    assert gif_frames(data) == GIF_FRAMES
    with Image.open(io.BytesIO(data)) as opened:
        for frame in range(5):
            opened.seek(frame)
            opened.load()


def test_the_gif_of_a_huge_canvas_draws_single_pixels():
    data = HOSTILE["gif-canvas-65535"]()
    assert struct.unpack_from("<HH", data, 6) == (65_535, 65_535)
    assert gif_frames(data) == 50


@pytest.mark.skipif("webp-canvas-16383" not in HOSTILE, reason="this Pillow has no WebP")
def test_the_webp_declares_an_animation_on_the_largest_canvas():
    data = HOSTILE["webp-canvas-16383"]()
    assert struct.unpack_from("<I", data, 4)[0] == len(data) - 8
    assert data[12:16] == b"VP8X"
    assert data[20] & 2
    assert [int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27)] == [16_383] * 2
    assert data.index(b"ANMF") < data.index(b"VP8L")


@pytest.mark.parametrize(
    ("name", "kind"), [("jpeg-size-without-data", 0xC0), ("jpeg-progressive-65500", 0xC2)]
)
def test_a_jpeg_declares_an_absurd_size(name, kind):
    data = HOSTILE[name]()
    assert frame_header(data) == (kind, 65_500, 65_500)
    assert len(data) < 20_000
    assert (b"\xff\xda" in data) is (kind == 0xC2)


def test_the_long_file_is_64_mib_behind_a_jpeg_header():
    data = HOSTILE["jpeg-zeros-64-mib"]()
    assert len(data) == 64 * MEGABYTE
    assert data.startswith(MAGIC["jpeg"])
    assert not any(data[-MEGABYTE:])


def test_the_tiff_directory_points_at_itself():
    data = HOSTILE["tiff-loop"]()
    (first,) = struct.unpack_from("<I", data, 4)
    (tags,) = struct.unpack_from("<H", data, first)
    assert struct.unpack_from("<I", data, first + 2 + 12 * tags) == (first,)
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.size == (64, 64)


def test_the_tiff_strip_is_larger_than_the_file_by_gigabytes():
    data = HOSTILE["tiff-strips"]()
    tags = {tag: value for tag, _, _, value in struct.iter_unpack("<HHII", data[10 : 10 + 9 * 12])}
    assert tags[279] == tags[256] * tags[257] > 3_000_000_000 > len(data)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("bmp-negative", (-64, -64)),
        ("bmp-most-negative", (64, -(2**31))),
        ("bmp-huge", (2**31 - 1, 2**31 - 1)),
    ],
)
def test_a_bmp_declares_the_size_of_its_name(name, size):
    assert struct.unpack_from("<ii", HOSTILE[name](), 18) == size


def test_a_polyglot_is_a_sound_picture_and_something_else():
    expected = np.asarray(Image.open(io.BytesIO(ordinary())))
    for name in ("jpeg-and-zip", "jpeg-and-html"):
        with Image.open(io.BytesIO(HOSTILE[name]())) as opened:
            assert np.array_equal(np.asarray(opened), expected)
    with zipfile.ZipFile(io.BytesIO(HOSTILE["jpeg-and-zip"]())) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["note.txt"]
    assert b"<html>" in HOSTILE["jpeg-and-html"]()


@pytest.mark.parametrize("name", [name for name in HOSTILE if "flipped" in name])
def test_bit_flips_damage_a_picture_but_not_its_first_bytes(name):
    kind = name.split("-")[0].upper()
    sound, damaged = (np.frombuffer(d, np.uint8) for d in (ordinary(kind), HOSTILE[name]()))
    assert sound.shape == damaged.shape
    assert 1 <= np.bitwise_count(sound ^ damaged).sum() <= 8
    assert np.array_equal(sound[:16], damaged[:16])


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.endswith("-half")])
def test_half_a_picture_begins_like_the_whole(name):
    whole = ordinary(name.split("-")[0].upper())
    assert HOSTILE[name]() == whole[: len(whole) // 2]


def test_the_folder_holds_what_its_entries_are_named_for(tmp_path):
    folder = hostile_folder(tmp_path)
    entries = folder.entries
    modes = {name: stat.S_IFMT(path.lstat().st_mode) for name, path in entries.items()}
    assert {name for name, mode in modes.items() if mode == stat.S_IFLNK} == {
        "link-out",
        "link-loop",
        "dangling",
        "directory-loop",
    }
    assert stat.S_ISFIFO(modes["fifo"])
    assert stat.S_ISSOCK(modes["socket"])
    assert entries["empty"].stat().st_size == 0
    assert stat.S_IMODE(entries["unreadable"].stat().st_mode) == 0
    assert entries["sound"].read_bytes() == ordinary()


def test_the_links_of_the_folder_lead_out_round_and_nowhere(tmp_path):
    folder = hostile_folder(tmp_path)
    entries = folder.entries
    assert entries["link-out"].resolve() == folder.outside.resolve()
    assert not folder.outside.is_relative_to(folder.root)
    assert not entries["dangling"].exists()
    with pytest.raises(OSError, match="symbolic links"):
        entries["link-loop"].read_bytes()
    assert entries["directory-loop"].samefile(folder.root)


def test_the_strange_name_has_a_newline_and_is_not_utf_8(tmp_path):
    name = os.fsencode(hostile_folder(tmp_path).entries["strange-name"].name)
    assert b"\n" in name
    with pytest.raises(UnicodeDecodeError):
        name.decode()


def test_a_picture_lies_at_the_bottom_of_the_nesting(tmp_path):
    folder = hostile_folder(tmp_path)
    nested = folder.entries["nested"]
    assert len(nested.relative_to(folder.root).parts) == NESTING + 1
    assert nested.read_bytes() == ordinary()
