"""Draft cards: what the register, reconciliations, drills and the mirror say of one service.

card = cards.make("example")                       # from the newest reconciliation
card = cards.make("example", days=(first, last))   # where nothing was compared yet
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

import msgspec

from beholden.regulator._log_ports import MirrorState
from beholden.regulator.core.models import DrillSummary, Reconciliation, Scorecard
from beholden.regulator.core.scorecard import MirrorFacts, make_scorecard
from beholden.regulator.errors import PublicationError, UnknownError
from beholden.regulator.ports import Clock
from beholden.regulator.reconciling import KeptReconciliation
from beholden.regulator.regimes import Regimes
from beholden.regulator.register import Register

Days = tuple[date, date]

NOTES_AT_MOST = 20


class CardParts(NamedTuple):
    """What cards need from the other parts of the room.

    Attributes:
        register: providers and services.
        regimes: the laws.
        reconciliation: one of a service by its number, the newest without one; None if there
            is none yet.
        drills: what the plans of a service show so far.
        mirror: how the mirror of a service stands; None if it has no log.
    """

    register: Register
    regimes: Regimes
    reconciliation: Callable[[str, int | None], KeptReconciliation | None]
    drills: Callable[[str], Sequence[DrillSummary]]
    mirror: Callable[[str], MirrorState | None]


class Cards:
    """Makes cards.

    Args:
        regulator: the regulator's name.
        parts: where everything comes from.
        clock: returns the time with its zone.
    """

    def __init__(self, regulator: str, parts: CardParts, clock: Clock) -> None:
        self._regulator = regulator
        self._parts = parts
        self._clock = clock

    def make(
        self,
        service: str,
        *,
        reconciliation: int | None = None,
        days: Days | None = None,
        plans: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> Scorecard:
        """The card of a service as things stand now; nothing is kept.

        Args:
            service: the service.
            reconciliation: the number of the one to use, the newest without it.
            days: what the card is about, the days of the reconciliation without it.
            plans: drills to show beside those of the days; each is shown with its own days.
            notes: sentences to the reader.

        Raises:
            UnknownError: There is no such service, reconciliation or plan of its drills, or no
                such law any more.
            PublicationError: It cannot be told which days the card is about.
            StoreError: Something cannot be read.
        """
        item = self._parts.register.service(service).item
        provider = self._parts.register.provider(item.provider).item
        regime = self._parts.regimes.get(item.regime)
        if regime is None:
            raise UnknownError(
                f"The law of {service}, {item.regime}, is not at hand any more: put its file back "
                "into the folder regimes."
            )
        kept = self._parts.reconciliation(service, reconciliation)
        found = None if kept is None else kept.result
        window = _window(service, found, days)
        if days is not None and found is not None and (found.first, found.last) != days:
            if reconciliation is not None:
                raise PublicationError(
                    f"Reconciliation {reconciliation} is about {found.first} to {found.last}, not "
                    f"about {days[0]} to {days[1]}. Leave the days out, or take another."
                )
            # The newest one is about other days: it is no part of this card.
            kept = found = None
        drills = _drills(service, self._parts.drills(service), window, plans)
        card = make_scorecard(
            item,
            provider,
            regime,
            regulator=self._regulator,
            window=window,
            made=self._clock(),
            reconciliation=found,
            drills=drills,
            mirror=_facts(self._parts.mirror(service)),
            notes=notes,
        )
        number = None if kept is None else kept.number
        return msgspec.structs.replace(card, reconciliation=number)


def _drills(
    service: str, all_drills: Sequence[DrillSummary], window: Days, plans: Sequence[str]
) -> list[DrillSummary]:
    if unknown := sorted(set(plans) - {one.plan for one in all_drills}):
        raise UnknownError(
            f"{service} has no plan of drills {unknown[0]}. See: beholden regulator drill show."
        )
    return [
        one
        for one in all_drills
        if one.plan in plans or (one.first <= window[1] and one.last >= window[0])
    ]


def _window(service: str, found: Reconciliation | None, days: Days | None) -> Days:
    if days is not None:
        if days[1] < days[0]:
            raise PublicationError(f"The last day, {days[1]}, is before the first, {days[0]}.")
        return days
    if found is None:
        raise PublicationError(
            f"Nothing was compared for {service} yet, so nobody knows which days the scorecard is "
            "about. Name them (--from, --to), or reconcile first."
        )
    return found.first, found.last


def _facts(state: MirrorState | None) -> MirrorFacts | None:
    if state is None or not state.seen:
        return None
    until = datetime.fromtimestamp(state.fresh or state.seen, UTC).date()
    return MirrorFacts(until, state.size, tuple(one.sentence for one in state.alarms))
