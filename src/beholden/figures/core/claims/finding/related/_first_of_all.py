"""Places in an order that are told in other ways than by a number or the grammar's superlatives.

"The peak was in 2020/21", "2020 was its busiest year on record", "no platform was used more",
"nowhere else are there more", "among those that grew most", "the fourth largest main reason": each
claims a first place, among years, areas or kinds, and mostly the data cannot tell of it.

They say nothing of what the sentences after them are about.

    first_of_all(scene, told)  # "nowhere else in the region are there more" -> a rank
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft
from beholden.figures.core.claims.finding._roles import Role
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._resolve import who_of
from beholden.figures.core.claims.finding.counted._else_words import tells_of_subject
from beholden.figures.core.claims.finding.counted._parts_of import SERVICE
from beholden.figures.core.claims.finding.said._denied import denied
from beholden.figures.core.claims.finding.said._quoting import speaker_of
from beholden.figures.core.claims.finding.said._relevance import in_court
from beholden.figures.core.claims.finding.times._years import year_of
from beholden.figures.core.claims.models import Measure, Phrase, Shape

_FIRST = "a place in an order"
_ELSE = "other:other offences"
_GREW = r"(?:grew|rose|increased|fell|dropped|c[ao]me\s+up|(?:went|gone|going)\s+(?:up|down))"
_HIGHEST = r"(?:highest|lowest|largest|smallest|biggest|greatest|worst|busiest)"
_KINDS = (
    r"(?:group|category|categories|reason|cause|problem|concern|issue|kind|type|source|relationship|offence|crime|victim"
    r"|method|form)s?"
)
_THINGS = (
    r"(?:material|content|imagery|images|offences|crimes|criminals|offenders|cases|reports|victims|children|calls"
    r"|contacts|referrals|arrests)"
)
_WHO = r"(?:force|county|region|area|country|nation|platform|site|app|topic|service|year|month)"
_MORE = (
    r"(?:more|so\s+(?:high|many|much|large|great|often|busy)|as\s+(?:many|much|high|often)"
    r"|higher|larger|worse)"
)
_EVER = rf"(?=[^.;:\d]{{0,60}}?\b{_THINGS}\b[^.;:\d]{{0,40}}?\bthan\s+ever)"
_OF_ALL = tuple(
    lazily(rf"\b(?P<rank>{words})\b{ends}", re.IGNORECASE)
    for words, ends in (
        (
            rf"no\s+(?:other\s+)?{_WHO}\b[^.;:\d]{{1,70}}?\b{_MORE}(?:\s+an?\s+(?:\w+\s+){{0,2}}?(?:increase|rise|fall|number|rate))?",
            "",
        ),
        (rf"(?:nowhere|no\s*where|no\s?one)\s+else\b[^.;:\d]{{1,70}}?\b{_MORE}", ""),
        (
            r"the\s+only\s+(?:force|county|region|area|country|nation)",
            r"(?=[^.;]{0,60}\b(?:where|that|which|with)\b)",
        ),
        (
            rf"never\s+(?:before\s+)?(?:(?:has|have|had)\s+[^.;:\d]{{1,60}}?\b(?:{_MORE}|been(?=\s+above\s))|been\s+{_MORE})",
            "",
        ),
        (
            rf"(?:one\s+of|among)\s+(?:those|the\s+\w+)\s+(?:that|which)\s+{_GREW}\s+(?:the\s+)?most",
            "",
        ),
        (
            rf"among\s+the\s+{_HIGHEST}(?:\s+in\s+(?:the\s+)?(?:country|nation|region|uk|england|wales|scotland|britain))?",
            "",
        ),
        (
            rf"(?:(?:second|third|fourth|fifth|single)[\s-]+)?{_HIGHEST}\s+(?:\w+\s+){{0,2}}?{_KINDS}",
            "",
        ),
        (
            rf"(?:(?:two|three|four|second|third|fourth)\s+)?most\s+common(?:ly\s+\w+|\s+(?:\w+\s+)?{_KINDS})?",
            r"(?!\s+(?:sense|age))",
        ),
        (r"most[\s-](?:recorded|reported|used|named|mentioned|viewed)", ""),
        (r"(?:busiest|worst)\s+(?:year|month|week)(?:\s+on\s+record|\s+ever|\s+yet)?", ""),
        (r"busiest", r"(?=\W+(?:it|they|we)\s+ha(?:s|ve|d)\s+ever\b)"),
        (rf"{_GREW}\s+(?:the\s+)?most", r"(?!\s+(?:of|in|by|at|for)\b)"),
        (rf"more\s+{_EVER}[^.;:\d]{{1,100}}?\bthan\s+ever(?:\s+before)?", ""),
        (r"most\s+(?:images|offences|crimes|cases)", rf"(?=\s+(?:on|via|over)\s+{SERVICE})"),
    )
)
_PEAK = lazily(
    r"\b(?:the|its|their|a)\s+(?P<rank>peak)\b(?!\s+(?:time|hours?|district|season|among|performance))",
    re.IGNORECASE,
)
# Whose age it is that comes up most is told of every breakdown, and claims no place.
_OF_AGES = lazily(
    r"\b(?:age|ages|age\s+groups?)\s+(?:that|which)\s+$|\d(?:-year-olds)?\s+(?:was|were)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ASKED = lazily(r"\?[\"\u201d\u2019\s]*$")


def first_of_all(scene: Scene, told: Sequence[Draft]) -> list[Draft]:
    """The first places of a sentence that nothing else tells.

    Args:
        scene: The sentence.
        told: Its claims.
    """
    text = scene.sentence.text
    if scene.memory.about.what is None or in_court(scene) or _ASKED.search(text):
        return []
    if any(one.series == _ELSE for one in scene.whats):
        return []
    named = bool(scene.whats) or scene.memory.about.hotline
    if not named and not tells_of_subject(scene.text):
        return []
    return [_draft(one, scene) for one in _places(scene, told) if not denied(one, scene)]


def _places(scene: Scene, told: Sequence[Draft]) -> list[Phrase]:
    start, end = scene.sentence.start, scene.sentence.end
    counted = bool(scene.whens) or any(one.shape is Shape.COUNT for one in scene.phrases)
    patterns = (*_OF_ALL, _PEAK) if counted else _OF_ALL
    taken = [(one.phrase.start, one.phrase.end) for one in told]
    made: list[Phrase] = []
    for pattern in patterns:
        for found in pattern.finditer(scene.text, start, end):
            first, last = found.span("rank")
            free = not any(one < last and first < other for one, other in taken)
            if free and not _OF_AGES.search(scene.text, start, first):
                taken.append((first, last))
                made.append(_rank(found))
    return made


def _draft(phrase: Phrase, scene: Scene) -> Draft:
    return Draft(
        phrase=phrase,
        block=scene.seen.index,
        sentence=scene.sentence,
        role=Role(Measure.RANK, "up", basis="count"),
        who=who_of(phrase, scene),
        what=Counted(f"other:{_FIRST}", _FIRST, f"{_FIRST}, by the words that place it"),
        years=year_of(phrase, scene),
        measure=Measure.RANK,
        speaker=speaker_of(scene.seen, phrase),
    )


def _rank(found: re.Match[str]) -> Phrase:
    return Phrase(
        found.start("rank"),
        found.end("rank"),
        found["rank"],
        Shape.RANK,
        Decimal(1),
        "told in other words",
        number=found["rank"],
        direction="up",
        noun="number",
    )


__all__ = ["first_of_all"]
