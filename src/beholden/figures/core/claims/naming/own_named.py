"""Where a text names a series of the newsroom's own, in its words and not those of the file.

"Bicycle thefts" are "thefts of bikes" and "bikes were stolen"; once they are named so, "thefts"
alone are they. A word beside the name that makes it narrower ("electric bicycle thefts"), or makes
it what something else is about ("victims of bicycle theft"), leaves it another thing, and so do
two series of the file that the words fit equally.

    own_named(["870 thefts of bikes"], [series])[0][0].series  # "own:bicycle thefts"
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.naming import _own_beside as beside
from beholden.figures.core.claims.naming.own_series import (
    OFFENCE,
    OTHER,
    VERBS,
    WORD,
    OwnSeries,
    form,
    is_own,
    is_prefix,
    own_series,
    words_of,
)
from beholden.figures.core.claims.naming.series import Series
from beholden.figures.core.claims.naming.what import What

Names = Sequence[tuple[int, int]]
"""Where names of areas stand in a text."""

# "Bikes were stolen", "thefts of a bike", "visits to Essex libraries": nothing that tells.
_GAP = frozenset(
    word
    for line in (
        "of the a an to in on at for by from about with and were was are is been being had have",
        "has their its our any all such these those who people recorded reported registered",
        "logged made police local across involving relating related",
    )
    for word in line.split()
)
# What is counted of too many things to be short for one.
_OF_MANY = frozenset({OFFENCE, "incident", "report", "person", "child", "pupil", "patient", "woman",
                      "man", "girl", "boy", "number", "rate", "figure"})  # fmt: skip
_MOST_BETWEEN = 5
_NEAR = 40  # characters that a look back takes, so that a long text costs no more than its length
_SENTENCE = 400
_JOINS = lazily(r"[^\S\n]{1,3}|[-\u2010-\u2013]|[^\S\n]?\n[^\S\n]?")
_KIND = frozenset({OFFENCE, "incident"})
_AHEAD_OF_VERB = frozenset({"person", "man", "woman", "was", "were", "have", "had", "been", "be"})
_ALL = lazily(r"\b(?:all|total|overall|any|in\s+total)\s+(?:\w+\s+)?$", re.IGNORECASE)


class _Token(msgspec.Struct, frozen=True):
    form: str
    word: str
    start: int
    end: int
    in_name: bool


class _Found(msgspec.Struct, frozen=True):
    """One place: which series its words fit, and whether they are all of its words."""

    start: int
    end: int
    series: tuple[OwnSeries, ...]
    whole: bool


def own_named(
    texts: Sequence[str], series: Sequence[Series], names: Sequence[Names] = ()
) -> tuple[tuple[What, ...], ...]:
    """Every place where a text names one of the series, for each text in turn.

    Args:
        texts: The blocks of an article, in order: what one names whole, those after may shorten.
        series: The series of the data.
        names: Where names of areas stand in each text.
    """
    own = [own_series(one.name, one.key) for one in series if is_own(one.key)]
    own = _counted_in_it(own, texts) if own else []
    if not own:
        return tuple(() for _ in texts)
    told: list[OwnSeries] = []
    found: list[tuple[What, ...]] = []
    for at, text in enumerate(texts):
        tokens = _tokens(text, names[at] if names else ())
        found.append((*_in_order(text, tokens, own, told), *_the_crime(text, told)))
    return tuple(found)


_THE_CRIME = lazily(
    r"\b(?:the|this|that|such)\s+(?:same\s+)?(?:type\s+of\s+|kind\s+of\s+)?(?:crime|offence)"
    r"(?=\s*[.,;:)]|\s+(?:in|across|by|from|is|was|has|had|have|fell|rose|went|dropped|increased|decreased|declined"
    r"|jumped|soared|doubled|halved|recorded|reported)\b)",
    re.IGNORECASE,
)


def _the_crime(text: str, told: Sequence[OwnSeries]) -> Iterator[What]:
    """Where "the crime" stands for one that the article has named: of which the text speaks."""
    if any(one.of_crime for one in told):
        for found in _THE_CRIME.finditer(text):
            yield What(found.start(), found.end(), found[0], "", "offences", generic=True)


def _counted_in_it(own: Sequence[OwnSeries], texts: Sequence[str]) -> list[OwnSeries]:
    """The series, told without who counts them where the article names these anywhere."""
    said = words_of("\n".join(texts))
    return [
        msgspec.structs.replace(one, telling=one.telling - one.counted_by)
        if one.counted_by and one.counted_by <= said
        else one
        for one in own
    ]


def _in_order(
    text: str, tokens: Sequence[_Token], own: Sequence[OwnSeries], told: list[OwnSeries]
) -> Iterator[What]:
    """The places of one text; ``told`` grows by the series that it names whole."""
    last: tuple[OwnSeries, ...] = ()
    for one in _apart(_places(tokens, own)):
        if one.whole:
            found: _Found | None = one
            last = one.series
            told += [each for each in one.series if each not in told]
        else:
            found = _meant(text, one, told, last)
        if found is not None:
            yield _what(text, tokens, found, told)


_THESE = lazily(r"\b(?:such|these|those|this|that)\s+$", re.IGNORECASE)
_ENDS = lazily(r"[.!?]\s")
# "Thefts of all kinds", "all thefts": more than those that were named.
_WIDER = lazily(r"\b(?:all|total|overall|other)\s+$", re.IGNORECASE)
_OF_ALL_KINDS = lazily(
    r"\s+of\s+(?:all|any|every|other|various|different)\s+(?:kind|type|sort|form)s?\b|\s+overall\b",
    re.IGNORECASE,
)


def _meant(
    text: str, one: _Found, told: Sequence[OwnSeries], last: tuple[OwnSeries, ...]
) -> _Found | None:
    """A shortened name: of the series that was named whole, where it can be no other of these.

    Of several it is the one whose other words stand in the sentence ("libraries had 300 visits"),
    or the one named last that it points back to ("such thefts").
    """
    if _WIDER.search(text, max(0, one.start - _NEAR), one.start) or _OF_ALL_KINDS.match(
        text, one.end
    ):
        return msgspec.structs.replace(one, series=())
    named = tuple(each for each in one.series if each in told)
    if len(named) > 1 and _THESE.search(text, max(0, one.start - _NEAR), one.start):
        named = tuple(each for each in named if each in last) or named
    if len(named) > 1:
        sentence = words_of(_sentence_at(text, one.start))
        named = _most_told(tuple(each for each in named if each.telling <= sentence)) or named
    return msgspec.structs.replace(one, series=named) if named else None


def _sentence_at(text: str, at: int) -> str:
    start = max(
        (found.end() for found in _ENDS.finditer(text, max(0, at - _SENTENCE), at)),
        default=max(0, at - _SENTENCE),
    )
    end = _ENDS.search(text, at, at + _SENTENCE)
    return text[start : at + _SENTENCE if end is None else end.start()]


def _what(text: str, tokens: Sequence[_Token], one: _Found, told: Sequence[OwnSeries]) -> What:
    start, end = one.start, one.end
    first_in = bisect_left(tokens, start, key=lambda each: each.start)
    first_after = bisect_left(tokens, end, key=lambda each: each.start)
    ahead, behind = tokens[max(0, first_in - 2) : first_in], tokens[first_after : first_after + 4]
    other = beside.another_thing(
        text,
        (start, end),
        [(each.word, each.start, each.end, each.in_name) for each in ahead],
        [(each.word, each.start, each.end, each.in_name) for each in behind],
    )
    if other is None and len(one.series) == 1 and not _of_wider(text, one, told):
        only = one.series[0]
        return What(start, end, text[start:end], only.key, only.name)
    first, last = other or (start, end)
    words = " ".join(text[first:last].split())
    return What(first, last, text[first:last], f"{OTHER}{words.lower()}", words)


def _of_wider(text: str, one: _Found, told: Sequence[OwnSeries]) -> bool:
    """Whether "thefts" is the name of a wider series, or short for the one named before.

    The file has both "thefts" and "bicycle thefts", and the article has named the bicycles'.
    """
    only = one.series[0]
    if not one.whole or _ALL.search(text, max(0, one.start - _NEAR), one.start):
        return False
    narrower = [
        at
        for at, each in enumerate(told)
        if only.telling < each.telling - {"from"} and only.head == each.head
    ]
    return bool(narrower) and told.index(only) > narrower[0]


def _apart(places: Sequence[_Found]) -> list[_Found]:
    """Places that do not overlap: the longest, those of whole names first."""
    taken: dict[tuple[int, int], _Found] = {}
    covered: set[int] = set()
    for one in sorted(places, key=lambda each: (not each.whole, each.start - each.end)):
        span = (one.start, one.end)
        same = taken.get(span)
        if same is not None and same.whole == one.whole:
            both = (*same.series, *one.series)
            taken[span] = msgspec.structs.replace(
                same, series=_most_told(both) if one.whole else both
            )
        elif covered.isdisjoint(range(*span)):
            covered.update(range(*span))
            taken[span] = one
    return sorted(taken.values(), key=lambda each: each.start)


def _most_told(found: tuple[OwnSeries, ...]) -> tuple[OwnSeries, ...]:
    """Of series whose words stand in one place, those that need most: "thefts from vehicles"."""
    distinct = tuple(dict.fromkeys(found))
    return tuple(
        one for one in distinct if not any(one.telling < other.telling for other in distinct)
    )


def _places(tokens: Sequence[_Token], own: Sequence[OwnSeries]) -> list[_Found]:
    return [found for one in own for found in (*_whole(tokens, one), *_shortened(tokens, one))]


def _whole(tokens: Sequence[_Token], one: OwnSeries) -> Iterator[_Found]:
    """Where all words that tell a series stand together, in any order."""
    for telling in (one.telling, one.shorter):
        for at, token in enumerate(tokens):
            end = _reach(tokens, at, telling, one.name) if token.form in telling else None
            if end is not None:
                yield _wide(tokens, at, end, one, whole=True)


def _shortened(tokens: Sequence[_Token], one: OwnSeries) -> Iterator[_Found]:
    """Where its noun stands with some of its words: "sessions", "sessions about exam stress"."""
    for at, token in enumerate(tokens):
        if token.form != one.head or token.word.lower() in VERBS:
            continue
        first = last = at
        while first and _goes_on(tokens, first - 1, one) and _joined(tokens, first - 1):
            first -= 1
        for after in range(at + 1, min(len(tokens), at + 1 + _MOST_BETWEEN)):
            if not _joined(tokens, after - 1):
                break
            if _goes_on(tokens, after, one):
                last = after
            elif tokens[after].word.lower() not in _GAP:
                break
        bare = first == last and one.head in _OF_MANY
        if not bare:
            yield _wide(tokens, first, last, one, whole=False)


def _goes_on(tokens: Sequence[_Token], at: int, one: OwnSeries) -> bool:
    return tokens[at].form in one.telling and tokens[at].form != one.head


def _reach(tokens: Sequence[_Token], first: int, telling: frozenset[str], name: str) -> int | None:
    """Up to which token all words are told that begin at one; none where they are not."""
    missing, between = set(telling), 0
    for at, token in enumerate(tokens[first:], start=first):
        told = token.form in missing
        verb = token.word.lower() == "stolen"
        if told and verb and missing == telling and len(telling) > 1:
            # "Stolen bikes" may have been found again.
            return None
        if told:
            missing.discard(token.form)
        elif _tells_nothing(token, telling, name):
            between += 1
        else:
            return None
        if not missing:
            return at
        if between > _MOST_BETWEEN or not _joined(tokens, at):
            return None
    return None


def _tells_nothing(token: _Token, telling: frozenset[str], name: str) -> bool:
    """Whether a word between those of a name leaves it what it is; a theft from a car is none."""
    word = token.word.lower()
    silent = word in _GAP and not (word == "from" and "theft" in telling)
    # "Violence against the person" has a word of its own between those that tell it.
    return silent or token.in_name or word in name.lower().split()


def _joined(tokens: Sequence[_Token], at: int) -> bool:
    """Whether nothing but a space stands between a token and the one after it."""
    return at + 1 < len(tokens) and tokens[at + 1].start - tokens[at].end <= 1


def _wide(
    tokens: Sequence[_Token], first: int, last: int, one: OwnSeries, *, whole: bool
) -> _Found:
    """A place with the words that belong to it: "theft offences", "people were killed on roads"."""
    if last + 1 < len(tokens) and tokens[last + 1].form in _KIND and _joined(tokens, last):
        last += 1
    verb = any(each.word.lower() in VERBS for each in tokens[first : last + 1])
    while (
        verb and first and tokens[first - 1].form in _AHEAD_OF_VERB and _joined(tokens, first - 1)
    ):
        first -= 1
    return _Found(tokens[first].start, tokens[last].end, (one,), whole=whole)


def _tokens(text: str, names: Names) -> list[_Token]:
    """The words of a text; a full stop or a comma between two parts them by more than a space."""
    found: list[_Token] = []
    for match in WORD.finditer(text):
        in_name = any(start <= match.start() < end for start, end in names)
        word, start = match[0], match.start()
        if found and is_prefix(found[-1].word) and text[found[-1].end : start] == "-":
            # "Anti-social" is one word, with a hyphen or without.
            before = found.pop()
            word, start = f"{before.word}{word}", before.start
        found.append(_Token(form(word.lower()), word, start, match.end(), in_name))
    return found


__all__ = ["own_named"]
