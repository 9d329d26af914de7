"""What a sentence makes of counts: differences, changes, multiples, rates, shares and ranks."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._attach import nearest_who
from beholden.figures.core.claims.finding._counts import SUPPOSED
from beholden.figures.core.claims.finding._draft import Counted, Draft, Found, Who
from beholden.figures.core.claims.finding._meaning import (
    as_meant,
    role_in,
    row_change,
    shared_before,
)
from beholden.figures.core.claims.finding._roles import EXCEEDS_BY, Role
from beholden.figures.core.claims.finding._scene import Scene, left_alone
from beholden.figures.core.claims.finding._work import Work, uk, within
from beholden.figures.core.claims.finding.areas._across import (
    across,
    apart,
    gap_of_others,
    of_nation,
    only_compared,
)
from beholden.figures.core.claims.finding.areas._compared_said import (
    against_others,
    basis_of,
    in_line,
    more_here,
    one_and_the_other,
    other_of,
    unnamed_other,
)
from beholden.figures.core.claims.finding.areas._gone_on import gone_on
from beholden.figures.core.claims.finding.areas._resolve import (
    only_set_against,
    points_back,
    who_of,
    whos_in,
)
from beholden.figures.core.claims.finding.counted._levels import level_of
from beholden.figures.core.claims.finding.counted._most_of_a_part import most_of_a_part
from beholden.figures.core.claims.finding.counted._occasions import so_many_times
from beholden.figures.core.claims.finding.counted._part_counts import rate_said
from beholden.figures.core.claims.finding.counted._what_counted import what_of
from beholden.figures.core.claims.finding.listed._rows import row_area, table_head
from beholden.figures.core.claims.finding.listed._table import tells_share
from beholden.figures.core.claims.finding.related._other_base import OTHER_BASE, other_base
from beholden.figures.core.claims.finding.related._places_told import (
    no_place,
    one_of_records,
    places_told,
    recorded,
)
from beholden.figures.core.claims.finding.related._ranks_said import rank_of
from beholden.figures.core.claims.finding.related._rates_said import (
    PEOPLE,
    gives,
    pointed,
    rate_of,
    unsaid_units,
    what_pointed,
)
from beholden.figures.core.claims.finding.related._shares_said import against_an_area, share_of
from beholden.figures.core.claims.finding.related._two_groups import of_two_groups
from beholden.figures.core.claims.finding.said._answering import (
    answered_in_per_cents,
    rate_answered,
)
from beholden.figures.core.claims.finding.said._quoting import supposed
from beholden.figures.core.claims.finding.said._relevance import (
    IN_COURT,
    NOT_COUNTED,
    a_share,
    anecdote,
    counts,
    in_court,
    relevant,
)
from beholden.figures.core.claims.finding.times._bases import told_before
from beholden.figures.core.claims.finding.times._ends_said import ends_of
from beholden.figures.core.claims.models import LeftAlone, Measure, Phrase, Shape, Subject
from beholden.figures.core.claims.naming.who import WhoMention

_OF_THEM = lazily(r"\s+of\s+(?:them|these|those)\b", re.IGNORECASE)
_NO_TOPIC = "the article names no offence that the data hold"
_TWO_ENDS = frozenset(
    {Measure.CHANGE, Measure.YEARLY_CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE, Measure.OF_OTHER}
)
_ONE_OF = lazily(
    r"\b(?:one|some|two|three|among)\s+(?:of\s+)?(?:the\s+)?$|\bamong\b[^.;]{0,40}$", re.IGNORECASE
)
_MORE_WHAT = lazily(
    r"\s+(?:more|fewer|extra|additional)\s+(?!than\b|the\s+(?:year|following|next|previous)\b"
    r"|in\b|last\b|were\b|recorded\b|on\b|over\b"
    r"|since\b|compared\b|by\b|across\b|a\b|this\b|and\b|but\b)(?P<noun>[a-z])"
)
_NOUN_REACH = 40
# "You get 665, as against 636 - 29 more", "added 344 to reach 1,320".
_OF_TWO = lazily(
    r"\b(?:against|compared\s+(?:with|to))\s+[\d,]{2,9}\s*[,:\u2013\u2014(-]\s*$|\badded\s+$",
    re.IGNORECASE,
)
# "The biggest rise of the three counties": no rise of three.
_AREAS = lazily(
    r"\s+(?:\w+\s+)?(?:counties|forces|areas|regions|nations|countries|constabularies|boroughs"
    r"|districts|cities|towns)\b",
    re.IGNORECASE,
)
# "Police numbers had fallen by 21,000": officers.
_STAFFING = lazily(
    r"\b(?:police|officer|staff|force)\s+numbers\s+[^.;,]{0,40}$"
    r"|\b(?:budget|staff(?:ing)?|workforce|headcount|precept|funding|spending|backlog)\s(?:has"
    r"|have|had|rose|fell|went|grew)\b"
    r"[^.;]{0,60}$",
    re.IGNORECASE,
)
_RISEN = lazily(
    r"\b(?:offences?|crimes?|cases|total|number|figure|count|higher|lower|than|rise|rose|risen"
    r"|increase[ds]?|fell|fall|drop"
    r"|dropped|up|down|tumbled)\b",
    re.IGNORECASE,
)


# "The 14 per cent rise came as the UK total rose": the rise is that of the sentence before.
_CAME_AS = lazily(
    r"\s+(?:rise|increase|jump|surge|growth|fall|drop|decrease|change)\s+(?:came|comes|happened"
    r"|coincided|coincides)"
    r"\s+(?:as|when|while|with|despite|against)\b"
    r"|\s+(?:rise|increase|jump|surge|growth|fall|drop|decrease)\s+(?:compares?|compared|follows"
    r"|means|(?:was|is)"
    r"\s+(?!(?:(?:recorded|seen|reported|also|still|only)\s+)?(?:in|by|at|for|across)\b))",
    re.IGNORECASE,
)

# "The rise of 325 compares with one of 344 in West Yorkshire".
_RISE_OF_IT = lazily(
    r"\W*the\s+(?:rise|increase|jump|fall|drop|decrease)\s+of\s+(?:compares?|compared)\b",
    re.IGNORECASE,
)

_AT_A_TIME = lazily(
    r"(?:\s+\w+){0,3},?\s+(?:at\s+a\s+time\s+when|while|whereas|even\s+as)\s", re.IGNORECASE
)


def made_of(scene: Scene, counted: Sequence[Draft], others: Sequence[LeftAlone]) -> Found:
    """The claims of a sentence other than counts, and the numbers that are none.

    Args:
        scene: The sentence.
        counted: Its counts, which the others are made of.
        others: Its counts of something else, of which a rise may be.
    """
    drafts: list[Draft] = []
    left: list[LeftAlone] = []
    taken = {one.phrase.start for one in counted} if scene.seen.block.kind == "table" else set()
    for phrase in (
        *in_line(scene),
        *places_told(scene),
        *most_of_a_part(scene),
        *unsaid_units(scene, counted),
        *scene.phrases,
    ):
        level = level_of(phrase, scene, drafts)
        if level is not None:
            drafts.append(level)
            continue
        role = role_in(phrase, scene, drafts)
        if role.measure is Measure.COUNT or phrase.start in taken:
            continue
        what = what_of(phrase, scene, share=role.measure is Measure.SHARE)
        what = what_pointed(phrase, _of_topic(phrase, role, what, scene), scene)
        why = _why_not(phrase, role, what, scene, drafts)
        if not why and not counted and _of_others(phrase, role, others, scene):
            why = NOT_COUNTED
        if why or what is None:
            left.append(left_alone(scene, phrase, why))
        else:
            work = Work(scene, counted, as_meant(phrase, role), role, what, tuple(drafts))
            if gap_of_others(work):
                left.append(left_alone(scene, phrase, NOT_COUNTED))
            else:
                drafts.append(_made(work))
    return drafts, left


def _of_others(phrase: Phrase, role: Role, others: Sequence[LeftAlone], scene: Scene) -> bool:
    """Whether a change, or a part "of them", is that of something else that the sentence counts."""
    something = any(one.why == NOT_COUNTED and one.end <= phrase.start for one in others)
    if role.measure in _TWO_ENDS:
        something = any(one.why == NOT_COUNTED for one in others)
    elif role.measure is not Measure.SHARE or not _OF_THEM.match(scene.after(phrase)):
        return False
    return something and not any(counts(one) for one in scene.whats)


def _why_not(
    phrase: Phrase, role: Role, what: Counted | None, scene: Scene, told: Sequence[Draft]
) -> str:
    """Why a number is no claim; empty where it is one."""
    if what is None:
        return _NO_TOPIC
    if supposed(scene.before(phrase), scene.after(phrase)):
        return SUPPOSED
    if in_court(scene):
        return IN_COURT
    if role.measure in _TWO_ENDS and other_base(phrase, scene):
        return OTHER_BASE
    if phrase.shape is Shape.PERCENT and _OF_THE_LAND.match(scene.after(phrase)):
        return _A_PART_OF_LAND
    return "" if _said(phrase, role, what, scene, told) else NOT_COUNTED


_A_PART_OF_LAND = "a part of the land, or of those who live there"
# "Which polices more than half the land area of Wales".
_OF_THE_LAND = lazily(
    r"\s+(?:of\s+)?(?:the|its|all|our)\s+(?:(?:total|whole|country['\u2019]s|nation['\u2019]s"
    r"|region['\u2019]s|county['\u2019]s|uk['\u2019]s)\s+)?"
    r"(?:land|surface|territory|coast(?:line)?|area|size|population|people|residents|inhabitants"
    r"|households|acreage)\b",
    re.IGNORECASE,
)


# "Its force is the third largest": by its size.
_OF_A_SIZE = lazily(
    r"\b(?:force|county|area|region|city|town|population|budget|team|unit|squad)\s(?:is|was)\s$",
    re.IGNORECASE,
)


def _said(phrase: Phrase, role: Role, what: Counted, scene: Scene, told: Sequence[Draft]) -> bool:
    """Whether the words around a number make it a statistic of its kind."""
    if row_change(phrase, scene) is not None:
        return not anecdote(what)
    if role.measure is Measure.RANK:
        asked = scene.sentence.text.rstrip("\u201d\"' ").endswith("?")
        one_of = _ONE_OF.search(scene.before(phrase)) and not one_of_records(phrase, scene)
        asked = asked or _OF_A_SIZE.search(scene.before(phrase)) is not None
        return not asked and not no_place(phrase) and not one_of and recorded(phrase, scene)
    if role.measure is Measure.SHARE:
        return _is_share(phrase, role, scene, told)
    if role.measure is Measure.DIFFERENCE:
        areas = _AREAS.match(scene.after(phrase)) is not None or _STAFFING.search(
            scene.before(phrase)
        )
        return not anecdote(what) and not areas and _more_of_it(phrase, scene)
    often = role.measure is Measure.MULTIPLE and so_many_times(phrase, scene)
    often = often or (phrase.shape is Shape.MULTIPLE and _in_no_area(phrase, scene))
    # "The helpline was contacted once every hour": no frequency of the offences.
    if often or (rate_said(phrase, scene) and not any(counts(one) for one in scene.whats)):
        return False
    answers = rate_answered(phrase, scene) is not None
    return answers or relevant(phrase, what, scene) or gives(phrase, scene)


# "Abuse cases in court double": of what is heard there.
_COUNTED_IN = lazily(
    r"\b(?:offences|crimes|cases|incidents|reports|referrals|sessions|calls|contacts|arrests"
    r"|figures|numbers)\s"
    r"(?:in|across)\s(?:(?!(?:is|are|was|were|has|have|had)\b)[\w'\u2019-]{1,20}\s){1,4}$",
    re.IGNORECASE,
)


def _in_no_area(phrase: Phrase, scene: Scene) -> bool:
    """Whether a headline says of something in a place that is no area that it doubled."""
    found = _COUNTED_IN.search(scene.before(phrase))
    if found is None or scene.seen.block.kind != "headline":
        return False
    start = scene.sentence.start + found.start()
    places = [*(one.start for one in scene.whos), *(one.start for one in scene.whens)]
    return not any(start <= one < phrase.start for one in places)


def _is_share(phrase: Phrase, role: Role, scene: Scene, told: Sequence[Draft]) -> bool:
    """Whether a share is one of what is counted, as the words or the head of its column say."""
    of_another = bool(role.end) and any(one.measure is Measure.SHARE for one in told)
    listed = of_another or shared_before(phrase, scene, told) is not None
    listed = listed or _next_share(phrase, scene, told)
    if scene.seen.block.kind == "table":
        cell = any(one.phrase == phrase for one in told)
        return listed or (not cell and tells_share(table_head(phrase, scene)))
    return listed or a_share(phrase, scene) or against_an_area(phrase, scene)


# "Offences in person are 75 per cent of them. Online offences are around 25 per cent".
_IS_SO_MUCH = lazily(r"\b(?:are|were|is|was|and)\s+(?:[^.;:,\d]{0,60}\s)?$", re.IGNORECASE)
_CLOSES = lazily(r"\s*(?:[.;)\u2013!]|$)")


def _next_share(phrase: Phrase, scene: Scene, told: Sequence[Draft]) -> bool:
    """Whether a percentage of something else that is counted goes on from the share before it."""
    last = told[-1] if told else scene.memory.last
    if last is None or last.measure is not Measure.SHARE or phrase.shape is not Shape.PERCENT:
        return False
    start = last.phrase.end if told else scene.sentence.start
    own = any(start <= one.start and one.end <= phrase.start for one in scene.whats)
    before = scene.text[start : phrase.start]
    return own and bool(_IS_SO_MUCH.search(before) and _CLOSES.match(scene.after(phrase)))


def _more_of_it(phrase: Phrase, scene: Scene) -> bool:
    """Whether "more" is followed by what is counted, or by nothing: not "four more officers"."""
    found = _MORE_WHAT.match(scene.after(phrase))
    if found is None:
        before = [one for one in scene.whats if one.end <= phrase.start]
        if before and not counts(before[-1]):
            return False
        said = _RISEN.search(scene.sentence.text) is not None
        counted = _OF_TWO.search(scene.before(phrase)) is not None
        return said or counted or bool(scene.whats or scene.whens or scene.memory.last)
    start = phrase.end + found.start("noun")
    return any(start <= one.start <= start + _NOUN_REACH for one in scene.whats)


def _of_topic(phrase: Phrase, role: Role, what: Counted | None, scene: Scene) -> Counted | None:
    """The article's offences where only people stand beside: "for every 10,000 people"."""
    about = scene.memory.about.what
    if what is None or about is None or role.measure is Measure.SHARE:
        return what
    people = role.measure is Measure.FREQUENCY and PEOPLE.search(scene.before(phrase)[-80:])
    if what.series.startswith("other:") and (people or role.measure is Measure.PER_HEAD):
        why = f"{about.name}, which the article is about"
        return Counted(about.series, about.name, why, bool(people), what.beside)
    return what


