"""Shares of a count beside them, whose "here" is, sums of the rest, differences told in other ways.

Each text is told twice, with the number of the data and with another one: the first is recognised,
and the second never agrees.
"""

from __future__ import annotations

from datetime import date

import pytest
from tools.claims_corpus import FOLDER, pieces

from beholden.figures.articles import read_article
from beholden.figures.claim_data import combined, load_data
from beholden.figures.core.claims.checking import check
from beholden.figures.core.claims.judging.dataset import Dataset, Fact
from beholden.figures.core.claims.models import Checked
from beholden.figures.registry import load_gazetteer, load_registry
from tests.figures.claims.making import fact, published_facts
from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences in 2017/18"


def _told(*text: str, headline: str = _HEADLINE) -> dict[str, Checked]:
    found = checked(*text, headline=headline).checked
    return {one.claim.phrase.text: one for one in found}


def _verdict(number: str, *text: str, headline: str = _HEADLINE) -> str:
    found = _told(*text, headline=headline)
    key = next((each for each in found if each in number or number in each), "")
    return found[key].judgement.verdict if key else ""


def _tells(headline: str, text: str, right: str, wrong: str) -> None:
    """The number of the data is recognised in a text, and another one never agrees."""
    assert _verdict(right, text.format(right), headline=headline) == "agrees"
    assert _verdict(wrong, text.format(wrong), headline=headline) != "agrees"


@pytest.mark.parametrize(
    ("headline", "text", "right", "wrong"),
    [
        (
            "Image offences in Derbyshire in 2017/18",
            "Offences in the UK went up to 22,724, which means that about {} was recorded here.",
            "one in 75",
            "one in 50",
        ),
        (
            "Humberside: image offences in 2017/18",
            "Across the UK there were 22,724 offences. Our share of that is {}.",
            "1.7 per cent",
            "2.7 per cent",
        ),
        (
            "Image offences in 2017/18",
            (
                "Humberside Police recorded 390 offences. Roughly {} of the 22,724 offences in the"
                " UK was recorded here."
            ),
            "one in 58",
            "one in 88",
        ),
        (
            "Humberside: image offences in 2017/18",
            "The region now makes up {} of the UK total of 22,724.",
            "14 per cent",
            "19 per cent",
        ),
        (
            "Wales: image offences in 2017/18",
            "South Wales Police recorded 543, the most in the country and {} of the Welsh total.",
            "37 per cent",
            "47 per cent",
        ),
        (
            "Image offences in 2017/18",
            (
                "Leicestershire had 411, Derbyshire 301 and Northamptonshire 263. The combined"
                " figure for the three areas was 975, of which Leicestershire makes up {}."
            ),
            "42%",
            "52%",
        ),
        (
            "Hertfordshire image offences in 2017/18",
            (
                "The UK had 22,724. Around {} of all those recorded in the UK happened in Herts or"
                " Beds."
            ),
            "one in 45",
            "one in 75",
        ),
        (
            "Image offences in 2017/18",
            (
                "Essex recorded 767 offences and Kent 1,042, a total of 1,809. Kent accounted for"
                " {} of the two-force total."
            ),
            "58 per cent",
            "68 per cent",
        ),
        (
            "Image offences in 2017/18",
            (
                "West Yorkshire had 1,320, Hampshire 1,199, Kent 1,042, Devon and Cornwall 829,"
                " South Yorkshire 772 and Essex 767. Those six alone make up {} of the UK total."
            ),
            "26 per cent",
            "36 per cent",
        ),
        (
            "South Yorkshire: image offences in 2017/18",
            (
                "Forces in Yorkshire and the Humber logged 3,093. In fact, {} of everything that"
                " was recorded in the UK happened in this region."
            ),
            "14%",
            "24%",
        ),
    ],
)
def test_a_share_is_of_the_area_that_the_words_tell(
    headline: str, text: str, right: str, wrong: str
) -> None:
    """And about one in 45 is not true of one in 75."""
    _tells(headline, text, right, wrong)


