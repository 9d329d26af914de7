"""Values of the figures: what an answer says, what is published, and where each number came from.

Invariants: a count is never negative; a blank is never zero; every number knows
its sources; nothing here is changed after it was made.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NewType

import msgspec

# The other modules of this core take the type from here: none may reach for a clock.
Day = date
"""A calendar day; a ``Day`` never has a time."""

ForceCode = NewType("ForceCode", str)
"""The ONS code of a police force area, as ``E23000028``; British Transport Police is ``BTP``."""

OffenceId = NewType("OffenceId", str)
"""What was counted, as ``iioc_total``; see ``core.offences``."""

ReleaseId = NewType("ReleaseId", str)
"""The name of a release: the year and month it was published, as ``2018-09``, or longer."""


class Period(msgspec.Struct, frozen=True, order=True):
    """A span of days, both ends included."""

    start: Day
    end: Day


class State(StrEnum):
    """What a cell says: a count, or one of six kinds of absence, which are never mixed."""

    COUNTED = "counted"
    ZERO = "zero"
    BLANK = "blank"
    SUPPRESSED = "suppressed"
    NOT_HELD = "not_held"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


NONE_AT_HAND = "none at hand"
"""The reason of ``NO_ANSWER`` where nobody knows whether the force answered."""


class Value(msgspec.Struct, frozen=True, omit_defaults=True):
    """A count, or why there is none.

    ``count`` is present for ``COUNTED`` (above 0) and ``ZERO`` (0), and absent
    otherwise. ``below`` is the bound of a suppressed count: ``<5`` gives 5.
    ``reason`` says more, as ``s.12``.
    """

    state: State
    count: int | None = None
    below: int | None = None
    reason: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a count, zero included."""
        return self.count is not None


class Unit(StrEnum):
    """What was counted. Only offences enter a series of offences."""

    OFFENCES = "offences"
    ARRESTS = "arrests"
    PERSONS = "persons"
    VICTIMS = "victims"
    OUTCOMES = "outcomes"
    UNKNOWN = "unknown"


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where in a file something stands; all that is known of it.

    ``sheet`` and ``cell`` (``B4``, or ``B4:E4``) for workbooks; ``page`` and
    ``line`` count from 1; ``table``, ``row`` and ``column`` count from 1 within a
    text document; ``part`` names an attachment or a part of an e-mail;
    ``sentence`` is the sentence that holds the number.
    """

    sheet: str = ""
    cell: str = ""
    page: int | None = None
    line: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    part: str = ""
    sentence: str = ""


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place that a number was taken from.

    ``file`` is the path within the folder of answers, ``digest`` the SHA-256 of
    the file in hex, ``text`` what stands there, unchanged. For figures that
    were published elsewhere ``url`` names the page and the rest may be empty.
    """

    file: str = ""
    digest: str = ""
    place: Place = Place()
    text: str = ""
    url: str = ""


Severity = Literal["note", "review", "reject"]


class Flag(msgspec.Struct, frozen=True):
    """Something a person should know of a reading.

    ``note`` is printed, ``review`` keeps the reading out until a person has
    confirmed or corrected it, ``reject`` keeps it out for good (arrests are not
    offences). ``code`` is stable, as ``shared-unit``; ``sentence`` says what is
    wrong and what to do.
    """

    code: str
    severity: Severity
    sentence: str


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number as read from an answer, before anybody has looked at it.

    ``offence_text`` and ``period_text`` hold the wording that ``offence`` and
    ``period`` were taken from. ``split`` names a part of the whole, as
    ``("platform", "Name")``; readings with a split never enter a total.
    ``arithmetic`` is empty for a number that stands in the file, else how it was
    made, as ``51 + 49 + 50 + 50``. ``role`` tells a number from a printed total
    that is only used as a check.
    """

    force: ForceCode | None
    period: Period | None
    offence: OffenceId | None
    unit: Unit
    value: Value
    sources: tuple[Source, ...]
    layout: str
    code: str = ""
    offence_text: str = ""
    period_text: str = ""
    split: tuple[str, str] | None = None
    role: Literal["figure", "total", "check"] = "figure"
    arithmetic: str = ""
    flags: tuple[Flag, ...] = ()


class Observation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One published value: force x period x offence in one release.

    ``marks`` are GOV.UK shorthand without brackets (``r`` revised, ``p``
    provisional, ``b`` break, ``e`` estimated). ``replaces`` names the release whose value it
    revises. ``confirmed_by`` names who confirmed or corrected an uncertain
    reading, ``confirmed`` what they said. ``notes`` are sentences to print.
    """

    force: ForceCode
    period: Period
    offence: OffenceId
    value: Value
    sources: tuple[Source, ...]
    received: Day | None = None
    layout: str = ""
    arithmetic: str = ""
    marks: tuple[str, ...] = ()
    replaces: ReleaseId | None = None
    confirmed_by: str = ""
    confirmed: str = ""
    notes: tuple[str, ...] = ()


