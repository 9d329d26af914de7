"""The Go program of this folder: built by the `go` command of the system, and asked.

It uses the packages that Debian calls golang-go and golang-golang-x-mod-dev, and nothing
from the network.

    go = built(folder)            # skips the test where there is no Go
    go.verify(log, key)           # what Go found, or RefusedError
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

__all__ = ["Go", "RefusedError", "built"]

_SOURCE = Path(__file__).parent
_PACKAGES = Path("/usr/share/gocode")
_NEEDED = "golang.org/x/mod/sumdb"


class RefusedError(Exception):
    """Go did not accept it, and says why."""


class Go:
    """The built program."""

    def __init__(self, program: Path) -> None:
        self._program = program

    def verify(self, folder: Path, key: str, checkpoint: Path | None = None) -> dict[str, Any]:
        """Judges a whole log by its checkpoint, or by another one than that in its folder."""
        more = [] if checkpoint is None else [str(checkpoint)]
        found: dict[str, Any] = self._ask("verify", str(folder), key, *more)
        return found

    def write(self, folder: Path, size: int, name: str) -> dict[str, Any]:
        """Has a log written."""
        made: dict[str, Any] = self._ask("write", str(folder), str(size), name)
        return made

    def judge(self, what: str, claims: object) -> Any:
        """Has ``proofs`` or ``notes`` judged."""
        return self._ask(what, given=json.dumps(claims))

    def _ask(self, *arguments: str, given: str = "") -> Any:
        done = subprocess.run(
            [self._program, *arguments], input=given, capture_output=True, check=False, text=True
        )
        if done.returncode == 1:
            raise RefusedError(done.stderr.strip())
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def built(folder: Path) -> Go:
    """Builds the program; skips the test where that is not possible."""
    if shutil.which("go") is None:
        pytest.skip("Go is missing: install golang-go")
    places = [*map(Path, filter(None, os.environ.get("GOPATH", "").split(":"))), _PACKAGES]
    if not any((place / "src" / _NEEDED).is_dir() for place in places):
        pytest.skip(f"the Go package {_NEEDED} is missing: install golang-golang-x-mod-dev")
    program = folder / "interop"
    settings = {
        "GO111MODULE": "off",  # packages of the system, not modules of the network
        "GOPATH": ":".join(map(str, places)),
        "GOFLAGS": "",
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "CGO_ENABLED": "0",
    }
    if not {"GOCACHE", "XDG_CACHE_HOME", "HOME"} & os.environ.keys():
        settings["GOCACHE"] = str(folder / "cache")
    done = subprocess.run(
        ["go", "build", "-o", str(program), "."],
        cwd=_SOURCE,
        env={**os.environ, **settings},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return Go(program)
