"""A whole article against the published counts: what agrees, what differs, what cannot be told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.claims.checking import NOT_ENGLISH, check
from beholden.figures.core.claims.judging.dataset import Dataset, Fact
from beholden.figures.core.claims.models import Checked, Checking, Measure
from beholden.figures.core.rounding import half_up, percent_change
from beholden.figures.registry import load_gazetteer
from tests.figures.claims.making import fact, published_facts
from tests.figures.claims.telling import DAY, HEADLINE, Piece, article

PUBLISHED = tuple(published_facts())
SURE = {"differs", "superseded"}


def checked(
    *pieces: Piece,
    facts: tuple[Fact, ...] = PUBLISHED,
    headline: str = HEADLINE,
    published: date | None = DAY,
) -> Checking:
    told = article(*pieces, headline=headline, published=published)
    return check(told, load_gazetteer(), Dataset("published counts", facts))


def verdicts(*pieces: Piece, headline: str = HEADLINE) -> dict[str, str]:
    found = checked(*pieces, headline=headline).checked
    return {one.claim.phrase.text: one.judgement.verdict for one in found}


def wrong(checking: Checking) -> list[tuple[str, str, str]]:
    """What differs, for the message of a test that fails."""
    return [
        (one.claim.phrase.text, one.claim.sentence, one.judgement.reason)
        for one in checking.checked
        if one.judgement.verdict in SURE
    ]


# One article


def test_every_number_of_a_true_story_agrees():
    headline = "Child abuse image offences in Essex up by almost 200"
    found = verdicts(
        "Essex Police recorded 767 offences in 2017/18, up from 568 in 2016/17.",
        "That is a rise of 35 per cent. On average it is one every 11 hours.",
        "Across the UK there were 22,724 in 2017/18, one every 23 minutes.",
        headline=headline,
    )
    assert found == dict.fromkeys(
        (
            "almost 200", "767", "568", "35 per cent", "one every 11 hours", "22,724",
            "one every 23 minutes",
        ),
        "agrees",
    )  # fmt: skip


def test_only_the_number_that_is_wrong_differs():
    found = checked("Essex Police recorded 767 offences in 2017/18, a rise of 42 per cent.")
    assert {one.claim.phrase.text: one.judgement.verdict for one in found.checked} == {
        "767": "agrees",
        "42 per cent": "differs",
    }
    assert found.differs
    assert found.checked[1].judgement.recomputed == "+35.04%"


def test_the_headline_and_the_text_are_judged_each_by_itself():
    headline = "Child abuse image offences in Essex hit 800"
    found = verdicts("Essex Police recorded 767 offences in 2017/18.", headline=headline)
    assert found == {"800": "differs", "767": "agrees"}


def test_a_number_that_was_revised_before_the_article_is_superseded():
    facts = (
        fact("Essex", "2017/18", 750, release="2018-09"),
        fact("Essex", "2017/18", 767, release="2019-02", published=date(2019, 2, 1)),
    )
    told = "Essex Police recorded 750 offences in 2017/18."
    found = checked(told, facts=facts, published=date(2019, 3, 1))
    assert [one.judgement.verdict for one in found.checked] == ["superseded"]
    assert found.differs
    before = checked(told, facts=facts)
    assert not before.differs
    assert before.checked[0].judgement.revised == "Later revised to 767 (2019-02)."


@pytest.mark.parametrize(
    "told",
    [
        "Sussex Police recorded 120 offences in 2017/18.",
        "Essex Police recorded 301 offences in 2012/13.",
        "Essex Police recorded 120 offences of sexual communication with a child in 2017/18.",
        "In Southampton 120 offences were recorded in 2017/18.",
    ],
)
def test_what_the_data_do_not_hold_neither_agrees_nor_differs(told):
    assert set(verdicts(told).values()) == {"cannot_tell"}


@pytest.mark.parametrize(
    "told",
    [
        "Toytown Police recorded 120 offences in 2017/18.",
        "States of Jersey Police recorded 120 offences in 2017/18.",
        "The force recorded 120 offences in 2017/18.",
    ],
)
def test_a_force_that_nobody_knows_is_not_judged_by_the_number_of_the_country(told):
    assert "differs" not in verdicts(told).values()


def test_nobody_is_told_to_be_wrong_about_an_area_that_was_only_supposed():
    after = "In 2017/18 there were over 23,000 offences."
    second = checked("Essex Police recorded 767 offences in 2017/18.", after).checked[1]
    assert second.claim.subject.name == "Essex"
    assert not second.claim.subject_said
    assert (second.judgement.verdict, second.judgement.error_class) == ("cannot_tell", "ambiguous")


def test_a_comparison_with_another_area_is_not_held_against_another_year():
    told = "Essex Police recorded 767 offences in 2017/18, compared with 1,199 in Hampshire."
    assert verdicts(told) == {"767": "agrees", "1,199": "agrees"}


@pytest.mark.parametrize(
    "text",
    [
        "Cofnododd yr heddlu 767 o droseddau yn y flwyddyn, yn \u00f4l y ffigurau newydd. " * 6,
        "La police a enregistr\u00e9 767 infractions dans le comt\u00e9, et les chiffres sont en "
        "hausse de 35 pour cent par rapport \u00e0 l'ann\u00e9e qui pr\u00e9c\u00e8de. " * 3,
    ],
)
def test_an_article_in_another_language_is_not_checked_and_says_so(text):
    found = checked(text, headline="")
    assert found.checked == ()
    assert NOT_ENGLISH in found.notices
    assert not found.differs


# Letters that an expression takes for others when it ignores case; no table of words has them.
@pytest.mark.parametrize("six", ["\u017fix", "s\u0131x", "\u017f\u0131x", "S\u0130X"])
def test_a_word_in_letters_that_look_alike_is_read_as_what_it_looks_like(six: str):
    told = (
        "Essex recorded 767 offences in 2017/18, Kent 1,042, Hertfordshire 301, Bedfordshire 200, "
        "Cambridgeshire 164 and Hampshire 1,199."
    )
    found = checked(told, f"Together the {six} had 3,673 offences.").checked
    assert {one.claim.phrase.text: one.judgement.verdict for one in found}["3,673"] == "agrees"
    for odd in (
        f"Over the {six} years it rose by 60 per cent.",
        f"It was the highest of the {six}, and {six} years later there were 767.",
        f"It rose {six} years running to 767, after {six} months of 2018 with 300.",
        f"One in {six} was online, and there was one every {six} hours.",
    ):
        assert checked(told, odd).checked


def test_an_article_without_a_word_has_no_claims():
    assert checked("", headline="").checked == ()


# Laws. A paragraph of these says who, when and what, so that none needs another.

TEMPLATES = (
    (
        "{area} Police recorded {later:,} child abuse image offences in 2017/18, {way} from "
        "{earlier:,} in 2016/17."
    ),
    (
        "In 2017/18 there were {later:,} child abuse image offences in {area}, compared with "
        "{earlier:,} in 2016/17."
    ),
    (
        "Child abuse image offences in {area} {went} from {earlier:,} in 2016/17 to {later:,} in "
        "2017/18, a {turn} of {percent} per cent."
    ),
    (
        "There were {earlier:,} child abuse image offences in {area} in 2016/17, and {later:,} in "
        "2017/18."
    ),
    (
        "Police in {area} logged {later:,} child abuse image crimes in the year to March 2018, "
        "against {earlier:,} in the year to March 2017."
    ),
    "{area}: {later:,} child abuse image offences in 2017/18; {earlier:,} in 2016/17.",
    (
        '"{area} saw a {turn} of {percent}% in child abuse image offences between 2016/17 and '
        '2017/18, to {later:,}," a spokesman for the charity said.'
    ),
    (
        "In {area} the number of child abuse image offences {went} by {change:,} to {later:,} "
        "between 2016/17 and 2017/18."
    ),
)
SUPPOSING = (
    "{area} Police recorded {later:,} offences last year.",
    "Offences in {area} {went} {percent} per cent in a year, from {earlier:,} to {later:,}.",
    "{area} ({later:,}) was among the forces that answered.",
    (
        "The force in {area} recorded {later:,} offences in 2017/18. The year before it was "
        "{earlier:,}. That is a {turn} of {percent} per cent."
    ),
)
AREAS = {
    "Essex": (568, 767),
    "Hampshire": (974, 1199),
    "Bedfordshire": (118, 200),
    "Cambridgeshire": (209, 164),
    "Northamptonshire": (245, 263),
    "Leicestershire": (320, 411),
    "South Yorkshire": (666, 772),
    "Lancashire": (591, 674),
    "North Wales": (287, 373),
    "Dyfed-Powys": (363, 275),
    "West Yorkshire": (976, 1320),
    "North Yorkshire": (286, 611),
}


def printed(template: str, area: str, earlier: int, later: int) -> str:
    """A paragraph as it would be printed of these two counts."""
    rise = percent_change(earlier, later)
    assert rise is not None
    up = later > earlier
    return template.format(
        area=area,
        earlier=earlier,
        later=later,
        change=abs(later - earlier),
        percent=half_up(abs(rise), 0),
        way="up" if up else "down",
        went="rose" if up else "fell",
        turn="rise" if up else "fall",
    )


def stories(templates: tuple[str, ...]) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Some templates, each with an area."""
    one = st.tuples(st.sampled_from(templates), st.sampled_from(sorted(AREAS)))
    return st.lists(one, min_size=1, max_size=5, unique_by=lambda each: each[1])


