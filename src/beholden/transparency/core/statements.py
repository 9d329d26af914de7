"""Reads statements that other rooms make, by their published forms alone.

The forms are those of ``gate/statements.py``, ``lists/statements.py`` and
``ledger/statements.py``; nothing of those rooms is used here, because a regulator reads
statements of networks whose software it does not have.

Laws:

* Every text gives a statement or ``Unreadable``; none raises.
* What is read is valid: counts are whole, from 0 to ``COUNT_AT_MOST``; times have a zone and
  are given in UTC; outcomes and modes are those there are.
* Fields that this version does not know are passed over; of a field that is there twice the
  last counts.

    read_statement(b'{"kind":"gate.hour","version":1,"hour":"2026-11-22T09Z", ...}').start
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from beholden.transparency.core.models import Instant

__all__ = [
    "COUNT_AT_MOST",
    "AllowListChanged",
    "Correction",
    "Decision",
    "EditionActivated",
    "EditionAdded",
    "EditionDeactivated",
    "EditionRemoved",
    "EditionRolledBack",
    "EntryLowered",
    "EntryReinstated",
    "Erasure",
    "Expiry",
    "Gap",
    "Hour",
    "HourCount",
    "HourMatch",
    "KeyRotated",
    "Match",
    "Policy",
    "Stated",
    "Unreadable",
    "in_utc",
    "read_statement",
]

COUNT_AT_MOST: Final = 10**12
"""Of one line of an hour: more uploads than any network has, and sums of them stay exact."""

Outcome = Literal["allow", "hold", "block"]
Mode = Literal["enforce", "shadow"]
_Count = Annotated[int, Meta(ge=0, le=COUNT_AT_MOST)]
_Place = Annotated[int, Meta(ge=0, le=2**63 - 1)]
_Text = Annotated[str, Meta(max_length=4_096)]
_Time = Annotated[Instant, Meta(tz=True)]
_V1 = Literal[1]

_HOUR = re.compile(r"\d{4}-\d\d-\d\dT\d\dZ", re.ASCII)
_CORRECTED = re.compile(r"hour:(\d{4}-\d\d-\d\dT\d\dZ)(?::([2-9]|[1-9]\d{1,5}))?", re.ASCII)
_UTC = Instant.fromisoformat("1970-01-01T00:00:00+00:00").tzinfo


class Match(msgspec.Struct, frozen=True):
    """A list that matched, and by which kind of hash."""

    list: _Text
    kind: _Text
    role: _Text = "match"


class _PolicyRef(msgspec.Struct, frozen=True):
    version: _Text
    digest: _Text


class Decision(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="gate.decision"):
    """``gate.decision/1``: what was decided of one upload."""

    version: _V1
    id: _Text
    time: _Time
    outcome: Outcome
    would_be: Outcome
    mode: Mode
    rule: _Text
    policy: _PolicyRef
    surface: _Text | None = None
    matched: tuple[Match, ...] = ()
    set_aside: tuple[Match, ...] = ()
    unscannable: _Text | None = None


class HourCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many uploads were decided alike within an hour."""

    surface: _Text = ""
    rule: _Text
    mode: Mode
    outcome: Outcome
    would_be: Outcome
    count: _Count


class HourMatch(msgspec.Struct, frozen=True, kw_only=True):
    """How many uploads matched a list by one kind of hash within an hour."""

    list: _Text
    kind: _Text
    would_be: Outcome
    count: _Count


class Hour(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="gate.hour"):
    """``gate.hour/1``: all that was decided within one hour, counted."""

    version: _V1
    hour: str
    counts: tuple[HourCount, ...]
    matches: tuple[HourMatch, ...]
    corrects: str | None = None

    def __post_init__(self) -> None:
        if _HOUR.fullmatch(self.hour) is None:
            raise ValueError("hour: it is not written as 2026-11-22T09Z")
        Instant.fromisoformat(self.start)  # no 32nd of any month
        if self.corrects is not None:
            corrected = _CORRECTED.fullmatch(self.corrects)
            if corrected is None or corrected[1] != self.hour:
                raise ValueError("corrects: it names no statement of this hour")

    @property
    def start(self) -> str:
        """When it begins, as ``2026-11-22T09:00:00+00:00``."""
        return f"{self.hour[:-1]}:00:00+00:00"

    @property
    def number(self) -> int:
        """1 for the first statement of this hour, 2 for the one that corrects it, and so on."""
        corrected = self.corrects and _CORRECTED.fullmatch(self.corrects)
        return int(corrected[2] or 1) + 1 if corrected else 1


class EntryLowered(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="gate.entry-lowered"
):
    """``gate.entry-lowered/1``: the guard lowered an entry from block to hold."""

    version: _V1
    time: _Time
    list: _Text
    entry: _Text
    accounts: _Count
    reason: _Text


