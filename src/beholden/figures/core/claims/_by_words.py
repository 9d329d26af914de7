"""Whether a fact of a survey or a hotline is what a claim speaks of, by their words.

Such series have no list of names. Words can confirm a number; a number that they do
not confirm is left open, for it may be about something else.
"""

from __future__ import annotations

import re

from beholden.figures.core.claims.dataset import Fact
from beholden.figures.core.claims.models import Claim

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
_EMPTY = frozenset(
    [
        "the",
        "and",
        "for",
        "from",
        "with",
        "that",
        "this",
        "were",
        "was",
        "have",
        "had",
        "has",
        "who",
        "which",
        "been",
        "other",
        "of",
    ]
)


def alike(claim: Claim, fact: Fact) -> bool:
    """Whether both are series outside the offences, and share what is counted and who counts."""
    if not claim.series.startswith("other:") or not fact.series.startswith("other:"):
        return False
    mine = _words(claim.series, claim.series_name, claim.part, claim.whole)
    what = _words(fact.series, fact.series_name)
    noun = _words(fact.noun)
    if noun and not noun & mine:
        return False
    if fact.subject.startswith("other:"):
        named = _words(fact.subject, fact.subject_name)
        spoken = mine | _words(claim.subject.key, claim.subject.name, claim.sentence)
        about = bool(named & spoken)
    else:
        about = fact.subject == claim.subject.key
    return about and bool((noun or what) & mine)


def _words(*texts: str) -> frozenset[str]:
    found = {
        word.lower().rstrip("s")
        for text in texts
        for word in _WORD.findall(text.removeprefix("other:"))
        if len(word) >= _SHORTEST
    }
    return frozenset(found - _EMPTY)
