"""The numbers that a word processor prints before paragraphs and does not store in them.

Only what can be counted with certainty is: decimal, letter and roman levels. Bullets
and other marks are left out.
"""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn

_LEVEL = re.compile(r"%(\d)")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 5000
# Styles that are based on each other would never end.
_MOST_STYLES = 20
_NUMBERED = f"{qn('w:pPr')}/{qn('w:numPr')}"


class Numbering:
    """Counters of one document's lists."""

    def __init__(self, numbering: Any | None, styles: Any | None = None) -> None:
        self._abstract: dict[str, str] = {}
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[str, list[int]] = {}
        # Style -> its own numbering, and the style that it is based on.
        self._styles: dict[str, tuple[Any | None, str]] = {}
        for style in () if styles is None else styles.iterchildren(qn("w:style")):
            own = style.find(_NUMBERED)
            self._styles[style.get(qn("w:styleId"), "")] = (own, _value(style, "w:basedOn"))
        if numbering is None:
            return
        for defined in numbering.iterchildren(qn("w:abstractNum")):
            key = defined.get(qn("w:abstractNumId"), "")
            for level in defined.iterchildren(qn("w:lvl")):
                depth = _whole(level.get(qn("w:ilvl")), 0)
                start = _whole(_value(level, "w:start"), 1)
                self._levels[key, depth] = (
                    _value(level, "w:numFmt"),
                    _value(level, "w:lvlText"),
                    start,
                )
        for used in numbering.iterchildren(qn("w:num")):
            self._abstract[used.get(qn("w:numId"), "")] = _value(used, "w:abstractNumId")

    def label(self, paragraph: Any) -> str:
        """What is printed before a paragraph, with a space after it; empty for none."""
        numbered = paragraph.find(_NUMBERED)
        if numbered is None:
            numbered = self._by_style(paragraph)
        if numbered is None:
            return ""
        key = self._abstract.get(_value(numbered, "w:numId"), "")
        depth = _whole(_value(numbered, "w:ilvl"), 0)
        if (key, depth) not in self._levels:
            return ""
        counts = self._counts.setdefault(key, [])
        del counts[depth + 1 :]
        while len(counts) <= depth:
            counts.append(self._start(key, len(counts)) - (len(counts) == depth))
        counts[depth] += 1
        _, template, _ = self._levels[key, depth]
        shown = [self._shown(key, at, count) for at, count in enumerate(counts)]
        if not _LEVEL.search(template) or "" in shown:
            return ""
        return _LEVEL.sub(lambda at: _at(shown, int(at[1]) - 1), template).strip() + " "

    def _by_style(self, paragraph: Any) -> Any | None:
        properties = paragraph.find(qn("w:pPr"))
        style = "" if properties is None else _value(properties, "w:pStyle")
        for _ in range(_MOST_STYLES):
            own, base = self._styles.get(style, (None, ""))
            if own is not None or not base:
                return own
            style = base
        return None

    def _start(self, key: str, depth: int) -> int:
        return self._levels.get((key, depth), ("", "", 1))[2]

    def _shown(self, key: str, depth: int, count: int) -> str:
        form = self._levels.get((key, depth), ("", "", 1))[0]
        if not 0 < count < _MOST:
            return ""
        if form == "decimal":
            return str(count)
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        forms = {"lowerLetter": letter, "upperLetter": letter.upper()}
        forms |= {"lowerRoman": _roman(count), "upperRoman": _roman(count).upper()}
        return forms.get(form, "")


def _at(shown: list[str], depth: int) -> str:
    return shown[depth] if 0 <= depth < len(shown) else ""


def _roman(count: int) -> str:
    made = ""
    for value, letters in _ROMAN if count < 40 else ():  # noqa: PLR2004  lists go no further
        made += letters * (count // value)
        count %= value
    return made


def _value(element: Any, tag: str) -> str:
    child = element.find(qn(tag))
    return "" if child is None else child.get(qn("w:val"), "")


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise
