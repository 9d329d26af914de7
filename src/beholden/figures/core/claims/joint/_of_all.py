"""Whether a count that several areas add up to is told of them, of all that is counted, and then.

A sum of two numbers fits by chance hardly ever, but it fits also where a newspaper has the wrong
year, place or offence: "a year earlier the two had 1,809", "1,809 online grooming offences". So
what the number's own clause says behind it must be nothing else than the areas, the thing counted,
the year and that the areas are meant together; and of no others before it.

    of_all(one, codes, name, words)  # True of "Between them they recorded 1,809 offences"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims._told_plainly import STOP, plainly
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.models import ForceCode, Period

_OTHER_OFFENCE = lazily(
    r"\b(?:grooming|cruelty|neglect|hate|knife|stalking|sexual\scommunication)\b", re.IGNORECASE
)
_MONTHS_ALONE = lazily(
    r"\bin\s(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b(?!\s20)"
)
_AHEAD = lazily(r"[.;:()\u2013\u2014]")
_TIMES = r"(?!\s(?:day|week|month|year|hour|\w+\s(?:days|hours|minutes)))"
_NOT_ALL = lazily(
    rf"\b(?:each{_TIMES}|apiece|either|neither|nor|not|never|excluding|except|bar|barring|without"
    r"|passed|handed|referred|arrests?|charged?)\b",
    re.IGNORECASE,
)
# "Excluding Humberside": said of an area that then is none of them.
_WITHOUT = lazily(
    r"\b(?:excluding|except(?:\sfor)?|without|bar)\s(?:the\s)?(?-i:[A-Z])", re.IGNORECASE
)
_NONE_OF_THEM = lazily(
    r"\b(?:neither|not\seven|(?:excluding|except|without)(?-i:\s[a-z])|with\spartners)\b",
    re.IGNORECASE,
)
_LEFT_OUT = lazily(
    r"\b(?:leaving|excluding|without|apart\sfrom|except(?:\sfor)?|minus|bar|barring|other\sthan)\s"
    r"(?:[A-Z][a-z]+\sand\s)?$",
    re.IGNORECASE,
)
_EACH = lazily(
    rf"\b(?:each{_TIMES}|apiece|every{_TIMES}|per\s(?:force|county|area)|in\seach)\b", re.IGNORECASE
)
_LONE_BOTH = lazily(
    r"\bboth\s(?!years?\b)(?:(?:police\s)?(?:forces|counties|areas|constabularies)\s)?"
    r"(?:recorded|had|saw|logged|registered|reported|dealt|have)\b",
    re.IGNORECASE,
)
_WIDER = lazily(
    r"\b(?:midlands|england|regions?|regional|national|country|every|(?:north|south|east|west)ern)\b",
    re.IGNORECASE,
)
_RELATIVE = lazily(
    r"\b(?:years?|months)\s(?:earlier|before|ago|previously)\b"
    r"|\b(?:previous|preceding|past|prior)\s(?:\w+\s)?(?:years?|months)\b|\bby\sthe\s(?:summer|end)\b",
    re.IGNORECASE,
)
_TWO = 2
_FEW_AS_ONE = 3  # forces under one name
_SO_MANY = lazily(
    rf"\b(?:the|those|these|all|other|of)\s(?:other\s)?(?P<n>{words_of(2, 10)})\s(?:\w+\s)?"
    r"(?:forces|counties|areas|constabularies)\b",
    re.IGNORECASE,
)


def of_all(one: Number, codes: Sequence[ForceCode], name: str, words: Words) -> bool:
    """Whether a count is told of just these areas, and of all that a series counts.

    Args:
        one: The count.
        codes: The areas that would be meant together.
        name: What the series is called.
        words: What the sentences of the article allow.
    """
    others = {each[0].lower() for each in _OTHER_OFFENCE.finditer(one.claim.before)}
    if any(each not in name.lower() for each in others) or _MONTHS_ALONE.search(one.claim.after):
        return False
    told = _as_told(one, codes, words) and plainly(one.claim.after, name)
    return told and _named_last(one, codes, words)


def _named_last(one: Number, codes: Sequence[ForceCode], words: Words) -> bool:
    """Whether these areas, and no more, were the last named, or are named beside a count.

    Three and more are told by their number: "the three forces".
    """
    sentence = one.claim.sentence
    if words.named(sentence) or (len(codes) > _TWO and _SO_MANY.search(sentence)):
        return True
    for each in reversed(words.sentences_before(one)):
        subjects = (mention.subject for mention in words.named(each))
        members = (words.lines.data.members(subject) for subject in subjects if subject)
        listed = {code for some in members if len(some) <= _FEW_AS_ONE for code in some}
        if len(listed) >= _TWO:
            return listed <= set(codes)
    return True


def of_these_alone(one: Number, words: Words) -> bool:
    """Whether nothing around a count of several areas says that it is of others or of none."""
    codes = set(words.lines.data.members(one.claim.subject))
    clause = f"{_AHEAD.split(one.claim.before)[-1]} {STOP.split(one.claim.after)[0]}"
    if _NONE_OF_THEM.search(clause):
        return False
    for each in words.named(clause):
        if each.subject is not None:
            members = set(words.lines.data.members(each.subject))
            left = _LEFT_OUT.search(clause[: each.start]) is not None
            mine = members.isdisjoint(codes) if left else members <= codes or codes <= members
            if not members or not mine:
                return False
    return True


def _as_told(one: Number, codes: Sequence[ForceCode], words: Words) -> bool:
    behind = STOP.split(one.claim.after)[0]
    ahead = _AHEAD.split(one.claim.before)[-1]
    clause = f"{ahead} {one.claim.phrase.text}{behind}"
    if _NOT_ALL.search(clause) or _EACH.search(one.claim.after) or _LONE_BOTH.search(clause):
        return False
    return _of_these(clause, codes, words) and _as_many(one, codes)


def of_its_year(one: Number, period: Period) -> bool:
    """Whether a count told of a year before or after is read of just the year that was meant."""
    claim = one.claim
    told = claim.period_said or _RELATIVE.search(claim.sentence) is not None
    return period == claim.period or not told


def told_of_each(one: Number) -> bool:
    """Whether the clause of a count says that it is of each area, of neither, or of some."""
    behind = STOP.split(one.claim.after)[0]
    clause = f"{_AHEAD.split(one.claim.before)[-1]} {one.claim.phrase.text}{behind}"
    found = _NOT_ALL.search(_WITHOUT.sub(" ", clause))
    return bool(found or _EACH.search(one.claim.after) or _LONE_BOTH.search(clause))


def within_these(clause: str, codes: Sequence[ForceCode], words: Words) -> bool:
    """Whether a clause speaks of no part of the country that is more than some areas."""
    rest = clause
    for each in reversed(words.named(clause)):
        rest = f"{rest[: each.start]}{rest[each.end :]}"
    region = any(set(each.members) == set(codes) for each in words.regions)
    return region or _WIDER.search(rest) is None


def _of_these(clause: str, codes: Sequence[ForceCode], words: Words) -> bool:
    """Whether a clause names no area, and no part of the country, but these."""
    mine = set(codes)
    for each in words.named(clause):
        if each.subject is None:
            continue
        members = words.lines.data.members(each.subject)
        if not members or each.subject.part or not set(members) <= mine:
            return False
    return within_these(clause, codes, words)


def _as_many(one: Number, codes: Sequence[ForceCode]) -> bool:
    """Whether the areas are as many as the sentence says."""
    return all(
        number_said(each["n"]) == len(codes) for each in _SO_MANY.finditer(one.claim.sentence)
    )


__all__ = ["of_all", "of_its_year", "of_these_alone", "told_of_each", "within_these"]
