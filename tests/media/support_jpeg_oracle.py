"""A slow, plain decoder of baseline JPEG: the oracle of the kernel.

It follows T.81 step by step, one bit at a time, up to the quantised coefficients,
and sums them with numpy in whole numbers. It assumes a clean file and asserts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from beholden.media.core.jpeg import BlockWeights, block_weights, diagonals_for


def _zigzag() -> list[tuple[int, int]]:
    """(v, u) of each index: along the diagonals, turning at each end (T.81 figure 5)."""
    cells = [(v, u) for v in range(8) for u in range(8)]
    return sorted(cells, key=lambda c: (sum(c), c[0] if sum(c) % 2 else c[1]))


ZIGZAG = _zigzag()
END_OF_IMAGE = 0xD9


@dataclass
class Component:
    """One component of the frame with its blocks: (block rows, block columns, 8, 8) by (v, u)."""

    across: int
    down: int
    quantiser: int
    dc: int = 0
    ac: int = 0
    blocks: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass
class Picture:
    """What the markers say, and the components' quantised coefficients."""

    width: int = 0
    height: int = 0
    interval: int = 0
    components: dict[int, Component] = field(default_factory=dict)
    quantisers: dict[int, npt.NDArray[np.int64]] = field(default_factory=dict)
    tables: dict[tuple[int, int], dict[str, int]] = field(default_factory=dict)


def decode(data: bytes) -> Picture:
    """The quantised coefficients of a clean baseline JPEG."""
    picture = Picture()
    assert data[:2] == b"\xff\xd8"
    at = 2
    while True:
        assert data[at] == 0xFF
        marker = data[at + 1]
        size = int.from_bytes(data[at + 2 : at + 4])
        content = data[at + 4 : at + 2 + size]
        at += 2 + size
        if marker == 0xDB:
            _quantisers(picture, content)
        elif marker == 0xC4:
            _tables(picture, content)
        elif marker in {0xC0, 0xC1}:
            _frame(picture, content)
        elif marker == 0xDD:
            picture.interval = int.from_bytes(content)
        elif marker == 0xDA:
            _scan(picture, content, data[at:])
            return picture


def _quantisers(picture: Picture, content: bytes) -> None:
    while content:
        width, number = 1 + (content[0] >> 4), content[0] & 15
        values = [int.from_bytes(content[1 + i * width :][:width]) for i in range(64)]
        table = np.zeros((8, 8), dtype=np.int64)
        for cell, value in zip(ZIGZAG, values, strict=True):
            table[cell] = value
        picture.quantisers[number] = table
        content = content[1 + 64 * width :]


def _tables(picture: Picture, content: bytes) -> None:
    while content:
        counts = content[1:17]
        symbols = iter(content[17:])
        codes: dict[str, int] = {}
        code = 0
        for length, count in enumerate(counts, start=1):
            for _ in range(count):
                codes[f"{code:0{length}b}"] = next(symbols)
                code += 1
            code *= 2
        picture.tables[content[0] >> 4, content[0] & 15] = codes
        content = content[17 + sum(counts) :]


def _frame(picture: Picture, content: bytes) -> None:
    assert content[0] == 8
    picture.height = int.from_bytes(content[1:3])
    picture.width = int.from_bytes(content[3:5])
    for number, sampling, quantiser in zip(*[iter(content[6:])] * 3, strict=True):
        picture.components[number] = Component(sampling >> 4, sampling & 15, quantiser)
    if len(picture.components) == 1:
        (only,) = picture.components.values()
        only.across = only.down = 1


