"""Alters true numbers of the corpus, one at a time, and counts how many then still "agree".

Every exact count and percentage that the data make right is printed otherwise: with digits
swapped, one more, one less, a tenth more, a tenth less, or as another number of the article or
of the data (another area's, another year's). The number is then false, and what is told to agree
is a mistake of the kind that must never be made.

python -m tools.claims_altered --set seen --every 5   # every fifth alteration of the set
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from beholden.figures.claim_data import load_data
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.models import Checked, Checking
from beholden.figures.registry import load_registry
from tools.claims_corpus import FOLDER, Expected, Piece, compare, pieces
from tools.claims_table import checker

SETS = ("seen", "retold")
_COUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_PERCENT = re.compile(r"(\d+)(\.\d+)?(?=\s?(?:%|per\s?cent|pc))")
_LEAST = 20
"""A smaller count is printed in words, or is true of too much to be called false."""
_NEIGHBOURS = 3
_TENTH = 10


class Altered(msgspec.Struct, frozen=True):
    """One article with one number printed otherwise: the claim, how, and the new number."""

    piece: Piece
    claim: Expected
    way: str
    number: str


Checker = Callable[[Piece], tuple[Checking, float]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Alters, checks, and prints how many agree, by the way of altering, with each that does."""
    asked = _arguments().parse_args(arguments)
    checked = checker(asked.corpus)
    agreed: list[tuple[Altered, Checked]] = []
    tried: Counter[str] = Counter()
    for one in list(alterations(pieces(asked.corpus / asked.set), asked.corpus))[:: asked.every]:
        found = agreeing(one, checked)
        tried[one.way] += 1
        agreed += [(one, found)] if found is not None else []
    by_way = Counter(one.way for one, _ in agreed)
    for way, number in sorted(tried.items()):
        _say(f"{way}: {by_way[way]} of {number} agree")
    _say(f"all: {len(agreed)} of {sum(tried.values())} agree")
    for one, found in agreed:
        _say(f"--- {one.piece.name} ({one.way}): {one.claim.number!r} as {one.number!r}")
        _say(f"    {found.claim.sentence}\n    {found.judgement.reason}")
    return 0


def agreeing(one: Altered, checked: Checker) -> Checked | None:
    """What is found for the number that was altered, where it is told to agree."""
    outcome = compare(one.piece, *checked(one.piece))
    found = outcome.matches[0].found
    if found is None or found.judgement.verdict != "agrees":
        return None
    # "Tops 900" is true of 1,042 as well: words beside the number that leave it room.
    return found if found.claim.phrase.wording is Wording.PLAIN else None


def alterations(corpus: Sequence[Piece], folder: Path) -> Iterator[Altered]:
    """Every alteration of every exact number that the data make right, in the order of the set."""
    known: dict[tuple[str, ...], tuple[int, ...]] = {}
    registry = load_registry()
    for piece in corpus:
        if piece.data not in known:
            facts = [
                fact
                for name in piece.data
                for fact in load_data(folder / f"{name}.csv", registry).facts
            ]
            known[piece.data] = tuple(
                sorted({int(one.value) for one in facts if one.value == int(one.value)})
            )
        for claim in piece.claims:
            if claim.verdict == "agrees" and not claim.also:
                yield from _of_claim(piece, claim, known[piece.data])


def _of_claim(piece: Piece, claim: Expected, known: Sequence[int]) -> Iterator[Altered]:
    percent, count = _PERCENT.match(claim.number), _COUNT.fullmatch(claim.number)
    if claim.kind == "percent_change" and percent is not None:
        ways = _percents(percent)
    elif claim.kind == "total" and count is not None:
        ways = _counts(piece, claim, int(count[0].replace(",", "")), known)
    else:
        return
    for way, number in ways:
        altered = _printed(piece, claim, number)
        if altered is not None:
            yield Altered(altered, claim, way, number)


def _percents(printed: re.Match[str]) -> Iterator[tuple[str, str]]:
    whole, rest = printed[1], printed[2] or ""
    value, tail = int(whole), printed.string[printed.end() :]
    found = {"one more": str(value + 1), "one less": str(value - 1), "digits swapped": whole[::-1]}
    found["a tenth more"] = str(value + max(2, value // _TENTH))
    found["a tenth less"] = str(value - max(2, value // _TENTH))
    for way, number in found.items():
        if number != whole and not number.startswith(("0", "-")):
            yield f"per cent, {way}", f"{number}{rest}{tail}"


def _counts(
    piece: Piece, claim: Expected, value: int, known: Sequence[int]
) -> Iterator[tuple[str, str]]:
    if value < _LEAST:
        return
    digits = str(value)
    tenth = max(2, value // _TENTH)
    found = {"one more": value + 1, "one less": value - 1}
    found["a tenth more"], found["a tenth less"] = value + tenth, value - tenth
    swapped = int(digits[:-2] + digits[-1] + digits[-2])
    found["digits swapped"] = swapped
    found["another of the article"] = _another(piece, value)
    # The number of the data that is the next but two: in most cases another area's or year's.
    above = [one for one in known if one > value]
    found["another of the data"] = above[_NEIGHBOURS - 1] if len(above) >= _NEIGHBOURS else value
    for way, number in found.items():
        if number != value and number >= _LEAST:
            shown = f"{number:,}" if "," in claim.number or number >= 10_000 else str(number)  # noqa: PLR2004 - printed with a comma from here on
            yield f"count, {way}", shown


def _another(piece: Piece, value: int) -> int:
    """The next count that the article gives and that is another number."""
    counts = [
        int(one.number.replace(",", ""))
        for one in piece.claims
        if one.kind == "total" and _COUNT.fullmatch(one.number)
    ]
    at = counts.index(value)
    rotated = [*counts[at + 1 :], *counts[:at]]
    return next((one for one in rotated if one != value and one >= _LEAST), value)


def _printed(piece: Piece, claim: Expected, number: str) -> Piece | None:
    """The article with a claim's number printed otherwise, and that claim alone expected."""
    at = -1
    for _ in range(claim.nth):
        at = piece.text.find(claim.number, at + 1)
    text = piece.text[:at] + number + piece.text[at + len(claim.number) :]
    nth = _times(text[: at + len(number)], number)
    if not nth:
        return None
    expected = msgspec.structs.replace(claim, number=number, nth=nth)
    return msgspec.structs.replace(piece, text=text, claims=(expected,))


def _times(text: str, number: str) -> int:
    """How often a number stands in a text that ends with it."""
    found, at = 0, text.find(number)
    while at >= 0:
        found, at = found + 1, text.find(number, at + 1)
    return found


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--set", choices=SETS, default="seen")
    parser.add_argument("--corpus", type=Path, default=FOLDER, help="folder with the sets and data")
    parser.add_argument("--every", type=int, default=1, help="only every so manyth alteration")
    return parser


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
