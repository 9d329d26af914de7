"""Crimes that are only examples of those counted: "including rape, online grooming and assault".

A list of examples says of which kinds the offences are; the number is that of all of them, and
the text goes on speaking of all of them.

    without_examples("9,187 offences, among them rape and online grooming", found)  # ()
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.naming.what import What

_LED = lazily(
    r"\b(?:includ(?:ing|es?|ed)|among\s(?:them|which)|amongst\sthem|such\sas|ranging\sfrom|range[ds]?\sfrom"
    r"|for\sexample|for\sinstance)\b:?\s(?P<list>[^.;:()\d\u2013\u2014]{0,120})",
    re.IGNORECASE,
)
# No series has these; beside them "grooming" is a crime of many, and not the one that is counted.
_KINDS = lazily(
    r"\b(?:rapes?|(?:sexual\s)?assaults?|sexual\sactivity|trafficking|prostitution|neglect|incest)\b",
    re.IGNORECASE,
)
# "Online grooming among them": what stands before these words is never all of them.
_TAIL = lazily(
    r"(?:^|[,;:(\u2013\u2014]|\s-)\s*(?P<list>[^.;:()\d\u2013\u2014]{0,80})\s(?:among(?:st)?\s(?:them|these|those)|included)"
    r"(?=\s*(?:$|[.,;:)\u2013\u2014]|\s-))",
    re.IGNORECASE,
)
_LIST = lazily(r",|\b(?:and|or|to)\b", re.IGNORECASE)


def without_examples(text: str, found: Sequence[What]) -> tuple[What, ...]:
    """What a text counts, but for the crimes of a list of examples."""
    lists = [
        one.span("list")
        for one in _LED.finditer(text)
        if _KINDS.search(one["list"]) and _LIST.search(one["list"])
    ]
    lists += [one.span("list") for one in _TAIL.finditer(text)]
    if not lists:
        return tuple(found)
    return tuple(one for one in found if not any(start <= one.start < end for start, end in lists))


__all__ = ["without_examples"]
