"""Verdicts: included means in the log, a deadline is the deadline, and nothing raises."""

from __future__ import annotations

import base64
import json

import pytest

from beholden.ledger.core.checkpoint import Checkpoint, sign_checkpoint
from beholden.ledger.core.commitment import Opening
from beholden.ledger.core.cosignature import add_signatures, cosign
from beholden.ledger.core.evidence import evidence
from beholden.ledger.core.hashing import leaf_hash
from beholden.ledger.core.policy import TrustPolicy, parse_policy
from beholden.ledger.core.receipt import BatchPromise, Receipt, sign_promise
from beholden.ledger.core.tlog_proof import TlogProof
from beholden.ledger.core.verifying import Place, Promise, Verdict, verify_document
from beholden.ledger.errors import EvidenceError
from tests.ledger.core.documents import (
    CHECKPOINT,
    CONFIRMED,
    ENTRIES,
    FIRST,
    INDEX,
    LOG,
    LONG_AFTER,
    MADE,
    MERGE_BY,
    OPENINGS,
    ORIGIN,
    OTHER_LOG,
    SECOND,
    SIZE,
    SMALLER,
    TREE,
    confirmed,
    policy,
    proof,
    receipt,
)

RECEIPT = receipt()
PROOF = proof()
POLICY = policy()
OPENING = OPENINGS[INDEX]


def verdict(
    data: bytes,
    now: int = MADE,
    *,
    by: TrustPolicy = POLICY,
    proof: bytes | None = None,
    opening: bytes | None = None,
    checkpoint: bytes | None = None,
) -> Verdict:
    return verify_document(data, by, now, proof=proof, opening=opening, checkpoint=checkpoint)


def refused(error: str, data: bytes, now: int = MADE, **given: bytes | TrustPolicy) -> Verdict:
    found = verdict(data, now, **given)  # type: ignore[arg-type]
    assert (found.kind, found.error) == ("refused", error)
    assert found.sentence.startswith("Refused: this proves nothing. ")
    assert found.place is None
    assert not found.good
    return found


def test_a_proof_stands_alone() -> None:
    found = verdict(PROOF)
    assert found.kind == "included"
    assert found.good
    assert (found.origin, found.leaf) == (ORIGIN, ENTRIES[INDEX])
    assert found.place == Place(INDEX, SIZE, (("a", CONFIRMED), ("b", CONFIRMED)))
    assert found.sentence == (
        'Included: this is entry 6 of the 9 in the log of "network.example/decisions", '
        'signed by the network and confirmed by "a", "b".'
    )


@pytest.mark.parametrize("index", range(SIZE))
def test_every_entry_has_a_proof(index: int) -> None:
    assert verdict(proof(index)).leaf == ENTRIES[index]


def test_where_nobody_must_confirm_the_sentence_says_so() -> None:
    path = tuple(TREE.inclusion(INDEX, 0, SIZE))
    data = TlogProof(ENTRIES[INDEX], INDEX, path, sign_checkpoint(CHECKPOINT, LOG)).encode()
    found = verdict(data, by=policy("none"))
    assert found.kind == "included"
    assert "confirmed by nobody else" in found.sentence


def test_a_proof_whose_checkpoint_lacks_the_quorum_is_refused() -> None:
    path = tuple(TREE.inclusion(INDEX, 0, SIZE))
    note = add_signatures(
        sign_checkpoint(CHECKPOINT, LOG), [cosign(CHECKPOINT.encode(), FIRST, CONFIRMED)]
    )
    data = TlogProof(ENTRIES[INDEX], INDEX, path, note).encode()
    refused("QuorumError", data)
    assert verdict(data, by=policy("either")).kind == "included"


def test_a_proof_of_another_leaf_or_place_is_refused() -> None:
    path = tuple(TREE.inclusion(INDEX, 0, SIZE))
    for leaf, index in ((ENTRIES[0], INDEX), (ENTRIES[INDEX], 4), (bytes(32), INDEX)):
        refused("InclusionError", TlogProof(leaf, index, path, confirmed()).encode())
    refused("LeafIndexError", TlogProof(ENTRIES[INDEX], SIZE, path, confirmed()).encode())
    refused("ProofLengthError", TlogProof(ENTRIES[INDEX], INDEX, path[:-1], confirmed()).encode())


