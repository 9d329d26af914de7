"""The counts of a sentence: which numbers count what the data count, and which do not.

Also the rows of a table that stands in the text: a year above each column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core._calendar import label
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft, Found, Who, Years
from beholden.figures.core.claims.finding._meaning import row_change
from beholden.figures.core.claims.finding._roles import Role, role_of
from beholden.figures.core.claims.finding._scene import Scene, left_alone
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding.areas._resolve import by_turn, named, who_of
from beholden.figures.core.claims.finding.counted._not_recorded import UP_FROM
from beholden.figures.core.claims.finding.counted._standing import counts, held_years, sums_up
from beholden.figures.core.claims.finding.counted._what_counted import what_of
from beholden.figures.core.claims.finding.listed._rows import row_of
from beholden.figures.core.claims.finding.related._changes_listed import listed_change
from beholden.figures.core.claims.finding.related._paired import (
    area_behind,
    area_between,
    in_pair,
    shares_area,
)
from beholden.figures.core.claims.finding.related._per_cents import shared_per_cent
from beholden.figures.core.claims.finding.related._together import (
    added_up,
    put_together,
    together_of,
)
from beholden.figures.core.claims.finding.said._quoting import speaker_of, supposed
from beholden.figures.core.claims.finding.said._relevance import (
    IN_COURT,
    NOT_COUNTED,
    in_court,
)
from beholden.figures.core.claims.finding.times._in_order import in_order
from beholden.figures.core.claims.finding.times._several_years import taken_to
from beholden.figures.core.claims.finding.times._since_the_law import since_the_law, year_of_the_law
from beholden.figures.core.claims.finding.times._summed import summed
from beholden.figures.core.claims.finding.times._told_base import told_base
from beholden.figures.core.claims.finding.times._years import year_of
from beholden.figures.core.claims.finding.times._years_after import following_of
from beholden.figures.core.claims.finding.times._years_compared import earlier_of, later_of
from beholden.figures.core.claims.grammar import _why
from beholden.figures.core.claims.models import LeftAlone, Measure, Phrase, Shape, Subject
from beholden.figures.core.models import Period

SUPPOSED = "a supposition or a forecast"
_SAME_THING = lazily(
    r"[^.;:]{0,30}\b(?:to|against|compared with|compared to|up from|down from|and)\s+"
    r"|[^.:]{0,90};?\s+(?:now|today|this\s+year|last\s+year),?\s+there\s+(?:are|were)\s+",
    re.IGNORECASE,
)
_ITS_OTHER_END = lazily(
    r",?\s(?:(?:as\s)?compared\s(?:with|to)|against|rather\sthan|to)\s(?:(?:just|only|a)\s)?",
    re.IGNORECASE,
)
# What a number that the grammar leaves alone may count, and the number it rose from with it.
_THINGS = frozenset({_why.STAFF, _why.SIZE, _why.DURATION, _why.MONEY, _why.OTHER, _why.POPULATION})
_PASSED = lazily(
    r"\b(?:pass(?:ed|es|ing)?|topp?(?:ed|s|ing)|(?<!the\s)top|exceed(?:ed|s|ing)?|surpass(?:ed|es|ing)?)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
# "Passed 297 cases on to the police" exceeded nothing.
_PASSED_ON = lazily(
    r"[^.;:]{0,80}?\b(?:on\s+to|to\s+(?:the\s+|local\s+)?(?:police|children|social|authorit|agenc|council|officers))",
    re.IGNORECASE,
)
_CAUGHT = lazily(
    r"\s+(?:(?:people|men|offenders|suspects|individuals)\s+)?(?:were\s+|have\s+been\s+|are\s+)?caught\b",
    re.IGNORECASE,
)
_COMPARES = lazily(r"\bcompar(?:es|ed)\s+(?:with|to)\s+(?:\w+\s+)?$", re.IGNORECASE)
_PLUPERFECT = lazily(
    r"\bhad\s+(?:been|recorded|logged|seen|registered|reported|had|counted|dealt with)\s+"
    r"(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


_IN_TIME = lazily(
    r"\b(?:in|over|during|for|within|across)\s+(?:the\s+)?(?:(?:last|past|previous|first)\s+)?$",
    re.IGNORECASE,
)
_YEARS = lazily(r"\b(?:19|20)\d\d\s*(?:and|to|/|-|\u2013)\s*$")
_BY_THEN = lazily(r"\b(?:by|at)\s+the\s+end\s+of\b", re.IGNORECASE)


def _had_been(before: str) -> bool:
    """Whether a count had been told earlier: not "by the end of the year they had recorded"."""
    return _PLUPERFECT.search(before) is not None and not _BY_THEN.search(before)


def counts_of(scene: Scene) -> Found:
    """The counts of a sentence that are claims, and the numbers that are none."""
    if scene.seen.block.kind == "table":
        return row_of(scene)
    drafts: list[Draft] = []
    left: list[LeftAlone] = []
    for phrase in scene.phrases:
        before, after = scene.before(phrase), scene.after(phrase)
        if phrase.shape is not Shape.COUNT or row_change(phrase, scene) is not None:
            continue
        if listed_change(phrase, scene) or shared_per_cent(phrase, scene):
            continue
        role = in_pair(phrase, role_of(phrase, before, after), scene)
        if role.measure is not Measure.COUNT:
            continue
        what = what_of(phrase, scene)
        if supposed(before, after):
            left.append(left_alone(scene, phrase, SUPPOSED))
        elif in_court(scene):
            left.append(left_alone(scene, phrase, IN_COURT))
        elif (
            what is None
            or (not what.beside and _follows(left, drafts, phrase, scene))
            or not (
                put_together(phrase, scene)
                or added_up(phrase, scene)
                or counts(phrase, role, what, scene)
            )
        ):
            left.append(left_alone(scene, phrase, NOT_COUNTED))
        else:
            drafts.append(_draft(_exceeding(phrase, before, after), role, what, scene, drafts))
    return [_dated(draft, scene) for draft in _with_earlier(drafts, scene)], left


def _dated(draft: Draft, scene: Scene) -> Draft:
    """A count of the only year that its sentence names is said to be of it: "A 301, B 200 in"."""
    years = draft.years
    only = len(scene.whens) == 1 and scene.whens[0].how == "named"
    if years.said or draft.role.end == "earlier" or not only or not draft.who.named:
        return draft
    if not scene.whens[0].certain or scene.memory.dated(scene.whens[0]) != years.period:
        return draft
    return msgspec.structs.replace(draft, years=msgspec.structs.replace(years, said=True))


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


def _follows(
    left: Sequence[LeftAlone], drafts: Sequence[Draft], phrase: Phrase, scene: Scene
) -> bool:
    """Whether it is the other end of a number that counts something else.

    "From eight officers to 14": both ends count the same.
    """
    if sums_up(phrase, scene):
        # "All six combined came to 3,673" goes on from no six.
        return False
    last = max((one.start for one in scene.phrases if one.end <= phrase.start), default=0)
    things = (
        one
        for one in scene.seen.alone
        if one.why in _THINGS
        and scene.holds(one.start)
        and one.start > last
        # "In the 12 months to March, up from 568": a time, and no thing that is counted.
        and not (one.why == _why.DURATION and _IN_TIME.search(scene.text, 0, one.start))
    )
    for one in things:
        # "Essex hired 767 volunteers in 2017/18, up from 568", "from 8 officers to 13".
        staff = one.why == _why.STAFF and _ITS_OTHER_END.fullmatch(
            scene.text, one.end, phrase.start
        )
        if staff or UP_FROM.fullmatch(scene.text, one.end, phrase.start):
            return True
    if not left or left[-1].end > phrase.start:
        return False
    if any(one.phrase.start > left[-1].start for one in drafts):
        # "Those under 13 rose from 334 to 370": the nearest number is the other end.
        return False
    if _YEARS.search(scene.text, 0, left[-1].start):
        return False
    between = scene.text[left[-1].end : phrase.start]
    return _SAME_THING.fullmatch(between) is not None


def _of_another(who: Who, before: Sequence[Draft], scene: Scene) -> bool:
    """Whether a count is compared with that of another area, and of no other year."""
    told = {one.who.subject.key for one in before}
    other = who.named and who.subject.key not in told and not before[-1].role.end
    return other and not any(one.how == "previous" for one in scene.whens)


def _dated_above(scene: Scene) -> bool:
    """Whether the heading of a list says of which year its rows are."""
    return scene.memory.above is not None and bool(scene.memory.above.whens)


def _later_year(phrase: Phrase, subject: Subject, what: Counted, scene: Scene) -> Years | None:
    """The year of "that has risen to 767": the one after the count before it that has this."""
    last = scene.memory.last
    if scene.whens or last is None or last.measure is not Measure.COUNT:
        return None
    alike = (last.who.subject, last.what.series) == (subject, what.series)
    if not alike or last.years.period is None:
        return None
    held = [one for one in held_years(phrase, subject, what, scene) if one > last.years.period]
    if len(held) != 1:
        return None
    return Years(held[0], said=False, why=f"{label(held[0])}, of which the number is")


def _only_year(phrase: Phrase, subject: Subject, what: Counted, scene: Scene) -> Years | None:
    """The one year that the data hold a number for, where the year supposed is not in them."""
    newest = scene.memory.about.newest
    if (
        scene.whens
        or newest is None
        or _dated_above(scene)
        or scene.memory.held.knows(subject, what.series, newest)
    ):
        return None
    held = held_years(phrase, subject, what, scene)
    if len(held) != 1:
        return None
    return Years(held[0], said=False, why=f"{label(held[0])}, of which the number is")


_THEN = lazily(
    r"[\s,;]+(?:(?:and|but)\s)?(?:then|next|followed\sby|before\s(?:rising|falling|dropping))\s"
    r"(?:(?:up|down|to|came|it\swas|there\swere)\s){0,2}",
    re.IGNORECASE,
)


def _after_the_last(
    phrase: Phrase, held: Sequence[Period], scene: Scene, before: Sequence[Draft]
) -> Sequence[Period]:
    """The years of "412, then 689" that come after that of the number before."""
    last = before[-1].years.period if before else None
    if last is None or _THEN.fullmatch(scene.text, before[-1].phrase.end, phrase.start) is None:
        return held
    return [one for one in held if one > last]


def _told_before(scene: Scene) -> Sequence[Draft]:
    """The count just before a sentence that points at it: "That compares with 301 in Kent"."""
    last = scene.memory.last
    counted = last is not None and last.measure is Measure.COUNT
    return (last,) if last is not None and counted else ()


def _first_of_span(
    years: Years, held: Sequence[Period], subject: Subject, what: Counted, scene: Scene
) -> Years | None:
    """The first of "the past two years", where the data have its number and none two years back."""
    if years.period is None or len(held) != 1 or held[0] != shifted(years.period, 1):
        return None
    in_span = any(one.how == "span" and one.years > 1 for one in scene.whens)
    if not in_span or scene.memory.held.knows(subject, what.series, years.period):
        return None
    return Years(held[0], said=False, why=f"{label(held[0])}, of which the number is")


def _exceeding(phrase: Phrase, before: str, after: str) -> Phrase:
    """A number that was passed: there are more than that."""
    passed = _PASSED.search(before) is not None and _PASSED_ON.match(after) is None
    if phrase.wording is Wording.PLAIN and passed:
        return msgspec.structs.replace(phrase, wording=Wording.MORE_THAN)
    return phrase


def _draft(
    phrase: Phrase, role: Role, what: Counted, scene: Scene, before: Sequence[Draft]
) -> Draft:
    behind = area_behind(phrase, scene)
    who = together_of(phrase, scene, before) or put_together(phrase, scene) or who_of(phrase, scene)
    who = who if behind is None else named(behind, scene)
    earlier = before or _told_before(scene)
    held_against = before or (earlier if _COMPARES.search(scene.before(phrase)) else ())
    against = role.end == "earlier" and held_against and told_base(phrase, scene) is None
    if against and _of_another(who, held_against, scene):
        # "Compared with 1,042 in Kent": another area, and the same year.
        role = Role(Measure.COUNT)
    first = before[-1] if before and before[-1].role.end == "earlier" else None
    if first is not None and area_between(first.phrase, phrase, scene):
        # "From 309 to 301, while the UK total rose to 22,724".
        first = None
    if role.end == "earlier" and before and shares_area(before[-1].phrase, phrase, scene):
        who = before[-1].who
    ordered = in_order(phrase, scene, who.subject, what)
    taken = taken_to(phrase, scene)
    if ordered is not None:
        measure, years = Measure.COUNT, ordered
    elif taken is not None:
        role, measure, years = Role(Measure.COUNT), Measure.SUM, taken
    elif role.end == "earlier" or (not scene.whens and _had_been(scene.before(phrase))):
        held = _after_the_last(phrase, held_years(phrase, who.subject, what, scene), scene, before)
        measure, years = Measure.COUNT, earlier_of(phrase, scene, held)
        years = _first_of_span(years, held, who.subject, what, scene) or years
    elif role.end == "later" and first is not None:
        who = who if by_turn(phrase, scene) is not None else first.who
        measure, years = Measure.COUNT, later_of(phrase, scene, first.phrase, first.years)
    else:
        following = following_of(phrase, scene, earlier[-1].years) if earlier else None
        told = (
            following
            or year_of_the_law(phrase, scene, who.subject, what.series)
            or (_later_year(phrase, who.subject, what, scene) if role.end == "later" else None)
            or _only_year(phrase, who.subject, what, scene)
            or year_of(phrase, scene)
        )
        measure, years = summed(told, phrase, role, scene, before)
        total = None if role.end else since_the_law(phrase, scene, who.subject, what.series)
        if measure is Measure.COUNT and total is not None:
            measure, years = Measure.SUM, total
        if _PLUPERFECT.search(scene.before(phrase)) and years.said and len(scene.phrases) == 1:
            # "In 2017/18 it had been 19": what follows is of the year told before.
            role = msgspec.structs.replace(role, end="earlier")
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


__all__ = ["SUPPOSED", "counts_of"]
