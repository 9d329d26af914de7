"""The page on reconciling works as printed, and names what the program knows."""

from __future__ import annotations

import re
from pathlib import Path

from beholden.regulator.core.counts import COLUMNS
from tests.docs.support import ROOT, shows, taken_apart
from tests.docs.test_guide import Shell

PAGE = (ROOT / "docs" / "regulator" / "reconciling.md").read_text(encoding="utf-8")


def test_every_command_runs_and_says_what_is_printed(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    said = ""
    for block in taken_apart(PAGE):
        if block.language == "sh":
            said = shell.run(f"exec 2>&1\n{block.text}")
        elif not block.tag:
            assert shows(block.text, said), f"expected:\n{block.text}\nsaid:\n{said}"


def test_the_columns_of_a_file_of_counts_are_all_there() -> None:
    table = PAGE.partition("## Files of counts")[2].partition("## Two files")[0]
    named = [
        name
        for row in re.findall(r"^\| (`[^|]*`) \|", table, re.MULTILINE)
        for name in re.findall(r"`([a-z_]+)`", row)
    ]
    assert named == list(COLUMNS)
