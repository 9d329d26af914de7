"""Shapes of text, each against the ways it is usually broken."""

from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.models import State, Unit
from beholden.figures.core.offences import IIOC_TOTAL, POSSESSION, TAKE
from beholden.figures.core.periods import label
from beholden.figures.layouts import (
    email_sentence,
    force_list,
    interpret,
    multi_year_total,
    numbered_responses,
    platform_letter,
    refusal_with_numbers,
    text_table,
)

from .test_telling import CONTEXT, letter

_CODES = "Home Office codes 86/2, 86/10 and 86/15"
_ROWS = st.lists(st.tuples(st.integers(0, 9_999), st.integers(0, 9_999)), min_size=1, max_size=3)


def _figures(layout, text: str):
    return [
        (label(each.period) if each.period else None, each.offence, each.value.count, each.role)
        for each in layout.read(letter(text), CONTEXT).readings
    ]


@given(_ROWS, st.integers(min_value=1, max_value=30))
def test_a_table_of_spaces_gives_every_cell_its_row_and_column(rows, gap):
    names = ("Making 86/2", "Possession 86/10", "Prohibited 86/15")
    space = " " * gap
    lines = [f"Offences recorded{space}2016/17{space}2017/18"]
    lines += [
        f"{name}{space}{one:,}{space}{two}" for name, (one, two) in zip(names, rows, strict=False)
    ]
    found = text_table.read(letter("\n".join(lines)), CONTEXT).readings
    assert [each.value.count for each in found] == [count for row in rows for count in row]
    assert [label(each.period) for each in found if each.period] == ["2016/17", "2017/18"] * len(
        rows
    )
    assert [each.code for each in found][::2] == ["86/2", "86/10", "86/15"][: len(rows)]
    assert not any(each.flags for each in found)


def test_strokes_between_columns_are_spaces():
    text = "Offences | 2016/17 | 2017/18\n86/2 | 31 | 40"
    assert _figures(text_table, text) == [
        ("2016/17", TAKE, 31, "figure"),
        ("2017/18", TAKE, 40, "figure"),
    ]


def test_counts_that_look_like_years_make_no_heading():
    text = "Offences 2016/17 2017/18\n86/2 2010 1995\n86/10 20 10"
    found = text_table.read(letter(text), CONTEXT).readings
    assert [each.value.count for each in found] == [2010, 1995, 20, 10]


def test_a_row_with_a_gap_is_refused_and_never_shifted():
    text = "Offences 2016/17 2017/18\nMaking 86/2 31 40\nPossession 86/10 20"
    found = text_table.read(letter(text), CONTEXT).readings
    assert [each.value.count for each in found] == [31, 40, 20]
    assert found[-1].period is None
    assert [each.severity for each in found[-1].flags] == ["reject"]
    assert {each.code for each in found[-1].flags} == {"gap-not-unique"}
    assert not found[0].flags


def test_a_total_row_that_does_not_add_up_is_asked():
    text = "Offences 2016/17 2017/18\n86/2 31 40\n86/10 20 10\n86/15 1 2\nTotal 52 53"
    found = text_table.read(letter(text), CONTEXT).readings
    totals = [each for each in found if each.role == "total"]
    assert [(each.offence, each.value.count) for each in totals] == [
        (IIOC_TOTAL, 52),
        (IIOC_TOTAL, 53),
    ]
    assert [[flag.code for flag in each.flags] for each in totals] == [[], ["total-disagrees"]]


def test_a_total_over_other_offences_is_only_a_check():
    text = "Offences 2016/17 2017/18\n86/2 31 40\n71/17 20 10\nTotal 51 50"
    found = text_table.read(letter(text), CONTEXT).readings
    assert [(each.offence, each.role) for each in found[-2:]] == [(None, "check")] * 2


