"""Decisions per hour as an SVG: the same hours give the same characters. Pure.

Two panels share the hours: all decisions, and held and blocked only, at their
own scale, for among thousands allowed nobody would see three blocked. Across,
everything is in percent and nothing is scaled, so letters stay readable on a
telephone. No style attributes (the page's policy refuses them): classes only.
Held is hatched and blocked is solid, so that no one needs to see colours.

    chart = drawn(day_of(state.hours, state.now))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from markupsafe import Markup

from beholden.web.operator._words import day, number
from beholden.web.operator.models import HourCount

HOURS = 24
_BAR = 0.72
_TITLE = 30
_SMALLEST = 2.0
_STEPS = (1, 2, 4, 6, 8)
_THOUSANDS = ((1_000_000_000, "bn"), (1_000_000, "m"), (1_000, "k"))
Part = tuple[str, Callable[[HourCount], int]]
_HELD: tuple[Part, ...] = (("block", lambda hour: hour.block), ("hold", lambda hour: hour.hold))
_ALL: tuple[Part, ...] = (*_HELD, ("allow", lambda hour: hour.allow))


class _Panel(msgspec.Struct, frozen=True):
    title: str
    top: int
    height: int
    parts: tuple[Part, ...]
    smallest: float = 0.0

    @property
    def floor(self) -> int:
        return self.top + _TITLE + self.height


_PANELS = (
    _Panel("All decisions", 0, 140, _ALL),
    _Panel("Held and blocked only", 190, 80, _HELD, smallest=_SMALLEST),
)
_FLOOR = _PANELS[-1].floor
_HEIGHT = _FLOOR + 44


def day_of(hours: Sequence[HourCount], now: datetime) -> tuple[HourCount, ...]:
    """The 24 hours up to now, earliest first; a missing hour counts as nothing."""
    counts: Counter[tuple[datetime, str]] = Counter()
    for hour in hours:
        start = _hour(hour.hour)
        counts[start, "allow"] += hour.allow
        counts[start, "hold"] += hour.hold
        counts[start, "block"] += hour.block
    starts = [_hour(now) - timedelta(hours=back) for back in reversed(range(HOURS))]
    return tuple(
        HourCount(
            hour=start,
            allow=counts[start, "allow"],
            hold=counts[start, "hold"],
            block=counts[start, "block"],
        )
        for start in starts
    )


def drawn(hours: Sequence[HourCount]) -> Markup:
    """The chart, described for who cannot see it."""
    inside = Markup().join(
        [
            Markup(
                '<title id="chart-title">Decisions per hour over the last 24 hours</title>'
                '<desc id="chart-description">{}</desc>'
                '<defs><pattern id="chart-hatch" width="6" height="6"'
                ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
                '<rect class="hatch-ground" width="6" height="6"/>'
                '<rect class="hatch-line" width="3" height="6"/></pattern></defs>'
            ).format(described(hours)),
            *(piece for panel in _PANELS for piece in _panel(panel, hours)),
            *_hour_labels(hours),
        ]
    )
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="chart-title chart-description"'
        ' width="100%" height="{}" focusable="false">{}</svg>'
    ).format(_HEIGHT, inside)


def described(hours: Sequence[HourCount]) -> str:
    """What the chart shows, in words."""
    busiest = max(hours, key=_total)
    return (
        f"{number(sum(map(_total, hours)))} decisions; most in the hour from "
        f"{busiest.hour:%H:%M} UTC ({number(_total(busiest))}). "
        f"Held: {number(sum(h.hold for h in hours))}. "
        f"Blocked: {number(sum(h.block for h in hours))}."
    )


def ceiling(most: int) -> int:
    """The smallest round number that is not smaller: top of a scale whose half is round too."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= most:
                return step * power
        power *= 10


def short(value: int) -> str:
    """A number for a scale, at most five characters long."""
    for size, unit in _THOUSANDS:
        if value >= size:
            return f"{value / size:g}{unit}"
    return str(value)


def _total(hour: HourCount) -> int:
    return hour.allow + hour.hold + hour.block


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _panel(panel: _Panel, hours: Sequence[HourCount]) -> Iterator[Markup]:
    top = ceiling(max(sum(count(hour) for _, count in panel.parts) for hour in hours))
    yield Markup('<text class="chart-panel" x="-44" y="{}">{}</text>').format(
        panel.top + 14, panel.title
    )
    for mark in sorted({0, top // 2, top}):
        y = _short(panel.floor - panel.height * mark / top)
        yield Markup(
            '<line class="{}" x1="0" x2="100%" y1="{}" y2="{}"/>'
            '<text class="chart-mark" x="-8" y="{}" dy="0.32em" text-anchor="end">{}</text>'
        ).format("chart-line" if mark else "chart-floor", y, y, y, short(mark))
    for place, hour in enumerate(hours):
        yield _bar(panel, place, hour, top)


def _bar(panel: _Panel, place: int, hour: HourCount, top: int) -> Markup:
    x = _short((place + (1 - _BAR) / 2) * 100 / HOURS)
    width = _short(_BAR * 100 / HOURS)
    y = float(panel.floor)
    pieces = []
    for name, count in panel.parts:
        if counted := count(hour):
            height = max(panel.height * counted / top, panel.smallest)
            y -= height
            pieces.append(
                Markup('<rect class="{}" x="{}%" y="{}" width="{}%" height="{}"/>').format(
                    f"bar-{name}", x, _short(y), width, _short(height)
                )
            )
    said = f"{hour.hour:%H:%M}: " + ", ".join(
        f"{number(count(hour))} {_WORDS[name]}" for name, count in reversed(panel.parts)
    )
    return Markup("<g><title>{}</title>{}</g>").format(said, Markup().join(pieces))


def _hour_labels(hours: Sequence[HourCount]) -> Iterator[Markup]:
    """Every third hour, every sixth where there is no room; a date where a day begins."""
    for place, start in enumerate(hour.hour for hour in hours):
        x = _short((place + 0.5) * 100 / HOURS)
        if start.hour % 3 == 0:
            yield Markup('<text class="{}" x="{}%" y="{}" text-anchor="middle">{}</text>').format(
                "chart-hour" if start.hour % 6 == 0 else "chart-hour chart-odd",
                x,
                _FLOOR + 20,
                f"{start:%H:%M}",
            )
        if start.hour == 0:
            yield Markup(
                '<text class="chart-day" x="{}%" y="{}" text-anchor="middle">{}</text>'
            ).format(x, _FLOOR + 38, day(start))


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


_WORDS = {"allow": "allowed", "hold": "held", "block": "blocked"}
