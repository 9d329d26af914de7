"""The founding statements come out as they were found, and from the release's own numbers."""

from __future__ import annotations

import msgspec
import pytest

from beholden.figures.core.founding import FoundingLine, founding_lines
from beholden.figures.core.models import Release
from beholden.figures.registry import load_registry
from tests.figures.support.releases import counted, founding_release

EXPECTED = (
    ("Essex", "agrees", ("767 - 568 = +199", "= 35.04%")),
    ("rose by 23 per cent", "agrees", ("(1,199 - 974) / 974 * 100 = 23.10%",)),
    ("three a day", "agrees", ("1,199 / 365 = 3.28",)),
    ("69 per cent", "agrees", ("(200 - 118) / 118 * 100 = 69.49%",)),
    (
        "largest rise",
        "cannot_tell",
        (
            "2 of 6 members of the region are missing (Norfolk and Suffolk)",
            "first by percentage among the 4 known",
            "not by count (Essex +199)",
        ),
    ),
    (
        "almost a quarter",
        "agrees",
        ("(22,724 - 18,522) / 18,522 * 100 = 22.69%", "18,574", "for later claims only"),
    ),
    ("23 minutes", "agrees", ("525,600 / 22,724 = 23.13", "not a sum of the forces")),
    ("one in 50", "agrees", ("2% of 40,000", "1.87% to 2.14%")),
    ("78,000 URLs", "agrees", ("over 78,000",)),
    (
        "in line",
        "cannot_tell",
        (
            "True of the rate of increase: 23.1% against 22.7%",
            "False per head: 6.04 against 3.42",
            "mid-2018",
        ),
    ),
)


def _line(release: Release, part: str) -> FoundingLine:
    (line,) = [each for each in founding_lines(release, load_registry()) if part in each.statement]
    return line


@pytest.mark.parametrize(("part", "verdict", "reasons"), EXPECTED)
def test_each_founding_statement_gives_its_verdict_with_its_arithmetic(part, verdict, reasons):
    line = _line(founding_release(), part)
    assert line.verdict == verdict
    for reason in reasons:
        assert reason in line.reason


def test_there_is_no_other_statement():
    assert len(founding_lines(founding_release(), load_registry())) == len(EXPECTED)


@pytest.mark.parametrize(("part", "verdict", "reasons"), EXPECTED)
def test_a_release_without_the_numbers_cannot_tell(part, verdict, reasons):
    bare = msgspec.structs.replace(
        founding_release(), observations=(), aggregates=(), surveys=(), hotlines=()
    )
    assert _line(bare, part).verdict == "cannot_tell"


def test_the_verdict_follows_the_release_not_the_statement():
    release = founding_release()
    doubled = tuple(
        msgspec.structs.replace(one, value=counted(2 * (one.value.count or 0)))
        if one.period.start.year == 2017
        else one
        for one in release.observations
    )
    other = msgspec.structs.replace(release, observations=doubled)
    for part in ("Essex", "rose by 23 per cent", "69 per cent"):
        assert _line(other, part).verdict == "differs"


def test_a_total_of_another_release_is_never_used():
    release = founding_release()
    others = tuple(msgspec.structs.replace(one, release="another") for one in release.aggregates)
    elsewhere = msgspec.structs.replace(release, aggregates=others)
    assert _line(elsewhere, "almost a quarter").verdict == "cannot_tell"
    assert _line(elsewhere, "23 minutes").verdict == "cannot_tell"


def test_the_order_of_published_totals_changes_nothing():
    release = founding_release()
    other = msgspec.structs.replace(release, aggregates=release.aggregates[::-1])
    assert founding_lines(other, load_registry()) == founding_lines(release, load_registry())
