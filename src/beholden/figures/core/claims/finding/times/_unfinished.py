"""Numbers of a time that is no whole year of the data, or of none that can be known.

"So far this year", "since April", "in a month": the year that would be supposed elsewhere
is not meant. So it is with an undated number in an article that is years younger
than the data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core._calendar import label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._attach import nearest_when
from beholden.figures.core.claims.finding._draft import Draft, Years
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import Seen, shifted
from beholden.figures.core.claims.finding.times._other_spans import other_span
from beholden.figures.core.claims.finding.times._parts_of_years import as_the_other, part_of_year
from beholden.figures.core.claims.finding.times._years_after import as_of_now
from beholden.figures.core.claims.models import Measure
from beholden.figures.core.models import Day, Period

_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_FEW = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|18|eighteen|[2-9]|1[01])"
# A change over years that are not told; a count told beside it still has its own year.
_LONG = lazily(
    r"\b(?:over|in|during|across|within)\s+(?:(?:the|a|this)\s+)?(?:(?:past|last|previous)\s+)?decade\b"
    r"|\bin\s+recent\s+years\b|\bover\s+(?:the\s+years|time)\b",
    re.IGNORECASE,
)
_UNFINISHED = lazily(
    r"\bso\s+far\s+(?:(?:in|during)\s+)?(?:this|the|20\d\d)\b|\b(?:this|the)\s+year\s+(?:so\s+far|to\s+date)\b"
    r"|\balready\s+(?:\w+\s+){1,6}this\s+year\b|\byear[- ]to[- ]date\b"
    rf"|\bsince\s+(?:the\s+(?:start|beginning)\s+of\s+(?:the|this)\s+(?:\w+\s+)?year\b|(?:\d\d?\s+)?{_MONTHS}\b)"
    rf"|\b(?:in|over|during|within)\s+(?:just\s+|only\s+|less\s+than\s+)?(?:(?:the|this)\s+)?"
    rf"(?:(?:first|last|past|final|previous|latest)\s+)?"
    r"(?:a\s+(?:single\s+)?(?:month|week|fortnight|quarter(?!\s+of\b))"
    rf"|{_FEW}[- ](?:months?|weeks?))\b"
    r"|\b(?:in|over|during|within)\s+(?:the|this)\s+(?:first|last|past|latest|second|final|current)\s+"
    r"(?:half|month|week|fortnight|quarter)\b",
    re.IGNORECASE,
)
_LATELY = lazily(
    r"\b(?:last|this)\s+(?:month|week|quarter|spring|summer|autumn|winter)\b"
    rf"|\bin\s+(?-i:{_MONTHS})\b(?!,?\s+(?:\d|this|last|and|to|when|after))",
    re.IGNORECASE,
)
_MADE_KNOWN = lazily(
    r"\b(?:reveal|publish|releas|said|says|told|announc|launch|warn|show|report\b|jail|sentenc|court|figures"
    r"|appear|admit|came\s+(?:in|into)|law\b)",
    re.IGNORECASE,
)
# Where another time may begin: "300 since April, compared with 767 in the year before".
_CLAUSE = lazily(
    r"[;:]|\b(?:while|whereas|but|compared|against|than|though|although)\b", re.IGNORECASE
)
_REACH = 160
_OF_TIME = frozenset(
    {
        Measure.COUNT, Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE, Measure.FREQUENCY,
    }
)  # fmt: skip
_CHANGES = frozenset({Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE})
_MOST_YEARS = 2


def timed(draft: Draft, scene: Scene, *, undated: bool) -> Draft:
    """The draft, without the year that was only supposed where it cannot be meant.

    Args:
        draft: What was found.
        scene: Its sentence.
        undated: Whether the article names no year and is far younger than the data.
    """
    draft = _of_the_pair(as_the_other(draft, scene), scene)
    span = other_span(draft, scene)
    if span:
        return _in_part(draft, scene, span)
    if draft.years.said:
        return draft
    draft = as_of_now(draft, scene)
    if draft.measure not in _OF_TIME:
        return draft
    if _this_year(draft, scene):
        return _without(
            draft, "said as \u201cthis year\u201d: not over on the article's day", said=True
        )
    if undated:
        return _without(draft, "the article names no year, and is years younger than the data")
    words = _unfinished(draft, scene)
    return _in_part(draft, scene, words) if words else draft


# "From 88 cases a year ago to 93 this year": the two last years of which there are figures.
_YEAR_AGO_TO_NOW = lazily(
    r"\bfrom\s[^.;]{1,40}\ba\syear\sago\b[^.;]{0,20}\sto\s[^.;]{1,40}\bthis\syear\b", re.IGNORECASE
)
_A_YEAR_AGO = lazily(r"[^.;\d]{0,30}\ba\syear\sago\b", re.IGNORECASE)


def _of_the_pair(draft: Draft, scene: Scene) -> Draft:
    """A count "a year ago" beside one of "this year"."""
    newest = scene.memory.about.newest
    if draft.measure is not Measure.COUNT or newest is None:
        return draft
    if _YEAR_AGO_TO_NOW.search(scene.sentence.text) is None:
        return draft
    after = scene.after(draft.phrase)
    earlier = _A_YEAR_AGO.match(after) is not None
    if not earlier and not _CLAUSE.split(after)[0].rstrip(" .").endswith("this year"):
        return draft
    period = shifted(newest, -1) if earlier else newest
    said = "a year ago" if earlier else "this year"
    why = f"{label(period)}, said as \u201c{said}\u201d beside the other year"
    return msgspec.structs.replace(draft, years=Years(period, said=True, why=why))


def _in_part(draft: Draft, scene: Scene, words: str) -> Draft:
    """A number of no whole year: of the months that are named, else of none that is known."""
    part = part_of_year(draft, scene, words)
    if part is not None:
        return msgspec.structs.replace(draft, years=part)
    return _without(draft, f"said as \u201c{words}\u201d: no whole year", said=True)


def _without(draft: Draft, why: str, *, said: bool = False) -> Draft:
    return msgspec.structs.replace(draft, years=Years(None, said=said, why=why), operands=())


def _unfinished(draft: Draft, scene: Scene) -> str:
    """The words for a time that is not a year, in the clause of a number."""
    before = _CLAUSE.split(scene.before(draft.phrase)[-_REACH:])[-1]
    after = _CLAUSE.split(scene.after(draft.phrase)[:_REACH])[0]
    clause = f"{before}{draft.phrase.text}{after}"
    found = _UNFINISHED.search(clause)
    # "Reports last week that there is one every 23 minutes": a rate goes on.
    lately = draft.measure is not Measure.FREQUENCY and not _MADE_KNOWN.search(clause)
    if found is None and lately:
        found = _LATELY.search(clause)
    if found is None and draft.measure in _CHANGES:
        found = _LONG.search(clause)
    return "" if found is None else found[0]


_THIS_YEARS = lazily(
    r"(?:publish|releas|reveal|obtain|launch|set\s+up|announc)\w*\s+(?:\w+\s+){0,3}$", re.IGNORECASE
)


def _this_year(draft: Draft, scene: Scene) -> bool:
    """Whether a number is said to be of "this year", which on no article's day is over."""
    if scene.memory.published is None:
        return False
    before = _CLAUSE.split(scene.before(draft.phrase)[-_REACH:])[-1]
    after = _CLAUSE.split(scene.after(draft.phrase)[:_REACH])[0]
    start, end = draft.phrase.start - len(before), draft.phrase.end + len(after)
    points = [one for one in scene.whens if start <= one.start < end and one.how in _POINTS]
    found = nearest_when(draft.phrase, scene, points)
    if found is None or found[0].how != "this":
        return False
    when = found[0]
    owner = scene.text[when.end : when.end + 2] in {"'s", "\u2019s"}
    return not owner and not _THIS_YEARS.search(scene.text[scene.sentence.start : when.start])


_POINTS = frozenset({"named", "last", "this", "previous"})


def undated(seen: Sequence[Seen], published: Day | None, latest: Period | None) -> bool:
    """Whether an article that names no year is so young that the data may be too old for it."""
    if published is None or latest is None or published <= shifted(latest, _MOST_YEARS).end:
        return False
    return not any(when.period or when.months for one in seen for when in one.whens)


__all__ = ["timed", "undated"]
