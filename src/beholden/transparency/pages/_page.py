"""The page of a transparency report: what its template prints, in the order of reading. Pure.

Everything comes from the report; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Final

import msgspec
from jinja2 import Environment
from markupsafe import Markup

from beholden._design import MARKS, HelpLine, day, percent, shown, span, templates
from beholden.transparency.core import (
    OTHERS,
    PARTS_AT_MOST,
    Figure,
    Indicator,
    TransparencyReport,
    days_of,
)
from beholden.transparency.pages._charts import bars, columns
from beholden.transparency.pages._summary import summary
from beholden.transparency.pages._words import printed

_BARS_AT_MOST: Final = 12
_CHARTED = ("uploads-checked", "uploads-held", "uploads-blocked")
_OPEN_AT_MOST = 14
"""Days that a table shows without being opened."""
_QUERY_AT_MOST = 4_000
_NOTES_AT_MOST = 50
_EARLIER_AT_MOST = 12
_DAY = "day"
_HOURS = "hours"
_STATED = "hours-stated-by-day"
_HOURS_A_DAY = 24
_DAYS_NAMED = 10


class Download(msgspec.Struct, frozen=True):
    """A file beside the page; ``size`` is in bytes."""

    name: str
    size: int
    about: str


class Row(msgspec.Struct, frozen=True):
    """A figure of the main table."""

    indicator: Indicator
    text: str
    note: str
    exclusions: tuple[str, ...]


class Section(msgspec.Struct, frozen=True):
    """Figures that belong together."""

    id: str
    title: str
    rows: tuple[Row, ...]
    of_all: tuple[str, ...]
    """What is left out of each of them that leaves anything out."""


class Breakdown(msgspec.Struct, frozen=True):
    """Breakdowns by one dimension side by side: a row for each part."""

    id: str
    title: str
    by: str
    unit: str
    gaps: bool
    headers: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    charts: tuple[Markup, ...]
    more: int
    exclusions: tuple[str, ...]

    @property
    def caption(self) -> str:
        """What the table is about, unlike every other on the page."""
        said = f"{self.unit.capitalize()} by {self.by}" if len(self.headers) > 1 else self.title
        return said if self.by == _DAY else f"{said}, largest first"

    @property
    def folded(self) -> bool:
        """Whether the table is opened by the reader."""
        return self.by == _DAY and len(self.rows) > _OPEN_AT_MOST


def page(
    report: TransparencyReport,
    *,
    digest: str,
    downloads: Sequence[Download],
    styles: Sequence[str],
    icon: str,
    help_lines: Sequence[HelpLine],
) -> str:
    """The page as text; ``digest`` is that of ``report.json``."""
    found = {one.key: one for one in report.figures}
    sections = tuple(_sections(report, found))
    said = frozenset(line for one in sections for line in one.of_all)
    breakdowns = tuple(_breakdowns(report, said))
    return (
        _environment()
        .get_template("index.html")
        .render(
            report=report,
            digest=digest,
            downloads=downloads,
            styles=styles,
            icon=icon,
            help_lines=help_lines,
            days=span(report.window.first, report.window.last),
            earlier=list(_earlier(report)),
            summary=summary(report),
            main=[
                (one.title, printed(found.get(one.id)))
                for one in report.indicators
                if one.id in _CHARTED
            ],
            sections=sections,
            breakdowns=[one for one in breakdowns if one.rows],
            empty=[one.title for one in breakdowns if not one.rows],
            absent=[one for one in report.indicators if one.not_measured],
            defined=[one for one in report.indicators if not one.not_measured],
            marks={mark: MARKS[mark] for mark in sorted({o.mark for o in report.figures} - {""})},
            notes=report.notes[:_NOTES_AT_MOST],
            more_notes=len(report.notes[_NOTES_AT_MOST:]),
        )
    )


@cache
def _environment() -> Environment:
    made = templates("beholden.transparency.pages")
    made.filters.update(anchor=_anchor, of_others=_of_others, sql=_sql)
    return made


def _sections(report: TransparencyReport, found: dict[str, Figure]) -> Iterator[Section]:
    single = [one for one in report.indicators if not one.by and not one.not_measured]
    for name, title in _SECTIONS.items():
        figures = [(one, found.get(one.id)) for one in single if _section_of(one) == name]
        if figures:
            of_all = _shared([o.exclusions for _, o in figures if o is not None and o.exclusions])
            yield Section(name, title, tuple(_row(*each, of_all) for each in figures), of_all)


def _shared(lines: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What all of them say, in the order of the first."""
    first, *others = lines or ((),)
    return tuple(line for line in first if all(line in other for other in others))


_SECTIONS = {
    "uploads": "Uploads and matches",
    "decisions": "Decisions that were opened one by one",
    "changes": "Changes to policy, lists and log",
    "hours": "Hours that were counted",
}


def _section_of(indicator: Indicator) -> str:
    if indicator.unit == "hours" or "hours-stated" in indicator.id:
        return "hours"
    if indicator.counted_from == "hours":
        return "uploads"
    return "decisions" if indicator.unit == "uploads" else "changes"


def _row(indicator: Indicator, figure: Figure | None, of_all: tuple[str, ...]) -> Row:
    note = ""
    if figure is not None and figure.numerator is not None:
        note = f"{figure.numerator:,} of {figure.denominator or 0:,}"
    elif figure is not None and figure.low is not None and figure.low != figure.high:
        note = f"{figure.low:,} to {figure.high or 0:,} if all were opened"
    own = () if figure is None else figure.exclusions
    return Row(indicator, printed(figure), note, tuple(each for each in own if each not in of_all))


