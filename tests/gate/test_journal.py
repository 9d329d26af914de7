from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate import _journal
from beholden.gate._journal import Journal, is_torn, lines_backward, lines_forward
from tests.gate.support import laws

lines = st.lists(st.binary(min_size=1, max_size=20).filter(lambda line: b"\n" not in line))


@laws
@given(lines, st.binary(max_size=20).filter(lambda tail: b"\n" not in tail), st.integers(1, 30))
def test_reading_backwards_is_reading_forwards_turned_round(kept, tail, block):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(_journal, "_BLOCK", block)
        path = Path(folder) / "file"
        path.write_bytes(b"".join(line + b"\n" for line in kept) + tail)
        forward, end = lines_forward(path)
        assert forward == [line for line in kept if line != b" !torn"]
        assert list(lines_backward(path)) == forward[::-1]
        assert end == path.stat().st_size - len(tail)
        assert is_torn(path) == bool(tail)


@laws
@given(lines, st.binary(min_size=1, max_size=20).filter(lambda tail: b"\n" not in tail))
def test_what_is_appended_after_a_torn_line_stands_alone(kept, tail):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(b"".join(line + b"\n" for line in kept) + tail)
        journal = Journal(path)
        journal.append(b"{}")
        journal.sync()
        journal.close()
        assert lines_forward(path)[0][-1] == b"{}"
        assert not is_torn(path)


def test_reading_on_starts_where_reading_ended(tmp_path):
    path = tmp_path / "file"
    assert lines_forward(path) == ([], 0)
    path.write_bytes(b"a\nb")
    assert lines_forward(path) == ([b"a"], 2)
    path.write_bytes(b"a\nb\nc\n")
    assert lines_forward(path, 2) == ([b"b", b"c"], 6)


def test_syncing_and_closing_what_was_never_opened_is_nothing(tmp_path):
    journal = Journal(tmp_path / "file")
    journal.sync()
    journal.close()
    assert not journal.path.exists()
