"""The supervisor: prepares everything once, forks the workers, keeps them running.

It binds the socket, verifies every byte of the active editions and makes the shared
memory before it forks, so workers start fast, share pages, and never race. It has no
threads and serves nobody itself. A worker that ends is replaced, after a pause that grows
while workers keep dying at their start. The sequencer, which writes the ledger, is one more
such process; it stops after the workers, so that their last statements get into the log.

Signals: TERM and INT stop gracefully (what was accepted is finished), a second one at
once. If the supervisor is killed, its workers stop gracefully by themselves.

    serve(config, data)   # returns when the service was stopped
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beholden.app import Beholden
from beholden.config import Config
from beholden.web import log
from beholden.web.board import Post, SupervisorPost, encode_post, read_board
from beholden.web.metrics_folder import metrics_folder
from beholden.web.server import address_of, bound
from beholden.web.shared import Shared

if TYPE_CHECKING:
    from types import FrameType

_POLL_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 10.0
_YOUNG_SECONDS = 5.0
_NO_FORK_PAUSE_SECONDS = 1.0
_FAULTS_KEPT = 10
_EXTRA_STOP_SECONDS = 10.0
_METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_SEQUENCER = -1
"""The number of the process that writes the ledger; workers count from 1."""


def serve(config: Config, data: Path) -> int:
    """Runs the service until it is stopped; returns the exit status.

    Raises:
        StoreError, ListsError, GateError, AccessError: It cannot start; the message says why.
        OSError: The address cannot be used.
    """
    log.configure(config.log.level)
    _no_core_dumps()
    with metrics_folder() as folder:
        os.environ[_METRICS_VARIABLE] = str(folder)
        _prepare(config, data)
        supervisor = _Supervisor(config, data, bound(config.server.listen, config.server.workers))
        try:
            return supervisor.run()
        finally:
            supervisor.stop_listening()


def _prepare(config: Config, data: Path) -> None:
    """Everything that may be wrong is found here, before anything is served."""
    app = Beholden(data, config)
    with ThreadPoolExecutor(1) as beside:
        # Checksums leave the interpreter to others, so loading the program costs no time.
        verified = beside.submit(app.active_lists)
        # Once for all workers: what is loaded before the fork is shared.
        import beholden.web.application  # noqa: PLC0415 - metrics must see their folder

        _ = app.store, app.secret
        app.policy()
        verified.result()
    beholden.web.lists.clear_incoming(data)
    app.store.close()
    gc.collect()
    gc.freeze()


class _Supervisor:
    def __init__(self, config: Config, data: Path, listening: list[socket.socket]) -> None:
        self._config = config
        self._data = data
        self._listening = listening
        self._shared = Shared(config.server.workers)
        self._log = log.get_log()
        self._workers: dict[int, tuple[int, float]] = {}
        self._due: dict[int, float] = dict.fromkeys(range(1, config.server.workers + 1), 0.0)
        if config.ledger.enabled and config.ledger.sequence:
            self._due[_SEQUENCER] = 0.0
        self._pauses: dict[int, float] = {}
        self._faults: list[Post] = []
        self._ready = False
        self._signals = 0
        self._socket_file = _socket_file(config.server.listen)

    def run(self) -> int:
        address = address_of(self._listening[0])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        self._log.info("listening", address=address, workers=self._config.server.workers)
        while not self._signals:
            self._start_due()
            self._reap()
            self._say_when_ready()
            time.sleep(_POLL_SECONDS)
        return self._stop()

    def stop_listening(self) -> None:
        """Has callers refused from now on, and leaves the address to a service that follows."""
        if self._listening:
            for one in self._listening:
                one.close()
            self._listening = []
            if self._socket_file is not None:
                _remove_socket(*self._socket_file)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._signals += 1

    def _start_due(self) -> None:
        for number, due in list(self._due.items()):
            if time.monotonic() >= due:
                del self._due[number]
                self._fork(number)

    def _fork(self, number: int) -> None:
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            self._due[number] = time.monotonic() + _NO_FORK_PAUSE_SECONDS
            self._fault(
                "worker_not_started",
                f"{_named(number)} cannot be started: {error.strerror}. It is tried again.",
            )
            return
        if pid:
            self._workers[pid] = (number, time.monotonic())
            return
        status = 1
        try:
            if number == _SEQUENCER:
                _call_process(b"bh-sequencer")
            _end_with(parent)
            for one in (signal.SIGTERM, signal.SIGINT):
                signal.signal(one, signal.SIG_DFL)
            log.configure(self._config.log.level, apart=True)
            status = self._run_child(number)
        except KeyboardInterrupt:
            status = 0
        except SystemExit as ending:
            status = ending.code if isinstance(ending.code, int) else 1
        except BaseException as error:  # noqa: BLE001 - a forked process must end here
            self._log.error(
                "worker failed", worker=number, error=type(error).__name__,
                places=log.places_of(error),
            )  # fmt: skip
        finally:
            log.finish()
            os._exit(status)

    def _run_child(self, number: int) -> int:
        listening = None if number == _SEQUENCER else self._listening[number - 1]
        for other in self._listening:
            # Held open here, it would take connections in that nobody serves.
            if other is not listening:
                other.close()
        if listening is None:
            return _run_sequencer(self._config, self._data)
        return _run_worker(self._config, self._data, number, self._shared, listening)

    def _reap(self) -> None:
        while self._workers:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            number, started = self._workers.pop(pid, (0, 0.0))
            if not number:
                continue
            self._forget(pid, number)
            young = time.monotonic() - started < _YOUNG_SECONDS
            pause = (
                min(_LONGEST_PAUSE_SECONDS, 2 * self._pauses.get(number, 0.25)) if young else 0.0
            )
            self._pauses[number] = pause or 0.25
            self._due[number] = time.monotonic() + pause
            ended = os.waitstatus_to_exitcode(status)
            how = f"by signal {-ended}" if ended < 0 else f"with status {ended}"
            self._fault(
                "worker_ended",
                f"{_named(number)} (process {pid}) ended {how}; a fresh one starts.",
            )

    def _forget(self, pid: int, number: int) -> None:
        from beholden.web import metrics  # noqa: PLC0415 - it must see the metrics folder

        if number != _SEQUENCER:
            self._shared.clear(number)
        metrics.forget(pid)

    def _fault(self, code: str, sentence: str) -> None:
        from beholden.web import metrics  # noqa: PLC0415 - it must see the metrics folder

        self._log.warning("fault", code=code, says=sentence)
        metrics.faults.labels(code).inc()
        count = 1 + sum(fault.count for fault in self._faults if fault.code == code)
        self._faults = [fault for fault in self._faults if fault.code != code][-_FAULTS_KEPT:]
        self._faults.append(Post(datetime.now(UTC), code, sentence, count))
        self._shared.post(0, encode_post(SupervisorPost(tuple(self._faults))))

    def _say_when_ready(self) -> None:
        if self._ready:
            return
        workers, _ = read_board(self._shared)
        if len(workers) == self._config.server.workers:
            self._ready = True
            able = all(worker.ready for worker in workers)
            self._log.info(
                "ready", workers=len(workers), status="ready" if able else "not ready: see /readyz"
            )

    def _stop(self) -> int:
        self._log.info("stopping", workers=len(self._workers))
        self.stop_listening()
        deadline = time.monotonic() + self._config.server.shutdown_seconds + _EXTRA_STOP_SECONDS
        self._end([pid for pid, one in self._workers.items() if one[0] != _SEQUENCER], deadline)
        # Last, so that what the workers recorded at their end gets into the log.
        self._end(list(self._workers), deadline)
        clean = not self._workers
        _signal_all(self._workers, signal.SIGKILL)
        while self._workers:
            self._wait_for_end()
            time.sleep(_POLL_SECONDS)
        self._log.info("stopped", clean=clean)
        return 0 if clean else 1

    def _end(self, pids: list[int], deadline: float) -> None:
        """Has processes stop gracefully; returns when they have or the time is over."""
        _signal_all(pids, signal.SIGTERM)
        while self._workers.keys() & set(pids) and time.monotonic() < deadline:
            if self._signals > 1:
                return
            self._wait_for_end()
            time.sleep(_POLL_SECONDS)

    def _wait_for_end(self) -> None:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            self._workers.clear()
            return
        self._workers.pop(pid, None)


def _run_worker(
    config: Config, data: Path, number: int, shared: Shared, listening: socket.socket
) -> int:
    from beholden.web.application import application  # noqa: PLC0415 - after the fork's set-up
    from beholden.web.server import server_of  # noqa: PLC0415
    from beholden.web.worker import Worker  # noqa: PLC0415

    failed: list[Exception] = []

    def make() -> Any:
        try:
            return Worker(config, data, number, shared)
        except Exception as error:
            failed.append(error)
            raise

    server_of(application(make), config).run(sockets=[listening])
    return 1 if failed else 0


def _run_sequencer(config: Config, data: Path) -> int:
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    about = log.get_log().bind(process="sequencer")
    Beholden(data, config).run_sequencer(
        stop,
        lambda code, says: about.warning("fault", code=code, says=says),
    )
    return 0


def _named(number: int) -> str:
    return "The sequencer" if number == _SEQUENCER else f"Worker {number}"


def _signal_all(pids: Iterable[int], number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _end_with(parent: int) -> None:
    """A worker whose supervisor is gone stops gracefully; nobody would replace it."""
    if sys.platform == "linux":
        set_parent_death_signal, set_dumpable = 1, 4
        prctl = ctypes.CDLL(None).prctl
        prctl(set_parent_death_signal, signal.SIGTERM, 0, 0, 0)
        prctl(set_dumpable, 0, 0, 0, 0)  # uploads are in its memory: no core, no debugger
        if os.getppid() != parent:
            os._exit(0)


def _call_process(name: bytes) -> None:
    """What ``ps`` and ``top`` show for this process."""
    if sys.platform == "linux":
        set_name = 15
        ctypes.CDLL(None).prctl(set_name, name, 0, 0, 0)


def _no_core_dumps() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def _socket_file(listen: str) -> tuple[Path, int] | None:
    """The path of a Unix socket, and which file it is."""
    if not listen.startswith("unix:"):
        return None
    path = Path(listen.removeprefix("unix:"))
    return path, path.lstat().st_ino


def _remove_socket(path: Path, inode: int) -> None:
    """Removes our own socket; what another service has put there since stays."""
    with contextlib.suppress(FileNotFoundError):
        if path.lstat().st_ino == inode:
            path.unlink()
