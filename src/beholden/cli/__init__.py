"""The ``beholden`` command."""

from __future__ import annotations

import click

import beholden
from beholden.cli.hash import hash_command

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(beholden.__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Stop known abuse images by their hashes, decide by policy, explain every decision."""


main.add_command(hash_command)
