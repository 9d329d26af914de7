"""Ranks: who is first of a group, on which basis, and whether that can be known.

While a member is missing nobody is called first, and what is known is the reason.
The places are exact and without intervals, which ``ranks`` computes with libraries that
take longer to load than an article to check.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.judging._comparable import unlike
from beholden.figures.core.claims.judging._rank_of_years import among_years, ordinal, single
from beholden.figures.core.claims.judging._recompute import people, percent, shown
from beholden.figures.core.claims.judging._saying import cannot_tell, judgement, where
from beholden.figures.core.claims.judging._values import Cell, cited, known
from beholden.figures.core.claims.judging.dataset import Data, Edition
from beholden.figures.core.claims.judging.wrong_ways import CLASSES
from beholden.figures.core.claims.models import Claim, Judgement, Subject
from beholden.figures.core.forces import NO_RESIDENTS
from beholden.figures.core.models import Day, Period
from beholden.figures.core.ranks import BASES

Basis = Literal["count", "difference", "percentage", "rate"]

_CHANGES: tuple[Basis, ...] = ("percentage", "difference")
_RISES = frozenset(
    ["rise", "increase", "jump", "growth", "surge", "hike", "leap", "climb", "upturn", "spike"]
)
_FALLS = frozenset(["fall", "decrease", "drop", "reduction", "decline", "dip"])
_LEVELS = frozenset(
    [
        "number",
        "total",
        "figure",
        "count",
        "offences",
        "crimes",
        "cases",
        "amount",
        "tally",
        "offence",
        "crime",
        "reports",
        "most",
    ]
)
_RATES = frozenset(["rate", "rates"])
_MOST_NAMED = 6
_BY_PERCENTAGE = lazily(r"\b(?:percentage|proportion|per\s?cent)", re.IGNORECASE)


class _Placed(msgspec.Struct, frozen=True):
    """The place of the subject on one basis, among those that are known."""

    basis: Basis
    place: int
    tied: bool
    values: tuple[tuple[str, Fraction], ...]
    missing: tuple[str, ...]
    value: Fraction


def judge_rank(claim: Claim, data: Data, published: Day | None) -> Judgement:
    """Judges "the largest of the region", "second highest", "the most since records began"."""
    if claim.subject.part:
        why = f"The data hold {data.name_of(claim.subject.key)} as a whole."
        return cannot_tell("not_in_data", why)
    if claim.period is None:
        return cannot_tell("ambiguous", "It is not said for which period.")
    if claim.group is None:
        return among_years(claim, claim.period, data, published)
    entrants = _entrants(claim, claim.group, data)
    if len(entrants) <= 1:
        # Alone anybody is the first and the last.
        return _unplaced(claim.subject, claim.group, entrants, data)
    edition = _edition(claim, claim.period, data, published)
    wanted = [each for each in _bases(claim) if claim.earlier or each not in _CHANGES]
    placed = [
        _place(claim, basis, entrants, data, edition) for basis in wanted if edition is not None
    ]
    found = [each for each in placed if each is not None]
    if edition is None or not found or len(found) < len(wanted):
        return cannot_tell("not_in_data", f"No number to rank by for {where(claim)}.")
    return _settled(claim, found, entrants, data, edition)


def _unplaced(
    subject: Subject, group: Subject, entrants: Sequence[Subject], data: Data
) -> Judgement:
    if entrants:
        return cannot_tell("ambiguous", f"{subject.name} is placed among nobody else.")
    if set(data.members(subject)) == set(data.members(group)):
        return cannot_tell("ambiguous", f"It is not said who of {group.name} is placed.")
    why = f"{subject.name} is not a member of {group.name} in the list of groups used here."
    return cannot_tell("region_definition", why)


def _settled(
    claim: Claim,
    found: Sequence[_Placed],
    entrants: Sequence[Subject],
    data: Data,
    edition: Edition,
) -> Judgement:
    said = " ".join(_told(claim, each) for each in found)
    held = [_holds(claim, each) for each in found]
    text = _result(found[0])
    missing = dict.fromkeys(name for each in found for name in each.missing)
    if missing:
        others = _other_basis(claim, found, entrants, data, edition)
        differ = (
            not _says_basis(claim) and len({*held, *(_holds(claim, each) for each in others)}) > 1
        )
        names = ", ".join(list(missing)[:_MOST_NAMED])
        more = " and others" if len(missing) > _MOST_NAMED else ""
        gone = f"{len(missing)} of {len(entrants)} are missing ({names}{more})."
        told = " ".join((said, *(_told(claim, each) for each in others)))
        name = "rank_basis" if differ else "missing_members"
        return msgspec.structs.replace(cannot_tell(name, gone, told), recomputed=text)
    if len(set(held)) > 1 and not _as_a_slope(claim, found, held):
        return msgspec.structs.replace(cannot_tell("rank_basis", said), recomputed=text)
    first = found[0]
    if any(held):
        return msgspec.structs.replace(judgement("agrees", (said,)), recomputed=text)
    name = "direction" if first.value <= 0 and _of_change(claim, first) else "unexplained"
    tolerant = all(each.tied and each.place == claim.phrase.value for each in found)
    found_judgement = judgement(
        "differs",
        (CLASSES[name], said),
        error_class=name,
        tolerant="agrees" if tolerant else "differs",
    )
    return msgspec.structs.replace(found_judgement, recomputed=text)


_OF_NUMBERS = lazily(r"\b(?:in|by)\s(?:numbers?|absolute|volume|raw|real)\b", re.IGNORECASE)
_SLOPE = lazily(r"\b(?:sharpest|steepest|fastest)\b", re.IGNORECASE)


def _as_a_slope(claim: Claim, found: Sequence[_Placed], held: Sequence[bool]) -> bool:
    """Whether "the sharpest rise" holds by per cent, which such a word means."""
    by_percent = [each for each, true in zip(found, held, strict=True) if true]
    slope = _SLOPE.search(claim.phrase.text) is not None and not _OF_NUMBERS.search(claim.sentence)
    return slope and all(each.basis == "percentage" for each in by_percent)


def _says_basis(claim: Claim) -> bool:
    """Whether the superlative itself names what is ranked by: "the largest percentage rise"."""
    return _BY_PERCENTAGE.search(claim.phrase.text) is not None


def _edition(claim: Claim, period: Period, data: Data, published: Day | None) -> Edition | None:
    periods = [each for each in (claim.earlier, period) if each is not None]
    return cited(data, [Cell(claim.series, claim.subject, each) for each in periods], published)


def _entrants(claim: Claim, group: Subject, data: Data) -> tuple[Subject, ...]:
    """Who is ranked: the forces of the group, or its regions where the subject is one."""
    members = data.members(group)
    mine = data.members(claim.subject)
    if not mine or not set(mine) <= set(members) or set(mine) == set(members):
        return ()
    if len(mine) == 1:
        return tuple(Subject(code, data.name_of(code), (code,)) for code in members)
    groups = data.registry.groups
    own = next((g for g in groups if f"group:{g.id}" == claim.subject.key), None)
    if own is None:
        return ()
    return tuple(
        Subject(f"group:{g.id}", data.name_of(f"group:{g.id}"), g.members)
        for g in groups
        if (g.list, g.kind) == (own.list, own.kind) and set(g.members) <= set(members)
    )


def _bases(claim: Claim) -> tuple[Basis, ...]:
    """The bases that the words may mean."""
    if claim.basis:
        return (claim.basis,)
    noun = claim.phrase.noun.lower().strip()
    words = set(noun.split())
    if words & (_RISES | _FALLS) or (not noun and claim.direction):
        return _CHANGES
    if words & _RATES:
        return ("rate",)
    if words & _LEVELS:
        return ("count",)
    return ("count", "rate") if claim.earlier is None else ("count", "rate", *_CHANGES)


def _place(
    claim: Claim, basis: Basis, entrants: Sequence[Subject], data: Data, edition: Edition
) -> _Placed | None:
    values: dict[str, Fraction] = {}
    missing = []
    mine = frozenset(data.members(claim.subject))
    own = ""
    for entrant in entrants:
        if basis == "rate" and entrant.key == NO_RESIDENTS:
            continue
        value = _value(claim, entrant, basis, data, edition)
        if frozenset(entrant.members) == mine:
            own = entrant.name
        if value is None:
            missing.append(entrant.name)
        else:
            values[entrant.name] = -value if _falls(claim, basis) else value
    if own not in values:
        return None
    up = claim.phrase.direction != "down"
    beyond = [v for v in values.values() if (v > values[own] if up else v < values[own])]
    ordered = sorted(values.items(), key=lambda each: (-each[1] if up else each[1], each[0]))
    return _Placed(
        basis=basis,
        place=len(beyond) + 1,
        tied=list(values.values()).count(values[own]) > 1,
        values=tuple(ordered),
        missing=tuple(missing),
        value=values[own],
    )


def _value(
    claim: Claim, entrant: Subject, basis: Basis, data: Data, edition: Edition
) -> Fraction | None:
    period = claim.period
    if period is None:
        return None
    after = single(known(data, Cell(claim.series, entrant, period), edition))
    if basis in _CHANGES:
        return _change(claim, entrant, (basis, after), data, edition)
    if basis == "count" or after is None:
        return after
    living = people(entrant.members, period.end.year, data.registry)
    return None if living is None else 10_000 * after / living[0]


def _change(
    claim: Claim,
    entrant: Subject,
    what: tuple[Basis, Fraction | None],
    data: Data,
    edition: Edition,
) -> Fraction | None:
    period, earlier, (basis, after) = claim.period, claim.earlier, what
    if period is None or earlier is None or after is None:
        return None
    before = single(known(data, Cell(claim.series, entrant, earlier), edition))
    if before is None or unlike(data, claim.series, entrant, (earlier, period), edition):
        return None
    if basis == "difference":
        return after - before
    return 100 * (after - before) / before if before else None


def _falls(claim: Claim, basis: Basis) -> bool:
    """Whether it is a fall that is ranked, so that the largest fall comes first."""
    if basis not in _CHANGES:
        return False
    words = set(claim.phrase.noun.lower().split())
    return bool(words & _FALLS) or (claim.direction == "down" and not words & _RISES)


def _of_change(claim: Claim, placed: _Placed) -> bool:
    words = set(claim.phrase.noun.lower().split())
    return placed.basis in _CHANGES and bool(words & (_RISES | _FALLS) or claim.direction)


def _holds(claim: Claim, placed: _Placed) -> bool:
    if _of_change(claim, placed) and placed.value <= 0:
        return False
    return placed.place == claim.phrase.value and not placed.tied


def _other_basis(
    claim: Claim,
    found: Sequence[_Placed],
    entrants: Sequence[Subject],
    data: Data,
    edition: Edition,
) -> tuple[_Placed, ...]:
    """The other way to measure a change, where one is named."""
    used = {each.basis for each in found}
    if not used & set(_CHANGES):
        return ()
    others = [
        _place(claim, basis, entrants, data, edition) for basis in _CHANGES if basis not in used
    ]
    return tuple(each for each in others if each is not None)


def _told(claim: Claim, placed: _Placed) -> str:
    top = ", ".join(
        f"{name} {_shown(placed.basis, value, falls=_falls(claim, placed.basis))}"
        for name, value in placed.values[:_MOST_NAMED]
    )
    known_members = f"{len(placed.values)} known" if placed.missing else f"{len(placed.values)}"
    tie = ", tied" if placed.tied else ""
    return (
        f"{claim.subject.name} is {ordinal(placed.place)} of {known_members} by "
        f"{BASES[placed.basis]}{tie} ({top})."
    )


def _shown(basis: Basis, value: Fraction, *, falls: bool) -> str:
    real = -value if falls else value
    if basis == "percentage":
        return percent(real)
    return f"{'+' if basis == 'difference' and real > 0 else ''}{shown(real)}"


def _result(placed: _Placed) -> str:
    of = f"{len(placed.values)} known" if placed.missing else f"{len(placed.values)}"
    return f"{ordinal(placed.place)} of {of} by {BASES[placed.basis]}"
