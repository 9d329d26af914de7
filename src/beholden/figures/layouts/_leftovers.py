"""Words that make a count one of something narrower, or of something else.

What remains of a heading or a row's label when its period, offence, force and the
usual words of such tables are taken out is a word that nobody has understood:
``Solved 2016/17``, ``2016/17 Lancaster``. A title may say anything; in it only
words count that are known to narrow a count.
"""

from __future__ import annotations

import re

from beholden.figures.core.forces import Registry
from beholden.figures.core.periods import find_periods

_USUAL = re.compile(
    # the table itself
    r"numbers?|no|nos|num|volumes?|amount|totals?|subtotals?|sub|grand|overall|sums?|counts?"
    r"|figures?|data|results?|answers?|responses?|questions?|tables?|sheet|statistics|stats|rows?"
    r"|notes?|refs?|reference|freedom|information|foi|request|details?|breakdown|summary"
    r"|codes?|descriptions?|types?|categor(?:y|ies)|class(?:es|ification)?|groups?|legislation"
    r"|ho|home|office|offence|of[fe]+nces|crimes?|recorded|reported|recording|counting|rules"
    # whose and when
    r"|police|service|force|forces|constabulary|area|county|years?|yrs?|yearly|annual(?:ly)?"
    r"|financial|fiscal|fy|calendar|cy|periods?|dates?|time|frame|timeframe|months?|quarters?"
    r"|qtrs?|q[1-4]|ending|ended|end|inclusive|april|apr|march|mar|st|nd|rd|th"
    # small words
    r"|the|an?|of|in|on|at|by|for|to|from|and|or|as|is|are|was|were|be|been|have|had|has|between"
    r"|per|all|each|every|with|within|under|which|that|this|these|there|how|many|you|your|did|do"
    r"|e?g|ie|etc|through|s|we|our|during|over|against|following|below|above|please|provide|together|combined"
    # what the offences are called
    r"|child|children|childrens|childs|minors?|persons?|indecent(?:ly)?|indecency|abuse|sexual(?:ly)?"
    r"|images?|imagery|photos?|photographs?|photographing|photography|pictures?|pseudo"
    r"|pseudo-?photographs?|iioc|cai|csai|tak(?:e|es|en|ing)|mak(?:e|es|ing)|made|creat\w+"
    r"|distribut\w+|publish\w*|publications?|shar(?:e|es|ed|ing)|show(?:s|n|ing)?|advertis\w+"
    r"|permit\w*|allow\w*|caus\w+|poss(?:ess\w*)?|view|intent|prohibited|extreme|obscene|etc"
    r"|porn\w*|adult|materials?|articles?|protected|communicat\w+|communications?|grooming"
    r"|involving|relating|concerning|about|contrary|criminal|justice|protection|coroners"
    r"|act|acts|section|sections|sec|schedule|still|moving|her|his|their|it|them|any|other|being"
    r"|depicting|related|linked|against|aged|age|old|cja|soa|pca|hocr|ncrs",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
# Letters of a section of an Act, as ``s.45`` and ``160(1)(a)``, or of a sub-code.
_LONGEST_LETTERS = 1

_NARROWS = re.compile(
    r"\b(?P<word>solved|detect(?:ed|ions?)|attempt(?:ed|s)?"
    r"|cancel(?:l?ed|lations?)|no[- ]crim(?:es?|ed)"
    r"|investigat(?:ed|ions?)|seized|forecasts?|projected|targets?|estimat(?:ed?|es|ions?)|online"
    r"|cyber[\w-]*|flagged|divisions?|districts?|boroughs?|schools?|juveniles?|youths?"
    r"|under[- ]1[0-8]|suspects?|victims?|excluding|excludes?|except(?:ing)?|only"
    r"|indecent exposure|rounded|rates?|per 1,?0+"
    r"|images? (?:seized|found|viewed|recovered|identified)"
    r"|numbers? of (?:(?!offen[cs]e|crime)\w+ ){0,4}?(?:images|photographs|pictures)"
    r"(?!\s*(?:of (?:\w+ )?child(?:ren)? )?(?:offen[cs]es?|crimes?)))\b",
    re.IGNORECASE,
)
_WIDER = re.compile(
    r"\b(?:England (?:and|&) Wales|(?:in|for|across) (?:England|Wales)|national(?:ly)?(?! crime)"
    r"|United Kingdom|UK|Great Britain|region(?:al|s)?|nationwide|all (?:\d+ )?(?:police )?forces"
    r"|(?:all|43|44|45) forces)\b",
    re.IGNORECASE,
)


def leftovers(text: str, registry: Registry) -> tuple[str, ...]:
    """The words of a heading or label that neither name what is counted nor are usual there."""
    for found in reversed(find_periods(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    for named in reversed(registry.mentions(text)):
        text = f"{text[: named.start]} {text[named.end :]}"
    words = (each[0] for each in _WORD.finditer(text))
    return tuple(dict.fromkeys(each for each in words if not _is_usual(each)))


def _is_usual(word: str) -> bool:
    return len(word) <= _LONGEST_LETTERS or all(
        len(each) <= _LONGEST_LETTERS or _USUAL.fullmatch(each)
        for each in re.split(r"['\u2019-]", word)
    )


def narrowing(text: str) -> str:
    """The first words of a title that make the count one of something narrower; else empty."""
    found = _NARROWS.search(text)
    return found["word"] if found else ""


def wider(text: str) -> str:
    """The words of a heading that name more than one force's area; else empty."""
    found = _WIDER.search(text)
    return found[0] if found else ""
