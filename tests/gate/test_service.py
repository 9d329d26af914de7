from __future__ import annotations

import hashlib
from concurrent.futures import Future
from typing import Any

import msgspec
import pytest

from beholden.gate import (
    CheckError,
    Decision,
    Filter,
    Gate,
    GateError,
    GuardError,
    GuardSettings,
    MemoryGuard,
    MemoryRecorder,
    Recorded,
    RecordError,
    query_of,
)
from beholden.matching.core import Query
from beholden.media.core import Digests, HashOutcome, Md5Hex, Sha1Hex, Sha256Hex, Unscannable
from tests.gate.support import (
    BLOCK_COPIES,
    BLOCK_NEAR,
    NOON,
    Clock,
    SimulatedHasher,
    SimulatedLists,
    account_key,
    hashes,
    new_ids,
    policy,
    rule,
)

KNOWN = bytes(range(64))
OTHER = b"\xff" * 64
FEW = GuardSettings(window_hours=1, min_accounts=3, factor=2)


class House:
    """A gate with simulators around it, and everything within reach of a test."""

    def __init__(self, recorder: Any = None, **changes: Any) -> None:
        self.hasher = SimulatedHasher()
        self.lists = SimulatedLists()
        self.lists.add("a1", KNOWN, kinds=("sha256", "pdq"))
        self.clock = Clock()
        self.ticks = 0.0
        self.guard = MemoryGuard(self.clock)
        self.recorder = recorder or MemoryRecorder(guard=self.guard, account_key=account_key)
        rules = policy(BLOCK_COPIES, BLOCK_NEAR, guard=FEW)
        self.policy = msgspec.structs.replace(rules, **changes)
        self.gate = Gate(
            hasher=self.hasher,
            matcher=self.lists,
            policy=self.policy,
            recorder=self.recorder,
            guard=self.guard,
            clock=self.clock,
            monotonic=self.monotonic,
            new_id=new_ids(),
        )

    def monotonic(self) -> float:
        self.ticks += 0.25
        return self.ticks


def test_a_known_file_is_blocked_recorded_and_explained():
    house = House()
    decision = house.gate.check(KNOWN, surface="avatar", account="user-7")
    assert (decision.outcome, decision.rule, decision.id) == ("block", "copies", "id-1")
    assert (decision.time, decision.took_ms) == (NOON, 250.0)
    assert (decision.surface, decision.account) == ("avatar", "user-7")
    assert decision.policy_digest == house.policy.digest
    assert decision.editions == house.lists.editions
    assert decision.sha256 == hashlib.sha256(KNOWN).hexdigest()
    assert decision.rule_set_by == "A. Lead"
    kept = msgspec.structs.replace(decision, account=account_key("user-7"))
    assert house.recorder.find("id-1") == kept


def test_a_clean_file_is_allowed_and_only_counted():
    house = House()
    decision = house.gate.check(OTHER, surface="avatar", account="user-7")
    assert decision.outcome == "allow"
    house.gate.flush()
    assert house.recorder.page(Filter()).decisions == ()
    (count,) = house.recorder.hours(NOON)
    assert (count.surface, count.rule, count.count) == ("avatar", "default", 1)


def test_a_look_alike_is_found_by_its_still():
    house = House()
    near = bytes([KNOWN[0] ^ 0b111]) + KNOWN[1:]
    decision = house.gate.check(near)
    assert (decision.rule, decision.matches[0].distance) == ("near", 3)


def test_what_cannot_be_scanned_is_held_and_its_digests_are_still_looked_up():
    house = House()
    torn = Unscannable(code="corrupt", message="It does not decode.")
    house.hasher.answer = HashOutcome(digests=hashes(OTHER).digests, unscannable=torn)
    assert house.gate.check(OTHER).outcome == "hold"
    house.hasher.answer = HashOutcome(digests=hashes(KNOWN).digests, unscannable=torn)
    assert house.gate.check(KNOWN).outcome == "block"


def test_a_file_too_large_to_read_is_held_without_a_look_up():
    house = House()
    large = Unscannable(code="too_large", message="It is too large.")
    house.hasher.answer = HashOutcome(unscannable=large)
    decision = house.gate.check(b"")
    assert (decision.outcome, decision.sha256) == ("hold", None)
    assert house.lists.queries == []


