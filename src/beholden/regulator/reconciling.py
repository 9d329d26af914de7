"""Reconciles what a service published with what its log, and others, say; keeps the result.

The frame is the regulator's own: the tree of the report's size as the mirror copied it, and
from it only the entries that were not there yet, for certain, before the days began.

Laws:

* Nothing is kept unless all was compared: a mirror that does not reach the report, a file
  that cannot be read, or a full disk ends it with nothing on record.
* Opened statements lie in a private folder while it lasts, and are removed in every case;
  what a killed process left is removed by the next.

    kept = reconciliations.make(Asked(service="photos", window=window, reports=(file,), ...))
    kept.result.verdict
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import RowMapping, insert, select

from beholden._design import shown
from beholden.regulator._log_ports import Openings
from beholden.regulator._rows import named, time_of, us
from beholden.regulator.core.causes_derived import derived_ways
from beholden.regulator.core.counts import BYTES_AT_MOST, parse_counts
from beholden.regulator.core.models import Reconciliation, SourceState
from beholden.regulator.core.reconciling import reconcile
from beholden.regulator.core.reconciling_daily import by_hour, daily_sums, lowered_at_most
from beholden.regulator.core.reconciling_models import (
    CountsOf,
    Evidence,
    Frame,
    Recomputed,
    Registered,
)
from beholden.regulator.errors import BehindError, ReconcilingError, UnknownError
from beholden.store import regulator_tables as tables
from beholden.transparency.core import (
    BEYOND,
    EARLIER_AT_MOST,
    REPORT_BYTES,
    Published,
    TransparencyError,
    TransparencyReport,
    Window,
    decode_report,
    named_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from beholden.regulator._log_ports import LogCopy, Opened, OpenStatements, Progress
    from beholden.regulator.core.models import Service
    from beholden.regulator.mirrors import Mirrors
    from beholden.regulator.ports import Clock
    from beholden.regulator.received import Received
    from beholden.regulator.register import Register
    from beholden.store import Store

    _Find = Callable[[str], Published | None]

__all__ = ["Asked", "GivenFile", "KeptReconciliation", "Reconciliations"]

_CHUNK = 1 << 20
_DAY_SECONDS = 86_400
_USUAL_THRESHOLD = 10
_NO_HIDING = 1
_CORRECTED_AT_MOST = 8
_table = tables.reconciliations


class GivenFile(msgspec.Struct, frozen=True):
    """A file, and what it is called in the result."""

    path: Path
    name: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be compared; ``by`` answers for it.

    Of several ``reports`` each but the first corrects the one before, in any order. ``earlier``
    are reports for other days, beside which that one was protected.
    """

    service: str
    window: Window
    reports: tuple[GivenFile, ...] = ()
    openings: tuple[GivenFile, ...] = ()
    counts: tuple[GivenFile, ...] = ()
    earlier: tuple[GivenFile, ...] = ()
    by: str


class KeptReconciliation(msgspec.Struct, frozen=True, kw_only=True):
    """A reconciliation on record."""

    number: int
    by: str
    at: datetime
    result: Reconciliation


class _Report(msgspec.Struct, frozen=True):
    """The report that counts, and what is to be said of those that it replaces."""

    report: TransparencyReport
    source: SourceState
    notes: tuple[str, ...] = ()
    corrected: TransparencyReport | None = None


