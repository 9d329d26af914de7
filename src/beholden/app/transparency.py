"""Transparency reports, wired: a network's own log, or a mirror's copy, as what is held against.

report = build_report(app, window, settings)
again = recompute(report, [Path("entries.jsonl")], Path("mirror"))
differences(report, again.report)
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from beholden.ledger import LogTree, read_mirror_copy
from beholden.transparency import (
    Opened,
    ReportSettings,
    open_statements,
    report_of,
)
from beholden.transparency.core import (
    CheckpointRef,
    EarlierReport,
    Published,
    ReportError,
    TransparencyReport,
    Window,
    named_of,
)

if TYPE_CHECKING:
    from beholden.app import Beholden

    Progress = Callable[[int, int], None]

__all__ = ["Recomputed", "build_report", "recompute"]

_SCRATCH = ".opened-"


class Recomputed(NamedTuple):
    """A report that was made again, and what was opened for it.

    ``missing`` are earlier reports that the published one names and that were not given: what
    was hidden because of them alone cannot be told.
    """

    report: TransparencyReport
    opened: Opened
    missing: tuple[EarlierReport, ...] = ()


def build_report(
    app: Beholden,
    window: Window,
    settings: ReportSettings,
    *,
    size: int | None = None,
    first: int | None = None,
    earlier: Sequence[Published] = (),
    progress: Progress = lambda *_: None,
) -> Recomputed:
    """The report of a network over its own log.

    Every statement is held against the log's files as anybody outside would, so that a report
    never rests on a database that says something else.

    Args:
        app: the data folder.
        window: whole days in UTC.
        settings: names, threshold, what is corrected.
        size: entries of the tree; without it, what is published.
        first: the first entry that is looked at; without it, that of the first statement that
            was made since the window began.
        earlier: reports that were published before.
        progress: told how many entries of how many are opened.

    Raises:
        TransparencyError, LedgerError: it cannot be made; the message says why.
    """
    ledger = app.ledger.service
    tree = ledger.tree(size)
    end = tree.reader.size
    if first is None:
        since = ledger.first_since(datetime.combine(window.first, time(), UTC))
        first = end if since is None else min(since, end)
    # What was erased since is told apart from what is withheld.
    whole = tree.reader if size is None else ledger.tree(None).reader
    with _scratch(app.data) as folder:
        opened = open_statements(
            ledger.export_entries(first, whole.size),
            whole,
            first=first,
            size=end,
            until=whole.size,
            folder=folder,
            progress=progress,
        )
        report = report_of(opened, window, _reference(tree), settings, earlier)
        return Recomputed(report, opened)


def recompute(
    published: TransparencyReport,
    openings: Sequence[Path],
    mirror: Path,
    *,
    earlier: Sequence[Published] = (),
    progress: Progress = lambda *_: None,
) -> Recomputed:
    """A published report made again, from what the network opened and a mirror's copy of its log.

    Args:
        published: the report; its window, entries and threshold are taken.
        openings: files of ``beholden ledger export``.
        mirror: the folder of a mirror.
        earlier: reports that may be those which it names; others are not looked at.
        progress: told how many bytes of how many are read.

    Raises:
        ReportError: the mirror's copy does not reach the report's checkpoint.
        TransparencyError, LedgerError: it cannot be made; the message says why.
    """
    copy = read_mirror_copy(mirror)
    size = published.checkpoint.size
    if size > copy.reader.size:
        raise ReportError(
            f"checkpoint.size: the report stands on {size:,} entries, and the mirror's copy has "
            f"{copy.reader.size:,}. Follow the log first: beholden mirror."
        )
    if published.coverage.first > size:
        raise ReportError("coverage.first: it lies behind the checkpoint. Ask for another report.")
    reader = copy.reader.at(size)
    with _scratch(None) as folder:
        opened = open_statements(
            list(openings),
            copy.reader,
            first=published.coverage.first,
            size=size,
            until=copy.reader.size,
            folder=folder,
            progress=progress,
        )
        settings = ReportSettings(
            service=published.service,
            provider=published.provider,
            contact=published.contact,
            small_numbers_below=published.small_numbers_below,
            revision=published.revision,
            corrects=published.corrects,
            correction=published.correction,
        )
        reference = CheckpointRef(copy.origin, size, reader.root)
        given, missing = named_of(published, earlier)
        report = report_of(opened, published.window, reference, settings, given)
        if missing:
            report = msgspec.structs.replace(report, earlier=published.earlier)
        return Recomputed(report, opened, missing)


def _reference(tree: LogTree) -> CheckpointRef:
    return CheckpointRef(tree.origin, tree.reader.size, tree.reader.root)


@contextmanager
def _scratch(data: Path | None) -> Iterator[Path]:
    """A private folder for opened statements, gone afterwards.

    What a killed process left in a data folder is removed by the next; one that still works
    there holds a lock on its own.
    """
    for left in () if data is None else data.glob(f"{_SCRATCH}*"):
        with suppress(OSError), _locked(left):
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=data) as folder, _locked(Path(folder)):
        yield Path(folder) / "opened"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Holds a folder while the block runs.

    Raises:
        OSError: another process holds it, or it is gone.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
