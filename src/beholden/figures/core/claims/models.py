"""Values of the checker: an article, what it claims, and what the data say of it.

An article is blocks of text; a phrase is a number with the words that belong to
it; a claim is a phrase with who, when and what; a verdict says what the data
make of it. All offsets count characters of the block's text, which is never changed.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.models import Day, ForceCode, Period

BlockKind = Literal["headline", "standfirst", "heading", "paragraph", "caption", "table"]


class Block(msgspec.Struct, frozen=True):
    """One piece of an article as it stands there. A row of a table is one block, tabs in it.

    So are a number and what it is, each on its line (see ``boxes``).
    """

    kind: BlockKind
    text: str


class Article(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a reader sees of an article, in reading order, menus and scripts left out.

    ``published`` is its day where the file or the caller says so.
    """

    name: str
    blocks: tuple[Block, ...]
    published: Day | None = None
    notices: tuple[str, ...] = ()


class Shape(StrEnum):
    """What kind of number a phrase is, before anybody asks what it is a number of."""

    COUNT = "count"
    """``1,199``, ``almost 200``, ``two hundred``. ``value`` as printed."""
    PERCENT = "percent"
    """``23%``, ``60pc``, ``almost a quarter``, ``half``, ``two thirds``. ``value`` in per cents."""
    ONE_IN = "one in"
    """``one in 50``, ``four in five``. ``value`` is k/n as a fraction; ``out_of`` is n."""
    MULTIPLE = "multiple"
    """``doubled``, ``nearly tripled``, ``2.4 times``, ``tenfold``, ``halved`` (1/2)."""
    EVERY = "every"
    """``one every 23 minutes``. ``value`` is 23, ``per`` is ``minute``."""
    PER = "per"
    """``three a day``, ``120 per week``, ``six per 10,000 people``: ``value`` for each ``per``."""
    RANK = "rank"
    """``the largest``, ``second highest``. ``value`` is the place; ``end`` of the order in
    ``direction``: ``up`` counts from the largest, ``down`` from the smallest."""


Per = Literal["", "minute", "hour", "day", "week", "month", "year", "10,000", "100,000", "1,000"]
Direction = Literal["", "up", "down"]


class Phrase(msgspec.Struct, frozen=True, omit_defaults=True):
    """A number in words or digits, with its qualifier, in one block.

    ``start`` and ``end`` cover the whole phrase, qualifier included. ``number`` is the
    bare number as printed (``23``, ``a quarter``), which is what is quoted.
    ``places`` are the decimals printed, negative for ``1.2 million``. ``form`` names the
    grammar's form that found it. ``noun`` holds the word of a rank that is ranked by
    (``rise``, ``number``). ``doubt`` says what is wrong with how it is printed
    (``1,5000``); ``note`` is a footnote's mark that touched it.
    """

    start: int
    end: int
    text: str
    shape: Shape
    value: Decimal | Fraction
    form: str
    number: str = ""
    wording: Wording = Wording.PLAIN
    places: int = 0
    per: Per = ""
    direction: Direction = ""
    out_of: int = 0
    noun: str = ""
    doubt: str = ""
    note: str = ""


