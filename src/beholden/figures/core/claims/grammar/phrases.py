"""Finds the number phrases of a block of text, and the numbers that are no claim.

Law: nothing found overlaps; every run of digits and every number word is in exactly one
phrase or one number left alone. Of two readings the longer wins. No context beyond the
sentence is used: whether a phrase is a claim, and on what, is for the extractor.

    scan("rose by almost a quarter to 1,199").phrases[0].text   # "almost a quarter"
"""

from __future__ import annotations

import functools
import re

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import Lazily, lazily
from beholden.figures.core.claims.grammar import _closed, _why
from beholden.figures.core.claims.grammar._alone import ASIDES, Aside
from beholden.figures.core.claims.grammar._atoms import MARKS, Atom, atoms, is_year, masked, plain
from beholden.figures.core.claims.grammar._forms import FORMS, Form
from beholden.figures.core.claims.grammar._making import make
from beholden.figures.core.claims.grammar._notation import Pattern, patterns, words_of
from beholden.figures.core.claims.grammar._sense import Found, core_span, near, possible
from beholden.figures.core.claims.grammar._vocabulary import BASES, SLOTS
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.periods import find_periods

__all__ = ["FORMS", "Alone", "Form", "Scan", "scan"]


class Alone(msgspec.Struct, frozen=True):
    """A number that is no claim, as it stands, and why."""

    start: int
    end: int
    text: str
    why: str


class Scan(msgspec.Struct, frozen=True):
    """All numbers of a text, in order."""

    phrases: tuple[Phrase, ...]
    left_alone: tuple[Alone, ...]


class _Candidate(msgspec.Struct, frozen=True):
    """One reading: where it stands, how much of the text speaks for it, and its rule."""

    start: int
    end: int
    length: int
    order: int
    rule: Form | Aside
    match: re.Match[str]


_TOKEN = lazily(
    rf"(?<!\w)[^\W\d_][\w']{{0,40}}|[{MARKS['number']}{MARKS['fraction']}{MARKS['ordinal number']}]"
)
_NUMBER_WORD = lazily(
    r"(?<!\w)(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?)(?!\w)",
    re.IGNORECASE,
)
_DIGIT = lazily(r"[0-9]+")
_COUNTED = lazily(
    r"\s{1,3}(?:(?:child|abuse|sexual|sex|image|indecent|such|grooming|online|young|recorded|reported)"
    r"\s{1,3}){0,4}"
    r"(?:offences|crimes|cases|incidents|images|children|people|"
    r"arrests|victims|reports)\b"
)
_YEAR_CUE = lazily(
    r"(?:\b(?:in|since|during|for|from|by|to|of|until|year|and|the|end|between|after|before|than|"
    r"early|late|mid)[\s-]{1,2}|[-/(])$",
    re.IGNORECASE,
)
_FEW, _OLDEST = 20, 120
_MINORS = {11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 25}


def scan(text: str) -> Scan:
    """Reads one block: a headline, a paragraph, a caption or a row of a table."""
    shown = plain(text)
    closed = _taken_out(text, shown)
    spans = [(one.start, one.end) for one in closed]
    found = atoms(text, spans)
    covered = masked(text, found, spans)
    by_start = {one.start: one for one in found}
    context = Found(text, covered, by_start)
    phrases: list[Phrase] = []
    alone = [one for one in closed if _numeric(one.text)]
    taken = bytearray(len(text) + 1)
    chosen = sorted(_choose(_candidates(context), taken), key=lambda one: one.start)
    floor = 0
    for candidate in chosen:
        made = _resolved(candidate, context, floor)
        floor = made.end
        if isinstance(made, Phrase):
            phrases.append(made)
        else:
            alone.append(made)
    alone += _rest(text, phrases, alone)
    return Scan(
        tuple(_sharing_a_sign(text, phrases)), tuple(sorted(alone, key=lambda one: one.start))
    )


_IN_A_LIST = lazily(r",\s", re.IGNORECASE)
_LAST_OF_A_LIST = lazily(r"\sand\s", re.IGNORECASE)
_BY = lazily(r"\b(?:by|up|down|of)\s(?:about\s|around\s)?$", re.IGNORECASE)
_PERCENT_SIGN = lazily(r"(?:%|\sper\scent|\spercent|\spc)$", re.IGNORECASE)
_HIGHEST = 1_000
_NEAR = 24  # characters


def _sharing_a_sign(text: str, phrases: list[Phrase]) -> list[Phrase]:
    """The phrases, counts made per cents where a list has the sign once: "by 12, 15 and 20%"."""
    found = list(phrases)
    for last in range(len(found) - 1, 0, -1):
        if found[last].shape is not Shape.PERCENT or not _PERCENT_SIGN.search(found[last].text):
            continue
        first, link = last, _LAST_OF_A_LIST
        while first and _listed_before(found[first - 1], found[first], text, link):
            first, link = first - 1, _IN_A_LIST
        start = found[first].start
        if first < last and _BY.search(text[max(0, start - _NEAR) : start]):
            for at in range(first, last):
                found[at] = msgspec.structs.replace(
                    found[at], shape=Shape.PERCENT, form=found[last].form
                )
    return found


def _listed_before(one: Phrase, after: Phrase, text: str, link: Lazily) -> bool:
    """Whether a bare number stands just before another one of a list."""
    bare = one.shape is Shape.COUNT and one.wording is Wording.PLAIN and one.value <= _HIGHEST
    between = link.fullmatch(text, one.end, after.start)
    return bare and one.text == one.number and between is not None


