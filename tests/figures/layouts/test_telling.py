"""Counts in sentences: paired by what the sentence says, or left to a person."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.documents import Document, Line
from beholden.figures.core.models import Day, ForceCode, Period, Place, State, Unit
from beholden.figures.core.offences import IIOC_TOTAL, POSSESSION, PROHIBITED, TAKE
from beholden.figures.core.periods import label
from beholden.figures.layouts import Context, email_sentence
from beholden.figures.registry import load_registry

QUESTION = (
    "How many offences under Home Office codes 86/2, 86/10 and 86/15 were recorded in 2016/17 "
    "and in 2017/18?"
)
CONTEXT = Context(
    load_registry(), asked=Period(Day(2016, 4, 1), Day(2018, 3, 31)), question=QUESTION
)
COUNTS = st.integers(min_value=1, max_value=40_000).filter(lambda n: not 1900 <= n < 2100)


def letter(text: str, *, quoted: str = "") -> Document:
    lines = [Line(each, Place(line=n)) for n, each in enumerate(text.split("\n"), 1)]
    lines += [Line(each, Place(), quoted=True) for each in quoted.split("\n") if each]
    return Document("letter.txt", "0" * 64, "txt", tuple(lines))


def told(text: str, context: Context = CONTEXT):
    return email_sentence.read(letter(text), context).readings


def counts(text: str, context: Context = CONTEXT) -> dict[str, int | None]:
    found = told(text, context)
    assert all(reading.period is not None for reading in found)
    assert all(not reading.flags for reading in found)
    by_year = {label(reading.period): reading.value.count for reading in found if reading.period}
    assert len(by_year) == len(found)
    return by_year


_TEMPLATES = (
    "In 2016/17 {0} offences were recorded and in 2017/18 {1}.",
    "in year one {0} were recorded and in year two {1}",
    "{0} offences were recorded in 2016/17, and {1} in the following year.",
    "There were {1} offences in 2017/18, compared to {0} in the previous year.",
    "Offences rose from {0} in 2016/17 to {1} in 2017/18.",
    "We recorded {0} and {1} offences respectively.",
    "In 2016/17 and 2017/18 there were {0} and {1} offences respectively.",
    "2016/17: {0}\n2017/18: {1}",
    "2016/17 - {0} offences\n2017/18 - {1} offences",
    "Year 1: {0} Year 2: {1}",
    "{0} (2016/17) and {1} (2017/18)",
    (
        "Between 1 April 2016 and 31 March\n2017 {0} offences were recorded. From 1 April 2017 to "
        "31 March 2018 there were {1} offences."
    ),
    (
        "Between 1 April 2016 and 31 March\n2017: {0} offences\n"
        "Between 1 April 2017 and 31 March\n2018: {1} offences"
    ),
)


@pytest.mark.parametrize("template", _TEMPLATES)
@given(first=COUNTS, second=COUNTS, grouped=st.booleans())
def test_any_two_counts_come_out_of_a_sentence_under_their_own_years(
    template, first, second, grouped
):
    shown = [f"{each:,}" if grouped else str(each) for each in (first, second)]
    assert counts(template.format(*shown)) == {"2016/17": first, "2017/18": second}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two hundred and forty-five offences were recorded in 2016/17.", {"2016/17": 245}),
        ("We recorded 263 child abuse image offences in 2017/18.", {"2017/18": 263}),
        ("Nil return.", {"2016/17": 0, "2017/18": 0}),
        ("No offences were recorded in either year.", {"2016/17": 0, "2017/18": 0}),
        ("A nil return for 2016/17 and 5 for 2017/18.", {"2016/17": 0, "2017/18": 5}),
    ],
)
def test_words_for_numbers_and_for_nothing_are_counts(text, expected):
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We recorded 245 and 263 offences.",
        "39 offences",
        "In 2016/17 245 offences were recorded and 263.",
        "Between 2016/17 and 2017/18 offences rose from 245 to 263.",
        "Last year 245 offences were recorded.",
        "In 2016/17, 245 offences; in 2017/18, 263 offences, and 508 offences.",
    ],
)
def test_what_the_sentence_does_not_pair_has_no_period_and_is_asked(text):
    readings = told(text)
    assert readings
    for reading in readings:
        assert reading.period is None
        assert [each.code for each in reading.flags] == ["uncertain-period"]
        assert reading.flags[0].severity == "review"


@pytest.mark.parametrize(
    "text",
    [
        "Section 12 allows 18 hours or £450, that is 450 pounds.",
        "Call 101, extension 245, or 01234 841212, or +44 1234 841 212.",
        "Our reference 1234/18, FOI2018/05954, PUB 1208, case number 245.",
        "Children aged 12-15, under 18 or 16 and over; MK43 9AX; 12 High Street.",
        "On 12 July 2018 at 10:30 we wrote to you; the 20 working days end on the 9th.",
        "The Freedom of Information Act 2000 and the Data Protection Act 2018 apply.",
        "See sections 30, 31(1) and 40(2), page 2 of 3, question 4, note 1, table 5.",
        "That is an increase of 7.3% or by 18, a rise of 18.",
        "The force has 1,200 officers, got 300 requests and seized 51 devices.",
        "There are 1,245 records of offences, which would need to be read manually.",
        "The two offences named above have zero tolerance.",
        "Codes 86/2, 86/10 and 86/15, class 86.",
        "In our previous response we said that 231 offences were recorded in 2016/17.",
        "See https://force.example/foi/2017/245 or write to 245@force.example.",
    ],
)
def test_numbers_that_count_nothing_are_not_read(text):
    assert told(text) == ()


@given(
    st.lists(
        st.sampled_from(
            (
                "Section 12 allows 18 hours.",
                "Call 101.",
                "Our reference 1234/18.",
                "The limit is £450.",
                "We wrote on 12 July 2018.",
                "It was made for children aged 12-15.",
                "The force has 900 officers.",
            )
        ),
        max_size=6,
    ),
    st.integers(min_value=0, max_value=6),
)
def test_words_before_and_behind_the_counts_change_nothing(noise, at):
    figures = "In 2016/17 245 offences were recorded and in 2017/18 263."
    text = " ".join([*noise[:at], figures, *noise[at:]])
    assert counts(text) == {"2016/17": 245, "2017/18": 263}


@given(st.lists(st.sampled_from(_TEMPLATES), min_size=1, max_size=3), COUNTS, COUNTS)
def test_forwarded_history_changes_no_reading_but_is_named(templates, first, second):
    text = "In 2016/17 245 offences were recorded and in 2017/18 263."
    quoted = "\n".join(each.format(first, second) for each in templates)
    without = email_sentence.read(letter(text), CONTEXT).readings
    found = email_sentence.read(letter(text, quoted=quoted), CONTEXT).readings
    assert [(each.period, each.value) for each in found] == [
        (each.period, each.value) for each in without
    ]
    assert {each.code for reading in found for each in reading.flags} == {"quoted-history"}
    assert not any(each.flags for each in without)


def test_figures_that_stand_only_in_history_are_no_answer():
    document = letter("Thank you.", quoted="In 2016/17 245 offences were recorded.")
    assert email_sentence.recognise(document, CONTEXT) == 0
    assert email_sentence.read(document, CONTEXT).readings == ()


def test_each_code_keeps_its_count():
    text = "In 2017/18 there were 51 offences under 86/2, 20 under 86/10 and 3 under 86/15."
    found = [(reading.offence, reading.code, reading.value.count) for reading in told(text)]
    assert found == [(TAKE, "86/2", 51), (POSSESSION, "86/10", 20), (PROHIBITED, "86/15", 3)]


def test_three_codes_with_one_count_are_the_whole():
    [reading] = told("In 2017/18 under 86/2, 86/10 and 86/15 together 74 offences were recorded.")
    assert (reading.offence, reading.value.count) == (IIOC_TOTAL, 74)


def test_one_count_for_two_of_the_codes_is_asked():
    [reading] = told("In 2017/18 under 86/2 and 86/10 together 71 offences were recorded.")
    assert reading.offence is None
    assert [each.code for each in reading.flags] == ["uncertain-offence"]


def test_a_part_never_stands_as_a_whole():
    found = told("In 2016/17 245 offences were recorded, of which 51 were of possession.")
    assert [(each.value.count, each.split is None) for each in found] == [(245, True), (51, False)]


def test_a_total_over_the_years_is_a_check():
    found = told("2016/17: 245\n2017/18: 263\nTotal: 508")
    assert [each.role for each in found] == ["figure", "figure", "check"]
    found = told("2016/17: 245\n2017/18: 263\nTotal: 509")
    assert [each.role for each in found] == ["figure"] * 3
    assert found[-1].period is None


def test_a_count_that_looks_like_a_year_is_a_count_only_before_its_noun():
    assert counts("In 2016/17 2016 offences were recorded.") == {"2016/17": 2016}
    [reading] = told("2017/18: 1990")
    assert reading.value.count == 1990
    assert [each.code for each in reading.flags] == ["uncertain-number"]
    assert counts("2017/18: 1,990") == {"2017/18": 1990}


def test_a_count_beside_the_name_of_another_force_is_asked():
    own = msgspec.structs.replace(CONTEXT, force=ForceCode("E23000026"))
    text = "Bedfordshire recorded 118 offences in 2016/17.\nKent recorded 209 offences in 2017/18."
    mine, other = told(text, own)
    assert mine.flags == ()
    assert [(each.code, each.severity) for each in other.flags] == [("force-disagrees", "review")]


def test_a_year_of_which_nothing_is_held_is_no_zero():
    held, missing = told("2016/17: 245\n2017/18: not held")
    assert held.value.count == 245
    assert (missing.value.state, missing.value.count) == (State.NOT_HELD, None)


def test_text_that_never_ends_is_no_sentence():
    assert told("2016/17 245 " * 200) == ()


def test_people_are_not_read_as_offences():
    [reading] = told("In 2016/17, 26 people were arrested for these offences.")
    assert reading.unit is Unit.PERSONS


def test_a_hidden_count_keeps_its_bound():
    [reading] = told("Fewer than five offences were recorded in 2016/17.")
    assert (reading.value.state, reading.value.below) == (State.SUPPRESSED, 5)


@pytest.mark.parametrize("words", ["about", "approximately", "more than", "at least"])
def test_a_vague_count_is_asked(words):
    [reading] = told(f"In 2016/17 {words} 245 offences were recorded.")
    assert [each.code for each in reading.flags] == ["uncertain-number"]


def test_a_number_with_four_digits_behind_its_comma_is_asked():
    [reading] = told("The figure for 2016/17 was 1,5000.")
    assert [each.code for each in reading.flags] == ["uncertain-number"]


def test_a_period_that_only_the_list_knows_is_asked():
    context = Context(load_registry(), asked=Period(Day(2016, 4, 1), Day(2017, 3, 31)))
    [reading] = told("39 offences under codes 86/2, 86/10 and 86/15 were recorded.", context)
    assert reading.period == context.asked
    assert [each.code for each in reading.flags] == ["uncertain-period"]


def test_a_count_twice_in_a_letter_is_one_reading_with_both_places():
    text = "In 2016/17 245 offences were recorded.\n\nAs said, there were 245 offences in 2016/17."
    [reading] = told(text)
    assert [each.place.line for each in reading.sources] == [1, 3]


def test_two_counts_of_one_year_that_differ_both_stand():
    text = "In 2016/17 245 offences were recorded.\n\nThere were 254 offences in 2016/17."
    assert [reading.value.count for reading in told(text)] == [245, 254]


def test_the_source_is_the_line_of_the_number_and_the_whole_sentence():
    [reading] = told("Between 1 April 2016\nand 31 March 2017\nthere were 245 offences.")
    assert reading.sources[0].place.line == 3
    assert reading.sources[0].text == "245"
    assert reading.sources[0].place.sentence == (
        "Between 1 April 2016 and 31 March 2017 there were 245 offences."
    )
