"""What one number counts, from its sentence or else from what was said before."""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._attach import nearest_what
from beholden.figures.core.claims.finding._draft import Counted
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._resolve import points_back
from beholden.figures.core.claims.models import Phrase
from beholden.figures.core.claims.naming._topics import (
    ANECDOTES,
    CALLED_AGAINST_CHILDREN,
    NEAR_SERIES,
)
from beholden.figures.core.claims.naming.own_series import is_own, may_be_called, words_of
from beholden.figures.core.claims.naming.what import What

_ON_REGISTER = "other:children on a register"
_AGAINST_CHILDREN = "other:offences against children"


def what_of(phrase: Phrase, scene: Scene, *, share: bool = False) -> Counted | None:
    """What it counts; ``None`` where the article names nothing that is counted.

    Args:
        phrase: The number.
        scene: Its sentence.
        share: Whether it is a share, whose people or things may be asked or looked at.
    """
    found = nearest_what(phrase, scene, lambda one: not share and one.series in ANECDOTES)
    register = next((one for one in scene.whats if one.series == _ON_REGISTER), None)
    if register is not None and found is not None and (found[0].generic or share):
        found = register, found[1]
    found = _about(_head_of(found, phrase, scene), phrase, scene)
    beside = found is not None and found[1]
    if found is not None and not found[0].generic:
        what = _meant_by(found[0], scene)
        if beside and what.series in ANECDOTES:
            what = next((one for one in scene.whats if one.series in NEAR_SERIES), what)
        why = f"{what.name}, named as \u201c{what.text}\u201d"
        return Counted(what.series, what.name, why, what.people, beside)
    else_ = _of_else(found[0], scene) if found else None
    if else_ is not None:
        return else_
    told = _what_told(found[0] if found else None, scene)
    if told is None:
        return None
    people = told.people or (found is not None and found[0].people)
    return msgspec.structs.replace(told, people=people, beside=beside)


_OUTCOMES = frozenset(
    f"other:{name}" for name in ("arrests", "charges", "convictions", "prosecutions", "searches")
)
_FOR = lazily(
    r"\s+(?:(?:made|brought|recorded|secured)\s+)?(?:for|over|on\s+suspicion\s+of|in\s+connection\s+with"
    r"|relating\s+to|related\s+to|involving)\s+(?:(?:the|such|alleged|suspected|an?)\s+){0,2}",
    re.IGNORECASE,
)


def _head_of(
    found: tuple[What, bool] | None, phrase: Phrase, scene: Scene
) -> tuple[What, bool] | None:
    """What is counted in "arrests for such offences fell to 767": the arrests."""
    if found is None:
        return None
    for one in scene.whats:
        apart = one.end <= phrase.start < found[0].start
        before = one.series in _OUTCOMES and one.end <= found[0].start and not apart
        if before and _FOR.fullmatch(scene.text, one.end, found[0].start):
            return one, found[1]
    return found


_CONTACTS = frozenset({"other:helpline contacts", "other:calls to a helpline"})
_HARM = (
    r"(?P<harm>(?:(?:child|physical|sexual|emotional|domestic|online)\s+){0,2}(?:abuse|neglect|cruelty)"
    r"|(?:modern\s+)?slavery|trafficking|exploitation)\b"
)
_ABOUT = lazily(
    r"\s+(?:(?:(?:that|which)\s+were\s+)?(?:made|passed\s+on|handed\s+on|referred)\s+)?"
    r"(?:about|over|for|concerning|regarding|relating\s+to)\s+"
    r"(?:(?:the|such|alleged|suspected|possible|fears\s+of|concerns\s+about)\s+){0,2}"
    rf"{_HARM}"
    r"(?!\s+(?:and|or)\b)",
    re.IGNORECASE,
)
_OF_HARM = lazily(rf"{_HARM}\s+(?:contacts|calls|referrals)", re.IGNORECASE)


def _about(
    found: tuple[What, bool] | None, phrase: Phrase, scene: Scene
) -> tuple[What, bool] | None:
    """Contacts about one kind of harm, as a series of their own: "calls about neglect"."""
    for one in scene.whats:
        if one.series not in _CONTACTS or found is None or one.end > found[0].end:
            continue
        told = _ABOUT.match(scene.text, one.end) or _OF_HARM.match(one.text)
        near = found[0] is one or (told is not None and found[0].start < told.end())
        if told is not None and near and told.end() <= max(phrase.start, found[0].end):
            series = f"{one.series} about {told['harm'].lower()}"
            name = series.removeprefix("other:")
            return msgspec.structs.replace(one, series=series, name=name), found[1]
    return found


