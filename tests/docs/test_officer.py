"""The officer's page works as printed: each command that needs no network, and its output."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from beholden.cli import main
from tests.docs.support import ROOT, shows, taken_apart
from tests.docs.test_guide import Shell

PAGE = (ROOT / "docs" / "regulator" / "officer.md").read_text(encoding="utf-8")
_OPTION = re.compile(r"--[a-z-]+")


def test_every_command_runs_and_says_what_is_printed(tmp_path: Path) -> None:
    shell, said = Shell(tmp_path), ""
    for block in taken_apart(PAGE):
        if block.language == "sh" and not block.tag:
            said = shell.run(f"exec 2>&1\n{block.text}")
        elif block.language == "text":
            assert shows(block.text, said), f"expected:\n{block.text}\nsaid:\n{said}"
    assert (tmp_path / "site" / "services" / "photos" / "1" / "index.html").exists()


def test_commands_that_need_a_network_exist_with_their_options() -> None:
    needing = [block.text for block in taken_apart(PAGE) if block.tag == "network"]
    lines = "".join(needing).replace("\\\n", " ").splitlines()
    assert len(lines) == 5
    for line in lines:
        words = shlex.split(line, comments=True)[1:]
        names = [word for word in words[:3] if not word.startswith("-") and word != "photos"]
        if names[-1] == "mirror":
            names.append("follow")
        printed = CliRunner().invoke(main, [*names, "--help"]).output
        for option in _OPTION.findall(line.partition("#")[0]):
            assert option in printed, f"{names}: {option}"
