"""Shares that one area has of another's number, where the rules found no whole or no part.

"Across the UK it was 22,724. Lancashire's share of that is about three per cent": whose share it
is the words beside the number say ("in Lancashire", "here", "Lancashire accounted for"), and of what
the sentence or the count that it points back at. Where both are told, the data are asked.

    shares_told(words, several)  # {5: the claim of Lancashire's share of the United Kingdom's}
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding.counted._parts_of import PART
from beholden.figures.core.claims.joint._in_turn import Reading
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Measure, Subject
from beholden.figures.core.claims.naming._topics import UNNAMED
from beholden.figures.core.claims.naming.own_series import OTHER

_ACCOUNTS = lazily(
    r"\b(?:account(?:s|ed|ing)?\s+for|(?:is|are|was|were)\s+responsible\s+for|m(?:ade|akes?|aking)\s+up|contribut(?:ed|es|ing)"
    r"|share\s+(?:of\s+(?:that|those|these|it|this|the\s+[^.;:\d]{1,40})\s+)?(?:is|was|stood\s+at|stands\s+at|came\s+to|of))\s+"
    r"(?:(?:only|just|some|about|around|roughly|nearly|almost|over)\s+)?$",
    re.IGNORECASE,
)
# "One in 19 of those was recorded here", "19 per cent of them in Dyfed-Powys".
_IN = lazily(
    r"(?:\s+of\s+(?:them|those|these|that|it|which|(?:all|the)\s+[^.;:]{0,60}?))?(?:\s+(?:offences|crimes|cases))?"
    r"[^.;:,\d]{0,60}?\s(?:in|by|on|from|to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_HERE = lazily(
    r"\b(?:here|locally|(?:our|this|the)\s+(?:own\s+)?(?:county|force|constabulary|area|patch))\b",
    re.IGNORECASE,
)
_OF_THE_LAST = lazily(
    r"\bof\s+(?:them|those|these|that|it|which|this|the\s+total|all\s+(?:of\s+)?(?:them|those|these))\b|\bshare\s+(?:is|was)\b",
    re.IGNORECASE,
)
_NATIONAL = lazily(
    r"\b(?:national(?:ly)?|nation-?wide|country-?wide|(?:in|across|of)\s+the\s+(?:whole\s+)?country)\b",
    re.IGNORECASE,
)
_REGIONAL = lazily(r"\bregion(?:al|['\u2019]s)?\b", re.IGNORECASE)
_OF_NUMBER = lazily(
    r"\s+of\s+(?:all|the|those|these)\s+(?:the\s+)?(?P<number>\d{1,3}(?:,\d{3})+|\d{3,6})\b"
)
# "43 per cent of the regional workload": of whom the number is.
_OF_THE_WHOLE = lazily(
    r"\s+of\s+(?:the|all|its|our)\s+(?:(?:regional|national|uk|welsh|english|region['\u2019]s|country['\u2019]s|whole)\s+)+"
    r"(?:total|figure|tally|number|count|workload|caseload|offences|crimes|cases)\b",
    re.IGNORECASE,
)
# "South Wales is responsible for 37% of those, and Gwent for fewer than one in five".
_AND_FOR = lazily(r"(?:,|\sand)\s[^,.;:\d]{3,40}\sfor\s(?:(?:only|just|some|about)\s)?$")
# "You get 1,809, which is eight per cent of the UK total".
_WHICH_IS = lazily(
    r"(?:\b(?:which|that|it)\s(?:is|was|makes)|,\sor)\s(?:(?:only|just|some|about|around|roughly|nearly|almost|over)\s)?$",
    re.IGNORECASE,
)
_TOGETHER = lazily(
    r"\b(?:they|together|these|those|between\s+them|the\s+(?:two|three|four|five|six|seven)|which)\b",
    re.IGNORECASE,
)
_CLAUSE = lazily(r"[.;:]|,\s")
_SOMETHING_ELSE = lazily(
    r"\b(?:girls?|boys?|aged|under|online|internet|facebook|instagram|snapchat|whatsapp|female|male|victims?|suspects?|children"
    r"|charged?|arrest\w*|convict\w*|solved|outcome)\b",
    re.IGNORECASE,
)
_SMALL_GROUP = 9
_UNITED_KINGDOM = "uk"
_UNSAID = frozenset({f"{OTHER}{PART}", f"{OTHER}{UNNAMED}"})


def shares_told(words: Words, several: Mapping[int, Reading]) -> dict[int, Claim]:
    """Open shares, as claims of one area's share of another's number.

    Args:
        words: What the sentences of the article allow.
        several: The counts that were read as those of several areas together.
    """
    found: dict[int, Claim] = {}
    for one in words.numbers:
        if one.claim.measure is Measure.SHARE and one.open and one.claim.period is not None:
            moved = _moved(one, words, several)
            if moved is not None:
                found[one.at] = moved
    return found


def _moved(one: Number, words: Words, several: Mapping[int, Reading]) -> Claim | None:
    claim = one.claim
    series = _series(claim, words)
    before, _, after = claim.sentence.partition(claim.phrase.text)
    behind = _CLAUSE.split(after)[0]
    if not series or _SOMETHING_ELSE.search(f"{behind} {claim.part}"):
        return None
    part = _part(one, before, behind, words, several)
    if part is None:
        return None
    whole = _shared(one, before, words) or _whole(one, part, before, after, words, several)
    if whole is None:
        return None
    return msgspec.structs.replace(
        claim,
        subject=part,
        group=whole,
        series=series,
        part="",
        whole="",
        operands=(),
        elsewhere=(),
    )


def _series(claim: Claim, words: Words) -> str:
    """What is counted: what the claim says, or what the article's numbers are mostly of."""
    if claim.series in words.lines.data.series:
        return claim.series
    return words.most_told if claim.series in _UNSAID else ""


