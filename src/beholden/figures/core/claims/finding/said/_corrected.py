"""Numbers that the text itself corrects: it tells them only to say that another is right.

"An earlier version said 676. The correct figure is 767": the first number is left alone, the
second is claimed. A correction is known by narrow words; a mere "in fact" corrects nothing.

    corrected(phrase, scene)  # true for 676, false for 767
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase

_REACH = 200  # characters of a sentence on each side, and of the next sentence
_REPORTED = (
    r"(?:said|says|saying|stated|states|claim(?:s|ed|ing)|report(?:s|ed|ing)|told|suggested|gave|given|giving"
    r"|put|printed|published|quoted|listed|wrote|announced)"
)
_RIGHT = (
    r"(?:(?:the|its|their)\s+)?(?:correct|true|right|actual|real|proper)\s+"
    r"(?:figure|number|total|count)s?"
)
_NUMBER = r"(?:\w+\s+){0,1}\d"
# Here begins what the text holds to be right: "when the true figure was 767".
_TURN = lazily(
    rf"\b(?:rather\s+than|instead\s+of|but|in\s+fact|in\s+reality|{_RIGHT}|should\s+have)\b",
    re.IGNORECASE,
)
_WRONGLY = lazily(
    rf"\b(?:wrongly|falsely|incorrectly|mistakenly|erroneously|inaccurately)\s+(?:had\s+)?{_REPORTED}\b"
    rf"|\b{_REPORTED}\s+(?:wrongly|falsely|incorrectly|mistakenly|erroneously|in\s+error|by\s+mistake)\b"
    r"|\b(?:earlier|previous|original|first|printed)\s+version\s+of\s+(?:this|the|our)\s+(?:\w+\s+)?"
    rf"(?:article|story|report|page|piece|headline)\b"
    r"|\bapologis(?:ed|es|ing)\s+for\s+(?:\w+\s+){0,3}(?:reporting|saying|claiming|stating|publishing)\b"
    r"|\b(?:error|mistake|glitch)\s+(?:meant|led|caused)\b"
    rf"|\b(?:this|our)\s+(?:article|story|report|page|piece|headline)\s+(?:had\s+)?(?:originally|initially"
    rf"|previously|first|earlier)\s+{_REPORTED}\b"
    r"|\b(?:false|untrue|wrong|incorrect|inaccurate|bogus|baseless|unfounded|fake|mistaken)\s+(?:\w+\s+)?"
    r"(?:claim|report|rumour|post|figure|statement|suggestion|stor(?:y|ie)|headline)s?\b[^.;]{0,60}?"
    r"\b(?:that|of|saying|claiming)\b",
    re.IGNORECASE,
)
_CORRECTION = lazily(r"\W*(?:corrections?|clarifications?)\b", re.IGNORECASE)
_SAID = lazily(rf"\b{_REPORTED}\b", re.IGNORECASE)
_FIRST_COUNTED = lazily(
    rf"\b(?:{_REPORTED}|(?:initially|originally|first)\s+\w+ed)\b", re.IGNORECASE
)
_REPLACED = lazily(r"\b(?:rather\s+than|instead\s+of)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_PUT_RIGHT = lazily(
    rf"[^.;]{{0,120}}?\b(?:{_RIGHT}\s+(?:is|was|were|are)\s+{_NUMBER}"
    r"|(?:but|and|before)\s+(?:has\s+|have\s+|had\s+)?(?:later\s+|since\s+|then\s+|now\s+){0,2}"
    r"(?:correct|amend|revis|chang)(?:ed|ing)\s+(?:this|it|that|the\s+(?:figure|number|total))\s+to\b)",
    re.IGNORECASE,
)
# A sentence that puts right what the one before it reported.
_NEXT_RIGHT = lazily(
    rf"\W*(?:but\s+|however,?\s+)?(?:{_RIGHT}\s+(?:is|was|were|are|should\s+(?:be|have\s+(?:been|read)))\s+"
    rf"{_NUMBER}|(?:in\s+(?:fact|reality)|actually),?\s+(?:it|there|they|the\s+(?:figure|number|total))\s+"
    rf"(?:is|was|were|are|had)\s+{_NUMBER}"
    r"|(?:in\s+fact,?\s+)?(?:that|this|it)\s+(?:is|was)\s+(?:in\s+fact\s+)?the\s+(?:figure|number|total)\s+"
    r"(?:for|of)\s+(?-i:[A-Z])|(?:that|this|it)\s+should\s+(?:be|have\s+(?:been|read|said)))",
    re.IGNORECASE,
)
_NEXT_UNTRUE = lazily(
    r"\W*(?:but\s+|however,?\s+)?(?:not\s+(?:so|true)\b|untrue\b|(?:that|this|it)\s*(?:is|was|\u2019s|'s)\s+"
    r"(?:simply\s+|just\s+|plainly\s+)?(?:not\s+(?:true|so|correct|the\s+case|accurate)|untrue|false"
    r"|incorrect|inaccurate|a\s+myth|an?\s+(?:error|mistake)\b))",
    re.IGNORECASE,
)


def corrected(phrase: Phrase, scene: Scene) -> bool:
    """Whether the text says of a number that it is wrong, or gives the right one for it."""
    before = scene.before(phrase)[-_REACH:]
    if _REPLACED.search(before):
        return True
    told = _TURN.split(before)
    if len(told) == 1 and (_WRONGLY.search(before) or _by_heading(before)):
        return True
    following = scene.text[scene.sentence.end : scene.sentence.end + _REACH]
    if _NEXT_UNTRUE.match(following):
        return True
    reported = _FIRST_COUNTED.search(told[-1]) is not None
    after = scene.after(phrase)[:_REACH]
    put_right = _PUT_RIGHT.match(after) or _NEXT_RIGHT.match(following)
    return reported and put_right is not None


def _by_heading(before: str) -> bool:
    """Whether a notice of a correction tells what was said: "Correction: we said 767"."""
    return _CORRECTION.match(before) is not None and _SAID.search(before) is not None


__all__ = ["corrected"]
