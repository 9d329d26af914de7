"""Drills by the regulator: plan, hand out or send, record, close, reveal.

A plan's seed stays secret until the plan is closed; its commitment can be shown at once.
Nothing of a closed plan changes any more, and only a closed plan is revealed.

    drills = Drills(store, Path("drills"), parts)
    kept = drills.plan(Wish(service="example", items=60, ...), by="A. Tester")
    drills.send(kept.plan.id, interface, by="A. Tester")
    drills.close(kept.plan.id, by="A. Tester")
    drills.reveal(kept.plan.id).summary.words

Not here: what the drills show (``core.drilling_words``), the network (``Interface``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from beholden._statistics import Interval
from beholden.regulator._drill_asking import Clocks
from beholden.regulator._drill_items import Told, hand_out, paint_all, silent, write_list
from beholden.regulator._drill_ports import Hasher, Interface, Painter, Random
from beholden.regulator._drill_rows import OPEN, SENDING, DrillRows, KeptPlan, TicketRow
from beholden.regulator._drill_sending import Sender, Sent, keep_receipt
from beholden.regulator._rows import named
from beholden.regulator.core.audit import Tally, omission
from beholden.regulator.core.drilling import (
    SEED_BYTES,
    catalogue_digest,
    commitment,
    midnight,
    problem_of,
    schedule,
)
from beholden.regulator.core.drilling_models import DrillPlan, DrillResult, Outcome, Reveal
from beholden.regulator.core.drilling_words import by_surface, summarise
from beholden.regulator.core.models import DrillSummary, Service
from beholden.regulator.core.reading import quoted
from beholden.regulator.errors import DrillError, DrillPlanError, TooLongError
from beholden.store import Store

RECEIPT_BYTES_AT_MOST = 1 << 16
REVEAL_BYTES_AT_MOST = 32 << 20

_DAY_SECONDS = 86_400
_ID_BYTES = 4
_SEEDS_TRIED = 5


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to drill; see ``DrillPlan``.

    ``surfaces``: none means all that the register has. ``decoys``: None means as many as
    ``items``, so that half of the list is never sent.
    """

    service: str
    first: date
    last: date
    items: int
    controls: int
    decoys: int | None = None
    surfaces: tuple[str, ...] = ()
    deadline_seconds: int = 60
    confidence: str = "0.95"


class SurfaceLine(msgspec.Struct, frozen=True):
    """What became of the listed pictures of one surface, with the exact interval of its rate."""

    surface: str
    tally: Tally
    interval: Interval


class DrillStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How a plan stands; nothing in it tells what will be sent.

    ``due``: tickets that should have been sent by now and are not settled. ``sending``: that
    somebody is at; ``open``: that were tried and may be again, ``last_try`` says why.
    ``omission``: how surely the receipts would show that one in twenty statements is left out.
    """

    plan: DrillPlan
    commitment: str
    created: datetime
    created_by: str
    closed: datetime | None
    closed_by: str | None
    summary: DrillSummary
    surfaces: tuple[SurfaceLine, ...]
    settled: int
    due: int
    sending: int
    open: int
    receipts: int
    omission: str
    last_try: str = ""


class DrillParts(NamedTuple):
    """What drills need from others.

    ``service_of`` finds a service in the register; ``receipts`` says where those of a service
    are kept; ``random`` gives bytes that nobody can guess.
    """

    service_of: Callable[[str], Service]
    receipts: Callable[[str], Path]
    paint: Painter
    hashes: Hasher
    clocks: Clocks
    random: Random


class Drills:
    """The drills of one regulator.

    Args:
        store: where plans and results are kept, with the staff; its tables are there.
        folder: where files of plans are written.
        parts: what else it needs.
    """

    def __init__(self, store: Store, folder: Path, parts: DrillParts) -> None:
        self._folder = folder
        self._parts = parts
        self._rows = DrillRows(store)
        self._sender = Sender(self._rows, parts.receipts, parts.paint, parts.clocks, parts.random)

    # Plans.

    def plan(self, wish: Wish, *, by: str, told: Told = silent) -> KeptPlan:
        """Makes a plan: draws its seed, paints its pictures, binds both by its commitment.

        Args:
            wish: what to drill.
            by: who plans; an officer.
            told: is told how many pictures are painted.

        Raises:
            DrillPlanError: The plan makes no sense; names the field.
            UnknownError, NotAllowedError: There is no such service or officer.
            StoreError: It was not kept.
        """
        person, now = named("by", by), self._parts.clocks.now()
        self._rows.require_officer(person)
        blank = self._blank(wish, now)
        for _ in range(_SEEDS_TRIED):
            seed = self._parts.random(SEED_BYTES)
            try:
                pictures = paint_all(blank, seed, self._parts.paint, self._parts.hashes, told)
            except DrillError:
                # Chance made two pictures alike; about never, and another seed makes others.
                continue
            plan = msgspec.structs.replace(blank, catalogue=catalogue_digest(pictures))
            kept = KeptPlan(
                plan=plan,
                pictures=pictures,
                commitment=commitment(plan, seed),
                seed=seed,
                created=now,
                created_by=person,
                closed=None,
                closed_by=None,
            )
            self._rows.add(kept)
            return kept
        raise DrillError("No fair pictures could be painted. The painter is broken: say so.")

    def _blank(self, wish: Wish, now: datetime) -> DrillPlan:
        """The plan without its pictures."""
        service = self._parts.service_of(wish.service)
        known = tuple(surface.id for surface in service.surfaces)
        for surface in wish.surfaces:
            if known and surface not in known:
                raise DrillPlanError(
                    "surfaces",
                    f"one of {service.id}'s ({', '.join(known)}) instead of {quoted(surface)}",
                )
        plan = DrillPlan(
            id=f"{wish.first:%Y%m%d}-{self._parts.random(_ID_BYTES).hex()}",
            service=service.id,
            surfaces=wish.surfaces or known,
            first=wish.first,
            last=wish.last,
            starts=max(midnight(wish.first), int(now.timestamp())),
            ends=midnight(wish.last) + _DAY_SECONDS - 1,
            items=wish.items,
            decoys=wish.items if wish.decoys is None else wish.decoys,
            controls=wish.controls,
            deadline_seconds=wish.deadline_seconds,
            confidence=wish.confidence,
            catalogue="",
        )
        if midnight(wish.first) + _DAY_SECONDS <= now.timestamp():
            raise DrillPlanError("first", "today or a later day")
        if (problem := problem_of(plan)) is not None:
            raise DrillPlanError(*problem)
        return plan

    def plans(self, service: str | None = None) -> tuple[KeptPlan, ...]:
        """The plans of a service, or all, oldest first."""
        return self._rows.plans(service)

    def summaries(self, service: str) -> tuple[DrillSummary, ...]:
        """What the plans of a service show so far, oldest first; for scorecards."""
        return tuple(self._summary(kept) for kept in self._rows.plans(service))

    def status(self, plan: str) -> DrillStatus:
        """How a plan stands.

        Raises:
            UnknownError: There is no such plan.
        """
        kept, rows = self._rows.plan(plan), self._rows.tickets(plan)
        results, now = _results(rows), self._parts.clocks.now().timestamp()
        tickets = schedule(kept.plan, kept.seed)
        receipts = sum(bool(result.receipt) for result in results)
        settled = {result.ticket for result in results}
        tries = [one for row in rows.values() if row.claim for one in row.claim.tries]
        return DrillStatus(
            plan=kept.plan,
            commitment=kept.commitment,
            created=kept.created,
            created_by=kept.created_by,
            closed=kept.closed,
            closed_by=kept.closed_by,
            summary=self._summary(kept, rows),
            surfaces=tuple(SurfaceLine(*line) for line in by_surface(kept.plan, tickets, results)),
            settled=len(results),
            due=sum(t.due <= now and t.number not in settled for t in tickets),
            sending=sum(row.outcome == SENDING for row in rows.values()),
            open=sum(row.outcome == OPEN for row in rows.values()),
            receipts=receipts,
            omission=omission(receipts),
            last_try=max(tries, key=lambda one: one.at).words if tries else "",
        )

    # Handing out.

    def write_list(self, plan: str) -> Path:
        """Writes the list that the network loads; returns its file.

        Raises:
            UnknownError: There is no such plan.
            OSError: It cannot be written.
        """
        kept = self._rows.plan(plan)
        return write_list(self._folder / kept.plan.id, kept.plan, kept.pictures)

    def hand_out(self, plan: str, out: Path, told: Told = silent) -> int:
        """Writes what is not sent yet, with its schedule, for officers who upload by hand.

        Raises:
            UnknownError: There is no such plan.
            DrillError: The plan is closed, or the folder is not empty.
            OSError: It cannot be written.
        """
        kept, rows = self._rows.plan(plan), self._rows.tickets(plan)
        if kept.closed is not None:
            raise DrillError(f'The plan "{plan}" is closed: nothing more is uploaded.')
        waiting = [
            ticket
            for ticket in schedule(kept.plan, kept.seed)
            if (row := rows.get(ticket.number)) is None or row.outcome == OPEN
        ]
        return hand_out(out, kept.seed, waiting, self._parts.paint, told)

    # Results.

    def send(
        self,
        plan: str,
        interface: Interface,
        *,
        by: str,
        due_only: bool = False,
        told: Told = silent,
    ) -> Sent:
        """Sends what is not settled yet to the service; see ``Sender.send``.

        Raises:
            UnknownError, NotAllowedError: There is no such plan or officer.
            DrillError: The plan is closed, or its days have not come or are over.
            StoreError, OSError: It ended early; what was settled before stays.
        """
        kept = self._rows.plan(plan)
        return self._sender.send(kept, interface, by=named("by", by), due_only=due_only, told=told)

    def record(
        self, plan: str, item: int, outcome: Outcome, *, by: str, receipt: bytes | None = None
    ) -> DrillResult:
        """Writes down what an officer saw of an item that was uploaded by hand.

        Raises:
            UnknownError, NotAllowedError: There is no such plan or officer.
            DrillError: There is no such item, its days have not come, or the plan is closed.
            ConflictError: It is written down already, or being sent.
            TooLongError: The receipt is none.
        """
        kept, now = self._rows.plan(plan), self._parts.clocks.now()
        if not 0 < item <= kept.plan.tickets:
            raise DrillError(f"There is no item {item}; the plan has 1 to {kept.plan.tickets}.")
        if now.timestamp() < kept.plan.starts:
            raise DrillError(
                f"The plan's days begin on {kept.plan.first}: nothing can be seen yet."
            )
        if receipt is not None and not 0 < len(receipt) <= RECEIPT_BYTES_AT_MOST:
            raise TooLongError(f"The receipt has none or over {RECEIPT_BYTES_AT_MOST:,} bytes.")
        result = DrillResult(ticket=item, outcome=outcome, way="hand", at=now)
        person = named("by", by)
        self._rows.record(kept.plan.id, result, now=now, by=person)
        if receipt is None:
            return result
        folder = self._parts.receipts(kept.plan.service)
        digest = keep_receipt(folder, kept.plan.id, item, receipt)
        self._rows.add_receipt(kept.plan.id, item, digest)
        return msgspec.structs.replace(result, receipt=digest)

    # The end.

    def close(self, plan: str, *, by: str) -> DrillSummary:
        """Ends a plan; what was sent and has no answer is lost.

        Raises:
            UnknownError, NotAllowedError: There is no such plan or officer.
            DrillClosedError: It is closed already.
        """
        kept = self._rows.plan(plan)
        self._rows.close(kept.plan.id, now=self._parts.clocks.now(), by=named("by", by))
        return self._summary(self._rows.plan(plan))

    def reveal(self, plan: str) -> Reveal:
        """A closed plan with its seed and all that lets anybody check it.

        Raises:
            UnknownError: There is no such plan.
            DrillError: It is not closed: its seed would tell what is still to come.
        """
        kept, rows = self._rows.plan(plan), self._rows.tickets(plan)
        if kept.closed is None:
            raise DrillError(
                f'The plan "{plan}" is not closed. Its seed would tell what is still to come; '
                "close it first: drill close."
            )
        return Reveal(
            plan=kept.plan,
            seed=kept.seed.hex(),
            commitment=kept.commitment,
            pictures=kept.pictures,
            tickets=schedule(kept.plan, kept.seed),
            results=_results(rows),
            summary=self._summary(kept, rows),
        )

    def _summary(self, kept: KeptPlan, rows: dict[int, TicketRow] | None = None) -> DrillSummary:
        known = self._rows.tickets(kept.plan.id) if rows is None else rows
        return summarise(
            kept.plan,
            schedule(kept.plan, kept.seed),
            _results(known),
            commitment=kept.commitment,
            closed=kept.closed is not None,
            seed="" if kept.closed is None else kept.seed.hex(),
        )


def read_reveal(data: bytes) -> Reveal:
    """A revealed plan from the bytes of its file.

    Raises:
        DrillError: They are none; says where.
    """
    if len(data) > REVEAL_BYTES_AT_MOST:
        raise DrillError(f"A revealed plan has up to {REVEAL_BYTES_AT_MOST:,} bytes.")
    try:
        return msgspec.json.decode(data, type=Reveal)
    except (msgspec.DecodeError, RecursionError) as error:
        raise DrillError(f"This is no revealed plan: {str(error)[:200]}.") from None


def _results(rows: dict[int, TicketRow]) -> tuple[DrillResult, ...]:
    return tuple(row.result for row in rows.values() if row.result is not None)
