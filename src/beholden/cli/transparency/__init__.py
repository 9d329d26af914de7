"""``beholden transparency``: the transparency report, made, shown, checked."""

from __future__ import annotations

import click

from beholden.cli._lazy import LazyGroup

__all__ = ["transparency_group"]

_WHERE = {
    "build": "beholden.cli.transparency.build:build_command",
    "check": "beholden.cli.transparency.check:check_command",
    "show": "beholden.cli.transparency.show:show_command",
}


@click.group("transparency", cls=LazyGroup, where=_WHERE)
def transparency_group() -> None:
    """Make the transparency report from the ledger; check somebody else's.

    Every figure is counted from statements in the log, by a query that stands beside it, so
    that whoever is given the same statements gets the same report, to the byte.
    """
