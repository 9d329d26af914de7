"""A claim in the making, and what the sentences before it leave for it.

The memory holds which area, offence and year the article last spoke of, and every
count it gave, so that "that is a rise of 35 per cent" finds its two counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from beholden.figures.core.claims._roles import Role
from beholden.figures.core.claims._story import Seen, Topic
from beholden.figures.core.claims.models import (
    Claim,
    ClaimKind,
    Measure,
    Operand,
    OperandRole,
    Phrase,
    Spot,
    Subject,
)
from beholden.figures.core.claims.sentences import Sentence
from beholden.figures.core.claims.what import What
from beholden.figures.core.claims.when import When
from beholden.figures.core.claims.when import resolved as dated
from beholden.figures.core.models import Day, Period

KINDS: dict[Measure, ClaimKind] = {
    Measure.COUNT: "total",
    Measure.DIFFERENCE: "total",
    Measure.SUM: "total",
    Measure.CHANGE: "percent_change",
    Measure.YEARLY_CHANGE: "percent_change",
    Measure.MULTIPLE: "ratio",
    Measure.OF_OTHER: "ratio",
    Measure.FREQUENCY: "rate",
    Measure.PER_HEAD: "rate",
    Measure.SHARE: "share",
    Measure.RANK: "rank",
}


class Who(msgspec.Struct, frozen=True):
    """An area with the reason why it is meant."""

    subject: Subject
    why: str
    named: bool = True


class Counted(msgspec.Struct, frozen=True):
    """What is counted, with the reason why it is meant."""

    series: str
    name: str
    why: str
    people: bool = False
    beside: bool = False


class Years(msgspec.Struct, frozen=True, omit_defaults=True):
    """A period, and for a change the one it is compared with; what the words say of each."""

    period: Period | None
    said: bool
    why: str
    earlier: Period | None = None
    earlier_said: bool = False


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """A claim before it is finished."""

    phrase: Phrase
    block: int
    sentence: Sentence
    role: Role
    who: Who
    what: Counted
    years: Years
    measure: Measure
    operands: tuple[Operand, ...] = ()
    group: Subject | None = None
    part: str = ""
    whole: str = ""
    people: bool = False
    speaker: str = ""


class Kept(msgspec.Struct, frozen=True):
    """A count that the article gave."""

    period: Period | None
    value: Decimal
    text: str


class Memory:
    """What was said so far. One article's, filled sentence by sentence."""

    def __init__(self, about: Topic, published: Day | None = None) -> None:
        self.about = about
        self._published = published
        self.seen: Seen | None = None
        self.subject: Subject | None = None
        self.force: Subject | None = None
        self.group: Subject | None = None
        self.what: What | None = None
        self.columns: tuple[Period | None, ...] = ()
        self._subject_block = -1
        self._pair: tuple[str, str, Years] | None = None
        self._counts: dict[tuple[str, str], list[Kept]] = {}
        self._last: Draft | None = None

    def enter(self, seen: Seen) -> None:
        """Goes to the next block: what is counted is again what the article is about."""
        self.seen = seen
        self.what = None
        self._last = None

    def begin(self, sentence: Sentence) -> None:
        """Goes to the next sentence; its areas are those that "the force" may mean."""
        assert self.seen is not None  # noqa: S101 - for the type checker; entered before
        for what in self.seen.whats:
            if sentence.start <= what.start < sentence.end and not what.generic:
                self.what = what
                break

    def dated(self, when: When) -> Period | None:
        """The period that words name; "the year to March" takes its year from the article's day."""
        if when.period is None and self._published is not None:
            return dated(when, self._published)
        return when.period

    def mention(self, subject: Subject, kind: str) -> None:
        """Remembers who was named last."""
        if kind in {"force", "area", "part"}:
            self.force = subject
        elif kind in {"group", "uk"}:
            self.group = subject

    def keep(self, drafts: Iterable[Draft]) -> None:
        """Remembers what a sentence claimed."""
        for draft in drafts:
            self.subject = draft.who.subject
            self._subject_block = draft.block
            if draft.measure is Measure.COUNT:
                key = (draft.who.subject.key, draft.what.series)
                kept = Kept(draft.years.period, exact(draft.phrase), draft.phrase.text)
                self._counts.setdefault(key, []).append(kept)
            if draft.years.earlier is not None:
                self._pair = (draft.who.subject.key, draft.what.series, draft.years)
            self._last = draft

    def carried(self, block: int) -> Who:
        """Whom a sentence means that names nobody."""
        if self.subject is not None and block - self._subject_block <= 1:
            return Who(
                self.subject, f"{self.subject.name}, of whom the text spoke last", named=False
            )
        if self.about.subject is not None:
            why = f"{self.about.subject.name}, {self.about.subject_why}"
            return Who(self.about.subject, why, named=False)
        return Who(
            Subject("group:uk", "United Kingdom"),
            "the United Kingdom, for the article names no area",
            named=False,
        )

    def pair(self, subject: Subject, series: str) -> Years | None:
        """The two years that were compared last, of the same thing."""
        if self._pair is None or self._pair[:2] != (subject.key, series):
            return None
        return self._pair[2]

    def count(self, subject: Subject, series: str, period: Period | None) -> Kept | None:
        """The count that the article gave last for a period."""
        for kept in reversed(self._counts.get((subject.key, series), [])):
            if kept.period == period and period is not None:
                return kept
        return None

    @property
    def last(self) -> Draft | None:
        """The claim before, in the same block."""
        return self._last


