"""Questions with numbers, and under the same numbers the answers.

``Response 1: 39 offences`` says neither period nor offence: both stand in question 1.
The questions may come first and the responses after them, or in turns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from beholden.figures.core.documents import Document, Line
from beholden.figures.core.models import Flag, Reading
from beholden.figures.layouts import _common, _prose, _statuses, _telling
from beholden.figures.layouts._pairing import Around
from beholden.figures.layouts._restrictions import restrictions
from beholden.figures.layouts.context import Context, Interpretation

NAME = "numbered-responses"
SENTENCE = "Numbered questions and numbered responses; period and offence stand in the question."

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# "2", "two", "2a", "2(a)"; then a stop, or the words of a sentence.
_NUMBER = (
    rf"(?P<number>\d{{1,2}}|(?<=\s)(?:{'|'.join(_WORDS)})\b)\s?\(?(?P<letter>(?<![a-z])[a-h]\b)?\)?"
    r"(?:\s*(?:[:.)–-]|$)\s*|\s+(?-i:(?=[A-Z])))"  # noqa: RUF001
)
_RESPONSE = re.compile(
    rf"\s*(?:response|answer|ans|reply|a)\.?\s*(?:to\s+)?(?:question\s+|q\.?\s?)?{_NUMBER}",
    re.IGNORECASE,
)
_QUESTION = re.compile(rf"\s*(?:question|q)\s*\.?{_NUMBER}", re.IGNORECASE)
_ITEM = re.compile(r"\s*\(?(?P<number>\d{1,2})(?P<letter>[a-h])?[.)]\s+")
_HOW_MANY = re.compile(r"\bhow many\b|\bnumber of\b", re.IGNORECASE)
_HEADING = re.compile(r"\s*(?:our\s+)?(?:response|answer|reply)\s*(?::\s*|$)", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:yours\s|if you are (?:not|un|dis)|complaints?\b|your right|right of appeal|please note"
    r"|re-created|this (?:document|file|letter|example)\b|kind regards)",
    re.IGNORECASE,
)
_BREAKDOWN = re.compile(
    r"\b(?:break\s?down|broken down|split|of these|of those|platform|social media|age|ages|sex"
    r"|gender|method)\b",
    re.IGNORECASE,
)
_USUAL, _LABELLED = 60, 76


_Number = tuple[int, str]


class _Pair(msgspec.Struct):
    """A question and its response; the response's lines begin after its label."""

    question: list[Line] = []
    response: list[Line] = []
    labelled: bool = False


def recognise(document: Document, context: Context) -> int:
    """76 for ``Response 1``, 60 for answers under bare numbers, 0 without a count in any."""
    pairs = _pairs(document)
    if not any(pair.response for pair in pairs.values()) or not read(document, context).readings:
        return 0
    return _LABELLED if any(pair.labelled for pair in pairs.values()) else _USUAL


def read(document: Document, context: Context) -> Interpretation:
    """Every count of every response, with the words of its question around it."""
    sentences = _prose.sentences(document)
    pairs = _pairs(document)
    title = f"{document.title} {document.subject}"
    wide = _telling.around(context, sentences, title)
    # Of several questions none says what another one is of.
    if len(pairs) > 1:
        wide = msgspec.structs.replace(wide, whens=_telling.around(context, (), title).whens)
    readings: list[Reading] = []
    steps: list[str] = []
    for (number, letter), pair in sorted(pairs.items()):
        question = " ".join(line.text.strip() for line in pair.question)
        answers = _prose.sentences_of(pair.response)
        told = _telling.told(document, answers, _asked(wide, question), NAME, context)
        part = ("question", f"{number}{letter}") if _BREAKDOWN.search(question) else None
        doubts = (*restrictions(question), *_several(question))
        for each in told.readings:
            made = msgspec.structs.replace(each, split=part or each.split)
            readings.append(made if made.split else _common.with_flags(made, *doubts))
        steps += [f"Response {number}{letter}: {each}" for each in told.steps]
    history = _telling.history_flag(document)
    return Interpretation(
        layout=NAME,
        readings=tuple(_common.with_flags(each, *history) for each in readings),
        statuses=_statuses.statuses(document, sentences, readings, context.asked),
        steps=tuple(steps),
    )


def _several(question: str) -> Iterator[Flag]:
    """The flag for a question that asks for more than one number."""
    if len(_HOW_MANY.findall(question)) > 1:
        words = "The question asks for several numbers. Say which one this is."
        yield Flag("uncertain-unit", "review", words)


def _asked(wide: Around, question: str) -> Around:
    """What an answer is of; without a question of its own, only what it says itself."""
    if question.strip():
        return _telling.narrowed(wide, question)
    return msgspec.structs.replace(wide, whens=(), offence=None, offence_text="")


def _pairs(document: Document) -> dict[_Number, _Pair]:
    pairs: dict[_Number, _Pair] = {}
    into: list[Line] | None = None
    current: _Number | None = None
    for line in _common.lines(document):
        if _AFTER.match(line.text):
            into = None
            continue
        label = _label(line.text, pairs, current)
        if label is None:
            if into is not None:
                into.append(line)
            continue
        current, answers, labelled, rest = label
        pair = pairs.setdefault(current, _Pair([], []))
        pair.labelled = pair.labelled or labelled
        into = pair.response if answers else pair.question
        into.append(msgspec.structs.replace(line, text=rest))
    return pairs


def _number(found: re.Match[str]) -> _Number:
    said = found["number"].lower()
    number = int(said) if said.isdigit() else _WORDS.index(said) + 1
    return number, (found["letter"] or "").lower()


def _label(
    text: str, pairs: dict[_Number, _Pair], current: _Number | None
) -> tuple[_Number, bool, bool, str] | None:
    """Which question a line begins, whether it answers it, whether it says so, and the rest."""
    if found := _RESPONSE.match(text):
        return _number(found), True, True, text[found.end() :]
    if found := _QUESTION.match(text):
        return _number(found), False, False, text[found.end() :]
    if found := _ITEM.match(text):
        number = _number(found)
        # A number that has its question already is the answer to it.
        return number, number in pairs, False, text[found.end() :]
    if current and (found := _HEADING.match(text)):
        return current, True, True, text[found.end() :]
    return None
