"""Numbers that a sentence denies: what it says is not so is no claim of the article.

"Offences did not double", "not 767 but 768", "it is untrue that Essex recorded 900". What the
text corrects (``_corrected``) is denied as well.
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.said._corrected import corrected
from beholden.figures.core.claims.models import Phrase

DENIED = "the sentence says that it is not so"

_REACH = 160  # characters before and after the number
_CLAUSE = lazily(
    r"[,;:.()\u2013\u2014]|\b(?:and|but|although|though|while|whereas|which|who|because|after|when"
    r"|where|since|despite|if|how many|whether|than the)\b",
    re.IGNORECASE,
)
# "Did not record 900", "never doubled"; "did not respond" denies no number.
_NOT_SO = lazily(
    r"(?:\b(?:did|does|do|had|has|have|was|were|is|are|will|would|could|can)\s*(?:not|n[\u2019']t)|\bcannot"
    r"|\bnever)\s+(?:(?:ever|actually|really|in\s+fact|simply|then|even|have|been|be)\s+){0,2}"
    r"(?:record(?:ed)?|log(?:ged)?|register(?:ed)?|see|seen|saw|had|receiv(?:ed?)|reach(?:ed)?"
    r"|exceed(?:ed)?|report(?:ed)?|r[io]se(?:n)?|go(?:ne)?\s+up|went\s+up|increased?|gr[eo]wn?|climb(?:ed)?"
    r"|jump(?:ed)?|soar(?:ed)?|surged?|f[ae]ll(?:en)?|drop(?:ped)?|decreased?|double[ds]?|trebled?|tripled?"
    r"|quadrupled?)\b[^.;:]*$"
    r"|(?:\b(?:did|does|do|had|has|have|was|were|is)\s*(?:not|n[\u2019']t)|\bnever|\bnot)\s+"
    r"(?:(?:a|an|the|by|quite|exactly|actually|nearly|almost)\s+){0,2}$"
    # "Stopped short of 767", "hardly rose by 35 per cent".
    r"|\b(?:stop(?:ped|s)?|fell|falls?|came|well)\s+short\s+of\s+(?:the\s+)?$"
    r"|\b(?:wrongly|falsely|mistakenly|incorrectly|erroneously)\s+(?:recorded|reported|logged|counted|said|claimed)\b[^.;:]*$"
    r"|\b(?:hardly|barely|scarcely)\s+(?:rose|grew|increased|changed|moved|fell|dropped|climbed)\b[^.;:]*$"
    r"|\bnowhere\s+(?:near\s+)?(?:the\s+)?$|\b(?:was|were|is|been|saw|had|shows?|showed)\s+no\s+(?:longer\s+)?$",
    re.IGNORECASE,
)
_NOT_AS = lazily(
    r"\b(?:did|does|do|had|has|have)\s*(?:not|n[\u2019']t),\s+as\s+[^.;:,]{2,40},\s+"
    r"(?:record|log|see|rise|double|fall|reach)(?:ed|s|n)?\b[^.;:]*$",
    re.IGNORECASE,
)
_NOT_ONLY = lazily(
    r"\bnot\s+(?:only|just|all|alone|least|every|a\s+single|one\s+of|(?:less|fewer|more)\b)\b",
    re.IGNORECASE,
)
_UNTRUE_THAT = lazily(
    r"\b(?:(?:not|n[\u2019']t|never)\s+(?:true|right|correct|the\s+case)\s+that"
    r"|(?:untrue|false|wrong|incorrect|a\s+myth)\s+(?:that|to\s+(?:say|claim|suggest))"
    r"|no\s+truth\s+in|(?:no\s+one|nobody|few)\s+(?:in\s+\w+\s+)?(?:claim(?:s|ed)?|sa(?:y|ys|id)|believed?s?|suggest(?:s|ed)?|thinks?|thought)|den(?:y|ies|ied)\s+(?:that|having|recording|claims?|reports?|suggestions?)"
    r"|(?:reject|disput|refut|contest|dismiss)(?:e?s|e?d|ing)?\s+(?:the\s+|a\s+)?(?:claims?|reports?|suggestions?|figures?"
    r"|numbers?|totals?)"
    r"|contrary\s+to\s+(?:the\s+)?(?:claims?|reports?|suggestions?)\s+(?:that|of))\b"
    r"(?:(?!\bbut\b|\byet\b)[^.;:])*$",
    re.IGNORECASE,
)
_SAID_UNTRUE = lazily(
    r"[^.;:,]*\b(?:is|are|was|were)\s+(?:simply\s+|plainly\s+|just\s+)?"
    r"(?:false|untrue|wrong|incorrect|inaccurate|mistaken|unfounded|baseless|bogus|nonsense|rubbish|fiction"
    r"|made\s+up|not\s+(?:true|right|correct|accurate|so)|a\s+myth|an?\s+(?:\w+\s+)?(?:error|mistake))\b"
    r"|[^.;:,]*\b(?:was|were|(?:has|have)\s+(?:since\s+|now\s+)?been)\s+(?:later\s+)?"
    r"(?:withdrawn|retracted|corrected|published\s+in\s+error|printed\s+in\s+error)\b",
    re.IGNORECASE,
)
_NOT_AFTER = lazily(
    r"\s+(?:[\w-]+\s+){0,5}(?:were|was|are|have\s+been|had\s+been)\s*(?:not|n[\u2019']t|never)\s+"
    r"(?:actually\s+|ever\s+|in\s+fact\s+)?(?:recorded|logged|registered|seen|counted)\b",
    re.IGNORECASE,
)
_CLAIMING = lazily(
    r"\b(?:claims?|reports?|suggestions?|figures?|numbers?|totals?|statements?|idea|headlines?|rumours?)\b",
    re.IGNORECASE,
)
_OF_THE = lazily(r"\b(?:of|all)\s+(?:the|its|these|those|their)\s+$", re.IGNORECASE)


def denied(phrase: Phrase, scene: Scene) -> bool:
    """Whether the sentence says that a number is not so."""
    before = scene.before(phrase)[-_REACH:]
    if _OF_THE.search(before):
        return False
    if _UNTRUE_THAT.search(before) or _NOT_AS.search(before):
        return True
    clause = _CLAUSE.split(before)[-1]
    if _NOT_SO.search(clause) and not _NOT_ONLY.search(clause):
        return True
    if corrected(phrase, scene) or _NOT_AFTER.match(scene.after(phrase)):
        return True
    said = _SAID_UNTRUE.match(scene.after(phrase)[:_REACH])
    return said is not None and _CLAIMING.search(before) is not None


__all__ = ["DENIED", "denied"]
