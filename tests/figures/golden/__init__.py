"""Texts that people have looked at; ``BEHOLDEN_GOLDEN=write`` writes them anew.

same_as("essex.txt", shown)
"""

from __future__ import annotations

import os
from pathlib import Path

_HERE = Path(__file__).parent


def same_as(name: str, content: bytes) -> None:
    """The content is that of the golden file."""
    path = _HERE / name
    if os.environ.get("BEHOLDEN_GOLDEN") == "write":
        path.write_bytes(content)
    assert content.decode() == path.read_bytes().decode()
