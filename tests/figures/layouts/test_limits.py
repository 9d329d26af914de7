"""A year that is said not to be whole is told from one that is only named."""

import pytest

from beholden.figures.core.periods import label
from beholden.figures.layouts._limits import limited_periods


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2016/17: 309, 2017/18: 301 (to 28 February 2018)", {"2017/18"}),
        ("2016/17: 309 and 2017/18: 301 until December 2017", {"2017/18"}),
        ("2017/18: 301 (to 31/01/2018)", {"2017/18"}),
        ("Please note that 2017/18 covers April to December only.", {"2017/18"}),
        ("2017/18 is for nine months", {"2017/18"}),
        ("2016/17 172, 2017/18 (9 months) 130", {"2017/18"}),
        ("2017/18 (incomplete)", {"2017/18"}),
        ("2017/18 (provisional)", {"2017/18"}),
        ("2017/18 to date", {"2017/18"}),
        ("So far there were 130 in 2017/18.", {"2017/18"}),
        ("Only part of the year 2017/18 was searched.", {"2017/18"}),
        ("The year 2017/18 is not yet complete.", {"2017/18"}),
        ("Data to 31 January 2018 only.", {"2017/18"}),
        ("2017, to September", {"2017"}),
        ("2017/18: the search went on until December", {"2017/18"}),
        ("2016/17 is whole. 2017/18 is partial.", {"2017/18"}),
    ],
)
def test_a_year_in_part_is_told(text, years):
    assert {label(each) for each in limited_periods([text])} == years


@pytest.mark.parametrize(
    "text",
    [
        "Figures are held for 2017/18 only.",
        "We hold data only for 2017/18.",
        "Between 1 April 2016 and 31 March 2017 there were 300.",
        "2016/17 and 2017/18 (1 April 2017 to 31 March 2018)",
        "2017/18 (April to March)",
        "The year 2016/17, up to 31 March 2017",
        "2017, January to December",
        "Records for 2017/18 are up to date.",
        "Offences rose from 100 in 2016/17 to 120 in 2017/18.",
        "The offence is in force since 3 April 2017, and 2017/18 has 52.",
        "You asked on 3 May 2018 and we answer by 1 June 2018.",
    ],
)
def test_a_whole_year_is_left_alone(text):
    assert limited_periods([text]) == {}


def test_the_sentence_that_says_so_is_given():
    text = "We recorded 172 in 2016/17. 2017/18 covers April to December only."
    assert list(limited_periods([text]).values()) == ["2017/18 covers April to December only."]
