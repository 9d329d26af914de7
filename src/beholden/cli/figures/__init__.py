"""``beholden figures``: from the answers of police forces to a published release."""

from __future__ import annotations

import click

from beholden.cli._lazy import LazyGroup

__all__ = ["figures_group"]


_COMMANDS = {
    "briefing": "beholden.cli.figures.briefing:briefing_command",
    "build": "beholden.cli.figures.build:build_command",
    "check": "beholden.cli.figures.check:check_command",
    "compare": "beholden.cli.figures.show:compare_command",
    "confirm": "beholden.cli.figures.review:confirm_command",
    "correct": "beholden.cli.figures.review:correct_command",
    "demo": "beholden.cli.figures.demo:demo_command",
    "enter": "beholden.cli.figures.review:enter_command",
    "forces": "beholden.cli.figures.show:forces_command",
    "read": "beholden.cli.figures.read:read_command",
    "reject": "beholden.cli.figures.review:reject_command",
    "review": "beholden.cli.figures.review:review_command",
    "show": "beholden.cli.figures.show:show_command",
}


@click.group("figures", cls=LazyGroup, where=_COMMANDS)
def figures_group() -> None:
    """From the answers of police forces to a published release.

    Reads a folder of answers to freedom-of-information requests, lets a person
    settle what is uncertain, and publishes an open dataset with a local briefing
    for every force area. Every number leads back to its file, cell or line. The
    other way round, it checks the numbers in an article.

    \b
    In this order:
      beholden figures read ANSWERS      what each answer says
      beholden figures review ANSWERS    what a person has to settle
      beholden figures build ANSWERS     the release and its site
      beholden figures briefing FORCE    the story of an area, ready to print
      beholden figures check ARTICLE     what an article says, against the data
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
