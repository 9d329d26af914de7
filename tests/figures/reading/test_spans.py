import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from beholden.figures.errors import ReadError
from beholden.figures.reading._spans import Span, laid_out
from beholden.figures.reading.limits import Limits

SPANS = st.builds(Span, st.sampled_from("abc"), st.integers(1, 4), st.integers(1, 3))


def slow(rows: list[list[Span]]) -> dict[tuple[int, int], Span]:
    """Where each cell stands, by marking every slot that it covers."""
    taken: set[tuple[int, int]] = set()
    placed = {}
    for at, row in enumerate(rows):
        column = 0
        for span in row:
            while (at, column) in taken:
                column += 1
            placed[at, column] = span
            for down in range(min(span.rows, len(rows) - at)):
                taken |= {(at + down, column + across) for across in range(span.columns)}
            column += span.columns
    return placed


@given(st.lists(st.lists(SPANS, max_size=5), max_size=6))
@example([[Span("a", 1, 3), Span("a", 4)], [Span("a", 3, 2), Span("a", 2, 2)], [], [Span("a")] * 2])
def test_every_cell_stands_where_marking_all_slots_puts_it(rows: list[list[Span]]) -> None:
    grid = laid_out(rows, "a", Limits())
    found = {
        (at, column): span.text
        for at, row in enumerate(grid)
        for column, span in enumerate(row)
        if span is not None
    }
    assert found == {place: span.text for place, span in slow(rows).items()}


@given(st.integers(1, 50), st.integers(1, 50))
def test_slots_are_counted_before_they_are_made(rows: int, columns: int) -> None:
    table = [[Span("a", rows, columns)], *[[] for _ in range(rows - 1)]]
    laid_out(table, "a", Limits(max_slots=rows * columns))
    if rows * columns > 1:
        with pytest.raises(ReadError):
            laid_out(table, "a", Limits(max_slots=rows * columns - 1))
