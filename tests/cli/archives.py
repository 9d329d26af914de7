"""Backups that nobody's program would write, and commands that die on the way.

python -m tests.cli.archives restore ARCHIVE DATA STEP [options of restore]
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import signal
import sys
import tarfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import click

_STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.truncate"}


class File(NamedTuple):
    """One member of an archive."""

    name: str
    content: bytes = b""
    type: bytes = tarfile.REGTYPE
    target: str = ""


def unpacked(path: Path) -> list[File]:
    """The members of a sound archive."""
    with tarfile.open(path) as archive:
        found = []
        for info in archive:
            stream = archive.extractfile(info)
            assert stream is not None
            found.append(File(info.name, stream.read()))
        return found


def packed(path: Path, holds: Sequence[File], /, **manifest: Any) -> Path:
    """Writes an archive with a manifest that fits its files, but for what is given."""
    parts = [file for file in holds if file.name != "manifest.json"]
    [first] = [file for file in holds if file.name == "manifest.json"]
    members = [
        {"name": f.name, "size": len(f.content), "sha256": hashlib.sha256(f.content).hexdigest()}
        for f in parts
    ]
    text = json.dumps({**json.loads(first.content), "files": members, **manifest}).encode()
    return packed_as_is(path, [File("manifest.json", text), *parts])


def packed_as_is(path: Path, files: Sequence[File], form: int = tarfile.USTAR_FORMAT) -> Path:
    """Writes an archive of just these members."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for file in files:
            info = tarfile.TarInfo(file.name)
            info.type, info.linkname = file.type, file.target
            info.size = len(file.content)
            archive.addfile(info, io.BytesIO(file.content))
    path.write_bytes(gzip.compress(buffer.getvalue(), 1))
    return path


def die_at(step: int, below: str) -> None:
    """Kills this process at its n-th change of files below a folder."""
    left = step

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in _STEPS and str(arguments[0]).startswith(below):
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(count)


def main(command: str, below: str, first: str, stride: str, *arguments: str) -> None:
    """Runs a command again and again, killed a few steps later each time, until it survives.

    ``@`` in an argument is the number of the run. Says how each run ended.
    """
    # Loaded before the forks: each of them would load it again.
    import_module("alembic.command")
    beholden: click.Command = import_module("beholden.cli").main
    for step in range(int(first), 2_000, int(stride)):
        own = [argument.replace("@", str(step)) for argument in arguments]
        child = os.fork()
        if child == 0:
            die_at(step, below)
            beholden([command, *own], standalone_mode=False)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        sys.stdout.write(f"{step} {status}\n")
        sys.stdout.flush()
        if status == 0:
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
