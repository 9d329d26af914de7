from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.assembly import Assembly, assemble
from beholden.figures.core.checks import Check, Item, identify, summary
from beholden.figures.core.models import Flag, ForceCode, Period, Reading, State, Unit, Value
from beholden.figures.core.offences import IIOC_TOTAL, POSSESSION, PROHIBITED, TAKE
from tests.figures.support.readings import ESSEX, KENT, question, reading, value, year


def assembled(*readings: Reading, checks: dict[str, Check] | None = None) -> Assembly:
    return assemble(identify(readings), checks or {}, {})


def check_of(item: Item, action: str, **more: object) -> dict[str, Check]:
    check = Check(item.id, action, "somebody", "2018-08-01T00:00:00Z", summary(item.reading))  # type: ignore[arg-type]
    return {item.id: msgspec.structs.replace(check, **more)}


def shown(assembly: Assembly) -> list[tuple[str, str, int | None]]:
    return [(one.force, one.offence, one.value.count) for one in assembly.observations]


def parts(take: int | Value, possession: int | Value, prohibited: int | Value) -> list[Reading]:
    return [
        reading(take, offence=TAKE, cell="B1"),
        reading(possession, offence=POSSESSION, cell="B2"),
        reading(prohibited, offence=PROHIBITED, cell="B3"),
    ]


def test_a_certain_reading_is_published_with_its_source():
    [one] = assembled(reading(767)).observations
    assert (one.value.count, one.sources[0].place.cell) == (767, "B4")


def test_nothing_uncertain_is_published():
    assembly = assembled(reading(767, flags=(question(),)))
    assert assembly.observations == ()
    assert [flag.code for flag in assembly.pending[0].questions] == ["uncertain-number"]


def test_a_confirmed_reading_is_published_under_the_name_of_who_confirmed_it():
    [item] = identify([reading(767, flags=(question(),))])
    assembly = assemble([item], check_of(item, "confirm"), {})
    assert assembly.pending == ()
    assert (assembly.observations[0].confirmed_by, assembly.observations[0].confirmed) == (
        "somebody",
        "confirmed",
    )


def test_a_check_of_what_the_reading_no_longer_says_is_void():
    [item] = identify([reading(767, flags=(question(),))])
    checks = check_of(item, "confirm")
    changed = msgspec.structs.replace(item.reading, value=value(776))
    assembly = assemble([Item(item.id, changed)], checks, {})
    assert assembly.observations == ()
    assert len(assembly.pending) == 1


def test_a_new_question_makes_an_older_check_void():
    [item] = identify([reading(767, flags=(question(),))])
    checks = check_of(item, "confirm")
    more = msgspec.structs.replace(item.reading, flags=(question(), question("shared-unit")))
    assert assemble([Item(item.id, more)], checks, {}).observations == ()


def test_a_correction_replaces_what_it_names_and_says_why():
    [item] = identify([reading(76, flags=(question(),))])
    assembly = assemble([item], check_of(item, "correct", value=value(767), why="page 2"), {})
    assert assembly.observations[0].value.count == 767
    assert assembly.observations[0].confirmed == "corrected (value 767): page 2"


def test_a_rejected_reading_is_left_out_for_good():
    [item] = identify([reading(767)])
    assembly = assemble([item], check_of(item, "reject", why="another force"), {})
    assert assembly.observations == ()
    assert assembly.left_out[0].why == "rejected by somebody: another force"


@pytest.mark.parametrize("unit", [Unit.ARRESTS, Unit.PERSONS, Unit.OUTCOMES, Unit.VICTIMS])
def test_what_is_no_offence_never_enters_a_series(unit):
    assembly = assembled(reading(12, unit=unit))
    assert assembly.observations == ()
    assert unit.value in assembly.left_out[0].why


def test_a_flag_that_rejects_cannot_be_confirmed_away():
    flags = (Flag("unit-not-offences", "reject", "These are arrests."),)
    [item] = identify([reading(12, flags=flags)])
    assert assemble([item], check_of(item, "confirm"), {}).observations == ()


def test_parts_of_a_split_never_enter_a_total():
    assembly = assembled(reading(12, split=("platform", "A")))
    assert assembly.observations == ()
    assert len(assembly.aside) == 1


@pytest.mark.parametrize("missing", ["force", "period", "offence"])
def test_a_reading_without_force_period_or_offence_waits_even_when_confirmed(missing):
    bare = msgspec.structs.replace(reading(12), **{missing: None})
    [item] = identify([bare])
    assembly = assemble([item], check_of(item, "confirm"), {})
    assert assembly.observations == ()
    assert [flag.code for flag in assembly.pending[0].questions] == [f"{missing}-unknown"]


