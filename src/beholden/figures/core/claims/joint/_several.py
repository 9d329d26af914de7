"""Counts of several areas as one: "between them the four counties notched up 1,432".

Which areas are meant is told by the words: those that the sentence names, or as many of those named
last as it says, or all that the article names if they are as many. Only a number that the data then
agree with tells that they are; of another one it stays open which are meant.

    as_one(words)  # {3: Reading(place of 1,432, of Essex and three others)}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.joint._in_turn import Reading
from beholden.figures.core.claims.joint._lines import Line
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._of_all import of_all
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Measure, Shape, Subject
from beholden.figures.core.models import ForceCode, Period

_MANY_WORDS = words_of(2, 10)
_TOGETHER = lazily(
    r"\b(?:between\s(?:them|the)|together|combined|jointly|as\sone|all\stold|in\sall|add(?:ed"
    r"|ing)?\s(?:them\s|it\s|these\s)?(?:all\s)?up"
    r"|adding|added|included|total\sfor|the\spair|along\swith|taking\sin|add\s(?:in\s)?(?-i:[A-Z])\w+)\b",
    re.IGNORECASE,
)
# "Together with Gloucestershire and Wiltshire it recorded 662": with the area told before.
_WITH_IT = lazily(
    r"\b(?:(?:together|along|combined)\swith|taking\sin|add(?:ed|ing)?\sin|put\s(?-i:[A-Z])[^.;:]{3,60}\swith)\s",
    re.IGNORECASE,
)
# "The other forces recorded 1,085 between them": of the region, but for the one told before.
_THE_OTHERS = lazily(
    r"\bthe\s(?:other|remaining)\s(?:(?P<many>two|three|four|five)\s)?(?:\w+\s)?(?:forces|counties|constabularies)\b"
    r"|\bthe\s(?:others|rest)\b",
    re.IGNORECASE,
)
_MANY = lazily(
    rf"\b(?:(?:the|these|those|same|all|our|its|their|other)\s(?:other\s|same\s|neighbouring\s"
    rf"|police\s)?|^)(?P<many>{_MANY_WORDS}|both)\b"
    r"(?!\s(?:years?|months?|weeks?|days?|times|per|in|of\s(?!them)))",
    re.IGNORECASE,
)
_WITHOUT = lazily(
    r"\b(?:excluding|without|leaving\sout|apart\sfrom|except(?:\sfor)?|minus|not\scounting"
    r"|bar)\s(?:the\s)?$",
    re.IGNORECASE,
)
_PART_OF = lazily(
    rf"\b(?:{_MANY_WORDS}|one|most|some|half|many|several|all\sbut\s\w+)\s(?:\w+\s)?of\s(?:the"
    rf"|these|those|our|its|all)\s"
    rf"(?:\w+\s)?(?:{_MANY_WORDS})\b",
    re.IGNORECASE,
)
# "Essex, Kent and an unnamed force", "Essex and two other forces".
WITH_UNKNOWN = lazily(
    rf"\b(?:unnamed|(?:an?|one|{_MANY_WORDS})\s(?:other|further|more)|an?(?:\sthird|\sfourth"
    rf"|other))\s(?:\w+\s)?"
    r"(?:forces?|count(?:y|ies)|areas?)\b|\b(?:with\sothers|among\sthem)\b",
    re.IGNORECASE,
)
_CLAUSE = lazily(r"[,;:()\u2013\u2014]|\s(?:or|which|and|while|but)\s")
_EACH = lazily(r"\b(?:each|apiece)\b", re.IGNORECASE)
_GOING_ON = frozenset({Measure.FREQUENCY, Measure.DIFFERENCE, Measure.OF_OTHER, Measure.CHANGE})
_THAT_IS = lazily(
    r"\W*(?:that|this|it|which)(?:['\u2019]s|\s(?:is|was|makes|means|comes|works|equals))\b",
    re.IGNORECASE,
)
_THAN_SEVERAL = lazily(
    rf"\s(?:more|fewer|less|higher|lower)?\s?than\s(?:in\s)?(?:the\s|those\s"
    rf"|these\s)(?:other\s)?(?P<many>{_MANY_WORDS})\s"
    r"(?:(?:other\s)?(?:forces|counties|areas)\s)?(?:put\stogether|combined|together|added\sup)",
    re.IGNORECASE,
)
_AS_MANY = lazily(
    r"\b(?:as\smany\sas|more\sthan|fewer\sthan)\sthe\s(?:two|three|four)\b|\b(?:eastern|region"
    r"|national|england|midlands|excluding\sthe\stwo)\b",
    re.IGNORECASE,
)
_OF_WHAT = lazily(
    r"\s(?:ended|were|involved|happened|online|sexual|crimes\sagainst|in\s20)\b", re.IGNORECASE
)
_ADD_TO = lazily(r"\badd\s(?-i:[A-Z])[^.;:]{3,60}\sto\s(?-i:[A-Z])", re.IGNORECASE)
_FEWEST = 2
_MOST = 10
_NEAREST = 12  # numbers back
_FEW = 5
_SMALL_GROUP = 4


def as_one(words: Words) -> dict[int, Reading]:
    """Where counts stand that are told of several areas together."""
    found: dict[int, Reading] = {}
    for one in words.numbers:
        period = one.claim.period
        open_ = one.open or _adding(one)
        if period is not None and open_ and _may_be_several(one, words):
            reading = _read(one, period, words)
            if reading is not None:
                found[one.at] = reading
    return found


def _adding(one: Number) -> bool:
    """Whether a count that differs is one that the sentence adds up outright."""
    sentence, judgement = one.claim.sentence, one.checked.judgement
    # "It is that of Avon and Somerset, Gloucestershire and Wiltshire": so the data say.
    another = judgement.verdict == "cannot_tell" and judgement.error_class == "geography"
    if not (judgement.verdict == "differs" or another) or not one.exact:
        return False
    return bool(
        _WITH_IT.search(sentence) or _ADD_TO.search(sentence) or _THE_OTHERS.search(sentence)
    )


def together(claim: Claim) -> bool:
    """Whether a count is told in a sentence that tells of several areas as one."""
    counted = claim.measure is Measure.COUNT and claim.phrase.shape is Shape.COUNT
    told = _TOGETHER.search(claim.sentence) or _MANY.search(claim.sentence)
    return counted and told is not None


def _may_be_several(one: Number, words: Words) -> bool:
    """Whether a count may be one of several areas, and is not that of a region or of some."""
    claim = one.claim
    if (
        not together(claim)
        or _PART_OF.search(claim.sentence)
        or WITH_UNKNOWN.search(claim.sentence)
    ):
        return False
    before, behind = claim.before, claim.after
    if _AS_MANY.search(claim.sentence) or _OF_WHAT.match(behind):
        return False
    near = f"{before} {_CLAUSE.split(behind)[0]}"
    groups = (each.subject for each in words.named(near) if each.subject is not None)
    return all(len(words.lines.data.members(each)) <= _SMALL_GROUP for each in groups)


def _read(one: Number, period: Period, words: Words) -> Reading | None:
    series = words.lines.line_of(one.claim).series
    name = words.lines.data.names.get(series, series)
    for codes in _sets(one, words):
        if not of_all(one, codes, name, words):
            continue
        line = Line(words.several(codes), series)
        held = words.lines.held(line).get(period, ())
        if held and (not one.exact or one.value in held):
            by = _told(codes, series, words)
            if not one.claim.period_said and any(each.claim.period != period for each in by):
                return None
            # "Just over 3,000" is true of too many sets: only the likeliest is asked.
            return Reading(line, words.lines.place(line, period), by)
    return None


def _told(codes: tuple[ForceCode, ...], series: str, words: Words) -> tuple[Number, ...]:
    """The counts that the article tells of these areas, the first of each."""
    found = (words.counted_of(series, code) for code in codes)
    return tuple(one for one in found if one is not None)


def _sets(one: Number, words: Words) -> Iterator[tuple[ForceCode, ...]]:
    """Which areas may be meant together, likeliest first."""
    seen: set[frozenset[ForceCode]] = set()
    others = _THE_OTHERS.search(one.claim.sentence) is not None
    ahead = () if others else _forces(one.claim.before, words)[0]
    for codes in _possible(one, words):
        key = frozenset(codes)
        # "Norfolk, Suffolk and the four together": of more than the four.
        if _FEWEST <= len(key) <= _MOST and key not in seen and key.issuperset(ahead):
            seen.add(key)
            yield tuple(dict.fromkeys(codes))


def _possible(one: Number, words: Words) -> Iterator[tuple[ForceCode, ...]]:
    sentence = one.claim.sentence
    here, without = _forces(sentence, words)
    told = _MANY.search(sentence)
    many = (
        _FEWEST
        if told and told["many"].lower() == "both"
        else number_said(told["many"])
        if told
        else 0
    )
    before = words.forces_before(one)
    if without:
        yield from _left_of(without, words)
        return
    yield from _with_the_last(sentence, here, before, words)
    if many:
        if len(here) == many:
            yield here
        listed = _listed(one, many, words)
        if listed:
            yield listed
            return
        if many > _FEWEST or len(_last_named(one, words)) <= _FEWEST:
            # "Both" are no two of three that were named together.
            yield before[-many:]
        yield from _whole_regions(one, many, words)
        if len(words.forces) == many:
            yield words.forces
        if one.exact:
            yield (*[each for each in before if each not in here][-many:], *here)
            yield words.forces[:many] if many > _FEWEST else ()
        return
    yield here
    if one.exact and _TOGETHER.search(sentence):
        for last in range(_FEWEST, min(_FEW, len(before)) + 1):
            yield before[-last:]


def _with_the_last(
    sentence: str, here: tuple[ForceCode, ...], before: tuple[ForceCode, ...], words: Words
) -> Iterator[tuple[ForceCode, ...]]:
    """Those that a sentence adds to the one told before it, or the others of that one's region."""
    if _WITH_IT.search(sentence) and here:
        last = [each for each in (*before, *_home(words)) if each not in here]
        for code in dict.fromkeys((*last[-1:], *_home(words))):
            yield (code, *here)
    others = _THE_OTHERS.search(sentence)
    whole = any(set(here) == set(region.members) for region in words.regions)
    if others is not None and (whole or not here):
        for codes in _rest_of_region(before, words):
            if not others["many"] or number_said(others["many"]) == len(codes):
                yield codes


