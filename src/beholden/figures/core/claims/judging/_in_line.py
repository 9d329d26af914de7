"""One area against another: "in line with the rest of the country", "twice the UK rate".

Which rate is meant is seldom said. By the rate of increase and per head the answer
may differ, and then nobody can tell.
"""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from beholden.figures.core._wording import Wording, holds
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.judging._fitting import fit_multiple, fit_number, fit_percent
from beholden.figures.core.claims.judging._recompute import change, people, percent
from beholden.figures.core.claims.judging._saying import cannot_tell, judgement
from beholden.figures.core.claims.judging._values import UK, Cell, Known, cited, known
from beholden.figures.core.claims.judging._verdicts import counts_people
from beholden.figures.core.claims.judging.dataset import Data, Edition
from beholden.figures.core.claims.judging.wrong_ways import CLASSES
from beholden.figures.core.claims.models import Claim, Judgement, Shape, Subject
from beholden.figures.core.models import Day, Period
from beholden.figures.core.rounding import half_up

_PER = 10_000
_SHOWN = 2
_IN_LINE = 1
_AVERAGE = lazily(r"\baverage\b", re.IGNORECASE)


class _Side(msgspec.Struct, frozen=True):
    """What is known of both areas on one basis, and whether the claim holds on it."""

    basis: str
    held: bool
    told: str

    @property
    def shown(self) -> str:
        """What was computed, without the counts and people that a rate is made of."""
        by, _, told = self.told.removesuffix(".").partition(": ")
        if self.basis == "rate":
            return told.partition(" (")[0]
        return told if self.basis == "count" else f"{told}, {by}"


def judge_of_other(claim: Claim, data: Data, published: Day | None) -> Judgement:
    """Judges a claim that compares its subject with ``claim.group``."""
    if claim.group is None or claim.period is None or claim.subject.part or claim.group.part:
        return cannot_tell("not_in_data", "It is not said what is compared.")
    if set(data.members(claim.group)) == set(data.members(claim.subject)):
        return cannot_tell("ambiguous", "It is compared with itself.")
    cells = [
        Cell(claim.series, claim.group, claim.period),
        Cell(claim.series, claim.subject, claim.period),
    ]
    edition = cited(data, cells, published)
    if edition is None:
        return cannot_tell("not_in_data")
    here = _single(data, cells[1], edition)
    there = _single(data, cells[0], edition)
    if here is None or there is None:
        gone = claim.group.name if there is None else claim.subject.name
        return cannot_tell("not_in_data", f"No number for {gone}.")
    sides = [
        each
        for each in (
            _per_head(claim, claim.group, claim.period, (here, there), data),
            _increase(claim, claim.group, claim.period, edition, data),
            _of_the_rise(claim, claim.group, claim.period, edition, data),
            _plain(claim, claim.group, (here, there), data),
        )
        if each is not None
    ]
    found = _settled(sides, (here, there))
    if found.verdict == "differs" and claim.group.key == UK and _NATIONAL.search(claim.sentence):
        return _of_fewer_nations(claim, found, data, published)
    return _of_people(found) if counts_people(claim) else found


# "The national rate" is in most releases that of England and Wales.
_NATIONAL = lazily(
    r"^(?!.*\b(?:UK|United\s+Kingdom|Britain|British)\b).*\bnational(?:ly)?\b", re.IGNORECASE
)
_FEWER = "group:england-and-wales"


def _of_fewer_nations(
    claim: Claim, found: Judgement, data: Data, published: Day | None
) -> Judgement:
    """By England and Wales, where a nation is not named; nothing is contradicted then."""
    nations = Subject(_FEWER, data.name_of(_FEWER), data.members_of(_FEWER))
    again = judge_of_other(msgspec.structs.replace(claim, group=nations), data, published)
    if again.verdict == "agrees":
        return again
    if again.error_class == "not_in_data":
        return found
    return cannot_tell("ambiguous", "It is not said which nations are meant.", found.reason)


def _of_people(found: Judgement) -> Judgement:
    """Numbers of offences say of people that they were taken for them, or nothing."""
    if found.verdict == "agrees":
        told = judgement("differs", (CLASSES["wrong_unit"], found.reason), error_class="wrong_unit")
    else:
        told = cannot_tell("not_in_data", CLASSES["wrong_unit"], found.reason)
    return msgspec.structs.replace(told, recomputed=found.recomputed, sources=found.sources)


def _settled(sides: list[_Side], inputs: tuple[Known, Known]) -> Judgement:
    if not sides:
        return cannot_tell("not_in_data", "Neither rate is known.")
    told = " ".join(f"{'True' if each.held else 'False'} {each.told}" for each in sides)
    if len({each.held for each in sides}) > 1:
        found = cannot_tell("rate_basis", told)
    elif sides[0].held:
        found = judgement("agrees", (told,))
    else:
        found = judgement("differs", (CLASSES["unexplained"], told), error_class="unexplained")
    sources = dict.fromkeys(name for one in inputs for name in one.sources)
    return msgspec.structs.replace(found, recomputed=sides[0].shown, sources=tuple(sources))


