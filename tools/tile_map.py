"""Makes the places of the tile map from the outlines of the police force areas.

    python tools/tile_map.py uk_police_force_areas.geojson

Every force area is one square of the same size, for a map of areas would show
Dyfed-Powys and hide London. The shape of the country in squares is drawn by
hand (``SHAPE``); who stands where is the assignment with the least sum of
squared distances from the areas' centres. Where that tears neighbours apart
``CORRECTED`` says better. The same outlines give the same file.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[attr-defined]  # not in its __all__

TARGET = Path(__file__).parents[1] / "src/beholden/figures/data/tiles.csv"
SHAPE = """\
...#...
...#...
#.###..
..###..
.####..
######.
#######
#######
.######
.######
"""
# As newspapers shorten them, at most five letters: they must be read on a telephone.
LABELS = {
    "E23000001": "Met", "E23000002": "Cumb", "E23000003": "Lancs", "E23000004": "Mers",
    "E23000005": "GMP", "E23000006": "Ches", "E23000007": "Nthb", "E23000008": "Dur",
    "E23000009": "N Yks", "E23000010": "W Yks", "E23000011": "S Yks", "E23000012": "Humb",
    "E23000013": "Clev", "E23000014": "W Mid", "E23000015": "Staff", "E23000016": "W Mer",
    "E23000017": "Warks", "E23000018": "Derby", "E23000019": "Notts", "E23000020": "Lincs",
    "E23000021": "Leics", "E23000022": "Nhant", "E23000023": "Cambs", "E23000024": "Norf",
    "E23000025": "Suff", "E23000026": "Beds", "E23000027": "Herts", "E23000028": "Essex",
    "E23000029": "T Val", "E23000030": "Hants", "E23000031": "Surr", "E23000032": "Kent",
    "E23000033": "Ssx", "E23000034": "City", "E23000035": "D&C", "E23000036": "A&S",
    "E23000037": "Glos", "E23000038": "Wilts", "E23000039": "Dors", "W15000001": "N Wal",
    "W15000002": "Gwent", "W15000003": "S Wal", "W15000004": "Dyf-P", "S23000009": "Scot",
    "N92000002": "N Irl",
}  # fmt: skip
# By hand: Scotland on top, Northern Ireland beyond the sea, Northumbria down to the
# Midlands in the order in which they share borders.
CORRECTED = {
    "S23000009": (1, 4), "E23000007": (2, 4), "N92000002": (3, 1), "E23000008": (3, 4),
    "E23000009": (4, 5), "E23000012": (5, 5), "E23000004": (5, 2), "E23000006": (6, 2),
    "E23000015": (6, 3), "E23000019": (6, 5), "E23000014": (7, 3), "E23000021": (7, 4),
}  # fmt: skip


class Area(msgspec.Struct, frozen=True):
    """One force area and its centre, in degrees."""

    code: str
    longitude: float
    latitude: float


def areas(path: Path) -> list[Area]:
    """The areas of the outlines, by code."""
    features: list[dict[str, Any]] = msgspec.json.decode(path.read_bytes())["features"]
    found = [feature["properties"] for feature in features]
    return sorted(
        (Area(each["code"], each["label_lon"], each["label_lat"]) for each in found),
        key=lambda area: area.code,
    )


def cells() -> list[tuple[int, int]]:
    """Row and column of every square, from the top left, counted from 1."""
    return [
        (row, column)
        for row, line in enumerate(SHAPE.split(), start=1)
        for column, sign in enumerate(line, start=1)
        if sign == "#"
    ]


def ranked(values: Sequence[float]) -> np.ndarray[Any, Any]:
    """Places in order from 0 to 1, equal values at their middle.

    Ranks and not degrees, for half of the forces crowd into a third of the land.
    """
    ordered = np.sort(values)
    middle = {value: np.mean(np.nonzero(ordered == value)) for value in set(values)}
    return np.array([middle[value] for value in values]) / (len(values) - 1)


def placed(found: list[Area]) -> dict[str, tuple[int, int]]:
    """A square for every area."""
    squares = cells()
    rows, columns = (ranked([square[axis] for square in squares]) for axis in (0, 1))
    down = ranked([-area.latitude for area in found])
    across = ranked([area.longitude for area in found])
    cost = (down[:, None] - rows[None, :]) ** 2 + (across[:, None] - columns[None, :]) ** 2
    _, chosen = linear_sum_assignment(cost)
    places = {area.code: squares[int(at)] for area, at in zip(found, chosen, strict=True)}
    places |= CORRECTED
    if sorted(places.values()) != squares:
        sys.exit("The corrections put two areas into one square.")
    return places


def main() -> None:
    """Writes the places; the one argument is the file of outlines."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the command and its argument
        sys.exit(__doc__)
    places = placed(areas(Path(sys.argv[1])))
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(("force", "label", "row", "column"))
        for code, (row, column) in sorted(places.items(), key=lambda item: item[1]):
            rows.writerow((code, LABELS[code], row, column))


if __name__ == "__main__":
    main()
