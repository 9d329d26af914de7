"""Reading in a process under limits: no file can cost more, or reach further, than its answer.

A template process imports the readers once and forks for every file; each fork
gives up memory, time, core dumps and writing, reads one file, hands its document
over and ends. So nothing that a file does reaches the next one, and sixty files
need the imports once. The template is a fresh interpreter: it has no threads,
so forking it is safe whatever runs here.

    with Reader() as reader:
        document = reader.read(Path("answers/essex.xlsx"), "essex.xlsx")
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.errors import ReadError
from beholden.figures.reading._worker import Ended, Job, Outcome, Refused, no_memory
from beholden.figures.reading.dispatch import too_large
from beholden.figures.reading.limits import Limits

WORKER_COMMAND: tuple[str, ...] = ("-m", "beholden.figures.reading._worker")
_KEPT_ENVIRONMENT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
_WALL_FACTOR = 3
_START_SECONDS = 30.0
_PIECE = 1 << 20
_MESSAGE = 4096
_encode = msgspec.msgpack.Encoder().encode
_outcomes: msgspec.msgpack.Decoder[Outcome] = msgspec.msgpack.Decoder(Outcome)
_endings: msgspec.msgpack.Decoder[Ended] = msgspec.msgpack.Decoder(Ended)


class Reader:
    """Reads files, one after the other; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._template: _Template | None = None

    def read(self, path: Path, name: str, limits: Limits | None = None) -> Document:
        """Reads one file under limits.

        Args:
            path: The file.
            name: Its path within the folder of answers.
            limits: What it may cost.

        Raises:
            ReadError: It cannot be read; ``took-too-long``, ``too-much-memory`` and
                ``reader-crashed`` beside the codes of ``read_bytes``.
        """
        limits = limits or Limits()
        data = _load(path, name, limits)
        # The parent names and digests the file: a reader taken over by one cannot.
        digest = hashlib.sha256(data).hexdigest()
        with self._lock:
            outcome = self._outcome(data, name, limits)
        if isinstance(outcome, Refused):
            raise ReadError(outcome.code, outcome.message)
        return msgspec.structs.replace(outcome.document, file=name, digest=digest)

    def close(self) -> None:
        """Ends the template."""
        with self._lock:
            if self._template is not None:
                self._template.stop()
                self._template = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _outcome(self, data: bytes, name: str, limits: Limits) -> Outcome:
        if self._template is not None and not self._template.usable():
            self._template.stop()
            self._template = None
        if self._template is None:
            self._template = _Template()
        outcome: Outcome | None = None
        try:
            outcome = self._template.read(data, name, limits)
        finally:
            if outcome is None or not self._template.alive:
                self._template.stop()
                self._template = None
        return outcome


class _Template:
    """The template process, as seen from here."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {k: os.environ[k] for k in _KEPT_ENVIRONMENT if k in os.environ}
        # numpy comes along with openpyxl; its threads would make forking unsafe.
        environment["OPENBLAS_NUM_THREADS"] = "1"
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-W", "ignore", *WORKER_COMMAND, str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,  # so that it is killed together with its forks
            )
        self._channel = ours
        self.alive = True

    def usable(self) -> bool:
        """Whether it runs, and is ours: after a fork of this process it is the other's."""
        return self._owner == os.getpid() and self._process.poll() is None

    def read(self, data: bytes, name: str, limits: Limits) -> Outcome:
        wall = _WALL_FACTOR * limits.max_seconds + _START_SECONDS
        deadline = time.monotonic() + wall
        ours, theirs = socket.socketpair()
        descriptor = _in_memory(data)
        try:
            with ours:
                with theirs:
                    job = _encode(Job(name, limits))
                    socket.send_fds(self._channel, [job], [descriptor, theirs.fileno()])
                reply = _receive(ours, limits.max_reply_bytes, deadline)
            self._channel.settimeout(max(deadline - time.monotonic(), 1))
            ended = _endings.decode(self._channel.recv(_MESSAGE))
        except TimeoutError:
            self.alive = False
            return _too_long(name, f"{wall:.0f} seconds")
        except (OSError, msgspec.MsgspecError):
            self.alive = False
            return _crashed(name)
        finally:
            os.close(descriptor)
        if ended.signal == signal.SIGXCPU:
            return _too_long(name, f"{limits.max_seconds:g} seconds of processor time")
        if ended.signal == signal.SIGABRT:  # so do libraries end that are refused memory
            return no_memory(name, limits)
        return _decoded(reply, name)

    def stop(self) -> None:
        self.alive = False
        self._channel.close()
        if self._owner != os.getpid():
            self._process.returncode = 0  # not ours to wait for
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _load(path: Path, name: str, limits: Limits) -> bytes:
    try:
        # Opening a named pipe without O_NONBLOCK would wait for a writer for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(limits.max_bytes + 1)
    except OSError as error:
        raise ReadError("unreadable", f"{name} cannot be opened: {error.strerror}.") from error
    if len(data) > limits.max_bytes:
        raise too_large(name, limits)
    return data


def _in_memory(data: bytes) -> int:
    descriptor = os.memfd_create("answer")
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _receive(channel: socket.socket, most: int, deadline: float) -> bytes | None:
    """What a fork says until it closes its end; None for more than is allowed."""
    pieces: list[bytes] = []
    size = 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        channel.settimeout(left)
        piece = channel.recv(_PIECE)
        if not piece:
            return b"".join(pieces) if size <= most else None
        size += len(piece)
        if size <= most:
            pieces.append(piece)


def _decoded(reply: bytes | None, name: str) -> Outcome:
    if reply is None:
        return Refused("too-large", f"{name} holds too much to be handed over: ask for less.")
    try:
        return _outcomes.decode(reply)
    except msgspec.MsgspecError:
        return _crashed(name)


def _too_long(name: str, how_long: str) -> Refused:
    return Refused(
        "took-too-long", f"{name} was not read within {how_long}: ask for a smaller file."
    )


def _crashed(name: str) -> Refused:
    return Refused(
        "reader-crashed", f"{name} ended the process that read it: ask for it in another format."
    )


_shared = Reader()
atexit.register(_shared.close)


def read_document(path: Path, name: str, limits: Limits | None = None) -> Document:
    """Reads one file under limits, by a reader that all callers share; see ``Reader.read``."""
    return _shared.read(path, name, limits)
