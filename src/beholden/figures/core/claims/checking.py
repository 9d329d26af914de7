"""A whole article against the data: what it claims, and what the data make of each claim.

check(article, gazetteer, dataset).differs  # True where any number is other than the data say
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import msgspec

from beholden.figures.core._calendar import days, is_financial_year
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._caution import cautious, left_open, worked_out
from beholden.figures.core.claims._lazily import LOOKALIKES
from beholden.figures.core.claims._may_be_of import may_be_of
from beholden.figures.core.claims._may_mean import a_year_short, may_mean, to_april
from beholden.figures.core.claims._of_each import each_of, of_all
from beholden.figures.core.claims._one_reading import one_reading
from beholden.figures.core.claims._own_area import (
    against_own_area,
    of_own_area,
    own_area,
)
from beholden.figures.core.claims._wider_area import YORKSHIRE, namesakes, wider
from beholden.figures.core.claims.boxes import (
    as_sentence,
    checked_at_home,
    is_box,
    left_at_home,
    words_of,
)
from beholden.figures.core.claims.finding._merged import rejoined
from beholden.figures.core.claims.finding.extract import extract
from beholden.figures.core.claims.joint.resolve import doubted, jointly
from beholden.figures.core.claims.judging._near_years import READ_AS
from beholden.figures.core.claims.judging._saying import overruled, where
from beholden.figures.core.claims.judging.dataset import Data, Dataset, index
from beholden.figures.core.claims.judging.held import HeldByData
from beholden.figures.core.claims.judging.verdict import judge
from beholden.figures.core.claims.language import english
from beholden.figures.core.claims.models import (
    Article,
    Block,
    Checked,
    Checking,
    Claim,
    Judgement,
    Measure,
    Subject,
)
from beholden.figures.core.claims.naming.gazetteer import Gazetteer
from beholden.figures.core.claims.naming.when import whens
from beholden.figures.core.claims.naming.who import mentions
from beholden.figures.core.models import Day, Period

_TELLING = 50
_POINTS_OFF = 25
_A_YEAR = 366
_CONTACTS = (
    "other:helpline contacts",
    "other:calls to a helpline",
    "other:counselling sessions",
)
"""What is counted by what it was about: "10 calls a day" need not be those of the count before."""
NOT_ENGLISH = "This article does not seem to be in English: nothing was checked."


def check(article: Article, gazetteer: Gazetteer, dataset: Dataset) -> Checking:
    """Checks every claim of an article.

    Args:
        article: What a reader sees of it.
        gazetteer: Names of forces, areas and places.
        dataset: What it is checked against.
    """
    if not english("\n".join(block.text for block in article.blocks)):
        return Checking(article, (), (), dataset.name, (*article.notices, NOT_ENGLISH))
    data = index(dataset, gazetteer.registry)
    told = _as_told(article, gazetteer)
    found = extract(told, gazetteer, _latest(dataset), HeldByData(data))
    ruled = by_rules(told, found.claims, data, gazetteer)
    together = jointly(told, ruled, data, gazetteer)
    checked = one_reading(doubted(told, together, data, gazetteer))
    notices = (*article.notices, *found.notices)
    return Checking(
        article,
        checked_at_home(article.blocks, checked),
        left_at_home(article.blocks, found.left_alone),
        dataset.name,
        notices,
    )


def _as_told(article: Article, gazetteer: Gazetteer) -> Article:
    """The article as the rules read it: in plain letters, and each box as a sentence.

    An s stands for a long s and the like; every block keeps its length.
    """
    blocks = tuple(_told(block, gazetteer) for block in article.blocks)
    return msgspec.structs.replace(article, blocks=blocks)


def _told(block: Block, gazetteer: Gazetteer) -> Block:
    text = block.text if block.text.isascii() else block.text.translate(LOOKALIKES)
    if is_box(text):
        words = words_of(text)
        named = any(one.start == 0 for one in mentions(words, gazetteer))
        named = named or any(one.start == 0 for one in whens(words))
        text = as_sentence(text, named=named)
    return block if text == block.text else msgspec.structs.replace(block, text=text)


def by_rules(
    article: Article, claims: Sequence[Claim], data: Data, gazetteer: Gazetteer
) -> Sequence[Checked]:
    """Each claim as the rules read it alone, before several are held together."""
    own = own_area(article, claims, gazetteer)
    return rejoined([_of_own(claim, own, data, article.published, gazetteer) for claim in claims])


def _of_own(
    claim: Claim, own: Subject | None, data: Data, published: Day | None, gazetteer: Gazetteer
) -> Checked:
    """The claim and its verdict; where it is open, by the area that the article is mostly about."""
    first = _judged(claim, data, published, gazetteer)
    if first.verdict == "agrees":
        return Checked(claim, first)
    for again in against_own_area(claim, own):
        found = judge(again, data, published)
        if found.verdict == "agrees":
            return Checked(claim, found)
    if first.verdict != "cannot_tell":
        return Checked(claim, first)
    for again in of_own_area(claim, own, gazetteer):
        found = cautious(again, judge(again, data, published), data)
        if found.verdict == "agrees":
            note = f"The sentence names no area; this is the number of {again.subject.name}."
            who = f"who: {again.subject.name}, of which the article mostly tells"
            why = (who, *(one for one in claim.why if not one.startswith("who: ")))
            read = msgspec.structs.replace(claim, subject=again.subject, why=why)
            told = msgspec.structs.replace(found, reason=f"{note} {found.reason}")
            return Checked(read, told)
    return Checked(claim, first)


def _judged(claim: Claim, data: Data, published: Day | None, gazetteer: Gazetteer) -> Judgement:
    """The verdict; where it is open, by what else may be meant or by counts told elsewhere."""
    areas = each_of(claim, data, gazetteer)
    if areas:
        return of_all([(area, _of_one(claim, area, data, published)) for area in areas])
    first = cautious(claim, judge(claim, data, published), data)
    again: Judgement | None = None
    if first.verdict == "cannot_tell":
        again = _by_country(claim, data, published, gazetteer)
    yorkshire = first.verdict != "agrees" and claim.subject.name == YORKSHIRE
    if again is None and (yorkshire or first.error_class in {"geography", "ambiguous"}):
        again = _of_another_area(wider(claim, data), data, published)
        region = namesakes(claim, data)
        again = again or _of_another_area(region, data, published, "the region ")
    if again is None and first.error_class == "not_in_data":
        again = _by_other_years(claim, data, published) or _by_elsewhere(claim, data, published)
    if again is None and first.error_class == "noncomparable":
        again = _by_elsewhere(claim, data, published)
    return again or first


def _of_one(claim: Claim, area: Subject, data: Data, published: Day | None) -> Judgement:
    """The verdict on a number that is said of several areas, for one of them."""
    alone = msgspec.structs.replace(
        claim, subject=area, subject_said=True, operands=(), elsewhere=(), course=None
    )
    return cautious(alone, judge(alone, data, published), data)


def _by_elsewhere(claim: Claim, data: Data, published: Day | None) -> Judgement | None:
    """By the counts that other sentences give for what the sentence of a claim leaves out."""
    given = {each.role for each in claim.operands}
    more = tuple(each for each in claim.elsewhere if each.role not in given)
    if not more:
        return None
    both = msgspec.structs.replace(claim, operands=(*claim.operands, *more))
    found = judge(both, data, published)
    alone = not found.sources and found.verdict == "differs"
    if alone and (_of_many_kinds(claim) or _far_off(both)):
        return left_open(found, "The counts of other sentences may be of something else.")
    return cautious(claim, found, data)


def _far_off(claim: Claim) -> bool:
    """Whether a change is so far from that between two rough counts that one is another's."""
    ends = {each.role: Fraction(each.value) for each in claim.operands}
    rough = any(each.rough for each in claim.operands)
    if claim.measure is not Measure.CHANGE or not rough or not {"earlier", "later"} <= ends.keys():
        return False
    if not ends["earlier"]:
        return True
    said = Fraction(claim.phrase.value)
    made = abs(100 * (ends["later"] - ends["earlier"]) / ends["earlier"])
    return abs(made - said) > max(said, Fraction(_POINTS_OFF))


