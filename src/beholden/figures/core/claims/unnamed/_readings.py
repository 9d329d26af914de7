"""What a number may be that names nothing: a count, a change, a difference, a share, a rate.

Each reading needs its cue in the sentence, and an area and a year of which the text speaks. They
are tried against the data one by one; what none of them bears out stays left alone.

    [one.measure for one in readings(around, own, uk)]  # [Measure.CHANGE]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._roles import CHANGE
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.models import (
    Claim,
    ClaimKind,
    Direction,
    Measure,
    Per,
    Shape,
    Spot,
    Subject,
)
from beholden.figures.core.claims.naming.gazetteer import of_force, of_group, of_other
from beholden.figures.core.claims.unnamed._around import Around
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import ForceCode, Period
from beholden.figures.core.periods import is_financial_year

_LEAST, _LEAST_NAMED = 100, 20
_FEW_AREAS = 5
_FEWEST = 2
_OTHER_NOUN = lazily(
    r"[\s-]*(?:offi\w+|police|forces?|constabular\w+|counti?e?s?\b|countr\w+|nations?|regions?|areas?|days?|weeks?"
    r"|months?|years?|hours?|minutes?|neighbours?|answers?|replies|tables?|lists?|rows?|columns?|lines?|steps?"
    r"|points?|times?\b|o'clock|of\s+(?:the\s+)?\d*\s*(?:forces|counties|areas))",
    re.IGNORECASE,
)
_OURS = lazily(r"\b(?:we|our|ours|us|here|locally)\b", re.IGNORECASE)
_MORE = lazily(
    r"\b(?P<up>more|extra|additional|further|another|added|adding|higher|greater|plus)\b"
    r"|\b(?P<down>fewer|less|lower)\b",
    re.IGNORECASE,
)
_SIGN = lazily(r"(?P<up>\+|\bplus\s)|(?P<down>[\u2212\u2013-](?=\d)|\bminus\s)", re.IGNORECASE)
_APART = lazily(
    r"\b(?P<up>ahead|above|more)\b|\b(?P<down>behind|below|fewer|short|less)\b|\bapart\b|\bbetween\b(?!\sthem)|\bgap\b",
    re.IGNORECASE,
)
_OF_ALL = lazily(
    r"\s+of\s+(?:(?:last|that|the)\s(?:year['\u2019]s\s)?(?:number|total|figure)|that|this|it|them|those|these|all|the\s+(?:[\w-]+\s+){0,3}(?:total|whole|lot|number|figure|count|offences"
    r"|crimes|cases)|(?:the\s+)?(?:uk|national|country|kingdom|region)\b)",
    re.IGNORECASE,
)
_SHARE = lazily(r"\b(?:share|proportion|account\w*|contribut\w*)\b", re.IGNORECASE)
_OF = lazily(r"[\"\u201d')\s]*of\b", re.IGNORECASE)
_AS_MANY = lazily(
    r"\s+(?:ours|our|that\s+of|as\s+many|the\s+(?:number|figure|total))\b", re.IGNORECASE
)
_AS_PERCENT = lazily(r"\b(?:as\sa|in)\s(?:percentages?|per\scents?)\b", re.IGNORECASE)
_WORKED = lazily(
    r"\W*(?:that|this|it|which)(?:['\u2019]s|\s(?:is|was|makes|works\sout|comes\sto|amounts\sto))\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = lazily(r"[,;:()\u2013\u2014]|\s-\s")
_THEIRS = lazily(
    r"\s+(?:of\s+)?(?:(?:that|the\s(?:number|figure|total))\s+(?:of|in|for)\b|ours\b|our\s(?:number|figure|total|own)\b"
    r"|(?:what\s)?(?-i:[A-Z])[\w\s]{1,40}['\u2019]s?\b)",
    re.IGNORECASE,
)
_WHOLE = 100
_THEN = lazily(
    r"\b(?:from|before|earlier|previous(?:ly)?|preceding|prior|then|had\sbeen|ago|used\sto)\b",
    re.IGNORECASE,
)
_EACH_YEAR = lazily(
    r"\b(?:average|mean|each\s+year|every\s+year|a\s+year|year[\s-]on[\s-]year|annual\w*|yearly)\b",
    re.IGNORECASE,
)
_FROM = lazily(r"\bfrom\s+(?:just\s+|only\s+)?$", re.IGNORECASE)
_TO = lazily(r"\bto\s+(?:just\s+|only\s+)?$", re.IGNORECASE)
_EITHER = lazily(r"\b(?:against|compared|after|versus|vs)\b", re.IGNORECASE)
_EXACT = frozenset({Wording.PLAIN})
_MOST_OFTEN = 500
_PERS: dict[str, Per] = {
    "hour": "hour", "day": "day", "week": "week", "month": "month",
}  # fmt: skip
_UNIT = lazily(
    r"\b(?:(hour|dai|week|month)ly|(?:a|per|each|every)\s(hour|day|week|month))\b", re.IGNORECASE
)
_IT_WAS = lazily(
    r"\b(?:it|that|this|which)\s(?:is|was|had\sbeen|would\shave\sbeen|compares\swith)\b|\b(?:from|against|after|compared\swith)\s",
    re.IGNORECASE,
)
_SEVERAL = lazily(
    r"\b(?:the|its|our|all)\s(?:other\s)?(?:two|three|four|five|six)\b|\bput\stogether\b|\bcombined\b|\bbetween\sthem\b|\btogether\b",
    re.IGNORECASE,
)
_KINDS: dict[Measure, ClaimKind] = {
    Measure.COUNT: "total",
    Measure.DIFFERENCE: "total",
    Measure.CHANGE: "percent_change",
    Measure.FREQUENCY: "rate",
    Measure.SHARE: "share",
    Measure.OF_OTHER: "ratio",
}


class Land(msgspec.Struct, frozen=True):
    """The areas that need no telling: ``own`` is the one that the article is mostly about."""

    own: Subject | None
    registry: Registry

    @property
    def uk(self) -> Subject:
        """The country."""
        return of_group(self.registry.group("uk"))


def readings(around: Around, land: Land) -> Iterator[Claim]:
    """All that a number may be, the likeliest first."""
    if _OTHER_NOUN.match(around.after) or any(
        one.subject and one.subject.part for one in around.whos
    ):
        return
    phrase = around.phrase
    if around.sentence.text.count(phrase.text) > 1:
        # Of "543 to 543" one may be wrong.
        return
    if phrase.shape is Shape.COUNT:
        yield from _counts(around, land)
    elif phrase.shape in {Shape.PERCENT, Shape.ONE_IN}:
        yield from _parts_of_another(around, land)
        yield from _shares(around, land)
        yield from _changes(around, land)
    elif phrase.shape is Shape.MULTIPLE:
        yield from _multiples(around, land)
    elif phrase.shape in {Shape.PER, Shape.EVERY}:
        for who in _whos(around, land):
            for period in _years(around, phrase_is_end=False):
                yield _claim(around, Measure.FREQUENCY, who, period)


def _counts(around: Around, land: Land) -> Iterator[Claim]:  # noqa: C901 - one cue after another
    phrase, whos = around.phrase, _whos(around, land)
    least = _LEAST_NAMED if around.named else _LEAST
    if _AS_PERCENT.search(around.before):
        told = msgspec.structs.replace(phrase, shape=Shape.PERCENT)
        yield from _changes(msgspec.structs.replace(around, phrase=told), land)
        return
    yield from _often(around, land)
    exact = phrase.wording in _EXACT or phrase.wording is Wording.ABOUT
    if not exact or phrase.places or phrase.value < least or phrase.doubt:
        return
    behind = _CLAUSE_ENDS.split(around.after, maxsplit=1)[0]
    apart, more = _APART.search(behind[:60]), _MORE.search(behind[:30])
    moved = CHANGE.search(around.before) or _SIGN.match(phrase.text)
    if more is None and apart is None and not moved:
        for who in whos:
            for period in _years(around, phrase_is_end=True):
                yield _claim(around, Measure.COUNT, who, period)
    if apart is not None:
        for who, other in (*_pairs(around, land), *_against_several(around, land)):
            for direction in _ways(apart):
                yield _claim(
                    around, Measure.OF_OTHER, who, _latest(around), group=other, direction=direction
                )
    for found in (more or moved, _SIGN.match(phrase.text)):
        if found:
            for who in whos:
                yield from _between_years(around, Measure.DIFFERENCE, who, _way(found))


def _often(around: Around, land: Land) -> Iterator[Claim]:
    """A number that goes on from a rate, or that is told as one: "rose from 2.3 to 3.8 a week"."""
    phrase, last = around.phrase, around.anchor.checked.claim
    told = _UNIT.search(around.sentence.text)
    goes_on = last.measure is Measure.FREQUENCY and last.phrase.shape is Shape.PER
    unit = (
        _units(told)
        if told
        else last.phrase.per
        if goes_on and _IT_WAS.search(around.before)
        else ""
    )
    if not unit or phrase.value >= _MOST_OFTEN or _MORE.match(around.after.lstrip()):
        return
    often = msgspec.structs.replace(phrase, shape=Shape.PER, per=unit)
    there = msgspec.structs.replace(around, phrase=often)
    for who in _whos(around, land):
        for period in _years(around, phrase_is_end=True):
            yield _claim(there, Measure.FREQUENCY, who, period)


def _units(told: re.Match[str]) -> Per:
    word = next(one for one in told.groups() if one).lower()
    return _PERS["day" if word == "dai" else word]


def _changes(around: Around, land: Land) -> Iterator[Claim]:
    if _OF.match(around.after) or around.phrase.shape is not Shape.PERCENT:
        return
    found = _SIGN.match(around.phrase.text) or _SIGN.search(around.before[-6:])
    found = found or CHANGE.search(around.sentence.text)
    beside = any(
        one.block == around.block
        and one.start < around.phrase.start
        and (around.sentence.start <= one.start or not around.named)
        and one.checked.claim.measure in {Measure.DIFFERENCE, Measure.CHANGE, Measure.MULTIPLE}
        for one in around.near
    )
    last = around.anchor.checked.claim
    worked = _WORKED.match(around.sentence.text) and _two_counts(around)
    if not (found or beside or worked) or _EACH_YEAR.search(around.sentence.text):
        return
    way = _way(found) if found else last.direction
    for who in _whos(around, land):
        yield from _between_years(around, Measure.CHANGE, who, way)


def _two_counts(around: Around) -> bool:
    """Whether the text has just told two counts of one area: a change may be worked out."""
    last = around.anchor.checked.claim
    counts = {
        one.checked.claim.period
        for one in around.near
        if one.block == around.block
        and one.checked.claim.measure is Measure.COUNT
        and one.checked.claim.subject.key == last.subject.key
    }
    return len(counts) >= _FEWEST


def _shares(around: Around, land: Land) -> Iterator[Claim]:
    if not (_OF_ALL.match(around.after) or _SHARE.search(around.before)):
        return
    whole = around.anchor.checked.claim.subject
    wholes = [whole, land.uk] if len(whole.members) >= _FEWEST else [land.uk]
    sums = tuple(_sums(around, land))
    groups = dict.fromkeys((*(one for one in around.named if one.members), *wholes))
    for group in groups:
        for who in dict.fromkeys((*_whos(around, land), *_last_of(around, land), *sums)):
            if who not in groups:
                yield _claim(around, Measure.SHARE, who, _latest(around), group=group)
    if _SEVERAL.search(around.sentence.text) or _OF_ALL.match(around.after):
        for group in sums:
            for who in _whos(around, land):
                if who.key in group.members:
                    yield _claim(around, Measure.SHARE, who, _latest(around), group=group)


def _against_several(around: Around, land: Land) -> Iterator[tuple[Subject, Subject]]:
    """One area against several as one, either way: "102 fewer than Essex by itself"."""
    if not _SEVERAL.search(around.sentence.text):
        return
    told = around.anchor.checked.claim.subject
    for several in _sums(around, land, named=False):
        for who in (*around.named, told):
            if not who.members and who.key not in several.members:
                yield several, who
                yield who, several


def _multiples(around: Around, land: Land) -> Iterator[Claim]:
    if _AS_MANY.match(around.after):
        for who, other in _pairs(around, land):
            yield _claim(around, Measure.OF_OTHER, who, _latest(around), group=other)


def _parts_of_another(around: Around, land: Land) -> Iterator[Claim]:
    """As "less than half of our number", "a quarter of West Yorkshire's": a multiple below one."""
    phrase = around.phrase
    if (
        phrase.shape is not Shape.PERCENT
        or phrase.value >= _WHOLE
        or not _THEIRS.match(around.after)
    ):
        return
    part = msgspec.structs.replace(
        phrase, shape=Shape.MULTIPLE, value=Fraction(phrase.value) / _WHOLE, places=0
    )
    there = msgspec.structs.replace(around, phrase=part)
    after = [one.subject for one in around.whos if one.start >= phrase.end and one.subject]
    before = [one.subject for one in around.whos if one.start < phrase.start and one.subject]
    who = before[-1] if before else around.anchor.checked.claim.subject
    for other in dict.fromkeys(after or _last_of(around, land)):
        if who.key != other.key:
            yield _claim(there, Measure.OF_OTHER, who, _latest(around), group=other)


def _whos(around: Around, land: Land) -> tuple[Subject, ...]:
    """The areas that a number may be of: those of its sentence, else the one told last."""
    if around.named:
        return around.named
    last = around.anchor.checked.claim.subject
    ours = _OURS.search(around.sentence.text) is not None
    mine = list(_last_of(around, land) if ours else ())[:1]
    return tuple({one.key: one for one in (*mine, last)}.values())


def _last_of(around: Around, land: Land) -> Iterator[Subject]:
    """Whom a share is of that names only its whole: the article's own area, or the last told."""
    if land.own is not None:
        yield land.own
    last = around.anchor.checked.claim.subject
    if not last.members:
        yield last
    forces = [
        one.checked.claim.subject
        for one in reversed(around.near)
        if not one.checked.claim.subject.members
    ]
    yield from forces[:2]


