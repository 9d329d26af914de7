"""From answers to what is settled: ``read``, ``review``, ``confirm``, ``correct``, ``reject``."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.figures.support import (
    BY,
    HEADER,
    Demo,
    answers,
    extract,
    figures,
    pending,
    read,
    two_forces,
)
from tests.cli.support import CONTROL, run

NUMBERS = {"essex/reply.csv": extract(568, 767)}


def test_every_number_says_where_it_stands(tmp_path: Path) -> None:
    folder = answers(tmp_path, NUMBERS)
    done = figures("read", folder, "--json")
    [answer] = done.objects
    assert done.code == 0
    assert (answer["file"], answer["force"], answer["layout"]) == (
        "essex/reply.csv",
        "E23000028",
        "simple-table",
    )
    assert answer["digest"] == hashlib.sha256((folder / "essex/reply.csv").read_bytes()).hexdigest()
    readings = [one["item"]["reading"] for one in answer["items"]]
    assert [one["value"]["count"] for one in readings] == [568, 767]
    assert [one["sources"][0]["place"]["cell"] for one in readings] == ["B2", "C2"]
    assert [one["sources"][0]["text"] for one in readings] == ["568", "767"]


def test_the_answers_are_never_written_to(own_demo: Path) -> None:
    def state() -> dict[Path, tuple[bytes, int]]:
        files = [
            path
            for path in own_demo.rglob("*")
            if path.is_file() and "_beholden" not in path.relative_to(own_demo).parts
        ]
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    before = state()
    figures("read", own_demo)
    figures("build", own_demo, "--published", "2018-10-01")
    assert state() == before


def test_explain_tells_of_each_file_how_it_was_read(demo: Demo) -> None:
    # Reading again would write to the folder of all; the steps are kept with the readings.
    said = figures("read", answers(demo.folder.parent / "steps", NUMBERS), "--explain").text
    assert "essex/reply.csv  (Essex)" in said
    assert "force: Essex (the name of its folder)" in said
    assert "read as csv" in said
    assert "simple-table" in said
    assert "768" not in said
    assert "767  [cell C2" in said


def test_an_uncertain_number_waits_and_says_why(tmp_path: Path) -> None:
    folder = two_forces(tmp_path)
    assert figures("read", folder).code == 1
    done = figures("review", folder)
    assert done.code == 1
    assert "uncertain-number" in done.text
    assert ">1,5000<" in done.text
    assert "1 to settle." in done.text
    [one] = pending(folder)
    assert one["pending"]["item"]["reading"]["force"] == "E23000032"


def test_a_number_that_is_confirmed_is_published_with_the_name_of_who_did(tmp_path: Path) -> None:
    folder = two_forces(tmp_path)
    read(folder)
    id_ = pending(folder)[0]["pending"]["item"]["id"]
    done = figures("confirm", folder, id_[:4], *BY)
    assert (done.code, done.text) == (0, f"{id_}: confirm by A. Tester. 0 to settle.\n")
    assert pending(folder) == []
    assert figures("review", folder).code == 0
    figures("build", folder, "--published", "2018-09-13")
    data = (folder / "_beholden/releases/2018-09/data/figures.csv").read_text()
    assert "A. Tester" in data


def test_a_correction_replaces_the_number_and_says_why(tmp_path: Path) -> None:
    folder = two_forces(tmp_path)
    read(folder)
    id_ = pending(folder)[0]["pending"]["item"]["id"]
    figures("correct", folder, id_, "1,500", "--why", "page 2 of the letter", *BY)
    built = figures("build", folder, "--published", "2018-09-13", "--json").objects[0]
    assert (built["numbers"], built["pending"]) == (4, [])
    shown = figures("show", "Kent", "--folder", folder).text
    assert "recorded 1,500" in shown
    assert "page 2 of the letter" in (Path(built["data"]) / "figures.csv").read_text()


def test_a_rejected_number_is_in_no_release(tmp_path: Path) -> None:
    folder = two_forces(tmp_path)
    read(folder)
    id_ = pending(folder)[0]["pending"]["item"]["id"]
    assert figures("reject", folder, id_, "--why", "no such number", *BY).code == 0
    built = figures("build", folder, "--published", "2018-09-13", "--json").objects[0]
    assert (built["numbers"], built["pending"]) == (3, [])


def test_the_newest_check_counts(tmp_path: Path) -> None:
    folder = two_forces(tmp_path)
    read(folder)
    id_ = pending(folder)[0]["pending"]["item"]["id"]
    figures("correct", folder, id_, "1500", "--why", "first", *BY)
    figures("correct", folder, id_, "1600", "--why", "second", *BY)
    figures("build", folder, "--published", "2018-09-13")
    assert "recorded 1,600" in figures("show", "Kent", "--folder", folder).text


def test_a_check_is_void_when_the_answer_changes(tmp_path: Path) -> None:
    folder = two_forces(tmp_path)
    read(folder)
    figures("confirm", folder, pending(folder)[0]["pending"]["item"]["id"], *BY)
    answers(folder, {"kent/reply.csv": extract(400, '"1,6000"')})
    assert figures("read", folder).code == 1
    assert len(pending(folder)) == 1


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        ("confirm", ["ffffffffff"], "There is no reading 'ffffffffff'"),
        ("confirm", [""], "There is no reading ''"),
        ("correct", ["ID", "about ten", "--why", "x"], "'about ten' is no count"),
        ("correct", ["ID", "--why", "x"], "a correction needs a value"),
        ("correct", ["ID", "5", "--why", " "], "say why"),
        ("correct", ["ID", "--force", "Esex", "--why", "x"], "Did you mean Essex?"),
        ("correct", ["ID", "--period", "soon", "--why", "x"], "'soon' is no period"),
        ("correct", ["ID", "--offence", "parking", "--why", "x"], "no offence 'parking'"),
        ("reject", ["ID"], "--why"),
        ("reject", ["ID", "--why", ""], "say why"),
        ("confirm", ["ID", "--by", " "], "by"),
    ],
)
def test_a_check_that_does_not_fit_is_refused_and_nothing_is_kept(
    tmp_path: Path, command: str, arguments: list[str], said: str
) -> None:
    folder = two_forces(tmp_path)
    read(folder)
    id_ = pending(folder)[0]["pending"]["item"]["id"]
    done = figures(command, folder, *(id_ if one == "ID" else one for one in arguments))
    assert done.code == 2
    assert said in done.said
    assert not (folder / "_beholden" / "checks.jsonl").exists()


def test_a_beginning_that_fits_several_readings_is_refused(demo: Demo) -> None:
    ids = {one["item"]["id"] for answer in _readings(demo.folder) for one in answer["items"]}
    [first, *_] = [a for a in "0123456789abcdef" if sum(id_.startswith(a) for id_ in ids) > 1]
    done = figures("confirm", demo.folder, first, *BY)
    assert (done.code, "more than one reading" in done.said) == (2, True)


@pytest.mark.parametrize("command", ["review", "build"])
def test_nothing_can_be_done_before_reading(tmp_path: Path, command: str) -> None:
    done = figures(command, answers(tmp_path, NUMBERS))
    assert done.code == 2
    assert "nothing has been read yet" in done.said
    assert "beholden figures read" in done.said


def test_an_empty_folder_reads_as_nothing(tmp_path: Path) -> None:
    done = figures("read", tmp_path)
    assert (done.code, "0 files" in done.text) == (0, True)


def test_the_list_says_what_was_asked_and_an_answer_for_another_year_waits(tmp_path: Path) -> None:
    folder = answers(tmp_path, NUMBERS)
    (folder / "answers.csv").write_text(
        HEADER + "essex/reply.csv,Essex,2018-07-01,2014-04-01,2016-03-31,\n"
    )
    assert figures("read", folder).code == 1
    flags = {flag["code"] for one in pending(folder) for flag in one["pending"]["questions"]}
    assert flags == {"wrong-period"}


def test_one_file_for_two_forces_waits(tmp_path: Path) -> None:
    same = extract(568, 767)
    folder = answers(tmp_path, {"essex/reply.csv": same, "kent/reply.csv": same})
    assert figures("read", folder).code == 1
    flags = [flag["code"] for one in pending(folder) for flag in one["pending"]["questions"]]
    assert flags == ["same-file"] * 4
    for one in pending(folder):
        reading = one["pending"]["item"]["reading"]
        assert one["excerpt"]["rows"]
        if reading["force"] == "E23000032":
            id_ = one["pending"]["item"]["id"]
            figures("reject", folder, id_, "--why", "of Essex", *BY)
        else:
            figures("confirm", folder, one["pending"]["item"]["id"], *BY)
    built = figures("build", folder, "--published", "2018-09-13", "--json").objects[0]
    assert (built["numbers"], built["forces"]) == (2, 1)


def test_two_answers_of_one_force_that_disagree_stop_each_other(tmp_path: Path) -> None:
    folder = answers(
        tmp_path,
        {"essex/june.csv": extract(568, 767), "essex/july.csv": extract(568, 768)},
    )
    assert figures("read", folder).code == 1
    waiting = pending(folder)
    assert [one["pending"]["questions"][0]["code"] for one in waiting] == ["answers-disagree"] * 2
    sentences = [one["pending"]["questions"][0]["sentence"] for one in waiting]
    assert "768 in essex/july.csv" in sentences[1]
    [wrong] = [
        one["pending"]["item"]["id"]
        for one in waiting
        if one["pending"]["item"]["reading"]["value"]["count"] == 768
    ]
    figures("reject", folder, wrong, "--why", "withdrawn by the force", *BY)
    assert pending(folder) == []
    figures("build", folder, "--published", "2018-09-13")
    assert "568 to 767" in " ".join(figures("show", "Essex", "--folder", folder).text.split())


def test_two_answers_of_one_force_that_agree_are_one_number_with_both_sources(
    tmp_path: Path,
) -> None:
    folder = answers(
        tmp_path,
        {"essex/june.csv": extract(568, 767), "essex/july.csv": extract(568, 767) + "\n"},
    )
    assert figures("read", folder).code == 0
    figures("build", folder, "--published", "2018-09-13")
    data = (folder / "_beholden/releases/2018-09/data/figures.csv").read_text()
    [line] = [line for line in data.splitlines() if ",767," in line]
    assert "essex/june.csv" in line
    assert "essex/july.csv" in line


def test_a_file_that_is_no_answer_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    folder = answers(tmp_path, NUMBERS)
    (folder / "kent").mkdir()
    (folder / "kent" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    done = figures("read", folder)
    assert done.code == 1
    assert "kent/picture.png" in done.text
    assert {bool(one.get("error")) for one in read(folder)} == {True, False}
    built = figures("build", folder, "--published", "2018-09-13")
    assert "2 numbers of 1" in built.text


def test_names_of_files_cannot_take_over_the_terminal(tmp_path: Path) -> None:
    name = "a\n\x1b[31m\u202eb" + "x" * 200
    folder = answers(tmp_path, {f"essex/{name}.csv": extract(568, '"1,5000"')})
    (folder / "essex" / "\udcff.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    for command in (("read",), ("read", "--explain"), ("review",)):
        done = run("figures", command[0], folder, *command[1:])
        assert done.code == 1, done.said
        assert CONTROL.search(done.out) is None
        assert "\u202e" not in done.text
    assert run("figures", "build", folder, "--published", "2018-09-13").code == 0


def _readings(folder: Path) -> list[dict[str, list[dict[str, dict[str, str]]]]]:
    text = (folder / "_beholden" / "readings.json").read_text()
    loaded: list[dict[str, list[dict[str, dict[str, str]]]]] = json.loads(text)["answers"]
    return [one for one in loaded if "items" in one]
