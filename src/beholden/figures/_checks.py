"""The file of checks: one line for each thing that a person said, never changed afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from beholden._durable import PUBLIC_FILE, append_line
from beholden.figures.core.checks import Check
from beholden.figures.errors import FolderError

_CUT = "truncated"
"""What the decoder says of a line that ends too early, and of no other."""


class CheckFile:
    """The checks of one folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> Iterator[Check]:
        """Every check, the oldest first; a line that a crash cut short is none.

        Raises:
            FolderError: A line was damaged by something else.
        """
        if not self._path.exists():
            return
        for number, line in enumerate(self._path.read_bytes().split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                yield msgspec.json.decode(line, type=Check)
            except msgspec.DecodeError as error:
                if _CUT in str(error):
                    continue
                raise FolderError(
                    f"{self._path}:{number} is damaged. Restore the file from a copy; it says "
                    "what people have confirmed."
                ) from None

    def newest(self) -> dict[str, Check]:
        """The newest check of each reading."""
        return {check.id: check for check in self.all()}

    def keep(self, check: Check) -> None:
        """Appends one; it is on the disk when this returns."""
        append_line(self._path, msgspec.json.encode(check), mode=PUBLIC_FILE)
