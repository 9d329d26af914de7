"""Markdown without its marks: what a reader would see of a line."""

from __future__ import annotations

import re

_HEADING = re.compile(r"#{1,6} +")
_RULE = re.compile(r"(?:[-*_] ?){3,60}")
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,2000})\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,2000})\1(?![\w*])")
_QUOTE = re.compile(r"(?:> ?)+")


def unmarked(line: str) -> str:
    """A line without the marks of headings, links, emphasis and quotations."""
    line = line.strip()
    if _RULE.fullmatch(line):
        return ""
    line = _HEADING.sub("", _QUOTE.sub("", line, count=1), count=1) if line[:1] in "#>" else line
    for pattern, shown in ((_IMAGE, r"Picture: \1"), (_LINK, r"\1")):
        if "](" in line:
            line = pattern.sub(shown, line)
    for pattern in (_STRONG, _EMPHASIS):
        line = pattern.sub(r"\2", line)
    return line
