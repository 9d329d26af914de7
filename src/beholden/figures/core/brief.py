"""What a page says, before it is a page: sentences whose every number knows its arithmetic.

One brief is rendered as HTML, as plain text and on the terminal; the three can
not disagree, for none of them computes anything.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from beholden.figures.core.models import (
    Day,
    Force,
    ForceCode,
    Observation,
    OffenceId,
    Period,
    ReleaseId,
)


class Key(msgspec.Struct, frozen=True, order=True):
    """Names one observation of the release at hand."""

    force: ForceCode
    period: Period
    offence: OffenceId


class Figure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One computed number: as printed, exact, and how it was made.

    ``id`` is unique within its brief and serves as an anchor, as ``change``.
    ``arithmetic`` is what a reader can repeat with a pocket calculator, as
    ``(767 - 568) / 568 * 100 = 35.04``. ``inputs`` are the observations and
    ``aggregates`` the indices into ``Release.aggregates`` it was made from;
    ``value`` is absent where there is no number, and ``why_not`` says why.
    """

    id: str
    label: str
    text: str
    value: Decimal | None = None
    arithmetic: str = ""
    inputs: tuple[Key, ...] = ()
    aggregates: tuple[int, ...] = ()
    why_not: str = ""


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A piece of a sentence; ``figure`` is the id of the figure it prints, if it prints one."""

    text: str
    figure: str = ""


class Sentence(msgspec.Struct, frozen=True):
    """One sentence of plain English."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The sentence without its links."""
        return "".join(span.text for span in self.spans)


class SeriesRow(msgspec.Struct, frozen=True):
    """One period of a table. ``observation`` is absent where nobody answered or nobody asked.

    ``text`` is what the cell shows: ``767``, ``[c]``, ``[x]``, with marks.
    """

    period: Period
    label: str
    text: str
    observation: Observation | None


class OtherRow(msgspec.Struct, frozen=True):
    """A published figure outside the series: of another offence, or of no financial year.

    ``offence`` is its name in words, ``text`` what the cell shows.
    """

    offence: str
    label: str
    text: str
    observation: Observation


class RankRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One force in a table of forces; numbers as printed, empty where there are none.

    ``order`` is its place by the stated basis, absent where it is not ranked.
    """

    force: ForceCode
    name: str
    before: str
    after: str
    difference: str
    percentage: str
    interval: str
    rate: str
    order: int | None = None
    why_not: str = ""


class SplitTable(msgspec.Struct, frozen=True):
    """One count in parts. ``rows`` are names with what the cell shows: ``31``, ``[c]``.

    ``part`` heads the names; ``total`` is empty where the parts do not add; ``notes``
    must be printed; ``source`` is a sentence that names the answer.
    """

    title: str
    part: str
    rows: tuple[tuple[str, str], ...]
    total: str
    notes: tuple[str, ...]
    source: str


class ForceBrief(msgspec.Struct, frozen=True, omit_defaults=True):
    """The local briefing of one force area.

    ``headline`` and ``sentences`` are the story in reading order; ``figures`` every
    number in them. ``series`` is every financial year of the release.
    ``comparison`` is the table of the matched group (the region, this force
    included). ``caveats`` are sentences that must be printed; ``splits`` are tables of
    parts; ``others`` is everything else that the release says of the force.
    """

    force: Force
    release: ReleaseId
    published: Day
    headline: str
    sentences: tuple[Sentence, ...]
    figures: tuple[Figure, ...]
    series: tuple[SeriesRow, ...]
    comparison_name: str
    comparison: tuple[RankRow, ...]
    comparison_note: str
    caveats: tuple[str, ...]
    splits: tuple[SplitTable, ...] = ()
    others: tuple[OtherRow, ...] = ()


class TileValue(msgspec.Struct, frozen=True):
    """One tile of the map: the rate per 10,000 as printed, and its class (0 is the lowest)."""

    force: ForceCode
    name: str
    text: str
    band: int | None


class NationalBrief(msgspec.Struct, frozen=True, omit_defaults=True):
    """The page for all forces.

    ``ranking`` holds every force asked, by the basis named in ``ranking_basis``.
    ``missing`` are the forces without a comparable value, with the reason.
    ``map_note`` says what is mapped; ``bands`` are the legend's labels, lowest first.
    ``totals`` is the series of sums over the known forces ("n of 45 forces") and
    ``aggregates`` sentences on published totals, which are never sums.
    """

    release: ReleaseId
    published: Day
    headline: str
    sentences: tuple[Sentence, ...]
    figures: tuple[Figure, ...]
    totals: tuple[tuple[str, str, str], ...]
    aggregates: tuple[Sentence, ...]
    ranking_basis: str
    ranking: tuple[RankRow, ...]
    missing: tuple[tuple[ForceCode, str, str], ...]
    bands: tuple[str, ...]
    map_note: str
    tiles: tuple[TileValue, ...]
    caveats: tuple[str, ...]