class Aggregate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A total that somebody published; kept apart from sums, and never made from one.

    ``group`` is the id of a group (``uk``, ``wales``), or empty where ``members``
    alone say what it covers. ``release`` names the release that printed it.
    """

    area: str
    period: Period
    offence: OffenceId
    count: int
    source: Source
    release: str
    group: str = ""
    members: tuple[ForceCode, ...] = ()


class Survey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A share that a survey found: a series of its own, with its base and design effect."""

    name: str
    question: str
    share: Decimal
    base: int
    published: Day
    source: Source
    design_effect: Decimal = Decimal(1)


class Hotline(msgspec.Struct, frozen=True, omit_defaults=True):
    """A count that a hotline published: a series of its own. ``at_least``: "over 78,000"."""

    name: str
    what: str
    period: Period
    count: int
    published: Day
    source: Source
    at_least: bool = False


class Force(msgspec.Struct, frozen=True, omit_defaults=True):
    """A police force. ``populations`` are mid-year estimates by year, all ages."""

    code: ForceCode
    name: str
    official_name: str
    aliases: tuple[str, ...]
    region: str
    nation: str
    territorial: bool
    law: str
    populations: dict[int, int]

    @property
    def slug(self) -> str:
        """The name as it stands in an address: ``devon-and-cornwall``."""
        return "-".join(self.name.lower().split())


class Group(msgspec.Struct, frozen=True):
    """A named list of forces in one version: a region, a nation, the United Kingdom.

    ``id`` is unique within ``list`` and ``version``, as ``east-of-england``.
    """

    id: str
    name: str
    kind: Literal["region", "nation", "uk", "other"]
    list: str
    version: str
    members: tuple[ForceCode, ...]


class SplitRow(msgspec.Struct, frozen=True):
    """One part of a split, as a platform or an age band, as it is published."""

    name: str
    value: Value


class Split(msgspec.Struct, frozen=True, omit_defaults=True):
    """One count in parts, as it is published: small parts are hidden in it already.

    ``dimension`` says what the parts are, as ``platform``. ``total`` is what they add
    to; absent where that is not known, or where they do not add (an offence may name
    two platforms). ``sources`` name files only: what stands in them is the hidden counts.
    """

    force: ForceCode
    period: Period
    offence: OffenceId
    dimension: str
    rows: tuple[SplitRow, ...]
    total: int | None = None
    sources: tuple[Source, ...] = ()
    received: Day | None = None
    notes: tuple[str, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """One line of a change log: what a release says that the one before did not."""

    kind: Literal["added", "revised", "withdrawn"]
    force: ForceCode
    period: Period
    offence: OffenceId
    before: Value | None
    after: Value | None
    why: str


class Release(msgspec.Struct, frozen=True, omit_defaults=True):
    """One published set of figures; never changed afterwards.

    ``observations`` are sorted by force, period and offence; ``previous`` and
    ``previous_digest`` chain it to the release before it. ``asked`` are the forces
    that were asked, answered or not; ``splits`` are sorted like the observations.
    """

    id: ReleaseId
    title: str
    publisher: str
    published: Day
    observations: tuple[Observation, ...]
    asked: tuple[ForceCode, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()
    surveys: tuple[Survey, ...] = ()
    hotlines: tuple[Hotline, ...] = ()
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    previous: ReleaseId | None = None
    previous_digest: str = ""
    splits: tuple[Split, ...] = ()
