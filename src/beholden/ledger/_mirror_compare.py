"""Two views of one log held against each other, without asking the log.

A log that shows one history to one mirror and another to the next is consistent to each
of them. Together they can tell: the larger view has a root at the size of the smaller
one, and it is the smaller one's root or the log has forked. A *view* is a mirror's folder
(its copy, or if it keeps none its checkpoints) or a file with one signed checkpoint.

Nothing is believed of either: the checkpoints are verified by the trust policy's keys of
the log (the quorum does not matter to a fork), and what a copy says is verified against
its own signed checkpoint.

    comparison = compare(read_view(one, policy), read_view(other, policy))
    comparison.verdict, comparison.evidence
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from beholden.ledger._mirror_judging import fork_text
from beholden.ledger._mirror_records import Alarm, Records
from beholden.ledger.core.checkpoint import Checkpoint, log_keys_of, parse_checkpoint
from beholden.ledger.core.hashing import EMPTY_ROOT
from beholden.ledger.core.note import keys_by_id, parse_note, verify_note
from beholden.ledger.core.policy import TrustPolicy, parse_policy
from beholden.ledger.errors import LedgerError, MirrorSetupError
from beholden.ledger.reader import LogReader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Comparison", "View", "compare", "compare_mirrors", "read_view"]

_COPY, _CHECKPOINT = "log", "checkpoint"
_CHECKPOINT_BYTES_AT_MOST = 1_000_000

Verdict = Literal["same", "continues", "fork", "unknown"]


class Signed(NamedTuple):
    """A checkpoint that the log signed, and the note that shows it."""

    checkpoint: Checkpoint
    note: bytes


@dataclass(frozen=True)
class View:
    """What one mirror, or one file, knows of a log; ``reader`` reads the copy, if any."""

    name: str
    newest: Signed
    others: tuple[Signed, ...] = ()
    reader: LogReader | None = None

    def signed(self) -> tuple[Signed, ...]:
        """Every checkpoint of the view, each tree once."""
        return tuple(
            {
                (one.checkpoint.size, one.checkpoint.root): one
                for one in (*self.others, self.newest)
            }.values()
        )

    def root_at(self, size: int) -> tuple[bytes, Signed] | None:
        """The root that this view has at a size, and the checkpoint that covers it."""
        if size == 0:
            return EMPTY_ROOT, self.newest
        if (signed := self._by_size.get(size)) is not None:
            return signed.checkpoint.root, signed
        if self.reader is None or size > self.reader.size:
            return None
        return self.reader.at(size).root, self.newest

    @cached_property
    def _by_size(self) -> dict[int, Signed]:
        return {one.checkpoint.size: one for one in (*self.others, self.newest)}


class Comparison(NamedTuple):
    """What two views of a log say of each other.

    ``same``: one size, one root. ``continues``: the larger view begins with the smaller.
    ``fork``: it does not. ``unknown``: neither holds what would tell. ``agreed`` is how
    many entries they have in common for certain; ``evidence`` holds files by name.
    """

    verdict: Verdict
    sentence: str
    sizes: tuple[int, int]
    agreed: int = 0
    evidence: Mapping[str, bytes] = {}


def read_view(path: Path, policy: TrustPolicy, origin: str | None = None) -> View:
    """A mirror's folder or the file of a signed checkpoint.

    Args:
        path: of either.
        policy: whose keys of the log count.
        origin: of the log; None takes what the view says.

    Raises:
        MirrorSetupError: it is neither, or about another log.
        LedgerError: the log did not sign what is there.
    """
    if not path.is_dir():
        newest = _signed(_file(path), policy, str(path))
        return _about(View(str(path), newest), origin)
    if (copied := path / _COPY / _CHECKPOINT).exists():
        newest = _signed(_file(copied), policy, str(copied))
        reader = LogReader(path / _COPY, newest.checkpoint.size, newest.checkpoint.root)
        return _about(View(str(path), newest, reader=reader), origin)
    seen = (one.note.encode() for one in Records(path).all_seen() if one.good)
    signed = sorted(
        (_signed(note, policy, str(path)) for note in seen), key=lambda one: one.checkpoint.size
    )
    if not signed:
        raise MirrorSetupError(
            f"{path}: neither a mirror that has seen a checkpoint nor a signed checkpoint."
        )
    *others, newest = signed
    return _about(View(str(path), newest, tuple(others)), origin)


def compare(one: View, other: View) -> Comparison:
    """Holds two views of one log against each other.

    Raises:
        MirrorSetupError: they are about different logs.
        LedgerError: a copy is damaged.
    """
    if one.newest.checkpoint.origin != other.newest.checkpoint.origin:
        raise MirrorSetupError(
            f"{one.name} is about {one.newest.checkpoint.origin}, {other.name} about "
            f"{other.newest.checkpoint.origin}. Compare views of one log."
        )
    sizes = one.newest.checkpoint.size, other.newest.checkpoint.size
    known = 0
    for signed, theirs in sorted(
        [*((each, other) for each in one.signed()), *((each, one) for each in other.signed())],
        key=lambda pair: -pair[0].checkpoint.size,
    ):
        size = signed.checkpoint.size
        found = theirs.root_at(size)
        if found is not None and found[0] != signed.checkpoint.root:
            return _fork((one, other), signed, theirs, found)
        known = known if found is None else max(known, size)
    smaller, larger = (one, other) if sizes[0] <= sizes[1] else (other, one)
    if known < min(sizes):
        sentence = (
            f"It cannot be told: {larger.name} keeps no copy that would show whether it continues "
            f"the {min(sizes):,} entries of {smaller.name}. Compare with a mirror that keeps one."
        )
        return Comparison("unknown", sentence, sizes, known)
    if sizes[0] == sizes[1]:
        return Comparison("same", f"Both have the same {known:,} entries.", sizes, known)
    sentence = f"{larger.name} continues the {known:,} entries of {smaller.name}."
    return Comparison("continues", sentence, sizes, known)


def _fork(
    views: tuple[View, View], signed: Signed, theirs: View, found: tuple[bytes, Signed]
) -> Comparison:
    one, other = views
    size = signed.checkpoint.size
    root, covering = found
    evidence = {"one.txt": signed.note, "other.txt": covering.note}
    if size < covering.checkpoint.size and theirs.reader is not None:
        path = tuple(theirs.reader.consistency(size))
        roots = root, signed.checkpoint.root
        evidence["path.txt"] = fork_text("other.txt", "one.txt", size, roots, path)
    agreed = _agreed(one, other, size)
    common = "" if agreed is None else f"; they have the first {agreed:,} in common"
    return Comparison(
        "fork",
        f"The log shows two histories: {one.name} and {other.name} have different roots at "
        f"{size:,} entries{common}. Both are signed by the log.",
        (one.newest.checkpoint.size, other.newest.checkpoint.size),
        agreed or 0,
        evidence,
    )


def _agreed(one: View, other: View, most: int) -> int | None:
    """How many entries two copies have in common; None if one keeps no copy."""
    if one.reader is None or other.reader is None:
        return None
    same, different = 0, most
    while different - same > 1:
        middle = (same + different) // 2
        if one.reader.at(middle).root == other.reader.at(middle).root:
            same = middle
        else:
            different = middle
    return same


def _signed(note: bytes, policy: TrustPolicy, where: str) -> Signed:
    """A checkpoint that a listed log signed; its witnesses do not matter here."""
    try:
        parsed = parse_note(note)
        checkpoint = parse_checkpoint(parsed.text)
        verify_note(parsed, keys_by_id(log_keys_of(checkpoint.origin, policy.logs)))
    except LedgerError as error:
        raise MirrorSetupError(f"{where}: {error}") from None
    return Signed(checkpoint, note)


def _about(view: View, origin: str | None) -> View:
    found = view.newest.checkpoint.origin
    if origin is not None and found != origin:
        raise MirrorSetupError(f"{view.name}: this is about {found}, not about {origin}.")
    return view


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_CHECKPOINT_BYTES_AT_MOST)
    except OSError as error:
        raise MirrorSetupError(f"{path}: {error.strerror or error}.") from None


def compare_mirrors(
    one: Path, other: Path, *, policy: bytes | None, now: int
) -> tuple[Comparison, Alarm | None]:
    """Compares two views by their paths; a fork becomes an alarm in a mirror's folder.

    Args:
        one: a mirror's folder, or the file of a signed checkpoint.
        other: as ``one``. The alarm goes to the first of them that is a folder.
        policy: the trust policy; None takes that of the last run of a mirror.
        now: unix seconds.

    Raises:
        LedgerError: they cannot be compared.
    """
    folders = [path for path in (one, other) if path.is_dir()]
    kept = (Records(folder).policy() for folder in folders)
    text = policy or next((text for text in kept if text is not None), None)
    if text is None:
        raise MirrorSetupError(
            "Nothing says whose signatures count. Give the trust policy: --policy FILE."
        )
    trusted = parse_policy(text)
    comparison = compare(read_view(one, trusted), read_view(other, trusted))
    if comparison.verdict != "fork" or not folders:
        return comparison, None
    digest = hashlib.sha256(comparison.evidence["one.txt"]).hexdigest()
    alarm = Alarm(
        time=now, kind="fork", key=f"fork:compared:{digest}", sentence=comparison.sentence
    )
    return comparison, Records(folders[0]).alarm(alarm, comparison.evidence)
