"""The corpus that the checker of articles is measured on: its files, and what matches what.

A file holds an article as a reader would paste it, and each number in it that is a
claim, with the verdict that the data make right. Places are compared without white
space and the bars of tables, because reading an article joins its lines.

    pieces(FOLDER / "seen")[0].claims[0].number  # "almost 200"
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from beholden.figures.core.claims.models import Article, Checked, Checking, ClaimKind, VerdictWord

FOLDER = Path(__file__).parents[1] / "tests" / "figures" / "claims" / "corpus"

_SKIPPED = "|"


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One claim of an article, as a person read it.

    ``number`` stands in the text for the ``nth`` time; ``also`` are further places of the
    same claim. ``error_class`` may be one class or several that are all right.
    """

    number: str
    kind: ClaimKind
    subject: str
    period: str
    verdict: VerdictWord
    nth: int = 1
    also: tuple[tuple[str, int], ...] = ()
    tolerant: VerdictWord | None = None
    error_class: str | tuple[str, ...] = ()

    @property
    def tolerant_verdict(self) -> VerdictWord:
        """The verdict with tolerance; the strict one where the file names no other."""
        return self.tolerant or self.verdict

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes that are right; none where there is nothing wrong."""
        if isinstance(self.error_class, str):
            return (self.error_class,) if self.error_class else ()
        return self.error_class


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file. ``data`` are the names of the files of numbers it is checked against."""

    style: str
    data: tuple[str, ...]
    text: str
    published: dt.date | None = None
    claims: tuple[Expected, ...] = ()
    name: str = ""


class Match(msgspec.Struct, frozen=True):
    """What was expected and what was found for it, if anything.

    ``other`` was found in its place, but taken for another kind of claim.
    """

    expected: Expected
    found: Checked | None
    other: Checked | None = None


class Outcome(msgspec.Struct, frozen=True):
    """An article's matches, and the claims that nobody expected. ``seconds`` is the time taken."""

    piece: Piece
    matches: tuple[Match, ...]
    unexpected: tuple[Checked, ...]
    repeated: int
    found: int
    seconds: float


def pieces(folder: Path) -> tuple[Piece, ...]:
    """Every file of a folder, by name.

    Raises:
        ValueError: A file is not as it should be, or a number does not stand in its text.
    """
    return tuple(_piece(path) for path in sorted(folder.glob("*.toml")))


def _piece(path: Path) -> Piece:
    try:
        read = msgspec.toml.decode(path.read_bytes(), type=Piece)
        for claim in read.claims:
            tuple(_spans(read.text, claim))
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error
    return msgspec.structs.replace(read, name=path.stem)


def compare(piece: Piece, checking: Checking, seconds: float) -> Outcome:
    """Sets what a checker found against what was expected.

    One claim found answers for one expected, the longest overlap first. A claim expected
    that is left answers to one already used (two mentions found as one); a claim found
    that is left counts as repeated where it stands at another place of a claim expected.
    """
    text = _Tight(piece.text)
    wanted = [
        [text.span(start, end) for start, end in _spans(piece.text, claim)]
        for claim in piece.claims
    ]
    located = text.locate(checking.article)
    places = [_places(one, located) for one in checking.checked]
    overlaps = {
        (i, j): length
        for i, spans in enumerate(wanted)
        for j, found in enumerate(places)
        if (length := _overlap(spans, found))
    }
    kinds = [one.claim.kind for one in checking.checked]
    same = {pair: n for pair, n in overlaps.items() if piece.claims[pair[0]].kind == kinds[pair[1]]}
    chosen = _assigned(same)
    used = set(chosen.values())
    for i, j in sorted(same, key=lambda pair: (-same[pair], pair)):
        if i not in chosen:
            chosen[i] = j
    answered = {
        i: [place for place in places[j] if _overlap(wanted[i], [place])] for i, j in chosen.items()
    }
    left = [j for j in range(len(kinds)) if j not in used]
    repeated = [
        j
        for j in left
        if any(j == b and not _overlap(answered.get(a, []), places[j]) for a, b in same)
    ]
    checked = checking.checked
    return Outcome(
        piece=piece,
        matches=tuple(
            Match(
                claim,
                checked[chosen[i]] if i in chosen else None,
                next((checked[b] for a, b in overlaps if a == i and i not in chosen), None),
            )
            for i, claim in enumerate(piece.claims)
        ),
        unexpected=tuple(checked[j] for j in left if j not in repeated),
        repeated=len(repeated),
        found=len(checked),
        seconds=seconds,
    )


_Span = tuple[int, int]


def _spans(text: str, claim: Expected) -> Iterator[_Span]:
    for number, nth in ((claim.number, claim.nth), *claim.also):
        at = -1
        for _ in range(nth):
            at = text.find(number, at + 1)
            if at < 0:
                raise ValueError(f"{number!r} does not stand {nth} times in the text.")
        yield at, at + len(number)


class _Tight:
    """A text without white space, and where each of its characters stood."""

    def __init__(self, text: str) -> None:
        self._at = [place for place, letter in enumerate(text) if _kept(letter)]
        self._text = "".join(text[place] for place in self._at)

    def span(self, start: int, end: int) -> _Span:
        """A span of the text, in characters kept."""
        return bisect_left(self._at, start), bisect_left(self._at, end)

    def locate(self, article: Article) -> list[list[int]]:
        """For every block and every character of it: how many characters are kept before it.

        Raises:
            ValueError: A block does not stand in the text.
        """
        cursor, found = 0, []
        for number, block in enumerate(article.blocks):
            tight = "".join(letter for letter in block.text if _kept(letter))
            start = self._text.find(tight, cursor)
            start = self._text.find(tight) if start < 0 else start
            if start < 0:
                raise ValueError(f"{article.name}: block {number} does not stand in the text.")
            cursor = start + len(tight)
            found.append(_counted(block.text, start))
        return found


def _kept(letter: str) -> bool:
    return not (letter.isspace() or letter in _SKIPPED or unicodedata.category(letter) == "Cf")


def _counted(text: str, start: int) -> list[int]:
    counts = [start]
    for letter in text:
        counts.append(counts[-1] + _kept(letter))
    return counts


def _places(one: Checked, located: Sequence[Sequence[int]]) -> list[_Span]:
    return [
        (located[spot.block][spot.start], located[spot.block][spot.end])
        for spot in one.claim.places
    ]


def _overlap(some: Iterable[_Span], others: Sequence[_Span]) -> int:
    return max(
        (min(b, d) - max(a, c) for a, b in some for c, d in others if min(b, d) > max(a, c)),
        default=0,
    )


def _assigned(overlaps: dict[tuple[int, int], int]) -> dict[int, int]:
    chosen: dict[int, int] = {}
    for i, j in sorted(overlaps, key=lambda pair: (-overlaps[pair], pair)):
        if i not in chosen and j not in chosen.values():
            chosen[i] = j
    return chosen
