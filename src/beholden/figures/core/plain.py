"""Briefs as plain text for newsrooms: no line is wider than 76 columns.

Nothing is computed here; every number comes from the brief as it is.

    force_text(brief).splitlines()[0]
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from beholden.figures.core.brief import (
    Figure,
    ForceBrief,
    NationalBrief,
    RankRow,
    Sentence,
    SplitTable,
)
from beholden.figures.core.comparing import Comparison
from beholden.figures.core.marks import legend
from beholden.figures.core.models import Day, ReleaseId

WIDTH = 76

NEVER_JOINED = (
    "These stand each for itself: other offences, and periods that are no financial years. "
    "Kinds of periods are never joined into one series."
)

_MARK = re.compile(r"\[([a-z]+)\]")
_INTERVAL = "95% interval"
_HEADS: tuple[str, ...] = ("before", "after", "change", "in %", _INTERVAL, "rate")
_LEAST_ROOM = 14
_NOT_RANKED = "not ranked"


def force_text(brief: ForceBrief) -> str:
    """The local briefing of a force."""
    blocks = [
        _head(brief.headline, brief.release, brief.published),
        *_paragraphs(brief.sentences),
    ]
    if brief.series:
        rows = [(row.label, row.text) for row in brief.series]
        blocks.append(_titled("Year by year", _columns(rows)))
    blocks += [_split(table) for table in brief.splits]
    if brief.others:
        lines = [
            _wrap(f"{row.offence}, {row.label}: {row.text}", hang="  ") for row in brief.others
        ]
        blocks += [_titled("Other figures", "\n".join(lines)), _wrap(NEVER_JOINED)]
    if brief.comparison:
        blocks.append(_titled(brief.comparison_name, _ranks(brief.comparison)))
        blocks.append(_wrap(brief.comparison_note))
    blocks += [_made(brief.figures), _notes(brief.caveats)]
    return _joined(blocks)


def story_text(brief: ForceBrief | NationalBrief) -> str:
    """The headline and the sentences alone: prose that a newsroom can print as it is."""
    aggregates = brief.aggregates if isinstance(brief, NationalBrief) else ()
    said = [sentence.text for sentence in (*brief.sentences, *aggregates)]
    return "\n\n".join([brief.headline, *said]) + "\n"


def national_text(brief: NationalBrief) -> str:
    """The page for all forces."""
    blocks = [
        _head(brief.headline, brief.release, brief.published),
        *_paragraphs((*brief.sentences, *brief.aggregates)),
    ]
    if brief.totals:
        blocks.append(_titled("Sums over the forces that are known", _columns(brief.totals)))
    if brief.ranking:
        blocks.append(_titled(brief.ranking_basis, _ranks(brief.ranking)))
    if brief.missing:
        lines = [_wrap(f"{name}: {why}", hang="  ") for _, name, why in brief.missing]
        blocks.append(_titled("Without a comparable number", "\n".join(lines)))
    if brief.tiles:
        rows = [(tile.name, tile.text) for tile in brief.tiles]
        blocks.append(_titled("Offences per 10,000 people", _columns(rows)))
        blocks.append(_wrap(brief.map_note))
    blocks += [_made(brief.figures), _notes(brief.caveats)]
    return _joined(blocks)


def comparison_text(comparison: Comparison) -> str:
    """Two forces side by side."""
    blocks = [
        _head(comparison.headline, comparison.release, comparison.published),
        *_paragraphs(comparison.sentences),
    ]
    if comparison.series:
        rows = [("", *comparison.names), *comparison.series]
        blocks.append(_titled("Year by year", _columns(rows)))
    if comparison.rows:
        blocks.append(_titled("Side by side", _ranks(comparison.rows)))
        blocks.append(_wrap(comparison.note))
    blocks += [_made(comparison.figures), _notes(comparison.caveats)]
    return _joined(blocks)


def _head(headline: str, release: ReleaseId, published: Day) -> str:
    title = _wrap(headline)
    rule = "=" * max(len(line) for line in title.splitlines())
    return f"{title}\n{rule}\nRelease {release}, published {published.isoformat()}"


def _paragraphs(sentences: Sequence[Sentence]) -> list[str]:
    return [_wrap(sentence.text) for sentence in sentences]


def _made(figures: Sequence[Figure]) -> str:
    lines = [
        _wrap(f"{figure.label}: {_how(figure)}", hang="  ")
        for figure in figures
        if figure.arithmetic or figure.why_not
    ]
    return _titled("How each number was made", "\n".join(lines)) if lines else ""


def _how(figure: Figure) -> str:
    if "=" in figure.arithmetic:
        return figure.arithmetic
    return f"{figure.text} ({figure.arithmetic})" if figure.arithmetic else figure.why_not


def _notes(caveats: Sequence[str]) -> str:
    lines = [_wrap(f"- {caveat}", hang="  ") for caveat in caveats]
    return _titled("Please print with these numbers", "\n".join(lines)) if lines else ""


def _split(table: SplitTable) -> str:
    """A count in parts, and beneath it what must be known of it."""
    rows = [*table.rows, *([("Together", table.total)] if table.total else [])]
    said = _wrap(" ".join((*table.notes, table.source)))
    return f"{_titled(table.title, _columns(rows))}\n\n{said}"


def _titled(title: str, body: str) -> str:
    wrapped = _wrap(title)
    return f"{wrapped}\n{'-' * max(len(line) for line in wrapped.splitlines())}\n{body}"


def _ranks(rows: Sequence[RankRow]) -> str:
    """A table of forces; what does not fit beside a name stands beneath it."""
    table = [_HEADS, *(_cells(row) for row in rows)]
    beneath = _room(table) < _LEAST_ROOM
    if beneath:
        at = _HEADS.index(_INTERVAL)
        table = [cells[:at] + cells[at + 1 :] for cells in table]
    widths, room = _widths(table), _room(table)
    lines = [_line("", table[0], widths, room)]
    for row, cells in zip(rows, table[1:], strict=True):
        name = row.name if row.order is None else f"{row.order}. {row.name}"
        first, *rest = textwrap.wrap(name, room)
        lines.append(_line(first, cells, widths, room))
        lines += [f"  {more}" for more in rest]
        if beneath and row.interval:
            lines.append(_wrap(f"({_INTERVAL}: {row.interval})", start="  ", hang="  "))
        if row.why_not:
            lines.append(_wrap(f"({_NOT_RANKED}: {row.why_not})", start="  ", hang="  "))
    return "\n".join(lines)


def _cells(row: RankRow) -> tuple[str, ...]:
    return (row.before, row.after, row.difference, row.percentage, row.interval, row.rate)


def _widths(rows: Sequence[tuple[str, ...]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _room(rows: Sequence[tuple[str, ...]]) -> int:
    """What is left of a line for the name."""
    return WIDTH - sum(width + 2 for width in _widths(rows))


def _line(name: str, numbers: Sequence[str], widths: Sequence[int], room: int) -> str:
    cells = "".join(f"  {cell:>{width}}" for cell, width in zip(numbers, widths, strict=True))
    return f"{name:<{room}}{cells}".rstrip()


def _columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows with a name each, the numbers to the right; a row too wide goes on beneath."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    if sum(widths) + 2 * len(widths) > WIDTH:
        return "\n".join(_wrap("  ".join(cell for cell in row if cell), hang="  ") for row in rows)
    lines = []
    for name, *cells in rows:
        numbers = "".join(
            f"  {cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True)
        )
        lines.append(f"{name:<{widths[0]}}{numbers}".rstrip())
    return "\n".join(lines)


def _wrap(text: str, start: str = "", hang: str = "") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=start,
        subsequent_indent=hang,
        break_on_hyphens=False,
    )


def _joined(blocks: Iterable[str]) -> str:
    body = "\n\n".join(block for block in blocks if block)
    marks = legend(_MARK.findall(body))
    key = f"\n\n{_titled('Marks', chr(10).join(marks))}" if marks else ""
    return f"{body}{key}\n"