def test_a_node_of_the_tree_is_no_entry() -> None:
    # The path from an inner node to the root is a path too; entries are hashed as leaves.
    node = TREE.head(4, 6)
    path = tuple(TREE.inclusion(INDEX, 0, SIZE))[1:]
    found = verdict(TlogProof(node, 2, path, confirmed()).encode())
    assert found.kind == "refused"


def test_a_proof_without_its_entry_needs_the_receipt_or_the_opening() -> None:
    bare = proof(extra=False)
    refused("LeafUnknownError", bare)
    assert verdict(bare, opening=OPENING.encode()).leaf == ENTRIES[INDEX]
    assert verdict(RECEIPT, proof=bare).leaf == ENTRIES[INDEX]


def test_what_other_programs_put_beside_a_proof_is_not_taken_for_the_entry() -> None:
    path = tuple(TREE.inclusion(INDEX, 0, SIZE))
    data = TlogProof(b"something else", INDEX, path, confirmed()).encode()
    refused("LeafUnknownError", data)
    assert verdict(data, opening=OPENING.encode()).kind == "included"


def test_an_opening_shows_the_statement_of_its_leaf_only() -> None:
    found = verdict(PROOF, opening=OPENING.encode())
    assert found.statement == b'{"number":5}'
    refused("OpeningMismatchError", PROOF, opening=OPENINGS[0].encode())
    refused("OpeningMismatchError", RECEIPT, opening=OPENINGS[0].encode())
    assert verdict(RECEIPT, opening=OPENING.encode()).statement == b'{"number":5}'
    refused("OpeningError", PROOF, opening=b"{}")
    refused("OpeningError", RECEIPT, opening=b"{}")


def test_an_opening_that_names_another_place_is_refused() -> None:
    moved = Opening("x", 4, OPENING.salt, OPENING.statement)
    refused("LeafMismatchError", PROOF, opening=moved.encode())
    unplaced = Opening("x", None, OPENING.salt, OPENING.statement)
    assert verdict(PROOF, opening=unplaced.encode()).kind == "included"


@pytest.mark.parametrize("now", [0, MADE, MERGE_BY - 1, MERGE_BY])
def test_until_its_deadline_a_receipt_is_a_promise(now: int) -> None:
    found = verdict(RECEIPT, now)
    assert found.kind == "promised"
    assert found.good
    assert found.promise == Promise(MADE, MERGE_BY)
    assert found.leaf == ENTRIES[INDEX]
    assert "by 2023-11-15 22:13:20 UTC" in found.sentence
    assert found.place is None


@pytest.mark.parametrize("now", [MERGE_BY + 1, LONG_AFTER])
def test_after_its_deadline_a_receipt_without_a_proof_is_overdue(now: int) -> None:
    found = verdict(RECEIPT, now)
    assert found.kind == "overdue"
    assert not found.good
    assert found.sentence == (
        'Overdue: "network.example/decisions" signed that this would be in its log by '
        "2023-11-15 22:13:20 UTC, that time has passed, and no proof that it is there was given."
    )


@pytest.mark.parametrize("now", [MADE, LONG_AFTER])
def test_a_receipt_with_its_proof_is_included_whenever(now: int) -> None:
    found = verdict(RECEIPT, now, proof=PROOF)
    assert found.kind == "included"
    assert found.promise == Promise(MADE, MERGE_BY)
    assert found.place is not None


@pytest.mark.parametrize("extra", [True, False])
def test_the_proof_of_another_statement_is_refused(extra: bool) -> None:
    error = "LeafMismatchError" if extra else "InclusionError"
    found = refused(error, RECEIPT, MERGE_BY, proof=proof(4, extra=extra))
    assert "check it alone" not in found.sentence
    late = refused(error, RECEIPT, LONG_AFTER, proof=proof(4, extra=extra))
    assert late.sentence.endswith("check it alone for the evidence.")
    assert late.promise == Promise(MADE, MERGE_BY)


def test_the_proof_of_another_log_is_refused() -> None:
    """Both logs are relied on, and both hold the leaf; the promise was one log's."""
    entry = ENTRIES[INDEX]
    foreign = Checkpoint(OTHER_LOG.name, 1, leaf_hash(entry))
    data = TlogProof(entry, 0, (), sign_checkpoint(foreign, OTHER_LOG)).encode()
    both = TrustPolicy((LOG.key, OTHER_LOG.key))
    assert verdict(data, by=both).kind == "included"
    refused("OriginMismatchError", RECEIPT, by=both, proof=data)


