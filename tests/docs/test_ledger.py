"""The pages on the ledger work as printed: each command, its output, each example and number."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from scipy.special import betaincinv
from tools.reference import STATED

from beholden.cli import main
from beholden.config import settings
from beholden.ledger.core.policy import parse_policy
from tests.docs.support import (
    ROOT,
    TOO_LONG_SECONDS,
    Block,
    clean_environment,
    served,
    shows,
    taken_apart,
)
from tests.docs.test_guide import PRINTED_ADDRESS, Shell
from tests.docs.test_operate import _COMMAND, _LINK, anchors, commands

FOLDER = ROOT / "docs" / "ledger"
PAGES = sorted(FOLDER.glob("*.md"))
SOURCE = ROOT / "src" / "beholden"
PRINTED_WITNESS = "127.0.0.1:8790"
FILES = {"trust": "trust.txt", "receipt": "receipt.txt", "proof": "proof.txt"}
_SETTING = re.compile(r"(?<![\w./-])(ledger\.(?:[a-z]+_[a-z_]+|enabled|sequence))\b")

needs_curl = pytest.mark.skipif(
    shutil.which("curl") is None, reason="no curl here: the commands were NOT run"
)


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def run(shell: Shell, blocks: list[Block]) -> None:
    """Runs what is to be run, as at a terminal, and compares what is printed below it."""
    said = ""
    for block in blocks:
        if block.language == "sh":
            said = shell.run(f"exec 2>&1\n{block.text}")
        elif block.language == "text" and not block.tag:
            assert shows(block.text, said), f"expected:\n{block.text}\nsaid:\n{said}"


def test_the_receipt_and_the_proof_of_the_page_give_the_answers_it_prints(tmp_path: Path) -> None:
    blocks = taken_apart(text_of("what-it-proves.md"))
    for block in blocks:
        if block.tag:
            (tmp_path / FILES[block.tag]).write_text(block.text, encoding="utf-8")
    run(Shell(tmp_path), blocks)
    assert (tmp_path / "receipt.txt.evidence.json").exists()


def most_missed(missed: int, drills: int) -> float:
    """Clopper and Pearson's upper bound, one-sided, with 95 % confidence, in per cent."""
    return 100 * float(betaincinv(missed + 1, drills - missed, 0.95))


def test_the_numbers_about_drills_are_right() -> None:
    text = text_of("what-it-proves.md")
    for caught, drills, printed in ((59, 59, "5"), (300, 300, "1"), (297, 300, "2.6")):
        assert re.search(rf"\b{caught} of {drills} [^.]*at most {printed} in 100", text)
        assert f"{most_missed(drills - caught, drills):.{printed.count('.')}f}" == printed
        assert 300 / drills == pytest.approx(most_missed(0, drills), rel=0.05)
    found_out = 1 - 0.99**300
    assert found_out == pytest.approx(0.95, abs=0.002)


@needs_curl
@pytest.mark.enable_socket
def test_every_command_of_the_operators_page_runs_and_says_what_is_printed(tmp_path: Path) -> None:
    blocks = taken_apart(text_of("operate.md"))
    serve, stopped = place(blocks, "serve"), place(blocks, "stopped")
    shell = Shell(tmp_path)
    run(shell, blocks[:serve])
    with served(tmp_path, "--listen", "127.0.0.1:0", **data_of(tmp_path)) as address:
        shell.reach(address)
        run(shell, blocks[serve + 1 : stopped])
    run(shell, blocks[stopped:])


@needs_curl
@pytest.mark.enable_socket
def test_network_witness_and_mirror_work_together_as_their_page_says(tmp_path: Path) -> None:
    blocks = taken_apart(text_of("witness-and-mirror.md"))
    serve, witness = place(blocks, "serve"), place(blocks, "witness")
    shell = Shell(tmp_path)
    run(shell, blocks[:serve])
    with served(tmp_path, "--listen", "127.0.0.1:0", **data_of(tmp_path)) as address:
        run(shell, moved(blocks[serve + 1 : witness], PRINTED_ADDRESS, address))
        with witnessing(tmp_path) as at:
            rest = moved(blocks[witness + 1 :], PRINTED_ADDRESS, address)
            run(shell, moved(rest, PRINTED_WITNESS, at))


def place(blocks: list[Block], tag: str) -> int:
    """Where the first block with this tag is."""
    return next(at for at, block in enumerate(blocks) if block.tag == tag)


