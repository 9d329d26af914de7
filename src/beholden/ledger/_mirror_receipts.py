"""Receipts and proofs against the own copy: is everything in the log that it promised?

Whoever holds receipts (a regulator's drills, trusted flaggers) puts the files into a
folder. Each is verified by the log's key and held against the copy:

    receipt       its leaf is in the log as it was after its ``merge-by``, or the receipt
                  and the signed checkpoint together prove an omission
    tlog-proof    the checkpoint in it is one of the copy's history, or the two signed
                  checkpoints prove a fork: this log showed its user another history

    check_receipts(folder, leaves, reader, keys, origin=origin, is_after=is_after)
"""

from __future__ import annotations

import contextlib
import stat
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from beholden.ledger.core.checkpoint import open_checkpoint, parse_checkpoint
from beholden.ledger.core.hashing import leaf_hash
from beholden.ledger.core.note import parse_note
from beholden.ledger.core.proofs import verify_inclusion
from beholden.ledger.core.receipt import parse_promise, parse_receipt, verify_receipt
from beholden.ledger.core.tlog_proof import FIRST_LINE, parse_tlog_proof
from beholden.ledger.errors import LedgerError, LogError, MirrorSetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from beholden.ledger._mirror_leaves import LeafIndex
    from beholden.ledger.core.checkpoint import Checkpoint
    from beholden.ledger.core.keys import VerifierKey
    from beholden.ledger.reader import LogReader

__all__ = ["Broken", "Missing", "OtherHistory", "ReceiptCounts", "check_receipts"]

_FILE_BYTES_AT_MOST = 1 << 16

Verdict = Literal["included", "waiting", "missing", "other", "unreadable"]


class ReceiptCounts(msgspec.Struct, frozen=True):
    """How many receipts and proofs are in the log, may still come, are missing, or are none.

    ``missing`` counts proofs of another history too. ``other`` are about other logs,
    ``unreadable`` is what the log's keys did not sign.
    """

    included: int = 0
    waiting: int = 0
    missing: int = 0
    other: int = 0
    unreadable: int = 0


class Missing(NamedTuple):
    """A receipt whose leaf is not in the log although its time has passed."""

    file: Path
    data: bytes
    leaf: bytes
    merge_by: int


class OtherHistory(NamedTuple):
    """A proof whose signed checkpoint does not belong to the copy's history."""

    file: Path
    data: bytes
    checkpoint: Checkpoint
    note: bytes


Broken = Missing | OtherHistory


class _Desk(NamedTuple):
    leaves: LeafIndex
    reader: LogReader
    keys: Sequence[VerifierKey]
    origin: str
    is_after: Callable[[int], bool]

    def receipt(self, file: Path, data: bytes) -> Verdict | Broken:
        promise = parse_promise(parse_note(parse_receipt(data).note).text)
        if promise.origin != self.origin:
            return "other"
        leaf = verify_receipt(data, self.keys).leaf
        if self.leaves.find(leaf, self.reader) is not None:
            return "included"
        if not self.is_after(promise.merge_by):
            return "waiting"
        return Missing(file, data, leaf, promise.merge_by)

    def proof(self, file: Path, data: bytes) -> Verdict | Broken:
        proof = parse_tlog_proof(data)
        if parse_checkpoint(parse_note(proof.checkpoint).text).origin != self.origin:
            return "other"
        signed = open_checkpoint(proof.checkpoint, self.origin, self.keys)
        if signed.size > self.reader.size:
            return "waiting"
        if self.reader.at(signed.size).root != signed.root:
            return OtherHistory(file, data, signed, proof.checkpoint)
        entry = self.reader.at(signed.size).entry(proof.index)
        if proof.extra not in {None, entry}:
            return "unreadable"
        verify_inclusion(
            index=proof.index,
            size=signed.size,
            leaf=leaf_hash(entry),
            path=proof.path,
            root=signed.root,
        )
        return "included"


def check_receipts(
    folder: Path,
    leaves: LeafIndex,
    reader: LogReader,
    keys: Sequence[VerifierKey],
    *,
    origin: str,
    is_after: Callable[[int], bool],
) -> tuple[ReceiptCounts, list[Broken]]:
    """Holds every receipt and proof of a folder against the copy.

    Args:
        folder: files of any name; what is neither is counted and passed over.
        leaves: grown to the reader's size.
        reader: the copy.
        keys: of the log.
        origin: of the log.
        is_after: whether the copy's checkpoint is known to be from after a time (unix seconds):
            one that was merely fetched then may be an old one from a cache.

    Raises:
        MirrorSetupError: the folder cannot be read.
        LogDamagedError: the copy cannot be read.
    """
    desk = _Desk(leaves, reader, keys, origin, is_after)
    counts: Counter[Verdict] = Counter()
    broken: list[Broken] = []
    try:
        files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise MirrorSetupError(f"{folder}: {error.strerror or error}.") from None
    for file in files:
        data = _read(file)
        check = desk.proof if data.startswith(FIRST_LINE) else desk.receipt
        try:
            found = check(file, data)
        except LogError:
            raise
        except LedgerError:
            found = "unreadable"
        if isinstance(found, str):
            counts[found] += 1
        else:
            counts["missing"] += 1
            broken.append(found)
    return msgspec.convert(counts, ReceiptCounts), broken


def _read(file: Path) -> bytes:
    """The content of a small regular file, or nothing."""
    with contextlib.suppress(OSError):
        if stat.S_ISREG(file.stat().st_mode):
            with file.open("rb") as stream:
                return stream.read(_FILE_BYTES_AT_MOST)
    return b""