@pytest.mark.parametrize(
    ("headline", "text", "right", "wrong"),
    [
        (
            "Image offences in Derbyshire in 2017/18",
            "In Derbyshire the two years were {} apart.",
            "only one offence",
            "only four offences",
        ),
        (
            "Child abuse image offences in 2017/18",
            "But Cheshire's extra offences - {} in a single year - are many.",
            "122",
            "132",
        ),
        (
            "Child abuse image offences in 2017/18",
            "In West Yorkshire the increase was slightly bigger in absolute terms ({}).",
            "344",
            "354",
        ),
        (
            "Child abuse image offences in Essex in 2017/18",
            (
                "Essex Police recorded 767 offences, having dealt with 568 the year before. The"
                " difference, {}, is well ahead of the UK as a whole."
            ),
            "199",
            "189",
        ),
        (
            "Image offences in Lancashire in 2017/18",
            (
                "Lancashire Police recorded 674. The year before it was 591, so we are 14 per cent"
                " up, or {} crimes if you would rather count them."
            ),
            "83",
            "93",
        ),
        (
            "Child abuse image offences in 2017/18",
            "Offences plunged by 24 per cent in Dyfed-Powys and by {} to 164 in Cambridgeshire.",
            "45",
            "55",
        ),
        (
            "Bedfordshire image offences in 2017/18",
            "In Cambridgeshire officers logged 164, which is {} fewer than in 2016/17.",
            "45",
            "55",
        ),
    ],
)
def test_a_difference_is_told_in_many_ways(
    headline: str, text: str, right: str, wrong: str
) -> None:
    _tells(headline, text, right, wrong)


@pytest.mark.parametrize(
    ("headline", "text", "right", "wrong"),
    [
        (
            "North Wales image offences in 2017/18",
            "North Wales Police recorded 373 offences. The other forces recorded {} between them.",
            "1,085",
            "1,185",
        ),
        (
            "North Wales image offences in 2017/18",
            (
                "North Wales Police recorded 373 offences. The other forces recorded 1,085 between"
                " them, compared with {} the year before."
            ),
            "1,150",
            "1,250",
        ),
        (
            "Derbyshire image offences in 2017/18",
            "Add Derbyshire to Leicestershire and Northamptonshire and there were {} offences.",
            "975",
            "985",
        ),
        (
            "Derbyshire image offences in 2017/18",
            (
                "Add Derbyshire to Leicestershire and Northamptonshire and there were 975 offences,"
                " compared with {} the year before."
            ),
            "867",
            "876",
        ),
        (
            "Image offences in 2017/18",
            "Essex Police recorded 767 offences. Together with Kent, it recorded {} offences.",
            "1,809",
            "1,908",
        ),
        (
            "Cheshire image offences in 2017/18",
            (
                "Lancashire recorded 674 child abuse image offences and Cheshire 348. Added"
                " together the two forces had {}."
            ),
            "1,022",
            "1,122",
        ),
        (
            "Image offences in 2017/18",
            (
                "Leicestershire had 411, Derbyshire 301 and Northamptonshire 263. The combined"
                " figure for 2016/17 was 867, so that the growth of the three over the period is"
                " {}."
            ),
            "12.5%",
            "22.5%",
        ),
        (
            "Derbyshire image offences in 2017/18",
            (
                "South Yorkshire Police recorded 772 of these offences last year, and {} as many as"
                " our own force."
            ),
            "more than two and a half times",
            "more than three times",
        ),
    ],
)
def test_several_areas_are_meant_together_or_against_ours(
    headline: str, text: str, right: str, wrong: str
) -> None:
    _tells(headline, text, right, wrong)


def test_a_multiple_against_our_own_force_is_no_rise() -> None:
    text = "South Yorkshire recorded 772 of these offences, more than three times as many as ours."
    found = _verdict("three times", text, headline="Derbyshire image offences in 2017/18")
    assert found == "cannot_tell"


