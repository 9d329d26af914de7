"""Every byte of every document: changed, cut or added to, it never means something else.

The rules: nothing but ``LedgerError`` is ever raised, and what is still accepted says what
the untouched document said. Changes to unsigned decoration (the lines of strangers, an
opening's id) may be accepted; changes to what is relied on are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.commitment import check_opening, parse_opening
from beholden.ledger.core.policy import parse_policy
from beholden.ledger.core.verifying import verify_document
from beholden.ledger.core.witnessing import Accepted, judge, parse_request
from beholden.ledger.errors import LedgerError, VerificationError
from tests.ledger.core.documents import (
    DOCUMENTS,
    ENTRIES,
    FIRST,
    INDEX,
    LOG,
    MADE,
    SECOND,
    SMALLER,
    policy,
)

STRICT, LOOSE = policy(), policy("none")
KEYS = {key.key.public for key in (LOG, FIRST, SECOND)}


def checkpoint_of(data: bytes) -> object:
    found = STRICT.check(data)
    return found.checkpoint, found.witnesses


def lone_checkpoint_of(data: bytes) -> object:
    return LOOSE.check(data).checkpoint


def included_of(data: bytes) -> object:
    return verdict_of(data, "included")


def promised_of(data: bytes) -> object:
    return verdict_of(data, "promised")


def verdict_of(data: bytes, kind: str) -> object:
    found = verify_document(data, STRICT, MADE)
    if found.kind != kind:
        raise VerificationError(found.sentence)
    return found


def statement_of(data: bytes) -> object:
    opening = parse_opening(data)
    check_opening(opening, ENTRIES[INDEX])
    return opening.statement


def accepted_of(data: bytes) -> object:
    verdict = judge(SMALLER, parse_request(data), [LOG.key])
    if not isinstance(verdict, Accepted):
        raise VerificationError(verdict.text)
    return verdict


def keys_of(data: bytes) -> object:
    """A policy is its holder's own and unsigned; but no changed key may get into it."""
    found = parse_policy(data)
    keys = {key.public for key in found.logs} | {one.key.public for one in found.witnesses.values()}
    return keys <= KEYS


@dataclass
class Reading:
    """How a document is relied on; ``whole`` if every single byte of it matters."""

    name: str
    read: Callable[[bytes], Any]
    whole: bool

    @property
    def data(self) -> bytes:
        return DOCUMENTS[self.name]


READINGS = [
    Reading("checkpoint", checkpoint_of, whole=True),
    Reading("checkpoint", lone_checkpoint_of, whole=False),
    Reading("proof", included_of, whole=True),
    Reading("receipt", promised_of, whole=True),
    Reading("request", accepted_of, whole=True),
    Reading("opening", statement_of, whole=False),
    Reading("policy", keys_of, whole=False),
]
each = pytest.mark.parametrize(
    "reading", READINGS, ids=lambda reading: f"{reading.name}-{reading.read.__name__}"
)


def accepted(reading: Reading, data: bytes) -> bool:
    """Whether a changed document is accepted; if it is, it must say the same."""
    try:
        said = reading.read(data)
    except LedgerError:
        return False
    assert said == reading.read(reading.data), data
    return True


def flipped(data: bytes) -> Iterator[bytes]:
    """Each byte with its lowest bit changed, and with another that goes round."""
    for place, byte in enumerate(data):
        for bit in {0, 1 + place % 7}:
            yield data[:place] + bytes([byte ^ (1 << bit)]) + data[place + 1 :]


@each
def test_untouched_it_is_accepted(reading: Reading) -> None:
    assert accepted(reading, reading.data)


@each
def test_a_changed_byte_never_changes_what_is_accepted(reading: Reading) -> None:
    kept = [data for data in flipped(reading.data) if accepted(reading, data)]
    assert not (reading.whole and kept)


@each
def test_a_document_that_was_cut_is_never_accepted_for_another(reading: Reading) -> None:
    kept = [cut for cut in range(len(reading.data)) if accepted(reading, reading.data[:cut])]
    assert not (reading.whole and kept)


@each
def test_a_document_that_lost_a_byte_is_never_accepted_for_another(reading: Reading) -> None:
    data = reading.data
    kept = [n for n in range(len(data)) if accepted(reading, data[:n] + data[n + 1 :])]
    assert not (reading.whole and kept)


@each
@pytest.mark.parametrize("added", [b"\n", b" ", b"\0", b"=", b"A", b"\r", b"\xff", b"\xe2\x80\x94"])
def test_what_is_put_in_anywhere_never_changes_what_is_accepted(
    reading: Reading, added: bytes
) -> None:
    data = reading.data
    places = range(0, len(data) + 1, 5)
    kept = [n for n in (*places, len(data)) if accepted(reading, data[:n] + added + data[n:])]
    assert not (reading.whole and kept)


@each
@given(data=st.data())
def test_lines_in_another_order_never_change_what_is_accepted(
    reading: Reading, data: st.DataObject
) -> None:
    lines = reading.data.splitlines(keepends=True)
    drawn = data.draw(st.lists(st.sampled_from(lines), max_size=2 * len(lines)))
    accepted(reading, b"".join(drawn))


@each
@given(data=st.binary(max_size=300))
def test_bytes_of_any_kind_raise_nothing_else(reading: Reading, data: bytes) -> None:
    accepted(reading, data)


@each
@given(data=st.data())
def test_parts_of_other_documents_never_change_what_is_accepted(
    reading: Reading, data: st.DataObject
) -> None:
    other = data.draw(st.sampled_from(sorted(DOCUMENTS.values())))
    here = data.draw(st.integers(0, len(reading.data)))
    there = data.draw(st.integers(0, len(other)))
    accepted(reading, reading.data[:here] + other[there:])
