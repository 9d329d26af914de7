"""The cards as tables and as data. Pure.

A cell is never a formula. Who made, published or withdrew a card is nowhere in them.

    figures_csv(shelf.current)
    data_json("Example Regulator", shelf.current)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

import msgspec

from beholden._design import as_csv, harmless
from beholden.regulator.core import Publication, printed

_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,12})?", re.ASCII)

FIGURE_COLUMNS: Final = (
    "service",
    "name",
    "provider",
    "number",
    "state",
    "first",
    "last",
    "key",
    "title",
    "unit",
    "reported",
    "recomputed",
    "verdict",
    "numerator",
    "denominator",
    "low",
    "high",
    "words",
)
DIFFERENCE_COLUMNS: Final = (
    "service",
    "number",
    "first",
    "last",
    "quantity",
    "title",
    "part",
    "one_source",
    "one",
    "other_source",
    "other",
    "by",
    "per_cent",
    "tolerance",
    "verdict",
    "words",
    "causes",
)


def figures_csv(publications: Iterable[Publication]) -> bytes:
    """A row for each figure of each card."""
    return as_csv(FIGURE_COLUMNS, (_harmless(row) for row in _figures(publications)))


def differences_csv(publications: Iterable[Publication]) -> bytes:
    """A row for each comparison of each card."""
    return as_csv(DIFFERENCE_COLUMNS, (_harmless(row) for row in _differences(publications)))


def data_json(regulator: str, publications: Iterable[Publication]) -> bytes:
    """The cards, with what happened to them."""
    document = {
        "format": "beholden.scorecards/1",
        "regulator": regulator,
        "scorecards": [public(one) for one in publications],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def public(one: Publication) -> dict[str, Any]:
    """What everybody may know of a publication."""
    return {
        "service": one.service,
        "number": one.number,
        "state": one.state,
        "corrects": one.corrects,
        "published": one.published,
        "withdrawn": one.withdrawn,
        "reason": one.reason,
        "digest": one.digest,
        "card": one.card,
    }


def _harmless(row: Iterable[object]) -> list[str]:
    return [_cell(one) for one in row]


def _cell(value: object) -> str:
    # A number of ours is no formula, also with a minus in front.
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    return "" if value is None else harmless(str(value))


def _decimal(text: str) -> Decimal | str:
    """Decimal text as the number that it is; a card says nowhere else what is one."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


def _figures(publications: Iterable[Publication]) -> Iterator[tuple[object, ...]]:
    for one in publications:
        card = one.card
        for figure in card.figures:
            yield (
                *(one.service, card.name, card.provider, one.number, one.state),
                *(card.first, card.last, figure.key, figure.title, figure.unit),
                *(figure.reported, figure.recomputed, figure.verdict),
                *(
                    figure.numerator,
                    figure.denominator,
                    _decimal(figure.low),
                    _decimal(figure.high),
                ),
                figure.words,
            )


def _differences(publications: Iterable[Publication]) -> Iterator[tuple[object, ...]]:
    for one in publications:
        card = one.card
        for each in card.differences:
            yield (
                *(one.service, one.number, card.first, card.last),
                *(each.quantity, each.title, each.part),
                *(each.one_source, printed(each.one), each.other_source, printed(each.other)),
                *(each.by, _decimal(each.per_cent), each.tolerance, each.verdict, each.words),
                "; ".join(cause.words for cause in each.causes),
            )
