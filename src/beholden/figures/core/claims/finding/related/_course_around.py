"""Which way a lone count is said to have gone by words that lead to no second count.

After it ("301 offences, more than in the previous year"), in the clause before it ("offences
rose, with 301 recorded"), in the sentence before ("Offences rose. A total of 301 were
recorded"), or of a list of areas ("Rises were seen in Essex (767) and Kent (1,042)").

    with_around(drafts, scene)  # the counts, each with the way that it is said to have gone
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, exact
from beholden.figures.core.claims.finding._roles import CHANGE, changed, no_change
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding.times._years import resolved
from beholden.figures.core.claims.models import Course, Direction, Measure, Shape
from beholden.figures.core.models import Period

_PAIR = 2
_YEAR = r"(?:19|20)\d\d(?:\s?[/\u2013-]\s?(?:20)?\d\d)?\b"
_MODEST = (
    r"(?:\s+(?!percentage|expected|reported|similar|forecast)[a-z-]{2,15}){0,2}"  # "a sharp rise"
)
_NOUNS = (
    r"(?:(?P<up>rise|increase|jump|surge|leap|hike|spike|upsurge|climb)"
    r"|(?P<down>fall|drop|decrease|decline|reduction|dip|slump))"
)
_BEFORE = (
    r"(?:the\s+)?(?:previous|preceding|prior)\s+(?:year|12\s+months|twelve\s+months)\b(?!['\u2019])"
    r"|(?:the|a)\s+year\s+(?:before|earlier|previously)\b(?!['\u2019])"
    rf"|(?:the\s+)?(?P<year>{_YEAR})"
)
_BASE = (
    rf"(?:(?:(?:in|during|for)\s+|(?:those\s+|were\s+)?recorded\s+in\s+)?(?:{_BEFORE}))"
    r"(?!['\u2019]|\s+(?:figure|total|number|tally|count|level))"
)
# "301 offences in 2017/18, more than in the previous year": no other number, no other clause.
_AFTER = lazily(
    rf"(?:(?!\b(?:but|while|although|who|whose|because)\b)(?:{_YEAR}|[^.;:,()\d\u2013\u2014])){{0,70}}"
    r"\s?[,(\u2013\u2014-]\s*(?:which\s+(?:is|was)\s+|this\s+(?:is|was)\s+|itself\s+)?"
    r"(?:(?:slightly|well|far|sharply|much|significantly|also|again)\s+)?"
    rf"(?:(?:(?:an?|another){_MODEST}\s+{_NOUNS}|(?P<raised>up|higher|more|greater)"
    r"|(?P<lowered>down|lower|fewer|less))\s+(?:on|from|over|than|compared\s+(?:with|to))\s+"
    rf"{_BASE}"
    r"|an?(?:\s+(?:sharp|big|large|slight|small|steep|huge|marked|clear))?\s+"
    r"(?P<noun>rise|increase|fall|drop|decrease)\W*$)",
    re.IGNORECASE,
)
# What may hang a count on its clause: "rose last year, with 301 recorded", "where 301 were".
_LINK = lazily(
    r"(?:,?\s+(?:with|where|when|as|at|to)\b|,?\s+(?:recording|reaching|hitting|totalling)\b|,\s+to\b)"
    r"[^.;:()\d]{0,60}$|(?:\s+(?:again|further|once\s+more))?:\s+(?:to\s+)?$",
    re.IGNORECASE,
)
_MORE = lazily(
    r"\b(?:(?P<up>more|higher\s+numbers?\s+of)|(?P<down>fewer))\s+(?:[\w-]+\s+){0,4}?"
    r"(?:offences|crimes|cases)\b(?!\s+(?:than|per|on)\b)",
    re.IGNORECASE,
)
_NUMBER_OF = lazily(
    r"\s+in\s+(?:the\s+)?(?:number\s+of\s+|recorded\s+|such\s+|these\s+)?", re.IGNORECASE
)
_TURN = lazily(
    r"\b(?:but|however|while|whereas|although|though|before|after|until|unlike|yet|instead)\b",
    re.IGNORECASE,
)
# Neither a fact nor a year: what is feared, and what went on for longer.
_UNSURE = lazily(
    r"\b(?:could|may|might|would|will|should|fears?|feared|expect\w*|predict\w*|if|likely|risk|no|not"
    r"|never|any|without|stop|prevent\w*|tackl\w+|reports?|arrests?|charge\w*|convict\w*|rates?"
    r"|proportion|share|officers|calls?|contacts|sessions"
    r"|decades?|recent|long|lockdowns?|pandemic|months?|weeks?|summer|ever|since|nationally"
    r"|nationwide|elsewhere|overall|most|many|some|several|other|forces|countries|counties|areas)\b"
    r"|n't\b|n\u2019t\b|\?|\byears\b",
    re.IGNORECASE,
)
_PERFECT = lazily(
    r"\b(?:ha(?:ve|s|d)|is|are|be|been|keeps?)\s+(?:(?:\w+ly|been|also|since)\s+){0,2}$",
    re.IGNORECASE,
)
_RISES = lazily(
    r"\W*(?:the\s+)?(?:\w+\s+)?(?:(?P<up>rises|increases|jumps|surges)|(?P<down>falls|drops"
    r"|decreases|reductions))\s+(?:(?:were|was|are)\s+)?(?:\w+\s+)?in\s",
    re.IGNORECASE,
)
_OPENS_A_TURN = lazily(r"\W*(?:but|however|yet|in\s+contrast|by\s+contrast)\b", re.IGNORECASE)


def with_around(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """The drafts, and those counts whose course no other words tell with what stands around."""
    if scene.seen.block.kind == "table":
        return list(drafts)
    counts = [one for one in drafts if one.measure is Measure.COUNT]
    told = [one for one in counts if one.course is not None and one.course.direction]
    listed = _of_list(counts, scene)
    if told and not listed:
        return list(drafts)
    made = []
    for draft in drafts:
        course = None
        if draft in counts and draft not in told and draft.years.period is not None:
            course = _after(draft, scene)
            if course is None and listed:
                course = Course(listed, _years(draft, scene), loose=True)
            course = course or _of_clause(draft, counts, scene)
            course = course or _of_sentence_before(draft, counts, scene)
        made.append(msgspec.structs.replace(draft, course=course) if course else draft)
    return made


def _after(draft: Draft, scene: Scene) -> Course | None:
    """By the words that follow the count: "301 offences in 2017/18, an increase on 2016/17"."""
    found = _AFTER.match(scene.after(draft.phrase))
    period = draft.years.period
    if found is None or period is None or draft.role.end == "earlier":
        return None
    word = (found["noun"] or "").lower()
    up = found["up"] or found["raised"] or word in {"rise", "increase"}
    direction: Direction = "up" if up else "down"
    if word:
        return Course(direction, _years(draft, scene), loose=True)
    if draft.course is not None:
        return msgspec.structs.replace(draft.course, direction=direction)
    other = shifted(period, -1)
    if found["year"]:
        start = draft.phrase.end + found.start("year")
        named = [
            year
            for one in scene.whens
            if one.start <= start < one.end and (year := resolved(one, scene.memory)) is not None
        ]
        if not named or named[0] == period:
            return None
        other = named[0]
        if other > period:
            direction = "down" if direction == "up" else "up"
    return Course(direction, (other,))


def _of_clause(draft: Draft, counts: Sequence[Draft], scene: Scene) -> Course | None:
    """By the clause that the sentence's only number hangs on: "offences fell, with 767"."""
    numbers = [one for one in scene.phrases if one.shape is not Shape.RANK]
    before = scene.before(draft.phrase)
    if len(counts) != 1 or len(numbers) != 1 or _LINK.search(before) is None:
        return None
    found = _said(scene, before, draft)
    return None if found is None else Course(found[0], _years(draft, scene), loose=found[1])


