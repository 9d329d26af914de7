"""What the CSV files say of themselves: a Data Package and CSV on the Web, from the same columns.

Sources: Data Package 1.0 (Frictionless), W3C "Metadata Vocabulary for Tabular Data".
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from beholden.figures.core.models import Release
from beholden.figures.publish.tables import Column, DataTable

_LICENCE = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
_SOURCES = (
    {
        "title": "Answers of police forces to requests under freedom of information law; each "
        "row of figures.csv names its own"
    },
    {
        "title": "Office for National Statistics: populations and police force areas, "
        "Open Government Licence v3.0",
        "path": "https://www.ons.gov.uk/",
    },
    {
        "title": "mySociety: UK local authorities dataset (populations of mid-2020), CC BY 4.0",
    },
    {
        "title": "Home Office: codes of offences, Open Government Licence v3.0",
        "path": "https://www.gov.uk/government/publications/counting-rules-for-recorded-crime",
    },
)


def data_package(
    release: Release, tables: Sequence[DataTable], contents: Mapping[str, bytes]
) -> bytes:
    """``datapackage.json`` for all tables of a release, with sizes and checksums."""
    # A list of contributors may be left out, but not be empty.
    publisher = {"contributors": [{"title": release.publisher, "role": "publisher"}]}
    return _encoded(
        {
            "profile": "tabular-data-package",
            "name": f"recorded-offences-{release.id}",
            "title": release.title,
            "version": release.id,
            "created": f"{release.published.isoformat()}T00:00:00Z",
            "licenses": [_LICENCE],
            "sources": list(_SOURCES),
            **(publisher if release.publisher else {}),
            "resources": [_resource(table, contents[table.path]) for table in tables],
        }
    )


def csvw_metadata(release: Release, table: DataTable) -> bytes:
    """``NAME.csv-metadata.json``, which CSV on the Web looks for beside a file."""
    return _encoded(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "url": table.path,
            "dc:title": table.title,
            "dc:description": table.description,
            "dc:publisher": release.publisher,
            "dc:issued": {"@value": release.published.isoformat(), "@type": "xsd:date"},
            "dc:license": {"@id": _LICENCE["path"]},
            "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
            "tableSchema": {
                "columns": [_csvw_column(column) for column in table.columns],
                "primaryKey": list(table.key),
            },
        }
    )


def _resource(table: DataTable, content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.path.removesuffix(".csv"),
        "path": table.path,
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    field: dict[str, Any] = {
        "name": column.name,
        "title": column.title,
        "description": column.description,
        "type": column.type,
    }
    if constraints:
        field["constraints"] = constraints
    return field


def _csvw_column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:title": column.title,
        "dc:description": column.description,
        "datatype": column.type,
        "required": column.required,
    }


def _encoded(value: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
