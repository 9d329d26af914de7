r"""Evidence: what a third party needs to judge a receipt whose deadline has passed.

    {"format": "beholden.evidence/v1", "verdict": "overdue", "sentence": "...",
     "checked_at": "<RFC 3339>", "receipt": "<the receipt, verbatim>",
     "policy": "<the trust policy, without comments>",
     "checkpoint": "<verbatim>" | null, "to_check": ["...", ...]}

An overdue receipt is no proof of omission yet: the leaf may be in the log and nobody asked
for the proof. It becomes one if the network, asked in front of a third party, shows none.

The checkpoint is there only if the policy's quorum confirmed it at or after the deadline.
Then it fixes what was in the log by then, and a path from the leaf to its root either
exists or never will.

    verdict = verify_document(receipt, policy, now)
    data = evidence(verdict, receipt, policy, None, now)  # if verdict.kind == "overdue"
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from beholden.ledger.core._text import base64_of, quoted, time_text
from beholden.ledger.errors import EvidenceError

if TYPE_CHECKING:
    from beholden.ledger.core.policy import TrustPolicy
    from beholden.ledger.core.verifying import Verdict

__all__ = ["EVIDENCE_FORMAT", "evidence"]

EVIDENCE_FORMAT: Final = "beholden.evidence/v1"


def evidence(
    verdict: Verdict, receipt: bytes, policy: TrustPolicy, checkpoint: bytes | None, now: int
) -> bytes:
    """The evidence of an overdue receipt, as JSON.

    Args:
        verdict: an overdue one.
        receipt: as it was verified.
        policy: by which.
        checkpoint: as it was given to ``verify_document``; left out if it is no evidence.
        now: unix seconds, as for the verdict.

    Raises:
        EvidenceError: the verdict is another.
    """
    if verdict.kind != "overdue" or verdict.promise is None or verdict.leaf is None:
        raise EvidenceError("Evidence is made of receipts whose deadline has passed, only.")
    usable = checkpoint if verdict.checkpoint_problem is None else None
    document = {
        "format": EVIDENCE_FORMAT,
        "verdict": verdict.kind,
        "sentence": verdict.sentence,
        "checked_at": time_text(now),
        "receipt": receipt.decode(),
        "policy": policy.encode().decode(),
        "checkpoint": None if usable is None else usable.decode(),
        "to_check": _to_check(
            quoted(verdict.origin or ""),
            base64_of(verdict.leaf).decode(),
            time_text(verdict.promise.merge_by),
            with_checkpoint=usable is not None,
        ),
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _to_check(origin: str, leaf: str, deadline: str, *, with_checkpoint: bool) -> tuple[str, ...]:
    keys = (
        f"That the keys in the policy are those of {origin} and of its witnesses: ask each of "
        "them, not whoever handed you this file."
    )
    receipt = (
        "That the receipt verifies: save it and the policy as files and run "
        "beholden verify RECEIPT --policy POLICY."
    )
    time = f"That the deadline, {deadline}, had passed when this was checked."
    confirmed = (
        "That the checkpoint satisfies the policy, and that its witnesses confirmed it at or "
        "after the deadline."
    )
    path = (
        f"Whether the network can show a path from the leaf {leaf} to the root of this "
        "checkpoint. Every leaf that was in the log by then has one. If it shows none, the "
        "statement was left out."
    )
    proof = (
        f"Whether the network can show a proof that the leaf {leaf} is in its log, under a "
        "checkpoint that the policy accepts. If it shows none, the statement was left out."
    )
    mirror = (
        "Whoever mirrors the log can search its entries for the leaf without asking the network."
    )
    last = (confirmed, path) if with_checkpoint else (proof,)
    return (keys, receipt, time, *last, mirror)
