"""A sentence that turns to another crime: the bare "offences" after it are of that one.

"Knife crime is also on the rise. Police recorded 767 offences": an article on images of abuse
speaks of something else for a while. Only a sentence that says of another crime how it went,
or that the force dealt with it too, turns the text.

    turned_to("Burglary is on the rise in Essex.", (), None).name  # "burglary"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted
from beholden.figures.core.claims.naming._topics import NEAR_SERIES
from beholden.figures.core.claims.naming.what import What

_CRIME = (
    r"(?P<crime>burglar(?:y|ies)|robber(?:y|ies)|thefts?|shoplifting|muggings?|stabbings?|shootings?"
    r"|(?:knife|gun|violent|car|vehicle|hate|rural|business|street|drugs?|cyber|serious|organised)[-\s](?:related\s+)?"
    r"(?:crimes?|offences|offending|dealing)|(?:domestic|elder)\s+(?:abuse|violence)|violence(?:\s+against\s+\w+)?"
    r"|anti-?\s?social\s+behaviour|fraud|scams?|stalking|harassment|arson|criminal\s+damage|murders?|homicides?"
    r"|assaults?|rapes?|sexual\s+(?:offences|assaults?|crimes?)|sex\s+(?:offences|crimes)|(?:online\s+)?grooming"
    r"|child\s+(?:cruelty|neglect|sexual\s+exploitation)|(?:cruelty|neglect)(?:\s+and\s+(?:cruelty|neglect))?|modern\s+slavery|(?:human\s+|people\s+)?trafficking"
    r"|county\s+lines|cyber-?\s?bullying|sexting|revenge\s+porn\w*|drink-?\s?driving|speeding|terror\w*)"
)
_OPENING = (
    r"^\W*(?:(?:but|and|yet|meanwhile|elsewhere|separately|also|overall|nationally|locally|similarly|by\s+contrast"
    r"|at\s+the\s+same\s+time|(?:in|across)\s+(?:the\s+)?\w+(?:\s+[A-Z]\w+)?|(?:separate|other|the|new|further|latest"
    r"|police|official)\s+(?:figures|data|statistics)\s+(?:also\s+)?(?:show|reveal|suggest)(?:s|ed)?(?:\s+that)?),?\s+){0,2}"
)
_WENT = (
    r"(?:is|are|was|were|has|have|had|remains?|ris(?:es?|en|ing)|rose|soar\w{0,3}|increas\w{1,3}|gr[eo]w\w{0,3}|jump\w{0,3}"
    r"|surg\w{1,3}|climb\w{0,3}|doubl\w{1,3}|fell|falls?|dropp?\w{0,3}|declin\w{1,3}|went|continu\w{1,3})"
)
_SAYS_HOW_IT_WENT = lazily(
    rf"(?i:{_OPENING}(?:(?:the\s+)?(?:numbers?|levels?|rates?|amount)\s+of\s+|(?:cases|incidents|reports)\s+of\s+"
    r"|(?:concerns?|fears|worries|figures|data|statistics)\s+(?:about|over|on|for)\s+)?"
    rf"(?:recorded\s+|reported\s+|online\s+)?{_CRIME}(?:\s+(?:offences|crimes|cases|incidents|numbers|figures))?"
    rf"(?:\s+against\s+\w+)?(?:\s+(?:in|across)\s+(?:the\s+)?\w+(?:\s\w+)?)?\s+(?:also\s+|too\s+)?{_WENT}\b)"
)
_DEALT_WITH_TOO = lazily(
    r"\balso\s+(?:\w+\s+)?(?:investigat|deal|dealt|tackl|look|record|log|saw|see|count|ask)\w{0,3}\s+"
    rf"(?:with\s+|at\s+|into\s+|about\s+)?(?:\w+\s+)?{_CRIME}\b",
    re.IGNORECASE,
)
_ROSE = lazily(
    r"\b(?:rise|surge|increase|jump|spike|growth|upsurge|fall|drop|decrease|decline|spate|wave)\s+(?:in|of)\s+"
    rf"(?:the\s+number\s+of\s+)?(?:\w+\s+)?{_CRIME}\b",
    re.IGNORECASE,
)
_HEADING = lazily(
    rf"\W*{_CRIME}(?:\s+(?:offences|figures|statistics|numbers|cases))?\W*$", re.IGNORECASE
)
_OPENS_WITH = lazily(
    r"\W*(?:turning\s+to|as\s+for|on|when\s+it\s+comes\s+to|with\s+regard\s+to|regarding|in\s+the\s+case\s+of|of)\s+"
    rf"(?:the\s+)?{_CRIME},",
    re.IGNORECASE,
)
_ANY_OF_THEM = lazily(rf"\b{_CRIME}\b", re.IGNORECASE)
_CRIME_SERIES = frozenset(
    f"other:{name}" for name in ("other offences", "hate crimes", "domestic abuse", "cyber crimes")
)
_ANY_CRIME = "other:other offences"
_CRUELTY = "other:child cruelty"
_ANY_ABUSE = frozenset({"other:child abuse offences", "other:offences against children"})
"""What may be neglect as well."""
_NEGLECT = lazily(r"neglect|cruelty")


def turned_to(sentence: str, whats: Sequence[What], about: What | None) -> Counted | None:
    """The other crime that a sentence turns to; ``None`` where it goes on as before.

    Args:
        sentence: Its text.
        whats: What it names.
        about: What the article is about, which is no turn.
    """
    found = (
        _SAYS_HOW_IT_WENT.match(sentence)
        or _DEALT_WITH_TOO.search(sentence)
        or _ROSE.search(sentence)
        or _HEADING.match(sentence)
    )
    return _of_crime(found, whats, about)


def opens_with(sentence: str, whats: Sequence[What], about: What | None) -> Counted | None:
    """The other crime that a sentence names before anything else: "As for burglary, ..."."""
    return _of_crime(_OPENS_WITH.match(sentence), whats, about)


def names_crime(text: str) -> bool:
    """Whether a text names any crime by a word of its own: "burglary", "knife crime"."""
    return _ANY_OF_THEM.search(text) is not None


def counts_crime(what: Counted) -> bool:
    """Whether another crime is counted, of which the sentences after it go on."""
    return what.series in _CRIME_SERIES


def _of_crime(
    found: re.Match[str] | None, whats: Sequence[What], about: What | None
) -> Counted | None:
    if found is None or about is None:
        return None
    crime = found["crime"].lower()
    named = next((one for one in whats if one.series and found.start() < one.end), None)
    if any(one.series == about.series or one.images for one in whats) or _alike(crime, about):
        return None
    why = f"{crime}, to which the text turns"
    if named is not None and named.series != _ANY_CRIME:
        return Counted(named.series, named.name, why)
    if _NEGLECT.search(crime):
        return Counted(_CRUELTY, "child cruelty and neglect", why)
    return Counted(f"other:{crime}", crime, why)


def _alike(crime: str, about: What) -> bool:
    """Whether a crime may be another name of what the article is about."""
    if _NEGLECT.search(crime):
        return about.series in _ANY_ABUSE or about.series == _CRUELTY
    near = about.series in NEAR_SERIES or about.series.startswith("other:child")
    return "sex" in crime and near and about.series != _CRUELTY


__all__ = ["counts_crime", "names_crime", "opens_with", "turned_to"]
