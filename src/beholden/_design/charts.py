"""The parts that charts share: scales that people can read, and the lines that mark them. Pure.

Across, everything is in percent and nothing is scaled, so letters stay readable on a
telephone. Classes only, no style attributes.

    ceiling(1_199)                                  # 1200
    Markup().join(scale(1_200, top=26, floor=256))  # lines at 0, 600 and 1,200
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

_STEPS = (10, 12, 16, 20, 30, 40, 60, 80)


def ceiling(most: int) -> int:
    """The smallest round number that is not smaller: top of a scale whose half is round too."""
    if most < _STEPS[0]:
        return max(most + most % 2, 2)
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= most:
                return step * power
        power *= 10


def short(value: Decimal) -> str:
    """A place in a drawing, with no more digits than it needs."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def height_of(count: int, most: int, *, top: int, floor: int) -> str:
    """Where a count stands between ``floor`` (zero) and ``top`` (``most``)."""
    return short(Decimal(floor) - Decimal(floor - top) * count / most)


def scale(most: int, *, top: int, floor: int) -> Iterator[Markup]:
    """Lines at zero, half and ``most``, each with its number."""
    for mark in sorted({0, most // 2, most}):
        y = height_of(mark, most, top=top, floor=floor)
        yield Markup(
            '<line class="{}" x1="0" x2="100%" y1="{}" y2="{}"/>'
            '<text class="chart-mark" x="-8" y="{}" dy="0.32em" text-anchor="end">{}</text>'
        ).format("chart-line" if mark else "chart-floor", y, y, y, f"{mark:,}")
