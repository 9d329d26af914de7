"""What a sentence makes of counts: differences, changes, multiples, rates, shares and ranks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._counts import SUPPOSED, Found, left_alone
from beholden.figures.core.claims._draft import Counted, Draft, Who, Years, exact
from beholden.figures.core.claims._gazetteer import Gazetteer, of_group
from beholden.figures.core.claims._quoting import speaker_of, supposed
from beholden.figures.core.claims._resolve import home, what_of, who_of, whos_in
from beholden.figures.core.claims._roles import Role, role_of
from beholden.figures.core.claims._scene import Scene
from beholden.figures.core.claims._story import shifted
from beholden.figures.core.claims._years import pair_of, year_of
from beholden.figures.core.claims.models import (
    LeftAlone,
    Measure,
    Operand,
    OperandRole,
    Phrase,
    Shape,
    Subject,
)
from beholden.figures.core.claims.who import WhoMention

_NO_TOPIC = "the article names no offence that the data hold"
_TWO_ENDS = frozenset(
    {Measure.CHANGE, Measure.YEARLY_CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE, Measure.OF_OTHER}
)
_IN_LINE = re.compile(
    r"\b(?:broadly\s+|very\s+much\s+|much\s+)?in\s+line\s+with\s+(?:the\s+)?(?:rest\s+of\s+(?:the\s+)?"
    r"(?:country|uk|nation|england)|national\s+(?:average|picture|trend|figures?|rate)|other\s+forces"
    r"|uk\s+average)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:someone|somebody|a\s+person|people|a\s+man|men|offenders?|an\s+offender|suspects?|perpetrators?"
    r"|criminals?|one\s+person|a\s+suspect)\s+(?:\w+\s+){0,3}(?:caught|arrested|charged|convicted|jailed"
    r"|prosecuted|sentenced|recorded|found|caught\s+out)\b"
    r"|\b(?:caught|arrested|convicted|prosecuted)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_OTHERS_AFTER = re.compile(
    r"[^.;]{0,60}\b(?:national\s+(?:average|rate)|rest\s+of\s+the\s+country|uk\s+(?:average|rate))\b",
    re.IGNORECASE,
)
_TIME_RANK = re.compile(
    r"[^.;]{0,50}\b(?:since|on\s+record|ever|in\s+(?:\w+\s+)?(?:years|decade)|for\s+\w+\s+years|to\s+date|yet)\b",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(r"\s*(?P<words>[^.;!?]{0,120})")
_OF = re.compile(r"of\s+(?:the\s+|all\s+|these\s+|those\s+)?(?P<whole>[^,.;]{2,60})", re.IGNORECASE)
_AMONG = re.compile(
    r"\b(?:in|of|across|among|for|within|anywhere in)\s+(?:the\s+|all\s+)?(?:\w+\s+)?$"
)
_OF_NUMBER = re.compile(r"\s+(?:\w+\s+){0,2}?(?:out\s+)?of\s+(?:the\s+|all\s+|a\s+total\s+of\s+)?$")


def made_of(scene: Scene, counted: Sequence[Draft]) -> Found:
    """The claims of a sentence other than counts, and the numbers that are none.

    Args:
        scene: The sentence.
        counted: Its counts, which the others are made of.
    """
    drafts: list[Draft] = []
    left: list[LeftAlone] = []
    for phrase in (*_in_line(scene), *scene.phrases):
        role = _role(phrase, scene)
        if role.measure is Measure.COUNT:
            continue
        what = what_of(phrase, scene)
        if supposed(scene.before(phrase)):
            left.append(left_alone(scene, phrase, SUPPOSED))
        elif what is None:
            left.append(left_alone(scene, phrase, _NO_TOPIC))
        else:
            drafts.append(_Maker(scene, counted, phrase, role, what).made())
    return drafts, left


def _role(phrase: Phrase, scene: Scene) -> Role:
    if scene.seen.block.kind == "table" and phrase.shape is Shape.PERCENT:
        return Role(Measure.CHANGE, "down" if phrase.value < 0 else "up")
    return role_of(phrase, scene.before(phrase), scene.after(phrase))


def _in_line(scene: Scene) -> list[Phrase]:
    """Words that claim a ratio of about one without a number."""
    sentence = scene.sentence
    return [
        Phrase(
            one.start(),
            one.end(),
            one[0],
            Shape.MULTIPLE,
            Fraction(1),
            "in line",
            number=one[0],
            wording=Wording.ABOUT,
        )
        for one in _IN_LINE.finditer(scene.text, sentence.start, sentence.end)
    ]


class _Maker(msgspec.Struct, frozen=True):
    """One phrase that is made of counts, on its way to a draft."""

    scene: Scene
    counted: Sequence[Draft]
    phrase: Phrase
    role: Role
    what: Counted

    def made(self) -> Draft:
        """The draft."""
        if self.role.measure is Measure.RANK:
            return self._rank()
        who, measure = self._who(), self._measure()
        draft = self._draft(who, measure)
        if measure in _TWO_ENDS:
            years, operands = self._ends(who)
            group = _uk(self.scene.gazetteer) if measure is Measure.OF_OTHER else None
            return msgspec.structs.replace(draft, years=years, operands=operands, group=group)
        if measure is Measure.SHARE:
            part, whole = self._part_and_whole()
            return msgspec.structs.replace(
                draft, part=part, whole=whole, operands=self._share_operands()
            )
        if measure is Measure.FREQUENCY:
            people = self.what.people or _PEOPLE.search(self._around()) is not None
            return msgspec.structs.replace(draft, operands=self._count_beside(who), people=people)
        return draft

    def _draft(self, who: Who, measure: Measure) -> Draft:
        return Draft(
            phrase=self.phrase,
            block=self.scene.seen.index,
            sentence=self.scene.sentence,
            role=self.role,
            who=who,
            what=self.what,
            years=year_of(self.phrase, self.scene),
            measure=measure,
            speaker=speaker_of(self.scene.seen, self.phrase),
        )

    def _around(self) -> str:
        return self.scene.before(self.phrase)[-80:]

    def _measure(self) -> Measure:
        if self.role.measure is not Measure.MULTIPLE:
            return self.role.measure
        if self.phrase.form == "in line" or _OTHERS_AFTER.match(self.scene.after(self.phrase)):
            return Measure.OF_OTHER
        return Measure.MULTIPLE

    def _who(self) -> Who:
        mentions = whos_in(self.scene)
        if self.scene.seen.block.kind == "table":
            mentions = mentions[:1]
        beside = self._beside()
        if not mentions and beside is not None:
            return beside.who
        return who_of(self.phrase, self.scene, mentions)

    def _beside(self) -> Draft | None:
        """The count of the sentence that stands nearest."""
        return min(
            self.counted,
            key=lambda one: min(
                abs(one.phrase.start - self.phrase.end), abs(self.phrase.start - one.phrase.end)
            ),
            default=None,
        )

    def _ends(self, who: Who) -> tuple[Years, tuple[Operand, ...]]:
        """The two years of a change, and the two counts where the sentence has them."""
        same = [one for one in self.counted if one.who.subject.key == who.subject.key]
        earlier, later = _two(same)
        if earlier is not None and later is not None:
            years = Years(
                later.years.period,
                later.years.said,
                later.years.why,
                earlier.years.period,
                earlier.years.said,
            )
            return years, (_operand("earlier", earlier), _operand("later", later))
        said = self._table_pair() or pair_of(self.scene)
        years = said or self._carried_pair(who)
        operands = tuple(
            _operand("later" if one.years.period == years.period else "earlier", one)
            for one in same[:1]
            if one.years.period in {years.period, years.earlier} and one.years.period is not None
        )
        return years, operands

    def _table_pair(self) -> Years | None:
        if self.scene.seen.block.kind != "table":
            return None
        years = [one for one in self.scene.memory.columns if one is not None]
        if len(years) < 2:  # noqa: PLR2004 - a pair
            return None
        why = "the years above the columns"
        return Years(years[-1], said=True, why=why, earlier=years[-2], earlier_said=True)

    def _carried_pair(self, who: Who) -> Years:
        memory = self.scene.memory
        pair = memory.pair(who.subject, self.what.series)
        if pair is not None:
            return msgspec.structs.replace(pair, said=False, earlier_said=False)
        newest = memory.about.newest
        if newest is None:
            return Years(None, said=False, why="")
        why = f"from the year before to {memory.about.newest_why}"
        return Years(newest, said=False, why=why, earlier=shifted(newest, -1))

    def _count_beside(self, who: Who) -> tuple[Operand, ...]:
        for one in self.counted:
            if one.who.subject.key == who.subject.key and one.role.end != "earlier":
                return (_operand("count", one),)
        return ()

    def _part_and_whole(self) -> tuple[str, str]:
        """The words of a share: what is a part, and of what."""
        following = _PART_AFTER.match(self.scene.after(self.phrase))
        words = " ".join(following["words"].split()) if following else ""
        whole = _OF.match(words)
        if whole is None:
            return words, ""
        rest = words[whole.end("whole") :].strip(" ,")
        return rest or self._around().strip(), whole["whole"]

    def _share_operands(self) -> tuple[Operand, ...]:
        """Two counts of the sentence that stand as "2,031 of the 11,697"."""
        for one, other in zip(self.counted, self.counted[1:], strict=False):
            if _OF_NUMBER.fullmatch(self.scene.text[one.phrase.end : other.phrase.start]):
                return _operand("part", one), _operand("whole", other)
        return ()

    def _rank(self) -> Draft:
        mentions = whos_in(self.scene)
        governed = [one for one in mentions if self._governs(one)]
        group = next((one for one in governed if one.kind in {"group", "uk"}), None)
        region = next((one for one in governed if _is_region(one)), None)
        others = [one for one in mentions if one not in {group, region}]
        who = who_of(self.phrase, self.scene, others)
        draft = self._draft(who, Measure.RANK)
        years = draft.years if self.role.basis in {"count", "rate"} else self._ends(who)[0]
        among = self._group(group, region, who)
        return msgspec.structs.replace(draft, years=years, group=among)

    def _governs(self, mention: WhoMention) -> bool:
        """Whether "in the East of England" stands behind the superlative."""
        if mention.start < self.phrase.end:
            return False
        return _AMONG.search(self.scene.text[self.phrase.end : mention.start]) is not None

    def _group(
        self, group: WhoMention | None, region: WhoMention | None, who: Who
    ) -> Subject | None:
        """Whom it is ranked among; nobody where it is ranked among its own years."""
        memory, gazetteer = self.scene.memory, self.scene.gazetteer
        if group is not None and group.subject is not None:
            return group.subject
        if _TIME_RANK.match(self.scene.after(self.phrase)):
            return None
        if region is not None:
            return memory.group or home(who.subject, gazetteer)
        if memory.group is not None and memory.group.key != who.subject.key:
            return memory.group
        return _uk(gazetteer)


def _two(same: Sequence[Draft]) -> tuple[Draft | None, Draft | None]:
    """The earlier and the later of the counts of one area in one sentence."""
    earlier = next((one for one in same if one.role.end == "earlier"), None)
    later = next((one for one in same if one.role.end == "later"), None)
    if later is None:
        later = next((one for one in same if one is not earlier and _after(one, earlier)), None)
    if earlier is None and later is not None:
        earlier = next((one for one in same if _after(later, one)), None)
    return earlier, later


def _after(one: Draft, other: Draft | None) -> bool:
    """Whether a count is of a later year than another one."""
    if other is None:
        return False
    here, there = one.years.period, other.years.period
    return here is not None and there is not None and here.start > there.start


def _operand(role: OperandRole, draft: Draft) -> Operand:
    return Operand(role, exact(draft.phrase), draft.phrase.text)


def _is_region(mention: WhoMention) -> bool:
    return mention.kind == "anaphor" and "region" in mention.text.lower()


def _uk(gazetteer: Gazetteer) -> Subject:
    return of_group(gazetteer.registry.group("uk"))


__all__ = ["made_of"]
