"""Two mirrors that were shown two histories find it out, offline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from beholden.ledger import Witness
from beholden.ledger._mirror_compare import Comparison, compare_mirrors
from beholden.ledger._mirror_records import Alarm, Records
from beholden.ledger.core.keys import parse_verifier_key
from beholden.ledger.errors import LogDamagedError, MirrorSetupError
from tests.ledger.test_mirror import NOW, Follower, alone, fork
from tests.ledger.test_witness import body
from tests.support.log_simulator import (
    LogSimulator,
    SimulatedKey,
    Tree,
    checkpoint,
    entries,
    policy,
    simulated,
)


@pytest.fixture
def log() -> Iterator[LogSimulator]:
    with simulated(size=700) as started:
        yield started


def compared(one: Path, other: Path, text: str | None = None) -> tuple[Comparison, Alarm | None]:
    return compare_mirrors(one, other, policy=text.encode() if text else None, now=NOW)


def two_mirrors(
    tmp_path: Path, log: LogSimulator, at: int, first: int, second: int
) -> tuple[Path, Path]:
    """One mirror was shown the log's history, the other one that shares ``at`` entries."""
    honest = Tree(log.tree.entries)
    log.tree = Tree([*honest.entries[:at], *entries(at, first, "first")])
    log.publish()
    assert Follower(tmp_path / "one", log).step().outcome == "followed"
    log.tree = Tree([*honest.entries[:at], *entries(at, second, "second")])
    log.publish()
    assert Follower(tmp_path / "other", log).step().outcome == "followed"
    return tmp_path / "one", tmp_path / "other"


@pytest.mark.parametrize("at", [0, 1, 256, 511])
@pytest.mark.parametrize(("first", "second"), [(512, 512), (512, 700), (700, 513), (600, 700)])
def test_a_fork_shown_to_two_mirrors_is_found_with_where_it_begins(
    tmp_path: Path, log: LogSimulator, at: int, first: int, second: int
) -> None:
    one, other = two_mirrors(tmp_path, log, at, first, second)
    for left, right in ((one, other), (other, one)):
        found, alarm = compared(left, right)
        assert (found.verdict, found.agreed) == ("fork", at)
        assert alarm is not None
        shown = {Path(name).name: (left / name).read_bytes() for name in alarm.evidence}
        notes = {(path / "log" / "checkpoint").read_bytes() for path in (one, other)}
        assert {shown["one.txt"], shown["other.txt"]} == notes
        assert ("path.txt" in shown) == (first != second)
        assert Records(left).alarms() == (alarm,)
        assert compared(left, right)[1] == alarm


def test_mirrors_of_one_history_agree_whichever_is_ahead(tmp_path: Path, log: LogSimulator) -> None:
    one, other = Follower(tmp_path / "one", log), Follower(tmp_path / "other", log)
    log.publish(size=300)
    one.step()
    other.step()
    assert compared(one.folder, other.folder)[0].verdict == "same"
    log.publish()
    other.step()
    for pair in ((one, other), (other, one)):
        found, alarm = compared(pair[0].folder, pair[1].folder)
        assert (found.verdict, found.agreed, alarm) == ("continues", 300, None)


def test_a_checkpoint_from_somebody_else_is_held_against_the_copy(
    tmp_path: Path, log: LogSimulator
) -> None:
    mirror = Follower(tmp_path / "m", log)
    mirror.step()
    theirs = tmp_path / "checkpoint.txt"
    theirs.write_bytes(checkpoint(log.key, 300, log.tree.root(300)))
    assert compared(mirror.folder, theirs)[0].verdict == "continues"
    theirs.write_bytes(checkpoint(log.key, 300, bytes(32)))
    for pair in ((mirror.folder, theirs), (theirs, mirror.folder)):
        found, alarm = compared(*pair)
        assert found.verdict == "fork"
        assert alarm is not None
    theirs.write_bytes(checkpoint(log.key, 900, bytes(32)))
    assert compared(mirror.folder, theirs)[0].verdict == "unknown"


