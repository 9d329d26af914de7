"""The store: tables, migrations, engines. It knows no rule of any room.

store = Store("sqlite:///beholden.db")
store.prepare()
with store.reading() as connection:
    connection.execute(select(tables.decisions.c.id)).all()
"""

from beholden.store import regulator_tables, tables
from beholden.store._schema import NETWORK, REGULATOR, Schema
from beholden.store.dump import (
    LINE_BYTES_AT_MOST,
    TABLE_NAMES,
    Dump,
    dumping,
    is_empty,
    load,
)
from beholden.store.engine import Store
from beholden.store.errors import (
    DumpError,
    NotEmptyError,
    SchemaError,
    StoreBusyError,
    StoreError,
    StoreFullError,
    StoreRefusedError,
    StoreUnavailableError,
)
from beholden.store.group import GroupCommit

__all__ = [
    "LINE_BYTES_AT_MOST",
    "NETWORK",
    "REGULATOR",
    "TABLE_NAMES",
    "Dump",
    "DumpError",
    "GroupCommit",
    "NotEmptyError",
    "Schema",
    "SchemaError",
    "Store",
    "StoreBusyError",
    "StoreError",
    "StoreFullError",
    "StoreRefusedError",
    "StoreUnavailableError",
    "dumping",
    "is_empty",
    "load",
    "regulator_tables",
    "tables",
]
