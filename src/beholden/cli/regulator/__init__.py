"""``beholden regulator``: hold networks to account."""

from __future__ import annotations

import click

from beholden.cli._lazy import LazyGroup

__all__ = ["regulator_group"]

_WHERE = {
    "demo": "beholden.cli.regulator.demo:demo_command",
    "drill": "beholden.cli.regulator.drill:drill_group",
    "init": "beholden.cli.regulator.register:init_command",
    "mirror": "beholden.cli.regulator.mirror:mirror_group",
    "receive": "beholden.cli.regulator.receiving:receive_command",
    "received": "beholden.cli.regulator.receiving:received_command",
    "reconcile": "beholden.cli.regulator.reconcile:reconcile_command",
    "reconciliations": "beholden.cli.regulator.reconcile:reconciliations_command",
    "regimes": "beholden.cli.regulator.register:regimes_command",
    "register": "beholden.cli.regulator.register:register_group",
    "scorecard": "beholden.cli.regulator.publishing:scorecard_group",
    "serve": "beholden.cli.regulator.serve:serve_command",
    "site": "beholden.cli.regulator.publishing:site_command",
    "staff": "beholden.cli.regulator.staff:staff_group",
}


@click.group("regulator", cls=LazyGroup, where=_WHERE)
def regulator_group() -> None:
    """Hold networks to account: register, mirrors, reconciliations, drills, scorecards.

    Everything stands in one data folder. Whoever acts is named with --by and must be
    on the staff, with the role that the act needs.
    """
