"""Shares of another area's number, differences told as if they were numbers, years of another"
" time."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import checked


def _told(number: str, *text: str, headline: str) -> str | None:
    """The verdict on a number; none where it is no claim."""
    found = checked(*text, headline=headline).checked
    return next((one.judgement.verdict for one in found if number in one.claim.phrase.text), None)


@pytest.mark.parametrize(
    ("area", "text", "right", "wrong"),
    [
        ("Lancashire", ("Across the UK the total stood at 22,724, against 18,522 a year earlier."
                       " Lancashire's share of that is {}."),
         "about three per cent", "about six per cent"),
        ("Lancashire", ("Across the UK the number rose to 22,724. Roughly {} of those was recorded"
                       " here."),
         "one in 34", "one in 12"),
        ("Dyfed-Powys", "Welsh forces dealt with 1,458 offences, {} of them in Dyfed-Powys.",
         "19 per cent", "91 per cent"),
        ("Wales", ("In Wales there were 1,458. South Wales is responsible for 37% of those, and"
                  " Gwent for {}."),
         "fewer than one in five", "fewer than one in six"),
        ("Hampshire", ("Across the UK there were 22,724 such offences, which means that {} was"
                      " recorded in Hampshire."),
         "one in every 19", "one in every 91"),
        ("West Yorkshire", ("West Yorkshire has the largest caseload of the four: 1,320 offences,"
                           " and {} of the regional workload."),
         "43 per cent", "34 per cent"),
    ],
)  # fmt: skip
def test_a_share_is_of_the_area_and_the_whole_that_the_words_tell(
    area: str, text: str, right: str, wrong: str
):
    headline = f"{area} child abuse image offences in 2017/18"
    assert _told(right, text.format(right), headline=headline) == "agrees"
    assert _told(wrong, text.format(wrong), headline=headline) != "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "Across the UK the number rose to 22,724. Three per cent of those were girls here.",
        ("Across the UK the number rose to 22,724. Of these, three per cent were solved in"
        " Lancashire."),
        "Three per cent of the UK's 22,724 were solved in Lancashire.",
        "Three per cent of the UK's 22,724 led to a charge in Lancashire.",
        ("Across the UK the number rose to 22,724. Lancashire accounted for three per cent of"
        " arrests."),
        ("Across the UK the number rose to 22,724. Lancashire's share of the budget was three per"
        " cent."),
    ],
)  # fmt: skip
def test_a_share_of_what_came_of_them_or_of_something_else_is_none(text: str):
    found = checked(text, headline="Lancashire child abuse image offences in 2017/18").checked
    told = [one.judgement.verdict for one in found if "per cent" in one.claim.phrase.text]
    assert "agrees" not in told


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Cheshire's rise comes to {} offences.", "122", "212"),
        ("Cheshire's rise was 122 offences, while Hampshire's is {}.", "225", "252"),
        (("Essex Police recorded 767 offences. It is a rise of 35 per cent in 12 months \u2013 {}"
         " offences \u2013 and"
         " campaigners are angry."), "199", "191"),
        ("In Hertfordshire the number dipped by eight to 301, and in Cambridgeshire by {} to 164.",
         "45", "54"),
        ("Humberside's total has gone up too, but only by {}.", "15", "51"),
        ("The rise of 91 in Leicestershire compares with one of {} in Northamptonshire.",
         "18", "81"),
    ],
)  # fmt: skip
def test_by_how_much_it_rose_is_no_number_of_its_own(text: str, right: str, wrong: str):
    headline = "Child abuse image offences in 2017/18"
    assert _told(right, text.format(right), headline=headline) == "agrees"
    assert _told(wrong, text.format(wrong), headline=headline) != "agrees"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("199", "The rise in staff in Essex is 199."),
        ("199", "Essex's rise was 199 arrests."),
        ("fifteen", "Humberside's budget has gone up too, but only by fifteen."),
        ("161", "Offences rose in Essex. Kent's is 161."),
    ],
)
def test_a_rise_of_something_else_is_none_of_it(number: str, text: str):
    headline = "Child abuse image offences in 2017/18"
    assert _told(number, text, headline=headline) != "agrees"


@pytest.mark.parametrize(
    ("area", "text", "number", "wrong"),
    [
        ("Humberside", ("Its {} offences were just 15 more than it had dealt with 12 months"
                       " earlier."),
         "390", "309"),
        ("Cheshire", "Cheshire recorded {} and has overtaken us; in 2016/17 it had been behind.",
         "348", "384"),
        ("Bedfordshire", ("An offence is now recorded {} in the county, where the year before it"
                         " was one every 74."),
         "every 44 hours", "every 55 hours"),
        ("Hampshire", ("It is more than Kent, which had {}, and fewer than West Yorkshire, which"
                      " had 1,320."),
         "1,042", "1,402"),
        ("Humberside", ("The force, which covers Hull, East Riding and northern Lincolnshire, had"
                       " {} in 2017/18."),
         "390", "309"),
        ("Derbyshire", ("The NSPCC asked every police force in the UK for its figures and found"
                       " that {} crimes had been recorded."),
         "22,724", "22,274"),
    ],
)  # fmt: skip
def test_a_true_number_is_not_read_of_another_time_or_place(
    area: str, text: str, number: str, wrong: str
):
    headline = f"{area} child abuse image offences in 2017/18"
    assert _told(number, text.format(number), headline=headline) == "agrees"
    assert _told(wrong, text.format(wrong), headline=headline) != "agrees"


@pytest.mark.parametrize(
    ("area", "number", "text"),
    [
        (
            "Lancashire",
            "13",
            (
                "The rise is slower than across the UK, where it was 23 per cent, and it"
                " leaves officers here dealing with 13 every week."
            ),
        ),
        (
            "Lancashire",
            "twice",
            "Compared with Cheshire, it logged almost twice as many last year.",
        ),
        (
            "Cheshire",
            "twice",
            "Lancashire's force recorded 674 offences, almost twice as many as ours.",
        ),
        (
            "Cheshire",
            "double",
            ("Lancashire's number rose by 14 per cent. Cheshire's has been more than double that."),
        ),
        (
            "Leicestershire",
            "42 per cent",
            (
                "Leicestershire, Derbyshire and Northamptonshire had 975"
                " between them. Leicestershire accounted for 42 per cent of them."
            ),
        ),
        (
            "Gwent",
            "fewest",
            "Gwent Police recorded the fewest in both years, with 259 followed by 267.",
        ),
        ("Essex", "200", "Essex had 200 such offences between July and September."),
        (
            "Humberside",
            "286",
            "North Yorkshire had fewer than us in 2016/17, when its total was 286.",
        ),
    ],
)
def test_what_may_be_of_other_areas_or_times_is_never_told_to_be_wrong(
    area: str, number: str, text: str
):
    headline = f"{area} child abuse image offences in 2017/18"
    assert _told(number, text, headline=headline) in {"agrees", "cannot_tell"}
