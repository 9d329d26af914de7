"""The page on checking articles works as printed, and names every verdict and option it should."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from beholden.cli.figures.check import check_command
from beholden.figures.claim_data import _FORCES, _MORE, _SERIES
from beholden.figures.core.claims.report import VERDICTS
from tests.docs.support import ROOT, shows, taken_apart
from tests.docs.test_guide import Shell

TEXT = (ROOT / "docs" / "figures" / "checking.md").read_text(encoding="utf-8")


@pytest.mark.enable_socket
def test_every_command_of_the_page_runs_and_says_what_is_printed(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    said = ""
    for block in taken_apart(TEXT):
        if block.language == "sh" and block.tag != "serve":
            said = shell.run(f"{block.text.rstrip()} || test $? = 1\n")
        elif block.language == "text":
            assert shows(block.text, said), f"expected:\n{block.text}\nsaid:\n{said}"
    assert (tmp_path / "checked.html").exists()


def test_the_page_names_what_there_is() -> None:
    for column in (*_FORCES, *_SERIES, *_MORE):
        assert f"`{column}`" in TEXT
    for word in VERDICTS.values():
        assert f"| {word.lower()} |" in TEXT
    for option in check_command.params:
        if isinstance(option, click.Option) and option.opts[0] != "--port":
            assert option.opts[0] in TEXT
