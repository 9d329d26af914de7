"""Two forces side by side."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from beholden.figures.core.comparing import Comparison, compare
from beholden.figures.core.models import Release
from beholden.figures.core.plain import WIDTH, comparison_text
from beholden.figures.errors import UnknownError
from beholden.figures.registry import load_registry
from tests.figures.support.briefs import check_laws, releases
from tests.figures.support.releases import founding_release


def _compared(release: Release, a: str, b: str) -> Comparison:
    registry = load_registry()
    first, second = registry.find(a), registry.find(b)
    assert first is not None
    assert second is not None
    return compare(release, registry, first.code, second.code)


def _said(comparison: Comparison) -> str:
    return " ".join(each.text for each in comparison.sentences)


def test_changes_whose_intervals_overlap_cannot_be_told_apart():
    said = _said(_compared(founding_release(), "Bedfordshire", "Essex"))
    assert "cannot be told apart" in said


def test_changes_whose_intervals_lie_apart_are_told_apart_in_either_order():
    for names in (("Essex", "Hertfordshire"), ("Hertfordshire", "Essex")):
        said = _said(_compared(founding_release(), *names))
        assert "the change of Essex is the higher one" in said


def test_rows_stand_in_the_order_asked_for_and_say_what_is_missing():
    comparison = _compared(founding_release(), "Norfolk", "Essex")
    assert [row.name for row in comparison.rows] == ["Norfolk", "Essex"]
    assert comparison.rows[0].why_not == "not in this release"
    assert comparison.series[-1] == ("2017/18", "[x]", "767")


def test_a_force_is_not_compared_with_itself_under_another_name():
    with pytest.raises(UnknownError, match="Both names are those of Kent; two different"):
        _compared(founding_release(), "Kent", "kent police")


@settings(max_examples=40, deadline=None)
@given(release=releases)
def test_every_number_of_a_comparison_is_a_figure_that_adds_up(release):
    for a, b in (("Essex", "GMP"), ("Scotland", "City of London"), ("BTP", "Essex")):
        comparison = _compared(release, a, b)
        check_laws(comparison.headline, comparison.sentences, comparison.figures)
        assert max(map(len, comparison_text(comparison).splitlines())) <= WIDTH
