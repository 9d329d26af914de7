"""Series that a newsroom brings under names of its own: bicycle thefts, library visits.

Offences against children and what hotlines count have a vocabulary of their own, in
``_what_words`` and in ``series``; the name of any other series is all that is known of it. It is
taken apart into the words that tell it, in one form each, and the noun that is counted.

    own_series("number of Bicycle_thefts (recorded)").telling  # {"bicycle", "theft"}
    key_of("Bicycle thefts")                                   # "own:bicycle thefts"
"""

from __future__ import annotations

import functools
import re

import msgspec

OTHER = "other:"
OWN = "own:"
"""What the key of such a series begins with: it is counted, and nothing else beside it."""

_VOCABULARY = re.compile(
    r"sex|abus|imag|groom|cruel|neglect|indecen|exploit|\burls?\b|helpline|hotline|extort|obscen"
    r"|porn|prostitut|paedoph|\brape|contacted|counselled|referral|under-18s"
    r"|offences? against (?:children|a child)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+(?:[&'\u2019][^\W_]+)*")
_PREFIXES = r"(?:anti|non|re|co|pre|post|sub|mis|under|over|multi)"
_PREFIX = re.compile(rf"\b({_PREFIXES})-(?=[a-z])", re.IGNORECASE)
_WHO_COUNTS = re.compile(r"\b(?:[A-Z]{3,}|(?i:childline|nspcc|iwf))\b")
_FEWEST = 2
_MOST_STOOD_FOR = 5
_INCIDENT = "incident"
_OF_ANYTHING = frozenset({"offence", "person", "child", "report", _INCIDENT})
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]")
_ACRONYM = re.compile(r"[A-Z&][A-Z&]{1,6}s?")
_SAYS_NOTHING = frozenset(
    word
    for line in (
        "a an the number numbers of total totals count counts recorded reported registered logged",
        "all annual yearly overall by to in for on at from about with and or per police figures",
        "figure held made ages their its other any against during involving relating related",
    )
    for word in line.split()
)
"""Words of a name that every series may have."""
_PREPOSITION = frozenset(
    ("of", "to", "in", "for", "on", "at", "from", "about", "by", "with", "against", "involving")
)
OFFENCE = "offence"
# Words that newspapers and statistics have for one thing; each is told by the last of its line.
_ALIKE = {
    word: told
    for line in (
        "bikes bike cycles cycle bicycle",
        "fatalities fatality killed died dead death",
        "stolen theft",
        "persons people person",
        "crimes crime offense offending criminality offence",
        "knives knife",
        "thieves thief",
        "cases case incident",
        "children child",
        "women woman",
        "men man",
    )
    for *said, told in [line.split()]
    for word in said
}
VERBS = frozenset({"stolen", "killed", "died"})
"""Forms that tell what happened, and are told behind what it happened to."""
_NAMES_A_CRIME = frozenset(
    word
    for line in (
        "theft burglary robbery fraud shoplifting arson stalking harassment assault murder",
        "homicide manslaughter mugging kidnap blackmail forgery vandalism stabbing shooting",
        "trafficking speeding poaching damage violence",
    )
    for word in line.split()
)
_SHORT = 3


class OwnSeries(msgspec.Struct, frozen=True):
    """A series by its key and its name, taken apart.

    ``telling`` are the words that tell it, each in one form; ``head`` is the one that is counted.
    ``shorter`` are they with an abbreviation that the name itself gives, for the words it stands
    for. ``counted_by`` is who counts, where the name says so: it may be told elsewhere.
    """

    key: str
    name: str
    telling: frozenset[str]
    head: str
    shorter: frozenset[str] = frozenset()
    counted_by: frozenset[str] = frozenset()

    @property
    def of_crime(self) -> bool:
        """Whether it counts offences, so that "such crimes" may mean it."""
        return OFFENCE in words_of(self.name) or not _NAMES_A_CRIME.isdisjoint(self.telling)


def key_of(name: str) -> str:
    """The key of a series that is known by no name of an offence."""
    plain = " ".join(name.casefold().split())
    own = _VOCABULARY.search(name.replace("_", " ")) is None and own_series(name).telling
    return f"{OWN if own else OTHER}{plain}"


def may_be_called(name: str, words: str) -> bool:
    """Whether a series may be meant by "offences" or "cases": one of crimes, or one that has these.

    An article on library visits that tells of "300 incidents" counts no visits.
    """
    return own_series(name).of_crime or not words_of(name).isdisjoint(words_of(words))


def is_own(series: str) -> bool:
    """Whether a key is that of a series known by its name alone."""
    return series.startswith(OWN)


