"""Openings against the log: what fits is opened, and nothing else becomes a number."""

from __future__ import annotations

import json
import os
import stat
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beholden.transparency import (
    EntriesError,
    Opened,
    OpeningsError,
    ReportSettings,
    WindowError,
    differences,
    encode_report,
    open_statements,
    report_of,
)
from tests.support.small_disk import disk_of
from tests.transparency.network import Network, counted, decision, hour, window


@pytest.fixture
def network() -> Network:
    """Ten decisions, then an hour that counts them."""
    made = Network()
    for number in range(10):
        made.state(decision(f"d{number}"))
    made.state(hour("2026-11-22T09Z", [counted(10, "block")]))
    return made


def opened(
    network: Network, folder: Path, *exports: Path, first: int = 0, size: int | None = None
) -> Opened:
    end = network.size if size is None else size
    return open_statements(exports, network, first=first, size=end, folder=folder / "opened")


def erasure(place: int) -> dict[str, object]:
    return {
        "kind": "ledger.erasure",
        "version": 1,
        "at": "2026-11-22T12:00:00Z",
        "erased": "x",
        "index": place,
        "basis": "order 12",
    }


def test_every_place_is_opened_erased_or_refused(network: Network, tmp_path: Path) -> None:
    network.state(erasure(3))
    export = network.export(tmp_path / "e", [0, 1, 3, 4, 5, 6, 7, 8, 10, 11], erased=[3, 4])
    found = opened(network, tmp_path, export)
    assert (found.opened, found.erased, found.refused) == (8, 1, 3)
    assert found.refused_places == (2, 4, 9), "who only claims an erasure has refused"
    assert found.opened + found.erased + found.refused == network.size


def test_an_opening_of_another_entry_is_refused_and_counts_nothing(
    network: Network, tmp_path: Path
) -> None:
    lines = [json.loads(network.line(place)) for place in range(network.size)]
    lines[0]["statement"], lines[1]["statement"] = lines[1]["statement"], lines[0]["statement"]
    lines[2]["salt"] = lines[3]["salt"]
    lines[4]["entry"] = lines[5]["entry"]
    lines[6]["salt"] = b64encode(bytes(16)).decode()
    path = tmp_path / "e"
    path.write_text("\n".join(map(json.dumps, lines)))
    found = opened(network, tmp_path, path)
    assert (found.mismatched, found.refused) == (4, 4)
    assert found.refused_places == (0, 1, 2, 6), "what the export says of the entry is not asked"


@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    shown=st.lists(st.tuples(st.integers(0, 10), st.sampled_from(["opened", "erased", "wrong"]))),
    data=st.data(),
)
def test_of_two_lines_about_one_place_the_one_that_fits_counts_whatever_their_order(
    network: Network,
    tmp_path_factory: pytest.TempPathFactory,
    shown: list[tuple[int, str]],
    data: st.DataObject,
) -> None:
    lines = []
    for place, how in shown:
        line = json.loads(network.line(place, erased_by="x" if how == "erased" else None))
        if how == "wrong":
            line["salt"] = b64encode(bytes(32)).decode()
        lines.append(json.dumps(line))
    reports = []
    for order in (lines, data.draw(st.permutations(lines))):
        folder = tmp_path_factory.mktemp("case")
        cut = len(order) // 2
        paths = [folder / "one", folder / "two"]
        paths[0].write_text("".join(line + "\n" for line in order[:cut]))
        paths[1].write_text("".join(line + "\n" for line in order[cut:]))
        found = opened(network, folder, *paths)
        good = {place for place, how in shown if how == "opened"}
        assert found.opened == len(good)
        assert found.mismatched == len({place for place, how in shown if how == "wrong"} - good)
        reports.append(
            encode_report(report_of(found, window(), network.checkpoint, ReportSettings()))
        )
    assert reports[0] == reports[1]


def test_erasures_of_ranges_and_gaps_cover_no_more_than_they_say(
    network: Network, tmp_path: Path
) -> None:
    at = "2026-11-22T12:00:00Z"
    network.state({"kind": "ledger.expiry", "version": 1, "at": at, "ranges": [[0, 1], [9, 500]]})
    gap = {"kind": "ledger.gap", "version": 1, "at": at, "first": 2, "end": 8, "lost": 2}
    network.state(gap)
    network.state(erasure(14))
    network.state(decision("late"))
    found = opened(network, tmp_path, network.export(tmp_path / "e", [10, 11, 12, 13]))
    # 0, 1, 9 expired; two of 2 to 7 lost; 8 and the others refused; 14 came after its erasure.
    assert (found.opened, found.erased, found.refused) == (4, 5, 6)