def _breakdowns(report: TransparencyReport, said: frozenset[str]) -> Iterator[Breakdown]:
    groups: dict[tuple[str, str, str], list[Indicator]] = {}
    for one in report.indicators:
        if one.by and not one.not_measured:
            # How many hours of a day are counted stands beside what was counted in them.
            unit = "" if one.by == _DAY else one.unit
            groups.setdefault((one.by, one.counted_from, unit), []).append(one)
    ordered = sorted(groups.items(), key=lambda each: each[0][0] != _DAY)
    for at, (_, members) in enumerate(ordered):
        yield _breakdown(report, members, at, said)


def _breakdown(
    report: TransparencyReport, members: Sequence[Indicator], at: int, said: frozenset[str]
) -> Breakdown:
    by = members[0].by
    members = sorted(members, key=lambda one: one.unit != _HOURS)
    ids = {one.id for one in members}
    figures = {(one.indicator, one.part): one for one in report.figures if one.indicator in ids}
    parts = days_of(report.window) if by == _DAY else _parts(members, figures)
    kept = parts if by == _DAY else parts[: PARTS_AT_MOST + 1]
    excluded = (
        _days_in_part(figures)
        if by == _DAY
        else dict.fromkeys(line for one in figures.values() for line in one.exclusions)
    )
    return Breakdown(
        id=f"by-{at}",
        title=f"By {by}" if len(members) > 1 else members[0].title,
        by=by,
        unit=members[-1].unit,
        gaps=any(one.mark for one in figures.values()),
        headers=tuple((one.id, one.title.rsplit(", by ", 1)[0]) for one in members),
        rows=tuple(
            (part, tuple(_cell(one, figures.get((one.id, part))) for one in members))
            for part in kept
        ),
        charts=tuple(chart for chart in _charts(by, members, figures, kept) if chart),
        more=len(parts) - len(kept),
        exclusions=tuple(line for line in excluded if line not in said),
    )


def _parts(members: Sequence[Indicator], figures: dict[tuple[str, str], Figure]) -> tuple[str, ...]:
    """The largest by the first column first; ``OTHERS`` is last."""

    def place(part: str) -> tuple[bool, int, str]:
        first = figures.get((members[0].id, part))
        return part == OTHERS, -((first and first.count) or 0), part

    return tuple(sorted({part for _, part in figures}, key=place))


def _days_in_part(figures: dict[tuple[str, str], Figure]) -> Iterator[str]:
    """Which days are not counted whole, or not at all."""
    days = [
        f"{day(date.fromisoformat(part))} ({one.count} of {_HOURS_A_DAY})"
        for (name, part), one in figures.items()
        if name == _STATED and one.count is not None and one.count < _HOURS_A_DAY
    ]
    if days:
        more = len(days) - _DAYS_NAMED
        named = ", ".join(days[:_DAYS_NAMED]) + (f" and {more:,} more" if more > 0 else "")
        yield (
            f"Days of which not all hours are stated: {named}. What was decided in the other "
            "hours is in no figure, and such a day cannot be compared with a whole one."
        )


def _cell(indicator: Indicator, figure: Figure | None) -> str:
    if indicator.id == _STATED and figure is not None and figure.count is not None:
        text = f"{figure.count} of {_HOURS_A_DAY}"
        return text if figure.count >= _HOURS_A_DAY else Markup("<strong>{}</strong>").format(text)
    # A part that the breakdown does not have: nothing of it was counted.
    if figure is None:
        return "[x]" if indicator.by == _DAY else "0"
    if figure.low is not None and figure.low != figure.high:
        return f"{printed(figure)} (at most {figure.high:,})"
    return printed(figure)


def _charts(
    by: str,
    members: Sequence[Indicator],
    figures: dict[tuple[str, str], Figure],
    parts: Sequence[str],
) -> Iterator[Markup]:
    for one in members:
        total, _, _ = one.id.partition("-by-")
        if by not in {_DAY, "surface"} or total not in _CHARTED:
            continue
        counts = [figure.count if (figure := figures.get((one.id, p))) else None for p in parts]
        name = f"chart-{total}-{by}"
        if by == _DAY:
            drawn = columns(one.title, [date.fromisoformat(p) for p in parts], counts, name=name)
        else:
            shown_parts = list(zip(parts, counts, strict=True))[:_BARS_AT_MOST]
            drawn = bars(one.title, shown_parts, name=name)
        if drawn:
            title = Markup('<p class="panel-title">{}</p>').format(one.title.rsplit(", by ", 1)[0])
            kind = "columns" if by == _DAY else "bars"
            yield Markup('<div class="panel {}">{}{}</div>').format(kind, title, drawn)


def _anchor(indicator: Indicator) -> str:
    """The id of a definition on the page."""
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in indicator.id)
    return f"about-{kept}"


def _earlier(report: TransparencyReport) -> Iterator[str]:
    """The days of the reports that it was protected beside."""
    yield from (
        span(one.window.first, one.window.last) for one in report.earlier[:_EARLIER_AT_MOST]
    )
    if (more := len(report.earlier) - _EARLIER_AT_MOST) > 0:
        yield f"and {more:,} more, named in report.json"


def _of_others(coverage_part: int, report: TransparencyReport) -> str:
    """A number of entries with its share of all that were looked at."""
    coverage = report.coverage
    every = coverage.opened + coverage.erased + coverage.refused
    return f"{coverage_part:,} ({percent(coverage_part, every)})" if every else f"{coverage_part:,}"


def _sql(query: str) -> Markup:
    """A query as it stands, its lines kept."""
    return Markup("{}").format(shown(query, _QUERY_AT_MOST, lines=True))
