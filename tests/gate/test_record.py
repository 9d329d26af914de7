from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import textwrap
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from beholden.gate import AllowedCount, JsonlRecorder, MemoryRecorder, RecordError
from beholden.gate import record as record_module
from tests.gate.support import HASH, NOON, Clock, decision

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=["memory", "jsonl"])
def recorder(request, tmp_path):
    made = MemoryRecorder() if request.param == "memory" else JsonlRecorder(tmp_path, Clock())
    yield made
    made.close()


class TestEveryRecorder:
    def test_held_and_blocked_decisions_are_found_again_as_they_were(self, recorder):
        kept = [decision(1), decision(2, "hold"), decision(3, "block", mode="shadow")]
        for one in kept:
            recorder.record(one)
        recorder.flush()
        assert [recorder.find(one.id) for one in kept] == kept
        assert recorder.recent(10) == tuple(reversed(kept))
        assert recorder.recent(1) == (kept[2],)
        assert recorder.recent(0) == ()
        assert recorder.find("d") is None

    def test_of_an_allowed_upload_only_a_count_is_left(self, recorder):
        for number in range(3):
            recorder.record(decision(number, "allow", rule="default"))
        recorder.record(decision(4, "allow", rule="default", surface=None))
        recorder.record(decision(3_700, "allow", rule="default"))
        recorder.flush()
        recorder.record(decision(5, "allow", rule="default"))
        recorder.close()
        assert recorder.find("d1") is None
        assert recorder.recent(10) == ()
        assert recorder.counts() == (
            AllowedCount(hour="2026-11-22T12Z", surface=None, rule="default", count=1),
            AllowedCount(hour="2026-11-22T12Z", surface="avatar", rule="default", count=4),
            AllowedCount(hour="2026-11-22T13Z", surface="avatar", rule="default", count=1),
        )

    def test_in_shadow_mode_what_would_be_blocked_is_recorded(self, recorder):
        shadowed = decision(1, "block", outcome="allow", mode="shadow")
        recorder.record(shadowed)
        recorder.flush()
        assert recorder.find("d1") == shadowed

    def test_recording_goes_on_after_closing(self, recorder):
        recorder.close()
        recorder.record(decision(1))
        recorder.close()
        assert recorder.find("d1") == decision(1)


@pytest.fixture
def jsonl(tmp_path):
    made = JsonlRecorder(tmp_path / "record", Clock())
    yield made
    made.close()


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_no_hash_account_or_id_of_an_allowed_upload_is_written(jsonl, tmp_path):
    jsonl.record(decision(1, "allow"))
    jsonl.close()
    data = written(tmp_path / "record")
    assert b"avatar" in data
    for secret in (HASH, "user-7", "d1", "12:00"):
        assert secret.encode() not in data


def test_files_are_by_utc_day_and_for_their_owner_only(jsonl, tmp_path):
    jsonl.record(decision(1))
    jsonl.record(decision(2, time=NOON + timedelta(days=1)))
    jsonl.record(decision(3, "allow"))
    jsonl.flush()
    folder = tmp_path / "record"
    assert sorted(path.name for path in folder.iterdir()) == [
        "counters-2026-11-22.jsonl",
        "decisions-2026-11-22.jsonl",
        "decisions-2026-11-23.jsonl",
    ]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [one.id for one in jsonl.recent(5)] == ["d2", "d1"]


def test_counts_are_written_by_themselves_after_a_while(tmp_path):
    clock = Clock()
    recorder = JsonlRecorder(tmp_path, clock)
    recorder.record(decision(1, "allow"))
    assert recorder.counts() == ()
    clock.pass_(seconds=11)
    recorder.record(decision(2, "allow"))
    assert [count.count for count in recorder.counts()] == [2]
    recorder.close()


def test_many_surfaces_do_not_pile_up_in_memory(jsonl):
    for number in range(record_module.COUNTS_KEPT + 1):
        jsonl.record(decision(1, "allow", surface=f"s{number}"))
    assert len(jsonl.counts()) == record_module.COUNTS_KEPT + 1


def test_a_file_that_was_moved_away_is_not_written_to_any_more(jsonl, tmp_path):
    jsonl.record(decision(1))
    path = tmp_path / "record" / "decisions-2026-11-22.jsonl"
    path.rename(tmp_path / "moved")
    jsonl.record(decision(2))
    assert jsonl.recent(5) == (decision(2),)


CHILD = """
    import os, sys
    from pathlib import Path
    from beholden.gate import JsonlRecorder
    from beholden.gate.errors import RecordError
    from tests.gate.support import Clock, decision

    folder = Path(sys.argv[1])
    recorder = JsonlRecorder(folder, Clock())
"""


