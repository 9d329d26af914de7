"""Numbers of a part of the offences, or of people who were helped, held or kept safe.

count_said(phrase, scene, before)  # "a part of the offences"; empty where it is none
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.counted._parts_of import PART, SERVICE, used_in
from beholden.figures.core.claims.models import Measure, Phrase, Shape

_HELPED = "helpline contacts"
_INQUIRIES = "investigations and referrals"
_ASSESSMENTS = "assessments of social services"
_PEOPLE = "people of another statistic"
_QUOTES = ' "\u201c\u2018\u2022*-'
_FEWEST_PEOPLE = 10
_FEWEST_CONTACTS = 50
_REACH = 200

_NEXT_TO = lazily(
    rf"\b{SERVICE}\s*"
    r"(?:(?:\s[a-z]+){0,4}\s+(?:with|at|on)|[,:(\u2013-]|in|was\s+logged)?\s*$",
    re.IGNORECASE,
)
_ENDS = lazily(r"\s*(?:[.,;()]|$|(?:and|times|mentions|cases|offences|crimes)\b)")
_VIA = lazily(
    r"\s+(?:(?:of\s+(?:them|these|those)|were|was|offences|crimes|cases|came|took\s+place)\s+){0,3}"
    rf"(?:by|on|via|through|using|over|involved|involving)\s+(?:\w+\s+)?{SERVICE}\b",
    re.IGNORECASE,
)
_YOUNG = (
    r"(?:under|below|younger|aged|(?:no|not)\s+(?:older|more)\s+than|four|five|ten|primary|nursery|not\s+yet|pre-school"
    r"|(?:had|have)\s+(?:not|yet)|victims?|girls|boys|female|male|babies|infants|toddlers)"
)
_THOSE = (
    r"(?:(?:of\s+(?:them|these|those)|in\s+(?-i:[A-Z])\w+(?:\s+(?-i:[A-Z])\w+)?"
    r"|offences|crimes|cases)\s+){0,2}"
)
_OF_AGE = lazily(
    rf"\s+{_THOSE}(?:(?:were|was|had|have)\s+)?(?:(?:allegedly\s+)?(?:(?:committed|perpetrated|recorded)\s+)?(?:against|by)|involv(?:ed|ing)|an?\s+victims?|with)\b"
    rf"[^.;:\d]{{0,40}}?\b(?:{_YOUNG}\b|\d{{1,2}}\b(?!,))",
    re.IGNORECASE,
)
# Only beside another count: "480 of these had a victim under ten and 138 a child of four".
_AND_OF_AGE = lazily(
    rf"\s+{_THOSE}(?:(?:were|was)\s+)?(?:an?\s+child|children|no\s+older|no\s+more|not\s+yet|under|aged)\b"
    rf"[^.;:\d]{{0,40}}?\b(?:{_YOUNG}\b|\d{{1,2}}\b(?!,))",
    re.IGNORECASE,
)
# "Of those 17 were aged six", "30,393 were female", "2,895 are thought to have been five or under".
_OF_SOME_AGE = lazily(
    r"\s+(?:in\s+(?:all|total)\s+|altogether\s+)?(?:of\s+(?:them|these|those)\s+|(?:alleged\s+)?(?:victims|children)\s+)?(?:who\s+)?(?:were|was|are|is)\s+"
    r"(?:(?:thought|believed|said|known)\s+to\s+(?:have\s+been|be)\s+)?(?:only\s+|just\s+|all\s+)?"
    r"(?:female|male|girls|boys|aged\b|under\s+(?:the\s+age\s+of\s+)?(?:\d{1,2}|four|five|six|ten|eleven|twelve|thirteen)\b"
    r"|younger\s+than|(?:no|not)\s+older\s+than|too\s+young\b|(?:\d{1,2}|three|four|five|six|ten|eleven|twelve)\s+(?:or|and)\s+(?:under|younger)"
    r"|(?:\d{1,2}|three|four|five|six)\s+years\s+old)",
    re.IGNORECASE,
)
# "307 female victims, compared to 110 male": beside the other sex.
_OF_A_SEX = lazily(r"\s+(?:(?:were|was)\s+)?(?:female|male)s?\b", re.IGNORECASE)
_SEXES = lazily(r"\b(?:female|male|girls|boys|women|men)s?\b", re.IGNORECASE)
_OF_THOSE = lazily(
    r"\b(?:of\s+(?:these|those|them)|victims?|against|offences|crimes|cases)\b", re.IGNORECASE
)
_OF_THEM = lazily(r"\s+of\s+(?:them|these|those)\b", re.IGNORECASE)
_OF_ACT = lazily(
    r"\s*,?\s+(?:were|was)\s+(?:of|for)\s+(?:possess|mak|tak|shar|distribut|produc)\w*",
    re.IGNORECASE,
)
_IN_THEM = lazily(r"\bin\s+(?:\w+\s+)?$", re.IGNORECASE)
_THEY_WERE = lazily(
    r"\s+(?:of\s+(?:them|these|those)\s+|cases\s+)?,?\s*(?:(?:they|the\s+(?:\w+\s+){0,2}(?:child|victim|person|suspect)s?)\s+"
    r"(?:were|was|had|is|are)\b|(?:were\s+|was\s+)?no\s+(?:older|more)\s+than)",
    re.IGNORECASE,
)
_YET = lazily(
    r"\s+(?:in\s+(?:(?-i:[A-Z])\w+\s+){1,2})?(?:and\s+\d+\s+in\s+(?:(?-i:[A-Z])\w+\s+){1,2})?"
    r"(?:(?:were|was|had)\s+)?(?:not|yet|under)\s+(?:yet\s+|reached\s+|to\s+turn\s+)?(?:1[0-8]|the\s+age)\b",
    re.IGNORECASE,
)
_CALLED_PEOPLE = r"(?:people|children|youngsters|under-18s|adults|parents|men|suspects|individuals)"
_PEOPLE_WERE = lazily(
    rf"\s+(?:\w+\s+){{0,2}}?{_CALLED_PEOPLE}\s+(?:(?:in|from|across)\s+[^.;,]{{2,30}}?\s+)?"
    r"(?:(?:have|has|had)\s+been\s+|were\s+|are\s+)?(?:reported\s+(?:to|by|in)\b|investigated\b|protected\b|safeguarded\b|supported\b"
    r"|assessed\b|put\s+on\s+(?:a|the)\s+(?:child\s+)?(?:protection|register)"
    r"|on\s+(?:a|the)\s+(?:child\s+)?(?:protection|register)|referred\b)"
    r"|\s+(?:were|have\s+been)\s+reported\s+(?:to|in)\b",
    re.IGNORECASE,
)
_KEPT_SAFE = lazily(r"\b(?:safeguard(?:ed|ing)?|protect(?:ed|ing))\s+(?:\w+\s+)?$", re.IGNORECASE)
_ARRESTED = lazily(
    r"\b(?:arrest(?:ed|ing)|charg(?:ed|ing)|detain(?:ed|ing)|interview(?:ed|ing)|caution(?:ed|ing)|prosecut(?:ed|ing)|convict(?:ed|ing))"
    r"\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_SUSPECTS = lazily(
    r"\s+(?:\w+\s+)?(?:people|men|women|suspects|offenders|individuals|youngsters|teenagers|adults|children|under-18s|persons)\b",
    re.IGNORECASE,
)
_CHILDREN = lazily(r"\s+(?:\w+\s+)?(?:children|youngsters|young\s+people|victims)\b", re.IGNORECASE)
_SOUGHT = lazily(
    rf"\s+{_CALLED_PEOPLE}\s+(?:(?:in|from|across)\s+[^.;,]{{2,40}}?\s+)?(?:who\s+)?(?:had\s+|have\s+)?"
    r"(?:sought|asked\s+for|contacted|called|turned\s+to|rang)\b",
    re.IGNORECASE,
)
_SOUGHT_BY = lazily(
    r"\b(?:help|advice|support)\s+was\s+(?:sought|asked\s+for)\s+by\s+(?:\w+\s+)?$", re.IGNORECASE
)
_HELPLINE = lazily(r"\b(?:helplines?|childline|counselling)\b", re.IGNORECASE)
_HAD = lazily(
    r"\b(?:had|received|receives|took|taken|answered|delivered|handled|got|fielded|dealt\s+with|carried\s+out|saw)\s+"
    r"(?:(?:more|nearly|almost|over|about|around|than|just)\s+){0,2}$",
    re.IGNORECASE,
)
# A helpline's contacts and referrals, whatever it is said to have done with them.
_HELPED_WITH = lazily(r"\s+(?:[a-z]+\s+){0,2}(?:contacts|referrals)\b", re.IGNORECASE)
_LED_TO = lazily(
    r"\s+of\s+(?:the|these|those)\s+(?:[\d,]+\s+)?(?:cases\s+|offences\s+|crimes\s+|reports\s+|investigations\s+)?"
    r"(?:led|resulted|ended|went\s+to\s+court|were\s+(?:solved|closed|dropped))\b",
    re.IGNORECASE,
)
_ABOUT_IT = lazily(
    r"\s+(?:\w+\s+){0,3}(?:contacts?|calls?|enquiries|sessions|emails|about|people|reports)\b",
    re.IGNORECASE,
)
_STAFF = lazily(
    r"\b(?:officers|detectives|staff|posts|schools|pupils|teachers|volunteers|residents|people|devices)\b",
    re.IGNORECASE,
)
_ASSESSED = lazily(r"\s+(?:child(?:ren)?[\s-]in[\s-]need\s+)?assessments\b", re.IGNORECASE)
_POLICE_WORK = lazily(
    r"\b(?:carried\s+out|made|opened|launched|conducted|led)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_WORKED = lazily(r"\s+(?:\w+\s+)?(?:investigations|referrals|enquiries)\b", re.IGNORECASE)


def count_said(phrase: Phrase, scene: Scene, before: Sequence[Draft]) -> str:
    """What a number counts; empty where the words say of nothing that it counts.

    Args:
        phrase: The number.
        scene: Its sentence.
        before: The claims of the sentence before.
    """
    ahead, after = scene.before(phrase), scene.after(phrase)
    if _by_service(ahead, after) or _of_some(phrase, scene, before):
        return PART
    if _SOUGHT.match(after) or _SOUGHT_BY.search(ahead) or _contacts(phrase, scene):
        return _HELPED
    if phrase.value < _FEWEST_PEOPLE:
        return ""
    if _POLICE_WORK.search(ahead) and _WORKED.match(after):
        return _INQUIRIES
    if _ASSESSED.match(after):
        return _ASSESSMENTS
    return _PEOPLE if _of_people(ahead, after) else ""


def rate_said(phrase: Phrase, scene: Scene) -> str:
    """What a frequency is of: contacts with a helpline, or children on a register; else empty."""
    if phrase.shape not in {Shape.PER, Shape.EVERY}:
        return ""
    if _HELPLINE.search(scene.sentence.text) and _TURNED_TO.search(scene.sentence.text):
        return _HELPED
    return _PEOPLE if _ON_A_PLAN.search(scene.sentence.text) else ""


_TURNED_TO = lazily(
    r"\b(?:turn(?:s|ed|ing)?\s+to|contact(?:s|ed|ing)?|r[au]ng|call(?:s|ed|ing)?|spoke(?:n)?\s+to|sought|got\s+in\s+touch"
    r"|sessions)\b",
    re.IGNORECASE,
)
_ON_A_PLAN = lazily(
    r"\b(?:child\s+protection|at[\s-]risk)\s+(?:plans?|registers?)\b", re.IGNORECASE
)


def _by_service(ahead: str, after: str) -> bool:
    """Whether a count is told of the platform beside it."""
    beside = _NEXT_TO.search(ahead) is not None or used_in(ahead)
    return bool((beside and _ENDS.match(after)) or _VIA.match(after))


def _of_some(phrase: Phrase, scene: Scene, before: Sequence[Draft]) -> bool:
    """Whether a count is of some of the offences: by age, by what was done, or "of them"."""
    ahead, after = scene.before(phrase), scene.after(phrase)
    several = sum(one.shape is Shape.COUNT for one in scene.phrases) > 1
    told = bool(before or scene.whats)
    if (told or several) and _of_age(ahead, after):
        return True
    if several and _AND_OF_AGE.match(after) and _OF_THOSE.search(ahead):
        return True
    if told and _LED_TO.match(after):
        return True
    if several and _OF_A_SEX.match(after) and _SEXES.search(ahead):
        return True
    if told and (_OF_ACT.match(after) or (_OF_SOME_AGE.match(after) and not _STAFF.search(ahead))):
        return True
    opens = not ahead.strip(_QUOTES)
    return bool(opens and _OF_THEM.match(after)) and _counts_offences(phrase, before)


def _contacts(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number is one of contacts with a helpline."""
    ahead, after = scene.before(phrase), scene.after(phrase)
    had = _HAD.search(ahead) and _ABOUT_IT.match(after)
    if phrase.value < _FEWEST_CONTACTS or not (had or _HELPED_WITH.match(after)):
        return False
    start = max(0, scene.sentence.start - _REACH)
    return _HELPLINE.search(scene.text[start : scene.sentence.end]) is not None


def _of_people(ahead: str, after: str) -> bool:
    """Whether a number is one of people who were reported, held or kept safe."""
    kept_safe = _KEPT_SAFE.search(ahead) and _CHILDREN.match(after)
    held = _ARRESTED.search(ahead) and _SUSPECTS.match(after)
    return bool(kept_safe or held or _PEOPLE_WERE.match(after))


def _counts_offences(phrase: Phrase, before: Sequence[Draft]) -> bool:
    """Whether "of them" means the larger count that the sentence before ended with."""
    counted = [one for one in before if one.measure is Measure.COUNT]
    last = counted[-1] if counted else None
    if last is None or last.phrase.value <= phrase.value:
        return False
    behind = last.sentence.text[last.phrase.end - last.sentence.start :]
    return _STAFF.search(behind) is None


def _of_age(ahead: str, after: str) -> bool:
    """Whether a count is told of victims, or suspects, of some age."""
    in_them = _IN_THEM.search(ahead) and _THEY_WERE.match(after)
    return bool(in_them or _OF_AGE.match(after) or _YET.match(after))


__all__ = ["count_said", "rate_said"]