def _part(
    one: Number, before: str, behind: str, words: Words, several: Mapping[int, Reading]
) -> Subject | None:
    """Whose share it is, by the words beside it."""
    for each in words.named(behind):
        if (
            each.subject is not None
            and _few(each.subject, words)
            and _IN.match(behind[: each.start])
        ):
            return each.subject
    if _HERE.search(behind):
        return words.own
    subject = one.claim.subject
    if one.claim.subject_said and _few(subject, words) and _OF_THE_WHOLE.match(behind):
        return subject
    if _WHICH_IS.search(before) and not _ACCOUNTS.search(before):
        return _before(one, several, words)
    if not _ACCOUNTS.search(before) and not _AND_FOR.search(before):
        return None
    forces = [each.subject for each in words.named(before) if each.subject is not None]
    forces = [each for each in forces if _few(each, words)]
    together = _before(one, several, words) if _TOGETHER.search(before) else None
    if together is not None:
        return together
    if forces:
        return forces[-1]
    return words.own if _HERE.search(before) else None


def _before(one: Number, several: Mapping[int, Reading], words: Words) -> Subject | None:
    """The areas of the last count of the paragraph before that is one of several together."""
    for last in reversed(words.numbers[: one.at]):
        if last.blocks.isdisjoint(one.blocks):
            return None
        subject = _subject(last, several)
        together = len(subject.members) > 1 and (last.at in several or last.held)
        if together and last.claim.measure is Measure.COUNT and _few(subject, words):
            return subject
    return None


def _shared(one: Number, before: str, words: Words) -> Subject | None:
    """Of whose number the share before it is, which it goes on from."""
    last = words.numbers[one.at - 1] if one.at else None
    if last is None or _AND_FOR.search(before) is None:
        return None
    shared = last.claim.measure is Measure.SHARE and last.claim.sentence == one.claim.sentence
    return last.claim.group if shared and last.held else None


def _few(subject: Subject, words: Words) -> bool:
    return 0 < len(words.lines.data.members(subject)) <= _SMALL_GROUP and not subject.part


def _whole(  # noqa: PLR0913 - what is asked needs the number, its part and its sentence
    one: Number,
    part: Subject,
    before: str,
    after: str,
    words: Words,
    several: Mapping[int, Reading],
) -> Subject | None:
    """Of whose number it is a share."""
    mine = set(words.lines.data.members(part))

    def holds(each: Subject | None) -> bool:
        return each is not None and mine < set(words.lines.data.members(each))

    number = _OF_NUMBER.match(after)
    if number is not None:
        value = int(number["number"].replace(",", ""))
        of = [
            _subject(each, several) for each in words.numbers if each.value == value and each.exact
        ]
        return next((each for each in of if holds(each)), None)
    named = [each.subject for each in words.named(one.claim.sentence) if holds(each.subject)]
    if named:
        return named[0] if len({each.key for each in named if each}) == 1 else None
    if _NATIONAL.search(f"{before} {after}"):
        return words.uk
    if _REGIONAL.search(after):
        return next((each for each in words.regions if holds(each)), None)
    if _OF_THE_LAST.search(f"{before[-60:]}{one.claim.phrase.text}{after[:40]}"):
        counts = [
            _subject(each, several)
            for each in words.numbers[: one.at]
            if each.claim.measure is Measure.COUNT
        ]
        last = counts[-_LAST:]
        return next((each for each in reversed(last) if holds(each)), None)
    return None


_LAST = 3  # counts back: "22,724, against 18,522 a year before. Its share of that"


def _subject(one: Number, several: Mapping[int, Reading]) -> Subject:
    return several[one.at].line.subject if one.at in several else one.claim.subject


__all__ = ["shares_told"]
