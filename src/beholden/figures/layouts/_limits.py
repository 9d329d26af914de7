"""Years that an answer says are not whole: ``2017/18 (to 28 February 2018)``.

A year's name is no promise that all of it was counted. Where any text says that a
year is in part, provisional or not over, whoever reads a number of it must ask.

    limited_periods(["2017/18 covers April to December only."])  # {2017/18: "2017/18 covers ..."}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from beholden.figures.core import periods
from beholden.figures.core.models import Day, Period

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_FEW = r"(?:\d|1[01]|one|two|three|four|five|six|seven|eight|nine|ten|eleven)"
_DASH = r"(?:-|\u2013|to|until|through)"
_LIMIT = re.compile(
    rf"""
    (?:(?<=\()|\b)(?:from\s+)?(?P<first>{_MONTH})(?:\s*['\u2019]?\d{{2,4}})?\s*{_DASH}\s*
        (?:the\s+)?(?:end\s+of\s+)?(?P<last>{_MONTH})(?:[\s-]+(?P<last_year>\d{{4}}))?
  | \b(?:up\s+to|to|until|till|as\s+far\s+as|ends?\s+(?:in|on)|ending(?:\s+on)?)\s+
        (?:and\s+including\s+)?(?:the\s+)?(?:end\s+of\s+)?
        (?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<to>{_MONTH})(?:,?\s+(?P<to_year>\d{{4}}))?
  | \b(?:up\s+to|to|until|till)\s+\d{{1,2}}[./](?P<to_digits>\d{{1,2}})[./]
        (?P<digits_year>(?:20)?\d\d)\b
  | \b(?:from|since)\s+(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<since>{_MONTH})
        (?:,?\s+(?P<since_year>\d{{4}}))?
  | \bQ[1-4]\s*{_DASH}\s*Q?(?P<quarter>[1-4])\b | \bquarters?\s+[1-4]\b
  | \b(?:first|second|third|last|final)\s+(?:half|(?:\w+\s+)?quarters?)\b
  | \b{_FEW}[\s-]+months?\b
  | (?<!up\s)(?<!up-)\bto[\s-]date\b | \b(?:so|thus)\s+far\b | \bup\s+to\s+now\b
  | \bin-?complete\b | \bnot\s+(?:yet\s+)?(?:been\s+)?(?:complete|completed|finished|over|whole)\b
  | \bprovisional\w*\b | \bpreliminary\b | \bpartial(?:ly)?\b | \bpart[\s-]+(?:of\s+the\s+)?year\b
  | \bpart[\s-]?years?\b | \bhalf[\s-]?years?\b | \bnot\s+a\s+(?:full|whole|complete)\s+year\b
  | (?P<only>\bonly\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COUNTED = re.compile(
    r"\b(?:data|figures?|counts?|numbers?|statistics|recorded|covers?)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z(\d])|\n+")
_NEXT_TO_ONLY = 3
_MARCH, _APRIL = 3, 4


class _Limit(msgspec.Struct, frozen=True):
    """What is said of a year: ``month`` and ``day`` are of what the count does not go beyond."""

    start: int
    end: int
    month: int | None
    day: Day | None
    enclosed: bool


def limited_periods(texts: Iterable[str]) -> dict[Period, str]:
    """The years that some text says are not whole, each with the first sentence that says so.

    Args:
        texts: Sentences, notes, labels; what runs over several sentences is taken apart.

    Returns:
        Financial and calendar years only: a part of a year that is named by its days
        says for itself that it is one.
    """
    found: dict[Period, str] = {}
    for text in texts:
        for sentence in _SENTENCE.split(text):
            for period in _of(sentence):
                found.setdefault(period, sentence.strip())
    return found


def _of(text: str) -> Iterator[Period]:
    limits = list(_limits(text))
    if not limits:
        return
    named = [
        each
        for each in periods.find_periods(text)
        if periods.kind(each.period) in {"financial", "calendar"}
    ]
    for limit in limits:
        if not named:
            if limit.day is not None and limit.month != _MARCH and _COUNTED.search(text):
                yield _financial(limit.day)
            continue
        around = [
            each
            for each in named
            if limit.month != each.period.end.month
            and (limit.day is None or each.period.start <= limit.day <= each.period.end)
        ]
        before = [each for each in around if each.end <= limit.start]
        if limit.enclosed and before:
            around = before[-1:]
        yield from (each.period for each in around)


def _limits(text: str) -> Iterator[_Limit]:
    whole = [each for each in periods.find_periods(text) if _is_whole(each.period)]
    for found in _LIMIT.finditer(text):
        inside = any(
            each.start <= found.start() and found.end() <= each.end
            for each in whole
            if len(each.text) > len(found[0])
        )
        if inside or _says_a_whole_year(found):
            continue
        if found["only"] and _just_that_year(found, text, whole):
            continue
        opened = text.rfind("(", 0, found.start()) > text.rfind(")", 0, found.start())
        yield _Limit(found.start(), found.end(), _last_month(found), _day(found), opened)


def _says_a_whole_year(found: re.Match[str]) -> bool:
    """Whether months or quarters are those of a whole year, as April to March."""
    if found["first"]:
        return (_month(found["first"]), _month(found["last"])) in {(4, 3), (1, 12)}
    if found["since"]:
        return _month(found["since"]) in {1, 4}
    return found["quarter"] == "4" and "1" in found[0]


def _just_that_year(found: re.Match[str], text: str, whole: list[periods.ParsedPeriod]) -> bool:
    """Whether "only" says that no other year is told: ``2017/18 only``, ``only for 2017/18``."""
    before = any(0 <= found.start() - each.end < _NEXT_TO_ONLY for each in whole)
    return before or any(
        re.fullmatch(r"\s+(?:(?:in|for|of|from|the|financial|year)\s+)*", text[found.end() : at])
        for at in (each.start for each in whole)
        if at > found.end()
    )


def _is_whole(period: Period) -> bool:
    return periods.kind(period) in {"financial", "calendar", "span"}


def _last_month(found: re.Match[str]) -> int | None:
    if found["to_digits"]:
        return int(found["to_digits"])
    month = found["last"] or found["to"]
    return _month(month) if month else None


def _day(found: re.Match[str]) -> Day | None:
    month = found["last"] or found["to"]
    year = found["last_year"] or found["to_year"]
    if found["to_digits"]:
        number, year = int(found["to_digits"]), found["digits_year"].zfill(2)
        year = year if len(year) == 4 else f"20{year}"  # noqa: PLR2004 - digits of a year
        return Day(int(year), number, 1) if 1 <= number <= len(_MONTHS) else None
    if month and year:
        return Day(int(year), _month(month), 1)
    return None


def _month(text: str) -> int:
    return _MONTHS.index(text[:3].lower()) + 1


def _financial(day: Day) -> Period:
    return periods.financial_year(day.year if day.month >= _APRIL else day.year - 1)
