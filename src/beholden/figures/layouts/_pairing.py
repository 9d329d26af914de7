"""Counts, periods and offences of a sentence put together, or left apart and flagged.

The rules, in order. Nothing is paired by nearness alone:

1. One period, or one known from the words around, is that of every count.
2. As many periods as counts: neighbours pair (``in 2016/17 245 and in 2017/18 263``,
   ``245 in 2016/17, against 263 in 2017/18``), or first with first where the
   sentence says "respectively".
3. None left over: anything else has no period and a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import msgspec

from beholden.figures.core import periods
from beholden.figures.core.models import State, Unit
from beholden.figures.layouts import _common
from beholden.figures.layouts._tokens import Count, Tokens, is_named


class Around(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known from the words around a sentence: a question, a heading, the list."""

    whens: tuple[periods.ParsedPeriod, ...] = ()
    offence: _common.Offence | None = None
    offence_text: str = ""
    unit: Unit | None = None
    years: tuple[periods.ParsedPeriod, ...] = ()


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """A count with what it is of. ``doubts`` say which pairing a person must confirm."""

    count: Count
    when: periods.ParsedPeriod | None
    offence: _common.Offence | None
    offence_text: str
    unit: Unit
    doubts: tuple[tuple[str, str], ...] = ()


class _Placed(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


def facts_of(text: str, tokens: Tokens, around: Around) -> tuple[Fact, ...]:
    """Every count of a sentence with its period, offence and unit, in order."""
    parts = [each for each in tokens.counts if each.part]
    wholes = tuple(each for each in tokens.counts if not each.part)
    found = _wholes(text, msgspec.structs.replace(tokens, counts=wholes), around)
    found += [_of_part(part, found, tokens, around) for part in parts]
    return tuple(sorted(found, key=lambda each: each.count.start))


def _wholes(text: str, tokens: Tokens, around: Around) -> list[Fact]:
    counts = tokens.counts
    if not counts:
        return []
    whens = _whens(text, tokens, around)
    whats = _whats(text, tokens, around)
    said = _common.unit_of(text)
    if whens is None and _nothing_at_all(counts, tokens, around):
        # Nothing in all years asked for is nothing in each of them.
        return [_fact(counts[0], when, whats[0], said, around) for when in around.whens]
    nothing: list[periods.ParsedPeriod | None] = [None] * len(counts)
    return [
        _fact(count, when, what, said, around, unpaired=whens is None)
        for count, when, what in zip(counts, whens or nothing, whats, strict=True)
    ]


def _of_part(part: Count, wholes: Sequence[Fact], tokens: Tokens, around: Around) -> Fact:
    """A part is of what the whole before it is of; it enters no total."""
    before = [each for each in wholes if each.count.start < part.start]
    if before:
        return msgspec.structs.replace(before[-1], count=part, unit=part.unit or before[-1].unit)
    own = [each.found for each in tokens.whens] or list(around.whens)
    when = own[0] if len(own) == 1 and is_named(own[0]) else None
    unit = part.unit or around.unit or Unit.UNKNOWN
    return Fact(part, when, around.offence, around.offence_text, unit)


_What = tuple[_common.Offence | None, str, str]


def _fact(
    count: Count,
    when: periods.ParsedPeriod | None,
    what: _What,
    said: Unit | None,
    around: Around,
    *,
    unpaired: bool = False,
) -> Fact:
    offence, words, doubt = what
    doubts = [("uncertain-number", count.doubt)] if count.doubt else []
    if unpaired:
        doubts.append(("uncertain-period", f"nothing says which one {count.text} belongs to"))
    elif when is not None and not when.certain:
        doubts.append(("uncertain-period", when.why or when.text))
    if doubt:
        doubts.append(("uncertain-offence", doubt))
    elif offence is not None and offence.doubt:
        doubts.append(("uncertain-offence", offence.doubt))
    named = when if when is not None and is_named(when) else None
    unit = count.unit or said or around.unit or Unit.UNKNOWN
    return Fact(count, named, offence, words, unit, tuple(doubts))


def _nothing_at_all(counts: Sequence[Count], tokens: Tokens, around: Around) -> bool:
    return (
        len(counts) == 1
        and counts[0].value.state is State.ZERO
        and not tokens.whens
        and len(around.whens) > 1
    )


def _whens(text: str, tokens: Tokens, around: Around) -> Sequence[periods.ParsedPeriod] | None:
    own = [each.found for each in tokens.whens]
    number = len(tokens.counts)
    in_order = _RESPECTIVELY.search(text) is not None
    if not own:
        if len(around.whens) == 1:
            return around.whens * number
        return around.whens if in_order and len(around.whens) == number else None
    if len(own) == 1:
        return own * number if number == 1 or _told_apart(tokens) else None
    if len(own) != number or in_order:
        return own if len(own) == number else None
    pairs = _neighbours(tokens.counts, tokens.whens)
    return None if pairs is None else [own[each] for each in pairs]


def _told_apart(tokens: Tokens) -> bool:
    """Whether several counts of one period differ in what they count."""
    units = {each.unit for each in tokens.counts}
    return (None not in units and len(units) == len(tokens.counts)) or (
        len(tokens.whats) == len(tokens.counts)
    )


def _whats(text: str, tokens: Tokens, around: Around) -> list[_What]:
    whats, number = tokens.whats, len(tokens.counts)
    if not whats:
        return [(around.offence, around.offence_text, "")] * number
    if len(whats) == 1:
        return [(whats[0].offence, whats[0].text, "")] * number
    if len(whats) == number:
        order = list(range(number)) if _RESPECTIVELY.search(text) else None
        order = order or _neighbours(tokens.counts, whats)
        if order is not None:
            return [(whats[each].offence, whats[each].text, "") for each in order]
    doubt = f"nothing says which of {', '.join(each.text for each in whats)}"
    return [(None, "", doubt)] * number


def _neighbours(counts: Sequence[_Placed], others: Sequence[_Placed]) -> list[int] | None:
    """For each count the place of the one it stands next to, where all pair off."""
    order = sorted(
        [(each.start, True, place) for place, each in enumerate(counts)]
        + [(each.start, False, place) for place, each in enumerate(others)]
    )
    found: dict[int, int] = {}
    for one, other in zip(order[::2], order[1::2], strict=True):
        if one[1] == other[1]:
            return None
        count, mate = (one, other) if one[1] else (other, one)
        found[count[2]] = mate[2]
    return [found[place] for place in range(len(counts))]
