"""What a person said of an uncertain reading: confirmed, corrected or rejected.

A check names the reading by its id and holds what the reading said at that time.
When the file or the reading changes, its id or its wording changes, and the
check no longer counts: nobody confirms what they have not seen.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from beholden.figures.core.models import (
    ForceCode,
    OffenceId,
    Period,
    Place,
    Reading,
    State,
    Value,
)

Action = Literal["confirm", "correct", "reject", "enter"]

_ID_CHARACTERS = 10


class Check(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the file of checks; the newest line of an id counts.

    ``at`` is RFC 3339 in UTC. ``shown`` is what the reading said, by
    ``summary``. For a correction the fields that are present replace those of the
    reading; ``why`` is then required and is published. ``entered`` is a whole reading
    that a person typed, from a scan that no program can read.
    """

    id: str
    action: Action
    by: str
    at: str
    shown: str
    why: str = ""
    value: Value | None = None
    force: ForceCode | None = None
    period: Period | None = None
    offence: OffenceId | None = None
    entered: Reading | None = None


class Item(msgspec.Struct, frozen=True):
    """A reading with the id that checks name it by."""

    id: str
    reading: Reading


def identify(readings: Iterable[Reading]) -> tuple[Item, ...]:
    """Gives every reading an id that depends on its file, place and meaning, not on its order."""
    seen: Counter[str] = Counter()
    items = []
    for reading in readings:
        seed = "\x1f".join(_identity(reading))
        ordinal = seen[seed]
        seen[seed] += 1
        digest = hashlib.sha256(f"{seed}\x1f{ordinal}".encode()).hexdigest()
        items.append(Item(digest[:_ID_CHARACTERS], reading))
    return tuple(items)


def entered(checks: Iterable[Check], digests: Mapping[str, str]) -> tuple[Item, ...]:
    """The readings that people typed, as long as their file is still the same.

    Args:
        checks: All checks, the oldest first.
        digests: The SHA-256 of every file as it is now.
    """
    return tuple(
        {
            check.id: Item(check.id, check.entered)
            for check in checks
            if check.entered is not None
            and all(digests.get(one.file) == one.digest for one in check.entered.sources)
        }.values()
    )


def summary(reading: Reading) -> str:
    """What the reading says, as one line: any change to it makes an older check void."""
    value = reading.value
    shown = value.state.value if value.count is None else str(value.count)
    flags = ",".join(sorted(flag.code for flag in reading.flags if flag.severity == "review"))
    return " ".join(
        (
            reading.force or "no-force",
            f"{reading.period.start}..{reading.period.end}" if reading.period else "no-period",
            reading.offence or "no-offence",
            reading.unit.value,
            shown,
            flags or "no-flags",
        )
    )


def placed(place: Place) -> str:
    """Where it stands, for people: ``sheet Offences, cell B4``."""
    words = []
    if place.part:
        words.append(f"attachment {place.part}")
    if place.sheet:
        words.append(f"sheet {place.sheet}")
    if place.cell:
        words.append(f"cell {place.cell}" if ":" not in place.cell else f"cells {place.cell}")
    if place.page is not None:
        words.append(f"page {place.page}")
    if place.table is not None:
        words.append(f"table {place.table}")
    if place.row is not None:
        words.append(f"row {place.row}")
    if place.column is not None:
        words.append(f"column {place.column}")
    if place.line is not None:
        words.append(f"line {place.line}")
    return ", ".join(words)


def standing(item: Item, checks: Mapping[str, Check]) -> Check | None:
    """The check that counts for this reading as it is now, if there is one."""
    check = checks.get(item.id)
    return check if check is not None and check.shown == summary(item.reading) else None


def corrected(reading: Reading, check: Check) -> Reading:
    """The reading with what the check puts in place of it."""
    return msgspec.structs.replace(
        reading,
        value=reading.value if check.value is None else check.value,
        force=reading.force if check.force is None else check.force,
        period=reading.period if check.period is None else check.period,
        offence=reading.offence if check.offence is None else check.offence,
    )


def said(check: Check) -> str:
    """The check in words, to be printed with the number."""
    if check.action == "confirm":
        return "confirmed"
    if check.action == "enter":
        return f"entered by hand: {check.why}"
    parts = []
    if check.value is not None:
        count = check.value.count
        parts.append(f"value {count}" if count is not None else _state_words(check.value.state))
    if check.period is not None:
        parts.append(f"period {check.period.start} to {check.period.end}")
    if check.offence is not None:
        parts.append(f"offence {check.offence}")
    if check.force is not None:
        parts.append(f"force {check.force}")
    return f"corrected ({', '.join(parts)}): {check.why}"


def _state_words(state: State) -> str:
    return state.value.replace("_", " ")


def _identity(reading: Reading) -> tuple[str, ...]:
    first = reading.sources[0] if reading.sources else None
    return (
        "" if first is None else first.file,
        "" if first is None else first.digest,
        "" if first is None else msgspec.json.encode(first.place).decode(),
        reading.force or "",
        "" if reading.period is None else f"{reading.period.start}/{reading.period.end}",
        reading.offence or "",
        reading.unit.value,
        reading.role,
        "" if reading.split is None else "/".join(reading.split),
    )