_STATED = (
    "Essex Police recorded 767 child abuse image offences in 2017/18.",
    "Over a quarter of the offences in Essex ({}) were against children aged ten and under.",
)


@pytest.mark.parametrize(("part", "agrees"), [("197", True), ("97", False)])
def test_a_share_is_that_of_the_count_beside_it(part: str, agrees: bool) -> None:
    first, second = _STATED
    found = _told(first, second.format(part), headline="Image offences in Essex")
    one = found["Over a quarter"].judgement
    assert (one.verdict == "agrees") is agrees
    if agrees:
        assert f"{part} / 767" in one.reason
        assert one.by_own_counts


def test_a_share_points_at_the_number_that_it_is_of() -> None:
    found = _told(
        "Hampshire recorded 680 such offences and had 378 in 2016/17.",
        "Of the 378, girls were the victims in 152, or two in five.",
        headline="Grooming offences in Hampshire in 2017/18",
    )
    assert "680" not in found["two in five"].judgement.reason


def test_two_counts_that_nobody_can_place_give_their_own_change() -> None:
    text = (
        "Contacts to First Response in which online harm was noted as a factor rose from 142 in"
        " 2016/17 to 187 in 2017/18, an increase of {}."
    )
    headline = "Leicestershire image offences in 2017/18"
    found = _told(
        "In 2017/18 Leicestershire had 411 offences.", text.format("31.7%"), headline=headline
    )
    assert found["31.7%"].judgement.verdict == "agrees"
    assert found["31.7%"].judgement.by_own_counts
    wrong = _verdict(
        "41.7%",
        "In 2017/18 Leicestershire had 411 offences.",
        text.format("41.7%"),
        headline=headline,
    )
    assert wrong != "agrees"


@pytest.mark.parametrize("way", ["Down the M6", "Up the coast", "Down the river", "Up north"])
def test_a_way_is_no_direction(way: str) -> None:
    text = f"{way} in Cheshire the figures went from 226 to 348."
    found = _told(text, headline="Image offences in Lancashire in 2017/18")
    assert {found[each].judgement.verdict for each in ("226", "348")} == {"agrees"}


def test_a_fall_is_still_one_where_no_way_is_told() -> None:
    text = "Down from 348 in 2016/17, the figure for Cheshire was 226 in 2017/18."
    found = _told(text, headline="Image offences in Cheshire in 2017/18")
    assert "differs" in {one.judgement.verdict for one in found.values()}


def test_the_work_of_the_police_is_outside_the_data() -> None:
    text = "Officers carried out 74 search warrants last year."
    one = _told(text, headline="Essex image offences in 2017/18")["74"]
    assert one.claim.series == "other:warrants"
    assert (one.judgement.verdict, one.judgement.error_class) == ("cannot_tell", "not_in_data")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The team has grown from nine to 20 people since 2016.", "nine"),
        ("Its unit grew from four to 12 officers.", "four"),
        ("The largest of the four falls was in Dyfed-Powys, from 363 to 275.", "four"),
        ("Only four recorded a fall.", "four"),
        ("Those six alone make up more than a quarter of the UK total.", "six"),
    ],
)
def test_teams_falls_and_forces_are_no_offences(text: str, number: str) -> None:
    headline = "Essex image offences in 2017/18"
    assert not any(number in each for each in _told(text, headline=headline))


@pytest.mark.parametrize(
    ("text", "phrase", "place"),
    [
        ("South Yorkshire's is the second highest, and Humberside's 390.", "the second highest", 2),
        ("South Wales Police recorded 543, the most in the country.", "the most", 1),
    ],
)
def test_places_at_the_end_of_a_clause(text: str, phrase: str, place: int) -> None:
    assert _told(text)[phrase].claim.phrase.value == place


def test_the_sharpest_rise_is_one_by_per_cent() -> None:
    text = "The increase is the {} of the four forces in Yorkshire and the Humber."
    headline = "North Yorkshire image offences up in 2017/18"
    assert _verdict("sharpest", text.format("sharpest"), headline=headline) == "agrees"
    # By number it is West Yorkshire's.
    assert _verdict("largest", text.format("largest"), headline=headline) == "cannot_tell"


