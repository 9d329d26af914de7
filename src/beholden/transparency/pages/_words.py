"""Figures in print: numbers, shares, marks. Pure.

printed(Figure(indicator="uploads-checked", count=1_200))    # "1,200"
printed(Figure(indicator="uploads-blocked", mark="c"))       # "[c]"
"""

from __future__ import annotations

from decimal import Decimal

from beholden._design import percent
from beholden.transparency.core import Figure


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
