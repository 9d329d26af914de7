import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.documents import Document
from beholden.figures.errors import ReadError
from beholden.figures.reading import Limits, Reader, read_bytes
from tests.figures.reading.books import SHEET, cells, changed, simple

_PACKAGE = "beholden.figures.reading."


def test_a_missing_library_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    data = simple()
    monkeypatch.setitem(sys.modules, "openpyxl.styles.numbers", None)
    for module in ("xlsx", "workbook"):
        monkeypatch.delitem(sys.modules, _PACKAGE + module, raising=False)
    with pytest.raises(ReadError, match=r"pip install beholden\[figures\]") as caught:
        read_bytes(data, "a.xlsx")
    assert caught.value.code == "not-installed"
    assert read_bytes(b"a,b\n1,2\n", "a.csv").format == "csv"


def test_a_document_names_its_file_and_digest() -> None:
    document = read_bytes(b"a,b\n1,2\n", "answers/kent.csv")
    assert document.file == "answers/kent.csv"
    assert document.digest == "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470"


def test_a_wrong_extension_is_the_first_notice() -> None:
    document = read_bytes(simple(), "a.csv")
    assert document.format == "xlsx"
    assert document.notices[0].code == "extension-differs"


def test_an_attached_workbook_is_read_within_its_mail(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "foi@example.org", "us@example.org", "FOI 1"
    mail.set_content("Please see the attachment.\n")
    mail.add_attachment(simple(), maintype="application", subtype="xlsx", filename="a.xlsx")
    path = tmp_path / "answer.eml"
    path.write_bytes(mail.as_bytes())
    with Reader() as reader:
        document = reader.read(path, "answer.eml")
    assert [part.format for part in document.parts] == ["xlsx"]
    assert cells(document.parts[0])["B1"].text == "51"


def test_mails_within_mails_have_an_end() -> None:
    limits = Limits(max_depth=2).deeper().deeper()
    with pytest.raises(ReadError) as caught:
        limits.deeper()
    assert caught.value.code == "too-deep"


@pytest.mark.parametrize(
    "field", [name for name in Limits.__struct_fields__ if name != "max_depth"]
)
def test_a_limit_is_above_zero(field: str) -> None:
    with pytest.raises(ValueError, match=field):
        Limits(**{field: 0})


@given(st.data())
def test_a_sheet_with_any_change_is_read_or_refused(data: st.DataObject) -> None:
    pieces = [
        b"<",
        b">",
        b'"',
        b"&",
        b"/>",
        b"<c",
        b"<v>",
        b"</c>",
        b' t="s"',
        b' r="B9"',
        b"9" * 9,
    ]

    def change(part: bytes) -> bytes:
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(part)))
            end = at + data.draw(st.integers(0, 12))
            part = part[:at] + data.draw(st.sampled_from([b"", *pieces])) + part[end:]
        return part

    target = data.draw(st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml"]))
    try:
        document = read_bytes(changed(simple(), {target: change}), "a.xlsx")
    except ReadError as error:
        assert error.code in {"damaged", "empty-file", "unsafe-xml", "too-large"}  # noqa: PT017 - both ends are right
    else:
        assert isinstance(document, Document)
