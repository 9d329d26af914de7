"""Whatever happens to a log, its entries are the statements, each once, in their order."""

from __future__ import annotations

import shutil
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.ledger.errors import (
    IdentityError,
)
from beholden.ledger.identity import rotate
from beholden.ledger.log import Log
from beholden.ledger.sequencer import Sequencer
from beholden.store import StoreError
from tests.ledger.house import House, database, seed
from tests.ledger.stores import statement
from tests.ledger.test_sequencer import FailingStore, lose_files

# The law.


class Machine:
    """A log under random events, and the list of what must be in it."""

    def __init__(self, house: House, store: FailingStore) -> None:
        self.house = house
        self.store = store
        self.oracle: list[str] = []
        self.waiting: list[str] = []
        self._log: Log | None = None
        self._sequencer: Sequencer | None = None

    def do(self, event: tuple[str, int]) -> None:
        name, number = event
        getattr(self, name)(number)

    def put(self, number: int) -> None:
        one = f"id-{number}"
        self.house.put(one)
        if one not in self.oracle and one not in self.waiting:
            self.waiting.append(one)

    def put_many(self, number: int) -> None:
        ids = sorted({f"id-{number * 3 + more}" for more in range(9)})
        self.house.outbox.put([statement(one) for one in ids])
        self.waiting += [one for one in ids if one not in self.oracle + self.waiting]

    def step(self, _: int) -> None:
        if self._sequencer is None:
            self._log = Log.open(self.house.folder, create=True)
            self._sequencer = self.house.over(self._log)
        self._sequencer.step()
        self.oracle += self.waiting
        self.waiting = []

    def crash(self, number: int) -> None:
        """The database fails in one of the next transactions, and the process ends."""
        self.store.fails = ["ok"] * (number % 3) + ["commit" if number % 2 else "begin"]
        with suppress(StoreError):
            self.step(number)
        self.store.fails = []
        # What an append took up is in the log, in this order, whatever came after.
        if self._log is not None and self._log.size > len(self.oracle):
            taken = self._log.size - len(self.oracle)
            self.oracle += self.waiting[:taken]
            del self.waiting[:taken]
        self.restart(number)

    def restart(self, _: int) -> None:
        if self._log is not None:
            self._log.close()
        self._log = self._sequencer = None

    def lose_folder(self, number: int) -> None:
        """Only what the database knows comes back; what waits is taken up anew."""
        self.step(number)
        self.restart(number)
        lose_files(self.house)

    def rotate(self, number: int) -> None:
        with suppress(IdentityError):
            rotate(
                self.house.folder, seed=seed(number + 2), now=self.house.now(), overlap_seconds=9
            )

    def clock(self, number: int) -> None:
        self.house.clock.pass_(seconds=number * 10 - 100)

    def check(self) -> None:
        self.step(0)
        self.restart(0)
        assert self.house.logged() == self.oracle


EVENTS = ["put", "put", "put_many", "step", "step", "crash", "restart", "lose_folder"]


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from([*EVENTS, "rotate", "clock"]), st.integers(0, 20)), max_size=16
    )
)
def test_whatever_happens_each_id_has_one_place_in_the_order_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    store = FailingStore(database(folder / "beholden.db"))
    house = House(folder / "ledger", store)
    house.name()
    machine = Machine(house, store)
    sizes: list[int] = []
    for event in events:
        machine.do(event)
        with suppress(AssertionError):
            sizes.append(house.state().size)
    machine.check()
    assert sizes == sorted(sizes)
    store.close()
    shutil.rmtree(folder)
