"""``beholden demo``: the main job on real picture files, from a list to decisions."""

from __future__ import annotations

import csv
import multiprocessing
import os
import shlex
import shutil
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table

from beholden.app import Beholden
from beholden.cli import output
from beholden.cli.common import explained, open_app, refuse
from beholden.demo import FRESH, ROWS, Job, Made, make, plan
from beholden.gate import Decision, Filter
from beholden.ledger import parse_policy, verify_document
from beholden.media import HashPool

_MARK = "made-by-beholden-demo"
_LIST = "demo"
_WANTED_SHARE = 0.98
_DIHEDRAL_ROWS = frozenset({"mirrored", "turned"})


@dataclass
class Result:
    """What the gate said of the demo's files."""

    decisions: Counter[str] = field(default_factory=Counter)
    copies: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    distances: dict[str, list[int]] = field(default_factory=dict)
    fresh: int = 0
    false_matches: int = 0
    latencies_ms: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, path: Path, decision: Decision) -> None:
        """Compares one decision with what the file is known to be."""
        row, truth = path.parent.name, path.stem
        self.decisions[decision.outcome] += 1
        self.latencies_ms.append(decision.took_ms)
        if row == FRESH:
            self.fresh += 1
            self.false_matches += bool(decision.matches)
            return
        self.copies[row] += 1
        own = [m.distance for m in decision.matches if m.entry == truth]
        self.false_matches += len(own) < len(decision.matches)
        if own and decision.outcome != "allow":
            self.found[row] += 1
            self.distances.setdefault(row, []).append(max(own))

    @property
    def good(self) -> bool:
        """No false match, and every row but the informational ones found well enough."""
        rows = [row.name for row in ROWS if not row.informational]
        return not self.false_matches and all(
            self.copies[row] and self.found[row] >= _WANTED_SHARE * self.copies[row] for row in rows
        )


@click.command("demo")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("beholden-demo"),
    show_default=True,
    help="Where pictures, list and data folder are made.",
)
@click.option("--seed", type=click.IntRange(0), default=2018, show_default=True)
@click.option("--listed", type=click.IntRange(20), default=500, show_default=True)
@click.option("--copies", type=click.IntRange(1), default=60, show_default=True, help="Per row.")
@click.option("--fresh", type=click.IntRange(1), default=240, show_default=True)
def demo_command(folder: Path, seed: int, listed: int, copies: int, fresh: int) -> None:
    """Make ordinary pictures, list some, alter copies, and let the gate find them.

    The pictures are painted from a seed (and scikit-image's sample photographs,
    where it is installed). Rows in grey show what plain PDQ does not forgive.

    Exit status: 0 no false match and every other row found at 98 % or more, else 1.
    """
    console, errors = output.out(), output.err()
    app = open_app(folder / "data")
    with explained():
        uploads = _clear(folder)
        made = _make(plan(uploads, seed=seed, listed=listed, copies=copies, fresh=fresh), errors)
        _activate(app, folder / "list.csv", made)
        result = _through_the_gate(app, sorted(p for m in made for p in m.files), errors)
        verified = _log(app, folder)
    _print(console, result, listed)
    console.print(f"Ledger         {verified}")
    _print_next(console, folder)
    sys.exit(output.EXIT_CLEAN if result.good else output.EXIT_FOUND)


