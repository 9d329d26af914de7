"""The ledger's own statements say what they say in exactly these bytes."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.errors import StatementRefusedError
from beholden.ledger.outbox import ID_AT_MOST, Statement
from beholden.ledger.statements import (
    REASON_AT_MOST,
    correction_statement,
    erasure_statement,
    expiry_statement,
    gap_statement,
    is_permanent,
    key_rotated_statement,
    ranges_of,
)

AT = 1_795_348_800
SAID = '{"kind":"ledger.%s","version":1,"at":"2026-11-22T12:00:00Z",%s}'

ALL = {
    "key-rotated": (
        key_rotated_statement("old", "new", AT + 60, AT),
        '"old_key":"old","new_key":"new","overlap_until":"2026-11-22T12:01:00Z"',
    ),
    "correction": (
        correction_statement("d1", "Counted twice.", AT),
        '"corrects":"d1","reason":"Counted twice."',
    ),
    "erasure": (
        erasure_statement("d1", 7, "article 17", AT),
        '"erased":"d1","index":7,"basis":"article 17"',
    ),
    "expiry": (expiry_statement([9, 3, 4], AT), '"ranges":[[3,4],[9,9]]'),
    "gap": (gap_statement(3, 9, 2, AT), '"first":3,"end":9,"lost":2'),
}


@pytest.mark.parametrize("name", ALL)
def test_a_statement_has_exactly_these_bytes(name: str) -> None:
    stated, said = ALL[name]
    assert stated.body.decode() == SAID % (name, said)
    assert stated.kind == f"ledger.{name}/1"
    assert stated.id.startswith(f"{name}:")
    assert len(stated.id) <= ID_AT_MOST
    assert stated.expires_us is None


def test_the_same_thing_stated_later_has_the_same_id_and_another_thing_another() -> None:
    def made(at: int, change: int) -> list[Statement]:
        return [
            key_rotated_statement("old", f"new{change}", AT, at),
            correction_statement(f"d{change}", "x", at),
            correction_statement("d", f"x{change}", at),
            erasure_statement(f"d{change}", 7, "x", at),
            expiry_statement([change], at),
            gap_statement(change, 9, 2, at),
        ]

    first, later, other = made(AT, 1), made(AT + 1, 1), made(AT, 2)
    assert [one.id for one in first] == [one.id for one in later]
    assert len({one.id for one in (*first, *other)}) == 12


@pytest.mark.parametrize("reason", ["", " ", "two\nlines", "x" * (REASON_AT_MOST + 1)])
def test_a_correction_without_a_line_of_text_is_refused(reason: str) -> None:
    with pytest.raises(StatementRefusedError, match="reason"):
        correction_statement("d1", reason, AT)


def test_only_what_says_why_others_went_is_permanent() -> None:
    kinds = {stated.kind for stated, _ in ALL.values()}
    assert {one for one in kinds if not is_permanent(one)} == {
        "ledger.key-rotated/1",
        "ledger.correction/1",
    }


@given(st.lists(st.integers(0, 30)))
def test_ranges_hold_exactly_their_numbers_and_never_touch(numbers: list[int]) -> None:
    ranges = ranges_of(numbers)
    held = [n for first, last in ranges for n in range(first, last + 1)]
    assert held == sorted(set(numbers))
    assert all(b[0] > a[1] + 1 for a, b in pairwise(ranges))
    assert json.loads(json.dumps(ranges)) == [list(one) for one in ranges]
