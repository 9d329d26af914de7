"""A claim in the making: what is said of one number so far, and why.

Draft(phrase, block, sentence, role, who, what, years, measure)
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._roles import Role
from beholden.figures.core.claims.finding.sentences import Sentence
from beholden.figures.core.claims.models import (
    ClaimKind,
    Course,
    LeftAlone,
    Measure,
    Operand,
    Phrase,
    Subject,
)
from beholden.figures.core.claims.naming.what import What
from beholden.figures.core.models import Period

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


def _carries(what: What) -> bool:
    """Whether the sentences after one go on speaking of it."""
    return not what.generic and not what.series.startswith("other:")


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
    named: bool = True


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
    course: Course | None = None
    people: bool = False
    speaker: str = ""


Found = tuple[list[Draft], list[LeftAlone]]
"""The claims among some numbers, and the numbers that are none."""


def exact(phrase: Phrase) -> Decimal:
    """The value of a count; a count in words may be a fraction ("half a million")."""
    value = phrase.value
    return value if isinstance(value, Decimal) else Decimal(value.numerator) / value.denominator


def rough(phrase: Phrase) -> bool:
    """Whether a count is only told about: "more than 3,200", "almost 200"."""
    return phrase.wording is not Wording.PLAIN


# "This was 70 per cent of 48,000 calls, and 40 per cent more than the 23,000 of 2012/13".
_SHARE_OF = lazily(
    r"(?:per\s?cent|%|half|third|quarters?|fifths?|tenths?)\s+of\s+(?:(?:the|all|its|some|about)\s+){0,2}$",
    re.IGNORECASE,
)


def is_whole(draft: Draft) -> bool:
    """Whether a count is what a share right before it is of: it is no end of a change."""
    before = draft.sentence.text[: draft.phrase.start - draft.sentence.start]
    return _SHARE_OF.search(before) is not None


__all__ = ["KINDS", "Counted", "Draft", "Found", "Who", "Years", "exact", "is_whole", "rough"]
