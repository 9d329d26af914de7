"""Cosignatures: the bytes of the format, each witness once, and no other document."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.checkpoint import open_checkpoint, sign_checkpoint
from beholden.ledger.core.cosignature import add_signatures, cosign, verify_cosignature
from beholden.ledger.core.keys import COSIGNATURE, generate
from beholden.ledger.core.note import Signature, open_note, parse_note
from beholden.ledger.errors import (
    CheckpointError,
    CosignatureTimeError,
    KeyTypeError,
    SignatureError,
    TooManySignaturesError,
    UnknownKeyError,
)
from tests.ledger.core.documents import CHECKPOINT, CONFIRMED, FIRST, LOG, ORIGIN, SECOND, SMALLER

TEXT = CHECKPOINT.encode()
NOTE = sign_checkpoint(CHECKPOINT, LOG)
TIMES = st.integers(0, 2**63 - 1)


@given(TIMES)
def test_a_cosignature_is_the_bytes_that_the_format_names(time: int) -> None:
    message = b"cosignature/v1\ntime " + str(time).encode() + b"\n" + TEXT
    signature = Ed25519PrivateKey.from_private_bytes(FIRST.seed).sign(message)
    blob = FIRST.key.key_id + time.to_bytes(8, "big") + signature
    line = "— witness-a.example ".encode() + base64.b64encode(blob) + b"\n"
    assert cosign(TEXT, FIRST, time).encode() == line


@given(TIMES)
def test_what_a_witness_signed_verifies_with_its_time(time: int) -> None:
    signature = cosign(TEXT, FIRST, time)
    assert verify_cosignature(TEXT, signature, FIRST.key) == time
    for text, key in ((SMALLER.encode(), FIRST.key), (TEXT, SECOND.key)):
        with pytest.raises(SignatureError):
            verify_cosignature(text, signature, key)


@given(TIMES, TIMES)
def test_a_time_that_was_changed_does_not_verify(time: int, other: int) -> None:
    true = cosign(TEXT, FIRST, time)
    blob = other.to_bytes(8, "big") + true.blob[8:]
    if other != time:
        with pytest.raises(SignatureError):
            verify_cosignature(TEXT, true._replace(blob=blob), FIRST.key)


@pytest.mark.parametrize("time", [-1, 2**63, 2**64])
def test_a_time_that_no_cosignature_can_have_is_not_signed(time: int) -> None:
    with pytest.raises(CosignatureTimeError):
        cosign(TEXT, FIRST, time)


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        bytes(8),
        bytes(64),
        bytes(71),
        bytes(73),
        b"\xff" * 72,
        (2**63).to_bytes(8, "big") + bytes(64),
        cosign(TEXT, FIRST, CONFIRMED).blob + b"\0",
        cosign(TEXT, FIRST, CONFIRMED).blob[:-1],
    ],
)
def test_bytes_that_are_no_cosignature_do_not_verify(blob: bytes) -> None:
    with pytest.raises(SignatureError):
        verify_cosignature(TEXT, Signature(FIRST.name, FIRST.key.key_id, blob), FIRST.key)


def test_a_witness_confirms_checkpoints_and_nothing_else() -> None:
    for text in (b"", b"text\n", NOTE):
        with pytest.raises(CheckpointError):
            cosign(text, FIRST, CONFIRMED)


def test_logs_and_witnesses_do_not_sign_for_each_other() -> None:
    with pytest.raises(KeyTypeError):
        cosign(TEXT, LOG, CONFIRMED)
    with pytest.raises(KeyTypeError):
        verify_cosignature(TEXT, cosign(TEXT, FIRST, 0), LOG.key)


def test_one_secret_in_both_roles_signs_different_bytes() -> None:
    witness = generate(ORIGIN, LOG.seed, COSIGNATURE)
    cosignature = cosign(TEXT, witness, CONFIRMED)
    as_log = Signature(ORIGIN, LOG.key.key_id, cosignature.blob[8:])
    with pytest.raises(SignatureError):
        open_note(TEXT + b"\n" + as_log.encode(), [LOG.key])
    log_signature = parse_note(NOTE).signatures[0].blob
    as_witness = Signature(ORIGIN, witness.key.key_id, bytes(8) + log_signature)
    with pytest.raises(SignatureError):
        verify_cosignature(TEXT, as_witness, witness.key)


def test_confirmations_are_added_below_and_change_nothing_above() -> None:
    more = [cosign(TEXT, witness, CONFIRMED) for witness in (FIRST, SECOND)]
    data = add_signatures(NOTE, more)
    assert data.startswith(NOTE)
    assert open_checkpoint(data, ORIGIN, [LOG.key]) == CHECKPOINT
    times = {one.key.name: one.time for one in open_note(data, [FIRST.key, SECOND.key]).verified}
    assert times == {FIRST.name: CONFIRMED, SECOND.name: CONFIRMED}


def test_a_line_that_is_there_is_not_added_again() -> None:
    one = cosign(TEXT, FIRST, CONFIRMED)
    data = add_signatures(NOTE, [one, one])
    assert add_signatures(data, [one]) == data
    assert len(parse_note(data).signatures) == 2


def test_a_witness_that_signed_twice_counts_once_with_its_later_time() -> None:
    twice = [cosign(TEXT, FIRST, time) for time in (CONFIRMED + 5, CONFIRMED)]
    for order in (twice, twice[::-1]):
        opened = open_note(add_signatures(NOTE, order), [FIRST.key])
        assert [(one.key, one.time) for one in opened.verified] == [(FIRST.key, CONFIRMED + 5)]


def test_a_bad_cosignature_of_a_known_witness_rejects_the_note() -> None:
    bad = cosign(SMALLER.encode(), FIRST, CONFIRMED)
    data = add_signatures(NOTE, [bad])
    with pytest.raises(SignatureError):
        open_note(data, [LOG.key, FIRST.key])
    assert open_note(data, [LOG.key]).unknown == (bad,)


def test_more_than_100_signatures_are_not_written() -> None:
    with pytest.raises(TooManySignaturesError):
        add_signatures(NOTE, [cosign(TEXT, FIRST, time) for time in range(100)])


def test_a_cosignature_alone_is_no_signature_of_the_log() -> None:
    data = TEXT + b"\n" + cosign(TEXT, FIRST, CONFIRMED).encode()
    with pytest.raises(UnknownKeyError):
        open_checkpoint(data, ORIGIN, [LOG.key, FIRST.key])