def test_of_two_checkpoints_alone_only_equal_sizes_tell(tmp_path: Path, log: LogSimulator) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(checkpoint(log.key, 300, log.tree.root(300)))
    for size, root, verdict in (
        (300, log.tree.root(300), "same"),
        (300, bytes(32), "fork"),
        (301, log.tree.root(301), "unknown"),
        (0, log.tree.root(0), "continues"),
    ):
        other.write_bytes(checkpoint(log.key, size, root))
        assert compared(one, other, log.policy)[0].verdict == verdict
    with pytest.raises(MirrorSetupError, match="--policy"):
        compared(one, other)


def test_mirrors_without_copies_compare_every_checkpoint_that_they_saw(
    tmp_path: Path, log: LogSimulator
) -> None:
    one = Follower(tmp_path / "one", log, copies=False)
    other = Follower(tmp_path / "other", log, copies=False, proves=False)
    copying = Follower(tmp_path / "copying", log)
    for size in (100, 200, 300):
        log.publish(size=size)
        one.step()
    log.publish(size=250)
    copying.step()
    log.tree = Tree([*entries(0, 700, "other")])
    for size in (150, 200, 400):
        log.publish(size=size)
        other.step()
    assert compared(one.folder, other.folder)[0].verdict == "fork"
    assert compared(one.folder, copying.folder)[0].verdict == "unknown"
    assert compared(other.folder, copying.folder)[0].verdict == "fork"


def test_what_the_log_did_not_sign_proves_nothing(tmp_path: Path, log: LogSimulator) -> None:
    mirror = Follower(tmp_path / "m", log)
    mirror.step()
    theirs = tmp_path / "theirs"
    impostor = SimulatedKey(log.origin, seed=bytes(32))
    other = SimulatedKey("other.example/log")
    for content in (
        checkpoint(impostor, 300, bytes(32)),
        checkpoint(other, 300, bytes(32)),
        b"no checkpoint",
        b"",
    ):
        theirs.write_bytes(content)
        with pytest.raises(MirrorSetupError, match="theirs"):
            compared(mirror.folder, theirs)
    with pytest.raises(MirrorSetupError):
        compared(mirror.folder, tmp_path / "gone")
    (tmp_path / "empty").mkdir()
    with pytest.raises(MirrorSetupError, match="neither"):
        compared(mirror.folder, tmp_path / "empty")


def test_views_of_two_logs_are_not_compared(tmp_path: Path, log: LogSimulator) -> None:
    Follower(tmp_path / "one", log).step()
    with simulated(size=5, origin="other.example/log") as other:
        Follower(tmp_path / "other", other).step()
        both = f"log {other.key.text}\n{log.policy}"
    with pytest.raises(MirrorSetupError, match="views of one log"):
        compared(tmp_path / "one", tmp_path / "other", both)


def test_a_damaged_copy_is_no_fork(tmp_path: Path, log: LogSimulator) -> None:
    mirror = Follower(tmp_path / "m", log)
    mirror.step()
    tile = next((mirror.folder / "log" / "tile" / "0").glob("001*"))
    tile.write_bytes(bytes(tile.stat().st_size))
    theirs = tmp_path / "theirs"
    theirs.write_bytes(checkpoint(log.key, 300, log.tree.root(300)))
    with pytest.raises(LogDamagedError):
        compared(mirror.folder, theirs)


def test_with_a_witness_in_the_quorum_a_second_history_reaches_no_mirror(
    tmp_path: Path, log: LogSimulator
) -> None:
    witness = Witness.create(tmp_path / "w", "witness.example", bytes(32))
    witness.trust(parse_verifier_key(log.key.text))
    key = SimulatedKey("witness.example", 4, bytes(32))
    assert key.text == witness.key.text
    trust = policy(log.key, [key])

    def cosigned(size: int) -> int:
        """Asks the witness and shows what it answered, if it did."""
        note = log.publish(size=size)
        reply = witness.add_checkpoint(body(0, [], note), now=NOW)
        if reply.status == 200:
            log.checkpoint = note + reply.body
        return reply.status

    assert cosigned(700) == 200
    first = Follower(tmp_path / "one", log, policy=trust)
    assert first.step().outcome == "followed"
    fork(log, 300, 800)
    assert cosigned(800) == 409
    second = Follower(tmp_path / "other", log, policy=trust)
    assert alone(second.step()).kind == "quorum"
    assert second.copy() == []
