"""Whether a number counts what the data count, by the words around it."""

from __future__ import annotations

import re
from decimal import Decimal

from beholden.figures.core._number_words import words_of
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft
from beholden.figures.core.claims.finding._read_otherwise import OUT_OF
from beholden.figures.core.claims.finding._roles import CHANGE, Role
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._pointed import pointed
from beholden.figures.core.claims.finding.areas._resolve import who_of
from beholden.figures.core.claims.finding.counted._parts_of import an_age
from beholden.figures.core.claims.finding.listed._bare_rows import bare_row
from beholden.figures.core.claims.finding.said._relevance import (
    anecdote,
    of_residents,
)
from beholden.figures.core.claims.grammar.phrases import Alone
from beholden.figures.core.claims.models import Measure, Phrase, Shape, Subject
from beholden.figures.core.models import Period

_WORD = lazily(r"\s+(?P<word>[A-Za-z][a-z'\u2019-]*)")
_FUNCTION_WORDS = frozenset(
    word
    for line in (
        "in to last the were was is are compared and of during for over a an this that which",
        "between across by at on after from while but with up down more fewer per each every",
        "recorded reported logged registered previously year as had has have when since against",
        "despite whereas throughout within before than just only overall altogether nationally",
        "locally these those such came took followed made being or who it its their our so far",
        "respectively among under alone they he she we i you now then today",
    )
    for word in line.split()
)
_VERB_BEFORE = lazily(
    r"\b(?:record(?:ed|ing|s)?|log(?:ged|ging|s)?|saw|sees?|seen|regist(?:ered|ering|ers)"
    r"|report(?:ed|ing|s)?|receiv(?:ed|ing|es)|dealt with|dealing with"
    r"|total(?:l?ed|l?ing|s)?|number(?:ed|ing|s)?|reach(?:ed|ing|es)?|st(?:ood|ands|anding) at"
    r"|total of|figure of|hit|hitting|account(?:ed|ing|s)? for|identif(?:ied|ying|ies)"
    r"|investigated|tackled|g[eo]ts?|giv(?:es?|ing)|mak(?:es?|ing)|com(?:es?|ing) to"
    r"|count(?:ed|s|ing)?|responsible for|added|adds|means?(?: that)?|pass(?:ed|es|ing)?"
    r"|topp(?:ed|ing)|tops?"
    r"|(?:notched|clocked|racked|chalked|totted) up|tallied"
    r"|exceeded|surpassed|add(?:s|ed|ing)?(?: up)? to|leav(?:es?|ing)|remain(?:s|ed)?"
    r"|class(?:ed|ified)|removed|confirmed|assessed|verified|traced|processed"
    r"|handled|answered|given as|put at)\s*"
    r"(?:a\s+(?:total|record|high|combined\s+total)\s+of\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_WEAK_BEFORE = lazily(
    r"\b(?:after|by|together with|was|were|is|are|at|with|be|been|being|had|has|have|found"
    r"|made up|just|only|altogether|overall|showed?|shows|revealed|there)\s*"
    r"(?:a\s+(?:total|record)\s+of\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_DATES = lazily(r"(?:^|.*\s)(?:and|or|to|by)\s*$", re.IGNORECASE)
_COUPLED = lazily(r"(?:^|.*\s)(?:and|or|but|to|by)\s*$", re.IGNORECASE)
_POINTING = lazily(r"^[\"\u201c\u2018(]*(?:it|that|this|there|they|we)\b", re.IGNORECASE)
_IN_YEAR = lazily(r"\s*(?:\(|,)?\s*(?:in|of|for|during|by)?\s*(?:the\s+year\s+)?", re.IGNORECASE)
_NUMBERED = lazily(
    r"\b(?:numbers?|nos?\.|order|pages?|items?|para\w*)\s+(?:[\d,]{1,8}\s+(?:(?:and|or|to|&)\s+)?){0,8}$",
    re.IGNORECASE,
)
_NAMED_NUMBER = lazily(
    r"\s+(?:number(?!\s+of\b)|line|bus|route)\b"
    r"|\s+of\s+them\s+(?:responded|replied|answered|gave|provided|supplied|disclosed|reported\s+\d)"
    r"|\s+(?:responded|replied|answered)\b",
    re.IGNORECASE,
)
# "Almost 4,000 (3,936) grooming crimes": both count the same.
_AND_EXACTLY = lazily(
    r"\s*\([\d,]{1,12}\)\s+(?:[\w-]+\s+){0,5}(?:offences|crimes|cases|incidents)\b", re.IGNORECASE
)
_THERE_WERE = lazily(
    r"\bthere\s+(?:(?:have|has|had)\s+been|were|are)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_FOR_EVERY = lazily(r"\b(?:for|in|of)\s+every\s+$", re.IGNORECASE)
# "The gap between Essex and Hertfordshire was 466 offences" counts neither.
_BETWEEN_TWO = lazily(
    r"\b(?:gap|difference)\s+between\s[^.;:]{0,80}\s(?:was|is|of|stood\s+at|stands\s+at)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
# "The two counties made up three per cent": areas, and no offences.
_AREAS = lazily(
    r"\s+(?:neighbouring\s+|police\s+|other\s+){0,2}(?:counties|forces|regions|constabularies|areas)\b",
    re.IGNORECASE,
)
# "The four recorded 3,309 between them": forces.
_THE_FOUR = lazily(r"\b(?:the|all|these|those)\s+$", re.IGNORECASE)
# "The lowest total of the four", "totals in four figures".
_RANKED_OF = lazily(
    r"\b(?:highest|lowest|largest|smallest|biggest|most|fewest|steepest|sharpest)\s(?:[a-z]+\s){0,3}"
    r"(?:of|among)\s(?:all\s)?(?:the|these|those|our)\s$",
    re.IGNORECASE,
)
_DIGITS = lazily(r"\sfigures\b", re.IGNORECASE)
_ACTING = lazily(r"\s+(?:recorded|logged|registered|saw|had)\b", re.IGNORECASE)
_TELEPHONE = lazily(r"\d{7,}")
_OF_THOSE = lazily(r"\s+of\s+(?:them|those|these|which)\b", re.IGNORECASE)
# "More than 22,000 of them in twelve months.": all of what the sentence before tells of.
_IN_ALL = lazily(
    r"\s+of\s+them\s+(?:in\s+(?:all|total|(?:twelve|12)\s+months|(?:a|one|the\s+past|the\s+last)\s+year)"
    r"|last\s+year|altogether)\W*$",
    re.IGNORECASE,
)
_FIGURE_IS = lazily(
    r"\bthe\s+(?:figure|total|number|tally|count)\s+(?:was|is|stood\s+at|stands\s+at)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
# "She asked for eight more staff and has been given two", "I've got nine".
# "Add all three together and you get 665, as against 636".
_AGAINST = lazily(r"\d,?\s+(?:as\s+)?against\s+$", re.IGNORECASE)
# "The number of minutes in a year (525,600)".
_OF_TIME = lazily(
    r"\b(?:seconds|minutes|hours|days)\s+in\s+(?:a|one|the)\s+(?:\w+\s+)?(?:year|day|week)\s*\(\s*$",
    re.IGNORECASE,
)
# "The backlog of devices had come down from 380 to 112": of what waits, not of what is recorded.
_WAITING = lazily(
    r"\b(?:backlogs?|queues?|waiting\s+(?:list|time)s?)\b(?!\s+of\s+(?:\w+\s+){0,2}$)[^.;:]{0,90}$",
    re.IGNORECASE,
)
_IN_HAND = lazily(
    r"\b(?:been\s+given|(?:I|we|you|they)(?:'ve|\u2019ve|\s+have)\s+got)\s+(?:only\s+|just\s+)?$",
    re.IGNORECASE,
)
# "All six together made 3,673": the sum of those told.
_ALL_TOGETHER = lazily(
    rf"\W*(?:(?:all|the)\s(?:{words_of(2, 10)})(?:\s(?:forces|counties|areas|constabularies))?,?\s"
    r"(?:together|combined|between\sthem|taken\stogether|added\sup),?"
    rf"|(?:taken\s)?together,?\s(?:all|the)\s(?:{words_of(2, 10)})"
    r"(?:\s(?:forces|counties|areas|constabularies))?)\s"
    r"(?:made|make|had|have|saw|total(?:led)?|c[ao]me\sto|add(?:ed)?\sup\sto)\s(?:a\stotal\sof\s)?$",
    re.IGNORECASE,
)
# "So that the three counties together come to 975", "so that's 1,809 for the two counties".
_TOGETHER_COME_TO = lazily(
    rf"\b(?:all|the|those|these)\s(?:{words_of(2, 10)})"
    r"(?:\s(?:forces|counties|areas|constabularies))?\s(?:together|combined|between\sthem|put\stogether)\s(?:c[ao]me\sto|make|made|total(?:led)?|had|have)\s$",
    re.IGNORECASE,
)
_FOR_THE_TWO = lazily(
    r"\s(?:offences\s|crimes\s|cases\s)?(?:for|between|across|in)\s"
    rf"(?:the|all|those)\s(?:{words_of(2, 10)})\b"
    r"(?:\s(?:forces|counties|areas))?",
    re.IGNORECASE,
)
_COMES_TO = lazily(
    r"\b(?:(?:that|it|this)(?:['\u2019]s|\s(?:is|makes|comes\sto|gives|adds\sup\sto)))\s$",
    re.IGNORECASE,
)
# "The ten largest totals": so many of an order.
_SO_MANY_FIRST = lazily(
    r"\s+(?:largest|biggest|highest|lowest|smallest|worst|busiest|top)\b", re.IGNORECASE
)
_BESIDE = 12
_COUPLING = 6
_LARGE = 100
_OF_THE = lazily(r"\s+of\s+(?:the|my|our|his|her|their|its|us|them)\b", re.IGNORECASE)
_RECORDED_AFTER = lazily(
    r"\s+(?:of\s+(?:them|these|those)\s+)?(?:(?:were|was|are|had\s+been|have\s+been|being)\s+)?"
    r"(?:recorded|logged|reported|registered)\b",
    re.IGNORECASE,
)
_PARTICIPLE = lazily(
    r"\s+(?:[a-z]{3,}ed|seen|found|made|dealt|(?:two|three|four|five|six|seven|ten)\s+years?)\b",
    re.IGNORECASE,
)
_HAD = lazily(
    r"\b(?:had(?:\s+been)?|was|were|recorded|saw|logged|base\s+of|base:)\s+(?:just\s+|only\s+)?$",
    re.IGNORECASE,
)
_OF_THEM_ALL = lazily(r"\s+of\s+(?:them|these|those)\b", re.IGNORECASE)
_IN_THAT_YEAR = lazily(
    r"^\W*in\s+20\d\d(?:[/-]\d{2,4})?,?\s+(?:it|that|there|the\s+(?:figure|number|total))\s+(?:had\s+been|was|were)"
    r"\s+(?:just\s+|only\s+)?$",
    re.IGNORECASE,
)
# "A year later it was 867", after a count: another of the same.
_LATER_IT = lazily(
    r"^\W*(?:(?:but|and|yet|by|in|just|only)\s+){0,3}"
    r"(?:(?:(?:a|one)\s+year|(?:12|twelve)\s+months)\s+(?:later|on|afterwards|after\s+that)"
    r"|the\s+(?:following|next)\s+(?:year|12\s+months|twelve\s+months)),?\s+"
    r"(?:it|that|this|that\s+(?:figure|number|total)|the\s+(?:figure|number|total|count|tally))\s+"
    r"(?:was|had\s+(?:become|been|reached|hit)|became|stood\s+at|reached|hit)\s+(?:just\s+|only\s+|already\s+)?$",
    re.IGNORECASE,
)
# "That compares with 29 in the same months": of what the sentence before counts.
_COMPARES = lazily(
    r"\W*(?:that|this|it)\s+(?:(?:is|was|marks?)\s+[^.;:\d]{1,60}?,?\s(?:and\s+)?)?(?:compares|compared|is\s+compared)\s+(?:with|to)\b",
    re.IGNORECASE,
)
# "51,369 Number of reports": what follows is the label of the number, and no noun of it.
_LABEL = lazily(r"\s+Number\s+of\b")
_AMONG_THEM = lazily(r"\b(?:including|among\s+(?:them|these|those|which))\s*$", re.IGNORECASE)
_IN_IT = lazily(
    r"\s+(?:(?:were|was)\s+)?(?:(?:recorded|logged|reported|made)\s+)?(?:in|by|from|for|across)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_SMALL = 20
"""Smaller numbers without their noun are mostly ages, times and people."""
_LISTED = lazily(r"[(:\u2013\u2014,-]\s*$")
_ENDS_WELL = lazily(r"\s*(?:[,.;:)\u2013\u2014?!\"\u201d\u2019(]|-\s|$)")
_TOUCHING = 4
_THAT = lazily(r"\s(?:that|this),?\s(?:it\swas\s|there\swere\s)?", re.IGNORECASE)


def counts(phrase: Phrase, role: Role, what: Counted, scene: Scene) -> bool:
    """Whether a number counts what the data count, by the words around it."""
    if anecdote(what) or of_no_thing(phrase, scene) or _LABEL.match(scene.after(phrase)):
        return False
    if what.beside:
        return not (phrase.value < _SMALL and _OF_THE.match(scene.after(phrase)))
    told = phrase.form == OUT_OF or sums_up(phrase, scene) or _told_again(phrase, scene)
    if told or bare_row(scene):
        return True
    if _stands_for_it(phrase, role, scene) or _held(phrase, what, scene):
        return True
    return _in_held_area(phrase, what, scene)


_THIS = lazily(r"^\W*(?:that|this|its|the)\s+$", re.IGNORECASE)


def _told_again(phrase: Phrase, scene: Scene) -> bool:
    """Whether a sentence opens with the number just told: "That 67 is the most of any year"."""
    last = _count_before(scene)
    same = last is not None and last.phrase.value == phrase.value
    return same and _THIS.search(scene.before(phrase)) is not None


def sums_up(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number is what areas told before have together: "All six together made 3,673"."""
    before, after = scene.before(phrase), scene.after(phrase)
    told = _ALL_TOGETHER.match(before) or _TOGETHER_COME_TO.search(before)
    behind = _FOR_THE_TWO.match(after) and _COMES_TO.search(before)
    return phrase.value >= _SMALL and bool(told or behind)


def of_no_thing(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number counts nothing recorded: it is called one, or counts areas or a gap."""
    before, after = scene.before(phrase), scene.after(phrase)
    if phrase.places > 0 or _NUMBERED.search(before) or _NAMED_NUMBER.match(after):
        return True
    if _TELEPHONE.fullmatch(phrase.number) or phrase.number.startswith("0"):
        return True
    apart = (
        _FOR_EVERY.search(before)
        or _WAITING.search(before)
        or (_OF_TIME.search(before) and after.startswith(")"))
        or _BETWEEN_TWO.search(before)
        or (phrase.value < _SMALL and (_IN_HAND.search(before) or _SO_MANY_FIRST.match(after)))
    )
    return bool(apart) or _of_areas(phrase, scene)


def _of_areas(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number counts areas: "the two counties made up", "the four recorded"."""
    acting = _THE_FOUR.search(scene.before(phrase)) and _ACTING.match(scene.after(phrase))
    ranked = _RANKED_OF.search(scene.before(phrase)) or _DIGITS.match(scene.after(phrase))
    few = phrase.value < _SMALL and (acting or ranked)
    return _AREAS.match(scene.after(phrase)) is not None or bool(few)


def _held(phrase: Phrase, what: Counted, scene: Scene) -> bool:
    """Whether it is just the number that the data hold of whom the sentence is about."""
    if phrase.value < _LARGE or phrase.wording is not Wording.PLAIN:
        return False
    subject = who_of(phrase, scene).subject
    return bool(held_years(phrase, subject, what, scene))


def held_years(phrase: Phrase, subject: Subject, what: Counted, scene: Scene) -> tuple[Period, ...]:
    if phrase.value < _LARGE or phrase.wording is not Wording.PLAIN:
        return ()
    return scene.memory.held.years_of(subject, what.series, Decimal(str(phrase.value)))


def _stands_for_it(phrase: Phrase, role: Role, scene: Scene) -> bool:
    """Whether a number without its noun stands for a count: "rose to 767", "Essex (767)"."""
    before, after = scene.before(phrase), scene.after(phrase)
    if scene.sentence.text.rstrip("\"\u201d\u2019' ").endswith("?"):
        return False
    word = _WORD.match(after)
    plain = word is None or word["word"].lower() in _FUNCTION_WORDS or _PARTICIPLE.match(after)
    dated = _dated(phrase, scene)
    if not plain and not dated and not _ENDS_WELL.match(after):
        return False
    compared = _COMPARES.match(scene.sentence.text) is not None and scene.memory.last is not None
    multiplied = (scene.memory.last is not None or scene.whens) and any(
        one.shape is Shape.MULTIPLE and one.end <= phrase.start for one in scene.phrases
    )
    told = bool(scene.whats or scene.whos or CHANGE.search(before) or compared or multiplied)
    told = told or (_AGAINST.search(before) is not None and _count_before(scene) is not None)
    if role.end and (phrase.value < _SMALL or not told):
        return bool(scene.whats or compared) and told
    recorded = (
        _RECORDED_AFTER.match(after) is not None
        or _AND_EXACTLY.match(after) is not None
        or _small_of_a_year(phrase, scene)
        or (_LATER_IT.search(before) is not None and _count_before(scene) is not None)
    )
    if role.end or recorded or _VERB_BEFORE.search(before) or _FIGURE_IS.search(before):
        return True
    if phrase.value < _SMALL or of_residents(phrase, scene) or _age(phrase, scene):
        return False
    near = any(0 <= phrase.start - one.end <= _TOUCHING for one in (*scene.whos, *pointed(scene)))
    return near or dated or _said_weakly(phrase, scene)


def _small_of_a_year(phrase: Phrase, scene: Scene) -> bool:
    """Whether a small number is told of a year, after a count: "Essex had 19 in 2017/18"."""
    if _count_before(scene) is None or not _HAD.search(scene.before(phrase)):
        return False
    at = phrase.end
    of_them = _OF_THEM_ALL.match(scene.text, at)
    start = of_them.end() if of_them else at
    dated = any(
        one.how == "named" and _IN_YEAR.fullmatch(scene.text[start : one.start]) is not None
        for one in scene.whens
        if start <= one.start <= start + _BESIDE
    )
    before = _IN_THAT_YEAR.search(scene.before(phrase)) is not None
    return dated or (before and _ENDS_WELL.match(scene.after(phrase)) is not None)


def _count_before(scene: Scene) -> Draft | None:
    """The count that the text told last."""
    told = scene.memory.told_before
    return next((one for one in told if one.measure is Measure.COUNT), None)


def _age(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number stands as an age does: "Winchester, 44, told"."""
    closed = scene.before(phrase).rstrip().endswith(",") and scene.after(phrase).startswith(",")
    return (closed and phrase.value < _LARGE) or an_age(phrase, scene)


def _dated(phrase: Phrase, scene: Scene) -> bool:
    """Whether a financial year stands right after the number: "674 in 2017/18"."""
    for when in scene.whens:
        if 0 <= when.start - phrase.end <= _BESIDE:
            return _IN_YEAR.fullmatch(scene.text[phrase.end : when.start]) is not None
        if when.how in {"named", "previous"} and 0 < phrase.start - when.end <= _TOUCHING:
            return True
        between = scene.text[when.end : phrase.start]
        if when.how == "previous" and when.end <= phrase.start and _THAT.fullmatch(between):
            return True
    return False


def _said_weakly(phrase: Phrase, scene: Scene) -> bool:
    """Whether "there were", "had" or a dash stands before it, and the sentence says of what."""
    before = scene.before(phrase)
    if _OF_THOSE.match(scene.after(phrase)) and scene.whats:
        return True
    if not before.strip() and scene.memory.last is not None and _IN_ALL.match(scene.after(phrase)):
        return True
    if any(_DATES.fullmatch(scene.text[one.end : phrase.start]) for one in _near(phrase, scene)):
        return False
    if _LISTED.search(before) or _COUPLED.search(before[-20:]):
        return bool(scene.whats or scene.whos or scene.whens or scene.memory.last is not None)
    if not _WEAK_BEFORE.search(before):
        return False
    pointing = phrase.value >= _LARGE and _POINTING.match(scene.sentence.text)
    last = scene.memory.last
    going_on = last is not None and last.measure is Measure.COUNT and _THERE_WERE.search(before)
    said = scene.whats or scene.whos or scene.whens or pointed(scene)
    return bool(said or pointing or going_on)


def _in_held_area(phrase: Phrase, what: Counted, scene: Scene) -> bool:
    """Whether an area of the data stands right after a number: "including 95 in Kent"."""
    named = next((one for one in scene.whos if one.start >= phrase.end), None)
    if named is None or _AMONG_THEM.search(scene.before(phrase)) is None:
        return False
    if _IN_IT.fullmatch(scene.text[phrase.end : named.start]) is None:
        return False
    return scene.memory.held.holds(who_of(phrase, scene).subject, what.series)


def _near(phrase: Phrase, scene: Scene) -> list[Alone]:
    """What is left alone right before a number: "September 26 and 27"."""
    return [one for one in scene.seen.alone if 0 <= phrase.start - one.end <= _COUPLING]


__all__ = ["counts", "held_years", "of_no_thing", "sums_up"]