@functools.lru_cache(maxsize=1024)
def own_series(name: str, key: str = "") -> OwnSeries:
    """A name taken apart."""
    plain, abbreviated = _with_short_form(name.replace("_", " "))
    telling, head = _telling(plain)
    shorter = _telling(abbreviated)[0] if abbreviated else frozenset()
    who = frozenset(form(one.lower()) for one in _WHO_COUNTS.findall(plain)) & telling
    if len(telling - who) < _FEWEST:
        who = frozenset()
    return OwnSeries(key, name, telling, head, shorter, who)


def _telling(name: str) -> tuple[frozenset[str], str]:
    """The words that tell a series, and the one that is counted."""
    told = [one.lower() for one in WORD.findall(joined_prefixes(name))]
    first = next((at for at, one in enumerate(told) if at and one in _PREPOSITION), len(told))
    if told[:first] and _SAYS_NOTHING.issuperset(told[:first]):
        # "Number of visits to libraries": what is counted stands behind "of".
        behind = first + 1
        first = next(
            (at for at, one in enumerate(told) if at > behind and one in _PREPOSITION), len(told)
        )
    silent = _SAYS_NOTHING - ({"from"} if "theft" in map(form, told) else frozenset())
    kept = [(at, form(one)) for at, one in enumerate(told) if one not in silent]
    telling = {one for _, one in kept}
    if telling & _NAMES_A_CRIME:
        # "Burglary offences" are burglaries; "knife offences" are no knives.
        kept = [(at, one) for at, one in kept if one != OFFENCE]
        telling -= {OFFENCE}
    rest = telling - {_INCIDENT}
    if len(rest) >= _FEWEST and rest.isdisjoint(_OF_ANYTHING):
        # "Fly-tipping incidents" are fly-tipping, and "hate incidents" are no hate.
        kept = [(at, one) for at, one in kept if one != _INCIDENT]
        telling = rest
    if all(one in _OF_ANYTHING or one.endswith("ed") for one in telling):
        # "Reports assessed" says what was done with them, and not what they are of.
        return frozenset(), ""
    before = [one for at, one in kept if at < first]
    return frozenset(telling), before[-1] if before else kept[0][1]


def _with_short_form(name: str) -> tuple[str, str]:
    """A name without the abbreviation it gives, and the name by that: "collisions (RTCs)"."""
    for found in _BRACKET.finditer(name):
        inside, front, rest = found[1].strip(), name[: found.start()], name[found.end() :]
        if _ACRONYM.fullmatch(inside):
            ahead = list(re.finditer(r"[A-Za-z]+(?:-[a-z]+)?", front))[-_MOST_STOOD_FOR:]
            for at, first in enumerate(ahead):
                if _stands_for(inside, [one[0].upper() for one in ahead[at:]]):
                    return f"{front}{rest}", f"{front[: first.start()]}{inside}{rest}"
    return name.replace("(", " of "), ""


def _stands_for(short: str, words: list[str]) -> bool:
    """Whether an abbreviation is made of the letters of some words, their first ones at least."""
    letters = [one for one in short.removesuffix("s") if one != "&"]
    firsts = [one[0] for one in words if one not in {"AND", "OR", "OF", "THE"}]
    return (
        letters[0] == words[0][0]
        and len(letters) > 1
        and _in_turn(firsts, letters)
        and _in_turn(letters, list("".join(words)))
    )


def _in_turn(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(one in rest for one in few)


def is_prefix(word: str) -> bool:
    """Whether a word is the first half of another, as in "anti-social"."""
    return re.fullmatch(_PREFIXES, word, re.IGNORECASE) is not None


def joined_prefixes(text: str) -> str:
    """The text, every "anti-social" in it written as the one word that it is."""
    return _PREFIX.sub(r"\1", text)


def words_of(text: str) -> frozenset[str]:
    """All words of a text, each in one form."""
    return frozenset(form(one.lower()) for one in WORD.findall(text.replace("_", " ")))


@functools.lru_cache(maxsize=4096)
def form(word: str) -> str:
    """The one form of a word in small letters: ``thefts`` and ``theft``, ``bikes`` and ``bicycle``.

    Regular plurals alone: "excluded" pupils are no exclusions, for one may be so twice.
    """
    word = re.sub(r"['\u2019]s?$", "", word)
    if word in _ALIKE:
        return _ALIKE[word]
    single = _singular(word)
    return _ALIKE.get(single, single)


def _singular(word: str) -> str:
    if len(word) <= _SHORT or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]


__all__ = [
    "OFFENCE",
    "OTHER",
    "OWN",
    "VERBS",
    "WORD",
    "OwnSeries",
    "form",
    "is_own",
    "is_prefix",
    "joined_prefixes",
    "key_of",
    "may_be_called",
    "own_series",
    "words_of",
]
