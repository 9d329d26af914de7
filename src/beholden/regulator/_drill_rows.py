"""Plans and results of drills in the store; who sends a ticket claims it first.

A ticket's row, by its outcome:

    none                  nobody has sent it
    sending               somebody is at it, until the claim is older than the lease
    open                  it was tried; nothing counts yet, anybody may try again
    found, missed, lost   settled, for good

Each step is one transaction that holds the plan's row, so that two officers never send one
ticket at once, and nothing is written to a plan that is closed. Who was too slow finds the
claim taken over and drops what they have: the next asks the service under the same request
key and gets the same answer.

    claim = rows.claim("plan", 7, token, now, lease_us=60_000_000, by="A. Tester")
    rows.settle("plan", 7, token, result, by="A. Tester")
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, RowMapping, insert, select, update

from beholden.regulator._rows import maybe_time, time_of, us
from beholden.regulator.core.drilling_models import DrillPlan, DrillResult, Picture
from beholden.regulator.errors import ConflictError, DrillClosedError, UnknownError
from beholden.regulator.staff import required
from beholden.store import Store
from beholden.store import regulator_tables as tables

_plans, _results = tables.drill_plans, tables.drill_results

SENDING: Literal["sending"] = "sending"
OPEN: Literal["open"] = "open"
_TRIES_KEPT = 20


class KeptPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it is kept. Its seed is a secret until it is closed."""

    plan: DrillPlan
    pictures: tuple[Picture, ...]
    commitment: str
    seed: bytes
    created: datetime
    created_by: str
    closed: datetime | None
    closed_by: str | None

    def __repr__(self) -> str:
        # Without the seed: what a traceback shows must not tell what will be sent.
        return f"KeptPlan({self.plan.id!r})"

    def __rich_repr__(self) -> list[tuple[str, str]]:
        return [("id", self.plan.id)]


