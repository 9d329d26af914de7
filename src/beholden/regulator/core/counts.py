r"""Counts files: what somebody counted, or says about itself, as a table. Pure.

CSV by RFC 4180, UTF-8, with a header. One row is one number of one quantity for some whole
days. Columns, in any order:

    quantity    what was counted; where a transparency report has a figure of that name (as
                "decisions-blocked"), the two are compared
    part        a part of it, as "upload"; may be absent or empty
    from, to    first and last day, as 2026-01-31
    value       52592, or "52,592" in quotes; of a share 0.125
    form        count (if absent or empty), rounded, or share
    rounded_to  of a rounded value: to the nearest 10, 100, ...
    source      who counted, as it shall be shown
    people      yes if the number is of people, no if it is not; may be absent or empty: then
                it is if a word of ``PEOPLE`` is in the quantity or the part
    note        anything; may be absent

Laws: a number is read in one way or refused; every problem of a file is named at once, by
line and column; text is kept as it is, with unseen characters as their codes. A quantity,
part and days occur once in a file.

    counts = parse_counts("filings.csv", data)
    counts[0].key, counts[0].amount
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from beholden._design import shown
from beholden.regulator.core.models import Amount
from beholden.regulator.core.reading import folded
from beholden.regulator.core.reconciling_models import DAILY, MIRROR, RECOMPUTED, REGISTER, REPORT
from beholden.regulator.errors import CountsError, FileProblem
from beholden.transparency.core import Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beholden.regulator.core.models import Tolerances

__all__ = [
    "BYTES_AT_MOST",
    "COLUMNS",
    "PEOPLE",
    "ROWS_AT_MOST",
    "Count",
    "is_small",
    "names_people",
    "parse_counts",
    "small_below",
    "words_of_small",
]

BYTES_AT_MOST: Final = 8 << 20
ROWS_AT_MOST: Final = 50_000
COLUMNS: Final = (
    "quantity", "part", "from", "to", "value", "form", "rounded_to", "source", "people", "note",
)  # fmt: skip
PEOPLE: Final = frozenset({
    "account", "adult", "boy", "caller", "child", "children", "complainant", "defendant", "female",
    "girl", "infant", "male", "man", "men", "minor", "offender", "people", "perpetrator", "person",
    "pupil", "sender", "subject", "survivor", "suspect", "teenager", "user", "victim", "witness",
    "woman", "women", "young", "youth",
})  # fmt: skip
"""Words, also with an s at the end, that say that a number is of people."""
_NEEDED: Final = ("quantity", "from", "to", "value", "source")
_CHARACTERS_AT_MOST: Final = 500
_PROBLEMS_AT_MOST: Final = 20

# ASCII only: \d takes the digits of every script, and a reader of the table would not.
_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,14}")
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}")
_SHARE: Final = re.compile(r"0(?:\.[0-9]{1,12})?|1(?:\.0{1,12})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_OWN: Final = frozenset(map(folded, (REPORT, RECOMPUTED, DAILY, MIRROR, REGISTER)))
"""What results call the regulator's own sources: no body is called so."""


class Count(NamedTuple):
    """One row."""

    quantity: str
    part: str
    window: Window
    amount: Amount
    source: str
    note: str
    line: int
    people: bool = False

    @property
    def key(self) -> str:
        """The name of what was counted: ``quantity`` or ``quantity[part]``."""
        return f"{self.quantity}[{self.part}]" if self.part else self.quantity


def names_people(quantity: str, part: str = "") -> bool:
    """Whether a number of this name is of people, as far as its words say."""
    words = _WORD.findall(f"{quantity} {part}".casefold())
    return any(word in PEOPLE or word.removesuffix("s") in PEOPLE for word in words)


def is_small(amount: Amount, tolerances: Tolerances, *, people: bool) -> bool:
    """Whether a count of another body is hidden in what is published. None of nothing is told."""
    below = small_below(tolerances, people=people)
    return amount.form in {"count", "rounded"} and 0 < (amount.value or 0) < below


def small_below(tolerances: Tolerances, *, people: bool) -> int:
    """The least count that is published: the register's lower threshold, of people the upper."""
    return tolerances.small_numbers_most if people else tolerances.small_numbers_least


def words_of_small(rows: Sequence[Count], tolerances: Tolerances) -> str:
    """What is said to the officer of counts that no scorecard shows; empty without any."""
    small = sum(is_small(row.amount, tolerances, people=row.people) for row in rows)
    if not small:
        return ""
    return (
        f"{small:,} of its counts {'is' if small == 1 else 'are'} small (below "
        f"{tolerances.small_numbers_least:,}, of people below {tolerances.small_numbers_most:,}): "
        f"scorecards hide {'it' if small == 1 else 'them'}"
    )


