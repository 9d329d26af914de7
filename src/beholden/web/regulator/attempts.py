"""How often somebody may try to sign in: a bucket of attempts for each address, and one for all.

A key has 256 bits and cannot be guessed. What this bounds is the work that strangers cause,
and the noise in the log.

    attempts.wait_for("192.0.2.7")    # 0.0, or the seconds to wait
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec


class AttemptLimits(msgspec.Struct, frozen=True):
    """Attempts in a row, and how many seconds give one back."""

    of_one: int = 10
    seconds_each: float = 6.0
    of_all: int = 100
    seconds_each_of_all: float = 0.6
    addresses: int = 10_000


USUAL = AttemptLimits()


class Attempts:
    """Attempts of one server.

    Args:
        clock: seconds that never go back.
        limits: for one address and for all.
    """

    def __init__(self, clock: Callable[[], float], limits: AttemptLimits = USUAL) -> None:
        self._clock = clock
        self._limits = limits
        self._lock = threading.Lock()
        # When each bucket is full again.
        self._full: dict[str, float] = {}
        self._all_full = 0.0

    def wait_for(self, address: str) -> float:
        """Takes one attempt; returns 0, or after how many seconds there is one again."""
        limits = self._limits
        with self._lock:
            now = self._clock()
            own = max(now, self._full.get(address, now))
            every = max(now, self._all_full)
            wait = max(
                own - now - (limits.of_one - 1) * limits.seconds_each,
                every - now - (limits.of_all - 1) * limits.seconds_each_of_all,
            )
            if wait > 0:
                return wait
            self._all_full = every + limits.seconds_each_of_all
            self._full.pop(address, None)
            self._full[address] = own + limits.seconds_each
            self._bound(now)
            return 0.0

    def forgive(self, address: str) -> None:
        """Forgets the attempts of an address from which somebody signed in."""
        with self._lock:
            self._full.pop(address, None)

    def _bound(self, now: float) -> None:
        if len(self._full) <= self._limits.addresses:
            return
        self._full = {name: full for name, full in self._full.items() if full > now}
        while len(self._full) > self._limits.addresses:
            del self._full[next(iter(self._full))]
