"""Years that a headline does not say are those that the text says of the same number.

"Offences up by half" above, "from 1,815 in 2014/15 to 2,718 in 2019/20" below: one pair of
years is said of this area and offence, and no other, so that it is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from beholden.figures.core._calendar import days, kind, label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, Years
from beholden.figures.core.claims.finding._memory import Held
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.models import Measure
from beholden.figures.core.models import Period

_TWO_ENDS = frozenset({Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE, Measure.RANK})
_OPENING = 2
"""Blocks up to this one, headline and standfirst among them, may leave their years to the text."""
_A_YEAR = range(350, 380)
_NEXT = 1
_ONE_YEAR = lazily(
    r"\b(?:last|past|latest|previous|single|one|a|the|this)\s(?:single\s)?"
    r"(?:(?:financial\s)?year|12[\s-]months|twelve\smonths)(?!\s(?:ago|period|to|ending|ended|span)|s|-)\b",
    re.IGNORECASE,
)
"""What is said of one year is no change over several, of which the text speaks as well."""
_SUPPOSED = "as the text says elsewhere of the same"

_Pair = tuple[Period, Period]


def adopted(drafts: Sequence[Draft], held: Held) -> list[Draft]:
    """The drafts, each with the years that the article says elsewhere of its number.

    Args:
        drafts: All of an article, in their order.
        held: What the data hold.
    """
    pairs = _pairs(drafts)
    counts = _counts(drafts)
    return [
        _with_other_kind(
            _with_span(
                _with_pair(_with_year(draft, counts, drafts), pairs)
                if draft.block <= _OPENING
                else draft,
                pairs,
                held,
            ),
            pairs,
            drafts,
            held,
        )
        for draft in drafts
    ]


def _key(draft: Draft) -> tuple[str, str]:
    return draft.who.subject.key, draft.what.series


def _pairs(drafts: Sequence[Draft]) -> dict[tuple[str, str], set[_Pair]]:
    found: dict[tuple[str, str], set[_Pair]] = {}
    for draft in drafts:
        years = draft.years
        said = draft.measure in _TWO_ENDS and years.said and years.earlier_said
        if said and years.period is not None and years.earlier is not None:
            found.setdefault(_key(draft), set()).add((years.earlier, years.period))
    for one, other in _ends(drafts):
        if one.years.period is not None and other.years.period is not None:
            pair = (one.years.period, other.years.period)
            found.setdefault(_key(one), set()).add(pair)
    return found


def _ends(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Draft]]:
    """The two counts of one sentence that are told as a comparison, both with their years."""
    together: dict[tuple[object, ...], list[tuple[Draft, Period]]] = {}
    for draft in drafts:
        if draft.measure is Measure.COUNT and draft.years.said and draft.years.period is not None:
            key = (draft.block, draft.sentence, *_key(draft))
            together.setdefault(key, []).append((draft, draft.years.period))
    for counts in together.values():
        for one, earlier in counts:
            yield from ((one, other) for other, later in counts if later.start > earlier.start)


def _counts(drafts: Sequence[Draft]) -> dict[tuple[str, str, object], set[Period]]:
    found: dict[tuple[str, str, object], set[Period]] = {}
    for draft in drafts:
        if draft.measure is Measure.COUNT and draft.years.said and draft.years.period is not None:
            key = (*_key(draft), draft.phrase.value)
            found.setdefault(key, set()).add(draft.years.period)
    return found


_NOW = lazily(
    r"\b(?:now|today|nowadays|these\s+days|currently|latest|newest|(?:this|last|past)\s+year)\b",
    re.IGNORECASE,
)
"""What is told of now is of no year before, though another sentence has its number there."""


def _with_year(
    draft: Draft, counts: dict[tuple[str, str, object], set[Period]], drafts: Sequence[Draft]
) -> Draft:
    if draft.measure is not Measure.COUNT or draft.years.said:
        return draft
    said = counts.get((*_key(draft), draft.phrase.value), set())
    if len(said) != 1:
        return draft
    (period,) = said
    earlier = draft.years.period is not None and period.start < draft.years.period.start
    if earlier and _NOW.search(draft.sentence.text):
        return draft
    if any(
        one is not draft
        and (one.block, one.sentence, _key(one)) == (draft.block, draft.sentence, _key(draft))
        and one.measure is Measure.COUNT
        and one.years.period == period
        and one.phrase.value != draft.phrase.value
        for one in drafts
    ):
        # "From 767 to 568": the other end has that year already.
        return draft
    return msgspec.structs.replace(draft, years=Years(period, said=False, why=_SUPPOSED))


def _with_pair(draft: Draft, pairs: dict[tuple[str, str], set[_Pair]]) -> Draft:
    years = draft.years
    if draft.measure not in _TWO_ENDS or years.said or years.earlier_said or years.earlier is None:
        return draft
    told = pairs.get(_key(draft), set())
    said = {pair for pair in told if pair[1] == years.period}
    # "More than doubled within a year", of which the text compares the same months alone.
    said = said or {pair for pair in told if _within(pair[1], years.period)}
    if _ONE_YEAR.search(draft.sentence.text):
        said = {pair for pair in said if shifted(pair[0], _NEXT) >= pair[1]}
    if len(said) != 1:
        return draft
    earlier, later = next(iter(said))
    return msgspec.structs.replace(
        draft, years=Years(later, said=False, why=_SUPPOSED, earlier=earlier)
    )


def _with_other_kind(
    draft: Draft, pairs: dict[tuple[str, str], set[_Pair]], drafts: Sequence[Draft], held: Held
) -> Draft:
    """The years of another kind that an article speaks of, where the data have none supposed.

    "Up by 64 per cent", in an article on the year to June: on the year to June before, or from
    the one year with which the article compares the area.
    """
    years, subject, series = draft.years, draft.who.subject, draft.what.series
    if draft.measure not in _TWO_ENDS or years.said or not years.earlier or not years.period:
        return draft
    if held.knows(subject, series, years.period) or years.earlier != shifted(years.period, -1):
        return draft
    told = pairs.get(_key(draft), set())
    later = {one for one in (each.years.period for each in drafts if each.years.said) if _own(one)}
    own = {(shifted(one, -1), one) for one in later if one is not None}
    known = {pair for pair in own if all(held.knows(subject, series, one) for one in pair)}
    found = {pair for pair in told if pair[1] in later} or known
    if len(found) != 1:
        return draft
    earlier, last = next(iter(found))
    return msgspec.structs.replace(
        draft, years=Years(last, said=False, why=_SUPPOSED, earlier=earlier)
    )


def _own(period: Period | None) -> bool:
    """Whether these are twelve months that are no financial and no calendar year."""
    if period is None or days(period) not in _A_YEAR:
        return False
    return kind(period) not in {"financial", "calendar"}


def _within(part: Period, year: Period | None) -> bool:
    return year is not None and year.start <= part.start and part.end <= year.end


def _with_span(draft: Draft, pairs: dict[tuple[str, str], set[_Pair]], held: Held) -> Draft:
    """The years 2013 to 2015 for "in three years", where the data have no year before those."""
    years = draft.years
    if draft.measure not in _TWO_ENDS or years.said or not years.earlier_said:
        return draft
    if years.earlier is None or held.knows(draft.who.subject, draft.what.series, years.earlier):
        return draft
    if label(years.earlier) in draft.sentence.text:
        return draft
    pair = (shifted(years.earlier, 1), years.period)
    if pairs.get(_key(draft), set()) != {pair}:
        return draft
    return msgspec.structs.replace(
        draft, years=Years(years.period, said=False, why=_SUPPOSED, earlier=pair[0])
    )


__all__ = ["adopted"]
