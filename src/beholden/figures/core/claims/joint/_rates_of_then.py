"""Frequencies of the older of two counts: "when forces logged 18,522, or 51 a day".

A rate is mostly that of the newest count told. Right behind an older one, or where its clause
says "back then", it may be of that; only a rate that then agrees shows that it is.

    rates_of_then(words)  # {5: the claim "51 a day" of 2016/17}
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Measure

_RIGHT_BEHIND = lazily(
    r"(?:\s(?:of\sthem|offences|crimes|cases))?\s?[,(\u2013\u2014-]{1,2}\s?"
    r"(?:(?:or|that\sis|that\swas|which\sis|which\swas|equal\sto|equivalent\sto|meaning|an\saverage\sof)\s){0,2}",
    re.IGNORECASE,
)
_THEN = lazily(
    r"\b(?:back\sthen|at\s(?:that|the)\s(?:time|point|earlier\sdate)(?!\sof\b)|in\sthat\s(?:earlier\s)?year)\b",
    re.IGNORECASE,
)
_ONLY_COMPARED = lazily(
    r"\b(?:from|with|to|against|than|on)\s(?:(?:the|just|only)\s)?$", re.IGNORECASE
)
_CLAUSES = lazily(r"[;:]|,\s")
_FEW_BLOCKS = 2


def rates_of_then(words: Words) -> dict[int, Claim]:
    """Frequencies that do not agree as read, as those of the older count before them."""
    found: dict[int, Claim] = {}
    for one in words.numbers:
        claim = one.claim
        agrees = one.checked.judgement.verdict == "agrees"
        if claim.measure is not Measure.FREQUENCY or agrees or claim.subject.part:
            continue
        older = _older(one, words)
        if older is None:
            continue
        found[one.at] = msgspec.structs.replace(
            claim, period=older.claim.period, earlier=None, operands=(), elsewhere=()
        )
    return found


def _older(one: Number, words: Words) -> Number | None:
    """The last count told of the area before a rate, where it is of an older year."""
    claim, place = one.claim, one.claim.places[0]
    before = [
        each
        for each in words.numbers
        if each.held
        and each.claim.measure is Measure.COUNT
        and each.claim.period is not None
        and words.lines.line_of(each.claim) == words.lines.line_of(claim)
        and 0 <= place.block - each.claim.places[0].block <= _FEW_BLOCKS
        and (each.claim.places[0].block, each.claim.places[0].start) < (place.block, place.start)
    ]
    if not before or claim.period is None:
        return None
    last = before[-1]
    if last.claim.period is None or last.claim.period >= claim.period:
        return None
    if _RIGHT_BEHIND.fullmatch(words.between(last, one)):
        # "767, up from 568, or two a day" may be of either.
        return None if _ONLY_COMPARED.search(last.claim.before) else last
    clause = f"{_CLAUSES.split(claim.before)[-1]} {_CLAUSES.split(claim.after)[0]}"
    opening = _CLAUSES.split(claim.before)[0]
    return last if _THEN.search(clause) or _THEN.search(opening) else None


__all__ = ["rates_of_then"]
