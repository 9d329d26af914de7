"""One HTTP exchange with a bound on everything: time, bytes, redirects.

Where it goes is what an operator wrote into a file or typed; nothing else is asked, and
no redirect is followed. Whatever goes wrong is an ``ExchangeError`` with a sentence.

    exchange(client, "POST", "https://witness.example/add-checkpoint", body, seconds=5.0)
"""

from __future__ import annotations

import time

import httpx2

from beholden.ledger.errors import ExchangeError
from beholden.ledger.models import Answer

ANSWER_AT_MOST = 64 * 1024
"""Bytes of an answer, where the caller names no other bound."""


def http_client() -> httpx2.Client:
    """A client that follows no redirect, asks no proxy of the environment, and checks TLS."""
    return httpx2.Client(follow_redirects=False, trust_env=False)


def exchange(
    client: httpx2.Client,
    method: str,
    url: str,
    body: bytes = b"",
    *,
    seconds: float,
    at_most: int = ANSWER_AT_MOST,
    headers: dict[str, str] | None = None,
) -> Answer:
    """Sends one request and reads the answer.

    Args:
        client: see ``http_client``.
        method: GET or POST.
        url: http or https.
        body: what is sent.
        seconds: for the whole exchange: a peer that trickles bytes is given up too.
        at_most: bytes of the answer.
        headers: sent along.

    Raises:
        ExchangeError: there is no whole answer.
    """
    deadline = time.monotonic() + seconds
    try:
        with client.stream(
            method, url, content=body or None, headers=headers, timeout=seconds
        ) as response:
            received = bytearray()
            for piece in response.iter_bytes():
                received += piece
                if len(received) > at_most:
                    raise ExchangeError(f"{url}: the answer has more than {at_most:,} bytes.")
                if time.monotonic() > deadline:
                    raise ExchangeError(f"{url}: no whole answer within {seconds:g} s.")
            kind = response.headers.get("content-type", "")
            return Answer(response.status_code, kind, bytes(received))
    except httpx2.TimeoutException:
        raise ExchangeError(f"{url}: no answer within {seconds:g} s.") from None
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
        raise ExchangeError(f"{url}: {str(error) or type(error).__name__}.") from error

