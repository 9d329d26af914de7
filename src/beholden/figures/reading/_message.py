"""What e-mails of both formats have in common: a body, its history, and attachments.

The text of a message is preferred to its HTML, except where the HTML holds a
table: programs that make text of a table put every cell on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from beholden.figures.core.documents import Document, Format, Line, Notice, Table
from beholden.figures.core.models import Place
from beholden.figures.errors import ReadError
from beholden.figures.reading._blocks import Blocks
from beholden.figures.reading._quoting import DAYS_BEFORE_STALE, Marked, mark, written_date
from beholden.figures.reading.dispatch import read_bytes
from beholden.figures.reading.html import add_html
from beholden.figures.reading.limits import Limits
from beholden.figures.reading.text import lines_of

_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:]+")
_NAME_CHARACTERS = 120
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|svg|tiff?|ico|webp)$", re.IGNORECASE)


class Attachment(msgspec.Struct, frozen=True):
    """What came with a message: a file, or a message that is no file of its own.

    ``data`` is empty where the message does not hold the file.
    """

    name: str
    data: bytes
    message: Message | None = None


class Message(msgspec.Struct, frozen=True):
    """A message as its format hands it on. ``date`` is a day, ``2018-05-03``, or empty."""

    sender: str
    subject: str
    date: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    notices: tuple[Notice, ...] = ()


def document_of(message: Message, name: str, digest: str, form: Format, limits: Limits) -> Document:
    """The document of a message: its newest part, marked history, attachments as parts.

    Raises:
        ReadError: A limit is passed. An attachment that cannot be read is a notice.
    """
    marked, body_notices = _body(message, name, limits)
    parts, part_notices = _parts(message, name, digest, limits)
    sender, subject, day = message.sender, message.subject, message.date
    if marked.passed_on is not None:
        # Who answered, and when, is what the message passed on says.
        written = written_date(marked.passed_on.sent)
        sender = marked.passed_on.sender or sender
        subject = marked.passed_on.subject or subject
        day = written.isoformat() if written else day
    return Document(
        name,
        digest,
        form,
        marked.blocks,
        (*message.notices, *body_notices, *marked.notices, *part_notices),
        title=subject,
        sender=sender,
        subject=subject,
        date=day,
        parts=parts,
    )


def _body(message: Message, name: str, limits: Limits) -> tuple[Marked, tuple[Notice, ...]]:
    blocks = Blocks(name, limits)
    received = date.fromisoformat(message.date) if message.date else None
    if message.html and (not message.text.strip() or "<table" in message.html.lower()):
        add_html(message.html, blocks, name)
        made = blocks.made()
        if not message.text.strip() or any(isinstance(block, Table) for block in made):
            return mark(_placed(made), received=received), blocks.noticed()
        blocks = Blocks(name, limits)
    for line in lines_of(message.text):
        blocks.line(line)
    return mark(_placed(blocks.made()), received=received), blocks.noticed()


def _placed(blocks: Sequence[Table | Line]) -> tuple[Table | Line, ...]:
    """Blocks whose places say that they stand in the body, not in an attachment."""
    return tuple(_in_body(block) for block in blocks)


def _in_body(block: Table | Line) -> Table | Line:
    place = msgspec.structs.replace(block.place, part="body")
    if isinstance(block, Line):
        return msgspec.structs.replace(block, place=place)
    rows = tuple(
        tuple(
            cell
            and msgspec.structs.replace(
                cell, place=msgspec.structs.replace(cell.place, part="body")
            )
            for cell in row
        )
        for row in block.rows
    )
    return msgspec.structs.replace(block, place=place, rows=rows)


def _parts(
    message: Message, name: str, digest: str, limits: Limits
) -> tuple[tuple[Document, ...], tuple[Notice, ...]]:
    parts: list[Document] = []
    notices: list[Notice] = []
    attachments = message.attachments
    if len(attachments) > limits.max_attachments:
        raise ReadError(
            "too-many-attachments",
            f"{name} has {len(attachments)} attachments, more than {limits.max_attachments}. "
            "Save those of the answer as files of their own.",
        )
    for number, attachment in enumerate(attachments, start=1):
        called = _safe_name(attachment.name) or f"attachment-{number}"
        place = Place(part=called)
        if _PICTURE.search(called):
            notices.append(
                Notice(
                    "picture-attached",
                    f"{called} is a picture; nothing is read from it. Look whether it is more "
                    "than a badge.",
                    place=place,
                )
            )
            continue
        try:
            part = _part(attachment, f"{name}/{called}", digest, limits.deeper())
            parts.append(part)
            if part.format in {"eml", "msg"}:
                notices.append(_attached_message(part, message.date, place))
        except ReadError as error:
            notices.append(
                Notice(
                    "attachment-not-read",
                    f"The attachment {called} was not read: {error} "
                    "Save it as a file of its own if it holds numbers.",
                    review=True,
                    place=place,
                )
            )
    return tuple(parts), tuple(notices)


def _attached_message(part: Document, received: str, place: Place) -> Notice:
    """An e-mail attached may be the answer, or last year's."""
    said = f"An e-mail is attached ({part.sender or 'sender not named'}, {part.date or 'no date'})"
    days = (
        (date.fromisoformat(received) - date.fromisoformat(part.date)).days
        if received and part.date
        else None
    )
    if days is not None and days <= DAYS_BEFORE_STALE:
        return Notice("attached-message", f"{said}; it was read as well.", place=place)
    return Notice(
        "attached-message",
        f"{said}; check that it is this answer and no earlier one.",
        review=True,
        place=place,
    )


def _part(attachment: Attachment, path: str, digest: str, limits: Limits) -> Document:
    if attachment.message is not None:
        return document_of(attachment.message, path, digest, "msg", limits)
    if not attachment.data:
        raise ReadError("empty-file", f"{path} is empty, or stands elsewhere than in the message.")
    return read_bytes(attachment.data, path, limits)


def _safe_name(name: str) -> str:
    """A name without folders or control characters; its end, which says the kind, is kept."""
    return _UNSAFE.sub("_", name).strip(" ._")[-_NAME_CHARACTERS:]
