"""Which lines of a message are its newest part, and which are earlier correspondence.

Answers are written above what they answer, so everything after the first mark of
an earlier message is history. Lines that begin with ``>`` are history wherever they
stand. Where nothing is written above the mark, the message was passed on: then
the earlier message is the answer, and only what stands below it is history.

    mark((Line("39 offences", Place()), Line("> How many?", Place()))).blocks[1].quoted  # True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from beholden.figures.core.documents import Line, Notice, Table
from beholden.figures.reading._repeating import repeated

# The header of a message inside a message, in English and as bilingual Welsh forces print it.
_FROM = re.compile(r"[*_\s]*(?:from|oddi wrth|oddi wrth ?/ ?from)[*_]*:[*_]*\s*(.*)", re.IGNORECASE)
_SENT = re.compile(
    r"[*_\s]*(?:sent|date|anfonwyd|dyddiad)(?: ?/ ?\w+)?[*_]*:[*_]*\s*(.*)", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"[*_\s]*(?:subject|pwnc|testun)(?: ?/ ?\w+)?[*_]*:[*_]*\s*(.*)", re.IGNORECASE
)
_OTHER_FIELD = re.compile(
    r"[*_\s]*(?:to|cc|bcc|at|importance|attachments)[^:]{0,12}:", re.IGNORECASE
)
_HEADER_LINES = 10
_RULE = re.compile(
    r"[-_ ]{2,}\s*(?:original message|forwarded (?:message|by\b.*)|neges wreiddiol)\s*[-_ ]*"
    r"|begin forwarded message:",
    re.IGNORECASE,
)
_END = re.compile(r"[-_ ]{2,}\s*end (?:of )?forwarded message\s*[-_ ]*", re.IGNORECASE)
_WROTE = re.compile(r"On\b.{5,300}\bwrote:|Ar\b.{5,300}\bysgrifennodd.{0,60}:", re.DOTALL)
# A sentence "On 3 May you wrote:" opens an answer; an attribution has a time or an address.
_ATTRIBUTED = re.compile(r"@|<|\d{1,2}[:.]\d{2}")
_WROTE_LINES = 4
_UNDERSCORES = re.compile(r"[_-]{10,}")
DAYS_BEFORE_STALE = 60
"""How much older than the message that brings it an answer may be before a person is asked."""
_WRITTEN_DATES = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d/%m/%Y", "%Y-%m-%d")
_DATE = re.compile(
    r"\d{1,2} [A-Za-z]{3,9} \d{4}|[A-Za-z]{3,9} \d{1,2}, \d{4}"
    r"|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d"
)


class Header(msgspec.Struct, frozen=True):
    """The printed header of an earlier message; the lines from ``start`` to before ``end``."""

    start: int
    end: int
    sender: str = ""
    sent: str = ""
    subject: str = ""


class Marked(msgspec.Struct, frozen=True):
    """Blocks with their history marked; ``passed_on`` is the header of the message forwarded."""

    blocks: tuple[Table | Line, ...]
    notices: tuple[Notice, ...] = ()
    passed_on: Header | None = None


def mark(
    blocks: Sequence[Table | Line], *, received: date | None = None, saved: bool = False
) -> Marked:
    """Mark earlier correspondence.

    Args:
        blocks: the body of a message, in order.
        received: the day of the message; an answer passed on long after it was written is told.
        saved: the body begins with the message's own header, which hides nothing.
    """
    texts = [block.text if isinstance(block, Line) else "\0table" for block in blocks]
    headers = _headers(texts)
    first = headers[0] if headers else None
    if first is None or any(
        text.strip() and not text.startswith(">") for text in texts[: first.start]
    ):
        past = set(range(first.start if first else len(texts), len(texts)))
        return _result(blocks, texts, past)
    notices: tuple[Notice, ...] = ()
    after = _after_the_end(texts, first)
    if after is not None:
        # The newest words stand below the message they pass on.
        return _result(blocks, texts, set(range(after)))
    # Forwarding an answer twice leaves a header right below a header.
    innermost = 0
    while innermost + 1 < len(headers) and not _words(
        texts, headers[innermost], headers[innermost + 1]
    ):
        innermost += 1
    answer = headers[innermost]
    end = headers[innermost + 1].start if innermost + 1 < len(headers) else len(texts)
    past = set(range(answer.end)) | set(range(end, len(texts)))
    if not saved:
        notices = (_passed_on(answer, received),)
    return _result(blocks, texts, past, notices, answer)


def mark_saved(blocks: Sequence[Table | Line]) -> Marked:
    """Mark the history of a document: a message saved as one, or what a letter repeats."""
    texts = [block.text if isinstance(block, Line) else "\0table" for block in blocks]
    start = _next_words(texts, 0)
    if start is None or _header_at(texts, start) is None:
        # A letter has no header, and lines that begin with ">" are its own.
        past = repeated(texts)
        return _result(blocks, texts, past, angles=False) if past else Marked(tuple(blocks))
    return mark(blocks, saved=True)


def written_date(text: str) -> date | None:
    """The day in a printed header, where it is written in one of the usual ways."""
    found = _DATE.search(text)
    if found is None:
        return None
    for form in _WRITTEN_DATES:
        try:
            return datetime.strptime(found[0], form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def _headers(texts: Sequence[str]) -> list[Header]:
    """Every mark of an earlier message, in order."""
    found: list[Header] = []
    at = 0
    while at < len(texts):
        header = None if texts[at].startswith(">") else _mark_at(texts, at)
        if header is None:
            at += 1
        else:
            found.append(header)
            at = header.end
    return found


def _mark_at(texts: Sequence[str], at: int) -> Header | None:
    text = texts[at].strip()
    if _RULE.fullmatch(text) or _UNDERSCORES.fullmatch(text):
        below = _next_words(texts, at + 1)
        header = _header_at(texts, below) if below is not None else None
        if header is not None:
            return msgspec.structs.replace(header, start=at)
        return Header(at, at + 1) if _RULE.fullmatch(text) else None
    return _header_at(texts, at) or _attribution_at(texts, at)


def _header_at(texts: Sequence[str], at: int) -> Header | None:
    """A printed header: who, when, and to whom or about what. "From: 1 April" alone is a period."""
    sender = _FROM.fullmatch(texts[at])
    if sender is None:
        return None
    sent = subject = ""
    others = 0
    end = at + 1
    for below in range(at + 1, min(at + 1 + _HEADER_LINES, len(texts))):
        if when := _SENT.fullmatch(texts[below]):
            sent = when[1].strip() or " "
        elif about := _SUBJECT.fullmatch(texts[below]):
            subject = about[1].strip() or " "
        elif _OTHER_FIELD.match(texts[below]):
            others += 1
        elif not texts[below].strip():
            # Some programs put an empty line between the fields, all put one after them.
            if sent and subject:
                break
            continue
        elif sent and subject:
            # The words begin right below; a long list of recipients would stand above the subject.
            break
        else:
            continue
        end = below + 1
    if not sent or not (subject or others):
        return None
    return Header(at, end, sender[1].strip(), sent.strip(), subject.strip())


def _attribution_at(texts: Sequence[str], at: int) -> Header | None:
    """An attribution as "On (day) (somebody) wrote:", over up to four lines."""
    if not texts[at].startswith(("On ", "Ar ")):
        return None
    for end in range(at + 1, min(at + _WROTE_LINES, len(texts)) + 1):
        joined = "\n".join(texts[at:end]).strip()
        if not _WROTE.fullmatch(joined):
            continue
        below = _next_words(texts, end)
        if below is not None and texts[below].startswith(">"):
            return None  # Its lines are marked one by one; an answer may stand between them.
        return Header(at, end) if _ATTRIBUTED.search(joined) else None
    return None


def _after_the_end(texts: Sequence[str], first: Header) -> int | None:
    """Where the words below a passed-on message begin, if it says where it ends."""
    for at in range(first.end, len(texts)):
        if _END.fullmatch(texts[at].strip()):
            below = _next_words(texts, at + 1)
            return None if below is None else at + 1
    return None


def _words(texts: Sequence[str], header: Header, following: Header) -> bool:
    return any(text.strip() for text in texts[header.end : following.start])


def _next_words(texts: Sequence[str], start: int) -> int | None:
    return next((at for at in range(start, len(texts)) if texts[at].strip()), None)


def _passed_on(answer: Header, received: date | None) -> Notice:
    written = written_date(answer.sent)
    said = f"The message passes on another one ({answer.sender or 'sender not named'}, "
    said += f"{answer.sent or 'no date'}); that one was read as the answer."
    if received is None or written is None:
        return Notice(
            "forwarded-answer",
            f"{said} Check that it is this answer and no earlier one.",
            review=True,
        )
    days = (received - written).days
    if days > DAYS_BEFORE_STALE:
        return Notice(
            "forwarded-answer",
            f"{said} It was written {days} days before: check that it is no earlier answer.",
            review=True,
        )
    return Notice("forwarded-answer", said)


def _result(
    blocks: Sequence[Table | Line],
    texts: Sequence[str],
    past: set[int],
    notices: tuple[Notice, ...] = (),
    passed_on: Header | None = None,
    *,
    angles: bool = True,
) -> Marked:
    past = past | repeated(["" if at in past else text for at, text in enumerate(texts)])
    made: list[Table | Line] = []
    for at, block in enumerate(blocks):
        if at not in past and not (angles and texts[at].startswith(">")):
            made.append(block)
        elif isinstance(block, Line):
            made.append(msgspec.structs.replace(block, quoted=True))
        else:
            made.extend(_as_lines(block))
    if any(isinstance(block, Line) and block.quoted and block.text for block in made):
        sentence = "Earlier correspondence stands in the message; its numbers were not read."
        notices = (*notices, Notice("quoted-history", sentence))
    return Marked(tuple(made), notices, passed_on)


def _as_lines(table: Table) -> list[Line]:
    """A table of earlier correspondence, as lines: nothing reads numbers from them."""
    return [
        Line(
            "\t".join("" if cell is None else cell.text.replace("\n", " ") for cell in row),
            msgspec.structs.replace(table.place, row=at),
            quoted=True,
        )
        for at, row in enumerate(table.rows, start=1)
    ]
