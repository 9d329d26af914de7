"""Numbers of a part of the offences: those of one town, against girls, or that led to a charge.

The data hold totals of whole forces. A part is never the total, whether it happens
to have the total's number or, as it should, a smaller one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._attach import predicate
from beholden.figures.core.claims.finding._draft import Counted, Draft
from beholden.figures.core.claims.finding._read_otherwise import OUT_OF
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._hotlines import REPORTS
from beholden.figures.core.claims.finding.areas._resolve import of_the_whole, offices, whos_in
from beholden.figures.core.claims.finding.counted._parts_told import picked, picked_after
from beholden.figures.core.claims.finding.counted._plain_names import told_as
from beholden.figures.core.claims.finding.counted._some_of import SERVICES, noted_in, some_only
from beholden.figures.core.claims.finding.related._own_clause import in_another_clause
from beholden.figures.core.claims.models import Measure, Phrase, Shape
from beholden.figures.core.claims.naming._topics import NEAR_SERIES, SERVICE
from beholden.figures.core.claims.naming.own_series import is_own
from beholden.figures.core.claims.naming.what import What

IMAGES = "images, and not offences"
PART = "a part of the offences"
RATE = "a rate, as the sentence before"

_REACH = 160  # characters on each side of a number
_BESIDE = 40
_WHOM = (
    r"(?:girls?|boys?|females?|males?|women|men|(?<!against\s)under-?\s?\d+s?|under-?\s?(?!18s?\b)\d+s?|primary|pre-school|infants?|toddlers?|babies"
    r"|teenagers|those\s+under|victims\s+(?:under|aged)|(?:children|young\s+people|youngsters)\s+(?:aged"
    r"|under|as\s+young|who|themselves))"
)
_OUTCOME = (
    r"(?:led\s+to(?!\s+(?:\w+\s+){0,2}(?:calls?|concerns?|warnings?|fears|demands|criticism|outcry)\b)|resulted\s+in|ended\s+(?:in|with)|(?:were|was|are|is|remain(?:s|ed)?)\s+(?:still\s+)?"
    r"(?:solved|closed|detected|dropped|cleared|unsolved|prosecuted|charged|resolved|abandoned"
    r"|under\s+investigation|repeat\s+offences|committed(?!\s*(?:[.;,)]|$)|\s+(?:in\s+(?:the\s+(?:county|area|region|year|same)\b|\d{4}|(?-i:[A-Z]))|last\s+year))|against|for\s+(?:making|possess\w+|taking|distribut\w+))"
    r"|went\s+(?:to\s+court|unsolved|no\s+further))"
)
# Right after the offences: which of them are meant.
_THESE = lazily(
    rf"\s*(?:,\s*)?(?:(?:that|which|where)\s+)?(?:{_OUTCOME}\b|(?:were\s+|was\s+)?(?:committed|carried\s+out"
    rf"|perpetrated)\s+(?:by|on|via|using|through|against)\b|(?:involv(?:ing|ed)|against|featuring|of"
    rf"|with|by)\s+(?:\w+\s+)?{_WHOM}\b|(?:on|by|via|using|through|involv(?:ing|ed))\s+(?:\w+\s+)?{SERVICES}\b"
    r"|(?:were|was)\s+(?:(?:by\s+)?(?:somebody|people|someone|those)\s+)?(?:aged\s+)?(?:under|below|younger\s+than|over)\s+"
    r"(?:the\s+age\s+of\s+)?(?:\d|ten\b|twelve\b|eighteen\b)"
    r"|without\s+(?:a\s+)?(?:charge|anyone|further\s+action)|with\s+no\s+(?:suspect|further\s+action)"
    r"|in\s+which\b(?![^.;]{0,60}\bimage)|by\s+(?:other\s+)?(?:children|young\s+people|pupils|teenagers)\b|with\s+an?\s+victim\b"
    r"|against\s+(?!child|minors|young)[a-z]{3,}s\b)",
    re.IGNORECASE,
)
_USED_IN = lazily(
    rf"\b(?:{SERVICES}|was|were|is|are)\s+(?:\w+\s+)?(?:used|mentioned|involved|cited|named|implicated"
    r"|identified|a\s+factor|the\s+victims?|victims)\s+in\s+(?:\w+\s+){0,2}$"
    rf"|\b(?:{SERVICES})\s+accounted\s+for\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OUT_OF_MORE = lazily(r"\s+out\s+of\s", re.IGNORECASE)
_IT_WAS = lazily(r"\b(?:it|that)\s+(?:was|had\s+been|is)\s+(?:just\s+|only\s+)?$", re.IGNORECASE)
_CLOSED = lazily(
    r"\b(?:solv(?:ed|es|ing)|clos(?:ed|es|ing)|detect(?:ed|s|ing)|clear(?:ed|s|ing)(?:\s+up)?"
    r"|(?:dropp(?:ed|ing)|drops)(?!\s+(?:to|from|by|below|under|back|about|over|almost|nearly|just|sharply|slightly)\b)"
    r"|cancel(?:led|s|ling)|prevent(?:ed|s|ing)|stopp(?:ed|ing)|reclassif(?:ied|ies|ying)|wr(?:ote|itten)\s+off"
    r"|dismiss(?:ed|es|ing)|miss(?:ed|es|ing)|ignor(?:ed|es|ing)|overlook(?:ed|s|ing)|discontinu(?:ed|es|ing)|backlog\s+of"
    r"|under-?\s?record(?:ed|s|ing)(?:\s+by)?"
    r"|(?:fail(?:ed|s|ing)?|neglect(?:ed|ing)?|refus(?:ed|es|ing))\s+to\s+(?:record|log|report|investigate|register|solve|count)"
    r"|prosecut(?:ed|es|ing)|charg(?:ed|es|ing)|resolv(?:ed|es|ing)|abandon(?:ed|s|ing)"
    r"|finaliz?s?ed|failed\s+to\s+solve|made\s+arrests\s+(?:in|for))\s+(?:(?!to\b|from\b|by\b|with\b|at\b|on\b)\w+\s+)?$",
    re.IGNORECASE,
)
_OF_THEM = lazily(r"\s+of\s+(?:them|these|those)\b", re.IGNORECASE)
_OF_WHICH = lazily(
    r"\bof\s+(?:which|whom)\b,?\s+(?:\w+\s+){0,4}$"
    r"|[;,.\u2013\u2014(-]\s*of\s+(?:them|these|those)\b,?\s+(?:\w+\s+){0,3}$"
    r"|^\W*of\s+(?:them|these|those|that\s+total|that\s+number|the\s+total)\b,?\s+(?:\w+\s+){0,3}$"
    r"|\bincluding\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OF_SO_MANY = lazily(
    r"^\W*(?:out\s+)?of\s+(?:the\s+|its\s+|those\s+|these\s+|all\s+)?[\d,]+\s[^.;,]{0,80},\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_EXCLUDING = lazily(
    r"\b(?:excluding|except(?:ing)?(?:\s+for)?|apart\s+from|not\s+(?:including|counting)|leaving\s+out"
    r"|without(?=\s+(?:the\s+)?(?-i:[A-Z]))|other\s+than|minus|outside(?:\s+of)?)\b",
    re.IGNORECASE,
)
_TOWN = lazily(
    r"\s+in\s+(?P<name>(?!(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Spring|Summer|Autumn|Winter|Monday|Parliament|England|Wales|Scotland"
    r"|Britain|Northern|UK|Great|The|Q\d)\b)[A-Z][a-z]{2,}(?:[\s-](?:[A-Z][a-z]+|on|upon|le|the|Island)){0,3})"
)
_AGE = lazily(
    r"(?:^|[\s,\u201d\"'\u2019])(?:said|says|add(?:ed|s)|told|explain(?:ed|s)|recall(?:ed|s)|according\s+to|ask(?:ed|s))\s+"
    r"(?:[\w\u2019'-]+\s+){0,3}[A-Z][\w\u2019'-]+,\s*$"
)
_AGE_ENDS = lazily(r"\s*(?:[,.;:)\u201d\"\u2013\u2014]|$|who\b|of\b|from\b|an?\b)")


_ANY_SEXUAL = "other:sexual offences"
# "Of 54,982 sex offences 23,097 were against children": a series of its own.
_AGAINST_CHILDREN = lazily(
    r"\s+(?:of\s+(?:them|these|those|which)\s+)?(?:were|was|had\s+been)\s+(?:committed\s+|recorded\s+)?(?:against|on)"
    r"\s+(?:children|under-?\s?18s|minors|youngsters)\b(?!\s+(?:aged|under|who|of|between|as))",
    re.IGNORECASE,
)
_OFFENCES = NEAR_SERIES | {"other:child cruelty", "other:cyber crimes"}
_OF_PARTS = frozenset(
    {Measure.CHANGE, Measure.YEARLY_CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE, Measure.FREQUENCY}
)


def as_part(draft: Draft, scene: Scene) -> Draft:
    """A number as what it is of: of some of the offences only, or of images, where it is."""
    series = draft.what.series
    own = _own_series(draft, scene)
    if own is not None:
        return msgspec.structs.replace(draft, what=own)
    if series.startswith("other:") and series not in _OFFENCES:
        return draft
    if is_own(series) and _some_were_so(draft.phrase, scene):
        said = PART
    elif draft.measure in {Measure.COUNT, Measure.SUM}:
        said = _said(draft.phrase, draft.what, scene)
    elif draft.measure in _OF_PARTS:
        words = _picked(draft.phrase, scene)
        said = told_as(words) if words else ""
    else:
        return draft
    if said == PART and (_own_area(draft, scene) or _own_year(draft.phrase, scene)):
        return draft
    if not said:
        return draft
    what = Counted(f"other:{said}", said, f"{said}, by the words beside the number")
    operands = () if draft.measure is Measure.FREQUENCY else draft.operands
    return msgspec.structs.replace(draft, what=what, operands=operands)


# "Of the exclusions in England, 1,710 were of girls": whatever they were, they are not all.
_OF_THOSE = lazily(
    r"^\W*of\s+(?:all\s+)?(?:the|these|those|its|their)\b[^.;:]{0,120},\s*(?:(?:just|only|some|about)\s+)?$",
    re.IGNORECASE,
)
_WERE_SO = lazily(
    r"\s+(?:were|was|are|is|had|involved|led|ended|resulted|came|took|happened)\b", re.IGNORECASE
)
# "1,530 of the thefts were of electric bikes", and not "of these thefts were recorded".
_SOME_WERE_SO = lazily(
    r"\s+of\s+(?:the|these|those|its|their|them)\b[^.,;:]{0,60}?\s"
    r"(?:were|was|are|had|involved|led|ended|resulted|came|took|happened)\s"
    r"(?!(?:recorded|reported|logged|registered|counted)\b)",
    re.IGNORECASE,
)


def _some_were_so(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number is of some of what was counted, of which something more is told."""
    before, after = scene.before(phrase), scene.after(phrase)
    of_those = _OF_THOSE.search(before) is not None and _WERE_SO.match(after) is not None
    return of_those or _SOME_WERE_SO.match(after) is not None


