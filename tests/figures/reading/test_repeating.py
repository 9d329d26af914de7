import pytest

from beholden.figures.core.documents import Cell, Line, Table
from beholden.figures.core.models import Place
from beholden.figures.reading._quoting import mark, mark_saved

ANSWER = "In 2017/18 263 offences were recorded."


def newest(text: str, marking=mark) -> list[str]:
    blocks = marking([Line(line, Place()) for line in text.splitlines()]).blocks
    return [
        block.text
        for block in blocks
        if isinstance(block, Line) and block.text.strip() and not block.quoted
    ]


@pytest.mark.parametrize("marking", [mark, mark_saved])
@pytest.mark.parametrize(
    "separator",
    [
        "You wrote:",
        "She said:",
        "On 3 May 2018 you wrote:",
        "*They wrote:*",
        "Sent: 22 June 2017\nSubject: last year's",
        "Sent: 22 June 2017\nTo: B\nSubject: last year's",
        "Our previous response, FOI 88/17, is repeated here:",
        "For your information, our earlier\nanswer to you was as follows:",
        "Last year's response is copied below:",
    ],
)
def test_earlier_words_below_an_answer_are_history(separator, marking):
    found = newest(f"{ANSWER}\n\n{separator}\n\nIn 2016/17 150 offences.", marking)
    assert found[0] == ANSWER
    assert "In 2016/17 150 offences." not in found


def test_a_question_below_the_end_of_a_letter_is_history():
    assert newest(f"{ANSWER}\nKind regards\nYou asked:\nAre there 199 offences?") == [
        ANSWER,
        "Kind regards",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"You asked:\nHow many offences?\n{ANSWER}",
        f"You wrote:\nHow many offences?\n{ANSWER}",
        f"You asked:\nHow many?\n{ANSWER}\nYou asked:\nHow many victims?\nThere were 12.",
        f"Dear A\nYour request of 3 May 2018 was about offences. You wrote:\n{ANSWER}",
        f"Police\nDate: 3 May 2018\nSubject: offences recorded\n{ANSWER}",
        f"Police\nSent: 3 May 2018\nSubject: offences recorded\n{ANSWER}",
        f"We have no previous answer.\nThe figures are:\n{ANSWER}",
    ],
)
def test_an_answer_below_its_question_is_read(text):
    assert newest(text) == text.splitlines()
    assert newest(text, mark_saved) == text.splitlines()


def test_the_heading_of_the_answer_ends_what_is_repeated():
    text = f"Our previous response was:\nIn 2016/17 150 offences.\n\nOur response to you:\n{ANSWER}"
    assert newest(text) == ["Our response to you:", ANSWER]


def test_answers_between_quoted_lines_are_read():
    text = f"{ANSWER}\nYou wrote:\n> How many victims?\nThere were 12."
    assert newest(text) == [ANSWER, "You wrote:", "There were 12."]


def test_a_table_that_is_repeated_becomes_quoted_lines():
    table = Table("", Place(), ((Cell("568", Place()),),))
    blocks = mark_saved([Line("Our previous answer is repeated here:", Place()), table]).blocks
    assert all(isinstance(each, Line) and each.quoted for each in blocks)
