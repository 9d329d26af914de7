"""Shares that one area has of another's number, where the rules found no whole or no part.

"Across the UK it was 22,724. Lancashire's share of that is about three per cent": whose share it
is, the words beside the number say ("in Lancashire", "here", "Lancashire accounted for"), and of
what, the sentence or the count that it points back at. Where both are told, the data are asked.

    shares_told(words, several)  # {5: the claim of Lancashire's share of the United Kingdom's}
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding.counted._parts_of import PART
from beholden.figures.core.claims.joint._in_turn import Reading
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Measure, Subject
from beholden.figures.core.claims.naming._topics import UNNAMED
from beholden.figures.core.claims.naming.own_series import OTHER

_ACCOUNTS = lazily(
    r"\b(?:account(?:s|ed|ing)?\s+for|(?:is|are|was|were)\s+responsible\s+for|m(?:ade|akes?"
    r"|aking)\s+up|contribut(?:ed|es|ing)"
    r"|share\s+(?:of\s+(?:that|those|these|it|this|the\s+[^.;:\d]{1,40})\s+)?(?:is|was|stood\s+at"
    r"|stands\s+at|came\s+to|of))\s+"
    r"(?:(?:only|just|some|about|around|roughly|nearly|almost|over)\s+)?$",
    re.IGNORECASE,
)
# "One in 19 of those was recorded here", "19 per cent of them in Dyfed-Powys".
_IN = lazily(
    r"(?:\s+of\s+(?:them|those|these|that|it|which|last\s+year['\u2019]s|(?:all"
    r"|the)\s+[^.;:]{0,40}?))?(?:\s+(?:offences|crimes|cases))?"
    r"(?:\s+(?:recorded\s+)?(?:in|across)\s+the\s+(?:UK|country))?(?:\s+(?:was|were|is|are|came(?:\s+to\s+light)?|took\s+place|fell|happened|occurred))?"
    r"(?:\s+(?:recorded|logged|reported|registered|dealt\s+with))?\s+(?:in|by|on|from"
    r"|to)\s+(?:either\s+|both\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_HERE = lazily(
    r"\b(?:here|locally|(?:are|were|is|was)\s+ours|fell\s+to\s+(?:officers|detectives|police)|(?:our|this|the)\s+(?:own\s+|one\s+)?(?:county|force|constabulary|area|patch))\b",
    re.IGNORECASE,
)
_THIS_REGION = lazily(r"\b(?:our|this)\s+(?:own\s+)?region\b", re.IGNORECASE)
# "The region was responsible for 13.6 per cent", "our share of that is".
_THE_REGION = lazily(
    r"\b(?:the|our|this)\s+region\s+(?:now\s+|alone\s+)?(?:was\s+responsible\s+for|is\s+responsible"
    r"\s+for|account(?:s|ed)\s+for|ma(?:kes|de)\s+up)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
# "Of the money spent on policing, our share is": of no offences.
_OF_ELSE_AHEAD = lazily(
    r"\W*of\s(?!(?:that|those|these|them|it|this|which|all\sthese|the\s[\d,]+)\b)", re.IGNORECASE
)
_OURS = lazily(
    r"\bour\s+(?:own\s+)?(?:share|slice|part|proportion)\s+(?:of\s+(?:it|that|them|those|this)\s+)?"
    r"(?:is|was|stands\s+at|stood\s+at|comes\s+to|came\s+to)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
# "Derbyshire's slice of it has shrunk from one in 61 to about one in 75".
_SLICE = lazily(
    r"^(?:['\u2019]s?)?\s+(?:own\s+)?(?:slice|share|part|portion|proportion)\s+(?:of|in)\s+[^.;:]{1,80}?"
    r"(?:from|to|at|is|was|of|now)\s+(?:(?:about|around|roughly|just|only|nearly|almost)\s+)?$",
    re.IGNORECASE,
)
_TO = lazily(r"\s+(?:in\s+20\S{2,5}\s+)?to\s", re.IGNORECASE)
_FROM = lazily(r"\bfrom\s+(?:(?:about|around|roughly|nearly|almost)\s+)?$", re.IGNORECASE)
# "The year before, it was one in 36", after a share.
_BEFORE_IT_WAS = lazily(
    r"\W*(?:the\s+(?:year|12\s+months)\s+before|a\s+year\s+(?:earlier|before)|in\s+20\d\d\S{0,3}),?\s+"
    r"(?:it|that|the\s+(?:share|figure|proportion))\s+(?:was|had\s+been|stood\s+at)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
# "A quarter of the Welsh total last year, as opposed to about a fifth the year before".
_OPPOSED = lazily(
    r",?\s(?:as\sopposed\sto|against|(?:as\s)?compared\s(?:with|to)|up\sfrom|down\sfrom)\s$",
    re.IGNORECASE,
)
# "Account for 3,008 offences, around 13 per cent of the UK total".
_OF_THOSE = lazily(r"\s+of\s+(?:them|those|these)\b", re.IGNORECASE)
_APPOSED = lazily(r"(?:\s(?:offences|crimes|cases|of\sthem))?,?\s(?:or\s|that\sis\s)?")
_OF_THE_LAST = lazily(
    r"\bof\s+(?:them|those|these|that|it|which|this|last\s+year['\u2019]s\s+(?:offences|crimes|cases)|the\s+total|all\s+(?:of\s+)?(?:them|those"
    r"|these)|the\s+lot)\b|\b(?:share|slice|part|portion)\s+(?:is|was|of\s+(?:it|that|them))\b",
    re.IGNORECASE,
)
_NATIONAL = lazily(
    r"\b(?:national(?:ly)?|nation-?wide|country-?wide|(?:in|across"
    r"|of)\s+the\s+(?:whole\s+)?country)\b",
    re.IGNORECASE,
)
_REGIONAL = lazily(r"\bregion(?:al|['\u2019]s)?\b", re.IGNORECASE)
_OF_NUMBER = lazily(
    r"\s+of\s+(?:all|the|those|these)\s+(?:the\s+)?(?P<number>\d{1,3}(?:,\d{3})+|\d{3,6})\b"
)
# "43 per cent of the regional workload": of whom the number is.
_OF_THE_WHOLE = lazily(
    r"\s+of\s+(?:the|all|its|our)\s+(?:(?:regional|national|uk|welsh|english|region['\u2019]s"
    r"|country['\u2019]s|whole)\s+)+"
    r"(?:total|figure|tally|number|count|workload|caseload|offences|crimes|cases)\b",
    re.IGNORECASE,
)
# "South Wales is responsible for 37% of those, and Gwent for fewer than one in five".
_AND_FOR = lazily(r"(?:,|\sand)\s[^,.;:\d]{3,40}\sfor\s(?:(?:only|just|some|about)\s)?$")
# "You get 1,809, which is eight per cent of the UK total".
_WHICH_IS = lazily(
    r"(?:\b(?:which|that|it)\s(?:is|was|makes)|,\sor)\s(?:(?:only|just|some|about|around|roughly"
    r"|nearly|almost|over)\s)?$",
    re.IGNORECASE,
)
_TOGETHER = lazily(
    r"\b(?:they|together|these|those|between\s+them|the\s+(?:two|three|four|five|six|seven)"
    r"|which)\b",
    re.IGNORECASE,
)
_CLAUSE = lazily(r"[.;:]|,\s")
_CLAUSES = lazily(r"[.;:\u2013\u2014]|\bwh\w+\b")
_SOMETHING_ELSE = lazily(
    r"\b(?:girls?|boys?|aged|under|online|internet|facebook|instagram|snapchat|whatsapp|female"
    r"|male|victims?|suspects?|children"
    r"|budget|economy|spending|population|households|cost|rise|increase|detectives"
    r"|responsible\slive|open|court|caution|homes|repeat"
    r"|knife|gangs?|downloading|grooming|scotland|prison|investigated|dropped|prosecuted|wrongly"
    r"|worst|strangers|visited|pages|rural"
    r"|never|charges?|charged?|arrest\w*|convict\w*|solved|outcome)\b",
    re.IGNORECASE,
)
# "Those six alone make up more than a quarter": the six named last.
_THOSE_MANY = lazily(
    rf"\b(?:those|these|the)\s(?P<many>{words_of(2, 9)})\b(?!\syears)", re.IGNORECASE
)
# "56 per cent of the three-force total": of those that were told together.
_OF_TOGETHER = lazily(
    rf"\s+of\s+(?:the|that|their)\s+(?:(?:{words_of(2, 9)})-force\s+|combined\s+|joint\s+)"
    r"(?:total|figure|tally|number|count)\b",
    re.IGNORECASE,
)
_SENTENCE = lazily(r"[.;:]")
_HAS_ITS_OWN = lazily(
    r"(?:\sPolice)?(?:['\u2019]s?)?\s(?:had|has|recorded|saw|was|were|is|are|logged|with|accounted|made)\b|,\s(?:with|which)"
)
_OR_ALSO = lazily(r"(?:,|,?\s(?:or|and))\s(?:the\s)?", re.IGNORECASE)
_SMALL_GROUP = 9
_TWO = 2
_NEAR = 60
_LAST = 3  # counts back: "22,724, against 18,522 a year before. Its share of that"
_UNSAID = frozenset({f"{OTHER}{PART}", f"{OTHER}{UNNAMED}"})


def shares_told(words: Words, several: Mapping[int, Reading]) -> dict[int, Claim]:
    """Open shares, as claims of one area's share of another's number.

    Args:
        words: What the sentences of the article allow.
        several: The counts that were read as those of several areas together.
    """
    found: dict[int, Claim] = {}
    for one in words.numbers:
        if one.claim.measure is not Measure.SHARE or one.claim.period is None:
            continue
        if one.open or _of_two(one, words, several):
            moved = _gone_on(one, words, found) or _moved(one, words, several)
            if moved is not None:
                found[one.at] = moved
    return found


def _of_two(one: Number, words: Words, several: Mapping[int, Reading]) -> bool:
    """Whether a share that differs is one of two areas."""
    return one.checked.judgement.verdict == "differs" and told_of_two(one, words, several)


def told_of_two(one: Number, words: Words, several: Mapping[int, Reading]) -> bool:
    """Whether a share is told of more areas than were read: "happened in Herts or Beds"."""
    told = _Told(one, words, several, one.claim.before, one.claim.after)
    both = _part_behind(told)
    if both is None or len(both.members) < _TWO or both.key.startswith("group:"):
        return False
    return both.key != one.claim.subject.key


def _gone_on(one: Number, words: Words, found: Mapping[int, Claim]) -> Claim | None:
    """A share of the year before that just told: "The year before, it was one in 36"."""
    if not one.at:
        return None
    last = words.numbers[one.at - 1]
    beside = _OPPOSED.search(words.between(last, one)) is not None
    if not beside and _BEFORE_IT_WAS.match(one.claim.before) is None:
        return None
    told = found.get(one.at - 1) or (last.claim if last.held else None)
    if told is None or told.measure is not Measure.SHARE or told.group is None:
        return None
    if last.blocks.isdisjoint(one.blocks) or one.claim.period == told.period:
        return None
    return msgspec.structs.replace(
        one.claim,
        subject=told.subject,
        group=told.group,
        series=told.series,
        part="",
        whole="",
        operands=(),
        elsewhere=(),
    )


class _Told(msgspec.Struct, frozen=True):
    """One share with the words around it."""

    one: Number
    words: Words
    several: Mapping[int, Reading]
    before: str
    after: str

    @property
    def behind(self) -> str:
        """The clause behind it."""
        return _CLAUSE.split(self.after)[0]


def _moved(one: Number, words: Words, several: Mapping[int, Reading]) -> Claim | None:
    claim = one.claim
    before, after = claim.before, claim.after
    told = _Told(one, words, several, before, after)
    series = _series(claim, words)
    if not series or _SOMETHING_ELSE.search(f"{claim.sentence} {claim.part}"):
        return None
    part = _part(told)
    whole = None if part is None else _shared(told) or _whole(told, part)
    if part is None or whole is None:
        return None
    period = claim.period
    if period is not None and not claim.period_said and _of_the_year_before(told):
        period = shifted(period, -1)
    return msgspec.structs.replace(
        claim,
        subject=part,
        group=whole,
        series=series,
        period=period,
        part="",
        whole="",
        operands=(),
        elsewhere=(),
    )


def _of_the_year_before(told: _Told) -> bool:
    """Whether a share is the first of two years': "has shrunk from one in 61 to one in 75"."""
    sliced = _slice_of(told) is not None and _FROM.search(told.before) is not None
    return sliced and _TO.match(told.after) is not None


