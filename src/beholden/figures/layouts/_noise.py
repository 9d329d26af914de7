"""Numbers that count nothing: dates, references, sections of Acts, telephones, costs, ages.

``without_noise`` blanks them out of a sentence and keeps every offset, so that
what is left may be a count. It would rather leave a count out than take a
reference in: a reader is told what was not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core import periods

BLANK = "\x00"
"""Stands for every character that was taken out."""

_SMALL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty"
    r"|thirty|forty|sixty|ninety|hundred)"
)
_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_ADDRESSES = r"https?://\S+ | www\.\S+ | \S+@\S+"
# A list of codes goes on while its numbers have a stroke, so that "86/2, 245 offences" ends.
_CODES = r"""
    \b(?:codes?\s*|class\s*)?0?(?:86|71)\s*[/.]\s*\d+\b
  | \b(?:class|codes?)\s+\d{1,3}\b
"""
_SECTIONS = r"""
    (?:\b(?:sections?|ss?\.|articles?|regulations?|schedules?|paragraphs?|para\.?|chapter|annex
        |appendix|table|note|footnote|page|part|item|questions?|responses?|point|step|version)
        \s*|\bs(?=\d)|\bQ(?=\d)|\bA(?=\d))
    \(?\d{1,2}[A-Za-z]?(?![\d,]*\d)(?:\(\w+\))*
    (?:\s*(?:,|and|or|to|&|of|-|\u2013)\s*(?:s\.?\s?)?\d{1,2}(?![\d/,]*\d|\s+(?:offence|crime|w))
        [A-Za-z]?(?:\(\w+\))*)*
  | \b(?:Act|Regulations|Order|Code)\s+(?:\(\w+\)\s+)?\d{4}\b
  | \b(?:19|20)\d\d\s+(?:Act|Regulations)\b
"""
_REFERENCES = r"""
    \b(?:our\s+|your\s+)?(?:ref(?:erence)?|request|case|FOI[AS]*|disclosure|log|PUB)\b
        \s*(?:no\.?|number|ref(?:erence)?)?\s*[:.\#]?\s*(?=[\w/.-]*\d)[\w/.-]+
  | \b(?=[\w/-]*\d)(?=[\w/-]*[A-Za-z])\w+(?:[/-]\w+)*\b(?<!\dst)(?<!\dnd)(?<!\drd)(?<!\dth)
  | \b\d+(?:[/.]\d+)+\b
"""
_TELEPHONES = r"""
    (?:\+44|\b0)[\d\s()-]{8,}\d
  | \b(?:call|dial|ring|phone|telephone|tel|fax|ext(?:ension)?)\b[\s.:]*(?:on\s+|us\s+on\s+)?
        [\d\s]*\d
"""
_COSTS_AND_TIMES = rf"""
    £\s?\d[\d,.]*(?:\s?(?:k|m|million|pounds?))? | \b\d[\d,.]*\s?(?:pounds?|pence|GBP)\b
  | \b(?:\d[\d,.]*|{_SMALL}(?:[\s-]{_SMALL})*)[\s-]*(?:\(\w+\)\s*)?(?:working|calendar)?\s*
        (?:hours?|hrs?|minutes?|mins?|days?|weeks?|months?|years|year[\s-](?:olds?|period|total|limit))\b
  | \b\d{{1,2}}[:.]\d\d\s?(?:am|pm)?\b | \b\d{{1,2}}\s?(?:am|pm)\b
  | \b\d{{1,2}}(?:st|nd|rd|th)\b
  | \b\d{{1,2}}\s+(?:of\s+)?{_MONTHS}\b(?:\s+\d{{4}})? | \b{_MONTHS}\s+\d{{4}}\b
"""
_AGES = r"""
    \b(?:aged?|ages|under\s+the\s+age\s+of|over\s+the\s+age\s+of|age\s+of|under|over)\s+
        (?:under\s+|over\s+|between\s+)?\d{1,2}s?(?!\d|,\d|\s+(?:offence|crime))
        (?:\s*(?:to|and|-|\u2013|or)\s*(?:\d{1,2}\b(?!\s+offence)|under|over))?
  | (?<![\d,.])\b1?\d\s?[-\u2013]\s?1\d\b(?![\d,]|\s+offence)
  | \b\d{1,2}\s+(?:and|or)\s+(?:under|over|above|below)\b | \b\d{1,2}s\b
"""
_SHARES_AND_POSTCODES = r"""
    \b\d[\d,.]*\s?(?:%|per\s?cent\b|pc\b) | \b\d+\.\d+\b
  | \b[A-Z]{1,2}\d[\dA-Z]?\s?\d[A-Z]{2}\b | \bPO\s+Box\s+\d+
  | \b\d+[A-Za-z]?,?\s+(?:[A-Z][a-z]+\s+){1,3}(?:Road|Street|Lane|Way|Avenue|House|Square|Drive)\b
"""
_LIST_MARK = r"^\s*\(?\d{1,2}[.)](?=\s)"
_NOISE = re.compile(
    rf"{_ADDRESSES} | {_CODES} | {_SECTIONS} | {_SHARES_AND_POSTCODES} | {_REFERENCES}"
    rf" | {_TELEPHONES} | {_COSTS_AND_TIMES} | {_AGES} | {_LIST_MARK}",
    re.IGNORECASE | re.VERBOSE,
)
_WORK = re.compile(
    r"\b(?:manual(?:ly)?|would need to|need(?:ing)? to be|have to be|per record|each record"
    r"|locate|retriev\w+|exceed\w*|at an average of|estimated? (?:that|time))\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:previous(?:ly)? (?:request|respon|answer|disclos|repl)\w*"
    r"|last year'?s (?:answer|reply|response)|re-created by|for example)\b",
    re.IGNORECASE,
)


def without_noise(text: str, whens: Sequence[tuple[int, int]] | None = None) -> str:
    """The text without its periods and without numbers that count nothing, every offset kept.

    Args:
        text: A sentence.
        whens: Where its periods stand; all that can be found when it is not given.
    """
    if whens is None:
        whens = [(each.start, each.end) for each in periods.find_periods(text)]
    # Periods first: they are part of no reference, and "2016/17 245" holds none.
    text = _blanked(text, whens)
    return _blanked(text, [each.span() for each in _NOISE.finditer(text)])


def is_about_work(text: str) -> bool:
    """Whether a sentence counts records to search, not offences: the reasons of a refusal."""
    return _WORK.search(text) is not None


def is_about_another_answer(text: str) -> bool:
    """Whether a sentence repeats what was said elsewhere, or says that a file is an example."""
    return _ELSEWHERE.search(text) is not None


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + BLANK * (end - start) + text[end:]
    return text
