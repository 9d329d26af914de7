"""Sending the tickets of a plan to a service.

One ticket after another: claimed, sent, settled. Whoever is killed in between leaves a claim
that the next one takes over after the lease, under the same request key, so that the service
counts it once. A request that the service refuses ends the run: the ticket stays open.

    Sender(rows, receipts, paint, clocks, random).send(kept, interface, by="A. Tester")
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from beholden._durable import HIDDEN_PREFIX, sync
from beholden.regulator._drill_asking import Asking, Clocks, Settled
from beholden.regulator._drill_items import Told, silent
from beholden.regulator._drill_ports import Interface, Painter, Random, Upload
from beholden.regulator._drill_rows import DrillRows, KeptPlan
from beholden.regulator.core.drilling import account_name, picture_key, request_key, schedule
from beholden.regulator.core.drilling_models import DrillPlan, DrillResult, Outcome, Ticket
from beholden.regulator.errors import (
    DrillDayError,
    DrillRefusedError,
    NoAnswerError,
    NotSentError,
)

SECONDS_AT_MOST = 60.0
"""For all tries of one ticket, where the deadline leaves more."""
RECEIPT_BYTES_AT_MOST = 1 << 16

LEASE_SECONDS = 180
"""After so long a claim is given up: three times what the tries of a ticket may take."""

_LEASE_US = LEASE_SECONDS * 1_000_000
_RECEIPT_SECONDS = 10.0
_TOKEN_BYTES = 16
_PRIVATE_FOLDER = 0o700
_OK = 200
_REFUSED = frozenset({401, 403})
_ABSENT = 404


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of sending came to, items and controls together.

    ``held_by_others``: tickets that somebody else was sending. ``stopped``: why it ended
    before all were sent. ``no_receipts``: why receipts were not asked for to the end.
    """

    due: int
    found: int = 0
    missed: int = 0
    lost: int = 0
    held_by_others: int = 0
    receipts: int = 0
    stopped: str = ""
    no_receipts: str = ""


class Sender(NamedTuple):
    """What sending needs; ``receipts`` says where those of a service are kept."""

    rows: DrillRows
    receipts: Callable[[str], Path]
    paint: Painter
    clocks: Clocks
    random: Random

    def send(
        self,
        kept: KeptPlan,
        interface: Interface,
        *,
        by: str,
        due_only: bool = False,
        told: Told = silent,
    ) -> Sent:
        """Sends what is not settled yet, in the order of the schedule.

        Args:
            kept: the plan, open.
            interface: the service's.
            by: who sends.
            due_only: only what is due by now.
            told: is told how far it is.

        Raises:
            DrillClosedError: The plan is, or was meanwhile, closed.
            DrillDayError: Today is not one of the plan's days.
            UnknownError, NotAllowedError: There is no such officer.
        """
        now = self.clocks.now().timestamp()
        _check_window(kept.plan, now)
        known = self.rows.tickets(kept.plan.id)
        todo = [
            ticket
            for ticket in schedule(kept.plan, kept.seed)
            if (row := known.get(ticket.number)) is None or row.result is None
            if not due_only or ticket.due <= now
        ]
        run = _Run(self, kept, interface, by)
        stopped = ""
        for done, ticket in enumerate(todo, start=1):
            try:
                _check_window(kept.plan, self.clocks.now().timestamp())
                run.one(ticket)
            except (DrillRefusedError, NotSentError, DrillDayError) as error:
                stopped = str(error)
                break
            told(done, len(todo))
        run.missing_receipts()
        return Sent(
            due=len(todo),
            found=run.counts["found"],
            missed=run.counts["missed"],
            lost=run.counts["lost"],
            held_by_others=run.held_by_others,
            receipts=run.receipts,
            stopped=stopped,
            no_receipts=run.no_receipts,
        )