class Reconciliations:
    """The reconciliations of one regulator.

    Args:
        store: where they are kept; its tables are there.
        register: the services.
        mirrors: the copies of their logs.
        received: where reports are looked up that others name.
        open_statements: opens what a network gave.
        scratch: the folder for opened statements while they are needed.
        clock: returns the time with its zone.
    """

    def __init__(
        self,
        store: Store,
        *,
        register: Register,
        mirrors: Mirrors,
        received: Received,
        open_statements: OpenStatements,
        scratch: Path,
        clock: Clock,
    ) -> None:
        self._store = store
        self._register = register
        self._mirrors = mirrors
        self._received = received
        self._open_statements = open_statements
        self._scratch = scratch
        self._clock = clock

    def make(self, asked: Asked, progress: Progress = lambda *_: None) -> KeptReconciliation:
        """Compares all that was given, and puts the result on record.

        Args:
            asked: what is compared.
            progress: told how many bytes of how many are opened.

        Raises:
            UnknownError: there is no such service.
            ReconcilingError, CountsError: a file is none, or they do not go together.
            BehindError: the mirror does not reach the report.
            FollowingError: there is no mirror.
            StoreError: it could not be put on record.
        """
        by = named("by", asked.by)
        if asked.window.last < asked.window.first:
            raise ReconcilingError(
                f"The last day, {asked.window.last}, is before the first, {asked.window.first}."
            )
        if not asked.reports and not asked.counts:
            raise ReconcilingError("There is nothing to compare. Give a report, or counts.")
        service = self._register.service(asked.service).item
        provider = self._register.provider(service.provider).item.name
        evidence = self._evidence(service, provider, asked, progress)
        result = reconcile(evidence, self._clock())
        return self._keep(result, by)

    def list(self, service: str) -> tuple[KeptReconciliation, ...]:
        """Those of a service, the newest first.

        Raises:
            StoreError: They cannot be read.
        """
        query = select(_table).where(_table.c.service == service).order_by(_table.c.number.desc())
        with self._store.reading() as connection:
            return tuple(map(_read, connection.execute(query).mappings()))

    def get(self, service: str, number: int) -> KeptReconciliation:
        """One of a service.

        Raises:
            UnknownError: There is none of this number.
            StoreError: It cannot be read.
        """
        query = select(_table).where(_table.c.service == service, _table.c.number == number)
        with self._store.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            raise UnknownError(f"{service} has no reconciliation {number}.")
        return _read(row)

    # The evidence.

    def _evidence(
        self, service: Service, provider: str, asked: Asked, progress: Progress
    ) -> Evidence:
        files = [(file, *_counts_of(file)) for file in asked.counts]
        evidence = Evidence(
            service=service.id,
            window=asked.window,
            tolerances=service.tolerances,
            registered=Registered(service.name, provider),
            counts=tuple(counts for _, counts, _ in files),
            sources=tuple(source for _, _, source in files),
        )
        if not asked.reports:
            if asked.openings:
                raise ReconcilingError("Openings are held against a report. Give the report too.")
            return evidence
        find = self._finder(asked)
        given = _report_of(asked.reports, find)
        _same_days(given, asked.window)
        evidence = evidence._replace(
            report=given.report,
            corrected=given.corrected,
            sources=(given.source, *evidence.sources),
            notes=given.notes,
        )
        if service.log is None:
            note = "The register has no log of this service: only the report's own sums and counts "
            return evidence._replace(notes=(*evidence.notes, f"{note}of others were compared."))
        earlier = (find(one.sha256) for one in given.report.earlier)
        return self._with_log(evidence, given.report, asked, progress, [o for o in earlier if o])

    def _finder(self, asked: Asked) -> _Find:
        """Finds reports by their digest, among what was given and what was ever received."""
        if len(asked.earlier) > EARLIER_AT_MOST:
            raise ReconcilingError(f"At most {EARLIER_AT_MOST} earlier reports.")
        given = {one.sha256: one for one in map(_published, (*asked.earlier, *asked.reports))}

        def find(sha256: str) -> Published | None:
            if sha256 in given:
                return given[sha256]
            path = self._received.report(asked.service, sha256)
            if path is None:
                return None
            with contextlib.suppress(ReconcilingError):
                return _published(GivenFile(path, path.name))
            return None  # kept as it was sent, and no report

        return find

    def _with_log(
        self,
        evidence: Evidence,
        report: TransparencyReport,
        asked: Asked,
        progress: Progress,
        earlier: Sequence[Published],
    ) -> Evidence:
        copy = self._mirrors.copy(evidence.service)
        origin, size = report.checkpoint.origin, report.checkpoint.size
        if origin != copy.origin:
            frame = Frame(copy.origin, copy.size, copy.root_at(copy.size))
            return evidence._replace(frame=frame)
        if size > copy.size:
            raise BehindError(self._behind(evidence.service, size, copy))
        begin = int(datetime.combine(asked.window.first, time(), UTC).timestamp())
        certain = min(copy.size_before(begin), size)
        # What the report says of itself is told from the entry on that it names itself.
        first = min(certain, report.coverage.first)
        state = SourceState(
            id="mirror",
            title="The regulator's own copy of the log",
            words=f"{copy.size:,} entries, last news {_moment(copy.last_seen)}. The report stands "
            f"on the first {size:,}; {certain:,} of them were there before the days began.",
        )
        evidence = evidence._replace(
            frame=Frame(copy.origin, size, copy.root_at(size)),
            sources=(*evidence.sources[:1], state, *evidence.sources[1:]),
        )
        if not asked.openings:
            note = (
                "No statement was opened, so that the figures were not recomputed. Ask the service "
                f"for: beholden ledger export --entries {first}:{copy.size}"
            )
            return evidence._replace(notes=(*evidence.notes, note))
        files = tuple(file.path for file in asked.openings)
        openings = Openings(files, copy.entries_at(copy.size), first, size, copy.size)
        with _private(self._scratch) as folder:
            opened = self._open_statements(openings, folder / "opened", progress)
            return _recomputed(evidence, report, opened, asked, certain=certain, earlier=earlier)

    def _behind(self, service: str, size: int, copy: LogCopy) -> str:
        age = max(int(self._clock().timestamp()) - copy.last_seen, 0)
        days = age // _DAY_SECONDS
        old = f"{days:,} days ago" if days > 1 else "a day ago" if days == 1 else "today"
        return (
            f"The report stands on {size:,} entries of the log; the mirror has {copy.size:,} and "
            f"last had news {old}, {_moment(copy.last_seen)}. Run: beholden regulator mirror "
            f"{service} --once; then reconcile again. Nothing was recorded."
        )

    def _keep(self, result: Reconciliation, by: str) -> KeptReconciliation:
        row = {
            "service": result.service,
            "first_day": result.first.isoformat(),
            "last_day": result.last.isoformat(),
            "verdict": result.verdict,
            "body": msgspec.json.encode(result),
            "at_us": us(result.made),
            "by": by,
        }
        with self._store.writing() as connection:
            made = connection.execute(insert(_table).values(row).returning(_table))
            return _read(made.mappings().one())