def _made(work: Work) -> Draft:
    """The claim of one phrase."""
    measure = work.role.measure
    if measure is Measure.RANK:
        return rank_of(work)
    if measure is Measure.SHARE:
        return share_of(work)
    if measure in {Measure.FREQUENCY, Measure.PER_HEAD}:
        return rate_of(work, _answered(work) or _who(work, None), measure)
    if measure is Measure.MULTIPLE:
        return _multiple(work)
    found = _against(work)
    if found is not None:
        return found
    return _change(work, of_nation(work) or _answered(work) or _who(work, None), measure)


def _answered(work: Work) -> Who | None:
    """Whose the number is that a question was answered with: of whom it was told before."""
    told = answered_in_per_cents(work.phrase, work.scene) or rate_answered(work.phrase, work.scene)
    return None if told is None else msgspec.structs.replace(told.who, named=False)


def _against(work: Work) -> Draft | None:
    """More or fewer than in another area; ``None`` where it is the area itself, years before."""
    two = apart(work)
    if two is not None:
        larger, smaller = two
        return _of_other(work, larger.who, smaller.who.subject, by_number=True)
    against = across(work)
    if against is None:
        return None
    other = against.other
    who = _not_itself(_who(work, other), other, work)
    if other is not None and other.key == who.subject.key and not other.part:
        return None
    return _of_other(work, who, other, by_number=against.by_number)


