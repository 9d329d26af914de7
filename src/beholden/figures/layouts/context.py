"""What a layout is told, what it hands on, and what makes a module a layout.

A layout knows one shape that answers come in. It hands on what stands in the
answer, each number with its place, and flags what only it can see (a gap, a sum
that disagrees). What follows from a value alone (arrests are not offences, half a
year is not a year, nobody says which force) is flagged for all layouts in one
place, ``layouts._checks``; a layout leaves ``force`` out unless the row names it.
"""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Day, ForceCode, Period, Reading, Source


class Context(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of an answer beside the answer itself: the line of the folder's list.

    ``asked`` is the whole span that the request asked for. ``question`` is the
    text of the request, where it was kept.
    """

    registry: Registry
    force: ForceCode | None = None
    asked: Period | None = None
    received: Day | None = None
    question: str = ""


class Status(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a force says of a request: answered, or not, and by which section of the Act."""

    kind: Literal["full", "part", "refused", "not_held", "no_answer"]
    section: str = ""
    period: Period | None = None
    source: Source = Source()


class Interpretation(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an answer says. ``layout`` is empty where none was recognised.

    ``steps`` tell a person, line by line, how it was read.
    """

    layout: str
    readings: tuple[Reading, ...] = ()
    statuses: tuple[Status, ...] = ()
    steps: tuple[str, ...] = ()


class Layout(Protocol):
    """A module that knows one shape.

    ``recognise`` gives 0 for "not this shape", else up to 100, and the highest
    wins: 20 to 40 for a guess that any other layout may beat, 50 to 70 for the
    usual shape, 80 and above for marks that no other shape has.
    """

    @property
    def NAME(self) -> str:  # noqa: N802 - a constant of the module
        """The layout's name, as ``quarter-workbook``."""
        ...

    @property
    def SENTENCE(self) -> str:  # noqa: N802 - a constant of the module
        """One line for the list of layouts."""
        ...

    def recognise(self, document: Document, context: Context) -> int:
        """How surely the document has this shape, 0 to 100."""
        ...

    def read(self, document: Document, context: Context) -> Interpretation:
        """What the document says, if it has this shape."""
        ...