class _Refused(Exception):  # noqa: N818 - a part of an error, not the error
    """What is wrong in one place."""

    def __init__(self, field: str, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.field, self.message, self.line = field, message, line

    def problem(self, line: int) -> FileProblem:
        """With the line that is read."""
        return FileProblem(self.message, self.field, self.line or line)


def parse_counts(name: str, data: bytes) -> tuple[Count, ...]:
    """The rows of a counts file, in its order.

    Args:
        name: the file's, for messages.
        data: its bytes.

    Raises:
        CountsError: it is none; every problem with its line and column, at most 20 of them.
    """
    found: dict[tuple[str, Window], Count] = {}
    problems: list[FileProblem] = []
    try:
        _read(data, found, problems)
    except _Refused as refused:
        problems.append(refused.problem(1))
    if problems:
        raise CountsError(name, problems)
    return tuple(found.values())


def _read(data: bytes, found: dict[tuple[str, Window], Count], problems: list[FileProblem]) -> None:
    rows = _rows(_text(data))
    line, header = next(rows, (1, []))
    names = _columns(header, line)
    for line, cells in rows:
        if len(found) == ROWS_AT_MOST:
            raise _Refused("", f"More than {ROWS_AT_MOST:,} rows. Split the file.", line)
        try:
            _add(found, _count(line, _by_name(names, cells)))
        except _Refused as refused:
            problems.append(refused.problem(line))
            if len(problems) == _PROBLEMS_AT_MOST:
                raise _Refused("", "There may be more problems below.", line) from None
    if not found and not problems:
        raise _Refused("", "There is no row below the header.", line)


def _add(found: dict[tuple[str, Window], Count], count: Count) -> None:
    if (before := found.setdefault((count.key, count.window), count)) is not count:
        raise _Refused(
            "quantity", f"{count.key} for these days is in line {before.line} already. Remove one."
        )


def _text(data: bytes) -> str:
    if len(data) > BYTES_AT_MOST:
        raise _Refused("", f"More than {BYTES_AT_MOST:,} bytes. This is no file of counts.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Refused("", "Not UTF-8. Save the table as CSV in UTF-8.", line) from None
    if (at := text.find("\0")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise _Refused("", "A zero character. Save the table as CSV in UTF-8.", line)
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _Refused(
                "", f"No row of CSV ({error}). Look for a quote that is not closed.", begins
            ) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield begins, [cell.strip() for cell in cells]


def _columns(header: list[str], line: int) -> list[str]:
    for name in header:
        if name not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise _Refused("", f"Unknown column {shown(name)!r}. Columns are: {known}.", line)
        if header.count(name) > 1:
            raise _Refused(name, "The column is there twice. Remove one.", line)
    if missing := [name for name in _NEEDED if name not in header]:
        raise _Refused("", f"The header lacks: {', '.join(missing)}. Add them.", line)
    return header


def _by_name(names: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) > len(names):
        raise _Refused(
            "value",
            f"{len(cells)} cells under {len(names)} columns. Put a text or number with a comma "
            'in quotes, as "52,592".',
        )
    row = dict(zip(names, cells, strict=False))
    for name, cell in row.items():
        if len(cell) > _CHARACTERS_AT_MOST:
            raise _Refused(name, f"More than {_CHARACTERS_AT_MOST} characters. Shorten it.")
    return row


def _count(line: int, row: dict[str, str]) -> Count:
    for name in _NEEDED:
        if not row.get(name):
            raise _Refused(name, "It is empty. Fill it in.")
    return Count(
        quantity=shown(row["quantity"], _CHARACTERS_AT_MOST),
        part=shown(row.get("part", ""), _CHARACTERS_AT_MOST),
        window=_window(row["from"], row["to"]),
        amount=_amount(row["value"], row.get("form") or "count", row.get("rounded_to", "")),
        source=_source(row["source"]),
        note=shown(row.get("note", ""), _CHARACTERS_AT_MOST),
        line=line,
        people=_people(row.get("people", ""), row["quantity"], row.get("part", "")),
    )


def _source(text: str) -> str:
    if folded(text) in _OWN:
        raise _Refused("source", f"{shown(text)!r} is no body. Write who counted.")
    return shown(text, _CHARACTERS_AT_MOST)


def _people(text: str, quantity: str, part: str) -> bool:
    if text not in {"", "yes", "no"}:
        raise _Refused("people", f"{shown(text)!r} is neither. Write yes or no, or leave it empty.")
    return text == "yes" or (not text and names_people(quantity, part))


def _window(first: str, last: str) -> Window:
    for name, text in (("from", first), ("to", last)):
        # A day alone is a window of one day; msgspec knows the calendar.
        if not _DAY.fullmatch(text) or _days(text, text) is None:
            raise _Refused(name, f"{shown(text)!r} is no day. Write it as 2026-01-31.")
    window = _days(first, last)
    if window is None or window.last < window.first:
        raise _Refused("to", f"{last} is before {first}. Swap them.")
    return window


def _days(first: str, last: str) -> Window | None:
    try:
        return msgspec.convert({"first": first, "last": last}, Window)
    except msgspec.ValidationError:
        return None


def _amount(value: str, form: str, rounded_to: str) -> Amount:
    if form == "share":
        if not _SHARE.fullmatch(value):
            raise _Refused("value", f"{shown(value)!r} is no share. Write it as 0.125, 0 to 1.")
        if rounded_to:
            raise _Refused("rounded_to", "A share has none. Its digits say how exact it is.")
        return Amount(form="share", share=value)
    if form not in {"count", "rounded"}:
        raise _Refused("form", f"{shown(form)!r} is none. Write count, rounded or share.")
    number = _whole("value", value)
    if form == "count":
        if rounded_to not in {"", "1"}:
            raise _Refused("rounded_to", "A count has none. Write rounded as the form.")
        return Amount(form="count", value=number)
    step = _whole("rounded_to", rounded_to)
    if step <= 1:
        raise _Refused("rounded_to", "Write to what it was rounded, as 100.")
    if number % step:
        raise _Refused("value", f"{value} is no multiple of {step:,}, to which it was rounded.")
    return Amount(form="rounded", value=number, rounded_to=step)


def _whole(column: str, text: str) -> int:
    if _WHOLE.fullmatch(text) or _GROUPED.fullmatch(text):
        return int(text.replace(",", ""))
    raise _Refused(
        column, f'{shown(text)!r} is no whole number. Write 52592, or "52,592" in quotes.'
    )
