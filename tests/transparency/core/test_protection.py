"""What a report hides cannot be worked out, over all sums of the report at once."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from beholden._statistics import recover
from beholden.transparency.core import Figure
from beholden.transparency.core.protection import hidden, table_of

DAYS = tuple(f"2026-{month}-{day:02}" for month in ("10", "11") for day in (1, 2, 3))
NAMES = ("allowed", "held", "blocked")
_COUNTS = st.tuples(st.integers(100, 900), st.integers(0, 9), st.integers(0, 9))


def figures(rows: list[tuple[int, int, int]]) -> list[Figure]:
    """A report's figures by day, with their totals."""
    made = []
    for day, row in zip(DAYS, rows, strict=True):
        for name, count in (("checked", sum(row)), *zip(NAMES, row, strict=True)):
            made.append(Figure(indicator=f"uploads-{name}-by-day", part=day, count=count))
    columns = [sum(row[at] for row in rows) for at in range(3)]
    for name, count in (("checked", sum(columns)), *zip(NAMES, columns, strict=True)):
        made.append(Figure(indicator=f"uploads-{name}", count=count))
    return made


def printed(made: list[Figure], secret: frozenset[str]) -> list[Figure]:
    return [
        Figure(indicator=one.indicator, part=one.part, mark="c") if one.key in secret else one
        for one in made
    ]


@settings(deadline=None, max_examples=15)
@given(st.lists(_COUNTS, min_size=len(DAYS), max_size=len(DAYS)))
@example([(500, 2, 0), *[(500, 0, 0)] * 5])
@example([(500, 1, 0), (500, 0, 1), *[(500, 0, 0)] * 4])
@example([(500, 2, 6), (500, 7, 3), *[(500, 9, 9)] * 4])
def test_every_small_count_keeps_all_values_that_its_printed_total_leaves_possible(
    rows: list[tuple[int, int, int]],
) -> None:
    made = figures(rows)
    secret = hidden(made, 5)
    small = {one.key for one in made if one.part and 0 < (one.count or 0) < 5}
    assert small <= secret
    assert not {one.key for one in made if not one.part} & secret, "totals are printed"
    totals = {one.indicator: one.count or 0 for one in made if not one.part}
    found = recover(table_of(printed(made, secret)))
    for key in small:
        total = totals[key.partition("-by-day")[0]]
        high = found[key].high
        assert found[key].low <= 1, key
        assert high is None or high >= min(4, total), key


def test_the_only_part_of_a_breakdown_is_its_total_and_is_printed_like_it() -> None:
    made = [
        Figure(indicator="uploads-held", count=3),
        Figure(indicator="uploads-held-by-rule", part="known", count=3),
    ]
    assert hidden(made, 5) == frozenset()


def test_nothing_is_hidden_where_the_settings_hide_nothing() -> None:
    assert hidden(figures([(500, 1, 2)] * len(DAYS)), 1) == frozenset()


def test_a_breakdown_that_tells_of_no_person_is_printed() -> None:
    made = [
        Figure(indicator="edition-changes", count=3),
        Figure(indicator="edition-changes-by-action", part="added", count=2),
        Figure(indicator="edition-changes-by-action", part="removed", count=1),
    ]
    assert hidden(made, 5) == frozenset()
