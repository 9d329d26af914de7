import csv
import io
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden._design import harmless
from beholden.figures.core.models import (
    ForceCode,
    Observation,
    OffenceId,
    Period,
    Place,
    Release,
    ReleaseId,
    Source,
    State,
    Value,
)
from beholden.figures.core.offences import IIOC_TOTAL, IMAGE_SET
from beholden.figures.publish.tables import tables_of
from beholden.figures.registry import load_registry
from tests.figures.publish.conftest import Written
from tests.figures.publish.samples import HARMFUL, STATES
from tests.figures.support.readings import ESSEX, KENT, year
from tests.figures.support.releases import in_order

REGISTRY = load_registry()


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Read by other code than wrote it, as strictly as it can be."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))


def observation_of(row: dict[str, str]) -> Observation:
    """What a reader of the CSV makes of one row."""
    return Observation(
        force=ForceCode(row["force_code"]),
        period=Period(
            date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
        ),
        offence=OffenceId(row["offence"]),
        value=Value(
            State(row["state"]),
            int(row["value"]) if row["value"] else None,
            int(row["below"]) if row["below"] else None,
            row["reason"],
        ),
        sources=(),
        received=date.fromisoformat(row["received"]) if row["received"] else None,
        layout=row["layout"],
        arithmetic=row["arithmetic"],
        marks=tuple(row["marks"].split()),
        replaces=ReleaseId(row["replaces"]) if row["replaces"] else None,
        confirmed_by=row["settled_by"],
        confirmed=row["settled"],
        notes=(row["notes"],) if row["notes"] else (),
    )


def released(*observations: Observation) -> Release:
    return Release(ReleaseId("2099-01"), "T", "P", date(2099, 1, 1), in_order(list(observations)))


def test_every_csv_file_gives_back_every_cell(written: Written):
    for table in tables_of(written.release, REGISTRY):
        rows = rows_of((written.folder / table.path).read_bytes())
        assert [tuple(row.values()) for row in rows] == list(table.rows)
        assert all(list(row) == [column.name for column in table.columns] for row in rows)


def test_every_observation_is_one_row_with_its_force_period_offence_and_value(written: Written):
    rows = rows_of((written.folder / "figures.csv").read_bytes())
    for one, row in zip(written.release.observations, rows, strict=True):
        read = observation_of(row)
        assert (read.force, read.period, read.offence) == (one.force, one.period, one.offence)
        assert (read.value.state, read.value.count, read.value.below) == (
            one.value.state,
            one.value.count,
            one.value.below,
        )
        assert row["force"] == REGISTRY.by_code(one.force).name


def test_absence_has_a_state_and_no_value_and_zero_is_zero(written: Written):
    rows = rows_of((written.folder / "figures.csv").read_bytes())
    assert {row["state"] for row in rows} <= {state.value for state in State}
    for row in rows:
        if row["state"] == "zero":
            assert row["value"] == "0"
        elif row["state"] == "counted":
            assert int(row["value"]) > 0
        else:
            assert not row["value"]


def test_all_states_are_in_the_release_that_the_tests_look_at(hostile: Written):
    rows = rows_of((hostile.folder / "figures.csv").read_bytes())
    assert {row["state"] for row in rows} == {state.value for state in State}


_words = st.text("abcXYZ 019.,", max_size=20).map(lambda text: " ".join(text.split()))
_values = st.one_of(
    st.integers(1, 10**12).map(lambda count: Value(State.COUNTED, count)),
    st.sampled_from(STATES[1:3]),
    st.integers(2, 20).map(lambda below: Value(State.SUPPRESSED, below=below)),
    st.sampled_from((State.NOT_HELD, State.REFUSED, State.NO_ANSWER)).flatmap(
        lambda state: _words.map(lambda reason: Value(state, reason=reason))
    ),
)
_days = st.dates(date(2000, 1, 1), date(2040, 1, 1))
_observations = st.builds(
    Observation,
    force=st.sampled_from((ESSEX, KENT)),
    period=st.tuples(_days, _days).map(sorted).map(lambda pair: Period(*pair)),
    offence=st.sampled_from((IIOC_TOTAL, *IMAGE_SET)),
    value=_values,
    sources=st.just(()),
    received=st.none() | _days,
    layout=st.sampled_from(("", "simple-table")),
    arithmetic=_words,
    marks=st.lists(st.sampled_from("rpbe"), unique=True, max_size=3).map(tuple),
    replaces=st.none() | st.just(ReleaseId("2018-09")),
    confirmed_by=_words,
    confirmed=_words,
    notes=_words.map(lambda text: (text,) if text else ()),
)


@given(st.lists(_observations, max_size=6))
def test_tidy_rows_say_all_of_an_observation(observations: list[Observation]):
    release = released(*observations)
    table = tables_of(release, REGISTRY)[0]
    read = tuple(observation_of(row) for row in rows_of(table.csv()))
    assert read == release.observations


@given(st.text())
def test_a_text_never_begins_as_a_formula_does_and_never_breaks_its_row(text: str):
    made = harmless(text)
    assert unicodedata.normalize("NFKC", made[:1]) not in ("=", "+", "-", "@") or not made
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in made)
    assert made.encode().decode() == made


@given(st.text("abc =+-@1\t\r\n"))
def test_a_text_keeps_its_words(text: str):
    assert harmless(text).removeprefix("'").split() == text.split()


@pytest.mark.parametrize("text", HARMFUL)
def test_no_cell_of_a_csv_file_is_a_formula(hostile: Written, text: str):
    for table in tables_of(hostile.release, REGISTRY):
        for row in rows_of(table.csv()):
            for cell in row.values():
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))
    assert harmless(text).lstrip("'")


def test_equal_totals_of_two_pages_stay_two_rows_that_a_key_tells_apart(hostile: Written):
    rows = rows_of((hostile.folder / "aggregates.csv").read_bytes())
    assert [row["area"] for row in rows].count("Twice") == 2
    assert len({(row["release"], row["line"]) for row in rows}) == len(rows)


def test_a_change_says_both_states_and_nothing_for_a_value_that_was_not(hostile: Written):
    added, revised, withdrawn = rows_of((hostile.folder / "changes.csv").read_bytes())
    assert (added["state_before"], added["value_before"]) == ("", "")
    assert (added["state_after"], added["value_after"]) == ("counted", "1234")
    assert (revised["state_before"], revised["value_before"]) == ("zero", "0")
    assert (revised["state_after"], revised["value_after"]) == ("refused", "")
    assert (withdrawn["state_before"], withdrawn["state_after"]) == ("suppressed", "")


def test_a_number_made_of_two_cells_names_both_places_and_its_file_once():
    sources = tuple(
        Source("kent/a.xlsx", "ab" * 32, Place(sheet="S", cell=cell), text)
        for cell, text in (("B4", "51"), ("B5", "49"))
    )
    one = Observation(KENT, year(2016), IIOC_TOTAL, Value(State.COUNTED, 100), sources)
    (row,) = rows_of(tables_of(released(one), REGISTRY)[0].csv())
    assert row["source_file"] == "kent/a.xlsx"
    assert row["source_sha256"] == "ab" * 32
    assert row["source_place"] == "sheet S, cell B4 | sheet S, cell B5"
    assert row["source_text"] == "51 | 49"
