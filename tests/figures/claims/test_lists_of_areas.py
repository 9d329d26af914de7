"""A list of areas with a list of numbers: each number is that of its own area, in order."""

from __future__ import annotations

import pytest

from tests.figures.claims.test_checking import verdicts

HEADLINE = "Child abuse image offences on the rise, charity warns"


@pytest.mark.parametrize(
    ("told", "right", "wrong"),
    [
        (
            "South and West Yorkshire police recorded {} and {} offences in 2017/18.",
            ("772", "1,320"),
            ("1,320", "772"),
        ),
        (
            "South, West and North Yorkshire police recorded {}, {} and {} offences in 2017/18.",
            ("772", "1,320", "611"),
            ("611", "772", "1,320"),
        ),
        (
            "Figures of {} and {} were recorded in Essex and Hampshire last year.",
            ("767", "1,199"),
            ("776", "1,042"),
        ),
        (
            "There were {} and {} offences in Hampshire and Essex last year.",
            ("1,199", "767"),
            ("767", "1,199"),
        ),
        (
            "Essex and Hampshire saw rises of {} and {} per cent in 2017/18.",
            ("35", "23"),
            ("69", "18"),
        ),
        (
            "Essex, Bedfordshire and Hampshire saw rises of {}, {} and {} per cent in 2017/18.",
            ("35", "69", "23"),
            ("69", "23", "35"),
        ),
    ],
)
def test_each_number_of_a_list_is_of_its_area(
    told: str, right: tuple[str, ...], wrong: tuple[str, ...]
) -> None:
    true = verdicts(told.format(*right), headline=HEADLINE)
    assert len(true) == len(right)
    assert set(true.values()) == {"agrees"}
    # A list of wrong numbers may be none of the offences at all.
    assert set(verdicts(told.format(*wrong), headline=HEADLINE).values()) <= {"differs"}


def test_the_sum_of_a_name_that_lists_forces_stays_theirs() -> None:
    told = "South and West Yorkshire police recorded 2,092 offences in 2017/18."
    assert verdicts(told, headline=HEADLINE) == {"2,092": "agrees"}
