"""What a published report says otherwise than one that was recomputed.

Laws:

* A report and itself have no differences; a changed figure is always one.
* Every figure of either report is compared, also those that only one of them has.
* Two hidden figures agree: neither says a number. A hidden one and a printed one do not.

    differences(published, recomputed)    # [Discrepancy(key="uploads-blocked", kind="count", ...)]

What is not compared: the names of service and provider, contact, notes, and the reasons
beside a figure. Coverage is compared where both looked at the same entries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from beholden.transparency.core.models import Coverage, Figure, Indicator, TransparencyReport

__all__ = ["Discrepancy", "DiscrepancyKind", "differences"]

DiscrepancyKind = Literal[
    "origin",
    "checkpoint",
    "window",
    "threshold",
    "earlier",
    "coverage",
    "definition",
    "missing",
    "extra",
    "count",
    "share",
    "mark",
    "hidden",
    "unprotected",
    "bounds",
]
"""What differs: frame first (``origin`` to ``coverage``), then definitions, then figures.

``missing``: published without it; ``extra``: published, and nothing gives it. ``mark``: one
was measured and the other not. ``hidden``: the published one is hidden without need.
``unprotected``: it is printed, and small."""


class Discrepancy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One difference: where, of which kind, and what either says.

    ``key`` is a figure's key, an indicator's id, or the name of a field as
    ``checkpoint.size``. ``published`` and ``recomputed`` are the figures, where it is about
    one; ``said`` and ``found`` are what the two reports say, as text.
    """

    key: str
    kind: DiscrepancyKind
    said: str
    found: str
    published: Figure | None = None
    recomputed: Figure | None = None


def differences(published: TransparencyReport, recomputed: TransparencyReport) -> list[Discrepancy]:
    """All differences, in the order of the reports.

    Args:
        published: what a network published.
        recomputed: what its opened statements give.
    """
    return [
        *_frame(published, recomputed),
        *_definitions(published, recomputed),
        *_figures(published, recomputed),
    ]


def _frame(published: TransparencyReport, recomputed: TransparencyReport) -> Iterator[Discrepancy]:
    one, other = published.checkpoint, recomputed.checkpoint
    frame: tuple[tuple[str, DiscrepancyKind, object, object], ...] = (
        ("checkpoint.origin", "origin", one.origin, other.origin),
        ("checkpoint.size", "checkpoint", one.size, other.size),
        ("checkpoint.root", "checkpoint", one.root.hex(), other.root.hex()),
        ("window.first", "window", published.window.first, recomputed.window.first),
        ("window.last", "window", published.window.last, recomputed.window.last),
        (
            "small_numbers_below",
            "threshold",
            published.small_numbers_below,
            recomputed.small_numbers_below,
        ),
        ("earlier", "earlier", _reports(published), _reports(recomputed)),
    )
    for key, kind, said, found in frame:
        if said != found:
            yield Discrepancy(key=key, kind=kind, said=str(said), found=str(found))
    said_of, found_of = published.coverage, _as_before(recomputed.coverage, published.coverage)
    same = one.size == other.size and said_of.first == found_of.first
    for name in said_of.__struct_fields__ if same else ():
        said, found = getattr(said_of, name), getattr(found_of, name)
        if said != found:
            yield Discrepancy(
                key=f"coverage.{name}", kind="coverage", said=f"{said:,}", found=f"{found:,}"
            )


def _reports(report: TransparencyReport) -> str:
    """The earlier reports that were taken into account."""
    named = (f"{one.window.first} to {one.window.last} ({one.sha256})" for one in report.earlier)
    return ", ".join(named) or "none"


def _as_before(found: Coverage, said: Coverage) -> Coverage:
    """What was known before some statements were lawfully erased: no difference by itself."""
    since = found.erased_later - said.erased_later
    if since <= 0 or found.refused - since < 0:
        return found
    return msgspec.structs.replace(
        found,
        opened=found.opened + since,
        refused=found.refused - since,
        erased_later=said.erased_later,
    )


def _definitions(
    published: TransparencyReport, recomputed: TransparencyReport
) -> Iterator[Discrepancy]:
    ours = {one.id: one for one in recomputed.indicators}
    theirs = {one.id: one for one in published.indicators}
    for name in dict.fromkeys([*ours, *theirs]):
        said, found = theirs.get(name), ours.get(name)
        if said != found:
            yield Discrepancy(
                key=name, kind="definition", said=_defined(said, found), found=_defined(found, said)
            )


def _defined(one: Indicator | None, other: Indicator | None) -> str:
    """What a definition says where another says something else."""
    if one is None:
        return "no definition"
    if other is None:
        return "a definition"
    names = one.__struct_fields__
    return "; ".join(
        f"{name}: {getattr(one, name)}"
        for name in names
        if getattr(one, name) != getattr(other, name)
    )


def _figures(
    published: TransparencyReport, recomputed: TransparencyReport
) -> Iterator[Discrepancy]:
    ours = {one.key: one for one in recomputed.figures}
    theirs = {one.key: one for one in published.figures}
    seen = recomputed.coverage
    # Where nothing is withheld, what is missing was erased since, and may have been counted.
    lawful = 0 < seen.erased_later == seen.refused
    for key in dict.fromkeys([*ours, *theirs]):
        said, found = theirs.get(key), ours.get(key)
        kind = _kind(said, found)
        if kind is not None and not (lawful and _within(said, found)):
            yield Discrepancy(
                key=key,
                kind=kind,
                said=_text(said, bounds=kind == "bounds"),
                found=_text(found, bounds=kind == "bounds"),
                published=said,
                recomputed=found,
            )


def _kind(said: Figure | None, found: Figure | None) -> DiscrepancyKind | None:
    if said is None or found is None:
        return "missing" if said is None else "extra"
    if said.mark != found.mark:
        if said.mark == "c" and not found.mark:
            return "hidden"
        return "unprotected" if found.mark == "c" and not said.mark else "mark"
    if said.count != found.count:
        return "count"
    if (said.numerator, said.denominator) != (found.numerator, found.denominator):
        return "share"
    return "bounds" if (said.low, said.high) != (found.low, found.high) else None


def _within(said: Figure | None, found: Figure | None) -> bool:
    """Whether a count is one that the bounds leave possible."""
    if said is None or found is None or said.count is None or said.mark or found.mark:
        return False
    return (
        found.low is not None and found.high is not None and found.low <= said.count <= found.high
    )


def _text(one: Figure | None, *, bounds: bool) -> str:
    if one is None:
        return "no figure"
    if one.mark:
        return f"[{one.mark}]"
    if one.count is None:
        return f"{one.numerator:,} of {one.denominator:,}"
    if bounds:
        return "no bounds" if one.low is None else f"{one.low:,} to {one.high:,}"
    return f"{one.count:,}"
