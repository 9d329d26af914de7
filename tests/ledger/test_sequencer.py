"""Each statement gets one place, in order, once; and of one name there is one history."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from beholden.ledger import sequencer as room
from beholden.ledger._state import claim_state
from beholden.ledger.core.checkpoint import parse_checkpoint
from beholden.ledger.core.note import parse_note
from beholden.ledger.erasing import Erasing
from beholden.ledger.errors import (
    ForeignLogError,
    IdentityError,
    LogDamagedError,
    LogForkedError,
    LogFullError,
    LogLockedError,
    OutboxError,
    RestoredError,
    RolledBackError,
    SequencedElsewhereError,
)
from beholden.ledger.identity import name_log, rotate
from beholden.ledger.log import Log
from beholden.ledger.restored import mark_restored, settle_restored
from beholden.ledger.sequencer import BATCH_AT_MOST, Reconciled
from beholden.ledger.storage import FolderStorage
from beholden.store import Store, StoreError, tables
from tests.ledger.house import ORIGIN, House, copied, database, seed, signers_of
from tests.ledger.stores import Clock, statement
from tests.support.small_disk import filled

UNNAMED = "unnamed.invalid/01"


class FailedError(StoreError):
    """The database failed here."""


class FailingStore(Store):
    """A store whose writing transactions fail, from their begin or at their commit."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.fails: list[str] = []
        """What becomes of the next transactions, in order: ``ok``, ``begin`` or ``commit``."""
        self.reads_fail = False

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        how = self.fails.pop(0) if self.fails else "ok"
        if how == "begin":
            raise FailedError("no transaction")
        with super().writing() as connection:
            yield connection
            if how == "commit":
                raise FailedError("no commit")

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        if self.reads_fail:
            raise FailedError("no reading")
        with super().reading() as connection:
            yield connection


@pytest.fixture
def house(store: Store, clock: Clock, tmp_path: Path) -> House:
    """A named log over each kind of database."""
    house = House(tmp_path / "ledger", store, clock)
    house.name()
    return house


@pytest.fixture
def embedded(tmp_path: Path, clock: Clock) -> Iterator[House]:
    """A named log over an embedded database."""
    store = Store(database(tmp_path / "embedded.db"))
    house = House(tmp_path / "ledger", store, clock)
    house.name()
    yield house
    store.close()


@pytest.fixture
def failing(tmp_path: Path, clock: Clock) -> Iterator[House]:
    """A named log over a database that fails when it is told to."""
    store = FailingStore(database(tmp_path / "failing.db"))
    house = House(tmp_path / "ledger", store, clock)
    house.name()
    yield house
    store.close()


def failing_store(house: House) -> FailingStore:
    assert isinstance(house.store, FailingStore)
    return house.store


def lose_files(house: House) -> None:
    """All that is no identity: tiles, journal, published checkpoint."""
    for name in ("tile", "journal", "checkpoint"):
        path = house.folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def copy_files(source: Path, target: Path) -> None:
    for name in ("tile", "journal"):
        if (source / name).is_dir():
            shutil.rmtree(target / name, ignore_errors=True)
            shutil.copytree(source / name, target / name)
        else:
            shutil.copy(source / name, target / name)


# Order, once.


def test_statements_enter_in_the_order_in_which_they_were_written(house: House) -> None:
    house.put(*"cab")
    assert house.run() == Reconciled()
    house.put(*"ed")
    house.run()
    assert house.logged() == list("cabed")
    assert house.signed().origin == ORIGIN


def test_an_id_that_is_written_again_keeps_its_first_place(house: House) -> None:
    house.put("a", "b")
    house.run()
    before = house.kept("a")
    house.put("c", "a", "b", "a")
    house.run()
    assert house.logged() == ["a", "b", "c"]
    assert house.kept("a") == before


