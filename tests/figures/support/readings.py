"""Readings for tests, each said in one line."""

from __future__ import annotations

from datetime import date

from beholden.figures.core.models import (
    Flag,
    ForceCode,
    OffenceId,
    Period,
    Place,
    Reading,
    Source,
    State,
    Unit,
    Value,
)
from beholden.figures.core.offences import IIOC_TOTAL

ESSEX = ForceCode("E23000028")
KENT = ForceCode("E23000032")


def year(start: int) -> Period:
    """A financial year, made without the code under test."""
    return Period(date(start, 4, 1), date(start + 1, 3, 31))


def value(count: int) -> Value:
    """A count, zero included."""
    return Value(State.COUNTED if count else State.ZERO, count)


def question(code: str = "uncertain-number") -> Flag:
    """A flag that a person has to settle."""
    return Flag(code, "review", f"{code}: look at it.")


def reading(
    said: int | Value,
    *,
    force: ForceCode | None = ESSEX,
    period: Period | None = None,
    offence: OffenceId | None = IIOC_TOTAL,
    file: str = "essex/reply.xlsx",
    cell: str = "B4",
    flags: tuple[Flag, ...] = (),
    unit: Unit = Unit.OFFENCES,
    split: tuple[str, str] | None = None,
    role: str = "figure",
    no_period: bool = False,
) -> Reading:
    """One reading; the financial year 2017/18 unless said otherwise."""
    return Reading(
        force=force,
        period=None if no_period else period or year(2017),
        offence=offence,
        unit=unit,
        value=said if isinstance(said, Value) else value(said),
        sources=(Source(file, "0" * 64, Place(sheet="Sheet1", cell=cell), str(said)),),
        layout="simple-table",
        split=split,
        role=role,  # type: ignore[arg-type]
        flags=flags,
    )