def _slice_of(told: _Told) -> Subject | None:
    """The area whose part of a whole is told: "Derbyshire's slice of it has shrunk from"."""
    for each in told.words.named(told.before):
        known = each.subject is not None and _few(each.subject, told)
        if known and _SLICE.match(told.before[each.end :]):
            return each.subject
    return None


def _series(claim: Claim, words: Words) -> str:
    """What is counted: what the claim says, or what the article's numbers are mostly of."""
    if claim.series in words.lines.data.series:
        return claim.series
    return words.most_told if claim.series in _UNSAID else ""


def _part(told: _Told) -> Subject | None:
    """Whose share it is, by the words beside it."""
    found = _part_behind(told) or _slice_of(told)
    ours = _OURS.search(told.before) and not _OF_ELSE_AHEAD.match(told.before)
    if found is not None or _HERE.search(told.behind) or ours:
        return found or told.words.home
    if _THIS_REGION.search(told.behind) or _THE_REGION.search(told.before):
        return told.words.home_region
    claim = told.one.claim
    beside = _count_beside(told) or _count_of_the_whole(told)
    if beside is not None:
        return beside
    if claim.subject_said and _few(claim.subject, told) and _OF_THE_WHOLE.match(told.behind):
        return claim.subject
    accounts = _ACCOUNTS.search(told.before) or _AND_FOR.search(told.before)
    if _WHICH_IS.search(told.before) and not accounts:
        return _together_before(told)
    return _part_ahead(told) if accounts else None


