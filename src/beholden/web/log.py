"""Structured logs: one JSON object a line on standard error, never content.

No body, no hash, no account and no query string is ever logged. Of an unforeseen
error only its type and the places it passed are, because its text may quote a value.

    log = get_log()
    log.info("listening", address="127.0.0.1:8787")
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import msgspec
import structlog

_LEVELS = {name: getattr(logging, name.upper()) for name in ("debug", "info", "warning", "error")}


def configure(level: str) -> None:
    """Sets up the logs of this process; called once, at the edge."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _as_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=False,
    )
    # Libraries speak through the standard module; their debug talk may quote values.
    logging.basicConfig(level=logging.CRITICAL, force=True)


def get_log() -> Any:
    """The log of this process."""
    return structlog.get_logger().bind(pid=os.getpid())


def places_of(error: BaseException) -> list[str]:
    """Where an error passed, innermost last, without its text."""
    return [
        f"{frame.filename.rpartition('beholden/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-12:]
    ]


def _as_line(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> bytes:
    return msgspec.json.encode(event)
