"""A result claims no more than was done: what was compared, and which of two nobody accuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from beholden.regulator.core import Amount, Check, Difference, Scorecard, Verdict
from beholden.regulator.core.models import Basis
from beholden.web.regulator.site import heading, page_of, result
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
