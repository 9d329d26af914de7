"""Runs one change of the lists again and again, and kills it a step later each time.

    python -m tests.lists.crashing <folder> <file> <add|activate|remove>

Every run has its own copy of the lists, ``<folder>/<step>``, made from
``<folder>/before``. A step is one call that changes the file system. Ends with the
first run that needs no more steps than it was given.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
from pathlib import Path

from beholden.lists import ListStore, StorageError
from tests.lists.simulators import Clock, FlatIndexes

_STEPS = {"open", "os.mkdir", "os.rename", "os.chmod", "os.remove", "os.rmdir"}


def change(folder: Path, path: Path, action: str) -> None:
    store = ListStore(folder, FlatIndexes(), Clock())
    if action == "add":
        store.add(path, name="iwf", source="s", set_by="p", kind="pdq")
    elif action == "activate":
        store.activate("iwf", by="p")
    else:
        store.remove("iwf", "v1", by="p")


def die_after(steps: int, root: Path) -> None:
    left = steps

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in _STEPS and str(arguments[0]).startswith(str(root)):
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(count)


def run_until_it_survives(folder: Path, path: Path, action: str) -> None:
    for step in range(200):
        target = folder / str(step)
        shutil.copytree(folder / "before", target)
        child = os.fork()
        if child == 0:
            die_after(step, target)
            change(target, path, action)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            return
    raise SystemExit("the change never came to its end")


def run_with_small_files(folder: Path, path: Path) -> None:
    """Add with a limit on the size of files, as a disk quota would."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    try:
        change(folder, path, "add")
    except StorageError as error:
        sys.stdout.write(str(error))


if __name__ == "__main__":
    if sys.argv[3] == "quota":
        run_with_small_files(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        run_until_it_survives(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
