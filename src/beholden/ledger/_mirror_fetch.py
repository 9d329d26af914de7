"""Getting the files of a log over HTTP, with a bound on everything.

A log may be hostile, and so may whatever stands between. Each answer has a length it may
have and a time it may take; what one step fetches has a sum. Redirects are refused, so the
API key is sent to the address that the operator typed and to no other. Certificates are
checked. What fails is tried again, a few times, with growing pauses; what cannot become
better (no such file, key refused, redirect) is not.

    with Fetcher("https://network.example", key=None) as fetcher:
        fetcher.get("checkpoint", 1_000_000)
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

import httpx2

import beholden
from beholden.ledger.errors import (
    BudgetError,
    FetchError,
    KeyRefusedError,
    MirrorSetupError,
    NotThereError,
    OversizeError,
    RedirectedError,
)

__all__ = ["FetchLimits", "Fetcher", "Wanted", "check_url"]

_OK = 200
_REDIRECTS = range(300, 400)
_REFUSED = frozenset({401, 403})
_ABSENT = frozenset({404, 410})
_RETRY_AFTER_AT_MOST = 30.0


@dataclass(frozen=True)
class FetchLimits:
    """What fetching may cost.

    ``seconds`` is for one whole answer, from the connection to its last byte.
    """

    seconds: float = 60.0
    attempts: int = 5
    pause_seconds: float = 0.5
    at_once: int = 8
    bytes_a_step: int = 64 << 30


class Wanted(NamedTuple):
    """A file below the address, and the bytes that it may have."""

    path: str
    most: int


class Fetcher:
    """GET requests below one address; not for several threads.

    Args:
        url: http or https, without a query.
        key: The API key, sent with every request.
        certificates: A file of authorities to trust instead of the system's.

    Raises:
        MirrorSetupError: The address or the certificates cannot be used.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        limits: FetchLimits | None = None,
        certificates: str | None = None,
    ) -> None:
        self._url = check_url(url)
        self._limits = limits or FetchLimits()
        self._left = self._limits.bytes_a_step
        headers = {"user-agent": f"beholden/{beholden.__version__}", "accept-encoding": "identity"}
        if key is not None:
            headers["authorization"] = f"Bearer {key}"
        # Proxies and passwords of the environment are nothing that the operator typed here.
        self._client = httpx2.AsyncClient(
            headers=headers,
            verify=_trusted(self._url, certificates),
            trust_env=False,
            follow_redirects=False,
            timeout=self._limits.seconds,
            limits=httpx2.Limits(max_connections=self._limits.at_once),
        )
        self._runner = asyncio.Runner()

    def new_step(self) -> None:
        """From now on the bytes count anew."""
        self._left = self._limits.bytes_a_step

    def get(self, path: str, most: int) -> bytes:
        """One file.

        Raises:
            FetchError: It did not come, or is none that is read.
        """
        return self.get_all([Wanted(path, most)])[0]

    def get_all(self, wanted: Sequence[Wanted]) -> list[bytes]:
        """Several files, some at a time, in the order in which they were named.

        Raises:
            FetchError: One of them did not come; the first in order that failed.
        """
        return self._runner.run(self._gather(wanted))

    def close(self) -> None:
        """Closes the connections."""
        self._runner.run(self._client.aclose())
        self._runner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    async def _gather(self, wanted: Sequence[Wanted]) -> list[bytes]:
        turns = asyncio.Semaphore(self._limits.at_once)
        stopped = asyncio.Event()

        async def one(what: Wanted) -> bytes:
            async with turns:
                if stopped.is_set():
                    raise FetchError(f"{what.path}: not asked for, another file failed.")
                try:
                    return await self._patiently(what)
                except FetchError:
                    stopped.set()
                    raise

        found = await asyncio.gather(*map(one, wanted), return_exceptions=True)
        bodies = [body for body in found if isinstance(body, bytes)]
        if len(bodies) < len(wanted):
            raise next(error for error in found if isinstance(error, BaseException))
        return bodies

    async def _patiently(self, what: Wanted) -> bytes:
        for attempt in range(1, self._limits.attempts + 1):
            try:
                return await self._once(what)
            except (NotThereError, KeyRefusedError, OversizeError, RedirectedError, BudgetError):
                raise
            except FetchError as error:
                if attempt == self._limits.attempts:
                    raise
                await asyncio.sleep(max(self._pause(attempt), error.retry_seconds))
        raise AssertionError("no attempt was made")

    def _pause(self, attempt: int) -> float:
        return self._limits.pause_seconds * float(2 ** (attempt - 1))

    async def _once(self, what: Wanted) -> bytes:
        try:
            async with (
                asyncio.timeout(self._limits.seconds),
                self._client.stream("GET", f"{self._url}/{what.path}") as response,
            ):
                _check_head(what, response.status_code, response.headers)
                return await self._body(what, response)
        except TimeoutError:
            raise FetchError(
                f"{what.path}: no whole answer within {self._limits.seconds:g} seconds."
            ) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError) as error:
            said = str(error)[:200] or type(error).__name__
            raise FetchError(f"{what.path}: {said}.") from None

    async def _body(self, what: Wanted, response: httpx2.Response) -> bytes:
        body = bytearray()
        async for piece in response.aiter_raw():
            body += piece
            self._left -= len(piece)
            if len(body) > what.most:
                raise OversizeError(f"{what.path}: longer than the {what.most:,} bytes it can be.")
            if self._left < 0:
                raise BudgetError(
                    f"{what.path}: this step has fetched {self._limits.bytes_a_step:,} bytes; the "
                    "next goes on from here."
                )
        return bytes(body)


