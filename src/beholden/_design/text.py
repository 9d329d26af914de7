r"""Text of others made harmless where HTML escaping does not reach. Pure.

Characters that turn the reading direction, hide, or break an encoding become
visible codes.

    shown("Essex\u202e")    # the six characters \u202e instead of the one
"""

from __future__ import annotations

import unicodedata

NAME_AT_MOST = 200
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def shown(text: str, at_most: int = NAME_AT_MOST, *, lines: bool = False) -> str:
    """A text of somebody else with every unseen character as its code, cut when too long.

    ``lines`` keeps line feeds.
    """
    cut = text if len(text) <= at_most else f"{text[:at_most]}\N{HORIZONTAL ELLIPSIS}"
    # What is printable holds none of them, and nearly all text is.
    if cut.isprintable():
        return cut
    return "".join(
        char
        if (lines and char == "\n") or unicodedata.category(char) not in _UNSEEN
        else f"\\u{ord(char):04x}"
        for char in cut
    )
