"""What a sentence is made of for a reader of figures: counts, periods and offences, in order.

A number is a count only with evidence beside it: a noun that is counted, a verb of
recording, or a period it is written against. Where a number would have to be
guessed to be one it is handed back as passed over, for the explanation.

    tokens_of("In 2016/17 245 offences were recorded.", years=()).counts[0].value.count  # 245
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from beholden.figures.core import offences, periods
from beholden.figures.core.models import Day, Period, State, Unit, Value
from beholden.figures.layouts import _common
from beholden.figures.layouts._noise import BLANK, without_noise


class Count(msgspec.Struct, frozen=True, omit_defaults=True):
    """A number that counts something.

    ``unit`` is absent where its own words do not say. ``part`` when it counts a part of
    another one, as in ``of these 22 were``.
    """

    start: int
    end: int
    text: str
    value: Value
    doubt: str = ""
    unit: Unit | None = None
    part: bool = False


class When(msgspec.Struct, frozen=True, omit_defaults=True):
    """A period in a sentence; ``found.start`` is its offset."""

    start: int
    end: int
    found: periods.ParsedPeriod


class What(msgspec.Struct, frozen=True):
    """An offence in a sentence."""

    start: int
    end: int
    text: str
    offence: _common.Offence


class Tokens(msgspec.Struct, frozen=True):
    """A sentence taken apart. ``passed_over`` are numbers that nothing says are counts."""

    counts: tuple[Count, ...]
    whens: tuple[When, ...]
    whats: tuple[What, ...]
    passed_over: tuple[str, ...]


_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD = rf"(?:{_ONES}|{_TENS}|hundred|thousand)"
_NUMBER = re.compile(
    rf"""
    (?P<below>(?:(?:fewer|less)\s+than|under|below)\s+(?:\d+|{_WORD})\b|<\s?\d+|(?<!\S)\*(?!\S))
  | (?P<digits>(?<![\w.,/#-])\d[\d,]*(?<!,)(?![\w/]|[.]\d))
  | (?P<words>\b(?:a\s+)?{_WORD}(?:(?:\s+and\s+|[\s-]+){_WORD})*\b)
  | (?P<nil>\bnil\s+returns?\b
        |\b(?:nil|zero|none)\b(?=\s*(?:[.;,)\x00]|$|were\b|was\b|recorded|offence|crime|in\b|for\b))
        |\bno(?=\s+(?:such\s+|recorded\s+)?(?:offences?|crimes?)\s+(?:[\w/,]+\s+){0, 9}?
            (?:were|was|recorded|have|had)\b))
  | (?P<absent>\b(?:no\s+(?:information|data)|not)\s+held\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COUNTED = (
    r"offences?|crimes?|recorded|arrest(?:s|ed)?|suspects?|offenders?|people|persons?|individuals?"
    r"|victims?|outcomes?|cautions?|charges?|charged|convictions?|disposals?"
)
_AFTER = re.compile(rf"\s*(?:[\w'-]+\s+){{0,3}}?(?P<noun>{_COUNTED})\b", re.IGNORECASE)
_NOT_COUNTED = re.compile(
    r"\s*(?:[\w'-]+\s+){0,2}?(?:officers?|staff|requests?|images?\b(?!\s+(?:offences?|crimes?))|devices?|files?|pages?|records?"
    r"|systems?|forces?|schools?|copies|times|attachments?|exemptions?|questions?|categories"
    r"|databases?|complaints?|codes?|parts?|of (?:the|our|your|my) )",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:record(?:ed|s)?|totals?|total count|counts?|numbers?|figures?|there (?:were|was)|was"
    r"|were|of which|of these|had|and|against|to|from|is|are|with)\b[\s:=(,]*(?:[a-z]+\s+){0,2}$",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\b(?:by|(?:(?:in|de)crease|rise|fall|drop|reduction|difference) of)\s+(?:[a-z]+\s+)?$",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:about|around|approximately|approx\.?|circa|some|roughly|nearly|almost|more than|over"
    r"|at least|up to)\s+$",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(
    r"\b(?:of (?:these|those|which|whom)\b|including (?:\w+ )?$|(?:female|male|boy|girl)s?\W+$)",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(
    r"\W+(?:\w+ ){0,3}?(?:of (?:these|those|which|them)|females?|males?|boys|girls|on \w+book)\b",
    re.IGNORECASE,
)
_THOSE = re.compile(r"\b(?:the|these|those|both|all)\s+$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED_NEXT = re.compile(r"\s+(?:offences|crimes)\b", re.IGNORECASE)
_LIST_GLUE = re.compile(rf"[\s:=()\-–,;|{BLANK}]*")  # noqa: RUF001
_CODE = re.compile(r"(?<![\d/.])0?(?:86|71)\s*/\s*\d{1,2}(?![\d/])")
_NTH = (("one|1", "first"), ("two|2", "second"), ("three|3", "third"), ("four|4", "fourth"))
_RELATIVE = re.compile(
    "|".join(
        rf"(?P<n{place}>\byear (?:{number})\b|\b{ordinal} (?:financial )?year\b)"
        for place, (number, ordinal) in enumerate(_NTH)
    )
    + r"|(?P<next>\bthe (?:following|next) (?:financial )?year\b)"
    r"|(?P<before>\bthe (?:previous|preceding) (?:financial )?year\b|\bthe year before\b)"
    r"|(?P<vague>\b(?:last|this) (?:financial )?year\b)",
    re.IGNORECASE,
)


def tokens_of(text: str, years: Sequence[periods.ParsedPeriod]) -> Tokens:
    """Takes a sentence apart.

    Args:
        text: The sentence.
        years: What ``year one``, ``year two`` mean, in order.
    """
    whens = _whens(text, years)
    masked = without_noise(text, [(each.start, each.end) for each in whens])
    seen = [(found, _evidence(found, masked, whens)) for found in _NUMBER.finditer(masked)]
    # "51 under 86/2, 20 under 86/10": beside a count, a number alone is one as well.
    wanted = {"count", "maybe"} if any(kind == "count" for _, kind in seen) else {"count"}
    counts = [_count(found, masked) for found, kind in seen if kind in wanted]
    passed = [found[0] for found, kind in seen if kind not in wanted and found["digits"]]
    kept = tuple(each for each in counts if each is not None)
    return Tokens(kept, whens, _whats(text, kept), tuple(passed))


def _evidence(
    found: re.Match[str], text: str, whens: Sequence[When]
) -> Literal["count", "maybe", "none"]:
    """Whether the words beside a number say that it is a count."""
    before, after = text[: found.start()], text[found.end() :]
    noun = _AFTER.match(after)
    skipped = _NOT_COUNTED.match(after)
    if _DIFFERENCE.search(before):
        return "none"
    if skipped and not (noun and noun.start("noun") < skipped.end()):
        return "none"
    beside = _beside_period(found, whens, text)
    if found["absent"]:
        return "count" if beside else "none"
    alone = not re.search(r"[a-z]{3}", (before + after).replace(BLANK, ""), re.IGNORECASE)
    if found["nil"] or noun or beside or alone:
        # "one", "two" are words of any sentence: they count only what stands behind them.
        single = (
            found["words"] and (not noun or _THOSE.search(before)) and (len(found[0].split()) == 1)
        )
        return "none" if single else "count"
    if found["digits"]:
        return "count" if _BEFORE.search(before) else "maybe"
    return "none"


def _count(found: re.Match[str], text: str) -> Count | None:
    value = _value(found)
    if value is None:
        return None
    doubt = value.doubt
    if vague := _VAGUE.search(text[: found.start()]):
        doubt = f"{vague[0].strip()} {found[0]}"
    after = text[found.end() :]
    if _YEAR.fullmatch(found[0]) and not _COUNTED_NEXT.match(after):
        doubt = f"{found[0]} may be a year"
    noun = _AFTER.match(after)
    unit = _common.unit_of(noun["noun"]) if noun and noun["noun"].lower() != "recorded" else None
    part = bool(_PART_BEFORE.search(text[: found.start()]) or _PART_AFTER.match(after))
    return Count(found.start(), found.end(), found[0], value.value, doubt, unit, part)


def _value(found: re.Match[str]) -> _common.Number | None:
    if found["nil"]:
        return _common.Number(Value(State.ZERO, 0))
    if found["below"]:
        number = _common.number_of(re.split(r"[\s<]+", found[0])[-1])
        bound = number.value.count if number else None
        return _common.Number(Value(State.SUPPRESSED, below=bound))
    return _common.number_of(re.sub(r"^a\s+", "one ", found[0], flags=re.IGNORECASE))


def _beside_period(found: re.Match[str], whens: Sequence[When], text: str) -> bool:
    return any(
        _LIST_GLUE.fullmatch(text, each.end, found.start())
        or _LIST_GLUE.fullmatch(text, found.end(), each.start)
        or re.fullmatch(r"\s+(?:in|for|during)\s+", text[found.end() : each.start])
        for each in whens
    )


# --- periods -------------------------------------------------------------------------------


def _whens(text: str, years: Sequence[periods.ParsedPeriod]) -> tuple[When, ...]:
    found = [When(each.start, each.end, each) for each in _periods(text)]
    for match in _RELATIVE.finditer(text):
        if any(each.start < match.end() and match.start() < each.end for each in found):
            continue
        period = _relative(match, sorted(found, key=lambda each: each.start), years)
        found.append(When(match.start(), match.end(), period))
    return tuple(sorted(found, key=lambda each: each.start))


def _periods(text: str) -> list[periods.ParsedPeriod]:
    """The periods of a sentence, without counts that look like a year: ``2016 offences``."""
    kept: list[periods.ParsedPeriod] = []
    for each in periods.find_periods(text):
        if _YEAR.fullmatch(each.text):
            after_period = bool(kept) and not _YEAR.fullmatch(kept[-1].text)
            if _COUNTED_NEXT.match(text, each.end) or (
                after_period and _LIST_GLUE.fullmatch(text, kept[-1].end, each.start)
            ):
                continue
        kept.append(each)
    return kept


def _relative(
    match: re.Match[str], found: Sequence[When], years: Sequence[periods.ParsedPeriod]
) -> periods.ParsedPeriod:
    name = match.lastgroup or ""
    earlier = [each for each in found if each.end <= match.start()]
    if name in {"next", "before"} and earlier:
        last = earlier[-1].found
        moved = _shifted(last.period, 1 if name == "next" else -1)
        return periods.ParsedPeriod(moved, match[0], last.certain, last.why)
    place = int(name[1:]) if re.fullmatch(r"n\d", name) else None
    if place is not None and place < len(years):
        named = years[place]
        return periods.ParsedPeriod(
            named.period, f"{match[0]}, {named.text} in the question", named.certain, named.why
        )
    why = f'"{match[0]}" names no year'
    return periods.ParsedPeriod(_NO_PERIOD, match[0], certain=False, why=why)


_NO_PERIOD = Period(Day.min, Day.min)


def is_named(found: periods.ParsedPeriod) -> bool:
    """Whether words that stand for a period say which."""
    return found.period != _NO_PERIOD


def _shifted(period: Period, by: int) -> Period:
    if periods.is_financial_year(period):
        return periods.financial_year(period.start.year + by)
    start = period.start.replace(year=period.start.year + by)
    return Period(start, period.end.replace(year=period.end.year + by))


# --- offences ------------------------------------------------------------------------------


def _whats(text: str, counts: Sequence[Count]) -> tuple[What, ...]:
    """The codes of a sentence; where it has none, the offence its words name, once."""
    coded = tuple(_coded(text))
    named = {each.offence.code for each in coded}
    if named == {code for each in offences.IMAGE_SET for code in offences.codes(each)} and (
        len(coded) == len(named)
        and not any(coded[0].start < each.start < coded[-1].start for each in counts)
    ):
        words = text[coded[0].start : coded[-1].end]
        total = _common.Offence(offences.IIOC_TOTAL)
        return (What(coded[0].start, coded[-1].end, words, total),)
    if coded:
        return coded
    offence = offence_in(text)
    return (What(0, len(text), text, offence),) if offence else ()


def _coded(text: str) -> Iterator[What]:
    for found in _CODE.finditer(text):
        if offence := _common.offence_of(found[0]):
            yield What(found.start(), found.end(), found[0], offence)


_TAKING = re.compile(r"\b(?:tak|mak|distribut|publish)\w*", re.IGNORECASE)


def offence_in(text: str) -> _common.Offence | None:
    """The offence that words name; where they name two of the set, the set, with a doubt."""
    offence = _common.offence_of(text)
    if offence is None or offence.code or offence.offence not in offences.IMAGE_SET:
        return offence
    if _TAKING.search(text) and re.search(r"\bpossess", text, re.IGNORECASE):
        doubt = (
            ""
            if re.search(r"\bprohibited\b", text, re.IGNORECASE)
            else ("taking, making and possession are named together, prohibited images are not")
        )
        return _common.Offence(offences.IIOC_TOTAL, doubt=doubt)
    return offence
