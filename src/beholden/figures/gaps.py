"""Why a force has no number, in its own words: refused is not unanswered, nor is waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from beholden.figures.core.assembly import Assembly
from beholden.figures.core.models import Source, State
from beholden.figures.core.releasing import Gap
from beholden.figures.folder import Answer
from beholden.figures.models import ReadAnswer, Readings

_STATES = {
    "refused": State.REFUSED,
    "not_held": State.NOT_HELD,
    "no_answer": State.NO_ANSWER,
}
_ORDER = (State.REFUSED, State.NOT_HELD, State.BLANK, State.NO_ANSWER)


def gaps_of(answers: Sequence[Answer], readings: Readings, assembly: Assembly) -> tuple[Gap, ...]:
    """Every reason for a missing number; what a force has said comes before what it has not."""
    waiting = {one.item.id for one in assembly.pending}
    gaps = [gap for answer in readings.answers for gap in _of_file(answer, waiting)]
    gaps += [
        Gap(one.force, one.state, one.note, period=one.asked, received=one.received)
        for one in answers
        if one.state is not None and one.force is not None
    ]
    return tuple(sorted(gaps, key=lambda gap: (gap.force, _ORDER.index(gap.state))))


def _of_file(answer: ReadAnswer, waiting: set[str]) -> Iterator[Gap]:
    if answer.force is None:
        return
    source = Source(file=answer.file, digest=answer.digest)
    for status in answer.statuses:
        state = _STATES.get(status.kind)
        if state is not None:
            yield Gap(
                answer.force,
                state,
                status.section,
                status.source if status.source.file else source,
                status.period if status.period is not None else answer.asked,
                answer.received,
            )
    if any(status.kind in _STATES for status in answer.statuses):
        return
    if answer.error or answer.silent:
        reason = "the answer could not be read by a program"
    elif any(one.item.id in waiting for one in answer.items):
        reason = "the answer awaits a check by a person"
    elif any(not one.item.reading.value.known for one in answer.items):
        reason = "the answer withholds a number, or leaves it blank"
    else:
        reason = "the answer holds no number of these offences for this period"
    yield Gap(answer.force, State.BLANK, reason, source, answer.asked, answer.received)
