"""Names in an area's place that nobody here knows: other countries, cities and their police.

An article that names no area speaks of the country; one that names an area of which the
data hold nothing does not: "Exampleton police recorded 767", "in France, 767 were recorded".

    unheld("In Exampleton, police recorded 767.", 0, 35, ())  # the span of "Exampleton"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.naming.who import WhoMention

_COUNTED = (
    r"(?:(?:also|have|has|had|alone|since|already|then)\s+){0,2}"
    r"(?:recorded|logged|registered|saw|dealt\s+with|counted|reported(?!\s+(?:that|how)\b))\b"
)
_NAME = r"[A-Z][\w\u2019'-]+(?:\s+[A-Z][\w\u2019'-]+){0,2}"
# A country or a union is known by its name wherever it counts something.
_COUNTRY = (
    r"(?:US|USA|EU|FBI|United\s+States(?:\s+of\s+America)?|European\s+Union|Europe|Commonwealth|British\s+Isles"
    r"|Great\s+Britain|Republic(?:\s+of\s+Ireland)?|Irish\s+Republic|Netherlands|Philippines|Channel\s+Islands"
    r"|Isle\s+of\s+Man|Gardai|Garda|Mounties|United\s+Nations|UN|World)"
)
_COUNTRIES = lazily(rf"(?:^|(?<=[\s(\"\u201c]))[Tt]he\s+(?P<who>{_COUNTRY})(?=\s+{_COUNTED})")
_SUBJECT = lazily(
    rf"(?!(?:In|Across|Throughout|Around|At|For|From)\s)(?P<who>(?:US|USA|EU|{_NAME}))(?=\s+{_COUNTED})"
)
_POLICE = lazily(rf"(?P<who>{_NAME}\s+(?:police|officers|detectives|forces))(?=\s+{_COUNTED})")
_IN = lazily(
    rf"(?:In|Across|Throughout|Around)\s+(?:the\s+)?(?P<who>{_NAME}),?\s+"
    r"(?=(?:police|officers|forces|detectives|reported|recorded|(?:the\s+)?number|there\s+(?:were|was|have)|(?:a\s+total\s+of\s+|some\s+|over\s+|more\s+than\s+)?\d))"
)
_STATE = (
    r"(?:Connecticut|Massachusetts|Maryland|Vermont|New\s+(?:York|Jersey|Hampshire|Mexico|South\s+Wales|Brunswick)"
    r"|North\s+Carolina|South\s+Carolina|Virginia|Pennsylvania|Ontario|Texas|California|Ohio|Iowa|Maine|Illinois"
    r"|Georgia|Florida|Michigan|Wisconsin|Victoria|Tasmania|Queensland|Nova\s+Scotia|Alberta|Jamaica|USA?)"
)
_OVERSEAS = lazily(rf",\s+{_STATE}(?![\w-])")
# Words with a capital, at the head of a sentence, that name no area.
_NO_NAME = lazily(
    r"(?:The|A|An|It|He|She|They|We|I|You|Who|Which|That|This|These|Those|There|Each|Both|All|Some|Most|Many|None|One"
    r"|Nobody|Neither|Nor|And|But|So|Yet|When|While|Where|As|If|Because|Although|Though|However|Meanwhile|Instead|Then"
    r"|Since|After|Before|Until|Once|Today|Yesterday|Tomorrow|Now|Last|This|Next|Every|Any|Other|Another|Only|Also"
    r"|Police|Force|Constabulary|Local|British|English|Welsh|Scottish|Irish|National|Regional|County|City|Home|Our"
    r"|Their|His|Her|Its|Total|Overall|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Spring|Summer|Autumn|Winter|Christmas|Easter|Parliament|Westminster|Britain|UK|England|Whitehall"
    r"|NSPCC|ChildLine|Childline|Crimestoppers|Government|Office|Neighbourhood|Female|Male|Young|Experts?|Specialist"
    r"|Undercover|Digital|Cyber|Online|Senior|Fewer|More|Number|Rest|Metropolitan|Met|Transport|Data|Staff|Nationally"
    r"|Crime|Freedom|Financial|Figure|Survey|Statistics|\w+ly|\w+day|[A-Z][a-z\u2019'-]+[a-z]s)\b"
)


def unheld(
    text: str, start: int, end: int, whos: Sequence[WhoMention]
) -> Iterator[tuple[int, int]]:
    """The spans of names, in the place of an area, that are none of the areas known here.

    Args:
        text: The block.
        start: Where the sentence begins.
        end: Where it ends.
        whos: The areas that the sentence names.
    """
    for country in _COUNTRIES.finditer(text, start, end):
        first, last = country.span("who")
        # "England, Wales and the Channel Islands" is one area, and its islands are none.
        if not any(who.start < first and last <= who.end for who in whos):
            yield first, last
    head = _head(text, start)
    for pattern in (_SUBJECT, _POLICE, _IN):
        one = pattern.match(text, head, end)
        if one is None:
            continue
        first, last = one.span("who")
        known = any(who.start < last and first < who.end for who in whos)
        if not known and not any(_NO_NAME.fullmatch(word) for word in one["who"].split()):
            yield first, last
    for who in whos:
        beyond = _OVERSEAS.match(text, who.end, end) if who.kind in {"force", "area"} else None
        if beyond is not None:
            yield who.start, beyond.end()


_LEAD = lazily(r"[\W_]*(?:(?:And|But|Meanwhile|However),?\s+)?(?:[Tt]he\s+)?", re.NOFLAG)


def _head(text: str, start: int) -> int:
    """Where the first name of a sentence can stand."""
    lead = _LEAD.match(text, start)
    return start if lead is None else lead.end()


__all__ = ["unheld"]
