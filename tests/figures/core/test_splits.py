"""No published split lets a count from 1 to 4 be worked out, and none in doubt is printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden._statistics import THRESHOLD, SplitTable, Sum, recover
from beholden.figures.core.assembly import assemble
from beholden.figures.core.checks import Check, Item, identify, summary
from beholden.figures.core.models import Flag, OffenceId, Period, Reading, Split, State, Unit, Value
from beholden.figures.core.offences import TAKE
from beholden.figures.core.releasing import encode
from beholden.figures.core.splits import PLATFORM, SEX_AND_AGE, Splits, publishable_splits
from tests.figures.support.readings import ESSEX, KENT, question, reading, value, year
from tests.figures.support.releases import founding_release

COUNTS = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 9, 31, 87])
STAR = Value(State.SUPPRESSED)
DAY = date(2018, 7, 1)


def part(
    place: int, said: int | Value, dimension: str = PLATFORM, *, offence: OffenceId | None = None
) -> Reading:
    """One part of Essex's number of 2017/18."""
    one = reading(said, split=(dimension, f"part {place:02}"), cell=f"B{place + 5}")
    return one if offence is None else msgspec.structs.replace(one, offence=offence)


def parts(counts: Sequence[int | Value], dimension: str = PLATFORM) -> list[Reading]:
    return [part(place, count, dimension) for place, count in enumerate(counts)]


def published(readings: Sequence[Reading], *checks: Check) -> Splits:
    return _published(identify(readings), *checks)


def _published(items: Sequence[Item], *checks: Check) -> Splits:
    kept = {check.id: check for check in checks}
    received = {one.reading.sources[0].file: DAY for one in items}
    return publishable_splits(items, kept, received, assemble(items, kept, received))


def only(splits: Splits) -> Split:
    assert splits.held == ()
    (one,) = splits.published
    return one


def as_read(split: Split, total: int | None) -> SplitTable:
    """What a reader has before them who knows the total, printed here or elsewhere."""
    cells: dict[str, int | None] = {row.name: row.value.count for row in split.rows}
    if total is None:
        return SplitTable(cells, ())
    return SplitTable({**cells, "total": total}, (Sum("total", tuple(cells)),))


@settings(max_examples=60, deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=7), st.sampled_from([PLATFORM, SEX_AND_AGE]))
def test_no_small_count_can_be_worked_out_of_what_is_printed(counts, dimension):
    total = sum(counts)
    splits = published([reading(total), *parts(counts, dimension)])
    for split in splits.published:
        table = as_read(split, total)
        small = {f"part {at:02}" for at, count in enumerate(counts) if 0 < count < THRESHOLD}
        for name, found in recover(table).items():
            assert not (name in small and found.exact)
            assert name not in small or (found.low <= 1 and (found.high or 99) >= THRESHOLD - 1)
        assert small <= {name for name, cell in table.cells.items() if cell is None}
        assert all(row.value.below is None for row in split.rows)


@settings(max_examples=60, deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=7), st.sampled_from([PLATFORM, SEX_AND_AGE]))
def test_zero_stays_zero_and_what_is_printed_is_what_was_answered(counts, dimension):
    splits = published([reading(sum(counts)), *parts(counts, dimension)])
    assert len(splits.published) + len(splits.held) == 1
    for split in splits.published:
        assert split.total == (None if dimension == PLATFORM else sum(counts))
        for row, count in zip(split.rows, counts, strict=True):
            assert row.value.count in {count, None}
            if count == 0:
                assert row.value == value(0)
    if all(count == 0 or count >= THRESHOLD for count in counts):
        assert [row.value.count for row in only(splits).rows] == counts


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(COUNTS, st.none()), min_size=2, max_size=6), st.integers(0, 40))
def test_what_an_answer_hides_badly_is_not_printed_badly(counts, hidden):
    """``hidden`` is what the stars add to."""
    stars = counts.count(None)
    total = sum(count or 0 for count in counts) + (hidden if stars else 0)
    said = [STAR if count is None else count for count in counts]
    for split in published([reading(total), *parts(said, SEX_AND_AGE)]).published:
        ranges = recover(as_read(split, total))
        for at, count in enumerate(counts):
            if count is None or 0 < count < THRESHOLD:
                found = ranges[f"part {at:02}"]
                assert found.low <= 1
                assert found.high is None or found.high >= THRESHOLD - 1


def test_the_answer_that_gives_a_hidden_number_away_has_more_hidden_and_says_so():
    splits = published([reading(52), *parts([22, 24, STAR, 0], SEX_AND_AGE)])
    split = only(splits)
    assert [row.value.count for row in split.rows] == [None, 24, None, 0]
    assert split.total == 52
    assert any("More parts are hidden here than in the answer" in note for note in split.notes)


def test_stars_that_hide_well_stay_as_they_are():
    split = only(published([reading(52), *parts([22, 24, STAR, STAR], SEX_AND_AGE)]))
    assert [row.value.count for row in split.rows] == [22, 24, None, None]
    assert not any("More parts" in note for note in split.notes)


def test_platforms_are_not_added_and_say_so():
    split = only(published([reading(700), *parts([31, 22, 87])]))
    assert split.total is None
    assert any("do not add to a count of offences" in note for note in split.notes)
    assert [row.value.count for row in split.rows] == [31, 22, 87]


def test_platforms_stand_in_no_order_that_tells_their_size():
    said = [(31, "Video"), (9, "Chat"), (2, "Games"), (1, "Mail")]
    readings = [
        reading(count, split=(PLATFORM, name), cell=f"B{at}")
        for at, (count, name) in enumerate(said)
    ]
    assert [row.name for row in only(published(readings)).rows] == [
        "Chat",
        "Games",
        "Mail",
        "Video",
    ]


