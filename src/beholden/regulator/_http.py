"""Requests to the interface of a service that a regulator drills, with a bound on everything.

The address is what an officer typed; redirects are not followed, so that the key and the
pictures go to no other host. Each request has a connection of its own. A picture of which no
byte was handed to the connection was not sent: that is told apart from one without an answer.

    HttpInterface("https://network.example", key).check(upload, seconds=30.0)
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx2

import beholden
from beholden.regulator._drill_ports import Reply, Upload
from beholden.regulator.errors import DrillError, NoAnswerError, NotSentError

__all__ = ["HttpInterface"]

_ANSWER_AT_MOST = 1 << 20
_RECEIPT_AT_MOST = 1 << 16
_CONNECT_SECONDS = 10.0
_RETRY_AFTER_AT_MOST = 60.0
_RETRY_DIGITS = 6


class HttpInterface:
    """A service's interface at one address, asked with one key.

    Args:
        url: http or https, without a query.
        key: the API key; it is in no message.
        certificates: a file of authorities to trust instead of the system's.

    Raises:
        DrillError: The address or the certificates cannot be used.
    """

    def __init__(self, url: str, key: str, *, certificates: Path | None = None) -> None:
        self._url = _address(url)
        self._trusted = _trusted(self._url, certificates)
        self._headers = {
            "user-agent": f"beholden/{beholden.__version__}",
            "accept-encoding": "identity",
            "authorization": f"Bearer {key}",
        }

    def check(self, upload: Upload, *, seconds: float) -> Reply:
        """Sends a picture; see ``Interface``."""
        request = httpx2.Request(
            "POST",
            f"{self._url}/v1/check/image",
            params={"surface": upload.surface, "account": upload.account},
            headers={
                **self._headers,
                "content-type": "image/jpeg",
                "content-length": str(len(upload.data)),
                "idempotency-key": upload.request,
            },
            content=(body := _Body(upload.data)),
        )
        return self._exchanged(request, body, seconds, _ANSWER_AT_MOST)

    def receipt(self, statement: str, *, seconds: float) -> Reply:
        """Asks for a receipt; see ``Interface``."""
        path = f"{self._url}/v1/statements/{quote(statement, safe='')}/receipt"
        request = httpx2.Request("GET", path, params={"form": "receipt"}, headers=self._headers)
        return self._exchanged(request, None, seconds, _RECEIPT_AT_MOST)

    def _exchanged(
        self, request: httpx2.Request, body: _Body | None, seconds: float, most: int
    ) -> Reply:
        try:
            return asyncio.run(self._exchange(request, seconds, most))
        except NoAnswerError:
            raise
        except TimeoutError:
            why = f"no whole answer within {seconds:.3g} s"
        except (httpx2.HTTPError, httpx2.StreamError, OSError) as error:
            why = _said(error)
        if body is not None and not body.begun:
            raise NotSentError(f"{self._url} cannot be reached: {why}.")
        raise NoAnswerError(why)

    async def _exchange(self, request: httpx2.Request, seconds: float, most: int) -> Reply:
        async with (
            asyncio.timeout(seconds),
            # No proxy or password of the environment is asked; the time is bounded as a whole.
            httpx2.AsyncClient(
                follow_redirects=False,
                trust_env=False,
                verify=self._trusted,
                # Half of the time at most: a connection that is given up late is not closed.
                timeout=httpx2.Timeout(None, connect=min(seconds / 2, _CONNECT_SECONDS)),
            ) as client,
        ):
            response = await client.send(request, stream=True)
            try:
                if response.headers.get("content-encoding", "identity").lower() != "identity":
                    raise NoAnswerError("the answer is compressed, which was not asked for")
                body = bytearray()
                async for piece in response.aiter_raw():
                    body += piece
                    if len(body) > most:
                        raise NoAnswerError(f"the answer has more than {most:,} bytes")
            finally:
                await response.aclose()
            return Reply(response.status_code, bytes(body), _pause(response.headers))


class _Body:
    """Bytes on their way; ``begun`` once the connection asked for them."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.begun = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.begun = True
        yield self._data


def _pause(headers: Mapping[str, str]) -> float:
    """The pause that a server asks for, within reason; dates are not read."""
    text = headers.get("retry-after", "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _RETRY_DIGITS):
        return 0.0
    return min(float(text), _RETRY_AFTER_AT_MOST)


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port
        httpx2.URL(url)
    except (ValueError, httpx2.InvalidURL):
        raise DrillError(f"{url[:200]}: no address that can be read.") from None
    plain = url.isprintable() and not any(sign.isspace() for sign in url)
    if not plain or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise DrillError(f"{url[:200]}: write the service's address, as https://network.example.")
    if parts.username is not None or parts.password is not None:
        raise DrillError("The address holds a password. Put the key in a file: --key-file.")
    if "?" in url or "#" in url:
        raise DrillError(f"{url[:200]}: write the address without a query.")
    return url.rstrip("/")


def _trusted(url: str, certificates: Path | None) -> ssl.SSLContext:
    """The authorities of the file, or the system's; for plain http none at all."""
    if urlsplit(url).scheme == "http":
        # Reading the system's takes longer than a whole request.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return ssl.create_default_context(cafile=certificates)
    except OSError as error:
        raise DrillError(
            f"{certificates}: no certificates can be read ({error.strerror or error})."
        ) from None


def _said(error: Exception) -> str:
    return (str(error)[:200] or type(error).__name__).rstrip(".")
