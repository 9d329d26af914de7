r"""The verdict on a receipt or a proof, for whoever holds one and a trust policy.

    document          says                         verdict
    proof             verifies                     included
    receipt           before its deadline          promised
    receipt, proof    both verify, one leaf        included
    receipt           after its deadline           overdue
    any               anything does not verify     refused

A proof file is a ``tlog_proof``; it is told from a receipt by its first line. Which entry a
proof is about, it says itself in its ``extra`` line; a receipt or an opening beside it must
be about the same one, and stands in where the proof does not say. Time is passed in.
*Overdue* is no proof of omission yet; see ``evidence`` for what makes it one.

Invariants: hostile documents end in ``refused`` and raise nothing. Nothing but ``included``
means that the leaf is in the log.

    verdict = verify_document(data, policy, now=1_763_812_800, proof=proof)
    verdict.kind, verdict.sentence
"""

from __future__ import annotations

from typing import Literal

import msgspec

from beholden.ledger.core import tlog_proof
from beholden.ledger.core._text import quoted, time_text
from beholden.ledger.core.commitment import Opening, check_opening, parse_opening
from beholden.ledger.core.hashing import HASH_BYTES, leaf_hash
from beholden.ledger.core.policy import TrustPolicy
from beholden.ledger.core.proofs import verify_inclusion
from beholden.ledger.core.receipt import BatchPromise, VerifiedReceipt, verify_receipt
from beholden.ledger.core.tlog_proof import TlogProof, parse_tlog_proof
from beholden.ledger.errors import (
    LeafMismatchError,
    LeafUnknownError,
    LedgerError,
    OriginMismatchError,
    QuorumError,
    ReceiptHeaderError,
)

__all__ = [
    "Kind",
    "Place",
    "Promise",
    "Verdict",
    "verify_document",
]

Kind = Literal["included", "promised", "overdue", "refused"]


class Place(msgspec.Struct, frozen=True):
    """Where a leaf is in the log, and who confirmed the log at that size."""

    index: int
    size: int
    witnesses: tuple[tuple[str, int], ...]


class Promise(msgspec.Struct, frozen=True):
    """What the log promised of a leaf; times in unix seconds."""

    made: int
    merge_by: int


class Verdict(msgspec.Struct, frozen=True):
    """What a document is worth.

    ``sentence`` is for the reader. ``leaf`` is the entry of 32 bytes and ``origin`` the
    log, None where refused before they were certain. ``error`` is the class of what
    refused it. ``statement`` are the exact bytes that an opening showed.
    ``checkpoint_problem`` says why a checkpoint that was given is no evidence.
    """

    kind: Kind
    sentence: str
    origin: str | None = None
    leaf: bytes | None = None
    place: Place | None = None
    promise: Promise | None = None
    statement: bytes | None = None
    error: str | None = None
    checkpoint_problem: str | None = None

    @property
    def good(self) -> bool:
        """Whether nothing is wrong: the leaf is in the log, or its time has not come."""
        return self.kind in {"included", "promised"}


def verify_document(
    data: bytes,
    policy: TrustPolicy,
    now: int,
    *,
    proof: bytes | None = None,
    opening: bytes | None = None,
    checkpoint: bytes | None = None,
) -> Verdict:
    """The verdict on a receipt or a proof.

    Args:
        data: a receipt or a proof file.
        policy: whom the reader relies on.
        now: unix seconds.
        proof: a proof file for the leaf of the receipt.
        opening: an opening of the leaf, as JSON.
        checkpoint: a signed checkpoint from after the receipt's deadline, for evidence.
    """
    receipt = None
    try:
        if data.startswith(tlog_proof.FIRST_LINE + b"\n"):
            if proof is not None:
                raise ReceiptHeaderError(
                    "Both documents are proofs. Give the receipt first, or one proof alone."
                )
            return _of_proof(parse_tlog_proof(data), policy, opening=opening)
        receipt = verify_receipt(data, policy.logs)
        if proof is not None:
            return _of_proof(parse_tlog_proof(proof), policy, receipt=receipt, opening=opening)
        return _of_receipt(receipt, policy, now, opening, checkpoint)
    except LedgerError as error:
        return _refused(error, receipt, now)


def _of_receipt(
    receipt: VerifiedReceipt,
    policy: TrustPolicy,
    now: int,
    opening: bytes | None,
    checkpoint: bytes | None,
) -> Verdict:
    promise, origin = receipt.promise, receipt.promise.origin
    statement = _statement(opening, receipt.leaf)
    deadline = _said(promise.merge_by)
    if now <= promise.merge_by:
        kind: Kind = "promised"
        sentence = (
            f"Promised: {quoted(origin)} has signed that this will be in its log by {deadline}. "
            "That time has not passed; ask for the proof after it."
        )
        problem = None
    else:
        kind = "overdue"
        sentence = (
            f"Overdue: {quoted(origin)} signed that this would be in its log by {deadline}, that "
            "time has passed, and no proof that it is there was given."
        )
        problem = _problem_of(checkpoint, policy, promise)
    return Verdict(
        kind,
        sentence,
        origin,
        receipt.leaf,
        promise=_promise_of(receipt),
        statement=statement,
        checkpoint_problem=problem,
    )


