"""Counts that are by how much a number rose or fell, though the rules took them for the number.

"Cheshire's rise comes to 122 offences", "a rise of 23 per cent in 12 months - 225 offences": no
number of Cheshire's, but the difference between two years of it. Words of a change stand before
it, and what the data have for the two years tells.

    differences(words)  # {4: the claim that the number of Cheshire rose by 122}
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core._calendar import calendar_year, financial_year, is_financial_year
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._roles import CHANGE
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Measure, Shape

_CHANGE_NOUN = r"(?:rise|increase|growth|jump|surge|fall|drop|decrease|decline|dip)"
_TOLD = lazily(
    rf"\b{_CHANGE_NOUN}\b[^.;:\d]{{0,90}}\s(?:is|was|of|comes?\sto|came\sto|amount(?:s|ed)\sto"
    r"|being)\s(?:an?\s)?(?:\w+\s)?$"
    rf"|\b{_CHANGE_NOUN}\sof\s[^.;:]{{1,40}}\s[(\u2013\u2014-]\s?$"
    r"|\bby\s(?:(?:just|only|another|a\smere|some)\s){0,2}$"
    r"|\bthe\stwo\syears\swere\s(?:\w+\s)?$"
    # "Its extra offences - 122 in a single year", "bigger in absolute terms (344".
    r"|\bthe\sdifference,\s$"
    r"|(?-i:[A-Z])\w+['\u2019]s?\sextra\s(?:offences|cases)\s[\u2013\u2014-]\s?$"
    rf"|\b{_CHANGE_NOUN}\b[^.;:\d]{{0,40}}\sin\s(?:absolute|raw)\s(?:terms|numbers)\s\(?$"
    r"|['\u2019]s\s(?:is|was)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_POSSESSED = lazily(r"['\u2019]s\s(?:is|was)\s(?:\w+\s)?$", re.IGNORECASE)
_BY = lazily(
    r"\bby\s(?:(?:just|only|another|a\smere|some)\s){0,2}$|\bfigures\swere\s", re.IGNORECASE
)
_FELL = lazily(
    r"\b(?:fall|fell|drop\w*|decreas\w*|declin\w*|dip\w*|down|lower|fewer)\b", re.IGNORECASE
)
_TWO = 2
_DIFFERENCE = lazily(r"\bthe\sdifference,\s$", re.IGNORECASE)
_APART = lazily(r"\bthe\stwo\syears\swere\s(?:\w+\s)?$", re.IGNORECASE)
# "The increase among girls", "the rise in rape", "since 2012/13": of a part, or of other years.
NARROWED = lazily(
    r"\b(?:among|average|target|decade|since|over\s(?:two|three|four|five|ten)|rate"
    r"|(?:rise|increase|growth|jump)\sin\s(?!offences|crimes|cases\sin"
    r"|the\snumber\sof\soffences)[a-z]"
    r"|(?:rise|increase|growth|jump)\sin\s(?:[A-Z]|the\snumber\sof\s(?!offences)|cases\s(?!in)))",
)
OF_ELSE = lazily(
    r"\b(?:staff\w*|officers?|arrests?|budgets?|costs?|prices?|spending|funding|population|pupils"
    r"|calls|referrals|warrants|charges"
    r"|convictions|victims|suspects|devices|backlogs?|workforce|precept)\b",
    re.IGNORECASE,
)
_PART_OF = lazily(r"\s+(?:of|were|was|involv\w+|against|on|online)\b", re.IGNORECASE)


def differences(words: Words) -> dict[int, Claim]:
    """Open counts as claims of a change between two years."""
    return {
        one.at: moved
        for one in words.numbers
        if one.open and (moved := _moved(one, words)) is not None
    }


def _moved(one: Number, words: Words) -> Claim | None:
    claim = one.claim
    counted = claim.measure is Measure.COUNT and claim.phrase.shape is Shape.COUNT
    if not counted or claim.phrase.wording is not Wording.PLAIN or claim.period is None:
        return None
    before, after = claim.before, claim.after
    if NARROWED.search(before) or (_BY.search(before) and not CHANGE.search(before)):
        return None
    alone = _DIFFERENCE.search(before) and not _between_two_years(one, words)
    if alone or _TOLD.search(before) is None or _PART_OF.match(after) or OF_ELSE.search(before):
        return None
    if _POSSESSED.search(before) and not _beside_a_change(one, before, words):
        return None
    line = words.lines.line_of(claim)
    held = words.lines.held(line)
    year = financial_year if is_financial_year(claim.period) else calendar_year
    fell = _FELL.search(before) is not None
    either = _APART.search(before) is not None
    for start in (claim.period.start.year, claim.period.start.year + 1):
        last, first = year(start), year(start - 1)
        apart = {a - b for a in held.get(last, ()) for b in held.get(first, ())}
        down = (fell or either) and -one.value in apart
        if down or (not fell and one.value in apart):
            return msgspec.structs.replace(
                claim,
                measure=Measure.DIFFERENCE,
                subject=line.subject,
                series=line.series,
                period=last,
                earlier=first,
                direction="down" if down else claim.direction,
                course=None,
                operands=(),
                elsewhere=(),
            )
    return None


def _between_two_years(one: Number, words: Words) -> bool:
    """Whether the two counts just before are one area's of two years, and differ by so much."""
    last = words.numbers[max(0, one.at - _TWO) : one.at]
    if len(last) < _TWO or not all(each.held and each.exact for each in last):
        return False
    first, second = last
    same = first.claim.subject.key == second.claim.subject.key
    years = first.claim.period != second.claim.period
    return same and years and abs(first.value - second.value) == one.value


def _beside_a_change(one: Number, before: str, words: Words) -> bool:
    """Whether "Hampshire's is 225" stands behind a rise: in its sentence, or the number before."""
    if CHANGE.search(before):
        return True
    last = words.numbers[one.at - 1] if one.at else None
    near = last is not None and not last.blocks.isdisjoint(one.blocks)
    return near and last is not None and last.claim.measure in {Measure.CHANGE, Measure.DIFFERENCE}


__all__ = ["NARROWED", "OF_ELSE", "differences"]
