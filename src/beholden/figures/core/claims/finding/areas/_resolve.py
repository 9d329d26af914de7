"""Who one number is of, from its sentence or else from what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._attach import nearest_who
from beholden.figures.core.claims.finding._draft import Who
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._anaphors import home, its_owner, pointed_at
from beholden.figures.core.claims.finding.areas._asides import without_asides
from beholden.figures.core.claims.finding.areas._each_told import sum_of_told
from beholden.figures.core.claims.finding.areas._listed import added, in_turn, several, together
from beholden.figures.core.claims.finding.areas._nations import (
    countries,
    country_of,
    without_scotland,
)
from beholden.figures.core.claims.finding.areas._parts_named import in_parts
from beholden.figures.core.claims.finding.areas._pointed import pointed, points_nowhere
from beholden.figures.core.claims.finding.areas._strangers import strangers
from beholden.figures.core.claims.finding.areas._wholes import nation_told, of_all_told, of_whole
from beholden.figures.core.claims.models import Measure, Phrase, Shape, Subject
from beholden.figures.core.claims.naming._who_words import SO_MANY_FORCES
from beholden.figures.core.claims.naming.gazetteer import of_group, of_other
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import ForceCode

_AREAS = frozenset({"force", "area", "part", "group", "uk", "anaphor"})
_NO_PLACE = lazily(
    r"\s+(?:crown|magistrates|county court|youth court|college|university|council|hospital|prison"
    r"|school|(?-i:Live|Online|News|Echo|Post|Gazette|Chronicle|Times|Mail))\b",
    re.IGNORECASE,
)
_SAID_BY = lazily(
    r"\s+(?:police and crime commissioner|MP\b|mayor|spokes\w+|office of the police)", re.IGNORECASE
)


# "The foundation, whose analysts sit outside Cambridge, found": where somebody else has offices.
_OF_A_BODY = lazily(
    r"\b(?:foundation|IWF|charity|NSPCC|helpline|hotline|childline|watchdog|agency|company|firm|institute|organisation)\b"
    r"(?:\s+\([^()]{2,40}\))?,\s+(?:whose|which|who|where|based|headquartered|founded)\s[^;:.\d]{0,120}?,\s(?!(?:and|or)\b)",
    re.IGNORECASE,
)


def offices(scene: Scene) -> list[tuple[int, int]]:
    """Where a clause tells of a charity or the like, and of no number."""
    start = scene.sentence.start
    return [
        (start + one.start(), start + one.end()) for one in _OF_A_BODY.finditer(scene.sentence.text)
    ]


def whos_in(scene: Scene, *, joined: bool = True) -> tuple[WhoMention, ...]:
    """The mentions of a sentence that may be whom a number is of.

    Args:
        scene: The sentence.
        joined: Whether areas that are listed count as one.
    """
    found = [
        one
        for one in scene.whos
        if (
            one.kind in _AREAS
            and not _NO_PLACE.match(scene.text, one.end)
            and not (one.kind == "anaphor" and points_nowhere(one, scene))
            and not (one.kind != "anaphor" and _SAID_BY.match(scene.text, one.end))
        )
        or (one.kind == "force" and _SAYS_WE.match(scene.text, one.end))
    ]
    found = [one for one in found if not _between_two_places(one, scene)]
    elsewhere = offices(scene)
    found = [
        one
        for one in found
        if one.kind not in {"force", "area", "part"}
        or not any(first <= one.start < last for first, last in elsewhere)
    ]
    ranked = [one.end for one in scene.phrases if one.shape is Shape.RANK]
    found = [
        one
        for one in found
        if not any(_behind(end, one, scene) for end in ranked)
        and not (
            one.kind in {"group", "uk", "anaphor"}
            and _ONE_AMONG.search(scene.text[max(0, one.start - 60) : one.start])
        )
    ]
    found = sorted([*found, *nation_told(scene)], key=lambda one: one.start)
    found = [
        *(together(found, scene) if joined else found),
        *_some_forces(scene),
        *_unknown_forces(scene),
    ]
    found = _with_strangers(found, scene)
    return in_parts(found, scene)


def _with_strangers(found: list[WhoMention], scene: Scene) -> list[WhoMention]:
    """Those of whom the data hold nothing, in place of the names within theirs."""
    pointing = pointed(scene)
    unknown = strangers(scene.text, scene.sentence.start, scene.sentence.end, scene.whos)
    others = [
        *pointing,
        *(u for u in unknown if not any(o.start < u.end and u.start < o.end for o in pointing)),
    ]
    left = [
        one for one in found if not any(o.start < one.end and one.start < o.end for o in others)
    ]
    return sorted([*left, *others], key=lambda one: one.start)


# "A Hampshire Constabulary spokesman said: 'We recorded 1,199'": of the force that speaks.
_SAYS_WE = lazily(
    r"\s+spokes\w+\s+(?:\w+\s+){0,2}(?:said|added|told[^.:\"\u201c\u2018]{1,40})[:,]?\s*"
    r"[\"\u201c\u2018'](?:[\w,]+\s+){0,6}?(?:we|our)\b",
    re.IGNORECASE,
)
_SOME_FORCES = lazily(
    r"\b(?P<some>\d{1,2})\s+of\s+(?:the\s+)?(?P<all>\d{1,2})\s+(?:police\s+)?forces\b(?:\s+asked)?",
    re.IGNORECASE,
)


_UNKNOWN_FORCE = lazily(
    r"\b(?P<name>(?:[A-Z][a-z'\u2019-]+\s+(?:of\s+|and\s+)?){1,4})(?:Police|Constabulary)\b"
    r"(?!\s+(?:Federation|Commissioner|and\s+Crime|Foundation|Chiefs|Scotland))"
)
_NO_FORCE = lazily(
    r"(?:The|British|National|Military|Royal|Local|Chief|Regional|Our|Their|His|Her|All|Both|Across"
    r"|Police|Home|Crown|But|And|When|While|In|Last)\b"
)


# A headline in capitals: "Sixty Offences Are Reported To Police Every Day" names no force.
_NO_NAME = lazily(
    r"(?:to|by|are|is|was|were|be|been|being|had|has|have|with|for|after|as|before|from|at|on|in|that|than|who|how"
    r"|why|what|when|while|but|a|an|all|more|most|over|up|every|per|new|told|tells?|says?|said|asks?|warns?|urges?"
    r"|reveals?|shows?|reported|recorded|logged|reports?|records?|crimes?|offences?|cases?|figures?|data|numbers?"
    r"|child(?:ren)?|kids|girls|boys|victims|abuse|grooming|sex(?:ual)?|image|online|neglect|cruelty|uk|britain)",
    re.IGNORECASE,
)


def _unknown_forces(scene: Scene) -> list[WhoMention]:
    """Forces that the register does not hold: their numbers are nobody else's."""
    known = [(one.start, one.end) for one in scene.whos]
    found = []
    for one in _UNKNOWN_FORCE.finditer(scene.sentence.text):
        name = one["name"].split()
        last = max((at for at, word in enumerate(name, 1) if _NO_NAME.fullmatch(word)), default=0)
        if last == len(name):
            continue
        said = " ".join(one[0].split()[last:])
        end = scene.sentence.start + one.end()
        start = scene.sentence.start + scene.sentence.text.index(name[last], one.start())
        if _NO_FORCE.match(f"{said} ") or any(a < end and start < b for a, b in known):
            continue
        found.append(WhoMention(start, end, said, of_other(said), "force"))
    return found


