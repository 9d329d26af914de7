"""How a mirror stands, from its folder alone; it may be at work meanwhile.

read_mirror_status(Path("mirror")).size
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beholden.ledger._mirror_records import Alarm, Failure, Records
from beholden.ledger.core.checkpoint import parse_checkpoint
from beholden.ledger.core.hashing import EMPTY_ROOT
from beholden.ledger.core.note import parse_note
from beholden.ledger.errors import LedgerError, MirrorDamagedError, MirrorSetupError
from beholden.ledger.mirror import CHECKPOINT, COPY

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MirrorStatus", "read_mirror_status"]


class MirrorStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How a mirror stands.

    ``size`` and ``root`` are those of the last good checkpoint, ``seen`` when it was first
    seen, ``fresh`` until when its news reaches (both unix seconds, 0 before the first);
    ``copied`` is how many entries a whole copy has, None where none is kept.
    """

    origin: str
    url: str
    size: int
    root: bytes
    seen: int
    fresh: int
    witnesses: dict[str, int]
    copied: int | None
    alarms: tuple[Alarm, ...]
    last_failure: Failure | None


def read_mirror_status(folder: Path) -> MirrorStatus:
    """How the mirror of a folder stands.

    Raises:
        MirrorSetupError: there is none.
        MirrorDamagedError: its records cannot be read.
    """
    records = Records(folder)
    followed = records.followed()
    if followed is None:
        raise MirrorSetupError(f"{folder}: here is no mirror. Make one: beholden mirror URL.")
    last = records.last()
    return MirrorStatus(
        origin=followed.origin,
        url=followed.url,
        size=last.size if last else 0,
        root=last.root if last else EMPTY_ROOT,
        seen=last.time if last else 0,
        fresh=last.fresh if last else 0,
        witnesses=last.witnesses if last else {},
        copied=_copied(folder),
        alarms=records.alarms(),
        last_failure=records.last_failure(),
    )


def _copied(folder: Path) -> int | None:
    path = folder / COPY / CHECKPOINT
    try:
        return parse_checkpoint(parse_note(path.read_bytes()).text).size
    except FileNotFoundError:
        return 0 if path.parent.exists() else None
    except LedgerError:
        raise MirrorDamagedError(f"{path}: damaged. Run the mirror again.") from None
