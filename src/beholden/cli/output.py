"""How the command speaks: JSON lines and tables on standard output, the rest on standard error."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

EXIT_CLEAN = 0
EXIT_FOUND = 1
EXIT_USAGE = 2
EXIT_UNSCANNABLE = 3
EXIT_INTERNAL = 70  # EX_SOFTWARE of sysexits.h
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141

_encoder = msgspec.json.Encoder()

encode_json = _encoder.encode
"""One JSON value as bytes."""


_UNFOLDED = 10_000
"""Columns where no terminal sets a width, and no cell may be folded."""


def out(*, whole: bool = False) -> Console:
    """Standard output: results. Colour only on a terminal without NO_COLOR.

    Args:
        whole: a table in a pipe or a file keeps its cells whole, for those who look for values.
    """
    from rich.console import Console  # noqa: PLC0415 - JSON lines need none of it

    piped = not sys.stdout.isatty()
    width = _UNFOLDED if whole and piped else None
    return Console(highlight=False, markup=False, soft_wrap=piped, width=width)


def err() -> Console:
    """Standard error: progress, hints and errors."""
    from rich.console import Console  # noqa: PLC0415 - see out

    return Console(stderr=True, highlight=False, markup=False, soft_wrap=not sys.stderr.isatty())


def write_json(value: object) -> None:
    """Writes one JSON value as one line, and hands it on at once."""
    sys.stdout.buffer.write(_encoder.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def shown(path: str | Path) -> str:
    """A file name that any JSON reader and terminal accepts; undecodable bytes are escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def printable(text: str) -> str:
    """``text`` with control characters escaped: a file name must not steer a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def progress(console: Console) -> Progress:
    """A progress bar for long work; silent when standard error is not a terminal."""
    from rich.progress import (  # noqa: PLC0415 - see out
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