def _clear(folder: Path) -> Path:
    """An empty folder for uploads; only what an earlier demo made is deleted."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).exists():
            refuse(f"{output.shown(folder)} holds something else: give another --folder.")
        shutil.rmtree(folder)
    for row in (*(row.name for row in ROWS), FRESH):
        (folder / "uploads" / row).mkdir(parents=True)
    (folder / _MARK).touch()
    return folder / "uploads"


def _make(jobs: Iterable[Job], errors: Console) -> list[Made]:
    waiting = list(jobs)
    made = []
    context = multiprocessing.get_context("spawn")
    with (
        output.progress(errors) as bar,
        ProcessPoolExecutor(len(os.sched_getaffinity(0)), mp_context=context) as processes,
    ):
        task = bar.add_task("Painting pictures", total=len(waiting))
        for one in processes.map(make, waiting, chunksize=8):
            made.append(one)
            bar.advance(task)
    return made


def _activate(app: Beholden, path: Path, made: list[Made]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("kind", "hash", "id", "quality"))
        for one in made:
            rows.writerows(one.listed)
    edition, _ = app.lists.add(
        path, name=_LIST, source="the demo", set_by="the demo", action_hint="block"
    )
    app.lists.activate(_LIST, edition.edition, by="the demo")


def _through_the_gate(app: Beholden, paths: list[Path], errors: Console) -> Result:
    result = Result()
    with HashPool() as pool, output.progress(errors) as bar:
        gate = app.gate(pool)
        for _ in pool.map((n, b"") for n in range(pool.workers)):
            pass  # workers have started before the clock does
        task = bar.add_task("Through the gate", total=len(paths))
        started = time.monotonic()
        for path, outcome in pool.map((path, path) for path in paths):
            result.add(path, gate.decide(outcome, surface="demo", wait=False))
            bar.advance(task)
        gate.flush()
        app.recorder.close()
        result.seconds = time.monotonic() - started
    return result


def _log(app: Beholden, folder: Path) -> str:
    """Takes the decisions' statements into the log, and proves one as a stranger would."""
    app.ledger.name("demo.invalid/decisions")
    app.drain()
    size = app.ledger.service.status().published
    wanted = app.archive.page(Filter(would_be="block"), limit=1).decisions[0].id
    proof = app.ledger.service.proof(wanted)
    (folder / "proof.txt").write_bytes(proof)
    (folder / "trust.txt").write_bytes(app.ledger.trust_text())
    verdict = verify_document(proof, parse_policy((folder / "trust.txt").read_bytes()), now=0)
    if verdict.kind != "included":
        refuse(f"The proof of a decision does not verify: {verdict.sentence}")
    return f"{size:,} statements; one decision proved to be in the log by its proof file alone"


def _print(console: Console, result: Result, listed: int) -> None:
    total = sum(result.decisions.values())
    table = Table(
        title=f"{total:,} files against a list of {listed:,} pictures",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    table.add_column("copies")
    table.add_column("what was done", style="dim")
    for heading in ("files", "found", "share", "bits apart"):
        table.add_column(heading, justify="right")
    for row in ROWS:
        copies, found = result.copies[row.name], result.found[row.name]
        distances = result.distances.get(row.name)
        apart = f"{statistics.median(distances):.0f}, max {max(distances)}" if distances else ""
        note = " *" if row.name in _DIHEDRAL_ROWS else " **" * row.informational
        low = not row.informational and found < _WANTED_SHARE * copies
        table.add_row(
            f"{row.name}{note}",
            row.description,
            f"{copies:,}",
            f"{found:,}",
            f"{found / copies:.1%}",
            apart,
            style="dim" if row.informational else "red" if low else "",
        )
    console.print(table)
    decided = ", ".join(f"{result.decisions[name]:,} {name}" for name in ("allow", "hold", "block"))
    cuts = statistics.quantiles(result.latencies_ms, n=100, method="inclusive")
    style = "green" if result.good else "bold red"
    console.print("*  found by one of the eight dihedral hashes of the upload")
    console.print("** for information: plain PDQ does not forgive these, here or anywhere")
    console.print(f"Decisions      {decided}")
    console.print(
        f"False matches  {result.false_matches} ({result.fresh:,} fresh pictures)", style=style
    )
    console.print(
        f"Speed          {total / result.seconds:,.0f} pictures a second; "
        f"bytes to decision p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms"
    )


def _print_next(console: Console, folder: Path) -> None:
    data, uploads = shlex.quote(str(folder / "data")), folder / "uploads"
    console.print("\nTry next (this data folder stays):")
    proof, trust = (shlex.quote(str(folder / name)) for name in ("proof.txt", "trust.txt"))
    for line in (
        f"beholden lists status --data {data}",
        f"beholden scan --data {data} {shlex.quote(str(uploads / 'watermarked'))}",
        f"beholden drill --data {data}",
        f"beholden verify {proof} --policy {trust}",
        f"beholden ledger verify --data {data}",
        f"beholden hash --json {shlex.quote(str(uploads / FRESH))}/*.gif",
    ):
        console.print(f"  {line}")
