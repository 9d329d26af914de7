"""Numbers that count something beside the subject, which no other rule claims.

An article on offences against children tells of referrals, charges, suspects, contacts and
pages as well. Whoever checks it wants to see their numbers, too: each is a claim of another
statistic, named by its own noun or by no name, so that the data tell of it only where they hold
just this; and it says nothing of what the sentences after it are about.

    count_else(phrase, scene, told)  # "referrals" of "had 1,737 referrals"; empty where it is none

Readers, pages, pupils, staff, residents and who signed or answered are counted of other things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.counted._else_words import (
    ENDS,
    HARM,
    NOUN,
    OF_ELSE,
    POSSIBLE,
    SUBJECT,
)
from beholden.figures.core.claims.finding.counted._parts_of import an_age
from beholden.figures.core.claims.finding.counted._standing import of_no_thing
from beholden.figures.core.claims.models import Measure, Phrase, Shape
from beholden.figures.core.claims.naming._topics import SERVICE, UNNAMED

_LARGE = 100
"""Smaller numbers are mostly ages, times and people: they need a noun, or a number beside them."""

# What is counted of an event, a programme, a newspaper or a company.
_UNCOUNTED = lazily(
    r"\s+(?:(?!(?:of|in|to|from|by|at|on|with|were|was|had|have)\b)[\w\u2019'-]+\s+){0,3}?(?:officers|detectives|staff|employees|posts|jobs|teachers|volunteers|moderators|experts|parents|carers|adults"
    r"|schools|pupils|students|colleges|universities|classes|assemblies|primaries|readers|subscribers|followers|inboxes|letters|listeners|viewers"
    r"|signatures|people|residents|inhabitants|households|homes|pages\s+long|words|seats|members|councillors|respondents|replies|submissions"
    r"|witnesses|users|accounts|devices|files|sites\s+and\s+apps|apps|platforms|methods|measures|demands|forces|counties|areas|charities"
    r"|companies|firms|organisations|countries|years|months|weeks|days|hours|minutes|times|miles|pounds|million|billion|spaces|defects"
    r"|friend\s+requests|hotels|drivers|vehicles|dwellings|events|workshops|profiles|messages)\b",
    re.IGNORECASE,
)
_BARE = lazily(
    r"\s*(?:$|[,.;:)\u2013\u2014]|-\s|\(|(?:in|of|for|during|by|from|to|at|on|across|between|the|were|was|are|had|have|has|who|that|which|and|while"
    r"|but|a|last|this|when|where|up|down|against|compared|recorded|reported|logged|relat(?:ed|ing)|involv(?:ed|ing)|concern(?:ed|ing)"
    r"|leading|under|over|per|this|each|every)\b)",
    re.IGNORECASE,
)
_OF_THEM = lazily(r"\s+of\s+(?:them|these|those|whom|which)\b", re.IGNORECASE)
# What leads to a number that counts: not the "to 1,200" of a bound.
_LEADS = lazily(
    r"\b(?:includ(?:ing|ed|es)|of\s+(?:which|whom|these|those|them|all),?|among\s+(?:them|these|those|which|whom),?|there\s+(?:were|are|was)|in\s+(?:all|total),?"
    r"|rose\s+to|up\s+from|down\s+from|compar(?:ed|es)\s+(?:with|to)|against|total(?:l?ed)?(?:\s+of)?|figure\s+(?:of|was|is)|record(?:ed)?|report(?:ed)?|logged|number(?:ed)?"
    r"|from|to|had|saw|counted|found|received|dealt\s+with|took|made|handled|identified|removed|assessed|confirmed|part\s+of(?:\s+an?)?|where|in"
    r"|safeguarded|protected|arrested|charged|detained|helped|victims\s+of)\s+(?:(?:an?|the|just|only|some|about|around|almost|nearly|over|more|than|another|further|staggering)\s+){0,3}$"
    r"|[(\u2013\u2014:-]\s*$|^[\W_]*$",
    re.IGNORECASE,
)
_SENT_TO = lazily(
    r"\b(?:ask(?:s|ed|ing)?|surveyed|spoken|spoke|talk(?:s|ed)|reach(?:ed)?|taught|told|sent\s+to)\s+(?:to\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_IDENTIFIER = lazily(
    r"\b(?:id|no|ref(?:erence)?|picture|photo|channel|freely|ring|call|text|dial)\W*$",
    re.IGNORECASE,
)
_ROW = lazily(
    r"[\s\u2022\u00b7*\u2013-]*[A-Z][^.;:!?\d]{2,60}?\s*(?:[(:\u2013\u2014-]|\bat\b|\s)\s*$"
)
_ROW_ENDS = lazily(r"\s*\)?[\s.,;]*$")
_SERVICES = lazily(rf"\b{SERVICE}\b", re.IGNORECASE)
_TIMES = lazily(r"\s+times\b(?!\s+(?:as|more|higher|the)\b)", re.IGNORECASE)
_LABELLED = lazily(r"\s+(?-i:[A-Z])[^.;!?\d]{5,90}(?:\b(?:19|20)\d\d)?\W*$")
_FEWEST = 2
_WERE_VICTIMS = lazily(
    r"\s+(?:were|are)\s+(?:the\s+)?(?:victims|killed|abused|murdered|harmed)\b", re.IGNORECASE
)
_INCLUDING = lazily(r"\bincluding\s+$", re.IGNORECASE)
_OLD = 20
_AGE = lazily(
    r"\b(?:younger|older|under|over|below|above|aged?|ages)\s+(?:than\s+|of\s+)?$|\bthan\s+$|\b(?:between|from|were|was|to|and)\s+(?:only\s+|just\s+)?$"
)
_POINTS_BACK = lazily(
    r"\W*(?:(?:and|but)\s+)?(?:of\s+(?:these|those|them)|they|these|those|that|this|it|in\s+(?:these|those|them))\b",
    re.IGNORECASE,
)
_TO_OTHER_END = lazily(
    r"(?:[^;:\d]|\b(?:19|20)\d\d(?:[/-]\d{2,4})?\b){0,80}?\b(?:(?:up|down|rising|falling|rose|fell|jumped|climbed)\s+(?:from|on|to)|compared\s+(?:with|to)|against)\s+"
    r"(?:(?:just|only|about|around|over|some|the|in\s+\d{4})\s+){0,2}",
    re.IGNORECASE,
)
_AND = lazily(r"\d[^.;:\d]{2,60}\s(?:and|while)\s+$", re.IGNORECASE)
_AND_IN = lazily(r"\b(?:and|with|while)\b[^.;:\d]{0,60}\bin\s+(?:just\s+|only\s+)?$", re.IGNORECASE)
_ASIDE = lazily(r"(?:[\u2013\u2014(,]|\s-)\s*(?:including\s+|with\s+)?$", re.IGNORECASE)
_MARKED = lazily(r"[(:\u2013\u2014-]\s*$")


def count_else(phrase: Phrase, scene: Scene, told: Sequence[Draft], before: Sequence[Draft]) -> str:
    """What a count that no other rule claims is of; empty where it is no statistic of the subject.

    Args:
        phrase: The count.
        scene: Its sentence.
        told: The claims of the sentence.
        before: The claims of the sentence before.
    """
    ahead, after = scene.before(phrase), scene.after(phrase)
    if _no_number(phrase, ahead, scene):
        return ""
    if _in_row(ahead, after) or _labelled(ahead, after):
        return UNNAMED
    if _SERVICES.search(ahead) and (_TIMES.match(after) or (before and _OF_THEM.match(after))):
        return "mentions"
    same = _other_end(phrase, scene, told)
    if same or (phrase.value < _OLD and _AGE.search(ahead)) or not _of_subject(scene, before):
        return same
    return _counted(phrase, scene, told)


def _counted(phrase: Phrase, scene: Scene, told: Sequence[Draft]) -> str:
    """What it counts by the noun behind it, or nothing that is named."""
    after, large = scene.after(phrase), phrase.value >= _LARGE
    noun, other = NOUN.match(after), _UNCOUNTED.match(after)
    if other is not None and (noun is None or other.end() < noun.end()):
        return ""
    if noun is None:
        alone = large and _stands_alone(phrase, scene)
        return UNNAMED if alone or _in_a_list(phrase, scene, told) else ""
    said = noun["deed"] or noun["contact"] or noun["person"] or noun["content"]
    if not large:
        return said.lower() if _listed(phrase, scene, told, noun) else ""
    harmed = not noun["person"] or HARM.search(scene.sentence.text) is not None
    return said.lower() if harmed else ""


def _stands_alone(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number without a noun is led to as a count is: "up from 1,050", "of whom 1,472"."""
    after = scene.after(phrase)
    led = _BARE.match(after) and _LEADS.search(scene.before(phrase))
    return bool(led or _OF_THEM.match(after))


