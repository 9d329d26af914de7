"""Values of drills: a plan, its pictures and tickets, what became of each, and the revealed file.

A plan's JSON is what its commitment covers, so it holds whole numbers and text alone, and
every field is written.

    plan.population     # pictures on the list: those that are sent, and decoys
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from beholden.regulator.core.models import Day, DrillSummary, Time

Outcome = Literal["found", "missed", "lost"]
"""``found``: held or blocked within the deadline. ``missed``: let through, or stopped too late.
``lost``: it was sent and there is no answer."""

Way = Literal["interface", "hand"]
"""``interface``: posted to the service's checks with a key. ``hand``: uploaded by an officer."""


class DrillPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What will be sent to a service, before the seed says when and which.

    Attributes:
        id: of the plan; says nothing of the seed.
        service: id in the register.
        surfaces: where items are sent to, in order.
        first: day from which on, UTC.
        last: day up to which, included.
        starts: unix seconds from which on an item may be due.
        ends: unix seconds up to which, included.
        items: pictures on the list that are sent.
        decoys: pictures on the list that are never sent.
        controls: pictures on no list that are sent.
        deadline_seconds: how long after its sending an item may still be stopped.
        confidence: of the bounds; decimal text.
        catalogue: SHA-256 (hex) of the pictures' hashes, as ``catalogue_digest`` makes it.
    """

    format: Literal["beholden.drill-plan/1"] = "beholden.drill-plan/1"
    id: str
    service: str
    surfaces: tuple[str, ...]
    first: Day
    last: Day
    starts: int
    ends: int
    items: int
    decoys: int
    controls: int
    deadline_seconds: int
    confidence: str
    catalogue: str

    @property
    def population(self) -> int:
        """Pictures on the list; numbers below this are listed, those from it on are controls."""
        return self.items + self.decoys

    @property
    def tickets(self) -> int:
        """Pictures that are sent."""
        return self.items + self.controls


class Picture(msgspec.Struct, frozen=True):
    """A picture of a plan as it is listed: its hashes in lower-case hex, its PDQ quality."""

    number: int
    pdq: str
    quality: int
    sha256: str


class Ticket(msgspec.Struct, frozen=True):
    """One sending: which picture, to which surface, when (unix seconds)."""

    number: int
    picture: int
    listed: bool
    surface: str
    due: int


class DrillResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a ticket.

    ``at``: when it was sent, or recorded by hand. ``seconds``: until the answer. ``decision``
    and ``statement``: the service's word for what it did, and its number. ``sha256``: of the
    file as it was sent, ``receipt``: of the receipt that the service gave; hex.
    """

    ticket: int
    outcome: Outcome
    way: Way
    at: Annotated[Time, msgspec.Meta(tz=True)]
    seconds: float | None = None
    decision: str = ""
    statement: str = ""
    sha256: str = ""
    receipt: str = ""
    words: str = ""


class Reveal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A closed plan with everything that lets anybody check it. Names no person."""

    format: Literal["beholden.drill-reveal/1"] = "beholden.drill-reveal/1"
    plan: DrillPlan
    seed: str
    commitment: str
    pictures: tuple[Picture, ...]
    tickets: tuple[Ticket, ...]
    results: tuple[DrillResult, ...]
    summary: DrillSummary
