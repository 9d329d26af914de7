r"""Expressions that are compiled when they are first used.

The rules of the claims hold many hundreds, of which an article needs about half: compiling all
when the program starts would take longer than reading the article.

    words = lazily(r"\bthe year before\b", re.IGNORECASE)  # nothing is compiled yet
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

LOOKALIKES: Final = {0x130: "i", 0x131: "i", 0x17F: "s", 0x212A: "k"}
"""What an expression that ignores case takes for an i, an s and a k, though no table has it."""


class Lazily:
    """An expression with the methods of a compiled one."""

    def __init__(self, expression: str, flags: int) -> None:
        self.pattern = expression
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression, compiled now if it was not before."""
        return re.compile(self.pattern, self._flags)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        return self.compiled.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.match``."""
        return self.compiled.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.fullmatch``."""
        return self.compiled.fullmatch(text, start, end)

    def finditer(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        return self.compiled.finditer(text, start, end)

    def findall(self, text: str, start: int = 0, end: int = sys.maxsize) -> list[str]:
        """As ``re.Pattern.findall``, of an expression with at most one group."""
        return self.compiled.findall(text, start, end)

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As ``re.Pattern.sub``."""
        return self.compiled.sub(new, text)

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        """As ``re.Pattern.split``, of an expression without groups."""
        return self.compiled.split(text, maxsplit)


def lazily(expression: str, flags: int = 0) -> Lazily:
    """An expression that is compiled when it is first used."""
    return Lazily(expression, flags)


__all__ = ["Lazily", "lazily"]
