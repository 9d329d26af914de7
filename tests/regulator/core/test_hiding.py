"""Small counts of other bodies are on no scorecard, nor can they be worked out from it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.regulator.core.amounts import count
from beholden.regulator.core.counts import names_people, parse_counts, words_of_small
from beholden.regulator.core.hiding import as_published
from beholden.regulator.core.models import Amount, Reconciliation, Scorecard, Tolerances
from beholden.regulator.core.reconciling import reconcile
from beholden.regulator.core.reconciling_models import CountsOf, Evidence, Registered
from beholden.regulator.core.scorecard import make_scorecard
from beholden.transparency.core import Window
from tests.regulator.core.reports import WINDOW, report
from tests.regulator.entries import NOW, PROVIDER, regime, service

HEADER = "quantity,part,from,to,value,people,source\n"
YEAR = "2020-01-01,2020-12-31"
HALVES = ("2020-01-01,2020-06-30", "2020-07-01,2020-12-31")
NAMES = Registered("Photos", "Example Ltd")


def body(source: str, *rows: str) -> CountsOf:
    text = HEADER + "".join(f"{row},{source}\n" for row in rows)
    return CountsOf(source, parse_counts(f"{source}.csv", text.encode()))


def compared(*files: CountsOf, **more) -> Reconciliation:
    window = more.pop("window", Window(date(2020, 1, 1), date(2022, 12, 31)))
    tolerances = more.pop("tolerances", Tolerances())
    return reconcile(Evidence("photos", window, tolerances, NAMES, counts=files, **more), NOW)


def public(*files: CountsOf, **more) -> Reconciliation:
    tolerances = more.setdefault("tolerances", Tolerances())
    return as_published(compared(*files, **more), tolerances)


def card(found: Reconciliation) -> Scorecard:
    return make_scorecard(
        service(), PROVIDER, regime(), regulator="Example Regulator",
        window=(found.first, found.last), made=NOW, reconciliation=found,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "is_hidden"),
    [
        ("victims,girls under 10", 2, True),
        ("victims,girls under 10", 9, True),
        ("victims,girls under 10", 10, False),
        ("victims,girls under 10", 0, False),
        ("reports,", 4, True),
        ("reports,", 5, False),
        ("reports,", 0, False),
        ("suspects,", 7, True),
        ("accounts-closed,", 9, True),
    ],
)
def test_a_small_count_of_a_body_is_on_no_card_and_larger_ones_of_people_are_small(
    name, value, is_hidden
):
    found = compared(
        body("House", f"{name},{YEAR},{value},"), body("Police", f"{name},{YEAR},400,")
    )
    shown = card(found)
    (one,) = shown.differences
    assert (one.one.form == "hidden") == is_hidden
    assert one.other == count(400)
    assert found.differences[0].one == count(value), "the officer sees it"
    # What is beside it does not tell it either: its size, the words, the headline, a cause.
    data = msgspec.json.encode(shown).decode()
    assert ((one.by, one.per_cent) == (None, "")) == is_hidden
    assert (f"House: {value}" in data) != is_hidden
    assert one.verdict == shown.verdict == "differs"


@pytest.mark.parametrize(("people", "is_hidden"), [("yes", True), ("no", False), ("", False)])
def test_the_file_itself_may_say_that_a_number_is_of_people(people, is_hidden):
    files = [body(name, f"Opfer,,{YEAR},7,{people}") for name in ("A", "B")]
    (one,) = public(*files).differences
    assert (one.one.form == "hidden") == is_hidden


def test_two_small_counts_are_not_said_to_agree_or_to_differ():
    for values in ((2, 2), (2, 3)):
        files = [body(f"B{at}", f"victims,,{YEAR},{n},") for at, n in enumerate(values)]
        result = public(*files)
        (one,) = result.differences
        assert (one.verdict, result.verdict) == ("cannot-tell", "cannot-tell")
        assert "cannot be told" in result.words
        assert one.causes == ()


def test_a_small_count_against_a_reports_figure_is_hidden_and_the_figure_is_not():
    days = f"{WINDOW.first},{WINDOW.last}"
    found = compared(body("House", f"uploads-held,,{days},3,"), window=WINDOW, report=report())
    shown = as_published(found, Tolerances())
    (one,) = [each for each in shown.differences if each.other_source == "House"]
    assert (one.one, one.other) == (count(421), Amount(form="hidden", low=1, high=4))
    assert [each for each in shown.differences if each.other_source != "House"] == [
        each for each in found.differences if each.other_source != "House"
    ]


def test_a_year_does_not_tell_its_small_half_and_is_still_compared():
    mine = body("A", f"reports,,{HALVES[0]},2,", f"reports,,{HALVES[1]},1000,",
                f"reports,,{YEAR},1002,")  # fmt: skip
    for year, verdict in (
        (1_003, "within-tolerance"),
        (1_002, "within-tolerance"),
        (2_000, "differs"),
    ):
        theirs = body("B", f"reports,,{HALVES[0]},50,", f"reports,,{HALVES[1]},1000,",
                      f"reports,,{YEAR},{year},")  # fmt: skip
        first, second, whole = public(mine, theirs).differences
        assert first.one == Amount(form="hidden", low=1, high=4)
        assert second.one == count(1_000)
        assert (whole.one, whole.by, whole.verdict) == (Amount(form="hidden"), None, verdict)
        assert "1,002" not in whole.words.replace(f"B: {year:,}", "")


def test_a_whole_near_another_number_by_less_than_a_small_count_is_not_said_to_agree():
    mine = body("A", f"cases,boys,{YEAR},2,", f"cases,girls,{YEAR},100,", f"cases,,{YEAR},102,")
    theirs = body("B", f"cases,boys,{YEAR},60,", f"cases,girls,{YEAR},60,", f"cases,,{YEAR},102,")
    whole = public(mine, theirs).differences[2]
    assert (whole.one, whole.verdict) == (Amount(form="hidden"), "cannot-tell")


def test_added_rows_are_still_said_where_their_sum_is_hidden():
    mine = body("A", *(f"victims,,{days},2," for days in HALVES))
    (one,) = public(mine, body("B", f"victims,,{YEAR},400,")).differences
    assert one.one.form == "hidden"
    assert "2 rows of A were added up" in one.words
    assert "A: 4" not in one.words


def test_with_nothing_small_everything_stays():
    found = compared(*(body(name, f"reports,,{YEAR},{500 + len(name)},") for name in ("A", "BB")))
    assert as_published(found, Tolerances()) is found


def test_what_was_compared_before_days_and_people_were_kept_is_hidden_too():
    found = compared(body("A", f"victims,,{YEAR},7,"), body("B", f"victims,,{YEAR},400,"))
    old = msgspec.structs.replace(
        found,
        differences=tuple(
            msgspec.structs.replace(one, first=None, last=None, people=None)
            for one in found.differences
        ),
    )
    assert as_published(old, Tolerances()).differences[0].one.form == "hidden"


def test_the_officer_is_told_how_many_a_scorecard_hides():
    rows = body("A", f"victims,,{YEAR},7,", f"reports,,{YEAR},7,", f"cases,,{YEAR},1,").rows
    said = words_of_small(rows, Tolerances())
    assert said.startswith("2 of its counts are small (below 5, of people below 10)")
    assert words_of_small(rows[1:2], Tolerances()) == ""


@pytest.mark.parametrize("name", ["victims", "Child victims", "suspected offenders", "CHILDREN"])
def test_words_of_people(name):
    assert names_people(name)
    assert not names_people("reports-sent")
    assert not names_people("humanity")


def test_many_small_counts_are_hidden_in_bounded_time():
    """Thousands of days with small parts of each, and their totals."""
    first = date(2020, 1, 1)
    rows = []
    for n in range(1_000):
        day = first + timedelta(n)
        rows += [f"victims,{part},{day},{day},3," for part in ("a", "b", "c")]
        rows.append(f"victims,,{day},{day},30,")
    rows.append("victims,,2020-01-01,2022-09-26,30000,")
    theirs = [row.rsplit(",", 2)[0] + ",90000," for row in rows]
    shown = public(body("A", *rows), body("B", *theirs))
    assert len(shown.differences) == len(rows)
    assert all(one.one.form == "hidden" for one in shown.differences if one.part)


def test_a_threshold_of_two_does_not_print_the_one_value_that_is_left():
    limits = Tolerances(small_numbers_least=2, small_numbers_most=2)
    files = [body(name, f"reports,,{YEAR},{n},") for name, n in (("A", 1), ("B", 500))]
    assert public(*files, tolerances=limits).differences[0].one == Amount(form="hidden")


# What a reader can work out.

DAYS = [date(2020, 1, 1) + timedelta(n) for n in range(3)]
SPANS = [(a, b) for a in range(3) for b in range(a, 3)]
ATOMS = [(part, day) for part in ("a", "b") for day in range(3)]
EVERY = np.array(list(product(range(6), repeat=len(ATOMS))), dtype=np.int16)
BELOW = 3


def of(part: str, span: tuple[int, int]) -> list[int]:
    """The atoms that a cell is the sum of."""
    return [
        at for at, (p, day) in enumerate(ATOMS) if part in {"", p} and span[0] <= day <= span[1]
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(0, 3), min_size=6, max_size=6),
    st.sets(st.tuples(st.sampled_from(["", "a", "b"]), st.sampled_from(SPANS)), min_size=2),
)
def test_no_small_count_follows_from_what_is_shown(truth, cells):
    """By trying every table of two parts and three days; the reader knows that they are all."""
    rows = {}
    for part, span in sorted(cells):
        value = sum(truth[at] for at in of(part, span))
        rows[part, span] = f"q,{part},{DAYS[span[0]]},{DAYS[span[1]]},{{}},".format, value
    mine = body("A", *(make(value) for make, value in rows.values()))
    theirs = body("B", *(make(10_000) for make, _ in rows.values()))
    limits = Tolerances(small_numbers_least=BELOW, small_numbers_most=BELOW)
    shown = public(mine, theirs, window=Window(DAYS[0], DAYS[-1]), tolerances=limits)
    possible = np.ones(len(EVERY), dtype=bool)
    small = []
    for one in shown.differences:
        assert one.first is not None
        assert one.last is not None
        span = DAYS.index(one.first), DAYS.index(one.last)
        sums = EVERY[:, of(one.part, span)].sum(axis=1)
        if one.one.form == "count":
            assert one.one.value is not None
            assert not 0 < one.one.value < BELOW
            possible &= sums == one.one.value
        elif one.one.high is not None:
            possible &= (sums >= 1) & (sums < BELOW)
            small.append(sums)
    for sums in small:
        assert len(np.unique(sums[possible])) > 1
