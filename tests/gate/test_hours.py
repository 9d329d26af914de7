"""Every hour is stated once it is over, with the counts that are on record."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.gate import RecordError, StoreRecorder, purge, sealed_hours
from beholden.gate.hours import BACK_HOURS, CATCH_UP_DAYS, GRACE_SECONDS
from beholden.ledger.erasing import Erasing
from beholden.ledger.outbox import Outbox, Statements
from beholden.store import Store, tables
from tests.gate.support import NOON, Clock, account_key, decision, policy, record

HOUR = timedelta(hours=1)
GRACE = timedelta(seconds=GRACE_SECONDS)
SEALED = NOON + HOUR + GRACE
"""When the hour that begins at noon is sealed."""


def count(store: Store, *ats: datetime, **more: Any) -> None:
    """Records uploads at these times."""
    recorder = StoreRecorder(store, account_key)
    made = [decision(n, "allow", time=at, matches=(), **more) for n, at in enumerate(ats)]
    record(recorder, *made)
    recorder.close()


def seal(store: Store, now: datetime) -> list[str]:
    """States what is sealed; returns the ids."""
    outbox = Outbox(store, randomness=os.urandom, clock=Clock(), merge_seconds=60)
    made = sealed_hours(store, now)
    outbox.put(made)
    return [one.id for one in made]


def said(store: Store, statement_id: str) -> dict[str, Any]:
    kept = Statements(store).find(statement_id)
    assert kept is not None
    found: dict[str, Any] = json.loads(kept.body or b"")
    return found


def total(store: Store, statement_id: str) -> int:
    return sum(one["count"] for one in said(store, statement_id)["counts"])


def test_an_hour_is_stated_when_its_grace_is_over_and_not_before(store):
    count(store, NOON, NOON + timedelta(minutes=59, seconds=59), NOON + HOUR)
    assert seal(store, SEALED - timedelta(microseconds=1)) == []
    assert seal(store, SEALED) == ["hour:2026-11-22T12Z"]
    assert said(store, "hour:2026-11-22T12Z") == {
        "kind": "gate.hour",
        "version": 1,
        "hour": "2026-11-22T12Z",
        "counts": [
            {
                "surface": "avatar",
                "rule": "copies",
                "mode": "enforce",
                "outcome": "allow",
                "would_be": "allow",
                "count": 2,
            }
        ],
        "matches": [],
    }
    assert seal(store, SEALED + HOUR / 2) == []


def test_matches_are_counted_with_their_hour(store):
    recorder = StoreRecorder(store, account_key)
    record(recorder, decision(1), decision(2), decision(3, surface=None))
    recorder.close()
    seal(store, SEALED)
    stated = said(store, "hour:2026-11-22T12Z")
    assert stated["matches"] == [{"list": "iwf", "kind": "sha256", "would_be": "block", "count": 3}]
    assert [one.get("surface") for one in stated["counts"]] == [None, "avatar"]


def test_hours_without_uploads_are_stated_from_the_first_on_record_on(store):
    assert seal(store, SEALED) == []
    count(store, NOON)
    assert seal(store, SEALED + 3 * HOUR) == [
        f"hour:2026-11-22T{hour}Z" for hour in (12, 13, 14, 15)
    ]
    assert said(store, "hour:2026-11-22T14Z")["counts"] == []


def test_an_hour_that_changed_later_is_stated_again_and_names_what_it_corrects(store):
    count(store, NOON)
    seal(store, SEALED)
    count(store, NOON)
    assert seal(store, SEALED) == []  # looked at with the next hour
    assert seal(store, SEALED + HOUR) == ["hour:2026-11-22T12Z:2", "hour:2026-11-22T13Z"]
    again = said(store, "hour:2026-11-22T12Z:2")
    assert again["corrects"] == "hour:2026-11-22T12Z"
    assert total(store, "hour:2026-11-22T12Z:2") == 2
    assert seal(store, SEALED + 2 * HOUR) == ["hour:2026-11-22T14Z"]
    count(store, NOON)
    assert seal(store, SEALED + 3 * HOUR) == ["hour:2026-11-22T12Z:3", "hour:2026-11-22T15Z"]
    assert said(store, "hour:2026-11-22T12Z:3")["corrects"] == "hour:2026-11-22T12Z:2"
    assert total(store, "hour:2026-11-22T12Z:3") == 3


def test_after_a_long_stop_no_counted_hour_is_left_out_and_empty_ones_are_bounded(store):
    count(store, NOON, NOON + 7 * HOUR)
    later = SEALED + 100 * HOUR
    made = seal(store, later)
    assert made[:2] == ["hour:2026-11-22T12Z", "hour:2026-11-22T19Z"]
    assert len(made) == 2 + BACK_HOURS
    assert made[-1] == "hour:2026-11-26T16Z"
    assert seal(store, later + HOUR) == ["hour:2026-11-26T17Z"]


def test_what_is_older_than_any_stop_is_not_stated_late(store):
    count(store, NOON)
    made = seal(store, SEALED + timedelta(days=CATCH_UP_DAYS) + HOUR)
    assert "hour:2026-11-22T12Z" not in made
    assert len(made) == BACK_HOURS


def test_a_purge_is_no_correction(store):
    hours = [NOON + HOUR * number for number in range(30)]
    count(store, *hours)
    seal(store, hours[-1] + HOUR + GRACE)
    with store.writing() as connection:
        gone = tables.counters.c.hour < "2026-11-23T05Z"
        connection.execute(sa.delete(tables.counters).where(gone))
        # As a purge that is half done leaves it.
        less = sa.update(tables.counters).where(tables.counters.c.hour == "2026-11-23T06Z")
        connection.execute(less.values(count=0))
    assert seal(store, hours[-1] + 2 * HOUR + GRACE) == ["hour:2026-11-23T18Z"]


def test_an_hour_whose_statement_was_erased_is_not_stated_again(store):
    count(store, NOON)
    seal(store, SEALED)
    statements = Statements(store)
    with store.writing() as connection:
        places = [(row.number, at) for at, row in enumerate(statements.pending(9))]
        statements.mark_sequenced(connection, places)
    outbox = Outbox(store, randomness=os.urandom, clock=Clock(), merge_seconds=60)
    Erasing(store, outbox).erase("hour:2026-11-22T12Z", basis="x", at=SEALED)
    count(store, NOON)
    assert seal(store, SEALED + HOUR) == ["hour:2026-11-22T13Z"]


def test_a_store_that_cannot_be_read_is_told_in_a_sentence(tmp_path):
    with pytest.raises(RecordError):
        sealed_hours(Store(f"sqlite:///{tmp_path}/none/there.db"), SEALED)


# Uploads come in at any time, within their hour or late; sealing happens at any time.
steps = st.lists(
    st.one_of(
        st.tuples(st.just("upload"), st.integers(0, 3), st.integers(1, 3)),
        st.tuples(st.just("seal"), st.integers(1, 3), st.just(0)),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=25, database=None)
@given(steps)
def test_the_latest_statement_of_every_hour_says_what_is_on_record(tmp_path_factory, made):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('law')}/beholden.db")
    store.prepare()
    now = SEALED
    counted: Counter[str] = Counter()
    stated: dict[str, str] = {}

    def seal_now() -> None:
        for one in seal(store, now):
            hour = one.removeprefix("hour:")[: len("2026-11-22T12Z")]
            corrects = said(store, one).get("corrects")
            assert corrects == stated.get(hour)
            stated[hour] = one

    for what, number, times in made:
        if what == "seal":
            now += HOUR * number
            seal_now()
        else:
            at = now - HOUR * number
            count(store, *[at] * times)
            counted[at.strftime("%Y-%m-%dT%HZ")] += times
    # Two hours on, whatever came late is past its grace, and is seen.
    for _ in range(2):
        now += HOUR
        seal_now()
    assert purge(store, now, policy())
    last = (now - GRACE - HOUR).strftime("%Y-%m-%dT%HZ")
    over = {hour: number for hour, number in counted.items() if hour <= last}
    assert {hour: n for hour, one in stated.items() if (n := total(store, one))} == over
    hours = sorted(stated)
    if over:
        assert (hours[0], hours[-1]) == (min(over), last)
        first = datetime.fromisoformat(hours[0].replace("Z", ":00:00+00:00"))
        assert len(hours) == (now - GRACE - HOUR - first) // HOUR + 1
    store.close()
