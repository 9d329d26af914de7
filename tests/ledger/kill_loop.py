"""Kills a process that appends, again and again; what it acknowledged must be in the log.

python -m tests.ledger.kill_loop --rounds 200
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from beholden.ledger.audit import audit
from beholden.ledger.core.hashing import leaf_hashes_of_commitments
from beholden.ledger.core.tree import tree_head
from beholden.ledger.log import Log
from beholden.ledger.reader import LogReader

ROOT = Path(__file__).resolve().parents[2]
_THIS = "tests.ledger.kill_loop"
_JOURNAL_BYTES = 400_000
_SIZES = (1, 3, 100, 255, 256, 257, 2_000)


def block(first: int, last: int) -> bytes:
    """The entries that the killed process appends: each is made from its index."""
    return b"".join(sha256(b"%d" % index).digest() for index in range(first, last))


def append_for_ever(folder: Path, seed: str) -> None:
    """Prints the size, and the root, after each append."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    log = Log.open(folder, create=True, journal_bytes=_JOURNAL_BYTES)
    while True:
        size = log.size
        log.append(block(size, size + chance.choice(_SIZES)))
        sys.stdout.write(f"{log.size} {log.root.hex()}\n")
        sys.stdout.flush()


def rounds(folder: Path, count: int, seed: str) -> Iterator[int]:
    """Runs, kills and checks so many processes, one after another; yields the log's size."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    entries = b""
    for number in range(count):
        command = [sys.executable, "-m", _THIS, "append", str(folder), f"{seed}:{number}"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            acknowledged = [process.stdout.readline()]
            _read_while_it_writes(folder, acknowledged[0])
            time.sleep(chance.uniform(0, 0.3))
            process.kill()
            acknowledged += [line for line in process.stdout if line.endswith("\n")]
        size, root = acknowledged[-1].split()
        with Log.open(folder, journal_bytes=_JOURNAL_BYTES) as log:
            assert log.size >= int(size)
            entries += block(len(entries) // 32, log.size)
            assert tree_head(leaf_hashes_of_commitments(entries)) == log.root
            assert log.reader().at(int(size)).root.hex() == root
            assert b"".join(log.reader().entries(0, log.size)) == entries
            assert audit(folder, log.size, log.root).sound
            yield log.size


def _read_while_it_writes(folder: Path, line: str) -> None:
    """A reader of an older tree is not disturbed by the writer."""
    size, root = line.split()
    reader = LogReader(folder, int(size), bytes.fromhex(root))
    for index in {0, reader.size // 2, reader.size - 1}:
        assert reader.entry(index) == block(index, index + 1)
        assert reader.inclusion(index) or reader.size == 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", default=str(time.time_ns()))
    options = parser.parse_args()
    print(f"--seed {options.seed}")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        for number, size in enumerate(rounds(Path(folder), options.rounds, options.seed), 1):
            print(f"round {number}: {size:,} entries, all there")  # noqa: T201


if __name__ == "__main__":
    if sys.argv[1:2] == ["append"]:
        append_for_ever(Path(sys.argv[2]), sys.argv[3])
    else:
        main()
