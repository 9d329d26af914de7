"""Numbers told beside those of other areas, years and things: the true agree, the false do not."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import PUBLISHED, checked

_YORKSHIRE = (
    "Forces in Yorkshire and the Humber recorded 3,093 child abuse image offences in 2017/18."
)
_UK = "UK forces recorded 22,724 child abuse image offences in 2017/18, up from 18,522."
_GWENT = (
    "Gwent Police recorded 267 child abuse image offences in 2017/18, up from 259. South Wales had "
    "543, Dyfed-Powys 275 and North Wales 373."
)
_DEVON = (
    "Devon and Cornwall Police recorded 829 child abuse image offences in 2017/18. In neighbouring "
    "Dorset the number rose from 185 to 266."
)


def _told(lead: str, text: str) -> dict[str, str]:
    found = checked(lead, text, facts=PUBLISHED, headline="Child abuse image offences rise")
    return {one.claim.phrase.text: one.judgement.verdict for one in found.checked}


@pytest.mark.parametrize(
    ("lead", "text", "right", "wrong"),
    [
        # What of all an area has.
        (
            _UK,
            "A crime was recorded every 23 minutes and Wales accounted for {} across the UK.",
            "one in 16",
            "one in 60",
        ),
        (
            _GWENT,
            "Together the four Welsh forces made up {} of all offences.",
            "about 6%",
            "about 9%",
        ),
        (
            _UK,
            "In Wales, four forces recorded 1,458 between them, of which South Wales had {}.",
            "543",
            "453",
        ),
        (
            _DEVON,
            "Between them the two forces now account for {} offences, or 5% of the UK's 22,724.",
            "1,095",
            "1,059",
        ),
        (
            _UK,
            (
                "Kent had 1,042 offences and Essex 767. Our two counties accounted for {} of "
                "all offences in the UK."
            ),
            "8%",
            "4%",
        ),
        (
            _UK,
            (
                "The forces of North, South and West Yorkshire had 775 of those extra crimes, "
                "{} of the national rise."
            ),
            "nearly a fifth",
            "nearly a third",
        ),
        # Held against another area.
        (
            _GWENT,
            "South Wales recorded 543 \u2013 {} \u2013 and North Wales 373.",
            "more than double",
            "more than treble",
        ),
        (
            _UK,
            "Avon and Somerset reported 370 \u2013 {} in Devon and Cornwall.",
            "fewer than half the number",
            "fewer than a third of the number",
        ),
        (
            _UK,
            (
                "Cheshire had 348. Devon and Cornwall had 829, more than twice Cheshire's "
                "figure, and its total is {} higher than a year earlier."
            ),
            "62 per cent",
            "26 per cent",
        ),
        (
            _UK,
            (
                "Leicestershire, Derbyshire and Northamptonshire went from 867 to 975, a rise "
                "of 12 per cent. That is {} the national rate."
            ),
            "a little over half",
            "a little over twice",
        ),
        (
            _UK,
            (
                "West Yorkshire reported the most of any force outside London, with {}, "
                "followed by Hampshire with 1,199."
            ),
            "1,320",
            "1,230",
        ),
        # Changes.
        (_UK, "Essex added {} offences.", "199", "919"),
        (
            _UK,
            "Across the county boundary in South Yorkshire the number went up by {}.",
            "16 per cent",
            "61 per cent",
        ),
        (_UK, "Next door in West Yorkshire the tally went up by {}.", "35 per cent", "53 per cent"),
        (
            _UK,
            "Hertfordshire recorded 301, compared to 309: a drop of {}.",
            "just under three per cent",
            "just under four per cent",
        ),
        (
            _GWENT,
            "A reader in Aberystwyth asks about Dyfed-Powys. Good spot. That's a drop of {}.",
            "a quarter",
            "a half",
        ),
        # Rates and years.
        (_UK, "On an average day officers now record {} such offences.", "62", "26"),
        (
            _UK,
            "The speaker said there had been 22,274 offences nationally, {}.",
            "one every 23 minutes",
            "one every 32 minutes",
        ),
        (
            _UK,
            "The UK total of 22,724 means an offence {}.",
            "every 23 minutes",
            "every 32 minutes",
        ),
        (
            _UK,
            "In 2016/17 Essex had 568 offences. Hampshire had {} in the same year.",
            "974",
            "749",
        ),
        (
            _UK,
            "The year 2016/17 closes with {} image offences on the books of UK forces.",
            "18,522",
            "18,252",
        ),
        (_UK, "Add the two years together and you get {} offences.", "41,246", "41,426"),
    ],
)
def test_a_true_number_agrees_and_a_false_one_does_not(
    lead: str, text: str, right: str, wrong: str
) -> None:
    assert _told(lead, text.format(right))[right] == "agrees"
    assert _told(lead, text.format(wrong)).get(wrong) != "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "Gwent has the lowest total of any Welsh force.",
        "Gwent has the lowest total of the country's four forces.",
        "Gwent has the lowest total of the four.",
    ],
)
def test_the_forces_of_a_nation_are_those_that_one_is_ranked_among(text: str) -> None:
    assert _told(_GWENT, text)["the lowest total"] == "agrees"
    false = _told(_GWENT, text.replace("Gwent", "Dyfed-Powys"))
    assert false["the lowest total"] == "differs"


@pytest.mark.parametrize(
    ("lead", "text", "right", "wrong"),
    [
        (
            _UK,
            (
                "The UK total, or 62 a day, is up from 18,522 and takes the number over "
                "two years to {}."
            ),
            "more than 41,000",
            "more than 42,000",
        ),
        (_UK, "To the north, South Yorkshire went from 666 to {}.", "772", "727"),
        (
            _UK,
            ("South Wales had the most of any Welsh force with {}, having been first a year ago."),
            "543",
            "534",
        ),
        (
            _GWENT,
            (
                "North Wales came second in Wales. It is now responsible for {} of the "
                "Welsh total of 1,458."
            ),
            "just over a quarter",
            "just over a third",
        ),
        (
            _UK,
            (
                "Of the 3,093 offences in Yorkshire and the Humber one in eight was in Humberside. "
                "In 2016/17 its share was {}."
            ),
            "16 per cent",
            "26 per cent",
        ),
        (_UK, "{} were recorded by Yorkshire's four forces.", "More than 3,000", "More than 3,200"),
        (_GWENT, "In Gwent there were 267, a rise of {}.", "eight", "nine"),
        (
            _UK,
            "Between them the Hampshire and Kent forces notched up {}.",
            "more than 2,200",
            "2,300",
        ),
        (
            _UK,
            (
                "West Yorkshire had 1,320, Hampshire 1,199, Kent 1,042. Together the three are {} "
                "of all offences."
            ),
            "about 16%",
            "about 26%",
        ),
        (
            _UK,
            (
                "South Wales Police had the most offences of any Welsh force with 543, North "
                "Wales came {}."
            ),
            "second",
            "third",
        ),
        (_UK, "Derbyshire had 302 in 2016/17 and 301 in 2017/18. {} fewer.", "One", "Two"),
        (
            _YORKSHIRE,
            "Yorkshire forces record {} a day.",
            "more than eight child abuse image offences",
            "more than nine child abuse image offences",
        ),
        (
            _YORKSHIRE,
            "The Leeds and Bradford force alone accounts for {} of the 3,093 in the region.",
            "more than four in 10",
            "more than six in 10",
        ),
        (
            "There were 1,199 child abuse image offences in Hampshire in 2017/18.",
            "In the county and the Isle of Wight there were 1,199, up from {}.",
            "974",
            "947",
        ),
        (
            _UK,
            "{} offences were recorded by UK forces.",
            "Just over twenty-two and a half thousand",
            "Just over twenty-three and a half thousand",
        ),
    ],
)
def test_totals_and_shares_that_the_words_before_tell_of(
    lead: str, text: str, right: str, wrong: str
) -> None:
    assert _first(_told(lead, text.format(right)), right) == "agrees"
    assert _first(_told(lead, text.format(wrong)), wrong) != "agrees"


def _first(told: dict[str, str], number: str) -> str:
    """The verdict on the number that begins with these words, however far it goes."""
    return next((told[text] for text in told if text.startswith(number)), "")


@pytest.mark.parametrize(
    ("text", "place", "verdict"),
    [
        ("SOUTH YORKSHIRE: Second with 772 offences.", "Second", "agrees"),
        ("SOUTH YORKSHIRE: Third with 772 offences.", "Third", "differs"),
        ("HUMBERSIDE: Lowest of the four, at 390.", "Lowest", "agrees"),
    ],
)
def test_a_place_that_a_line_without_a_verb_gives(text: str, place: str, verdict: str) -> None:
    assert _told(_YORKSHIRE, text)[place] == verdict


def test_a_place_in_a_league_of_another_kind_is_none() -> None:
    assert "Second" not in _told(_YORKSHIRE, "Second with 40 points, the club is going up.")


@pytest.mark.parametrize(("more", "verdict"), [("29", "agrees"), ("92", "differs")])
def test_more_behind_two_totals_is_the_difference_of_both(more: str, verdict: str) -> None:
    told = (
        "Hertfordshire recorded 301, up from 309. Cambridgeshire's fall, from 209 to 164, was "
        "greater. Bedfordshire had 200, up from 118. Add all three together and you get 665, as "
        f"against 636 \u2013 {more} more."
    )
    assert _told(_UK, told)[more] == verdict


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Gwent has the lowest total of the four.", "four"),
        ("Kent (1,042) and Hampshire (1,199) are among those with totals in four figures.", "four"),
        ("The backlog of devices to be examined had come down from 380 to 112.", "380"),
        ("The backlog of devices to be examined had come down from 380 to 112.", "112"),
        ("The number of minutes in a year (525,600) is divided by that of offences.", "525,600"),
        (
            (
                "Dyfed-Powys, which polices more than half the land area of Wales, had 88 fewer "
                "offences than in 2016-17, a fall of 24%."
            ),
            "more than half",
        ),
    ],
)
def test_what_is_no_number_of_offences(text: str, number: str) -> None:
    assert number not in _told(_GWENT, text)


@pytest.mark.parametrize(
    "what", ["Rainfall", "The workforce", "The budget", "Turnout", "Public concern about them"]
)
def test_what_else_can_rise_is_still_something_else(what: str) -> None:
    assert _told(_UK, f"{what} in Essex rose by 35 per cent.").get("35 per cent") != "agrees"


def test_a_part_of_all_offences_in_a_story_on_a_nation_is_not_held_against_the_country() -> None:
    told = "Together North Wales and South Wales made up 63 per cent of all offences."
    wales = "Forces in Wales recorded 1,458 child abuse image offences in 2017/18."
    every = "Across the UK an offence was recorded every 23 minutes."
    found = checked(wales, every, told, headline="Child abuse image offences in Wales").checked
    last = next(one for one in found if one.claim.phrase.text == "63 per cent")
    assert last.judgement.verdict != "differs"