def _pairs(around: Around, land: Land) -> Iterator[tuple[Subject, Subject]]:
    """Two areas that may be held against each other, each a force or a group of its own."""
    named = list(around.named)
    last = around.anchor.checked.claim.subject
    others = [
        one for one in (land.own, last) if one is not None and one.key not in {x.key for x in named}
    ]
    for who, other in combinations([*named, *others][:_FEW_AREAS], 2):
        yield who, other
        yield other, who


def _sums(around: Around, land: Land, *, named: bool = True) -> Iterator[Subject]:
    """Several forces as one: those that the sentence names, with those told just before."""
    told = [
        one.checked.claim.subject
        for one in sorted(around.near, key=lambda one: (one.block, one.start), reverse=True)
        if (one.block, one.start) < (around.block, around.phrase.start)
    ]
    among = {
        one.key: one
        for one in (
            *_each(around.named, land),
            *told,
            *((land.own,) if land.own is not None else ()),
        )
        if not one.members and ":" not in one.key
    }
    for one in told:
        if _FEWEST <= len(one.members) <= _FEW_AREAS and not named:
            yield one
    few = tuple(among.values())[:_FEW_AREAS]
    for size in range(_FEWEST, len(few) + 1):
        for chosen in combinations(few, size):
            if all(
                one.key in {each.key for each in chosen} for one in around.named if one.key in among
            ):
                name = f"{', '.join(one.name for one in chosen[:-1])} and {chosen[-1].name}"
                yield of_other(name, tuple(ForceCode(one.key) for one in chosen))


