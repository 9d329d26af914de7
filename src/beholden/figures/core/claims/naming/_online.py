"""Whether a text says of offences against children that they were committed online.

It says so before their name ("cyber-related sexual offences against children") or behind it ("child
sex crimes recorded in England last year had an online element"). A number between the
offences and those words counts a part of them, and the offences stay all of them.

    told_online("82 cyber-related child sex crimes", 17, 33)  # (3, 33)
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily

_REACH_BEFORE, _REACH_AFTER = 40, 130
_QUOTES = "\"'\u2018\u2019\u201c\u201d"
_BEFORE = lazily(
    rf"(?<![\w@#./-])[{_QUOTES}]?(?:online|internet|web|cyber)"
    r"(?:[\s-]?(?:related|enabled|flag(?:ged)?|facilitated|linked|based|assisted))?"
    rf"[{_QUOTES}]?\s(?:recorded\s|reported\s|alleged\s)?$",
    re.IGNORECASE,
)
_ELEMENT = (
    r"(?:had|have|has|having|with|involv(?:e|ed|es|ing)|contain(?:ed|ing)?|includ(?:ed|ing))\s+an?\s+"
    r"(?:online|cyber|internet|digital)[\s-](?:element|component|aspect|dimension|link)\b"
)
_THERE = (
    r"(?:(?:committed|carried\s+out|perpetrated|that\s+(?:took\s+place|happened|occurred)|taking\s+place)"
    r"\s+(?:online\b|over\s+the\s+internet\b|on\s+the\s+(?:internet|web)\b))"
)
_FLAGGED = (
    rf"(?:(?:that\s+|which\s+)?(?:were|was)\s+)?(?:recorded\s+as\s+)?[{_QUOTES}]?cyber[\s-]?flagged\b"
    rf"[{_QUOTES}]?"
)
_NEXT = lazily(rf"\s+(?:that\s+|which\s+)?(?:{_ELEMENT}|{_THERE}|{_FLAGGED})", re.IGNORECASE)
_FURTHER = lazily(
    r"(?:\s(?!\d{1,3}(?:,\d{3})*\s)(?!of\b|half\b|third\b|quarter\b|some\b|many\b|most\b|one\b|with\b|while\b|but\b"
    r"|which\b|whose\b)[\w,/'\u2019-]{1,20}){1,14}?"
    rf"\s(?:{_ELEMENT}|{_FLAGGED})",
    re.IGNORECASE,
)


def told_online(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the name of offences that stand there begins and ends, with the words for online.

    Args:
        text: The text.
        start: Where the name of the offences begins.
        end: Where it ends.

    Returns:
        ``None`` where the text does not say that they were committed online.
    """
    since = max(0, start - _REACH_BEFORE)
    before = _BEFORE.search(text[since:start])
    if before is not None:
        start = since + before.start()
    behind = _NEXT.match(text, end)
    if behind is not None:
        end = behind.end()
    if before is not None or behind is not None:
        return start, end
    further = _FURTHER.match(text[: end + _REACH_AFTER], end)
    return None if further is None else (start, end)


__all__ = ["told_online"]
