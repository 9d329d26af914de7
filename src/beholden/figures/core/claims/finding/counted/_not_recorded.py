"""Numbers that a clause tells of something else than what the police of an area recorded.

"The helpline saw a rise of 35 per cent", "the number of offenders rose", "the unit dealt with 767",
"boys committed 767 offences", "officers are investigating 767": the words that lead to the number
say whose or what it is, and a number that fits the total by chance is none of it.

    not_recorded(draft, scene).what.name  # "the helpline's number"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.counted._parts_of import IMAGES, PART
from beholden.figures.core.claims.finding.counted._some_of import SERVICES
from beholden.figures.core.claims.models import Measure, Phrase
from beholden.figures.core.claims.naming._topics import NEAR_SERIES

_CHANGES = frozenset({Measure.CHANGE, Measure.YEARLY_CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE})
_COUNTS = frozenset({Measure.COUNT, Measure.SUM})
_RISE = r"(?:rise|increase|jump|surge|leap|growth|spike|fall|drop|decrease|decline|reduction)"
_AUX = r"(?:(?:has|have|had|also|itself|alone|since|then|already)\s+){0,3}"
_NEARLY = (
    r"(?:(?:by|about|around|some|almost|nearly|more\s+than|over|just|only|a\s+total\s+of|up"
    r"|further|another)\s+){0,3}"
)

# Who sees other things than recorded offences. Officers, charities and the forces speak of these.
_SAW = lazily(
    r"\b(?:help\s?lines?|hot\s?lines?|childline|courts?|schools?|social\s+workers|teachers|colleges?|hospitals?|doctors|nurses"
    r"|campaign|parents|council|social\s+services|children['\u2019]s\s+services|probation\s+service|crime\s+agency|prosecutors"
    r"|unit|team|squad)"
    rf"(?:\s+(?:in|across|at)\s+[\w\u2019'-]+)?\s+{_AUX}(?:saw|seen|sees|experienced|noticed|reported|had)\s+an?\s+"
    rf"(?:\w+\s+)?(?:{_RISE}\s+of\s+(?:\w+\s+){{0,2}})?$",
    re.IGNORECASE,
)
_OUTCOME = lazily(
    r"\b(?:were|was|had\s+been|are|been)\s+(?:\w+\s+)?(?:solved|detected|closed|dropped|cleared\s+up|prosecuted|charged|convicted"
    rf"|unsolved|resolved)\b[^.;:]{{0,40}},\s+(?:an?\s+(?:\w+\s+)?{_RISE}\s+of|up|down)\s+{_NEARLY}$",
    re.IGNORECASE,
)
_GROWTH = (
    r"(?:rose|risen|rises?|increas(?:e[sd]?|ing)|gr[eo]wn?|climb(?:ed|s)?|jump(?:ed|s)?|soar(?:ed|s)?|surged?|leapt|shot\s+up|went\s+up"
    r"|gone\s+up|fell|fallen|falls?|dropp?(?:ed|s)?|declined?|decreased?|(?:is|are|was|were)\s+(?:up|down)|doubled|trebled|up|down)"
)
# "Reports by parents rose", "reports to a helpline rose": what others told, and no offences.
_REPORTS_OF_OTHERS = lazily(
    r"\b(?:reports?|calls?|referrals?|complaints?|alerts?)\s+(?:[^.;:,\d]{0,60}?\s)?"
    r"(?:(?:by|from)\s+(?:the\s+)?(?:public|parents|schools?|teachers|pupils|social\s+workers|charit\w+"
    r"|hospitals?|tech\w*|social\s+(?:media|networks?)|internet)"
    r"|to\s+(?:an?|the|its|their)\s+(?:[\w\u2019'-]+\s+){0,2}(?:help\s?line|hot\s?line|charity|school|website|council))\b"
    rf"[^.;:,\d]{{0,60}}\s{_AUX}{_GROWTH}\s+{_NEARLY}$",
    re.IGNORECASE,
)
_ABUSE = (
    r"(?:(?:online\s+)?child(?:ren)?\s+(?:sexual\s+|sex\s+)?abuse"
    r"|(?:sexual\s+)?abuse\s+of\s+(?:children|minors))"
)
_WHERE = (
    r"(?:\s+(?:in|across|on|during)\s+(?:the\s+)?[\w\u2019'/-]+(?:\s+[A-Z][\w\u2019'-]+){0,2}){0,2}"
)
_ABUSE_GREW = lazily(
    rf"(?:^|[,;:]\s|\b(?:and|but|that|while)\s)\W*{_ABUSE}{_WHERE}\s+{_AUX}{_GROWTH}\s+{_NEARLY}$",
    re.IGNORECASE,
)
_RISE_IN_ABUSE = lazily(
    rf"\s*(?:\w+\s+)?{_RISE}\s+in\s+{_ABUSE}"
    r"(?!\s+(?:image|imagery|picture|photo|material|offence|crime|case|incident|content|video|report))",
    re.IGNORECASE,
)
_PERSONS = (
    r"(?:(?:sex\s+)?offenders|suspects|perpetrators|paedophiles|abusers|culprits|groomers|people"
    r"|men)"
)
_OF_PERSONS = lazily(
    rf"\bnumbers?\s+of\s+(?:\w+\s+)?{_PERSONS}\b(?=[^.;:,]{{0,80}}$)", re.IGNORECASE
)
_RISE_IN_PERSONS = lazily(
    rf"\s*(?:\w+\s+)?{_RISE}\s+in\s+(?:the\s+number\s+of\s+)?{_PERSONS}\b", re.IGNORECASE
)
_NUMBER_OF = lazily(r"\bnumbers?\s+of\s+(?:the\s+|such\s+|these\s+)?$", re.IGNORECASE)
_PROPORTION = lazily(
    r"\b(?:(?P<share>proportion|percentage|share)\s+of\s+[^.;:,\d]{0,60}|(?:offences|crimes|cases)\s+(?P<per>per\s+"
    rf"(?:officer|head|person|resident|child))\b[^.;:,\d]{{0,30}})\s{_AUX}{_GROWTH}\s+{_NEARLY}$",
    re.IGNORECASE,
)

_NO_SAYING = (
    r"(?!(?:said|says|say|that|which|who|police|forces?|constabulary|officers|after|as|when|where|and|but|while|because|show\w*"
    r"|found|reveal\w*|recorded)\b)"
)
_UNIT_DID = lazily(
    r"\b(?:unit|team|squad|task\s?force|(?-i:Operation\s+[A-Z])\w+)"
    rf"(?:\s+{_NO_SAYING}[\w\u2019'-]+){{0,4}}?\s+{_AUX}(?:recorded|logged|investigated|uncovered|identified|handled|dealt\s+with|found"
    rf"|took\s+on|led\s+to|had|worked\s+on|solved)\s+{_NEARLY}$",
    re.IGNORECASE,
)
_SOME_DID = lazily(
    r"\b(?:boys(?!\s+and\s+girls)|(?<!boys\sand\s)girls|women|teenagers|youths|juveniles|pupils|schoolchildren|under-?\s?1\d+s|strangers|relatives|gangs|reoffenders)"
    rf"(?:\s+(?:aged|under|over)\s+[\w\s]{{1,14}})?\s+{_AUX}(?:committed|carried\s+out|perpetrated|(?:was|were|are|been)\s+"
    rf"(?:\w+\s+)?(?:responsible\s+for|suspects\s+in|suspected\s+(?:of|in)|behind|involved\s+in|victims\s+(?:in|of)|targeted\s+in))\s+{_NEARLY}$",
    re.IGNORECASE,
)
_WORK_ON = lazily(
    rf"\b(?:(?:is|are|was|were|currently|still|now)\s+(?:investigating|working\s+on)|investigated|attended"
    r"|(?:was|were|been)\s+alerted\s+to|linked|traced|attributed|referred|passed|brought|solved"
    r"|charged\s+(?:\w+\s+){1,2}with|cleared|dropped(?!\s+by\b))\s+"
    rf"{_NEARLY}$",
    re.IGNORECASE,
)
_LINKED = lazily(r"\b(?:linked|traced|attributed)\s", re.IGNORECASE)
# "The total passed 30,000 in 2021/22", and not "they passed 767 to prosecutors".
_PASSED = lazily(r"\bpassed\s", re.IGNORECASE)
_PASSED_ON = lazily(
    r"[^.;:,\d]{0,40}\b(?:on|to(?!\s+(?:the\s+end|end|date|\d|March|April|June|July|September|December)))\b",
    re.IGNORECASE,
)
_TO_ONE = lazily(
    r"[^.;:,\d]{0,40}\bto\s+(?:one|a|an|the|two|organised|known|foreign|criminal)\s", re.IGNORECASE
)
# "Instagram was used in a quarter of them, up from 62 to 113": how often it was.
_USED_IN_SOME = lazily(
    rf"\b{SERVICES}\b[^.;:]{{0,40}}\b(?:used|involved|named|mentioned|cited|recorded)\b[^.;:]{{0,30}}\bof\s+(?:them|these|those|all|the)\b"
    r"[^.;:\d]{0,30},\s+(?:up|down|rising|falling|a\s+rise|an\s+increase)\s+(?:from|to)\s[^.;:]{0,50}$",
    re.IGNORECASE,
)
_MADE_UP = lazily(rf"\s+(?:alone\s+)?(?:accounted\s+for|made\s+up)\s+{_NEARLY}", re.IGNORECASE)
_OF_THESE = lazily(r"\s+of\s+(?:the|these|those|them|all)\b", re.IGNORECASE)
_TIPS = lazily(r"\s+(?:\w+\s+)?(?P<said>tip-?\s?offs|alerts)\b", re.IGNORECASE)
_BY_OTHERS = lazily(
    r"\s+[^.;:\d]{0,50}?\breported\s+to\s+(?:them|it|police|officers|the\s+force)\s+by\s+"
    r"(?:schools?|teachers|parents|charit\w+|tech\w*|social|internet|hospitals|the\s+(?:IWF|NCA|NSPCC))\b"
)


# The other end of a number counts what the number does: "up from 568".
UP_FROM = lazily(
    r"[^;:]{0,60}\b(?:up|down|rising|falling)\s+from\s+(?:(?:just|only|about|around|over|some)\s+){0,2}",
    re.IGNORECASE,
)


def other_ends(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """The drafts, each other end of a number that is none of the data's being none either."""
    made: list[Draft] = []
    for draft in drafts:
        before = made[-1] if made else None
        if (
            before is not None
            and draft.measure is before.measure is Measure.COUNT
            and before.what.series.startswith("other:")
            and UP_FROM.fullmatch(scene.text, before.phrase.end, draft.phrase.start)
        ):
            made.append(msgspec.structs.replace(draft, what=before.what))
        else:
            made.append(draft)
    return made


