"""Whether a series of a survey or a hotline is what a claim speaks of, by their words.

Such series have no register of names. Every word that tells a series of the data from
others must stand in the claim, and whoever counted must be named with it; and where two
series fit, neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import msgspec

from beholden.figures.core._calendar import days
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.judging._own_counts import held_values
from beholden.figures.core.claims.judging._values import UK, Cell
from beholden.figures.core.claims.judging.dataset import Data, Fact
from beholden.figures.core.claims.models import Claim, Measure
from beholden.figures.core.claims.naming._ages import DIGITS
from beholden.figures.core.claims.naming._topics import UNNAMED
from beholden.figures.core.claims.naming._what_words import THINGS
from beholden.figures.core.claims.naming.own_series import OWN
from beholden.figures.core.claims.naming.series import Series
from beholden.figures.core.offences import SEXUAL_COMMUNICATION

_WORD = lazily(r"[^\W_]+")
_CAPITALS = lazily(r"[A-Z][a-z]+")
_SHORTEST = 2
_LONGEST_NAME = 8
# Words that stand in many series and tell none of them from another.
_COMMON = frozenset(
    [
        "a",
        "about",
        "against",
        "aged",
        "all",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "been",
        "being",
        "by",
        "case",
        "child",
        "children",
        "count",
        "counted",
        "crime",
        "for",
        "from",
        "had",
        "has",
        "have",
        "identified",
        "in",
        "incident",
        "is",
        "it",
        "number",
        "of",
        "offence",
        "on",
        "or",
        "other",
        "over",
        "people",
        "person",
        "police",
        "record",
        "recorded",
        "report",
        "reported",
        "sent",
        "that",
        "the",
        "their",
        "them",
        "themselve",
        "this",
        "to",
        "total",
        "under",
        "up",
        "was",
        "were",
        "which",
        "who",
        "with",
        "young",
    ]
)


class _Spoken(msgspec.Struct, frozen=True):
    """The words of a claim, taken apart once: it is held against every series of the data."""

    own: frozenset[str]
    said: frozenset[str]
    named: frozenset[str]


def _spoken(claim: Claim) -> _Spoken:
    own = words(claim.series, claim.series_name)
    more = _REFERRAL if _passed_on(claim, own) else frozenset()
    more |= _SOUGHT if _sought(claim, own) else frozenset()
    more |= _SEXUAL if _SEX.search(claim.sentence) else frozenset()
    return _Spoken(
        own=own,
        said=own | words(claim.part, claim.whole, claim.sentence) | more,
        named=words(claim.subject.key, claim.subject.name, claim.sentence)
        | _initials(f"{claim.subject.name}. {claim.sentence}"),
    )


_SEXUAL = frozenset({"sexual"})
_SEX = lazily(r"\bsex\s+(?:offen[cs]es?|crimes?|abuse|assaults?)\b", re.IGNORECASE)
_REFERRAL = frozenset({"referral"})
_PASSED = r"(?:(?:pass(?:ed)?|hand(?:ed)?|send|sent)\s+on|refer(?:red)?|passed\s+to)\b"
_CONTACTS_PASSED = lazily(
    rf"\b(?:contacts|calls|cases|reports|concerns)\s+(?:(?:about|over)\s[^,;.:\d]{{1,50}}\s)?"
    rf"(?:(?:that|which)\s+)?(?:(?:were|was|it|they)\s+)?{_PASSED}",
    re.IGNORECASE,
)
_WAS_PASSED = lazily(
    rf"\s+(?:[\w\u2019'-]+\s+){{0,5}}?(?:were|was|had\s+been|had\s+to\s+be|being)\s+(?:\w+\s+)?{_PASSED}"
    rf"|[^.;:]{{0,80}}?(?<!of\s)\b(?:which|that)\s[^.;:,]{{0,60}}?{_PASSED}",
    re.IGNORECASE,
)
_PASSED_SO_MANY = lazily(rf"{_PASSED}\s+(?:on\s+)?(?:\w+\s+){{0,2}}$", re.IGNORECASE)


_SOUGHT = frozenset({"sought", "help"})
_PEOPLE_WHO = lazily(
    r"\b(?:people|adults|men|callers)\b[^.;:,\d]{0,40}?\b(?:contact(?:ed|ing)|got\s+in\s+touch|sought|turned\s+to"
    r"|asked\s+for|rang|phoned|called)\b",
    re.IGNORECASE,
)
_THE_PEOPLE = lazily(r"\s*(?:[\w-]+\s+){0,2}?(?:people|adults|men|callers)\b", re.IGNORECASE)


def _sought(claim: Claim, own: frozenset[str]) -> bool:
    """Whether people are counted who turned to a helpline: they sought its help."""
    if "helpline" not in own:
        return False
    before, after = claim.before, claim.after
    told = _PEOPLE_WHO.search(claim.sentence)
    return told is not None and bool(_THE_PEOPLE.match(after) or _PEOPLE_WHO.search(before))


def _passed_on(claim: Claim, own: frozenset[str]) -> bool:
    """Whether calls to a helpline are counted that it passed on: its referrals by another name."""
    if "helpline" not in own or "referral" in own:
        return False
    before, after = claim.before, claim.after
    told = _WAS_PASSED.match(after) or _PASSED_SO_MANY.search(before)
    return bool(told or _CONTACTS_PASSED.search(before))


@lru_cache(maxsize=4096)
def _words_of_series(series: str, series_name: str, noun: str = "") -> frozenset[str]:
    """The telling words of a series of the data, which are few and asked for again and again."""
    return (words(noun) if noun else frozenset()) or words(series, series_name)


@lru_cache(maxsize=4096)
def _words_of_subject(subject: str, subject_name: str) -> frozenset[str]:
    return words(subject, subject_name)


def alike(claim: Claim, fact: Fact, data: Data) -> bool:
    """Whether a claim speaks of what a fact counts, and of whoever counted it."""
    return _alike(claim, _spoken(claim), fact, data)


def _alike(claim: Claim, spoken: _Spoken, fact: Fact, data: Data) -> bool:
    telling = _words_of_series(fact.series, fact.series_name, fact.noun)
    if not telling:
        return False
    own = spoken.own
    if _of_other_kind(own, telling):
        return False
    if _of_other_harm(claim, spoken, telling):
        return False
    if not telling & _AGES <= own:
        # The ages of another number's children stand in the sentence too.
        return False
    if not telling <= spoken.said or (own and not own & telling) or own & _KEPT_APART - telling:
        return False
    return _same_subject(claim, spoken, fact, data) or _only_supposed(claim, fact)


def _of_other_harm(claim: Claim, spoken: _Spoken, telling: frozenset[str]) -> bool:
    """Whether calls about one kind of harm are held against a series of calls about any."""
    if "helpline" not in spoken.own:
        return False
    told = spoken.own
    if "referral" in telling and not words(claim.sentence) >= _REFERRAL:
        # What is only said to have been passed on may be of any kind that the sentence names.
        told |= words(claim.sentence)
    return bool(told & _HARMS - telling)


_HARMS = frozenset({"neglect", "cruelty", "physical", "emotional", "slavery", "trafficking"})


def _of_other_offence(own: frozenset[str], telling: frozenset[str]) -> bool:
    """Whether two names are of different offences, neither of which is a part of the other."""
    return bool(own & _OFFENCES and telling & _OFFENCES) and not own & telling & _OFFENCES


def _of_other_kind(own: frozenset[str], telling: frozenset[str]) -> bool:
    """Whether a claim counts calls, sessions or arrests, and a series something else."""
    return any(own & kind and not telling & kind for kind in _KINDS)


def resolved(claim: Claim, data: Data) -> tuple[Claim, bool]:
    """The claim with the series and subject of the data, where its words fit just one of them.

    Also whether the claim names whoever counted: without that a number may be
    confirmed, and not more.
    """
    if not claim.series.startswith("other:"):
        return _in_scotland(claim, data) or claim, True
    if data.periods(claim.series, data.keys(claim.subject)):
        return claim, True
    spoken = _spoken(claim)
    fitting = [fact for fact in data.outside.values() if _alike(claim, spoken, fact, data)]
    of_it = [fact for fact in fitting if _same_subject(claim, spoken, fact, data)]
    found = _closest(of_it or fitting, claim.series, claim.series_name)
    if len(found) == 1:
        found = _wider_with_number(claim, found[0], of_it, data) or found
    if len(found) != 1:
        return claim, True
    # What is only said to have been passed on, or to have got in touch, may be confirmed.
    plain = words(claim.sentence) >= _REFERRAL or not _passed_on(claim, spoken.own)
    plain = plain and (words(claim.sentence) >= _SOUGHT or not _sought(claim, spoken.own))
    series, key, sure = found[0].series, found[0].subject, bool(of_it) and plain
    subject = claim.subject
    if key not in data.keys(subject):
        subject = msgspec.structs.replace(
            subject, key=key, name=data.name_of(key), members=data.members_of(key), part=""
        )
    return msgspec.structs.replace(claim, series=series, subject=subject), sure


def _wider_with_number(
    claim: Claim, narrow: Fact, fitting: Sequence[Fact], data: Data
) -> list[Fact]:
    """The wider series whose number this is, where the narrower one is told in another clause.

    "To have neglect looked into, it made 3,106 referrals" counts all of them. It may confirm only.
    """
    mine = _words_of_series(narrow.series, narrow.series_name, narrow.noun)
    wider = [
        fact
        for fact in fitting
        if _words_of_series(fact.series, fact.series_name, fact.noun) < mine
        and fact.subject == narrow.subject
        and _gives(msgspec.structs.replace(claim, series=fact.series), data)
    ]
    if len(wider) != 1:
        return []
    beside = words(_between_commas(claim), claim.series_name)
    return wider if not mine <= beside | words(claim.series) else []


def _gives(claim: Claim, data: Data) -> bool:
    """Whether a series has the count of a claim, or rose by what the claim says."""
    if claim.measure is not Measure.CHANGE:
        return _count_of(claim) in _held(claim, data)
    before = _held(msgspec.structs.replace(claim, period=claim.earlier), data)
    said = Fraction(claim.phrase.value)
    rises = (
        (later - first) * 100 / first for first in before if first for later in _held(claim, data)
    )
    return any(abs(abs(rise) - said) <= _HALF for rise in rises)


_HALF = Fraction(1, 2)


def _count_of(claim: Claim) -> Fraction | None:
    """The count that a claim gives: itself, or the one that its rate is of."""
    if claim.measure is Measure.COUNT:
        return Fraction(claim.phrase.value)
    one = claim.operands[0] if len(claim.operands) == 1 else None
    return Fraction(one.value) if one and claim.measure is Measure.FREQUENCY else None


def _between_commas(claim: Claim) -> str:
    before, after = claim.before, claim.after
    return f"{_COMMA.split(before)[-1]} {_COMMA.split(after)[0]}"


_COMMA = lazily(r"[,;:\u2013\u2014]\s")
_ONLINE = frozenset({"cyber", "internet", "web", "digital"})
_THE_NET = r"(?:online|cyber|internet|web|digital)"
_HAD_TO_DO_WITH_IT = lazily(
    rf"\b{_THE_NET}[\s-]+(?:element|flag|component|aspect|dimension|factor|link|side)s?\b"
    rf"|\b(?:flag|mark|tagg|label|class)\w*\s(?:\w+\s){{0,5}}?{_THE_NET}\b"
    rf"|\b(?:us(?:ed?|ing)|via|through|had\sto\sdo\swith|involv\w+)\s(?:of\s)?(?:the\s)?{_THE_NET}\b(?!\ssafety)"
    rf"|\b{_THE_NET}\s(?:was|is|had\sbeen|played)\s(?:used|involved|a\s(?:part|role))\b"
    r"|\b(?:committed|carried\sout|t(?:ook|aking|aken)\splace|happened|occurred|perpetrated|(?:were|was)\spartly)\s"
    r"(?:partly\s|entirely\s|wholly\s)?(?:online|(?:on|over)\sthe\s(?:internet|web))\b"
    rf"|\b{_THE_NET}[\s-]?(?:related\s)?(?:(?:child\s|sex\w*\s){{0,3}})(?:crimes?|offen[cs]es?|incidents?|cases|grooming)\b",
    re.IGNORECASE,
)
"""The words by which offences are told to be those online."""
_OF_A_PART = lazily(
    r"\b(?:most|many|some|several|all|part|half|few|none|(?:large|growing|small)\s\w+)\sof\s(?:them|these|those|which|it)\b"
    r"|\boffline\b|\b(?:and|or)\selsewhere\b|\baside\b|\b(?:apart|aside)\sfrom\b|\bexclud\w+\b|\bnot\s(?:includ|count)ing\b"
    r"|\bother\sthan\b|\binclud(?:es?|ed|ing)\b"
    r"|\b(?:of\swhich|of\sthem|and|but)\s(?:(?:an?\s)?(?:few|some|many|most|several)|(?:about\s)?an?\s(?:half|third|quarter|fifth|tenth)|half)\b",
    re.IGNORECASE,
)
"""What is told of some of the offences, or left out of them, is not what all of them are."""


def qualified(claim: Claim, data: Data) -> tuple[Claim, ...]:
    """The claim of each narrower series that its sentence tells by a word beside the offences.

    "An online element was noted in 374 of the offences" is of "online offences against children";
    a series with a noun of its own ("arrests") would be named, and is no narrower one.
    """
    if claim.series == f"other:{UNNAMED}":
        return ()
    if not claim.series.startswith("other:") or claim.phrase.wording is not Wording.PLAIN:
        # "Online grooming" is grooming, and a round number may be any series' by chance.
        return ()
    clause = _clause_of(claim)
    if _OF_A_PART.search(clause):
        return ()
    spoken = words(clause, claim.series_name)
    own = words(claim.series, claim.series_name)
    if spoken & _ONLINE:
        spoken |= {"online"}
    if not own & {"online", *_ONLINE} and not _HAD_TO_DO_WITH_IT.search(clause):
        # The charity that counts them calls for online safety, and publishes on the internet.
        spoken -= {"online"}
    found: dict[str, Claim] = {}
    for (series, key), fact in data.outside.items():
        telling = _words_of_series(fact.series, fact.series_name)
        narrower = telling and telling <= spoken and not telling <= own - {"online"}
        noun = Series(series, fact.series_name or series).expression
        if _of_other_kind(own, telling) or _of_other_offence(own, telling):
            continue
        if series != claim.series and narrower and not noun and key in data.keys(claim.subject):
            found[series] = msgspec.structs.replace(claim, series=series)
    return tuple(found.values())


_LEAST_REPORTS = 1_000
_REPORTS = lazily(
    r"\b(?:reports|(?:web\s?)?(?:sites?|pages?)|urls?|addresses|links)\b", re.IGNORECASE
)
_TURNED_OUT = lazily(
    r"\s(?:turned\sout|proved|(?:were|was)\s(?:found|confirmed|identified)|contained|held)\b",
    re.IGNORECASE,
)
_OF_THOSE = lazily(r"\W*of\s(?:those|these|them)\b", re.IGNORECASE)
_NO_REPORTS = lazily(
    r"\s(?:\w+\s){0,4}?(?:images|pictures|photos|photographs|videos|files|children|victims|calls"
    r"|domains|hashes|people)\b",
    re.IGNORECASE,
)


_RECEIVED = lazily(
    r"\b(?:assess|receiv|process|handl|submit|self-generat|made\sto|sent\sto|reported\sto|dealt)",
    re.IGNORECASE,
)
_ACTED_ON = lazily(
    r"\b(?:remov|action|confirm|illegal|identif|taken\sdown|took\sdown|contain|found\s(?:in|to))"
)


def of_hotline(claim: Claim, data: Data) -> tuple[Claim, ...]:
    """The claim of the one series of its hotline that has its number, by whatever name it goes.

    What a hotline acted on is told as reports, sites, pages or URLs. A count as large as this is
    that of no other series by chance, so that it may confirm, and not more. What it only received
    is another number than what it acted on, and is looked for among those alone.
    """
    phrase, key = claim.phrase, claim.subject.key
    exact = phrase.wording in _AS_PRINTED and not phrase.places and phrase.value >= _LEAST_REPORTS
    if claim.measure is not Measure.COUNT or not exact or not key.startswith("other:"):
        return ()
    at = claim.sentence.find(phrase.text)
    after = claim.sentence[at + len(phrase.text) :]
    turned_out = _OF_THOSE.match(claim.sentence) and _TURNED_OUT.match(after)
    told = _REPORTS.search(claim.sentence) or turned_out
    if claim.subject.members or not told or _NO_REPORTS.match(after):
        return ()
    keys = data.keys(claim.subject)
    found = [
        moved
        for (series, whose), fact in data.outside.items()
        if whose in keys
        and _told_as(_clause_of(claim), fact.series_name or series)
        and _is_number_of(moved := msgspec.structs.replace(claim, series=series), data)
    ]
    return tuple(found) if len(found) == 1 else ()


# Who committed them, and not whom they were against or what became of them.
_UNDER_18 = lazily(
    r"\b(?:under[\s-]?18s?|(?:below|younger\sthan|not\syet)(?:\sthe\sage\sof)?\s18|children|minors|juveniles)\b",
    re.IGNORECASE,
)
_OF_OTHERS = lazily(
    r"\b(?:victims?|abused|groomed|exploited|harmed|against|arrest\w*|convict\w*|charged|caution\w*|jailed|sentenced|prosecuted"
    r"|helpline|childline|calls?|counsell\w*|images\sof\s(?:[\d,]+\s)?children)\b",
    re.IGNORECASE,
)
_BY_UNDER_18S = lazily(r"\bby\sunder-18s\b", re.IGNORECASE)


def of_under_18s(claim: Claim, data: Data) -> tuple[Claim, ...]:
    """The claim of those whom young people committed, for a large exact number of several years.

    It is told as under-18s, suspects or children among those reported; it may confirm, and not
    more. What is said of one year is no number of three.
    """
    phrase = claim.phrase
    exact = phrase.wording is Wording.PLAIN and not phrase.places and phrase.value >= _LEAST_REPORTS
    told = _UNDER_18.search(claim.sentence) and not _OF_OTHERS.search(claim.sentence)
    if claim.measure not in {Measure.COUNT, Measure.SUM} or not exact or not told:
        return ()
    summed = claim.measure is Measure.SUM
    if claim.period_said and not summed and claim.period and days(claim.period) <= _YEAR:
        return ()
    ends = (claim.earlier, claim.period) if summed else ()
    said = {(one.start, two.end) for one, two in pairwise(ends) if one is not None and two}
    keys = data.keys(claim.subject)
    facts = (
        fact
        for fact in data.shares
        if fact.subject in keys and _BY_UNDER_18S.search(fact.series_name or fact.series)
    )
    found = {
        (fact.series, fact.period)
        for fact in facts
        if fact.value == phrase.value
        and days(fact.period) > _YEAR
        and (not said or (fact.period.start, fact.period.end) in said)
    }
    return tuple(
        msgspec.structs.replace(
            claim, series=series, measure=Measure.COUNT, period=period, earlier=None
        )
        for series, period in found
    )


_YEAR = 366
_AS_PRINTED = frozenset({Wording.PLAIN, Wording.ABOUT})


def _told_as(clause: str, name: str) -> bool:
    """Whether words may tell of a series: of what was received, or of what was acted on."""
    received, acted_on = _RECEIVED.search(clause), _ACTED_ON.search(clause)
    if bool(received) == bool(acted_on):
        return True
    return (_RECEIVED.search(name) is not None) == bool(received)


def told_alike(claim: Claim) -> bool:
    """Whether a hotline's number is told as what its series counts: received, or acted on."""
    return _told_as(_clause_of(claim), claim.series_name)


