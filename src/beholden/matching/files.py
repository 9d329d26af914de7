r"""Index files: flat, checksummed, versioned, and memory-mapped by all who read them.

Layout, every number in the byte order of the machine that wrote it::

    offset  bytes  what
    0       8      magic, b"BHINDEX\n"
    8       4      0x01020304, tells the byte order
    12      4      format version, 1
    16      4      type: 1 hash index, 2 digest index
    20      4      zero
    24      8      length of the whole file in bytes
    32      32     four parameters of 8 bytes
                   hash index:   entries, radius, parts, longest key in bits
                   digest index: entries, bytes of a digest, bits of a key, zero
    64      32     SHA-256 of the content: of all bytes from offset 4096
    96      3968   zero
    4064    32     SHA-256 of the 4064 bytes before
    4096           arrays, each from the next multiple of 4096, gaps filled with zeros
                   hash index:   hashes, starts, marks, ids (see ``core._tables``)
                   digest index: digests, ids, starts (see ``core.digests``)

Type and parameters fix the length of every array, so a file that lacks even one
byte is refused when it is opened. Opening does not read the content: the searches
bound every number they take from it, so damage there can cost a match but never
reads outside the file. :func:`verify_index` reads everything; call it when a
file arrives, before it is activated.

A file must not be changed in place while it is open; :func:`save_index` never does,
it writes a new file and renames it over the old one.

    >>> save_index(HashIndex.build(hashes), Path("edition.index"))
    >>> index = open_index(Path("edition.index"))
"""

from __future__ import annotations

import hashlib
import mmap
import os
import secrets
import struct
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np

from beholden.matching.core import DIGEST_BYTES, HASH_BYTES, DigestIndex, HashIndex
from beholden.matching.core._tables import Tables, starts_offsets
from beholden.matching.core.plan import Cut
from beholden.matching.errors import (
    IndexByteOrderError,
    IndexDamagedError,
    IndexTruncatedError,
    IndexVersionError,
    NotAnIndexError,
)

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any, BinaryIO

    from numpy.typing import NDArray

__all__ = ["open_digests", "open_index", "save_index", "verify_index"]

_MAGIC: Final = b"BHINDEX\n"
_BYTE_ORDER: Final = 0x01020304
_SWAPPED: Final = 0x04030201
_VERSION: Final = 1
_HASH_INDEX: Final = 1
_DIGEST_INDEX: Final = 2
_TYPE_NAMES: Final = {_HASH_INDEX: "hash index", _DIGEST_INDEX: "digest index"}
_PAGE: Final = 4096
_FIELDS: Final = struct.Struct("=8s4IQ4Q32s")
_CHECKSUM_AT: Final = _PAGE - 32
_REBUILD: Final = "build the index of this edition again"

Parameters = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Header:
    file_type: int
    length: int
    parameters: Parameters
    content_sha256: bytes

    def packed(self) -> bytes:
        fields = _FIELDS.pack(
            _MAGIC, _BYTE_ORDER, _VERSION, self.file_type, 0, self.length, *self.parameters,
            self.content_sha256,
        )  # fmt: skip
        head = fields.ljust(_CHECKSUM_AT, b"\0")
        return head + hashlib.sha256(head).digest()

    def shapes(self) -> list[tuple[tuple[int, ...], type[np.generic]]]:
        """Shape and type of each array. Raises ValueError for impossible parameters."""
        if self.file_type == _HASH_INDEX:
            entries, radius, parts, key_limit = self.parameters
            cut = Cut(radius, parts, key_limit)
            tables = (parts, entries)
            return [
                ((entries, HASH_BYTES), np.uint8),
                ((cut.starts_length,), np.uint32),
                (tables, np.uint16),
                (tables, np.uint32),
            ]
        entries, size, key_bits, _ = self.parameters
        if size not in DIGEST_BYTES.values() or key_bits > 32:  # noqa: PLR2004 - of four bytes
            raise ValueError(f"digests of {size} bytes, keys of {key_bits} bits")
        return [
            ((entries, size), np.uint8),
            ((entries,), np.uint32),
            (((1 << key_bits) + 1,), np.uint32),
        ]


