"""Searching a hash list: Beholden beside `threatexchange` and FAISS, one process, one core.

Every contender answers the same questions on the same random hashes: half of the
queries are entries with 0 to 31 bits flipped, half are new. A contender whose
answers differ from those of a comparison with every entry stops the run.

    python -m bench.search --entries 1000000
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from beholden.matching import (
    HASH_BYTES,
    EntryInfo,
    HashIndex,
    ListMatcher,
    MatchList,
    PictureQuery,
    Query,
    open_index,
    save_index,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["measure"]

RADIUS = 31
VARIANTS = 8
"""Queries in one call of the gate: the dihedral hashes of one picture."""

Answer = set[tuple[int, int, int]]
"""Query number, entry number, distance."""


def measure(
    entries: int = 1_000_000,
    queries: int = 8192,
    peer_queries: int = 512,
    repeats: int = 5,
    *,
    peers: bool = True,
) -> dict[str, Any]:
    """Builds and queries every contender; the peers, slower, get fewer queries.

    Returns:
        For each contender its median queries a second and seconds to build, for
        some bytes an entry, and the ratios of ours to theirs.
    """
    rng = np.random.default_rng(20240501)
    hashes = rng.integers(0, 256, (entries, HASH_BYTES), dtype=np.uint8)
    asked = _questions(rng, hashes, queries)
    few = asked[:: max(1, queries // peer_queries)]
    truth = _brute_force(hashes, few)
    result: dict[str, Any] = {
        "entries": entries,
        "radius": RADIUS,
        "queries": queries,
        "peer_queries": len(few),
        "true_matches_of_peer_queries": len(truth),
        "contenders": {"beholden": _measure_ours(hashes, asked, few, truth, repeats)},
    }
    if peers:
        contenders = result["contenders"]
        contenders["threatexchange"] = _measure_threatexchange(hashes, few, truth, repeats)
        contenders["faiss_multihash"] = _measure_faiss(hashes, few, truth, repeats, tables=16)
        contenders["faiss_flat"] = _measure_faiss(hashes, few, truth, repeats, tables=0)
        ours = contenders["beholden"]
        result["ratios"] = {
            name: {
                "queries_per_second": ours["queries_per_second"] / one["queries_per_second"],
                "build": one["build_seconds"] / ours["build_seconds"],
            }
            for name, one in contenders.items()
            if name != "beholden"
        }
    return result


def _measure_ours(
    hashes: NDArray[np.uint8],
    asked: NDArray[np.uint8],
    few: NDArray[np.uint8],
    truth: Answer,
    repeats: int,
) -> dict[str, Any]:
    builds = []
    index = HashIndex.build(hashes[:1], RADIUS)
    for _ in range(min(repeats, 3)):
        del index
        gc.collect()
        seconds, index = _timed(lambda: HashIndex.build(hashes, RADIUS))
        builds.append(seconds)
    _check("beholden", _as_answer(*index.search(few)), truth)
    calls = [asked[i : i + VARIANTS] for i in range(0, len(asked), VARIANTS)]
    result = {
        "build_seconds": statistics.median(builds),
        "queries_per_second": len(asked) / _median(lambda: index.search(asked), repeats),
        "peer_batch_queries_per_second": len(few) / _median(lambda: index.search(few), repeats),
        "call_of_8_microseconds": _call_microseconds(index, calls),
        "look_up_microseconds": _look_up_microseconds(index, calls),
        "bytes_per_entry": index.nbytes / len(hashes),
        "parts": index.tables.cut.parts,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.index")
        result["save_seconds"], _ = _timed(lambda: save_index(index, path))
        result["open_milliseconds"] = 1e3 * _median(lambda: open_index(path), repeats)
        mapped = open_index(path)
        _check("beholden (mapped)", _as_answer(*mapped.search(few)), truth)
        result["mapped_queries_per_second"] = len(asked) / _median(
            lambda: mapped.search(asked), repeats
        )
        result["mapped_call_of_8_microseconds"] = _call_microseconds(mapped, calls)
    return result


def _measure_threatexchange(
    hashes: NDArray[np.uint8], few: NDArray[np.uint8], truth: Answer, repeats: int
) -> dict[str, Any]:
    faiss: Any = import_module("faiss")
    peer: Any = import_module("threatexchange.signal_type.pdq.pdq_index").PDQIndex
    faiss.omp_set_num_threads(1)
    texts = [row.tobytes().hex() for row in hashes]
    before = _resident_bytes()
    build_seconds, index = _timed(
        lambda: peer([(text, number) for number, text in enumerate(texts)])
    )
    held = _resident_bytes() - before
    asked = [row.tobytes().hex() for row in few]

    def run() -> Answer:
        return {
            (number, match.metadata, match.similarity_info.distance)
            for number, text in enumerate(asked)
            for match in index.query(text)
        }

    # Its distances come from the type of the version; entries are compared alone.
    found = {(query, entry) for query, entry, _ in run()}
    _check("threatexchange", found, {(query, entry) for query, entry, _ in truth})
    return {
        "build_seconds": build_seconds,
        "queries_per_second": len(few) / _median(run, repeats),
        "bytes_per_entry": held / len(hashes),
    }


def _measure_faiss(
    hashes: NDArray[np.uint8], few: NDArray[np.uint8], truth: Answer, repeats: int, *, tables: int
) -> dict[str, Any]:
    faiss: Any = import_module("faiss")
    faiss.omp_set_num_threads(1)
    bits = HASH_BYTES * 8
    index: Any
    if tables:
        index = faiss.IndexBinaryMultiHash(bits, tables, bits // tables)
        index.nflip = RADIUS // tables
    else:
        index = faiss.IndexBinaryFlat(bits)
    build_seconds, _ = _timed(lambda: index.add(hashes))

    def run() -> Answer:
        ends, distances, found = index.range_search(few, RADIUS + 1)
        numbers = np.repeat(np.arange(len(few)), np.diff(ends.astype(np.int64)))
        return _as_answer(numbers, found, distances)

    _check(f"faiss, {tables} tables", run(), truth)
    return {
        "build_seconds": build_seconds,
        "queries_per_second": len(few) / _median(run, repeats),
    }


def _questions(
    rng: np.random.Generator, hashes: NDArray[np.uint8], count: int
) -> NDArray[np.uint8]:
    """Half of them entries with 0 to 31 flipped bits, half new, in random order."""
    asked = rng.integers(0, 256, (count, HASH_BYTES), dtype=np.uint8)
    known = rng.permutation(count)[: count // 2]
    entries = hashes[rng.integers(0, len(hashes), len(known))]
    order = np.argsort(rng.random((len(known), HASH_BYTES * 8)), axis=1)
    flips = order < rng.integers(0, RADIUS + 1, (len(known), 1))
    asked[known] = entries ^ np.packbits(flips, axis=1)
    return asked


def _brute_force(hashes: NDArray[np.uint8], asked: NDArray[np.uint8]) -> Answer:
    words, answer = hashes.view(np.uint64), set()
    for number, query in enumerate(asked.view(np.uint64)):
        distance = np.bitwise_count(words ^ query).sum(axis=1, dtype=np.int64)
        near = np.flatnonzero(distance <= RADIUS)
        answer |= {(number, int(entry), int(distance[entry])) for entry in near}
    return answer


def _as_answer(*columns: NDArray[Any]) -> Answer:
    return {
        (int(query), int(entry), int(distance))
        for query, entry, distance in zip(*(column.tolist() for column in columns), strict=True)
    }


def _check(name: str, found: set[Any], truth: set[Any]) -> None:
    if found != truth:
        raise AssertionError(f"{name} found {len(found)} matches, {len(truth)} are right")


def _timed(job: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = job()
    return time.perf_counter() - begin, result


def _median(job: Callable[[], object], repeats: int) -> float:
    job()
    return statistics.median(_timed(job)[0] for _ in range(repeats))


def _call_microseconds(index: HashIndex, calls: list[NDArray[np.uint8]]) -> float:
    return 1e6 * statistics.median(
        _timed(lambda call=call: index.search(call))[0]  # type: ignore[misc]
        for call in calls
    )


def _look_up_microseconds(index: HashIndex, calls: list[NDArray[np.uint8]]) -> float:
    """One picture through the service: hex in, matches with their entries out."""
    nameless = EntryInfo("", {})

    class Nameless:
        def entry(self, row: int) -> EntryInfo:  # noqa: ARG002 - all entries are alike here
            return nameless

    matcher = ListMatcher(
        [
            MatchList(
                name="bench",
                edition="1",
                role="match",
                radius=RADIUS,
                min_quality=50,
                action_hint=None,
                pdq=index,
                pdq_rows=np.arange(len(index)),
                digests={},
                entries=Nameless(),
            )
        ]
    )
    asked = [
        Query(pictures=(PictureQuery(0, 100, tuple(row.tobytes().hex() for row in call)),))
        for call in calls
    ]
    return 1e6 * statistics.median(
        _timed(lambda query=query: matcher.look_up(query))[0]  # type: ignore[misc]
        for query in asked
    )


def _resident_bytes() -> int:
    """Memory of this process; only its growth in a fresh process says something."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=8192)
    parser.add_argument("--peer-queries", type=int, default=512)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--no-peers", action="store_true")
    chosen = parser.parse_args()
    figures = measure(
        chosen.entries,
        chosen.queries,
        chosen.peer_queries,
        chosen.repeats,
        peers=not chosen.no_peers,
    )
    print(json.dumps(figures, indent=2))
