"""Rates that newspapers give in fives and tens: no error for who forgives rounding."""

from __future__ import annotations

import pytest

from tests.figures.claims.making import fact
from tests.figures.claims.test_checking import checked


@pytest.mark.parametrize(
    ("rate", "count", "strict", "tolerant"),
    [
        ("60 offences a day", 21_618, "differs", "agrees"),
        ("60 offences a day", 24_000, "differs", "differs"),
        ("one offence every ten minutes", 55_507, "differs", "agrees"),
        ("one offence every 20 minutes", 23_390, "differs", "agrees"),
        ("one offence every 20 minutes", 18_522, "differs", "differs"),
        ("five offences a day", 2_538, "differs", "differs"),
        ("around three offences a day", 1_342, "differs", "agrees"),
        ("around three offences a day", 1_500, "differs", "differs"),
    ],
)
def test_a_rate_in_fives_and_tens_is_forgiven_and_does_not_agree(
    rate: str, count: int, strict: str, tolerant: str
):
    facts = (fact("Essex", "2017/18", count),)
    told = f"In 2017/18 Essex Police recorded {rate}."
    (found,) = checked(told, facts=facts, headline="Child abuse image offences").checked
    verdict = found.judgement.verdict, found.judgement.tolerant_verdict
    assert verdict == (strict, tolerant)
