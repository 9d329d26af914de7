"""What the sentences before one leave for it, and the claims that are finished with it.

The memory holds which area, offence and year the article last spoke of, and every
count it gave, so that "that is a rise of 35 per cent" finds its two counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

import msgspec

from beholden.figures.core._calendar import label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import (
    KINDS,
    Counted,
    Draft,
    Who,
    Years,
    _carries,
    exact,
    is_whole,
    rough,
)
from beholden.figures.core.claims.finding._story import Seen
from beholden.figures.core.claims.finding._topic import Topic
from beholden.figures.core.claims.finding.areas._beside import beside
from beholden.figures.core.claims.finding.listed._heading import (
    Heading,
    below,
    goes_on_row,
    heading_of,
    is_row,
    names_a_row,
)
from beholden.figures.core.claims.finding.listed._table import TableSoFar
from beholden.figures.core.claims.finding.sentences import Sentence, within
from beholden.figures.core.claims.models import (
    Claim,
    ClaimKind,
    Measure,
    Operand,
    OperandRole,
    Phrase,
    Shape,
    Spot,
    Subject,
)
from beholden.figures.core.claims.naming.series import Series
from beholden.figures.core.claims.naming.what import What
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.claims.naming.when import resolved as dated
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import Day, Period


class Kept(msgspec.Struct, frozen=True):
    """A count that the article gave."""

    period: Period | None
    value: Decimal
    text: str
    rough: bool = False


def _pair_of(one: Draft, other: Draft) -> tuple[str, str, Years] | None:
    """Two counts of the same thing in two years, told one after the other: they are compared."""
    here, there = (one.who.subject.key, one.what.series), (other.who.subject.key, other.what.series)
    first, second = one.years.period, other.years.period
    counts = one.measure is other.measure is Measure.COUNT
    if not counts or here != there or first is None or second is None or first == second:
        return None
    earlier, later = sorted((first, second))
    why = f"{label(earlier)} to {label(later)}, of which the two counts before are"
    return (*here, Years(later, said=True, why=why, earlier=earlier, earlier_said=True))


_AS_MANY_PEOPLE = lazily(
    r"\s+(?:as\s+many|more|(?:times\s+)?the\s+numbers?\s+of)\s+(?:\w+\s+){0,2}?"
    r"(?:offenders|suspects|perpetrators|criminals|abusers|people|men|women)\b"
    r"(?!\s+(?:image\s+)?(?:offences|crimes))",
    re.IGNORECASE,
)
_COMPARED = lazily(
    r"\b(?:than|unlike)\s+(?:in\s+|the\s+|that\s+of\s+|those\s+of\s+|neighbou?ring\s+){0,2}$"
    r"|\b(?:compared\s+(?:with|to)|against|versus)\s+(?:(?:just|only|about|some)\s+)?"
    r"(?:[\d,.]+\s+(?:[a-z]+\s+){0,2}?(?:in|for|at|by|from)\s+)?(?:the\s+|neighbou?ring\s+)?$",
    re.IGNORECASE,
)
# "Its rise is smaller than that of Kent" is told of whom it was before.
_ITS = lazily(r"\W*(?:its|it|the\s+(?:force|county|constabulary)(?:['\u2019]s)?)\b", re.IGNORECASE)


# "Councils had known of one in three": those that only "they" goes on with, for they are no area.
_BODIES = lazily(
    r"(?:local\s+)?(?:authorities|councils|agencies|schools|colleges|courts|hospitals|prosecutors)"
    r"|social\s+(?:workers|services)|children['\u2019]s\s+services|parents|teachers|doctors|nurses"
)
_THEY = lazily(r"\W*(?:they|these|those|their|both|all)\b", re.IGNORECASE)


def _of_bodies(subject: Subject | None) -> bool:
    """Whether somebody is no more than "local authorities" or "schools", of no place at all."""
    return subject is not None and _BODIES.fullmatch(subject.name) is not None


def _followed(mentions: Sequence[WhoMention], text: str, start: int) -> list[WhoMention]:
    """The areas that "the force" may mean later: none that others are only held against."""
    main = [
        one
        for one in mentions
        if not beside(text, start, one) and not _COMPARED.search(text[start : one.start])
    ]
    goes_on = _ITS.match(text, start) is not None
    return main if goes_on or any(one.kind in {"force", "area"} for one in main) else list(mentions)


class Held(Protocol):
    """What the data hold, as far as it tells what an article means."""

    def years_of(self, subject: Subject, series: str, number: Decimal) -> tuple[Period, ...]:
        """The periods for which the data hold this number."""

    @property
    def series(self) -> tuple[Series, ...]:
        """What else is counted than offences that are known by name."""

    @property
    def offences(self) -> tuple[Series, ...]:
        """Every series of offences that the data count, whatever names it."""

    @property
    def areas(self) -> tuple[str, ...]:
        """Names of areas, other than forces and regions, for which the data hold numbers."""

    @property
    def own_areas(self) -> tuple[str, ...]:
        """Those of them for which the data hold a series of the newsroom's own."""

    @property
    def levels(self) -> frozenset[str]:
        """The series that the data hold in per cents alone."""

    def knows(self, subject: Subject, series: str, period: Period) -> bool:
        """Whether the data hold any number for a period."""

    def holds(self, subject: Subject, series: str) -> bool:
        """Whether the data hold any number at all."""