def _own_series(draft: Draft, scene: Scene) -> Counted | None:
    """What a part counts that is a series of its own, and no part for which the data lack any."""
    named = predicate(draft.phrase, scene) if draft.measure is Measure.COUNT else None
    if named is not None:
        why = f"{named.name}, which it is told to be of"
        return Counted(named.series, named.name, why, beside=True)
    if not draft.what.named and _acted_on(draft.phrase, scene):
        why = f"{REPORTS.name}, which a hotline counts"
        return Counted(REPORTS.series, REPORTS.name, why)
    if draft.what.series == _ANY_SEXUAL and _AGAINST_CHILDREN.match(scene.after(draft.phrase)):
        name = "child sexual offences"
        why = f"{name}, of those that were told before"
        return Counted(f"other:{name}", name, why, beside=True)
    return None


def alike(counts: list[Draft], scene: Scene) -> list[Draft]:
    """The counts of a sentence; what is compared with a part is one: "767 unsolved, from 568"."""
    made: list[Draft] = []
    for draft in counts:
        last = made[-1] if made else None
        if last is not None and last.what.series.startswith("other:") and not draft.what.beside:
            between = scene.text[last.phrase.end : draft.phrase.start]
            renamed = in_another_clause(last.phrase, draft.phrase, scene) and any(
                last.phrase.end <= one.start < draft.phrase.start and not one.generic
                for one in scene.whats
            )
            if not renamed and _COMPARED_WITH.search(between):
                made.append(msgspec.structs.replace(draft, what=last.what))
                continue
        made.append(draft)
    return made


