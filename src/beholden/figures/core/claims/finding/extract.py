"""The claims of an article: every number with who, when and what, and why these.

First the counts, then what is made of counts (changes, rates, ranks, shares), so that
"up 35 per cent, from 568 to 767" knows its two ends. The same number claimed
twice is one claim with two places.

    extract(article, gazetteer).claims[0].phrase.text  # "almost 200"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from beholden.figures.core.claims.finding._counts import counts_of
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._made import made_of
from beholden.figures.core.claims.finding._memory import Held, Memory, finished
from beholden.figures.core.claims.finding._merged import merged
from beholden.figures.core.claims.finding._scene import Scene, left_alone
from beholden.figures.core.claims.finding._story import Seen, see
from beholden.figures.core.claims.finding._told_again import told_again
from beholden.figures.core.claims.finding._topic import Topic, topic
from beholden.figures.core.claims.finding.areas._hotlines import REPORTS, hotline_of
from beholden.figures.core.claims.finding.areas._names_of_areas import with_own_names
from beholden.figures.core.claims.finding.counted._breakdown import broken_down
from beholden.figures.core.claims.finding.counted._known_by_counts import known_by_counts
from beholden.figures.core.claims.finding.counted._narrowed import narrowed
from beholden.figures.core.claims.finding.counted._not_recorded import not_recorded, other_ends
from beholden.figures.core.claims.finding.counted._of_the_same import of_the_same
from beholden.figures.core.claims.finding.counted._parts_of import alike, as_part
from beholden.figures.core.claims.finding.counted._per_whom import per_whom
from beholden.figures.core.claims.finding.counted._subject_of import as_its_counts, as_told
from beholden.figures.core.claims.finding.counted._turned import counts_crime, opens_with, turned_to
from beholden.figures.core.claims.finding.related._course import with_courses
from beholden.figures.core.claims.finding.related._course_around import with_around
from beholden.figures.core.claims.finding.related._first_of_all import first_of_all
from beholden.figures.core.claims.finding.related._of_two_kinds import of_two_kinds
from beholden.figures.core.claims.finding.related._parts_counted import parts_counted
from beholden.figures.core.claims.finding.said._asked import ASKED, asked
from beholden.figures.core.claims.finding.said._denied import DENIED, denied
from beholden.figures.core.claims.finding.times._adopting import adopted
from beholden.figures.core.claims.finding.times._dated_by_counts import dated_by_counts
from beholden.figures.core.claims.finding.times._running import with_running
from beholden.figures.core.claims.finding.times._swapped import as_compared
from beholden.figures.core.claims.finding.times._unfinished import timed, undated
from beholden.figures.core.claims.models import (
    Article,
    Claim,
    Extraction,
    LeftAlone,
    Spot,
)
from beholden.figures.core.claims.naming.gazetteer import Gazetteer
from beholden.figures.core.models import Period

_MOST_NUMBERS = 40
_TOO_MANY = "one of too many numbers for a sentence"


def extract(
    article: Article,
    gazetteer: Gazetteer,
    latest: Period | None = None,
    held: Held | None = None,
) -> Extraction:
    """Finds every claim of an article.

    Args:
        article: What a reader sees of it.
        gazetteer: Names of forces, areas and places.
        held: What the data hold. Where no area, or no earlier year, is named, it tells
            which of those is meant that the text spoke of.
        latest: The newest year of the data; "last year" means it where neither the
            article nor its day says which year that is.
    """
    seen = _seen(article, gazetteer, held)
    about = topic(seen, article.published, latest)
    hotline = hotline_of(seen)
    if hotline is not None:
        why = "the hotline that the article is about"
        about = msgspec.structs.replace(
            about, subject=hotline, subject_why=why, what=about.what or REPORTS, hotline=True
        )
    if held is not None:
        about = dated_by_counts(seen, known_by_counts(seen, about, held), held)
    old = undated(seen, article.published, latest)
    memory = Memory(about, article.published, held)
    drafts: list[Draft] = []
    alone: list[LeftAlone] = [
        LeftAlone(one.index, each.start, each.end, each.text, each.why)
        for one in seen
        for each in one.alone
    ]
    before: tuple[Draft, ...] = ()
    for one in seen:
        memory.enter(one)
        for sentence in one.sentences:
            memory.begin(sentence)
            scene = Scene(one, sentence, memory, gazetteer)
            opened = opens_with(sentence.text, scene.whats, about.what)
            if opened is not None:
                memory.turn(one.index, opened)
            if len(scene.phrases) > _MOST_NUMBERS:
                alone += [left_alone(scene, phrase, _TOO_MANY) for phrase in scene.phrases]
                continue
            counts, left = counts_of(scene)
            told = alike([as_part(as_told(draft, scene), scene) for draft in counts], scene)
            coursed = with_around(with_courses(told, scene), scene)
            counted = [with_running(draft, scene) for draft in coursed]
            more, left_more = made_of(scene, counted, left)
            changes = [
                with_running(as_compared(as_told(draft, scene), scene), scene) for draft in more
            ]
            made = [
                *counted,
                *(as_part(as_its_counts(draft, counted, scene), scene) for draft in changes),
            ]
            made = [
                not_recorded(of_two_kinds(narrowed(draft, scene), scene), scene) for draft in made
            ]
            made = sorted(
                (per_whom(draft, scene) for draft in made), key=lambda draft: draft.phrase.start
            )
            made = other_ends(of_the_same(made, scene), scene)
            found = [
                timed(draft, scene, undated=old) for draft in made if not _unclaimed(draft, scene)
            ]
            parts = [
                draft
                for draft in broken_down(scene, made, (*left, *left_more), before)
                if not denied(draft.phrase, scene)
            ]
            found = parts_counted(found, scene, before)
            parts = parts_counted(parts, scene, before)
            before = (*found, *parts) or before
            drafts += (*found, *parts, *first_of_all(scene, (*found, *parts)))
            alone += (*left, *left_more)
            alone += [
                left_alone(scene, draft.phrase, why)
                for draft in made
                if (why := _unclaimed(draft, scene))
            ]
            memory.keep(found, sentence)
            if all(_of_other(draft) for draft in found):
                turned = turned_to(sentence.text, scene.whats, about.what)
                crimes = [draft.what for draft in found if counts_crime(draft.what)]
                if turned is not None or crimes:
                    memory.turn(one.index, turned or crimes[-1])
    claims = merged([finished(draft, memory) for draft in adopted(told_again(drafts), memory.held)])
    return Extraction(claims, _outside(alone, claims), _notices(about, claims))


def _outside(alone: Iterable[LeftAlone], claims: Iterable[Claim]) -> tuple[LeftAlone, ...]:
    """What was left alone and stands in no claim, in reading order."""
    spots: dict[int, list[Spot]] = {}
    for spot in (spot for claim in claims for spot in claim.places):
        spots.setdefault(spot.block, []).append(spot)
    found = [
        one
        for one in alone
        if not any(spot.start <= one.start < spot.end for spot in spots.get(one.block, ()))
    ]
    return tuple(sorted(found, key=lambda each: (each.block, each.start)))


def _seen(article: Article, gazetteer: Gazetteer, held: Held | None) -> tuple[Seen, ...]:
    if held is None:
        return with_own_names(see(article, gazetteer), ())
    return with_own_names(see(article, gazetteer, held.series, held.own_areas), held.areas)


def _of_other(draft: Draft) -> bool:
    return draft.what.series.startswith("other:")


def _unclaimed(draft: Draft, scene: Scene) -> str:
    """Why a number is told and not claimed; empty where it is claimed."""
    if denied(draft.phrase, scene):
        return DENIED
    return ASKED if asked(draft.phrase, scene) else ""


def _notices(about: Topic, claims: Sequence[Claim]) -> tuple[str, ...]:
    if claims:
        return ()
    if about.what is None:
        return ("The article names no offence that the data hold, so no number was checked.",)
    return ("No number of the article is a claim on the data.",)


__all__ = ["extract"]
