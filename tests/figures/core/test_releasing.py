from datetime import date

import msgspec
import pytest

from beholden.figures.core.models import Observation, Period, Release, ReleaseId, State, Value
from beholden.figures.core.offences import IIOC_TOTAL
from beholden.figures.core.releasing import Facts, Gap, digest_of, encode, make_release
from tests.figures.support.readings import ESSEX, KENT, value, year

FACTS = Facts(ReleaseId("2018-09"), "T", "P", date(2018, 9, 13), (KENT, ESSEX))
LATER = msgspec.structs.replace(FACTS, id=ReleaseId("2019-09"), published=date(2019, 9, 13))


def observed(count: int | Value, force=ESSEX, start: int = 2017) -> Observation:
    said = count if isinstance(count, Value) else value(count)
    return Observation(force, year(start), IIOC_TOTAL, said, ())


def cells(release: Release) -> dict[tuple[str, int], Value]:
    return {(one.force, one.period.start.year): one.value for one in release.observations}


def test_every_force_asked_has_a_value_for_every_year_that_one_has_a_count_for():
    asked = [Period(date(2013, 4, 1), date(2018, 3, 31))]
    some = [observed(767), observed(568, KENT, 2016)]
    release = make_release(FACTS, some, [], asked)
    assert cells(release).keys() == {(f, y) for f in (ESSEX, KENT) for y in (2016, 2017)}


def test_where_nobody_has_a_count_every_year_asked_is_said_to_be_missing():
    asked = [Period(date(2016, 4, 1), date(2018, 3, 31))]
    release = make_release(FACTS, [], [], asked)
    assert cells(release).keys() == {(f, y) for f in (ESSEX, KENT) for y in (2016, 2017)}


def test_a_missing_answer_is_no_answer_and_never_zero():
    release = make_release(FACTS, [observed(767)], [], [])
    assert cells(release)[KENT, 2017].state is State.NO_ANSWER
    assert cells(release)[KENT, 2017].count is None


def test_a_refusal_is_said_with_its_section():
    gap = Gap(KENT, State.REFUSED, "s.12(1)")
    release = make_release(FACTS, [observed(767)], [gap], [])
    assert cells(release)[KENT, 2017] == Value(State.REFUSED, reason="s.12(1)")


def test_a_gap_of_one_year_says_nothing_of_another():
    gap = Gap(KENT, State.REFUSED, "s.12(1)", period=year(2016))
    release = make_release(FACTS, [observed(767), observed(568, start=2016)], [gap], [])
    assert cells(release)[KENT, 2016].state is State.REFUSED
    assert cells(release)[KENT, 2017].state is State.NO_ANSWER


def test_a_calendar_year_asks_for_no_financial_year():
    release = make_release(FACTS, [], [], [Period(date(2017, 1, 1), date(2017, 12, 31))])
    assert release.observations == ()


def test_a_changed_count_is_marked_revised_and_logged():
    first = make_release(FACTS, [observed(767)], [], [])
    second = make_release(LATER, [observed(770)], [], [], previous=first)
    one = next(o for o in second.observations if o.force == ESSEX)
    assert (one.marks, one.replaces) == (("r",), "2018-09")
    [change] = second.changes
    assert (change.kind, change.before, change.after) == ("revised", value(767), value(770))


def test_an_answer_that_came_late_is_added_not_revised():
    first = make_release(FACTS, [observed(767)], [], [])
    second = make_release(LATER, [observed(767), observed(900, KENT)], [], [], previous=first)
    assert [(c.kind, c.force) for c in second.changes] == [("added", KENT)]
    assert all(o.marks == () for o in second.observations)


def test_a_number_that_is_gone_is_logged_as_withdrawn():
    first = make_release(FACTS, [observed(767)], [], [])
    second = make_release(LATER, [], [], [year(2017)], previous=first)
    assert [(c.kind, c.force) for c in second.changes] == [("withdrawn", ESSEX)]


def test_the_same_again_has_no_changes():
    first = make_release(FACTS, [observed(767)], [], [])
    second = make_release(LATER, [observed(767)], [], [], previous=first)
    assert second.changes == ()


@pytest.mark.parametrize("reverse", [False, True])
def test_the_bytes_of_a_release_do_not_depend_on_the_order_of_its_input(reverse):
    some = [observed(767), observed(568, start=2016), observed(900, KENT)]
    expected = encode(make_release(FACTS, some, [], []))
    assert (
        encode(
            make_release(
                FACTS, sorted(some, key=lambda o: (o.force, o.period), reverse=reverse), [], []
            )
        )
        == expected
    )


def test_a_release_reads_back_as_it_was_and_names_the_one_before():
    first = make_release(FACTS, [observed(767)], [], [])
    second = make_release(LATER, [observed(770)], [], [], previous=first)
    assert msgspec.json.decode(encode(second), type=Release) == second
    assert second.previous_digest == digest_of(first)
