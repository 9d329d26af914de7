"""What an article is about before any sentence of it: its area, its offence, its newest year.

A sentence that names no area, offence or year means those of its surroundings;
what was supposed from where is kept in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._story import Seen
from beholden.figures.core.claims.finding.counted._plain_names import told_as
from beholden.figures.core.claims.finding.times._newest import complete, newest_of
from beholden.figures.core.claims.models import Subject
from beholden.figures.core.claims.naming._topics import ANECDOTES, RECORDED
from beholden.figures.core.claims.naming.what import What
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import Day, Period
from beholden.figures.core.offences import IIOC_TOTAL, POSSESSION, TAKE


class Topic(msgspec.Struct, frozen=True):
    """What a sentence means that says nothing of it, and why.

    ``newest`` is the year that "last year" means; ``subject`` and ``what`` may be absent.
    ``current`` is the newest year that can be meant by "now": the last one complete before
    the article's day, or else the newest of the data. ``groups`` are the keys of all regions
    and nations that it names, ``named`` all periods. ``hotline`` is true where the subject is a
    hotline, which is no area: that it is "in the UK" makes nothing the UK's. ``only`` is the key
    of the one area that the article names, where it names a single one; ``county`` is the one
    force or county that it names, whatever regions stand beside. ``home`` is the force that
    is "here": the one that it is on, or the first of its region that its beginning names.
    ``what_why`` is how it is known
    that it is about ``what``.
    """

    subject: Subject | None
    subject_why: str
    what: What | None
    newest: Period | None
    newest_why: str
    current: Period | None = None
    groups: frozenset[str] = frozenset()
    named: frozenset[Period] = frozenset()
    hotline: bool = False
    only: str = ""
    county: Subject | None = None
    home: Subject | None = None
    what_why: str = "which the article is about"


def topic(seen: Sequence[Seen], published: Day | None, latest: Period | None) -> Topic:
    """What the article is about as a whole.

    Args:
        seen: Its blocks.
        published: Its day, if known.
        latest: The newest year of the data, which is meant where nothing else says one.
    """
    subject, why = _subject(seen)
    newest, newest_why = newest_of(seen, published, latest)
    groups = frozenset(
        one.subject.key
        for one in _mentions(seen)
        if one.kind == "group" and one.subject is not None
    )
    named = frozenset(when.period for one in seen for when in one.whens if when.period)
    current = latest if published is None else complete(published)
    areas = {one.subject.key for one in _mentions(seen) if one.subject is not None}
    only = next(iter(areas)) if len(areas) == 1 else ""
    return Topic(
        subject,
        why,
        _what(seen),
        newest,
        newest_why,
        current,
        groups,
        named,
        only=only,
        county=_only_county(seen),
        home=_home(subject, seen),
    )


_LEADING = ("headline", "standfirst")
_OPENING = 3
_HEAD_WEIGHT, _OPENING_WEIGHT = 4, 2
_OWN, _RECORDED = 4, 3
"""How much an offence of the release, and another one, counts for beside calls and addresses."""


def _subject(seen: Sequence[Seen]) -> tuple[Subject | None, str]:
    leading = [one for one in seen if one.block.kind in _LEADING]
    opening = [one for one in seen if one.block.kind == "paragraph"][:_OPENING]
    for blocks, where in (
        (leading, "named in the headline"),
        (opening, "named at the beginning of the article"),
        (seen if len(seen) <= _OPENING else (), "named in the article"),
    ):
        # A town may only be where somebody is based, unless the headline names it.
        parts = {"part"} if blocks is leading else set()
        for kinds in ({"force", "area", "group", "uk"}, parts):
            for mention in _mentions(blocks):
                if mention.kind in kinds and mention.subject is not None:
                    return mention.subject, where
    only = _only_area(seen)
    if only is not None:
        return only, "the only area of the article"
    county = _only_county(seen)
    if county is not None and _speaks_of_county(opening):
        return county, "the only county of the article"
    nation = _of_government(seen)
    return (None, "no area is named") if nation is None else (nation, "whose government it names")


def _home(subject: Subject | None, seen: Sequence[Seen]) -> Subject | None:
    """The force of an article, or the first that is named at the beginning of one on a region."""
    if subject is not None and not subject.members and ":" not in subject.key:
        return subject
    opening = [one for one in seen if one.block.kind == "paragraph"][:_OPENING]
    named = (one.subject for one in _mentions(opening) if one.kind in {"force", "area"})
    first = next((one for one in named if one is not None), None)
    if first is None or first.part or subject is None:
        return None
    return first if first.key in subject.members else None


def _only_county(seen: Sequence[Seen]) -> Subject | None:
    """The one force or county of an article, which "the county" means before it is named."""
    found = {
        one.subject.key: msgspec.structs.replace(one.subject, part="")
        for one in _mentions(seen)
        if one.kind in {"force", "area", "part"} and one.subject is not None
    }
    return next(iter(found.values())) if len(found) == 1 else None


_THE_COUNTY = lazily(r"(?:in|across)\s+(?:the|our)\s+county\b", re.IGNORECASE)


def _speaks_of_county(opening: Sequence[Seen]) -> bool:
    """Whether an article begins with "in the county" and so is on a county that it names later."""
    return any(_THE_COUNTY.search(one.block.text) for one in opening)


_GOVERNMENT = lazily(
    r"\b(?P<nation>Scottish|Welsh|Northern\s+Ireland)\s+(?:Government|Executive|Parliament|Assembly|ministers)\b"
)
_NATIONS = {
    "Scottish": Subject("group:scotland", "Scotland"),
    "Welsh": Subject("group:wales", "Wales"),
    "Northern Ireland": Subject("group:northern-ireland", "Northern Ireland"),
}


def _of_government(seen: Sequence[Seen]) -> Subject | None:
    """The nation whose government an article names, where it names no other area at all."""
    if any(one.subject is not None for one in _mentions(seen)):
        return None
    said = {
        " ".join(found["nation"].split())
        for one in seen
        for found in _GOVERNMENT.finditer(one.block.text)
    }
    return _NATIONS[said.pop()] if len(said) == 1 else None


def _only_area(seen: Sequence[Seen]) -> Subject | None:
    """The one area that an article names, more than once, and before the country."""
    named = [one for one in _mentions(seen) if one.kind in _AREAS and one.subject is not None]
    areas = {one.subject.key for one in named if one.kind != "uk" and one.subject is not None}
    often = sum(one.kind != "uk" for one in named) >= _OFTEN
    return named[0].subject if len(areas) == 1 and often and named[0].kind != "uk" else None


_OFTEN = 2


_AREAS = frozenset({"force", "area", "group", "uk"})


def _mentions(seen: Iterable[Seen]) -> Iterable[WhoMention]:
    return (mention for one in seen for mention in one.whos)


def _what(seen: Sequence[Seen]) -> What | None:
    """What is counted: what the article speaks of most, its head and beginning above all."""
    weights: dict[str, int] = {}
    first: dict[str, What] = {}
    for at, one in enumerate(seen):
        weight = _weight(one, at)
        for what in dict.fromkeys(_topics(one)):
            first.setdefault(what.series, what)
            weights[what.series] = weights.get(what.series, 0) + weight
    found = max(weights, key=lambda series: weights[series] * _standing(series), default=None)
    if found is not None and found not in ANECDOTES:
        return _non_recent(first[found], seen)
    return next(iter((*_by_surroundings(seen), *first.values())), None)


_OLD = lazily(r"\b(?:non-?\s?recent|historic(?:al)?)\s+$", re.IGNORECASE)
_OLD_ABUSE = lazily(
    r"\b(?:non-?\s?recent|historic(?:al)?)\s+(?:(?:child|sex(?:ual)?)\s+){1,2}(?:abuse|crimes?|offen[cs]es?)\b",
    re.IGNORECASE,
)


def _non_recent(what: What, seen: Sequence[Seen]) -> What:
    """Offences of long ago only, where an article's head is about these and it names no others."""
    if what.series != _SEXUAL:
        return what
    named = [
        _OLD.search(one.block.text, 0, each.start) is not None
        for one in seen
        for each in one.whats
        if each.series == what.series
    ]
    told = sum(len(_OLD_ABUSE.findall(one.block.text)) for one in seen)
    if not named or not all(named) or told < _OFTEN:
        return what
    return msgspec.structs.replace(what, series=f"other:{told_as('non-recent')}", name=_NON_RECENT)