def _some_forces(scene: Scene) -> list[WhoMention]:
    """Forces of which only the number is told: "the 19 of 45 forces": their sum is nobody's."""
    return [
        WhoMention(
            scene.sentence.start + one.start(),
            scene.sentence.start + one.end(),
            one[0],
            of_other(f"{one['some']} of {one['all']} forces"),
            "group",
        )
        for one in _SOME_FORCES.finditer(scene.sentence.text)
        if int(one["some"]) < int(one["all"])
    ]


_BETWEEN = lazily(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_AND_THE = lazily(r"\s+and\s+(?:the\s+)?[A-Z]")


def _between_two_places(mention: WhoMention, scene: Scene) -> bool:
    """Whether an area is only one end of a stretch of land: "between the Humber and the Dales"."""
    to = _AND_THE.match(scene.text, mention.end)
    if to is None or not _BETWEEN.search(scene.text[scene.sentence.start : mention.start]):
        return False
    return not any(one.start <= to.end() - 1 < one.end for one in scene.whos)


_AMONG = lazily(
    r"[^.;:]{0,60}\b(?:in|of|across|among|for|within|anywhere in)\s+(?:the\s+|all\s+)?(?:\w+\s+)?$"
)


# "The largest of the region", "alone among the UK forces": whom somebody is compared with.
_ONE_AMONG = lazily(
    r"\b(?:alone|unique|first|last|(?:the\s+)?only\s+(?:one|force|area|county)|one\s+of\s+(?:the\s+)?few"
    r"|st(?:ands|ood)\s+out)\s+(?:among(?:st)?|of|in|across)\s+(?:all\s+)?(?:the\s+)?$"
    r"|\b(?:(?!request|arrest|interest|protest|harvest|forest|invest|contest|suggest|digest)\w{3,}est"
    r"|most|worst)\b[^.;:,]{0,40}\b(?:in|of|across)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _behind(end: int, mention: WhoMention, scene: Scene) -> bool:
    """Whether a mention says among whom something is the largest."""
    if mention.start < end or mention.kind not in {"group", "uk"}:
        return False
    return _AMONG.fullmatch(scene.text[end : mention.start]) is not None


def who_of(phrase: Phrase, scene: Scene, allowed: Sequence[WhoMention] | None = None) -> Who:
    """Whose number it is."""
    mentions = without_asides(phrase, whos_in(scene) if allowed is None else allowed, scene)
    owner = _owner(phrase, scene)
    if owner is not None:
        return named(owner, scene)
    turn = by_turn(phrase, scene, allowed)
    found = (turn, 0) if turn is not None else nearest_who(phrase, scene, mentions)
    if found is not None and found[0].start >= phrase.end and found[1] > _FAR_AFTER:
        # "It is one fewer than the 302 of the year before, and bucks the trend in the UK".
        found = None if points_back(scene.sentence.text) else found
    if found is not None and only_set_against(found[0], phrase, scene):
        found = None
    if found is not None and _only_asked(found[0], phrase, scene):
        found = None
    found = _than_another(phrase, found, mentions, scene)
    found = _between_them(phrase, found, mentions, scene)
    special = (
        _together(phrase, scene)
        or _added(phrase, scene, allowed)
        or of_whole(phrase, scene, None if found is None else named(found[0], scene).subject)
    )
    if special is not None:
        return special
    if found is not None and _adds_up(phrase, found[0], scene):
        unknown = f"others and {found[0].text}"
        return Who(of_other(unknown), f"{unknown}, added up", named=False)
    if found is not None:
        who = country_of(phrase, found[0], named(found[0], scene), scene)
        told = _TOLD_BY_OTHERS.search(scene.text, found[0].end, max(found[0].end, phrase.start))
        return who if told is None else msgspec.structs.replace(who, named=False)
    summed = of_all_told(scene)
    if summed is not None:
        return summed
    pointing = points_back(scene.sentence.text)
    carried = scene.memory.carried(scene.seen.index, pointing=pointing)
    carried = without_scotland(carried, scene)
    return _or_the_uk(phrase, _by_number(phrase, scene, carried), scene)


_WITH = lazily(r",\s(?:with|or)\s(?:(?:a|some|about|total|of)\s){0,3}$", re.IGNORECASE)
_SHARED_OUT = lazily(
    r"\s(?:(?:such\s)?(?:offences|crimes|cases)\s)?(?:between\sthem|together|combined)\b",
    re.IGNORECASE,
)


def _between_them(
    phrase: Phrase,
    found: tuple[WhoMention, int] | None,
    mentions: Sequence[WhoMention],
    scene: Scene,
) -> tuple[WhoMention, int] | None:
    """Those who have a number between them, where a whole is named that they have a part of.

    "The three forces accounted for 12% of the national total, with 2,703 offences between them".
    """
    if found is None or found[0].kind not in {"uk", "group"} or found[0].end > phrase.start:
        return found
    if not _WITH.search(scene.before(phrase)) or not _SHARED_OUT.match(scene.after(phrase)):
        return found
    for one in mentions:
        several = one.subject is not None and len(one.subject.members) > 1
        if several and one.end <= found[0].start and one.kind != "uk":
            return one, found[1]
    return found


_THE_ONE = lazily(
    r"\bthan\s+(?:the\s+(?:one|rise|increase|fall|figure)|that|those|what\s+was)\s+"
    r"(?:(?:seen|recorded|reported|found|logged)\s+)?(?:in|across|for|of)\s+(?:the\s+)?$"
    r"|\b(?:ahead\s+of|behind|outpacing|outstripping|above|below|faster\s+than|slower\s+than)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TOTAL_AND = lazily(
    r"(?:['\u2019]s)?(?:\s(?:total|figure|count|tally|number|offences|crimes))?(?:\sof\s[\d,]+)?,?\sand\s"
    r"(?:(?:just|only|some)\s)?",
    re.IGNORECASE,
)
_OF = lazily(r"\s+of\s+(?:the\s+|all\s+(?:the\s+)?)?", re.IGNORECASE)


def only_set_against(mention: WhoMention, phrase: Phrase, scene: Scene) -> bool:
    """Whether a sentence that goes on from the last names an area only to compare with.

    "That is an increase of 318, a steeper rise than that across the UK", "That is a third of the
    Welsh total, and 15 more than in 2016/17".
    """
    if not points_back(scene.sentence.text):
        return False
    if mention.start >= phrase.end:
        return _THE_ONE.search(scene.text[phrase.end : mention.start]) is not None
    apart = _TOTAL_AND.fullmatch(scene.text, mention.end, phrase.start) is not None
    apart = apart and all(one.start < phrase.end for one in scene.whos if one.subject is not None)
    return (
        phrase.shape is Shape.COUNT
        and apart
        and any(
            _OF.fullmatch(scene.text, one.end, mention.start)
            for one in scene.phrases
            if one.shape in {Shape.PERCENT, Shape.ONE_IN} and one.end <= mention.start
        )
    )


# "The extra 225 cases came to light in answers to requests sent to every force in the country".
_ASKED = lazily(
    r"\b(?:requests?|sent|asked|answers?|questions?|letters?)\b[^.;]{0,90}\b(?:every|all|each)\s+(?:[\w-]+\s+){0,2}forces?\s+$",
    re.IGNORECASE,
)


def _only_asked(mention: WhoMention, phrase: Phrase, scene: Scene) -> bool:
    """Whether the country behind a number is only where the forces are that were asked."""
    behind = mention.kind == "uk" and mention.start >= phrase.end
    return behind and _ASKED.search(scene.text, phrase.end, mention.start) is not None


# "Double Hertfordshire's 301 offences were recorded in Essex": Hertfordshire's, and no other's.
_OWNING = lazily(
    r"['\u2019]s?\s+(?:own\s+)?(?:(?:total|figure|tally|number|count)\s+(?:of\s+)?)?", re.IGNORECASE
)


# "Puts it ahead of Essex across the river, which had 767".
_WHICH_HAD = lazily(
    r"(?:\s(?:across|over|beyond|on|to|the|river|border|estuary|water|north|south|east|west|next|door|other|side)){0,4}"
    r",\s(?:which|where)\s(?:has\s|have\s)?(?:had|recorded|saw|logged|registered)\s(?:(?:just|only)\s)?",
    re.IGNORECASE,
)


def _owner(phrase: Phrase, scene: Scene) -> WhoMention | None:
    """The force whose name stands right before a count as its owner."""
    if phrase.shape is not Shape.COUNT:
        return None
    named_before = [
        one for one in scene.whos if one.kind in {"force", "area"} and one.end <= phrase.start
    ]
    own = (one for one in named_before if _OWNING.fullmatch(scene.text, one.end, phrase.start))
    last = named_before[-1:]
    told = (one for one in last if _WHICH_HAD.fullmatch(scene.text, one.end, phrase.start))
    return next(iter((*own, *told)), None)


_THAN = lazily(r"\b(?:than|as|to)\s+(?:the\s+|in\s+|that\s+of\s+)?$", re.IGNORECASE)
_AT = lazily(r",\s+(?:at|with|on)\s+(?:(?:just|only|about|some|a\s+total\s+of)\s+)?", re.IGNORECASE)


def _than_another(
    phrase: Phrase,
    found: tuple[WhoMention, int] | None,
    mentions: Sequence[WhoMention],
    scene: Scene,
) -> tuple[WhoMention, int] | None:
    """Whom "Hertfordshire recorded fewer than Essex, at 301" tells of: the first, not Essex."""
    if found is None or phrase.shape is not Shape.COUNT:
        return found
    nearest = found[0]
    first = next((one for one in mentions if one.kind in _AREAS), None)
    if first is None or first.end > nearest.start or _counted_between(first, nearest, scene):
        return found
    compared = _THAN.search(scene.text, first.end, nearest.start)
    told = _AT.fullmatch(scene.text, nearest.end, max(nearest.end, phrase.start))
    return (first, found[1]) if compared and told else found


def _counted_between(first: WhoMention, other: WhoMention, scene: Scene) -> bool:
    """Whether the first has its own count: "Hampshire, with 1,199, had more than Essex, with"."""
    return any(
        one.shape is Shape.COUNT and first.end <= one.start and one.end <= other.start
        for one in scene.phrases
    )


# "High in Notts as NSPCC counts one every seven minutes": the charity may count the country's.
_TOLD_BY_OTHERS = lazily(
    r"\b(?:as|while)\s+(?:the\s+|a\s+)?(?:[\w'\u2019]+\s+)?(?:NSPCC|charit(?:y|ies)|campaigners)\s+"
    r"(?:counts?|says?|warns?|reveals?|finds?|reports?|shows?|claims?|tells?)\b",
    re.IGNORECASE,
)


def _or_the_uk(phrase: Phrase, who: Who, scene: Scene) -> Who:
    """The country instead of England and Wales, where the data hold the country alone."""
    what, held = scene.memory.what or scene.memory.about.what, scene.memory.held
    told = any(one.subject == who.subject for one in scene.whos)
    if who.subject.key != "group:england-and-wales" or who.named or told or what is None:
        return who
    uk = of_group(scene.gazetteer.registry.group("uk"))
    newest = scene.memory.about.newest
    if scene.memory.last is not None:
        # "The increase was 64 per cent" goes on with what was told of England and Wales.
        return who
    dated = any(one.period not in {None, newest} for one in scene.whens)
    if newest is None or dated or held.knows(who.subject, what.series, newest):
        return who
    if not held.knows(uk, what.series, newest):
        return who
    if (
        phrase.shape is Shape.COUNT
        and phrase.wording is Wording.PLAIN
        and not held.years_of(uk, what.series, Decimal(str(phrase.value)))
    ):
        # "They have topped 10,000", told of England and Wales since the law came in.
        return who
    return Who(uk, "United Kingdom; the sentence names no area", named=False)


def by_turn(
    phrase: Phrase, scene: Scene, allowed: Sequence[WhoMention] | None = None
) -> WhoMention | None:
    """The area of a number that stands in a list as its area does in another."""
    return in_turn(phrase, scene, whos_in(scene, joined=False) if allowed is None else allowed)


def _added(phrase: Phrase, scene: Scene, allowed: Sequence[WhoMention] | None) -> Who | None:
    """All areas of a sentence, where their sum is told at its end."""
    mentions = whos_in(scene, joined=False) if allowed is None else allowed
    subject = sum_of_told(phrase, scene, mentions) or added(phrase, scene, mentions)
    return None if subject is None else Who(subject, f"{subject.name}, named one by one")


_POINTS_BACK = lazily(
    r"[\"\u201c\u2018(]*(?:on average,?\s+)?(?:that(?:'s|\u2019s| is| was| means| equates| works)"
    r"|this (?:is|was|means|works|equates)|it (?:is|was|works out|amounts|means)|which"
    r"|the difference"
    r"|equivalent|equal)\b",
    re.IGNORECASE,
)
_THEY = lazily(r"\W*(?:they|it)\b", re.IGNORECASE)
# "They recorded 22,724" is of whom the text spoke last, and false of a county.
_THEY_RECORDED = lazily(
    r"\W*(?:they|it|officers|(?:local\s)?police\shere|local\spolice)\s(?:also\s)?"
    r"(?:recorded|logged|registered|dealt|saw|had)\b",
    re.IGNORECASE,
)
_TELLING = 50


def points_back(sentence: str) -> bool:
    """Whether a sentence speaks of the claim before it: "That is", "This was", "It works out"."""
    return _POINTS_BACK.match(sentence) is not None


def _goes_on(scene: Scene) -> bool:
    """Whether a sentence goes on with the area just counted: "The year before it was 591"."""
    last = scene.memory.last
    if last is None:
        return False
    earlier = any(one.how == "previous" for one in scene.whens)
    same = last.block == scene.seen.index and _THE_NUMBER.search(scene.sentence.text) is not None
    return earlier or same


# "Last year the number was", "over the four forces": of whom the paragraph has just told.
_THE_NUMBER = lazily(
    r"^\W*(?:(?:last|this|that)\s+year,?\s+|in\s+20\d\d\S{0,5}\s+)?the\s+(?:figure|number|total|count|tally)\s+"
    r"(?:was|is|stood|had|rose|fell|reached|hit|went|climbed|jumped)\b"
    rf"|{SO_MANY_FORCES}",
    re.IGNORECASE,
)


def _by_number(phrase: Phrase, scene: Scene, carried: Who) -> Who:
    """Whom a number without an area is of, where the data hold it for one the text spoke of.

    Only exact counts that are too large to be another area's by chance tell anything.
    """
    exact = phrase.shape is Shape.COUNT and phrase.wording is Wording.PLAIN
    unknown = carried.subject.key.startswith("other:") and not carried.subject.members
    gone_on = unknown and _THEY.match(scene.sentence.text)
    if whos_in(scene) or gone_on or _goes_on(scene):
        return carried
    what = scene.memory.what or scene.memory.about.what
    if not exact or phrase.value < _TELLING or what is None or phrase.places:
        return carried
    number = Decimal(str(phrase.value))
    theirs = _THEY_RECORDED.match(scene.sentence.text) or any(
        # "There were 22,724, up from 568": the other number says whose the first would be.
        one is not phrase
        and one.shape is Shape.COUNT
        and one.value >= _TELLING
        and scene.memory.held.years_of(carried.subject, what.series, Decimal(str(one.value)))
        for one in scene.phrases
    )
    larger = () if theirs else countries(phrase, scene)
    groups = [one.subject for one in scene.whos if one.kind == "group" and one.subject]
    for subject in (carried.subject, *scene.memory.candidates(), *larger):
        if groups and subject not in {carried.subject, *groups}:
            continue
        if scene.memory.held.years_of(subject, what.series, number):
            if subject.key == carried.subject.key:
                return carried
            why = f"{subject.name}, whose number this is; the sentence names no area"
            return Who(subject, why, named=False)
    return carried


_FAR_AFTER = 40
_TOGETHER = lazily(
    rf"\b(?:the|all|these|those|same|our)\s+(?P<many>{words_of(2, 10)})\b"
    r"(?:\s+(?:\w+\s+)?(?:forces|counties|areas))?",
    re.IGNORECASE,
)


# "Together with North Yorkshire the four forces accounted for 3,093".
_ALONG_WITH = lazily(r"\b(?:together|along|combined|taken)\s+with\s+(?:the\s+)?$", re.IGNORECASE)
_THEY_RECORDED_IT = lazily(
    r"\s+(?:(?:together|all|now|between\s+them|combined)\s+){0,2}(?:account(?:ed)?\s+for|recorded|logged|registered|saw|had|have)\s+"
    r"(?:a\s+total\s+of\s+)?"
    # "Put the four together and you get 3,093", "lay the four side by side and they make 1,432".
    r"|\s+(?:together|side\s+by\s+side|up)\s+and\s+(?:you|we|they|it)\s+(?:get|have|make|makes?|come\s+to|comes\s+to|add\s+up\s+to)\s+"
    r"(?:a\s+total\s+of\s+)?",
    re.IGNORECASE,
)
# "Together with neighbouring Essex, where there were 767, it means 1,809": with whom was told.
_ADDED_TO = lazily(
    r"\W*(?:(?:taken\s+|put\s+)?together|combined|along|added\s+up)\s+with\s(?P<who>[^;:.]{3,120}?),?\s+"
    r"(?:it|that|this)\s+(?:means|makes|gives|comes\s+to|adds\s+up\s+to|brings\s+the\s+total\s+to)\s+(?:that\s+)?(?:a\s+total\s+of\s+)?$",
    re.IGNORECASE,
)


def _recorded(phrase: Phrase, told: re.Match[str], scene: Scene) -> bool:
    """Whether "the four" are just said to have recorded a number."""
    return _THEY_RECORDED_IT.fullmatch(scene.before(phrase), told.end()) is not None


def _together(phrase: Phrase, scene: Scene) -> Who | None:
    """The forces named last, where "the three together" or "all four" means them."""
    joined = _added_to(phrase, scene) or _sum_before(phrase, scene)
    if joined is not None:
        return joined
    named_before = [
        one
        for one in whos_in(scene)
        if one.kind in {"force", "area", "group", "uk"}
        and one.start < phrase.end
        and not _ALONG_WITH.search(scene.text[scene.sentence.start : one.start])
    ]
    found = _TOGETHER.search(scene.before(phrase))
    if named_before or (
        found is not None and whos_in(scene) and not _recorded(phrase, found, scene)
    ):
        return None
    if found is None:
        return None
    count = number_said(found["many"])
    here = [one.subject for one in whos_in(scene) if one.end <= phrase.start and one.subject]
    forces = tuple(dict.fromkeys((*scene.memory.forces, *here)))[-count:]
    forces = scene.memory.listed_of(count, forces) or forces
    if len(forces) < count or any(one.members for one in forces):
        return None
    subject = several(tuple(ForceCode(one.key) for one in forces), scene.gazetteer)
    return Who(subject, f"{subject.name}, meant by \u201c{found[0]}\u201d", named=False)


def _added_to(phrase: Phrase, scene: Scene) -> Who | None:
    """The force told before with those that a sentence adds: "together with Essex it means"."""
    told = _ADDED_TO.match(scene.before(phrase))
    last = scene.memory.force
    if told is None or phrase.shape is not Shape.COUNT or last is None:
        return None
    first, end = (scene.sentence.start + each for each in told.span("who"))
    with_them = [
        one.subject
        for one in whos_in(scene, joined=False)
        if first <= one.start < end and one.kind in {"force", "area"} and one.subject is not None
    ]
    codes = tuple(dict.fromkeys(ForceCode(one.key) for one in (last, *with_them)))
    if not with_them or len(codes) != len(with_them) + 1 or any(one.members for one in with_them):
        return None
    subject = several(codes, scene.gazetteer)
    return Who(subject, f"{subject.name}, added up", named=False)


_MAKES = (
    r"(?:that|this|it|they)\s*(?:makes?|is|was|gives|comes?\s+to|adds?\s+up\s+to|amounts?\s+to|totals?|['\u2019]s)"
    r"\s+(?:(?:a\s+total\s+of|just|about|around|almost|nearly|some)\s+)?"
)
_ALL_MAKE = lazily(
    rf"\W*(?:(?:all|put|taken|added)\s+)?(?:together|altogether|combined|added\s+up|in\s+all|all\s+told),?\s+{_MAKES}$",
    re.IGNORECASE,
)
_MAKE_IN_ALL = lazily(rf"\W*{_MAKES}$", re.IGNORECASE)
_IN_ALL = lazily(
    r"\s+(?:(?:offences|crimes|cases)\s+)?(?:together|altogether|combined|in\s+all|all\s+told|between\s+them)\b",
    re.IGNORECASE,
)


# "Together that makes 1,033 for the whole of the South East".
_FOR_MORE = lazily(
    r"\s+(?:(?:offences|crimes|cases)\s+)?(?:for|in|across|throughout)\s+"
    r"(?:(?:the\s+)?(?:whole|entire|rest)\b|all\s+(?:of|the)\b|the\s+(?:UK|country|nation|region)\b)",
    re.IGNORECASE,
)


def _sum_before(phrase: Phrase, scene: Scene) -> Who | None:
    """The forces of the sentence before, each with its count: "Together that makes 1,095"."""
    before = scene.before(phrase)
    said = _ALL_MAKE.fullmatch(before) or (
        _MAKE_IN_ALL.fullmatch(before) and _IN_ALL.match(scene.after(phrase))
    )
    told = [one for one in scene.memory.told_before if one.measure is Measure.COUNT]
    if _FOR_MORE.match(scene.after(phrase)):
        return None
    if not said or phrase.shape is not Shape.COUNT or len(told) < len(scene.memory.told_before):
        return None
    codes = tuple(dict.fromkeys(one.who.subject.key for one in told))
    years = {one.years.period for one in told}
    if len(codes) < _PAIR or len(codes) != len(told) or len(years) > 1 or ":" in "".join(codes):
        return None
    subject = several(tuple(ForceCode(one) for one in codes), scene.gazetteer)
    return Who(subject, f"{subject.name}, told in the sentence before", named=False)


_PAIR = 2


# "Even adding Humberside, the change is 34 per cent": that of nobody whom the text names.
_ADDING = lazily(
    r"\W*(?:even\s+)?(?:adding(?:\s+in)?|if\s+(?:you|we)\s+add|throw\s+in|counting)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ARE_ADDED = lazily(
    r"\s+(?:are|is|were)\s+(?:also\s+)?(?:added|included|counted)\b"
    r"|\s+(?:thrown|added|taken|put)\s+in\b|(?:['\u2019]s\s+[\d,]{1,9})?\s+(?:thrown\s+|added\s+)?on\s+top\b",
    re.IGNORECASE,
)
_IN_BRACKET = lazily(r"\s*\([^()]*$")


def _adds_up(phrase: Phrase, mention: WhoMention, scene: Scene) -> bool:
    """Whether an area is only added to others, so that a number behind it is theirs together."""
    before = scene.text[scene.sentence.start : mention.start]
    own = _IN_BRACKET.fullmatch(scene.text, mention.end, max(mention.end, phrase.start))
    added_to = _ADDING.fullmatch(before) or _ARE_ADDED.match(scene.text, mention.end)
    return mention.end <= phrase.start and not own and added_to is not None


# "There were 1,199 in the county and the Isle of Wight": in all that the force covers.
_THE_COUNTY_AND = lazily(r"\b(?:the|our)\s+(?:whole\s+)?county\s+and\s+(?:the\s+)?$", re.IGNORECASE)
# "The Leeds and Bradford force alone accounts for".
_THEIR_FORCE = lazily(r"\s+(?:police\s+)?force\b(?!\s+area)", re.IGNORECASE)


def of_the_whole(mention: WhoMention, scene: Scene) -> bool:
    """Whether the name of a part stands for all that its force covers."""
    if mention.kind != "part":
        return False
    before = scene.text[scene.sentence.start : mention.start]
    if _THE_COUNTY_AND.search(before) or _HEADQUARTERS.search(before):
        return True
    return bool(_THEIR_FORCE.match(scene.text, mention.end)) or _from_end_to_end(mention, scene)


_HEADQUARTERS = lazily(
    r"\b(?:from|according\sto)\s(?:the\s)?(?:force|police|constabulary)(?:['\u2019]s)?\s(?:headquarters|hq)\sin\s$",
    re.IGNORECASE,
)
_POLICE_FROM = lazily(r"(?:^|[\s\"\u201c])(?:officers|police|detectives)\sfrom\s$", re.IGNORECASE)
_TO = lazily(r"\sto\s(?:the\s)?")


def _from_end_to_end(mention: WhoMention, scene: Scene) -> bool:
    """Whether two parts of one force tell of all of it: "officers from Maidstone to Margate"."""
    for one, other in pairwise(scene.whos):
        if mention not in (one, other) or one.subject is None or other.subject is None:
            continue
        same = one.subject.key == other.subject.key and one.kind == other.kind == "part"
        opens = _POLICE_FROM.search(scene.text, scene.sentence.start, one.start)
        if same and opens and _TO.fullmatch(scene.text, one.end, other.start):
            return True
    return False


def named(mention: WhoMention, scene: Scene) -> Who:
    """Whom a mention means."""
    if mention.kind == "stranger" and mention.subject is not None:
        why = f"\u201c{mention.text}\u201d, of whom the data hold nothing"
        return Who(mention.subject, why, named=False)
    if mention.kind == "anaphor" or mention.subject is None:
        return its_owner(mention, scene) or pointed_at(mention, scene)
    subject = _nation(mention, scene) or _meant(mention, scene)
    if of_the_whole(mention, scene):
        subject = msgspec.structs.replace(subject, part="")
    loose = _LOOSELY.fullmatch(mention.text) is not None
    return Who(subject, f"{subject.name}, named as \u201c{mention.text}\u201d", named=not loose)


# Of England and Wales, or of the forces that answered, as well as of the whole country.
_LOOSELY = lazily(
    r"nationally|nation-?wide|country-?wide|(?:at|on)\s+(?:(?:a|the)\s+)?national\s+level",
    re.IGNORECASE,
)


_OWN_COUNTRY = lazily(r"the\s+country\b|national", re.IGNORECASE)


def _nation(mention: WhoMention, scene: Scene) -> Subject | None:
    """The nation that an article is about, where it says "the country's four forces"."""
    about = scene.memory.about.subject
    own = about is not None and about.key in _NATIONS
    if own and _OWN_COUNTRY.match(mention.text):
        return about
    return _heads_the_block(scene) if _THE_NATION.match(mention.text) else None


_THE_NATION = lazily(r"(?:the\s+)?(?:country\b|national\b)", re.IGNORECASE)
_NATIONS = frozenset({"group:wales", "group:scotland"})


def _heads_the_block(scene: Scene) -> Subject | None:
    """The nation that a paragraph begins with, as a heading: "Wales. The national total rose"."""
    first = next(iter(scene.seen.whos), None)
    if first is None or first.subject is None or first.subject.key not in _NATIONS:
        return None
    head = scene.seen.sentences[0].text.strip(" .:\u2013\u2014-")
    return first.subject if head == first.text else None


_SEVERAL_FORCES = lazily(r"(?:['\u2019]s?)?\s+(?:police\s+)?(?:region|forces)\b", re.IGNORECASE)


# "Yorkshire's four forces" are those of Yorkshire and the Humber: three bear its name.
_FOUR_FORCES = lazily(r"['\u2019]s?\s+four\s+(?:police\s+)?forces\b", re.IGNORECASE)


def _meant(mention: WhoMention, scene: Scene) -> Subject:
    """The force or the region of the same name: the region where the article speaks of it."""
    assert mention.subject is not None  # noqa: S101 - for the type checker; the caller asked
    memory = scene.memory
    series = next((one.series for one in scene.whats if not one.generic), "")
    what = memory.what or memory.about.what
    series = series or ("" if what is None else what.series)
    if mention.text.lower() == "yorkshire" and _FOUR_FORCES.match(scene.text, mention.end):
        return of_group(scene.gazetteer.registry.group("yorkshire-and-the-humber"))
    for other in mention.alternatives:
        if _SEVERAL_FORCES.match(scene.text, mention.end) or other.key in memory.about.groups:
            return other
    return memory.meant(mention, series) or mention.subject


__all__ = [
    "by_turn",
    "home",
    "named",
    "of_the_whole",
    "offices",
    "only_set_against",
    "points_back",
    "several",
    "who_of",
    "whos_in",
]
