"""Whatever a file or form gives: a value of the right type, or every problem with its path."""

from __future__ import annotations

import string
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator.core import Provider, Service
from beholden.regulator.core.reading import nearest, read, text_problem

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*Service.__struct_encode_fields__, "origin", "x"]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_whatever_comes_is_read_as_msgspec_would_or_refused_with_paths(value: Any) -> None:
    item, problems = read(value, Service)
    assert (item is None) == bool(problems)
    if item is not None:
        assert item == msgspec.convert(value, Service)


@given(
    st.dictionaries(
        st.sampled_from(["id", "name", "country", "website", "nam", "x"]),
        st.text(string.ascii_letters, max_size=5) | st.integers(),
    )
)
def test_exactly_what_is_unknown_missing_or_of_a_wrong_type_is_named(table: dict[str, Any]) -> None:
    _, problems = read(table, Provider)
    fields = {"id", "name", "country", "website"}
    expected = {(key,) for key in table if key not in fields or not isinstance(table[key], str)}
    expected |= {(key,) for key in ("id", "name") if key not in table}
    assert {one.path for one in problems} == expected


def test_a_number_is_no_flag_and_a_time_no_day() -> None:
    _, problems = read({"id": True, "name": "x"}, Provider)
    assert problems[0].message == "Expected text in quotes, found true."


def test_the_nearest_name_is_offered_and_few_are_listed() -> None:
    assert nearest("illegal-content-safty", ["illegal-content-safety", "x"]) == (
        'Did you mean "illegal-content-safety"?'
    )
    assert nearest("q", ["abc", "def"]) == "Known: abc, def."
    assert nearest("q", []) == "There are none."
    assert nearest("9", [f"name{n}" for n in range(20, 40)]).endswith(", ....")


def test_a_text_that_a_page_or_terminal_would_obey_is_refused() -> None:
    assert text_problem("fine") is None
    assert text_problem("two\nlines", lines=True) is None
    for text in ("", "  ", "two\nlines", "\x1b[31m", "turned\u202e", "x" * 501):
        assert text_problem(text) is not None
