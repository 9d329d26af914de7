"""`beholden lists`: editions come, go, and come back, and say what does not protect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.conftest import LISTED
from tests.cli.support import (
    AS_ANYBODY,
    CONTROL,
    Done,
    activate,
    digest_row,
    hashes,
    invoke,
    jpeg,
    outcomes,
    pdq_row,
    picture,
    run,
    scan,
    write_list,
)
from tests.lists.simulators import hashes as random_hashes
from tests.support.storage_forms import saved

ALLOW = ("--allow-list", "--by", "R. Editor", "--note", "our own start pictures")


def lists(command: str, data: Path, *arguments: str | Path) -> Done:
    return invoke("lists", command, *arguments, "--data", data)


def status(data: Path) -> dict[str, Any]:
    """Status by name of the list."""
    (said,) = lists("status", data, "--json").objects
    return {entry["name"]: entry for entry in said["lists"]}


def look_alike() -> bytes:
    """Not the bytes of the listed picture, but its looks."""
    return saved(picture(LISTED).resize((640, 480), Image.Resampling.BICUBIC), "PNG")


def test_check_reports_and_writes_nothing(tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.csv", [pdq_row(1), pdq_row(2)])
    before = set(tmp_path.rglob("*"))
    done = run("lists", "check", path.name, cwd=tmp_path, BEHOLDEN_DATA=str(tmp_path / "data"))
    assert done.code == 0
    assert done.text == "2 rows: 2 entries (2 pdq).\n"
    assert set(tmp_path.rglob("*")) == before


def test_an_edition_protects_only_once_it_is_active(tmp_path: Path, uploads: Path) -> None:
    data = tmp_path / "data"
    path = write_list(tmp_path / "list.csv", [pdq_row(2)])
    done = lists("add", data, path, "--name", "known", "--source", "a test")
    assert done.code == 0
    assert "It does not protect yet: beholden lists activate known" in done.text
    assert scan(uploads, data).code == 2
    assert "protects nobody" in " ".join(status(data)["known"]["notes"])
    assert lists("activate", data, "known").code == 0
    assert outcomes(scan(uploads, data)) == {"harmless.jpg": "block"}


def test_an_edition_says_where_it_comes_from(data: Path) -> None:
    edition = status(data)["known"]["active"]
    assert edition["source"] == "a test"
    assert edition["set_by"] == "A. Tester"
    assert edition["radius"] == 31
    assert edition["count"] == 1
    assert edition["set_at"] == edition["created_at"]


def test_adding_the_same_file_again_makes_no_second_edition(data: Path, tmp_path: Path) -> None:
    path = write_list(tmp_path / "again.csv", [pdq_row(LISTED)])
    done = lists("add", data, path, "--name", "known", "--source", "a test")
    assert done.code == 0
    assert "This edition was here already." in done.text
    assert len(status(data)["known"]["editions"]) == 1


def test_rolling_back_changes_what_a_scan_finds(data: Path, uploads: Path) -> None:
    (uploads / "known.jpg").write_bytes(jpeg(LISTED))
    first = status(data)["known"]["active"]["edition"]
    second = activate(data, [pdq_row(2)], "--version", "second")
    assert outcomes(scan(uploads, data)) == {"harmless.jpg": "block", "known.jpg": "allow"}
    done = lists("rollback", data, "known", "--by", "A. Tester")
    assert done.code == 0
    assert first in done.text
    assert outcomes(scan(uploads, data)) == {"harmless.jpg": "allow", "known.jpg": "block"}
    assert lists("activate", data, "known", "second").code == 0
    assert status(data)["known"]["active"]["edition"] == second
    assert outcomes(scan(uploads, data)) == {"harmless.jpg": "block", "known.jpg": "allow"}


def test_there_is_nothing_to_roll_back_to_before_a_second_edition(data: Path) -> None:
    done = lists("rollback", data, "known")
    assert done.code == 2
    assert "no earlier active edition" in done.said
    assert status(data)["known"]["active"] is not None


def test_a_list_switched_off_is_not_asked(data: Path, uploads: Path) -> None:
    assert lists("deactivate", data, "known").code == 0
    assert scan(uploads, data).code == 2
    again = lists("deactivate", data, "known")
    assert again.code == 2
    assert "no active edition" in again.said


def test_what_is_active_cannot_be_removed(data: Path) -> None:
    done = lists("remove", data, "known", "--yes")
    assert done.code == 2
    assert "is active" in done.said
    assert lists("deactivate", data, "known").code == 0
    assert lists("remove", data, "known", "--yes").code == 0
    assert status(data) == {}


def test_removing_asks_first(data: Path) -> None:
    lists("deactivate", data, "known")
    refused = invoke("lists", "remove", "known", "--data", data, stdin=b"n\n")
    assert refused.code == 1
    assert "known" in status(data)
    unanswered = invoke("lists", "remove", "known", "--data", data)
    assert unanswered.code == 1
    assert "known" in status(data)
    assert invoke("lists", "remove", "known", "--data", data, stdin=b"y\n").code == 0
    assert status(data) == {}


def test_one_edition_can_be_removed_by_its_version(data: Path) -> None:
    activate(data, [pdq_row(2)], "--version", "second")
    old = next(e for e in status(data)["known"]["editions"] if e["version"] != "second")
    assert lists("remove", data, "known", old["edition"][:6], "--yes").code == 0
    assert [e["version"] for e in status(data)["known"]["editions"]] == ["second"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("activate", "nothing"),
        ("activate", "known", "no-such-edition"),
        ("rollback", "nothing"),
        ("deactivate", "nothing"),
        ("remove", "nothing", "--yes"),
        ("remove", "known", "no-such-edition", "--yes"),
        ("activate", "../known"),
        ("reinstate", "known", "picture-1", "--by", "R. Editor"),
        ("reinstate", "known", "picture-1"),
        ("no-such-command",),
    ],
)
def test_what_is_not_there_is_refused_with_status_2(data: Path, arguments: tuple[str, ...]) -> None:
    command, *rest = arguments
    before = status(data)
    done = lists(command, data, *rest)
    assert done.code == 2
    assert "Error: " in done.said
    assert status(data) == before


@pytest.mark.parametrize(
    "options",
    [
        ("--name", "Known"),
        ("--name", "../known"),
        ("--name", ""),
        ("--source", ""),
        ("--by", ""),
        ("--radius", "257"),
        ("--radius", "-1"),
        ("--min-quality", "101"),
        ("--max-rejects", "2"),
        ("--kind", "photodna"),
        ("--column", "hash"),
        ("--column", "colour=red"),
        ("--column", "id=absent"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(tmp_path: Path, options: tuple[str, ...]) -> None:
    path = write_list(tmp_path / "list.csv", [pdq_row(1)])
    data = tmp_path / "data"
    done = lists("add", data, path, "--name", "known", "--source", "a test", *options)
    assert done.code == 2, done.text
    assert status(data) == {}


def test_a_damaged_edition_is_not_activated_and_the_old_one_stays(
    data: Path, uploads: Path, tmp_path: Path
) -> None:
    (uploads / "known.jpg").write_bytes(jpeg(LISTED))
    old = status(data)["known"]["active"]["edition"]
    path = write_list(tmp_path / "new.csv", [pdq_row(2), digest_row(jpeg(2), "digest")])
    done = lists("add", data, path, "--name", "known", "--source", "a test", "--json")
    new = done.objects[0]["edition"]["edition"]
    (folder,) = data.rglob(new)
    parts = sorted(part for part in folder.iterdir() if part.stat().st_size)
    assert len(parts) >= 6
    for part in parts:
        whole = part.read_bytes()
        damaged = bytearray(whole)
        damaged[len(damaged) // 2] ^= 1
        part.chmod(0o644)
        part.write_bytes(damaged)
        done = lists("activate", data, "known", new)
        assert done.code == 2, part.name
        assert "Traceback" not in done.said
        part.write_bytes(whole)
    assert status(data)["known"]["active"]["edition"] == old
    assert outcomes(scan(uploads, data)) == {"harmless.jpg": "allow", "known.jpg": "block"}
    assert lists("activate", data, "known", new).code == 0, "all is well again"


def edition_file(data: Path, name: str) -> Path:
    (path,) = data.rglob(f"editions/*/{name}")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("damage", ["radius", "role", "index"])
def test_a_scan_refuses_an_active_edition_that_was_altered(
    data: Path, uploads: Path, damage: str
) -> None:
    (uploads / "known.jpg").write_bytes(jpeg(LISTED))
    if damage == "index":
        path = edition_file(data, "pdq.index")
        path.write_bytes(bytes(path.stat().st_size))
    else:
        path = edition_file(data, "edition.json")
        changed = {"radius": 0} if damage == "radius" else {"role": "allow"}
        path.write_text(json.dumps(json.loads(path.read_bytes()) | changed))
    done = scan(uploads, data)
    assert done.code == 2
    assert "of list known is damaged" in done.said
    assert done.out == b"", "nothing is allowed"
    assert lists("status", data).code == 1


@pytest.mark.parametrize("lost", ["active.json", "editions", ""])
def test_a_scan_refuses_while_a_list_that_was_active_is_lost(
    data: Path, uploads: Path, tmp_path: Path, lost: str
) -> None:
    activate(data, [pdq_row(2)], name="other")
    (data / "lists" / "known" / lost).rename(tmp_path / "elsewhere")
    done = scan(uploads, data)
    assert done.code == 2
    assert "List known should be active" in done.said
    assert done.out == b""
    shown = lists("status", data)
    assert shown.code == 1
    assert "deactivate it to go on without it" in " ".join(shown.text.split())
    assert lists("deactivate", data, "known").code == 0
    assert outcomes(scan(uploads, data)) == {"harmless.jpg": "block"}


def test_status_ends_with_1_when_a_list_needs_somebody(data: Path) -> None:
    assert lists("status", data).code == 0
    (path,) = data.rglob("active.json")
    whole = path.read_bytes()
    path.write_bytes(b"{")
    done = lists("status", data)
    assert done.code == 1
    assert "cannot be read" in " ".join(done.text.split())
    assert "Nothing is active" not in done.text
    path.write_bytes(whole)
    lists("deactivate", data, "known")
    assert lists("status", data).code == lists("status", data, "--json").code == 1
    lists("activate", data, "known")
    assert lists("status", data, "--json").code == 0


def test_kinds_that_cannot_be_computed_are_said_not_to_protect(tmp_path: Path) -> None:
    data = tmp_path / "data"
    rows = [pdq_row(1), ("PhotoDNA", "1,2,3,4", "p-1"), ("PhotoDNA", "5,6,7,8", "p-2")]
    activate(data, rows)
    entry = status(data)["known"]
    assert entry["not_protecting"] == ["2 of kind photodna: this software cannot compute it"]
    assert entry["active"]["count"] == 3
    text = lists("status", data).text
    assert "known: 2 of kind photodna: this software cannot compute it" in text


def test_a_list_of_nothing_but_such_kinds_is_refused(tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.csv", [("PhotoDNA", "1,2,3", "p-1")])
    done = lists("add", tmp_path / "data", path, "--name", "known", "--source", "a test")
    assert done.code == 2
    assert "No row can be matched (photodna)" in done.said


def test_entries_of_low_quality_are_said_not_to_protect(tmp_path: Path, uploads: Path) -> None:
    data = tmp_path / "data"
    path = tmp_path / "list.csv"
    good, low = pdq_row(1), pdq_row(2)
    write_list(path, [(*good, "90"), (*low, "49")], header="kind,hash,id,quality")
    done = lists("add", data, path, "--name", "known", "--source", "a test", "--activate")
    assert "1 PDQ entries are below the minimum quality" in done.text
    assert "1 PDQ of a quality below 50" in status(data)["known"]["not_protecting"][0]
    assert outcomes(scan(uploads, data)) == {"harmless.jpg": "allow"}


@pytest.mark.parametrize("missing", ["--by", "--note"])
def test_an_allow_list_needs_a_person_and_a_reason(tmp_path: Path, missing: str) -> None:
    path = write_list(tmp_path / "list.csv", [pdq_row(1)])
    at = ALLOW.index(missing)
    options = (*ALLOW[:at], *ALLOW[at + 2 :])
    data = tmp_path / "data"
    done = lists("add", data, path, "--name", "harmless", "--source", "us", *options)
    assert done.code == 2
    assert missing.strip("-") in done.said
    assert status(data) == {}


def test_an_allow_list_may_not_be_wide(tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.csv", [pdq_row(1)])
    add = ("--name", "harmless", "--source", "us", *ALLOW)
    assert lists("add", tmp_path / "data", path, *add, "--radius", "17").code == 2
    assert lists("add", tmp_path / "data", path, *add, "--radius", "16").code == 0


def test_an_allow_list_lets_a_look_alike_pass_and_says_so(data: Path, uploads: Path) -> None:
    (uploads / "look-alike.png").write_bytes(look_alike())
    assert outcomes(scan(uploads, data))["look-alike.png"] == "block"
    row = ("pdq", hashes(look_alike()).pdq, "start-picture")
    activate(data, [row], *ALLOW, name="harmless")
    done = scan(uploads, data)
    assert done.code == 0
    line = next(o for o in done.objects if o["file"].endswith("look-alike.png"))
    assert line["outcome"] == "allow"
    assert [match["list"] for match in line["set_aside"]] == ["known"]
    assert any("is set aside" in reason for reason in line["reasons"])
    edition = next(e for e in line["editions"] if e["list"] == "harmless")
    assert (edition["role"], edition["set_by"]) == ("allow", "R. Editor")


def test_an_allow_list_never_lets_a_digest_match_pass(tmp_path: Path, uploads: Path) -> None:
    data = tmp_path / "data"
    activate(data, [digest_row(jpeg(2), "exact"), pdq_row(2)])
    rows = [digest_row(jpeg(2), "mine"), ("pdq", hashes(jpeg(2)).pdq, "mine-too")]
    activate(data, rows, *ALLOW, name="harmless")
    done = scan(uploads, data)
    assert done.code == 1
    assert outcomes(done) == {"harmless.jpg": "block"}
    assert any("never overrules" in reason for reason in done.objects[0]["reasons"])


def test_an_allow_list_alone_is_no_protection(tmp_path: Path, uploads: Path) -> None:
    data = tmp_path / "data"
    activate(data, [pdq_row(1)], *ALLOW, name="harmless")
    done = scan(uploads, data)
    assert done.code == 2
    assert "No list is active" in done.said


def test_a_version_like_markup_is_shown_as_it_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    activate(data, [pdq_row(1)], "--version", "[/x][bold]")
    assert "[/x][bold]" in lists("status", data).text


def test_a_supplier_cannot_steer_the_terminal(tmp_path: Path) -> None:
    data = tmp_path / "data"
    path = tmp_path / "list.csv"
    nasty = "\x1b]0;title\x07\x1b[2J"
    write_list(
        path,
        [(*pdq_row(1), "x"), ("pdq", nasty, nasty, "x"), (nasty, pdq_row(2)[1], "y", "x")],
        header=f"kind,hash,id,{nasty}",
    )
    add = ("--name", "known", "--source", nasty, "--version", nasty, "--activate")
    for done in (
        invoke("lists", "check", path),
        invoke("lists", "check", path, "--max-rejects", "0.9"),
        lists("add", data, path, *add, "--max-rejects", "0.9"),
        lists("status", data),
        lists("status", data, "--json"),
        lists("deactivate", data, "known"),
        lists("activate", data, "known"),
        lists("activate", data, "known", nasty[:8]),
        lists("activate", data, nasty),
        invoke("lists", "check", tmp_path / nasty),
    ):
        assert not CONTROL.search(done.out), done.out
        assert not CONTROL.search(done.err), done.err


def test_status_of_a_folder_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    done = lists("status", tmp_path / "data")
    assert done.code == 0
    assert "beholden lists add FILE" in done.text
    assert not (tmp_path / "data").exists()


def test_a_lists_folder_that_cannot_be_written_is_one_sentence(data: Path, tmp_path: Path) -> None:
    path = write_list(tmp_path / "new.csv", [pdq_row(2)])
    folders = [data, *(folder for folder in data.rglob("*") if folder.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        add = ("lists", "add", path, "--name", "new", "--source", "a test", "--data", data)
        done = run(*add, under=AS_ANYBODY)
        switched = run("lists", "deactivate", "known", "--data", data, under=AS_ANYBODY)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    for refused in (done, switched):
        assert refused.code == 2
        assert "Permission denied" in refused.said
        assert "Traceback" not in refused.said
    assert status(data)["known"]["active"] is not None


def test_every_change_is_written_down_with_its_person(data: Path) -> None:
    lists("deactivate", data, "known", "--by", "R. Editor")
    (path,) = data.rglob("changes.jsonl")
    changes = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(change["action"], change["by"]) for change in changes] == [
        ("add", "A. Tester"),
        ("activate", "A. Tester"),
        ("deactivate", "R. Editor"),
    ]


def test_the_radius_of_a_list_is_kept_to(tmp_path: Path, uploads: Path) -> None:
    number = int(hashes(jpeg(2)).pdq, 16)
    near = number ^ ((1 << 20) - 1)
    for radius, outcome in (("20", "block"), ("19", "allow")):
        data = tmp_path / radius
        activate(data, [("pdq", f"{near:064x}", "near")], "--radius", radius)
        assert outcomes(scan(uploads, data)) == {"harmless.jpg": outcome}


def test_thousands_of_entries_are_counted_by_kind(tmp_path: Path) -> None:
    data = tmp_path / "data"
    rows = [("pdq", text, "") for text in random_hashes(3000)]
    rows += [("md5", text, "") for text in random_hashes(2000, kind="md5")]
    activate(data, rows)
    active = status(data)["known"]["active"]
    assert active["counts"] == {"pdq": 3000, "md5": 2000}
