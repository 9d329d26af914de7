"""The offence of an article that never names it, told by its numbers alone.

Whoever speaks on the radio says "offences of this kind": listeners heard the headline. Where
several exact counts are those that the data hold of one series, for areas that the article
names, it is about that series; one or two may be so by chance.

    "The force had 511 offences of this kind and then 829. Dorset went from 185 to 266."
    known_by_counts(seen, about, held).what.name  # "child abuse image offences"

An article that names any crime, even one of which the data hold nothing, is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._memory import Held
from beholden.figures.core.claims.finding._story import Seen
from beholden.figures.core.claims.finding._topic import Topic
from beholden.figures.core.claims.finding.counted._turned import names_crime
from beholden.figures.core.claims.models import Phrase, Shape, Subject
from beholden.figures.core.claims.naming._topics import ANECDOTES
from beholden.figures.core.claims.naming.series import Series
from beholden.figures.core.claims.naming.what import What

_WHY = "of which the article's numbers are"
_UK = Subject("group:uk", "")
_AREAS = frozenset({"force", "area", "group", "uk"})
_TELLING = 100
_FEWEST = 3
_MOST = 60
"""An article of more numbers is a table of many things, and long to look up."""
_RECORDED = lazily(
    r"\b(?:police|force|constabulary|record(?:ed|s|ing)?|logged|reported)\b", re.IGNORECASE
)
_OFFENCES = r"(?:offen[cs]es?|crimes?|cases|incidents|allegations)"
_COUNTED = lazily(rf"\b(?:{_OFFENCES}|figures|numbers|statistics)\b", re.IGNORECASE)
# What may stand before "offences" and says nothing of which: "the 511 such offences".
_NEUTRAL = (
    r"(?:the|a|an|of|in|and|or|but|to|for|by|on|at|with|from|as|that|which|if|such|these|those|this|its|their|our|your|my"
    r"|all|any|some|many|most|more|fewer|less|no|how|so|each|every|per|other|both|few|several|only|just|new|same|similar"
    r"|recorded|reported|logged|registered|police|individual|actual|total|overall|number|are|were|was|is|be|had|have|has"
    r"|record|recording|log|logging|report|reporting|saw|see|seeing|extra|additional|further|hundred|thousand|million"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|single|annual|rising|\d[\d,]*)"
)
_NAMED_AHEAD = lazily(
    rf"(?P<word>[A-Za-z\u00c0-\u024f][\w'\u2019]*|\d[\d,]*)[ \t-]+{_OFFENCES}\b", re.IGNORECASE
)
# "Offences of this kind" names none; "offences against shopkeepers" does.
_NAMED_BEHIND = lazily(
    rf"\b{_OFFENCES}\s+(?:of|involving|against|relating\s+to|related\s+to|linked\s+to|under)\s+"
    r"(?!(?:this|that|these|those|the|such|any|every|them|it)\b|\d)",
    re.IGNORECASE,
)
# Those who commit them and what they deal in name a crime as well as its own name does.
_TOLD_OTHERWISE = lazily(
    r"\b(?:burglars?|thie(?:f|ves)|robbers?|shoplifters?|fraudsters?|scammers?|stalkers?|rapists?|murderers?|muggers?"
    r"|vandal\w*|fly-?\s?tipp\w*|poach\w*|kidnap\w*|blackmail\w*|drugs?|cannabis|cocaine|heroin|weapons?|firearms?|guns?"
    r"|kni(?:fe|ves)|racis\w+|hate|vehicles?|smuggl\w*|prostitut\w*|brothels?|counterfeit\w*|sto(?:le|len)|stealing"
    r"|spiking|voyeur\w*|casualt\w+|collisions?|missing\s+(?:people|persons|children)|hoax\w*)\b",
    re.IGNORECASE,
)
_OF_KIND = lazily(r"\s*(?:kind|sort|type|nature|category|year|month)s?\b", re.IGNORECASE)
_NAMED_BY_THE = lazily(
    rf"\b{_OFFENCES}\s+(?:of|involving|against|relating\s+to|related\s+to|linked\s+to|under)\s+"
    r"(?:this|that|these|those|the|such|any|every)\s+",
    re.IGNORECASE,
)


def known_by_counts(seen: Sequence[Seen], about: Topic, held: Held) -> Topic:
    """The topic, its offence the one of which its counts are, where no offence is named.

    Args:
        seen: The blocks of the article.
        about: What it is about so far.
        held: What the data hold.
    """
    if (about.what is not None and about.what.series not in ANECDOTES) or not _unnamed(seen):
        return about
    numbers = {_number(one) for each in seen for one in each.phrases if _tells(one)}
    if not _FEWEST <= len(numbers) <= _MOST:
        return about
    subjects = tuple(_named(seen))
    fitting = {
        series: sum(_holds(held, series, subjects, number) for number in numbers)
        for series in held.offences
    }
    best = max(fitting, key=lambda series: fitting[series], default=None)
    if best is None or not _sure(fitting[best], len(numbers), list(fitting.values())):
        return about
    if not any(_speaks_of(one.block.text, best) for one in seen):
        return about
    what = What(0, 0, "", best.key, best.name)
    return msgspec.structs.replace(about, what=what, what_why=_WHY)


_CHARITY = lazily(r"\b(?:NSPCC|Childline|IWF|Internet\s+Watch)\b")
_OF_ANYTHING = frozenset(
    {
        "against", "cases", "child", "children", "crime", "crimes", "number", "numbers", "offence",
        "offences", "online", "people", "police", "recorded", "sexual", "total", "under", "young",
    }
)  # fmt: skip
_LETTERS = 5


def _speaks_of(text: str, series: Series) -> bool:
    """Whether a text names who tells these figures, or has a word of the name of the series.

    No list of crimes is whole: without any such word the numbers may be those of bitten postmen.
    """
    lower = text.lower()
    own = [word for word in series.name.lower().split() if word not in _OF_ANYTHING]
    return _CHARITY.search(text) is not None or any(
        word in lower for word in own if len(word) >= _LETTERS
    )


def _sure(fits: int, many: int, others: Sequence[int]) -> bool:
    """Whether so many fit that chance is no reason: most of the counts, and of one series."""
    return fits >= _FEWEST and 2 * fits > many and others.count(fits) == 1


def _unnamed(seen: Sequence[Seen]) -> bool:
    """Whether an article tells of offences that are recorded and says nowhere which."""
    texts = [one.block.text for one in seen]
    told = any(_RECORDED.search(one) for one in texts) and any(
        _COUNTED.search(one) for one in texts
    )
    named = any(
        not what.generic and what.series not in ANECDOTES for one in seen for what in one.whats
    )
    return told and not named and not any(map(_says_which, texts))


def _says_which(text: str) -> bool:
    """Whether any word tells which offences: "theft", "bicycle crime", "offences against dogs"."""
    if names_crime(text) or _TOLD_OTHERWISE.search(text):
        return True
    ahead = (
        re.fullmatch(_NEUTRAL, found["word"], re.IGNORECASE) is None
        for found in _NAMED_AHEAD.finditer(text)
    )
    the = (_OF_KIND.match(text, found.end()) is None for found in _NAMED_BY_THE.finditer(text))
    return any(ahead) or any(the) or _NAMED_BEHIND.search(text) is not None


def _named(seen: Sequence[Seen]) -> Iterator[Subject]:
    """The areas that an article names, and the country."""
    found = (each for one in seen for each in one.whos if each.kind in _AREAS)
    told = [each for one in found for each in (one.subject, *one.alternatives) if each is not None]
    yield from dict.fromkeys((*told, _UK))


def _holds(held: Held, series: Series, subjects: Sequence[Subject], number: Decimal) -> bool:
    return any(held.years_of(subject, series.key, number) for subject in subjects)


def _tells(phrase: Phrase) -> bool:
    exact = phrase.shape is Shape.COUNT and phrase.wording is Wording.PLAIN
    return exact and phrase.value >= _TELLING and not phrase.places


def _number(phrase: Phrase) -> Decimal:
    return Decimal(str(phrase.value))


__all__ = ["known_by_counts"]