def _recomputed(
    evidence: Evidence,
    report: TransparencyReport,
    opened: Opened,
    asked: Asked,
    *,
    certain: int,
    earlier: Sequence[Published],
) -> Evidence:
    """With the report made again from what was opened.

    ``certain``: so many entries were there before the days began, so that none of them that was
    not opened can be about these days.
    """
    plain = opened.report(report, _NO_HIDING, certain)
    limits = evidence.tolerances
    least, most = limits.small_numbers_least, limits.small_numbers_most
    threshold = min(max(report.small_numbers_below, least), most)
    there, missing = named_of(report, earlier)

    def made(first: int) -> TransparencyReport:
        found = opened.report(report, threshold, first, there)
        if not missing:
            return found
        # What only the missing ones can show is not held against the report.
        notes = tuple(note for note in report.notes if note == BEYOND)
        return msgspec.structs.replace(found, earlier=report.earlier, notes=(*found.notes, *notes))

    again = made(certain)
    said = min(report.coverage.first, report.checkpoint.size)
    claimed = again if said == certain else made(said)
    seen = again.coverage
    words = (
        f"{seen.opened:,} opened, {seen.erased:,} erased as the log says, {seen.refused:,} not "
        f"opened, of which {seen.mismatched:,} did not fit their entry and {seen.erased_later:,} "
        f"were erased after the report's checkpoint; {seen.unreadable:,} cannot "
        f"be read. {seen.hours_stated:,} of {seen.hours_expected:,} hours are stated."
    )
    sources = [
        SourceState(
            id="openings",
            title=shown(file.name),
            words=words if at == 0 else "as above",
            sha256=_digest(file.path),
        )
        for at, file in enumerate(asked.openings)
    ]
    hours = by_hour(opened.hour_lines(asked.window))
    recomputed = Recomputed(
        again,
        plain,
        daily_sums(hours),
        derived_ways(plain),
        claimed,
        lowered_at_most(hours, seen.refused),
        missing,
    )
    evidence = evidence._replace(
        recomputed=recomputed,
        sources=(*evidence.sources, *sources),
        notes=(
            *evidence.notes,
            *_passed_over(again, claimed),
            *_stated_later(opened, asked.window),
            *map(shown, opened.problems),
            *again.notes,
        ),
    )
    # Wrong ways are only worth counting for what is wrong.
    first_look = reconcile(evidence, datetime.fromtimestamp(0, UTC))
    wrong = {one.quantity for one in first_look.differences if one.verdict == "differs"}
    ids = [one.id for one in plain.indicators if one.id in wrong and one.query]
    if not ids:
        return evidence
    more = tuple(opened.ways(asked.window, ids))
    return evidence._replace(
        recomputed=recomputed._replace(ways=(*more, *recomputed.ways))
    )  # fmt: skip


