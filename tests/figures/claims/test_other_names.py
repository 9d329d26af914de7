"""Names that the data do not use and counts of the article's own, told by numbers beside them."""

from __future__ import annotations

from datetime import date

import pytest
from tools.claims_corpus import FOLDER, compare, pieces
from tools.claims_table import checker

from beholden.figures.core.claims.joint._other_names import may_be_another, misread
from beholden.figures.core.claims.models import Checked
from tests.figures.claims.making import fact
from tests.figures.claims.telling import Piece
from tests.figures.claims.test_checking import checked

_TOGETHER = ("fit only that", "fits only that")
_ABUSE = "other:sexual offences against children"
_CRUELTY = "other:child cruelty"
_HEADLINE = "Child abuse offences recorded by police"


def _fact(who: str, when: str, value: int, series: str = _ABUSE):
    return fact(who, when, value, series, release="2019-09", published=date(2019, 9, 1))


_FACTS = (
    _fact("Kent", "2017/18", 767),
    _fact("Essex", "2017/18", 629),
    _fact("Surrey", "2017/18", 795),
    _fact("Sussex", "2017/18", 88),
    _fact("Dorset", "2017/18", 31),
    _fact("Norfolk", "2017/18", 27),
    _fact("Kent", "2017/18", 512, _CRUELTY),
    _fact("Yorkshire and The Humber region", "2017/18", 4_763),
    _fact("Yorkshire and The Humber region", "2016/17", 3_849),
    _fact("Yorkshire and The Humber region", "2015/16", 3_100),
    _fact("UK total", "2017/18", 22_724, "iioc_total"),
    _fact("Essex", "2016/17", 214, "iioc_total"),
    _fact("Essex", "2017/18", 512, "iioc_total"),
    _fact("UK total", "2017/18", 6_156, "sexual_communication_with_child"),
)
_LIST = ("In 2017/18 the forces recorded these child abuse offences.",)


def _found(*texts: Piece, headline: str = _HEADLINE) -> list[Checked]:
    found = checked(*texts, facts=_FACTS, headline=headline, published=date(2019, 9, 13))
    return list(found.checked)


def _one(found: list[Checked], number: str) -> Checked:
    return next(one for one in found if one.claim.phrase.text == number)


def _verdicts(found: list[Checked]) -> dict[str, str]:
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


def _together(found: list[Checked]) -> set[str]:
    return {
        one.claim.phrase.text
        for one in found
        if any(each in one.judgement.reason for each in _TOGETHER)
    }


# Columns


def test_a_list_tells_what_its_name_for_the_offences_means():
    found = _found(*_LIST, "Kent - 767", "Essex - 629", "Surrey - 795")
    assert _together(found) == {"767", "629", "795"}
    said = "read as sexual offences against children, Kent, 2017/18, because 767, 629 and 795 fit"
    assert said in _one(found, "767").judgement.reason


def test_small_counts_tell_where_there_are_enough_of_them():
    assert "88" in _together(_found(*_LIST, "Kent - 767", "Essex - 629", "Sussex - 88"))


def test_two_small_counts_alone_tell_nothing():
    assert not _together(_found(*_LIST, "Norfolk - 27", "Dorset - 31"))


def test_one_count_of_a_list_tells_nothing():
    assert not _together(_found(*_LIST, "Kent - 767", "Hampshire - 629"))


def test_a_list_of_which_as_much_is_another_number_tells_nothing():
    found = _found(*_LIST, "Kent - 767", "Essex - 629", "Surrey - 796")
    assert not _together(found)


def test_what_is_false_in_a_list_stays_open_beside_what_fits():
    facts = (*_FACTS, _fact("Hampshire", "2017/18", 431), _fact("Suffolk", "2017/18", 389))
    rows = ("Kent - 767", "Essex - 629", "Hampshire - 431", "Suffolk - 389", "Surrey - 796")
    found = list(checked(*_LIST, *rows, facts=facts, headline=_HEADLINE).checked)
    assert _together(found) == {"767", "629", "431", "389"}
    assert _one(found, "796").judgement.verdict == "cannot_tell"


def test_a_name_that_the_data_use_means_no_other_series():
    cruelty = "In 2017/18 the forces recorded these offences of child cruelty."
    assert not _together(
        _found(cruelty, "Kent - 767", "Essex - 629", headline="Child cruelty offences")
    )


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("other:child abuse offences", True),
        ("other:offenses", True),
        ("other:child abuse as a whole", True),
        ("iioc_possession", True),
        ("other:reported sex crimes", True),
        ("other:caseload", False),
        ("other:knife crime", False),
        ("other:shoplifting", False),
        ("other:fraud", False),
        ("other:officers", False),
        ("other:a part of the offences", False),
        ("other:images, and not offences", False),
        ("other:children", False),
        ("other:a rate, and no count", False),
    ],
)
def test_which_names_may_be_another_name_for_the_offences(name: str, may: bool):
    assert may_be_another(name) is may


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("other:look", True),
        ("other:children", False),
        ("other:officers", False),
        ("other:accused", False),
        ("other:fraud", False),
        ("other:shoplifting", False),
        ("other:a rate, and no count", False),
        ("other:a part of the offences", False),
    ],
)
def test_which_names_were_misread(name: str, never: bool):
    assert misread(name) is never


