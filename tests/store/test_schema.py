"""Tables are of this version, or the store says which they are of."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from beholden.store import (
    NETWORK,
    REGULATOR,
    Schema,
    SchemaError,
    Store,
    StoreError,
    migrations,
    regulator_migrations,
    regulator_tables,
    tables,
)
from tests.store.support import add, another_process, heard, key_ids, make_first_tables

PROCESSES = 4
_BARE = str.maketrans("", "", "()")


def set_version(store: Store, version: str) -> None:
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def table_names(store: Store) -> list[str]:
    with store.reading() as connection:
        return sa.inspect(connection).get_table_names()


def conditions(connection: sa.Connection) -> dict[str, str]:
    """What indexes ask of a row before they hold it."""
    engine = connection.dialect.name
    return {
        str(index["name"]): str(index["dialect_options"][f"{engine}_where"]).translate(_BARE)
        for index in sa.inspect(connection).get_indexes("ledger_statements")
        if f"{engine}_where" in index.get("dialect_options", {})
    }


def test_migrations_make_exactly_the_tables_that_the_rooms_use(store: Store) -> None:
    with store.reading() as connection:
        found = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(found, tables.metadata) == []
        # Alembic compares no primary keys, and no rules for what happens to children.
        there = sa.inspect(connection)
        for table in tables.metadata.tables.values():
            key = there.get_pk_constraint(table.name)
            assert key["constrained_columns"] == [c.name for c in table.primary_key], table.name
        [link] = there.get_foreign_keys("decision_matches")
        assert link["options"] == {"ondelete": "CASCADE"}
        # Nor conditions of indexes.
        assert conditions(connection) == {
            "ix_ledger_statements_waiting": "log_index IS NULL",
            "ix_ledger_statements_log_index": "log_index IS NOT NULL",
            "ix_ledger_statements_expires_us": "expires_us IS NOT NULL AND erased_us IS NULL",
            "ix_ledger_statements_erased_us": "erased_us IS NOT NULL",
        }


def test_a_regulators_migrations_make_exactly_the_tables_that_its_room_uses(url: str) -> None:
    store = Store(url, schema=REGULATOR)
    store.prepare()
    with store.reading() as connection:
        found = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(found, regulator_tables.metadata) == []
        there = sa.inspect(connection)
        for table in regulator_tables.metadata.tables.values():
            key = there.get_pk_constraint(table.name)
            assert key["constrained_columns"] == [c.name for c in table.primary_key], table.name
    store.close()


def test_a_database_of_one_kind_is_not_taken_for_another(url: str) -> None:
    made = Store(url, schema=REGULATOR)
    made.prepare()
    made.close()
    store = Store(url)
    with pytest.raises(SchemaError, match="r0001"):
        store.prepare()
    store.close()


@pytest.mark.parametrize(
    ("schema", "package"), [(NETWORK, migrations), (REGULATOR, regulator_migrations)]
)
def test_every_migration_is_known_in_order(schema: Schema, package: ModuleType) -> None:
    scripts = ScriptDirectory(str(Path(package.__path__[0])))
    found = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(found)) == schema.versions


def test_an_empty_database_has_no_version_and_is_not_touched_by_the_question(url: str) -> None:
    store = Store(url)
    assert store.version() is None
    assert table_names(store) == []
    store.close()


def test_preparing_twice_changes_nothing(store: Store) -> None:
    add(store, "a")
    store.prepare()
    assert store.upgrade() == (NETWORK.newest, NETWORK.newest)
    assert key_ids(store) == ["a"]


def test_upgrading_an_empty_database_makes_the_tables(url: str) -> None:
    store = Store(url)
    assert store.upgrade() == (None, NETWORK.newest)
    assert set(table_names(store)) == {*tables.metadata.tables, "alembic_version"}
    store.close()


def test_tables_of_a_newer_version_are_refused_and_left_alone(store: Store) -> None:
    add(store, "a")
    set_version(store, "9999")
    for use in (store.prepare, store.upgrade):
        with pytest.raises(SchemaError, match=r"9999.*newer"):
            use()
    assert store.version() == "9999"
    assert key_ids(store) == ["a"]


def test_tables_of_an_older_version_are_not_upgraded_unasked(url: str) -> None:
    store = Store(url)
    make_first_tables(store)
    before = table_names(store)
    with pytest.raises(SchemaError, match=r"Make a backup.*beholden upgrade"):
        store.prepare()
    assert store.version() == "0001"
    assert table_names(store) == before
    store.close()


def test_an_upgrade_keeps_every_row_and_makes_todays_tables(url: str) -> None:
    store = Store(url)
    make_first_tables(store)
    add(store, "a")
    assert store.upgrade() == ("0001", NETWORK.newest)
    assert key_ids(store) == ["a"]
    assert set(table_names(store)) == {*tables.metadata.tables, "alembic_version"}
    store.prepare()
    store.close()


def test_processes_that_upgrade_at_once_do_it_once(url: str) -> None:
    store = Store(url)
    make_first_tables(store)
    others = [Store(url) for _ in range(PROCESSES)]
    with ThreadPoolExecutor(PROCESSES) as threads:
        done = list(threads.map(Store.upgrade, others))
    assert {now for _, now in done} == {NETWORK.newest}
    assert store.version() == NETWORK.newest
    for one in (store, *others):
        one.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(url: str) -> None:
    store = Store(url)
    if store.is_sqlite:
        store.prepare()
        with store.writing() as connection:
            for table in reversed(tables.metadata.sorted_tables[1:]):
                connection.execute(sa.schema.DropTable(table))
            connection.execute(sa.text("DROP TABLE alembic_version"))
    else:
        with store.writing() as connection:
            connection.execute(sa.text("CREATE TABLE purges (mine integer)"))
    before = table_names(store)
    with pytest.raises(StoreError):
        store.prepare()
    assert table_names(store) == before
    assert store.version() is None
    store.close()


def test_processes_that_prepare_one_database_at_once_all_find_it_made(url: str) -> None:
    with ExitStack() as stack:
        children = [stack.enter_context(another_process("prepare", url)) for _ in range(PROCESSES)]
        for child in children:
            assert heard(child) == "ready"
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        for child in children:
            assert heard(child) == NETWORK.newest
            child.wait()


def test_a_start_does_not_load_alembic(store: Store) -> None:
    code = (
        "import sys; from beholden.store import Store; s = Store(sys.argv[1]); s.prepare();"
        "sys.exit('alembic' in sys.modules)"
    )
    url = store._url.render_as_string(hide_password=False)
    assert subprocess.run([sys.executable, "-c", code, url], check=False).returncode == 0
