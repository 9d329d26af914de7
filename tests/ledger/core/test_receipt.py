"""Receipts: bound to one log and one leaf, and never to be taken for a checkpoint."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from beholden.ledger.core.hashing import leaf_hash
from beholden.ledger.core.keys import COSIGNATURE, generate
from beholden.ledger.core.note import Signature, parse_note, sign_note
from beholden.ledger.core.receipt import (
    BatchPromise,
    Receipt,
    make_receipt,
    parse_promise,
    parse_receipt,
    sign_promise,
    verify_receipt,
)
from beholden.ledger.errors import (
    CheckpointError,
    InclusionError,
    KeyTypeError,
    LeafIndexError,
    LedgerError,
    OriginMismatchError,
    PromiseBatchError,
    PromiseError,
    PromiseOriginError,
    PromiseTimeError,
    ProofLengthError,
    ReceiptError,
    ReceiptHeaderError,
    ReceiptIndexError,
    ReceiptLeafError,
    ReceiptPathError,
    SignatureError,
    UnknownKeyError,
)
from tests.ledger.core.documents import (
    ENTRIES,
    INDEX,
    LOG,
    MADE,
    MERGE_BY,
    NEXT_LOG,
    ORIGIN,
    OTHER_LOG,
    receipt,
)
from tests.ledger.core.slow_tree import SlowTree

DATA = receipt()
PARSED = parse_receipt(DATA)
PROMISE = parse_promise(parse_note(PARSED.note).text)
LAST = 253_402_300_799
"""The last second of the year 9999."""
ROOT = base64.b64encode(bytes(32)).decode()
HASHES = st.binary(min_size=32, max_size=32)


def head(*lines: str, end: str = "\n\nnote") -> bytes:
    return ("\n".join(("beholden.receipt/v1", *lines)) + end).encode()


def promise_text(
    *,
    first: str = "beholden.receipt/v1",
    origin: str = ORIGIN,
    batch: str = "batch 3",
    root: str = ROOT,
    made: str = "time 2026-11-22T12:00:00Z",
    merge_by: str = "merge-by 2026-11-23T12:00:00Z",
    more: str = "",
) -> bytes:
    return f"{first}\n{origin}\n{batch}\n{root}\n{made}\n{merge_by}\n{more}".encode()


def test_a_receipt_is_the_lines_that_its_format_names() -> None:
    leaf = base64.b64encode(ENTRIES[INDEX]).decode()
    path = "".join(base64.b64encode(one).decode() + "\n" for one in PARSED.path)
    root = base64.b64encode(PROMISE.root).decode()
    signature = base64.b64encode(LOG.key.key_id + LOG.sign(PROMISE.encode())).decode()
    assert DATA.decode() == (
        f"beholden.receipt/v1\nleaf {leaf}\nindex 1\n{path}\n"
        f"beholden.receipt/v1\n{ORIGIN}\nbatch 3\n{root}\n"
        "time 2023-11-14T22:13:20Z\nmerge-by 2023-11-15T22:13:20Z\n\n"
        f"— {ORIGIN} {signature}\n"
    )


def test_a_receipt_proves_the_promise_of_its_leaf() -> None:
    verified = verify_receipt(DATA, [OTHER_LOG.key, LOG.key])
    assert verified.leaf == ENTRIES[INDEX]
    assert verified.promise == BatchPromise(ORIGIN, 3, PROMISE.root, MADE, MERGE_BY)
    assert verified.key == LOG.key


@given(st.integers(1, 40), st.data())
def test_every_leaf_of_every_batch_has_a_receipt(size: int, data: st.DataObject) -> None:
    entries = [number.to_bytes(32, "big") for number in range(size)]
    tree = SlowTree([leaf_hash(entry) for entry in entries])
    promise = BatchPromise(ORIGIN, size, tree.head(), MADE, MERGE_BY)
    note = sign_promise(promise, [LOG])
    index = data.draw(st.integers(0, size - 1))
    one = make_receipt(entries[index], index, tree.inclusion(index, 0, size), promise, note)
    assert verify_receipt(one, [LOG.key]).leaf == entries[index]
    assert parse_receipt(one).encode() == one


@given(HASHES, st.integers(0, 2**63 - 1), st.lists(HASHES, max_size=63), st.binary(max_size=99))
def test_what_was_written_is_read(leaf: bytes, index: int, path: list[bytes], note: bytes) -> None:
    one = Receipt(leaf, index, tuple(path), note)
    assert parse_receipt(one.encode()) == one


@given(
    st.integers(1, 2**63 - 1), HASHES, st.integers(0, LAST), st.integers(0, LAST), st.just(ORIGIN)
)
def test_a_promise_that_was_written_is_read(
    size: int, root: bytes, made: int, merge_by: int, origin: str
) -> None:
    one = BatchPromise(origin, size, root, min(made, merge_by), max(made, merge_by))
    assert parse_promise(one.encode()) == one


@given(st.integers(0, LAST))
def test_a_time_is_written_as_the_calendar_has_it(seconds: int) -> None:
    text = BatchPromise(ORIGIN, 1, bytes(32), seconds, LAST).encode().decode().splitlines()[4]
    assert text == f"time {datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}Z"


@pytest.mark.parametrize(
    "time",
    [
        "",
        "2026-11-22",
        "2026-11-22T12:00:00",
        "2026-11-22T12:00:00+00:00",
        "2026-11-22T12:00:00z",
        "2026-11-22t12:00:00Z",
        "2026-11-22 12:00:00Z",
        "2026-11-22T12:00:00.0Z",
        "2026-11-22T12:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T12:00:60Z",
        "2026-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-00-01T12:00:00Z",
        "2026-W47-7T12:00:00Z",
        "20261122T120000Z",
        "1969-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "12026-11-22T12:00:00Z",
        "-026-11-22T12:00:00Z",
        " 2026-11-22T12:00:00Z",
        "2026-11-22T12:00:00Z ",
        "2026-11-22T12:00:0\N{ARABIC-INDIC DIGIT SEVEN}Z",
        "1700000000",
    ],
)
def test_a_time_in_any_other_form_is_refused(time: str) -> None:
    with pytest.raises(PromiseTimeError):
        parse_promise(promise_text(made=f"time {time}"))
    with pytest.raises(PromiseTimeError):
        parse_promise(promise_text(merge_by=f"merge-by {time}"))


def test_the_first_and_the_last_second_are_read() -> None:
    for time in ("1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2024-02-29T12:00:00Z"):
        one = parse_promise(promise_text(made=f"time {time}", merge_by=f"merge-by {time}"))
        assert f"time {time}\nmerge-by {time}\n".encode() in one.encode()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (b"", PromiseError),
        (promise_text()[:-1], PromiseError),
        (promise_text(more="\n"), PromiseError),
        (promise_text(more="more\n"), PromiseError),
        (promise_text(first="beholden.receipt/v2"), PromiseError),
        (promise_text(first=""), PromiseError),
        (promise_text(origin=""), PromiseOriginError),
        (promise_text(origin="a b"), PromiseOriginError),
        (promise_text(origin="a+b"), PromiseOriginError),
        (promise_text(origin="a" * 256), PromiseOriginError),
        (promise_text().replace(b"network", b"\xff"), PromiseOriginError),
        (promise_text(batch="batch 0"), PromiseBatchError),
        (promise_text(batch="batch -1"), PromiseBatchError),
        (promise_text(batch="batch +1"), PromiseBatchError),
        (promise_text(batch="batch 03"), PromiseBatchError),
        (promise_text(batch="batch \N{ARABIC-INDIC DIGIT SEVEN}"), PromiseBatchError),
        (promise_text(batch=f"batch {2**63}"), PromiseBatchError),
        (promise_text(batch="3"), PromiseBatchError),
        (promise_text(root=ROOT[:-1]), PromiseBatchError),
        (promise_text(root=ROOT[:-2] + "B="), PromiseBatchError),
        (promise_text(made="merge-by 2026-11-22T12:00:00Z"), PromiseTimeError),
        (promise_text(merge_by="time 2026-11-23T12:00:00Z"), PromiseTimeError),
        (promise_text(merge_by="merge-by 2026-11-22T11:59:59Z"), PromiseTimeError),
        (promise_text().replace(b"\n", b"\r\n"), PromiseError),
    ],
)
def test_what_is_no_promise_is_refused_for_its_own_reason(
    text: bytes, error: type[LedgerError]
) -> None:
    with pytest.raises(error) as caught:
        parse_promise(text)
    assert type(caught.value) is error
    # Signed by the log, it is not believed either.
    if text and b"\r" not in text and b"\xff" not in text and text.endswith(b"\n"):
        with pytest.raises(LedgerError):
            verify_receipt(Receipt(bytes(32), 0, (), sign_note(text, [LOG])).encode(), [LOG.key])


@pytest.mark.parametrize(
    ("promise", "error"),
    [
        (BatchPromise("a b", 1, bytes(32), 0, 0), PromiseOriginError),
        (BatchPromise(ORIGIN, 0, bytes(32), 0, 0), PromiseBatchError),
        (BatchPromise(ORIGIN, 2**63, bytes(32), 0, 0), PromiseBatchError),
        (BatchPromise(ORIGIN, 1, bytes(31), 0, 0), PromiseBatchError),
        (BatchPromise(ORIGIN, 1, bytes(32), -1, 0), PromiseTimeError),
        (BatchPromise(ORIGIN, 1, bytes(32), 1, 0), PromiseTimeError),
        (BatchPromise(ORIGIN, 1, bytes(32), 0, LAST + 1), PromiseTimeError),
    ],
)
def test_what_no_promise_can_say_is_not_written(
    promise: BatchPromise, error: type[LedgerError]
) -> None:
    with pytest.raises(error):
        promise.encode()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", ReceiptHeaderError),
        (b"\n" + DATA, ReceiptHeaderError),
        (DATA.replace(b"receipt/v1", b"receipt/v2", 1), ReceiptHeaderError),
        (DATA.replace(b"\n", b"\r\n"), ReceiptHeaderError),
        (head(f"leaf {ROOT}", "index 0", end="\n"), ReceiptHeaderError),
        (head(), ReceiptLeafError),
        (head("index 0", f"leaf {ROOT}"), ReceiptLeafError),
        (head("leaf ", "index 0"), ReceiptLeafError),
        (head(f"leaf {ROOT} ", "index 0"), ReceiptLeafError),
        (head(f"leaf {ROOT[:-2]}B=", "index 0"), ReceiptLeafError),
        (head("leaf AAAA", "index 0"), ReceiptLeafError),
        (head(f"leaf {ROOT}"), ReceiptIndexError),
        (head(f"leaf {ROOT}", ROOT), ReceiptIndexError),
        (head(f"leaf {ROOT}", "index 00"), ReceiptIndexError),
        (head(f"leaf {ROOT}", "index -1"), ReceiptIndexError),
        (head(f"leaf {ROOT}", f"index {2**63}"), ReceiptIndexError),
        (head(f"leaf {ROOT}", "index 0", "index 0"), ReceiptPathError),
        (head(f"leaf {ROOT}", "index 0", *[ROOT] * 64), ReceiptPathError),
        (head(f"leaf {ROOT}", "index 0", ROOT[:-2] + "B="), ReceiptPathError),
        (DATA + b"a" * 1_000_000, ReceiptError),
    ],
)
def test_what_is_no_receipt_is_refused_for_its_own_reason(
    data: bytes, error: type[LedgerError]
) -> None:
    with pytest.raises(error) as caught:
        parse_receipt(data)
    assert type(caught.value) is error
    assert str(caught.value).endswith(".")


def test_another_leaf_or_place_is_not_promised() -> None:
    other = Receipt(ENTRIES[0], PARSED.index, PARSED.path, PARSED.note).encode()
    with pytest.raises(InclusionError):
        verify_receipt(other, [LOG.key])
    for index, error in ((0, InclusionError), (2, ProofLengthError), (3, LeafIndexError)):
        moved = Receipt(PARSED.leaf, index, PARSED.path, PARSED.note).encode()
        with pytest.raises(error):
            verify_receipt(moved, [LOG.key])


def test_a_wrong_receipt_is_not_made() -> None:
    with pytest.raises(InclusionError):
        make_receipt(ENTRIES[0], PARSED.index, PARSED.path, PROMISE, PARSED.note)


def test_a_log_promises_for_itself_alone() -> None:
    with pytest.raises(OriginMismatchError):
        sign_promise(PROMISE, [OTHER_LOG])
    forged = Receipt(
        PARSED.leaf, PARSED.index, PARSED.path, sign_note(PROMISE.encode(), [OTHER_LOG])
    )
    with pytest.raises(UnknownKeyError):
        verify_receipt(forged.encode(), [LOG.key, OTHER_LOG.key])


def test_the_signature_of_one_log_does_not_serve_in_the_name_of_another() -> None:
    text = PROMISE.encode()
    line = Signature(ORIGIN, LOG.key.key_id, OTHER_LOG.sign(text))
    forged = Receipt(PARSED.leaf, PARSED.index, PARSED.path, text + b"\n" + line.encode())
    with pytest.raises(SignatureError):
        verify_receipt(forged.encode(), [LOG.key, OTHER_LOG.key])


def test_a_witness_promises_nothing() -> None:
    witness = generate(ORIGIN, LOG.seed, COSIGNATURE)
    with pytest.raises(KeyTypeError):
        sign_promise(PROMISE, [witness])
    with pytest.raises(UnknownKeyError):
        verify_receipt(DATA, [witness.key])


def test_while_a_key_is_replaced_either_is_enough() -> None:
    note = sign_promise(PROMISE, [NEXT_LOG, LOG])
    data = Receipt(PARSED.leaf, PARSED.index, PARSED.path, note).encode()
    assert verify_receipt(data, [LOG.key]).key == LOG.key
    assert verify_receipt(data, [NEXT_LOG.key]).key == NEXT_LOG.key


@given(
    st.from_regex(r"[!-*,-~]{1,40}", fullmatch=True), st.integers(1, 2**63 - 1), HASHES, st.data()
)
def test_no_promise_is_a_checkpoint(
    origin: str, size: int, root: bytes, data: st.DataObject
) -> None:
    origin = data.draw(st.sampled_from([origin, str(size), "0", "7", ROOT]))
    text = BatchPromise(origin, size, root, MADE, MERGE_BY).encode()
    with pytest.raises(CheckpointError):
        parse_checkpoint(text)


@given(st.integers(0, 2**63 - 1), HASHES, st.lists(st.just("time 2026-11-22T12:00:00Z")))
def test_no_checkpoint_is_a_promise(size: int, root: bytes, more: list[str]) -> None:
    for origin in ("beholden.receipt/v1", ORIGIN):
        text = Checkpoint(origin, size, root, tuple(more)).encode()
        with pytest.raises(PromiseError):
            parse_promise(text)


def test_a_signed_checkpoint_in_a_receipt_promises_nothing() -> None:
    log = generate("beholden.receipt/v1", bytes(32))
    note = sign_checkpoint(Checkpoint(log.name, 1, leaf_hash(bytes(32))), log)
    with pytest.raises(PromiseError):
        verify_receipt(Receipt(bytes(32), 0, (), note).encode(), [log.key])
