"""``beholden figures briefing``: the story of an area as prose whose every number was checked."""

from __future__ import annotations

from pathlib import Path

import click

from beholden.cli.common import ClearError
from beholden.cli.figures.common import folder_option, open_figures, understood
from beholden.cli.figures.show import release_option
from beholden.figures import check_story, force_brief, national_brief, story_text


@click.command("briefing")
@click.argument("force", required=False)
@release_option
@folder_option
def briefing_command(force: str | None, release: str | None, folder: Path) -> None:
    """Print the story of FORCE as plain prose, or without one that of all forces.

    It holds the headline and the sentences of "beholden figures show" and is meant to be
    printed as it is. Before it is shown, every number in it is checked against the
    release as "beholden figures check" would; one that differed would be an error.
    """
    figures = open_figures(folder)
    with understood():
        shown = figures.release(release)
        if force is None:
            text = story_text(national_brief(shown, figures.registry))
        else:
            code = figures.find_force(force).code
            text = story_text(force_brief(shown, figures.registry, code))
        checking = check_story(text, shown)
    if checking.differs:
        wrong = next(
            one for one in checking.checked if one.judgement.verdict in {"differs", "superseded"}
        )
        raise ClearError(
            f"The briefing does not pass its own check: {wrong.claim.sentence} "
            f"{wrong.judgement.reason} Please report this."
        )
    click.echo(text, nl=False)
