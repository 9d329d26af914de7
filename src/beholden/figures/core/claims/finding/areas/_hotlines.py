"""The hotline that an article is about: its numbers are no area's.

A hotline counts reports and addresses of web pages. In an article that names it and neither a
force nor an area, a number without an owner is the hotline's, and no part of what police recorded.

    hotline_of(seen)  # "The IWF's annual report ... 68,092 reports": the IWF
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._story import Seen
from beholden.figures.core.claims.models import Subject
from beholden.figures.core.claims.naming.gazetteer import of_other
from beholden.figures.core.claims.naming.what import What

_HOTLINES = {
    "IWF": re.compile(r"\b(?:IWF|Internet Watch Foundation)\b"),
    "Hotline.ie": re.compile(r"\bHotline\.ie\b", re.IGNORECASE),
    "INHOPE": re.compile(r"\bINHOPE\b"),
    "NCMEC": re.compile(r"\b(?:NCMEC|National Center for Missing (?:and|&) Exploited Children)\b"),
}
REPORTS = What(0, 0, "", "other:hotline reports", "hotline reports")
"""What a hotline counts, where its article names nothing else."""

_FEWEST = 2
"""A hotline named once may only be one of those who are asked."""

_THE_HOTLINE = lazily(r"\b(?:the|this|its|our)\s+(?:\w+\s+)?hotline\b", re.IGNORECASE)
"""What an article goes on to call the one that it has named."""

_POLICE_COUNT = lazily(
    r"\b(?:recorded|reported)\s(?:crimes?|offences)\b|\b(?:offences|crimes)\s(?:\w{1,20}\s){0,4}recorded\b"
    r"|\b(?:police|forces|officers)\s(?:\w{1,20}\s){0,3}(?:recorded|logged|registered|record|log)\b"
    r"|\bfreedom\sof\sinformation\b",
    re.IGNORECASE,
)
_PLACES = frozenset({"force", "area", "group"})


def hotline_of(seen: Sequence[Seen]) -> Subject | None:
    """The hotline whose article this is, if it is one's."""
    text = "\n".join(one.block.text for one in seen)
    if _POLICE_COUNT.search(text):
        return None
    if any(mention.kind in _PLACES for one in seen for mention in one.whos):
        return None
    named = {name: len(written.findall(text)) for name, written in _HOTLINES.items()}
    most = max(named, key=lambda name: named[name])
    alone = sum(map(bool, named.values())) == 1
    told = named[most] + (len(_THE_HOTLINE.findall(text)) if alone else 0)
    return of_other(most) if told >= _FEWEST else None


def named_hotline(said: str) -> Subject | None:
    """The hotline that a name is of: "the IWF" is the IWF of the data."""
    bare = _THE.sub("", said.strip())
    return next((of_other(name) for name, one in _HOTLINES.items() if one.fullmatch(bare)), None)


_THE = lazily(r"^the\s+", re.IGNORECASE)


__all__ = ["REPORTS", "hotline_of", "named_hotline"]
