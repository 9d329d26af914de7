"""Other years that may be meant where those that an article names are in no data.

Police count by financial years, and newspapers round them: "in 2016", "since 2018", "the year to
April 2019". Such a reading may confirm a number, and never shows it to be wrong.

    readings(claim, data)  # "412 in 2016", where only 2015/16 and 2016/17 are held: both
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from beholden.figures.core._calendar import financial_year, is_financial_year, kind
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.models import Claim
from beholden.figures.core.claims.naming.when import about_financial
from beholden.figures.core.models import Period

READ_AS = "Read as "
"""What the reason of a verdict says before the years that were meant."""

_BY_CALENDAR = lazily(
    r"\bcalendar\syears?\b|\bJan(?:uary)?\b.{1,25}\bDec(?:ember)?\b|\bDecember\s31\b"
    r"|\b31(?:st)?\sDecember\b",
    re.IGNORECASE,
)
"""Where an article says that it counts from January, its years are no financial ones."""


def readings(claim: Claim, data: Data) -> Iterator[Claim]:
    """The claim with other years, each of which the words may mean; none where they are held."""
    if claim.period is None or _held(claim, data) or _BY_CALENDAR.search(claim.sentence):
        return
    # "Since 2018": also from the year that ended in it to the newest one.
    since = "since" in claim.sentence.lower()
    widest = ((_ends, _begins),) if since else ()
    for first, last in ((_begins, _begins), (_ends, _ends), (_begins, _ends), *widest):
        earlier = None if claim.earlier is None else first(claim.earlier)
        period = last(claim.period)
        moved = (earlier, period) != (claim.earlier, claim.period)
        years = [each for each in (earlier, period) if each is not None]
        in_order = len(set(years)) == len(years) and years == sorted(years)
        if since and last is _ends and _knows(claim, _begins(claim.period), data):
            # It goes on to the newest year.
            continue
        if moved and in_order and all(is_financial_year(each) for each in years):
            yield msgspec.structs.replace(claim, period=period, earlier=earlier)


def _held(claim: Claim, data: Data) -> bool:
    """Whether the data hold calendar years near those named: then these are no financial ones."""
    asked = {each.start.year for each in (claim.earlier, claim.period) if each is not None}
    periods = data.periods(claim.series, data.keys(claim.subject))
    held = {each.start.year for each in periods if kind(each) == "calendar"}
    return any(abs(one - other) <= 1 for one in asked for other in held)


def _knows(claim: Claim, period: Period, data: Data) -> bool:
    return period in data.periods(claim.series, data.keys(claim.subject))


def _begins(period: Period) -> Period:
    """The financial year that begins in a calendar year."""
    return financial_year(period.start.year) if kind(period) == "calendar" else _near(period)


def _ends(period: Period) -> Period:
    """The financial year that ends in a calendar year."""
    return financial_year(period.start.year - 1) if kind(period) == "calendar" else _near(period)


def _near(period: Period) -> Period:
    return about_financial(period) or period


__all__ = ["READ_AS", "readings"]
