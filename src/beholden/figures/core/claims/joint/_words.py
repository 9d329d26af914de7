"""What the words of a claim's sentence allow: a reading never goes against a name or a year.

Words(article, gazetteer, lines, numbers).subjects(number)  # the areas that it may be of
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims._own_area import own_area
from beholden.figures.core.claims.finding.areas._listed import several
from beholden.figures.core.claims.joint._lines import Line, Lines, Place
from beholden.figures.core.claims.joint._numbers import PAIRS, Number, sharp
from beholden.figures.core.claims.joint._other_names import may_be_another, misread
from beholden.figures.core.claims.joint._years import (
    Year,
    fits_year,
    lapses_said,
    named_years,
    spans_said,
    years_ago,
)
from beholden.figures.core.claims.models import Article, Claim, Measure, Subject
from beholden.figures.core.claims.naming._who_words import UK_NAMES
from beholden.figures.core.claims.naming.gazetteer import Gazetteer, of_force, of_group, plain
from beholden.figures.core.claims.naming.who import WhoMention, mentions
from beholden.figures.core.models import Day, ForceCode, Period
from beholden.figures.core.periods import days

_ONE_FORCE = lazily(r"\b(?:county|force|constabulary)\b", re.IGNORECASE)
_LATEST = lazily(
    r"\b(?:latest|newest|most\srecent|last)\s(?:full\s)?(?:financial\s)?(?:year|12\smonths|twelve\smonths)\b",
    re.IGNORECASE,
)
_PARTS = lazily(r"[;:\u2013\u2014]\s")
_SENTENCES = lazily(r"(?<=[.!?])\s")
_A_YEAR = 365
_FEWEST = 2
_FEW_AS_ONE = 3  # forces under one name, as "Gloucestershire and Wiltshire"
_MOST_BEFORE = 10
_MOST_OF_A_REGION = 10
_FEW_BLOCKS = 4
_HEAD = 20  # blocks of an article before a number, in which its subject is told
_NEXT = 1
"""An article that came late counts "five years ago" from a year that is not the last one."""


def _is_the_uk(mention: WhoMention) -> bool:
    """Whether words name the United Kingdom itself: "nationally" may be of fewer nations."""
    return mention.kind == "uk" and plain(mention.text.removeprefix("the ")) in UK_NAMES


def _told_from_another(claim: Claim, years: Sequence[Year]) -> bool:
    """Whether a year is said by how far it lies from another: "five years ago"."""
    if not claim.period_said or claim.period is None or claim.earlier is not None:
        return False
    return not any(fits_year(one, claim.period) for one in years)


def _clause(claim: Claim) -> str:
    """The part of a sentence, between semicolons and the like, in which a number stands."""
    before, number, after = claim.before, claim.phrase.text, claim.after
    return f"{_PARTS.split(before)[-1]}{number}{_PARTS.split(after)[0]}"


def _apart(one: Period, other: Period) -> int:
    return abs(one.start.year - other.start.year)


_FOLLOWING = lazily(
    r"when: .*\b(?:following\s+year|next\s+year|year\s+after\s+the\s+one|said\s+as\s+later)\b",
    re.IGNORECASE,
)


def _before_the_following(claim: Claim, period: Period) -> bool:
    """Whether a count that was read as of "the following year" is asked for in one before that."""
    if claim.period is None or period.start >= claim.period.start:
        return False
    return any(_FOLLOWING.match(one) for one in claim.why)


class Words:
    """What each sentence of an article names, read once."""

    def __init__(
        self,
        article: Article,
        gazetteer: Gazetteer,
        lines: Lines,
        numbers: Sequence[Number],
    ) -> None:
        self.lines = lines
        self.numbers = numbers
        self._article = article
        self._blocks = article.blocks
        self._gazetteer = gazetteer
        self._subjects: dict[int, tuple[Subject, ...]] = {}
        self._named: dict[str, tuple[WhoMention, ...]] = {}
        self._found: dict[str, tuple[WhoMention, ...]] = {}
        self._around: dict[Subject, frozenset[str]] = {}

    def named(self, sentence: str) -> tuple[WhoMention, ...]:
        """The areas that a sentence names."""
        if sentence not in self._named:
            found = self._mentions(sentence)
            self._named[sentence] = tuple(one for one in found if one.subject is not None)
        return self._named[sentence]

    def _mentions(self, text: str) -> tuple[WhoMention, ...]:
        """Every name of an area, or word for one, in a text: read once."""
        if text not in self._found:
            self._found[text] = tuple(mentions(text, self._gazetteer))
        return self._found[text]

    @cached_property
    def headline(self) -> str:
        """The first block of the article."""
        return self._blocks[0].text if self._blocks else ""

    @property
    def published(self) -> Day | None:
        """The article's own day, where it is known."""
        return self._article.published

    @cached_property
    def text(self) -> str:
        """The whole article."""
        return "\n".join(block.text for block in self._blocks)

    def around(self, number: Number) -> str:
        """The article up to the end of the block that a number stands in."""
        last = number.claim.places[0].block + 1
        return "\n".join(block.text for block in self._blocks[max(0, last - _HEAD) : last])

    def beside(self, number: Number) -> str:
        """The block that a number stands in, and the few before it."""
        block = number.claim.places[0].block
        return "\n".join(one.text for one in self._blocks[max(0, block - _FEW_BLOCKS) : block + 1])

    @cached_property
    def own(self) -> Subject | None:
        """The area that the article is mostly about."""
        claims = [one.claim for one in self.numbers]
        return own_area(self._article, claims, self._gazetteer)

    @cached_property
    def home(self) -> Subject | None:
        """The area that "here" and "our own force" mean: the article's own, or the first named."""
        if self.own is not None:
            return self.own
        for block in self._blocks:
            named = {
                one.subject.key: one.subject
                for one in self.named(block.text)
                if one.subject is not None and len(self.lines.data.members(one.subject)) == 1
            }
            if named:
                return next(iter(named.values())) if len(named) == 1 else None
        return None

    @cached_property
    def home_region(self) -> Subject | None:
        """The region that "this region" means: that of the home, or the only one named."""
        members = self.lines.data.members
        if self.home is not None:
            mine = set(members(self.home))
            return next((one for one in self.regions if mine < set(members(one))), None)
        keys = {one.key for one in self.regions}
        named = {
            one.subject.key: one.subject
            for block in self._blocks
            for one in self.named(block.text)
            if one.subject is not None and one.subject.key in keys
        }
        return next(iter(named.values())) if len(named) == 1 else None

    @cached_property
    def uk(self) -> Subject | None:
        """The whole country."""
        return next(
            (of_group(one) for one in self.lines.data.registry.groups if one.id == "uk"), None
        )

    @cached_property
    def regions(self) -> tuple[Subject, ...]:
        """The regions of the country, and Wales, which has as few forces."""
        groups = self.lines.data.registry.groups
        return tuple(
            of_group(one)
            for one in groups
            if one.kind in {"region", "nation"} and 1 < len(one.members) <= _MOST_OF_A_REGION
        )

    @cached_property
    def most_told(self) -> str:
        """The series of which most counts are that the data agreed with; empty where none is."""
        told = Counter(self.lines.line_of(one.claim).series for one in self.numbers if one.held)
        return told.most_common(1)[0][0] if told else ""

    def several(self, codes: Sequence[ForceCode]) -> Subject:
        """Several forces as one."""
        return several(tuple(codes), self._gazetteer)

    @cached_property
    def forces(self) -> tuple[ForceCode, ...]:
        """The forces that the article names, in the order of their first names."""
        return tuple(dict.fromkeys(code for _, code in self._forces_named))

    def forces_before(self, number: Number) -> tuple[ForceCode, ...]:
        """The last forces that the article names before a number, the one named last at the end."""
        spot = number.claim.places[0]
        last = bisect_left(self._forces_named, ((spot.block, spot.start), ""))
        found: dict[ForceCode, None] = {}
        for at in range(last - 1, -1, -1):
            found.setdefault(self._forces_named[at][1])
            if len(found) == _MOST_BEFORE:
                break
        return tuple(reversed(found))

    def sentences_before(self, number: Number) -> tuple[str, ...]:
        """What stands before a number in its block, and in the one before, by sentences."""
        spot = number.claim.places[0]
        text = self._blocks[spot.block].text[: spot.start]
        text = text[: text.rfind(". ") + 1]
        before = self._blocks[spot.block - 1].text if spot.block else ""
        return tuple(_SENTENCES.split(f"{before} {text}"))

    def counted_of(self, series: str, key: str) -> Number | None:
        """The first exact count that the article tells of an area."""
        return self._counted_of.get((series, key))

    @cached_property
    def _counted_of(self) -> dict[tuple[str, str], Number]:
        found: dict[tuple[str, str], Number] = {}
        for one in self.numbers:
            if one.exact and one.claim.measure is Measure.COUNT and not one.claim.course:
                line = self.lines.line_of(one.claim)
                found.setdefault((line.series, line.subject.key), one)
        return found

    @cached_property
    def _forces_named(self) -> tuple[tuple[tuple[int, int], ForceCode], ...]:
        """Every place where the article names a force, or two that stand as one name."""
        return tuple(
            ((at, one.start), code)
            for at, block in enumerate(self._blocks)
            for one in self.named(block.text)
            if one.subject is not None and len(self.lines.data.members(one.subject)) <= _FEW_AS_ONE
            for code in self.lines.data.members(one.subject)
        )

    @cached_property
    def spoken_of(self) -> tuple[Subject, ...]:
        """The areas that the article's numbers are of, as the rules read them, and those alike."""
        found: dict[str, Subject] = {}
        for one in self.numbers:
            subject = msgspec.structs.replace(one.claim.subject, part="")
            for each in (subject, *self.of_one_name(subject)):
                found.setdefault(self.lines.area(each), each)
        forces = {code for one in found.values() for code in self.lines.data.members(one)}
        for line in self._hits:
            members = set(line.subject.members)
            if len(members) >= _FEWEST and members & forces:
                found.setdefault(self.lines.area(line.subject), line.subject)
        return tuple(found.values())

    @cached_property
    def _hits(self) -> tuple[Line, ...]:
        """The lines of the data that have several of the article's exact counts."""
        values = {one.value for one in self.numbers if one.telling}
        found: dict[tuple[str, str], set[object]] = {}
        for (series, key, _), facts in self.lines.data.cells.items():
            for fact in facts:
                if fact.value in values:
                    found.setdefault((series, key), set()).add(fact.value)
        data = self.lines.data
        return tuple(
            Line(Subject(key, data.name_of(key), data.members_of(key)), series)
            for (series, key), hit in found.items()
            if len(hit) >= _FEWEST
        )

    @cached_property
    def series(self) -> tuple[str, ...]:
        """What the article counts and the data hold, and what its exact counts are numbers of."""
        held = set(self.lines.data.series)
        read = [self.lines.line_of(one.claim).series for one in self.numbers]
        found = dict.fromkeys(one for one in read if one in held)
        found.update(dict.fromkeys(line.series for line in self._hits))
        return tuple(found)

    @cached_property
    def changes_held(self) -> tuple[tuple[Period, Period, Number], ...]:
        """The changes that the data agreed with, with the two years of each."""
        return tuple(
            (one.claim.earlier, one.claim.period, one)
            for one in self.numbers
            if one.held
            and one.claim.measure in PAIRS
            and one.claim.earlier is not None
            and one.claim.period is not None
        )

    def in_its_blocks(self, number: Number) -> list[int]:
        """The places of the numbers that stand in a block in which this one stands, in order."""
        blocks = [self._in_block[block] for block in number.blocks]
        return blocks[0] if len(blocks) == 1 else sorted({at for one in blocks for at in one})

    @cached_property
    def _in_block(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for one in self.numbers:
            for block in one.blocks:
                found.setdefault(block, []).append(one.at)
        return found

    def subjects(self, number: Number) -> tuple[Subject, ...]:
        """The areas that a number may be of without going against its sentence."""
        if number.at not in self._subjects:
            claim = number.claim
            found = self._of_sentence(claim)
            self._subjects[number.at] = tuple(one for one in found if self._said_alike(claim, one))
        return self._subjects[number.at]

    def _said_alike(self, claim: Claim, subject: Subject) -> bool:
        """Whether a claim may be of an area wherever it is repeated."""
        for spot in claim.places[1:]:
            there = self._mentions(self._blocks[spot.block].text)
            areas = {one.subject for one in there if one.subject is not None}
            if areas and not any(self._is(one, subject) for one in areas):
                return False
            several = len(self.lines.data.members(subject)) >= _FEWEST
            if several and any(_ONE_FORCE.search(one.text) for one in there if not one.subject):
                return False
        return True

    def _is(self, named: Subject, subject: Subject) -> bool:
        return not named.part and self.lines.area(named) == self.lines.area(subject)

    def _of_sentence(self, claim: Claim) -> tuple[Subject, ...]:
        if claim.subject.part:
            # The number of a town or a county may be like that of the whole force by chance.
            return ()
        named = self.named(claim.sentence)
        if not named and not claim.subject_said:
            return self.spoken_of
        own = claim.subject
        found = [own]
        for one in named:
            found += [one.subject, *one.alternatives] if one.subject is not None else []
        found += [each for one in tuple(found) for each in self.of_one_name(one)]
        loose = not any(_is_the_uk(one) for one in named)
        found += [each for one in tuple(found) for each in self._within(one) if loose]
        if claim.subject_said:
            alike = {own.key}
            alike |= {each.key for each in self.of_one_name(own)}
            alike |= {each.key for each in self._within(own) if loose}
            alike |= {
                each.key
                for one in named
                if one.subject is not None and one.subject.key == own.key
                for each in one.alternatives
            }
            if self._known(own) or any(one.key in alike for one in found[1:]):
                found = [one for one in found if one.key in alike]
        return tuple({self.lines.area(one): one for one in found}.values())

    def _known(self, subject: Subject) -> bool:
        return bool(self.lines.data.members(subject))

    def of_one_name(self, subject: Subject) -> tuple[Subject, ...]:
        """The force and the region of one name, and larger ones that share it."""
        registry = self.lines.data.registry
        name = subject.name.casefold()
        groups = [
            of_group(one)
            for one in registry.groups
            if one.kind == "region" and name and name in one.name.casefold()
        ]
        forces = [of_force(one) for one in registry.forces if one.name.casefold() == name]
        return tuple(one for one in (*groups, *forces) if one.key != subject.key)

    def _within(self, subject: Subject) -> tuple[Subject, ...]:
        """Most forces of a larger area, of which the data have several of the numbers."""
        mine = set(self.lines.data.members(subject))
        return tuple(
            line.subject
            for line in self._hits
            if len(line.subject.members) >= _FEWEST
            and set(line.subject.members) < mine
            and 2 * len(line.subject.members) > len(mine)
        )

    def stays(self, number: Number, place: Place, by: int) -> bool:
        """Whether a reading leaves a number with the area and the series that the rules read.

        A number of something else is a common mistake, and must not come to agree by being found
        there: only the numbers of its own sentence can show that the other is meant. Where the
        data hold nothing at all of the series that was read, two others show it from farther off.

        Args:
            number: The number.
            place: Where it would stand.
            by: How many others stand on the same line.
        """
        line = self.lines.line_of(number.claim)
        if line.series != place.series and (by < _FEWEST or self.lines.held(line)):
            return False
        own, area = line.subject, place.area
        if not self._known(own):
            return True
        if own not in self._around:
            around = (own, *self.of_one_name(own), *self._within(own))
            self._around[own] = frozenset(self.lines.area(one) for one in around)
        return area in self._around[own]

    def counted(self, number: Number) -> tuple[str, ...]:
        """The series that a number may be of."""
        claim = number.claim
        own = self.lines.line_of(claim).series
        if claim.series_said and not self._left_open(number, own):
            return (own,)
        return self.series

    def _left_open(self, number: Number, series: str) -> bool:
        """Whether the name of what is counted may mean another series, which the data hold."""
        if series in self.lines.data.series:
            return False
        claim = number.claim
        if may_be_another(series):
            return number.exact or claim.measure in PAIRS
        return misread(series) and (number.exact or (claim.measure in PAIRS and sharp(claim)))

    @cached_property
    def _span(self) -> tuple[int, int] | None:
        """The first and the last year that the article speaks of."""
        found = [
            year
            for one in self.numbers
            for period in (one.claim.earlier, one.claim.period)
            if period is not None
            for year in (period.start.year, period.end.year)
        ]
        return (min(found), max(found)) if found else None

    @cached_property
    def newest(self) -> int | None:
        """The calendar year in which the newest year begins that the article speaks of."""
        periods = [one.claim.period for one in self.numbers if one.claim.period is not None]
        return max((one.start.year for one in periods), default=None)

    def between(self, one: Number, other: Number) -> str:
        """The words between two numbers of one sentence that follow each other; else a stop."""
        mine, its = one.claim.places[0], other.claim.places[0]
        if mine.block != its.block or one.claim.sentence != other.claim.sentence:
            return "."
        return self._blocks[mine.block].text[mine.end : its.start]

    def allows(self, number: Number, period: Period) -> bool:
        """Whether a period goes with the years that the sentence names."""
        claim = number.claim
        if self._span is None or not self._span[0] - 1 <= period.start.year <= self._span[1]:
            return False
        years = named_years(claim.sentence)
        if not self._as_long_ago(claim, years, period) or _before_the_following(claim, period):
            return False
        if not years:
            return True
        said = {one for one in years if fits_year(one, period)}
        if claim.period_said and claim.period is not None and not claim.earlier:
            named = any(fits_year(one, claim.period) for one in years)
            if named and days(claim.period) >= _A_YEAR and period != claim.period:
                return False
        if said:
            return True
        return self._more_counts(claim, years)

    def _as_long_ago(self, claim: Claim, years: Sequence[Year], period: Period) -> bool:
        """Whether a period is as far back as "five years ago", and the last year as the latest."""
        if period != claim.period and self._of_the_latest(claim):
            return False
        ago = years_ago(claim.sentence) if _told_from_another(claim, years) else None
        if ago is None or self.newest is None:
            return True
        return abs(self.newest - ago - period.start.year) <= _NEXT

    def _of_the_latest(self, claim: Claim) -> bool:
        """Whether a count is said to be of the last year, and the data have another for it."""
        known = claim.period in self.lines.held(self.lines.line_of(claim))
        return known and _LATEST.search(_clause(claim)) is not None and not claim.period_said

    def _more_counts(self, claim: Claim, years: Sequence[Year]) -> bool:
        """Whether each year that a sentence names can have a count, and one is left over."""
        here = [one for one in self.numbers if one.claim.sentence == claim.sentence and one.telling]
        return len(set(years)) < len(here)

    def apart_as_said(self, one: Number, other: Number, mine: Period, its: Period) -> bool:
        """Whether two counts of a sentence lie as far apart as it says: "up from 412 in two years".

        Those of the first and the last of five years lie four apart, where the last is the newest.
        """
        sentence = one.claim.sentence
        lapses = lapses_said(sentence)
        if other.claim.sentence != sentence or len(lapses) != 1 or named_years(sentence):
            return True
        if sum(each.claim.sentence == sentence and each.telling for each in self.numbers) > _FEWEST:
            return True
        (lapse,), apart = lapses, _apart(mine, its)
        last = max(mine, its).start.year == self.newest
        return apart == lapse or (apart == lapse - 1 > 0 and last)

    def allows_pair(self, number: Number, first: Period, last: Period) -> bool:
        """Whether a change between two years goes with the years and the spans that are said."""
        claim = number.claim
        if abs(days(first) - days(last)) > 1 or first.end >= last.end:
            # A leap year is a day longer; a quarter is never held against a year.
            return False
        years = named_years(claim.sentence)
        touched = [any(fits_year(one, each) for one in years) for each in (first, last)]
        ends = [one for one in (claim.earlier, claim.period) if one is not None]
        named = [any(fits_year(one, each) for one in years) for each in ends]
        if len(named) > 1 and all(named) and claim.earlier_said and claim.period_said:
            return all(touched)
        if any(touched):
            return True
        if years and not self._more_counts(claim, years):
            return False
        apart = last.start.year - first.start.year
        spans = spans_said(claim.sentence)
        return not spans or apart in spans

    def may_be_several(self, number: Number, together: Subject) -> bool:
        """Whether a number may be of several areas as one: where its sentence names no other."""
        mine = set(self.lines.data.members(together))
        named = [one.subject for one in self.named(number.claim.sentence) if one.subject]
        return all(set(self.lines.data.members(one)) <= mine for one in named)


__all__ = ["Words"]
