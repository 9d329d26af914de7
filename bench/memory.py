"""Memory of processes, from /proc.

Proportional memory (PSS): shared pages count by their share, so that the sum over
processes is what they take together.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["children", "family", "pss"]


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