def _of_sentence_before(draft: Draft, counts: Sequence[Draft], scene: Scene) -> Course | None:
    """By the sentence before, which has no number: "Offences rose. A total of 301 were ..."."""
    numbers = [one for one in scene.phrases if one.shape is not Shape.RANK]
    earlier = [one for one in counts if one.role.end == "earlier"]
    alone = len(counts) == len(numbers) == 1 and not earlier
    paired = len(counts) == len(numbers) == _PAIR and len(earlier) == 1 and counts[1] in earlier
    text = scene.sentence.text
    if not (alone or paired) or _OPENS_A_TURN.match(text) or CHANGE.search(text):
        return None
    if draft.years.period is None or (paired and not _same(*counts)):
        return None
    found = _told_before(draft, scene)
    if found is None:
        return None
    if not paired:
        return Course(found[0], _years(draft, scene), loose=found[1])
    other = counts[1] if draft is counts[0] else counts[0]
    assert other.years.period is not None  # noqa: S101 - for the type checker; ``_same`` asked
    return Course(found[0], (other.years.period,), exact(other.phrase))


def _told_before(draft: Draft, scene: Scene) -> tuple[Direction, bool] | None:
    """What the sentence before says of them, where it has no number and speaks of nobody else."""
    whole = [one for one in scene.seen.sentences if one.end <= scene.sentence.start]
    if not whole:
        return None
    told = msgspec.structs.replace(scene, sentence=whole[-1])
    if told.phrases or (not _names(told) and draft.who.named):
        return None
    return _said(told, whole[-1].text, draft)


