"""Dates, sizes, places and states as the pages write them. Pure."""

from __future__ import annotations

import re

from beholden.figures.core.models import (
    NONE_AT_HAND,
    Day,
    Observation,
    Period,
    Place,
    Source,
    State,
)

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_STATES = {
    State.REFUSED: "The force refused to say",
    State.NO_ANSWER: "The force did not answer",
    State.NOT_HELD: "The force says that it does not hold this",
    State.BLANK: "The force left this blank; a blank is not a zero",
    State.SUPPRESSED: "Too small a number to print",
}
_THOUSAND = 1000
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]+")
_MAIL = re.compile(r"[^@\s<>?&:/]+@[^@\s<>?&:/]+")


def day(at: Day) -> str:
    """A date; names of months do not depend on the machine's language."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def size(count: int) -> str:
    """Bytes as a reader of a download link needs them."""
    if count < _THOUSAND:
        return f"{count} bytes"
    if count < _THOUSAND**2:
        return f"{-(-count // _THOUSAND)} kB"
    return f"{count / _THOUSAND**2:.1f} MB"


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


def web_address(text: str) -> str:
    """The address if a browser may be sent there; anything else is only text."""
    return text if _ADDRESS.fullmatch(text) else ""


def mail_address(text: str) -> str:
    """The text if it is nothing but an e-mail address."""
    return text if _MAIL.fullmatch(text) else ""


def telephone(text: str) -> str:
    """A telephone number as a link needs it: digits, and a plus in front."""
    return re.sub(r"[^\d+]", "", text)


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
