"""When a text speaks of: named periods, and years that only the article's day can tell.

"Last year" is told apart from "the previous year", "in a year" and "in five years"; which
period is meant is for the reader of the whole article to say, never guessed here.

    whens("up from 568 in 2016/17")[0].period == financial_year(2016)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from beholden.figures.core._number_words import number_said
from beholden.figures.core._period_atoms import ONE_DIGIT
from beholden.figures.core._spoken_years import in_digits
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.naming._cued import Cued, folded
from beholden.figures.core.claims.naming._spans import longest
from beholden.figures.core.claims.naming._when_words import (
    NO_SPAN_AFTER,
    NO_TIME_OF_FIGURES,
    PATTERNS,
    How,
    years_of,
)
from beholden.figures.core.models import Day, Period
from beholden.figures.core.periods import (
    ParsedPeriod,
    financial_year,
    find_periods,
    kind,
    months,
    parse_period,
)


class When(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place where a text says when.

    ``period`` is present where the words name it. ``first`` and ``last`` are the two years of
    "from 2013/14 to 2017/18" (a change from one to the other, or a sum over all), and ``last``
    alone is that of "the five years to 2017/18". ``years`` counts the years of a span, or
    how many years ago. ``months`` are the first and last month of a period whose year the
    article's day tells ("the year to March"), with ``year_said``; see ``resolved``.
    """

    start: int
    end: int
    text: str
    period: Period | None
    how: How
    years: int = 0
    certain: bool = True
    first: Period | None = None
    last: Period | None = None
    months: tuple[int, int] | None = None
    year_said: Literal["", "this", "last"] = ""


