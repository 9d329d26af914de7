"""How a wrong number may have come about: an ordered table of mistakes, each tried in turn.

Each way computes the number that its mistake would give; the first that gives
the printed number names the error. A way explains, it never excuses: the verdict
is settled before.

    explain(case).error_class  # "ratio_for_increase" for 6 to 43 as 716%
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.judging._answers import fit_value, tell
from beholden.figures.core.claims.judging._fitting import is_bound, is_rough, near
from beholden.figures.core.claims.judging._names import series_name
from beholden.figures.core.claims.judging._recompute import (
    CHANGES,
    Question,
    Result,
    change,
    shown,
    yearly,
    years_between,
)
from beholden.figures.core.claims.judging._values import UK, Cell, Known, known
from beholden.figures.core.claims.judging.dataset import Data, Edition
from beholden.figures.core.claims.models import Claim, Measure, Phrase, Shape, Subject
from beholden.figures.core.models import Period
from beholden.figures.core.periods import days, label
from beholden.figures.core.rounding import half_up

CLASSES: dict[str, str] = {
    "truncated": "The decimals were cut off instead of rounded.",
    "rounded": "The number is rounded to fewer digits without saying so.",
    "rounding_direction": "The number is rounded to the wrong side.",
    "exact_after_more_than": "The number is exact, not more and not less.",
    "multiple_overstated": "The multiple is larger than the counts allow.",
    "ratio_for_increase": "The later count as a share of the earlier is printed as the increase.",
    "direction": "It went the other way.",
    "year_label": "The number is that of another year.",
    "period_fencepost": "The number is that of one year more or fewer than is said.",
    "wrong_baseline": "The number compares with another year, or is a mean over years.",
    "geography": "The number is that of another area.",
    "category_confusion": "The number is that of something else that was counted.",
    "wrong_denominator": "The number was divided by something else than is said.",
    "sum": "The parts do not add to the number.",
    "superseded": "The number was true of an earlier release, which a later one revised.",
    "typographic": "A digit or a comma was misprinted.",
    "impossible_bound": "The number is called the least there is, and there are fewer.",
    "wrong_unit": "Offences are not people: one person can commit many, and not all are caught.",
    "not_comparable": "The two numbers do not count the same forces.",
    "arithmetic": "The counts do not give the number.",
    "unexplained": "The data give another number.",
    "not_in_data": "The data do not hold this.",
    "missing_members": "A member of the group is missing from the data.",
    "rank_basis": "The answer depends on what is ranked by, which is not said.",
    "rate_basis": "The answer depends on which rate is meant, which is not said.",
    "region_definition": "The region is another one than that of the list used here.",
    "noncomparable": "The years cannot be compared: the series is broken, or an answer is suspect.",
    "release_conflict": "Releases print different numbers.",
    "ambiguous": "The words can be read in more than one way.",
}
"""Every class of error, and of not being able to tell, with the sentence that explains it."""

_EARLY = frozenset(
    (
        "truncated",
        "rounded",
        "rounding_direction",
        "exact_after_more_than",
        "multiple_overstated",
        "typographic",
    )
)
_OF_ROUGH = frozenset(("direction", "wrong_baseline"))
_NEAR_POINTS = 3
_NEAR_SHARE = Fraction(1, 20)
_PAIR = 2
_LONG_YEARS = 3
_LARGE = 2
_FEWEST_DIGITS = 3
_DAYS = 365


class Case(msgspec.Struct, frozen=True):
    """A claim that differs. ``question`` and ``edition`` are absent for the article's own counts.

    ``found`` is the class that the comparison itself suggests.
    """

    claim: Claim
    result: Result
    data: Data
    question: Question | None = None
    edition: Edition | None = None
    found: str = ""


class Explained(msgspec.Struct, frozen=True):
    """The class of an error, and what it is seen by, as a sentence or nothing."""

    error_class: str
    detail: str = ""


Try = Callable[[Case], Iterable[tuple[Fraction, str]]]


def explain(case: Case) -> Explained:
    """The first way that gives the printed number."""
    if case.found == "rounding_direction":
        return Explained(case.found, wrong_side(case.claim.phrase, case.result.value))
    if case.found in _EARLY:
        return Explained(case.found)
    # A rough phrase fits too many numbers to say which of them it is.
    rough = case.claim.measure in CHANGES and (
        is_rough(case.claim.phrase) or case.claim.phrase.shape is Shape.MULTIPLE
    )
    for name, candidates in _WAYS:
        if rough and name not in _OF_ROUGH:
            continue
        for value, detail in candidates(case):
            if reproduces(case.claim, value):
                return Explained(name, detail)
        if name == case.found:
            return Explained(name)
    if case.found:
        return Explained(case.found)
    return Explained("arithmetic" if _close(case) else "unexplained")


def wrong_side(phrase: Phrase, value: Fraction) -> str:
    """By which of the two a number is on the wrong side: by a word before it, or by its digits."""
    if phrase.wording not in {Wording.PLAIN, Wording.TIMES}:
        return "The word before it points the other way."
    places = max(0, phrase.places)
    rounded, printed = half_up(abs(value), places), half_up(abs(Fraction(phrase.value)), places)
    return f"{shown(abs(value))} rounds to {rounded:,}, not {printed:,}."


def reproduces(claim: Claim, value: Fraction) -> bool:
    """Whether a value would have been printed as the claim's number."""
    fitted = fit_value(claim.phrase, claim.measure, value, claim.direction)
    return fitted is not None and fitted.strict and near(claim.phrase, value)


