"""Which numbers are claims at all: plain forms that are found, and look-alikes that are not."""

from __future__ import annotations

import pytest

from tests.figures.claims.telling import Piece, counts, extracted
from tests.figures.claims.test_checking import checked

_ESSEX = "Essex recorded 767 offences in 2017/18."


def _verdicts(*pieces: Piece) -> dict[str, str]:
    found = checked(*pieces, headline="Child abuse image offences").checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("In Essex 568 became {} in 2017/18.", "767", "agrees"),
        ("In Essex {} child abuse image offences became 767 in 2017/18.", "568", "agrees"),
        ("In Essex, {} offences had become 767 by 2017/18.", "568", "agrees"),
        ("In Essex, {} offences had become 767 by 2017/18.", "586", "differs"),
        ("In Essex 568 became {} in 2017/18.", "776", "differs"),
        (f"{_ESSEX} That is {{}} above the 568 of 2016/17.", "199", "agrees"),
        (f"{_ESSEX} That is {{}} above the 568 of 2016/17.", "198", "differs"),
        (f"{_ESSEX} That is 199 more than in 2016/17, or {{}}.", "35 per cent", "agrees"),
        (f"{_ESSEX} That is 199 more than in 2016/17, or {{}}.", "53 per cent", "differs"),
        (
            "In Essex the number went from 568 in 2016/17 to 767 in 2017/18, that is, by {}.",
            "53 per cent",
            "differs",
        ),
        (
            "Of the 22,724 offences in the UK in 2017/18, Essex accounted for 767, {}.",
            "one in 30",
            "agrees",
        ),
        (
            "Of the 22,724 offences in the UK in 2017/18, Essex accounted for 767, {}.",
            "one in three",
            "differs",
        ),
        (f"{_ESSEX} Its total exceeds that of Hertfordshire by {{}}.", "466", "agrees"),
        (f"{_ESSEX} Its total exceeds that of Hertfordshire by {{}}.", "644", "cannot_tell"),
        (f"{_ESSEX} That is {{}} the Kent total.", "more than half", "agrees"),
        (f"{_ESSEX} That is {{}} the Kent total.", "less than half", "cannot_tell"),
        ("If you live in Essex, your police recorded {} offences in 2017/18.", "767", "agrees"),
        ("Of the image offences in Essex only {} goes to court.", "one in six", "cannot_tell"),
        (
            "In person they are 75 per cent of the offences. Online offences are around {}.",
            "25 per cent",
            "cannot_tell",
        ),
        ("Essex saw a rise of {} in 2017/18.", "over a third", "agrees"),
        ("Essex saw a rise of {} UK-wide terms in 2017/18.", "almost a quarter", "differs"),
        ("UK offences rose to 22,724, {} as many again.", "almost a quarter", "agrees"),
        ("Offences in Essex rose to 767, {} as many again.", "two thirds", "differs"),
        ("The increase of {} in Essex in 2017/18 was told again.", "over a third", "agrees"),
    ],
)
def test_a_number_in_a_plain_form_is_found_and_judged(text: str, number: str, verdict: str):
    found = {
        one.removeprefix("around ").removeprefix("only "): said
        for one, said in _verdicts(text.format(number)).items()
    }
    assert found.get(number) == verdict


@pytest.mark.parametrize(
    "text",
    [
        "It stands on the list (numbers 84, 312 and 507).",
        "Winter magazine, issue 47.",
        "She asked for eight more and has been given two.",
        "I've got nine, and they are old.",
        "Police numbers have fallen by 21,000 since 2010.",
        "Those of all ages replied, and the median was 29.",
        "More than half were under 20.",
        "Of the forces 38 answered the request.",
        "There are eight warning signs.",
        "If it rose by a third it would be 1,000.",
        "Bedfordshire is the smallest by far; Kent, the largest of the forces here, agrees.",
        "The youngest was a baby, and one was a baby of a year.",
    ],
)
def test_a_number_that_counts_nothing_recorded_is_left_alone(text: str):
    found = [one for one in extracted(_ESSEX, text).claims if one.phrase.text != "767"]
    # "More than half" is a share; the age behind it is none.
    assert all(one.kind == "share" for one in found)


def test_a_sentence_that_opens_with_the_number_told_tells_it_again():
    told = "Essex had 58 in 2016/17 and 67 in 2017/18. That 67 is the most so far."
    assert counts(told)[-1] == ("67", "Essex", "2017/18")


def test_both_ends_of_a_multiple_are_counts_where_no_area_is_named():
    told = "These more than doubled, from 118 in 2016/17 to 267 in 2017/18."
    assert [one[0] for one in counts(told)] == ["118", "267"]


def test_all_of_them_in_a_year_are_all_that_was_told():
    told = "UK police recorded an offence every 23 minutes. More than 22,000 of them in a year."
    assert _verdicts(told)["More than 22,000"] == "agrees"
    part = "UK police recorded 22,724 offences. More than 2,000 of them in Southend."
    assert _verdicts(part).get("More than 2,000") != "agrees"


def test_of_two_rates_the_second_needs_no_unit():
    told = (
        "The rate in 2017/18 was 6.04 per 10,000 people in Hampshire and, in Hertfordshire,"
        " the latter at 2.54."
    )
    assert "2.54" in _verdicts(told)


def test_entries_below_a_span_of_years_are_each_of_the_year_of_their_place():
    above = "Offences of each force in the years from 2015/16 to 2017/18:"
    assert counts(above, "- Essex: 19, 568, 767", "- Kent: n/a, 12, 1,042") == [
        ("19", "Essex", "2015/16"),
        ("568", "Essex", "2016/17"),
        ("767", "Essex", "2017/18"),
        ("12", "Kent", "2016/17"),
        ("1,042", "Kent", "2017/18"),
    ]


