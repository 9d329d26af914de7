"""What holds for a store whatever happens around it, on both engines."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from beholden.store import (
    Store,
    StoreBusyError,
    StoreRefusedError,
    StoreUnavailableError,
    tables,
)
from tests.store.support import (
    add,
    another_process,
    counter_row,
    decision_row,
    heard,
    key_ids,
    key_row,
)
from tests.support.postgresql import started_server

MARKER = "0123456789abcdef" * 4


def test_a_transaction_that_raises_leaves_nothing(store: Store) -> None:
    def fail(connection: sa.Connection) -> None:
        connection.execute(sa.insert(tables.api_keys).values(key_row("a")))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        fail(connection)
    assert key_ids(store) == []


def test_a_view_does_not_change_while_others_write(store: Store) -> None:
    count = sa.select(sa.func.count()).select_from(tables.api_keys)
    with store.reading() as connection:
        assert connection.scalar(count) == 0
        add(store, "a")
        assert connection.scalar(count) == 0
    assert key_ids(store) == ["a"]


def test_an_insert_counts_up_where_the_row_is_there(store: Store) -> None:
    put = store.insert(tables.counters).values(counter_row())
    up = put.on_conflict_do_update(
        index_elements=list(tables.counters.primary_key),
        set_={"count": tables.counters.c.count + put.excluded["count"]},
    )
    for _ in range(3):
        with store.writing() as connection:
            connection.execute(up)
    with store.reading() as connection:
        assert connection.scalar(sa.select(tables.counters.c.count)) == 3


def test_a_row_that_is_there_already_is_refused_and_the_store_still_works(store: Store) -> None:
    add(store, "a")
    with pytest.raises(StoreRefusedError):
        add(store, "a")
    add(store, "b")
    assert key_ids(store) == ["a", "b"]


def test_a_value_of_a_wrong_type_is_not_taken_for_a_fault_of_the_store(store: Store) -> None:
    with pytest.raises((StoreRefusedError, TypeError)), store.writing() as connection:
        connection.execute(sa.insert(tables.decisions).values(decision_row("d", body=object())))


def test_a_decision_takes_its_matches_with_it(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(sa.insert(tables.decisions).values(decision_row("d")))
        match = {"decision_id": "d", "list": "iwf", "entry": "1"}
        connection.execute(sa.insert(tables.decision_matches).values(match))
        connection.execute(sa.delete(tables.decisions))
        left = connection.scalar(sa.select(sa.func.count()).select_from(tables.decision_matches))
    assert left == 0


def test_no_value_of_a_row_gets_into_an_error(store: Store) -> None:
    add(store, MARKER[:16])
    bad = key_row(MARKER[:16], secret_mac=MARKER)
    with pytest.raises(StoreRefusedError) as refused, store.writing() as connection:
        connection.execute(sa.insert(tables.api_keys).values(bad))
    with pytest.raises(StoreUnavailableError) as failed, store.writing() as connection:
        connection.execute(
            sa.text("INSERT INTO nowhere VALUES (:a)").bindparams(a=MARKER),
        )
    for error in (refused.value, failed.value):
        assert MARKER[:16] not in "".join(traceback.format_exception(error))


def test_a_lock_of_another_process_is_waited_for_then_named_then_over(
    store: Store, url: str
) -> None:
    add(store, "a")
    impatient = Store(url, lock_seconds=0.2)
    with another_process("hold", url) as child:
        assert heard(child) == "held"
        with pytest.raises(StoreBusyError, match="Others are writing"):
            add(impatient, "b")
        assert key_ids(impatient) == ["a"]
    add(impatient, "c")
    assert key_ids(impatient) == ["a", "c"]
    impatient.close()


def test_a_writer_waits_for_another_thread(store: Store) -> None:
    inside, done = threading.Event(), threading.Event()

    def first() -> None:
        with store.writing() as connection:
            connection.execute(sa.insert(tables.api_keys).values(key_row("a")))
            inside.set()
            done.wait(0.1)

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait()
    add(store, "b")
    thread.join()
    assert key_ids(store) == ["a", "b"]


def test_a_fork_that_forgets_connections_harms_none_of_its_parents(store: Store) -> None:
    add(store, "a")
    with store.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.api_keys)) == 1
        child = os.fork()
        if child == 0:
            try:
                store.forget_connections()
                add(store, "b")
                store.close()
            except BaseException:  # noqa: BLE001 - a fork must not come back into the tests
                os._exit(1)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.api_keys)) == 1
    add(store, "c")
    assert key_ids(store) == ["a", "b", "c"]


def test_a_password_is_not_shown() -> None:
    store = Store("postgresql://gate:hunter@127.0.0.1:1/beholden")
    assert "hunter" not in store.shown_url
    with pytest.raises(StoreUnavailableError) as failed:
        store.version()
    assert "hunter" not in "".join(traceback.format_exception(failed.value))


@pytest.mark.parametrize("url", ["", "beholden.db", "mysql://localhost/x", "oracle://x"])
def test_an_address_of_no_known_kind_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(StoreUnavailableError, match=r"sqlite:///PATH or postgresql://"):
        Store(url)


class TestSqlite:
    """What concerns the embedded store alone: its files."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "data" / "beholden.db"

    @pytest.fixture
    def embedded(self, path: Path) -> Iterator[Store]:
        store = Store(f"sqlite:///{path}")
        store.prepare()
        yield store
        store.close()

    def test_nobody_else_may_read_its_files(self, embedded: Store, path: Path) -> None:
        add(embedded, "a")
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()}
        assert set(modes.values()) == {0o600}
        assert path.name + "-wal" in modes
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_what_is_deleted_leaves_the_files_once_they_are_tidied(
        self, embedded: Store, path: Path
    ) -> None:
        def on_disk() -> int:
            return sum(p.read_bytes().count(MARKER.encode()) for p in path.parent.iterdir())

        rows = [
            decision_row(f"d{n:04d}", sha256=MARKER, account_key=MARKER, body=MARKER.encode() * n)
            for n in range(300)
        ]
        with embedded.writing() as connection:
            connection.execute(sa.insert(tables.decisions), rows)
        assert on_disk() > 300
        with embedded.writing() as connection:
            connection.execute(sa.delete(tables.decisions).where(tables.decisions.c.id < "d0200"))
        with embedded.writing() as connection:
            connection.execute(sa.delete(tables.decisions))
        assert embedded.tidy()
        assert on_disk() == 0

    def test_tidying_says_when_a_reader_keeps_what_was_deleted(self, path: Path) -> None:
        store = Store(f"sqlite:///{path}", lock_seconds=0.05)
        store.prepare()
        add(store, "a")
        with store.reading() as connection:
            connection.scalar(sa.select(tables.api_keys.c.name))
            with store.writing() as writer:
                writer.execute(sa.delete(tables.api_keys))
            assert not store.tidy()
        assert store.tidy()
        store.close()

    def test_a_file_that_is_no_database_is_named_and_left_alone(self, path: Path) -> None:
        path.parent.mkdir()
        path.write_bytes(b"Dear diary" * 1000)
        store = Store(f"sqlite:///{path}")
        for use in (store.prepare, store.version, store.upgrade):
            with pytest.raises(StoreUnavailableError, match=r"no database.*beholden restore"):
                use()
        store.close()
        assert path.read_bytes() == b"Dear diary" * 1000

    def test_a_folder_in_the_place_of_the_file_is_explained(self, path: Path) -> None:
        path.mkdir(parents=True)
        with pytest.raises(StoreUnavailableError, match="Check the folder's owner"):
            Store(f"sqlite:///{path}").prepare()

    def test_damage_in_the_middle_is_said_and_not_answered_with_rows(
        self, embedded: Store, path: Path
    ) -> None:
        with embedded.writing() as connection:
            rows = [decision_row(f"d{n:04d}", body=bytes(900)) for n in range(300)]
            connection.execute(sa.insert(tables.decisions), rows)
        embedded.tidy()
        embedded.close()
        with path.open("r+b") as stream:
            for page in range(20, path.stat().st_size // 4096):
                stream.seek(page * 4096)
                stream.write(b"\xff" * 4096)
        with (
            pytest.raises(StoreUnavailableError, match="damaged"),
            embedded.reading() as connection,
        ):
            connection.execute(sa.select(tables.decisions)).all()

    def test_opening_and_closing_processes_do_not_disturb_readers(
        self, embedded: Store, path: Path
    ) -> None:
        # The last one to leave removes the log; who comes in that moment has to wait.
        failed: list[BaseException] = []

        def come_and_go() -> None:
            try:
                for _ in range(60):
                    store = Store(f"sqlite:///{path}")
                    key_ids(store)
                    add(store, os.urandom(8).hex())
                    store.close()
            except BaseException as error:  # noqa: BLE001 - shown below
                failed.append(error)

        embedded.close()
        threads = [threading.Thread(target=come_and_go) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert len(key_ids(embedded)) == 240


class TestPostgresql:
    """What concerns a database server alone."""

    def test_a_server_that_goes_and_comes_back_is_used_again(self) -> None:
        with started_server() as server:
            store = Store(server.url("postgres"))
            store.prepare()
            add(store, "a")

            def lose_it(connection: sa.Connection) -> None:
                connection.execute(sa.insert(tables.api_keys).values(key_row("b")))
                server.stop()
                connection.execute(sa.insert(tables.api_keys).values(key_row("c")))

            with pytest.raises(StoreUnavailableError), store.writing() as connection:
                lose_it(connection)
            with pytest.raises(StoreUnavailableError, match="address"):
                key_ids(store)
            server.start()
            assert key_ids(store) == ["a"]
            add(store, "d")
            assert key_ids(store) == ["a", "d"]
            store.close()

    def test_a_commit_is_on_the_disk_whatever_the_servers_default(
        self, postgresql_url: str
    ) -> None:
        store = Store(postgresql_url)
        with store.writing() as connection:
            name = connection.scalar(sa.text("SELECT current_database()"))
            connection.execute(sa.text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
        store.close()
        with store.writing() as connection:
            assert connection.scalar(sa.text("SHOW synchronous_commit")) == "on"
        store.close()

    def test_options_of_the_address_are_kept_beside_our_own(self, postgresql_url: str) -> None:
        store = Store(f"{postgresql_url}&options=-c%20work_mem%3D5MB", lock_seconds=2)
        with store.reading() as connection:
            assert connection.scalar(sa.text("SHOW work_mem")) == "5MB"
            assert connection.scalar(sa.text("SHOW lock_timeout")) == "2s"
        store.close()

    def test_a_view_cannot_write(self, postgresql_url: str) -> None:
        store = Store(postgresql_url)
        store.prepare()
        with pytest.raises(StoreUnavailableError), store.reading() as connection:
            connection.execute(sa.delete(tables.api_keys))
        store.close()


def test_a_database_that_another_is_about_to_write_is_waited_for_at_the_first_opening(
    tmp_path: Path,
) -> None:
    """Turning to WAL meets a reserved lock, for which SQLite itself never waits."""
    path = tmp_path / "beholden.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    let_go = threading.Timer(0.3, lambda: other.execute("ROLLBACK"))
    let_go.start()
    store = Store(f"sqlite:///{path}", lock_seconds=60)
    store.prepare()
    assert key_ids(store) == []
    let_go.join()
    other.close()
    store.close()
