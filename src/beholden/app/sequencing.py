"""The sequencer's process: statements into the log, checkpoints to the witnesses.

Two loops side by side: one takes in what waits and signs, every ``interval_seconds``; the
other shows the newest checkpoint to the witnesses and publishes it, so that a slow witness
never holds the log up. Whatever goes wrong is a problem in the status file and is tried
again, with a pause that grows; statements wait in the database meanwhile and are lost by
nothing that happens here.

    run_sequencer(app, stop, say)     # returns when ``stop`` is set and what waited is in
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from beholden.app.announcing import Announcer
from beholden.config import ConfigError
from beholden.gate import GateError
from beholden.ledger import (
    BATCH_AT_MOST,
    LedgerError,
    LogLockedError,
    Outcome,
    Publisher,
    Sequencer,
    SequencerStatus,
    mark_restored,
    refuse_restored,
    write_status,
)
from beholden.store import StoreError

if TYPE_CHECKING:
    from beholden.app import Beholden

Say = Callable[[str, str], None]
"""Told of each problem as it appears: its code and its sentence."""

_STATUS_SECONDS = 5.0
_ANNOUNCE_SECONDS = 1.0
_REASSURE_SECONDS = 600.0
_OF_WITNESSES = ("witness:", "quorum")
_WITNESS_KNOWS_MORE = (
    "A witness has cosigned more of this log than is here, or another history of it."
)
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 15.0
_FAULTS = (LedgerError, StoreError, GateError, ConfigError, OSError)


def run_sequencer(app: Beholden, stop: threading.Event, say: Say) -> None:
    """Writes the log of one data folder until told to stop."""
    problems = _Problems(say)
    pause = _PAUSE_SECONDS
    while not stop.is_set():
        try:
            _run(app, stop, problems)
            pause = _PAUSE_SECONDS
        except LogLockedError as error:
            problems.set("sequencer", str(error))
        except _FAULTS as error:
            problems.set("sequencer", str(error))
            _write(app, problems, 0, 0)
        if not stop.is_set():
            stop.wait(pause)
            pause = min(_LONGEST_PAUSE_SECONDS, pause * 2)
    app.close()


def drain(app: Beholden) -> Outcome:
    """Takes in what waits now, and publishes.

    Raises:
        LogLockedError: a sequencer is running, and does it anyway.
        LedgerError, StoreError: it could not be done; the statements still wait.
    """
    with app.ledger.sequencer() as sequencer:
        sequencer.reconcile()
        publisher = app.ledger.publisher()
        first = _shown_first(app, publisher, sequencer)
        if first.halted:
            return first
        Announcer(app).announce()
        while sequencer.step().taken == BATCH_AT_MOST:
            pass
        note = sequencer.signed
        return first if note is None else publisher.publish(note)


def drain_if_idle(app: Beholden) -> str | None:
    """As ``drain`` where the ledger is on and nobody does it anyway.

    Returns:
        What kept it from being done, if anything did: the statements wait, none is lost.
    """
    ledger = app.config.ledger
    if not (ledger.enabled and ledger.sequence):
        return None
    try:
        outcome = drain(app)
    except LogLockedError:
        return None
    except _FAULTS as error:
        return str(error)
    return " ".join(outcome.problems.values()) or None


def _shown_first(app: Beholden, publisher: Publisher, sequencer: Sequencer) -> Outcome:
    """Shows the witnesses where this log stands, before anything is added to it.

    One that knows more tells of an older copy that was put back by other means than ``beholden
    restore``. While nothing was added, what is missing can still be brought back.
    """
    note = sequencer.signed
    outcome = Outcome((), {}) if note is None else publisher.publish(note)
    if outcome.halted:
        mark_restored(app.ledger.folder, _WITNESS_KNOWS_MORE)
    return outcome


def _run(app: Beholden, stop: threading.Event, problems: _Problems) -> None:
    with app.ledger.sequencer() as sequencer:
        put_right = sequencer.reconcile()
        if put_right.lost:
            problems.say(
                "statements_lost",
                f"{put_right.lost:,} entries of the log have no statement in the database any "
                "more: an older backup was put back. The log goes on; a statement says so.",
            )
        publisher = app.ledger.publisher()
        with problems.watching("publishing"):
            first = _shown_first(app, publisher, sequencer)
            problems.keep_only(_OF_WITNESSES, dict(first.problems))
        refuse_restored(app.ledger.folder)
        publishing = _Publishing(app, publisher, problems)
        publishing.start()
        if (signed := sequencer.signed) is not None:
            publishing.offer(signed)
        try:
            _steps(app, sequencer, publishing, stop, problems)
        finally:
            publishing.finish()
            _write(app, problems, sequencer.size, publishing.published)


def _steps(
    app: Beholden,
    sequencer: Sequencer,
    publishing: _Publishing,
    stop: threading.Event,
    problems: _Problems,
) -> None:
    announcer = Announcer(app)
    interval = app.config.ledger.interval_seconds
    announce_at = status_at = 0.0
    reassure_at = time.monotonic() + _REASSURE_SECONDS
    said: object = None
    while True:
        ending = stop.is_set()
        now = time.monotonic()
        if now >= announce_at or ending:
            announce_at = now + _ANNOUNCE_SECONDS
            with problems.watching("announcing"):
                announcer.announce()
        refuse_restored(app.ledger.folder)
        step = sequencer.step()
        problems.clear("sequencer")
        if step.checkpoint is not None:
            publishing.offer(step.checkpoint)
            reassure_at = now + _REASSURE_SECONDS
        elif now >= reassure_at and sequencer.signed is not None:
            # Witnesses say again, at this time, what they have seen: a quiet log is no stalled one.
            reassure_at = now + _REASSURE_SECONDS
            publishing.offer(sequencer.signed)
        state = (sequencer.size, publishing.published, problems.all())
        if state != said or now >= status_at:
            said, status_at = state, now + _STATUS_SECONDS
            _write(app, problems, sequencer.size, publishing.published)
        if step.taken < BATCH_AT_MOST:
            if ending:
                return
            stop.wait(interval)


def _write(app: Beholden, problems: _Problems, size: int, published: int) -> None:
    write_status(
        app.ledger.folder,
        SequencerStatus(app.clock(), os.getpid(), size, published, problems.all()),
    )


class _Problems:
    """What is wrong now, by code; each is said once when it appears or changes."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self._lock = threading.Lock()
        self._all: dict[str, str] = {}

    def all(self) -> dict[str, str]:
        with self._lock:
            return dict(self._all)

    def set(self, code: str, sentence: str) -> None:
        with self._lock:
            is_new = self._all.get(code) != sentence
            self._all[code] = sentence
        if is_new:
            self.say(code, sentence)

    def clear(self, code: str) -> None:
        with self._lock:
            self._all.pop(code, None)

    def keep_only(self, prefixes: tuple[str, ...], now: dict[str, str]) -> None:
        """Replaces all problems whose code begins so."""
        with self._lock:
            gone = [code for code in self._all if code.startswith(prefixes) and code not in now]
            for code in gone:
                del self._all[code]
        for code, sentence in now.items():
            self.set(code, sentence)

    def watching(self, code: str) -> _Watching:
        return _Watching(self, code)


