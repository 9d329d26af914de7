"""A folder of answers: what lies in it, what its list says, and its settings.

::

    FOLDER/
      figures.toml      title, publisher, published totals, surveys; optional
      answers.csv       which file is whose, when it came, what was asked; optional
      essex/reply.xlsx  the answers as received; never written to
      _beholden/        what Beholden makes of them: readings, checks, releases, site

The force of a file is what ``answers.csv`` says, else the name of its folder, else
how its own name begins; the letterhead only serves as a check. A link to a file is
read; a link to a folder is not followed, so no folder can lead round in a circle.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from beholden.figures.core.forces import Registry, normal
from beholden.figures.core.models import ForceCode, Period, State
from beholden.figures.errors import FolderError

OWN = "_beholden"
LIST = "answers.csv"
SETTINGS = "figures.toml"
FILES_AT_MOST = 5_000
_LIST_BYTES_AT_MOST = 8 << 20
_COLUMNS = ("file", "force", "received", "asked_from", "asked_to", "origin", "note", "state")
_STATES = {"no answer": State.NO_ANSWER, "refused": State.REFUSED, "not held": State.NOT_HELD}
_SKIPPED = frozenset({"thumbs.db", "desktop.ini"})


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file of the folder, or one row of the list without a file (a force that did not answer).

    ``file`` is its path in the folder with ``/``; ``line`` its line in ``answers.csv``.
    """

    file: str
    force: ForceCode | None = None
    force_from: Literal["list", "folder", "file name", ""] = ""
    received: date | None = None
    asked: Period | None = None
    origin: str = ""
    note: str = ""
    state: State | None = None
    line: int | None = None


def answers_of(folder: Path, registry: Registry) -> tuple[Answer, ...]:
    """Everything in the folder that is an answer, in the order of the paths.

    Raises:
        FolderError: The folder or its list is not as it should be; all problems at once.
    """
    if not folder.is_dir():
        raise FolderError(f"{folder}: there is no such folder. Give the folder of answers.")
    listed = _read_list(folder / LIST, registry)
    answers = [one for one in listed if not one.file]
    by_file = {one.file: one for one in listed if one.file}
    for file in _files(folder):
        known = by_file.pop(file, None) or Answer(file)
        answers.append(known if known.force is not None else _placed(known, registry))
        if len(answers) > FILES_AT_MOST:
            raise FolderError(
                f"{folder}: more than {FILES_AT_MOST:,} files. Is this a folder of answers?"
            )
    if by_file:
        lost = "\n".join(
            f"{LIST}:{one.line} file: there is no {file!r}. Correct the path or remove the row."
            for file, one in by_file.items()
        )
        raise FolderError(lost)
    return tuple(sorted(answers, key=lambda one: (one.file, one.force or "")))


def _files(folder: Path) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        raise error  # or the answers of a folder that may not be entered would just be missing

    for root, folders, names in os.walk(folder, onerror=refuse):
        here = Path(root)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != OWN)
        top = here == folder
        for name in sorted(names):
            if name.startswith((".", "~$")) or name.lower() in _SKIPPED:
                continue
            if top and name in {LIST, SETTINGS, "README.md", "README.txt"}:
                continue
            file = (here / name).relative_to(folder).as_posix()
            # A name in another encoding could not be kept; so spelt it is of no file.
            yield file.encode("utf-8", "backslashreplace").decode()


def _placed(answer: Answer, registry: Registry) -> Answer:
    """Finds the force by the folder's name, or by the longest beginning of the file's name."""
    path = Path(answer.file)
    for parent in reversed(path.parts[:-1]):
        if (force := registry.find(parent.replace("_", " "))) is not None:
            return msgspec.structs.replace(answer, force=force.code, force_from="folder")
    words = normal(path.stem.replace("_", " ").replace("-", " ")).split()
    for length in range(len(words), 0, -1):
        if (force := registry.find(" ".join(words[:length]))) is not None:
            return msgspec.structs.replace(answer, force=force.code, force_from="file name")
    return answer


