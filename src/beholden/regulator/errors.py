"""The errors of the regulator's room. After any of them nothing was changed.

RegulatorError               the message says what to do
├── ProblemsError            a file or an entry is refused; every problem with its place
│   ├── SettingsError        the settings (regulator.toml)
│   ├── RegimeError          a regime's file
│   ├── CountsError          a file of counts
│   └── EntryError           a provider, a service, or a register file
├── UnknownError             there is no such provider, service, person, regime or publication
├── ConflictError            somebody else changed it meanwhile; says who, when and why
├── InUseError               others depend on what was to be removed
├── NotAllowedError          this person may not do it
├── TextError                a name or a reason cannot be used
├── ReceivedError            a file that somebody sent cannot be kept or read
│   ├── TooLongError         it is longer than such a file may be
│   ├── AlteredError         it is no longer what was received
│   └── DiskError            the disk cannot be read or written
├── PublicationError         a scorecard cannot be drafted, published or withdrawn
├── ReconcilingError         report, log and counts cannot be compared
│   └── BehindError          the mirror does not reach what the report stands on
├── FollowingError           a service's log cannot be followed
└── DrillError               drills cannot be planned, sent or bounded
    ├── DrillPlanError       a plan makes no sense; ``field`` is the bad one
    ├── DrillClosedError     the plan is closed
    ├── DrillDayError        its days have not come, or are over
    ├── DrillRefusedError    the service or the key refuses what was sent; mend it, then go on
    ├── NotSentError         nothing reached the service
    └── NoAnswerError        it was sent, and no whole answer came
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beholden.regulator.core.models import Change


class RegulatorError(Exception):
    """Root of the errors of the regulator's room."""


class FileProblem(msgspec.Struct, frozen=True):
    """One reason why a file or an entry is refused.

    ``line`` counts from 1 where there is a file with lines; ``field`` is written as in
    ``service[2].duties[0]``, items from 0, and empty where the whole is meant.
    """

    message: str
    field: str = ""
    line: int | None = None


class ProblemsError(RegulatorError):
    """Something is refused. ``name`` is the file or the entry, ``problems`` all that was found."""

    def __init__(self, name: str, problems: Sequence[FileProblem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        self.lines = [_sentence(name, problem) for problem in problems]
        super().__init__("\n".join(self.lines))


class SettingsError(ProblemsError):
    """The settings are refused."""


class RegimeError(ProblemsError):
    """A regime's file is refused."""


class CountsError(ProblemsError):
    """A file of counts is refused."""


class EntryError(ProblemsError):
    """A provider, a service or a register file is refused."""


class UnknownError(RegulatorError):
    """There is no such provider, service, person, regime or publication."""


class ConflictError(RegulatorError):
    """Somebody else changed it meanwhile. ``since`` are their changes, oldest first."""

    def __init__(self, message: str, since: Sequence[Change] = ()) -> None:
        self.since = tuple(since)
        super().__init__(message)


class InUseError(RegulatorError):
    """Others depend on what was to be removed."""


class NotAllowedError(RegulatorError):
    """This person may not do this."""


class TextError(RegulatorError):
    """A name or a reason cannot be used."""


class ReceivedError(RegulatorError):
    """A file that somebody sent cannot be kept or read."""


class TooLongError(ReceivedError):
    """A file is longer than one of its kind may be."""


class UnlikeError(ReceivedError):
    """A file is not what it was said to be. ``why`` are the reasons, one a line."""

    def __init__(self, message: str, why: Sequence[str]) -> None:
        self.why = tuple(why)
        super().__init__("\n".join([message, *why, "Nothing was kept."]))


class AlteredError(ReceivedError):
    """A file is no longer what was received."""


class DiskError(ReceivedError):
    """The disk cannot be read or written."""


class PublicationError(RegulatorError):
    """A scorecard cannot be drafted, published or withdrawn."""


class ReconcilingError(RegulatorError):
    """Report, log and counts cannot be compared."""


class BehindError(ReconcilingError):
    """The mirror does not reach what the report stands on."""


class FollowingError(RegulatorError):
    """A service's log cannot be followed."""


class DrillError(RegulatorError):
    """Drills cannot be planned, sent or bounded."""


class DrillPlanError(DrillError):
    """A plan makes no sense; ``field`` is the bad one."""

    def __init__(self, field: str, wanted: str) -> None:
        self.field = field
        super().__init__(f"{field}: write {wanted}.")


class DrillClosedError(DrillError):
    """The plan is closed."""


class DrillDayError(DrillError):
    """The days of the plan have not come, or are over."""


class DrillRefusedError(DrillError):
    """The service or the key refuses what was sent; mend it, then go on."""


class NotSentError(DrillError):
    """Nothing reached the service."""


class NoAnswerError(DrillError):
    """It was sent, and no whole answer came."""


def _sentence(name: str, problem: FileProblem) -> str:
    line = "" if problem.line is None else f":{problem.line}"
    field = f" {problem.field}:" if problem.field else ""
    return f"{name}{line}:{field} {problem.message}"