def _each(named: Sequence[Subject], land: Land) -> Iterator[Subject]:
    """The forces of what was read as one: "West Yorkshire and Humberside" at the end of a list."""
    for one in named:
        if one.key.startswith("other:") and one.members:
            yield from (of_force(land.registry.by_code(code)) for code in one.members)
        else:
            yield one


def _latest(around: Around) -> Period | None:
    """The newest year that the text told of just before, or the one that the sentence names."""
    said = [one.period for one in around.whens if one.period is not None]
    if len(said) == 1:
        return said[0]
    own = around.anchor.checked.claim
    periods = [one.checked.claim.period for one in around.near] or [own.period]
    return max(
        (one for one in periods if one is not None and is_financial_year(one)), default=own.period
    )


def _years(around: Around, *, phrase_is_end: bool) -> Iterator[Period]:
    """The years that a count may be of, by the words of its sentence."""
    latest = _latest(around)
    if latest is None:
        return
    if any(one.period is not None for one in around.whens):
        yield latest
        return
    before = shifted(latest, -1)
    if phrase_is_end and _FROM.search(around.before):
        yield before
    elif phrase_is_end and _TO.search(around.before):
        yield latest
    elif phrase_is_end and _EITHER.search(around.before):
        yield latest
        yield before
    elif _THEN.search(around.sentence.text):
        yield before
    else:
        yield latest


