"""From a file of an expert body to checked, distinct entries.

The file is read once, in blocks; what is kept in memory is about 50 bytes a row
(the hashes, for duplicates and for the index). Nothing is guessed: a row is an
entry, a duplicate of an earlier row, or a reject with its line and a reason.

Entries of kinds that the gate cannot compute are kept and counted, and can never
match. PDQ hashes of flat pictures are rejects: they are near to every other flat
picture.

    options = ImportOptions(kind="pdq", columns={"hash": "PDQ hash"})
    report = check_file(Path("list.csv"), options, min_quality=50)
    print(report.count, report.rejected)
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from beholden.lists._collect import Collector
from beholden.lists._lines import LineSource, open_source
from beholden.lists._readers import ColumnMap, CsvReader, JsonLinesReader
from beholden.lists._rows import RowChecker, kind_name
from beholden.lists.errors import (
    ColumnsError,
    EmptyListError,
    FileRefusedError,
    SettingError,
    TooManyRejectsError,
)
from beholden.lists.models import (
    HASH_BYTES,
    FileFormat,
    ImportReport,
    LabelChoice,
    Reject,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from beholden.lists._readers import RowReader

    Progress = Callable[[int, int], None]

_BATCH_ROWS = 16384
_SHOWN_REJECTS = 10
_REPORTED_REJECTS = 100
_FORMATS: dict[str, FileFormat] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_WHAT_TO_DO = "An empty list would switch protection off, so the list stays as it was."


class ImportOptions(msgspec.Struct, frozen=True):
    """How to read a file.

    ``columns`` maps ``hash``, ``kind``, ``id``, ``quality`` and ``label.<name>`` to
    the file's own names. ``kind`` stands in for a kind column. ``format`` overrides
    the file's extension. ``max_rejects`` is a share of the rows, 0 to 1.
    """

    columns: dict[str, str] | None = None
    kind: str | None = None
    labels: LabelChoice = "mapped"
    format: FileFormat | None = None
    max_rejects: float = 0.001
    max_bytes: int = 4 << 30
    max_line_bytes: int = 64 << 10
    max_rows: int = 20_000_000


def check_file(
    path: Path, options: ImportOptions, *, min_quality: int, progress: Progress | None = None
) -> ImportReport:
    """Read a file as an import would, and write nothing.

    Raises:
        ImportRefusedError: The file would not be made into an edition.
        SettingError: An option cannot be taken as given.
    """
    collector = Collector(min_quality=min_quality)
    return import_file(path, options, collector, progress=progress)


def import_file(
    path: Path,
    options: ImportOptions,
    collector: Collector,
    *,
    on_rejects: Callable[[list[Reject]], None] | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Read a whole file into ``collector`` and say what was found.

    ``on_rejects`` receives all rejects in file order, batch by batch; the report
    holds only the first of them. ``progress`` is called with bytes done and total.

    Raises:
        ImportRefusedError: The file must not be made into an edition.
        SettingError: An option cannot be taken as given.
    """
    if not 0 <= options.max_rejects <= 1:
        raise SettingError(
            f"max_rejects is {options.max_rejects}; it is a share of the rows, from 0 to 1."
        )
    with open_source(path, options.max_bytes) as stream:
        file_format = _format_of(path, options)
        kind = None if options.kind is None else _constant_kind(options.kind)
        columns = ColumnMap.of(options.columns, options.labels, kind)
        source = LineSource(
            stream,
            path,
            max_bytes=options.max_bytes,
            max_line_bytes=options.max_line_bytes,
            progress=progress,
        )
        reader: RowReader = (
            CsvReader(source, columns) if file_format == "csv" else JsonLinesReader(source, columns)
        )
        first: list[Reject] = []
        rejected = taken = 0
        checker = RowChecker()
        rows = reader.rows()
        while chunk := list(islice(rows, _BATCH_ROWS)):
            batch, rejects = checker.check(chunk)
            taken += len(batch.entries)
            rejected += sum(reject.rows for reject in rejects)
            if taken + rejected > options.max_rows:
                raise FileRefusedError(
                    f"{path} has more than {options.max_rows:,} rows. Split it into several lists."
                )
            first += rejects[: _REPORTED_REJECTS - len(first)]
            if on_rejects is not None:
                on_rejects(rejects)
            collector.take(batch)
    collector.finish()
    report = ImportReport(
        format=file_format,
        bytes=source.bytes_done,
        rows=taken + rejected,
        count=taken - collector.duplicates,
        counts=collector.counts,
        unsupported={k: n for k, n in collector.counts.items() if k not in HASH_BYTES},
        below_quality=collector.below_quality,
        duplicates=collector.duplicates,
        rejected=rejected,
        rejects=tuple(first),
        ignored_columns=tuple(reader.ignored),
    )
    _refuse_unless_useful(report, options.max_rejects)
    return report


def _format_of(path: Path, options: ImportOptions) -> FileFormat:
    if options.format is not None:
        if options.format not in _FORMATS.values():
            raise SettingError(f"The format {options.format!r} is unknown. Give csv or jsonl.")
        return options.format
    try:
        return _FORMATS[path.suffix.lower()]
    except KeyError:
        raise FileRefusedError(
            f"{path.name} ends in none of {', '.join(_FORMATS)}. Give the format: csv or jsonl."
        ) from None


def _constant_kind(kind: str) -> str:
    name = kind_name(kind)
    if name not in HASH_BYTES:
        raise ColumnsError(
            f"The kind {kind!r} cannot be matched. Give one of {', '.join(HASH_BYTES)}."
        )
    return name


def _refuse_unless_useful(report: ImportReport, max_rejects: float) -> None:
    if report.rows == 0:
        raise EmptyListError(f"The file has no rows. {_WHAT_TO_DO}")
    shown = "\n".join(
        f"  line {reject.line}: {reject.reason}" for reject in report.rejects[:_SHOWN_REJECTS]
    )
    if report.count == 0:
        raise EmptyListError(
            f"None of the {report.rows:,} rows is usable. {_WHAT_TO_DO} The first:\n{shown}"
        )
    if report.rejected > max_rejects * report.rows:
        raise TooManyRejectsError(
            f"{report.rejected:,} of {report.rows:,} rows are unusable, more than the share of "
            f"{max_rejects:g} that is tolerated. Correct the file, ask its supplier, or raise "
            f"max_rejects. The first:\n{shown}"
        )
    if report.protecting == 0:
        kinds = ", ".join(sorted(report.unsupported)) or "PDQ below the minimum quality"
        raise EmptyListError(f"No row can be matched ({kinds}). {_WHAT_TO_DO}")
