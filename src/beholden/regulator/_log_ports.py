"""What mirrors and reconciliations need from logs and statements; wired in ``app.reconciling``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

import msgspec

from beholden.regulator.core.causes import Way
from beholden.regulator.core.models import LogRef, Service
from beholden.regulator.core.reconciling_daily import HourLine
from beholden.regulator.settings import MirrorSettings
from beholden.transparency.core import Published, TransparencyReport, Window

Progress = Callable[[int, int], None]
"""Told, again and again, how much of how much is done."""

FollowOutcome = Literal["followed", "unchanged", "failed", "alarm"]


class MirrorAlarm(msgspec.Struct, frozen=True):
    """What did not hold; ``evidence`` are files below the mirror's folder."""

    time: int
    kind: str
    sentence: str
    evidence: tuple[str, ...] = ()


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """What one look at a service's log found; ``time`` in unix seconds.

    ``size`` is that of the last good checkpoint, of whose entries ``added`` are new. Of the
    receipts that the mirror holds ``kept`` have their entry, ``waiting`` may still get it.
    """

    service: str
    time: int
    outcome: FollowOutcome
    size: int = 0
    added: int = 0
    checked: str = ""
    witnesses: tuple[str, ...] = ()
    kept: int = 0
    waiting: int = 0
    alarms: tuple[MirrorAlarm, ...] = ()
    failure: str = ""


class MirrorState(msgspec.Struct, frozen=True, kw_only=True):
    """How the mirror of a service stands, from its folder alone; times in unix seconds.

    ``copied`` entries are in the copy; ``seen`` is when the last good checkpoint was first
    seen, ``fresh`` until when its news reaches. 0 before the first; then ``words`` says why.
    """

    service: str
    origin: str
    url: str
    size: int = 0
    copied: int = 0
    seen: int = 0
    fresh: int = 0
    witnesses: tuple[str, ...] = ()
    alarms: tuple[MirrorAlarm, ...] = ()
    failed: int = 0
    failure: str = ""
    words: str = ""


class FollowLog(Protocol):
    """Follows a log once."""

    def __call__(
        self, service: Service, log: LogRef, settings: MirrorSettings, folder: Path
    ) -> Followed:
        """Takes up the log's present checkpoint.

        Raises:
            FollowingError: The folder, the key or the policy cannot be used.
        """
        ...


class ReadMirror(Protocol):
    """Reads how a mirror stands."""

    def __call__(self, service: Service, log: LogRef, folder: Path) -> MirrorState:
        """From its folder alone.

        Raises:
            FollowingError: Its records cannot be read.
        """
        ...


class Entries(Protocol):
    """The entries of one tree."""

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        """From ``first`` up to, and without, ``last``."""
        ...


class LogCopy(Protocol):
    """The regulator's own copy of a log."""

    @property
    def origin(self) -> str:
        """The log's name."""
        ...

    @property
    def size(self) -> int:
        """How many entries it has."""
        ...

    @property
    def last_seen(self) -> int:
        """When its newest tree was first seen, unix seconds."""
        ...

    def root_at(self, size: int) -> bytes:
        """The root of the first ``size`` entries."""
        ...

    def entries_at(self, size: int) -> Entries:
        """The entries of the tree of that size."""
        ...

    def size_before(self, moment: int) -> int:
        """The entries that were there by then (unix seconds) for certain."""
        ...


OpenCopy = Callable[[Path], LogCopy]
"""The copy in a mirror's folder. Raises ``FollowingError``: there is none, or it is damaged."""


class Openings(NamedTuple):
    """What is to be opened: files, and the entries of the log that they are held against.

    ``entries`` are those of the tree of ``until``, which may have grown beyond ``size``.
    """

    files: tuple[Path, ...]
    entries: Entries
    first: int
    size: int
    until: int


class Opened(Protocol):
    """Statements that were opened, in a private folder."""

    def report(
        self,
        like: TransparencyReport,
        small_numbers_below: int,
        first: int,
        earlier: Sequence[Published] = (),
    ) -> TransparencyReport:
        """The report for the same service, window and checkpoint, that looks from ``first`` on.

        It is protected beside ``earlier`` reports.
        """
        ...

    def later(self, window: Window) -> tuple[int, int]:
        """How many hours, and how many decisions, of the window are stated behind the size."""
        ...

    @property
    def problems(self) -> Sequence[str]:
        """What was wrong with the files; the first of it."""
        ...

    def hour_lines(self, window: Window) -> Iterator[HourLine]:
        """The hours of the window as the log has them, all statements of each."""
        ...

    def ways(self, window: Window, indicators: Sequence[str]) -> Iterator[Way]:
        """What wrong ways to count give for some indicators."""
        ...


class OpenStatements(Protocol):
    """Opens statements, each held against its entry in the log."""

    def __call__(self, openings: Openings, folder: Path, progress: Progress) -> Opened:
        """Keeps what it needs in the folder, which the caller removes.

        Args:
            openings: what is opened.
            folder: for what is opened; nothing is there yet.
            progress: told how many bytes of how many are read.

        Raises:
            ReconcilingError: A file cannot be read, or the folder not be used.
        """
        ...
