"""The template process with a reader that does what the name of the file says."""

import ctypes
import os
import tempfile
import time
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.reading import _worker, dispatch
from beholden.figures.reading.limits import Limits

_title = ""


def _spin() -> NoReturn:
    while True:
        pass


def _recurse() -> Any:
    return [_recurse()]


def _poison() -> None:
    globals()["_title"] = "poisoned"


def _raise() -> NoReturn:
    raise ValueError


def _write() -> None:
    # Python ignores the signal that comes with it, so writing fails as on a full disk.
    with tempfile.TemporaryFile() as file:
        file.write(b"x")


_DEEDS = {
    "crash": lambda: ctypes.string_at(0),
    "leave": lambda: os._exit(0),
    "spin": _spin,
    "sleep": lambda: time.sleep(600),
    "eat": lambda: bytearray(4 << 30),
    "recurse": _recurse,
    "abort": os.abort,
    "raise": _raise,
    "write": _write,
    "poison": _poison,
}


def _read(data: bytes, name: str, limits: Limits) -> Document:
    deed = name.partition(".")[0]
    if deed == "babble":
        os.write(_target(), b"\x93\x01\x02\x03 not an outcome")
        os._exit(0)
    if deed in _DEEDS:
        _DEEDS[deed]()
    document = dispatch.read_bytes(data, name, limits)
    if deed == "lie":
        return msgspec.structs.replace(document, file="other.xlsx", digest="00")
    return msgspec.structs.replace(document, title=_title)


def _target() -> int:
    """The only socket that a fork has."""
    for entry in Path("/proc/self/fd").iterdir():
        try:
            if str(entry.readlink()).startswith("socket:"):
                return int(entry.name)
        except OSError:
            continue
    raise LookupError


if __name__ == "__main__":
    vars(_worker)["read_bytes"] = _read
    _worker.main()
