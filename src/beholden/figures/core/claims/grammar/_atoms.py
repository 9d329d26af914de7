"""The bare numbers of a text: digits, words, fractions, ordinals, and the text with them masked.

Masking puts a mark for each number, as long as the number itself, so that the patterns
of ``_notation`` need not know how numbers are written and all offsets stay as they are.

    [atom.value for atom in atoms("two thirds of 1,199", closed=())]  # [Fraction(2, 3), 1199]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

import msgspec

from beholden.figures.core._number_words import number_of
from beholden.figures.core.claims._lazily import LOOKALIKES, lazily

_NUMBER, _ONE, _FRACTION, _ORDINAL, REST, _CLOSED = "\ue000\ue001\ue002\ue003\ue004\ue005"
MARKS: Final[dict[str, str]] = {
    "number": _NUMBER + _ONE,
    "few": _NUMBER + _ONE,
    "age": _NUMBER + _ONE,
    "minor": _NUMBER,
    "base": _NUMBER + _ONE,
    "several": _NUMBER,
    "one": _ONE,
    "fraction": _FRACTION,
    "shares": _FRACTION,
    "ordinal number": _ORDINAL,
}
"""The marks that a slot of a pattern stands for."""
AtomKind = Literal["number", "one", "fraction", "ordinal"]
_MARK_OF: dict[AtomKind, str] = {
    "number": _NUMBER,
    "one": _ONE,
    "fraction": _FRACTION,
    "ordinal": _ORDINAL,
}


class Atom(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number as it stands. ``sign`` is ``+`` or ``-`` where one touches it.

    ``places`` are the decimals shown, less the zeros that a word like million stands
    for. ``mixed`` is true of ``two and a half``.
    """

    start: int
    end: int
    kind: AtomKind
    value: Decimal | Fraction
    places: int = 0
    note: str = ""
    doubt: str = ""
    sign: str = ""
    mixed: bool = False
    grouped: bool = False


