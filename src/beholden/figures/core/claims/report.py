"""A checked article in words: what to look at first, and every claim with its arithmetic. Pure.

summary(checking)               # "5 numbers: 1 differs, 1 cannot be told, 3 agree."
[one.text for one in passages(checking)]
rows(checking)[0].recomputed    # "+69.49%"
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import msgspec

from beholden.figures.core.claims.judging.wrong_ways import CLASSES
from beholden.figures.core.claims.models import (
    Checked,
    Checking,
    Claim,
    Judgement,
    Spot,
    VerdictWord,
)
from beholden.figures.core.models import Day, Period
from beholden.figures.core.periods import label

WIDTH = 92
VERDICTS: dict[VerdictWord, str] = {
    "differs": "Differs",
    "superseded": "Superseded",
    "cannot_tell": "Cannot tell",
    "agrees": "Agrees",
}
"""Each verdict as people say it, in the order in which a reader wants to see them."""

MEANINGS: dict[VerdictWord, str] = {
    "differs": "The data give another number.",
    "superseded": "It was true of an earlier release, and has been revised since.",
    "cannot_tell": "The data do not decide it; the reason says why.",
    "agrees": "The data give the same, to the precision printed.",
}

_ENDINGS = {
    "differs": ("differs", "differ"),
    "superseded": ("is superseded", "are superseded"),
    "cannot_tell": ("cannot be told", "cannot be told"),
    "agrees": ("agrees", "agree"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_INDENT = " " * 4
_MOST_QUOTED = 320
_CUT = "\N{HORIZONTAL ELLIPSIS}"


class Row(msgspec.Struct, frozen=True):
    """A claim as one line of JSON. The keys and their order are what programs rely on."""

    sentence: str
    kind: str
    subject: str
    period: str
    claimed: str
    recomputed: str
    verdict: VerdictWord
    tolerant_verdict: VerdictWord
    error_class: str
    reason: str
    arithmetic: str
    sources: tuple[str, ...]
    speaker: str
    places: tuple[Spot, ...]
    why: tuple[str, ...]


class Passage(msgspec.Struct, frozen=True):
    """A part of the report. ``verdict`` is empty where it is of no claim."""

    text: str
    verdict: VerdictWord | None = None

    @property
    def heading(self) -> str:
        """The word that a claim's passage begins with."""
        return "" if self.verdict is None else VERDICTS[self.verdict].upper()


def rows(checking: Checking) -> tuple[Row, ...]:
    """Every claim in reading order."""
    return tuple(_row(one) for one in checking.checked)


def passages(
    checking: Checking, *, left_alone: bool = False, width: int = WIDTH
) -> tuple[Passage, ...]:
    """The report for a terminal.

    Args:
        checking: The article, checked.
        left_alone: Whether to list the numbers that are no claims, and why.
        width: Columns to keep to; an address may be wider.
    """
    article = checking.article
    published = f", published {day(article.published)}" if article.published else ""
    head = [
        *_wrapped(f"{one_line(article.name)}{published}", width),
        *_wrapped(f"Checked against {one_line(checking.data)}.", width),
        *(line for notice in checking.notices for line in _wrapped(notice, width)),
        "",
        *_wrapped(summary(checking), width),
    ]
    numbered = list(enumerate(checking.checked, start=1))
    told = [
        Passage("\n".join(_told(number, one, width)), verdict)
        for verdict in VERDICTS
        for number, one in numbered
        if one.judgement.verdict == verdict
    ]
    found = [Passage("\n".join(head)), *told]
    if left_alone:
        found.append(Passage("\n".join(_left_alone(checking, width))))
    return tuple(found)


def summary(checking: Checking) -> str:
    """How many numbers there are, and how they fare."""
    if not checking.checked:
        return "The article claims no number that could be checked."
    total = len(checking.checked)
    parts = ", ".join(
        f"{count} {fares(verdict, count)}{of_own_counts(checking, verdict)}"
        for verdict, count in counts(checking).items()
        if count
    )
    return f"{total} {'number' if total == 1 else 'numbers'}: {parts}."


def fares(verdict: VerdictWord, count: int) -> str:
    """What follows a count of numbers: ``differs`` after one, ``differ`` after two."""
    return _ENDINGS[verdict][count > 1]


def counts(checking: Checking) -> dict[VerdictWord, int]:
    """How many claims have each verdict, in the order of ``VERDICTS``."""
    found = [one.judgement.verdict for one in checking.checked]
    return {verdict: found.count(verdict) for verdict in VERDICTS}


def of_own_counts(checking: Checking, verdict: VerdictWord) -> str:
    """`` (3 by the article's own counts alone)`` after a count of numbers, where there are any."""
    found = [one.judgement for one in checking.checked if one.judgement.verdict == verdict]
    own = sum(one.by_own_counts for one in found)
    if not own or verdict == "cannot_tell":
        return ""
    many = f"{own} " if own < len(found) else "all " if own > 1 else ""
    return f" ({many}by the article's own counts alone)"


def given_by(judgement: Judgement) -> str:
    """What a value is worked out from, where it is not simply the data; else nothing."""
    if judgement.by_own_counts:
        return "By the article's own counts"
    return f"By a later release ({later})" if (later := judgement.later_release) else ""


def period_of(claim: Claim) -> str:
    """The period in words; both ends where two are compared."""
    if claim.period is None:
        return ""
    return _between(claim.earlier, claim.period)


def about(claim: Claim) -> str:
    """Of whom, what and when a claim speaks, as ``Essex, 2017/18: recorded offences``."""
    who = claim.subject.name
    if claim.subject.part and claim.subject.part not in who:
        who = f"{claim.subject.part} ({who})"
    when = ", ".join(part for part in (one_line(who), period_of(claim)) if part)
    return f"{when}: {one_line(claim.series_name)}" if claim.series_name else when


