"""Proof files: one spelling, and every way of being none."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.tlog_proof import TlogProof, parse_tlog_proof
from beholden.ledger.errors import (
    LedgerError,
    ProofExtraError,
    ProofFileError,
    ProofHeaderError,
    ProofIndexError,
    ProofPathError,
)
from tests.ledger.core.documents import ENTRIES, INDEX, SIZE, TREE, confirmed, proof

HASHES = st.binary(min_size=32, max_size=32)
LINE = base64.b64encode(bytes(32)).decode()
DATA = proof()
EXTRA = base64.b64encode(ENTRIES[INDEX])


def head(*lines: str, end: str = "\n\nrest") -> bytes:
    return ("\n".join(("c2sp.org/tlog-proof@v1", *lines)) + end).encode()


def test_a_proof_file_is_the_lines_that_the_format_names() -> None:
    path = "".join(base64.b64encode(one).decode() + "\n" for one in TREE.inclusion(INDEX, 0, SIZE))
    start = f"c2sp.org/tlog-proof@v1\nextra {EXTRA.decode()}\nindex {INDEX}\n{path}\n"
    assert start.encode() + confirmed() == DATA


@given(
    st.none() | st.binary(min_size=1, max_size=80),
    st.integers(0, 2**63 - 1),
    st.lists(HASHES, max_size=63),
    st.binary(max_size=200),
)
def test_what_was_written_is_read(
    extra: bytes | None, index: int, path: list[bytes], checkpoint: bytes
) -> None:
    one = TlogProof(extra, index, tuple(path), checkpoint)
    assert parse_tlog_proof(one.encode()) == one


@pytest.mark.parametrize("cut", range(0, len(DATA), 7))
def test_a_proof_has_one_spelling(cut: int) -> None:
    try:
        one = parse_tlog_proof(DATA[:cut])
    except ProofFileError:
        return
    assert one.encode() == DATA[:cut]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", ProofHeaderError),
        (DATA[1:], ProofHeaderError),
        (b"\n" + DATA, ProofHeaderError),
        (DATA.replace(b"@v1", b"@v2"), ProofHeaderError),
        (DATA.replace(b"\n", b"\r\n"), ProofHeaderError),
        (head("index 0", end="\n"), ProofHeaderError),
        (head("index 0", end=""), ProofHeaderError),
        (head(), ProofHeaderError),
        (head(f"extra {LINE}"), ProofHeaderError),
        (head(LINE), ProofHeaderError),
        (head("Index 0"), ProofHeaderError),
        (head("index 0", "index 0"), ProofPathError),
        (head("index 0", f"extra {LINE}"), ProofPathError),
        (head("extra ", "index 0"), ProofExtraError),
        (head("extra", "index 0"), ProofHeaderError),
        (head(f"extra {LINE} ", "index 0"), ProofExtraError),
        (head("extra AB==", "index 0"), ProofExtraError),
        (head("extra A-_A", "index 0"), ProofExtraError),
        (head("index "), ProofIndexError),
        (head("index -1"), ProofIndexError),
        (head("index +1"), ProofIndexError),
        (head("index 01"), ProofIndexError),
        (head("index 0 "), ProofIndexError),
        (head("index \N{ARABIC-INDIC DIGIT SEVEN}"), ProofIndexError),
        (head(f"index {2**63}"), ProofIndexError),
        (head("index 0", *[LINE] * 64), ProofPathError),
        (head("index 0", LINE[:-1]), ProofPathError),
        (head("index 0", LINE[:-2] + "B="), ProofPathError),
        (head("index 0", base64.b64encode(bytes(31)).decode()), ProofPathError),
        (b"c2sp.org/tlog-proof@v1\n" + b"a" * 1_000_000, ProofFileError),
    ],
)
def test_what_is_no_proof_file_is_refused_for_its_own_reason(
    data: bytes, error: type[LedgerError]
) -> None:
    with pytest.raises(error) as caught:
        parse_tlog_proof(data)
    assert type(caught.value) is error
    assert str(caught.value).endswith(".")


def test_the_checkpoint_is_kept_to_the_byte() -> None:
    assert parse_tlog_proof(DATA).checkpoint == confirmed()
    assert parse_tlog_proof(head("index 0", end="\n\n\n\n")).checkpoint == b"\n\n"