_COMPARED_WITH = lazily(
    r"^[^.;:]{0,120}\b(?:(?:up|down|rise|rose|increase|fall|fell)\s+(?:on|from)|compared\s+(?:with|to)|against|than"
    r"|from|to|and)\s+(?:just\s+|only\s+|the\s+|a\s+total\s+of\s+)?$"
    # "63 offences against under-tens were recorded in Kent, and across Surrey 77".
    r"|^[^.;:\d]{0,90}(?:\d{4}(?:[/\u2013-]\d{2,4})?)?,?\s(?:and|with|while)\s+(?:(?:in|across|for|at|by|throughout)\s+)?(?:the\s+)?"
    r"(?:(?-i:[A-Z])[\w'\u2019-]*\s+(?:and\s+|of\s+|the\s+)?){1,4}(?:(?:there\s+were|had|saw|recorded|just|only)\s+){0,2}$",
    re.IGNORECASE,
)


def _picked(phrase: Phrase, scene: Scene) -> str:
    """Which of the offences are meant, by the words beside their noun; empty for all."""
    noun = _noun(phrase, scene)
    if noun is None:
        return picked_after(scene.text, phrase.end).strip()
    end = (
        noun.end
        if noun.end < phrase.start or noun.start >= phrase.end
        else max(noun.end, phrase.end)
    )
    words = picked(scene.text, noun.start, _after_area(end, scene)) or picked_after(scene.text, end)
    return words.strip()


