"""A count of something narrower or wider than a force's offences waits for a person."""

import pytest

from beholden.figures.layouts import email_sentence, numbered_responses, text_table
from beholden.figures.layouts._restrictions import restrictions

from .test_telling import CONTEXT, letter


def _waiting(text: str, layout=email_sentence) -> dict[int | None, set[str]]:
    found = layout.read(letter(text), CONTEXT).readings
    return {
        each.value.count: {flag.code for flag in each.flags if flag.severity == "review"}
        for each in found
    }


@pytest.mark.parametrize(
    "text",
    [
        "263 child abuse image offences were solved in 2017/18.",
        "Attempted child abuse image offences in 2017/18: 263",
        "We recorded 263 child abuse image offences in 2017/18 that were later cancelled.",
        "263 child abuse image offences in 2017/18 were no crimes.",
        "In 2017/18 263 child abuse image offences were recorded where the suspect was under 18.",
        "263 child abuse image offences were recorded at schools in 2017/18.",
        "In 2017/18 263 child abuse image offences of the Western division were recorded.",
        "263 child abuse image offences flagged as cyber-enabled were recorded in 2017/18.",
        "Investigations of child abuse image offences recorded in 2017/18: 263",
        "We expect to record 263 child abuse image offences in 2017/18.",
        "We did not record 263 child abuse image offences in 2017/18.",
        "You said that we recorded 263 child abuse image offences in 2017/18.",
        "Number of indecent exposure and child abuse image offences\n2017/18 - 263",
        "Child abuse image offences recorded at schools\n2017/18   263",
        "The figures below are of the Western division.\n2017/18: 263",
    ],
)
def test_a_number_that_a_word_narrows_waits(text):
    assert "uncertain-unit" in _waiting(text)[263]


@pytest.mark.parametrize(
    "text",
    [
        "Nationally 22,724 offences were recorded in 2016/17.",
        "In England and Wales 22,724 offences were recorded in 2016/17.",
        "Across the region 22,724 offences were recorded in 2016/17.",
        "All forces together recorded 22,724 offences in 2016/17.",
        "Across the country there were 22,724 offences in 2016/17.",
        "Offences recorded in the United Kingdom:\n2016/17: 22,724",
    ],
)
def test_a_number_of_more_than_one_force_waits(text):
    assert "force-disagrees" in _waiting(text)[22_724]


def test_only_the_sentence_with_the_word_waits():
    found = _waiting(
        "We recorded 263 child abuse image offences in 2017/18. Nationally 22,724 offences were "
        "recorded in 2016/17."
    )
    assert found[263] == set()


def test_a_heading_ends_where_the_next_one_begins():
    found = _waiting(
        "Attempted child abuse image offences\n2017/18   12\n"
        "Recorded child abuse image offences\n2017/18   263"
    )
    assert "uncertain-unit" in found[12]
    assert found[263] == set()


@pytest.mark.parametrize(
    "text",
    [
        "263 offences of sexual communication with a child under 16 were recorded in 2017/18.",
        (
            "263 offences of taking, making and possession of indecent and prohibited images of "
            "children were recorded in 2017/18."
        ),
    ],
)
def test_usual_wording_is_no_restriction(text):
    assert _waiting(text)[263] == set()


def test_no_crimes_at_all_are_none_that_were_taken_off_the_record():
    assert restrictions("There were no crimes recorded in 2017/18.") == ()
    assert restrictions("Of 300 crimes recorded in 2017/18, 20 were no crimes.") != ()


def test_a_question_that_asks_for_a_part_leaves_its_answer_to_a_person():
    text = (
        "Q1. How many child abuse image offences were recorded in 2016/17?\nA1. 101\n"
        "Q2. How many child abuse image offences were solved in 2016/17?\nA2. 12 offences"
    )
    found = _waiting(text, numbered_responses)
    assert found[101] == set()
    assert "uncertain-unit" in found[12]


def test_the_title_of_a_table_in_text_narrows_every_number_of_it():
    rows = "Offences  2016/17  2017/18\n86/2  263  280"
    assert _waiting(rows, text_table)[263] == set()
    found = _waiting(f"Child abuse image offences recorded at schools\n{rows}", text_table)
    assert all("uncertain-unit" in each for each in found.values())
    found = _waiting(f"Child abuse image offences in England and Wales\n{rows}", text_table)
    assert all("force-disagrees" in each for each in found.values())


def test_a_year_that_another_sentence_cuts_short_waits():
    found = _waiting(
        "In 2016/17 we recorded 245 child abuse image offences and in 2017/18 180.\n"
        "Please note that 2017/18 covers\nApril to December only."
    )
    assert found == {245: set(), 180: {"uncertain-period"}}
