"""Who says a number, and whether it is said at all or only supposed."""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._story import Seen
from beholden.figures.core.claims.models import Phrase

_IF = lazily(
    r"\b(?:if(?!\s+you\s+(?:put|add|divide|average|work\s+(?:it|that|them)\s+out|prefer|take|count|look|live|are|read|need|want|have|find|failed|missed)\b|\s+[^.;,!?]{1,40}\s(?:is|are)\s+(?:counted|included|added|put\s+together|taken\s+together|combined))|imagine|suppose|supposing|unless|were\s+(?:it|they|that|this)\s+to)\b[^.;!?]*$",
    re.IGNORECASE,
)
_WOULD = lazily(
    r"\b(?:could|would|might|may|will|shall|(?:is|are|was|were)\s+(?:set|expected|likely|forecast|predicted"
    r"|projected|on\s+course|due)\s+to|on\s+course\s+to|set\s+to|expects?(?:\s+to)?|expecting|anticipat(?:es?|ing)|aims?\s+to|hopes?\s+to"
    r"|target\s+of|forecasts?|predicts?|predicted|(?:want|hope|wish|like)(?:s|ed)?\s+(?:\w+\s+){0,3}to"
    r")\b(?!\s+(?:not\s+)?have\b)(?:\s+\w+){0,3}\s*$"
)


_WISH = lazily(
    r"\b(?:want|hope|wish|like)(?:s|ed)?\s+(?:\w+\s+){0,4}to\s+(?:\w+\s+){0,2}$"
    r"|\bwould\s+(?:have\s+(?:had\s+)?to|need\s+to)\b[^.;]{0,30}$"
    r"|\b(?:would|could|might)\s+have\s+(?:been\s+)?(?:\w+ed|seen|risen|fallen|grown)?\s*(?:by\s+)?$"
    r"|\b(?:aim|plan|hope|pledge|promise|vow|want|target|ambition|goal)(?:s|d|ed)?\s+(?:\w+\s+){0,3}?"
    r"(?:to|of)\s+(?:cut|cutting|reduc(?:e|ing)|lower(?:ing)?|rais(?:e|ing)|bring(?:ing)?)\b[^.;,:]*$",
    re.IGNORECASE,
)
_HAD_IT = lazily(r"^\W*(?:Had|Were|Should)\s+(?!not\s)[^.;?]*$")  # "Had it risen as fast, ..."


# "272 cases might be expected", "900 would have been recorded if all else were equal".
_TO_BE_EXPECTED = lazily(
    r"(?:\s+(?!and\b|but\b|which\b|that\b|than\b|while\b|as\b)[a-z-]+){0,5}?\s+(?:could|would|might|may|should|can|will)"
    r"\s+(?:\w+ly\s+)?(?:(?:be|have\s+been)\s+(?:\w+ly\s+)?(?:expected|predicted|likely|recorded|reported|logged|seen"
    r"|needed|foreseen|anticipated|counted)|have\s+(?:happened|followed)|happen|follow)\b",
    re.IGNORECASE,
)
_IN = lazily(r"\bcould\s[^.;:,]{0,40}\bin\s+$")
_OF_THE = lazily(r"\s+of\s+(?:the|these|those|them|all)\b")


# "When a number goes up by a third": of any number.
_WHENEVER = lazily(
    r"\bwhen(?:ever)?\s(?:a|any|some)\s(?:number|figure|total|statistic|count)\s(?:goes|rises|falls|jumps"
    r"|climbs|doubles|drops|grows)\b[^.;,!?]*$",
    re.IGNORECASE,
)


def supposed(before: str, after: str = "") -> bool:
    """Whether a number is a supposition or a forecast: "if it doubled", "could reach 1,000".

    Args:
        before: The sentence up to the number.
        after: The sentence after it: "272 cases might be expected".
    """
    if _TO_BE_EXPECTED.match(after):
        return True
    # "Police could tell the platform in more than half of the cases": they did.
    told = _IN.search(before) is not None and _OF_THE.match(after) is not None
    would = _WOULD.search(before) is not None and not told
    if _WHENEVER.search(before):
        return True
    return bool(_IF.search(before) or would or _WISH.search(before) or _HAD_IT.match(before))


def speaker_of(seen: Seen, phrase: Phrase) -> str:
    """Who is quoted with a number; empty outside quotation marks, or where nobody is named."""
    for one in seen.quotations:
        if one.start <= phrase.start < one.end:
            return one.speaker
    return ""


__all__ = ["speaker_of", "supposed"]
