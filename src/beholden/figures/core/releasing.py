"""A release from what was assembled: gaps said in their own words, revisions marked and logged.

release = make_release(facts, assembly.observations, gaps, previous=older)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from beholden.figures.core.models import (
    NONE_AT_HAND,
    Aggregate,
    Change,
    Day,
    ForceCode,
    Hotline,
    Observation,
    OffenceId,
    Period,
    Release,
    ReleaseId,
    Source,
    Split,
    State,
    Survey,
    Value,
)
from beholden.figures.core.offences import IIOC_TOTAL
from beholden.figures.core.periods import financial_year, is_financial_year


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a release is called, who publishes it, and what stands beside the answers."""

    id: ReleaseId
    title: str
    publisher: str
    published: Day
    asked: tuple[ForceCode, ...]
    aggregates: tuple[Aggregate, ...] = ()
    surveys: tuple[Survey, ...] = ()
    hotlines: tuple[Hotline, ...] = ()
    notes: tuple[str, ...] = ()


class Gap(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a force has no number: a refusal, nothing held, an answer that waits for a person.

    ``period`` absent: for every year that was asked.
    """

    force: ForceCode
    state: State
    reason: str
    source: Source | None = None
    period: Period | None = None
    received: Day | None = None


def make_release(
    facts: Facts,
    observations: Iterable[Observation],
    gaps: Sequence[Gap],
    asked_periods: Iterable[Period],
    previous: Release | None = None,
    *,
    splits: Sequence[Split] = (),
) -> Release:
    """Puts a release together.

    Every force asked gets a value for every financial year that any force has a count
    for (for every year asked, where none has): its count, or the state of its
    absence. A value that differs from the release before is marked ``r`` and logged;
    what that release had and this one has not is logged as withdrawn.
    """
    known = {(one.force, one.period, one.offence): one for one in observations}
    years = _years_of(known) or sorted({y for period in asked_periods for y in _years(period)})
    for force in facts.asked:
        for year in years:
            if (force, year, IIOC_TOTAL) not in known:
                known[force, year, IIOC_TOTAL] = _absent(force, year, gaps)
    before = _by_key(previous)
    published = tuple(_revised(known[key], before.get(key), previous) for key in sorted(known))
    return Release(
        id=facts.id,
        title=facts.title,
        publisher=facts.publisher,
        published=facts.published,
        observations=published,
        asked=tuple(sorted(facts.asked)),
        aggregates=facts.aggregates,
        surveys=facts.surveys,
        hotlines=facts.hotlines,
        changes=_changes(before, known) if previous is not None else (),
        notes=facts.notes,
        previous=None if previous is None else previous.id,
        previous_digest="" if previous is None else digest_of(previous),
        splits=tuple(splits),
    )


def encode(release: Release) -> bytes:
    """The release as the bytes that are kept: JSON, sorted, one final line end."""
    encoded = msgspec.json.encode(release, order="deterministic")
    return msgspec.json.format(encoded, indent=1) + b"\n"


def digest_of(release: Release) -> str:
    """SHA-256 in hex of the kept bytes: what the next release names it by."""
    return hashlib.sha256(encode(release)).hexdigest()


_Key = tuple[ForceCode, Period, OffenceId]


def _years(period: Period) -> tuple[Period, ...]:
    """Every financial year that lies wholly within a period."""
    years = (financial_year(start) for start in range(period.start.year - 1, period.end.year + 1))
    return tuple(y for y in years if period.start <= y.start and y.end <= period.end)


def _years_of(known: Mapping[_Key, Observation]) -> list[Period]:
    """The financial years in which any force has a count of the whole set."""
    return sorted(
        {
            period
            for (_, period, offence), one in known.items()
            if offence == IIOC_TOTAL and is_financial_year(period) and one.value.known
        }
    )


def _absent(force: ForceCode, year: Period, gaps: Sequence[Gap]) -> Observation:
    for gap in gaps:
        if gap.force == force and (gap.period is None or _covers(gap.period, year)):
            return Observation(
                force=force,
                period=year,
                offence=IIOC_TOTAL,
                value=Value(gap.state, reason=gap.reason),
                sources=() if gap.source is None else (gap.source,),
                received=gap.received,
            )
    return Observation(
        force=force,
        period=year,
        offence=IIOC_TOTAL,
        value=Value(State.NO_ANSWER, reason=NONE_AT_HAND),
        sources=(),
    )


def _covers(period: Period, year: Period) -> bool:
    return period.start <= year.start and year.end <= period.end


def _by_key(release: Release | None) -> dict[_Key, Observation]:
    if release is None:
        return {}
    return {(one.force, one.period, one.offence): one for one in release.observations}


def _revised(one: Observation, before: Observation | None, previous: Release | None) -> Observation:
    if previous is None or before is None or before.value == one.value:
        return one
    if not before.value.known:  # what was missing has come in: new, not revised
        return one
    return msgspec.structs.replace(
        one, marks=tuple(dict.fromkeys((*one.marks, "r"))), replaces=previous.id
    )


def _changes(
    before: Mapping[_Key, Observation], after: Mapping[_Key, Observation]
) -> tuple[Change, ...]:
    changes = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and old.value == new.value:
            continue
        changes.append(
            Change(
                kind=_kind(old, new),
                force=key[0],
                period=key[1],
                offence=key[2],
                before=None if old is None else old.value,
                after=None if new is None else new.value,
                why=_why(old, new),
            )
        )
    return tuple(changes)


def _kind(
    old: Observation | None, new: Observation | None
) -> Literal["added", "revised", "withdrawn"]:
    had = old is not None and old.value.known
    has = new is not None and new.value.known
    if had and not has:
        return "withdrawn"
    return "added" if old is None or (has and not had) else "revised"


def _why(old: Observation | None, new: Observation | None) -> str:
    if new is None:
        return "No answer of this release covers it."
    if new.confirmed and new.confirmed != "confirmed":
        return new.confirmed
    if old is None:
        return "An answer came in." if new.value.known else "Asked for the first time."
    if not old.value.known:
        return "An answer came in." if new.value.known else "There is another reason for the gap."
    files = ", ".join(dict.fromkeys(s.file for s in new.sources if s.file))
    return f"The answer says so: {files}." if files else new.value.reason
