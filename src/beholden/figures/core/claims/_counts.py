"""The counts of a sentence: which numbers count what the data count, and which do not.

Also the rows of a table that stands in the text: a year above each column.
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._draft import Counted, Draft, Who, Years
from beholden.figures.core.claims._quoting import speaker_of, supposed
from beholden.figures.core.claims._resolve import named, what_of, who_of, whos_in
from beholden.figures.core.claims._roles import Role, role_of
from beholden.figures.core.claims._scene import Scene
from beholden.figures.core.claims._story import shifted
from beholden.figures.core.claims._years import earlier_of, resolved, year_of
from beholden.figures.core.claims.models import LeftAlone, Measure, Phrase, Shape
from beholden.figures.core.models import Period

Found = tuple[list[Draft], list[LeftAlone]]

NOT_COUNTED = "it does not count what the data count"
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
        "respectively among under alone",
    )
    for word in line.split()
)
_VERB_BEFORE = re.compile(
    r"\b(?:record(?:ed|ing|s)?|log(?:ged|ging|s)?|saw|sees?|seen|regist(?:ered|ering|ers)"
    r"|report(?:ed|ing|s)?|receiv(?:ed|ing|es)|had|has|have|having|dealt with|dealing with"
    r"|total(?:l?ed|l?ing|s)?|number(?:ed|ing|s)?|reach(?:ed|ing|es)?|st(?:ood|ands|anding) at"
    r"|was|were|is|are|at|total of|figure of|with|hit|hitting|be|been|being"
    r"|account(?:ed|ing|s)? for|identif(?:ied|ying|ies)|found|made up|just|only|investigated"
    r"|tackled|showed?|shows|revealed|there)\s*"
    r"(?:a\s+(?:total|record|high|combined\s+total)\s+of\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[(:\u2013\u2014,-]\s*$")
_ENDS_WELL = re.compile(r"\s*(?:[,.;:)\u2013\u2014?!\"\u201d\u2019(]|-\s|$)")
_SUM_NEAR = 60
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
        role = role_of(phrase, before, after)
        if role.measure is not Measure.COUNT:
            continue
        what = what_of(phrase, scene)
        if supposed(before):
            left.append(left_alone(scene, phrase, SUPPOSED))
        elif what is None or not _counts(phrase, role, what, scene):
            left.append(left_alone(scene, phrase, NOT_COUNTED))
        else:
            drafts.append(_draft(phrase, role, what, scene))
    return drafts, left


def left_alone(scene: Scene, phrase: Phrase, why: str) -> LeftAlone:
    """A number that is no claim."""
    return LeftAlone(scene.seen.index, phrase.start, phrase.end, phrase.text, why)


def _counts(phrase: Phrase, role: Role, what: Counted, scene: Scene) -> bool:
    """Whether a number counts what the data count, by the words around it."""
    if what.beside:
        return True
    before, after = scene.before(phrase), scene.after(phrase)
    word = _WORD.match(after)
    plain = word is None or word["word"].lower() in _FUNCTION_WORDS
    if not plain and not _ENDS_WELL.match(after):
        return False
    if role.end or _VERB_BEFORE.search(before) or _LISTED.search(before):
        return True
    near = any(0 <= phrase.start - one.end <= _TOUCHING for one in scene.whos)
    return near or not before.strip()


def _draft(phrase: Phrase, role: Role, what: Counted, scene: Scene) -> Draft:
    who = who_of(phrase, scene)
    if role.end == "earlier":
        measure, years = Measure.COUNT, earlier_of(phrase, scene)
    else:
        measure, years = _spanned(year_of(phrase, scene), phrase, role, scene)
    return Draft(
        phrase=phrase,
        block=scene.seen.index,
        sentence=scene.sentence,
        role=role,
        who=who,
        what=what,
        years=years,
        measure=measure,
        people=what.people,
        speaker=speaker_of(scene.seen, phrase),
    )


def _spanned(years: Years, phrase: Phrase, role: Role, scene: Scene) -> tuple[Measure, Years]:
    """A count over several years: "6,000 offences in the past five years"."""
    newest = scene.memory.about.newest
    if role.end or newest is None:
        return Measure.COUNT, years
    for when in scene.whens:
        between = scene.text[phrase.end : when.start]
        if not 0 <= when.start - phrase.end <= _SUM_NEAR or _OTHER_NUMBER.search(between):
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


def _row(scene: Scene) -> Found:
    """A row of a table: its area stands first, its years stand above."""
    heads = [one for one in scene.seen.whens if one.how == "named"]
    if heads and not scene.seen.phrases:
        scene.memory.columns = _columns(scene)
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
        if not mentions or period is None or what is None:
            why = "a cell of a table without a year above it or an area before it"
            left.append(left_alone(scene, phrase, why))
            continue
        drafts.append(_cell(phrase, scene, named(mentions[0], scene), what, period))
    return drafts, left


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
