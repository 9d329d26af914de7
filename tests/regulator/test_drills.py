"""Drills over the store: nothing is counted twice or lost, and no seed is shown too early."""

from __future__ import annotations

import csv
import hashlib
import json
import stat
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from beholden.regulator import (
    ConflictError,
    DrillError,
    DrillPlanError,
    NotAllowedError,
    Painted,
    TooLongError,
    UnknownError,
    check_reveal,
    read_reveal,
)
from beholden.regulator._drill_sending import keep_receipt
from beholden.regulator.core.drilling import commitment, schedule
from beholden.regulator.errors import DrillClosedError, NoAnswerError, NotSentError
from beholden.store import REGULATOR, Store
from tests.regulator.drill_network import (
    NOON,
    OFFICER,
    OTHER,
    READER,
    Network,
    World,
    everywhere,
    paint,
    raising,
    replying,
    wish,
)

TRIES = 3
LEASE = 180


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A regulator's store, of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/regulator.db"
    else:
        url = request.getfixturevalue("postgresql_url")
    made = Store(url, schema=REGULATOR)
    made.prepare()
    yield made
    made.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Drills over SQLite."""
    made = Store(f"sqlite:///{tmp_path}/regulator.db", schema=REGULATOR)
    made.prepare()
    yield World(made, tmp_path)
    made.close()


def loaded(world: World, network: Network | None = None, **fields) -> tuple[str, Network]:
    """A plan, and a network that has its list."""
    kept, network = world.planned(**fields), network or Network()
    network.load(kept)
    return kept.plan.id, network


# Planning.


def test_a_plan_is_bound_by_its_commitment_and_keeps_its_seed_to_itself(world):
    kept = world.planned()
    again = world.drills.plans("example")
    assert [one.plan for one in again] == [kept.plan]
    assert commitment(kept.plan, kept.seed) == kept.commitment
    assert kept.plan.surfaces == ("avatar", "post")
    assert kept.plan.starts == NOON.timestamp()
    status = world.drills.status(kept.plan.id)
    shown = msgspec.json.encode(status).decode() + repr(kept) + kept.plan.id
    assert kept.seed.hex() not in shown
    assert status.summary.seed == ""
    with pytest.raises(DrillError, match="not closed"):
        world.drills.reveal(kept.plan.id)


def test_two_plans_of_one_wish_have_nothing_in_common(world):
    one, other = world.planned(), world.planned()
    assert one.plan.id != other.plan.id
    assert one.commitment != other.commitment
    assert not {p.sha256 for p in one.pictures} & {p.sha256 for p in other.pictures}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("surfaces", ("elsewhere",)), ("first", date(2026, 10, 9)), ("last", date(2026, 10, 9)),
        ("items", 10_001), ("confidence", "95"), ("deadline_seconds", 0), ("decoys", -1),
    ],
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused_by_its_field(world, field, value):
    with pytest.raises(DrillPlanError) as refused:
        world.planned(**{field: value})
    assert refused.value.field == field
    assert world.drills.plans() == ()


def test_only_officers_plan(world):
    for name, error in ((READER, NotAllowedError), ("N. Body", UnknownError)):
        with pytest.raises(error):
            world.drills.plan(wish(), by=name)
    assert world.drills.plans() == ()


def test_pictures_that_are_no_fair_test_are_painted_anew(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/regulator.db", schema=REGULATOR)
    store.prepare()
    tries: list[bytes] = []

    def alike_at_first(key: bytes) -> Painted:
        tries.append(key)
        return paint(bytes(32)) if len(tries) <= 15 else paint(key)

    kept = World(store, tmp_path, paint=alike_at_first).planned()
    assert len({picture.pdq for picture in kept.pictures}) == 15
    assert len(tries) == 30
    with pytest.raises(DrillError, match="painter"):
        World(store, tmp_path, paint=lambda _: paint(bytes(32))).planned()
    store.close()


# The list.


def test_the_list_holds_what_may_be_sent_and_tells_nothing_else(world):
    kept = world.planned(items=6, decoys=4, controls=3)
    path = world.drills.write_list(kept.plan.id)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    rows = list(csv.DictReader(path.read_text().splitlines()))
    listed = kept.pictures[:10]
    assert {(row["kind"], row["hash"]) for row in rows} == {
        *(("pdq", one.pdq) for one in listed), *(("sha256", one.sha256) for one in listed),
    }  # fmt: skip
    hashes_in_order = [row["hash"] for row in rows if row["kind"] == "sha256"]
    assert hashes_in_order == sorted(hashes_in_order)
    text = path.read_text()
    assert kept.seed.hex() not in text
    assert not any(one.pdq in text for one in kept.pictures[10:])


# Sending.


def test_what_is_sent_follows_from_the_seed_and_is_sent_once(world):
    plan, network = loaded(world)
    sent = world.drills.send(plan, network, by=OFFICER)
    assert (sent.due, sent.found, sent.missed, sent.lost) == (9, 6, 3, 0)
    kept = world.drills.plans()[0]
    tickets = schedule(kept.plan, kept.seed)
    assert [upload.surface for upload in network.asked] == [one.surface for one in tickets]
    assert len({upload.account for upload in network.asked}) == 9
    assert set(network.times_asked().values()) == {1}
    again = world.drills.send(plan, network, by=OTHER)
    assert (again.due, again.found) == (0, 0)
    assert len(network.asked) == 9
    summary = world.drills.status(plan).summary
    assert (summary.found, summary.items, summary.controls, summary.controls_passed) == (6, 6, 3, 3)


def test_misses_and_false_stops_are_counted_as_what_they_are(world):
    plan, network = loaded(world, Network(misses=2))
    world.drills.send(plan, network, by=OFFICER)
    assert world.drills.close(plan, by=OFFICER).missed == 2
    plan, network = loaded(world, Network(stops_all=True))
    world.drills.send(plan, network, by=OFFICER)
    summary = world.drills.close(plan, by=OFFICER)
    assert (summary.found, summary.controls_stopped, summary.controls_passed) == (6, 3, 0)


def test_only_what_is_due_is_sent_where_that_is_asked(world):
    plan, network = loaded(world, items=30)
    kept = world.drills.plans()[0]
    while world.clock.now.timestamp() < kept.plan.ends - 40_000:
        world.clock.pass_by(36_000)
        world.drills.send(plan, network, by=OFFICER, due_only=True)
        due = sum(one.due <= world.clock.now.timestamp() for one in schedule(kept.plan, kept.seed))
        status = world.drills.status(plan)
        assert (status.settled, status.due) == (due, 0)
        assert len(network.asked) == due
    assert 0 < len(network.asked) < 33


def test_nothing_is_sent_outside_the_plan_s_days(world):
    plan, network = loaded(world, first=date(2026, 10, 11))
    with pytest.raises(DrillError, match="begin on 2026-10-11"):
        world.drills.send(plan, network, by=OFFICER)
    with pytest.raises(DrillError, match="begin on 2026-10-11"):
        world.drills.record(plan, 1, "found", by=OFFICER)
    world.clock.pass_by(10 * 86_400)
    with pytest.raises(DrillError, match="ended with 2026-10-12"):
        world.drills.send(plan, network, by=OFFICER)
    assert network.asked == []


def test_a_run_ends_with_the_plan_s_days(world):
    network = Network()

    def last(upload):
        world.clock.pass_by(4 * 86_400)
        return network.answer(upload)

    network._faults = {3: last}
    plan, network = loaded(world, network)
    sent = world.drills.send(plan, network, by=OFFICER)
    assert "ended with 2026-10-12" in sent.stopped
    assert len(network.asked) == 4


def test_only_officers_send(world):
    plan, network = loaded(world)
    with pytest.raises(NotAllowedError):
        world.drills.send(plan, network, by=READER)
    assert network.asked == []


@pytest.mark.parametrize(
    "fault",
    [
        replying(500), replying(503, retry=5), replying(429, retry=1), replying(408),
        replying(200, b"<html>"), replying(200, b'{"outcome":"fine"}'), replying(200, b""),
        replying(200, b"[" * 100_000), replying(200, b'{"outcome":"block","id":"a\\u0007"}'),
        replying(200, json.dumps({"outcome": "allow", "id": "x" * 201}).encode()),
        raising(NoAnswerError("it hung up")),
    ],
)  # fmt: skip
def test_what_has_no_decision_is_asked_again_and_then_lost(world, fault):
    plan, network = loaded(world, Network(faults=everywhere(fault)))
    sent = world.drills.send(plan, network, by=OFFICER)
    assert (sent.lost, sent.found, sent.missed) == (9, 0, 0)
    assert set(network.times_asked().values()) == {TRIES}
    summary = world.drills.status(plan).summary
    assert (summary.lost, summary.low) == (6, "0.0000")
    plan, network = loaded(world, Network(faults={0: fault, 1: fault}))
    assert world.drills.send(plan, network, by=OFFICER).lost == 0


def test_a_ticket_takes_no_longer_than_its_deadline(world):
    def slow(_upload):
        world.clock.pass_by(31)
        raise NoAnswerError("too slow")

    plan, network = loaded(world, Network(faults=everywhere(slow)))
    started = world.clock.seconds()
    world.drills.send(plan, network, by=OFFICER)
    assert set(network.times_asked().values()) == {2}
    assert world.clock.seconds() - started < 9 * 63


def test_a_decision_that_comes_too_late_is_a_miss(world):
    network = Network()

    def late(upload):
        world.clock.pass_by(61)
        return network.answer(upload)

    network._faults = everywhere(late)
    plan, network = loaded(world, network)
    world.drills.send(plan, network, by=OFFICER)
    summary = world.drills.close(plan, by=OFFICER)
    assert (summary.found, summary.missed) == (0, 6)


@pytest.mark.parametrize(
    ("status", "word"),
    [(301, "redirect"), (302, "redirect"), (401, "key"), (403, "key"), (404, "address"),
     (413, "does not take"), (415, "does not take"), (422, "does not take")],
)  # fmt: skip
def test_a_request_that_is_refused_ends_the_run_and_stays_open(world, status, word):
    plan, network = loaded(world, Network(faults={3: replying(status)}))
    sent = world.drills.send(plan, network, by=OFFICER)
    assert word in sent.stopped
    assert sent.found + sent.missed == 3
    assert len(network.asked) == 4
    standing = world.drills.status(plan)
    assert (standing.open, standing.settled) == (1, 3)
    assert word in standing.last_try
    assert world.drills.send(plan, network, by=OTHER).found + 3 >= 6
    assert world.drills.status(plan).settled == 9


def test_what_was_refused_counts_as_lost_in_the_end_and_what_never_left_does_not(world):
    plan, network = loaded(world, Network(faults=everywhere(replying(403))), controls=0)
    world.drills.send(plan, network, by=OFFICER)
    summary = world.drills.close(plan, by=OFFICER)
    assert (summary.items, summary.lost) == (1, 1)
    unreachable = Network(faults=everywhere(raising(NotSentError("no route"))))
    plan, network = loaded(world, unreachable, controls=0)
    sent = world.drills.send(plan, network, by=OFFICER)
    assert sent.stopped == "no route"
    assert len(network.asked) == TRIES
    summary = world.drills.close(plan, by=OFFICER)
    assert (summary.items, summary.lost) == (0, 0)


def test_a_network_cannot_get_rid_of_an_item_by_hanging_up(world):
    """It has seen the picture, and then lets nobody connect: that is an answer lost."""
    gone = raising(NotSentError("refused"))
    faults = {0: raising(NoAnswerError("hung up")), 1: gone, 2: gone}
    plan, network = loaded(world, Network(faults=faults))
    assert world.drills.send(plan, network, by=OFFICER).lost == 1


# Several at once, and those who die.


def test_two_officers_who_send_at_once_send_everything_once(store, tmp_path):
    world = World(store, tmp_path)
    plan, network = loaded(world, items=30, controls=10)
    ready = threading.Barrier(2)
    found = []

    def send(name: str) -> None:
        ready.wait()
        found.append(world.drills.send(plan, network, by=name))

    threads = [threading.Thread(target=send, args=(name,)) for name in (OFFICER, OTHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert sum(one.found for one in found) == 30
    assert sum(one.missed for one in found) == 10
    assert set(network.times_asked().values()) == {1}
    assert len(network.times_asked()) == 40


def test_a_receipt_that_two_get_at_once_is_whole(tmp_path):
    ready = threading.Barrier(4)
    receipt = b"r" * 60_000
    problems = []

    def keep() -> None:
        try:
            ready.wait()
            for ticket in range(30):
                keep_receipt(tmp_path / "receipts", "plan", ticket, receipt)
        except OSError as error:
            problems.append(error)

    threads = [threading.Thread(target=keep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    files = list((tmp_path / "receipts").iterdir())
    assert len(files) == 30
    assert {one.read_bytes() for one in files} == {receipt}
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}


class Killed(BaseException):
    """As a process that is killed: nothing of the program runs after it."""


@pytest.mark.parametrize("after", ["sending", "answering"])
def test_who_dies_in_the_middle_leaves_nothing_uncounted_or_counted_twice(store, tmp_path, after):
    world = World(store, tmp_path)
    network = Network()

    def dies(upload):
        if after == "answering":
            network.answer(upload)
        raise Killed

    network._faults = {4: dies}
    plan, network = loaded(world, network)
    with pytest.raises(Killed):
        world.drills.send(plan, network, by=OFFICER)
    again = world.drills.send(plan, network, by=OTHER)
    assert again.held_by_others == 1
    assert world.drills.status(plan).sending == 1
    world.clock.pass_by(LEASE)
    last = world.drills.send(plan, network, by=OTHER)
    assert last.due == 1
    assert world.drills.status(plan).settled == 9
    assert sorted(network.times_asked().values()) == [1] * 8 + [2]
    assert len(network.decided) == 9
    assert world.drills.close(plan, by=OFFICER).found == 6


def test_who_was_too_slow_drops_what_they_have(world):
    """The lease is over, somebody else has sent it: one result, the other's."""
    network = Network()
    taken_over = []

    def slow(upload):
        world.clock.pass_by(LEASE + 1)
        taken_over.append(world.drills.send(plan, network, by=OTHER))
        raise NoAnswerError("at last")

    network._faults = {0: slow}
    plan, network = loaded(world, network)
    sent = world.drills.send(plan, network, by=OFFICER)
    assert taken_over[0].due == 9
    assert taken_over[0].held_by_others == 0
    assert (sent.found, sent.missed, sent.lost) == (0, 0, 0)
    assert world.drills.close(plan, by=OFFICER).lost == 0


