"""One number that is made of counts, on its way to a claim, with all that may decide what it is."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims.finding._draft import Counted, Draft, Who, Years, exact, rough
from beholden.figures.core.claims.finding._roles import Role
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.said._quoting import speaker_of
from beholden.figures.core.claims.finding.times._years import year_of
from beholden.figures.core.claims.models import Measure, Operand, OperandRole, Phrase, Subject
from beholden.figures.core.claims.naming.gazetteer import Gazetteer, of_group
from beholden.figures.core.models import ForceCode

_BEFORE, _AFTER = 80, 40


class Work(msgspec.Struct, frozen=True):
    """A phrase in its sentence: ``counted`` are the counts there, ``told`` what was made so far."""

    scene: Scene
    counted: Sequence[Draft]
    phrase: Phrase
    role: Role
    what: Counted
    told: Sequence[Draft] = ()

    @property
    def before(self) -> str:
        """The sentence up to the phrase."""
        return self.scene.before(self.phrase)

    @property
    def after(self) -> str:
        """The sentence from the phrase on."""
        return self.scene.after(self.phrase)

    @property
    def around(self) -> str:
        """What stands near before the phrase."""
        return self.before[-_BEFORE:]

    @property
    def near(self) -> str:
        """The phrase with what stands near it."""
        return f"{self.around} {self.phrase.text} {self.after[:_AFTER]}"

    def beside(self) -> Draft | None:
        """The count of the sentence that stands nearest."""
        return min(
            self.counted,
            key=lambda one: min(
                abs(one.phrase.start - self.phrase.end), abs(self.phrase.start - one.phrase.end)
            ),
            default=None,
        )

    def years(self, who: Who) -> Years:
        """The year of the count that it is made of, or its own."""
        own = year_of(self.phrase, self.scene)
        beside = self.beside()
        if beside is None or beside.role.end == "earlier" or own.said:
            return own
        same = beside.who.subject.key == who.subject.key
        return beside.years if same and beside.years.period is not None else own

    def draft(self, who: Who, measure: Measure, years: Years) -> Draft:
        """What is said so far."""
        return Draft(
            phrase=self.phrase,
            block=self.scene.seen.index,
            sentence=self.scene.sentence,
            role=self.role,
            who=who,
            what=self.what,
            years=years,
            measure=measure,
            speaker=speaker_of(self.scene.seen, self.phrase),
        )


def operand(role: OperandRole, draft: Draft) -> Operand:
    """A count of the sentence in its part."""
    return Operand(role, exact(draft.phrase), draft.phrase.text, rough(draft.phrase))


def uk(gazetteer: Gazetteer) -> Subject:
    """The country as a whole."""
    return of_group(gazetteer.registry.group("uk"))


def members_of(subject: Subject) -> frozenset[str]:
    """The forces of a subject: its members, or itself."""
    if subject.members:
        return frozenset(subject.members)
    return frozenset() if ":" in subject.key else frozenset({ForceCode(subject.key)})


def within(subject: Subject, group: Subject | None) -> bool:
    """Whether a group is more than a subject and holds all of it."""
    if group is None:
        return False
    mine, theirs = members_of(subject), members_of(group)
    return bool(mine) and mine < theirs


def forces_so_far(scene: Scene, until: int) -> tuple[Subject, ...]:
    """The forces that a block names up to a place, each once, in order."""
    found = [
        one.subject
        for one in scene.seen.whos
        if one.end <= until and one.kind in {"force", "area"} and one.subject is not None
    ]
    return tuple({one.key: one for one in found}.values())


__all__ = ["Work", "forces_so_far", "members_of", "operand", "uk", "within"]
