"""Bodies are read in memory, bounded in bytes and time, and never past their budget."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from beholden.web.bodies import Bodies
from beholden.web.problems import ClientGoneError, Problem


def receiving(*messages: dict[str, Any]) -> Any:
    """ASGI's receive over some messages; afterwards it waits for ever."""
    waiting = list(messages)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    return receive


def pieces(parts: Iterable[bytes]) -> list[dict[str, Any]]:
    listed = list(parts)
    return [
        {"type": "http.request", "body": part, "more_body": number + 1 < len(listed)}
        for number, part in enumerate(listed)
    ]


async def read(bodies: Bodies, receive: Any, length: int | None = None, most: int = 100) -> bytes:
    async with bodies.read(receive, length, most=most) as body:
        return body


def test_a_body_in_pieces_is_put_together() -> None:
    bodies = Bodies(1000, 5)
    assert asyncio.run(read(bodies, receiving(*pieces([b"ab", b"", b"c"])))) == b"abc"


def test_the_budget_is_given_back_whatever_happens() -> None:
    bodies = Bodies(1000, 0.05)

    async def all_ways() -> None:
        async with bodies.read(receiving(*pieces([b"abc"])), 3, most=10) as body:
            assert body == b"abc"
            assert bodies.held_bytes == 3
        with pytest.raises(Problem):
            await read(bodies, receiving(*pieces([b"x" * 60, b"y" * 60])))
        with pytest.raises(Problem):
            await read(bodies, receiving(pieces([b"x", b"y"])[0]))
        with pytest.raises(ClientGoneError):
            await read(bodies, receiving(pieces([b"x", b"y"])[0], {"type": "http.disconnect"}))

    asyncio.run(all_ways())
    assert bodies.held_bytes == 0


@pytest.mark.parametrize("length", [None, 101])
def test_a_body_over_the_limit_is_refused(length: int | None) -> None:
    with pytest.raises(Problem) as refused:
        asyncio.run(read(Bodies(1000, 5), receiving(*pieces([b"x" * 101])), length))
    assert (refused.value.status, refused.value.code) == (413, "too_large")


def test_a_body_that_trickles_is_refused_in_time() -> None:
    with pytest.raises(Problem) as refused:
        asyncio.run(read(Bodies(1000, 0.05), receiving(pieces([b"x", b"y"])[0])))
    assert (refused.value.status, refused.value.close) == (408, True)


def test_bodies_that_do_not_fit_together_are_told_to_try_again() -> None:
    bodies = Bodies(100, 5)

    async def two() -> Problem:
        async with bodies.read(receiving(*pieces([b"x" * 60])), 60, most=100):
            with pytest.raises(Problem) as refused:
                await read(bodies, receiving(*pieces([b"y" * 60])), 60)
            return refused.value

    problem = asyncio.run(two())
    assert (problem.status, problem.retry_seconds) == (429, 1)


def test_a_length_that_lies_low_still_counts_what_came() -> None:
    bodies = Bodies(100, 5)
    with pytest.raises(Problem) as refused:
        asyncio.run(read(bodies, receiving(*pieces([b"x" * 90, b"y" * 90])), 1, most=200))
    assert refused.value.status == 429
    assert bodies.held_bytes == 0
