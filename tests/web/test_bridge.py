"""From threads to the event loop: every waiter hears its own result, woken once for many."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import CancelledError, Future

import pytest

from beholden.web.bridge import Bridge


def test_every_waiter_hears_its_own_result_or_fault() -> None:
    async def run() -> list[object]:
        bridge = Bridge()
        futures: list[Future[int]] = [Future() for _ in range(300)]
        waiting = [asyncio.ensure_future(bridge.wait(future)) for future in futures]
        await asyncio.sleep(0)

        def resolve() -> None:
            for number, future in enumerate(futures):
                if number % 3:
                    future.set_result(number)
                else:
                    future.set_exception(ValueError(str(number)))

        thread = threading.Thread(target=resolve)
        thread.start()
        found = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 30)
        thread.join()
        return list(found)

    for number, result in enumerate(asyncio.run(run())):
        if number % 3:
            assert result == number
        else:
            assert isinstance(result, ValueError)
            assert str(result) == str(number)


def test_a_future_that_was_done_before_is_heard() -> None:
    async def run() -> int:
        future: Future[int] = Future()
        future.set_result(7)
        return await asyncio.wait_for(Bridge().wait(future), 30)

    assert asyncio.run(run()) == 7


def test_a_caller_who_gives_up_cancels_what_has_not_begun() -> None:
    async def run() -> Future[int]:
        future: Future[int] = Future()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await Bridge().wait(future)
        return future

    assert asyncio.run(run()).cancelled()


def test_a_future_that_others_cancel_ends_the_wait() -> None:
    async def run() -> None:
        future: Future[int] = Future()
        waiting = asyncio.ensure_future(Bridge().wait(future))
        await asyncio.sleep(0)
        future.cancel()
        await asyncio.wait_for(waiting, 30)

    with pytest.raises((asyncio.CancelledError, CancelledError)):
        asyncio.run(run())


def test_many_results_at_once_wake_the_loop_once() -> None:
    async def run() -> int:
        bridge = Bridge()
        loop = asyncio.get_running_loop()
        futures: list[Future[int]] = [Future() for _ in range(50)]
        waiting = [asyncio.ensure_future(bridge.wait(future)) for future in futures]
        await asyncio.sleep(0)
        woken = 0
        wake = loop.call_soon_threadsafe

        def counted(*arguments: object) -> object:
            nonlocal woken
            woken += 1
            return wake(*arguments)  # type: ignore[arg-type]

        loop.call_soon_threadsafe = counted  # type: ignore[assignment, method-assign]
        for future in futures:
            future.set_result(1)
        await asyncio.gather(*waiting)
        return woken

    assert asyncio.run(run()) == 1
