"""Small files that commands read: bounded, and an API key only if nobody else may read it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from beholden.cli import output
from beholden.cli.common import refuse

_KEY_BYTES_AT_MOST = 4_096
_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


def read_key(path: Path) -> str:
    """The API key in a file. No message quotes it."""
    mode = path.stat().st_mode
    if mode & 0o077:
        refuse(f"{output.shown(path)}: others may read this key. Run: chmod 600 FILE.")
    text = read_small(path, _KEY_BYTES_AT_MOST).decode("ascii", "replace").strip()
    if not text or not text.isprintable() or not text.isascii() or " " in text:
        refuse(f"{output.shown(path)}: an API key is one line of text without spaces.")
    return text


def read_small(path: Path, most: int) -> bytes:
    """The bytes of a file that cannot have more than so many."""
    with path.open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        refuse(f"{output.shown(path)}: longer than {most:,} bytes. This is some other file.")
    return content


def warn_of_plain_http(url: str) -> None:
    """Says so where a key would go over the network unencrypted."""
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        output.err().print("Warning: over plain http the key can be read on the way.")