def test_an_adult_survey_with_an_adjective_is_a_share() -> None:
    text = "Four out of five Welsh adults questioned by pollsters said networks should be checked."
    assert _told(text)["Four out of five"].claim.kind == "share"


def test_a_share_of_another_year_goes_on() -> None:
    text = "Our county made up 13% of offences in Yorkshire forces in 2016/17 and 23% last year."
    found = _told(text, headline="North Yorkshire image offences in 2017/18")
    assert found["23%"].claim.kind == "share"


def _own(*values: tuple[str, str, int], series: str = "other:sexual grooming") -> tuple[Fact, ...]:
    return tuple(fact(who, when, value, series) for who, when, value in values)


_PERIOD = "1 April 2013 to 31 December 2017"


@pytest.mark.parametrize(("number", "agrees"), [("136", True), ("146", False)])
def test_a_count_of_a_time_that_is_no_year(number: str, agrees: bool) -> None:
    facts = _own(("Staffordshire", _PERIOD, 91), ("Derbyshire", _PERIOD, 136))
    found = checked(
        "Police forces were asked about sexual grooming from April 2013 to December 2017.",
        f"In that period 91 sexual grooming offences were recorded by Staffordshire Police, and"
        f" {number} by Derbyshire Police.",
        headline="Grooming offences in Staffordshire",
        facts=facts,
    ).checked
    told = {one.claim.phrase.text: one.judgement.verdict for one in found}
    assert told["91"] == "agrees"
    assert (told[number] == "agrees") is agrees