class Try(msgspec.Struct, frozen=True):
    """A try that came to nothing, and why."""

    at: datetime
    words: str


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is at a ticket. ``sent``: a try of it may have reached the service."""

    token: str = ""
    sent: bool = False
    tries: tuple[Try, ...] = ()


class TicketRow(NamedTuple):
    """A ticket that somebody has touched; ``result`` where it is settled."""

    outcome: str
    at: datetime
    by: str
    claim: Claim | None
    result: DrillResult | None


class _Body(msgspec.Struct, frozen=True):
    plan: DrillPlan
    pictures: tuple[Picture, ...]


class DrillRows:
    """The tables ``drill_plans`` and ``drill_results``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def require_officer(self, name: str) -> None:
        """Refuses who may not work on drills, before any work is done.

        Raises:
            UnknownError, NotAllowedError: There is no such officer.
        """
        with self._store.reading() as connection:
            required(connection, name, "officer")

    def add(self, kept: KeptPlan) -> None:
        """Keeps a new plan.

        Raises:
            UnknownError, NotAllowedError: There is no such officer.
            StoreError: It was not kept.
        """
        with self._store.writing() as connection:
            required(connection, kept.created_by, "officer")
            connection.execute(
                insert(_plans).values(
                    id=kept.plan.id,
                    service=kept.plan.service,
                    body=msgspec.json.encode(_Body(kept.plan, kept.pictures)),
                    commitment=kept.commitment,
                    seed=kept.seed,
                    created_us=us(kept.created),
                    created_by=kept.created_by,
                )
            )

    def plan(self, plan: str) -> KeptPlan:
        """A plan.

        Raises:
            UnknownError: There is none of this id.
        """
        with self._store.reading() as connection:
            row = connection.execute(select(_plans).where(_plans.c.id == plan)).mappings().first()
        if row is None:
            raise UnknownError(f'There is no plan "{plan}". See them all: drill show.')
        return _kept(row)

    def plans(self, service: str | None = None) -> tuple[KeptPlan, ...]:
        """The plans of a service, or all, in order of their making."""
        query = select(_plans).order_by(_plans.c.created_us, _plans.c.id)
        if service is not None:
            query = query.where(_plans.c.service == service)
        with self._store.reading() as connection:
            return tuple(_kept(row) for row in connection.execute(query).mappings())

    def tickets(self, plan: str) -> dict[int, TicketRow]:
        """All tickets of a plan that somebody has touched, by number."""
        query = select(_results).where(_results.c.plan == plan).order_by(_results.c.item)
        with self._store.reading() as connection:
            return {row["item"]: _ticket(row) for row in connection.execute(query).mappings()}

    def claim(
        self, plan: str, ticket: int, token: str, now: datetime, *, lease_us: int, by: str
    ) -> Claim | None:
        """Takes a ticket to send it; None if somebody else has it or it is settled.

        Args:
            plan: its plan.
            ticket: its number.
            token: random, of this claim alone.
            now: the time.
            lease_us: microseconds after which a claim was given up.
            by: who sends.

        Raises:
            UnknownError, NotAllowedError: There is no such officer.
            DrillClosedError: The plan is closed.
        """
        with self._store.writing() as connection:
            self._hold(connection, plan, by)
            row = _find(connection, plan, ticket)
            held = row is not None and row.outcome == SENDING and us(now) - us(row.at) < lease_us
            if row is not None and (row.result is not None or held):
                return None
            before = Claim() if row is None or row.claim is None else row.claim
            # Whoever had it may have died after sending.
            sent = before.sent or (row is not None and row.outcome == SENDING)
            claim = Claim(token, sent, before.tries)
            self._write(connection, plan, ticket, claim, outcome=SENDING, at=now, by=by)
            return claim

    def settle(self, plan: str, token: str, result: DrillResult, *, now: datetime, by: str) -> bool:
        """Writes down what became of a claimed ticket; False if the claim was taken over.

        Raises:
            DrillClosedError: The plan was closed meanwhile.
        """
        with self._store.writing() as connection:
            self._hold(connection, plan)
            if not _is_mine(_find(connection, plan, result.ticket), token):
                return False
            self._write(
                connection, plan, result.ticket, result, outcome=result.outcome, at=now, by=by
            )
            return True

    def release(
        self, plan: str, ticket: int, token: str, *, sent: bool, why: str, now: datetime, by: str
    ) -> None:
        """Gives a claimed ticket back, with the reason; nothing if the claim was taken over.

        Raises:
            DrillClosedError: The plan was closed meanwhile.
        """
        with self._store.writing() as connection:
            self._hold(connection, plan)
            row = _find(connection, plan, ticket)
            if row is None or row.claim is None or not _is_mine(row, token):
                return
            tries = (*row.claim.tries, Try(now, why))[-_TRIES_KEPT:]
            claim = Claim("", sent or row.claim.sent, tries)
            self._write(connection, plan, ticket, claim, outcome=OPEN, at=now, by=by)

    def record(self, plan: str, result: DrillResult, *, now: datetime, by: str) -> None:
        """Writes down what an officer saw.

        Raises:
            ConflictError: It is settled already, or being sent.
            UnknownError, NotAllowedError: There is no such officer.
            DrillClosedError: The plan is closed.
        """
        with self._store.writing() as connection:
            self._hold(connection, plan, by)
            row = _find(connection, plan, result.ticket)
            if row is not None and row.outcome != OPEN:
                at = f"{row.at:%Y-%m-%d %H:%M}"
                raise ConflictError(
                    f'Item {result.ticket} is "{row.outcome}" already, by {row.by}, {at} UTC. '
                    "What is written down stays."
                )
            self._write(
                connection, plan, result.ticket, result, outcome=result.outcome, at=now, by=by
            )

    def add_receipt(self, plan: str, ticket: int, sha256: str) -> None:
        """Writes down that a settled ticket has its receipt now.

        Raises:
            DrillClosedError: The plan was closed meanwhile.
        """
        with self._store.writing() as connection:
            self._hold(connection, plan)
            row = _find(connection, plan, ticket)
            if row is not None and row.result is not None:
                result = msgspec.structs.replace(row.result, receipt=sha256)
                connection.execute(
                    update(_results)
                    .where(_results.c.plan == plan, _results.c.item == ticket)
                    .values(body=msgspec.json.encode(result))
                )

    def close(self, plan: str, *, now: datetime, by: str) -> None:
        """Ends a plan: what may have reached the service and has no answer is lost.

        Raises:
            UnknownError, NotAllowedError: There is no such plan or officer.
            DrillClosedError: It is closed already.
        """
        with self._store.writing() as connection:
            self._hold(connection, plan, by)
            rows = connection.execute(
                select(_results).where(
                    _results.c.plan == plan, _results.c.outcome.in_((SENDING, OPEN))
                )
            ).mappings()
            for row in rows.all():
                ticket = _ticket(row)
                if ticket.outcome == SENDING or (ticket.claim is not None and ticket.claim.sent):
                    result = DrillResult(
                        ticket=row["item"],
                        outcome="lost",
                        way="interface",
                        at=ticket.at,
                        words="It had no answer when the plan was closed.",
                    )
                    self._write(
                        connection, plan, row["item"], result, outcome="lost", at=now, by=by
                    )
            connection.execute(
                update(_plans).where(_plans.c.id == plan).values(closed_us=us(now), closed_by=by)
            )

    def _write(
        self,
        connection: Connection,
        plan: str,
        ticket: int,
        body: Claim | DrillResult,
        *,
        outcome: str,
        at: datetime,
        by: str,
    ) -> None:
        values = {"outcome": outcome, "body": msgspec.json.encode(body), "at_us": us(at), "by": by}
        row = self._store.insert(_results).values(plan=plan, item=ticket, **values)
        connection.execute(row.on_conflict_do_update(index_elements=["plan", "item"], set_=values))

    def _hold(self, connection: Connection, plan: str, by: str | None = None) -> None:
        """Holds the plan's row until the transaction ends (SQLite has one writer anyway)."""
        if by is not None:
            required(connection, by, "officer")
        query = select(_plans.c.closed_us, _plans.c.closed_by).where(_plans.c.id == plan)
        row = connection.execute(query.with_for_update()).first()
        if row is None:
            raise UnknownError(f'There is no plan "{plan}". See them all: drill show.')
        if row.closed_us is not None:
            raise DrillClosedError(
                f'The plan "{plan}" was closed by {row.closed_by}, '
                f"{time_of(row.closed_us):%Y-%m-%d %H:%M} UTC. Nothing more is written to it."
            )


def _find(connection: Connection, plan: str, ticket: int) -> TicketRow | None:
    query = select(_results).where(_results.c.plan == plan, _results.c.item == ticket)
    row = connection.execute(query).mappings().first()
    return None if row is None else _ticket(row)


def _is_mine(row: TicketRow | None, token: str) -> bool:
    return (
        row is not None
        and row.outcome == SENDING
        and row.claim is not None
        and row.claim.token == token
    )


def _kept(row: RowMapping) -> KeptPlan:
    body = msgspec.json.decode(row["body"], type=_Body)
    return KeptPlan(
        plan=body.plan,
        pictures=body.pictures,
        commitment=row["commitment"],
        seed=bytes(row["seed"]),
        created=time_of(row["created_us"]),
        created_by=row["created_by"],
        closed=maybe_time(row["closed_us"]),
        closed_by=row["closed_by"],
    )


def _ticket(row: RowMapping) -> TicketRow:
    waiting = row["outcome"] in {SENDING, OPEN}
    return TicketRow(
        row["outcome"],
        time_of(row["at_us"]),
        row["by"],
        msgspec.json.decode(row["body"], type=Claim) if waiting else None,
        None if waiting else msgspec.json.decode(row["body"], type=DrillResult),
    )
