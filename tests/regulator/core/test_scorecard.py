"""A scorecard: the worst of what was found, in plain words, with every figure's interval."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from statsmodels.stats.proportion import proportion_confint

from beholden.regulator.core import (
    Amount,
    Difference,
    DrillSummary,
    Reconciliation,
    Scorecard,
    Verdict,
)
from beholden.regulator.core.models import Basis
from beholden.regulator.core.reconciling_models import DAILY, RECOMPUTED, REPORT
from beholden.regulator.core.scorecard import MirrorFacts, make_scorecard
from tests.regulator.entries import NOW, PROVIDER, regime, service

DAYS = date(2026, 10, 1), date(2026, 10, 31)
MIRROR = MirrorFacts(date(2026, 11, 2), 52_000)


def difference(quantity: str, verdict: Verdict = "agrees", **changes: Any) -> Difference:
    made = Difference(
        quantity=quantity,
        title=quantity.replace("-", " ").capitalize(),
        one_source=REPORT,
        other_source=RECOMPUTED,
        one=Amount(form="count", value=100),
        other=Amount(form="count", value=100),
        verdict=verdict,
        words="Said so.",
    )
    return msgspec.structs.replace(made, **changes)


def found(*differences: Difference, verdict: Verdict = "agrees") -> Reconciliation:
    return Reconciliation(
        service="example", first=DAYS[0], last=DAYS[1], origin="log.example.org", size=51_000,
        root=b"r" * 32, made=NOW, differences=differences, verdict=verdict,
        words="All 41 comparisons agree.", basis="recomputed", notes=("A note.",),
    )  # fmt: skip


def drill(**changes: Any) -> DrillSummary:
    made = DrillSummary(
        plan="example-1", first=DAYS[0], last=DAYS[1], surfaces=("post",), items=60, found=60,
        missed=0, controls=20, controls_passed=20, confidence="0.95", low="0.9513", high="1",
        closed=True, words="Of 60 drills 60 were caught.", commitment="c" * 64,
    )  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def made(**parts: Any) -> Scorecard:
    item = parts.pop("item", service(state="bound", category="A"))
    everything = {"regulator": "Example Regulator", "window": DAYS, "made": NOW, **parts}
    return make_scorecard(item, PROVIDER, regime(), **everything)


def test_a_card_where_nothing_was_looked_at_says_so_and_judges_nothing() -> None:
    card = made()
    assert card.verdict == "cannot-tell"
    assert card.summary == (
        "For 1 October 2026 to 31 October 2026 nothing that the network published was compared "
        "with its log yet."
    )
    assert (card.checks, card.figures, card.differences) == ((), (), ())


def test_a_card_reads_as_a_person_does() -> None:
    card = made(reconciliation=found(), drills=[drill()], mirror=MIRROR)
    assert card.summary == (
        "For 1 October 2026 to 31 October 2026: All 41 comparisons agree. The log was followed "
        "until 2 November 2026, 52,000 entries. It never contradicted itself. Of 60 drills 60 "
        "were caught."
    )
    assert [one.id for one in card.checks] == ["log", "reconciliation", "drill-example-1"]
    assert (card.category, card.state, card.risks) == ("Large", "Bound", ("Known images",))
    assert (card.origin, card.size, card.root) == ("log.example.org", 51_000, b"r" * 32)
    assert card.notes == ("A note.",)


@pytest.mark.parametrize("verdict", ["agrees", "within-tolerance", "cannot-tell", "differs"])
def test_the_verdict_is_that_of_the_comparison(verdict: Verdict) -> None:
    assert made(reconciliation=found(verdict=verdict), mirror=MIRROR).verdict == verdict


def test_an_alarm_of_the_mirror_outweighs_every_agreement() -> None:
    alarmed = MirrorFacts(MIRROR.until, MIRROR.size, ("The log shows two histories.", "Again."))
    card = made(reconciliation=found(), mirror=alarmed)
    assert card.verdict == "differs"
    assert "raised the alarm 2 times: The log shows two histories." in card.summary
    assert card.checks[0].verdict == "differs"


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "agrees"),
        ({"found": 59, "missed": 1}, "differs"),
        ({"controls_passed": 19}, "differs"),
        ({"closed": False}, "cannot-tell"),
        ({"items": 0, "found": 0}, "cannot-tell"),
    ],
)
def test_a_missed_picture_is_said_and_makes_no_report_false(
    changes: dict[str, Any], verdict: Verdict
) -> None:
    card = made(reconciliation=found(), drills=[drill(**changes)])
    assert card.checks[-1].verdict == verdict
    assert card.verdict == "agrees"


def test_totals_stand_side_by_side_and_a_share_has_its_interval() -> None:
    share = Amount(form="share", share="0.307985", value=81, base=263)
    card = made(
        reconciliation=found(
            difference("uploads-blocked", "differs", other=Amount(form="count", value=101)),
            difference("uploads-blocked-share", one=share, other=share),
            difference("uploads-blocked-by-day", part="2026-10-01"),
            difference("uploads-held", other_source=DAILY),
            difference(
                "window", one=Amount(form="not-measured"), other=Amount(form="not-measured")
            ),
        )
    )
    count, rate = card.figures
    assert (count.key, count.reported, count.recomputed, count.verdict, count.low) == (
        "uploads-blocked", "100", "101", "differs", "",
    )  # fmt: skip
    assert (rate.numerator, rate.denominator) == (81, 263)
    # Newcombe 1998, table I: .2553 to .3662.
    assert (f"{float(rate.low):.4f}", f"{float(rate.high):.4f}") == ("0.2553", "0.3662")
    oracle = proportion_confint(81, 263, method="wilson")
    assert (float(rate.low), float(rate.high)) == pytest.approx(oracle, abs=1e-4)


def test_a_share_of_which_everything_was_looked_at_has_no_interval() -> None:
    share = Amount(form="share", share="0.993280", value=739, base=744)
    [hours] = made(
        reconciliation=found(difference("share-hours-stated", one=share, other=share))
    ).figures
    assert (hours.numerator, hours.denominator) == (739, 744)
    assert (hours.low, hours.high) == ("", "")


@pytest.mark.parametrize(
    ("basis", "title"),
    [
        ("recomputed", "The report was counted again from the log"),
        ("report", "The report was looked at, not counted again"),
        ("counts", "Counts of bodies were held against each other"),
        ("none", "Nothing could be compared"),
    ],
)
def test_a_check_says_no_more_than_what_was_compared(basis: Basis, title: str) -> None:
    alone = msgspec.structs.replace(found(difference("a")), basis=basis)
    card = made(reconciliation=alone)
    assert bool(card.figures) == (basis == "recomputed")
    assert (card.basis, card.counts, card.checks[0].title) == (basis, 0, title)
    others = difference("a", other_source="A clearing house")
    card = made(reconciliation=msgspec.structs.replace(alone, differences=(others,)))
    beside = ", and held against the counts of others" if basis in {"recomputed", "report"} else ""
    assert (card.counts, card.checks[0].title) == (1, title + beside)


def test_what_agrees_is_no_difference_and_the_worst_comes_first() -> None:
    card = made(
        reconciliation=found(
            difference("a"),
            difference("b", "within-tolerance"),
            difference("c", "differs", by=1, per_cent="1.00"),
            difference("d", "differs", by=-50, per_cent="-50.00"),
            difference("e", "cannot-tell"),
        )
    )
    assert [one.quantity for one in card.differences] == ["d", "c", "e", "b"]


def test_what_nobody_read_in_its_source_says_so_and_what_the_law_lost_is_still_shown() -> None:
    item = service(state="bound", category="A", duties=("match-hashes", "report-yearly", "gone"))
    read, unread, gone = made(item=item).duties
    assert (read.source, read.since) == ("rule 6", date(2026, 1, 1))
    assert unread.source == "rule 7 (not verified against the source)"
    assert (unread.url, unread.since) == ("https://rules.example.org/", None)
    assert (gone.id, gone.source) == ("gone", "no longer in the regime's file")


def test_the_same_inputs_give_the_same_bytes_and_read_back() -> None:
    parts: dict[str, Any] = {
        "reconciliation": found(difference("a", "differs")), "drills": [drill()], "mirror": MIRROR,
    }  # fmt: skip
    data = msgspec.json.encode(made(**parts))
    assert data == msgspec.json.encode(made(**parts))
    assert msgspec.json.decode(data, type=Scorecard) == made(**parts)


def test_counts_of_others_that_agree_with_each_other_are_shown() -> None:
    card = made(
        reconciliation=found(
            difference("reports", one_source="Example", other_source="A clearing house"),
            difference("uploads-checked", other_source=DAILY),
        )
    )
    assert [one.quantity for one in card.differences] == ["reports"]
