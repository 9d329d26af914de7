"""Marks instead of numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.marks import MARKS, from_letters, legend, shown
from beholden.figures.core.models import State, Value

VALUES = st.sampled_from(
    [Value(State.COUNTED, 1199), Value(State.ZERO, 0)]
    + [Value(state) for state in State if state not in {State.COUNTED, State.ZERO}]
)
MARK_SETS = st.lists(st.sampled_from(sorted(MARKS)), unique=True, max_size=3)


@pytest.mark.parametrize(
    ("value", "marks", "text"),
    [
        (Value(State.COUNTED, 767), (), "767"),
        (Value(State.COUNTED, 1199), ("r",), "1,199 [r]"),
        (Value(State.ZERO, 0), (), "0"),
        (Value(State.SUPPRESSED, below=5), (), "[c]"),
        (Value(State.REFUSED), (), "[x]"),
        (Value(State.NO_ANSWER), ("p",), "[x] [p]"),
    ],
)
def test_a_value_is_shown_with_its_marks(value, marks, text):
    assert shown(value, marks) == text


@given(VALUES, MARK_SETS)
def test_a_cell_never_shows_a_star_a_dash_or_nothing(value, marks):
    text = shown(value, marks)
    assert text
    assert not set(text) & {"*", "-", "\u2013"}
    assert (text[0] == "0") == (value.state is State.ZERO)


def test_a_legend_names_each_mark_once_in_the_order_of_the_shorthand():
    assert [line[:3] for line in legend(["r", "c", "r"])] == ["[c]", "[r]"]


@pytest.mark.parametrize(
    ("letters", "mark"),
    [("[c]", "c"), ("c", "c"), ("[k]", "low"), ("[low]", "low"), ("(r)", "r"), ("[q]", None),
     ("", None)],
)  # fmt: skip
def test_letters_of_other_publishers_become_the_same_marks(letters, mark):
    assert from_letters(letters) == mark
