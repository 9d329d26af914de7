"""Kills, full disks, other writers and hostile folders: what was kept stays, and one sentence."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from beholden.app import utc_now
from beholden.figures import Figures, FolderError
from beholden.figures.core.documents import Document
from beholden.figures.layouts import Context, Interpretation, interpret
from tests.cli.figures.support import BY, answers, extract, figures, pending, read, two_forces
from tests.cli.support import AS_ANYBODY, COMMAND, environment, run
from tests.support.small_disk import disk_of, filled

RELEASE = ("--release", "2018-09", "--published", "2018-09-13")
NUMBERS = {"essex/reply.csv": extract(568, 767)}
_SETTLING = """
import sys
from pathlib import Path
from beholden.app import utc_now
from beholden.figures import Figures
figures = Figures(Path(sys.argv[1]), clock=utc_now)
item = figures.readings().items[0]
number = 0
while True:
    figures.check(item.id, "reject", by="A. Tester", why=f"reason {number}")
    number += 1
    print(number, flush=True)
"""


def own(folder: Path) -> Path:
    return folder / "_beholden"


def published(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(own(folder)).as_posix(): path.read_bytes()
        for part in ("releases", "site")
        for path in (own(folder) / part).rglob("*")
        if path.is_file()
    }


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "before anything": lambda place: (place / "lock").exists(),
    "release begun": lambda place: any(place.glob("releases/.tmp-*/*")),
    "tables written": lambda place: any(place.glob("releases/.tmp-*/data/figures.csv")),
    "workbook written": lambda place: any(place.glob("releases/.tmp-*/data/figures.xlsx")),
    "release there": lambda place: (place / "releases/2018-09").exists(),
    "site begun": lambda place: any(place.glob(".site.*/new/*")),
    "pages written": lambda place: any(place.glob(".site.*/new/forces/*.html")),
}


def test_a_build_that_is_killed_leaves_a_whole_release_or_none(tmp_path: Path) -> None:
    sound = answers(tmp_path / "sound", NUMBERS)
    read(sound)
    figures("build", sound, *RELEASE)
    for number, reached in enumerate(MOMENTS.values()):
        folder = answers(tmp_path / str(number), NUMBERS)
        read(folder)
        (own(folder) / "lock").unlink()
        with subprocess.Popen(
            [*COMMAND, "figures", "build", folder, *RELEASE],
            stdout=subprocess.DEVNULL,
            env=environment(),
        ) as child:
            while child.poll() is None and not reached(own(folder)):
                pass
            child.kill()
        shown = figures("show", "Essex", "--folder", folder)
        if shown.code:
            assert "there is no release yet" in shown.said
        else:
            assert "568 to 767" in " ".join(shown.text.split())
        assert figures("build", folder, *RELEASE).code == 0
        assert published(folder) == published(sound)
        left = [path for path in own(folder).rglob(".*") if path.name != ".beholden-site"]
        assert left == []


def test_checks_that_were_kept_before_a_kill_are_all_there(tmp_path: Path) -> None:
    folder = two_forces(tmp_path)
    read(folder)
    kept = 0
    for more in (1, 7, 30):
        with subprocess.Popen(
            [sys.executable, "-c", _SETTLING, folder], stdout=subprocess.PIPE, env=environment()
        ) as child:
            assert child.stdout is not None
            for _ in range(more):
                assert child.stdout.readline()
            child.kill()
            told = more + len(child.stdout.readlines())
        lines = (own(folder) / "checks.jsonl").read_bytes().splitlines()
        kept += told
        # One more may have been kept that nobody was told of.
        assert kept <= len(lines) <= kept + 1
        kept = len(lines)
        assert len(Figures(folder, clock=utc_now).checks()) == 1
        (own(folder) / "checks.jsonl").write_bytes(b"\n".join(lines) + b"\n")


def test_a_line_of_the_checks_that_was_cut_anywhere_is_none_and_hurts_no_other(
    tmp_path: Path,
) -> None:
    folder = two_forces(tmp_path)
    read(folder)
    id_ = pending(folder)[0]["pending"]["item"]["id"]
    period = ("--period", "2017/18", "--offence", "86/2", "--force", "Kent")
    figures("reject", folder, id_, "--why", "first", *BY)
    path = own(folder) / "checks.jsonl"
    first = path.read_bytes()
    figures("correct", folder, id_, "5", *period, "--why", "né", "--by", "Zoë {Q}")
    second = path.read_bytes().removeprefix(first)
    held = Figures(folder, clock=utc_now)
    for size in range(len(second) - 1):
        path.write_bytes(first + second[:size])
        assert held.checks()[id_].why == "first"
        held.check(id_, "reject", by="A. Tester", why="next")
        assert held.checks()[id_].why == "next"


@pytest.mark.parametrize("line", [b"{}", b"garbage", b'{"id": 5}', b"\xff\xfe", b"[1]"])
def test_a_line_of_the_checks_that_is_damaged_is_named_not_passed_over(
    tmp_path: Path, line: bytes
) -> None:
    folder = two_forces(tmp_path)
    read(folder)
    (own(folder) / "checks.jsonl").write_bytes(line + b"\n")
    for command in ("review", "build"):
        done = figures(command, folder)
        assert (done.code, "checks.jsonl:1 is damaged" in done.said) == (2, True)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"answers": 5}', b"\xff"])
@pytest.mark.parametrize("command", ["review", "build"])
def test_damaged_readings_are_named_and_reading_mends_them(
    tmp_path: Path, damage: bytes, command: str
) -> None:
    folder = answers(tmp_path, NUMBERS)
    read(folder)
    (own(folder) / "readings.json").write_bytes(damage)
    done = figures(command, folder)
    assert (done.code, "readings.json is damaged" in done.said) == (2, True)
    assert figures("read", folder).code == 0
    assert figures("build", folder, *RELEASE).code == 0


def test_a_full_disk_is_said_in_a_sentence_and_nothing_kept_is_lost(tmp_path: Path) -> None:
    with disk_of(24 << 20, tmp_path / "disk") as disk:
        folder = two_forces(disk / "answers")
        read(folder)
        id_ = pending(folder)[0]["pending"]["item"]["id"]
        figures("reject", folder, id_, "--why", "first", *BY)
        figures("build", folder, *RELEASE)
        before = published(folder)
        with filled(disk):
            for command, *arguments in (
                ("read",),
                ("reject", id_, "--why", "y" * 5_000, *BY),
                ("build", *RELEASE),
                ("build", "--release", "2018-10", "--published", "2018-10-11"),
            ):
                done = figures(command, folder, *arguments)
                assert done.code == 2, (command, done.said)
                assert "No space left" in done.said
        assert published(folder) == before
        assert Figures(folder, clock=utc_now).checks()[id_].why == "first"
        figures("reject", folder, id_, "--why", "second", *BY)
        assert Figures(folder, clock=utc_now).checks()[id_].why == "second"
        assert figures("build", folder, *RELEASE).code == 0


def test_two_commands_never_write_at_once(tmp_path: Path) -> None:
    folder = two_forces(tmp_path)
    read(folder)
    id_ = pending(folder)[0]["pending"]["item"]["id"]
    with (own(folder) / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command, *arguments in (("read",), ("confirm", id_, *BY), ("build",)):
            done = figures(command, folder, *arguments)
            assert done.code == 2
            assert "Another command is writing to" in done.said
    assert figures("confirm", folder, id_, *BY).code == 0


def test_a_folder_that_may_not_be_written_to_is_said_in_a_sentence(tmp_path: Path) -> None:
    folder = answers(tmp_path / "answers", NUMBERS)
    folder.chmod(0o555)
    try:
        done = run("figures", "read", folder, under=AS_ANYBODY)
    finally:
        folder.chmod(0o755)
    assert done.code == 2
    assert "Permission denied" in done.said
    assert "Traceback" not in done.said


def test_a_file_that_may_not_be_opened_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    folder = answers(tmp_path / "answers", {**NUMBERS, "kent/reply.csv": extract(1, 2)})
    (folder / "kent" / "reply.csv").chmod(0)
    done = run("figures", "read", folder, under=AS_ANYBODY, COLUMNS="200")
    assert done.code == 1, done.said
    assert "kent/reply.csv cannot be opened" in done.text + done.said
    assert "2 numbers" in done.text


def test_a_folder_that_may_not_be_entered_is_not_just_left_out(tmp_path: Path) -> None:
    folder = answers(tmp_path / "answers", {**NUMBERS, "kent/reply.csv": extract(1, 2)})
    (folder / "kent").chmod(0)
    try:
        done = run("figures", "read", folder, under=AS_ANYBODY)
    finally:
        (folder / "kent").chmod(0o755)
    assert done.code == 2
    assert "kent: Permission denied" in done.said


def test_links_to_files_are_read_and_links_to_folders_lead_nowhere(tmp_path: Path) -> None:
    elsewhere = answers(tmp_path / "elsewhere", {"reply.csv": extract(400, 500)})
    folder = answers(tmp_path / "answers", NUMBERS)
    (folder / "kent").mkdir()
    (folder / "kent" / "reply.csv").symlink_to(elsewhere / "reply.csv")
    (folder / "circle").symlink_to(folder)
    (folder / "surrey").symlink_to(elsewhere)
    (folder / "lost.csv").symlink_to(tmp_path / "nowhere")
    (folder / "itself.csv").symlink_to(folder / "itself.csv")
    os.mkfifo(folder / "pipe.csv")
    found = {one["file"]: one for one in read(folder)}
    assert set(found) == {
        "essex/reply.csv", "itself.csv", "kent/reply.csv", "lost.csv", "pipe.csv",
    }  # fmt: skip
    assert {name for name, one in found.items() if one.get("error")} == {
        "itself.csv", "lost.csv", "pipe.csv",
    }  # fmt: skip
    assert "4 numbers of 2 of" in figures("build", folder, *RELEASE).text


def test_a_bomb_beside_good_answers_is_named_and_they_are_read(tmp_path: Path) -> None:
    folder = answers(tmp_path, NUMBERS)
    (folder / "kent").mkdir()
    with zipfile.ZipFile(folder / "kent" / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", b"<Types/>")
        bomb.writestr("xl/workbook.xml", bytes(400 << 20))
    done = figures("read", folder)
    assert done.code == 1
    assert "kent/bomb.xlsx" in " ".join(done.text.split())
    [bad] = [one for one in read(folder) if one.get("error")]
    assert bad["file"] == "kent/bomb.xlsx"
    assert "kent/bomb.xlsx" in bad["error"]
    assert "2 numbers of 1 of" in figures("build", folder, *RELEASE).text


def test_an_answer_that_meets_a_fault_in_the_program_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(document: Document, context: Context) -> Interpretation:
        if document.file.startswith("kent"):
            raise RecursionError
        return interpret(document, context)

    monkeypatch.setattr("beholden.figures._answers.interpret", faulty)
    folder = answers(tmp_path, {**NUMBERS, "kent/reply.csv": extract(400, 500)})
    done = figures("read", folder)
    assert done.code == 1
    assert "kent/reply.csv could not be understood" in done.text + done.said
    assert "2 numbers of 1 of" in figures("build", folder, *RELEASE).text
    assert "the answer could not be read" in figures("show", "Kent", "--folder", folder).text


def test_a_folder_of_too_many_files_is_refused_before_any_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beholden.figures.folder.FILES_AT_MOST", 2)
    folder = answers(tmp_path, {f"essex/{number}.csv": extract(1, 2) for number in range(3)})
    with pytest.raises(FolderError, match="more than 2 files"):
        Figures(folder, clock=utc_now).read()


def test_what_was_made_can_be_thrown_away_and_made_again(tmp_path: Path) -> None:
    folder = answers(tmp_path, NUMBERS)
    read(folder)
    figures("build", folder, *RELEASE)
    before = published(folder)
    shutil.rmtree(own(folder))
    read(folder)
    figures("build", folder, *RELEASE)
    assert published(folder) == before
