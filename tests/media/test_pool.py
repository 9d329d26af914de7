"""Decode workers: whatever a file does costs that file a finding and no more."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from tests.support.hostile import HOSTILE, hostile_folder
from tests.support.storage_forms import saved

from beholden.demo.pictures import photograph_like
from beholden.media import HashPool, Limits, PoolError, hash_image
from beholden.media import pool as pool_module
from beholden.media.core import HashOutcome
from beholden.media.digests import digests_of
from beholden.media.worker import Done, Known, Ready

PICTURE = photograph_like(np.random.default_rng(4), 320, 240)
GOOD = saved(PICTURE, "JPEG")


@pytest.fixture(scope="module")
def pool() -> Iterator[HashPool]:
    with HashPool(workers=1) as made:
        yield made


def children() -> set[int]:
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for path in lists for pid in path.read_text().split()}


@contextlib.contextmanager
def one_worker(limits: Limits) -> Iterator[tuple[HashPool, int]]:
    """A pool of one worker that has started, and that worker's process number."""
    before = children()
    with HashPool(workers=1, limits=limits) as pool:
        assert pool.hash(GOOD).image is not None
        (pid,) = children() - before
        yield pool, pid


def test_a_worker_gives_the_answer_of_the_library(pool: HashPool) -> None:
    outcome = pool.hash(GOOD)
    assert outcome.image == hash_image(GOOD)
    assert outcome.unscannable is None


