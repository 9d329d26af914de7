"""How often, and how many for each head: divisions by days, minutes and people.

The days are those of the named period, so a leap year has 366. A rate stays
exact to 50 digits; ``rounding`` prints it.

    one_every_minutes(22_724, financial_year(2017))  # 23.13
"""

from __future__ import annotations

from decimal import Decimal

from beholden.figures.core.models import OffenceId, Period
from beholden.figures.core.periods import days, exposure, minutes
from beholden.figures.core.rounding import quotient

_DAYS_IN_WEEK = 7
_PEOPLE = 10_000
_MINUTES_IN_DAY = 1440


def one_every_minutes(
    count: int, period: Period, offence: OffenceId | None = None
) -> Decimal | None:
    """How many minutes pass for each offence; none passes for no offence.

    With ``offence`` only the days count on which it was in force.
    """
    if count == 0:
        return None
    if offence is None:
        return quotient(minutes(period), count)
    return quotient(exposure(offence, period) * _MINUTES_IN_DAY, count)


def per_day(count: int, period: Period, offence: OffenceId | None = None) -> Decimal | None:
    """Offences a day; ``None`` where the offence was in force on no day of the period."""
    length = days(period) if offence is None else exposure(offence, period)
    return quotient(count, length) if length else None


def per_week(count: int, period: Period, offence: OffenceId | None = None) -> Decimal | None:
    """Offences in seven days; ``None`` where the offence was in force on no day."""
    length = days(period) if offence is None else exposure(offence, period)
    return quotient(_DAYS_IN_WEEK * count, length) if length else None


def per_10_000(count: int, population: int) -> Decimal | None:
    """Offences for every 10,000 people; ``None`` where nobody lives.

    City of London has few residents and many visitors: whoever prints rates
    leaves it out.
    """
    return quotient(_PEOPLE * count, population) if population else None


__all__ = ["one_every_minutes", "per_10_000", "per_day", "per_week"]