def _by_country(
    claim: Claim, data: Data, published: Day | None, gazetteer: Gazetteer
) -> Judgement | None:
    """By the country, where the number of a sentence without an area is hardly a county's."""
    for again in may_be_of(claim, data, gazetteer):
        found = judge(again, data, published)
        if found.verdict == "agrees":
            note = f"The sentence names no area; this is the number of {again.subject.name}."
            return msgspec.structs.replace(found, reason=f"{note} {found.reason}")
    return None


def _of_many_kinds(claim: Claim) -> bool:
    """Whether a change is of what an article counts in several kinds, as calls to a helpline.

    Only where it gives one of them, a hotline both, or points back at two, are they its own.
    """
    changed = claim.measure is not Measure.FREQUENCY or claim.series.startswith(_CONTACTS)
    hotline = claim.subject.key.startswith("other:") and not claim.subject.members
    changed = changed and (hotline or not claim.operands)
    return changed and claim.series.startswith("other:") and not worked_out(claim)


def _by_other_years(claim: Claim, data: Data, published: Day | None) -> Judgement | None:
    """By years that the words may mean too: only a number that then agrees tells that they do."""
    for again in may_mean(claim):
        # Counts of the article's own are those of the years that it names.
        found = judge(msgspec.structs.replace(again, operands=()), data, published)
        # "More than 1,800" is true of many years: one that is only supposed stands for no third.
        if READ_AS in found.reason and claim.phrase.wording is not Wording.PLAIN:
            continue
        if found.verdict == "agrees":
            return found if not a_year_short(claim, again) else _of_shorter_span(found, again)
    return _of_another_year(claim, data, published)


