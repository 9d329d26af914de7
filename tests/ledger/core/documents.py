"""A log of nine statements with two witnesses, and every document about it.

All keys come from seeds that are written here; they sign nothing but tests.

    DOCUMENTS["receipt"]      # bytes of a receipt
    policy()                  # the log, two witnesses, both must confirm
"""

from __future__ import annotations

from beholden.ledger.core.checkpoint import Checkpoint, sign_checkpoint
from beholden.ledger.core.commitment import Opening
from beholden.ledger.core.cosignature import add_signatures, cosign
from beholden.ledger.core.hashing import leaf_hash
from beholden.ledger.core.keys import COSIGNATURE, generate
from beholden.ledger.core.policy import Group, TrustPolicy, Witness
from beholden.ledger.core.receipt import BatchPromise, make_receipt, sign_promise
from beholden.ledger.core.tlog_proof import TlogProof
from beholden.ledger.core.witnessing import encode_request
from tests.ledger.core.slow_tree import SlowTree

ORIGIN = "network.example/decisions"
LOG = generate(ORIGIN, bytes([1]) * 32)
NEXT_LOG = generate(ORIGIN, bytes([2]) * 32)
OTHER_LOG = generate("other.example/log", bytes([3]) * 32)
FIRST = generate("witness-a.example", bytes([4]) * 32, COSIGNATURE)
SECOND = generate("witness-b.example", bytes([5]) * 32, COSIGNATURE)
STRANGER = generate("stranger.example", bytes([6]) * 32, COSIGNATURE)

MADE = 1_700_000_000
MERGE_BY = MADE + 86_400
CONFIRMED = MERGE_BY + 3_600
LONG_AFTER = MERGE_BY + 7 * 86_400

SIZE = 9
INDEX = 5
OPENINGS = tuple(
    Opening(f"statement-{number}", number, bytes([number]) * 32, b'{"number":%d}' % number)
    for number in range(SIZE)
)
ENTRIES = tuple(opening.entry for opening in OPENINGS)
TREE = SlowTree([leaf_hash(entry) for entry in ENTRIES])

BATCH = slice(4, 7)
"""The entries that were promised together; `INDEX` is the second of them."""
BATCH_TREE = SlowTree([leaf_hash(entry) for entry in ENTRIES[BATCH]])

CHECKPOINT = Checkpoint(ORIGIN, SIZE, TREE.head())
SMALLER = Checkpoint(ORIGIN, 3, TREE.head(0, 3))


def policy(quorum: str = "both") -> TrustPolicy:
    """The log and both witnesses; ``quorum`` may also be "either", "a", "b" or "none"."""
    groups = {"both": Group(2, ("a", "b")), "either": Group(1, ("a", "b"))}
    return TrustPolicy(
        (LOG.key,),
        {"a": Witness(FIRST.key), "b": Witness(SECOND.key, "https://witness-b.example/")},
        {quorum: groups[quorum]} if quorum in groups else {},
        quorum,
    )


def confirmed(checkpoint: Checkpoint = CHECKPOINT, time: int = CONFIRMED) -> bytes:
    """The checkpoint, signed by the log and confirmed by both witnesses."""
    text = checkpoint.encode()
    cosignatures = [cosign(text, witness, time) for witness in (FIRST, SECOND)]
    return add_signatures(sign_checkpoint(checkpoint, LOG), cosignatures)


def proof(index: int = INDEX, *, extra: bool = True) -> bytes:
    """A proof that an entry is in the log."""
    path = tuple(TREE.inclusion(index, 0, SIZE))
    return TlogProof(ENTRIES[index] if extra else None, index, path, confirmed()).encode()


def receipt(index: int = INDEX, made: int = MADE, merge_by: int = MERGE_BY) -> bytes:
    """A receipt for an entry of the batch."""
    place, size = index - BATCH.start, BATCH.stop - BATCH.start
    promise = BatchPromise(ORIGIN, size, BATCH_TREE.head(), made, merge_by)
    path = BATCH_TREE.inclusion(place, 0, size)
    return make_receipt(ENTRIES[index], place, path, promise, sign_promise(promise, [LOG]))


def request(old: Checkpoint = SMALLER, new: Checkpoint = CHECKPOINT) -> bytes:
    """What the log asks of a witness that has the older checkpoint."""
    path = TREE.consistency(old.size, 0, new.size)
    return encode_request(old.size, path, sign_checkpoint(new, LOG))


DOCUMENTS = {
    "checkpoint": confirmed(),
    "proof": proof(),
    "receipt": receipt(),
    "policy": policy().encode(),
    "request": request(),
    "opening": OPENINGS[INDEX].encode(),
}
