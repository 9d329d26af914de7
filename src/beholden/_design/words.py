"""Days, sizes, shares, marks and addresses as pages write them. Pure."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_THOUSAND = 1000
_WHOLE = Decimal(100)
_SHOWN_DIGITS = 3
_PLACES_AT_MOST = 6
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]+")
_MAIL = re.compile(r"[^@\s<>?&:/]+@[^@\s<>?&:/]+")


MARKS: Final = {
    "c": "small, so it is hidden: from it, or from the sums that it is in, people could be "
    "recognised",
    "x": "not measured; it is not zero",
    "z": "not applicable: there is nothing that it could be a share or a part of",
}
"""What each mark says, in the order of their letters."""


def day(at: date) -> str:
    """A date; names of months do not depend on the machine's language."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def span(first: date, last: date) -> str:
    """Days, both within; what both ends share is said once."""
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    begin = day(first)
    return f"{begin.removesuffix(f' {last.year}')} to {day(last)}"


def percent(part: int, whole: int) -> str:
    """A share with three digits that say something; never rounded to none or all of it."""
    if not whole:
        return "[z]"
    if part in {0, whole}:
        return "100%" if part else "0%"
    exact = _WHOLE * part / whole
    places = min(max(_SHOWN_DIGITS - 1 - exact.adjusted(), 1), _PLACES_AT_MOST)
    step = Decimal(1).scaleb(-places)
    rounded = exact.quantize(step, rounding=ROUND_HALF_EVEN)
    if rounded >= _WHOLE:
        return f"over {_WHOLE - step}%"
    return f"{rounded}%" if rounded else f"under {step:f}%"


def size(count: int) -> str:
    """Bytes as a reader of a download link needs them."""
    if count < _THOUSAND:
        return f"{count} bytes"
    if count < _THOUSAND**2:
        return f"{-(-count // _THOUSAND)} kB"
    return f"{count / _THOUSAND**2:.1f} MB"


def web_address(text: str) -> str:
    """The address if a browser may be sent there; anything else is only text."""
    return text if _ADDRESS.fullmatch(text) else ""


def mail_address(text: str) -> str:
    """The text if it is nothing but an e-mail address."""
    return text if _MAIL.fullmatch(text) else ""


def telephone(text: str) -> str:
    """A telephone number as a link needs it: digits, and a plus in front."""
    return re.sub(r"[^\d+]", "", text)