class _Run:
    """One run over the tickets of a plan."""

    def __init__(self, sender: Sender, kept: KeptPlan, interface: Interface, by: str) -> None:
        self._sender = sender
        self._kept = kept
        self._plan = kept.plan
        self._interface = interface
        self._by = by
        self.counts: dict[Outcome, int] = {"found": 0, "missed": 0, "lost": 0}
        self.held_by_others = 0
        self.receipts = 0
        self.no_receipts = ""

    def one(self, ticket: Ticket) -> None:
        """Claims, sends and settles a ticket, and keeps its receipt.

        Raises:
            DrillRefusedError, NotSentError: It stays open; nobody need try the next.
            DrillClosedError: The plan was closed meanwhile.
        """
        rows, clocks = self._sender.rows, self._sender.clocks
        upload = self._upload(ticket)
        token = self._sender.random(_TOKEN_BYTES).hex()
        at = clocks.now()
        claim = rows.claim(self._plan.id, ticket.number, token, at, lease_us=_LEASE_US, by=self._by)
        if claim is None:
            self.held_by_others += 1
            return
        budget = min(SECONDS_AT_MOST, float(self._plan.deadline_seconds))
        asking = Asking(self._interface, upload, budget=budget, clocks=clocks, sent=claim.sent)
        try:
            settled = asking.settled()
        except (DrillRefusedError, NotSentError) as error:
            rows.release(
                self._plan.id,
                ticket.number,
                token,
                sent=asking.sent,
                why=str(error),
                now=clocks.now(),
                by=self._by,
            )
            raise
        result = _result(ticket, settled, at, upload)
        if not rows.settle(self._plan.id, token, result, now=clocks.now(), by=self._by):
            self.held_by_others += 1
            return
        self.counts[result.outcome] += 1
        self._receipt(result)

    def missing_receipts(self) -> None:
        """Asks for the receipts that an earlier run did not get."""
        for row in self._sender.rows.tickets(self._plan.id).values():
            if row.result is not None and row.result.way == "interface":
                self._receipt(row.result)

    def _receipt(self, result: DrillResult) -> None:
        if self.no_receipts or result.receipt or not result.statement:
            return
        try:
            reply = self._interface.receipt(result.statement, seconds=_RECEIPT_SECONDS)
        except (NotSentError, NoAnswerError) as error:
            self.no_receipts = f"No receipt came: {error}."
            return
        if reply.status in _REFUSED:
            self.no_receipts = 'The key may not ask for receipts (scope "receipts").'
        elif reply.status == _OK and 0 < len(reply.body) <= RECEIPT_BYTES_AT_MOST:
            folder = self._sender.receipts(self._plan.service)
            digest = keep_receipt(folder, self._plan.id, result.ticket, reply.body)
            self._sender.rows.add_receipt(self._plan.id, result.ticket, digest)
            self.receipts += 1
        elif reply.status != _ABSENT:
            self.no_receipts = f"No receipt came: HTTP {reply.status}."

    def _upload(self, ticket: Ticket) -> Upload:
        seed = self._kept.seed
        return Upload(
            self._sender.paint(picture_key(seed, ticket.picture)).copy,
            ticket.surface,
            account_name(seed, ticket.number),
            request_key(seed, ticket.number),
        )


def keep_receipt(folder: Path, plan: str, ticket: int, receipt: bytes) -> str:
    """Keeps a receipt in the folder where the mirror of the service looks; returns its digest.

    Raises:
        OSError: It cannot be written.
    """
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    # Two officers may get the receipt of one ticket at once: each has a file of their own.
    descriptor, staged = tempfile.mkstemp(prefix=HIDDEN_PREFIX, dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(receipt)
            stream.flush()
            os.fsync(stream.fileno())
        Path(staged).replace(folder / f"{plan}-{ticket:05}.txt")
    except BaseException:
        Path(staged).unlink(missing_ok=True)
        raise
    sync(folder)
    return hashlib.sha256(receipt).hexdigest()


def _check_window(plan: DrillPlan, now: float) -> None:
    if now < plan.starts:
        raise DrillDayError(f"The plan's days begin on {plan.first}: send nothing before.")
    if now > plan.ends:
        raise DrillDayError(
            f"The plan's days ended with {plan.last}. Close it; then plan another for what was "
            "not sent."
        )


def _result(ticket: Ticket, settled: Settled, at: datetime, upload: Upload) -> DrillResult:
    return DrillResult(
        ticket=ticket.number,
        outcome=settled.outcome,
        way="interface",
        at=at,
        seconds=round(settled.seconds, 3),
        decision=settled.decision,
        statement=settled.statement,
        sha256=hashlib.sha256(upload.data).hexdigest(),
        words=settled.words,
    )