def test_a_step_without_work_signs_nothing_new(house: House) -> None:
    with house.sequencer() as sequencer:
        assert (sequencer.step(), sequencer.signed) == ((0, 0, None), None)
        house.put("a")
        first = sequencer.step()
        assert first[:2] == (1, 1)
        assert first.checkpoint == sequencer.signed == house.state().checkpoint
        assert sequencer.step() == (0, 1, None)
        assert house.state().checkpoint == first.checkpoint


def test_what_waits_in_the_thousands_enters_in_several_steps_in_order(embedded: House) -> None:
    ids = [f"{number:06d}" for number in range(BATCH_AT_MOST + 1_900)]
    embedded.outbox.put([statement(one) for one in ids])
    with embedded.sequencer() as sequencer:
        steps = [sequencer.step() for _ in range(3)]
    assert [step.taken for step in steps] == [BATCH_AT_MOST, 1_900, 0]
    sizes = [
        parse_checkpoint(parse_note(step.checkpoint).text).size
        for step in steps
        if step.checkpoint is not None
    ]
    assert sizes == [BATCH_AT_MOST, len(ids)]
    assert embedded.logged() == ids


def test_a_statement_that_becomes_visible_late_is_not_passed_over(
    postgresql_url: str, tmp_path: Path
) -> None:
    """Of two transactions the one that began first may commit last; SQLite has one at a time."""
    store = Store(postgresql_url)
    store.prepare()
    house = House(tmp_path / "ledger", store)
    house.name()
    early, late = (house.outbox.rows([statement(one)]) for one in ("early", "late"))
    with house.store.writing() as connection:
        house.outbox.write(connection, early)
        with house.store.writing() as other:
            house.outbox.write(other, late)
        house.run()
        assert house.logged() == ["late"]
    house.run()
    assert house.logged() == ["late", "early"]
    assert house.kept("early").number < house.kept("late").number
    store.close()


# Crashes and faults.


@pytest.mark.parametrize("how", ["begin", "commit"])
def test_what_was_appended_before_the_database_failed_is_taken_up_once(
    failing: House, how: str
) -> None:
    failing.put(*"ab")
    failing.run()
    before = failing.signed()
    failing.put(*"cd")
    with failing.sequencer() as sequencer:
        sequencer.reconcile()
        failing_store(failing).fails = [how]
        with pytest.raises(FailedError):
            sequencer.step()
        assert failing.signed() == before
        failing.put("e")
        # Looks first: its own claim of the state, then the adoption.
        assert sequencer.step().size == 5
    assert failing.logged() == list("abcde")


@pytest.mark.parametrize("how", ["begin", "commit"])
def test_what_was_appended_before_a_crash_is_taken_up_at_the_start(
    failing: House, how: str
) -> None:
    failing.put(*"abc")
    with failing.sequencer() as sequencer:
        sequencer.reconcile()
        failing_store(failing).fails = [how]
        with suppress(FailedError):
            sequencer.step()
    assert failing.state().size == 0
    failing.put("d")
    assert failing.run() == Reconciled(matched=3)
    assert failing.logged() == list("abcd")