@pytest.mark.parametrize(
    "who", ["The workforce", "The caseload", "People accused of such offences"]
)
def test_what_else_may_have_doubled_does_not_agree_with_the_counts(who: str):
    found = _found(
        "Essex Police recorded 214 child abuse image offences in 2016/17 and 512 in 2017/18.",
        f"{who} in Essex more than doubled.",
        headline="Child abuse image offences in Essex",
    )
    assert all(
        one.judgement.verdict != "agrees" for one in found if "doubled" in one.claim.phrase.text
    )


# One large count


def test_a_large_count_tells_that_a_region_is_meant_by_a_shorter_name():
    found = _found(
        "Police in Yorkshire recorded 4,763 sexual offences against children in 2017/18.",
        "It is a rise of 24 per cent in Yorkshire on 2016/17.",
        headline="Sexual offences against children in Yorkshire",
    )
    for each in ("4,763", "24 per cent"):
        assert _one(found, each).judgement.verdict == "agrees"
        assert "Yorkshire and The Humber" in _one(found, each).judgement.reason


@pytest.mark.parametrize("number", ["4,764", "4,700"])
def test_a_count_that_the_region_does_not_have_tells_nothing(number: str):
    found = _found(
        f"Police in Yorkshire recorded {number} sexual offences against children in 2017/18.",
        headline="Sexual offences against children in Yorkshire",
    )
    assert _one(found, number).judgement.verdict != "agrees"


def test_a_round_count_tells_no_region():
    found = _found(
        "Police in Yorkshire recorded 3,100 sexual offences against children in 2015/16.",
        headline="Sexual offences against children in Yorkshire",
    )
    assert not _together(found)


_OF_THE_UK = "Across the UK there were {} in 2017/18."
_GROOMING = (
    "Police in Kent recorded 767 child abuse image offences in 2017/18.",
    "Grooming, an offence of its own, is counted apart.",
)


def test_a_large_count_tells_which_series_a_sentence_leaves_out():
    told = _found(
        "Offences of sexual communication with a child are counted apart: Essex had 50 in 2017/18.",
        "Image offences are many. " + _OF_THE_UK.format("6,156"),
        headline="Child abuse image offences",
    )
    assert _one(told, "6,156").judgement.verdict == "agrees"
    assert _one(told, "6,156").claim.series == "sexual_communication_with_child"


def test_a_series_that_the_article_never_names_is_not_meant():
    told = _found(_OF_THE_UK.format("6,156"), headline="Child abuse image offences")
    assert _one(told, "6,156").judgement.verdict != "agrees"


# Counts of the article's own


_TALLIES = (
    "In 2016/17 the forces of England and Wales registered 6,238 sexting offences.",
    "The year before the tally was 4,681, so it is up by {} per cent.",
)


def test_a_change_is_of_the_counts_that_the_article_gives_for_its_years():
    first, then = _TALLIES
    found = _found(first, then.format(33), headline="Sexting in England and Wales")
    one = _one(found, "33 per cent")
    assert one.judgement.verdict == "agrees"
    assert "By the article's own counts" in one.judgement.reason


@pytest.mark.parametrize("number", [32, 34, 66])
def test_a_change_that_its_counts_do_not_give_never_agrees(number: int):
    first, then = _TALLIES
    found = _found(first, then.format(number), headline="Sexting in England and Wales")
    assert _one(found, f"{number} per cent").judgement.verdict != "agrees"


# Whole articles


@pytest.mark.parametrize(
    ("folder", "name", "number", "told"),
    [
        # A change is of the series of the counts in its own sentence.
        ("retold", "four-independent-england-wales-sexting-2017", "131%", "131%, 2,700 and 6,238"),
        # What three counts add to tells of the sum for the year before, and that of the change.
        ("seen", "voice-student-paper", "4.6 per cent", "4.6 per cent, 636 and 665"),
        # A country some of whose forces are missing may have a total of a narrower series.
        ("retold", "four-sunderlandecho-northumbria-2017", "5,653", "It is the number of online"),
        # An offence that the data do not hold apart is what they hold, where its counts tell.
        ("retold", "retold-swindon-wiltshire", "more than 50 per cent", "99 and 152"),
        # A count that an adjective tells of is given as one of that narrower series.
        ("retold", "five-worcesterobserver-west-mercia-2017", "3,903", "3,903 and 5,653"),
    ],
)
def test_what_is_read_in_whole_articles(folder: str, name: str, number: str, told: str):
    piece = next(one for one in pieces(FOLDER / folder) if one.name == name)
    outcome = compare(piece, *checker(FOLDER)(piece))
    found = next(
        one.found for one in outcome.matches if one.found and one.found.claim.phrase.text == number
    )
    assert found.judgement.verdict == "agrees"
    assert told in found.judgement.reason
