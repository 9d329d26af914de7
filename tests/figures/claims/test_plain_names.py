"""What a number is said to count is told in words that a reader understands."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.finding.counted._plain_names import plain_name, told_as


@pytest.mark.parametrize("word", ["be", "having", "targeted", "online", "waiting", "nature"])
def test_a_word_that_is_no_name_is_something_else(word: str):
    assert plain_name(word, "The number") == "something else"


@pytest.mark.parametrize("word", ["arrests", "grooming", "burglaries", "devices", "sexting"])
def test_a_name_stays(word: str):
    assert plain_name(word, "The number") == word


def test_one_person_is_told_as_many_or_as_a_part():
    assert plain_name("victim", "Of each") == "victims"
    assert plain_name("child", "Of each") == "children"
    assert plain_name("victim", "Offences where the victim was a girl rose to") == (
        "a part of the offences"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("as having an online element", "offences told as having an online element"),
        ("had an online element", "offences that had an online element"),
        ("took place through", "offences that took place through \u2026"),
        ("an online element", "offences told as an online element"),
    ],
)
def test_what_is_noted_of_offences_is_told_in_order(words: str, told: str):
    assert told_as(words) == told
