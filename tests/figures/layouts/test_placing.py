"""Numbers are placed by column totals in the only way, or not at all."""

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.layouts._placing import Row, place


def _ways_of(row: Row, columns: int) -> list[tuple[int | None, ...]]:
    """Every way to lay a row out, slowly."""
    if row.run:
        digits = row.tokens[0]
        cuts = (
            cut
            for size in range(min(columns, len(digits)))
            for cut in combinations(range(1, len(digits)), size)
        )
        pieces = [
            [digits[a:b] for a, b in zip((0, *cut), (*cut, len(digits)), strict=True)]
            for cut in cuts
        ]
        pieces = [
            each
            for each in pieces
            if all(len(part) <= 5 and (part == "0" or part[0] != "0") for part in each)
        ]
    else:
        pieces = [list(row.tokens)]
    ways = []
    for numbers in pieces:
        for places in combinations(range(columns), len(numbers)):
            laid: list[int | None] = [None] * columns
            for at, number in zip(places, numbers, strict=True):
                laid[at] = int(number)
            ways.append(tuple(laid))
    return ways


def _oracle(rows: tuple[Row, ...], total: Row, columns: int):
    found = [
        (*ways, sums)
        for sums in _ways_of(total, columns)
        if None not in sums
        for ways in product(*(_ways_of(row, columns) for row in rows))
        if all(
            sum(each or 0 for each in column) == whole
            for column, whole in zip(zip(*ways, strict=True), sums, strict=True)
        )
    ]
    return found[0] if len(found) == 1 else None


@st.composite
def _tables(draw):
    columns = draw(st.integers(2, 3))
    numbers = st.one_of(st.none(), st.integers(0, 40))
    rows = draw(
        st.lists(
            st.lists(numbers, min_size=columns, max_size=columns).filter(any),
            min_size=1,
            max_size=2,
        )
    )
    return columns, rows


def _row(numbers, run) -> Row:
    tokens = tuple(str(each) for each in numbers if each is not None)
    return Row(("".join(tokens),), run=True) if run else Row(tokens)


@given(_tables(), st.lists(st.booleans(), min_size=3, max_size=3))
def test_a_placement_is_the_one_that_trying_every_way_finds(made, runs):
    columns, numbers = made
    rows = tuple(_row(each, run) for each, run in zip(numbers, runs[:-1], strict=False))
    total = _row([sum(each or 0 for each in c) for c in zip(*numbers, strict=True)], runs[-1])
    found = place(rows, total, columns)
    assert found == _oracle(rows, total, columns)
    if found is not None:
        assert [list(each) for each in found[:-1]] == numbers


def test_two_ways_place_nothing():
    rows = (Row(("10", "10")), Row(("10", "10")))
    assert place(rows, Row(("10", "10", "20")), 3) is None


def test_no_way_places_nothing():
    assert place((Row(("10", "20")),), Row(("10", "21")), 2) is None


def test_a_total_with_a_gap_of_its_own_places_nothing():
    assert place((Row(("10", "20")),), Row(("10", "20")), 3) is None


def test_a_number_with_a_leading_zero_is_never_cut_out():
    found = place((Row(("1002",), run=True),), Row(("100", "2")), 2)
    assert found == ((100, 2), (100, 2))


def test_a_search_that_would_take_too_long_places_nothing():
    rows = tuple(Row(("1" * 40,), run=True) for _ in range(8))
    assert place(rows, Row(tuple(["88888"] * 12)), 12) is None
