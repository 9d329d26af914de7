"""Outlook messages (msg): read like other e-mails once their properties are out.

document = read(data, "answer.msg", digest, Limits())
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import datetime
from email import message_from_string
from email.utils import parsedate_to_datetime
from typing import cast

from oxmsg import Message as Outlook
from oxmsg.domain import constants
from oxmsg.domain.model import UnrecognizedCodePageError, UnsupportedEncodingError
from oxmsg.properties import Properties
from oxmsg.storage import Storage

from beholden.figures.core.documents import Document, Notice
from beholden.figures.reading._decoding import decode
from beholden.figures.reading._message import Attachment, Message, document_of
from beholden.figures.reading.archive import damaged
from beholden.figures.reading.limits import Limits

# What the two libraries raise for files that break the format, as tried with damaged ones.
_BROKEN = (
    OSError, ValueError, LookupError, TypeError, AttributeError, AssertionError,
    OverflowError, struct.error, RecursionError,
    UnrecognizedCodePageError, UnsupportedEncodingError,
)  # fmt: skip
_EMBEDDED_MESSAGE = "__substg1.0_3701000D"
_EMBEDDED_HEADER_BYTES = 24
_ATTACHMENT_HEADER_BYTES = 8


def read(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """Read an Outlook message.

    Raises:
        ReadError: It is damaged, or a limit is passed.
    """
    try:
        outlook = Outlook.load(data)
        message = _message(outlook.properties, cast("Storage", outlook._storage), name, limits)  # noqa: SLF001  no public way to embedded messages
    except _BROKEN as error:
        raise damaged(name) from error
    return document_of(message, name, digest, "msg", limits)


def _message(properties: Properties, storage: Storage, name: str, limits: Limits) -> Message:
    notices: list[Notice] = []
    text = _string(properties, constants.PID_BODY)
    html = _html(properties, name, notices)
    if (
        not text.strip()
        and not html.strip()
        and properties.binary_prop_value(constants.PID_RTF_COMPRESSED)
    ):
        notices.append(
            Notice(
                "rich-text-only",
                "The message holds its words as rich text only, which is not read: open it and "
                "save it as HTML or text.",
                review=True,
            )
        )
    headers = message_from_string(
        _string(properties, constants.PID_TRANSPORT_MESSAGE_HEADERS)[:100_000]
    )
    sender = " ".join(str(headers["from"] or "").split()) or _sender(properties)
    return Message(
        sender=sender,
        subject=_string(properties, constants.PID_SUBJECT),
        date=_day(properties, str(headers["date"] or "")),
        text=text,
        html=html,
        attachments=tuple(_attachments(storage.iter_attachment_storages(), name, limits)),
        notices=tuple(notices),
    )


def _attachments(storages: Iterable[Storage], name: str, limits: Limits) -> list[Attachment]:
    """What is attached; messages that hold messages are followed down to the limit."""
    found: list[Attachment] = []
    for storage in storages:
        inner = next((held for held in storage.storages if held.name == _EMBEDDED_MESSAGE), None)
        if inner is not None:
            properties = Properties(inner, properties_header_offset=_EMBEDDED_HEADER_BYTES)
            called = _string(properties, constants.PID_SUBJECT) or "message"
            below = limits.deeper()
            found.append(Attachment(f"{called}.msg", b"", _message(properties, inner, name, below)))
            continue
        properties = Properties(storage, properties_header_offset=_ATTACHMENT_HEADER_BYTES)
        called = (
            _string(properties, constants.PID_ATTACH_LONG_FILENAME)
            or _string(properties, constants.PID_ATTACH_FILENAME)
            or _string(properties, constants.PID_DISPLAY_NAME)
        )
        data = properties.binary_prop_value(constants.PID_ATTACH_DATA_BINARY)
        found.append(Attachment(called, data or b""))
    return found


def _html(properties: Properties, name: str, notices: list[Notice]) -> str:
    data = properties.binary_prop_value(constants.PID_HTML)
    if data:
        text, doubts = decode(data, name, properties.body_encoding)
        notices.extend(doubts)
        return text
    return _string(properties, constants.PID_BODY_HTML)


def _string(properties: Properties, key: int) -> str:
    return (properties.str_prop_value(key) or "").rstrip("\0")


def _sender(properties: Properties) -> str:
    """Name and address from their own properties; internal mail has no internet header."""
    called = _string(properties, constants.PID_SENDER_NAME)
    address = _string(properties, constants.PID_SENDER_SMTP_ADDRESS)
    if not address:
        address = _string(properties, constants.PID_SENDER_EMAIL_ADDRESS)
    # An Exchange server names its own people by a path, which says nothing to anybody else.
    if "@" not in address:
        address = ""
    return f"{called} <{address}>" if called and address else called or address


def _day(properties: Properties, header: str) -> str:
    """The day of the header, in the sender's zone; else of the moment of sending, in UTC."""
    try:
        return parsedate_to_datetime(header).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    for key in (constants.PID_CLIENT_SUBMIT_TIME, constants.PID_MESSAGE_DELIVERY_TIME):
        sent = properties.date_prop_value(key)
        if isinstance(sent, datetime):
            return sent.date().isoformat()
    return ""
