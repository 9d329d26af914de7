"""A form with one file, read piece by piece into an unnamed file on the disk.

Files that a network sends for checking are kept anyway (``regulator.received``), so the disk
is where they belong; unnamed, nothing is left of one that did not arrive. The fields come
first and are shown to ``admit`` before a byte of the file is read.

    async with read_upload(request, folder, at_most=1 << 30, admit=check) as (fields, upload):
        upload.file.read()
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

import msgspec
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from beholden.web.regulator.forms import CLOSE, Fields, stated_length

UPLOAD_SECONDS: Final = 600.0

_PARTS_AT_MOST = 20
_HEADERS_AT_MOST = 8
_HEADER_BYTES_AT_MOST = 2_048
_FIELD_BYTES_AT_MOST = 10_000
_OVERHEAD_BYTES = 1 << 20
_PIECE_BYTES = 1 << 20
_BOUNDARY_AT_MOST = 70  # RFC 2046, section 5.1.1


class Upload(msgspec.Struct, frozen=True):
    """The file of a form: its name as the browser gave it, how long it is, and the bytes."""

    name: str
    size: int
    file: BinaryIO


@contextlib.asynccontextmanager
async def read_upload(
    request: Request, folder: Path, *, at_most: int, admit: Callable[[Fields], None]
) -> AsyncIterator[tuple[Fields, Upload]]:
    """The fields and the file; the file is gone after the block.

    Args:
        request: not yet read.
        folder: where the unnamed file lies meanwhile.
        at_most: bytes of the file.
        admit: is given the fields, before the file is read; raises to refuse.

    Raises:
        HTTPException: 400, 408, 413 or 415, with a sentence.
    """
    kind, options = parse_options_header(request.headers.get("content-type", "").encode())
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 1 <= len(boundary) <= _BOUNDARY_AT_MOST:
        raise HTTPException(415, "Send the form as multipart/form-data.", CLOSE)
    too_large = HTTPException(413, f"A file has at most {at_most:,} bytes.", CLOSE)
    if stated_length(request) > at_most + _OVERHEAD_BYTES:
        raise too_large
    with _unnamed(folder) as file:
        reader = _Reader(boundary, admit)
        size, read = 0, 0
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                async for piece in request.stream():
                    reader.feed(piece)
                    read += len(piece)
                    if reader.size > at_most or read > at_most + _OVERHEAD_BYTES:
                        raise too_large
                    if len(reader.waiting) >= _PIECE_BYTES:
                        size += await _written(file, reader)
                size += await _written(file, reader)
        except TimeoutError:
            raise HTTPException(408, "The file came too slowly. Send it again.", CLOSE) from None
        except ClientDisconnect:
            raise HTTPException(400, "The file did not arrive.") from None
        reader.finish()
        file.seek(0)
        yield reader.fields(), Upload(reader.file_name, size, cast("BinaryIO", file))


def _unnamed(folder: Path) -> IO[bytes]:
    try:
        return tempfile.TemporaryFile(dir=folder)
    except OSError as error:
        raise _disk(error) from None


def _disk(error: OSError) -> HTTPException:
    words = f"The disk cannot take the file ({error.strerror}). Nothing was kept."
    return HTTPException(507, words, CLOSE)


async def _written(file: IO[bytes], reader: _Reader) -> int:
    piece = bytes(reader.waiting)
    reader.waiting.clear()
    try:
        return await run_in_threadpool(file.write, piece) if piece else 0
    except OSError as error:
        raise _disk(error) from None


class _Reader:
    """Tells the parts of a form apart as it comes."""

    def __init__(self, boundary: bytes, admit: Callable[[Fields], None]) -> None:
        self.waiting = bytearray()
        self.size = 0
        self.file_name = ""
        self._admit = admit
        self._pairs: list[tuple[str, str]] = []
        self._parts = 0
        self._has_file = self._in_file = self._ended = False
        self._header = self._value = b""
        self._disposition = b""
        self._name = ""
        self._field = bytearray()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_part_data": self._data,
                "on_part_end": self._part_end,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_end": self._end,
            },
            max_header_count=_HEADERS_AT_MOST,
            max_header_size=_HEADER_BYTES_AT_MOST,
        )

    def feed(self, piece: bytes) -> None:
        """Takes what came."""
        try:
            self._parser.write(piece)
        except FormParserError:
            raise _broken("its parts cannot be told apart") from None

    def finish(self) -> None:
        """Says that nothing more comes."""
        try:
            self._parser.finalize()
        except FormParserError:
            raise _broken("it ends within a part") from None
        if not self._ended:
            raise _broken("it ends before its last boundary")
        if not self._has_file:
            self._admit(self.fields())

    def fields(self) -> Fields:
        """The fields that came so far."""
        return Fields(self._pairs)

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > _PARTS_AT_MOST:
            raise _broken(f"it has more than {_PARTS_AT_MOST} parts")
        self._disposition = b""

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._in_file = b"filename" in options
        if self._in_file:
            if self._has_file:
                raise _broken("it has several files")
            self._has_file = True
            self.file_name = options[b"filename"].decode("utf-8", "replace")
            self._admit(self.fields())

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self.size += end - start
            self.waiting += data[start:end]
            return
        self._field += data[start:end]
        if len(self._field) > _FIELD_BYTES_AT_MOST:
            raise _broken("a field is too long")

    def _part_end(self) -> None:
        if not self._in_file:
            if self._has_file:
                raise _broken("fields stand after the file")
            self._pairs.append((self._name, self._field.decode("utf-8", "replace")))
            self._field.clear()

    def _end(self) -> None:
        self._ended = True


def _broken(why: str) -> HTTPException:
    return HTTPException(400, f"The form cannot be read: {why}.", CLOSE)
