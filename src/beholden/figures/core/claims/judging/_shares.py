"""Shares: a part of a whole, from a survey, from counts with a base, or from two counts.

A share over another base than the one it was found on differs, however right its
division is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

import msgspec

from beholden.figures.core.claims.judging._by_words import alike
from beholden.figures.core.claims.judging._fitting import TRUE, Fit, fit_one_in, fit_percent
from beholden.figures.core.claims.judging._recompute import Result
from beholden.figures.core.claims.judging._saying import cannot_tell, judgement
from beholden.figures.core.claims.judging._values import Cell, Known, cited, known, plain
from beholden.figures.core.claims.judging.dataset import Data, Fact
from beholden.figures.core.claims.judging.wrong_ways import CLASSES, wrong_side
from beholden.figures.core.claims.models import Claim, Judgement, Shape, Subject
from beholden.figures.core.claims.naming.own_series import is_own
from beholden.figures.core.models import Day, OffenceId
from beholden.figures.core.offences import match_wording
from beholden.figures.core.rounding import half_up

_SHOWN = 2
# Smaller parts are equal to another one by chance too often.
_LEAST = 100
_SAME = (
    ("image", re.compile(r"\b(?:pictures?|photos?|photographs?|imagery)\b", re.IGNORECASE)),
    ("adult", re.compile(r"\bgrown-?ups?\b", re.IGNORECASE)),
)


def judge_share(claim: Claim, data: Data, published: Day | None) -> Judgement:
    """Judges ``one in 50``, ``two thirds of the offences``, ``2,031 of the 10,818``."""
    if claim.subject.part:
        why = f"The data hold {data.name_of(claim.subject.key)} as a whole."
        return cannot_tell("not_in_data", why)
    found = _found_facts(claim, data, published)
    if found:
        return _by_facts(claim, found)
    another = _over_another_base(claim, data)
    if another is not None:
        return another
    counted = _of_counts(claim, data, published)
    if counted is not None:
        return _confirming(claim, _against(claim, counted, own=False), data)
    own = _own(claim)
    if own is not None:
        return _against(claim, own, own=True)
    return cannot_tell("not_in_data", f"No such share for {claim.subject.name}.")


def _found_facts(claim: Claim, data: Data, published: Day | None) -> tuple[Fact, ...]:
    """The shares that the data hold of just this, of the newest release not after the article."""
    keys, said = data.keys(claim.subject), _in_plain_words(claim)
    spoken: dict[tuple[str, str, str], bool] = {}
    among = []
    for fact in data.shares:
        kind = (fact.series, fact.subject, fact.noun)
        if kind not in spoken:
            exact = fact.series == claim.series and fact.subject in keys
            level = fact.unit == "percent" and is_own(fact.series)
            spoken[kind] = exact or (not level and alike(said, fact, data))
        if spoken[kind]:
            among.append(fact)
    among = _of_period(claim, among)
    if published is not None:
        before = [f for f in among if f.published is not None and f.published <= published]
        newest = max((f.edition.order for f in before), default=None)
        among = [f for f in before if f.edition.order == newest] or among
    return tuple(among)


def _in_plain_words(claim: Claim) -> Claim:
    """The claim with the words of the data beside those of a newspaper for the same things."""
    found = {plain for plain, pattern in _SAME if pattern.search(claim.sentence)}
    return msgspec.structs.replace(claim, part=" ".join((claim.part, *sorted(found))))


def _of_period(claim: Claim, facts: list[Fact]) -> list[Fact]:
    """Those of the claim's period; a survey is of the day it was published."""
    if claim.period is None:
        return facts
    found = [
        fact
        for fact in facts
        if fact.period == claim.period or fact.period.start == fact.period.end
    ]
    # A series of offences is found by its year alone; a survey may have another.
    strict = claim.period_said or not claim.series.startswith("other:")
    return found if found or strict else facts


