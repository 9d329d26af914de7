"""``beholden hash``: what a file yields, without lists or decisions."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from beholden.cli import output
from beholden.cli.common import explained
from beholden.media import HashPool, Limits
from beholden.media.core import HashOutcome, ImageHashes


@click.command("hash")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, one a line.")
@click.option("--exact", is_flag=True, help="Decode JPEG at full size and in colour (slower).")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="Decode processes. Default: one a processor, at most one a file.",
)
def hash_command(files: tuple[Path, ...], as_json: bool, exact: bool, workers: int | None) -> None:
    """Print the hashes of image FILEs ("-" reads one from standard input).

    Reads JPEG, PNG, GIF, WebP, AVIF, BMP and TIFF, whatever the file is called.
    PDQ comes with its quality (0-100; below 50 it says little) and, in JSON,
    with the eight hashes of the turned and mirrored picture, and those of
    sampled frames of an animation.

    \b
    Examples:
      beholden hash photo.jpg
      beholden hash --json *.png | jq -r .pdq
      curl -s localhost/x.gif | beholden hash --json -

    Exit status: 0 all files hashed, 1 some could not be, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    failed = False
    with (
        explained(),
        HashPool(workers=workers or _enough_for(len(files)), exact=exact) as pool,
    ):
        sources = ((path, _source(path)) for path in files)
        for path, outcome in pool.map(sources):
            name = "-" if path == Path("-") else output.shown(path)
            failed = failed or outcome.unscannable is not None
            if as_json:
                output.write_json(as_object(name, outcome))
            else:
                _print(name, outcome)
    sys.exit(output.EXIT_FOUND if failed else output.EXIT_CLEAN)


def _enough_for(files: int) -> int:
    return min(files, len(os.sched_getaffinity(0)))


def as_object(name: str, outcome: HashOutcome) -> dict[str, Any]:
    """The JSON object of one file: its hashes, or ``error`` and what is known nevertheless."""
    if outcome.unscannable is None and outcome.image is not None:
        return {"file": name, **_hashes(outcome.image)}
    result: dict[str, Any] = {"file": name}
    if outcome.digests is not None:
        result |= msgspec.to_builtins(outcome.digests)
    result["error"] = msgspec.to_builtins(outcome.unscannable)
    if outcome.image is not None:
        partial = _hashes(outcome.image)
        result["partial"] = {k: v for k, v in partial.items() if k not in result}
    return result


def _hashes(image: ImageHashes) -> dict[str, Any]:
    return {field: getattr(image, field) for field in image.__struct_fields__}


def _source(path: Path) -> bytes | Path:
    # One byte over the limit is enough to be refused for it.
    return sys.stdin.buffer.read(Limits().max_bytes + 1) if path == Path("-") else path


def _print(name: str, outcome: HashOutcome) -> None:
    console = output.out()
    if outcome.image is not None:
        image = outcome.image
        line = f"{image.pdq}  q{image.quality:<3}  {output.printable(name)}"
        console.print(line)
    if outcome.unscannable is not None:
        finding = outcome.unscannable
        line = f"{output.printable(name)}: {finding.code}: {finding.message}"
        console.print(line, style="red")
