"""What may stand in the register: providers and services held against their regime. Pure.

Every problem is found at once, with the path of its field, so that a file, a form and a
command say the same.

    provider_problems(provider)
    service_problems(service, providers=["example-co"], regime=regime, regimes=["uk-osa"])
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Final

from beholden.regulator.core.models import LogRef, Provider, Service, Tolerances
from beholden.regulator.core.reading import (
    LINE_AT_MOST,
    LINES_AT_MOST,
    Path,
    Problem,
    nearest,
    quoted,
    text_problem,
    unique,
)
from beholden.regulator.core.regimes import ID, URL, Regime

SURFACES_AT_MOST: Final = 200
"""Surfaces of one service."""
NAMES_AT_MOST: Final = 200
"""Duties, or kinds of risk, of one service."""
POLICY_AT_MOST: Final = 100_000
"""Characters of a trust policy."""
SURFACE_AT_MOST: Final = 64
"""Characters of a surface's id; a network chooses it."""
SMALL_NUMBERS_AT_MOST: Final = 1_000
"""The largest threshold below which a report may hide counts."""

_NAME_AT_MOST = 200
_PER_CENT: Final = re.compile(r"\d{1,2}(?:\.\d{1,4})?", re.ASCII)
_HUNDRED = 100


def provider_problems(provider: Provider) -> list[Problem]:
    """Everything that is wrong with a provider."""
    return [
        *_id(provider.id),
        *_text(("name",), provider.name, _NAME_AT_MOST),
        *_text(("country",), provider.country, _NAME_AT_MOST, needed=False),
        *_url(("website",), provider.website),
    ]


def service_problems(
    service: Service,
    *,
    providers: Collection[str],
    regime: Regime | None,
    regimes: Collection[str] = (),
) -> list[Problem]:
    """Everything that is wrong with a service, whatever it was before.

    Args:
        service: what the register shall say.
        providers: ids of the providers in the register.
        regime: the regime that the service names; None if there is none of that name.
        regimes: the ids of all regimes, to say what could be meant.
    """
    found = [
        *_id(service.id),
        *_text(("name",), service.name, _NAME_AT_MOST),
        *_text(("description",), service.description, LINES_AT_MOST, needed=False, lines=True),
        *_text(("users_source",), service.users_source, LINE_AT_MOST, needed=False),
        *_url(("website",), service.website),
        *_surfaces(service),
        *_users(service),
        *_tolerances(service.tolerances),
    ]
    if service.provider not in providers:
        found.append(Problem(("provider",), _unknown("provider", service.provider, providers)))
    if service.log is not None:
        found += _log(service.log)
    if regime is None:
        return [*found, Problem(("regime",), _unknown("regime", service.regime, regimes))]
    return [*found, *_legal(service, regime)]


def state_problems(service: Service, before: Service, regime: Regime) -> list[Problem]:
    """Whether the law knows a way from the state before to the one now."""
    was = regime.state(before.state)
    if service.regime != before.regime or was is None or service.state in {was.id, *was.next}:
        return []
    if regime.state(service.state) is None:
        return []  # said already, with the name that was meant
    follow = ", ".join(was.next) or "none"
    return [
        Problem(
            ("state",),
            f"{quoted(service.state)} does not follow {quoted(was.id)}; states that do: {follow}. "
            "If the register was wrong before, mark this as a correction.",
        )
    ]


def _legal(service: Service, regime: Regime) -> Iterator[Problem]:
    """State, category, risks and duties, by the regime."""
    if regime.state(service.state) is None:
        states = [one.id for one in regime.states]
        yield Problem(("state",), _unknown("state", service.state, states))
    if service.category and regime.category(service.category) is None:
        categories = [one.id for one in regime.categories]
        yield Problem(("category",), _unknown("category", service.category, categories))
    risks = [one.id for one in regime.risks]
    yield from _named("risks", service.risks, risks, "kind of risk")
    yield from _named("duties", service.duties, [one.id for one in regime.duties], "duty")
    for at, name in enumerate(service.duties):
        yield from _applies(service, regime, ("duties", at), name)


