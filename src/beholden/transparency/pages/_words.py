"""Figures in print: numbers, shares, marks. Pure.

printed(Figure(indicator="uploads-checked", count=1_200))    # "1,200"
printed(Figure(indicator="uploads-blocked", mark="c"))       # "[c]"
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from beholden.transparency.core import Figure

MARKS: Final = {
    "c": "small, so it is hidden: from it, or from the sums that it is in, people could be "
    "recognised",
    "x": "not measured; it is not zero",
    "z": "not applicable: there is nothing that it could be a share or a part of",
}
"""What each mark says, in the order of their letters."""

_WHOLE = Decimal(100)
_SHOWN_DIGITS = 3
_PLACES_AT_MOST = 6


def printed(figure: Figure | None) -> str:
    """A figure as pages and people write it; one that is absent has the mark ``x``."""
    if figure is None:
        return "[x]"
    if figure.mark:
        return f"[{figure.mark}]"
    if figure.count is not None:
        return f"{figure.count:,}"
    return percent(figure.numerator or 0, figure.denominator or 0)


def plain(figure: Figure | None) -> str:
    """A figure as a program reads it: no separators; a share with twelve places."""
    if figure is None or figure.mark:
        return printed(figure)
    if figure.count is not None:
        return str(figure.count)
    if not figure.denominator:
        return "[z]"
    return f"{Decimal(figure.numerator or 0) / figure.denominator:.12f}"


def percent(part: int, whole: int) -> str:
    """A share with three digits that say something; never rounded to none or all of it."""
    if not whole:
        return "[z]"
    if part in {0, whole}:
        return "100%" if part else "0%"
    exact = _WHOLE * part / whole
    places = min(max(_SHOWN_DIGITS - 1 - exact.adjusted(), 1), _PLACES_AT_MOST)
    step = Decimal(1).scaleb(-places)
    rounded = exact.quantize(step, rounding=ROUND_HALF_EVEN)
    if rounded >= _WHOLE:
        return f"over {_WHOLE - step}%"
    return f"{rounded}%" if rounded else f"under {step:f}%"