def test_a_path_gives_the_answer_of_its_bytes(pool: HashPool, tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(GOOD)
    assert pool.hash(path).image == pool.hash(GOOD).image


@pytest.mark.parametrize("name", HOSTILE)
def test_after_any_hostile_file_the_next_one_is_hashed(pool: HashPool, name: str) -> None:
    outcome = pool.hash(HOSTILE[name]())
    assert outcome.image is not None or outcome.unscannable is not None
    assert pool.hash(GOOD).image == hash_image(GOOD)


def test_a_worker_killed_at_work_costs_one_finding_and_keeps_the_digests() -> None:
    with one_worker(Limits(max_pixels=10**9, max_memory_bytes=1 << 33)) as (pool, pid):
        slow = pool.submit(HOSTILE["png-bomb-8-bit"]())
        time.sleep(0.1)
        os.kill(pid, signal.SIGSEGV)
        outcome = slow.result()
        assert outcome.unscannable is not None
        assert outcome.unscannable.code == "decoder_crashed"
        assert outcome.digests is not None
        assert pool.hash(GOOD).image is not None, "a fresh worker took over"
        assert pid not in children()


def lying(reply: object) -> str:
    """A worker that answers every job with one reply, as a taken-over one might."""
    message = msgspec.msgpack.encode(reply)
    return (
        "import socket, sys\n"
        "from beholden.media import worker as w\n"
        "import msgspec\n"
        "channel = socket.socket(fileno=int(sys.argv[1]))\n"
        "channel.recv(w.MAX_MESSAGE)\n"
        "channel.send(msgspec.msgpack.encode(w.Ready()))\n"
        "while channel.recv(w.MAX_MESSAGE):\n"
        f"    [channel.send({message!r}) for _ in range(3)]\n"
    )


SOUND = hash_image(GOOD)


@pytest.mark.parametrize(
    "reply",
    [
        Known(digests_of(GOOD)),
        Ready(),
        Done(HashOutcome()),
        Done(HashOutcome(image=msgspec.structs.replace(SOUND, sha256="g" * 64))),
        Done(HashOutcome(image=msgspec.structs.replace(SOUND, dihedral=SOUND.dihedral[:7]))),
        Done(HashOutcome(image=msgspec.structs.replace(SOUND, pdq="0" * 64))),
        {"type": "unheard-of"},
    ],
    ids=["only-digests", "ready-again", "nothing", "no-hex", "seven", "another-pdq", "unknown"],
)
def test_what_a_worker_makes_up_is_a_finding_for_its_file(
    reply: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "liar.py"
    script.write_text(lying(reply))
    monkeypatch.setattr(pool_module, "WORKER_COMMAND", (str(script),))
    with HashPool(workers=1) as pool:
        outcome = pool.hash(GOOD)
    assert outcome.image is None
    assert outcome.unscannable is not None
    assert outcome.unscannable.code == "decoder_crashed"


def test_a_worker_is_replaced_after_its_share_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_FILES_A_WORKER", 2)
    with one_worker(Limits()) as (pool, pid):
        assert pool.hash(GOOD).image == SOUND
        assert pool.hash(GOOD).image == SOUND
        assert pid not in children()


def test_an_endless_decoder_is_stopped_by_its_processor_time() -> None:
    limits = Limits(max_seconds=0.01, max_pixels=10**9, max_memory_bytes=1 << 33)
    with HashPool(workers=1, limits=limits) as pool:
        outcome = pool.hash(HOSTILE["png-bomb-8-bit"]())
        # Below one second the kernel's limit is two; a quick machine may decode it in that time.
        assert outcome.unscannable is None or outcome.unscannable.code == "too_slow"
        assert pool.hash(GOOD).image is not None


def test_a_stopped_worker_is_ended_by_the_clock() -> None:
    with one_worker(Limits(max_seconds=0.2)) as (pool, pid):
        os.kill(pid, signal.SIGSTOP)
        outcome = pool.hash(GOOD)
        assert outcome.unscannable is not None
        assert outcome.unscannable.code == "too_slow"
        assert pool.hash(GOOD).image is not None


def test_memory_beyond_the_limit_is_a_finding() -> None:
    limits = Limits(max_pixels=10**9, max_memory_bytes=480 << 20)
    with HashPool(workers=1, limits=limits) as pool:
        outcome = pool.hash(HOSTILE["png-bomb-8-bit"]())
        assert outcome.unscannable is not None
        assert outcome.unscannable.code in {"too_much_memory", "too_many_pixels"}
        assert pool.hash(GOOD).image is not None


def test_too_little_memory_to_start_is_an_error_that_names_the_setting() -> None:
    with (
        HashPool(workers=1, limits=Limits(max_memory_bytes=1 << 20)) as pool,
        pytest.raises(PoolError, match="max_memory_bytes"),
    ):
        pool.hash(GOOD)


def test_workers_have_given_up_files_core_dumps_and_privileges() -> None:
    with one_worker(Limits()) as (_, pid):
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert "Max core file size        0                    0" in limits
        assert "Max file size             0                    0" in limits
        assert f"Max address space         {1 << 30}" in limits
        assert "NoNewPrivs:\t1" in Path(f"/proc/{pid}/status").read_text()


def test_workers_end_with_their_parent() -> None:
    script = (
        "import sys, time\nfrom beholden.media import HashPool\n"
        "pool = HashPool(workers=1)\npool.hash(b'x')\n"
        "import pathlib, os\n"
        "for c in pathlib.Path(f'/proc/{os.getpid()}/task').glob('*/children'):\n"
        "    sys.stdout.write(c.read_text())\n"
        "sys.stdout.flush()\nos.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    (pid,) = (int(word) for word in done.stdout.split())
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize("odd", ["missing", "folder", "fifo", "device", "link-loop"])
def test_what_is_no_regular_file_is_unreadable_and_never_waited_for(
    pool: HashPool, tmp_path: Path, odd: str
) -> None:
    path = tmp_path / odd
    if odd == "folder":
        path.mkdir()
    elif odd == "fifo":
        os.mkfifo(path)
    elif odd == "device":
        path = Path("/dev/zero")
    elif odd == "link-loop":
        path.symlink_to(path)
    outcome = pool.hash(path)
    assert outcome.unscannable is not None
    assert outcome.unscannable.code == "unreadable"


def test_every_file_of_a_hostile_folder_gets_an_outcome(pool: HashPool, tmp_path: Path) -> None:
    hostile_folder(tmp_path)
    paths = [p for p in tmp_path.rglob("*") if not p.is_dir()]
    outcomes = dict(pool.map((path, path) for path in paths))
    assert len(outcomes) == len(paths)
    assert all(isinstance(outcome, HashOutcome) for outcome in outcomes.values())


def test_map_keeps_the_order_and_takes_no_more_than_it_needs(pool: HashPool) -> None:
    taken = 0

    def sources() -> Iterator[tuple[int, bytes]]:
        nonlocal taken
        for n in range(50):
            taken += 1
            yield n, GOOD if n % 3 else b""

    answers = pool.map(sources())
    first = next(answers)
    assert first[0] == 0
    assert taken <= 4 * pool.workers + 1, "bounded: a million files are not queued at once"
    assert [key for key, _ in answers] == list(range(1, 50))


def test_many_threads_may_share_a_pool() -> None:
    wanted = hash_image(GOOD)
    answers: list[HashOutcome] = []
    with HashPool(workers=2) as pool:
        threads = [
            threading.Thread(target=lambda: answers.extend(pool.hash(GOOD) for _ in range(10)))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(answers) == 40
    assert all(answer.image == wanted for answer in answers)


def test_a_closed_pool_says_so() -> None:
    pool = HashPool(workers=1)
    pool.close()
    pool.close()
    with pytest.raises(PoolError, match="closed"):
        pool.submit(GOOD)
