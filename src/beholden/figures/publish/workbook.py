"""The release as an accessible workbook, and the same sheets as an OpenDocument spreadsheet.

Guidance followed: Government Analysis Function, "Releasing statistics in
spreadsheets": a cover, contents and notes, one table a sheet that starts in the
first column, no merged cells, marks in words. The same release gives the same bytes.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Release
from beholden.figures.publish._sheets import Front, front_of, sheets_of
from beholden.figures.publish.tables import DataTable

if TYPE_CHECKING:
    from odfdo import Document

_COVER_WIDTH = 85
# The earliest time that a ZIP can name: the same bytes whenever it is written.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_STORED_FIRST = "mimetype"


def write_workbook(
    path: Path, release: Release, registry: Registry, tables: Sequence[DataTable]
) -> None:
    """Writes ``path`` as .xlsx."""
    # These bring pandas with them; only a build needs it.
    import gptables  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    front = front_of(release)
    sheets = {
        sheet.label: gptables.GPTable(
            table=pd.DataFrame(list(sheet.rows), columns=list(sheet.header), dtype=object),
            table_name=sheet.id,
            title=sheet.title,
            subtitles=list(sheet.notes),
            instructions="This sheet holds one table.",
            index_columns={},
        )
        for sheet in sheets_of(release, registry, tables)
    }
    with warnings.catch_warnings():
        # It would have a sheet of numbered notes; ours are marks, on a sheet of their own.
        warnings.filterwarnings("ignore", "No note text provided")
        book = gptables.produce_workbook(
            str(path),
            sheets,
            cover=gptables.Cover(
                title=front.title,
                intro=list(front.intro),
                about=list(front.about),
                contact=[],
                width=_COVER_WIDTH,
            ),
            # Text of others stays text: no formula, no link, no number made of it.
            workbook_options={
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
    book.set_properties({"title": front.title, "created": _moment(release)})
    book.close()
    _settle_times(path)


def write_ods(
    path: Path, release: Release, registry: Registry, tables: Sequence[DataTable]
) -> None:
    """Writes ``path`` as .ods, with the same sheets."""
    from odfdo import Document, Table  # noqa: PLC0415 - only a build needs it

    document = Document("spreadsheet")
    document.body.clear()

    def add(label: str, rows: Sequence[Sequence[int | str]]) -> None:
        table = Table(label)
        # First into the document: to move a full table costs more than to fill it.
        document.body.append(table)
        table.set_values([list(row) for row in rows])

    front = front_of(release)
    lines = [(front.title,), *((line,) for line in (*front.intro, *front.about))]
    add("Cover", lines)
    sheets = sheets_of(release, registry, tables)
    contents = [("Contents",), ("Sheet", "Title"), *((s.label, s.title) for s in sheets)]
    add("Contents", contents)
    for sheet in sheets:
        lines_of_sheet = [(sheet.title,), *((note,) for note in sheet.notes), sheet.header]
        add(sheet.label, [*lines_of_sheet, *sheet.rows])
    _say_when(document, front, release)
    content = io.BytesIO()
    document.save(content)
    path.write_bytes(content.getvalue())
    _settle_times(path)


def _say_when(document: Document, front: Front, release: Release) -> None:
    meta = document.meta
    moment = _moment(release)
    meta.title = front.title
    meta.creation_date = moment
    meta.date = moment
    meta.generator = "Beholden"
    meta.editing_cycles = 1


def _moment(release: Release) -> datetime:
    day = release.published
    return datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)


def _settle_times(path: Path) -> None:
    """Writes the archive anew with one time for every member, in one order."""
    with zipfile.ZipFile(path) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    # OpenDocument wants its media type first and not compressed.
    members.sort(key=lambda member: (member[0] != _STORED_FIRST, member[0]))
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.external_attr = 0o644 << 16
            first = name == _STORED_FIRST
            info.compress_type = zipfile.ZIP_STORED if first else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