# One character for one, so that offsets stay.
_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
    | dict.fromkeys("\u00a0\u2007\u2008\u2009\u200a\u202f", " ")
    | dict.fromkeys("\ue000\ue001\ue002\ue003\ue004\ue005", " ")
    | dict.fromkeys("\u201c\u201d", '"')
    | {chr(letter): plain for letter, plain in LOOKALIKES.items()}
)
_SUPERSCRIPTS = str.maketrans(
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789"
)
_DIGITS = lazily(
    r"""(?<![\w%])(?P<sign>(?<![\w)\].,%+\u2212-])[+\u2212-](?=[0-9]))?
    (?P<whole>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])
      |[0-9]{1,3}(?:[\u00a0\u2007\u2009\u202f][0-9]{3})+(?![0-9])
      |[0-9]{1,3}(?:,[0-9]+)+|[0-9]+)
    (?P<decimals>\.[0-9]+)?(?P<half>[\u00bc-\u00be])?
    (?P<and>-and-(?:a|one|three)-(?:half|third|quarters?)\b
      |\ and\ (?:a|one|three)\ (?:half|third|quarters?)
       (?=\ (?:times|hours?|minutes?|days?|weeks?)\b))?
    (?:(?P<ordinal>st|nd|rd|th)\b
      |[\s-]?(?P<long>million|billion|thousand|hundred|dozen)\b|(?P<short>m|mn|bn|k)\b)?
    (?P<note>\*{1,3}|[\u2020\u2021]|\[[0-9a-z]{1,2}\]|\([0-9]\)|[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,2})?
    |(?<!\w)(?P<lone>[\u00bc-\u00be])""",
    re.VERBOSE | re.IGNORECASE,
)
_UNICODE = {"\u00bc": Fraction(1, 4), "\u00bd": Fraction(1, 2), "\u00be": Fraction(3, 4)}
_ZEROS = {"hundred": 2, "thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9}
_DOZEN = 12
_SCALE = {word: Decimal(10**zeros) for word, zeros in _ZEROS.items()} | {"dozen": Decimal(_DOZEN)}
_GROUP = 3
_UNIT = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|"
    "eighty|ninety"
)
_DIGIT_WORD = "one|two|three|four|five|six|seven|eight|nine"
_SIZE = "hundred|thousand|million|billion|dozen"
_DENOMINATORS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_PART = "|".join(_DENOMINATORS)
_WORDS = lazily(
    rf"""(?<![\w])(?:
    (?P<fraction>(?P<top>a|{_DIGIT_WORD})[\s-](?P<part>{_PART})s?)
      (?P<of>[\s-](?:of[\s-])?a[\s-](?P<size>million|thousand|billion|dozen))?
    |(?P<half>half)[\s-](?:of[\s-])?a[\s-](?P<halved>million|thousand|billion|hundred|dozen)
    |(?P<number>(?:a[\s-](?:{_SIZE})|(?:{_UNIT}))
        (?:(?:[\s-]|(?<=thousand),\s|(?<=million),\s
            |(?:(?<=hundred)|(?<=thousand)|(?<=million))\sand\s)(?:{_UNIT}|{_SIZE})\b){{0,14}})
      (?P<and>[\s-]and[\s-](?:a|one|three)[\s-](?:half|third|quarters?)\b)?
      (?P<scale>(?<=half|hird|rter|ters)[\s-](?:thousand|million|billion))?
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_LARGE = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_MOST_DIGITS = 36
_FIRST_YEAR, _LAST_YEAR = 1800, 2099


def plain(text: str) -> str:
    """The text with curly quotes, long hyphens and wide spaces as plain ones; same offsets."""
    return text.translate(_PLAIN)


def atoms(text: str, closed: Iterable[tuple[int, int]]) -> tuple[Atom, ...]:
    """Every number outside the closed spans, in order."""
    open_text = _shut(text, closed)
    digits = [_of_digits(found) for found in _DIGITS.finditer(open_text)]
    taken = _shut(plain(open_text), ((one.start, one.end) for one in digits))
    words = [one for found in _WORDS.finditer(taken) for one in _of_words(found)]
    return tuple(sorted(digits + words, key=lambda one: one.start))


def masked(text: str, found: Sequence[Atom], closed: Iterable[tuple[int, int]]) -> str:
    """The plain text with a mark over each number, and closed spans that no pattern enters."""
    pieces: list[str] = []
    at = 0
    shown = _shut(plain(text), closed)
    for atom in found:
        mark = _MARK_OF[atom.kind]
        pieces += [shown[at : atom.start], mark, REST * (atom.end - atom.start - 1)]
        at = atom.end
    return "".join([*pieces, shown[at:]])


def is_year(atom: Atom) -> bool:
    """Whether it looks like a year: four digits, nothing between them."""
    length = atom.end - atom.start
    plain_digits = not atom.grouped and not atom.places and length == len("2018")
    return plain_digits and atom.kind == "number" and _FIRST_YEAR <= atom.value <= _LAST_YEAR


def _shut(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [text[at:start], _CLOSED * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def _of_digits(found: re.Match[str]) -> Atom:
    start, end = found.span()
    if found["lone"]:
        return Atom(start, end, "fraction", _UNICODE[found["lone"]])
    whole, decimals, scale = (
        found["whole"],
        found["decimals"] or "",
        (found["long"] or found["short"] or "").lower(),
    )
    note = (found["note"] or "").strip("[]()").translate(_SUPERSCRIPTS)
    doubt = ""
    groups = re.split(r"[,\s]", whole)
    if len(groups) > 1 and any(len(group) != _GROUP for group in groups[1:]):
        if len(groups[-1]) == _GROUP + 1 and groups[-1][-1] != "0" and not note:
            note, groups[-1] = groups[-1][-1], groups[-1][:-1]
        else:
            doubt = f"{_spelt(len(groups[-1]))} the comma"
    digits = "".join(groups) + decimals
    value = Decimal(digits[:_MOST_DIGITS]) * _SCALE.get(scale, 1)
    if found["half"]:
        value += _decimal(_UNICODE[found["half"]])
    if found["and"]:
        value = _decimal(Fraction(value) + _tail(found["and"]))
    ordinal = found["ordinal"] is not None
    return Atom(
        start,
        end,
        "ordinal" if ordinal else "one" if digits == "1" and not scale else "number",
        _whole(value) if scale else value,
        places=max(len(decimals) - 1, 0) - _ZEROS.get(scale, 0),
        note=note,
        doubt=doubt,
        sign=(found["sign"] or "").replace("\u2212", "-"),
        mixed=bool(found["half"] or found["and"]),
        grouped=len(groups) > 1 or bool(scale),
    )


def _spelt(length: int) -> str:
    numbers = {1: "one digit follows", 2: "two digits follow", 4: "four digits follow"}
    return numbers.get(length, f"{length} digits follow")


def _of_words(found: re.Match[str]) -> tuple[Atom, ...]:
    start, end = found.span()
    if found["fraction"]:
        top, part = found["top"].lower(), found["part"].lower()
        share = Fraction(1 if top == "a" else number_of(top) or 1, _DENOMINATORS[part])
        if found["size"]:
            whole = share * _LARGE[found["size"].lower()]
            return (Atom(start, end, "number", _decimal(whole)),)
        return (Atom(start, end, "fraction", share),)
    if found["half"]:
        halved = Decimal(_LARGE[found["halved"].lower()]) / 2
        return (Atom(start, end, "number", _whole(halved)),)
    return _of_number_words(found)


def _of_number_words(found: re.Match[str]) -> tuple[Atom, ...]:
    words = list(re.finditer(r"[^\s,-]+", found["number"]))
    base = found.start("number")
    made: list[Atom] = []
    at = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            said = found["number"][words[at].start() : words[end - 1].end()]
            value = _spoken(said)
            if value is not None:
                start, stop = base + words[at].start(), base + words[end - 1].end()
                kind: AtomKind = "one" if value == 1 else "number"
                made.append(Atom(start, stop, kind, value))
                at = end - 1
                break
        at += 1
    if found["and"] and made and made[-1].end == found.end("number"):
        last = made.pop()
        mixed = _decimal(Fraction(last.value) + _tail(found["and"]))
        made.append(_scaled(last.start, found, mixed))
    return tuple(made)


def _scaled(start: int, found: re.Match[str], mixed: Decimal) -> Atom:
    """A mixed number, or so many thousands: "twenty-two and a half thousand"."""
    if not found["scale"]:
        return Atom(start, found.end(), "number", mixed, mixed=True)
    scale = found["scale"].strip(" -\n").lower()
    value = _whole(mixed * _SCALE[scale])
    return Atom(start, found.end(), "number", value, places=1 - _ZEROS[scale], grouped=True)


def _spoken(said: str) -> Decimal | None:
    lower = said.lower()
    if lower.endswith("dozen"):
        count = 1 if lower == "a dozen" else number_of(lower.removesuffix("dozen"))
        return None if count is None else Decimal(count * _DOZEN)
    value = number_of(lower)
    return None if value is None else Decimal(value)


def _tail(said: str) -> Fraction:
    *_, top, part = re.split(r"[\s-]", said.lower())
    return Fraction(3 if top == "three" else 1, _DENOMINATORS[part.removesuffix("s")])


def _decimal(value: Fraction) -> Decimal:
    """To two places: nobody means more by "two and a third"."""
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.01")).normalize() + 0


def _whole(value: Decimal) -> Decimal:
    """Without an exponent: 1.2E+6 is 1200000."""
    integral = value == value.to_integral_value()
    return value.quantize(Decimal(1)) if integral else value.normalize()
