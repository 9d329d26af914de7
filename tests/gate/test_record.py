from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate import (
    Filter,
    GuardSettings,
    HourCount,
    Idempotency,
    KeyReusedError,
    MatchCount,
    MemoryGuard,
    MemoryRecorder,
    RecordError,
    RetentionSettings,
    StoreArchive,
    StoreRecorder,
    Submission,
    decision_id,
)
from beholden.store import Store, tables
from tests.gate.support import (
    HASH,
    NOON,
    Clock,
    account_key,
    an_id,
    decision,
    laws,
    match,
    outcomes,
    pdq,
    policy,
    record,
)
from tests.support.small_disk import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from beholden.gate import DecisionArchive, DecisionRecorder, Recorded

KEEPS_ALLOWED = policy(retention=RetentionSettings(allowed_hours=24))


class Both:
    """A recorder, and the archive that reads back what it recorded."""

    def __init__(self, recorder: DecisionRecorder, archive: DecisionArchive) -> None:
        self.recorder = recorder
        self.archive = archive


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, tmp_path, clock: Clock) -> Iterator[Both]:
    if request.param == "memory":
        memory = MemoryRecorder(guard=MemoryGuard(clock), account_key=account_key, clock=clock)
        yield Both(memory, memory)
        return
    url = f"sqlite:///{tmp_path}/beholden.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    store = Store(url)
    store.prepare()
    recorder = StoreRecorder(store, account_key, clock=clock)
    yield Both(recorder, StoreArchive(store))
    recorder.close()
    store.close()


def idempotency(key: str = "k", fingerprint: str = "f", hours: float = 24) -> Idempotency:
    return Idempotency(key, fingerprint, NOON + timedelta(hours=hours))


class TestEveryRecorder:
    def test_held_and_blocked_decisions_are_found_as_they_are_kept(self, both: Both):
        shadowed = decision(3, "block", outcome="allow", mode="shadow")
        given = [decision(1), decision(2, "hold", surface=None, account=None), shadowed]
        record(both.recorder, *given)
        for one in given:
            kept = account_key(one.account) if one.account else None
            assert both.archive.find(one.id) == msgspec.structs.replace(one, account=kept)
        assert both.archive.find("d") is None

    def test_of_an_allowed_upload_only_a_count_is_left(self, both: Both):
        for number in range(3):
            record(both.recorder, decision(number, "allow", rule="default"))
        allowed = decision(4, "allow", rule="default", surface=None)
        record(both.recorder, allowed, decision(3_700, "allow", rule="default"))
        assert both.archive.find(an_id(1)) is None
        plain: dict[str, Any] = {
            "rule": "default", "mode": "enforce", "outcome": "allow", "would_be": "allow"
        }  # fmt: skip
        assert both.archive.hours(NOON) == (
            HourCount(hour="2026-11-22T12Z", surface=None, count=1, **plain),
            HourCount(hour="2026-11-22T12Z", surface="avatar", count=3, **plain),
            HourCount(hour="2026-11-22T13Z", surface="avatar", count=1, **plain),
        )
        assert len(both.archive.hours(NOON + timedelta(hours=1))) == 1
        assert len(both.archive.hours(NOON, NOON + timedelta(hours=1))) == 2
        assert len(both.archive.hours(NOON, NOON + timedelta(hours=1, seconds=1))) == 3

    def test_allowed_uploads_are_kept_only_if_policy_says_for_how_long(self, both: Both):
        record(both.recorder, decision(1, "allow", account="user-7"), policy=KEEPS_ALLOWED)
        kept = both.archive.find(an_id(1))
        assert kept is not None
        assert (kept.outcome, kept.account) == ("allow", account_key("user-7"))

    def test_a_list_counts_once_for_an_upload_and_kind(self, both: Both):
        matches = (match(), match(entry="a2"), pdq(), match(role="allow", list="harmless"))
        record(both.recorder, decision(1, matches=matches), decision(2, "hold"))
        assert both.archive.matches(NOON) == (
            MatchCount("iwf", "pdq", "block", 1),
            MatchCount("iwf", "sha256", "block", 1),
            MatchCount("iwf", "sha256", "hold", 1),
        )
        assert both.archive.matches(NOON + timedelta(hours=1)) == ()

    def test_the_answer_comes_back_and_a_repeat_gets_the_same(self, both: Both):
        first = record(both.recorder, decision(1), answer=b"one", idempotency=idempotency())
        assert (first.answer, first.replayed) == (b"one", False)
        again = record(both.recorder, decision(2), answer=b"two", idempotency=idempotency())
        assert (again.answer, again.replayed) == (b"one", True)
        assert both.archive.find(an_id(2)) is None
        assert [hour.count for hour in both.archive.hours(NOON)] == [1]

    @pytest.mark.parametrize("size", [0, 1_023, 1_024, 300_000])
    def test_an_answer_of_any_size_comes_back(self, both: Both, size: int):
        answer = b"\0\1x" * (size // 3) + b"y" * (size % 3)
        for _ in range(2):
            got = record(both.recorder, decision(1), answer=answer, idempotency=idempotency())
            assert got.answer == answer

    def test_a_key_used_for_another_request_is_refused_and_nothing_recorded(self, both: Both):
        record(both.recorder, decision(1), idempotency=idempotency())
        with pytest.raises(KeyReusedError, match="Take a new key"):
            record(both.recorder, decision(2), idempotency=idempotency(fingerprint="g"))
        assert both.archive.find(an_id(2)) is None
        assert [hour.count for hour in both.archive.hours(NOON)] == [1]

    def test_a_key_may_be_used_again_when_it_has_expired(self, both: Both, clock: Clock):
        record(both.recorder, decision(1), answer=b"one", idempotency=idempotency())
        clock.pass_(hours=24)
        later = idempotency(fingerprint="g", hours=48)
        got = record(both.recorder, decision(2), answer=b"two", idempotency=later)
        assert (got.answer, got.replayed) == (b"two", False)
        assert record(both.recorder, decision(3), idempotency=later).answer == b"two"

    def test_after_closing_nothing_is_taken_in(self, both: Both):
        record(both.recorder, decision(1))
        both.recorder.flush()
        both.recorder.close()
        with pytest.raises(RecordError, match="Nothing was recorded"):
            record(both.recorder, decision(2))
        assert both.archive.find(an_id(1)) is not None

    def test_what_the_guard_lowers_comes_back_with_the_answer(self, both: Both):
        under = policy(guard=GuardSettings(min_accounts=3, factor=2))
        got = [
            record(both.recorder, decision(number, account=f"user-{number}"), policy=under)
            for number in range(4)
        ]
        assert [len(one.lowered) for one in got] == [0, 0, 1, 0]
        assert (got[2].lowered[0].entry, got[2].lowered[0].accounts) == ("a1", 3)


@pytest.fixture
def recorder(store: Store) -> Iterator[StoreRecorder]:
    made = StoreRecorder(store, account_key, clock=Clock())
    yield made
    made.close()


@pytest.fixture
def shared(store_url: str) -> Iterator[Callable[[int], tuple[Store, list[StoreRecorder]]]]:
    """Makes so many recorders with connections of their own, as processes have them."""
    stores: list[Store] = []
    recorders: list[StoreRecorder] = []

    def make(count: int) -> tuple[Store, list[StoreRecorder]]:
        stores.extend(Store(store_url) for _ in range(count))
        stores[0].prepare()
        recorders.extend(StoreRecorder(store, account_key, clock=Clock()) for store in stores)
        return stores[0], recorders

    yield make
    for recorder in recorders:
        recorder.close()
    for store in stores:
        store.close()


def rows_of(store: Store, table: sa.Table) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(sa.select(table)).all())


