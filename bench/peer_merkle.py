"""The peer's tree: pymerkle in memory. It is GPL, so it runs in a process of its own only.

The file holds the entries, all of one length, one after another. Said on standard output:
the root, so that whoever compares can see that both hashed the same, appends a second, and
the milliseconds of a proof that an entry is in the tree.

    python -m bench.peer_merkle FILE LENGTH PROOFS
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any


def measure(entries: list[bytes], proofs: int) -> dict[str, Any]:
    """Builds the tree entry by entry, then proves random ones of them."""
    tree: Any = import_module("pymerkle").InmemoryTree(algorithm="sha256")
    begin = time.perf_counter()
    tree.append_entries(entries)
    seconds = time.perf_counter() - begin
    chosen = random.Random(1)  # noqa: S311 - nothing here is secret
    taken = []
    for _ in range(proofs):
        index = chosen.randint(1, len(entries))
        begin = time.perf_counter()
        tree.prove_inclusion(index)
        taken.append(time.perf_counter() - begin)
    return {
        "root": tree.get_root().hex(),
        "appends_per_second": len(entries) / seconds,
        "proof_ms": statistics.median(taken) * 1e3,
    }


def _main(file: str, length: str, proofs: str) -> None:
    data, step = Path(file).read_bytes(), int(length)
    entries = [data[at : at + step] for at in range(0, len(data), step)]
    print(json.dumps(measure(entries, int(proofs))))


if __name__ == "__main__":
    _main(*sys.argv[1:])
