"""What a text counts: everyday names of series, and bare words that take the article's topic.

Only the neutral wording of newspapers and of police statistics is known here. A thing that is
another series (arrests, callers, a survey's children) is told, so that its number is not
taken for offences.

    whats("767 indecent image offences")[0].series  # "iioc_total"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.naming._cued import folded
from beholden.figures.core.claims.naming._online import told_online
from beholden.figures.core.claims.naming._spans import longest
from beholden.figures.core.claims.naming._topics import RECORDED
from beholden.figures.core.claims.naming._what_words import THINGS, Thing
from beholden.figures.core.offences import (
    IIOC_TOTAL,
    POSSESSION,
    PROHIBITED,
    TAKE,
    match_wording,
    name,
)


class What(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place where a text names what is counted.

    ``series`` is an offence's id, ``other:`` and plain words, or empty for ``generic`` words
    ("offences", "the figure"). ``people`` is true where people are named as the thing
    ("someone is caught"); ``images`` where images are named and no offence.
    """

    start: int
    end: int
    text: str
    series: str
    name: str
    people: bool = False
    generic: bool = False
    images: bool = False


_SHARING = "other:sharing of images"
# The images of a charity's "viewing and sharing" are of the whole set, whatever the verbs.
_WHOLE = lazily(r"\b(?:view|shar|download|access|upload|hav)\w{0,4}", re.IGNORECASE)
_SHARED = lazily(r"\b(?:shar|distribut|publish|publication|upload|show)\w{0,6}", re.IGNORECASE)
_NOT_SHARED = lazily(
    r"\b(?:view|download|access|hav|possess|mak|tak|creat|produc|permit)\w{0,6}", re.IGNORECASE
)
_OFFENCE = lazily(r"\b(?:offen[cd]|crim|cases?\b|incident|instance)", re.IGNORECASE)
_SUCH = lazily(r"\b(?:such|these|those)\s+(?=imag|photo|picture)", re.IGNORECASE)
_VERB_NEEDED = lazily(
    r"\b(?:possess|mak|tak|creat|distribut|publish|publication|produc)\w{0,5}", re.IGNORECASE
)


_ONLINE_NAME = "online "
_MAY_BE_ONLINE = frozenset(
    {one for one in RECORDED if _ONLINE_NAME not in one and "cyber" not in one}
    | {"other:child abuse offences", "other:offences against children"}
)
_ONLINE = lazily(r"(?:online|internet|cyber|web)\b", re.IGNORECASE)


def whats(text: str, more: Iterable[What] = ()) -> tuple[What, ...]:
    """Everything a text counts, in order; none overlaps another, the longest wins.

    Args:
        text: The text.
        more: What else it counts by the names of the data; of equal length this wins.
    """
    lower = folded(text)
    known = (found for thing in THINGS for found in _found(text, lower, thing))
    return tuple(longest((*more, *(_or_online(text, one) for one in known))))


def _or_online(text: str, what: What) -> What:
    """Offences that are told as committed online: another series than all of them."""
    if what.series not in _MAY_BE_ONLINE:
        return what
    place = told_online(text, what.start, what.end)
    if place is None and not _ONLINE.match(what.text):
        return what
    start, end = place or (what.start, what.end)
    return msgspec.structs.replace(
        what,
        start=start,
        end=end,
        text=text[start:end],
        series=what.series.replace("other:", f"other:{_ONLINE_NAME}"),
        name=f"{_ONLINE_NAME}{what.name}",
    )


def _found(text: str, lower: str, thing: Thing) -> Iterator[What]:
    for match in thing.words.finditer(text, lower):
        series, said = thing.series, thing.name
        if thing.also == "verbs":
            series, said = _by_verbs(match[0], said)
        yield What(
            match.start(),
            match.end(),
            match[0],
            series,
            said,
            people="people" in thing.also,
            generic="generic" in thing.also,
            images=thing.also == "images",
        )


def _by_verbs(words: str, said: str) -> tuple[str, str]:
    """``possessing indecent images`` is a part of the set, and so is ``making or taking``."""
    shared = _SHARED.search(words) and not _NOT_SHARED.search(words)
    if shared and _OFFENCE.search(words):
        return _SHARING, "sharing of images"
    if _WHOLE.search(words) or not _VERB_NEEDED.search(words):
        return IIOC_TOTAL, said
    matched = match_wording(_SUCH.sub("indecent ", words))
    if matched is None or (matched.offence == PROHIBITED and "indecent" in words.lower()):
        return IIOC_TOTAL, said
    if matched.offence in {POSSESSION, PROHIBITED, TAKE}:
        return matched.offence, name(matched.offence)
    return IIOC_TOTAL, said
