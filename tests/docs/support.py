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
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "operate"
TOO_LONG_SECONDS = 240
"""After this a child hangs; nothing here measures time."""
_LOOK_SECONDS = 0.05
_FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ANYTHING = "…"


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
    return taken_apart(page(name))


def taken_apart(text: str) -> list[Block]:
    """All fenced blocks of a text that say their language, in order."""
    return [Block(found[1], found[2] or "", found[3]) for found in _FENCE.finditer(text)]


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
    """Runs ``beholden serve`` until the block ends; gives the address it listens at.

    What it logs is in ``service.log``, and shown if anything fails meanwhile.
    """
    log = cwd / "service.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "beholden", "serve", *options],
            cwd=cwd,
            env=clean_environment(**variables),
            stdout=subprocess.DEVNULL,
            stderr=errors,
        ) as child,
    ):
        try:
            yield _address(child, log)
        except BaseException:
            print(log.read_text(encoding="utf-8"), f"exit status {child.poll()}")  # noqa: T201
            raise
        finally:
            child.terminate()
            child.wait(TOO_LONG_SECONDS)


def _address(child: subprocess.Popen[bytes], log: Path) -> str:
    """Waits until every worker is ready; says where the service listens."""
    for _ in range(round(TOO_LONG_SECONDS / _LOOK_SECONDS)):
        lines = log.read_text(encoding="utf-8").splitlines()
        events = {e["event"]: e for e in map(json.loads, lines) if "event" in e}
        if "ready" in events:
            address: str = events["listening"]["address"]
            return address
        if child.poll() is not None:
            break
        time.sleep(_LOOK_SECONDS)
    pytest.fail("the service did not become ready")
