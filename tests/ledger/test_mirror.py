"""A mirror believes nothing of a log that it did not check, and forgets nothing that it saw."""

from __future__ import annotations

import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beholden.ledger._mirror_fetch import Fetcher, FetchLimits
from beholden.ledger._mirror_records import Alarm, Records
from beholden.ledger.core.checkpoint import parse_checkpoint
from beholden.ledger.core.hashing import leaf_hash
from beholden.ledger.core.note import parse_note
from beholden.ledger.core.policy import parse_policy
from beholden.ledger.core.proofs import verify_consistency
from beholden.ledger.errors import MirrorBusyError, MirrorDamagedError, MirrorSetupError
from beholden.ledger.mirror import Mirror, MirrorOptions, Step
from beholden.ledger.reader import LogReader
from tests.support.log_simulator import (
    Fault,
    LogSimulator,
    SimulatedKey,
    Tree,
    altered,
    checkpoint,
    entries,
    oversize,
    policy,
    redirected,
    replaced,
    simulated,
    slow,
    status,
    torn,
    truncated,
)

LIMITS = FetchLimits(seconds=30, attempts=2, pause_seconds=0)
W1, W2 = SimulatedKey("one.example", 4), SimulatedKey("two.example", 4)
NOW = 1_800_000_000


class Follower:
    """A mirror in a folder, with a clock that tests set."""

    def __init__(self, folder: Path, log: LogSimulator, **options: Any) -> None:
        self.folder = folder
        self.log = log
        self.now = NOW
        self.key: str | None = options.pop("key", None)
        self.policy: str = options.pop("policy", log.policy)
        self.limits: FetchLimits = options.pop("limits", LIMITS)
        self.options = MirrorOptions(**options)

    def step(self, progress: Callable[[int, int], None] | None = None) -> Step:
        """One step in a run of its own, as ``--once`` does."""
        with (
            Fetcher(self.log.url, key=self.key, limits=self.limits) as fetcher,
            Mirror(
                self.folder,
                fetcher,
                self.log.url,
                self.policy.encode(),
                options=self.options,
                clock=lambda: self.now,
            ) as mirror,
        ):
            return mirror.step(progress)

    def alarms(self) -> tuple[Alarm, ...]:
        return Records(self.folder).alarms()

    def evidence(self, alarm: Alarm) -> dict[str, bytes]:
        return {Path(name).name: (self.folder / name).read_bytes() for name in alarm.evidence}

    def copy(self) -> list[bytes]:
        """The entries of the copy, each shown to be under the copy's checkpoint."""
        path = self.folder / "log" / "checkpoint"
        if not path.exists():
            return []
        held = parse_checkpoint(parse_note(path.read_bytes()).text)
        return list(LogReader(self.folder / "log", held.size, held.root).entries(0, held.size))


@pytest.fixture
def log() -> Iterator[LogSimulator]:
    with simulated(size=700) as started:
        yield started


@pytest.fixture
def mirror(tmp_path: Path, log: LogSimulator) -> Follower:
    return Follower(tmp_path / "m", log)


def alone(step: Step) -> Alarm:
    """The one alarm of a step."""
    assert step.outcome == "alarm", step
    (alarm,) = step.alarms
    return alarm


