"""Received files: whole or absent, private, once, and never silently altered."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.app.regulator import WiredRegulator
from beholden.regulator import (
    AlteredError,
    ReceivedError,
    ReceivedFile,
    RegulatorSettings,
    TextError,
    TooLongError,
    UnknownError,
    UnlikeError,
)
from beholden.regulator.received import BYTES_AT_MOST, Received
from tests.support.small_disk import filled

ROOT = Path(__file__).parents[2]
ABOUT: dict[str, Any] = {"name": "report.json", "source": "Example", "by": "A. Tester"}


def take(received: Received, data: bytes, **changes: Any) -> ReceivedFile:
    """Keeps any bytes: nobody asks here what is in them."""
    about = {**ABOUT, "as_it_is": True, **changes}
    return received.take("example", "report", io.BytesIO(data), **about)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "received").iterdir())


def test_a_file_is_kept_as_it_came_for_its_owner_alone(regulator: WiredRegulator) -> None:
    days = {"first": date(2026, 10, 1), "last": date(2026, 10, 31)}
    file = take(regulator.received, b"bytes", **days)
    path = regulator.received.path(file)
    assert path.read_bytes() == b"bytes"
    assert path.name == file.sha256 == hashlib.sha256(b"bytes").hexdigest()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert regulator.received.files("example", "report") == (file,)
    assert regulator.received.file(file.number) == file
    assert (file.first, file.last, file.bytes) == (*days.values(), 5)


def test_the_same_bytes_twice_are_one_file_and_two_rows(regulator: WiredRegulator) -> None:
    one = take(regulator.received, b"same")
    other = take(regulator.received, b"same", source="Somebody else")
    assert one.number != other.number
    assert names(regulator.data) == [one.sha256]


@given(data=st.binary(min_size=1, max_size=3_000_000), cut=st.integers(1, 1 << 21))
def test_what_comes_in_pieces_is_kept_whole(data: bytes, cut: int) -> None:
    class Pieces(io.BytesIO):
        """Gives less than it is asked for, as a socket does."""

        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(cut, size or cut))

    from beholden.regulator.received import _copy

    target = io.BytesIO()
    sha256, count = _copy(Pieces(data), target, "report")
    assert (target.getvalue(), count) == (data, len(data))
    assert sha256 == hashlib.sha256(data).hexdigest()


def test_an_altered_or_lost_file_is_never_given_out(sqlite_regulator: WiredRegulator) -> None:
    received = sqlite_regulator.received
    file = take(received, b"bytes")
    path = received.path(file)
    path.write_bytes(b"bytez")
    with pytest.raises(AlteredError, match="was altered"):
        received.path(file)
    path.unlink()
    with pytest.raises(AlteredError, match="is gone"):
        received.path(file)
    # The same bytes once more mend it.
    take(received, b"bytes")
    assert received.path(file).read_bytes() == b"bytes"


def test_too_long_and_empty_files_leave_nothing(sqlite_regulator: WiredRegulator) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1, /) -> bytes:
            return bytes(size)

    received = sqlite_regulator.received
    with pytest.raises(TooLongError, match=f"{BYTES_AT_MOST['receipt']:,}"):
        received.take("example", "receipt", Endless(), **ABOUT)  # type: ignore[arg-type] # it reads
    with pytest.raises(ReceivedError, match="empty"):
        take(received, b"")
    assert names(sqlite_regulator.data) == []
    assert received.files() == ()


def test_a_sender_who_breaks_off_leaves_nothing(sqlite_regulator: WiredRegulator) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise ConnectionError("gone")
            return super().read(min(3, size or 3))

    with pytest.raises(ReceivedError, match=r"to its end \(gone\)"):
        sqlite_regulator.received.take("example", "report", Broken(b"bytes"), **ABOUT)
    assert names(sqlite_regulator.data) == []


def test_unusable_names_and_days_are_refused_before_a_byte_is_read(
    sqlite_regulator: WiredRegulator,
) -> None:
    for field in ("name", "source", "by"):
        with pytest.raises(TextError, match=field):
            take(sqlite_regulator.received, b"x", **{field: "\x1b[2J"})
    with pytest.raises(ReceivedError, match="before the first"):
        take(sqlite_regulator.received, b"x", first=date(2026, 2, 1), last=date(2026, 1, 1))
    with pytest.raises(UnknownError):
        sqlite_regulator.received.file(1)
    assert not (sqlite_regulator.data / "received").exists()


def test_a_full_disk_is_named_and_leaves_nothing_half_there(small_disk: Path) -> None:
    wired = WiredRegulator(small_disk, RegulatorSettings(name="Example"))
    first = take(wired.received, b"first")
    with filled(small_disk), pytest.raises(ReceivedError, match="Make room"):
        take(wired.received, os.urandom(1 << 20))
    assert names(small_disk) == [first.sha256]
    assert wired.received.files() == (first,)
    after = take(wired.received, b"after")
    assert wired.received.path(after).read_bytes() == b"after"
    wired.close()


TAKE_UNTIL_KILLED = """
import sys
from pathlib import Path
from beholden.app.regulator import WiredRegulator
from beholden.regulator import RegulatorSettings
received = WiredRegulator(Path(sys.argv[1]), RegulatorSettings(name="Example")).received
class Slow:
    sent = 0
    def read(self, size):
        self.sent += 1
        if self.sent == 3:
            print("half", flush=True)
            sys.stdin.read()
        return bytes(size)