def _is_number_of(claim: Claim, data: Data) -> bool:
    """Whether a number is just that of a series for its period."""
    return Fraction(claim.phrase.value) in _held(claim, data)


def _held(claim: Claim, data: Data) -> frozenset[Fraction]:
    if claim.period is None:
        return frozenset()
    return frozenset(held_values(Cell(claim.series, claim.subject, claim.period), data))


def _clause_of(claim: Claim) -> str:
    """The sentence of a claim without what stands beyond another count on either side.

    What a count is compared with is of the same thing: "178 were online - 139 the year before".
    """
    before, number, after = claim.before, claim.phrase.text, claim.after
    if not number:
        return claim.sentence
    before = _ELSE.split(before)[-1]
    told = _COUNT.split(before)
    same = _COMPARED.search(before) or (_APART.search(before) and _YEAR_BEFORE.match(after))
    behind = _ELSE.split(_COUNT.split(after)[0])[0]
    return f"{' '.join(told[-2:] if same else told[-1:])} {behind}"


_ELSE = lazily(r";\s|:\s(?!\d|$)")
"""What stands beyond it is told of something else, but for the number that a colon leads to."""


_COMPARED = lazily(
    r"\b(?:(?:up|down)\s(?:from|on)|compared\s(?:with|to)|against)\s(?:(?:just|only|the)\s)?$",
    re.IGNORECASE,
)
_APART = lazily(r"\s?[,;:\u2013\u2014-]\s?(?:(?:just|only)\s)?$", re.IGNORECASE)
_YEAR_BEFORE = lazily(
    r"\s(?:in\s)?the\s(?:(?:previous|preceding)\syear|year\sbefore)\b", re.IGNORECASE
)
_COUNT = lazily(r"(?<![\w/,.-])(?!20\d\d\b|19\d\d\b)\d[\d,]*(?![\w/%]|\s?per\s?cent)")
_NAMES = {thing.series: thing.name for thing in THINGS}


