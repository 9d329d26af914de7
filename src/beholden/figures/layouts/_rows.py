"""Rows of a table in running text: a label, then values with nothing but spaces between.

Readers of PDF and text files keep such tables as lines; where one was recognised as a
table its rows are given in the same form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from beholden.figures.core.documents import Cell, Document, Line, Table
from beholden.figures.layouts import _common

_VALUE = re.compile(r"\d[\d,]*|<\d+|\*|-|\u2013|nil|none|zero|n/?a|\[\w\]", re.IGNORECASE)
_BELOW = re.compile(r"<\s+(?=\d)")


class Field(msgspec.Struct, frozen=True):
    """A value of a row and where it stands."""

    text: str
    at: Cell | Line


class Row(msgspec.Struct, frozen=True):
    """A label and the values after it. ``table`` is 0 for lines of text, else counts from 1."""

    label: str
    fields: tuple[Field, ...]
    at: Cell | Line
    table: int = 0


def row_of(line: Line) -> Row | None:
    """The row a line is, where it ends in values."""
    words = _BELOW.sub("<", line.text.replace("|", "  ")).split()
    number = len(words)
    while number and _VALUE.fullmatch(words[number - 1]):
        number -= 1
    if number == len(words):
        return None
    fields = tuple(Field(each, line) for each in words[number:])
    return Row(" ".join(words[:number]), fields, line)


def rows(document: Document) -> Iterator[Row]:
    """Everything in a document that can be a row, headings with no values among them."""
    number = 0
    for block in document.blocks:
        if isinstance(block, Line):
            if not block.quoted and block.text.strip():
                yield row_of(block) or Row(block.text.strip(), (), block)
        elif not block.hidden:
            number += 1
            yield from _table_rows(block, number)


def _table_rows(table: Table, number: int) -> Iterator[Row]:
    for cells in table.rows:
        shown = [cell for cell in cells if cell is not None]
        if not shown:
            continue
        first, *others = shown
        fields = tuple(Field(each.text, each) for each in others)
        yield Row(first.text.strip(), fields, first, number)


def value_of(field: Field) -> _common.Number | None:
    """The value of a field."""
    return (
        _common.value_of(field.at) if isinstance(field.at, Cell) else _common.number_of(field.text)
    )
