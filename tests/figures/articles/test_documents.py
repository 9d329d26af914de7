import io
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from fpdf import FPDF

from beholden.figures.articles import ARTICLE_LIMITS, read_article
from beholden.figures.core.models import Day
from beholden.figures.errors import ReadError
from beholden.figures.reading.limits import Limits
from tests.figures.reading.books import simple

LONG = (
    "The number of child abuse image offences recorded by Essex Police rose from 568 in 2016/17 to "
    "767 in 2017/18, figures obtained by a charity show."
)


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Offences grow by almost 200", 0)
    document.add_paragraph(LONG)
    table = document.add_table(rows=2, cols=3)
    for row, cells in enumerate((("Force", "2016/17", "2017/18"), ("Essex", "568", "767"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("The force was asked.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(*, locked: bool = False) -> bytes:
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=18)
    made.multi_cell(0, 10, "Offences grow by almost 200", new_x="LMARGIN", new_y="NEXT")
    made.set_font("helvetica", size=11)
    for text in (LONG, "The force was asked."):
        made.ln(8)
        made.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
    if locked:
        made.set_encryption("for the owner", "for the reader")
    return bytes(made.output())


def refusal(data: bytes | Path, name: str, limits: Limits = ARTICLE_LIMITS) -> str:
    with pytest.raises(ReadError) as caught:
        read_article(data, name, limits=limits)
    assert str(caught.value).endswith(".")
    return caught.value.code


def test_a_word_document_is_paragraphs_and_rows() -> None:
    article = read_article(word(), "story.docx")
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("headline", "Offences grow by almost 200"),
        ("paragraph", LONG),
        ("table", "Force\t2016/17\t2017/18"),
        ("table", "Essex\t568\t767"),
        ("paragraph", "The force was asked."),
    ]


def test_lines_of_a_pdf_are_joined_to_paragraphs() -> None:
    article = read_article(pdf(), "story.pdf")
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("headline", "Offences grow by almost 200"),
        ("paragraph", LONG),
        ("paragraph", "The force was asked."),
    ]


def test_an_e_mail_has_its_subject_for_a_headline_and_no_history() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "press@example.org", "news@example.org"
    mail["Subject"], mail["Date"] = "Offences grow", "Thu, 13 Sep 2018 06:00:00 +0100"
    mail.set_content(f"{LONG}\n\nOn 1 May 2018 the desk wrote:\n> Kent recorded 1,042 offences.\n")
    mail.add_attachment("a,b\n1,2\n", subtype="csv", filename="table.csv")
    article = read_article(bytes(mail), "story.eml")
    assert article.blocks[0].kind == "headline"
    assert article.blocks[0].text == "Offences grow"
    assert article.published == Day(2018, 9, 13)
    text = " ".join(block.text for block in article.blocks)
    assert LONG in text
    assert "1,042" not in text
    assert any("table.csv is attached" in notice for notice in article.notices)


def test_a_file_is_read_under_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(f"Offences grow\n\n{LONG}\n")
    assert read_article(path).name == "story.txt"
    assert read_article(path, "the story").name == "the story"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty-file"),
        (b" \n\t ", "a.txt", "empty-file"),
        (b"\xef\xbb\xbf", "a.txt", "no-text"),
        (bytes(range(32)) * 100, "a.txt", "not-text"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "a.png", "unsupported"),
        (b"<html><script>var a = 1;</script></html>", "a.html", "no-text"),
        (b"PK\x03\x04" + b"junk" * 100, "a.docx", "damaged"),
        (word()[:2000], "a.docx", "damaged"),
        (pdf(locked=True), "a.pdf", "password-protected"),
        (b"%PDF-1.7\n" + b"junk " * 200, "a.pdf", "damaged"),
        (simple(), "a.xlsx", "unsupported"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_code(data, name, code) -> None:
    assert refusal(data, name) == code


@pytest.mark.parametrize("share", [2, 3, 5])
def test_a_truncated_pdf_is_told(share) -> None:
    whole = pdf()
    assert refusal(whole[: len(whole) // share], "a.pdf") in {"damaged", "no-text"}


def test_a_password_protected_word_document_is_told() -> None:
    names = b"".join(
        name.encode("utf-16-le").ljust(128, b"\0")
        for name in ("EncryptedPackage", "EncryptionInfo")
    )
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names
    assert refusal(data, "a.docx") == "password-protected"


def test_a_file_that_is_too_large_or_not_there_is_told(tmp_path: Path) -> None:
    limits = Limits(max_bytes=100)
    assert refusal(b"x" * 101, "a.txt", limits) == "too-large"
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 101)
    assert refusal(path, "", limits) == "too-large"
    assert refusal(tmp_path / "none.txt", "") == "unreadable"
    assert refusal(tmp_path, "") == "unreadable"


def test_more_text_than_an_article_can_have_is_told() -> None:
    assert refusal(b"Essex recorded 767 offences. " * 200_000, "a.txt") == "too-large"
