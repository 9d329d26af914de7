"""The sentences of a judgement: who, when, how it is computed, and which release says so."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from beholden.figures.core.claims.judging._recompute import Question, Result
from beholden.figures.core.claims.judging.wrong_ways import CLASSES, Explained
from beholden.figures.core.claims.models import Claim, Judgement, VerdictWord
from beholden.figures.core.periods import label


def where(claim: Claim, question: Question | None = None) -> str:
    """Who and when: ``Essex, 2016/17 to 2017/18``."""
    periods = (
        [cell.period for cell in question.cells]
        if question is not None
        else [each for each in (claim.earlier, claim.period) if each is not None]
    )
    names = list(dict.fromkeys(label(each) for each in periods))
    when = f"{names[0]} to {names[-1]}" if len(names) > 1 else "".join(names)
    return f"{claim.subject.name}, {when}" if when else claim.subject.name


def computed(claim: Claim, result: Result, question: Question | None = None) -> str:
    """Who, when and how: ``Essex, 2016/17 to 2017/18: 767 - 568 = 199``."""
    how = "".join(
        f" ({each})" for each in dict.fromkeys(one.how for one in result.inputs if one.how)
    )
    return f"{where(claim, question)}: {result.arithmetic or result.shown}{how}."


def judgement(
    verdict: VerdictWord,
    reason: Iterable[str],
    *,
    tolerant: VerdictWord | None = None,
    result: Result | None = None,
    error_class: str = "",
    own: bool = False,
) -> Judgement:
    """A verdict with what it rests on; numbers of the article's own have no source.

    What is only pieced together of what several forces have as one confirms, and no more.
    """
    inputs = result.inputs if result is not None and not own else ()
    if verdict == "differs" and any(one.pieced for one in inputs):
        verdict, tolerant, error_class = "cannot_tell", None, "missing_members"
        reason = (CLASSES[error_class], "" if result is None else f"{result.arithmetic}.")
    releases = dict.fromkeys(name for one in inputs for name in one.releases)
    return Judgement(
        verdict=verdict,
        tolerant_verdict=tolerant or verdict,
        recomputed="" if result is None else result.shown,
        reason=" ".join(part for part in reason if part),
        error_class=error_class,
        arithmetic="" if result is None else result.arithmetic,
        sources=tuple(dict.fromkeys(name for one in inputs for name in one.sources)),
        release=", ".join(releases),
        by_own_counts=own and result is not None,
    )


def cannot_tell(
    error_class: str, *reason: str, result: Result | None = None, own: bool = False
) -> Judgement:
    """That the data cannot tell, and why."""
    said = [CLASSES[error_class], *reason]
    return judgement("cannot_tell", said, result=result, error_class=error_class, own=own)


def overruled(found: Judgement, verdict: VerdictWord, error_class: str, why: str) -> Judgement:
    """A verdict in place of another, strict and tolerant alike, with the reason of both."""
    return msgspec.structs.replace(
        found,
        verdict=verdict,
        tolerant_verdict=verdict,
        error_class=error_class,
        reason=f"{why} {found.reason}",
    )


def explained(found: Explained) -> str:
    """What a class of error says, with what it is seen by."""
    return " ".join(part for part in (CLASSES[found.error_class], found.detail) if part)
