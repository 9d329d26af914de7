"""Packed files (xlsx, ods, docx are ZIP archives): opened only within limits.

The sizes that an archive declares are checked before anything is unpacked, and
Python's zipfile never unpacks more of a part than the part declares. Office files
never declare entities or a document type: a part that does is an attack on
whoever parses it, and the file is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from beholden.figures.errors import ReadError
from beholden.figures.reading.limits import Limits

_SMALL = 1024 * 1024
_ENCRYPTED = 0x1
_PIECE = 1024 * 1024
_OVERLAP = 32
_XML = (".xml", ".rels", ".vml")
_DECLARATION = re.compile(
    rb"<!(DOCTYPE|ENTITY)|<\x00!\x00[DE]\x00|\x00<\x00!\x00[DE]", re.IGNORECASE
)


def open_archive(data: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    """Opens a packed file after its parts were checked.

    Raises:
        ReadError: ``damaged``, ``zip-bomb``, ``password-protected`` or ``unsafe-xml``.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise damaged(name) from error
    parts = archive.infolist()
    if len(parts) > limits.max_entries:
        raise _bomb(name, f"it holds {len(parts):,} parts")
    total = sum(part.file_size for part in parts)
    if total > limits.max_unzipped_bytes:
        raise _bomb(name, f"it unpacks to {total:,} bytes")
    for part in parts:
        if part.file_size > _SMALL and part.file_size > limits.max_ratio * part.compress_size:
            raise _bomb(name, f"a part of {part.compress_size:,} bytes becomes {part.file_size:,}")
        if part.flag_bits & _ENCRYPTED:
            raise ReadError(
                "password-protected",
                f"{name} is protected by a password: ask for it without, or save a copy without.",
            )
    try:
        _refuse_declarations(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise damaged(name) from error
    return archive


def damaged(name: str) -> ReadError:
    """The error of a file that ends too early or breaks its own format."""
    return ReadError(
        "damaged", f"{name} is damaged or incomplete: fetch it again, or ask for it again."
    )


def _bomb(name: str, how: str) -> ReadError:
    return ReadError(
        "zip-bomb", f"{name} was not unpacked, because {how}: ask for the file in another format."
    )


def _refuse_declarations(archive: zipfile.ZipFile, name: str) -> None:
    for part in archive.infolist():
        # Old OpenDocument files name a document type in their manifest, which is not parsed.
        if not part.filename.lower().endswith(_XML) or part.filename.startswith("META-INF/"):
            continue
        kept = b""
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                if _DECLARATION.search(kept + piece):
                    raise ReadError(
                        "unsafe-xml",
                        f"{name} declares entities in {part.filename}, as no office program "
                        "does: do not open it; ask for the file in another format.",
                    )
                kept = piece[-_OVERLAP:]