def test_a_count_of_one_year_is_not_of_a_longer_time() -> None:
    facts = _own(("Staffordshire", _PERIOD, 910))
    found = checked(
        "Police forces were asked about sexual grooming from April 2013 to December 2017.",
        "In a single year 910 sexual grooming offences were recorded by Staffordshire Police.",
        headline="Grooming offences in Staffordshire",
        facts=facts,
    ).checked
    assert "agrees" not in {one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    ("headline", "text", "number"),
    [
        # The year of the second share is its own.
        (
            "Image offences in Essex",
            "Essex had 3.4 per cent of UK offences in 2016/17 and 3.1 per cent last year.",
            "3.1 per cent",
        ),
        # Another crime, and another way of ranking.
        (
            "Image offences in Yorkshire in 2017/18",
            "North Yorkshire saw the sharpest rise in burglary in the region in 2017/18.",
            "the sharpest rise",
        ),
        (
            "Image offences in Yorkshire in 2017/18",
            "In numbers, North Yorkshire saw the sharpest rise in the region in 2017/18.",
            "the sharpest rise",
        ),
        (
            "Image offences in Wales in 2017/18",
            "South Wales has 3,000 officers; Dyfed-Powys's force is the third largest.",
            "the third largest",
        ),
        (
            "Image offences in Lancashire in 2017/18",
            "Lancashire recorded 674 offences. Burglaries are 14 per cent up, or 83 crimes.",
            "83",
        ),
        # A difference of something else than of two years.
        (
            "Image offences in Essex in 2017/18",
            (
                "Essex Police recorded 767 offences but made fewer arrests. The difference, 199,"
                " worries campaigners."
            ),
            "199",
        ),
        (
            "Image offences in Essex in 2017/18",
            (
                "Essex recorded 767 offences. Burglary rose as well: the extra cases - 199 - were"
                " in Harlow."
            ),
            "199",
        ),
        # What others did, and were given.
        (
            "Image offences in Essex in 2017/18",
            "Essex Police recorded 767. Hampshire arrested 432 more than ours.",
            "432",
        ),
        (
            "Image offences in Essex in 2017/18",
            "Essex Police recorded 767. In 2016/17 Hampshire had 432 more than ours.",
            "432",
        ),
        # Shares of another whole.
        (
            "Essex image offences in 2017/18",
            (
                "Forces in the UK recorded 22,724 offences. Of the money for policing, our share is"
                " 3.4 per cent."
            ),
            "3.4 per cent",
        ),
        (
            "Essex image offences in 2017/18",
            (
                "Essex Police recorded 767 offences. The helpline took 900 calls. 192 calls, or one"
                " in four, came from parents."
            ),
            "one in four",
        ),
        (
            "Essex image offences in 2017/18",
            (
                "Essex Police recorded 767 offences. In Norfolk, one in four cases (192) involved a"
                " mobile phone."
            ),
            "one in four",
        ),
        (
            "Essex image offences in 2017/18",
            (
                "Essex Police recorded 767 offences. In 2012/13, one in four cases (192) involved a"
                " mobile phone."
            ),
            "one in four",
        ),
        (
            "Essex image offences in 2017/18",
            (
                "Essex Police recorded 767 offences. Of the year's arrests, one in four (192) led"
                " to a charge."
            ),
            "one in four",
        ),
        (
            "Image offences in 2017/18",
            (
                "Of the 22,724 offences recorded in the UK in 2017/18, one in 75 happened in"
                " Hertfordshire or Bedfordshire."
            ),
            "one in 75",
        ),
        (
            "Image offences in 2017/18",
            (
                "Of the 22,724 offences recorded in the UK in 2017/18, 2.2 per cent happened in"
                " Hertfordshire, Bedfordshire or Norfolk."
            ),
            "2.2 per cent",
        ),
        # The others are as many as is said, and people are no offences.
        (
            "Image offences in West Yorkshire in 2017/18",
            (
                "West Yorkshire recorded 1,320 offences. The remaining two forces recorded 1,773"
                " between them."
            ),
            "1,773",
        ),
    ],
)
def test_what_is_told_of_something_else_never_agrees(headline: str, text: str, number: str) -> None:
    assert _verdict(number, text, headline=headline) != "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "In these 18 months 91 sexual grooming offences were recorded by Staffordshire Police.",
        "Since December 2017 Staffordshire Police recorded 91 sexual grooming offences.",
        (
            "In the two months to December 2017 Staffordshire Police recorded 91 sexual grooming"
            " offences."
        ),
    ],
)
def test_a_time_is_as_long_as_the_words_say(text: str) -> None:
    found = checked(
        "Police forces were asked about sexual grooming from April 2013 to December 2017.",
        text,
        headline="Grooming offences in Staffordshire",
        facts=_own(("Staffordshire", _PERIOD, 91)),
    ).checked
    assert "agrees" not in {one.judgement.verdict for one in found}


def test_three_areas_of_a_share_are_all_meant() -> None:
    text = (
        "Of the 22,724 offences recorded in the UK in 2017/18, one in 34 happened in Hertfordshire,"
        " Bedfordshire or Cambridgeshire."
    )
    assert _verdict("one in 34", text) == "agrees"


@pytest.mark.parametrize(("number", "agrees"), [("508", True), ("608", False)])
def test_two_years_are_those_of_the_area_told_before(number: str, agrees: bool) -> None:
    found = _told(
        "Northamptonshire Police recorded 263 offences in 2017/18 and 245 in 2016/17.",
        "Nationally, there were 22,724 in 2017/18.",
        f"Over the two years it comes to {number}.",
        headline="Northamptonshire image offences",
    )
    assert (found[number].judgement.verdict == "agrees") is agrees


@pytest.mark.parametrize(("number", "agrees"), [("nearly 2,900", True), ("nearly 3,100", False)])
def test_two_years_may_be_those_of_the_region(number: str, agrees: bool) -> None:
    found = _told(
        "South Wales had 543 and Dyfed-Powys 275.",
        f"Over the two years, {number} of the offences were recorded on this side of the border.",
        headline="North Wales image offences in 2017/18",
    )
    assert (found[number].judgement.verdict == "agrees") is agrees


