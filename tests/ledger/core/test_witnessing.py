"""Witnesses: what they confirm continues what they confirmed, and each refusal has its status."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.checkpoint import EMPTY_ROOT, Checkpoint, sign_checkpoint
from beholden.ledger.core.note import sign_note
from beholden.ledger.core.witnessing import (
    PLAIN,
    TLOG_SIZE,
    Accepted,
    Refused,
    encode_request,
    judge,
    malformed,
    parse_request,
)
from beholden.ledger.errors import WitnessRequestError
from tests.ledger.core.documents import CHECKPOINT, LOG, NEXT_LOG, ORIGIN, OTHER_LOG, SIZE, SMALLER
from tests.ledger.core.documents import TREE as LEDGER
from tests.ledger.core.documents import request as body_of
from tests.ledger.core.slow_tree import SlowTree, leaves

MOST = 24
TREE = SlowTree(leaves(MOST))
OTHER_TREE = SlowTree([*leaves(MOST)[:-1], bytes(32)])
LINE = base64.b64encode(bytes(32)).decode() + "\n"
NOTE = sign_checkpoint(CHECKPOINT, LOG)


def at(size: int, tree: SlowTree = TREE) -> Checkpoint:
    return Checkpoint(ORIGIN, size, tree.head(0, size))


def ask(
    stored: Checkpoint | None,
    new: Checkpoint,
    *,
    old: int | None = None,
    path: list[bytes] | None = None,
    signer: object = LOG,
) -> Accepted | Refused:
    """Asks as a log does; what is not given is as it should be."""
    size = 0 if stored is None else stored.size
    old = size if old is None else old
    if path is None:
        path = TREE.consistency(old, 0, new.size) if 0 < old <= new.size else []
    body = encode_request(old, path, sign_note(new.encode(), [signer]))  # type: ignore[list-item]
    return judge(stored, parse_request(body), [LOG.key, OTHER_LOG.key])


@given(st.integers(0, MOST), st.integers(0, MOST))
def test_what_continues_the_stored_tree_is_confirmed(one: int, two: int) -> None:
    old, new = sorted((one, two))
    verdict = ask(at(old), at(new))
    assert verdict == Accepted(at(new), at(new).encode())


def test_the_first_checkpoint_of_a_log_is_confirmed() -> None:
    assert ask(None, at(7)) == Accepted(at(7), at(7).encode())
    assert ask(None, at(0)) == Accepted(at(0), at(0).encode())


@given(st.integers(1, MOST - 1))
def test_another_history_is_never_confirmed(old: int) -> None:
    verdict = ask(at(old), at(MOST, OTHER_TREE))
    assert isinstance(verdict, Refused)
    assert verdict.status == 422


@given(st.integers(1, MOST), st.integers(1, MOST), st.lists(st.binary(min_size=32, max_size=32)))
def test_a_path_that_is_not_the_one_is_refused(one: int, two: int, path: list[bytes]) -> None:
    old, new = sorted((one, two))
    if path == TREE.consistency(old, 0, new) or len(path) > 63:
        return
    verdict = ask(at(old), at(new), path=path)
    assert isinstance(verdict, Refused)
    assert verdict.status == 422


def test_an_unknown_log_is_404() -> None:
    verdict = ask(None, Checkpoint("nobody.example", 0, EMPTY_ROOT))
    assert isinstance(verdict, Refused)
    assert (verdict.status, verdict.content_type) == (404, PLAIN)


@pytest.mark.parametrize("signer", [OTHER_LOG, NEXT_LOG])
def test_without_the_logs_own_signature_it_is_403(signer: object) -> None:
    verdict = ask(None, at(7), signer=signer)
    assert isinstance(verdict, Refused)
    assert verdict.status == 403


def test_a_bad_signature_in_the_logs_name_is_403() -> None:
    body = encode_request(0, [], sign_checkpoint(at(7), LOG).replace(b"\n7\n", b"\n8\n"))
    verdict = judge(None, parse_request(body), [LOG.key])
    assert isinstance(verdict, Refused)
    assert verdict.status == 403


def test_an_old_size_above_the_checkpoints_is_400() -> None:
    verdict = ask(at(7), at(5), old=7)
    assert isinstance(verdict, Refused)
    assert verdict.status == 400


@pytest.mark.parametrize("old", [0, 3, 6, 8])
def test_another_old_size_than_the_stored_one_is_409_with_the_stored_one(old: int) -> None:
    assert ask(at(7), at(9), old=old) == Refused(409, "7\n", TLOG_SIZE)


def test_a_log_that_is_not_stored_has_the_old_size_zero() -> None:
    assert ask(None, at(9), old=3) == Refused(409, "0\n", TLOG_SIZE)


def test_one_size_with_two_roots_is_422() -> None:
    for size in (MOST, 0):
        verdict = ask(at(size), Checkpoint(ORIGIN, size, bytes(32)))
        assert isinstance(verdict, Refused)
        assert verdict.status == 422


def test_from_no_leaves_a_path_is_422() -> None:
    for new in (at(7), at(0)):
        verdict = ask(None, new, path=[bytes(32)])
        assert isinstance(verdict, Refused)
        assert verdict.status == 422


def test_the_same_checkpoint_again_is_confirmed_without_a_path_only() -> None:
    assert isinstance(ask(at(7), at(7)), Accepted)
    verdict = ask(at(7), at(7), path=[bytes(32)])
    assert isinstance(verdict, Refused)
    assert verdict.status == 422


def test_a_log_that_knows_only_its_next_key_is_asked_by_it() -> None:
    body = encode_request(0, [], sign_checkpoint(at(7), LOG, NEXT_LOG))
    assert isinstance(judge(None, parse_request(body), [NEXT_LOG.key]), Accepted)


def test_the_request_is_the_lines_that_the_protocol_names() -> None:
    path = LEDGER.consistency(SMALLER.size, 0, SIZE)
    lines = "".join(base64.b64encode(one).decode() + "\n" for one in path)
    assert body_of() == f"old 3\n{lines}\n".encode() + NOTE
    parsed = parse_request(body_of())
    assert (parsed.old, list(parsed.path), parsed.checkpoint) == (3, path, CHECKPOINT)
    assert parsed.note.encode() == NOTE


def test_63_lines_of_proof_are_read_and_64_are_not() -> None:
    assert len(parse_request(b"old 1\n" + LINE.encode() * 63 + b"\n" + NOTE).path) == 63
    with pytest.raises(WitnessRequestError):
        parse_request(b"old 1\n" + LINE.encode() * 64 + b"\n" + NOTE)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n\n",
        b"old 0\n",
        b"old 0\n\n",
        NOTE,
        b"old\n\n" + NOTE,
        b"old \n\n" + NOTE,
        b"old -1\n\n" + NOTE,
        b"old +1\n\n" + NOTE,
        b"old 01\n\n" + NOTE,
        b"old 1 \n\n" + NOTE,
        b"old 0x1\n\n" + NOTE,
        b"old " + str(2**63).encode() + b"\n\n" + NOTE,
        "old \N{ARABIC-INDIC DIGIT SEVEN}\n\n".encode() + NOTE,
        b"size 0\n\n" + NOTE,
        b"old 0\r\n\r\n" + NOTE,
        b"old 0\n" + LINE.encode() + b"old 0\n\n" + NOTE,
        b"old 1\nAAAA\n\n" + NOTE,
        b"old 1\n" + LINE.encode().replace(b"A=", b"B=") + b"\n" + NOTE,
        b"old 1\n " + LINE.encode() + b"\n" + NOTE,
        b"old 0\n\n" + NOTE[:-1],
        b"old 0\n\n" + NOTE.replace(b"\n9\n", b"\n09\n"),
        b"old 0\n\n\n" + NOTE,
        b"old 0\n\n" + b"a" * 1_000_000 + NOTE,
    ],
)
def test_what_is_no_request_is_400(body: bytes) -> None:
    with pytest.raises(WitnessRequestError) as caught:
        parse_request(body)
    answer = malformed(caught.value)
    assert (answer.status, answer.content_type) == (400, PLAIN)
    assert answer.text.strip().isprintable()
