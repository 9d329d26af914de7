"""The report in a few plain sentences. Pure.

Each sentence stands on figures of the report by their ids; one whose figure is absent says
that it is not measured, or is left out where nobody would miss it.

    summary(report)    # ["From 1 to 31 October ...", ...]
"""

from __future__ import annotations

from collections.abc import Iterator

from beholden._design import percent, span
from beholden.transparency.core import Figure, TransparencyReport

__all__ = ["summary"]


def summary(report: TransparencyReport) -> tuple[str, ...]:
    """The sentences, the most telling first."""
    found = {one.key: one for one in report.figures}
    return tuple(
        sentence
        for part in (_uploads, _shadow, _hours, _entries, _drills)
        for sentence in part(report, found)
    )


def _count(found: dict[str, Figure], key: str) -> int | None:
    one = found.get(key)
    return None if one is None else one.count


def _uploads(report: TransparencyReport, found: dict[str, Figure]) -> Iterator[str]:
    name = report.service or "The service"
    checked = _count(found, "uploads-checked")
    if checked is None:
        yield (
            f"{name}, {_days(report)}: how many uploads were checked is not measured, "
            "because no hour of these days has its counts in the log."
        )
        return
    yield (
        f"{name} checked {_many(checked, 'upload')} against lists of known material, "
        f"{_days(report)}."
    )
    held, blocked = _count(found, "uploads-held"), _count(found, "uploads-blocked")
    if checked and held is not None and blocked is not None:
        yield (
            f"It blocked {blocked:,} of them ({percent(blocked, checked)}), and held {held:,} "
            f"({percent(held, checked)}) for people to decide."
        )


def _shadow(report: TransparencyReport, found: dict[str, Figure]) -> Iterator[str]:
    hours = _count(found, "hours-in-shadow-mode")
    hold, block = _count(found, "uploads-would-hold"), _count(found, "uploads-would-block")
    if hours and hold is not None and block is not None:
        yield (
            f"In {hours:,} of {_many(report.window.hours, 'hour')} uploads were decided in shadow "
            "mode, where nothing is held or blocked: the policy would have held "
            f"{hold:,} and blocked {block:,} more, and did not."
        )


def _hours(report: TransparencyReport, _: dict[str, Figure]) -> Iterator[str]:
    stated, expected = report.coverage.hours_stated, report.coverage.hours_expected
    if stated == expected:
        yield f"The counts of all {_many(expected, 'hour')} are in the log."
    elif stated:
        yield (
            f"The counts of {expected - stated:,} of {_many(expected, 'hour')} are not in the log; "
            "what was decided in them is in no figure here."
        )


def _entries(report: TransparencyReport, _: dict[str, Figure]) -> Iterator[str]:
    coverage = report.coverage
    every = coverage.opened + coverage.erased + coverage.refused
    if not every:
        return
    said = [f"Of {_many(every, 'entry', 'entries')} of the log, {coverage.opened:,} were opened"]
    if coverage.erased:
        said.append(f"{coverage.erased:,} are erased, as statements in the log say")
    if coverage.refused:
        said.append(f"{coverage.refused:,} were not opened, which counts as the worst case")
    yield (
        f"{', '.join(said)}."
        if len(said) > 1
        else (
            f"Every one of {_many(every, 'entry', 'entries')} of the log was opened."
            if every == coverage.opened
            else f"{said[0]}."
        )
    )


def _drills(_: TransparencyReport, found: dict[str, Figure]) -> Iterator[str]:
    drills = _count(found, "drills")
    if drills:
        yield (
            f"{drills:,} of the uploads that matched "
            f"{'was a drill' if drills == 1 else 'were drills'}: harmless pictures that show that "
            "the checks work."
        )


def _days(report: TransparencyReport) -> str:
    return span(report.window.first, report.window.last)


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"
