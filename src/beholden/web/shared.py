"""Memory that the supervisor and its workers share: rate limits and the board.

One anonymous mapping, made before the workers are forked. Nothing of it is on a disk,
and nothing in it is content: counts, times, sentences for the operator.

* **Rates**: one slot of 8 bytes a key, the *theoretical arrival time* of GCRA (the
  leaky bucket as a meter) on the machine's monotonic clock. Two workers that take from
  one slot at the same instant may both pass: a limit may be overrun by one call, and
  no lock can be left behind by a killed process.
* **Board**: one slot a worker for what it says of itself, a checksummed message. A
  torn message fails its checksum and reads as absent.

    shared = Shared(workers=2)
    shared.take(slot=7, rate=100.0, count=1)   # 0.0, or seconds to wait
    shared.post(0, b"...")
"""

from __future__ import annotations

import mmap
import struct
import time
import zlib
from collections.abc import Callable

_RATE_SLOTS = 4_096
_BOARD_BYTES = 64 * 1024
_ARRIVAL = struct.Struct("=d")
_HEAD = struct.Struct("=II")

BURST_CHECKS = 1_000
"""Checks that may come at once whatever the rate: one full batch."""


class Shared:
    """The shared memory of one service."""

    def __init__(self, workers: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Makes room for the supervisor (board slot 0) and ``workers`` (1 and up)."""
        self._clock = clock
        self._board_at = _RATE_SLOTS * _ARRIVAL.size
        self.slots = workers + 1
        self._memory = mmap.mmap(-1, self._board_at + self.slots * _BOARD_BYTES)

    def take(self, slot: int, rate: float, count: int) -> float:
        """Takes ``count`` checks from a key's rate.

        Args:
            slot: Number of the key; keys 4,096 apart share one.
            rate: Checks a second.
            count: Checks to take.

        Returns:
            0 if they were taken, else the seconds after which they may be.
        """
        at = slot % _RATE_SLOTS * _ARRIVAL.size
        now = self._clock()
        (arrival,) = _ARRIVAL.unpack_from(self._memory, at)
        later = max(now, arrival) + count / rate
        # One second's worth, and at least one full batch, may be ahead of its time.
        wait = later - now - max(BURST_CHECKS, rate) / rate
        if wait > 0:
            return float(wait)
        _ARRIVAL.pack_into(self._memory, at, later)
        return 0.0

    def post(self, number: int, message: bytes) -> None:
        """Says something on the board; a message too long is not posted."""
        if len(message) > _BOARD_BYTES - _HEAD.size:
            return
        at = self._board_at + number * _BOARD_BYTES
        _HEAD.pack_into(self._memory, at, len(message), zlib.crc32(message))
        self._memory[at + _HEAD.size : at + _HEAD.size + len(message)] = message

    def read(self, number: int) -> bytes | None:
        """What a slot says; None if nothing, or torn."""
        at = self._board_at + number * _BOARD_BYTES
        length, checksum = _HEAD.unpack_from(self._memory, at)
        if not 0 < length <= _BOARD_BYTES - _HEAD.size:
            return None
        message = self._memory[at + _HEAD.size : at + _HEAD.size + length]
        return message if zlib.crc32(message) == checksum else None

    def clear(self, number: int) -> None:
        """Wipes a slot, when its worker has ended."""
        _HEAD.pack_into(self._memory, self._board_at + number * _BOARD_BYTES, 0, 0)
