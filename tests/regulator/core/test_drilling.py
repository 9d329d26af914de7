"""What a seed decides, anybody can derive; and what was committed to cannot be changed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.regulator.core.drilling import (
    CONTROL_DISTANCE_AT_LEAST,
    COPY_DISTANCE_AT_MOST,
    Stream,
    account_name,
    canonical,
    catalogue_digest,
    commitment,
    midnight,
    picture_key,
    problem_of,
    request_key,
    schedule,
    unfair,
)
from beholden.regulator.core.drilling_models import DrillPlan, Picture
from tests.regulator.drills import SEED, catalogue, plan_of

SEEDS = st.binary(min_size=32, max_size=32)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@st.composite
def plans(draw) -> DrillPlan:
    first = draw(DAYS)
    return plan_of(
        surfaces=tuple(draw(st.lists(st.text("abcü-", min_size=1), min_size=1, unique=True))),
        first=first,
        items=draw(st.integers(1, 60)),
        decoys=draw(st.integers(0, 60)),
        controls=draw(st.integers(0, 30)),
    )


def words_of(seed: bytes, purpose: str) -> Iterator[int]:
    """The stream as its description says it, without the code under test."""
    counter = 0
    while True:
        text = purpose.encode() + b"\x00" + counter.to_bytes(8, "big")
        yield int.from_bytes(hmac.new(seed, text, hashlib.sha256).digest()[:8], "big")
        counter += 1


def drawn(words: Iterator[int], end: int) -> int:
    while True:
        word = next(words)
        if word < 2**64 - 2**64 % end:
            return word % end


# Streams.


@given(SEEDS, st.lists(st.integers(1, 1 << 40), max_size=30))
def test_a_stream_is_the_one_that_is_described(seed, ends):
    stream, words = Stream(seed, "test"), words_of(seed, "test")
    assert [stream.below(end) for end in ends] == [drawn(words, end) for end in ends]


@given(SEEDS, st.integers(0, 50))
def test_shuffling_keeps_everything_once(seed, count):
    assert sorted(Stream(seed, "test").shuffled(range(count))) == list(range(count))


def test_no_number_is_likelier_than_another():
    """Words from the last whole multiple on would favour the small numbers: they are not used."""

    class Fixed(Stream):
        def __init__(self, words: list[int]) -> None:
            super().__init__(SEED, "test")
            self.words = iter(words)

        def _word(self) -> int:
            return next(self.words)

    end = 3 << 62  # one whole multiple fits into 64 bits; without the rule a third of the
    # numbers would come up twice as often
    assert Fixed([end, 2**64 - 1, end - 1]).below(end) == end - 1
    assert Fixed([2**64 - 1]).below(2**32) == 2**32 - 1
    assert Fixed([2**64 - 1, 7]).below(10) == 7


def test_all_orders_come_up_alike_often():
    """Chi-squared with 23 degrees over 24 orders; 49.7 is passed once in a thousand."""
    orders = Counter(tuple(Stream(SEED, f"test {k}").shuffled(range(4))) for k in range(4_800))
    assert len(orders) == 24
    assert sum((count - 200) ** 2 / 200 for count in orders.values()) < 49.7


# The schedule.


@settings(max_examples=40)
@given(plans(), SEEDS)
def test_a_schedule_sends_what_was_planned_and_nothing_twice(plan, seed):
    tickets = schedule(plan, seed)
    assert [ticket.number for ticket in tickets] == list(range(1, plan.tickets + 1))
    pictures = [ticket.picture for ticket in tickets]
    assert len(set(pictures)) == len(pictures)
    listed = [ticket for ticket in tickets if ticket.listed]
    assert len(listed) == plan.items
    assert all(ticket.picture < plan.population for ticket in listed)
    controls = {ticket.picture for ticket in tickets if not ticket.listed}
    assert controls == set(range(plan.population, plan.population + plan.controls))
    due = [ticket.due for ticket in tickets]
    assert due == sorted(due)
    assert all(plan.starts <= at <= plan.ends for at in due)
    assert {ticket.surface for ticket in tickets} <= set(plan.surfaces)


@settings(max_examples=30)
@given(plans(), SEEDS)
def test_anybody_derives_the_schedule_by_hand(plan, seed):
    def shuffled(purpose: str, things: Iterable[int]) -> list[int]:
        words, order = words_of(seed, purpose), list(things)
        for last in reversed(range(1, len(order))):
            other = drawn(words, last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    sent = shuffled("pictures", range(plan.items + plan.decoys))[: plan.items]
    all_pictures = range(plan.items + plan.decoys + plan.controls)
    order = shuffled("order", sent + list(all_pictures)[plan.items + plan.decoys :])
    times, surfaces = words_of(seed, "times"), words_of(seed, "surfaces")
    due = sorted(plan.starts + drawn(times, plan.ends - plan.starts + 1) for _ in order)
    where = [plan.surfaces[drawn(surfaces, len(plan.surfaces))] for _ in order]
    found = schedule(plan, seed)
    assert [(t.picture, t.due, t.surface) for t in found] == list(
        zip(order, due, where, strict=True)
    )


def test_another_seed_is_another_schedule():
    plan = plan_of(items=20, decoys=20)
    sent = [{t.picture for t in schedule(plan, bytes([k]) * 32)} for k in range(20)]
    assert len({frozenset(one) for one in sent}) == 20


def test_all_that_the_seed_decides_differs():
    made = [
        *(picture_key(SEED, number).hex() for number in range(50)),
        *(request_key(SEED, number) for number in range(50)),
        *(account_name(SEED, number) for number in range(50)),
    ]
    assert len(set(made)) == 150
    assert not any(SEED.hex() in one for one in made)


# The commitment.


def test_a_commitment_is_a_digest_that_anybody_can_make():
    plan = plan_of(surfaces=("avatar", "post ü"))
    plain = json.loads(msgspec.json.encode(plan))
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(plan) == text.encode()
    made = hashlib.sha256(b"beholden.drill-plan/1" + text.encode() + SEED).hexdigest()
    assert commitment(plan, SEED) == made


@pytest.mark.parametrize("field", DrillPlan.__struct_fields__)
def test_every_field_of_a_plan_is_bound(field):
    plan = plan_of()
    value = getattr(plan, field)
    changed: Any = date(1999, 1, 1)
    if not isinstance(value, date):
        more = {str: "x", int: 1, tuple: ("x",)}
        changed = value + more[type(value)]
    other = msgspec.structs.replace(plan, **{field: changed})
    assert commitment(other, SEED) != commitment(plan, SEED)


@given(st.integers(0, 255))
def test_every_bit_of_the_seed_is_bound(bit):
    other = (int.from_bytes(SEED, "big") ^ (1 << bit)).to_bytes(32, "big")
    assert commitment(plan_of(), other) != commitment(plan_of(), SEED)


@given(st.data())
def test_every_picture_is_bound(data):
    pictures = catalogue(6)
    at = data.draw(st.integers(0, 5))
    field = data.draw(st.sampled_from(Picture.__struct_fields__))
    value = getattr(pictures[at], field)
    other = value + 1 if isinstance(value, int) else value[::-1]
    changed = list(pictures)
    changed[at] = msgspec.structs.replace(pictures[at], **{field: other})
    assert (catalogue_digest(changed) == catalogue_digest(pictures)) == (other == value)


# Plans that make no sense.


@given(DAYS)
def test_midnight_is_that_of_the_calendar(day):
    assert midnight(day) == datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


@settings(max_examples=30)
@given(plans())
def test_a_sensible_plan_has_no_problem(plan):
    assert problem_of(plan) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "../etc"), ("id", ""), ("id", "A"), ("service", ""), ("surfaces", ()),
        ("surfaces", ("a", "a")), ("surfaces", ("a\n",)), ("surfaces", ("",)),
        ("surfaces", ("x" * 201,)), ("surfaces", tuple(map(str, range(101)))), ("items", 0),
        ("items", 10_001), ("decoys", -1), ("controls", -1), ("last", date(2026, 9, 30)),
        ("last", date(2027, 10, 3)), ("starts", 0), ("ends", 1 << 70), ("deadline_seconds", 0),
        ("deadline_seconds", 31 * 86_400), ("confidence", "1"), ("confidence", "nan"),
        ("confidence", "0.4"), ("confidence", "95"), ("confidence", "0.٩٥"),
    ],
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_named_by_its_field(field, value):
    found = problem_of(msgspec.structs.replace(plan_of(), **{field: value}))
    assert found is not None
    assert found[0] == field


# Fairness.


def test_pictures_that_are_no_fair_test_are_refused():
    def flipped(pdq: str, bits: int) -> str:
        return f"{int(pdq, 16) ^ ((1 << bits) - 1):064x}"

    pictures = catalogue(4)
    good = [(0, flipped(pictures[0].pdq, COPY_DISTANCE_AT_MOST))]
    assert unfair(pictures, 3, good) == ""
    assert "copy of picture 0" in unfair(
        pictures, 3, [(0, flipped(pictures[0].pdq, COPY_DISTANCE_AT_MOST + 1))]
    )
    for apart, fair in ((CONTROL_DISTANCE_AT_LEAST, True), (CONTROL_DISTANCE_AT_LEAST - 1, False)):
        near = msgspec.structs.replace(pictures[3], pdq=flipped(pictures[1].pdq, apart))
        assert (unfair([*pictures[:3], near], 3, []) == "") is fair
    dull = msgspec.structs.replace(pictures[2], quality=79)
    assert "picture 2" in unfair([*pictures[:2], dull, pictures[3]], 3, [])