def called(series: str, data: Data) -> str:
    """The series of the data that everyday words mean, where its words fit just one of them."""
    if series in data.series or not series.startswith("other:"):
        return series
    own = words(series, _NAMES.get(series, ""))
    fitting = [
        fact
        for fact in data.outside.values()
        if (telling := _words_of_series(fact.series, fact.series_name))
        and telling <= own
        and not own & _KEPT_APART - telling
    ]
    found = {fact.series for fact in _closest(fitting, series, _NAMES.get(series, ""))}
    return found.pop() if len(found) == 1 else series


def _closest(fitting: Sequence[Fact], *named: str) -> list[Fact]:
    """Those of the series that fit which say most of what is said.

    "Child sex offences" are not all sexual offences where the data hold both; and those "against
    children aged four to eight" are the series of that age, and not the one of all children.
    """
    young = any(_OF_CHILDREN.search(name) for name in named)
    alike = [
        fact
        for fact in fitting
        if (_OF_CHILDREN.search(f"{fact.series} {fact.series_name}") is not None) == young
    ]
    telling = [_words_of_series(fact.series, fact.series_name, fact.noun) for fact in fitting]
    kept = [
        fact
        for fact, own in zip(fitting, telling, strict=True)
        if not any(own < other for other in telling)
    ]
    both = [fact for fact in alike if fact in kept]
    return both or kept


