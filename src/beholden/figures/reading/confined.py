"""Reading in a process under limits."""

from __future__ import annotations

from pathlib import Path

from beholden.figures.core.documents import Document
from beholden.figures.reading.dispatch import read_bytes
from beholden.figures.reading.limits import Limits


class Reader:
    """Placeholder until the process is there."""


def read_document(path: Path, name: str, limits: Limits | None = None) -> Document:
    """Reads one file."""
    return read_bytes(path.read_bytes(), name, limits)
