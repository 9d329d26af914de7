"""Exact counts of a time that is no year: "in that period", "in these 18 months", "since April".

Neither a financial year nor a calendar one: twelve months to September are such a time as well.

Data of a newsroom's own have such times, and an article names one once and points back at it. A
count that the data have in one cell alone, under the name that was read or a kindred one, is of
that cell's time where the article names its years, and the sentence no other one.

    own_periods(words)  # {3: Reading(place of 136, Derbyshire, April 2013 to December 2017)}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core._period_atoms import MONTHS
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.joint._akin import called
from beholden.figures.core.claims.joint._in_turn import Reading
from beholden.figures.core.claims.joint._lines import Line
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.joint._years import named_years
from beholden.figures.core.claims.models import Claim, Measure
from beholden.figures.core.models import Period
from beholden.figures.core.periods import days

_LEAST = 20
_A_YEAR = 366
_ONE_YEAR = 360
_MONTHS = tuple(MONTHS.split())
_A_MONTH = 30.44
_SO_MANY_MONTHS = lazily(rf"\b(?P<n>\d{{1,3}}|{words_of(2, 20)})[\s-]months?\b", re.IGNORECASE)
_SO_MANY_WEEKS = lazily(rf"\b(?P<n>\d{{1,2}}|{words_of(2, 20)})[\s-]weeks?\b", re.IGNORECASE)
_SO_MANY_YEARS = lazily(
    rf"\b(?P<n>\d{{1,2}}|{words_of(2, 10)})(?P<half>\sand\sa\shalf)?[\s-]years\b", re.IGNORECASE
)
_A_WEEK = 7
_MONTHS_OFF = 3
_TELLS_ALONE = 1_000
_SINCE = lazily(rf"\bsince\s(?:(?P<month>{'|'.join(_MONTHS)})\s)?(?P<year>20\d\d)\b", re.IGNORECASE)
_A_MONTHS_NAME = lazily(rf"\b(?:{'|'.join(one.capitalize() for one in _MONTHS)})\b")
_POINTS = lazily(
    r"\b(?:(?:that|this|the\ssame|the|these|those|just|last|past)\s(?:\w+\s)?(?:period|time|months|weeks|span)"
    r"|(?:nine|six|eight|three|18|eighteen|\d\d)[\s-]months?|since\s(?:\w+\s)?(?:20\d\d|then|january"
    r"|february|march|april|may|june|july|august|september|october|november|december))\b",
    re.IGNORECASE,
)
_ONE_YEAR_SAID = lazily(
    r"\b(?:one|a|single|last|this|each|every|per|any|the|previous)\s(?:single\s|financial\s|whole\s)?year\b"
    r"|\bannual(?:ly)?\b|\b(?:12|twelve)\smonths\b",
    re.IGNORECASE,
)


def own_periods(words: Words) -> dict[int, Reading]:
    """Where open counts stand that are of a time which is no year."""
    if not _odd_times(words):
        return {}
    return {
        one.at: reading
        for one in words.numbers
        if _waiting(one) and one.exact and one.value >= _LEAST and not one.claim.subject.part
        if (reading := _placed(one, words)) is not None
    }


def rough_of(words: Words, found: dict[int, Reading]) -> dict[int, Claim]:
    """Rough counts of the same area and time: "more than 70 in just 18 months", and below it 76."""
    told: dict[int, Claim] = {}
    for one in words.numbers:
        claim = one.claim
        counted = claim.measure in {Measure.COUNT, Measure.SUM} and not one.exact
        if not one.open or not counted or claim.period_said or not _POINTS.search(claim.sentence):
            continue
        area = words.lines.area(claim.subject)
        near = [each for each in found.values() if each.place.area == area]
        if len({each.place for each in near}) == 1:
            told[one.at] = msgspec.structs.replace(
                claim,
                measure=Measure.COUNT,
                subject=near[0].line.subject,
                series=near[0].line.series,
                period=near[0].place.period,
                earlier=None,
                operands=(),
                elsewhere=(),
            )
    return told


def _odd_times(words: Words) -> bool:
    """Whether the data of the newsroom's own have any time that is no year."""
    return any(not _ordinary(period) for _, _, period in words.lines.data.cells)


def _waiting(one: Number) -> bool:
    """Whether a number is open, or was read to be of a time that is none of the data's."""
    judgement, claim = one.checked.judgement, one.claim
    unplaced = claim.period is None and claim.period_said
    return one.open or (unplaced and judgement.verdict == "cannot_tell")


