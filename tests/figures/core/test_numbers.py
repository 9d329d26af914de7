"""What a cell says: a count, or which kind of absence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.models import State
from beholden.figures.core.numbers import number_of, parse_count, split_label

SMALL = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
COUNTS = st.integers(0, 999_999_999)


def in_words(number: int) -> str:
    """A slow speller: the oracle for numbers in words."""
    small, tens = SMALL.split(), TENS.split()
    if number < 20:
        return small[number]
    if number < 100:
        return tens[number // 10] + (f"-{small[number % 10]}" if number % 10 else "")
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            joint = "" if not rest else f" and {in_words(rest)}" if rest < 100 else ", "
            tail = in_words(rest) if joint == ", " else ""
            return f"{in_words(number // size)} {name}{joint}{tail}"
    raise AssertionError(number)


@given(COUNTS, st.sampled_from(["{}", "{:,}", " {:,} ", "{:,}\n", "{}.0", "{:,} offences"]))
def test_a_printed_count_reads_back_as_itself_for_certain(number, style):
    parsed = parse_count(style.format(number))
    assert parsed is not None
    assert (parsed.value.count, parsed.certain) == (number, True)
    assert parsed.value.state is (State.COUNTED if number else State.ZERO)


@given(COUNTS)
def test_a_number_in_words_reads_back_as_itself(number):
    assert number_of(in_words(number)) == number
    parsed = parse_count(in_words(number))
    assert parsed is not None
    assert parsed.value.count == number


@pytest.mark.parametrize(
    "words",
    ["two three", "and two", "two and", "hundred hundred", "ten hundred", "thousand", "",
     "two thousand three million", "twenty twelve", "one thousand two thousand",
     "one thousand zero", "twenty zero", "a", "fish", "four in five"],
)  # fmt: skip
def test_words_that_are_no_number_are_none(words):
    assert number_of(words) is None


@given(st.text(alphabet=" \t\n\u00a0\u2009\u200b\ufeff-\u2013\u2014_.?\u2026/~", max_size=6))
def test_what_holds_no_digit_and_no_word_never_becomes_a_number(text):
    parsed = parse_count(text)
    assert parsed is None or (parsed.value.state, parsed.value.count) == (State.BLANK, None)


@given(st.text(max_size=12))
def test_no_text_without_a_digit_or_a_word_of_number_becomes_zero(text):
    parsed = parse_count(text)
    if parsed is not None and parsed.value.state is State.ZERO:
        assert "0" in text or any(word in text.lower() for word in ("nil", "none", "zero", "no "))


@given(st.text(alphabet="0123456789,. -<*()[]r%\u00a3", max_size=9))
def test_a_count_is_never_negative_and_a_state_never_disagrees_with_its_count(text):
    parsed = parse_count(text)
    if parsed is None:
        return
    count = parsed.value.count
    assert (parsed.value.state is State.COUNTED) == (count is not None and count > 0)
    assert (parsed.value.state is State.ZERO) == (count == 0)
    assert "%" not in text
    assert "\u00a3" not in text


def test_a_hundred_is_one_hundred():
    assert (number_of("a hundred and five"), number_of("five a hundred")) == (105, None)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\n", "\u200b"])
def test_an_empty_cell_is_blank_for_certain(text):
    parsed = parse_count(text)
    assert parsed is not None
    assert (parsed.value.state, parsed.certain) == (State.BLANK, True)


@pytest.mark.parametrize("text", ["-", "\u2013", "--", "..", "\u2026", "?", "TBC", "#N/A", "#REF!"])
def test_a_dash_and_its_like_are_blank_and_uncertain(text):
    parsed = parse_count(text)
    assert parsed is not None
    assert (parsed.value.state, parsed.certain) == (State.BLANK, False)
    assert parsed.why


@pytest.mark.parametrize(
    "text", ["nil", "Nil", "NIL return", "none", "None recorded", "zero", "0", "no offences",
             "No offences were recorded", "no recorded offences"]
)  # fmt: skip
def test_zero_that_is_said_is_zero(text):
    parsed = parse_count(text)
    assert parsed is not None
    assert (parsed.value.state, parsed.value.count, parsed.certain) == (State.ZERO, 0, True)


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("<5", 5),
        ("< 5", 5),
        ("<5*", 5),
        ("fewer than 5", 5),
        ("Less than five", 5),
        ("fewer than 5 offences", 5),
        ("\u22645", 6),
        ("up to 4", 5),
        ("5 or fewer", 6),
        ("1-4", 5),
        ("1 to 4", 5),
        ("*", None),
        ("**", None),
        ("[c]", None),
        ("C", None),
        ("suppressed", None),
    ],
)
def test_a_suppressed_count_keeps_its_bound(text, below):
    parsed = parse_count(text)
    assert parsed is not None
    assert (parsed.value.state, parsed.value.below) == (State.SUPPRESSED, below)
    assert parsed.certain


def test_a_count_that_rounds_to_zero_is_not_zero():
    for text in ("[low]", "[k]"):
        parsed = parse_count(text)
        assert parsed is not None
        assert (parsed.value.state, parsed.value.reason) == (State.SUPPRESSED, "low")


@pytest.mark.parametrize("text", ["under 18", "<1", "less than 18"])
def test_a_bound_that_may_be_an_age_is_uncertain(text):
    parsed = parse_count(text)
    assert parsed is not None
    assert not parsed.certain


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("s.12", "s.12"),
        ("S12", "s.12"),
        ("Section 12(1)", "s.12(1)"),
        ("s40(2)", "s.40(2)"),
        ("Refused - section 12", "s.12"),
        ("refused under s.30", "s.30"),
        ("refused", ""),
        ("Exempt", ""),
        ("withheld", ""),
    ],
)
def test_a_refusal_names_its_section(text, reason):
    parsed = parse_count(text)
    assert parsed is not None
    assert (parsed.value.state, parsed.value.reason) == (State.REFUSED, reason)


@pytest.mark.parametrize(
    ("text", "state", "certain"),
    [
        ("not held", State.NOT_HELD, True),
        ("Information not held", State.NOT_HELD, True),
        ("No information held", State.NOT_HELD, True),
        ("[x]", State.NOT_HELD, True),
        ("N/A", State.NOT_HELD, False),
        ("[z]", State.BLANK, True),
        ("no response", State.NO_ANSWER, True),
        ("awaited", State.NO_ANSWER, True),
    ],
)
def test_each_kind_of_absence_is_told_apart(text, state, certain):
    parsed = parse_count(text)
    assert parsed is not None
    assert (parsed.value.state, parsed.certain) == (state, certain)


@pytest.mark.parametrize(
    ("text", "count", "note"),
    [
        ("245*", 245, "*"),
        ("245\u00b9", 245, "1"),
        ("245\u00b9\u00b2", 245, "12"),
        ("1,118 [1]", 1118, "1"),
        ("245 [r]", 245, "r"),
        ("245 (note 2)", 245, "2"),
        ("245\u2020", 245, "\u2020"),
    ],
)
def test_the_mark_of_a_note_is_no_part_of_the_number(text, count, note):
    parsed = parse_count(text)
    assert parsed is not None
    assert (parsed.value.count, parsed.footnote, parsed.certain) == (count, note, True)


@pytest.mark.parametrize(
    ("text", "count", "note"),
    [("38,0001", 38_000, "1"), ("1,5000", 15_000, ""), ("1,1182", 1_118, "2")],
)
def test_four_digits_after_a_comma_are_uncertain(text, count, note):
    parsed = parse_count(text)
    assert parsed is not None
    assert (parsed.value.count, parsed.footnote, parsed.certain) == (count, note, False)
    assert parsed.why


@pytest.mark.parametrize("text", ["1 118", "1.118", "about 245", "245 (approx)", "~245", "007"])
def test_a_number_that_may_be_another_is_uncertain(text):
    parsed = parse_count(text)
    assert parsed is not None
    assert parsed.value.count in {1118, 245, 7}
    assert not parsed.certain


@pytest.mark.parametrize(
    "text",
    ["60%", "60pc", "229.5%", "\u00a3450", "-5", "(5)", "12.5", "153 5", "1,11", "11,18", "2016-17",
     "2016/17", "86/2", "12-15", "yes", "No", "Total", "s.15A", "12345678901", "four in five",
     "two thirds", "ten-fold", "<0", "fewer than many", "5" + " total" * 40],
)  # fmt: skip
def test_what_is_no_count_is_none(text):
    assert parse_count(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Making/Taking26", ("Making/Taking", "26")),
        ("Making/Taking1,026", ("Making/Taking", "1,026")),
        ("Take (86/2)26", ("Take (86/2)", "26")),
        ("arrested1", ("arrested", "1")),
        ("Total Count 52", ("Total Count", "52")),
        ("Sum: 46", ("Sum", "46")),
        ("Female22", ("Female", "22")),
    ],
)
def test_a_number_that_touches_its_label_is_split_off(text, parts):
    assert split_label(text) == parts


@pytest.mark.parametrize("text", ["86/2", "Q1", "2016/17", "aged 12-15", "52", "Total", ""])
def test_a_code_a_period_or_a_band_is_not_split(text):
    assert split_label(text) is None


@given(st.sampled_from(["Making/Taking", "Female", "Possession (86/10)"]), COUNTS)
def test_splitting_loses_no_character(label, number):
    assert split_label(f"{label}{number:,}") == (label, f"{number:,}")
