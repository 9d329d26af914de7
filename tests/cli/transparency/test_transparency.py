"""`beholden transparency`: what a compliance lead and a regulator's officer type."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from pathlib import Path

import pytest

from beholden.transparency.core import TransparencyReport, decode_report, encode_report
from tests.cli.support import Done, invoke
from tests.cli.transparency.conftest import DAY, mirrored, state
from tests.transparency.network import counted, decision, hour


def build(data: Path, out: Path, *more: str | Path, first: str = DAY, last: str = DAY) -> Done:
    days = ("--from", first, "--to", last)
    return invoke("transparency", "build", *days, "--out", out, "--data", data, *more)


def built(data: Path, out: Path, *more: str | Path) -> TransparencyReport:
    done = build(data, out, *more)
    assert done.code == 0, done.said
    return decode_report((out / "report.json").read_bytes())


def exported(data: Path, path: Path, entries: str = "0:") -> Path:
    done = invoke("ledger", "export", "--entries", entries, "--out", path, "--data", data)
    assert done.code == 0, done.said
    return path


def check(report: Path, openings: Path, mirror: Path, *more: str) -> Done:
    given = ("--openings", openings, "--mirror", mirror)
    return invoke("transparency", "check", report, *given, *more)


def falsified(report: Path, key: str, count: int) -> None:
    """Changes one figure of a report file, as a network could."""
    read = json.loads(report.read_bytes())
    (figure,) = [
        one
        for one in read["figures"]
        if one["indicator"] == key and "part" not in one and "count" in one
    ]
    figure["count"] = count
    report.write_text(json.dumps(read))


def test_a_report_is_made_of_the_log_and_says_what_was_decided(data: Path, tmp_path: Path) -> None:
    report = built(data, tmp_path / "out")
    found = {one.key: one.count for one in report.figures}
    assert found["uploads-checked"] == 1010
    assert found["uploads-held"] == found["decisions-held"] == 3
    assert found["uploads-blocked"] == found["decisions-blocked"] == 7
    assert (report.service, report.provider) == ("Example", "Example Ltd")
    assert (report.coverage.refused, report.coverage.opened) == (0, report.checkpoint.size)
    assert report.checkpoint.origin == "network.example/decisions"
    assert not report.notes
    names = {str(one.relative_to(tmp_path / "out")) for one in (tmp_path / "out").glob("*")}
    assert {"index.html", "report.json", "figures.csv", "daily.csv", "assets"} <= names
    assert not list(tmp_path.glob(".out*")), "nothing staged stays"


def test_the_same_days_under_the_same_checkpoint_give_the_same_bytes(
    data: Path, tmp_path: Path
) -> None:
    built(data, tmp_path / "one")
    size = str(built(data, tmp_path / "two").checkpoint.size)
    state(data, [("late", decision("late"))])
    built(data, tmp_path / "three", "--checkpoint", size)
    built(data, tmp_path / "four")
    one, two, three, four = (
        (tmp_path / name / "report.json").read_bytes() for name in ("one", "two", "three", "four")
    )
    assert one == two == three
    newer, older = decode_report(four), decode_report(three)
    assert newer.figure("decisions-blocked") != older.figure("decisions-blocked")


def test_an_officer_with_openings_and_a_mirror_gets_the_same_report(
    data: Path, tmp_path: Path
) -> None:
    built(data, tmp_path / "out")
    mirror = mirrored(data, tmp_path / "mirror")
    openings = exported(data, tmp_path / "all.jsonl")
    done = check(tmp_path / "out" / "report.json", openings, mirror)
    assert done.code == 0, done.said + done.text
    assert "agrees" in done.text
    (answer,) = check(tmp_path / "out" / "report.json", openings, mirror, "--json").objects
    assert answer["agrees"] is True
    assert answer["differences"] == []


def test_a_falsified_figure_is_named_with_both_numbers(data: Path, tmp_path: Path) -> None:
    built(data, tmp_path / "out")
    falsified(tmp_path / "out" / "report.json", "uploads-blocked", 70)
    openings = exported(data, tmp_path / "all.jsonl")
    mirror = mirrored(data, tmp_path / "mirror")
    done = check(tmp_path / "out" / "report.json", openings, mirror, "--json")
    assert done.code == 1
    (answer,) = done.objects
    (found,) = answer["differences"]
    assert (found["key"], found["kind"]) == ("uploads-blocked", "count")
    assert (found["said"], found["found"]) == ("70", "7")
    assert "uploads-blocked" in check(tmp_path / "out" / "report.json", openings, mirror).text


def test_what_is_refused_is_named_and_bounds_what_it_could_change(
    data: Path, tmp_path: Path
) -> None:
    built(data, tmp_path / "out")
    openings = exported(data, tmp_path / "some.jsonl", "2:")
    mirror = mirrored(data, tmp_path / "mirror")
    done = check(tmp_path / "out" / "report.json", openings, mirror, "--json")
    assert done.code == 1
    (answer,) = done.objects
    assert (answer["refused"], answer["refused_places"]) == (2, [0, 1])
    keys = {one["key"]: one for one in answer["differences"]}
    assert keys["coverage.refused"]["found"] == "2"
    bounds = keys["decisions-blocked"]["recomputed"]
    assert bounds["high"] == bounds["count"] + 2


def test_an_erased_statement_is_erased_and_not_refused(data: Path, tmp_path: Path) -> None:
    erased = invoke("ledger", "erase", "blocked-0", "--basis", "order 12", "--data", data)
    assert erased.code == 0, erased.said
    assert invoke("ledger", "checkpoint", "--data", data).code == 0
    report = built(data, tmp_path / "out")
    assert (report.coverage.erased, report.coverage.refused) == (1, 0)
    held, blocked = report.figure("uploads-blocked"), report.figure("decisions-blocked")
    assert held is not None
    assert blocked is not None
    assert (held.count, blocked.count, blocked.high) == (7, 6, None)
    assert any("erased" in one for one in blocked.exclusions)
    mirror = mirrored(data, tmp_path / "mirror")
    done = check(tmp_path / "out" / "report.json", exported(data, tmp_path / "all"), mirror)
    assert done.code == 0, done.text
    before = str(report.checkpoint.size - 1)
    done = build(data, tmp_path / "older", "--checkpoint", before)
    assert done.code == 0
    assert "A newer checkpoint may" in done.said, "before the erasure was stated it is refused"


def test_a_correction_names_the_report_that_it_replaces(data: Path, tmp_path: Path) -> None:
    built(data, tmp_path / "one")
    old = tmp_path / "one" / "report.json"
    for wrong in (("--corrects", old), ("--reason", "x"), ("--corrects", old, "--reason", "a\nb")):
        assert build(data, tmp_path / "wrong", *wrong).code == 2
    report = built(data, tmp_path / "two", "--corrects", old, "--reason", "Surfaces were wrong.")
    assert report.revision == 2
    assert report.corrects == hashlib.sha256(old.read_bytes()).hexdigest()
    assert report.correction == "Surfaces were wrong."


def test_a_window_that_nobody_stated_is_not_measured(data: Path, tmp_path: Path) -> None:
    said = ""
    for name, day in (("before", "2020-01-01"), ("future", "2096-01-01")):
        done = build(data, tmp_path / name, first=day, last=day)
        assert done.code == 0, done.said
        said = done.said
        report = decode_report((tmp_path / name / "report.json").read_bytes())
        assert {one.mark for one in report.figures if one.count is not None} == {""}
        counted_ones = {one.key for one in report.figures if one.count is not None}
        said_of_hours = {"hours-stated", f"hours-stated-by-day[{day}]"}
        assert counted_ones == said_of_hours, "not one zero of what nobody counted"
    assert "has not ended" in said


def test_hostile_names_of_a_network_do_nothing_at_the_terminal(data: Path, tmp_path: Path) -> None:
    hostile = "\x1b[2Jx\r\n=cmd|'/c calc'!A0"
    counts = [counted(30, "block", surface=hostile), counted(70, surface="plain")]
    state(data, [("other", hour("2026-11-23T09Z", counts))])
    done = build(data, tmp_path / "out", first="2026-11-23", last="2026-11-23")
    assert done.code == 0, done.said
    report = decode_report((tmp_path / "out" / "report.json").read_bytes())
    assert report.figure(f"uploads-blocked-by-surface[{hostile}]") is not None
    shown = invoke("transparency", "show", tmp_path / "out" / "report.json")
    assert shown.code == 0
    assert b"\x1b" not in shown.out
    assert b"\r" not in shown.out


def test_a_report_that_exists_is_never_overwritten(data: Path, tmp_path: Path) -> None:
    built(data, tmp_path / "out")
    before = (tmp_path / "out" / "report.json").read_bytes()
    assert build(data, tmp_path / "out").code == 2
    assert (tmp_path / "out" / "report.json").read_bytes() == before


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--checkpoint", "999"), "covers"),
        (("--provider", " "), "--provider NAME"),
        (("--corrects", "gone.json", "--reason", "x"), "no such file"),
    ],
    ids=["checkpoint", "provider", "corrects"],
)
def test_what_cannot_be_built_says_what_to_do_and_leaves_nothing(
    data: Path, tmp_path: Path, more: tuple[str, ...], sentence: str
) -> None:
    done = build(data, tmp_path / "out", *more)
    assert done.code == 2
    assert sentence in done.said
    assert not (tmp_path / "out").exists()
    assert not list(data.glob(".opened-*")), "what was opened is gone"


def test_what_a_killed_process_left_opened_is_removed_and_what_one_is_at_work_on_is_not(
    data: Path, tmp_path: Path
) -> None:
    left, held = data / ".opened-left", data / ".opened-held"
    for folder in (left, held):
        (folder / "opened").mkdir(parents=True)
        (folder / "opened" / "decisions.parquet").write_bytes(b"x")
    descriptor = os.open(held, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        built(data, tmp_path / "out")
        assert [one.name for one in data.glob(".opened-*")] == [held.name]
    finally:
        os.close(descriptor)
    built(data, tmp_path / "again")
    assert not list(data.glob(".opened-*"))


def test_a_window_that_ends_before_it_begins_is_refused(data: Path, tmp_path: Path) -> None:
    done = build(data, tmp_path / "out", first="2026-11-22", last="2026-11-21")
    assert done.code == 2
    assert "before it begins" in done.said


def test_a_mirror_that_is_behind_says_so(data: Path, tmp_path: Path) -> None:
    mirror = mirrored(data, tmp_path / "mirror")
    state(data, [("late", decision("late"))])
    built(data, tmp_path / "out")
    done = check(tmp_path / "out" / "report.json", exported(data, tmp_path / "all"), mirror)
    assert done.code == 2
    assert "Follow the log first" in done.said


@pytest.mark.parametrize("content", [b"", b"{}", b"[1", b'{"format":"other/1"}'])
def test_a_file_that_is_no_report_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    done = invoke("transparency", "show", path)
    assert done.code == 2
    assert "report.json" in done.said


def test_show_prints_every_measured_figure(data: Path, tmp_path: Path) -> None:
    report = built(data, tmp_path / "out")
    path = tmp_path / "out" / "report.json"
    assert path.read_bytes() == encode_report(report)
    shown = invoke("transparency", "show", path).text
    every = invoke("transparency", "show", "--all", path).text
    for one in report.figures:
        indicator = report.indicator(one.indicator)
        assert indicator is not None
        assert (one.key in shown) == (not indicator.not_measured)
        assert one.key in every
    assert "Reports by users and flaggers are handled outside" in every


LATER = "2026-11-23"


def two_days(data: Path) -> None:
    """A day more, on which two uploads to the avatars were blocked."""
    counts = [
        counted(500),
        counted(300, surface="group"),
        counted(30, "hold"),
        counted(20, "hold", surface="group"),
        counted(2, "block"),
        counted(40, "block", surface="group"),
    ]
    hours = [hour(f"{LATER}T{n:02}Z", counts if n == 9 else ()) for n in range(24)]
    state(data, [(f"hour:{one['hour']}", one) for one in hours])


def a_large_day(data: Path) -> None:
    """More on the first day: one more statement of an hour, with nothing small in it."""
    counts = [
        counted(600),
        counted(400, surface="group"),
        counted(30, "hold"),
        counted(50, "hold", surface="group"),
        counted(60, "block"),
        counted(70, "block", surface="group"),
    ]
    state(data, [("more", hour(f"{DAY}T09Z", counts, number=2))])


def published(data: Path, tmp_path: Path) -> Path:
    """The report of the first day; those of both days is made next."""
    a_large_day(data)
    two_days(data)
    built(data, tmp_path / "day")
    return tmp_path / "day" / "report.json"


def of_both_days(data: Path, out: Path, *more: str | Path) -> TransparencyReport:
    done = build(data, out, *more, last=LATER)
    assert done.code == 0, done.said
    return decode_report((out / "report.json").read_bytes())


SMALL = "uploads-blocked-by-surface[avatar]"


def count_of(report: TransparencyReport, key: str) -> int | None:
    figure = report.figure(key)
    assert figure is not None, key
    return figure.count


def test_what_two_reports_give_away_together_is_hidden_in_the_second(
    data: Path, tmp_path: Path
) -> None:
    day = published(data, tmp_path)
    alone = of_both_days(data, tmp_path / "alone")
    before = count_of(decode_report(day.read_bytes()), SMALL)
    assert (before, count_of(alone, SMALL)) == (60, 62), "the two of the second day stand open"
    report = of_both_days(data, tmp_path / "out", "--published", day)
    assert count_of(report, SMALL) is None
    assert count_of(report, "uploads-blocked-by-surface[group]") is None
    (named,) = report.earlier
    assert named.sha256 == hashlib.sha256(day.read_bytes()).hexdigest()
    page = (tmp_path / "out" / "index.html").read_text()
    assert 'id="earlier"' in page
    assert 'id="earlier"' not in (tmp_path / "alone" / "index.html").read_text()
    assert b'"earlier"' not in (tmp_path / "alone" / "report.json").read_bytes()
    again = of_both_days(data, tmp_path / "again", "--published", tmp_path / "day")
    assert encode_report(again) == encode_report(report)
    with (data / "beholden.toml").open("a") as settings:
        settings.write(f'published = "{tmp_path / "day"}"\n')
    configured = of_both_days(data, tmp_path / "configured")
    assert encode_report(configured) == encode_report(report)


def test_a_report_beside_the_new_one_that_nobody_named_is_named(data: Path, tmp_path: Path) -> None:
    day = published(data, tmp_path)
    done = build(data, tmp_path / "out", last=LATER)
    said = " ".join(done.said.split())
    assert done.code == 0
    assert "readers can subtract: give it with --published" in said
    assert "--published" not in build(data, tmp_path / "b", "--published", day, last=LATER).said
    # A correction of the same days replaces the report, and another day takes nothing from it.
    other = tmp_path / "other"
    assert "--published" not in build(data, other / "same", first=DAY, last=DAY).said


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("report.json", b"{}", "report.json"), ("none.json", None, "no such file")],
)
def test_what_was_published_and_is_no_report_is_refused_by_name(
    data: Path, tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    done = build(data, tmp_path / "out", "--published", path)
    assert done.code == 2
    assert sentence in done.said
    assert not (tmp_path / "out").exists()


def test_who_checks_without_an_earlier_report_is_told_which_to_ask_for(
    data: Path, tmp_path: Path
) -> None:
    day = published(data, tmp_path)
    report = of_both_days(data, tmp_path / "out", "--published", day)
    openings = exported(data, tmp_path / "all.jsonl")
    mirror = mirrored(data, tmp_path / "mirror")
    path = tmp_path / "out" / "report.json"
    done = check(path, openings, mirror)
    assert done.code == 3, done.text
    assert report.earlier[0].sha256 in "".join(done.text.split())
    assert check(path, openings, mirror, "--published", str(day)).code == 0
    falsified(path, "uploads-blocked", 70)
    done = check(path, openings, mirror, "--json")
    (answer,) = done.objects
    assert done.code == 1
    assert [one["key"] for one in answer["differences"]] == ["uploads-blocked"]
    assert SMALL in {one["key"] for one in answer["cannot_tell"]}
    assert [one["sha256"] for one in answer["missing"]] == [report.earlier[0].sha256]


def test_hiding_more_than_the_earlier_report_needs_is_a_difference(
    data: Path, tmp_path: Path
) -> None:
    day = published(data, tmp_path)
    of_both_days(data, tmp_path / "out", "--published", day)
    path = tmp_path / "out" / "report.json"
    read = json.loads(path.read_bytes())
    for one in read["figures"]:
        if (one["indicator"], one.get("part")) == ("uploads-checked-by-surface", "group"):
            del one["count"]
            one["mark"] = "c"
    path.write_text(json.dumps(read))
    openings = exported(data, tmp_path / "all.jsonl")
    mirror = mirrored(data, tmp_path / "mirror")
    done = check(path, openings, mirror, "--published", str(day), "--json")
    assert done.code == 1
    (found,) = done.objects[0]["differences"]
    assert (found["key"], found["kind"]) == ("uploads-checked-by-surface[group]", "hidden")
