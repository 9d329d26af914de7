"""The releases of a folder of answers as data for checking claims.

Counts of forces, printed totals, surveys and hotlines each become a fact with the day
of its release. What has no count is left out; a blank is never zero. A total that
another release printed has the day of that release where it is among these, else none.

    dataset_of_releases([release], registry).facts[0].published  # the release's day
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from beholden.figures.core.claims.judging.dataset import Dataset, Fact
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import (
    Aggregate,
    Day,
    Hotline,
    Observation,
    Period,
    Release,
    Source,
    Survey,
)
from beholden.figures.core.offences import name as offence_name

_HUNDRED = 100


def dataset_of_releases(releases: Sequence[Release], registry: Registry) -> Dataset:
    """All numbers of the releases as facts; their order changes nothing but the order of facts."""
    days = {str(release.id): release.published for release in releases}
    facts: list[Fact] = []
    for release in releases:
        facts += (
            fact
            for one in release.observations
            if (fact := _of_observation(one, release, registry)) is not None
        )
        facts += (_of_aggregate(one, release, days, registry) for one in release.aggregates)
        facts += (_of_survey(one, release) for one in release.surveys)
        facts += (_of_hotline(one, release) for one in release.hotlines)
    return Dataset(_name(releases), tuple(dict.fromkeys(facts)))


def _name(releases: Sequence[Release]) -> str:
    names = ", ".join(f"{release.title} ({release.id})" for release in releases)
    return f"the releases {names}" if len(releases) > 1 else f"the release {names}"


def _of_observation(one: Observation, release: Release, registry: Registry) -> Fact | None:
    if one.value.count is None:
        return None
    return Fact(
        series=one.offence,
        subject=one.force,
        period=one.period,
        value=Decimal(one.value.count),
        release=release.id,
        source=_source(one.sources),
        published=release.published,
        subject_name=registry.by_code(one.force).name,
        series_name=offence_name(one.offence),
    )


def _of_aggregate(
    one: Aggregate, release: Release, days: dict[str, Day], registry: Registry
) -> Fact:
    group = next((each for each in registry.groups if one.group and each.id == one.group), None)
    return Fact(
        series=one.offence,
        subject=f"group:{group.id}" if group else _other(one.area),
        period=one.period,
        value=Decimal(one.count),
        release=one.release,
        source=_source((one.source,)),
        published=release.published if one.release == release.id else days.get(one.release),
        members=one.members or (group.members if group else ()),
        subject_name=group.name if group else one.area,
        series_name=offence_name(one.offence),
    )


def _of_survey(one: Survey, release: Release) -> Fact:
    return Fact(
        series=_other(one.question),
        subject=_other(one.name),
        period=Period(one.published, one.published),
        value=_HUNDRED * one.share,
        release=release.id,
        source=_source((one.source,)),
        unit="percent",
        base=Decimal(one.base),
        published=one.published,
        subject_name=one.name,
        series_name=one.question,
    )


def _of_hotline(one: Hotline, release: Release) -> Fact:
    return Fact(
        series=_other(one.what),
        subject=_other(one.name),
        period=one.period,
        value=Decimal(one.count),
        release=release.id,
        source=_source((one.source,)),
        noun=one.what.split(maxsplit=1)[0].lower() if one.what else "",
        published=one.published,
        at_least=one.at_least,
        subject_name=one.name,
        series_name=one.what,
    )


def _other(name: str) -> str:
    return f"other:{' '.join(name.lower().split())}"


def _source(sources: Sequence[Source]) -> str:
    """The address that a number was published at, or the file it was read from."""
    return next(_places(sources), "")


def _places(sources: Sequence[Source]) -> Iterator[str]:
    yield from (source.url for source in sources if source.url)
    yield from (source.file for source in sources if source.file)
