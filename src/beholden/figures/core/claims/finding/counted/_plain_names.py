"""Names that a reader understands for what the words of a sentence were found to count.

A word found beside a number is seldom a name: "be", "victim", "having". It tells that the number
is of something else; what is shown is a plain name of that.

    plain_name("be", "the forces that can be compared")  # "something else"
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily

ELSE = "something else"
_PART = "a part of the offences"
_NO_NOUN = lazily(
    r"(?:be|been|being|is|was|have|had|has|get|got|do|did|made|put|said|online|offline|national|nature|category"
    r"|something|anything|everything|it|them|those|these|one|ones|up|down|out|use|estimate|target)"
    r"|(?!need|seed|shed|speed|feed|breed|weed|bed)[a-z]{2,}ed"
    r"|(?!grooming|sexting|bullying|trafficking|stalking|shoplifting|mugging|speeding|drink|killing|hacking|building"
    r"|filming|meeting|hearing|warning|sibling|ring|string|king|wing|thing|blackmailing|phishing|scamming|burgling)"
    r"[a-z]{2,}ing",
    re.IGNORECASE,
)
_ONE_PERSON = lazily(
    r"(?:victim|child|girl|boy|suspect|offender|perpetrator|abuser|defendant|teenager|adult)",
    re.IGNORECASE,
)
_OF_OFFENCES_WHERE = lazily(
    r"\b(?:offences|crimes|cases|incidents)\s+"
    r"(?:where|in\s+which|when|whose|for\s+which|with|involving)\b",
    re.IGNORECASE,
)
_MANY = {"child": "children"}


def plain_name(noun: str, before: str) -> str:
    """What to call a thing that is counted.

    Args:
        noun: The word that was found.
        before: The sentence up to the number.
    """
    if _ONE_PERSON.fullmatch(noun):
        if _OF_OFFENCES_WHERE.search(before):
            return _PART
        return _MANY.get(noun.lower(), f"{noun}s")
    return ELSE if _NO_NOUN.fullmatch(noun) else noun


_VERB = lazily(r"(?:had|have|has|took|take|led|involved|were|was|came|happened)\b", re.IGNORECASE)
_LEADING = lazily(r"^(?:as|of|with)\s+", re.IGNORECASE)
_OLD = lazily(r"historic(?:al)?|non\s?recent", re.IGNORECASE)
_BROKEN = lazily(r"\s(?:or|and|through|of|with|to|in|do)$", re.IGNORECASE)


def told_as(words: str) -> str:
    """Offences of which something is noted, in words: "offences that had victims"."""
    whole = _OLD.sub("non-recent", _LEADING.sub("", words.strip()))
    whole += " \u2026" if _BROKEN.search(whole) else ""
    return f"offences that {whole}" if _VERB.match(whole) else f"offences told as {whole}"


__all__ = ["ELSE", "plain_name", "told_as"]