def _multiple(work: Work) -> Draft:
    """A multiple of the number of another year, or of that of another area."""
    groups = of_two_groups(work)
    if groups:
        who = _who(work, None)
        draft = work.draft(who, Measure.MULTIPLE, work.years(who))
        return msgspec.structs.replace(draft, operands=groups)
    two = one_and_the_other(work) or more_here(work)
    if two is not None:
        return _of_other(work, *two)
    other = other_of(work)
    if other is None and against_others(work):
        other = uk(work.scene.gazetteer)
    who = _not_itself(_who(work, other), other, work)
    group = other or unnamed_other(work, who)
    if group is None:
        return _change(work, who, Measure.MULTIPLE)
    return _of_other(work, who, group)


def _not_itself(who: Who, other: Subject | None, work: Work) -> Who:
    """Whom the text spoke of before, where the area spoken of last is only compared with."""
    if other is None or who.named or who.subject.key != other.key:
        return who
    before = work.scene.memory.candidates()
    subject = next((one for one in before if one.key != other.key), None)
    if subject is None:
        return who
    why = f"{subject.name}, of whom the text speaks, compared with {other.name}"
    return Who(subject, why, named=False)


def _of_other(work: Work, who: Who, group: Subject | None, *, by_number: bool = False) -> Draft:
    draft = _change(work, who, Measure.OF_OTHER)
    part = group is not None and within(who.subject, group) and _part_of_rise(work)
    basis = "difference" if part else "count" if by_number else basis_of(work)
    beside = _new_one(work.beside(), work)
    if basis == "count" and beside is not None and beside.years.period is not None:
        # Two areas are compared in the year of the count that is told of either.
        draft = msgspec.structs.replace(draft, years=beside.years, operands=())
    elif by_number and EXCEEDS_BY.search(work.before) and not work.scene.whens:
        # The two counts of one area before it are those of other years.
        draft = msgspec.structs.replace(draft, years=work.years(who), operands=())
    return msgspec.structs.replace(
        draft, group=group, role=msgspec.structs.replace(work.role, basis=basis)
    )


