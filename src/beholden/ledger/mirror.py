"""A mirror: follows a log from outside, keeps a copy of it, and raises the alarm.

One step fetches the log's checkpoint and holds it against everything that is known:

    signed       by the log's key and by the quorum of the trust policy
    not back     no smaller than the last good one
    continues    the tree of the last good one and the own copy, proved from tiles that the
                 new root covers (``_mirror_tiles``)
    whole        every new entry is fetched, checked and copied; the copy's own root, over
                 all entries it ever took up, is the signed root (``_mirror_copying``)
    kept         every receipt whose time has passed is in the copy, every proof is about its
                 history (``_mirror_receipts``)
    alive        there was news within a given time

What does not hold is an *alarm*, recorded with what the log signed as evidence (the rules
are in ``_mirror_judging``). What did not come is a *failure*: recorded and tried again, and
no alarm, except that a log which is silent for too long has stalled. Neither ever changes
the copy or the good checkpoints.

    with Mirror(folder, fetcher, url, policy) as mirror:
        step = mirror.step()
        step.outcome, step.size, step.alarms
"""

from __future__ import annotations

import time as clocks
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

import msgspec

from beholden._durable import replace_file
from beholden.ledger._mirror_copying import RemoteTiles, grow_copy
from beholden.ledger._mirror_judging import (
    AlarmRaised,
    Base,
    Shown,
    broken,
    check_continues,
    check_not_back,
    read_checkpoint,
    seen,
    spoiled,
    stalled,
)
from beholden.ledger._mirror_leaves import LeafIndex
from beholden.ledger._mirror_receipts import ReceiptCounts, check_receipts
from beholden.ledger._mirror_records import Alarm, Failure, Followed, Records, Seen
from beholden.ledger._mirror_tiles import CheckedTree
from beholden.ledger.core.checkpoint import log_keys_of
from beholden.ledger.core.hashing import EMPTY_ROOT
from beholden.ledger.core.policy import NONE, TrustPolicy, parse_policy
from beholden.ledger.errors import (
    FetchError,
    LogDamagedError,
    MirrorDamagedError,
    MirrorSetupError,
    OversizeError,
    QuorumError,
    TileDamagedError,
    TileError,
    TileMissingError,
)
from beholden.ledger.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beholden.ledger._mirror_fetch import Fetcher

    Progress = Callable[[int, int], None]

__all__ = ["CHECKPOINT", "COPY", "Mirror", "MirrorOptions", "Step"]

COPY = "log"
"""The copy's folder, below the mirror's."""
CHECKPOINT = "checkpoint"
"""The signed checkpoint of the copy, in the copy's folder."""
_LEAVES = "leaves.sqlite"
_CHECKPOINT_BYTES_AT_MOST = 64 * 1024
_TRIES = 2

Outcome = Literal["followed", "unchanged", "failed", "alarm"]


