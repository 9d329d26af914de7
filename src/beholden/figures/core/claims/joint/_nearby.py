"""What an article tells around a number: areas, the nearest first, and years.

Whose a number is and of when is most often told beside it or in the sentences just before, in ever
other words. Here it is laid out what is told there, and in which order; ``_worked_out`` asks which
of it gives the number.

    nearby(number, words).before  # (("E23000032",), ("E23000028",))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

import msgspec

from beholden.figures.core._calendar import is_financial_year
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims._told_plainly import STOP
from beholden.figures.core.claims.joint._lines import Line
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._of_all import of_its_year
from beholden.figures.core.claims.joint._other_names import may_be_another, misread
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.joint._years import named_years
from beholden.figures.core.claims.models import Claim
from beholden.figures.core.models import ForceCode, Period

Codes = tuple[ForceCode, ...]

_LEFT_OUT = lazily(
    r"\b(?:excluding|without|leaving\sout|apart\sfrom|except(?:\sfor)?|minus|not\scounting|bar)\s(?:the\s)?$",
    re.IGNORECASE,
)
_SET_AGAINST = lazily(
    r"\b(?:than|against|behind|compared\s(?:with|to)|unlike|versus|as\s(?:many|high|much|big)\sas)\s(?:(?:in|for|the|that\sof)\s){0,2}$",
    re.IGNORECASE,
)
_SPEAKS = lazily(r"(?:\s(?:Police|Constabulary|force))?\s(?:said|says|told|added)\b")
# "Behind West Yorkshire, with 1,320", "Essex, which had 767": its own.
_WITH_ITS = lazily(
    r"(?:\s(?:Police|Constabulary))?,?\s(?:with|on|at|which\s(?:had|has|recorded|saw|logged))\s(?:a\stotal\sof\s)?$"
)
MOST = 10
"""Of a sum, forces."""
SMALL_GROUP = 4
_BACK = 8
_NEAR = 3
_UNSAID = ("other:a part", "other:a rate", "other:something that")


class Nearby(msgspec.Struct, frozen=True, kw_only=True):
    """What is told around a number.

    Attributes:
        series: The key of the series that it may be of.
        before: The areas that its sentence names before it, the nearest first.
        after: Those that it names after it.
        behind: Those of its own clause after it.
        whole: Those of its sentence that are many forces, as a region or the country.
        beside: The area right before it, as in "Essex, with 767".
        out: The forces that the sentence leaves out.
        earlier: The forces named before the number, the last one first.
        listed: Those of each sentence before it that names any, the last one first.
        home: The forces of the area that "here" is.
        years: The years that it may be of, the newest first.
    """

    series: str
    before: tuple[Codes, ...]
    after: tuple[Codes, ...]
    behind: tuple[Codes, ...]
    whole: tuple[Codes, ...]
    beside: Codes
    out: Codes
    earlier: tuple[Codes, ...]
    listed: tuple[Codes, ...]
    home: Codes
    years: tuple[Period, ...]


def nearby(one: Number, words: Words) -> Nearby | None:
    series = _series(one, words)
    if not series:
        return None
    years = _years(one, series, words)
    if not years:
        return None
    named = _named(one, words)
    home = () if words.home is None else tuple(words.lines.data.members(words.home))
    listed = [_forces_in(each, words) for each in reversed(words.sentences_before(one))]
    return Nearby(
        series=series,
        before=tuple(each.codes for each in reversed(named) if each.told and each.ahead),
        after=tuple(each.codes for each in named if each.told and not each.ahead),
        behind=tuple(each.codes for each in named if each.behind),
        whole=tuple(each.codes for each in named if len(each.codes) > SMALL_GROUP),
        beside=next((each.codes for each in reversed(named) if each.beside), ()),
        out=codes_of([each.codes for each in named if each.out]),
        earlier=tuple((each,) for each in reversed(words.forces_before(one)))[:_BACK],
        listed=tuple(each for each in listed if each),
        home=home,
        years=years,
    )


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    """An area that the sentence of a number names, and how it stands to the number."""

    codes: Codes
    ahead: bool
    behind: bool
    beside: bool
    out: bool
    told: bool


def _named(one: Number, words: Words) -> tuple[_Named, ...]:
    sentence, at = one.claim.sentence, one.claim.at
    end = at + len(one.claim.phrase.text) + len(STOP.split(one.claim.after)[0])
    found: list[_Named] = []
    for each in words.named(sentence):
        codes = () if each.subject is None else tuple(words.lines.data.members(each.subject))
        ahead = each.start < at
        against = _SET_AGAINST.search(sentence[: each.start]) is not None
        told = len(codes) <= MOST and not (ahead and against)
        told = told and _SPEAKS.match(sentence[each.end :]) is None
        out = told and _LEFT_OUT.search(sentence[: each.start]) is not None
        within = at < each.start < end
        its = each.end <= at and _WITH_ITS.fullmatch(sentence[each.end : at]) is not None
        if codes:
            found.append(
                _Named(
                    codes=codes,
                    ahead=ahead,
                    behind=within and not _SET_AGAINST.search(sentence[at : each.start]),
                    beside=its and len(codes) <= MOST,
                    out=out,
                    told=told and not out,
                )
            )
    return tuple(found)


def _series(one: Number, words: Words) -> str:
    own = words.lines.line_of(one.claim).series
    if own in words.lines.data.series:
        return own
    loose = may_be_another(own) or misread(own) or own.startswith(_UNSAID)
    return words.most_told if loose else ""


def _years(one: Number, series: str, words: Words) -> tuple[Period, ...]:
    """The two newest years of the article's held counts, or the one that the words name."""
    told = [
        each.claim.period
        for each in words.numbers
        if each.held
        and each.claim.period is not None
        and words.lines.line_of(each.claim).series == series
    ]
    years = sorted({each for each in told if is_financial_year(each)}, reverse=True)[:_NEAR]
    own = one.claim.period
    if own is not None and own not in years:
        years.append(own)
    named = named_years(clause_of(one.claim))
    return tuple(
        each for each in years if of_its_year(one, each) and (not named or words.allows(one, each))
    )


def _forces_in(sentence: str, words: Words) -> Codes:
    found: list[ForceCode] = []
    for each in words.named(sentence):
        codes = () if each.subject is None else words.lines.data.members(each.subject)
        ahead = sentence[: each.start]
        aside = _LEFT_OUT.search(ahead) or _SET_AGAINST.search(ahead)
        if codes and len(codes) <= SMALL_GROUP and not aside:
            found += codes
    return tuple(dict.fromkeys(found))


def codes_of(several: Sequence[Codes]) -> Codes:
    return tuple(code for codes in several for code in codes)


def value_of(codes: Codes, series: str, period: Period, words: Words) -> frozenset[Fraction]:
    return words.lines.held(Line(words.several(codes), series)).get(period, frozenset())


def clause_of(claim: Claim) -> str:
    return f"{claim.before} {STOP.split(claim.after)[0]}"


__all__ = ["MOST", "SMALL_GROUP", "Codes", "Nearby", "clause_of", "codes_of", "nearby", "value_of"]
