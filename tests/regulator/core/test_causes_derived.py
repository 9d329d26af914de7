"""What a wrong way gives, worked out by hand."""

from __future__ import annotations

import msgspec

from beholden.regulator.core.amounts import count
from beholden.regulator.core.causes_derived import derived_ways
from beholden.transparency.core import Figure
from tests.regulator.core.reports import report

PLAIN = report(
    figures=tuple(
        Figure(indicator=name, count=value)
        for name, value in {
            "uploads-checked": 10_000,
            "uploads-held": 421,
            "uploads-blocked": 57,
            "decisions-held": 420,
            "decisions-held-without-drills": 410,
            "decisions-blocked": 57,
            "decisions-blocked-without-drills": 50,
            "drills": 17,
        }.items()
    )
)


def figures(code: str, plain=PLAIN):
    (way,) = [way for way in derived_ways(plain) if way.code == code]
    return dict(way.figures)


def test_drills_that_were_left_out_or_counted():
    assert figures("drills-left-out") == {
        "uploads-checked": count(9_983),
        "uploads-held": count(411),
        "uploads-blocked": count(50),
        "decisions-held": count(410),
        "decisions-blocked": count(50),
    }
    assert figures("drills-counted") == {
        "decisions-held-without-drills": count(420),
        "decisions-blocked-without-drills": count(57),
    }


def test_held_and_blocked_together():
    both = figures("held-with-blocked")
    assert both["uploads-held"] == both["uploads-blocked"] == count(478)
    assert both["decisions-held"] == count(477)


def test_only_what_can_still_be_opened():
    assert figures("statements-only") == {"uploads-held": count(420), "uploads-blocked": count(57)}


def test_missing_hours_that_were_guessed():
    usual = report()
    half = msgspec.structs.replace(usual.coverage, hours_stated=24)
    indicators = tuple(msgspec.structs.replace(x, counted_from="hours") for x in usual.indicators)
    missing = msgspec.structs.replace(usual, coverage=half, indicators=indicators)
    assert figures("hours-guessed", missing)["uploads-held"] == count(842)
    assert not [way for way in derived_ways(usual) if way.code == "hours-guessed"]
