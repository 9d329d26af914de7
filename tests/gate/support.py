"""Builders, generators and simulators for the gate's tests. All data is invented."""

from __future__ import annotations

import hashlib
import hmac
import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import settings
from hypothesis import strategies as st

from beholden.gate import (
    Decision,
    EditionRef,
    Findings,
    GuardSettings,
    Outcome,
    Policy,
    Rule,
    Submission,
    When,
    decision_id,
)
from beholden.matching.core import HashKind, Lookup, Match, Query
from beholden.media.core import (
    Digests,
    HashOutcome,
    ImageHashes,
    Md5Hex,
    PdqHex,
    Sha1Hex,
    Sha256Hex,
    Unscannable,
    UnscannableCode,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from beholden.gate import DecisionRecorder, Recorded

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HASH = "0" * 64

laws = settings(deadline=None, max_examples=60, database=None)


def match(**changes: Any) -> Match:
    plain: dict[str, Any] = {
        "list": "iwf",
        "edition": "e1",
        "entry": "a1",
        "kind": "sha256",
        "distance": 0,
    }
    return Match(**{**plain, **changes})


def pdq(distance: int = 10, **changes: Any) -> Match:
    plain: dict[str, Any] = {"kind": "pdq", "radius": 31, "frame": 0, "variant": "r0"}
    return match(distance=distance, **{**plain, **changes})


def findings(*matches: Match, **changes: Any) -> Findings:
    lookup = {key: changes.pop(key) for key in ("below_quality", "more") if key in changes}
    return Findings(lookup=Lookup(matches=matches, **lookup), **changes)


def rule(name: str, decision: Outcome, **when: Any) -> Rule:
    return Rule(name=name, decision=decision, when=When(**when), set_by="A. Lead", set_at=NOON)


def policy(*rules: Rule, **changes: Any) -> Policy:
    plain: dict[str, Any] = {"version": "1", "mode": "enforce", "default": "allow"}
    return Policy(rules=rules, **{**plain, **changes})


BLOCK_COPIES = rule("copies", "block", kinds=("sha256", "sha1", "md5"))
BLOCK_NEAR = rule("near", "block", kinds=("pdq",), max_distance=31)

TRUNCATED = Unscannable(code="truncated", message="The file ends early.")


def an_id(number: int) -> str:
    """The id of ``decision(number)``: made of its time, as all ids are."""
    return decision_id(NOON + timedelta(seconds=number), number.to_bytes(10, "big"))


def decision(number: int = 1, would_be: Outcome = "block", **changes: Any) -> Decision:
    plain: dict[str, Any] = {
        "id": an_id(number),
        "time": NOON + timedelta(seconds=number),
        "outcome": would_be,
        "would_be": would_be,
        "mode": "enforce",
        "rule": "copies",
        "reasons": ("Because.",),
        "policy_version": "1",
        "policy_digest": "0" * 64,
        "editions": (),
        "took_ms": 1.5,
        "matches": (match(),),
        "sha256": HASH,
        "surface": "avatar",
        "account": "user-7",
    }
    return Decision(**{**plain, **changes})


def account_key(account: str) -> str:
    """A keyed pseudonym as tests can foretell it."""
    return hmac.digest(b"a secret of tests", account.encode(), "sha256").hex()


def record(recorder: DecisionRecorder, *decisions: Decision, **changes: Any) -> Recorded:
    """Records decisions together, waits, and returns what became of them."""
    under = changes.pop("policy", policy())
    return recorder.submit(Submission(decisions, under, **changes)).result(60)


class Clock:
    """A clock that tests move."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


def hashes(data: bytes) -> HashOutcome:
    """What media gives for a well-formed picture: real digests, PDQ of the first 32 bytes."""
    digests = Digests(
        sha256=Sha256Hex(hashlib.sha256(data).hexdigest()),
        sha1=Sha1Hex(hashlib.sha1(data, usedforsecurity=False).hexdigest()),
        md5=Md5Hex(hashlib.md5(data, usedforsecurity=False).hexdigest()),
    )
    perceptual = PdqHex(data[:32].ljust(32, b"\0").hex())
    image = ImageHashes(
        sha256=digests.sha256,
        sha1=digests.sha1,
        md5=digests.md5,
        pdq=perceptual,
        quality=100,
        dihedral=(perceptual,) * 8,
        format="PNG",
        width=64,
        height=64,
    )
    return HashOutcome(digests=digests, image=image)


class SimulatedHasher:
    """Hashes any bytes; answers and fails on demand."""

    def __init__(self) -> None:
        self.answer: HashOutcome | None = None
        self.fault: Exception | None = None

    def hash(self, data: bytes) -> HashOutcome:
        if self.fault:
            raise self.fault
        return self.answer or hashes(data)


class SimulatedLists:
    """One list of known files and pictures, with editions that switch and faults on demand."""

    def __init__(self, *, radius: int = 31) -> None:
        self._entries: list[tuple[str, dict[str, str]]] = []
        self._edition = 1
        self.radius = radius
        self.switches_left = 0
        self.fault: Exception | None = None
        self.queries: list[Query] = []

    def add(self, entry: str, data: bytes, kinds: tuple[HashKind, ...] = ("sha256",)) -> None:
        outcome = hashes(data)
        assert outcome.image is not None
        self._entries.append((entry, {kind: str(getattr(outcome.image, kind)) for kind in kinds}))
        self._edition += 1

    @property
    def editions(self) -> tuple[EditionRef, ...]:
        return (
            EditionRef(
                list="iwf",
                edition=f"e{self._edition}",
                version="1",
                role="match",
                radius=self.radius,
                min_quality=50,
                set_by="A. Lead",
                set_at=NOON,
            ),
        )

    def look_up_many(self, queries: Sequence[Query]) -> list[Lookup]:
        return [self.look_up(query) for query in queries]

    def look_up(self, query: Query) -> Lookup:
        self.queries.append(query)
        if self.fault:
            raise self.fault
        if self.switches_left:
            self.switches_left -= 1
            self._edition += 1
        found = [
            match(edition=f"e{self._edition}", entry=entry, kind=kind)
            for entry, known in self._entries
            for kind, value in query.digests.items()
            if known.get(kind) == value
        ]
        for entry, known in self._entries:
            for picture in query.pictures:
                if "pdq" not in known:
                    continue
                distance = (int(known["pdq"], 16) ^ int(picture.dihedral[0], 16)).bit_count()
                if distance <= self.radius:
                    edition = f"e{self._edition}"
                    found.append(pdq(distance, edition=edition, entry=entry, frame=picture.frame))
        return Lookup(matches=tuple(found))


def new_ids() -> Callable[[datetime], str]:
    numbers = itertools.count(1)
    return lambda _: f"id-{next(numbers)}"


# Few names, so that rules and matches meet often.
_lists = st.sampled_from(["iwf", "ncmec", "drill"])
_hints = st.sampled_from(["block", "hold"])
_surfaces = st.sampled_from(["avatar", "post"])
_codes: st.SearchStrategy[UnscannableCode] = st.sampled_from(["truncated", "empty", "corrupt"])
_label_values = st.sampled_from(["A", "B", "C"])
_kinds: st.SearchStrategy[HashKind] = st.sampled_from(get_args(HashKind))
outcomes: st.SearchStrategy[Outcome] = st.sampled_from(["allow", "hold", "block"])


@st.composite
def matches(draw: st.DrawFn) -> Match:
    kind = draw(_kinds)
    distance = draw(st.sampled_from([0, 5, 20, 31])) if kind == "pdq" else 0
    return match(
        list=draw(_lists),
        entry=draw(st.sampled_from(["a1", "a2", "a3"])),
        kind=kind,
        distance=distance,
        radius=31 if kind == "pdq" else 0,
        role=draw(st.sampled_from(["match", "match", "allow"])),
        frame=draw(st.sampled_from([0, 1])) if kind == "pdq" else None,
        action_hint=draw(st.none() | _hints),
        labels=draw(st.dictionaries(st.just("category"), _label_values)),
    )


def all_findings(least_matches: int = 0) -> st.SearchStrategy[Findings]:
    reasons = st.builds(Unscannable, code=_codes, message=st.just("It is so."))
    return st.builds(
        Findings,
        lookup=st.builds(
            Lookup,
            matches=st.lists(matches(), min_size=least_matches, max_size=4).map(tuple),
            below_quality=st.just(()) | st.just(("iwf",)),
            more=st.sampled_from([0, 0, 0, 2]),
        ),
        unscannable=st.none() | reasons,
        surface=st.none() | _surfaces,
    )


def _some(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.just(()) | st.lists(items, min_size=1, max_size=2, unique=True).map(tuple)


all_whens = st.builds(
    When,
    kinds=_some(_kinds),
    lists=_some(_lists | st.just("*")),
    max_distance=st.none() | st.sampled_from([0, 20, 31]),
    action_hints=st.just(()) | _some(_hints | st.just("none")),
    labels=st.just({}) | st.dictionaries(st.just("category"), _some(_label_values), max_size=1),
    surfaces=st.just(()) | _some(_surfaces),
    unscannable=st.just(()) | _some(_codes | st.just("*")),
    low_quality=st.sampled_from([False, False, True]),
)


@st.composite
def all_policies(draw: st.DrawFn) -> Policy:
    """Any policy of the right types, refused ones included."""
    pairs = draw(st.lists(st.tuples(outcomes, all_whens), max_size=4))
    rules = tuple(
        Rule(name=f"r{n}", decision=outcome, when=when, set_by="A. Lead", set_at=NOON)
        for n, (outcome, when) in enumerate(pairs)
    )
    return policy(*rules, default=draw(outcomes), guard=GuardSettings())
