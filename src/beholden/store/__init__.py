"""The store: tables, migrations, engines. It knows no rule of any room.

store = Store("sqlite:///beholden.db")
store.prepare()
with store.reading() as connection:
    connection.execute(select(tables.decisions.c.id)).all()
"""

from beholden.store import tables
from beholden.store.engine import Store
from beholden.store.errors import (
    SchemaError,
    StoreBusyError,
    StoreError,
    StoreFullError,
    StoreRefusedError,
    StoreUnavailableError,
)
from beholden.store.group import GroupCommit

__all__ = [
    "GroupCommit",
    "SchemaError",
    "Store",
    "StoreBusyError",
    "StoreError",
    "StoreFullError",
    "StoreRefusedError",
    "StoreUnavailableError",
    "tables",
]
