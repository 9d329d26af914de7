"""Whether a name counts where it stands: people, newspapers, streets and titles are no places."""

from __future__ import annotations

from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.naming import _who_words as tables
from beholden.figures.core.claims.naming.gazetteer import Entry, Token

_TOUCHING_BEFORE = "@_."
_ABROAD = {
    "new": {"york", "england", "south wales", "jersey"},
}
_FAR = frozenset({"asia", "coast", "end", "bank", "africa"})
_COUNCILS = frozenset(
    {"city", "county", "borough", "district", "metropolitan", "unitary", "town", "parish"}
)

# "LONDON, Sept. 13 (Reuters) -", "Belfast (AP) -": where the writer is.
_DAY = r"[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,\s20\d\d)?"
_DATELINE = lazily(
    rf"(?:,?\s{_DAY})?\s?\((?!Police\b)(?:[A-Z][A-Za-z]{{1,12}}[ /]?){{1,3}}\)"
    r"\s?[\u2013\u2014-]{1,2}\s"
    rf"|,\s{_DAY}\s?[\u2013\u2014-]{{1,2}}\s"
)


def allowed(text: str, words: Sequence[Token], first: int, after: int, entry: Entry) -> bool:
    """Whether the name from one word up to another is the name of a place or a force here."""
    if _in_an_address(text, words, first, after):
        return False
    if not first and _DATELINE.match(text, words[after - 1].end):
        return False
    if entry.kind == "uk":
        return _word(words, after) not in tables.AFTER_UK
    if entry.kind == "force":
        return _word(words, after) != "office"
    return not (
        _a_title(words, first)
        or _a_person(text, words, first, after)
        or _another_name(text, words, after)
        or (entry.direction and _elsewhere(words, after))
        or (entry.direction and after - first == 1 and _goes_on(text, words, after))
    )


def named_after(words: Sequence[Token], after: int) -> bool:
    """``the city of Leicester``, ``the City of London``: a name follows and says which."""
    if _word(words, after) != "of":
        return False
    at = after + 2 if _word(words, after + 1) == "the" else after + 1
    return at < len(words) and words[at].text[0].isupper()


def _in_an_address(text: str, words: Sequence[Token], first: int, after: int) -> bool:
    start, end = words[first].start, words[after - 1].end
    before, following = text[max(0, start - 1) : start], text[end : end + 2]
    touching = before in set(_TOUCHING_BEFORE) and start > 1 and not text[start - 2].isspace()
    return touching or before == "@" or (following[:1] in {"@", "."} and following[1:].isalnum())


def _word(words: Sequence[Token], at: int) -> str:
    return words[at].base if 0 <= at < len(words) else ""


def _a_title(words: Sequence[Token], first: int) -> bool:
    """``the Duke of Sussex``, ``University of Kent``, ``the MP for Southampton``."""
    before = _word(words, first - 1)
    holder = first - 3 if before == "the" else first - 2
    link = _word(words, holder + 1)
    if link == "of":
        return _word(words, holder) in tables.BEFORE_AN_OTHER
    return link == "for" and _word(words, holder) in {"mp", "mps"}


def _a_person(text: str, words: Sequence[Token], first: int, after: int) -> bool:
    if not first or text[words[first - 1].end : words[first].start].strip(". "):
        return False
    before = words[first - 1]
    if not before.text[0].isupper():
        return False
    name = " ".join(word.base for word in words[first:after])
    if before.base in _ABROAD:
        return name in _ABROAD[before.base]
    alone = after - first == 1
    return before.base in tables.BEFORE_A_NAME or (alone and before.base in tables.FIRST_NAMES)


def _another_name(text: str, words: Sequence[Token], after: int) -> bool:
    """``Yorkshire Post``, ``Oxford Street``, ``Essex County Council``, ``Leeds crown court``."""
    if after >= len(words) or not _spaced(text, words, after):
        return False
    following, then = words[after].base, _word(words, after + 1)
    if words[after].text in {"City", "County"} and then != "centre":
        return True
    if following in _COUNCILS:
        return then in tables.AFTER_A_COUNCIL or _word(words, after + 2) == "council"
    if following in {"council", "fc"} or (following == "crown" and then == "court"):
        return True
    if following in {"magistrates", "university", "safeguarding"}:
        return True
    return words[after].text[0].isupper() and following in tables.AFTER_A_NAME


def _spaced(text: str, words: Sequence[Token], after: int) -> bool:
    gap = text[words[after - 1].end : words[after].start]
    return bool(gap) and gap.isspace() and "\n" not in gap


def _goes_on(text: str, words: Sequence[Token], after: int) -> bool:
    """``the North Sea``, ``the South Pole``: a word with a capital right behind one direction."""
    return after < len(words) and _spaced(text, words, after) and words[after].text[0].isupper()


def _elsewhere(words: Sequence[Token], after: int) -> bool:
    """``the north east of the county``, ``the South East Coast``; no word in small letters."""
    following = _word(words, after)
    capital = following in tables.AFTER_A_NAME and words[after].text[0].isupper()
    return capital or following in {"of", *_FAR}
