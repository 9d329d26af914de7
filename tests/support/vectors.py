"""Official test vectors, where they lie beside the project; tests skip without them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "vectors"


def pdq_folder() -> Path:
    """The PDQ vectors, or a skip that says what is missing."""
    if not (FOLDER / "pdq").is_dir():
        pytest.skip("the PDQ test vectors are not beside the project (shared/vectors/pdq)")
    return FOLDER / "pdq"


def merkle_folder() -> Path:
    """The vectors of transparency-dev/merkle, or a skip that says what is missing."""
    if not (FOLDER / "merkle").is_dir():
        pytest.skip("the Merkle test vectors are not beside the project (shared/vectors/merkle)")
    return FOLDER / "merkle" / "testdata"


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def bits_apart(first: str, second: str) -> int:
    """Hamming distance of two hex hashes."""
    return (int(first, 16) ^ int(second, 16)).bit_count()
