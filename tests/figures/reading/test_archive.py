import io
import zipfile
from typing import Any

import pytest

from beholden.figures.errors import ReadError
from beholden.figures.reading import Limits, read_bytes
from tests.figures.reading.books import SHEET, changed, simple


def _refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "answer.xlsx", limits)
    return caught.value.code


def test_a_part_that_unpacks_to_too_many_times_its_size_is_a_bomb() -> None:
    padded = changed(simple(), {SHEET: lambda part: part + b" " * 4_000_000})
    assert _refusal(padded) == "zip-bomb"


def test_parts_that_unpack_to_too_much_together_are_a_bomb() -> None:
    data = changed(simple(), add={f"xl/media/{n}.bin": bytes(600_000) for n in range(5)})
    assert _refusal(data, Limits(max_unzipped_bytes=2_000_000)) == "zip-bomb"
    assert read_bytes(data, "answer.xlsx").blocks


def test_too_many_parts_are_a_bomb() -> None:
    data = changed(simple(), add={f"xl/media/{n}": b"" for n in range(200)})
    assert _refusal(data, Limits(max_entries=200)) == "zip-bomb"


def test_a_part_that_is_longer_than_it_says_is_damaged() -> None:
    data = bytearray(simple())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        part = archive.getinfo(SHEET)
    # The declared size in the directory at the end: 24 bytes into the part's entry.
    entry = data.rindex(SHEET.encode()) - 46
    assert int.from_bytes(data[entry + 24 : entry + 28], "little") == part.file_size
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert _refusal(bytes(data)) == "damaged"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_that_ends_too_early_is_damaged(share: Any) -> None:
    data = simple()
    assert _refusal(data[: int(len(data) * share)]) == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_that_declares_entities_is_refused_before_it_is_parsed(encoding: Any) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">'
        '<!ENTITY d "&b;&b;&b;&b;&b;&b;">]><a>&d;</a>'
    )
    data = changed(simple(), {SHEET: lambda _: bomb.encode(encoding)})
    assert _refusal(data) == "unsafe-xml"


def test_a_declaration_is_found_across_the_pieces_in_which_a_part_is_read() -> None:
    for gap in range(1024 * 1024 - 20, 1024 * 1024 + 4, 3):
        noise = bytes(range(65, 91)) * (gap // 26 + 1)
        data = changed(simple(), add={"xl/x.xml": b"<!--" + noise[: gap - 4] + b"<!DOCTYPE a>"})
        assert _refusal(data, Limits(max_ratio=10_000)) == "unsafe-xml"


def test_an_archive_with_a_password_says_so() -> None:
    data = bytearray(simple())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    assert _refusal(bytes(data)) == "password-protected"