def _over_another_base(claim: Claim, data: Data) -> Judgement | None:
    """A part that the data hold over another whole than the article divides it by."""
    given = {each.role: each.value for each in claim.operands}
    part, whole = given.get("part"), given.get("whole")
    if part is None or whole is None or part < _LEAST:
        return None
    keys = data.keys(claim.subject)
    for fact in data.shares:
        if fact.subject in keys and fact.value == part and fact.base not in {None, whole}:
            return _by_fact(claim, fact)
    return None


def _by_facts(claim: Claim, facts: Sequence[Fact]) -> Judgement:
    judged = [_by_fact(claim, fact) for fact in facts]
    verdicts = {each.verdict for each in judged}
    exact = any(fact.series == claim.series for fact in facts)
    if len(verdicts) > 1:
        return cannot_tell("ambiguous", " ".join(each.reason for each in judged))
    if verdicts == {"differs"} and not exact:
        # Found by its words alone: it may be about something else.
        return cannot_tell("ambiguous", judged[0].reason)
    return judged[0]


def _by_fact(claim: Claim, fact: Fact) -> Judgement:
    base = None if fact.base is None else Fraction(fact.base)
    value = Fraction(fact.value)
    whole = next((Fraction(each.value) for each in claim.operands if each.role == "whole"), None)
    if fact.unit == "percent":
        share, shown = value / 100, f"{plain(value)}%"
        text = f"{shown} of {plain(base)}" if base else shown
    elif base:
        share = value / base
        shown = f"{half_up(100 * share, _SHOWN)}%"
        text = f"{plain(value)} / {plain(base)} * 100 = {half_up(100 * share, _SHOWN)}"
    else:
        return cannot_tell("not_in_data")
    result = Result(
        100 * share,
        shown,
        text,
        (
            Known(
                value,
                plain(value),
                sources=(fact.source,) if fact.source else (),
                releases=(fact.release,),
            ),
        ),
    )
    if base and whole is not None and whole != base:
        why = f"It relates to {plain(base)}, not to {plain(whole)}."
        return judgement(
            "differs",
            (CLASSES["wrong_denominator"], why, f"{text}."),
            result=result,
            error_class="wrong_denominator",
        )
    return _settled(claim, result, own=False)


def _of_counts(claim: Claim, data: Data, published: Day | None) -> Result | None:
    """The share of one series in another, or of one area in a larger one."""
    if claim.period is None:
        return None
    cell = Cell(claim.series, claim.subject, claim.period)
    if claim.group is not None and _held_against(claim.subject, claim.group, data):
        pair = (cell, msgspec.structs.replace(cell, subject=claim.group))
    else:
        part, whole = _of_online(claim, data) or (
            _offence(claim.part),
            _offence(claim.whole) or claim.series,
        )
        if not part or part == whole:
            return None
        pair = (
            msgspec.structs.replace(cell, series=part),
            msgspec.structs.replace(cell, series=whole),
        )
    edition = cited(data, pair, published)
    if edition is None:
        return None
    found = [known(data, each, edition) for each in pair]
    if any(len(each) != 1 or each[0].at_least for each in found):
        return None
    return _divided(found[0][0], found[1][0])


def _held_against(subject: Subject, group: Subject, data: Data) -> bool:
    """Whether an area is part of the other, or lies beside it: "a quarter of Essex's 767"."""
    mine, theirs = set(data.members(subject)), set(data.members(group))
    return mine < theirs or (bool(mine and theirs) and mine.isdisjoint(theirs))


