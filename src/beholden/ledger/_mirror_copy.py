"""A mirror's own copy of a log, to read; the mirror may be at work meanwhile.

copy = read_mirror_copy(Path("mirror"))
copy.reader.at(900).root, copy.size_before(1_780_000_000)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beholden.ledger._mirror_records import Records, Seen
from beholden.ledger.core.checkpoint import parse_checkpoint
from beholden.ledger.core.note import parse_note
from beholden.ledger.errors import LedgerError, MirrorDamagedError, MirrorSetupError
from beholden.ledger.mirror import CHECKPOINT, COPY
from beholden.ledger.reader import LogReader

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MirrorCopy", "read_mirror_copy"]


class MirrorCopy(NamedTuple):
    """The copy as its newest checkpoint covers it; ``seen`` are all good checkpoints."""

    origin: str
    reader: LogReader
    seen: tuple[Seen, ...]

    def size_before(self, moment: int) -> int:
        """The entries that were in the log by then for certain; 0 if nobody saw it so early.

        Args:
            moment: unix seconds.
        """
        # Either the mirror had it by then, or witnesses had confirmed it.
        early = (
            one.size
            for one in self.seen
            if one.size <= self.reader.size and min(one.time, one.fresh or one.time) <= moment
        )
        return max(early, default=0)

    def last_seen(self) -> int:
        """When the newest tree was first seen, in unix seconds; 0 if that is not on record."""
        return max((one.time for one in self.seen), default=0)


def read_mirror_copy(folder: Path) -> MirrorCopy:
    """The copy in a mirror's folder.

    The checkpoint was verified when it was taken up; what is read is verified against it.

    Raises:
        MirrorSetupError: there is no copy.
        MirrorDamagedError: it cannot be relied on.
    """
    records = Records(folder)
    followed = records.followed()
    path = folder / COPY / CHECKPOINT
    try:
        checkpoint = parse_checkpoint(parse_note(path.read_bytes()).text)
    except FileNotFoundError:
        raise MirrorSetupError(
            f"{folder}: here is no copy of a log yet. Mirror it first."
        ) from None
    except LedgerError:
        raise MirrorDamagedError(f"{path}: damaged. Run the mirror again.") from None
    if followed is None or followed.origin != checkpoint.origin:
        raise MirrorDamagedError(f"{folder}: the copy is of another log than the records say.")
    seen = tuple(one for one in records.all_seen() if one.good)
    reader = LogReader(folder / COPY, checkpoint.size, checkpoint.root)
    return MirrorCopy(checkpoint.origin, reader, seen)
