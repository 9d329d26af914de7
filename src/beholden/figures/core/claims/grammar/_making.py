"""From a match of a form to a phrase: its value, its unit, and how it is qualified.

A qualifier stands to the left of its number ("almost", "an average of more than") or
behind it ("or more"). Before "one every 23 minutes" it speaks of the one: more than
one every 23 minutes is one in less than 23, so its sense is turned round.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.grammar import _qualifying as qualifying
from beholden.figures.core.claims.grammar import _vocabulary as words
from beholden.figures.core.claims.grammar import _why
from beholden.figures.core.claims.grammar._atoms import Atom
from beholden.figures.core.claims.grammar._forms import Form
from beholden.figures.core.claims.grammar._sense import Found, core_span, noun_before, unit_said
from beholden.figures.core.claims.models import Direction, Per, Phrase, Shape


class _Core(msgspec.Struct, frozen=True, kw_only=True):
    """What a phrase says, before its qualifier is read."""

    value: Decimal | Fraction
    number: str
    places: int = 0
    per: Any = ""
    direction: Direction = ""
    out_of: int = 0
    noun: str = ""
    note: str = ""
    doubt: str = ""
    mixed: bool = False


def make(form: Form, match: re.Match[str], found: Found, floor: int) -> Phrase | tuple[int, str]:
    """The phrase, or from where on the number is left alone, and why.

    Args:
        form: The form that matched.
        match: The match in the masked text.
        found: The text.
        floor: Where what stands before ends; no qualifier reaches further left.
    """
    start, end = core_span(match)
    core = _MAKERS[form.shape](form, match, found)
    said = qualifying.before(found.covered, start, floor)
    if said.bound:
        return said.start, _why.UPPER
    left, wording = said.start, said.wording
    inner = match.groupdict().get("qualified")
    if inner and wording is Wording.PLAIN:
        wording = qualifying.rule(inner)
    if form.shape is Shape.EVERY:
        wording = _turned(wording, match, found, inner)
    if form.shape is Shape.RANK:
        if found.covered[max(floor, left - len("the ")) : left].lower() == "the ":
            left -= len("the ")
    elif (after := qualifying.behind(found.covered, end)) is not None:
        end, wording = after
    return Phrase(
        left,
        end,
        found.text[left:end],
        form.shape,
        core.value,
        form.name,
        number=core.number,
        wording=_of_multiple(wording, core) if form.shape is Shape.MULTIPLE else wording,
        places=core.places,
        per=core.per,
        direction=core.direction,
        out_of=core.out_of,
        noun=core.noun,
        doubt=core.doubt,
        note=core.note,
    )


_MINUTES: dict[Per, int] = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080}
_TURNED = {
    Wording.MORE_THAN: Wording.LESS_THAN,
    Wording.LESS_THAN: Wording.MORE_THAN,
    Wording.ALMOST: Wording.ABOUT,
}


def _turned(wording: Wording, match: re.Match[str], found: Found, inner: str | None) -> Wording:
    head, every, _ = match[0].lower().rpartition("every")
    inside = found.in_span(*match.span())
    # "One every half hour" counts too, though "half" is no number of its own.
    ahead = bool(every) and any(one.end <= match.start() + len(head) for one in inside)
    counted = len(inside) > 1 or ahead or match[0].lower().startswith("once")
    if inner:
        return qualifying.rule(inner)
    if every and head.strip() and (word := qualifying.last_word(head)) is not Wording.PLAIN:
        return word
    return _TURNED.get(wording, wording) if counted else wording


def _of_multiple(wording: Wording, core: _Core) -> Wording:
    """The rule for a multiple: one in words means at least about so much, decimals are exact."""
    if core.value < 1:
        return Wording.LESS_THAN if wording is Wording.MORE_THAN else Wording.ABOUT
    if wording is Wording.PLAIN:
        if core.mixed:
            return Wording.ABOUT
        return Wording.PLAIN if core.places > 0 else Wording.TIMES
    return {
        Wording.MORE_THAN: Wording.MORE_THAN_TIMES,
        Wording.ALMOST: Wording.ALMOST_TIMES,
    }.get(wording, wording)


def _said(found: Found, atom: Atom) -> str:
    """The number as printed, its sign and the mark of its note left out."""
    said = found.text[atom.start : atom.end].lstrip("+-\u2212")
    if atom.note:
        said = re.sub(
            r"(?:\*+|[\u2020\u2021]|\[\w+\]|\(\w+\)|[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)$",
            "",
            said,
        )
        if len(said) == atom.end - atom.start and atom.note.isdigit():
            said = said.removesuffix(atom.note)
    return said


def _plain(atom: Atom, found: Found, **more: Any) -> _Core:
    direction: Direction = "down" if atom.sign == "-" else "up" if atom.sign else ""
    more.setdefault("value", -atom.value if atom.sign == "-" else atom.value)
    more.setdefault("direction", direction)
    return _Core(
        number=_said(found, atom),
        places=atom.places,
        note=atom.note,
        doubt=atom.doubt,
        mixed=atom.mixed,
        **more,
    )


def _core_atoms(match: re.Match[str], found: Found) -> list[Atom]:
    return found.in_span(*core_span(match))


def _count(form: Form, match: re.Match[str], found: Found) -> _Core:
    if form.name == "no offences":
        return _Core(value=Decimal(0), number="no")
    if form.name == "a single offence":
        return _Core(value=Decimal(1), number="a single")
    return _plain(_core_atoms(match, found)[0], found)


def _percent(form: Form, match: re.Match[str], found: Found) -> _Core:
    inside = _core_atoms(match, found)
    if form.name == "half" or not inside:
        return _Core(value=Decimal(50), number="half")
    atom = inside[0]
    if atom.kind != "fraction":
        return _plain(atom, found)
    return _plain(atom, found, value=_exact(Fraction(atom.value) * 100))


def _one_in(_: Form, match: re.Match[str], found: Found) -> _Core:
    first, *_rest, last = _core_atoms(match, found)
    start, end = match.span()
    value = Fraction(first.value) / Fraction(last.value)
    return _Core(value=value, number=found.text[start:end], out_of=int(last.value))


def _multiple(form: Form, match: re.Match[str], found: Found) -> _Core:
    groups = match.groupdict()
    start, end = core_span(match)
    said = found.text[start:end]
    if form.name == "half as many":
        return _Core(value=Fraction(1, 2), number="half")
    for group, table in (("verb", words.VERBS), ("times", words.TIMES), ("twice", words.TWICE)):
        if groups.get(group):
            return _Core(value=_exact(table[groups[group].lower()]), number=groups[group])
    if groups.get("fold"):
        bare = re.sub(r"[\s-]", "", groups["fold"].lower())
        return _Core(value=_exact(words.FOLDS[bare]), number=said)
    return _plain(_core_atoms(match, found)[0], found)


def _every(form: Form, match: re.Match[str], found: Found) -> _Core:
    inside = found.in_span(*match.span())
    said = match[0].lower()
    if form.name == "every hour":
        if "other" in said:
            return _Core(value=Decimal(2), number="other day", per="day")
        return _Core(value=Decimal(1), number="hour", per="hour")
    if form.name == "every half hour":
        part = next((one for one in inside if one.kind == "fraction"), None)
        bare = Fraction(1, 4) if "quarter" in said else Fraction(1, 2)
        minutes = Fraction(60) * Fraction(part.value if part else bare)
        count = next((one for one in inside if one.kind != "fraction"), None)
        minutes /= Fraction(count.value) if count and count.value else 1
        number = _said(found, part) if part else "half"
        return _Core(value=_exact(minutes), number=number, per="minute")
    groups = match.groupdict()
    unit = groups.get("units") or groups.get("short_units") or unit_said(match, found.covered)
    per, factor = _unit(unit)
    more = groups.get("units2") or groups.get("short_units2")
    *before, last = inside[:-1] if more else inside
    value = Fraction(last.value) * factor
    if more and per in _MINUTES:
        # "Every 11 hours and 55 minutes": in minutes, to which it is exact.
        finer, share = _unit(more)
        value = value * _MINUTES[per] / _MINUTES[finer] + Fraction(inside[-1].value) * share
        per = finer
    each = before[0].value if before else 1
    return _plain(last, found, value=_exact(value / Fraction(each or 1)), per=per)


def _unit(said: str) -> tuple[Per, Fraction]:
    """The unit that a word is told in, and how many of it that is."""
    unit = said.lower().removesuffix("s")
    per, factor = words.UNITS["minute" if unit == "min" else unit]
    return per, Fraction(factor)


def _per(form: Form, match: re.Match[str], found: Found) -> _Core:
    groups = match.groupdict()
    if form.name == "twice a day":
        said = match[0].split()[0]
        value = Decimal(2 if said.lower() == "twice" else 1)
        return _Core(value=value, number=said, per=groups["short_unit"].lower())
    inside = found.in_span(*match.span())
    if form.name == "per head":
        base = next(one for one in inside if one.start == match.start("base"))
        return _plain(inside[0], found, per=words.BASES[int(base.value)])
    if groups.get("adverb"):
        return _plain(inside[-1], found, per=words.ADVERBS[groups["adverb"].lower()])
    if groups.get("unit") is None:
        return _plain(inside[0], found, per="day")
    per, factor = words.UNITS[groups["unit"].lower()]
    return _plain(inside[0], found, value=_exact(Fraction(inside[0].value) / factor), per=per)


def _rank(form: Form, match: re.Match[str], found: Found) -> _Core:
    groups = match.groupdict()
    said = match[0].lower()
    place = _place(groups.get("rank"), match, found)
    start, end = core_span(match)
    down = (
        words.ENDS.get(_joined(groups.get("end") or ""), "") == "down"
        or "fewest" in said
        or said.startswith(("fewer", "lower", "bottom"))
        or said.endswith("year low")
    )
    number = found.text[start:end]
    if groups.get("end"):
        number = found.text[
            match.start("rank") if groups.get("rank") else match.start("end") : match.end("end")
        ]
    noun = groups.get("ranked") or groups.get("offences") or ""
    if form.name in {"largest in", "ranked"}:
        noun = noun_before(found.covered, start)
    return _Core(
        value=Decimal(place),
        number=number,
        direction="down" if down else "up",
        noun=_plain_noun(noun) or ("level" if "level" in said else ""),
    )


def _plain_noun(said: str) -> str:
    """The bare noun: a rate of increase is ranked as an increase."""
    return " ".join(said.lower().split()).removeprefix("rate of ").removeprefix("rates of ")


def _place(said: str | None, match: re.Match[str], found: Found) -> int:
    if not said:
        return 1
    atom = found.atoms.get(match.start("rank"))
    return int(atom.value) if atom else words.RANKS[said.lower()]


def _joined(said: str) -> str:
    lower = "_".join(said.lower().split())
    return lower.replace("joint_", "joint~").replace("joint-", "joint~")


def _exact(value: Fraction) -> Decimal | Fraction:
    """A decimal where it ends after a few places, else the fraction."""
    as_decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return as_decimal if Fraction(as_decimal) == value else value


_MAKERS: dict[Shape, Callable[[Form, re.Match[str], Found], _Core]] = {
    Shape.COUNT: _count,
    Shape.PERCENT: _percent,
    Shape.ONE_IN: _one_in,
    Shape.MULTIPLE: _multiple,
    Shape.EVERY: _every,
    Shape.PER: _per,
    Shape.RANK: _rank,
}
