import io
import zlib
from collections.abc import Callable

import pytest
from fpdf import FPDF
from PIL import Image

from beholden.figures.core.documents import Line, Table
from beholden.figures.errors import ReadError
from beholden.figures.reading import read_bytes
from beholden.figures.reading.limits import Limits
from beholden.figures.reading.pdf import read
from tests.figures.support.shapes import codes, grid, reviewed, tables, texts

LOCK = "lock"


def sheet() -> FPDF:
    pdf = FPDF()
    pdf.set_auto_page_break(auto=False)
    pdf.set_font("Helvetica", size=11)
    pdf.add_page()
    return pdf


def put(pdf: FPDF, x: float, y: float, text: str) -> None:
    pdf.text(x, y, text)


def found(pdf: FPDF, limits: Limits | None = None):
    return read(bytes(pdf.output()), "a.pdf", "", limits or Limits())


def picture(width: int = 60, height: int = 80) -> Image.Image:
    return Image.new("RGB", (width, height), "white")


def ruled(pdf: FPDF, rows: list[list[str]], x: float = 20, y: float = 60) -> None:
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            pdf.rect(x + 40 * column, y + 8 * at, 40, 8)
            put(pdf, x + 2 + 40 * column, y + 6 + 8 * at, text)


def test_lines_have_their_page_and_their_number_on_it() -> None:
    pdf = sheet()
    put(pdf, 20, 60, "Between 1 April 2016 and 31")
    put(pdf, 20, 65, "March 2017 we recorded 12 offences.")
    pdf.add_page()
    put(pdf, 20, 60, "Yours")
    lines = [block for block in found(pdf).blocks if isinstance(block, Line) and block.text]
    assert [(line.place.page, line.place.line) for line in lines] == [(1, 1), (1, 2), (2, 1)]
    assert lines[0].text == "Between 1 April 2016 and 31"
    assert lines[1].text == "March 2017 we recorded 12 offences."


def test_a_wide_gap_between_lines_ends_a_paragraph() -> None:
    pdf = sheet()
    for y, text in ((60, "One"), (65, "still one"), (80, "Two")):
        put(pdf, 20, y, text)
    assert [block.text for block in found(pdf).blocks if isinstance(block, Line)] == [
        "One", "still one", "", "Two",
    ]  # fmt: skip


def test_a_ruled_table_stands_between_its_lines_and_blank_cells_stay_blank() -> None:
    pdf = sheet()
    put(pdf, 20, 50, "Above")
    ruled(pdf, [["Offence", "2016/17", "2017/18"], ["Take", "1,118", "<5"], ["Hold", "", "nil"]])
    put(pdf, 20, 120, "Below")
    document = found(pdf)
    kinds = [type(block) for block in document.blocks if isinstance(block, Table) or block.text]
    assert kinds == [Line, Table, Line]
    (table,) = tables(document)
    assert grid(table)[1:] == [["Take", "1,118", "<5"], ["Hold", "", "nil"]]
    cell = table.rows[1][2]
    assert cell is not None
    assert (cell.place.page, cell.place.table, cell.place.row, cell.place.column) == (1, 1, 2, 3)


def test_a_merged_heading_covers_its_columns() -> None:
    pdf = sheet()
    pdf.rect(20, 60, 40, 16)
    pdf.rect(60, 60, 80, 8)
    put(pdf, 62, 66, "2016/17")
    for column, text in enumerate(("Q1", "Q2")):
        pdf.rect(60 + 40 * column, 68, 40, 8)
        put(pdf, 62 + 40 * column, 74, text)
    (table,) = tables(found(pdf))
    assert grid(table) == [["", "2016/17", None], [None, "Q1", "Q2"]]
    assert table.rows[0][0] is not None
    assert table.rows[0][0].rows == 2


def test_a_box_around_a_sentence_is_no_table() -> None:
    pdf = sheet()
    pdf.rect(20, 60, 100, 10)
    put(pdf, 22, 66, "We recorded 12 offences.")
    document = found(pdf)
    assert texts(document) == ["We recorded 12 offences."]
    assert not tables(document)


def test_a_table_without_rules_stays_lines_with_wide_gaps() -> None:
    pdf = sheet()
    for y, row in ((60, ("Year", "Arrest", "Caution")), (66, ("2012", "153", "5"))):
        for x, text in zip((20, 70, 110), row, strict=True):
            put(pdf, x, y, text)
    header, body = texts(found(pdf))
    assert header.split() == ["Year", "Arrest", "Caution"]
    assert body.split("  ")[0] == "2012"
    assert "   " in body


def test_a_small_raised_digit_does_not_become_part_of_the_number_before_it() -> None:
    pdf = sheet()
    put(pdf, 20, 60, "We hold 38,000")
    x = 20 + pdf.get_string_width("We hold 38,000")
    pdf.set_font("Helvetica", size=6)
    put(pdf, x, 58.2, "1")
    pdf.set_font("Helvetica", size=11)
    put(pdf, x + 2, 60, "of them")
    assert texts(found(pdf)) == ["We hold 38,000¹ of them"]


def test_a_number_printed_twice_to_look_bold_is_one_number() -> None:
    pdf = sheet()
    put(pdf, 20, 60, "39")
    put(pdf, 20.1, 60, "39")
    assert texts(found(pdf)) == ["39"]


