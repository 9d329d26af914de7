"""The template process: forks for every file, and tells how each fork ended.

Run by ``Reader`` as ``python -m beholden.figures.reading._worker FD``; FD is its end
of a Unix SEQPACKET socket pair. Each message is a job and comes with two
descriptors: the file, and where its outcome goes. Messages are msgpack, decoded
into types: nothing that a fork says can make the parent run code.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import resource
import signal
import socket
import sys
import time
from pathlib import PurePosixPath

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.errors import ReadError
from beholden.figures.reading.dispatch import load_reader, read_bytes
from beholden.figures.reading.limits import Limits
from beholden.figures.reading.sniff import EXTENSIONS

_MESSAGE = 1 << 16
_DESCRIPTORS = 2


class Job(msgspec.Struct, frozen=True):
    """One file to read."""

    name: str
    limits: Limits


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """Why a file could not be read."""

    code: str
    message: str


class Ended(msgspec.Struct, frozen=True):
    """How a fork ended: the signal that killed it, or none."""

    signal: int


class Read(msgspec.Struct, frozen=True, tag="read"):
    """The document of a file."""

    document: Document


Outcome = Read | Refused


def main() -> None:
    """Serves jobs until the parent closes its end."""
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        tell = msgspec.msgpack.Encoder().encode
        job_of = msgspec.msgpack.Decoder(Job).decode
        while True:
            message, descriptors, _, _ = socket.recv_fds(channel, _MESSAGE, _DESCRIPTORS)
            if not message:
                return
            job = job_of(message)
            _warm(job.name)
            child = os.fork()
            if child == 0:
                channel.close()
                _serve(job, *descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
            _, status = os.waitpid(child, 0)
            killed_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            channel.send(tell(Ended(killed_by)))


def _warm(name: str) -> None:
    """Imports before the fork what the extension promises, for all later forks."""
    format_ = EXTENSIONS.get(PurePosixPath(name.lower()).suffix)
    if format_ is not None:
        # Were it missing, the fork says so, and only if the file really needs it.
        with contextlib.suppress(ReadError):
            load_reader(format_)


def _serve(job: Job, source: int, target: int) -> None:
    """Reads the file and ends this process."""
    status = 1
    try:
        _confine(job.limits)
        with open(source, "rb") as file:
            outcome = _outcome(file.read(), job)
        with socket.socket(fileno=target) as channel:
            channel.sendall(_packed(outcome, job))
        status = 0
    finally:
        os._exit(status)  # no cleaning up: the parent process owns all there is


def _outcome(data: bytes, job: Job) -> Outcome:
    try:
        return Read(read_bytes(data, job.name, job.limits))
    except ReadError as error:
        return Refused(error.code, str(error))
    except (MemoryError, RecursionError):
        return no_memory(job.name, job.limits)
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a broken file
        if _ran_out(error):
            return no_memory(job.name, job.limits)
        return Refused(
            "damaged",
            f"{job.name} is damaged or not as its format says ({type(error).__name__}): "
            "fetch it again, or ask for it in another format.",
        )


def _packed(outcome: Outcome, job: Job) -> bytes:
    try:
        return msgspec.msgpack.encode(outcome)
    except MemoryError:
        return msgspec.msgpack.encode(no_memory(job.name, job.limits))


def _ran_out(error: BaseException | None) -> bool:
    """Whether a library wrapped a lack of memory in an error of its own."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def no_memory(name: str, limits: Limits) -> Refused:
    """The outcome of a file that needs too much memory."""
    return Refused(
        "too-much-memory",
        f"{name} needs more memory than {limits.max_memory_bytes:,} bytes: ask for a smaller file.",
    )


def _confine(limits: Limits) -> None:
    soft_cpu = math.ceil(time.process_time() + limits.max_seconds) + 1
    for kind, value in (
        (resource.RLIMIT_AS, limits.max_memory_bytes),
        (resource.RLIMIT_CPU, soft_cpu),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        _, hard = resource.getrlimit(kind)
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # At the hard limit of processor time the signal is SIGKILL, which says nothing.
        above = 1 if kind == resource.RLIMIT_CPU and ceiling == value else 0
        resource.setrlimit(kind, (ceiling, ceiling + above))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    if sys.platform == "linux":
        set_parent_death_signal, set_dumpable, set_no_new_privileges = 1, 4, 38
        prctl = ctypes.CDLL(None).prctl
        prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)
        prctl(set_dumpable, 0, 0, 0, 0)  # a core handler ignores RLIMIT_CORE, not this
        prctl(set_no_new_privileges, 1, 0, 0, 0)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        main()
