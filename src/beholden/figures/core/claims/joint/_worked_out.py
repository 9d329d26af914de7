"""Numbers worked out of the counts of areas told nearby, whatever words tell that they are.

Writers have ever other words for a sum, for what one area has more than another and for what came
on top within a year; what they are made of is nearly always told nearby. So a number that the
rules leave open is held against all that the areas told last add up to, lie apart and have gained.
One large exact number fits one of so few by chance hardly ever; where two fit, it stays open.

    worked_out(words)  # {4: the claim that Kent has 275 more than Essex}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import msgspec

from beholden.figures.core._calendar import calendar_year, financial_year, is_financial_year
from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims._told_plainly import STOP, plainly
from beholden.figures.core.claims.joint._differences import NARROWED, OF_ELSE
from beholden.figures.core.claims.joint._nearby import (
    MOST,
    SMALL_GROUP,
    Codes,
    Nearby,
    clause_of,
    codes_of,
    nearby,
    value_of,
)
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._of_all import told_of_each, within_these
from beholden.figures.core.claims.joint._several import WITH_UNKNOWN
from beholden.figures.core.claims.joint._than_before import told_against_ours
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.joint._years import fits_year, named_years
from beholden.figures.core.claims.models import Claim, ClaimKind, Measure, Shape
from beholden.figures.core.models import ForceCode, Period

_MANY_WORDS = words_of(2, 10)
_ADDS = lazily(
    r"\b(?:together|combined|jointly|collectively|between\s(?:them|the\s(?!years))|all\stold|add(?:s|ed|ing)?|put(?:ting)?"
    r"|taken|taking|throw(?:n|ing)?\sin|sum|both|along\swith|plus|excluding|without|lot|pair|trio|quartet)\b"
    rf"|\b(?:{_MANY_WORDS})\s(?:\w+\s){{0,2}}(?:forces|counties|areas|constabularies)\b",
    re.IGNORECASE,
)
# Of one area that its sentence names these say nothing of others.
_MAY_ADD = lazily(
    r"\b(?:in\s(?:all|total)|totals?|totall(?:ed|ing)|come[s]?\sto|came\sto|mak(?:es?|ing)|reach(?:es|ed)?"
    r"|leav(?:es?|ing)|across)\b",
    re.IGNORECASE,
)
_SO_MANY = lazily(
    rf"\b(?P<n>{_MANY_WORDS}|both|pair|trio|quartet)\b(?:\s(?:\w+\s){{0,2}}(?:forces|counties|areas"
    r"|constabularies|together|combined|put\stogether)\b|\sof\s(?:them|us)\b|(?=\s(?:have|had|has|recorded"
    r"|together)\b))",
    re.IGNORECASE,
)
_GROUPS = {"both": 2, "pair": 2, "trio": 3, "quartet": 4}
_PARTLY = lazily(
    rf"\b(?:each|apiece|per\s(?:force|county|area)|average|mean|(?:{_MANY_WORDS}|one|most|some|half"
    r"|many|several)\sof\s(?:the|these|those|our|its|all)|neither|nor|not|never|unnamed|except|bar)\b",
    re.IGNORECASE,
)
_UP = r"more|extra|additional|higher|above|ahead|clear|up|over"
_DOWN = r"fewer|less|lower|below|behind|down|short|under"
_BESIDE = lazily(
    rf"\s(?:(?:such|of\sthem|offences|crimes|cases|recorded)\s){{0,2}}(?:(?P<up>{_UP})|(?P<down>{_DOWN})"
    r"|(?P<apart>apart|between))\b",
    re.IGNORECASE,
)
_WITHIN = lazily(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.IGNORECASE)
_GAP = lazily(
    r"\b(?:gap|difference|margin|lead)\b[^.;]{0,40}$|\bled\sby\s$|\bapart\b", re.IGNORECASE
)
_ROSE = lazily(
    r"\b(?:ris(?:e|en|es|ing)|rose|increas\w*|jump\w*|leap\w*|leapt|growth|gr[eo]wn?|surge\w*|climb\w*|extra"
    r"|additional|added|add|gain\w*|went\sup|gone\sup|up\sby|on\stop)\b",
    re.IGNORECASE,
)
_FELL = lazily(
    r"\b(?:fall\w*|fell|drop\w*|declin\w*|decreas\w*|dip\w*|down\sby|went\sdown|gone\sdown|shed|lost|off\sthe)\b",
    re.IGNORECASE,
)
_US = lazily(
    r"\b(?:us|we|ours?(?:elves)?|here|(?:this|our)\s(?:own\s)?(?:county|force|area|patch|region))\b",
    re.IGNORECASE,
)
_OURS = lazily(
    r"\b(?:we|our(?:s|selves)|our\s(?:\w+\s)?(?:officers|detectives|count(?:y|ies)|forces?|staff)|(?:this|our)\s(?:own\s)?(?:county|force|area|patch))\b",
    re.IGNORECASE,
)
_THAN = lazily(r"\bthan\b|\bof\s(?:us|ours)\b", re.IGNORECASE)
_BEFORE_IT = lazily(
    r"\b(?:than|on|from|since)\b[^.;]{0,30}\b(?:year|months|20\d\d)|\b(?:than|from)\sbefore\b|\ba\syear\b",
    re.IGNORECASE,
)
_CLAUSES = lazily(r"[,;:()\u2013\u2014]|\s(?:and|but|while|which)\s")
_OF_A_COUNT = lazily(
    r"\s(?:of|in)\s(?:the|those|these|all)?\s?(?P<n>\d[\d,]{1,9})\b", re.IGNORECASE
)
_REGION = lazily(r"\b(?:the|our|this)\s(?:whole\s)?region\b", re.IGNORECASE)
_ALL = lazily(r"\b(?:total|nation(?:al(?:ly)?|wide)?|country|uk)\b", re.IGNORECASE)
_OF_THEM = lazily(r"\s(?:of|in)\s(?:them|those|these|that)\b", re.IGNORECASE)
_POINTS_BACK = lazily(
    r"\W*(?:it|its|that|this|those|these|the\s(?:force|county|figure|number|total)|(?:roughly|about|some"
    r"|almost|nearly|more|fewer|less|over)\b|one\sin|an?\s(?:third|quarter|fifth|sixth|tenth))\b",
    re.IGNORECASE,
)
# "309 (down 8)": of the newest year.
_GONE = lazily(r"\W{0,3}(?:up|down)\b", re.IGNORECASE)
_OLDER = lazily(
    r"\b(?:from|earlier|before|previous(?:ly)?|had\sbeen|base|ago|then|risen|rose|fell|fallen)\b",
    re.IGNORECASE,
)
_TOOK_PLACE_HERE = lazily(
    r"\b(?:(?:took\splace|happened|recorded|were|was|occurred)\s(?:right\s)?here)\b", re.IGNORECASE
)
_AS_MANY_AS = lazily(
    r"\b(?:as\s(?:many|high|much)\sas|more\sthan|fewer\sthan)\s(?:in|for|by|those\sin)\s[A-Z]",
    re.IGNORECASE,
)
_THIS = lazily(r"\W*(?:this|that|it)\b", re.IGNORECASE)
_LEAST = 100
_LEAST_APART = 20
_PAIR = 2
_NEAR = 3
_CLASSES = frozenset(
    {"not_in_data", "ambiguous", "missing_members", "geography", "unexplained", "direction",
     "arithmetic", "sum", "year_label"}
)  # fmt: skip


_Way = Callable[[Number, Nearby, Words], Iterator[Claim]]


def worked_out(one: Number, words: Words) -> Iterator[tuple[Claim, ...]]:
    """An open number as claims of what the areas told nearby give, way by way.

    Of each way the one claim that is true is meant, and none where two are.
    """
    place = nearby(one, words) if _asked(one) else None
    if place is None:
        return
    ways = _EXACT if _is_exact(one) else _ROUGH
    for way in ways.get(one.claim.measure, ()):
        made = {_key(each): each for each in way(one, place, words)}
        if made:
            yield tuple(made.values())


def _key(claim: Claim) -> object:
    group = None if claim.group is None else claim.group.members or claim.group.key
    return (claim.subject.members or claim.subject.key, group, claim.earlier, claim.period)


def _asked(one: Number) -> bool:
    claim, judgement = one.claim, one.checked.judgement
    left_open = judgement.verdict == "cannot_tell" and judgement.error_class in _CLASSES
    if not left_open and not (judgement.verdict == "differs" and _named_outright(one)):
        return False
    return not (claim.people or claim.subject.part or claim.phrase.doubt)


def _named_outright(one: Number) -> bool:
    """Whether words beside a number name what it is of: "of the 975", "took place here"."""
    claim = one.claim
    if claim.measure is Measure.SHARE:
        clause = _CLAUSES.split(claim.after)[0]
        return bool(_OF_A_COUNT.match(claim.after) or _TOOK_PLACE_HERE.search(clause))
    return told_against_ours(one) or _only_set_against(claim)


def _only_set_against(claim: Claim) -> bool:
    """Whether "this" begins the sentence, and its area is one that it is only compared with.

    "This is more than twice as many as in Gwent and an increase of 15": not of Gwent.
    """
    ahead = _AS_MANY_AS.search(claim.before)
    return claim.measure is Measure.DIFFERENCE and bool(ahead and _THIS.match(claim.sentence))


def _is_exact(one: Number) -> bool:
    phrase = one.claim.phrase
    whole = phrase.shape is Shape.COUNT and phrase.places == 0
    large = one.value >= _LEAST_APART or _only_set_against(one.claim)
    return whole and phrase.wording is Wording.PLAIN and large


def _sum(one: Number, place: Nearby, words: Words) -> Iterator[Claim]:
    """Several areas as one, of a year; or what they gained together."""
    claim = one.claim
    of_one = len(place.before) == 1
    adds = _ADDS.search(claim.sentence) or (not of_one and _MAY_ADD.search(claim.sentence))
    if one.value < _LEAST or not adds or _PARTLY.search(clause_of(claim)):
        return
    name = words.lines.data.names.get(place.series, place.series)
    if not plainly(claim.after, name) or told_of_each(one) or WITH_UNKNOWN.search(claim.sentence):
        return
    for codes in _sets(one, place, words):
        for period in place.years:
            if not _of_that_year(codes, period, place.series, one, words):
                continue
            if one.value in value_of(codes, place.series, period, words):
                yield _moved(claim, codes, place, words, measure=Measure.COUNT, period=period)


def _of_that_year(codes: Codes, period: Period, series: str, one: Number, words: Words) -> bool:
    """Whether the article tells no counts of these areas, or also those of this year."""
    told: dict[str, set[Period | None]] = {}
    for each in words.numbers:
        line = words.lines.line_of(each.claim)
        counted = each.exact and each.claim.measure is Measure.COUNT and each.at != one.at
        if counted and line.series == series:
            told.setdefault(line.subject.key, set()).add(each.claim.period)
    return one.claim.period_said or all(period in told.get(code, {period}) for code in codes)


def _sizes(sentence: str) -> set[int]:
    """How many areas a sentence says that it speaks of: "the trio", "all four"."""
    said = (each["n"].lower() for each in _SO_MANY.finditer(sentence))
    return {_GROUPS.get(each) or number_said(each) for each in said}


def _sets(one: Number, place: Nearby, words: Words) -> Iterator[Codes]:
    """All sets of areas that may be meant together, each once."""
    before = codes_of(place.before[::-1])
    here = (*before, *codes_of(place.after))
    told = _sizes(one.claim.sentence)
    clause = clause_of(one.claim)
    listed = next((each for each in place.listed if len(each) >= _PAIR), ())
    least = {*before, *codes_of(place.behind)} or (set() if told else set(listed))
    just = [each for each in place.listed if len(each) in told]
    seen: set[frozenset[ForceCode]] = set()
    for codes in _all_sets(place, before, here, words):
        unique = tuple(dict.fromkeys(codes))
        key = frozenset(unique)
        if key in seen or not _PAIR <= len(key) <= MOST or key & set(place.out):
            continue
        seen.add(key)
        if not key >= least or (told and len(key) not in told):
            continue
        # "The four forces" are those of a sentence that lists four.
        if just and not here and key != set(just[0]):
            continue
        if within_these(clause, unique, words):
            yield unique


def _all_sets(place: Nearby, before: Codes, here: Codes, words: Words) -> Iterator[Codes]:
    last = place.earlier[0] if place.earlier else ()
    yield here
    yield before
    yield (*last, *here)
    yield (*place.home, *here)
    run: Codes = ()
    for listed in place.listed[:_NEAR]:
        run = (*listed, *run)
        yield listed
        yield run
        yield (*run, *here)
        yield (*run, *place.home)
    for many in range(_PAIR, len(place.earlier) + 1):
        codes = tuple(code for each in reversed(place.earlier[:many]) for code in each)
        yield codes
        yield (*codes, *here)
    yield words.forces
    for region in words.regions:
        members = tuple(region.members)
        if set(members) & {*here, *place.home, *last, *place.out}:
            yield members
            for left in (place.out, place.home, last, before):
                yield tuple(code for code in members if code not in left)


def _apart(one: Number, place: Nearby, words: Words) -> Iterator[Claim]:
    """What one area has more or fewer than another one in the same year."""
    claim = one.claim
    way = _way(claim)
    if way is None:
        return
    pairs = _pairs(claim, place)
    for period in place.years:
        for mine, other in pairs:
            a, b = (value_of(codes, place.series, period, words) for codes in (mine, other))
            apart = {x - y for x in a for y in b}
            fits = {"up": one.value in apart, "down": -one.value in apart}
            if fits.get(way, fits["up"] or fits["down"]):
                yield _moved(
                    claim, mine, place, words, measure=Measure.OF_OTHER, period=period, other=other
                )


def _way(claim: Claim) -> str | None:
    """Whether a number is told as more, as fewer, or as what lies between; none where not."""
    if claim.measure is Measure.CHANGE:
        return None
    inside = _WITHIN.search(claim.phrase.text)
    found = inside or _BESIDE.match(claim.after)
    if found is not None:
        return "up" if found["up"] else "down" if found["down"] else "either"
    return "either" if _GAP.search(claim.before) else None


def _pairs(claim: Claim, place: Nearby) -> list[tuple[Codes, Codes]]:
    """Who may be told against whom: the area of the clause, and the one behind "than" or before."""
    us = bool(_US.search(claim.after)) and bool(place.home)
    against = [place.home] if us else list(place.after[:1])
    named = _THAN.search(STOP.split(claim.after)[0]) is not None
    subjects = list(place.before[-1:]) or list(place.earlier[:1])
    subjects = list(dict.fromkeys([*place.before, *subjects]))
    if not (named and against):
        against = [*against, *place.before, *place.earlier[:_NEAR], place.home]
    if not place.before and place.home:
        subjects.append(place.home)
    return [
        (mine, other)
        for mine in dict.fromkeys(subjects)
        for other in dict.fromkeys(against)
        if mine and other and not set(mine) & set(other)
    ]


def _gained(one: Number, place: Nearby, words: Words) -> Iterator[Claim]:
    """By how much the number of an area went up or down within a year."""
    claim = one.claim
    clause = clause_of(claim)
    inside = _WITHIN.search(claim.phrase.text) or _BESIDE.match(claim.after)
    inside = inside if _BEFORE_IT.search(claim.after) else None
    up = bool(_ROSE.search(clause)) or bool(inside and inside["up"])
    down = bool(_FELL.search(clause)) or bool(inside and inside["down"])
    ahead = claim.before
    if (
        up == down
        or NARROWED.search(ahead)
        or OF_ELSE.search(clause)
        or _than_an_area(claim, place)
    ):
        return
    last = _last_alone(place) or (() if place.listed else codes_of(place.earlier[:1]))
    here = place.home if _US.search(clause) else last
    areas = [*place.before[:1], here if not place.before else ()]
    if place.before and set(place.home) < set(place.before[0]):
        # "Nobody else in Wales comes near the 86 extra": of the article's own area, within it.
        areas.append(place.home)
    for codes in dict.fromkeys(areas):
        for period in place.years:
            year = financial_year if is_financial_year(period) else calendar_year
            first = year(period.start.year - 1)
            if not words.allows_pair(one, first, period):
                continue
            a = value_of(codes, place.series, period, words) if codes else ()
            b = value_of(codes, place.series, first, words) if codes else ()
            if (one.value if up else -one.value) in {x - y for x in a for y in b}:
                yield _moved(
                    claim,
                    codes,
                    place,
                    words,
                    measure=Measure.DIFFERENCE,
                    period=period,
                    first=first,
                    up=up,
                )


def _than_an_area(claim: Claim, place: Nearby) -> bool:
    """Whether a number is told against another area: "199 more than Hertfordshire", "than us"."""
    clause = STOP.split(claim.after)[0]
    return _THAN.search(clause) is not None and bool(place.after or _US.search(clause))


def _moved(
    claim: Claim,
    codes: Codes,
    place: Nearby,
    words: Words,
    *,
    measure: Measure,
    period: Period,
    other: Sequence[ForceCode] = (),
    first: Period | None = None,
    up: bool = False,
    kind: ClaimKind = "total",
) -> Claim:
    direction = claim.direction
    if first is not None:
        direction = "up" if up else "down"
    return msgspec.structs.replace(
        claim,
        kind="share" if measure is Measure.SHARE else kind,
        measure=measure,
        subject=words.several(codes),
        series=place.series,
        period=period,
        earlier=first,
        group=words.several(tuple(other)) if other else None,
        basis="count" if measure is Measure.OF_OTHER else claim.basis,
        direction=direction,
        course=None,
        operands=(),
        elsewhere=(),
    )


def _cell(one: Number, place: Nearby, words: Words) -> Iterator[Claim]:
    """The number of the area that it was read of, of the one of its years that has it."""
    claim = one.claim
    if claim.period_said or place.series != words.lines.line_of(claim).series:
        return
    name = words.lines.data.names.get(place.series, place.series)
    paired = claim.course is not None and claim.course.value is not None
    if one.value < _LEAST or paired or not plainly(claim.after, name):
        return
    if OF_ELSE.search(_CLAUSES.split(claim.before)[-1]) or told_of_each(one):
        return
    # "Bedfordshire had 118 of them": of the newest year it is wrong, and of none before it is told.
    older = _OLDER.search(claim.sentence) is not None and not _GONE.match(claim.after)
    named = named_years(claim.sentence)
    years = [
        each
        for at, each in enumerate(place.years)
        if older or not at or any(fits_year(year, each) for year in named)
    ]
    mine = frozenset(words.lines.data.members(claim.subject))
    read = [each for each in (*place.before[:1], *place.whole[:1]) if set(each) == mine]
    for codes in [place.beside] if place.beside else read:
        for period in years:
            if one.value in value_of(codes, place.series, period, words):
                yield _moved(claim, codes, place, words, measure=Measure.COUNT, period=period)


def _share(one: Number, place: Nearby, words: Words) -> Iterator[Claim]:
    """A part that an area, or several, have of a larger one."""
    claim = one.claim
    clause = f"{claim.before} {_CLAUSES.split(claim.after)[0]}"
    if OF_ELSE.search(clause) or NARROWED.search(claim.before):
        return
    parts = _parts(one, place, words)
    for whole in _wholes(one, place, words):
        for part in parts:
            if set(part) < set(whole):
                yield msgspec.structs.replace(
                    _moved(
                        claim,
                        part,
                        place,
                        words,
                        measure=Measure.SHARE,
                        period=place.years[0],
                        other=whole,
                    ),
                    part="",
                    whole="",
                )


def _last_alone(place: Nearby) -> Codes:
    """The area that the last sentence that names any tells of, if it is one alone."""
    return place.listed[0] if place.listed and len(place.listed[0]) == 1 else ()


def _parts(one: Number, place: Nearby, words: Words) -> list[Codes]:
    claim = one.claim
    if _OURS.search(claim.before) or _US.search(_CLAUSES.split(claim.after)[0]):
        return [place.home] if place.home else []
    sizes = _sizes(claim.sentence)
    if sizes and not place.before:
        return [each for each in (*place.listed, words.forces) if len(each) in sizes][:1]
    beside = [each for each in place.before if len(each) <= SMALL_GROUP]
    back = _last_alone(place) if _POINTS_BACK.match(claim.sentence) else ()
    return beside[:1] or ([back] if back else [])


def _wholes(one: Number, place: Nearby, words: Words) -> list[Codes]:
    """Of what a share is one: the count that it is said of, a region that is named, the country."""
    of = _OF_A_COUNT.match(one.claim.after)
    if of is not None:
        value = Fraction(of["n"].replace(",", ""))
        return [
            tuple(words.lines.data.members(each.claim.subject))
            for each in words.numbers
            if each.held and each.exact and each.value == value
        ][:1]
    if _OF_THEM.match(one.claim.after):
        last = [each for each in words.numbers[: one.at] if each.held and each.exact]
        return [tuple(words.lines.data.members(each.claim.subject)) for each in last[-1:]]
    region = words.home_region
    if _REGION.search(one.claim.sentence):
        return [] if region is None else [tuple(region.members)]
    if place.whole:
        return list(place.whole[:1])
    read = tuple(words.lines.data.members(one.claim.subject))
    if len(read) > MOST:
        return [read]
    uk = words.uk
    return [tuple(uk.members)] if uk is not None and _ALL.search(one.claim.sentence) else []


def _rate(one: Number, place: Nearby, words: Words) -> Iterator[Claim]:
    """How often offences are recorded by the area told last, or by the article's own."""
    claim = one.claim
    if OF_ELSE.search(clause_of(claim)) or NARROWED.search(claim.before):
        return
    wrong = [each for each in words.numbers[: one.at] if each.exact and not each.held]
    if any(each.claim.sentence == claim.sentence for each in wrong):
        # "568 in the last year, or two a day": made of that count, whatever year's it is.
        return
    near = codes_of(place.before[:1]) or (
        place.home if _OURS.search(claim.before) else _last_alone(place)
    )
    for period in place.years[:_PAIR]:
        if near and (period == claim.period or not claim.period_said):
            yield _moved(
                claim, near, place, words, measure=Measure.FREQUENCY, period=period, kind="rate"
            )


_COUNTED = (_sum, _apart, _gained, _cell)
_EXACT: dict[Measure, tuple[_Way, ...]] = {
    Measure.COUNT: _COUNTED,
    Measure.SUM: _COUNTED,
    Measure.DIFFERENCE: (_sum, _apart, _gained),
    Measure.OF_OTHER: (_apart,),
}
_ROUGH: dict[Measure, tuple[_Way, ...]] = {Measure.SHARE: (_share,), Measure.FREQUENCY: (_rate,)}


__all__ = ["worked_out"]
