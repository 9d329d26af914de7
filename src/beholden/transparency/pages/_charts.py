"""Counts by day and by part as SVG: the same figures give the same characters. Pure.

Across, everything is in percent, so letters stay readable on a telephone. A day without a
figure is a pale column and never a zero. Classes only, no style attributes.

    columns("Uploads blocked", days, counts, name="chart-1")
    bars("Uploads blocked", [("avatar", 12), ("post", None)], name="chart-2")
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from beholden._design import ceiling, day, scale, short, shown

_TOP, _FLOOR = 12, 152
_WIDTH = Decimal("0.8")
_GAPS_AT_MOST = 92
"""Days beyond which columns touch: between thinner ones gaps would only shimmer."""
_ROW, _BAR = 42, 14
_WIDEST = 72
_LABEL_AT_MOST = 40


def columns(title: str, days: Sequence[date], counts: Sequence[int | None], *, name: str) -> Markup:
    """A column for each day; empty where nothing is known of any.

    ``name`` is the chart's own on its page.
    """
    known = [count for count in counts if count is not None]
    if not known:
        return Markup()
    most = ceiling(max(known))
    wide = _WIDTH if len(days) <= _GAPS_AT_MOST else Decimal(1)
    pieces = (
        *scale(most, top=_TOP, floor=_FLOOR),
        Markup(
            '<svg x="0" y="{}" width="100%" height="{}" viewBox="0 0 {} {}"'
            ' preserveAspectRatio="none" aria-hidden="true">'
            '<path class="gap-line" d="{}"/><path class="bar" d="{}"/></svg>'
        ).format(
            _TOP,
            _FLOOR - _TOP,
            len(days),
            _FLOOR - _TOP,
            "".join(_column(at, 0, wide) for at, count in enumerate(counts) if count is None),
            "".join(_columns(counts, most, wide)),
        ),
        *_ends(days),
    )
    said = described([(day(at), count) for at, count in zip(days, counts, strict=True)])
    return _svg(name, title, said, _FLOOR + 26, Markup().join(pieces))


def bars(title: str, parts: Sequence[tuple[str, int | None]], *, name: str) -> Markup:
    """A bar for each part, its name above it; one without a count shows nothing but its mark."""
    known = [count for _, count in parts if count is not None]
    if not known:
        return Markup()
    most = max(*known, 1)
    pieces = Markup().join(
        piece for at, (part, count) in enumerate(parts) for piece in _bar(at, part, count, most)
    )
    height = _ROW * len(parts) + 4
    return _svg(name, title, described(parts), height, pieces)


def described(parts: Sequence[tuple[str, int | None]]) -> str:
    """What a chart shows, in words."""
    known = [(part, count) for part, count in parts if count is not None]
    most = max(known, key=lambda each: each[1])
    least = min(known, key=lambda each: each[1])
    said = (
        f"From {least[1]:,} ({shown(least[0])}) to {most[1]:,} ({shown(most[0])})."
        if most[1] != least[1]
        else f"Each is {most[1]:,}."
    )
    missing = len(parts) - len(known)
    return f"{said} No figure for {missing:,} of {len(parts):,}." if missing else said


def _svg(name: str, title: str, said: str, height: int, pieces: Markup) -> Markup:
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{name}-title {name}-said" width="100%"'
        ' height="{height}" focusable="false"><title id="{name}-title">{title}</title>'
        '<desc id="{name}-said">{said}</desc>{pieces}</svg>'
    ).format(name=name, title=shown(title), said=said, height=height, pieces=pieces)


def _columns(counts: Sequence[int | None], most: int, wide: Decimal) -> Iterator[str]:
    height = _FLOOR - _TOP
    for at, count in enumerate(counts):
        if count:
            # One among a million is still one: it is seen.
            tall = max(Decimal(height) * count / most, Decimal(1))
            yield _column(at, height - tall, wide)


def _column(at: int, top: Decimal | int, wide: Decimal) -> str:
    left = at + (1 - wide) / 2
    return f"M{short(left)} {_FLOOR - _TOP}V{short(Decimal(top))}h{wide}V{_FLOOR - _TOP}z"


def _ends(days: Sequence[date]) -> Iterator[Markup]:
    label = '<text class="chart-mark" x="{}%" y="{}" text-anchor="{}">{}</text>'
    yield Markup(label).format(0, _FLOOR + 20, "start", _short_day(days[0], days[-1]))  # noqa: S704 - ours
    if len(days) > 1:
        yield Markup(label).format(100, _FLOOR + 20, "end", _short_day(days[-1], days[0]))  # noqa: S704 - ours


def _short_day(at: date, other: date) -> str:
    number, month, year = day(at).split()
    return f"{number} {month[:3]}" if at.year == other.year else f"{number} {month[:3]} {year}"


def _bar(at: int, part: str, count: int | None, most: int) -> Iterator[Markup]:
    top = _ROW * at
    yield Markup('<text x="0" y="{}">{}</text>').format(top + 14, shown(part, _LABEL_AT_MOST))
    wide = Decimal(0) if count is None else Decimal(_WIDEST) * count / most
    if count:
        yield Markup('<rect class="bar" x="0" y="{}" width="{}%" height="{}"/>').format(
            top + 20, short(max(wide, Decimal("0.2"))), _BAR
        )
    yield Markup('<text class="value" x="{}%" dx="6" y="{}" dy="0.32em">{}</text>').format(
        short(wide), top + 20 + _BAR // 2, "no figure" if count is None else f"{count:,}"
    )
