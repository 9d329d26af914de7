"""The year of an article that does not name it: that of its counts.

A page that somebody pasted often has no date. The exact counts in it are those of one year
of the data, and that is "last year"; where they are of none, the newest year of the data is.
With a date "last year" is the last financial year before it, unless nobody had that yet: the
answers of police forces come months after a year, and often the counts are of the one before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from beholden.figures.core._calendar import is_financial_year
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.finding._memory import Held
from beholden.figures.core.claims.finding._story import Seen, shifted
from beholden.figures.core.claims.finding._topic import Topic
from beholden.figures.core.claims.finding.sentences import within
from beholden.figures.core.claims.models import Phrase, Shape, Subject
from beholden.figures.core.models import Period

_UNDATED = "the newest year of the data"
_BY_DAY = "the last financial year before the article's day"
_NAMED = frozenset(
    {"the newest financial year that the article names", "the newest year that the article names"}
)
_TELLING = 100
_SEVERAL = 2
_COUNTRIES = (Subject("group:uk", ""), Subject("group:england-and-wales", ""))


def dated_by_counts(seen: Sequence[Seen], about: Topic, held: Held) -> Topic:
    """The topic, its newest year that of the article's counts where nothing else tells it."""
    if about.what is not None and about.newest_why in _NAMED:
        return _of_a_later_year(seen, about, about.what.series, held)
    if about.what is None or about.newest_why not in {_UNDATED, _BY_DAY}:
        return about
    votes = _votes(seen, about, about.what.series, held)
    if about.newest_why == _BY_DAY:
        return _a_year_late(about, votes)
    if not votes:
        return about
    return _moved(about, max(votes, key=lambda year: (votes[year], year)))


def _a_year_late(about: Topic, votes: Counter[Period]) -> Topic:
    """The year before the last one, where several counts are of it and none of the last.

    Where the article names that year, counts of it tell nothing of "last year".
    """
    assert about.newest is not None  # noqa: S101 - for the type checker; the day gives one
    late = shifted(about.newest, -1)
    told = votes[about.newest] or late in about.named
    return about if told or votes[late] < _SEVERAL else _moved(about, late)


def _of_a_later_year(seen: Sequence[Seen], about: Topic, series: str, held: Held) -> Topic:
    """The last year of all, where an article names only one before it, of one number.

    "In 2016/17 the Essex figure was 568", in an article whose other counts, that say no year,
    are those of 2017/18.
    """
    newest, current = about.newest, about.current
    if newest is None or current is None or not newest.start < current.start:
        return about
    votes = _votes(seen, about, series, held, undated=True)
    others = max((votes[year] for year in votes if year != current), default=0)
    late = votes[current] >= _SEVERAL and votes[current] > _SEVERAL * others
    return _moved(about, current) if late else about


def _moved(about: Topic, newest: Period) -> Topic:
    why = "the year of which the article's counts are"
    return msgspec.structs.replace(about, newest=newest, newest_why=why)


def _votes(
    seen: Sequence[Seen], about: Topic, series: str, held: Held, *, undated: bool = False
) -> Counter[Period]:
    """How many exact counts of the article are those of each financial year.

    Args:
        seen: The blocks of the article.
        about: What it is about.
        series: What is counted.
        held: What the data hold.
        undated: Whether only the counts of sentences that say no time are asked.
    """
    votes: Counter[Period] = Counter()
    for one in seen:
        named = [each.subject for each in one.whos if each.subject is not None]
        own = [about.subject] if about.subject is not None else []
        subjects = tuple(dict.fromkeys((*named, *own, *_COUNTRIES)))
        dated = [each for each in one.sentences if undated and within(one.whens, each)]
        for phrase in filter(_tells, one.phrases):
            if any(each.start <= phrase.start < each.end for each in dated):
                continue
            number = Decimal(str(phrase.value))
            years = {
                year for subject in subjects for year in held.years_of(subject, series, number)
            }
            votes.update(filter(is_financial_year, years))
    return votes


def _tells(phrase: Phrase) -> bool:
    exact = phrase.shape is Shape.COUNT and phrase.wording is Wording.PLAIN
    return exact and phrase.value >= _TELLING and not phrase.places


__all__ = ["dated_by_counts"]
