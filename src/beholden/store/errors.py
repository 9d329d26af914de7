"""The errors of the store: after any of them, count what was being written as not kept.

StoreError                  nothing of the transaction is in the database
├── StoreBusyError          others write for too long, or too much waits to be written
├── StoreFullError          the disk, or the database's quota, is full
├── StoreUnavailableError   the database cannot be reached, opened or written
├── StoreRefusedError       the tables do not take these values; others they take
├── SchemaError             its tables are not those of this version
├── NotEmptyError           it holds tables already, where an empty one is needed
└── DumpError               a dump cannot be written, or is none that can be loaded

One case cannot be told apart: a PostgreSQL that is lost in the middle of a COMMIT may
have kept it. Whoever tries again under the same idempotency key gets it once.
"""

from __future__ import annotations


class StoreError(Exception):
    """Root of the store's errors; the message says what to do."""


class StoreBusyError(StoreError):
    """Others hold the database, or the queue of what waits to be written is full."""


class StoreFullError(StoreError):
    """There is no room to write."""


class StoreUnavailableError(StoreError):
    """The database cannot be reached, opened or written."""


class StoreRefusedError(StoreError):
    """The tables do not take these values: too long, there already, of a wrong type."""


class SchemaError(StoreError):
    """The tables are older or newer than this version's."""


class NotEmptyError(StoreError):
    """The database holds tables already."""


class DumpError(StoreError):
    """A dump cannot be written, or is none that this version can load."""
