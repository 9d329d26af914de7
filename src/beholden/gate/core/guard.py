"""The guard: an entry that suddenly matches far more accounts than others is lowered.

A wrong entry in a list (a popular harmless picture hashed by mistake) would
block thousands of people at once. The rule, counted by distinct accounts, never
by uploads, in a sliding window:

    accounts(entry) >= min_accounts
    and accounts(entry) >= factor * median(accounts of the list's other entries)

The median is over the other entries of the same list seen in the window, less
those that the same upload matched: near-copies of one picture rise together and
would hide each other. Where no others are left it counts as 1, so at least
``max(min_accounts, factor)`` accounts are needed. A lowered entry holds instead
of blocking until a named person reinstates it; then counting starts anew, so it
takes that many accounts again, seen after the reinstatement. Matches without an
account do not count.

``GuardCounts`` counts in memory; the recorder of the store counts in a table, by the
same rule. Memory is bounded by ``ENTRIES_KEPT`` and ``ACCOUNTS_KEPT`` (some 300 MB at the
very worst): the entry longest unseen goes first, and so does the account
longest unseen within an entry. Accounts are held as keyed hashes only.

What is lowered now is kept by ``gate.guard``.

    counts = GuardCounts()
    counts.observe("iwf", "a1", account_key("user-7", key), at, GuardSettings())
"""

from __future__ import annotations

import hashlib
import statistics
from collections import OrderedDict
from typing import TYPE_CHECKING

from beholden.gate.core.models import Lowered

if TYPE_CHECKING:
    from collections.abc import Collection

    from beholden.gate.core.models import EntryKey, Instant
    from beholden.gate.core.policy import GuardSettings

ENTRIES_KEPT = 2_000
"""Entries counted at one time, over all lists."""

ACCOUNTS_KEPT = 1_000
"""Accounts counted for one entry; ``min_accounts`` may not exceed it."""


def account_key(account: str, key: bytes) -> bytes:
    """Returns 8 bytes that stand for an account: BLAKE2b keyed with 1 to 64 secret bytes."""
    return hashlib.blake2b(account.encode(), digest_size=8, key=key).digest()


def lowered_by(
    list_name: str,
    entry: str,
    at: Instant,
    settings: GuardSettings,
    *,
    accounts: int,
    median: float,
) -> Lowered | None:
    """The rule: what to lower and why, or None.

    Args:
        list_name: the list that matched.
        entry: its entry.
        at: when it was matched last.
        settings: least number of accounts, factor; the window goes into the reason only.
        accounts: distinct accounts that matched the entry within the window.
        median: of the same over the list's other entries; 1 where there are none.
    """
    if accounts < settings.min_accounts or accounts < settings.factor * median:
        return None
    return Lowered(
        list=list_name,
        entry=entry,
        at=at,
        accounts=accounts,
        reason=(
            f"{accounts} accounts matched it within {settings.window_hours:g} hours; the median "
            f"of the list's other entries is {median:g}. An entry is lowered from "
            f"{settings.min_accounts} accounts on if that is at least "
            f"{settings.factor:g} times the median."
        ),
    )


class GuardCounts:
    """Which accounts matched which entry in the window. Mutable, free of I/O and clocks."""

    def __init__(
        self, *, entries_kept: int = ENTRIES_KEPT, accounts_kept: int = ACCOUNTS_KEPT
    ) -> None:
        """Takes the bounds; tests lower them."""
        self._entries_kept = entries_kept
        self._accounts_kept = accounts_kept
        # Both levels are ordered by last sight, so the window is cut from the front.
        self._seen: OrderedDict[EntryKey, OrderedDict[bytes, float]] = OrderedDict()

    def observe(
        self,
        list_name: str,
        entry: str,
        account: bytes,
        at: Instant,
        settings: GuardSettings,
        *,
        alongside: Collection[EntryKey] = (),
    ) -> Lowered | None:
        """Counts one match and says whether the entry is to be lowered now.

        Args:
            list_name: the list that matched.
            entry: its entry.
            account: as ``account_key`` gives it.
            at: when the match was seen.
            settings: window, least number of accounts, factor.
            alongside: what the same upload matched; left out of the median.

        Returns:
            What to lower and why, each time the rule holds; the caller ignores
            entries that are lowered already.
        """
        now = at.timestamp()
        window = settings.window_hours * 3600
        accounts = self._seen.setdefault((list_name, entry), OrderedDict())
        self._seen.move_to_end((list_name, entry))
        accounts[account] = now
        accounts.move_to_end(account)
        while len(accounts) > self._accounts_kept:
            accounts.popitem(last=False)
        while len(self._seen) > self._entries_kept:
            self._seen.popitem(last=False)
        count = _cut(accounts, now, window)
        if count < settings.min_accounts:
            return None
        median = self._median(list_name, now, window, without={(list_name, entry), *alongside})
        return lowered_by(list_name, entry, at, settings, accounts=count, median=median)

    def accounts(self, list_name: str, entry: str) -> int:
        """Accounts held for one entry, those the window has passed included."""
        return len(self._seen.get((list_name, entry), ()))

    def forget(self, list_name: str, entry: str) -> None:
        """Starts counting an entry anew, as after its reinstatement."""
        self._seen.pop((list_name, entry), None)

    def _median(
        self, list_name: str, now: float, window: float, *, without: set[EntryKey]
    ) -> float:
        counts = [
            _cut(accounts, now, window)
            for key, accounts in self._seen.items()
            if key[0] == list_name and key not in without
        ]
        seen = [count for count in counts if count]
        return statistics.median(seen) if seen else 1.0


def _cut(accounts: OrderedDict[bytes, float], now: float, window: float) -> int:
    """Drops what the window has passed; returns how many accounts are left."""
    # A clock that jumped ahead and came back leaves sightings far in the future at
    # the end; they are cut as well, or they would count for ever.
    for last in (False, True):
        while accounts:
            account = next(reversed(accounts) if last else iter(accounts))
            if abs(now - accounts[account]) < window:
                break
            accounts.popitem(last=last)
    return len(accounts)