def test_what_is_on_its_way_when_a_plan_is_closed_is_lost(world):
    network = Network()

    def closes(upload):
        world.drills.close(plan, by=OTHER)
        return network.answer(upload)

    network._faults = {2: closes}
    plan, network = loaded(world, network, controls=0)
    with pytest.raises(DrillClosedError, match=OTHER):
        world.drills.send(plan, network, by=OFFICER)
    summary = world.drills.status(plan).summary
    assert (summary.found, summary.lost, summary.closed) == (2, 1, True)
    assert len(network.asked) == 3


# By hand.


def test_what_is_handed_out_does_not_tell_what_is_a_control(world, tmp_path):
    plan, _ = loaded(world)
    kept, out = world.drills.plans()[0], tmp_path / "out"
    assert world.drills.hand_out(plan, out) == 9
    rows = list(csv.DictReader((out / "schedule.csv").read_text().splitlines()))
    assert list(rows[0]) == ["item", "file", "surface", "upload at (UTC)"]
    assert sorted(one.name for one in out.iterdir()) == sorted(
        ["schedule.csv", *(row["file"] for row in rows)]
    )
    tickets = schedule(kept.plan, kept.seed)
    assert [(row["item"], row["surface"]) for row in rows] == [
        (str(ticket.number), ticket.surface) for ticket in tickets
    ]
    for path in out.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(DrillError, match="not empty"):
        world.drills.hand_out(plan, out)