def meaning(judgement: Judgement) -> str:
    """The sentence that explains the class of error, where the reason does not say it already."""
    sentence = CLASSES.get(judgement.error_class, "")
    return "" if sentence in judgement.reason else sentence


def worked_out(judgement: Judgement) -> str:
    """The arithmetic; nothing where the number is printed in the data as it is."""
    same = judgement.arithmetic == judgement.recomputed
    return "" if same else judgement.arithmetic


def headline(checking: Checking) -> str:
    """What a reader has to know, as the heading of a page."""
    total, found = len(checking.checked), counts(checking)
    if not total:
        return "No number could be checked"
    of_all = f"of {total} {'number' if total == 1 else 'numbers'}"
    wrong, old, open_ = found["differs"], found["superseded"], found["cannot_tell"]
    if wrong:
        from_what = of_own_counts(checking, "differs") or " from the data"
        return f"{wrong} {of_all} {fares('differs', wrong)}{from_what}"
    if old:
        return f"{old} {of_all} {'has' if old == 1 else 'have'} been revised since"
    if open_:
        return f"No number differs from the data; {open_} {of_all} cannot be told"
    many = "The number agrees" if total == 1 else f"All {total} numbers agree"
    return f"{many}{of_own_counts(checking, 'agrees') or ' with the data'}"


def day(at: Day) -> str:
    """A date; names of months do not depend on the machine's language."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def one_line(text: str) -> str:
    """Text of an article with every run of white space as one space."""
    return " ".join(text.split())


def by_reason(checking: Checking) -> dict[str, tuple[str, ...]]:
    """The numbers that were left alone, by the reason; the most frequent reason first."""
    found: dict[str, list[str]] = {}
    for one in checking.left_alone:
        found.setdefault(one.why, []).append(one_line(one.text))
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return {why: tuple(texts) for why, texts in ordered}


def _row(one: Checked) -> Row:
    claim, judgement = one.claim, one.judgement
    return Row(
        sentence=claim.sentence,
        kind=claim.kind,
        subject=claim.subject.name,
        period=period_of(claim),
        claimed=claim.phrase.text,
        recomputed=judgement.recomputed,
        verdict=judgement.verdict,
        tolerant_verdict=judgement.tolerant_verdict,
        error_class=judgement.error_class,
        reason=judgement.reason,
        arithmetic=judgement.arithmetic,
        sources=judgement.sources,
        speaker=claim.speaker,
        places=claim.places,
        why=claim.why,
    )


def _told(number: int, one: Checked, width: int) -> list[str]:
    claim, judgement = one.claim, one.judgement
    verdict = VERDICTS[judgement.verdict].upper()
    head = f'{verdict}  {number}. "{one_line(claim.phrase.text)}"  {about(claim)}'
    lines = ["", *textwrap.wrap(head, width, subsequent_indent=_INDENT, break_on_hyphens=False)]
    if judgement.verdict == "agrees":
        return [*lines, *_indented([*_given(one), judgement.revised], width)]
    said_by = f" (said by: {one_line(claim.speaker)})" if claim.speaker else ""
    lines += _indented([f"It says: {_quoted(claim)}{said_by}"], width)
    lines += _indented([*_given(one), judgement.reason, *_class_of(one)], width)
    return lines + [f"{_INDENT}{one_line(source)}" for source in judgement.sources]


def _given(one: Checked) -> list[str]:
    """What the data give, with the arithmetic where nothing that follows says it."""
    judgement = one.judgement
    if not judgement.recomputed:
        return []
    worked = worked_out(judgement)
    if judgement.verdict != "agrees" and worked in judgement.reason:
        worked = ""
    by = given_by(judgement)
    lead, link = (f"{by}:", ", as") if by else ("The data give", ":")
    return [f"{lead} {judgement.recomputed}{f'{link} {worked}' if worked else ''}."]


def _class_of(one: Checked) -> list[str]:
    judgement = one.judgement
    said = []
    if judgement.tolerant_verdict != judgement.verdict:
        said.append(f"Taken tolerantly: {VERDICTS[judgement.tolerant_verdict].lower()}.")
    if judgement.error_class:
        said.append(f"Class: {judgement.error_class}. {meaning(judgement)}".rstrip())
    return said


def _left_alone(checking: Checking, width: int) -> list[str]:
    reasons = by_reason(checking)
    if not reasons:
        return ["", "No number was left alone."]
    lines = ["", "Left alone, for these are no claims about the data:"]
    for why, texts in reasons.items():
        lines += _indented([f"{one_line(why)}: {'; '.join(texts)}"], width)
    return lines


def _quoted(claim: Claim) -> str:
    """The sentence; a long one is cut on both sides of the number."""
    sentence, number = one_line(claim.sentence), one_line(claim.phrase.text)
    if len(sentence) <= _MOST_QUOTED:
        return sentence
    start = max(0, sentence.find(number) - _MOST_QUOTED // 2)
    cut = sentence[start : start + _MOST_QUOTED]
    return f"{_CUT if start else ''}{cut.strip()}{_CUT if len(sentence) > start + len(cut) else ''}"


def _between(earlier: Period | None, period: Period) -> str:
    return label(period) if earlier is None else f"{label(earlier)} to {label(period)}"


def _indented(texts: Iterable[str], width: int) -> list[str]:
    return [
        line
        for text in texts
        for line in textwrap.wrap(
            one_line(text),
            width,
            initial_indent=_INDENT,
            subsequent_indent=_INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]


def _wrapped(text: str, width: int) -> Sequence[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
