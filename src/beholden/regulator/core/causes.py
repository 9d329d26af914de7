"""Possible causes of a difference: the known wrong ways to count, tried one after another.

A wrong way that gives the very number that was printed is marked ``exact``. That is a lead
and no proof: two ways may give one number, and a number may be wrong for a reason that
nobody thought of. Small numbers meet by chance, so a way is only named where it changes the
right number.

    causes_of(printed, right, "uploads-held", ways)
    causes_of(printed, right)[0].words    # "Two neighbouring digits changed places."
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from beholden.regulator.core.amounts import compare, count, span
from beholden.regulator.core.models import Amount, Cause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["BETWEEN_BODIES", "Way", "causes_of", "credible"]

_AT_MOST: Final = 5
_MET_BY_CHANCE_BELOW: Final = 20
_FITS_AT_LEAST: Final = 2
_STEPS: Final = (10, 100, 1_000, 10_000, 100_000, 1_000_000)


class Way(NamedTuple):
    """A wrong way to count, and what it gives for each figure by its key.

    ``searched``: one of many of its kind that were tried, so that it may meet one number by
    chance.
    """

    code: str
    words: str
    figures: Mapping[str, Amount]
    searched: bool = False


BETWEEN_BODIES: Final = (
    Cause(
        code="counting-time",
        words="What was sent at the end of one period was counted in the next by the receiver.",
    ),
    Cause(
        code="retries",
        words="What was sent again after a fault was counted twice by one and once by the other.",
    ),
    Cause(
        code="other-senders",
        words="Others sent under this name, or this service sent under another name.",
    ),
)
"""What may lie between two bodies that counted for themselves."""


def credible(
    ways: Iterable[Way], printed: Mapping[str, Amount], right: Mapping[str, Amount]
) -> tuple[Way, ...]:
    """The ways without those that may have met a number by chance.

    Of 26 time zones one will often give a wrong number that has another reason. A way that
    was searched for must explain two wrong figures of the report at least.

    Args:
        ways: all that were tried.
        printed: the figures of the report by their keys.
        right: what they should be.
    """
    return tuple(
        way for way in ways if not way.searched or _fits(way, printed, right) >= _FITS_AT_LEAST
    )


def _fits(way: Way, printed: Mapping[str, Amount], right: Mapping[str, Amount]) -> int:
    """How many wrong figures of the report are what this way gives."""
    return sum(
        _same(printed[key], given) and not _same(right[key], given)
        for key, given in way.figures.items()
        if key in printed and key in right
    )


def causes_of(
    printed: Amount,
    right: Amount,
    key: str = "",
    ways: Iterable[Way] = (),
    others: Mapping[str, Amount] | None = None,
) -> tuple[Cause, ...]:
    """The wrong ways that turn the right number into the printed one.

    Args:
        printed: what was published.
        right: what it should be.
        key: the figure's.
        ways: what wrong ways of counting give.
        others: the right figures by key: one of them may stand in this one's place.

    Returns:
        At most five, all exact, those of counting before slips of writing.
    """
    found = [
        Cause(code=way.code, words=way.words, exact=True)
        for way in ways
        if (given := way.figures.get(key)) is not None
        and _same(printed, given)
        and not _same(right, given)
    ]
    if (said := _exact(printed)) is not None and (meant := _exact(right)) is not None:
        found += _slips(said, meant)
    found += _other_places(printed, key, others or {})
    unique = {cause.code: cause for cause in reversed(found)}
    return tuple(cause for cause in found if unique[cause.code] is cause)[:_AT_MOST]


def _exact(amount: Amount) -> int | None:
    """The count, if it is one number."""
    known = span(amount) if amount.form == "count" else None
    return amount.value if known is not None and known.is_point else None


def _same(one: Amount, other: Amount) -> bool:
    return compare(one, other).outcome == "exact"


def _slips(printed: int, right: int) -> Iterator[Cause]:
    """Slips that need no other number."""
    if not right:
        return  # a slip needs a number to slip from
    said, meant = str(printed), str(right)
    for step in _STEPS:
        if printed != right and printed and _rounded(right, step, printed):
            yield Cause(
                code="rounded", words=f"The number was rounded to {step:,} and not said so.",
                exact=True,
            )  # fmt: skip
            break
    if said != meant and _is_swap(said, meant):
        yield Cause(code="transposed", words="Two neighbouring digits changed places.", exact=True)
    if len(meant) == len(said) + 1 and _lacks_one(said, meant):
        yield Cause(code="digit-dropped", words="One digit was left out.", exact=True)
    if len(said) == len(meant) + 1 and _lacks_one(meant, said):
        yield Cause(code="digit-added", words="One digit is too many.", exact=True)
    if right and printed == 2 * right:
        yield Cause(code="doubled", words="Everything was counted twice.", exact=True)


def _rounded(right: int, step: int, printed: int) -> bool:
    """Whether this is the right number up, down or to the nearest of this step."""
    return printed % step == 0 and right % step != 0 and abs(printed - right) < step <= right


def _is_swap(said: str, meant: str) -> bool:
    if len(said) != len(meant):
        return False
    at = next(i for i, (a, b) in enumerate(zip(said, meant, strict=True)) if a != b)
    swapped = meant[:at] + meant[at + 1 : at + 2] + meant[at] + meant[at + 2 :]
    return swapped == said


def _lacks_one(short: str, long: str) -> bool:
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _other_places(printed: Amount, key: str, others: Mapping[str, Amount]) -> Iterator[Cause]:
    """The right number of another figure, where that is not met by chance."""
    if printed.form != "count" or (printed.value or 0) < _MET_BY_CHANCE_BELOW:
        return
    for other, amount in others.items():
        if other != key and amount.form == "count" and _same(count(printed.value or 0), amount):
            yield Cause(
                code="other-figure", words=f"This is the right number of {other}.", exact=True
            )
            return
