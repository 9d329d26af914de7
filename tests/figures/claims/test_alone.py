"""Numbers that are no claim: why each is left alone, and that nothing is read into it."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.grammar.phrases import scan

CASES = [
    ("aged 14", "14", "an age"),
    ("a 14-year-old girl", "14-year-old", "an age"),
    ("a 34 year old man", "34 year old", "an age"),
    ("under-18s", "18", "an age"),
    ("victims under 18", "under 18", "an age"),
    ("children aged between 12 and 15", "aged between 12 and 15", "an age"),
    ("aged 11, 12 and 13", "aged 11, 12 and 13", "an age"),
    ("11 to 16-year-olds", "11 to 16-year-olds", "an age"),
    ("the over-50s", "50", "an age"),
    ("anyone 18 and under", "18 and under", "an age"),
    ("The defendant Smith, 34, of Mill Lane", "34", "an age"),
    ("a boy of 13", "13", "an age"),
    ("children as young as four", "four", "an age"),
    ("on 13 September 2018", "13 September 2018", "a date or a period"),
    ("on Thursday, September 13, 2018", "September 13, 2018", "a date or a period"),
    ("in 2017/18", "2017/18", "a date or a period"),
    ("in 2016-17 and 14/15", "14/15", "a date or a period"),
    ("in the year to March 2018", "March 2018", "a date or a period"),
    ("on 13/09/2018", "13/09/2018", "a date or a period"),
    ("at 9am", "9am", "a date or a period"),
    ("at 7.30pm", "7.30pm", "a date or a period"),
    ("embargoed until 00.01", "00.01", "a date or a period"),
    ("open 24/7", "24/7", "a date or a period"),
    ("by seven o'clock", "seven o'clock", "a date or a period"),
    ("since the 1990s", "1990s", "a date or a period"),
    ("jailed for 18 months", "18 months", "a length of time"),
    ("for ten years", "ten years", "a length of time"),
    ("in the past five years", "five years", "a length of time"),
    ("a 12-month order", "12-month", "a length of time"),
    ("within 24 hours", "24 hours", "a length of time"),
    ("seven days a week", "seven days a week", "a length of time"),
    ("a fine of \u00a320 million", "\u00a320 million", "money"),
    ("\u00a31.2m of funding", "\u00a31.2m", "money"),
    ("50p a call", "50p", "money"),
    ("ten million pounds", "ten million pounds", "money"),
    ("a fine of up to 4% of turnover", "4% of turnover", "money"),
    ("call 0800 1111", "0800 1111", "a telephone number"),
    ("on 0808 800 5000 today", "0808 800 5000", "a telephone number"),
    ("call 101 or email", "101", "a telephone number"),
    ("text NEWS to 61054", "61054", "a telephone number"),
    ("Chelmsford CM1 1QH", "CM1 1QH", "an address"),
    ("of 14 Mill Lane, Poole", "14 Mill Lane", "an address"),
    ("under section 12 of the Act", "section 12", "a section of a law or a code"),
    ("exempt under s.40(2)", "s.40(2)", "a section of a law or a code"),
    ("offence code 86/2 is", "86/2", "a section of a law or a code"),
    ("the Act 1978 covers", "1978", "a section of a law or a code"),
    ("turn to page 4", "page 4", "the number of a list or a page"),
    ("see Table 2 below", "Table 2", "the number of a list or a page"),
    ("1. Requests were sent", "1.", "the number of a list or a page"),
    ("a Year 7 pupil", "Year 7", "part of a name"),
    ("on the M25 and the A12", "M25", "part of a name"),
    ("an iPhone 8 was found", "iPhone 8", "part of a name"),
    ("since Covid-19", "Covid-19", "part of a name"),
    ("a 64GB phone", "64GB", "a size or a measure"),
    ("a high of 17C today", "17C", "a size or a measure"),
    ("30 miles away", "30 miles", "a size or a measure"),
    ("seized 310 devices", "310 devices", "a size or a measure"),
    ("United won 3-0", "won 3-0", "a score"),
    ("see www.example.org/page1", "www.example.org/page1", "a web address"),
    ("write to desk2@example.org", "desk2@example.org", "a web address"),
    ("follow @police2day", "@police2day", "a web address"),
    ("admitted three counts of making", "three counts", "a court case"),
    ("pleaded guilty to 12 offences", "12", "a court case"),
    ("He had 24 previous convictions", "24 previous convictions", "a court case"),
    ("He had 1,200 images on a laptop", "1,200 images", "images in one case"),
    ("two men were stopped", "two men", "people in one case"),
    ("Five people were arrested", "Five people were arrested", "people in one case"),
    ("a father of two", "father of two", "people in one case"),
    ("the grandmother-of-five", "grandmother-of-five", "people in one case"),
    ("38 police forces replied", "38 police forces", "the number of forces"),
    ("44 of the 45 forces", "44 of the 45 forces", "the number of forces"),
    ("all 43 forces in England", "43 forces", "the number of forces"),
    ("39 out of 43 UK police forces", "39 out of 43 UK police forces", "the number of forces"),
    ("a survey of 40,000 young people", "40,000", "the base of a survey"),
    ("more than 2,000 pupils were surveyed", "2,000", "the base of a survey"),
    ("fell 2.6 percentage points", "2.6 percentage points", "percentage points"),
    ("hundreds of offences", "hundreds", "no exact number"),
    ("tens of thousands of images", "tens of thousands", "no exact number"),
    ("several hundred offences", "several hundred", "no exact number"),
    ("between 20 and 30 per cent", "between 20 and 30 per cent", "a range"),
    ("three or four a day", "three or four a day", "a range"),
    ("up to 500 offences", "up to 500", "an upper bound"),
    ("a team of 16", "team of 16", "staff, or the size of a team"),
    ("30 specialist officers", "30 specialist officers", "staff, or the size of a team"),
    ("1.8 million residents", "1.8 million residents", "a population"),
    ("reached 64 primary schools", "64 primary schools", "something else that is counted"),
    ("arrested three times", "three times", "a number of occasions"),
    ("interest rates of 5%", "5%", "an interest rate"),
    ("we are 100 per cent committed", "100 per cent committed", "a word that is no count here"),
    ("a two-part series", "two-part", "a word that is no count here"),
    ("zero tolerance", "zero tolerance", "a word that is no count here"),
    ("no one knew", "no one", "a word that is no count here"),
    ("per 10,000 people", "per 10,000 people", "the base of a rate"),
    ("on his 44th birthday", "44th", "an ordinal"),
    ("recorded offences2 last", "2", "the mark of a note"),
]


@pytest.mark.parametrize(("text", "said", "why"), CASES, ids=[text for text, _, _ in CASES])
def test_a_number_that_is_no_claim_is_left_alone_and_says_why(text, said, why):
    found = scan(text)
    assert found.phrases == ()
    assert any(said in one.text and one.why == why for one in found.left_alone), found.left_alone


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("This year 118 offences were recorded", ["118"]),
        ("In May 118 offences were recorded", ["118"]),
        ("Police recorded 2018 offences", ["2018"]),
        ("301 child abuse image offences; he said police found them", ["301"]),
        ("over 78,000 web addresses", ["over 78,000"]),
        ("over 16 offences", ["over 16"]),
        ("Essex (767), Kent (912)", ["767", "912"]),
        ("Essex\t568\t767", ["568", "767"]),
        ("from 6 to 43.", ["6", "43"]),
        ("Hertfordshire (309 to 301)", ["309", "301"]),
        ("more than doubled over five years", ["more than doubled"]),
        ("411 people were arrested in a year", ["411"]),
        ("nine forces recorded 567", ["567"]),
        ("101 offences in Gwent", ["101"]),
        ("Eighteen more offences", ["Eighteen"]),
    ],
)
def test_a_count_that_looks_like_something_else_is_kept(text, phrases):
    assert [one.text for one in scan(text).phrases] == phrases


def test_images_are_a_count_where_nothing_tells_of_one_person():
    assert [one.text for one in scan("Analysts removed 2,400 images in 2017").phrases] == ["2,400"]
