"""Which raw rows are entries, and why the others are not."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from beholden.lists.models import HASH_BYTES, Entry, Reject

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from beholden.lists._readers import RawRow

MAX_HASH_TEXT = 4096
MAX_KIND_CHARACTERS = 32
MAX_ID_CHARACTERS = 256
MAX_QUALITY = 100
MAX_UNSUPPORTED_KINDS = 64

# A coefficient's bit says whether it is above the median, so a picture with any structure
# sets about half of the 256. A hash outside these bounds is a flat picture, or no PDQ hash
# at all, and would match everything flat.
PDQ_MIN_BITS = 64
PDQ_MAX_BITS = 192
PDQ_MIN_DISTINCT_BYTES = 8

# Lists made by hashing whatever a folder held have contained these.
_EMPTY_FILE = frozenset(
    hashlib.new(kind, usedforsecurity=False).digest() for kind in HASH_BYTES if kind != "pdq"
)

_QUALITIES: dict[str, int | None] = {str(n): n for n in range(MAX_QUALITY + 1)} | {"": None}
_SIZES: dict[str, int] = {str(kind): size for kind, size in HASH_BYTES.items()}
_SEPARATORS = str.maketrans("", "", "-_ .+")


class Batch(msgspec.Struct, frozen=True):
    """Some entries in file order, and for each the bytes that make it distinct in its kind.

    Those are the hash's own bytes, or the SHA-256 of its text for the kinds that
    cannot be matched.
    """

    entries: list[Entry]
    digests: list[bytes]

    def positions(self) -> dict[str, Sequence[int]]:
        """The positions of the entries of each kind, ascending."""
        kinds = {entry.kind for entry in self.entries}
        if len(kinds) == 1:
            return {kinds.pop(): range(len(self.entries))}
        found: dict[str, list[int]] = {kind: [] for kind in kinds}
        for at, entry in enumerate(self.entries):
            found[entry.kind].append(at)
        return {**found}

    def packed(self, positions: Sequence[int]) -> npt.NDArray[np.uint8]:
        """The bytes at some positions of one kind, shape (n, bytes of the kind)."""
        packed = b"".join([self.digests[at] for at in positions])
        return np.frombuffer(packed, np.uint8).reshape(len(positions), -1)


def kind_name(text: str) -> str:
    """The plain name of a kind of hash: ``SHA-256`` and ``sha_256`` are ``sha256``."""
    return text.strip().lower().translate(_SEPARATORS)


class RowChecker:
    """Turns raw rows into entries or rejects; remembers which kinds it has seen."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._unsupported: set[str] = set()

    def check(self, rows: Iterable[RawRow | Reject]) -> tuple[Batch, list[Reject]]:
        """Turn rows into entries; rejects come in file order."""
        rejects: list[Reject] = []
        entries: list[Entry] = []
        digests: list[bytes] = []
        lines: list[int] = []
        for row in rows:
            if isinstance(row, Reject):
                rejects.append(row)
                continue
            taken = self._entry(row)
            if isinstance(taken, str):
                rejects.append(Reject(row.line, taken))
            else:
                entries.append(taken[0])
                digests.append(taken[1])
                lines.append(row.line)
        degenerate = _degenerate(Batch(entries, digests))
        if degenerate:
            rejects += [Reject(lines[at], reason) for at, reason in degenerate.items()]
            rejects.sort(key=lambda reject: reject.line)
            entries = [entry for at, entry in enumerate(entries) if at not in degenerate]
            digests = [digest for at, digest in enumerate(digests) if at not in degenerate]
        return Batch(entries, digests), rejects

    def _entry(self, row: RawRow) -> tuple[Entry, bytes] | str:
        """The entry and its distinguishing bytes, or why there is none."""
        text = row.hash.strip()
        kind = self._kinds.get(row.kind) or self._learn_kind(row.kind)
        if not kind:
            return _kind_problem(row.kind)
        size = _SIZES.get(kind)
        digest: bytes | None
        if size is not None:
            text = text.lower()
            digest = _digest(text, size)
            if digest is None or digest in _EMPTY_FILE:
                return _hash_problem(kind, text, size)
        else:
            if not 0 < len(text) <= MAX_HASH_TEXT:
                return _text_problem(text)
            digest = hashlib.sha256(text.encode()).digest()
        quality = _QUALITIES.get(row.quality.strip(), -1)
        if quality == -1:
            return f"the quality {row.quality.strip()[:20]!r} is no number from 0 to {MAX_QUALITY}"
        entry_id = row.id.strip() or f"{kind}:{text[:16]}"
        if len(entry_id) > MAX_ID_CHARACTERS:
            return f"the id is longer than {MAX_ID_CHARACTERS} characters"
        return Entry(kind, text, entry_id, row.labels, quality), digest

    def _learn_kind(self, text: str) -> str:
        """The kind's plain name; empty if there is none, or one too many."""
        name = kind_name(text)
        if not name or len(name) > MAX_KIND_CHARACTERS or not name.isascii() or not name.isalnum():
            return ""
        if name not in HASH_BYTES:
            if name not in self._unsupported and len(self._unsupported) >= MAX_UNSUPPORTED_KINDS:
                return ""
            self._unsupported.add(name)
        # Spellings are free text; only as many as an honest file has are remembered.
        if len(self._kinds) < MAX_UNSUPPORTED_KINDS:
            self._kinds[text] = name
        return name