_CHILD_SEXUAL = ("other:sexual offences against children", "other:child sexual offences")
_ONLINE_ONES = (
    "other:online offences against children",
    "other:online child sexual offences",
    "other:online sexual offences against children",
)
# "Of all offences 12% took place online", and not "of those online one in five was of a girl".
_WERE_ONLINE = re.compile(
    r"(?:(?!online|cyber|internet|web|aged?\b|under|girls|boys|against|which|and\b|of\b)[\w,()/'\u2019-]+\s+){0,14}?"
    r"(?:(?:had|have|has|having|with|involv\w+|contain\w+|includ\w+)\s+an?\s+(?:online|cyber|internet|digital)"
    r"[\s-](?:element|component|aspect|dimension|link)|(?:took|taking)\s+place\s+(?:online|on\s+the\s+internet)"
    r"|happened\s+online|(?:were|was|are|being)\s+(?:committed\s+|carried\s+out\s+|flagged\s+(?:as\s+)?)?"
    r"(?:online|cyber[\s-]?(?:enabled|related|flagged)|internet[\s-]related))\s*(?:$|[,.;:)\u2013\u2014-]|(?:in|last)\s)",
    re.IGNORECASE,
)


def _confirming(claim: Claim, judged: Judgement, data: Data) -> Judgement:
    """The verdict, but for a country: not all of its forces flag what is online."""
    several = len(data.members(claim.subject)) > 1
    if judged.verdict == "differs" and several and _online(claim):
        return cannot_tell("noncomparable", judged.reason)
    return judged


def _online(claim: Claim) -> bool:
    """Whether a share is told of what was committed online."""
    series = {*_CHILD_SEXUAL, *_ONLINE_ONES}
    return claim.series in series and _WERE_ONLINE.match(claim.whole or claim.part) is not None


def _of_online(claim: Claim, data: Data) -> tuple[str, str] | None:
    """What was committed online, and the offences of which it is a part, where a share is of it."""
    if not _online(claim):
        return None
    keys = data.keys(claim.subject)
    held = [
        [one for one in names if data.periods(one, keys)] for names in (_ONLINE_ONES, _CHILD_SEXUAL)
    ]
    return (held[0][0], held[1][0]) if all(len(names) == 1 for names in held) else None


def _offence(words: str) -> OffenceId | str:
    found = match_wording(words) if words else None
    return "" if found is None or found.offence is None else found.offence


def _own(claim: Claim) -> Result | None:
    given = {each.role: Known(Fraction(each.value), plain(each.value)) for each in claim.operands}
    if "part" not in given or "whole" not in given:
        return None
    return _divided(given["part"], given["whole"])


def _divided(part: Known, whole: Known) -> Result | None:
    if not whole.value:
        return None
    share = 100 * part.value / whole.value
    text = f"{half_up(share, _SHOWN)}"
    return Result(share, f"{text}%", f"{part.text} / {whole.text} * 100 = {text}", (part, whole))


def _against(claim: Claim, result: Result, *, own: bool) -> Judgement:
    return _settled(claim, result, own=own)


def _settled(claim: Claim, result: Result, *, own: bool) -> Judgement:
    fitted = _fit(claim, result.value / 100)
    source = "By the article's own counts, not by those of the data." if own else ""
    said = f"{result.arithmetic}."
    if fitted is None:
        return cannot_tell("ambiguous", said, result=result, own=own)
    if fitted is TRUE or fitted.strict:
        return judgement("agrees", (said, source), result=result, own=own)
    close = own or abs(Fraction(claim.phrase.value) * 100 - result.value) < 3  # noqa: PLR2004
    name = fitted.error_class or ("arithmetic" if close else "unexplained")
    side = wrong_side(claim.phrase, result.value) if name == "rounding_direction" else ""
    return judgement(
        "differs",
        (CLASSES[name], side, said, fitted.note, source),
        result=result,
        error_class=name,
        tolerant="agrees" if fitted.tolerant else "differs",
        own=own,
    )


def _fit(claim: Claim, share: Fraction) -> Fit | None:
    if claim.phrase.shape is Shape.ONE_IN:
        return fit_one_in(claim.phrase, share)
    if claim.phrase.shape is Shape.PERCENT:
        return fit_percent(claim.phrase, 100 * share)
    return None
