import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from beholden.figures.errors import ReadError
from beholden.figures.reading import Limits, Reader, confined, read_bytes, read_document
from tests.figures.reading.books import simple, with_rows

_HOSTILE = Path(__file__).with_name("hostile_worker.py")


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """A reader whose forks do what the name of the file says."""
    monkeypatch.setattr(confined, "WORKER_COMMAND", (str(_HOSTILE),))
    with Reader() as reader:
        yield reader


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    path = tmp_path / "answer.xlsx"
    path.write_bytes(simple())
    return path


def _refusal(reader: Any, path: Path, name: str, limits: Limits | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        reader.read(path, name, limits)
    assert name in str(caught.value)
    return caught.value.code


def test_a_document_is_the_same_read_in_a_process_of_its_own(answer: Path) -> None:
    assert read_document(answer, "answer.xlsx") == read_bytes(answer.read_bytes(), "answer.xlsx")


def test_an_error_keeps_its_code_and_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(simple()[:500])
    with pytest.raises(ReadError, match="fetch it again") as caught:
        read_document(path, "answers/a.xlsx")
    assert caught.value.code == "damaged"


def test_what_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_document(tmp_path / "none.csv", "none.csv")
    assert caught.value.code == "unreadable"
    with pytest.raises(ReadError):
        read_document(tmp_path, "folder")


def test_a_file_above_the_limit_is_not_handed_over(answer: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_document(answer, "answer.xlsx", Limits(max_bytes=100))
    assert caught.value.code == "too-large"


def test_a_document_above_the_limit_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n" * 1000)
    with Reader() as reader:
        assert _refusal(reader, path, "a.csv", Limits(max_reply_bytes=5000)) == "too-large"
        assert reader.read(path, "a.csv").blocks


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("crash", "reader-crashed"),
        ("leave", "reader-crashed"),
        ("spin", "took-too-long"),
        ("eat", "too-much-memory"),
        ("recurse", "too-much-memory"),
        ("abort", "too-much-memory"),
        ("raise", "damaged"),
        ("babble", "reader-crashed"),
        ("write", "damaged"),
    ],
)
def test_whatever_one_file_does_the_next_one_is_read(
    hostile: Reader, answer: Path, deed: str, code: str
) -> None:
    limits = Limits(max_seconds=1)
    assert _refusal(hostile, answer, f"{deed}.xlsx", limits) == code
    assert hostile.read(answer, "answer.xlsx").blocks


def test_a_reader_that_waits_for_ever_is_ended_by_the_clock(
    hostile: Reader, answer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "_START_SECONDS", 0.0)
    assert _refusal(hostile, answer, "sleep.xlsx", Limits(max_seconds=0.5)) == "took-too-long"
    monkeypatch.undo()
    assert hostile.read(answer, "answer.xlsx").blocks


def test_nothing_that_a_file_changes_reaches_the_next_one(hostile: Reader, answer: Path) -> None:
    assert hostile.read(answer, "poison.xlsx").title == "poisoned"
    assert hostile.read(answer, "answer.xlsx").title == ""


def test_a_reader_cannot_name_another_file_as_its_source(hostile: Reader, answer: Path) -> None:
    truth = read_bytes(answer.read_bytes(), "lie.xlsx")
    document = hostile.read(answer, "lie.xlsx")
    assert (document.file, document.digest) == (truth.file, truth.digest)


def test_more_memory_than_allowed_is_refused_for_a_real_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    row = "".join(f"<c><v>{n}</v></c>" for n in range(200))
    path.write_bytes(with_rows(f"<row>{row}</row>" * 500))
    with Reader() as reader:
        code = _refusal(reader, path, "a.xlsx", Limits(max_memory_bytes=110 << 20))
        assert code == "too-much-memory"
        assert reader.read(path, "a.xlsx").blocks


def test_threads_share_a_reader(answer: Path) -> None:
    documents = []
    with Reader() as reader:
        threads = [
            threading.Thread(target=lambda: documents.append(reader.read(answer, "answer.xlsx")))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(documents) == 4
    assert len({repr(document) for document in documents}) == 1


def test_a_killed_template_is_replaced(answer: Path) -> None:
    with Reader() as reader:
        reader.read(answer, "answer.xlsx")
        template = reader._template
        assert template is not None
        template._process.kill()
        template._process.wait()
        assert reader.read(answer, "answer.xlsx").blocks


def test_a_closed_reader_leaves_no_process(answer: Path) -> None:
    reader = Reader()
    reader.read(answer, "answer.xlsx")
    template = reader._template
    assert template is not None
    reader.close()
    assert template._process.returncode is not None
