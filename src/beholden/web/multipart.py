"""``multipart/form-data`` in memory: one file and a few short fields.

Starlette's own form reader spools files to the disk; an upload must never be there.
The parser is python-multipart's, over bytes that are in memory already.

    form = parse(body, content_type, fields=("surface", "account"))
    form.file, form.fields["surface"]
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from beholden.web.problems import Problem

_PARTS_AT_MOST = 16
_HEADERS_AT_MOST = 8
_HEADER_BYTES_AT_MOST = 2_048
_FIELD_BYTES_AT_MOST = 1_024


@dataclass(slots=True)
class Form:
    """What a form held."""

    file: bytes
    fields: dict[str, str]


@dataclass(slots=True)
class _Part:
    headers: dict[bytes, bytes] = field(default_factory=dict)
    pieces: list[bytes] = field(default_factory=list)


def parse(body: bytes, content_type: bytes, *, fields: Collection[str]) -> Form:
    """Reads a form with exactly one file part.

    Args:
        body: The whole body.
        content_type: The header, with its boundary.
        fields: Names of the text fields that are known.

    Raises:
        Problem: 400 broken, 422 no file, several files, unknown or repeated fields.
    """
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if not 1 <= len(boundary) <= 70:  # noqa: PLR2004 - RFC 2046, section 5.1.1
        raise _broken("Content-Type names no boundary of 1 to 70 characters")
    files: list[bytes] = []
    texts: dict[str, str] = {}
    for part in _Reader(body, boundary).parts:
        _, disposition = parse_options_header(part.headers.get(b"content-disposition", b""))
        name = disposition.get(b"name", b"").decode("utf-8", "replace")
        content = part.pieces[0] if len(part.pieces) == 1 else b"".join(part.pieces)
        if b"filename" in disposition:
            files.append(content)
            continue
        if name not in fields or name in texts:
            raise Problem(
                422,
                "invalid_field",
                f"Send one file and, at most once each, the fields {', '.join(sorted(fields))}; "
                f"{'this one is repeated' if name in texts else 'this one is unknown'}.",
                path=f"form.{name[:80]}",
            )
        if len(content) > _FIELD_BYTES_AT_MOST:
            raise Problem(422, "invalid_field", "The field is too long.", path=f"form.{name}")
        try:
            texts[name] = content.decode()
        except UnicodeDecodeError:
            raise Problem(
                422, "invalid_field", "The field is not UTF-8.", path=f"form.{name}"
            ) from None
    if len(files) != 1:
        raise Problem(
            422,
            "one_file_needed",
            f"Send exactly one file part (with a filename); this form has {len(files)}.",
            path="form",
        )
    return Form(files[0], texts)


class _Reader:
    """Collects the parts of one body."""

    def __init__(self, body: bytes, boundary: bytes) -> None:
        self.parts: list[_Part] = []
        self._name = b""
        self._value = b""
        self._ended = False
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_part_data": self._data,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_end": self._end,
            },
            max_size=len(body) + 1,
            max_header_count=_HEADERS_AT_MOST,
            max_header_size=_HEADER_BYTES_AT_MOST,
        )
        try:
            parser.write(body)
            parser.finalize()
        except FormParserError:
            raise _broken("its parts cannot be told apart") from None
        if not self._ended:
            raise _broken("it ends before its last boundary")

    def _begin(self) -> None:
        if len(self.parts) >= _PARTS_AT_MOST:
            raise Problem(422, "too_many_parts", f"The form has more than {_PARTS_AT_MOST} parts.")
        self.parts.append(_Part())

    def _data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].pieces.append(data[start:end])

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self.parts[-1].headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _end(self) -> None:
        self._ended = True


def _broken(why: str) -> Problem:
    return Problem(400, "broken_form", f"The multipart form cannot be read: {why}.")