def letter(pages: int, body: Callable[[int], str]) -> FPDF:
    pdf = sheet()
    for page in range(pages):
        if page:
            pdf.add_page()
        put(pdf, 20, 12, "Not protectively marked")
        put(pdf, 20, 60, body(page))
        put(pdf, 90, 287, f"Page {page + 1} of {pages}")
    return pdf


def test_running_lines_are_left_out_and_told_and_a_header_is_kept_once() -> None:
    document = found(letter(3, lambda page: f"Question {page}"))
    assert texts(document) == ["Not protectively marked", "Question 0", "Question 1", "Question 2"]
    assert codes(document) == ["running-lines"]
    assert "Page 1 of 3" in document.notices[0].sentence


def test_the_same_words_in_the_middle_of_pages_are_no_running_lines() -> None:
    assert texts(found(letter(3, lambda _: "12 offences"))).count("12 offences") == 3


def test_numbers_at_the_foot_of_pages_that_differ_are_kept() -> None:
    pdf = sheet()
    put(pdf, 20, 285, "Total 51 offences")
    pdf.add_page()
    put(pdf, 20, 285, "Total 49 offences")
    assert texts(found(pdf)) == ["Total 51 offences", "Total 49 offences"]


def test_a_scan_waits_for_a_person() -> None:
    pdf = sheet()
    pdf.image(picture(), 0, 0, 210, 297)
    document = found(pdf)
    assert reviewed(document) == ["scanned-pdf"]
    assert "person must type" in document.notices[0].sentence
    assert document.blocks == ()


def test_a_scanned_page_among_others_is_named() -> None:
    pdf = sheet()
    put(pdf, 20, 60, "Please see the table below.")
    pdf.add_page()
    pdf.image(picture(), 0, 0, 210, 297)
    pdf.add_page()
    document = found(pdf)
    assert reviewed(document) == ["scanned-page"]
    assert "Page 2 is" in document.notices[0].sentence


def test_text_behind_a_picture_of_the_page_is_a_guess() -> None:
    pdf = sheet()
    put(pdf, 20, 60, "We recorded 12 offences.")
    pdf.image(picture(), 0, 0, 210, 297)
    document = found(pdf)
    assert texts(document) == ["We recorded 12 offences."]
    assert reviewed(document) == ["recognised-text"]


def test_a_badge_on_a_letter_is_no_scan() -> None:
    pdf = sheet()
    put(pdf, 20, 60, "We recorded 12 offences.")
    pdf.image(picture(), 10, 10, 30, 30)
    assert not codes(found(pdf))


def test_files_within_are_told() -> None:
    pdf = sheet()
    put(pdf, 20, 60, "See the file within.")
    pdf.embed_file(basename="a.csv", bytes=b"2016/17,51")
    assert reviewed(found(pdf)) == ["embedded-object"]


def test_a_password_is_asked_for_and_an_open_lock_is_no_lock() -> None:
    pdf = sheet()
    put(pdf, 20, 60, "12 offences")
    pdf.set_encryption(owner_password=LOCK, user_password=LOCK)
    with pytest.raises(ReadError, match="ask for it without") as refusal:
        found(pdf)
    assert refusal.value.code == "password-protected"
    pdf = sheet()
    put(pdf, 20, 60, "12 offences")
    pdf.set_encryption(owner_password=LOCK)
    assert texts(found(pdf)) == ["12 offences"]


def test_more_pages_than_the_limit_are_refused() -> None:
    pdf = sheet()
    for _ in range(4999):
        pdf.add_page()
    with pytest.raises(ReadError) as refusal:
        found(pdf)
    assert refusal.value.code == "too-many-pages"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_off_is_refused_or_read_but_never_breaks(share: float) -> None:
    pdf = letter(2, lambda page: f"Question {page}")
    data = bytes(pdf.output())
    try:
        document = read_bytes(data[: int(len(data) * share)], "a.pdf")
    except ReadError as error:
        assert error.code == "damaged"  # noqa: PT017  both ends are right
    else:
        assert len(texts(document)) <= 3


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + bytes(range(256)) * 20,
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n%b\ntrailer<</Root 1 0 R>>"
        % b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj",
        b"%PDF-1.4\n" + b"[" * 100_000,
    ],
)
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError) as refusal:
        read_bytes(data, "a.pdf")
    assert refusal.value.code == "damaged"


def crafted(stream: bytes) -> bytes:
    """A page whose content is whatever ``stream`` says."""
    packed = zlib.compress(stream)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources %s>>"
        % b"<</Font<</F 5 0 R>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, held in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, held))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n")
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def test_a_page_of_more_letters_than_paper_holds_is_refused() -> None:
    stream = b"BT /F 9 Tf 20 700 Td " + b"(1234567890) Tj " * 200 + b"ET"
    assert texts(read(crafted(stream), "a.pdf", "", Limits()))
    with pytest.raises(ReadError) as refusal:
        read(crafted(stream), "a.pdf", "", Limits(max_line_characters=1000))
    assert refusal.value.code == "page-too-full"


def test_a_drawing_of_thousands_of_rules_is_read_as_lines() -> None:
    stream = b"BT /F 9 Tf 20 700 Td (12 offences) Tj ET " + b"".join(
        b"%d 10 m %d 600 l S " % (at % 500, at % 500) for at in range(4100)
    )
    document = read(crafted(stream), "a.pdf", "", Limits())
    assert texts(document) == ["12 offences"]
    assert codes(document) == ["drawing"]
