"""Claims that the rules leave open, read by several numbers that fit one reading together.

"Then it was 718, and a year later 933, up by 30 per cent" names neither area nor year. Where the
data have 718 and 933 for two years of one area of which the article speaks, and the per cent
between them, no other reading fits as many; one number alone never tells. What the rules have
judged stays as it is, what a sentence names is never read otherwise, and nothing is contradicted.
A number told to differ is read anew only where the words name whose it is outright: the name right
beside it, areas that the sentence adds up, "than ours"; a rate also where they name the older year.

    jointly(article, checked, data, gazetteer)  # the same claims, some of them no longer open
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._caution import cautious
from beholden.figures.core.claims.finding.times._years_after import said_now
from beholden.figures.core.claims.joint._akin import akin
from beholden.figures.core.claims.joint._by_name import (
    Meaning,
    lines_meant,
    meanings,
    understood,
)
from beholden.figures.core.claims.joint._columns import of_columns
from beholden.figures.core.claims.joint._country_held import of_the_country_held
from beholden.figures.core.claims.joint._counts import given, placed
from beholden.figures.core.claims.joint._differences import differences
from beholden.figures.core.claims.joint._doubtful import (
    called_otherwise,
    mistakable,
    more_than_another,
    of_open_counts,
)
from beholden.figures.core.claims.joint._lines import Lines
from beholden.figures.core.claims.joint._made import Given, among_most, makings, moved_to
from beholden.figures.core.claims.joint._named_beside import named_beside
from beholden.figures.core.claims.joint._numbers import (
    PAIRS,
    Number,
    against_its_pair,
    near,
    numbers_of,
    sharp,
)
from beholden.figures.core.claims.joint._over_years import over_years
from beholden.figures.core.claims.joint._own_counts import by_open_counts, own_ends
from beholden.figures.core.claims.joint._own_parts import own_parts
from beholden.figures.core.claims.joint._own_periods import own_periods, rough_of
from beholden.figures.core.claims.joint._ranks_told import ranks_told
from beholden.figures.core.claims.joint._rates_of_then import rates_of_then
from beholden.figures.core.claims.joint._several import as_one, beside_several
from beholden.figures.core.claims.joint._shares_told import shares_told
from beholden.figures.core.claims.joint._than_before import than_before, told_against_ours
from beholden.figures.core.claims.joint._this_county import of_this_county
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.joint._worked_out import worked_out
from beholden.figures.core.claims.joint._years import spans_said
from beholden.figures.core.claims.judging._names import series_name
from beholden.figures.core.claims.judging._saying import overruled, where
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.judging.verdict import judge_as_read
from beholden.figures.core.claims.models import Article, Checked, Claim, Judgement
from beholden.figures.core.claims.naming.gazetteer import Gazetteer
from beholden.figures.core.models import Day

_REASON = "together"
_SEVERAL = 3
_ROUNDS = 3
"""What is read may tell of more, as the sum of three counts tells of its change."""


def jointly(
    article: Article, checked: Sequence[Checked], data: Data, gazetteer: Gazetteer
) -> tuple[Checked, ...]:
    """All claims, those read anew of which several numbers tell.

    Args:
        article: What a reader sees of it.
        checked: Its claims as the rules read and judge them.
        data: What they are judged by.
        gazetteer: Names of areas: a sentence that names one is of none but it.
    """
    found = tuple(checked)
    for _ in range(_ROUNDS):
        again = _once(article, found, data, gazetteer)
        if again == found:
            break
        found = again
    return _by_areas_near(article, found, data, gazetteer)


def _by_areas_near(
    article: Article, checked: Sequence[Checked], data: Data, gazetteer: Gazetteer
) -> tuple[Checked, ...]:
    """What is still open, by what the areas told nearby give."""
    numbers = numbers_of(checked)
    words = Words(article, gazetteer, Lines(data), numbers)
    found = list(checked)
    for one in numbers:
        for among in worked_out(one, words):
            read = [_agreeing(one, moved, (), data, article.published) for moved in among]
            fitting = [each for each in read if each is not None]
            if fitting:
                found[one.at] = fitting[0] if len(fitting) == 1 else one.checked
                break
    return tuple(found)


def doubted(
    article: Article, checked: Sequence[Checked], data: Data, gazetteer: Gazetteer
) -> tuple[Checked, ...]:
    """All claims, those left open that differ only by years which the words do not say.

    And those that agree although their words are of another number.

    "718 in 2019/20, then up by 215 to 933": read of other years it does not follow from its counts,
    and from two of those beside it it does. To accuse a newspaper that is not enough.
    """
    numbers = numbers_of(checked)
    words = Words(article, gazetteer, Lines(data), numbers)
    found = list(checked)
    for one in numbers:
        why = ""
        if one.checked.judgement.verdict == "agrees":
            why = mistakable(one, words)
        elif one.checked.judgement.error_class == "category_confusion":
            why = called_otherwise(one, words, article.published)
        elif one.checked.judgement.verdict == "differs" and told_against_ours(one):
            why = "It may be told against the article's own area."
        elif one.claim.measure in PAIRS and more_than_another(one, words):
            why = "It may be told against the area named before."
        elif of_open_counts(one, numbers):
            why = _DOUBT_OF_COUNTS
        elif _unsure(one, numbers):
            counts = given(numbers, words.lines)
            if _follows_from_others(one, counts, words, article.published):
                why = _DOUBT
        if why:
            judgement = overruled(one.checked.judgement, "cannot_tell", "ambiguous", why)
            found[one.at] = msgspec.structs.replace(one.checked, judgement=judgement)
    return tuple(found)


def _follows_from_others(one: Number, counts: Given, words: Words, published: Day | None) -> bool:
    """Whether a change is one between other counts of its own paragraph."""
    return any(
        any(near(one, each, "paragraph") for each in making.by)
        and _of_other_years(one.claim, making.claim)
        and _agreeing(one, making.claim, making.by, words.lines.data, published) is not None
        for among in makings(one, counts, words)
        for making in among
    )


def _of_other_years(claim: Claim, moved: Claim) -> bool:
    """Whether a reading is of other years, as far apart as the sentence says."""
    first, last = moved.earlier, moved.period
    if first is None or last is None or (first, last) == (claim.earlier, claim.period):
        return False
    spans = spans_said(claim.sentence)
    return not spans or last.start.year - first.start.year in spans


_DOUBT = "It follows from other counts beside it, which may be meant."


_DOUBT_OF_COUNTS = "The counts beside it may be of something else themselves."


def _unsure(one: Number, numbers: Sequence[Number]) -> bool:
    """Whether a change differs that may be one between other counts than those it was read of.

    The article does not say both its years, or its sentence gives three counts and more.
    """
    claim = one.claim
    if claim.measure not in PAIRS or one.checked.judgement.verdict != "differs":
        return False
    if not sharp(claim):
        # "Almost a fifth" is true of too many others.
        return False
    beside = [each for each in numbers if each.exact and near(one, each, "sentence")]
    return not (claim.period_said and claim.earlier_said) or len(beside) >= _SEVERAL


def _once(
    article: Article, checked: Sequence[Checked], data: Data, gazetteer: Gazetteer
) -> tuple[Checked, ...]:
    numbers = numbers_of(checked)
    if all(one.held for one in numbers):
        return tuple(checked)
    words = Words(article, gazetteer, Lines(data), numbers)
    found = list(checked)
    counts = given(numbers, words.lines)
    timed = own_periods(words)
    by_name = {**akin(words), **understood(words), **of_columns(words)}
    several = as_one(words)
    for at, reading in {**timed, **by_name, **placed(words), **several}.items():
        moved = moved_to(numbers[at].claim, reading.line, reading.place.period)
        read = _agreeing(numbers[at], moved, reading.by, data, article.published)
        if read is not None:
            found[at] = read
            counts[at] = reading
    means = meanings({at: one for at, one in by_name.items() if at in counts}, words)
    told = {
        **named_beside(words),
        **differences(words),
        **rough_of(words, timed),
        **over_years(words),
        **own_parts(words),
        **shares_told(words, several),
        **beside_several(words, several),
        **ranks_told(words),
        **rates_of_then(words),
        **than_before(words),
        **of_the_country_held(words),
        **of_this_county(words),
    }
    for at, moved in told.items():
        read = None if at in counts else _agreeing(numbers[at], moved, (), data, article.published)
        if read is not None:
            found[at] = read
    for one in numbers:
        unplaced = by_open_counts(one, words)
        if unplaced is not None and found[one.at] is one.checked:
            found[one.at] = _agreeing(one, unplaced, (), data, article.published) or one.checked
        if one.open and one.at not in counts and found[one.at] is one.checked:
            read = _made(one, counts, words, article.published)
            read = read or _by_meaning(one, means, words, article.published)
            found[one.at] = read or _by_own_ends(one, words, article.published) or one.checked
    return tuple(found)


def _by_meaning(
    one: Number, means: Sequence[Meaning], words: Words, published: Day | None
) -> Checked | None:
    """A number as it was read, but for a name of which others show what it means."""
    for each in lines_meant(one, means, words):
        if one.claim.period is not None:
            moved = moved_to(one.claim, each.meant, one.claim.period, one.claim.earlier)
            read = _agreeing(one, moved, (each.by,), words.lines.data, published)
            if read is not None:
                return read
    return None


def _by_own_ends(one: Number, words: Words, published: Day | None) -> Checked | None:
    """A change by the counts that the article gives for its two years, where the data have none."""
    ends = own_ends(one, words)
    return (
        None if ends is None else _agreeing(one, ends.claim, ends.by, words.lines.data, published)
    )


def _made(one: Number, counts: Given, words: Words, published: Day | None) -> Checked | None:
    """A number made of given counts, where these leave one way to make it."""
    for among in makings(one, counts, words):
        data = words.lines.data
        read = [_agreeing(one, each.claim, each.by, data, published) for each in among]
        fitting = [each for each in read if each is not None]
        if not fitting:
            continue
        # "More than doubled" is true of many pairs, "23 per cent" of one in thirty and "198 more"
        # of one in hundreds: what fits must be the only one, or one of so few.
        alone = len(fitting) == 1 and len(read) <= among_most(one.claim)
        return fitting[0] if alone else None
    return None


def _agreeing(
    one: Number, moved: Claim, by: Sequence[Number], data: Data, published: Day | None
) -> Checked | None:
    """A claim in another reading, where the data agree with it then."""
    if against_its_pair(moved) or _against_now(one.claim, moved) or _of_a_stranger(one, moved):
        return None
    if moved.series != one.claim.series:
        name = series_name(data, moved.series)
        moved = msgspec.structs.replace(moved, series_name=name, series_said=True)
    judgement = cautious(moved, judge_as_read(moved, data, published), data)
    if judgement.verdict != "agrees":
        return None
    return _explained(one.claim, moved, judgement, by)


def _of_a_stranger(one: Number, moved: Claim) -> bool:
    """Whether a change told of somebody unknown, "the neighbouring force", would be another's."""
    subject = one.claim.subject
    unknown = subject.key.startswith("other:") and not subject.members
    lower = subject.name[:1].islower() or one.claim.sentence.startswith(subject.name)
    return unknown and lower and one.claim.measure in PAIRS and moved.subject.key != subject.key