def test_years_down_and_units_across_keep_their_units():
    text = "Home Office code 86 / 2\n\nYear Arrest Caution\n2012 153 5\n2013 149 nil"
    found = text_table.read(letter(text), CONTEXT).readings
    assert [(each.unit, each.value.count) for each in found] == [
        (Unit.ARRESTS, 153),
        (Unit.OUTCOMES, 5),
        (Unit.ARRESTS, 149),
        (Unit.OUTCOMES, 0),
    ]


def test_a_response_takes_period_and_offence_from_its_question():
    text = (
        f"Question 1: How many offences under {_CODES} were recorded in 2016/17?\n"
        "Question 2: How many offences of possession, code 86/10, were recorded in 2017/18?\n"
        "Response 1: 39 offences\nResponse 2: 12"
    )
    assert _figures(numbered_responses, text) == [
        ("2016/17", IIOC_TOTAL, 39, "figure"),
        ("2017/18", POSSESSION, 12, "figure"),
    ]


def test_bare_numbers_are_questions_first_and_answers_the_second_time():
    text = (
        "1. How many offences under code 86/2 were recorded in 2016/17?\n"
        "2. How many offences under code 86/2 were recorded in 2017/18?\n\nReply\n\n"
        "1. 39\n2. 41"
    )
    assert _figures(numbered_responses, text) == [
        ("2016/17", TAKE, 39, "figure"),
        ("2017/18", TAKE, 41, "figure"),
    ]


def test_the_answer_to_a_breakdown_is_a_part():
    text = (
        f"Q1. How many offences under {_CODES} were recorded in 2016/17?\n"
        "Q2. How many of these offences, by age?\nA1. 39 offences\nA2. 12 offences"
    )
    found = numbered_responses.read(letter(text), CONTEXT).readings
    assert [each.split for each in found] == [None, ("question", "2")]


def test_a_question_without_response_gives_nothing():
    text = "Question 1: Were 39 offences recorded in 2016/17?"
    assert numbered_responses.recognise(letter(text), CONTEXT) == 0


def test_the_force_of_a_list_stays_until_other_words_stand_on_a_line():
    text = (
        f"Offences under {_CODES}\nDevon and Cornwall\n2014/15: 1,118\n15/16: 1,200\nDorset*\n"
        "14/15: 1,358\nSouth West in all\n2014/15: 9,999"
    )
    found = force_list.read(letter(text), CONTEXT).readings
    assert [(each.force, each.value.count) for each in found] == [
        ("E23000035", 1118),
        ("E23000035", 1200),
        ("E23000039", 1358),
    ]
    assert not any(each.flags for each in found)


def test_one_force_alone_is_no_list_of_forces():
    assert force_list.recognise(letter("Dorset\n2016/17: 185\n2017/18: 266"), CONTEXT) == 0


_FIVE = (
    "Persons arrested1 for indecent images of children, 2013/14, 2014/15, 2015/16, 2016/17 and "
    "2017/18\nTotal\n{}\n1 A person may stand twice."
)


def test_a_footnote_digit_is_no_part_of_a_number():
    found = multi_year_total.read(letter(_FIVE.format("Making/Taking26")), CONTEXT).readings
    assert [(each.value.count, each.unit) for each in found] == [(26, Unit.PERSONS)]
    assert not found[0].flags
    [glued] = multi_year_total.read(letter(_FIVE.format("Possession141")), CONTEXT).readings
    assert [each.code for each in glued.flags] == ["uncertain-number"]


def test_years_with_a_gap_are_no_one_period():
    text = _FIVE.format("Possession14").replace("2015/16, ", "")
    assert multi_year_total.recognise(letter(text), CONTEXT) == 0


def test_platforms_are_never_added_and_a_total_only_checks():
    text = (
        f"Offences recorded in 2017/18 under {_CODES}\n\nPlatform Offences\nOne 31\nTwo 9\nTotal 40"
    )
    found = platform_letter.read(letter(text), CONTEXT).readings
    assert [(each.split, each.role) for each in found] == [
        (("platform", "One"), "figure"),
        (("platform", "Two"), "figure"),
        (None, "check"),
    ]