def exact(phrase: Phrase) -> Decimal:
    """The value of a count; a count in words may be a fraction ("half a million")."""
    value = phrase.value
    return value if isinstance(value, Decimal) else Decimal(value.numerator) / value.denominator


def finished(draft: Draft, memory: Memory) -> Claim:
    """The claim, with counts that the article gives anywhere for its two ends."""
    what, who, years = draft.what, draft.who, draft.years
    return Claim(
        kind=KINDS[draft.measure],
        measure=draft.measure,
        sentence=draft.sentence.text,
        phrase=draft.phrase,
        subject=who.subject,
        series=what.series,
        series_name=what.name,
        places=(Spot(draft.block, draft.phrase.start, draft.phrase.end),),
        period=years.period,
        period_said=years.said,
        earlier=years.earlier,
        earlier_said=years.earlier_said,
        direction=draft.role.direction,
        operands=_operands(draft, memory),
        group=draft.group,
        basis=draft.role.basis,
        part=draft.part,
        whole=draft.whole,
        people=draft.people,
        speaker=draft.speaker,
        why=tuple(f"{kind}: {why}" for kind, why in _reasons(draft) if why),
    )


def _reasons(draft: Draft) -> Sequence[tuple[str, str]]:
    return (("who", draft.who.why), ("what", draft.what.why), ("when", draft.years.why))


_ENDS = {
    Measure.CHANGE, Measure.YEARLY_CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE,
}  # fmt: skip


def _operands(draft: Draft, memory: Memory) -> tuple[Operand, ...]:
    given = {one.role: one for one in draft.operands}
    subject, series = draft.who.subject, draft.what.series
    if draft.measure in _ENDS:
        ends: dict[OperandRole, Period | None] = {
            "earlier": draft.years.earlier,
            "later": draft.years.period,
        }
        for role, period in ends.items():
            kept = memory.count(subject, series, period)
            if role not in given and kept is not None:
                given[role] = Operand(role, kept.value, kept.text)
    if draft.measure is Measure.FREQUENCY and "count" not in given:
        kept = memory.count(subject, series, draft.years.period)
        if kept is not None:
            given["count"] = Operand("count", kept.value, kept.text)
    return tuple(given.values())


__all__ = ["KINDS", "Counted", "Draft", "Kept", "Memory", "Who", "Years", "exact", "finished"]