def _applies(service: Service, regime: Regime, path: Path, name: str) -> Iterator[Problem]:
    duty, state = regime.duty(name), regime.state(service.state)
    if duty is None or state is None:
        return
    if not state.binding or (duty.states and state.id not in duty.states):
        yield Problem(
            path,
            f"The duty {quoted(name)} cannot be laid on a service in the state {quoted(state.id)}. "
            "Remove it, or set another state.",
        )
    elif duty.categories and service.category not in duty.categories:
        yield Problem(
            path,
            f"The duty {quoted(name)} is for services of category "
            f"{', '.join(duty.categories)}. Remove it, or set the category.",
        )


def _named(field: str, names: Sequence[str], known: Sequence[str], what: str) -> Iterator[Problem]:
    if len(names) > NAMES_AT_MOST:
        yield Problem((field,), f"{len(names)} names; at most {NAMES_AT_MOST} are taken.")
        return
    yield from unique(names, lambda at: (field, at), what)
    for at, name in enumerate(names):
        if name not in known:
            yield Problem((field, at), _unknown(what, name, known))


def _surfaces(service: Service) -> Iterator[Problem]:
    if len(service.surfaces) > SURFACES_AT_MOST:
        wrong = f"{len(service.surfaces)} surfaces; at most {SURFACES_AT_MOST} are taken."
        yield Problem(("surfaces",), wrong)
        return
    ids = [one.id for one in service.surfaces]
    yield from unique(ids, lambda at: ("surfaces", at, "id"), "surface")
    for at, one in enumerate(service.surfaces):
        path: Path = ("surfaces", at)
        yield from _text((*path, "id"), one.id, SURFACE_AT_MOST)
        yield from _text((*path, "name"), one.name, _NAME_AT_MOST)
        yield from _text((*path, "description"), one.description, LINE_AT_MOST, needed=False)


def _users(service: Service) -> Iterator[Problem]:
    if service.monthly_users is None:
        return
    if service.monthly_users < 0:
        yield Problem(("monthly_users",), "Expected a whole number from 0.")
    if not service.users_source:
        yield Problem(("users_source",), "Missing. Say where the number of users comes from.")


def _tolerances(given: Tolerances) -> Iterator[Problem]:
    path: Path = ("tolerances", "third_party_per_cent")
    text = given.third_party_per_cent
    if not _PER_CENT.fullmatch(text) or Decimal(text) > _HUNDRED:
        yield Problem(path, f'Expected per cent as text, as "1" or "0.5", found {quoted(text)}.')
    if given.third_party_count < 0:
        yield Problem(("tolerances", "third_party_count"), "Expected a whole number from 0.")
    least, most = given.small_numbers_least, given.small_numbers_most
    if not 1 <= least <= SMALL_NUMBERS_AT_MOST:
        wrong = f"Expected a whole number from 1 to {SMALL_NUMBERS_AT_MOST:,}."
        yield Problem(("tolerances", "small_numbers_least"), wrong)
    elif not least <= most <= SMALL_NUMBERS_AT_MOST:
        wrong = f"Expected a whole number from {least:,} (the least) to {SMALL_NUMBERS_AT_MOST:,}."
        yield Problem(("tolerances", "small_numbers_most"), wrong)


def _log(log: LogRef) -> Iterator[Problem]:
    yield from _text(("log", "origin"), log.origin, _NAME_AT_MOST)
    if not URL.fullmatch(log.url):
        yield Problem(("log", "url"), "Expected the log's address: https://... or http://....")
    yield from _text(("log", "policy"), log.policy, POLICY_AT_MOST, lines=True)


def _id(text: str) -> Iterator[Problem]:
    if not ID.fullmatch(text):
        yield Problem(
            ("id",),
            f"{quoted(text)} is no id. Use lower-case letters, digits and hyphens between; at most "
            "64 characters.",
        )


def _text(
    path: Path, text: str, at_most: int, *, needed: bool = True, lines: bool = False
) -> Iterator[Problem]:
    problem = text_problem(text, at_most, lines=lines) if text or needed else None
    if problem is not None:
        yield Problem(path, problem)


def _url(path: Path, text: str) -> Iterator[Problem]:
    if text and not URL.fullmatch(text):
        yield Problem(path, "Expected an address that begins with https:// or http://.")


def _unknown(what: str, name: str, known: Collection[str]) -> str:
    return f"There is no {what} {quoted(name)}. {nearest(name, known)}"
