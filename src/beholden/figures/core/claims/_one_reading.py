"""One reading for one year: an article cannot mean two years of the data by the same words.

"In 2017" is read as 2016/17 or as 2017/18, where the data hold financial years alone, whichever has
the number. Where an article gives a number of each for the same words, one of them is false; and
where two of its years are read as the same one, one of these is.

    one_reading(checked)  # "568 in 2017" and "767 in 2017": neither is told to agree
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from beholden.figures.core._calendar import kind
from beholden.figures.core.claims.judging._near_years import READ_AS
from beholden.figures.core.claims.judging._saying import overruled
from beholden.figures.core.claims.models import Checked, Measure

_WHY = "The article gives other numbers by which this year would be another one."


def one_reading(checked: Sequence[Checked]) -> tuple[Checked, ...]:
    """All claims, those on years that would have to be read in two ways left open."""
    read: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(checked):
        if _counted_loosely(one):
            read[one.claim.subject.key, one.claim.series].append(at)
    doubtful = {at for places in read.values() for at in _in_conflict(checked, places)}
    return tuple(
        msgspec.structs.replace(
            one, judgement=overruled(one.judgement, "cannot_tell", "ambiguous", _WHY)
        )
        if at in doubtful
        else one
        for at, one in enumerate(checked)
    )


def _counted_loosely(one: Checked) -> bool:
    """Whether a count agrees by a year that is no year of the data's own."""
    claim, judgement = one.claim, one.judgement
    calendar = claim.period is not None and kind(claim.period) == "calendar"
    read = calendar and READ_AS in judgement.reason
    return read and claim.measure is Measure.COUNT and judgement.verdict == "agrees"


def _in_conflict(checked: Sequence[Checked], places: Iterable[int]) -> set[int]:
    places = tuple(places)
    found = set()
    for at in places:
        for other in places:
            same_year = checked[at].claim.period == checked[other].claim.period
            same_value = checked[at].judgement.recomputed == checked[other].judgement.recomputed
            if same_year != same_value:
                found |= {at, other}
    return found


__all__ = ["one_reading"]
