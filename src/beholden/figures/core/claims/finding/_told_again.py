"""Numbers that an article tells twice, once of what is named and once of something else beside it.

"777 concerns of adults who neglected a child" opens an article that goes on "Welsh forces recorded
777 offences": an exact count of a hundred and more is no two things by chance.

    told_again(drafts)  # "777 concerns" as the 777 offences
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.models import Measure
from beholden.figures.core.claims.naming._topics import UNNAMED

_LEAST = 100
_LOOSE = frozenset(
    f"other:{one}" for one in (UNNAMED, "concerns", "reports", "complaints", "allegations", "cases")
)
"""What newspapers call offences as well; arrests, charges and children are none of them."""


def told_again(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, each number of a loose name as the one other count that it repeats."""
    named: dict[object, list[Draft]] = {}
    for draft in drafts:
        if _exact(draft) and draft.what.series not in _LOOSE:
            named.setdefault(draft.phrase.value, []).append(draft)
    return [_as_told(draft, named.get(draft.phrase.value, [])) for draft in drafts]


def _as_told(draft: Draft, others: Sequence[Draft]) -> Draft:
    if not _exact(draft) or draft.what.series not in _LOOSE or draft.course is not None:
        return draft
    told = {(one.who.subject.key, one.what.series, one.years.period): one for one in others}
    if len(told) != 1:
        return draft
    ((subject, _series, _period), one) = next(iter(told.items()))
    if draft.who.named and draft.who.subject.key != subject:
        return draft
    if draft.years.said and draft.years.period != one.years.period:
        return draft
    return msgspec.structs.replace(draft, who=one.who, what=one.what, years=one.years)


def _exact(draft: Draft) -> bool:
    """Whether it is an exact count that no other thing has by chance."""
    phrase = draft.phrase
    exact = phrase.wording is Wording.PLAIN and phrase.value >= _LEAST and phrase.value % 10 != 0
    return draft.measure is Measure.COUNT and exact and not draft.role.end


__all__ = ["told_again"]
