"""Names of areas that mean something of their own in this article, or in these data.

Data may hold numbers of a borough or a district, which elsewhere is only a part of what its force
covers; and "the North" of an article on Northern Ireland is that, and no region of England.

    with_own_names(seen, ("Brent",))  # Brent is an area, and no part of the Metropolitan Police's
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims.finding._story import Seen
from beholden.figures.core.claims.models import Subject
from beholden.figures.core.claims.naming.gazetteer import of_other
from beholden.figures.core.claims.naming.who import WhoMention

_THE_NORTH = "other:north"
_NORTHERN_IRELAND = "Northern Ireland"


def with_own_names(seen: Sequence[Seen], areas: Sequence[str]) -> tuple[Seen, ...]:
    """The blocks of an article, their areas by what their names mean in it.

    Args:
        seen: The blocks.
        areas: Names of areas, other than forces and regions, for which the data hold numbers.
    """
    north = _northern_ireland(seen)
    if not areas and north is None:
        return tuple(seen)
    return tuple(
        msgspec.structs.replace(
            one,
            whos=tuple(_renamed(who, one.block.text, areas, north) for who in one.whos),
        )
        for one in seen
    )


def _northern_ireland(seen: Sequence[Seen]) -> Subject | None:
    subjects = (who.subject for one in seen for who in one.whos)
    return next((one for one in subjects if one and one.name == _NORTHERN_IRELAND), None)


def _renamed(who: WhoMention, text: str, areas: Sequence[str], north: Subject | None) -> WhoMention:
    if who.subject is None:
        return who
    if who.subject.key == _THE_NORTH and north is not None:
        return msgspec.structs.replace(who, subject=north, kind="area")
    if who.kind != "part":
        return who
    for name in areas:
        for found in re.finditer(rf"\b{re.escape(name)}\b", text):
            if found.start() <= who.start and who.end <= found.end():
                return WhoMention(found.start(), found.end(), name, of_other(name), "area")
    return who


__all__ = ["with_own_names"]
