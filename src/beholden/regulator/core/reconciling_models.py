"""What a reconciliation is made from; see ``reconciling``.

Evidence(service="photos", window=window, tolerances=Tolerances(), registered=names, counts=...)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from beholden._design import shown
from beholden.regulator.core.amounts import EXACT, compare, printed, tolerance_words
from beholden.regulator.core.models import Amount, Cause, Difference, SourceState, Tolerances

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beholden.regulator.core.amounts import Comparison
    from beholden.regulator.core.causes import Way
    from beholden.regulator.core.counts import Count
    from beholden.transparency.core import EarlierReport, TransparencyReport, Window

__all__ = [
    "DAILY",
    "MIRROR",
    "RECOMPUTED",
    "REGISTER",
    "REPORT",
    "CountsOf",
    "Evidence",
    "Frame",
    "Recomputed",
    "Registered",
    "difference",
    "is_of_a_body",
    "whole_of",
]

REPORT: Final = "the report"
RECOMPUTED: Final = "the opened statements"
DAILY: Final = "the hours in the log, added up by day"
MIRROR: Final = "the mirror's own copy of the log"
REGISTER: Final = "the register"
_BEYOND_ALL: Final = 2**62
_OWN: Final = frozenset(
    {
        RECOMPUTED,
        DAILY,
        MIRROR,
        "the days that were asked for",
        REGISTER,
        "the report itself",
        "its own parts, added up",
        "its own share",
    }
)
"""All that a report is held against beside the counts of other bodies."""


class Frame(NamedTuple):
    """The tree that everything is held against: the mirror's, at the report's size.

    ``root`` is computed from the mirror's own copy, whatever the report says.
    """

    origin: str
    size: int
    root: bytes


class Registered(NamedTuple):
    """What the register calls the service, and its provider."""

    service: str
    provider: str


class Recomputed(NamedTuple):
    """The same report, made by the regulator from the opened statements.

    ``report`` hides small numbers as the published one says it does, ``plain`` hides none and
    is shown to nobody. ``daily`` holds sums over days of the hours as they are in the log, by
    the key of the figure, added up without the queries of the report. ``ways`` are what wrong
    ways to count give. ``claimed`` is ``report`` where one looks from the entry on that the
    published one looked from: what it says of itself is held against that. ``lowered`` is by
    how much what was not opened could lower totals. ``missing`` are earlier reports that the
    published one was protected beside and that are not at hand.
    """

    report: TransparencyReport
    plain: TransparencyReport
    daily: Mapping[str, Amount]
    ways: tuple[Way, ...] = ()
    claimed: TransparencyReport | None = None
    lowered: Mapping[str, int] = MappingProxyType({})
    missing: tuple[EarlierReport, ...] = ()

    def lowered_by(self, indicator: str) -> int:
        """By how much what was not opened could lower a figure of this indicator.

        One upload may have several matches, so that nothing bounds what is no count of uploads.
        """
        names = [name for name in self.lowered if indicator.startswith(name)]
        if names:
            return self.lowered[max(names, key=len)]
        return _BEYOND_ALL if self.lowered else 0


class CountsOf(NamedTuple):
    """A counts file; ``title`` is how it is called."""

    title: str
    rows: tuple[Count, ...]


class Evidence(NamedTuple):
    """All that one reconciliation looks at; ``report`` is about the days of ``window``.

    ``corrected`` is the report that it says it replaces, where that is at hand.
    """

    service: str
    window: Window
    tolerances: Tolerances
    registered: Registered
    frame: Frame | None = None
    report: TransparencyReport | None = None
    recomputed: Recomputed | None = None
    counts: tuple[CountsOf, ...] = ()
    sources: tuple[SourceState, ...] = ()
    notes: tuple[str, ...] = ()
    corrected: TransparencyReport | None = None


def difference(
    quantity: str,
    title: str,
    one: tuple[str, Amount],
    other: tuple[str, Amount],
    *,
    part: str = "",
    result: Comparison | None = None,
    tolerances: Tolerances = EXACT,
    causes: tuple[Cause, ...] = (),
    words: str = "",
) -> Difference:
    """One comparison, put into words.

    Args:
        quantity: its name; ``part`` names a part of it.
        title: what a reader calls it.
        one: the source that is held to account, and its amount.
        other: what it is held against, and its amount.
        part: see quantity.
        result: what came of it, where that is not plainly that of the two amounts.
        tolerances: by how much they may differ.
        causes: possible ones.
        words: instead of the usual ones.
    """
    result = result or compare(one[1], other[1], tolerances)
    return Difference(
        quantity=quantity,
        title=shown(title),
        part=part,
        one_source=one[0],
        other_source=other[0],
        one=one[1],
        other=other[1],
        by=result.by,
        per_cent=result.per_cent,
        tolerance=tolerance_words(tolerances),
        verdict=result.verdict,
        words=words or _words(one, other, result),
        causes=causes,
    )


def is_of_a_body(one: Difference) -> bool:
    """Whether another body's count is in it: a difference then accuses neither of the two."""
    return one.one_source != REPORT or one.other_source not in _OWN


def whole_of(one_source: str) -> str:
    """What the per cent of a difference are of."""
    return "the reported number" if one_source == REPORT else "the first number"


def _words(one: tuple[str, Amount], other: tuple[str, Amount], result: Comparison) -> str:
    said = f"{_upper(shown(one[0]))}: {printed(one[1])}. {_upper(shown(other[0]))}: "
    said += f"{printed(other[1])}."
    size = ""
    if result.by:
        more = "more" if result.by > 0 else "fewer"
        rate = f" ({result.per_cent} % of {whole_of(one[0])})" if result.per_cent else ""
        size = f" That is {abs(result.by):,} {more}{rate}."
    return f"{said}{size} {result.words}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
