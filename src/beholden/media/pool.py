"""Decode workers: processes under limits, so that no file can cost more than its finding.

    >>> with HashPool(workers=2) as pool:  # doctest: +SKIP
    ...     pool.hash(data)

Each worker has a thread here that hands it one file at a time and waits. A
worker that crashes, hangs or runs out of memory gives that file a finding; the
thread starts a fresh worker and goes on. Bytes travel in anonymous memory
(memfd), files by descriptor; nothing is written to disk.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from beholden.media.core import (
    DIHEDRAL_NAMES,
    Digests,
    HashOutcome,
    ImageHashes,
    Unscannable,
    UnscannableCode,
)
from beholden.media.errors import PoolError
from beholden.media.limits import Limits
from beholden.media.worker import MAX_MESSAGE, Done, Job, Known, Ready, Reply, Setup

Source = bytes | Path
_Key = TypeVar("_Key")

_START_SECONDS = 60.0
# A worker that was taken over without a trace is gone after so many files.
_FILES_A_WORKER = 5000
WORKER_COMMAND: tuple[str, ...] = ("-m", "beholden.media.worker")
_HEX = frozenset("0123456789abcdef")
_PDQ_DIGITS = 64
_encode = msgspec.msgpack.Encoder().encode
_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)
_KEPT_ENVIRONMENT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "BEHOLDEN_NO_KERNELS")


class HashPool:
    """Hashes files in worker processes.

    Args:
        workers: Processes; one for each processor this process may use by default.
        limits: What one file may cost.
        exact: Decode JPEG at full size and in colour.

    Raises:
        PoolError: A worker does not start.
    """

    def __init__(
        self, *, workers: int | None = None, limits: Limits | None = None, exact: bool = False
    ) -> None:
        self.limits = limits or Limits()
        self.workers = workers or len(os.sched_getaffinity(0))
        self._exact = exact
        self._jobs: queue.SimpleQueue[tuple[Source, Future[HashOutcome]] | None] = (
            queue.SimpleQueue()
        )
        self._closed = False
        self._threads = [
            threading.Thread(target=self._serve, name=f"hash-worker-{n}", daemon=True)
            for n in range(self.workers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, source: Source) -> Future[HashOutcome]:
        """Queues one file: its bytes, or the path of a regular file."""
        if self._closed:
            raise PoolError("the pool is closed")
        future: Future[HashOutcome] = Future()
        self._jobs.put((source, future))
        return future

    def hash(self, source: Source) -> HashOutcome:
        """Hashes one file and waits for the outcome."""
        return self.submit(source).result()

    def map(self, sources: Iterable[tuple[_Key, Source]]) -> Iterator[tuple[_Key, HashOutcome]]:
        """Hashes many files in order, with at most four a worker under way or waiting."""
        pending: deque[tuple[_Key, Future[HashOutcome]]] = deque()
        for key, source in sources:
            pending.append((key, self.submit(source)))
            if len(pending) >= 4 * self.workers:
                first, future = pending.popleft()
                yield first, future.result()
        for key, future in pending:
            yield key, future.result()

    def close(self) -> None:
        """Finishes what was queued and ends the workers."""
        if not self._closed:
            self._closed = True
            for _ in self._threads:
                self._jobs.put(None)
            for thread in self._threads:
                thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _serve(self) -> None:
        worker: _Worker | None = None
        while (job := self._jobs.get()) is not None:
            source, future = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                # Killed while it waited (memory ran out, say): no fault of the next file.
                if worker is None or worker.has_ended():
                    worker = _Worker(self.limits)
                started = time.monotonic()
                outcome = worker.hash(source, exact=self._exact)
                took_ms = round((time.monotonic() - started) * 1000, 3)
                outcome = msgspec.structs.replace(outcome, took_ms=took_ms)
                if worker.files >= _FILES_A_WORKER:
                    worker.stop()
                if not worker.alive:
                    worker = None
            except Exception as error:  # noqa: BLE001 - the waiting caller gets it
                if worker is not None:
                    worker.stop()
                worker = None
                future.set_exception(error)
            else:
                future.set_result(outcome)
        if worker is not None:
            worker.stop()


class _Worker:
    """One worker process, as seen by the thread that owns it."""

    def __init__(self, limits: Limits) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for end in (ours, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * MAX_MESSAGE)
        self._channel = ours
        self._wall_seconds = 2 * limits.max_seconds + 5
        environment = {k: os.environ[k] for k in _KEPT_ENVIRONMENT if k in os.environ}
        # numpy's BLAS would reserve memory for threads that hashing never uses.
        environment["OPENBLAS_NUM_THREADS"] = "1"
        command = [sys.executable, "-P", "-W", "ignore", *WORKER_COMMAND]
        with theirs:
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    [*command, str(theirs.fileno())],
                    pass_fds=(theirs.fileno(),),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=environment,
                )
            except OSError as error:
                ours.close()
                raise PoolError(f"a decode worker cannot be started: {error.strerror}.") from error
        self.alive = True
        self.files = 0
        try:
            self._channel.settimeout(_START_SECONDS)
            self._channel.send(_encode(Setup(limits)))
            if not isinstance(self._receive(), Ready):
                raise PoolError("a decode worker answered out of turn")
        except (OSError, EOFError) as error:
            self.stop()
            raise PoolError(
                "a decode worker did not start: check that max_memory_bytes leaves room for "
                f"Python itself (now {limits.max_memory_bytes:,})"
            ) from error

    def hash(self, source: Source, *, exact: bool) -> HashOutcome:
        opened = _open(source)
        if isinstance(opened, HashOutcome):
            return opened
        digests: Digests | None = None
        try:
            try:
                self._channel.settimeout(self._wall_seconds)
                socket.send_fds(self._channel, [_encode(Job(exact))], [opened])
            finally:
                os.close(opened)
            reply = self._receive()
            if isinstance(reply, Known):
                digests = reply.digests
                reply = self._receive()
        except TimeoutError:
            self.stop()
            return _lost(digests, "too_slow", "Decoding did not end in time; it was stopped.")
        except (OSError, EOFError, msgspec.MsgspecError):
            return self._crashed(digests)
        # What a hostile file made of its worker may say anything: it is checked, then believed
        # for this file alone as long as it is sound.
        if not isinstance(reply, Done) or not _is_sound(reply.outcome):
            return self._crashed(digests)
        outcome = reply.outcome
        self.files += 1
        if outcome.unscannable is not None and outcome.unscannable.code == "too_much_memory":
            self.stop()  # what it still holds would count against the next file
        return outcome

    def has_ended(self) -> bool:
        if self._process.poll() is None:
            return False
        self.stop()
        return True

    def stop(self) -> None:
        self.alive = False
        self._channel.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()

    def _receive(self) -> Reply:
        message = self._channel.recv(MAX_MESSAGE)
        if not message:
            raise EOFError
        return _replies.decode(message)

    def _crashed(self, digests: Digests | None) -> HashOutcome:
        self.alive = False
        self._channel.close()
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:  # it said something that is no reply
            self._process.kill()
            status = self._process.wait()
        if status == -signal.SIGXCPU:
            return _lost(digests, "too_slow", "Decoding used up its processor time.")
        return _lost(
            digests,
            "decoder_crashed",
            f"The decoder ended its worker process (status {status}); a fresh one took over.",
        )


def _is_sound(outcome: HashOutcome) -> bool:
    """Whether an outcome says something, and every hash in it is one."""
    if outcome.image is None:
        return outcome.unscannable is not None and _are_hex(_digests_in(outcome.digests))
    image = outcome.image
    named = [(image.pdq, _PDQ_DIGITS), *_digests_in(outcome.digests), *_digests_in(image)]
    for still in image.stills:
        if len(still.dihedral) != len(DIHEDRAL_NAMES) or still.pdq != still.dihedral[0]:
            return False
        named += [(digits, _PDQ_DIGITS) for digits in still.dihedral]
    return _are_hex(named)


def _digests_in(source: Digests | ImageHashes | None) -> list[tuple[str, int]]:
    if source is None:
        return []
    return [(source.sha256, 64), (source.sha1, 40), (source.md5, 32)]


def _are_hex(named: list[tuple[str, int]]) -> bool:
    return all(len(digits) == size and _HEX.issuperset(digits) for digits, size in named)


def _lost(digests: Digests | None, code: UnscannableCode, message: str) -> HashOutcome:
    return HashOutcome(digests=digests, unscannable=Unscannable(code, message))


def _open(source: Source) -> int | HashOutcome:
    """A descriptor to hand over, or why there is none."""
    if isinstance(source, bytes):
        descriptor = os.memfd_create("upload")
        view = memoryview(source)
        while view:
            view = view[os.write(descriptor, view) :]
        os.lseek(descriptor, 0, os.SEEK_SET)
        return descriptor
    try:
        # Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
        descriptor = os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return _lost(None, "unreadable", f"The file cannot be opened: {error.strerror}.")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return _lost(None, "unreadable", "This is not a regular file.")
    return descriptor
