from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import pytest

from beholden.gate import (
    CheckError,
    Decision,
    Gate,
    GateError,
    GuardError,
    GuardSettings,
    JsonlRecorder,
    MemoryGuard,
    MemoryRecorder,
    RecordError,
)
from beholden.media.core import Digests, HashOutcome, Md5Hex, Sha1Hex, Sha256Hex, Unscannable
from tests.gate.support import (
    BLOCK_COPIES,
    BLOCK_NEAR,
    NOON,
    Clock,
    SimulatedHasher,
    SimulatedLists,
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
        self.recorder = recorder or MemoryRecorder()
        self.guard = MemoryGuard(self.clock)
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
    assert house.recorder.find("id-1") == decision


def test_a_clean_file_is_allowed_and_only_counted():
    house = House()
    decision = house.gate.check(OTHER, surface="avatar", account="user-7")
    assert decision.outcome == "allow"
    house.recorder.flush()
    assert house.recorder.recent(5) == ()
    (count,) = house.recorder.counts()
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


def test_a_decision_that_cannot_be_recorded_is_an_error_of_the_recorder(tmp_path):
    house = House(JsonlRecorder(tmp_path / "record", Clock()))
    (tmp_path / "record" / "decisions-2026-11-22.jsonl").mkdir()
    with pytest.raises(RecordError, match="Check free space"):
        house.gate.check(KNOWN)
    assert house.gate.check(OTHER).outcome == "allow"
    house.recorder.close()


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
        house.gate.decide(hashes(KNOWN), account=f"user-{number}", record=False)
    assert house.guard.lowered() == ()
    assert len(house.recorder.recent(20)) == 9


def test_shadow_mode_allows_and_records_and_counts():
    house = House(mode="shadow")
    decisions = [house.gate.check(KNOWN, account=f"user-{n}") for n in range(4)]
    assert {decision.outcome for decision in decisions} == {"allow"}
    assert [decision.would_be for decision in decisions] == ["block"] * 3 + ["hold"]
    assert len(house.recorder.recent(9)) == 4


def test_held_uploads_are_durable_before_the_answer_and_others_wait():
    flushed = []

    class Watched(MemoryRecorder):
        def flush(self):
            flushed.append(len(self.recent(9)))
            super().flush()

    house = House(Watched())
    house.gate.check(OTHER)
    assert flushed == []
    house.gate.check(KNOWN)
    assert flushed == [1]
    house.gate.decide(hashes(KNOWN), flush=False)
    house.gate.decide(hashes(OTHER), flush=True)
    assert flushed == [1, 2]


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
