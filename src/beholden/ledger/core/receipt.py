r"""Receipts: the network's signed promise to enter a statement in its log by a time.

    beholden.receipt/v1
    leaf <base64 of the 32-byte entry>
    index <number of the leaf in its batch, from 0>
    <base64 of 32 bytes>                       the path, leaf to batch root: 0 to 63 lines
    <empty line>
    beholden.receipt/v1                        from here on a signed note: the promise
    <origin of the log>
    batch <number of leaves, decimal>
    <batch root, base64 of 32 bytes>
    time <YYYY-MM-DDTHH:MM:SSZ>                when it was promised
    merge-by <YYYY-MM-DDTHH:MM:SSZ>            when each leaf will be in the log at the latest
    <empty line>
    — <origin> <base64 of key id || Ed25519 signature, type 0x01>

Every line ends with a newline. A batch is a small tree of its own (RFC 6962 over the
entries that were made durable together), so one signature promises many leaves, and a
receipt shows one of them with its path. A statement that is not in the log after its
``merge-by`` was left out, and the receipt proves that it should be there.

Invariants:

* ``parse_receipt(data).encode() == data``: a receipt has one spelling.
* Only a key with the name of the origin can sign a promise, and only as type 0x01.
* A promise is never a checkpoint: where a checkpoint has its size it has an origin, and
  where a checkpoint has its root, in base64, it has the word ``batch`` and a space. A
  checkpoint is never a promise for the same reason. What a log signed as one of the two
  it never signed as the other.

    >>> from beholden.ledger.core.hashing import leaf_hash
    >>> from beholden.ledger.core.keys import generate
    >>> log, entry = generate("example.org/log", bytes(32)), bytes(32)
    >>> note = sign_promise(BatchPromise(log.name, 1, leaf_hash(entry), 0, 86_400), [log])
    >>> verify_receipt(Receipt(entry, 0, (), note).encode(), [log.key]).promise.size
    1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from beholden.ledger.core._text import (
    NUMBER_LIMIT,
    TIME_LIMIT,
    base64_of,
    decimal,
    path_of,
    path_text,
    quoted,
    time_of,
    time_text,
    unbase64,
)
from beholden.ledger.core.checkpoint import log_keys_of
from beholden.ledger.core.hashing import HASH_BYTES, leaf_hash
from beholden.ledger.core.keys import Signer, VerifierKey, check_name
from beholden.ledger.core.note import NOTE_BYTES, keys_by_id, parse_note, sign_note, verify_note
from beholden.ledger.core.proofs import verify_inclusion
from beholden.ledger.errors import (
    KeyNameError,
    OriginMismatchError,
    PromiseBatchError,
    PromiseError,
    PromiseOriginError,
    PromiseTimeError,
    ReceiptError,
    ReceiptHeaderError,
    ReceiptIndexError,
    ReceiptLeafError,
    ReceiptPathError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "FIRST_LINE",
    "BatchPromise",
    "Receipt",
    "VerifiedReceipt",
    "make_receipt",
    "parse_promise",
    "parse_receipt",
    "sign_promise",
    "verify_receipt",
]

FIRST_LINE: Final = b"beholden.receipt/v1"

_LEAF = b"leaf "
_INDEX = b"index "
_BATCH = b"batch "
_TIME = b"time "
_MERGE_BY = b"merge-by "


class BatchPromise(msgspec.Struct, frozen=True):
    """What the log signs: these leaves were taken, and will be in the log by then.

    ``size`` and ``root`` are those of the batch; ``made`` and ``merge_by`` unix seconds.
    """

    origin: str
    size: int
    root: bytes
    made: int
    merge_by: int

    def encode(self) -> bytes:
        """The text that is signed.

        Raises:
            PromiseError: no promise can say this; the subclass says why.
        """
        _check_promise(self)
        return b"%s\n%s\n%s%d\n%s\n%s%s\n%s%s\n" % (
            FIRST_LINE,
            self.origin.encode(),
            *(_BATCH, self.size, base64_of(self.root)),
            *(_TIME, time_text(self.made).encode()),
            *(_MERGE_BY, time_text(self.merge_by).encode()),
        )


class Receipt(msgspec.Struct, frozen=True):
    """A receipt: the entry, its place in the batch, and the signed promise as bytes."""

    leaf: bytes
    index: int
    path: tuple[bytes, ...]
    note: bytes

    def encode(self) -> bytes:
        """The receipt's bytes."""
        return b"%s\n%s%s\n%s%d\n%s\n%s" % (
            FIRST_LINE,
            *(_LEAF, base64_of(self.leaf)),
            *(_INDEX, self.index),
            path_text(self.path),
            self.note,
        )


class VerifiedReceipt(msgspec.Struct, frozen=True):
    """What a receipt proves: the log promised this leaf; ``key`` is the one that signed."""

    leaf: bytes
    promise: BatchPromise
    key: VerifierKey


def sign_promise(promise: BatchPromise, signers: Sequence[Signer]) -> bytes:
    """The signed note of a promise; every receipt of the batch carries it.

    Args:
        promise: of the batch.
        signers: the log's keys; more than one while a key is being replaced.

    Raises:
        PromiseError: no promise can say this.
        OriginMismatchError: a key has another name than the log.
        KeyTypeError: a key is none for plain signatures.
    """
    for signer in signers:
        if signer.name != promise.origin:
            raise OriginMismatchError(
                f"The key {quoted(signer.name)} cannot promise for the log "
                f"{quoted(promise.origin)}: a log's key has the log's name."
            )
    return sign_note(promise.encode(), signers)


