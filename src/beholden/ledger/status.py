"""What the sequencer says of itself: a small file that others look at.

The service's workers and ``beholden ledger status`` read it; nothing depends on it. A
file that was not renewed for ``STALE_SECONDS`` means that no sequencer is running.

    write_status(folder, SequencerStatus(at=now, size=812, published=812, problems={}))
    read_status(folder)
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from beholden._durable import HIDDEN_PREFIX, PRIVATE_FILE

__all__ = ["STALE_SECONDS", "SequencerStatus", "read_status", "write_status"]

STALE_SECONDS = 30.0
_FILE = "status.json"


class SequencerStatus(msgspec.Struct, frozen=True):
    """Entries in the log, entries that the published checkpoint covers, problems by code."""

    at: datetime
    process: int
    size: int
    published: int
    problems: dict[str, str]

    def is_stale(self, now: datetime) -> bool:
        """Whether nobody renews it any more."""
        return abs((now - self.at).total_seconds()) > STALE_SECONDS


def write_status(folder: Path, status: SequencerStatus) -> None:
    """Replaces the file; a disk that refuses is somebody else's to report.

    Not synced: after a crash nobody wants to know how things stood before.
    """
    staged = folder / f"{HIDDEN_PREFIX}{_FILE}"
    with suppress(OSError):
        with open(staged, "wb", opener=_private) as stream:
            stream.write(msgspec.json.encode(status))
        staged.replace(folder / _FILE)


def read_status(folder: Path) -> SequencerStatus | None:
    """What was last said, or None."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((folder / _FILE).read_bytes(), type=SequencerStatus)
    return None


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, PRIVATE_FILE)