def _noun(phrase: Phrase, scene: Scene) -> What | None:
    """The noun of the offences that a number is of: right after it, or else before it."""
    whats = [one for one in scene.whats if not one.people and not one.images]
    inner = [one for one in whats if phrase.start <= one.start < phrase.end]
    after = [one for one in whats if phrase.end <= one.start <= phrase.end + _BESIDE]
    before = [one for one in whats if one.end <= phrase.start]
    if inner or (after and not _STOPS.search(scene.text[phrase.end : after[0].start])):
        return (inner or after)[0]
    if not before or _STOPS.search(scene.text[before[-1].end : phrase.start]):
        return None
    if len(before) > 1 and before[-1].generic and before[-1].start - before[-2].end == 1:
        # "Unsolved child abuse image crime reports": the words of one noun.
        return before[-2]
    return before[-1]


_STOPS = lazily(
    r"[.;:()\u2013\u2014]|\b(?:while|whereas|but|compared|against|when|as|than|and)\b|,\s+(?:which|with|where|up|down)\b",
    re.IGNORECASE,
)


_WERE_IN = lazily(
    r"\s+(?:of\s+(?:them|these|those)\s+)?(?:were\s+|was\s+|came\s+|took\s+place\s+)?"
    r"(?:recorded\s+|logged\s+|reported\s+|registered\s+)?(?:in|by|from)\s+(?:the\s+)?",
    re.IGNORECASE,
)


def _own_area(draft: Draft, scene: Scene) -> bool:
    """Whether the part is just what another area has: "of the 22,724, 767 were in Essex"."""
    phrase, before = draft.phrase, scene.before(draft.phrase)[-_REACH:]
    if not (_OF_WHICH.search(before) or _OF_SO_MANY.match(before)):
        return False
    if _which_had(phrase, scene):
        return True
    named = next((one for one in scene.whos if one.start >= phrase.end), None)
    if named is None or named.kind not in {"force", "area"} or named.subject is None:
        return False
    if not _WERE_IN.fullmatch(scene.text, phrase.end, named.start):
        return False
    alone = [one for one in whos_in(scene) if one.end <= phrase.start and one.subject is not None]
    return bool(alone) or _OF_SO_MANY.match(before) is not None


_OF_THESE = lazily(r"\bof\s+(?:which|them|these|those),?\s+(?:the\s+)?$", re.IGNORECASE)
_HAD = lazily(
    r"(?:\s+(?:alone|police))?\s+(?:had|recorded|logged|saw|registered|accounted\s+for)\s+(?:just\s+|only\s+|the\s+most,\s+)?",
    re.IGNORECASE,
)


