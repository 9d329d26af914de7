"""What is claimed in newspaper paragraphs: number, area, offence and year, and what is no claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.claims.models import Measure
from tests.figures.claims.telling import (
    DAY,
    HEADLINE,
    Piece,
    article,
    claims,
    counts,
    extracted,
    told,
    year,
)

ESSEX = "Essex Police recorded 767 offences in 2017/18."
UK = "United Kingdom"


def left(*pieces: Piece, headline: str = HEADLINE) -> list[str]:
    return [one.text for one in extracted(*pieces, headline=headline).left_alone]


# Who, when and what


def test_a_count_has_the_area_the_year_and_the_offence_that_its_sentence_names():
    [one] = claims("Essex Police recorded 767 child abuse image offences in 2017/18.", headline="")
    assert told(one) == ("767", "Essex", "2017/18")
    assert (one.series, one.kind) == ("iioc_total", "total")
    assert one.subject_said
    assert one.period_said
    assert len(one.why) == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "Police in Essex logged 767 crimes in the year to March 2018.",
        "In 2017-18 there were 767 offences in Essex.",
        "Some offences (767 of them) were recorded in Essex between April 2017 and March 2018.",
        "Essex's total was 767 in 2017/18.",
    ],
)
def test_the_order_of_who_when_and_number_does_not_matter(sentence):
    assert counts(sentence) == [("767", "Essex", "2017/18")]


def test_two_offences_in_one_sentence_have_each_their_number():
    told_of = (
        "Kent Police recorded 120 offences of sexual communication with a child in 2017/18 "
        "and 1,042 child abuse image offences."
    )
    assert [(one.phrase.text, one.series) for one in claims(told_of)] == [
        ("120", "sexual_communication_with_child"),
        ("1,042", "iioc_total"),
    ]


def test_last_year_is_the_year_before_the_day_of_the_article_and_marked_as_supposed():
    [one] = claims("Essex Police recorded 767 offences last year.", published=DAY)
    assert year(one) == "2017/18"
    assert not one.period_said


def test_a_force_that_the_register_does_not_know_is_never_taken_for_the_country():
    for name in ("States of Jersey Police", "Toytown Police"):
        found = claims(f"{name} recorded 120 offences in 2017/18.")
        assert UK not in {one.subject.name for one in found}


def test_a_part_of_a_force_is_the_part_and_not_the_force():
    [one] = claims("In Southampton 120 offences were recorded in 2017/18.")
    assert (one.subject.name, one.subject.part) == ("Hampshire", "Southampton")


# Several areas


@pytest.mark.parametrize(
    "sentence",
    [
        "Essex recorded 767 offences in 2017/18 while Kent recorded 1,042.",
        "In 2017/18 there were 767 offences in Essex and 1,042 in Kent.",
        "Essex Police recorded 767 offences in 2017/18 and 1,042 were recorded in Kent.",
        "Essex's total was 767 in 2017/18; in Kent it was 1,042.",
        "Essex (767) and Kent (1,042) told of their offences in 2017/18.",
        "Essex and Kent recorded 767 and 1,042 offences respectively in 2017/18.",
        "Police in Essex and Kent recorded 767 and 1,042 offences in 2017/18.",
        "Essex Police, with 767 offences, and Kent Police, which recorded 1,042 in 2017/18, spoke.",
    ],
)
def test_two_forces_in_one_sentence_have_each_their_number(sentence):
    assert counts(sentence) == [("767", "Essex", "2017/18"), ("1,042", "Kent", "2017/18")]


def test_a_list_gives_every_area_its_number_and_the_year_that_opens_it():
    sentence = "In 2017/18 there were 767 offences in Essex, 1,042 in Kent and 200 in Bedfordshire."
    assert counts(sentence) == [
        ("767", "Essex", "2017/18"),
        ("1,042", "Kent", "2017/18"),
        ("200", "Bedfordshire", "2017/18"),
    ]


def test_numbers_in_brackets_are_those_of_the_names_before_them_and_not_of_the_whole():
    sentence = (
        "The four Welsh forces recorded 1,458 offences in 2017/18: North Wales (373), South "
        "Wales (543), Gwent (267) and Dyfed-Powys (275)."
    )
    assert counts(sentence) == [
        (number, area, "2017/18")
        for number, area in (
            ("1,458", "Wales"), ("373", "North Wales"), ("543", "South Wales"),
            ("267", "Gwent"), ("275", "Dyfed-Powys"),
        )
    ]  # fmt: skip


def test_several_forces_that_are_added_up_are_one_area():
    [one] = claims("Essex, Kent and Bedfordshire recorded 2,009 offences together in 2017/18.")
    assert len(one.subject.members) == 3


# Two years


@pytest.mark.parametrize(
    "sentence",
    [
        "Offences in Essex rose from 568 to 767.",
        "Offences in Essex rose from 568 in 2016/17 to 767 in 2017/18.",
        "Offences in Essex rose from 568 in 2016/17 to 767 a year later.",
        "In Essex it was 568 offences in 2016/17 and 767 in 2017/18.",
        "Child abuse image offences in Essex: 568 \u2192 767.",
        "In 2016/17 and 2017/18 Essex recorded 568 and 767 offences respectively.",
    ],
)
def test_the_first_of_a_pair_is_of_the_earlier_year(sentence):
    assert counts(sentence) == [("568", "Essex", "2016/17"), ("767", "Essex", "2017/18")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Essex Police recorded 767 offences in 2017/18, up from 568 the year before.",
        "Essex logged 767 crimes in the year to March 2018, compared with 568 the year before.",
        "Essex recorded 767 offences in 2017/18 against 568 a year earlier.",
        "Essex: 767 (568)",
    ],
)
def test_a_number_behind_up_from_or_in_brackets_is_of_the_year_before(sentence):
    assert counts(sentence) == [("767", "Essex", "2017/18"), ("568", "Essex", "2016/17")]


def test_two_pairs_in_one_sentence_have_each_their_area_and_years():
    sentence = "Offences in Essex rose from 568 to 767 and in Kent from 900 to 1,042 in 2017/18."
    assert counts(sentence) == [
        ("568", "Essex", "2016/17"),
        ("767", "Essex", "2017/18"),
        ("900", "Kent", "2016/17"),
        ("1,042", "Kent", "2017/18"),
    ]


def test_two_lists_in_turn_keep_area_and_year_apart():
    sentence = (
        "Sussex and Surrey recorded 300 and 200 offences in 2017/18 respectively, up from 250 "
        "and 150."
    )
    assert counts(sentence) == [
        ("300", "Sussex", "2017/18"),
        ("200", "Surrey", "2017/18"),
        ("250", "Sussex", "2016/17"),
        ("150", "Surrey", "2016/17"),
    ]


def test_a_comparison_with_another_area_is_of_the_same_year():
    sentence = "Essex recorded 767 offences in 2017/18 compared with 1,042 in Kent."
    assert counts(sentence) == [("767", "Essex", "2017/18"), ("1,042", "Kent", "2017/18")]


# What other sentences say


@pytest.mark.parametrize(
    ("after", "area", "when"),
    [
        ("The year before it was 568.", "Essex", "2016/17"),
        ("The force had logged 568 in 2016/17.", "Essex", "2016/17"),
        ("The county's total was 568 in 2016/17.", "Essex", "2016/17"),
        ("There were 568 offences in 2016/17.", "Essex", "2016/17"),
        ("Nationally there were 22,724.", UK, "2017/18"),
        ("Across the country the number was 22,724.", UK, "2017/18"),
        ("Kent recorded 1,042.", "Kent", "2017/18"),
    ],
)
def test_what_a_sentence_does_not_say_is_that_of_the_one_before(after, area, when):
    assert counts(ESSEX, after)[1][1:] == (area, when)


def test_the_force_is_the_one_that_was_named_last():
    kent = "Kent Police recorded 1,042 offences in 2017/18."
    assert counts(ESSEX, kent, "The force recorded 900 in 2016/17.")[2] == (
        "900",
        "Kent",
        "2016/17",
    )


def test_the_county_after_the_country_is_still_the_county():
    country = "Across the country the number was 22,724."
    assert counts(ESSEX, country, "The county saw 568 in 2016/17.")[2][1] == "Essex"


def test_that_is_a_rise_knows_the_two_counts_before_it():
    one = claims(f"{ESSEX} In 2016/17 it was 568. That is a rise of 35 per cent.")[-1]
    assert (one.measure, year(one)) == (Measure.CHANGE, "2016/17 to 2017/18")
    own = {each.role: int(each.value) for each in (*one.operands, *one.elsewhere)}
    assert own == {"earlier": 568, "later": 767}


def test_a_change_and_a_rate_in_one_sentence_are_two_claims():
    found = claims(ESSEX, "That is a rise of 35 per cent, or one every 11 hours.")[1:]
    assert [one.measure for one in found] == [Measure.CHANGE, Measure.FREQUENCY]


def test_a_rate_knows_the_count_that_the_paragraph_before_gave():
    one = claims(ESSEX, "That works out at one every 11 hours.")[-1]
    assert (one.measure, one.subject.name) == (Measure.FREQUENCY, "Essex")
    assert [int(each.value) for each in one.elsewhere] == [767]


def test_a_count_over_several_years_is_a_sum_and_not_that_of_the_last_year():
    for sentence in (
        "Between 2015/16 and 2017/18 Essex recorded 1,900 offences.",
        "Essex recorded 1,900 offences in the past three years.",
    ):
        [one] = claims(sentence)
        assert (one.measure, year(one)) == (Measure.SUM, "2015/16 to 2017/18")


# Tables, captions, headlines


def test_a_cell_of_a_table_has_the_year_above_and_the_area_before_it():
    rows: list[Piece] = [
        ("table", "Force\t2016/17\t2017/18"),
        ("table", "Essex\t568\t767"),
        ("table", "Kent\t900\t1,042"),
    ]
    assert counts(*rows) == [
        ("568", "Essex", "2016/17"),
        ("767", "Essex", "2017/18"),
        ("900", "Kent", "2016/17"),
        ("1,042", "Kent", "2017/18"),
    ]


def test_a_column_of_rates_holds_no_counts():
    found = claims(("table", "Force\t2017/18\tPer 10,000"), ("table", "Essex\t767\t4.2"))
    assert [one.measure for one in found] == [Measure.COUNT, Measure.PER_HEAD]


def test_a_cell_without_a_year_above_it_is_left_alone():
    assert claims(("table", "Essex\t767")) == ()
    assert left(("table", "Essex\t767")) == ["767"]


@pytest.mark.parametrize(
    "text",
    [
        "Essex Police recorded 568 offences in 2014/15 and 767 in 2017/18, a rise of 35 per cent.",
        "Offences in Essex rose by 35 per cent between 2014/15 and 2017/18.",
        "Offences in Essex rose by 35 per cent from 568 in 2014/15 to 767 in 2017/18.",
    ],
)
def test_a_headline_and_a_caption_mean_the_years_that_the_text_gives(text):
    headline = "Child abuse image offences in Essex up by 35 per cent"
    caption: Piece = ("caption", "Offences in Essex rose by 35 per cent")
    for pieces in ((text,), (caption, text)):
        found = [one for one in claims(*pieces, headline=headline) if one.kind != "total"]
        assert [year(one) for one in found] == ["2014/15 to 2017/18"]
        assert len(found[0].places) == 1 + len(pieces)


def test_a_headline_that_disagrees_with_the_text_is_a_claim_of_its_own():
    headline = "Child abuse image offences in Essex hit 800"
    assert counts(ESSEX, headline=headline) == [
        ("800", "Essex", "2017/18"),
        ("767", "Essex", "2017/18"),
    ]


def test_the_same_number_of_the_same_thing_is_one_claim_with_all_its_places():
    [one] = claims(ESSEX, ESSEX, headline="Child abuse image offences in Essex hit 767")
    assert [(place.block, place.start) for place in one.places] == [(0, 40), (1, 22), (2, 22)]


def test_the_same_number_of_two_areas_is_two_claims():
    assert len(claims(ESSEX, "Kent Police recorded 767 offences in 2017/18.")) == 2


# Quotations


@pytest.mark.parametrize(
    ("paragraph", "speaker"),
    [
        (f'"{ESSEX[:-1]}," a spokesman for the charity said.', "a spokesman for the charity"),
        (f'A spokesman for the charity said: "{ESSEX}"', "A spokesman for the charity"),
        (ESSEX, ""),
        (f'{ESSEX} "It must end," a spokesman for the charity said.', ""),
    ],
)
def test_a_number_within_quotation_marks_has_its_speaker_and_no_other(paragraph, speaker):
    [one] = claims(paragraph)
    assert one.speaker == speaker


def test_numbers_in_turn_follow_the_areas_that_are_listed_one_behind_the_other():
    found = counts("Hampshire, followed by Kent and Essex, recorded 1,199, 1,042 and 767 offences.")
    assert [one[:2] for one in found] == [
        ("1,199", "Hampshire"),
        ("1,042", "Kent"),
        ("767", "Essex"),
    ]


def test_a_possessive_without_its_noun_has_the_numbers_behind_it():
    found = counts("Cheshire's figure rose from 226 to 348, and Leicestershire's from 320 to 411.")
    assert [one[:2] for one in found] == [
        ("226", "Cheshire"),
        ("348", "Cheshire"),
        ("320", "Leicestershire"),
        ("411", "Leicestershire"),
    ]


def test_we_is_the_force_whose_spokesman_speaks():
    said = 'A Hampshire Constabulary spokesman said: "We recorded 1,199 offences in 2017/18."'
    assert [one[:2] for one in counts(ESSEX, said)][1] == ("1,199", "Hampshire")


# What is no claim


@pytest.mark.parametrize(
    "sentence",
    [
        "If offences doubled, Essex Police would record 1,534 offences.",
        "Essex Police could record 1,000 offences next year.",
        "By 2020 Essex is expected to record 1,000 offences.",
        "Had Essex seen the same rise, it would have recorded 1,400 offences.",
        "Offences in Essex would have doubled if the force had recorded 1,136.",
        "Essex Police aims to cut child abuse image offences by 35 per cent.",
        "In Essex 272 child abuse image offences might be expected if all else were equal.",
        "Some 900 offences in Essex would have been recorded at that rate.",
    ],
)
def test_a_supposition_or_a_forecast_is_left_alone(sentence):
    assert claims(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "A man from Essex pleaded guilty to 12 offences and was sentenced to 18 months.",
        "He was jailed for 12 offences at Chelmsford Crown Court.",
        "Chelmsford Crown Court heard that the 34-year-old admitted three counts.",
    ],
)
def test_the_numbers_of_a_court_case_are_left_alone(sentence):
    assert counts(ESSEX, sentence) == counts(ESSEX)


@pytest.mark.parametrize(
    "sentence",
    [
        "The force employs 3,000 officers and has 14 stations.",
        "A programme reached 120 pupils in 44 schools.",
        "He was fined \u00a3568 on 12 May 2018.",
        "Answers came from 44 of the 45 forces.",
        "Call the helpline on 0800 1111.",
    ],
)
def test_numbers_of_something_else_are_left_alone(sentence):
    assert counts(ESSEX, sentence) == counts(ESSEX)


def test_an_article_on_something_else_claims_nothing_and_says_so():
    found = extracted("The council filled 767 potholes last year.", headline="Potholes")
    assert found.claims == ()
    assert "names no offence" in found.notices[0]


# Laws

_FRAGMENTS = (
    "Essex Police", "Kent", "the force", "nationally", "recorded", "767", "1,042 offences", "568",
    "rose by", "35 per cent", "from", "to", "up from", "in 2017/18", "in 2016/17", "last year",
    "the year before", "respectively", "(", ")", ",", ".", ". ", "; ", '"', "said a spokesman",
    "doubled", "one every 23 minutes", "three a day", "the largest rise", "a quarter", "of them",
    "if", "between", "and", "child abuse image offences", "\t", "\u2013", "0", "almost 200", "=",
)  # fmt: skip
_KINDS = st.sampled_from(["headline", "standfirst", "heading", "paragraph", "caption", "table"])
_TEXTS = st.one_of(
    st.lists(st.sampled_from(_FRAGMENTS), min_size=1, max_size=20).map(" ".join),
    st.text(max_size=60),
)


@given(st.lists(st.tuples(_KINDS, _TEXTS), min_size=1, max_size=5))
def test_whatever_the_text_nothing_is_raised_and_every_offset_gives_its_phrase(pieces):
    found = extracted(*pieces, headline="")
    blocks = article(*pieces, headline="").blocks
    for one in found.claims:
        first = one.places[0]
        assert blocks[first.block].text[first.start : first.end] == one.phrase.text
        for place in one.places:
            assert 0 <= place.start < place.end <= len(blocks[place.block].text)
    for each in found.left_alone:
        assert blocks[each.block].text[each.start : each.end] == each.text


def test_a_number_of_a_table_is_claimed_once():
    found = extracted(("table", "Essex Police in 2017/18 child abuse image offences rose by 767"))
    assert len(found.claims) == 1


@given(st.lists(st.tuples(_KINDS, _TEXTS), min_size=1, max_size=5))
def test_no_place_is_claimed_twice_or_both_claimed_and_left_alone(pieces):
    found = extracted(*pieces, headline="")
    claimed = [(place.block, place.start) for one in found.claims for place in one.places]
    alone = [(one.block, one.start) for one in found.left_alone]
    assert len(set(claimed)) == len(claimed)
    assert not set(claimed) & set(alone)
