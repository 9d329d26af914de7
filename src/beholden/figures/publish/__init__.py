"""A release as data: tidy CSV that describes itself, an accessible workbook, the same as ODS.

The same release gives the same bytes. Numbers are those of the release; nothing is
computed here. Text from answers cannot become a formula in a spreadsheet.

    write_data(Path("data"), release, registry)
"""

from __future__ import annotations

from pathlib import Path

from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Release
from beholden.figures.publish._files import DataFile, data_files
from beholden.figures.publish.describing import csvw_metadata, data_package
from beholden.figures.publish.tables import tables_of
from beholden.figures.publish.workbook import write_ods, write_workbook

__all__ = ["DataFile", "data_files", "write_data"]


def write_data(target: Path, release: Release, registry: Registry) -> None:
    """Writes every data file of a release into the new folder ``target``."""
    target.mkdir()
    tables = tables_of(release, registry)
    contents = {table.path: table.csv() for table in tables}
    for path, content in contents.items():
        (target / path).write_bytes(content)
    (target / "datapackage.json").write_bytes(data_package(release, tables, contents))
    for table in tables:
        (target / f"{table.path}-metadata.json").write_bytes(csvw_metadata(release, table))
    write_workbook(target / "figures.xlsx", release, registry, tables)
    write_ods(target / "figures.ods", release, registry, tables)
