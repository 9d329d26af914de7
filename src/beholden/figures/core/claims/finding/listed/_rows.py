"""A row of a table that stands in the text: its area first, its years above.

Or its year first and its areas above, or both in the row itself: "Essex, 2016/17, 568".
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft, Found, Who, Years
from beholden.figures.core.claims.finding._roles import Role
from beholden.figures.core.claims.finding._scene import Scene, left_alone
from beholden.figures.core.claims.finding.areas._anaphors import home
from beholden.figures.core.claims.finding.areas._listed import several
from beholden.figures.core.claims.finding.areas._resolve import named, whos_in
from beholden.figures.core.claims.finding.counted._per_whom import OTHERS, of_others
from beholden.figures.core.claims.finding.counted._what_counted import what_of
from beholden.figures.core.claims.finding.listed._table import (
    TableSoFar,
    in_percent,
    of_all,
    tells_change,
)
from beholden.figures.core.claims.finding.times._years import resolved
from beholden.figures.core.claims.models import LeftAlone, Measure, Phrase, Shape, Subject
from beholden.figures.core.claims.naming.gazetteer import of_group, of_other
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import ForceCode, Period
from beholden.figures.core.periods import label

_FEWEST_AREAS = 2
_PAIR = 2
_NO_PLACE = "a cell of a table without a year above it or an area before it"


def row_of(scene: Scene) -> Found:
    """A row of a table: its area stands first, its years stand above."""
    if not any(one.shape is Shape.COUNT for one in scene.seen.phrases) and _is_head(scene):
        _keep_head(scene)
        return [], []
    own = _own_year(scene)
    area = next(iter(whos_in(scene)), None)
    table = scene.memory.table = _with_row(scene, area, own)
    drafts: list[Draft] = []
    left: list[LeftAlone] = []
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT]
    for phrase in counts:
        column = _column(phrase.start, scene)
        who = named(area, scene) if area is not None else row_area(phrase, scene)
        period = table.year_above(column, only=len(counts) == 1)
        period = own if period is None and not tells_change(table.head(column)) else period
        what = _what(phrase, scene)
        if table.is_rate(column) and who is not None and what is not None and table.years:
            drafts.append(_rate_cell(phrase, scene, who, what))
        elif who is None or what is None:
            left.append(left_alone(scene, phrase, _NO_PLACE))
        elif period is not None:
            drafts.append(_cell(phrase, scene, who, what, period))
        elif _head_of_change(column, scene) and len(table.years) >= _PAIR:
            drafts.append(_change_cell(phrase, scene, who, what))
        elif (year := _of_no_year(column, own, scene)) is not None:
            drafts.append(_supposed_cell(phrase, scene, who, what, year))
        else:
            left.append(left_alone(scene, phrase, _NO_PLACE))
    dated = next((one.years.period for one in drafts if one.measure is Measure.COUNT), None)
    if area is not None and dated is not None:
        drafts += _share_cells(scene, named(area, scene), dated)
    return sorted(drafts, key=lambda one: one.phrase.start), left


def _of_no_year(column: int, own: Period | None, scene: Scene) -> Period | None:
    """The newest year of the article, for a table of counts that names no year anywhere."""
    table = scene.memory.table
    dated = own is not None or any(table.years) or (table.title and table.title.whens)
    no_count = table.is_rate(column) or table.is_share(column) or _head_of_change(column, scene)
    first = [one for one in scene.whos if not _column(one.start, scene)]
    if len(first) > 1 or any(one.kind == "part" for one in first):
        # "Canterbury, Kent": a town is no row of its force.
        return None
    if dated or no_count or not table.tells_count(column):
        return None
    return scene.memory.about.newest


def _supposed_cell(phrase: Phrase, scene: Scene, who: Who, what: Counted, period: Period) -> Draft:
    """A cell of a table without years, below a head that names what it counts."""
    table, column = scene.memory.table, _column(phrase.start, scene)
    head = " ".join(table.head(column).split()).lower()
    if not table.counts(column):
        what = Counted(f"other:{head}", head, f"{head}, by the head of the column")
    years = Years(period, said=False, why=f"{label(period)}, the newest year of the article")
    cell = _cell(phrase, scene, who, what, period)
    return msgspec.structs.replace(cell, years=years)


def _with_row(scene: Scene, area: WhoMention | None, own: Period | None) -> TableSoFar:
    """The table with the area and the year of one more row."""
    table = scene.memory.table
    if area is not None:
        subject = named(area, scene).subject
        table = msgspec.structs.replace(table, area=subject, listed=(*table.listed, subject))
    elif scene.phrases and not of_all(scene.text.partition("\t")[0]) and not table.areas:
        # A row of somebody unknown: what sums up the rows is no sum of those that are known.
        table = msgspec.structs.replace(table, listed=(*table.listed, of_other(scene.text)))
    return table if own is None else msgspec.structs.replace(table, rows=(*table.rows, own))


_REGION = lazily(r"\bregion", re.IGNORECASE)
_COUNTRY = lazily(r"\b(?:uk|united\s+kingdom|national|country)\b", re.IGNORECASE)


def _share_cells(scene: Scene, who: Who, period: Period) -> list[Draft]:
    """The cells below "Share of the region"; of what they are shares is left open elsewhere."""
    made = []
    for phrase in scene.phrases:
        column = _column(phrase.start, scene)
        if phrase.shape is not Shape.PERCENT or not scene.memory.table.is_share(column):
            continue
        what = what_of(phrase, scene)
        if what is None:
            continue
        head, group = scene.memory.table.head(column), None
        if _REGION.search(head):
            group = home(who.subject, scene.gazetteer)
        elif _COUNTRY.search(head):
            group = of_group(scene.gazetteer.registry.group("uk"))
        cell = _cell(phrase, scene, who, what, period)
        made.append(
            msgspec.structs.replace(
                cell, role=Role(Measure.SHARE), measure=Measure.SHARE, group=group
            )
        )
    return made


def _what(phrase: Phrase, scene: Scene) -> Counted | None:
    """What a cell counts: what its head says, or the line above the table, or the article."""
    column = _column(phrase.start, scene)
    other = scene.memory.table.counts_other(column)
    if other and not scene.memory.table.is_rate(column):
        return Counted(f"other:{other}", other, f"{other}, by the head of the table")
    return what_of(phrase, scene)


def row_area(phrase: Phrase, scene: Scene) -> Who | None:
    """Whose the number of a row without an area is: of the area above it, or of the last row."""
    table = scene.memory.table
    if not table.areas and of_all(scene.text.partition("\t")[0]):
        return _sum_of_rows(scene)
    if table.areas:
        above = table.area_above(_column(phrase.start, scene))
        return None if above is None else Who(above, f"{above.name}, above the column")
    if table.area is None or not scene.text.startswith("\t"):
        return None
    return Who(table.area, f"{table.area.name}, of the row above", named=False)


def _sum_of_rows(scene: Scene) -> Who | None:
    """The forces of the rows above one that sums them up; ``None`` where one is no force."""
    listed = scene.memory.table.listed
    keys = {one.key for one in listed}
    alone = all(":" not in one.key and not one.members and not one.part for one in listed)
    if len(keys) < _FEWEST_AREAS or len(keys) < len(listed) or not alone:
        return None
    subject = several(tuple(ForceCode(one.key) for one in listed), scene.gazetteer)
    return Who(subject, f"{subject.name}, the rows above", named=False)


def _is_head(scene: Scene) -> bool:
    if any(one.how == "named" for one in scene.seen.whens):
        return True
    # "Essex | Not provided": a row that has no number.
    row = scene.memory.table.heads and any(not _column(one.start, scene) for one in scene.whos)
    return not row and not scene.seen.phrases


def _keep_head(scene: Scene) -> None:
    """Keeps what a head says of its columns: years, areas, or words alone."""
    table = scene.memory.table
    width = scene.text.count("\t") + 1
    columns: list[Period | None] = [None] * width
    for when in scene.seen.whens:
        if when.how == "named":
            columns[_column(when.start, scene)] = resolved(when, scene.memory)
    areas: list[Subject | None] = [None] * width
    for mention in whos_in(scene):
        column = _column(mention.start, scene)
        if column and mention.kind in {"force", "area", "group", "uk"} and areas[column] is None:
            areas[column] = named(mention, scene).subject
    across = sum(one is not None for one in areas) >= _FEWEST_AREAS and not any(columns)
    scene.memory.table = msgspec.structs.replace(
        table,
        heads=tuple(scene.text.split("\t")),
        columns=tuple(columns) if any(columns) or not table.heads else table.columns,
        areas=tuple(areas) if across else (),
    )


def _own_year(scene: Scene) -> Period | None:
    """The year that stands in a cell of a row."""
    years = [one for one in scene.seen.whens if one.how == "named" and one.first is None]
    return resolved(years[0], scene.memory) if len(years) == 1 else None


def _column(at: int, scene: Scene) -> int:
    return scene.text.count("\t", 0, at)


def table_head(phrase: Phrase, scene: Scene) -> str:
    """What stands above the column of a number."""
    return scene.memory.table.head(_column(phrase.start, scene))


def _head_of_change(column: int, scene: Scene) -> str:
    """The head of a column or of a row, where it says that changes stand there."""
    row = scene.text.partition("\t")[0]
    return next((one for one in (scene.memory.table.head(column), row) if tells_change(one)), "")


def _change_cell(phrase: Phrase, scene: Scene, who: Who, what: Counted) -> Draft:
    """A cell below "Change": the difference of the last two years, or that in per cents."""
    table = scene.memory.table
    earlier, later = table.years[-2:]
    percent = in_percent(_head_of_change(_column(phrase.start, scene), scene))
    measure = Measure.CHANGE if percent else Measure.DIFFERENCE
    if percent:
        phrase = msgspec.structs.replace(phrase, shape=Shape.PERCENT)
    why = "the years of the table"
    cell = _cell(phrase, scene, who, what, later)
    years = Years(later, said=True, why=why, earlier=earlier, earlier_said=True)
    return msgspec.structs.replace(cell, role=Role(measure), measure=measure, years=years)


def _rate_cell(phrase: Phrase, scene: Scene, who: Who, what: Counted) -> Draft:
    """A cell below "per 10,000 people"."""
    rate = msgspec.structs.replace(phrase, shape=Shape.PER, per="10,000")
    cell = _cell(rate, scene, who, what, scene.memory.table.years[-1])
    if of_others(scene.memory.table.head(_column(phrase.start, scene))):
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
        years=Years(period, said=True, why="the year of the table"),
        measure=Measure.COUNT,
    )


__all__ = ["row_area", "row_of", "table_head"]