def data_of(folder: Path) -> dict[str, str]:
    return {"BEHOLDEN_DATA": str(folder / "gate-data")}


def moved(blocks: list[Block], printed: str, address: str) -> list[Block]:
    return [one._replace(text=one.text.replace(printed, address)) for one in blocks]


@contextlib.contextmanager
def witnessing(folder: Path) -> Iterator[str]:
    """Runs the page's witness until the block ends; gives its address."""
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "beholden", "witness", "serve"),
            *("--data", "witness", "--listen", "127.0.0.1:0"),
        ],
        cwd=folder,
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stderr is not None
        try:
            yield json.loads(child.stderr.readline())["address"]
        finally:
            child.terminate()
            child.communicate(timeout=TOO_LONG_SECONDS)


def test_the_pages_serve_as_the_commands_are_set_up() -> None:
    for name, tag, words in (
        ("operate.md", "serve", "beholden serve"),
        ("witness-and-mirror.md", "serve", "beholden serve"),
        ("witness-and-mirror.md", "witness", "beholden witness serve --data witness"),
    ):
        blocks = taken_apart(text_of(name))
        assert blocks[place(blocks, tag)].text.strip() == words


def test_the_trust_policies_of_the_pages_need_more_than_half() -> None:
    for name in ("operate.md", "what-it-proves.md"):
        (example,) = (block.text for block in taken_apart(text_of(name)) if block.tag == "trust")
        policy = parse_policy(example.encode())
        (group,) = policy.groups.values()
        assert policy.quorum in policy.groups
        assert 2 * group.threshold > len(policy.witnesses) == len(group.members)


def test_every_problem_that_the_sequencer_can_have_is_explained() -> None:
    text = text_of("operate.md")
    sequencing, worker, keeping = (
        (SOURCE / path).read_text(encoding="utf-8")
        for path in ("app/sequencing.py", "web/worker.py", "cli/ledger/keeping.py")
    )
    codes = set(re.findall(r'\.(?:set|say|watching)\(\s*"([a-z_]+)"', sequencing))
    codes |= {f"ledger:{code}" for code in re.findall(r'"ledger:([a-z]+)"', worker)}
    codes |= set(re.findall(r'problems\["([a-z_]+)"\]', keeping))
    assert {"sequencer", "ledger:stopped", "unnamed", "statements_lost"} <= codes
    assert {code for code in codes if f"`{code}`" not in text} == set()


def test_every_setting_of_the_ledger_that_a_document_names_exists() -> None:
    known = {setting.path for setting in settings().values()}
    documents = [*PAGES, *(ROOT / "docs" / "operate").glob("*.md"), *ROOT.glob("*.md")]
    named = {one for page in documents for one in _SETTING.findall(page.read_text("utf-8"))}
    assert named
    assert named - known == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_that_a_page_names_exists(page: Path) -> None:
    known = commands(main)
    groups = {path[:1] for path in known if len(path) > 1}
    missing = set()
    for line in _COMMAND.findall(page.read_text(encoding="utf-8").replace("\\\n", " ")):
        words = line.split()
        path = tuple(words[:1])
        if path in groups and words[1:] and not words[1].startswith("-"):
            # An address stands for the command that follows it.
            path = (words[0], "follow" if "://" in words[1] else words[1])
        if path not in known:
            missing.add(path)
            continue
        options = {name for one in known[path].params for name in one.opts}
        used = {word.partition("=")[0] for word in words if re.match(r"--[a-z]", word)}
        missing |= {(*path, one) for one in used - options - {"--help"}}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        target, _, anchor = link.partition("#")
        found = page.parent / target if target else page
        assert found.exists(), link
        assert not anchor or anchor in anchors(found), link


def test_the_reference_has_the_form_of_every_kind_of_statement() -> None:
    shown = {kind for kinds in STATED.values() for kind in kinds}
    made = {
        kind
        for module in STATED
        for kind in re.findall(r"\b((?:gate|lists|ledger)\.[a-z-]+/\d+)", module.__doc__ or "")
    }
    assert shown == made
    text = (ROOT / "docs" / "reference" / "ledger.md").read_text(encoding="utf-8")
    assert [kind for kind in shown if f"`{kind}`" not in text] == []


@pytest.mark.parametrize("kind", sorted(kind for kinds in STATED.values() for kind in kinds))
def test_the_operators_page_tells_of_every_kind_of_statement(kind: str) -> None:
    text = text_of("operate.md")
    assert f"`{kind}`" in text or f"`{kind.partition('.')[0]}.…`" in text
