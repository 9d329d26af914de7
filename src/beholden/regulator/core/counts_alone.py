"""Counts that met nothing: what is said of them is what was found. Pure.

Of each name that nothing was held against, the nearest that others have is told: the same for
other days, other parts of it, a name that is nearly the same, or nothing.

    notes = notes_of_alone(rows, bodies, report)
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from beholden._design import shown
from beholden.regulator.core.reading import folded
from beholden.regulator.core.reconciling_models import REPORT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from beholden.regulator.core.counts import Count
    from beholden.transparency.core import TransparencyReport

__all__ = ["notes_of_alone"]

_Names = defaultdict[str, dict[str, dict[str, None]]]
"""By a name: by who has it, what exactly they have."""

_NAMED_AT_MOST: Final = 5
_NEAR_AT_LEAST: Final = 3


def notes_of_alone(
    alone: Sequence[Count],
    bodies: Mapping[str, Sequence[Count]],
    report: TransparencyReport | None,
) -> Iterator[str]:
    """Sentences, at most six of each sort.

    Args:
        alone: the rows that met nothing.
        bodies: by name, one row of each body that has it.
        report: what the figures of others were held against, if there was one.
    """
    known = _Known(bodies, report)
    said: dict[str, list[str]] = {"days": [], "parts": [], "names": [], "nobody": []}
    rows_of: dict[str, dict[str, Count]] = defaultdict(dict)
    for row in alone:
        rows_of[row.key].setdefault(folded(row.source), row)
    for key, rows in rows_of.items():
        sort, sentence = known.about(key, rows)
        said[sort].append(sentence)
    nobody = said.pop("nobody")
    for sentences in said.values():
        yield from sentences[:_NAMED_AT_MOST]
        if len(sentences) > _NAMED_AT_MOST:
            yield f"So it is with {len(sentences) - _NAMED_AT_MOST:,} more."
    if nobody:
        yield f"Nobody else counted: {_listed(sorted(nobody))}."


class _Known:
    """Everything that somebody has, by name and by what nearly equal names have in common."""

    def __init__(
        self, bodies: Mapping[str, Sequence[Count]], report: TransparencyReport | None
    ) -> None:
        self._bodies = bodies
        self._report = report
        self._near: _Names = defaultdict(dict)
        self._parts: _Names = defaultdict(dict)
        for rows in bodies.values():
            for row in rows:
                _keep(self._near[_plain(row.quantity)], row.source, row.quantity)
                _keep(self._parts[row.quantity], row.source, row.part)
        for figure in () if report is None else report.figures:
            _keep(self._parts[figure.indicator], REPORT, figure.part)
        for one in () if report is None else report.indicators:
            for name in (one.id, one.title):
                _keep(self._near[_plain(name)], REPORT, one.id)

    def about(self, key: str, rows: Mapping[str, Count]) -> tuple[str, str]:
        """Which sort it is, and what is said of it.

        Args:
            key: a name.
            rows: by body, one row of that name that met nothing.
        """
        row = next(iter(rows.values()))
        name = shown(key)
        mine = _listed(shown(one.source) for one in rows.values())
        others = [shown(one.source) for one in self._bodies[key] if folded(one.source) not in rows]
        if self._report is not None and self._report.figure(key) is not None:
            others.append(REPORT)
        if others:
            return "days", (
                f"{name}: not all that {mine} counted was compared, because {_listed(others)} "
                "counted for other days."
            )
        if len(rows) > 1:
            return "days", (
                f"{name}: {mine} counted for days that do not fit together, and were not compared."
            )
        if found := _of_others(self._parts[row.quantity], row.source):
            has = _listed(f"{source} has {part or 'the whole'}" for source, part in found)
            return "parts", (
                f"{mine} counted {name}; {has}. Nothing says which parts make the whole, so that "
                "they were not compared."
            )
        near = _of_others(self._near[_plain(row.quantity)], row.source)
        if found := [one for one in near if one[1] != row.quantity]:
            has = _listed(f"{source} has {other}" for source, other in found)
            return "names", (
                f"{mine} counted {name}; {has}. If that is the same, write one name for it."
            )
        return "nobody", name


def _keep(names: dict[str, dict[str, None]], source: str, name: str) -> None:
    """A few of each are enough for a sentence; all of them would be looked at for each row."""
    if len(names) <= _NAMED_AT_MOST or source in names:
        each = names.setdefault(source, {})
        if len(each) <= _NAMED_AT_MOST:
            each[name] = None


def _of_others(names: Mapping[str, Iterable[str]], mine: str) -> list[tuple[str, str]]:
    return [
        (shown(source), shown(name))
        for source, each in names.items()
        if folded(source) != folded(mine)
        for name in each
    ]


def _listed(names: Iterable[str]) -> str:
    every = list(dict.fromkeys(names))
    if len(every) > _NAMED_AT_MOST:
        return f"{', '.join(every[:_NAMED_AT_MOST])} and more"
    return " and ".join(filter(None, (", ".join(every[:-1]), every[-1])))


def _plain(name: str) -> str:
    """What nearly equal names have in common: no case, no signs between, no s at the end."""
    letters = "".join(filter(str.isalnum, folded(name)))
    return letters.removesuffix("s") if len(letters) > _NEAR_AT_LEAST else letters
