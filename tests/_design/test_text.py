"""Text of others: what cannot be seen is shown, and nothing else is touched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden._design import shown


@given(st.text(max_size=100))
def test_nothing_unseen_is_left_and_what_is_seen_stays(text: str) -> None:
    said = shown(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in said)
    if text.isprintable():
        assert said == text


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\u200b", "\0", "\n", "\ud800"])
def test_a_character_that_hides_is_shown_as_its_code(char: str) -> None:
    assert shown(f"a{char}b") == f"a\\u{ord(char):04x}b"


def test_line_feeds_stay_where_lines_are_wanted() -> None:
    assert shown("a\nb\tc", lines=True) == "a\nb\\u0009c"


def test_a_long_text_is_cut_and_says_so() -> None:
    assert shown("x" * 300, 10) == "xxxxxxxxxx\N{HORIZONTAL ELLIPSIS}"
