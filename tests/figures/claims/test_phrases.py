"""The grammar of number phrases: what each form reads, and what holds of any text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.grammar._notation import pattern
from beholden.figures.core.claims.grammar.phrases import FORMS, Scan, scan
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.words import describe_change, every, more_than_a_day


def only(text: str) -> Phrase:
    found = scan(text).phrases
    assert len(found) == 1, found
    return found[0]


def told(text: str) -> list[str]:
    return [one.text for one in scan(text).phrases]


EXAMPLES = [(form, example) for form in FORMS for example in form.examples]


@pytest.mark.parametrize(("form", "example"), EXAMPLES, ids=lambda one: getattr(one, "text", ""))
def test_every_example_of_every_form_is_read_by_it(form, example):
    found = [one for one in scan(example.text).phrases if one.text == example.phrase]
    assert len(found) == 1
    (phrase,) = found
    assert phrase.form == form.name
    assert phrase.shape is form.shape
    assert Fraction(phrase.value) == Fraction(example.value)
    assert phrase.wording is example.wording


def test_every_form_has_examples_and_a_name_of_its_own():
    assert all(form.examples and form.meaning for form in FORMS)
    assert len({form.name for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [
        ("1,199 offences", "1199", 0),
        ("1\u2009199 offences", "1199", 0),
        ("1\u00a0199 offences", "1199", 0),
        ("25,000 offences", "25000", 0),
        ("18.5k offences", "18500", -2),
        ("1.2 million offences", "1200000", -5),
        ("two million offences", "2000000", 0),
        ("half a million offences", "500000", 0),
        ("two hundred and forty-five offences", "245", 0),
        ("one thousand, one hundred and ninety-nine offences", "1199", 0),
        ("a hundred offences", "100", 0),
        ("two dozen offences", "24", 0),
        ("0 offences", "0", 0),
        ("zero offences", "0", 0),
        ("no indecent image offences were recorded", "0", 0),
    ],
)
def test_a_count_is_read_however_it_is_written(text, value, places):
    phrase = only(text)
    assert phrase.shape is Shape.COUNT
    assert phrase.value == Decimal(value)
    assert phrase.places == places


@pytest.mark.parametrize(
    ("text", "value", "number", "note"),
    [
        ("38,0001 offences", 38000, "38,000", "1"),
        ("38,000* offences", 38000, "38,000", "*"),
        ("1,199[2] offences", 1199, "1,199", "2"),
        ("1,199\u00b2 offences", 1199, "1,199", "2"),
    ],
)
def test_the_mark_of_a_note_is_no_digit_of_the_number(text, value, number, note):
    phrase = only(text)
    assert (phrase.value, phrase.number, phrase.note, phrase.doubt) == (value, number, note, "")


def test_four_digits_after_the_comma_are_doubted_and_taken_as_they_stand():
    phrase = only("There were 1,5000 offences")
    assert phrase.value == 15000
    assert phrase.doubt == "four digits follow the comma"


def test_a_note_after_a_per_cent_sign_is_left_alone():
    found = scan("The rise of 35%2 was discussed")
    assert [one.text for one in found.phrases] == ["35%"]
    assert [(one.text, one.why) for one in found.left_alone] == [("2", "the mark of a note")]


@pytest.mark.parametrize(
    ("text", "phrase", "wording"),
    [
        ("almost 200 more", "almost 200", Wording.ALMOST),
        ("just under 200", "just under 200", Wording.ALMOST),
        ("just short of 200", "just short of 200", Wording.ALMOST),
        ("approaching 200", "approaching 200", Wording.ALMOST),
        ("in excess of 78,000", "in excess of 78,000", Wording.MORE_THAN),
        ("well over 78,000", "well over 78,000", Wording.MORE_THAN),
        ("no fewer than 767", "no fewer than 767", Wording.MORE_THAN),
        ("12,000-plus offences", "12,000-plus", Wording.MORE_THAN),
        ("500 or more", "500 or more", Wording.MORE_THAN),
        ("200 or so", "200 or so", Wording.ABOUT),
        ("an estimated 200", "an estimated 200", Wording.ABOUT),
        ("fewer than 200", "fewer than 200", Wording.LESS_THAN),
        ("a staggering 767", "a staggering 767", Wording.PLAIN),
        ("an average of more than three a day", "an average of more than three a day",
         Wording.MORE_THAN),
        ("only three in Gwent", "only three", Wording.PLAIN),
        ("as many as 1,300", "as many as 1,300", Wording.PLAIN),
    ],
)  # fmt: skip
def test_a_qualifier_belongs_to_its_number(text, phrase, wording):
    found = only(text)
    assert (found.text, found.wording) == (phrase, wording)


def test_up_to_is_a_bound_unless_something_rose_to_it():
    assert scan("up to 500 offences").left_alone[0].why == "an upper bound"
    assert told("offences went up to 1,199") == ["1,199"]
    assert told("offences fell, then jumped back up to 1,199") == ["1,199"]
    assert told("offences grew up to 1,199") == ["1,199"]


@pytest.mark.parametrize(
    ("text", "phrase", "value", "per"),
    [
        ("one every 23 minutes", "one every 23 minutes", "23", "minute"),
        ("an offence is recorded every 23 minutes", "every 23 minutes", "23", "minute"),
        ("One child abuse image offence was recorded every 23 minutes in the UK",
         "One child abuse image offence was recorded every 23 minutes", "23", "minute"),
        ("a crime every half an hour", "every half an hour", "30", "minute"),
        ("That is about one every half hour", "about one every half hour", "30", "minute"),
        ("a crime every 90 seconds", "every 90 seconds", "1.5", "minute"),
        ("once every two hours", "once every two hours", "2", "hour"),
        ("one every 10-and-a-half hours", "one every 10-and-a-half hours", "10.5", "hour"),
        ("one every 10 and a half hours", "one every 10 and a half hours", "10.5", "hour"),
        ("two offences every five hours", "two offences every five hours", "2.5", "hour"),
        ("someone is caught every hour", "every hour", "1", "hour"),
        ("three a day", "three a day", "3", "day"),
        ("three per day", "three per day", "3", "day"),
        ("six each day", "six each day", "6", "day"),
        ("62 online crimes every day", "62 online crimes every day", "62", "day"),
        ("120 per week", "120 per week", "120", "week"),
        ("one an hour", "one an hour", "1", "hour"),
        ("a daily average of three", "daily average of three", "3", "day"),
        ("more than twice a day", "more than twice a day", "2", "day"),
        ("6.04 per 10,000 people", "6.04 per 10,000 people", "6.04", "10,000"),
        ("60 offences per 100,000 people", "60 offences per 100,000 people", "60", "100,000"),
    ],
)  # fmt: skip
def test_a_frequency_is_read_with_its_unit(text, phrase, value, per):
    found = only(text)
    assert (found.text, str(found.value), found.per) == (phrase, value, per)


def test_more_than_one_in_a_time_is_less_than_the_time():
    assert only("more than one every 23 minutes").wording is Wording.LESS_THAN
    assert only("one offence less than every 23 minutes").wording is Wording.LESS_THAN
    assert only("one offence recorded approximately every 23 minutes").wording is Wording.ABOUT


@pytest.mark.parametrize(
    ("text", "value", "wording"),
    [
        ("offences doubled", 2, Wording.TIMES),
        ("more than double the number", 2, Wording.MORE_THAN_TIMES),
        ("offences double in Essex", 2, Wording.TIMES),
        ("more than treble from 2016", 3, Wording.MORE_THAN_TIMES),
        ("almost quadrupled", 4, Wording.ALMOST_TIMES),
        ("2.4 times as many", Fraction("2.4"), Wording.PLAIN),
        ("rose nearly two and a half times", Fraction("2.5"), Wording.ALMOST_TIMES),
        ("2\u00bd times the figure", Fraction("2.5"), Wording.ABOUT),
        ("an almost five-fold rise", 5, Wording.ALMOST_TIMES),
        ("has increased tenfold", 10, Wording.TIMES),
        ("a 3.5-fold increase", Fraction("3.5"), Wording.PLAIN),
        ("half as many as before", Fraction(1, 2), Wording.ABOUT),
        ("more than halved", Fraction(1, 2), Wording.LESS_THAN),
    ],
)
def test_a_multiple_is_read_by_the_rule_for_multiples(text, value, wording):
    found = only(text)
    assert found.shape is Shape.MULTIPLE
    assert (Fraction(found.value), found.wording) == (value, wording)


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("almost a quarter of them", "almost a quarter", "25"),
        ("two-thirds more offences", "two-thirds", "200/3"),
        ("up by a fifth", "a fifth", "20"),
        ("a quarter named one app", "a quarter", "25"),
        ("one fifth of victims", "one fifth", "20"),
        ("not quite half", "not quite half", "50"),
        ("a 10-per-cent drop", "10-per-cent", "10"),
        ("a hundred per cent", "a hundred per cent", "100"),
    ],
)
def test_a_share_in_words_is_told_in_per_cents(text, phrase, value):
    found = only(text)
    assert found.shape is Shape.PERCENT
    assert (found.text, Fraction(found.value)) == (phrase, Fraction(value))


def test_a_signed_percentage_tells_its_direction():
    fell, rose = scan("Kent\t500\t450\t-10%\t+35%").phrases[2:]
    assert [str(one.value) for one in (fell, rose)] == ["-10", "35"]
    assert [one.number for one in (fell, rose)] == ["10", "35"]
    assert [one.direction for one in (fell, rose)] == ["down", "up"]


@pytest.mark.parametrize(
    "text",
    ["a third man was arrested", "in the first quarter", "the second half of the year",
     "for half an hour", "an hour and a half", "a tenth of a second", "each quarter",
     "a quarter past nine", "half a day"],
)  # fmt: skip
def test_a_part_of_a_time_or_a_third_man_is_no_share(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "value", "out_of"),
    [("one in 50", "1/50", 50), ("one-in-five", "1/5", 5), ("four out of five", "4/5", 5),
     ("1 in every 4", "1/4", 4), ("nine in ten", "9/10", 10),
     ("one pupil in 50", "1/50", 50)],
)  # fmt: skip
def test_so_many_in_so_many_keeps_both(text, value, out_of):
    found = only(text)
    assert found.shape is Shape.ONE_IN
    assert (found.value, found.out_of) == (Fraction(value), out_of)


@pytest.mark.parametrize("text", ["three in 24 hours", "ten in two", "one in the morning"])
def test_other_numbers_joined_by_in_are_no_share(text):
    assert all(one.shape is not Shape.ONE_IN for one in scan(text).phrases)


@pytest.mark.parametrize(
    ("text", "phrase", "place", "noun", "direction"),
    [
        ("the largest rise in the East", "the largest rise", 1, "rise", "up"),
        ("the second highest number of offences", "the second highest number", 2, "number", "up"),
        ("the third-largest percentage increase", "the third-largest percentage increase", 3,
         "increase", "up"),
        ("the 4th highest rate", "the 4th highest rate", 4, "rate", "up"),
        ("Britain's worst figures", "worst figures", 1, "figures", "up"),
        ("the biggest drop", "the biggest drop", 1, "drop", "up"),
        ("the lowest rate in England", "the lowest rate", 1, "rate", "down"),
        ("the fewest offences", "the fewest offences", 1, "offences", "down"),
        ("The rate was the second worst in the UK", "the second worst", 2, "rate", "up"),
        ("The rise is the highest since 2013", "the highest", 1, "rise", "up"),
        ("recorded the most of any force", "the most", 1, "", "up"),
        ("more than any other force", "more than any other force", 1, "", "up"),
        ("the highest rate of increase", "the highest rate of increase", 1, "increase", "up"),
        ("ranked third in England", "third", 3, "", "up"),
    ],
)  # fmt: skip
def test_a_rank_keeps_its_place_and_what_it_ranks(text, phrase, place, noun, direction):
    (found,) = [one for one in scan(text).phrases if one.shape is Shape.RANK]
    assert (found.text, found.value, found.noun) == (phrase, place, noun)
    assert found.direction == direction


@pytest.mark.parametrize(
    "text",
    ["the biggest threat", "the biggest social networks", "one of the biggest rises",
     "among the highest rates", "the most vulnerable", "the most serious offences",
     "at the highest level", "the largest force", "the worst kind of offences",
     "the most common offence", "one of the highest in the UK"],
)  # fmt: skip
def test_a_superlative_that_ranks_no_statistic_is_no_rank(text):
    assert [one for one in scan(text).phrases if one.shape is Shape.RANK] == []


@pytest.mark.parametrize(
    "text",
    ["one of the forces", "one man", "no one", "a one-off", "someone", "first and second",
     "one by one"],
)  # fmt: skip
def test_one_alone_and_ordinals_are_no_count(text):
    assert told(text) == []


def test_the_paragraph_that_started_it_is_read_in_full():
    text = (
        "Hampshire Constabulary recorded 1,199 offences in 2017/18 \u2013 more than three a day "
        "\u2013 up from 974 in 2016/17, a rise of 23 per cent. Across the UK 22,724 offences were "
        "recorded, one every 23 minutes and almost a quarter more than the 18,522 of the year "
        "before. A survey of 40,000 young people found that one in 50 had sent an image."
    )
    assert told(text) == [
        "1,199", "more than three a day", "974", "23 per cent", "22,724", "one every 23 minutes",
        "almost a quarter", "18,522", "one in 50",
    ]  # fmt: skip


PIECES = st.sampled_from([
    "one", "two", "23", "1,199", "1,5000", "38,0001", "per", "cent", "%", "a", "quarter", "half",
    "every", "minutes", "day", "in", "of", "the", "most", "largest", "rise", "offences", "2017/18",
    "2018", "aged", "year-old", "more", "than", "almost", "up", "to", "from", "times", "double",
    "\u00a3", "-", "\u2013", ",", ".", "\n", "section", "12(1)", "0800", "1111", "images", "his",
    "under", "18", "forces", "survey", "hundred", "and", "thousand", "+35%", "767*", "12th",
    "7.30pm", "http://a.b/1", "a@b.c1", "\ue000", "\u00bd", "\u00b2", "A12", "24/7", "doubled",
])  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map(" ".join),
    st.lists(PIECES, max_size=20).map("".join),
    st.text(max_size=80),
)


def spans(found: Scan) -> list[tuple[int, int, str]]:
    both = [(one.start, one.end, one.text) for one in found.phrases]
    return sorted(both + [(one.start, one.end, one.text) for one in found.left_alone])


@given(TEXTS)
def test_nothing_overlaps_and_offsets_give_the_text_back(text):
    at = 0
    for start, end, said in spans(scan(text)):
        assert at <= start < end <= len(text)
        assert text[start:end] == said
        at = end


@given(TEXTS)
def test_every_digit_is_in_a_phrase_or_left_alone(text):
    covered = {at for start, end, _ in spans(scan(text)) for at in range(start, end)}
    assert [
        at for at, letter in enumerate(text) if letter in "0123456789" and at not in covered
    ] == []


@given(TEXTS)
def test_phrases_and_numbers_left_alone_come_in_order(text):
    found = scan(text)
    for numbers in (found.phrases, found.left_alone):
        assert list(numbers) == sorted(numbers, key=lambda one: one.start)


@given(st.integers(2, 999_999))
def test_a_count_printed_with_commas_reads_back(number):
    text = f"Police recorded {number:,} offences"
    assert [one.value for one in scan(text).phrases] == [number]


@given(st.integers(20, 52_560_000))
def test_a_frequency_that_the_project_writes_reads_back(minutes):
    phrase = every(Fraction(minutes, 100))
    assert phrase is not None
    if "every minute" in phrase.text or "every day" in phrase.text or "second" in phrase.text:
        return
    found = only(f"{phrase.text}.")
    assert found.text == phrase.text
    assert Fraction(found.value) == phrase.target


@given(st.fractions(0, 40))
def test_a_number_a_day_that_the_project_writes_reads_back(per_day):
    phrase = more_than_a_day(per_day)
    if phrase is None:
        return
    found = only(f"{phrase.text}.")
    assert (found.text, found.wording) == (phrase.text, phrase.wording)
    assert Fraction(found.value) == phrase.target


@given(st.fractions(-90, 390))
def test_a_change_that_the_project_writes_reads_back(percent):
    phrase = describe_change(percent)
    if phrase is None:
        return
    found = only(f"It changed by {phrase.text}." if percent < 90 else f"It {phrase.text}.")
    assert found.text == phrase.text
    assert Fraction(found.value) == Fraction(phrase.target)


@pytest.mark.parametrize(
    "piece",
    ["one ", "1", "1,", " ", "every ", "hundred and ", "between 1 and ", "http://", "a@", "one-",
     "12 per ", "the most the largest ", "1 Aa ", "won a ", "3-", "\ue000", "up to "],
)  # fmt: skip
def test_hostile_text_is_read_to_its_end(piece):
    text = piece * (20_000 // len(piece))
    covered = {at for start, end, _ in spans(scan(text)) for at in range(start, end)}
    assert all(at in covered for at, letter in enumerate(text) if letter.isdecimal())


@pytest.mark.parametrize("text", ["{number", "[one", "{nothing}", "<<one", "a]"])
def test_a_pattern_that_is_not_in_the_notation_is_refused(text):
    with pytest.raises(ValueError, match=r"notation|No slot"):
        pattern(text, {})
