"""Which files belong to lists: what a backup holds of them, and with which modes.

list_file_mode("iwf/active.json")                        # 0o600
list_file_mode("iwf/editions/0123456789ab/entries.jsonl")  # 0o400: editions never change
list_file_mode("../secret.key")                          # None: no file of lists
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from beholden._durable import PRIVATE_FILE
from beholden.lists._disk import SEALED_FILE
from beholden.lists._edition import (
    EDITION_FILE,
    ENTRIES_FILE,
    ID_DIGITS,
    OFFSETS_FILE,
    REJECTS_FILE,
    index_file,
    rows_file,
)
from beholden.lists._settings import NAME_PATTERN
from beholden.lists.models import HASH_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHANGES_FILE = "changes.jsonl"
STATE_FILE = "active.json"

_OF_AN_EDITION = {EDITION_FILE, ENTRIES_FILE, OFFSETS_FILE, REJECTS_FILE} | {
    name(kind) for kind in HASH_BYTES for name in (index_file, rows_file)
}
_STATE = re.compile(rf"{NAME_PATTERN.pattern}/{re.escape(STATE_FILE)}")
_EDITION = re.compile(
    rf"{NAME_PATTERN.pattern}/editions/[0-9a-f]{{{ID_DIGITS}}}/"
    rf"(?:{'|'.join(map(re.escape, sorted(_OF_AN_EDITION)))})"
)


def list_file_mode(path: str) -> int | None:
    """The mode of a file of lists, by its path below their folder; None if it is none."""
    if path == CHANGES_FILE or _STATE.fullmatch(path):
        return PRIVATE_FILE
    return SEALED_FILE if _EDITION.fullmatch(path) else None


def list_files(folder: Path) -> Iterator[str]:
    """Paths below the folder of all files of lists that are there, sorted."""
    found = [CHANGES_FILE]
    for pattern in (f"*/{STATE_FILE}", "*/editions/*/*"):
        found += [path.relative_to(folder).as_posix() for path in folder.glob(pattern)]
    for path in sorted(found):
        if list_file_mode(path) is not None and (folder / path).is_file():
            yield path
