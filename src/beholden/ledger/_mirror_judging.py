"""What is an alarm: the rules by which a mirror holds a log to what it said before.

Every rule takes values and returns, or raises ``AlarmRaised`` with what proves it:

    checkpoint   what is served is no checkpoint of this log
    signature    the log did not sign it, or a signature under it is false
    quorum       too few witnesses confirmed it
    roll-back    it is smaller than one that was good
    fork         it is signed, and does not continue one that was good: two histories
    damage       files are not those that the signed root covers
    withheld     files that the signed root covers are not handed out
    omission     a leaf with a receipt is not in the log after its time
    stall        no news for too long

Evidence is what was signed, as it was signed. Only ``fork`` and ``omission`` prove that
the log itself broke its word; for the others the sentence says what else it may be.

    shown = read_checkpoint(data, policy, origin)
    check_not_back(shown, last, known)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from beholden.ledger._mirror_receipts import Broken, Missing
from beholden.ledger._mirror_records import Alarm, AlarmKind, Seen
from beholden.ledger.core._text import base64_of, path_text, time_text
from beholden.ledger.core.hashing import EMPTY_ROOT
from beholden.ledger.core.note import SignedNote, keys_by_id, parse_note
from beholden.ledger.errors import (
    ConsistencyError,
    EncodingError,
    OriginMismatchError,
    QuorumError,
    VerificationError,
)

if TYPE_CHECKING:
    from beholden.ledger._mirror_tiles import CheckedTree
    from beholden.ledger.core.checkpoint import Checkpoint
    from beholden.ledger.core.policy import TrustPolicy

__all__ = [
    "AlarmRaised",
    "Base",
    "Shown",
    "broken",
    "check_continues",
    "check_not_back",
    "fork",
    "fork_text",
    "read_checkpoint",
    "seen",
    "spoiled",
    "stalled",
]

Known = Callable[[int], "tuple[bytes, tuple[bytes, ...]] | None"]
"""The own copy's root at a size, and the path from there if it is whole; None if it is smaller."""


class AlarmRaised(Exception):  # noqa: N818 - not an error of this program: a finding
    """Something does not hold. ``key`` is the same whenever the same thing is met again."""

    def __init__(
        self, kind: AlarmKind, key: str, sentence: str, evidence: Mapping[str, bytes]
    ) -> None:
        super().__init__(sentence)
        self.kind: AlarmKind = kind
        self.key = f"{kind}:{key}"
        self.evidence = {name: content for name, content in evidence.items() if content}

    def at(self, now: int) -> Alarm:
        """The record, without the paths of its evidence."""
        return Alarm(time=now, kind=self.kind, key=self.key, sentence=str(self))


class Shown(NamedTuple):
    """A checkpoint that the policy relies on.

    ``note`` has the signatures of the policy's keys alone: what strangers wrote under it
    would only fill the disk. ``witnesses`` are the policy's names, with their times.
    """

    note: bytes
    checkpoint: Checkpoint
    witnesses: dict[str, int]


class Base(NamedTuple):
    """A tree that is known to be the log's; ``note`` is its checkpoint, where it has one."""

    size: int
    root: bytes
    note: bytes = b""


def read_checkpoint(data: bytes, policy: TrustPolicy, origin: str) -> Shown:
    """What the log serves as its checkpoint, verified.

    Raises:
        AlarmRaised: it is none that the policy relies on.
    """
    digest = hashlib.sha256(data).hexdigest()
    evidence = {"shown.txt": data}
    try:
        verified = policy.check(data, origin=origin)
    except (EncodingError, OriginMismatchError) as error:
        raise AlarmRaised(
            "checkpoint", digest, f"What is served is no checkpoint of {origin}: {error}", evidence
        ) from None
    except QuorumError as error:
        raise AlarmRaised("quorum", digest, str(error), evidence) from None
    except VerificationError as error:
        raise AlarmRaised("signature", digest, str(error), evidence) from None
    checkpoint = verified.checkpoint
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        sentence = "The log signed a root for the empty tree that the empty tree does not have."
        raise AlarmRaised("checkpoint", digest, sentence, evidence)
    note = parse_note(data)
    known = keys_by_id((*policy.logs, *(witness.key for witness in policy.witnesses.values())))
    kept = dict.fromkeys(one for one in note.signatures if (one.name, one.key_id) in known)
    return Shown(SignedNote(note.text, tuple(kept)).encode(), checkpoint, dict(verified.witnesses))


def check_not_back(shown: Shown, last: Seen, known: Known) -> None:
    """Holds a checkpoint against the last good one, by their sizes.

    Raises:
        AlarmRaised: it is smaller, or as large with another root.
    """
    new = shown.checkpoint
    if new.size == last.size and new.root != last.root:
        raise fork(shown, Base(last.size, last.root, last.note.encode()))
    if new.size >= last.size:
        return
    own = known(new.size) if new.size else None
    if own is not None and own[0] != new.root:
        root, path = own
        text = fork_text("held.txt", "shown.txt", new.size, (root, new.root), path) if path else b""
        raise fork(shown, Base(last.size, last.root, last.note.encode()), text)
    raise AlarmRaised(
        "roll-back",
        f"{new.size}:{new.root.hex()}",
        f"The log went back from {last.size:,} to {new.size:,} entries. If this is an old answer "
        "from a cache it passes by itself; if it stays, entries were taken back.",
        {"held.txt": last.note.encode(), "shown.txt": shown.note},
    )