def _same(first: Draft, second: Draft) -> bool:
    """Whether two counts are of one area and thing in two years that are known."""
    periods = {first.years.period, second.years.period}
    alike = first.who.subject == second.who.subject and first.what.series == second.what.series
    return alike and len(periods) == _PAIR and None not in periods


def _names(scene: Scene) -> set[str]:
    return {one.subject.key for one in scene.whos if one.subject is not None}


def _said(scene: Scene, text: str, draft: Draft) -> tuple[Direction, bool] | None:
    """Which way a clause says that these offences went, and whether it leaves open since when.

    Args:
        scene: The sentence of the clause.
        text: The clause, from the sentence's beginning.
        draft: The count that may be meant.
    """
    if _TURN.search(text) or _UNSURE.search(text) or _names(scene) - {draft.who.subject.key}:
        return None
    words = [one for one in CHANGE.finditer(text) if not no_change(text, one)]
    more = _MORE.search(text)
    if not words:
        if more is None or (more.start() and not _SEES.search(text[: more.start()])):
            return None
        loose = _PERFECT.search(text[: more.start()]) is not None
        return changed(more), loose or more.start() > 0
    if len(words) != 1 or more is not None or not _counted(scene, words[0], draft):
        return None
    return changed(words[0]), _PERFECT.search(text[: words[0].start()]) is not None


# "Hertfordshire is seeing more offences": not "dealing with more offences".
_SEES = lazily(r"\b(?:saw|sees|seen|seeing|recorded|records|recording)\s+$", re.IGNORECASE)
_NEAR = 60


def _counted(scene: Scene, word: re.Match[str], draft: Draft) -> bool:
    """Whether what rose is what is counted: "offences rose", "a rise in offences"."""
    start, end = scene.sentence.start + word.start(), scene.sentence.start + word.end()
    ours = [one for one in scene.whats if one.generic or one.series == draft.what.series]
    others = [one for one in scene.whats if one not in ours]
    near = any(start - _NEAR <= one.start and one.end <= start for one in ours)
    inside = any(
        _NUMBER_OF.fullmatch(scene.text[end : max(end, one.start)]) is not None for one in ours
    )
    return (near or inside) and not others


def _of_list(counts: Sequence[Draft], scene: Scene) -> Direction:
    """Which way every area of a list went: "The biggest falls were in Essex (767) and ..."."""
    areas = {one.who.subject.key for one in counts}
    periods = {one.years.period for one in counts}
    numbers = [one for one in scene.phrases if one.shape is not Shape.RANK]
    if len(counts) < _PAIR or len(numbers) != len(counts) or len(areas) != len(counts):
        return ""
    text = scene.sentence.text
    before = scene.before(counts[0].phrase)
    if len(periods) != 1 or _TURN.search(text) or _UNSURE.search(_RANKED.sub(" ", before)):
        return ""
    rises = _RISES.match(text)
    words = [one for one in CHANGE.finditer(text) if not no_change(text, one)]
    if len({one.group().lower() for one in words}) > 1 or _names(scene) - areas:
        return ""
    if rises is not None:
        return changed(rises)
    if len(words) != 1 or words[0].end() > len(before):
        return ""
    verb = words[0]
    tail = before[verb.end() :]
    to = re.search(r"\bto\s+(?:\w+\s+)?$", tail, re.IGNORECASE)
    return changed(verb) if to is not None and _counted(scene, verb, counts[0]) else ""


_RANKED = lazily(r"\b(?:most|other)\s+(?=(?:notable|marked)\b)", re.IGNORECASE)


def _years(draft: Draft, scene: Scene) -> tuple[Period, ...]:
    """The years that it may be held against: the one before, and the earlier ones of the text."""
    period = draft.years.period
    if period is None:
        return ()
    before = shifted(period, -1)
    named = [one for one in scene.memory.about.named if one.end < before.start]
    return (before, *sorted(named, reverse=True))


__all__ = ["with_around"]
