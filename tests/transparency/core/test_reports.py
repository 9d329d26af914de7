"""A report as bytes, and what one says otherwise than another."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.transparency.core import (
    FORMAT,
    INDICATORS,
    SUMS,
    CheckpointRef,
    Counted,
    CountedRow,
    Coverage,
    ReportError,
    ReportSettings,
    TransparencyReport,
    Window,
    decode_report,
    differences,
    encode_report,
    make_report,
)

WINDOW = msgspec.convert({"first": "2026-11-22", "last": "2026-11-23"}, Window)
COVERAGE = Coverage(
    first=0,
    opened=90,
    erased=0,
    refused=0,
    mismatched=0,
    unreadable=0,
    hours_expected=48,
    hours_stated=48,
)


def report(**more: Any) -> TransparencyReport:
    counted = Counted(
        rows={
            "uploads-checked": (CountedRow("", 1000),),
            "uploads-checked-by-day": (CountedRow("2026-11-22", 1000),),
            "uploads-allowed-by-day": (CountedRow("2026-11-22", 990),),
            "uploads-blocked-by-day": (CountedRow("2026-11-22", 10),),
            "uploads-allowed": (CountedRow("", 990),),
            "uploads-blocked": (CountedRow("", 10),),
            "share-blocked": (CountedRow("", None, 10, 1000),),
        },
        hours_by_day={"2026-11-22": 24, "2026-11-23": 24},
    )
    coverage = more.pop("coverage", COVERAGE)
    made = make_report(
        counted,
        coverage,
        window=WINDOW,
        checkpoint=CheckpointRef("network.example/log", 90, bytes(32)),
        settings=ReportSettings(service="Example"),
    )
    return msgspec.structs.replace(made, **more)


def with_figure(key: str, **more: Any) -> TransparencyReport:
    made = report()
    figures = tuple(
        msgspec.structs.replace(one, **more) if one.key == key else one for one in made.figures
    )
    return msgspec.structs.replace(made, figures=figures)


def changed(**more: Any) -> bytes:
    return json.dumps({**json.loads(encode_report(report())), **more}).encode()


def test_what_was_written_is_read_as_the_same_report() -> None:
    data = encode_report(report())
    assert decode_report(data) == report()
    assert encode_report(decode_report(data)) == data


def test_every_sum_is_of_indicators_that_there_are_and_no_name_is_twice() -> None:
    named = {name for total, addends in SUMS for name in (total, *addends)}
    assert named <= INDICATORS.keys()
    for one in INDICATORS.values():
        assert bool(one.query) != bool(one.not_measured), one.id
        assert one.title
        assert one.population


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"", "no transparency report"),
        (b"\xff", "no transparency report"),
        (b"[" * 100_000, "no transparency report"),
        (changed(format="beholden.transparency-report/2"), "format"),
        (json.dumps({"service": "x"}).encode(), "format"),
        (encode_report(report()).replace(b"beholden.transp", b"x"), "format"),
        (changed(more=1), "more"),
        (changed(window={"first": "2026-11-23", "last": "2026-11-22"}), "window"),
        (changed(window={"first": "2020-11-23", "last": "2026-11-22"}), "window"),
        (changed(small_numbers_below=0), "small_numbers_below"),
        (changed(revision=2), "corrects"),
        (changed(revision=2, corrects="xyz"), "corrects"),
        (changed(checkpoint={"origin": "x", "size": 1, "root": "AAAA"}), r"checkpoint\.root"),
        (changed(figures=[{"indicator": "uploads-checked", "count": -1}]), "below 0"),
        (changed(figures=[{"indicator": "uploads-checked"}]), "needs one of"),
        (changed(figures=[{"indicator": "nothing", "count": 1}]), "no definition"),
        (changed(figures=[{"indicator": "matches", "count": 1}] * 2), "2 times"),
        (
            changed(figures=[{"indicator": "share-held", "numerator": 2, "denominator": 1}]),
            "no share",
        ),
        (
            changed(figures=[{"indicator": "drills", "count": 5, "low": 6, "high": 9}]),
            "bounds",
        ),
        (changed(figures=[{"indicator": "drills", "count": 5, "low": 2}]), "bounds"),
        (changed(figures=[{"indicator": "drills", "count": 10**30}]), "figures"),
        (
            changed(figures=[{"indicator": "drills", "numerator": 5, "denominator": 10**9}]),
            "drills is defined as a count",
        ),
        (changed(figures=[{"indicator": "share-held", "count": 5}]), "share-held is defined as"),
        (
            changed(
                figures=[{"indicator": "drills", "part": str(at), "count": 0} for at in range(400)]
            ),
            "drills has 400 parts",
        ),
        (encode_report(report()).replace(b'"count": 990', b'"count": 9,"count": 990', 1), "twice"),
        (changed(correction="A slip."), "correction"),
        (changed(revision=2, corrects="0" * 64), "correction"),
        (
            changed(
                earlier=[
                    {"window": {"first": "2020-01-01", "last": "2020-01-02"}, "sha256": "ab" * 32}
                ]
            ),
            "no day in common",
        ),
    ],
    ids=range(28),
)
def test_a_file_that_does_not_hold_together_is_refused_with_the_field(
    data: bytes, field: str
) -> None:
    with pytest.raises(ReportError, match=field):
        decode_report(data)


def test_a_report_and_itself_have_no_differences() -> None:
    assert differences(report(), report()) == []


@given(st.sampled_from([one.key for one in report().figures]), st.integers(0, 10**6))
def test_a_changed_figure_is_always_one_difference_of_its_own_key(key: str, count: int) -> None:
    before = report().figure(key)
    assert before is not None
    after = with_figure(
        key, count=count, numerator=None, denominator=None, mark="", low=None, high=None
    )
    found = differences(after, report())
    if before.count == count:
        assert found == []
        return
    (one,) = found
    assert one.key == key
    assert one.published == after.figure(key)
    assert one.recomputed == before
    assert one.kind in {"count", "mark", "share"}


def test_figures_that_only_one_report_has_are_named() -> None:
    made = report()
    fewer = msgspec.structs.replace(made, figures=made.figures[1:])
    assert [(one.key, one.kind) for one in differences(fewer, made)] == [
        (made.figures[0].key, "missing")
    ]
    assert [one.kind for one in differences(made, fewer)] == ["extra"]


@pytest.mark.parametrize(
    ("said", "found", "kind"),
    [
        ({"mark": "c", "count": None}, {}, "hidden"),
        ({}, {"mark": "c", "count": None}, "unprotected"),
        ({"mark": "x", "count": None}, {}, "mark"),
        ({"mark": "c", "count": None}, {"mark": "x", "count": None}, "mark"),
        ({"low": 0, "high": 12}, {"low": 0, "high": 13}, "bounds"),
        ({"mark": "c", "count": None}, {"mark": "c", "count": None}, None),
    ],
)
def test_hidden_and_bounded_figures_are_compared_by_what_they_say(
    said: dict[str, Any], found: dict[str, Any], kind: str | None
) -> None:
    key = "uploads-blocked"
    one = differences(with_figure(key, **said), with_figure(key, **found))
    assert [each.kind for each in one] == ([] if kind is None else [kind])


def test_another_frame_is_named_field_by_field() -> None:
    made = report()
    other = msgspec.structs.replace(
        made,
        window=Window(WINDOW.first, WINDOW.first),
        checkpoint=CheckpointRef("other.example/log", 91, bytes(31) + b"x"),
        small_numbers_below=10,
        indicators=made.indicators[1:],
    )
    kinds = [(one.key, one.kind) for one in differences(other, made)]
    assert kinds == [
        ("checkpoint.origin", "origin"),
        ("checkpoint.size", "checkpoint"),
        ("checkpoint.root", "checkpoint"),
        ("window.last", "window"),
        ("small_numbers_below", "threshold"),
        (made.indicators[0].id, "definition"),
    ]


def test_a_changed_definition_says_what_differs() -> None:
    made = report()
    first = msgspec.structs.replace(made.indicators[0], query="SELECT 1")
    other = msgspec.structs.replace(made, indicators=(first, *made.indicators[1:]))
    (found,) = differences(other, made)
    assert found.said == "query: SELECT 1"


def test_coverage_is_compared_where_both_looked_at_the_same_entries() -> None:
    worse = msgspec.structs.replace(COVERAGE, opened=89, refused=1)
    keys = {one.key for one in differences(report(), report(coverage=worse))}
    assert {"coverage.opened", "coverage.refused"} <= keys
    later = msgspec.structs.replace(worse, first=5)
    keys = {one.key for one in differences(report(), report(coverage=later))}
    assert not {key for key in keys if key.startswith("coverage")}


def test_a_count_beside_refused_entries_is_bounded_by_none_and_by_all_of_them() -> None:
    made = report(coverage=msgspec.structs.replace(COVERAGE, opened=80, refused=10, mismatched=3))
    for one in made.figures:
        definition = made.indicator(one.indicator)
        assert definition is not None
        if definition.counted_from == "statements" and one.count is not None:
            assert (one.low, one.high) == (one.count, one.count + 10)
        else:
            assert (one.low, one.high) == (None, None)


def test_the_format_is_named_in_the_file() -> None:
    assert json.loads(encode_report(report()))["format"] == FORMAT
