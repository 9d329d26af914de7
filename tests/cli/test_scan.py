"""`beholden scan`: every file below a folder ends in a decision, and the status tells."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from beholden.drill import drill_picture
from tests.cli.conftest import LISTED
from tests.cli.support import (
    AS_ANYBODY,
    COMMAND,
    CONTROL,
    activate,
    environment,
    hashes,
    invoke,
    jpeg,
    on_terminal,
    outcomes,
    pdq_row,
    picture,
    run,
    scan,
    write_policy,
)
from tests.support.hostile import HOSTILE, cut_jpegs, hostile_folder
from tests.support.storage_forms import saved

NASTY = os.fsdecode(b"a\nb \x1b]0;title\x07\x1b[2J\r \xff\xfe.jpg")
SECOND = 1_000_000_000


def test_nothing_matched_is_status_0(data: Path, uploads: Path) -> None:
    done = run("scan", "--data", data, uploads)
    assert done.code == 0
    assert done.out == b"", "of allowed files nothing is printed"
    assert "1 files: 1 allow, 0 hold, 0 block" in done.said


def test_a_match_is_status_1_and_is_explained(data: Path, uploads: Path) -> None:
    (uploads / "known.jpg").write_bytes(jpeg(LISTED))
    done = run("scan", "--data", data, uploads)
    assert done.code == 1
    first, *reasons = done.text.splitlines()
    assert first == f"block  {uploads / 'known.jpg'}"
    assert any(f'Entry "picture-{LISTED}" of list "known"' in reason for reason in reasons)
    assert "2 files: 1 allow, 0 hold, 1 block; 1 matched a list." in done.said


@pytest.mark.parametrize("arguments", [("missing",), (), ("--workers", "0", "."), ("--surface",)])
def test_wrong_usage_is_status_2(data: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run("scan", "--data", data, *arguments, cwd=tmp_path).code == 2


def test_only_unscannable_files_are_status_3_and_held(data: Path, uploads: Path) -> None:
    (uploads / "text.jpg").write_bytes(b"no picture")
    done = run("scan", "--data", data, uploads)
    assert done.code == 3
    assert done.text.startswith(f"hold  {uploads / 'text.jpg'}")
    assert "not_an_image" in done.text


def test_a_match_outweighs_what_cannot_be_scanned(data: Path, uploads: Path) -> None:
    (uploads / "text.jpg").write_bytes(b"no picture")
    (uploads / "known.jpg").write_bytes(jpeg(LISTED))
    assert scan(uploads, data).code == 1


def test_an_empty_folder_is_status_0(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = scan(tmp_path / "empty", data)
    assert (done.code, done.out) == (0, b"")


def test_json_is_one_object_a_file_in_a_steady_order(data: Path, uploads: Path) -> None:
    for name in ("z.jpg", "b/c/deep.jpg", "b/known.jpg", "a.txt"):
        (uploads / name).parent.mkdir(parents=True, exist_ok=True)
        (uploads / name).write_bytes(jpeg(LISTED) if "known" in name else jpeg(2))
    (uploads / "a.txt").write_bytes(b"a note")
    first, second = scan(uploads, data), scan(uploads, data)
    assert first.code == 1
    names = [str(Path(line["file"]).relative_to(uploads)) for line in first.objects]
    assert names == ["a.txt", "harmless.jpg", "z.jpg", "b/known.jpg", "b/c/deep.jpg"]
    assert names == [str(Path(line["file"]).relative_to(uploads)) for line in second.objects]
    assert outcomes(first) == outcomes(second)


def test_a_decision_says_who_set_what_and_what_it_rests_on(data: Path, uploads: Path) -> None:
    (uploads / "known.jpg").write_bytes(jpeg(LISTED))
    done = scan(uploads, data, "--surface", "avatars")
    line: dict[str, Any] = next(o for o in done.objects if o["file"].endswith("known.jpg"))
    assert line["outcome"] == line["would_be"] == "block"
    assert line["sha256"] == hashes(jpeg(LISTED)).sha256
    assert line["surface"] == "avatars"
    (match,) = line["matches"]
    assert match["entry"] == f"picture-{LISTED}"
    assert (match["kind"], match["distance"]) == ("pdq", 0)
    edition = next(e for e in line["editions"] if e["list"] == "known")
    assert edition["set_by"] == "A. Tester"
    assert edition["edition"] == match["edition"]
    assert line["policy_version"] == "default-1"
    assert line["rule_set_by"]
    assert line["took_ms"] > 0


@pytest.mark.parametrize("name", ["mirrored.png", "turned.jpg", "small.webp", "recompressed.jpg"])
def test_an_altered_copy_is_blocked(data: Path, uploads: Path, name: str) -> None:
    original = picture(LISTED)
    form, altered = {
        "mirrored.png": ("PNG", ImageOps.mirror(original)),
        "turned.jpg": ("JPEG", original.transpose(Image.Transpose.ROTATE_180)),
        "small.webp": ("WEBP", original.resize((240, 180), Image.Resampling.BICUBIC)),
        "recompressed.jpg": ("JPEG", original),
    }[name]
    (uploads / name).write_bytes(saved(altered, form, quality=40))
    done = scan(uploads, data)
    assert done.code == 1
    assert outcomes(done) == {"harmless.jpg": "allow", name: "block"}


def test_without_an_active_list_the_scan_is_refused(tmp_path: Path, uploads: Path) -> None:
    done = run("scan", "--data", tmp_path / "none", uploads)
    assert done.code == 2
    assert "No list is active" in done.said
    assert done.out == b""


def test_drill_only_scans_without_a_list_and_finds_the_drill(tmp_path: Path, uploads: Path) -> None:
    assert scan(uploads, tmp_path / "none", "--drill-only").code == 0
    (uploads / "drill.png").write_bytes(drill_picture())
    done = scan(uploads, tmp_path / "none", "--drill-only")
    assert done.code == 1
    assert outcomes(done)["drill.png"] == "block"


def test_no_odd_file_or_link_stops_the_scan_or_passes_unseen(data: Path, tmp_path: Path) -> None:
    hostile = hostile_folder(tmp_path)
    secret = hostile.root / "secret"
    secret.mkdir()
    (secret / "inside.jpg").write_bytes(jpeg(LISTED))
    secret.chmod(0)
    try:
        done = run("scan", "--json", "--data", data, hostile.root, under=AS_ANYBODY)
    finally:
        secret.chmod(0o700)
    assert done.code == 3
    lines = done.objects
    said = {line["file"]: line for line in lines}
    assert len(said) == len(lines), "nothing is met twice"
    links = {"link-out", "link-loop", "dangling", "directory-loop"}
    # Names that are not UTF-8 are shown with their odd bytes spelt out.
    shown = {
        name: os.fsencode(path).decode("utf-8", "backslashreplace")
        for name, path in hostile.entries.items()
        if name not in links
    } | {"secret": str(secret)}
    assert set(said) == set(shown.values())
    allowed = {name for name, file in shown.items() if said[file]["outcome"] == "allow"}
    assert allowed == {"sound", "strange-name", "nested"}
    for name in ("unreadable", "secret", "fifo", "socket"):
        assert said[shown[name]]["outcome"] == "hold"
        assert said[shown[name]]["unscannable"]["code"] == "unreadable"
    assert said[shown["empty"]]["unscannable"]["code"] == "empty"


def test_links_are_not_followed_and_counted_aloud(
    data: Path, uploads: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "linked"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / name).symlink_to(uploads)
    done = scan(folder, data)
    assert outcomes(done) == {}
    assert "2 links were not followed." in done.said


def test_a_folder_given_by_a_link_is_scanned(data: Path, uploads: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(uploads)
    assert outcomes(scan(tmp_path / "link", data)) == {"harmless.jpg": "allow"}


def test_what_hash_cannot_hash_scan_does_not_allow(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    for name, make in HOSTILE.items():
        (folder / f"{name}.jpg").write_bytes(make())
    hashed = run("hash", "--json", *sorted(folder.iterdir()))
    scanned = run("scan", "--json", "--data", data, folder)
    assert hashed.code == 1
    assert scanned.code == 3
    said = {line["file"]: line for line in scanned.objects}
    assert len(said) == len(HOSTILE)
    for line in hashed.objects:
        decision = said[line["file"]]
        assert decision["outcome"] == ("hold" if "error" in line else "allow")
        if "error" in line:
            assert decision["unscannable"]["code"] == line["error"]["code"]
    assert len(hashed.objects) == len(HOSTILE)


def test_a_jpeg_cut_at_every_tenth_byte_is_never_allowed(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cuts"
    folder.mkdir()
    for number, cut in enumerate(cut_jpegs()):
        (folder / f"{number}.jpg").write_bytes(cut)
    done = run("scan", "--json", "--data", data, folder)
    assert done.code == 3
    assert {line["outcome"] for line in done.objects} == {"hold"}
    assert len(done.objects) == sum(1 for _ in cut_jpegs())


def test_a_known_picture_that_was_cut_off_is_still_blocked(data: Path, uploads: Path) -> None:
    (uploads / "cut.jpg").write_bytes(jpeg(LISTED)[: len(jpeg(LISTED)) * 98 // 100])
    done = scan(uploads, data)
    assert done.code == 1
    assert outcomes(done)["cut.jpg"] == "block"


def test_no_file_name_can_steer_what_reads_the_output(data: Path, uploads: Path) -> None:
    (uploads / NASTY).write_bytes(jpeg(LISTED))
    (uploads / f"bad {NASTY}").write_bytes(b"text")
    for options in ((), ("--json",)):
        done = run("scan", *options, "--data", data, uploads)
        assert done.code == 1
        assert not CONTROL.search(done.out)
        assert not CONTROL.search(done.err)
        assert b"\x1b" not in done.out + done.err


def test_no_file_name_can_steer_a_terminal(data: Path, uploads: Path) -> None:
    (uploads / NASTY).write_bytes(jpeg(LISTED))
    shown = on_terminal("scan", "--data", data, uploads)
    assert shown.code == 1
    assert b"\x1b]" not in shown.out
    assert b"\x1b[2J" not in shown.out
    assert b"\x07" not in shown.out


@pytest.mark.parametrize("name", ["of\nsome\x1b[1mone", "x" * 250])
def test_any_folder_name_can_stand_for_an_account(data: Path, uploads: Path, name: str) -> None:
    (uploads / name).mkdir()
    (uploads / name / "known.jpg").write_bytes(jpeg(LISTED))
    done = scan(uploads, data, "--account-by-folder")
    assert done.code == 1, done.said
    assert outcomes(done) == {"harmless.jpg": "allow", "known.jpg": "block"}


def test_an_entry_that_hits_too_many_accounts_is_held_until_a_person_looked(
    data: Path, tmp_path: Path
) -> None:
    write_policy(data, ("min_accounts = 20", "min_accounts = 3"), ("factor = 10.0", "factor = 2.0"))
    folder = tmp_path / "accounts"
    for number in range(5):
        account = folder / f"user-{number}"
        account.mkdir(parents=True)
        (account / f"{number}-a.jpg").write_bytes(jpeg(LISTED))
        (account / f"{number}-b.jpg").write_bytes(jpeg(LISTED))
    done = scan(folder, data, "--account-by-folder")
    assert done.code == 1, "a held match is a match"
    said = outcomes(done)
    assert [said[f"{n}-a.jpg"] for n in range(5)] == ["block", "block", "block", "hold", "hold"]
    assert [said[f"{n}-b.jpg"] for n in range(5)] == ["block", "block", "hold", "hold", "hold"]
    status = invoke("lists", "status", "--data", data)
    assert f"entry picture-{LISTED} was lowered from block to hold" in status.text
    (lowered,) = invoke("lists", "status", "--json", "--data", data).objects[0]["lowered"]
    assert (lowered["list"], lowered["accounts"]) == ("known", 3)

    reinstate = ("lists", "reinstate", "known", f"picture-{LISTED}", "--data", data)
    assert invoke(*reinstate).code == 2, "a person must answer for it"
    assert invoke(*reinstate, "--by", "R. Editor").code == 0
    assert invoke(*reinstate, "--by", "R. Editor").code == 2, "it blocks already"
    assert invoke("lists", "status", "--json", "--data", data).objects[0]["lowered"] == []
    assert set(outcomes(scan(folder, data)).values()) == {"block"}


def test_many_uploads_of_one_account_lower_nothing(data: Path, tmp_path: Path) -> None:
    write_policy(data, ("min_accounts = 20", "min_accounts = 2"), ("factor = 10.0", "factor = 1.0"))
    account = tmp_path / "accounts" / "one"
    account.mkdir(parents=True)
    for number in range(6):
        (account / f"{number}.jpg").write_bytes(jpeg(LISTED))
    done = scan(account.parent, data, "--account-by-folder")
    assert set(outcomes(done).values()) == {"block"}


def test_of_allowed_files_nothing_is_kept(data: Path, tmp_path: Path) -> None:
    account = tmp_path / "uploads" / "account-of-nobody"
    account.mkdir(parents=True)
    (account / "holiday-on-the-moon.jpg").write_bytes(jpeg(2))
    (account / "known.jpg").write_bytes(jpeg(LISTED))
    (tmp_path / "uploads" / "another-account").mkdir()
    (tmp_path / "uploads" / "another-account" / "sunset-on-mars.jpg").write_bytes(jpeg(3))
    assert run("scan", "--account-by-folder", "--data", data, account.parent).code == 1
    kept = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    everything = b"\0".join([*kept.values(), *(os.fsencode(path) for path in kept)])
    assert hashes(jpeg(LISTED)).sha256.encode() in everything, "what was blocked is recorded"
    names = [b"holiday-on-the-moon", b"sunset-on-mars", b"another-account"]
    secrets = [*names, *(name.hex().encode() for name in names)]
    for number in (2, 3):
        image = hashes(jpeg(number))
        for text in (image.sha256, image.sha1, image.md5, *image.dihedral):
            secrets += [text.encode(), text.upper().encode(), bytes.fromhex(text)]
    assert not [secret for secret in secrets if secret in everything]
    assert list((data / "scans").iterdir()) == [], "the journal ends with the scan"


def test_a_data_folder_that_cannot_be_written_is_one_sentence(data: Path, uploads: Path) -> None:
    for folder in (data, *data.rglob("*")):
        folder.chmod(0o555 if folder.is_dir() else 0o444)
    try:
        done = run("scan", "--data", data, uploads, under=AS_ANYBODY)
    finally:
        for folder in (data, *data.rglob("*")):
            folder.chmod(0o755)
    assert done.code == 2
    assert done.said.startswith("Error: ")
    assert "Permission denied" in done.said
    assert "Traceback" not in done.said


def test_an_output_that_is_full_is_one_sentence(data: Path, uploads: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "scan", "--json", "--data", data, uploads],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert done.returncode == 2
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_console_script_is_the_module(data: Path, uploads: Path) -> None:
    script = Path(sys.executable).parent / "beholden"
    if not script.exists():
        pytest.skip("the package is not installed, so there is no script")
    done = subprocess.run(
        [script, "scan", "--json", "--data", data, uploads],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 0
    assert b'"allow"' in done.stdout


def test_the_data_folder_may_be_named_by_the_environment(data: Path, uploads: Path) -> None:
    assert run("scan", uploads, BEHOLDEN_DATA=str(data)).code == 0
    assert run("scan", uploads, XDG_DATA_HOME=str(data.parent)).code == 2


def test_in_shadow_mode_all_is_allowed_and_the_status_still_tells(
    data: Path, uploads: Path
) -> None:
    write_policy(data, ('mode = "enforce"', 'mode = "shadow"'))
    (uploads / "known.jpg").write_bytes(jpeg(LISTED))
    (uploads / "text.jpg").write_bytes(b"no picture")
    done = scan(uploads, data)
    assert done.code == 1
    said = {Path(o["file"]).name: (o["outcome"], o["would_be"]) for o in done.objects}
    assert said == {
        "harmless.jpg": ("allow", "allow"),
        "known.jpg": ("allow", "block"),
        "text.jpg": ("allow", "hold"),
    }
    assert "block (shadow: allowed)" in run("scan", "--data", data, uploads).text


def test_a_rule_for_a_surface_is_heard_there_only(data: Path, uploads: Path) -> None:
    with write_policy(data).open("a") as policy:
        policy.write(
            '[[rules]]\nname = "notes are not pictures"\ndecision = "allow"\n'
            'set_by = "A. Tester"\nset_at = 2026-11-22T09:00:00Z\n'
            '[rules.when]\nunscannable = ["not_an_image"]\nsurfaces = ["attachment"]\n'
        )
    # Rules are heard in order, so the one that holds everything must name no such file.
    text = (data / "policy.toml").read_text()
    (data / "policy.toml").write_text(text.replace('["*"]', '["truncated"]'))
    (uploads / "note.txt").write_bytes(b"a note")
    assert outcomes(scan(uploads, data, "--surface", "attachment"))["note.txt"] == "allow"
    assert outcomes(scan(uploads, data))["note.txt"] == "hold"


def test_labels_of_the_list_reach_the_decision(tmp_path: Path, uploads: Path) -> None:
    data = tmp_path / "data"
    source = tmp_path / "list.jsonl"
    source.write_text(
        f'{{"value": "{hashes(jpeg(2)).pdq}", "class": "B", "no": "n-1"}}\n', encoding="utf-8"
    )
    columns = ("hash=value", "id=no", "label.category=class")
    done = invoke(
        *("lists", "add", source, "--name", "a", "--source", "b", "--kind", "pdq"),
        *(word for column in columns for word in ("--column", column)),
        *("--activate", "--data", data),
    )
    assert done.code == 0, done.said
    (line,) = scan(uploads, data).objects
    assert line["matches"][0]["entry"] == "n-1"
    assert line["matches"][0]["labels"] == {"category": "B"}


def test_a_hint_to_hold_is_heeded(tmp_path: Path, uploads: Path) -> None:
    data = tmp_path / "data"
    activate(data, [pdq_row(2)], "--action-hint", "hold")
    done = scan(uploads, data)
    assert done.code == 1
    assert outcomes(done) == {"harmless.jpg": "hold"}


def test_a_picture_that_was_listed_several_times_is_explained_by_each(
    tmp_path: Path, uploads: Path
) -> None:
    data = tmp_path / "data"
    activate(data, [pdq_row(2)], name="one")
    activate(data, [pdq_row(2)], name="two")
    (line,) = scan(uploads, data).objects
    assert {match["list"] for match in line["matches"]} == {"one", "two"}


def test_a_time_limit_of_its_own_is_taken(data: Path, uploads: Path) -> None:
    assert scan(uploads, data, "--max-seconds", "5").code == 0
    assert scan(uploads, data, "--max-seconds", "0").code == 2
