"""Whatever was changed behind the log's back is found; it is mended to what was signed alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from beholden.ledger.checking import mend_log, verify_log
from beholden.ledger.core.checkpoint import Checkpoint, sign_checkpoint
from beholden.ledger.core.commitment import commitment
from beholden.ledger.core.keys import COSIGNATURE, generate
from beholden.ledger.erasing import Erasing, ExpiredOpenings
from beholden.ledger.errors import (
    IdentityError,
    LedgerError,
    LogDamagedError,
    LogForkedError,
    LogLockedError,
    LogMissingError,
    OriginMismatchError,
    RestoredError,
    UnknownKeyError,
)
from beholden.ledger.identity import rotate, signers
from beholden.ledger.models import VerifyReport
from beholden.ledger.reader import LogReader
from beholden.ledger.restored import mark_restored, refuse_restored
from beholden.ledger.sequencer import Reconciled
from beholden.store import Store, tables
from tests.ledger.house import ORIGIN, House, copied, database, seed
from tests.ledger.stores import statement

ROWS, STATE = tables.ledger_statements, tables.ledger_state
MADE = "2026-11-22T04:00:00Z"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A log of 600 entries, the first 300 of them published."""
    store = Store(database(tmp_path / "beholden.db"))
    house = House(tmp_path / "ledger", store)
    house.name()
    house.grow(300, "a")
    house.publish()
    house.grow(300, "b")
    yield house
    store.close()


@pytest.fixture
def other(tmp_path: Path, house: House) -> Iterator[House]:
    """Another history by the same key."""
    store = Store(database(tmp_path / "other.db"))
    other = House(tmp_path / "other", store, house.clock)
    other.name()
    yield other
    store.close()


def verify(house: House) -> VerifyReport:
    return verify_log(house.folder, house.store, house.trust)


def only_problem(house: House) -> str:
    (found,) = verify(house).problems
    return found


def change(house: House, statement_id: str, **values: Any) -> None:
    with house.store.writing() as connection:
        connection.execute(sa.update(ROWS).where(ROWS.c.id == statement_id).values(values))


def remove(house: House, *ids: str) -> None:
    with house.store.writing() as connection:
        connection.execute(sa.delete(ROWS).where(ROWS.c.id.in_(ids)))


def copy_of(house: House, folder: Path) -> Path:
    """What a mirror has of a log whose newest checkpoint was published."""
    house.publish()
    shutil.copytree(house.folder / "tile", folder / "log" / "tile")
    shutil.copy(house.published_file, folder / "log")
    return folder


def lose_files(house: House) -> None:
    shutil.rmtree(house.folder / "tile")
    (house.folder / "journal").unlink()


# A log that is well.


def test_a_log_that_is_well_has_no_problem_and_is_counted(house: House) -> None:
    seen: list[tuple[int, int]] = []
    report = verify_log(house.folder, house.store, house.trust, lambda *done: seen.append(done))
    assert report == VerifyReport(ORIGIN, 600, 300, 600, 0, 0, 0, ())
    assert {total for _, total in seen} == {1_200}
    assert seen == sorted(seen)
    assert seen[-1] == (1_200, 1_200)


def test_what_waits_or_was_never_signed_is_no_problem(tmp_path: Path) -> None:
    store = Store(database(tmp_path / "x.db"))
    house = House(tmp_path / "ledger", store)
    house.name()
    house.put("a")
    assert verify(house) == VerifyReport(ORIGIN, 0, 0, 0, 0, 0, 0, ())
    assert mend_log(house.folder, store).whole
    house.run()
    house.put("b")
    assert verify(house).problems == ()
    store.close()


def test_what_was_erased_or_has_expired_is_no_problem(house: House) -> None:
    Erasing(house.store, house.outbox).erase("a000001", basis="x", at=house.clock())
    house.outbox.put([statement("brief", expires_us=1)])
    house.run()
    with house.store.writing() as connection:
        gone = ExpiredOpenings(house.outbox, house.clock()).remove_some(connection, 9)
    assert gone == [("brief",)]
    # Also while the statement of it still waits.
    for _ in range(2):
        report = verify(house)
        assert (report.erased, report.unopened, report.problems) == (2, 0, ())
        house.run()


