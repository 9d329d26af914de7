"""A result claims no more than was done: what was compared, and which of two nobody accuses."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator.core import (
    Amount,
    Cause,
    Check,
    Difference,
    Publication,
    Scorecard,
    Verdict,
)
from beholden.regulator.core.models import Basis
from beholden.web.regulator.site import grouped, heading, load_templates, page_of, pages, result
from beholden.web.regulator.site._words import shade, size_of, word
from tests.support.pages import Browser
from tests.web.regulator import samples
from tests.web.regulator.site.test_site import served

VERDICTS: tuple[Verdict, ...] = ("agrees", "within-tolerance", "differs", "cannot-tell")
OCTOBER = date(2026, 10, 1)
VISIBLE = """[...document.querySelectorAll('.scroll .verdict, .history td:nth-child(2)')]
    .map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])"""


def between(one: str, other: str, verdict: Verdict, **changes: Any) -> Difference:
    made = Difference(
        quantity="reports-sent", title="Reports sent", one_source=one, other_source=other,
        one=Amount(form="count", value=2_684), other=Amount(form="count", value=2_283),
        by=-401, per_cent="-14.94", verdict=verdict, words="Said so.",
    )  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def card(basis: Basis, verdict: Verdict, *found: Difference, counts: int = 0) -> Scorecard:
    """A card with one comparison and nothing else."""
    usual = samples.card("pictures", "Example Pictures", OCTOBER, "agrees")
    check = Check(id="reconciliation", title="T", at=OCTOBER, verdict=verdict, words="W.")
    return msgspec.structs.replace(
        usual, basis=basis, verdict=verdict, counts=counts, differences=found, figures=(),
        checks=() if basis == "none" else (check,), drills=(), summary="S.",
    )  # fmt: skip


def shown_on(body: Scorecard, path: str = "services/pictures/") -> str:
    page = page_of(path, [samples.publication(body, 1, days=40)], samples.SETTINGS)
    assert page is not None
    return page.content.decode()


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("basis", ["report", "counts", "none"])
def test_only_a_report_that_was_counted_again_is_said_to_be_what_the_log_gives(
    basis: Basis, verdict: Verdict
) -> None:
    said = shown_on(card(basis, verdict)) + shown_on(card(basis, verdict), "feed.xml")
    said += shown_on(card(basis, verdict), "")
    assert "what its log gives" not in said
    assert "copies the log" not in said
    if basis != "counts":
        assert "Not counted again" in result(card(basis, verdict))
    if basis != "counts" and verdict != "differs":
        assert word(card(basis, verdict)) == "Not counted again"
        assert shade(card(basis, verdict)) == "cannot-tell"


def test_a_report_that_was_counted_again_agrees_with_its_log_and_with_no_one_else() -> None:
    alone = card("recomputed", "agrees")
    assert result(alone) == "What the network published is what its log gives."
    assert word(alone) == "Agrees"
    assert "copies the log and counts again" in shown_on(alone, "")
    assert "what others counted" in result(card("recomputed", "agrees", counts=3))


@pytest.mark.parametrize("verdict", VERDICTS)
def test_others_are_mentioned_only_where_they_counted(verdict: Verdict) -> None:
    log = between("the report", "the opened statements", verdict)
    assert "others" not in result(card("recomputed", verdict, log))


def test_two_bodies_that_agree_were_held_against_no_log() -> None:
    same = card("counts", "agrees", between("A", "B", "agrees"), counts=1)
    assert result(same) == ("The counts of the two bodies agree. Nothing was held against a log.")
    assert word(same) == "Counts agree"
    three = card("counts", "agrees", between("A", "B", "agrees"), between("A", "C", "agrees"))
    assert result(three).startswith("The counts of the bodies agree.")


def test_two_bodies_that_differ_accuse_nobody() -> None:
    unlike = card("counts", "differs", between("A", "B", "differs"), counts=1)
    assert result(unlike) == (
        "Two bodies count differently. This does not say which of them is right."
    )
    beside = between("the report", "A clearing house", "differs")
    assert "which of them is right" in result(card("recomputed", "differs", beside, counts=1))
    log = between("the report", "the opened statements", "differs")
    assert result(card("recomputed", "differs", beside, log, counts=1)) == (
        "Something that the network published is not what its log gives."
    )


def test_an_alarm_is_told_and_is_no_comparison() -> None:
    alarmed = Check(id="log", title="L", at=OCTOBER, verdict="differs", words="W.")
    nothing = msgspec.structs.replace(card("none", "differs"), checks=(alarmed,))
    assert result(nothing) == (
        "The mirror of the network's log raised an alarm. Not counted again: nothing that the "
        "network published was compared."
    )
    same = card("recomputed", "agrees")
    both = msgspec.structs.replace(same, verdict="differs", checks=(alarmed, *same.checks))
    assert result(both).endswith("What the network published is what its log gives.")
    assert word(both) == "Differs"


@pytest.mark.parametrize("basis", ["recomputed", "counts", "report"])
def test_nothing_was_compared_never_stands_beside_a_comparison(basis: Basis) -> None:
    assert "nothing was compared" not in shown_on(card(basis, "agrees"))
    assert "None is known; nothing was compared" in shown_on(card("none", "cannot-tell"))


def test_per_cent_say_of_what() -> None:
    assert size_of(between("the report", "the opened statements", "differs")) == (
        "-401 (-14.94% of the reported number)"
    )
    assert size_of(between("A", "B", "differs")) == "-401 (-14.94% of the first number)"


@pytest.mark.parametrize(
    ("title", "part", "said"),
    [
        ("Uploads held, by surface: post", "post", "Uploads held, by surface: post"),
        ("Uploads held: post, as the sum of: X", "post", "Uploads held: post, as the sum of: X"),
        ("Reports sent", "post", "Reports sent: post"),
        ("Reports sent: outpost", "post", "Reports sent: outpost: post"),
        ("Reports sent", "", "Reports sent"),
    ],
)
def test_a_heading_names_the_part_once(title: str, part: str, said: str) -> None:
    one = between("the report", "the opened statements", "differs", title=title, part=part)
    assert heading(one) == said
    assert f">{said}</h3>" in shown_on(card("recomputed", "differs", one))


def test_drills_are_claimed_only_of_networks_that_got_them() -> None:
    drilled = samples.card("pictures", "Example Pictures", OCTOBER, "agrees")
    chat = msgspec.structs.replace(card("counts", "agrees"), service="chat")
    assert "pictures are sent to each" in shown_on(drilled, "")
    page = page_of(
        "", [samples.publication(one, 1, days=40) for one in (drilled, chat)], samples.SETTINGS
    )
    assert page is not None
    said = page.content.decode()
    assert "pictures are sent to some" in said
    assert "Some networks keep a log" in said


@pytest.mark.parametrize("service", ["pictures", "video", "forum"])
def test_results_are_seen_on_a_narrow_screen_without_scrolling(
    service: str, sample: Any, browser: Browser
) -> None:
    text = (sample / f"services/{service}/index.html").read_text(encoding="utf-8")
    boxes = browser.measure(text.replace("../", ""), served(sample), VISIBLE, width=390)
    assert len(boxes) > 2
    assert [box for box in boxes if box[0] < 0 or box[1] > 390] == []


QUANTITIES = st.sampled_from(["held", "blocked"])
PARTS = st.sampled_from(["", "post"])


@given(st.lists(st.tuples(QUANTITIES, PARTS, st.sampled_from(VERDICTS)), max_size=12))
def test_comparisons_of_one_figure_are_one_group_and_none_is_lost(
    made: list[tuple[str, str, Verdict]],
) -> None:
    found = [
        between("the report", f"source {at}", verdict, quantity=quantity, part=part, title=quantity)
        for at, (quantity, part, verdict) in enumerate(made)
    ]
    groups = grouped(found)
    # Slowly: the figures in the order in which they first come, each with all that are about it.
    figures = [(one.quantity, one.part) for one in found]
    order = [one for at, one in enumerate(figures) if one not in figures[:at]]
    assert [group.comparisons for group in groups] == [
        tuple(one for one in found if (one.quantity, one.part) == figure) for figure in order
    ]
    for group in groups:
        assert group.title == heading(group.comparisons[0])
        assert group.verdict == group.comparisons[0].verdict


def test_one_wrong_number_stands_under_one_heading() -> None:
    first = between("the report", "the opened statements", "differs")
    hours = msgspec.structs.replace(first, other_source="the hours in the log")
    total = "Reports sent, as the sum of: Reports sent, by day"
    parts = msgspec.structs.replace(first, title=total, other_source="its own parts, added up")
    text = shown_on(card("recomputed", "differs", first, hours, parts))
    assert text.count("Reports sent</h3>") == 1
    assert text.count('<section class="difference') == 1
    assert "The report against the opened statements</h4>" in text
    assert "The report against the hours in the log</h4>" in text
    assert "added up (as the sum of: Reports sent, by day)</h4>" in text
    # One alone needs no second heading.
    assert "</h4>" not in shown_on(card("recomputed", "differs", first))


def test_per_cent_have_one_form_on_every_page() -> None:
    words = "That is 14 more (+48.28 % of the reported number)."
    one = between(
        "the report", "the opened statements", "differs", words=words,
        tolerance="1 % of the larger", causes=(Cause(code="x", words="About 50 % of them."),),
    )  # fmt: skip
    body = msgspec.structs.replace(
        card("recomputed", "differs", one), summary=f"For October: {words}", notes=(words,),
        checks=(Check(id="reconciliation", title="T", at=OCTOBER, verdict="differs", words=words),),
        drills=(msgspec.structs.replace(samples.drills(OCTOBER, OCTOBER), words="With 95 %."),),
    )  # fmt: skip
    for path in ("services/pictures/", "services/pictures/1/", "", "feed.xml"):
        assert re.search(r"\d %", shown_on(body, path)) is None, path
    assert "48.28% of the reported number" in shown_on(body)


def test_cards_of_some_of_the_same_days_name_each_other() -> None:
    def made(number: int, first: date, last: date, **more: Any) -> Publication:
        body = msgspec.structs.replace(card("recomputed", "agrees"), first=first, last=last)
        return samples.publication(body, number, days=40, **more)

    month, quarter = (OCTOBER, date(2026, 10, 31)), (OCTOBER, date(2026, 12, 31))
    publications = [
        made(1, *month),
        made(2, *quarter),
        made(3, date(2026, 11, 1), date(2026, 11, 30)),
        made(4, *month, corrects=1),
        made(5, date(2026, 9, 30), OCTOBER, withdrawn="Wrong."),
        made(6, date(2026, 9, 1), date(2026, 9, 30)),
    ]

    def beside(number: int) -> set[int]:
        page = page_of(f"services/pictures/{number}/", publications, samples.SETTINGS)
        assert page is not None
        text = page.content.decode()
        start = text.find("Some of these days are in other scorecards")
        if start < 0:
            return set()
        notice = text[start : text.index("</div>", start)]
        return {int(one) for one in re.findall(r">Number (\d+)</a>", notice)}

    assert {number: beside(number) for number in range(1, 7)} == {
        1: {2}, 2: {4, 3}, 3: {2}, 4: {2}, 5: {4, 2, 6}, 6: set(),
    }  # fmt: skip


def test_every_template_is_read_before_anything_is_published() -> None:
    load_templates()
    environment = pages._environment()
    read = {name for _, name in environment.cache or {}}
    assert {"service.html", "feed.xml", "index.html"} <= read
    assert set(environment.list_templates(("html", "xml"))) <= read
