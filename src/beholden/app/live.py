"""Live changes: a new edition or policy takes effect without a restart.

What is in force is one immutable *snapshot*; a request takes it once and uses nothing
else, so its answer names the editions that were really asked. ``refresh`` looks whether
the small files that say what is active have changed, opens the new editions beside the
old ones and swaps the snapshot. If anything about the new state is wrong, the old one
stays in force and the problem is said: protection is never lost to a typing mistake.

Editions are memory-mapped, so processes share their pages. Every byte was verified when
the edition was activated, and again by the first process of a service at its start.

    live = Live(app, hasher, verify=True)
    live.current.gate.judge_queries(...)
    live.refresh()
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from beholden.app._lists import ActiveLists, drill_list, opened
from beholden.gate import Gate, GateError, Hasher, Policy
from beholden.lists import ActiveEdition, ListsError
from beholden.matching import MatchingError

if TYPE_CHECKING:
    from beholden.app import Beholden

_Signature = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one request is decided by."""

    lists: ActiveLists
    active: tuple[ActiveEdition, ...]
    policy: Policy
    gate: Gate

    def stale(self, now: datetime, after_days: int) -> tuple[ActiveEdition, ...]:
        """Active editions that were made more than ``after_days`` ago."""
        return tuple(one for one in self.active if (now - one.edition.created_at).days > after_days)


class Live:
    """The snapshot in force. Threads may share it."""

    def __init__(self, app: Beholden, hasher: Hasher, *, verify: bool) -> None:
        """Loads the first snapshot.

        Raises:
            ListsError: A list that should be active is damaged or lost.
            GateError: The policy is refused.
        """
        self._app = app
        self._hasher = hasher
        self._lock = threading.Lock()
        self._seen: _Signature = ()
        self.problems: dict[str, str] = {}
        """What keeps a newer state from taking effect, by code."""
        before = self._signature()
        self.current = self._load(verify=verify)
        self._seen = before

    def refresh(self) -> bool:
        """Takes up what changed on the disk; returns whether a new snapshot is in force."""
        with self._lock:
            before = self._signature()
            if before == self._seen:
                return False
            self._seen = before
            old = self.current
            try:
                self.current = self._load(verify=False)
            except Exception as error:
                # Somebody may be in the middle of a change; look again even if no file changes.
                self._seen = ()
                if not isinstance(error, (GateError, ListsError, MatchingError, OSError)):
                    raise
                self.problems = {_code_of(error): f"{error} What was in force before still is."}
                return False
            self.problems = {}
            return _state(old) != _state(self.current)

    def _load(self, *, verify: bool) -> Snapshot:
        policy = self._app.policy()
        active = tuple(self._app.lists.active(verify=verify))
        lists = ActiveLists([*map(opened, active), drill_list()])
        return Snapshot(lists, active, policy, self._app.gate(self._hasher, lists, policy))

    def _signature(self) -> _Signature:
        folder = self._app.data / "lists"
        states = sorted(folder.glob("*/active.json")) if folder.is_dir() else []
        # The folder of a list's editions changes when one is lost.
        shelves = [state.parent / "editions" for state in states]
        watched = (self._app.policy_file, folder / "changes.jsonl", *states, *shelves)
        return tuple(_stamps(watched))


def _stamps(paths: Iterable[Path]) -> Iterable[tuple[str, int, int, int]]:
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            yield str(path), 0, 0, 0
        else:
            yield str(path), found.st_mtime_ns, found.st_size, found.st_ino


def _state(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.policy.digest, snapshot.lists.editions


def _code_of(error: Exception) -> str:
    return "policy_refused" if isinstance(error, GateError) else "list_damaged"