@pytest.mark.parametrize(("number", "agrees"), [("662", True), ("672", False)])
def test_areas_added_to_the_last_one_may_be_held_as_one(number: str, agrees: bool) -> None:
    together = "Avon and Somerset+Gloucestershire+Wiltshire"
    found = checked(
        "Avon and Somerset Police recorded 370 offences in 2017/18.",
        f"Together with Gloucestershire and Wiltshire, it recorded {number} offences.",
        headline="Avon and Somerset: child abuse image offences in 2017/18",
        facts=(
            fact("Avon and Somerset", "2017/18", 370),
            fact(together, "2017/18", 662),
        ),
    ).checked
    told = {one.claim.phrase.text: one.judgement.verdict for one in found}
    assert (told[number] == "agrees") is agrees


@pytest.mark.parametrize("ending", [" respectively.", "."])
def test_two_numbers_in_turn_are_of_the_two_areas_before(ending: str) -> None:
    first = "Hampshire and Essex recorded 1,199 and 767 child abuse image offences in 2017/18."
    wrong = _told(first, f"In the year before, they recorded 568 and 974{ending}")
    assert {wrong[each].judgement.verdict for each in ("568", "974")} == {"cannot_tell"}


def test_a_list_goes_on_with_the_area_that_it_names() -> None:
    text = (
        "Essex accounts for 767 child abuse image offences in 2017/18, Hampshire for 1,199 and Kent"
        " for {}."
    )
    assert _verdict("1,042", text.format("1,042")) == "agrees"
    found = _told(text.format("312"))
    assert found["312"].claim.subject.name == "Kent"


@pytest.mark.parametrize("two", ["Essex or Hertfordshire", "either Essex or Hampshire"])
def test_one_in_30_of_two_areas(two: str) -> None:
    text = f"About one in 30 of those in the UK happened in {two}."
    first = "Essex Police recorded 767 child abuse image offences in 2017/18."
    assert _verdict("one in 30", first, text) != "agrees"


_TABLE = (
    "<html><body><article><h1>Child abuse image offences in Leicestershire up by 28 per cent</h1>"
    "<p>Leicestershire Police recorded 411 offences in 2017/18, compared with 320 the previous"
    " year.</p><table><tr><th>Force</th><th>2016/17</th><th>2017/18</th></tr>"
    "<tr><td>Leicestershire</td><td>320</td><td>411</td></tr>"
    "<tr><td>Derbyshire</td><td>302</td><td>301</td></tr>"
    "<tr><td>Northamptonshire</td><td>245</td><td>263</td></tr></table>"
    "<p>That is a rise of {} offences.</p></article></body></html>"
)


@pytest.mark.parametrize(("number", "verdict"), [("91", "agrees"), ("18", "differs")])
def test_behind_a_table_the_text_goes_on_with_what_it_spoke_of(number: str, verdict: str) -> None:
    """And not with the table's last row, Northamptonshire's."""
    told = read_article(_TABLE.format(number).encode(), "story.html", published=date(2018, 9, 28))
    found = check(told, load_gazetteer(), Dataset("facts of a test", tuple(published_facts())))
    judged = {one.claim.phrase.text: one.judgement.verdict for one in found.checked}
    assert judged[number] == verdict


def test_a_per_cent_is_not_worked_out_from_two_differences() -> None:
    text = (
        "West Yorkshire's increase was slightly bigger in absolute terms (344, compared with 325)"
        " but as a proportion it was only 35.2%."
    )
    assert _verdict("35.2%", text) != "differs"


def test_a_part_is_one_of_the_number_that_the_words_name() -> None:
    found = checked(
        "Hampshire recorded 680 grooming offences in 2017/18.",
        "Police counted 378 victims in Hampshire in 2017/18.",
        "Of the 680, girls were in 170, or one in four.",
        headline="Grooming offences in Hampshire in 2017/18",
        facts=(fact("Hampshire", "2017/18", 680, "sexual_communication_with_child"),),
    ).checked
    (share,) = [one for one in found if one.claim.kind == "share"]
    assert "170 / 378" not in share.judgement.reason


