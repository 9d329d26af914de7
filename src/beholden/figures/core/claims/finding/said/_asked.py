"""Numbers that are only asked about, or that may be so: nothing is claimed of them.

"Did Essex record 767 offences?", "there may have been 767", "it should have recorded 767".
A question that takes its number for granted ("why have offences risen by 35 per cent?")
claims it.

    asked(phrase, scene)
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase

ASKED = "it is asked, or only possible"

_ENDS = "\"\u201d\u2019' )"
# A question that may be answered with no; "did you know that" tells what follows.
_YES_OR_NO = lazily(
    r"\W*(?:(?:but|and|so|q[.:]?)\s+)?(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should"
    r"|might|may)(?:n[\u2019']t)?\s+(?!(?:you|they|we|anyone|people|readers)\s+(?:know|realise|see|hear|aware)"
    r"|you\s+(?:aware|surprised|shocked)|it\s+(?:any|really|true\s+that|not)\s+(?:wonder|surpris))",
    re.IGNORECASE,
)
_NO = lazily(
    r"\W*(?:no|not\s+(?:so|true|quite|exactly)|wrong|nonsense|hardly|far\s+from\s+it)\b",
    re.IGNORECASE,
)
_MAY_HAVE = lazily(
    r"\b(?:may|might|could|should|ought\s+to|shouldn[\u2019']t|needn[\u2019']t)\s+(?:\w+\s+)?have\s+(?!(?:been|read)\s+(?:\w+\s+){0,3}$)"
    r"(?:\w+\s+){0,4}$|\b(?:may|might|could)\s+have\s+been\s+(?:\w+\s+){0,3}$"
    r"|\b(?:expected|likely|set|due)\s+to\s+have\s+(?:\w+\s+){0,4}$",
    re.IGNORECASE,
)
_PERHAPS = lazily(
    r"\b(?:unclear|not\s+(?:known|clear|certain|sure)|unknown)\s+(?:if|whether|that)\b[^.;:,]*$",
    re.IGNORECASE,
)
# What is asked is the counting itself; "is an extra 198 bad news?" takes the number for granted.
_COUNTS = lazily(
    r"\b(?:record|log|see|seen|have|register|report|deal|handle|there|really|ris(?:e|en)|gone|go|grown?|increased?|doubled?"
    r"|trebled?|fall(?:en)?|drop(?:ped)?|reach|hit|number|figure|total)\b",
    re.IGNORECASE,
)
_REACH = 160


def asked(phrase: Phrase, scene: Scene) -> bool:
    """Whether a sentence only asks about a number, or calls it possible."""
    before = scene.before(phrase)[-_REACH:]
    if _MAY_HAVE.search(before) or _PERHAPS.search(before):
        return True
    text = scene.sentence.text
    if not text.rstrip(_ENDS).endswith("?"):
        return False
    following = scene.text[scene.sentence.end : scene.sentence.end + _REACH]
    if _NO.match(following):
        return True
    opening = _YES_OR_NO.match(text)
    return opening is not None and _COUNTS.search(scene.before(phrase)[opening.end() :]) is not None


__all__ = ["ASKED", "asked"]