class _Watching:
    """Turns a room's error into a problem that goes away when it does."""

    def __init__(self, problems: _Problems, code: str) -> None:
        self._problems = problems
        self._code = code

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if error is None:
            self._problems.clear(self._code)
            return False
        if isinstance(error, _FAULTS):
            self._problems.set(self._code, str(error))
            return True
        return False


class _Publishing:
    """The second loop. It always takes the newest checkpoint that it was offered."""

    def __init__(self, app: Beholden, publisher: Publisher, problems: _Problems) -> None:
        self._app = app
        self._publisher = publisher
        self._problems = problems
        self._changed = threading.Condition()
        self._newest: bytes | None = None
        self._ending = False
        self._halted = False
        self._thread = threading.Thread(target=self._run, name="publishing", daemon=True)
        self.published = publisher.published_size()

    def start(self) -> None:
        self._thread.start()

    def offer(self, note: bytes) -> None:
        with self._changed:
            self._newest = note
            self._changed.notify()

    def finish(self) -> None:
        """Publishes what was offered last, once more, then ends."""
        with self._changed:
            self._ending = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        retry_seconds: float | None = None
        latest: bytes | None = None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._newest or self._ending, retry_seconds)
                if self._newest is None and self._ending:
                    return
                latest, self._newest = self._newest or latest, None
            if latest is None or self._halted:
                continue
            retry_seconds = None if self._publish(latest) else _LONGEST_PAUSE_SECONDS

    def _publish(self, note: bytes) -> bool:
        try:
            outcome = self._publisher.publish(note)
        except Exception as error:  # noqa: BLE001 - without this thread nothing is ever published
            foreseen = isinstance(error, _FAULTS)
            self._problems.set(
                "publishing", str(error) if foreseen else f"{type(error).__name__}: {error}"
            )
            return False
        self._problems.clear("publishing")
        self._problems.keep_only(_OF_WITNESSES, dict(outcome.problems))
        if outcome.halted:
            self._halted = True
            # The other loop stops adding to a history that a witness has refused.
            mark_restored(self._app.ledger.folder, _WITNESS_KNOWS_MORE)
        if outcome.published:
            self.published = self._publisher.published_size()
        return outcome.published and not outcome.problems
