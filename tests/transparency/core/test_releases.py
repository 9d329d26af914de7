"""Who has several reports of a service works no small number out by subtracting."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.transparency.core import TransparencyReport
from beholden.transparency.core._releases import RELEASES_AT_MOST
from beholden.transparency.core.protection import Releases, hidden, protected
from tests.transparency.core.releases import (
    BELOW,
    RULES,
    Service,
    as_figures,
    small_and_known,
    without_people,
)

DAYS = 6
_SURFACES = ("post", "avatar", "group")
_MANY = st.integers(20, 90)
_FEW = st.sampled_from([0, 0, 0, 1, 2, 3, 4, 6, 9])


@st.composite
def services(draw: st.DrawFn) -> Service:
    surfaces = _SURFACES[: draw(st.integers(1, 3))]
    return Service(
        tuple(
            {
                (surface, rule): draw(_MANY if rule == "-" else _FEW)
                for surface in surfaces
                for rule in RULES
            }
            for _ in range(DAYS)
        ),
        matched=False,
    )


windows = st.tuples(st.integers(0, DAYS - 1), st.integers(0, DAYS - 1)).map(sorted)


def published(service: Service, days: list[list[int]]) -> list[TransparencyReport]:
    """One after the other, each beside all before."""
    reports: list[TransparencyReport] = []
    for first, last in days:
        reports.append(service.report(first, last, reports))
    return reports


@settings(deadline=None, max_examples=20)
@given(services(), st.lists(windows, min_size=2, max_size=4, unique_by=tuple))
def test_no_report_lets_a_small_count_be_worked_out_that_hiding_could_have_kept(
    service: Service, days: list[list[int]]
) -> None:
    reports = published(service, days)
    for many in range(1, len(reports) + 1):
        *before, newest = reports[:many]
        found = small_and_known(service, reports[:many], reports[:many])
        if found:
            known = [*before, without_people(newest)]
            assert found <= small_and_known(service, reports[:many], known)


def days_of(counts: Sequence[tuple[int, int, int]]) -> Service:
    """Days on which so many were blocked in posts, as avatars and in groups."""
    return Service(
        tuple(
            {
                cell: count
                for surface, blocked in zip(_SURFACES, day, strict=True)
                for cell, count in (((surface, "-"), 400), ((surface, "known"), blocked))
            }
            for day in counts
        )
    )


_POSTS, _AVATARS, _GROUPS = (f"uploads-blocked-by-surface[{name}]" for name in _SURFACES)
_PLAIN = {
    "a quarter after its first month": (
        [(0, 1), (0, 5)],
        [(20, 30, 9), (9, 20, 30), *[(1, 0, 0)] * 4],
    ),
    "the year after eleven months": ([(0, 4), (0, 5)], [*[(30, 20, 40)] * 5, (2, 9, 8)]),
    "a month after the quarter": (
        [(0, 5), (0, 1)],
        [(20, 30, 9), (9, 20, 30), *[(1, 0, 0)] * 4],
    ),
    "the months one by one and then the quarter": (
        [(0, 1), (4, 5), (0, 5)],
        [(20, 30, 9), (9, 20, 30), (3, 0, 9), (0, 0, 9), (30, 20, 9), (9, 9, 30)],
    ),
    "days that only one of two has": (
        [(0, 3), (2, 3), (2, 5), (0, 5)],
        [(0, 30, 9), (3, 20, 30), (50, 60, 9), (20, 20, 20), (30, 20, 9), (9, 9, 30)],
    ),
}


@pytest.mark.parametrize("name", _PLAIN)
def test_subtracting_one_report_from_another_gives_nothing_away(name: str) -> None:
    windows_, counts = _PLAIN[name]
    service = days_of(counts)
    *before, newest = published(service, [list(one) for one in windows_])
    asked = [*before, newest]
    plain = service.report(*windows_[-1], alone=True)
    assert small_and_known(service, asked, [*before, plain]), "alone it would give some away"
    found = small_and_known(service, asked, asked)
    assert found <= small_and_known(service, asked, [*before, without_people(newest)])


def test_where_nothing_is_given_away_nothing_more_is_hidden() -> None:
    service = days_of([(20, 30, 40)] * 6)
    month = service.report(0, 1)
    assert service.report(0, 5, [month]) == service.report(0, 5, alone=True)
    assert not any(one.mark for one in month.figures)


def test_what_earlier_reports_give_away_whatever_happens_costs_nothing() -> None:
    """Two earlier reports tell of the third day; nothing in a later one can take that back."""
    service = days_of([(20, 30, 40), (20, 30, 40), (2, 30, 40), *[(20, 30, 40)] * 3])
    before = [service.report(0, 1), service.report(0, 2, alone=True)]
    assert service.report(0, 5, before) == service.report(0, 5, alone=True)


def test_counts_that_changed_since_stop_nothing() -> None:
    """Hours of an earlier report were corrected: what it said no longer adds up."""
    was = days_of([(20, 30, 40), (20, 30, 40), *[(20, 30, 40)] * 4])
    now = days_of([(20, 3, 40), (20, 30, 1), *[(1, 30, 2)] * 4])
    for first, last in ((0, 1), (0, 4), (1, 5)):
        report = now.report(0, 5, [was.report(first, last)])
        assert {one.key for one in now.report(0, 5, alone=True).figures if one.mark} <= {
            one.key for one in report.figures if one.mark
        }


def test_of_more_reports_than_can_be_tried_everything_about_people_is_hidden() -> None:
    service = days_of([(20, 30, 40)] * 6)
    figures = list(as_figures(service.counts(0, 5)))
    earlier = (service.report(0, 1),) * (RELEASES_AT_MOST + 1)
    window = service.report(0, 5).window
    found = protected(figures, BELOW, Releases(window, earlier))
    assert found.beyond
    assert {_POSTS, _AVATARS, _GROUPS, "uploads-checked-by-day[2026-10-01]"} <= found.hidden
    assert "uploads-blocked" not in found.hidden
    assert not protected(figures, BELOW, Releases(window, earlier[:1])).beyond


def test_hiding_beside_others_only_adds_to_what_is_hidden_alone() -> None:
    service = days_of([(20, 30, 9), (9, 20, 30), *[(1, 0, 3)] * 4])
    alone = {one.key for one in service.report(0, 5, alone=True).figures if one.mark}
    beside = {one.key for one in service.report(0, 5, [service.report(0, 1)]).figures if one.mark}
    assert alone < beside


def test_who_hides_nothing_hides_nothing_beside_others() -> None:
    service = days_of([(20, 30, 9), (9, 20, 30), *[(1, 0, 3)] * 4])
    figures = list(as_figures(service.counts(0, 5)))
    releases = Releases(service.report(0, 5).window, (service.report(0, 1),))
    assert hidden(figures, 1, releases) == frozenset()


_Days = list[dict[str, tuple[int, ...]]]
_KNOWN_POLICY: dict[str, tuple[list[tuple[int, int]], _Days]] = {
    "the report's own matches tell of its rules": (
        [(0, 0), (0, 1)],
        [
            {"post": (400, 8, 30, 9), "avatar": (300, 0, 0, 3)},
            {"post": (400, 10, 2, 0), "avatar": (300, 12, 0, 0)},
        ],
    ),
    "matches that may be those of one or other rules": (
        [(0, 1), (0, 0)],
        [
            {"post": (400, 12, 6, 20), "avatar": (300, 0, 0, 4)},
            {"post": (400, 8, 4, 3), "avatar": (300, 4, 0, 2)},
        ],
    ),
}


@pytest.mark.parametrize("name", _KNOWN_POLICY)
def test_who_knows_the_policy_subtracts_no_small_count_either(name: str) -> None:
    """Figures of matches, of both reports, say what was held by rules that need none."""
    (one, other), days = _KNOWN_POLICY[name]
    service = Service(
        tuple(
            {
                (surface, rule): count
                for surface, counts in day.items()
                for rule, count in zip(RULES, counts, strict=True)
            }
            for day in days
        )
    )
    first = service.report(*one)
    alone, newest = service.report(*other, alone=True), service.report(*other, [first])
    assert small_and_known(service, [first, alone], [first, alone])
    assert not small_and_known(service, [first, newest], [first, newest])