def everything(store: Store) -> str:
    return repr([rows_of(store, table) for table in tables.metadata.sorted_tables])


def counted(store: Store) -> int:
    return sum(row[-1] for row in rows_of(store, tables.counters))


def test_no_hash_account_or_id_of_an_allowed_upload_is_written(store, recorder):
    record(recorder, decision(1, "allow"))
    written = everything(store)
    assert "avatar" in written
    for secret in (HASH, "user-7", an_id(1), account_key("user-7")):
        assert secret not in written


def test_no_account_is_written_but_under_its_keyed_pseudonym(store, recorder):
    record(recorder, decision(1, account="user-7"))
    written = everything(store)
    assert "user-7" not in written
    assert account_key("user-7") in written


def test_one_bad_submission_fails_alone(store, recorder):
    record(recorder, decision(0))
    good = [Submission((decision(number),), policy()) for number in range(1, 40)]
    twice = Submission((decision(0),), policy())
    too_long = Submission((decision(50, "allow", rule="r" * 200_000, surface="é\ud800"),), policy())
    with ThreadPoolExecutor(41) as threads:
        futures = list(threads.map(recorder.submit, [*good, twice]))
        bad = recorder.submit(too_long)
    assert all(future.result(60) for future in futures[:-1])
    for failing in (futures[-1], bad):
        with pytest.raises(RecordError, match="Nothing was recorded"):
            failing.result(60)
    assert counted(store) == 40


def test_a_full_queue_is_told_at_once_and_worth_another_try(sqlite_store):
    recorder = StoreRecorder(sqlite_store, account_key, queue_at_most=2)
    with sqlite_store.writing():  # nobody else writes meanwhile
        # One or two batches of those may be on their way already; the rest waits.
        futures: list[Future[Recorded]] = []
        with pytest.raises(RecordError, match="wait to be written") as refused:
            futures.extend(
                recorder.submit(Submission((decision(number),), policy())) for number in range(20)
            )
        assert refused.value.busy
    assert all(future.result(60) for future in futures)
    recorder.close()


def test_a_store_that_others_hold_is_busy_and_nothing_is_recorded(tmp_path):
    held = Store(f"sqlite:///{tmp_path}/beholden.db")
    held.prepare()
    hasty = Store(f"sqlite:///{tmp_path}/beholden.db", lock_seconds=0.05)
    recorder = StoreRecorder(hasty, account_key)
    with held.writing():
        with pytest.raises(RecordError) as failed:
            record(recorder, decision(1))
        assert failed.value.busy
    assert StoreArchive(held).find(an_id(1)) is None
    record(recorder, decision(1))
    recorder.close()
    hasty.close()
    held.close()


