"""Of whom a text speaks: forces, places, regions, the country, and words that point back.

The longest name wins and no two mentions overlap. A name that is a person's, a
newspaper's or a street's is no mention, and a place that may be several is not guessed.

    mentions("Across Southampton", gazetteer)[0].subject.part  # "Southampton"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.models import Subject
from beholden.figures.core.claims.naming import _who_words as tables
from beholden.figures.core.claims.naming._who_context import allowed, named_after
from beholden.figures.core.claims.naming.gazetteer import (
    Entry,
    Gazetteer,
    Token,
    of_group,
    of_other,
    tokens,
)
from beholden.figures.core.models import ForceCode


class WhoMention(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place where a text says of whom it speaks.

    ``subject`` is absent where the words only point (``the force``, ``elsewhere``).
    ``alternatives`` are what else the name may mean (``the West Midlands``).
    """

    start: int
    end: int
    text: str
    subject: Subject | None
    kind: tables.Kind
    alternatives: tuple[Subject, ...] = ()


class _Hit(msgspec.Struct, frozen=True):
    """A name from one token up to another, and what it means."""

    first: int
    after: int
    entry: Entry


_GAP = lazily(r"[^\S\n]{1,3}|[^\S\n]?\n[^\S\n]?|[-\u2010-\u2013/]|")
_LISTED = lazily(r",\s{1,3}")
_SHORTENED = lazily(r"\.\s{1,3}")
_SHORT = frozenset({"st", "co"})
_LOWER = tables.SMALL | {
    "police", "constabulary", "service", "force", "forces", "region", "regional", "wide", "area",
    "counties", "country", "offences", "crimes", "cases",
    "whole", "across", "mainland", "two", "three", "four", "any", "other",
}  # fmt: skip
_LONGEST_DIRECTION = 2
_AND = lazily(r"(?:,|\s)\s{0,2}(?:(?:and|&)\s{1,3})?(?:the\s{1,3})?")
_TOGETHER = lazily(
    r"\s{1,3}(?:(?:police|forces|constabularies|areas|counties)\s{1,3}){0,2}"
    r"(?:were\s|was\s|when\s|taken\s|put\s|are\s){0,2}\(?(?:combined|together|collectively|jointly)\b"
    r"|\s{1,3}(?:(?:police|forces|constabularies)\s){0,2}(?:recorded|had|saw|logged|registered)\sa"
    r"\s(?:combined|joint|total\sof)\b"
    r"|[^.;:?!]{0,60}\bbetween\s+them\b",
    re.IGNORECASE,
)
_TOGETHER_BEFORE = lazily(
    r"\b(?:(?:combined|joint)\s(?:\w{1,20}\s){0,4}(?:for|of|in|across|by|from)(?:\sthe)?"
    r"|(?:taken|added|put)\stogether,?(?:\sthe\s\w{1,20}\s(?:from|for|of|in))?"
    r"|(?:two|three|four|five)\s(?:police\s)?(?:forces|counties|areas|constabularies)"
    r"(?:\s(?:of|in|covering|for)|,|:|\s?[\u2013\u2014(-]))\s?$",
    re.IGNORECASE,
)
_RESPECTIVELY = lazily(r"[^.;?!]{0,120}\brespectively\b", re.IGNORECASE)
_ISLANDS = lazily(
    r"(?:,\s{1,3}(?:(?:and|&|plus)\s{1,3})?|\s{1,3}(?:and|&|plus|as\s+well\s+as)\s{1,3})(?:in\s+|from\s+)?(?:the\s+)?"
    r"(?:(?:Channel\s+Islands?|Isle\s+of\s+Man|Jersey|Guernsey)(?:,?\s+(?:and\s+)?(?:the\s+)?)?){1,3}(?<!\s)",
)
_NEARBY = 60
# "In England, Wales and Northern Ireland police recorded": of all three nations.
_THEIR_POLICE = (" police", " forces")


def mentions(text: str, gazetteer: Gazetteer) -> tuple[WhoMention, ...]:
    """All mentions in a text, in order."""
    words = tokens(text)
    found: list[WhoMention] = []
    at = 0
    while at < len(words):
        hit = _hit(text, words, at, gazetteer)
        if hit is None:
            at += 1
            continue
        if _counts(text, words, hit, found):
            found.append(_mention(text, words, hit))
        elif hit.entry.kind == "anaphor":
            hit = _Hit(at, at + 1, hit.entry)
        at = hit.after
    return _united(text, found, gazetteer)