def test_of_what_could_not_be_handed_out_nothing_stays(tmp_path, world):
    plan, _ = loaded(world)
    painted = []

    def full(key: bytes) -> Painted:
        painted.append(key)
        if len(painted) > 3:
            raise OSError(28, "No space left on device")
        return paint(key)

    other = World(world.store, tmp_path, paint=full)
    with pytest.raises(OSError, match="space"):
        other.drills.hand_out(plan, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert world.drills.hand_out(plan, tmp_path / "out") == 9


def test_what_an_officer_wrote_down_stays(world, tmp_path):
    plan, network = loaded(world, items=9, controls=0)
    world.drills.record(plan, 4, "found", by=OFFICER, receipt=b"a receipt")
    kept = world.drills.status(plan)
    assert (kept.settled, kept.receipts) == (1, 1)
    assert [one.read_bytes() for one in world.receipts.iterdir()] == [b"a receipt"]
    with pytest.raises(ConflictError, match=OFFICER):
        world.drills.record(plan, 4, "missed", by=OTHER)
    for item in (0, 10):
        with pytest.raises(DrillError, match="1 to 9"):
            world.drills.record(plan, item, "found", by=OFFICER)
    for receipt in (b"", b"x" * 65_537):
        with pytest.raises(TooLongError):
            world.drills.record(plan, 5, "found", by=OFFICER, receipt=receipt)
    world.drills.send(plan, network, by=OFFICER)
    assert len(network.asked) == 8
    assert world.drills.hand_out(plan, tmp_path / "rest") == 0
    world.drills.close(plan, by=OFFICER)
    with pytest.raises(DrillClosedError):
        world.drills.record(plan, 5, "found", by=OFFICER)
    assert "uploaded by hand" in world.drills.status(plan).summary.words


# Receipts.


def test_receipts_are_kept_where_the_mirror_looks(world):
    plan, network = loaded(world)
    assert world.drills.send(plan, network, by=OFFICER).receipts == 9
    files = sorted(world.receipts.iterdir())
    assert len(files) == 9
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in files)
    world.drills.close(plan, by=OFFICER)
    digests = {hashlib.sha256(one.read_bytes()).hexdigest() for one in files}
    assert {one.receipt for one in world.drills.reveal(plan).results} == digests


