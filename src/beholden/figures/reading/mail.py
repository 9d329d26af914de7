"""E-mails as files (eml): the newest part, marked history, attachments as documents of their own.

document = read(data, "answer.eml", digest, Limits())
document.parts[0].file  # "answer.eml/figures.xlsx"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as AnyMessage
from email.policy import default
from email.utils import parsedate_to_datetime

from beholden.figures.core.documents import Document, Notice
from beholden.figures.errors import ReadError
from beholden.figures.reading._decoding import decode
from beholden.figures.reading._message import Attachment, Message, document_of
from beholden.figures.reading._quoting import written_date
from beholden.figures.reading.limits import Limits

_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
# The parser looks at every line once for each open part, and opens one part within another.
_MOST_BOUNDARIES = 200
_MOST_PARTS = 1000
# Parsing a header can cost the square of its length.
_HEADER_CHARACTERS = 5000
# What headers that break their own rules make the parser raise.
_BAD_HEADER = (ValueError, LookupError, AttributeError, TypeError)
_INLINE = {"text/plain", "text/html"}


def read(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """Read an e-mail.

    Raises:
        ReadError: It nests too deeply, its attachments are too many, or a limit is passed.
    """
    if len(_BOUNDARY.findall(data)) > _MOST_BOUNDARIES:
        raise _too_deep(name)
    try:
        message = message_from_bytes(data, policy=default)
    except RecursionError as error:
        raise _too_deep(name) from error
    sent = _header(message, "date") or _header(message, "sent")
    text, html, attachments, notices = _contents(message, name)
    return document_of(
        Message(
            sender=_header(message, "from"),
            subject=_header(message, "subject"),
            date=_day(sent),
            text=text,
            html=html,
            attachments=tuple(attachments),
            notices=tuple(notices),
        ),
        name,
        digest,
        "eml",
        limits,
    )


def _contents(message: AnyMessage, name: str) -> tuple[str, str, list[Attachment], list[Notice]]:
    """The text, the HTML, what is attached, and what was noticed."""
    texts: list[str] = []
    pages: list[str] = []
    attachments: list[Attachment] = []
    notices: dict[str, Notice] = {}
    for part in _leaves(message, name):
        kind = part.get_content_type()
        called = _file_name(part)
        if kind == "message/rfc822":
            inner = part.get_payload()
            held = inner[0] if isinstance(inner, list) and inner else None
            whole = held.as_bytes() if isinstance(held, AnyMessage) else b""
            attachments.append(Attachment(_as_mail(called or "message"), whole))
            continue
        data = part.get_payload(decode=True)
        data = data if isinstance(data, bytes) else b""
        attached = called or part.get_content_disposition() == "attachment"
        if kind in _INLINE and not attached:
            text, doubts = decode(data, name, _charset(part))
            notices.update({doubt.code: doubt for doubt in doubts})
            (texts if kind == "text/plain" else pages).append(text)
        elif kind != "text/calendar":
            attachments.append(Attachment(called or _named_by_kind(kind), data))
    return "\n".join(texts), "\n".join(pages), attachments, list(notices.values())


def _leaves(message: AnyMessage, name: str) -> Iterator[AnyMessage]:
    """The parts that hold something, in order. Messages within are one part each."""
    waiting: list[AnyMessage] = [message]
    seen = 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > _MOST_PARTS:
            raise _too_deep(name)
        held = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(held, list):
            waiting.extend(inner for inner in reversed(held) if isinstance(inner, AnyMessage))
        else:
            yield part


def _header(message: AnyMessage, field: str) -> str:
    """A header in one line, decoded; as it stands where it breaks the rules for headers."""
    raw = next((value for key, value in message.raw_items() if key.lower() == field), "")
    short = str(raw)[:_HEADER_CHARACTERS]
    try:
        value = str(default.header_fetch_parse(field, short))
    except _BAD_HEADER:
        value = short
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").split())


def _day(sent: str) -> str:
    """The day of a date header, in the sender's own zone; empty where it is none."""
    try:
        return parsedate_to_datetime(sent).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        written = written_date(sent)
        return written.isoformat() if written else ""


def _charset(part: AnyMessage) -> str:
    try:
        return part.get_content_charset() or ""
    except _BAD_HEADER:
        return ""


def _file_name(part: AnyMessage) -> str:
    try:
        return part.get_filename() or ""
    except _BAD_HEADER:
        return "attachment"


def _as_mail(called: str) -> str:
    return called if called.lower().endswith(".eml") else f"{called}.eml"


def _named_by_kind(kind: str) -> str:
    """A name for a part without one; its end lets pictures be passed over."""
    main, _, rest = kind.partition("/")
    return f"{main}.{rest}" if main in {"image", "text"} else ""


def _too_deep(name: str) -> ReadError:
    return ReadError(
        "nested-too-deep",
        f"{name} is made of more parts within parts than any mail program writes. "
        "Save the answer and its attachments as files of their own.",
    )