def check_continues(shown: Shown, base: Base, tree: CheckedTree) -> None:
    """Proves that the tree of a checkpoint begins with one that is known.

    Raises:
        AlarmRaised: it begins otherwise.
        LedgerError: the log's tiles cannot prove anything; see ``CheckedTree``.
    """
    if not 0 < base.size <= tree.size:
        return
    try:
        tree.continues(base.size, base.root)
    except ConsistencyError:
        roots = tree.root_of(base.size), base.root
        text = fork_text("shown.txt", "held.txt", base.size, roots, tree.path_from(base.size))
        raise fork(shown, base, text) from None


def fork(shown: Shown, base: Base, text: bytes = b"") -> AlarmRaised:
    """The alarm that a log shows two histories.

    Args:
        shown: what it shows now.
        base: what is known.
        text: of ``fork_text``, where the two have different sizes.
    """
    new = shown.checkpoint
    return AlarmRaised(
        "fork",
        f"{new.size}:{new.root.hex()}",
        f"The log shows two histories: its checkpoint of {new.size:,} entries does not belong to "
        f"the history of {base.size:,} entries that is held here. Both are signed. Keep the "
        "evidence, and show it to the log's other mirrors and witnesses.",
        {"held.txt": base.note, "shown.txt": shown.note, "path.txt": text},
    )


def fork_text(
    larger: str, smaller: str, size: int, roots: tuple[bytes, bytes], path: tuple[bytes, ...]
) -> bytes:
    """What shows anyone that two signed checkpoints of different sizes contradict each other.

    Args:
        larger: the file with the checkpoint of more entries.
        smaller: the other.
        size: of the smaller.
        roots: at this size: of the larger one's tree, and of the other.
        path: consistency path from there to the larger one.
    """
    return (
        b"The tree of %s begins with %d entries of this root:\n%s\n"
        b"Consistency path from them to %s (RFC 6962, section 2.1.2):\n%s"
        b"In the tree of %s that many entries have this root:\n%s\n"
        % (
            *(larger.encode(), size, base64_of(roots[0])),
            *(larger.encode(), path_text(path)),
            *(smaller.encode(), base64_of(roots[1])),
        )
    )


def spoiled(shown: Shown, last: Seen | None, problem: Exception, *, withheld: bool) -> AlarmRaised:
    """The alarm that the files of a signed tree are damaged, or not handed out."""
    new = shown.checkpoint
    what = "does not hand out" if withheld else "serves damaged files of"
    return AlarmRaised(
        "withheld" if withheld else "damage",
        f"{new.size}:{new.root.hex()}",
        f"The log {what} the {new.size:,} entries that it signed: {problem}. It was asked twice. "
        "Nothing of this was copied.",
        {"held.txt": b"" if last is None else last.note.encode(), "shown.txt": shown.note},
    )


def broken(found: Broken, held: bytes) -> AlarmRaised:
    """The alarm that a receipt or a proof does not agree with the log.

    Args:
        found: the receipt or the proof.
        held: the checkpoint of the copy that it was held against.
    """
    if isinstance(found, Missing):
        return AlarmRaised(
            "omission",
            found.leaf.hex(),
            f"{found.file.name}: the log promised to enter this by {time_text(found.merge_by)}, "
            "and it is not in the log that it signed after that time.",
            {"receipt.txt": found.data, "shown.txt": held},
        )
    other = found.checkpoint
    return AlarmRaised(
        "fork",
        f"{other.size}:{other.root.hex()}",
        f"{found.file.name}: the log shows two histories: this proof has a signed checkpoint of "
        f"{other.size:,} entries that does not belong to the history that is held here.",
        {"held.txt": held, "shown.txt": found.note, "proof.txt": found.data},
    )


def stalled(last: Seen, now: int, seconds: int, failure: str | None) -> list[AlarmRaised]:
    """The alarm that there is no news, where there is none."""
    if now - last.fresh <= seconds:
        return []
    why = f" It could not be asked either: {failure}" if failure else ""
    sentence = (
        f"The log has had no news since {time_text(last.fresh)}, for more than {seconds:,} "
        f"seconds.{why}"
    )
    held = {"held.txt": last.note.encode()}
    return [AlarmRaised("stall", f"{last.size}:{last.fresh}", sentence, held)]


def seen(shown: Shown, last: Seen | None, now: int, *, good: bool = True) -> Seen:
    """The record of a checkpoint.

    News is a larger tree, or a fresh confirmation by a witness. A witness's clock that is
    ahead of the own one counts as now.
    """
    new = shown.checkpoint
    same = last is not None and (last.size, last.root) == (new.size, new.root)
    confirmed = min(max(shown.witnesses.values(), default=0), now)
    fresh = last.fresh if same and last is not None else 0 if shown.witnesses else now
    return Seen(
        time=now,
        size=new.size,
        root=new.root,
        note=shown.note.decode(),
        fresh=max(fresh, confirmed),
        good=good,
        witnesses=shown.witnesses,
    )