def child(code: str, folder: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CHILD) + textwrap.dedent(code), str(folder)],
        check=False, capture_output=True, text=True, timeout=60, **more,
    )  # fmt: skip


def test_a_kill_in_mid_write_costs_that_line_only(tmp_path):
    # Two thirds of a line reach the file before the process is killed, as the
    # kernel may do on a full pipe of pages; then the next process goes on.
    killed = child(
        """
        import msgspec, signal
        recorder.record(decision(1))
        recorder.flush()
        line = msgspec.json.encode(decision(2))
        file = os.open(folder / "decisions-2026-11-22.jsonl", os.O_WRONLY | os.O_APPEND)
        os.write(file, line[: len(line) * 2 // 3])
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        tmp_path,
    )
    assert killed.returncode == -signal.SIGKILL
    recorder = JsonlRecorder(tmp_path, Clock())
    assert recorder.recent(5) == (decision(1),)
    assert "1 lines are torn" in recorder.notices()[0]
    recorder.record(decision(3))
    recorder.close()
    assert recorder.recent(5) == (decision(3), decision(1))
    assert recorder.find("d2") is None
    assert "1 lines are torn" in recorder.notices()[0]


def test_a_killed_process_loses_no_flushed_decision(tmp_path):
    killed = child(
        """
        import signal
        for number in range(20):
            recorder.record(decision(number))
            recorder.flush()
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        tmp_path,
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(JsonlRecorder(tmp_path, Clock()).recent(50)) == 20


def test_a_full_disk_is_an_error_and_leaves_no_half_decision(tmp_path):
    # A limit on the file's size fails writes as a full disk does: short first, then not at all.
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    full = child(
        """
        kept = 0
        try:
            for number in range(100):
                recorder.record(decision(number))
                kept += 1
        except RecordError as error:
            print(kept, error)
        """,
        tmp_path,
        preexec_fn=limit,
    )
    kept, _, message = full.stdout.partition(" ")
    assert "Check free space" in message
    recorder = JsonlRecorder(tmp_path, Clock())
    assert 0 < len(recorder.recent(100)) == int(kept)
    recorder.record(decision(500))
    recorder.close()
    assert recorder.recent(1) == (decision(500),)
    assert len(recorder.recent(200)) == int(kept) + 1


def test_a_line_that_lacks_only_its_end_never_becomes_a_decision(jsonl, tmp_path):
    jsonl.record(decision(1))
    jsonl.close()
    path = tmp_path / "record" / "decisions-2026-11-22.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert jsonl.recent(5) == ()
    jsonl.record(decision(2))
    assert jsonl.recent(5) == (decision(2),)


def test_damaged_lines_are_passed_over_and_reported(jsonl, tmp_path):
    jsonl.record(decision(1))
    jsonl.record(decision(2, "allow"))
    jsonl.close()
    for path in (tmp_path / "record").iterdir():
        path.write_bytes(b'{"id":"\xff"}\n{}\nnonsense\n' + path.read_bytes())
    assert jsonl.recent(5) == (decision(1),)
    assert jsonl.find("nonsense") is None
    assert len(jsonl.counts()) == 1
    assert "3 lines are torn" in jsonl.notices()[0]


def test_several_processes_append_at_once_without_mixing_lines(tmp_path):
    code = textwrap.dedent(CHILD) + textwrap.dedent(
        """
        for number in range(200):
            recorder.record(decision(number, id=f"{sys.argv[2]}-{number}"))
        recorder.close()
        """
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "abc"
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    recorder = JsonlRecorder(tmp_path, Clock())
    ids = {one.id for one in recorder.recent(1_000)}
    assert ids == {f"{name}-{number}" for name in "abc" for number in range(200)}
    assert recorder.notices() == ()


def test_after_a_failed_flush_nothing_is_called_durable(jsonl, monkeypatch):
    jsonl.record(decision(1))
    with monkeypatch.context() as patched:

        def fail(_):
            raise OSError(5, "Input/output error")

        patched.setattr(os, "fsync", fail)
        with pytest.raises(RecordError, match="Input/output error"):
            jsonl.flush()
    with pytest.raises(RecordError, match="Check the disk, then restart"):
        jsonl.flush()
    with pytest.raises(RecordError, match="Check the disk, then restart"):
        jsonl.record(decision(2))


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError, match="Cannot make the folder"):
        JsonlRecorder(tmp_path / "file", Clock())


def test_a_decision_file_that_is_a_link_is_refused(jsonl, tmp_path):
    (tmp_path / "record" / "decisions-2026-11-22.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RecordError, match="Cannot write to"):
        jsonl.record(decision(1))
