"""Checkpoints and receipts of the ledger, on one processor: signed, and verified.

Beside them the signatures alone, as `cryptography` makes and verifies them.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from beholden.ledger import parse_policy
from beholden.ledger.core.checkpoint import Checkpoint, sign_checkpoint
from beholden.ledger.core.cosignature import add_signatures, cosign
from beholden.ledger.core.hashing import leaf_hashes
from beholden.ledger.core.keys import COSIGNATURE, SigningKey, generate
from beholden.ledger.core.note import parse_note
from beholden.ledger.core.proofs import inclusion_path
from beholden.ledger.core.receipt import BatchPromise, make_receipt, sign_promise, verify_receipt
from beholden.ledger.core.tree import tree_head

__all__ = ["document_figures"]

_LOG = generate("example.org/decisions", bytes(32))
_TIME = 1_764_590_400
_ENTRY = 32
_BATCH = 512
_POLICY = """\
log {log}
witness first {first}
witness second {second}
group both all first second
quorum both
"""


def document_figures(count: int = 2_000, runs: int = 5) -> dict[str, Any]:
    """Milliseconds of a checkpoint; receipts and bare signatures a second."""
    return {
        "checkpoint_ms": _checkpoint_ms(runs, count // 10),
        "batch": _BATCH,
        **_receipts(runs, count),
        "bare_signatures_per_second": _per_second(
            runs, count, lambda number: _LOG.sign(b"%0300d" % number)
        ),
        "bare_verifications_per_second": _bare_verifications(runs, count),
    }


def _checkpoint_ms(runs: int, count: int) -> float:
    """A checkpoint with two cosignatures, read and verified by a policy that asks for both."""
    witnesses = [
        generate(f"witness.example/{number}", bytes([number] * 32), COSIGNATURE)
        for number in (1, 2)
    ]
    first, second = (one.key.text for one in witnesses)
    policy = parse_policy(_POLICY.format(log=_LOG.key.text, first=first, second=second))
    note = sign_checkpoint(Checkpoint(_LOG.name, 1_000_000, bytes(_ENTRY)), _LOG)
    text = parse_note(note).text
    cosigned = add_signatures(note, [cosign(text, one, _TIME) for one in witnesses])
    return 1e3 / _per_second(runs, count, lambda _: policy.check(cosigned))


def _receipts(runs: int, count: int) -> dict[str, float]:
    """Each in a transaction of its own, and all of one transaction, which share a signature."""
    leaves = [number.to_bytes(_ENTRY, "big") for number in range(_BATCH)]
    hashes = leaf_hashes(leaves)
    root = tree_head(hashes)
    promise = BatchPromise(_LOG.name, _BATCH, root, _TIME, _TIME + 3_600)
    note = sign_promise(promise, [_LOG])

    def subtree(level: int, number: int) -> bytes:
        width = _ENTRY << level
        return tree_head(hashes[number * width : (number + 1) * width])

    def alone(number: int) -> bytes:
        leaf = leaves[number % _BATCH]
        own = BatchPromise(_LOG.name, 1, leaf_hashes([leaf]), _TIME, _TIME + 3_600)
        return make_receipt(leaf, 0, (), own, sign_promise(own, [_LOG]))

    def of_batch(number: int) -> bytes:
        at = number % _BATCH
        return make_receipt(leaves[at], at, inclusion_path(at, _BATCH, subtree), promise, note)

    made = [of_batch(number) for number in range(_BATCH)]
    return {
        "receipts_alone_per_second": _per_second(runs, count, alone),
        "receipts_of_batch_per_second": _per_second(runs, count, of_batch),
        "receipts_verified_per_second": _per_second(
            runs, count, lambda number: verify_receipt(made[number % _BATCH], [_LOG.key])
        ),
    }


def _bare_verifications(runs: int, count: int) -> float:
    message = b"%0300d" % 1
    signature = _sign(_LOG, message)
    return _per_second(runs, count, lambda _: _LOG.key.verify(message, signature))


def _sign(key: SigningKey, message: bytes) -> bytes:
    return key.sign(message)


def _per_second(runs: int, count: int, job: Callable[[int], object]) -> float:
    """The median of ``runs`` times ``count`` calls, after one round that warms up."""
    seconds = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        for number in range(count):
            job(number)
        seconds.append(time.perf_counter() - begin)
    return count / statistics.median(seconds[1:])
