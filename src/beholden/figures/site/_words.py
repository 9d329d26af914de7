"""Places, states and ids as the pages of figures write them. Pure."""

from __future__ import annotations

import re

from beholden._design import web_address
from beholden.figures.core.models import (
    NONE_AT_HAND,
    Observation,
    Period,
    Place,
    Source,
    State,
)

_STATES = {
    State.REFUSED: "The force refused to say",
    State.NO_ANSWER: "The force did not answer",
    State.NOT_HELD: "The force says that it does not hold this",
    State.BLANK: "The force left this blank; a blank is not a zero",
    State.SUPPRESSED: "Too small a number to print",
}


def where(place: Place) -> str:
    """All that is known of a place, as ``sheet Figures, cell B4``."""
    named = (("attachment", place.part), ("sheet", place.sheet), ("cell", place.cell))
    counted = (
        ("page", place.page),
        ("table", place.table),
        ("row", place.row),
        ("column", place.column),
        ("line", place.line),
    )
    return ", ".join(
        f"{word} {value}" for word, value in (*named, *counted) if value not in {"", None}
    )


def absence(observation: Observation) -> str:
    """Why there is no count; nothing where there is one."""
    value = observation.value
    if value.reason == NONE_AT_HAND:
        return "No answer is at hand"
    if value.state is State.BLANK and value.reason:
        return f"{value.reason[0].upper()}{value.reason[1:]}"
    said = _STATES.get(value.state, "")
    return f"{said} ({value.reason})" if said and value.reason else said


def anchor(period: Period, offence: str) -> str:
    """The id of one observation on the page of its force."""
    return f"source-{_token(offence)}-{period.start}-{period.end}"


def figure_anchor(name: str) -> str:
    """The id of one figure's arithmetic."""
    return f"figure-{_token(name)}"


def link_of(source: Source) -> str:
    """Where a source stands on the web, if it does."""
    return web_address(source.url)


def _token(text: str) -> str:
    # An id with a space or a quote in it would end the attribute or the fragment.
    return re.sub(r"[^A-Za-z0-9_.-]", lambda found: f"_{ord(found[0]):x}_", text)
