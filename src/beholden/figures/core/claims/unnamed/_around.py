"""What stands around a number that names nothing: the sentence, its areas, and what was told last.

around(block, phrase, told).anchor.claim.series  # that of the number which the data had last
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding.sentences import Sentence, quotations, sentences
from beholden.figures.core.claims.models import Article, Checked, Phrase, Subject
from beholden.figures.core.claims.naming.gazetteer import Gazetteer
from beholden.figures.core.claims.naming.when import When, whens
from beholden.figures.core.claims.naming.who import WhoMention, mentions
from beholden.figures.core.claims.unnamed._plain_words import tells_only_numbers

_CLAUSES = lazily(r"(?<!\d)[,;:()\u2013\u2014]|[,;:()\u2013\u2014](?!\d)|\s-\s")
_FAR, _FARTHER = 2, 6
"""So many blocks back the text may have told what it counts, and of whom."""


_RELATIVE = lazily(r"(?<=,)\s(?:which|who|where|whose)\b[^,;:()]{0,120},")
_SAYS = lazily(
    r"[,.]?[\"\u201d]\s*(?:(?:said|says|added)\b|(?:[\w\u2019'-]+\s+){1,6}(?:said|says|added)\b).*$"
    r"|^.{0,120}\b(?:said|says|added):?\s*(?=[\"\u201c])",
)


def _beside(sentence: Sentence, phrase: Phrase) -> list[tuple[int, int]]:
    """Where relative clauses and the words on who speaks stand, which hold no number's thing."""
    place = phrase.start - sentence.start
    found = [one.span() for each in (_RELATIVE, _SAYS) for one in each.finditer(sentence.text)]
    return [(first, last) for first, last in found if not first <= place < last]


class Told(msgspec.Struct, frozen=True):
    """A claim at one of its places."""

    block: int
    start: int
    end: int
    checked: Checked

    @property
    def known(self) -> bool:
        """Whether the data have counts for it, whatever they say of it."""
        return bool(self.checked.judgement.release or self.checked.judgement.sources)


class Around(msgspec.Struct, frozen=True):
    """A number with all that may tell what it is of.

    ``anchor`` is the nearest claim before it, of which the data have counts; ``before`` and
    ``after`` are the sentence around it; ``whos`` and ``whens`` are those of the sentence.
    """

    block: int
    sentence: Sentence
    phrase: Phrase
    anchor: Told
    near: tuple[Told, ...]
    whos: tuple[WhoMention, ...]
    whens: tuple[When, ...]
    speaker: str

    @property
    def before(self) -> str:
        """The sentence up to the number."""
        return self.sentence.text[: self.phrase.start - self.sentence.start]

    @property
    def after(self) -> str:
        """The sentence from the number on."""
        return self.sentence.text[self.phrase.end - self.sentence.start :]

    @property
    def named(self) -> tuple[Subject, ...]:
        """The areas that the sentence names, the nearest before the number first."""
        place = self.phrase.start
        ordered = sorted(self.whos, key=lambda who: (who.start > place, abs(place - who.start)))
        found = {one.subject.key: one.subject for one in ordered if one.subject is not None}
        return tuple(found.values())


class Scenery:
    """An article's blocks, each read once, and only where a number asks for it."""

    def __init__(self, article: Article, told: Sequence[Told], gazetteer: Gazetteer) -> None:
        self._article = article
        self._told = told
        self._gazetteer = gazetteer
        self._read: dict[
            int, tuple[tuple[Sentence, ...], tuple[WhoMention, ...], tuple[When, ...]]
        ] = {}

    def around(self, block: int, phrase: Phrase) -> Around | None:
        """What stands around a number; ``None`` where the text speaks of something else there."""
        said, whos, times = self._of(block)
        sentence = next((one for one in said if one.start <= phrase.start < one.end), None)
        anchor = self._anchor(block, phrase)
        if (
            sentence is None
            or anchor is None
            or sentence.text.rstrip("\"'\u201d\u2019 ").endswith("?")
        ):
            return None
        found = Around(
            block=block,
            sentence=sentence,
            phrase=phrase,
            anchor=anchor,
            near=tuple(
                one
                for one in self._told
                if 0 <= block - one.block <= _FARTHER
                and one.known
                and (one.block, one.start) != (block, phrase.start)
            ),
            whos=tuple(
                one
                for one in whos
                if sentence.start <= one.start < sentence.end
                and not any(
                    first <= one.start - sentence.start < last
                    for first, last in _beside(sentence, phrase)
                )
            ),
            whens=tuple(one for one in times if sentence.start <= one.start < sentence.end),
            speaker=self._speaker(block, phrase),
        )
        return found if self._only_numbers(found) else None

    def _of(
        self, block: int
    ) -> tuple[tuple[Sentence, ...], tuple[WhoMention, ...], tuple[When, ...]]:
        if block not in self._read:
            text = self._article.blocks[block].text
            self._read[block] = (sentences(text), mentions(text, self._gazetteer), whens(text))
        return self._read[block]

    def _anchor(self, block: int, phrase: Phrase) -> Told | None:
        """The last claim before it that the data know, if none since is of another thing."""
        place = (block, phrase.start)
        before = [
            one
            for one in self._told
            if (one.block, one.start) < place and block - one.block <= _FAR
        ]
        for at in range(len(before) - 1, -1, -1):
            if before[at].known:
                series = {one.checked.claim.series for one in before[at:]}
                return before[at] if len(series) == 1 else None
        return None

    def _only_numbers(self, found: Around) -> bool:
        """Whether the sentence names nothing else up to the end of the number's own clause.

        But in clauses that tell a number of the data, in relative ones, and of who says so.
        """
        sentence, start = found.sentence, found.sentence.start
        shown = list(sentence.text)
        for first, last in (
            *((one.start - start, one.end - start) for one in found.whos),
            *((one.start - start, one.end - start) for one in found.whens),
            *_beside(sentence, found.phrase),
        ):
            shown[first:last] = " " * (last - first)
        text, ends = "".join(shown), [one.end() for one in _CLAUSES.finditer(sentence.text)]
        for first, last in zip((0, *ends), (*ends, len(text)), strict=True):
            own = first <= found.phrase.start - start < last
            told = any(
                one.block == found.block and one.known and first <= one.start - start < last
                for one in self._told
                if one.start != found.phrase.start
            )
            if (own or not told) and not tells_only_numbers(text[first:last]):
                return False
            if own and text[:first].strip():
                # What comes after may be of anything: the number is told.
                return True
        return True

    def _speaker(self, block: int, phrase: Phrase) -> str:
        quoted = quotations(self._article.blocks[block])
        return next((one.speaker for one in quoted if one.start <= phrase.start < one.end), "")


__all__ = ["Around", "Scenery", "Told"]
