"""The queries count what a slow reading of the statements counts; what is hidden stays hidden."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from beholden._statistics import recover
from beholden.transparency import ReportSettings, open_statements, report_of
from beholden.transparency.core import TransparencyReport, decode_report, encode_report
from beholden.transparency.core.protection import table_of
from tests.transparency.network import Network, counted, decision, hour, whole_day, window
from tests.transparency.oracle import counts_of
from tests.transparency.strategies import logs

OPEN = ReportSettings(small_numbers_below=1)


def report(network: Network, settings: ReportSettings = OPEN, **days: str) -> TransparencyReport:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opened = open_statements(
            [network.export(folder / "all.jsonl")],
            network,
            first=0,
            size=network.size,
            folder=folder / "opened",
        )
        return report_of(opened, window(**days), network.checkpoint, settings)


@settings(deadline=None, max_examples=25)
@given(logs)
def test_every_figure_is_what_a_slow_reading_of_the_statements_counts(
    stated: list[dict[str, Any]],
) -> None:
    network = Network()
    for one in stated:
        network.state(one)
    days = window("2026-11-21", "2026-11-23")
    found = report(network, first="2026-11-21", last="2026-11-23")
    expected = counts_of(network.bodies, days)
    for figure in found.figures:
        if figure.numerator is not None:
            assert (figure.numerator, figure.denominator) == expected[figure.key], figure.key
        elif figure.count is not None:
            assert figure.count == expected[figure.key], figure.key
        elif figure.mark == "x":
            assert not expected[figure.key] or not expected["hours-stated"], figure.key
    printed = {one.key for one in found.figures}
    assert {key for key, count in expected.items() if count} <= printed
    assert decode_report(encode_report(found)) == found


@settings(deadline=None, max_examples=12)
@given(logs)
def test_no_hidden_figure_can_be_worked_out_beyond_what_its_printed_total_gives_away(
    stated: list[dict[str, Any]],
) -> None:
    network = Network()
    for one in stated:
        network.state(one)
    plain = report(network, first="2026-11-21", last="2026-11-23")
    safe = report(network, ReportSettings(), first="2026-11-21", last="2026-11-23")
    truth = {one.key: one.count for one in plain.figures}
    table = table_of(safe.figures)
    known = {
        one.indicator: one.count for one in safe.figures if not one.part and one.count is not None
    }
    for name, found in recover(table).items():
        count = truth[name]
        assert count is not None
        assert found.low <= count
        assert found.high is None or count <= found.high
        whole = [one for one in table.sums if name in one.parts and one.total in known]
        total = min((known[one.total] for one in whole), default=None)
        # Alone in its sum, or all of a small total: nothing could be hidden in.
        room = total is None or total >= 4
        if 0 < count < 5 and room and any(len(one.parts) > 1 for one in whole):
            assert not found.exact, name
    # The only part that was measured is its printed total by another name.
    parts = Counter(one.indicator for one in safe.figures if one.mark != "x")
    for figure in safe.figures:
        definition = safe.indicator(figure.indicator)
        assert definition is not None
        if definition.hides_small and parts[figure.indicator] > 1 and figure.count is not None:
            assert figure.count == 0 or figure.count >= 5, figure.key


def test_what_shadow_mode_would_have_done_is_never_counted_as_done() -> None:
    network = Network()
    shadow = counted(50, "block", mode="shadow")
    whole_day(network, "2026-11-22", shadow, counted(9, "hold", mode="shadow"), counted(100))
    network.state(decision("one", mode="shadow"))
    found = {one.key: one.count for one in report(network).figures}
    assert (found["uploads-blocked"], found["uploads-held"]) == (0, 0)
    assert (found["uploads-allowed"], found["uploads-checked"]) == (159, 159)
    assert (found["uploads-would-block"], found["uploads-would-hold"]) == (50, 9)
    assert (found["decisions-blocked"], found["decisions-would-block"]) == (0, 1)
    assert found["hours-in-shadow-mode"] == 1


def test_a_corrected_hour_counts_once_and_by_its_latest_statement() -> None:
    network = Network()
    for number, count in ((2, 20), (1, 10), (3, 30)):
        network.state(hour("2026-11-22T09Z", [counted(count)], number=number))
    found = {one.key: one.count for one in report(network).figures}
    assert found["uploads-checked"] == 30
    assert (found["hours-stated"], found["hours-corrected"]) == (1, 1)


def test_an_hour_that_is_stated_in_two_ways_counts_as_not_stated_and_is_named() -> None:
    network = Network()
    network.state(hour("2026-11-22T08Z", [counted(5)]))
    network.state(hour("2026-11-22T09Z", [counted(10)]))
    network.state(hour("2026-11-22T09Z", [counted(11)]))
    network.state(hour("2026-11-22T10Z", [counted(7), counted(8, surface="group")]))
    network.state(hour("2026-11-22T10Z", [counted(8, surface="group"), counted(7)]))
    made = report(network)
    checked = made.figure("uploads-checked")
    assert checked is not None
    assert checked.count == 20, "two that say the same are one"
    assert made.coverage.hours_stated == 2
    assert any("22 of 24 hours" in one for one in checked.exclusions)
    assert any("2026-11-22T09Z" in note for note in made.notes)


def test_a_missing_hour_is_no_hour_without_uploads() -> None:
    network = Network()
    network.state(hour("2026-11-22T09Z", [counted(10)]))
    made = report(network, first="2026-11-22", last="2026-11-23")
    days = {one.part: one for one in made.figures if one.indicator == "uploads-checked-by-day"}
    assert days["2026-11-22"].count == 10
    assert "23 of 24 hours are not stated." in days["2026-11-22"].exclusions
    assert (days["2026-11-23"].count, days["2026-11-23"].mark) == (None, "x")


def test_a_decision_that_is_stated_twice_counts_once_and_is_noted() -> None:
    network = Network()
    whole_day(network, "2026-11-22", counted(1, "block"))
    network.state(decision("same"))
    network.state(decision("same"))
    made = report(network)
    found = made.figure("decisions-blocked")
    assert found is not None
    assert found.count == 1
    assert any("repeat a decision" in note for note in made.notes)


def test_a_breakdown_with_very_many_parts_keeps_the_largest_and_counts_the_others() -> None:
    network = Network()
    counts = [counted(1000 + n, surface=f"surface {n:04}") for n in range(300)]
    counts += [counted(5, "block", surface="surface 0000"), counted(1, surface="(all others)")]
    network.state(hour("2026-11-22T09Z", counts))
    made = report(network)
    parts = [one for one in made.figures if one.indicator == "uploads-checked-by-surface"]
    checked = made.figure("uploads-checked")
    assert checked is not None
    assert len(parts) == 100
    assert sum(one.count or 0 for one in parts) == checked.count
    assert {one.part for one in parts} > {"(all others)", "surface 0299"}


def test_drills_of_a_regulators_list_are_drills_and_a_list_that_only_names_them_is_none() -> None:
    network = Network()
    whole_day(network, "2026-11-22", counted(9, "block"))
    lists = ("drill", "drills", "drill-2026", "regulator-drills", "images")
    for name in lists:
        network.state(decision(name, matched=[{"list": name, "kind": "pdq"}]))
    found = {one.key: one.count for one in report(network).figures}
    assert (found["drills"], found["drills-by-outcome[block]"]) == (3, 3)
    assert (found["decisions-blocked"], found["decisions-blocked-without-drills"]) == (5, 2)


def test_an_allow_list_counts_only_where_an_upload_was_stopped_all_the_same() -> None:
    network = Network()
    whole_day(network, "2026-11-22", counted(9), counted(2, "hold"), counted(1, mode="shadow"))
    aside = [{"list": "images", "kind": "pdq"}]
    network.state(decision("allowed", outcome="allow", set_aside=aside))
    network.state(decision("held", outcome="hold", set_aside=aside))
    network.state(decision("plain", outcome="hold"))
    shadow = {"mode": "shadow", "outcome": "allow", "would_be": "hold"}
    network.state(decision("would", set_aside=aside * 2, **shadow))
    made = report(network)
    found = {one.key: one.count for one in made.figures}
    assert found["decisions-set-aside"] == 2
    assert found["decisions-set-aside-by-list[images]"] == 2


def test_what_an_allow_list_or_nobody_stopped_is_not_measured_and_never_zero() -> None:
    network = Network()
    whole_day(network, "2026-11-22", counted(9))
    made = report(network)
    for name in ("allowed-by-allow-list", "drills-let-through"):
        figure, indicator = made.figure(name), made.indicator(name)
        assert figure is not None
        assert indicator is not None
        assert (figure.count, figure.mark) == (None, "x")
        assert indicator.not_measured


def test_a_total_that_gives_away_what_one_rule_held_is_hidden_in_a_report() -> None:
    network = Network()
    whole_day(
        network,
        "2026-11-22",
        counted(900),
        counted(22, "hold", rule="cannot be hashed"),
        counted(1, "hold", rule="similar"),
    )
    for number in range(22):
        network.state(
            decision(str(number), outcome="hold", rule="cannot be hashed", unscannable="damaged")
        )
    network.state(decision("similar", outcome="hold", rule="similar"))
    found = {one.key: one for one in report(network, ReportSettings()).figures}
    assert (found["uploads-held"].count, found["decisions-held"].count) == (23, 23)
    for key in (
        "uploads-held-by-rule[cannot be hashed]",
        "uploads-held-by-rule[similar]",
        "decisions-unscannable",
        "decisions-unscannable-by-code[damaged]",
    ):
        assert found[key].mark == "c", key
