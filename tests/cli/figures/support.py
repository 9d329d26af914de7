"""Small answers, and the command on a folder of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.cli.support import Done, invoke

BY = ("--by", "A. Tester")
ASKED = "2016-04-01,2018-03-31"
HEADER = "file,force,received,asked_from,asked_to,state\n"


class Demo(NamedTuple):
    """What the demo made and said."""

    folder: Path
    said: str


def figures(command: str, *arguments: str | Path) -> Done:
    """``beholden figures COMMAND``, within this process."""
    return invoke("figures", command, *arguments)


def extract(earlier: int | str, later: int | str) -> str:
    """A short answer that is read for certain."""
    return (
        "Offence,2016/17,2017/18\n"
        '"Indecent images of children (86/2, 86/10, 86/15), offences recorded",'
        f"{earlier},{later}\n"
    )


def answers(folder: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files; the force is that of the file's folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def two_forces(folder: Path) -> Path:
    """Essex is certain; Kent's second number has a comma where none belongs."""
    files = {"essex/reply.csv": extract(568, 767), "kent/reply.csv": extract(400, '"1,5000"')}
    return answers(folder, files)


def read(folder: Path) -> list[Any]:
    """What ``read --json`` says of each file."""
    return figures("read", folder, "--json").objects


def pending(folder: Path) -> list[Any]:
    """What ``review --json`` lists."""
    return figures("review", folder, "--json").objects
