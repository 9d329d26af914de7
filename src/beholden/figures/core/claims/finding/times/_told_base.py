"""The number of a year that is only compared with: "a rise on the previous year's 568".

The words of the year and the number stand together, so it is that of the earlier year,
whatever year the sentence speaks of.

    told_base(phrase, scene).text  # "the previous year's" of "on the previous year's 568"
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase
from beholden.figures.core.claims.naming.when import When

_YEARS = frozenset({"named", "previous", "step", "since"})
_LEAD = 40
_COMPARED = lazily(
    r"(?:\b(?:on|than|from|over|against|with|to|since|above|below|beside)|\bfewer|\bmore)\s"
    r"(?:that\sof\s|in\s|for\s|during\s)?(?:the\s|its\s|their\s)?$",
    re.IGNORECASE,
)
_OF = r"(?:\sof|\s?:|\s?,|\s?\(|\s[\u2013\u2014-])\s?"
_FIGURE = (
    r"(?:(?:recorded|overall|own|police)\s)?"
    r"(?:figures?|totals?|tally|tallies|counts?|numbers?|level)"
)
_JUST = r"(?:(?:just|only|a|the|about|around|some|total|of)\s){0,3}"
_COMPARING = lazily(
    r"(?:on|than|from|over|against|compared\s(?:with|to))\s[^.]{0,20}"
    r"\b(?:previous|preceding|prior|earlier|before)\b",
    re.IGNORECASE,
)
# "The previous year's 568", "'s tally of 568", "'s figure (568)".
_OWNED = lazily(rf"(?:(?<=s)|['\u2019]s?)\s(?:{_FIGURE}{_OF})?{_JUST}", re.IGNORECASE)
# "The 2014/15 figure of 568", "the year before (a total of 568)".
_TOTAL = lazily(rf"\s{_FIGURE}{_OF}{_JUST}|\s?\((?:an?\s)?total\sof\s{_JUST}", re.IGNORECASE)
# "On 2015/16, when the county's force had 538", and no clause after that.
_WHEN = lazily(
    r",?\s\(?(?:when\s|(?:a|the)\syear\s(?:in\swhich\s|when\s|that\s|(?=with\s)))(?:(?!and\b|but\b|while\b|rose\b|fell\b|from\b|to\b)[\w'\u2019-]{1,20}\s){1,7}",
    re.IGNORECASE,
)
# "More than doubled since 2013/14, where there were 9,518": no sum since then.
_WHEN_THERE_WERE = lazily(
    r",?\s(?:when|where)\s(?:there\swere|it\s(?:was|had|recorded|stood\sat)"
    r"|the\s(?:figure|number|total)\s(?:was|stood\sat)|they\s(?:recorded|had))\s(?:just\s|only\s)?",
    re.IGNORECASE,
)
_OWNER = lazily(r"['\u2019]s?$")


def told_base(phrase: Phrase, scene: Scene) -> When | None:
    """The words of the year that is compared with and has this number; ``None`` without such."""
    years = [
        one
        for one in scene.whens
        if one.how in _YEARS and one.first is None and one.end <= phrase.start
    ]
    if not years:
        return None
    when = years[-1]
    if when.how == "since":
        told_since = _WHEN_THERE_WERE.fullmatch(scene.text, when.end, phrase.start)
        return when if told_since else None
    lead = scene.text[max(scene.sentence.start, when.start - _LEAD) : when.start]
    # "On the previous year" is all one time.
    if _COMPARED.search(lead) is None and _COMPARING.match(when.text) is None:
        return None
    between = scene.text[when.end : phrase.start]
    owned = _OWNED.fullmatch(scene.text, when.end, phrase.start) is not None and (
        between[:1] in {"'", "\u2019"} or _OWNER.search(when.text[:-1]) is not None
    )
    told = owned or _TOTAL.fullmatch(between) or _WHEN.fullmatch(between)
    return when if told else None


__all__ = ["told_base"]
