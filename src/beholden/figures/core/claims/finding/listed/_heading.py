"""The line above a list: what its rows count, and of which years.

"Arrests in 2017/18:" above "- Essex: 767" makes it 767 arrests, and "Offences in 2016/17
and 2017/18:" above "Essex - 568, 767" tells which number is of which year.

    heading_of(seen).years  # (2017/18,)
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._story import Seen
from beholden.figures.core.claims.finding.sentences import Sentence, within
from beholden.figures.core.claims.models import Shape
from beholden.figures.core.claims.naming._topics import ANECDOTES
from beholden.figures.core.claims.naming.what import What
from beholden.figures.core.claims.naming.when import When

_NUMBERS = frozenset({Shape.COUNT, Shape.PERCENT, Shape.PER, Shape.MULTIPLE})
_LONGEST = 90
_LONGEST_ROW = 120
_CLOSED = lazily(r"[.!?;,\"\u201d]\s*$")
_BULLET = lazily(r"\s*(?:[-\u2022*\u2013\u2014\u00b7]|\d{1,2}[.)])\s")
# "The table shows all forces of the region in 2023/24." is what its table is headed.
_TABLED = lazily(
    r"\b(?:the|this)\s+(?:following\s+)?(?:table|chart|list)\s+(?:below\s+)?(?:shows?|sets?\s+out|gives?|lists?|compares?|has)\b"
    r"|\b(?:shown|set\s+out|given|listed)\s+(?:in\s+the\s+(?:following\s+)?table|below)\b",
    re.IGNORECASE,
)
_BESIDE = 18
_TOUCHING = 4


class Heading(msgspec.Struct, frozen=True):
    """What a line says of the rows below it; ``what`` is absent where it names nothing.

    ``alone`` is true of a line that is nothing but what is counted, as "Arrests" above a
    part of an article: it goes on for all paragraphs of the part. ``change`` is true where the
    rows are changes: "Change by force from 2016/17 to 2017/18". ``opens`` is true where a colon
    ends the line, so that short sentences below it are rows too.
    """

    what: What | None
    whens: tuple[When, ...]
    alone: bool = False
    change: bool = False
    opens: bool = False


def heading_of(seen: Seen) -> Heading | None:
    """The heading that a block is; ``None`` where it is none."""
    text = seen.block.text.strip()
    tabled = _TABLED.search(text) is not None and len(seen.sentences) == 1
    colon = text.endswith(":") or tabled
    short = len(text) <= _LONGEST
    if seen.block.kind == "table":
        return None
    if (shown := _of_table(seen)) is not None:
        return shown
    if not colon and (not short or _CLOSED.search(text) or seen.block.kind == "headline"):
        return None
    if not seen.sentences:
        return None
    last = seen.sentences[-1]
    numbers = [one for one in within(seen.phrases, last) if one.shape in _NUMBERS]
    # The number of a paragraph may stand before it: "3.1 The table shows".
    if any(not (tabled and one.start == 0) for one in numbers):
        return None
    named = [one for one in within(seen.whats, last) if not one.generic]
    what = named[0] if named and _leads(named[0], last) else None
    whens = tuple(
        one
        for one in within(seen.whens, last)
        if one.how in {"named", "since"} and one.period and not _aside(one, seen.block.text)
    )
    alone = what is not None and what.text == text and what.series.startswith("other:")
    change = _CHANGES.match(last.text) is not None
    return (
        Heading(what, whens, alone, change, opens=_opens_list(text))
        if colon or whens or within(seen.whats, last)
        else None
    )


_SHOWS = lazily(
    r"\b(?:table|list|breakdown|figures\sbelow)\b[^.;:]{0,40}\b(?:shows?|gives?|sets?\sout|lists?|below|compares?)\b"
    r"|\b(?:in|by)\sthe\s(?:table|list)\sbelow\b",
    re.IGNORECASE,
)


def _of_table(seen: Seen) -> Heading | None:
    """What a sentence says of the table below it: "The table shows all four forces in 2017/18."."""
    last = seen.sentences[-1] if seen.sentences else None
    if (
        last is None
        or seen.block.kind in {"headline", "standfirst"}
        or not _SHOWS.search(last.text)
    ):
        return None
    whens = tuple(one for one in within(seen.whens, last) if one.how == "named" and one.period)
    return Heading(None, whens) if len(whens) == 1 else None


_LEADING = lazily(
    r"(?:(?:the|total|totals|overall|number|numbers|figures|count|rate|of|for|all|recorded|reported|new|how"
    r"|many|police|force|forces|local|child|online|suspected|and|on|here|are|is|change|changes|rise|rises|increase|fall|in|percentage|growth)\s){0,8}",
    re.IGNORECASE,
)


def _leads(what: What, sentence: Sentence) -> bool:
    """Whether a line begins with what its list counts: "Number of arrests", "How many people"."""
    if what.series in ANECDOTES and _ACTS.match(sentence.text, what.end - sentence.start):
        # "Officers have been able to obtain the following:": no officers are listed.
        return False
    return _LEADING.fullmatch(sentence.text[: what.start - sentence.start]) is not None


_ACTS = lazily(
    r"\s(?:have|has|had|were|was|are|said|say|found|obtained|asked|recorded|can|could|will)\b",
    re.IGNORECASE,
)
_CHANGES = lazily(
    r"(?:the\s|how\s|percentage\s|annual\s|yearly\s|per\scent\s|year-on-year\s|biggest\s|largest\s|rates?\sof\s){0,3}"
    r"(?:changes?|rises?|increases?|growth|falls?)\b",
    re.IGNORECASE,
)
_IN_BRACKETS = lazily(r"\s(?:figures?\s)?(?:is\s|are\s)?in\s(?:the\s)?brackets?", re.IGNORECASE)
_COMPARED = lazily(
    r"\((?:and\s)?(?:the\s)?(?:change|rise|increase|compared|up|previous)\b[^()]{0,40}$",
    re.IGNORECASE,
)


def _aside(when: When, text: str) -> bool:
    """Whether a year is that of what stands in brackets: "(2016/17 in brackets)"."""
    return bool(_IN_BRACKETS.match(text, when.end) or _COMPARED.search(text[: when.start]))


def is_row(seen: Seen) -> bool:
    """Whether a block is a row of a list: a short line with an area and a number beside it."""
    text = seen.block.text
    if seen.block.kind == "table" or len(text) > _LONGEST_ROW:
        return False
    if not any(one.shape in _NUMBERS for one in seen.phrases):
        return False
    if _BULLET.match(text):
        return True
    first = next((one for one in seen.whos if one.start <= _TOUCHING), None)
    beside = first is not None and any(
        0 <= one.start - first.end <= _BESIDE for one in seen.phrases
    )
    return (beside or _number_first(seen)) and not _CLOSED.search(text)


_TO_ITS_AREA = lazily(
    r"\s(?:(?:offences|crimes|cases)\s)?(?:(?:in|for|by|at)\s|[\u2013\u2014:-]\s)(?:the\s)?",
    re.IGNORECASE,
)


def _number_first(seen: Seen) -> bool:
    """Whether a line opens with its number and names the area behind it: "767 in Essex"."""
    opening = next((one for one in seen.phrases if one.start <= _TOUCHING), None)
    return opening is not None and any(
        _TO_ITS_AREA.fullmatch(seen.block.text, opening.end, one.start) for one in seen.whos
    )


_QUOTED = lazily(r"\s*[\"\u201c\u2018']")
_SAYING = lazily(
    r"\b(?:said|says?|saying|told|tells|added|adds|wrote|writes|warned|warns|explained|commented|replied|continued"
    r"|statement|asked|answered)\b[^:]{0,60}:$",
    re.IGNORECASE,
)


def _opens_list(text: str) -> bool:
    """Whether a line ends with a colon, and not as one after which somebody speaks."""
    return text.endswith(":") and _SAYING.search(text) is None


def below(seen: Seen, heading: Heading | None) -> bool:
    """Whether a block is a short sentence of an area below a line that dates what follows it.

    "Police figures for 2016/17:" and then "Essex recorded 767 offences."
    """
    if heading is None or not heading.opens or not heading.whens:
        return False
    text = seen.block.text
    if seen.block.kind != "paragraph" or len(text) > _LONGEST_ROW or _QUOTED.match(text):
        return False
    named = any(one.start <= _TOUCHING + len("in the ") for one in seen.whos)
    return named and any(one.shape in _NUMBERS for one in seen.phrases)


def names_a_row(seen: Seen) -> bool:
    """Whether a block is a row with its area, or the line of one that holds the area alone."""
    first = next((one for one in seen.whos if one.start <= _TOUCHING), None)
    if first is None or seen.block.kind in {"headline", "standfirst"}:
        return False
    return is_row(seen) or len(seen.block.text.strip(" :")) <= first.end


def goes_on_row(seen: Seen) -> bool:
    """Whether a block holds the numbers of the row whose area stands in the line above."""
    text = seen.block.text
    short = len(text) <= _LONGEST_ROW and not _CLOSED.search(text)
    return short and not seen.whos and any(one.shape in _NUMBERS for one in seen.phrases)


__all__ = ["Heading", "below", "goes_on_row", "heading_of", "is_row", "names_a_row"]
