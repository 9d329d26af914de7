"""What the operator's documents say is there: settings, tables, commands, pages, anchors."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from beholden.cli import main
from beholden.config import settings
from beholden.gate import default_policy_text
from beholden.store import tables
from tests.docs.support import FOLDER, ROOT, TOO_LONG_SECONDS

DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.is_file())
PAGES = [path for path in DOCUMENTS if path.suffix == ".md"]
SECTIONS = ("server", "decode", "store", "lists", "ledger", "log")
# `mode` and what stands under a bracketed section are of the policy file.
_SETTING = re.compile(rf"(?<![\w.-])((?:{'|'.join(SECTIONS)})\.[a-z]+(?:_[a-z]+)*)\b(?![(/-])")
_VARIABLE = re.compile(r"\bBEHOLDEN_[A-Z]+(?:_[A-Z]+)*\b")
_COMMAND = re.compile(r"(?:`|^|bin/|\$\()beholden ([a-z][^`\n]*)", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_every_setting_that_a_document_names_exists() -> None:
    known = {setting.path for setting in settings().values()}
    named = {
        (path.name, found)
        for path in DOCUMENTS
        for found in _SETTING.findall(text_of(path))
        if not found.endswith((".md", ".toml", ".jsonl", ".csv"))
    }
    assert named
    assert {pair for pair in named if pair[1] not in known} == set()


def test_every_variable_that_a_document_names_is_read() -> None:
    known = {setting.environment for setting in settings().values()} | {
        "BEHOLDEN_DATA",
        "BEHOLDEN_CONFIG",
        "BEHOLDEN_KEY",
    }
    named = {found for path in DOCUMENTS for found in _VARIABLE.findall(text_of(path))}
    assert named - known == set()


def test_every_number_about_retention_is_the_default() -> None:
    text = text_of(FOLDER / "retention.md")
    policy = default_policy_text()
    for name in ("block_days", "hold_days", "allowed_hours", "counters_days", "window_hours"):
        (default,) = re.findall(rf"^{name} = (\d+)", policy, re.MULTILINE)
        rows = [line for line in text.splitlines() if line.startswith("|") and f"`{name}`" in line]
        assert rows, name
        assert all(f"{int(default):,}" in row for row in rows), name


def test_the_retention_table_names_every_table_of_the_store() -> None:
    text = text_of(FOLDER / "retention.md")
    assert [name for name in tables.metadata.tables if f"`{name}`" not in text] == []
    rows = re.findall(r"^\| [^|]+ \| `(\w+)` \|", text, re.MULTILINE)
    assert set(rows) == set(tables.metadata.tables)


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text_of(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).strip().replace(" ", "-") for one in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in _LINK.findall(text_of(path)):
        target, _, anchor = link.partition("#")
        found = path.parent / target if target else path
        assert found.exists(), link
        if anchor:
            assert anchor in anchors(found), link


def commands(command: click.Command, *path: str) -> dict[tuple[str, ...], click.Command]:
    """Every command by its path."""
    found = {path: command} if path else {}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            found |= commands(below, *path, name)
    return found


def test_every_command_that_a_document_names_exists() -> None:
    known = commands(main)
    groups = {path[:1] for path in known if len(path) > 1}
    missing = set()
    for document in DOCUMENTS:
        # Up to the end of a code span or line; the name of the program alone is no command.
        for line in _COMMAND.findall(text_of(document)):
            words = line.split()
            path = tuple(words[:1])
            if path in groups and words[1:] and not words[1].startswith("-"):
                path = tuple(words[:2])
            if path not in known:
                missing.add((document.name, path))
                continue
            options = {name for one in known[path].params for name in one.opts}
            used = {word.partition("=")[0] for word in words if re.match(r"--[a-z]", word)}
            missing |= {(document.name, (*path, one)) for one in used - options - {"--help"}}
    assert missing == set()


def test_the_unit_passes_systemds_own_check(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here: the unit was NOT checked")
    # The check wants the program to be there.
    text = text_of(FOLDER / "beholden.service").replace("/opt/beholden/bin/beholden", "/bin/true")
    unit = tmp_path / "beholden.service"
    unit.write_text(text, encoding="utf-8")
    done = analysed("verify", str(unit))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    # 0 is nothing exposed, 10 everything; the threshold is in tenths.
    safe = analysed("security", "--offline=true", "--threshold=10", str(unit))
    assert safe.returncode == 0, safe.stdout.splitlines()[-1:]


def analysed(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *arguments],
        capture_output=True,
        text=True,
        timeout=TOO_LONG_SECONDS,
        check=False,
    )


def test_the_unit_keeps_uploads_off_the_disk_and_lets_what_was_accepted_finish() -> None:
    lines = dict(
        line.split("=", 1)
        for line in text_of(FOLDER / "beholden.service").splitlines()
        if "=" in line and not line.startswith("#")
    )
    assert (lines["LimitCORE"], lines["MemorySwapMax"]) == ("0", "0")
    assert lines["StateDirectory"] == lines["RuntimeDirectory"] == "beholden"
    default = settings()["server.shutdown_seconds"].default
    assert isinstance(default, int)
    # The supervisor waits ten seconds longer than its workers.
    assert int(lines["TimeoutStopSec"]) > default + 10


def test_no_document_is_missing() -> None:
    assert {path.name for path in DOCUMENTS} == {
        "beholden.service",
        "dpia.md",
        "first-hit.md",
        "guide.md",
        "nginx.conf",
        "retention.md",
    }
    assert ROOT in FOLDER.parents