def test_nothing_is_signed_before_the_database_holds_it(
    failing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing.put("a")
    failing.run()
    signed = failing.state().checkpoint
    failing.put("b")
    with failing.sequencer() as sequencer:
        sequencer.reconcile()
        failing_store(failing).fails = ["commit"]
        with pytest.raises(FailedError):
            sequencer.step()
        assert sequencer.signed is None
        assert failing.state().checkpoint == signed


def test_a_database_that_cannot_be_read_stops_the_step_and_nothing_else(failing: House) -> None:
    failing.put("a")
    with failing.sequencer() as sequencer:
        sequencer.reconcile()
        failing_store(failing).reads_fail = True
        with pytest.raises(OutboxError):
            sequencer.step()
        assert sequencer.size == 0
        failing_store(failing).reads_fail = False
        assert sequencer.step().size == 1
    assert failing.logged() == ["a"]


def test_at_whatever_transaction_the_database_fails_nothing_is_lost_or_twice(
    tmp_path: Path, clock: Clock
) -> None:
    for at in range(8):
        store = FailingStore(database(tmp_path / f"{at}.db"))
        house = House(tmp_path / str(at), store, clock)
        house.name()
        house.put(*"abc")
        store.fails = ["ok"] * at + ["commit"]
        for more in "de":
            for _ in range(3):
                with suppress(FailedError, OutboxError):
                    house.run()
            for _ in range(2):
                with suppress(OutboxError):
                    house.put(more)
        house.run()
        assert house.logged() == list("abcde")
        store.close()


def test_a_full_disk_loses_nothing_and_the_log_goes_on_when_there_is_room(
    small_disk: Path, tmp_path: Path, clock: Clock
) -> None:
    store = Store(database(tmp_path / "roomy.db"))
    house = House(small_disk / "ledger", store, clock)
    house.name()
    house.put("a", "b")
    house.run()
    ids = [f"{number:04d}" for number in range(400)]
    with house.sequencer() as sequencer:
        sequencer.reconcile()
        with filled(small_disk):
            house.outbox.put([statement(one) for one in ids])
            for _ in range(3):
                with pytest.raises(LogFullError):
                    sequencer.step()
            assert house.signed().size == 2
        while sequencer.step().taken:
            pass
    assert house.logged() == ["a", "b", *ids]
    store.close()


class Choking(FolderStorage):
    """A disk that is full at one of its calls, and for the next few."""

    def __init__(self, folder: Path, at: int, calls: int) -> None:
        super().__init__(folder)
        self.left = at
        self.calls = calls

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0 and self.calls:
            self.calls -= 1
            raise OSError(28, "No space left on device")

    def write(self, path: str, data: bytes) -> None:
        self._count()
        super().write(path, data)

    def append(self, path: str, data: bytes) -> None:
        self._count()
        super().append(path, data)

    def remove(self, path: str) -> None:
        self._count()
        super().remove(path)


@pytest.mark.parametrize("calls", [1, 3])
def test_at_whatever_file_the_disk_is_full_the_same_sequencer_goes_on(
    tmp_path: Path, clock: Clock, calls: int
) -> None:
    store = Store(database(tmp_path / "x.db"))
    for at in range(14):
        with store.writing() as connection:
            for table in (tables.ledger_statements, tables.ledger_state):
                connection.execute(sa.delete(table))
        house = House(tmp_path / str(at), store, clock)
        house.name()
        storage = Choking(house.folder, at, calls)
        with Log.open(storage, create=True) as log:
            sequencer = house.over(log)
            for piece in ("abc", "defg", "h"):
                house.put(*piece)
                for _ in range(6):
                    with suppress(LogFullError):
                        sequencer.step()
        assert house.logged() == list("abcdefgh"), at
    store.close()


def test_a_file_lost_under_a_running_sequencer_stops_it_before_it_signs(embedded: House) -> None:
    embedded.grow(3)
    (embedded.folder / "journal").unlink()
    with pytest.raises(LogDamagedError), embedded.sequencer():
        pass
    assert embedded.state().size == 3


# The folder is lost or older.


def test_a_lost_folder_is_made_again_from_the_database_with_the_same_root(house: House) -> None:
    house.put(*"abcdefg")
    house.run()
    before = house.signed()
    lose_files(house)
    assert house.run() == Reconciled(rebuilt=7)
    assert house.signed() == before
    assert house.logged() == list("abcdefg")


def test_a_lost_folder_gives_the_same_root_after_erasures(embedded: House) -> None:
    embedded.put(*"abcde")
    embedded.run()
    Erasing(embedded.store, embedded.outbox).erase("c", basis="x", at=embedded.clock())
    embedded.run()
    before = embedded.signed()
    assert (embedded.kept("c").body, before.size) == (None, 6)
    lose_files(embedded)
    assert embedded.run().rebuilt == 6
    assert embedded.signed() == before


def test_an_older_folder_is_brought_up_to_the_database(embedded: House, tmp_path: Path) -> None:
    embedded.grow(300, "a")
    shutil.copytree(embedded.folder, tmp_path / "monday")
    embedded.grow(500, "b")
    before = embedded.signed()
    copy_files(tmp_path / "monday", embedded.folder)
    assert embedded.run() == Reconciled(rebuilt=500)
    assert embedded.signed() == before
    assert len(embedded.logged()) == 800


def test_a_lost_folder_is_made_again_in_parts(
    embedded: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_REBUILT_AT_ONCE", 7)
    embedded.grow(30)
    before = embedded.signed()
    lose_files(embedded)
    assert embedded.run().rebuilt == 30
    assert embedded.signed() == before


@pytest.mark.parametrize("gone", ["a", "c", "e"])
def test_a_folder_that_cannot_be_made_again_is_left_alone_and_nothing_is_signed(
    embedded: House, gone: str
) -> None:
    embedded.put(*"abcde")
    embedded.run()
    rows = tables.ledger_statements
    with embedded.store.writing() as connection:
        connection.execute(sa.delete(rows).where(rows.c.id == gone))
    lose_files(embedded)
    before = embedded.state()
    with pytest.raises(RolledBackError, match=f"lacks entry {'abcde'.index(gone)}"):
        embedded.run()
    assert embedded.state() == before
    with Log.open(embedded.folder, create=True) as log:
        assert log.size == 0


def test_a_folder_made_again_that_gives_another_root_signs_nothing(embedded: House) -> None:
    embedded.put(*"abcde")
    embedded.run()
    rows = tables.ledger_statements
    with embedded.store.writing() as connection:
        connection.execute(sa.update(rows).where(rows.c.id == "c").values(leaf=bytes(32)))
    lose_files(embedded)
    before = embedded.state()
    embedded.put("f")
    for _ in range(2):
        with pytest.raises(LogForkedError, match="Nothing was signed"):
            embedded.run()
    assert embedded.state() == before


# The database is older.


@pytest.fixture
def monday(embedded: House, tmp_path: Path) -> Iterator[House]:
    """The log of ``embedded`` with its database of Monday, when it had five statements."""
    embedded.put(*"abcde")
    embedded.run()
    older = copied(embedded.store, tmp_path / "monday.db")
    embedded.put(*"fgh")
    embedded.run()
    embedded.publish()
    yield House(embedded.folder, older, embedded.clock)
    older.close()


def test_where_the_database_is_older_the_log_goes_on_and_says_what_is_lost(
    embedded: House, monday: House
) -> None:
    before = embedded.entries()
    monday.put("x")
    assert monday.run() == Reconciled(lost=3)
    assert monday.entries()[:8] == before
    assert monday.signed().size == 10
    assert monday.statements.at(6) is None
    gap = monday.statements.at(9)
    assert gap is not None
    assert gap.kind == "ledger.gap/1"
    said = json.loads(gap.body or b"")
    assert (said["first"], said["end"], said["lost"]) == (5, 8, 3)
    assert monday.run() == Reconciled()


def test_a_gap_is_stated_in_the_transaction_that_takes_it_up(
    monday: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash behind it would hide the loss for ever."""

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(monday.outbox, "put", die)
    with suppress(KeyboardInterrupt), monday.sequencer() as sequencer:
        sequencer.reconcile()
    monkeypatch.undo()
    monday.run()
    kinds = [kept.kind for kept in monday.statements.openings(0, monday.state().size)]
    assert kinds.count("ledger.gap/1") == 1


def test_rows_that_wait_among_lost_ones_get_the_places_they_have(
    embedded: House, tmp_path: Path
) -> None:
    embedded.put(*"ab")
    embedded.run()
    embedded.put("c")
    older = copied(embedded.store, tmp_path / "older.db")
    embedded.put("d")
    embedded.run()
    house = House(embedded.folder, older, embedded.clock)
    house.put("e")
    assert house.run() == Reconciled(matched=1, lost=1)
    assert [house.kept(one).log_index for one in "abce"] == [0, 1, 2, 4]
    older.close()


def test_where_both_are_older_than_what_was_published_nothing_is_signed(
    monday: House, tmp_path: Path
) -> None:
    """The database is of Monday, and the folder is made again from it."""
    shutil.rmtree(monday.folder / "tile")
    (monday.folder / "journal").unlink()
    before = monday.state()
    monday.put("x")
    for _ in range(2):
        with pytest.raises(RolledBackError, match=r"published.*Nothing was signed"):
            monday.run()
    assert monday.state() == before
    assert monday.published().size == 8


def test_a_published_checkpoint_that_cannot_be_read_is_no_reason_to_sign(embedded: House) -> None:
    embedded.grow(3)
    embedded.published_file.write_bytes(b"no checkpoint\n")
    before = embedded.state()
    embedded.put("x")
    with pytest.raises(LogDamagedError, match="backup or a mirror"):
        embedded.run()
    assert embedded.state() == before


# Forks.


@pytest.fixture
def stranger(embedded: House, tmp_path: Path) -> Iterator[House]:
    """Another history of the same name, with the same key and instance."""
    store = Store(database(tmp_path / "stranger.db"))
    house = House(tmp_path / "stranger", store, embedded.clock)
    house.name()
    yield house
    store.close()


@pytest.mark.parametrize("theirs", [5, 300])
def test_files_of_another_content_are_a_fork_and_nothing_is_signed(
    embedded: House, stranger: House, theirs: int
) -> None:
    """As many entries as the database has, or more, which look like a crash."""
    embedded.grow(5)
    stranger.grow(theirs)
    copy_files(stranger.folder, embedded.folder)
    before = embedded.state()
    embedded.put("waits")
    for _ in range(2):
        with pytest.raises(LogForkedError, match="Nothing was signed"):
            embedded.run()
    assert embedded.state() == before


@pytest.mark.parametrize("theirs", [2, 3])
def test_a_published_checkpoint_of_another_history_is_a_fork(
    embedded: House, stranger: House, theirs: int
) -> None:
    embedded.grow(3)
    stranger.grow(theirs)
    stranger.publish()
    shutil.copy(stranger.published_file, embedded.published_file)
    before = embedded.state()
    embedded.put("x")
    with pytest.raises(LogForkedError, match="Nothing was signed"):
        embedded.run()
    assert embedded.state() == before


def test_a_state_that_says_nothing_is_no_fork_of_an_empty_log(embedded: House) -> None:
    assert embedded.run() == Reconciled()
    assert embedded.state().size == 0


# Two of them.


def test_a_second_sequencer_of_one_folder_is_refused(house: House) -> None:
    house.put("a")
    with house.sequencer() as sequencer:
        with pytest.raises(LogLockedError, match="process"), house.sequencer():
            pass
        assert sequencer.step().taken == 1


def test_a_second_folder_on_one_database_is_refused(house: House, tmp_path: Path) -> None:
    house.put("a")
    house.run()
    before = house.state()
    other = House(tmp_path / "second", house.store, house.clock)
    other.name(instance="two", number=2)
    with pytest.raises(ForeignLogError, match=r"ledger\.sequence = false"):
        other.run()
    assert house.state() == before
    house.put("b")
    house.run()
    assert house.logged() == ["a", "b"]


def test_of_two_folders_that_claim_at_once_one_gets_the_database(
    house: House, tmp_path: Path
) -> None:
    identity = house.identity()
    claim_state(house.store, identity)
    other = House(tmp_path / "second", house.store, house.clock)
    other.name(instance="two", number=2)
    with pytest.raises(ForeignLogError):
        claim_state(house.store, other.identity())
    assert claim_state(house.store, identity).instance == identity.instance


def test_a_copied_folder_that_runs_beside_the_first_signs_no_fork(
    house: House, tmp_path: Path
) -> None:
    house.put(*"abc")
    house.run()
    shutil.copytree(house.folder, tmp_path / "copy")
    copy = House(tmp_path / "copy", house.store, house.clock)
    with house.sequencer() as first, copy.sequencer() as second:
        first.reconcile()
        second.reconcile()
        house.put("d")
        first.step()
        house.put("e")
        before = house.state()
        # Its log has "e" where the database has "d".
        with pytest.raises((ForeignLogError, SequencedElsewhereError)):
            second.step()
        for _ in range(2):
            with pytest.raises(LogForkedError):
                second.step()
        assert house.state() == before
        first.step()
    assert house.logged() == list("abcde")


def test_a_copied_folder_that_signs_without_work_takes_nothing_back(
    house: House, tmp_path: Path
) -> None:
    """Its first step signs what it has, which is not the newest any more."""
    house.put(*"abc")
    house.run()
    shutil.copytree(house.folder, tmp_path / "copy")
    copy = House(tmp_path / "copy", house.store, house.clock)
    with house.sequencer() as first, copy.sequencer() as second:
        second.reconcile()
        house.put("d")
        first.step()
        before = house.state()
        with pytest.raises(ForeignLogError, match="one sequencer"):
            second.step()
        assert house.state() == before


# Keys and names.


def test_a_checkpoint_is_signed_anew_when_the_keys_change(house: House) -> None:
    house.put("a")
    with house.sequencer() as sequencer:
        sequencer.step()
        old = signers_of(house.state().checkpoint)
        rotate(house.folder, seed=seed(2), now=house.now(), overlap_seconds=60)
        step = sequencer.step()
        assert step[:2] == (0, 1)
        both = signers_of(step.checkpoint or b"")
        assert old < both
        assert len(both) == 2
        assert sequencer.step().checkpoint is None
        house.clock.pass_(seconds=60)
        assert signers_of(sequencer.step().checkpoint or b"") == both - old
        assert sequencer.step().checkpoint is None
    assert house.logged() == ["a"]


def test_a_clock_that_goes_back_changes_neither_order_nor_places(house: House) -> None:
    house.put("a", "b")
    house.run()
    house.clock.pass_(days=-400)
    house.put("c")
    with house.sequencer() as sequencer:
        sequencer.step()
        house.clock.pass_(days=-400)
        house.put("d")
        sequencer.step()
    assert house.logged() == list("abcd")


@pytest.mark.parametrize("back", [0, 3_600])
def test_naming_a_running_log_keeps_its_tree(store: Store, tmp_path: Path, back: int) -> None:
    house = House(tmp_path / "ledger", store, Clock())
    house.name(UNNAMED, named=False)
    house.put("a", "b")
    with house.sequencer() as sequencer:
        sequencer.step()
        root = house.signed().root
        name_log(house.folder, ORIGIN, seed=seed(2), now=house.now())
        house.clock.pass_(seconds=-back)
        step = sequencer.step()
        assert step.checkpoint is not None
        assert (house.signed().origin, house.signed().root) == (ORIGIN, root)
        assert house.state().origin == ORIGIN
        house.put("c")
        sequencer.step()
    assert house.logged() == list("abc")
    assert house.run() == Reconciled()


def test_without_its_identity_nothing_is_signed(embedded: House) -> None:
    embedded.put("a")
    with embedded.sequencer() as sequencer:
        sequencer.reconcile()
        (embedded.folder / "identity.json").rename(embedded.folder / "elsewhere")
        with pytest.raises(IdentityError, match="backup"):
            sequencer.step()
        assert embedded.state().size == 0
        (embedded.folder / "elsewhere").rename(embedded.folder / "identity.json")
        sequencer.step()
    assert embedded.logged() == ["a"]


def test_a_restored_log_stands_still_until_it_is_settled(embedded: House) -> None:
    embedded.put("a")
    embedded.run()
    before = embedded.state()
    mark_restored(embedded.folder, "2026-11-22T04:00:00Z")
    embedded.put("b")
    with embedded.sequencer() as sequencer:
        for _ in range(2):
            with pytest.raises(RestoredError, match=r"2026-11-22T04:00:00Z.*resume"):
                sequencer.step()
        assert embedded.state() == before
        assert settle_restored(embedded.folder)
        assert not settle_restored(embedded.folder)
        sequencer.step()
    assert embedded.logged() == ["a", "b"]
