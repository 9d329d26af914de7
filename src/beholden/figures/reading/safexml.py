"""XML parts of packed files, parsed without entities, network or document types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from lxml import etree

from beholden.figures.reading.archive import damaged

BROKEN = (etree.XMLSyntaxError, BadZipFile, zlib_error, EOFError)
"""What a damaged part raises while it is parsed."""

OPTIONS = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}


def local(element: Any) -> str:
    """The name of an element without its namespace; strict and usual files differ in those."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its name without namespace; empty where it is absent."""
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    ending = "}" + name
    return next((str(value) for key, value in element.items() if key.endswith(ending)), "")


def parse(archive: ZipFile, part: str, name: str) -> Any:
    """The root element of a part.

    Raises:
        ReadError: ``damaged``.
    """
    try:
        with archive.open(part) as stream:
            return etree.parse(stream, etree.XMLParser(**OPTIONS)).getroot()
    except (KeyError, *BROKEN) as error:
        raise damaged(name) from error


def stream(source: IO[bytes], tags: frozenset[str], name: str) -> Iterator[Any]:
    """Elements of some names as they end, each forgotten once the next one is asked for.

    Raises:
        ReadError: ``damaged``.
    """
    wanted = tuple(f"{{*}}{tag}" for tag in tags)
    try:
        for _, element in etree.iterparse(source, events=("end",), tag=wanted, **OPTIONS):
            yield element
            element.clear()
            parent = element.getparent()
            if parent is not None:
                while element.getprevious() is not None:
                    del parent[0]
    except BROKEN as error:
        raise damaged(name) from error
