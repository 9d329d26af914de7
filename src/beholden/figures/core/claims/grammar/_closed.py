r"""Ways of writing that hold digits and are no numbers to be read: dates, addresses, money, codes.

They need the digits themselves, so they are taken out of a text before its numbers are
masked; nothing else enters them. Written on the plain text (see ``_atoms.plain``), one
expression for all, of which the first that begins at a place wins. Every repetition is
bounded or begins only where a word begins, so the whole is linear.

    [found[0] for found in expression().finditer("call 0800 1111 at 9am")]
    # ["0800 1111", "9am"]
"""

from __future__ import annotations

import functools
import re
from typing import Final

from beholden.figures.core.claims.grammar import _why

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\."
_PLACE = (
    r"(?:Road|Street|Lane|Avenue|Drive|Close|Way|Square|Gardens|House|Crescent|Terrace|Place|"
    r"Grove|Hill|Row|Mews|Court|Park|Rd|St|Ave)\b"
)
_SUFFIX = r"(?:st|nd|rd|th|k|m|mn|bn|pc|per|percent|s|fold|million|billion|thousand|K|M|PC)\b"
_MORE_NUMBERS = r"(?:(?:,|\sand|\sor|\sto|-)\s?\d{1,3}[A-Z]?(?:\(\w{1,3}\)){0,3}){0,4}"
_NO_COUNT = r"(?![\w%]|[.,]\d|\s(?:per|pc|%|out|offences|crimes|cases|incidents|more|times)\b)"
_MEASURES = (
    r"(?:[kKmMgGtT]i?[bB]|mph|kph|km|kg|cm|mm|ft|lbs?|oz|mg|ml|px|dpi|fps|kbps|mbps|MP|C|F)(?!\w)"
)
_PAGES = (
    r"(?:[Pp]ages?|pp?\.|Parts?|[Cc]hapters?|Appendix|Tables?|Figures?|Notes?|[Vv]olumes?|"
    r"[Ii]ssues?|[Vv]ersions?|[Ss]lides?|Questions?|[Ii]tems?|[Hh]ymns?|[Pp]salms?|[Ee]ditions?)"
)
_NUMBERED = (
    r"(?:Years?|Grades?|[Kk]ey\s[Ss]tage|Levels?|Phase|Tiers?|Stages?|Unit|Room|Court|"
    r"Channel|Radio|Operation|Windows|Xbox|PlayStation|iPhone|iOS|Android|Galaxy|Formula|"
    r"Class|Junction|Route|Platform|Gate|Terminal|Wave|Zone|Band|Division|Generation|Series|"
    r"Season|Episode|Round|Group|Category)"
)
_SCORED = r"(?:won|beat|beaten|drew|lost|victory|defeat|win|draw|scored?|leading|led|trailed)"
_EMERGENCY = r"(?:call(?:ing)?|dial(?:ling)?|ring(?:ing)?|phon(?:e|ing)|on|via|or|through)"
_AFTER_AGE = r"(?:of|from|was|who|pleaded|admitted|has|had|got|appeared|formerly|whose)"

