"""A witness cosigns one history of a log and no other, whatever happens to its files."""

from __future__ import annotations

import base64
import hashlib
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden._durable import replace_file
from beholden.ledger import _witness_files
from beholden.ledger.core.checkpoint import parse_checkpoint
from beholden.ledger.core.keys import generate, parse_verifier_key
from beholden.ledger.core.note import keys_by_id, parse_note, parse_signatures, verify_note
from beholden.ledger.errors import (
    IdentityError,
    KeyNameError,
    LedgerError,
    WitnessBusyError,
    WitnessError,
    WitnessSetupError,
    WitnessStateError,
)
from beholden.ledger.witness import Witness, WitnessReply
from tests.cli.support import TOO_LONG_SECONDS, environment
from tests.support.log_simulator import SimulatedKey, Tree, checkpoint, entries

LOG = SimulatedKey("network.example/log")
LOG_KEY = parse_verifier_key(LOG.text)
OTHER_LOG = SimulatedKey("other.example/log")
TREE = Tree(entries(0, 600))
NOW = 1_800_000_000
HASH = hashlib.sha256(LOG.name.encode()).hexdigest()


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    made = Witness.create(tmp_path / "w", "witness.example", bytes(32))
    made.trust(LOG_KEY)
    return made


def body(old: int, path: Sequence[bytes], note: bytes) -> bytes:
    lines = b"".join(base64.b64encode(one) + b"\n" for one in path)
    return b"old %d\n" % old + lines + b"\n" + note


def request(old: int, new: int, tree: Tree = TREE, key: SimulatedKey = LOG) -> bytes:
    path = tree.consistency(old, new) if 0 < old < new else []
    return body(old, path, checkpoint(key, new, tree.root(new)))


def add(witness: Witness, old: int, new: int, tree: Tree = TREE, now: int = NOW) -> WitnessReply:
    return witness.add_checkpoint(request(old, new, tree), now=now)


def cosigned(witness: Witness, reply: WitnessReply, size: int, tree: Tree = TREE) -> int:
    """That the reply cosigns this size; its time."""
    assert reply.status == 200, reply
    text = parse_note(checkpoint(LOG, size, tree.root(size))).text
    (line,) = parse_signatures(reply.body)
    assert (line.name, line.key_id) == (witness.key.name, witness.key.key_id)
    time = witness.key.check(text, line.blob)
    assert time is not None
    return time


# What is cosigned.


