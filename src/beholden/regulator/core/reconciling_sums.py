"""A report's figures against each other, and against the hours in the log added up by day.

A breakdown that shares its name with a total (``x-by-surface`` and ``x``) adds up to it, and
what is over and under the line of a share are figures of their own. Parts that are hidden
can be anything, but not less than nothing.

    differences = against_itself(report)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from beholden.regulator.core.amounts import Comparison, compare, count
from beholden.regulator.core.causes import causes_of
from beholden.regulator.core.models import Amount
from beholden.regulator.core.reconciling_models import DAILY, REPORT, difference
from beholden.regulator.core.reconciling_report import amount_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from beholden.regulator.core.causes import Way
    from beholden.regulator.core.models import Difference
    from beholden.transparency.core import Indicator, TransparencyReport

__all__ = ["against_daily", "against_itself", "total_of"]

_PARTS: Final = "its own parts, added up"
_SHARES: Final = "its own share"
_BY: Final = "-by-"


def total_of(report: TransparencyReport, breakdown: Indicator) -> Indicator | None:
    """The total that a breakdown splits; None where it splits none."""
    name, by, _ = breakdown.id.rpartition(_BY)
    if not breakdown.by or not by or breakdown.numerator:
        return None
    total = report.indicator(name)
    return total if total is not None and not total.by and total.unit == breakdown.unit else None


def against_itself(report: TransparencyReport) -> Iterator[Difference]:
    """Sums of breakdowns, and the two numbers of each share."""
    for indicator in report.indicators:
        if (total := total_of(report, indicator)) is not None:
            yield from _sum(report, indicator, total)
    for figure in report.figures:
        share = report.indicator(figure.indicator)
        if share is None or not share.numerator or figure.part:
            continue
        for name, given in (
            (share.numerator, figure.numerator),
            (share.denominator, figure.denominator),
        ):
            said = report.figure(name)
            if given is None or said is None or said.count is None:
                continue
            yield difference(
                name,
                f"{_title(report, name)}, as in: {share.title}",
                (REPORT, count(said.count)),
                (_SHARES, count(given)),
                causes=causes_of(count(said.count), count(given)),
            )


def _sum(report: TransparencyReport, parts: Indicator, total: Indicator) -> Iterator[Difference]:
    said = report.figure(total.id)
    figures = [figure for figure in report.figures if figure.indicator == parts.id]
    if said is None or said.count is None or not figures:
        return
    shown_ = sum(figure.count or 0 for figure in figures)
    hidden = sum(figure.mark == "c" for figure in figures)
    one, other = count(said.count), count(shown_)
    result = compare(one, other)
    if hidden and shown_ <= said.count:
        rest = said.count - shown_
        result = Comparison(
            "exact", None, "", f"{hidden:,} parts are hidden; {rest:,} are left for them."
        )
    title = f"{total.title}, by {parts.by}"
    causes = () if hidden else causes_of(one, other)
    yield difference(
        total.id, title, (REPORT, one), (_PARTS, other), result=result, causes=causes
    )  # fmt: skip


def against_daily(
    report: TransparencyReport, daily: Mapping[str, Amount], ways: tuple[Way, ...] = ()
) -> Iterator[Difference]:
    """Totals of the report against sums over days."""
    for key, amount in daily.items():
        said = report.figure(key)
        if said is None or said.mark:
            continue
        printed_ = amount_of(said)
        yield difference(
            key,
            _title(report, key),
            (REPORT, printed_),
            (DAILY, amount),
            causes=causes_of(printed_, amount, key, ways),
        )


def _title(report: TransparencyReport, name: str) -> str:
    indicator = report.indicator(name)
    return name if indicator is None else indicator.title
