"""Gathers checked entries: finds duplicates, and what goes into the index.

Rows are numbered in the order they are taken. ``finish`` finds which of them are
duplicates of an earlier row; the others are then renumbered without gaps. All of
it is done on whole arrays: a set of ten million Python objects would not fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from beholden.lists._rows import Batch
    from beholden.lists.models import Entry


class Indexable(msgspec.Struct, frozen=True):
    """The entries of one kind that can be matched.

    ``digests`` has shape (n, bytes of the kind), ``rows`` (n,) the row of each.
    """

    digests: npt.NDArray[np.uint8]
    rows: npt.NDArray[np.uint32]


class _Kind:
    """What is gathered of one kind, in file order."""

    def __init__(self) -> None:
        self.digests: list[npt.NDArray[np.uint8]] = []
        self.rows: list[npt.NDArray[np.uint32]] = []
        self.indexed: list[npt.NDArray[np.bool_]] = []


class Collector:
    """Takes batches, then knows the distinct entries.

    Its attributes are meaningful after ``finish``. ``dropped`` are the rows, as
    numbered while taking, that are duplicates; ``indexable`` counts without them.
    ``on_entries`` receives the entries of each batch, duplicates included.
    """

    def __init__(
        self, *, min_quality: int, on_entries: Callable[[list[Entry]], None] | None = None
    ) -> None:
        self.counts: dict[str, int] = {}
        self.below_quality = 0
        self.dropped: npt.NDArray[np.int64] = np.empty(0, np.int64)
        self.indexable: dict[str, Indexable] = {}
        self._min_quality = min_quality
        self._on_entries = on_entries
        self._kinds: dict[str, _Kind] = {}
        self._rows = 0

    @property
    def duplicates(self) -> int:
        """Rows that repeat the kind and hash of an earlier row."""
        return len(self.dropped)

    def take(self, batch: Batch) -> None:
        """Add the entries of a batch."""
        if self._on_entries is not None and batch.entries:
            self._on_entries(batch.entries)
        for kind, positions in batch.positions().items():
            gathered = self._kinds.setdefault(kind, _Kind())
            gathered.digests.append(batch.packed(positions))
            gathered.rows.append(np.array(positions, np.uint32) + np.uint32(self._rows))
            gathered.indexed.append(self._indexed(kind, batch, positions))
        self._rows += len(batch.entries)

    def _indexed(self, kind: str, batch: Batch, positions: Sequence[int]) -> npt.NDArray[np.bool_]:
        # Quality is a property of PDQ alone; unknown quality is taken as good.
        if kind != "pdq":
            return np.ones(len(positions), np.bool_)
        qualities = [batch.entries[at].quality for at in positions]
        low = self._min_quality
        return np.array([quality is None or quality >= low for quality in qualities], np.bool_)

    def finish(self) -> None:
        """Find the duplicates and renumber the rest."""
        keep = np.ones(self._rows, np.bool_)
        found: dict[str, tuple[Indexable, npt.NDArray[np.bool_]]] = {}
        for kind in sorted(self._kinds):
            gathered = self._kinds.pop(kind)
            digests = np.concatenate(gathered.digests)
            gathered.digests.clear()
            rows = np.concatenate(gathered.rows)
            indexed = np.concatenate(gathered.indexed)
            repeats = repeated(digests)
            if repeats.any():
                indexed |= _good_elsewhere(digests, indexed, repeats)
                keep[rows[repeats]] = False
                digests, rows, indexed = digests[~repeats], rows[~repeats], indexed[~repeats]
            found[kind] = (Indexable(digests, rows), indexed)
        self.dropped = np.flatnonzero(~keep)
        numbers = np.cumsum(keep, dtype=np.int64) - 1
        for kind, (part, indexed) in found.items():
            self.counts[kind] = len(part.rows)
            self.below_quality += int((~indexed).sum())
            digests = part.digests if indexed.all() else part.digests[indexed]
            rows = numbers[part.rows[indexed]].astype(np.uint32)
            self.indexable[kind] = Indexable(digests, rows)


def _good_elsewhere(
    digests: npt.NDArray[np.uint8], indexed: npt.NDArray[np.bool_], repeats: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Rows below the minimum quality whose hash a later row gives with a sufficient one.

    The first row of a hash is the one that is kept; what a repetition says in favour of
    protecting must not be lost with it.
    """
    good = {digest.tobytes() for digest in digests[repeats & indexed]}
    result = np.zeros(len(digests), np.bool_)
    if good:
        for row in np.flatnonzero(~indexed & ~repeats).tolist():
            result[row] = digests[row].tobytes() in good
    return result


def repeated(
    digests: npt.NDArray[np.uint8], keys: npt.NDArray[np.uint64] | None = None
) -> npt.NDArray[np.bool_]:
    """Which rows of ``digests`` (n, multiple of 4) are equal to an earlier row: bools (n,).

    Rows are sorted by a 64-bit mix of their bytes (``keys``) and compared in full
    where that is the same, so the answer is exact for any keys.
    """
    if keys is None:
        keys = _mixed(digests)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    same = np.flatnonzero(ordered[1:] == ordered[:-1])
    result = np.zeros(len(digests), np.bool_)
    earlier, later = order[same], order[same + 1]
    if (digests[earlier] == digests[later]).all():
        # A stable sort keeps file order, so the first of each group is its first row.
        result[later] = True
        return result
    seen: set[bytes] = set()
    for row in np.unique(np.concatenate((earlier, later))):
        digest = digests[row].tobytes()
        result[row] = digest in seen
        seen.add(digest)
    return result


def _mixed(digests: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    words = np.ascontiguousarray(digests).view(np.uint32)
    keys = np.zeros(len(digests), np.uint64)
    for column in words.T:
        keys ^= column
        keys *= np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    return keys
