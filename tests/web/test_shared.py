"""Shared memory: rates hold over all processes, and a torn message reads as absent."""

from __future__ import annotations

import inspect
import os
import time

from hypothesis import given
from hypothesis import strategies as st

from beholden.web.shared import BURST_CHECKS, Shared


class Clock:
    """Seconds that tests move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_full_batch_may_always_come_at_once() -> None:
    shared = Shared(1, Clock())
    assert shared.take(1, 0.5, BURST_CHECKS) == 0
    assert shared.take(1, 0.5, 1) > 0


def test_the_wait_that_is_told_is_enough_and_not_too_long() -> None:
    clock = Clock()
    shared = Shared(1, clock)
    while (wait := shared.take(1, 2000.0, 500)) == 0:
        pass
    clock.now += wait * 0.9
    assert shared.take(1, 2000.0, 500) > 0
    clock.now += wait * 0.1001
    assert shared.take(1, 2000.0, 500) == 0


@given(
    rate=st.floats(0.5, 5000),
    steps=st.lists(st.tuples(st.floats(0, 3), st.integers(1, BURST_CHECKS)), max_size=60),
)
def test_no_more_is_taken_than_rate_and_burst_allow(
    rate: float, steps: list[tuple[float, int]]
) -> None:
    clock = Clock()
    shared = Shared(1, clock)
    start, taken = clock.now, 0
    for pause, count in steps:
        clock.now += pause
        if shared.take(7, rate, count) == 0:
            taken += count
        assert taken <= (clock.now - start) * rate + max(rate, BURST_CHECKS) + 1e-6 * rate


def test_the_time_of_day_may_go_back_without_stopping_a_key() -> None:
    assert inspect.signature(Shared).parameters["clock"].default is time.monotonic


def test_keys_do_not_share_a_rate() -> None:
    shared = Shared(1, Clock())
    shared.take(1, 1.0, BURST_CHECKS)
    assert shared.take(1, 1.0, 1) > 0
    assert shared.take(2, 1.0, 1) == 0


def test_a_fork_takes_from_the_same_rate_and_writes_to_the_same_board() -> None:
    shared = Shared(2, Clock())
    child = os.fork()
    if child == 0:
        shared.take(1, 1.0, BURST_CHECKS)
        shared.post(2, b"from the child")
        os._exit(0)
    os.waitpid(child, 0)
    assert shared.take(1, 1.0, 1) > 0
    assert shared.read(2) == b"from the child"


def test_a_torn_or_cleared_message_reads_as_absent() -> None:
    shared = Shared(1)
    assert shared.read(1) is None
    shared.post(1, b"whole")
    at = shared._board_at + 64 * 1024
    shared._memory[at + 8 : at + 9] = b"W"
    assert shared.read(1) is None
    shared.post(1, b"again")
    assert shared.read(1) == b"again"
    shared.clear(1)
    assert shared.read(1) is None


def test_a_message_too_long_leaves_the_one_before() -> None:
    shared = Shared(1)
    shared.post(1, b"short")
    shared.post(1, b"x" * 70_000)
    assert shared.read(1) == b"short"
