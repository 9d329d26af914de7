"""What drills bound, as an SVG: the same numbers give the same characters. Pure.

drawn(drill, name="drill-1")
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from markupsafe import Markup

from beholden._design import short
from beholden.regulator.core import DrillSummary
from beholden.web.regulator.site._words import share

_LINE = 26
_FLOOR = 44
_MARKS = (0, 25, 50, 75, 100)


def drawn(drill: DrillSummary, *, name: str) -> Markup:
    """The rate of detection on a scale from none to all; empty where nothing was sent.

    ``name`` is the chart's own on its page.
    """
    ends = _ends(drill)
    if not drill.items or ends is None:
        return Markup()
    low, high = ends
    found = Decimal(drill.found) * 100 / drill.items
    said = (
        f"{drill.found:,} of {drill.items:,} were found; the bounds are {share(drill.low)} and "
        f"{share(drill.high)}."
    )
    return Markup(
        '<svg class="chart interval" role="img" aria-labelledby="{name}-title {name}-said"'
        ' width="100%" height="{height}" focusable="false">'
        '<title id="{name}-title">How many of such pictures are found</title>'
        '<desc id="{name}-said">{said}</desc>{pieces}</svg>'
    ).format(
        name=name, height=_FLOOR + 26, said=said, pieces=Markup().join(_pieces(low, high, found))
    )


def _pieces(low: Decimal, high: Decimal, found: Decimal) -> list[Markup]:
    anchors = {0: "start", 100: "end"}
    marks = [
        Markup(
            '<line class="chart-line" x1="{0}%" x2="{0}%" y1="8" y2="{1}"/>'
            '<text class="chart-mark" x="{0}%" y="{2}" text-anchor="{3}">{0}%</text>'
        ).format(mark, _FLOOR, _FLOOR + 20, anchors.get(mark, "middle"))
        for mark in _MARKS
    ]
    return [
        *marks,
        Markup('<line class="range" x1="{}%" x2="{}%" y1="{}" y2="{}"/>').format(
            short(low), short(high), _LINE, _LINE
        ),
        *(
            Markup('<line class="range-end" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"/>').format(
                short(end), _LINE - 8, _LINE + 8
            )
            for end in (low, high)
        ),
        Markup('<circle class="dot" cx="{}%" cy="{}" r="6"/>').format(short(found), _LINE),
    ]


def _ends(drill: DrillSummary) -> tuple[Decimal, Decimal] | None:
    try:
        low, high = Decimal(drill.low) * 100, Decimal(drill.high) * 100
    except InvalidOperation:
        return None
    return (low, high) if 0 <= low <= high <= _MARKS[-1] else None
