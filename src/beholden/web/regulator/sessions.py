"""Who is signed in: kept on this side, in memory; the browser holds a random id and no more.

Laws:

* An id is made here at each sign-in; none that a browser brings is ever taken over.
* A session ends after a time without a request, at a fixed time in any case, and at once when
  the person signs out. A restart ends all.
* Their number is bounded, for one person and for all: a new one ends the oldest.

    id_, session = sessions.begin(person.name, person.key_id)
    sessions.find(id_)      # the session, while it lasts
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable

import msgspec

_ID_BYTES = 32
_ID_AT_MOST = 64


class SessionLimits(msgspec.Struct, frozen=True):
    """How long a session lasts, in seconds, and how many there may be."""

    idle_seconds: float = 30 * 60
    whole_seconds: float = 8 * 3600
    of_one_person: int = 5
    of_all: int = 500


USUAL = SessionLimits()


class Session(msgspec.Struct, frozen=True):
    """One person in one browser, who showed the key ``key_id``.

    ``token`` must stand in every form that they send.
    """

    name: str
    key_id: str
    token: str
    began: float
    seen: float


class Sessions:
    """All sessions of one server.

    Args:
        clock: seconds that never go back.
        limits: of time and number.
    """

    def __init__(self, clock: Callable[[], float], limits: SessionLimits = USUAL) -> None:
        self._clock = clock
        self._limits = limits
        self._lock = threading.Lock()
        # By the digest of the id, the longest unseen first: a look into this tells no id.
        self._sessions: dict[bytes, Session] = {}

    def begin(self, name: str, key_id: str) -> tuple[str, Session]:
        """A new session and its id, which is not kept."""
        id_, token = secrets.token_urlsafe(_ID_BYTES), secrets.token_urlsafe(_ID_BYTES)
        now = self._clock()
        session = Session(name, key_id, token, now, now)
        with self._lock:
            self._sweep(now)
            own = [key for key, one in self._sessions.items() if one.name == name]
            surplus = own[: max(0, len(own) - self._limits.of_one_person + 1)]
            for key in surplus:
                del self._sessions[key]
            while len(self._sessions) >= self._limits.of_all:
                del self._sessions[next(iter(self._sessions))]
            self._sessions[_key(id_)] = session
        return id_, session

    def find(self, id_: str) -> Session | None:
        """The session of that id if it lasts; it counts as seen now."""
        if len(id_) > _ID_AT_MOST:
            return None
        now = self._clock()
        with self._lock:
            self._sweep(now)
            session = self._sessions.pop(_key(id_), None)
            if session is None:
                return None
            seen = msgspec.structs.replace(session, seen=now)
            self._sessions[_key(id_)] = seen
            return seen

    def end(self, id_: str) -> None:
        """Ends a session; nothing happens if there is none."""
        with self._lock:
            self._sessions.pop(_key(id_), None)

    def __len__(self) -> int:
        return len(self._sessions)

    def _sweep(self, now: float) -> None:
        over = [
            key
            for key, one in self._sessions.items()
            if now - one.seen >= self._limits.idle_seconds
            or now - one.began >= self._limits.whole_seconds
        ]
        for key in over:
            del self._sessions[key]


def _key(id_: str) -> bytes:
    return hashlib.sha256(id_.encode("utf-8", "surrogatepass")).digest()
