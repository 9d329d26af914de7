"""A regime as data: a law's states, categories, kinds of risk, duties and periods.

One engine, many jurisdictions: another law is another file (``regimes/NAME.toml``). Every
entry names its source, and whether somebody read it there (``verified``); what nobody did is
printed as "not verified against the source".

Laws:

* An id is used once among its kind; every reference leads to an entry of the same file.
* A state can be left only for those that it names; staying is always allowed.

    regime = parse_regime(data, "uk-osa.toml")
    regime.duty("illegal-content-safety").source    # "s.10"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

import msgspec

from beholden._toml_lines import TomlError, line_of, parse, written
from beholden.regulator.core.models import Day
from beholden.regulator.core.reading import (
    LINES_AT_MOST,
    Path,
    Problem,
    nearest,
    quoted,
    read,
    text_problem,
    unique,
)
from beholden.regulator.errors import FileProblem, RegimeError

BYTES_AT_MOST: Final = 1 << 20
"""Larger files are refused; a regime is written by people."""
ENTRIES_AT_MOST: Final = 500
"""Entries of one kind."""

ID: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
"""An id in addresses: lower-case letters, digits and hyphens, 64 characters at most."""
CODE: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?", re.ASCII)
"""An id within a regime; laws have categories such as ``2A``."""
URL: Final = re.compile(r"https?://[^\s<>\"'`\\]{1,500}")

NOT_VERIFIED: Final = "not verified against the source"
"""What is printed beside an entry that nobody has read in its source."""


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """The law itself; ``url`` is where its text is."""

    title: str
    url: str


class LegalState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A state that a service can be in, and the states that it can be left for (``next``).

    While it is in one that is not ``binding`` no duty can be laid on it.
    """

    id: str
    name: str
    words: str
    next: tuple[str, ...] = ()
    binding: bool = True
    source: str
    url: str = ""
    verified: bool


class Threshold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One way to meet a category. ``users_above`` is a six-month monthly average, if one counts."""

    words: str
    users_above: int | None = None
    source: str
    url: str = ""
    verified: bool


class Category(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A category of services; one of its thresholds is enough."""

    id: str
    name: str
    words: str
    threshold: tuple[Threshold, ...] = ()
    source: str
    url: str = ""
    verified: bool


