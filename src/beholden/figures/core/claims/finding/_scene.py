"""One sentence on stage: its block, what was said before it, and the names it may use."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TypeVar

import msgspec

from beholden.figures.core.claims.finding._memory import Memory
from beholden.figures.core.claims.finding._story import Seen
from beholden.figures.core.claims.finding.sentences import Sentence
from beholden.figures.core.claims.models import LeftAlone, Phrase
from beholden.figures.core.claims.naming.gazetteer import Gazetteer
from beholden.figures.core.claims.naming.what import What
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.claims.naming.who import WhoMention

_S = TypeVar("_S", Phrase, When, WhoMention, What)
_start = attrgetter("start")


class Scene(msgspec.Struct, frozen=True):
    """A sentence with everything that tells what its numbers mean."""

    seen: Seen
    sentence: Sentence
    memory: Memory
    gazetteer: Gazetteer

    @property
    def text(self) -> str:
        """The text of the block, which all offsets count."""
        return self.seen.block.text

    def holds(self, start: int) -> bool:
        """Whether a place of the block is in the sentence."""
        return self.sentence.start <= start < self.sentence.end

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The numbers of the sentence."""
        return self._of(self.seen.phrases)

    @property
    def whens(self) -> tuple[When, ...]:
        """The words of time of the sentence."""
        return self._of(self.seen.whens)

    @property
    def whos(self) -> tuple[WhoMention, ...]:
        """The areas of the sentence."""
        return self._of(self.seen.whos)

    @property
    def whats(self) -> tuple[What, ...]:
        """What the sentence says is counted."""
        return self._of(self.seen.whats)

    def _of(self, said: tuple[_S, ...]) -> tuple[_S, ...]:
        """Those that begin in the sentence; all stand in the order of the block."""
        first = bisect_left(said, self.sentence.start, key=_start)
        return said[first : bisect_left(said, self.sentence.end, first, key=_start)]

    def before(self, phrase: Phrase) -> str:
        """The sentence up to a phrase."""
        return self.text[self.sentence.start : phrase.start]

    def after(self, phrase: Phrase) -> str:
        """The sentence from a phrase on."""
        return self.text[phrase.end : self.sentence.end]


def left_alone(scene: Scene, phrase: Phrase, why: str) -> LeftAlone:
    """A number that is no claim."""
    return LeftAlone(scene.seen.index, phrase.start, phrase.end, phrase.text, why)


__all__ = ["Scene", "left_alone"]
