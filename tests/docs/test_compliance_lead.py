"""Every command that the page for a compliance lead names is there, with the options it names."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from beholden.cli import main
from tests.docs.support import ROOT, taken_apart

TEXT = (ROOT / "docs" / "transparency" / "compliance-lead.md").read_text(encoding="utf-8")
# Blocks within a list are indented; a command goes on behind a backslash.
LINES = re.sub(r"\\\n\s*", "", re.sub(r"(?m)^ {2,3}", "", TEXT))
COMMANDS = [
    line
    for block in taken_apart(LINES)
    if block.language == "sh"
    for line in block.text.splitlines()
]
INLINE = re.findall(r"`(beholden [^`]+)`", LINES.replace("\n", " "))


def test_the_page_names_commands() -> None:
    assert len(COMMANDS) == 7
    assert len(INLINE) == 3


@pytest.mark.parametrize("line", [*COMMANDS, *INLINE])
def test_every_command_is_there_with_its_options(line: str) -> None:
    program, *words = shlex.split(line)
    assert program == "beholden"
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group):
        found = command.get_command(context, words.pop(0))
        assert found is not None, line
        command = found
    known = {name for one in command.params for name in one.opts}
    assert {word for word in words if word.startswith("--")} <= known, line
