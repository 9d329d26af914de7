"""The metadata against every row, by a validator that shares no code with the writer."""

import csv
import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from beholden.figures.core.models import Release
from beholden.figures.publish import write_data
from beholden.figures.publish.describing import data_package
from beholden.figures.publish.tables import tables_of
from beholden.figures.registry import load_registry
from tests.figures.publish.conftest import Written
from tests.figures.publish.samples import everything


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text]


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]+", text):
        raise ValueError(text)
    return int(text)


READ: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": _integer,
    "number": Decimal,
    "date": date.fromisoformat,
    "boolean": _boolean,
}


def rows_of(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    return header, rows


def problems(fields: list[dict[str, Any]], key: list[str], rows: list[list[str]]) -> list[str]:
    """What a Table Schema has against the rows."""
    found = []
    seen = set()
    names = [field["name"] for field in fields]
    for number, row in enumerate(rows, 2):
        if len(row) != len(fields):
            found.append(f"{number}: {len(row)} cells")
            continue
        for field, text in zip(fields, row, strict=True):
            limits = field.get("constraints", {})
            where = f"{number} {field['name']}: {text[:20]!r}"
            if not text:
                if limits.get("required"):
                    found.append(f"{where} is required")
                continue
            try:
                READ[field["type"]](text)
            except (ValueError, ArithmeticError, KeyError):
                found.append(f"{where} is no {field['type']}")
            if "enum" in limits and text not in limits["enum"]:
                found.append(f"{where} is not one of {limits['enum']}")
        values = tuple(row[names.index(name)] for name in key)
        if values in seen or not all(values):
            found.append(f"{number}: key {values}")
        seen.add(values)
    return found


def package(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((folder / "datapackage.json").read_text())
    return made


def test_every_row_is_as_the_data_package_says(written: Written):
    resources = package(written.folder)["resources"]
    assert {one["path"] for one in resources} == {one.name for one in written.folder.glob("*.csv")}
    for one in resources:
        header, rows = rows_of(written.folder / one["path"])
        schema = one["schema"]
        assert header == [field["name"] for field in schema["fields"]]
        assert problems(schema["fields"], schema["primaryKey"], rows) == []


def test_every_row_is_as_the_csvw_metadata_says(written: Written):
    for path in written.folder.glob("*.csv-metadata.json"):
        made = json.loads(path.read_text())
        assert path.name == f"{made['url']}-metadata.json"
        header, rows = rows_of(written.folder / made["url"])
        columns = made["tableSchema"]["columns"]
        assert header == [column["titles"] for column in columns]
        fields = [
            {
                "name": column["name"],
                "type": column["datatype"],
                "constraints": {"required": column["required"]},
            }
            for column in columns
        ]
        assert problems(fields, made["tableSchema"]["primaryKey"], rows) == []


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("value", "12.5"),
        ("value", "1,234"),
        ("state", "missing"),
        ("state", ""),
        ("period_start", "2016/04/01"),
        ("period_kind", "year"),
        ("force_code", ""),
    ],
)
def test_the_validator_sees_a_cell_that_is_wrong(hostile: Written, column: str, text: str):
    one = package(hostile.folder)["resources"][0]
    header, rows = rows_of(hostile.folder / one["path"])
    rows[3][header.index(column)] = text
    assert problems(one["schema"]["fields"], one["schema"]["primaryKey"], rows)


def test_the_validator_sees_a_row_that_stands_twice(hostile: Written):
    one = package(hostile.folder)["resources"][0]
    _, rows = rows_of(hostile.folder / one["path"])
    assert problems(one["schema"]["fields"], one["schema"]["primaryKey"], [*rows, rows[0]])


def test_sizes_and_checksums_are_those_of_the_files(written: Written):
    for one in package(written.folder)["resources"]:
        content = (written.folder / one["path"]).read_bytes()
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_a_package_says_its_release_day_and_licence(written: Written):
    made = package(written.folder)
    release = written.release
    assert re.fullmatch(r"[-a-z0-9._/]+", made["name"])
    assert release.id in made["name"]
    assert made["version"] == release.id
    assert made["created"] == f"{release.published.isoformat()}T00:00:00Z"
    assert made["licenses"][0]["name"] == "OGL-UK-3.0"
    assert made["contributors"] == [{"title": release.publisher, "role": "publisher"}]


def test_a_package_names_the_sources_of_its_counts_and_of_its_populations(written: Written):
    sources = package(written.folder)["sources"]
    titles = " ".join(source["title"] for source in sources)
    for name in ("police forces", "Office for National Statistics", "Open Government Licence"):
        assert name in titles
    for source in sources:
        assert set(source) <= {"title", "path", "email"}
        assert re.fullmatch(r"https://[a-z./_-]+", source.get("path", "https://none/"))


def test_without_a_publisher_there_is_no_empty_list_of_contributors():
    tables = tables_of(nameless(), load_registry())
    contents = {table.path: table.csv() for table in tables}
    assert "contributors" not in json.loads(data_package(nameless(), tables, contents))


def test_every_column_says_what_it_means_and_no_two_have_one_name(hostile: Written):
    for one in package(hostile.folder)["resources"]:
        fields = one["schema"]["fields"]
        assert all(field["title"] and field["description"].endswith(".") for field in fields)
        assert len({field["name"] for field in fields}) == len(fields)
        assert len({field["title"] for field in fields}) == len(fields)


def test_a_release_of_nothing_still_has_files_that_are_valid(tmp_path: Path):
    write_data(tmp_path / "data", nameless(), load_registry())
    for one in package(tmp_path / "data")["resources"]:
        assert rows_of(tmp_path / "data" / one["path"])[1] == []


def nameless() -> Release:
    some = everything()
    return Release(some.id, some.title, "", some.published, ())