class Risk(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A kind of risk."""

    id: str
    name: str
    words: str
    source: str
    url: str = ""
    verified: bool


class Duty(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A duty that can be laid on a service.

    ``since`` is from when it has effect, with where that was read (``since_source``); without
    it nobody entered it. ``states`` and ``categories`` are those it is for; empty means all.
    """

    id: str
    title: str
    words: str
    source: str
    url: str = ""
    verified: bool
    since: Day | None = None
    since_source: str = ""
    states: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class Period(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A period of the law. Without ``value`` the law leaves it to each notice."""

    id: str
    name: str
    value: int | None = None
    unit: str = ""
    words: str = ""
    source: str
    url: str = ""
    verified: bool


class Regime(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A regime; ``checked`` is when somebody last looked the file over.

    What was read in its source is marked entry by entry (``verified``).
    """

    id: str
    name: str
    jurisdiction: str
    checked: Day
    law: Law
    states: tuple[LegalState, ...] = msgspec.field(name="state")
    categories: tuple[Category, ...] = msgspec.field(name="category", default=())
    risks: tuple[Risk, ...] = msgspec.field(name="risk", default=())
    duties: tuple[Duty, ...] = msgspec.field(name="duty")
    periods: tuple[Period, ...] = msgspec.field(name="period", default=())

    def state(self, name: str) -> LegalState | None:
        """The state of that id."""
        return _by_id(self.states, name)

    def category(self, name: str) -> Category | None:
        """The category of that id."""
        return _by_id(self.categories, name)

    def risk(self, name: str) -> Risk | None:
        """The kind of risk of that id."""
        return _by_id(self.risks, name)

    def duty(self, name: str) -> Duty | None:
        """The duty of that id."""
        return _by_id(self.duties, name)

    def period(self, name: str) -> Period | None:
        """The period of that id."""
        return _by_id(self.periods, name)


_Entry = LegalState | Category | Risk | Duty | Period
_E = TypeVar("_E", LegalState, Category, Risk, Duty, Period)
_LISTS: Final = ("state", "category", "risk", "duty", "period")


def parse_regime(data: bytes, name: str) -> Regime:
    """Reads a regime from a file's bytes; ``name`` is what errors call it.

    Raises:
        RegimeError: It is refused; every problem with its line.
    """
    if len(data) > BYTES_AT_MOST:
        raise RegimeError(name, [FileProblem("The file is over 1 MiB. Is it really a regime?")])
    try:
        table, lines = parse(data)
    except TomlError as error:
        raise RegimeError(name, [FileProblem(str(error), line=error.line)]) from None
    regime, problems = read(table, Regime)
    if regime is not None:
        problems = regime_problems(regime)
        if not problems:
            return regime
    found = [
        FileProblem(problem.message, written(problem.path), line_of(problem.path, lines) or 1)
        for problem in problems
    ]
    raise RegimeError(name, sorted(found, key=lambda problem: problem.line or 0))


def regime_problems(regime: Regime) -> list[Problem]:
    """Everything that types cannot say: ids, texts, references, addresses."""
    found = [
        *_text(("name",), regime.name),
        *_text(("jurisdiction",), regime.jurisdiction),
        *_text(("law", "title"), regime.law.title),
        *_url(("law", "url"), regime.law.url, needed=True),
    ]
    if not ID.fullmatch(regime.id):
        found.append(Problem(("id",), _bad_id(regime.id, "lower-case letters, digits and hyphens")))
    if not regime.states:
        found.append(Problem(("state",), "A regime needs a state. Add [[state]]."))
    for key, entries in zip(_LISTS, _lists(regime), strict=True):
        found += _entries(key, entries)
    return found + _references(regime)


def _lists(regime: Regime) -> tuple[Sequence[_Entry], ...]:
    return regime.states, regime.categories, regime.risks, regime.duties, regime.periods


def _entries(key: str, entries: Sequence[_Entry]) -> list[Problem]:
    if len(entries) > ENTRIES_AT_MOST:
        return [Problem((key,), f"{len(entries)} entries; at most {ENTRIES_AT_MOST} are read.")]
    found = unique([one.id for one in entries], _ids_of(key), key)
    for at, one in enumerate(entries):
        path: Path = (key, at)
        if not CODE.fullmatch(one.id):
            found.append(
                Problem((*path, "id"), _bad_id(one.id, "letters, digits, hyphens, dots between"))
            )
        field, title = ("title", one.title) if isinstance(one, Duty) else ("name", one.name)
        found += _text((*path, field), title)
        if one.words or not isinstance(one, Period):
            found += _text((*path, "words"), one.words, LINES_AT_MOST)
        found += _text((*path, "source"), one.source)
        found += _url((*path, "url"), one.url)
        if isinstance(one, Category):
            found += _thresholds(path, one)
        if isinstance(one, Duty):
            found += _dated(path, one)
        if isinstance(one, Period) and one.value is not None and not one.unit:
            found.append(Problem((*path, "unit"), "Missing. A number needs its unit, as: months."))
    return found


def _thresholds(path: Path, category: Category) -> Iterable[Problem]:
    for at, one in enumerate(category.threshold):
        yield from _text((*path, "threshold", at, "words"), one.words, LINES_AT_MOST)
        yield from _text((*path, "threshold", at, "source"), one.source)
        yield from _url((*path, "threshold", at, "url"), one.url)


def _dated(path: Path, duty: Duty) -> Iterable[Problem]:
    if duty.since is not None and not duty.since_source:
        yield Problem((*path, "since_source"), "Missing. Say where the date in since was read.")
    if duty.since is None and duty.since_source:
        yield Problem((*path, "since_source"), "There is no date in since that it could be for.")


def _references(regime: Regime) -> list[Problem]:
    states = [one.id for one in regime.states]
    categories = [one.id for one in regime.categories]
    found = []
    for at, state in enumerate(regime.states):
        found += _known(("state", at, "next"), state.next, states, "state")
    for at, duty in enumerate(regime.duties):
        found += _known(("duty", at, "states"), duty.states, states, "state")
        found += _known(("duty", at, "categories"), duty.categories, categories, "category")
    return found


def _known(path: Path, names: Sequence[str], known: Sequence[str], what: str) -> list[Problem]:
    return [
        Problem((*path, at), f"There is no {what} {quoted(name)} here. {nearest(name, known)}")
        for at, name in enumerate(names)
        if name not in known
    ]


def _ids_of(key: str) -> Callable[[int], Path]:
    return lambda at: (key, at, "id")


def _text(path: Path, text: str, at_most: int = 500) -> list[Problem]:
    problem = text_problem(text, at_most, lines=at_most == LINES_AT_MOST)
    return [] if problem is None else [Problem(path, problem)]


def _url(path: Path, text: str, *, needed: bool = False) -> list[Problem]:
    if URL.fullmatch(text) or not (text or needed):
        return []
    return [Problem(path, "Expected an address that begins with https:// or http://.")]


def _bad_id(value: str, wanted: str) -> str:
    return f"{quoted(value)} is no id. Use {wanted}; at most 64 characters."


def _by_id(entries: Sequence[_E], name: str) -> _E | None:
    return next((one for one in entries if one.id == name), None)