def test_threads_that_race_for_one_key_record_once_and_get_one_answer(shared):
    store, recorders = shared(2)

    def send(number: int) -> bytes:
        return record(
            recorders[number % 2],
            decision(number),
            answer=str(number).encode(),
            idempotency=idempotency(key=f"k{number // 40}"),
        ).answer

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(send, range(200)))
    for key in range(5):
        assert len(set(answers[key * 40 : key * 40 + 40])) == 1
    assert counted(store) == 5
    assert len(rows_of(store, tables.decisions)) == 5


def test_processes_that_share_a_database_never_wait_in_a_circle(shared):
    """Each transaction touches the same counters, keys and sightings, in its own order."""
    store, recorders = shared(3)
    entries = ["a1", "a2", "a3"]

    def send(number: int) -> None:
        order = entries[number % 3 :] + entries[: number % 3]
        made = [
            decision(
                1_000 * number + place,
                ("block", "hold")[place % 2],
                surface=f"s{(number + place) % 3}",
                account=f"user-{number % 7}",
                matches=tuple(match(entry=entry) for entry in order),
            )
            for place in range(5)
        ]
        record(
            recorders[number % 3], *made, idempotency=idempotency(key=f"k{number}"),
            policy=policy(),
        )  # fmt: skip

    with ThreadPoolExecutor(24) as threads:
        list(threads.map(send, range(150)))
    assert counted(store) == 150 * 5
    assert len(rows_of(store, tables.guard_sightings)) == 7 * 3


sent = st.lists(
    st.tuples(
        st.lists(st.tuples(outcomes, st.sampled_from(["avatar", "post", None])), max_size=4),
        st.none() | st.tuples(st.sampled_from("klm"), st.sampled_from("fg")),
    ),
    max_size=12,
)


@laws
@given(sent)
def test_counters_equal_what_was_answered_and_each_key_is_recorded_once(
    tmp_path_factory, submissions
):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('law')}/beholden.db")
    store.prepare()
    recorder = StoreRecorder(store, account_key, clock=Clock())
    memory = MemoryRecorder(account_key=account_key, clock=Clock())
    made = []
    for number, (parts, key) in enumerate(submissions):
        decisions = tuple(
            decision(100 * number + place, would_be, surface=surface)
            for place, (would_be, surface) in enumerate(parts)
        )
        asked = idempotency(*key) if key else None
        made.append(Submission(decisions, policy(), str(number).encode(), asked))
    # All at once, so that they share transactions; in memory one by one.
    futures = [recorder.submit(submission) for submission in made]
    answered = 0
    for submission, future in zip(made, futures, strict=True):
        expected = memory.submit(submission)
        assert type(future.exception(60)) is type(expected.exception())
        if expected.exception() is None:
            assert future.result() == expected.result()
            answered += 0 if expected.result().replayed else len(submission.decisions)
    archive = StoreArchive(store)
    assert archive.hours(NOON) == memory.hours(NOON)
    assert archive.matches(NOON) == memory.matches(NOON)
    assert sum(hour.count for hour in archive.hours(NOON)) == answered
    recorder.close()
    store.close()


def test_on_a_full_disk_what_was_not_recorded_is_said_and_room_is_all_it_needs(small_disk):
    store = Store(f"sqlite:///{small_disk}/beholden.db")
    store.prepare()
    recorder, archive = StoreRecorder(store, account_key), StoreArchive(store)
    with filled(small_disk):
        futures = [
            recorder.submit(Submission((decision(number), decision(number, "allow")), policy()))
            for number in range(0, 3_000, 10)
        ]
        errors = [future.exception(60) for future in futures]
    assert any(errors)
    for number, error in zip(range(0, 3_000, 10), errors, strict=True):
        assert (archive.find(an_id(number)) is None) == (error is not None)
        if error is not None:
            assert isinstance(error, RecordError)
            assert not error.busy, "trying again does not help before there is room"
    assert counted(store) == 2 * errors.count(None)
    record(recorder, decision(5_000))
    assert archive.find(an_id(5_000)) is not None
    recorder.close()
    store.close()


def test_a_clock_that_goes_back_loses_no_decision_and_doubles_no_id(sqlite_store):
    recorder, archive = StoreRecorder(sqlite_store, account_key), StoreArchive(sqlite_store)
    made = []
    for minutes in (0, 5, -5, 5, 0, -5):
        at = NOON + timedelta(minutes=minutes)
        for _ in range(50):
            name = decision_id(at, secrets.token_bytes(10))
            made.append(decision(0, id=name, time=at, account=None))
            recorder.submit(Submission((made[-1],), policy()))
    recorder.flush()
    found = archive.page(Filter(), limit=1_000).decisions
    assert len(found) == len({one.id for one in found}) == 300
    assert [one.time for one in found] == sorted((one.time for one in made), reverse=True)
    recorder.close()
