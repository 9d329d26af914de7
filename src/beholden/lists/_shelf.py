"""Where editions lie, and the small files beside them.

```
<folder>/changes.jsonl                  who did what, when (Change)
<folder>/<list>/active.json             which edition is active (ActiveState)
<folder>/<list>/editions/<edition id>/  see _edition
<folder>/.lock, <folder>/.tmp-*         a writer at work
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beholden.lists._disk import append_line, replace_file
from beholden.lists._edition import read_edition
from beholden.lists._settings import NAME_PATTERN
from beholden.lists.errors import (
    EditionDamagedError,
    StateDamagedError,
    UnknownEditionError,
    UnknownListError,
)
from beholden.lists.models import ActiveState, Edition

if TYPE_CHECKING:
    from pathlib import Path

    from beholden.lists.models import Change


class Shelf:
    """Reads and writes the small files of all lists. Locking is the caller's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def editions_folder(self, name: str) -> Path:
        """Where the editions of a list lie."""
        return self._folder / name / "editions"

    def names(self) -> list[str]:
        """Lists that have an edition, sorted."""
        if not self._folder.exists():
            return []
        return sorted(
            path.parent.name
            for path in self._folder.glob("*/editions")
            if NAME_PATTERN.fullmatch(path.parent.name) and any(path.iterdir())
        )

    def editions(self, name: str) -> tuple[tuple[Edition, ...], dict[str, str]]:
        """Readable editions, newest first, and the damaged ones: id to sentence.

        Raises:
            UnknownListError: There is no such list.
        """
        if name not in self.names():
            known = ", ".join(self.names()) or "none yet"
            raise UnknownListError(f"There is no list {name!r}. Lists: {known}.")
        editions: list[Edition] = []
        damaged: dict[str, str] = {}
        for folder in self.editions_folder(name).iterdir():
            try:
                editions.append(read_edition(folder))
            except EditionDamagedError as error:
                damaged[folder.name] = str(error)
        editions.sort(key=lambda edition: (edition.created_at, edition.edition), reverse=True)
        return tuple(editions), damaged

    def choose(self, name: str, wanted: str | None) -> Edition:
        """The edition of that id, start of an id, or version; the newest if None.

        Raises:
            UnknownListError: There is no such list.
            UnknownEditionError: No edition, or several, answer to ``wanted``.
            EditionDamagedError: Its metadata cannot be read.
        """
        editions, damaged = self.editions(name)
        if wanted is None and editions:
            return editions[0]
        if wanted in damaged:
            raise EditionDamagedError(damaged[wanted])
        found = [
            edition
            for edition in editions
            if wanted and (edition.edition.startswith(wanted) or edition.version == wanted)
        ]
        if len(found) == 1:
            return found[0]
        shown = ", ".join(f"{e.edition} ({e.version})" for e in found or editions)
        problem = "Several editions answer" if found else "No edition answers"
        raise UnknownEditionError(
            f"{problem} to {wanted!r} in list {name}. Give one of: {shown or 'none is readable'}."
        )

    def state(self, name: str) -> ActiveState | None:
        """What ``active.json`` says; None if nothing was ever active.

        Raises:
            StateDamagedError: It cannot be read.
        """
        path = self._folder / name / "active.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=ActiveState)
        except FileNotFoundError:
            return None
        except msgspec.MsgspecError as error:
            raise StateDamagedError(
                f"{path} cannot be read ({error}). Delete it and activate an edition again; "
                "changes.jsonl says which one was active."
            ) from error

    def write_state(self, name: str, state: ActiveState) -> None:
        """Replace ``active.json`` at once."""
        content = msgspec.json.format(msgspec.json.encode(state)) + b"\n"
        replace_file(self._folder / name / "active.json", content, staging=self._folder)

    def record(self, change: Change) -> None:
        """Append to ``changes.jsonl``; on return it is on the disk."""
        append_line(self._folder / "changes.jsonl", msgspec.json.encode(change))
