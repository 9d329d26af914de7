"""When a verdict is left open: what was only supposed does not make a number wrong.

A sentence often names no area and no offence. The number that then differs may be a true one of
something else, and is told as open.

    cautious(claim, judgement, data).verdict  # "cannot_tell"
"""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._another_cell import leaves_room
from beholden.figures.core.claims._as_people import as_people
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims._may_be_of import in_a_year
from beholden.figures.core.claims._of_others import of_others
from beholden.figures.core.claims._told_plainly import of_a_plain_whole
from beholden.figures.core.claims.finding.areas._resolve import points_back
from beholden.figures.core.claims.finding.counted._parts_of import PART
from beholden.figures.core.claims.judging._by_words import told_alike, words
from beholden.figures.core.claims.judging._saying import overruled
from beholden.figures.core.claims.judging._values import UK
from beholden.figures.core.claims.judging._without_scotland import nothing_in_scotland
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.judging.wrong_ways import CLASSES
from beholden.figures.core.claims.models import Claim, Judgement, Measure, Shape
from beholden.figures.core.claims.naming._topics import WIDER_NAMES
from beholden.figures.core.claims.naming.gazetteer import GREAT_BRITAIN
from beholden.figures.core.claims.naming.own_series import is_own, own_series, words_of
from beholden.figures.core.claims.naming.what import whats

_DOUBTFUL = frozenset({"geography", "unexplained", "direction", "multiple_overstated"})
"""Classes of what may as well be a true number of another area than the one supposed."""


_THE_FIGURE = lazily(
    r"\W*(?:the|this|that)\s+(?:figure|number|total|count|tally|rise|increase|fall|drop)\b"
    r"|\W*it\s+(?:has|had|rose|fell|went)\b",
    re.IGNORECASE,
)


def cautious(claim: Claim, judgement: Judgement, data: Data) -> Judgement:
    """Nobody is told to be wrong about an area that was only supposed to be meant.

    Nor is anybody told to be right who makes people of offences, or a share of all people of one
    of the offences.
    """
    found = _with_doubts(claim, judgement, data)
    if found.verdict == "agrees" and not of_a_plain_whole(claim):
        return left_open(found, "The share may be one of something else.")
    if found.verdict != "cannot_tell" and _ranked_by_else(claim):
        return left_open(found, "It may be ranked by something else than the offences.")
    if found.verdict != "agrees" or not as_people(claim):
        return found
    told = overruled(found, "cannot_tell", "wrong_unit", CLASSES["wrong_unit"])
    return msgspec.structs.replace(told, tolerant_verdict="agrees")


_PER_HEAD = lazily(
    r"\bper\s(?:head|capita|person)\b|\badjusted\sfor\b|\b(?:head|size)\sof\s(?:the\s)?population\b",
    re.IGNORECASE,
)
_OTHER_RATE = lazily(
    r"\b(?:detection|arrest|charge|charging|conviction|clear-?\s?up|prosecution|outcome)\s?rates?\b"
    r"|\branked\sby\b",
    re.IGNORECASE,
)
_COMMAS = lazily(r"[,;:\u2013\u2014]|\s(?:and\syet|but|while)\s")
_OF_COUNTIES = lazily(
    r"\sof\s(?:all\s)?(?:the|these|those|our)\s(?:\w+\s)?(?:counties|forces|areas)\b", re.IGNORECASE
)


def _ranked_by_else(claim: Claim) -> bool:
    """Whether a place is one by people, by a rate of detection, or by the size of a county."""
    if claim.measure is not Measure.RANK:
        return False
    if _OTHER_RATE.search(claim.sentence):
        return True
    near = f"{_COMMAS.split(claim.before)[-1]} {_COMMAS.split(claim.after)[0]}"
    opening = _COMMAS.split(claim.before)[0]
    if claim.basis != "rate" and _PER_HEAD.search(f"{opening} {near}"):
        return True
    sized = claim.phrase.text.lower().endswith(("biggest", "largest", "smallest"))
    # "Hertfordshire is the biggest of the three counties": the county itself.
    alone = claim.before.rstrip().endswith((" is", " was")) and "," not in claim.before
    return sized and alone and _OF_COUNTIES.match(claim.after) is not None


