r"""TOML with lines: where each key and list item of a text stands; ``tomllib`` keeps none.

``parse`` reads a file's bytes, or says on which line what is wrong. ``locate`` is for text
that ``tomllib`` has read without error, so it only walks over it: it knows where strings,
lists, tables and comments end, and leaves every check and every value to ``tomllib``.

    table, lines = parse(path.read_bytes())
    line_of(("rules", 0, "when", "kinds"), locate('[[rules]]\nwhen.kinds = ["md5"]'))  # 2
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import Any

Path = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t]*")
_BLANK_LINES = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# Escapes only exist between double quotes; two more quotes may end a long string.
_STRINGS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r'"""(?:\\.|[^\\])*?"{3,5}(?!")',
        r"'''.*?'{3,5}(?!')",
        r'"(?:\\.|[^"\\])*"',
        r"'[^']*'",
    )
)
_SCALAR = re.compile(r"[^,\]}#\n]*")
_BOM = b"\xef\xbb\xbf"
_SYNTAX_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class TomlError(ValueError):
    """The bytes are no TOML; says what to do. ``line`` counts from 1 where it is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(message)


def parse(data: bytes) -> tuple[dict[str, Any], dict[Path, int]]:
    """Reads a file's bytes; returns its table and the line of every path.

    Raises:
        TomlError: They are no TOML.
    """
    if data.startswith(_BOM):
        raise TomlError("The file starts with a byte order mark. Save it as UTF-8 without one.", 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TomlError("The line is not valid UTF-8. Save the file as UTF-8.", line) from None
    try:
        return tomllib.loads(text), locate(text)
    except RecursionError:
        raise TomlError("Lists are nested too deeply.") from None
    except ValueError as error:
        # Also plain ValueErrors: tomllib lets those of int() through for endless numbers.
        raise _syntax_error(str(error), text) from None


def locate(text: str) -> dict[Path, int]:
    """Maps the path of every key, table and list item to its line, counted from 1."""
    return _Walk(text.replace("\r\n", "\n")).run()


def line_of(path: Path, lines: dict[Path, int]) -> int | None:
    """The line of a path or, where the file does not have it, of its nearest parent."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def written(path: Path) -> str:
    """A path as a person writes it: ``rules[2].when.max_distance``, items from 0."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            key = part if _BARE_KEY.fullmatch(part) else f'"{part}"'
            text += f".{key}" if text else key
    return text


def _syntax_error(message: str, text: str) -> TomlError:
    place = _SYNTAX_PLACE.search(message)
    if place is None:
        return TomlError(f"This is not valid TOML: {message}.")
    line = int(place[1]) if place[1] else text.count("\n") + (not text.endswith("\n"))
    return TomlError(f"This is not valid TOML: {message[: place.start()]}.", line)


class _Walk:
    """One walk over one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._breaks = [place.start() for place in re.finditer("\n", text)]
        self._lines: dict[Path, int] = {}
        self._tables_in: dict[Path, int] = {}

    def run(self) -> dict[Path, int]:
        """Walks to the end."""
        table: Path = ()
        self._skip(_BLANK_LINES)
        while self._at < len(self._text):
            table = self._header() if self._peek("[") else self._pair(table)
            self._skip(_BLANK_LINES)
        return self._lines

    def _header(self) -> Path:
        line = self._line()
        many = self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        self._skip(_BLANK)
        keys = self._dotted_key()
        self._skip(_BLANK)
        self._at += 2 if many else 1
        path: Path = ()
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            self._lines.setdefault(path, line)
            if many and number == len(keys):
                self._tables_in[path] = self._tables_in.get(path, 0) + 1
            if path in self._tables_in:
                path = (*path, self._tables_in[path] - 1)
                self._lines.setdefault(path, line)
        return path

    def _pair(self, table: Path) -> Path:
        line = self._line()
        path = table
        for key in self._dotted_key():
            path = (*path, key)
            self._lines.setdefault(path, line)
        self._skip(_BLANK)
        self._at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)
        return table

    def _value(self, path: Path) -> None:
        if self._peek("["):
            self._list(path)
        elif self._peek("{"):
            self._inline_table(path)
        elif not self._string():
            self._skip(_SCALAR)

    def _list(self, path: Path) -> None:
        self._at += 1
        self._skip(_BLANK_LINES)
        index = 0
        while not self._peek("]"):
            self._lines[*path, index] = self._line()
            self._value((*path, index))
            self._next_item()
            index += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        self._skip(_BLANK_LINES)
        while not self._peek("}"):
            self._pair(path)
            self._next_item()
        self._at += 1

    def _next_item(self) -> None:
        self._skip(_BLANK_LINES)
        if self._peek(","):
            self._at += 1
            self._skip(_BLANK_LINES)

    def _dotted_key(self) -> list[str]:
        keys = [self._key()]
        self._skip(_BLANK)
        while self._peek("."):
            self._at += 1
            self._skip(_BLANK)
            keys.append(self._key())
            self._skip(_BLANK)
        return keys

    def _key(self) -> str:
        start = self._at
        if self._string():
            # tomllib decodes the escapes, so the key is spelt as in its answer.
            return str(tomllib.loads(f"key = {self._text[start : self._at]}")["key"])
        self._skip(_BARE_KEY)
        if self._at == start:
            raise ValueError("Only text that tomllib accepts can be walked.")
        return self._text[start : self._at]

    def _string(self) -> bool:
        for pattern in _STRINGS:
            found = pattern.match(self._text, self._at)
            if found:
                self._at = found.end()
                return True
        return False

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()

    def _peek(self, sign: str) -> bool:
        return self._text.startswith(sign, self._at)

    def _line(self) -> int:
        return bisect_right(self._breaks, self._at - 1) + 1
