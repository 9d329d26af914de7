"""Reads a policy from its TOML file, or says on which line what is wrong.

Everything that can be said is said at once: all problems, each with file, line,
path and what to do. The package ships a default policy that also teaches the
format (``default_policy.toml``).

    policy = read_policy(Path("policy.toml"))
    for sentence in warnings(policy):
        print(sentence)
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

from beholden._toml_lines import line_of, locate
from beholden.gate._policy_reader import PolicyReader
from beholden.gate.errors import PolicyError, PolicyProblem

if TYPE_CHECKING:
    from pathlib import Path

    from beholden.gate.core.policy import Policy
    from beholden.gate.core.policy_checks import PathPart

BYTES_AT_MOST = 1 << 20
"""Larger files are refused; a policy is written by people."""

_DEFAULT = "default_policy.toml"
_BOM = b"\xef\xbb\xbf"
_SYNTAX_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


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
    text = _text(data, name)
    reader = PolicyReader()
    try:
        policy = reader.policy(tomllib.loads(text))
        lines = locate(text) if policy is None else {}
    except RecursionError as error:
        raise PolicyError(name, [PolicyProblem("Lists are nested too deeply.")]) from error
    except ValueError as error:
        # Also plain ValueErrors: tomllib lets those of int() through for endless numbers.
        raise PolicyError(name, [_syntax_problem(str(error), text)]) from error
    if policy is not None:
        return policy
    found = [
        PolicyProblem(problem.message, line_of(problem.path, lines) or 1, _written(problem.path))
        for problem in reader.problems
    ]
    raise PolicyError(name, sorted(found, key=lambda problem: problem.line or 0))


def default_policy_text() -> str:
    """The policy that ships with the package, comments included."""
    return (files("beholden.gate") / _DEFAULT).read_text("utf-8")


def default_policy() -> Policy:
    """The policy that ships with the package."""
    return parse_policy(default_policy_text().encode(), _DEFAULT)


def _text(data: bytes, name: str) -> str:
    if len(data) > BYTES_AT_MOST:
        problem = PolicyProblem("The file is over 1 MiB. Is it really a policy?")
    elif data.startswith(_BOM):
        problem = PolicyProblem(
            "The file starts with a byte order mark. Save it as UTF-8 without one.", 1
        )
    else:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            problem = PolicyProblem("The line is not valid UTF-8. Save the file as UTF-8.", line)
    raise PolicyError(name, [problem])


def _syntax_problem(message: str, text: str) -> PolicyProblem:
    place = _SYNTAX_PLACE.search(message)
    if place is None:
        return PolicyProblem(f"This is not valid TOML: {message}.")
    line = int(place[1]) if place[1] else text.count("\n") + (not text.endswith("\n"))
    return PolicyProblem(f"This is not valid TOML: {message[: place.start()]}.", line)


def _written(path: tuple[PathPart, ...]) -> str:
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            key = part if _BARE_KEY.fullmatch(part) else f'"{part}"'
            written += f".{key}" if written else key
    return written