_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b"
)
_A_MONTH = "|".join(_MONTHS)
_THIS = r"(?:(?:\s{1,3}of)?,?\s{1,3}(?P<said>[Tt]his|[Ll]ast)\s{1,3}year\b)"
_NO_YEAR = r"(?!,?\s{0,3}(?:of\s)?(?:\d{4}|['\u2019]\d\d))"
_YEAR_TO = Cued(
    rf"\b(?:[Yy]ear|(?:12|[Tt]welve)[-\s]months?(?:\speriod)?)\s{{1,3}}(?:(?:which|that|up|(?:leading|running)(?:\sup)?)\s)?"
    rf"(?:to|ending|ended|until)\s{{1,3}}(?:in\s|this\s)?(?:the\s)?(?:end\sof\s)?(?:\d\d?\s)?"
    rf"(?P<last>{_MONTH})(?:\s\d\d?(?!\d))?{_NO_YEAR}{_THIS}?",
    f"year|month&to|end|until&{_A_MONTH}",
    flags=0,
)
_MONTH_TO_MONTH = Cued(
    rf"\b(?:\d\d?\s)?(?P<first>{_MONTH})(?:\s\d\d?(?!\d))?\s{{0,3}}(?:to|and|until|[-\u2013])"
    rf"\s{{0,3}}(?:the\send\sof\s)?(?:\d\d?\s)?(?P<last>{_MONTH})(?:\s\d\d?(?!\d))?{_NO_YEAR}{_THIS}?",
    _A_MONTH,
    flags=0,
)
_SINCE_MONTH = Cued(
    rf"\b[Ss]ince\s{{1,3}}(?P<last>{_MONTH}){_NO_YEAR}{_THIS}",
    f"since&this|last&{_A_MONTH}",
    flags=0,
)
_SINCE_DAY = Cued(
    rf"\b[Ss]ince\s{{1,3}}(?:(?P<day>\d\d?)(?:st|nd|rd|th)?\s)?(?P<month>{_MONTH})"
    r"(?:\s(?P<after>\d\d?)(?:st|nd|rd|th)?)?,?\s(?P<year>20\d\d)\b(?![/-])",
    f"since&20&{_A_MONTH}",
    flags=0,
)
_APRIL = 4
_MONTHS_IN_YEAR = 12
_YEAR = (
    r"(?:(?:19|20)\d\d(?:\s?[/\u2013-]\s?(?:(?:19|20)\d\d|\d\d)|[/\u2013-][1-9](?![\d,]))?"
    r"|\d\d/\d\d)"
)
_YEARS_JOINED = Cued(
    rf"(?<![\w/.,\u00a3-])(?P<one>{_YEAR})\s{{0,3}}(?P<how>to|and|until|through|[-\u2013\u2014])"
    rf"\s{{0,40}}(?P<other>{_YEAR})(?![\w/]|[-.,]\d)",
    "19|20|/",
    flags=0,
)
_COUNT = (
    r"(?P<count>[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven"
    r"|[2-9]|1[01])[-\s]months?"
)
_WHICH = (
    rf"(?:(?P<which>[Ff]irst|[Ll]ast|[Ff]inal)\s{{1,3}}{_COUNT}"
    r"|(?P<nth>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|[Ff]inal)\s{1,3}(?P<part>half|quarter))"
    r"\s{1,3}(?:of|in)\s{1,3}"
)
_MONTHS_OF = Cued(
    rf"\b{_WHICH}(?:the\s{{1,3}})?(?:financial\s{{1,3}}year\s{{1,3}})?"
    rf"(?P<year>20\d\d)(?:(?P<financial>\s?[/\u2013-]\s?(?:20)?\d\d)\b|\b(?![/-]))",
    "month|half|quarter&20&of|in",
    flags=0,
)
_MONTHS_OF_THIS = Cued(
    rf"\b{_WHICH}(?P<said>this|last)\s{{1,3}}year\b",
    "month|half|quarter&year&of|in",
    flags=0,
)
_PARTS = {"half": 6, "quarter": 3}
_NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3}
_MONTHS_TO = Cued(
    rf"\b{_COUNT}\s{{1,3}}(?:to|ending|ended)\s{{1,3}}(?:the\send\sof\s)?(?P<last>{_MONTH})"
    r"\s{1,3}(?P<year>20\d\d)\b",
    f"month&20&{_A_MONTH}",
    flags=0,
)
_FINANCIAL_BEFORE = lazily(
    r"\b(?:(?:financial|fiscal|tax)\syears?|the\syear)\s(?:from\s)?$", re.IGNORECASE
)
_BETWEEN = lazily(r"\bbetween\s{1,40}(?:the\s)?(?:financial\s)?(?:years\s)?$", re.IGNORECASE)
_SINCE = lazily(r"\bsince\s{1,40}(?:the\s)?(?:(?:financial|start\sof|year)\s){0,2}$", re.IGNORECASE)
_NO_PERIOD_AFTER = lazily(
    r"\s{1,3}(?:(?:\w{1,20}\s)?(?:Act|Bill|Order|Regulations)\b|(?:report|survey|study|strategy|edition"
    r"|election|budget|manifesto|inquiry|review|conference|World|campaign|green\spaper|white\spaper)\b)",
)
_FIGURES_AFTER = lazily(
    r"(?:['\u2019]s)?\s{1,3}(?:figures?|totals?|numbers?|levels?|data|count|rate|statistics)\b",
    re.IGNORECASE,
)
_COMPARED = lazily(r"\b(?:on|than|with|against|versus|over|at)\s{1,3}$", re.IGNORECASE)
_FINANCIAL_AFTER = lazily(r"\s{1,3}(?:financial|fiscal|tax|reporting)\s{1,3}year", re.IGNORECASE)
_OTHER_YEAR_AFTER = lazily(r"\s{1,3}(?:academic|school|football|season)", re.IGNORECASE)
_ASIDE = lazily(
    r"(?:['\u2019]s)?\s{0,2}[(,\u2013\u2014-]\s{0,2}(?:in\s|the\s|from\s|between\s)?|\s{1,3}(?:in\s)?"
)
_SPAN_TO = lazily(
    r"\s{1,3}(?:(?:(?:up\s)?to|until|ending|ended)\s{1,3})?(?:in\s)?(?:the\s)?(?:end\sof\s)?"
)
_NUMBER_NEXT = lazily(r"\s?[:=]\s?\d")
_IN = lazily(r"\s{1,3}(?:back\s)?in\s{1,3}(?:the\s)?")
_CLOSED = lazily(r"\s{0,2}[(]\s{0,2}(?:in\s)?(?:the\s)?")
# No article writes a month as "2014/5".
_SURE_IN_A_TEXT = frozenset({"the words may name only where a period begins", ONE_DIGIT})
_RELATIVE: frozenset[How] = frozenset({"last", "this", "previous"})
_YEAR_LONG = 360
_FAR = 40


def whens(text: str) -> tuple[When, ...]:
    """Every time that a text names, in order; none overlaps another, the longest wins."""
    spoken = in_digits(text)
    shown, lower = spoken.text, folded(spoken.text)
    found = longest([*_named(shown, lower), *_without_year(shown, lower), *_relative(shown, lower)])
    told = _with_asides(shown, _spans_to(shown, found))
    return tuple(_as_written(one, text, spoken.starts) for one in told)


def _as_written(when: When, text: str, starts: Mapping[int, int]) -> When:
    """A time with the words of the text, where its year was put in digits."""
    start = starts.get(when.start, when.start)
    return msgspec.structs.replace(when, start=start, text=text[start : when.end])


