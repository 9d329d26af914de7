"""``beholden figures show``, ``compare``, ``forces``: a release on the terminal."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from beholden.cli import output
from beholden.cli.common import json_option
from beholden.cli.figures.common import folder_option, open_figures, understood
from beholden.figures import (
    compare,
    comparison_text,
    force_brief,
    force_text,
    load_registry,
    national_brief,
    national_text,
)

release_option = click.option("--release", help="A release by its name. [the newest]")


@click.command("show")
@click.argument("force", required=False)
@release_option
@folder_option
@json_option("One JSON object: the whole briefing, with every number's arithmetic.")
def show_command(force: str | None, release: str | None, folder: Path, *, as_json: bool) -> None:
    """Show the local briefing of FORCE, or without one the page for all forces.

    FORCE is a name as in the press: Essex, "Devon and Cornwall", GMP.
    """
    figures = open_figures(folder)
    with understood():
        shown = figures.release(release)
        if force is None:
            national = national_brief(shown, figures.registry)
            text, brief = national_text(national), msgspec.to_builtins(national)
        else:
            local = force_brief(shown, figures.registry, figures.find_force(force).code)
            text, brief = force_text(local), msgspec.to_builtins(local)
    if as_json:
        output.write_json(brief)
    else:
        click.echo(text, nl=not text.endswith("\n"))


@click.command("compare")
@click.argument("a")
@click.argument("b")
@release_option
@folder_option
@json_option("One JSON object: the whole comparison, with every number's arithmetic.")
def compare_command(a: str, b: str, release: str | None, folder: Path, *, as_json: bool) -> None:
    """Compare the forces A and B, with what chance alone may do."""
    figures = open_figures(folder)
    with understood():
        shown = figures.release(release)
        first, second = figures.find_force(a), figures.find_force(b)
        comparison = compare(shown, figures.registry, first.code, second.code)
        text = comparison_text(comparison)
    if as_json:
        output.write_json(comparison)
    else:
        click.echo(text, nl=not text.endswith("\n"))


@click.command("forces")
@json_option("One JSON object a force.")
def forces_command(*, as_json: bool) -> None:
    """List the forces with their codes and the names they go by."""
    for force in load_registry().forces:
        if as_json:
            output.write_json(force)
        else:
            names = "; ".join((force.official_name, *force.aliases))
            click.echo(f"{force.code:<10} {force.name:<24} {names}")
