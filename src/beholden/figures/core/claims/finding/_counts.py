"""The counts of a sentence: which numbers count what the data count, and which do not.

Also the rows of a table that stands in the text: a year above each column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from beholden.figures.core._calendar import label
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.finding._draft import Counted, Draft, Who, Years
from beholden.figures.core.claims.finding._parts_of import an_age
from beholden.figures.core.claims.finding._quoting import speaker_of, supposed
from beholden.figures.core.claims.finding._relevance import (
    IN_COURT,
    NOT_COUNTED,
    anecdote,
    in_court,
    of_residents,
)
from beholden.figures.core.claims.finding._resolve import named, what_of, who_of, whos_in
from beholden.figures.core.claims.finding._roles import CHANGE, Role, role_of
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding._years import (
    earlier_of,
    following_of,
    later_of,
    resolved,
    year_of,
)
from beholden.figures.core.claims.grammar.phrases import Alone
from beholden.figures.core.claims.models import LeftAlone, Measure, Phrase, Shape, Subject
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.models import Period

Found = tuple[list[Draft], list[LeftAlone]]

SUPPOSED = "a supposition or a forecast"

_WORD = re.compile(r"\s+(?P<word>[A-Za-z][a-z'\u2019-]*)")
_FUNCTION_WORDS = frozenset(
    word
    for line in (
        "in to last the were was is are compared and of during for over a an this that which",
        "between across by at on after from while but with up down more fewer per each every",
        "recorded reported logged registered previously year as had has have when since against",
        "despite whereas throughout within before than just only overall altogether nationally",
        "locally these those such came took followed made being or who it its their our so far",
        "respectively among under alone they he she we i you",
    )
    for word in line.split()
)
_VERB_BEFORE = re.compile(
    r"\b(?:record(?:ed|ing|s)?|log(?:ged|ging|s)?|saw|sees?|seen|regist(?:ered|ering|ers)"
    r"|report(?:ed|ing|s)?|receiv(?:ed|ing|es)|dealt with|dealing with"
    r"|total(?:l?ed|l?ing|s)?|number(?:ed|ing|s)?|reach(?:ed|ing|es)?|st(?:ood|ands|anding) at"
    r"|total of|figure of|hit|hitting|account(?:ed|ing|s)? for|identif(?:ied|ying|ies)"
    r"|investigated|tackled|g[eo]ts?|giv(?:es?|ing)|mak(?:es?|ing)|com(?:es?|ing) to"
    r"|count(?:ed|s|ing)?|responsible for|added|adds|means?(?: that)?|pass(?:ed|es|ing)?|topped"
    r"|exceeded|surpassed|add(?:s|ed|ing)?(?: up)? to"
    r"|handled|answered)\s*"
    r"(?:a\s+(?:total|record|high|combined\s+total)\s+of\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_WEAK_BEFORE = re.compile(
    r"\b(?:after|by|together with|was|were|is|are|at|with|be|been|being|had|has|have|found"
    r"|made up|just|only|showed?|shows|revealed|there)\s*"
    r"(?:a\s+(?:total|record)\s+of\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_COUPLED = re.compile(r"(?:^|.*\s)(?:and|or|but|to|by)\s*$", re.IGNORECASE)
_POINTING = re.compile(r"^[\"\u201c\u2018(]*(?:it|that|this|there|they|we)\b", re.IGNORECASE)
_IN_YEAR = re.compile(r"\s*(?:\(|,)?\s*(?:in|for|during)?\s*(?:the\s+year\s+)?", re.IGNORECASE)
_TO_THEN = re.compile(
    r"\s*(?:offences|crimes|cases)?\s*(?:to|became|,?\s*then|,?\s*and\s+then|\u2192|->)\s*",
    re.IGNORECASE,
)
_SAME_THING = re.compile(
    r"[^.;:]{0,30}\b(?:to|against|compared with|compared to|up from|down from|and)\s+",
    re.IGNORECASE,
)
_IN_FIRST = re.compile(
    r"\s+(?:\w+\s+)?(?:in\s+the\s+first(?:\s+year|\s+of|\s+and|,)|(?:in\s+)?one\s+year(?:\s+and|,))",
    re.IGNORECASE,
)
_IN_SECOND = re.compile(
    r"\s+(?:\w+\s+)?(?:in\s+the\s+second|(?:in\s+)?the\s+(?:next|following)\s*(?:year|[.,;]|$))\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:numbers?|nos?\.|order|page|item|para\w*)\s+$", re.IGNORECASE)
_NAMED_NUMBER = re.compile(
    r"\s+(?:number|line|bus|route)\b|\s+of\s+them\s+(?:responded|replied|answered|gave|provided)",
    re.IGNORECASE,
)
_BESIDE = 12
_COUPLING = 6
_LARGE = 100
_OF_THE = re.compile(r"\s+of\s+(?:the|my|our|his|her|their|its|us|them)\b", re.IGNORECASE)
_RECORDED_AFTER = re.compile(
    r"\s+(?:of\s+(?:them|these|those)\s+)?(?:(?:were|was|are|had\s+been|have\s+been|being)\s+)?"
    r"(?:recorded|logged|reported|registered)\b",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"\s+(?:[a-z]{3,}ed|seen|found|made|dealt|(?:two|three|four|five|six|seven|ten)\s+years?)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*\(\s*")
_PASSED = re.compile(
    r"\b(?:pass(?:ed|es|ing)?|topp?(?:ed|s|ing)|exceed(?:ed|s|ing)?|surpass(?:ed|es|ing)?)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_SMALL = 20
"""Smaller numbers without their noun are mostly ages, times and people."""
_LISTED = re.compile(r"[(:\u2013\u2014,-]\s*$")
_ENDS_WELL = re.compile(r"\s*(?:[,.;:)\u2013\u2014?!\"\u201d\u2019(]|-\s|$)")
_OPENING = 12
_CAUGHT = re.compile(
    r"\s+(?:(?:people|men|offenders|suspects|individuals)\s+)?(?:were\s+|have\s+been\s+|are\s+)?caught\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_WHOLE_PERIOD = re.compile(
    r"\b(?:over|across|in|during)\s+the\s+(?:whole|entire|full)\s+(?:\w+\s+)?(?:period|time)\b",
    re.IGNORECASE,
)
_PLUPERFECT = re.compile(
    r"\bhad\s+(?:been|recorded|logged|seen|registered|reported|had|counted|dealt with)\s+"
    r"(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_SUM_NEAR = 60
_OVER = re.compile(r"\b(?:over|in|during|across|between)\b", re.IGNORECASE)
_OTHER_NUMBER = re.compile(r"[\d;:]")
_TOUCHING = 4


def counts_of(scene: Scene) -> Found:
    """The counts of a sentence that are claims, and the numbers that are none."""
    if scene.seen.block.kind == "table":
        return _row(scene)
    drafts: list[Draft] = []
    left: list[LeftAlone] = []
    for phrase in scene.phrases:
        before, after = scene.before(phrase), scene.after(phrase)
        if phrase.shape is not Shape.COUNT:
            continue
        role = _in_pair(phrase, role_of(phrase, before, after), scene)
        if role.measure is not Measure.COUNT:
            continue
        what = what_of(phrase, scene)
        if supposed(before):
            left.append(left_alone(scene, phrase, SUPPOSED))
        elif in_court(scene):
            left.append(left_alone(scene, phrase, IN_COURT))
        elif (
            what is None
            or (not what.beside and _follows(left, phrase, scene))
            or not _counts(phrase, role, what, scene)
        ):
            left.append(left_alone(scene, phrase, NOT_COUNTED))
        else:
            drafts.append(_draft(_exceeding(phrase, before), role, what, scene, drafts))
    return _with_earlier(drafts, scene), left


def _with_earlier(drafts: list[Draft], scene: Scene) -> list[Draft]:
    """Gives "at 118, went to 200" its earlier end: the first says no year, the second is later."""
    made: list[Draft] = []
    for at, draft in enumerate(drafts):
        following = drafts[at + 1] if at + 1 < len(drafts) else None
        if following is not None and _is_earlier(draft, following):
            role = Role(Measure.COUNT, end="earlier")
            years = earlier_of(draft.phrase, scene)
            made.append(msgspec.structs.replace(draft, role=role, years=years))
        else:
            made.append(draft)
    return made


def _is_earlier(draft: Draft, following: Draft) -> bool:
    """Whether a count without a year is what the next one of the same area rose from."""
    free = not draft.role.end and not draft.years.said
    return free and following.role.end == "later" and following.who.subject == draft.who.subject


def _in_pair(phrase: Phrase, role: Role, scene: Scene) -> Role:
    """The role of a number that stands in a pair with the one before or after it.

    "Essex: 767 (568)" has the year before in brackets; "118 to 200" and "309, then 301" the
    earlier year first, as have "302 one year and 301 the next".
    """
    if role.end or role.measure is not Measure.COUNT:
        return role
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT]
    at = counts.index(phrase)
    before = counts[at - 1] if at else None
    following = counts[at + 1] if at + 1 < len(counts) else None
    first = following is not None and _after_pair(phrase, following, scene)
    if first or _IN_FIRST.match(scene.text, phrase.end):
        return Role(Measure.COUNT, end="earlier")
    return role if before is None else _second_of(before, phrase, role, scene)


def _second_of(before: Phrase, phrase: Phrase, role: Role, scene: Scene) -> Role:
    """The role of a number by the one before it."""
    between = scene.text[before.end : phrase.start]
    bracketed = _BRACKETED.fullmatch(between) and scene.text[phrase.end : phrase.end + 1] == ")"
    listed = _AND.fullmatch(between) and _is_earlier_end(before, scene)
    if bracketed or listed:
        return Role(Measure.COUNT, end="earlier")
    if _after_pair(before, phrase, scene) or _IN_SECOND.match(scene.text, phrase.end):
        return Role(Measure.COUNT, end="later")
    return role


def _is_earlier_end(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number is the earlier one of a comparison: "up from 250 and 150"."""
    return role_of(phrase, scene.before(phrase), scene.after(phrase)).end == "earlier"


