"""A cause that is called exact gives the very number that was printed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from beholden.regulator.core.amounts import count
from beholden.regulator.core.causes import Way, causes_of, credible
from beholden.regulator.core.models import Amount


def codes(printed: int, right: int, **more) -> list[str]:
    return [one.code for one in causes_of(count(printed), count(right), **more)]


@pytest.mark.parametrize(
    ("printed", "right", "code"),
    [
        (550_800, 550_755, "rounded"),
        (551_000, 550_755, "rounded"),
        (550_000, 550_755, "rounded"),
        (2_648, 2_684, "transposed"),
        (284, 2_684, "digit-dropped"),
        (26_884, 2_684, "digit-added"),
        (246, 123, "doubled"),
    ],
)
def test_a_slip_of_writing_is_named(printed, right, code):
    assert code in codes(printed, right)


@given(st.integers(0, 10**9))
def test_the_right_number_has_no_cause(right):
    assert codes(right, right) == []


@given(st.integers(10, 10**9), st.data())
def test_two_neighbouring_digits_that_changed_places_are_always_found(right, data):
    digits = list(str(right))
    at = data.draw(st.integers(0, len(digits) - 2))
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    printed = int("".join(digits))
    leading = digits[0] == "0" or printed == right
    assert leading or "transposed" in codes(printed, right)


@given(st.integers(100, 10**9), st.sampled_from([10, 100, 1_000]))
def test_rounding_to_the_nearest_is_always_found(right, step):
    printed = (right + step // 2) // step * step
    assert printed == right or right < step or "rounded" in codes(printed, right)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_unrelated_numbers_get_only_causes_that_give_the_number(printed, right):
    for cause in causes_of(count(printed), count(right)):
        match cause.code:
            case "rounded":
                assert any(
                    printed in {right // s * s, -(-right // s) * s} for s in (10, 100, 1_000,
                    10_000, 100_000, 1_000_000)
                )  # fmt: skip
            case "transposed":
                assert sorted(str(printed)) == sorted(str(right))
            case "digit-dropped":
                assert len(str(printed)) == len(str(right)) - 1
            case "digit-added":
                assert len(str(printed)) == len(str(right)) + 1
            case _:
                assert printed == 2 * right


@example(10)
@given(st.integers(1, 10**6))
def test_a_number_where_there_is_none_comes_of_no_slip(printed):
    assert codes(printed, 0) == []


SHADOW = Way("shadow", "What shadow mode only would have done was counted.", {"held": count(60)})


def test_a_wrong_way_is_named_where_it_gives_the_number_and_changes_it():
    assert codes(60, 40, key="held", ways=[SHADOW]) == ["shadow"]
    assert codes(61, 40, key="held", ways=[SHADOW]) == []
    assert codes(60, 40, key="blocked", ways=[SHADOW]) == []
    assert codes(61, 60, key="held", ways=[SHADOW]) == []


def test_a_way_that_was_searched_for_must_explain_two_wrong_figures():
    right = {"held": count(40), "blocked": count(9), "checked": count(700)}
    given = {"held": count(60), "blocked": count(8), "checked": count(700)}
    zone = Way("local-time", "Local time.", given, searched=True)

    def kept(**wrong: int) -> list[str]:
        printed = right | {key: count(value) for key, value in wrong.items()}
        return [way.code for way in credible([zone, SHADOW], printed, right)]

    assert kept(held=60, blocked=8) == ["local-time", "shadow"]
    # What is right anyway explains nothing, and one number may be chance.
    assert kept(held=60) == ["shadow"]
    assert kept(held=60, blocked=7) == ["shadow"]


def test_the_right_number_of_another_figure_is_named_unless_it_is_small():
    others = {"held": count(421), "blocked": count(57), "few": count(3)}
    assert codes(421, 57, key="blocked", others=others) == ["other-figure"]
    assert codes(3, 57, key="blocked", others=others) == []


def test_a_share_is_traced_to_a_wrong_way_too():
    def share(part: int) -> Amount:
        return Amount(form="share", share=f"{part / 100:.2f}", value=part, base=100)

    way = Way("shadow", "Shadow mode.", {"share-held": share(60)})
    (cause,) = causes_of(share(60), share(40), key="share-held", ways=[way])
    assert (cause.code, cause.exact) == ("shadow", True)
