"""The sentence over a reconciliation: right grammar, per cent of something, nobody accused."""

from __future__ import annotations

import pytest

from beholden.regulator.core import Reconciliation, is_of_a_body
from beholden.regulator.core.amounts import count
from beholden.regulator.core.counts import parse_counts
from beholden.regulator.core.models import Tolerances
from beholden.regulator.core.reconciling import reconcile
from beholden.regulator.core.reconciling_models import (
    CountsOf,
    Evidence,
    Frame,
    Recomputed,
    Registered,
)
from tests.regulator.core.reports import ORIGIN, ROOT, WINDOW, changed, report
from tests.regulator.entries import NOW

NAMES = Registered("Photos", "Example Ltd")
COLUMNS = "quantity,from,to,value,source\n"
DAYS = f"{WINDOW.first},{WINDOW.last}"


def of_counts(*rows: tuple[str, int]) -> Reconciliation:
    """One quantity, as several bodies counted it."""
    files = [
        CountsOf(
            source,
            parse_counts("c.csv", f"{COLUMNS}reports-sent,{DAYS},{value},{source}\n".encode()),
        )
        for source, value in rows
    ]
    return reconcile(Evidence("photos", WINDOW, Tolerances(), NAMES, counts=tuple(files)), NOW)


def of_report(held: int) -> Reconciliation:
    """A report that says ``held``, counted again: 421."""
    again = Recomputed(report(), report(), {"uploads-held": count(421)})
    published = changed(report(), "uploads-held", count=held)
    frame = Frame(ORIGIN, 900, ROOT)
    return reconcile(
        Evidence("photos", WINDOW, Tolerances(), NAMES, frame, report=published, recomputed=again),
        NOW,
    )


def test_of_two_bodies_each_number_has_its_name_and_none_is_the_right_one() -> None:
    said = of_counts(("The network", 2_684), ("The authority", 2_283)).words
    assert "The network: 2,684; The authority: 2,283 (-14.94 % of the first number)." in said
    assert ", not " not in said


def test_a_report_that_was_counted_again_is_held_to_its_log() -> None:
    result = of_report(300)
    assert "300, not 421 (+40.33 % of the reported number)" in result.words
    [one] = [each for each in result.differences
             if each.quantity == "uploads-held" and each.other_source == "the opened statements"
             ]  # fmt: skip
    assert "121 more (+40.33 % of the reported number)" in one.words


@pytest.mark.parametrize("held", [300, 421])
def test_what_a_report_is_held_against_alone_is_no_count_of_a_body(held: int) -> None:
    differences = of_report(held).differences
    assert len(differences) > 5
    assert [one for one in differences if is_of_a_body(one)] == []
    assert all(map(is_of_a_body, of_counts(("A", 1), ("B", 1), ("C", 2)).differences))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((2_000, 2_000), "The one comparison agrees."),
        ((2_000, 2_001), "The one comparison agrees within rounding or the stated tolerance."),
        ((2_000, 3_000), "The one comparison differs. reports-sent: A: 2,000; B: 3,000"),
    ],
)
def test_one_comparison_is_not_spoken_of_as_many(values: tuple[int, int], said: str) -> None:
    one, other = values
    assert of_counts(("A", one), ("B", other)).words.startswith(said)
