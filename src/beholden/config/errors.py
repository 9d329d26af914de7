"""The errors of the configuration.

ConfigError     the configuration is refused; every problem with its place
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class ConfigProblem(msgspec.Struct, frozen=True):
    """One reason why a configuration is refused.

    ``source`` is the file, "environment" or "command line". ``line`` counts from 1 and
    is absent where there are no lines. ``path`` is the setting as in ``server.listen``,
    or the environment variable; empty where the whole file is meant. A message never
    repeats a value that may hold a password.
    """

    message: str
    source: str
    line: int | None = None
    path: str = ""


class ConfigError(Exception):
    """The configuration is refused; ``problems`` is all that was found."""

    def __init__(self, problems: Sequence[ConfigProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(_sentence, self.problems)))


def _sentence(problem: ConfigProblem) -> str:
    line = "" if problem.line is None else f":{problem.line}"
    path = f" {problem.path}:" if problem.path else ""
    return f"{problem.source}{line}:{path} {problem.message}"