class NothingHeld:
    """No data at all."""

    series: tuple[Series, ...] = ()
    offences: tuple[Series, ...] = ()
    areas: tuple[str, ...] = ()
    own_areas: tuple[str, ...] = ()
    levels: frozenset[str] = frozenset()

    def years_of(self, _subject: Subject, _series: str, _number: Decimal) -> tuple[Period, ...]:
        """No period."""
        return ()

    def knows(self, _subject: Subject, _series: str, _period: Period) -> bool:
        """Nothing."""
        return False

    def holds(self, _subject: Subject, _series: str) -> bool:
        """Nothing."""
        return False


_FEWEST_ROWS = 2
COUNTRIES = frozenset({"group:uk", "group:england-and-wales"})
"""What no article means by "the region"."""


class Memory:
    """What was said so far. One article's, filled sentence by sentence."""

    def __init__(
        self,
        about: Topic,
        published: Day | None = None,
        held: Held | None = None,
    ) -> None:
        self.about = about
        self.held = NothingHeld() if held is None else held
        self.published = published
        self.seen: Seen | None = None
        self.seen_before: Seen | None = None
        self.subject: Subject | None = None
        self.force: Subject | None = None
        self.group: Subject | None = None
        self.region: Subject | None = None
        self.what: What | None = None
        self.heading: Heading | None = None
        self.in_row = False
        self.table = TableSoFar()
        self.rows_above: tuple[Subject, ...] = ()
        self._above = ""
        self._subject_at = (-1, -1)
        self._named: Subject | None = None
        self._named_at = (-1, -1)
        self.forces: tuple[Subject, ...] = ()
        self._pair: tuple[str, str, Years] | None = None
        self._counts: dict[tuple[str, str], list[Kept]] = {}
        self._last: Draft | None = None
        self.told_last: Draft | None = None
        self._before_bodies: tuple[Subject | None, tuple[int, int]] = (None, (-1, -1))
        self.sentence_before: tuple[Draft, ...] = ()
        self.told_before: tuple[Draft, ...] = ()
        self.what_before: Counted | None = None
        self.told: Years | None = None
        self.dated_so_far: set[Period] = set()
        self._year_told: tuple[int, Period] | None = None
        self._turned: tuple[int, Counted] | None = None
        self.span: Years | None = None
        self._changes: list[Draft] = []
        self._rows = 0
        self._outside: tuple[Subject | None, Subject | None, Draft | None] | None = None
        self._lists: list[tuple[Subject, ...]] = []

    def enter(self, seen: Seen) -> None:
        """Goes to the next block: what is counted is again what the article is about."""
        self._step_over_table(seen)
        self.seen, self.seen_before = seen, self.seen
        self._enter_table(seen)
        self.told_last = self._last
        self.in_row = is_row(seen) or below(seen, self.heading)
        if not self.in_row:
            heading = heading_of(seen)
            if heading is not None or self.heading is None or not self.heading.alone:
                self.heading = heading
        self.what = None
        self._last = None
        self.sentence_before = ()
        self._leave_list(seen)

    def _step_over_table(self, seen: Seen) -> None:
        """Behind a table the text goes on with what it spoke of before: not with its last row."""
        inside = self.seen is not None and self.seen.block.kind == "table"
        if seen.block.kind == "table":
            if not inside:
                self._outside = (self.subject, self._named, self._last)
        elif inside and self._outside is not None:
            self.subject, self._named, self._last = self._outside
            self._outside = None

    def _enter_table(self, seen: Seen) -> None:
        """A table begins anew below each line of text, which may be what it is headed."""
        if seen.block.kind != "table":
            self.rows_above = self.table.listed
            self.table = TableSoFar()
            self._above = seen.block.text
        elif self.heading is not None:
            self.table = TableSoFar(title=self.heading, above=self._above)

    def _leave_list(self, seen: Seen) -> None:
        """Forgets the last area of a list by area: what follows is of the article's again."""
        if names_a_row(seen):
            self._rows += 1
            return
        if goes_on_row(seen):
            return
        if self._rows >= _FEWEST_ROWS:
            self.subject = self._named = None
        self._rows = 0

    @property
    def above(self) -> Heading | None:
        """The heading of the list whose row the block is."""
        in_part = self.heading is not None and self.heading.alone
        return self.heading if self.in_row or in_part else None

    def begin(self, sentence: Sentence) -> None:
        """Goes to the next sentence; its areas are those that "the force" may mean."""
        assert self.seen is not None  # noqa: S101 - for the type checker; entered before
        named = within(self.seen.whats, sentence)
        own = "" if self.about.what is None else self.about.what.series
        if any(_carries(what) or what.series == own for what in named):
            self._turned = None
        self.what = next((what for what in named if _carries(what)), self.what)
        if _of_bodies(self.subject) and not _THEY.match(sentence.text):
            self.subject, self._subject_at = self._before_bodies

    def turn(self, block: int, what: Counted) -> None:
        """Remembers that the text speaks of another crime from here on."""
        self._turned = (block, what)

    @property
    def turned(self) -> Counted | None:
        """The other crime that this paragraph turned to, or the one before it."""
        if self._turned is None or self.seen is None:
            return None
        block, what = self._turned
        return what if self.seen.index - block <= 1 else None

    def dated(self, when: When) -> Period | None:
        """The period that words name; "the year to March" takes its year from the article's day."""
        if when.period is None and self.published is not None:
            return dated(when, self.published)
        return when.period

    def meant(self, mention: WhoMention, series: str) -> Subject | None:
        """The force or the region of the same name: the one for which the data hold the series."""
        subject, newest = mention.subject, self.about.newest
        if subject is None:
            return None
        for other in mention.alternatives:
            alone = self.held.holds(other, series) and not self.held.holds(subject, series)
            dated = (
                newest is not None
                and self.held.knows(other, series, newest)
                and not self.held.knows(subject, series, newest)
            )
            if alone or dated:
                return other
        return subject

    def _mention(self, mention: WhoMention, block: int) -> None:
        """Remembers who was named last."""
        what = self.what or self.about.what
        if mention.alternatives and what is not None:
            mention = msgspec.structs.replace(mention, subject=self.meant(mention, what.series))
        if mention.subject is None or mention.kind in {"anaphor", "rest", "each"}:
            return
        if mention.kind == "uk" and self.about.hotline:
            return
        if mention.kind in {"force", "area", "part"} and not mention.subject.members:
            # "The force" is never the town.
            self.force = msgspec.structs.replace(mention.subject, part="")
        else:
            self.group = mention.subject
            if mention.subject.key not in COUNTRIES:
                self.region = mention.subject
        if mention.kind != "part":
            self._named, self._named_at = mention.subject, (block, mention.start)
        if mention.kind in {"force", "area"} and not mention.subject.members:
            others = [one for one in self.forces if one.key != mention.subject.key]
            self.forces = (*others, mention.subject)

    def keep(self, drafts: Iterable[Draft], sentence: Sentence) -> None:
        """Remembers whom a sentence named and what it claimed."""
        assert self.seen is not None  # noqa: S101 - for the type checker; entered before
        mentions = within(self.seen.whos, sentence)
        for mention in _followed(mentions, self.seen.block.text, sentence.start):
            self._mention(mention, self.seen.index)
        found = tuple(drafts)
        if found:
            self.sentence_before = self.told_before = found
            self.what_before = found[-1].what
        self._keep_year(found)
        listed = {
            one.who.subject.key: one.who.subject
            for one in found
            if one.measure is Measure.COUNT and not one.who.subject.members
        }
        self._lists.append(tuple(listed.values()))
        for draft in found:
            if draft.years.said and draft.years.period is not None:
                self.dated_so_far.add(draft.years.period)
            if _of_bodies(draft.who.subject) and not _of_bodies(self.subject):
                self._before_bodies = (self.subject, self._subject_at)
            self.subject = draft.who.subject
            self._subject_at = (draft.block, draft.sentence.end)
            if draft.measure is Measure.COUNT and not is_whole(draft):
                key = (draft.who.subject.key, draft.what.series)
                kept = Kept(
                    draft.years.period, exact(draft.phrase), draft.phrase.text, rough(draft.phrase)
                )
                self._counts.setdefault(key, []).append(kept)
            if draft.measure is Measure.CHANGE:
                self._changes.append(draft)
            self._keep_pair(draft)
            self._last = draft

    def _keep_year(self, found: Sequence[Draft]) -> None:
        """Remembers which year a sentence spoke of, for "the same year": of two the newer one."""
        told = [
            one.years.period
            for one in found
            if one.years.said and one.years.period is not None and one.measure is Measure.COUNT
        ]
        if told and self.seen is not None:
            self._year_told = (self.seen.index, max(told))

    @property
    def year_told(self) -> Period | None:
        """The year of which a count was told just before, in this block or the one before it."""
        if self._year_told is None or self.seen is None:
            return None
        block, period = self._year_told
        return period if self.seen.index - block <= 1 else None

    def _keep_pair(self, draft: Draft) -> None:
        """Remembers which two years were compared, for "over the same period"."""
        years = draft.years
        if draft.measure is Measure.SUM and years.earlier is not None:
            self.span = years
        if years.earlier is None and self._last is not None:
            pair = _pair_of(self._last, draft)
            if pair is not None:
                self._pair, self.told = pair, pair[2]
        elif years.earlier is not None and draft.measure is not Measure.SUM:
            self._pair = (draft.who.subject.key, draft.what.series, years)
            if years.said and years.earlier_said:
                self.told = years

    def carried(self, block: int, *, pointing: bool = False) -> Who:
        """Whom a sentence means that names nobody.

        Args:
            block: Where it stands.
            pointing: Whether it begins with "That is": it speaks of the claim before.
        """
        near = max(0, block - 1)
        # "A reader asks about Kent. That is a rise of a third": of whom the paragraph speaks.
        told_here = self.subject is not None and (
            self._subject_at[0] == self._named_at[0] or not self._alone_here()
        )
        newer = self._named_at > self._subject_at and not (pointing and told_here)
        if self._named is not None and self._named_at[0] >= near and newer:
            return Who(self._named, f"{self._named.name}, named just before", named=False)
        if self.subject is not None and self._subject_at[0] >= near:
            why = f"{self.subject.name}, of whom the text spoke last"
            return Who(self.subject, why, named=False)
        if self.about.subject is not None:
            why = f"{self.about.subject.name}, {self.about.subject_why}"
            return Who(self.about.subject, why, named=False)
        return Who(
            Subject("group:uk", "United Kingdom"),
            "the United Kingdom, for the article names no area",
            named=False,
        )

    def _alone_here(self) -> bool:
        """Whether the block names a single area."""
        named = () if self.seen is None else self.seen.whos
        return len({one.subject.key for one in named if one.subject is not None}) == 1

    def listed_of(self, many: int, last: Sequence[Subject]) -> tuple[Subject, ...]:
        """The areas whose counts one sentence gave, so many of them; empty where none did.

        Args:
            many: How many are meant.
            last: Those named last, some of which may have been named beside the list.
        """
        keys = {one.key for one in last}
        for each in reversed(self._lists):
            if len(each) == many:
                return each if keys & {one.key for one in each} else ()
        return ()

    def named(self, block: int) -> Subject | None:
        """The area that was named last, in this block or the one before it."""
        return self._named if self._named_at[0] >= max(0, block - 1) else None

    def candidates(self) -> tuple[Subject, ...]:
        """Whom a number without an area may be of: those the text spoke of, the last one first."""
        found = (self._named, self.subject, self.about.subject, self.force, self.group)
        return tuple(dict.fromkeys(one for one in found if one is not None))

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

    def counts(self, subject: Subject, series: str) -> bool:
        """Whether the article gave any count of an area."""
        return (subject.key, series) in self._counts

    def has_counted(self, number: Decimal) -> bool:
        """Whether the article gave a count of this number before."""
        return any(one.value == number for each in self._counts.values() for one in each)

    def periods_told(self, subject: Subject, series: str) -> tuple[Period, ...]:
        """The years of which the article gave counts so far."""
        kept = self._counts.get((subject.key, series), [])
        return tuple(dict.fromkeys(one.period for one in kept if one.period is not None))

    def repeated(self, phrase: Phrase) -> Draft | None:
        """The change that was told before in the same number."""
        for draft in reversed(self._changes):
            if draft.phrase.value == phrase.value:
                return draft
        return None

    @property
    def reference(self) -> Period | None:
        """What "the year before" is before: the period of the claim before, in the same block."""
        last = self._last
        return None if last is None or last.role.end == "earlier" else last.years.period

    @property
    def last(self) -> Draft | None:
        """The claim before, in the same block."""
        return self._last


