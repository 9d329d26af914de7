"""A change to the lists, in a process of its own: an import must not slow the checks down.

Run by ``web.lists`` as ``python -m beholden.web.list_job``: one JSON job on standard
input, one JSON reply on standard output. It ends with the worker that started it.
"""

from __future__ import annotations

import ctypes
import signal
import sys
from pathlib import Path
from typing import Any, Literal

import msgspec

from beholden.app import Beholden
from beholden.lists import Edition, ImportReport, ListsError


class AddSettings(msgspec.Struct, frozen=True, omit_defaults=True):
    """Settings of a new edition; the words of ``ListStore.add``."""

    source: str
    set_by: str
    version: str | None = None
    radius: int | None = None
    min_quality: int = 50
    role: Literal["match", "allow"] = "match"
    action_hint: Literal["allow", "hold", "block"] | None = None
    note: str | None = None
    columns: dict[str, str] | None = None
    kind: str | None = None
    labels: Literal["mapped", "all"] = "mapped"
    format: Literal["csv", "jsonl"] | None = None
    max_rejects: float = 0.001


class Job(msgspec.Struct, frozen=True, omit_defaults=True):
    """What to do; ``file`` and ``add`` only to add, ``edition`` only to activate."""

    data: str
    do: Literal["add", "activate", "rollback"]
    name: str
    by: str
    file: str | None = None
    add: AddSettings | None = None
    activate: bool = False
    edition: str | None = None


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of it: an edition, or the name of an error and its sentence."""

    edition: Edition | None = None
    report: ImportReport | None = None
    error: str | None = None
    sentence: str = ""


def run(job: Job) -> Reply:
    """Does it; what the lists refuse is a reply."""
    lists = Beholden(Path(job.data)).lists
    try:
        if job.do == "rollback":
            return Reply(lists.rollback(job.name, by=job.by))
        if job.do == "activate" or job.add is None or job.file is None:
            return Reply(lists.activate(job.name, job.edition, by=job.by))
        settings: dict[str, Any] = {
            field: getattr(job.add, field) for field in job.add.__struct_fields__
        }
        edition, report = lists.add(Path(job.file), name=job.name, **settings)
        if job.activate:
            edition = lists.activate(job.name, edition.edition, by=job.by)
    except ListsError as error:
        return Reply(error=type(error).__name__, sentence=str(error))
    return Reply(edition, report)


def main() -> None:
    """Reads a job, does it, replies."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    sys.stdout.buffer.write(msgspec.json.encode(run(job)))


if __name__ == "__main__":
    main()
