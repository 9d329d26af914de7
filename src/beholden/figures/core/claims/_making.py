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
from beholden.figures.core.claims import _alone
from beholden.figures.core.claims import _vocabulary as words
from beholden.figures.core.claims._atoms import MARKS, REST, Atom
from beholden.figures.core.claims._forms import Form
from beholden.figures.core.claims.models import Direction, Phrase, Shape


class Found(msgspec.Struct, frozen=True):
    """A text, the same with its numbers masked, and its numbers by where they begin."""

    text: str
    covered: str
    atoms: dict[int, Atom]

    def in_span(self, start: int, end: int) -> list[Atom]:
        """The numbers of a span, in order."""
        marks = re.compile(f"[{''.join(MARKS.values())}]")
        return [self.atoms[one.start()] for one in marks.finditer(self.covered, start, end)]

    def possible(self, form: Form, match: re.Match[str]) -> bool:
        """Whether a match means what its form says: some words also say something else."""
        test = _TESTS.get(form.name)
        return test is None or test(match, self)


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
    start, end = match.span("core" if match.groupdict().get("core") is not None else 0)
    core = _MAKERS[form.shape](form, match, found)
    left, wording, bound = _qualifier(found.covered, start, max(floor, start - _REACH))
    if bound:
        return left, _alone.UPPER
    inner = match.groupdict().get("qualified")
    if inner and wording is Wording.PLAIN:
        wording = _rule(inner)
    if form.shape is Shape.EVERY:
        wording = _turned(wording, match, found, inner)
    if form.shape is Shape.RANK and found.covered[max(floor, left - 4) : left].lower() == "the ":
        left -= len("the ")
    after = None if form.shape is Shape.RANK else _AFTERWARDS.match(found.covered, end)
    if after is not None:
        end = after.end()
        wording = words.AFTERWARDS[" ".join(after[1].lower().split())]
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


_REACH = 70
_MOST_QUALIFIERS = 4