def about_financial(period: Period) -> Period | None:
    """The financial year that "the year to April 2019", "April 2018 to April 2019" is about."""
    year = period.start.year
    begins = period.start in {Day(year, _APRIL, 1), Day(year, _APRIL + 1, 1)}
    ends = period.end in {Day(year + 1, _APRIL - 1, 31), Day(year + 1, _APRIL, 30)}
    return financial_year(year) if begins and ends else None


def resolved(when: When, published: Day) -> Period | None:
    """The period of ``months`` that had last ended when the article was published."""
    if when.months is None:
        return when.period
    first, last = when.months
    count = (last - first) % 12 + 1
    years = [published.year - 1] if when.year_said == "last" else [published.year]
    if not when.year_said:
        years.append(published.year - 1)
    for year in years:
        begin = year if first <= last else year - 1
        period = months(begin, first, count)
        if when.year_said or period.end <= published:
            return period
    return None


def _named(text: str, lower: str) -> Iterator[When]:
    yield from _parts_of_years(text, lower)
    for match in _SINCE_DAY.finditer(text, lower):
        if (match["day"] or match["after"] or "1") == "1" and _month(match["month"]) == _APRIL:
            period = financial_year(int(match["year"]))
            yield When(match.start(), match.end(), match[0], period, "since")
    for match in _YEARS_JOINED.finditer(text, lower):
        if (joined := _joined(text, match)) is not None:
            yield joined
    for parsed in find_periods(text):
        if _NO_PERIOD_AFTER.match(text, parsed.end):
            continue
        certain = _certain(text, parsed)
        since = _SINCE.search(text[max(0, parsed.start - _FAR) : parsed.start])
        if since is not None:
            start = parsed.start - (since.end() - since.start())
            period = _begun(parsed.period)
            yield When(start, parsed.end, text[start : parsed.end], period, "since")
        else:
            yield When(
                parsed.start, parsed.end, parsed.text, parsed.period, "named", certain=certain
            )


def _begun(period: Period) -> Period:
    """The year that begins with a month: "since April 2016" is since 2016/17."""
    if period == months(period.start.year, _APRIL, 1):
        return financial_year(period.start.year)
    return period


