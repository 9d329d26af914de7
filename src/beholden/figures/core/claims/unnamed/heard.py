"""Numbers that the rules took for none of a claim, or left open, heard once more by the data.

"Kent is 1,042, so 275 ahead of us" and "nationally it was 23 per cent" name nothing that is
counted. Where their sentence speaks of nothing else, and the data bear out what such a number
would be of the areas and years told just before, it is that. Nothing is contradicted by it, and
a number that the data do not bear out stays as it was.

    heard(article, checked, left, data, gazetteer)  # claims and numbers left alone, anew
"""

from __future__ import annotations

from collections.abc import Sequence

from beholden.figures.core.claims._caution import cautious
from beholden.figures.core.claims._own_area import own_area
from beholden.figures.core.claims.finding.said._relevance import NOT_COUNTED
from beholden.figures.core.claims.grammar.phrases import scan
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.judging.verdict import judge_as_read
from beholden.figures.core.claims.models import (
    Article,
    Checked,
    Claim,
    LeftAlone,
    Measure,
    Phrase,
)
from beholden.figures.core.claims.naming.gazetteer import Gazetteer
from beholden.figures.core.claims.unnamed._around import Around, Scenery, Told
from beholden.figures.core.claims.unnamed._readings import Land, readings

_LONGEST = 20_000
"""A block of more characters is no prose, and is not read again."""
_BETWEEN = frozenset({Measure.DIFFERENCE, Measure.OF_OTHER})
_AS_READ = frozenset({Measure.RANK, Measure.YEARLY_CHANGE, Measure.SUM, Measure.PER_HEAD})
_OPEN = frozenset({"not_in_data", "ambiguous", "missing_members"})


def heard(
    article: Article,
    checked: Sequence[Checked],
    left: Sequence[LeftAlone],
    data: Data,
    gazetteer: Gazetteer,
) -> tuple[tuple[Checked, ...], tuple[LeftAlone, ...]]:
    """All claims with those that are heard now, and what is still left alone.

    Args:
        article: What a reader sees of it.
        checked: Its claims as they were judged.
        left: The numbers that are none.
        data: What they are judged by.
        gazetteer: Names of areas.
    """
    land = Land(own_area(article, [one.claim for one in checked], gazetteer), data.registry)
    found = list(checked)
    for at, each in enumerate(checked):
        spot = each.claim.places[0]
        if not _open(each) or not _readable(article, spot.block):
            continue
        around = Scenery(article, _told(found), gazetteer).around(spot.block, each.claim.phrase)
        again = None if around is None else _borne_out(around, land, data, article, each.claim)
        differs = each.judgement.verdict == "differs"
        if again is not None and not (differs and again.claim.measure is not Measure.OF_OTHER):
            found[at] = again
    waiting = [one for one in left if one.why == NOT_COUNTED and _readable(article, one.block)]
    phrases = {block: _phrases(article, block) for block in {one.block for one in waiting}}
    gone: list[LeftAlone] = []
    for one in sorted(waiting, key=lambda each: (each.block, each.start)):
        phrase = phrases[one.block].get(one.start)
        told = _told(found)
        if phrase is None or _taken(one, told):
            continue
        around = Scenery(article, told, gazetteer).around(one.block, phrase)
        heard_now = None if around is None else _borne_out(around, land, data, article)
        if heard_now is not None:
            found.append(heard_now)
            gone.append(one)
    spots = [(one.block, one.start, one.end) for one in gone]
    still = [one for one in left if not any(_inside(one, each) for each in spots)]
    return _in_order(found), tuple(still)


def _open(one: Checked) -> bool:
    """Whether a claim is open for want of a name, and names nothing that the data lack."""
    lacking = one.claim.series.startswith("other:") and one.claim.series_said
    judged = one.judgement
    if one.claim.measure in _AS_READ:
        return False
    if judged.verdict == "differs":
        # A difference of years that the words hold against several areas: nobody is accused of it.
        return one.claim.measure in _BETWEEN
    return judged.verdict == "cannot_tell" and judged.error_class in _OPEN and not lacking


def _goes_with(claim: Claim, said: Claim | None) -> bool:
    """Whether a reading leaves what the words of an open claim say."""
    if said is None:
        return True
    whole = claim.group is not None and claim.group.key == said.subject.key
    several = set(said.subject.members) <= set(claim.subject.members) and bool(
        claim.subject.members
    )
    area = not said.subject_said or claim.subject.key == said.subject.key or whole or several
    if said.measure in _BETWEEN and claim.measure is Measure.OF_OTHER:
        area = True
    year = not said.period_said or claim.period == said.period
    thing = not said.series_said or claim.series == said.series
    return area and year and thing


def _borne_out(
    around: Around,
    land: Land,
    data: Data,
    article: Article,
    said: Claim | None = None,
) -> Checked | None:
    """The first reading with which the data agree."""
    for claim in readings(around, land):
        if not _goes_with(claim, said):
            continue
        judged = cautious(claim, judge_as_read(claim, data, article.published), data)
        if judged.verdict == "agrees":
            return Checked(claim, judged)
    return None


def _readable(article: Article, block: int) -> bool:
    one = article.blocks[block]
    return one.kind != "table" and len(one.text) <= _LONGEST


def _phrases(article: Article, block: int) -> dict[int, Phrase]:
    return {one.start: one for one in scan(article.blocks[block].text).phrases}


def _told(found: Sequence[Checked]) -> tuple[Told, ...]:
    every = [
        Told(spot.block, spot.start, spot.end, one) for one in found for spot in one.claim.places
    ]
    return tuple(sorted(every, key=lambda one: (one.block, one.start)))


def _taken(one: LeftAlone, told: Sequence[Told]) -> bool:
    return any(
        each.block == one.block and each.start < one.end and one.start < each.end for each in told
    )


def _inside(one: LeftAlone, spot: tuple[int, int, int]) -> bool:
    return one.block == spot[0] and spot[1] <= one.start < spot[2]


def _in_order(found: Sequence[Checked]) -> tuple[Checked, ...]:
    def place(one: Checked) -> tuple[int, int]:
        spot = one.claim.places[0]
        return (spot.block, spot.start)

    return tuple(sorted(found, key=place))


__all__ = ["heard"]
