"""One sentence on stage: its block, what was said before it, and the names it may use."""

from __future__ import annotations

import msgspec

from beholden.figures.core.claims._draft import Memory
from beholden.figures.core.claims._gazetteer import Gazetteer
from beholden.figures.core.claims._story import Seen
from beholden.figures.core.claims.models import Phrase
from beholden.figures.core.claims.sentences import Sentence
from beholden.figures.core.claims.what import What
from beholden.figures.core.claims.when import When
from beholden.figures.core.claims.who import WhoMention


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
        return tuple(one for one in self.seen.phrases if self.holds(one.start))

    @property
    def whens(self) -> tuple[When, ...]:
        """The words of time of the sentence."""
        return tuple(one for one in self.seen.whens if self.holds(one.start))

    @property
    def whos(self) -> tuple[WhoMention, ...]:
        """The areas of the sentence."""
        return tuple(one for one in self.seen.whos if self.holds(one.start))

    @property
    def whats(self) -> tuple[What, ...]:
        """What the sentence says is counted."""
        return tuple(one for one in self.seen.whats if self.holds(one.start))

    def before(self, phrase: Phrase) -> str:
        """The sentence up to a phrase."""
        return self.text[self.sentence.start : phrase.start]

    def after(self, phrase: Phrase) -> str:
        """The sentence from a phrase on."""
        return self.text[phrase.end : self.sentence.end]


__all__ = ["Scene"]
