"""Group commit: many writers, one transaction, one wait for the disk.

Items queue up while a transaction is on its way to the disk; the next transaction
takes all of them. Each item's future resolves after the commit, so nobody is
answered before what they were told is durable. An item that cannot be written fails
alone: its transaction is undone and the others are written without it.

    group = GroupCommit(store, write)    # write(connection, items) -> results
    group.submit(item).result()
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

from beholden.store.errors import (
    StoreBusyError,
    StoreError,
    StoreRefusedError,
    StoreUnavailableError,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from beholden.store.engine import Store

T = TypeVar("T")
R = TypeVar("R")

QUEUE_AT_MOST = 4_096
"""Items that may wait; more are refused, so that callers hear of it at once."""
BATCH_AT_MOST = 512
"""Items of one transaction."""
_COMPANY = 4


class GroupCommit(Generic[T, R]):
    """One thread that commits what others submit."""

    def __init__(
        self,
        store: Store,
        write: Callable[[Connection, Sequence[T]], Sequence[R | Exception]],
        *,
        queue_at_most: int = QUEUE_AT_MOST,
        batch_at_most: int = BATCH_AT_MOST,
        linger_seconds: float = 0.0,
        explain: Callable[[BaseException], BaseException] = lambda error: error,
    ) -> None:
        """Starts the thread.

        Args:
            store: where to write.
            write: writes some items within one transaction; returns one result each.
                Called again with fewer items if the transaction failed.
            queue_at_most: items that may wait.
            batch_at_most: items of one transaction.
            linger_seconds: how long to wait for company before a transaction, where the
                one before had several items: the next of the same callers are on their way.
            explain: turns what went wrong into what futures fail with. A result that is
                an exception fails its own future, and the transaction stands.
        """
        self._writer = store.writer()
        self._write = write
        self._queue_at_most = queue_at_most
        self._batch_at_most = batch_at_most
        self._linger_seconds = linger_seconds
        self._explain = explain
        self._waiting: deque[tuple[T, Future[R]]] = deque()
        self._changed = threading.Condition()
        self._submitted = 0
        self._finished = 0
        self._closed = False
        self._process = os.getpid()
        self._thread = threading.Thread(target=self._run, name="group-commit", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Items that wait for their turn."""
        return len(self._waiting)

    def submit(self, item: T) -> Future[R]:
        """Queues one item; the future has its result once it is durable.

        A future that is cancelled before its turn is never written.

        Raises:
            StoreBusyError: too many items wait already.
            StoreUnavailableError: it was closed, or this is a fork of its process.
        """
        future: Future[R] = Future()
        if os.getpid() != self._process:  # a fork has none of its parent's threads
            raise StoreUnavailableError(
                "This process was forked from the one that writes. Nothing was recorded."
            )
        with self._changed:
            if self._closed:
                raise StoreUnavailableError("The store is being closed. Nothing was recorded.")
            if len(self._waiting) >= self._queue_at_most:
                raise StoreBusyError(
                    f"{self._queue_at_most:,} records wait to be written. Nothing was recorded. "
                    "Try again in a moment; if it lasts, the disk is too slow."
                )
            self._waiting.append((item, future))
            self._submitted += 1
            self._changed.notify_all()
        return future

    def flush(self) -> None:
        """Returns when all that was submitted so far is written or has failed."""
        with self._changed:
            last = self._submitted
            self._changed.wait_for(lambda: self._finished >= last)

    def close(self) -> None:
        """Writes what waits, then ends the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        count = 0
        while True:
            if self._linger_seconds and count >= _COMPANY:
                time.sleep(self._linger_seconds)
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if not self._waiting:
                    break
                count = min(len(self._waiting), self._batch_at_most)
                batch = [self._waiting.popleft() for _ in range(count)]
            # From here on a future cannot be cancelled any more.
            if wanted := [one for one in batch if one[1].set_running_or_notify_cancel()]:
                self._commit(wanted)
            with self._changed:
                self._finished += count
                self._changed.notify_all()
        self._writer.close()

    def _commit(self, batch: list[tuple[T, Future[R]]]) -> None:
        try:
            with self._writer.writing() as connection:
                results = self._write(connection, [item for item, _ in batch])
                if len(results) != len(batch):
                    raise ValueError(f"{len(results)} results for {len(batch)} items")  # noqa: TRY301 - rolls back
        except StoreRefusedError as error:
            self._commit_apart(batch, error)
        except StoreError as error:
            for _, future in batch:
                # One exception raised in many threads would collect all their tracebacks.
                own = type(error)(*error.args)
                own.__cause__ = error.__cause__
                future.set_exception(self._explain(own))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the thread must go on
            self._commit_apart(batch, error)
        else:
            for (_, future), result in zip(batch, results, strict=True):
                if isinstance(result, Exception):
                    future.set_exception(result)
                else:
                    future.set_result(result)

    def _commit_apart(self, batch: list[tuple[T, Future[R]]], error: BaseException) -> None:
        """Halves a batch that failed for one item's sake, until that item is alone."""
        if len(batch) == 1:
            batch[0][1].set_exception(self._explain(error))
            return
        middle = len(batch) // 2
        self._commit(batch[:middle])
        self._commit(batch[middle:])