def _parts_of_years(text: str, lower: str) -> Iterator[When]:
    """``the first six months of 2018``, ``the three months to June 2018``: no whole year."""
    for match in _MONTHS_OF.finditer(text, lower):
        (first, count), year = _which(match), int(match["year"])
        if match["financial"]:
            first += _APRIL - 1
        period = months(year + (first - 1) // 12, (first - 1) % 12 + 1, count)
        yield When(match.start(), match.end(), match[0], period, "named", certain=False)
    for match in _MONTHS_TO.finditer(text, lower):
        count, year, last = number_said(match["count"]), int(match["year"]), match["last"]
        at = year * 12 + _month(last) - count
        period = months(at // 12, at % 12 + 1, count)
        yield When(match.start(), match.end(), match[0], period, "named")


def _which(match: re.Match[str]) -> tuple[int, int]:
    """The first month of a part of a year, and how many it has."""
    if match["part"] is None:
        count = number_said(match["count"])
        return (1 if match["which"].lower() == "first" else 13 - count), count
    count, last = _PARTS[match["part"]], _MONTHS_IN_YEAR // _PARTS[match["part"]] - 1
    return 1 + count * min(_NTH.get(match["nth"].lower(), last), last), count


def _certain(text: str, parsed: ParsedPeriod) -> bool:
    if _OTHER_YEAR_AFTER.match(text, parsed.end):
        return False
    if parsed.certain or parsed.why in _SURE_IN_A_TEXT:
        return True
    before = text[max(0, parsed.start - _FAR) : parsed.start]
    told = _FIGURES_AFTER.match(text, parsed.end) or _COMPARED.search(before)
    if told and kind(parsed.period) == "calendar":
        return True
    return kind(parsed.period) == "financial" and bool(_FINANCIAL_AFTER.match(text, parsed.end))


def _joined(text: str, match: re.Match[str]) -> When | None:
    """``from 2013/14 to 2017/18``, ``between 2013 and 2017``: two years of one kind."""
    before = text[max(0, match.start() - _FAR) : match.start()]
    if match["how"] == "and" and not _BETWEEN.search(before):
        return None
    one, other = parse_period(match["one"]), parse_period(match["other"])
    if (words := _FINANCIAL_BEFORE.search(before)) and match["other"] == _next(match["one"]):
        start = match.start() - len(words[0])
        period = financial_year(int(match["one"]))
        return When(start, match.end(), text[start : match.end()], period, "named")
    if one is None or other is None or kind(one.period) != kind(other.period):
        return None
    if one.period.start >= other.period.start:
        return None
    # 2016-2017 with a dash is one financial year and is read as such elsewhere.
    dash = match["how"] not in {"to", "and", "until", "through"}
    if dash and match["other"] == _next(match["one"]):
        return None
    return When(
        match.start(),
        match.end(),
        match[0],
        Period(one.period.start, other.period.end),
        "named",
        years=other.period.start.year - one.period.start.year,
        first=one.period,
        last=other.period,
    )


def _next(year: str) -> str:
    return str(int(year) + 1) if year.isdigit() else ""


def _without_year(text: str, lower: str) -> Iterator[When]:
    """``the year to March``, ``between April and March last year``, ``since April last year``."""
    for match in _MONTHS_OF_THIS.finditer(text, lower):
        first, count = _which(match)
        said: Literal["this", "last"] = "this" if match["said"] == "this" else "last"
        ends = (first, first + count - 1)
        yield When(
            *match.span(), match[0], None, "named", certain=False, months=ends, year_said=said
        )
    for expression, how in (
        (_YEAR_TO, "named"),
        (_MONTH_TO_MONTH, "named"),
        (_SINCE_MONTH, "since"),
    ):
        for match in expression.finditer(text, lower):
            groups = match.groupdict()
            last = _month(match["last"])
            if expression is _YEAR_TO:
                first = last % 12 + 1
            else:
                first = _month(groups["first"]) if groups.get("first") else last
            told = (match["said"] or "").lower()
            yield When(
                match.start(),
                match.end(),
                match[0],
                None,
                "since" if how == "since" else "named",
                certain=bool(told) or expression is _YEAR_TO,
                months=(first, last),
                year_said="this" if told == "this" else "last" if told else "",
            )


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _relative(text: str, lower: str) -> Iterator[When]:
    for how, expression in PATTERNS:
        for match in expression.finditer(text, lower):
            before = text[max(0, match.start() - _FAR) : match.start()]
            if how in {"this", "last", "span"} and NO_TIME_OF_FIGURES.search(before):
                continue
            if how == "span" and NO_SPAN_AFTER.match(text, match.end()):
                continue
            yield When(match.start(), match.end(), match[0], None, how, years=years_of(match))


def _spans_to(text: str, found: Sequence[When]) -> list[When]:
    """``the five years to 2017/18``: the span takes the year that it ends with."""
    joined: list[When] = []
    for one in found:
        before = joined[-1] if joined else None
        to = before is not None and _SPAN_TO.fullmatch(text, before.end, one.start)
        begun = before is not None and before.how == "since" and before.period is None
        if (
            before is not None
            and begun
            and one.period
            and _IN.fullmatch(text, before.end, one.start)
        ):
            # "Since the offence was created in 2017".
            joined[-1] = msgspec.structs.replace(
                before, end=one.end, text=text[before.start : one.end], period=one.period
            )
        elif before is not None and to and before.how == "span" and one.period is not None:
            joined[-1] = msgspec.structs.replace(
                before, end=one.end, text=text[before.start : one.end], last=one.period
            )
        else:
            joined.append(one)
    return joined


def _with_asides(text: str, found: Sequence[When]) -> Iterator[When]:
    """``last year (2016/17)`` is 2016/17, whatever the article's day makes of "last year"."""
    at = 0
    while at < len(found):
        one = found[at]
        other = found[at + 1] if at + 1 < len(found) else None
        named = _explained(text, one, other) if other is not None else None
        if named is not None and other is not None:
            closing = "(" in text[one.start : other.end] and text[other.end : other.end + 1] == ")"
            end = other.end + 1 if closing else other.end
            yield msgspec.structs.replace(
                named, start=one.start, end=end, text=text[one.start : end]
            )
            at += 2
        else:
            yield one
            at += 1


def _explained(text: str, one: When, other: When) -> When | None:
    if _NUMBER_NEXT.match(text, other.end):
        # "767 last year (2016/17: 568)": the year of the number that follows.
        return None
    if one.how in _RELATIVE and _is_year(other) and _ASIDE.fullmatch(text, one.end, other.start):
        return msgspec.structs.replace(other, years=one.years)
    if _is_year(one) and other.how in _RELATIVE and _CLOSED.fullmatch(text, one.end, other.start):
        return one
    return None


def _is_year(when: When) -> bool:
    period = when.period
    if when.how != "named" or period is None:
        return False
    return when.first is None and period.end.toordinal() - period.start.toordinal() > _YEAR_LONG