def _with_doubts(claim: Claim, judgement: Judgement, data: Data) -> Judgement:
    misprinted = _misprinted(claim.sentence)
    if misprinted and judgement.verdict != "cannot_tell":
        return left_open(judgement, f"\u201c{misprinted}\u201d is no financial year.")
    if _of_fewer_nations(claim, judgement, data):
        return left_open(judgement, f"The data hold no number of {claim.subject.name} alone.")
    if claim.subject.key == GREAT_BRITAIN and judgement.error_class == "geography":
        # It is often said of the whole country, whose number this then is.
        return left_open(judgement, "Great Britain is the United Kingdom without Northern Ireland.")
    if judgement.verdict == "differs" and (room := _of_another(claim, judgement)) is not None:
        return room
    little = judgement.verdict == "agrees" and _says_little(claim, judgement)
    if little or _by_chance_counts(claim, judgement) or not _stands(claim, judgement):
        supposed = f"The sentence names no area; {claim.subject.name} was supposed."
        return left_open(judgement, supposed)
    return judgement


_OPEN_WORDING = {
    Wording.MORE_THAN: lambda said, value: value / said,
    Wording.LESS_THAN: lambda said, value: said / value,
}
_NUMBERS = frozenset({Shape.COUNT, Shape.PER})
_FAR_FROM = Fraction(5, 2)
_VALUE = lazily(r"[+\u2212-]?(?P<value>\d[\d,]{0,20}(?:\.\d{1,6})?)(?:%| .{1,20})?")


def _says_little(claim: Claim, judgement: Judgement) -> bool:
    """Whether "more than 40 a week" of 1,461 is true only as it is of almost everything.

    Of an area that the sentence names it stands.
    """
    rule = _OPEN_WORDING.get(claim.phrase.wording)
    found = _VALUE.fullmatch(judgement.recomputed)
    said = abs(Fraction(claim.phrase.value))
    shape = claim.phrase.shape
    if rule is None or found is None or claim.subject_said or not said or shape not in _NUMBERS:
        return False
    value = Fraction(found["value"].replace(",", ""))
    return bool(value) and rule(said, value) > _FAR_FROM


def _of_another(claim: Claim, judgement: Judgement) -> Judgement | None:
    """What differs only as it is another area's, year's or series', where that may be meant."""
    if _on_a_mean(claim):
        return left_open(judgement, "It is told against the mean of several years.")
    if _beside_a_count(claim) or _of_another_part(claim, judgement):
        return left_open(judgement, "It may be the share of the count that stands before it.")
    otherwise = _told_otherwise(claim) or of_others(claim)
    if otherwise:
        return left_open(judgement, otherwise)
    if leaves_room(claim, judgement.error_class):
        # Its class stays: numbers that are read together do not choose between the two.
        why = "The words may be of that as well."
        return overruled(judgement, "cannot_tell", judgement.error_class, why)
    if judgement.error_class == "category_confusion" and not _names_it(claim):
        why = f"The sentence does not say what is counted; {claim.series_name} was supposed."
        return left_open(judgement, why)
    return None


def _told_otherwise(claim: Claim) -> str:
    """Why a number may be none of those that the data hold for the year; empty where it is."""
    before = claim.before
    if _ESTIMATED.search(before):
        return "It is told as an estimate, and the data hold what is recorded."
    if claim.measure is Measure.COUNT and _RESTATED.search(before):
        return "It is told as revised, and may be of the year before."
    if claim.measure is Measure.PER_HEAD and is_own(claim.series):
        # Visits and admissions are told per pupil, per household or per man of an age as well.
        return "The data do not say of which people it is a rate."
    if is_own(claim.series) and _named_in_part(claim):
        return f"The sentence may be of more than {claim.series_name}."
    return ""