def _home(words: Words) -> tuple[ForceCode, ...]:
    """The force that the article is mostly about."""
    return () if words.home is None else tuple(words.lines.data.members(words.home))


def _rest_of_region(before: tuple[ForceCode, ...], words: Words) -> Iterator[tuple[ForceCode, ...]]:
    """The forces of a small region without the one that was named last, or the article's own."""
    for left in dict.fromkeys((*before[-1:], *_home(words))):
        for region in words.regions:
            if left in region.members and len(region.members) <= _MOST:
                yield tuple(each for each in region.members if each != left)


def _last_named(one: Number, words: Words) -> tuple[ForceCode, ...]:
    """The forces of the nearest sentence before that names several."""
    for each in reversed(words.sentences_before(one)):
        forces, _ = _forces(each, words)
        if len(forces) >= _FEWEST:
            return forces
    return ()


def _whole_regions(one: Number, many: int, words: Words) -> Iterator[tuple[ForceCode, ...]]:
    """The region of which a sentence is that has just so many forces: "the four forces"."""
    mine = set(words.lines.data.members(one.claim.subject))
    for region in words.regions:
        if mine and mine <= set(region.members) and len(region.members) == many:
            yield region.members


def beside_several(words: Words, several: Mapping[int, Reading]) -> dict[int, Claim]:
    """What is told of the areas of a count beside it, or against several put together.

    "They registered 3,093, or more than eight a day"; "had 665 between them, 102 fewer than Essex";
    "829, which is 167 more than those three put together".
    """
    found: dict[int, Claim] = {}
    for one in words.numbers:
        change = one.claim.measure is Measure.CHANGE and not one.claim.subject_said
        differs = change and one.checked.judgement.verdict == "differs"
        if (one.open or differs) and one.at not in several:
            moved = _goes_on(one, words, several) or _against_several(one, words, several)
            if moved is not None:
                found[one.at] = moved
    return found


