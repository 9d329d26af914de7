"""Numbers that the rules took for no claim, heard once more by the data.

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
    LeftAlone,
    Phrase,
)
from beholden.figures.core.claims.naming.gazetteer import Gazetteer
from beholden.figures.core.claims.unnamed._around import Around, Scenery, Told
from beholden.figures.core.claims.unnamed._readings import Land, readings

_LONGEST = 20_000
"""A block of more characters is no prose, and is not read again."""


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


def _borne_out(
    around: Around,
    land: Land,
    data: Data,
    article: Article,
) -> Checked | None:
    """The first reading with which the data agree."""
    for claim in readings(around, land):
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