def make_receipt(
    leaf: bytes, index: int, path: Sequence[bytes], promise: BatchPromise, note: bytes
) -> bytes:
    """The receipt of one leaf of a batch.

    Args:
        leaf: the entry of 32 bytes.
        index: its number in the batch.
        path: its hashes, leaf to batch root.
        promise: of the batch.
        note: of ``sign_promise``.

    Raises:
        InclusionError, EncodingError: the leaf is not where the path says; a wrong receipt
            is worse than none.
    """
    verify_inclusion(
        index=index, size=promise.size, leaf=leaf_hash(leaf), path=path, root=promise.root
    )
    return Receipt(leaf, index, tuple(path), note).encode()


def parse_receipt(data: bytes) -> Receipt:
    """Reads a receipt without verifying anything.

    Raises:
        ReceiptError: this is none; the subclass says why.
    """
    if len(data) > NOTE_BYTES:
        raise ReceiptError(f"A receipt has at most {NOTE_BYTES:,} bytes. This is some other file.")
    head, blank, note = data.partition(b"\n\n")
    first, *lines = head.split(b"\n")
    if first != FIRST_LINE:
        raise ReceiptHeaderError(
            f'A receipt begins with the line "{FIRST_LINE.decode()}"; this does not. '
            "This is some other file, or it was changed in an editor."
        )
    if not blank:
        raise ReceiptHeaderError(
            "The promise is missing below the path: part of the receipt was lost. "
            "Take it from where you first saved it."
        )
    if not lines or not lines[0].startswith(_LEAF):
        raise ReceiptLeafError('The second line of a receipt is "leaf"; here it is missing.')
    leaf = unbase64(lines[0].removeprefix(_LEAF), ReceiptLeafError, "The leaf", HASH_BYTES)
    if len(lines) == 1 or not lines[1].startswith(_INDEX):
        raise ReceiptIndexError('The third line of a receipt is "index"; here it is missing.')
    index = decimal(lines[1].removeprefix(_INDEX), ReceiptIndexError, "The index of the receipt")
    return Receipt(leaf, index, path_of(lines[2:], ReceiptPathError), note)


def parse_promise(text: bytes) -> BatchPromise:
    """Reads a promise's text, whose signatures are another matter.

    Raises:
        PromiseError: this is none; the subclass says why.
    """
    try:
        first, origin, batch, root, made, merge_by, rest = text.split(b"\n")
    except ValueError:
        raise PromiseError(
            "A promise has six lines; this text has not. This is some other document."
        ) from None
    if first != FIRST_LINE or rest:
        raise PromiseError(
            f'A promise begins with the line "{FIRST_LINE.decode()}" and ends with a newline; '
            "this does not. This is some other document."
        )
    for line, word, error in (
        (batch, _BATCH, PromiseBatchError),
        (made, _TIME, PromiseTimeError),
        (merge_by, _MERGE_BY, PromiseTimeError),
    ):
        if not line.startswith(word):
            raise error(
                f'A promise has a line "{word.decode().strip()}" where this has {quoted(line)}. '
                "This is some other document."
            )
    promise = BatchPromise(
        origin.decode("utf-8", "surrogateescape"),
        decimal(batch.removeprefix(_BATCH), PromiseBatchError, "The size of the batch"),
        unbase64(root, PromiseBatchError, "The root of the batch", HASH_BYTES),
        time_of(made.removeprefix(_TIME), PromiseTimeError, "The time of the promise"),
        time_of(merge_by.removeprefix(_MERGE_BY), PromiseTimeError, "The deadline"),
    )
    _check_promise(promise)
    return promise


def verify_receipt(data: bytes, log_keys: Iterable[VerifierKey]) -> VerifiedReceipt:
    """Verifies that a log promised to enter a leaf.

    Args:
        data: the receipt.
        log_keys: keys of logs; only those with the name of the promise's origin count.

    Raises:
        ReceiptError, NoteError: this is no receipt.
        UnknownKeyError: none of the keys signed the promise.
        SignatureError: a signature in the log's name is not the log's.
        InclusionError, EncodingError: the promise is not about this leaf.
    """
    receipt = parse_receipt(data)
    note = parse_note(receipt.note)
    promise = parse_promise(note.text)
    opened = verify_note(note, keys_by_id(log_keys_of(promise.origin, log_keys)))
    verify_inclusion(
        index=receipt.index,
        size=promise.size,
        leaf=leaf_hash(receipt.leaf),
        path=receipt.path,
        root=promise.root,
    )
    return VerifiedReceipt(receipt.leaf, promise, opened.verified[0].key)


def _check_promise(promise: BatchPromise) -> None:
    try:
        check_name(promise.origin)
    except KeyNameError as error:
        raise PromiseOriginError(f"The origin of a log is the name of its key. {error}") from None
    if not 0 < promise.size < NUMBER_LIMIT or len(promise.root) != HASH_BYTES:
        raise PromiseBatchError(
            "A batch has 1 to 2^63 - 1 leaves and a root of 32 bytes; here it has not."
        )
    if not 0 <= promise.made <= promise.merge_by < TIME_LIMIT:
        raise PromiseTimeError(
            "A promise is made before its deadline, both between 1970 and 9999; here it is not."
        )
