"""What the data make of a claim. Pure: the same claim and data give the same judgement.

The law above all: no claim that is false agrees. What the data do not hold, or
hold in two ways, is not guessed. A claim is first computed from the data; the
article's own counts decide only where the data have none.

    judge(claim, index(dataset, registry), published=None).verdict
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.judging._answers import Answers, answers, fit
from beholden.figures.core.claims.judging._by_words import (
    of_hotline,
    of_under_18s,
    qualified,
    resolved,
)
from beholden.figures.core.claims.judging._changes_printed import by_printed_change
from beholden.figures.core.claims.judging._course import heeding_course
from beholden.figures.core.claims.judging._fitting import Fit
from beholden.figures.core.claims.judging._in_line import judge_of_other
from beholden.figures.core.claims.judging._near_years import READ_AS, readings
from beholden.figures.core.claims.judging._own_counts import (
    fitting,
    one_the_same,
    only_about,
    own_counts,
    parts,
    periods_of,
    rounded_from,
    same_counts,
    surely,
)
from beholden.figures.core.claims.judging._printed import as_printed
from beholden.figures.core.claims.judging._ranking import judge_rank
from beholden.figures.core.claims.judging._rates_printed import by_printed_rate
from beholden.figures.core.claims.judging._recompute import (
    CHANGES,
    Question,
    question_of,
    shifted,
    work_of,
)
from beholden.figures.core.claims.judging._saying import (
    cannot_tell,
    computed,
    explained,
    judgement,
    overruled,
    where,
)
from beholden.figures.core.claims.judging._shares import judge_share
from beholden.figures.core.claims.judging._unheld import judge_unheld
from beholden.figures.core.claims.judging._values import Known, plain
from beholden.figures.core.claims.judging._verdicts import by_data, said
from beholden.figures.core.claims.judging._without_scotland import of_country
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.judging.wrong_ways import CLASSES, Case, explain
from beholden.figures.core.claims.models import Claim, Judgement, Measure, VerdictWord
from beholden.figures.core.models import Day, Period
from beholden.figures.core.periods import is_financial_year

_MINUS = ("-", "\u2212", "\u2013")


def judge(claim: Claim, data: Data, published: Day | None) -> Judgement:
    """Judges a claim.

    Args:
        claim: What the article says.
        data: What is known, laid out by ``index``.
        published: The article's day, where it is known: it decides which release it could cite.
    """
    meant, sure = resolved(_signed(claim), data)
    printed = by_printed_rate(meant, data)
    if printed is not None:
        return printed
    found = _judged(meant, data, published)
    if found.error_class in {"category_confusion", "not_in_data", "missing_members"}:
        found = _by_narrower_series(meant, data, published) or found
    if found.error_class in {"not_in_data", "missing_members"}:
        meant, found = _by_near_years(meant, data, published) or (meant, found)
        found = _as_of_country(meant, data, published) or found
    if found.error_class == "not_in_data":
        found = by_printed_change(meant, data, published) or found
    if found.verdict in {"cannot_tell", "differs"}:
        meant, found = _as_somebody_printed(meant, data, published) or (meant, found)
    found = heeding_course(meant, found, data, published)
    if sure or found.verdict not in {"differs", "superseded"}:
        return found
    return cannot_tell("ambiguous", "It may be of something else.", found.reason)


def judge_as_read(claim: Claim, data: Data, published: Day | None) -> Judgement:
    """Judges a claim by just the cells that it names: no other reading is tried."""
    meant = _signed(claim)
    return heeding_course(meant, _judged(meant, data, published), data, published)


def _by_narrower_series(claim: Claim, data: Data, published: Day | None) -> Judgement | None:
    """By a series that the sentence tells by an adjective alone; it may confirm, and not more."""
    for each in (*qualified(claim, data), *of_hotline(claim, data), *of_under_18s(claim, data)):
        found = _judged(each, data, published)
        if found.verdict == "agrees":
            return _noted(found, f"It is the number of {data.names.get(each.series, each.series)}.")
    return None


def _by_near_years(
    claim: Claim, data: Data, published: Day | None
) -> tuple[Claim, Judgement] | None:
    """By other years that the words may mean; they may confirm, and not more."""
    for each in readings(claim, data):
        found = _judged(each, data, published)
        if found.verdict == "agrees":
            return each, _noted(found, f"{READ_AS}{where(each)}.")
    return None


def _as_somebody_printed(
    claim: Claim, data: Data, published: Day | None
) -> tuple[Claim, Judgement] | None:
    """By a number of several years, or of months, as printed; it may confirm, and not more."""
    for each in as_printed(claim, data):
        found = _judged(each, data, published)
        if found.verdict == "agrees":
            return each, _noted(found, f"{READ_AS}{where(each)}.")
    return None


def _as_of_country(claim: Claim, data: Data, published: Day | None) -> Judgement | None:
    """By the country's total, where that is of the nations named; it may confirm, and not more."""
    country = of_country(claim, data)
    if country is None:
        return None
    found = _judged(country, data, published)
    if found.verdict != "agrees":
        return None
    note = "The data hold nothing of this kind for Scotland."
    return _noted(found, note)


