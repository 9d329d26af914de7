"""Group commit: many writers, one transaction, one wait for the disk.

Items queue up while a transaction is on its way to the disk; the next transaction
takes all of them. Each item's future resolves after the commit, so nobody is
answered before what they were told is durable.

    group = GroupCommit(store, write)    # write(connection, items) -> results
    group.submit(item).result()
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

from beholden.store.errors import StoreBusyError, StoreError, StoreUnavailableError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from beholden.store.engine import Store

T = TypeVar("T")
R = TypeVar("R")

QUEUE_AT_MOST = 4_096
"""Items that may wait; more are refused, so that callers hear of it at once."""
BATCH_AT_MOST = 512
"""Items of one transaction."""


class GroupCommit(Generic[T, R]):
    """One thread that commits what others submit."""

    def __init__(
        self,
        store: Store,
        write: Callable[[Connection, Sequence[T]], Sequence[R]],
        *,
        queue_at_most: int = QUEUE_AT_MOST,
        batch_at_most: int = BATCH_AT_MOST,
    ) -> None:
        """Starts the thread.

        Args:
            store: where to write.
            write: writes some items within one transaction; returns one result each.
                Called again with fewer items if the transaction failed.
            queue_at_most: items that may wait.
            batch_at_most: items of one transaction.
        """
        self._store = store
        self._write = write
        self._queue_at_most = queue_at_most
        self._batch_at_most = batch_at_most
        self._waiting: deque[tuple[T, Future[R]]] = deque()
        self._changed = threading.Condition()
        self._busy = False
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="group-commit", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Items that wait for their turn."""
        return len(self._waiting)

    def submit(self, item: T) -> Future[R]:
        """Queues one item; the future has its result once it is durable.

        Raises:
            StoreBusyError: too many items wait already.
            StoreUnavailableError: it was closed.
        """
        future: Future[R] = Future()
        with self._changed:
            if self._closed:
                raise StoreUnavailableError("The store is being closed. Nothing was recorded.")
            if len(self._waiting) >= self._queue_at_most:
                raise StoreBusyError(
                    f"{self._queue_at_most:,} records wait to be written. Nothing was recorded. "
                    "Try again in a moment; if it lasts, the disk is too slow."
                )
            self._waiting.append((item, future))
            self._changed.notify_all()
        return future

    def flush(self) -> None:
        """Returns when nothing waits any more, written or failed."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting and not self._busy)

    def close(self) -> None:
        """Writes what waits, then ends the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if not self._waiting:
                    return
                self._busy = True
                count = min(len(self._waiting), self._batch_at_most)
                batch = [self._waiting.popleft() for _ in range(count)]
            self._commit(batch)

    def _commit(self, batch: list[tuple[T, Future[R]]]) -> None:
        try:
            with self._store.writing() as connection:
                results = self._write(connection, [item for item, _ in batch])
        except StoreError as error:
            for _, future in batch:
                future.set_exception(error)
        except Exception as error:  # noqa: BLE001 - one item's fault must not fail the others
            if len(batch) == 1:
                batch[0][1].set_exception(error)
                return
            for one in batch:
                self._commit([one])
        else:
            for (_, future), result in zip(batch, results, strict=True):
                future.set_result(result)