# Following.


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(sizes=st.lists(st.one_of(st.integers(0, 900), st.integers(0, 9)), min_size=1, max_size=5))
def test_a_copy_is_the_log_at_every_size(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    with LogSimulator() as log:
        follower = Follower(tmp_path_factory.mktemp("m"), log)
        log.append(entries(0, 900))
        for size in sorted(sizes):
            log.publish(size=size)
            step = follower.step()
            assert (step.alarms, step.failure) == ((), None)
            assert (step.size, step.root) == (size, log.tree.root(size))
            assert follower.copy() == log.tree.entries[:size]
            assert follower.step().outcome == "unchanged"


def test_a_large_log_is_copied_with_tiles_of_three_levels(tmp_path: Path) -> None:
    with simulated(size=66_000) as log:
        follower = Follower(tmp_path, log)
        told: list[tuple[int, int]] = []
        step = follower.step(lambda done, of: told.append((done, of)))
        assert (step.outcome, step.added) == ("followed", 66_000)
        assert told == sorted(told)
        assert told[-1] == (66_000, 66_000)
        assert follower.copy() == log.tree.entries
        log.append(entries(66_000, 66_100))
        log.publish()
        log.requests.clear()
        assert follower.step().added == 100
        assert len(log.requests) < 10, "only what is new is fetched"


def test_the_copy_is_itself_a_log_that_can_be_served(mirror: Follower, log: LogSimulator) -> None:
    mirror.step()
    for path in ("tile/0/000", "tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/002.p/188"):
        assert (mirror.folder / "log" / path).read_bytes() == log.reply(path, None).body
    assert (mirror.folder / "log" / "checkpoint").read_bytes() == log.checkpoint


def test_a_step_says_how_it_was_checked(mirror: Follower, log: LogSimulator) -> None:
    assert mirror.step().checked == "the own copy gives the signed root"
    log.append(entries(700, 800))
    log.publish()
    step = mirror.step()
    assert "continues the 700 entries known before" in step.checked
    assert step.added == 100


def test_the_key_is_sent_to_the_log_and_to_nobody_else(tmp_path: Path) -> None:
    with simulated(size=300, api_key="bh_key") as log, simulated(size=300) as elsewhere:
        follower = Follower(tmp_path, log, key="bh_key")
        assert follower.step().outcome == "followed"
        log.fault("tile/*", redirected(f"{elsewhere.url}/tile"))
        log.append(entries(300, 400))
        log.publish()
        step = follower.step()
        assert step.outcome == "failed"
        assert "redirect" in (step.failure or "")
        assert elsewhere.requests == []


def test_without_a_key_that_opens_nothing_is_copied_and_no_alarm_is_raised(tmp_path: Path) -> None:
    with simulated(size=300, api_key="bh_key") as log:
        step = Follower(tmp_path, log, key="bh_other").step()
        assert step.outcome == "failed"
        assert "--key-file" in (step.failure or "")


def test_a_partial_file_that_was_cleared_away_is_read_from_the_full_one(
    mirror: Follower, log: LogSimulator
) -> None:
    log.keeps_partial = False
    log.append(entries(700, 1100))
    step = mirror.step()
    assert (step.outcome, step.size) == ("followed", 700)
    log.publish()
    assert mirror.step().size == 1100
    assert mirror.copy() == log.tree.entries


def test_every_checkpoint_that_was_seen_is_kept_once(mirror: Follower, log: LogSimulator) -> None:
    shown = [log.checkpoint]
    for size in (800, 900):
        mirror.step()
        mirror.step()
        log.append(entries(size - 100, size))
        shown.append(log.publish())
    mirror.step()
    kept = [one.note.encode() for one in Records(mirror.folder).all_seen()]
    assert kept == shown


def test_lines_by_strangers_under_a_checkpoint_fill_no_disk(
    mirror: Follower, log: LogSimulator
) -> None:
    stranger = SimulatedKey("stranger.example", 4)
    honest = log.checkpoint
    for time in range(3):
        body = parse_note(honest).text
        log.checkpoint = honest + stranger.line(body, time)
        assert mirror.step().alarms == ()
    (kept,) = Records(mirror.folder).all_seen()
    assert kept.note.encode() == honest


# Alarms: two histories.


def fork(log: LogSimulator, at: int, size: int) -> None:
    """From now on the log shows another history that shares ``at`` entries."""
    log.tree = log.forked(at, entries(at, size, "other"))
    log.publish()


def hashes_of(text: bytes) -> list[bytes]:
    """The hashes in the evidence, each on a line of its own."""
    lines = text.decode().splitlines()
    return [b64decode(line) for line in lines if len(line) == 44 and line.endswith("=")]


@pytest.mark.parametrize("at", [0, 1, 255, 256, 512, 698, 699])
@pytest.mark.parametrize("size", [700, 701, 1000, 1300])
def test_another_history_is_a_fork_with_both_signed_checkpoints(
    mirror: Follower, log: LogSimulator, at: int, size: int
) -> None:
    mirror.step()
    held, before = log.checkpoint, mirror.copy()
    fork(log, at, size)
    alarm = alone(mirror.step())
    assert alarm.kind == "fork"
    evidence = mirror.evidence(alarm)
    assert (evidence["held.txt"], evidence["shown.txt"]) == (held, log.checkpoint)
    assert mirror.copy() == before
    assert (mirror.folder / "log" / "checkpoint").read_bytes() == held


def test_the_evidence_of_a_fork_proves_it_to_anyone(mirror: Follower, log: LogSimulator) -> None:
    mirror.step()
    honest = log.tree.root(700)
    fork(log, 300, 1000)
    evidence = mirror.evidence(alone(mirror.step()))
    other, *path, held = hashes_of(evidence["path.txt"])
    assert held == honest != other
    new_root = log.tree.root(1000)
    verify_consistency(old_size=700, new_size=1000, old_root=other, new_root=new_root, path=path)


def test_a_smaller_tree_of_another_history_is_a_fork_too_with_its_proof(
    mirror: Follower, log: LogSimulator
) -> None:
    mirror.step()
    held, honest = log.checkpoint, log.tree
    fork(log, 300, 400)
    alarm = alone(mirror.step())
    assert alarm.kind == "fork"
    evidence = mirror.evidence(alarm)
    assert (evidence["held.txt"], evidence["shown.txt"]) == (held, log.checkpoint)
    in_held, *path, in_shown = hashes_of(evidence["path.txt"])
    assert in_shown == log.tree.root(400) != in_held
    verify_consistency(
        old_size=400, new_size=700, old_root=in_held, new_root=honest.root(700), path=path
    )


def test_a_fork_is_met_again_and_recorded_once(mirror: Follower, log: LogSimulator) -> None:
    mirror.step()
    fork(log, 300, 800)
    first = alone(mirror.step())
    mirror.now += 60
    assert alone(mirror.step()) == first
    assert len(mirror.alarms()) == 1


def test_a_log_that_goes_back_to_its_history_is_followed_again(
    mirror: Follower, log: LogSimulator
) -> None:
    mirror.step()
    honest = log.tree
    fork(log, 300, 800)
    mirror.step()
    log.tree = honest
    log.append(entries(700, 900))
    log.publish()
    step = mirror.step()
    assert (step.outcome, step.size) == ("followed", 900)
    assert mirror.copy() == honest.entries
    assert [alarm.kind for alarm in mirror.alarms()] == ["fork"]


def test_a_fork_of_which_the_tiles_are_not_shown_is_an_alarm_with_both_checkpoints(
    mirror: Follower, log: LogSimulator
) -> None:
    mirror.step()
    other = log.forked(300, entries(300, 800, "other"))
    log.append(entries(700, 800))
    log.checkpoint = checkpoint(log.key, 800, other.root(800))
    alarm = alone(mirror.step())
    assert alarm.kind == "damage"
    assert set(mirror.evidence(alarm)) == {"held.txt", "shown.txt"}
    assert len(mirror.copy()) == 700


# Alarms: back, and silence.


@pytest.mark.parametrize("size", [0, 1, 256, 699])
def test_a_smaller_checkpoint_is_a_roll_back(
    mirror: Follower, log: LogSimulator, size: int
) -> None:
    mirror.step()
    held = log.checkpoint
    log.publish(size=size)
    alarm = alone(mirror.step())
    assert alarm.kind == "roll-back"
    assert mirror.evidence(alarm) == {"held.txt": held, "shown.txt": log.checkpoint}
    assert len(mirror.copy()) == 700


def test_a_copy_without_its_records_still_knows_where_it_was(
    mirror: Follower, log: LogSimulator
) -> None:
    mirror.step()
    (mirror.folder / "checkpoints.jsonl").unlink()
    log.publish(size=500)
    assert alone(mirror.step()).kind == "roll-back"
    fork(log, 300, 800)
    assert alone(mirror.step()).kind == "fork"


def test_a_log_without_news_has_stalled(tmp_path: Path, log: LogSimulator) -> None:
    follower = Follower(tmp_path, log, stall_after=3600)
    follower.step()
    follower.now += 3600
    assert follower.step().outcome == "unchanged"
    follower.now += 1
    alarm = alone(follower.step())
    assert alarm.kind == "stall"
    follower.now += 60
    assert alone(follower.step()) == alarm
    log.append(entries(700, 701))
    log.publish()
    assert follower.step().outcome == "followed"


def test_a_fresh_cosignature_is_news(tmp_path: Path) -> None:
    with simulated(size=10, witnesses=(W1, W2)) as log:
        follower = Follower(tmp_path, log, stall_after=3600)
        log.publish(time=NOW - 4000)
        assert alone(follower.step()).kind == "stall"
        log.publish(time=NOW - 10)
        assert follower.step().outcome == "unchanged"
        log.publish(time=NOW - 5000)
        assert follower.step().outcome == "unchanged", "an old one takes nothing back"


def test_a_witness_whose_clock_is_ahead_cannot_hide_a_stall(tmp_path: Path) -> None:
    with simulated(size=10, witnesses=(W1,)) as log:
        log.publish(time=NOW + 10**9)
        follower = Follower(tmp_path, log, stall_after=3600)
        assert follower.step().outcome == "followed"
        follower.now += 3601
        assert alone(follower.step()).kind == "stall"


def test_a_log_that_cannot_be_asked_stalls_too(tmp_path: Path, log: LogSimulator) -> None:
    follower = Follower(tmp_path, log, stall_after=3600)
    follower.step()
    log.fault("*", status(500))
    follower.now += 7200
    step = follower.step()
    assert alone(step).kind == "stall"
    assert step.failure is not None


# Alarms: signatures.


def test_a_checkpoint_that_somebody_else_signed_is_an_alarm(
    mirror: Follower, log: LogSimulator
) -> None:
    mirror.step()
    impostor = SimulatedKey(log.origin, seed=bytes(32))
    log.append(entries(700, 800))
    log.checkpoint = checkpoint(impostor, 800, log.tree.root(800))
    alarm = alone(mirror.step())
    assert alarm.kind == "signature"
    assert mirror.evidence(alarm) == {"shown.txt": log.checkpoint}
    assert len(mirror.copy()) == 700


def test_a_signature_that_is_false_is_an_alarm(mirror: Follower, log: LogSimulator) -> None:
    text = parse_note(log.checkpoint).text
    log.checkpoint = log.checkpoint.replace(text, text.replace(b"\n700\n", b"\n701\n"))
    assert alone(mirror.step()).kind == "signature"


def test_too_few_witnesses_are_an_alarm(tmp_path: Path) -> None:
    with simulated(size=10, witnesses=(W1,)) as log:
        follower = Follower(tmp_path, log, policy=policy(log.key, (W1, W2)))
        assert alone(follower.step()).kind == "quorum"
        assert follower.copy() == []
        log.witnesses = (W1, W2)
        log.publish(time=NOW)
        step = follower.step()
        assert step.outcome == "followed"
        assert step.witnesses == {"w0": NOW, "w1": NOW}


@pytest.mark.parametrize(
    "fault",
    [replaced(b"<html>sign in</html>"), truncated(30), oversize(10**6), replaced(b"")],
)
def test_what_is_no_checkpoint_is_an_alarm(
    mirror: Follower, log: LogSimulator, fault: Fault
) -> None:
    mirror.step()
    log.fault("checkpoint", fault)
    assert alone(mirror.step()).kind == "checkpoint"
    log.heal()
    assert mirror.step().outcome == "unchanged"


def test_a_checkpoint_of_another_log_is_an_alarm(mirror: Follower, log: LogSimulator) -> None:
    log.checkpoint = checkpoint(log.key, 700, log.tree.root(700), origin="other.example/log")
    assert alone(mirror.step()).kind == "checkpoint"


def test_a_false_root_of_the_empty_tree_is_an_alarm(mirror: Follower, log: LogSimulator) -> None:
    log.checkpoint = checkpoint(log.key, 0, bytes(32))
    assert alone(mirror.step()).kind == "checkpoint"


# Alarms: files.


@pytest.mark.parametrize(
    ("path", "fault", "kind"),
    [
        ("tile/entries/001", altered(40), "damage"),
        ("tile/entries/001", altered(0), "damage"),
        ("tile/entries/001", truncated(8000), "damage"),
        ("tile/entries/001", truncated(0), "damage"),
        ("tile/entries/001", oversize(10_000), "damage"),
        ("tile/entries/001", oversize(10**7, chunked=True), "damage"),
        ("tile/entries/002.p/188", altered(-1), "damage"),
        ("tile/0/002.p/188", altered(31), "damage"),
        ("tile/0/002.p/188", truncated(64), "damage"),
        ("tile/1/000.p/2", altered(0), "damage"),
        ("tile/1/000.p/2", oversize(100), "damage"),
        ("tile/entries/001", status(404), "withheld"),
        ("tile/entries/002*", status(410), "withheld"),
        ("tile/1/000*", status(404), "withheld"),
    ],
)
def test_no_damaged_or_withheld_file_gets_into_the_copy(
    mirror: Follower, log: LogSimulator, path: str, fault: Fault, kind: str
) -> None:
    log.fault(path, fault)
    alarm = alone(mirror.step())
    assert alarm.kind == kind
    assert path.rstrip("*") in alarm.sentence or "right edge" in alarm.sentence
    assert mirror.evidence(alarm) == {"shown.txt": log.checkpoint}
    assert mirror.copy() == []
    log.heal()
    assert mirror.step().outcome == "followed"
    assert mirror.copy() == log.tree.entries


@pytest.mark.parametrize("fault", [altered(40), truncated(8000), status(404), oversize(10_000)])
def test_damage_that_passes_is_no_alarm(mirror: Follower, log: LogSimulator, fault: Fault) -> None:
    log.fault("tile/entries/001", fault, times=1)
    assert mirror.step().outcome == "followed"
    assert mirror.copy() == log.tree.entries


# Failures.


@pytest.mark.parametrize("path", ["checkpoint", "tile/entries/001", "tile/1/000.p/2"])
@pytest.mark.parametrize(
    "fault", [status(500), status(503), torn(5), redirected("http://127.0.0.1:9/"), status(403)]
)
def test_what_does_not_come_is_recorded_and_is_no_alarm(
    mirror: Follower, log: LogSimulator, path: str, fault: Fault
) -> None:
    log.fault(path, fault)
    step = mirror.step()
    assert (step.outcome, step.alarms) == ("failed", ())
    failure = Records(mirror.folder).last_failure()
    assert failure is not None
    assert failure.sentence == step.failure
    assert failure.sentence.startswith(path)
    log.heal()
    assert mirror.step().outcome == "followed"


def test_a_log_that_drips_is_given_up(tmp_path: Path, log: LogSimulator) -> None:
    log.fault("checkpoint", slow(0.2))
    limits = FetchLimits(seconds=0.5, attempts=1)
    assert Follower(tmp_path, log, limits=limits).step().outcome == "failed"


def test_a_step_fetches_no_more_than_it_may_and_the_next_goes_on(tmp_path: Path) -> None:
    with simulated(size=40_000) as log:
        follower = Follower(tmp_path, log, limits=FetchLimits(bytes_a_step=700_000))
        sizes = []
        while (step := follower.step()).outcome == "failed":
            sizes.append(step.added)
        assert sum(sizes) + step.added == 40_000
        assert len(sizes) > 1
        assert follower.copy() == log.tree.entries


def test_a_run_that_was_cut_off_goes_on_where_it_was(mirror: Follower, log: LogSimulator) -> None:
    log.append(entries(700, 40_000))
    log.publish()
    log.fault("tile/entries/100", status(500))
    assert mirror.step().outcome == "failed"
    log.heal()
    log.requests.clear()
    log.append(entries(40_000, 40_001))
    log.publish()
    step = mirror.step()
    assert (step.outcome, step.size) == ("followed", 40_001)
    assert step.added < 40_000
    assert ("tile/entries/000", None) not in log.requests
    assert mirror.copy() == log.tree.entries


# Only checkpoints.


def test_without_tiles_the_checkpoints_alone_are_held_against_each_other(tmp_path: Path) -> None:
    with simulated(size=300, api_key="bh_key") as log:
        follower = Follower(tmp_path, log, copies=False, proves=False)
        step = follower.step()
        assert (step.outcome, step.size) == ("followed", 300)
        assert "not proved" in step.checked
        log.append(entries(300, 400))
        log.publish()
        assert follower.step().size == 400
        log.publish(size=350)
        assert alone(follower.step()).kind == "roll-back"
        fork(log, 399, 400)
        assert alone(follower.step()).kind == "fork"
        assert {path for path, _ in log.requests} == {"checkpoint"}
        assert not (tmp_path / "log").exists()


def test_with_tiles_but_no_copy_every_checkpoint_is_proved(tmp_path: Path) -> None:
    with simulated(size=300, api_key="bh_key") as log:
        follower = Follower(tmp_path, log, copies=False, key="bh_key")
        assert follower.step().checked == "its tiles give its root"
        log.append(entries(300, 400))
        log.publish()
        assert follower.step().checked == "continues the 300 entries known before"
        assert not [path for path, _ in log.requests if "entries" in path]
        fork(log, 300, 500)
        alarm = alone(follower.step())
        assert alarm.kind == "fork"
        assert "path.txt" in follower.evidence(alarm)


# The folder.


def test_a_copy_that_is_damaged_is_no_alarm_and_is_made_anew(
    mirror: Follower, log: LogSimulator
) -> None:
    mirror.step()
    log.append(entries(700, 800))
    log.publish()
    journal = mirror.folder / "log" / "journal"
    journal.write_bytes(bytes(journal.stat().st_size))
    with pytest.raises(MirrorDamagedError, match="the own copy, and no alarm"):
        mirror.step()
    assert mirror.alarms() == ()
    shutil.rmtree(mirror.folder / "log")
    honest = log.tree
    fork(log, 300, 900)
    assert alone(mirror.step()).kind == "fork", "the records know what the copy was"
    log.tree = honest
    log.publish()
    step = mirror.step()
    assert (step.outcome, step.added) == ("followed", 800)
    assert mirror.copy() == honest.entries


def test_a_folder_is_about_one_log(tmp_path: Path, log: LogSimulator) -> None:
    Follower(tmp_path, log).step()
    with (
        simulated(size=5, origin="other.example/log") as other,
        pytest.raises(MirrorSetupError, match="Use another folder"),
    ):
        Follower(tmp_path, other).step()


def test_one_mirror_at_a_time_writes_into_a_folder(tmp_path: Path, log: LogSimulator) -> None:
    with Records(tmp_path).locked(), pytest.raises(MirrorBusyError, match="process"):
        Follower(tmp_path, log).step()


def test_of_several_logs_in_a_policy_one_is_named(tmp_path: Path, log: LogSimulator) -> None:
    both = f"log {SimulatedKey('other.example/log').text}\n{log.policy}"
    parse_policy(both)
    with pytest.raises(MirrorSetupError, match="--origin"):
        Follower(tmp_path, log, policy=both).step()
    assert Follower(tmp_path, log, policy=both, origin=log.origin).step().outcome == "followed"
    with pytest.raises(MirrorSetupError, match="lists no log"):
        Follower(tmp_path, log, policy=both, origin="third.example").step()


def test_a_leaf_is_the_hash_of_its_entry() -> None:
    assert Tree([b"x"]).root(1) == leaf_hash(b"x")
