"""The face of a room whose names are loaded when they are first used.

Who checks a receipt needs no database, and who reads one answer no site. A room names its
modules once; ``from room import name`` works as ever, and so does completion.

    if not TYPE_CHECKING:  # a checker would take any name for granted
        __getattr__, __dir__ = lazy_face(__name__, {"log": "Log", "keys": "Key parse_key"})
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_face(
    room: str, where: Mapping[str, str], named_there: Mapping[str, str] | None = None
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """What a package needs as ``__getattr__`` and ``__dir__``.

    Args:
        room: the package's name.
        where: names by module below the package, separated by spaces.
        named_there: for names that are called otherwise in their module, what.
    """
    home = {name: module for module, names in where.items() for name in names.split()}
    other = named_there or {}

    def load(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        found: object = getattr(import_module(f"{room}.{home[name]}"), other.get(name, name))
        setattr(sys.modules[room], name, found)
        return found

    def names() -> list[str]:
        return [*vars(sys.modules[room]), *home]

    return load, names