def _per_head(
    claim: Claim, other: Subject, period: Period, counts: tuple[Known, Known], data: Data
) -> _Side | None:
    if claim.basis not in {"", "rate"} or claim.phrase.shape is Shape.COUNT:
        return None
    here = people(data.members(claim.subject), period.end.year, data.registry)
    there = people(data.members(other), period.end.year, data.registry)
    if here is None or there is None:
        return None
    mine, theirs = (
        _PER * one.value / living for one, (living, _) in zip(counts, (here, there), strict=True)
    )
    if not theirs:
        return None
    told = (
        f"per head: {half_up(mine, _SHOWN)} against {half_up(theirs, _SHOWN)} per {_PER:,} people "
        f"in mid-{here[1]} ({counts[0].text} / {here[0]:,}; {counts[1].text} / {there[0]:,})."
    )
    return _Side("rate", _ratio_holds(claim, mine / theirs), told)


def _increase(
    claim: Claim, other: Subject, period: Period, edition: Edition, data: Data
) -> _Side | None:
    if claim.basis not in {"", "percentage"} or claim.earlier is None:
        return None
    if claim.phrase.shape is Shape.COUNT:
        return None
    if claim.phrase.value != _IN_LINE and not claim.basis:
        return None
    found = []
    for subject in (claim.subject, other):
        before = _single(data, Cell(claim.series, subject, claim.earlier), edition)
        after = _single(data, Cell(claim.series, subject, period), edition)
        if before is None or after is None or not before.value:
            return None
        found.append(change(before.value, after.value))
    mine, theirs = found
    if claim.phrase.value == _IN_LINE:
        held = holds(Wording.ABOUT, mine, theirs, "percentage")
    elif theirs:
        held = _ratio_holds(claim, mine / theirs)
    else:
        return None
    told = f"by the rate of increase: {percent(mine)} against {percent(theirs)}."
    return _Side("percentage", held, told)


def _of_the_rise(
    claim: Claim, other: Subject, period: Period, edition: Edition, data: Data
) -> _Side | None:
    """What part of the rise of a larger area that of a smaller one is, in numbers."""
    if claim.basis != "difference" or claim.earlier is None:
        return None
    grown: list[Fraction] = []
    said: list[str] = []
    for subject in (claim.subject, other):
        before = _single(data, Cell(claim.series, subject, claim.earlier), edition)
        after = _single(data, Cell(claim.series, subject, period), edition)
        if before is None or after is None:
            return None
        grown.append(after.value - before.value)
        said.append(f"({after.text} - {before.text})")
    mine, all_of_it = grown
    if not all_of_it:
        return None
    ratio = mine / all_of_it
    told = f"by number: {' / '.join(said)} = {half_up(ratio, _SHOWN)}."
    return _Side("count", _ratio_holds(claim, ratio), told)


def _plain(claim: Claim, other: Subject, counts: tuple[Known, Known], data: Data) -> _Side | None:
    """By the counts themselves, or by the mean of the forces where an average is named.

    Nobody compares the count of a force with that of the country it is in.
    """
    here, there = counts
    if not there.value or claim.basis not in {"", "count"}:
        return None
    if not claim.basis and claim.phrase.value == _IN_LINE:
        return None
    divisor, left = there.value, f"{here.text} / {there.text}"
    members = data.members(other)
    if set(data.members(claim.subject)) < set(members):
        if not _AVERAGE.search(claim.sentence):
            return None
        divisor /= len(members)
        left = f"{here.text} / ({there.text} / {len(members)})"
    if claim.phrase.shape is Shape.COUNT:
        return _more(claim, here.value - divisor, left.replace(" / ", " - ", 1))
    ratio = here.value / divisor
    told = f"by number: {left} = {half_up(ratio, _SHOWN)}."
    return _Side("count", _ratio_holds(claim, ratio), told)


def _more(claim: Claim, more: Fraction, left: str) -> _Side:
    """By how many offences one area has more than the other."""
    size = -more if claim.direction == "down" else more
    held = size > 0 and fit_number(claim.phrase, size).strict
    return _Side("count", held, f"by number: {left} = {half_up(more, 0):,}.")


def _ratio_holds(claim: Claim, ratio: Fraction) -> bool:
    phrase = claim.phrase
    if phrase.value == _IN_LINE:
        return holds(Wording.ABOUT, ratio, 1)
    if phrase.shape is Shape.PERCENT:
        above = 100 * (ratio - 1)
        size = -above if claim.direction == "down" else above
        return size > 0 and fit_percent(phrase, size).strict
    return fit_multiple(phrase, ratio, falls=claim.direction == "down").strict


def _single(data: Data, cell: Cell, edition: Edition) -> Known | None:
    found = known(data, cell, edition)
    return found[0] if len(found) == 1 and not found[0].at_least else None
