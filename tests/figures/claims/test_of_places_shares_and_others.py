"""Places among so many, shares told by a slice, numbers held against the area told of before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tools.claims_corpus import FOLDER, pieces

from beholden.figures.articles import read_article
from beholden.figures.claim_data import combined, load_data
from beholden.figures.core.claims.checking import check
from beholden.figures.core.claims.judging.dataset import Fact
from beholden.figures.core.claims.models import Checked
from beholden.figures.registry import load_gazetteer, load_registry
from tests.figures.claims.making import fact
from tests.figures.claims.telling import article
from tests.figures.claims.test_checking import checked

_HEADLINE = "Child abuse image offences in 2017/18"


def _told(*text: str, headline: str = _HEADLINE) -> dict[str, Checked]:
    found = checked(*text, headline=headline).checked
    return {one.claim.phrase.text: one for one in found}


def _verdict(number: str, *text: str, headline: str = _HEADLINE) -> str:
    found = _told(*text, headline=headline)
    (key,) = [each for each in found if number in each] or [""]
    return found[key].judgement.verdict if key else ""


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            ("Leicestershire had 411. Leicestershire's part in the national total has changed very"
            " little, from {} to one in 55."),
            "one in 58", "one in 48",
        ),
        (
            ("The total for the UK went up to 22,724, and Derbyshire's slice of it has shrunk from"
            " one in 61 to {}."),
            "one in 75", "one in 65",
        ),
        (
            ("West Yorkshire had 1,320, Hampshire 1,199 and Kent 1,042. Those three forces between"
            " them made up {} of the national count."),
            "16 per cent", "26 per cent",
        ),
        (
            "UK forces recorded 22,724. Hampshire alone accounts for {} of the lot.",
            "five per cent", "seven per cent",
        ),
        (
            ("Hampshire had 1,199, Kent 1,042 and Essex 767. Those three counties on their own"
            " account for 3,008 offences, {} of the UK total."),
            "13 per cent", "18 per cent",
        ),
        (
            ("Yorkshire and the Humber recorded 14 per cent of the country's 22,724 offences, and"
            " {} of those were in West Yorkshire."),
            "43 per cent", "53 per cent",
        ),
        (
            ("North Wales was responsible for more than a quarter of the Welsh total last year, as"
            " opposed to {} the year before."),
            "about a fifth", "about a third",
        ),
    ],
)  # fmt: skip
def test_shares_are_read_by_the_words_around_them(text: str, right: str, wrong: str):
    headline = "Wales: child abuse image offences" if "Welsh" in text else _HEADLINE
    assert _verdict(right, text.format(right), headline=headline) == "agrees"
    assert _verdict(wrong, text.format(wrong), headline=headline) != "agrees"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("three per cent", "Lancashire accounted for three per cent of all crime nationally."),
        ("three per cent", "Lancashire accounts for three per cent of UK households."),
        ("three per cent", "Lancashire's share of the UK population is three per cent."),
        ("three per cent", "About three per cent of those were repeat offences in Lancashire."),
        ("eight per cent", "Kent and Essex account for eight per cent of UK police spending."),
    ],
)
def test_a_share_of_people_or_money_is_none_of_the_offences(number: str, text: str):
    lead = "Across the UK the number rose to 22,724. Kent and Essex recorded 1,809 between them."
    assert _verdict(number, f"{lead} {text}") != "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "Kent had 1,042 and Essex 767. Combined, that makes 1,809 offences in Hampshire.",
        "Kent had 1,042 and Essex 767. Together with Sussex the two forces recorded 1,809.",
        "Kent had 1,042 and Essex 767 in 2017/18. A year earlier the two together had 1,809.",
        "Kent had 1,042 and Essex 767. Between them they recorded 1,809 online grooming offences.",
        "Kent had 1,042 and Essex 767. The pair recorded 1,809 crimes against children.",
        "Hampshire had 1,199, Kent 1,042 and Essex 767. Between them they recorded 1,809 offences.",
        "Essex had 767 offences and Kent 1,042. In all, 1,809 ended without a charge.",
        "Essex had 767 offences and Kent 1,042. Both forces recorded 1,809 offences.",
        "Essex had 767 offences and Kent 1,042. All three forces together had 1,809.",
        "Not even Kent and Essex together recorded 1,809 offences.",
    ],
)
def test_a_sum_is_read_of_just_its_areas_its_year_and_its_offence(text: str):
    assert _verdict("1,809", text) != "agrees"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            ("Derbyshire had 301, and Leicestershire 411. Northamptonshire had 263, so that the"
            " three counties together come to {}."),
            "975", "985",
        ),
        (
            ("Essex had 767. Across the Thames, Kent had 1,042, so that's {} for the two counties"
            " put together."),
            "1,809", "1,890",
        ),
        ("North Yorkshire recorded 611. Lancashire recorded 674, just {} more.", "63", "73"),
        ("Dorset had 266. Hampshire's is {} as big.", "more than four times", "five times"),
    ],
)  # fmt: skip
def test_sums_and_what_is_held_against_the_area_before(text: str, right: str, wrong: str):
    assert _verdict(right, text.format(right)) == "agrees"
    assert _verdict(wrong, text.format(wrong)) == "cannot_tell"


def test_had_so_many_more_is_not_told_of_a_year_behind_another_areas_count():
    assert _verdict("199", "Kent had 1,042 offences. Essex had 199 more.") == "cannot_tell"
    assert _verdict("199", "Essex had 199 more than a year earlier.") == "agrees"


@pytest.mark.parametrize(
    ("number", "text", "verdict"),
    [
        ("highest", "It has the highest number of the three.", "agrees"),
        ("lowest", "Bedfordshire has the lowest number of the three.", "differs"),
    ],
)
def test_a_place_among_the_three_is_among_those_that_are_named(
    number: str, text: str, verdict: str
):
    lead = "Bedfordshire had 200 and Cambridgeshire 164. In Hertfordshire it was 301."
    assert _verdict(number, f"{lead} {text}") == verdict


@pytest.mark.parametrize(
    ("area", "verdict"), [("Cambridgeshire", "agrees"), ("Bedfordshire", "differs")]
)
def test_a_place_among_the_three_is_one_of_the_year_that_is_named_behind(area: str, verdict: str):
    lead = "Bedfordshire had 200 in 2017/18 and Cambridgeshire 164. In Hertfordshire it was 301."
    text = f"{area} had the second highest number of the three in 2016/17."
    assert _verdict("second highest", f"{lead} {text}") == verdict


@pytest.mark.parametrize(
    ("rank", "text", "verdict"),
    [
        ("second", "North Wales, with 373, has now moved up to second.", "agrees"),
        ("third", "North Wales, with 373, has now moved up to third.", "differs"),
        ("second", "In second place is North Wales.", "agrees"),
        ("third", "Gwent had 267. It overtook North Wales, which had been third the year before.",
         "agrees"),
    ],
)  # fmt: skip
def test_places_that_stand_without_their_noun(rank: str, text: str, verdict: str):
    assert _verdict(rank, text, headline="Wales: child abuse image offences") == verdict


def test_a_place_that_remains_is_one_of_numbers_and_not_of_rises():
    text = (
        "West Yorkshire went from 976 to 1,320, an increase of 35 per cent, and remains"
        " comfortably the highest in the region."
    )
    assert _verdict("highest", text) == "agrees"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("318", "That is an increase of 318, a much steeper rise than the one seen across the UK."),
        ("62 per cent", "That is a rise of 62 per cent, steeper than that across the UK."),
    ],
)
def test_an_area_that_is_only_set_against_has_no_number(number: str, text: str):
    lead = "Devon and Cornwall recorded 829 offences, up from 511."
    assert _verdict(number, f"{lead} {text}") == "agrees"


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("The numbers of Essex, Hampshire and Cheshire went up by {}, 23 and 54% respectively.",
         ("agrees", "differs")),
        ("Essex and Hampshire saw rises of {} and 23 per cent.", ("agrees", "differs")),
    ],
)  # fmt: skip
def test_per_cents_of_a_list_share_one_sign(text: str, verdicts: tuple[str, str]):
    assert (_verdict("35", text.format(35)), _verdict("53", text.format(53))) == verdicts


def test_a_count_and_a_per_cent_of_a_list_stay_what_they_are():
    found = _told("Leicestershire's total is up by 91, close to 30 per cent, since 2016/17.")
    assert found["91"].judgement.verdict == "agrees"


def test_staff_is_held_against_staff():
    found = _told("Essex had 767. The team has grown from 8 officers to 13, up from 16 staff.")
    assert set(found) == {"767"}


def test_a_number_of_any_time_is_no_claim():
    text = 'An expert said: "When a number goes up by a third in 12 months, I ask who looked."'
    assert not _verdict("a third", text, headline="West Yorkshire image offences")


@pytest.mark.parametrize("number", ["603", "630"])
def test_this_county_is_the_one_that_the_article_is_about(number: str):
    text = (
        "Derbyshire recorded 301 of them in 2017/18. In 2016/17 Derbyshire recorded 302.",
        "Northamptonshire had 263. Lincolnshire and Nottinghamshire were missing.",
        f"In two years this county has recorded {number} child abuse image offences.",
    )
    verdict = _verdict(number, *text, headline="Derbyshire: a fall of one is not a strategy")
    assert (verdict == "agrees") == (number == "603")


_PRINTED = tuple(
    fact(area, "1 April 2010 to 31 March 2015", value, unit="percent")
    for area, value in (("England", 134), ("Wales", 184))
)


@pytest.mark.parametrize(("number", "verdict"), [("134", "agrees"), ("143", "cannot_tell")])
def test_a_change_that_the_file_prints_as_such_is_confirmed(number: str, verdict: str):
    found = checked(
        f"Child abuse image offences in England rose by {number} per cent from 2010/11 to 2014/15.",
        headline="Child abuse image offences",
        facts=_PRINTED,
    ).checked
    assert [one.judgement.verdict for one in found] == [verdict]
    other = checked(
        f"Child abuse image offences in Wales rose by {number} per cent from 2010/11 to 2014/15.",
        headline="Child abuse image offences",
        facts=_PRINTED,
    ).checked
    assert [one.judgement.verdict for one in other] == ["cannot_tell"]


def test_a_number_of_the_country_is_that_of_the_forces_that_the_data_hold():
    facts = tuple(
        fact(
            "England and Wales",
            year,
            value,
            "other:stalking offences",
            series_name="stalking offences",
        )
        for year, value in (("2015/16", 4_681), ("2016/17", 6_238))
    )
    text = "Police had 6,238 stalking offences on record in 2016/17."
    (found,) = checked(text, headline="Stalking offences", facts=facts).checked
    assert found.judgement.verdict == "agrees"
    (wrong,) = checked(
        text.replace("6,238", "6,328"), headline="Stalking offences", facts=facts
    ).checked
    assert wrong.judgement.verdict != "agrees"


@pytest.mark.parametrize(
    "text",
    [
        "Working together with the National Crime Agency, Essex Police recorded 900 offences.",
        "Essex Police, one of the six forces in the region, recorded 900 offences.",
    ],
)
def test_forces_that_work_together_are_not_counted_as_one(text: str):
    assert _verdict("900", text) == "differs"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("767", "Essex is far away. This county recorded 767 such offences."),
        ("432", "Hampshire recorded 1,199 offences. Essex Police recorded 432 fewer."),
        ("904", "Kent and Essex recorded an average of 904 offences."),
        ("301", "Northamptonshire had 263. Across the border from this county there were 301."),
        ("second", "In per head terms Leicestershire has moved up to second."),
    ],
)
def test_what_may_be_of_another_is_neither_right_nor_wrong(number: str, text: str):
    lead = "Derbyshire recorded child abuse image offences in 2017/18."
    found = _verdict(number, f"{lead} {text}", headline="Derbyshire: image offences")
    assert found in {"cannot_tell", ""}


def test_a_level_that_a_file_prints_over_years_is_no_change():
    facts = (
        fact(
            "England",
            "1 April 2010 to 31 March 2015",
            60,
            "other:conviction rate",
            unit="percent",
            series_name="conviction rate",
        ),
    )
    text = "The conviction rate in England rose by 60 per cent from 2010/11 to 2014/15."
    found = checked(text, headline="Conviction rate", facts=facts).checked
    assert "agrees" not in {one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    ("number", "text", "headline"),
    [
        ("767", "Essex Police recorded 767 category A image offences in 2017/18.", _HEADLINE),
        (
            "a fifth",
            (
                "North Wales recorded 373 offences, a quarter of the Welsh total of 1,458, down"
                " from a fifth the year before."
            ),
            "Wales: child abuse image offences",
        ),
        (
            "four times",
            "Dorset had 266. Hampshire had 1,199. Its population is more than four times as big.",
            _HEADLINE,
        ),
        ("3.4 per cent", "Essex recorded 767, 3.4 per cent of all crimes in the UK.", _HEADLINE),
        (
            "second highest",
            (
                "Derbyshire had 301, Leicestershire 411 and Northamptonshire 263. Adjusted for"
                " population, Derbyshire was the second highest of the three."
            ),
            _HEADLINE,
        ),
        (
            "23 per cent",
            "Hampshire had 1,199, up by 23 per cent since 2015/16, and that is rare in two years.",
            _HEADLINE,
        ),
    ],
)
def test_words_beside_a_fitting_number_leave_it_open(number: str, text: str, headline: str):
    assert _verdict(number, text, headline=headline) != "agrees"


@pytest.mark.parametrize(
    ("number", "text", "headline"),
    [
        (
            "highest",
            (
                "Hertfordshire had the highest number of the three. Hertfordshire had 301,"
                " Bedfordshire 200 and Cambridgeshire 164."
            ),
            _HEADLINE,
        ),
        (
            "Eight times a day",
            "Eight times a day, between the Humber and the Dales, an officer records an offence.",
            "Yorkshire and the Humber: child abuse image offences",
        ),
        (
            "275",
            "Gwent had 267, while Dyfed-Powys, which covers Ceredigion and Powys, had 275.",
            "Wales: child abuse image offences",
        ),
        (
            "225",
            (
                "Hampshire had 1,199. It means 225 more crimes for officers, who have now handled"
                " over 2,000 in two years."
            ),
            _HEADLINE,
        ),
        (
            "3,093",
            (
                "Taking in Essex and our own force, that comes to 3,093 across Yorkshire and the"
                " Humber."
            ),
            _HEADLINE,
        ),
    ],
)
def test_what_the_words_around_it_tell_is_right(number: str, text: str, headline: str):
    assert _verdict(number, text, headline=headline) == "agrees"


def test_a_bare_count_beside_a_per_cent_is_no_per_cent():
    found = _told("Essex recorded 767 offences, a rise of 199, and 35% up on 2016/17.")
    assert found["199"].claim.kind == "total"


def test_counts_that_nobody_can_place_make_no_per_cent_wrong():
    text = (
        "West Yorkshire's increase was bigger in absolute terms (344, compared with 325) but as a"
        " proportion it was only 35.2%."
    )
    assert _verdict("35.2%", text) != "differs"


def _other(name: str, *counts: int, unit: str = "count", area: str = "Essex") -> list[Fact]:
    years = ("2016/17", "2017/18")[-len(counts) :]
    return [
        fact(area, year, count, f"other:{name}", series_name=name, unit=unit)
        for year, count in zip(years, counts, strict=True)
    ]


def test_a_number_that_the_words_beside_it_tell_of_another_series_is_not_wrong():
    facts = (*_other("stalking offences", 2_443), *_other("stalking offences now closed", 2_321))
    text = "Of the stalking offences of Essex in 2017/18 nearly all - 2,321 - are closed by now."
    found = checked(text, headline="Stalking offences", facts=facts).checked
    assert "differs" not in {one.judgement.verdict for one in found}
    named = "In 2017/18 Essex Police recorded 2,321 stalking offences."
    (wrong,) = checked(named, headline="Stalking offences", facts=facts).checked
    assert wrong.judgement.verdict == "differs"


def test_a_share_in_brackets_is_that_of_the_count_before_them():
    facts = (
        *_other("race hate crimes", 71_251, area="England and Wales"),
        *_other("transgender hate crimes", 1_651, area="England and Wales"),
    )
    text = (
        "In 2017/18, in England and Wales, 71,251 were called race hate crimes; sexual orientation"
        " set off 11,638 (12%); and 1,651 (2%) were transgender hate crimes."
    )
    found = checked(text, headline="Hate crimes in England and Wales", facts=facts).checked
    shares = {
        one.claim.phrase.text: one.judgement.verdict
        for one in found
        if "%" in one.claim.phrase.text
    }
    assert "differs" not in shares.values()


@pytest.mark.parametrize(("number", "verdict"), [("33", "agrees"), ("43", "cannot_tell")])
def test_a_change_of_no_named_area_is_that_of_the_country_that_the_data_hold(
    number: str, verdict: str
):
    facts = _other("stalking offences", 4_681, 6_238, area="England and Wales")
    text = f"Stalking offences rose by {number} per cent from 2016/17 to 2017/18."
    (found,) = checked(text, headline="Stalking offences", facts=tuple(facts)).checked
    assert found.judgement.verdict == verdict


@pytest.mark.parametrize(
    ("name", "release", "agrees"),
    [
        ("hate crimes", "2016", True),
        ("charge rate", "2016", False),
        ("hate crimes", "2019-05", False),
    ],
)
def test_a_file_prints_changes_of_counts_and_only_after_they_are_known(
    name: str, release: str, agrees: bool, tmp_path: Path
):
    file = tmp_path / "series.csv"
    file.write_text(
        "series,subject,period,value,unit,base,release,source_url\n"
        f"{name},England,1 April 2010 to 31 March 2015,60,percent,,{release},"
        "https://example.org/a\n",
        "utf-8",
    )
    told = article(
        f"{name.capitalize()} in England rose by 60 per cent from 2010/11 to 2014/15.",
        headline=name.capitalize(), published=date(2018, 9, 13),
    )  # fmt: skip
    found = check(told, load_gazetteer(), load_data(file, load_registry())).checked
    assert ([one.judgement.verdict for one in found] == ["agrees"]) == agrees


@pytest.mark.parametrize(
    ("name", "number", "verdict"),
    [
        ("fifteen-a-trade-magazine-for-teachers", "nearly double", "agrees"),
        ("fifteen-a-radio-bulletin-script", "nearly five a day", "agrees"),
        ("fifteen-d-careappointments-england-wales-hate-crime-2018", "9%", "cannot_tell"),
        ("fifteen-d-careappointments-england-wales-hate-crime-2018", "9,157", "cannot_tell"),
        ("fifteen-d-hinckleytimes-leicestershire-stalking-2023", "2,321", "cannot_tell"),
        ("thirteen-westwaleschronicle-wales-helpline-2021", "478", "cannot_tell"),
    ],
)
def test_numbers_of_whole_articles_that_were_once_called_wrong(
    name: str, number: str, verdict: str
):
    (path,) = FOLDER.glob(f"*kept_away/{name}.toml")
    (piece,) = (one for one in pieces(path.parent) if one.name == name)
    registry = load_registry()
    data = combined([load_data(FOLDER / f"{each}.csv", registry) for each in piece.data])
    told = read_article(piece.text.encode(), "one.txt", published=piece.published)
    found = check(told, load_gazetteer(), data).checked
    assert {one.judgement.verdict for one in found if one.claim.phrase.text == number} == {verdict}
