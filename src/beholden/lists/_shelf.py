"""Where editions lie, and the small files beside them.

```
<folder>/changes.jsonl                  who did what, when (Change)
<folder>/<list>/active.json             which edition is active (ActiveState)
<folder>/<list>/editions/<edition id>/  see _edition
<folder>/.lock, <folder>/.tmp-*         a writer at work
```
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from beholden._durable import append_line, replace_file
from beholden.lists._edition import ID_DIGITS, read_edition
from beholden.lists._settings import NAME_PATTERN
from beholden.lists.errors import (
    EditionDamagedError,
    StateDamagedError,
    UnknownEditionError,
    UnknownListError,
)
from beholden.lists.models import ActiveState, Change, Edition

if TYPE_CHECKING:
    from pathlib import Path

_EDITION_ID = re.compile(f"[0-9a-f]{{{ID_DIGITS}}}")


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

    def choose_to_remove(self, name: str, wanted: str) -> str:
        """The id of the edition, damaged or not, that answers to ``wanted``.

        Raises:
            UnknownListError: There is no such list.
            UnknownEditionError: No edition, or several, answer to ``wanted``.
        """
        editions, damaged = self.editions(name)
        if wanted in damaged:
            return wanted
        broken = [edition_id for edition_id in damaged if wanted and edition_id.startswith(wanted)]
        if not broken:
            return self.choose(name, wanted).edition
        whole = [e.edition for e in editions if e.edition.startswith(wanted) or e.version == wanted]
        if len(found := sorted(broken + whole)) > 1:
            raise UnknownEditionError(
                f"Several editions answer to {wanted!r} in list {name}. "
                f"Give one of: {', '.join(found)}."
            )
        return found[0]

    def state(self, name: str) -> ActiveState | None:
        """What ``active.json`` says; None if nothing was ever active.

        Raises:
            StateDamagedError: It cannot be read.
        """
        path = self._folder / name / "active.json"
        try:
            state = msgspec.json.decode(path.read_bytes(), type=ActiveState)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise _unreadable(name, path, str(error)) from error
        # It becomes a part of paths, and this file can be edited.
        if state.edition is not None and not _EDITION_ID.fullmatch(state.edition):
            raise _unreadable(name, path, f"{state.edition[:40]!r} is no edition")
        return state

    def recorded(self) -> dict[str, str]:
        """The edition of each list that is active if ``changes.jsonl`` is right."""
        try:
            lines = (self._folder / "changes.jsonl").read_bytes().splitlines()
        except FileNotFoundError:
            return {}
        decode = msgspec.json.Decoder(Change).decode
        active: dict[str, str] = {}
        for line in lines:
            try:
                change = decode(line)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue  # a crash cut it short; its change did not take effect
            if change.action in {"activate", "rollback"}:
                active[change.list] = change.edition
            elif change.action == "deactivate" or (
                change.action == "remove" and active.get(change.list) == change.edition
            ):
                active.pop(change.list, None)
        return {name: edition for name, edition in active.items() if NAME_PATTERN.fullmatch(name)}

    def lost(self) -> dict[str, str]:
        """Lists of which an edition should be active and none is there, with that edition.

        A list whose ``active.json`` cannot be read is not among them: ``state`` says so.
        """
        wanted = self.recorded()
        found: set[str] = set()
        states = {path.parent.name for path in self._folder.glob("*/active.json")}
        for name in wanted.keys() | set(filter(NAME_PATTERN.fullmatch, states)):
            try:
                state = self.state(name)
            except StateDamagedError:
                found.add(name)
                continue
            if state is not None and state.edition is not None:
                wanted[name] = state.edition
                if (self.editions_folder(name) / state.edition).is_dir():
                    found.add(name)
        return {name: wanted[name] for name in sorted(wanted.keys() - found)}

    def unreadable(self) -> dict[str, StateDamagedError]:
        """Lists whose ``active.json`` cannot be read, with the error."""
        found: dict[str, StateDamagedError] = {}
        for path in sorted(self._folder.glob("*/active.json")):
            name = path.parent.name
            if NAME_PATTERN.fullmatch(name):
                try:
                    self.state(name)
                except StateDamagedError as error:
                    found[name] = error
        return found

    def write_state(self, name: str, state: ActiveState) -> None:
        """Replace ``active.json`` at once; the list's folder must be there."""
        content = msgspec.json.format(msgspec.json.encode(state)) + b"\n"
        replace_file(self._folder / name / "active.json", content, staging=self._folder)

    def record(self, change: Change) -> None:
        """Append to ``changes.jsonl``; on return it is on the disk."""
        append_line(self._folder / "changes.jsonl", msgspec.json.encode(change))


def _unreadable(name: str, path: Path, problem: str) -> StateDamagedError:
    return StateDamagedError(
        f"{path} cannot be read ({problem}), so nothing says which edition of list {name} is "
        "active; changes.jsonl says which one was. Activate an edition again, or deactivate "
        "the list to go on without it."
    )
