r"""The notation in which the forms of number phrases are written, and its compiler.

``{number} {percent}`` is a slot, a gap and a slot. A gap is white space. ``a|b`` are
alternatives of one word, ``_`` in a word is a gap, ``~`` is a hyphen, a gap or nothing,
``[word]`` may be missing. ``<<`` and ``>>`` enclose what is the phrase where some of
the words only stand around it. `` / `` separates whole patterns.

Patterns are matched on a text whose numbers are masked (see ``_atoms``), from the word
that opens them; every repetition is bounded, so matching is linear in the text. What
else a match must hold is known too: few patterns can match in a text, and no other is
compiled.

    pattern("one|two {units}", {"units": "minutes|hours"}).opens   # {"one", "two"}
    pattern("one|two {units}", {"units": "minutes|hours"}).needs[1]   # {"minutes", "hours"}
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.grammar._atoms import MARKS, REST
from beholden.figures.core.claims.grammar._vocabulary import RANKS
from beholden.figures.core.claims.naming._cued import folded

GAP = r"\s{1,3}"
_JOIN = r"[\s-]?"
_WORD = r"[^\W\d_][\w'-]{0,24}"
_STOPS = (
    "who|that|which|after|before|but|when|while|because|if|until|hours|days|minutes|weeks|"
    "months|years|seconds|miles|pounds|per|pc|means|mean|meaning|equals|equates|percent|point|points|we|they|he|she|it|i|you|"
    r"and(?!\s(?:wales|northern|grooming|abuse|sexual|somerset|cornwall|the\suk))"
)
_COUNTED = (
    "offences|offence|crimes|crime|cases|incidents|reports|counts|charges|people|children|"
    "arrests|victims"
)
_STRICT_STOPS = f"{_STOPS}|and|or|the|in|with|from|for|to|as|at|into|than|more"
_OPENING = lazily(r"[^\W\d_][\w']*")
_TOKENS = lazily(r"<<|>>|\{[^}]*\}|[\[\]]|\s+|[^\s{}\[\]<>]+")

_ADJECTIVES = (
    "annual|yearly|percentage|proportional|proportionate|overall|single|recorded|ever|monthly|"
    "quarterly|total|regional|national|child|abuse|sexual|image|indecent|online|grooming|offence|"
    "offences|crime|crimes|police|such|known|average|relative|absolute|combined|year-on-year|"
    "year on year|per cent|per head|per capita|one-year|arrest|conviction|cyber|related"
)
_TOPIC = (
    "child|abuse|sexual|image|images|indecent|such|of|these|this|kind|type|online|grooming|recorded|"
    "related|cyber|obscene|sex|offences|crimes|reported|new|individual|separate|the"
)
_TIME_AFTER = "after|before|later|earlier|ago|early|old|of|out|off|from|to_come"
RAW: Final[dict[str, str]] = {
    "words": rf"(?:(?!(?:{_STRICT_STOPS})\b){_WORD}{GAP}){{0,7}}?",
    "any words": rf"(?:(?!(?:{_STOPS})\b){_WORD}{GAP}){{0,8}}?",
    "adjectives": rf"(?:(?:{_ADJECTIVES}|[\ue000\ue001]{REST}*+-year){GAP}){{0,4}}",
    "topic": rf"(?:(?:{_TOPIC}){GAP}){{0,6}}",
    "finish": r"(?=\s{0,3}(?:[-.,;:!?)\"'\n\ue005\u2014\u2026]|$))",
    "bracket": r"(?=\s{1,3}\()",
    "a verb": r"(?=\s{1,3}[a-z]{2,14}ed\b)",
    "no time": rf"(?!\s{{1,3}}(?:{_TIME_AFTER})\b)",
    "no unit": (
        r"(?![.,]?[0-9]|[\s-]{1,3}year\b"
        r"|\s{1,3}(?:(?!was\b|is\b|has\b)[a-z]+s\b|(?:police|different|other|more)\b))"
    ),
    "no percent": r"(?![.,]?[0-9]|\s{0,2}(?:%|per\s?cent|pc\b))",
    "image words": rf"(?:(?!(?:{_STOPS}|{_COUNTED})\b){_WORD}{GAP}){{0,4}}?",
    "staff words": rf"(?:(?!(?:{_STRICT_STOPS}|{_COUNTED})\b){_WORD}{GAP}){{0,3}}?",
    "other words": rf"(?:(?!(?:{_STRICT_STOPS}|{_COUNTED})\b){_WORD}{GAP}){{0,2}}?",
    "no count": (
        rf"(?!\s{{0,2}}(?:%|per\s?cent|pc\b)|{GAP}(?:(?:{_TOPIC}){GAP}){{0,5}}"
        r"(?:offences|crimes|cases|incidents|reports|arrests|images|forces|times|more|years?"
        r"|months?|a\s|per\s|in\s)\b)"
    ),
    "whose": (
        rf"(?:the{GAP})?(?-i:[A-Z])[\w-]{{1,20}}"
        rf"(?:(?:{GAP}(?:and|the|of)){{0,2}}{GAP}(?-i:[A-Z])[\w-]{{1,20}}){{0,3}}'s?(?!\w)"
    ),
    "two of them": (
        # "The two incidents" are a pair of their own, and tell of no others.
        rf"(?={GAP}(?:(?:each|every|\ue001{REST}*){GAP})?(?:(?!the\b)(?:{_TOPIC}){GAP}){{0,6}}?"
        r"(?:offences?|crimes?|cases?|incidents?|reports?)\b)"
    ),
    "not down": r"(?!\s{1,3}(?:down|up\sas|as\sa)\b)",
}
"""Slots that are no choice of words. Those of ``_WITH_GAP`` bring their own gap with them."""
_WITH_GAP = {RAW[name] for name in RAW if name.endswith("words") or name in {"adjectives", "topic"}}


class Pattern(msgspec.Struct, frozen=True):
    """A pattern as an expression, and the lower-case words or marks that a match begins with.

    ``needs`` are the words and marks of its other parts: a match holds one of each.
    """

    expression: str
    opens: frozenset[str]
    needs: tuple[frozenset[str], ...] = ()

    def possible(self, words: AbstractSet[str]) -> bool:
        """Whether a text of these words (see ``words_of``) may hold a match."""
        return not any(need.isdisjoint(words) for need in self.needs)

    def match(self, text: str, at: int) -> re.Match[str] | None:
        """The match that begins just there."""
        return _compiled(self.expression).match(text, at)


@functools.cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Compiled when first needed: most articles hold few of the words that open a pattern."""
    return re.compile(expression, re.IGNORECASE)


