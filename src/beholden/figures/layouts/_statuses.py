"""What a force says of a request: refused by a section of the Act, not held, received.

A section is a refusal only where its sentence refuses: a letter that explains
section 17, or warns of section 12, refuses nothing. Scotland's Act has the same
numbers for costs (12) and its own for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from beholden.figures.core.documents import Document
from beholden.figures.core.models import Period, Reading, State
from beholden.figures.layouts import _common
from beholden.figures.layouts._prose import Sentence
from beholden.figures.layouts.context import Status

_EXEMPTIONS = frozenset({"12", "14", "21", "22", "23", "24", "30", "31", "34", "35", "38", "40"})
_ONE = r"\d{1,2}\s?(?:\(\w+\))*"
_SECTIONS = re.compile(
    rf"(?:\bsections?\s*|\bss?\.\s?|\bs(?=\d)){_ONE}(?:\s*(?:,|and|or|&)\s*{_ONE})*",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?P<number>\d{1,2})\s?(?P<rest>(?:\(\w+\))*)")
_REFUSES = re.compile(
    r"\b(?:refus\w+|exempt\w*|reasonably accessible|future publication|confirm nor deny"
    r"|withh\w+|exceeds?|engag\w+|appl(?:y|ies|ied|icable)"
    r"|not (?:been )?(?:obliged|required|provide\w*|disclose\w*))\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:would|could|might|may) (?:be|also|then)? ?(?:engag|appl|exempt|refus)\w*"
    r"|\bif \b",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"\b(?:full(?:y)? refus\w+|refus\w+ in full|(?:whole of your|entire) request)\b",
    re.IGNORECASE,
)
_NOT_HELD = re.compile(
    r"\b(?:(?:no|any) (?:recorded )?(?:information|data|figures) (?:\w+ ){0,3}held"
    r"|(?:do|does|did) not hold|(?:is|are) not held|information not held|not hold (?:any|the))\b",
    re.IGNORECASE,
)
_A_PART = re.compile(
    r"\b(?:breakdown|split|ages?|sex|gender|platform|method|site|app|question \d"
    r"|parts? \d|further)\b",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    r"\b(?:acknowledg\w+|(?:is|are) being (?:dealt|considered|processed)"
    r"|(?:will|shall) (?:be (?:answered|responded)|respond|reply|receive a response)"
    r"|(?:twenty|20) working days)\b",
    re.IGNORECASE,
)

_Kind = Literal["full", "part", "refused", "not_held", "no_answer"]


def statuses(
    document: Document,
    sentences: Sequence[Sentence],
    readings: Sequence[Reading],
    period: Period | None,
) -> tuple[Status, ...]:
    """The status of an answer; one for each section that it refuses by."""
    given = any(each.value.known or each.value.state is State.SUPPRESSED for each in readings)
    refusals = list(_refusals(sentences))
    if refusals:
        whole = any(_FULL.search(each.text) for _, each in refusals) or not given
        kind: _Kind = "refused" if whole else "part"
        return tuple(_status(kind, document, each, period, section) for section, each in refusals)
    missing = [each for each in sentences if _NOT_HELD.search(each.text)]
    if given:
        if missing:
            return (_status("part", document, missing[0], period),)
        return (Status("full", "", period, readings[0].sources[0]),)
    whole_missing = [each for each in missing if not _A_PART.search(each.text)] or missing
    if whole_missing:
        return (_status("not_held", document, whole_missing[0], period),)
    received = [each for each in sentences if _RECEIVED.search(each.text)]
    return (_status("no_answer", document, received[0], period),) if received else ()


def refuses(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The sections that an answer refuses by, as ``s.12(1)``, in the order of the letter."""
    return tuple(section for section, _ in _refusals(sentences))


def _refusals(sentences: Sequence[Sentence]) -> Iterator[tuple[str, Sentence]]:
    """Each section once, in its fullest form: ``s.40(2)`` and not ``s.40`` beside it."""
    found: dict[str, tuple[str, Sentence]] = {}
    for sentence in sentences:
        if not _REFUSES.search(sentence.text) or _CONDITIONAL.search(sentence.text):
            continue
        named = (each[0] for each in _SECTIONS.finditer(sentence.text))
        for each in (one for text in named for one in _SECTION.finditer(text)):
            number, section = each["number"], f"s.{each['number']}{each['rest']}"
            if number not in _EXEMPTIONS:
                continue
            known = found.get(number)
            if known is None or len(section) > len(known[0]):
                found[number] = (section, known[1] if known else sentence)
    yield from found.values()


def _status(
    kind: _Kind, document: Document, sentence: Sentence, period: Period | None, section: str = ""
) -> Status:
    source = _common.source(document, sentence.line_at(0), sentence=sentence.text)
    return Status(kind, section, period, source)
