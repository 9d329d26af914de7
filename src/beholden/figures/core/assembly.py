"""From readings to what may be published: force x period x offence, each with its sources.

Nothing uncertain passes. A reading is published when it has no open question, or
a person has confirmed or corrected it; two answers that disagree stop each other
until a person has rejected one.

    assembly = assemble(items, checks, received)
    assembly.observations, assembly.pending
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from beholden.figures.core.breaks import unlike_parts
from beholden.figures.core.checks import Check, Item, corrected, said, standing
from beholden.figures.core.doubts import doubts
from beholden.figures.core.models import (
    Day,
    Flag,
    ForceCode,
    Observation,
    OffenceId,
    Period,
    Reading,
    Source,
    State,
    Unit,
    Value,
)
from beholden.figures.core.offences import IIOC_TOTAL, IMAGE_SET
from beholden.figures.core.periods import is_financial_year, label, tiles

_PARTS_AT_MOST = 4
# It says how to work a hidden number out.
_NOT_PRINTED = {"recoverable-suppression"}


class Pending(msgspec.Struct, frozen=True):
    """A reading that waits for a person, and every question that is open."""

    item: Item
    questions: tuple[Flag, ...]


class LeftOut(msgspec.Struct, frozen=True):
    """A reading that will not be published, and why."""

    item: Item
    why: str


class Assembly(msgspec.Struct, frozen=True):
    """What came of all readings: every one is in exactly one place.

    ``used`` are the ids of readings behind ``observations``; ``aside`` those that only
    served as a check, and parts of a split.
    """

    observations: tuple[Observation, ...]
    pending: tuple[Pending, ...]
    left_out: tuple[LeftOut, ...]
    used: tuple[str, ...]
    aside: tuple[str, ...]


class _Candidate(msgspec.Struct, frozen=True):
    item: Item
    reading: Reading
    check: Check | None


_Key = tuple[ForceCode, Period, OffenceId]


def assemble(
    items: Sequence[Item],
    checks: Mapping[str, Check],
    received: Mapping[str, Day | None],
    populations: Mapping[ForceCode, int] | None = None,
) -> Assembly:
    """Sorts readings into observations, questions and what is left out.

    Args:
        items: All readings of a folder of answers.
        checks: The newest check of each id.
        received: When each file was received, by its path in the folder.
        populations: People by force, to see counts that no other force comes near.
    """
    pending: list[Pending] = []
    left_out: list[LeftOut] = []
    aside: list[str] = []
    candidates: dict[_Key, list[_Candidate]] = defaultdict(list)
    for item in items:
        check = standing(item, checks)
        why_not = _refused(item.reading, check)
        if why_not is not None:
            left_out.append(LeftOut(item, why_not))
            continue
        if item.reading.split is not None or item.reading.role == "check":
            aside.append(item.id)
            continue
        reading = item.reading if check is None else corrected(item.reading, check)
        questions = () if check is not None else _questions(reading)
        missing = _missing(reading)
        if questions or missing:
            pending.append(Pending(item, questions + missing))
            continue
        if reading.force is not None and reading.period is not None and reading.offence is not None:
            candidates[reading.force, reading.period, reading.offence].append(
                _Candidate(item, reading, check)
            )
    places = {item.id: place for place, item in enumerate(items)}
    used: list[str] = []
    observations: dict[_Key, Observation] = {}
    for key, those in candidates.items():
        agreed = _agreed(those)
        if agreed is None:
            pending.extend(Pending(one.item, (_disagreement(one, those),)) for one in those)
            continue
        used.extend(one.item.id for one in those)
        observations[key] = _observation(key, agreed, those, received)
    _check_totals(observations, candidates, pending, used)
    contested = _contested(pending, checks)
    _add_parts(observations, contested)
    _join_periods(observations, contested)
    _doubt(observations, candidates, pending, used, populations or {})
    return Assembly(
        tuple(sorted(observations.values(), key=_order)),
        tuple(sorted(pending, key=lambda one: places[one.item.id])),
        tuple(sorted(left_out, key=lambda one: places[one.item.id])),
        tuple(sorted(used)),
        tuple(sorted(aside)),
    )


def _refused(reading: Reading, check: Check | None) -> str | None:
    if check is not None and check.action == "reject":
        return f"rejected by {check.by}: {check.why}" if check.why else f"rejected by {check.by}"
    for flag in reading.flags:
        if flag.severity == "reject":
            return flag.sentence
    if reading.unit not in {Unit.OFFENCES, Unit.UNKNOWN}:
        return f"The number counts {reading.unit.value}, not offences."
    return None


def _questions(reading: Reading) -> tuple[Flag, ...]:
    return tuple(flag for flag in reading.flags if flag.severity == "review")


def _missing(reading: Reading) -> tuple[Flag, ...]:
    questions = []
    for name, value in (
        ("force", reading.force),
        ("period", reading.period),
        ("offence", reading.offence),
    ):
        if value is None:
            questions.append(
                Flag(
                    f"{name}-unknown",
                    "review",
                    f"It does not say which {name} is meant. Correct it with --{name}.",
                )
            )
    return tuple(questions)


def _agreed(those: Sequence[_Candidate]) -> Value | None:
    values = {one.reading.value for one in those}
    return next(iter(values)) if len(values) == 1 else None


def _disagreement(one: _Candidate, those: Sequence[_Candidate]) -> Flag:
    others = sorted(
        f"{_said(other.reading.value)} in {_file(other.reading)}"
        for other in those
        if other.reading.value != one.reading.value
    )
    return Flag(
        "answers-disagree",
        "review",
        f"This answer says {_said(one.reading.value)}, but there is also {'; '.join(others)}. "
        "Reject the one that does not hold.",
    )


def _said(value: Value) -> str:
    return f"{value.count:,}" if value.count is not None else value.state.value.replace("_", " ")


def _file(reading: Reading) -> str:
    return reading.sources[0].file if reading.sources else "another answer"


def _observation(
    key: _Key,
    value: Value,
    those: Sequence[_Candidate],
    received: Mapping[str, Day | None],
) -> Observation:
    force, period, offence = key
    # A number computed by Beholden is shown with its arithmetic where no file states it.
    first = min(those, key=lambda one: (bool(one.reading.arithmetic), one.item.id))
    days = [day for one in those if (day := received.get(_file(one.reading))) is not None]
    checks = [one.check for one in those if one.check is not None]
    notes = {
        flag.sentence
        for one in those
        for flag in one.reading.flags
        if flag.code not in _NOT_PRINTED
        and (flag.severity == "note" or (one.check is not None and flag.severity == "review"))
    }
    return Observation(
        force=force,
        period=period,
        offence=offence,
        value=value,
        sources=_sources(one.reading for one in [first, *(o for o in those if o is not first)]),
        received=max(days) if days else None,
        layout=first.reading.layout,
        arithmetic=first.reading.arithmetic,
        confirmed_by=", ".join(sorted({check.by for check in checks})),
        confirmed="; ".join(sorted({said(check) for check in checks})),
        notes=tuple(sorted(notes)),
    )


def _sources(readings: Iterable[Reading]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for reading in readings for source in reading.sources))


def _check_totals(
    observations: dict[_Key, Observation],
    candidates: Mapping[_Key, Sequence[_Candidate]],
    pending: list[Pending],
    used: list[str],
) -> None:
    """Takes back a total that its own parts contradict, unless a person has confirmed it."""
    for key in [key for key in observations if key[2] == IIOC_TOTAL]:
        total = observations[key].value.count
        if total is None or observations[key].confirmed_by:
            continue
        parts = [
            observations[part].value.count
            for offence in IMAGE_SET
            if (part := (key[0], key[1], offence)) in observations
        ]
        known = [count for count in parts if count is not None]
        wrong = unlike_parts(total, known, all_parts=len(known) == len(IMAGE_SET))
        if not wrong:
            continue
        question = Flag("total-disagrees", "review", f"{wrong} Look at both.")
        for disputed in (key, *((key[0], key[1], offence) for offence in IMAGE_SET)):
            one = observations.get(disputed)
            if one is None or one.confirmed_by:
                continue
            del observations[disputed]
            for candidate in candidates[disputed]:
                pending.append(Pending(candidate.item, (question,)))
                used.remove(candidate.item.id)


def _contested(pending: Iterable[Pending], checks: Mapping[str, Check]) -> frozenset[_Key]:
    """What somebody has stated and nobody has settled: no sum may take its place."""
    keys: set[_Key] = set()
    for one in pending:
        check = standing(one.item, checks)
        stated = one.item.reading if check is None else corrected(one.item.reading, check)
        if stated.force is not None and stated.period is not None and stated.offence is not None:
            keys.add((stated.force, stated.period, stated.offence))
    return frozenset(keys)


def _doubt(
    observations: dict[_Key, Observation],
    candidates: Mapping[_Key, Sequence[_Candidate]],
    pending: list[Pending],
    used: list[str],
    populations: Mapping[ForceCode, int],
) -> None:
    """Takes back a count that is unlike the others, unless a person has confirmed it.

    A sum made here has no reading of its own to wait; it is printed with the doubt.
    """
    for key, code, sentence in sorted(doubts(observations, populations)):
        one = observations.get(key)
        if one is None or one.confirmed_by:
            continue
        if key not in candidates:
            notes = (*one.notes, sentence)
            observations[key] = msgspec.structs.replace(one, notes=notes)
            continue
        del observations[key]
        for candidate in candidates[key]:
            pending.append(Pending(candidate.item, (Flag(code, "review", sentence),)))
            used.remove(candidate.item.id)


def _add_parts(observations: dict[_Key, Observation], contested: frozenset[_Key]) -> None:
    """Adds the three codes where no total is stated; never over a blank or a missing code."""
    whole: dict[tuple[ForceCode, Period], list[Observation]] = defaultdict(list)
    for (force, period, offence), one in observations.items():
        if offence in IMAGE_SET and one.value.known:
            whole[force, period].append(one)
    for (force, period), parts in whole.items():
        key = (force, period, IIOC_TOTAL)
        if key in contested or key in observations:
            continue
        if len(parts) == len(IMAGE_SET):
            parts.sort(key=lambda one: IMAGE_SET.index(one.offence))
            observations[key] = _added(key, parts, "codes")


def _join_periods(observations: dict[_Key, Observation], contested: frozenset[_Key]) -> None:
    """Adds halves or quarters to a financial year where they tile it without gap or overlap."""
    pieces: dict[tuple[ForceCode, OffenceId], list[Observation]] = defaultdict(list)
    for (force, period, offence), one in observations.items():
        if one.value.known and not is_financial_year(period):
            pieces[force, offence].append(one)
    for (force, offence), those in pieces.items():
        those.sort(key=lambda one: one.period)
        for count in range(2, _PARTS_AT_MOST + 1):
            for start in range(len(those) - count + 1):
                parts = those[start : start + count]
                whole = Period(parts[0].period.start, parts[-1].period.end)
                key = (force, whole, offence)
                if (
                    is_financial_year(whole)
                    and key not in observations
                    and key not in contested
                    and tiles([part.period for part in parts], whole)
                ):
                    observations[key] = _added(key, parts, "periods")


def _added(key: _Key, parts: Sequence[Observation], what: str) -> Observation:
    counts = [part.value.count or 0 for part in parts]
    total = sum(counts)
    named = ", ".join(label(part.period) if what == "periods" else part.offence for part in parts)
    days = [part.received for part in parts if part.received is not None]
    return Observation(
        force=key[0],
        period=key[1],
        offence=key[2],
        value=Value(State.COUNTED if total else State.ZERO, total),
        sources=tuple(dict.fromkeys(source for part in parts for source in part.sources)),
        received=max(days) if days else None,
        layout=parts[0].layout,
        arithmetic=" + ".join(f"{count:,}" for count in counts) + f" = {total:,} ({named})",
        confirmed_by=", ".join(sorted({p.confirmed_by for p in parts if p.confirmed_by})),
        confirmed="; ".join(sorted({p.confirmed for p in parts if p.confirmed})),
        notes=tuple(sorted({note for part in parts for note in part.notes})),
    )


def _order(one: Observation) -> tuple[str, Period, str]:
    return one.force, one.period, one.offence