def _which_had(phrase: Phrase, scene: Scene) -> bool:
    """Whether the part is what an area had: "1,458, of which South Wales had 543"."""
    before = [one for one in scene.whos if one.end <= phrase.start]
    last = before[-1] if before else None
    if last is None or last.kind not in {"force", "area"}:
        return False
    of_these = _OF_THESE.search(scene.text, scene.sentence.start, last.start)
    return of_these is not None and _HAD.fullmatch(scene.text, last.end, phrase.start) is not None


# "Of these, 931 took place here in 2020/21": what one of several years had.
_IN_YEAR = lazily(
    r"\s+(?:(?:were|was|came|took\s+place|happened|occurred)\s+)(?:(?:recorded|logged|reported|registered)\s+)?"
    r"(?:(?:here|locally)\s+)?(?:(?:in|during)\s+(?:the\s+)?)?",
    re.IGNORECASE,
)


def _own_year(phrase: Phrase, scene: Scene) -> bool:
    """Whether the part is just what one year has of several: "of these, 931 were in 2020/21"."""
    if _OF_WHICH.search(scene.before(phrase)[-_REACH:]) is None:
        return False
    when = next((one for one in scene.whens if one.start >= phrase.end), None)
    if when is None or when.first is not None:
        return False
    told = _IN_YEAR.fullmatch(scene.text, phrase.end, when.start)
    span = any(one.measure is Measure.SUM for one in scene.memory.told_before)
    return told is not None and span