def test_a_log_whose_key_was_changed_is_well(house: House) -> None:
    rotate(house.folder, seed=seed(2), now=house.now(), overlap_seconds=0)
    assert verify(house).problems == ()
    house.grow(1, "c")
    assert verify(house).problems == ()


def test_where_there_is_no_log_nothing_is_verified_or_mended(tmp_path: Path) -> None:
    store = Store(database(tmp_path / "x.db"))
    house = House(tmp_path / "ledger", store)
    for call in (lambda: verify(house), lambda: mend_log(house.folder, store)):
        with pytest.raises(IdentityError, match="init"):
            call()
    store.close()


# The database was changed.


def test_an_altered_statement_is_found(house: House) -> None:
    change(house, "a000007", body=b"about something else")
    assert "a000007" in only_problem(house)
    assert "does not open its entry 7" in only_problem(house)
    change(house, "a000007", body=b"about a000007")
    assert verify(house).problems == ()
    change(house, "a000007", salt=bytes(32))
    assert "does not open" in only_problem(house)


def test_a_statement_altered_together_with_its_leaf_is_found(house: House) -> None:
    """The row agrees with itself; the log has another leaf."""
    body = b"about something else"
    change(house, "b000007", salt=bytes(32), body=body, leaf=commitment(bytes(32), body))
    assert "not what the log has as entry 307" in only_problem(house)
    assert verify(house).opened == 599


def test_statements_that_changed_places_are_found(house: House) -> None:
    change(house, "a000001", log_index=9_999)
    change(house, "a000002", log_index=1)
    change(house, "a000001", log_index=2)
    assert len(verify(house).problems) == 2


@pytest.mark.parametrize("ids", [["a000000"], ["b000299"], ["a000255", "a000256", "b000100"]])
def test_a_statement_that_was_removed_is_found(house: House, ids: list[str]) -> None:
    remove(house, *ids)
    report = verify(house)
    assert report.unopened == len(ids)
    assert f"{len(ids)} entries have no statement" in only_problem(house)


def test_a_loss_that_was_stated_is_none_to_be_found_and_hides_no_other(
    house: House, tmp_path: Path
) -> None:
    older = copied(house.store, tmp_path / "older.db")
    house.grow(5, "c")
    house = House(house.folder, older, house.clock)
    assert house.run().lost == 5
    assert (verify(house).unopened, verify(house).problems) == (5, ())
    remove(house, "a000003")
    assert "1 entries" in only_problem(house)
    older.close()


def test_a_salt_and_a_text_that_went_without_a_statement_are_found(house: House) -> None:
    change(house, "a000003", salt=None, body=None)
    assert "why is not there" in only_problem(house)
    change(house, "a000003", erased_us=1, erased_by="erasure:nothing")
    assert '"erasure:nothing"' in only_problem(house)


def test_many_altered_statements_are_counted_and_not_all_named(house: House) -> None:
    with house.store.writing() as connection:
        connection.execute(sa.update(ROWS).values(body=b"x"))
    problems = verify(house).problems
    assert len(problems) == 21
    assert problems[-1].startswith("580 more")


def test_an_older_database_is_found(house: House, tmp_path: Path) -> None:
    older = copied(house.store, tmp_path / "older.db")
    house.grow(5, "c")
    house.publish()
    assert verify(house).problems == ()
    problem = only_problem(House(house.folder, older))
    assert "605 entries is published" in problem
    assert "older database" in problem
    older.close()