def _of_proof(
    proof: TlogProof,
    policy: TrustPolicy,
    *,
    opening: bytes | None,
    receipt: VerifiedReceipt | None = None,
) -> Verdict:
    opened = None if opening is None else parse_opening(opening)
    leaf = _leaf_of(proof, opened, receipt)
    found = policy.check(proof.checkpoint)
    checkpoint = found.checkpoint
    if receipt is not None and receipt.promise.origin != checkpoint.origin:
        raise OriginMismatchError(
            f"The receipt is of the log {quoted(receipt.promise.origin)}, the proof of "
            f"{quoted(checkpoint.origin)}. Ask for the proof of this receipt."
        )
    verify_inclusion(
        index=proof.index,
        size=checkpoint.size,
        leaf=leaf_hash(leaf),
        path=proof.path,
        root=checkpoint.root,
    )
    if opened is not None:
        check_opening(opened, leaf)
        if opened.index is not None and opened.index != proof.index:
            raise LeafMismatchError(
                f"The opening is of leaf {opened.index:,}, the proof of leaf {proof.index:,}. "
                "Ask for the opening of this one."
            )
    return Verdict(
        "included",
        f"Included: this is entry {proof.index + 1:,} of the {checkpoint.size:,} in the log of "
        f"{quoted(checkpoint.origin)}, {_confirmed(found.witnesses)}.",
        checkpoint.origin,
        leaf,
        place=Place(proof.index, checkpoint.size, found.witnesses),
        promise=None if receipt is None else _promise_of(receipt),
        statement=None if opened is None else opened.statement,
    )


def _leaf_of(proof: TlogProof, opened: Opening | None, receipt: VerifiedReceipt | None) -> bytes:
    """The entry that a proof is about, on which everything that names one agrees."""
    named = proof.extra if proof.extra is not None and len(proof.extra) == HASH_BYTES else None
    if receipt is not None:
        if named is not None and named != receipt.leaf:
            raise LeafMismatchError(
                "The proof is about another statement than the receipt. Ask the network for the "
                "proof of exactly this receipt."
            )
        return receipt.leaf
    if named is not None:
        return named
    if opened is not None:
        return opened.entry
    raise LeafUnknownError(
        "This proof does not say which statement it is about. Give the receipt as well, or the "
        "opening of the statement."
    )


def _statement(opening: bytes | None, leaf: bytes) -> bytes | None:
    if opening is None:
        return None
    opened = parse_opening(opening)
    check_opening(opened, leaf)
    return opened.statement


def _problem_of(checkpoint: bytes | None, policy: TrustPolicy, promise: BatchPromise) -> str | None:
    """Why a checkpoint does not show the log as it was after the deadline."""
    if checkpoint is None:
        return None
    try:
        policy.check(checkpoint, origin=promise.origin, since=promise.merge_by)
    except QuorumError:
        return (
            "The checkpoint is no evidence: no sufficient witnesses confirmed it at or after the "
            f"deadline, {_said(promise.merge_by)}. Give a later one."
        )
    except LedgerError as error:
        return f"The checkpoint is no evidence. {_as_sentence(error)}"
    return None


def _refused(error: LedgerError, receipt: VerifiedReceipt | None, now: int) -> Verdict:
    sentence = f"Refused: this proves nothing. {_as_sentence(error)}"
    if receipt is None:
        return Verdict("refused", sentence, error=type(error).__name__)
    promise = receipt.promise
    if now > promise.merge_by:
        sentence += (
            " The receipt itself is good, and its deadline has passed: check it alone for the "
            "evidence."
        )
    return Verdict(
        "refused",
        sentence,
        promise.origin,
        receipt.leaf,
        promise=_promise_of(receipt),
        error=type(error).__name__,
    )


def _promise_of(receipt: VerifiedReceipt) -> Promise:
    return Promise(receipt.promise.made, receipt.promise.merge_by)


def _confirmed(witnesses: tuple[tuple[str, int], ...]) -> str:
    if not witnesses:
        return "signed by the network and confirmed by nobody else, as the trust policy allows"
    names = ", ".join(quoted(name) for name, _ in witnesses)
    return f"signed by the network and confirmed by {names}"


def _said(seconds: int) -> str:
    """A time for a reader, as "2026-11-22 12:00:00 UTC"."""
    return time_text(seconds).replace("T", " ").replace("Z", " UTC")


def _as_sentence(error: LedgerError) -> str:
    text = str(error)
    ended = text if text.endswith((".", "!", "?")) else f"{text}."
    return ended[:1].upper() + ended[1:]
