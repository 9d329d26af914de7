"""The ``beholden`` command."""

from __future__ import annotations

import click

import beholden
from beholden.cli.demo import demo_command
from beholden.cli.drill import drill_command
from beholden.cli.hash import hash_command
from beholden.cli.lists import lists_group
from beholden.cli.policy import policy_group
from beholden.cli.scan import scan_command

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(beholden.__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Stop known abuse images by their hashes, decide by policy, explain every decision."""


for command in (
    demo_command,
    drill_command,
    hash_command,
    lists_group,
    policy_group,
    scan_command,
):
    main.add_command(command)