def _follows(left: Sequence[LeftAlone], phrase: Phrase, scene: Scene) -> bool:
    """Whether it is the other end of a number that counts something else.

    "From eight officers to 14": both ends count the same.
    """
    if not left or left[-1].end > phrase.start:
        return False
    between = scene.text[left[-1].end : phrase.start]
    return _SAME_THING.fullmatch(between) is not None


def _after_pair(one: Phrase, other: Phrase, scene: Scene) -> bool:
    """Whether two counts stand as "118 to 200", or "309, then 301": the earlier one first."""
    return _TO_THEN.fullmatch(scene.text[one.end : other.start]) is not None


def _of_another(who: Who, before: Sequence[Draft], scene: Scene) -> bool:
    """Whether a count is compared with that of another area, and of no other year."""
    told = {one.who.subject.key for one in before}
    other = who.named and who.subject.key not in told and not before[-1].role.end
    return other and not any(one.how == "previous" for one in scene.whens)


def _listed_year(phrase: Phrase, subject: Subject, what: Counted, scene: Scene) -> Years | None:
    """The year of one of two counts of an area told together: "Derbyshire: 302 and 301".

    The words give no order, so each is of the one year that the data hold it for.
    """
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT]
    pair = any(
        _AND.fullmatch(scene.text[one.end : other.start]) and phrase in {one, other}
        for one, other in pairwise(counts)
    )
    if scene.whens or not pair:
        return None
    held = _held_years(phrase, subject, what, scene)
    if len(held) != 1:
        return None
    return Years(held[0], said=False, why=f"{label(held[0])}, of which the number is")