def _either(said: list[str]) -> str:
    ordered = sorted(said, key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", r"\s{1,3}") for each in ordered)


_BEFORE = re.compile(
    rf"(?<![\w-])({_either([*words.QUALIFIERS, *words.EMPTY, *words.BOUNDS])})\s{{0,3}}$",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"\s{0,2}(or\s{1,3}(?:more|so|thereabouts)|-?plus|\+)(?!\w)", re.IGNORECASE
)
_ROSE_TO = re.compile(
    r"\b(?:went|gone|goes|going|is|was|were|rose|risen|rises|shot|jumped|soared|rising|now|from|"
    r"\d|year|has|pushed|driven|climbed|moved)[\s\ue000-\ue005]*$",
    re.IGNORECASE,
)


def _rule(said: str) -> Wording:
    return words.QUALIFIERS.get(" ".join(said.lower().split()), Wording.PLAIN)


def _qualifier(text: str, start: int, floor: int) -> tuple[int, Wording, bool]:
    """Where the qualifiers before a number begin, what they mean, and if it is a mere bound."""
    wording = Wording.PLAIN
    for _ in range(_MOST_QUALIFIERS):
        found = _BEFORE.search(text, max(floor, start - _REACH), start)
        if found is None or (found.end() == found.end(1) and found[1][-1].isalnum()):
            break
        said = " ".join(found[1].lower().split())
        if said in words.BOUNDS:
            if not (
                said == "up to"
                and _ROSE_TO.search(text[max(0, found.start() - 12) : found.start()])
            ):
                return found.start(), wording, True
            break
        if said in words.QUALIFIERS and wording is not Wording.PLAIN:
            break
        if said in words.QUALIFIERS:
            wording = words.QUALIFIERS[said]
        start = found.start()
    return start, wording, False


_TURNED = {
    Wording.MORE_THAN: Wording.LESS_THAN,
    Wording.LESS_THAN: Wording.MORE_THAN,
    Wording.ALMOST: Wording.ABOUT,
}


def _turned(wording: Wording, match: re.Match[str], found: Found, inner: str | None) -> Wording:
    counted = len(found.in_span(*match.span())) > 1 or match[0].lower().startswith("once")
    if inner:
        return _rule(inner)
    said = _BEFORE.search(match[0][: max(match[0].lower().find("every"), 0)])
    if said is not None and match[0].lower().find("every") > 0:
        return _rule(said[1])
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
    more.setdefault("value", atom.value)
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
    group = "core" if match.groupdict().get("core") is not None else 0
    return found.in_span(*match.span(group))


def _count(form: Form, match: re.Match[str], found: Found) -> _Core:
    if form.name == "no offences":
        return _Core(value=Decimal(0), number="no")
    return _plain(_core_atoms(match, found)[0], found)


def _percent(form: Form, match: re.Match[str], found: Found) -> _Core:
    if form.name == "half":
        return _Core(value=Decimal(50), number="half")
    atom = _core_atoms(match, found)[0]
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
    start, end = match.span("core" if groups.get("core") is not None else 0)
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
        minutes = Fraction(60) * Fraction(part.value if part else Fraction(1, 2))
        count = next((one for one in inside if one.kind != "fraction"), None)
        minutes /= Fraction(count.value) if count and count.value else 1
        number = _said(found, part) if part else "half"
        return _Core(value=_exact(minutes), number=number, per="minute")
    last = inside[-1]
    unit = (match.groupdict().get("units") or match["short_units"]).lower().removesuffix("s")
    per, factor = words.UNITS["minute" if unit == "min" else unit]
    each = inside[0].value if len(inside) > 1 else 1
    value = Fraction(last.value) * factor / Fraction(each or 1)
    return _plain(last, found, value=_exact(value), per=per)


def _per(form: Form, match: re.Match[str], found: Found) -> _Core:
    groups = match.groupdict()
    if form.name == "twice a day":
        said = match[0].split()[0]
        value = Decimal(2 if said.lower() == "twice" else 1)
        return _Core(value=value, number=said, per=groups["short_unit"].lower())
    inside = found.in_span(*match.span())
    if form.name == "per head":
        base = next(one for one in inside if one.start == match.start("base"))
        return _plain(inside[0], found, per=words.BASES[Decimal(base.value)])
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
    start, end = match.span("core" if groups.get("core") is not None else 0)
    down = (
        words.ENDS.get(_joined(groups.get("end") or ""), "") == "down"
        or "fewest" in said
        or said.startswith(("fewer", "lower", "bottom"))
    )
    number = found.text[start:end]
    if groups.get("end"):
        number = found.text[
            match.start("rank") if groups["rank"] else match.start("end") : match.end("end")
        ]
    noun = groups.get("ranked") or groups.get("offences") or ""
    if form.name in {"largest in", "ranked"}:
        noun = _noun_before(found.covered, start)
    return _Core(
        value=Decimal(place),
        number=number,
        direction="down" if down else "up",
        noun=" ".join(noun.lower().split()) or ("level" if "level" in said else ""),
    )


def _place(said: str | None, match: re.Match[str], found: Found) -> int:
    if not said:
        return 1
    atom = found.atoms.get(match.start("rank"))
    return int(atom.value) if atom else words.ORDINALS[said.lower()]


def _joined(said: str) -> str:
    lower = "_".join(said.lower().split())
    return lower.replace("joint_", "joint~").replace("joint-", "joint~")


_NOUN = re.compile(rf"(?<!\w)(?:{words.RANKED.replace('_', ' ')})(?!\w)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]\s|\n")
_SENTENCE_REACH = 120


def _noun_before(text: str, start: int) -> str:
    """The last word before, in the same sentence, that can be ranked."""
    before = _SENTENCE.split(text[max(0, start - _SENTENCE_REACH) : start])[-1]
    found = _NOUN.findall(before)
    return found[-1] if found else ""


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

_TIME_NEXT = re.compile(
    r"\s{1,3}(?:seconds|minutes|hours|days|weeks|months|years|decades|day|hour|week|month|year|"
    r"forces|am|pm|o'clock)\b",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\b(?:one|some|\ue001\ue004*) of\s{1,3}(?:the|its|our|their)\s{1,3}$|\bamong(?:st)?\s{1,3}(?:the\s{1,3})?$|\bat\s{1,3}(?:the\s{1,3}|its\s{1,3})?$",
    re.IGNORECASE,
)
_STOPPED = re.compile(rf"(?:minute|hour)\s{{1,3}}(?:of|counts)\b|{REST}{{40}}$")


def _is_share(match: re.Match[str], found: Found) -> bool:
    """``four in five``, but neither ``three in 24 hours`` nor ``ten in two``."""
    first, *_, last = found.in_span(*match.span())
    whole = not first.places > 0 and not last.places > 0
    return (
        whole
        and 0 < first.value < last.value
        and _TIME_NEXT.match(found.covered, match.end()) is None
    )


def _not_among(match: re.Match[str], found: Found) -> bool:
    """No rank is ``one of the biggest rises``, nor ``at the highest level``."""
    at_core = match.start("core" if match.groupdict().get("core") is not None else 0)
    before = found.covered[max(0, at_core - 24) : at_core]
    return _AMONG.search(before) is None


def _with_noun(match: re.Match[str], found: Found) -> bool:
    start = match.start("core")
    return _not_among(match, found) and bool(_noun_before(found.covered, start))


def _per_real(match: re.Match[str], found: Found) -> bool:
    inside = found.in_span(*match.span())
    return all(one.kind in {"number", "one"} for one in inside)


_TESTS: dict[str, Callable[[re.Match[str], Found], bool]] = {
    "one in n": _is_share,
    "largest": _not_among,
    "largest in": _with_noun,
    "ranked": lambda match, found: found is not None and match is not None,
    "most": _not_among,
    "a day": _per_real,
}
