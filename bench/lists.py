"""Hash lists to measure with: random entries, the same for everybody who asks.

write_csv(Path("list.csv"), list_hashes(100_000))
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["list_hashes", "write_csv"]


def list_hashes(entries: int) -> NDArray[np.uint8]:
    """``entries`` rows of 32 bytes."""
    return np.random.default_rng(1).integers(0, 256, (entries, 32), dtype=np.uint8)


def write_csv(path: Path, hashes: NDArray[np.uint8]) -> None:
    """The hashes as a list that ``beholden lists add`` reads."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("hash", "id"))
        rows.writerows((row.tobytes().hex(), number) for number, row in enumerate(hashes))
