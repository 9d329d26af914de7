"""Changes, rates and counts of one platform, or of girls or boys, are never those of all."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import verdicts

_PARTS = [
    (
        "Child abuse image offences on Snapchat rose by 35 per cent in Essex in 2017/18.",
        "35 per cent",
    ),
    ("Offences involving WhatsApp were up 35 per cent in Essex in 2017/18.", "35 per cent"),
    ("Essex saw a 35 per cent rise in offences against girls in 2017/18.", "35 per cent"),
    ("There are two Snapchat offences a day in Essex.", "two Snapchat offences a day"),
    ("More than two a day are on Snapchat in Essex.", "More than two a day"),
    ("Snapchat cases in Bedfordshire went from 118 to 200 in 2017/18.", "200"),
    ("In Essex 767 offences in 2017/18 were on Instagram.", "767"),
    ("Essex recorded 199 more crimes on Facebook than in 2016/17.", "199"),
    ("Instagram featured in 767 offences in Essex in 2017/18.", "767"),
    ("Of the offences in Essex in 2017/18 300 were against girls and 767 against boys.", "767"),
    ("Offences against primary-age children in Essex rose by 35 per cent.", "35 per cent"),
    ("Against girls (767) there were more offences in Essex in 2017/18 than ever.", "767"),
    ("Cases against under-13s in Essex went up by a third in 2017/18.", "a third"),
]
_WHOLE = [
    ("Child abuse image offences rose by 35 per cent in Essex in 2017/18.", "35 per cent"),
    ("Essex Police said on Facebook that it recorded 767 offences in 2017/18.", "767"),
    ("Essex recorded 767 offences in 2017/18, and many were on Snapchat.", "767"),
    ("Essex saw a 35 per cent rise in 2017/18 as Facebook was told to act.", "35 per cent"),
]


@pytest.mark.parametrize(("sentence", "number"), _PARTS)
def test_a_part_with_the_number_of_the_whole_does_not_agree(sentence: str, number: str):
    assert verdicts(sentence)[number] == "cannot_tell"


@pytest.mark.parametrize(("sentence", "number"), _WHOLE)
def test_all_offences_are_still_judged(sentence: str, number: str):
    assert verdicts(sentence)[number] == "agrees"


def test_a_place_among_forces_that_the_sentence_names_is_of_no_smaller_list():
    """South Wales is the first of the Welsh forces, and the sentence names others."""
    told = verdicts(
        "Police in Wales recorded 1,458 child abuse image offences in 2017/18.",
        "Only Kent, Hampshire and Essex had more crimes than South Wales, which came fourth.",
    )
    assert told["fourth"] == "cannot_tell"
