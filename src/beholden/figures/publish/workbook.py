"""The release as an accessible workbook, and the same sheets as an OpenDocument spreadsheet.

Guidance followed: Government Analysis Function, "Releasing statistics in
spreadsheets": a cover, contents and notes, one table a sheet that starts in the
first column, no merged cells, marks in words. The same release gives the same bytes.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Release
from beholden.figures.publish import _ods
from beholden.figures.publish._sheets import front_of, sheets_of
from beholden.figures.publish.tables import DataTable

_COVER_WIDTH = 85
# The earliest time that a ZIP can name: the same bytes whenever it is written.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


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
        # It calls pandas in ways that later versions will not know.
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        book = gptables.produce_workbook(
            str(path),
            sheets,
            cover=gptables.Cover(
                title=front.title,
                intro=list(front.intro),
                about=list(front.about),
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
    sheets = sheets_of(release, registry, tables)
    moment = _moment(release).isoformat()
    _archive(path, _ods.members(front_of(release), moment, sheets))


def _moment(release: Release) -> datetime:
    day = release.published
    return datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)


def _settle_times(path: Path) -> None:
    """Writes the archive anew with one time for every member, in one order."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in sorted(archive.namelist())}
    _archive(path, members)


def _archive(path: Path, members: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.external_attr = 0o644 << 16
            # OpenDocument wants its media type not compressed, so that a file begins with it.
            plain = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