class MirrorOptions(NamedTuple):
    """How a log is followed.

    ``copies``: keep a copy of all entries. ``proves``: read tiles. Without both only the
    checkpoints themselves are compared. ``stall_after``: seconds without news. ``origin``:
    of the log, where the policy lists several.
    """

    copies: bool = True
    proves: bool = True
    receipts: Path | None = None
    stall_after: int | None = None
    origin: str | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one step found; ``size``, ``root`` and so on are those of the last good checkpoint.

    ``checked`` says how it was held against what was known before.
    """

    time: int
    outcome: Outcome
    size: int = 0
    root: bytes = EMPTY_ROOT
    added: int = 0
    checked: str = ""
    witnesses: dict[str, int] = {}
    receipts: ReceiptCounts | None = None
    alarms: tuple[Alarm, ...] = ()
    failure: str | None = None


class Mirror:
    """One log, mirrored into one folder. A context: it holds the folder and the copy.

    Args:
        folder: the mirror's; made where there is none.
        fetcher: gets the log's files.
        url: where from; recorded only.
        policy: the trust policy, as text.
        options: how the log is followed.
        clock: unix seconds.

    Raises:
        LedgerError: the policy or the folder cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        fetcher: Fetcher,
        url: str,
        policy: bytes,
        *,
        options: MirrorOptions | None = None,
        clock: Callable[[], int] = lambda: int(clocks.time()),
    ) -> None:
        self.records = Records(folder)
        self._options = options or MirrorOptions()
        self._policy_text = policy
        self._policy = parse_policy(policy)
        self._log = Followed(url, _origin_of(self._policy, self._options.origin))
        self._fetcher = fetcher
        self._remote = RemoteTiles(fetcher)
        self._clock = clock
        self._held = ExitStack()
        self._copy: Log | None = None
        self._leaves: LeafIndex | None = None

    @property
    def origin(self) -> str:
        """The log that is followed."""
        return self._log.origin

    def __enter__(self) -> Self:
        with ExitStack() as held, self._own_damage():
            held.enter_context(self.records.locked())
            self.records.follow(self._log, self._policy_text)
            if self._options.copies:
                folder = self.records.folder
                self._copy = held.enter_context(Log.open(folder / COPY, create=True))
                if self._options.receipts is not None:
                    self._leaves = held.enter_context(LeafIndex(folder / _LEAVES))
            self._held = held.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def step(self, progress: Progress | None = None) -> Step:
        """Follows the log to its present checkpoint.

        Args:
            progress: told, again and again, how many entries of how many are copied.

        Raises:
            LedgerError: the mirror's own folder or copy fails; nothing is lost.
        """
        now = self._clock()
        self._fetcher.new_step()
        before = 0 if self._copy is None else self._copy.size
        raised: list[AlarmRaised] = []
        checked, failure, receipts = "", None, None
        try:
            with self._own_damage():
                checked = self._followed(now, progress)
                receipts = self._looked_up(now, raised)
        except AlarmRaised as alarm:
            raised.append(alarm)
        except FetchError as error:
            failure = str(error)
            self.records.fail(Failure(now, failure))
        last = self.records.last()
        if last is not None and (seconds := self._options.stall_after) is not None:
            raised += stalled(last, now, seconds, failure)
        alarms = tuple(self.records.alarm(one.at(now), one.evidence) for one in raised)
        return Step(
            time=now,
            outcome=_outcome(alarms, failure, checked),
            size=last.size if last else 0,
            root=last.root if last else EMPTY_ROOT,
            added=0 if self._copy is None else self._copy.size - before,
            checked=checked,
            witnesses=last.witnesses if last else {},
            receipts=receipts,
            alarms=alarms,
            failure=failure,
        )

    # One step.

    def _followed(self, now: int, progress: Progress | None) -> str:
        """Takes up the present checkpoint; how it was checked, or nothing if it is no news."""
        last = self._known()
        shown = self._shown()
        try:
            if last is not None:
                check_not_back(shown, last, self._own)
            checked = self._taken_up(shown, last, now, progress)
        except AlarmRaised as alarm:
            if alarm.kind in {"fork", "roll-back"}:
                self._see(shown, now, good=False)
            raise
        self._see(shown, now)
        if self._copy is not None and self._copy.size == shown.checkpoint.size:
            replace_file(self.records.folder / COPY / CHECKPOINT, shown.note)
        return checked

    def _shown(self) -> Shown:
        try:
            data = self._fetcher.get(CHECKPOINT, _CHECKPOINT_BYTES_AT_MOST)
        except OversizeError as error:
            sentence = f"What is served is no checkpoint of {self.origin}: {error}"
            raise AlarmRaised("checkpoint", "oversize", sentence, {}) from None
        return read_checkpoint(data, self._policy, self.origin)

    def _taken_up(
        self, shown: Shown, last: Seen | None, now: int, progress: Progress | None
    ) -> str:
        """Proves and copies what the checkpoint covers, where that is more than is known."""
        new = shown.checkpoint
        copy = self._copy
        news = last is None or new.size > last.size
        if not new.size or not (news or (copy is not None and copy.size < new.size)):
            return ""
        if not self._options.proves:
            return "its signatures; that it continues the last one was not proved"
        bases = [] if last is None else [Base(last.size, last.root, last.note.encode())]
        for attempt in range(1, _TRIES + 1):
            try:
                tree = CheckedTree(self._remote.tile, new.size, new.root)
                held = [] if copy is None else [Base(copy.size, copy.root, _note(bases, copy))]
                for base in (*bases, *held):
                    check_continues(shown, base, tree)
                # Good from here on: what is still to be copied cannot change that.
                self._see(shown, now)
                if copy is not None:
                    grow_copy(copy, tree, self._remote, progress)
                break
            except (TileError, TileDamagedError, TileMissingError) as error:
                if attempt == _TRIES:
                    withheld = isinstance(error, TileMissingError)
                    raise spoiled(shown, last, error, withheld=withheld) from None
        proved = f"continues the {last.size:,} entries known before" if last and last.size else ""
        whole = "the own copy gives the signed root" if copy is not None else ""
        return "; ".join(part for part in (proved, whole) if part) or "its tiles give its root"

    def _looked_up(self, now: int, raised: list[AlarmRaised]) -> ReceiptCounts | None:
        """Looks the receipts up in the copy, which a checkpoint of this step covers."""
        folder, leaves, copy = self._options.receipts, self._leaves, self._copy
        last = self.records.last()
        if folder is None or leaves is None or copy is None or last is None:
            return None
        reader = copy.reader()
        leaves.grow(reader)
        keys = log_keys_of(self.origin, self._policy.logs)
        note = last.note.encode()

        def is_after(moment: int) -> bool:
            """Whether witnesses confirmed the checkpoint later; without any, the own clock says."""
            if self._policy.quorum == NONE:
                return now > moment
            try:
                self._policy.check(note, origin=self.origin, since=moment)
            except QuorumError:
                return False
            return True

        counts, found = check_receipts(
            folder, leaves, reader, keys, origin=self.origin, is_after=is_after
        )
        raised += [broken(one, note) for one in found]
        return counts

    def _see(self, shown: Shown, now: int, *, good: bool = True) -> None:
        """Records a checkpoint unless it is, to the byte, the last one of its kind."""
        last = self.records.last() if good else self.records.last(good=False)
        if last is None or last.note.encode() != shown.note:
            self.records.see(seen(shown, last if good else None, now, good=good))

    def _known(self) -> Seen | None:
        """The last good checkpoint; where its record is lost, what the copy says."""
        last = self.records.last()
        if last is None and self._copy is not None and self._copy.size:
            return Seen(time=0, size=self._copy.size, root=self._copy.root, note="")
        return last

    @contextmanager
    def _own_damage(self) -> Iterator[None]:
        try:
            yield
        except LogDamagedError as error:
            raise MirrorDamagedError(
                f"{error} This is the own copy, and no alarm about the log. Move "
                f"{self.records.folder / COPY} away and run the mirror again: the copy is made "
                "anew, and proved to continue what is on record."
            ) from error

    def _own(self, size: int) -> tuple[bytes, tuple[bytes, ...]] | None:
        """The own copy's root at a size, and the path from there to the last good checkpoint.

        Without the path where the copy does not reach that far yet.
        """
        copy, last = self._copy, self._known()
        if copy is None or last is None or size > copy.size:
            return None
        reader = copy.reader()
        whole = copy.size == last.size and 0 < size < copy.size
        return reader.at(size).root, tuple(reader.consistency(size)) if whole else ()


def _origin_of(policy: TrustPolicy, wanted: str | None) -> str:
    origins = sorted({key.name for key in policy.logs})
    if wanted is not None:
        if wanted not in origins:
            raise MirrorSetupError(f"The trust policy lists no log {wanted}.")
        return wanted
    if len(origins) != 1:
        listed = ", ".join(origins) or "none"
        raise MirrorSetupError(
            f"The trust policy must list one log, or --origin name one; it lists: {listed}."
        )
    return origins[0]


def _note(bases: list[Base], copy: Log) -> bytes:
    """The checkpoint that covers the copy, as evidence of what was signed about it."""
    return next((base.note for base in bases if base.size >= copy.size), b"")


def _outcome(alarms: tuple[Alarm, ...], failure: str | None, checked: str) -> Outcome:
    if alarms:
        return "alarm"
    if failure is not None:
        return "failed"
    return "followed" if checked else "unchanged"
