"""A row of a table that stands in the text: its area first, its years above."""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft, Found, Who, Years
from beholden.figures.core.claims.finding._per_whom import OTHERS, of_others
from beholden.figures.core.claims.finding._resolve import named, whos_in
from beholden.figures.core.claims.finding._roles import Role
from beholden.figures.core.claims.finding._scene import Scene, left_alone
from beholden.figures.core.claims.finding._what_counted import what_of
from beholden.figures.core.claims.finding._years import resolved
from beholden.figures.core.claims.models import LeftAlone, Measure, Phrase, Shape
from beholden.figures.core.models import Period

_RATE_HEAD = lazily(r"\b(?:per|rate)\b|10,000", re.IGNORECASE)


def row_of(scene: Scene) -> Found:
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


def _rate_cell(phrase: Phrase, scene: Scene, who: Who, what: Counted) -> Draft:
    """A cell below "per 10,000 people"."""
    newest = max((one for one in scene.memory.columns if one is not None), default=None)
    rate = msgspec.structs.replace(phrase, shape=Shape.PER, per="10,000")
    cell = _cell(rate, scene, who, what, newest) if newest is not None else None
    assert cell is not None  # noqa: S101 - a head with years stands above
    column = scene.text.count("\t", 0, phrase.start)
    if of_others(scene.memory.heads[column]):
        what = Counted(f"other:{OTHERS}", OTHERS, f"{OTHERS}, by the head of the column")
    return msgspec.structs.replace(
        cell, role=Role(Measure.PER_HEAD), measure=Measure.PER_HEAD, what=what
    )


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


__all__ = ["row_of"]
