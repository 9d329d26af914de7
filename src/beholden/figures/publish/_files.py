"""The data files of a release, as a page lists them."""

from __future__ import annotations

import msgspec


class DataFile(msgspec.Struct, frozen=True):
    """One file beneath a release's data folder."""

    name: str
    path: str
    description: str


def data_files(release: str, *, splits: bool = False) -> tuple[DataFile, ...]:
    """What ``write_data`` writes for a release of that name, most wanted first.

    Args:
        release: Its name.
        splits: Whether it has counts in parts; there is no file of them otherwise.
    """
    parts = DataFile(
        f"Splits, release {release}",
        "splits.csv",
        "Counts by platform, sex and age, with small numbers hidden.",
    )
    tables = ("figures", *(("splits",) if splits else ()), "aggregates", "series", "changes")
    return (
        DataFile(
            f"Workbook, release {release}",
            "figures.xlsx",
            "Accessible Excel workbook: a cover, notes, and one table a sheet.",
        ),
        DataFile(f"ODS, release {release}", "figures.ods", "The same for LibreOffice and others."),
        DataFile(
            f"Figures, release {release}",
            "figures.csv",
            "One row a force, period and offence, with source, arithmetic and state of absence.",
        ),
        *((parts,) if splits else ()),
        DataFile(
            f"Published totals, release {release}",
            "aggregates.csv",
            "Totals that others published; never sums of the figures here.",
        ),
        DataFile(
            f"Other series, release {release}", "series.csv", "Figures of surveys and hotlines."
        ),
        DataFile(
            f"Change log, release {release}",
            "changes.csv",
            "What this release says that the one before did not.",
        ),
        DataFile(
            f"Data Package, release {release}",
            "datapackage.json",
            "Describes all CSV files, their columns and checksums.",
        ),
        *(
            DataFile(
                f"CSVW metadata of {table}.csv, release {release}",
                f"{table}.csv-metadata.json",
                "Describes the columns for CSV on the Web.",
            )
            for table in tables
        ),
    )
