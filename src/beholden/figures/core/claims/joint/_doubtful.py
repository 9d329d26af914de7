"""Why a number that agrees may be told of something else all the same.

"Not even Kent and Essex together recorded 1,809", "together with Sussex the two recorded 1,809",
"Kent had 1,042. Essex had 199 more": the data have such a number, but the words are of another.

    mistakable(number, words)  # "It may be told of other areas than these."
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims._told_plainly import STOP
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._of_all import of_these_alone
from beholden.figures.core.claims.joint._shares_told import told_of_two
from beholden.figures.core.claims.joint._this_county import says_this_county
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.joint._years import fits_year, named_years
from beholden.figures.core.claims.judging._by_words import words as telling_words
from beholden.figures.core.claims.judging.verdict import judge_as_read
from beholden.figures.core.claims.models import Claim, Measure, Shape
from beholden.figures.core.models import Day

_NUMBERED = frozenset({Measure.COUNT, Measure.FREQUENCY})
_HAD = lazily(r"\b(?:had|has|saw|recorded|logged)\s(?:\w+\s)?$", re.IGNORECASE)
_MORE = lazily(
    r"\s(?:more|fewer)(?:\s(?:offences|crimes|cases))?\W*(?:$|[,;]|\sand\s)", re.IGNORECASE
)
_MORE_SAID = lazily(r"\b(?:more|fewer)$", re.IGNORECASE)
_AVERAGE = lazily(
    r"\b(?:average|mean|median|typical)\s(?:rise|increase|fall|drop)\b", re.IGNORECASE
)

_STRANGE = lazily(
    r"\b(?:animals?|images\sof\sadults|dogs?|wildlife|murders?|abductions?|deaths?|complaints"
    r"|(?-i:of\sassault)|duty|categor(?:y|ies)\s[abc])\b",
    re.IGNORECASE,
)
_WENT_FROM = lazily(
    r"\b(?:(?P<up>up|risen|rising|increased|grown)|down|fallen|falling|shrunk|dropped)\sfrom\s"
    r"(?:\w+\s)?$",
    re.IGNORECASE,
)
_SEGMENT = lazily(r"[,;:()\u2013\u2014]\s?|\sand\s|\d")
_BY_FROM = lazily(r"(?:\sby\s[\d.]{1,5}\s?(?:%|per\scent|pc))?,\sfrom\s$", re.IGNORECASE)
_TWO = 2
_LISTED = lazily(r",?\sand\s(?:\w+\s)?")
_STOPS = lazily(r"[.;:()\u2013\u2014]|\b(?:while|whereas|but|although|though)\b")
_OTHER_CRIME = lazily(
    r"\b(?:burglar(?:y|ies)|drugs?|rapes?|robber(?:y|ies)|thefts?|arson|stalking)\b",
    re.IGNORECASE,
)
_NO_OFFENCES = lazily(
    r"\b(?:arrest(?:s|ed)|devices|parents|in\scare|staff|officers|burglaries|drug|grooming\soffences"
    r"|sexual\soffences|survey(?:ed)?)\b",
    re.IGNORECASE,
)
_UNNAMED = lazily(r"\bunnamed\s(?:\w+\s)?(?:forces?|count(?:y|ies)|areas?)\b", re.IGNORECASE)
_EACH = lazily(r"\b(?:each|apiece)\b", re.IGNORECASE)


def mistakable(one: Number, words: Words) -> str:
    """Why an agreeing number may be another's; empty where nothing speaks for it."""
    claim = one.claim
    own = words.own
    named = own is not None and own.name in words.headline
    if own is not None and named and claim.subject.key != own.key and says_this_county(claim):
        return f"It may be of {own.name}, of which the article mostly tells."
    areas = _of_other_areas(one, words)
    if areas:
        return areas
    strange = _STRANGE.search(STOP.split(claim.after)[0])
    if claim.measure is Measure.COUNT and strange and strange[0] not in claim.series_name:
        return "It may be a number of something else."
    if claim.measure is not Measure.COUNT and _of_another_crime(claim):
        return "It may be a number of something else."
    if claim.measure is Measure.SHARE:
        return _another_share(one, words)
    return _another_difference(one, words) if claim.measure is Measure.DIFFERENCE else ""


def _of_the_other_of_two(one: Number, words: Words) -> bool:
    """Whether two numbers told in turn are the other way round than the areas before them.

    "Hampshire and Essex recorded 1,199 and 767. In the year before, they recorded 568 and 974".
    """
    sentence = one.claim.sentence
    if words.named(sentence):
        return False
    run = [each for each in words.numbers if each.claim.sentence == sentence and each.exact]
    run = [each for each in run if each.claim.measure is Measure.COUNT]
    if len(run) != _TWO or not _LISTED.fullmatch(words.between(run[0], run[1])):
        return False
    before = words.numbers[max(0, run[0].at - _TWO) : run[0].at]
    keys = [each.claim.subject.key for each in before if each.exact]
    if len(set(keys)) != _TWO or any(each.claim.sentence == sentence for each in before):
        return False
    return keys[run.index(one)] != one.claim.subject.key


def _of_other_areas(one: Number, words: Words) -> str:
    claim = one.claim
    if claim.measure is Measure.COUNT and _of_the_other_of_two(one, words):
        return "It may be of the other of two areas."
    several = len(claim.subject.members) > 1 and not claim.subject.key.startswith("group:")
    more = _UNNAMED.search(claim.sentence) is not None
    if several and claim.measure in _NUMBERED and (more or not of_these_alone(one, words)):
        return "It may be told of other areas than these."
    if several and claim.measure is Measure.FREQUENCY and _EACH.search(claim.after):
        return "It may be told of each of the areas."
    return ""


