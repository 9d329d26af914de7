"""``beholden figures``: from the answers of police forces to a published release."""

from __future__ import annotations

import click

from beholden.cli.figures.build import build_command
from beholden.cli.figures.demo import demo_command
from beholden.cli.figures.read import read_command
from beholden.cli.figures.review import (
    confirm_command,
    correct_command,
    enter_command,
    reject_command,
    review_command,
)
from beholden.cli.figures.show import compare_command, forces_command, show_command

__all__ = ["figures_group"]


@click.group("figures")
def figures_group() -> None:
    """From the answers of police forces to a published release.

    Reads a folder of answers to freedom-of-information requests, lets a person
    settle what is uncertain, and publishes an open dataset with a local briefing
    for every force area. Every number leads back to its file, cell or line.

    \b
    In this order:
      beholden figures read ANSWERS      what each answer says
      beholden figures review ANSWERS    what a person has to settle
      beholden figures build ANSWERS     the release and its site
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"


for command in (
    build_command,
    compare_command,
    confirm_command,
    correct_command,
    demo_command,
    enter_command,
    forces_command,
    read_command,
    reject_command,
    review_command,
    show_command,
):
    figures_group.add_command(command)
