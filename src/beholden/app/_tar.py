"""A compressed tar archive of plain files, written and read as one stream.

Any ``tar`` reads what is written here. What is read is held to the same narrow form:
nothing but plain files, so that an archive made by somebody else can hold no link, no
device, no extended header of a gigabyte, and no second archive behind its end.

    archive = TarWriter(stream)
    archive.add("policy.toml", size, chunks)
    archive.finish()
    for name, size, chunks in TarReader(stream).members(): ...
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, NamedTuple

BLOCK = 512
CHUNK = 1 << 18

_LEVEL = 1  # hashes do not shrink, and JSON shrinks well enough; higher levels cost minutes
_NAME, _PREFIX = 100, 155
_OCTAL_SIZE_AT_MOST = 8**11
_END_BLOCKS_AT_MOST = 64
_PLAIN = (b"0", b"\0")


class TarError(Exception):
    """The stream is no archive of this form, or ends too early."""


class TarMember(NamedTuple):
    """One file: all its chunks must be taken before the next one is asked for."""

    name: str
    size: int
    chunks: Iterator[bytes]


class TarWriter:
    """Writes members to a stream, compressed."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)

    def add(self, name: str, size: int, chunks: Iterable[bytes]) -> None:
        """Writes one file.

        Raises:
            TarError: The chunks are not of that size together.
        """
        self._write(_header(name, size))
        written = 0
        for chunk in chunks:
            written += len(chunk)
            self._write(chunk)
        if written != size:
            raise TarError(f"{name} has {written:,} bytes instead of {size:,}")
        self._write(bytes(-size % BLOCK))

    def finish(self) -> None:
        """Writes the end of the archive."""
        self._write(bytes(2 * BLOCK))
        self._stream.write(self._deflate.flush())

    def _write(self, data: bytes) -> None:
        if packed := self._deflate.compress(data):
            self._stream.write(packed)


class TarReader:
    """Reads members from a stream; never more than a chunk is in memory."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = gzip.GzipFile(fileobj=stream, mode="rb")

    def members(self) -> Iterator[TarMember]:
        """Every file in its order, up to the end of the archive.

        Raises:
            TarError: It is no archive of this form.
        """
        while (block := self._exactly(BLOCK)) != bytes(BLOCK):
            name, size = _parsed(block)
            left = _Chunks(self._exactly, size)
            yield TarMember(name, size, left)
            if left.size:
                raise TarError(f"{name} was not read to its end")
            self._exactly(-size % BLOCK)
        for _ in range(_END_BLOCKS_AT_MOST):
            block = self._read(BLOCK)
            if not block:
                return
            if block.strip(b"\0"):
                break
        raise TarError("there is something behind its end")

    def _exactly(self, size: int) -> bytes:
        found = self._read(size)
        if len(found) != size:
            raise TarError("it is cut short")
        return found

    def _read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except EOFError:
            raise TarError("it is cut short") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise TarError(f"its compression is damaged ({error})") from None


class _Chunks:
    """The bytes of one member; ``size`` is what is left of them."""

    def __init__(self, read: Callable[[int], bytes], size: int) -> None:
        self._read = read
        self.size = size

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self.size:
            raise StopIteration
        chunk = self._read(min(self.size, CHUNK))
        self.size -= len(chunk)
        return chunk


def _header(name: str, size: int) -> bytes:
    prefix, short = _split(name.encode("ascii"))
    if size < _OCTAL_SIZE_AT_MOST:
        length = b"%011o\0" % size
    else:
        length = b"\x80" + size.to_bytes(11, "big")  # as GNU tar does beyond eight gigabytes
    fields = (
        short.ljust(_NAME, b"\0"),
        b"0000600\0" + b"0000000\0" * 2,  # mode, owner, group
        length,
        b"00000000000\0",  # time
        b" " * 8,  # the sum of all bytes, with spaces in its own place
        b"0" + bytes(_NAME) + b"ustar\x0000" + bytes(80),
        prefix.ljust(_PREFIX, b"\0"),
    )
    block = b"".join(fields).ljust(BLOCK, b"\0")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def _split(name: bytes) -> tuple[bytes, bytes]:
    if len(name) <= _NAME:
        return b"", name
    cut = name.rfind(b"/", 0, _PREFIX + 1)
    prefix, short = name[:cut], name[cut + 1 :]
    if cut <= 0 or len(short) > _NAME:
        raise TarError(f"the name {name.decode()} is too long")
    return prefix, short


def _parsed(block: bytes) -> tuple[str, int]:
    if block[257:263] != b"ustar\0" or _octal(block[148:156]) != _sum(block):
        raise TarError("a header is damaged")
    if block[156:157] not in _PLAIN:
        raise TarError("it holds something else than plain files")
    name, prefix = (part.split(b"\0", 1)[0] for part in (block[:_NAME], block[345:500]))
    try:
        path = (prefix + b"/" + name if prefix else name).decode("ascii")
    except UnicodeDecodeError:
        raise TarError("a name is not plain ASCII") from None
    raw = block[124:136]
    return path, int.from_bytes(raw[1:], "big") if raw[0] == 0x80 else _octal(raw)  # noqa: PLR2004 - GNU's mark


def _octal(field: bytes) -> int:
    digits = field.strip(b"\0 ")
    if not digits or digits.strip(b"01234567"):
        raise TarError("a header is damaged")
    return int(digits, 8)


def _sum(block: bytes) -> int:
    return sum(block[:148]) + sum(block[156:]) + 8 * ord(" ")