def _of_subject(scene: Scene, before: Sequence[Draft]) -> bool:
    """Whether a sentence tells of the subject, or points at one that counted it."""
    text = scene.sentence.text
    if OF_ELSE.search(text):
        return False
    return SUBJECT.search(text) is not None or bool(before and _POINTS_BACK.match(text))


def _other_end(phrase: Phrase, scene: Scene, told: Sequence[Draft]) -> str:
    """What the number counts that this one is the other end of: "1,286 videos, up from two"."""
    counts = [
        one for one in told if one.measure is Measure.COUNT and one.phrase.end <= phrase.start
    ]
    last = max(counts, key=lambda one: one.phrase.start, default=None)
    if last is None or not last.what.series.startswith("other:"):
        return ""
    between = scene.text[last.phrase.end : phrase.start]
    return last.what.name if _TO_OTHER_END.fullmatch(between) else ""


def _listed(phrase: Phrase, scene: Scene, told: Sequence[Draft], noun: re.Match[str]) -> bool:
    """Whether a small number counts deeds beside another count: "3,076 crimes and 47 charges"."""
    harmed = noun["person"] and (
        _WERE_VICTIMS.match(scene.after(phrase), noun.end())
        or _INCLUDING.search(scene.before(phrase))
    )
    if not (noun["deed"] or noun["contact"] or harmed):
        return False
    return any(one.measure is Measure.COUNT for one in told)


