"""Who has a revealed plan finds whatever was changed in it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.regulator.core.drilling_check import check_painting, check_reveal
from beholden.regulator.core.drilling_models import Reveal
from tests.regulator.drills import plan_of, results_of, reveal_of

PLAN = plan_of(items=6, decoys=4, controls=3)
RESULTS = results_of(PLAN, ["found"] * 4 + ["missed", "lost"], ["missed"] * 3)
GOOD = reveal_of(PLAN, RESULTS)


def broken(reveal: Reveal, published: str = "") -> set[str]:
    return {finding.name for finding in check_reveal(reveal, published) if not finding.ok}


def test_a_true_file_holds():
    assert broken(GOOD) == set()
    assert broken(GOOD, GOOD.commitment.upper() + "\n") == set()
    again = msgspec.json.decode(msgspec.json.encode(GOOD), type=Reveal)
    assert broken(again, GOOD.commitment) == set()


def test_another_commitment_than_was_shown_before_is_found():
    assert broken(GOOD, "0" * 64) == {"commitment"}


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("seed", "00" * 32, {"commitment", "schedule", "figures"}),
        ("seed", "00" * 31, {"seed"}),
        ("seed", "no seed", {"seed"}),
        ("commitment", "0" * 64, {"commitment"}),
        ("pictures", GOOD.pictures[::-1], {"pictures"}),
        ("pictures", GOOD.pictures[:-1], {"pictures"}),
        ("tickets", GOOD.tickets[::-1], {"schedule"}),
        ("results", RESULTS[1:], {"figures"}),
        ("results", (*RESULTS, RESULTS[0]), {"results"}),
        ("summary", msgspec.structs.replace(GOOD.summary, found=6), {"figures"}),
        ("summary", msgspec.structs.replace(GOOD.summary, low="0.9999"), {"figures"}),
    ],
)
def test_what_was_changed_is_named(field, value, found):
    assert broken(msgspec.structs.replace(GOOD, **{field: value})) == found


def test_what_is_printed_are_the_words_of_who_checks():
    other = msgspec.structs.replace(GOOD.summary, words="All is well.")
    (*_, figures) = check_reveal(msgspec.structs.replace(GOOD, summary=other))
    assert figures.words == f"{GOOD.summary.words} (The file says it in other words.)"


def test_a_result_of_no_ticket_is_found():
    strange = msgspec.structs.replace(RESULTS[0], ticket=10)
    assert "results" in broken(msgspec.structs.replace(GOOD, results=(*RESULTS, strange)))


def test_what_was_posted_outside_the_window_is_found():
    late = msgspec.structs.replace(RESULTS[0], at=RESULTS[0].at.replace(year=2027))
    assert broken(reveal_of(PLAN, (late, *RESULTS[1:]))) == {"window"}


def test_pictures_that_the_seed_does_not_paint_are_found():
    painted = [(one.pdq, one.sha256) for one in GOOD.pictures]
    assert check_painting(GOOD, painted).ok
    # Another encoder: other bytes, nearly the same picture.
    nearly = [(f"{int(pdq, 16) ^ 0xFFF:064x}", "0" * 64) for pdq, _ in painted]
    assert check_painting(GOOD, nearly).ok
    assert "0 of 13" in check_painting(GOOD, nearly).words
    chosen = check_painting(GOOD, [*painted[:4], painted[5], *painted[5:]])
    assert not chosen.ok
    assert chosen.words.endswith(": 4.")


@given(st.data())
def test_no_change_of_the_plan_goes_unseen(data):
    """Whatever number or text of the plan is changed, something no longer holds."""
    plain: dict[str, Any] = json.loads(msgspec.json.encode(GOOD))
    field = data.draw(st.sampled_from(sorted(plain["plan"])))
    value = plain["plan"][field]
    if field == "format":
        return
    if isinstance(value, int):
        plain["plan"][field] = value + data.draw(st.integers(1, 5))
    elif isinstance(value, list):
        plain["plan"][field] = value[::-1]
    elif field in {"first", "last"}:
        plain["plan"][field] = "2026-10-15"
    else:
        plain["plan"][field] = value[:-1] + ("1" if value[-1] != "1" else "2")
    assert broken(msgspec.convert(plain, Reveal, strict=False))


@pytest.mark.parametrize(
    ("field", "value"),
    [("ends", 1 << 200), ("items", 10**9), ("items", -5), ("surfaces", ()), ("confidence", "x")],
)
def test_a_plan_that_cannot_have_been_made_is_refused_at_once(field, value):
    plan = msgspec.structs.replace(PLAN, **{field: value})
    assert broken(msgspec.structs.replace(GOOD, plan=plan)) == {"plan"}
