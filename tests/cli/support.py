"""The front door, driven: the command in a child process, on a terminal, or within this one.

`run` is what a shell does. `invoke` goes through the same command line in this process,
which saves half a second; signals, streams that break and crashes need the real thing.
All pictures are painted by code.

    done = run("hash", "--json", "photo.jpg", cwd=folder)
    assert done.code == 0
    assert done.objects[0]["quality"] > 50
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from click.testing import CliRunner
from PIL import Image

from beholden.cli import main
from beholden.demo.pictures import photograph_like
from beholden.media import hash_image
from beholden.media.core import ImageHashes
from tests.support import anybody
from tests.support.storage_forms import saved

COMMAND = (sys.executable, "-m", "beholden")
TOO_LONG_SECONDS = 240
"""After this a child hangs; nothing here measures time."""
CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]")
"""Every control character but the line feed."""
WIDTH, HEIGHT = 320, 240
AS_ANYBODY = anybody.AS_ANYBODY


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """Standard output."""
        return self.out.decode()

    @property
    def said(self) -> str:
        """Standard error, as one line."""
        return " ".join(self.err.decode().split())

    @property
    def objects(self) -> list[Any]:
        """The JSON values of standard output, one a line."""
        return objects_of(self.out.splitlines())


def objects_of(lines: Iterable[bytes]) -> list[Any]:
    """The JSON values of some lines."""
    return [json.loads(line) for line in lines]


def environment(**more: str) -> dict[str, str]:
    """The environment without what would change the command, and a home that is not there."""
    unwanted = {"BEHOLDEN_DATA", "XDG_DATA_HOME", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "HOME": os.devnull, "PYTHONWARNINGS": "error", **more}


def run(
    *arguments: str | Path | bytes,
    stdin: bytes = b"",
    cwd: Path | None = None,
    under: Sequence[str] = (),
    **variables: str,
) -> Done:
    """Runs the command in a child process; ``under`` is put before it."""
    done = subprocess.run(
        [*under, *COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**variables),
        timeout=TOO_LONG_SECONDS,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def invoke(*arguments: str | Path, stdin: bytes = b"") -> Done:
    """Runs the command within this process; whatever it does not catch is raised here."""
    done = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout_bytes, done.stderr_bytes)


def on_terminal(*arguments: str | Path | bytes, cwd: Path | None = None, **variables: str) -> Done:
    """Runs the command with a terminal for all three streams; ``out`` is what it showed."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        env=environment(TERM="xterm-256color", **variables),
    ) as child:
        os.close(theirs)
        shown = bytearray()
        # Linux ends the reading side of a terminal with an error, not with an empty read.
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 1 << 16):
                shown += piece
        os.close(ours)
    return Done(child.returncode, bytes(shown), b"")


class Running:
    """A command under way, of whose standard output only as much is taken as asked for.

    A pipe holds 64 kB, so a command that has more to say waits for its reader: it
    is still at work however fast the machine is.
    """

    def __init__(self, child: subprocess.Popen[bytes], out: IO[bytes], err: IO[bytes]) -> None:
        self._child = child
        self._out = out
        self._err = err

    def lines(self, count: int) -> list[Any]:
        """The next objects it says."""
        return objects_of(self._out.readline() for _ in range(count))

    def send(self, number: signal.Signals, *, to_group: bool = False) -> None:
        """Sends a signal, to all its processes as a terminal does, or to it alone."""
        (os.killpg if to_group else os.kill)(self._child.pid, number)

    def stop_reading(self) -> None:
        """Closes its standard output, as ``head`` does."""
        self._out.close()

    def finish(self) -> Done:
        """Reads what is left and waits for the end; a line cut off is dropped."""
        rest = b"" if self._out.closed else self._out.read()
        code = self._child.wait(TOO_LONG_SECONDS)
        self._err.seek(0)
        return Done(code, rest[: rest.rfind(b"\n") + 1], self._err.read())


@contextlib.contextmanager
def running(*arguments: str | Path, err: Path, **variables: str) -> Iterator[Running]:
    """Starts the command; its standard error goes to the file ``err``."""
    with (
        err.open("w+b") as errors,
        subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment(**variables),
            start_new_session=True,
        ) as child,
    ):
        assert child.stdout is not None
        try:
            yield Running(child, child.stdout, errors)
        finally:
            if child.poll() is None:
                child.kill()


@cache
def picture(number: int) -> Image.Image:
    """A painted picture; every number is another one."""
    return photograph_like(np.random.default_rng(number), WIDTH, HEIGHT)


@cache
def jpeg(number: int, quality: int = 85) -> bytes:
    """A painted picture as a JPEG of some 15 kB."""
    return saved(picture(number), "JPEG", quality=quality)


@cache
def hashes(data: bytes) -> ImageHashes:
    """The hashes of a picture, by the library."""
    return hash_image(data)


def pdq_row(number: int) -> tuple[str, str, str]:
    """A list's row (kind, hash, id) for a painted picture."""
    return "pdq", hashes(jpeg(number)).pdq, f"picture-{number}"


def digest_row(data: bytes, entry: str) -> tuple[str, str, str]:
    """A list's row for these very bytes."""
    return "sha256", hashes(data).sha256, entry


def write_list(path: Path, rows: Iterable[Sequence[str]], header: str = "kind,hash,id") -> Path:
    """Writes a CSV list."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(f"{header}\n{text.getvalue()}", encoding="utf-8", newline="")
    return path


def activate(data: Path, rows: Iterable[Sequence[str]], *options: str, name: str = "known") -> str:
    """Adds an edition of a list and activates it; returns its id."""
    path = write_list(data.parent / f"{name}.csv", rows)
    origin = ("--name", name, "--source", "a test", "--by", "A. Tester")
    done = invoke("lists", "add", path, *origin, "--activate", "--json", "--data", data, *options)
    assert done.code == 0, done.said
    edition: str = done.objects[0]["edition"]["edition"]
    return edition


def write_policy(data: Path, *changes: tuple[str, str]) -> Path:
    """The shipped policy with some lines replaced, as the data folder's own."""
    text = invoke("policy", "show", "--default").text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    data.mkdir(exist_ok=True)
    path = data / "policy.toml"
    path.write_text(text)
    return path


def scan(folder: Path, data: Path, *options: str) -> Done:
    """Scans a folder to JSON lines, within this process."""
    return invoke("scan", "--json", *options, "--data", data, folder)


def outcomes(done: Done) -> dict[str, str]:
    """What a scan said of each file, by its bare name."""
    return {Path(line["file"]).name: line["outcome"] for line in done.objects}