def test_what_is_false_against_our_own_force_is_not_told_to_be_a_false_rise() -> None:
    text = (
        "Cross the border and you are in the care of South Yorkshire Police, who recorded 772 of"
        " these offences last year, and more than three times as many as our own force."
    )
    found = _verdict("three times", text, headline="Derbyshire image offences in 2017/18")
    assert found == "cannot_tell"


def test_an_area_with_a_number_of_its_own_is_not_part_of_a_share() -> None:
    text = (
        "Of the 22,724 offences recorded in the UK in 2017/18, one in 30 happened in Essex, and"
        " Kent had 1,042."
    )
    assert _verdict("one in 30", text) == "agrees"


def test_this_region_is_that_of_the_articles_force() -> None:
    text = (
        "North, South and West Yorkshire together had 2,703 offences. The region now makes up {} of"
        " the UK total of 22,724."
    )
    headline = "Humberside: image offences in 2017/18"
    _tells(headline, text, "14 per cent", "19 per cent")


def test_counts_that_are_wrong_themselves_do_not_make_a_change_right() -> None:
    text = (
        "Essex Police recorded 767 child abuse image offences in 2017/18, up from 620 in 2016/17, a"
        " rise of 23.7 per cent."
    )
    assert _verdict("23.7", text) != "agrees"


def test_look_at_is_no_thing_that_is_counted() -> None:
    text = "Before anyone tells me that this is a big-city problem, look at Bedfordshire, up {}."
    _tells(_HEADLINE, text, "69 per cent", "79 per cent")


def test_a_year_ago_beside_this_year_is_the_year_before_the_last() -> None:
    cruelty = "other:child cruelty"
    found = checked(
        "Police recorded more child cruelty and neglect offences in 2021/22.",
        "In Staffordshire the increase was marginal, from 88 cases a year ago to 93 this year.",
        headline="Child cruelty and neglect offences in Staffordshire",
        published=date(2022, 6, 10),
        facts=(
            fact("Staffordshire", "2020/21", 88, cruelty),
            fact("Staffordshire", "2021/22", 93, cruelty),
        ),
    ).checked
    told = {one.claim.phrase.text: one.judgement.verdict for one in found}
    assert (told["88"], told["93"]) == ("agrees", "agrees")


@pytest.mark.parametrize(("number", "agrees"), [("291", True), ("130", False)])
def test_a_label_names_a_part_of_what_is_counted(number: str, agrees: bool) -> None:
    sessions = "own:childline counselling sessions"
    area = "Northern Ireland"
    found = checked(
        "Childline held 4,038 counselling sessions with children in Northern Ireland in 2022/23.",
        f"Anxiety and stress (567 sessions), low mood and unhappiness ({number} sessions) were the"
        " top issues that children in Northern Ireland brought up.",
        headline="Childline counselling sessions in Northern Ireland in 2022/23",
        published=date(2023, 10, 10),
        facts=(
            fact(area, "2022/23", 4038, sessions),
            fact(area, "2022/23", 291, f"{sessions} about low mood and unhappiness"),
            fact(area, "2022/23", 130, f"{sessions} about depression"),
        ),
    ).checked
    told = {one.claim.phrase.text: one.judgement.verdict for one in found}
    assert (told[number] == "agrees") is agrees


def test_labels_in_a_list_name_the_parts() -> None:
    """In an article retold after a real one: each part by its own label, and no misprinted one."""
    (piece,) = [
        one
        for one in pieces(FOLDER / "retold_kept_away")
        if "newsletter-ni-childline-2023" in one.name
    ]
    registry = load_registry()
    facts = combined([load_data(FOLDER / f"{name}.csv", registry) for name in piece.data])
    told = read_article(piece.text.encode(), "story.txt", published=piece.published)
    judged = {
        one.claim.phrase.text: one.judgement.verdict
        for one in check(told, load_gazetteer(), facts).checked
    }
    assert {judged[each] for each in ("291", "130", "109")} == {"agrees"}
    assert judged["576"] != "agrees"