def not_recorded(draft: Draft, scene: Scene) -> Draft:
    """A number as one of what its words tell, where that is not what the data count."""
    series = draft.what.series
    if series.startswith("other:") and series not in NEAR_SERIES:
        return draft
    if scene.seen.block.kind == "table":
        return draft
    phrase = draft.phrase
    before, after = scene.before(phrase), scene.after(phrase)
    said = ""
    if draft.measure in _CHANGES:
        said = _that_changed(phrase, before, after, scene)
    elif draft.measure in _COUNTS:
        said = _that_counted(before, after) or _kind_of(phrase, scene)
    if not said:
        return draft
    what = Counted(f"other:{said}", said, f"{said}, by the words that lead to the number")
    return msgspec.structs.replace(draft, what=what, operands=())


def _that_changed(phrase: Phrase, before: str, after: str, scene: Scene) -> str:
    """The other thing that rose or fell; empty where it is what the data count."""
    saw = _SAW.search(before)
    if saw is not None and not _told_behind(phrase, scene):
        return "the number of another body"
    for told, of in ((_OUTCOME, PART), (_REPORTS_OF_OTHERS, "reports from others")):
        if told.search(before):
            return of
    if scene.seen.block.kind == "paragraph" and (
        _ABUSE_GREW.search(before) or _RISE_IN_ABUSE.match(after)
    ):
        return "child abuse as a whole"
    persons = _OF_PERSONS.search(before) or _RISE_IN_PERSONS.match(after)
    if persons and not any(one.series == "other:helpline contacts" for one in scene.whats):
        return "people, and not offences"
    if _PROPORTION.search(before):
        return "a share or a rate"
    return IMAGES if _of_images(phrase, scene) else ""


