"""Leaves: salt and statement, whole; and openings that are exactly theirs."""

from __future__ import annotations

import base64
import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.commitment import Opening, check_opening, commitment, parse_opening
from beholden.ledger.core.hashing import commitments
from beholden.ledger.errors import OpeningError, OpeningMismatchError

SALTS = st.binary(min_size=32, max_size=32)
OPENING = Opening("abc", 17, bytes(range(32)), b'{"a":1}')


def written(**changes: object) -> bytes:
    plain: dict[str, object] = {
        "id": "abc",
        "index": 17,
        "salt": base64.b64encode(OPENING.salt).decode(),
        "statement": base64.b64encode(OPENING.statement).decode(),
    }
    return json.dumps({name: v for name, v in {**plain, **changes}.items() if v != "-"}).encode()


@given(SALTS, st.binary(max_size=200))
def test_an_entry_is_the_digest_of_salt_and_statement(salt: bytes, statement: bytes) -> None:
    entry = sha256(salt + statement).digest()
    assert commitment(salt, statement) == entry
    assert commitments(salt, [statement]) == entry
    assert Opening("", None, salt, statement).entry == entry


@given(st.binary(max_size=80).filter(lambda salt: len(salt) != 32))
def test_a_salt_of_another_length_commits_to_nothing(salt: bytes) -> None:
    with pytest.raises(OpeningError):
        commitment(salt, b"")


@given(SALTS, SALTS, st.binary(max_size=40), st.binary(max_size=40))
def test_an_opening_opens_its_own_entry_only(
    salt: bytes, other_salt: bytes, statement: bytes, other: bytes
) -> None:
    entry = commitment(salt, statement)
    check_opening(Opening("a", 0, salt, statement), entry)
    if (salt, statement) != (other_salt, other):
        with pytest.raises(OpeningMismatchError):
            check_opening(Opening("a", 0, other_salt, other), entry)


@given(
    st.text(st.characters(codec="utf-8"), max_size=20),
    st.none() | st.integers(0, 2**63 - 1),
    SALTS,
    st.binary(max_size=80),
)
def test_what_was_written_is_read(
    name: str, index: int | None, salt: bytes, statement: bytes
) -> None:
    opening = Opening(name, index, salt, statement)
    assert parse_opening(opening.encode()) == opening


def test_the_opening_of_the_command_is_read() -> None:
    assert parse_opening(written()) == OPENING
    assert parse_opening(written(index=None)).index is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"[" * 100_000,
        b'{"id":' * 100_000,
        b'{"id":"\xff"}',
        b"\xef\xbb\xbf{}",
        written(id="-"),
        written(index="-"),
        written(salt="-"),
        written(statement="-"),
        written(extra=1),
        written(id=1),
        written(index="17"),
        written(index=-1),
        written(index=2**63),
        written(index=2**70),
        written(index=1.5),
        written(index=True),
        written(salt=base64.b64encode(bytes(31)).decode()),
        written(salt=base64.b64encode(bytes(32)).decode().rstrip("=")),
        written(salt="é" * 44),
        written(statement="AB=="),
        written(statement="A A="),
        written(statement="A-_A"),
        written(statement=7),
        written() + b"{}",
        written(statement="A" * 1_000_000),
    ],
)
def test_what_is_no_opening_is_refused(data: bytes) -> None:
    with pytest.raises(OpeningError):
        parse_opening(data)


def test_a_lone_surrogate_in_an_opening_is_refused_or_read_as_text() -> None:
    with pytest.raises(OpeningError):
        parse_opening(written().replace(b'"statement": "', b'"statement": "\\ud800'))
