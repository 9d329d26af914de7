"""Changes between two counts that the article gives and the data do not hold.

"In 2016/17 there were 6,238. The year before the tally was 4,681, so it is up by 33 per cent": the
sentence gives one end, and the text before it the other. Where the article has a single count of
the area for each of the two years, the change is between these, by whatever name they are counted.

    own_ends(number, words)  # (Operand("earlier", 4681), Operand("later", 6238)), by these two
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import msgspec

from beholden.figures.core.claims.joint._numbers import PAIRS, SCOPES, Number, near
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Operand, OperandRole
from beholden.figures.core.claims.naming._topics import UNNAMED
from beholden.figures.core.claims.naming.own_series import OTHER
from beholden.figures.core.models import Period


class Ends(msgspec.Struct, frozen=True):
    """A claim with the two counts that it is made of, and the numbers that they are."""

    claim: Claim
    by: tuple[Number, ...]


def own_ends(one: Number, words: Words) -> Ends | None:
    """The claim of a change with its two counts, where the article gives just one for each end.

    One of them stands in its own sentence.
    """
    claim = one.claim
    first, last = claim.earlier, claim.period
    if claim.measure not in PAIRS or first is None or last is None or first == last:
        return None
    earlier, later = _count_of(one, first, words), _count_of(one, last, words)
    if earlier is None or later is None:
        return None
    if not any(near(one, each, "sentence") for each in (earlier, later)):
        return None
    operands = (operand("earlier", earlier), operand("later", later))
    line = words.lines.line_of(claim)
    # By the names that the data use, so that what they hold of it is not passed over.
    meant = msgspec.structs.replace(
        claim,
        series=line.series,
        subject=msgspec.structs.replace(line.subject, part=claim.subject.part),
        operands=operands,
        elsewhere=(),
    )
    return Ends(meant, (earlier, later))


def by_open_counts(one: Number, words: Words) -> Claim | None:
    """A change that differs from the data, by two counts of its sentence that are nowhere in them.

    "Contacts rose from 142 to 187, an increase of 31.7%": true of these, whatever they count.
    """
    claim = one.claim
    if claim.measure not in PAIRS or one.checked.judgement.verdict != "differs":
        return None
    given = {each.role: each.value for each in claim.operands}
    if not {"earlier", "later"} <= set(given):
        return None
    beside = [each for each in words.numbers if near(one, each, "sentence") and each.exact]
    counts = [
        [each for each in beside if each.value == given[role]] for role in ("earlier", "later")
    ]
    if not all(len(each) == 1 and each[0].open for each in counts):
        return None
    return msgspec.structs.replace(claim, series=f"{OTHER}{UNNAMED}", elsewhere=())


def _count_of(one: Number, period: Period, words: Words) -> Number | None:
    """The only count of an area for a period, in the nearest part of the text that has any."""
    area = words.lines.area(one.claim.subject)
    counts = [
        each
        for each in words.numbers
        if each.at != one.at
        and each.claim.period == period
        and each.claim.earlier is None
        and each.exact
        and _may_be_alike(one, each, words)
        and words.lines.area(each.claim.subject) == area
        and each.claim.subject.part == one.claim.subject.part
    ]
    for scope in SCOPES:
        found = {each.value: each for each in counts if near(one, each, scope)}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _may_be_alike(one: Number, other: Number, words: Words) -> bool:
    """Whether two numbers may count the same: two named series of the data do not."""
    mine, theirs = (words.lines.line_of(each.claim).series for each in (one, other))
    held = {mine, theirs} <= set(words.lines.data.series)
    return mine == theirs or not (held and one.claim.series_said and other.claim.series_said)


def operand(role: OperandRole, number: Number) -> Operand:
    """A number of the article as a count that a claim is made of."""
    value = Fraction(number.claim.phrase.value)
    return Operand(role, Decimal(value.numerator), number.claim.phrase.text)


__all__ = ["Ends", "by_open_counts", "operand", "own_ends"]
