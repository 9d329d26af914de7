"""The page on drills works as printed: each command, its output, and its numbers."""

from __future__ import annotations

import re
from pathlib import Path

from beholden._statistics import discovery_size, noticed
from tests.docs.support import ROOT, Block, served, shows, taken_apart
from tests.docs.test_guide import PRINTED_ADDRESS, Shell

PAGE = (ROOT / "docs" / "regulator" / "drills.md").read_text(encoding="utf-8")


def run(shell: Shell, blocks: list[Block]) -> None:
    said = ""
    for block in blocks:
        if block.language == "sh":
            said = shell.run(f"exec 2>&1\n{block.text}")
        elif block.language == "text":
            assert shows(block.text, said), f"expected:\n{block.text}\nsaid:\n{said}"


def test_every_command_runs_and_says_what_is_printed(tmp_path: Path) -> None:
    blocks = taken_apart(PAGE)
    serve = next(at for at, block in enumerate(blocks) if block.tag == "serve")
    assert blocks[serve].text.strip() == "beholden serve"
    shell = Shell(tmp_path)
    run(shell, blocks[:serve])
    data = {"BEHOLDEN_DATA": str(tmp_path / "gate-data")}
    with served(tmp_path, "--listen", "127.0.0.1:0", **data) as address:
        rest = [
            one._replace(text=one.text.replace(PRINTED_ADDRESS, address))
            for one in blocks[serve + 1 :]
        ]
        run(shell, rest)
    assert len(list((tmp_path / "regulator-data/mirrors/example/receipts").iterdir())) == 80


def test_the_numbers_of_the_page_are_right() -> None:
    assert discovery_size("0.05") == 59
    assert discovery_size("0.01") == 299
    assert re.search(r"59 items without a miss show that at least 95 % .* and 299\s", PAGE)
    assert f"{noticed(0.05, 80):.0%}" == "98%"
    assert "With 80 receipts" in PAGE
    assert "a probability of 98 %" in " ".join(PAGE.split())
