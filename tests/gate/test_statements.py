"""What the gate states: the exact bytes, about whom nothing is said, and what leaves one."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate import (
    EditionRef,
    GateError,
    GuardSettings,
    Idempotency,
    KeyReusedError,
    Lowered,
    RecordError,
    RetentionSettings,
    StoreArchive,
    StoreGuard,
    StoreRecorder,
    policy_statement,
)
from beholden.gate.statements import (
    StatedCount,
    StatedMatchCount,
    decision_statement,
    hour_statement,
    lowered_statement,
    reinstated_statement,
)
from beholden.ledger.outbox import Batch, Kept, Outbox, Statements
from beholden.store import Store
from tests.gate.support import (
    BLOCK_COPIES,
    NOON,
    TRUNCATED,
    Clock,
    account_key,
    an_id,
    decision,
    laws,
    match,
    matches,
    outcomes,
    pdq,
    policy,
    record,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beholden.gate.statements import GateStatement

EDITION = EditionRef(
    list="iwf",
    edition="e1",
    version="1",
    role="match",
    radius=31,
    min_quality=50,
    set_by="A. Lead",
    set_at=NOON,
)
DAY_US = 86_400_000_000


class TestBytes:
    """The forms, byte for byte: others recompute figures from them."""

    def test_a_decision(self):
        one = decision(
            1,
            "hold",
            time=NOON + timedelta(microseconds=1_999_999),
            editions=(EDITION,),
            matches=(pdq(), match(entry="a2"), match(entry="a3"), match(list="b", role="allow")),
            set_aside=(pdq(list="c"),),
            unscannable=TRUNCATED,
        )
        made = decision_statement(one)
        assert made.body.decode() == (
            '{"kind":"gate.decision","version":1,"id":"' + one.id + '",'
            '"time":"2026-11-22T12:00:01Z","outcome":"hold","would_be":"hold","mode":"enforce",'
            '"rule":"copies","policy":{"version":"1","digest":"' + "0" * 64 + '"},'
            '"editions":[{"list":"iwf","edition":"e1","role":"match"}],"surface":"avatar",'
            '"matched":[{"list":"b","kind":"sha256","role":"allow"},{"list":"iwf","kind":"pdq"},'
            '{"list":"iwf","kind":"sha256"}],"set_aside":[{"list":"c","kind":"pdq"}],'
            '"unscannable":"truncated"}'
        )
        assert made[:2] == (one.id, "gate.decision/1")
        assert made.expires_us is None

    def test_a_decision_on_which_there_is_little_to_say(self):
        one = decision(1, "allow", matches=(), surface=None)
        made = decision_statement(one, 7)
        assert json.loads(made.body).keys() == {
            *("kind", "version", "id", "time", "outcome", "would_be", "mode", "rule"),
            *("policy", "editions"),
        }
        assert made.expires_us == 7

    def test_an_hour_and_its_correction(self):
        plain: dict[str, Any] = {"mode": "enforce", "outcome": "allow", "would_be": "allow"}
        counts = [
            StatedCount(surface="b", rule="x", count=2, **plain),
            StatedCount(rule="x", count=1, **plain),
        ]
        found = [StatedMatchCount("iwf", "pdq", "hold", 3)]
        first = hour_statement("2026-11-22T09Z", counts, found)
        said = (
            '"counts":[{"rule":"x","mode":"enforce","outcome":"allow","would_be":"allow",'
            '"count":1},{"surface":"b","rule":"x","mode":"enforce","outcome":"allow",'
            '"would_be":"allow","count":2}],'
            '"matches":[{"list":"iwf","kind":"pdq","would_be":"hold","count":3}]'
        )
        start = '{"kind":"gate.hour","version":1,"hour":"2026-11-22T09Z",'
        assert first.body.decode() == start + said + "}"
        assert first[:2] == ("hour:2026-11-22T09Z", "gate.hour/1")
        second, third = (
            hour_statement("2026-11-22T09Z", reversed(counts), found, number=n) for n in (2, 3)
        )
        assert second.body.decode() == start + said + ',"corrects":"hour:2026-11-22T09Z"}'
        assert third.body.decode() == start + said + ',"corrects":"hour:2026-11-22T09Z:2"}'
        assert (second.id, third.id) == ("hour:2026-11-22T09Z:2", "hour:2026-11-22T09Z:3")
        empty = hour_statement("2026-11-22T10Z", [], [])
        assert empty.body.decode().endswith('"2026-11-22T10Z","counts":[],"matches":[]}')

    def test_an_entry_lowered_and_reinstated(self):
        at = NOON + timedelta(microseconds=1)
        low = lowered_statement(Lowered("iwf", "a1", at, 25, "Too many."))
        assert low.body.decode() == (
            '{"kind":"gate.entry-lowered","version":1,"time":"2026-11-22T12:00:00Z",'
            '"list":"iwf","entry":"a1","accounts":25,"reason":"Too many."}'
        )
        assert low.kind == "gate.entry-lowered/1"
        later = NOON + timedelta(hours=1)
        back = reinstated_statement("iwf", "a1", accounts=25, lowered=at, at=later)
        assert back.body.decode() == (
            '{"kind":"gate.entry-reinstated","version":1,"time":"2026-11-22T13:00:00Z",'
            '"list":"iwf","entry":"a1","accounts":25,"lowered":"2026-11-22T12:00:00Z"}'
        )
        assert back.kind == "gate.entry-reinstated/1"
        name = low.id.removeprefix("lowered:")
        assert len(name) == 32
        assert back.id == f"reinstated:{name}"
        for other in (Lowered("iwf", "a2", at, 25, ""), Lowered("iwf", "a1", NOON, 25, "")):
            assert lowered_statement(other).id != low.id

    def test_a_policy(self):
        under = policy(BLOCK_COPIES)
        made = policy_statement(under, None, 1, NOON)
        said = json.loads(made.body)
        assert list(said)[:2] == ["kind", "version"]
        assert said == {
            "kind": "gate.policy",
            "version": 1,
            "time": "2026-11-22T12:00:00Z",
            "policy": {"version": "1", "digest": under.digest},
            "mode": "enforce",
            "default": "allow",
            "rules": [{"name": "copies", "decision": "block"}],
            "guard": msgspec.to_builtins(GuardSettings()),
            "retention": msgspec.to_builtins(RetentionSettings()),
        }
        assert made[:2] == (f"policy:1:{under.digest[:32]}", "gate.policy/1")
        again = policy_statement(under, "x", 3, NOON)
        assert json.loads(again.body) == {**said, "previous": "x"}
        assert again.id == f"policy:3:{under.digest[:32]}"
        assert b"A. Lead" not in made.body


SECRETS = {
    "sha256": "§" * 64,
    "account": "account§",
    "reasons": ("reason§",),
    "rule_set_by": "person§",
}


@laws
@given(st.lists(matches(), max_size=4), outcomes)
def test_no_decision_states_account_hash_entry_reason_or_person(found, would_be):
    marked = tuple(
        msgspec.structs.replace(
            one, entry="entry§", labels={"category": "label§"}, action_hint="hint§"
        )
        for one in found
    )
    edition = msgspec.structs.replace(EDITION, set_by="person§")
    one = decision(1, would_be, matches=marked, set_aside=marked, editions=(edition,), **SECRETS)
    assert "§" not in decision_statement(one).body.decode()


# What leaves a statement.


@pytest.fixture
def outbox(store: Store) -> Outbox:
    return Outbox(store, randomness=os.urandom, clock=Clock(), merge_seconds=60)


@pytest.fixture
def recorders(store: Store, outbox: Outbox) -> Iterator[Callable[..., StoreRecorder]]:
    made: list[StoreRecorder] = []

    def make(**more: Any) -> StoreRecorder:
        made.append(StoreRecorder(store, account_key, clock=Clock(), statements=outbox, **more))
        return made[-1]

    yield make
    for recorder in made:
        recorder.close()


def there(store: Store, statement_id: str) -> Kept:
    found = Statements(store).find(statement_id)
    assert found is not None
    return found


def batch_of(store: Store, statement_id: str) -> Batch:
    found = Statements(store).batch_of(statement_id)
    assert found is not None
    return found


def stated(store: Store) -> list[str]:
    return [row.id for row in Statements(store).pending(1_000)]


def test_held_and_blocked_uploads_leave_a_statement_each_and_allowed_ones_none(store, recorders):
    recorder = recorders()
    shadowed = decision(3, "block", outcome="allow", mode="shadow")
    given = [decision(1), decision(2, "hold", surface=None, account=None), shadowed]
    record(recorder, *given, decision(4, "allow"))
    record(recorder, decision(5, "allow"))
    assert stated(store) == [one.id for one in given]
    kept = there(store, shadowed.id)
    assert kept.body == decision_statement(shadowed).body
    assert kept.kind == "gate.decision/1"
    assert kept.expires_us is None


def test_one_request_is_one_batch(store, recorders):
    record(recorders(), *(decision(number) for number in range(5)))
    batch = batch_of(store, an_id(3))
    assert (len(batch.leaves), batch.place) == (5, 3)


def test_without_a_ledger_nothing_is_stated(store):
    recorder = StoreRecorder(store, account_key)
    record(recorder, decision(1), stated=True)
    recorder.close()
    assert stated(store) == []


def test_who_may_hold_the_network_to_it_gets_a_statement_of_every_outcome(store, recorders):
    record(recorders(allowed_days=3), decision(1, "allow"), decision(2), stated=True)
    assert stated(store) == [an_id(1), an_id(2)]
    kept = there(store, an_id(1))
    assert kept.expires_us is None
    assert StoreArchive(store).find(an_id(1)) is None


def test_allowed_uploads_are_stated_for_as_many_days_as_the_operator_says(store, recorders):
    record(recorders(allowed_days=3), decision(1, "allow"), decision(2))
    made_us = int((NOON + timedelta(seconds=1)).timestamp()) * 1_000_000
    assert there(store, an_id(1)).expires_us == made_us + 3 * DAY_US
    assert there(store, an_id(2)).expires_us is None
    assert StoreArchive(store).find(an_id(1)) is None


def test_what_is_answered_again_or_refused_is_not_stated(store, recorders):
    recorder = recorders()
    asked = Idempotency("k", "f", NOON + timedelta(hours=1))
    record(recorder, decision(1), answer=b"one", idempotency=asked)
    assert record(recorder, decision(2), answer=b"two", idempotency=asked).replayed
    other = msgspec.structs.replace(asked, fingerprint="g")
    with pytest.raises(KeyReusedError):
        record(recorder, decision(3), idempotency=other)
    too_long = decision(4, rule="r" * 200_000, surface="\ud800")
    with pytest.raises((RecordError, GateError, UnicodeEncodeError)):
        record(recorder, too_long)
    assert stated(store) == [an_id(1)]


def test_decisions_and_statements_are_the_same_whoever_fails_beside_them(store, recorders):
    recorder = recorders()
    record(recorder, decision(0))

    def send(number: int) -> None:
        # Every fifth one is there already, so its whole transaction is undone first.
        record(recorder, decision(0 if number % 5 == 0 else number))

    with ThreadPoolExecutor(16) as threads:
        futures = [threads.submit(send, number) for number in range(1, 40)]
    failed = [one for one in futures if one.exception() is not None]
    assert len(failed) == 7
    expected = {an_id(0), *(an_id(number) for number in range(1, 40) if number % 5)}
    assert set(stated(store)) == expected
    assert {one for one in expected if StoreArchive(store).find(one)} == expected


FEW = policy(guard=GuardSettings(min_accounts=3, factor=2))


def kinds(store: Store) -> list[str]:
    return [there(store, statement_id).kind for statement_id in stated(store)]


def test_an_entry_that_is_lowered_and_reinstated_is_stated_each_time(store, outbox, recorders):
    guard = StoreGuard(store, Clock(NOON + timedelta(hours=1)), outbox)
    recorder = recorders(on_lowered=guard.heed)
    for number in range(5):
        record(recorder, decision(number, account=f"user-{number}"), policy=FEW)
    [lowered] = guard.lowered()
    guard.reinstate("iwf", "a1", by="A. Lead")
    assert kinds(store).count("gate.entry-lowered/1") == 1
    expected: list[GateStatement] = [
        lowered_statement(lowered),
        reinstated_statement(
            "iwf", "a1", accounts=3, lowered=lowered.at, at=NOON + timedelta(hours=1)
        ),
    ]
    for one in expected:
        assert there(store, one.id).body == one.body
        assert b"A. Lead" not in one.body
    batch = batch_of(store, lowered_statement(lowered).id)
    assert len(batch.leaves) == 2
    with pytest.raises(GateError):
        guard.reinstate("iwf", "a1", by="A. Lead")
    assert kinds(store).count("gate.entry-reinstated/1") == 1


def test_one_lowering_is_stated_once_however_many_record_at_the_time(store_url, store):
    stores = [Store(store_url, lock_seconds=60) for _ in range(4)]
    clock = Clock()
    recorders = [
        StoreRecorder(
            one,
            account_key,
            clock=clock,
            statements=Outbox(one, randomness=os.urandom, clock=clock, merge_seconds=60),
        )
        for one in stores
    ]

    def send(number: int) -> None:
        one = decision(number, time=NOON, account=f"user-{number}")
        record(recorders[number % 4], one, policy=FEW)

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(send, range(60)))
    assert kinds(store).count("gate.entry-lowered/1") == 1
    assert kinds(store).count("gate.decision/1") == 60
    for recorder in recorders:
        recorder.close()
    for one in stores:
        one.close()
