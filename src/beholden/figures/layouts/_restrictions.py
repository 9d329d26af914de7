"""Words of running text that make a count narrower than the force's own total, or wider.

``245 offences were recorded online`` counts a part and ``nationally 22,724`` a whole
that is no force's. Which number of a sentence such a word belongs to is not guessed:
a person is asked about each.
"""

from __future__ import annotations

import re

from beholden.figures.core.models import Flag
from beholden.figures.layouts._common import unit_of
from beholden.figures.layouts._leftovers import wider
from beholden.figures.layouts._tokens import offence_in, tokens_of

_NARROWS = re.compile(
    r"\b(?:un)?solved\b|\bdetect(?:ed|ions?)\b|\battempt(?:s|ed)?\b|\bcancell?(?:ed|ations?)\b"
    r"|\bno-crim(?:es?|ed|ing)\b|\bno crim(?:ed|ing)\b|(?<!there )\b(?:was|were|as|are) (?:\w+ )?"
    r"no crimes?\b(?! (?:recorded|in|for|were))"
    r"|\binvestigat(?:ed|ions?|ing)\b|\bseized\b|\bforecasts?\b|\bproject(?:ed|ions?)\b"
    r"|\bexpect(?:ed|s)?\b|\btargets?\b|\bestimat(?:ed?|es|ions?)\b|\brounded\b"
    r"|\bon-?line\b|\bcyber[\w-]*|\bflag(?:s|ged)\b"
    r"|\b(?:sub-?)?divisions?\b|\bdistricts?\b|\bboroughs?\b|\bschools?\b|\bjuveniles?\b|\byouths?\b"
    r"|(?<!child )(?<!children )\bunder[- ]1[0-8]s?\b"
    r"|\b(?:suspects?|offenders?|victims?|perpetrators?) (?:was|were|is|are|had|has)\b"
    r"|\bdomestic\b|\bof (?:which|these|those|whom)\b|\bincluding only\b|\bexclud(?:ing|es?|ed)\b"
    r"|\bexcept(?:ing)?\b|\bother than\b|\bapart from\b"
    r"|\b(?:did|do|have|has|had|was|were) not (?:been )?record(?:ed)?\b"
    r"|\byou (?:said|say|state|stated|wrote|claim(?:ed)?)\b"
    r"|\bper (?:1,?000|10,?000|100,?000|head)\b"
    r"|\bimages? (?:were )?(?:seized|found|viewed|recovered|identified)\b"
    r"|\bnumbers? of (?:(?!offen[cs]e|crime)\w+ ){0,4}?(?:images|photographs|pictures)\b"
    r"(?!\s*(?:of (?:\w+ )?child(?:ren)? )?(?:offen[cs]es?|crimes?))",
    re.IGNORECASE,
)
_IMAGES = (
    r"(?:child (?:sexual )?abuse images?|indecent (?:images?|photo\w*)|child abuse"
    r"|sexual communication)"
)
_OTHER = (
    r"(?:exposure|assaults?|rapes?|exploitation|trafficking|harassment|stalking|voyeurism|murders?"
    r"|robber(?:y|ies)|burglar(?:y|ies)|thefts?|frauds?|drugs?|violen\w+|other sexual|sexual abuse)"
)
# Two kinds counted together: "exposure and child abuse image offences", in either order.
_TWO_KINDS = re.compile(
    rf"\b{_OTHER}(?: offences)?(?: and| or| &|,) (?:\w+ )?{_IMAGES}"
    rf"|{_IMAGES}[\w ]{{0,25}} (?:and|or|&) (?:\w+ ){{0,2}}?{_OTHER}\b",
    re.IGNORECASE,
)
_WIDER = re.compile(
    r"\b(?:across|throughout|over) (?:the|our) (?:whole |entire )?(?:country|nation)\b"
    r"|\b(?:the|whole) country\b|\bother (?:police )?(?:forces|constabularies)\b"
    r"|\bcountry-?wide\b|\bnation\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r":\s*$|\b(?:figures?|tables?|data|numbers?|below|following|counts?)\b", re.IGNORECASE
)
_REQUEST = re.compile(
    r"\?\s*$|\byou (?:have )?(?:asked|requested)\b|\byour (?:request|question)\b"
    r"|\b(?:please (?:provide|supply|state|tell|confirm)|i (?:would like|request))\b",
    re.IGNORECASE,
)


def restrictions(text: str) -> tuple[Flag, ...]:
    """What the words of a sentence put in question about every number in it."""
    flags: list[Flag] = []
    if found := _NARROWS.search(text) or _TWO_KINDS.search(text):
        flags.append(
            Flag(
                "uncertain-unit",
                "review",
                f'The text says "{found[0]}": this may not be the number of all offences. '
                "Say what was counted.",
            )
        )
    if words := wider(text) or _matched(text):
        flags.append(
            Flag(
                "force-disagrees",
                "review",
                f'The text says "{words}": this may be the number of more than one force. '
                "Say whose it is.",
            )
        )
    return tuple(flags)


def headings(*texts: str) -> tuple[Flag, ...]:
    """What the titles over a list put in question; a sentence with counts is no title."""
    flags = [
        flag for text in texts if not tokens_of(text, ()).counts for flag in introduced(text) or ()
    ]
    return tuple(dict.fromkeys(flags))


def introduced(text: str) -> tuple[Flag, ...] | None:
    """What a sentence without numbers says of those after it; nothing where it begins no list."""
    if _REQUEST.search(text):
        return None
    flags = restrictions(text)
    names = offence_in(text) is not None or unit_of(text) is not None
    if names or (flags and _INTRODUCES.search(text)):
        return flags
    return None


def _matched(text: str) -> str:
    found = _WIDER.search(text)
    return found[0] if found else ""