def _told_behind(phrase: Phrase, scene: Scene) -> bool:
    """Whether what was seen to rise is named: "a rise of 35 per cent in image offences"."""
    stop = scene.after(phrase).find(",")
    end = scene.sentence.end if stop < 0 else phrase.end + stop
    return any(
        phrase.end <= one.start < end and not one.series.startswith("other:") for one in scene.whats
    )


def _of_images(phrase: Phrase, scene: Scene) -> bool:
    """Whether "the number of indecent images" rose, and no number of offences."""
    named = [one for one in scene.whats if not one.generic]
    before = [one for one in named if one.end <= phrase.start]
    if not before or not before[-1].images:
        return False
    start = before[-1].start
    return _NUMBER_OF.search(scene.text[scene.sentence.start : start]) is not None


def _that_counted(before: str, after: str) -> str:
    """The other thing that a count is of; empty where it is what the data count."""
    if any(told.search(before) for told in (_UNIT_DID, _SOME_DID, _USED_IN_SOME)):
        return PART
    tips = _TIPS.match(after)
    if tips is not None:
        return tips["said"].lower()
    if _BY_OTHERS.match(after):
        return "reports from others"
    work = _WORK_ON.search(before)
    return "" if work is None or _of_all(work, after) else PART


def _of_all(work: re.Match[str], after: str) -> bool:
    """Whether what was done to so many was done to all of them, or nothing was done."""
    if _LINKED.match(work[0]):
        return _TO_ONE.match(after) is None
    return _PASSED.match(work[0]) is not None and _PASSED_ON.match(after) is None


def _kind_of(phrase: Phrase, scene: Scene) -> str:
    """A part where one kind is said to be so many of them: "sexting accounted for 767 of the"."""
    if _OF_THESE.match(scene.after(phrase)) is None:
        return ""
    kinds = (one for one in scene.whats if not one.generic and one.end <= phrase.start)
    told = any(_MADE_UP.fullmatch(scene.text, one.end, phrase.start) for one in kinds)
    return PART if told else ""


__all__ = ["UP_FROM", "not_recorded", "other_ends"]
