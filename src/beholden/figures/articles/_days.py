"""The day of publication: from a date line, or from what a page says of itself."""

from __future__ import annotations

import re

from beholden.figures.core.models import Day

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_TIME = r"(?:\s*[,|]?\s*(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:am|pm)?(?:\s*(?:bst|gmt|utc))?)?"
_LINE = re.compile(
    r"(?:(?:(?:first |last )?(?:published|posted|date|updated)(?: on)?"
    r"|(?:strictly )?embargo(?:ed)?(?: until| to| till)?)\s*:?\s*)?"
    r"(?:\d{1,2}[:.]\d\d(?:\s*(?:am|pm))?(?: on)?\s*,?\s*)?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\s*,?\s*)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\s*,?\s+(?P<year>(?:19|20)\d\d)"
    rf"|{_MONTH.replace('month', 'month2')}\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+"
    r"(?P<year2>(?:19|20)\d\d))"
    rf"{_TIME}\.?",
    re.ASCII | re.IGNORECASE,
)
_STROKES = re.compile(
    r"(?:(?:first |last )?(?:published|posted|date|updated)(?: on)?\s*:?\s*)"
    r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b.{0,30}",
    re.ASCII | re.IGNORECASE,
)
_ISO = re.compile(r"\s*((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[T ]|\s*$)", re.ASCII)
_MOST_CHARACTERS = 80


def day_of_line(text: str) -> Day | None:
    """The day of a line that is nothing but a date, as ``Thursday, September 13, 2018``."""
    if len(text) > _MOST_CHARACTERS:
        return None
    if strokes := _STROKES.fullmatch(text.strip()):
        return _day(strokes["year"], int(strokes["month"]), strokes["day"])
    found = _LINE.fullmatch(text.strip())
    if found is None:
        return iso_day(text)
    month = (found["month"] or found["month2"]).lower()
    return _day(
        found["year"] or found["year2"], _MONTHS.index(month) + 1, found["day"] or found["day2"]
    )


def iso_day(text: str) -> Day | None:
    """The day of ``2018-09-13T06:00:00Z``, as it is written there."""
    found = _ISO.match(text[:_MOST_CHARACTERS])
    return None if found is None else _day(found[1], int(found[2]), found[3])


def _day(year: str, month: int, day: str) -> Day | None:
    try:
        return Day(int(year), month, int(day))
    except ValueError:
        return None