def test_the_areas_of_these_laws_are_those_of_the_data():
    held = {(one.subject_name, int(one.value)) for one in PUBLISHED}
    assert {(area, count) for area, both in AREAS.items() for count in both} <= held


@given(stories(TEMPLATES + SUPPOSING))
def test_no_number_of_an_article_that_is_printed_from_the_data_differs(story):
    found = checked(*(printed(template, area, *AREAS[area]) for template, area in story))
    assert wrong(found) == []


@given(stories(TEMPLATES))
def test_every_number_of_an_article_that_says_all_of_it_agrees(story):
    found = checked(*(printed(template, area, *AREAS[area]) for template, area in story))
    assert {one.judgement.verdict for one in found.checked} == {"agrees"}
    assert len(found.checked) >= 2 * len(story)


def moved(count: int, by: int) -> int:
    """Another count, too far off for any rule of rounding or of words."""
    return count + max(40, count // 2) + by


@given(stories(TEMPLATES + SUPPOSING), st.integers(0, 400))
def test_a_count_that_was_moved_past_every_rule_never_agrees(story, by):
    paragraphs = [
        printed(template, area, *(moved(count, by) for count in AREAS[area]))
        for template, area in story
    ]
    agreed = [
        (one.claim.phrase.text, one.claim.sentence, one.judgement.reason)
        for one in checked(*paragraphs).checked
        if one.claim.measure is Measure.COUNT and one.judgement.verdict == "agrees"
    ]
    assert agreed == []


def _said(found: Checking) -> set[tuple[str, str, str, str]]:
    return {_of(one) for one in found.checked}


def _of(one: Checked) -> tuple[str, str, str, str]:
    claim, judgement = one.claim, one.judgement
    return claim.sentence, claim.phrase.text, judgement.verdict, judgement.error_class


@given(stories(TEMPLATES), st.data())
def test_the_verdict_on_a_claim_does_not_depend_on_the_order_of_paragraphs(story, data):
    off = data.draw(st.lists(st.sampled_from([0, 0, 50]), min_size=5, max_size=5))
    paragraphs = [
        printed(template, area, *(count + by for count in AREAS[area]))
        for (template, area), by in zip(story, off, strict=False)
    ]
    shuffled = data.draw(st.permutations(paragraphs))
    assert _said(checked(*paragraphs)) == _said(checked(*shuffled))


@given(st.permutations(PUBLISHED[:40]), stories(TEMPLATES))
def test_the_verdict_on_a_claim_does_not_depend_on_the_order_of_the_data(facts, story):
    paragraphs = [printed(template, area, *AREAS[area]) for template, area in story]
    told = checked(*paragraphs, facts=tuple(facts))
    assert _said(told) == _said(checked(*paragraphs, facts=PUBLISHED[:40]))
