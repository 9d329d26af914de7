"""Two numbers held against each other: exactly, within rounding, within a tolerance, or not.

An amount stands for the numbers that it may mean: one, or several where it was rounded, is
small and hidden, is a share of few digits, or a part of it was refused. Only what holds
whichever of them is meant is said: two amounts *agree* if all that they may mean is within
the tolerance, they *differ* if none of it is, and else nothing can be told. So a number that
was rounded more coarsely than the tolerance proves nothing by not contradicting.

Laws: swapping the two swaps the sign and nothing else; a wider tolerance never turns an
agreement into a difference; two exact counts agree exactly if they are equal; a coarser
rounding of the same number never turns what cannot be told into an agreement.

    result = compare(Amount(form="count", value=2_684), Amount(form="count", value=2_283))
    result.outcome, result.by, result.per_cent       # "differs", -401, "-14.94"
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from beholden.regulator.core.models import Amount, Tolerances, Verdict

__all__ = [
    "EXACT",
    "Comparison",
    "Outcome",
    "Span",
    "compare",
    "count",
    "per_cent",
    "printed",
    "span",
    "tolerance_words",
    "verdict_of",
]

Outcome = Literal["exact", "rounding", "tolerance", "differs", "cannot-tell"]

EXACT: Final = Tolerances(third_party_per_cent="0", third_party_count=0)
"""For two numbers that were made from the same statements."""

_HUNDRED: Final = 100
_TWO_PLACES: Final = Decimal("0.01")
_SAME: Final[dict[Outcome, str]] = {
    "exact": "They are the same.",
    "rounding": "They are the same as far as the way they are given can tell.",
}
_VERDICTS: Final[dict[Outcome, Verdict]] = {
    "exact": "agrees",
    "rounding": "within-tolerance",
    "tolerance": "within-tolerance",
    "differs": "differs",
    "cannot-tell": "cannot-tell",
}


class Span(NamedTuple):
    """The numbers that an amount may mean, both ends included.

    ``unknown``: which of them depends on what was refused, not on the way the number is given.
    """

    low: Fraction
    high: Fraction
    unknown: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


class Comparison(NamedTuple):
    """What came of it.

    ``by`` is other minus one, None where one of them is no single count; ``per_cent`` is that
    as a share of one, empty where there is none of nothing.
    """

    outcome: Outcome
    by: int | None
    per_cent: str
    words: str

    @property
    def verdict(self) -> Verdict:
        """As it is recorded."""
        return _VERDICTS[self.outcome]


def count(value: int, low: int | None = None, high: int | None = None) -> Amount:
    """An exact count; with bounds one of which a part was refused."""
    return Amount(form="count", value=value, low=low, high=high)


def verdict_of(outcome: Outcome) -> Verdict:
    """As it is recorded."""
    return _VERDICTS[outcome]


def span(amount: Amount, *, as_count: bool = True) -> Span | None:
    """The numbers that an amount may mean; None where nothing says.

    Args:
        amount: of any form.
        as_count: as a number of things; else as a share of 1.
    """
    match amount.form:
        case "count" if amount.value is not None and as_count:
            if amount.low is None and amount.high is None:
                return _point(amount.value)
            low = amount.value if amount.low is None else amount.low
            high = amount.value if amount.high is None else amount.high
            return Span(Fraction(low), Fraction(high), unknown=low != high)
        case "rounded" if amount.value is not None and as_count:
            # Nobody says which way a half went.
            half = amount.rounded_to // 2
            low = max(amount.value - half, 0) if amount.low is None else amount.low
            high = amount.value + half if amount.high is None else amount.high
            return Span(Fraction(low), Fraction(high))
        case "hidden" if amount.high is not None and as_count:
            return Span(Fraction(amount.low or 0), Fraction(amount.high))
        case "share":
            return _span_of_share(amount, as_count=as_count)
        case _:
            return None


def compare(one: Amount, other: Amount, tolerances: Tolerances = EXACT) -> Comparison:
    """Holds one amount against another.

    Args:
        one: what is held to account.
        other: what it is held against.
        tolerances: by how much they may differ; ``third_party_per_cent`` of the larger.
    """
    shares = one.form == other.form == "share"
    a, b = span(one, as_count=not shares), span(other, as_count=not shares)
    by, rate = _sizes(one, other, a, b, shares=shares)
    if a is None or b is None:
        return Comparison("cannot-tell", by, rate, _why_not(one, other))
    share = Fraction(Decimal(tolerances.third_party_per_cent)) / _HUNDRED
    least = Fraction(0) if shares else Fraction(tolerances.third_party_count)

    def near(x: Fraction, y: Fraction) -> bool:
        return abs(x - y) <= max(least, share * max(x, y))

    if not near(*_closest(a, b)):
        return Comparison("differs", by, rate, "They differ.")
    met = _met(a, b)
    if not all(near(x, y) for x, y in met):
        return Comparison(
            "cannot-tell", by, rate, "They may be the same: it depends on what was refused."
        )
    # The ends that lie furthest apart: whatever is meant, it is no further.
    if not (near(a.low, b.high) and near(a.high, b.low)):
        # How far they are apart is not known either.
        return Comparison("cannot-tell", None, "", _too_coarse(one, other))
    if any(x != y for x, y in met):
        return Comparison("tolerance", by, rate, "They differ by less than the tolerance.")
    outcome: Outcome = "exact" if a.is_point and b.is_point else "rounding"
    return Comparison(outcome, by, rate, _SAME[outcome])


def per_cent(one: Fraction | int, other: Fraction | int) -> str:
    """Other minus one as per cent of one: signed, two places, half to even; empty for none of 0."""
    if one == 0:
        return ""
    exact = Fraction(other - one) * _HUNDRED / Fraction(one)
    # To the hundredth in whole numbers: a quotient of decimals would be rounded twice.
    hundredths = round(exact * _HUNDRED)
    value = (Decimal(hundredths) / _HUNDRED).quantize(_TWO_PLACES, ROUND_HALF_EVEN)
    return f"{value:+}" if value else "0.00"


def printed(amount: Amount) -> str:
    """An amount as a table shows it."""
    match amount.form:
        case "count" if amount.value is not None:
            low = amount.value if amount.low is None else amount.low
            high = amount.value if amount.high is None else amount.high
            return f"{amount.value:,}" if low == high else f"{low:,} to {high:,}"
        case "rounded" if amount.value is not None:
            if amount.low is not None and amount.high is not None:
                return f"about {amount.value:,} ({amount.low:,} to {amount.high:,})"
            return f"{amount.value:,} (to the nearest {amount.rounded_to:,})"
        case "share":
            of = "" if amount.base is None else f" of {amount.base:,}"
            return (
                f"{amount.share}{of}"
                if amount.value is None
                else f"{amount.share} ({amount.value:,}{of})"
            )
        case "hidden":
            bounds = "" if amount.high is None else f", {amount.low or 0:,} to {amount.high:,}"
            return f"hidden{bounds}"
        case _:
            return "not measured"


def tolerance_words(tolerances: Tolerances) -> str:
    """A tolerance as a table shows it."""
    parts = []
    if Decimal(tolerances.third_party_per_cent):
        parts.append(f"{tolerances.third_party_per_cent} % of the larger")
    if tolerances.third_party_count:
        parts.append(f"{tolerances.third_party_count:,}")
    return " or ".join(parts) or "none"


def _point(value: int | Fraction) -> Span:
    return Span(Fraction(value), Fraction(value))


def _span_of_share(amount: Amount, *, as_count: bool) -> Span | None:
    if amount.value is not None and amount.base:
        return _point(amount.value if as_count else Fraction(amount.value, amount.base))
    if not amount.share:
        return None
    share = Decimal(amount.share)
    exponent = share.as_tuple().exponent
    half = Fraction(1, 2 * 10 ** max(-exponent if isinstance(exponent, int) else 0, 0))
    low, high = max(Fraction(share) - half, Fraction(0)), min(Fraction(share) + half, Fraction(1))
    if not as_count:
        return Span(low, high)
    if amount.base is None:
        return None
    # Whole things only: the smallest and the largest count that print as this share.
    whole_low, whole_high = -((-low * amount.base) // 1), (high * amount.base) // 1
    if whole_low > whole_high:
        return None
    return Span(Fraction(whole_low), Fraction(whole_high))


def _sizes(
    one: Amount, other: Amount, a: Span | None, b: Span | None, *, shares: bool
) -> tuple[int | None, str]:
    if shares:
        if a is None or b is None:
            return None, ""
        return None, per_cent((a.low + a.high) / 2, (b.low + b.high) / 2)
    if one.form in _COUNTED and other.form in _COUNTED and None not in {one.value, other.value}:
        first, second = one.value or 0, other.value or 0
        return second - first, per_cent(first, second)
    return None, ""


_COUNTED: Final = frozenset({"count", "rounded"})


def _closest(a: Span, b: Span) -> tuple[Fraction, Fraction]:
    """The pair that lies closest."""
    if a.high < b.low:
        return a.high, b.low
    if b.high < a.low:
        return a.low, b.high
    shared = max(a.low, b.low)
    return shared, shared


def _met(a: Span, b: Span) -> tuple[tuple[Fraction, Fraction], ...]:
    """For each end of what was refused, the pair that lies closest."""
    pairs = []
    for one in {a.low, a.high} if a.unknown else {None}:
        for other in {b.low, b.high} if b.unknown else {None}:
            left = a if one is None else _point(one)
            right = b if other is None else _point(other)
            pairs.append(_closest(left, right))
    return tuple(pairs)


def _too_coarse(one: Amount, other: Amount) -> str:
    forms = {one.form, other.form}
    if "rounded" in forms:
        what = "the rounding"
    else:
        what = "a number that is hidden" if "hidden" in forms else "a share of so few digits"
    return (
        f"It cannot be told: {what} leaves more room than the tolerance, so that they may or may "
        "not be within it."
    )


def _why_not(one: Amount, other: Amount) -> str:
    for amount, which in ((one, "first"), (other, "second")):
        if amount.form == "not-measured":
            return f"The {which} was not measured."
        if amount.form == "share":
            return f"The {which} is a share of something whose count was not given."
        if amount.form == "hidden":
            return f"The {which} is hidden."
    return "One of them has no number."