def finished(draft: Draft, memory: Memory) -> Claim:
    """The claim, with counts that the article gives anywhere for its two ends."""
    what, who, years = draft.what, draft.who, draft.years
    return Claim(
        kind=_kind(draft),
        measure=draft.measure,
        sentence=draft.sentence.text,
        at=draft.phrase.start - draft.sentence.start,
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
        operands=draft.operands,
        elsewhere=_elsewhere(draft, memory),
        group=draft.group,
        basis=draft.role.basis,
        part=draft.part,
        whole=draft.whole,
        course=draft.course,
        people=draft.people or _of_people(draft),
        subject_said=draft.who.named,
        subject_alone=memory.about.only == draft.who.subject.key,
        series_said=what.named,
        speaker=draft.speaker,
        why=tuple(f"{kind}: {why}" for kind, why in _reasons(draft) if why),
    )


def _of_people(draft: Draft) -> bool:
    """Whether it says how many times as many people: that is no multiple of offences."""
    after = draft.sentence.text[draft.phrase.end - draft.sentence.start :]
    return _AS_MANY_PEOPLE.match(after) is not None


def _kind(draft: Draft) -> ClaimKind:
    """By how many one area has more than another is a number, and no ratio; a part is a share."""
    if draft.measure is Measure.OF_OTHER and draft.role.basis == "difference":
        return "share"
    by_how_many = draft.measure is Measure.OF_OTHER and draft.phrase.shape is Shape.COUNT
    return "total" if by_how_many else KINDS[draft.measure]


def _reasons(draft: Draft) -> Sequence[tuple[str, str]]:
    return (("who", draft.who.why), ("what", draft.what.why), ("when", draft.years.why))


_ENDS = {
    Measure.CHANGE, Measure.YEARLY_CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE,
}  # fmt: skip


def _elsewhere(draft: Draft, memory: Memory) -> tuple[Operand, ...]:
    """The counts that other sentences give for the two ends of a change, or for a rate."""
    subject, series, years = draft.who.subject, draft.what.series, draft.years
    ends: dict[OperandRole, Period | None] = {}
    if draft.measure in _ENDS:
        ends = {"earlier": years.earlier, "later": years.period}
    elif draft.measure is Measure.FREQUENCY:
        ends = {"count": years.period}
    kept = {role: memory.count(subject, series, period) for role, period in ends.items()}
    return tuple(Operand(role, one.value, one.text, one.rough) for role, one in kept.items() if one)


__all__ = ["COUNTRIES", "Held", "Kept", "Memory", "finished"]
