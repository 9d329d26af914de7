"""What the commands about transparency reports share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from beholden.cli import output
from beholden.cli.common import refuse

if TYPE_CHECKING:
    from beholden.transparency.core import Figure, TransparencyReport

__all__ = ["FILE", "as_text", "read_bytes", "read_report"]

FILE = click.Path(dir_okay=False, path_type=Path)


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
    from beholden.transparency.core import ReportError, decode_report  # noqa: PLC0415 - as above

    try:
        return decode_report(read_bytes(path))
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
