"""A hidden cell that can be worked out is not hidden."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden._statistics import (
    THRESHOLD,
    ImpossibleTableError,
    SplitTable,
    Sum,
    exposed,
    recover,
    remainders,
    suppress,
)
from tests._statistics import slowly


def two_way(rows) -> SplitTable:
    """A table of rows and columns with totals, its cells named ``row/column``."""
    columns = tuple(next(iter(rows.values())))
    cells = {f"{row}/{column}": line[column] for row, line in rows.items() for column in line}
    across = [
        Sum(f"{row}/Total", tuple(f"{row}/{column}" for column in columns if column != "Total"))
        for row in rows
    ]
    down = [
        Sum(f"Total/{column}", tuple(f"{row}/{column}" for row in rows if row != "Total"))
        for column in columns
    ]
    return SplitTable(cells, (*across, *down))


CELLS = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 7, 20])


@st.composite
def tables(draw, largest: int = 3):
    """A table of rows and columns with right totals."""
    columns = [f"c{i}" for i in range(draw(st.integers(1, largest)))]
    names = [f"r{i}" for i in range(draw(st.integers(1, largest)))]
    rows = {name: {column: draw(CELLS) for column in columns} for name in names}
    for row in rows.values():
        row["Total"] = sum(row.values())
    rows["Total"] = {
        column: sum(rows[name][column] for name in names) for column in (*columns, "Total")
    }
    return two_way(rows)


def printed(table: SplitTable, hidden) -> SplitTable:
    cells = {name: None if name in hidden else count for name, count in table.cells.items()}
    return SplitTable(cells, table.sums)


def brute(table: SplitTable, highest: int) -> dict[str, set[int]]:
    """The slow way: every count that some filling of the hidden cells allows."""
    hidden = [name for name, value in table.cells.items() if value is None]
    found: dict[str, set[int]] = {name: set() for name in hidden}
    for filling in product(range(highest + 1), repeat=len(hidden)):
        cells = dict(table.cells) | dict(zip(hidden, filling, strict=True))
        if all(
            cells[each.total] == sum(cells[part] or 0 for part in each.parts) for each in table.sums
        ):
            for name, count in zip(hidden, filling, strict=True):
                found[name].add(count)
    return found


@settings(max_examples=40, deadline=None)
@given(tables(2), st.data())
def test_what_a_reader_can_recover_is_what_trying_all_counts_gives(table, data):
    inner = sorted(name for name in table.cells if "Total" not in name)
    hidden = set(data.draw(st.lists(st.sampled_from(inner), unique=True, max_size=4)))
    small = {name for name in hidden if (table.cells[name] or 0) < THRESHOLD}
    shown = printed(table, small)
    tried = brute(shown, THRESHOLD - 1)
    for name, found in recover(shown, below=THRESHOLD).items():
        assert (found.low, found.high) == (min(tried[name]), max(tried[name]))


@settings(max_examples=40, deadline=None)
@given(tables())
def test_the_truth_is_always_within_what_can_be_recovered(table):
    hidden = suppress(table)
    for name, found in recover(printed(table, hidden)).items():
        truth = table.cells[name] or 0
        assert found.low <= truth
        assert found.high is None or truth <= found.high


@settings(max_examples=40, deadline=None)
@given(tables())
def test_no_small_cell_can_be_narrowed_down_after_suppression(table):
    hidden = suppress(table)
    ranges = recover(printed(table, hidden))
    for name, count in table.cells.items():
        if 0 < (count or 0) < THRESHOLD:
            found = ranges[name]
            assert found.low <= 1
            assert found.high is None or found.high >= THRESHOLD - 1


def test_one_small_cell_takes_a_circle_of_four_with_it():
    table = two_way(
        {
            "F": {"young": 2, "old": 22, "Total": 24},
            "M": {"young": 10, "old": 9, "Total": 19},
            "Total": {"young": 12, "old": 31, "Total": 43},
        }
    )
    assert suppress(table) == {"F/young", "F/old", "M/young", "M/old"}
    alone = recover(printed(table, {"F/young"}))
    assert alone["F/young"].exact


def test_a_table_without_small_cells_is_printed_whole():
    table = SplitTable({"a": 0, "b": 5, "all": 5}, (Sum("all", ("a", "b")),))
    assert suppress(table) == frozenset()


def test_a_kept_total_stays_printed():
    enough = SplitTable({"a": 1, "b": 3, "c": 90, "all": 94}, (Sum("all", ("a", "b", "c")),))
    assert suppress(enough, keep={"all"}) == {"a", "b"}
    table = SplitTable({"a": 1, "b": 1, "c": 90, "all": 92}, (Sum("all", ("a", "b", "c")),))
    assert suppress(table, keep={"all"}) == {"a", "b", "c"}
    lonely = SplitTable({"a": 3, "all": 3}, (Sum("all", ("a",)),))
    assert suppress(lonely, keep={"all"}) == {"a"}


def test_stars_of_a_printed_table_add_to_what_is_left_of_its_total():
    """Total 52, two groups of 22 and 24 printed, stars elsewhere: the stars add to 6."""
    table = SplitTable(
        {"total": 52, "one": 22, "two": 24, "three": None, "four": None},
        (Sum("total", ("one", "two", "three", "four")),),
    )
    (left,) = remainders(table)
    assert (left.total, left.hidden, left.count) == ("total", ("three", "four"), 6)
    found = recover(table, below=5)
    assert (found["three"].low, found["three"].high) == (2, 4)


def test_a_printed_sum_without_hidden_parts_leaves_nothing():
    table = SplitTable({"a": 1, "b": 2, "all": 3}, (Sum("all", ("a", "b")),))
    assert remainders(table) == ()
    assert recover(table) == {}


def test_a_cell_in_no_sum_is_bounded_by_its_note_alone():
    table = SplitTable({"a": None}, ())
    assert recover(table)["a"].high is None
    assert not recover(table)["a"].exact
    assert recover(table, below=5)["a"].high == 4


def test_a_hidden_total_is_not_under_the_bound_of_its_parts():
    table = SplitTable({"a": None, "b": 22, "all": None}, (Sum("all", ("a", "b")),))
    assert (recover(table, below=5)["all"].low, recover(table, below=5)["all"].high) == (22, 26)


def test_a_table_that_cannot_be_is_refused():
    wrong = SplitTable({"a": 1, "b": 2, "all": 4}, (Sum("all", ("a", "b")),))
    for check in (suppress, recover):
        with pytest.raises(ImpossibleTableError, match="add to 3, not 4"):
            check(wrong)
    over = SplitTable({"a": None, "b": 9, "all": 4}, (Sum("all", ("a", "b")),))
    with pytest.raises(ImpossibleTableError, match="No counts fit"):
        recover(over)
    with pytest.raises(ImpossibleTableError, match="No counts fit"):
        suppress(over, keep={"all"})


def test_a_cell_that_an_answer_hides_badly_takes_another_with_it():
    table = SplitTable({"a": None, "b": 22, "c": 9, "all": 34}, (Sum("all", ("a", "b", "c")),))
    assert recover(table)["a"].exact
    assert suppress(table, keep={"all"}) == {"a", "c"}


def test_hidden_cells_that_can_only_be_ones_take_another_with_them():
    """Four hidden cells that add to 4 are four ones for a reader who knows that 0 is printed."""
    cells = {"a": 1, "b": 1, "c": 1, "d": 1, "e": 60, "all": 64}
    table = SplitTable(cells, (Sum("all", ("a", "b", "c", "d", "e")),))
    assert suppress(table, keep={"all"}) == {"a", "b", "c", "d", "e"}


def test_a_cell_of_one_value_is_given_away_however_little_is_asked_of_it():
    """A total of 1 and a 0 beside it: less its printed parts it is the hidden 1."""
    cells = {"a": 1, "b": 0, "c": 0, "held": 1, "d": 0, "e": 7, "other": 7, "all": 8}
    sums = (Sum("held", ("a", "b", "c")), Sum("other", ("d", "e")), Sum("all", ("held", "other")))
    table = SplitTable(cells, sums)
    hidden = suppress(table, keep={"held", "other", "all"}, others={"a": 2, "b": 2, "c": 2})
    assert (recover(printed(table, hidden))["a"].low) == 0
    assert {"d", "e"} & hidden == set()


def test_a_0_that_is_hidden_elsewhere_saves_no_cell_of_one_value():
    cells = {"a": 1, "b": 0, "all": 1, "x": 0, "y": 2, "z": 9, "rest": 11}
    table = SplitTable(cells, (Sum("all", ("a", "b")), Sum("rest", ("x", "y", "z"))))
    held_back = SplitTable({**cells, "x": None}, table.sums)
    hidden = suppress(held_back, keep={"all", "rest"}, others={"a": 2, "b": 2})
    assert {"a", "b"} <= hidden


def test_nothing_is_hidden_for_what_a_kept_total_gives_away_by_itself():
    cells = {"a": 3, "one": 3, "b": 0, "c": 40, "all": 43}
    table = SplitTable(cells, (Sum("one", ("a",)), Sum("all", ("a", "b", "c"))))
    assert suppress(table, keep={"one", "all"}) == {"a"}


def test_a_part_that_is_named_twice_counts_twice():
    table = SplitTable({"a": None, "b": 4, "all": 10}, (Sum("all", ("a", "a", "b")),))
    assert recover(table)["a"].exact
    assert recover(table)["a"].low == 3


def test_a_cell_may_have_a_higher_threshold_of_its_own():
    cells = {"a": 7, "b": 30, "c": 40, "all": 77}
    table = SplitTable(cells, (Sum("all", ("a", "b", "c")),))
    assert suppress(table, keep={"all"}) == frozenset()
    hidden = suppress(table, keep={"all"}, others={"a": 10})
    assert hidden == {"a", "b"}


@st.composite
def webs(draw):
    """Any cells, sums of these and sums of sums; what is asked of each, and what stays printed."""
    few = draw(st.sampled_from([(0, 1, 2, 3, 4, 5, 9), (0, 0, 1, 7), (1, 2, 3), (0, 0, 0, 1, 20)]))
    cells = {f"x{n}": draw(st.sampled_from(few)) for n in range(draw(st.integers(2, 7)))}
    sums = []
    for n in range(draw(st.integers(1, 5))):
        parts = draw(st.lists(st.sampled_from(sorted(cells)), min_size=1, max_size=4))
        supposed = draw(st.integers(0, 4)) == 0
        sums.append(Sum(f"s{n}", tuple(parts), supposed=supposed))
        cells[f"s{n}"] = sum(cells[part] for part in parts)
    names = sorted(cells)
    keep = draw(st.sets(st.sampled_from(names), max_size=4))
    others = draw(st.dictionaries(st.sampled_from(names), st.integers(2, 8), max_size=3))
    before = draw(st.sets(st.sampled_from(names), max_size=2)) - keep
    table = printed(SplitTable(cells, tuple(sums)), before)
    return table, draw(st.sampled_from([2, 3, 5, 8])), frozenset(keep), others


@settings(max_examples=60, deadline=None)
@given(webs())
def test_looking_only_where_something_changed_hides_what_looking_at_everything_hides(asked):
    assert suppress(*asked) == slowly.suppress(*asked)


@settings(max_examples=15, deadline=None)
@given(tables(5), st.sampled_from([2, 5, 9]), st.booleans())
def test_a_table_of_rows_and_columns_is_hidden_as_slowly_as_fast(table, threshold, totals_stay):
    keep = frozenset(name for name in table.cells if "Total" in name and totals_stay)
    assert suppress(table, threshold, keep) == slowly.suppress(table, threshold, keep, {})


@settings(max_examples=40, deadline=None)
@given(webs())
def test_who_finds_a_cell_exposed_has_only_the_printed_table(asked):
    table, threshold, keep, others = asked
    shown = printed(table, suppress(table, threshold, keep, others))
    hidden = {name for name, count in shown.cells.items() if count is None}
    found = set(exposed(shown, hidden, threshold))
    for name in hidden:
        low, high, exact = slowly.seen(shown, name)
        narrow = low > 1 or low == high or (high is not None and high < threshold - 1)
        assert (name in found) == (narrow or exact), name
