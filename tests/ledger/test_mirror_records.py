"""A mirror's records: appended, whole after a crash, and bounded."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger import _mirror_records
from beholden.ledger._mirror_records import Alarm, Failure, Followed, Records, Seen
from beholden.ledger._mirror_status import read_mirror_status
from beholden.ledger.errors import MirrorDamagedError, MirrorSetupError


@pytest.fixture
def records(tmp_path: Path) -> Records:
    made = Records(tmp_path / "m")
    with made.locked():
        return made


def seen(size: int, *, good: bool = True) -> Seen:
    return Seen(time=size, size=size, root=bytes(32), note=f"note {size}", good=good)


def alarm(key: str) -> Alarm:
    return Alarm(time=1, kind="fork", key=key, sentence="A sentence.")


@given(st.lists(st.booleans(), max_size=30), st.integers(1, 400))
def test_the_last_checkpoint_is_found_from_the_end(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[bool], block: int
) -> None:
    folder = tmp_path_factory.mktemp("m")
    lines = [seen(size, good=good) for size, good in enumerate(kinds)]
    (folder / "checkpoints.jsonl").write_text(
        "".join(msgspec.json.encode(line).decode() + "\n" for line in lines)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_mirror_records, "_BLOCK", block)
        made = Records(folder)
        assert list(made.all_seen()) == lines
        good = [line for line in lines if line.good]
        assert made.last() == (good[-1] if good else None)
        assert made.last(good=False) == (lines[-1] if lines else None)


def test_a_line_that_a_crash_cut_short_is_passed_over(records: Records) -> None:
    path = records.folder / "checkpoints.jsonl"
    records.see(seen(1))
    whole = path.read_bytes()
    records.see(seen(2))
    torn = path.read_bytes()[:-20]
    path.write_bytes(torn)
    assert records.last() == seen(1)
    records.see(seen(3))
    assert path.read_bytes().startswith(whole)
    assert list(records.all_seen()) == [seen(1), seen(3)]


def test_evidence_is_never_written_over(records: Records) -> None:
    first = records.alarm(alarm("a"), {"shown.txt": b"1"})
    (records.folder / "alarms.jsonl").unlink()
    second = Records(records.folder).alarm(alarm("b"), {"shown.txt": b"2"})
    assert first.evidence != second.evidence
    contents = [(records.folder / one.evidence[0]).read_bytes() for one in (first, second)]
    assert contents == [b"1", b"2"]


def test_an_alarm_is_recorded_once_over_many_runs(records: Records) -> None:
    first = records.alarm(alarm("a"), {"shown.txt": b"1"})
    for _ in range(3):
        assert Records(records.folder).alarm(alarm("a"), {"shown.txt": b"other"}) == first
    assert Records(records.folder).alarms() == (first,)


def test_a_log_that_makes_up_ever_new_faults_fills_no_disk(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_mirror_records, "ALARMS_AT_MOST", 5)
    for number in range(20):
        told = records.alarm(alarm(str(number)), {"shown.txt": b"x"})
        assert told.sentence, "it is told all the same"
    assert len(records.alarms()) == 5
    assert len(list((records.folder / "evidence").iterdir())) == 5


def test_of_old_failures_only_the_newer_half_is_kept(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_mirror_records, "_FAILURES_BYTES", 1000)
    for number in range(100):
        records.fail(Failure(number, "x" * 50))
    sizes = [path.stat().st_size for path in records.folder.glob("failures*")]
    assert len(sizes) == 2
    assert max(sizes) < 1200
    assert records.last_failure() == Failure(99, "x" * 50)


def test_records_are_lines_that_anything_can_read(records: Records) -> None:
    records.see(seen(5))
    records.alarm(alarm("a"), {"shown.txt": b"1"})
    for name in ("checkpoints.jsonl", "alarms.jsonl"):
        (line,) = (records.folder / name).read_text().splitlines()
        assert isinstance(json.loads(line), dict)


def test_what_is_kept_is_for_its_owner_alone(records: Records) -> None:
    records.see(seen(5))
    records.alarm(alarm("a"), {"shown.txt": b"1"})
    records.follow(Followed("http://x", "example.org/log"), b"policy\n")
    for path in (records.folder, *records.folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_status_needs_a_mirror_and_whole_records(records: Records, tmp_path: Path) -> None:
    with pytest.raises(MirrorSetupError, match="here is no mirror"):
        read_mirror_status(tmp_path)
    records.follow(Followed("http://x", "example.org/log"), b"policy\n")
    assert read_mirror_status(records.folder).copied is None
    (records.folder / "log").mkdir()
    assert read_mirror_status(records.folder).copied == 0
    (records.folder / "log" / "checkpoint").write_bytes(b"x")
    with pytest.raises(MirrorDamagedError):
        read_mirror_status(records.folder)
    (records.folder / "mirror.json").write_bytes(b"{")
    with pytest.raises(MirrorDamagedError):
        read_mirror_status(records.folder)
