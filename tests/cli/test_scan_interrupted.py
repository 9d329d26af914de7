"""A scan that is stopped, killed or read by half goes on where it was, and loses nothing."""

from __future__ import annotations

import os
import re
import signal
from collections import Counter
from pathlib import Path

import pytest

from beholden.app import Beholden
from beholden.gate import Filter
from tests.cli.conftest import LISTED
from tests.cli.support import (
    Done,
    activate,
    jpeg,
    pdq_row,
    run,
    running,
    write_policy,
)

FILES = 240
"""Far more than a pipe's 64 kB hold decisions."""
READ = 30


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Many small files, the first of them on the list."""
    folder = tmp_path / "many"
    folder.mkdir()
    small = jpeg(2, 40)
    for number in range(FILES):
        (folder / f"{number:04}.jpg").write_bytes(small)
    (folder / "0000.jpg").write_bytes(jpeg(LISTED))
    return folder


def interrupt(
    data: Path,
    folder: Path,
    tmp_path: Path,
    number: signal.Signals = signal.SIGKILL,
    *options: str,
    to_group: bool = False,
) -> tuple[list[str], Done]:
    """Starts a scan and stops it in the middle; returns the files it had reported."""
    with running(
        "scan", "--json", *options, "--data", data, folder, err=tmp_path / "stderr"
    ) as scan:
        first = [line["file"] for line in scan.lines(READ)]
        scan.send(number, to_group=to_group)
        done = scan.finish()
    return first + [line["file"] for line in done.objects], done


def resume(data: Path, folder: Path, *options: str) -> Done:
    return run("scan", "--json", "--resume", *options, "--data", data, folder)


def files(done: Done) -> list[str]:
    return [line["file"] for line in done.objects]


def journal(data: Path) -> list[Path]:
    return list((data / "scans").iterdir())


@pytest.mark.parametrize(
    ("number", "to_group"),
    [
        (signal.SIGKILL, False),
        (signal.SIGTERM, False),
        (signal.SIGINT, False),
        (signal.SIGINT, True),  # a terminal's Ctrl-C reaches the decode workers as well
    ],
)
def test_over_an_interruption_every_file_is_reported_and_none_is_scanned_in_vain(
    data: Path, many: Path, tmp_path: Path, number: signal.Signals, to_group: bool
) -> None:
    before, stopped = interrupt(data, many, tmp_path, number, to_group=to_group)
    assert "Traceback" not in stopped.said
    if number == signal.SIGKILL:
        assert stopped.code == -signal.SIGKILL
    else:
        assert stopped.code == 128 + number
        assert "beholden scan --resume" in stopped.said
    assert READ <= len(before) < FILES
    assert len(journal(data)) == 1

    done = resume(data, many)
    reported = Counter(before) + Counter(files(done))
    assert set(reported) == {str(path) for path in many.iterdir()}
    # Only the file whose line was under way may be scanned twice.
    assert sum(reported.values()) <= FILES + 1
    going_on = re.search(r"Going on after (\d+) files", done.said)
    assert going_on is not None
    assert int(going_on[1]) >= len(before) - 1
    assert done.code == 1, "the match was found before the interruption, and is not forgotten"
    assert f"{FILES} files: {FILES - 1} allow, 0 hold, 1 block; 1 matched a list." in done.said
    assert f"{len(files(done))} scanned in" in done.said
    assert journal(data) == []


def test_a_scan_may_be_interrupted_again_and_again(data: Path, many: Path, tmp_path: Path) -> None:
    seen: set[str] = set()
    for options in ((), ("--resume",), ("--resume",)):
        before, _ = interrupt(data, many, tmp_path, signal.SIGKILL, *options)
        assert len(set(before) - seen) >= READ - 1
        seen |= set(before)
    done = resume(data, many)
    assert seen | set(files(done)) == {str(path) for path in many.iterdir()}
    assert done.code == 1


def test_without_resume_the_scan_starts_anew(data: Path, many: Path, tmp_path: Path) -> None:
    interrupt(data, many, tmp_path)
    done = run("scan", "--json", "--data", data, many)
    assert len(files(done)) == FILES


def test_resuming_what_was_never_interrupted_says_so(data: Path, uploads: Path) -> None:
    done = resume(data, uploads)
    assert done.code == 0
    assert "No interrupted scan of this folder" in done.said
    assert len(files(done)) == 1


def test_after_the_lists_changed_all_is_scanned_again(
    data: Path, many: Path, tmp_path: Path
) -> None:
    interrupt(data, many, tmp_path)
    activate(data, [pdq_row(LISTED), pdq_row(2)])
    done = resume(data, many)
    assert "The lists, the policy or the options changed" in done.said
    assert len(files(done)) == FILES
    assert f"{FILES} matched a list" in done.said


def test_after_the_policy_changed_all_is_scanned_again(
    data: Path, many: Path, tmp_path: Path
) -> None:
    interrupt(data, many, tmp_path)
    write_policy(data, ('decision = "block"', 'decision = "hold"'))
    done = resume(data, many)
    assert "The lists, the policy or the options changed" in done.said
    assert len(files(done)) == FILES
    assert {line["outcome"] for line in done.objects} == {"allow", "hold"}


def test_for_another_surface_all_is_scanned_again(data: Path, many: Path, tmp_path: Path) -> None:
    interrupt(data, many, tmp_path)
    done = resume(data, many, "--surface", "avatars")
    assert "starting anew" in done.said
    assert len(files(done)) == FILES


def test_the_folder_is_the_same_however_it_is_named(data: Path, many: Path, tmp_path: Path) -> None:
    before, _ = interrupt(data, many, tmp_path)
    done = run("scan", "--json", "--resume", "--data", data, many.name, cwd=tmp_path)
    assert "Going on after" in done.said
    assert len(files(done)) <= FILES - len(before) + 1


def test_a_file_that_changed_meanwhile_is_scanned_again(
    data: Path, many: Path, tmp_path: Path
) -> None:
    before, _ = interrupt(data, many, tmp_path)
    other_bytes, other_time, gone = (Path(name) for name in before[3:6])
    other_bytes.write_bytes(jpeg(LISTED, 40))
    os.utime(other_time, ns=(1, 1))
    gone.unlink()
    done = resume(data, many)
    again = {line["file"]: line["outcome"] for line in done.objects}
    assert again[str(other_bytes)] == "block"
    assert again[str(other_time)] == "allow"
    assert str(gone) not in again
    assert before[6] not in again
    assert f"{FILES - 1} files: {FILES - 3} allow, 0 hold, 2 block" in done.said


def test_a_journal_cut_off_or_damaged_costs_only_time(
    data: Path, many: Path, tmp_path: Path
) -> None:
    interrupt(data, many, tmp_path)
    (path,) = journal(data)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:5], b"\xff\x00 no JSON\n", *lines[5:20], lines[20][:9]]))
    done = resume(data, many)
    assert "Going on after 19 files" in done.said
    assert len(files(done)) == FILES - 19
    assert done.code == 1


def test_a_journal_without_a_header_is_not_believed(data: Path, many: Path, tmp_path: Path) -> None:
    interrupt(data, many, tmp_path)
    (path,) = journal(data)
    path.write_bytes(path.read_bytes()[7:])
    assert len(files(resume(data, many))) == FILES


def test_the_journal_is_for_its_owner_alone(data: Path, many: Path, tmp_path: Path) -> None:
    interrupt(data, many, tmp_path)
    (path,) = journal(data)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("options", [(), ("--resume",)])
def test_a_second_scan_of_the_same_folder_is_refused_and_harms_nothing(
    data: Path, many: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    with running("scan", "--json", "--data", data, many, err=tmp_path / "stderr") as first:
        read = len(first.lines(1))
        second = run("scan", "--json", *options, "--data", data, many)
        assert second.code == 2
        assert second.out == b""
        assert "Another scan of this folder is running" in second.said
        other = tmp_path / "other"
        other.mkdir()
        assert run("scan", "--data", data, other).code == 0, "another folder is free"
        done = first.finish()
    assert done.code == 1
    assert read + len(files(done)) == FILES
    assert journal(data) == []


@pytest.mark.parametrize("options", [("--json",), ()])
def test_a_reader_that_goes_away_ends_the_scan_without_a_word(
    data: Path, many: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    for path in many.iterdir():
        path.write_bytes(jpeg(LISTED, 40))
    with running("scan", *options, "--data", data, many, err=tmp_path / "stderr") as scan:
        if options:
            scan.lines(1)
        scan.stop_reading()
        done = scan.finish()
    assert done.code not in (0, None)
    assert "Traceback" not in done.said
    assert "BrokenPipe" not in done.said
    assert len(files(resume(data, many))) <= FILES
    assert journal(data) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_before_the_first_file_claims_no_match(
    data: Path, uploads: Path, tmp_path: Path, number: signal.Signals
) -> None:
    # Reading the policy waits for its writer, so the scan is caught while it starts.
    policy = data / "policy.toml"
    os.mkfifo(policy)
    command = ("scan", "--data", data, uploads)
    # What is open at that moment is left to the end of the process: no fault.
    with (
        running(*command, err=tmp_path / "stderr", PYTHONWARNINGS="") as scan,
        policy.open("wb"),
    ):
        scan.send(number)
        done = scan.finish()
    assert done.code == 128 + number
    assert "Traceback" not in done.said


def test_an_interrupted_scan_keeps_what_it_had_decided(
    data: Path, many: Path, tmp_path: Path
) -> None:
    interrupt(data, many, tmp_path)
    (recorded,) = Beholden(data).archive.page(Filter()).decisions
    assert f"picture-{LISTED}" in {match.entry for match in recorded.matches}
