"""Whom "we", "here", "together" and "Total" mean, and what is no part of the offences.

Each form is told with its true number, which agrees, and with wrong ones, of which none may.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from beholden.figures.core.claims.judging.dataset import Fact
from beholden.figures.core.claims.models import Checked
from tests.figures.claims.making import fact
from tests.figures.claims.telling import HEADLINE, Piece
from tests.figures.claims.test_checking import PUBLISHED, checked

_ESSEX = "Child abuse image offences in Essex"
_WALES = "Child abuse image offences in Wales"


def _of(
    number: str,
    *pieces: Piece,
    headline: str = HEADLINE,
    facts: tuple[Fact, ...] = PUBLISHED,
) -> Checked:
    """The claim of one number."""
    found = checked(*pieces, headline=headline, facts=facts).checked
    return next(one for one in found if number in one.claim.phrase.text)


def _agrees(
    number: str,
    *pieces: Piece,
    headline: str = HEADLINE,
    facts: tuple[Fact, ...] = PUBLISHED,
) -> bool:
    """Whether the number agrees where the last piece tells it."""
    found = checked(*pieces, headline=headline, facts=facts).checked
    told = [one for one in found if number in one.claim.phrase.text]
    last = [one for one in told if one.claim.places[-1].block == len(pieces)]
    return any(one.judgement.verdict == "agrees" for one in last)


_WRONG = ("568", "1,199", "776", "676", "22,724")


def test_what_was_committed_in_an_area_is_all_of_it():
    told = "In 2017/18, when {} offences were committed, there was no campaign in Essex."
    assert _agrees("767", told.format("767"), headline=_ESSEX)
    assert not any(_agrees(one, told.format(one), headline=_ESSEX) for one in _WRONG)


def test_what_a_total_passed_is_no_part():
    told = "The number of offences in Essex passed {} in 2017/18."
    assert _agrees("700", told.format("700"), headline=_ESSEX)
    for wrong in ("800", "1,000", "22,000", "770", "900"):
        assert not _agrees(wrong, told.format(wrong), headline=_ESSEX)


@pytest.mark.parametrize(
    "sentence",
    [
        "Essex Police passed 767 cases on to prosecutors in 2017/18.",
        "A unit of Essex Police investigated 767 offences in 2017/18.",
        "In Essex 767 offences were committed by strangers in 2017/18.",
    ],
)
def test_what_is_passed_on_or_committed_by_some_stays_a_part(sentence):
    assert not _agrees("767", sentence, headline=_ESSEX)


def _rows(total: str, name: str = "Total") -> tuple[Piece, ...]:
    return (
        "These are the offences of the three forces.",
        ("table", "Force\t2016/17\t2017/18"),
        ("table", "Essex\t568\t767"),
        ("table", "Hertfordshire\t309\t301"),
        ("table", f"{name}\t877\t{total}"),
    )


@pytest.mark.parametrize("name", ["Total", "Region", "All forces", "Grand total"])
def test_the_last_row_of_a_table_is_the_sum_of_the_forces_above_it(name):
    assert _agrees("1,068", *_rows("1,068", name))
    assert not any(_agrees(one, *_rows(one, name)) for one in ("767", "1,086", "1,168", "301"))


@pytest.mark.parametrize("row", ["Northtown\t7\t9", "UK\t18,522\t22,724"])
def test_a_total_is_nobodys_where_a_row_is_no_force(row):
    rows = list(_rows("1,068"))
    rows.insert(4, ("table", row))
    found = checked(*rows).checked
    assert not any(one.claim.phrase.text == "1,068" for one in found)


@pytest.mark.parametrize(("share", "agrees"), [("52.6%", True), ("56.2%", False), ("44%", False)])
def test_a_column_of_shares_holds_no_changes(share, agrees):
    facts = (
        fact("West Midlands Police", "2017/18", 300),
        fact("West Mercia", "2017/18", 500),
        fact("Warwickshire", "2017/18", 100),
        fact("Staffordshire", "2017/18", 50),
    )
    rows: tuple[Piece, ...] = (
        "The table shows all four forces of the region in 2017/18.",
        ("table", "Force\tOffences\tShare of region"),
        ("table", f"West Mercia\t500\t{share}"),
        ("table", "Warwickshire\t100\t10.5%"),
    )
    found = _of(share, *rows, facts=facts)
    assert found.claim.kind == "share"
    assert (found.judgement.verdict == "agrees") is agrees
    assert _of("500", *rows, facts=facts).judgement.verdict == "agrees"


@pytest.mark.parametrize(
    ("number", "agrees"), [("466", True), ("432", False), ("465", False), ("767", False)]
)
def test_what_exceeds_another_area_by_a_number_is_compared_with_it(number, agrees):
    told = (
        "Essex Police recorded 767 offences in 2017/18.",
        f"Its total exceeds that of Hertfordshire by {number}.",
    )
    assert _agrees(number, *told, headline=_ESSEX) is (agrees)


@pytest.mark.parametrize(
    ("number", "agrees"), [("36 per cent", True), ("26 per cent", False), ("63 per cent", False)]
)
def test_it_is_compared_with_the_areas_behind_it(number, agrees):
    told = (
        "Hampshire Constabulary recorded 1,199 offences in 2017/18.",
        f"It is {number} below Essex's 767 turned round, and more than Kent had.",
    )
    other = (
        "Essex Police recorded 767 offences in 2017/18.",
        f"It is {number} below Hampshire's 1,199, and more than across the river in Kent (1,042).",
    )
    assert _agrees(number, *other, headline=_ESSEX) is agrees
    assert not _agrees(number, *told)


@pytest.mark.parametrize("tail", ["recorded", "identified", "found"])
def test_where_a_charity_has_its_offices_is_not_where_it_counts(tail):
    told = f"The Foundation, whose analysts sit outside Southend, {tail} 767 pages in 2017/18."
    found = checked(told, headline=_ESSEX).checked
    assert not any("Southend" in one.claim.subject.part for one in found)
    own = "Kent Police, whose officers sit outside Southend, recorded 1,042 offences in 2017/18."
    assert _of("1,042", own).claim.subject.name == "Kent"


def test_here_is_the_area_named_last():
    told = ("And what of Wales?", "Here the forces recorded {} offences in 2017/18.")
    first, second = told
    assert _agrees("1,458", first, second.format("1,458"))
    for wrong in ("1,437", "543", "22,724", "1,485", "373"):
        assert not _agrees(wrong, first, second.format(wrong))


def test_the_welsh_number_is_that_of_wales():
    assert _of("1,458", "The Welsh number was 1,458 in 2017/18.").claim.subject.name == "Wales"


@pytest.mark.parametrize(
    "sentence",
    ["Our own figure is {} for 2017/18.", "In 2017/18 we recorded {} in all, more than Kent."],
)
def test_our_own_is_the_force_an_article_is_about(sentence):
    before = "Hertfordshire Constabulary recorded 301 offences in 2017/18."
    assert _agrees("767", before, sentence.format("767"), headline=_ESSEX)
    for wrong in ("301", "1,042", "776", "568", "22,724"):
        assert not _agrees(wrong, before, sentence.format(wrong), headline=_ESSEX)


def test_our_county_is_not_the_neighbour_named_last():
    told = ("Essex Police recorded 767 offences in 2017/18.", "Cambridgeshire had 164.")
    last = "In our county there were 199 more than the year before."
    assert _of("199", *told, last, headline=_ESSEX).claim.subject.name == "Essex"


@pytest.mark.parametrize(
    "sentence",
    [
        "Together with Hertfordshire, where there were 301, it means {} offences in 2017/18.",
        "Put together with Hertfordshire's 301 that makes {} in 2017/18.",
    ],
)
def test_what_is_added_to_an_area_is_summed(sentence):
    before = "Essex Police recorded 767 offences in 2017/18."
    assert _agrees("1,068", before, sentence.format("1,068"), headline=_ESSEX)
    for wrong in ("767", "301", "1,086", "1,168", "877"):
        assert not (
            _of(wrong, sentence.format(wrong), before, headline=_ESSEX).judgement.verdict
            == "agrees"
            and wrong not in {"767", "301"}
        )


def test_together_is_the_forces_of_the_sentence_before():
    before = "Essex Police recorded 767 offences in 2017/18 and Hertfordshire Constabulary 301."
    assert _agrees("1,068", before, "Together that makes 1,068.", headline=_ESSEX)
    told = _of("1,086", before, "Together that makes 1,086.", headline=_ESSEX).claim.subject
    assert told.name == "Essex and Hertfordshire"
    for wrong in ("1,086", "1,168", "877", "1,058", "1,199"):
        assert not _agrees(wrong, before, f"Together that makes {wrong}.", headline=_ESSEX)


def test_what_is_only_added_is_not_whose_number_follows():
    before = "Essex Police recorded 767 offences in 2017/18, up from 568."
    told = "Even adding Hertfordshire the rise is 22 per cent."
    assert _of("22 per cent", before, told, headline=_ESSEX).judgement.verdict == "cannot_tell"


def test_a_region_and_the_force_beside_it_are_told_as_one():
    facts = (
        fact("Northumbria", "2017/18", 100),
        fact("Durham", "2017/18", 200),
        fact("Cleveland", "2017/18", 300),
        fact("Cumbria", "2017/18", 400),
    )
    told = "Police forces in the North East and Cumbria recorded {} offences in 2017/18."
    assert _agrees("1,000", told.format("1,000"), facts=facts)
    for wrong in ("600", "400", "1,100", "900", "300"):
        assert not _agrees(wrong, told.format(wrong), facts=facts)


@pytest.mark.parametrize(
    ("wording", "agrees"),
    [
        ("had an online element", True),
        ("were cyber-enabled", True),
        ("took place online", True),
        ("took place at home", False),
        ("of girls took place online", False),
        ("were online grooming", False),
    ],
)
def test_a_share_of_what_was_online_is_that_of_two_series(wording, agrees):
    facts = (
        fact("Essex", "2017/18", 250, "other:online offences against children"),
        fact("Essex", "2017/18", 1_000, "other:sexual offences against children"),
    )
    head = "Sexual offences against children in Essex"
    told = f"Of all sexual offences against children in Essex in 2017/18, 25% {wording}."
    assert _agrees("25%", told, headline=head, facts=facts) is agrees
    wrong = (told.replace("25%", one) for one in ("35%", "52%", "20%", "24%", "30%"))
    assert not any(_agrees("%", one, headline=head, facts=facts) for one in wrong)


def test_an_article_that_names_only_a_government_is_about_its_nation():
    told = "By Scottish Government statistics 767 offences were recorded in 2017/18."
    assert _of("767", told).claim.subject.name == "Scotland"
    uk = "By Scottish Government statistics 767 offences were recorded, and 22,724 in the UK."
    assert _of("22,724", uk).claim.subject.name == "United Kingdom"


def test_of_these_so_many_in_a_year_are_those_of_the_year():
    head = _ESSEX
    before = "Essex Police recorded 1,335 offences in the two years to March 2018."
    told = "Of these, {} took place here in 2017/18."
    assert _agrees("767", before, told.format("767"), headline=head)
    for wrong in ("568", "1,335", "776", "301", "676"):
        assert not _agrees(wrong, before, told.format(wrong), headline=head)


@pytest.mark.parametrize(
    "told",
    [
        "recorded instances of the use of Instagram in England and Wales",
        "the recorded instances in which Instagram, a company of Facebook, was used",
    ],
)
def test_the_use_of_one_platform_is_a_part(told):
    head = "Police in England and Wales record more sexual communication with a child"
    before = "They recorded 4,373 offences of sexual communication with a child in 2017/18."
    sentence = f"In 2017/18 {told} were more than double those of the year before."
    found = _of("double", before, sentence, headline=head)
    assert found.claim.series_name == "a part of the offences"


def test_with_so_many_girls_made_up_most():
    told = "With 767 offences, girls in Essex made up most of the cases in 2017/18."
    assert not _agrees("767", told, headline=_ESSEX)


def test_the_national_total_below_the_name_of_a_nation_is_that_of_the_nation():
    told = "Wales. The national total was 1,458 in 2017/18."
    assert _of("1,458", told).claim.subject.name == "Wales"


def test_the_countys_forces_are_those_named_last_together():
    before = "West Yorkshire Police recorded 1,320 offences in 2017/18."
    told = "Yorkshire. All of the county's forces saw rises, and they had 2,703 in 2017/18."
    assert _of("2,703", before, told).claim.subject.name == "Yorkshire"


def test_a_count_on_merseyside_is_of_merseyside():
    told = "There were 296 offences in Greater Manchester, 70 on Merseyside and 25 in Cheshire."
    assert _of("70", told).claim.subject.name == "Merseyside"


def test_the_second_of_two_that_each_have_a_count_keeps_its_own():
    told = (
        "Hampshire, with 1,199 offences, recorded almost four times as many as Hertfordshire,"
        " with 301, in 2017/18."
    )
    assert _agrees("301", told)
    assert not any(_agrees(one, told.replace("301", one)) for one in ("309", "310", "330", "767"))


@pytest.mark.parametrize(
    ("count", "verdict"), [(300, "agrees"), (340, "agrees"), (360, "differs"), (270, "differs")]
)
def test_trebled_is_not_said_of_what_rounds_to_four_times(count, verdict):
    facts = (fact("Essex", "2016/17", 100), fact("Essex", "2017/18", count))
    told = "In Essex offences trebled between 2016/17 and 2017/18."
    assert _of("trebled", told, headline=_ESSEX, facts=facts).judgement.verdict == verdict


_YOUNG = (
    fact("UK total", "2013-2015", 2_031, "other:image offences by under-18s", base=Decimal(11_697),
         series_name="image offences by under-18s"),
    fact("UK total", "2015", 10_818),
)  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Of those where an age was noted, {} were under 18.",
        "Investigations in which an age was noted included {} suspects below the age of 18.",
        "In {} cases over the years 2013 to 2015 the suspect was under 18.",
    ],
)
def test_what_young_people_committed_is_told_in_many_ways(sentence):
    before = "Police in the UK recorded 10,818 child abuse image offences in 2015."
    assert _agrees("2,031", before, sentence.format("2,031"), facts=_YOUNG)
    for wrong in ("2,013", "2,301", "10,818", "11,697", "1,031"):
        assert not _agrees(wrong, before, sentence.format(wrong), facts=_YOUNG)


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2015 alone 2,031 of those reported were under 18.",
        "In all 2,031 of the victims were under 18.",
        "In all 2,031 under-18s were charged.",
        "In all 2,031 were against under-18s.",
        "Helpline staff spoke to 2,031 under-18s.",
    ],
)
def test_others_of_that_age_and_those_of_one_year_are_not_they(sentence):
    before = "Police in the UK recorded 10,818 child abuse image offences in 2015."
    assert not _agrees("2,031", before, sentence, facts=_YOUNG)


def test_young_people_who_were_arrested_are_not_those_who_were_reported():
    name = "image offences by under-18s"
    facts = (
        fact(
            "UK total", "2013-2015", 2_031, f"other:{name}", base=Decimal(11_697), series_name=name
        ),
        fact("UK total", "2015/16", 9_000),
    )
    for told, verdict in (("reported", "agrees"), ("arrested", "cannot_tell")):
        text = f"UK police {told} 2,031 under-18s for child abuse images."
        found = checked(text, headline="Child abuse image offences", facts=facts).checked
        assert [one.judgement.verdict for one in found] == [verdict]


@pytest.mark.parametrize(
    ("words", "number", "area"),
    [
        ("Counting Hertfordshire (301 in 2017/18), it is 1,068.", "301", "Hertfordshire"),
        ("If Hertfordshire is included the rise in 2017/18 is 35 per cent.", "35 per cent",
         "others and Hertfordshire"),
    ],
)  # fmt: skip
def test_an_area_that_is_added_has_its_own_number_in_brackets_alone(
    words: str, number: str, area: str
):
    found = checked(
        "Essex Police recorded 767 child abuse image offences in 2017/18.", words
    ).checked
    assert {one.claim.phrase.text: one.claim.subject.name for one in found}[number] == area


@pytest.mark.parametrize(
    ("when", "end"),
    [("2016/17", ""), ("2017/18", " for the whole of the East of England")],
)
def test_a_sum_of_two_years_or_for_a_whole_region_is_not_of_the_forces_before(when: str, end: str):
    found = checked(
        f"Essex had 767 child abuse image offences in 2017/18 and Hertfordshire 301 in {when}.",
        f"Together that makes 1,068{end}.",
    ).checked
    assert {one.claim.phrase.text: one.judgement.verdict for one in found}["1,068"] == "cannot_tell"
