"""Every command teaches itself, and speaks plainly to pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import beholden
from beholden.cli import main
from tests.cli.conftest import LISTED
from tests.cli.support import invoke, jpeg, on_terminal, run

COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3\d|4\d|9\d|10\d)(?:;\d+)*m")


def commands(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None, name
            yield from commands(below, *path, name)


COMMANDS = dict(commands(main))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    done = invoke(*path, "--help")
    assert done.code == 0
    assert done.text.startswith(f"Usage: main {' '.join(path)}".strip())
    assert invoke(*path, "-h").out == done.out
    assert max(map(len, done.text.splitlines())) <= 100, "it fits on a screen"
    explained = COMMANDS[path].help
    assert explained
    for parameter in COMMANDS[path].params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in done.text


@pytest.mark.parametrize(
    "path",
    [
        ("hash",),
        ("scan",),
        ("drill",),
        ("lists",),
        ("lists", "add"),
        ("policy", "check"),
    ],
    ids=" ".join,
)
def test_where_an_example_helps_there_is_one(path: tuple[str, ...]) -> None:
    text = invoke(*path, "--help").text
    examples = [line.strip() for line in text.splitlines() if line.startswith("    beholden ")]
    assert examples, "an example stands on a line of its own, not wrapped"


@pytest.mark.parametrize("path", [("hash",), ("scan",), ("drill",), ("demo",), ("policy", "check")])
def test_a_status_that_scripts_rely_on_is_explained(path: tuple[str, ...]) -> None:
    assert "Exit status: 0" in invoke(*path, "--help").text


def test_the_help_of_the_real_command_names_it() -> None:
    done = run("--help")
    assert done.code == 0
    assert done.text.startswith("Usage: ")
    for (name, *_), command in ((path, command) for path, command in COMMANDS.items() if path):
        assert f"  {name}" in done.text
        assert command.help


def test_the_version_is_that_of_the_package() -> None:
    done = run("--version")
    assert done.code == 0
    assert done.text.split()[-1] == beholden.__version__


def test_no_command_is_wrong_usage() -> None:
    assert run().code == 2
    assert run("no-such-command").code == 2


def everything(data: Path, uploads: Path) -> list[tuple[str | Path, ...]]:
    (uploads / "known.jpg").write_bytes(jpeg(LISTED))
    (uploads / "text.jpg").write_bytes(b"no picture")
    return [
        ("--help",),
        ("hash", uploads / "known.jpg", uploads / "text.jpg"),
        ("scan", "--data", data, uploads),
        ("lists", "status", "--data", data),
        ("lists", "activate", "none", "--data", data),
        ("policy", "show", "--data", data),
        ("drill", "--data", data),
    ]


def test_to_a_pipe_no_escape_sequence_is_written(data: Path, uploads: Path) -> None:
    for command in everything(data, uploads):
        done = run(*command)
        assert b"\x1b" not in done.out + done.err, command


def test_no_colour_is_shown_where_none_is_wanted(data: Path, uploads: Path) -> None:
    for command in everything(data, uploads):
        assert not COLOUR.search(on_terminal(*command, NO_COLOR="1").out), command


def test_a_terminal_gets_colour(data: Path, uploads: Path) -> None:
    (uploads / "known.jpg").write_bytes(jpeg(LISTED))
    assert COLOUR.search(on_terminal("scan", "--data", data, uploads).out)
