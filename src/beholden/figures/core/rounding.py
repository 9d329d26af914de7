"""Rounding half up, and when a percentage may be printed at all.

A half is rounded away from zero, so a fall is rounded like the rise of the same
size. Nothing here ever passes through a binary float: 2.675 is 2.68.

    half_up(Decimal("22.5"), 0)  # Decimal("23")
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

SMALLEST_BASE = 20
"""Below this many offences a percentage says more about chance than about crime."""

# Counts of offences have at most 8 digits: a quotient of two of them that is not a tie differs
# from one long before its 50th digit.
_CONTEXT = Context(prec=50)
_HUNDRED = 100

Number = Decimal | Fraction | int


def half_up(value: Number, places: int) -> Decimal:
    """Rounds to ``places`` decimals (negative: to tens, hundreds), a half away from zero.

    The result shows its precision, as ``Decimal("35.0")``, and is never ``-0``.
    """
    # Scaling by powers of ten keeps a fraction exact, and a Decimal of any length whole.
    scaled = Fraction(value) * Fraction(10) ** places
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    signed = whole if scaled > 0 else -whole
    if places < 0:
        return Decimal(signed * 10**-places)
    return Decimal(signed).scaleb(-places, _CONTEXT)


def quotient(numerator: Number, denominator: Number) -> Decimal:
    """The quotient to 50 digits; exact where it ends before."""
    exact = Fraction(numerator) / Fraction(denominator)
    return _CONTEXT.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def percent_change(before: int, after: int) -> Decimal | None:
    """``100 (after - before) / before`` to 50 digits; there is none from 0."""
    if before == 0:
        return None
    return quotient(_HUNDRED * (after - before), before)


def percent_text(
    percent: Number | None, base: int, where: Literal["prose", "table"] = "table"
) -> str | None:
    """A percentage as it is printed, or ``None`` where the counts must stand instead.

    Args:
        percent: The percentage, absent where there is none (a change from 0).
        base: The count that it is a percentage of.
        where: ``prose`` gives ``35%``, without a sign, for the verb has it; ``table``
            gives ``+35.0%``.

    Returns:
        ``None`` for a base under 20. What prose would round to 0 is ``less than 1%``; what it
        would round to a whole multiple (``100%`` beside "nearly doubled") keeps the decimals
        that tell it from one.
    """
    if percent is None or base < SMALLEST_BASE:
        return None
    if where == "table":
        rounded = half_up(percent, 1)
        return f"{rounded:+,}%" if rounded else f"{rounded:,}%"
    size = abs(Fraction(percent))
    shown = half_up(size, 0)
    if not shown:
        return "less than 1%" if percent else "0%"
    places = 0
    while shown != size and shown % _HUNDRED == 0:
        places += 1
        shown = half_up(size, places)
    return f"{shown:,}%"


__all__ = [
    "SMALLEST_BASE",
    "Number",
    "half_up",
    "percent_change",
    "percent_text",
    "quotient",
]
