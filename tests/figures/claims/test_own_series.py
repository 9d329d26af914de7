"""Series that a newsroom brings under names of its own, told as reporters tell them."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.judging.dataset import Fact
from beholden.figures.core.claims.naming.own_named import own_named
from beholden.figures.core.claims.naming.own_series import key_of, own_series
from beholden.figures.core.claims.naming.series import Series
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked


def _of(name: str, who: str, earlier: int, later: int) -> tuple[Fact, ...]:
    return tuple(
        fact(who, when, value, key_of(name), series_name=name)
        for when, value in (("2016/17", earlier), ("2017/18", later))
    )


BIKES = (
    *_of("Bicycle thefts", "Essex", 1_204, 1_530),
    *_of("Bicycle thefts", "Kent", 980, 870),
    *_of("Bicycle thefts", "UK total", 90_000, 95_120),
)
LIBRARIES = _of("number_of_library_visits", "Essex", 4_512_000, 4_103_000)
HEADLINE = "Bike thefts up"
LEAD = "Kent Police recorded 870 bicycle thefts in 2017/18, down from 980 in 2016/17."


def _verdict(
    text: str,
    number: str,
    facts: tuple[Fact, ...] = BIKES,
    lead: str = LEAD,
    headline: str = HEADLINE,
) -> str | None:
    """The verdict on a number of a text; none where it is no claim."""
    found = checked(lead, text, headline=headline, facts=facts).checked
    told = [one for one in found if one.claim.sentence in text and number in one.claim.phrase.text]
    return told[0].judgement.verdict if told else None


def _named(text: str, *names: str) -> list[tuple[str, str]]:
    series = [Series(key_of(name), name) for name in names]
    return [(one.text, one.series) for one in own_named([text], series)[0]]


# Names


@pytest.mark.parametrize(
    ("name", "telling", "head"),
    [
        ("Bicycle thefts", {"bicycle", "theft"}, "theft"),
        ("number_of_library_visits", {"library", "visit"}, "visit"),
        ("Recorded burglary offences", {"burglary"}, "burglary"),
        # A knife is no offence.
        ("Knife crime offences", {"knife", "offence"}, "offence"),
        ("Number of visits to libraries", {"library", "visit"}, "visit"),
        ("Lessons on online safety held", {"lesson", "online", "safety"}, "lesson"),
        ("Anti-social behaviour incidents", {"antisocial", "behaviour"}, "behaviour"),
        ("Library visits (online)", {"library", "visit", "online"}, "visit"),
        # What the police count is stolen from them, or they are stolen.
        ("Thefts from vehicles", {"theft", "from", "vehicle"}, "theft"),
        ("Thefts of vehicles", {"theft", "vehicle"}, "theft"),
    ],
)  # fmt: skip
def test_a_name_is_told_by_its_words_and_counts_its_noun(name: str, telling: set[str], head: str):
    found = own_series(name)
    assert (set(found.telling), found.head) == (telling, head)


@pytest.mark.parametrize(
    ("name", "shorter"),
    [
        ("Accident and emergency (A&E) attendances", {"a&e", "attendance"}),
        ("Antisocial behaviour (ASB) incidents", {"asb", "incident"}),
        ("Road traffic collisions (RTCs)", {"rtc"}),
        ("Bicycle thefts (ONS)", set()),
    ],
)
def test_an_abbreviation_stands_for_the_words_whose_letters_it_has(name: str, shorter: set[str]):
    assert own_series(name).shorter == shorter


@pytest.mark.parametrize(
    "name",
    [
        "child cruelty and neglect", "helpline referrals", "urls identified", "reports assessed",
        "sexual offences against children", "total recorded crime", "calls to a helpline",
    ],
)  # fmt: skip
def test_a_series_with_a_vocabulary_of_its_own_or_with_no_telling_word_is_none(name: str):
    assert key_of(name) == f"other:{name}"


@pytest.mark.parametrize(
    "words",
    [
        "bicycle thefts", "thefts of bikes", "bike theft", "cycle thefts", "bikes were stolen",
        "bicycle theft offences", "bicycles reported stolen", "theft of a bike",
    ],
)  # fmt: skip
def test_a_series_is_named_in_any_order_and_number_of_its_words(words: str):
    assert _named(f"The {words} rose.", "Bicycle thefts") == [(words, "own:bicycle thefts")]


# Articles


@pytest.mark.parametrize(
    "told",
    [
        "In 2017/18 there were {} thefts of bikes in Essex.",
        "In 2017/18 {} bikes were stolen in Essex.",
        "Essex saw {} cycle thefts in 2017/18.",
        "Essex Police logged {} reports of bicycle theft in 2017/18.",
        "Essex Police dealt with {} such thefts in 2017/18.",
        "Essex Police dealt with {} of these thefts in 2017/18.",
        "The number of thefts in Essex rose to {} in 2017/18.",
        "In Essex there were {}.",
        "In Essex there were {} cases in 2017/18.",
        "Essex Police recorded {} offences of bicycle theft in 2017/18.",
        "In Essex the crime rose to {} in 2017/18.",
        "Recorded bicycle thefts in Essex reached {} last year.",
    ],
)
def test_a_series_is_told_as_reporters_tell_it(told: str):
    assert _verdict(told.format("1,530"), "1,530") == "agrees"
    assert _verdict(told.format("1,620"), "1,620") == "differs"


@pytest.mark.parametrize(
    "told",
    [
        "Thefts of electric bicycles in Essex rose to 1,530.",
        "Electric bike thefts in Essex rose to 1,530.",
        "There were 1,530 electric bike thefts in Essex.",
        "In Essex there were 1,530 thefts of children's bicycles.",
        "In Essex, 1,530 bicycle thefts involving violence were recorded.",
        "There were 1,530 bicycle thefts from sheds in Essex.",
        "There were 1,530 bicycle thefts by teenagers in Essex.",
        "There were 1,530 attempted bicycle thefts in Essex.",
        "There were 1,530 motor bike thefts in Essex.",
        "In Essex 1,530 mountain bikes were stolen.",
        "In Essex 1,530 of the thefts were of electric bikes.",
        "In Essex 1,530 of the bicycle thefts were unsolved.",
        "Of the bicycle thefts in Essex, 1,530 were in sheds.",
        "There were 1,530 bicycle thefts in Southend.",
    ],
)
def test_a_part_of_a_series_is_not_the_series(told: str):
    assert _verdict(told, "1,530") in {None, "cannot_tell"}


@pytest.mark.parametrize(
    "told",
    [
        "There were 1,530 victims of bicycle theft in Essex.",
        "There were 1,530 bicycle theft victims in Essex.",
        "Police made 1,530 arrests for bicycle theft in Essex.",
        "Essex Police solved 1,530 bicycle thefts.",
        "In Essex 1,530 bicycle thefts led to a charge.",
        "Essex Police recovered 1,530 stolen bicycles.",
        "There were 1,530 thefts of cars in Essex.",
        "There were 1,530 thefts from shops in Essex.",
        "Thefts of bicycle parts in Essex rose to 1,530.",
        "In all there were 1,530 thefts of all kinds in Essex.",
        "There were 1,530 bike thefts and robberies in Essex.",
        "There were 1,530 robberies and bike thefts in Essex.",
        "In Essex fraud rose to 1,530.",
        "The number of officers in Essex rose to 1,530.",
        "Insurers paid 1,530 claims for bicycle thefts in Essex.",
    ],
)
def test_what_is_told_about_a_series_and_more_than_it_is_not_the_series(told: str):
    assert _verdict(told, "1,530") in {None, "cannot_tell"}


def test_two_series_whose_words_fit_leave_a_number_open():
    facts = (*BIKES, *_of("recorded bicycle theft offences", "Essex", 1_100, 1_400))
    for number in ("1,530", "1,400", "1,600"):
        text = f"Essex Police recorded {number} bicycle thefts in 2017/18."
        assert _verdict(text, number, facts) in {None, "cannot_tell"}


def test_a_short_name_of_two_series_that_were_named_stays_open():
    facts = (*BIKES, *_of("Vehicle thefts", "Essex", 3_011, 3_604))
    lead = f"{LEAD} In 2017/18 vehicle thefts in Essex rose to 3,604."
    text = "In 2017/18 there were {} thefts in Essex."
    assert _verdict(text.format("1,530"), "1,530", facts, lead) in {None, "cannot_tell"}
    assert _verdict(text.format("1,600"), "1,600", facts, lead) in {None, "cannot_tell"}
    points = (
        "In 2017/18 3,604 vehicles were stolen in Essex; in 2016/17 there were 3,011 such thefts."
    )
    assert _verdict(points, "3,011", facts) == "agrees"


def test_the_series_of_more_words_is_not_the_one_of_fewer():
    facts = (*_of("Thefts", "Essex", 21_000, 23_500), *BIKES)
    text = "Of these 1,530 were bicycle thefts."
    lead = "Essex Police recorded 23,500 thefts in 2017/18, up from 21,000."
    assert _verdict(text, "1,530", facts, lead, "Thefts in Essex") == "agrees"
    assert _verdict(text, "23,500", facts, lead, "Thefts in Essex") is None
    # In an article on bicycles "thefts" may be short for those, and may be all.
    text = "There were 23,500 thefts in Essex in 2017/18."
    assert _verdict(text, "23,500", facts) in {None, "cannot_tell"}


def test_thefts_from_vehicles_are_no_thefts_of_vehicles():
    both = (*_of("Thefts from vehicles", "Essex", 4_700, 5_012),
            *_of("Thefts of vehicles", "Essex", 3_011, 3_604))  # fmt: skip
    lead, headline = "Essex Police published figures for 2017/18.", "Theft in Essex"
    text = "Thefts from vehicles in Essex rose to {} in 2017/18."
    assert _verdict(text.format("5,012"), "5,012", both, lead, headline) == "agrees"
    assert _verdict(text.format("3,604"), "3,604", both, lead, headline) == "differs"
    only = both[2:]
    assert _verdict(text.format("3,604"), "3,604", only, lead, headline) in {None, "cannot_tell"}


def test_what_is_counted_of_no_crime_is_not_meant_by_offences():
    lead = "Visits to libraries in Essex fell to 4,103,000 in 2017/18."
    for noun in ("offences", "crimes", "incidents", "cases"):
        text = f"In 2016/17 there were 4,512,000 {noun} in Essex."
        found = _verdict(text, "4,512,000", LIBRARIES, lead, "Library visits in Essex")
        assert found in {None, "cannot_tell"}
    text = "In 2016/17 there were 4,512,000 visits in Essex."
    assert _verdict(text, "4,512,000", LIBRARIES, lead, "Library visits in Essex") == "agrees"


@pytest.mark.parametrize("by", ["children", "pupils"])
def test_visits_by_some_are_not_all_visits(by: str):
    lead = "Visits to libraries in Essex fell to 4,103,000 in 2017/18."
    text = f"In 2016/17 visits by {by} to libraries in Essex were 4,512,000."
    assert _verdict(text, "4,512,000", LIBRARIES, lead) in {None, "cannot_tell"}


def test_who_counts_may_be_named_anywhere_in_the_article():
    facts = (
        *_of("Childline counselling sessions about exam stress", "UK total", 2_000, 3_077),
        *_of("Childline counselling sessions about bullying", "UK total", 24_000, 22_500),
    )
    lead = "Childline held 3,077 counselling sessions about exam stress in 2017/18 across the UK."
    assert _verdict(lead, "3,077", facts, lead, "Exam stress") == "agrees"
    text = "In 2016/17 there were {} counselling sessions about exam stress."
    assert _verdict(text.format("2,000"), "2,000", facts, lead, "Exam stress") == "agrees"
    assert _verdict(text.format("2,100"), "2,100", facts, lead, "Exam stress") == "differs"
    text = "Exam stress sessions were few: bullying led to 22,500 counselling sessions in 2017/18."
    assert _verdict(text, "22,500", facts, lead, "Exam stress") != "differs"
    text = "In 2016/17 there were 2,000 sessions about exam stress."
    assert _verdict(text, "2,000", facts, lead, "Exam stress") == "agrees"
    other = "A charity held 3,077 counselling sessions about exam stress in 2017/18 across the UK."
    assert _verdict(other, "3,077", facts, other, "Exam stress") in {None, "cannot_tell"}


def test_a_rate_of_such_a_series_is_of_people_that_the_data_do_not_name():
    text = "In Essex there were 2.3 library visits per 1,000 people in 2017/18."
    assert _verdict(text, "2.3 ", LIBRARIES, "Essex has libraries.", "Libraries") != "differs"


def test_a_change_of_such_a_series_is_worked_out():
    text = "Bike thefts in Essex rose by {} per cent in 2017/18."
    assert _verdict(text.format("27"), "27", lead="The figures are new.") == "agrees"
    assert _verdict(text.format("37"), "37", lead="The figures are new.") == "differs"
    text = "Electric bike thefts in Essex rose by 27 per cent in 2017/18."
    assert _verdict(text, "27", lead="The figures are new.") in {None, "cannot_tell"}


ASTHMA = (
    *_of("Emergency hospital admissions for asthma", "Essex", 900, 977),
    *_of("Emergency hospital admissions for asthma", "Barts Health NHS Trust", 1_204, 1_377),
    *_of("Accident and emergency (A&E) attendances", "Barts Health NHS Trust", 470_300, 481_200),
)
_ASTHMA = "Emergency admissions to hospital for asthma in Essex were 900 in 2016/17."


def test_a_name_with_only_some_words_may_be_of_more_and_is_never_wrong():
    text = "There were 5,000 hospital admissions for asthma in Essex in 2017/18."
    assert _verdict(text, "5,000", ASTHMA, _ASTHMA, "Asthma") == "cannot_tell"
    text = "There were 1,000 such admissions in Essex in 2017/18."
    assert _verdict(text, "1,000", ASTHMA, _ASTHMA, "Asthma") == "differs"


@pytest.mark.parametrize(
    "told",
    [
        "There were 977 emergency admissions for diabetes in Essex in 2017/18.",
        "There were 977 emergency hospital admissions for asthma among children in Essex.",
        "There were 977 planned admissions in Essex in 2017/18.",
        "There were 977 deaths from asthma in Essex in 2017/18.",
        "Of the admissions in Essex, 977 were for minor attacks.",
        "In Essex 977 admissions were for minor attacks in 2017/18.",
        "In Essex 977 emergency hospital admissions for asthma were caused by smoke in 2017/18.",
    ],
)
def test_what_such_admissions_were_for_is_no_number_of_all(told: str):
    assert _verdict(told, "977", ASTHMA, _ASTHMA, "Asthma") in {None, "cannot_tell"}


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("Barts Health NHS Trust had {} emergency hospital admissions for asthma.", "1,377"),
        ("At Barts Health NHS Trust there were {} such admissions in 2017/18.", "1,377"),
        ("A&E attendances at Barts Health NHS Trust rose to {} in 2017/18.", "481,200"),
        ("Barts had {} attendances at A&E departments in 2017/18.", "481,200"),
    ],
)
def test_an_area_that_is_no_force_is_known_by_its_name_in_the_data(told: str, number: str):
    lead, headline = f"{_ASTHMA} Figures for 2017/18 are new.", "Asthma"
    assert _verdict(told.format(number), number, ASTHMA, lead, headline) == "agrees"
    other = told.format(number).replace("Barts", "Royal Free")
    assert _verdict(other, number, ASTHMA, lead, headline) in {None, "cannot_tell"}


@pytest.mark.parametrize(
    "told",
    [
        "Essex shops reported 1,530 incidents of abuse in 2017/18.",
        "Essex Police recorded 1,530 crimes in all in 2017/18.",
        "Essex Police recorded 1,530 offences involving dogs in 2017/18.",
    ],
)
def test_bare_offences_of_something_else_are_none_of_the_series(told: str):
    assert _verdict(told, "1,530") in {None, "cannot_tell"}


def test_a_rate_that_the_file_prints_confirms_a_rate_and_is_no_count():
    rates = tuple(
        fact(who, "2017/18", value, key_of(name), unit="rate", noun=noun, series_name=name)
        for who, value, name, noun in (
            ("Essex", "8.5", "Bicycle thefts", "rate per 10,000"),
            ("Kent", "47", "Knife crime rate", "per 100,000 people"),
        )
    )
    facts = (*BIKES, *_of("Knife crime offences", "Kent", 699, 702), *rates)
    text = "In Essex there were {} bike thefts per 10,000 people in 2017/18."
    assert _verdict(text.format("8.5"), "8.5", facts) == "agrees"
    assert _verdict(text.format("9.5"), "9.5", facts) == "cannot_tell"
    text = "Kent had 47 knife crimes per 100,000 people in 2017/18."
    assert _verdict(text, "47", facts) == "agrees"
    text = "Kent Police recorded 47 knife crimes in 2017/18."
    assert _verdict(text, "47", facts) == "differs"
    text = "Essex Police recorded 1,530 bicycle thefts in 2017/18."
    assert _verdict(text, "1,530", facts) == "agrees"
    text = "Kent had 47 knife crimes per 100,000 households in 2017/18."
    assert _verdict(text, "47", facts) in {None, "cannot_tell"}


def test_a_number_before_that_of_another_series_is_not_wrong_for_it():
    facts = (*BIKES, *_of("Shoplifting", "Essex", 8_200, 9_061))
    lead = "Bicycle thefts in Essex rose last year while shoplifting fell."
    text = "Essex Police recorded 1,530 in 2017/18, and 9,061 shoplifting offences."
    assert _verdict(text, "1,530", facts, lead) != "differs"
    assert _verdict(text, "9,061", facts, lead) == "agrees"


def test_such_a_series_beside_the_offences_of_a_release_takes_nothing_from_them():
    facts = (
        *(fact("Essex", year, count) for year, count in (("2016/17", 568), ("2017/18", 767))),
        *BIKES,
    )
    found = checked(
        "Essex Police recorded 767 offences in 2017/18, up from 568 in 2016/17.",
        "Meanwhile bike thefts rose to 1,530.",
        "The force recorded 35 per cent more offences than the year before.",
        headline="Child abuse image offences in Essex",
        facts=facts,
    ).checked
    told = {one.claim.phrase.text: (one.claim.series, one.judgement.verdict) for one in found}
    assert told["767"] == ("iioc_total", "agrees")
    assert told["1,530"] == ("own:bicycle thefts", "agrees")
    assert told["35 per cent"] == ("iioc_total", "agrees")


def test_a_word_that_stands_in_a_name_may_stand_between_its_words():
    name = "Violence against the person (VAP)"
    assert _named("The violence against the person rose.", name) == [
        ("violence against the person", f"own:{name.lower()}")
    ]
    assert _named("The violence against a dog rose.", name) == []