_OF_CHILDREN = lazily(
    r"\b(?:child(?:ren)?|minors|young|under[-\s]1[0-8]s?|girls|boys|pupils)\b", re.IGNORECASE
)


_KINDS = tuple(
    frozenset(kind.split())
    for kind in (
        "session counselling counselled",
        "helpline contact contacted call caller referral enquirie request",
        "charge charged charging summon",
        "arrest arrested",
        "conviction convicted sentenced prosecution prosecuted",
    )
)
"""Things that are no offences, though they be about them: a claim of one is of none of these."""
_OFFENCES = frozenset({"cruelty", "neglect", "sexual", "sex", "image", "indecent", "grooming"})
_KEPT_APART = frozenset({"online", "recent"})
"""Words of a claim without which a series is more: all offences are not those online."""
_INDECENT = frozenset({"communicating", "indecently"})


def _in_scotland(claim: Claim, data: Data) -> Claim | None:
    """Grooming by its name in the law of Scotland, where the data have that and nothing else."""
    keys = data.keys(claim.subject)
    if claim.series != SEXUAL_COMMUNICATION or data.periods(claim.series, keys):
        return None
    for (series, key), fact in data.outside.items():
        if key in keys and _words_of_series(fact.series, fact.series_name) >= _INDECENT:
            return msgspec.structs.replace(claim, series=series)
    return None


