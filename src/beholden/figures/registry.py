"""The register of forces and the figures that came with the package, read once.

load_registry().find("Hants Police").name  # "Hampshire"
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import msgspec

from beholden.figures.core.claims.naming.gazetteer import Gazetteer, Place, gazetteer
from beholden.figures.core.forces import Registry, normal
from beholden.figures.core.models import Force, ForceCode, Group, OffenceId, Period
from beholden.figures.core.periods import financial_year
from beholden.figures.errors import UnknownError

_BTP = ForceCode("BTP")
_POPULATION_YEARS = (2018, 2020)
_SEPARATOR = ";"


class PublishedCount(msgspec.Struct, frozen=True, omit_defaults=True):
    """A count that an article or a release printed.

    ``force`` is absent for the total of an area; ``members`` are then the forces it
    covers, and ``group`` the id of their group where they have one. ``urls`` are
    all pages that printed this count; ``release`` is what the first of them gave.
    """

    area: str
    force: ForceCode | None
    period: Period
    offence: OffenceId
    count: int
    release: str
    urls: tuple[str, ...]
    group: str = ""
    members: tuple[ForceCode, ...] = ()

    @property
    def aggregate(self) -> bool:
        """Whether this is a total somebody printed, and no count of one force."""
        return self.force is None


@cache
def load_registry() -> Registry:
    """The forces and groups of the package."""
    return Registry(
        forces=tuple(_force(row) for row in _rows("forces.csv")),
        groups=tuple(_group(row) for row in _rows("groups.csv")),
    )


@cache
def load_gazetteer() -> Gazetteer:
    """The names of places and forces that an article may use."""
    places = tuple(
        Place(
            name=row["name"],
            force=ForceCode(row["force"]),
            kind=row["kind"],
            whole=row["whole"] == "yes",
            care=row["care"] == "yes",
        )
        for row in _rows("places.csv")
    )
    return gazetteer(load_registry(), places)


@cache
def published_counts() -> tuple[PublishedCount, ...]:
    """The published counts of the package, equal cells once, in the order of the file."""
    registry = load_registry()
    found: dict[tuple[str, str, str, str], PublishedCount] = {}
    for row in _rows("published-2016-2018.csv"):
        key = (row["force"], row["financial_year"], row["offence_category"], row["count"])
        known = found.get(key) or _published(row, registry)
        urls = dict.fromkeys((*known.urls, row["source_url"]))
        found[key] = msgspec.structs.replace(known, urls=tuple(urls))
    return tuple(found.values())


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("beholden.figures").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _several(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(_SEPARATOR) if each.strip())


def _force(row: dict[str, str]) -> Force:
    populations = {year: row[f"population_mid{year}"] for year in _POPULATION_YEARS}
    return Force(
        code=ForceCode(row["ons_code"]) if row["ons_code"] else _BTP,
        name=row["name"],
        official_name=row["official_name"],
        aliases=_several(row["aliases"]),
        region=row["region"],
        nation=row["nation"],
        territorial=row["territorial"] == "yes",
        law=row["foi_law"],
        populations={year: int(text) for year, text in populations.items() if text},
    )


def _group(row: dict[str, str]) -> Group:
    return msgspec.convert(
        {
            "id": row["id"],
            "name": row["name"],
            "kind": row["kind"],
            "list": row["list"],
            "version": row["version"],
            "members": _several(row["members"]),
        },
        Group,
    )


def _published(row: dict[str, str], registry: Registry) -> PublishedCount:
    area = row["force"]
    force = registry.find(area)
    group = None if force else registry.find_group(area)
    members = () if force else group.members if group else _combined(area, registry)
    return PublishedCount(
        area=area,
        force=force.code if force else None,
        period=financial_year(int(row["financial_year"][:4])),
        offence=OffenceId(row["offence_category"]),
        count=int(row["count"]),
        release=row["release"],
        urls=(row["source_url"],),
        group=group.id if group else "",
        members=members,
    )


def _combined(area: str, registry: Registry) -> tuple[ForceCode, ...]:
    """The forces of ``Yorkshire (North+South+West)`` or of ``Kent+Surrey``."""
    head, _, tail = area.rstrip(")").partition("(")
    names = [f"{each} {head}" for each in tail.split("+")] if tail else head.split("+")
    forces = [registry.find(name) for name in names]
    if len(forces) < 2 or None in forces:  # noqa: PLR2004 - one name is no combination
        raise UnknownError(f"The area {normal(area)!r} is neither a force nor a group.")
    return tuple(force.code for force in forces if force is not None)
