r"""Where each key and list item of a TOML text stands; ``tomllib`` keeps no lines.

The text must have been read by ``tomllib`` without error, so this only walks
over it: it knows where strings, lists, tables and comments end, and leaves
every check and every value to ``tomllib``.

    line_of(("rules", 0, "when", "kinds"), locate('[[rules]]\nwhen.kinds = ["md5"]'))  # 2
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

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


def locate(text: str) -> dict[Path, int]:
    """Maps the path of every key, table and list item to its line, counted from 1."""
    return _Walk(text.replace("\r\n", "\n")).run()


def line_of(path: Path, lines: dict[Path, int]) -> int | None:
    """The line of a path or, where the file does not have it, of its nearest parent."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


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