def _only_year(phrase: Phrase, subject: Subject, what: Counted, scene: Scene) -> Years | None:
    """The one year that the data hold a number for, where the year supposed is not in them."""
    newest = scene.memory.about.newest
    if scene.whens or newest is None or scene.memory.held.knows(subject, what.series, newest):
        return None
    held = _held_years(phrase, subject, what, scene)
    if len(held) != 1:
        return None
    return Years(held[0], said=False, why=f"{label(held[0])}, of which the number is")


def _exceeding(phrase: Phrase, before: str) -> Phrase:
    """A number that was passed: there are more than that."""
    if phrase.wording is Wording.PLAIN and _PASSED.search(before):
        return msgspec.structs.replace(phrase, wording=Wording.MORE_THAN)
    return phrase


def left_alone(scene: Scene, phrase: Phrase, why: str) -> LeftAlone:
    """A number that is no claim."""
    return LeftAlone(scene.seen.index, phrase.start, phrase.end, phrase.text, why)


def _counts(phrase: Phrase, role: Role, what: Counted, scene: Scene) -> bool:
    """Whether a number counts what the data count, by the words around it."""
    if anecdote(what) or phrase.places > 0 or _NUMBERED.search(scene.before(phrase)):
        return False
    if phrase.number.startswith("0") or _NAMED_NUMBER.match(scene.after(phrase)):
        return False
    if what.beside:
        return not (phrase.value < _SMALL and _OF_THE.match(scene.after(phrase)))
    return _stands_for_it(phrase, role, scene) or _held(phrase, what, scene)


