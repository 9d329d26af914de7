"""The operator's documents, taken apart: their code blocks, and a service to run them against.

for block in blocks("guide.md"):
    block.language, block.tag, block.text
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from beholden.cli import main

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "operate"
TOO_LONG_SECONDS = 240
"""After this a child hangs; nothing here measures time."""
_FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ANYTHING = "…"

needs_service = pytest.mark.skipif(
    "serve" not in main.commands or "shadow" not in main.commands,
    reason="this version has no `beholden serve` or no `beholden shadow` yet",
)


class Block(NamedTuple):
    """One fenced block: its language, the word after it, its text."""

    language: str
    tag: str
    text: str


def page(name: str) -> str:
    """The text of one document."""
    return (FOLDER / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[Block]:
    """All fenced blocks of one document that say their language, in order."""
    return [Block(found[1], found[2] or "", found[3]) for found in _FENCE.finditer(page(name))]


def shows(expected: str, said: str) -> bool:
    """Whether the lines of ``expected`` are in ``said``, in order; … stands for anything."""
    lines = iter(said.splitlines())
    for line in expected.splitlines():
        pattern = re.compile(".*".join(map(re.escape, line.strip().split(ANYTHING))))
        if not any(pattern.fullmatch(one.strip()) for one in lines):
            return False
    return True


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without settings of the person who runs the tests."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("BEHOLDEN_", "COV_"))}
    return {**kept, "PATH": f"{sys.prefix}/bin:{os.environ['PATH']}", "COLUMNS": "100", **more}


@contextlib.contextmanager
def served(cwd: Path, *options: str, **variables: str) -> Iterator[str]:
    """Runs ``beholden serve`` until the block ends; gives the address it listens at."""
    command = [sys.executable, "-m", "beholden", "serve", *options]
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=clean_environment(**variables),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stderr is not None
        address = ""
        said = []
        watchdog = threading.Timer(TOO_LONG_SECONDS, child.kill)
        watchdog.start()
        try:
            for line in child.stderr:
                said.append(line)
                event = json.loads(line) if line.startswith("{") else {}
                address = event.get("address", address)
                if event.get("event") == "ready":
                    break
            else:
                pytest.fail("the service did not become ready:\n" + "".join(said))
            # Nobody reads its log from here on; a full pipe would stop it.
            threading.Thread(target=child.stderr.read, daemon=True).start()
            yield address
        finally:
            watchdog.cancel()
            child.terminate()
            child.wait(TOO_LONG_SECONDS)