class Subject(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of whom a claim speaks.

    ``key`` is a force's code, ``group:`` and a group's id, or ``other:`` and the plain
    name as written. ``members`` are the forces it is made of. ``part`` names a town
    or county that is only a part of the force (``Southampton``): the data hold the force alone.
    """

    key: str
    name: str
    members: tuple[ForceCode, ...] = ()
    part: str = ""


class Spot(msgspec.Struct, frozen=True):
    """Where a claim stands: the block's index, and the phrase's offsets in it."""

    block: int
    start: int
    end: int


ClaimKind = Literal["percent_change", "total", "rate", "ratio", "rank", "share"]


class Measure(StrEnum):
    """What is to be computed; finer than the kind."""

    COUNT = "count"  # total: the number of the series
    DIFFERENCE = "difference"  # total: later less earlier, "almost 200 more"
    SUM = "sum"  # total: over several periods, ``earlier`` the first and ``period`` the last
    CHANGE = "change"  # percent_change: 100 (later - earlier) / earlier
    YEARLY_CHANGE = "yearly change"  # percent_change: on average each year
    MULTIPLE = "multiple"  # ratio: later / earlier
    OF_OTHER = "of other"  # ratio: this subject's number over the other subject's
    FREQUENCY = "frequency"  # rate: one every so many minutes, or so many a day
    PER_HEAD = "per head"  # rate: for so many people
    SHARE = "share"  # share: a part of a whole
    RANK = "rank"


OperandRole = Literal["earlier", "later", "count", "part", "whole"]


class Operand(msgspec.Struct, frozen=True, omit_defaults=True):
    """A count that the article itself gives for a claim: the 118 and the 200 beside "69 per cent".

    ``role`` says what it is to the claim, ``rough`` that it is no exact count ("more than 3,200").
    """

    role: OperandRole
    value: Decimal
    text: str
    rough: bool = False


class Course(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which way a count is said to have gone: "down from 568". Empty of two only compared.

    ``others`` are the years that it may be compared with, empty where it is another area;
    ``value`` is the count that the article gives beside it for the only one of them.
    ``running`` is for how many years on end it is said: "for the second year running".
    ``loose`` is true where the words may mean any of ``others``: "offences have risen".
    """

    direction: Direction
    others: tuple[Period, ...]
    value: Decimal | None = None
    running: int = 0
    loose: bool = False


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number that an article claims, with who, when and what.

    ``series`` is the key of what was counted (``iioc_total``, or ``other:`` and the
    words), ``series_name`` as people say it. ``period`` is the (later) period, ``earlier`` the
    one compared with; ``subject_said``, ``series_said``, ``period_said`` and ``earlier_said``
    are true where the words name it and false where it was supposed; ``subject_alone`` where the
    article names no other area. ``direction`` is what
    the words say (rose, fell). ``operands`` come from its sentence, ``elsewhere`` from other
    sentences. For a rank ``group`` is who it is ranked among and ``basis`` what by; for
    ``OF_OTHER`` and a share of a larger area ``group`` is the other subject. ``part`` and
    ``whole`` are words. ``course`` is the way that a count is said to have gone. ``people`` is
    true where people are counted although the data count offences ("someone is caught").
    ``speaker`` is who is quoted. ``at`` is where the phrase begins in the sentence.
    ``why`` explains each choice in a sentence. ``places`` are all spots of this claim.
    """

    kind: ClaimKind
    measure: Measure
    sentence: str
    phrase: Phrase
    subject: Subject
    series: str
    series_name: str
    places: tuple[Spot, ...]
    subject_said: bool = False
    subject_alone: bool = False
    series_said: bool = True
    period: Period | None = None
    period_said: bool = False
    earlier: Period | None = None
    earlier_said: bool = False
    direction: Direction = ""
    operands: tuple[Operand, ...] = ()
    elsewhere: tuple[Operand, ...] = ()
    group: Subject | None = None
    basis: Literal["", "count", "difference", "percentage", "rate"] = ""
    part: str = ""
    whole: str = ""
    course: Course | None = None
    people: bool = False
    speaker: str = ""
    why: tuple[str, ...] = ()
    at: int = 0

    @property
    def before(self) -> str:
        """The sentence up to the phrase."""
        return self.sentence[: self.at]

    @property
    def after(self) -> str:
        """The sentence from the end of the phrase on."""
        return self.sentence[self.at + len(self.phrase.text) :]


class LeftAlone(msgspec.Struct, frozen=True):
    """A number that is no claim on the data, and why it is left alone."""

    block: int
    start: int
    end: int
    text: str
    why: str


class Extraction(msgspec.Struct, frozen=True):
    """All that an article claims, in reading order, and what was left alone."""

    claims: tuple[Claim, ...]
    left_alone: tuple[LeftAlone, ...]
    notices: tuple[str, ...] = ()


VerdictWord = Literal["agrees", "differs", "cannot_tell", "superseded"]


class Judgement(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the data make of a claim.

    ``recomputed`` is the value as printed (``+69.49%``), empty where there is none;
    ``arithmetic`` what a pocket calculator can repeat. ``sources`` are addresses or
    names of what the numbers come from. ``error_class`` is empty for a claim that agrees
    strictly; see ``wrong_ways``. ``reason`` is one line. ``by_own_counts`` tells that the
    value is worked out from the article's own numbers alone; ``later_release`` is the name
    of a later release, where the value is that one's. ``revised`` is a sentence on what later
    releases make of a number that agrees, where that is another one.
    """

    verdict: VerdictWord
    tolerant_verdict: VerdictWord
    recomputed: str
    reason: str
    error_class: str = ""
    arithmetic: str = ""
    sources: tuple[str, ...] = ()
    release: str = ""
    by_own_counts: bool = False
    later_release: str = ""
    revised: str = ""


class Checked(msgspec.Struct, frozen=True):
    """A claim and what the data make of it."""

    claim: Claim
    judgement: Judgement


class Checking(msgspec.Struct, frozen=True):
    """A whole article, checked. ``data`` says in words what it was checked against."""

    article: Article
    checked: tuple[Checked, ...]
    left_alone: tuple[LeftAlone, ...]
    data: str
    notices: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether any claim is other than the data say, strictly."""
        return any(one.judgement.verdict in {"differs", "superseded"} for one in self.checked)
