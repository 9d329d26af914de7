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


def test_every_entry_that_ships_has_a_source_and_what_nobody_read_is_named_here(
    online_safety_act: Regime,
) -> None:
    found = online_safety_act
    entries: list[Any] = [
        *found.states,
        *found.categories,
        *(one for category in found.categories for one in category.threshold),
        *found.risks,
        *found.duties,
        *found.periods,
    ]
    assert all(one.source for one in entries)
    # Inserted in 2026: the section was not read, so it has no day either.
    unread = [one for one in entries if not one.verified]
    assert [(one.id, one.since) for one in unread] == [("intimate-image-reports", None)]
    assert all(one.url.startswith("https://www.legislation.gov.uk/") for one in found.duties)


@pytest.mark.parametrize(
    ("duty", "since"),
    [
        ("illegal-content-risk-assessment", "2024-01-10"),  # SI 2023/1420 reg. 2(c)
        ("illegal-content-safety", "2025-03-17"),  # section 51, the first illegal content codes
        ("content-reporting", "2025-03-17"),
        ("complaints", "2025-03-17"),
        ("children-safety", "2025-07-25"),  # section 51, the first codes about children
        ("record-keeping", "2024-01-10"),  # not among the duties of section 51(3)
        ("csea-reporting", "2026-04-07"),  # user-to-user services only
        ("search-csea-reporting", None),
        ("transparency-report", "2024-01-10"),
        ("terms-of-service", None),
        ("deceased-children", None),
    ],
)
def test_a_duty_has_the_day_that_was_read_and_none_that_was_not(
    online_safety_act: Regime, duty: str, since: str | None
) -> None:
    found = online_safety_act.duty(duty)
    assert found is not None
    assert (None if found.since is None else str(found.since)) == since


def test_a_duty_that_has_no_day_says_why(online_safety_act: Regime) -> None:
    for one in online_safety_act.duties:
        if one.since is None and one.verified:
            assert "Whether it is in force yet was not found." in one.words, one.id


def test_what_only_a_category_brings_binds_no_service_before_the_register(
    online_safety_act: Regime,
) -> None:
    for one in online_safety_act.duties:
        if one.categories:
            assert "registered" in one.states
            assert not {"unassessed", "in-scope", "provisional-category"} & set(one.states)


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
