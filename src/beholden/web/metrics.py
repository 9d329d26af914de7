"""Prometheus metrics, added up over all workers of a service.

Each process writes its own files in a folder that the supervisor makes and removes;
the library adds them up when it is asked. Labels are names that operators chose (routes,
outcomes, lists), never anything that a caller sent.
"""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client import multiprocess as _multiprocess
from prometheus_client import values as _values

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

_FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
# Set by the supervisor before this module is loaded; without it nothing is shared or written.

if _FOLDER_VARIABLE in os.environ:
    _process = [os.getpid()]
    os.register_at_fork(after_in_child=lambda: _process.__setitem__(0, os.getpid()))
    # The library asks the system who it is at each count; only a fork changes that.
    _values.ValueClass = _values.MultiProcessValue(lambda: _process[0])  # type: ignore[no-untyped-call]

requests = Counter(
    "beholden_requests", "Requests answered, by endpoint and status.", ("endpoint", "status")
)
seconds = Histogram(
    "beholden_request_seconds", "Time to the whole answer.", ("endpoint",), buckets=_SECONDS
)
decisions = Counter(
    "beholden_decisions", "Decisions recorded, by outcome when enforced.", ("would_be", "mode")
)
matches = Counter(
    "beholden_matches", "Uploads that matched a list, by kind of hash.", ("list", "kind")
)
replays = Counter("beholden_replayed_answers", "Answers repeated for an idempotency key.")
faults = Counter("beholden_faults", "Faults an operator should know of.", ("code",))
in_flight = Gauge("beholden_requests_in_flight", "Requests under way.", multiprocess_mode="livesum")
hashing = Gauge(
    "beholden_uploads_hashing", "Uploads being hashed or waiting for it.",
    multiprocess_mode="livesum",
)  # fmt: skip
body_bytes = Gauge(
    "beholden_body_bytes", "Bytes of bodies held in memory.", multiprocess_mode="livesum"
)
list_age_days = Gauge(
    "beholden_list_age_days", "Age of the active edition.", ("list",), multiprocess_mode="livemax"
)
ledger_entries = Gauge(
    "beholden_ledger_entries", "Entries in the log.", multiprocess_mode="livemax"
)
ledger_published = Gauge(
    "beholden_ledger_published_entries",
    "Entries that the published checkpoint covers.",
    multiprocess_mode="livemax",
)
ready = Gauge(
    "beholden_ready",
    "1 if uploads may be sent to this worker.",
    ("worker",),
    multiprocess_mode="livemin",
)


def exposition() -> bytes:
    """All metrics of all workers in Prometheus' text format."""
    registry = CollectorRegistry()
    _multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def forget(pid: int) -> None:
    """Takes a worker that ended out of the gauges; its counts stay."""
    _multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
