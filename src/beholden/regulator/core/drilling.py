"""A plan of drills: its commitment, and all that its seed decides.

The commitment can be published before the first drill: it binds the regulator to the plan
and tells nobody what will be sent. When the seed is shown afterwards, anybody derives the
same schedule from it: nothing was chosen to suit the result.

    commitment = SHA-256("beholden.drill-plan/1" || canonical plan || seed)

The canonical plan is JSON with sorted keys, without spaces, in UTF-8. A seed has 32 random
bytes. Everything is drawn from streams of HMAC-SHA256 under the seed (``Stream``):

    key of picture n   HMAC(seed, "picture/n"), all that is random in painting it
    which are sent     "pictures": the first ``items`` of the shuffled list
    in which order     "order": shuffled together with the controls
    when               "times": seconds of the window, sorted
    where              "surfaces": each alike likely

Not here: painting, sending, keeping.

    tickets = schedule(plan, seed)
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from beholden.regulator.core.drilling_models import DrillPlan, Picture, Ticket
from beholden.regulator.core.models import Day

T = TypeVar("T")

SEED_BYTES = 32
COPY_DISTANCE_AT_MOST = 24
"""PDQ bits by which a copy may differ from its listed picture; lists match up to 31."""
CONTROL_DISTANCE_AT_LEAST = 64
"""PDQ bits by which a control must differ from every listed picture: twice what matches."""
QUALITY_AT_LEAST = 80

TICKETS_AT_MOST = 10_000
"""Pictures of one plan, on the list and on none."""
SURFACES_AT_MOST = 100
DAYS_AT_MOST = 366
DEADLINE_AT_MOST = 30 * 86_400
"""Seconds."""

_DAY_SECONDS = 86_400
_EPOCH_DAY = 719_163  # 1 January 1970 as ``date.toordinal`` counts
_CONFIDENCE = re.compile(r"0\.[5-9]\d{0,5}", re.ASCII)
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
_SURFACE_LETTERS = 200
_LABEL = b"beholden.drill-plan/1"
_WORD_BITS = 64


class Stream:
    """Whole numbers that a seed decides, each alike likely; one stream for each purpose.

    Word k is the first 8 bytes of HMAC-SHA256(seed, purpose || 0x00 || k), k as 8 bytes,
    big-endian. A number below n is a word modulo n; words from the last whole multiple of n
    on are passed over, so that no number is likelier than another.
    """

    def __init__(self, seed: bytes, purpose: str) -> None:
        self._seed = seed
        self._purpose = purpose.encode() + b"\0"
        self._drawn = 0

    def below(self, end: int) -> int:
        """A number from 0 to ``end - 1``."""
        usable = (1 << _WORD_BITS) // end * end
        while (word := self._word()) >= usable:
            pass
        return word % end

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """All of them in an order that the seed decides (Fisher and Yates, from the end)."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def _word(self) -> int:
        place = self._drawn.to_bytes(8, "big")
        self._drawn += 1
        return int.from_bytes(_mac(self._seed, self._purpose + place)[:8], "big")


def midnight(day: Day) -> int:
    """The first second of a day, UTC, in unix seconds."""
    return (day.toordinal() - _EPOCH_DAY) * _DAY_SECONDS


def problem_of(plan: DrillPlan) -> tuple[str, str] | None:
    """The first field of a plan that makes no sense, and what to write instead."""
    starts, ends = midnight(plan.first), midnight(plan.last) + _DAY_SECONDS - 1
    surfaces = plan.surfaces
    texts = all(0 < len(text) <= _SURFACE_LETTERS and text.isprintable() for text in surfaces)
    rules = (
        ("id", bool(_ID.fullmatch(plan.id)), "lower-case letters, digits and hyphens"),
        ("service", bool(plan.service), "the id of a service"),
        ("surfaces", 0 < len(surfaces) <= SURFACES_AT_MOST, f"1 to {SURFACES_AT_MOST} of them"),
        ("surfaces", len(set(surfaces)) == len(surfaces), "each of them once"),
        ("surfaces", texts, f"up to {_SURFACE_LETTERS} printable characters each"),
        ("items", plan.items >= 1, "at least 1"),
        ("decoys", plan.decoys >= 0, "0 or more"),
        ("controls", plan.controls >= 0, "0 or more"),
        (
            "items",
            plan.population + plan.controls <= TICKETS_AT_MOST,
            f"at most {TICKETS_AT_MOST:,} together with decoys and controls",
        ),
        ("last", plan.first <= plan.last, "a day that is not before the first"),
        ("last", ends - starts < DAYS_AT_MOST * _DAY_SECONDS, f"at most {DAYS_AT_MOST} days later"),
        ("starts", starts <= plan.starts <= ends, "a moment of the plan's days"),
        ("ends", plan.ends == ends, "the last second of the last day"),
        ("deadline_seconds", 1 <= plan.deadline_seconds <= DEADLINE_AT_MOST, "1 second to 30 days"),
        ("confidence", bool(_CONFIDENCE.fullmatch(plan.confidence)), "0.5 to 0.999999, as 0.95"),
    )
    return next(((field, wanted) for field, holds, wanted in rules if not holds), None)