# "775 of the extra crimes, nearly a fifth of the national rise": of how many more there were.
_PART_OF_RISE = lazily(
    r"\s+of\s+the\s+(?:\w+\s+){0,2}(?:rise|increase|growth|jump|surge)\b", re.IGNORECASE
)


def _part_of_rise(work: Work) -> bool:
    """Whether a part is one of how many more there were: it stands behind a count."""
    before = [one for one in work.scene.phrases if one.end <= work.phrase.start]
    counted = bool(before) and before[-1].shape is Shape.COUNT
    return counted and _PART_OF_RISE.match(work.after) is not None


# "829, half up on the 511 of 2016/17, and 62 higher than in Essex": 829 is held against Essex.
_OLD_ONE = lazily(
    r"\b(?:up|down|higher|lower|more|fewer|rise|increase|fall|drop|compared"
    r"|against)\b[^.;:,\d]{0,30}"
    r"\b(?:on|from|than|with|to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _new_one(beside: Draft | None, work: Work) -> Draft | None:
    """The count that is held against another area: not the older one that it rose from."""
    if beside is None or not (beside.role.end or _OLD_ONE.search(work.scene.before(beside.phrase))):
        return beside
    own = [
        one
        for one in work.counted
        if one.who.subject == beside.who.subject and one.phrase.end <= beside.phrase.start
    ]
    return own[-1] if own and beside.role.end != "later" else beside


def _change(work: Work, who: Who, measure: Measure) -> Draft:
    draft = work.draft(who, measure, work.years(who))
    if measure not in _TWO_ENDS:
        return draft
    before = gone_on(work.phrase, work.scene) or answered_in_per_cents(work.phrase, work.scene)
    if before is not None and not work.scene.whens:
        return msgspec.structs.replace(draft, years=before.years, what=before.what)
    years, operands = ends_of(work, who)
    return msgspec.structs.replace(draft, years=years, operands=operands)


def _who(work: Work, other: Subject | None) -> Who:
    """Whose number it is; an area that is only compared with is none."""
    scene = work.scene
    mentions = tuple(
        one
        for one in whos_in(scene)
        if other is None or not (_is(one, other) or only_compared(one, scene))
    )
    if told_before(work.phrase, scene) or _it_is(work, other, mentions):
        return scene.memory.carried(scene.seen.index, pointing=True)
    if scene.seen.block.kind == "table":
        mentions = mentions[:1]
        above = None if mentions else row_area(work.phrase, scene)
        if above is not None:
            return above
    rate = work.role.measure in {Measure.FREQUENCY, Measure.PER_HEAD}
    last = pointed(scene) if rate else None
    if last is not None and not mentions:
        return last.who
    if work.role.measure is Measure.PER_HEAD:
        # "The UK rate was 3.42" speaks of the country, which is elsewhere only compared with.
        whole = (one for one in scene.whos if one.kind == "rest" and one.end <= work.phrase.start)
        mentions += tuple(one for one in whole if one.subject is not None)
    headed = _CAME_AS.match(work.after) or _RISE_OF_IT.match(f"{work.before}{work.after}")
    first = headed and not any(one.end <= work.phrase.start for one in mentions)
    if first or (mentions and only_set_against(mentions[0], work.phrase, scene)):
        return scene.memory.carried(scene.seen.index, pointing=True)
    beside = work.beside()
    if beside is not None and other is not None and beside.who.subject.key == other.key:
        beside = None
    if beside is not None and nearest_who(work.phrase, scene, mentions) is None:
        # "That was a drop of 3%, at a time when the UK total swelled to 22,724".
        back = points_back(scene.sentence.text) and bool(_AT_A_TIME.match(work.after))
        return scene.memory.carried(scene.seen.index, pointing=True) if back else beside.who
    return who_of(work.phrase, scene, mentions)


_IT_IS = lazily(r"\W*(?:it|this|that)\s+(?:is|was|means|puts|makes|stands|stood)\b", re.IGNORECASE)


def _it_is(work: Work, other: Subject | None, mentions: Sequence[WhoMention]) -> bool:
    """Whether "it" is compared, and others are only named: "It is a third higher than in Essex"."""
    before = any(one.end <= work.phrase.start for one in mentions)
    return other is not None and not before and _IT_IS.match(work.before) is not None


def _is(mention: WhoMention, other: Subject | None) -> bool:
    """Whether a mention is the area that is only compared with."""
    return other is not None and mention.subject is not None and mention.subject.key == other.key


__all__ = ["made_of"]
