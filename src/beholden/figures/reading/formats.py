"""Number formats of spreadsheets: how a number is shown.

Only what answers use is applied: digits, thousands, decimals, percent, fixed
text, conditions and sections. Any other format shows the plain number.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?:.)|\*(?:.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*,*)?|\.[0#?]+)|(?P<percent>%)"
    r"|(?P<general>General)|(?P<plain>[^\"\\_*\[\]]) ?",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\Z")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_MOST_DECIMALS = 15
_HUNDRED = Decimal(100)


class _Section(NamedTuple):
    """One section of a format, taken apart."""

    prefix: str
    suffix: str
    digits: str
    percent: bool
    condition: tuple[str, Decimal] | None
    general: bool
    known: bool


class Shown(NamedTuple):
    """The text of a number, and whether the number itself is in it."""

    text: str
    has_number: bool = True


def show(number: Decimal, code: str) -> Shown:
    """A number as a format shows it.

    Where a format shows a fixed text or nothing in place of the number
    (``[<5]"<5";0``), ``has_number`` is false.
    """
    sections = _sections(code or GENERAL)
    section, sign_shown = _choose(sections, number)
    if not section.known:
        return Shown(plain(number))
    if section.general:
        return Shown(f"{section.prefix}{plain(number)}{section.suffix}".strip())
    if not section.digits:
        return Shown((section.prefix + section.suffix).strip(), has_number=False)
    value = number * _HUNDRED if section.percent else number
    text = _digits(abs(value), section.digits)
    minus = "-" if value < 0 and not sign_shown and text.strip("0.,") else ""
    return Shown(f"{minus}{section.prefix}{text}{section.suffix}".strip())


def plain(number: Decimal) -> str:
    """A number in digits, without an exponent."""
    return f"{number:f}"


def show_moment(moment: date | datetime | time | timedelta) -> str:
    """A date as 2016-04-01; with a time only where there is one."""
    if isinstance(moment, datetime):
        if moment.time() == time():
            return moment.date().isoformat()
        return moment.replace(microsecond=0).isoformat(sep=" ")
    return str(moment) if isinstance(moment, timedelta) else moment.isoformat()


def _choose(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, bool]:
    """The section for a number, and whether the section itself shows its sign."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None:
                return section, False
            sign, bound = section.condition
            if _COMPARE[sign](number, bound):
                return section, False
        return sections[-1]._replace(known=False), False
    numbers = sections[:3]
    if number < 0 and len(numbers) > 1:
        return numbers[1], True
    if number == 0 and len(numbers) == 3:  # noqa: PLR2004 - positive; negative; zero
        return numbers[2], True
    return numbers[0], False


def _digits(value: Decimal, pattern: str) -> str:
    whole, _, decimals = pattern.rstrip(",").partition(".")
    thousands_cut = len(pattern) - len(pattern.rstrip(","))
    value = value.scaleb(-3 * thousands_cut)
    places = min(len(decimals), _MOST_DECIMALS)
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    if optional and places:
        head, _, tail = text.partition(".")
        tail = tail[: places - optional] + tail[places - optional :].rstrip("0")
        text = f"{head}.{tail}" if tail else head
    least = whole.count("0")
    head, dot, tail = text.partition(".")
    if least > len(head) and "," not in head:
        head = head.rjust(least, "0")
    return head + dot + tail


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[str] = [""]
    quoted = False
    for character in code[:500]:
        if character == '"':
            quoted = not quoted
        if character == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return tuple(_section(part) for part in parts[:4])


def _section(part: str) -> _Section:
    texts = ["", ""]
    digits = ""
    percent = general = False
    known = True
    condition: tuple[str, Decimal] | None = None
    for piece in _PIECE.finditer(part):
        after = bool(digits) or general
        if (found := piece["digits"]) is not None:
            known = known and not digits
            digits = found
        elif piece["percent"]:
            percent = True
            texts[after] += "%"
        elif piece["general"]:
            general = True
        elif (bracket := piece["bracket"]) is not None:
            if match := _CONDITION.match(bracket):
                condition = (match[1], Decimal(match[2]))
            elif bracket.startswith("$"):
                texts[after] += bracket[1:].partition("-")[0]
        elif (literal := piece["plain"]) is not None:
            # Letters and slashes that are no fixed text: a fraction, a power, a date.
            known = known and not (literal.isalpha() or literal in "/@")
            texts[after] += literal
        else:
            texts[after] += piece["quoted"] or piece["escaped"] or ""
    if "?" in digits:
        known = False
    return _Section(texts[0], texts[1], digits, percent, condition, general, known)
