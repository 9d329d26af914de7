"""The measured corpus in words: tables for a terminal and for the docs, and failures one by one.

Everything is Markdown, so that what is printed can be pasted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from beholden.figures.core.periods import label
from tools.claims_score import KINDS, MISSED, VERDICTS, Cell, Failure, Found, Score

_KIND_NAMES = {
    "percent_change": "Change in per cent",
    "total": "Count or difference",
    "rate": "Frequency or rate",
    "ratio": "Multiple or comparison",
    "rank": "Rank",
    "share": "Share",
}
_SET_NAMES = {
    "seen": "Written by hand, seen while the checker was written",
    "kept_away": "Written by hand, kept away",
    "retold": "Retold after real ones, seen",
    "retold_kept_away": "Retold after real ones, kept away",
}
_INTRODUCTION = """\
# How well the checker does, measured

<!-- Made by `python -m tools.claims_table --set all --write` from the corpus; do not edit. -->

Articles of many styles were written by hand on published figures, some right and some with
the mistakes that newspapers make, and every number in them was labelled: what it claims,
and what the data make of it. Others were retold in our own words after articles of real
newspapers and broadcasters, whose addresses they give: the figures, their order, the way each
is put and the misprints are those of the real ones. Of both kinds one part was at hand while
the checker was written; the other was written by somebody who did not know the rules, and kept away
until it had been measured once. What was measured then, set by set, stands in the README of the
corpus and is what to expect of an article that nobody has tried; here is what is measured now.

*Found* is the share of the claims in the articles that were found (recall). *Rightly found*
is the share of what was found that is a claim at all (precision). *Right verdict* is the
share of those found with the verdict that a person gave. A *false "agrees"* is a claim
said to agree that differs or cannot be told from the data: the one failure that misleads.
A *false "differs"* is one said to differ that a person found right. *Articles without a
fault* have every claim found, none too many, and every verdict right.
"""


def page(scores: Mapping[str, Score]) -> str:
    """The page of the docs."""
    parts = [_INTRODUCTION, _overview(scores)]
    parts += [_details(name, one) for name, one in scores.items()]
    return "\n".join(parts)


def totals(name: str, score: Score) -> str:
    """The overview of one set, and nothing that tells which articles failed."""
    return _overview({name: score})


def tables(name: str, score: Score) -> str:
    """Everything counted over one set."""
    return f"{totals(name, score)}\n{_details(name, score)}"


def _details(name: str, score: Score) -> str:
    kinds = [(_KIND_NAMES[kind], score.kinds[kind]) for kind in KINDS]
    parts = [
        f"## {_SET_NAMES.get(name, name)}",
        "",
        "### By kind of claim",
        "",
        _found([*kinds, ("All", score.whole)]),
        "### Verdicts: expected by given",
        "",
        _confusion(_of(score.verdicts, ""), VERDICTS, (*VERDICTS, MISSED)),
    ]
    for kind in KINDS:
        cells = _of(score.verdicts, kind)
        if cells:
            parts += [f"#### {_KIND_NAMES[kind]}", ""]
            parts += [_confusion(cells, VERDICTS, (*VERDICTS, MISSED))]
    parts += [
        "### Classes of error: expected by given",
        "",
        f"{score.classes_right} of {score.classes_asked} named as expected.",
        "",
        _classes(score.classes),
    ]
    return "\n".join(parts)


def failure(one: Failure) -> str:
    """One failure: where, what was expected, what was found, and why the checker thought so."""
    lines = [f"--- {one.article}: {one.wrong}"]
    want, got = one.expected, one.found
    if want is not None:
        classes = "/".join(want.classes)
        lines.append(
            f"  expected  {want.number!r} ({want.kind}) {want.subject}, {want.period}: "
            f"{want.verdict}/{want.tolerant_verdict} {classes}".rstrip()
        )
    if got is not None:
        claim, given = got.claim, got.judgement
        period = " to ".join(label(one) for one in (claim.earlier, claim.period) if one)
        lines += [
            f"  found     {claim.phrase.text!r} ({claim.kind}, {claim.measure}) "
            f"{claim.subject.name or claim.subject.key}, {claim.series or '?'}, {period}: "
            f"{given.verdict}/{given.tolerant_verdict} {given.error_class}".rstrip(),
            f"  sentence  {claim.sentence}",
            f"  because   {given.reason}",
        ]
        lines += [f"  why       {sentence}" for sentence in claim.why]
    return "\n".join(lines)


def _overview(scores: Mapping[str, Score]) -> str:
    head = (
        "Set", "Articles", "Claims", "Found", "Rightly found", "Right verdict",
        "With tolerance", 'False "agrees"', 'False "differs"', "Articles without a fault",
        "Median time", "Longest",
    )  # fmt: skip
    rows = [
        (
            _SET_NAMES.get(name, name),
            str(one.articles),
            str(one.whole.expected),
            _percent(one.whole.recall),
            _percent(one.whole.precision),
            _percent(one.whole.accuracy),
            _percent(one.whole.tolerant / one.whole.matched if one.whole.matched else 1.0),
            str(one.false_agrees),
            str(one.false_differs),
            str(one.clean),
            f"{1000 * one.median_seconds:.0f} ms",
            f"{1000 * one.worst_seconds:.0f} ms",
        )
        for name, one in scores.items()
    ]
    return _table(head, rows)


def _found(rows: Iterable[tuple[str, Found]]) -> str:
    head = ("Kind", "Expected", "Found", "Not expected", "Recall", "Precision", "Right verdict")
    return _table(
        head,
        [
            (
                name,
                str(one.expected),
                str(one.matched),
                str(one.unexpected),
                _percent(one.recall),
                _percent(one.precision),
                _percent(one.accuracy),
            )
            for name, one in rows
        ],
    )


def _confusion(cells: Sequence[Cell], rows: Sequence[str], columns: Sequence[str]) -> str:
    counts = {(one.expected, one.given): one.count for one in cells}
    return _table(
        ("Expected", *columns),
        [
            (row, *(str(counts.get((row, column), 0)) for column in columns))
            for row in rows
            if any((row, column) in counts for column in columns)
        ],
    )


def _classes(cells: Sequence[Cell]) -> str:
    ordered = sorted(cells, key=lambda one: (one.expected, one.expected != one.given, one.given))
    rows = [(f"`{one.expected}`", f"`{one.given}`", str(one.count)) for one in ordered]
    return _table(("Expected", "Given", "Claims"), rows)


def _of(cells: Sequence[Cell], kind: str) -> list[Cell]:
    return [one for one in cells if one.kind == kind]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
