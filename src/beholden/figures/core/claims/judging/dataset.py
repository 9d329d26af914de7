"""The data that claims are checked against, whichever file or release they come from.

A fact is one printed number; two releases may print two for the same cell, and
both are kept. Nothing is summed or guessed here.

    data = index(Dataset("published counts", facts), registry)
    data.facts("iioc_total", data.keys(subject), financial_year(2017))
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from beholden.figures.core.claims.models import Subject
from beholden.figures.core.claims.naming.own_series import is_own
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Day, ForceCode, Period


class Edition(msgspec.Struct, frozen=True):
    """A release by its name and day; one without a day counts as later than any dated one."""

    name: str
    day: Day | None = None

    @property
    def order(self) -> tuple[bool, int, str]:
        """Sorts editions, the earliest first."""
        return (self.day is None, 0 if self.day is None else self.day.toordinal(), self.name)


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number of one series, subject and period, as one release printed it.

    ``subject`` is a key as ``Subject.key``: a force's code, ``group:uk``, or
    ``other:`` and the name in plain lower case. ``series`` is an offence id
    (``iioc_total``) or ``other:`` and the name in plain lower case. ``unit`` is
    ``count``, ``percent``, ``minutes`` or ``rate``; ``noun`` what is counted (``urls``) where
    the file says so, or per how many a rate is. ``base`` is the base of a share.
    ``published`` is the day of the release where it is known, ``release`` its name.
    ``at_least`` is true of a number published as "over n". ``members`` are the forces of
    a group printed as such.
    """

    series: str
    subject: str
    period: Period
    value: Decimal
    release: str
    source: str = ""
    unit: str = "count"
    noun: str = ""
    base: Decimal | None = None
    published: Day | None = None
    at_least: bool = False
    members: tuple[ForceCode, ...] = ()
    subject_name: str = ""
    series_name: str = ""

    @property
    def edition(self) -> Edition:
        """The release that printed it."""
        return Edition(self.release, self.published)


class Dataset(msgspec.Struct, frozen=True):
    """All facts. ``name`` says in words what they are, for the reader of a verdict."""

    name: str
    facts: tuple[Fact, ...]


class Data(msgspec.Struct, frozen=True):
    """A dataset laid out for looking up; made by ``index``.

    ``cells`` are the counts by series, subject and period; ``shares`` the percentages, and the
    counts that have a base; ``rates`` what is printed per so many people. ``known`` holds the
    periods of each series and subject that have a count, in order. ``outside`` holds one
    fact of each series that is no offence, ``names`` what subjects and series are called,
    ``levels`` the series of a newsroom's own that have per cents alone.
    Facts of a cell are in one order whatever the file's was.
    """

    dataset: Dataset
    registry: Registry
    cells: dict[tuple[str, str, Period], tuple[Fact, ...]]
    shares: tuple[Fact, ...]
    rates: tuple[Fact, ...]
    known: dict[tuple[str, str], tuple[Period, ...]]
    series: tuple[str, ...]
    subjects: dict[str, tuple[ForceCode, ...]]
    outside: dict[tuple[str, str], Fact]
    names: dict[str, str]
    levels: frozenset[str]
    _named: dict[frozenset[ForceCode], tuple[str, ...]]

    def keys(self, subject: Subject) -> tuple[str, ...]:
        """Every key under which the data hold this subject: its own, or one of the same forces."""
        members = self.members(subject)
        same = self._named.get(frozenset(members), ()) if members else ()
        return tuple(dict.fromkeys((subject.key, *same)))

    def members(self, subject: Subject) -> tuple[ForceCode, ...]:
        """The forces that a subject is made of; a force is made of itself."""
        return subject.members or self.members_of(subject.key)

    def members_of(self, key: str) -> tuple[ForceCode, ...]:
        """The forces behind a key of the data or of the register, if it has any."""
        if key in self.subjects:
            return self.subjects[key]
        if key.startswith("group:"):
            wanted = key.removeprefix("group:")
            return next((g.members for g in self.registry.groups if g.id == wanted), ())
        return () if key.startswith("other:") else (ForceCode(key),)

    def facts(self, series: str, keys: Iterable[str], period: Period) -> tuple[Fact, ...]:
        """All printed counts of a cell, under any of the keys."""
        return tuple(fact for key in keys for fact in self.cells.get((series, key, period), ()))

    def periods(self, series: str, keys: Iterable[str]) -> tuple[Period, ...]:
        """Every period that has a count, in order."""
        found = {period for key in keys for period in self.known.get((series, key), ())}
        return tuple(sorted(found))

    def name_of(self, key: str) -> str:
        """What a key is called in a sentence."""
        if key.startswith("group:"):
            wanted = key.removeprefix("group:")
            found = next((g.name for g in self.registry.groups if g.id == wanted), wanted)
            return found.replace("United Kingdom", "the United Kingdom")
        if key.startswith("other:"):
            return self.names.get(key, key.removeprefix("other:"))
        return self.registry.by_code(ForceCode(key)).name