def _resolved(candidate: _Candidate, context: Found, floor: int) -> Phrase | Alone:
    start, end, rule = candidate.start, candidate.end, candidate.rule
    if isinstance(rule, Aside):
        return Alone(start, end, context.text[start:end], rule.why)
    made = make(rule, candidate.match, context, floor)
    if isinstance(made, Phrase):
        return made
    start, why = made
    return Alone(start, end, context.text[start:end], why)


def _taken_out(text: str, shown: str) -> list[Alone]:
    """Dates, addresses and all else that is taken out before numbers are read; joined, in order."""
    spans = [
        (found.start(), found.end(), _closed.why(found))
        for found in _closed.expression().finditer(shown)
    ]
    spans += [
        (one.start, one.end, _why.PERIOD)
        for one in find_periods(text)
        if not _counted_year(shown, one.start, one.end)
    ]
    joined: list[tuple[int, int, str]] = []
    for start, end, reason in sorted(spans):
        if joined and start < joined[-1][1]:
            first, last, before = joined[-1]
            joined[-1] = (first, max(last, end), before)
        else:
            joined.append((start, end, reason))
    return [Alone(start, end, text[start:end], reason) for start, end, reason in joined]


def _counted_year(shown: str, start: int, end: int) -> bool:
    """``2018 offences``: four digits that count, and name no year."""
    bare = end - start == len("2018") and shown[start:end].isdigit()
    return (
        bare
        and _COUNTED.match(shown, end) is not None
        and _YEAR_CUE.search(shown[max(0, start - 12) : start]) is None
    )


def _candidates(context: Found) -> list[_Candidate]:
    index, words = _index(), words_of(context.covered)
    possible_after: dict[str, list[tuple[int, Form | Aside, Pattern]]] = {}
    found: list[_Candidate] = []
    for token in _TOKEN.finditer(context.covered):
        word = token[0].lower()
        if word not in possible_after:
            rules = index.get(word, ())
            possible_after[word] = [each for each in rules if each[2].possible(words)]
        for order, rule, pattern in possible_after[word]:
            match = pattern.match(context.covered, token.start())
            if match is None or not _allowed(rule, match, context):
                continue
            start, end = core_span(match)
            length = match.end() - match.start()
            found.append(_Candidate(start, end, length, order, rule, match))
    return found


def _choose(found: list[_Candidate], taken: bytearray) -> list[_Candidate]:
    chosen: list[_Candidate] = []
    for one in sorted(found, key=lambda each: (-each.length, each.order, each.start)):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            chosen.append(one)
    return chosen


def _allowed(rule: Form | Aside, match: re.Match[str], context: Found) -> bool:
    for name, value in match.groupdict().items():
        if value is None:
            continue
        atom = context.atoms.get(match.start(name))
        slot = name.rstrip("23456")
        if slot in _CHECKS and (atom is None or not _fits(slot, atom, context)):
            return False
    if isinstance(rule, Aside):
        told_twice = rule.why == _why.RANGE and _told_twice(match, context)
        return not told_twice and (not rule.near or near(rule.near, match, context.covered))
    if rule.name == "number":
        atom = context.atoms[match.start("several")]
        return not is_year(atom) or _counted_year(plain(context.text), atom.start, atom.end)
    return possible(rule.name, match, context)


def _told_twice(match: re.Match[str], context: Found) -> bool:
    """Whether "N or M" tells one change in two ways, "228 or 18.9 per cent": a range goes up."""
    values = [one.value for one in context.in_span(*match.span())]
    return _OR.search(match[0]) is not None and values[0] > values[-1]


_OR = lazily(r"\sor\s", re.IGNORECASE)
_CHECKS = {"few", "age", "minor", "base", "shares"}


def _fits(slot: str, atom: Atom, context: Found) -> bool:
    value = atom.value
    match slot:
        case "few":
            return value <= _FEW
        case "age":
            return value <= _OLDEST and not atom.places and not is_year(atom)
        case "minor":
            return value in _MINORS
        case "base":
            return value in BASES
    said = context.text[atom.start : atom.end].lower()
    return not said.startswith("a ")


def _rest(text: str, phrases: list[Phrase], alone: list[Alone]) -> list[Alone]:
    """What no rule spoke of: lone years, the word one, digits in a form nobody foresaw."""
    covered = bytearray(len(text) + 1)
    spans = [(one.start, one.end) for one in phrases] + [(one.start, one.end) for one in alone]
    for start, end in spans:
        covered[start:end] = b"\x01" * (end - start)
    left = []
    for expression in (_DIGIT, _NUMBER_WORD):
        for found in expression.finditer(text):
            start, end = found.span()
            if not any(covered[start:end]):
                left.append(Alone(start, end, found[0], _why_left(text, start, found[0])))
    return left


def _why_left(text: str, start: int, said: str) -> str:
    if not said[0].isdigit():
        inexact = re.fullmatch(r"(?i)(?:hundred|thousand|million|billion|dozen)s?", said)
        return _why.INEXACT if inexact else _why.WORD
    if start and (text[start - 1].isalpha() or text[start - 1] in "%.,)\"'\u2019\u201d"):
        return _why.NOTE
    return _why.PERIOD if re.fullmatch(r"(?:1[89]|20)\d\d", said) else _why.UNKNOWN


def _numeric(said: str) -> bool:
    return _DIGIT.search(said) is not None or _NUMBER_WORD.search(said) is not None


@functools.cache
def _index() -> dict[str, list[tuple[int, Form | Aside, Pattern]]]:
    """Every pattern by the word or mark that opens it; asides come before forms."""
    index: dict[str, list[tuple[int, Form | Aside, Pattern]]] = {}
    rules: list[Form | Aside] = [*ASIDES, *FORMS]
    for order, rule in enumerate(rules):
        for each in patterns(rule.pattern, SLOTS):
            for word in each.opens:
                index.setdefault(word, []).append((order, rule, each))
    return index
