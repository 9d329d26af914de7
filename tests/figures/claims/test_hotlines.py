"""An article about a hotline: its numbers are its own, and neither an area's nor the police's."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import PUBLISHED, checked

_URLS, _ASSESSED = "other:urls identified", "other:reports assessed"
_IWF = {"release": "2021", "published": None}


def _fact(when: str, value: int, series: str = _URLS):
    return fact("IWF", when, value, series, series_name=series.removeprefix("other:"), **_IWF)


_FACTS = (
    *PUBLISHED,
    _fact("2013", 13_182),
    _fact("2015", 68_092),
    _fact("2020", 153_350),
    _fact("2020", 299_619, _ASSESSED),
)
_OPENING = (
    "The Internet Watch Foundation (IWF) has brought out its annual report on illegal pictures of"
    " child sexual abuse."
)
_UK = "The IWF is a charity in the UK that works in all countries."


def _told(text: str, number: str) -> tuple[str, str]:
    found = checked(
        _OPENING, _UK, text, headline="Annual report of the IWF", facts=_FACTS, published=None
    ).checked
    one = next(each for each in found if number in each.claim.phrase.text)
    return one.claim.subject.name, one.judgement.verdict


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("In 2015 68,092 reports were found to be of illegal material and removed.", "68,092",
         "agrees"),
        ("In 2013 the hotline removed a total of 13,182 sites.", "13,182", "agrees"),
        ("In 2013 a total of 13,182 web pages were confirmed as illegal.", "13,182", "agrees"),
        ("In 2013 a total of 13,128 web pages were confirmed as illegal.", "13,128", "differs"),
        ("In 2013 a total of 68,092 web pages were confirmed as illegal.", "68,092", "differs"),
        ("In 2013 the hotline received 13,182 reports.", "13,182", "cannot_tell"),
        ("In 2020 it took down a total of 299,619 sites.", "299,619", "differs"),
    ],
)  # fmt: skip
def test_a_number_of_a_hotline_is_its_own_and_only_confirmed(text: str, number: str, verdict: str):
    assert _told(text, number) == ("IWF", verdict)


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("Of those, 68,092 turned out to hold such material in 2015.", "68,092", "agrees"),
        ("Of those, 68,902 turned out to hold such material in 2015.", "68,902", "cannot_tell"),
        ("Of those, 68,092 were of one kind alone in 2015.", "68,092", "cannot_tell"),
        ("In 2020 13,182 of the URLs that the IWF confirmed held longer films.", "13,182",
         "cannot_tell"),
        ("The IWF confirmed 68,092 URLs in 2015.", "68,092", "agrees"),
        ("The IWF assessed a webpage every nine minutes in 2020.", "every nine minutes",
         "cannot_tell"),
        ("Since 2013 this has trebled to 2015.", "trebled", "cannot_tell"),
    ],
)  # fmt: skip
def test_what_a_hotline_found_is_its_number_and_the_rest_is_nobodys(
    text: str, number: str, verdict: str
):
    assert _told(text, number) == ("IWF", verdict)


def test_the_hotline_is_the_one_that_an_article_names_once():
    found = checked(
        "Web pages with illegal pictures of child sexual abuse have become more.",
        "In 2015 the hotline confirmed 68,092 of them, the Internet Watch Foundation said.",
        headline="Web pages with illegal pictures", facts=_FACTS, published=None,
    ).checked  # fmt: skip
    assert [one.claim.subject.name for one in found] == ["IWF"]


def test_images_are_no_addresses():
    text = "In 2013 a total of 13,182 images were confirmed as illegal."
    told = checked(_OPENING, _UK, text, headline="Annual report of the IWF", facts=_FACTS).checked
    assert "agrees" not in {one.judgement.verdict for one in told}


def test_what_police_recorded_stays_the_countrys_though_a_hotline_is_named():
    found = checked(
        "The IWF warned of illegal pictures. The IWF asked for new laws.",
        "Police recorded 22,724 child abuse image offences in the UK in 2017/18.",
        headline="Warning of the IWF",
        facts=_FACTS,
    ).checked
    assert [(one.claim.subject.name, one.judgement.verdict) for one in found] == [
        ("United Kingdom", "agrees")
    ]


def test_a_hotline_whose_article_names_nothing_else_counts_its_reports():
    text = (
        "In 2020 the Internet Watch Foundation (IWF) had a record number of reports. It assessed"
        " 299,619 reports, an increase of 15% from 2019, when it had 260,400."
    )
    found = checked(text, headline="A busy year", facts=_FACTS, published=None).checked
    assert [one.claim.phrase.number for one in found] == [
        "a record number", "299,619", "15", "260,400"
    ]  # fmt: skip
    assert {one.claim.subject.name for one in found} == {"IWF"}


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        ("In 2020 it went through some 299,619 reports.", "299,619", "agrees"),
        ("In 2020 such pictures were found in 153,350 of these reports.", "153,350", "agrees"),
        ("In 2020 it assessed 299,619 reports, and 153,350 were confirmed.", "299,619", "agrees"),
        ("In 2020 it assessed 299,619 reports, and 153,350 were confirmed.", "153,350", "agrees"),
        ("In 2020 it received 153,350 reports.", "153,350", "cannot_tell"),
        ("In 2020 it took action on 299,619 reports.", "299,619", "cannot_tell"),
        ("In 2020 it went through some 299,600 reports.", "299,600", "cannot_tell"),
    ],
)
def test_of_two_series_of_a_hotline_the_one_with_the_number_is_meant(
    text: str, number: str, verdict: str
):
    assert _told(text, number) == ("IWF", verdict)


def test_urls_that_were_received_are_no_urls_identified():
    assert _told("In 2020 the hotline received 155,350 urls.", "155,350") == ("IWF", "cannot_tell")


# A helpline, whose numbers are those of the country


_REFERRALS = "other:helpline referrals"
_HELPLINE = tuple(
    fact("UK total", year, value, _REFERRALS, series_name="helpline referrals")
    for year, value in (("2016/17", 9_100), ("2017/18", 12_300))
)


def _of_helpline(*text: str) -> dict[str, tuple[str, str]]:
    found = checked(*text, facts=_HELPLINE, headline="A helpline for adults").checked
    return {one.claim.phrase.text: (one.claim.subject.name, one.judgement.verdict) for one in found}


@pytest.mark.parametrize("bodies", ["local authorities", "councils", "social workers"])
@pytest.mark.parametrize(("number", "verdict"), [("12,300", "agrees"), ("13,200", "differs")])
def test_bodies_of_no_place_are_no_area_of_the_numbers_after_them(
    bodies: str, number: str, verdict: str
):
    found = _of_helpline(
        f"In one in three of the calls to the helpline {bodies} had not known the families.",
        f"In 2017/18 the helpline made {number} referrals.",
        "The year before the helpline made 9,100 referrals.",
    )
    assert found[number] == ("United Kingdom", verdict)
    assert found["9,100"] == ("United Kingdom", "agrees")


def test_they_are_the_bodies_that_were_told_of():
    found = _of_helpline("In 2017/18 councils had 900 calls to the helpline. They made 12,300.")
    assert "agrees" not in {verdict for _, verdict in found.values()}


@pytest.mark.parametrize("rate", ["10 calls a day", "99 calls a day"])
def test_calls_a_day_are_not_those_of_one_kind_that_was_counted_before(rate: str):
    found = _of_helpline(
        "Calls to the helpline about neglect rose from 9,803 in 2016/17 to 14,169 in 2017/18.",
        f"Earlier this month the charity said that {rate} came from worried neighbours.",
    )
    assert found[rate][1] == "cannot_tell"


def test_what_a_share_is_of_is_no_end_of_the_change_beside_it():
    found = _of_helpline(
        "In 2017/18 the helpline made 12,300 referrals.",
        "That was half of 24,600 calls to the helpline, and 35 per cent more than the 9,100 of"
        " 2016/17.",
    )
    assert found["35 per cent"][1] != "differs"


_ABOUT_NEGLECT = "other:helpline referrals about neglect"
_OF_COUNTIES = tuple(
    fact(who, year, value, series, series_name=series.removeprefix("other:"))
    for who, series, *values in (
        ("Kent", _REFERRALS, 236, 398),
        ("Kent", _ABOUT_NEGLECT, 105, 195),
    )
    for year, value in zip(("2016/17", "2017/18"), values, strict=True)
)


def _of_kent(*text: str, headline: str = "Helpline calls in Kent") -> dict[str, str]:
    found = checked(*text, facts=_OF_COUNTIES, headline=headline).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("In 2017/18 {} contacts of the helpline were passed on in Kent.", "398"),
        ("In 2017/18 the charity had {} calls in Kent which it thought it should pass on.", "398"),
        ("In 2017/18 the helpline passed on {} contacts in Kent.", "398"),
        ("Neglect calls that were passed on in Kent rose to {} in 2017/18.", "195"),
    ],
)  # fmt: skip
def test_contacts_that_a_helpline_passed_on_are_its_referrals_and_no_more(text: str, numbers: str):
    assert _of_kent(text.format(numbers))[numbers] == "agrees"
    assert _of_kent(text.format("289"))["289"] == "cannot_tell"


@pytest.mark.parametrize(
    "text",
    [
        "In 2017/18 the helpline had 398 calls in Kent, a third of which were passed on.",
        "In 2017/18 the helpline had 398 calls in Kent.",
        "In 2017/18 398 calls of the helpline about emotional abuse were passed on in Kent.",
    ],
)
def test_calls_that_were_not_all_passed_on_or_of_one_kind_are_no_referrals(text: str):
    assert _of_kent(text)["398"] == "cannot_tell"


@pytest.mark.parametrize("kind", ["physical abuse", "emotional abuse", "slavery"])
@pytest.mark.parametrize("about", ["about", "over", "concerning"])
def test_referrals_about_one_kind_of_harm_are_not_all_of_them(kind: str, about: str):
    text = f"Referrals {about} {kind} in Kent rose from 58 in 2016/17 to {{}} in 2017/18, by 74%."
    headline = "Helpline referrals in Kent"
    found = _of_kent(text.format("101"), headline=headline)
    assert found == {"58": "cannot_tell", "101": "cannot_tell", "74%": "agrees"}
    assert "agrees" not in _of_kent(text.format("398"), headline=headline).values()


@pytest.mark.parametrize("rise", ["69 per cent", "96 per cent"])
def test_a_rise_of_all_referrals_is_not_that_of_a_kind_which_its_reason_names(rise: str):
    text = "In Kent the helpline made {} more referrals in 2017/18, as reports of neglect grow."
    assert (_of_kent(text.format(rise))[rise] == "agrees") == (rise == "69 per cent")


_SOUGHT = "other:people who sought help from a helpline"
_PEOPLE = (
    *PUBLISHED,
    *(
        fact(who, year, value, _SOUGHT, series_name=_SOUGHT.removeprefix("other:"))
        for who, year, value in (("UK total", "2017", 16_522), ("Essex", "2017", 1_068))
    ),
)


def _of_people(
    text: str, headline: str = "Child abuse image offences on the rise"
) -> dict[str, str]:
    found = checked(text, facts=_PEOPLE, headline=headline).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "In 2017 {} people from Essex got in touch, the helpline said.",
        "In 2017 {} people in Essex contacted the helpline.",
        "In 2017 {} adults in Essex rang the Stop It Now helpline.",
    ],
)
def test_people_who_got_in_touch_with_a_helpline_sought_its_help_and_no_more(text: str):
    assert _of_people(text.format("1,068")) == {"1,068": "agrees"}
    assert _of_people(text.format("1,086")) == {"1,086": "cannot_tell"}


def test_what_they_rose_from_is_no_number_of_offences():
    text = "In 2017 16,522 people contacted the Stop It Now helpline, up from {} the previous year."
    assert _of_people(text.format("18,522")) == {"16,522": "agrees", "18,522": "cannot_tell"}
    text = "The number of people who contacted the helpline doubled in 2017."
    assert _of_people(text) == {"doubled": "cannot_tell"}


def test_calls_are_not_the_people_who_sought_help():
    assert _of_people("In 2017 there were 1,068 calls to the helpline from Essex.") == {
        "1,068": "cannot_tell"
    }
