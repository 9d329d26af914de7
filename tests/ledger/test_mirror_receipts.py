"""What a receipt promised is in the log by its time, or the omission is proved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger._mirror_leaves import LeafIndex
from beholden.ledger.core.keys import generate, parse_verifier_key
from beholden.ledger.core.policy import parse_policy
from beholden.ledger.core.proofs import inclusion_path
from beholden.ledger.core.receipt import BatchPromise, make_receipt, sign_promise, verify_receipt
from beholden.ledger.core.tlog_proof import TlogProof
from beholden.ledger.errors import MirrorSetupError
from beholden.ledger.log import Log
from tests.ledger.test_mirror import NOW, Follower, alone
from tests.support.log_simulator import (
    LogSimulator,
    SimulatedKey,
    Tree,
    checkpoint,
    entries,
    simulated,
    status,
)

PROMISED = NOW - 7200
MERGE_BY = NOW - 3600
WITNESS = SimulatedKey("one.example", 4)


@pytest.fixture
def log() -> Iterator[LogSimulator]:
    with simulated(size=700) as started:
        yield started


@pytest.fixture
def mirror(tmp_path: Path, log: LogSimulator) -> Follower:
    (tmp_path / "receipts").mkdir()
    return Follower(tmp_path / "m", log, receipts=tmp_path / "receipts")


def receipts(key: SimulatedKey, batch: list[bytes], *, merge_by: int = MERGE_BY) -> list[bytes]:
    """Receipts of a batch."""
    signer = generate(key.name, key.seed or _seed(key))
    assert signer.key.text == key.text
    tree = Tree(batch)
    promise = BatchPromise(key.name, len(batch), tree.root(len(batch)), PROMISED, merge_by)
    note = sign_promise(promise, [signer])
    return [
        make_receipt(leaf, index, inclusion_path(index, len(batch), tree.subtree), promise, note)
        for index, leaf in enumerate(batch)
    ]


def _seed(key: SimulatedKey) -> bytes:
    return key.private.private_bytes_raw()


def hand_in(mirror: Follower, *found: bytes) -> None:
    folder = mirror.options.receipts
    assert folder is not None
    for number, receipt in enumerate(found, len(list(folder.iterdir()))):
        (folder / f"receipt-{number}.txt").write_bytes(receipt)


def test_receipts_whose_leaves_are_in_the_log_are_kept_promises(
    mirror: Follower, log: LogSimulator
) -> None:
    hand_in(mirror, *receipts(log.key, log.tree.entries[:5]))
    hand_in(mirror, *receipts(log.key, log.tree.entries[690:700]))
    step = mirror.step()
    assert step.alarms == ()
    assert step.receipts is not None
    assert (step.receipts.included, step.receipts.missing) == (15, 0)


def test_a_leaf_that_was_left_out_is_an_omission_with_both_signatures(
    mirror: Follower, log: LogSimulator
) -> None:
    (receipt,) = receipts(log.key, entries(0, 1, "left out"))
    hand_in(mirror, receipt)
    step = mirror.step()
    alarm = alone(step)
    assert alarm.kind == "omission"
    assert "receipt-0.txt" in alarm.sentence
    evidence = mirror.evidence(alarm)
    assert evidence == {"receipt.txt": receipt, "shown.txt": log.checkpoint}
    promise = verify_receipt(evidence["receipt.txt"], [parse_verifier_key(log.key.text)]).promise
    assert promise.merge_by == MERGE_BY
    mirror.now += 60
    assert alone(mirror.step()) == alarm
    assert len(mirror.alarms()) == 1


def test_a_leaf_may_be_missing_until_its_time_and_not_a_second_longer(
    mirror: Follower, log: LogSimulator
) -> None:
    hand_in(mirror, *receipts(log.key, entries(0, 1, "late"), merge_by=NOW + 10))
    step = mirror.step()
    assert step.receipts is not None
    assert (step.outcome, step.receipts.waiting) == ("followed", 1)
    mirror.now = NOW + 10
    assert mirror.step().outcome == "unchanged"
    mirror.now = NOW + 11
    assert alone(mirror.step()).kind == "omission"


def test_an_old_checkpoint_that_is_shown_after_the_time_proves_no_omission(tmp_path: Path) -> None:
    """A witness that was away, or a cache between, shows what was signed before the time."""
    (tmp_path / "receipts").mkdir()
    with simulated(size=700, witnesses=(WITNESS,)) as log:
        mirror = Follower(tmp_path / "m", log, receipts=tmp_path / "receipts")
        hand_in(mirror, *receipts(log.key, entries(0, 1, "left out")))
        log.publish(time=MERGE_BY - 60)
        step = mirror.step()
        assert step.receipts is not None
        assert (step.receipts.waiting, step.receipts.missing) == (1, 0)
        assert "omission" not in {alarm.kind for alarm in step.alarms}
        log.publish(time=MERGE_BY + 60)
        assert "omission" in {alarm.kind for alarm in mirror.step().alarms}


def test_a_leaf_that_comes_in_time_is_found(mirror: Follower, log: LogSimulator) -> None:
    hand_in(mirror, *receipts(log.key, entries(0, 1, "late"), merge_by=NOW + 10))
    mirror.step()
    log.append(entries(0, 1, "late"))
    log.publish()
    mirror.now = NOW + 3600
    step = mirror.step()
    assert step.receipts is not None
    assert (step.outcome, step.receipts.included) == ("followed", 1)


def test_nothing_is_called_missing_while_the_log_cannot_be_asked(
    mirror: Follower, log: LogSimulator
) -> None:
    mirror.step()
    hand_in(mirror, *receipts(log.key, entries(0, 1, "left out")))
    log.fault("checkpoint", status(500))
    step = mirror.step()
    assert (step.outcome, step.receipts) == ("failed", None)
    log.heal()
    log.append(entries(700, 800))
    log.publish()
    log.fault("tile/entries/*", status(500))
    assert mirror.step().outcome == "failed"


def test_what_the_log_did_not_sign_is_no_receipt_and_no_alarm(
    mirror: Follower, log: LogSimulator, tmp_path: Path
) -> None:
    impostor = SimulatedKey(log.origin, seed=bytes(32))
    (good,) = receipts(log.key, log.tree.entries[:1])
    hand_in(
        mirror,
        *receipts(impostor, entries(0, 1, "left out")),
        good.replace(b"index 0", b"index 1"),
        good[:-1],
        b"",
        b"\xff\xfe",
        os.urandom(100_000),
    )
    hand_in(mirror, *receipts(SimulatedKey("other.example/log"), entries(0, 1, "left out")))
    (tmp_path / "receipts" / "folder").mkdir()
    (tmp_path / "receipts" / ".hidden").write_bytes(b"x")
    os.mkfifo(tmp_path / "receipts" / "pipe")
    step = mirror.step()
    assert step.alarms == ()
    assert step.receipts is not None
    assert (step.receipts.unreadable, step.receipts.other) == (8, 1)


def test_receipts_of_an_older_key_count_while_the_policy_names_it(
    mirror: Follower, log: LogSimulator
) -> None:
    older = SimulatedKey(log.origin, seed=bytes(31) + b"\1")
    hand_in(mirror, *receipts(older, entries(0, 1, "left out")))
    first = mirror.step()
    assert first.receipts is not None
    assert (first.outcome, first.receipts.unreadable) == ("followed", 1)
    mirror.policy = f"log {older.text}\n{log.policy}"
    assert len(parse_policy(mirror.policy).logs) == 2
    assert alone(mirror.step()).kind == "omission"


def proof(
    tree: Tree, log: LogSimulator, index: int, size: int, extra: bytes | None = None
) -> bytes:
    path = tuple(inclusion_path(index, size, tree.subtree))
    signed = checkpoint(log.key, size, tree.root(size))
    return TlogProof(extra, index, path, signed).encode()


def test_a_proof_of_this_history_is_a_kept_promise(mirror: Follower, log: LogSimulator) -> None:
    for index, size in ((0, 1), (299, 300), (5, 700)):
        hand_in(mirror, proof(log.tree, log, index, size))
    longer = Tree([*log.tree.entries, *entries(700, 800)])
    hand_in(mirror, proof(longer, log, 750, 800))
    step = mirror.step()
    assert step.alarms == ()
    assert step.receipts is not None
    assert (step.receipts.included, step.receipts.waiting) == (3, 1)


def test_a_proof_of_another_history_is_a_fork_with_both_checkpoints(
    mirror: Follower, log: LogSimulator
) -> None:
    other = log.forked(300, entries(300, 500, "other"))
    shown = proof(other, log, 7, 500)
    hand_in(mirror, shown)
    alarm = alone(mirror.step())
    assert alarm.kind == "fork"
    assert mirror.evidence(alarm) == {
        "held.txt": log.checkpoint,
        "shown.txt": checkpoint(log.key, 500, other.root(500)),
        "proof.txt": shown,
    }


def test_a_proof_that_proves_nothing_is_no_alarm(mirror: Follower, log: LogSimulator) -> None:
    good = proof(log.tree, log, 7, 500)
    impostor = SimulatedKey(log.origin, seed=bytes(32))
    forged = checkpoint(impostor, 500, bytes(32))
    hand_in(
        mirror,
        good.replace(b"index 7", b"index 8"),
        good[:-1],
        TlogProof(None, 7, (), forged).encode(),
    )
    step = mirror.step()
    assert step.alarms == ()
    assert step.receipts is not None
    assert step.receipts.unreadable == 3


def test_a_proof_that_names_another_entry_than_the_one_it_proves_is_not_counted_as_kept(
    mirror: Follower, log: LogSimulator
) -> None:
    own, other = log.tree.entries[7], log.tree.entries[8]
    hand_in(mirror, proof(log.tree, log, 7, 500, own), proof(log.tree, log, 7, 500, other))
    step = mirror.step()
    assert step.alarms == ()
    assert step.receipts is not None
    assert (step.receipts.included, step.receipts.unreadable) == (1, 1)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, log: LogSimulator) -> None:
    with pytest.raises(MirrorSetupError, match="gone"):
        Follower(tmp_path / "m", log, receipts=tmp_path / "gone").step()


# The index.


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60), st.integers(0, 59))
def test_the_index_finds_the_first_number_of_each_leaf(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("index")
    leaves = [bytes([number]) * 32 for number in numbers]
    with Log.open(folder / "log", create=True) as log, LeafIndex(folder / "index") as index:
        for part in (leaves[:cut], leaves[cut:]):
            log.append(b"".join(part))
            index.grow(log.reader())
        for number in range(41):
            leaf = bytes([number]) * 32
            found = leaves.index(leaf) if leaf in leaves else None
            assert index.find(leaf, log.reader()) == found


def test_an_index_is_kept_and_one_that_is_damaged_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "index"
    leaves = entries(0, 600)
    with Log.open(tmp_path / "log", create=True) as log:
        log.append(b"".join(leaves))
        reader = log.reader()
        with LeafIndex(path) as index:
            index.grow(reader)
        with LeafIndex(path) as index:
            assert index.size == 600
        for content in (b"", b"no database at all" * 500, path.read_bytes()[:5000]):
            path.write_bytes(content)
            with LeafIndex(path) as index:
                index.grow(reader)
                assert index.find(leaves[599], reader) == 599


def test_the_index_of_another_copy_is_not_relied_on(tmp_path: Path) -> None:
    with LeafIndex(tmp_path / "index") as index:
        for name, count in (("one", 300), ("other", 20)):
            with Log.open(tmp_path / name, create=True) as log:
                log.append(b"".join(entries(0, count, name)))
                index.grow(log.reader())
                assert index.find(entries(0, 1, name)[0], log.reader()) == 0
        assert index.size == 20