_SEXUAL = "other:child sexual offences"
_NON_RECENT = "non-recent child sexual offences"


def _topics(seen: Seen) -> Iterator[What]:
    """What a block names that an article may be about, each series once."""
    named: dict[str, What] = {}
    for what in seen.whats:
        if not what.generic and what.series not in ANECDOTES:
            told = _as_whole(what)
            named.setdefault(told.series, told)
    return iter(named.values())


def _weight(seen: Seen, at: int) -> int:
    if seen.block.kind in _LEADING or at == 0:
        return _HEAD_WEIGHT
    return _OPENING_WEIGHT if at <= _OPENING else 1


def _standing(series: str) -> int:
    """Offences come before the calls and the addresses that an article also counts."""
    if not series.startswith("other:"):
        return _OWN
    return _RECORDED if series in RECORDED else 1


def _as_whole(what: What) -> What:
    """All such offences: an article on "possessing indecent images" is on them all."""
    if what.series not in _IMAGE_PARTS:
        return what
    return msgspec.structs.replace(what, series=IIOC_TOTAL, name=_IMAGES)


_IMAGE_PARTS = frozenset({str(POSSESSION), str(TAKE)})
_IMAGES = "child abuse image offences"
_CHILD = lazily(r"\bchild(?:ren)?\b", re.IGNORECASE)
_PICTURES = lazily(
    r"\b(?:images?|imagery|pictures?|photographs?|photos|material|online)\b", re.IGNORECASE
)
_OFFENCES = lazily(r"\b(?:offences?|crimes?)\b", re.IGNORECASE)


def _by_surroundings(seen: Sequence[Seen]) -> Iterator[What]:
    """Offences with images of children, where the article names them only in pieces."""
    text = "\n".join(one.block.text for one in seen)
    found = _OFFENCES.search(text)
    if found and _CHILD.search(text) and _PICTURES.search(text):
        yield What(0, len(found[0]), found[0], IIOC_TOTAL, _IMAGES)


__all__ = ["Topic", "topic"]
