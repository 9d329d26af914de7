"""Numbers "of them", "of these" and "of those": of just what the number before them counts.

"There were 7,000 offences against children aged four to eight; Kent recorded 200 of them, Surrey
150": both are of that age, and so is what "Of these" begins with in the sentence after it.

    of_the_same(drafts, scene)[1].what.name  # "offences told as aged four to eight"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Measure
from beholden.figures.core.claims.naming._topics import NEAR_SERIES, RECORDED

_BACK = r"of\s+(?:them|these|those|which)\b"
_BEHIND = lazily(rf"\s+{_BACK}", re.IGNORECASE)
_AHEAD = lazily(rf"(?:^|[;,(\u2013\u2014-])\W*(?:and\s+)?{_BACK}[^;.:\d]{{0,60}}$", re.IGNORECASE)
_IN_ALL = lazily(r"\b(?:total|overall|altogether|in\s+all|all\s+ages)\b|[.:]\s", re.IGNORECASE)
_COUNTS = frozenset({Measure.COUNT, Measure.SUM})
_WHOLE = NEAR_SERIES | RECORDED
"""What is counted that is no part already: "177 of them were on Snapchat" is one."""


def of_the_same(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """The claims of a sentence, where those that point back count what they point at.

    Args:
        drafts: The claims in the order of the text.
        scene: Their sentence.
    """
    made: list[Draft] = []
    pointed: Counted | None = None
    for draft in drafts:
        if draft.measure not in _COUNTS or not _names_nothing(draft):
            pointed = pointed if draft.measure not in _COUNTS else None
            made.append(draft)
            continue
        pointed = _meant(draft, made, scene) or (pointed if _goes_on(draft, made, scene) else None)
        if pointed is not None:
            draft = msgspec.structs.replace(draft, what=pointed)  # noqa: PLW2901 - the same claim
        made.append(draft)
    return made


def _names_nothing(draft: Draft) -> bool:
    """Whether a count says neither what it counts nor which part of that."""
    part = draft.what.series.startswith("other:") and draft.what.series not in _WHOLE
    return not draft.what.beside and not part


def _meant(draft: Draft, made: Sequence[Draft], scene: Scene) -> Counted | None:
    """What the number before counts, where a count points back at it."""
    behind = _BEHIND.match(scene.after(draft.phrase))
    if behind is None and _AHEAD.search(scene.before(draft.phrase)) is None:
        return None
    told = [one for one in (*scene.memory.told_before, *made) if one.measure in _COUNTS]
    larger = [one for one in told if one.phrase.value > draft.phrase.value]
    if not larger or larger[-1].block < scene.seen.index - 1:
        return None
    if larger[-1] not in made and any(one.end <= draft.phrase.start for one in scene.whats):
        # "Recorded offences are a separate matter: there were 2,659 of those".
        return None
    what = larger[-1].what
    own = what.series == draft.what.series or not what.series.startswith("other:")
    return None if own else what


def _goes_on(draft: Draft, made: Sequence[Draft], scene: Scene) -> bool:
    """Whether a count is the next of a list: "Kent 200 of them, Surrey 150"."""
    if not made:
        return False
    return _IN_ALL.search(scene.text, made[-1].phrase.end, draft.phrase.start) is None


__all__ = ["of_the_same"]