def other_areas(data: Data, subject: Subject) -> Iterator[Subject]:
    """Areas of the data or the register that hold the subject, or that it holds."""
    mine = frozenset(data.members(subject))
    keys = {*data.subjects, *(f"group:{group.id}" for group in data.registry.groups)}
    for key in sorted(keys - set(data.keys(subject))):
        members = data.members_of(key)
        theirs = frozenset(members)
        if len(theirs) > 1 and mine and mine != theirs and (mine < theirs or theirs < mine):
            yield Subject(key, data.name_of(key), members)


def _ratio_for_increase(case: Case) -> Iterator[tuple[Fraction, str]]:
    if case.claim.measure is not Measure.CHANGE or len(case.result.inputs) != _PAIR:
        return
    before, after = case.result.inputs
    if not before.value:
        return
    ratio = 100 * after.value / before.value
    detail = f"{after.text} / {before.text} * 100 = {shown(ratio)}"
    yield ratio, detail
    if case.claim.phrase.wording is Wording.PLAIN:
        yield Fraction(ratio.numerator // ratio.denominator), detail


def _year_label(case: Case) -> Iterator[tuple[Fraction, str]]:
    question = case.question
    if question is None:
        return
    cells = question.cells
    for later in _periods(case):
        if later == cells[-1].period or _kind(later) != _kind(cells[-1].period):
            continue
        if len(cells) == 1:
            yield from _with(case, (later,), f"It is that of {label(later)}.")
        elif len(cells) == _PAIR and case.claim.measure in CHANGES:
            earlier = _moved(cells[0].period, later.start.year - cells[1].period.start.year, case)
            if earlier is not None:
                detail = f"It is that of {label(earlier)} to {label(later)}."
                yield from _with(case, (earlier, later), detail)


def _fencepost(case: Case) -> Iterator[tuple[Fraction, str]]:
    question = case.question
    if question is None or len(question.cells) < _PAIR:
        return
    first, last = question.cells[0].period, question.cells[-1].period
    if last.start.year - first.start.year < _LONG_YEARS - 1:
        return
    for years in (-1, 1):
        earlier = _moved(first, years, case)
        if earlier is None:
            continue
        detail = f"It is that of {label(earlier)} to {label(last)}."
        several = case.claim.measure in {Measure.SUM, Measure.YEARLY_CHANGE}
        periods = years_between(earlier, last) if several else (earlier, last)
        yield from _with(case, periods, detail)


def _wrong_baseline(case: Case) -> Iterator[tuple[Fraction, str]]:
    question = case.question
    if case.claim.measure is Measure.YEARLY_CHANGE:
        yield from _other_steps(case.result.inputs)
        return
    if question is None or len(question.cells) != _PAIR:
        return
    first, last = (cell.period for cell in question.cells)
    before = [each for each in _periods(case) if each < last and _kind(each) == _kind(last)]
    for earlier in before:
        if earlier != first:
            yield from _with(case, (earlier, last), f"It compares with {label(earlier)}.")
    if case.claim.measure is Measure.CHANGE and case.edition is not None:
        yield from _means(case, before, last)


def from_another_year(case: Case) -> bool:
    """Whether a change is true from another year than the one supposed, and up to the same one."""
    question = case.question
    if question is None or len(question.cells) != _PAIR or case.claim.measure not in CHANGES:
        return False
    first, last = (cell.period for cell in question.cells)
    others = [
        one for one in _periods(case) if one < last and one != first and _kind(one) == _kind(last)
    ]
    return any(
        reproduces(case.claim, value)
        for earlier in others
        for value, _ in _with(case, (earlier, last), "")
    )


def _means(case: Case, before: Sequence[Period], last: Period) -> Iterator[tuple[Fraction, str]]:
    found = [(each, _value(case, each)) for each in (*before, last)]
    values = [(period, value) for period, value in found if value is not None]
    for start in range(len(values) - _PAIR):
        some = [value for _, value in values[start:]]
        since = label(values[start][0])
        mean = sum(some[:-1], Fraction(0)) / len(some[:-1])
        if mean:
            yield change(mean, some[-1]), f"It compares with the mean of the years from {since}."
        each = yearly(some)
        if each is not None:
            detail = f"It is the mean yearly change since {since}."
            yield from ((value, detail) for value in each)


def _other_steps(inputs: Sequence[Known]) -> Iterator[tuple[Fraction, str]]:
    if len(inputs) < _PAIR:
        return
    first, before, last = inputs[0], inputs[-2], inputs[-1]
    if before.value:
        yield change(before.value, last.value), "It is the change of the last year alone."
    if first.value:
        yield change(first.value, last.value), "It is the change over all the years together."


def _geography(case: Case) -> Iterator[tuple[Fraction, str]]:
    if case.question is None:
        return
    mine = len(case.data.members(case.claim.subject))
    for subject in other_areas(case.data, case.claim.subject):
        # A percentage of a region is that of the country by chance too often.
        if case.claim.measure in CHANGES and mine > _LARGE * len(subject.members):
            continue
        cells = tuple(
            msgspec.structs.replace(cell, subject=subject) for cell in case.question.cells
        )
        yield from _asked(case, cells, f"It is that of {subject.name}.")


def _category(case: Case) -> Iterator[tuple[Fraction, str]]:
    if case.question is None:
        return
    subjects = (case.claim.subject, *other_areas(case.data, case.claim.subject))
    for series in case.data.series:
        if series == case.claim.series:
            continue
        for subject in subjects:
            cells = tuple(
                msgspec.structs.replace(cell, subject=subject, series=series)
                for cell in case.question.cells
            )
            yield from _asked(case, cells, f"It is that of {series_name(case.data, series)}.")


def _wrong_denominator(case: Case) -> Iterator[tuple[Fraction, str]]:
    inputs, phrase = case.result.inputs, case.claim.phrase
    if case.claim.measure is Measure.CHANGE and len(inputs) == _PAIR and inputs[1].value:
        before, after = inputs
        share = 100 * (after.value - before.value) / after.value
        yield share, f"({after.text} - {before.text}) / {after.text} * 100 = {shown(share)}"
    if case.claim.measure is Measure.FREQUENCY and len(inputs) == 1 and inputs[0].value:
        yield from _other_spans(case, phrase, inputs[0])


_SPANS = {"minute": Fraction(1, 1440), "hour": Fraction(1, 24), "day": Fraction(1),
          "week": Fraction(7), "month": Fraction(_DAYS, 12), "year": Fraction(_DAYS)}  # fmt: skip


def _other_spans(case: Case, phrase: Phrase, one: Known) -> Iterator[tuple[Fraction, str]]:
    period = case.claim.period
    if phrase.per not in _SPANS or period is None:
        return
    per_day = one.value / days(period)
    for name, span in _SPANS.items():
        if name == phrase.per:
            continue
        value = per_day * span
        if phrase.shape is Shape.EVERY:
            value = 1 / value
        yield value, f"It is that of {_one(name)}, not of {_one(phrase.per)}."


def _one(span: str) -> str:
    return f"{'an' if span == 'hour' else 'a'} {span}"


def _sum(case: Case) -> Iterator[tuple[Fraction, str]]:
    inputs = case.result.inputs
    if case.claim.measure is Measure.SUM and len(inputs) > _PAIR:
        for left in inputs:
            yield case.result.value - left.value, f"It leaves out {left.text}."
    if case.claim.measure is not Measure.COUNT or case.question is None or case.edition is None:
        return
    cell = case.question.cells[-1]
    members = case.data.members(cell.subject)
    if len(members) < _PAIR or cell.subject.key == UK:
        return
    found = [
        known(case.data, Cell(cell.series, Subject(code, code), cell.period), case.edition)
        for code in members
    ]
    if not all(found):
        return
    whole = sum((each[0].value for each in found), Fraction(0))
    yield whole, "It is the sum of the forces, not the total that was printed."
    for code, each in zip(members, found, strict=True):
        yield whole - each[0].value, f"It leaves out {case.data.name_of(code)}."


def _typographic(case: Case) -> Iterator[tuple[Fraction, str]]:
    value, phrase = case.result.value, case.claim.phrase
    if case.claim.measure is not Measure.COUNT or value.denominator != 1:
        return
    digits, meant = str(phrase.value), str(value.numerator)
    if not digits.isdigit() or len(meant) < _FEWEST_DIGITS:
        return
    doubled = phrase.doubt and any(
        digits[:at] + digits[at + 1 :] == meant for at in range(len(digits))
    )
    swapped = len(digits) == len(meant) and any(
        digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] == meant
        for at in range(len(digits) - 1)
    )
    if doubled or swapped:
        yield Fraction(phrase.value), f"{phrase.number or digits} for {value.numerator:,}."


