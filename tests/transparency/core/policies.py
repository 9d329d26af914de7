"""Services whose policy a reader knows: which kinds of upload there are, and how each is counted.

``Reader`` has the printed figures of a report and solves for how many uploads of every kind and
surface there were; it knows nothing of how figures are hidden. Written from what the definitions
of figures say, not from what protects them.

    service = Service("drills by two kinds of hash", {("post", "known"): 3})
    Reader(service, service.printed(hidden(service.figures(), 5))).range("drills")
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import numpy as np
from scipy import optimize

from beholden.transparency.core import INDICATORS, Figure

SURFACES = ("avatar", "post")
ANYWAY = (
    "uploads-checked",
    "uploads-allowed",
    "uploads-held",
    "uploads-blocked",
    "decisions-opened",
    "decisions-held",
    "decisions-blocked",
)
"""Printed whatever happens."""
_TOTALS = (
    *ANYWAY,
    "matches",
    "decisions-held-without-drills",
    "decisions-blocked-without-drills",
    "drills",
    "decisions-unscannable",
    "decisions-set-aside",
)


class Kind(NamedTuple):
    """A kind of upload that the policy tells apart."""

    name: str
    done: str = "allowed"
    rule: str = "default"
    matches: tuple[tuple[str, str], ...] = ()
    code: str = ""
    set_aside: str = ""

    @property
    def drill(self) -> bool:
        return any(name.startswith("drill") for name, _ in self.matches)


def _both(name: str) -> tuple[tuple[str, str], ...]:
    return ((name, "sha256"), (name, "pdq"))


_FINE = Kind("fine")
_DAMAGED = Kind("damaged", "held", "cannot be hashed", code="damaged")
_LARGE = Kind("large", "held", "cannot be hashed", code="too-large")
_SIMILAR = Kind("similar", "held", "similar", (("images", "pdq"),))
_KNOWN = Kind("known", "blocked", "known", (("images", "sha256"),))
_KNOWN_BY_BOTH = Kind("known", "blocked", "known", _both("images"))

POLICIES: Mapping[str, tuple[Kind, ...]] = {
    "one kind of hash": (_FINE, _KNOWN, _SIMILAR, _DAMAGED),
    "two kinds of hash": (_FINE, _KNOWN_BY_BOTH, _SIMILAR, _DAMAGED, _LARGE),
    "a rule for each list": (
        _FINE,
        Kind("one", "blocked", "list one", _both("one")),
        Kind("other", "blocked", "list other", _both("other")),
        _DAMAGED,
    ),
    "drills by one kind of hash": (
        _FINE,
        _KNOWN,
        _SIMILAR,
        Kind("drill", "blocked", "known", (("drill", "sha256"),)),
        _DAMAGED,
    ),
    "drills by two kinds of hash": (
        _FINE,
        _KNOWN_BY_BOTH,
        _SIMILAR,
        Kind("drill", "blocked", "known", _both("drills")),
        _DAMAGED,
    ),
    "drills that other lists have too": (
        _FINE,
        _KNOWN,
        Kind("drill", "blocked", "known", (("drill", "sha256"), *_KNOWN.matches)),
        Kind("shared", "blocked", "shared", (("other", "sha256"), *_KNOWN.matches)),
    ),
    "an allow-list": (
        _FINE,
        _KNOWN,
        _SIMILAR,
        Kind("half", "held", "similar", (("other", "pdq"),), set_aside="images"),
        _DAMAGED,
    ),
}

Cell = tuple[str, str]
"""A surface and the name of a kind of upload."""


def _keys(surface: str, kind: Kind) -> Iterator[str]:
    """Every figure that counts such an upload, as often as it counts it."""
    done = f"uploads-{kind.done}"
    for name in ("uploads-checked", done):
        yield name
        yield f"{name}-by-surface[{surface}]"
    for name, by in kind.matches:
        yield "matches"
        yield f"matches-by-list[{name}]"
        yield f"matches-by-kind[{by}]"
    if kind.done == "allowed":
        return
    yield f"{done}-by-rule[{kind.rule}]"
    yield "decisions-opened"
    yield f"decisions-{kind.done}"
    yield "decisions-by-policy[1]"
    if kind.drill:
        yield "drills"
        yield f"drills-by-outcome[{kind.done.removesuffix('ed').replace('held', 'hold')}]"
    else:
        yield f"decisions-{kind.done}-without-drills"
    if kind.code:
        yield "decisions-unscannable"
        yield f"decisions-unscannable-by-code[{kind.code}]"
    if kind.set_aside:
        yield "decisions-set-aside"
        yield f"decisions-set-aside-by-list[{kind.set_aside}]"


class Service:
    """How many uploads of every kind came from every surface."""

    def __init__(self, policy: str, uploads: Mapping[Cell, int]) -> None:
        kinds = {kind.name: kind for kind in POLICIES[policy]}
        self.uploads = uploads
        self.weights = {
            (surface, name): Counter(_keys(surface, kind))
            for surface in SURFACES
            for name, kind in kinds.items()
        }
        self.counts: dict[str, int] = dict.fromkeys(_TOTALS, 0)
        for cell, weights in self.weights.items():
            for key, times in weights.items():
                self.counts[key] = self.counts.get(key, 0) + times * uploads.get(cell, 0)
        # A breakdown of uploads has a line for all that any upload has, also where it says 0.
        for surface in SURFACES:
            for done in ("allowed", "held", "blocked"):
                self.counts.setdefault(f"uploads-{done}-by-surface[{surface}]", 0)
        rules = {key for key, count in self.counts.items() if "-by-rule[" in key and count}
        for key in [key for key in self.counts if key.endswith("]") and not self.counts[key]]:
            if "-by-surface[" not in key:
                del self.counts[key]
        for rule in {key.partition("[")[2] for key in rules} | {"default]"}:
            for done in ("held", "blocked"):
                self.counts.setdefault(f"uploads-{done}-by-rule[{rule}", 0)

    def figures(self) -> list[Figure]:
        order = {name: place for place, name in enumerate(INDICATORS)}
        split = [(*_name_and_part(key), count) for key, count in self.counts.items()]
        split.sort(key=lambda one: (order[one[0]], one[1]))
        return [Figure(indicator=name, part=part, count=count) for name, part, count in split]

    def printed(self, secret: AbstractSet[str]) -> dict[str, int]:
        return {key: count for key, count in self.counts.items() if key not in secret}


def _name_and_part(key: str) -> tuple[str, str]:
    name, _, part = key.removesuffix("]").partition("[")
    return name, part


class Reader:
    """Who knows the policy, and these figures."""

    def __init__(self, service: Service, printed: Mapping[str, int]) -> None:
        self._weights = list(service.weights.values())
        absent = {key for one in self._weights for key in one} - service.counts.keys()
        known = {**printed, **dict.fromkeys(absent, 0)}
        self._rows = np.array([self._row(key) for key in known], dtype=float)
        self._values = np.array(list(known.values()), dtype=float)

    def range(self, key: str) -> tuple[int | None, int | None]:
        """The least and the greatest count that fit; None where nothing bounds it."""
        untyped: Any = optimize
        row = np.array(self._row(key), dtype=float)
        ends: list[int | None] = []
        for sign in (1, -1):
            found = untyped.milp(
                sign * row,
                constraints=untyped.LinearConstraint(self._rows, self._values, self._values),
                integrality=np.ones(len(row)),
                bounds=untyped.Bounds(0, np.inf),
            ).x
            ends.append(None if found is None else round(float(row @ found)))
        return ends[0], ends[1]

    def exact(self, keys: Iterable[str]) -> set[str]:
        """Those of the figures that are given away."""
        ranges = {key: self.range(key) for key in keys}
        return {key for key, (low, high) in ranges.items() if low is not None and low == high}

    def _row(self, key: str) -> list[int]:
        return [one.get(key, 0) for one in self._weights]
