"""One HTTP request with a bound on everything: time, bytes, redirects.

Where it goes is what an operator wrote into a file; nothing else is asked, and no redirect
is followed. Each request has a connection of its own: one that was kept may be closed at
the other end by now. Whatever goes wrong is an ``ExchangeError`` with a sentence.

    post("https://witness.example/add-checkpoint", body, seconds=5.0)
"""

from __future__ import annotations

import asyncio
import ssl
from functools import cache

import httpx2

from beholden.ledger.errors import ExchangeError
from beholden.ledger.models import Answer

ANSWER_AT_MOST = 64 * 1024
"""Bytes of an answer."""
# A compressed answer may be a thousand times as long as its bytes.
_HEADERS = {"content-type": "text/plain; charset=utf-8", "accept-encoding": "identity"}


def post(url: str, body: bytes, *, seconds: float) -> Answer:
    """Sends plain text and reads the answer. Not for threads with an event loop.

    Args:
        url: http or https.
        body: what is sent.
        seconds: for everything together: a peer that trickles bytes is given up too.

    Raises:
        ExchangeError: there is no whole answer.
    """
    try:
        return asyncio.run(_post(url, body, seconds))
    except TimeoutError:
        raise ExchangeError(f"{url}: no whole answer within {seconds:g} s.") from None
    except ExchangeError:
        raise
    except Exception as error:
        # An odd address fails in whatever layer meets it first, and not as an error of HTTP.
        raise ExchangeError(f"{url}: {str(error)[:200] or type(error).__name__}.") from error


async def _post(url: str, body: bytes, seconds: float) -> Answer:
    async with (
        asyncio.timeout(seconds),
        # No proxy of the environment is asked; the time is bounded as a whole.
        httpx2.AsyncClient(
            follow_redirects=False, trust_env=False, verify=_authorities(), timeout=None
        ) as client,
        client.stream("POST", url, content=body, headers=_HEADERS) as response,
    ):
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise ExchangeError(f"{url}: the answer is compressed, which was not asked for.")
        received = bytearray()
        async for piece in response.aiter_raw():
            received += piece
            if len(received) > ANSWER_AT_MOST:
                raise ExchangeError(f"{url}: the answer has more than {ANSWER_AT_MOST:,} bytes.")
        kind = response.headers.get("content-type", "")
        return Answer(response.status_code, kind, bytes(received))


@cache
def _authorities() -> ssl.SSLContext:
    """The system's authorities, which take longer to read than a request takes."""
    return ssl.create_default_context()