def words_of(covered: str) -> set[str]:
    """The words and the single characters of a text, as ``needs`` has them."""
    lower = folded(covered)
    words = set(lower)
    for word in _OPENING.findall(lower):
        parts = word.split("'")
        words.update("'".join(parts[:count]) for count in range(1, len(parts) + 1))
    return words


class _Piece(msgspec.Struct, frozen=True):
    """A part of a pattern: its expression, what it may begin with, and whether it may be missing.

    ``needs`` is what a text must hold one of, where that is known. ``joins`` is true of a
    piece that brings its own gap, or takes none.
    """

    expression: str
    opens: frozenset[str]
    needs: frozenset[str] = frozenset()
    optional: bool = False
    joins: bool = False


def patterns(text: str, slots: Mapping[str, str]) -> tuple[Pattern, ...]:
    """Every pattern of a form; ``slots`` are the words that a slot may hold."""
    return tuple(pattern(each.strip(), slots) for each in text.split(" / "))


def pattern(text: str, slots: Mapping[str, str]) -> Pattern:
    """Compiles one pattern.

    Raises:
        ValueError: The pattern has a bracket without its other, or a slot nobody knows.
    """
    compiler = _Compiler(slots)
    tokens = [found[0] for found in _TOKENS.finditer(text)]
    pairs = (("[", "]"), ("<<", ">>"))
    whole = all(tokens.count(left) == tokens.count(right) for left, right in pairs)
    if not whole or "".join(tokens) != text:
        raise ValueError(f"{text!r} is not in the notation.")
    expression, opens = compiler.sequence(iter(tokens), closing="")
    return Pattern(expression, opens, tuple(compiler.needs))


