"""Which settings of a list can be taken as given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from beholden.lists._edition import MatchSettings
from beholden.lists._rows import MAX_QUALITY
from beholden.lists.errors import SettingError

if TYPE_CHECKING:
    from beholden.lists.models import ActionHint
    from beholden.matching.core import ListRole

RESERVED_NAMES = frozenset({"drill"})
"""Names of lists that are made in code and never added."""

DEFAULT_RADIUS: dict[ListRole, int] = {"match": 31, "allow": 10}
"""Hamming distance in bits up to which a PDQ hash matches, by role of the list."""

# Unrelated photographs come as near as 90 to 100 bits. An allow-list lets pictures pass, so
# it must never reach a different picture that merely resembles a harmless one.
MAX_RADIUS: dict[ListRole, int] = {"match": 64, "allow": 16}

NAME_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


def check_name(name: str) -> None:
    """Raise SettingError unless a list can have this name."""
    if not NAME_PATTERN.fullmatch(name):
        raise SettingError(
            f"The list name {name!r} cannot be used: take up to 63 lower-case letters, digits "
            "and hyphens, a letter or digit first."
        )
    if name in RESERVED_NAMES:
        raise SettingError(f"The list name {name!r} is reserved. Take another one.")


def required(field: str, text: str) -> str:
    """The text without surrounding spaces; SettingError if nothing is left."""
    if not text.strip():
        raise SettingError(f"{field} is empty. Say who it is.")
    return text.strip()


def checked_settings(
    role: ListRole, radius: int | None, min_quality: int, action_hint: ActionHint | None
) -> MatchSettings:
    """Fill in the default radius and raise SettingError for what is out of bounds."""
    if role not in DEFAULT_RADIUS:
        raise SettingError(f"The role {role!r} is unknown. Give match or allow.")
    if action_hint not in {None, "allow", "hold", "block"}:
        raise SettingError(f"The action hint {action_hint!r} is unknown: allow, hold or block.")
    radius = DEFAULT_RADIUS[role] if radius is None else radius
    if not 0 <= radius <= MAX_RADIUS[role]:
        raise SettingError(
            f"The radius {radius} cannot be used: a list with role {role} takes 0 to "
            f"{MAX_RADIUS[role]} bits."
        )
    if not 0 <= min_quality <= MAX_QUALITY:
        raise SettingError(f"The minimum quality {min_quality} is not between 0 and {MAX_QUALITY}.")
    return MatchSettings(role, radius, min_quality, action_hint)
