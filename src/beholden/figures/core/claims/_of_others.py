"""Why a number that is false of the area or the time it was read of may be true of another.

Several forces put together, the place that an article is from, "as many as ours", a few months of a
year: where the words leave room for that, nobody is told to be wrong.

    of_others(claim)  # "It may be of several areas together."
"""

from __future__ import annotations

import re

from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._roles import CHANGE
from beholden.figures.core.claims.models import Claim, Measure, Shape

_NUMBERED = frozenset({Measure.COUNT, Measure.FREQUENCY})
_TOGETHER = lazily(
    r"\b(?:between\s(?:them|the\s(?:two|three|four|five|six|seven|pair))|put\s(?:\w+\s){0,4}together|together|combined|jointly|as\sone"
    r"|all\stold|add(?:ing|ed)?\s(?:\w+\s){0,4}(?:up|together)|(?:those|these|the|all)\s(?:two|three|four|five|six|seven|eight)\s"
    r"(?:forces|counties|areas|constabularies)|put\sthe\stwo|the\stwo\sof\sthem)\b",
    re.IGNORECASE,
)


_SO_MANY = lazily(
    rf"\b(?:the|those|these|all)\s(?P<n>{words_of(2, 10)})\s(?:police\s)?"
    r"(?:forces|counties|areas|constabularies)\b",
    re.IGNORECASE,
)
_COMPARED_WITH = lazily(
    r"\W*(?:(?:as\s)?compared|in\scomparison)\s(?:with|to)\s(?-i:[A-Z])", re.IGNORECASE
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
# "628 between July and September - 18 more than before": of no whole year.
_IN_MONTHS = lazily(
    rf"\b(?:between|from)\s(?!april\s(?:to|and|until)\smarch){_MONTH}\s(?:and|to|until)\s(?:the\send\sof\s)?{_MONTH}\b"
    r"(?!\s(?:19|20)\d\d)",
    re.IGNORECASE,
)
# "Almost twice as many as ours", "Cheshire's has been more than double that", "five times as fast".
_AGAINST_OURS = lazily(
    r"\s(?:as\s(?:big|large|high|bad|many|great)\s?(?:again)?\W*$|as\s(?:many|much|high|large)\sas\s(?:ours|us|here|we)\b|(?:that|ours)\W*$|as\s(?:fast|steep|sharp|quick)\b)",
    re.IGNORECASE,
)
_BOTH_YEARS = lazily(r"\bboth\s(?:of\sthe\s|of\sthese\s)?years\b", re.IGNORECASE)
_HERE_BESIDE = lazily(
    r"\b(?:(?:officers|police|detectives|forces?)\shere|here\sin|(?:our|this)\s(?:own\s)?(?:county|force|patch|area))\b",
    re.IGNORECASE,
)
_CLAUSES = lazily(r"[,;:()\u2013\u2014]\s?")


# "Lancashire recorded 674, just 63 more": than whom, or than when?
NO_MORE_SAID = lazily(r"\s(?:more|fewer|less)(?:\s(?:offences|crimes|cases))?\W*$", re.IGNORECASE)


_MEAN = lazily(
    r"\b(?:average|mean)\s(?:of|was|is)\s(?:just\s|only\s|about\s)?[\d,]*$", re.IGNORECASE
)


def of_others(claim: Claim) -> str:
    """Why a number may be of other areas than the one it was read of; empty where it is none."""
    against = _COMPARED_WITH.match(claim.sentence) or _AGAINST_OURS.match(claim.after)
    if (claim.measure is Measure.MULTIPLE and against) or _more_than_whom_untold(claim):
        return "It may be told against another area."
    if claim.measure is Measure.COUNT:
        return _of_other_counts(claim) or _of_a_wider_area(claim)
    if claim.measure is Measure.RANK and _BOTH_YEARS.search(claim.sentence):
        return "It is said of two years."
    return _of_a_wider_area(claim)


def _of_other_counts(claim: Claim) -> str:
    if _MEAN.search(f"{claim.before}{claim.phrase.text}"):
        return "It may be a mean of several areas."
    return "It may be of those months alone." if _IN_MONTHS.search(claim.sentence) else ""


def _of_a_wider_area(claim: Claim) -> str:
    wide = claim.subject.key.startswith("group:") and claim.measure in _NUMBERED
    if wide and _HERE_BESIDE.search(_around(claim)):
        return "It may be of the place where the article is from."
    if _of_whom_untold(claim):
        return "The sentence does not say of whose number it is a share."
    return "It may be of several areas together." if _as_one(claim) else ""


_ONE_COUNT = lazily(
    r"[^\d]*(?:(?:19|20)\d\d(?:[/-]\d\d)?\b[^\d]*)*\d[\d,]*,\s(?:or\s|which\sis\s|that\sis\s)?"
    r"(?:just\s|only\s)?"
)


def _more_than_whom_untold(claim: Claim) -> bool:
    """Whether "674, just 63 more" is told without a year, and without a word of change."""
    told = claim.measure is Measure.DIFFERENCE and NO_MORE_SAID.match(claim.after) is not None
    told = told and _ONE_COUNT.fullmatch(claim.before) is not None
    return told and not claim.earlier_said and CHANGE.search(claim.before) is None


def _around(claim: Claim) -> str:
    """The clause of a number."""
    before, number, after = claim.before, claim.phrase.text, claim.after
    return f"{_CLAUSES.split(before)[-1]}{number}{_CLAUSES.split(after)[0]}"


_THAN_TOGETHER = lazily(
    r"\s(?:more\s|fewer\s)?than\s(?:in\s)?(?:the|those|these)\s[^.;:,\d]{1,40}\s?(?:put\stogether|combined|together)\b",
    re.IGNORECASE,
)


# "Working together with the agency, Essex recorded 900", "Essex, one of the six forces here".
_WORKING = lazily(
    r"\b(?:works?|working|worked)\s(?:closely\s)?(?:together|jointly)\b"
    rf"|\bone\sof\sthe\s(?:{words_of(2, 10)})\s(?:police\s)?(?:forces|counties|areas)\b",
    re.IGNORECASE,
)


def _as_one(claim: Claim) -> bool:
    """Whether the number of one force is told in a sentence that puts several together."""
    alone = not claim.subject.members and not claim.subject.key.startswith(("group:", "other:"))
    counted = claim.phrase.shape in {Shape.COUNT, Shape.PER} and claim.measure in _NUMBERED
    told = _WORKING.sub(" ", claim.sentence)
    many = _SO_MANY.search(told)
    if (
        many
        and len(claim.subject.members) > 1
        and len(claim.subject.members) != number_said(many["n"])
    ):
        return not claim.subject.key.startswith("group:")
    after = claim.after
    if claim.measure is Measure.DIFFERENCE and _THAN_TOGETHER.match(after):
        return True
    return alone and counted and _TOGETHER.search(told) is not None


_OF_THEM = lazily(r"\W{0,2}(?:\s+of\s+(?:them|those|these|that|it))?\W*$", re.IGNORECASE)

_OF_WHICH = lazily(r"\bof\s+(?:which|whom|these|those)\b", re.IGNORECASE)
_OF_THOSE = lazily(r"\s+of\s+(?:them|those|these)\b", re.IGNORECASE)
_A_SHARE = lazily(r"\d\s?(?:%|per\s?cent|pc\b)|\bin\s(?:every\s)?(?:\d|[a-z]+\b)", re.IGNORECASE)


def _of_whom_untold(claim: Claim) -> bool:
    """Whether a share is of a larger area that is not named: "42 per cent of them"."""
    if claim.measure is not Measure.SHARE or claim.group is None:
        return False
    before, after = claim.before, claim.after
    if _OF_WHICH.search(before) or (_OF_THOSE.match(after) and _A_SHARE.search(before)):
        # "14 per cent of the country's, and four in ten of those in West Yorkshire".
        return True
    named = any(one in claim.sentence for one in (claim.group.name, "UK", "nation", "country"))
    return not named and _OF_THEM.match(after) is not None and not any(map(str.isdigit, before))


__all__ = ["NO_MORE_SAID", "of_others"]