def _held(phrase: Phrase, what: Counted, scene: Scene) -> bool:
    """Whether it is just the number that the data hold of whom the sentence is about."""
    if phrase.value < _LARGE or phrase.places or phrase.wording is not Wording.PLAIN:
        return False
    subject = who_of(phrase, scene).subject
    return bool(_held_years(phrase, subject, what, scene))


def _held_years(
    phrase: Phrase, subject: Subject, what: Counted, scene: Scene
) -> tuple[Period, ...]:
    if phrase.value < _LARGE or phrase.places > 0 or phrase.wording is not Wording.PLAIN:
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
    told = bool(scene.whats or scene.whos or CHANGE.search(before))
    if role.end and (phrase.value < _SMALL or not told):
        return bool(scene.whats) and told
    if role.end or _VERB_BEFORE.search(before) or _RECORDED_AFTER.match(after):
        return True
    if phrase.value < _SMALL or of_residents(phrase, scene) or _age(phrase, scene):
        return False
    near = any(0 <= phrase.start - one.end <= _TOUCHING for one in scene.whos)
    return near or dated or _said_weakly(phrase, scene)


def _age(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number stands as an age does: "Winchester, 44, told"."""
    closed = scene.before(phrase).rstrip().endswith(",") and scene.after(phrase).startswith(",")
    return (closed and phrase.value < _LARGE) or an_age(phrase, scene)


def _dated(phrase: Phrase, scene: Scene) -> bool:
    """Whether a financial year stands right after the number: "674 in 2017/18"."""
    for when in scene.whens:
        if 0 <= when.start - phrase.end <= _BESIDE:
            return _IN_YEAR.fullmatch(scene.text[phrase.end : when.start]) is not None
        if when.how == "named" and 0 < phrase.start - when.end <= _TOUCHING:
            return True
    return False


def _said_weakly(phrase: Phrase, scene: Scene) -> bool:
    """Whether "there were", "had" or a dash stands before it, and the sentence says of what."""
    before = scene.before(phrase)
    if any(_COUPLED.fullmatch(scene.text[one.end : phrase.start]) for one in _near(phrase, scene)):
        return False
    if _LISTED.search(before) or _COUPLED.search(before[-20:]):
        return bool(scene.whats or scene.whos or scene.whens or scene.memory.last is not None)
    if not _WEAK_BEFORE.search(before):
        return False
    pointing = phrase.value >= _LARGE and _POINTING.match(scene.sentence.text)
    return bool(scene.whats or scene.whos or scene.whens or pointing)


def _draft(
    phrase: Phrase, role: Role, what: Counted, scene: Scene, before: Sequence[Draft]
) -> Draft:
    who = who_of(phrase, scene)
    if role.end == "earlier" and before and _of_another(who, before, scene):
        # "Compared with 1,042 in Kent": another area, and the same year.
        role = Role(Measure.COUNT)
    first = before[-1] if before and before[-1].role.end == "earlier" else None
    if role.end == "earlier" or (not scene.whens and _PLUPERFECT.search(scene.before(phrase))):
        held = _held_years(phrase, who.subject, what, scene)
        measure, years = Measure.COUNT, earlier_of(phrase, scene, held)
    elif role.end == "later" and first is not None:
        who = first.who
        measure, years = Measure.COUNT, later_of(phrase, scene, first.phrase, first.years)
    else:
        following = following_of(phrase, scene, before[-1].years) if before else None
        told = (
            following
            or _listed_year(phrase, who.subject, what, scene)
            or _only_year(phrase, who.subject, what, scene)
            or year_of(phrase, scene)
        )
        measure, years = _spanned(told, phrase, role, scene)
    return Draft(
        phrase=phrase,
        block=scene.seen.index,
        sentence=scene.sentence,
        role=role,
        who=who,
        what=what,
        years=years,
        measure=measure,
        people=what.people or _CAUGHT.match(scene.after(phrase)) is not None,
        speaker=speaker_of(scene.seen, phrase),
    )


def _spanned(years: Years, phrase: Phrase, role: Role, scene: Scene) -> tuple[Measure, Years]:
    """A count over several years: "6,000 offences in the past five years"."""
    newest, told = scene.memory.about.newest, scene.memory.told
    if role.end or newest is None:
        return Measure.COUNT, years
    if told is not None and _WHOLE_PERIOD.search(scene.sentence.text):
        return Measure.SUM, told
    for when in scene.whens:
        if not _spans(when, phrase, scene):
            continue
        if when.how == "span" and when.years > 1:
            first, last = shifted(when.last or newest, 1 - when.years), when.last or newest
        elif when.first is not None and when.last is not None:
            first, last = when.first, when.last
        elif when.how == "since" and when.period is not None:
            first, last = when.period, newest
        else:
            continue
        why = f"the years together, said as \u201c{when.text}\u201d"
        return Measure.SUM, Years(last, said=True, why=why, earlier=first, earlier_said=True)
    return Measure.COUNT, years


def _spans(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether words of several years belong to a count, after it or at the clause's opening."""
    if when.start >= phrase.end:
        between = scene.text[phrase.end : when.start]
        if "," in between or any(phrase.end <= one.start < when.start for one in scene.phrases):
            return False
    else:
        opening = scene.text[max(scene.sentence.start, when.start - 12) : when.start + 6]
        between = scene.text[when.end : phrase.start] if _OVER.search(opening) else "0"
        opens = when.start - scene.sentence.start <= _OPENING
        if not opens and "," in between:
            return False
    return len(between) <= _SUM_NEAR and not _OTHER_NUMBER.search(between)


def _near(phrase: Phrase, scene: Scene) -> list[Alone]:
    """What is left alone right before a number: "September 26 and 27"."""
    return [one for one in scene.seen.alone if 0 <= phrase.start - one.end <= _COUPLING]


def _row(scene: Scene) -> Found:
    """A row of a table: its area stands first, its years stand above."""
    heads = [one for one in scene.seen.whens if one.how == "named"]
    if heads and not any(one.shape is Shape.COUNT for one in scene.seen.phrases):
        scene.memory.columns = _columns(scene)
        scene.memory.heads = tuple(scene.text.split("\t"))
        return [], []
    drafts: list[Draft] = []
    left: list[LeftAlone] = []
    mentions = whos_in(scene)
    columns = scene.memory.columns
    for phrase in scene.phrases:
        if phrase.shape is not Shape.COUNT:
            continue
        column = scene.text.count("\t", 0, phrase.start)
        period = columns[column] if column < len(columns) else None
        what = what_of(phrase, scene)
        rate = column < len(scene.memory.heads) and _RATE_HEAD.search(scene.memory.heads[column])
        if rate and mentions and what is not None:
            drafts.append(_rate_cell(phrase, scene, named(mentions[0], scene), what))
            continue
        if not mentions or period is None or what is None:
            why = "a cell of a table without a year above it or an area before it"
            left.append(left_alone(scene, phrase, why))
            continue
        drafts.append(_cell(phrase, scene, named(mentions[0], scene), what, period))
    return drafts, left


_RATE_HEAD = re.compile(r"\b(?:per|rate)\b|10,000", re.IGNORECASE)


def _rate_cell(phrase: Phrase, scene: Scene, who: Who, what: Counted) -> Draft:
    """A cell below "per 10,000 people"."""
    newest = max((one for one in scene.memory.columns if one is not None), default=None)
    rate = msgspec.structs.replace(phrase, shape=Shape.PER, per="10,000")
    cell = _cell(rate, scene, who, what, newest) if newest is not None else None
    assert cell is not None  # noqa: S101 - a head with years stands above
    return msgspec.structs.replace(cell, role=Role(Measure.PER_HEAD), measure=Measure.PER_HEAD)


def _cell(phrase: Phrase, scene: Scene, who: Who, what: Counted, period: Period) -> Draft:
    return Draft(
        phrase=phrase,
        block=scene.seen.index,
        sentence=scene.sentence,
        role=Role(Measure.COUNT),
        who=who,
        what=what,
        years=Years(period, said=True, why="the year above the column"),
        measure=Measure.COUNT,
    )


def _columns(scene: Scene) -> tuple[Period | None, ...]:
    columns: list[Period | None] = [None] * (scene.text.count("\t") + 1)
    for when in scene.seen.whens:
        columns[scene.text.count("\t", 0, when.start)] = resolved(when, scene.memory)
    return tuple(columns)


__all__ = ["SUPPOSED", "Found", "counts_of", "left_alone"]
