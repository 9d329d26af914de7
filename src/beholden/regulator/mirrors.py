"""Mirrors of the logs of registered services.

Each service has a folder of its own, in the form of ``beholden mirror``. What is trusted
about a log stands in the register, how it is reached in the settings.

Laws: what happens to one log stops no other; a service whose log is being looked at is not
looked at a second time meanwhile; the register is read anew at every round.

    for followed in mirrors.once("example"):
        followed.outcome, followed.alarms
"""

from __future__ import annotations

import threading
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import msgspec

from beholden.regulator._log_ports import Followed, MirrorState
from beholden.regulator.errors import FollowingError, RegulatorError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from beholden.regulator._log_ports import FollowLog, LogCopy, OpenCopy, ReadMirror
    from beholden.regulator.core.models import LogRef, Service
    from beholden.regulator.ports import Clock
    from beholden.regulator.register import Register
    from beholden.regulator.settings import RegulatorSettings

__all__ = ["Mirrors"]

_AT_ONCE = 4


class Mirrors:
    """The mirrors of one regulator.

    Args:
        folder: of all mirrors.
        register: which services have which log.
        settings: how logs are reached.
        follow: follows a log once.
        read: reads how a mirror stands.
        open_copy: reads a copy.
        clock: returns the time with its zone.
    """

    def __init__(
        self,
        folder: Path,
        register: Register,
        settings: RegulatorSettings,
        *,
        follow: FollowLog,
        read: ReadMirror,
        open_copy: OpenCopy,
        clock: Clock,
    ) -> None:
        self._folder = folder
        self._register = register
        self._settings = settings
        self._follow = follow
        self._read = read
        self._open_copy = open_copy
        self._clock = clock

    def once(self, name: str | None = None) -> Iterator[Followed]:
        """Looks at the log of one service, or of all that have one, once.

        Raises:
            UnknownError: there is no such service.
            FollowingError: it has no log, or no service has one.
            StoreError: the register cannot be read.
        """
        return _Rounds(self, name).run(every=None)

    def for_ever(self, every: float, name: str | None = None) -> Iterator[Followed]:
        """As ``once``, again and again.

        Args:
            every: seconds from one round to the next.
            name: of one service.
        """
        return _Rounds(self, name).run(every=every)

    def follow(self, service: Service, log: LogRef) -> Followed:
        """One look at one log; what fails is told and not raised."""
        settings = self._settings.mirror_of(service.id)
        try:
            return self._follow(service, log, settings, self.folder_of(service.id))
        except RegulatorError as error:
            now = int(self._clock().timestamp())
            return Followed(service=service.id, time=now, outcome="failed", failure=str(error))

    def states(self, name: str | None = None) -> tuple[MirrorState, ...]:
        """How the mirrors stand.

        Raises:
            UnknownError, FollowingError, StoreError: as ``once``.
        """
        found = []
        for service, log in self.followed(name):
            try:
                found.append(self._read(service, log, self.folder_of(service.id)))
            except FollowingError as error:
                state = MirrorState(
                    service=service.id, origin=log.origin, url=log.url, words=str(error)
                )
                found.append(state)
        return tuple(found)

    def copy(self, service: str) -> LogCopy:
        """The copy of a service's log.

        Raises:
            FollowingError: there is none, or it is damaged.
        """
        return self._open_copy(self.folder_of(service))

    def folder_of(self, service: str) -> Path:
        """The folder of one mirror."""
        return self._folder / service

    def followed(self, name: str | None = None) -> tuple[tuple[Service, LogRef], ...]:
        """The services that have a log, as the register is now.

        Raises:
            UnknownError, FollowingError, StoreError: as ``once``.
        """
        if name is not None:
            service = self._register.service(name).item
            if service.log is None:
                raise FollowingError(
                    f"{name}: the register has no log of this service. Add it: beholden regulator "
                    "register set."
                )
            return ((service, service.log),)
        items = [stored.item for stored in self._register.services()]
        found = tuple((item, item.log) for item in items if item.log is not None)
        if not found:
            raise FollowingError(
                "No service in the register has a log. Add one: beholden regulator register set."
            )
        return found


class _Rounds:
    """One thread for each log that is being looked at; they tell what they found in turn.

    The threads do not outlive the process and need not be waited for: a mirror that is cut
    short goes on where it was.
    """

    def __init__(self, mirrors: Mirrors, name: str | None) -> None:
        self._mirrors = mirrors
        self._name = name
        self._found: SimpleQueue[Followed] = SimpleQueue()
        self._busy: set[str] = set()
        self._turns = threading.Semaphore(_AT_ONCE)

    def run(self, every: float | None) -> Iterator[Followed]:
        """Rounds without end, or one."""
        while True:
            self._begin()
            deadline = None if every is None else time.monotonic() + every
            while self._busy or deadline is not None:
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left <= 0:
                    break
                try:
                    followed = self._found.get(timeout=left)
                except Empty:
                    break
                self._busy.discard(followed.service)
                yield followed
            if every is None:
                return

    def _begin(self) -> None:
        for service, log in self._mirrors.followed(self._name):
            if service.id not in self._busy:
                self._busy.add(service.id)
                threading.Thread(target=self._look, args=(service, log), daemon=True).start()

    def _look(self, service: Service, log: LogRef) -> None:
        followed = Followed(
            service=service.id, time=0, outcome="failed", failure="The mirror failed."
        )
        try:
            with self._turns:
                followed = self._mirrors.follow(service, log)
        finally:
            # Whoever waits is told even of what nobody foresaw; its traceback is on stderr.
            self._found.put(msgspec.structs.replace(followed, service=service.id))
