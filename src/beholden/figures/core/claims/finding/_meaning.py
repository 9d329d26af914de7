"""What a phrase measures where more than the words beside it decide: lists, repetitions, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._roles import CHANGE, Role, an_end, changed, role_of
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._gone_on import gone_on, of_two_counts
from beholden.figures.core.claims.finding.listed._table import tells_share
from beholden.figures.core.claims.finding.related._changes_listed import listed_change
from beholden.figures.core.claims.finding.related._per_cents import shared_per_cent
from beholden.figures.core.claims.finding.said._answering import answered_in_per_cents
from beholden.figures.core.claims.models import Direction, Measure, Phrase, Shape

_MOST_PERCENT = 1000
_UP_BARE = lazily(r"\b(?:up|down)\s+$", re.IGNORECASE)
_OF_IT = lazily(
    r"[\"\u201d\u2019')\s]*(?:of|said|say|were|think|believed?|know|knew|realised?|understood|had|have"
    r"|agreed?)\b",
    re.IGNORECASE,
)
_OF_RATE = lazily(
    r"\s+of\s+the\s+(?:rise|increase|growth|rate)\s+(?:(?:seen|recorded|of\s+increase)\s+)?"
    r"(?:nationally|across|in|for)\b"
    r"|\s+(?:of\s+)?the\s+(?:national|uk|british|welsh)(?:[\s-]wide)?\s+(?:rate|average|increase|rise)\b",
    re.IGNORECASE,
)
_OF_THAT = lazily(
    r"\s+(?:of\s+)?(?:that|the\s+(?:rise|increase|growth|rate|one))\s+(?:seen\s+|recorded\s+)?(?:in|of|for|across|at)\b",
    re.IGNORECASE,
)
_RISE_WAS = lazily(
    r"\b(?:rise|increase|growth|jump|surge|fall|drop|decrease)\b[^.;:,\d]{0,60}\b(?:was|is|being|at)\s+$",
    re.IGNORECASE,
)
_LIST_GOES_ON = lazily(
    r"(?:,|;|\s+and)\s+(?:and\s+)?(?:the\s+)?(?:[A-Z][\w-]*\s+(?:and\s+)?){1,4}"
    r"(?:for\s+)?(?:just\s+)?$"
)
# "15% of offences in the three forces in 2016/17 and 23% last year".
_OF_ANOTHER_YEAR = lazily(
    r"\s(?:(?:last|this|that|in\sthe\s(?:latest|last|following)|the\s(?:following|next|previous))\syear"
    r"|the\syear\s(?:before|after)|a\syear\s(?:earlier|later|before)|in\s20\d\d\S{0,3})\s*(?:[.,;)]|$)",
    re.IGNORECASE,
)
_AND_THEN = lazily(r"(?:,|\s(?:in\s20\d\d\S{0,3}|last\syear))\s(?:and|but|to)\s(?:only\s|just\s)?$")
_SOMEWHERE = lazily(
    r"\b(?:account(?:s|ed|ing)?\s+for|m(?:ade|akes?|aking)\s+up|(?:came|comes?)\s+up\s+in|happened\s+in"
    r"|share\s+(?:of\s+(?:it|them|that|the\s+\w+)\s+)?(?:is|was|stands\s+at|stood\s+at|comes\s+to)"
    r"|contribut(?:ed?|es|ing)|suppl(?:y|ied|ies)|responsible\s+for|represent(?:s|ed|ing)?|used\s+in|involved\s+in)\s+"
    r"(?:\w+\s+)?$",
    re.IGNORECASE,
)
_SIDES = (
    (Wording.LESS_THAN, re.compile(r"(?:fewer|less)\s+than|under\b|below\b")),
    (Wording.MORE_THAN, re.compile(r"more\s+than|over\b|above\b")),
    (Wording.ALMOST, re.compile(r"almost|nearly|just\s+under|close\s+to")),
)
_FROM_LEVEL = lazily(
    r"\b(?:up|down|risen|rising|fallen|falling)\s+from\s+(?:just\s+)?$", re.IGNORECASE
)
_MULTIPLIED = lazily(
    r"\b(?:(?P<up>doubled|trebled|tripled|quadrupled)|(?P<down>halved))\s*[(\u2013\u2014-]\s*$",
    re.IGNORECASE,
)
_NEAR = 120
_SHARED = frozenset({Shape.PERCENT, Shape.ONE_IN})


def role_in(phrase: Phrase, scene: Scene, told: Sequence[Draft]) -> Role:
    """What a phrase measures in its sentence.

    Args:
        phrase: The phrase.
        scene: Its sentence.
        told: What was made of the sentence so far.
    """
    if (
        an_end(scene.before(phrase))
        or shared_before(phrase, scene, told) is not None
        or _of_cases(phrase, scene)
    ):
        return Role(Measure.SHARE)
    if phrase.shape is Shape.PERCENT and _FROM_LEVEL.search(scene.before(phrase)[-_NEAR:]):
        shared = any(one.measure is Measure.SHARE for one in told)
        if shared:
            return Role(Measure.SHARE, end="earlier")
    direction = of_two_counts(phrase, scene) or _multiplied(phrase, scene)
    answered = answered_in_per_cents(phrase, scene)
    if direction or answered is not None:
        return Role(Measure.CHANGE, direction or (answered.role.direction if answered else ""))
    if phrase.shape is Shape.PERCENT and _of_a_rise(phrase, scene):
        return Role(Measure.MULTIPLE, "up")
    role = shared_per_cent(phrase, scene) or _repeating(phrase, _role(phrase, scene), scene)
    if role.measure is Measure.MULTIPLE and phrase.value < 1:
        # Half as many are fewer, whatever verb stands there.
        return msgspec.structs.replace(role, direction="down")
    return _in_per_cents(phrase, role, scene)


def _of_a_rise(phrase: Phrase, scene: Scene) -> bool:
    """Whether a part is one of another rise: "the rise was two thirds of that in Essex"."""
    if _OF_RATE.match(scene.after(phrase)):
        return True
    return bool(_OF_THAT.match(scene.after(phrase)) and _RISE_WAS.search(scene.before(phrase)))


def _multiplied(phrase: Phrase, scene: Scene) -> Direction:
    """Which way a multiple goes that a percentage tells again: "almost doubled (99 per cent)"."""
    found = _MULTIPLIED.search(scene.before(phrase)[-_NEAR:])
    return changed(found) if found is not None and phrase.shape is Shape.PERCENT else ""


def of_another_year(phrase: Phrase, scene: Scene) -> bool:
    """Whether a share names a year of its own right behind: "and 23% last year"."""
    return _OF_ANOTHER_YEAR.match(scene.after(phrase)) is not None


def shared_before(phrase: Phrase, scene: Scene, told: Sequence[Draft]) -> Draft | None:
    """The share that a list of shares goes on from: "accounted for 37%, Gwent for 19%"."""
    last = told[-1] if told else None
    if last is None or last.measure is not Measure.SHARE or phrase.shape is not Shape.PERCENT:
        return None
    # The whole of the first may stand behind it: "37% of the 1,458 offences, Gwent for 19%".
    between = scene.text[last.phrase.end : phrase.start]
    again = _AND_THEN.search(between) and of_another_year(phrase, scene)
    goes_on = _LIST_GOES_ON.search(between) or again
    return last if last.group is not None and goes_on else None


def _of_cases(phrase: Phrase, scene: Scene) -> bool:
    """Whether something "accounted for" or "came up in" a part of them."""
    return phrase.shape in _SHARED and _SOMEWHERE.search(scene.before(phrase)[-_NEAR:]) is not None


def _role(phrase: Phrase, scene: Scene) -> Role:
    if scene.seen.block.kind == "table" and phrase.shape is Shape.PERCENT:
        if tells_share(scene.memory.table.head(scene.text.count("\t", 0, phrase.start))):
            return Role(Measure.SHARE)
        return Role(Measure.CHANGE, _sign_of(phrase))
    role = row_change(phrase, scene) or listed_change(phrase, scene)
    return role or role_of(phrase, scene.before(phrase), scene.after(phrase))


def row_change(phrase: Phrase, scene: Scene) -> Role | None:
    """The change that a number of a row is: "Essex 767 (+35%)", or below "Change by force"."""
    above = scene.memory.above
    below_changes = above is not None and above.change
    sign = _SIGN.match(phrase.text)
    if not scene.memory.in_row or not scene.whos or CHANGE.search(scene.sentence.text):
        return None
    direction: Direction = "" if sign is None else "up" if sign[0] == "+" else "down"
    if phrase.shape is Shape.PERCENT and _TWO_COUNTS.search(scene.before(phrase)):
        return Role(Measure.CHANGE, _sign_of(phrase))
    if phrase.shape is Shape.PERCENT and (sign or below_changes):
        return Role(Measure.CHANGE, direction)
    if phrase.shape is Shape.COUNT and sign and below_changes:
        return Role(Measure.DIFFERENCE, direction)
    return None


def _sign_of(phrase: Phrase) -> Direction:
    """Which way a number without words goes; no change in whole per cents may go either way."""
    if not phrase.value:
        return ""
    return "down" if phrase.value < 0 else "up"


# A row of a table that was pasted without its lines: "Essex 568 767 35%".
_TWO_COUNTS = lazily(r"[A-Za-z]\s+\d[\d,]*\s+\d[\d,]*\s+$")
_SIGN = lazily(r"[+\u2212\u2013-](?=\s?\d)")


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
    before = gone_on(phrase, scene) or scene.memory.repeated(phrase) or scene.memory.last
    if before is None or before.measure is not Measure.CHANGE:
        return role
    return Role(Measure.CHANGE, before.role.direction)


def as_meant(phrase: Phrase, role: Role) -> Phrase:
    """A phrase in the shape of its measure: "half that of" is a multiple, "up 16" per cents."""
    if role.measure is Measure.MULTIPLE and phrase.shape is Shape.PERCENT:
        value = Fraction(phrase.value) / 100
        # "Two thirds of that in Essex" is no exact number, "67 per cent of it" is.
        exact = any(letter.isdigit() for letter in phrase.number or phrase.text)
        return msgspec.structs.replace(
            phrase, shape=Shape.MULTIPLE, value=value, places=2 if exact else 0
        )
    if phrase.form == "half as many":
        return msgspec.structs.replace(phrase, wording=_wording_of_half(phrase))
    if role.measure is Measure.CHANGE and phrase.shape is Shape.COUNT:
        return msgspec.structs.replace(phrase, shape=Shape.PERCENT)
    return phrase


def _wording_of_half(phrase: Phrase) -> Wording:
    """Half as many is no exact number, unless the words say on which side of it."""
    before = phrase.text.lower()
    for wording, pattern in _SIDES:
        if pattern.match(before):
            return wording
    return phrase.wording


__all__ = ["as_meant", "role_in", "row_change", "shared_before"]
