"""Asking a service about one picture, and what its answer means.

    allow                       missed
    hold, block in time         found
    408, 425, 429, 5xx, no answer, no decision
                                asked again until the time is over or ``TRIES``, then lost
    anything else               refused: key, address or service must be mended first
    nothing could be sent       no drill yet

All tries carry the same request key: a service that answers twice counts once.

    Asking(interface, upload, budget=60.0, clocks=clocks).settled()
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, NoReturn

import msgspec

from beholden.regulator._drill_ports import Interface, Reply, Upload
from beholden.regulator.core.drilling_models import Outcome
from beholden.regulator.errors import DrillRefusedError, NoAnswerError, NotSentError
from beholden.regulator.ports import Clock

TRIES = 3

_PAUSE_SECONDS = 0.5
_STATEMENT_LETTERS = 200
_OK = 200
_AGAIN = frozenset({408, 425, 429})
_FAULTS = range(500, 600)
_REDIRECTS = range(300, 400)
_REFUSED = frozenset({401, 403})
_ABSENT = 404


class Clocks(NamedTuple):
    """The time, seconds that only grow, and a pause of so many of them."""

    now: Clock
    seconds: Callable[[], float]
    pause: Callable[[float], None]


class Settled(NamedTuple):
    """What became of a picture: ``decision`` and ``statement`` are the service's words."""

    outcome: Outcome
    seconds: float
    decision: str = ""
    statement: str = ""
    words: str = ""


class _Answer(msgspec.Struct, frozen=True):
    """What is read of a decision; the rest of it is not the drill's."""

    outcome: Literal["allow", "hold", "block"]
    id: str | None = None


class Asking:
    """The tries of one picture. ``sent``: one of them, or of an earlier run, may have arrived.

    Args:
        interface: the service's.
        upload: the picture.
        budget: seconds for all tries.
        clocks: the clocks.
        sent: whether it may have been sent before.
    """

    def __init__(
        self,
        interface: Interface,
        upload: Upload,
        *,
        budget: float,
        clocks: Clocks,
        sent: bool = False,
    ) -> None:
        self._interface = interface
        self._upload = upload
        self._budget = budget
        self._clocks = clocks
        self._started = clocks.seconds()
        self.sent = sent

    def settled(self) -> Settled:
        """What became of it.

        Raises:
            DrillRefusedError: The request itself is refused.
            NotSentError: Nothing could be sent, in this run or before.
        """
        why = "no answer"
        for number in range(TRIES):
            left = self._budget - self._passed()
            if left <= 0:
                break
            pause = _PAUSE_SECONDS * 2.0**number
            try:
                reply = self._interface.check(self._upload, seconds=left)
            except NotSentError as error:
                if number == TRIES - 1 and not self.sent:
                    raise
                why = str(error).rstrip(".")
            except NoAnswerError as error:
                self.sent, why = True, str(error)
            else:
                self.sent = True
                answer = self._read(reply)
                if not isinstance(answer, str):
                    return answer
                why, pause = answer, max(pause, reply.retry_seconds)
            if number < TRIES - 1:
                self._clocks.pause(max(0.0, min(pause, self._budget - self._passed())))
        return Settled("lost", self._passed(), words=f"No decision: {why}.")

    def _read(self, reply: Reply) -> Settled | str:
        """What an answer settles, or why to ask again."""
        if reply.status in _AGAIN or reply.status in _FAULTS:
            return f"HTTP {reply.status}"
        if reply.status != _OK:
            _refuse(reply.status)
        try:
            answer = msgspec.json.decode(reply.body, type=_Answer)
        except (msgspec.DecodeError, RecursionError):
            return "the answer is no decision"
        seconds = self._passed()
        statement = answer.id or ""
        if len(statement) > _STATEMENT_LETTERS or not statement.isprintable():
            return "the answer's id is none"
        stopped = answer.outcome != "allow"
        if stopped and seconds > self._budget:
            return Settled("missed", seconds, answer.outcome, statement, "It came too late.")
        outcome: Outcome = "found" if stopped else "missed"
        return Settled(outcome, seconds, answer.outcome, statement)

    def _passed(self) -> float:
        return self._clocks.seconds() - self._started


def _refuse(status: int) -> NoReturn:
    if status in _REDIRECTS:
        raise DrillRefusedError(
            f"HTTP {status}, a redirect. Redirects are not followed, so that pictures and key go "
            "nowhere else; give the address where the service really is."
        )
    if status in _REFUSED:
        raise DrillRefusedError(
            f'HTTP {status}: the key is missing or may not check (scope "check"). Ask the network '
            "for another, or name it with --key-file."
        )
    if status == _ABSENT:
        raise DrillRefusedError(f"HTTP {status}: there is no interface for checks at this address.")
    raise DrillRefusedError(
        f"HTTP {status}: the service does not take this picture. Ask the network why; the item "
        "stays open, and counts as lost when the plan is closed."
    )
