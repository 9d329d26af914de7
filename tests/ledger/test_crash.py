"""Whatever fails, and wherever the process or the power goes: what was appended is in the log."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.audit import audit
from beholden.ledger.errors import LogDamagedError, LogDiskError, LogError, LogStoppedError
from beholden.ledger.log import Log
from tests.ledger.faulty import DEATHS, ERRORS, DiedError, Fault, FaultyDisk
from tests.ledger.kill_loop import rounds
from tests.ledger.oracle import check_log, dice, piece, tree

STEPS = (1, 250, 6, 300, 211, 1, 600, 90)
"""Sizes of appends: full tiles of two levels, partial ones, and several in one."""
JOURNAL_BYTES = 12_000
"""So that the journal is begun anew several times on the way."""


class Writer:
    """Appends what comes next, and remembers what it was told; opens the log again if it must."""

    def __init__(self, disk: FaultyDisk) -> None:
        self.disk = disk
        self.known = 0
        """Entries of which an append returned."""
        self.tried = 0
        """Entries that there are if every append that was tried is in the log."""
        self.stops = 0
        self.log: Log | None = None

    def work(self, steps: tuple[int, ...] = STEPS, *, tries: int = 4, close: bool = False) -> None:
        for count in steps:
            self.append(count, tries)
        if close and self.log is not None:
            self.log.close()

    def append(self, count: int, tries: int) -> None:
        for _ in range(tries):
            try:
                log = self._opened()
            except LogError:
                continue
            size = log.size
            assert self.known <= size <= self.tried
            self.tried = max(self.tried, size + count)
            try:
                found = log.append(piece(size, size + count))
            except LogStoppedError:
                self.stops += 1
                log.close()
                self.log = None
            except LogDiskError:
                assert log.size == size
            else:
                assert found == range(size, size + count)
                self.known = log.size
                assert log.root == tree().head(0, log.size)
                self._look(log)
                return
        raise AssertionError("it never worked")

    def _opened(self) -> Log:
        if self.log is None:
            self.log = Log.open(self.disk, create=True, journal_bytes=JOURNAL_BYTES)
        return self.log

    def _look(self, log: Log) -> None:
        """A reader sees what is right, or, while files are still missing, that they are."""
        index, reader = log.size - 1, log.reader()
        try:
            assert reader.entry(index) == piece(index, index + 1)
            assert reader.inclusion(index) == tree().inclusion(index, 0, log.size)
        except LogDamagedError:
            assert log.problem is not None


def check_after(writer: Writer) -> None:
    """The log opens, has every entry of which an append returned, and goes on."""
    disk = writer.disk
    disk.faults = {}
    log = Log.open(disk, create=True, journal_bytes=JOURNAL_BYTES)
    size = log.size
    assert writer.known <= size <= writer.tried
    check_log(disk, size, log.root)
    assert audit(disk, size, log.root).sound
    assert log.append(piece(size, size + 3)) == range(size, size + 3)
    disk.lose_power(dice(size))
    with Log.open(disk) as log:
        check_log(disk, size + 3, log.root)
        assert audit(disk, log.size, log.root).sound


@pytest.fixture(scope="module")
def operations() -> list[str]:
    """What a disk is asked to do when nothing goes wrong."""
    disk = FaultyDisk()
    Writer(disk).work(close=True)
    assert {"write", "sync", "append", "replace", "remove"} == set(disk.operations)
    return disk.operations


@pytest.mark.parametrize("fault", ERRORS)
def test_an_append_that_fails_appends_nothing_and_the_next_one_works(
    operations: list[str], fault: Fault
) -> None:
    for at in range(len(operations)):
        disk = FaultyDisk({at: fault})
        writer = Writer(disk)
        writer.work()
        disk.lose_power(dice(at))
        check_after(writer)


def test_where_not_even_taking_back_works_the_log_stops_until_it_is_opened_again(
    operations: list[str],
) -> None:
    appends = [at for at, name in enumerate(operations) if name == "append"]
    for at, first, second in product(appends, ERRORS, ERRORS):
        disk = FaultyDisk({at: first, at + 1: second})
        writer = Writer(disk)
        writer.work()
        assert writer.stops == 1
        disk.lose_power(dice(at))
        check_after(writer)


@pytest.mark.parametrize("fault", DEATHS)
@pytest.mark.parametrize("power", [True, False], ids=["power lost", "killed"])
def test_wherever_the_writer_dies_what_was_appended_is_in_the_log(
    operations: list[str], fault: Fault, power: bool
) -> None:
    for at in range(len(operations)):
        for seed in range(2 if power else 1):
            disk = FaultyDisk({at: fault})
            writer = Writer(disk)
            with pytest.raises(DiedError):
                writer.work(close=True)
            if power:
                disk.lose_power(dice(seed))
            else:
                disk.end_process()
            check_after(writer)


@given(
    lives=st.lists(
        st.tuples(
            st.lists(st.integers(1, 300), min_size=1, max_size=4),
            st.dictionaries(st.integers(0, 40), st.sampled_from(ERRORS + DEATHS), max_size=4),
            st.booleans(),
            st.booleans(),
        ),
        min_size=1,
        max_size=3,
    ),
    chance=st.randoms(use_true_random=False),
)
def test_through_any_row_of_faults_the_log_keeps_every_entry_it_was_given(
    lives: list[tuple[list[int], dict[int, Fault], bool, bool]], chance: random.Random
) -> None:
    disk = FaultyDisk()
    writer = Writer(disk)
    for steps, faults, close, power in lives:
        start = len(disk.operations)
        disk.faults = {start + at: fault for at, fault in faults.items()}
        writer.log = None
        with suppress(DiedError):
            writer.work(tuple(steps), tries=20, close=close)
        if power:
            disk.lose_power(chance)
        else:
            disk.end_process()
    check_after(writer)


def test_a_killed_process_leaves_every_entry_that_it_acknowledged(tmp_path: Path) -> None:
    count = int(os.environ.get("BEHOLDEN_KILL_ROUNDS", "3"))
    sizes = list(rounds(tmp_path, count, "killed"))
    assert sizes == sorted(sizes)
    assert len(sizes) == count
