"""Old Excel workbooks (xls), read by calamine.

calamine tells values, merged ranges and hidden sheets. It does not tell number formats, so
a share stands as 0.227 and not as 22.7%, nor hidden rows, nor comments.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from beholden.figures.core.documents import Document, Notice, Table
from beholden.figures.core.models import Place
from beholden.figures.errors import ReadError
from beholden.figures.reading.archive import damaged
from beholden.figures.reading.formats import plain, show_moment
from beholden.figures.reading.grid import Budget, Grid, Merged, clean, exact
from beholden.figures.reading.limits import Limits

# The first record of a workbook (BOF, of BIFF8 and BIFF5), in [MS-XLS] 2.4.21; then 2.4.117.
_STARTS = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
_FILE_PASS = 0x2F
_FIRST_RECORDS = 4

_Value = int | float | str | bool | time | date | datetime | timedelta


def read(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    """Reads a workbook.

    Raises:
        ReadError: ``damaged``, ``password-protected``, ``too-large`` or ``empty-file``.
    """
    if _is_encrypted(data):
        raise _protected(name)
    try:
        return _read(data, name, digest, limits)
    except PasswordError as error:
        raise _protected(name) from error
    except CalamineError as error:
        raise damaged(name) from error
    except BaseException as error:
        # A panic of the Rust library is no Exception; it cannot be imported to be named.
        if type(error).__name__ == "PanicException":
            raise damaged(name) from error
        raise


def _protected(name: str) -> ReadError:
    return ReadError(
        "password-protected",
        f"{name} is protected by a password: ask for it without, or open it and save a copy.",
    )


def _is_encrypted(data: bytes) -> bool:
    """Whether one of the first records says so, as calamine does not see for every method.

    Without this the old method (XOR) would give wrong numbers without a word.
    """
    for start in _STARTS:
        at = data.find(start)
        for _ in range(_FIRST_RECORDS if at >= 0 else 0):
            kind, length = (int.from_bytes(data[i : i + 2], "little") for i in (at, at + 2))
            if kind == _FILE_PASS:
                return True
            at += 4 + length
    return False


def _read(data: bytes, name: str, digest: str, limits: Limits) -> Document:
    budget = Budget(name, limits)
    tables: list[Table] = []
    notices: list[Notice] = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for described in workbook.sheets_metadata:
            if described.typ == SheetTypeEnum.Vba:
                notices.append(Notice("macros", "The workbook contains macros; they were not run."))
            if described.typ != SheetTypeEnum.WorkSheet:
                continue
            grid = _grid(workbook.get_sheet_by_name(described.name), budget)
            hidden = described.visible != SheetVisibleEnum.Visible
            tables.append(grid.table(hidden=hidden))
            notices += grid.notices
            if hidden:
                notices.append(_hidden(described))
    if not any(table.rows for table in tables):
        raise ReadError("empty-file", f"{name} holds nothing but empty cells.")
    return Document(name, digest, "xls", tuple(tables), tuple(notices))


def _grid(sheet: CalamineSheet, budget: Budget) -> Grid:
    grid = Grid(sheet.name, budget)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        grid.merge(Merged(top + 1, left + 1, bottom + 1, right + 1))
    if sheet.start is None:
        return grid
    # Rows come from the first of the sheet on, columns only from the first used one.
    first_column = sheet.start[1] + 1
    for row, values in enumerate(sheet.iter_rows(), start=1):
        for column, value in enumerate(values, start=first_column):
            if value != "":
                grid.put(row, column, *_shown(value))
    return grid


def _shown(value: _Value) -> tuple[str, Decimal | None]:
    """The text of a value, and its number where it is one."""
    if isinstance(value, str):
        return clean(value), None
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, int | float):
        number = exact(float(value))
        return plain(number), number
    return show_moment(value), None


def _hidden(sheet: SheetMetadata) -> Notice:
    return Notice(
        "hidden-sheet",
        f"Sheet {sheet.name} is hidden; nothing is read from it.",
        place=Place(sheet=sheet.name),
    )