def _impossible(case: Case) -> Iterator[tuple[Fraction, str]]:
    phrase = case.claim.phrase
    if is_bound(phrase) and case.result.value < Fraction(phrase.value):
        yield Fraction(phrase.value) + 1, ""


_WAYS: tuple[tuple[str, Try], ...] = (
    ("ratio_for_increase", _ratio_for_increase),
    ("direction", lambda _: ()),
    ("year_label", _year_label),
    ("period_fencepost", _fencepost),
    ("wrong_baseline", _wrong_baseline),
    ("geography", _geography),
    ("category_confusion", _category),
    ("wrong_denominator", _wrong_denominator),
    ("sum", _sum),
    ("typographic", _typographic),
    ("impossible_bound", _impossible),
)


def _close(case: Case) -> bool:
    if case.claim.operands or case.question is None:
        return True
    printed, value = abs(Fraction(case.claim.phrase.value)), abs(case.result.value)
    if case.claim.measure in {Measure.CHANGE, Measure.YEARLY_CHANGE}:
        return abs(printed - value) <= _NEAR_POINTS
    rough = is_rough(case.claim.phrase)
    return not rough and abs(printed - value) <= _NEAR_SHARE * value


def _with(case: Case, periods: Sequence[Period], detail: str) -> Iterator[tuple[Fraction, str]]:
    if case.question is None:
        return
    cells = tuple(
        Cell(case.claim.series, case.question.cells[0].subject, period) for period in periods
    )
    yield from _asked(case, cells, detail)


