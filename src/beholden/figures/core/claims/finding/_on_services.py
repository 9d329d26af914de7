"""Shares of the offences by the service they were on: "11 per cent on Instagram".

The whole stands sentences before, or nowhere: it is the offences, and the data hold no such share.

    on_service(" were Meta's, which are Instagram (", "11%", "), Facebook (7%)", "offences ...")
"""

from __future__ import annotations

import re

from beholden.figures.core.claims.finding._some_of import SERVICES

_META = rf"(?:{SERVICES}|meta)(?:['\u2019]s)?"
_ON = re.compile(
    r"\s+(?:(?:were|was|are|is|came|happened|took\s+place)\s+)?(?:on|via|by|through)\s+(?:\w+\s+)?"
    rf"{_META}\b",
    re.IGNORECASE,
)
_OF_SERVICE = re.compile(
    rf"\b{_META}(?:\s+(?:apps|products|platforms))?\s*(?:\(|,?\s+(?:for|at|in)\s+)(?:\w+\s+){{0,2}}$",
    re.IGNORECASE,
)
_USED_IN = re.compile(
    r"\b(?:used|involved|named|featured|mentioned|(?:came|comes|turned|turns)\s+up|appear(?:s|ed))\s+in\s+"
    r"(?:(?:more\s+than|almost|nearly|over|about)\s+)?(?:an?\s+(?:quarter|third|half|fifth)\s+\(|half\s+\()?$",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    rf"\b(?:platforms?|apps?|sites?|services?|means\s+of\s+communication|{_META})\b", re.IGNORECASE
)
_OFFENCES = re.compile(
    r"\b(?:offences|crimes|cases|instances|incidents|grooming|platforms?|products)\b", re.IGNORECASE
)


def on_service(before: str, after: str, around: str) -> bool:
    """Whether a share is that of the offences on one service.

    Args:
        before: The sentence up to the number.
        after: The sentence from the number on.
        around: The paragraph, which must speak of offences.
    """
    if _OFFENCES.search(around) is None:
        return False
    if _ON.match(after) or _OF_SERVICE.search(before):
        return True
    return _USED_IN.search(before) is not None and _KNOWN.search(before) is not None


__all__ = ["on_service"]