def save_index(index: HashIndex | DigestIndex, path: Path) -> None:
    """Writes the index to ``path``, whole or not at all, and waits until it is on the disk.

    Raises:
        OSError: the file cannot be written; nothing is left behind and an older
            file at ``path`` is untouched.
    """
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        with unfinished.open("xb") as file:
            _write(index, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    # Without this the rename itself may be lost when the power fails.
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def open_index(path: Path) -> HashIndex:
    """Memory-maps a hash index read-only; processes that open it share its pages.

    Raises:
        IndexFileError: the file cannot be used; its subclass and sentence say why.
        OSError: the file cannot be read at all.
    """
    header, arrays = _map(path, _HASH_INDEX)
    _, radius, parts, key_limit = header.parameters
    hashes, starts, marks, ids = arrays
    return HashIndex(Tables(Cut(radius, parts, key_limit), hashes, starts, marks, ids))


def open_digests(path: Path) -> DigestIndex:
    """Memory-maps a digest index read-only; processes that open it share its pages.

    Raises:
        IndexFileError: the file cannot be used; its subclass and sentence say why.
        OSError: the file cannot be read at all.
    """
    header, (digests, ids, starts) = _map(path, _DIGEST_INDEX)
    kinds = {size: kind for kind, size in DIGEST_BYTES.items()}
    return DigestIndex(kinds[header.parameters[1]], digests, ids, starts)


def verify_index(path: Path) -> None:
    """Reads the whole file and checks every byte by checksum, every number by its bounds.

    Raises:
        IndexFileError: the file cannot be used; its subclass and sentence say why.
        OSError: the file cannot be read at all.
    """
    header, arrays = _map(path, None)
    with path.open("rb") as file:
        file.seek(_PAGE)
        if hashlib.file_digest(file, "sha256").digest() != header.content_sha256:
            raise IndexDamagedError(path, f"its content fails the checksum: {_REBUILD}")
    entries = header.parameters[0]
    if header.file_type == _HASH_INDEX:
        _, starts, _, ids = arrays
        _, radius, parts, key_limit = header.parameters
        offsets = starts_offsets(Cut(radius, parts, key_limit))
    else:
        _, ids, starts = arrays
        offsets = [0, len(starts)]
    sound = bool((ids < entries).all())
    for begin, end in pairwise(offsets):
        table = starts[begin:end]
        sound = sound and bool((table[1:] >= table[:-1]).all())
        sound = sound and int(table[0]) == 0 and int(table[-1]) == entries
    if not sound:
        raise IndexDamagedError(path, f"its tables point outside themselves: {_REBUILD}")


def _write(index: HashIndex | DigestIndex, file: BinaryIO) -> None:
    arrays: list[NDArray[Any]]
    if isinstance(index, HashIndex):
        tables, cut = index.tables, index.tables.cut
        file_type = _HASH_INDEX
        parameters = (len(index), cut.radius, cut.parts, cut.key_limit)
        arrays = [tables.hashes, tables.starts, tables.marks, tables.ids]
    else:
        file_type = _DIGEST_INDEX
        key_bits = (len(index.starts) - 1).bit_length() - 1
        parameters = (len(index), index.digests.shape[1], key_bits, 0)
        arrays = [index.digests, index.ids, index.starts]
    checksum = hashlib.sha256()
    length = _PAGE
    file.write(bytes(_PAGE))
    for array in arrays:
        if not array.size:
            continue
        for piece in (bytes(-length % _PAGE), array.reshape(-1).view(np.uint8).data):
            file.write(piece)
            checksum.update(piece)
            length += len(piece)
    file.seek(0)
    file.write(_Header(file_type, length, parameters, checksum.digest()).packed())


def _map(path: Path, wanted: int | None) -> tuple[_Header, list[NDArray[Any]]]:
    with path.open("rb") as file:
        header = _read_header(path, file, wanted)
        mapped = mmap.mmap(file.fileno(), header.length, access=mmap.ACCESS_READ)
    arrays: list[NDArray[Any]] = []
    at = _PAGE
    for shape, dtype in header.shapes():
        count = prod(shape)
        if not count:
            arrays.append(np.zeros(shape, dtype=dtype))
            continue
        at += -at % _PAGE
        arrays.append(np.frombuffer(mapped, dtype, count, at).reshape(shape))
        at += count * np.dtype(dtype).itemsize
    return header, arrays


def _read_header(path: Path, file: BinaryIO, wanted: int | None) -> _Header:
    """Reads and checks the first page and the file's length."""
    head = file.read(_PAGE)
    if head[: len(_MAGIC)] != _MAGIC:
        raise NotAnIndexError(path, "this is not an index file: check the path")
    if len(head) < _PAGE:
        raise IndexTruncatedError(path, f"the file ends inside its header: {_REBUILD}")
    _, order, version, file_type, _, length, a, b, c, d, content = _FIELDS.unpack_from(head)
    if order == _SWAPPED:
        raise IndexByteOrderError(
            path, f"a machine of the other byte order wrote it: {_REBUILD} on this machine"
        )
    # The checksum comes after the version: another version may keep it elsewhere.
    if version != _VERSION and order == _BYTE_ORDER:
        raise IndexVersionError(
            path, f"it has format {version}, this program reads format {_VERSION}: {_REBUILD}"
        )
    if hashlib.sha256(head[:_CHECKSUM_AT]).digest() != head[_CHECKSUM_AT:]:
        raise IndexDamagedError(path, f"its header fails the checksum: {_REBUILD}")
    if wanted not in (None, file_type) or file_type not in _TYPE_NAMES:
        raise NotAnIndexError(
            path,
            f"this is a {_TYPE_NAMES.get(file_type, 'file of another type')}, "
            f"not a {_TYPE_NAMES.get(wanted or 0, 'known index')}: check the path",
        )
    header = _Header(file_type, length, (a, b, c, d), content)
    actual = os.fstat(file.fileno()).st_size
    if actual != length:
        raise IndexTruncatedError(
            path, f"it has {actual:,} bytes instead of {length:,}: copy it again or {_REBUILD}"
        )
    try:
        expected = _length(header)
    except ValueError as problem:
        raise IndexDamagedError(path, f"its header is impossible ({problem})") from problem
    if expected != length:
        raise IndexDamagedError(path, f"its arrays do not fill its length: {_REBUILD}")
    return header


def _length(header: _Header) -> int:
    length = _PAGE
    for shape, dtype in header.shapes():
        size = prod(shape) * np.dtype(dtype).itemsize
        if size:
            length += -length % _PAGE + size
    return length