def test_a_key_that_may_not_ask_for_receipts_is_told_once(world):
    plan, network = loaded(world, Network(receipts=False))
    sent = world.drills.send(plan, network, by=OFFICER)
    assert 'scope "receipts"' in sent.no_receipts
    assert network.times_receipts_asked == 1
    network.receipts = True
    assert world.drills.send(plan, network, by=OFFICER).receipts == 9


# The end.


def test_a_closed_plan_can_be_checked_by_anybody(world):
    plan, network = loaded(world, Network(misses=1))
    before = world.drills.plans()[0].commitment
    world.drills.send(plan, network, by=OFFICER)
    summary = world.drills.close(plan, by=OFFICER)
    reveal = world.drills.reveal(plan)
    assert reveal.summary == summary
    assert all(one.ok for one in check_reveal(reveal, before))
    text = msgspec.json.encode(reveal)
    assert read_reveal(text) == reveal
    for name in (OFFICER, OTHER):
        assert name.encode() not in text
    with pytest.raises(DrillClosedError, match=OFFICER):
        world.drills.close(plan, by=OTHER)
    with pytest.raises(DrillError, match="closed"):
        world.drills.hand_out(plan, world.folder / "late")
    assert world.drills.summaries("example") == (summary,)


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[" * 1_000_000, b"\xff", b'{"format":"beholden.drill-reveal/2"}', b"null",
     b" " * ((32 << 20) + 1)],
)  # fmt: skip
def test_a_file_that_is_no_revealed_plan_is_refused_in_a_sentence(data):
    with pytest.raises(DrillError):
        read_reveal(data)


def test_a_plan_that_is_not_there_is_named(world):
    for ask in (world.drills.status, world.drills.reveal, world.drills.write_list):
        with pytest.raises(UnknownError, match="nowhere"):
            ask("nowhere")
    with pytest.raises(UnknownError, match="nowhere"):
        world.drills.close("nowhere", by=OFFICER)


def test_a_day_is_over_at_midnight(world):
    assert world.planned(first=date(2026, 10, 10), last=date(2026, 10, 10)).plan.items == 6
    world.clock.now = NOON + timedelta(hours=12)
    with pytest.raises(DrillPlanError) as refused:
        world.planned(first=date(2026, 10, 10), last=date(2026, 10, 10))
    assert refused.value.field == "first"
