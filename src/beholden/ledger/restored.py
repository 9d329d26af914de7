"""What of the log is in a backup, and what must be settled after one was put back.

In a backup are the log's name, its keys, its trust policy and its published checkpoint.
Tiles are not: every entry is in the database, and files are made from it again.

A log that was put back may be older than what others have seen of it. If it went on from
there it would be two logs of one name, and nobody could trust either. So a restored log
stands still (``mark_restored``), and so does one of which a witness knows more, until newer
entries were brought in from a mirror or a person has said that there are none. Decisions
go on meanwhile, and their statements wait.

    for name, content in backed_up(folder): ...
    mark_restored(folder, "This log was put back from a backup of 2026-11-30T04:00:00Z.")
    settle_restored(folder)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from beholden._durable import replace_file
from beholden.ledger.errors import IdentityError, RestoredError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["backed_up", "is_backed_up", "mark_restored", "refuse_restored", "settle_restored"]

_NAMES = re.compile(r"identity\.json|checkpoint|trust\.txt|keys/[0-9a-f]{32}\.key", re.ASCII)
_MARK = "restored"
_BYTES_AT_MOST = 1 << 20


def backed_up(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files that belong into a backup: their names below the folder, and their bytes.

    To be read before the database, so that no checkpoint is newer than the entries.

    Raises:
        IdentityError: one is far too long.
        OSError: one cannot be read.
    """
    # Keys last: one that is made meanwhile is on the disk before the identity names it.
    for pattern in ("*", "keys/*"):
        for path in sorted(folder.glob(pattern)):
            name = path.relative_to(folder).as_posix()
            if _NAMES.fullmatch(name) and path.is_file():
                yield name, _content(path)


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        content = stream.read(_BYTES_AT_MOST + 1)
    if len(content) > _BYTES_AT_MOST:
        raise IdentityError(f"{path}: more than {_BYTES_AT_MOST:,} bytes. This is no such file.")
    return content


def is_backed_up(name: str) -> bool:
    """Whether a backup holds files of this name below the ledger's folder."""
    return _NAMES.fullmatch(name) is not None


def mark_restored(folder: Path, why: str) -> None:
    """Has the log stand still until somebody settles it; ``why`` is a sentence.

    Raises:
        OSError: it cannot be written.
    """
    replace_file(folder / _MARK, why.encode() + b"\n")


def refuse_restored(folder: Path) -> None:
    """Returns if nothing is to be settled.

    Raises:
        RestoredError: a backup was put back, or a witness knows more of the log.
    """
    try:
        why = (folder / _MARK).read_text("utf-8", "replace").strip()
    except FileNotFoundError:
        return
    raise RestoredError(
        f"{why} If anything was published that is not here, going on would make two logs of one "
        "name. Bring newer entries in from a mirror: beholden "
        "ledger repair --from FOLDER. If nothing newer was published: beholden ledger resume. "
        "Decisions go on meanwhile, and their statements wait."
    )


def settle_restored(folder: Path) -> bool:
    """Lets the log go on; returns whether it stood still."""
    try:
        (folder / _MARK).unlink()
    except FileNotFoundError:
        return False
    return True
