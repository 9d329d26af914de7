"""A release that holds every kind of row, state and mark, and texts that mean harm."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from beholden.figures.core.models import (
    Aggregate,
    Change,
    Hotline,
    Observation,
    Period,
    Place,
    Release,
    ReleaseId,
    Source,
    State,
    Survey,
    Value,
)
from beholden.figures.core.offences import IIOC_TOTAL, IMAGE_SET
from tests.figures.support.readings import ESSEX, KENT, year
from tests.figures.support.releases import in_order

HARMFUL = (
    "=1+1",
    "+44 1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r\n=1+1",
    "  =1+1",
    "\uff1d1+1",
    '{=HYPERLINK("https://example.org")}',
    "[press here](https://example.org)",
    "[a](https://example.org) and [b](https://example.org)",
    "https://example.org",
    "mailto:a@example.org",
    "$$note$$",
    'a "quoted", text;\nwith a second line',
    "<b>bold</b> & ]]>",
    "\x00\x07bell \x1b[31m \ud800",
    "-",
    "\u2026",
    "\u0434\u0430",
    "0012",
    "long " * 8_000,
)
"""What an answer or a person could hand in."""

STATES = (
    Value(State.COUNTED, 1_234),
    Value(State.ZERO, 0),
    Value(State.BLANK),
    Value(State.SUPPRESSED, below=5),
    Value(State.NOT_HELD),
    Value(State.REFUSED, reason="s.12"),
    Value(State.NO_ANSWER),
)


def everything() -> Release:
    """One release with all there is."""
    states = [_observed(value, start) for start, value in enumerate(STATES, 2005)]
    marked = _observed(Value(State.COUNTED, 9_876), 2012, marks=("r", "p"), replaces="2098-01")
    calendar = Observation(
        ESSEX, Period(date(2015, 1, 1), date(2015, 12, 31)), IMAGE_SET[0], STATES[0], ()
    )
    harmful = [_harmful(text, start) for start, text in enumerate(HARMFUL, 1980)]
    return Release(
        id=ReleaseId("2099-01"),
        title="=Everything",
        publisher="@Nobody [here](https://example.org)",
        published=date(2099, 1, 2),
        observations=in_order([*states, marked, calendar, *harmful]),
        asked=(ESSEX, KENT),
        aggregates=tuple(
            Aggregate(text, year(2016), IIOC_TOTAL, 7, Source(text=text), text)
            for text in (*HARMFUL, "Twice", "Twice")
        ),
        surveys=(
            Survey("=S", "+Q", Decimal("0.02"), 40_000, date(2018, 9, 13), Source(text="-1")),
        ),
        hotlines=tuple(
            Hotline(
                "H",
                "reports",
                Period(date(start, 1, 1), date(start, 12, 31)),
                0,
                date(2018, 4, 18),
                Source(url="https://example.org/hotline"),
                at_least=start == 2016,
            )
            for start in (2016, 2017)
        ),
        changes=(
            Change("added", ESSEX, year(2017), IIOC_TOTAL, None, STATES[0], "=new"),
            Change("revised", ESSEX, year(2016), IIOC_TOTAL, STATES[1], STATES[5], "refused since"),
            Change("withdrawn", KENT, year(2016), IIOC_TOTAL, STATES[3], None, "\u2026"),
        ),
        notes=HARMFUL,
        previous=ReleaseId("2098-01"),
    )


def _observed(
    value: Value, start: int, *, marks: tuple[str, ...] = (), replaces: str | None = None
) -> Observation:
    return Observation(
        force=KENT,
        period=year(start),
        offence=IIOC_TOTAL,
        value=value,
        sources=(Source("kent/reply.xlsx", "ab" * 32, Place(sheet="S", cell="B4"), "1,234"),),
        received=date(2018, 7, 3),
        layout="simple-table",
        marks=marks,
        replaces=None if replaces is None else ReleaseId(replaces),
    )


def _harmful(text: str, start: int) -> Observation:
    return Observation(
        force=ESSEX,
        period=year(start),
        offence=IIOC_TOTAL,
        value=Value(State.REFUSED, reason=text),
        sources=(Source(text, "cd" * 32, Place(sheet=text, part=text), text, text),),
        arithmetic=text,
        confirmed_by=text,
        confirmed=text,
        notes=(text,),
    )
