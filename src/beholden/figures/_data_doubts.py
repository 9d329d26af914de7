"""What a file of figures holds that may be a slip: rows without a number, names unknown here.

A name that nobody knows is kept under itself, for it may be right; but a misspelt force
would never be found again, and so whoever gave the file is told. So it is where two rows give
one number of the same release differently: both are kept, and one of them is wrong.

    doubts = Doubts("offences.csv", registry)
    doubts.look(4, "Esex", "iioc_total", fact)
    doubts.told()  # ("offences.csv, line 4, force: 'Esex' is not known here: is it Essex?",)
"""

from __future__ import annotations

import difflib

from beholden.figures import _data_cells as cells
from beholden.figures.core._calendar import label
from beholden.figures.core.claims.judging.dataset import Fact
from beholden.figures.core.claims.naming.own_series import OWN
from beholden.figures.core.forces import Registry

_MOST = 10


class Doubts:
    """Keeps the first place of each name that is not known."""

    def __init__(self, name: str, registry: Registry) -> None:
        self._name = name
        self._registry = registry
        self._seen: dict[tuple[str, str], int] = {}

    def look(self, line: int, force: str, offence: str, fact: Fact) -> None:
        """Looks at a row of counts of forces."""
        if fact.subject.startswith(cells.OTHER) and not fact.members:
            self._seen.setdefault(("force", force), line)
        if fact.series.startswith((cells.OTHER, OWN)):
            self._seen.setdefault(("offence_category", offence), line)

    def told(self) -> tuple[str, ...]:
        """A sentence for each of the first names."""
        said = [
            f"{self._name}, line {line}, {column}: {text!r} is not known here: "
            f"{self._advice(column, text)}"
            for (column, text), line in list(self._seen.items())[:_MOST]
        ]
        more = len(self._seen) - len(said)
        if more:
            said.append(f"{self._name}: {more:,} more such {'name' if more == 1 else 'names'}.")
        return tuple(said)

    def _advice(self, column: str, text: str) -> str:
        if column == "force":
            near = self._registry.suggestions(text)
        else:
            near = tuple(difflib.get_close_matches(cells.plain(text), cells.OFFENCES, n=1))
        return f"is it {near[0]}?" if near else "its numbers are kept under this name alone."


class Clashes:
    """Keeps the line of every number, and the lines that give it otherwise."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines: dict[tuple[object, ...], tuple[int, Fact]] = {}
        self._told: list[str] = []
        self._more = 0

    def look(self, line: int, fact: Fact) -> None:
        """Looks at a row of either shape."""
        key = (fact.series, fact.subject, fact.period, fact.unit, fact.base, fact.release)
        first, held = self._lines.setdefault(key, (line, fact))
        if (held.value, held.at_least) == (fact.value, fact.at_least):
            return
        if len(self._told) == _MOST:
            self._more += 1
            return
        whose = fact.subject_name or fact.subject
        what = fact.series_name or fact.series
        self._told.append(
            f"{self._name}, lines {first} and {line}: {held.value:,f} and {fact.value:,f} for "
            f"{whose}, {label(fact.period)} ({what}): keep the right one, or give each its release."
        )

    def told(self) -> tuple[str, ...]:
        """A sentence for each of the first numbers that are given twice."""
        if not self._more:
            return tuple(self._told)
        rows = "row" if self._more == 1 else "rows"
        return (*self._told, f"{self._name}: {self._more:,} more such {rows}.")


def left_out(name: str, rows: int) -> tuple[str, ...]:
    """That rows without a number are left out."""
    if not rows:
        return ()
    if rows == 1:
        return (f"{name}: 1 row has no number and is left out.",)
    return (f"{name}: {rows:,} rows have no number and are left out.",)


__all__ = ["Clashes", "Doubts", "left_out"]