def index(dataset: Dataset, registry: Registry) -> Data:
    """Lays a dataset out for looking up; the order of its facts changes nothing."""
    cells: dict[tuple[str, str, Period], list[Fact]] = {}
    shares: list[Fact] = []
    names: dict[str, str] = {}
    subjects: dict[str, tuple[ForceCode, ...]] = {}
    for fact in dataset.facts:
        if fact.unit == "count":
            cells.setdefault((fact.series, fact.subject, fact.period), []).append(fact)
        if fact.unit == "percent" or fact.base is not None:
            shares.append(fact)
        for key, name in ((fact.subject, fact.subject_name), (fact.series, fact.series_name)):
            if name and name < names.get(key, "\U0010ffff"):
                names[key] = name
        members = fact.members or subjects.get(fact.subject) or _members(fact, registry)
        subjects[fact.subject] = max(subjects.get(fact.subject, ()), members, key=_size)
    ordered = {cell: tuple(sorted(facts, key=_order)) for cell, facts in sorted(cells.items())}
    known: dict[tuple[str, str], list[Period]] = {}
    outside: dict[tuple[str, str], Fact] = {}
    for (series, subject, period), facts in ordered.items():
        known.setdefault((series, subject), []).append(period)
        if series.startswith("other:"):
            outside.setdefault((series, subject), facts[0])
    return Data(
        dataset=dataset,
        registry=registry,
        cells=ordered,
        shares=tuple(sorted(shares, key=_order)),
        rates=tuple(sorted((one for one in dataset.facts if one.unit == "rate"), key=_order)),
        known={key: tuple(periods) for key, periods in known.items()},
        series=tuple(sorted({fact.series for fact in dataset.facts})),
        subjects=dict(sorted(subjects.items())),
        outside=outside,
        names=names,
        levels=_levels(dataset.facts),
        _named=_by_members(subjects),
    )


def _levels(facts: Iterable[Fact]) -> frozenset[str]:
    own = [fact for fact in facts if is_own(fact.series)]
    counted = {fact.series for fact in own if fact.unit != "percent"}
    return frozenset(fact.series for fact in own) - counted


def _by_members(
    subjects: dict[str, tuple[ForceCode, ...]],
) -> dict[frozenset[ForceCode], tuple[str, ...]]:
    found: dict[frozenset[ForceCode], tuple[str, ...]] = {}
    for key in sorted(subjects):
        if subjects[key]:
            members = frozenset(subjects[key])
            found[members] = (*found.get(members, ()), key)
    return found


def _size(members: tuple[ForceCode, ...]) -> tuple[int, tuple[ForceCode, ...]]:
    return (len(members), members)


def _order(fact: Fact) -> tuple[object, ...]:
    return (
        fact.series, fact.subject, fact.period, fact.edition.order, fact.value, fact.source,
        fact.unit, fact.noun, fact.base is None, fact.base or Decimal(0), fact.at_least,
        fact.members, fact.subject_name, fact.series_name,
    )  # fmt: skip


def _members(fact: Fact, registry: Registry) -> tuple[ForceCode, ...]:
    if fact.subject.startswith("group:"):
        wanted = fact.subject.removeprefix("group:")
        return next((group.members for group in registry.groups if group.id == wanted), ())
    return () if fact.subject.startswith("other:") else (ForceCode(fact.subject),)