@pytest.mark.parametrize("row", ["- Essex: 30, 19, 568, 767", "- Essex: 30, n/a, 568, 767"])
def test_more_or_fewer_entries_than_years_are_not_dated_by_their_place(row: str):
    above = "Offences of each force in the years from 2014/15 to 2016/17:"
    found = checked(above, row, headline="Child abuse image offences").checked
    assert {one.judgement.verdict for one in found} <= {"cannot_tell"}


def test_small_numbers_of_a_row_with_its_years_are_counts():
    assert ("14", "Bedfordshire", "2015/16") in counts(
        _ESSEX, "- Bedfordshire - 17 (14 in 2015/16)"
    )


def test_a_column_of_shares_holds_no_changes():
    rows: tuple[Piece, ...] = (
        ("table", "Force\tOffences\tShare of region"),
        ("table", "Essex\t767\t35.0%"),
    )
    found = _verdicts("The table shows the forces in 2017/18.", *rows)
    assert found == {"767": "agrees", "35.0%": "cannot_tell"}


def test_a_number_far_below_that_of_an_area_only_supposed_does_not_agree():
    assert _verdicts("There is no end to it. It is more than 40 a week.") == {
        "more than 40 a week": "cannot_tell"
    }


@pytest.mark.parametrize(
    "goes_on",
    [
        "A year later that had become {}.",
        "By the following year it was {}.",
        "But just twelve months on, the total stood at {}.",
    ],
)
def test_what_is_said_of_the_year_after_a_count_is_another_count(goes_on: str):
    first = "Essex recorded 568 offences in 2016/17."
    assert _verdicts(first, goes_on.format(767))["767"] == "agrees"
    assert _verdicts(first, goes_on.format(867))["867"] != "agrees"


def test_what_is_said_of_the_year_after_anything_else_is_none():
    assert not _verdicts("The bridge in Essex is old.", "A year later that had become 867.")


def test_a_rate_far_from_the_only_count_that_is_told_stays_open():
    found = checked(
        "Essex Police record three offences a day.", "In Essex 700 offences were recorded.",
        headline="Child abuse image offences in Essex", facts=(),
    ).checked  # fmt: skip
    assert [one.judgement.verdict for one in found] == ["cannot_tell", "cannot_tell"]


def test_a_number_far_below_that_of_an_area_that_is_named_agrees():
    told = "In Essex police recorded more than 4 a week in 2017/18."
    assert _verdicts(told) == {"more than 4 a week": "agrees"}


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ("Offences of each force in the years from 2016/17 to 2017/18:", "- Essex: n/a, 767"),
        ("Offences of each force in the years from 2015 to 2017:", "- Essex: 19, 568, 767"),
    ],
)
def test_only_three_financial_years_and_more_date_the_entries_of_a_row(above: str, row: str):
    assert {year for *_, year in counts(above, row)} == {""}


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ("Offences of each force in 2017/18:", "- Bedfordshire: 17 (35%)"),
        ("Offences of each force:", "- Bedfordshire: 17"),
        (_ESSEX, "- Bedfordshire - 17 (14 in 2015/16) staff asked"),
    ],
)
def test_a_row_with_other_words_or_without_years_holds_no_small_counts(above: str, row: str):
    assert "Bedfordshire" not in {area for _, area, _ in counts(above, row)}


def test_a_number_behind_another_area_is_its_own_where_both_have_one():
    told = "Hampshire, with 1,199, had more than Essex, with 767 in 2017/18."
    assert ("767", "Essex", "2017/18") in counts(told)


def test_a_number_of_offences_is_a_count():
    assert ("1,042", "Kent", "2017/18") in counts(
        _ESSEX, "In 2017/18 Kent had 1,042 number of offences recorded."
    )


def test_only_small_numbers_that_one_has_got_are_none_of_the_offences():
    assert counts(_ESSEX, "In Essex they've got 12 offences in 2017/18.")[1:] == []
    told = "In 2016/17 the force has been given 568 in Essex."
    assert counts(_ESSEX, told)[1:] == [("568", "Essex", "2016/17")]


def test_a_sentence_that_opens_with_another_number_does_not_tell_it_again():
    assert [one[0] for one in counts(_ESSEX, "That 59 is the most so far.")] == ["767"]


@pytest.mark.parametrize(
    "words",
    [
        "Its total surpasses that of Hertfordshire by 466.",
        "In 2017/18 the Essex total outnumbers that of Hertfordshire by 466.",
        "Its total is behind that of Kent by 275.",
        "Its total fell short of that of Kent by 275.",
    ],
)
def test_a_total_is_told_to_be_above_or_below_that_of_another(words: str):
    found = checked(_ESSEX, words, headline="Child abuse image offences").checked
    assert [one.judgement.verdict for one in found] == ["agrees", "agrees"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("In Essex it went from 568 in 2016/17 to 767 in 2017/18 by 35 per cent of forces.",
         "35 per cent"),
        ("In Essex less than half the Kent total were online.", "less than half"),
    ],
)  # fmt: skip
def test_a_share_behind_other_words_is_no_change_and_no_multiple(words: str, number: str):
    assert number not in _verdicts(_ESSEX, words)


def test_a_fall_told_in_both_ways_is_less():
    told = "Hertfordshire had 301 in 2017/18, which is 8 less than in 2016/17, or {}."
    assert _verdicts(told.format("3 per cent"))["3 per cent"] == "agrees"