def _count_beside(told: _Told) -> Subject | None:
    """The areas of the count just before: "account for 3,008 offences, 13 per cent of the UK's"."""
    last = told.words.numbers[told.one.at - 1] if told.one.at else None
    if last is None or last.claim.measure is not Measure.COUNT:
        return None
    subject = _subject(last, told)
    beside = _APPOSED.fullmatch(told.words.between(last, told.one))
    known = last.held or last.at in told.several
    return subject if beside and known and _few(subject, told) else None


def _count_of_the_whole(told: _Told) -> Subject | None:
    """Whose count the sentence gives: "South Wales had 543, and 37 per cent of the Welsh total"."""
    last = told.words.numbers[told.one.at - 1] if told.one.at else None
    if last is None or not last.held or last.claim.measure is not Measure.COUNT:
        return None
    subject = _subject(last, told)
    if not _few(subject, told) or _OF_THE_WHOLE.match(told.behind) is None:
        return None
    between = told.words.between(last, told.one)
    named = (each.subject for each in told.words.named(between))
    others = any(each is not None and _few(each, told) for each in named)
    return None if others or _CLAUSES.search(between) else subject


def _part_behind(told: _Told) -> Subject | None:
    """The area in which so much was recorded: "19 per cent of them in Dyfed-Powys"."""
    behind = _SENTENCE.split(told.after)[0]
    named = [each for each in told.words.named(behind) if each.subject is not None]
    for at, each in enumerate(named):
        inside = _IN.match(behind[: each.start])
        if each.subject is None or not _few(each.subject, told) or not inside:
            continue
        listed = [each.subject]
        for last, following in pairwise(named[at:]):
            also = following.subject
            if also is None or not _few(also, told):
                break
            if not _OR_ALSO.fullmatch(behind, last.end, following.start):
                break
            if _HAS_ITS_OWN.match(behind, following.end):
                # "In Essex, and Kent had 1,042".
                break
            listed.append(also)
        members = told.words.lines.data.members
        codes = tuple(code for area in listed for code in members(area))
        return listed[0] if len(listed) == 1 else told.words.several(codes)
    return None


