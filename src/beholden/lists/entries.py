"""Random access to the entries of an edition, without loading them."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from beholden.lists._edition import ENTRIES_FILE, OFFSETS_FILE
from beholden.lists.errors import EditionDamagedError
from beholden.lists.models import Entry

if TYPE_CHECKING:
    from pathlib import Path


class EntryReader:
    """Reads single entries by row number through memory-mapped files.

    Threads may share one reader; processes share the pages. It keeps working
    after the edition was removed from the disk, until it is closed or collected.
    """

    def __init__(self, folder: Path) -> None:
        try:
            with (folder / ENTRIES_FILE).open("rb") as stream:
                self._entries = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            self._offsets = np.load(folder / OFFSETS_FILE, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise EditionDamagedError(
                f"The entries of edition {folder.name} cannot be opened: {error}. "
                "Deactivate the list if this edition is active, remove the edition by its full id, "
                "then add its file again."
            ) from error
        self._decode = msgspec.json.Decoder(Entry).decode

    def __len__(self) -> int:
        return len(self._offsets)

    def entry(self, row: int) -> Entry:
        """The entry in a row.

        Raises:
            IndexError: There is no such row.
            EditionDamagedError: The row cannot be read.
        """
        if not 0 <= row < len(self._offsets):
            raise IndexError(f"There is no row {row}; the edition has {len(self._offsets)}.")
        start = int(self._offsets[row])
        last = row + 1 == len(self._offsets)
        end = len(self._entries) if last else int(self._offsets[row + 1])
        try:
            return self._decode(self._entries[start:end])
        except msgspec.DecodeError as error:
            raise EditionDamagedError(
                f"Row {row} of an edition cannot be read ({error}). Verify the edition by "
                "activating it again."
            ) from error

    def close(self) -> None:
        """Give up the mapping; no entry can be read afterwards."""
        self._entries.close()
