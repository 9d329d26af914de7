"""A decode worker: reads files by descriptor, hashes them, and may be killed at any time.

Run by ``HashPool`` as ``python -m beholden.media.worker FD``; FD is its end of a
Unix SEQPACKET socket pair. The first message in holds the limits. Each further
one comes with the descriptor of one file, and is answered by two messages: the
digests as soon as they are known (so that they outlive a crash of the decoder),
then the outcome. Messages are msgpack, decoded into types: nothing that a
worker says can make the parent run code.

The worker gives up what it does not need before it reads the first byte:
memory, processor time, core dumps, file writing, new privileges.
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

import msgspec
from PIL import AvifImagePlugin, Image

from beholden.media.core import Digests, HashOutcome, Unscannable
from beholden.media.decode import hash_known
from beholden.media.digests import digests_of
from beholden.media.errors import UnscannableError
from beholden.media.limits import Limits

MAX_MESSAGE = 384 * 1024
_READ_PIECE = 1 << 20
_LEAST_ROOM = 64 << 20


class Setup(msgspec.Struct, frozen=True):
    """First message to a worker."""

    limits: Limits


class Job(msgspec.Struct, frozen=True):
    """One file; its descriptor travels beside this message."""

    exact: bool = False


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The worker has confined itself and waits for jobs."""


class Known(msgspec.Struct, frozen=True, tag="known"):
    """The digests of the file, sent before it is decoded."""

    digests: Digests


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The outcome of the file."""

    outcome: HashOutcome


Reply = Ready | Known | Done


def main() -> None:
    """Serves jobs until the parent closes its end."""
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        setup = msgspec.msgpack.decode(channel.recv(MAX_MESSAGE), type=Setup)
        _confine(setup.limits)
        reply = msgspec.msgpack.Encoder().encode
        job_of = msgspec.msgpack.Decoder(Job).decode
        channel.send(reply(Ready()))
        while True:
            message, descriptors, _, _ = socket.recv_fds(channel, MAX_MESSAGE, 1)
            if not message:
                return
            _allow_seconds(setup.limits.max_seconds)
            job = job_of(message)
            try:
                data = _read(descriptors[0], setup.limits.max_bytes)
            except UnscannableError as error:
                channel.send(reply(Done(error.outcome)))
                continue
            finally:
                os.close(descriptors[0])
            digests = digests_of(data)
            channel.send(reply(Known(digests)))
            channel.send(reply(Done(_outcome(data, digests, job, setup.limits))))


def _outcome(data: bytes, digests: Digests, job: Job, limits: Limits) -> HashOutcome:
    try:
        image = hash_known(data, digests, exact=job.exact, limits=limits)
    except UnscannableError as error:
        return error.outcome
    except MemoryError:
        return HashOutcome(
            digests,
            None,
            Unscannable("too_much_memory", "The file needs more memory than allowed."),
        )
    return HashOutcome(digests, image)


def _read(descriptor: int, most: int) -> bytes:
    size = os.fstat(descriptor).st_size
    if size > most:
        raise UnscannableError("too_large", f"The file has {size:,} bytes; the limit is {most:,}.")
    pieces = []
    left = most + 1
    try:
        while left and (piece := os.read(descriptor, min(left, max(size + 1, _READ_PIECE)))):
            pieces.append(piece)
            left -= len(piece)
    except OSError as error:
        raise UnscannableError("unreadable", f"Reading failed: {error.strerror}.") from None
    if not left:
        raise UnscannableError("too_large", f"The file grew beyond the limit of {most:,} bytes.")
    return b"".join(pieces)


def _confine(limits: Limits) -> None:
    # Both come to a whole group of processes; the parent decides when to stop.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before anything is decoded
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    for kind, value in (
        (resource.RLIMIT_AS, limits.max_memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        _, hard = resource.getrlimit(kind)
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (ceiling, ceiling))
    # With less room every file would seem too large; a worker that does not start says so once.
    bytearray(_LEAST_ROOM)
    if sys.platform == "linux":
        set_parent_death_signal, set_dumpable, set_no_new_privileges = 1, 4, 38
        prctl = ctypes.CDLL(None).prctl
        prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)
        prctl(set_dumpable, 0, 0, 0, 0)  # a core handler ignores RLIMIT_CORE, not this
        prctl(set_no_new_privileges, 1, 0, 0, 0)


def _allow_seconds(seconds: float) -> None:
    """Ends the process (SIGXCPU) when this job has used its processor time."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        main()
