"""A report's figures against each other, and against the hours in the log added up by day.

What adds to what stands beside the definitions of the figures; what is over and under the
line of a share are figures of their own. Parts that are hidden can be anything, but not less
than nothing.

    differences = against_itself(report)
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from beholden.regulator.core.amounts import Comparison, compare, count
from beholden.regulator.core.causes import causes_of
from beholden.regulator.core.reconciling_models import DAILY, REPORT, difference
from beholden.regulator.core.reconciling_report import amount_of, with_refused_hours
from beholden.transparency.core import SUMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beholden.regulator.core.models import Difference
    from beholden.regulator.core.reconciling_models import Recomputed
    from beholden.transparency.core import Figure, TransparencyReport

__all__ = ["against_daily", "against_itself"]

_PARTS: Final = "its own parts, added up"
_SHARES: Final = "its own share"


def against_itself(report: TransparencyReport) -> Iterator[Difference]:
    """Sums of parts, and the two numbers of each share."""
    figures: dict[str, dict[str, Figure]] = defaultdict(dict)
    for figure in report.figures:
        figures[figure.indicator][figure.part] = figure
    for total, parts in SUMS:
        # What a report leaves out altogether is found against the statements.
        if not all(figures.get(name) for name in (total, *parts)):
            continue
        if "" in figures[total]:
            whole = figures[total][""]
            split = [one for name in parts for one in figures[name].values()]
            yield from _sum(report, whole, parts, split)
            continue
        for part, whole in figures[total].items():
            same = [figures[name][part] for name in parts if part in figures[name]]
            yield from _sum(report, whole, parts, same)
    yield from _shares(report)


def _shares(report: TransparencyReport) -> Iterator[Difference]:
    for figure in report.figures:
        share = report.indicator(figure.indicator)
        if share is None or share.unit != "share" or figure.part:
            continue
        for name, given in (
            (share.numerator, figure.numerator),
            (share.denominator, figure.denominator),
        ):
            said = report.figure(name) if name else None
            if given is None or said is None or said.count is None:
                continue
            yield difference(
                name,
                f"{_title(report, name)}, as in: {share.title}",
                (REPORT, count(said.count)),
                (_SHARES, count(given)),
                causes=causes_of(count(said.count), count(given)),
            )


def _sum(
    report: TransparencyReport, whole: Figure, parts: tuple[str, ...], split: Iterable[Figure]
) -> Iterator[Difference]:
    split = list(split)
    if whole.count is None or not split:
        return
    printed_ = sum(figure.count or 0 for figure in split)
    hidden = sum(figure.mark == "c" for figure in split)
    one, other = count(whole.count), count(printed_)
    result = compare(one, other)
    if hidden and printed_ <= whole.count:
        rest = whole.count - printed_
        words = f"{hidden:,} parts are hidden; {rest:,} are left for them."
        result = Comparison("exact", None, "", words)
    of = ", ".join(_title(report, name) for name in parts)
    title = _title(report, whole.indicator)
    yield difference(
        whole.indicator,
        f"{title}: {whole.part}, as the sum of: {of}"
        if whole.part
        else f"{title}, as the sum of: {of}",
        (REPORT, one),
        (_PARTS, other),
        part=whole.part,
        result=result,
        causes=() if hidden else causes_of(one, other),
    )


def against_daily(report: TransparencyReport, again: Recomputed) -> Iterator[Difference]:
    """Totals of the report against sums over days."""
    for key, amount in again.daily.items():
        said = report.figure(key)
        if said is None or said.mark:
            continue
        printed_ = amount_of(said)
        result = with_refused_hours(
            compare(printed_, amount), again.report.coverage, lowered=again.lowered_by(key)
        )
        yield difference(
            key,
            _title(report, key),
            (REPORT, printed_),
            (DAILY, amount),
            result=result,
            causes=causes_of(printed_, amount, key, again.ways)
            if result.verdict == "differs"
            else (),
        )


def _title(report: TransparencyReport, name: str) -> str:
    indicator = report.indicator(name)
    return name if indicator is None else indicator.title
