"""``beholden scan``: every file below a folder through the gate."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click
import msgspec

from beholden.app import ActiveLists, Beholden
from beholden.cli import output
from beholden.cli.common import data_option, explained, json_option, open_app, refuse
from beholden.cli.scan_files import FoundFile, ScanJournal, ScanRunningError, walk
from beholden.gate import NAME_AT_MOST, Decision, Gate, Outcome, Policy
from beholden.media import HashPool, Limits
from beholden.media.core import HashOutcome, Unscannable

_REFRESH_SECONDS = 1.0
"""How soon a scan hears of entries that other processes lowered or reinstated."""


class Tally:
    """What a scan has found so far."""

    def __init__(self) -> None:
        self.files = 0
        self.matched = 0
        self.unscannable = 0
        self.outcomes: Counter[Outcome] = Counter()
        self.earlier = 0
        self.links = 0

    def add(self, outcome: Outcome, *, matched: bool) -> None:
        """Counts one file."""
        self.files += 1
        self.outcomes[outcome] += 1
        self.matched += matched
        self.unscannable += not matched and outcome != "allow"

    @property
    def exit_code(self) -> int:
        """1 where something matched, 3 where only some could not be scanned, else 0."""
        if self.matched:
            return output.EXIT_FOUND
        return output.EXIT_UNSCANNABLE if self.unscannable else output.EXIT_CLEAN


class _Stop(BaseException):
    """The operator wants the scan to stop; what is done is kept.

    No ``Exception``, because the gate turns each of those into a failed check.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


