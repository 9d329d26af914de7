"""What an article is about as a whole: its area, its offence, and the year "last year" means."""

from __future__ import annotations

from datetime import date

import pytest

from beholden.figures.core.claims.finding._story import see, shifted
from beholden.figures.core.claims.finding._topic import Topic, topic
from beholden.figures.core.models import Day, Period
from beholden.figures.core.periods import financial_year, label
from beholden.figures.registry import load_gazetteer
from tests.figures.claims.telling import DAY, HEADLINE, NEWEST, Piece, article

FEBRUARY = date(2018, 2, 1)


def about(*pieces: Piece, headline: str = HEADLINE, published: date | None = None) -> Topic:
    told = article(*pieces, headline=headline)
    return topic(see(told, load_gazetteer()), published, NEWEST)


def newest(*pieces: Piece, published: date | None = None) -> str:
    found = about(*pieces, published=published).newest
    return "" if found is None else label(found)


# The newest year


def test_the_newest_financial_year_that_is_named_is_meant():
    assert newest("Essex had 301 offences in 2014/15 and 250 in 2013/14.") == "2014/15"


@pytest.mark.parametrize(
    "sentence",
    [
        "Offences rose from 301 in 2013/14 to 350 in 2014/15.",
        "Essex had 350 offences in 2014/15, up from 301 in 2013/14.",
        "Compared with 301 in 2013/14, there were 350 offences in 2014/15.",
        "Offences rose by 16 per cent between 2013/14 and 2014/15.",
    ],
)
def test_the_later_year_of_a_comparison_is_the_newest_and_no_later_one(sentence):
    assert newest(sentence) == "2014/15"


@pytest.mark.parametrize("published", [None, DAY])
def test_a_year_that_is_only_compared_with_is_not_the_newest(published):
    told = "Essex had 767 offences, up on the 568 of 2016/17."
    assert newest(told, published=published) == "2017/18"


def test_a_year_that_only_a_law_has_is_not_the_newest():
    assert newest("The law came into force in 2015.", "Essex had 767 offences.") == "2017/18"


def test_a_year_that_was_not_over_on_the_day_of_the_article_is_not_the_newest():
    told = "Plans for 2019/20 hold 12 aims."
    assert newest(told, "Essex had 767 offences.", published=DAY) == "2017/18"


@pytest.mark.parametrize(("published", "year"), [(DAY, "2017/18"), (FEBRUARY, "2016/17")])
def test_without_a_year_in_the_words_the_day_of_the_article_settles_it(published, year):
    assert newest("Essex had 767 offences last year.", published=published) == year


def test_last_year_beside_an_older_year_is_the_year_before_the_day_of_the_article():
    told = "Essex had 767 offences last year, and 568 in 2016/17."
    assert newest(told, published=DAY) == "2017/18"


def test_without_a_year_and_a_day_the_data_settle_it():
    assert newest("Essex had 767 offences.") == label(NEWEST)


def test_the_years_above_a_table_count_although_no_number_stands_beside_them():
    assert newest(("table", "Force\t2013/14\t2014/15"), ("table", "Essex\t301\t350")) == "2014/15"


# The area


def test_the_area_of_the_headline_comes_before_that_of_the_text():
    found = about("Kent had 100.", headline="Child abuse image offences in Essex").subject
    assert found is not None
    assert found.name == "Essex"


def test_a_town_of_the_headline_is_the_area_but_a_town_of_the_text_is_not():
    headline = "Image offences in Southampton"
    found = about("Kent Police recorded 100 offences.", headline=headline).subject
    assert found is not None
    assert (found.name, found.part) == ("Hampshire", "Southampton")
    found = about("In Southampton, a spokesman for the charity spoke of Kent.").subject
    assert found is not None
    assert found.name == "Kent"


def test_an_area_far_down_in_a_long_article_is_not_what_it_is_about():
    far = "Kent Police recorded 100 offences."
    assert about("One.", "Two.", "Three.", "Four.", far).subject is None


# The offence


@pytest.mark.parametrize(
    ("headline", "text", "series"),
    [
        (HEADLINE, "Essex had 767.", "iioc_total"),
        ("Grooming offences in Kent", "Kent had 120.", "sexual_communication_with_child"),
        ("Helpline gets more contacts", "There were 20 image offences.", "iioc_total"),
        (
            "Helpline gets more contacts",
            "There were 20 helpline contacts.",
            "other:helpline contacts",
        ),
        ("A child at risk", "Police told of crimes with online material.", "iioc_total"),
    ],
)
def test_an_offence_of_the_data_comes_before_whatever_else_is_counted(headline, text, series):
    found = about(text, headline=headline).what
    assert found is not None
    assert found.series == series


def test_an_article_on_something_else_has_no_offence():
    assert about("The council filled 767 potholes.", headline="Potholes").what is None


# Years moved


def test_a_year_is_moved_as_a_whole_and_the_end_of_february_stays_the_end():
    assert shifted(financial_year(2017), -1) == financial_year(2016)
    moved = shifted(Period(Day(2015, 3, 1), Day(2016, 2, 29)), -1)
    assert moved == Period(Day(2014, 3, 1), Day(2015, 2, 28))