def test_what_was_erased_since_is_refused_under_this_checkpoint_and_told_apart(
    network: Network, tmp_path: Path
) -> None:
    """What it stated may be in the report; but nobody withholds it."""
    size = network.size
    network.state({**erasure(2), "index": 2})
    network.state({"kind": "ledger.expiry", "version": 1, "at": "2026-11-22T12:00:00Z",
                   "ranges": [[5, 6], [size, size + 1]]})  # fmt: skip
    forged = network.size
    network.state(erasure(7))
    lines = [
        json.loads(network.line(place)) for place in range(network.size) if place not in {2, 5, 7}
    ]
    # An erasure that does not fit its entry excuses nothing.
    next(one for one in lines if one["index"] == forged)["salt"] = b64encode(bytes(32)).decode()
    path = tmp_path / "e"
    path.write_text("\n".join(map(json.dumps, lines)))

    def under(until: int | None) -> Opened:
        folder = tmp_path / f"opened-{until}"
        return open_statements([path], network, first=0, size=size, until=until, folder=folder)

    found = under(network.size)
    assert (found.opened, found.erased, found.refused, found.erased_later) == (8, 0, 3, 2)
    assert found.outside == 0
    assert under(None).erased_later == 0, "only the tree of this size was asked"
    report = report_of(found, window(), network.checkpoint, ReportSettings())
    blocked = report.figure("decisions-blocked")
    assert blocked is not None
    assert (blocked.count, blocked.low, blocked.high) == (7, 7, 10)


def test_a_report_is_not_called_wrong_for_what_was_lawfully_erased_since(
    network: Network, tmp_path: Path
) -> None:
    size = network.size
    all_lines = [network.line(place) for place in range(size)]
    (tmp_path / "all").write_bytes(b"\n".join(all_lines))
    checkpoint = network.checkpoint
    published = report_of(
        open_statements([tmp_path / "all"], network, first=0, size=size, folder=tmp_path / "o1"),
        window(), checkpoint, ReportSettings(),
    )  # fmt: skip
    network.state(erasure(3))
    lines = [network.line(place) for place in range(network.size) if place != 3]

    def again(name: str, shown: list[bytes]) -> list[str]:
        (tmp_path / name).write_bytes(b"\n".join(shown))
        found = open_statements(
            [tmp_path / name], network, first=0, size=size, until=network.size,
            folder=tmp_path / f"opened-{name}",
        )  # fmt: skip
        report = report_of(found, window(), checkpoint, ReportSettings())
        return [one.key for one in differences(published, report)]

    assert again("erased", lines) == []
    withheld = again("withheld", lines[:4] + lines[5:])
    assert {"decisions-blocked", "coverage.refused"} <= set(withheld)


def test_a_truncated_export_opens_what_is_whole_and_names_the_broken_line(
    network: Network, tmp_path: Path
) -> None:
    path = network.export(tmp_path / "cut.jsonl")
    path.write_bytes(path.read_bytes()[:-40])
    found = opened(network, tmp_path, path)
    assert (found.opened, found.refused, found.faulty) == (10, 1, 1)
    (problem,) = found.problems
    assert problem.startswith(f"{path}, line 11: it is no opening")


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"[]",
        b'{"index":-1,"salt":null,"statement":null}',
        b'{"index":1e3,"salt":null,"statement":null}',
        b'{"index":99999999999999999999,"salt":null,"statement":null}',
        b'{"index":1,"salt":"***","statement":"AA=="}',
        b'{"index":1}',
        b"[" * 100_000,
        b'{"index":1,"salt":null,"statement":"\xff"}',
        b'{"index":1,"salt":null,"statement":null,"more":"' + b"x" * (5 << 20) + b'"}',
    ],
    ids=range(10),
)
def test_a_line_that_is_no_opening_is_named_and_the_others_count(
    network: Network, tmp_path: Path, line: bytes
) -> None:
    path = network.export(tmp_path / "e")
    path.write_bytes(path.read_bytes() + line + b"\n" + network.line(0) + b"\n\n")
    found = opened(network, tmp_path, path)
    assert (found.opened, found.refused) == (network.size, 0)
    assert found.faulty >= 1
    assert ", line 12: " in found.problems[0]


