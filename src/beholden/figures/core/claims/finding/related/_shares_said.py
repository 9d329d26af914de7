"""A part and its whole: what area, what count and which words a share is of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

import msgspec

from beholden.figures.core._calendar import label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, Who, Years
from beholden.figures.core.claims.finding._meaning import of_another_year, shared_before
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding._work import Work, forces_so_far, operand, uk, within
from beholden.figures.core.claims.finding.areas._resolve import named, several, who_of, whos_in
from beholden.figures.core.claims.finding.counted._part_shares import by_channel
from beholden.figures.core.claims.finding.said._relevance import surveyed
from beholden.figures.core.claims.models import Measure, Operand, Phrase, Subject
from beholden.figures.core.claims.naming._directions import directed
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import Day, ForceCode, Period

_PART_AFTER = lazily(r"\s*(?P<words>[^.;!?]{0,120})")
_OF = lazily(r"of\s+(?:the\s+|all\s+|these\s+|those\s+)?(?P<whole>[^,.;]{2,60})", re.IGNORECASE)
_OF_THEM = lazily(
    r"\bof\s+(?:them|which|whom|(?:these|those)(?=\s*[,.;:)]|\s+(?:offences|crimes|cases|incidents|were|was"
    r"|had|recorded|in)\b|\s*$)|(?:the|that|this)\s+(?:\w+\s+)?(?:total|figure|number|tally|workload|caseload)"
    r"|the\s+offences|all|the\s+[\d,]+)\b",
    re.IGNORECASE,
)
_OF_AREA = lazily(
    r"\bof\s+(?:all\s+)?(?:the\s+)?(?:[\w,-]+\s+){0,6}(?:(?:in|across|by|for|throughout)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_OF_NUMBER = lazily(r"\s+(?:\w+\s+){0,2}?(?:out\s+)?of\s+(?:the\s+|all\s+|a\s+total\s+of\s+)?$")
# "One in 30 UK offences" is of the offences in the UK.
_RIGHT_OF = lazily(r"\s+(?:of\s+)?(?:all\s+)?(?:the\s+)?").fullmatch
_OPENS_WITH = lazily(r"[\"\u201c\u2018]?of\s+(?:the\s+|all\s+|these\s+|those\s+)?$", re.IGNORECASE)
# "One in three offences in the UK was recorded in Essex": the first area is the whole.
_IN_WHOLE = lazily(
    r"(?:(?:\s+of)?(?:\s+(?:the|all))?(?:\s+[\w-]+){0,4}?\s+(?:offences|crimes|cases))?"
    r"\s+(?:recorded\s+)?(?:in|across)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_WERE_IN = lazily(
    r"(?:\s+(?:last|that)\s+year|\s+(?:in|during)\s+20\d\d(?:[/\u2013-]\d{2,4})?)?"
    r"\s+(?:is|was|are|were|came|took\s+place)\s+(?:(?:recorded|logged|reported|registered|committed)\s+)?"
    r"(?:in|by|from)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_NATIONALLY = lazily(
    r"(?:nationally|nation-?wide|country-?wide|in\s+the\s+uk|across\s+the\s+uk)\b,?\s",
    re.IGNORECASE,
)
_REGION = lazily(r"\b(?:region|country|nation)\b", re.IGNORECASE)
_ITS_OFFENCES = lazily(r"\s+(?:image\s+)?(?:offences|crimes|cases)\b", re.IGNORECASE)
_TOUCHING = 1
_LEAST_FORCES = 3
_BESIDE = 70


def share_of(work: Work) -> Draft:
    """The claim of a share."""
    if surveyed(work.phrase, work.scene, work.what):
        return _of_survey(work)
    whole = _whole_mention(work)
    mentions = [one for one in whos_in(work.scene) if one is not whole]
    who = _gone_on_with(work) or directed(work) or _who(work, mentions)
    who = _of_the_force(who, whole, work)
    listed = shared_before(work.phrase, work.scene, work.told)
    area = listed.group if listed is not None else _whole_area(work, who, whole)
    if listed is None or of_another_year(work.phrase, work.scene):
        years = _years(work, who, area)
    else:
        years = listed.years
    part, words = _part_and_whole(work)
    if area is not None and (
        by_channel(f"{work.before[-_BESIDE:]}{work.after[:_BESIDE]}")
        or _CAME_OF_IT.match(work.after)
    ):
        # "Snapchat was used in half of the UK cases" is no share that an area has of the UK.
        area = None
    return msgspec.structs.replace(
        work.draft(who, Measure.SHARE, years),
        part=part,
        whole=words,
        operands=_operands(work, who, area, years),
        group=area,
    )


# "Three per cent of those were solved in Lancashire": no share that an area has of them.
_CAME_OF_IT = lazily(
    r"(?:\s+of\s+[^.;:\u2013\u2014]{1,60}?)?\s+(?:(?:were|was|are|is|being|have\s+been|had\s+been)\s+)"
    r"(?:solved|detected|charged|closed|dropped|prosecuted|cleared|resolved|referred|shelved|filed)\b"
    r"|(?:\s+of\s+[^.;:\u2013\u2014]{1,60}?)?\s+(?:led|leading|ended|resulted|resulting)\s+(?:to|in|with)\b",
    re.IGNORECASE,
)
_IT_IS = lazily(r"\W*(?:it|this)\s+(?:is|was|has|accounts|accounted|makes|made)\b", re.IGNORECASE)


def _of_the_force(who: Who, whole: WhoMention | None, work: Work) -> Who:
    """The force told last, where only the whole is named: "it is one in 22 of those in the UK"."""
    force = work.scene.memory.force
    pointing = not who.named or _IT_IS.match(work.scene.sentence.text)
    if whole is None or force is None or force.part or not pointing:
        return who
    if named(whole, work.scene).subject.key != who.subject.key:
        return who
    return Who(force, f"{force.name}, of which the text spoke before the whole", named=False)


def _of_survey(work: Work) -> Draft:
    """What those who were asked said: of no force, and of the day of the survey."""
    who = Who(uk(work.scene.gazetteer), "those who were asked, of no area", named=False)
    part, words = _part_and_whole(work)
    years = Years(None, said=False, why="")
    draft = work.draft(who, Measure.SHARE, years)
    return msgspec.structs.replace(draft, part=part, whole=words)


def _who(work: Work, mentions: list[WhoMention]) -> Who:
    beside = work.beside()
    if not mentions and beside is not None:
        return beside.who
    return who_of(work.phrase, work.scene, mentions)


# "The four forces accounted for 3,093 offences, about one in seven of the 22,724".
_GOES_ON = lazily(
    r"\s*(?:offences|crimes|cases)?,\s+(?:or\s+|which\s+is\s+|equal\s+to\s+)?", re.IGNORECASE
)


def _gone_on_with(work: Work) -> Who | None:
    """Whose share is told right behind a count: of the area of that count."""
    for one in work.counted:
        behind = work.phrase.start - one.phrase.end >= 0
        between = work.scene.text[one.phrase.end : work.phrase.start]
        if behind and one.measure is Measure.COUNT and _GOES_ON.fullmatch(between):
            return (
                one.who if work.scene.text[work.phrase.end :].lstrip().startswith("of ") else None
            )
    return None


def _whole_mention(work: Work) -> WhoMention | None:
    """The mention that says of what area's total something is a share."""
    for mention in work.scene.whos:
        if _of_another(mention, work.phrase, work.scene):
            return mention
        wide = mention.kind in {"group", "uk"}
        pointing = mention.kind == "anaphor" and _REGION.search(mention.text) is not None
        if not wide and not pointing:
            continue
        before = work.scene.text[work.scene.sentence.start : mention.start]
        own = _ITS_OFFENCES.match(work.scene.text, mention.end)
        after = 0 <= mention.start - work.phrase.end <= _TOUCHING and own is not None
        of = _OF_AREA.search(before[-60:]) or _RIGHT_OF(
            work.scene.text, work.phrase.end, mention.start
        )
        if after or of or _holds_the_other(mention, work) or _made_up(mention, work):
            return mention
    return None


