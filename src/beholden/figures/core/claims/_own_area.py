"""The area that an article is mostly about, of which a sentence may speak that names none.

"Nearly 600 of these in two years" stands behind a word on the country, in a story on one county:
where it is false of whom the text spoke last and true of the county, the county is meant.
Nothing is ever contradicted by this.

    own_area(article, claims, gazetteer).name  # "Cheshire"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims._may_be_of import goes_on, of_the_last
from beholden.figures.core.claims.models import Article, Claim, Measure, Subject
from beholden.figures.core.claims.naming.gazetteer import Gazetteer
from beholden.figures.core.claims.naming.who import mentions

_THERE = lazily(r"\W*(?:there|over|in|that)\b", re.IGNORECASE)
_FEWEST = 2
_TIMES = 2  # as many numbers as of the next area
_LOCAL = frozenset({"force", "area", "part"})
_ANY = _LOCAL | {"group", "uk", "rest"}
_PLACED = frozenset({Measure.RANK, Measure.OF_OTHER})


def own_area(article: Article, claims: Sequence[Claim], gazetteer: Gazetteer) -> Subject | None:
    """The one force that the headline names, or else that of which by far the most is told.

    ``None`` where neither tells: the headline names two, or no area has twice as many numbers.
    """
    headed = {
        one.subject.key: one.subject
        for block in article.blocks
        if block.kind == "headline"
        for one in mentions(block.text, gazetteer)
        if one.subject is not None and _a_force(one.subject)
    }
    if len(headed) == 1:
        return next(iter(headed.values()))
    named = {one.subject.key: one.subject for one in claims if one.subject_said}
    told = Counter(one.subject.key for one in claims if one.subject_said and _a_force(one.subject))
    ranked = told.most_common(2)
    if headed or not ranked:
        return None
    (key, most), *others = ranked
    next_most = others[0][1] if others else 0
    return named[key] if most >= max(_FEWEST, _TIMES * next_most) else None


def of_own_area(claim: Claim, own: Subject | None, gazetteer: Gazetteer) -> Iterator[Claim]:
    """The same claim of the article's own area, where its sentence names no force.

    Args:
        claim: A claim that is open.
        own: The area that the article is mostly about.
        gazetteer: Names of areas: a sentence that names another force is of that one.
    """
    if own is None or claim.subject_said or claim.subject.key == own.key:
        return
    # "A neighbouring force recorded 767": somebody else, whom nobody knows.
    stranger = claim.subject.key.startswith("other:") and not claim.subject.members
    # "It was 199 more", "there were 1,335": of another force, where the text spoke of one.
    last = goes_on(claim) or of_the_last(claim) or _THERE.match(claim.sentence)
    if claim.measure in _PLACED or last or stranger or _a_force(claim.subject):
        return
    # A share names what it is of: "one in 22 of those in the UK".
    kinds = _LOCAL if claim.measure is Measure.SHARE else _ANY
    named = (one for one in mentions(claim.sentence, gazetteer) if one.kind in kinds)
    if all(one.subject is not None and one.subject.key == own.key for one in named):
        yield msgspec.structs.replace(claim, subject=own, operands=(), elsewhere=())


# "Hampshire had 157 more, or so": than the area that the article is about.
_MORE = lazily(r"\s+(?:more|fewer)(?:\s+(?:offences|crimes|cases))?\s*[.,;:)\u2013]", re.IGNORECASE)


_TIME = lazily(
    r"\b(?:years?|months?|20\d\d|before|since|previous(?:ly)?|earlier|later|now|then|last|past|than)\b",
    re.IGNORECASE,
)


def against_own_area(claim: Claim, own: Subject | None) -> Iterator[Claim]:
    """How many more than the article's own area another one had, where nobody says than whom."""
    after = claim.after
    if own is None or claim.measure is not Measure.DIFFERENCE or claim.subject.key == own.key:
        return
    if _TIME.search(claim.sentence):
        # "A year later Hampshire had 432 more": than before.
        return
    if claim.subject_said and _a_force(claim.subject) and _MORE.match(after):
        other = msgspec.structs.replace(
            claim, measure=Measure.OF_OTHER, group=own, basis="count", operands=(), elsewhere=()
        )
        yield other


def _a_force(subject: Subject) -> bool:
    return not subject.members and not subject.part and ":" not in subject.key


__all__ = ["against_own_area", "of_own_area", "own_area"]
