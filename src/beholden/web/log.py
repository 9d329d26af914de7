"""Structured logs: one JSON object a line on standard error, never content.

No body, no hash, no account and no query string is ever logged. Of an unforeseen
error only its type and the places it passed are, because its text may quote a value.

    log = get_log()
    log.info("listening", address="127.0.0.1:8787")
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import MutableMapping
from typing import Any, BinaryIO, cast

import msgspec
import structlog

_LINES_AT_MOST = 10_000
_FINISH_STEP_SECONDS = 0.01
_apart: list[_Apart] = []
_LEVELS = {name: getattr(logging, name.upper()) for name in ("debug", "info", "warning", "error")}


def configure(level: str, *, apart: bool = False) -> None:
    """Sets up the logs of this process; called once, at the edge.

    Args:
        level: The least serious event that is logged.
        apart: Write from a thread of its own, as a process that serves must.
    """
    stream = _Apart(sys.stderr.buffer) if apart else _Patient(sys.stderr.buffer)
    if isinstance(stream, _Apart):
        _apart.append(stream)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _as_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.BytesLoggerFactory(cast("BinaryIO", stream)),
        cache_logger_on_first_use=False,
    )
    # Libraries speak through the standard module; their debug talk may quote values.
    logging.basicConfig(level=logging.CRITICAL, force=True)


class _Patient:
    """A stream whose reader may go away: the gate must not fail because nobody reads its log."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(data)
        return len(data)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()


class _Apart(_Patient):
    """A stream written by a thread of its own: a reader that stalls must not stall the gate.

    What does not fit is dropped, and how much was is said once there is room.
    """

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self._waiting: queue.Queue[bytes] = queue.Queue(_LINES_AT_MOST)
        self._dropped = 0
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> int:
        try:
            if self._dropped:
                said = {"event": "log lines dropped", "level": "warning", "count": self._dropped}
                self._waiting.put_nowait(msgspec.json.encode(said) + b"\n")
                self._dropped = 0
            self._waiting.put_nowait(data)
        except queue.Full:
            self._dropped += 1
        return len(data)

    def flush(self) -> None:
        """Nothing waits for the reader."""

    def finish(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self._waiting.unfinished_tasks and time.monotonic() < deadline:
            time.sleep(_FINISH_STEP_SECONDS)

    def _run(self) -> None:
        while True:
            data = self._waiting.get()
            super().write(data)
            super().flush()
            self._waiting.task_done()


def finish(seconds: float = 1.0) -> None:
    """Waits a moment for what was logged to be written; called at the end of a process."""
    for stream in _apart:
        stream.finish(seconds)


def get_log() -> Any:
    """The log of this process."""
    return structlog.get_logger().bind(pid=os.getpid())


def get_audit() -> Any:
    """The log of what must be known whatever the level: who read decisions, who changed lists."""
    every = structlog.make_filtering_bound_logger(logging.NOTSET)
    return structlog.wrap_logger(None, wrapper_class=every).bind(pid=os.getpid())


def places_of(error: BaseException) -> list[str]:
    """Where an error passed, innermost last, without its text."""
    return [
        f"{frame.filename.rpartition('beholden/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-12:]
    ]


def _as_line(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> bytes:
    return msgspec.json.encode(event)
