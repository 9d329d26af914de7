"""`beholden serve` under load beside a stand-in for the peer's service, on the same processors.

Everything runs on this machine and speaks over its loopback: the service, the peer and
the clients share the processors. Single hashes are asked by `wrk` where it is installed,
because a client in Python would take much of what it measures; latencies are those that
the clients saw. Every decision is durable before it is answered, in every scenario.

    python -m bench.serving
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import msgspec

from bench.hashing import SIZES, pictures, saved
from bench.lists import list_hashes, write_csv
from bench.load import Load, run
from bench.processes import Others, children, pss

__all__ = [
    "Asker",
    "Figures",
    "Service",
    "made_data",
    "measure",
    "memory_by_role",
    "write_pictures",
]

Figures = dict[str, Any]

_LISTED_SAMPLE = 20_000
_READY_SECONDS = 60.0
_PICTURES = 12
# A run waits until others leave the processors alone, and is repeated if they did not.
_QUIET_PROCESSORS = 0.1
_TRIES = 6
_PATIENCE_SECONDS = 2400.0
_PEER_WORKERS = 2
_SCRIPT = """\
math.randomseed({seed})
local quads, known = {{}}, {{}}
for i = 0, 65535 do quads[i] = string.format("%04x", i) end
for line in io.lines("{known}") do known[#known + 1] = line end
local number = 0
local function hash()
  if math.random() < {matching} then return known[math.random(#known)] end
  local parts = {{}}
  for i = 1, 16 do parts[i] = quads[math.random(0, 65535)] end
  return table.concat(parts)
end
local json = {{["Authorization"] = "Bearer {key}", ["Content-Type"] = "application/json"}}
function request()
  number = number + 1
  if {peer} then
    return wrk.format("GET", "/m/raw_lookup?signal_type=pdq&signal=" .. hash())
  end
  if {idempotent} then json["Idempotency-Key"] = "{seed}-" .. number end
  return wrk.format("POST", "/v1/check/hashes", json, '{{"items":[{{"pdq":"' .. hash()
    .. '"}}],"surface":"bench","account":"u' .. number .. '"}}')
end
function done(summary, latency)
  local wrong = summary.errors
  io.write(string.format(
    '\\n{{"per_second":%.1f,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"failed":%d}}\\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3,
    wrong.status + wrong.connect + wrong.read + wrong.write + wrong.timeout))
end
"""


def measure(
    entries: int = 100_000, many: int = 1_000_000, runs: int = 3, seconds: float = 8.0
) -> Figures:
    """All scenarios; each after a warm-up, medians of ``runs`` runs of ``seconds``."""
    with tempfile.TemporaryDirectory(prefix="beholden-bench-") as name:
        folder = Path(name)
        write_pictures(folder / "pictures")
        small, key = made_data(folder / "small", entries)
        asker = Asker(folder, key, runs, seconds)
        figures: Figures = {
            "entries": entries,
            "many_entries": many,
            "runs": runs,
            "seconds": seconds,
            "clients": 16,
            "single_hashes_asked_by": "wrk" if shutil.which("wrk") else "bench.load",
            "sync_ms": asker.sync_milliseconds(),
            "processors": len(os.sched_getaffinity(0)),
            "peer_workers": _PEER_WORKERS,
            "ours": {},
        }
        for workers in (1, 2):
            with Service(small, workers) as service:
                figures["ours"][str(workers)] = _ours(asker, service.address, workers)
        with _peer(entries) as address:
            figures["peer"] = {
                "lookup": asker.single(address, peer=True),
                "hash": asker.load(address, {"peer_hash": 1.0}),
            }
        shutil.rmtree(small)
        large, key = made_data(folder / "large", many)
        asker.key = key
        figures["large"] = _large(asker, large)
        figures["soak"] = _short_soak(large, key, folder / "pictures", seconds * 7.5)
    return figures


def _ours(asker: Asker, address: str, workers: int) -> Figures:
    figures = {
        "single": asker.single(address),
        "image": asker.load(address, {"image": 1.0}),
    }
    if workers == 1:
        figures |= {
            "matching": asker.single(address, matching=0.1),
            "idempotent": asker.single(address, idempotent=True),
            "batch": asker.load(address, {"hashes": 1.0}, batch=1_000, clients=4),
        }
    return figures


def _large(asker: Asker, data: Path) -> Figures:
    """Memory and the start with a big list; the processes have worked before they are weighed."""
    ready = []
    for _ in range(3):
        with Service(data, 1) as service:
            ready.append(service.ready_seconds)
    with Service(data, 2) as service:
        mix = {"hashes": 0.9, "image": 0.1}
        worked = asker.load(service.address, mix)
        return {
            "ready_seconds": statistics.median(ready),
            "under_load": worked,
            "memory": memory_by_role(service.pid),
        }


def _short_soak(data: Path, key: str, folder: Path, seconds: float) -> Figures:
    from bench.soak import soak  # noqa: PLC0415 - it uses this module

    return soak(data, key, folder, minutes=seconds / 60, sample_seconds=min(5.0, seconds / 6))


class Service:
    """`beholden serve` as a child process, ready when the block is entered."""

    def __init__(self, data: Path, workers: int, settings: dict[str, str] | None = None) -> None:
        self._command = [
            *(sys.executable, "-m", "beholden", "serve", "--data", str(data)),
            *("--listen", "127.0.0.1:0", "--workers", str(workers)),
        ]
        self._settings = settings or {}
        self.address = ""
        self.ready_seconds = 0.0

    def __enter__(self) -> Self:
        begin = time.perf_counter()
        self._process = subprocess.Popen(
            self._command,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **self._settings},
        )
        self.pid = self._process.pid
        said: list[str] = []
        for line in iter(self._line, ""):
            said.append(line)
            event = json.loads(line) if line.startswith("{") else {}
            if event.get("event") == "listening":
                self.address = event["address"]
            if event.get("event") == "ready":
                self.ready_seconds = time.perf_counter() - begin
                break
        else:
            raise RuntimeError(f"The service did not become ready: {''.join(said)[-2000:]}")
        # Whatever it still says must not fill the pipe.
        threading.Thread(target=self._drain, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)

    def _line(self) -> str:
        return self._process.stderr.readline() if self._process.stderr else ""

    def _drain(self) -> None:
        for line in iter(self._line, ""):
            if '"level":"info"' not in line:
                sys.stderr.write(f"service: {line}")


@contextmanager
def _peer(entries: int) -> Iterator[str]:
    address = f"127.0.0.1:{_free_port()}"
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--workers", str(_PEER_WORKERS)),
            *("--bind", address, "--log-level", "error"),
            f"bench.peer_service:make({entries})",
        ],
        # With two workers on two processors, threads within a query would only get in the way.
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    try:
        _wait_for_workers(process.pid, address)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait_for_workers(pid: int, address: str) -> None:
    # Each worker builds its own index before it serves; both must be past that.
    deadline = time.monotonic() + _READY_SECONDS
    answered = 0
    while answered < 20:
        if time.monotonic() > deadline:
            raise RuntimeError("The peer did not become ready.")
        time.sleep(0.25)
        load = Load(
            address=address, mix={"peer_lookup": 1.0}, clients=2, seconds=0.3, warm_up_seconds=0
        )
        if len(children(pid)) == _PEER_WORKERS and _answers(address):
            answered = int(run(load)["requests"])


def _answers(address: str) -> bool:
    host, _, port = address.partition(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True


class Asker:
    """Runs one scenario several times and takes medians."""

    def __init__(
        self,
        folder: Path,
        key: str,
        runs: int,
        seconds: float,
        patience_seconds: float = _PATIENCE_SECONDS,
    ) -> None:
        self.key = key
        self._folder = folder
        self._runs = runs
        self._seconds = seconds
        self._seed = 0
        self._patience_until = time.monotonic() + patience_seconds
        self._listed = folder / "listed.bin"
        self._known = folder / "listed.txt"
        sample = list_hashes(_LISTED_SAMPLE)
        self._listed.write_bytes(sample.tobytes())
        self._known.write_text("".join(f"{row.tobytes().hex()}\n" for row in sample))

    def single(self, address: str, **options: Any) -> Figures:
        """One hash a request, 16 clients."""
        if shutil.which("wrk"):
            return self._median(lambda seed: self._wrk(address, seed, **options))
        peer = options.pop("peer", False)
        kind = "peer_lookup" if peer else "hashes"
        return self.load(address, {kind: 1.0}, **options)

    def load(self, address: str, mix: dict[str, float], **options: Any) -> Figures:
        """Any mix of requests, by the client in Python."""
        load = Load(
            address=address,
            key=self.key,
            mix=mix,
            seconds=self._seconds,
            warm_up_seconds=min(2.0, self._seconds / 4),
            listed=str(self._listed),
            pictures=str(self._folder / "pictures"),
        )
        return self._median(
            lambda seed: run(msgspec.structs.replace(load, seed=seed, **options)),
            items=int(options.get("batch", 1)),
        )

    def _median(self, once: Callable[[int], Figures], items: int = 1) -> Figures:
        found: list[Figures] = []
        for _ in range(_TRIES * self._runs):
            self._seed += 1
            self._wait_for_quiet()
            with Others() as others:
                seen = once(self._seed)
            seen["others_processors"] = others.processors
            sys.stderr.write(f"bench: {seen}\n")
            found.append(seen)
            found.sort(key=lambda one: one["others_processors"])
            enough = len(found) >= self._runs
            if enough and (
                _quiet(found[self._runs - 1]) or time.monotonic() > self._patience_until
            ):
                break
        found = found[: self._runs]
        wrong = sum(_failed(one) for one in found)
        if wrong:
            raise RuntimeError(f"{wrong} requests failed: {found}")
        middle: Figures = {
            name: statistics.median(one[name] for one in found)
            for name in ("per_second", "p50_ms", "p99_ms", "max_ms")
        }
        middle["per_second_of_runs"] = [round(one["per_second"]) for one in found]
        middle["others_processors"] = max(one["others_processors"] for one in found)
        if items > 1:
            middle["items_per_second"] = middle["per_second"] * items
        return middle

    def sync_milliseconds(self) -> float:
        """What one small durable write costs on this disk, without any database."""
        self._wait_for_quiet()
        return _sync_milliseconds(self._folder / "sync")

    def _wait_for_quiet(self) -> None:
        while time.monotonic() < self._patience_until:
            with Others() as others:
                time.sleep(1)
            if others.processors < _QUIET_PROCESSORS:
                return

    def _wrk(
        self,
        address: str,
        seed: int,
        *,
        matching: float = 0.0,
        idempotent: bool = False,
        peer: bool = False,
    ) -> Figures:
        script = self._folder / "wrk.lua"
        script.write_text(
            _SCRIPT.format(
                seed=seed,
                known=self._known,
                matching=matching,
                key=self.key,
                peer=str(peer).lower(),
                idempotent=str(idempotent).lower(),
            )
        )
        command = ["wrk", "-t1", "-c16", "-s", str(script), f"http://{address}/"]
        warm_up = max(1, round(self._seconds / 4))
        subprocess.run([*command, f"-d{warm_up}s"], check=True, stdout=subprocess.DEVNULL)
        if idempotent:  # the warm-up's keys would be answered from the store
            script.write_text(re.sub(rf'"{seed}-"', f'"{seed}-timed-"', script.read_text()))
        done = subprocess.run(
            [*command, f"-d{round(self._seconds)}s"], check=True, stdout=subprocess.PIPE, text=True
        )
        figures: Figures = json.loads(done.stdout.splitlines()[-1])
        return figures


def _quiet(figures: Figures) -> bool:
    return bool(figures["others_processors"] < _QUIET_PROCESSORS)


def _failed(figures: Figures) -> int:
    if "failed" in figures:
        return int(figures["failed"])
    return sum(count for status, count in figures["statuses"].items() if status != "200")


def made_data(data: Path, entries: int) -> tuple[Path, str]:
    """A data folder with one active list, and a key that may do everything measured here."""
    data.mkdir(parents=True)
    table = data.parent / f"{data.name}.csv"
    write_csv(table, list_hashes(entries))
    _beholden(data, "lists", "add", str(table), "--name", "bench", "--source", "bench",
              "--kind", "pdq", "--activate")  # fmt: skip
    table.unlink()
    said = _beholden(data, "keys", "create", "--name", "bench", "--scope", "check",
                     "--scope", "look_up", "--scope", "read", "--json")  # fmt: skip
    found = re.search(r"bh_[A-Za-z0-9]+_[A-Za-z0-9_-]+", said)
    if found is None:
        raise RuntimeError("No key was made.")
    return data, found.group()


def _beholden(data: Path, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "beholden", *arguments, "--data", str(data)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def write_pictures(folder: Path) -> None:
    """Different 2-megapixel JPEGs, as large as a camera's."""
    folder.mkdir()
    for number, picture in enumerate(pictures(SIZES["2 MP"], _PICTURES)):
        (folder / f"{number:02}.jpg").write_bytes(saved(picture, "JPEG", quality=85))


def memory_by_role(pid: int) -> Figures:
    """Megabytes (PSS) of each process of a service: supervisor, web workers, decode workers."""
    web = children(pid)
    decode = [one for worker in web for one in children(worker)]
    return {
        "supervisor": [pss(pid) / 1e6],
        "web": [pss(one) / 1e6 for one in web],
        "decode": [pss(one) / 1e6 for one in decode],
    }


def _sync_milliseconds(path: Path) -> float:
    taken = []
    with path.open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"\0" * 4096)
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(taken)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8.0)
    chosen = parser.parse_args()
    print(json.dumps(measure(chosen.entries, chosen.many, chosen.runs, chosen.seconds), indent=2))
