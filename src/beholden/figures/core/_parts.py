"""The parts of one split, made safe to print.

What a part is below is only said where no total is known: beside a total a reader would
take it, and the rest, to work the part out.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from beholden._statistics import (
    THRESHOLD,
    ImpossibleTableError,
    SplitTable,
    Sum,
    exposed,
    recover,
    suppress,
    without,
)
from beholden.figures.core.models import State, Value

_TOTAL = "total"
NOT_ADDED = (
    "One offence may name several platforms and many name none: the parts do not add to a "
    "count of offences."
)
_HIDDEN = f"[c] stands for a count under {THRESHOLD}."
_HIDDEN_MORE = (
    f"[c] stands for a count under {THRESHOLD}, or for one that is hidden so that such a count "
    "cannot be worked out."
)
_GIVEN_AWAY = "More parts are hidden here than in the answer, which let a hidden one be worked out."


class Protected(msgspec.Struct, frozen=True):
    """Values as they may be printed, in the order given, with what to say of them."""

    values: tuple[Value, ...]
    total: int | None
    notes: tuple[str, ...]


def protect(values: Sequence[Value], total: int | None, *, adds: bool) -> Protected | str:
    """Hides what must not be printed, or says why that is not enough.

    Args:
        values: The parts as answered.
        total: The count that they are parts of, where it is known.
        adds: Whether the parts add to the total. Where they need not, they are hidden as
            if they did: that they happen to add is known to who knows the total.
    """
    stars = any(value.state is State.SUPPRESSED for value in values)
    complete = stars or all(value.known for value in values)
    shown = sum(value.count or 0 for value in values)
    if total is not None and adds and (shown > total if stars else shown != total):
        return "Its parts do not add to the count of the force."
    whole = total if stars else shown
    if whole is not None and whole < shown:
        whole = None
    table = _table(values, whole)
    small = {
        name
        for name, count in table.cells.items()
        if name != _TOTAL and (count is None or 0 < count < THRESHOLD)
    }
    keep = {name for name, count in table.cells.items() if name == _TOTAL or count == 0}
    try:
        hidden = suppress(table, keep=keep)
        unsafe = list(exposed(without(table, hidden), small))
        given_away = stars and any(found.exact for found in recover(table).values())
    except ImpossibleTableError:
        return "Its parts do not add to the count of the force."
    if unsafe:
        return "It has so few counts that any print of it would give a small one away."
    printed = tuple(
        _printed(value, hidden=str(place) in hidden, bound=whole is not None)
        for place, value in enumerate(values)
    )
    notes = [] if adds else [NOT_ADDED]
    if hidden:
        notes.append(_HIDDEN if whole is None else _HIDDEN_MORE)
    if given_away:
        notes.append(_GIVEN_AWAY)
    return Protected(printed, (whole if complete else total) if adds else None, tuple(notes))


def _table(values: Sequence[Value], total: int | None) -> SplitTable:
    """The parts by their place. A blank counts as nothing: a reader may take it so."""
    cells: dict[str, int | None] = {
        str(place): None if value.state is State.SUPPRESSED else value.count or 0
        for place, value in enumerate(values)
    }
    if total is None:
        return SplitTable(cells, ())
    return SplitTable({**cells, _TOTAL: total}, (Sum(_TOTAL, tuple(cells)),))


def _printed(value: Value, *, hidden: bool, bound: bool) -> Value:
    if not hidden:
        return Value(value.state, value.count)
    if bound:
        return Value(State.SUPPRESSED)
    return Value(State.SUPPRESSED, below=value.below if value.count is None else THRESHOLD)