def _of_another_year(claim: Claim, data: Data, published: Day | None) -> Judgement | None:
    """What is said of the year to April, where the exact count is that of another of these years.

    Police count to March: where they have another number for it, the year is wrong.
    """
    exact = claim.phrase.wording is Wording.PLAIN and claim.phrase.value >= _TELLING
    if claim.measure is not Measure.COUNT or not claim.period_said or not exact:
        return None
    again = to_april(claim) if claim.period is not None and days(claim.period) <= _A_YEAR else None
    found = None if again is None else judge(again, data, published)
    wrong = found is not None and found.verdict == "differs" and found.error_class == "year_label"
    return found if wrong else None


def _of_shorter_span(found: Judgement, again: Claim) -> Judgement:
    """What is true of a year less than is said: "in two years" of one year's rise."""
    why = f"It is true of {where(again)}, a year less than the words say."
    return msgspec.structs.replace(
        overruled(found, "cannot_tell", "period_fencepost", why), tolerant_verdict="agrees"
    )


def _of_another_area(
    claims: Iterable[Claim], data: Data, published: Day | None, kind: str = ""
) -> Judgement | None:
    """By other areas that may be meant: only a number that agrees with one tells that it is."""
    for again in claims:
        found = judge(again, data, published)
        if found.verdict == "agrees":
            why = f"It is that of {kind}{again.subject.name}. {found.reason}"
            return msgspec.structs.replace(found, reason=why)
    return None


def _latest(dataset: Dataset) -> Period | None:
    """The newest financial year of the data."""
    years = (fact.period for fact in dataset.facts if is_financial_year(fact.period))
    return max(years, default=None)


__all__ = ["NOT_ENGLISH", "by_rules", "check"]
