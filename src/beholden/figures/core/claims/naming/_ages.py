"""Ages that make a series narrower: "aged four to eight", "ten and under", "five-year-olds".

Children are all who are under 18, and figures of under-16s are told as theirs too; any other age
or range of ages is that of some children, whose number is never that of all.

    SOME_AGES.match("aged four to eight")
"""

from __future__ import annotations

from beholden.figures.core._number_words import words_of

_WORDS = words_of(1, 17)
DIGITS: dict[str, str] = {word: str(at) for at, word in enumerate(_WORDS.split("|"), start=1)}
"""The ages of children in words, and in digits."""

_AGE = rf"(?:1[0-7]|[0-9]|zero|nought|{_WORDS})(?![\w%]|[.,]\d)"
_YEARS = r"(?:[\s-]+years?(?:[\s-]+(?:old|of\s+age))?)?"
_TO = r"(?:\s*[\u2013\u2014/-]\s*|\s*-?\s*(?:to|and|or)\s*-?\s*)"
_OPEN = r"\s+(?:and|or)\s+(?:under|younger|below|over|older|above)\b"
_ALL = (
    rf"(?:0|1|zero|nought|one){_TO}(?:1[678]|sixteen|seventeen|eighteen)\b|(?:17|seventeen){_OPEN}"
)
_RANGE = rf"(?!{_ALL}){_AGE}{_YEARS}{_TO}(?:{_AGE}|18\b)"
_UNDER = (
    r"(?:under|below|up\s+to|younger\s+than|over|above|older\s+than)\s+(?:the\s+age\s+of\s+)?"
    rf"(?!1[678]\b|sixteen\b|seventeen\b){_AGE}(?!\s+(?:offences|crimes|cases))"
)
_AGED = (
    r"(?:(?:who|that)\s+(?:were|was|are|is)\s+)?(?:aged?|ages)\s+"
    r"(?:just\s+|only\s+|between\s+|from\s+){0,2}"
)
_OLD = r"(?:[\s-]+years?[\s-]+old(?:s\b|[\s-]+(?:girls|boys|children|victims|pupils)\b))"
_WHO = (
    "children", "victims", "girls", "boys", "people", "youngsters", "pupils", "those", "teenagers",
)  # fmt: skip
_BEHIND_WHO = "|".join(rf"(?<={who}\s)" for who in _WHO)

AGES_TOLD = (
    rf"(?:{_AGED}(?:{_RANGE}|{_UNDER}|(?!{_ALL}){_AGE}(?:{_YEARS}{_OPEN})?)"
    rf"|(?!{_ALL})(?:{_AGE}{_YEARS}{_OPEN}|(?:{_AGE}{_TO})?{_AGE}{_OLD})"
    rf"|(?!{_ALL})(?:{_AGE}{_TO})?{_AGE}[\s-]+age[\s-]+(?:group|range|band|bracket)s?\b"
    rf"|age[\s-](?:group|range|band|bracket)s?\s+(?:of\s+|from\s+)?{_RANGE}"
    r"|of\s+(?:that|this|the\s+same|such\s+an|a\s+younger|primary\s+school|school)\s+age\b)"
)
"""Ages by their own words, as part of an expression with letters of either kind."""

SOME_AGES = (
    rf"(?:{AGES_TOLD}|(?:{_BEHIND_WHO})"
    rf"(?:(?:who|that)\s+(?:were|was)\s+)?(?:{_UNDER}|(?:between\s+|from\s+|of\s+)?(?:the\s+ages?\s+of\s+)?{_RANGE}))"
)
"""Ages that stand right behind a noun: behind people any range is one of ages."""

OF_SOME_AGES = rf"(?:against|involving|with|among|for|from|by)\s+(?:\w+\s+)?{SOME_AGES}"
"""Whom offences were against, by age."""

__all__ = ["AGES_TOLD", "DIGITS", "OF_SOME_AGES", "SOME_AGES"]