CLOSED: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        _why.WEB,
        (
            r"(?<![\w/])(?:https?://|www\.)[^\s<>\"]{1,2000}",
            r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}",
            r"(?<![\w@])[@#](?=\w{0,60}[^\W\d])\w{2,60}",
            (
                r"(?<![\w.-])(?:[\w-]{1,63}\.){1,4}(?:com|uk|org|net|gov|info|eu|tv|io)"
                r"(?:/[^\s<>\"]{0,500})?(?!\w)"
            ),
        ),
    ),
    (
        _why.MONEY,
        (
            r"[\u00a3$\u20ac]\s?\d(?:[\d,.]*\d)?\s?(?:million|billion|thousand|bn|m|k)?(?!\w)",
            (
                r"(?<![\w.,])\d[\d,.]{0,20}\s?(?:million\s|billion\s|m\s)?"
                r"(?:pounds|euros|dollars|pence)\b"
            ),
            r"(?<![\w.,])\d{1,3}p\b",
        ),
    ),
    (
        _why.TELEPHONE,
        (
            r"(?<![\w+])\+\d{2,3}[\s(]?\d[\d\s()-]{6,16}\d",
            r"(?<![\d_.,/-])0\d{2,5}(?:[\s-]\d{2,7}){1,3}(?![\w/])",
            r"(?<![\w.,/-])0\d{9,10}(?!\w)",
            r"(?<![\w.,/-])116\s?\d{3}(?!\w)",
            rf"\b{_EMERGENCY}\s(?:999|101|111|112)\b{_NO_COUNT}",
            r"\b[Tt]ext(?:ing)?\s(?:[A-Z]{2,20}\sto\s)?\d{5}(?!\w)",
            r"(?<=[A-Z]\sto\s)\d{5}(?!\w)",
            r"\b(?:extension|ext\.?)\s\d{2,6}(?!\w)",
        ),
    ),
    (
        _why.PERIOD,
        (
            r"(?<![\d./-])\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?![\d/])",
            rf"(?<![\w.,])\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTH}|{_SHORT_MONTH})(?:,?\s(?:19|20)\d\d(?!\w|/))?",
            rf"\b(?:{_MONTH}|{_SHORT_MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s(?:19|20)\d\d(?!\w|/))?{_NO_COUNT}",
            r"(?<![\w.,])(?:1[89]|20)\d0'?s\b",
            r"(?<![\w.,:])\d{1,2}[:.]\d{2}\s?(?:am|pm|a\.m|p\.m|hrs)\b",
            r"(?<![\w.,:])\d{1,2}\s?(?:am|pm|a\.m\.|p\.m\.)(?!\w)",
            r"(?<![\w.,:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\w:])",
            rf"(?<![\w.,:])0\d\.[0-5]\d{_NO_COUNT}",
            (
                r"\b(?<!latter )(?<!former )(?<!stands )(?<!stood )(?<!rate )"
                r"(?:at|until)\s(?:[1-9]|1\d|2[0-3])\.[0-5]\d(?![\w%]|[.,]\d|\s(?:per|pc|million|%))"
            ),
            r"(?<![\w.,])24/7\b",
            r"(?<![\w.,])\d{1,2}\so'clock\b",
        ),
    ),
    (
        _why.LAW,
        (
            (
                r"\b(?:[Ss]ections?|[Ss]s?\.|sec\.|[Aa]rticles?|[Ss]chedules?|[Pp]aragraphs?|[Cc]lauses?)"
                rf"\s?\d{{1,3}}[A-Z]?(?:\(\w{{1,3}}\)){{0,3}}{_MORE_NUMBERS}(?![\w%]|,\d)"
            ),
            r"(?<![\w.])[sS]\d{1,3}[A-Z]?(?:\(\w{1,3}\)){1,3}",
            r"(?<![\w.,/])\d{1,6}[A-Z]?(?:/\d{1,6}[A-Z]?){1,4}(?:/[A-Z]{2,5})?(?![\w/])",
            r"\b[Aa]ct\s(?:of\s)?\d{4}\b",
        ),
    ),
    (
        _why.ADDRESS,
        (
            r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?!\w)",
            rf"(?<![\w.,])\d{{1,4}}[a-z]?,?\s(?:[A-Z][\w']{{1,20}}\s){{1,3}}{_PLACE}",
        ),
    ),
    (
        _why.LIST,
        (
            rf"\b{_PAGES}\s\d{{1,3}}{_MORE_NUMBERS}{_NO_COUNT}",
            r"\b[Pp]ages?\s\d{1,5}(?:(?:-|\sto\s|\sand\s|,\s)\d{1,5}){0,4}(?![\w%]|[.,]\d)",
            r"\b(?:notes?|options?)\s\d{1,2}(?=\)|,|\.\s|\sor\b)",
            r"^\s{0,5}(?:\(\d{1,2}\)|\d{1,2}[.)])(?=\s)",
            r"^\s{0,5}\d{1,2}(?=\s[A-Z][a-z])",
            r"(?<=[a-z%][.!?]\s)\d{1,2}(?=\s(?:The|This|These|Figures?|Freedom|Based|Source|Data)\b)",
        ),
    ),
    (
        _why.NAME,
        (
            rf"\b{_NUMBERED}\s\d{{1,3}}(?:\s(?:and|or|to)\s\d{{1,2}})?{_NO_COUNT}",
            r"\b(?:Channel|Radio|BBC|ITV|Formula|Film|Operation)\s(?:One|Two|Three|Four|Five)\b",
            (
                r"\b(?:[Nn]umber|[Nn]o\.?)\s(?:\d{1,2}|one|ten)\b"
                r"(?=\s(?:Downing|in\s|priority|concern|choice|spot))"
            ),
            r"(?<![\w.,])\d{1,3}(?:\.\d{1,3}){2,5}(?!\w)",
            r"\b[Cc][Oo][Vv][Ii][Dd]-19\b",
        ),
    ),
    (
        _why.SIZE,
        (
            rf"(?<![\w.,])\d[\d,.]{{0,12}}\s?{_MEASURES}",
            r"(?<![\w.,])-?\d{1,3}(?:\.\d)?\s?\u00b0\s?[CF]?(?!\w)",
            r"(?<![\w.,])\d{1,3}\s?m\s(?:away|from|long|tall|wide|race|sprint|high|deep)\b",
        ),
    ),
    (
        _why.SCORE,
        (
            rf"\b{_SCORED}\s(?:\w{{1,20}}\s){{0,4}}?\d{{1,3}}-\d{{1,3}}(?![\w%])",
            r"(?<![\w.,-])\d{1,2}-\d{1,2}\s(?:win|defeat|victory|draw|loss|lead)\b",
        ),
    ),
    (
        _why.AGE,
        (rf"(?<=[a-z]), \d{{1,2}},(?=\s{_AFTER_AGE}\b)", r"\b[Uu]\d{1,2}s?\b"),
    ),
    (_why.NOTE, (r"(?<=[a-z]{3})\d{1,2}(?!\w)",)),
    (
        _why.NAME,
        (
            r"(?<![\w.,])(?![A-Za-z]?[a-z]{3,20}\d{1,2}(?!\w))[A-Za-z]{1,20}\d[\w-]{0,40}(?!\w)",
            rf"(?<![\w.,])\d{{1,6}}(?!{_SUFFIX})[^\W\d_]\w{{0,30}}(?!\w)",
        ),
    ),
    (_why.TELEPHONE, (r"(?<![\w.,])\d{10,40}(?!\w)",)),
)
"""Why, and how it is written. The first that begins at a place wins."""


@functools.cache
def expression() -> re.Pattern[str]:
    """One expression for all; the name of the group that matched tells ``why``."""
    joined = "|".join(f"(?P<c{at}>{'|'.join(written)})" for at, (_, written) in enumerate(CLOSED))
    return re.compile(joined, re.MULTILINE | re.ASCII)


def why(found: re.Match[str]) -> str:
    """Why what was found is no number to be read."""
    return CLOSED[int((found.lastgroup or "c0")[1:])][0]