def test_a_forged_receipt_is_refused_with_or_without_a_good_proof() -> None:
    promise = BatchPromise(OTHER_LOG.name, 1, leaf_hash(ENTRIES[INDEX]), MADE, MERGE_BY)
    forged = Receipt(ENTRIES[INDEX], 0, (), sign_promise(promise, [OTHER_LOG])).encode()
    refused("UnknownKeyError", forged)
    refused("UnknownKeyError", forged, proof=PROOF)
    refused("SignatureError", RECEIPT.replace(b"batch 3", b"batch 4"))


def test_a_document_that_is_neither_is_refused() -> None:
    for data in (b"", b"hello", b"\xff\xfe", confirmed(), POLICY.encode(), b"{}"):
        refused("ReceiptHeaderError", data)
    refused("ReceiptHeaderError", PROOF, proof=PROOF)
    refused("ProofHeaderError", RECEIPT, proof=RECEIPT)


def test_a_sentence_never_steers_a_terminal() -> None:
    for data in (b"\x1b[2J\n", b"c2sp.org/tlog-proof@v1\nindex \x1b[2J\n\n"):
        assert verdict(data).sentence.isprintable()


def overdue(checkpoint: bytes | None = None, by: TrustPolicy = POLICY) -> Verdict:
    found = verdict(RECEIPT, LONG_AFTER, by=by, checkpoint=checkpoint)
    assert found.kind == "overdue"
    return found


def test_evidence_holds_what_a_third_party_needs_to_come_to_the_same_verdict() -> None:
    data = evidence(overdue(), RECEIPT, POLICY, None, LONG_AFTER)
    found = json.loads(data)
    assert found["receipt"].encode() == RECEIPT
    assert found["checked_at"] == "2023-11-22T22:13:20Z"
    assert found["checkpoint"] is None
    again = verdict(found["receipt"].encode(), LONG_AFTER, by=parse_policy(found["policy"]))
    assert (again.kind, again.sentence) == (found["verdict"], found["sentence"])
    leaf = base64.b64encode(ENTRIES[INDEX]).decode()
    assert any(leaf in step for step in found["to_check"])


def test_a_checkpoint_from_after_the_deadline_goes_into_the_evidence() -> None:
    found = overdue(confirmed(SMALLER))
    assert found.checkpoint_problem is None
    written = json.loads(evidence(found, RECEIPT, POLICY, confirmed(SMALLER), LONG_AFTER))
    assert written["checkpoint"].encode() == confirmed(SMALLER)
    assert len(written["to_check"]) == 6


OTHER_CHECKPOINT = Checkpoint(OTHER_LOG.name, 1, bytes(32))


@pytest.mark.parametrize(
    "checkpoint",
    [
        confirmed(time=MERGE_BY - 1),
        sign_checkpoint(CHECKPOINT, LOG),
        add_signatures(
            sign_checkpoint(CHECKPOINT, LOG),
            [
                cosign(CHECKPOINT.encode(), FIRST, CONFIRMED),
                cosign(CHECKPOINT.encode(), SECOND, MERGE_BY - 1),
            ],
        ),
        sign_checkpoint(OTHER_CHECKPOINT, OTHER_LOG),
        confirmed().replace(b"\n9\n", b"\n8\n"),
        b"",
        b"\xff",
    ],
)
def test_what_does_not_show_the_log_after_the_deadline_is_no_evidence(checkpoint: bytes) -> None:
    found = overdue(checkpoint)
    assert found.checkpoint_problem is not None
    assert found.checkpoint_problem.startswith("The checkpoint is no evidence")
    written = json.loads(evidence(found, RECEIPT, POLICY, checkpoint, LONG_AFTER))
    assert written["checkpoint"] is None


def test_a_policy_without_witnesses_tells_no_time() -> None:
    assert overdue(confirmed(), by=policy("none")).checkpoint_problem is not None


def test_there_is_no_evidence_of_anything_else() -> None:
    for found in (verdict(RECEIPT), verdict(PROOF), verdict(b"")):
        with pytest.raises(EvidenceError):
            evidence(found, RECEIPT, POLICY, None, MADE)
