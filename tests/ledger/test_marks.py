"""A mark is what was written last under its name."""

from __future__ import annotations

from beholden.ledger.marks import Marks
from beholden.store import Store


def test_a_mark_is_what_was_written_last_and_none_where_nothing_was(store: Store) -> None:
    marks = Marks(store)
    assert marks.read("hours") is None
    for value in ("one", "two", "two", ""):
        marks.write("hours", value)
        assert Marks(store).read("hours") == value
    marks.write("x" * 64, "y" * 10_000)
    assert marks.read("hours") == ""