def test_a_database_that_knows_of_no_log_is_found(house: House, tmp_path: Path) -> None:
    store = Store(database(tmp_path / "empty.db"))
    problem = only_problem(House(house.folder, store))
    assert "the database knows of none" in problem
    store.close()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"size": 599}, "not those that it last signed"),
        ({"root": bytes(32)}, "do not give the root that was signed"),
        ({"checkpoint": b"garbage\n"}, "newest signed checkpoint in the database is refused"),
    ],
)
def test_a_state_that_was_altered_is_found(house: House, values: dict[str, Any], said: str) -> None:
    with house.store.writing() as connection:
        connection.execute(sa.update(STATE).values(values))
    assert any(said in problem for problem in verify(house).problems)


def test_a_state_signed_by_another_key_is_found(house: House, other: House) -> None:
    other.folder.joinpath("identity.json").unlink()
    shutil.rmtree(other.folder / "keys")
    other.name(number=9)
    other.grow(600, "x")
    with house.store.writing() as connection:
        connection.execute(sa.update(STATE).values(checkpoint=other.state().checkpoint))
    assert "refused" in only_problem(house)


# Files were changed.


def alter(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[70] ^= 1
    path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


FILES = [
    "tile/0/000",
    "tile/0/001",
    "tile/0/002.p/88",
    "tile/1/000.p/2",
    "tile/entries/000",
    "tile/entries/002.p/88",
]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", [alter, truncate, Path.unlink])
def test_an_altered_truncated_or_lost_file_is_found_and_made_again(
    house: House, name: str, how: Callable[[Path], object]
) -> None:
    path = house.folder / name
    whole = path.read_bytes()
    if how is alter and len(whole) < 71:
        path.write_bytes(bytes(len(whole)))
    else:
        how(path)
    report = verify(house)
    assert report.damaged == 1
    assert any(f"{name} is " in problem for problem in report.problems)
    mended = mend_log(house.folder, house.store)
    assert mended.whole
    assert any(f"{name} was " in one and "made again" in one for one in mended.sentences)
    assert path.read_bytes() == whole
    assert verify(house).problems == ()
    assert mend_log(house.folder, house.store).sentences == (
        "The log is whole: 600 entries give the root that was signed.",
    )


def test_all_files_are_made_again_from_the_database(house: House) -> None:
    before = house.entries()
    lose_files(house)
    assert verify(house).problems
    mended = mend_log(house.folder, house.store)
    assert mended.whole
    assert "The journal was begun anew." in mended.sentences
    assert house.entries() == before
    house.put("after")
    assert house.run() == Reconciled()
    assert house.signed().size == 601


def test_what_neither_file_nor_database_has_is_not_made_up(house: House) -> None:
    remove(house, "a000003")
    (house.folder / "tile/entries/000").unlink()
    mended = mend_log(house.folder, house.store)
    assert not mended.whole
    assert any("cannot be made again" in one for one in mended.sentences)
    assert "--from" in mended.sentences[-1]
    assert not (house.folder / "tile/entries/000").exists()


def test_a_database_that_was_changed_makes_no_files(house: House) -> None:
    change(house, "a000003", leaf=bytes(32))
    (house.folder / "tile/entries/000").unlink()
    assert not mend_log(house.folder, house.store).whole
    assert not (house.folder / "tile/entries/000").exists()


def test_many_damaged_files_are_counted_and_not_all_named(tmp_path: Path) -> None:
    store = Store(database(tmp_path / "x.db"))
    house = House(tmp_path / "ledger", store)
    house.name()
    house.grow(3_000)
    shutil.rmtree(house.folder / "tile")
    problems = verify(house).problems
    assert sum(" is lost" in one for one in problems) == 20
    assert any("more files are damaged" in one for one in problems)
    store.close()


def test_nothing_is_mended_while_the_log_is_written(house: House) -> None:
    (house.folder / "tile/0/000").unlink()
    with house.sequencer(), pytest.raises(LogLockedError):
        mend_log(house.folder, house.store)


# What was published was changed.


@pytest.mark.parametrize("at", [0, 30, 60, -20])
def test_an_altered_published_checkpoint_is_found(house: House, at: int) -> None:
    note = bytearray(house.published_file.read_bytes())
    note[at] ^= 1
    house.published_file.write_bytes(note)
    assert "published checkpoint is refused" in only_problem(house)


def test_a_published_checkpoint_of_another_history_is_found(house: House, other: House) -> None:
    other.grow(200, "other")
    other.publish()
    shutil.copy(other.published_file, house.published_file)
    assert "two histories" in only_problem(house)


def test_a_published_checkpoint_without_its_quorum_is_found(house: House) -> None:
    key = generate("w.example", seed(9), COSIGNATURE).key
    house.trust_file.write_text(f"witness w {key.text}\nquorum w\n")
    assert "refused" in only_problem(house)


# From a mirror.


@pytest.fixture
def mirror(house: House, tmp_path: Path) -> Path:
    """A mirror's folder, with all 600 entries."""
    return copy_of(house, tmp_path / "mirror")


@pytest.fixture
def monday(house: House, mirror: Path, tmp_path: Path) -> Iterator[House]:
    """The same log put back from a backup of its first 300 entries."""
    store = Store(database(tmp_path / "monday.db"))
    with house.store.reading() as source, store.writing() as target:
        kept = source.execute(sa.select(ROWS).where(ROWS.c.log_index < 300)).mappings().all()
        target.execute(sa.insert(ROWS), [dict(row) for row in kept])
    monday = House(tmp_path / "restored", store, house.clock)
    monday.folder.mkdir()
    shutil.copy(house.folder / "identity.json", monday.folder)
    shutil.copytree(house.folder / "keys", monday.folder / "keys")
    assert len(kept) == 300
    _state_at(house, store, 300)
    mark_restored(monday.folder, MADE)
    yield monday
    store.close()


def _state_at(house: House, store: Store, size: int) -> None:
    """The state that the database had when the log was so long."""
    signed = house.signed()
    root = LogReader(house.folder, signed.size, signed.root).at(size).root
    keys = signers(house.folder, house.identity(), house.now())
    note = sign_checkpoint(Checkpoint(ORIGIN, size, root), *keys)
    with store.writing() as connection:
        connection.execute(
            sa.insert(STATE).values(
                id=1, origin=ORIGIN, instance="one", size=size, root=root, checkpoint=note
            )
        )


@pytest.mark.parametrize("place", ["", "log"])
def test_entries_come_back_from_a_mirror_and_a_statement_says_what_cannot_be_opened(
    house: House, monday: House, mirror: Path, place: str
) -> None:
    with pytest.raises(RestoredError):
        monday.run()
    mended = mend_log(monday.folder, monday.store, mirror / place)
    assert mended.whole
    assert "600 entries were brought back" in mended.sentences[0]
    refuse_restored(monday.folder)
    assert monday.run() == Reconciled(lost=300)
    assert monday.signed().size == 601
    assert monday.entries()[:600] == house.entries()
    assert verify(monday).problems == ()
    assert verify(monday).unopened == 300


def test_only_what_is_missing_comes_back(house: House, monday: House, mirror: Path) -> None:
    assert mend_log(monday.folder, monday.store).whole
    mended = mend_log(monday.folder, monday.store, mirror)
    assert "300 entries were brought back" in mended.sentences[0]
    assert monday.run() == Reconciled(lost=300)


def test_a_copy_that_has_nothing_more_changes_nothing(house: House, mirror: Path) -> None:
    house.grow(5, "c")
    before = house.state()
    mended = mend_log(house.folder, house.store, mirror)
    assert mended.whole
    assert mended.sentences[0] == "The copy has no entry that is not here."
    assert house.state() == before
    assert verify(house).problems == ()


def test_with_the_whole_database_lost_the_log_comes_back_from_a_mirror(
    house: House, mirror: Path, tmp_path: Path
) -> None:
    lose_files(house)
    store = Store(database(tmp_path / "empty.db"))
    bare = House(house.folder, store, house.clock)
    mended = mend_log(bare.folder, store, mirror)
    assert mended.whole
    assert "600 entries give the root" in mended.sentences[-1]
    assert bare.run() == Reconciled(lost=600)
    assert bare.signed().size == 601
    store.close()


def unchanged(house: House, mirror: Path, error: type[LedgerError], said: str = ".") -> None:
    """The copy is refused, and nothing of the log or its mark has changed."""
    before = house.state(), sorted(house.folder.rglob("*"))
    with pytest.raises(error, match=said):
        mend_log(house.folder, house.store, mirror)
    after = house.state(), sorted(house.folder.rglob("*"))
    new = {path.name for path in set(after[1]) - set(before[1])}
    assert after[0] == before[0]
    # Opening the log may make an empty one.
    assert new <= {"lock", "journal"}
    with pytest.raises(RestoredError, match=MADE):
        house.run()


@pytest.mark.parametrize(("size", "begun"), [(400, False), (400, True), (200, False)])
def test_a_copy_of_another_history_is_refused(
    monday: House, other: House, tmp_path: Path, size: int, begun: bool
) -> None:
    """Also where the folder has no entry to compare it with, or the copy is shorter."""
    if begun:
        mend_log(monday.folder, monday.store)
    other.grow(size, "other")
    copy = copy_of(other, tmp_path / "forked")
    unchanged(monday, copy, LogForkedError, "another history")


def test_a_copy_of_another_log_is_refused(monday: House, tmp_path: Path) -> None:
    store = Store(database(tmp_path / "foreign.db"))
    foreign = House(tmp_path / "foreign", store)
    foreign.name("other.example/log")
    foreign.grow(400)
    unchanged(monday, copy_of(foreign, tmp_path / "copy"), OriginMismatchError)
    store.close()


def test_a_copy_signed_by_a_stranger_in_this_logs_name_is_refused(
    monday: House, tmp_path: Path
) -> None:
    store = Store(database(tmp_path / "foreign.db"))
    foreign = House(tmp_path / "foreign", store)
    foreign.name(number=9)
    foreign.grow(400)
    unchanged(monday, copy_of(foreign, tmp_path / "copy"), UnknownKeyError)
    store.close()


def test_a_copy_without_its_checkpoint_is_refused(monday: House, mirror: Path) -> None:
    (mirror / "log/checkpoint").unlink()
    unchanged(monday, mirror, LogMissingError, "proves nothing")


def test_a_folder_without_a_copy_is_refused(monday: House, tmp_path: Path) -> None:
    unchanged(monday, tmp_path / "nowhere", LogMissingError, "no copy of a log")


@pytest.mark.parametrize("name", ["tile/entries/000", "tile/0/001", "tile/1/000.p/2"])
def test_a_damaged_copy_gives_no_wrong_entry(monday: House, mirror: Path, name: str) -> None:
    path = mirror / "log" / name
    path.write_bytes(bytes([path.read_bytes()[0]]) + bytes(len(path.read_bytes()) - 1))
    unchanged(monday, mirror, LogDamagedError)


def test_a_copy_that_is_not_what_was_published_is_refused(
    house: House, monday: House, other: House, tmp_path: Path
) -> None:
    """The published checkpoint is newer than the database; the copy belongs to a fork of it."""
    shutil.copy(house.published_file, monday.folder)
    assert mend_log(monday.folder, monday.store).whole
    shutil.rmtree(other.folder / "tile", ignore_errors=True)
    copy = monday.folder.parent / "fork"
    fork = House(copy, other.store, house.clock)
    shutil.copytree(monday.folder, copy)
    (copy / "checkpoint").unlink()
    (copy / "restored").unlink()
    with monday.store.reading() as source, other.store.writing() as target:
        for table in (ROWS, STATE):
            rows = source.execute(sa.select(table)).mappings().all()
            target.execute(sa.insert(table), [dict(row) for row in rows])
    fork.grow(400, "fork")
    unchanged(monday, copy_of(fork, tmp_path / "copy"), LogForkedError, "what was published")