def _part_ahead(told: _Told) -> Subject | None:
    """The area that accounted for so much: "South Wales is responsible for 37% of those"."""
    accounts = _ACCOUNTS.search(told.before)
    for each in told.words.named(told.before):
        right_there = accounts and not told.before[each.end : accounts.start()].strip()
        if each.subject is not None and right_there and _few(each.subject, told):
            return each.subject
    together = _together_before(told) if _TOGETHER.search(told.before) else None
    if together is not None:
        return together
    named = (each.subject for each in told.words.named(told.before))
    forces = [each for each in named if each is not None and _few(each, told)]
    if forces:
        return forces[-1]
    own = told.one.claim.subject
    many = _THOSE_MANY.search(told.before)
    if many is not None:
        last = told.words.forces_before(told.one)[-number_said(many["many"]) :]
        return told.words.several(last) if len(last) == number_said(many["many"]) else None
    several = len(own.members) > 1 and not own.key.startswith("group:")
    if several and _TOGETHER.search(told.before) and _few(own, told):
        return own
    return told.words.home if _HERE.search(told.before) else None


def _together_before(told: _Told) -> Subject | None:
    """The areas of the last count of the paragraph before that is one of several together."""
    for last in reversed(told.words.numbers[: told.one.at]):
        if last.blocks.isdisjoint(told.one.blocks):
            return None
        subject = _subject(last, told)
        named = last.held and not subject.key.startswith("group:")
        together = len(subject.members) > 1 and (last.at in told.several or named)
        if together and last.claim.measure is Measure.COUNT and _few(subject, told):
            return subject
    return None


