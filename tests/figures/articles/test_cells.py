"""Tables whose columns were lost: rows again where every line fits, and nothing else."""

from __future__ import annotations

import pytest

from beholden.figures.articles._cells import in_rows, with_commas

_CELLS = ["Force", "2016/17", "2017/18", "Essex", "568", "767", "Kent", "896", "1,042"]


def test_cells_one_to_a_line_are_rows():
    found = in_rows(["Of the forces:", *_CELLS, "Source: the charity"])
    assert [one.row for one in found] == [
        "Force\t2016/17\t2017/18", "Essex\t568\t767", "Kent\t896\t1,042",
    ]  # fmt: skip
    assert (found[0].first, found[-1].after) == (1, 10)


def test_a_head_without_a_word_above_the_names_has_an_empty_corner():
    assert in_rows(_CELLS[1:])[0].row == "\t2016/17\t2017/18"


@pytest.mark.parametrize(
    "lines",
    [
        _CELLS[:6],  # one row is no table
        [*_CELLS[:4], "recorded 568 offences", *_CELLS[5:]],
        ["Essex", "Kent", "Surrey", "Sussex"],
        ["Force", "Chief", "Deputy", "Essex", "12", "14", "Kent", "13", "15"],
    ],
)
def test_lines_that_do_not_all_fit_stay_lines(lines: list[str]):
    assert in_rows(lines) == ()


def test_rows_with_commas_keep_them_and_have_tabs():
    told = with_commas(["Force,2016/17,2017/18", "Essex,568,767", "Kent,896,1042", "So it was."])
    assert told == {
        0: "Force,\t2016/17,\t2017/18", 1: "Essex,\t568,\t767", 2: "Kent,\t896,\t1042",
    }  # fmt: skip


def test_a_sentence_with_commas_is_no_row():
    assert with_commas(["In 2017/18, Essex, had 767", "Kent, too, rose", "Surrey, not, so"]) == {}