def _asked(case: Case, cells: tuple[Cell, ...], detail: str) -> Iterator[tuple[Fraction, str]]:
    if case.edition is None or case.question is None or not cells:
        return
    told = tell(Question(cells, case.question.work), case.data, case.edition)
    for result in told.results:
        pieced = any(one.pieced for one in result.inputs)
        if not pieced and _same_direction(case.claim, result.value):
            yield result.value, detail


def _same_direction(claim: Claim, value: Fraction) -> bool:
    if claim.measure not in CHANGES or not claim.direction:
        return True
    level = 1 if claim.measure is Measure.MULTIPLE else 0
    return (value > level) == (claim.direction == "up")


def _periods(case: Case) -> tuple[Period, ...]:
    return case.data.periods(case.claim.series, case.data.keys(case.claim.subject))


def _value(case: Case, period: Period) -> Fraction | None:
    if case.edition is None:
        return None
    cell = Cell(case.claim.series, case.claim.subject, period)
    found = known(case.data, cell, case.edition)
    return found[0].value if found else None


def _kind(period: Period) -> tuple[int, int, int]:
    return (period.start.month, period.start.day, round(days(period) / _DAYS))


def _moved(period: Period, years: int, case: Case) -> Period | None:
    return next(
        (
            each
            for each in _periods(case)
            if _kind(each) == _kind(period) and each.start.year == period.start.year + years
        ),
        None,
    )
