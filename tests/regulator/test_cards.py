"""Draft cards: only what belongs to their days is on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import msgspec
import pytest

from beholden.app.regulator import WiredRegulator
from beholden.regulator import (
    CardParts,
    Cards,
    KeptReconciliation,
    MirrorAlarm,
    MirrorState,
    UnknownError,
    Wanted,
)
from beholden.regulator.core import DrillSummary, Reconciliation
from tests.regulator.entries import NOW, PROVIDER, SERVICE

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
SEEN = int(datetime(2026, 11, 2, 23, 59, tzinfo=UTC).timestamp())


def drill(plan: str, first: date, last: date) -> DrillSummary:
    return DrillSummary(
        plan=plan, first=first, last=last, surfaces=("post",), items=1, found=1, missed=0,
        confidence="0.95", low="0.05", high="1", closed=True, words="Said.", commitment="c" * 64,
    )  # fmt: skip


def cards(
    wired: WiredRegulator,
    *,
    found: KeptReconciliation | None = None,
    drills: Sequence[DrillSummary] = (),
    mirror: MirrorState | None = None,
) -> Cards:
    """Cards over a register with one service, and what the other parts shall say."""
    wired.register.put_all([Wanted(PROVIDER), Wanted(SERVICE)], by="A. Tester", reason="start")
    parts = CardParts(
        register=wired.register,
        regimes=wired.regimes,
        reconciliation=lambda _, __: found,
        drills=lambda _: drills,
        mirror=lambda _: mirror,
    )
    return Cards("Example Regulator", parts, lambda: NOW)


def test_a_card_names_the_reconciliation_that_is_in_it_and_no_other(
    sqlite_regulator: WiredRegulator,
) -> None:
    result = Reconciliation(
        service="example", first=OCTOBER[0], last=OCTOBER[1], made=NOW, differences=(),
        verdict="agrees", words="Said.",
    )  # fmt: skip
    kept = KeptReconciliation(number=7, by="A. Tester", at=NOW, result=result)
    made = cards(sqlite_regulator, found=kept)
    assert made.make("example").reconciliation == 7
    # Of other days, it is no part of the card; nor does the card name a person.
    other = made.make("example", days=(date(2026, 9, 1), date(2026, 9, 30)))
    assert other.reconciliation is None
    assert b"A. Tester" not in msgspec.json.encode(made.make("example"))


def test_drills_of_other_days_are_on_no_card(sqlite_regulator: WiredRegulator) -> None:
    days = {
        "before": (date(2026, 9, 1), date(2026, 9, 30)),
        "begins-before": (date(2026, 9, 1), date(2026, 10, 1)),
        "within": (date(2026, 10, 5), date(2026, 10, 6)),
        "ends-after": (date(2026, 10, 31), date(2026, 12, 1)),
        "around": (date(2026, 1, 1), date(2026, 12, 31)),
        "after": (date(2026, 11, 1), date(2026, 11, 2)),
    }
    made = cards(sqlite_regulator, drills=[drill(name, *span) for name, span in days.items()])
    card = made.make("example", days=OCTOBER)
    assert [one.plan for one in card.drills] == ["begins-before", "within", "ends-after", "around"]


def test_drills_of_other_days_are_shown_where_they_are_asked_for_and_only_those(
    sqlite_regulator: WiredRegulator,
) -> None:
    later = date(2026, 11, 1), date(2026, 11, 2)
    made = cards(sqlite_regulator, drills=[drill(name, *later) for name in ("asked", "other")])
    card = made.make("example", days=OCTOBER, plans=["asked"])
    assert [(one.plan, one.first) for one in card.drills] == [("asked", later[0])]
    with pytest.raises(UnknownError, match="no plan of drills nowhere"):
        made.make("example", days=OCTOBER, plans=["asked", "nowhere"])


def test_the_mirrors_news_and_alarms_are_on_the_card(sqlite_regulator: WiredRegulator) -> None:
    alarm = MirrorAlarm(time=SEEN, kind="fork", sentence="The log shows two histories.")
    state = MirrorState(
        service="example", origin="o", url="u", size=500, seen=SEEN, fresh=SEEN, alarms=(alarm,)
    )
    card = cards(sqlite_regulator, mirror=state).make("example", days=OCTOBER)
    (check,) = card.checks
    assert (check.id, check.at, check.verdict) == ("log", date(2026, 11, 2), "differs")
    assert "two histories" in check.words
    assert card.verdict == "differs"


def test_a_mirror_that_saw_nothing_yet_proves_nothing(sqlite_regulator: WiredRegulator) -> None:
    state = MirrorState(service="example", origin="o", url="u", words="Nothing yet.")
    assert cards(sqlite_regulator, mirror=state).make("example", days=OCTOBER).checks == ()


def test_a_law_whose_file_is_gone_is_missed(sqlite_regulator: WiredRegulator) -> None:
    made = cards(sqlite_regulator)
    (sqlite_regulator.data / "regimes" / "orchard.toml").unlink()
    again = WiredRegulator(sqlite_regulator.data, sqlite_regulator.settings, clock=lambda: NOW)
    with pytest.raises(UnknownError, match="put its file back"):
        again.cards.make("example", days=OCTOBER)
    assert made.make("example", days=OCTOBER).regime == "Orchard Rules"
    again.close()
