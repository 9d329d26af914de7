"""What was published and withdrawn, as an Atom feed (RFC 4287). Pure.

events(shelf.services.values())
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import NAMESPACE_URL, uuid5

import msgspec

from beholden._design import span
from beholden.regulator.core import Publication, Time
from beholden.web.regulator.site._shelf import Shelved
from beholden.web.regulator.site._words import in_house_style, result

ENTRIES_AT_MOST: Final = 50


class Event(msgspec.Struct, frozen=True):
    """One entry; ``path`` is the page that it is about."""

    id: str
    title: str
    words: str
    at: Time
    published: Time
    path: str


def events(services: Iterable[Shelved]) -> tuple[Event, ...]:
    """Everything that happened, the latest first, within a bound."""
    found = [event for each in services for one in each.versions for event in _events(one)]
    found.sort(key=lambda each: (each.at, each.id), reverse=True)
    return tuple(found[:ENTRIES_AT_MOST])


def feed_id(of: str) -> str:
    """An id that stays when the site moves."""
    return uuid5(NAMESPACE_URL, f"beholden scorecards {of}").urn


def _events(one: Publication) -> list[Event]:
    if one.published is None:
        return []
    card = one.card
    path = f"services/{one.service}/{one.number}/"
    about = f"{card.name}, {span(card.first, card.last)}"
    digest = f"{one.service} {one.number} {one.digest}"
    corrects = "" if one.corrects is None else f" It corrects number {one.corrects}."
    found = [
        Event(
            feed_id(f"published {digest}"),
            f"{'Correction' if corrects else 'Scorecard'}: {about}",
            f"{result(card)}{corrects} {in_house_style(card.summary)}",
            one.published,
            one.published,
            path,
        )
    ]
    if one.withdrawn is not None:
        words = f"Number {one.number} was withdrawn. The reason: {one.reason}"
        found.append(
            Event(
                feed_id(f"withdrawn {digest}"),
                f"Withdrawn: {about}",
                words,
                one.withdrawn,
                one.withdrawn,
                path,
            )
        )
    return found
