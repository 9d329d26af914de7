"""A cell or a word that should hold a count: the count, or which kind of absence it is.

A blank never becomes zero, and a dash is not nil. What could be read in two ways
(``1,5000``; a note that touches its number) is uncertain, and says why.
Percentages, sums of money, dates and negative numbers are no counts.

    parse_count("1,118").value.count  # 1118
    parse_count("").value.state       # "blank"
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from beholden.figures.core._number_words import number_of
from beholden.figures.core.marks import from_letters
from beholden.figures.core.models import State, Value

__all__ = ["ParsedCount", "count", "number_of", "parse_count", "split_label"]


class ParsedCount(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value, whether it could be read in one way only, and what told it.

    ``footnote`` is the mark of a note that stood at the number, as ``1`` or ``*``.
    """

    value: Value
    certain: bool = True
    why: str = ""
    footnote: str = ""


# Longer digit strings are reference or telephone numbers.
_MOST_DIGITS = 9
_LEAST_BOUND, _MOST_BOUND = 2, 11
_GROUPED = r"\d{1,3}(?:[,\u202f\u2009]\d{3})+"
_NUMBER = rf"(?:{_GROUPED}|\d+)(?:\.0+)?"
_SUPERSCRIPTS = str.maketrans(
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789"
)
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")
# A longer text is a sentence; what it says is not for this module to find.
_MOST_CHARACTERS = 200
_NOUN = r"(?:offences?|crimes?|records?|incidents?|recorded|reported|in\s+total|total)"
_WHAT = rf"(?:\s+(?:separate|such|child|abuse|sexual|image|indecent|{_NOUN}))*\s+{_NOUN}"
_PLAIN = re.compile(rf"({_NUMBER})(?:{_WHAT})?\.?", re.ASCII | re.IGNORECASE)
_NOTED = re.compile(
    rf"({_NUMBER})\s*(?:\[([a-z0-9]{{1,3}})\]|\((?:note\s*)?([a-z0-9]{{1,2}})\)"
    rf"|([*\u2020\u2021#^]+|[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+))",
    re.ASCII | re.IGNORECASE,
)
_TOUCHING = re.compile(r"(\d{1,3}(?:,\d{3})+)(\d)", re.ASCII)
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+", re.ASCII)
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+", re.ASCII)
_ABOUT = re.compile(
    rf"(?:about|around|approx(?:imately)?\.?|circa|c\.|~|at\s+least|some)\s*({_NUMBER})"
    rf"|({_NUMBER})\s*\(?(?:approx(?:imately)?\.?|est(?:imated)?\.?)\)?",
    re.ASCII | re.IGNORECASE,
)
_AMOUNT = r"(\d+|[a-z]+)"
_BELOW = re.compile(
    rf"(?:<|fewer\s+than|less\s+than|under|below|lower\s+than)\s*{_AMOUNT}(?:{_WHAT})?[*.]?",
    re.ASCII | re.IGNORECASE,
)
_UP_TO = re.compile(
    rf"(?:<=|\u2264|up\s+to|no\s+more\s+than)\s*{_AMOUNT}"
    rf"|{_AMOUNT}\s+or\s+(?:fewer|less|under|below)"
    rf"|[01]\s*(?:-|\u2013|to)\s*([2-9])",
    re.ASCII | re.IGNORECASE,
)
_STARS = re.compile(r"\*+|\[c\]|c|\(c\)|suppressed|confidential|low\s+numbers?|too\s+low")
_NIL = re.compile(
    r"(?:nil|none|zero)(?:\s+(?:return|recorded|reported|offences?|crimes?|results?))*[*.]?"
    r"|no\s+(?:such\s+)?(?:offences?|crimes?|recorded\s+(?:offences?|crimes?)|incidents?)"
    r"(?:\s+(?:were\s+)?(?:recorded|reported|found|identified))?\.?",
)
_NOT_HELD = re.compile(
    r"(?:(?:information|data)\s+)?(?:is\s+)?not\s+(?:held|recorded|available|collected|known)\.?"
    r"|no\s+(?:information|data|records?)(?:\s+(?:is\s+)?held)?\.?|\[x\]|unavailable",
)
_UNCLEAR_ABSENCE = re.compile(r"n\s?/\s?a|n\.a\.?|unknown|not\s+provided|no\s+data")
_NOT_APPLICABLE = re.compile(r"\[z\]|not\s+applicable|n/app")
_REFUSED = re.compile(
    r"(?:refused|refusal|exempt(?:ed|ion)?|withheld|redacted)?[\s,:(-]*(?:under\s+)?"
    r"(?P<section>(?:s|sec|sect|section)\.?\s*(?P<number>1[24]|2[1-9]|3\d|4[0-4])"
    r"(?P<more>\s*\(\s*\d+\w?\s*\)(?:\s*\(\w\))*)?)\)?(?:\s*(?:foia|refus\w+|exempt\w*|applied))*\.?"
    r"|refused|exempt(?:ed)?|withheld|redacted|refusal",
)
_NO_ANSWER = re.compile(
    r"no\s+(?:answer|response|reply)(?:\s+(?:received|yet))?|awaiting(?:\s+\w+)?|awaited|overdue"
    r"|not\s+(?:answered|responded|received)|did\s+not\s+(?:respond|reply|answer)|outstanding",
)
_NOTHING = re.compile(
    r"[-\u2010-\u2015\u2212_]+|\.{1,3}|\u2026|\?+|tbc|null|nan|blank|#[a-z0-9/]+[!?]?|/|~"
)


