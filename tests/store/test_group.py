"""Nobody is answered before what they were told is on the disk; nobody pays for another's fault."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future, wait

import pytest
from sqlalchemy import Connection

from beholden.store import (
    GroupCommit,
    Store,
    StoreBusyError,
    StoreRefusedError,
    StoreUnavailableError,
)
from tests.store.support import another_process, heard, key_ids, write_keys

TOO_LONG_SECONDS = 60
KILLS = int(os.environ.get("LONG_TEST_KILLS", "5"))


class Gate:
    """A writer that waits to be let through, and remembers its batches."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.entered = threading.Event()
        self.batches: list[list[str]] = []

    def write(self, connection: Connection, ids: Sequence[str]) -> Sequence[str]:
        self.entered.set()
        assert self.open.wait(TOO_LONG_SECONDS)
        self.batches.append(list(ids))
        return write_keys(connection, ids)


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def held(store: Store, gate: Gate) -> Iterator[GroupCommit[str, str]]:
    """A group of four in a queue of eight, busy with "first" until the gate opens."""
    group = GroupCommit(store, gate.write, queue_at_most=8, batch_at_most=4)
    group.submit("first")
    assert gate.entered.wait(TOO_LONG_SECONDS)
    yield group
    gate.open.set()
    group.close()


def results(futures: Sequence[Future[str]]) -> list[str | type[BaseException]]:
    wait(futures, TOO_LONG_SECONDS)
    return [type(error) if (error := f.exception()) else f.result() for f in futures]


def test_items_are_written_in_the_order_in_which_they_came_each_batch_within_its_bound(
    held: GroupCommit[str, str], gate: Gate, store: Store
) -> None:
    futures = [held.submit(f"{n}") for n in range(7)]
    gate.open.set()
    assert results(futures) == [f"{n}" for n in range(7)]
    assert gate.batches == [["first"], ["0", "1", "2", "3"], ["4", "5", "6"]]


def test_a_future_is_done_only_when_others_can_see_the_row(store: Store) -> None:
    seen: list[bool] = []
    group = GroupCommit(store, write_keys)
    futures = []
    for number in range(50):
        key = f"{number:03d}"

        def look(_: Future[str], key: str = key) -> None:
            seen.append(key in key_ids(store))

        future = group.submit(key)
        future.add_done_callback(look)
        futures.append(future)
    wait(futures, TOO_LONG_SECONDS)
    group.close()
    assert seen == [True] * 50


def test_more_than_the_queue_holds_is_refused_at_once_and_taken_later(
    held: GroupCommit[str, str], gate: Gate, store: Store
) -> None:
    futures = [held.submit(f"{n}") for n in range(8)]
    assert held.waiting == 8
    with pytest.raises(StoreBusyError, match="8 records wait"):
        held.submit("too much")
    gate.open.set()
    held.flush()
    assert all(future.done() for future in futures)
    assert held.submit("later").result(TOO_LONG_SECONDS) == "later"
    assert "too much" not in key_ids(store)


def test_an_item_that_cannot_be_written_fails_alone(store: Store) -> None:
    gate = Gate()
    group = GroupCommit(store, gate.write)
    group.submit("there")
    assert gate.entered.wait(TOO_LONG_SECONDS)
    keys = ["a", "b", "there", "c", "d", "there", "e"]
    futures = [group.submit(key) for key in keys]
    gate.open.set()
    expected = [StoreRefusedError if key == "there" else key for key in keys]
    assert results(futures) == expected
    group.close()
    assert key_ids(store) == ["a", "b", "c", "d", "e", "there"]


def test_a_fault_of_the_writer_fails_alone_whatever_it_is(store: Store) -> None:
    def write(connection: Connection, ids: Sequence[str]) -> Sequence[str]:
        if "exit" in ids:
            raise SystemExit
        if "few" in ids:
            return []
        return write_keys(connection, ids)

    group = GroupCommit(store, write)
    futures = [group.submit(key) for key in ("a", "exit", "b", "few", "c")]
    assert results(futures) == ["a", SystemExit, "b", ValueError, "c"]
    assert group.submit("after").result(TOO_LONG_SECONDS) == "after"
    group.close()
    assert key_ids(store) == ["a", "after", "b", "c"]


def test_who_gave_up_before_their_turn_is_not_written_and_stops_nobody(
    held: GroupCommit[str, str], gate: Gate, store: Store
) -> None:
    gone, stays = held.submit("gone"), held.submit("stays")
    assert gone.cancel()
    gate.open.set()
    assert stays.result(TOO_LONG_SECONDS) == "stays"
    with pytest.raises(CancelledError):
        gone.result()
    held.flush()
    assert key_ids(store) == ["first", "stays"]


