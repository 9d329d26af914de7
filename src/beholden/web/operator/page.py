"""The operator's page from its state: a pure function, with templates of its own.

The page answers in this order: is it ready and what to do, what mode it is in,
what happened over a day, then the details. It holds no script and no style
attribute, so the strictest policy fits it.

    html = render(state, nonce)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from beholden._design import shown
from beholden.web.operator import _tables
from beholden.web.operator._chart import day_of, drawn
from beholden.web.operator._components import components
from beholden.web.operator._words import (
    SENTENCE_AT_MOST,
    lasting,
    moment,
    number,
    plural,
)
from beholden.web.operator.assets import path_of
from beholden.web.operator.models import HourCount, OperatorState

_DIGEST_SHOWN = 12


class Standing(msgspec.Struct, frozen=True):
    """How the gate stands, in a colour's name, a sign and words: never in one of them alone."""

    kind: str
    sign: str
    words: str


class Figure(msgspec.Struct, frozen=True):
    """One number of the strip at the top, and where to read on."""

    words: str
    value: str
    target: str
    calls: bool = False


def render(state: OperatorState, nonce: str) -> str:
    """The whole page.

    ``nonce`` is that of the answer's content security policy; it stands on the
    links to styles, so that a policy by nonce fits too.
    """
    template = _environment().get_template("page.html")
    return template.render(_values(state), nonce=nonce)


def standing_of(state: OperatorState) -> Standing:
    """The first words of the page."""
    count = len(state.problems)
    problems = plural(count, "problem", "problems")
    if not state.ready:
        return Standing(
            "bad", "\N{HEAVY MULTIPLICATION X}", f"Not ready: {problems}" if count else "Not ready"
        )
    if count:
        return Standing("warn", "!", f"Ready, with {problems}")
    return Standing("good", "\N{CHECK MARK}", "Ready")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(shown=shown, number=number, sentence=_sentence)
    environment.globals.update(components(), asset=path_of)
    return environment


def _sentence(text: str) -> str:
    return shown(text, SENTENCE_AT_MOST)


def _values(state: OperatorState) -> Mapping[str, Any]:
    day = day_of(state.hours, state.now)
    decided = any(hour.allow or hour.hold or hour.block for hour in day)
    return {
        "state": state,
        "standing": standing_of(state),
        "now": moment(state.now),
        "figures": _figures(state, day),
        "chart": drawn(day) if decided else "",
        "tables": {
            "hours": _tables.hours(day),
            "matches": _tables.matches(state),
            "lists": _tables.lists(state),
            "lowered": _tables.lowered(state),
            "faults": _tables.faults(state),
            "latency": _tables.latency(state),
            "workers": _tables.workers(state),
        },
        "more_lowered": max(0, len(state.lowered) - _tables.LOWERED_AT_MOST),
        "divided": len({worker.version_of_lists for worker in state.workers}) > 1,
        "started": moment(state.started),
        "running": lasting(state.started, state.now),
        "digest": shown(state.policy_digest[:_DIGEST_SHOWN]),
    }


def _figures(state: OperatorState, day: tuple[HourCount, ...]) -> tuple[Figure, ...]:
    held, blocked = sum(h.hold for h in day), sum(h.block for h in day)
    shadow = state.mode == "shadow"
    lowered, faults = len(state.lowered), sum(fault.count for fault in state.faults)
    return (
        Figure(
            "decisions in 24 hours", number(held + blocked + sum(h.allow for h in day)), "hours"
        ),
        Figure(
            "would be held in 24 hours" if shadow else "held in 24 hours", number(held), "hours"
        ),
        Figure(
            "would be blocked in 24 hours" if shadow else "blocked in 24 hours",
            number(blocked),
            "hours",
        ),
        Figure("lowered entries", number(lowered), "lowered", calls=lowered > 0),
        Figure("errors since the start", number(faults), "faults", calls=faults > 0),
    )