def _meant_by(what: What, scene: Scene) -> What:
    """What "crimes against children" are: those that the article is about."""
    about = scene.memory.about.what
    if what.series != _AGAINST_CHILDREN or about is None:
        return what
    if about.series not in CALLED_AGAINST_CHILDREN:
        return what
    return msgspec.structs.replace(what, series=about.series, name=about.name)


def _what_told(found: What | None, scene: Scene) -> Counted | None:
    """What is counted by the text around a sentence that does not say it."""
    memory = scene.memory
    above = memory.above
    if above is not None and above.what is not None:
        why = f"{above.what.name}, named above the list as \u201c{above.what.text}\u201d"
        return Counted(above.what.series, above.what.name, why, above.what.people)
    if memory.turned is not None:
        return memory.turned
    pointed_at = _pointed_at(scene)
    if pointed_at is not None:
        return pointed_at
    before = _what_before(found, scene)
    if before is not None:
        return Counted(before.series, before.name, f"{before.name}, of which the text spoke last")
    for what, why in (
        (memory.what, "which the paragraph speaks of"),
        (memory.about.what, memory.about.what_why),
    ):
        if what is not None:
            # "4,205 reports and 210 charges": the reports are none of the charges.
            other = _of_offences(found) and not _may_be_meant(what, found)
            series, name = _RECORDED if other else (what.series, what.name)
            return Counted(series, name, f"{name}, {why}", named=False)
    return None


_RECORDED = ("other:recorded offences", "recorded offences")


# "300 incidents of abuse", "9,061 crimes in all": of something else, or of more.
_OF_ELSE = lazily(
    r"\s+(?:of|against|involving|relating\s+to|linked\s+to)\s+(?:(?:the|an?)\s+)?"
    r"(?!(?:this|that|these|those|such|any|every|them|it|its|their|which|last|year|20\d\d|19\d\d)\b)"
    r"(?P<noun>[a-z][\w'\u2019-]*)|\s+(?P<all>in\s+(?:all|total)|overall|altogether)\b"
)
_POINTS = lazily(r"(?:such|these|those|this)\b", re.IGNORECASE)


def _of_else(found: What, scene: Scene) -> Counted | None:
    """What bare "incidents" are of, in an article on a series of the newsroom's own."""
    about = scene.memory.what or scene.memory.about.what
    if about is None or not is_own(about.series) or found.name != "offences":
        return None
    of = _OF_ELSE.match(scene.text, found.end)
    if of is None or _POINTS.match(found.text):
        return None
    if of["noun"] and not words_of(of["noun"]).isdisjoint(words_of(about.name)):
        return None
    name = f"{found.text}{of[0]}"
    return Counted(f"other:{name.lower()}", name, f"{name}, of which the sentence speaks")


def _may_be_meant(what: What, found: What | None) -> bool:
    """Whether "offences" may mean what the text speaks of: no charges, and no library visits."""
    if what.series in _OUTCOMES:
        return False
    return not is_own(what.series) or found is None or may_be_called(what.name, found.text)


def _of_offences(found: What | None) -> bool:
    """Whether the bare word beside a number is one for offences, as "reports" is."""
    return found is not None and found.generic and found.name == "offences"


def _pointed_at(scene: Scene) -> Counted | None:
    """What the sentence before counted that ended its paragraph: "This is a rise of 63%"."""
    memory = scene.memory
    told = memory.told_before[-1] if memory.told_before else None
    if told is None or memory.last is not None or not points_back(scene.sentence.text):
        return None
    near = told.block == scene.seen.index - 1
    unknown = told.what.series.startswith("other:")
    if not near or not unknown or any(not one.generic for one in scene.whats):
        return None
    return msgspec.structs.replace(told.what, named=False, beside=False)


_BACK = lazily(r"(?:that|this|those|these|such)\b", re.IGNORECASE)
_UNSAID = lazily(r"(?:the\s+)?(?:number|total|figure|tally|count)s?\b", re.IGNORECASE)


def _what_before(found: What | None, scene: Scene) -> Counted | None:
    """What the sentence before counted, where this one says nothing else."""
    memory = scene.memory
    if found is not None and _BACK.match(found.text):
        return memory.what_before
    if memory.last is None or not memory.last.what.series.startswith("other:"):
        return None
    return memory.last.what if found is None or _UNSAID.fullmatch(found.text) else None


__all__ = ["what_of"]
