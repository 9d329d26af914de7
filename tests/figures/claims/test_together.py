"""Numbers that the rules leave open, read by several that fit one reading together."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.claims_corpus import FOLDER, pieces
from tools.claims_corpus import Piece as Told

from beholden.figures.articles import read_article
from beholden.figures.claim_data import combined, load_data
from beholden.figures.core.claims.checking import by_rules
from beholden.figures.core.claims.finding.extract import extract
from beholden.figures.core.claims.joint._years import fits_year, named_years, spans_said
from beholden.figures.core.claims.joint.resolve import jointly
from beholden.figures.core.claims.judging.dataset import index
from beholden.figures.core.claims.judging.held import HeldByData
from beholden.figures.core.claims.models import Checked, Measure
from beholden.figures.core.periods import financial_year
from beholden.figures.registry import load_gazetteer, load_registry
from tests.figures.claims.making import fact
from tests.figures.claims.telling import Piece, year
from tests.figures.claims.test_checking import checked

_KENT = {"2014/15": 311, "2015/16": 437, "2016/17": 568, "2017/18": 767, "2018/19": 718}
_ESSEX = {"2016/17": 413, "2017/18": 629}
_SURREY = {"2014/15": 322, "2017/18": 795}
_UK = {"2016/17": 18_522, "2017/18": 22_724}
_FACTS = tuple(
    fact(who, when, value, release="2019-09", published=date(2019, 9, 1))
    for who, counts in (("Kent", _KENT), ("Essex", _ESSEX), ("Surrey", _SURREY), ("UK total", _UK))
    for when, value in counts.items()
)
_HEADLINE = "Child abuse image offences in Kent"
_CREPT = (
    "Kent Police recorded 311 child abuse image offences in 2014/15.",
    "The total crept to 437 a year later and 568 in 2016/17, then shot up to 767 in a bad year.",
)
_SURREY_TOLD = (
    "Surrey Police recorded 795 child abuse image offences in 2017/18, the charity said.",
    "In 2014/15 there had been 322.",
    "Across the UK there were 22,724 in 2017/18.",
)
_BY_WORDS = "as the words beside it tell"
_TOGETHER = "fit only that"


def _found(*texts: Piece, headline: str = _HEADLINE) -> list[Checked]:
    found = checked(*texts, facts=_FACTS, headline=headline, published=date(2019, 9, 13))
    return list(found.checked)


def _one(found: list[Checked], number: str) -> Checked:
    return next(one for one in found if one.claim.phrase.text == number)


def _told(found: list[Checked], number: str) -> tuple[str, str, str]:
    one = _one(found, number)
    return one.claim.subject.name, year(one.claim), one.judgement.verdict


def _together(found: list[Checked]) -> set[str]:
    """The numbers that were read by others beside them."""
    return {one.claim.phrase.text for one in found if _TOGETHER in one.judgement.reason}


# What is read, and how it is told


def test_counts_of_one_area_tell_the_years_that_the_words_do_not():
    found = _found(*_CREPT)
    assert _told(found, "437") == ("Kent", "2015/16", "agrees")
    assert _told(found, "767") == ("Kent", "2017/18", "agrees")
    assert _together(found) == {"437", "767"}


def test_a_headline_is_of_the_years_whose_counts_the_text_gives():
    found = _found(*_SURREY_TOLD, headline="'Act now': image crimes in Surrey more than double")
    assert _told(found, "more than double") == ("Surrey", "2014/15 to 2017/18", "agrees")
    assert _together(found) == {"more than double"}


def test_a_change_is_of_the_years_of_the_other_change_of_its_sentence():
    found = _found(
        "Kent Police recorded 767 child abuse image offences in 2017/18.",
        "This compares with 568 for the year 2016/17 and is an increase of 35%, far above the rise "
        "for the UK as a whole (23%).",
    )
    assert _told(found, "23%") == ("United Kingdom", "2016/17 to 2017/18", "agrees")
    assert "23%" in _together(found)


def test_the_reason_names_the_reading_and_the_numbers_that_fit_it():
    one = _one(_found(*_CREPT), "767")
    said = "read as Kent, 2017/18, because 767, 437 and 568 fit only that"
    assert one.judgement.reason == f"Kent, 2017/18: 767. It is {said}."
    assert one.claim.why[-1] == f"together: {said}"
    assert not any(each.startswith("when:") for each in one.claim.why)


def test_a_sum_of_areas_is_read_where_all_its_parts_are_given():
    found = _found(
        "Kent Police recorded 767 child abuse image offences in 2017/18. Essex had 629.",
        "Put side by side they make 1,396 offences.",
    )
    assert _one(found, "1,396").judgement.verdict == "agrees"
    assert set(_one(found, "1,396").claim.subject.members) == {
        one.claim.subject.key for one in found if one.claim.phrase.text in {"767", "629"}
    }


def test_a_sum_over_years_is_read_where_all_its_years_are_given():
    found = _found(
        "Kent Police recorded 767 child abuse image offences in 2017/18 and 568 in 2016/17.",
        "Add the years and you have 1,335 offences.",
    )
    assert _one(found, "1,335").claim.measure is Measure.SUM
    assert _told(found, "1,335") == ("Kent", "2016/17 to 2017/18", "agrees")


# What is never read so


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted({*_KENT.values(), *_ESSEX.values(), *_UK.values()})))
def test_a_lone_number_is_never_read_so(value: int):
    assert not _together(_found(f"They had {value:,} of them on the books."))


@pytest.mark.parametrize("number", ["750", "766", "629", "1,335"])
def test_a_count_that_its_area_never_had_is_never_read_so(number: str):
    first, then = _CREPT
    assert "767" in then
    found = _found(first, then.replace("767", number))
    assert number not in _together(found)
    assert _one(found, number).judgement.verdict != "agrees"


def test_a_change_that_its_counts_do_not_give_is_never_read_so():
    found = _found(*_SURREY_TOLD, headline="Image crimes in Surrey more than treble")
    assert _one(found, "more than treble").judgement.verdict != "agrees"


@pytest.mark.parametrize("text", ["In 2017/18 there were 568.", "Essex had 568, after 437."])
def test_a_named_year_or_area_is_never_read_as_another(text: str):
    found = _found("Kent Police recorded 767 child abuse image offences in 2018.", text)
    assert _one(found, "568").judgement.verdict != "agrees"


def test_a_rough_change_that_several_pairs_could_be_of_stays_open():
    found = _found(
        "Police recorded 311 child abuse image offences in 2014/15, 437 in 2015/16 and 767 in "
        "2017/18.",
        headline="Child abuse image offences in Kent up by more than a quarter",
    )
    assert not _together(found)


def test_two_numbers_of_a_sentence_are_never_of_one_cell():
    found = _found("Kent Police recorded 568 in 2016/17.", "Kent: 767 then 767")
    assert not _together(found)


def test_a_fall_is_never_read_of_a_rise():
    found = _found(
        "Police recorded 767 child abuse image offences in 2017/18 and 311 in 2014/15.",
        headline="Child abuse image offences in Kent fall by 147 per cent",
    )
    assert not _together(found)


def test_a_number_of_another_area_is_never_found_there():
    found = _found(
        "Essex Police recorded 629 child abuse image offences in 2017/18.",
        "Kent Police recorded 767 in the same year. Before the change of the law there were 413.",
    )
    assert not _together(found)
    assert _one(found, "413").judgement.verdict != "agrees"


def test_no_cell_is_meant_by_two_numbers_of_the_article():
    found = _found(
        "Kent Police recorded 767 child abuse image offences in 2017/18, and 568 in 2016/17.",
        "Long ago the count was 767.",
    )
    assert not _together(found)


def test_a_year_that_the_article_does_not_come_near_is_never_meant():
    found = _found(
        "Kent Police recorded 767 child abuse image offences in 2017/18, up from 568 in 2016/17.",
        "During the same period of the spring there were 311 offences.",
    )
    assert "311" not in _together(found)


# Laws


_UNRELATED = (
    "The charity has asked the government for a new law.",
    "Parents can find advice on its website.",
    "A spokeswoman for the force declined to comment.",
)


def test_the_order_of_sentences_without_numbers_changes_nothing():
    results = {
        tuple((one.claim.phrase.text, year(one.claim), one.judgement) for one in _found(*texts))
        for order in permutations(_UNRELATED)
        for texts in ((*order, *_CREPT), (*_CREPT, *order), (order[0], *_CREPT, *order[1:]))
    }
    assert len(results) == 1


_ARTICLES = tuple(one for one in pieces(FOLDER / "seen"))[::5]


@pytest.mark.parametrize("piece", _ARTICLES, ids=lambda piece: piece.name)
def test_what_the_rules_judged_stays_as_it_is_and_nothing_is_contradicted(piece: Told):
    registry, gazetteer = load_registry(), load_gazetteer()
    data = index(
        combined([load_data(FOLDER / f"{name}.csv", registry) for name in piece.data]), registry
    )
    article = read_article(piece.text.encode(), "one.txt", published=piece.published)
    claims = extract(article, gazetteer, financial_year(2023), HeldByData(data)).claims
    ruled = by_rules(article, claims, data, gazetteer)
    again = jointly(article, ruled, data, gazetteer)
    assert len(again) == len(ruled)
    for before, after in zip(ruled, again, strict=True):
        if before != after:
            assert (before.judgement.verdict, after.judgement.verdict) == ("cannot_tell", "agrees")
            reason = after.judgement.reason
            assert _TOGETHER in reason or _BY_WORDS in reason


# Years by name


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("from 2016/17 to 2017-18", ((2016, 2017), (2017, 2018))),
        ("in 16/17 and 2015", ((2016, 2017), (2015, 2015))),
        ("between 2013-15", ((2013, 2013), (2015, 2015))),
        ("a total of 2,016 offences, up 20.16%", ()),
    ],
)
def test_the_years_of_a_sentence(sentence: str, years: tuple[tuple[int, int], ...]):
    assert named_years(sentence) == years


def test_a_bare_year_is_one_that_a_period_touches():
    assert fits_year((2017, 2017), financial_year(2017))
    assert fits_year((2018, 2018), financial_year(2017))
    assert not fits_year((2016, 2017), financial_year(2017))


@pytest.mark.parametrize(
    ("sentence", "spans"),
    [
        ("up in five years", {5}),
        ("in a single year", {1}),
        ("on the previous 12 months", {1}),
        ("in two years, or 7 years", {2, 7}),
        ("offences rose", set()),
    ],
)
def test_the_spans_that_a_sentence_names(sentence: str, spans: set[int]):
    assert spans_said(sentence) == spans


def test_a_change_without_its_first_year_is_between_the_years_of_all_the_others():
    facts = (
        fact("Essex", "2013", 120), fact("Essex", "2015", 246),
        fact("Kent", "2013", 101), fact("Kent", "2015", 152),
        fact("Dorset", "2013", 100), fact("Dorset", "2015", 338),
    )  # fmt: skip

    def verdict(change: str, earlier: str = "") -> str:
        found = checked(
            "In Essex it rose by 105 per cent, from 120 in 2013 to 246 in 2015.",
            "In Kent it went up from 101 in 2013 to 152 in 2015, or by 50 per cent.",
            f"In Dorset the figure {change}{earlier}.",
            headline="Child abuse image offences", facts=facts, published=None,
        ).checked  # fmt: skip
        return {one.claim.phrase.text: one.judgement.verdict for one in found}[change]

    assert verdict("more than trebled") == "agrees"
    assert verdict("more than quadrupled") != "agrees"
    assert verdict("more than trebled", " since 2014") != "agrees"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [("Across the UK", "differs"), ("Across Britain", "differs"), ("Nationally", "agrees")],
)
def test_a_number_of_the_united_kingdom_is_never_read_as_that_of_fewer_nations(
    said: str, verdict: str
):
    held = (
        *_FACTS,
        fact("England and Wales", "2012/13", 14_373, release="2019-09", published=date(2019, 9, 1)),
        fact("England and Wales", "2013/14", 15_217, release="2019-09", published=date(2019, 9, 1)),
    )
    text = (
        f"{said} police recorded 14,373 child abuse image offences in 2012/13, "
        "and 15,217 in 2013/14."
    )
    found = checked(text, facts=held, published=date(2019, 9, 13))
    judgement = _one(list(found.checked), "14,373").judgement
    assert judgement.verdict == verdict
    assert judgement.error_class == ("geography" if verdict == "differs" else "")


@pytest.mark.parametrize(("number", "verdict"), [("199", "cannot_tell"), ("201", "differs")])
def test_a_change_that_differs_stays_open_where_counts_beside_it_give_it(number: str, verdict: str):
    found = _found(
        "Kent Police recorded 767 child abuse image offences in 2017/18.",
        "The total crept up to 311 in 2014/15 and 437 a year later, went on to 568 in 2016/17, then"
        f" shot up by {number} to 767 in the first year of the inquiry.",
    )
    assert _one(found, number).judgement.verdict == verdict


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Last year Kent had 568, up from 311 five years before.", "568"),
        ("In the latest year Kent had 568, up from 311.", "568"),
        ("Five years ago Kent had 568, and now 767.", "568"),
        ("Kent had 437, 311 and 568 in the last three years.", "437"),
        ("Essex had 413, up from 629.", "413"),
    ],
)
def test_counts_are_never_read_against_the_time_and_the_way_that_are_said(text: str, number: str):
    found = _found("Kent Police recorded 718 child abuse image offences in 2018/19.", text)
    assert number not in _together(found)


def test_a_sum_is_of_as_many_years_as_its_sentence_says():
    counts = "Kent Police recorded 767 child abuse image offences in 2017/18 and 568 in 2016/17."
    for years, verdict in (("two", "agrees"), ("five", "cannot_tell")):
        found = _found(counts, f"Add the {years} years and you have 1,335 offences.")
        assert _one(found, "1,335").judgement.verdict == verdict


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("In the last two years it was 568, then 767.", "767"),
        ("Kent had 568, then 437.", "437"),
        ("Between 2014/15 and 2016/17 Kent had 568, 437 and 311.", "437"),
        ("Kent had 767, then 568, then 437.", "568"),
    ],
)
def test_a_list_told_the_other_way_round_is_not_read(text: str, number: str):
    found = _found("Kent Police recorded 718 child abuse image offences in 2018/19.", text)
    assert number not in _together(found)


def test_the_latest_year_of_another_clause_dates_no_number():
    found = _found(
        "Kent Police recorded 718 child abuse image offences in 2018/19.",
        "In the latest year it rose; Kent had 568, up from 311.",
    )
    assert _told(found, "568") == ("Kent", "2016/17", "agrees")


def test_a_rough_change_that_differs_is_not_left_open_by_counts_beside_it():
    found = _found(
        "Kent Police recorded 767 child abuse image offences in 2017/18.",
        "The total crept up to 311 in 2014/15 and 437 a year later, went on to 568 in 2016/17, then"
        " shot up by almost 200 to 767 in the first year of the inquiry.",
    )
    assert _one(found, "almost 200").judgement.verdict == "differs"
