"""A release from settings, answers and what was assembled of them."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

import msgspec

from beholden.figures.core.assembly import Assembly
from beholden.figures.core.models import Observation, Release, ReleaseId, Source, Split
from beholden.figures.core.periods import label
from beholden.figures.core.releasing import Facts, Gap, make_release
from beholden.figures.errors import ReleaseError
from beholden.figures.folder import Answer
from beholden.figures.gaps import gaps_of
from beholden.figures.models import Readings
from beholden.figures.settings import Settings


def release_of(
    *,
    name: ReleaseId,
    day: date,
    settings: Settings,
    answers: Sequence[Answer],
    readings: Readings,
    assembly: Assembly,
    splits: Sequence[Split],
    previous: Release | None,
) -> Release:
    """Puts a release together of what may be published.

    Raises:
        ReleaseError: An answer came after the day of publication.
    """
    answers = [one for one in answers if one.origin not in settings.leave_out]
    readings = Readings(
        tuple(one for one in readings.answers if one.origin not in settings.leave_out)
    )
    files = {one.file for one in readings.answers}
    asked_periods = [one.asked for one in answers if one.asked is not None]
    early = [one.file for one in answers if one.received is not None and one.received > day]
    if early:
        raise ReleaseError(
            f"published: {day} is before {early[0]} was received. Correct one of the dates."
        )
    facts = Facts(
        id=name,
        title=settings.title,
        publisher=settings.publisher,
        published=day,
        asked=settings.asked,
        aggregates=settings.aggregates,
        surveys=settings.surveys,
        hotlines=settings.hotlines,
        notes=settings.notes,
    )
    gaps: Sequence[Gap] = gaps_of(answers, readings, assembly)
    origins = {one.file: one.origin for one in answers if one.origin}
    observations = [
        msgspec.structs.replace(one, notes=(*one.notes, *_origins(one.sources, origins)))
        for one in assembly.observations
        if _published(one, settings, files)
    ]
    published = [
        msgspec.structs.replace(one, notes=(*one.notes, *_origins(one.sources, origins)))
        for one in splits
        if _published(one, settings, files)
    ]
    later = [one for one in observations if one.period.end >= day]
    if later:
        raise ReleaseError(
            f"published: {day} is before the end of {label(later[0].period)}, for which there is "
            f"a number in {later[0].sources[0].file}. Correct one of them, or reject the number."
        )
    return make_release(facts, observations, gaps, asked_periods, previous, splits=published)


def _published(one: Observation | Split, settings: Settings, files: AbstractSet[str]) -> bool:
    return (
        one.force in settings.asked
        and (not settings.publish or one.offence in settings.publish)
        and all(source.file in files for source in one.sources)
    )


def _origins(sources: Sequence[Source], origins: dict[str, str]) -> tuple[str, ...]:
    """What the list says of where the answers come from, to stand with their number."""
    said = {origins[source.file] for source in sources if source.file in origins}
    return tuple(f"Origin of the answer: {origin}." for origin in sorted(said))
