from datetime import date
from pathlib import Path

import pytest

from beholden.figures.core.models import Period, State
from beholden.figures.errors import FolderError
from beholden.figures.folder import Answer, answers_of
from beholden.figures.registry import load_registry
from tests.figures.support.readings import ESSEX, KENT

REGISTRY = load_registry()
HEADER = "file,force,received,asked_from,asked_to,origin,note,state\n"


def made(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return folder


def listed(folder: Path, *rows: str) -> tuple[Answer, ...]:
    (folder / "answers.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return answers_of(folder, REGISTRY)


@pytest.mark.parametrize(
    ("name", "force", "whence"),
    [
        ("essex/reply.txt", ESSEX, "folder"),
        ("Essex Police/2018/reply.txt", ESSEX, "folder"),
        ("essex-police_foi-2018.txt", ESSEX, "file name"),
        ("reply essex.txt", None, ""),
        ("reply.txt", None, ""),
    ],
)
def test_the_force_comes_from_the_folder_or_the_beginning_of_the_name(
    tmp_path, name, force, whence
):
    [answer] = answers_of(made(tmp_path, name), REGISTRY)
    assert (answer.force, answer.force_from) == (force, whence)


def test_the_list_has_the_last_word(tmp_path):
    made(tmp_path, "essex/reply.txt")
    [answer] = listed(tmp_path, "essex/reply.txt,Kent,2018-07-02,2016-04-01,2018-03-31,,,")
    assert (answer.force, answer.force_from) == (KENT, "list")
    assert answer.received == date(2018, 7, 2)
    assert answer.asked == Period(date(2016, 4, 1), date(2018, 3, 31))


def test_a_force_that_did_not_answer_needs_no_file(tmp_path):
    [answer] = listed(tmp_path, ",Kent,,,,,,no answer")
    assert (answer.file, answer.force, answer.state) == ("", KENT, State.NO_ANSWER)


def test_what_beholden_made_and_hidden_files_are_no_answers(tmp_path):
    made(tmp_path, "_beholden/readings.json", ".DS_Store", "~$reply.docx", "kent/reply.txt")
    (tmp_path / "figures.toml").write_text("")
    assert [one.file for one in answers_of(tmp_path, REGISTRY)] == ["kent/reply.txt"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "reply.txt,Esex,,,,,,",
            "answers.csv:2 force: there is no force 'Esex'. Did you mean Essex?",
        ),
        ("reply.txt,Essex,7 July,,,,,", "answers.csv:2 received: '7 July' is no date"),
        ("reply.txt,Essex,,2018-03-31,2017-04-01,,,", "answers.csv:2 asked_to: is before"),
        ("reply.txt,Essex,,2018-03-31,,,,", "answers.csv:2 asked_to: give both"),
        ("other.txt,Essex,,,,,,", "answers.csv:2 file: there is no 'other.txt'"),
        (",Essex,,,,,,", "answers.csv:2 state: a row without a file needs one of"),
        (",,,,,,,no answer", "answers.csv:2 file: a row needs a file"),
        ("reply.txt,Essex,,,,,,lost", "answers.csv:2 state: 'lost' is none of"),
        ("reply.txt,Essex,,,,,,,more", "answers.csv:2 file: the row has more cells"),
        ("reply.txt,Essex,,,,,,\nreply.txt,Kent,,,,,,", "answers.csv:3 file: is already on line 2"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_column(tmp_path, row, said):
    made(tmp_path, "reply.txt")
    with pytest.raises(FolderError) as refused:
        listed(tmp_path, row)
    assert said in str(refused.value)


def test_all_problems_of_a_list_are_said_at_once(tmp_path):
    made(tmp_path, "a.txt", "b.txt")
    with pytest.raises(FolderError) as refused:
        listed(tmp_path, "a.txt,Nowhere,,,,,,", "b.txt,Essex,soon,,,,,")
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"", b"name,of\n", b"file,file\n", b'file,force\n"a']
)
def test_a_list_that_is_no_list_is_refused_or_empty(tmp_path, data):
    (tmp_path / "answers.csv").write_bytes(data)
    with pytest.raises(FolderError, match=r"answers\.csv"):
        answers_of(tmp_path, REGISTRY)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FolderError, match="nowhere"):
        answers_of(tmp_path / "nowhere", REGISTRY)