def _holds_the_other(mention: WhoMention, work: Work) -> bool:
    """Whether a part of what it recorded "was recorded in" another area that is named after it."""
    scene = work.scene
    others = [one for one in scene.whos if one.start > mention.end and one.subject is not None]
    if not others:
        return False
    if mention.end <= work.phrase.start:
        opens = _NATIONALLY.match(scene.sentence.text) is not None
        between = scene.text[work.phrase.end : others[0].start]
        return opens and _PART_WAS_IN.fullmatch(between) is not None
    within_it = _IN_WHOLE.fullmatch(scene.text, work.phrase.end, mention.start)
    return bool(within_it and _WERE_IN.fullmatch(scene.text, mention.end, others[0].start))


def against_an_area(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number is so much of another area's number: "a quarter of Essex's 767"."""
    return any(_of_another(one, phrase, scene) for one in scene.whos)


def _of_another(mention: WhoMention, phrase: Phrase, scene: Scene) -> bool:
    if mention.kind not in {"force", "area"} or mention.start < phrase.end:
        return False
    if _NO_NUMBER.search(scene.before(phrase)):
        return False
    first = next((one for one in scene.whos if one.end <= phrase.start), None)
    if first is None or first.subject is None or first.subject.part:
        return False
    if _OF_THAT_OF.fullmatch(scene.text, phrase.end, mention.start):
        return True
    of = _OF_ITS.fullmatch(scene.text, phrase.end, mention.start)
    return of is not None and _ITS_NUMBER.match(scene.text, mention.end) is not None


_NO_NUMBER = lazily(
    r"\b(?:rates?|ris(?:e|es|en|ing)|rose|increas\w+|growth|grew|f[ae]ll|drop\w*|per\s+(?:head|person|capita)|average"
    r"|population)\b",
    re.IGNORECASE,
)
_OF_THAT_OF = lazily(
    r"\s+(?:of\s+)?(?:that|the\s+(?:figure|total|number|count|tally|[\d,]+))\s+(?:of|in|for|recorded\s+(?:in|by))\s+"
    r"(?:the\s+)?",
    re.IGNORECASE,
)
_OF_ITS = lazily(r"\s+(?:of\s+)?(?:the\s+)?", re.IGNORECASE)
_ITS_NUMBER = lazily(
    r"(?:['\u2019]s?)?\s+(?:[\d,]+(?!\s+(?:offences|crimes|cases)\s+(?:were|was))|total|figure|number|tally|count)\b"
    r"(?!\s+(?:were|was|are|is|had|involved|took)\b)",
    re.IGNORECASE,
)


def _made_up(mention: WhoMention, work: Work) -> bool:
    """Whether an area makes up a part of what the other recorded: "accounted for one in 19"."""
    behind = _IN_WHOLE.fullmatch(work.scene.text, work.phrase.end, mention.start)
    return behind is not None and _MAKES_UP.search(work.before) is not None


_MAKES_UP = lazily(
    r"\b(?:account(?:s|ed|ing)?\s+for|m(?:ade|akes?|aking)\s+up|responsible\s+for|recorded|logged|saw|had)\s+"
    r"(?:(?:about|around|roughly|nearly|almost|over|more\s+than|some)\s+)?$",
    re.IGNORECASE,
)


_PART_WAS_IN = lazily(
    rf"(?:\s+(?:of|the|all)){{0,2}}(?:\s+[\w-]+){{0,4}}?\s+(?:offences|crimes|cases){_WERE_IN.pattern}",
    re.IGNORECASE,
)


# "In 2016/17 its share was 16 per cent": of what the share before it was of.
_SHARE_WAS = lazily(
    r"\b(?:share|proportion)\s+(?:was|is|stood\s+at|had\s+been)\s+(?:(?:about|just|only|nearly|almost|over)\s+)?$",
    re.IGNORECASE,
)
_OF_SOMETHING = lazily(r"\s+(?:of|were|was|had|in)\b", re.IGNORECASE)
_OF_ALL = lazily(
    r"\s+of\s+(?:all|the)\s+(?:the\s+|recorded\s+|such\s+)?(?:offences|crimes|cases)\s*(?:[.,;]|$|(?:recorded|logged|nationally|nationwide)\b)",
    re.IGNORECASE,
)


def _whole_area(work: Work, who: Who, whole: WhoMention | None) -> Subject | None:
    """The area that a share is of: "one in 30 of all offences in the UK", "half of them"."""
    if whole is not None:
        group = named(whole, work.scene).subject
        return group if group != who.subject else None
    carried = not who.named and directed(work) is None and not whos_in(work.scene)
    # "Together the three made up 16% of all offences": the sentence says who.
    carried = carried and not (who.subject.members and _OF_ALL.match(work.after))
    of_them = _OF_THEM.search(f"{work.before[-100:]} {work.near}")
    made_up = _MAKES_UP.search(work.before) or _SHARE_WAS.search(work.before)
    accounts = made_up is not None and not _OF_SOMETHING.match(work.after)
    if carried or not (of_them or accounts):
        return None
    return next((group for group in _candidates(work, who) if within(who.subject, group)), None)


def _candidates(work: Work, who: Who) -> Iterable[Subject | None]:
    """Whose total "of them" may mean, the likeliest first."""
    scene, memory = work.scene, work.scene.memory
    yield from (one.who.subject for one in work.counted if one.phrase.end <= work.phrase.start)
    yield from (one.subject for one in scene.whos if one.kind in {"group", "uk"})
    last = work.told[-1] if work.told else memory.last
    if last is not None and last.measure is Measure.SHARE:
        yield last.group
    listed = forces_so_far(scene, scene.sentence.end)
    if len(listed) >= _LEAST_FORCES and any(one.key == who.subject.key for one in listed):
        yield several(tuple(ForceCode(one.key) for one in listed), scene.gazetteer)
    if _OF_ALL.match(work.after):
        # "Of all offences", in a story on a nation: of its own, whatever was last told of the UK.
        yield memory.region
        yield memory.subject
        yield memory.group
        yield uk(scene.gazetteer)
        return
    yield memory.subject
    yield memory.group


def _years(work: Work, who: Who, area: Subject | None) -> Years:
    """The years together where a span is said, else those of the counts beside it."""
    span = next((one for one in work.scene.whens if one.first and one.last), None)
    if span is not None and span.first is not None and span.last is not None:
        period = Period(span.first.start, span.last.end)
        why = f"{label(span.first)} to {label(span.last)}, said as \u201c{span.text}\u201d"
        return Years(period, said=True, why=why)
    own = _of_its_end(work, work.years(who))
    if own.said or area is None or work.role.end == "earlier":
        return own
    whole = [one for one in work.counted if one.who.subject.key == area.key]
    dated = [one.years for one in whole if one.years.period is not None]
    return max(dated, key=_ends) if dated else own


def _of_its_end(work: Work, own: Years) -> Years:
    """The year before that of the other share, for the one that it went from: "up from 4%"."""
    told = [one.years.period for one in work.told if one.measure is Measure.SHARE]
    other = told[-1] if told else own.period
    if work.role.end != "earlier" or own.period is None or own.period != other:
        return own
    period = shifted(own.period, -1)
    return Years(
        period, said=False, why=f"{label(period)}, the year before that of the other share"
    )


def _ends(years: Years) -> Day:
    return Day.min if years.period is None else years.period.end


def _operands(work: Work, who: Who, area: Subject | None, years: Years) -> tuple[Operand, ...]:
    """The part and the whole where the article counts both, as "2,031 of the 11,697"."""
    text, counted = work.scene.text, work.counted
    for one, other in pairwise(counted):
        if _OF_NUMBER.fullmatch(text[one.phrase.end : other.phrase.start]):
            return operand("part", one), operand("whole", other)
        opening = text[work.scene.sentence.start : one.phrase.start]
        if _OPENS_WITH.fullmatch(opening) and other.phrase.value < one.phrase.value:
            return operand("part", other), operand("whole", one)
    if area is None:
        return ()
    return _of_areas(work, who, area, years)


def _of_areas(work: Work, who: Who, area: Subject, years: Years) -> tuple[Operand, ...]:
    """The count of an area, and that of the larger one."""
    whole = next((one for one in work.counted if one.who.subject.key == area.key), None)
    part = next((one for one in work.counted if one.who.subject.key == who.subject.key), None)
    if whole is None or whole.years.period != years.period:
        return ()
    if part is not None:
        return operand("part", part), operand("whole", whole)
    kept = work.scene.memory.count(who.subject, work.what.series, years.period)
    if kept is None:
        return ()
    return Operand("part", kept.value, kept.text, kept.rough), operand("whole", whole)


def _part_and_whole(work: Work) -> tuple[str, str]:
    """The words of a share: what is a part, and of what."""
    following = _PART_AFTER.match(work.after)
    words = " ".join(following["words"].split()) if following else ""
    whole = _OF.match(words)
    if whole is None:
        return words, ""
    rest = words[whole.end("whole") :].strip(" ,")
    return rest or work.around.strip(), whole["whole"]


__all__ = ["against_an_area", "share_of"]
