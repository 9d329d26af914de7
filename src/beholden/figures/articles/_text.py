"""Plain text as people paste it: paragraphs, whether wrapped or one to a line, and tables.

The first short line is the headline. A line break inside a paragraph is only a break where
the line before ends a sentence or is too short to have been wrapped. Lines in columns
(tabs, bars or wide gaps) are rows of a table.

    text_blocks("Offences rise").blocks[0].kind  # "paragraph": there is nothing under it
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from beholden.figures.articles._boxes import with_boxes
from beholden.figures.articles._cells import in_rows, with_commas
from beholden.figures.articles._days import day_of_line
from beholden.figures.articles._made import Made, cleaned, one_line, row_of
from beholden.figures.articles._markdown import unmarked
from beholden.figures.articles._noise import is_noise
from beholden.figures.core.claims.boxes import is_number
from beholden.figures.core.claims.models import Block, BlockKind
from beholden.figures.core.models import Day

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_CAPTION = re.compile(
    r"(?:(?:image|picture|photo) )?(?:caption|picture|image|photo(?:graph)?|pictured|graphic|chart)"
    r"\s?:",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-*\u2022\u2023\u25aa\u25cf\u2013\u2014]|\d{1,2}[.)])\s")
# A row of a list: "Cheshire: 348".
_LABELLED = re.compile(r"[A-Z][A-Za-z&' -]{1,40}:\s\d[\d,]*(?!\d|[:.]\d|am\b|pm\b)")
_BARS = re.compile(r"\s*\|\s*")
_BARRED = re.compile(r"\||^[+=-]+$")
_RULE = re.compile(r"[\s|:+=-]+")
_GAP = re.compile(r"(?<![.!?:;\u201d\"'\s]) {2,}(?=\S)")
_SENTENCE_END = (".", "!", "?", ":", ";", "\u2026")
_CLOSING = "\"'\u201d\u2019)]*"
_OPENING = "\"'\u201c\u2018("
_TALLY = re.compile(r":\s?[\d,.]+|[\d)%]$")
# What a hyphen belongs to: "12-month", "two-year", "twenty-three", "well-known", "re-offend".
_COMPOUND = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|third|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|well|self|non|re|co|pre|cross|on|off|long|full|year))-$",
    re.IGNORECASE,
)
_LONGEST_HEADLINE = 160
_LONGEST_HEADING = 90
_WIDEST_WRAP = 132
_WRAPPED_SHARE = 0.6
_LINES_WITH_A_DAY = 8
_PAIR = 2


def text_blocks(text: str, *, markdown: bool = False) -> Made:
    """The blocks of a text."""
    lines = [cleaned(line).strip(" ") for line in _BREAK.split(text)]
    if markdown:
        lines = [unmarked(line) for line in lines]
    width = _wrap_width(lines)
    pieces: list[tuple[BlockKind | None, str]] = []
    opens: set[int] = set()
    for group in _groups_and_rows(lines, width):
        kept = [(kind, words) for kind, words in group if words and not is_noise(words)]
        opens.add(len(pieces))
        pieces += kept
    published = _published(pieces)
    return Made(tuple(with_boxes(list(_blocks(pieces)), opens)), published)


def _groups_and_rows(
    lines: Sequence[str], width: int
) -> Iterator[list[tuple[BlockKind | None, str]]]:
    """What stands between empty lines, in pieces."""
    for told in _with_cells_joined(lines):
        if isinstance(told, str):
            yield [("table", told)]
        else:
            yield from (list(_pieces(group, width)) for group in _groups(told))


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines between empty ones; lines of nothing but rules part them too."""
    group: list[str] = []
    for line in lines:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _with_cells_joined(lines: Sequence[str]) -> Iterator[str | list[str]]:
    """The rows of tables that stood one cell to a line, and the lines between them."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    last = 0
    for run in in_rows([lines[at].strip() for at in filled]):
        yield list(lines[last : filled[run.first]])
        yield run.row
        last = filled[run.after - 1] + 1
    yield list(lines[last:])


def _wrap_width(lines: Sequence[str]) -> int:
    """How wide lines were wrapped; 0 where no text of that width can have been."""
    widest = max((len(line) for line in lines), default=0)
    return widest if widest <= _WIDEST_WRAP else 0


def _pieces(group: list[str], width: int) -> Iterator[tuple[BlockKind | None, str]]:
    """The paragraphs and rows of a group; the kind where the lines themselves tell it."""
    rows = _rows(group)
    # No text that was wrapped has a number alone for one of its two lines.
    boxed = len(group) == _PAIR and is_number(group[0]) != is_number(group[1])
    open_lines: list[str] = []
    for at, line in enumerate(group):
        row = rows[at]
        breaks = bool(open_lines) and (boxed or not _goes_on(open_lines[-1], line, width))
        if open_lines and (row is not None or breaks):
            yield _paragraph(open_lines)
            open_lines = []
        if row is None:
            open_lines.append(line)
        elif row:
            yield "table", row
    if open_lines:
        yield _paragraph(open_lines)


def _paragraph(lines: Sequence[str]) -> tuple[BlockKind | None, str]:
    words = one_line("".join(_joined(lines)))
    return ("caption" if _CAPTION.match(words) else None), words


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Lines with spaces between; a word that a hyphen parts at the end of a line is whole."""
    for line, after in pairwise((*lines, "")):
        if not line.endswith("-") or not after[:1].islower():
            yield line + " "
        else:
            yield line if _COMPOUND.search(line) else line[:-1]


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether a line goes on with the paragraph of the line before."""
    if _BULLET.match(line) or _CAPTION.match(line) or _LABELLED.match(line):
        return False
    first = line.split(maxsplit=1)[0]
    ended = before.rstrip(_CLOSING).endswith(_SENTENCE_END)
    full = bool(width) and len(before) + 1 + len(first) > width
    if ended:
        return full
    if line[0].islower():
        return True
    return bool(width) and (full or len(before) >= _WRAPPED_SHARE * width)


def _rows(group: Sequence[str]) -> list[str | None]:
    """Each line as a row with tabs where it is one; an empty row is a rule between rows."""
    bars = sum("|" in line for line in group)
    gaps = [len(_GAP.findall(line)) for line in group]
    columned = {
        at + each
        for at, (one, other) in enumerate(pairwise(gaps))
        if one and one == other
        for each in (0, 1)
    }
    # Where other rows begin without a bar, one that does begins with an empty cell.
    framed = all(line.startswith("|") for line in group if "|" in line)
    commas = with_commas(group)
    return [
        commas.get(at)
        or _row(
            line if framed or not line.startswith("|") else f" {line}",
            barred=bars > 1 and bool(_BARRED.search(line)),
            columned=at in columned,
        )
        for at, line in enumerate(group)
    ]


def _row(line: str, *, barred: bool, columned: bool) -> str | None:
    if "\t" in line.strip():
        return row_of(line.rstrip().split("\t"))
    if barred:
        if _RULE.fullmatch(line):
            return ""
        inside = line.rstrip().removesuffix("|").removeprefix("|")
        return row_of(_BARS.split(inside))
    if columned:
        return row_of(_GAP.split(line))
    return None


def _published(pieces: Sequence[tuple[BlockKind | None, str]]) -> Day | None:
    """The day of a line near the top that is nothing but a date."""
    days = (day_of_line(words) for _, words in pieces[:_LINES_WITH_A_DAY])
    return next((day for day in days if day is not None), None)


def _blocks(pieces: Sequence[tuple[BlockKind | None, str]]) -> Iterator[Block]:
    for at, (kind, words) in enumerate(pieces):
        if kind is not None:
            yield Block(kind, words)
        elif at == 0:
            yield Block("headline" if _is_headline(pieces) else "paragraph", words)
        else:
            after = pieces[at + 1] if at + 1 < len(pieces) else None
            yield Block("heading" if _is_heading(words, after) else "paragraph", words)


def _is_headline(pieces: Sequence[tuple[BlockKind | None, str]]) -> bool:
    words = pieces[0][1]
    short = len(words) <= _LONGEST_HEADLINE and len(pieces) > 1
    return short and not _ends_sentence(words) and not _BULLET.match(words)


def _is_heading(words: str, after: tuple[BlockKind | None, str] | None) -> bool:
    """A short line without an end, above a longer one, is a heading.

    Bullets, dates and lines of a list ("Cheshire: 348") are none.
    """
    if after is None or len(words) > _LONGEST_HEADING or _BULLET.match(words):
        return False
    if day_of_line(words) is not None or _TALLY.search(words):
        return False
    capital = words.lstrip(_OPENING)[:1].isupper()
    return capital and not _ends_sentence(words) and len(after[1]) > len(words)


def _ends_sentence(words: str) -> bool:
    bare = words.rstrip(_CLOSING)
    return bare.endswith(".") and not bare.endswith("..")