def test_two_answers_that_agree_are_one_number_with_both_sources():
    [one] = assembled(reading(767), reading(767, file="essex/letter.pdf")).observations
    assert {source.file for source in one.sources} == {"essex/reply.xlsx", "essex/letter.pdf"}


def test_two_answers_of_one_force_that_disagree_stop_each_other():
    assembly = assembled(reading(767), reading(776, file="essex/letter.pdf"))
    assert assembly.observations == ()
    assert [p.questions[0].code for p in assembly.pending] == ["answers-disagree"] * 2
    sentences = " ".join(p.questions[0].sentence for p in assembly.pending)
    assert "767" in sentences
    assert "776" in sentences


def test_rejecting_one_of_two_answers_settles_the_other():
    items = identify([reading(767), reading(776, file="essex/letter.pdf")])
    assembly = assemble(items, check_of(items[1], "reject", why="superseded"), {})
    assert [one.value.count for one in assembly.observations] == [767]
    assert assembly.pending == ()


def test_the_three_codes_add_to_the_total_with_their_arithmetic():
    observations = assembled(*parts(500, 250, 17)).observations
    total = next(one for one in observations if one.offence == IIOC_TOTAL)
    assert total.value.count == 767
    assert total.arithmetic.startswith("500 + 250 + 17 = 767")
    assert [source.place.cell for source in total.sources] == ["B1", "B2", "B3"]


@pytest.mark.parametrize(
    "state", [State.BLANK, State.SUPPRESSED, State.NOT_HELD, State.REFUSED, State.NO_ANSWER]
)
def test_no_total_is_made_over_a_part_that_is_absent(state):
    observations = assembled(*parts(500, 250, Value(state))).observations
    assert all(one.offence != IIOC_TOTAL for one in observations)


def test_a_part_that_is_zero_counts():
    observations = assembled(*parts(500, 250, 0)).observations
    assert next(one for one in observations if one.offence == IIOC_TOTAL).value.count == 750


def waiting(assembly: Assembly) -> list[str]:
    return [flag.code for p in assembly.pending for flag in p.questions]


def test_a_total_that_its_parts_contradict_waits_and_so_do_they():
    assembly = assembled(reading(767), *parts(500, 250, 18))
    assert waiting(assembly) == ["total-disagrees"] * 4
    assert assembly.observations == ()


def test_a_total_below_one_of_its_parts_waits_with_it():
    assembly = assembled(reading(400), reading(500, offence=TAKE, cell="B1"))
    assert waiting(assembly) == ["total-disagrees"] * 2
    assert assembly.observations == ()


def test_no_sum_takes_the_place_of_a_total_that_waits():
    assembly = assembled(reading(767, flags=(question(),)), *parts(500, 250, 18))
    assert IIOC_TOTAL not in {one.offence for one in assembly.observations}


def test_once_a_total_is_rejected_its_parts_are_added():
    items = identify([reading(767), *parts(500, 250, 18)])
    assembly = assemble(items, check_of(items[0], "reject", why="a slip"), {})
    assert (ESSEX, IIOC_TOTAL, 768) in shown(assembly)


def test_no_sum_of_periods_takes_the_place_of_a_year_that_waits():
    pieces = [
        half(date(2017, 4, 1), date(2017, 9, 30), 300),
        half(date(2017, 10, 1), date(2018, 3, 31), 467),
    ]
    assembly = assembled(reading(768, flags=(question(),)), *pieces)
    assert year(2017) not in {one.period for one in assembly.observations}


def test_a_count_that_per_head_no_other_force_comes_near_waits():
    forces = [ForceCode(f"E230000{n:02}") for n in range(1, 13)]
    people = dict.fromkeys(forces, 1_000_000)
    counts = (380, 420, 350, 400, 440, 390, 410, 370, 430, 360, 385)
    rows = [
        reading(count, force=force, cell=force)
        for force, count in zip(forces, (*counts, 3_801), strict=True)
    ]
    assembly = assemble(identify(rows), {}, {}, people)
    assert waiting(assembly) == ["unlike-other-rates"]
    assert forces[-1] not in {one.force for one in assembly.observations}


def half(start: date, end: date, count: int) -> Reading:
    return reading(count, period=Period(start, end), cell=f"C{start.month}")