@click.command("scan")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--resume", is_flag=True, help="Go on where an interrupted scan of FOLDER stopped.")
@click.option("--surface", default="scan", show_default=True, help="Surface for policy rules.")
@click.option(
    "--account-by-folder",
    is_flag=True,
    help="Take the first folder below FOLDER as the account of its files (for the guard).",
)
@click.option("--drill-only", is_flag=True, help="Go on although no list is active.")
@click.option("--exact", is_flag=True, help="Decode JPEG at full size and in colour (slower).")
@click.option("--workers", type=click.IntRange(1, 256), help="Decode processes. [one a processor]")
@click.option("--max-seconds", type=click.FloatRange(min=0.1), help="Processor time a file. [10]")
@data_option
@json_option("One JSON object a file, one a line.")
def scan_command(
    folder: Path,
    resume: bool,
    surface: str,
    account_by_folder: bool,
    drill_only: bool,
    exact: bool,
    workers: int | None,
    max_seconds: float | None,
    data: Path,
    as_json: bool,
) -> None:
    """Send every file below FOLDER through the gate.

    Files are recognised by their bytes, whatever they are called; links are not
    followed. Held and blocked files are printed with the reasons and recorded
    in the data folder; of allowed ones only counts are kept. After an
    interruption (Ctrl-C, a crash) --resume goes on where it stopped.

    \b
    Examples:
      beholden scan uploads/
      beholden scan --json uploads/ > found.jsonl
      beholden scan --resume --json uploads/ >> found.jsonl

    Exit status: 0 nothing matched, 1 something matched, 2 wrong usage or set-up,
    3 nothing matched but some files were held because they could not be scanned,
    130 interrupted.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    app = open_app(data)
    tally = Tally()
    started = time.monotonic()
    limits = Limits() if max_seconds is None else Limits(max_seconds=max_seconds)
    with explained(), _stoppable():
        lists, policy = app.active_lists(), app.policy()
        if not lists.protects and not drill_only:
            refuse(
                f"No list is active in {output.shown(data)}, so nothing could match. Take one in "
                "with: beholden lists add ... --activate (or give --drill-only to try the chain)."
            )
        with (
            HashPool(workers=workers, limits=limits, exact=exact) as pool,
            _journal(
                app,
                folder,
                _conditions(lists, policy, surface, limits, exact=exact),
                resume=resume,
            ) as journal,
        ):
            _say_where_it_starts(journal, resume=resume)
            gate = app.gate(pool, lists, policy)
            scan = _Scan(app, gate, journal, tally, folder, as_json=as_json)
            try:
                scan.run(pool, surface, account_by_folder=account_by_folder)
            except _Stop as stop:
                _end_early(gate, tally, folder, stop)
            gate.flush()
            journal.complete()
    if problem := app.drain_if_idle():
        output.err().print(
            output.printable(f"The statements wait for the log: {problem}"), style="yellow"
        )
    _summarise(tally, time.monotonic() - started)
    if lowered := len(app.guard.lowered()):
        output.err().print(
            f"{lowered:,} entries match so many accounts that they were lowered from block to "
            "hold. A person must look at them: beholden lists status",
            style="yellow",
        )
    sys.exit(tally.exit_code)


class _Scan:
    """One run over a folder."""

    def __init__(
        self,
        app: Beholden,
        gate: Gate,
        journal: ScanJournal,
        tally: Tally,
        folder: Path,
        *,
        as_json: bool,
    ) -> None:
        self._app = app
        self._gate = gate
        self._journal = journal
        self._tally = tally
        self._folder = folder
        self._as_json = as_json
        self._console = output.out()

    def run(self, pool: HashPool, surface: str, *, account_by_folder: bool) -> None:
        errors = output.err()
        total = sum(1 for _ in walk(self._folder)) if errors.is_terminal else None
        refreshed = time.monotonic()
        with output.progress(errors) as bar:
            task = bar.add_task("Scanning", total=total)
            for found, outcome in pool.map(self._remaining(lambda: bar.advance(task))):
                if time.monotonic() - refreshed > _REFRESH_SECONDS:
                    self._app.guard.refresh()
                    refreshed = time.monotonic()
                account = self._account(found) if account_by_folder else None
                decision = self._gate.decide(
                    _with_folder_error(found, outcome),
                    surface=surface,
                    account=account,
                )
                matched = any(match.role == "match" for match in decision.matches)
                self._hand_on(found, decision)
                # The decision is on the disk by now: a file is not finished before its record.
                self._journal.add(found, decision.would_be, matched=matched)
                self._tally.add(decision.would_be, matched=matched)
                bar.advance(task)

    def _remaining(self, advance: Any) -> Iterator[tuple[FoundFile, Path | bytes]]:
        for found in walk(self._folder):
            if found.link:
                self._tally.links += 1
                advance()
                continue
            earlier = self._journal.finished(found)
            if earlier is not None:
                self._tally.add(earlier.outcome, matched=earlier.matched)
                self._tally.earlier += 1
                advance()
                continue
            # A folder that cannot be read has no bytes; its finding is set afterwards.
            yield found, found.path if found.error is None else b""

    def _account(self, found: FoundFile) -> str | None:
        parts = found.path.relative_to(self._folder).parts
        if len(parts) == 1:
            return None
        name = output.printable(output.shown(parts[0]))
        # A name may be longer than an account's; its digest still tells accounts apart.
        return name if len(name) <= NAME_AT_MOST else hashlib.sha256(name.encode()).hexdigest()

    def _hand_on(self, found: FoundFile, decision: Decision) -> None:
        name = output.shown(found.path)
        if self._as_json:
            output.write_json({"file": name, **msgspec.to_builtins(decision)})
        elif decision.would_be != "allow":
            style = "bold red" if decision.would_be == "block" else "yellow"
            shadow = " (shadow: allowed)" if decision.mode == "shadow" else ""
            line = f"{decision.would_be}{shadow}  {output.printable(name)}"
            self._console.print(line, style=style)
            for reason in decision.reasons:
                self._console.print(f"    {output.printable(reason)}")


def _with_folder_error(found: FoundFile, outcome: HashOutcome) -> HashOutcome:
    if found.error is None:
        return outcome
    return HashOutcome(unscannable=Unscannable("unreadable", found.error))


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C and a polite kill end the scan, by a status that says nothing of matches."""

    def raise_stop(number: int, _frame: FrameType | None) -> NoReturn:
        raise _Stop(number)

    before = {
        number: signal.signal(number, raise_stop) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    except _Stop as stop:  # before the first file or after the last
        sys.exit(stop.status)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_early(gate: Gate, tally: Tally, folder: Path, stop: _Stop) -> NoReturn:
    gate.flush()
    output.err().print(
        f"Stopped after {tally.files:,} files. Go on with: "
        f"beholden scan --resume {output.printable(output.shown(folder))}"
    )
    # Not sys.exit: decode workers may be busy with files that nobody waits for any more.
    sys.stdout.flush()
    os._exit(stop.status)


def _journal(app: Beholden, folder: Path, conditions: str, *, resume: bool) -> ScanJournal:
    place = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    try:
        return ScanJournal(app.data / "scans" / f"{place}.jsonl", folder, conditions, resume=resume)
    except ScanRunningError as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"The data folder {output.shown(app.data)} cannot be written: {error.strerror}.")


def _conditions(
    lists: ActiveLists, policy: Policy, surface: str, limits: Limits, *, exact: bool
) -> str:
    """What a file's result depends on besides the file; a journal holds under it alone."""
    editions = sorted((e.list, e.edition) for e in lists.editions)
    what = (editions, policy.digest, surface, limits, exact)
    return hashlib.sha256(repr(what).encode()).hexdigest()


def _say_where_it_starts(journal: ScanJournal, *, resume: bool) -> None:
    errors = output.err()
    if journal.outdated:
        errors.print(
            "The lists, the policy or the options changed since the scan stopped: starting anew."
        )
    elif resume and len(journal):
        errors.print(f"Going on after {len(journal):,} files.")
    elif resume:
        errors.print("No interrupted scan of this folder: starting anew.")


def _summarise(tally: Tally, seconds: float) -> None:
    done = tally.files - tally.earlier
    outcomes = ", ".join(f"{tally.outcomes[name]:,} {name}" for name in ("allow", "hold", "block"))
    output.err().print(
        f"{tally.files:,} files: {outcomes}; {tally.matched:,} matched a list. "
        f"{done:,} scanned in {seconds:.1f} s ({done / max(seconds, 1e-9):,.0f} a second)."
    )
    if tally.links:
        output.err().print(f"{tally.links:,} links were not followed.")
