"""The text of an article cut where claims stand, so that a page can mark each. Pure.

for block in marked(checking):
    for piece in block.pieces:
        piece.text, piece.number  # ("almost 200", 3), and ("rose by ", 0) where no claim stands
"""

from __future__ import annotations

import msgspec

from beholden.figures.core.claims.models import BlockKind, Checking


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text. ``number`` counts claims from one and is nought where none stands.

    ``nth`` counts the places of that claim from one.
    """

    text: str
    number: int = 0
    nth: int = 0


class MarkedBlock(msgspec.Struct, frozen=True):
    """A block of the article in pieces; together they are its text, to the letter."""

    kind: BlockKind
    pieces: tuple[Piece, ...]


class _Place(msgspec.Struct, frozen=True, order=True):
    start: int
    end: int
    number: int


def marked(checking: Checking) -> tuple[MarkedBlock, ...]:
    """Every block in pieces.

    Where two claims share words the one that begins first has them, and the other what is
    left; a claim whose every word is another's is found in the table alone.
    """
    places: dict[int, list[_Place]] = {}
    for number, one in enumerate(checking.checked, start=1):
        for spot in dict.fromkeys(one.claim.places):
            places.setdefault(spot.block, []).append(_Place(spot.start, spot.end, number))
    seen: dict[int, int] = {}
    return tuple(
        MarkedBlock(block.kind, _pieces(block.text, sorted(places.get(at, ())), seen))
        for at, block in enumerate(checking.article.blocks)
    )


def _pieces(text: str, places: list[_Place], seen: dict[int, int]) -> tuple[Piece, ...]:
    """``seen`` holds how many places of each claim were met, and goes on counting."""
    pieces: list[Piece] = []
    done = 0
    for place in places:
        start, end = max(place.start, done), min(place.end, len(text))
        if start >= end:
            continue
        if start > done:
            pieces.append(Piece(text[done:start]))
        seen[place.number] = seen.get(place.number, 0) + 1
        pieces.append(Piece(text[start:end], place.number, seen[place.number]))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)