def _between_years(
    around: Around, measure: Measure, who: Subject, direction: Direction
) -> Iterator[Claim]:
    """A change or a difference, of the years of the last one told, or of the latest."""
    latest = _latest(around)
    pairs = [
        (one.checked.claim.earlier, one.checked.claim.period)
        for one in reversed(around.near)
        if one.checked.claim.earlier is not None
    ]
    if latest is not None:
        pairs.append((shifted(latest, -1), latest))
    for earlier, period in dict.fromkeys(pairs[:1] + pairs[-1:]):
        claim = _claim(around, measure, who, period, direction=direction)
        yield msgspec.structs.replace(claim, earlier=earlier)


def _way(found: re.Match[str]) -> Direction:
    groups = found.groupdict()
    return "up" if groups.get("up") else "down" if groups.get("down") else ""


def _ways(found: re.Match[str]) -> tuple[Direction, ...]:
    way = _way(found)
    return (way,) if way else ("up",)


def _claim(
    around: Around,
    measure: Measure,
    who: Subject,
    period: Period | None,
    *,
    group: Subject | None = None,
    direction: Direction = "",
) -> Claim:
    last = around.anchor.checked.claim
    kind = _KINDS[measure]
    if measure is Measure.OF_OTHER and around.phrase.shape is Shape.COUNT:
        kind = "total"
    named = any(one.key == who.key for one in around.named)
    said = any(one.period is not None for one in around.whens)
    why = (
        f"who: {who.name}, {'named in the sentence' if named else 'of which the text spoke last'}",
        f"what: {last.series_name}, of which the text spoke last",
    )
    return Claim(
        kind=kind,
        measure=measure,
        sentence=around.sentence.text,
        phrase=around.phrase,
        subject=who,
        series=last.series,
        series_name=last.series_name,
        places=(Spot(around.block, around.phrase.start, around.phrase.end),),
        subject_said=named,
        series_said=False,
        period=period,
        period_said=said,
        direction=direction,
        group=group,
        basis="count" if measure is Measure.OF_OTHER else "",
        speaker=around.speaker,
        why=why,
    )


__all__ = ["readings"]