def _of_another_crime(claim: Claim) -> bool:
    """Whether the clause of a number tells of another crime: "burglaries are up by 14 per cent"."""
    clause = f"{_STOPS.split(claim.before)[-1]} {_STOPS.split(claim.after)[0]}"
    told = {each[0].lower()[:4] for each in _OTHER_CRIME.finditer(clause)}
    return any(each not in f"{claim.series} {claim.series_name}".lower() for each in told)


def _of_another_whole(one: Number, words: Words) -> bool:
    """Whether a share of the offences is told of others: of an area, a year or a thing not theirs.

    "Of the year's arrests, one in four (192) led to a charge": of no offences.
    """
    claim = one.claim
    if not one.checked.judgement.by_own_counts:
        return False
    whole = next((each for each in claim.operands if each.role == "whole"), None)
    if whole is None or whole.text in claim.sentence:
        return False
    held = [each for each in words.numbers if each.held and each.value == whole.value]
    if not held:
        return False
    named = [each.subject for each in words.named(claim.sentence) if each.subject is not None]
    members = words.lines.data.members
    theirs = set(members(held[0].claim.subject))
    # A year before a comma is one here as well.
    years, period = named_years(claim.sentence.replace(", ", " ")), held[0].claim.period
    return (
        any(not set(members(each)) & theirs for each in named)
        or (bool(years) and period is not None and not any(fits_year(y, period) for y in years))
        or any(
            each[0].lower()[:5] not in held[0].claim.series_name.lower()
            for each in _NO_OFFENCES.finditer(claim.sentence)
        )
    )


def _another_share(one: Number, words: Words) -> str:
    if _of_another_whole(one, words):
        return "The share may be one of something else."
    if _went_the_other_way(one, words):
        return "It went the other way."
    return "It may be told of more areas." if told_of_two(one, words, {}) else ""


def _another_difference(one: Number, words: Words) -> str:
    if _AVERAGE.search(one.claim.before):
        return "It may be a mean of several areas."
    more = more_than_another(one, words)
    return "It may be told against the area named before." if more else ""


def _went_the_other_way(one: Number, words: Words) -> bool:
    """Whether a share that is "up from" another one of its sentence is the larger of both."""
    went = _WENT_FROM.search(one.claim.before)
    shares = [
        each
        for each in words.numbers[: one.at]
        if each.claim.measure is Measure.SHARE and each.claim.sentence == one.claim.sentence
    ]
    if went is None or not shares:
        return False
    last = shares[-1]
    if {last.claim.phrase.shape, one.claim.phrase.shape} != {Shape.PERCENT}:
        return False
    return (one.value < last.value) != (went["up"] is not None)


def called_otherwise(one: Number, words: Words, published: Day | None) -> str:
    """Why a number of another series may be told as just that; empty where no word tells of it.

    "Nearly all of the stalking cases - 2,321 - are closed": the data have that of closed ones.
    """
    claim, data = one.claim, words.lines.data
    told = telling_words(_around(claim))
    own = words.lines.line_of(claim).series
    mine = telling_words(claim.series_name, data.names.get(own, own))
    for name in data.series:
        more = telling_words(data.names.get(name, name)) - mine
        if name in {claim.series, own} or not more & told:
            continue
        again = msgspec.structs.replace(claim, series=name, operands=(), elsewhere=(), course=None)
        if judge_as_read(again, data, published).verdict == "agrees":
            return f"The words may tell of {data.names.get(name, name)}."
    return ""


def of_open_counts(one: Number, numbers: Sequence[Number]) -> bool:
    """Whether a change differs only by counts of its sentence that nobody can place.

    "West Yorkshire's increase was bigger in absolute terms (344, against 325)": no counts of it.
    """
    judgement = one.checked.judgement
    if judgement.verdict != "differs" or not judgement.by_own_counts:
        return False
    sentence = one.claim.sentence
    used = {each.value for each in one.claim.operands if f"({each.text}" in sentence}
    return any(
        (each.open and each.checked.judgement.error_class == "ambiguous")
        or each.claim.measure is Measure.DIFFERENCE
        for each in numbers
        if each.claim.sentence == one.claim.sentence and each.claim.phrase.value in used
    )


def _around(claim: Claim) -> str:
    """The words between a number and the next ones of its sentence, or the label before it.

    "By 27%, from" and "dropped, from" lead on; "Neglect \u2013 478 referrals" has a label.
    """
    before = [each for each in _SEGMENT.split(_BY_FROM.sub(" ", claim.before)) if each.strip()]
    return f"{before[-1] if before else ''} {_SEGMENT.split(claim.after)[0]}"


def more_than_another(one: Number, words: Words) -> bool:
    """Whether "Essex had 199 more" stands behind the number of another area, and says no time."""
    claim = one.claim
    told = _HAD.search(claim.before)
    more = _MORE.match(claim.after) or _MORE_SAID.search(claim.phrase.text)
    if claim.period_said or claim.earlier_said or not one.at or told is None or more is None:
        return False
    last = words.numbers[one.at - 1]
    other = last.claim.subject.key != claim.subject.key and last.claim.measure is Measure.COUNT
    return other and not last.blocks.isdisjoint(one.blocks)


__all__ = ["called_otherwise", "mistakable", "more_than_another", "of_open_counts"]
