"""Whether a match means what its form says: some words also say something else.

"Four in five" is a share, "three in 24 hours" is none; "the biggest in Wales" is a rank of
the rise before it, "one of the biggest" is no rank at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.grammar import _vocabulary as words
from beholden.figures.core.claims.grammar._atoms import MARKS, Atom

_MARK = lazily(f"[{''.join(sorted(set(''.join(MARKS.values()))))}]")


class Found(msgspec.Struct, frozen=True):
    """A text, the same with its numbers masked, and its numbers by where they begin."""

    text: str
    covered: str
    atoms: dict[int, Atom]

    def in_span(self, start: int, end: int) -> list[Atom]:
        """The numbers of a span, in order."""
        return [self.atoms[one.start()] for one in _MARK.finditer(self.covered, start, end)]


def core_span(match: re.Match[str]) -> tuple[int, int]:
    """What of a match is the phrase: all of it, or what its pattern encloses."""
    core = match.groupdict().get("core")
    return match.span("core" if core is not None else 0)


_NOUN = lazily(
    rf"(?<!\w)(?:{words.RANKED.replace('_', ' ')}|{words.OFFENCES})(?!\w)", re.IGNORECASE
)
_SENTENCE_END = lazily(r"[.!?]\s+(?=[\"'(]?[A-Z])|\n")
_SENTENCE_REACH = 160
_NEAR = 200
_STAYS = lazily(
    r"\b(?:and|but)\s(?:it\s|he\s|she\s)?(?:remain(?:s|ed)?|stay(?:s|ed)|(?:is|was|are|were)\sstill|still\s(?:has|had|have|is|was))"
    r"(?:\s(?!of\b)\w+){0,2}\s(?:the\s)?$",
    re.IGNORECASE,
)
_STAYS_SO = lazily(r"\b(?:remain(?:s|ed)?|stay(?:s|ed))\s(?:the\s)?$", re.IGNORECASE)


def noun_before(text: str, start: int) -> str:
    """The last word before, in the same sentence, that can be ranked."""
    before = _SENTENCE_END.split(text[max(0, start - _SENTENCE_REACH) : start])[-1]
    if _STAYS.search(before):
        # "An increase of 35 per cent, and remains the highest": the number, as it was before.
        return "number"
    found = _NOUN.findall(before)
    ranked = [one for one in found if one.lower() not in _OFFENCES]
    if not ranked and _STAYS_SO.search(before):
        return "number"
    return str((ranked or found or [""])[-1])


_OFFENCES = set(words.OFFENCES.split("|"))


def near(expression: str, match: re.Match[str], text: str) -> bool:
    """Whether one of the words stands in the sentence of the match, within reach."""
    start = max(0, match.start() - _NEAR)
    before = text[start : match.start()]
    for found in _SENTENCE_END.finditer(before):
        start = match.start() - len(before) + found.end()
    stop = _SENTENCE_END.search(text, match.end(), match.end() + _NEAR)
    end = stop.start() if stop else match.end() + _NEAR
    return re.search(rf"\b(?:{expression})\b", text[start:end], re.IGNORECASE) is not None


_UNIT_SAID = lazily(r"\b(?:minute|hour|second)s\b", re.IGNORECASE)


def unit_said(match: re.Match[str], text: str) -> str:
    """The unit of "one every 23", which the sentence said before; else it is minutes."""
    found = _UNIT_SAID.findall(text, max(0, match.start() - _NEAR), match.start())
    return found[-1] if found else "minutes"


_TIME_NEXT = lazily(
    r"[\s-]{1,3}(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|"
    r"forces|am|pm|o'clock)\b",
    re.IGNORECASE,
)
_AMONG = lazily(
    rf"(?:\b(?:some|many|several|few)|[{MARKS['number']}][^\w\s]*)\s{{1,3}}of\s{{1,3}}"
    r"(?:the|its|our|their|britain's|the\suk's)\s{1,3}$|\bamong(?:st)?\s{1,3}(?:the\s{1,3})?$"
    r"|\bat\s{1,3}(?:the\s{1,3}|its\s{1,3})?$",
    re.IGNORECASE,
)
_OF_YEARS = lazily(
    r"\s{1,3}(?:since|on\srecord|ever|yet|(?:for|in)\s(?:a|more\sthan|at\sleast|over|[^\w\s])[^.;,]{0,20}?"
    r"(?:decade|years))\b",
    re.IGNORECASE,
)
_RECORDED = (
    "offences?|crimes?|reports?|cases?|images?|incidents?|child|children|someone|victims?|"
    "recorded|caught|urls?|webpages?|contacts?|calls?|abuse|police|force|person|predator|suspect"
)


def _is_share(match: re.Match[str], found: Found) -> bool:
    """``four in five``, but neither ``three in 24 hours`` nor ``ten in two``."""
    first, *_, last = found.in_span(*match.span())
    whole = first.places <= 0 and last.places <= 0
    small = 0 < first.value < last.value
    return whole and small and _TIME_NEXT.match(found.covered, match.end()) is None


def _not_among(match: re.Match[str], found: Found) -> bool:
    """No rank is ``one of the biggest rises``, nor ``at the highest level`` but of years."""
    start, end = core_span(match)
    if _OF_YEARS.match(found.covered, end):
        return True
    return _AMONG.search(found.covered, max(0, start - 30), start) is None


def _with_noun(match: re.Match[str], found: Found) -> bool:
    start, _ = core_span(match)
    return _not_among(match, found) and bool(noun_before(found.covered, start))


def _is_recorded(match: re.Match[str], found: Found) -> bool:
    """A cup of tea every ten minutes is no frequency; one that is counted says of what."""
    counted = len(found.in_span(*match.span())) > 1 or match[0][:4].lower() == "once"
    elliptic = (
        match.groupdict().get("units") is None and match.groupdict().get("short_units") is None
    )
    if elliptic and counted:
        return near("minutes|hours|seconds", match, found.covered)
    return counted or near(_RECORDED, match, found.covered)


def _half_recorded(match: re.Match[str], found: Found) -> bool:
    counted = any(one.kind != "fraction" for one in found.in_span(*match.span()))
    return counted or near(_RECORDED, match, found.covered)


_HALVES = lazily(
    r"\b(?:first|second|last|latter|other|better|top|bottom|next)\s{1,3}$", re.IGNORECASE
)
_OF_TIME = lazily(
    r"\s{1,3}(?:of\s{1,3})?(?:the|a|this|last|that)\s{1,3}(?:year|month|day|time|week|term|season|"
    r"match|game|century|decade|night|battle|hour|mile)\b",
    re.IGNORECASE,
)


def _no_half_of_time(match: re.Match[str], found: Found) -> bool:
    """``half the offences``, but neither ``the second half`` nor ``half the time``."""
    start, end = core_span(match)
    before = found.covered[max(0, start - 12) : start]
    return _HALVES.search(before) is None and _OF_TIME.match(found.covered, end) is None


def _of_numbers(match: re.Match[str], found: Found) -> bool:
    return all(one.kind in {"number", "one"} for one in found.in_span(*match.span()))


_TESTS: dict[str, Callable[[re.Match[str], Found], bool]] = {
    "half": _no_half_of_time,
    "one in n": _is_share,
    "largest": _not_among,
    "largest in": _with_noun,
    "most": _not_among,
    "every": _is_recorded,
    "every hour": _is_recorded,
    "every half hour": _half_recorded,
    "a day": _of_numbers,
}


def possible(form: str, match: re.Match[str], found: Found) -> bool:
    """Whether a match means what the form of that name says."""
    test = _TESTS.get(form)
    return test is None or test(match, found)
