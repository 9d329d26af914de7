"""Numbers of any kind whose clause tells of one platform, or of girls or boys, only.

"Offences on Snapchat rose by 35 per cent", "two Snapchat offences a day": a change or a
rate of a part is none of the whole, though it have the whole's number by chance.

    narrowed(draft, scene).what.name  # "a part of the offences"
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.counted._parts_of import PART, SERVICE
from beholden.figures.core.claims.models import Measure
from beholden.figures.core.claims.naming._ages import (
    AGAINST,
    AGES_BEHIND_PEOPLE,
    AGES_TOLD,
    in_digits,
    may_tell_ages,
)
from beholden.figures.core.claims.naming._topics import NEAR_SERIES

_OFFENCES = r"(?:offences?|crimes?|cases?|incidents?|reports?|grooming|abuse)"
_PLATFORM = lazily(
    rf"\b(?:on|via|through|using|over|involv(?:ing|ed)|by)\s+(?:\w+\s+)?{SERVICE}\b(?!['\u2019]s)"
    rf"|\b{SERVICE}(?:[\s-]+(?:related|based))?\s+{_OFFENCES}\b"
    rf"|\b(?:use|uses|instances?|mentions?)\s+of\s+{SERVICE}\b"
    # "Instagram came into twice as many": and not "Facebook was told to act".
    rf"|\b{SERVICE}\s+(?:(?:alone|itself|also|again)\s+)?(?:came\s+(?:into|up)|(?:featur|figur|appear)ed"
    r"|(?:turned|cropped)\s+up|accounted|played\s+an?\s+\w+|(?:was|is)\s+(?:used|involved|named|mentioned))\b",
    re.IGNORECASE,
)
# What is told on a platform is not about it.
_TOLD_THERE = lazily(
    r"\b(?:said|says|wrote|writ\w+|post(?:ed|ing|s)?|tweet\w*|announc\w+|publish\w*|shar(?:ed|ing)|message|statement"
    r"|appeal\w*|campaign\w*|live|page|account|call(?:ed|ing|s)?|criticis\w+|urg(?:ed|es|ing))\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_WHOM = lazily(
    rf"\b{_OFFENCES}\s+(?:\w+\s+){{0,3}}(?:against|involving|with)\s+(?:young\s+|teenage\s+|primary-age\s+)?"
    r"(?:girls|boys|females|males|under-?\s?(?:[1-9]|1[0-5])s?|under-(?:fives|tens)|teenagers|babies|infants|toddlers)\b"
    r"(?!\s+(?:and|or)\s+(?:girls|boys))",
    re.IGNORECASE,
)
_YOUNG = (
    r"(?:aged?\s+(?:just\s+)?(?:under|below|\d|between|four|five|six|seven|eight|nine|ten)"
    r"|under\s+(?!18|16|the\s+age\s+of\s+1[68])|below\s+(?!18|16)|younger\s+than\s+(?!18|16)|no\s+older\s+than"
    r"|of\s+primary|(?:a\s+)?(?:girls?|boys?)\b|(?:not\s+yet|had\s+not)\s)"
)
# Of the whole sentence: "Where the child was younger than 13 the rise was steeper: 369, from 226".
_WHERE = lazily(
    r"\W*(?:but\s+|and\s+)?(?:(?:where|when|in\s+(?:cases|those|offences|crimes)\s+(?:where|in\s+which))\s+(?:the\s+|a\s+)?"
    rf"(?:child|children|victims?)\s+(?:was|were|is|are|had)\s+{_YOUNG}"
    rf"|(?:among|for|against)\s+(?:the\s+)?(?:children|victims|those)\s+{_YOUNG}"
    r"|(?:among|for|against)\s+(?:the\s+)?under-?\s?(?:[1-9]|1[0-5])s\b)",
    re.IGNORECASE,
)
_BREAK = lazily(
    r"[;:.,\u2013\u2014()]|\b(?:while|whereas|but|and|with|compared|which|where|after|as|because)\b",
    re.IGNORECASE,
)


# "Five times as many offences against girls": the words behind are of the clause.
_AS_MANY = lazily(r"^\s+as\s+(?:many|much|often|high)\b", re.IGNORECASE)
# "The use of Instagram, which belongs to Facebook, more than doubled": one clause.
_RELATIVE = lazily(r",\s+(?:which|who|whose|an?|the)\s[^,;.]{1,60},", re.IGNORECASE)
# "England and Wales" holds an "and" that ends no clause.
_NAMES_JOINED = lazily(r"(?<=[a-z])\s+and\s+(?=(?:the\s+)?[A-Z])")


# The ages of whom the offences were against; one word, for they hold an "and" that ends no clause.
_AGES = lazily(
    rf"(?:\b{AGAINST}|(?<![\w-])(?:children|victims|girls|boys|youngsters|those)\s+|^\W*(?:the\s+)?|\bin\s+the\s+)"
    rf"{AGES_TOLD}|\b{AGAINST}{AGES_BEHIND_PEOPLE}",
    re.IGNORECASE,
)
_SOME = "some-ages"


def _ages_as_one(text: str) -> str:
    digits = in_digits(text)
    return _AGES.sub(_SOME, digits) if may_tell_ages(digits) else text


def narrowed(draft: Draft, scene: Scene) -> Draft:
    """A number as one of a part of the offences, where its clause tells of no more."""
    series = draft.what.series
    if draft.measure is Measure.SHARE or (
        series.startswith("other:") and series not in NEAR_SERIES
    ):
        return draft
    before = _RELATIVE.sub(" ", _NAMES_JOINED.sub(" & ", scene.before(draft.phrase)))
    before = _ages_as_one(before)
    after = _AS_MANY.sub("", _NAMES_JOINED.sub(" & ", scene.after(draft.phrase)))
    after = _ages_as_one(after)
    start = max((one.end() for one in _BREAK.finditer(before)), default=0)
    stop = _BREAK.search(after)
    end = stop.start() if stop is not None else len(after)
    clause = f"{before[start:]}{draft.phrase.text}{after[:end]}"
    some = (
        _WHERE.match(scene.sentence.text)
        or _opens_with_ages(before)
        or (series in _OFFLINE_TOO and _FLAGGED.search(before))
    )
    theirs = _THEIR_COUNT.search(before) or _AGAINST_THEM.match(scene.after(draft.phrase))
    all_so = (
        draft.measure is Measure.COUNT
        and "online" not in draft.what.name.lower()
        and _ALL_ONLINE.match(scene.after(draft.phrase))
    )
    if not _of_part(clause) and not some and not theirs and not all_so:
        return draft
    what = Counted(f"other:{PART}", PART, f"{PART}, by the words beside the number")
    return msgspec.structs.replace(draft, what=what, operands=())


_THEM = (
    r"(?:girls(?!\s+(?:and|or)\s+boys)|boys(?!\s+(?:and|or)\s+girls)|females|males|teenagers|babies|infants|toddlers"
    r"|(?:pre-?school|primary|secondary)[\s-]?(?:school)?[\s-]?(?:aged?)?[\s-]?(?:children|pupils|girls|boys))"
)
_YOUNG_ONES = lazily(
    r"\b(?:against|involving|among|of|on)\s+(?:pre-?school|primary|secondary)[\s-](?:school[\s-])?(?:aged?[\s-])?"
    r"(?:children|pupils|girls|boys)\b",
    re.IGNORECASE,
)
# "1,700 against girls and 400 against boys": each has its own behind it.
_AGAINST_THEM = lazily(
    rf"\s+(?:(?:were|was)\s+)?(?:committed\s+|recorded\s+)?(?:against|involving|on)\s+(?:young\s+|teenage\s+)?{_THEM}\b"
    # "With 1,454 offences, girls made up most of the cases".
    rf"|\s+(?:\w+\s+)?{_OFFENCES},\s+{_THEM}\b",
    re.IGNORECASE,
)
# "Against girls (1,242) there were": the count of those before it.
_THEIR_COUNT = lazily(
    r"\b(?:girls|boys|females|males|strangers|teenagers|infants|toddlers|babies|under-?\s?(?:[1-9]|1[0-5])s"
    r"|under-(?:fives|tens|twelves))\s*\((?:\w+\s+)?$",
    re.IGNORECASE,
)


# "1,199, all of them online": how many were is told by no count of them all.
_ALL_ONLINE = lazily(
    rf"(?:\s(?:[\w'\u2019/-]+\s?){{0,7}})?,?\s(?:and\s)?(?:all|every\s(?:single\s)?one|each\sone)(?:\s(?:of\s)?"
    r"(?:them|these|those|which))?\s(?:(?:were|was|being|had\sbeen|committed|carried\sout|recorded|happened)\s){0,2}"
    rf"(?:online|on\sthe\s(?:internet|web)|over\sthe\sinternet|(?:on|via|through|using|involving)\s{SERVICE})\b",
    re.IGNORECASE,
)


def _opens_with_ages(before: str) -> bool:
    """Whether the subject of a sentence is some ages: "The 13-to-15 age group had 900, up 12%"."""
    return _SUBJECT.match(before) is not None and _IN_ALL.search(before) is None


_SUBJECT = lazily(rf"\W*(?:but\s+|and\s+|the\s+|for\s+the\s+)?{_SOME}\b", re.IGNORECASE)
_IN_ALL = lazily(r"\b(?:in\s+(?:all|total)|altogether|overall|total\s+of)\b", re.IGNORECASE)
_OFFLINE_TOO = frozenset({"other:child sexual offences", "other:sexual offences"})
_FLAGGED = lazily(
    r"\b(?:having|had|with|involv(?:ed|ing))\s+an?\s+(?:online|cyber|internet)[\s-](?:element|aspect|component)\b",
    re.IGNORECASE,
)


def _of_part(clause: str) -> bool:
    found = _PLATFORM.search(clause)
    if found is not None and not _TOLD_THERE.search(clause[: found.start()]):
        return True
    return _SOME in clause or any(one.search(clause) is not None for one in (_WHOM, _YOUNG_ONES))


__all__ = ["narrowed"]
