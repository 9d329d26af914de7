"""The errors of the store. None of them ever means that something was kept.

StoreError                  nothing of the transaction is in the database
├── StoreBusyError          others write for too long, or too much waits to be written
├── StoreFullError          the disk, or the database's quota, is full
├── StoreUnavailableError   the database cannot be reached, opened or written
└── SchemaError             its tables are not those of this version
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


class SchemaError(StoreError):
    """The tables are older or newer than this version's."""