def _named_in_part(claim: Claim) -> bool:
    """Whether a sentence has the noun of a series and some of its words, so that it may be of more.

    "Admissions for asthma" may be all, where those of the data are emergencies; "admissions"
    alone are those of which the article speaks.
    """
    own, said = own_series(claim.series_name), words_of(claim.sentence)
    told = own.telling & said
    return own.head in told and {own.head} < told < own.telling - own.counted_by


_RESTATED = lazily(
    r"\b(?:revised|restated|corrected|amended)\s(?:(?:figure|total|count|number)\sof\s)?$",
    re.IGNORECASE,
)
_COUNT_BEFORE = lazily(
    r"(?<!by\s)(?<!of\s)(?<!another\s)(?<![\d,])(?P<to>(?<=to\s))?\d[\d,]*(?:\s[a-z]+){0,2}\s\(\s?$",
    re.IGNORECASE,
)


_FEWEST_TOLD = 7  # words of a sentence that is no row


def _beside_a_count(claim: Claim) -> bool:
    """Whether a per cent stands in brackets behind a count: "425 cases (20%) in the first year"."""
    before, after = claim.before, claim.after
    count = _COUNT_BEFORE.search(before)
    if count is None or claim.measure is not Measure.CHANGE or not after.lstrip().startswith(")"):
        return False
    if claim.phrase.text[0] in "+-\u2212\u2013" or len(claim.sentence.split()) < _FEWEST_TOLD:
        # "Essex 767 (+35%)", a row of changes.
        return False
    # "Down to 549 (20%)" tells the change, unless the count is one of a part.
    return count["to"] is None or claim.series == f"other:{PART}"


def _of_another_part(claim: Claim, judgement: Judgement) -> bool:
    """Whether a share in brackets is not that of the count before them: "11,638 (12%)"."""
    count = _COUNT_BEFORE.search(claim.before)
    if claim.measure is not Measure.SHARE or not judgement.by_own_counts or count is None:
        return False
    digits = "".join(one for one in count[0] if one.isdigit())
    return all(str(each.value) != digits for each in claim.operands if each.role == "part")


_ESTIMATED = lazily(r"\b(?:is|are|was|were|been)\s(?:\w+\s)?estimated\b", re.IGNORECASE)
_ON_MEAN = lazily(
    r"\s(?:\w+\s){0,4}?(?:than|on|above|over|below|against|with|to)\s(?:the|its|a)\s(?:[\w-]+\s){0,2}?"
    r"(?:mean|average)\b",
    re.IGNORECASE,
)


def _on_a_mean(claim: Claim) -> bool:
    """Whether a change is told against the mean of years: "up by 18% on the five year mean"."""
    behind = claim.after
    return claim.measure in _ON_YEARS and _ON_MEAN.match(behind) is not None


_ON_YEARS = frozenset({Measure.CHANGE, Measure.MULTIPLE, Measure.DIFFERENCE})
_THESE_OFFENCES = lazily(
    r"\b(?:these|those|such)\s+(?:\w+\s+)?(?:offences|crimes|cases|reports)\b", re.IGNORECASE
)


def _names_it(claim: Claim) -> bool:
    """Whether the sentence itself names what is counted: an article may go over to another."""
    if not claim.series_said or claim.series in WIDER_NAMES:
        # "Child abuse offences" may be only those of which this is the number.
        return False
    if _THESE_OFFENCES.search(claim.sentence):
        return True
    told = words(claim.series, claim.series_name)
    if is_own(claim.series):
        # "Recorded 1,530, and 9,061 shoplifting offences": the noun is that of the other number.
        before, after = claim.before, claim.after
        own = own_series(claim.series_name)
        clause = f"{_CLAUSE_ENDS.split(before)[-1]} {_DIGIT.split(after)[0]}"
        return own.telling - own.counted_by <= words_of(clause)
    if told and told <= words(claim.sentence):
        return True
    return any(one.series == claim.series and not one.generic for one in whats(claim.sentence))


