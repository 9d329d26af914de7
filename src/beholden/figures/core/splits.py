"""Counts in parts, as they may be published: whole where no part is small, else with parts hidden.

A split is printed only when nobody has a question about it, and when what is printed
of it, with the total, lets no count from 1 to 4 be worked out. Where that cannot be
had the split is held back.

    splits = publishable_splits(items, checks, received, assembly)
    splits.published, splits.held
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from beholden.figures.core import _parts
from beholden.figures.core.assembly import Assembly
from beholden.figures.core.checks import Check, Item, corrected, standing
from beholden.figures.core.models import (
    Day,
    ForceCode,
    OffenceId,
    Period,
    Reading,
    Source,
    Split,
    SplitRow,
    Unit,
)
from beholden.figures.core.offences import IIOC_TOTAL, IMAGE_SET
from beholden.figures.core.periods import days, overlap

PLATFORM: Final = "platform"
SEX_AND_AGE: Final = "sex and age"
# Other splits are outcomes, which are no offences, and answers to questions of one letter.
DIMENSIONS: Final = (PLATFORM, SEX_AND_AGE)

_FEWEST_PARTS = 2


class HeldSplit(msgspec.Struct, frozen=True):
    """A split that is not published, and why. ``ids`` are the parts with an open question."""

    file: str
    dimension: str
    why: str
    ids: tuple[str, ...] = ()


class Splits(msgspec.Struct, frozen=True):
    """What came of all parts."""

    published: tuple[Split, ...]
    held: tuple[HeldSplit, ...]


class _Key(msgspec.Struct, frozen=True, order=True):
    """What is split; no part of a split has less known of it than its whole."""

    force: ForceCode
    period: Period
    offence: OffenceId
    dimension: str


class _Part(msgspec.Struct, frozen=True):
    item: Item
    reading: Reading
    check: Check | None

    @property
    def name(self) -> str:
        return " ".join(self.reading.split[1].split()) if self.reading.split else ""


class _Group(msgspec.Struct, frozen=True):
    """The parts of one split in one file, in the order of the answer."""

    file: str
    dimension: str
    parts: tuple[_Part, ...]
    printed_total: int | None

    @property
    def key(self) -> _Key | None:
        first = self.parts[0].reading
        if first.force is None or first.period is None or first.offence is None:
            return None
        return _Key(first.force, first.period, first.offence, self.dimension)


_Whole = tuple[str, ForceCode | None, Period | None, OffenceId | None]


def publishable_splits(
    items: Sequence[Item],
    checks: Mapping[str, Check],
    received: Mapping[str, Day | None],
    assembly: Assembly,
) -> Splits:
    """The splits to publish, with small parts hidden, and those that are held back.

    Args:
        items: All readings of a folder of answers.
        checks: The newest check of each id.
        received: When each file was received, by its path in the folder.
        assembly: What came of the readings that are no parts.
    """
    held: list[HeldSplit] = []
    by_key: dict[_Key, list[_Group]] = defaultdict(list)
    doubted = set(_doubted(items, checks, assembly))
    for group in _groups(items, checks):
        problem = next(_problems(group, doubted), None)
        if problem is not None:
            held.append(problem)
        elif group.key is not None:
            by_key[group.key].append(group)
    totals = {(o.force, o.period, o.offence): o.value.count for o in assembly.observations}
    published: dict[_Key, Split] = {}
    for key in sorted(by_key, key=_widest_first):
        groups = by_key[key]
        found = _split(key, groups, totals.get((key.force, key.period, key.offence)), received)
        if isinstance(found, Split) and any(_linked(key, other) for other in published):
            found = "Another split that is published covers the same offences."
        if isinstance(found, str):
            held.extend(_held(group, found) for group in groups)
        else:
            published[key] = found
    return Splits(
        tuple(published[key] for key in sorted(published)),
        tuple(sorted(held, key=lambda one: (one.file, one.dimension, one.why))),
    )


def _groups(items: Sequence[Item], checks: Mapping[str, Check]) -> Iterator[_Group]:
    parts: dict[tuple[object, ...], list[_Part]] = defaultdict(list)
    printed: dict[_Whole, int | None] = {}
    for item in items:
        check = standing(item, dict(checks))
        reading = item.reading if check is None else corrected(item.reading, check)
        split = reading.split
        if split is None and reading.value.known:
            printed[_whole(reading)] = reading.value.count
        if split is not None and split[0] in DIMENSIONS and reading.role != "check":
            parts[_whole(reading), split[0]].append(_Part(item, reading, check))
    for those in parts.values():
        first = those[0].reading
        dimension = first.split[0] if first.split else ""
        total = printed.get(_whole(first))
        yield _Group(_file(first), dimension, tuple(those), total)


def _file(reading: Reading) -> str:
    return reading.sources[0].file if reading.sources else ""


def _whole(reading: Reading) -> _Whole:
    return _file(reading), reading.force, reading.period, reading.offence


def _doubted(
    items: Sequence[Item], checks: Mapping[str, Check], assembly: Assembly
) -> Iterator[_Whole]:
    """Wholes that wait for a person or are left out, or that a person did not leave as they are."""
    open_ = [one.item for one in assembly.pending] + [one.item for one in assembly.left_out]
    yield from (_whole(item.reading) for item in open_ if item.reading.split is None)
    for item in items:
        check = standing(item, dict(checks))
        if (
            item.reading.split is None
            and check is not None
            and check.action in {"correct", "reject"}
        ):
            yield _whole(item.reading)


def _problems(group: _Group, doubted: set[_Whole]) -> Iterator[HeldSplit]:
    """Why a split cannot be published before its numbers are looked at."""
    readings = [part.reading for part in group.parts]
    for unit in sorted({one.unit for one in readings} - {Unit.OFFENCES}):
        known = f"It counts {unit.value}, not offences."
        yield _held(
            group, known if unit is not Unit.UNKNOWN else "It does not say what is counted."
        )
    for flag in (flag for one in readings for flag in one.flags if flag.severity == "reject"):
        yield _held(group, flag.sentence)
    if any(part.check is not None and part.check.action == "reject" for part in group.parts):
        yield _held(group, "A person has rejected one of its parts.")
    if group.key is None:
        yield _held(group, "It does not say which force, period and offence is meant.")
    waiting = tuple(
        part.item.id
        for part in group.parts
        if part.check is None and any(flag.severity == "review" for flag in part.reading.flags)
    )
    if waiting:
        yield _held(group, "Not all of its parts are certain. Confirm or correct them.", waiting)
    if any(_may_be(group, whole) for whole in doubted):
        yield _held(group, "The number that it splits is not certain.")
    names = {part.name.casefold() for part in group.parts}
    if len(names) < len(group.parts) or "" in names:
        yield _held(group, "Two of its parts have one name, or one has none.")
    if len(names) < _FEWEST_PARTS:
        yield _held(group, "It has one part only.")


def _may_be(group: _Group, whole: _Whole) -> bool:
    """Whether the parts may be of this whole, as far as that is known."""
    mine = _whole(group.parts[0].reading)
    return all(one is None or one == two for one, two in zip(whole, mine, strict=True))


def _held(group: _Group, why: str, ids: tuple[str, ...] = ()) -> HeldSplit:
    return HeldSplit(group.file, group.dimension, why, ids)


def _widest_first(key: _Key) -> tuple[bool, int, _Key]:
    return key.offence != IIOC_TOTAL, -days(key.period), key


def _linked(one: _Key, other: _Key) -> bool:
    """Whether two splits share offences, so that one less the other may give parts away."""
    if one.force != other.force or one.dimension != other.dimension:
        return False
    offences = {one.offence, other.offence}
    nested = IIOC_TOTAL in offences and offences <= {IIOC_TOTAL, *IMAGE_SET}
    return bool(overlap(one.period, other.period)) and (len(offences) == 1 or nested)


def _split(
    key: _Key,
    groups: Sequence[_Group],
    total: int | None,
    received: Mapping[str, Day | None],
) -> Split | str:
    """The split with its small parts hidden, or why it cannot be published."""
    said = {tuple(sorted((one.name, *_told(one)) for one in g.parts)) for g in groups}
    if len(said) > 1:
        return "Two answers split the number otherwise."
    group = groups[0]
    parts = group.parts
    adds = key.dimension != PLATFORM
    if not adds:  # an order by size would tell between which counts a hidden one lies
        parts = tuple(sorted(parts, key=lambda part: part.name.casefold()))
    values = [part.reading.value for part in parts]
    protected = _parts.protect(values, group.printed_total if total is None else total, adds=adds)
    if isinstance(protected, str):
        return protected
    sources = [source for g in groups for part in g.parts for source in part.reading.sources]
    days_ = [day for g in groups if (day := received.get(g.file)) is not None]
    rows = zip(parts, protected.values, strict=True)
    return Split(
        force=key.force,
        period=key.period,
        offence=key.offence,
        dimension=key.dimension,
        rows=tuple(SplitRow(part.name, value) for part, value in rows),
        total=protected.total if adds else None,
        sources=tuple(dict.fromkeys(Source(one.file, one.digest, url=one.url) for one in sources)),
        received=max(days_) if days_ else None,
        notes=protected.notes,
    )


def _told(part: _Part) -> tuple[str, int]:
    value = part.reading.value
    return value.state.value, value.count or 0