@pytest.mark.parametrize(
    "empty",
    [
        HashOutcome(),
        HashOutcome(digests=Digests(Sha256Hex("0" * 64), Sha1Hex("0" * 40), Md5Hex("0" * 32))),
    ],
)
def test_hashing_that_gives_nothing_is_a_fault_never_allow(empty):
    house = House()
    house.hasher.answer = empty
    with pytest.raises(CheckError, match="fault in the hasher"):
        house.gate.check(OTHER)


class Failing:
    """Any part of the house that fails at whatever is asked of it."""

    def __getattr__(self, name):
        raise RuntimeError("out of order")


@pytest.mark.parametrize(
    ("part", "error"),
    [
        ("hasher", CheckError),
        ("matcher", CheckError),
        ("clock", CheckError),
        ("new_id", CheckError),
        ("guard", GuardError),
        ("recorder", RecordError),
    ],
)
def test_whatever_fails_no_answer_is_given(part, error):
    house = House()
    setattr(house.gate, f"_{part}", Failing())
    with pytest.raises(error) as failed:
        house.gate.check(OTHER)
    assert isinstance(failed.value, GateError)


class FailingRecorder(MemoryRecorder):
    """Takes everything in and can keep nothing."""

    def submit(self, submission):  # noqa: ARG002 - a recorder's signature
        future: Future[Recorded] = Future()
        future.set_exception(RecordError("The disk is full. Make room."))
        return future


def test_a_decision_that_cannot_be_recorded_is_an_error_of_the_recorder():
    house = House(FailingRecorder())
    with pytest.raises(RecordError, match="Make room"):
        house.gate.check(KNOWN)


def test_what_was_not_waited_for_and_failed_is_heard_of_at_the_next_check_or_flush():
    house = House(FailingRecorder())
    with pytest.raises(RecordError, match="Make room"):
        house.gate.check(OTHER)
    house.recorder = MemoryRecorder()
    house.gate._recorder = house.recorder
    assert house.gate.check(OTHER).outcome == "allow"
    house.gate.flush()


def test_a_decision_names_the_editions_it_was_made_with():
    house = House()
    house.lists.switches_left = 2
    decision = house.gate.check(KNOWN)
    assert decision.matches[0].edition == decision.editions[0].edition
    house.lists.switches_left = 100
    with pytest.raises(CheckError, match="change with every look-up"):
        house.gate.check(KNOWN)


def test_without_an_active_list_the_answer_says_so():
    house = House()

    class NoLists(SimulatedLists):
        @property
        def editions(self):
            return ()

    house.gate._matcher = NoLists()
    assert house.gate.check(OTHER).reasons[-1].startswith("No list is active")


def test_a_clock_without_a_zone_is_refused():
    house = House()
    house.clock.now = NOON.replace(tzinfo=None)
    with pytest.raises(CheckError, match="without a zone"):
        house.gate.check(OTHER)


def test_an_entry_that_too_many_accounts_match_is_held_from_the_next_upload_on():
    house = House()
    outcomes = [house.gate.check(KNOWN, account=f"user-{n}").outcome for n in range(5)]
    assert outcomes == ["block", "block", "block", "hold", "hold"]
    house.guard.reinstate("iwf", "a1", by="J. Smith")
    assert house.gate.check(KNOWN, account="user-1").outcome == "block"


def test_uploads_without_an_account_and_mere_questions_are_not_counted():
    house = House()
    for number in range(9):
        house.gate.check(KNOWN)
        house.gate.judge(hashes(KNOWN), account=f"user-{number}")
    assert house.guard.lowered() == ()
    assert len(house.recorder.page(Filter()).decisions) == 9


def test_shadow_mode_allows_and_records_and_counts():
    house = House(mode="shadow")
    decisions = [house.gate.check(KNOWN, account=f"user-{n}") for n in range(4)]
    assert {decision.outcome for decision in decisions} == {"allow"}
    assert [decision.would_be for decision in decisions] == ["block"] * 3 + ["hold"]
    assert len(house.recorder.page(Filter()).decisions) == 4