def parse_count(text: str) -> ParsedCount | None:
    """The value that a cell or a word shows.

    Args:
        text: What is shown, with whatever stands around it in the cell.

    Returns:
        The value, or nothing where the text is neither a count nor one of the
        ways to say that there is none.
    """
    shown = " ".join(text.translate(_INVISIBLE).split())
    if not shown:
        return ParsedCount(Value(State.BLANK), why="the cell is empty")
    if len(shown) > _MOST_CHARACTERS:
        return None
    for reader in _READERS:
        found = reader(shown)
        if found is not None:
            return found
    return None


def count(number: int) -> Value:
    """A number as a value: zero is a state of its own."""
    return Value(State.COUNTED if number else State.ZERO, number)


def split_label(text: str) -> tuple[str, str] | None:
    """A label and the number that touches it: ``Making/Taking26``.

    A footnote digit touches its word in the same way (``arrested1``); only what
    stands around can tell them apart, so that is left to the caller.
    """
    shown = text.strip()
    found = _LABEL.fullmatch(shown) if len(shown) <= _MOST_CHARACTERS else None
    if found is None:
        return None
    return found["label"].rstrip(" :"), found["number"]


_LABEL = re.compile(
    r"(?P<label>(?=.*[a-z]{2}).*(?:[a-z]{2}|\))[)\]:.'\"\u2019*]*)\s*(?P<number>\d{1,3}(?:,\d{3})+|\d+)",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)


def _digits(shown: str) -> int | None:
    whole = re.sub(r"\D", "", shown.partition(".")[0], flags=re.ASCII)
    return int(whole) if len(whole) <= _MOST_DIGITS else None


def _counted(shown: str, *, why: str = "", note: str = "") -> ParsedCount | None:
    number = _digits(shown)
    if number is None:
        return None
    if len(shown) > 1 and shown.startswith("0") and shown.strip("0."):
        why = why or "a count does not begin with 0"
    return ParsedCount(count(number), certain=not why, why=why, footnote=note)


def _plain(shown: str) -> ParsedCount | None:
    found = _PLAIN.fullmatch(shown)
    return _counted(found[1]) if found else None


