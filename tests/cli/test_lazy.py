"""A command loads what it needs: nobody waits for a database to see a version."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

import beholden.figures
from beholden.cli import main
from tests.cli.support import environment

HEAVY = {"sqlalchemy", "scipy", "lxml", "openpyxl", "uvicorn", "numpy", "PIL", "rich", "jinja2"}


def loaded_by(*arguments: str) -> set[str]:
    """Which of the heavy packages a command has loaded by its end."""
    program = (
        "import sys\nfrom beholden.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    return HEAVY & set(done.stderr.split())


@pytest.mark.parametrize("arguments", [("--version",), ("figures", "forces")], ids=" ".join)
def test_a_command_that_needs_none_of_it_loads_no_heavy_package(arguments: tuple[str, ...]) -> None:
    assert loaded_by(*arguments) == set()


def test_every_command_is_where_its_group_says() -> None:
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.name == name
    assert main.get_command(context, "no-such-command") is None


def test_the_face_of_the_figures_holds_every_name_that_it_promises() -> None:
    for name in beholden.figures.__all__:
        assert getattr(beholden.figures, name) is getattr(beholden.figures, name)
    assert set(beholden.figures.__all__) <= set(dir(beholden.figures))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = beholden.figures.no_such_name  # type: ignore[attr-defined]
