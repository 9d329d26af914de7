"""Numbers of a breakdown: by platform, by age, by what came of them, or of those who sought help.

"WhatsApp (12%), Facebook (10%)", "148 of those were against children not yet at school":
what is counted is a part of the offences, or another statistic, and never their total. So
it is given a series of its own, which the data mostly do not hold, and it says nothing of
what the sentences after it are about.

    # "Snapchat was used in 43 per cent of instances" -> a share of a part of the offences
"""

from __future__ import annotations

from collections.abc import Sequence

from beholden.figures.core.claims.finding._draft import Counted, Draft
from beholden.figures.core.claims.finding._part_counts import count_said, rate_said
from beholden.figures.core.claims.finding._part_shares import share_said
from beholden.figures.core.claims.finding._quoting import speaker_of
from beholden.figures.core.claims.finding._relevance import NOT_COUNTED, in_court
from beholden.figures.core.claims.finding._resolve import who_of
from beholden.figures.core.claims.finding._roles import Role
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._years import year_of
from beholden.figures.core.claims.models import LeftAlone, Measure, Phrase, Shape

_SHARES = frozenset({Shape.PERCENT, Shape.ONE_IN})
_MEASURES = {
    Shape.COUNT: Measure.COUNT,
    Shape.PERCENT: Measure.SHARE,
    Shape.ONE_IN: Measure.SHARE,
    Shape.PER: Measure.FREQUENCY,
    Shape.EVERY: Measure.FREQUENCY,
}


def broken_down(
    scene: Scene, made: Sequence[Draft], left: Sequence[LeftAlone], before: Sequence[Draft]
) -> list[Draft]:
    """The numbers of a breakdown among those that count nothing the data count.

    Args:
        scene: Their sentence.
        made: Its claims.
        left: Its numbers that are none.
        before: The claims of the sentence before, breakdowns among them.
    """
    memory = scene.memory
    if in_court(scene) or (memory.about.what is None and not scene.whats):
        return []
    overlooked = {one.start for one in left if one.why == NOT_COUNTED}
    found: list[Draft] = []
    for phrase in scene.phrases:
        if phrase.start not in overlooked:
            continue
        if phrase.shape in _SHARES:
            told = sorted((*made, *found), key=lambda one: one.phrase.start)
            said = share_said(phrase, scene, told, before)
        else:
            whole = phrase.shape is Shape.COUNT and phrase.places == 0
            said = count_said(phrase, scene, before) if whole else rate_said(phrase, scene)
        if said:
            found.append(_draft(phrase, said, scene))
    return found


def _draft(phrase: Phrase, said: str, scene: Scene) -> Draft:
    measure = _MEASURES[phrase.shape]
    return Draft(
        phrase=phrase,
        block=scene.seen.index,
        sentence=scene.sentence,
        role=Role(measure),
        who=who_of(phrase, scene),
        what=Counted(f"other:{said}", said, f"{said}, by the words beside the number"),
        years=year_of(phrase, scene),
        measure=measure,
        speaker=speaker_of(scene.seen, phrase),
    )


__all__ = ["broken_down"]