received.take("example", "openings", Slow(), name="n", source="s", by="b")
"""


def test_what_a_killed_process_left_half_written_is_swept_away_and_what_is_written_stays(
    sqlite_regulator: WiredRegulator, tmp_path: Path
) -> None:
    kept = take(sqlite_regulator.received, b"kept")
    command = [sys.executable, "-c", TAKE_UNTIL_KILLED, str(tmp_path)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "cwd": ROOT}
    with subprocess.Popen(command, **pipes) as dying, subprocess.Popen(command, **pipes) as alive:
        for child in (dying, alive):
            assert child.stdout is not None
            assert child.stdout.readline() == b"half\n"
        dying.kill()
        dying.wait()
        assert len(names(tmp_path)) == 3
        other = take(sqlite_regulator.received, b"other")
        # The dead one's half is gone; that of the one still at work is not.
        assert len(names(tmp_path)) == 3
        alive.kill()
    take(sqlite_regulator.received, b"other")
    assert names(tmp_path) == sorted([kept.sha256, other.sha256])
    assert len(sqlite_regulator.received.files()) == 3


COUNTS = b"quantity,from,to,value,source\nreports,2020-01-01,2020-06-30,12,Somebody\n"


def test_what_a_file_says_of_itself_is_kept_beside_it(regulator: WiredRegulator) -> None:
    received = regulator.received
    file = received.take("example", "counts", io.BytesIO(COUNTS), **ABOUT)
    assert file.about is not None
    assert file.about.words == "1 row of Somebody"
    assert file.days == (date(2020, 1, 1), date(2020, 6, 30))
    assert received.files() == (file,) == (received.file(file.number),)
    beside = f"{file.sha256}.counts.json"
    assert names(regulator.data) == [file.sha256, beside]
    assert (regulator.data / "received" / beside).stat().st_mode & 0o777 == 0o600
    # It is only told: a file is as good without it.
    for damaged in (b"", b"{", b"[]", b"\xff" * 70_000):
        (regulator.data / "received" / beside).write_bytes(damaged)
        assert received.file(file.number).about is None
        assert received.path(file).read_bytes() == COUNTS


def test_the_file_s_own_days_go_before_those_that_somebody_typed(
    sqlite_regulator: WiredRegulator,
) -> None:
    days: dict[str, Any] = {"first": date(2026, 10, 1), "last": date(2026, 10, 31)}
    file = sqlite_regulator.received.take("example", "counts", io.BytesIO(COUNTS), **ABOUT, **days)
    assert (file.first, file.last) == (days["first"], days["last"])
    assert file.days == (date(2020, 1, 1), date(2020, 6, 30))
    assert take(sqlite_regulator.received, b"anything", **days).days == (*days.values(),)
    assert take(sqlite_regulator.received, b"anything").days is None


def test_what_is_not_what_it_was_said_to_be_is_refused_and_leaves_nothing(
    sqlite_regulator: WiredRegulator,
) -> None:
    received = sqlite_regulator.received
    with pytest.raises(UnlikeError, match="seems to be a table of counts"):
        received.take("example", "report", io.BytesIO(COUNTS), **ABOUT)
    assert names(sqlite_regulator.data) == []
    assert received.files() == ()
    kept = received.take("example", "report", io.BytesIO(COUNTS), as_it_is=True, **ABOUT)
    assert (kept.about, received.path(kept).read_bytes()) == (None, COUNTS)
