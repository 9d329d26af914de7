"""A web page's bytes as text and as a tree: no network, no entities, bounded depth."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from beholden.figures.core.documents import Notice
from beholden.figures.errors import ReadError
from beholden.figures.reading._decoding import decode

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARED_BYTES = 4096


def decoded(data: bytes, name: str) -> tuple[str, tuple[Notice, ...]]:
    """The text of a page by the encoding that it declares, and what was to be told of it."""
    declared = _DECLARED.search(data[:_DECLARED_BYTES])
    claimed = declared[1].decode("ascii") if declared else ""
    # A declaration that can be read as ASCII is not UTF-16, whatever it says.
    return decode(data, name, "" if claimed.lower().startswith("utf-16") else claimed)


def parsed(text: str, name: str, instead: str) -> Any:
    """The root element; ``None`` for nothing but blanks and comments.

    Args:
        text: The page.
        name: What the reader calls it.
        instead: What a person can do with a page that is refused, as a sentence.

    Raises:
        ReadError: ``nested-too-deep``.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    data = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser=parser)
    except etree.ParserError:
        return None
    except etree.XMLSyntaxError as error:
        raise _too_deep(name, instead) from error
    # The parser stops at its own bounds without an error and would hand on half of the page.
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise _too_deep(name, instead)
    return root


def _too_deep(name: str, instead: str) -> ReadError:
    return ReadError(
        "nested-too-deep",
        f"{name} nests its elements deeper than a browser's page does, so that only a part of it "
        f"could be read. {instead}",
    )


__all__ = ["decoded", "parsed"]
