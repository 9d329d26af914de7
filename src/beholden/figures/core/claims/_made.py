"""What a sentence makes of counts: differences, changes, multiples, rates, shares and ranks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import msgspec

from beholden.figures.core._calendar import label
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._counts import SUPPOSED, Found, left_alone
from beholden.figures.core.claims._draft import Counted, Draft, Who, Years, exact
from beholden.figures.core.claims._gazetteer import Gazetteer, of_group
from beholden.figures.core.claims._quoting import speaker_of, supposed
from beholden.figures.core.claims._relevance import (
    IN_COURT,
    NOT_COUNTED,
    a_share,
    anecdote,
    counts,
    in_court,
    relevant,
)
from beholden.figures.core.claims._resolve import home, what_of, who_of, whos_in
from beholden.figures.core.claims._roles import Role, role_of
from beholden.figures.core.claims._scene import Scene
from beholden.figures.core.claims._story import shifted
from beholden.figures.core.claims._years import pair_of, step_back, year_of
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
_ONE_OF = re.compile(
    r"\b(?:one|some|two|three|among)\s+(?:of\s+)?(?:the\s+)?$|\bamong\b[^.;]{0,40}$", re.IGNORECASE
)
_MORE_WHAT = re.compile(
    r"\s+(?:more|fewer|extra|additional)\s+(?!than\b|in\b|last\b|were\b|recorded\b|on\b|over\b"
    r"|since\b|compared\b|by\b|across\b|a\b|this\b|and\b|but\b)(?P<noun>[a-z])"
)
_THAT_OF = re.compile(
    r"\s+(?:(?:as\s+)?(?:many|much|high|large|big)\s+(?:\w+\s+)?as|(?:higher|greater|bigger|larger|more)\s+than"
    r"|(?:that|those|the\s+(?:rate|figure|number|total|level|rise|increase)))\s+"
    r"(?:(?:that|those)\s+)?(?:(?:of|for|in|across|recorded\s+(?:in|by))\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_NOUN_REACH = 40
_MOST_PERCENT = 1000
_UP_BARE = re.compile(r"\b(?:up|down)\s+$", re.IGNORECASE)
_OF_THEM = re.compile(
    r"\bof\s+(?:them|these|those|which|whom|the\s+total|the\s+offences|that\s+total|all|the\s+[\d,]+)\b",
    re.IGNORECASE,
)
_OF_AREA = re.compile(
    r"\bof\s+(?:all\s+)?(?:the\s+)?(?:[\w-]+\s+){0,6}(?:(?:in|across|by|for|throughout)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_OF_INCREASE = re.compile(
    r"\brates?\s+of\s+(?:increase|growth|rise)|\b(?:rise|increase|growth|jump|up)\b", re.IGNORECASE
)
_PER_HEAD = re.compile(r"\b(?:rates?|per\s+head|per\s+person|for\s+its\s+size)\b", re.IGNORECASE)
_NUMBER_OF = re.compile(r"\b(?:number|total|as\s+many|offences|figure)\b", re.IGNORECASE)
_RISEN = re.compile(
    r"\b(?:offences?|crimes?|cases|total|number|figure|count|higher|lower|than|rise|rose|risen|increase[ds]?|fell|fall|drop"
    r"|dropped|up|down|tumbled)\b",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"[\"\u201d\u2019')\s]*(?:of|said|say|were|think|believed?|know|had|have|agreed?)\b",
    re.IGNORECASE,
)
_OF_FORCES = re.compile(
    r"\b(?:of|among|amongst)\s+(?:all\s+)?(?:the\s+)?(?:\w+\s+)?(?:police\s+)?(?:forces|areas|counties)\s+"
    r"(?:in|of|across)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\b(?:in|of|across|among|for|within|anywhere in)\s+(?:the\s+|all\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OF_NUMBER = re.compile(r"\s+(?:\w+\s+){0,2}?(?:out\s+)?of\s+(?:the\s+|all\s+|a\s+total\s+of\s+)?$")


def made_of(scene: Scene, counted: Sequence[Draft], others: Sequence[LeftAlone]) -> Found:
    """The claims of a sentence other than counts, and the numbers that are none.

    Args:
        scene: The sentence.
        counted: Its counts, which the others are made of.
        others: Its counts of something else, of which a rise may be.
    """
    drafts: list[Draft] = []
    left: list[LeftAlone] = []
    for phrase in (*_in_line(scene), *scene.phrases):
        said = _repeating(phrase, _role(phrase, scene), scene)
        role = _in_per_cents(phrase, said, scene)
        if role.measure is Measure.COUNT:
            continue
        what = what_of(phrase, scene, share=role.measure is Measure.SHARE)
        what = _of_topic(phrase, role, what, scene)
        why = _why_not(phrase, role, what, scene)
        if not why and not counted and _of_others(role, others, scene):
            why = NOT_COUNTED
        if why or what is None:
            left.append(left_alone(scene, phrase, why))
        else:
            drafts.append(_Maker(scene, counted, _as_meant(phrase, role), role, what).made())
    return drafts, left


def _as_meant(phrase: Phrase, role: Role) -> Phrase:
    """A phrase in the shape of what it measures: "half that of" is a multiple, "up 16" per cents."""
    if role.measure is Measure.MULTIPLE and phrase.shape is Shape.PERCENT:
        value = Fraction(phrase.value) / 100
        return msgspec.structs.replace(phrase, shape=Shape.MULTIPLE, value=value, places=2)
    if role.measure is Measure.CHANGE and phrase.shape is Shape.COUNT:
        return msgspec.structs.replace(phrase, shape=Shape.PERCENT)
    return phrase


def _of_others(role: Role, others: Sequence[LeftAlone], scene: Scene) -> bool:
    """Whether a change is that of something else that the sentence counts."""
    something = any(one.why == NOT_COUNTED for one in others)
    return role.measure in _TWO_ENDS and something and not any(counts(one) for one in scene.whats)


def _why_not(phrase: Phrase, role: Role, what: Counted | None, scene: Scene) -> str:
    """Why a number is no claim; empty where it is one."""
    if what is None:
        return _NO_TOPIC
    if supposed(scene.before(phrase)):
        return SUPPOSED
    if in_court(scene):
        return IN_COURT
    return "" if _said(phrase, role, what, scene) else NOT_COUNTED


def _said(phrase: Phrase, role: Role, what: Counted, scene: Scene) -> bool:
    """Whether the words around a number make it a statistic of its kind."""
    if role.measure is Measure.RANK:
        asked = scene.sentence.text.rstrip("\u201d\"' ").endswith("?")
        return not asked and not _ONE_OF.search(scene.before(phrase))
    if role.measure is Measure.SHARE:
        return a_share(phrase, scene)
    if role.measure is Measure.DIFFERENCE:
        return not anecdote(what) and _more_of_it(phrase, scene)
    return relevant(phrase, what, scene)


def _more_of_it(phrase: Phrase, scene: Scene) -> bool:
    """Whether "more" is followed by what is counted, or by nothing: not "four more officers"."""
    found = _MORE_WHAT.match(scene.after(phrase))
    if found is None:
        before = [one for one in scene.whats if one.end <= phrase.start]
        if before and not counts(before[-1]):
            return False
        said = _RISEN.search(scene.sentence.text) is not None
        return said or bool(scene.whats or scene.whens or scene.memory.last)
    start = phrase.end + found.start("noun")
    return any(start <= one.start <= start + _NOUN_REACH for one in scene.whats)


def _of_topic(phrase: Phrase, role: Role, what: Counted | None, scene: Scene) -> Counted | None:
    """The article's offences where only people stand beside: "for every 10,000 people"."""
    about = scene.memory.about.what
    if what is None or about is None or role.measure is Measure.SHARE:
        return what
    people = role.measure is Measure.FREQUENCY and _PEOPLE.search(scene.before(phrase)[-80:])
    if what.series.startswith("other:") and (people or role.measure is Measure.PER_HEAD):
        why = f"{about.name}, which the article is about"
        return Counted(about.series, about.name, why, bool(people), what.beside)
    return what