def test_two_halves_that_tile_the_year_are_added():
    first = half(date(2017, 4, 1), date(2017, 9, 30), 300)
    second = half(date(2017, 10, 1), date(2018, 3, 31), 467)
    observations = assembled(first, second).observations
    whole = [one for one in observations if one.period == year(2017)]
    assert [one.value.count for one in whole] == [767]


@pytest.mark.parametrize("start", [date(2017, 9, 30), date(2017, 10, 2)])
def test_halves_with_a_gap_or_an_overlap_are_not_added(start):
    first = half(date(2017, 4, 1), date(2017, 9, 30), 300)
    second = half(start, date(2018, 3, 31), 467)
    assert year(2017) not in {one.period for one in assembled(first, second).observations}


def test_a_calendar_year_never_joins_the_financial_years():
    one = reading(700, period=Period(date(2017, 1, 1), date(2017, 12, 31)))
    assert [o.period for o in assembled(one).observations] == [one.period]


def years(*counts: int) -> list[Reading]:
    return [reading(count, period=year(2010 + n), cell=f"B{n}") for n, count in enumerate(counts)]


def test_a_year_unlike_the_others_of_its_force_waits():
    assembly = assembled(*years(700, 720, 690, 71, 740))
    assert [flag.code for p in assembly.pending for flag in p.questions] == ["unlike-other-years"]
    assert year(2013) not in {one.period for one in assembly.observations}


def test_a_year_unlike_the_others_is_published_once_a_person_has_confirmed_it():
    items = identify(years(700, 720, 690, 71, 740))
    assembly = assemble(items, check_of(items[3], "confirm"), {})
    assert assembly.pending == ()
    assert len(assembly.observations) == 5


def test_a_step_unlike_that_of_the_other_forces_waits():
    forces = [ForceCode(f"E2300000{n}") for n in range(1, 8)]
    rows = [
        reading(count, force=force, period=year(2016 + n), cell=f"{force}{n}")
        for force in forces
        for n, count in enumerate((700, 9_000 if force == forces[3] else 720))
    ]
    [pending] = assembled(*rows).pending
    assert pending.item.reading.force == forces[3]
    assert [flag.code for flag in pending.questions] == ["unlike-other-forces"]


@pytest.mark.parametrize(("total", "waits"), [(2_160, False), (2_161, True)])
def test_a_total_of_several_years_above_what_their_peak_allows_waits(total, waits):
    span = Period(date(2010, 4, 1), date(2013, 3, 31))
    assembly = assembled(*years(700, 720, 690), reading(total, period=span, cell="C1"))
    codes = [flag.code for p in assembly.pending for flag in p.questions]
    assert codes == (["above-peak"] if waits else [])


def test_a_series_that_grows_step_by_step_is_not_doubted():
    assert assembled(*years(100, 180, 300, 520, 900, 1_500)).pending == ()


def test_two_years_cannot_be_unlike_each_other():
    assert assembled(*years(71, 740)).pending == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.booleans(), st.sampled_from([ESSEX, KENT])), max_size=8
    ),
    st.randoms(use_true_random=False),
)
def test_what_is_published_does_not_depend_on_the_order_of_the_answers(cells, shuffle):
    readings = [
        reading(count, force=force, cell=f"B{n}", flags=(question(),) if asks else ())
        for n, (count, asks, force) in enumerate(cells)
    ]
    there = assembled(*readings)
    shuffle.shuffle(readings)
    again = assembled(*readings)
    assert shown(again) == shown(there)
    assert {p.item.id for p in again.pending} == {p.item.id for p in there.pending}


@given(
    st.lists(
        st.tuples(
            st.sampled_from([IIOC_TOTAL, TAKE, POSSESSION, PROHIBITED]),
            st.integers(0, 4),
            st.sampled_from(["figure", "check", "split", "review", "reject"]),
        ),
        max_size=10,
    )
)
def test_every_reading_ends_in_exactly_one_place(cells):
    readings = [
        reading(
            count,
            offence=offence,
            cell=f"B{n}",
            role="check" if kind == "check" else "figure",
            split=("platform", "A") if kind == "split" else None,
            flags={"review": (question(),), "reject": (Flag("x", "reject", "no"),)}.get(kind, ()),
        )
        for n, (offence, count, kind) in enumerate(cells)
    ]
    assembly = assembled(*readings)
    ids = [
        *assembly.used,
        *assembly.aside,
        *(one.item.id for one in assembly.pending),
        *(one.item.id for one in assembly.left_out),
    ]
    assert sorted(ids) == sorted(item.id for item in identify(readings))
