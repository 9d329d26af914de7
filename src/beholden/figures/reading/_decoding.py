"""From bytes to text, and what may be wrong with it.

A file says its encoding (a byte order mark, a declaration) or it is tried: UTF-8
first, which other encodings almost never pass by chance, then Windows-1252.
Text that was decoded wrongly before it came here is told, and never mended.

    text, notices = decode("£5".encode("cp1252"), "answer.txt")
    notices[0].code  # "encoding-guessed"
"""

from __future__ import annotations

import codecs
import re

from beholden.figures.core.documents import Notice
from beholden.figures.errors import ReadError

# A file may begin with UTF-32's mark, which begins with UTF-16's: the longer come first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Names that the web reads as Windows-1252 (WHATWG Encoding), as the writers of most letters do.
_WINDOWS = {"ascii", "iso8859-1", "latin-1", "latin_1", "us-ascii"}
_SAMPLE_BYTES = 4096
_MOST_CONTROLS = 0.02
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# UTF-8 that was read as Windows-1252: a lead byte followed by what its next byte looks like.
_MOJIBAKE = re.compile(
    r"â€[\u0080-\u00ff\u0152-\u2122]|[ÂÃ][\u0080-\u00bf\u0152\u0153\u2018-\u2026\u20ac]"
)
_REPLACED = "\ufffd"


def decode(data: bytes, name: str, declared: str = "") -> tuple[str, tuple[Notice, ...]]:
    """The text of ``data``, and notices of what a person should know about it.

    Args:
        data: the bytes.
        name: the file, for the errors.
        declared: the encoding that the file or its wrapper claims; unknown names are ignored.

    Raises:
        ReadError: ``not-text`` where this is not text in any encoding.
    """
    encoding, start = _marked(data)
    if not encoding and (claimed := _known(declared)):
        encoding = claimed
    notices: list[Notice] = []
    if encoding:
        text = data[start:].decode(encoding, "replace")
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
            notices.append(
                Notice(
                    "encoding-guessed",
                    "The file does not say how its letters are encoded; it was read as "
                    "Windows-1252. Look at accents and pound signs before quoting it.",
                )
            )
    _refuse_binary(text, name)
    return text, (*notices, *_doubts(text))


def _marked(data: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark, or the pattern of zero bytes, gives away."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    sample = data[:_SAMPLE_BYTES]
    half = len(sample) // 2
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if half and sample[offset::2].count(0) > half // 2 > sample[1 - offset :: 2].count(0):
            return encoding, 0
    return "", 0


def _known(declared: str) -> str:
    """The codec of a claimed encoding, or nothing where there is none of that name."""
    try:
        found = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    if found in _WINDOWS:
        return "cp1252"
    # Codecs such as rot13 or hex are no text encodings.
    return found if found.startswith(("utf", "cp", "iso", "koi", "mac", "windows")) else ""


def _refuse_binary(text: str, name: str) -> None:
    sample = text[:_SAMPLE_BYTES]
    if len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample):
        raise ReadError(
            "not-text",
            f"{name} is no text and no other format that is read, or it is damaged. "
            "Open it with the program it came from and save it anew, as text or PDF for instance.",
        )


def _doubts(text: str) -> tuple[Notice, ...]:
    notices = []
    if _MOJIBAKE.search(text):
        notices.append(
            Notice(
                "mojibake",
                "Some letters were garbled before the file came here (as the letter a with a "
                "circumflex before a pound sign). They are left as they are; numbers are unharmed.",
            )
        )
    if _REPLACED in text:
        notices.append(
            Notice(
                "undecodable",
                "Some bytes are no letters in the file's own encoding; each is shown as a "
                "replacement mark. Compare the file with what is read.",
            )
        )
    return tuple(notices)