def _role(phrase: Phrase, scene: Scene) -> Role:
    if scene.seen.block.kind == "table" and phrase.shape is Shape.PERCENT:
        return Role(Measure.CHANGE, "down" if phrase.value < 0 else "up")
    return role_of(phrase, scene.before(phrase), scene.after(phrase))


def _in_per_cents(phrase: Phrase, role: Role, scene: Scene) -> Role:
    """The second of a list of changes needs no sign: "up 35 per cent; South Yorkshire, up 16"."""
    bare = role.measure is Measure.DIFFERENCE and phrase.shape is Shape.COUNT
    if not bare or phrase.value >= _MOST_PERCENT or not _UP_BARE.search(scene.before(phrase)):
        return role
    listed = [one for one in scene.phrases if one.shape is Shape.PERCENT and one.end < phrase.start]
    if not listed or ";" not in scene.text[listed[-1].end : phrase.start]:
        return role
    return msgspec.structs.replace(role, measure=Measure.CHANGE)


def _repeating(phrase: Phrase, role: Role, scene: Scene) -> Role:
    """A percentage that says nothing of itself repeats the change that was told before it."""
    if role.measure is not Measure.SHARE or phrase.shape is not Shape.PERCENT or role.end:
        return role
    if _OF_IT.match(scene.after(phrase)):
        return role
    before = scene.memory.repeated(phrase) or scene.memory.last
    if before is None or before.measure is not Measure.CHANGE:
        return role
    return Role(Measure.CHANGE, before.role.direction)


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
            if measure is Measure.OF_OTHER:
                group = self._other() or _uk(self.scene.gazetteer)
                role = msgspec.structs.replace(self.role, basis=self._basis())
                draft = msgspec.structs.replace(draft, group=group, role=role)
            return msgspec.structs.replace(draft, years=years, operands=operands)
        if measure is Measure.SHARE:
            part, whole = self._part_and_whole()
            return msgspec.structs.replace(
                draft,
                part=part,
                whole=whole,
                operands=self._share_operands(),
                group=self._whole_area(who),
            )
        if measure is Measure.FREQUENCY:
            people = _PEOPLE.search(self._around()) is not None
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
            years=self._years(who),
            measure=measure,
            speaker=speaker_of(self.scene.seen, self.phrase),
        )

    def _years(self, who: Who) -> Years:
        """The year of the count that it is made of, or its own."""
        own = year_of(self.phrase, self.scene)
        beside = self._beside()
        if beside is None or beside.role.end == "earlier" or own.said:
            return own
        same = beside.who.subject.key == who.subject.key
        return beside.years if same and beside.years.period is not None else own

    def _basis(self) -> Literal["", "count", "percentage", "rate"]:
        """By what two areas are compared, where the sentence says it."""
        near = self._said()
        if _OF_INCREASE.search(near):
            return "percentage"
        if _PER_HEAD.search(near):
            return "rate"
        return "count" if _NUMBER_OF.search(near) else ""

    def _around(self) -> str:
        return self.scene.before(self.phrase)[-80:]

    def _measure(self) -> Measure:
        if self.role.measure is not Measure.MULTIPLE:
            return self.role.measure
        after = self.scene.after(self.phrase)
        if self.phrase.form == "in line" or _OTHERS_AFTER.match(after) or self._other():
            return Measure.OF_OTHER
        return Measure.MULTIPLE

    def _other(self) -> Subject | None:
        """The area that something is a multiple of: "almost twice that for the UK"."""
        for mention in self.scene.whos:
            if mention.start < self.phrase.end or mention.subject is None:
                continue
            between = self.scene.text[self.phrase.end : mention.start]
            if _THAT_OF.fullmatch(between):
                return mention.subject
        return None

    def _who(self) -> Who:
        other = self._other() if self.role.measure is Measure.MULTIPLE else None
        mentions = tuple(
            one for one in whos_in(self.scene) if one.subject != other or other is None
        )
        if self.scene.seen.block.kind == "table":
            mentions = mentions[:1]
        if self.role.measure is Measure.SHARE:
            mentions = tuple(one for one in mentions if not self._is_whole(one))
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
        if earlier is not None and earlier.years.period is not None:
            years = self._up_to_newest(earlier)
            if years is not None:
                return years, (_operand("earlier", earlier),)
        said = self._table_pair() or pair_of(self.scene)
        if (said is None or not said.said) and len(same) == 1:
            said = _to_count(same[0], self.scene) or said
        years = said or self._carried_pair(who)
        operands = tuple(
            _operand("later" if one.years.period == years.period else "earlier", one)
            for one in same[:1]
            if one.years.period in {years.period, years.earlier} and one.years.period is not None
        )
        return years, operands

    def _up_to_newest(self, earlier: Draft) -> Years | None:
        """From the earlier count of the sentence to the year that the article is about."""
        newest, first = self.scene.memory.about.newest, earlier.years.period
        if newest is None or first is None or first.start >= newest.start:
            return None
        why = f"{label(first)} to {label(newest)}, {self.scene.memory.about.newest_why}"
        return Years(newest, said=False, why=why, earlier=first, earlier_said=earlier.years.said)

    def _table_pair(self) -> Years | None:
        if self.scene.seen.block.kind != "table":
            return None
        years = sorted({one for one in self.scene.memory.columns if one is not None})
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

    def _is_whole(self, mention: WhoMention) -> bool:
        """Whether a mention says of what area's total something is a share."""
        if mention.kind not in {"group", "uk"}:
            return False
        before = self.scene.text[self.scene.sentence.start : mention.start]
        return _OF_AREA.search(before[-60:]) is not None

    def _whole_area(self, who: Who) -> Subject | None:
        """The area that a share is of: "one in 30 of all offences in the UK", "half of them"."""
        key, memory = who.subject.key, self.scene.memory
        for mention in self.scene.whos:
            group = mention.subject
            if group is not None and group != who.subject and self._is_whole(mention):
                return group
        if not _OF_THEM.search(self._said()):
            return None
        here = [
            one.subject
            for one in self.scene.whos
            if one.kind == "group" and one.subject is not None
        ]
        for group in (*here, memory.group, memory.subject):
            if group is not None and key in group.members:
                return group
        return None

    def _said(self) -> str:
        return f"{self._around()} {self.phrase.text} {self.scene.after(self.phrase)[:40]}"

    def _share_operands(self) -> tuple[Operand, ...]:
        """Two counts of the sentence that stand as "2,031 of the 11,697"."""
        for one, other in zip(self.counted, self.counted[1:], strict=False):
            if _OF_NUMBER.fullmatch(self.scene.text[one.phrase.end : other.phrase.start]):
                return _operand("part", one), _operand("whole", other)
        return ()

    def _rank(self) -> Draft:
        governed = [one for one in self.scene.whos if self._governs(one)]
        mentions = whos_in(self.scene)
        group = next((one for one in governed if one.kind in {"group", "uk"}), None)
        region = next((one for one in governed if _is_region(one)), None)
        if group is None:
            group = next((one for one in self.scene.whos if self._among(one)), None)
        others = [one for one in mentions if one is not group and one is not region]
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

    def _among(self, mention: WhoMention) -> bool:
        """Whether "of the four forces in Yorkshire" stands before the superlative."""
        if mention.kind not in {"group", "uk"} or mention.end > self.phrase.start:
            return False
        before = self.scene.text[self.scene.sentence.start : mention.start]
        return _OF_FORCES.search(before) is not None or "forces" in mention.text

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
        last = memory.group
        if last is not None and who.subject.key in last.members and last.key != "group:uk":
            return last
        return _uk(gazetteer)


def _to_count(one: Draft, scene: Scene) -> Years | None:
    """The change up to the only count of a sentence: "when 933 were recorded, 30% more"."""
    period = one.years.period
    if period is None or one.role.end == "earlier" or period == scene.memory.about.newest:
        return None
    back, said = step_back(scene.whens)
    earlier = shifted(period, -back)
    return Years(period, one.years.said, one.years.why, earlier=earlier, earlier_said=said)


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
