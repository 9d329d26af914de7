"""Between the values of other rooms and the gate's: a query from hashes, a decision's id.

query_of(outcome)                       # what matching is asked about one file
decision_id(at, b"0123456789")          # "019ab...-7...": sorts by time
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beholden.gate.core.models import microseconds
from beholden.matching.core import HashKind, PictureQuery, Query

if TYPE_CHECKING:
    from beholden.gate.core.models import Instant
    from beholden.media.core import HashOutcome

RANDOM_BYTES = 10
"""Random bytes that one decision id takes."""


def query_of(outcome: HashOutcome) -> Query:
    """Asks for every digest and every still that hashing gave; empty if it gave none."""
    # An image carries its digests itself; they count even if the outcome's are missing.
    source = outcome.digests or outcome.image
    digests: dict[HashKind, str] = (
        {} if source is None else {"sha256": source.sha256, "sha1": source.sha1, "md5": source.md5}
    )
    stills = () if outcome.image is None else outcome.image.stills
    return Query(
        digests=digests,
        pictures=tuple(
            PictureQuery(frame=still.index, quality=still.quality, dihedral=tuple(still.dihedral))
            for still in stills
        ),
    )


def decision_id(at: Instant, random_bytes: bytes) -> str:
    """A UUID of version 7 (RFC 9562, section 5.7): ids sort by millisecond.

    Args:
        at: the decision's time.
        random_bytes: 10 bytes; 74 of their bits are used.

    Raises:
        ValueError: not 10 bytes, or a time before 1970.
    """
    milliseconds = microseconds(at) // 1_000
    if len(random_bytes) != RANDOM_BYTES or milliseconds < 0:
        raise ValueError(f"A decision id takes {RANDOM_BYTES} random bytes and a time since 1970.")
    bits = milliseconds << 80 | int.from_bytes(random_bytes, "big")
    bits &= ~(0xF << 76) & ~(0b11 << 62)
    text = f"{bits | 7 << 76 | 0b10 << 62:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def least_id(at: Instant, *, milliseconds_later: int = 0) -> str:
    """A text that no id of this millisecond (or so many later) or after sorts before."""
    milliseconds = max(0, microseconds(at) // 1_000 + milliseconds_later)
    text = f"{milliseconds:012x}"
    return f"{text[:8]}-{text[8:]}-"
