"""Which earlier reports a new one is protected beside, and what a report says of them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from beholden.transparency.core import (
    EarlierReport,
    Published,
    ReportError,
    TransparencyReport,
    Window,
    decode_report,
    encode_report,
    named_of,
    taken_into_account,
)
from tests.transparency.samples import sample_report

NAMES = ("Example Pictures", "Example Networks Ltd")


def days(first: str, last: str) -> Window:
    return Window(date.fromisoformat(first), date.fromisoformat(last))


def published(first: str, last: str, sha256: str = "", **more: object) -> Published:
    window = days(first, last)
    report = msgspec.structs.replace(sample_report(), window=window, **more)
    return Published(sha256 or f"{window.first}{window.last}".encode().hex().ljust(64, "0"), report)


OCTOBER = published("2026-10-01", "2026-10-31")
NOVEMBER = published("2026-11-01", "2026-11-30")
QUARTER = published("2026-10-01", "2026-12-31")
EARLY = published("2026-01-01", "2026-01-31")


def taken(window: Window, *given: Published) -> tuple[Published, ...]:
    return taken_into_account(window, *NAMES, given)


def test_reports_count_whose_days_overlap_also_through_another_one() -> None:
    assert taken(NOVEMBER.report.window, OCTOBER, EARLY) == ()
    assert taken(NOVEMBER.report.window, OCTOBER, QUARTER, EARLY) == (OCTOBER, QUARTER)
    assert taken(QUARTER.report.window, NOVEMBER, EARLY, OCTOBER) == (OCTOBER, NOVEMBER)


def test_one_for_the_same_days_is_replaced_and_joins_nothing() -> None:
    assert taken(OCTOBER.report.window, OCTOBER) == ()


def test_names_are_compared_as_people_read_them() -> None:
    folded = published("2026-10-01", "2026-12-31", service="  EXAMPLE\u00a0pictures ")
    other = published("2026-10-01", "2026-12-31", service="Other Pictures")
    nobody = published("2026-10-01", "2026-12-31", provider="Somebody Else")
    assert taken(NOVEMBER.report.window, folded) == (folded,)
    assert taken(NOVEMBER.report.window, other, nobody) == ()


def test_of_several_revisions_the_newest_counts_in_any_order() -> None:
    newer = published("2026-10-01", "2026-12-31", "ff" * 32, revision=2, corrects="ab" * 32)
    for given in ((QUARTER, newer), (newer, QUARTER)):
        assert taken(NOVEMBER.report.window, *given) == (newer,)


def test_without_one_of_them_none_is_given_and_it_is_named() -> None:
    report = naming(OCTOBER.reference, NOVEMBER.reference)
    assert named_of(report, [NOVEMBER, OCTOBER, EARLY]) == ((OCTOBER, NOVEMBER), ())
    assert named_of(report, [NOVEMBER]) == ((), (OCTOBER.reference,))


def naming(*earlier: EarlierReport) -> TransparencyReport:
    window = days("2026-10-01", "2026-12-31")
    return msgspec.structs.replace(sample_report(), window=window, earlier=earlier)


def test_a_report_says_which_earlier_ones_it_was_protected_beside() -> None:
    report = naming(OCTOBER.reference, NOVEMBER.reference)
    assert decode_report(encode_report(report)) == report
    assert b'"earlier"' not in encode_report(sample_report())


@pytest.mark.parametrize(
    "earlier",
    [
        (NOVEMBER.reference, OCTOBER.reference),
        (OCTOBER.reference, OCTOBER.reference),
        (OCTOBER.reference, EarlierReport(NOVEMBER.report.window, OCTOBER.sha256)),
        (EarlierReport(OCTOBER.report.window, "AB" * 32),),
        (EarlierReport(OCTOBER.report.window, "ab"),),
        (EarlierReport(days("2026-10-01", "2026-12-31"), "ab" * 32),),
        (EarlierReport(days("2026-10-02", "2026-10-01"), "ab" * 32),),
        (EarlierReport(days("2020-10-02", "2026-10-01"), "ab" * 32),),
        tuple(
            EarlierReport(days("2026-10-01", "2026-10-31"), f"{number:064x}")
            for number in range(201)
        ),
    ],
    ids=["order", "twice", "digest-twice", "upper", "short", "own-days", "ends", "long", "many"],
)
def test_what_no_report_can_say_of_earlier_ones_is_refused(
    earlier: tuple[EarlierReport, ...],
) -> None:
    with pytest.raises(ReportError, match="earlier: "):
        decode_report(encode_report(naming(*earlier)))
