"""The vectors that the verifiers of other projects are held to."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from beholden.ledger.core.proofs import verify_consistency, verify_inclusion
from beholden.ledger.errors import LedgerError
from tests.ledger.core import slow_tree
from tests.support.vectors import FOLDER, merkle_folder

TESTDATA = FOLDER / "merkle" / "testdata"


def files(kind: str) -> list[Any]:
    """Every vector of a kind; one that is skipped, and says why, where there are none."""
    found = sorted((TESTDATA / kind).rglob("*.json"))
    return [pytest.param(path, id=str(path.relative_to(TESTDATA))) for path in found] or [
        pytest.param(None, id="not there")
    ]


def read(path: Path | None) -> dict[str, Any]:
    merkle_folder()
    assert path is not None, "the folder of the vectors is there, but empty"
    vector: dict[str, Any] = json.loads(path.read_text())
    return vector


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "", validate=True)


def root_of(text: str) -> bytes:
    """A root; where the vector has a placeholder ("don't care 2"), some hash in its stead.

    Our verifiers take nothing but 32 bytes for a root, also where they only compare it.
    """
    value = raw(text)
    return sha256(value).digest() if value.startswith(b"don't care") else value


@pytest.mark.parametrize("path", files("inclusion"))
def test_inclusion_is_judged_as_the_official_vectors_say(path):
    vector = read(path)
    proof = [raw(text) for text in vector["proof"] or []]
    index, size = vector["leafIdx"], vector["treeSize"]
    leaf, root = raw(vector["leafHash"]), raw(vector["root"])
    if vector["wantErr"]:
        with pytest.raises(LedgerError):
            verify_inclusion(index=index, size=size, leaf=leaf, path=proof, root=root)
    else:
        verify_inclusion(index=index, size=size, leaf=leaf, path=proof, root=root)
        assert slow_tree.inclusion_holds(index, size, leaf, proof, root)


@pytest.mark.parametrize("path", files("consistency"))
def test_consistency_is_judged_as_the_official_vectors_say(path):
    vector = read(path)
    proof = [raw(text) for text in vector["proof"] or []]
    sizes = vector["size1"], vector["size2"]
    roots = root_of(vector["root1"]), root_of(vector["root2"])
    claim: dict[str, Any] = dict(zip(("old_size", "new_size"), sizes, strict=True))
    claim |= zip(("old_root", "new_root"), roots, strict=True)
    if vector["wantErr"]:
        with pytest.raises(LedgerError):
            verify_consistency(**claim, path=proof)
    else:
        verify_consistency(**claim, path=proof)
        assert slow_tree.consistency_holds(*sizes, *roots, proof)
