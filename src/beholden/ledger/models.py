"""Values of the ledger's services; those of its core are in the modules of the core."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec

from beholden.ledger.identity import KeyRecord
from beholden.ledger.status import SequencerStatus


class Answer(NamedTuple):
    """What came back from a witness."""

    status: int
    content_type: str
    body: bytes


class LedgerStatus(msgspec.Struct, frozen=True):
    """How the log stands.

    ``size`` and ``root`` (hex) are what was signed last; ``published`` is what the public
    checkpoint covers, ``cosigned_by`` who put their word to it. ``waiting`` statements are
    recorded and not in the log yet, the oldest since ``waiting_since``. ``running`` says
    whether a sequencer renews ``sequencer``, which is None where none ever ran.
    """

    origin: str
    named: bool
    keys: tuple[KeyRecord, ...]
    size: int
    root: str
    published: int
    cosigned_by: tuple[str, ...]
    waiting: int
    waiting_since: datetime | None
    erased: int
    running: bool
    sequencer: SequencerStatus | None


class Exported(msgspec.Struct, frozen=True):
    """One statement of an export, as JSON writes it: bytes in base64.

    ``salt`` and ``statement`` are None where it was erased; ``erased_by`` is then the id of
    the statement that says so.
    """

    index: int
    id: str
    kind: str
    made: datetime
    entry: bytes
    salt: bytes | None
    statement: bytes | None
    erased_by: str | None


class VerifyReport(msgspec.Struct, frozen=True):
    """What a whole verification found; ``problems`` is empty if all is well.

    ``unopened`` entries have no statement in the database, ``damaged`` counts files.
    """

    origin: str
    size: int
    published: int
    opened: int
    erased: int
    unopened: int
    damaged: int
    problems: tuple[str, ...]
