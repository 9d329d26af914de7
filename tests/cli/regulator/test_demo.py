"""The whole loop in small: a network, its log, a witness, a regulator, the public page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.support import run


@pytest.fixture(scope="module")
def loop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What the demo left in its folder, and what it said."""
    folder = tmp_path_factory.mktemp("loop") / "demo"
    done = run("regulator", "demo", "--folder", folder)
    assert done.code == 0, done.out.decode() + done.err.decode()
    return folder, done.text


def test_the_falsified_figure_is_named_and_the_truth_is_not_doubted(
    loop: tuple[Path, str],
) -> None:
    folder, said = loop
    done = run(
        "regulator", "reconciliations", "example", "--json", "--data", folder / "regulator"
    )  # fmt: skip
    assert done.code == 0
    assert "Uploads blocked" in said.partition("falsified.json says")[2]
    honest = json.loads((folder / "report" / "report.json").read_bytes())
    lie = json.loads((folder / "falsified.json").read_bytes())
    changed = {
        one["indicator"]
        for one, other in zip(honest["figures"], lie["figures"], strict=True)
        if one != other
    }
    assert changed == {"uploads-blocked", "uploads-allowed", "share-blocked"}


def test_both_scorecards_are_public_and_the_newer_says_that_it_corrects(
    loop: tuple[Path, str],
) -> None:
    folder, _ = loop
    service = folder / "site" / "services" / "example"
    newest, first = (service / "index.html").read_text(), (service / "1" / "index.html").read_text()
    assert "corrected report" in newest
    assert "Uploads blocked" in first
    assert (folder / "report" / "index.html").stat().st_size < 200_000


def test_the_report_can_be_checked_by_who_has_openings_and_a_mirror(
    loop: tuple[Path, str],
) -> None:
    folder, _ = loop
    mirror = folder / "regulator" / "mirrors" / "example"
    given = ("--openings", folder / "openings.jsonl", "--mirror", mirror)
    assert run("transparency", "check", folder / "report" / "report.json", *given).code == 0
    caught = run("transparency", "check", folder / "falsified.json", *given)
    assert caught.code == 1
    assert "uploads-blocked" in caught.text


def test_another_folder_is_not_cleared(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("mine")
    done = run("regulator", "demo", "--folder", tmp_path)
    assert done.code == 2
    assert "give another --folder" in done.said
    assert own.read_text() == "mine"
