"""The transparency report as data: what a network publishes and a regulator recomputes.

Laws:

* A report is a function of opened statements, a checkpoint, a window and the settings named
  in it; there is no clock in it. The same inputs give the same bytes.
* A figure without a count says why (``mark``); nothing is ever a zero because nobody counted.
* Every figure leads to its ``Indicator``, and that to the query that counted it.

    report = decode_report(data)
    report.figure("uploads-checked").count
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal

import msgspec

FORMAT: Final = "beholden.transparency-report/1"

Instant = datetime
"""A moment with its zone. The other modules of this core take the type from here: none may
reach for a clock."""

OTHERS: Final = "(all others)"
"""The part of a breakdown that counts what is beyond its largest parts."""

Mark = Literal["", "c", "x", "z"]
"""Why there is no count: ``c`` small, hidden; ``x`` not measured; ``z`` not applicable. Empty:
there is one. In print in square brackets."""

Unit = Literal["uploads", "matches", "hours", "changes", "entries", "share"]


class Window(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """Whole days in UTC, both within."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def hours(self) -> int:
        """How many hours; a day in UTC has 24."""
        return 24 * self.days


class CheckpointRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tree under which statements were opened.

    Not the signed checkpoint: who signed it, and when, changes while the tree stays the same.
    """

    origin: str
    size: int
    root: bytes


class EarlierReport(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A report that was published before: its days, and the SHA-256 (hex) of its file."""

    window: Window
    sha256: str


class Coverage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of which entries of the log something is known.

    Entries ``first`` up to, and without, the checkpoint's size were looked at: they are
    ``opened``, or ``erased`` (a statement in the log says so), or ``refused`` (nobody says
    why). Of the opened ones ``mismatched`` did not fit their entry and count as refused,
    and ``unreadable`` fit and are no statement that this version knows. Of the refused ones
    ``erased_later`` are erased, as a statement behind the checkpoint says: nobody withholds
    them, and nobody can tell any more what they stated.
    ``hours_stated`` of ``hours_expected`` hours of the window have their counts.
    """

    first: int
    opened: int
    erased: int
    refused: int
    mismatched: int
    unreadable: int
    hours_expected: int
    hours_stated: int
    erased_later: int = 0


class Indicator(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What a figure counts, and how: the same for every network.

    ``by`` names the dimension of a breakdown (``surface``, ``list``, ``day`` ...); without it
    there is one figure. A share names the indicators over and under its line. ``hides_small``
    says whether counts of people could be read from it, so that small ones are hidden.
    ``not_measured`` says why no figure can be made, where that is so. ``counted_from`` says
    which statements it stands on: ``hours`` that the network sealed, or single ``statements``,
    of which any that was refused might be one.
    """

    id: str
    title: str
    unit: Unit
    population: str
    method: str
    counting_time: str
    query: str = ""
    by: str = ""
    numerator: str = ""
    denominator: str = ""
    hides_small: bool = False
    not_measured: str = ""
    counted_from: Literal["", "hours", "statements"] = ""
    asked_by: tuple[str, ...] = ()


class Figure(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One number, or the mark for its absence.

    ``part`` is the value of the indicator's dimension. A count has ``count``; a share has
    ``numerator`` and ``denominator``. ``low`` and ``high`` bound what it would be if all that
    was refused were opened; they are absent where nothing was refused.
    """

    indicator: str
    part: str = ""
    count: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    mark: Mark = ""
    low: int | None = None
    high: int | None = None
    exclusions: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The figure's name within a report: ``indicator`` or ``indicator[part]``."""
        return f"{self.indicator}[{self.part}]" if self.part else self.indicator


class TransparencyReport(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A transparency report.

    ``corrects`` is the SHA-256 (hex) of the report that this one replaces, ``correction`` says
    what was wrong with it; the first report has revision 1 and neither.
    ``earlier`` are reports for other days that readers have too: what could be worked out of them
    together is hidden.
    """

    format: Literal["beholden.transparency-report/1"] = FORMAT
    service: str
    provider: str
    contact: str
    window: Window
    checkpoint: CheckpointRef
    coverage: Coverage
    small_numbers_below: int
    revision: int = 1
    corrects: str = ""
    correction: str = ""
    earlier: tuple[EarlierReport, ...] = ()
    indicators: tuple[Indicator, ...]
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()

    def indicator(self, name: str) -> Indicator | None:
        """The definition of that name."""
        return next((one for one in self.indicators if one.id == name), None)

    def figure(self, key: str) -> Figure | None:
        """The figure of that key; see ``Figure.key``."""
        return next((one for one in self.figures if one.key == key), None)