def _read_list(path: Path, registry: Registry) -> tuple[Answer, ...]:
    if not path.exists():
        return ()
    rows = csv.reader(io.StringIO(_list_text(path), newline=""))
    problems: list[str] = []
    answers: list[Answer] = []
    seen: dict[str, int] = {}
    try:
        header = _header(next(rows, []))
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            row = _Row(header, cells, rows.line_num, registry, problems)
            answer = row.answer()
            if answer.file in seen:
                row.refuse("file", f"is already on line {seen[answer.file]}. Keep one row.")
            if answer.file:
                seen[answer.file] = rows.line_num
            answers.append(answer)
    except csv.Error as error:
        problems.append(f"{LIST}:{rows.line_num} cannot be read: {error}.")
    if problems:
        raise FolderError("\n".join(problems))
    return tuple(answers)


def _list_text(path: Path) -> str:
    with path.open("rb") as opened:
        data = opened.read(_LIST_BYTES_AT_MOST + 1)
    if len(data) > _LIST_BYTES_AT_MOST:
        raise FolderError(f"{LIST}: the file is over 8 MiB. Is it really the list of answers?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FolderError(f"{LIST}:{line} is not valid UTF-8. Save the list as UTF-8.") from None


def _header(cells: list[str]) -> list[str]:
    header = [name.strip().lower() for name in cells]
    if unknown := sorted(set(header) - set(_COLUMNS)):
        raise FolderError(
            f"{LIST}:1 {unknown[0]}: no column has this name. Columns are {', '.join(_COLUMNS)}."
        )
    if len(set(header)) < len(header) or not {"file", "force"} & set(header):
        raise FolderError(f"{LIST}:1 needs a column file or force, and each column once.")
    return header


class _Row:
    """One row of the list on its way; what is wrong goes to ``problems``."""

    def __init__(
        self,
        header: list[str],
        cells: list[str],
        line: int,
        registry: Registry,
        problems: list[str],
    ) -> None:
        self._cells = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        self._line = line
        self._registry = registry
        self._problems = problems
        if len(cells) > len(header):
            self.refuse("file", "the row has more cells than the header. Quote commas.")

    def refuse(self, column: str, sentence: str) -> None:
        """Notes a problem with its line and column."""
        self._problems.append(f"{LIST}:{self._line} {column}: {sentence}")

    def answer(self) -> Answer:
        """The row as far as it can be understood."""
        cells = self._cells
        file = cells.get("file", "").replace("\\", "/").removeprefix("./")
        force = self._force()
        state = self._state()
        if not file and force is None:
            self.refuse("file", "a row needs a file, or a force that did not answer.")
        if not file and force is not None and state is None:
            self.refuse("state", f"a row without a file needs one of: {', '.join(_STATES)}.")
        return Answer(
            file=file,
            force=force,
            force_from="list" if force is not None else "",
            received=self._day("received"),
            asked=self._asked(),
            origin=cells.get("origin", ""),
            note=cells.get("note", ""),
            state=state,
            line=self._line,
        )

    def _force(self) -> ForceCode | None:
        name = self._cells.get("force", "")
        if not name:
            return None
        force = self._registry.find(name)
        if force is None:
            near = self._registry.suggestions(name)
            hint = f"Did you mean {near[0]}?" if near else "See `beholden figures forces`."
            self.refuse("force", f"there is no force {name!r}. {hint}")
            return None
        return force.code

    def _state(self) -> State | None:
        text = self._cells.get("state", "").lower().replace("_", " ")
        if not text:
            return None
        if text not in _STATES:
            self.refuse("state", f"{text!r} is none of: {', '.join(_STATES)}.")
        return _STATES.get(text)

    def _day(self, column: str) -> date | None:
        text = self._cells.get(column, "")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.refuse(column, f"{text!r} is no date. Write it as 2018-07-31.")
            return None

    def _asked(self) -> Period | None:
        start, end = self._day("asked_from"), self._day("asked_to")
        if start is None or end is None:
            if (start is None) != (end is None):
                self.refuse("asked_to", "give both asked_from and asked_to, or neither.")
            return None
        if end < start:
            self.refuse("asked_to", "is before asked_from.")
            return None
        return Period(start, end)
