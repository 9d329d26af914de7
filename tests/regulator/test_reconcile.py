"""A regulator's comparison through its front door: what is false is named, what is true is not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from beholden.transparency.core import (
    BEYOND,
    CheckpointRef,
    Published,
    TransparencyReport,
    decode_report,
)
from tests.cli.support import CONTROL, Done
from tests.regulator.published import BY, DAYS, Office, Publisher, publishing, written
from tests.transparency.network import counted, decision, hour, window

HOSTILE = "al\x1b[2Jbum\u202e=cmd|<script>"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One network and one regulator for all: comparing changes neither."""
    with publishing() as network:
        yield Office(tmp_path_factory.mktemp("office") / "data", network)


@pytest.fixture(scope="module")
def right(office: Office) -> TransparencyReport:
    """What the network should publish."""
    return office.network.report()


@pytest.fixture(scope="module")
def openings(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All statements, opened."""
    return office.network.statements.export(tmp_path_factory.mktemp("export") / "open.jsonl")


@pytest.fixture
def publish(tmp_path: Path) -> Callable[[TransparencyReport], Path]:
    """Writes a report as a file."""
    return lambda report: written(tmp_path / "report.json", report)


@pytest.fixture
def held(
    office: Office,
    right: TransparencyReport,
    openings: Path,
    publish: Callable[[TransparencyReport], Path],
) -> Callable[[str, int], Done]:
    """Reconciles the right report with one figure falsified."""

    def reconciled(key: str, count: int) -> Done:
        report = publish(falsified(right, key, count=count))
        return office.reconcile("--report", report, "--openings", openings, "--json")

    return reconciled


def falsified(report: TransparencyReport, key: str, **fields: object) -> TransparencyReport:
    assert report.figure(key) is not None, key
    figures = tuple(
        msgspec.structs.replace(one, **fields) if one.key == key else one for one in report.figures
    )
    return msgspec.structs.replace(report, figures=figures)


def found(done: Done) -> list[Any]:
    """The comparisons of a result in JSON."""
    (kept,) = done.objects
    return list(kept["result"]["differences"])


def accused(done: Done) -> list[str]:
    """Figures that are not what the opened statements give."""
    return [
        f"{one['quantity']}[{one['part']}]" if one.get("part") else str(one["quantity"])
        for one in found(done)
        if one["verdict"] == "differs" and one["other_source"] == "the opened statements"
    ]


def the(done: Done, quantity: str, other: str = "the opened statements") -> Any:
    (one,) = [x for x in found(done) if (x["quantity"], x["other_source"]) == (quantity, other)]
    return one


def is_clean(office: Office) -> bool:
    """Whether no opened statement lies about."""
    folder = office.data / "opened"
    return not folder.exists() or not any(folder.iterdir())


def test_a_right_report_agrees_and_nothing_of_what_was_opened_stays(
    office, right, openings, publish
):
    done = office.reconcile("--report", publish(right), "--openings", openings)
    assert done.code == 0, done.text + done.said
    assert "comparisons agree" in done.text
    assert is_clean(office)


def test_only_what_was_not_there_before_the_days_need_be_opened(office, right, publish, tmp_path):
    late = office.network.statements.export(
        tmp_path / "late.jsonl", range(24, office.network.statements.size)
    )
    begun = office.network.report(first=24)
    done = office.reconcile("--report", publish(begun), "--openings", late)
    assert done.code == 0, done.text + done.said
    assert "24 of them were there before the days began" in done.text
    # Where the report looked from further back, its words depend on that.
    done = office.reconcile("--report", publish(right), "--openings", late, "--json")
    assert done.code == 3
    assert "ledger export --entries 0:" in the(done, "coverage")["words"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("uploads-blocked", 5),
        ("uploads-held", 4_260),
        ("uploads-checked", 10_000),
        ("uploads-held-by-surface[album]", 1),
        ("uploads-allowed-by-day[2026-11-22]", 77),
        ("decisions-blocked", 29),
        ("hours-corrected", 0),
        ("uploads-would-hold", 0),
    ],
)
def test_one_falsified_figure_is_named_and_no_other_is_accused(held, key, value):
    done = held(key, value)
    assert done.code == 1
    assert accused(done) == [key]
    assert f"{value:,}" in str(done.objects[0]["result"]["words"])


def test_the_table_names_the_figure_first_with_both_numbers_and_the_size(
    office, right, openings, publish
):
    report = publish(falsified(right, "uploads-held", count=200))
    done = office.reconcile("--report", report, "--openings", openings)
    assert done.code == 1
    lines = done.text.splitlines()
    assert "Uploads held: 200, not 426 (+113.00 %" in lines[1]
    first = next(line for line in lines if "DIFFERS" in line)
    assert "Uploads held" in first
    assert "+226" in first


# Causes.


@pytest.mark.parametrize(
    ("key", "count", "code"),
    [
        ("uploads-held", 426 + 160, "shadow-as-done"),
        ("uploads-held", 426 - 5, "uncorrected-hours"),
        ("uploads-held", 426 + 4, "hours-twice"),
        ("uploads-held", 426 + 33, "day-after"),
        ("uploads-held", 121, "no-first-day"),
        ("uploads-held", 426 + 57, "held-with-blocked"),
        ("uploads-held", 430, "rounded"),
        ("uploads-held", 462, "transposed"),
        ("uploads-blocked", 53, "drills-left-out"),
        ("uploads-blocked", 30, "statements-only"),
        ("uploads-blocked", 426, "other-figure"),
    ],
)
def test_a_known_wrong_way_that_gives_the_printed_number_is_named(held, key, count, code):
    done = held(key, count)
    exact = [
        cause["code"]
        for one in found(done)
        if one["other_source"] == "the opened statements"
        for cause in one.get("causes", ())
        if cause.get("exact")
    ]
    assert code in exact, (exact, accused(done))


def test_a_time_zone_that_meets_one_number_by_chance_is_not_named(held):
    """Of 26 zones one gives this very number for this day; the other days are right."""
    done = held("uploads-held-by-day[2026-11-22]", 33)
    assert accused(done) == ["uploads-held-by-day[2026-11-22]"]
    assert "local time" not in done.text


# Openings that are refused, or do not match.


def test_what_was_refused_may_be_anything_and_what_is_outside_all_that_differs(
    office, right, publish, tmp_path
):
    network = office.network.statements
    blocked = [place for place in range(network.size) if b'"id":"d' in network.bodies[place]]
    some = [place for place in range(network.size) if place not in blocked[:10]]
    openings = network.export(tmp_path / "some.jsonl", some)
    done = office.reconcile("--report", publish(right), "--openings", openings, "--json")
    assert done.code == 3
    one = the(done, "decisions-blocked")
    assert one["verdict"] == "cannot-tell"
    assert one["other"] == {"form": "count", "value": 20, "low": 20, "high": 30}
    assert [cause["code"] for cause in one["causes"]] == ["refused"]
    for outside in (19, 31):
        report = publish(falsified(right, "decisions-blocked", count=outside))
        done = office.reconcile("--report", report, "--openings", openings, "--json")
        assert (done.code, accused(done)) == (1, ["decisions-blocked"])


def test_openings_that_do_not_match_their_entries_count_as_refused(
    office, right, publish, tmp_path
):
    network = office.network.statements
    lines = [json.loads(network.line(place)) for place in range(network.size)]
    target = next(line for line in lines if b'"id":"d7"' in network.bodies[line["index"]])
    other = next(line for line in lines if b'"id":"d8"' in network.bodies[line["index"]])
    target["statement"] = other["statement"]
    path = tmp_path / "wrong.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = office.reconcile("--report", publish(right), "--openings", path, "--json")
    assert done.code == 3
    assert the(done, "decisions-blocked")["verdict"] == "cannot-tell"
    words = [source["words"] for source in done.objects[0]["result"]["sources"]]
    assert any("1 not opened, of which 1 did not fit" in said for said in words)


def test_an_hour_that_was_refused_does_not_prove_more_uploads_false(
    office, right, publish, tmp_path
):
    network = office.network.statements
    without = [p for p in range(network.size) if b'"2026-11-22T09Z"' not in network.bodies[p]]
    openings = network.export(tmp_path / "hours.jsonl", without)
    done = office.reconcile("--report", publish(right), "--openings", openings, "--json")
    held = the(done, "uploads-held")
    assert (held["verdict"], held["by"]) == ("cannot-tell", 312 - 426)
    # One entry corrects one hour: fewer than all the others is false, whatever it says.
    for count, is_false in ((311, False), (5, True)):
        report = publish(falsified(right, "uploads-held", count=count))
        done = office.reconcile("--report", report, "--openings", openings, "--json")
        assert ("uploads-held" in accused(done)) == is_false


def test_without_openings_the_sums_are_checked_and_the_range_to_ask_for_is_said(
    office, right, publish
):
    done = office.reconcile("--report", publish(right))
    assert done.code == 3
    assert "no figure was counted again" in done.text.replace("\n", " ")
    assert f"ledger export --entries 0:{office.network.statements.size}" in done.text.replace(
        "\n", " "
    )
    wrong = publish(falsified(right, "uploads-held-by-surface[album]", count=1))
    assert office.reconcile("--report", wrong).code == 1


@pytest.mark.parametrize("content", [b"", b"no json\n", b'{"index":1}\n', b"\xff" * 100])
def test_a_file_that_is_no_export_ends_it_or_opens_nothing_and_leaves_nothing(
    office, right, publish, tmp_path, content
):
    path = tmp_path / "none.jsonl"
    path.write_bytes(content)
    done = office.reconcile("--report", publish(right), "--openings", path, "--json")
    assert done.code in {2, 3}, done.text
    assert is_clean(office)


# What the report stands on.


def test_a_report_for_other_days_is_refused_with_its_own_and_nobody_is_accused(
    office, openings, publish
):
    before = office.ok("reconciliations", "photos", "--json").objects
    other = office.network.report(window("2026-11-20", "2026-11-21"))
    done = office.reconcile("--report", publish(other), "--openings", openings)
    assert done.code == 2
    assert "about 2026-11-20 to 2026-11-21, not about 2026-11-21 to 2026-11-22" in done.said
    assert office.ok("reconciliations", "photos", "--json").objects == before
    assert is_clean(office)


def test_a_received_file_that_is_no_report_is_as_if_it_was_not_given(
    office, right, openings, publish, tmp_path
):
    broken = tmp_path / "broken.json"
    broken.write_bytes(publish(right).read_bytes()[:500])
    office.ok("receive", "photos", "--report", broken, "--from-source", "Photos", "--by", BY,
              "--as-it-is")  # fmt: skip
    corrects = hashlib.sha256(broken.read_bytes()).hexdigest()
    again = msgspec.structs.replace(right, revision=2, corrects=corrects, correction="It was cut.")
    done = office.reconcile("--report", publish(again), "--openings", openings)
    assert done.code == 0, done.text + done.said
    assert "was not given" in " ".join(done.text.split())


def test_what_the_log_says_anew_behind_the_reports_checkpoint_is_noted(tmp_path):
    with publishing() as network:
        office = Office(tmp_path / "data", network)
        report = written(tmp_path / "report.json", network.report())
        network.state(hour("2026-11-22T10Z", [counted(900)], number=2))
        for day in ("2026-11-22", "2026-11-24"):
            network.state(decision(f"late {day}", time=f"{day}T09:30:00Z"))
        network.publish(datetime(2026, 11, 25, tzinfo=UTC))
        office.mirror()
        openings = network.statements.export(tmp_path / "all.jsonl")
        done = office.reconcile("--report", report, "--openings", openings)
        assert done.code == 0, done.text
        said = " ".join(done.text.split())
        assert "states 1 hour of these days and 1 decision of these days." in said


def test_a_report_that_begins_behind_what_nobody_can_read_is_told_so(tmp_path):
    with publishing() as network:
        office = Office(tmp_path / "data", network, follow=False)
        network.begin()
        office.mirror()
        network.state({"kind": "gate.future/9", "time": "2026-11-21T00:00:01Z"})
        network.go_on()
        office.mirror()
        openings = network.statements.export(tmp_path / "all.jsonl")
        for first, is_told in ((25, True), (24, False)):
            report = written(tmp_path / f"{first}.json", network.report(first=first))
            done = office.reconcile("--report", report, "--openings", openings)
            assert done.code == 0, done.text
            said = " ".join(done.text.split())
            assert ("1 is of kinds that nobody here can read" in said) == is_told


def test_a_tree_that_is_not_in_the_mirrors_history_is_a_fork(office, right, openings, publish):
    size = right.checkpoint.size
    forked = msgspec.structs.replace(
        right, checkpoint=CheckpointRef(right.checkpoint.origin, size, bytes(32))
    )
    done = office.reconcile("--report", publish(forked), "--openings", openings, "--json")
    assert done.code == 1
    assert [one["quantity"] for one in found(done) if one["verdict"] == "differs"] == ["checkpoint"]


def test_a_mirror_that_does_not_reach_the_report_says_so_and_keeps_nothing(tmp_path):
    with publishing() as network:
        office = Office(tmp_path / "data", network)
        network.day("2026-11-24", held=50)
        ahead = written(tmp_path / "report.json", network.report_ahead())
        before = office.run("reconciliations", "photos", "--json").objects
        done = office.reconcile("--report", ahead)
        assert done.code == 3
        assert "the mirror has 147" in done.said
        assert "beholden regulator mirror photos --once" in done.said
        assert office.run("reconciliations", "photos", "--json").objects == before


def test_a_report_without_a_mirror_cannot_be_held_against_anything(tmp_path):
    with publishing() as network:
        office = Office(tmp_path / "data", network, follow=False)
        network.begin()
        network.go_on()
        report = written(tmp_path / "report.json", network.report())
        done = office.reconcile("--report", report)
        assert done.code == 2
        assert "Mirror it first" in done.said


def test_a_report_that_another_one_corrects_is_replaced_by_it(office, right, openings, tmp_path):
    wrong = written(tmp_path / "first.json", falsified(right, "uploads-held", count=200))
    digest = hashlib.sha256(wrong.read_bytes()).hexdigest()
    better = msgspec.structs.replace(
        right, revision=2, corrects=digest, correction="Held uploads of one day were missing."
    )
    new = written(tmp_path / "second.json", better)
    given = ("--report", wrong, "--report", new, "--openings", openings)
    done = office.reconcile(*given)
    assert done.code == 0, done.text + done.said
    said = " ".join(done.text.split())
    assert "Held uploads of one day were missing." in said
    assert "Changed by the correction: uploads-held." in said
    alone = office.reconcile("--report", new, "--openings", openings)
    assert alone.code == 0
    assert digest in alone.text
    twice = office.reconcile("--report", wrong, "--report", written(tmp_path / "x.json", right))
    assert twice.code == 2
    assert "correct the one before" in twice.said


def test_what_is_no_report_is_refused_by_name(office, tmp_path):
    path = tmp_path / "report.json"
    path.write_text('{"format": "something else"}')
    done = office.reconcile("--report", path)
    assert done.code == 2
    assert "report.json" in done.said
    assert office.reconcile("--report", tmp_path / "absent.json").code == 2


# Hostile text.


def test_a_networks_strings_steer_no_terminal(tmp_path):
    with publishing(surface=HOSTILE) as network:
        office = Office(tmp_path / "data", network)
        report = network.report()
        figures = tuple(
            msgspec.structs.replace(one, count=(one.count or 0) + 1)
            if one.indicator == "uploads-held-by-surface" and one.count is not None
            else one
            for one in report.figures
        )
        path = written(
            tmp_path / "report.json",
            msgspec.structs.replace(report, figures=figures, provider=HOSTILE, service=HOSTILE),
        )
        openings = network.statements.export(tmp_path / "open.jsonl")
        done = office.reconcile("--report", path, "--openings", openings, "--all")
        assert done.code == 1
        assert not CONTROL.search(done.out)
        assert "\u202e" not in done.text
        listed = office.run("reconciliations", "photos", "1", "--all")
        assert not CONTROL.search(listed.out)


# Counts of others.

HEADER = "quantity,from,to,value,form,rounded_to,source\n"
PLATFORMS = {
    "Reddit": (
        [(2019, 724, 724), (2020, 2_233, 2_233), (2021, 10_059, 10_059), (2022, 52_592, 52_592)],
        [("agrees", "0.00")] * 4,
        0,
    ),
    "Pinterest": (
        [(2020, 3_432, 3_432), (2021, 2_684, 2_283), (2022, 32_964, 34_310)],
        [("agrees", "0.00"), ("differs", "-14.94"), ("differs", "+4.08")],
        1,
    ),
    "Snap": ([(2022, 550_755, 551_086)], [("within-tolerance", "+0.06")], 0),
    "Google and YouTube": (
        [(2020, 547_875, 546_704), (2021, 870_319, 875_783)],
        [("within-tolerance", "-0.21"), ("within-tolerance", "+0.63")],
        0,
    ),
}


def counts_file(path: Path, source: str, rows: list[str]) -> Path:
    path.write_text(HEADER + "".join(f"{row},{source}\n" for row in rows))
    return path


@pytest.mark.parametrize("name", PLATFORMS)
def test_published_counts_of_platforms_against_those_of_the_clearing_house(office, tmp_path, name):
    years, expected, code = PLATFORMS[name]
    mine = counts_file(
        tmp_path / "mine.csv",
        name,
        [f'reports,{year}-01-01,{year}-12-31,"{said:,}",,' for year, said, _ in years],
    )
    theirs = counts_file(
        tmp_path / "theirs.csv",
        "Clearing house",
        [f"reports,{year}-01-01,{year}-12-31,{got},," for year, _, got in years],
    )
    days = ("--from", f"{years[0][0]}-01-01", "--to", f"{years[-1][0]}-12-31")
    given = ("--counts", mine, "--counts", theirs)
    done = office.reconcile(*given, "--json", days=days)
    assert done.code == code
    assert [(one["verdict"], one["per_cent"]) for one in found(done)] == expected
    shown = office.reconcile(*given, "--all", days=days)
    for _, size in expected:
        assert f"{size} %" in shown.text


def test_counts_that_were_rounded_or_are_shares_are_compared_as_far_as_they_tell(
    office, right, openings, publish, tmp_path
):
    day = "2026-11-21,2026-11-22"
    path = counts_file(
        tmp_path / "counts.csv",
        "Flagger",
        [f"uploads-held,{day},426,rounded,2", f"share-held,{day},0.04,share,",
         f"uploads-checked,{day},0,rounded,1000000", f"uploads-blocked,{day},0.5,share,"],
    )  # fmt: skip
    done = office.reconcile(
        "--report", publish(right), "--openings", openings, "--counts", path, "--json"
    )
    assert done.code == 3
    verdicts = [the(done, name, "Flagger")["verdict"] for name in
                ("uploads-held", "share-held", "uploads-checked", "uploads-blocked")]  # fmt: skip
    assert verdicts == ["within-tolerance", "cannot-tell", "cannot-tell", "cannot-tell"]


def test_half_years_of_one_body_are_held_against_the_year_of_another(office, tmp_path):
    halves = ["reports,2020-01-01,2020-06-30,300000,,", "reports,2020-07-01,2020-12-31,247875,,"]
    mine = counts_file(tmp_path / "mine.csv", "Google", halves)
    year = ["reports,2020-01-01,2020-12-31,546704,,"]
    theirs = counts_file(tmp_path / "theirs.csv", "NCMEC", year)
    given = ("--counts", mine, "--counts", theirs, "--all")
    done = office.reconcile(*given, days=("--from", "2020-01-01", "--to", "2020-12-31"))
    assert done.code == 0, done.text
    said = " ".join(done.text.replace("│", " ").split())
    assert "-0.21 %" in said
    assert "Nothing could be compared" not in said


def test_a_small_count_of_people_is_on_no_scorecard_and_the_officer_sees_it(office, tmp_path):
    days = "2026-11-21,2026-11-22"
    files = [
        counts_file(tmp_path / f"{name}.csv", name, [f"victims,{days},{value},,"])
        for name, value in (("Police", 7), ("Charity", 377))
    ]
    given = [word for path in files for word in ("--counts", path)]
    done = office.reconcile(*given, "--json")
    assert [one["one"]["value"] for one in found(done)] == [7]
    number = str(done.objects[0]["number"])
    drafted = office.run(
        "scorecard", "draft", office.service, "--reconciliation", number, "--by", BY, "--json"
    )
    assert drafted.code in {0, 1, 3}, drafted.said
    card = drafted.objects[0]["card"]
    (one,) = card["differences"]
    assert one["one"] == {"form": "hidden", "low": 1, "high": 9}
    assert one["other"]["value"] == 377
    assert "Police: hidden, 1 to 9; Charity: 377" in card["summary"]
    assert "by" not in one


def test_a_counts_file_with_faults_names_them_all_and_nothing_is_kept(office, tmp_path):
    path = counts_file(
        tmp_path / "bad.csv",
        "A",
        ["q,2022-01-01,2022-12-31,about 5,,", "q,2022-01-01,2021-12-31,5,,"],
    )
    before = office.run("reconciliations", "photos", "--json").objects
    done = office.reconcile("--counts", path)
    assert done.code == 2
    assert "bad.csv:2: value:" in done.said
    assert "bad.csv:3: to:" in done.said
    assert office.run("reconciliations", "photos", "--json").objects == before


# What was received, what is kept, who may.


def test_files_that_were_received_are_compared_by_their_numbers(office, right, openings, publish):
    numbers = []
    for kind, path in (("--report", publish(right)), ("--openings", openings)):
        done = office.ok(
            "receive", "photos", kind, path, "--from-source", "Example", "--by", BY, "--json"
        )
        numbers += ["--received", str(done.objects[0]["number"])]
    assert office.reconcile(*numbers).code == 0
    assert office.reconcile("--received", "999").code == 2


def test_a_reconciliation_is_kept_and_shown_again(office, right, openings, publish):
    report = publish(falsified(right, "uploads-held", count=200))
    made = office.reconcile("--report", report, "--openings", openings, "--json")
    number = made.objects[0]["number"]
    again = office.run("reconciliations", "photos", str(number), "--json")
    assert (again.code, again.objects) == (1, made.objects)
    listed = office.ok("reconciliations", "photos")
    assert "Uploads held: 200, not 426" in " ".join(listed.text.replace("│", " ").split())
    assert office.run("reconciliations", "photos", "999").code == 2
    assert office.run("reconciliations", "nobody").code == 2


def test_only_who_is_on_the_staff_as_an_officer_may_reconcile(office, right, publish):
    office.ok("staff", "add", "R. Eader", "--role", "reader")
    for name in ("R. Eader", "Nobody"):
        done = office.run("reconcile", "photos", *DAYS, "--report", publish(right), "--by", name)
        assert done.code == 2


@pytest.mark.parametrize("given", [(), ("--openings",)])
def test_without_anything_to_hold_to_account_it_is_wrong_usage(office, openings, given):
    done = office.reconcile(*given, *([openings] if given else []))
    assert done.code == 2
    assert "Give" in done.said


def test_days_in_the_wrong_order_are_wrong_usage(office, right, publish):
    days = ("--from", "2026-11-22", "--to", "2026-11-21")
    assert office.reconcile("--report", publish(right), days=days).code == 2


def test_what_a_killed_process_left_is_removed_by_the_next(office, right, openings, publish):
    left = office.data / "opened" / "left"
    left.mkdir(parents=True)
    (left / "opened_hours.parquet").write_bytes(b"x")
    assert office.reconcile("--report", publish(right), "--openings", openings).code == 0
    assert is_clean(office)
    assert isinstance(office.network, Publisher)


# Small numbers.


def test_what_is_hidden_by_a_rule_of_the_networks_own_is_said_and_not_given_away(
    office, openings, publish
):
    hiding = office.network.report(small_numbers_below=60)
    masked = [one for one in hiding.figures if one.mark == "c"]
    assert "uploads-held-by-surface[chat]" in {one.key for one in masked}
    done = office.reconcile("--report", publish(hiding), "--openings", openings, "--json")
    assert done.code == 1, "a network that hides more than the rule hides what it answers for"
    assert "small-numbers" in accused(done)
    for one in found(done):
        if any((one["quantity"], one.get("part", "")) == (x.indicator, x.part) for x in masked):
            assert one["other"]["form"] in {"hidden", "count"}
            if one["other_source"] == "the opened statements":
                assert (one["other"], one.get("by")) == ({"form": "hidden"}, None)


@pytest.mark.parametrize("kept", ["nothing", "some", "all but an hour"])
def test_an_honest_report_is_not_accused_for_what_was_not_opened(
    office, right, publish, tmp_path, kept
):
    network = office.network.statements
    places = {
        "nothing": [],
        "some": list(range(50)),
        "all but an hour": [
            place for place in range(network.size)
            if place != max(p for p in range(network.size) if b'"gate.hour"' in network.bodies[p])
        ],
    }[kept]  # fmt: skip
    path = network.export(tmp_path / "some.jsonl", places)
    done = office.reconcile("--report", publish(right), "--openings", path, "--json")
    assert (done.code, accused(done)) == (3, []), done.text


# Reports that were published before.


@pytest.fixture
def beside(office, tmp_path) -> tuple[Path, Path]:
    """A report of the first day, which hides nothing, and one of both days beside it."""
    # Of its own for each test: what one of them received, others must not have at hand.
    report = office.network.report(
        window("2026-11-21"), small_numbers_below=1, contact=f"{tmp_path.name}@example.org"
    )
    day = written(tmp_path / "day.json", report)
    earlier = Published(hashlib.sha256(day.read_bytes()).hexdigest(), read(day))
    both = office.network.report(earlier=[earlier])
    chat = both.figure("uploads-held-by-surface[chat]")
    assert chat is not None
    assert chat.mark == "c", "six in all, and three on the first day"
    return day, written(tmp_path / "both.json", both)


def read(path: Path) -> TransparencyReport:
    return decode_report(path.read_bytes())


def test_what_is_hidden_beside_an_earlier_report_agrees_where_that_is_at_hand(
    office, openings, beside
):
    day, both = beside
    given = ("--report", both, "--openings", openings)
    done = office.reconcile(*given, "--json")
    assert (done.code, accused(done)) == (3, [])
    one = next(x for x in found(done) if x["verdict"] == "cannot-tell")
    assert hashlib.sha256(day.read_bytes()).hexdigest() in one["words"]
    assert "2026-11-21 to 2026-11-21" in one["words"]
    done = office.reconcile(*given, "--earlier", day)
    assert done.code == 0, done.text
    office.ok("receive", "photos", "--report", day, "--from-source", "Example", "--by", BY)
    done = office.reconcile(*given)
    assert done.code == 0, done.text


def test_what_an_earlier_report_gives_no_reason_to_hide_differs(office, openings, beside):
    day, both = beside
    report = read(both)
    key = "uploads-checked-by-day[2026-11-21]"
    sly = written(both, falsified(report, key, count=None, mark="c"))
    given = ("--report", sly, "--openings", openings)
    done = office.reconcile(*given, "--earlier", day, "--json")
    assert accused(done) == [key]


def test_what_is_never_hidden_differs_whatever_report_is_missing(office, openings, beside):
    _, both = beside
    sly = written(both, falsified(read(both), "uploads-checked", count=None, mark="c"))
    done = office.reconcile("--report", sly, "--openings", openings, "--json")
    assert accused(done) == ["uploads-checked"]


def test_an_earlier_report_that_is_about_something_else_is_no_reason(
    office, openings, beside, tmp_path
):
    day, both = beside
    stranger = written(
        tmp_path / "stranger.json", msgspec.structs.replace(read(day), service="Other pictures")
    )
    digest = hashlib.sha256(stranger.read_bytes()).hexdigest()
    report = read(both)
    named = tuple(msgspec.structs.replace(one, sha256=digest) for one in report.earlier)
    sly = written(both, msgspec.structs.replace(report, earlier=named))
    done = office.reconcile(
        "--report", sly, "--openings", openings, "--earlier", stranger, "--json"
    )
    assert done.code == 1
    assert {"earlier", "uploads-held-by-surface[chat]"} <= set(accused(done))


def test_a_note_that_only_a_missing_report_can_show_is_not_held_against_the_report(
    office, openings, beside
):
    day, both = beside
    report = read(both)
    noted = written(both, msgspec.structs.replace(report, notes=(*report.notes, BEYOND)))
    given = ("--report", noted, "--openings", openings, "--json")
    assert accused(office.reconcile(*given)) == []
    assert accused(office.reconcile(*given, "--earlier", day)) == ["notes"]


def test_a_received_report_is_found_where_another_one_corrects_it(office, openings, tmp_path):
    right = office.network.report()
    wrong = written(tmp_path / "first.json", falsified(right, "uploads-held", count=201))
    digest = hashlib.sha256(wrong.read_bytes()).hexdigest()
    better = msgspec.structs.replace(right, revision=2, corrects=digest, correction="Days.")
    new = written(tmp_path / "second.json", better)
    given = ("--report", new, "--openings", openings)
    assert "was not given" in office.reconcile(*given).text
    office.ok("receive", "photos", "--report", wrong, "--from-source", "Example", "--by", BY)
    said = " ".join(office.reconcile(*given).text.split())
    assert "Changed by the correction: uploads-held." in said
