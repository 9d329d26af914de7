"""`beholden drill`: the test button works on an empty folder, on a busy one, and by hand."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from beholden.app import Beholden
from beholden.drill import PUBLISHED
from beholden.gate import Filter
from tests.cli.support import (
    AS_ANYBODY,
    CONTROL,
    invoke,
    outcomes,
    run,
    scan,
    write_policy,
)

LINKS = ("hashed", "matched", "decided", "recorded", "in the log")

NO_RULE_FOR_MATCHES = """
version = "bare"
mode = "enforce"
default = "allow"

[[rules]]
name = "other lists"
decision = "block"
set_by = "A. Tester"
set_at = 2026-11-22T09:00:00Z
[rules.when]
lists = ["known"]
"""


def test_every_link_holds_on_an_empty_data_folder(tmp_path: Path) -> None:
    done = run("drill", "--data", tmp_path / "data")
    assert done.code == 0
    *links, last, warning = done.text.splitlines()
    assert last == "Every link held."
    assert "no list of yours is active" in warning, "a green light must not hide an empty chain"
    assert len(links) == 10
    assert all(line.startswith("ok ") for line in links)
    for copy in ("picture", "re-encoded copy"):
        for link in LINKS:
            assert any(f"{copy}: {link}" in line for line in links)


def test_json_says_of_each_link_whether_it_held(data: Path) -> None:
    done = run("drill", "--json", "--data", data)
    assert done.code == 0
    (found,) = done.objects
    assert found["ok"] is True
    assert [link["link"] for link in found["links"]] == [
        f"{copy}: {link}" for copy in ("picture", "re-encoded copy") for link in LINKS
    ]
    assert all(link["ok"] and link["says"] for link in found["links"])


def test_a_drill_is_recorded_as_one(tmp_path: Path) -> None:
    assert run("drill", "--data", tmp_path).code == 0
    recorded = Beholden(tmp_path).archive.page(Filter(surface="drill")).decisions
    assert len(recorded) == 2
    assert all("harmless test picture" in str(one.matches) for one in recorded)


def test_the_written_picture_is_the_published_one_and_is_found(
    tmp_path: Path, uploads: Path, data: Path
) -> None:
    done = run("drill", "--write", uploads / "drill.png", "--data", tmp_path / "none")
    assert done.code == 0
    assert PUBLISHED.sha256 in done.text
    assert not (tmp_path / "none").exists(), "only the picture is written"
    content = (uploads / "drill.png").read_bytes()
    assert hashlib.sha256(content).hexdigest() == PUBLISHED.sha256
    with Image.open(io.BytesIO(content)) as picture:
        picture.convert("RGB").save(uploads / "copy.jpg", quality=70)
        picture.convert("RGB").resize((300, 225)).save(uploads / "small.webp")
    found = scan(uploads, data)
    assert found.code == 1
    said = {Path(line["file"]).name: line for line in found.objects}
    assert outcomes(found) == {
        "drill.png": "block",
        "copy.jpg": "block",
        "small.webp": "block",
        "harmless.jpg": "allow",
    }
    assert {match["kind"] for match in said["drill.png"]["matches"]} == {
        *("sha256", "sha1", "md5", "pdq")
    }
    assert {match["kind"] for match in said["copy.jpg"]["matches"]} == {"pdq"}
    assert said["copy.jpg"]["matches"][0]["list"] == "drill"


def test_the_published_hashes_are_those_of_the_command(tmp_path: Path) -> None:
    assert run("drill", "--write", "drill.png", cwd=tmp_path).code == 0
    (line,) = run("hash", "--json", "--exact", "drill.png", cwd=tmp_path).objects
    assert {kind: line[kind] for kind in PUBLISHED._fields} == PUBLISHED._asdict()


def test_a_policy_that_forgets_the_drill_still_holds_it(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(NO_RULE_FOR_MATCHES)
    done = run("drill", "--json", "--data", tmp_path)
    assert done.code == 0
    decided = [link for link in done.objects[0]["links"] if link["link"].endswith("decided")]
    assert all(link["says"].startswith("hold") for link in decided)


def test_shadow_mode_is_said_to_enforce_nothing(tmp_path: Path) -> None:
    write_policy(tmp_path, ('mode = "enforce"', 'mode = "shadow"'))
    done = run("drill", "--data", tmp_path)
    assert done.code == 0
    assert done.text.count("shadow mode: recorded, not enforced") == 2


@pytest.mark.parametrize("target", ["no-such-folder/drill.png", "."])
def test_a_picture_that_cannot_be_written_is_status_2(tmp_path: Path, target: str) -> None:
    done = run("drill", "--write", tmp_path / target)
    assert done.code in (1, 2)
    assert "Error: " in done.said
    assert "Traceback" not in done.said


def test_a_record_that_cannot_be_written_is_status_2(tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o555)
    done = run("drill", "--data", folder, under=AS_ANYBODY)
    assert done.code == 2
    assert "Permission denied" in done.said
    assert "Traceback" not in done.said


def test_the_name_of_the_picture_cannot_steer_the_terminal(tmp_path: Path) -> None:
    done = invoke("drill", "--write", tmp_path / "\x1b[2J\x07.png")
    assert done.code == 0
    assert not CONTROL.search(done.out)