def _judged(claim: Claim, data: Data, published: Day | None) -> Judgement:
    special = _SPECIAL.get(claim.measure)
    if special is not None:
        return special(claim, data, published)
    if claim.measure is Measure.YEARLY_CHANGE and _one_step(claim):
        why = "It is said of every year, and the years are not said."
        return cannot_tell("ambiguous", why, f"{where(claim)}.")
    if claim.subject.part:
        return _of_part(claim, data, published)
    if claim.measure is Measure.SUM and claim.period is not None and claim.earlier is not None:
        return _of_span(claim, (claim.earlier, claim.period), data, published)
    return _numeric(claim, data, published)


def _one_step(claim: Claim) -> bool:
    """Whether only a single yearly change is known to be meant: one year is not every year."""
    if claim.earlier is None or claim.period is None or said(claim):
        return False
    return shifted(claim.earlier, 1) >= claim.period


def _of_span(
    claim: Claim, ends: tuple[Period, Period], data: Data, published: Day | None
) -> Judgement:
    """A sum over years, year by year or as somebody printed it for the whole span."""
    found = _numeric(claim, data, published)
    if found.verdict == "differs" and _goes_on(claim, found):
        why = "It is told since then, and may go on after the years of the data."
        return cannot_tell("ambiguous", why, found.reason)
    if found.verdict != "cannot_tell":
        return found
    span = Period(ends[0].start, ends[1].end)
    whole = msgspec.structs.replace(claim, period=span, earlier=None)
    printed = _numeric(whole, data, published)
    return found if printed.verdict == "cannot_tell" else printed


def _goes_on(claim: Claim, found: Judgement) -> bool:
    """Whether a sum "since 2014" is more than that of whole years, and may be of later months."""
    told = "since" in claim.sentence.lower() and found.recomputed.replace(",", "").isdecimal()
    if not told or claim.period is None or is_financial_year(claim.period):
        return False
    return claim.phrase.value > int(found.recomputed.replace(",", ""))


def _signed(claim: Claim) -> Claim:
    """``-22%`` in a table is a fall of 22%."""
    minus = claim.phrase.text.startswith(_MINUS) or claim.phrase.value < 0
    if claim.measure not in CHANGES or not minus:
        return claim
    phrase = msgspec.structs.replace(claim.phrase, value=abs(claim.phrase.value))
    return msgspec.structs.replace(claim, phrase=phrase, direction="down")


def _numeric(claim: Claim, data: Data, published: Day | None) -> Judgement:
    question = question_of(claim, data.registry)
    told = None if question is None else answers(question, data, published)
    own = own_counts(claim)
    if not own:
        if question is None or told is None:
            return judge_unheld(claim, question, data, published)
        return _heeding_parts(claim, by_data(claim, question, told, data))
    if question is not None and told is not None:
        if _holds(told, own):
            return _of_one_release(claim, by_data(claim, question, told, data), told, own)
        if said(claim):
            note = f"The article's own counts are {' and '.join(each.text for each in own)}."
            return _noted(by_data(claim, question, told, data), note)
    if not said(claim):
        elsewhere = (
            _by_other_periods(claim, own, data, published)
            or _beside_a_wrong_count(claim, own, question, told, data)
            or _beside_a_misprint(claim, own, question, told, data)
        )
        if elsewhere is not None:
            return elsewhere
    doubtful = not fitting(own, question, data)
    return _turned_round(claim, own, question, told, data) or _by_own_counts(
        claim, own, data, doubtful=doubtful
    )