def words(*texts: str) -> frozenset[str]:
    """The words that tell a series from others, in the singular."""
    found = {
        word.lower().rstrip("s")
        for text in texts
        for word in _WORD.findall(text.removeprefix("other:").removeprefix(OWN))
        if len(word) >= _SHORTEST or word.isdigit()
    }
    return frozenset(_SAME.get(word, word) for word in found - _COMMON)


_ADDRESSES = dict.fromkeys(("site", "website", "webpage"), "url")
"""What newspapers call the addresses that a hotline counts."""
_SAME = {**_ADDRESSES, **DIGITS, "referred": "referral"}
_AGES = frozenset(DIGITS.values())


def _same_subject(claim: Claim, spoken: _Spoken, fact: Fact, data: Data) -> bool:
    if fact.subject in data.keys(claim.subject) and not claim.subject.part:
        return True
    if not fact.subject.startswith("other:") or fact.members:
        return False
    named = _words_of_subject(fact.subject, fact.subject_name)
    return bool(named) and named <= spoken.named


def _only_supposed(claim: Claim, fact: Fact) -> bool:
    """Whether no place is named, so that the subject was taken to be the whole country."""
    if claim.subject.key != UK or not fact.subject.startswith("other:") or fact.members:
        return False
    # A district that the data hold is no country: only who counts for all of it may be meant.
    return _WHO_COUNTS.search(fact.subject_name or fact.subject) is not None


_WHO_COUNTS = lazily(
    r"\b[A-Z]{3,}\b|(?i:\b(?:\w*line|foundation|centre|center|agency|charity|survey|commission(?:er)?|society|council"
    r"|association|institute|service|iwf|ncmec|nspcc|ceop)\b)"
)


def _initials(text: str) -> frozenset[str]:
    """What names of several words are called for short: ``iwf``."""
    runs: list[list[str]] = [[]]
    found = list(_CAPITALS.finditer(text))
    for one, after in pairwise([*found, None]):
        if one is None:
            continue
        runs[-1].append(one[0][0].lower())
        if after is None or text[one.end() : after.start()] != " ":
            runs.append([])
    return frozenset(
        "".join(run[start:end])
        for run in runs
        for start in range(len(run))
        for end in range(start + 2, min(len(run), start + _LONGEST_NAME) + 1)
    )
