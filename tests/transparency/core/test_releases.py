"""Who has several reports of a service works no small number out by subtracting."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.transparency.core import TransparencyReport
from tests.transparency.core.releases import (
    RULES,
    Service,
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
        )
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
        anyway = small_and_known(service, reports[:many], [*before, without_people(newest)])
        assert found <= anyway
