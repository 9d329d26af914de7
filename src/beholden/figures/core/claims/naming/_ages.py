"""Ages that make a series narrower: "aged four to eight", "ten and under", "five-year-olds".

Children are all who are under 18, and figures of under-16s are told as theirs too; any other age
or range of ages is that of some children, whose number is never that of all.

    re.match(SOME_AGES, in_digits("aged four to eight"))
"""

from __future__ import annotations

import re

from beholden.figures.core._number_words import words_of
from beholden.figures.core.claims._lazily import LOOKALIKES, lazily

_WORDS = words_of(1, 17)
DIGITS: dict[str, str] = {word: str(at) for at, word in enumerate(_WORDS.split("|"), start=1)}
"""The ages of children in words, and in digits."""

_SPOKEN = lazily(rf"\b(?:zero|nought|{words_of(1, 18)})\b", re.IGNORECASE)
_PADDED = {
    word: digits.zfill(len(word))
    for word, digits in {**DIGITS, "zero": "0", "nought": "0", "eighteen": "18"}.items()
}

# An age in digits, before which a word of several letters has left its zeros.
_AGE = r"(?:0*(?:1[0-7]|[0-9]))(?![\w%]|[.,]\d)"
_YEARS = r"(?:[\s-]+years?(?:[\s-]+(?:old|of\s+age))?)?"
_TO = r"(?:\s*[\u2013\u2014/-]\s*|\s*-?\s*(?:to|and|or)\s*-?\s*)"
_OPEN = r"\s+(?:and|or)\s+(?:under|younger|below|over|older|above)\b"
_ALL = rf"0*[01]{_TO}0*1[678]\b|0*17{_OPEN}"
_RANGE = rf"(?!{_ALL}){_AGE}{_YEARS}{_TO}(?:{_AGE}|0*18\b)"
_UNDER = (
    r"(?:under|below|up\s+to|younger\s+than|over|above|older\s+than)\s+(?:the\s+age\s+of\s+)?"
    rf"(?!0*1[678]\b){_AGE}(?!\s+(?:offences|crimes|cases))"
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
"""Ages by their own words, as part of an expression with letters of either kind.

It knows ages in digits only: the text is to be that of ``in_digits``.
"""

AGES_BEHIND_PEOPLE = (
    rf"(?:{_BEHIND_WHO})"
    rf"(?:(?:who|that)\s+(?:were|was)\s+)?(?:{_UNDER}|(?:between\s+|from\s+|of\s+)?(?:the\s+ages?\s+of\s+)?{_RANGE})"
)
"""Ages that only the noun before them tells as such: behind people any range is one of ages."""

SOME_AGES = rf"(?:{AGES_TOLD}|{AGES_BEHIND_PEOPLE})"
"""Ages that stand right behind a noun."""

AGAINST = r"(?:against|involving|with|among|for|from|by)\s+(?:\w+\s+)?"
"""What leads to the ages of those whom offences were against."""


def in_digits(text: str) -> str:
    """A text with small numbers in digits, each of as many characters as its word has.

    So places in it are places of the text: "four to eight" becomes "0004 to 00008".
    """
    return _SPOKEN.sub(lambda found: _PADDED[found[0].translate(LOOKALIKES).lower()], text)


def may_tell_ages(digits: str) -> bool:
    """Whether a text of ``in_digits`` holds what no age is told without: a quick first look."""
    return _SIGN.search(digits) is not None


_SIGN = lazily(r"(?<!\d)0*(?:1[0-8]|[0-9])(?![\w%])|\bage\b", re.IGNORECASE)

__all__ = [
    "AGAINST",
    "AGES_BEHIND_PEOPLE",
    "AGES_TOLD",
    "DIGITS",
    "SOME_AGES",
    "in_digits",
    "may_tell_ages",
]
