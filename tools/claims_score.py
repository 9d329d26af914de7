"""Counts over a measured corpus: recall, precision, right verdicts, and each failure.

score(outcomes).recall  # 0.93
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Literal, get_args

import msgspec

from beholden.figures.core.claims.models import Checked, ClaimKind, VerdictWord
from tools.claims_corpus import Expected, Match, Outcome

KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)
VERDICTS: tuple[VerdictWord, ...] = get_args(VerdictWord)
MISSED = "not found"
NO_CLASS = "none"

_OPEN = {"differs", "cannot_tell"}


class Found(msgspec.Struct, frozen=True):
    """How many of a kind were expected, found of those, and found altogether.

    ``right`` and ``tolerant`` count right verdicts among those expected and found.
    """

    expected: int
    matched: int
    unexpected: int
    right: int
    tolerant: int

    @property
    def recall(self) -> float:
        """Of the claims expected, the share that was found."""
        return _share(self.matched, self.expected)

    @property
    def precision(self) -> float:
        """Of the claims found, the share that was expected."""
        return _share(self.matched, self.matched + self.unexpected)

    @property
    def accuracy(self) -> float:
        """Of the claims expected and found, the share with the right verdict."""
        return _share(self.right, self.matched)


class Cell(msgspec.Struct, frozen=True, order=True):
    """A cell of a table of what was expected by what was given. ``kind`` is empty for all."""

    kind: str
    expected: str
    given: str
    count: int


class Score(msgspec.Struct, frozen=True):
    """Everything that is counted.

    ``whole`` counts all kinds, ``kinds`` each. ``false_agrees`` are claims said to agree
    that differ or cannot be told: the failure that this tool must never have. Times are
    seconds an article, reading included.
    """

    articles: int
    whole: Found
    kinds: dict[str, Found]
    verdicts: tuple[Cell, ...]
    classes: tuple[Cell, ...]
    classes_right: int
    classes_asked: int
    false_agrees: int
    false_agrees_tolerant: int
    false_differs: int
    repeated: int
    clean: int
    median_seconds: float
    worst_seconds: float


Wrong = Literal["missed", "unexpected", "verdict", "tolerant verdict", "class"]


class Failure(msgspec.Struct, frozen=True):
    """One thing that went wrong in an article."""

    article: str
    wrong: Wrong
    expected: Expected | None
    found: Checked | None


def score(outcomes: Sequence[Outcome]) -> Score:
    """Counts a measured corpus."""
    matches = [match for outcome in outcomes for match in outcome.matches]
    seen = [(one.expected, one.found) for one in matches if one.found is not None]
    asked = [(want, got) for want, got in seen if want.classes]
    times = [one.seconds for one in outcomes] or [0.0]
    return Score(
        articles=len(outcomes),
        whole=_found(outcomes, KINDS),
        kinds={kind: _found(outcomes, (kind,)) for kind in KINDS},
        verdicts=_verdicts(matches),
        classes=_classes(asked),
        classes_right=sum(got.judgement.error_class in want.classes for want, got in asked),
        classes_asked=len(asked),
        false_agrees=sum(
            want.verdict in _OPEN and got.judgement.verdict == "agrees" for want, got in seen
        ),
        false_agrees_tolerant=sum(
            want.tolerant_verdict in _OPEN and got.judgement.tolerant_verdict == "agrees"
            for want, got in seen
        ),
        false_differs=sum(
            want.verdict == "agrees" and got.judgement.verdict in {"differs", "superseded"}
            for want, got in seen
        ),
        repeated=sum(one.repeated for one in outcomes),
        clean=sum(not any(_failures(one)) for one in outcomes),
        median_seconds=median(times),
        worst_seconds=max(times),
    )


def failures(outcomes: Sequence[Outcome]) -> Iterator[Failure]:
    """Everything that went wrong, by article in reading order."""
    for outcome in outcomes:
        yield from _failures(outcome)


def _failures(outcome: Outcome) -> Iterator[Failure]:
    for match in outcome.matches:
        wrong = _wrong(match)
        if wrong is not None:
            name = outcome.piece.name
            yield Failure(name, wrong, match.expected, match.found or match.other)
    for found in outcome.unexpected:
        yield Failure(outcome.piece.name, "unexpected", None, found)


def _wrong(match: Match) -> Wrong | None:
    if match.found is None:
        return "missed"
    want, given = match.expected, match.found.judgement
    if given.verdict != want.verdict:
        return "verdict"
    if given.tolerant_verdict != want.tolerant_verdict:
        return "tolerant verdict"
    if want.classes and given.error_class not in want.classes:
        return "class"
    return None


def _found(outcomes: Sequence[Outcome], kinds: Sequence[str]) -> Found:
    matches = [one for outcome in outcomes for one in outcome.matches if one.expected.kind in kinds]
    seen = [(one.expected, one.found.judgement) for one in matches if one.found is not None]
    return Found(
        expected=len(matches),
        matched=len(seen),
        unexpected=sum(
            one.claim.kind in kinds for outcome in outcomes for one in outcome.unexpected
        ),
        right=sum(given.verdict == want.verdict for want, given in seen),
        tolerant=sum(given.tolerant_verdict == want.tolerant_verdict for want, given in seen),
    )


def _verdicts(matches: Sequence[Match]) -> tuple[Cell, ...]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for match in matches:
        given = MISSED if match.found is None else match.found.judgement.verdict
        for kind in ("", match.expected.kind):
            counts[kind, match.expected.verdict, given] += 1
    return _cells(counts)


def _classes(asked: Sequence[tuple[Expected, Checked]]) -> tuple[Cell, ...]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for want, got in asked:
        given = got.judgement.error_class or NO_CLASS
        # Where several classes are right, the one given stands for them.
        counts["", given if given in want.classes else want.classes[0], given] += 1
    return _cells(counts)


def _cells(counts: Counter[tuple[str, str, str]]) -> tuple[Cell, ...]:
    return tuple(sorted(Cell(*key, count) for key, count in counts.items()))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
