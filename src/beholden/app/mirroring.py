"""How a regulator's mirrors follow, read and open logs: the ledger behind the room's ports.

The key that opens a log's entries is a file on the regulator's machine; it is sent to the
address in the register and to no other, and is in no message.

    mirrors_of(WiredRegulator(data)).states()
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from beholden.ledger import (
    Alarm,
    Fetcher,
    LedgerError,
    Mirror,
    MirrorCopy,
    MirrorOptions,
    read_mirror_copy,
    read_mirror_status,
)
from beholden.regulator import (
    Followed,
    FollowingError,
    LogRef,
    MirrorAlarm,
    Mirrors,
    MirrorSettings,
    MirrorState,
    Service,
)

if TYPE_CHECKING:
    from beholden.app.regulator import WiredRegulator

__all__ = ["RECEIPTS", "Copy", "Follower", "mirrors_of", "open_copy", "read_mirror"]

RECEIPTS = "receipts"
"""The folder of receipts and proofs, below a mirror's."""
_KEY_BYTES_AT_MOST = 4_096


def mirrors_of(regulator: WiredRegulator, stall_after: int | None = None) -> Mirrors:
    """The mirrors of a data folder.

    Args:
        regulator: the folder, wired.
        stall_after: seconds without news after which there is an alarm; None: never.
    """
    return Mirrors(
        regulator.data / "mirrors",
        regulator.register,
        regulator.settings,
        follow=Follower(regulator.data, stall_after),
        read=read_mirror,
        open_copy=open_copy,
        clock=regulator.clock,
    )


RECEIPTS = "receipts"
"""The folder of a mirror in which drills keep receipts."""


class Follower:
    """Follows logs as the settings say.

    Args:
        data: the regulator's folder, from which paths of the settings go out.
        stall_after: seconds without news after which there is an alarm; None: never.
    """

    def __init__(self, data: Path, stall_after: int | None = None) -> None:
        self._data = data
        self._stall_after = stall_after

    def __call__(
        self, service: Service, log: LogRef, settings: MirrorSettings, folder: Path
    ) -> Followed:
        """See ``FollowLog``."""
        with _explained(service.id):
            key = self._key(service.id, settings.key_file) if settings.key_file else None
            certificates = str(self._data / settings.ca_file) if settings.ca_file else None
            # What drills were promised must be in the log.
            receipts = folder / RECEIPTS
            options = MirrorOptions(
                origin=log.origin,
                stall_after=self._stall_after,
                receipts=receipts if receipts.is_dir() else None,
            )
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (
                Fetcher(log.url, key=key, certificates=certificates) as fetcher,
                Mirror(folder, fetcher, log.url, log.policy.encode(), options=options) as mirror,
            ):
                step = mirror.step()
        return Followed(
            service=service.id,
            time=step.time,
            outcome=step.outcome,
            size=step.size,
            added=step.added,
            checked=step.checked,
            witnesses=tuple(step.witnesses),
            kept=step.receipts.included if step.receipts else 0,
            waiting=step.receipts.waiting if step.receipts else 0,
            alarms=tuple(map(_alarm, step.alarms)),
            failure=step.failure or "",
        )

    def _key(self, service: str, name: str) -> str:
        path = self._data / name
        if path.stat().st_mode & 0o077:
            raise FollowingError(f"{service}: others may read {path}. Run: chmod 600 {path}.")
        with path.open("rb") as stream:
            data = stream.read(_KEY_BYTES_AT_MOST + 1)
        text = data.decode("ascii", "replace").strip()
        plain = text.isascii() and text.isprintable() and " " not in text
        if not text or not plain or len(data) > _KEY_BYTES_AT_MOST:
            raise FollowingError(
                f"{service}: {path}: an API key is one line of text without spaces. Write the key "
                "that the network gave you into it."
            )
        return text


def read_mirror(service: Service, log: LogRef, folder: Path) -> MirrorState:
    """See ``ReadMirror``."""
    if not (folder / "mirror.json").exists():
        words = f"Not mirrored yet. Run: beholden regulator mirror {service.id}."
        return MirrorState(service=service.id, origin=log.origin, url=log.url, words=words)
    with _explained(service.id):
        status = read_mirror_status(folder)
    failure = status.last_failure
    return MirrorState(
        service=service.id,
        origin=status.origin,
        url=status.url,
        size=status.size,
        copied=status.copied or 0,
        seen=status.seen,
        fresh=status.fresh,
        witnesses=tuple(status.witnesses),
        alarms=tuple(map(_alarm, status.alarms)),
        failed=0 if failure is None else failure.time,
        failure="" if failure is None else failure.sentence,
    )


class Copy:
    """A mirror's copy as the room reads it."""

    def __init__(self, copy: MirrorCopy, service: str) -> None:
        self._copy = copy
        self._service = service

    @property
    def origin(self) -> str:
        """The log's name."""
        return self._copy.origin

    @property
    def size(self) -> int:
        """How many entries it has."""
        return self._copy.reader.size

    @property
    def last_seen(self) -> int:
        """When its newest tree was first seen, unix seconds."""
        return self._copy.last_seen()

    def root_at(self, size: int) -> bytes:
        """The root of the first ``size`` entries."""
        with _explained(self._service):
            return self._copy.reader.at(size).root

    def entries_at(self, size: int) -> _Entries:
        """The entries of the tree of that size."""
        with _explained(self._service):
            return _Entries(self._copy, self._service, size)

    def size_before(self, moment: int) -> int:
        """The entries that were there by then (unix seconds) for certain."""
        return self._copy.size_before(moment)


class _Entries:
    def __init__(self, copy: MirrorCopy, service: str, size: int) -> None:
        self._reader = copy.reader.at(size)
        self._service = service

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        """From ``first`` up to, and without, ``last``."""
        with _explained(self._service):
            yield from self._reader.entries(first, last)


def open_copy(folder: Path) -> Copy:
    """The copy in a mirror's folder.

    Raises:
        FollowingError: there is none, or it is damaged.
    """
    with _explained(folder.name):
        return Copy(read_mirror_copy(folder), folder.name)


def _alarm(alarm: Alarm) -> MirrorAlarm:
    return MirrorAlarm(alarm.time, alarm.kind, alarm.sentence, alarm.evidence)


@contextmanager
def _explained(service: str) -> Iterator[None]:
    try:
        yield
    except LedgerError as error:
        raise FollowingError(f"{service}: {error}") from error
    except OSError as error:
        where = f" {error.filename}:" if error.filename else ""
        raise FollowingError(
            f"{service}:{where} {error.strerror or error}. Check the path and its owner."
        ) from error
