"""Which reader an article is for, and what all articles have in common."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from beholden.figures.articles._made import Made
from beholden.figures.articles._text import text_blocks
from beholden.figures.core.claims.models import Article
from beholden.figures.core.documents import Format
from beholden.figures.core.models import Day
from beholden.figures.errors import ReadError
from beholden.figures.reading._decoding import decode
from beholden.figures.reading.dispatch import too_large
from beholden.figures.reading.limits import Limits
from beholden.figures.reading.sniff import sniff

_MIB = 1024 * 1024
_MOST_CHARACTERS = 4_000_000
_MOST_NAME = 200
_MARKDOWN = (".md", ".markdown")

ARTICLE_LIMITS = Limits(
    max_bytes=16 * _MIB,
    max_unzipped_bytes=100 * _MIB,
    max_pages=200,
    max_lines=100_000,
    max_seconds=20.0,
)
"""What an article may cost; two megabytes of text are read in full."""


def read_article(
    source: Path | bytes,
    name: str = "",
    *,
    published: Day | None = None,
    limits: Limits = ARTICLE_LIMITS,
) -> Article:
    """Reads an article.

    Args:
        source: The file, or its bytes.
        name: What to call it; the name of the file if empty. Its ending tells Markdown from
            text, and nothing else: the bytes decide.
        published: The day it was published, where somebody knows it; it overrules the file.
        limits: What reading it may cost.

    Returns:
        Its blocks, at least one.

    Raises:
        ReadError: It cannot be opened or read, or holds no text; the sentence says what to do.
    """
    called = (name or (source.name if isinstance(source, PurePath) else "article"))[:_MOST_NAME]
    data = source if isinstance(source, bytes) else _load(source, called, limits)
    if len(data) > limits.max_bytes:
        raise too_large(called, limits)
    made = _made(data, called, sniff(data, called, limits).format, limits)
    if not made.blocks:
        raise ReadError("no-text", f"{called} holds no text: copy the article as plain text.")
    _bounded(sum(len(block.text) for block in made.blocks), called)
    return Article(called, made.blocks, published or made.published, made.notices)


def _load(path: Path, name: str, limits: Limits) -> bytes:
    try:
        # Opening a named pipe without O_NONBLOCK would wait for a writer for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            return file.read(limits.max_bytes + 1)
    except OSError as error:
        raise ReadError("unreadable", f"{name} cannot be opened: {error.strerror}.") from error


def _made(data: bytes, name: str, form: Format, limits: Limits) -> Made:
    if form in {"txt", "csv"}:
        text, notices = decode(data, name)
        _bounded(len(text), name)
        made = text_blocks(text, markdown=name.lower().endswith(_MARKDOWN))
        return made.noting(each.sentence for each in notices)
    # Only these need a library, and plain text should not wait for it.
    try:
        if form == "html":
            from beholden.figures.articles._html import page_blocks  # noqa: PLC0415

            return page_blocks(data, name)
        from beholden.figures.articles._documents import document_blocks  # noqa: PLC0415

        return document_blocks(data, name, form, limits)
    except ModuleNotFoundError as error:
        raise ReadError(
            "not-installed",
            f"Reading {name} needs the package {error.name}: "
            "install it with pip install beholden[figures].",
        ) from error


def _bounded(characters: int, name: str) -> None:
    if characters > _MOST_CHARACTERS:
        raise ReadError(
            "too-large",
            f"{name} holds more than {_MOST_CHARACTERS:,} characters: keep the article alone.",
        )
