"""Whether a number of recorded offences is told as one of people: "76,204 children were victims".

One person can commit many offences and suffer many. Of the offences that the register of names
knows this is judged by the rules for what is counted; here of those that only a file brings.

    as_people(claim)  # True of the sentence above
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.models import Claim, Measure

_PEOPLE = (
    r"(?:child(?:ren)?|youngsters?|young\speople|people|minors|pupils|teenagers?|girls|boys|toddlers|babies"
    r"|under-?1[68]s)"
)
_NO_OFFENCE = (
    r"(?!(?:offences?|crimes?|cases|reports?|incidents?|allegations?|against|of|involving)\b)"
)
_KIND = (
    r"(?!['\u2019]|-|\s(?:sex|sexual|abuse|cruelty|neglect|image|images|groom|crime|offence|exploitation"
    r"|protection|victims?\sof\s\d))"
)
_BEHIND = lazily(
    rf"\s(?:{_NO_OFFENCE}[\w-]+\s){{0,2}}?{_PEOPLE}\b{_KIND}(?!\s(?:and|or)\s(?:\w+\s)?offences)",
    re.IGNORECASE,
)
_IN_PHRASE = lazily(rf"\b{_PEOPLE}\b{_KIND}", re.IGNORECASE)
_WHO = r"(?:a|one|another)\s(?:[\w-]+\s)?(?:child|youngster|teenager|minor|girl|boy)"
_BECOMES = r"(?:is|was|has|had|being|falls?|fell|becom\w+|became|suffers?|suffered)"
_BEFORE_IT = lazily(rf"\b{_WHO}\s{_BECOMES}\b[^.;:]{{0,80}}$", re.IGNORECASE)
_BEHIND_IT = lazily(rf",?\s{_WHO}\s{_BECOMES}\b", re.IGNORECASE)
_OFFENCES = lazily(r"offen[cs]e|crime", re.IGNORECASE)


def as_people(claim: Claim) -> bool:
    """Whether the words of a number make people of the offences that its series counts."""
    if not claim.series.startswith("other:") or not _OFFENCES.search(claim.series):
        return False
    text = claim.phrase.text
    before, after = claim.before, claim.after
    if claim.measure in {Measure.COUNT, Measure.SUM}:
        return _BEHIND.match(after) is not None
    if claim.measure is not Measure.FREQUENCY:
        return False
    return any((_IN_PHRASE.search(text), _BEFORE_IT.search(before), _BEHIND_IT.match(after)))


__all__ = ["as_people"]
