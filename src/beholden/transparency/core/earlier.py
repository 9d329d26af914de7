"""Which of the reports that were published before are taken into account by a new one.

Those of the same service and provider whose days overlap with the new ones, by themselves or
through another. One for exactly the same days is not: a correction replaces it. Of several
revisions for the same days the newest counts.

    taken_into_account(window, "Photos", "Example Ltd", published)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from beholden.transparency.core.models import EarlierReport, TransparencyReport, Window

__all__ = ["Published", "is_of", "named_of", "overlap", "taken_into_account"]


class Published(NamedTuple):
    """A report that was published, with the SHA-256 (hex) of its file."""

    sha256: str
    report: TransparencyReport

    @property
    def reference(self) -> EarlierReport:
        """What a later report says of it."""
        return EarlierReport(self.report.window, self.sha256)


def is_of(report: TransparencyReport, service: str, provider: str) -> bool:
    """Whether a report is about this service: its names are compared as people read them."""
    said = _folded(report.service), _folded(report.provider)
    return said == (_folded(service), _folded(provider))


def overlap(one: Window, other: Window) -> bool:
    """Whether they have a day in common."""
    return one.first <= other.last and other.first <= one.last


def taken_into_account(
    window: Window, service: str, provider: str, published: Iterable[Published]
) -> tuple[Published, ...]:
    """Those that count, by their days.

    Args:
        window: the days of the new report.
        service: what it is about.
        provider: who answers for that.
        published: what there is.
    """
    newest: dict[Window, Published] = {}
    for one in published:
        days = one.report.window
        if days != window and is_of(one.report, service, provider):
            newest[days] = max(newest.get(days, one), one, key=_newness)
    found: set[Window] = set()
    edge = {window}
    while edge:
        edge = {days for days in newest.keys() - found if any(overlap(days, at) for at in edge)}
        found |= edge
    return tuple(newest[days] for days in sorted(found))


def named_of(
    report: TransparencyReport, published: Iterable[Published]
) -> tuple[tuple[Published, ...], tuple[EarlierReport, ...]]:
    """The earlier reports that one names, by their digests, and those that are not there.

    Where one is missing none is given: what is hidden without any is hidden with them too, and
    that alone can then be asked of a report.
    """
    there = {one.sha256: one for one in published}
    missing = tuple(one for one in report.earlier if one.sha256 not in there)
    return () if missing else tuple(there[one.sha256] for one in report.earlier), missing


def _newness(one: Published) -> tuple[int, int, str]:
    return one.report.revision, one.report.checkpoint.size, one.sha256


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
