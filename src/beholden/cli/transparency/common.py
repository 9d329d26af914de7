"""What the commands about transparency reports share."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from beholden.cli import output
from beholden.cli.common import refuse

if TYPE_CHECKING:
    from beholden.transparency.core import Figure, Published, TransparencyReport

__all__ = ["FILE", "as_text", "published_option", "read_bytes", "read_published", "read_report"]

FILE = click.Path(dir_okay=False, path_type=Path)
_NAME = "report.json"
_FILES_AT_MOST = 200
_BYTES_AT_MOST = 512 << 20


published_option = click.option(
    "--published",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A report.json that was published before, or a folder with such; name it again for more.",
)
"""``--published``."""


def read_published(paths: tuple[Path, ...]) -> list[Published]:
    """The reports of files and folders; ends the command with the file that is none."""
    from beholden.transparency.core import Published  # noqa: PLC0415 - help needs none of it

    found: dict[str, Published] = {}
    left = _BYTES_AT_MOST
    for path in _report_files(paths):
        data = read_bytes(path)
        left -= len(data)
        if left < 0:
            refuse(f"--published: more than {_BYTES_AT_MOST:,} bytes. Name the reports themselves.")
        digest = sha256(data).hexdigest()
        found[digest] = Published(digest, _decoded(path, data))
    return list(found.values())


def _report_files(paths: tuple[Path, ...]) -> list[Path]:
    files: dict[Path, None] = {}
    for path in paths:
        within = _within(path) if path.is_dir() else [path]
        files |= dict.fromkeys(itertools.islice(within, _FILES_AT_MOST + 1))
        if len(files) > _FILES_AT_MOST:
            refuse(f"--published: more than {_FILES_AT_MOST} reports. Name fewer.")
    return list(files)


def _within(folder: Path) -> Iterator[Path]:
    """Reports in a folder, and in those in it."""
    for pattern in (_NAME, f"*/{_NAME}", f"*/*/{_NAME}"):
        yield from (path for path in sorted(folder.glob(pattern)) if path.is_file())


def read_bytes(path: Path) -> bytes:
    """The file of a report, as far as one can be long."""
    from beholden.transparency.core import REPORT_BYTES  # noqa: PLC0415 - help needs none of it

    try:
        with path.open("rb") as stream:
            return stream.read(REPORT_BYTES + 1)
    except FileNotFoundError:
        refuse(f"{output.shown(path)}: there is no such file.")


def read_report(path: Path) -> TransparencyReport:
    """The report of a file; ends the command with the field that is wrong."""
    return _decoded(path, read_bytes(path))


def _decoded(path: Path, data: bytes) -> TransparencyReport:
    from beholden.transparency.core import ReportError, decode_report  # noqa: PLC0415 - as above

    try:
        return decode_report(data)
    except ReportError as error:
        refuse(f"{output.shown(path)}: {error}")


def as_text(figure: Figure) -> str:
    """A figure as it is printed: its count, its share, or its mark."""
    if figure.mark:
        return f"[{figure.mark}]"
    if figure.count is None:
        return f"{figure.numerator:,} of {figure.denominator:,}"
    text = f"{figure.count:,}"
    if figure.low is not None and (figure.low, figure.high) != (figure.count, figure.count):
        text += f" ({figure.low:,} to {figure.high:,})"
    return text
