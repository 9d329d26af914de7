"""Words for a span that is no year of the data, whatever year stands beside them.

"In the first six months of 2017/18", "on one day in 2017/18", "since Christmas", "in a
six-month operation", "every month": a count of that span is not the count of the year.

    other_span(draft, scene)  # "in the first six months of 2017/18"
"""

from __future__ import annotations

import re

from beholden.figures.core._calendar import is_financial_year
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Measure, Phrase, Shape

_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|eighteen|[2-9]|1[0135-9]|[2-9]\d)"
)
_OF_YEAR = (
    r"(?:,?\s(?:(?:of|in|into|during)\s)?(?:the\s)?(?:(?:financial|calendar)\s)?(?:year\s?)?"
    r"(?:(?:20\d\d|\d\d)(?:\s?[/\u2013-]\s?\d\d(?:\d\d)?)?|that\syear|last\syear|the\syear)?)?"
)
_PART = lazily(
    rf"\b(?:(?:the\s|its\s)?(?:first|last|final|opening|closing|past|latest|initial)\s{_NUMBER}\s(?:days|weeks|months)"
    r"|(?:the\s)?(?:first|second|third|fourth|final|opening)\s(?:half|quarter|month|week|fortnight)\b(?!\sof\sthe\s(?:country|county|force))"
    r"|(?:in|over|during|within|for)\sthe\s(?:last|past|latest)\s(?:half|quarter|month|week|fortnight)\b"
    r"|(?:half-?\s?way|mid-?way|part-?\s?way|three[\s-]quarters\sof\sthe\sway)\s(?:through|into)"
    rf"|{_NUMBER}[\s-](?:day|week|month|night)(?:-long)?\s(?:\w+\s){{0,2}}?(?:operations?|crackdowns?|campaigns?|investigations?|period|blitz|project|pilot|trial|exercise|window)"
    r"|(?:day|week|weekend|fortnight|month|summer|winter)-long(?:\s(?!in\b)\w+){0,3}"
    r"|(?:(?:on|in|within|over)\s)(?:just\s|only\s)?(?:a|one|any\sone)\s(?:single\s|typical\s|average\s)?(?:day|night|afternoon|morning|weekend|shift)\b(?!\srecently)"
    rf"|(?:in|within|over|inside)\s(?:just\s|only\s|less\sthan\s|under\s|a\sspan\sof\s|the\sspace\sof\s){{0,2}}{_NUMBER}[\s-](?:days|weeks|months)\b(?!\s(?:ago|earlier|before|later))"
    rf"){_OF_YEAR}",
    re.IGNORECASE,
)
_LATELY = lazily(r"\b(?:last|past|latest)\b[^\d]*$", re.IGNORECASE)
_LONGER = lazily(r"\b(?:twelve|12)[\s-]month", re.IGNORECASE)
# A time of the year that stands with no year: "over the summer", "since Christmas".
_FEAST = (
    r"(?:christmas|easter|new\syear|festive|summer|winter|autumn|spring|half-?\s?term|lockdown"
    r"|pandemic|school\sholidays?|holidays|bank\sholiday|weekend|world\scup)"
)
_SEASON = lazily(
    rf"\b(?:over|during|throughout|across|since|by|until|before|in)\s(?:the\s|last\s|this\s)?(?:\w+\s)?{_FEAST}\b"
    r"(?:\s(?:period|holidays?|season|break|months))?",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_OUTSIDE = lazily(
    r"(?<!year\s)(?<!years\s)\b(?:before|until|after|prior\sto)\s(?:the\s)?(?:financial\syear\s)?20\d\d"
    r"(?:\s?[/\u2013-]\s?\d\d(?:\d\d)?)?(?!['\u2019\d])",
    re.IGNORECASE,
)
_VAGUE = lazily(
    r"\b(?:within|in\sa\smatter\sof)\s(?:hours|days|weeks|months)\b|\bin\sthe\srun-?\s?up\sto\b"
    rf"|\bnext\s(?:financial\s)?year\b|\bin\sthe\s(?:19|20)\d0s\b|\bby\s(?:the\s)?(?:end|middle|start)\sof\s{_MONTH}\b"
    r"(?!\s\d)",
    re.IGNORECASE,
)
_CALENDAR = lazily(r"\b(?:the|last|a|one)\scalendar\syear\b", re.IGNORECASE)
_EACH = lazily(
    r"(?:every|each)\s(?:single\s)?(?:day|week|weekend|month|night|quarter),?\s", re.IGNORECASE
)
_OTHER_CLAUSE = (
    r"(?:as|and|or|but|while|with|after|when|where|which|that|who|because|so|since|if|to|says?|said"
    r"|than|reports?|calls?|work\w*|deal\w*)\b"
)
_EACH_YEAR = r"(?:(?:every|each)\s(?:single\s)?year\b|year\s(?:after\syear|in,?\syear\sout)\b)"
_YEARLY = lazily(_EACH_YEAR, re.IGNORECASE)
_YEARLY_OPEN = lazily(rf"{_EACH_YEAR},?\s(?!that\b|when\b)[^,;:]*$", re.IGNORECASE)
_YEARLY_BEHIND = lazily(
    rf"(?:\s(?!{_OTHER_CLAUSE})[\w/\u2019'-]+){{0,6}}?,?\s(?:{_EACH_YEAR}|annually\b)",
    re.IGNORECASE,
)
_MEAN = lazily(r"\b(?:average|mean)\b", re.IGNORECASE)
_JUST_NOW = lazily(
    r"(?:\s(?!(?:said|told|and|but|as|which|that|after)\b)\w+){0,7}\s(?:yesterday|overnight|today|last\snight"
    r"|at\sthe\sweekend|this\s(?:morning|week|month|weekend)|on\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s*(?:[.,;]|$)",
    re.IGNORECASE,
)
_SINCE = lazily(
    r"(?<!has\s)(?<!have\s)(?<!had\s)\bsince\s(?!that\b|19|20)(?:the\s|a\s|an\s|its\s|this\s)?(?:[\w-]{1,30}\s?){1,6}",
    re.IGNORECASE,
)
_PERFECT = lazily(r"\b(?:has|have|had)\b|['\u2019]ve\b", re.IGNORECASE)
_NO_YEAR = lazily(
    r"\s(?:offences\s|crimes\s|cases\s)?before\s(?:the\s)?(?:pandemic|lockdowns?|covid|coronavirus|war|change"
    r"|law|act|internet|offence|campaign)\b"
    r"|\s(?:offences\s|crimes\s|cases\s)?(?:per|for\s(?:each|every))\s(?:police\s)?force\b",
    re.IGNORECASE,
)
# "18% above the five-year mean": what is compared with is no year.
_ABOVE_MEAN = lazily(
    r"(?:\s(?:offences|crimes|cases))?\s(?:(?:higher|more|lower|fewer|up|down)\s(?:than|on)|above|below|over|under)\s"
    r"(?:the|its|a)\s(?:\w+[\s-]){0,2}(?:years?|long[\s-]term|historic|usual)[\s-]{0,2}(?:average|mean)\b",
    re.IGNORECASE,
)
_RISE = (
    r"(?:rise|increase|jump|surge|leap|growth|spike|climb|fall|drop|decrease|decline|reduction"
    r"|change)"
)
_ROSE = (
    r"(?:rose|risen|increas(?:ed|ing)|gr[eo]wn?|climbed|jumped|soared|surged|leapt|fell|fallen"
    r"|dropped|declined|decreased|gone\sup|went\sup|up|down)"
)
# "Rose 35 per cent every month", "a monthly rise of 35 per cent": a change from no year.
_SPAN = r"(?:hour|day|night|week|weekend|fortnight|month|quarter|term|spring|summer|autumn|winter)"
_EACH_SPAN = (
    r"(?:(?:every|each|each\sand\severy|per|an?)\s(?:single\s|passing\s|other\s)?"
    rf"{_SPAN}\b(?!-|\s(?:earlier|ago|before|later|after|used|for|of|when))"
    rf"|{_SPAN}[\s-](?:on|by|over|after|upon)[\s-]{_SPAN}\b|overnight\b"
    r"|every\s(?:few|couple\sof|two|three|four|six|\d\d?)\s(?:days|weeks|months|quarters|years)\b"
    r"|(?:hourly|daily|nightly|weekly|half-yearly|fortnightly|monthly|quarterly|termly)\b"
    r"(?!\s(?:figures|data|statistics|reports?|bulletin|news\w*))|from\s(?:one\s)?"
    rf"{_SPAN}\sto\s(?:the\snext|another|{_SPAN})\b)"
)
_STEPS_BEHIND = lazily(
    rf"(?:\s(?!{_OTHER_CLAUSE})[\w/\u2019'-]+){{0,6}}?(?:,|\s[-\u2013\u2014])?\s{_EACH_SPAN}",
    re.IGNORECASE,
)
_ON_A_MONTH = lazily(
    rf"(?:\s(?!{_OTHER_CLAUSE})[\w/\u2019'-]+){{0,6}}?,?\s"
    r"(?:on|from|over|since|than|against|compared\s(?:with|to))\s(?:in\s)?"
    rf"(?:the\s(?:previous|preceding)\s{_SPAN}\b|(?:the|a)\s{_SPAN}\s(?:before|earlier|ago)\b)",
    re.IGNORECASE,
)
_STEPS_BEFORE = lazily(
    rf"\b(?:{_EACH_SPAN}\s(?:\w+\s){{0,2}}?(?:{_RISE}|average|mean|basis|rate)\b"
    # "Up by almost a quarter (23 per cent)": a fraction.
    rf"|(?:{_RISE}|{_ROSE})\s(?:\w+\s){{0,3}}?(?!a\squarter\b){_EACH_SPAN})[^.;:\d]{{0,50}}$",
    re.IGNORECASE,
)
_STEPS_OPEN = lazily(
    rf"(?:every|each)\s(?:single\s|passing\s)?{_SPAN},?\s(?!that\b|when\b|after\b)[^,;:]*$"
    rf"|(?:{_SPAN}[\s-](?:on|by|after)[\s-]{_SPAN}|overnight),?\s[^,;:]*$",
    re.IGNORECASE,
)
_CLAUSE = lazily(
    r"[;:]|\b(?:while|whereas|but|compared|against|than|though|although)\b", re.IGNORECASE
)
_MADE_KNOWN = lazily(
    r"\b(?:reveal|publish|releas|said|says|told|announc|launch|warn|show|report\b|figures|court"
    r"|sentenc|jail)",
    re.IGNORECASE,
)
_YEARS = frozenset({"named", "last", "this", "previous"})
_COUNTED = frozenset({Measure.COUNT, Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE})
_REACH = 160


def other_span(draft: Draft, scene: Scene) -> str:
    """The words for a span that is no year, where a number is of that; empty where it is not."""
    if draft.measure is Measure.FREQUENCY and draft.phrase.per == "year":
        return _every_year(draft, scene)
    if draft.measure not in _COUNTED:
        return ""
    mean = _ABOVE_MEAN.match(scene.after(draft.phrase))
    if mean is not None and draft.measure is not Measure.COUNT:
        return mean[0].strip()
    outside = _outside(draft, scene) or _steps(draft, scene)
    if outside:
        return outside
    found = _part(draft, scene)
    if found or draft.years.said:
        return found
    return _undated_span(draft, scene)


def _outside(draft: Draft, scene: Scene) -> str:
    """Words that put a count before or after the only year that they name."""
    start, end = _clause(draft, scene)
    found = _OUTSIDE.search(scene.text, start, end)
    if found is None or draft.measure is not Measure.COUNT:
        return ""
    named = [one for one in scene.whens if one.how in _YEARS]
    return found[0] if len(named) == 1 and found.start() <= named[0].start < found.end() else ""


def _every_year(draft: Draft, scene: Scene) -> str:
    """Words that say of every year what is known of one; a mean of several may be meant."""
    years, found = draft.years, _YEARLY.search(draft.phrase.text)
    several = years.earlier is not None or (
        years.period is not None and years.period.end.year - years.period.start.year > 1
    )
    return "" if found is None or several or _MEAN.search(scene.sentence.text) else found[0]


def _steps(draft: Draft, scene: Scene) -> str:
    """Words that make a change one of each month, or of one night."""
    if draft.measure is Measure.COUNT:
        return ""
    start, end = _clause(draft, scene)
    phrase = draft.phrase
    end = min([end, *(one.start for one in scene.phrases if one.start >= phrase.end)])
    opening = scene.text[start : phrase.start].lstrip('"\u201c ')
    found = (
        _STEPS_BEHIND.match(scene.text, phrase.end, end)
        or _ON_A_MONTH.match(scene.after(phrase))
        or _STEPS_BEFORE.search(opening)
        or _STEPS_OPEN.match(opening)
    )
    return "" if found is None else found[0].strip(" ,")


def _part(draft: Draft, scene: Scene) -> str:
    """A part of a year that stands nearer to a number than any other year does."""
    start, end = _clause(draft, scene)
    for one in _PART.finditer(scene.text, start, end):
        # "Figures published in the last two weeks show 767": when they were made known.
        known = _LATELY.search(one[0]) and _MADE_KNOWN.search(scene.text[start:end])
        if not known and not _LONGER.search(one[0]) and not _own_year(one, draft, scene):
            return one[0].strip()
    return ""


def _own_year(span: re.Match[str], draft: Draft, scene: Scene) -> bool:
    """Whether a year stands between a number and such words, or right behind the number."""
    phrase = draft.phrase
    for when in scene.whens:
        if when.how not in _YEARS or (span.start() <= when.start < span.end()):
            continue
        if span.end() <= when.start < phrase.start or phrase.end <= when.start < span.start():
            return True
        if span.end() <= phrase.start and 0 <= when.start - phrase.end <= _NEAR:
            return True
    return False


_NEAR = 40


def _clause(draft: Draft, scene: Scene) -> tuple[int, int]:
    """The clause of a number: after it no further than to the next number."""
    phrase = draft.phrase
    before, after = scene.before(phrase)[-_REACH:], scene.after(phrase)[:_REACH]
    start = phrase.start - len(_CLAUSE.split(before)[-1])
    end = phrase.end + len(_CLAUSE.split(after)[0])
    numbers = [one.start for one in scene.phrases if one.start >= phrase.end and _counted(one)]
    return start, min([end, *numbers])


def _counted(phrase: Phrase) -> bool:
    """Whether a number is one of its own: no "half" or "quarter", which may be that of a year."""
    in_digits = any(letter.isdigit() for letter in phrase.number)
    return phrase.shape is Shape.COUNT or (phrase.shape is Shape.PERCENT and in_digits)


def _undated_span(draft: Draft, scene: Scene) -> str:
    """Words for a time without a year: a season, "since the unit was set up", "yesterday"."""
    start, end = _clause(draft, scene)
    phrase = draft.phrase
    clause = scene.text[start:end]
    before, after = scene.text[start : phrase.start], scene.text[phrase.end : end]
    if not _MADE_KNOWN.search(clause):
        season = _season(before, after)
        if season:
            return season
        vague = _VAGUE.search(clause) or _calendar_year(clause, scene)
        if vague is not None:
            return vague[0]
        just = _JUST_NOW.match(after) if draft.measure is Measure.COUNT else None
        if just is not None:
            return just[0].strip(" .,;")
    if draft.measure is not Measure.COUNT:
        return ""
    opening = before.lstrip('"\u201c ')
    each = _EACH.match(opening) or _NO_YEAR.match(after)
    each = each or _YEARLY_OPEN.match(opening) or _YEARLY_BEHIND.match(after)
    if each is not None:
        return each[0].strip()
    return "" if draft.role.end else _since(before, after, scene)


def _calendar_year(clause: str, scene: Scene) -> re.Match[str] | None:
    """A calendar year where the article is on financial years."""
    newest = scene.memory.about.newest
    financial = newest is not None and is_financial_year(newest)
    return _CALENDAR.search(clause) if financial else None


def _season(before: str, after: str) -> str:
    """A time of the year beside a number, or at the opening of its clause."""
    found = _SEASON.match(before.lstrip('"\u201c ')) or _SEASON.search(
        before.rsplit(",", maxsplit=1)[-1]
    )
    found = found or _SEASON.search(after.split(",", maxsplit=1)[0])
    return "" if found is None else found[0]


def _since(before: str, after: str, scene: Scene) -> str:
    """A count since something that is no year: "has recorded 767 offences since records began"."""
    if not _PERFECT.search(before) or any(one.how == "since" and one.period for one in scene.whens):
        return ""
    behind = after.split(",", maxsplit=1)[0]
    found = _SINCE.search(before) or _SINCE.search(behind)
    return "" if found is None else found[0].strip()


__all__ = ["other_span"]
