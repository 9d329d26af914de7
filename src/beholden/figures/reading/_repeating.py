"""Earlier words in a letter that no usual mark sets apart: ``You wrote:``, ``Earlier answers:``.

A letter may also open with ``You asked:`` and answer below it, so such a line begins
history only where the answer stands above it. What is repeated from an earlier
answer is history wherever it stands, up to the heading of the answer itself.

    sorted(repeated(["We recorded 12 offences.", "You wrote:", "By 568."]))  # [1, 2]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SAID = re.compile(
    r"[*_]*(?:(?P<who>you|he|she|they)|(?:on|ar) .{3,120}?)\s+(?P<verb>wrote|asked|said)\s*:[*_]*",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"[*_\s]*(?:sent|anfonwyd)[*_]*:[*_]*\s*.*(?:\d{4}|\d{1,2}[:.]\d\d).*", re.IGNORECASE
)
_SUBJECT = re.compile(r"[*_\s]*(?:subject|pwnc|testun)[*_]*:.*", re.IGNORECASE)
_FIELD_LINES = 5
_EARLIER = re.compile(
    r"\b(?:(?:previous|earlier|prior|original|last) (?:\w+ ){0,2}?|last year'?s (?:\w+ ){0,2}?"
    r"|previously (?:\w+ ){0,2}?)(?:respon[sd]\w*|answer\w*|repl(?:y|ies|ied)|disclos\w+)\b",
    re.IGNORECASE,
)
_REPEATS = re.compile(
    r"\b(?:repeat\w*|reproduc\w*|cop(?:y|ied)|quot\w+|below|here|follow\w*|was|were|is|said|stated"
    r"|read|gave|given)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"[*_\s]*(?:our\s+|the\s+)?(?:new\s+|current\s+|latest\s+|updated\s+|this year['\u2019]?s\s+)?"
    r"(?:response|answer|reply|decision)(?:\s+(?:to|for|in)\b.{0,60})?\s*:?[*_\s]*",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"\b(?:offences?|crimes?|record(?:ed|s)?|totals?|figures?)\b", re.IGNORECASE)
_ASKS = re.compile(r"\byou(?:r)?\b.*\b(?:asked|request\w*|question)\b|\?\s*$", re.IGNORECASE)
_REGARDS = re.compile(
    r"\s*(?:(?:kind|best|warm) (?:regards|wishes)|regards|yours\b.{0,20}|sincerely)\W*",
    re.IGNORECASE,
)
_SENTENCE_LINES = 3


def repeated(texts: Sequence[str]) -> set[int]:
    """The lines that repeat earlier correspondence, without those of usual marks.

    Args:
        texts: The lines of a letter in order; a table is one that begins with a NUL.
    """
    found: set[int] = set()
    for at, text in enumerate(texts):
        if at not in found and _begins(texts, at, text.strip(), found):
            found.update(range(at, _end(texts, at)))
    return found


def _begins(texts: Sequence[str], at: int, text: str, past: set[int]) -> bool:
    if _introduces(texts, at):
        return True
    above = [each for place, each in enumerate(texts[:at]) if place not in past]
    if said := _SAID.fullmatch(text):
        below = next((each for each in texts[at + 1 :] if each.strip()), "")
        # Quoted line by line, with answers in between.
        if below.startswith(">"):
            return False
        # A letter may go from question to answer and on to the next question.
        if said["verb"].lower() == "asked":
            return any(_REGARDS.fullmatch(each) for each in above)
        return any(map(_answers, above))
    if _SENT.fullmatch(text):
        fields = texts[at + 1 : at + 1 + _FIELD_LINES]
        return any(map(_SUBJECT.fullmatch, fields)) and any(map(_answers, above))
    return False


def _introduces(texts: Sequence[str], at: int) -> bool:
    """Whether a line ends a sentence that says that an earlier answer follows."""
    if not texts[at].rstrip(" *_").endswith(":"):
        return False
    first = at
    while first > max(0, at - _SENTENCE_LINES + 1) and texts[first - 1].strip():
        first -= 1
    joined = " ".join(each.strip() for each in texts[first : at + 1])
    last = re.split(r"(?<=[.?!])\s+(?=[A-Z])", joined)[-1]
    return _EARLIER.search(last) is not None and _REPEATS.search(last) is not None


def _end(texts: Sequence[str], at: int) -> int:
    """Where the answer's own heading stands, or the end."""
    return next(
        (below for below in range(at + 1, len(texts)) if _HEADING.fullmatch(texts[below])),
        len(texts),
    )


def _answers(text: str) -> bool:
    if text.startswith("\0"):
        return True
    return bool(
        not text.startswith(">")
        and re.search(r"\d", text)
        and _COUNTS.search(text)
        and not _ASKS.search(text)
    )
