"""The ledger's log on the disk, on one processor: appends, proofs, audit, opening.

Beside it `pymerkle`, whose tree is in memory and keeps nothing, and plain `hashlib`.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from beholden.ledger import FolderStorage, Log
from beholden.ledger.audit import audit
from beholden.ledger.core.hashing import commitments, leaf_hashes
from beholden.ledger.core.tiles import tiles_for
from beholden.ledger.core.tree import tree_head
from beholden.ledger.reader import LogReader

__all__ = ["STATEMENT_BYTES", "Tree", "log_figures", "peer_figures", "statements", "written"]

STATEMENT_BYTES = 300
BATCH = 8_192
_ENTRY = 32
_BLOCK = 65_536
_OPENED = """\
import json, time
from pathlib import Path
from beholden.ledger.log import Log
def megabytes():
    line = next(s for s in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in s)
    return int(line.split()[1]) / 1e3
bare = megabytes()
begin = time.perf_counter()
log = Log.open(Path({folder!r}))
seconds = time.perf_counter() - begin
print(json.dumps({{"size": log.size, "ms": seconds * 1e3, "bare": bare, "open": megabytes()}}))
log.close()
"""


class Tree(NamedTuple):
    """A log in a folder."""

    folder: Path
    size: int
    root: bytes


def statements(count: int) -> list[bytes]:
    """Texts like those that a decision leaves, all of one length."""
    return [
        json.dumps(
            {"kind": "gate.decision", "version": 1, "id": f"{number:032x}", "outcome": "block"}
        )
        .encode()
        .ljust(STATEMENT_BYTES, b" ")
        for number in range(count)
    ]


def log_figures(work: Path, *, entries: int, small: int, many: int, runs: int) -> dict[str, Any]:
    """All figures of this module; the peer's appends take turns with ours."""
    texts = statements(max(BATCH, small))
    trees, seconds, peers = [], [], []
    for run in range(runs):
        tree, taken = written(work / f"log-{run}", entries, texts[:BATCH])
        trees.append(tree)
        seconds.append(taken)
        peers.append(peer_figures(work, texts[:small]))
    large = trees[-1]
    small_tree, _ = written(work / "small", small, texts[:BATCH])
    return {
        "entries": entries,
        "small": small,
        "batch": BATCH,
        "statement_bytes": STATEMENT_BYTES,
        "appends_per_second": entries / statistics.median(seconds),
        "peer": {
            name: statistics.median(one[name] for one in peers)
            for name in ("appends_per_second", "proof_ms")
        },
        "proofs": {"small": _proofs(small_tree), "large": _proofs(large)},
        "audit": _audit(large, runs),
        "opening": _opening(work / "many", many, 2 * runs + 1),
    }


def written(folder: Path, entries: int, texts: Sequence[bytes]) -> tuple[Tree, float]:
    """A log of commitments to these texts, again and again under new salts; and its seconds."""
    with Log.open(folder, create=True) as log:
        begin = time.perf_counter()
        while log.size < entries:
            some = texts[: entries - log.size]
            log.append(commitments(os.urandom(_ENTRY * len(some)), some))
        return Tree(folder, log.size, log.root), time.perf_counter() - begin


def peer_figures(work: Path, texts: Sequence[bytes], proofs: int = 500) -> dict[str, Any]:
    """The peer's, in a process of its own, with the same texts as its entries."""
    file = work / "entries"
    file.write_bytes(b"".join(texts))
    command = [sys.executable, "-m", "bench.peer_merkle", str(file)]
    done = subprocess.run(
        [*command, str(STATEMENT_BYTES), str(proofs)], stdout=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    if found["root"] != tree_head(leaf_hashes(texts)).hex():
        raise RuntimeError("The peer's tree has another root than ours.")
    return found


def _proofs(tree: Tree, count: int = 300) -> dict[str, float]:
    """Milliseconds of a proof, each verified before it is handed out, as always."""
    chosen = random.Random(1)  # noqa: S311 - nothing here is secret
    indexes = [chosen.randrange(tree.size) for _ in range(count)]
    reader = LogReader(*tree)
    _median_ms(reader.inclusion, indexes)  # warms up

    def forgotten(index: int) -> None:
        _drop_from_memory(tree, index)

    return {
        "warm_ms": _median_ms(reader.inclusion, indexes),
        "new_reader_ms": _median_ms(lambda index: LogReader(*tree).inclusion(index), indexes),
        "cold_ms": _median_ms(
            lambda index: LogReader(*tree).inclusion(index), indexes[:60], before=forgotten
        ),
    }


def _median_ms(
    job: Callable[[int], object],
    indexes: Sequence[int],
    before: Callable[[int], object] = lambda _: None,
) -> float:
    taken = []
    for index in indexes:
        before(index)
        begin = time.perf_counter()
        job(index)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken) * 1e3


def _drop_from_memory(tree: Tree, index: int) -> None:
    """Has the system forget the tiles that a proof of this entry reads; they are on the disk."""
    for tile in tiles_for(tree.size):
        reads = tile.level > 0 or tile.width < 256 or tile.number == index // 256
        if reads:
            descriptor = os.open(tree.folder / tile.path, os.O_RDONLY)
            os.fdatasync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def _audit(tree: Tree, runs: int) -> dict[str, float]:
    """Every entry hashed anew and every file compared; beside it hashlib with all in memory."""
    entries = list(LogReader(*tree).entries(0, tree.size))
    ours, plain = [], []
    for _ in range(runs):
        begin = time.perf_counter()
        report = audit(*tree)
        ours.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        root = _plain_root(entries)
        plain.append(time.perf_counter() - begin)
        if not report.sound or root != tree.root:
            raise RuntimeError(f"The log is not what it was written as: {report}")
    return {
        "per_second": tree.size / statistics.median(ours),
        "hashlib_per_second": tree.size / statistics.median(plain),
    }


def _plain_root(entries: Sequence[bytes]) -> bytes:
    row = [sha256(b"\0" + entry).digest() for entry in entries]
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        above = [sha256(b"\1" + left + right).digest() for left, right in pairs]
        row = above + row[2 * len(above) :]
    return row[0]


class _EdgeOnly(FolderStorage):
    """Keeps no full tiles: opening reads none, and to remove 80,000 files takes minutes."""

    def write(self, path: str, data: bytes) -> None:
        """As ``FolderStorage.write``."""
        if ".p/" in path:
            super().write(path, data)


def _opening(folder: Path, entries: int, runs: int) -> dict[str, float]:
    """A long log opened for writing by a fresh process, and what that adds to its memory."""
    block = os.urandom(_ENTRY * _BLOCK)
    with Log.open(_EdgeOnly(folder), create=True) as log:
        while log.size < entries:
            log.append(block[: _ENTRY * (entries - log.size)])
    found = [
        json.loads(subprocess.check_output([sys.executable, "-c", script]))
        for script in [_OPENED.format(folder=str(folder))] * runs
    ]
    if any(one["size"] != entries for one in found):
        raise RuntimeError("The log was not opened whole.")
    return {
        "entries": entries,
        **{
            name: statistics.median(one[key] for one in found)
            for name, key in (("ms", "ms"), ("bare_megabytes", "bare"), ("megabytes", "open"))
        },
    }
