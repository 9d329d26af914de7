from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate import RANDOM_BYTES, decision_id, query_of
from beholden.media.core import FrameHashes, HashOutcome, PdqHex
from tests.gate.support import NOON, hashes, laws

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
times = st.integers(0, 2**52).map(lambda micros: EPOCH + timedelta(microseconds=micros))


@laws
@given(times, st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES))
def test_an_id_is_a_uuid_of_version_7_with_its_millisecond(at, chance):
    made = uuid.UUID(decision_id(at, chance))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == (at - EPOCH) // timedelta(milliseconds=1)


@laws
@given(times, times, st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_ids_sort_by_time(one, other, chance, more):
    if other - one >= timedelta(milliseconds=1):
        assert decision_id(one, chance) < decision_id(other, more)


def test_the_random_bits_are_kept():
    assert len({decision_id(NOON, n.to_bytes(10, "big")) for n in range(300)}) == 300


def test_an_id_takes_ten_random_bytes_and_a_time_since_1970():
    for at, chance in ((NOON, b"short"), (EPOCH - timedelta(days=1), b"0123456789")):
        with pytest.raises(ValueError, match="random bytes"):
            decision_id(at, chance)


def test_a_query_asks_for_every_digest_and_every_still():
    outcome = hashes(b"picture")
    assert outcome.image is not None
    query = query_of(outcome)
    assert query.digests == {
        "sha256": outcome.image.sha256, "sha1": outcome.image.sha1, "md5": outcome.image.md5
    }  # fmt: skip
    (picture,) = query.pictures
    assert (picture.frame, picture.quality) == (0, 100)
    assert picture.dihedral == outcome.image.dihedral

    stills = tuple(FrameHashes(n, PdqHex("0" * 64), 60, (PdqHex("0" * 64),) * 8) for n in (0, 4))
    moving = msgspec.structs.replace(outcome.image, frames=stills)
    assert [p.frame for p in query_of(HashOutcome(image=moving)).pictures] == [0, 4]
    assert query_of(HashOutcome(image=moving)).digests == query.digests


def test_nothing_hashed_asks_nothing():
    query = query_of(HashOutcome())
    assert not query.digests
    assert not query.pictures
