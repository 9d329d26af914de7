"""Readings from the sentences of an answer, for every layout that has running text.

What one sentence leaves open is taken from the words around it: the question that
it answers, the heading above it, the request of the list. Numbers of forwarded
history, of costs and of other answers are passed over, and the explanation says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from beholden.figures.core import periods
from beholden.figures.core.documents import Document, Line
from beholden.figures.core.models import Flag, Period, Reading
from beholden.figures.layouts import _common
from beholden.figures.layouts._limits import limited_periods
from beholden.figures.layouts._noise import is_about_another_answer, is_about_work, without_noise
from beholden.figures.layouts._pairing import Around, Fact, facts_of
from beholden.figures.layouts._prose import Sentence
from beholden.figures.layouts._prose import sentences as _sentences
from beholden.figures.layouts._restrictions import introduced, restrictions
from beholden.figures.layouts._tokens import offence_in, tokens_of
from beholden.figures.layouts.context import Context


class Told(msgspec.Struct, frozen=True):
    """What sentences said, and how it was understood."""

    readings: tuple[Reading, ...]
    steps: tuple[str, ...]


_PARTS_AT_LEAST = 2
_QUESTION = re.compile(
    r"\b(?:how many|please (?:state|provide|supply|tell|confirm)|number of)\b|\?$", re.IGNORECASE
)
_ASKED = re.compile(
    r"\b(?:you (?:have )?(?:asked|requested)|your (?:request|question)|i (?:would like|request)"
    r"|please (?:provide|supply|state|tell|confirm)|how many)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\b(?:total|altogether|in all|combined|sum|both years)\b", re.IGNORECASE)


def around(context: Context, sentences: Sequence[Sentence], title: str = "") -> Around:
    """What a request says: from its own text, from where the answer repeats it, from the list."""
    restated = [each.text for each in sentences if _ASKED.search(each.text)]
    texts = [each for each in (context.question, *restated, title) if each.strip()]
    found = _first(tuple(_distinct(periods.find_periods(each))) for each in texts)
    years = found or _years(context.asked)
    offence_text = next((each for each in texts if offence_in(each)), "")
    offence_text = offence_text or _only_named(sentences)
    naming = (*texts, offence_text)
    unit = next((unit for each in naming if (unit := _common.unit_of(each))), None)
    offence = offence_in(offence_text) if offence_text else None
    return Around(found or _asked_alone(context.asked), offence, offence_text, unit, years)


def _only_named(sentences: Sequence[Sentence]) -> str:
    """The first sentence that names an offence, where no other names another one."""
    naming = [each.text for each in sentences if offence_in(each.text)]
    return naming[0] if len({offence_in(each) for each in naming}) == 1 else ""


def narrowed(wide: Around, text: str) -> Around:
    """The words around an answer to one question: the question's own, else the request's."""
    found = tuple(_distinct(periods.find_periods(text)))
    offence = offence_in(text)
    return Around(
        whens=found or wide.whens,
        offence=offence or wide.offence,
        offence_text=text if offence else wide.offence_text,
        unit=_common.unit_of(text) or wide.unit,
        years=found or wide.years,
    )


def told(
    document: Document,
    sentences: Iterable[Sentence],
    wide: Around,
    layout: str,
    context: Context,
) -> Told:
    """Every count in some sentences as a reading."""
    readings: list[Reading] = []
    steps: list[str] = []
    here = wide
    above: tuple[Flag, ...] = ()
    limited = _limited(document)
    for sentence in sentences:
        if is_about_work(sentence.text) or is_about_another_answer(sentence.text):
            steps += _passed(sentence, "it counts something else")
            continue
        tokens = tokens_of(sentence.text, wide.years)
        if not tokens.counts:
            here = _heading(here, wide, sentence)
            said = introduced(sentence.text)
            above = above if said is None else said
            steps += [
                f"Not read as a count: {each} in “{sentence.text}”." for each in tokens.passed_over
            ]
            continue
        if _QUESTION.search(sentence.text) and sentence.text.rstrip().endswith("?"):
            continue
        facts = facts_of(sentence.text, tokens, here)
        # What names its offence itself is no line under a heading.
        doubts = (*restrictions(sentence.text), *(() if tokens.whats else above))
        whose = (_whose(sentence, context), *doubts)
        for fact in facts:
            reading = _reading(document, sentence, fact, layout)
            part = limited.get(reading.period) if reading.period is not None else None
            # A part of a whole enters no total, whatever it was narrowed to.
            asked = whose[:1] if fact.count.part else whose
            readings.append(_common.with_flags(reading, *asked, part))
            steps.append(_step(fact))
        readings = _summed(readings, sentence, tokens_whens=bool(tokens.whens), new=len(facts))
        if tokens.whats:
            what = tokens.whats[-1]
            here = msgspec.structs.replace(here, offence=what.offence, offence_text=what.text)
    return Told(tuple(_once(readings)), tuple(steps))


def _limited(document: Document) -> dict[Period, Flag]:
    """The flags for years that a sentence, over however many lines, says are not whole."""
    found = limited_periods(each.text for each in _sentences(document))
    return {
        period: _common.flag("uncertain-period", f'the answer says "{text}"')
        for period, text in found.items()
    }


def _whose(sentence: Sentence, context: Context) -> Flag | None:
    """The flag for a sentence that names another force than the one whose answer it is."""
    named = context.registry.mentioned(sentence.text)
    others = [each.name for each in named if each.code != context.force]
    if not others or (context.force is None and len(named) == 1):
        return None
    words = f"The sentence with this number names {', '.join(others)}. Say whose number it is."
    return Flag("force-disagrees", "review", words)


def _heading(here: Around, wide: Around, sentence: Sentence) -> Around:
    """A sentence without counts says what the next are of: ``For 2016/17:``, an offence."""
    found = tuple(_distinct(periods.find_periods(sentence.text)))
    if offence := offence_in(sentence.text):
        here = msgspec.structs.replace(here, offence=offence, offence_text=sentence.text)
    if unit := _common.unit_of(sentence.text):
        here = msgspec.structs.replace(here, unit=unit)
    if not found:
        return here
    if sentence.text.rstrip().endswith(":") or len(sentence.text) <= len(found[0].text) + 24:
        return msgspec.structs.replace(here, whens=found)
    # The list only says what was asked for; what the letter names comes before it.
    known = bool(wide.whens) and all(each.certain for each in wide.whens)
    return here if known else msgspec.structs.replace(here, whens=found)


def _reading(document: Document, sentence: Sentence, fact: Fact, layout: str) -> Reading:
    line = sentence.line_at(fact.count.start)
    return Reading(
        force=None,
        period=fact.when.period if fact.when else None,
        offence=fact.offence.offence if fact.offence else None,
        unit=fact.unit,
        value=fact.count.value,
        sources=(_common.source(document, line, sentence=sentence.text, text=fact.count.text),),
        layout=layout,
        code=fact.offence.code if fact.offence else "",
        offence_text=fact.offence_text,
        split=("part", sentence.text) if fact.count.part else None,
        period_text=fact.when.text if fact.when else "",
        flags=tuple(_common.flag(code, detail) for code, detail in fact.doubts),
    )


def _step(fact: Fact) -> str:
    when = periods.label(fact.when.period) if fact.when else "a period that is not known"
    what = fact.offence.offence if fact.offence else "an offence that is not known"
    return f"{fact.count.text}: {fact.unit.value}, {what}, {when}."


def _summed(
    readings: list[Reading], sentence: Sentence, *, tokens_whens: bool, new: int
) -> list[Reading]:
    """A total over all that was read before is a check on it, and belongs to no one year."""
    if (
        new != 1
        or tokens_whens
        or len(readings) <= _PARTS_AT_LEAST
        or not _TOGETHER.search(sentence.text)
    ):
        return readings
    *parts, last = readings
    if _common.total_flag(last.value, [each.value for each in parts]) is None:
        return [*parts, msgspec.structs.replace(last, role="check", period=None, flags=())]
    return readings


def _passed(sentence: Sentence, why: str) -> list[str]:
    if not re.search(r"\d", without_noise(sentence.text)):
        return []
    return [f"Not read, {why}: “{sentence.text}”."]


def _once(readings: Sequence[Reading]) -> list[Reading]:
    """A number that a letter repeats stands once, with both places."""
    kept: dict[tuple[object, ...], Reading] = {}
    for each in readings:
        alone = each.sources if each.period is None else ()
        key = (each.period, each.offence, each.unit, each.value, each.role, each.flags, alone)
        known = kept.get(key)
        both = each if known is None else known
        if known is not None and each.sources[0] not in known.sources:
            both = msgspec.structs.replace(known, sources=known.sources + each.sources)
        kept[key] = both
    return list(kept.values())


# --- the request ---------------------------------------------------------------------------


def _first(
    several: Iterable[tuple[periods.ParsedPeriod, ...]],
) -> tuple[periods.ParsedPeriod, ...]:
    return next((each for each in several if each), ())


def _distinct(found: Iterable[periods.ParsedPeriod]) -> list[periods.ParsedPeriod]:
    kept: dict[Period, periods.ParsedPeriod] = {}
    for each in found:
        kept.setdefault(each.period, each)
    return list(kept.values())


def _years(asked: Period | None) -> tuple[periods.ParsedPeriod, ...]:
    """The financial years that a request spans, where it spans whole ones."""
    if asked is None:
        return ()
    spanned = range(asked.start.year, asked.end.year)
    years = [periods.financial_year(each) for each in spanned]
    if not years or not periods.tiles(years, asked):
        return ()
    return tuple(periods.ParsedPeriod(each, periods.label(each), certain=True) for each in years)


def _asked_alone(asked: Period | None) -> tuple[periods.ParsedPeriod, ...]:
    """The one period asked for: an answer without any is probably of it, and is looked at."""
    if asked is None:
        return ()
    why = f"the answer names none; {periods.label(asked)} was asked for"
    years = _years(asked)
    if len(years) > 1:
        return tuple(msgspec.structs.replace(each, certain=False, why=why) for each in years)
    return (periods.ParsedPeriod(asked, periods.label(asked), certain=False, why=why),)


# --- history -------------------------------------------------------------------------------


def history_flag(document: Document) -> tuple[Flag, ...]:
    """The note that forwarded history holds numbers, which nobody read."""
    quoted = [
        each.text
        for each in document.blocks
        if isinstance(each, Line) and each.quoted and re.search(r"\d", without_noise(each.text))
    ]
    if not quoted:
        return ()
    shown = f"{len(quoted)} line{'s' if len(quoted) > 1 else ''}, the first “{quoted[0].strip()}”"
    return (_common.flag("quoted-history", shown),)