def _goes_on(one: Number, words: Words, several: Mapping[int, Reading]) -> Claim | None:
    claim = one.claim
    last = _several_before(one, words, several)
    if _EACH.search(claim.after):
        return None
    if last is None or claim.measure not in _GOING_ON:
        return None
    near = words.numbers[one.at - 1].claim
    same = near.sentence == claim.sentence
    if not same and (
        words.numbers[one.at - 1].blocks.isdisjoint(one.blocks)
        or not _THAT_IS.match(claim.sentence)
    ):
        return None
    if claim.measure in {Measure.DIFFERENCE, Measure.OF_OTHER} and claim.group is None:
        return None
    if claim.measure is Measure.CHANGE and (one.open or not same or last.key == claim.subject.key):
        return None
    return msgspec.structs.replace(claim, subject=last, operands=(), elsewhere=())


def _several_before(one: Number, words: Words, several: Mapping[int, Reading]) -> Subject | None:
    """The areas of the number before, if it is one of several areas as one."""
    if not one.at:
        return None
    reading, last = several.get(one.at - 1), words.numbers[one.at - 1]
    if reading is not None:
        return reading.line.subject
    subject = last.claim.subject
    told = last.held and last.claim.measure is Measure.COUNT
    return subject if told and len(subject.members) > 1 and ":" in subject.key else None