def test_a_refusal_does_not_end_the_reading():
    text = (
        f"Offences under {_CODES} 01/04/2016-31/03/2017\n\nFull refusal with Section 12(1) "
        "exemption\n\nThere are 1,260 records, which exceeds 18 hours or £450.\n\n"
        "Under our duty to assist: 39 offences were recorded."
    )
    document = letter(text)
    found = interpret(document, CONTEXT)
    assert found.layout == "refusal-with-numbers"
    assert _figures(refusal_with_numbers, text) == [("2016/17", IIOC_TOTAL, 39, "figure")]
    assert [(each.kind, each.section) for each in found.statuses] == [("refused", "s.12(1)")]


def test_a_star_is_hidden_and_a_dash_is_asked():
    text = "Offences 2016/17 2017/18\n86/2 * -"
    star, dash = text_table.read(letter(text), CONTEXT).readings
    assert star.value.state is State.SUPPRESSED
    assert dash.value.state is State.BLANK
    assert [each.code for each in dash.flags] == ["uncertain-number"]


def _numbered(*lines: str):
    found = numbered_responses.read(letter("\n".join(lines)), CONTEXT).readings
    return [
        (label(each.period) if each.period else None, each.offence, each.value.count)
        for each in found
    ]


def test_a_question_without_a_stop_after_its_number_begins_anew():
    assert _numbered(
        "Question 1: How many offences of sexual communication with a child in 2016/17?",
        "Response 1: This is refused under section 12.",
        "Question 2 How many child abuse image offences were recorded in 2017/18?",
        "Response 2: 120",
    ) == [("2017/18", IIOC_TOTAL, 120)]


def test_a_response_without_a_question_is_of_no_period_and_no_offence():
    assert _numbered(
        "Q1. How many child abuse image offences were recorded in 2016/17?",
        "A1. 101",
        "A2. 120",
    ) == [("2016/17", IIOC_TOTAL, 101), (None, None, 120)]


def test_a_question_that_names_no_year_takes_none_from_another_question():
    found = _numbered(
        "Q1. How many child abuse image offences were recorded in 2015/16?",
        "A1. 101",
        "Q2. In how many was the victim a child under 13?",
        "A2. 33",
    )
    assert found[0] == ("2015/16", IIOC_TOTAL, 101)
    assert ("2015/16", 33) not in [(period, count) for period, _, count in found]


def test_questions_by_words_and_letters_are_kept_apart():
    assert _numbered(
        "Question one: How many child abuse image offences were recorded in 2015/16?",
        "Question two: How many child abuse image offences were recorded in 2017/18?",
        "Response one: 101",
        "Response two: 120",
    ) == [("2015/16", IIOC_TOTAL, 101), ("2017/18", IIOC_TOTAL, 120)]
    assert _numbered(
        "Q1. How many child abuse image offences were recorded in 2015/16?",
        "A1. 101",
        "Q2(a) How many child abuse image offences were recorded in 2016/17?",
        "A2(a) 110",
        "Q2b. How many child abuse image offences were recorded in 2017/18?",
        "A2b. 120",
    ) == [
        ("2015/16", IIOC_TOTAL, 101),
        ("2016/17", IIOC_TOTAL, 110),
        ("2017/18", IIOC_TOTAL, 120),
    ]


def test_an_answer_to_two_questions_at_once_waits():
    text = (
        "Q1. How many child abuse image offences were recorded in 2016/17? How many people were "
        "there?\nA1. 101"
    )
    [found] = numbered_responses.read(letter(text), CONTEXT).readings
    assert any(each.severity == "review" for each in found.flags)


def test_a_list_of_years_does_not_finish_the_words_above_it():
    text = "Child abuse image offences recorded, April to March\n2016  172\n2017  180"
    found = email_sentence.read(letter(text), CONTEXT).readings
    assert [label(each.period) for each in found if each.period] == ["2016", "2017"]
