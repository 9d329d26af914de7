"""Exact counts told under another name than the data have: read of the kindred series, or of"
" none."""

from __future__ import annotations

import pytest

from beholden.figures.core.claims.models import Checked, Judgement
from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked

_GROOMING = "communicating indecently with a child"
_REFERRALS = "nspcc_helpline_referrals"
_ONLINE = "online sexual offences against children"
_CRUELTY = "child_cruelty_and_neglect_offences"
_EXTORTION = "confirmed extortion reports"
_IMAGES = "child_image_offences"
_FACTS = tuple(
    fact(area, when, number, f"other:{name}", series_name=name)
    for name, area, when, number in (
        (_GROOMING, "Scotland total", "2017/18", 672),
        (_REFERRALS, "Wales total", "2016/17", 1_951),
        (_REFERRALS, "Wales total", "2017/18", 2_494),
        (_REFERRALS, "Kent", "2017/18", 111),
        (_ONLINE, "Merseyside", "2017/18", 164),
        (_CRUELTY, "West Mercia", "2016/17", 103), (_CRUELTY, "West Mercia", "2017/18", 354),
        (_EXTORTION, "Kent", "2017/18", 176),
        (_IMAGES, "Gwent", "2016/17", 259), (_IMAGES, "Gwent", "2017/18", 402),
    )
)  # fmt: skip


def _found(headline: str, *text: str) -> dict[str, Checked]:
    found = checked(*text, headline=headline, facts=_FACTS).checked
    return {one.claim.phrase.text: one for one in found}


def _verdict(number: str, headline: str, *text: str) -> str:
    found = _found(headline, *(one.format(number) for one in text)).get(number)
    return "" if found is None else found.judgement.verdict


@pytest.mark.parametrize(
    ("right", "wrong", "headline", "text"),
    [
        ("2,494", "2,949", "Helpline concerns in Wales",
         ("The NSPCC helpline dealt with {} reports about children in Wales in 2017/18 which had"
         " to be referred to the police.")),
        ("354", "345", "Cruelty and neglect of children in West Mercia",
         ("West Mercia Police recorded {} offences in 2017/18 in which parents mistreated or"
         " assaulted a child.")),
        ("164", "146", "Sexual offences against children in Merseyside",
         ("In 2017/18 police in Merseyside recorded {} such crimes with the internet as the way"
         " in.")),
    ],
)  # fmt: skip
def test_an_exact_count_is_of_the_kindred_series_that_has_it(
    right: str, wrong: str, headline: str, text: str
):
    found = _found(headline, text.format(right))[right]
    assert found.judgement.verdict == "agrees"
    assert _verdict(wrong, headline, text) != "agrees"


@pytest.mark.parametrize(
    ("number", "headline", "text"),
    [
        # Of a part, of people, of what came of it, of another harm or another kind of place.
        ("2,494", "Children in Wales",
         "In 2017/18 schools in Wales made {} referrals to the police."),
        ("2,494", "Children in Wales",
         "In 2017/18 there were {} referrals to a hospital in Wales."),
        ("164", "Crime in Merseyside",
         "In 2017/18 {} internet crimes against businesses were recorded in Merseyside."),
        ("2,494", "Helpline concerns in Wales", ("In 2017/18 {} referrals of the helpline in Wales"
                                                " were about slavery.")),
        ("2,494", "Helpline concerns in Wales", ("In 2017/18 the helpline heard of {} children in"
                                                " Wales.")),
        ("2,494", "Helpline concerns in Wales", ("In 2017/18 the helpline had {} calls in Wales,"
                                                " and of them girls made most.")),
        ("354", "Cruelty and neglect of children in West Mercia", ("In 2017/18 West Mercia Police"
            " arrested {} people over this.")),
        ("354", "Cruelty and neglect of children in West Mercia", ("Of these, {} were recorded by"
            " West Mercia Police in 2017/18.")),
        ("164", "Sexual offences against girls in Merseyside", ("In 2017/18 police in Merseyside"
            " recorded {} sexual offences against girls online.")),
        ("176", "Burglary in Kent", "In 2017/18 Kent Police recorded {} reports of burglary."),
        ("402", "Online grooming in Gwent", ("In 2017/18 Gwent Police recorded {} grooming"
                                            " offences.")),
    ],
)  # fmt: skip
def test_what_is_narrower_or_something_else_is_none_of_it(number: str, headline: str, text: str):
    assert _verdict(number, headline, text) != "agrees"


def test_a_small_count_is_read_so_only_beside_a_large_one_of_the_same_series():
    facts = (*_FACTS, fact("Surrey", "2017/18", 34, f"other:{_CRUELTY}", series_name=_CRUELTY))
    told = "{} Police recorded {} offences in 2017/18 in which parents mistreated a child."
    small, large = told.format("Surrey", 34), told.format("West Mercia", 354)

    def read(*text: str) -> dict[str, Judgement]:
        found = checked(*text, headline="Cruelty and neglect of children", facts=facts).checked
        return {one.claim.phrase.text: one.judgement for one in found}

    assert read(small)["34"].verdict == "cannot_tell"
    both = read(large, small)
    assert both["34"].verdict == "agrees"
    assert "read as child_cruelty_and_neglect_offences" in both["354"].reason
