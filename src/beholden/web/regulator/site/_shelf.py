"""Which scorecards the public sees, and how they follow each other. Pure.

Laws: a draft is not here; of a service the published card about the latest days is current,
unless a published one corrects it; a card that was withdrawn is never current.

    shelf = Shelf(publications)
    shelf.services["example"].current
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from beholden.regulator.core import Publication


class Shelved(msgspec.Struct, frozen=True):
    """All public cards of one service, the newest number first."""

    service: str
    versions: tuple[Publication, ...]
    corrected_by: Mapping[int, int]
    """By number: the published card that corrects it."""

    @property
    def current(self) -> Publication | None:
        """What counts now; None where everything was withdrawn."""
        standing = [
            one
            for one in self.versions
            if one.state == "published" and one.number not in self.corrected_by
        ]
        return max(standing, key=lambda one: (one.card.last, one.number), default=None)

    @property
    def shown(self) -> Publication:
        """Whose name and provider stand over the service's page."""
        return self.current or self.versions[0]

    def version(self, number: int) -> Publication | None:
        """The card of that number."""
        return next((one for one in self.versions if one.number == number), None)


class Shelf:
    """The public cards of all services, by service; services in the order of their names."""

    def __init__(self, publications: Iterable[Publication]) -> None:
        found: dict[str, list[Publication]] = {}
        for one in publications:
            if one.state != "draft" and one.published is not None:
                found.setdefault(one.service, []).append(one)
        shelved = [_shelved(service, versions) for service, versions in found.items()]
        shelved.sort(key=lambda each: (each.shown.card.name.casefold(), each.service))
        self.services: Mapping[str, Shelved] = {each.service: each for each in shelved}

    @property
    def current(self) -> tuple[Publication, ...]:
        """The current card of each service that has one."""
        return tuple(one for each in self.services.values() if (one := each.current) is not None)


def _shelved(service: str, versions: list[Publication]) -> Shelved:
    versions.sort(key=lambda one: one.number)
    return Shelved(service, tuple(reversed(versions)), corrections(versions))


def corrections(publications: Iterable[Publication]) -> dict[int, int]:
    """Of cards of one service, by number: the published card that corrects it."""
    return {
        one.corrects: one.number
        for one in publications
        if one.corrects is not None and one.state == "published"
    }
