"""From the plain tables of a TOML file or a form to frozen values, with every problem at once.

A format is a Struct: its fields, their types and defaults are all there is to say. Unknown
names, wrong types and missing fields are named with their path, the nearest known name
beside it. What a type cannot say (a duty that is not in the regime) is checked after this.

    value, problems = read({"id": "example", "nmae": "Example"}, Provider)
    problems[0]    # Problem(("nmae",), 'Unknown field. Did you mean "name"?')
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import inspect

from beholden.regulator.core.models import Day, Time

__all__ = ["Path", "Problem", "Table", "nearest", "read", "text_problem"]

Table = dict[str, Any]
Path = tuple[str | int, ...]

LINE_AT_MOST = 500
"""Characters of a text in one line."""
LINES_AT_MOST = 20_000
"""Characters of a text that may have several."""
WHOLE_AT_MOST = 2**53
"""The largest number that every reader of JSON keeps exactly."""
_NAMED_AT_MOST = 8
_QUOTED_AT_MOST = 80

_PLAIN: dict[type[inspect.Type], tuple[type, str]] = {
    inspect.BoolType: (bool, "true or false"),
    inspect.StrType: (str, "text in quotes"),
    inspect.DateType: (Day, "a day, as 2026-10-31 without quotes"),
}
_T = TypeVar("_T")


class Problem(NamedTuple):
    """One reason to refuse a value; the path leads to it from the top of the file or form."""

    path: Path
    message: str


def read(table: Any, kind: type[_T], path: Path = ()) -> tuple[_T | None, list[Problem]]:
    """Reads a table as a Struct; the value, or None and every problem.

    Args:
        table: what ``tomllib`` or a form gave.
        kind: the Struct.
        path: where the table stands; problems begin with it.
    """
    problems: list[Problem] = []
    plain = _Reading(problems).value(table, inspect.type_info(kind), path)
    return (None, problems) if problems else (msgspec.convert(plain, kind), [])


def text_problem(text: str, at_most: int = LINE_AT_MOST, *, lines: bool = False) -> str | None:
    """What is wrong with a text that must not be blank; None if nothing is.

    ``lines`` allows line feeds.
    """
    shown = text.replace("\n", "").replace("\t", "") if lines else text
    if text.strip() and shown.isprintable() and len(text) <= at_most:
        return None
    what = "text" if lines else "one line of text"
    return (
        f"Expected {what}, not blank and without control characters, of at most {at_most:,} "
        "characters."
    )


def nearest(value: str, known: Iterable[str]) -> str:
    """What to write instead of an unknown name: the nearest, or all where they are few."""
    names = list(known)
    if close := difflib.get_close_matches(value, names, 1):
        return f'Did you mean "{close[0]}"?'
    if not names:
        return "There are none."
    listed = ", ".join(names[:_NAMED_AT_MOST])
    return f"Known: {listed}{', ...' if len(names) > _NAMED_AT_MOST else ''}."


def folded(text: str) -> str:
    """What names that a reader takes for the same have in common: no case, spaces or forms."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", "".join(plain.split()))


def quoted(value: str) -> str:
    """A value of somebody else within a sentence, cut where it is long."""
    cut = value if len(value) <= _QUOTED_AT_MOST else f"{value[:_QUOTED_AT_MOST]}..."
    return f'"{cut}"'


class _Reading:
    """One walk over one table; ``problems`` fills as it goes."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems
        self._ways: dict[type[inspect.Type], Callable[[Any, Any, Path], Any]] = {
            inspect.StructType: self._struct,
            inspect.VarTupleType: self._items,
            inspect.LiteralType: self._choice,
            inspect.UnionType: self._optional,
            inspect.IntType: self._whole,
        }

    def value(self, value: Any, kind: inspect.Type, path: Path) -> Any:
        if way := self._ways.get(type(kind)):
            return way(value, kind, path)
        wanted, name = _PLAIN[type(kind)]
        if type(value) is not wanted:
            return self._refuse(path, f"Expected {name}, found {_found(value)}.")
        return value

    def _struct(self, table: Any, kind: inspect.StructType, path: Path) -> Any:
        if not isinstance(table, dict):
            return self._refuse(path, f"Expected a table, found {_found(table)}.")
        fields = {field.encode_name: field for field in kind.fields}
        for name in table:
            if name not in fields:
                self._refuse((*path, str(name)), f"Unknown field. {nearest(str(name), fields)}")
        read = {}
        for name, field in fields.items():
            if name in table:
                read[name] = self.value(table[name], field.type, (*path, name))
            elif field.required:
                self._refuse((*path, name), f"Missing. Add {name}.")
        return read

    def _items(self, items: Any, kind: inspect.VarTupleType, path: Path) -> Any:
        if not isinstance(items, list | tuple):
            return self._refuse(path, f'Expected a list like ["..."], found {_found(items)}.')
        return [self.value(item, kind.item_type, (*path, at)) for at, item in enumerate(items)]

    def _choice(self, value: Any, kind: inspect.LiteralType, path: Path) -> Any:
        if value not in kind.values:
            listed = ", ".join(f'"{one}"' for one in kind.values)
            return self._refuse(path, f"Expected one of {listed}, found {_found(value)}.")
        return value

    def _optional(self, value: Any, kind: inspect.UnionType, path: Path) -> Any:
        # The one union that files know: a value that may be left out.
        (given,) = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        return None if value is None else self.value(value, given, path)

    def _whole(self, value: Any, kind: inspect.IntType, path: Path) -> Any:
        if type(value) is not int:
            return self._refuse(path, f"Expected a whole number, found {_found(value)}.")
        least, most = kind.ge or 0, kind.le or WHOLE_AT_MOST
        if not least <= value <= most:
            return self._refuse(path, f"Expected {least:,} to {most:,}, found {value}.")
        return value

    def _refuse(self, path: Path, message: str) -> None:
        self._problems.append(Problem(path, message))


def unique(ids: Sequence[str], path: Callable[[int], Path], what: str) -> list[Problem]:
    """A problem for every id that stands twice."""
    seen: dict[str, int] = {}
    found = []
    for at, one in enumerate(ids):
        if one in seen:
            found.append(Problem(path(at), f"The {what} {quoted(one)} stands twice. Remove one."))
        seen.setdefault(one, at)
    return found


def _found(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Day | Time):
        return "a day or time"
    names: dict[type, str] = {list: "a list", tuple: "a list", dict: "a table"}
    return names.get(type(value)) or (str(value) if isinstance(value, int | float) else "a time")
