"""What stands before or behind a number and changes when it is true.

before("an average of more than ", 24, 0)   # Qualifier(0, Wording.MORE_THAN, bound=False)
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.grammar import _vocabulary as words


class Qualifier(msgspec.Struct, frozen=True):
    """Where the qualifiers of a number begin, and what they mean.

    ``bound`` is true of "up to", which says nothing of what the number is.
    """

    start: int
    wording: Wording
    bound: bool = False


_REACH = 40
_MOST_QUALIFIERS = 4


def _either(said: list[str]) -> str:
    ordered = sorted(said, key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", r"\s{1,3}") for each in ordered)


_BEFORE = lazily(
    rf"(?<![\w-])({_either([*words.QUALIFIERS, *words.EMPTY, *words.BOUNDS])})\s{{0,3}}$",
    re.IGNORECASE,
)
_AFTERWARDS = lazily(r"\s{0,2}(or\s{1,3}(?:more|so|thereabouts)|-?plus|\+)(?!\w)", re.IGNORECASE)
# "went up to 767" tells where a rise ended; "up to 767" alone is a bound.
_ROSE = lazily(
    r"(?:\b(?:went|gone|goes|going|is|was|were|rose|risen|rises|shot|jumped|soared|rising|now|from|"
    r"year|has|had|crept|edged|added|adds|adding|add|totted|comes|inched|ticked|swung|leapt|spiked|pushed|driven|climbed|moved|taking|brings|bringing|came"
    r"|back|increased|increasing|grew|grown|surged|rocketed|bounced)|[\ue000-\ue005])\s*$",
    re.IGNORECASE,
)
_NEAR = 16


def rule(said: str) -> Wording:
    """What a qualifying word means; ``PLAIN`` where it means nothing."""
    return words.QUALIFIERS.get(" ".join(said.lower().split()), Wording.PLAIN)


def before(text: str, start: int, floor: int) -> Qualifier:
    """The qualifiers that end where a number begins; none reaches further left than ``floor``."""
    wording = Wording.PLAIN
    for _ in range(_MOST_QUALIFIERS):
        window = text[max(floor, start - _REACH) : start]
        found = _BEFORE.search(window)
        if found is None or (found.end() == found.end(1) and found[1][-1].isalnum()):
            break
        said = " ".join(found[1].lower().split())
        at = start - len(window) + found.start()
        if said in words.BOUNDS:
            if said == "up to" and _ROSE.search(text[max(0, at - _NEAR) : at]):
                break
            return Qualifier(at, wording, bound=True)
        if said in words.QUALIFIERS:
            if wording is not Wording.PLAIN:
                break
            wording = words.QUALIFIERS[said]
        start = at
    return Qualifier(start, wording)


def last_word(text: str) -> Wording:
    """What the qualifier at the end of some words means."""
    found = _BEFORE.search(text[-_REACH:])
    return rule(found[1]) if found else Wording.PLAIN


def behind(text: str, end: int) -> tuple[int, Wording] | None:
    """Where a qualifier behind a number ends ("or more"), and what it means."""
    found = _AFTERWARDS.match(text, end)
    if found is None:
        return None
    said = " ".join(found[1].lower().strip("-").split())
    return found.end(), words.AFTERWARDS[said]