def _noted(shown: str) -> ParsedCount | None:
    found = _NOTED.fullmatch(shown)
    if found is None:
        return None
    note = found[2] or found[3] or found[4]
    return _counted(found[1], note=note.translate(_SUPERSCRIPTS))


def _touching(shown: str) -> ParsedCount | None:
    """``38,0001``: three digits follow a comma, so the fourth is a note; 0 is no note."""
    found = _TOUCHING.fullmatch(shown)
    if found is None:
        return None
    if found[2] == "0":
        other = f"{_digits(shown):,}"
        return _counted(shown, why=f"four digits follow the comma: {found[1]} or {other}")
    why = f"the last digit may be the mark of a note: {found[1]} with note {found[2]}"
    return _counted(found[1], why=why, note=found[2])


def _separated(shown: str) -> ParsedCount | None:
    if _SPACED.fullmatch(shown):
        return _counted(shown, why="it may be several numbers")
    if _POINTED.fullmatch(shown):
        return _counted(shown.replace(".", ""), why="it may be a number with decimals")
    return None


def _about(shown: str) -> ParsedCount | None:
    found = _ABOUT.fullmatch(shown)
    return (
        _counted(found[1] or found[2], why="the answer gives it as an estimate") if found else None
    )


def _spoken(shown: str) -> ParsedCount | None:
    words = re.sub(rf"(?i)(?:{_WHAT})\.?$", "", shown)
    number = number_of(words)
    return None if number is None else ParsedCount(count(number), why="written in words")


def _suppressed(shown: str) -> ParsedCount | None:
    lower = shown.lower()
    if found := _BELOW.fullmatch(lower):
        return _bounded(found[1], 0, shown)
    if found := _UP_TO.fullmatch(lower):
        return _bounded(found[1] or found[2] or found[3], 1, shown)
    if _STARS.fullmatch(lower):
        return ParsedCount(Value(State.SUPPRESSED), why=shown)
    if lower.startswith("[") and from_letters(lower) == "low":
        return ParsedCount(Value(State.SUPPRESSED, reason="low"), why=shown)
    return None


def _bounded(amount: str, more: int, shown: str) -> ParsedCount | None:
    bound = int(amount) if amount.isdigit() else number_of(amount)
    if bound is None or bound + more < 1 or bound >= 10**_MOST_DIGITS:
        return None
    value = Value(State.SUPPRESSED, below=bound + more)
    # Nobody hides a 0 behind "below 1", and "under 18" is an age.
    if not _LEAST_BOUND <= bound + more <= _MOST_BOUND:
        return ParsedCount(value, certain=False, why=f"{shown} may be no suppressed count")
    return ParsedCount(value, why=shown)


def _absent(shown: str) -> ParsedCount | None:
    lower = shown.lower()
    if refused := _REFUSED.fullmatch(lower):
        more = re.sub(r"\s", "", refused["more"] or "")
        section = f"s.{refused['number']}{more}" if refused["number"] else ""
        return ParsedCount(Value(State.REFUSED, reason=section), why=shown)
    for expression, state, certain in _ABSENCES:
        if expression.fullmatch(lower):
            value = count(0) if state is State.ZERO else Value(state)
            if expression is _NOT_APPLICABLE:
                value = Value(state, reason="not applicable")
            return ParsedCount(value, certain=certain, why=shown)
    return None


_ABSENCES: tuple[tuple[re.Pattern[str], State, bool], ...] = (
    (_NIL, State.ZERO, True),
    (_NOT_HELD, State.NOT_HELD, True),
    (_UNCLEAR_ABSENCE, State.NOT_HELD, False),
    (_NOT_APPLICABLE, State.BLANK, True),
    (_NO_ANSWER, State.NO_ANSWER, True),
    (_NOTHING, State.BLANK, False),
)
_READERS: tuple[Callable[[str], ParsedCount | None], ...] = (
    _plain,
    _noted,
    _touching,
    _suppressed,
    _separated,
    _about,
    _absent,
    _spoken,
)
