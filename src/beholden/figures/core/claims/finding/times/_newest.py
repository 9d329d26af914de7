"""The newest year that an article speaks of, which "last year" and a bare number mean.

It is the newest financial year of a sentence with numbers, unless that is only compared with
("up on the 568 of 2016/17"), or the article says "last year" of a later one; else the last
year that was over on the article's day; else the newest year of the data.

    newest_of(seen, date(2018, 9, 13), None)  # 2017/18, and why
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from beholden.figures.core._calendar import (
    calendar_year,
    financial_year,
    is_financial_year,
    kind,
    label,
)
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._story import Seen, shifted
from beholden.figures.core.claims.finding.sentences import (
    so_far,
    within,
)
from beholden.figures.core.claims.naming.when import When, about_financial, resolved
from beholden.figures.core.models import Day, Period


def newest_of(
    seen: Sequence[Seen], published: Day | None, latest: Period | None
) -> tuple[Period | None, str]:
    """The newest year, and why it is that.

    Args:
        seen: The blocks of the article.
        published: Its day, if known.
        latest: The newest year of the data.
    """
    told = (about_financial(one) or one for one in _of_numbers(seen, published))
    years = [one for one in told if kind(one) in {"financial", "calendar"}]
    if published is not None:
        years = [one for one in years if one.end < published]
    financial = [one for one in years if is_financial_year(one)]
    newest = max(financial or years, default=None)
    since = None if published is None else complete(published)
    if newest is not None and since is not None and _means_last(seen, newest, since):
        return since, "the last financial year before the article's day"
    if newest is not None and _only_compared(seen, newest):
        following = _up_to(newest, published, latest)
        if following is not None:
            return following, f"the newest year after {label(newest)}, which is only compared with"
    if financial:
        return max(financial), "the newest financial year that the article names"
    if years:
        return max(years), "the newest year that the article names"
    if published is not None:
        return complete(published), "the last financial year before the article's day"
    return latest, "the newest year of the data"


def _up_to(base: Period, published: Day | None, latest: Period | None) -> Period | None:
    """The year up to which a change goes that names only its base: "has trebled since 2013/14".

    It is the last one complete before the article's day, or else the newest of the data.
    """
    newest = latest if published is None else complete(published)
    if published is not None and kind(base) == "calendar":
        newest = calendar_year(published.year - 1)
    if newest is not None and newest.start > base.start and kind(newest) == kind(base):
        return newest
    following = shifted(base, 1)
    return following if published is None or following.end < published else None


def _means_last(seen: Sequence[Seen], newest: Period, since: Period) -> bool:
    """Whether the last full year before an article is meant, though it names older ones only."""
    apart = since.start.year - newest.start.year
    if apart == 1:
        return _relative(seen) and not _explained(seen, newest)
    compared = is_financial_year(newest) and _only_compared(seen, newest)
    return apart > 1 and (compared or _last_said(seen))


def _relative(seen: Sequence[Seen]) -> bool:
    """Whether the article speaks of "last year" or "in a year"."""
    return any(when.how in {"last", "this"} for one in seen for when in one.whens)


_LAST_YEAR = lazily(r"(?:last|past|latest)\b.{0,20}\byear\b.*\d", re.IGNORECASE)


def _explained(seen: Sequence[Seen], newest: Period) -> bool:
    """Whether the article says itself which year the last one is: "last year (2013-14)"."""
    return any(
        when.period == newest and _LAST_YEAR.search(when.text) for one in seen for when in one.whens
    )


def _last_said(seen: Sequence[Seen]) -> bool:
    """Whether a sentence with numbers says "last year"."""
    return any(
        any(when.how == "last" for when in within(one.whens, sentence))
        and bool(within(one.phrases, sentence))
        for one in seen
        for sentence in one.sentences
    )


def _of_numbers(seen: Sequence[Seen], published: Day | None) -> Iterator[Period]:
    """The periods of sentences that hold numbers; others are those of laws and plans."""
    for one in seen:
        table = one.block.kind == "table"
        for when in one.whens:
            if when.period is None:
                dated = None if published is None else resolved(when, published)
                if dated is not None and is_financial_year(dated) and _with_number(when, one):
                    yield dated
                continue
            # "2016/17" is how statistics write; a calendar year may be that of anything.
            if table or is_financial_year(when.period) or _with_number(when, one):
                yield when.period
            # "Between 2013/14 and 2014/15" is a span with two years as its ends.
            yield from (end for end in (when.first, when.last) if end is not None)


def _with_number(when: When, seen: Seen) -> bool:
    """Whether a time stands in a sentence that holds a number."""
    begun = so_far(seen.sentences, when.start + 1)
    if not begun:
        return False
    sentence = seen.sentences[begun - 1]
    return when.start < sentence.end and bool(within(seen.phrases, sentence))


_COMPARED = lazily(
    r"\b(?:from|compared\s+(?:with|to)|against(?!\s+(?:\w+\s+)?(?:victims?|child(?:ren)?|minors?"
    r"|under|girls?|boys?|young|youngsters?|teenagers?|people|pupils?|kids)\b)|than|on(?:\s+the)?(?=\s*$)|on\s+the|where\s+in(?=\s*$)|since|up\s+from|down\s+from"
    r"|the\s+year\s+before|(?:up|down|rise|increase|fall|drop|higher|more|lower|fewer)"
    r"(?:\s+(?:by\s+)?\d\d?\s?(?:per\s?cent|%|pc))?\s+on|above|below|double)\b[^.;]{0,50}$",
    re.IGNORECASE,
)
_SAME_SENTENCE = 120
_HAD_BEEN = lazily(r"\W{1,3}(?:\w+\s+){1,3}had\b")


def _only_compared(seen: Sequence[Seen], newest: Period) -> bool:
    """Whether the newest year stands only as the earlier one: "up on the 568 of 2016/17"."""
    said = False
    for one in seen:
        for when in one.whens:
            if newest in {when.first, when.last} or one.block.kind == "table":
                return False
            if when.period != newest:
                continue
            said = True
            if any(
                other.period is not None
                and other.period.start < newest.start
                and abs(other.start - when.start) < _SAME_SENTENCE
                for other in one.whens
            ):
                return False
            compared = _COMPARED.search(one.block.text[max(0, when.start - 70) : when.start])
            before = _HAD_BEEN.match(one.block.text, when.end)
            before = before or _RISEN_SINCE.match(one.block.text, when.end)
            if when.how != "since" and not compared and not before and not _aside(when, one):
                return False
    return said


# "The figure for 2016/17 was 568, meaning that the number has risen".
_RISEN_SINCE = lazily(
    r"(?:[^.;\d]{0,40}\d[\d,]{0,8}[^.;\d]{0,20})?,\s(?:meaning|which\smeans|so)\b[^.;]{0,50}"
    r"\b(?:increased?|ris(?:e|en)|gone|fall(?:en)?|drop(?:ped)?|jump(?:ed)?|up|down)\b",
    re.IGNORECASE,
)


_OPENED = lazily(r"\(\s?(?P<number>[\d,]{2,9}\s(?:\w+\s)?in\s)?(?:the\s)?$")
_NUMBER_NEXT = lazily(r"\s?[:=\u2013-]?\s?\d|\s(?:figures?\s)?(?:in|is\sin)\s(?:the\s)?brackets?")


def _aside(when: When, seen: Seen) -> bool:
    """Whether a year stands in brackets with a number: "767 (2016/17: 568)", "(568 in 2016/17)"."""
    opened = _OPENED.search(seen.block.text[max(0, when.start - 40) : when.start])
    if opened is None:
        return False
    return bool(opened["number"]) or _NUMBER_NEXT.match(seen.block.text, when.end) is not None


def complete(day: Day) -> Period:
    """The newest financial year whose figures can have been published on a day."""
    ended = financial_year(day.year - 1)
    return ended if ended.end < day else financial_year(day.year - 2)


__all__ = ["complete", "newest_of"]
