"""From threads to the event loop: many results, one wake-up.

``asyncio.wrap_future`` wakes the loop once for each future. A group commit resolves a
dozen at once, and a wake-up costs more than a result.

    recorded = await bridge.wait(recorder.submit(...))
"""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Bridge:
    """Waits for futures of threads within one event loop."""

    def __init__(self) -> None:
        self._done: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._woken = False

    async def wait(self, future: Future[T]) -> T:
        """The result of a future, or what it failed with; cancelled with the caller."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[T] = loop.create_future()

        def done(finished: Future[T]) -> None:
            self._done.append((waiter, finished))
            # Set before waking: whoever comes between is handed on by the same wake-up.
            if not self._woken:
                self._woken = True
                loop.call_soon_threadsafe(self._hand_on)

        future.add_done_callback(done)
        try:
            return await waiter
        except asyncio.CancelledError:
            future.cancel()
            raise

    def _hand_on(self) -> None:
        self._woken = False
        while self._done:
            waiter, finished = self._done.popleft()
            if waiter.done():
                continue
            if finished.cancelled():
                waiter.cancel()
            elif (error := finished.exception()) is not None:
                waiter.set_exception(error)
            else:
                waiter.set_result(finished.result())
