"""Releases for tests: the founding one of published counts, and a big one of invented numbers."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from beholden.figures.core.forces import Registry
from beholden.figures.core.models import (
    Aggregate,
    ForceCode,
    Hotline,
    Observation,
    OffenceId,
    Period,
    Release,
    ReleaseId,
    Source,
    State,
    Survey,
    Value,
)
from beholden.figures.core.offences import IIOC_TOTAL, IMAGE_SET
from beholden.figures.registry import PublishedCount, load_registry, published_counts

FOUNDING = ReleaseId("2018-09")
BIG = ReleaseId("2099-01")


def year(start: int) -> Period:
    """A financial year, made without the code under test."""
    return Period(date(start, 4, 1), date(start + 1, 3, 31))


def territorial(registry: Registry) -> tuple[ForceCode, ...]:
    """The forces that have an area of their own, in the order of their codes."""
    return tuple(sorted(force.code for force in registry.forces if force.territorial))


def founding_release() -> Release:
    """What was published in September 2018, as far as it is known, with survey and hotline."""
    counts = published_counts()
    observations = [_observation(each) for each in counts if each.force is not None]
    return Release(
        id=FOUNDING,
        title="Offences recorded in 2016/17 and 2017/18",
        publisher="The charity that asked",
        published=date(2018, 9, 13),
        observations=in_order(observations),
        asked=territorial(load_registry()),
        aggregates=tuple(_aggregate(each) for each in counts if each.force is None),
        surveys=(
            Survey(
                name="Survey of young people",
                question="Answered yes to the question on pictures sent to an adult",
                share=Decimal("0.02"),
                base=40_000,
                published=date(2018, 9, 13),
                source=Source(text="one in 50"),
            ),
        ),
        hotlines=(
            Hotline(
                name="Internet Watch Foundation",
                what="URLs identified",
                period=Period(date(2017, 1, 1), date(2017, 12, 31)),
                count=78_000,
                published=date(2018, 4, 18),
                source=Source(text="over 78,000 URLs"),
                at_least=True,
            ),
        ),
    )


def in_order(observations: list[Observation]) -> tuple[Observation, ...]:
    """As a release holds them: by force, period and offence."""
    return tuple(sorted(observations, key=lambda each: (each.force, each.period, each.offence)))


def counted(count: int) -> Value:
    """A count as a release holds it."""
    return Value(State.COUNTED, count) if count else Value(State.ZERO, 0)


def release_of(
    cells: dict[tuple[str, int], Value | int],
    *,
    asked: tuple[ForceCode, ...] | None = None,
    offence: OffenceId = IIOC_TOTAL,
    aggregates: tuple[Aggregate, ...] = (),
) -> Release:
    """A release of the given cells alone: name of a force and first year to a value."""
    registry = load_registry()
    observations = []
    for (name, start), cell in cells.items():
        force = registry.find(name)
        assert force is not None, name
        value = counted(cell) if isinstance(cell, int) else cell
        source = Source(file=f"{force.slug}.csv", text=str(cell))
        observations.append(Observation(force.code, year(start), offence, value, (source,)))
    return Release(
        id=BIG,
        title="Invented",
        publisher="Nobody",
        published=date(2099, 1, 1),
        observations=in_order(observations),
        asked=territorial(registry) if asked is None else asked,
        aggregates=aggregates,
    )


def big_release(forces: int = 45, years: int = 13, seed: int = 1) -> Release:
    """Invented counts that grow by the year, every state of absence among them.

    The numbers are random and mean nothing; equal arguments give equal releases.
    """
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose, no secret
    registry = load_registry()
    asked = territorial(registry)[:forces]
    first = 2024 - years
    observations: list[Observation] = []
    for code in asked:
        level = dice.randint(15, 900)
        for step in range(years):
            period = year(first + step)
            level = max(1, round(level * dice.uniform(0.85, 1.3)))
            absent = _absence(dice)
            marks = ("r",) if dice.random() < 0.03 else ()
            source = Source(
                file=f"{code}/{first + step}.xlsx", digest=f"{dice.getrandbits(256):064x}"
            )
            parts = _parted(level, dice)
            for offence, count in zip((IIOC_TOTAL, *IMAGE_SET), (level, *parts), strict=True):
                observations.append(
                    Observation(
                        force=code,
                        period=period,
                        offence=offence,
                        value=absent or counted(count),
                        sources=(source,),
                        received=date(first + step + 1, 7, 1),
                        layout="quarter-workbook",
                        marks=marks,
                    )
                )
    return Release(
        id=BIG,
        title="Invented numbers",
        publisher="Nobody",
        published=date(2099, 1, 1),
        observations=in_order(observations),
        asked=asked,
    )


def _absence(dice: random.Random) -> Value | None:
    absences = (
        Value(State.REFUSED, reason="s.12"),
        Value(State.NO_ANSWER),
        Value(State.NOT_HELD),
        Value(State.BLANK),
        Value(State.SUPPRESSED, below=5),
    )
    return dice.choice(absences) if dice.random() < 0.06 else None


def _parted(whole: int, dice: random.Random) -> tuple[int, int, int]:
    first = dice.randint(whole // 2, whole)
    second = dice.randint(0, whole - first)
    return first, second, whole - first - second


def _observation(count: PublishedCount) -> Observation:
    assert count.force is not None
    later = () if count.release == FOUNDING else (f"This count is {count.release}.",)
    return Observation(
        force=count.force,
        period=count.period,
        offence=count.offence,
        value=counted(count.count),
        sources=tuple(Source(text=str(count.count), url=url) for url in count.urls),
        notes=later,
    )


def _aggregate(count: PublishedCount) -> Aggregate:
    return Aggregate(
        area=count.area,
        period=count.period,
        offence=count.offence,
        count=count.count,
        source=Source(text=str(count.count), url=count.urls[0]),
        release=count.release,
        group=count.group,
        members=count.members,
    )