@given(st.lists(st.integers(0, 600), min_size=1, max_size=6))
def test_a_history_that_only_grows_is_cosigned_at_every_size(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    witness = Witness.create(tmp_path_factory.mktemp("w"), "witness.example", bytes(32))
    witness.trust(LOG_KEY)
    old = 0
    for size in sorted(sizes):
        assert cosigned(witness, add(witness, old, size), size) == NOW
        old = size
        kept = witness.last(HASH)
        assert kept is not None
        assert parse_checkpoint(parse_note(kept).text).size == size


def test_the_same_checkpoint_is_cosigned_again_with_a_fresh_time(witness: Witness) -> None:
    add(witness, 0, 300)
    assert cosigned(witness, add(witness, 300, 300, now=NOW + 60), 300) == NOW + 60


def test_the_time_of_cosignatures_never_goes_backwards(witness: Witness) -> None:
    add(witness, 0, 300)
    assert cosigned(witness, add(witness, 300, 400, now=NOW - 3600), 400) == NOW
    assert cosigned(witness, add(witness, 400, 400, now=NOW + 1), 400) == NOW + 1


def test_what_is_shown_is_signed_by_log_and_witness_and_nobody_else(witness: Witness) -> None:
    stranger = SimulatedKey("stranger.example", 4)
    note = checkpoint(LOG, 300, TREE.root(300), witnesses=[stranger], time=1)
    add(witness, 0, 200)
    witness.add_checkpoint(body(200, TREE.consistency(200, 300), note), now=NOW)
    kept = witness.last(HASH)
    assert kept is not None
    opened = verify_note(parse_note(kept), keys_by_id([LOG_KEY, witness.key]))
    assert {one.key for one in opened.verified} == {LOG_KEY, witness.key}
    assert opened.unknown == ()


# What is not.


def test_an_unknown_log_is_404(witness: Witness) -> None:
    reply = witness.add_checkpoint(request(0, 10, key=OTHER_LOG), now=NOW)
    assert reply.status == 404
    assert not list(witness._folder.glob(f"logs/{hashlib.sha256(b'other.example/log')}*"))


def test_a_checkpoint_that_no_known_key_signed_is_403(witness: Witness) -> None:
    impostor = SimulatedKey(LOG.name, seed=bytes(32))
    assert witness.add_checkpoint(request(0, 10, key=impostor), now=NOW).status == 403
    note = bytearray(checkpoint(LOG, 10, TREE.root(10)))
    note[-10] ^= 1
    assert witness.add_checkpoint(body(0, [], bytes(note)), now=NOW).status in {400, 403}


def test_an_old_size_above_the_new_one_is_400(witness: Witness) -> None:
    add(witness, 0, 300)
    assert witness.add_checkpoint(request(300, 200), now=NOW).status == 400


@pytest.mark.parametrize("old", [0, 200, 299, 301])
def test_another_old_size_is_409_with_the_size_that_is_known(witness: Witness, old: int) -> None:
    add(witness, 0, 300)
    reply = add(witness, old, 400)
    assert (reply.status, reply.body) == (409, b"300\n")
    assert reply.content_type == "text/x.tlog.size"


def test_of_a_log_never_seen_the_known_size_is_nought(witness: Witness) -> None:
    reply = add(witness, 5, 400)
    assert (reply.status, reply.body) == (409, b"0\n")


def test_another_root_of_the_same_size_is_422_and_kept_as_evidence(
    witness: Witness, tmp_path: Path
) -> None:
    add(witness, 0, 300)
    fork = Tree([*TREE.entries[:299], bytes(32)])
    for _ in range(2):
        assert add(witness, 300, 300, fork).status == 422
    held, offered = sorted((tmp_path / "w" / "logs" / HASH / "evidence").iterdir())
    assert held.read_bytes() == witness.last(HASH)
    assert offered.read_bytes() == checkpoint(LOG, 300, fork.root(300))
    assert witness.logs()[0].evidence == 1


def test_a_history_that_does_not_continue_is_422(witness: Witness) -> None:
    add(witness, 0, 300)
    fork = Tree([*TREE.entries[:299], *entries(0, 200, "other")])
    assert add(witness, 300, 400, fork).status == 422
    good = TREE.consistency(300, 400)
    for path in (good[:-1], [*good, bytes(32)], good[::-1], []):
        note = checkpoint(LOG, 400, TREE.root(400))
        assert witness.add_checkpoint(body(300, path, note), now=NOW).status == 422
    assert witness.logs()[0].evidence == 0
    assert cosigned(witness, add(witness, 300, 400), 400)


def test_a_path_from_nothing_is_422(witness: Witness) -> None:
    note = checkpoint(LOG, 2, TREE.root(2))
    assert witness.add_checkpoint(body(0, [bytes(32)], note), now=NOW).status == 422


@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_a_bad_request(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    witness = Witness.create(tmp_path_factory.mktemp("w"), "witness.example", bytes(32))
    assert witness.add_checkpoint(data, now=NOW).status == 400


# Whose checkpoints.


def test_keys_overlap_while_one_is_replaced(witness: Witness) -> None:
    new = SimulatedKey(LOG.name, seed=bytes(31) + b"\1")
    add(witness, 0, 100)
    assert witness.add_checkpoint(request(100, 200, key=new), now=NOW).status == 403
    known = witness.trust(parse_verifier_key(new.text))
    assert [key.text for key in known.keys] == [new.text, LOG.text]
    assert witness.add_checkpoint(request(100, 200, key=new), now=NOW).status == 200
    assert add(witness, 200, 300).status == 200
    witness.untrust(LOG_KEY)
    assert add(witness, 300, 400).status == 403
    assert witness.add_checkpoint(request(300, 400, key=new), now=NOW).status == 200


def test_a_log_that_is_not_trusted_any_more_is_unknown_and_goes_on_from_where_it_was(
    witness: Witness,
) -> None:
    add(witness, 0, 300)
    witness.untrust(LOG_KEY)
    assert add(witness, 300, 400).status == 404
    known = witness.trust(LOG_KEY)
    assert known.checkpoint is not None
    assert known.checkpoint.size == 300
    assert add(witness, 0, 400).status == 409
    assert add(witness, 300, 400).status == 200


def test_trusting_twice_changes_nothing(witness: Witness) -> None:
    add(witness, 0, 300)
    assert witness.trust(LOG_KEY) == witness.logs()[0]
    assert len(witness.logs()[0].keys) == 1


def test_only_keys_that_are_trusted_are_removed(witness: Witness) -> None:
    for text in (OTHER_LOG.text, SimulatedKey(LOG.name, seed=bytes(32)).text):
        with pytest.raises(WitnessSetupError, match="not trusted"):
            witness.untrust(parse_verifier_key(text))


def test_a_witness_is_no_log_and_a_log_is_no_witness(witness: Witness, tmp_path: Path) -> None:
    with pytest.raises(WitnessSetupError, match="type 0x01"):
        witness.trust(witness.key)
    with pytest.raises(WitnessSetupError, match="type 0x04"):
        Witness(tmp_path, generate("witness.example", bytes(32)))


def test_a_log_has_no_more_keys_than_a_rotation_needs(witness: Witness) -> None:
    for number in range(1, 16):
        witness.trust(parse_verifier_key(SimulatedKey(LOG.name, seed=bytes([number] * 32)).text))
    with pytest.raises(WitnessSetupError, match="at most 16 keys"):
        witness.trust(parse_verifier_key(SimulatedKey(LOG.name, seed=bytes([99] * 32)).text))


def test_logs_do_not_know_of_each_other(witness: Witness) -> None:
    witness.trust(parse_verifier_key(OTHER_LOG.text))
    add(witness, 0, 300)
    assert witness.add_checkpoint(request(0, 10, key=OTHER_LOG), now=NOW).status == 200
    sizes = {log.origin: log.checkpoint and log.checkpoint.size for log in witness.logs()}
    assert sizes == {LOG.name: 300, OTHER_LOG.name: 10}


# The files.


def test_the_key_is_for_its_owner_alone_and_made_once(witness: Witness, tmp_path: Path) -> None:
    key = tmp_path / "w" / "witness.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert Witness.open(tmp_path / "w").key == witness.key
    with pytest.raises(IdentityError, match="there is a key already"):
        Witness.create(tmp_path / "w", "witness.example", bytes(32))
    key.chmod(0o644)
    with pytest.raises(IdentityError, match="chmod 600"):
        Witness.open(tmp_path / "w")


def test_a_folder_without_a_witness_is_named(tmp_path: Path) -> None:
    with pytest.raises(WitnessSetupError, match="beholden witness init"):
        Witness.open(tmp_path)
    with pytest.raises(KeyNameError):
        Witness.create(tmp_path, "no name", bytes(32))


def _gone(state: Path) -> None:
    state.unlink()


def _empty(state: Path) -> None:
    state.write_bytes(b"")


def _half(state: Path) -> None:
    state.write_bytes(state.read_bytes()[: state.stat().st_size // 2])


def _one_bit(state: Path) -> None:
    data = bytearray(state.read_bytes())
    data[-5] ^= 1
    state.write_bytes(data)


def _begun_again(state: Path) -> None:
    rest = b"nothing other.example/log\n"
    digest = hashlib.sha256(rest).hexdigest().encode()
    state.write_bytes(b"beholden.witness-state/1 %s\n%s" % (digest, rest))


def _forged(state: Path) -> None:
    rest = checkpoint(LOG, 5, TREE.root(5), witnesses=[SimulatedKey("witness.example", 4)])
    digest = hashlib.sha256(rest).hexdigest().encode()
    state.write_bytes(b"beholden.witness-state/1 %s\n%s" % (digest, rest))


@pytest.mark.parametrize("spoil", [_gone, _empty, _half, _one_bit, _begun_again, _forged])
def test_a_history_that_is_lost_ends_cosigning_and_is_never_begun_again(
    witness: Witness, tmp_path: Path, spoil: object
) -> None:
    witness.trust(parse_verifier_key(OTHER_LOG.text))
    add(witness, 0, 300)
    state = tmp_path / "w" / "logs" / HASH / "state"
    good = state.read_bytes()
    spoil(state)  # type: ignore[operator]
    for old, new in ((0, 300), (300, 400), (0, 10)):
        with pytest.raises(WitnessStateError, match="Nothing is cosigned"):
            add(witness, old, new)
    with pytest.raises(WitnessStateError):
        witness.trust(LOG_KEY)
    with pytest.raises(WitnessStateError):
        witness.last(HASH)
    problems = {log.origin: log.problem for log in witness.logs()}
    assert "Nothing is cosigned" in (problems[LOG.name] or "")
    assert problems[OTHER_LOG.name] is None, "other logs are cosigned as before"
    assert witness.add_checkpoint(request(0, 9, key=OTHER_LOG), now=NOW).status == 200
    state.write_bytes(good)
    assert add(witness, 300, 400).status == 200


def test_damaged_keys_of_a_log_end_cosigning_too(witness: Witness, tmp_path: Path) -> None:
    path = tmp_path / "w" / "logs" / HASH / "log.json"
    for content in (b"", b"{}", b'{"origin":"x","keys":[]}', b'{"origin":1}'):
        path.write_bytes(content)
        with pytest.raises(WitnessStateError, match=r"log\.json"):
            add(witness, 0, 10)
        assert witness.logs()[0].problem
    path.unlink()
    assert add(witness, 0, 10).status == 404
    assert "trust it again" in (witness.logs()[0].problem or "")


def test_what_cannot_be_recorded_is_not_cosigned(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    add(witness, 0, 300)
    monkeypatch.setattr(_witness_files, "replace_file", full)
    with pytest.raises(WitnessError, match="No space left"):
        add(witness, 300, 400)
    monkeypatch.setattr(_witness_files, "replace_file", replace_file)
    assert add(witness, 300, 400).status == 200


def test_nothing_outside_the_folder_of_logs_is_shown(witness: Witness) -> None:
    for name in ("", "..", "../..", HASH[:-1], HASH.upper(), "0" * 64, HASH + "\n"):
        assert witness.last(name) is None


# Races.


def test_of_two_histories_that_race_exactly_one_is_cosigned(tmp_path: Path) -> None:
    forks = [Tree([*TREE.entries[:300], *entries(0, 5, str(number))]) for number in range(8)]
    for round_number in range(10):
        folder = tmp_path / str(round_number)
        witness = Witness.create(folder, "witness.example", bytes(32))
        witness.trust(LOG_KEY)
        add(witness, 0, 300)
        start = threading.Barrier(len(forks))
        replies: list[WitnessReply] = []

        def race(fork: Tree, folder: Path = folder, start: threading.Barrier = start) -> None:
            own = Witness.open(folder)
            start.wait()
            replies.append(add(own, 300, 305, fork))  # noqa: B023 - joined below

        threads = [threading.Thread(target=race, args=(fork,)) for fork in forks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(reply.status for reply in replies) == [200, *[409] * 7]


_RACER = """
import sys
from pathlib import Path
from beholden.ledger.witness import Witness
witness = Witness.open(Path(sys.argv[1]))
sys.stdout.write("ready\\n"); sys.stdout.flush()
sys.stdin.readline()
print(witness.add_checkpoint(Path(sys.argv[2]).read_bytes(), now=1800000000).status)
"""


def test_processes_that_race_cosign_exactly_one_history(witness: Witness, tmp_path: Path) -> None:
    add(witness, 0, 300)
    racers = []
    for number in range(4):
        fork = Tree([*TREE.entries[:300], *entries(0, 5, str(number))])
        (tmp_path / str(number)).write_bytes(request(300, 305, fork))
        racers.append(
            subprocess.Popen(
                [sys.executable, "-c", _RACER, tmp_path / "w", tmp_path / str(number)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment(),
            )
        )
    statuses = []
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == b"ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write(b"\n")
        racer.stdin.flush()
    for racer in racers:
        out, _ = racer.communicate(timeout=TOO_LONG_SECONDS)
        statuses.append(int(out))
    assert sorted(statuses) == [200, 409, 409, 409]


_COSIGNER = """
import sys
from pathlib import Path
from beholden.ledger.witness import Witness
witness = Witness.open(Path(sys.argv[1]))
for path in sorted(Path(sys.argv[2]).iterdir()):
    reply = witness.add_checkpoint(path.read_bytes(), now=1800000000)
    if reply.status == 200:
        sys.stdout.write(path.name + "\\n"); sys.stdout.flush()
"""


def test_a_witness_that_is_killed_knows_all_that_it_cosigned(
    witness: Witness, tmp_path: Path
) -> None:
    requests = tmp_path / "requests"
    requests.mkdir()
    for size in range(1, 600):
        (requests / f"{size:04}").write_bytes(request(size - 1, size))
    for _ in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", _COSIGNER, tmp_path / "w", requests],
            stdout=subprocess.PIPE,
            env=environment(),
        ) as child:
            assert child.stdout is not None
            said = [child.stdout.readline() for _ in range(20)]
            os.kill(child.pid, signal.SIGKILL)
            said += child.stdout.readlines()
        last = max((int(line) for line in said if line.endswith(b"\n")), default=0)
        kept = witness.last(HASH)
        assert kept is not None
        size = parse_checkpoint(parse_note(kept).text).size
        assert size in {last, last + 1}, "the answer may be lost, the record never"
        assert cosigned(witness, add(witness, size, size), size)


def test_who_waits_too_long_is_told_to_ask_again(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_witness_files, "_WAIT_SECONDS", 0.05)
    with (
        _witness_files.LogFiles.of(witness._folder / "logs", LOG.name).locked(),
        pytest.raises(WitnessBusyError),
    ):
        add(witness, 0, 300)
    assert add(witness, 0, 300).status == 200


def test_every_error_of_the_witness_is_one_of_the_ledger() -> None:
    for error in (WitnessError, WitnessBusyError, WitnessSetupError, WitnessStateError):
        assert issubclass(error, LedgerError)
