"""Releases, forces and options that are unkind to a site."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from beholden.figures.core.forces import Registry
from beholden.figures.core.models import (
    Change,
    ForceCode,
    Observation,
    OffenceId,
    Period,
    Place,
    Release,
    ReleaseId,
    Source,
    State,
    Value,
)
from beholden.figures.core.offences import IIOC_TOTAL, POSSESSION, SEXUAL_COMMUNICATION
from beholden.figures.registry import load_registry
from beholden.figures.site import DownloadLink, SiteOptions
from tests.figures.support.releases import founding_release, in_order

NASTY = "<b onclick=x>&\"'\u202e\u2066{{ 7 * 7 }}</b><script>1</script>"
ESSEX = ForceCode("E23000028")
DATA = b"force,count\n"
OPTIONS = SiteOptions(
    title="Recorded offences",
    publisher="The charity that asked",
    contact="figures@example.org",
    generated="14 September 2018",
    base_url="https://example.org/figures/",
    downloads=(
        DownloadLink("All values as CSV", "data/figures.csv", len(DATA), "One row a value."),
        DownloadLink("This release", "releases/2018-09/figures.csv", len(DATA), "Kept for good."),
    ),
)


def fill(folder: Path) -> None:
    """Writes the data files."""
    for link in OPTIONS.downloads:
        path = folder / link.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(DATA)


def with_break(release: Release) -> Release:
    """Marks the last value of every force as a break in its series."""
    last = max(each.period for each in release.observations)
    return msgspec.structs.replace(
        release,
        observations=tuple(
            msgspec.structs.replace(each, marks=("b",)) if each.period == last else each
            for each in release.observations
        ),
    )


def with_others(release: Release) -> Release:
    """Essex has figures of another offence, of a calendar year and of a half year too."""
    whole = next(each for each in release.observations if each.force == ESSEX)
    financial = Period(date(2017, 4, 1), date(2018, 3, 31))
    source = (Source(text="invented for a test"),)

    def one(offence: OffenceId, period: Period, count: int, *marks: str) -> Observation:
        return msgspec.structs.replace(
            whole,
            offence=offence,
            period=period,
            value=Value(State.COUNTED, count),
            marks=marks,
            sources=source,
        )

    return msgspec.structs.replace(
        release,
        observations=in_order(
            [
                *release.observations,
                one(SEXUAL_COMMUNICATION, financial, 77),
                one(POSSESSION, financial, 41),
                one(IIOC_TOTAL, Period(date(2015, 1, 1), date(2015, 12, 31)), 301, "r"),
                one(IIOC_TOTAL, Period(date(2018, 4, 1), date(2018, 9, 30)), 399),
            ]
        ),
    )


def hostile_registry() -> Registry:
    """Essex goes by a hostile official name."""
    registry = load_registry()
    return Registry(
        tuple(
            msgspec.structs.replace(f, official_name=NASTY) if f.code == ESSEX else f
            for f in registry.forces
        ),
        registry.groups,
    )


def hostile_releases() -> tuple[Release, Release]:
    """Every text that comes from somebody else's file is hostile."""
    first = founding_release()
    source = Source(
        file=f"answers/{NASTY}.xlsx",
        digest="ab" * 32,
        place=Place(sheet=NASTY, cell="B4", page=2, line=3, part=NASTY, sentence=f"{NASTY}\nnext"),
        text=NASTY,
        url=f"javascript:alert('{NASTY}')",
    )
    observations = [_hostile(each, source) for each in first.observations]
    changes = tuple(
        Change("revised", each.force, each.period, IIOC_TOTAL, each.value, None, NASTY)
        for each in observations
        if each.force == ESSEX
    )
    second = msgspec.structs.replace(
        first,
        id=ReleaseId("2019-09"),
        title=NASTY,
        publisher=NASTY,
        published=date(2019, 9, 1),
        observations=in_order(observations),
        aggregates=tuple(
            msgspec.structs.replace(each, area=NASTY, release=NASTY, source=source)
            for each in first.aggregates
        ),
        surveys=tuple(
            msgspec.structs.replace(each, name=NASTY, question=NASTY, source=source)
            for each in first.surveys
        ),
        hotlines=tuple(
            msgspec.structs.replace(each, name=NASTY, what=NASTY, source=source)
            for each in first.hotlines
        ),
        changes=changes,
        notes=(NASTY,),
        previous=first.id,
        previous_digest="cd" * 32,
    )
    return first, second


def _hostile(each: Observation, source: Source) -> Observation:
    refused = each.force == ESSEX and each.period.start.year == 2016
    return msgspec.structs.replace(
        each,
        value=Value(State.REFUSED, reason=NASTY) if refused else each.value,
        sources=(source,),
        received=date(2018, 7, 1),
        confirmed_by=NASTY,
        confirmed=NASTY,
        notes=(NASTY,),
        arithmetic=NASTY,
    )