_DIGIT = lazily(r"\d")
_CLAUSE_ENDS = lazily(r"[:;]")
_YEAR = lazily(r"(?<![\d/])(?:(?:19|20)\d(?P<first>\d)/\d(?P<last>\d)|(?:19|20)\d\d)(?![\d/])")


def _misprinted(sentence: str) -> str:
    """``2017/19``, where a sentence names no year but it."""
    years = list(_YEAR.finditer(sentence))
    if len(years) != 1 or years[0]["first"] is None:
        return ""
    one = years[0]
    return "" if (int(one["first"]) + 1) % 10 == int(one["last"]) else one[0]


def _stands(claim: Claim, judgement: Judgement) -> bool:
    """Whether a verdict holds although its area may only have been supposed."""
    key, told_here = claim.subject.key, claim.subject_said or bool(claim.operands)
    if key.startswith("other:") and not claim.subject.members and not told_here:
        # What a hotline counts has many names: counts of other sentences may be of other things.
        if judgement.verdict == "differs" and not (claim.series_said and told_alike(claim)):
            return False
        return judgement.verdict != "differs" or bool(judgement.release)
    doubtful = judgement.error_class in _DOUBTFUL and judgement.verdict == "differs"
    if not doubtful or claim.subject_said or claim.subject.part:
        return True
    if claim.course is not None and judgement.error_class == "direction":
        # The number is that of the area supposed, so that it is meant; only its way is false.
        return True
    alone = claim.subject_alone and claim.measure not in {Measure.COUNT, Measure.SUM}
    # "One every 23 minutes" in a story on one county is the number of the country, and meant so.
    return judgement.error_class != "geography" and (alone or worked_out(claim))


def _of_fewer_nations(claim: Claim, judgement: Judgement, data: Data) -> bool:
    """Whether what is told of three nations is judged by data of all four.

    They may confirm it only where the fourth counts nothing of the kind.
    """
    if claim.subject.key != UK or claim.subject.name == _UK_NAME or not judgement.release:
        return False
    alike = judgement.verdict == "agrees" and nothing_in_scotland(claim.series, data)
    return judgement.verdict in {"agrees", "differs"} and not alike


_UK_NAME = "United Kingdom"
_FAR_RATE = 10
# A count of another sentence that the data do not hold may be of anything.
_FAR_OWN_RATE = Fraction(3, 2)


def _by_chance_counts(claim: Claim, judgement: Judgement) -> bool:
    """Whether a rate of nobody is held against a count of another sentence, far from it.

    "Police now record 85 every day" opens a story in which a county has over 90 in a year.
    """
    if judgement.verdict != "differs" or claim.measure is not Measure.FREQUENCY:
        return False
    if claim.operands or judgement.error_class != "arithmetic":
        return False
    told = in_a_year(claim)
    far = _FAR_OWN_RATE if judgement.by_own_counts else _FAR_RATE
    return told is not None and any(
        not told / far <= Fraction(one.value) <= told * far for one in claim.elsewhere
    )


def left_open(judgement: Judgement, why: str) -> Judgement:
    """What was judged, told as open."""
    return overruled(judgement, "cannot_tell", "ambiguous", why)


def worked_out(claim: Claim) -> bool:
    """Whether a change points back at two counts: "118, then 200. That is 66 per cent"."""
    roles = {each.role for each in claim.elsewhere}
    back = points_back(claim.sentence) or _THE_FIGURE.match(claim.sentence)
    return {"earlier", "later"} <= roles and bool(back)


__all__ = ["cautious", "left_open", "worked_out"]
