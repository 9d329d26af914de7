"""Memory and processor time of processes, from /proc.

Memory is proportional (PSS): shared pages count by their share, so that the sum over
processes is what they take together.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Self

__all__ = ["Others", "children", "compiled_in", "family", "pss"]

_TICKS = os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes that a process started and that still run."""
    try:
        lists = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [int(child) for path in lists for child in path.read_text().split()]
    except OSError:
        return []


def family(pid: int) -> list[int]:
    """A process, its children and theirs."""
    return [pid, *(one for child in children(pid) for one in family(child))]


def pss(pid: int) -> int:
    """Bytes; 0 if the process is gone or may not be looked into."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def compiled_in(work: Path) -> dict[str, str]:
    """An environment that keeps compiled code there, as an installed command has it."""
    kept = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(work / "compiled")}


class Others:
    """How many processors were kept busy by others than this process and its family.

    with Others() as others: ...
    others.processors
    """

    processors = 0.0

    def __enter__(self) -> Self:
        self._begin = time.perf_counter(), _busy() - _own()
        return self

    def __exit__(self, *_: object) -> None:
        begin, before = self._begin
        self.processors = (_busy() - _own() - before) / (time.perf_counter() - begin)


def _busy() -> float:
    with Path("/proc/stat").open() as file:
        user, nice, system, _, _, irq, softirq, steal = map(int, file.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / _TICKS


def _own() -> float:
    total = 0
    for pid in family(os.getpid()):
        try:
            line = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            continue
        # Of itself and of the children that it has waited for.
        total += sum(map(int, line.rpartition(")")[2].split()[11:15]))
    return total / _TICKS