def _of_one_release(
    claim: Claim, found: Judgement, told: Answers, own: Sequence[Known]
) -> Judgement:
    """The verdict, but for a number of one release beside the counts of another.

    "Up 23 per cent from 18,574" is true of the 18,522 that was published first, and of the count
    printed beside it is not.
    """
    printed = [
        result
        for each in (told.cited, *told.later, *told.earlier)
        for result in each.results
        if same_counts(own, result.inputs)
    ]
    fits = [each for one in printed if (each := fit(claim, one)) is not None]
    if found.verdict != "agrees" or not fits or any(each.strict for each in fits):
        return found
    why = f"The counts beside it are those of another release: {printed[0].arithmetic}."
    return overruled(found, "cannot_tell", "release_conflict", why)


def _holds(told: Answers, own: Sequence[Known]) -> bool:
    """Whether the article's counts are what any release gives, if in round numbers."""
    return any(
        same_counts(own, result.inputs) or rounded_from(own, result.inputs)
        for each in (told.cited, *told.later, *told.earlier)
        for result in each.results
    )


_THE_LAST = lazily(
    r"\b(?:latest|newest|most\srecent|last|past)\s(?:full\s)?(?:financial\s)?(?:year|12\smonths|twelve\smonths)\b",
    re.IGNORECASE,
)


def _told_of_the_last(claim: Claim, period: Period) -> bool:
    """Whether a rate of the last year would be made of the count of one before it.

    "568 in the last year, or two a day": the count is not that of the last year, and what is made
    of it no more so.
    """
    older = claim.period is not None and period < claim.period
    last = claim.measure is Measure.FREQUENCY and _THE_LAST.search(claim.sentence) is not None
    return older and last


def _beside_a_wrong_count(
    claim: Claim, own: Sequence[Known], question: Question | None, told: Answers | None, data: Data
) -> Judgement | None:
    """By the data, where one of the article's two counts is theirs, and only the other is not.

    The count that is theirs tells the year; it may confirm, and not more.
    """
    if question is None or told is None:
        return None
    if not any(one_the_same(own, result.inputs) for result in told.cited.results):
        return None
    found = by_data(claim, question, told, data)
    note = "The other of the article's own counts is not that of the data."
    return _noted(found, note) if found.verdict == "agrees" else None


_MISPRINTED = Fraction(1, 20)


def _beside_a_misprint(
    claim: Claim, own: Sequence[Known], question: Question | None, told: Answers | None, data: Data
) -> Judgement | None:
    """By the data, where the count that a rate stands beside is all but that of the data.

    "22,274 offences, one every 23 minutes": of 22,724 it is true. It may confirm, and not more.
    """
    if question is None or told is None or claim.measure is not Measure.FREQUENCY:
        return None
    inputs = told.cited.results[0].inputs
    if len(own) != 1 or len(inputs) != 1 or not inputs[0].value:
        return None
    if abs(own[0].value / inputs[0].value - 1) > _MISPRINTED:
        return None
    found = by_data(claim, question, told, data)
    note = "The article's own count is not that of the data."
    return _noted(found, note) if found.verdict == "agrees" else None


def _turned_round(
    claim: Claim, own: Sequence[Known], question: Question | None, told: Answers | None, data: Data
) -> Judgement | None:
    """By the data, where the article gives the counts of the two years the wrong way round.

    "From 767 to 568, a 26 per cent fall": both are numbers of the data, and in the other order.
    """
    if question is None or told is None or claim.measure not in CHANGES:
        return None
    back = tuple(reversed(own))
    inputs = told.cited.results[0].inputs
    if len(own) == 1 or not same_counts(back, inputs) or same_counts(own, inputs):
        return None
    found = by_data(claim, question, told, data)
    note = f"The article has {' and then '.join(each.text for each in own)}."
    return _noted(found, note) if found.verdict == "differs" else None


def _by_other_periods(
    claim: Claim, own: Sequence[Known], data: Data, published: Day | None
) -> Judgement | None:
    """By the periods that have the article's counts, where it does not name any others."""
    for periods in periods_of(own, claim, data):
        earlier = periods[0] if len(own) > 1 else claim.earlier
        moved = msgspec.structs.replace(claim, period=periods[-1], earlier=earlier)
        question = question_of(moved, data.registry)
        told = None if question is None else answers(question, data, published)
        if question is not None and told is not None:
            note = f"The data hold these counts for {where(moved, question)}."
            found = _noted(by_data(moved, question, told, data), note)
            if found.verdict != "agrees" or not _told_of_the_last(claim, periods[-1]):
                return found
    return None


