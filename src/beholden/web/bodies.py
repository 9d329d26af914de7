"""Reading bodies: in memory only, bounded in bytes and time.

Uploads never touch a disk, so nothing here spools. All bodies of one worker share a
budget: what does not fit is refused at once, before it is read.

    async with bodies.read(receive, length, most=1 << 20) as body: ...
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

from beholden.web.problems import ClientGoneError, Problem, busy

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

SMALL_BYTES = 1 << 16
"""Up to this stated length a body is read by the short way."""

_DRAIN_BYTES = 8 << 20
_DRAIN_SECONDS = 2.0


class Bodies:
    """The budget of one worker.

    Args:
        budget_bytes: All bodies together.
        seconds: For one whole body.
    """

    def __init__(self, budget_bytes: int, seconds: float) -> None:
        self._budget = budget_bytes
        self._seconds = seconds
        self.held_bytes = 0

    async def small(self, receive: Receive, length: int) -> bytes:
        """A body of a stated length of at most ``SMALL_BYTES``, at little cost.

        The protocol below closes connections whose body does not come in time, so there
        is no timer here; and what is this small needs no place in the budget.

        Raises:
            Problem: 413 more came than was stated.
            ClientGoneError: The caller closed the connection.
        """
        message = await receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            body: bytes = message.get("body", b"")
        else:
            pieces = []
            while message["type"] == "http.request":
                pieces.append(message.get("body", b""))
                if not message.get("more_body", False):
                    break
                message = await receive()
            else:
                raise ClientGoneError
            body = b"".join(pieces)
        if len(body) > max(length, SMALL_BYTES):
            raise _too_large(SMALL_BYTES)
        return body

    @contextlib.asynccontextmanager
    async def read(
        self, receive: Receive, length: int | None, *, most: int
    ) -> AsyncIterator[bytes]:
        """The whole body; its bytes count against the budget inside the block.

        Args:
            receive: ASGI's.
            length: ``Content-Length``, if given.
            most: Bytes of this body.

        Raises:
            Problem: 413 too large, 408 too slow, 429 no room.
            ClientGoneError: The caller closed the connection.
        """
        if length is not None and length > most:
            await _drain(receive)
            raise _too_large(most)
        reserved = length or 0
        self._reserve(reserved)
        try:
            pieces: list[bytes] = []
            size = 0
            async with _within(self._seconds):
                async for piece in _pieces(receive):
                    size += len(piece)
                    if size > most:
                        await _drain(receive)
                        raise _too_large(most)
                    if size > reserved:
                        self._reserve(size - reserved)
                        reserved = size
                    pieces.append(piece)
            body = pieces[0] if len(pieces) == 1 else b"".join(pieces)
            pieces.clear()
            yield body
        finally:
            self.held_bytes -= reserved

    async def stream(
        self, receive: Receive, length: int | None, *, most: int, seconds: float
    ) -> AsyncIterator[bytes]:
        """The body piece by piece, for what may be kept in a file (hash lists).

        Raises:
            Problem: 413 too large, 408 too slow.
            ClientGoneError: The caller closed the connection.
        """
        if length is not None and length > most:
            raise _too_large(most)
        size = 0
        async with _within(seconds):
            async for piece in _pieces(receive):
                size += len(piece)
                if size > most:
                    raise _too_large(most)
                yield piece

    def _reserve(self, count: int) -> None:
        if self.held_bytes + count > self._budget:
            raise busy(
                "The uploads under way fill the memory set aside for them. Try again.", close=True
            )
        self.held_bytes += count


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        if piece := message.get("body", b""):
            yield piece
        if not message.get("more_body", False):
            return


@contextlib.asynccontextmanager
async def _within(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise Problem(
            408,
            "too_slow",
            f"The body was not whole after {seconds:g} seconds. Send it faster.",
            close=True,
        ) from None


async def _drain(receive: Receive) -> None:
    # A caller who is still sending would see a reset instead of the answer.
    read = 0
    with contextlib.suppress(TimeoutError, ClientGoneError):
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for piece in _pieces(receive):
                read += len(piece)
                if read > _DRAIN_BYTES:
                    return


def _too_large(most: int) -> Problem:
    return Problem(
        413, "too_large", f"The body has more than the {most:,} bytes that are read.", close=True
    )
