"""A number that is said of each of several areas: "Essex and Kent recorded 767 apiece".

It is neither their sum nor that of the one that stands nearest: it agrees where it is true of every
one of them, and differs where it is false of any.

    [one.name for one in each_of(claim, data, gazetteer)]  # ["Essex", "Kent"]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding.areas._listed import AND, LISTED
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.models import Claim, Judgement, Measure, Subject
from beholden.figures.core.claims.naming.gazetteer import Gazetteer, of_force
from beholden.figures.core.claims.naming.who import WhoMention, mentions

_MEASURES = frozenset(
    {Measure.COUNT, Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE, Measure.FREQUENCY}
)
_FEWEST = 2
_APIECE = lazily(
    r"(?:\s(?!(?:from|to|than|and|or|but|with|against)\b)[\w%-]+){0,6}?\s"
    r"(?:apiece\b|each\b(?=\s*(?:$|[.,;:)!?\u2013\u2014\"\u201d]|(?:in|last|during|over|by|this|that|across|as)\b)))",
    re.IGNORECASE,
)
_IN_BOTH = lazily(r"(?:\s[\w%-]+){0,6}?\s(?:in|for|by|across)\s(?:both|each\sof)\s", re.IGNORECASE)
_RECORDED = (
    r"(?:recorded|record|saw|see|logged|registered|dealt\swith|had|have|reported|counted|posted|reached|topped|passed"
    r"|experienced|notched\sup|rose|fell|increased|went\sup|went\sdown)\b"
)
_EACH_RECORDED = lazily(
    rf"\b(?:each|all|both)\s(?:of\sthem\s)?(?:(?:have|has|had|also|now|police)\s){{0,2}}{_RECORDED}[^.;:,]{{0,50}}$",
    re.IGNORECASE,
)
_BOTH = lazily(
    rf"\b[Bb]oth\s(?:in\s|police\sin\s)?[A-Z][^.;:,\d]{{2,60}}\s(?:there\swere|{_RECORDED})[^.;:,]{{0,50}}$",
)
_EACH_FORCE = lazily(
    r"\b(?:each|every(?:\s(?:single|one\sof))?)\s(?:of\s)?(?:the\s|its\s)?(?:\w+\s){0,2}?"
    r"(?:forces?|constabular(?:y|ies)|count(?:y|ies))\b[^.;:,]{0,60}$",
    re.IGNORECASE,
)
# "It asked every force in the UK for its figures and found that 22,724 had been recorded".
_ASKED_OF_EACH = lazily(
    r"\b(?:ask(?:s|ed|ing)?|wrote\sto|contact(?:s|ed|ing)|request(?:s|ed)?|obtain(?:s|ed)|from|to|figures\sof|data\sof|answers\sof)\s"
    r"(?:each|every)\b",
    re.IGNORECASE,
)
_AS_ONE = lazily(
    r"\b(?:between\sthem|together|combined|in\stotal|altogether|a\stotal\sof|average|respectively|on\stheir\sown)\b",
    re.IGNORECASE,
)
_AREAS = frozenset({"force", "area"})


def each_of(claim: Claim, data: Data, gazetteer: Gazetteer) -> tuple[Subject, ...]:
    """The areas of each of which a number is said; none where it is of one, or of all as one."""
    text = claim.sentence
    at = text.find(claim.phrase.text)
    if claim.measure not in _MEASURES or at < 0 or _AS_ONE.search(text):
        return ()
    before, after = text[:at], text[at + len(claim.phrase.text) :]
    if LISTED.match(after) and re.match(r"\s*(?:,|,?\s*and|&)\s*\d", after):
        return ()
    if _EACH_FORCE.search(before) and not _ASKED_OF_EACH.search(before):
        return _members(claim.subject, data)
    said = _APIECE.match(after) or _IN_BOTH.match(after)
    if not (said or _EACH_RECORDED.search(before) or _BOTH.search(before)):
        return ()
    return _listed(mentions(text, gazetteer), text, at) or _members(claim.subject, data)


def _members(subject: Subject, data: Data) -> tuple[Subject, ...]:
    codes = subject.members or tuple(sorted(data.members_of(subject.key)))
    if len(codes) < _FEWEST:
        return ()
    return tuple(of_force(data.registry.by_code(code)) for code in codes)


def _listed(found: Sequence[WhoMention], text: str, at: int) -> tuple[Subject, ...]:
    """The areas that are listed right before a place in a sentence, or else right behind it."""
    areas = [one for one in found if one.kind in _AREAS and one.subject is not None]
    runs: list[list[WhoMention]] = []
    for one in areas:
        if runs and AND.fullmatch(text[runs[-1][-1].end : one.start]):
            runs[-1].append(one)
        else:
            runs.append([one])
    before = [run for run in runs if run[-1].end <= at]
    after = [run for run in runs if run[0].start >= at]
    run = before[-1] if before else after[0] if after else []
    if len(run) < _FEWEST:
        return ()
    return tuple(one.subject for one in run if one.subject is not None)


def of_all(found: Sequence[tuple[Subject, Judgement]]) -> Judgement:
    """One verdict for all areas: that of the first one of which the number is not true."""
    for verdict in ("differs", "superseded", "cannot_tell"):
        for subject, one in found:
            if one.verdict == verdict:
                note = f"It is said of each, {subject.name} among them."
                return msgspec.structs.replace(one, reason=f"{note} {one.reason}")
    first = found[0][1]
    names = ", ".join(subject.name for subject, _ in found)
    sources = tuple(dict.fromkeys(source for _, one in found for source in one.sources))
    reason = f"It is said of each, and true of {names}. {first.reason}"
    return msgspec.structs.replace(first, reason=reason, sources=sources)


__all__ = ["each_of", "of_all"]
