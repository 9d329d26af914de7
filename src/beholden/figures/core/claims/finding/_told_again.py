"""Numbers that an article tells twice, once of what is named and once of something else beside it.

"777 concerns of adults who neglected a child" opens an article that goes on "Welsh forces recorded
777 offences": an exact count of a hundred and more is no two things by chance.

    told_again(drafts)  # "777 concerns" as the 777 offences
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft
from beholden.figures.core.claims.models import Measure
from beholden.figures.core.claims.naming._topics import UNNAMED

_LEAST = 100
_LOOSE = frozenset(
    f"other:{one}" for one in (UNNAMED, "concerns", "reports", "complaints", "allegations", "cases")
)
"""What newspapers call offences as well; arrests, charges and children are none of them."""


def told_again(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, each number of a loose name as the one other count that it repeats."""
    named: dict[object, list[Draft]] = {}
    for draft in drafts:
        if _exact(draft) and draft.what.series not in _LOOSE:
            named.setdefault(draft.phrase.value, []).append(draft)
    made: list[Draft] = []
    told: set[tuple[str, object]] = set()
    for draft in drafts:
        made.append(_apart(_as_told(draft, named.get(draft.phrase.value, [])), told))
        told.add((draft.what.series, draft.phrase.value))
    return made


def _apart(draft: Draft, told: set[tuple[str, object]]) -> Draft:
    """A number that was told before, as one of its own noun where the words hold it apart.

    "There were also 1,199 allegations": no second place of the 1,199 offences.
    """
    if not _exact(draft) or (draft.what.series, draft.phrase.value) not in told:
        return draft
    text, at = draft.sentence.text, draft.phrase.start - draft.sentence.start
    noun = _NOUN.match(text, at + len(draft.phrase.text)) or _NUMBER_OF.search(text, 0, at)
    if noun is None or not _is_another(draft):
        return draft
    name = noun["noun"].lower()
    what = Counted(f"other:{name}", name, f"{name}, told beside the same number of others")
    return msgspec.structs.replace(draft, what=what, operands=())


def _as_told(draft: Draft, others: Sequence[Draft]) -> Draft:
    if not _exact(draft) or draft.what.series not in _LOOSE or draft.course is not None:
        return draft
    if _is_another(draft):
        return draft
    told = {(one.who.subject.key, one.what.series, one.years.period): one for one in others}
    if len(told) != 1:
        return draft
    ((subject, _series, _period), one) = next(iter(told.items()))
    if draft.who.named and draft.who.subject.key != subject:
        return draft
    if draft.years.said and draft.years.period != one.years.period:
        return draft
    return msgspec.structs.replace(draft, who=one.who, what=one.what, years=one.years)


_THING = r"(?P<noun>concerns|reports|complaints|allegations|cases|referrals|calls)"
_NOUN = lazily(rf"\s(?:such\s|new\s|online\s)?{_THING}\b", re.IGNORECASE)
_NUMBER_OF = lazily(rf"\bnumber\sof\s(?:\w+\s){{0,2}}?{_THING}\b[^.;:]{{0,30}}$", re.IGNORECASE)
_BESIDES = lazily(
    r"\b(?:also|too|as\swell|separately|besides|in\saddition|a\sfurther|another|likewise|meanwhile|elsewhere"
    r"|(?:exactly\s|just\s)?(?:the\ssame|as\smany|an\sequal|an\sidentical)\b)",
    re.IGNORECASE,
)
_BY_OTHERS = lazily(
    r"\b(?:help\s?lines?|hot\s?lines?|childline|nspcc|charit(?:y|ies)|councils?|schools?|teachers|hospitals?|ombudsman"
    r"|watchdog|regulator|social\s(?:services|workers)|parents|residents|companies|firms|platforms)\b",
    re.IGNORECASE,
)
_OF_WHAT = lazily(
    r"\s(?:\w+\s){0,2}(?:concerns?|reports?|complaints?|allegations?|cases?)\s(?:were\s|was\s)?(?:made\s|sent\s|raised\s)?"
    r"(?:about|against|to|with|over)\s(?:it|them|this|that|how|officers|police|the\s(?:force|police|handling))\b",
    re.IGNORECASE,
)


def _is_another(draft: Draft) -> bool:
    """Whether the words tell a number beside the one it is like, or as of somebody else.

    "There were also 1,199 reports", "the helpline had 1,199 reports", "1,199 complaints about it".
    """
    text = draft.sentence.text
    at = draft.phrase.end - draft.sentence.start
    beside = _BESIDES.search(text) or _BY_OTHERS.search(text) or _OF_WHAT.match(text, at)
    return beside is not None


def _exact(draft: Draft) -> bool:
    """Whether it is an exact count that no other thing has by chance."""
    phrase = draft.phrase
    exact = phrase.wording is Wording.PLAIN and phrase.value >= _LEAST and phrase.value % 10 != 0
    return draft.measure is Measure.COUNT and exact and not draft.role.end


__all__ = ["told_again"]