def test_a_file_without_any_opening_is_refused_by_name(network: Network, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff" * 1000)
    with pytest.raises(OpeningsError, match=r"photo\.jpg: no line of it is an opening"):
        opened(network, tmp_path, path)
    with pytest.raises(OpeningsError, match="gone"):
        opened(network, tmp_path / "gone")


def test_places_outside_of_the_frame_are_counted_and_open_nothing(
    network: Network, tmp_path: Path
) -> None:
    found = opened(network, tmp_path, network.export(tmp_path / "e"), first=2, size=9)
    assert (found.opened, found.refused, found.outside) == (7, 0, 4)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff",
        b'{"kind":"gate.decision","version":2}',
        b'{"kind":"desk.case","version":1}',
        b'{"kind":"gate.hour","version":1,"hour":"2026-11-22T25Z","counts":[],"matches":[]}',
        json.dumps({**hour("2026-11-22T09Z"), "corrects": "hour:2026-11-22T10Z"}).encode(),
        json.dumps(hour("2026-11-22T09Z", [counted(-1)])).encode(),
        json.dumps(hour("2026-11-22T09Z", [counted(10**13)])).encode(),
        json.dumps(hour("2026-11-22T09Z", [counted(1, "destroy")])).encode(),
        json.dumps(decision("x", time="2026-11-22T09:30:00")).encode(),
        json.dumps(decision("x", time="0001-01-01T00:00:00+14:00")).encode(),
        json.dumps(decision("x", rule="r" * 5000)).encode(),
        b"[" * 200_000,
    ],
    ids=range(13),
)
def test_a_text_that_is_no_statement_is_counted_as_unreadable_and_as_nothing_else(
    tmp_path: Path, body: bytes
) -> None:
    network = Network()
    network.state(hour("2026-11-22T08Z", [counted(4)]))
    network.state(body)
    found = opened(network, tmp_path, network.export(tmp_path / "e"))
    assert (found.opened, found.unreadable, found.refused) == (2, 1, 0)
    made = report_of(found, window(), network.checkpoint, ReportSettings())
    checked = made.figure("uploads-checked")
    assert checked is not None
    assert checked.count == 4
    assert any("could not be read" in note for note in made.notes)


def test_huge_counts_are_added_exactly(tmp_path: Path) -> None:
    network = Network()
    network.state(
        hour("2026-11-22T09Z", [counted(10**12, surface=f"{n}") for n in range(40)] + [counted(1)])
    )
    found = opened(network, tmp_path, network.export(tmp_path / "e"))
    made = report_of(found, window(), network.checkpoint, ReportSettings())
    checked = made.figure("uploads-checked")
    assert checked is not None
    assert checked.count == 40 * 10**12 + 1


def test_what_was_opened_can_be_read_by_its_owner_alone(network: Network, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        found = opened(network, tmp_path, network.export(tmp_path / "e"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(found.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in found.folder.iterdir()} == {0o600}
    assert all(one.suffix == ".parquet" for one in found.folder.iterdir()), "nothing else is left"


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    """A file beyond the size from which on it is divided."""
    network = Network()
    for number in range(12_000):
        network.state(decision(f"d{number}", rule="r" * 400))
    network.state(hour("2026-11-22T09Z", [counted(12_000, "block")]))
    path = network.export(tmp_path / "e")
    assert path.stat().st_size > 8 << 20
    reports = []
    for processes in (1, 2):
        found = open_statements(
            [path, path],
            network,
            first=0,
            size=network.size,
            folder=tmp_path / str(processes),
            processes=processes,
        )
        assert (found.opened, found.refused) == (network.size, 0)
        made = report_of(found, window(), network.checkpoint, ReportSettings())
        blocked = made.figure("decisions-blocked")
        assert blocked is not None
        assert blocked.count == 12_000, "what two files open counts once"
        reports.append(encode_report(made))
    assert reports[0] == reports[1]


def test_a_window_that_no_report_can_have_is_refused(network: Network, tmp_path: Path) -> None:
    found = opened(network, tmp_path, network.export(tmp_path / "e"))
    for first, last in (("2026-11-22", "2026-11-21"), ("2020-01-01", "2026-01-01")):
        with pytest.raises(WindowError):
            report_of(found, window(first, last), network.checkpoint, ReportSettings())


@dataclass
class _Short:
    """A log that gives fewer entries than its checkpoint says, or longer ones."""

    network: Network
    more: bytes = b""

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        for entry in self.network.entries(first, last - 1):
            yield entry + self.more


@pytest.mark.parametrize("more", [b"", b"x"])
def test_a_log_that_does_not_give_its_entries_is_an_error_and_no_refusal(
    network: Network, tmp_path: Path, more: bytes
) -> None:
    with pytest.raises(EntriesError):
        open_statements(
            [network.export(tmp_path / "e")],
            _Short(network, more),
            first=0,
            size=network.size,
            folder=tmp_path / "opened",
        )


def test_a_full_disk_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    network = Network()
    for number in range(3_000):
        network.state(decision(f"d{number}", rule="r" * 1000))
    export = network.export(tmp_path / "e")
    with disk_of(1 << 20, tmp_path / "small") as folder, pytest.raises(OpeningsError, match="room"):
        opened(network, folder, export)
