"""Exact counts that are those of another series for the very area and year that is said of them.

"In 2023/24 there were 672 offences" in a story on grooming in Scotland, where the data call it
communicating indecently with a child: area and year are known, only the name is open, and of all
series one alone has this number there. What the sentence itself counts is never taken for another
thing: an offence for its victims, an arrest for an offence, a part for the whole.

    in_their_cells(words)  # {3: Reading(place of 672, of communicating indecently)}
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims._may_be_of import goes_on, of_the_last
from beholden.figures.core.claims.finding.counted._parts_of import PART
from beholden.figures.core.claims.joint._counts import given
from beholden.figures.core.claims.joint._in_turn import Reading
from beholden.figures.core.claims.joint._lines import Line
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.joint._years import fits_year, named_years
from beholden.figures.core.claims.judging._by_words import words as telling_words
from beholden.figures.core.models import Period

_KINDS = {
    kind: lazily(rf"\b(?:{names})\b", re.IGNORECASE)
    for kind, names in {
        "people": (
            r"victims?|people|persons|children(?!\W+s\b)|offenders|suspects|men|women|girls|boys|pupils|students|adults"
            r"|youngsters|teenagers|patients|callers|parents|under-1[0-9]s|minors|defendants|prisoners|perpetrators"
            r"|paedophiles|residents|families|staff|officers"
        ),
        "outcomes": (
            r"arrest(?:s|ed)?|charg(?:es?|ed|ing)|convict(?:ions?|ed)|caution(?:s|ed)?|prosecut(?:ions?|ed)|summons(?:es|ed)?"
            r"|warrants?|raids?|searches|court|sentenced|detections?|solved|resolved"
        ),
        "contacts": (
            r"calls?|contacts?|sessions?|emails?|referrals?|referred|chats?|enquiries|counselling"
        ),
        "matter": (
            r"images?|urls?|addresses|web\s?pages|websites|sites|videos|devices|files|photos?"
            r"|photographs|links"
        ),
        "offences": r"offen[cs]es?|crimes?|cases|incidents?|allegations?|reports?",
    }.items()
}
_ABOUT = lazily(r"\b(?:against|involving|of|about|on|with|relating)\b", re.IGNORECASE)
_NARROWER = lazily(
    r"\b(?:girls?|boys?|females?|males?|aged?|olds?|younger|older|under|over|online|internet|cyber|category|of\s(?:these"
    r"|those|them|which|whom)|non-recent|historic(?:al)?)\b",
    re.IGNORECASE,
)
_THERE = lazily(r"\W*(?:there|over|in|that)\b", re.IGNORECASE)
_BEHIND = 40
_CLAUSE = lazily(r"[,.;:()\u2013\u2014]|\s(?:and|or|but|while|compared|against|up|down|from)\s")
_ONE_OF_THREE = 3
_SEVERAL = 2


def in_their_cells(words: Words) -> dict[int, Reading]:
    """Where exact counts stand of which only the series, only the area or only the year is open."""
    told = {reading.place for reading in given(words.numbers, words.lines).values()}
    found: dict[int, Reading] = {}
    for one in words.numbers:
        if not one.open or not one.telling or one.claim.subject.part or one.claim.people:
            continue
        reading = _of_series(one, words) or _of_area(one, words) or _of_year(one, words)
        if reading is not None and reading.place not in told:
            found[one.at] = reading
    return found


def _of_series(one: Number, words: Words) -> Reading | None:
    """The one place of a number in its area and year as read, if its series may be meant."""
    period, own = one.claim.period, words.lines.line_of(one.claim)
    if period is None or (one.claim.series_said and period in words.lines.held(own)):
        # What is named has another number there.
        return None
    lines = [Line(own.subject, series) for series in words.lines.data.series]
    fitting = [line for line in lines if _there(one, line, period, words)]
    if len(fitting) != 1 or fitting[0].series == own.series:
        return None
    if not _spoken_of(fitting[0], words) or not _of_one_kind(one, fitting[0], words):
        return None
    return Reading(fitting[0], words.lines.place(fitting[0], period))


def _of_area(one: Number, words: Words) -> Reading | None:
    """The one place of a number of its series and year as read, in an area that may be meant.

    That is the one that the sentence names; or, where it names none and does not go on from the
    one before, any of which the article speaks.
    """
    claim = one.claim
    if claim.subject_said or claim.period is None:
        return None
    here = tuple(each.subject for each in words.named(claim.sentence) if each.subject is not None)
    back = goes_on(claim) or of_the_last(claim) or _THERE.match(claim.sentence)
    if not here and (back or claim.subject.key.startswith("other:")):
        return None
    among = {words.lines.area(each): each for each in here or words.spoken_of if not each.part}
    lines = [words.lines.line_of_area(claim, each) for each in among.values()]
    fitting = [line for line in lines if _there(one, line, claim.period, words)]
    if len(fitting) != 1:
        return None
    return Reading(fitting[0], words.lines.place(fitting[0], claim.period))


def _of_year(one: Number, words: Words) -> Reading | None:
    """The one place of a number of its series and area as read, in a year named beside it."""
    claim, own = one.claim, words.lines.line_of(one.claim)
    years = named_years(claim.sentence)
    if claim.period_said or any(fits_year(each, claim.period) for each in years if claim.period):
        return None
    fitting = words.lines.periods_of(own, one.value)
    if len(fitting) != 1 or not any(fits_year(each, fitting[0]) for each in years):
        return None
    return Reading(own, words.lines.place(own, fitting[0]))


def _there(one: Number, line: Line, period: Period, words: Words) -> bool:
    return one.value in words.lines.held(line).get(period, frozenset())


def _spoken_of(line: Line, words: Words) -> bool:
    """Whether the article speaks of a series: it counts it elsewhere, or has its telling words."""
    if line.series in words.series:
        return True
    telling = telling_words(line.series)
    lacking = len(telling - words.said)
    return bool(telling) and (not lacking or lacking < len(telling) // _ONE_OF_THREE)


def _of_one_kind(one: Number, line: Line, words: Words) -> bool:
    """Whether a sentence counts what a series counts, and no narrower part of it."""
    claim, name = one.claim, words.lines.data.names.get(line.series, line.series)
    kind = _kind(name) if line.series.startswith("other:") else ""
    kind = kind or "offences"
    after = _CLAUSE.split(claim.sentence.partition(claim.phrase.text)[2][:_BEHIND])[0]
    told = [_kind(_ABOUT.split(after)[0])]
    if claim.series_said:
        told.append(_kind(claim.series_name))
    telling = telling_words(name)
    if len(telling) >= _SEVERAL and telling <= telling_words(claim.sentence):
        return True
    if any(each and each != kind for each in told):
        return False
    if claim.series != f"other:{PART}":
        return True
    narrower = {each[0].casefold() for each in _NARROWER.finditer(claim.sentence)}
    return all(each in name.casefold() for each in narrower)


def _kind(name: str) -> str:
    """The kind of thing that a name counts, by the first word that tells; empty where none does."""
    found = [(hit.start(), kind) for kind, one in _KINDS.items() if (hit := one.search(name))]
    return min(found)[1] if found else ""


__all__ = ["in_their_cells"]
