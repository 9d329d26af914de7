"""The list of all settings, made from the structs of ``config.models``.

settings()["server.workers"].environment  # "BEHOLDEN_SERVER_WORKERS"
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, get_args, get_origin

import msgspec

from beholden.config.models import Config

Kind = Literal["text", "whole number", "number", "true or false"]
Value = str | int | float | bool

_KINDS: dict[Any, Kind] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
}
PREFIX = "BEHOLDEN_"


class Setting(msgspec.Struct, frozen=True):
    """One setting; ``path`` is ``server.listen``."""

    section: str
    name: str
    kind: Kind
    default: Value
    description: str
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Its name in the file: section and name."""
        return f"{self.section}.{self.name}"

    @property
    def environment(self) -> str:
        """The environment variable that sets it."""
        return f"{PREFIX}{self.section}_{self.name}".upper()


@cache
def settings() -> dict[str, Setting]:
    """Every setting by its path, in the order of the structs."""
    found = [
        _setting(section.name, field)
        for section in msgspec.structs.fields(Config)
        for field in msgspec.structs.fields(section.type)
    ]
    return {setting.path: setting for setting in found}


def sections() -> dict[str, str]:
    """Every section with what it is about."""
    return {field.name: str(field.type.__doc__).strip() for field in msgspec.structs.fields(Config)}


def _setting(section: str, field: msgspec.structs.FieldInfo) -> Setting:
    plain, *notes = get_args(field.type) if hasattr(field.type, "__metadata__") else [field.type]
    meta = next((note for note in notes if isinstance(note, msgspec.Meta)), msgspec.Meta())
    choices = get_args(plain) if get_origin(plain) is Literal else ()
    return Setting(
        section=section,
        name=field.name,
        kind="text" if choices else _KINDS[plain],
        default=field.default,
        description=meta.description or "",
        least=meta.ge,
        most=meta.le,
        choices=choices,
    )
