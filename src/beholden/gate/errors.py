"""The errors of the gate. None of them ever means "allow".

GateError           no decision, or no record of it: answer the upload as not accepted
├── PolicyError     the policy file is refused; every problem with its line
├── CheckError      hashing or matching failed, or gave what cannot be judged
├── RecordError     the decision could not be written or read back
├── KeyReusedError  the idempotency key belongs to another request
├── PageError       a page of decisions was asked for in a way that makes no sense
├── GuardError      lowered entries could not be written or read back
└── PurgeError      nothing more was purged
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence


REUSED = (
    "The idempotency key was used for another request. Nothing was recorded. "
    "Take a new key for each request, and repeat a request unchanged."
)
"""What ``KeyReusedError`` says."""


class GateError(Exception):
    """Root of the gate's errors; the message says what to do."""


class PolicyProblem(msgspec.Struct, frozen=True):
    """One reason why a policy file is refused.

    ``line`` counts from 1 and is absent where the file has no lines (unreadable);
    ``path`` is written as in ``rules[2].when.max_distance``, counted from 0, and
    empty where the whole file is meant.
    """

    message: str
    line: int | None = None
    path: str = ""


class PolicyError(GateError):
    """A policy file is refused. ``name`` is the file, ``problems`` all that was found."""

    def __init__(self, name: str, problems: Sequence[PolicyProblem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__("\n".join(_problem_line(name, problem) for problem in problems))


class CheckError(GateError):
    """The upload could not be judged."""


class RecordError(GateError):
    """A decision could not be recorded, made durable or read back.

    ``busy`` is true where trying again in a moment may help.
    """

    def __init__(self, message: str, *, busy: bool = False) -> None:
        self.busy = busy
        super().__init__(message)


class KeyReusedError(GateError):
    """The idempotency key was used for another request; nothing was recorded."""


class PageError(GateError):
    """A page of decisions was asked for in a way that makes no sense; ``field`` is the bad one."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class GuardError(GateError):
    """What the guard keeps could not be written or read back."""


class PurgeError(GateError):
    """The purge stopped; what was deleted before is on record."""


def _problem_line(name: str, problem: PolicyProblem) -> str:
    line = "" if problem.line is None else f":{problem.line}"
    path = f" {problem.path}:" if problem.path else ""
    return f"{name}{line}:{path} {problem.message}"
