"""What this room needs from others, as Protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from beholden.matching.core import HashKind


class IndexWriter(Protocol):
    """Writes and checks search indexes of an edition (the matching room's edge).

    An index answers with positions: position ``i`` is row ``i`` of the array it
    was written from. The rows file beside it turns positions into row numbers.
    """

    def write_pdq(self, path: Path, hashes: npt.NDArray[np.uint8], radius: int) -> None:
        """Write an index of PDQ hashes, shape (n, 32), that is exact up to ``radius`` bits."""
        ...

    def write_digests(self, path: Path, kind: HashKind, digests: npt.NDArray[np.uint8]) -> None:
        """Write an index of digests, shape (n, 32) for sha256, (n, 20) sha1, (n, 16) md5."""
        ...

    def verify(self, path: Path) -> None:
        """Check a whole index file; raise an exception with a sentence if it is damaged."""
        ...
