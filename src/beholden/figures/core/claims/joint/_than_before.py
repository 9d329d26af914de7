"""More, fewer or as many times told without saying than whom: than the area named before.

"North Yorkshire recorded 611. Lancashire had 674, just 63 more"; "Dorset had 266. Hampshire's is
more than four times as big": held against the number of the other area, if that makes it true.

    than_before(words)  # {4: the claim that Lancashire has 63 more than North Yorkshire}
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims._of_others import NO_MORE_SAID
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.joint._years import fits_year, named_years
from beholden.figures.core.claims.models import Claim, Measure, Subject
from beholden.figures.core.models import Period

_AS_BIG = lazily(r"\s(?:as\s(?:big|large|high|many|much)|(?:the\ssize|that))\W*$", re.IGNORECASE)
# "Hampshire's is", "Hampshire's total is": no population of it, and no rise.
_ITS_NUMBER = lazily(
    r"^\W*[A-Z][\w-]+(?:\sand\s[A-Z][\w-]+|\s[A-Z][\w-]+)?(?:['\u2019]s?)?\s"
    r"(?:own\s)?(?:(?:total|figure|number|count|tally)\s)?(?:is|was)\s$"
)
_WHICH_IS = lazily(r"\d,\s(?:which|that)\s(?:is|was)\s$")
_OF_OURS = lazily(
    r"\s(?:the\s(?:number|total|figure|count)|that|as\smany\sas)\s(?:(?:for|of|in)\s)?"
    r"(?:this|our)\s(?:own\s)?(?:county|force|area)",
    re.IGNORECASE,
)
# "More than twice as many as our own force", "999 fewer than ours".
_THAN_OURS = lazily(
    r"\s(?:(?:offences|crimes|cases)\s)?(?:(?:as\s(?:many|high|big|large)(?:\s(?:offences|crimes|cases))?\s)?as"
    r"|(?:(?:more|fewer|higher|lower)\s)?than)\s"
    r"(?:us|ours|here|(?:our|this)\s(?:own\s)?(?:county|force|area|patch|constabulary|region)(?:['\u2019]s)?)"
    r"(?=\s*(?:[.,;:)!\u2013]|$|\s(?:had|did|has|and|or|but)\b))",
    re.IGNORECASE,
)
# "Solved 1.6 times as many as our own force": no numbers of offences.
_DID_ELSE = lazily(
    r"\b(?:solv|arrest|employ|clos|charg|convict|prosecut|spen[dt]|recruit|gets?\b|got\b|pa(?:ys?|id)\b|detect"
    r"|seiz|train|hir|jail|caution)[a-z]*\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_BACK = 4  # numbers
_NEAR = 60


def than_before(words: Words) -> dict[int, Claim]:
    """Open differences and multiples as claims against the area told of before."""
    found: dict[int, Claim] = {}
    for one in words.numbers:
        claim = one.claim
        if claim.measure is Measure.OF_OTHER and one.open and not claim.period_said:
            period = _period_beside(one, words)
            if period is not None and claim.group is not None:
                found[one.at] = msgspec.structs.replace(
                    claim, period=period, operands=(), elsewhere=()
                )
            continue
        ours = _ours(one, words)
        if ours is not None:
            found[one.at] = _against(claim, ours)
            continue
        if not one.open or claim.earlier_said or claim.period is None or claim.subject.part:
            continue
        more = claim.measure is Measure.DIFFERENCE and NO_MORE_SAID.match(claim.after)
        as_big = claim.measure is Measure.MULTIPLE and _AS_BIG.match(claim.after)
        as_big = as_big and _ITS_NUMBER.match(claim.before)
        other = _other(one, words) if more or as_big else _own(one, words)
        if other is not None:
            found[one.at] = _against(claim, other)
    return found


def _against(claim: Claim, other: Subject) -> Claim:
    return msgspec.structs.replace(
        claim,
        measure=Measure.OF_OTHER,
        group=other,
        basis="count",
        earlier=None,
        operands=(),
        elsewhere=(),
        course=None,
    )


def told_against_ours(one: Number) -> bool:
    """Whether a multiple or a difference is told against the article's own area: "than ours"."""
    pair = one.claim.measure in {Measure.MULTIPLE, Measure.DIFFERENCE}
    if _DID_ELSE.search(one.claim.before):
        return False
    return pair and _THAN_OURS.match(one.claim.after) is not None


def _ours(one: Number, words: Words) -> Subject | None:
    """The article's own area, or its region, which a number is told against."""
    wrong = one.open or one.checked.judgement.verdict == "differs"
    if not wrong or not told_against_ours(one):
        return None
    members = words.lines.data.members
    mine = members(one.claim.subject)
    years = named_years(one.claim.sentence)
    period = one.claim.period
    if years and (period is None or not any(fits_year(each, period) for each in years)):
        return None
    region = len(mine) > 1 or "region" in one.claim.after[:_NEAR]
    area = words.home_region if region else words.home
    return area if area is not None and set(mine).isdisjoint(members(area)) else None


def _period_beside(one: Number, words: Words) -> Period | None:
    """The year of the last count of its sentence that is of the same area."""
    for last in reversed(words.numbers[: one.at]):
        if last.claim.sentence != one.claim.sentence:
            return None
        same = last.claim.subject.key == one.claim.subject.key
        if same and last.held and last.claim.measure is Measure.COUNT:
            return last.claim.period
    return None


def _own(one: Number, words: Words) -> Subject | None:
    """The article's own area, where a multiple is told of "the number for this county"."""
    told = one.claim.measure is Measure.MULTIPLE and _OF_OURS.match(one.claim.after) is not None
    told = told and _WHICH_IS.search(one.claim.before) is not None
    own = words.own
    return own if told and own is not None and own.key != one.claim.subject.key else None


def _other(one: Number, words: Words) -> Subject | None:
    """The area of the last count before that is of another one."""
    mine = set(words.lines.data.members(one.claim.subject))
    for last in reversed(words.numbers[max(0, one.at - _BACK) : one.at]):
        theirs = set(words.lines.data.members(last.claim.subject))
        near = abs(last.claim.places[0].block - one.claim.places[0].block) <= 1
        counted = last.held and last.claim.measure is Measure.COUNT
        same_year = last.claim.period == one.claim.period
        if near and counted and same_year and theirs and mine.isdisjoint(theirs):
            return last.claim.subject
    return None


__all__ = ["than_before", "told_against_ours"]
