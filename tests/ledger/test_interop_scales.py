"""Another library for such logs, tlog-scales, accepts our files and cosignatures, and ours its."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import MLDSA44CosignatureSigner, PlainEd25519Signer, Vkey
from tlog_scales.tlog import Checkpoint as TheirCheckpoint
from tlog_scales.tlog import ConsistencyProof, InclusionProof
from tlog_scales.writer import TilesWriter

from beholden.ledger.audit import audit
from beholden.ledger.core.checkpoint import open_checkpoint
from beholden.ledger.core.cosignature import add_signatures, cosign, verify_cosignature
from beholden.ledger.core.hashing import leaf_hash
from beholden.ledger.core.keys import COSIGNATURE, generate, parse_verifier_key
from beholden.ledger.core.note import Signature, open_note, parse_note
from beholden.ledger.core.proofs import verify_consistency, verify_inclusion
from beholden.ledger.errors import SignatureError
from beholden.ledger.reader import LogReader
from tests.interop.logs import ENTRY, KEY, ORIGIN, entries, written

SIZES = [1, 255, 256, 257, 66_000]
WITNESS = generate("witness.example.net/w", bytes([3] * 32), COSIGNATURE)
TIME = 1_764_590_400


def _keys() -> tuple[Any, Any]:
    return Vkey.from_string(KEY.key.text), Vkey.from_string(WITNESS.key.text)


class TestCosignatures:
    @pytest.fixture
    def note(self, tmp_path: Path) -> bytes:
        """A checkpoint that a witness cosigned."""
        written(tmp_path, 300)
        note = (tmp_path / "checkpoint").read_bytes()
        return add_signatures(note, [cosign(parse_note(note).text, WITNESS, TIME)])

    def test_our_witness_convinces_them(self, note: bytes) -> None:
        theirs = TheirCheckpoint.from_text(note.decode())
        log, witness = _keys()
        assert (log.serialize(), witness.serialize()) == (KEY.key.text, WITNESS.key.text)
        theirs.verify(log)
        theirs.verify(witness)
        (_, signature) = theirs.signatures
        assert int.from_bytes(signature.payload[:8]) == TIME
        assert theirs.serialize().encode() == note

    @pytest.mark.parametrize("at", [0, 7, 8, 71])
    def test_both_refuse_a_cosignature_with_another_time_or_other_bytes(
        self, note: bytes, at: int
    ) -> None:
        good = parse_note(note).signatures[1]
        blob = bytearray(good.blob)
        blob[at] ^= 1
        bad = Signature(good.name, good.key_id, bytes(blob))
        text = parse_note(note).text
        with pytest.raises(SignatureError):
            verify_cosignature(text, bad, WITNESS.key)
        theirs = TheirCheckpoint.from_text(note.replace(good.encode(), bad.encode()).decode())
        with pytest.raises(InvalidSignature):
            theirs.verify(_keys()[1])

    def test_their_ml_dsa_cosignature_is_passed_over(self, note: bytes) -> None:
        theirs = TheirCheckpoint.from_text(note.decode())
        signer: Any = MLDSA44CosignatureSigner("witness.example.net/pq", bytes(32))
        line = f"{signer.sign(theirs).serialize()}\n".encode()
        unsupported = parse_verifier_key(signer.vkey.serialize())
        found = open_note(note + line, [KEY.key, WITNESS.key, unsupported])
        assert [one.key for one in found.verified] == [KEY.key, WITNESS.key]
        assert [one.name for one in found.unknown] == [signer.vkey.name]


class TestTiles:
    @pytest.mark.parametrize("size", SIZES)
    def test_they_read_our_log_and_believe_our_proofs(self, tmp_path: Path, size: int) -> None:
        checkpoint = written(tmp_path, size)
        theirs = TilesReader(LocalBackend(tmp_path))
        theirs.get_checkpoint().verify(_keys()[0])
        assert theirs.calculate_root_hash() == checkpoint.root
        ours = LogReader(tmp_path, size, checkpoint.root)
        for index in {0, size // 2, size - 1}:
            entry, path = ours.entry(index), ours.inclusion(index)
            assert theirs.get_entry(index) == entry
            assert theirs.get_inclusion_proof(index, size).node_hashes == path
            InclusionProof(index, size, path).check(leaf_hash(entry), checkpoint.root)
        for old in {1, (size + 1) // 2, size}:
            path = ours.consistency(old)
            ConsistencyProof(old, size, path).check(ours.at(old).root, checkpoint.root)

    @pytest.mark.parametrize("size", [1, 255, 256, 257, 1_000])
    def test_a_log_that_they_wrote_is_sound(self, tmp_path: Path, size: int) -> None:
        folder = tmp_path / "theirs"
        block = entries(size)
        writer = TilesWriter.create(folder, ORIGIN)
        for number in range(size):
            writer.add_leaf(block[number * ENTRY : (number + 1) * ENTRY])
        writer.commit([PlainEd25519Signer(ORIGIN, KEY.seed)])
        checkpoint = open_checkpoint((folder / "checkpoint").read_bytes(), ORIGIN, [KEY.key])
        assert checkpoint.size == size
        assert audit(folder, size, checkpoint.root).sound
        theirs, ours = writer.reader, LogReader(folder, size, checkpoint.root)
        proof = theirs.get_inclusion_proof(size // 3, size)
        verify_inclusion(
            index=size // 3,
            size=size,
            leaf=leaf_hash(ours.entry(size // 3)),
            path=proof.node_hashes,
            root=checkpoint.root,
        )
        old = (size + 1) // 2
        verify_consistency(
            old_size=old,
            new_size=size,
            old_root=ours.at(old).root,
            new_root=checkpoint.root,
            path=theirs.get_consistency_proof(old, size).node_hashes,
        )