def an_age(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number is the age of somebody who speaks: "said Bob, 71"."""
    if _AGE.search(scene.before(phrase)[-_REACH:]) is None:
        return False
    return _AGE_ENDS.match(scene.after(phrase)) is not None


def used_in(before: str) -> bool:
    """Whether the words before a number say what was used in so many: "Snapchat was named in"."""
    return _USED_IN.search(before[-_REACH:]) is not None


def _said(phrase: Phrase, what: Counted, scene: Scene) -> str:
    """What else a count is of; empty where it is of the whole."""
    if _images(phrase, what, scene):
        return IMAGES
    before = scene.before(phrase)[-_REACH:]
    if _IT_WAS.search(before) and _rates_only(scene.memory.sentence_before):
        return RATE
    if words := noted_in(before, scene.after(phrase)) or _picked(phrase, scene):
        return told_as(words)
    of_which = None if _acted_on(phrase, scene) else _OF_WHICH.search(before)
    out_of = phrase.form == OUT_OF and _OUT_OF_MORE.match(scene.after(phrase))
    told = _USED_IN.search(before) or _CLOSED.search(before) or of_which or out_of
    some = _OF_SO_MANY.match(before) or some_only(before, scene.after(phrase)[:_REACH])
    if told or some or _excluded(phrase, scene) or _of_town(phrase, scene):
        return PART
    end = _end_of_noun(phrase, scene)
    town = _TOWN.match(scene.text, end, scene.sentence.end)
    if town is not None and not _known(town.start("name"), scene):
        return f"those in {town['name']}"
    return PART if _THESE.match(scene.text, _after_area(end, scene), scene.sentence.end) else ""


# Of what a hotline is sent, that which turns out to be illegal is the number it is known by.
_ACTED_ON = lazily(
    r"\s*(?:of\s+(?:them|these|those)\s+)?(?:turned\s+out|proved|(?:were|was)\s+(?:found|confirmed|identified|shown)"
    r"|contained|held|led\s+to|showed|hosted)\b",
    re.IGNORECASE,
)


def _acted_on(phrase: Phrase, scene: Scene) -> bool:
    """Whether a hotline says how much of what it was sent it found illegal."""
    return scene.memory.about.hotline and _ACTED_ON.match(scene.after(phrase)) is not None


def _rates_only(told: Sequence[Draft]) -> bool:
    """Whether a sentence told nothing but rates: "an average of 182 a month"."""
    return bool(told) and all(one.measure is Measure.FREQUENCY for one in told)


def _images(phrase: Phrase, what: Counted, scene: Scene) -> bool:
    """Whether images are counted, and no offence: "767 indecent images of children"."""
    end = phrase.end + _BESIDE
    beside = (one for one in scene.whats if phrase.end <= one.start <= end)
    first = next(beside, None)
    if not what.beside or first is None or not first.images:
        return False
    return _ADJECTIVES.fullmatch(scene.text[phrase.end : first.start]) is not None


_ADJECTIVES = lazily(
    r"\s+(?:(?:of\s+)?(?:the|these|such|more|new|illegal|vile|further|different|separate|unique)\s+)?"
)


def _end_of_noun(phrase: Phrase, scene: Scene) -> int:
    """Where the noun after a number ends."""
    of_them = _OF_THEM.match(scene.text, phrase.end)
    if of_them is not None:
        return of_them.end()
    found = [one for one in scene.whats if phrase.end <= one.start <= phrase.end + _BESIDE]
    # "To 767, meaning a crime was committed every day": the crime is of another clause.
    own = found and not _MEANING.search(scene.text[phrase.end : found[0].start])
    return found[0].end if own else phrase.end


_MEANING = lazily(
    r",\s(?:meaning|which\s(?:means|is|was)|so|the\sequivalent|equivalent|equal)\b", re.IGNORECASE
)


def _after_area(end: int, scene: Scene) -> int:
    """Where "of this kind in Essex last year" ends that stands there, or a part of it."""
    kind = _OF_THIS_KIND.match(scene.text, end)
    end = end if kind is None else kind.end()
    for _ in range(_PLACE_AND_TIME):
        end = _after_one(end, scene)
    return end


_OF_THIS_KIND = lazily(r"\s+of\s+this\s+(?:kind|sort|type|nature)\b", re.IGNORECASE)
_PLACE_AND_TIME = 2


def _after_one(end: int, scene: Scene) -> int:
    following = [one.end for one in scene.whos if 0 <= one.start - end <= _OF_AREA]
    following += [one.end for one in scene.whens if 0 <= one.start - end <= _OF_AREA]
    return min(following, default=end)


_OF_AREA = 12


# "Dyfed-Powys, which covers Ceredigion and Powys, had 275": of all that it covers.
_COVERS = lazily(
    r",\s(?:which|whose\s\w+)\s(?:also\s)?(?:covers?|serves?|polices?|takes?\sin|includes?)\s[^.;:]{2,120}$",
    re.IGNORECASE,
)


def _of_town(phrase: Phrase, scene: Scene) -> bool:
    """Whether a town is told after the total of its force: "301, and Derby 200"."""
    before = [one for one in scene.whos if one.end <= phrase.start]
    if not before or before[-1].kind != "part" or phrase.start - before[-1].end > _BESIDE:
        return False
    town = before[-1]
    covered = _COVERS.search(scene.text, scene.sentence.start, town.end) is not None
    if covered or of_the_whole(town, scene):
        return False
    told = [one for one in scene.phrases if one.shape is Shape.COUNT and one.end <= phrase.start]
    return bool(told) and told[-1].end <= town.start and len(before) > 1


def _known(start: int, scene: Scene) -> bool:
    """Whether a name there is one that the lists hold."""
    spans = [(one.start, one.end) for one in scene.whos]
    spans += [(one.start, one.end) for one in scene.whats]
    spans += [(one.start, one.end) for one in scene.whens]
    return any(first <= start < end for first, end in spans)


_ANY_FORCE = lazily(
    r"\b(?:any|every|all|each)\s+(?:other\s+)?(?:police\s+)?(?:forces?|areas?|count(?:y|ies))\s+$",
    re.IGNORECASE,
)


def _excluded(phrase: Phrase, scene: Scene) -> bool:
    """Whether an area is told that the number leaves out."""
    text = scene.sentence.text
    for found in _EXCLUDING.finditer(text):
        if _ANY_FORCE.search(text, 0, found.start()):
            # "The most of any force outside London": what London has is not in the number anyway.
            continue
        at = scene.sentence.start + found.end()
        area = any(0 <= one.start - at <= _OF_AREA for one in scene.whos)
        # "The foundation, whose analysts sit outside Cambridge": nothing is left out.
        area = area and not any(first <= at < last for first, last in offices(scene))
        if area and abs(phrase.start - at) <= _REACH // 2:
            return True
    return False


__all__ = ["IMAGES", "PART", "SERVICE", "alike", "an_age", "as_part", "used_in"]