def _passed_over(own: TransparencyReport, claimed: TransparencyReport) -> Iterator[str]:
    """What the report does not tell of because it begins later than these entries."""
    first, begun = own.coverage, claimed.coverage
    if begun.first <= first.first:
        return
    for what, many in (
        ("erased", first.erased - begun.erased),
        ("of kinds that nobody here can read", first.unreadable - begun.unreadable),
    ):
        if many:
            verb = "is" if many == 1 else "are"
            yield (
                f"The report looks from entry {begun.first:,} on. Of the entries from "
                f"{first.first:,} up to there, which may be about these days, {many:,} {verb} "
                f"{what}."
            )


def _stated_later(opened: Opened, window: Window) -> Iterator[str]:
    """What the log says of these days behind the checkpoint that the report stands on."""
    hours, decisions = opened.later(window)
    said = [
        f"{number:,} {what}{'' if number == 1 else 's'} of these days"
        for number, what in ((hours, "hour"), (decisions, "decision"))
        if number
    ]
    if said:
        yield (
            f"After the report's checkpoint the log states {' and '.join(said)}. A report on a "
            "later checkpoint may have other figures; ask whether this one will be corrected."
        )


def _counts_of(file: GivenFile) -> tuple[CountsOf, SourceState]:
    data = _bytes_of(file, BYTES_AT_MOST)
    name = shown(file.name)
    rows = parse_counts(name, data)
    sources = ", ".join(sorted({row.source for row in rows})[:3])
    return CountsOf(name, rows), SourceState(
        id="counts",
        title=name,
        words=f"{len(rows):,} rows, from: {sources}.",
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _published(file: GivenFile) -> Published:
    data = _bytes_of(file, REPORT_BYTES)
    try:
        return Published(hashlib.sha256(data).hexdigest(), decode_report(data))
    except TransparencyError as error:
        raise ReconcilingError(f"{shown(file.name)}: {error}") from error


def _report_of(files: tuple[GivenFile, ...], find: _Find) -> _Report:
    """The report that none of the others corrects; what it corrects may have been received."""
    if len(files) > _CORRECTED_AT_MOST:
        raise ReconcilingError(f"At most {_CORRECTED_AT_MOST} reports, one correcting the other.")
    by_digest: dict[str, tuple[GivenFile, TransparencyReport]] = {}
    for file in files:
        digest, report = _published(file)
        by_digest[digest] = file, report
    for _, report in tuple(by_digest.values()):
        wanted = report.corrects
        while wanted and wanted not in by_digest and len(by_digest) < _CORRECTED_AT_MOST:
            if (before := find(wanted)) is None:
                break
            by_digest[wanted] = files[0], before.report
            wanted = before.report.corrects
    replaced = {report.corrects for _, report in by_digest.values()}
    newest = [digest for digest in by_digest if digest not in replaced]
    if len(newest) != 1:
        raise ReconcilingError(
            "Of several reports each must correct the one before, and no two may correct the same. "
            "Give one report, or one with those that it replaces."
        )
    digest = newest[0]
    file, report = by_digest[digest]
    words = f"Of {shown(report.service)} by {shown(report.provider)}, revision {report.revision}."
    state = SourceState(id="report", title=shown(file.name), words=words, sha256=digest)
    replaced_one = by_digest.get(report.corrects)
    notes = tuple(_notes_of(report, by_digest))
    return _Report(report, state, notes, None if replaced_one is None else replaced_one[1])


def _same_days(given: _Report, window: Window) -> None:
    said = given.report.window
    if said != window:
        raise ReconcilingError(
            f"{given.source.title}: the report is about {said.first} to {said.last}, not about "
            f"{window.first} to {window.last}. Reconcile its own days, or give the report of the "
            "days that you mean."
        )


def _notes_of(
    report: TransparencyReport, by_digest: dict[str, tuple[GivenFile, TransparencyReport]]
) -> Iterator[str]:
    if report.small_numbers_below > _USUAL_THRESHOLD:
        yield (
            f"The report hides numbers below {report.small_numbers_below:,}; usual is 5, or "
            f"{_USUAL_THRESHOLD} where people could be known."
        )
    while report.corrects:
        yield f"The report corrects an earlier one: {shown(report.correction)}"
        if report.corrects not in by_digest:
            yield f"The report that it corrects was not given; its SHA-256 is {report.corrects}."
            return
        before = by_digest[report.corrects][1]
        changed = [
            figure.key
            for figure in report.figures
            if (old := before.figure(figure.key)) is None or old != figure
        ]
        names = ", ".join(map(shown, changed[:10])) or "no figure"
        more = f" and {len(changed) - 10:,} more" if len(changed) > 10 else ""  # noqa: PLR2004 - a sentence
        yield f"Changed by the correction: {names}{more}."
        report = before


def _bytes_of(file: GivenFile, most: int) -> bytes:
    try:
        with file.path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise _unreadable(file.name, error) from error
    if len(data) > most:
        raise ReconcilingError(
            f"{shown(file.name)}: more than {most:,} bytes. Is it the right file?"
        )
    return data


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise _unreadable(path.name, error) from error
    return digest.hexdigest()


def _unreadable(name: str, error: OSError) -> ReconcilingError:
    return ReconcilingError(
        f"{shown(name)}: {error.strerror or error}. Check the path and its owner."
    )


@contextmanager
def _private(parent: Path) -> Iterator[Path]:
    """A folder for the owner alone, gone afterwards; so are those that killed processes left."""
    with contextlib.ExitStack() as held:
        try:
            parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # One at a time: a folder that was just made is not held yet.
            with _held(parent, wait=True):
                for left in parent.iterdir():
                    with contextlib.suppress(OSError), _held(left):
                        shutil.rmtree(left)
                folder = Path(tempfile.mkdtemp(dir=parent))
                held.callback(shutil.rmtree, folder, ignore_errors=True)
                held.enter_context(_held(folder))
        except OSError as error:
            raise ReconcilingError(
                f"{parent}: {error.strerror or error}. Make room, or check the folder's owner."
            ) from error
        yield folder


@contextmanager
def _held(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Holds a folder so that nobody sweeps it away."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(descriptor)


def _moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}Z" if seconds else "never"


def _read(row: RowMapping) -> KeptReconciliation:
    return KeptReconciliation(
        number=row["number"],
        by=row["by"],
        at=time_of(row["at_us"]),
        result=msgspec.json.decode(row["body"], type=Reconciliation),
    )
