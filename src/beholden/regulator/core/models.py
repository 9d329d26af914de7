"""Values of the regulator's room: register, comparisons, drills, scorecards.

Providers and services are what the register holds. A ``Scorecard`` is one page for the
public, frozen: everything on it, so that it can be shown again as it was.

    amount = Amount(form="count", value=52_592)
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

# The other modules of this core take the types from here: none may reach for a clock.
Day = date
"""A calendar day; a ``Day`` never has a time."""

Time = datetime
"""A moment with its zone."""

# The register.


class Provider(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A body that runs services. ``id`` is its name in addresses: lower case, hyphens."""

    id: str
    name: str
    country: str = ""
    website: str = ""


class Surface(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of a service where people upload or meet; ``id`` as in the network's statements."""

    id: str
    name: str
    description: str = ""


class LogRef(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The log of a service: where it is, and whose signatures the regulator relies on.

    ``policy`` is the text of a trust policy. No secret is in here: a key that opens the log's
    entries is a file on the regulator's machine.
    """

    origin: str
    url: str
    policy: str


class Tolerances(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By how much two sources may differ before it is a difference.

    ``third_party_per_cent`` is of the larger of the two, as text so that it is exact; counts
    that were made from the same statements may not differ at all. A report may hide counts
    below a threshold of its own, which is at least ``small_numbers_least`` and at most
    ``small_numbers_most``.
    """

    third_party_per_cent: str = "1"
    third_party_count: int = 0
    small_numbers_least: int = 5
    small_numbers_most: int = 10


class Service(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A service in the register.

    ``regime`` names a file of laws, ``state`` and ``category`` ids in it; ``duties`` are the
    ids of the duties that were laid on this service, ``risks`` of the kinds of risk.
    ``monthly_users`` is a six-month average, with ``users_source``.
    """

    id: str
    provider: str
    name: str
    website: str = ""
    description: str = ""
    regime: str
    state: str
    category: str = ""
    surfaces: tuple[Surface, ...] = ()
    risks: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    monthly_users: int | None = None
    users_source: str = ""
    log: LogRef | None = None
    tolerances: Tolerances = Tolerances()


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of the register: who, when, why, and what the item said afterwards.

    ``digest`` covers all of it and ``previous``, the digest of the change before.
    """

    number: int
    at: datetime
    by: str
    kind: Literal["provider", "service"]
    id: str
    version: int
    action: Literal["add", "change", "remove"]
    reason: str
    body: bytes | None
    previous: str
    digest: str


# Comparisons.

Form = Literal["count", "rounded", "share", "hidden", "not-measured"]


class Amount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number as somebody gave it.

    ``count``: exact. ``rounded``: to the nearest ``rounded_to``. ``share``: ``share`` (decimal
    text, 0 to 1) of ``base``, where that was given; with ``value`` it is exactly that many.
    ``hidden``: small, at least ``low`` and at most ``high``. ``low`` and ``high`` also bound a
    count of which a part was refused, and a sum of rounded numbers.
    """

    form: Form
    value: int | None = None
    rounded_to: int = 1
    share: str = ""
    low: int | None = None
    high: int | None = None
    base: int | None = None


Verdict = Literal["agrees", "within-tolerance", "differs", "cannot-tell"]
"""``cannot-tell``: the two cannot be compared; the words say why."""


class Cause(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A possible cause of a difference; ``exact`` if it gives the very number that was printed."""

    code: str
    words: str
    exact: bool = False


class Difference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One comparison of two sources for one quantity, whatever came of it.

    ``one`` is what is held to account (the report), ``other`` what it is held against.
    ``by`` is other minus one; ``per_cent`` that as a share of one, decimal text with two places.
    Where another body's count is in it, ``first`` and ``last`` are its days, and ``people`` says
    whether it is of people.
    """

    quantity: str
    title: str
    part: str = ""
    one_source: str
    other_source: str
    one: Amount
    other: Amount
    by: int | None = None
    per_cent: str = ""
    tolerance: str = ""
    verdict: Verdict
    words: str
    causes: tuple[Cause, ...] = ()
    first: date | None = None
    last: date | None = None
    people: bool | None = None


class SourceState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A source of the comparison, and how good it is: files with digests, the mirror, its age."""

    id: str
    title: str
    words: str
    sha256: str = ""


Basis = Literal["recomputed", "report", "counts", "none"]
"""What comparisons stand on: the report was counted again from opened statements; there was a
report, not counted again; only counts of bodies; nothing."""


class Reconciliation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All comparisons of one service for one window; ``verdict`` is the worst of them."""

    service: str
    first: date
    last: date
    origin: str = ""
    size: int = 0
    root: bytes = b""
    made: datetime
    sources: tuple[SourceState, ...] = ()
    differences: tuple[Difference, ...]
    verdict: Verdict
    words: str
    basis: Basis = "none"
    notes: tuple[str, ...] = ()


# Drills.


class DrillSummary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a plan of drills bounds.

    ``found`` of ``items`` listed pictures that were sent, of ``planned``, were held or blocked
    in time, ``lost`` had no answer; of ``controls`` pictures that are on no list
    ``controls_passed`` passed and ``controls_stopped`` did not. ``low`` and ``high`` each bound
    the rate of detection (decimal text, 0 to 1) at ``confidence`` (likewise); of all ``listed``
    pictures at most ``most_missed`` would be missed. ``seed`` (hex) is empty until the plan is
    closed; ``commitment`` is what was shown of it before.
    """

    plan: str
    first: date
    last: date
    surfaces: tuple[str, ...]
    items: int
    found: int
    missed: int
    lost: int = 0
    controls: int = 0
    controls_passed: int = 0
    confidence: str
    low: str
    high: str
    closed: bool
    words: str
    commitment: str
    seed: str = ""
    planned: int = 0
    controls_stopped: int = 0
    listed: int = 0
    most_missed: int | None = None


# The scorecard.


class DutyLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A duty as the public reads it."""

    id: str
    title: str
    words: str
    source: str
    url: str = ""
    since: date | None = None


class Check(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that the regulator looked at, when, and what came of it in plain words."""

    id: str
    title: str
    at: date
    verdict: Verdict
    words: str


class ScoredFigure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A figure of the service: as the network reported it, and as the regulator recomputed it.

    For a share ``low`` and ``high`` are its interval (decimal text, 0 to 1).
    """

    key: str
    title: str
    unit: str
    reported: str
    recomputed: str
    verdict: Verdict
    numerator: int | None = None
    denominator: int | None = None
    low: str = ""
    high: str = ""
    words: str = ""


class Scorecard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One service for one window, for the public; frozen when it is made.

    ``reconciliation`` is the number of the one that it was made from. ``counts``: how many
    comparisons were with what other bodies counted.
    """

    format: Literal["beholden.scorecard/1"] = "beholden.scorecard/1"
    service: str
    name: str
    provider: str
    website: str = ""
    regulator: str
    regime: str
    category: str = ""
    state: str
    surfaces: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    first: date
    last: date
    made: datetime
    origin: str = ""
    size: int = 0
    root: bytes = b""
    reconciliation: int | None = None
    summary: str
    verdict: Verdict
    basis: Basis = "none"
    counts: int = 0
    duties: tuple[DutyLine, ...] = ()
    checks: tuple[Check, ...] = ()
    figures: tuple[ScoredFigure, ...] = ()
    differences: tuple[Difference, ...] = ()
    drills: tuple[DrillSummary, ...] = ()
    sources: tuple[SourceState, ...] = ()
    notes: tuple[str, ...] = ()


State = Literal["draft", "published", "withdrawn"]


class Publication(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A scorecard with what happened to it.

    Numbers count up for each service. ``corrects`` is the number that this one replaces.
    Nothing that was published is deleted: a withdrawn one stays, with the reason. ``made_by``
    and ``compared_by``, who made the reconciliation in it, are names of staff: not for the public.
    """

    service: str
    number: int
    state: State
    card: Scorecard
    digest: str
    made: datetime
    made_by: str
    compared_by: str = ""
    corrects: int | None = None
    published: datetime | None = None
    published_by: str = ""
    withdrawn: datetime | None = None
    withdrawn_by: str = ""
    reason: str = ""
