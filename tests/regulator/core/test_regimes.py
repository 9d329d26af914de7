"""A regime is data: whatever the law, one reader; whatever is wrong, its line."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from beholden.regulator.core.regimes import Regime, parse_regime
from beholden.regulator.errors import RegimeError
from beholden.regulator.regimes import Regimes
from tests.regulator.entries import REGIME_TEXT, regime


def problems(text: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(RegimeError) as refused:
        parse_regime(text.encode(), "orchard.toml")
    return [(one.line, one.field, one.message) for one in refused.value.problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def changed(old: str, new: str) -> str:
    assert REGIME_TEXT.count(old) == 1, old
    return REGIME_TEXT.replace(old, new)


def test_a_regime_says_what_its_file_says() -> None:
    found = regime()
    assert (found.id, found.law.title) == ("orchard", "The Orchard Rules")
    assert [one.id for one in found.states] == ["found", "bound", "released"]
    duty = found.duty("report-yearly")
    assert duty is not None
    assert (duty.categories, duty.since, duty.verified) == (("A",), None, False)
    assert found.duty("no-such-duty") is None
    period = found.period("answer")
    assert period is not None
    assert (period.value, period.unit) == (28, "days")


@pytest.mark.parametrize(
    ("old", "new", "where", "field", "words"),
    [
        ('next = ["bound"]', 'next = ["bond"]', 'next = ["bond"]', "state[0].next[0]", '"bound"'),
        ('categories = ["A"]', 'categories = ["B"]', "categories", "duty[1].categories[0]", "A"),
        ("value = 28", 'value = "28"', 'value = "28"', "period[0].value", "whole number"),
        ('unit = "days"\n', "", 'id = "answer"', "period[0].unit", "unit"),
        ("since = 2026-01-01\n", 'since = "2026"\n', 'since = "2026"', "duty[0].since", "a day"),
        ('since_source = "rule 60"\n', "", 'id = "match', "duty[0].since_source", "was read"),
        ('source = "rule 5"\n', "", 'id = "known-images"', "risk[0].source", "Add source"),
        ('name = "Large"', 'nmae = "Large"', "nmae", "category[0].nmae", 'mean "name"'),
        ('id = "report-yearly"', 'id = "match-hashes"', "x", "duty[1].id", "stands twice"),
        ("https://rules.example.org/6", "javascript:alert(1)", "javas", "duty[0].url", "https://"),
        ('name = "Bound"', 'name = "Bo\\u001bund"', "Bo\\u", "state[1].name", "control"),
        ("checked = 2026-10-01", "checked = 2026-10-32", "2026-10-32", "", "not valid TOML"),
        ('id = "orchard"', 'id = "../up"', "../up", "id", "is no id"),
    ],
)
def test_each_mistake_is_named_with_its_line_and_field(
    old: str, new: str, where: str, field: str, words: str
) -> None:
    text = changed(old, new)
    (found,) = [one for one in problems(text) if one[1] == field]
    assert words in found[2]
    if where != "x":
        assert abs((found[0] or 0) - line_of(text, where)) <= 1


def test_all_mistakes_of_a_file_are_said_at_once() -> None:
    text = changed("value = 28", "value = -1").replace('title = "Match hashes"', "title = 3")
    assert [one[1] for one in problems(text)] == ["duty[0].title", "period[0].value"]


def test_what_is_no_text_or_too_long_is_refused_in_one_sentence() -> None:
    for data in (b"\xff\xfe", b"\xef\xbb\xbfid", b"x" * (1 << 21), b"a = " + b"[" * 5000):
        with pytest.raises(RegimeError, match="orchard"):
            parse_regime(data, "orchard.toml")


@pytest.fixture(scope="module")
def online_safety_act() -> Regime:
    return Regimes()["uk-osa"]


def test_every_entry_that_ships_has_a_source_and_none_is_verified_by_accident(
    online_safety_act: Regime,
) -> None:
    found = online_safety_act
    entries: list[Any] = [
        *found.states,
        *found.categories,
        *found.risks,
        *found.duties,
        *found.periods,
    ]
    assert all(one.source for one in entries)
    # Read in their sources: sections 77, 78 and 130, the dates, and regulation 3.
    verified = {one.id for one in found.duties if one.verified}
    assert verified == {"transparency-report"}
    assert all(one.url.startswith("https://www.legislation.gov.uk/") for one in found.duties)


def test_penalties_and_periods_of_the_law_are_in_its_file_and_in_no_module(
    online_safety_act: Regime,
) -> None:
    period = online_safety_act.period("representations")
    assert period is not None
    # Section 130 leaves it to the notice: there is no number to get wrong.
    assert period.value is None


def test_a_service_of_the_act_can_walk_from_found_to_reported(online_safety_act: Regime) -> None:
    walk = ["unassessed", "in-scope", "provisional-category", "registered", "notice-draft",
            "notice", "report-due", "report-published"]  # fmt: skip
    for before, after in itertools.pairwise(walk):
        state = online_safety_act.state(before)
        assert state is not None
        assert after in state.next
    assert all(re.fullmatch(r"[a-z-]+", one.id) for one in online_safety_act.states)
