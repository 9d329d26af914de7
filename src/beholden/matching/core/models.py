"""Values of the matching room: what is asked, what was found."""

from __future__ import annotations

from typing import Literal

import msgspec

HashKind = Literal["pdq", "sha256", "sha1", "md5"]
"""Kinds of hash the gate can compute and therefore match."""

ListRole = Literal["match", "allow"]
"""What a list is for: known material, or known-harmless look-alikes."""


class PictureQuery(msgspec.Struct, frozen=True):
    """One still to look up: eight PDQ hashes (hex, dihedral order) and the quality."""

    frame: int
    quality: int
    dihedral: tuple[str, ...]


class Query(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file to look up: its digests by kind (hex) and its stills."""

    digests: dict[HashKind, str] = {}
    pictures: tuple[PictureQuery, ...] = ()


class Match(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of one list that the file matched.

    ``distance`` is the Hamming distance in bits (0 for digests), ``variant`` the
    dihedral name that matched (absent for digests), ``frame`` the still's number
    in the animation. ``radius`` is the list's own threshold at that time.
    Of several stills or variants that match one entry with one kind of hash,
    only the nearest is reported (ties: lowest frame, then dihedral order).
    """

    list: str
    edition: str
    entry: str
    kind: HashKind
    distance: int
    radius: int = 0
    role: ListRole = "match"
    variant: str | None = None
    frame: int | None = None
    action_hint: str | None = None
    labels: dict[str, str] = {}


class Lookup(msgspec.Struct, frozen=True, omit_defaults=True):
    """All matches of one file, and the lists that could not be asked by PDQ.

    ``below_quality`` names lists whose minimum quality every still fell short of.
    ``matches`` are sorted by distance, list, entry and kind. At most
    ``MAX_MATCHES`` are kept; ``more`` counts the rest.
    """

    matches: tuple[Match, ...] = ()
    below_quality: tuple[str, ...] = ()
    more: int = 0


MAX_MATCHES = 100
"""Matches kept for one file; a list full of near-copies must not flood the record."""