def canonical(plan: DrillPlan) -> bytes:
    """The bytes that a commitment covers."""
    return msgspec.json.encode(plan, order="sorted")


def commitment(plan: DrillPlan, seed: bytes) -> str:
    """What can be shown of a plan before it is carried out, in hex."""
    return hashlib.sha256(_LABEL + canonical(plan) + seed).hexdigest()


def catalogue_digest(pictures: Iterable[Picture]) -> str:
    """SHA-256 over one line of canonical JSON for each picture, in hex."""
    digest = hashlib.sha256()
    for picture in pictures:
        digest.update(msgspec.json.encode(picture, order="sorted") + b"\n")
    return digest.hexdigest()


def schedule(plan: DrillPlan, seed: bytes) -> tuple[Ticket, ...]:
    """What is sent when and where, in order of time."""
    sent = Stream(seed, "pictures").shuffled(range(plan.population))[: plan.items]
    controls = range(plan.population, plan.population + plan.controls)
    order = Stream(seed, "order").shuffled([*sent, *controls])
    times, surfaces = Stream(seed, "times"), Stream(seed, "surfaces")
    span = plan.ends - plan.starts + 1
    due = sorted(plan.starts + times.below(span) for _ in order)
    return tuple(
        Ticket(
            number,
            picture,
            picture < plan.population,
            plan.surfaces[surfaces.below(len(plan.surfaces))],
            at,
        )
        for number, (picture, at) in enumerate(zip(order, due, strict=True), start=1)
    )


def picture_key(seed: bytes, number: int) -> bytes:
    """32 bytes that decide what a picture looks like."""
    return _mac(seed, f"picture/{number}".encode())


def request_key(seed: bytes, ticket: int) -> str:
    """Names a sending to the service, so that it counts a repeated one once."""
    return _mac(seed, f"request/{ticket}".encode()).hex()[:32]


def account_name(seed: bytes, ticket: int) -> str:
    """An account that looks like any other; every ticket has its own."""
    return _mac(seed, f"account/{ticket}".encode()).hex()[:24]


def unfair(pictures: Sequence[Picture], listed: int, copies: Iterable[tuple[int, str]]) -> str:
    """Why these pictures would not be a fair test; empty if they are.

    Args:
        pictures: all of a plan by number, controls last.
        listed: how many of them are on the list.
        copies: number and PDQ hash of every copy that will be sent.
    """
    hashes = [int(picture.pdq, 16) for picture in pictures]
    for picture in pictures:
        if picture.quality < QUALITY_AT_LEAST:
            return f"picture {picture.number} has a PDQ quality of {picture.quality}"
    for number, pdq in copies:
        apart = (hashes[number] ^ int(pdq, 16)).bit_count()
        if apart > COPY_DISTANCE_AT_MOST:
            return f"the copy of picture {number} is {apart} bits from what is listed"
    for number in range(listed, len(pictures)):
        nearest = min(((hashes[number] ^ one).bit_count() for one in hashes[:listed]), default=256)
        if nearest < CONTROL_DISTANCE_AT_LEAST:
            return f"control {number} is {nearest} bits from a listed picture"
    return ""


def _mac(seed: bytes, text: bytes) -> bytes:
    return hmac.digest(seed, text, "sha256")