def _against_now(claim: Claim, moved: Claim) -> bool:
    """Whether what is told of now would be read of another year than the newest."""
    last = claim.period
    older = moved.period is not None and (last is None or moved.period.start < last.start)
    before, after = claim.before, claim.after
    # "Has shrunk from one in 61 to one in 75": the first is not of now.
    first = before.rstrip().lower().endswith(" from")
    return older and not first and said_now(before, after) is not None


def _explained(claim: Claim, moved: Claim, judgement: Judgement, by: Sequence[Number]) -> Checked:
    """The claim as read, which says by what it is read so."""
    told = [claim.phrase.text, *dict.fromkeys(one.claim.phrase.text for one in by)]
    fit = f"{', '.join(told[:-1])} and {told[-1]} fit" if told[1:] else f"{told[0]} fits"
    counted = f"{moved.series_name}, " if moved.series != claim.series else ""
    worded = not by and moved.series == claim.series
    because = "as the words beside it tell" if worded else f"because {fit} only that"
    why = f"read as {counted}{where(moved)}, {because}"
    changed = {
        "who": claim.subject.key != moved.subject.key,
        "what": claim.series != moved.series,
        "when": (claim.earlier, claim.period) != (moved.earlier, moved.period),
    }
    kept = tuple(one for one in claim.why if not changed.get(one.partition(":")[0], False))
    return Checked(
        msgspec.structs.replace(moved, why=(*kept, f"{_REASON}: {why}")),
        msgspec.structs.replace(judgement, reason=f"{judgement.reason} It is {why}."),
    )


__all__ = ["doubted", "jointly"]
