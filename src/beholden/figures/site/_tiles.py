"""The tile map: one square of the same size for every police force area.

A square always prints its value or the mark for its absence; its shade only
repeats that. Places come from ``data/tiles.csv``.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec

from beholden.figures.core.brief import TileValue
from beholden.figures.core.models import ForceCode


class Tile(msgspec.Struct, frozen=True):
    """Where a force area stands, from 1, and its short name."""

    force: ForceCode
    label: str
    row: int
    column: int


class Square(msgspec.Struct, frozen=True):
    """One square as it is drawn. ``band`` is absent where there is no value."""

    tile: Tile
    name: str
    text: str
    band: int | None
    asked: bool


@cache
def tiles() -> tuple[Tile, ...]:
    """Every place, from the top left."""
    text = resources.files("beholden.figures").joinpath("data", "tiles.csv").read_text("utf-8")
    return tuple(
        Tile(ForceCode(row["force"]), row["label"], int(row["row"]), int(row["column"]))
        for row in csv.DictReader(text.splitlines())
    )


def squares(values: tuple[TileValue, ...], names: Mapping[ForceCode, str]) -> tuple[Square, ...]:
    """A square for every place, whether anything is known of it or not."""
    known = {value.force: value for value in values}
    return tuple(
        Square(tile, value.name, value.text, value.band, asked=True)
        if (value := known.get(tile.force))
        else Square(tile, names.get(tile.force, tile.label), "[z]", None, asked=False)
        for tile in tiles()
    )
