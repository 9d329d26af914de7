"""Numbers that a person reads where no program can."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.figures.support import BY, answers, extract, figures, pending, read

RELEASE = ("--release", "2018-09", "--published", "2018-09-13")
WHY = ("--why", "first row of the table")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One answer that is understood, and one of which nothing is."""
    files = {"essex/reply.csv": extract(568, 767), "kent/scan.txt": "Please see the enclosed.\n"}
    made = answers(tmp_path, files)
    read(made)
    return made


def entered(folder: Path, *more: str, value: str = "1,042", file: str = "kent/scan.txt"):
    return figures("enter", folder, file, value, "--period", "2017/18", *more, *WHY, *BY)


def test_a_file_of_which_nothing_is_understood_is_named_until_somebody_has_entered_it(
    folder: Path,
) -> None:
    before = figures("read", folder)
    assert (before.code, "kent/scan.txt: nothing was understood" in before.text) == (1, True)
    assert entered(folder).code == 0
    after = figures("read", folder)
    assert (after.code, "nothing was understood" in after.text) == (0, False)


def test_what_was_entered_is_published_with_its_page_and_who_entered_it(folder: Path) -> None:
    entered(folder, "--page", "2")
    assert "4 numbers" not in figures("build", folder, *RELEASE).text
    shown = figures("show", "Kent", "--folder", folder, "--json").objects[0]
    [row] = [one for one in shown["series"] if one["label"] == "2017/18"]
    observation = row["observation"]
    assert observation["value"]["count"] == 1_042
    assert observation["sources"][0]["place"] == {"page": 2}
    assert observation["confirmed_by"] == "A. Tester"
    assert observation["confirmed"] == "entered by hand: first row of the table"


def test_what_was_entered_can_be_taken_back(folder: Path) -> None:
    id_ = entered(folder).text.partition(":")[0]
    assert figures("reject", folder, id_, "--why", "another table", *BY).code == 0
    figures("build", folder, *RELEASE)
    shown = figures("show", "Kent", "--folder", folder).text
    assert "No number" in shown


def test_what_was_entered_counts_no_longer_when_its_file_changes(folder: Path) -> None:
    entered(folder)
    (folder / "kent" / "scan.txt").write_text("Another letter.\n")
    read(folder)
    figures("build", folder, *RELEASE)
    assert "No number" in figures("show", "Kent", "--folder", folder).text


def test_a_number_entered_beside_another_of_the_same_force_makes_them_disagree(
    folder: Path,
) -> None:
    figures("enter", folder, "essex/reply.csv", "776", "--period", "2017/18", *WHY, *BY)
    codes = [flag["code"] for one in pending(folder) for flag in one["pending"]["questions"]]
    assert codes == ["answers-disagree", "answers-disagree"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"file": "kent/other.txt"}, "none of the files that were read"),
        ({"value": "a few"}, "is no count"),
        ({"value": "12.5"}, "is no count"),
    ],
)
def test_what_cannot_be_entered_is_refused(folder: Path, arguments, said: str) -> None:
    done = entered(folder, **arguments)
    assert (done.code, said in " ".join(done.said.split())) == (2, True)


def test_a_number_of_nobody_cannot_be_entered(tmp_path: Path) -> None:
    folder = answers(tmp_path, {"scan.txt": "Please see the enclosed.\n"})
    read(folder)
    done = entered(folder, file="scan.txt")
    assert (done.code, "Give --force" in done.said) == (2, True)
    assert entered(folder, "--force", "Kent", file="scan.txt").code == 0


def test_answers_of_an_origin_that_is_left_out_are_read_and_never_published(
    tmp_path: Path,
) -> None:
    folder = answers(
        tmp_path, {"essex/reply.csv": extract(568, 767), "kent/reply.csv": extract(400, 500)}
    )
    (folder / "answers.csv").write_text("file,origin\nkent/reply.csv,invented\n")
    (folder / "figures.toml").write_text('leave_out = ["invented"]\n')
    read(folder)
    assert "2 numbers of 1 of 45" in figures("build", folder, *RELEASE).text
    assert "is at hand" in figures("show", "Kent", "--folder", folder).text


def test_a_list_that_was_changed_after_reading_has_to_be_read_again(folder: Path) -> None:
    (folder / "answers.csv").write_text("file,force\nkent/scan.txt,Surrey\n")
    done = figures("build", folder, *RELEASE)
    assert (done.code, "since the answers were read" in " ".join(done.said.split())) == (2, True)


def test_a_year_that_was_not_over_when_the_answer_came_waits(tmp_path: Path) -> None:
    folder = answers(tmp_path, {"essex/reply.csv": extract(568, 767)})
    (folder / "answers.csv").write_text("file,received\nessex/reply.csv,2018-02-01\n")
    read(folder)
    codes = [flag["code"] for one in pending(folder) for flag in one["pending"]["questions"]]
    assert codes == ["part-year"]


def test_a_release_holds_no_year_that_was_not_over_when_it_was_published(folder: Path) -> None:
    done = figures("build", folder, "--release", "2018-02", "--published", "2018-02-01")
    assert (done.code, "is before the end of 2017/18" in " ".join(done.said.split())) == (2, True)


def test_an_answer_that_nothing_was_taken_from_is_not_said_to_be_missing(tmp_path: Path) -> None:
    files = {
        "essex/reply.csv": extract(568, 767),
        "kent/reply.csv": "Offence,2016/17,2017/18\nArrests for child abuse images,12,19\n",
    }
    folder = answers(tmp_path, files)
    read(folder)
    figures("build", folder, *RELEASE)
    shown = " ".join(figures("show", "Kent", "--folder", folder).text.split())
    assert "is at hand" not in shown
    assert "the answer holds no number of these offences for this period" in shown


def test_what_still_waits_after_a_confirmation_says_why(tmp_path: Path) -> None:
    files = {"essex/a.csv": extract(568, 767), "essex/b.csv": extract(568, 776)}
    folder = answers(tmp_path, files)
    read(folder)
    ids = [one["pending"]["item"]["id"] for one in pending(folder)]
    done = figures("confirm", folder, *ids, *BY)
    assert "It still waits: This answer says 767" in " ".join(done.text.split())


def test_a_force_that_nobody_asked_and_that_answered_is_named(folder: Path) -> None:
    (folder / "figures.toml").write_text('asked = ["Kent"]\n')
    assert "does not name them in asked: E23000028" in figures("build", folder, *RELEASE).text
