"""What each worker says of itself on the shared board, for the operator's page.

shared.post(1, encode_post(WorkerPost(...)))
read_board(shared)
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from beholden.web.shared import Shared


class Post(msgspec.Struct, frozen=True):
    """One fault: when last, its code and sentence, how often."""

    at: datetime
    code: str
    message: str
    count: int


class WorkerPost(msgspec.Struct, frozen=True):
    """One worker. ``seconds`` holds the latest request times by endpoint."""

    number: int
    pid: int
    started: datetime
    posted: datetime
    ready: bool
    in_flight: int
    decode_workers: int
    lists: tuple[str, ...]
    answered: dict[str, int]
    seconds: dict[str, tuple[float, ...]]
    faults: tuple[Post, ...]


class SupervisorPost(msgspec.Struct, frozen=True):
    """The supervisor: what it had to restart."""

    faults: tuple[Post, ...]


_MESSAGE_AT_MOST = 300
_encode = msgspec.msgpack.Encoder().encode
_worker = msgspec.msgpack.Decoder(WorkerPost)
_supervisor = msgspec.msgpack.Decoder(SupervisorPost)


def encode_post(post: WorkerPost | SupervisorPost) -> bytes:
    """A post as bytes; long sentences are cut so that it fits."""
    faults = tuple(
        msgspec.structs.replace(fault, message=fault.message[:_MESSAGE_AT_MOST])
        for fault in post.faults
    )
    return _encode(msgspec.structs.replace(post, faults=faults))


def read_board(shared: Shared) -> tuple[tuple[WorkerPost, ...], tuple[Post, ...]]:
    """The posts of all workers that are there, and the supervisor's faults."""
    workers = []
    for number in range(1, shared.slots):
        message = shared.read(number)
        if message is not None:
            workers.append(_worker.decode(message))
    message = shared.read(0)
    return tuple(workers), () if message is None else _supervisor.decode(message).faults