def _placed(one: Number, words: Words) -> Reading | None:
    claim = one.claim
    own = words.lines.line_of(claim)
    if claim.measure not in {Measure.COUNT, Measure.SUM} or claim.people:
        return None
    found = [
        (line, period) for line, period in _cells(one, own, words) if _told(period, one, words)
    ]
    if len(found) != 1:
        return None
    line, period = found[0]
    return Reading(line, words.lines.place(line, period))


def _cells(one: Number, own: Line, words: Words) -> Iterator[tuple[Line, Period]]:
    """The cells of the claim's area that have the number and are of no year."""
    for series in words.lines.data.series:
        line = Line(own.subject, series)
        for period, values in words.lines.held(line).items():
            if one.value not in values or _ordinary(period):
                continue
            if series == own.series or called(one, line, words):
                yield line, period


def _told(period: Period, one: Number, words: Words) -> bool:
    """Whether the article up to the number names the ends of a time, and its sentence no other."""
    if not _is_a_year(period) and _ONE_YEAR_SAID.search(one.claim.sentence):
        return False
    named = named_years(one.claim.sentence)
    first, last = period.start.year, period.end.year
    if any(not (first <= each[0] and each[1] <= last) for each in named):
        return False
    if named and not _POINTS.search(one.claim.sentence):
        ends = {year for each in named for year in each}
        if not {first, last} <= ends and days(period) > _A_YEAR:
            return False
    years = {str(first), str(last)}
    months = {_MONTHS[period.start.month - 1], _MONTHS[period.end.month - 1]}
    sentence = one.claim.sentence
    if not _as_long(period, sentence) or not _ends_named(months, sentence):
        return False
    now = words.published
    if now is not None and now >= period.end:
        # "From March 23 to May 10", in an article of June.
        years -= {str(now.year)}
    if _POINTS.search(one.claim.sentence) or one.value >= _TELLS_ALONE:
        # "In these 18 months": which they are the article may say only later.
        text = words.text.lower()
        pointed = _POINTS.search(one.claim.sentence) and _any(years or months, text)
        if pointed or one.value < _TELLS_ALONE:
            return bool(pointed)
    else:
        text = words.around(one).lower()
    whole = (period.start.month, period.end.month) == (1, 12)
    return all(each in text for each in years) and (whole or all(each in text for each in months))


def _ends_named(months: set[str], sentence: str) -> bool:
    """Whether a sentence that names months names both ends of the time: not "in May alone"."""
    named = {each.lower() for each in _A_MONTHS_NAME.findall(sentence)}
    since = _SINCE.search(sentence) is not None
    return not named or named == months or (since and named <= months)


def _any(words: Iterable[str], text: str) -> bool:
    return any(each in text for each in words)


def _as_long(period: Period, sentence: str) -> bool:
    """Whether a time is as long as a sentence says, and begins where it says "since"."""
    for said in _SO_MANY_MONTHS.finditer(sentence):
        number = int(said["n"]) if said["n"].isdigit() else number_said(said["n"])
        if round(days(period) / _A_MONTH) != number:
            return False
    for said in _SO_MANY_WEEKS.finditer(sentence):
        number = int(said["n"]) if said["n"].isdigit() else number_said(said["n"])
        if days(period) != number * _A_WEEK:
            return False
    for said in _SO_MANY_YEARS.finditer(sentence):
        number = int(said["n"]) if said["n"].isdigit() else number_said(said["n"])
        months = 12 * number + (6 if said["half"] else 0)
        if abs(days(period) / _A_MONTH - months) > _MONTHS_OFF:
            return False
    since = _SINCE.search(sentence)
    if since is None:
        return True
    month = since["month"]
    begins = month is None or _MONTHS[period.start.month - 1] == month.lower()
    return begins and int(since["year"]) == period.start.year


def _ordinary(period: Period) -> bool:
    """Whether a time is a financial or a calendar year."""
    first, last = (period.start.month, period.start.day), (period.end.month, period.end.day)
    return _is_a_year(period) and (first, last) in {((4, 1), (3, 31)), ((1, 1), (12, 31))}


def _is_a_year(period: Period) -> bool:
    return _ONE_YEAR <= days(period) <= _A_YEAR


__all__ = ["own_periods", "rough_of"]