def test_held_uploads_are_durable_before_the_answer_and_others_wait():
    waited = []

    class Pending(Future[Recorded]):
        def result(self, timeout=None):
            waited.append(len(taken))
            return super().result(timeout)

    taken = []

    class Watched(MemoryRecorder):
        def submit(self, submission):
            taken.append(submission)
            future = Pending()
            if submission.decisions[0].would_be != "allow":
                future.set_result(Recorded(b""))
            return future

    house = House(Watched())
    house.gate.check(OTHER)
    assert waited == []
    house.gate.check(KNOWN)
    assert waited == [2]
    house.gate.decide(hashes(OTHER), wait=False)
    assert waited == [2]


def test_the_same_upload_lists_and_policy_give_the_same_verdict():
    def verdict(house: House) -> Decision:
        decision = house.gate.check(KNOWN, surface="post")
        return msgspec.structs.replace(decision, id="", time=NOON, took_ms=0)

    assert verdict(House()) == verdict(House())


@pytest.mark.parametrize("name", ["", "a\nb", "\ud800", "x" * 201])
def test_names_that_no_record_could_hold_are_refused(name):
    house = House()
    for odd in ({"surface": name}, {"account": name}):
        with pytest.raises(CheckError, match="one printable line"):
            house.gate.check(OTHER, **odd)


def test_the_surface_reaches_the_rules():
    house = House(rules=(rule("avatars", "hold", surfaces=("avatar",)),))
    assert house.gate.check(OTHER, surface="avatar").rule == "avatars"
    assert house.gate.check(OTHER, surface="post").outcome == "allow"
    assert house.gate.policy == house.policy


def query(data: bytes) -> Query:
    return query_of(hashes(data))


def test_queries_are_judged_as_the_files_behind_them_would_be_and_nothing_is_recorded():
    house = House()
    data = [KNOWN, OTHER, bytes([KNOWN[0] ^ 0b111]) + KNOWN[1:], OTHER]
    judged = house.gate.judge_queries(
        [query(one) for one in data], surface="post", account="user-7"
    )
    plain = {"id": "", "took_ms": 0.0}
    expected = [house.gate.judge(hashes(one), surface="post", account="user-7") for one in data]
    assert [msgspec.structs.replace(one, **plain) for one in judged] == [
        msgspec.structs.replace(one, **plain) for one in expected
    ]
    assert len({one.id for one in judged}) == 4
    assert house.recorder.hours(NOON) == ()


def test_what_is_remembered_of_queries_without_a_match_never_outlives_its_editions():
    house = House()
    (before,) = house.gate.judge_queries([query(OTHER)])
    house.lists.add("a2", OTHER)
    (after,) = house.gate.judge_queries([query(OTHER)])
    assert (before.outcome, after.outcome) == ("allow", "block")
    assert after.editions == house.lists.editions
    (third,) = house.gate.judge_queries([query(b"another" * 9)])
    assert third.editions == house.lists.editions


def test_what_is_remembered_of_queries_is_bounded():
    house = House()
    for number in range(3_000):
        house.gate.judge_queries([query(OTHER)], surface=f"s{number}")
    assert len(house.gate._unmatched) <= 1_024


def test_digests_are_given_or_taken_from_the_queries():
    house = House()
    sha256 = hashlib.sha256(OTHER).hexdigest()
    assert house.gate.judge_queries([query(OTHER)])[0].sha256 == sha256
    assert house.gate.judge_queries([query(OTHER)], sha256s=[None])[0].sha256 is None
    assert house.gate.judge_queries([]) == []


def test_a_query_without_any_hash_is_refused_by_its_place():
    house = House()
    with pytest.raises(CheckError, match=r"queries\[1\]: Give at least one hash"):
        house.gate.judge_queries([query(OTHER), Query()])


def test_an_id_is_made_of_its_decisions_own_time():
    house = House()
    times = []

    def new_id(at):
        times.append(at)
        return f"id-{len(times)}"

    house.gate._new_id = new_id
    decision = house.gate.check(OTHER)
    (judged,) = house.gate.judge_queries([query(OTHER)])
    assert times == [decision.time, judged.time]
