import io
import zipfile
from typing import Any

import pytest

from beholden.figures.errors import ReadError
from beholden.figures.reading.limits import Limits
from beholden.figures.reading.sniff import sniff
from tests.figures.reading.books import changed, ods, simple

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _compound(*streams: str) -> bytes:
    """A compound file with nothing but its header and the directory."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in streams)
    return _OLE + bytes(504) + entries


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (simple(), "xlsx"),
        (ods(""), "ods"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4\n", "pdf"),
        (_compound("Root Entry", "Workbook"), "xls"),
        (_compound("Root Entry", "__properties_version1.0"), "msg"),
        (b"<!DOCTYPE html><html><body>", "html"),
        (b"\xef\xbb\xbf<html xmlns:o='urn:x'><table>", "html"),
        ("<html><body>".encode("utf-16"), "html"),
        (b"Received: from a\r\n by b\r\nFrom: a@example.org\r\nSubject: FOI\r\n\r\nHello", "eml"),
        (b"Dear requester,\nWe recorded 12 offences.", "txt"),
        (b"Note: a\nAnswer: 12 offences", "txt"),
    ],
)
@pytest.mark.parametrize("name", ["answer", "answer.docx", "answer.xls"])
def test_the_bytes_decide_and_not_the_name(data: Any, found: Any, name: Any) -> None:
    assert sniff(data, name, Limits()).format == found


def test_a_name_decides_only_between_plain_texts() -> None:
    data = b"Year,Offences\n2016/17,51\n"
    assert sniff(data, "answer.csv", Limits()).format == "csv"
    assert sniff(data, "answer.TSV", Limits()).format == "csv"
    assert sniff(data, "answer.txt", Limits()).format == "txt"


def test_a_wrong_extension_is_told() -> None:
    notices = sniff(simple(), "answer.pdf", Limits()).notices
    assert [notice.code for notice in notices] == ["extension-differs"]
    assert not sniff(simple(), "answer.XLSM", Limits()).notices
    assert not sniff(simple(), "answer", Limits()).notices


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n\x00\x00", "empty-file"),
        (b"\x89PNG\r\n\x1a\n", "unsupported"),
        (b"{\\rtf1 hello}", "unsupported"),
        (b"Rar!\x1a\x07", "unsupported"),
        (_compound("Root Entry", "WordDocument"), "unsupported"),
        (_compound("Root Entry", "Unknown"), "unsupported"),
        (_compound("EncryptionInfo", "EncryptedPackage"), "password-protected"),
        (bytes(range(32)) * 10, "not-text"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
    ],
)
def test_what_is_not_read_has_a_code_of_its_own(data: Any, code: Any) -> None:
    with pytest.raises(ReadError) as caught:
        sniff(data, "answer.xlsx", Limits())
    assert caught.value.code == code


def test_an_archive_of_files_is_not_opened() -> None:
    data = changed(simple(), add={"word/document.xml": b"<a/>"})
    assert sniff(data, "a.docx", Limits()).format == "xlsx"
    with pytest.raises(ReadError, match="unpack it"):
        sniff(_archive({"answers/one.csv": b"1"}), "a.xlsx", Limits())
    with pytest.raises(ReadError, match="xlsb"):
        sniff(_archive({"xl/workbook.bin": b"1"}), "a.xlsb", Limits())


def _archive(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def test_only_an_entry_of_the_directory_names_a_stream() -> None:
    text = "Workbook".encode("utf-16-le")
    data = _OLE + bytes(504) + b"x" + text + bytes(200)
    with pytest.raises(ReadError):
        sniff(data, "a.xls", Limits())
