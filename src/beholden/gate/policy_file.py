"""Reads a policy from its TOML file, or says on which line what is wrong.

Everything that can be said is said at once: all problems, each with file, line,
path and what to do. The package ships a default policy that also teaches the
format (``default_policy.toml``).

    policy = read_policy(Path("policy.toml"))
    for sentence in warnings(policy):
        print(sentence)
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from beholden._toml_lines import TomlError, line_of, parse, written
from beholden.gate._policy_reader import PolicyReader
from beholden.gate.errors import PolicyError, PolicyProblem

if TYPE_CHECKING:
    from pathlib import Path

    from beholden.gate.core.policy import Policy

BYTES_AT_MOST = 1 << 20
"""Larger files are refused; a policy is written by people."""

_DEFAULT = "default_policy.toml"


def read_policy(path: Path) -> Policy:
    """Reads a policy file.

    Raises:
        PolicyError: it cannot be read, or is refused; names every problem.
    """
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_AT_MOST + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).rstrip(".")
        problem = PolicyProblem(f"The file cannot be read: {reason}. Check its path and its owner.")
        raise PolicyError(str(path), [problem]) from error
    return parse_policy(data, str(path))


def parse_policy(data: bytes, name: str = "policy") -> Policy:
    """Reads a policy from a file's bytes; ``name`` is what errors call it.

    Raises:
        PolicyError: it is refused; names every problem.
    """
    if len(data) > BYTES_AT_MOST:
        raise PolicyError(name, [PolicyProblem("The file is over 1 MiB. Is it really a policy?")])
    try:
        table, lines = parse(data)
    except TomlError as error:
        raise PolicyError(name, [PolicyProblem(str(error), error.line)]) from error
    reader = PolicyReader()
    policy = reader.policy(table)
    if policy is not None:
        return policy
    found = [
        PolicyProblem(problem.message, line_of(problem.path, lines) or 1, written(problem.path))
        for problem in reader.problems
    ]
    raise PolicyError(name, sorted(found, key=lambda problem: problem.line or 0))


def default_policy_text() -> str:
    """The policy that ships with the package, comments included."""
    return (files("beholden.gate") / _DEFAULT).read_text("utf-8")


def default_policy() -> Policy:
    """The policy that ships with the package."""
    return parse_policy(default_policy_text().encode(), _DEFAULT)
