"""Where a number is just that of another area or year, and the words leave room for it.

"By 2018/19 it had reached 770, only to slip to 718 in the next 12 months": a count that is wrong of
the year it was read for and right of the next is rather misread than misprinted. A newspaper is
only told to be wrong about an area or a year that stands in the clause of the number itself.

    leaves_room(claim, "year_label")  # True of the sentence above
"""

from __future__ import annotations

import re

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.models import Claim, Measure

_LEAST_TELLING = 50
_FEWEST_WORDS = 3
# Where another clause begins or ends: "or one in 15 of those in the UK", "of which Kent had 43".
_BREAK = lazily(
    r"[;:()\u2013\u2014\u201c\u201d]|\s-\s"
    r"|,\s(?=(?:and|but|or|of\swhich|of\swhom|while|with|before|after|when|where|which|who|only|then|one|as|though)\b)"
    r"|\s(?=(?:when|where|while|of\swhich|before|after)\s)"
)
_YEAR = lazily(
    r"\b(?:19|20)\d\d(?:[/\u2013-]\d\d)?\b|\b\d\d/\d\d\b|\b(?:last|this|the\s(?:past|same|latest))\s(?:financial\s)?year\b"
    r"|\b(?:year|months)\sto\b|\b(?:twenty|nineteen)\s?-?(?:twenty|nineteen|eighteen|seventeen|sixteen)",
    re.IGNORECASE,
)
_OTHER_YEAR = lazily(
    r"\b(?:next|following|subsequent)\s(?:\w+\s)?(?:years?|months)\b"
    r"|\b(?:years?|months)\s(?:later|earlier|before|after)\b|\b(?:that|the\ssame)\s(?:period|time)\b|\bafterwards\b",
    re.IGNORECASE,
)
_OTHER_AREA = lazily(
    r"\b(?:national(?:ly)?|nationwide|together|combined|between\sthem|here|adding|added|altogether"
    r"|account(?:s|ed|ing)?\sfor|the\s(?:nation|country)\b|the\s(?:two|three|four|five|six|seven)\b)",
    re.IGNORECASE,
)
_OF_THE = lazily(r"\bof\s(?:the|all)\s(?:\w+\s)?$", re.IGNORECASE)
_OWN_AREA = lazily(
    r"\s(?:of\s(?:the\s)?)?(?:UK|British|Welsh|Scottish|English|national|regional)\b", re.IGNORECASE
)
_EACH = lazily(r"\b(?:each|apiece)\b", re.IGNORECASE)
# "Since 2016/17, where there were 568": of that year.
_WHEN_OF_YEAR = lazily(rf"(?:{_YEAR.pattern}),?\s(?:when|where)\s[^,;:]*$", re.IGNORECASE)
_WORD = lazily(r"[A-Za-z]{2,}")


def leaves_room(claim: Claim, error_class: str) -> bool:
    """Whether the words of an exact number may tell of another area, or of another year.

    Args:
        claim: A number that the data hold for another area or year than it was read for.
        error_class: ``geography`` or ``year_label``, as the number was explained.
    """
    phrase = claim.phrase
    exact = phrase.wording is Wording.PLAIN and not phrase.places
    told = claim.measure is Measure.COUNT and exact and phrase.value >= _LEAST_TELLING
    often = claim.measure is Measure.FREQUENCY and error_class == "year_label"
    if not told and not often and claim.measure is not Measure.CHANGE:
        return False
    before, after = claim.before, claim.after
    if _EACH.search(claim.sentence):
        return False
    own = f"{_BREAK.split(before)[-1]} {_BREAK.split(after)[0]}"
    if error_class == "year_label":
        return _OTHER_YEAR.search(own) is not None or (
            not (_YEAR.search(own) or _WHEN_OF_YEAR.search(before))
            and _YEAR.search(claim.sentence) is not None
            and len(_WORD.findall(own)) >= _FEWEST_WORDS
        )
    if error_class != "geography" or not told:
        return False
    return bool(_OTHER_AREA.search(own) or _OF_THE.search(before) or _OWN_AREA.match(after))


__all__ = ["leaves_room"]