def test_without_a_total_a_star_keeps_its_bound():
    star = Value(State.SUPPRESSED, below=10)
    split = only(published(parts([31, 3, star])))
    assert [row.value.below for row in split.rows] == [None, THRESHOLD, 10]


def test_sources_of_a_split_do_not_say_what_is_hidden():
    split = only(published([reading(760), *parts([3, 757 - 9, 9], SEX_AND_AGE)]))
    assert [(one.file, one.text, one.place.cell) for one in split.sources] == [
        ("essex/reply.xlsx", "", "")
    ]
    assert split.received == DAY


def test_parts_that_do_not_add_to_the_count_are_held_back():
    tables: tuple[list[int | Value], ...] = ([22, 24], [40, 40], [60, STAR])
    for counts in tables:
        splits = published([reading(52), *parts(counts, SEX_AND_AGE)])
        assert splits.published == ()
        assert "do not add" in splits.held[0].why


def test_a_split_too_small_to_be_safe_is_held_back():
    splits = published([reading(3), *parts([1, 2, 0], SEX_AND_AGE)])
    assert splits.published == ()
    assert "give a small one away" in splits.held[0].why


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"unit": Unit.VICTIMS}, "counts victims"),
        ({"unit": Unit.UNKNOWN}, "does not say what is counted"),
        ({"force": None}, "does not say which force"),
        ({"period": None}, "does not say which force"),
        ({"offence": None}, "does not say which force"),
        ({"flags": (Flag("adult-code", "reject", "Not of children."),)}, "Not of children"),
        ({"flags": (question(),)}, "Not all of its parts are certain"),
        ({"split": (PLATFORM, " Part  00")}, "one name"),
    ],
)
def test_what_is_not_certainly_a_split_of_offences_is_held_back(changed, why):
    one, *others = parts([31, 22, 9])
    if "split" in changed or "flags" in changed or "unit" in changed:
        readings = [one, msgspec.structs.replace(others[0], **changed), others[1]]
    else:
        readings = [msgspec.structs.replace(each, **changed) for each in (one, *others)]
    splits = published(readings)
    assert splits.published == ()
    assert why in splits.held[0].why


def _check(item: Item, action: str, **changed: object) -> Check:
    return Check(item.id, action, "A. Reader", "", summary(item.reading), **changed)  # type: ignore[arg-type]


def test_a_part_that_a_person_confirms_or_corrects_is_settled():
    doubtful = msgspec.structs.replace(part(1, 22), flags=(question(),))
    items = identify([part(0, 31), doubtful])
    (held,) = _published(items).held
    assert held.ids == (items[1].id,)
    assert only(_published(items, _check(items[1], "confirm"))).rows[1].value == value(22)
    corrected = _check(items[1], "correct", value=value(25), why="misread")
    assert only(_published(items, corrected)).rows[1].value == value(25)
    assert "rejected" in _published(items, _check(items[1], "reject", why="no")).held[0].why


def test_nothing_is_split_while_its_number_waits_or_was_changed():
    whole = reading(53, flags=(question(),))
    items = identify([whole, *parts([31, 22])])
    assert "not certain" in _published(items).held[0].why
    assert _published(items, _check(items[0], "confirm")).held == ()
    moved = _check(items[0], "correct", period=year(2016), why="other year")
    assert "not certain" in _published(items, moved).held[0].why


def test_two_answers_must_split_alike():
    again = [
        msgspec.structs.replace(
            one, sources=(msgspec.structs.replace(one.sources[0], file="essex/again.xlsx"),)
        )
        for one in parts([31, 22])
    ]
    split = only(published([*parts([31, 22]), *again]))
    assert {one.file for one in split.sources} == {"essex/reply.xlsx", "essex/again.xlsx"}
    other = [*again[:1], msgspec.structs.replace(again[1], value=value(23))]
    splits = published([*parts([31, 22]), *other])
    assert splits.published == ()
    assert len(splits.held) == 2


def test_splits_of_the_same_offences_are_not_printed_twice():
    """One less the other would give away what each hides."""
    codes = [part(at, count, offence=TAKE) for at, count in enumerate([30, 20])]
    half = [
        msgspec.structs.replace(one, period=Period(date(2017, 4, 1), date(2017, 9, 30)))
        for one in parts([10, 9])
    ]
    splits = published([*codes, *half, *parts([31, 22])])
    (split,) = splits.published
    assert (split.offence, split.period) == ("iioc_total", year(2017))
    assert ["covers the same offences" in one.why for one in splits.held] == [True, True]


def test_splits_of_other_forces_and_years_stand_side_by_side():
    kent = [msgspec.structs.replace(one, force=KENT) for one in parts([31, 22])]
    before = [msgspec.structs.replace(one, period=year(2016)) for one in parts([9, 22])]
    found = published([*kent, *before, *parts([31, 22])]).published
    assert [(one.force, one.period) for one in found] == [
        (ESSEX, year(2016)),
        (ESSEX, year(2017)),
        (KENT, year(2017)),
    ]


def test_other_parts_are_never_published():
    splits = published([part(at, 31, "part") for at in range(3)])
    assert splits == Splits((), ())


def test_a_release_without_splits_has_the_bytes_it_had():
    assert b"splits" not in encode(founding_release())


def test_the_note_of_an_answer_does_not_say_what_the_stars_hide():
    flag = Flag("recoverable-suppression", "note", "52 less the 50 that are shown leaves 2.")
    items = identify([reading(52, flags=(flag,))])
    (one,) = assemble(items, {}, {}).observations
    assert one.notes == ()