def _against_several(one: Number, words: Words, several: Mapping[int, Reading]) -> Claim | None:
    """More or fewer than several areas put together, those that were told last."""
    claim = one.claim
    after = claim.after
    found = _THAN_SEVERAL.match(after)
    force = claim.subject
    if (
        found is None
        or claim.measure not in {Measure.DIFFERENCE, Measure.OF_OTHER}
        or claim.period is None
    ):
        return None
    many = number_said(found["many"])
    own = set(words.lines.data.members(force))
    before = tuple(each for each in words.forces_before(one) if each not in own)
    read = [each.line.subject for at, each in several.items() if at < one.at]
    sets = [tuple(each.members) for each in reversed(read) if len(each.members) == many]
    for codes in (*sets, before[-many:]):
        if len(codes) == many and own.isdisjoint(codes):
            return msgspec.structs.replace(
                claim,
                measure=Measure.OF_OTHER,
                group=words.several(codes),
                earlier=None,
                operands=(),
                elsewhere=(),
                course=None,
            )
    return None


def _listed(one: Number, many: int, words: Words) -> tuple[ForceCode, ...]:
    """The areas of the nearest sentence before that tells of just so many one by one."""
    spot = one.claim.places[0]
    for each in reversed(words.numbers[max(0, one.at - _NEAREST) : one.at]):
        there = each.claim.places[0]
        if (there.block, there.start) < (spot.block, spot.start) and each.exact:
            forces, _ = _forces(each.claim.sentence, words)
            if each.claim.sentence != one.claim.sentence and len(forces) == many:
                return forces
    return ()


def _left_of(without: tuple[ForceCode, ...], words: Words) -> Iterator[tuple[ForceCode, ...]]:
    """A region without one of its forces."""
    for group in words.lines.data.registry.groups:
        members = tuple(group.members)
        if group.kind == "region" and set(without) < set(members):
            yield tuple(one for one in members if one not in without)


def _forces(sentence: str, words: Words) -> tuple[tuple[ForceCode, ...], tuple[ForceCode, ...]]:
    """The forces that a sentence names, and those that it leaves out."""
    found: list[ForceCode] = []
    without: list[ForceCode] = []
    for each in words.named(sentence):
        members = words.lines.data.members(each.subject) if each.subject is not None else ()
        if not members or len(members) > _SMALL_GROUP:
            continue
        left = _WITHOUT.search(sentence[: each.start]) is not None
        (without if left else found).extend(members)
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(without))


__all__ = ["WITH_UNKNOWN", "as_one", "beside_several", "together"]