class _Compiler:
    """Turns tokens into an expression; a slot that comes twice gets a number in its name."""

    def __init__(self, slots: Mapping[str, str]) -> None:
        self._slots = slots
        self._used: dict[str, int] = {}
        self.needs: list[frozenset[str]] = []

    def sequence(self, tokens: Iterator[str], closing: str) -> tuple[str, frozenset[str]]:
        chunks: list[list[_Piece | str]] = [[]]
        for part in tokens:
            if part == closing:
                break
            if part.isspace():
                chunks.append([])
            elif part == "[":
                certain = len(self.needs)
                inner, opens = self.sequence(tokens, closing="]")
                del self.needs[certain:]
                chunks[-1].append(_Piece(inner, opens, optional=True))
            elif part in {"<<", ">>"}:
                chunks[-1].append(part)
            elif part.startswith("{"):
                chunks[-1].append(self._certain(self._slot(part[1:-1])))
            else:
                chunks[-1].append(self._certain(_literal(part)))
        return _joined([chunk for chunk in chunks if chunk])

    def _certain(self, piece: _Piece) -> _Piece:
        if piece.needs:
            self.needs.append(piece.needs)
        return piece

    def _slot(self, name: str) -> _Piece:
        if name in RAW:
            return _Piece(RAW[name], frozenset(), joins=RAW[name] in _WITH_GAP)
        used = self._used[name] = self._used.get(name, 0) + 1
        group = name.replace(" ", "_") + ("" if used == 1 else str(used))
        if name in MARKS:
            marks = MARKS[name]
            return _Piece(f"(?P<{group}>[{marks}]{REST}*+)", frozenset(marks), frozenset(marks))
        if name == "rank":
            place, number = _literal("|".join(RANKS)), MARKS["ordinal number"]
            expression = f"(?P<{group}>{place.expression}|{number}{REST}*+)"
            return _Piece(expression, place.opens | {number}, place.needs | {number})
        if name not in self._slots:
            raise ValueError(f"No slot is called {name!r}.")
        literal = _literal(self._slots[name])
        return _Piece(f"(?P<{group}>{literal.expression})", literal.opens, literal.needs)


@functools.cache
def _literal(text: str) -> _Piece:
    words = text.split("|")
    ordered = sorted(words, key=len, reverse=True)
    opens = frozenset(
        found[0].lower()
        for word in words
        for spelt in (word.replace("~", " "), word.replace("~", ""))
        if (found := _OPENING.match(spelt.replace("_", " ")))
    )
    needs = [_heads(word) for word in words]
    needed = frozenset().union(*needs) if all(needs) else frozenset()
    return _Piece(f"(?:{'|'.join(map(_word, ordered))})", opens, needed)


def _heads(word: str) -> frozenset[str]:
    """What a word of the notation may begin with in a text; nothing if it may be empty."""
    spelt, *joined = word.replace("_", " ").lstrip("~").split("~")
    if not spelt or not spelt[0].isalpha():
        return frozenset(spelt[:1])
    heads = set()
    for more in ("", *joined):
        spelt += more
        found = _OPENING.match(spelt)
        head = found[0] if found else spelt[0]
        heads.add(head)
        if head != spelt:
            break
    return frozenset(heads)


def _word(text: str) -> str:
    escaped = re.escape(text).replace("_", GAP).replace(r"\~", _JOIN).replace("~", _JOIN)
    return escaped + (r"(?!\w)" if text[-1].isalnum() else "")


def _joined(chunks: list[list[_Piece | str]]) -> tuple[str, frozenset[str]]:
    expression = ""
    opens: frozenset[str] = frozenset()
    opened = False  # whether something that cannot be missing has been written
    gap = False  # whether the next piece stands after a gap that is still to be written
    for chunk in chunks:
        body, first, optional, joins = _chunk(chunk)
        if not opened:
            opens |= first
        lead = GAP if gap else ""
        if optional:
            expression += f"(?:{lead}{body})?" if gap else f"(?:{body}{GAP})?"
        elif joins:
            expression += lead + body
            gap, opened = False, True
        else:
            expression += lead + body
            gap, opened = True, True
    return expression, opens


def _chunk(chunk: list[_Piece | str]) -> tuple[str, frozenset[str], bool, bool]:
    """Pieces that touch: their expression, openings, and whether all may be missing."""
    body = ""
    opens: frozenset[str] = frozenset()
    pieces = [piece for piece in chunk if isinstance(piece, _Piece)]
    settled = False
    for piece in chunk:
        if isinstance(piece, str):
            body += "(?P<core>" if piece == "<<" else ")"
            continue
        if not settled:
            opens |= piece.opens
            settled = not piece.optional
        alone = len(pieces) == 1
        body += f"(?:{piece.expression})?" if piece.optional and not alone else piece.expression
    optional = len(pieces) == 1 and pieces[0].optional
    return body, opens, optional, any(piece.joins for piece in pieces)
