"""The tile map: every force area has a square of its own, where a reader would look for it."""

from __future__ import annotations

import re

from beholden._design import asset
from beholden.figures.core.brief import TileValue
from beholden.figures.core.models import ForceCode
from beholden.figures.registry import load_registry
from beholden.figures.site._tiles import squares, tiles

AA = 4.5


def test_every_territorial_force_has_one_square_and_no_two_share_one() -> None:
    found = tiles()
    expected = sorted(f.code for f in load_registry().forces if f.territorial)
    assert sorted(tile.force for tile in found) == expected
    assert len({(tile.row, tile.column) for tile in found}) == len(found)
    assert len({tile.label for tile in found}) == len(found)
    assert max(len(tile.label) for tile in found) <= 5


def test_the_map_looks_like_the_country() -> None:
    at = {tile.force: tile for tile in tiles()}
    by_name = {f.name: at[f.code] for f in load_registry().forces if f.code in at}
    assert by_name["Scotland"].row == 1
    assert by_name["Northern Ireland"].column == 1
    london, city = by_name["Metropolitan Police"], by_name["City of London"]
    assert (city.row, city.column) == (london.row, london.column + 1)
    wales = [by_name[name] for name in ("North Wales", "Dyfed-Powys", "South Wales", "Gwent")]
    assert max(tile.column for tile in wales) <= 2
    for west, east in (("Merseyside", "Greater Manchester"), ("Cambridgeshire", "Norfolk")):
        assert by_name[west].column < by_name[east].column
        assert by_name[west].row == by_name[east].row


def test_a_force_that_was_not_asked_has_a_square_that_says_so() -> None:
    values = (TileValue(ForceCode("E23000028"), "Essex", "4.19", 3),)
    drawn = squares(values, {})
    asked = [square for square in drawn if square.asked]
    assert [(square.name, square.text, square.band) for square in asked] == [("Essex", "4.19", 3)]
    assert {square.text for square in drawn if not square.asked} == {"[z]"}


def test_the_value_of_a_square_can_be_read_on_every_shade() -> None:
    style = asset("site.css", "beholden.figures.site").content.decode()
    shades = re.findall(r"--band-(\d): (#\w{6})", style)
    texts = {"dark": "#1b1024", "light": "#ffffff"}
    light, dark = dict(shades[:5]), dict(shades[5:])
    for band, shade in light.items():
        assert contrast(shade, texts["light" if band in "34" else "dark"]) >= AA
    for band, shade in dark.items():
        assert contrast(shade, texts["dark" if band in "34" else "light"]) >= AA
    assert ".tile.band-3, .tile.band-4 { color: var(--on-dark); }" in style


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