class EntryReinstated(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="gate.entry-reinstated"
):
    """``gate.entry-reinstated/1``: a person ended that."""

    version: _V1
    time: _Time
    list: _Text
    entry: _Text
    accounts: _Count


class Policy(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="gate.policy"):
    """``gate.policy/1``: a policy came into force."""

    version: _V1
    time: _Time
    policy: _PolicyRef
    mode: Mode


class _EditionChange(msgspec.Struct, frozen=True, kw_only=True):
    version: _V1
    time: _Time
    action: _Text
    list: _Text
    edition: _Text
    role: _Text | None = None
    count: _Count | None = None


class EditionAdded(
    _EditionChange, frozen=True, kw_only=True, tag_field="kind", tag="lists.edition-added"
):
    """``lists.edition-added/1``."""


class EditionActivated(
    _EditionChange, frozen=True, kw_only=True, tag_field="kind", tag="lists.edition-activated"
):
    """``lists.edition-activated/1``."""


class EditionRolledBack(
    _EditionChange, frozen=True, kw_only=True, tag_field="kind", tag="lists.edition-rolled-back"
):
    """``lists.edition-rolled-back/1``."""


class EditionDeactivated(
    _EditionChange, frozen=True, kw_only=True, tag_field="kind", tag="lists.edition-deactivated"
):
    """``lists.edition-deactivated/1``."""


class EditionRemoved(
    _EditionChange, frozen=True, kw_only=True, tag_field="kind", tag="lists.edition-removed"
):
    """``lists.edition-removed/1``."""


class AllowListChanged(
    _EditionChange, frozen=True, kw_only=True, tag_field="kind", tag="lists.allow-list-changed"
):
    """``lists.allow-list-changed/1``: any action on a list that lets pictures pass."""


class KeyRotated(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="ledger.key-rotated"
):
    """``ledger.key-rotated/1``: the log is signed with another key."""

    version: _V1
    at: _Time


class Correction(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="ledger.correction"
):
    """``ledger.correction/1``: a statement was wrong."""

    version: _V1
    at: _Time
    corrects: _Text
    reason: _Text


class Erasure(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="ledger.erasure"):
    """``ledger.erasure/1``: salt and text of one statement are gone."""

    version: _V1
    at: _Time
    index: _Place
    basis: _Text


class Expiry(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="ledger.expiry"):
    """``ledger.expiry/1``: statements came to the end of their time; places, both inclusive."""

    version: _V1
    at: _Time
    ranges: tuple[tuple[_Place, _Place], ...]

    def __post_init__(self) -> None:
        if any(first > last for first, last in self.ranges):
            raise ValueError("ranges: one ends before it begins")


class Gap(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="ledger.gap"):
    """``ledger.gap/1``: of the places from ``first`` up to ``end`` so many cannot be opened."""

    version: _V1
    at: _Time
    first: _Place
    end: _Place
    lost: _Count


Stated = (
    Decision
    | Hour
    | EntryLowered
    | EntryReinstated
    | Policy
    | EditionAdded
    | EditionActivated
    | EditionRolledBack
    | EditionDeactivated
    | EditionRemoved
    | AllowListChanged
    | KeyRotated
    | Correction
    | Erasure
    | Expiry
    | Gap
)


class Unreadable(msgspec.Struct, frozen=True):
    """A text that fits its entry and is no statement that this version knows.

    ``kind`` is what it calls itself, as ``gate.decision/2``; empty where it says nothing.
    """

    kind: str
    why: str


class _Named(msgspec.Struct):
    kind: str = ""
    version: int | None = None


_decode: Callable[[bytes], Stated] = msgspec.json.Decoder(Stated).decode
_decode_name = msgspec.json.Decoder(_Named).decode
_FAULTS = (msgspec.MsgspecError, ValueError, OverflowError, RecursionError)


def read_statement(body: bytes) -> Stated | Unreadable:
    """The statement that a text makes.

    Args:
        body: its exact bytes.
    """
    try:
        return _decode(body)
    except _FAULTS as error:
        return Unreadable(_name(body), str(error)[:_WHY_AT_MOST])


_WHY_AT_MOST = 300
_NAME_AT_MOST = 100


def _name(body: bytes) -> str:
    try:
        named = _decode_name(body)
    except _FAULTS:
        return ""
    return f"{named.kind[:_NAME_AT_MOST]}/{named.version}" if named.kind else ""


def in_utc(at: Instant) -> Instant:
    """The same moment in UTC.

    Raises:
        OverflowError: it lies outside the years that there are.
    """
    return at if at.tzinfo is _UTC else at.astimezone(_UTC)