def _shared(told: _Told) -> Subject | None:
    """Of whose number the share before it is, which it goes on from."""
    one = told.one
    last = told.words.numbers[one.at - 1] if one.at else None
    if last is None or _AND_FOR.search(told.before) is None:
        return None
    shared = last.claim.measure is Measure.SHARE and last.claim.sentence == one.claim.sentence
    return last.claim.group if shared and last.held else None


def _few(subject: Subject, told: _Told) -> bool:
    return 0 < len(told.words.lines.data.members(subject)) <= _SMALL_GROUP and not subject.part


def _whole(told: _Told, part: Subject) -> Subject | None:
    """Of whose number it is a share: the number's, the sentence's, or that of a count before."""
    words, sentence = told.words, told.one.claim.sentence
    number = _OF_NUMBER.match(told.after)
    named = [each.subject for each in words.named(sentence) if each.subject is not None]
    named = [each for each in named if _holds(each, part, told)]
    if _OF_THE_WHOLE.match(told.behind):
        near = [each.subject for each in words.named(told.behind) if each.subject is not None]
        named = [each for each in near if _holds(each, part, told)] or named
    if number is not None or _OF_TOGETHER.match(told.behind):
        return _of_a_count(told, part, number)
    if len({each.key for each in named}) > 1:
        return _of_a_share(told, part)
    if named:
        return named[0]
    if _NATIONAL.search(f"{told.before} {told.after}"):
        return words.uk
    if _REGIONAL.search(told.after):
        return _first(words.regions, part, told)
    return _of_the_last(told, part)


def _of_a_count(told: _Told, part: Subject, number: re.Match[str] | None) -> Subject | None:
    """Whose number it is that the words give, or the last one of several areas together."""
    numbers = told.words.numbers
    if number is None:
        counts = [_subject(each, told) for each in reversed(numbers[: told.one.at])]
        return _first([each for each in counts if _few(each, told)], part, told)
    value = int(number["number"].replace(",", ""))
    same = [_subject(each, told) for each in numbers if each.value == value and each.exact]
    return _first(same, part, told)


def _of_a_share(told: _Told, part: Subject) -> Subject | None:
    """Whose share was just told: "14 per cent of the country's, and four in ten of those"."""
    last = told.words.numbers[: told.one.at][-_LAST:]
    shares = [
        each.claim.subject
        for each in reversed(last)
        if each.claim.measure is Measure.SHARE and each.held
        if each.claim.sentence == told.one.claim.sentence
    ]
    return _first(shares, part, told) if _OF_THOSE.match(told.after) else None


def _of_the_last(told: _Told, part: Subject) -> Subject | None:
    """Of whose number "that" is: of one of the counts just before."""
    near = f"{told.before[-_NEAR:]}{told.one.claim.phrase.text}{told.after[:_NEAR]}"
    if _OF_THE_LAST.search(near) is None:
        return None
    numbers = told.words.numbers[: told.one.at]
    counts = [_subject(each, told) for each in numbers if each.claim.measure is Measure.COUNT]
    return _first(counts[: -_LAST - 1 : -1], part, told)


def _first(areas: Sequence[Subject], part: Subject, told: _Told) -> Subject | None:
    return next((each for each in areas if _holds(each, part, told)), None)


def _holds(whole: Subject, part: Subject, told: _Told) -> bool:
    members = told.words.lines.data.members
    return set(members(part)) < set(members(whole))


def _subject(one: Number, told: _Told) -> Subject:
    return told.several[one.at].line.subject if one.at in told.several else one.claim.subject


__all__ = ["shares_told", "told_of_two"]