def test_who_gives_up_while_being_written_cannot_any_more(store: Store, gate: Gate) -> None:
    group = GroupCommit(store, gate.write)
    future = group.submit("a")
    assert gate.entered.wait(TOO_LONG_SECONDS)
    assert not future.cancel()
    gate.open.set()
    assert future.result(TOO_LONG_SECONDS) == "a"
    group.close()


def submit_at_last(group: GroupCommit[str, str], item: str) -> Future[str]:
    while True:
        try:
            return group.submit(item)
        except StoreBusyError:
            time.sleep(0.0005)


def test_a_flush_waits_for_what_was_there_and_not_for_what_keeps_coming(store: Store) -> None:
    group = GroupCommit(store, write_keys, queue_at_most=16)
    stop = threading.Event()

    def keep_coming() -> None:
        number = 0
        while not stop.is_set():
            submit_at_last(group, f"more {number}")
            number += 1

    thread = threading.Thread(target=keep_coming)
    thread.start()
    try:
        for number in range(20):
            future = submit_at_last(group, f"mine {number}")
            group.flush()
            assert future.done()
    finally:
        stop.set()
        thread.join()
        group.close()


def test_closing_writes_what_waits_and_refuses_what_comes(store: Store, gate: Gate) -> None:
    group = GroupCommit(store, gate.write, batch_at_most=2)
    futures = [group.submit(f"{n}") for n in range(7)]
    gate.open.set()
    group.close()
    group.close()
    assert [future.result() for future in futures] == [f"{n}" for n in range(7)]
    with pytest.raises(StoreUnavailableError, match="being closed"):
        group.submit("late")


def test_a_fork_is_refused_instead_of_waiting_for_a_thread_it_has_not(store: Store) -> None:
    group = GroupCommit(store, write_keys)
    child = os.fork()
    if child == 0:
        try:
            group.submit("forked")
        except StoreUnavailableError:
            os._exit(7)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert group.submit("a").result(TOO_LONG_SECONDS) == "a"
    group.close()


def test_when_the_database_is_locked_all_that_wait_hear_of_it_and_the_next_are_written(
    url: str, store: Store
) -> None:
    impatient = Store(url, lock_seconds=0.2)
    group = GroupCommit(impatient, write_keys)
    with another_process("hold", url) as child:
        assert heard(child) == "held"
        futures = [group.submit(f"{n}") for n in range(3)]
        assert results(futures) == [StoreBusyError] * 3
        assert len({id(future.exception()) for future in futures}) == 3
    assert group.submit("after").result(TOO_LONG_SECONDS) == "after"
    group.close()
    impatient.close()


@pytest.mark.parametrize("kill", range(KILLS))
def test_after_kill_9_nothing_that_was_acknowledged_is_missing(
    store: Store, url: str, kill: int
) -> None:
    acknowledged: list[str] = []
    with another_process("acknowledge", url) as child:
        assert child.stdout is not None
        acknowledged += [heard(child) for _ in range(100 + 37 * kill)]
        child.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in child.stdout if line.endswith("\n")]
    assert len(acknowledged) >= 100
    assert set(acknowledged) <= set(key_ids(store))
    store.prepare()


def test_a_commit_waits_for_company_only_after_company(store: Store) -> None:
    """With an endless wait, whatever comes back proves that nobody waited."""
    group: GroupCommit[str, str] = GroupCommit(
        store, write_keys, linger_seconds=TOO_LONG_SECONDS, batch_at_most=3
    )
    try:
        # Batches of three at most never count as company.
        alone = [group.submit(name) for name in ("a1", "a2", "a3", "a4", "a5")]
        assert results(alone) == ["a1", "a2", "a3", "a4", "a5"]
    finally:
        group.close()
    assert key_ids(store) == ["a1", "a2", "a3", "a4", "a5"]


def test_what_lingers_is_written_all_the_same(store: Store, gate: Gate) -> None:
    group = GroupCommit(store, gate.write, linger_seconds=0.05)
    first = group.submit("first")
    assert gate.entered.wait(TOO_LONG_SECONDS)
    crowd = [group.submit(f"crowd-{number}") for number in range(6)]
    gate.open.set()
    last = [group.submit(f"last-{number}") for number in range(6)]
    assert len(set(results([first, *crowd, *last]))) == 13
    group.close()