def _scan(picture: Picture, content: bytes, data: bytes) -> None:
    for number, tables in zip(*[iter(content[1:-3])] * 2, strict=True):
        picture.components[number].dc = tables >> 4
        picture.components[number].ac = tables & 15
    parts = list(picture.components.values())
    across = max(part.across for part in parts)
    down = max(part.down for part in parts)
    columns = -(-picture.width // (8 * across))
    rows = -(-picture.height // (8 * down))
    for part in parts:
        shape = (rows * part.down, columns * part.across, 8, 8)
        part.blocks = np.zeros(shape, dtype=np.int64)
    segments = _segments(data)
    bits = iter("")
    previous = [0] * len(parts)
    for mcu in range(rows * columns):
        if mcu % (picture.interval or rows * columns) == 0:
            assert set(bits) <= {"1"}
            bits = iter(next(segments))
            previous = [0] * len(parts)
        y, x = divmod(mcu, columns)
        for index, part in enumerate(parts):
            for v in range(part.down):
                for u in range(part.across):
                    block = part.blocks[y * part.down + v, x * part.across + u]
                    previous[index] = _block(picture, part, bits, previous[index], block)
    assert set(bits) <= {"1"}
    assert next(segments, None) is None


def _segments(data: bytes) -> Iterator[str]:
    """The bits of each restart segment, without stuffed zeros, up to the end of the image."""
    segment = bytearray()
    expected = 0
    at = 0
    while True:
        byte = data[at]
        if byte != 0xFF:
            segment.append(byte)
            at += 1
            continue
        after = data[at + 1]
        at += 2
        if after == 0:
            segment.append(0xFF)
            continue
        yield "".join(f"{value:08b}" for value in segment)
        segment.clear()
        if after == END_OF_IMAGE:
            return
        assert after == 0xD0 + expected
        expected = (expected + 1) % 8


def _symbol(bits: Iterator[str], codes: dict[str, int]) -> int:
    code = ""
    while code not in codes:
        code += next(bits)
    return codes[code]


def _value(bits: Iterator[str], size: int) -> int:
    """A number of ``size`` bits; a leading zero stands for a negative one."""
    text = "".join(next(bits) for _ in range(size))
    if not text:
        return 0
    return int(text, 2) if text[0] == "1" else int(text, 2) - (1 << size) + 1


def _block(
    picture: Picture,
    part: Component,
    bits: Iterator[str],
    previous: int,
    block: npt.NDArray[np.int64],
) -> int:
    """Fills one block; returns its DC value."""
    size = _symbol(bits, picture.tables[0, part.dc])
    block[0, 0] = previous + _value(bits, size)
    index = 1
    while index < 64:
        symbol = _symbol(bits, picture.tables[1, part.ac])
        run, size = symbol >> 4, symbol & 15
        if symbol == 0:
            break
        index += run
        block[ZIGZAG[index]] = _value(bits, size)
        index += 1
    return int(block[0, 0])


def samples(picture: Picture) -> npt.NDArray[np.int64]:
    """The (64, 64) samples from the coefficients of the first component."""
    part = next(iter(picture.components.values()))
    dequantised = part.blocks * picture.quantisers[part.quantiser]
    diagonals = diagonals_for(picture.width, picture.height)
    for v in range(8):
        for u in range(8):
            if diagonals < 8 and u + v >= diagonals:
                dequantised[:, :, v, u] = 0
    rows = _dense(block_weights(picture.height, 8), len(dequantised))
    columns = _dense(block_weights(picture.width, 8), dequantised.shape[1])
    sums = np.einsum("kav,abvu->kbu", rows, dequantised)
    sums = np.clip(sums, -(2**35), 2**35)
    totals = np.einsum("kbu,lbu->kl", sums, columns)
    levels: npt.NDArray[np.int64] = np.clip(((totals + 4) >> 3) + 128 * 2**44, 0, 255 * 2**44)
    return levels * 1000


def _dense(axis: BlockWeights, blocks: int) -> npt.NDArray[np.int64]:
    """The banded weights as (64, blocks, frequencies)."""
    dense = np.zeros((64, blocks, axis.weights.shape[2]), dtype=np.int64)
    for k in range(64):
        start, taps = int(axis.start[k]), int(axis.taps[k])
        dense[k, start : start + taps] = axis.weights[k, :taps]
    return dense
