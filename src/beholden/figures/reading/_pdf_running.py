"""Headers and footers that are printed on page after page, found by what repeats.

A line counts as one where it stands in the outer part of the page, and the same
words stand at the same height on at least half of the pages. Numbers only count
as different where the line does not number the pages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from beholden.figures.reading._pdf_lines import PageLine

_OUTER = 0.11
_SAME_HEIGHT = 6.0  # points
_PAGE_NUMBER = re.compile(
    r"(?:.*\b(?:page|tudalen)\s*)?[-|\s]*\d{1,4}[-|\s]*(?:(?:of|/|o)\s*\d{1,4})?[-|\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def running_lines(
    pages: Sequence[Sequence[PageLine]], heights: Sequence[float]
) -> tuple[set[tuple[int, int]], list[str]]:
    """Which lines to leave out, as (page, line) from 0, and what they say.

    The first of a header stays, for it may name the force or head a table.
    """
    found: dict[tuple[bool, str], list[tuple[int, int, float]]] = defaultdict(list)
    for page, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for at, line in enumerate(lines):
            at_top = line.bottom < _OUTER * height
            if at_top or line.top > (1 - _OUTER) * height:
                found[at_top, _words(line.text)].append((page, at, line.top))
    left_out: set[tuple[int, int]] = set()
    said: list[str] = []
    for (at_top, _), places in found.items():
        level = places[len(places) // 2][2]
        same = [place for place in places if abs(place[2] - level) <= _SAME_HEIGHT]
        on = {page for page, _, _ in same}
        if len(on) < 2 or 2 * len(on) < len(pages):  # noqa: PLR2004  once is no repetition
            continue
        said.append(pages[same[0][0]][same[0][1]].text)
        left_out.update((page, at) for page, at, _ in (same[1:] if at_top else same))
    return left_out, said


def _words(text: str) -> str:
    flat = " ".join(text.split()).lower()
    return _DIGITS.sub("#", flat) if _PAGE_NUMBER.fullmatch(flat) else flat
