"""The composition root: the one place where rooms are wired to each other.

A *data folder* holds everything that a gate keeps::

    policy.toml     the operator's policy; without it the one that ships is used
    lists/          editions, and which of them are active
    decisions/      held and blocked decisions, counts of allowed ones
    guard/          entries lowered from block to hold
    scans/          how far an interrupted scan had come

    >>> app = Beholden(Path("beholden-data"))  # doctest: +SKIP
    >>> with HashPool() as pool:  # doctest: +SKIP
    ...     app.gate(pool).check(data).outcome
    'allow'
"""

from __future__ import annotations

import os
import secrets
import time
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from beholden.app._lists import ActiveLists, Indexes, drill_list, opened
from beholden.gate import (
    RANDOM_BYTES,
    Gate,
    GuardStore,
    Hasher,
    JsonlRecorder,
    Policy,
    decision_id,
    default_policy,
    read_policy,
)
from beholden.lists import ListStore

__all__ = ["ActiveLists", "Beholden", "default_data_folder", "utc_now"]


def utc_now() -> datetime:
    """The clock of the running program."""
    return datetime.now(UTC)


def default_data_folder() -> Path:
    """``$BEHOLDEN_DATA``, else ``beholden`` in the user's data folder (XDG)."""
    if named := os.environ.get("BEHOLDEN_DATA"):
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "beholden"


class Beholden:
    """One data folder, wired."""

    def __init__(self, data: Path) -> None:
        self.data = data

    @cached_property
    def lists(self) -> ListStore:
        """The lists of the data folder."""
        return ListStore(self.data / "lists", Indexes(), utc_now)

    @cached_property
    def recorder(self) -> JsonlRecorder:
        """Where decisions are kept."""
        return JsonlRecorder(self.data / "decisions", utc_now)

    @cached_property
    def guard(self) -> GuardStore:
        """Entries lowered from block to hold."""
        return GuardStore(self.data / "guard", utc_now)

    @property
    def policy_file(self) -> Path:
        """Where the operator's policy is, if there is one."""
        return self.data / "policy.toml"

    def policy(self) -> Policy:
        """The operator's policy, or the one that ships.

        Raises:
            PolicyError: With every problem of the file and its line.
        """
        # A link that leads nowhere is a policy that is missing, not one that was never set.
        present = os.path.lexists(self.policy_file)
        return read_policy(self.policy_file) if present else default_policy()

    def active_lists(self) -> ActiveLists:
        """Opens the active editions, every byte verified, and the drill list.

        Raises:
            DamagedError: A list that should be active is damaged or lost.
        """
        return ActiveLists([*map(opened, self.lists.active()), drill_list()])

    def gate(self, hasher: Hasher, lists: ActiveLists | None = None) -> Gate:
        """A gate over the active lists and the policy as they are now."""
        return Gate(
            hasher=hasher,
            matcher=lists or self.active_lists(),
            policy=self.policy(),
            recorder=self.recorder,
            guard=self.guard,
            clock=utc_now,
            monotonic=time.monotonic,
            new_id=lambda: decision_id(utc_now(), secrets.token_bytes(RANDOM_BYTES)),
        )
