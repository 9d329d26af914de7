"""``beholden figures briefing``: prose to print as it is, which passes its own check."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from beholden.figures.registry import load_registry
from tests.cli.figures.support import Demo, figures
from tests.cli.support import Done, invoke

FORCES = [force.name for force in load_registry().forces]
MARKS = ("|", "\t", "http", "==", "--")
UNREAD = "Numbers in forwarded or quoted text were not read"
"""A caveat gives such numbers because the release does not hold them."""


def checked(demo: Demo, text: bytes) -> Done:
    """``beholden figures check -`` of a text against the releases of the demo."""
    told = ("--folder", demo.folder, "--json")
    return invoke("figures", "check", "-", *told, stdin=text)


def wrong(done: Done) -> Iterator[tuple[str, str, str]]:
    for one in done.objects:
        if one["verdict"] in {"differs", "superseded"}:
            yield one["claimed"], one["sentence"], one["reason"]


def counted(demo: Demo) -> list[str]:
    """The forces of which the demo's release holds a number."""
    [path] = (demo.folder / "_beholden" / "releases").glob("*/release.json")
    release: dict[str, Any] = json.loads(path.read_bytes())
    codes = {one["force"] for one in release["observations"] if one["value"]["state"] == "counted"}
    return [force.name for force in load_registry().forces if force.code in codes]


@pytest.mark.parametrize("force", [*FORCES, None])
def test_every_number_of_a_briefing_passes_the_check_of_its_own_release(
    demo: Demo, force: str | None
) -> None:
    name = () if force is None else (force,)
    briefing = figures("briefing", *name, "--folder", demo.folder)
    assert briefing.code == 0, briefing.said
    lines = briefing.text.splitlines()
    assert lines[0]
    assert lines[1] == ""
    assert not any(mark in briefing.text for mark in MARKS)
    done = checked(demo, briefing.out)
    assert list(wrong(done)) == []
    assert done.code == 0, done.said
    if force is None or force in counted(demo):
        assert "agrees" in {one["verdict"] for one in done.objects}


def test_no_number_of_what_show_prints_differs_but_those_it_says_were_not_read(demo: Demo) -> None:
    forces = counted(demo)
    assert len(forces) > 1
    for force in (*forces, None):
        name = () if force is None else (force,)
        shown = figures("show", *name, "--folder", demo.folder)
        assert shown.code == 0, shown.said
        found = [one for one in wrong(checked(demo, shown.out)) if UNREAD not in one[1]]
        assert found == [], force


def test_a_briefing_of_a_force_without_a_number_says_so_and_claims_none(demo: Demo) -> None:
    assert "Kent" not in counted(demo)
    briefing = figures("briefing", "Kent", "--folder", demo.folder)
    assert briefing.text.startswith("No number of child abuse image offences in Kent is known")
    assert checked(demo, briefing.out).objects == []


def test_a_wrong_name_and_a_folder_without_a_release_are_clear_errors(
    demo: Demo, tmp_path: Path
) -> None:
    done = figures("briefing", "Toytown", "--folder", demo.folder)
    assert (done.code, done.out) == (2, b"")
    assert "Toytown" in done.said
    done = figures("briefing", "Essex", "--folder", tmp_path)
    assert (done.code, done.out) == (2, b"")
    assert done.said