def _digest(text: str, size: int) -> bytes | None:
    # fromhex skips spaces between bytes; then the length gives them away.
    if len(text) != 2 * size:
        return None
    try:
        digest = bytes.fromhex(text)
    except ValueError:
        return None
    return digest if len(digest) == size else None


def _hash_problem(kind: str, text: str, size: int) -> str:
    if not text:
        return "there is no hash"
    if len(text) != 2 * size:
        return f"the hash has {len(text)} characters; {kind} has {2 * size} hex digits"
    if _digest(text, size) in _EMPTY_FILE:
        return f"the {kind} hash is that of an empty file: every empty upload would match"
    return f"the hash holds characters that are not hex digits: {text[:80]!r}"


def _text_problem(text: str) -> str:
    if not text:
        return "there is no hash"
    return f"the hash is longer than {MAX_HASH_TEXT:,} characters"


def _kind_problem(text: str) -> str:
    if not text.strip():
        return "there is no kind of hash; give the kind if all rows have the same"
    name = kind_name(text)
    if name.isascii() and name.isalnum() and len(name) <= MAX_KIND_CHARACTERS:
        return f"the file names more than {MAX_UNSUPPORTED_KINDS} kinds of hash nobody can match"
    return f"the kind {text.strip()[:40]!r} is no kind of hash"


def _degenerate(batch: Batch) -> dict[int, str]:
    """Positions of PDQ hashes of flat pictures, and what is wrong with each."""
    positions = batch.positions().get("pdq")
    if positions is None:
        return {}
    hashes = batch.packed(positions)
    bits = np.bitwise_count(hashes.view(np.uint64)).sum(axis=1)
    ordered = np.sort(hashes, axis=1)
    distinct = (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1) + 1
    found: dict[int, str] = {}
    for at in np.flatnonzero(
        (bits < PDQ_MIN_BITS) | (bits > PDQ_MAX_BITS) | (distinct < PDQ_MIN_DISTINCT_BYTES)
    ).tolist():
        if PDQ_MIN_BITS <= bits[at] <= PDQ_MAX_BITS:
            reason = f"has only {distinct[at]} distinct bytes (at least {PDQ_MIN_DISTINCT_BYTES})"
        else:
            reason = f"sets {bits[at]} of 256 bits ({PDQ_MIN_BITS} to {PDQ_MAX_BITS})"
        found[positions[at]] = f"the PDQ hash {reason}: it would match every flat picture"
    return found
