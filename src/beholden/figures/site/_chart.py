"""A series as an SVG: the same rows give the same characters. Pure.

Across, everything is in percent and nothing is scaled, so letters stay readable
on a telephone. A year without a figure is a hatched gap and never a zero; a
break in the series cuts the line. Classes only, no style attributes. As a file of
its own the same chart carries its style, its title and its source.

    chart = drawn(brief.series, "Offences recorded in Essex")
    file = as_file(brief.series, "Offences recorded in Essex", ["Release 2018-09"])
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count, pairwise

import msgspec
from markupsafe import Markup

from beholden._design import ceiling, height_of, scale, short, shown
from beholden.figures.core.brief import SeriesRow

_HEIGHT = 230
_TOP = 26
_FLOOR = _TOP + _HEIGHT
_ON_A_PHONE = 4
_BREAK = "b"
_WIDTH_OF_FILE = 760
_MARGIN = 56
# Colours of the house by day: a file is printed and pasted on white.
_STYLE = Markup("""
text{font:13px system-ui,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;fill:#0b0c0c}
.title{font-size:18px;font-weight:700}.foot{font-size:12px;fill:#484949}
.value,.gap-text{font-weight:700}.chart-line{stroke:#cecece}.chart-floor{stroke:#0b0c0c}
.series{stroke:#5b3a86;stroke-width:3;stroke-linecap:round}
.dot{fill:#5b3a86;stroke:#fff;stroke-width:2}
.gap{fill:url(#chart-hatch)}.gap-ground{fill:#f4f2f7}.gap-line{fill:#d9d3e2}
.break{stroke:#0b0c0c;stroke-width:1.5;stroke-dasharray:4 4}
""")


class _Point(msgspec.Struct, frozen=True):
    place: int
    label: str
    text: str
    count: int | None
    cut: bool


def drawn(series: Sequence[SeriesRow], title: str) -> Markup:
    """The chart, described for who cannot see it; empty where nothing is known."""
    pieces = _pieces(series)
    if not pieces:
        return Markup()
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="chart-title chart-description"'
        ' width="100%" height="{}" focusable="false">'
        '<title id="chart-title">{}</title><desc id="chart-description">{}</desc>{}</svg>'
    ).format(_FLOOR + 30, shown(title), described(series), pieces)


def as_file(series: Sequence[SeriesRow], title: str, foot: Sequence[str]) -> str:
    """The chart as an SVG file that stands alone; empty where nothing is known.

    ``foot`` says in lines where the figures are from; it travels with the picture.
    """
    pieces = _pieces(series)
    if not pieces:
        return ""
    width = _WIDTH_OF_FILE - _MARGIN - 16
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}"'
        ' height="{high}" role="img" aria-labelledby="chart-title chart-description">\n'
        '<title id="chart-title">{title}</title><desc id="chart-description">{said}</desc>\n'
        '<style>{style}</style>\n<rect width="100%" height="100%" fill="#fff"/>\n'
        '<text class="title" x="16" y="30">{title}</text>\n'
        '<svg x="{margin}" y="44" width="{width}" height="{inner}" overflow="visible">'
        "{pieces}</svg>\n"
        "{foot}</svg>\n"
    ).format(
        wide=_WIDTH_OF_FILE,
        high=_FLOOR + 90 + 18 * len(foot),
        title=shown(title),
        said=described(series),
        style=_STYLE,
        margin=_MARGIN,
        width=width,
        inner=_FLOOR + 30,
        pieces=pieces,
        foot=Markup().join(
            Markup('<text class="foot" x="16" y="{}">{}</text>\n').format(_FLOOR + at, shown(line))
            for at, line in zip(count(96, 18), foot, strict=False)
        ),
    )


def _pieces(series: Sequence[SeriesRow]) -> Markup:
    points = [_point(place, row) for place, row in enumerate(series)]
    known = [point.count for point in points if point.count is not None]
    if not known:
        return Markup()
    top = ceiling(max(known))
    hatch = Markup(
        '<defs><pattern id="chart-hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="gap-ground" width="6" height="6"/>'
        '<rect class="gap-line" width="2" height="6"/></pattern></defs>'
    )
    pieces = (
        hatch,
        *scale(top, top=_TOP, floor=_FLOOR),
        *_gaps(points),
        *_lines(points, top),
        *_dots(points, top),
        *_years(points),
    )
    return Markup().join(pieces)


def described(series: Sequence[SeriesRow]) -> str:
    """What the chart shows, in words."""
    points = [_point(place, row) for place, row in enumerate(series)]
    known = [point for point in points if point.count is not None]
    if not known:
        return "No figure is known."
    said = [f"From {_said(known[0])} to {_said(known[-1])}."]
    said += (
        [f"No figure for {_listed(gaps)}."]
        if (gaps := [point.label for point in points if point.count is None])
        else []
    )
    said += (
        [f"Break in the series at {_listed(cuts)}."]
        if (cuts := [point.label for point in points if point.cut])
        else []
    )
    return " ".join(said)


def is_gap(row: SeriesRow) -> bool:
    """Whether a year is hatched because nothing is known of it."""
    return row.observation is None or row.observation.value.count is None


def _said(point: _Point) -> str:
    return f"{point.count:,} in {point.label}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _point(place: int, row: SeriesRow) -> _Point:
    observation = row.observation
    return _Point(
        place,
        shown(row.label),
        shown(row.text),
        None if observation is None or is_gap(row) else observation.value.count,
        observation is not None and _BREAK in observation.marks,
    )


def _gaps(points: Sequence[_Point]) -> Iterator[Markup]:
    every = len(points)
    for point in points:
        if point.count is None:
            yield Markup(
                "<g><title>{}: no figure, {}</title>"
                '<rect class="gap" x="{}%" y="{}" width="{}%" height="{}"/>'
                '<text class="gap-text" x="{}%" y="{}" text-anchor="middle">{}</text></g>'
            ).format(
                point.label,
                point.text,
                _x(point.place - Decimal("0.4"), every),
                _TOP,
                short(Decimal(80) / every),
                _HEIGHT,
                _x(point.place, every),
                _FLOOR - 10,
                point.text,
            )


def _lines(points: Sequence[_Point], top: int) -> Iterator[Markup]:
    every = len(points)
    for before, after in pairwise(points):
        if after.cut:
            x = _x(after.place - Decimal("0.5"), every)
            yield Markup(
                '<line class="break" x1="{}%" x2="{}%" y1="{}" y2="{}"/>'
                '<text class="break-text" x="{}%" y="{}" text-anchor="middle">[b]</text>'
            ).format(x, x, _TOP, _FLOOR, x, _TOP - 8)
        elif before.count is not None and after.count is not None:
            yield Markup('<line class="series" x1="{}%" y1="{}" x2="{}%" y2="{}"/>').format(
                _x(before.place, every),
                _y(before.count, top),
                _x(after.place, every),
                _y(after.count, top),
            )


def _dots(points: Sequence[_Point], top: int) -> Iterator[Markup]:
    every = len(points)
    known = [point for point in points if point.count is not None]
    # On a telephone only the ends and the highest have room for their number.
    highest = max(known, key=lambda point: point.count or 0)
    kept = {known[0].place, highest.place, known[-1].place}
    for point in known:
        assert point.count is not None  # noqa: S101 - chosen above
        x, y = _x(point.place, every), _y(point.count, top)
        room = every <= _ON_A_PHONE or point.place in kept
        yield Markup(
            '<g><title>{}: {}</title><circle class="dot" cx="{}%" cy="{}" r="5"/>'
            '<text class="{}" x="{}%" y="{}" text-anchor="middle">{}</text></g>'
        ).format(
            point.label,
            point.text,
            x,
            y,
            "value" if room else "value chart-odd",
            x,
            short(Decimal(y) - 12),
            f"{point.count:,}",
        )


def _years(points: Sequence[_Point]) -> Iterator[Markup]:
    every = len(points)
    step = -(-every // _ON_A_PHONE)
    for point in points:
        from_the_end = every - 1 - point.place
        yield Markup('<text class="{}" x="{}%" y="{}" text-anchor="middle">{}</text>').format(
            "year" if from_the_end % step == 0 else "year chart-odd",
            _x(point.place, every),
            _FLOOR + 22,
            point.label,
        )


def _x(place: Decimal | int, every: int) -> str:
    return short((Decimal(place) + Decimal("0.5")) * 100 / every)


def _y(count: int, top: int) -> str:
    return height_of(count, top, top=_TOP, floor=_FLOOR)
