"""Where somebody finds help: the help box that every public page carries.

The lines of the United Kingdom come with the package; whoever publishes a page may put
others in their place.

    default_help_lines()[0].name    # "Childline"
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec


class HelpLine(msgspec.Struct, frozen=True):
    """Where somebody finds help. ``phone`` and ``url`` may be empty."""

    name: str
    text: str
    url: str = ""
    phone: str = ""


@cache
def default_help_lines() -> tuple[HelpLine, ...]:
    """The help lines of the United Kingdom that come with the package."""
    text = resources.files(__package__).joinpath("data", "help_lines.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=dict[str, tuple[HelpLine, ...]])["line"]
