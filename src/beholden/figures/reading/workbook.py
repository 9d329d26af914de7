"""The parts of an xlsx workbook around its sheets: names, texts, styles, comments.

openpyxl reads a sheet either in full (a million formatted rows take 700 MB) or
without its merged ranges and hidden rows, and formulas only without their last values.
So the parts are read here, for reading alone; openpyxl gives the rules for
built-in formats and dates.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from beholden.figures.reading.archive import damaged
from beholden.figures.reading.formats import GENERAL
from beholden.figures.reading.grid import Budget
from beholden.figures.reading.safexml import attribute, local, parse, stream

Moment = date | datetime | time | timedelta

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MOST_TEXT_BYTES = 64 * 1024 * 1024


class SheetPart(NamedTuple):
    """One sheet of a workbook: its name, its part in the archive, whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Comment(NamedTuple):
    """A comment on a cell."""

    cell: str
    text: str


class Workbook:
    """An opened workbook.

    Raises:
        ReadError: ``damaged``.
    """

    def __init__(self, archive: ZipFile, name: str, budget: Budget) -> None:
        self.archive = archive
        self.name = name
        self.parts = frozenset(archive.namelist())
        self._budget = budget
        main = self._main_part()
        root = parse(archive, main, name)
        links = self._links(main)
        self.sheets = tuple(self._sheets(root, links))
        settings = [child for child in root if local(child) == "workbookPr"]
        from_1904 = any(attribute(child, "date1904") in {"1", "true"} for child in settings)
        self._epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
        self._formats = self._read_formats(_by_kind(links, "styles"))
        self._dated = tuple(bool(is_date_format(code)) for code in self._formats)  # type: ignore[no-untyped-call] # openpyxl has no types
        self._texts = self._read_texts(_by_kind(links, "sharedStrings"))

    @property
    def has_macros(self) -> bool:
        """Whether the workbook brings programs along."""
        return any(part.lower().endswith("vbaproject.bin") for part in self.parts)

    @property
    def has_external_links(self) -> bool:
        """Whether the workbook takes values from other workbooks."""
        return any("/externallinks/" in f"/{part.lower()}" for part in self.parts)

    def text(self, index: int) -> str:
        """A shared text.

        Raises:
            ReadError: ``damaged``.
        """
        if not 0 <= index < len(self._texts):
            raise damaged(self.name)
        return self._texts[index]

    def format_of(self, style: int) -> str:
        """The number format of a style."""
        return self._formats[style] if 0 <= style < len(self._formats) else GENERAL

    def moment(self, number: Decimal, style: int) -> Moment | None:
        """The date that a number stands for, where its style shows one."""
        if not 0 <= style < len(self._dated) or not self._dated[style]:
            return None
        try:
            found: Moment = from_excel(float(number), self._epoch)  # type: ignore[no-untyped-call] # as above
        except (OverflowError, ValueError):
            return None
        return found

    def comments(self, sheet: SheetPart) -> Iterator[Comment]:
        """The comments on the cells of a sheet."""
        for kind, target in self._links(sheet.part).values():
            if kind != "comments" or target not in self.parts:
                continue
            with self.archive.open(target) as source:
                for element in stream(source, frozenset({"comment"}), self.name):
                    text = inner_text(element).strip()
                    if text:
                        yield Comment(attribute(element, "ref"), text)

    def _main_part(self) -> str:
        for kind, target in self._links("").values():
            if kind == "officeDocument" and target in self.parts:
                return target
        if "xl/workbook.xml" in self.parts:
            return "xl/workbook.xml"
        raise damaged(self.name)

    def _links(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: by id, the last word of its kind and the part's name."""
        folder, file = posixpath.split(part)
        of_links = posixpath.join(folder, "_rels", f"{file}.rels")
        if of_links not in self.parts:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for element in parse(self.archive, of_links, self.name):
            if attribute(element, "TargetMode") == "External":
                continue
            target = attribute(element, "Target")
            full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = attribute(element, "Type").rpartition("/")[2]
            found[attribute(element, "Id")] = (kind, posixpath.normpath(full))
        return found

    def _sheets(self, root: Any, links: dict[str, tuple[str, str]]) -> Iterator[SheetPart]:
        for group in root:
            if local(group) != "sheets":
                continue
            for element in group:
                kind, part = links.get(_link_id(element), ("", ""))
                if kind != "worksheet":
                    continue  # a chart or a dialogue has no cells
                if part not in self.parts:
                    raise damaged(self.name)
                hidden = attribute(element, "state") in {"hidden", "veryHidden"}
                yield SheetPart(attribute(element, "name"), part, hidden)

    def _read_formats(self, part: str) -> tuple[str, ...]:
        """The number format of every style, in the order of the styles."""
        if part not in self.parts:
            return ()
        custom: dict[int, str] = {}
        used: list[int] = []
        for group in parse(self.archive, part, self.name):
            if local(group) == "numFmts":
                for element in group:
                    custom[_whole(attribute(element, "numFmtId"))] = attribute(
                        element, "formatCode"
                    )
            elif local(group) == "cellXfs":
                used = [_whole(attribute(element, "numFmtId")) for element in group]
        return tuple(custom.get(id_) or BUILTIN_FORMATS.get(id_, GENERAL) for id_ in used)

    def _read_texts(self, part: str) -> tuple[str, ...]:
        if part not in self.parts:
            return ()
        texts: list[str] = []
        size = 0
        with self.archive.open(part) as source:
            for element in stream(source, frozenset({"si"}), self.name):
                texts.append(inner_text(element))
                size += len(texts[-1])
                if size > _MOST_TEXT_BYTES or len(texts) > self._budget.limits.max_cells:
                    raise self._budget.exceeded("too many texts")
        return tuple(texts)


def inner_text(element: Any) -> str:
    """All text of a shared or inline text, but the reading aids of East Asian scripts."""
    pieces = [
        child.text
        for child in element.iter()
        if local(child) == "t" and child.text and local(child.getparent()) != "rPh"
    ]
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(pieces))


def _by_kind(links: dict[str, tuple[str, str]], kind: str) -> str:
    return next((part for found, part in links.values() if found == kind), "")


def _link_id(element: Any) -> str:
    """The ``r:id`` of a sheet, which is not its ``sheetId``."""
    return next((value for key, value in element.items() if key.endswith("}id")), "")


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0
