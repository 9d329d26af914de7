"""CSV and its kin: comma, semicolon, tab or bar; any encoding; rows of any length.

A CSV file does not say what is a number, so no cell has one: whoever interprets
the text decides. Cells are named as a spreadsheet program would show them.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from beholden.figures.core.documents import Document, Notice
from beholden.figures.errors import ReadError
from beholden.figures.reading._decoding import decode
from beholden.figures.reading.grid import MOST_COLUMNS, Budget, Grid, clean
from beholden.figures.reading.limits import Limits

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50
_DECLARED = re.compile(r'\A"?sep=(.)"?\r?\n')


def read(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """Reads a delimited file.

    Raises:
        ReadError: ``damaged``, ``too-large`` or ``empty-file``.
    """
    text, noticed = decode(data, name)
    if "\x00" in text:
        raise ReadError("damaged", f"{name} has NUL characters, as no text has: fetch it again.")
    notices = list(noticed)
    first_line = 1
    if declared := _DECLARED.match(text):
        delimiter = declared[1]
        text = text[declared.end() :]
        first_line = 2
    else:
        delimiter = _delimiter(text, name)
    budget = Budget(name, limits)
    grid = Grid("", budget)
    lengths: Counter[int] = Counter()
    reader = csv.reader(_lines(text, delimiter, name, limits), delimiter=delimiter)
    row = first_line - 1
    try:
        line = first_line
        for row, record in enumerate(reader, start=first_line):
            if record:
                lengths[len(record)] += 1
            for column, field in enumerate(record, start=1):
                if field:
                    grid.put(row, column, clean(field), line=line)
            line = first_line + reader.line_num
    except csv.Error as error:
        raise ReadError(
            "damaged",
            f"{name}: row {row + 1} cannot be read ({error}): look for a quotation mark that "
            "is never closed.",
        ) from error
    if not grid.filled_rows():
        raise ReadError("empty-file", f"{name} holds nothing but empty cells.")
    if len(lengths) > 1:
        notices.append(
            Notice("ragged-rows", "The rows of this file do not all have the same length.")
        )
    table = grid.table()
    notices += grid.notices
    return Document(name, digest, "csv", (table,), tuple(notices))


def _lines(text: str, delimiter: str, name: str, limits: Limits) -> list[str]:
    """The lines, none of which makes more columns than any spreadsheet has."""
    lines = io.StringIO(text, newline="").readlines()
    if len(lines) > limits.max_lines:
        raise ReadError(
            "too-large", f"{name} has more than {limits.max_lines:,} lines: ask for less."
        )
    for number, line in enumerate(lines, start=1):
        if line.count(delimiter) >= MOST_COLUMNS:
            raise ReadError(
                "too-large",
                f"{name}: line {number} has more than {MOST_COLUMNS:,} columns: "
                "ask for the numbers alone.",
            )
    return lines


def _delimiter(text: str, name: str) -> str:
    """The character that cuts the first rows into the most alike rows of several cells."""
    sample = list(islice(io.StringIO(text[: 1 << 18], newline=""), _SAMPLE_ROWS))
    best = (0.0, 0.0, ",")
    for delimiter in _DELIMITERS:
        if any(line.count(delimiter) >= MOST_COLUMNS for line in sample):
            raise ReadError("too-large", f"{name} has more than {MOST_COLUMNS:,} columns.")
        try:
            widths = Counter(len(record) for record in csv.reader(sample, delimiter=delimiter))
        except csv.Error:
            continue
        widths.pop(0, None)
        several = {width: count for width, count in widths.items() if width > 1}
        if not several:
            continue
        usual = max(several, key=lambda width: (several[width], width))
        score = (several[usual] / widths.total(), float(usual), delimiter)
        if score[:2] > best[:2]:
            best = score
    return best[2]