def _in_a_list(phrase: Phrase, scene: Scene, told: Sequence[Draft]) -> bool:
    """Whether a number goes on a list: "151 of these, and children below ten in 26"."""
    before = any(
        one.measure is Measure.COUNT
        and one.phrase.end <= phrase.start
        and one.phrase.value > phrase.value
        for one in told
    )
    if not before or phrase.value < _FEWEST:
        return False
    ahead, after = scene.before(phrase), scene.after(phrase)
    return bool(
        (_AND_IN.search(ahead) and ENDS.match(after))
        or (_AND.search(ahead) and _BARE.match(after))
        or (_ASIDE.search(ahead) and _OF_THEM.match(after))
    )


def _no_number(phrase: Phrase, ahead: str, scene: Scene) -> bool:
    """Whether it counts nothing at all: a telephone number, an age, what only may be."""
    if phrase.shape is not Shape.COUNT or phrase.places > 0 or phrase.value <= 1:
        return True
    if scene.sentence.text.rstrip("\"\u201d\u2019' ").endswith("?") or of_no_thing(phrase, scene):
        return True
    if _SENT_TO.search(ahead):
        return True
    return bool(_IDENTIFIER.search(ahead) or POSSIBLE.search(ahead) or an_age(phrase, scene))


def _labelled(ahead: str, after: str) -> bool:
    """Whether it stands before what it is of: "51,369 Number of reports in 2022"."""
    label = _LABELLED.match(after) if not ahead.strip() else None
    return label is not None and SUBJECT.search(after) is not None


def _in_row(ahead: str, after: str) -> bool:
    """Whether a count stands alone behind what it is of: "Emotional abuse (529)"."""
    if not _ROW.fullmatch(ahead) or not _ROW_ENDS.fullmatch(after):
        return False
    named = SUBJECT.search(ahead) or _SERVICES.search(ahead)
    return named is not None and (_MARKED.search(ahead) or _SERVICES.search(ahead)) is not None


__all__ = ["count_else"]