def _hit(text: str, words: Sequence[Token], at: int, gazetteer: Gazetteer) -> _Hit | None:
    """The longest name at a place, a direction before it included: ``north Essex``."""
    plain = _longest(text, words, at, gazetteer)
    part = _direction(text, words, at, gazetteer) if words[at].base in tables.DIRECTIONS else None
    if part is None or (plain is not None and plain.after >= part.after):
        return plain
    return part


def _longest(text: str, words: Sequence[Token], at: int, gazetteer: Gazetteer) -> _Hit | None:
    most = max(gazetteer.longest.get(words[at].joined, 0), gazetteer.longest.get(words[at].base, 0))
    last = at + 1
    while last < min(at + most, len(words)) and _joined(text, words, last):
        last += 1
    for after in range(last, at, -1):
        begun = " ".join(word.joined for word in words[at : after - 1])
        last_word = words[after - 1]
        for ending in dict.fromkeys((last_word.joined, last_word.base)):
            entry = gazetteer.entries.get(f"{begun} {ending}".strip())
            # "It's" is not "its".
            if entry is None or (not entry.capital and ending != last_word.base):
                continue
            if _written(text, words, at, after, entry):
                return _Hit(at, after, entry)
    return None


def _joined(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether a word may belong to the same name as the one before it."""
    one, other = words[at - 1], words[at]
    if _GAP.fullmatch(text, one.end, other.start):
        return True
    if {one.base, other.base} <= tables.DIRECTIONS and _LISTED.fullmatch(
        text, one.end, other.start
    ):
        return True
    if one.base in _SHORT and _SHORTENED.fullmatch(text, one.end, other.start):
        return True
    ending = text[one.end : other.start]
    return len(ending) <= len("'s  ") and ending[:1] in "'\u2019" and ending[-1:].isspace()


def _written(text: str, words: Sequence[Token], at: int, after: int, entry: Entry) -> bool:
    """Whether the name is written as such a name is: with capitals, letter by letter."""
    if entry.exact:
        return text[words[at].start : words[after - 1].end].replace(" ", "") == entry.exact
    named = words[at:after]
    if entry.direction:
        the = at > 0 and words[at - 1].base == "the"
        upper = all(_capital(word) or word.base == "of" for word in named)
        bare = len(named) == 1 and named[0].base in tables.BARE_DIRECTIONS
        return (the and upper) if bare else (the or upper)
    if not entry.capital:
        return True
    strict = [word for word in named if word.joined not in _LOWER | tables.DIRECTIONS]
    if strict:
        return all(_capital(word) for word in strict)
    the = at > 0 and words[at - 1].base == "the"
    return the or all(_capital(word) for word in named if word.joined in tables.DIRECTIONS)


def _capital(word: Token) -> bool:
    return word.text[0].isupper() or word.text[0].isdigit()


def _direction(text: str, words: Sequence[Token], at: int, gazetteer: Gazetteer) -> _Hit | None:
    """``north Essex``, ``the south of Hampshire``: a part of what the force covers."""
    after = at
    while (
        after < min(at + _LONGEST_DIRECTION, len(words) - 1)
        and words[after].base in tables.DIRECTIONS
        and _joined(text, words, after + 1)
    ):
        after += 1
        if "," in text[words[after - 1].end : words[after].start]:
            # "To the north, South Yorkshire had 772": it is not north of anything.
            return None
    if words[after].base == "of" and after + 1 < len(words) and _joined(text, words, after + 1):
        after += 1
    inner = _longest(text, words, after, gazetteer)
    if inner is None or inner.entry.kind not in {"area", "part", "group"}:
        return None
    subject = inner.entry.subject
    if subject is None or inner.entry.direction:
        return None
    said = text[words[at].start : words[inner.after - 1].end]
    if inner.entry.kind == "group":
        return _Hit(at, inner.after, Entry("group", of_other(" ".join(said.split()))))
    part = msgspec.structs.replace(subject, part=" ".join(said.split()))
    return _Hit(at, inner.after, Entry("part", part, care=inner.entry.care))


def _counts(text: str, words: Sequence[Token], hit: _Hit, found: Sequence[WhoMention]) -> bool:
    entry = hit.entry
    if entry.kind == "anaphor":
        # "In its entirety" speaks of what was named before it.
        whole = words[hit.after].base == "entirety" if hit.after < len(words) else False
        return not (whole or named_after(words, hit.after))
    if entry.kind in {"rest", "each"} or not entry.capital:
        return True
    if not allowed(text, words, hit.first, hit.after, entry):
        return False
    return not entry.care or _placed(text, words, hit, found)


def _placed(text: str, words: Sequence[Token], hit: _Hit, found: Sequence[WhoMention]) -> bool:
    """Whether "in" or "across" stands before a name that is also a common word."""
    begin = words[hit.first].start
    listed = found and found[-1].kind in {"part", "area"}
    if listed and _AND.fullmatch(text, found[-1].end, begin):
        return True
    at = hit.first - 1
    while at >= 0 and words[at].base in {"the", "central", "greater"}:
        at -= 1
    return at >= 0 and words[at].base in tables.PREPOSITIONS and begin - words[at].end < _NEARBY


def _mention(text: str, words: Sequence[Token], hit: _Hit) -> WhoMention:
    start, end = words[hit.first].start, words[hit.after - 1].end
    entry = hit.entry
    before = words[hit.first - 1] if hit.first else None
    the = before is not None and before.base == "the"
    if before is not None and the and entry.kind in {"group", "uk", "area", "force"}:
        start = before.start
    return WhoMention(
        start,
        end,
        text[start:end],
        entry.subject,
        entry.kind,
        entry.alternatives if the or len(words[hit.first : hit.after]) == 1 else (),
    )


def _united(text: str, found: Sequence[WhoMention], gazetteer: Gazetteer) -> tuple[WhoMention, ...]:
    """Names that are said to be added up, as one group."""
    united: list[WhoMention] = []
    at = 0
    while at < len(found):
        after = at + 1
        while (
            _listed(found[at])
            and after < len(found)
            and _listed(found[after])
            and _AND.fullmatch(text, found[after - 1].end, found[after].start)
        ):
            after += 1
        run = found[at:after]
        whole = _union(text, run, gazetteer)
        united.extend([whole] if whole is not None else run)
        at = after
    return tuple(united)


def _listed(mention: WhoMention) -> bool:
    return mention.kind in {"force", "area", "group"}


def _union(text: str, run: Sequence[WhoMention], gazetteer: Gazetteer) -> WhoMention | None:
    subjects = [one.subject for one in run if one.subject is not None and not one.subject.part]
    if len(run) < 2 or len(subjects) < len(run):  # noqa: PLR2004 - one name is no union
        return None
    start, end = run[0].start, run[-1].end
    islands = _ISLANDS.match(text, end)
    nations = all(
        (one.kind != "force" or one.text.endswith(_THEIR_POLICE)) and _is_nation(subject, gazetteer)
        for one, subject in zip(run, subjects, strict=True)
    )
    said = _TOGETHER.match(text, end) or _TOGETHER_BEFORE.search(text[max(0, start - 80) : start])
    if not (nations or said) or _RESPECTIVELY.match(text, end):
        return None
    members = tuple(code for each in subjects for code in _members(each))
    if len(set(members)) < len(members):
        return None
    if nations and islands is not None:
        outside = set(gazetteer.registry.group("northern-ireland").members)
        known = members if outside <= set(members) else ()
        return _with_islands(text, start, islands.end(), known)
    for group in gazetteer.registry.groups:
        if set(group.members) == set(members):
            kind: tables.Kind = "uk" if group.kind == "uk" else "group"
            return WhoMention(start, end, text[start:end], of_group(group), kind)
    name = " ".join(text[start:end].split())
    for ending in _THEIR_POLICE:
        name = name.removesuffix(ending)
    return WhoMention(start, end, text[start:end], of_other(name, members), "group")


def _with_islands(text: str, start: int, end: int, members: tuple[ForceCode, ...]) -> WhoMention:
    """Nations listed with the islands around them.

    With Northern Ireland they are what charities print as the country's number; else nobody's.
    """
    name = " ".join(text[start:end].split())
    return WhoMention(start, end, text[start:end], of_other(name, members), "group")


def _is_nation(subject: Subject, gazetteer: Gazetteer) -> bool:
    groups = gazetteer.registry.groups
    return any(
        group.name == subject.name
        for group in groups
        if group.kind == "nation" or group.id == "england-and-wales"
    )


def _members(subject: Subject) -> tuple[ForceCode, ...]:
    return subject.members or (ForceCode(subject.key),)