def check_url(url: str) -> str:
    """An address as requests are made from it: without a slash at its end.

    Raises:
        MirrorSetupError: It is no http or https address, or carries a password or a query.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
        httpx2.URL(url)
    except (ValueError, httpx2.InvalidURL):
        raise MirrorSetupError(f"{url[:200]}: no address that can be read.") from None
    broken = any(sign.isspace() or not sign.isprintable() for sign in url)
    if broken or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise MirrorSetupError(
            f"{url[:200]}: write the address of a log, as https://network.example."
        )
    if parts.username is not None or parts.password is not None:
        raise MirrorSetupError("The address holds a password. Put the key in a file: --key-file.")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise MirrorSetupError(f"{url[:200]}: an address of a log has no query.")
    return url.rstrip("/")


def _trusted(url: str, certificates: str | None) -> ssl.SSLContext:
    """The authorities of the file, or the system's; for plain http none at all."""
    if urlsplit(url).scheme == "http":
        # Reading the system's takes longer than a whole step.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return ssl.create_default_context(cafile=certificates)
    except OSError as error:
        raise MirrorSetupError(
            f"{certificates}: no certificates can be read ({error.strerror or error})."
        ) from None


def _check_head(what: Wanted, status: int, headers: Mapping[str, str]) -> None:
    if status in _REDIRECTS:
        raise RedirectedError(
            f"{what.path}: HTTP {status}, a redirect. Redirects are not followed; give the address "
            "where the log really is."
        )
    if status in _REFUSED:
        raise KeyRefusedError(
            f"{what.path}: HTTP {status}, the key is missing or does not open this (--key-file)."
        )
    if status in _ABSENT:
        raise NotThereError(f"{what.path}: HTTP {status}, there is no such file.")
    if status != _OK:
        raise FetchError(
            f"{what.path}: HTTP {status}.", retry_seconds=_seconds(headers.get("retry-after", ""))
        )
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise FetchError(f"{what.path}: sent compressed, which was not asked for.")
    stated = headers.get("content-length", "")
    # The HTTP library lets in nothing but up to 20 digits.
    if stated and int(stated) > what.most:
        raise OversizeError(f"{what.path}: longer than the {what.most:,} bytes it can be.")


def _seconds(text: str) -> float:
    """The pause that a server asks for, within reason; dates are not read."""
    plain = text.strip()
    known = plain.isascii() and plain.isdigit() and len(plain) <= len("86400")
    return min(float(plain), _RETRY_AFTER_AT_MOST) if known else 0.0
