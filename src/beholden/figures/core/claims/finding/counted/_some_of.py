"""Whether a sentence speaks of some of the offences only: "44 of the county's crimes involved".

A number of a part stands apart from its total in few ways: as so many "of the offences" that
did something, as the cases in which something happened, and after "most of them".

    some_only("", " of the county's crimes involved one of those three")  # True
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily

SERVICES = (
    r"(?:snapchat|instagram|facebook|whatsapp|twitter|tiktok|youtube|kik|skype|telegram|messenger"
    r"|social\s+media|the\s+dark\s+web|smartphones?|mobile\s+phones?)"
)
_NOUNS = (
    r"(?:offences?|crimes|cases|incidents|instances|reports|allegations|approaches|ones|urls|(?:web\s?)?pages"
    r"|(?:web\s?)?sites|addresses)"
)
_THEY = r"(?:children|victims|girls|boys|suspects|offenders|youngsters|people)"
# "44 of the county's crimes involved": a part, unless it is only said who recorded them, or when.
_PARTITIVE = lazily(
    rf"\s+of\s+(?:the|its|their|these|those|(?:last|this|that)\s+year['\u2019]s)\s+(?:[\w\u2019'-]+\s+){{0,3}}?{_NOUNS}\b[^.;:,]{{0,40}}?\s"
    r"(?:had|has|have|involved?|concerned|featured|contained|held|hosted|showed|took\s+place|came\s+(?:by|via|through)|related|saw"
    r"|(?:were|was|are)\s+(?:on|against|committed|via|through|of\s+(?:a|the)\b|about|linked|connected))\b",
    re.IGNORECASE,
)
_IN_CASES = lazily(
    r"(?:^|[,;:(\u2013\u2014]|\b(?:and|but|that))\W*(?:in|for)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
# "In 40 cases the victim was": what is told of them makes them a part.
_CASES_THAT = lazily(
    rf"\s+(?:of\s+(?:them|these|those|which)|(?:of\s+(?:the|these|those|its)\s+)?(?:\w+\s+)?{_NOUNS})"
    r"(?:\s+(?:for|in|across)\s+(?:the\s+)?[\w/\u2013-]{2,20}(?:\s(?-i:[A-Z])\w+)?){0,2},?\s+(?:the|an?|police|officers|images?|victims?|children|no|it|there"
    r"|nobody|offenders?|suspects?)\s+\w",
    re.IGNORECASE,
)
_MOST = lazily(
    r"\b(?:(?:most|many|some|half|few|majority|minority|bulk|quarter|third|handful|fraction|proportion)\s+of|(?:nearly|almost)\s+all(?:\s+of)?)\s+"
    rf"(?:them|all|(?:(?:the|these|those|its|their)\s+)?(?:[\w\u2019'-]+\s+){{0,2}}?(?:{_NOUNS}|{_THEY}))\b"
    r"(?:[^.;:()\d]|\d{4}(?:/\d\d)?){0,60}(?P<opens>\s[\u2013\u2014-]\s*|\(|,\s)(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_CLOSES = lazily(r"\s*(?:offences\s*)?,", re.IGNORECASE)
_IN_AREA = lazily(
    r"[\s,)\u2013\u2014-]*(?:were|was)\s+(?:recorded\s+|logged\s+|reported\s+)?(?:in|by)\s+(?-i:[A-Z])",
    re.IGNORECASE,
)
_DONE_IN = lazily(
    r"\b(?:seiz(?:ed|es)|identified|arrested|charged|issued|secured|brought|used|followed|taken|dropped|missing|unknown"
    r"|made|found\s+guilty)\b[^.;:\d]{0,40}?\bin\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_NOTED_IN = lazily(
    r"(?:^|[\s,])(?P<said>an?\s+(?:\w+\s+){1,3}?)(?:was|were|had\s+been)\s+(?:noted|flagged|present|recorded"
    r"|identified|a\s+factor)\s+in\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_OF_OFFENCES = lazily(
    rf"\s+(?:of\s+(?:them|(?:the|its|their|these|those)\s)|(?:\w+\s+)?{_NOUNS}\b)", re.IGNORECASE
)
_LEAVES = lazily(r"\bleav(?:es|ing)\s+(?:\w+\s+)?$", re.IGNORECASE)
_BETWEEN_THEM = lazily(r"[^.;:]{0,30}\b(?:between|among)\s+them\b", re.IGNORECASE)
_BY_SERVICE = lazily(rf"\b{SERVICES}\b[^.;:]{{0,60}}\bwith\s+(?:\w+\s+)?$", re.IGNORECASE)


def some_only(before: str, after: str) -> bool:
    """Whether the words before and after a number say that it is one of a part."""
    most = _MOST.search(before)
    if most is not None and (most["opens"] != ", " or _CLOSES.match(after)):
        # "Half of them, 370, were in Avon and Somerset": all that this area has.
        return " in " in most[0] or _IN_AREA.match(after) is None
    if _LEAVES.search(before) or _PARTITIVE.match(after):
        return True
    if _DONE_IN.search(before) and _OF_OFFENCES.match(after):
        return True
    if _BETWEEN_THEM.match(after) and _BY_SERVICE.search(before):
        return True
    return _IN_CASES.search(before) is not None and _CASES_THAT.match(after) is not None


def noted_in(before: str, after: str) -> str:
    """What "was noted in 374 of the offences"; empty where the sentence has another turn."""
    found = _NOTED_IN.search(before)
    return found["said"].strip().lower() if found and _OF_OFFENCES.match(after) else ""


__all__ = ["SERVICES", "noted_in", "some_only"]
