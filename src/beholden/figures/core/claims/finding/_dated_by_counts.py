"""The year of an article that names none and whose day is not known: that of its counts.

A page that somebody pasted often has no date. The exact counts in it are those of one year
of the data, and that is "last year"; where they are of none, the newest year of the data is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from beholden.figures.core._calendar import is_financial_year, label
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.finding._draft import Held
from beholden.figures.core.claims.finding._story import Seen, Topic
from beholden.figures.core.claims.models import Phrase, Shape, Subject
from beholden.figures.core.models import Period

_UNDATED = "the newest year of the data"
_TELLING = 100
_COUNTRIES = (Subject("group:uk", ""), Subject("group:england-and-wales", ""))


def dated_by_counts(seen: Sequence[Seen], about: Topic, held: Held) -> Topic:
    """The topic, its newest year that of the article's counts where nothing else tells it."""
    if about.newest_why != _UNDATED or about.what is None:
        return about
    votes: Counter[Period] = Counter()
    for one in seen:
        named = [each.subject for each in one.whos if each.subject is not None]
        own = [about.subject] if about.subject is not None else []
        subjects = tuple(dict.fromkeys((*named, *own, *_COUNTRIES)))
        for phrase in filter(_tells, one.phrases):
            number = Decimal(str(phrase.value))
            years = {
                year
                for subject in subjects
                for year in held.years_of(subject, about.what.series, number)
            }
            votes.update(filter(is_financial_year, years))
    if not votes:
        return about
    newest = max(votes, key=lambda year: (votes[year], year))
    why = f"{label(newest)}, of which the article's counts are"
    return msgspec.structs.replace(about, newest=newest, newest_why=why)


def _tells(phrase: Phrase) -> bool:
    exact = phrase.shape is Shape.COUNT and phrase.wording is Wording.PLAIN
    return exact and phrase.value >= _TELLING and not phrase.places


__all__ = ["dated_by_counts"]
