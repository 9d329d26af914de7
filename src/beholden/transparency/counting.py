"""Counts with DuckDB over the Parquet files of opened statements.

What runs is the text of ``core.views`` and ``core.indicators`` and nothing else, so that
whoever has the files can run it too. The database reads that one folder, loads no
extension, asks no network and takes bounded memory; its own temporary files lie in the
folder.

    keep_tables(folder, repeated=False)    # rows that the parts wrote become Parquet files
    counted = count(folder, window)
"""

# ruff: noqa: S608 - queries are constants, and names of own files, quoted

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beholden.transparency.core.indicators import INDICATORS
from beholden.transparency.core.models import Indicator, Window
from beholden.transparency.core.report import DAYS_AT_MOST, Counted, CountedRow
from beholden.transparency.core.rows import TABLES, Table
from beholden.transparency.core.views import VIEWS, View
from beholden.transparency.errors import OpeningsError, TransparencyError, WindowError

if TYPE_CHECKING:
    import duckdb

__all__ = ["count", "counting", "keep_tables", "rows_of"]

_MEMORY = "192MB"
_THREADS = 2
_LINE_BYTES = 16 << 20
_CONFLICTS_AT_MOST = 1_000
_KINDS_AT_MOST = 100


def keep_tables(folder: Path, *, repeated: bool) -> None:
    """Makes the Parquet files of the rows that the parts wrote, and removes those.

    Args:
        folder: of the opened statements.
        repeated: whether two parts opened one entry; what both say is the same.

    Raises:
        OpeningsError: they cannot be written.
    """
    with _database(folder) as database:
        for table in TABLES:
            files = sorted(folder.glob(f"{table.name}.*.jsonl"))
            rows = _source(table, files, repeated=repeated)
            database.execute(
                f"COPY ({rows}) TO {_quoted(folder / f'{table.name}.parquet')} "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
            for file in files:
                file.unlink()
    for file in folder.glob("*.parquet"):
        file.chmod(0o600)


def count(folder: Path, window: Window, first: int = 0) -> Counted:
    """Runs every indicator's query for one window.

    Args:
        folder: of the opened statements.
        window: whole days in UTC.
        first: the first place whose unreadable statements are told of.

    Raises:
        WindowError: no report can be made for it.
        OpeningsError: the files cannot be read.
    """
    if window.first > window.last:
        raise WindowError(f"The window ends on {window.last}, before it begins on {window.first}.")
    if window.days > DAYS_AT_MOST:
        raise WindowError(f"A window has at most {DAYS_AT_MOST} days, not {window.days:,}.")
    with counting(folder, window) as database:
        return Counted(
            rows={
                one.id: tuple(rows_of(database, one)) for one in INDICATORS.values() if one.query
            },
            hours_by_day=dict(_pairs(database, _HOURS_BY_DAY)),
            conflicts=tuple(name for name, _ in _pairs(database, _CONFLICTS)),
            unreadable=tuple(_pairs(database, _UNREADABLE, first)),
            repeated=_pairs(database, _REPEATED)[0][1],
        )


@contextmanager
def counting(
    folder: Path, window: Window, views: Sequence[View] = VIEWS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables and views of one window, to query.

    Args:
        folder: of the opened statements.
        window: whole days in UTC.
        views: other than the published ones to see what a wrong way to count gives.

    Raises:
        OpeningsError: the files cannot be read.
    """
    with _database(folder) as database:
        for table in TABLES:
            file = _quoted(folder / f"{table.name}.parquet")
            database.execute(f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet({file})")
        database.execute("CREATE TABLE report_window (first DATE, last DATE)")
        database.execute("INSERT INTO report_window VALUES (?, ?)", [window.first, window.last])
        for view in views:
            database.execute(view.statement)
        yield database


_HOURS_BY_DAY = "SELECT CAST(day AS VARCHAR), count(*) FROM hours GROUP BY day ORDER BY day"
_CONFLICTS = (
    "SELECT strftime(hour, '%Y-%m-%dT%HZ'), versions FROM newest_hours WHERE versions > 1 "
    f"ORDER BY hour LIMIT {_CONFLICTS_AT_MOST}"
)
_UNREADABLE = (
    "SELECT kind, count(*) FROM opened_unreadable WHERE entry >= ? GROUP BY kind ORDER BY kind "
    f"LIMIT {_KINDS_AT_MOST}"
)
_REPEATED = (
    "SELECT '', (SELECT count(*) FROM opened_decisions, report_window "
    "WHERE time >= first AND time < last + INTERVAL 1 DAY) - (SELECT count(*) FROM decisions)"
)


def _pairs(database: duckdb.DuckDBPyConnection, query: str, *values: int) -> list[tuple[str, int]]:
    rows = database.execute(query, values).fetchall()
    return [(str(name), int(number)) for name, number in rows]


def rows_of(database: duckdb.DuckDBPyConnection, indicator: Indicator) -> Iterator[CountedRow]:
    """What an indicator's query gives."""
    for row in database.execute(indicator.query).fetchall():
        if indicator.unit == "share":
            yield CountedRow("", None, int(row[0] or 0), int(row[1] or 0))
        elif indicator.by:
            yield CountedRow(str(row[0]), int(row[1] or 0))
        else:
            yield CountedRow("", int(row[0] or 0))


def _source(table: Table, files: list[Path], *, repeated: bool) -> str:
    columns = ", ".join(f"{_quoted(one.name)}: {_quoted(one.type)}" for one in table.columns)
    if not files:
        nulls = ", ".join(f"CAST(NULL AS {one.type}) AS {one.name}" for one in table.columns)
        return f"SELECT {nulls} WHERE false"
    listed = ", ".join(map(_quoted, files))
    distinct = "DISTINCT " if repeated else ""
    return (
        f"SELECT {distinct}* FROM read_json([{listed}], format='newline_delimited', "
        f"columns={{{columns}}}, maximum_object_size={_LINE_BYTES})"
    )


@contextmanager
def _database(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        import duckdb  # noqa: PLC0415 - only reports need it, and not every installation has it
    except ImportError:
        raise TransparencyError(
            "Transparency reports need DuckDB. Install beholden with its extra: beholden[stats]."
        ) from None
    settings: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": _MEMORY,
        "preserve_insertion_order": False,
        "temp_directory": str(folder),
        "threads": _THREADS,
    }
    connection = None
    try:
        connection = duckdb.connect(":memory:", config=settings)
        connection.execute(f"SET allowed_directories = [{_quoted(folder)}]")
        # It would be shown beside the caller's own, or in a service's log.
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    except duckdb.Error as error:
        raise OpeningsError(
            f"{folder}: what was opened cannot be kept or counted ({_first_line(error)}). Make "
            "room or name another folder, and open again."
        ) from error
    finally:
        if connection is not None:
            connection.close()


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:300]


def _quoted(text: str | Path) -> str:
    return "'" + str(text).replace("'", "''") + "'"
