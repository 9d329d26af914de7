"""Reading what a browser sends: bounded in bytes, fields and time.

fields = await read_form(request)
fields.one("reason"), fields.every("duties")
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

FORM_BYTES_AT_MOST: Final = 1 << 20
"""A service with every surface and a trust policy, each byte written as three."""
FIELDS_AT_MOST: Final = 2_000
FORM_SECONDS: Final = 20.0
CLOSE: Final = {"Connection": "close"}
"""With an answer before the whole request was read: the rest must not pass for another."""

_FORM_TYPE = "application/x-www-form-urlencoded"


class Fields:
    """The fields of a form, in the order in which they were sent."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            # A browser sends the line ends of Windows; files and digests here have others.
            plain = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
            self._values.setdefault(name, []).append(plain)

    def one(self, name: str) -> str:
        """The first value of a field, without blanks around; empty if it was not sent."""
        return self.raw(name).strip()

    def raw(self, name: str) -> str:
        """As ``one``, with blanks."""
        return self._values.get(name, [""])[0]

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a field that may be sent several times."""
        return tuple(self._values.get(name, ()))

    def has(self, name: str) -> bool:
        """Whether the field was sent at all."""
        return name in self._values

    def firsts(self) -> Mapping[str, str]:
        """The first value of every field, as it was typed."""
        return {name: values[0] for name, values in self._values.items()}


async def read_form(request: Request, *, at_most: int = FORM_BYTES_AT_MOST) -> Fields:
    """The fields of a form.

    Raises:
        HTTPException: 400 it cannot be read, 408 it came too slowly, 413 it is too large,
            415 it is another type.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM_TYPE:
        raise HTTPException(415, f"Send the form as {_FORM_TYPE}.", CLOSE)
    body = await _body(request, at_most)

    def fields() -> Fields:
        text = body.decode("ascii")
        return Fields(
            parse_qsl(
                text,
                keep_blank_values=True,
                max_num_fields=FIELDS_AT_MOST,
                encoding="utf-8",
                errors="replace",
            )
        )

    try:
        return await run_in_threadpool(fields)
    except ValueError:
        raise HTTPException(
            400, f"The form cannot be read. It may have {FIELDS_AT_MOST:,} fields at most."
        ) from None


def stated_length(request: Request) -> int:
    """The length that a request states; 0 where it states none."""
    # The server lets in nothing but digits.
    return int(request.headers.get("content-length", "0"))


def has_body(request: Request) -> bool:
    """Whether more than a head was sent, or will be."""
    return stated_length(request) > 0 or "transfer-encoding" in request.headers


async def _body(request: Request, at_most: int) -> bytes:
    too_large = HTTPException(413, f"A form has at most {at_most:,} bytes.", CLOSE)
    # Whoever announces too much need not send it first.
    if stated_length(request) > at_most:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(FORM_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > at_most:
                    raise too_large
    except TimeoutError:
        raise HTTPException(408, "The form came too slowly. Send it again.", CLOSE) from None
    except ClientDisconnect:
        # Nobody is left to read this; a tab that was closed is no fault of the page.
        raise HTTPException(400, "The form did not arrive.") from None
    return bytes(body)