def _by_own_counts(claim: Claim, own: Sequence[Known], data: Data, *, doubtful: bool) -> Judgement:
    """By the article's own counts; ``doubtful`` where the data speak of the subject."""
    work = work_of(claim, data.registry)
    result = None if work is None else work(own)
    fitted = None if result is None else fit(claim, result)
    if work is None or result is None or fitted is None:
        return cannot_tell("not_in_data", f"{where(claim)}: no number.")
    shown = computed(claim, result)
    source = "By the article's own counts, not by those of the data."
    if fitted.strict and not doubtful and surely(claim, own, work):
        return judgement("agrees", (shown, source), result=result, own=True)
    if fitted.strict and doubtful:
        return cannot_tell("not_in_data", shown, source, result=result, own=True)
    turned = not doubtful and _other_way_round(claim, fitted)
    if fitted.strict or only_about(claim, own, work) or turned:
        note = "The article's own counts do not decide it."
        return cannot_tell("not_in_data", shown, note, result=result, own=True)
    named = explain(Case(claim, result, data, found=fitted.error_class))
    tolerant: VerdictWord = "cannot_tell" if doubtful else "agrees"
    return judgement(
        "differs",
        (explained(named), shown, fitted.note, source),
        tolerant=tolerant if fitted.tolerant else "differs",
        result=result,
        error_class=named.error_class,
        own=True,
    )


def _other_way_round(claim: Claim, fitted: Fit) -> bool:
    """Whether counts of supposed years go against the words: they may be the other's."""
    return fitted.error_class == "direction" and not said(claim)


def _heeding_parts(claim: Claim, found: Judgement) -> Judgement:
    """Parts that the article lists must add to its total, whatever the data say of it."""
    listed = parts(claim)
    if claim.measure is not Measure.COUNT or len(listed) < 2 or found.verdict != "agrees":  # noqa: PLR2004 - one part adds to nothing
        return found
    total = sum(each.value for each in listed)
    if total == claim.phrase.value:
        return found
    note = f"{' + '.join(each.text for each in listed)} = {plain(total)}."
    return judgement("differs", (CLASSES["sum"], note, found.reason), error_class="sum")


def _of_part(claim: Claim, data: Data, published: Day | None) -> Judgement:
    """A town or county that is only a part of a force: the data hold the force alone."""
    whole = msgspec.structs.replace(claim.subject, part="")
    name, part = data.name_of(claim.subject.key), claim.subject.part
    reason = f"The data hold {name} as a whole, not {part}."
    found = _numeric(msgspec.structs.replace(claim, subject=whole), data, published)
    if found.verdict == "agrees" and _of_whole_force(claim):
        return found
    if found.verdict in {"agrees", "superseded"}:
        return msgspec.structs.replace(
            found,
            verdict="cannot_tell",
            tolerant_verdict="agrees",
            error_class="geography",
            reason=f"{reason} {found.reason}",
        )
    if own_counts(claim):
        own = _by_own_counts(claim, own_counts(claim), data, doubtful=False)
        return _noted(own, reason)
    return msgspec.structs.replace(
        found,
        verdict="cannot_tell",
        tolerant_verdict="cannot_tell",
        error_class="not_in_data",
        reason=f"{reason} {found.reason}",
    )


_FORCE_AREA = lazily(
    r"\b(?:(?:force|police|policing)(?:['\u2019]s)?\s+area|the\s+county\s+and\b|(?:county|local)\s+force)\b",
    re.IGNORECASE,
)
_POLICE = lazily(r"\b(?:police|force|officers|constabulary)\b", re.IGNORECASE)


def _of_whole_force(claim: Claim) -> bool:
    """Whether a sentence speaks of the force, and names a part only beside it, or not at all.

    "Students in Southampton live in a force area where": what "police here" record, they all do.
    """
    if _FORCE_AREA.search(claim.sentence):
        return True
    return claim.subject.part not in claim.sentence and bool(_POLICE.search(claim.sentence))


def _noted(found: Judgement, note: str) -> Judgement:
    return msgspec.structs.replace(found, reason=f"{found.reason} {note}")


_SPECIAL: dict[Measure, Callable[[Claim, Data, Day | None], Judgement]] = {
    Measure.RANK: judge_rank,
    Measure.SHARE: judge_share,
    Measure.OF_OTHER: judge_of_other,
}
