import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from beholden.figures.core.documents import Line, Table
from beholden.figures.errors import ReadError
from beholden.figures.reading import read_bytes
from beholden.figures.reading.limits import Limits
from tests.figures.support.shapes import codes, grid, reviewed, tables, texts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(document: Any, name: str = "letter.docx") -> Any:
    return read_bytes(saved(document), name)


def add(document: Any, xml: str) -> None:
    """A raw element before the end of the body."""
    document.element.body.insert(-1, parse_xml(xml))


def repacked(data: bytes, part: str, change: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.namelist():
            held = old.read(entry)
            new.writestr(entry, change(held) if entry == part else held)
    return out.getvalue()


def test_paragraphs_and_tables_stand_in_the_order_of_the_document() -> None:
    document = docx.Document()
    document.add_paragraph("Before")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "2016/17", "51"
    document.add_paragraph("After")
    blocks = [block for block in read(document).blocks if not isinstance(block, Line) or block.text]
    assert [type(block) for block in blocks] == [Line, Table, Line]
    assert blocks[1].rows[0][1].place.row == 1
    assert blocks[1].rows[0][1].place.column == 2


def test_a_merged_cell_stands_once_and_says_what_it_covers() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "years"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "class"
    (found,) = tables(read(document))
    assert grid(found) == [["00", "years", None], ["class", "11", "12"], [None, "21", "22"]]
    assert found.rows[0][1] is not None
    assert found.rows[0][1].columns == 2
    assert found.rows[1][0] is not None
    assert found.rows[1][0].rows == 2


def test_cells_before_a_short_row_keep_its_numbers_in_their_columns() -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    for column in range(3):
        table.cell(0, column).text = f"h{column}"
    row = table.rows[1]._tr
    row.remove(row.tc_lst[0])
    before = OxmlElement("w:gridBefore")
    before.set(qn("w:val"), "1")
    row.get_or_add_trPr().append(before)
    table.rows[1]._tr.tc_lst[0].p_lst[0].add_r().text = "7"
    assert grid(tables(read(document))[0])[1] == ["", "7", ""]


def test_headers_and_footers_stay_out_of_the_flow() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Reference 2019/05954"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_paragraph("We recorded 12 offences.")
    assert texts(read(document)) == ["We recorded 12 offences."]


def test_deleted_text_is_not_read_and_a_changed_number_waits_for_a_person() -> None:
    document = docx.Document()
    add(
        document,
        f'<w:p {W}><w:r><w:t xml:space="preserve">We recorded </w:t></w:r>'
        "<w:del w:id='1'><w:r><w:delText>39</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>41</w:t></w:r></w:ins></w:p>",
    )
    found = read(document)
    assert texts(found) == ["We recorded 41"]
    assert reviewed(found) == ["tracked-changes"]


def test_moved_words_stand_only_where_they_were_moved_to() -> None:
    document = docx.Document()
    add(document, f"<w:p {W}><w:moveFrom><w:r><w:t>once</w:t></w:r></w:moveFrom></w:p>")
    add(document, f"<w:p {W}><w:moveTo><w:r><w:t>once</w:t></w:r></w:moveTo></w:p>")
    found = read(document)
    assert texts(found) == ["once"]
    assert codes(found) == ["tracked-changes"]
    assert not reviewed(found)


def test_a_deleted_row_is_no_row() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"{row}{column}"
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    assert grid(tables(read(document))[0]) == [["10", "11"]]


def test_a_raised_digit_does_not_become_part_of_the_number_before_it() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("We hold 38,000")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" of them since the 1")
    paragraph.add_run("st").font.superscript = True
    assert texts(read(document)) == ["We hold 38,000¹ of them since the 1st"]


def test_a_note_is_marked_where_it_is_called_and_stands_below() -> None:
    document = docx.Document()
    add(
        document,
        f"<w:p {W}><w:r><w:t>245</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
    )
    data = saved(document)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    notes = (
        f"<w:footnotes {W}><w:footnote w:id='2'><w:p><w:r><w:t>Provisional.</w:t></w:r></w:p>"
        "</w:footnote></w:footnotes>"
    )
    data = repacked(
        data,
        "word/_rels/document.xml.rels",
        lambda old: old.replace(
            b"</Relationships>",
            f'<Relationship Id="rN" Type="{kind}" Target="footnotes.xml"/>'.encode()
            + b"</Relationships>",
        ),
    )
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    assert texts(read_bytes(out.getvalue(), "letter.docx")) == ["245¹", "¹ Provisional."]


def test_hidden_text_is_left_out_and_told() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Seen ")
    paragraph.add_run("unseen 99").font.hidden = True
    found = read(document)
    assert texts(found) == ["Seen"]
    assert codes(found) == ["hidden-text"]


def test_a_text_box_is_read_once_and_told() -> None:
    document = docx.Document()
    inner = f"<w:txbxContent {W}><w:p><w:r><w:t>Boxed 12</w:t></w:r></w:p></w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    add(
        document,
        f'<w:p {W} xmlns:mc="{mc}"><w:r><w:t>Anchor</w:t></w:r><w:r><mc:AlternateContent>'
        f"<mc:Choice Requires='wps'><w:drawing>{inner}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    found = read(document)
    assert texts(found) == ["Anchor", "Boxed 12"]
    assert codes(found) == ["text-box"]


def test_numbers_that_the_program_counts_are_printed_before_their_paragraphs() -> None:
    document = docx.Document()
    for text in ("How many?", "By age?"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("A remark", style="List Bullet")
    assert texts(read(document)) == ["1. How many?", "2. By age?", "A remark"]


def test_text_in_content_controls_is_read() -> None:
    document = docx.Document()
    add(
        document,
        f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>39 offences</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>",
    )
    assert texts(read(document)) == ["39 offences"]


def test_a_table_that_arranges_a_page_becomes_lines_around_the_table_within() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "Our reply"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "2016/17", "51"
    found = read(document)
    assert texts(found) == ["Our reply"]
    assert [grid(table) for table in tables(found)] == [[["2016/17", "51"]]]


def test_pages_are_counted_only_where_the_program_has_laid_them_out() -> None:
    document = docx.Document()
    document.add_paragraph("One")
    assert read(document).blocks[0].place.page is None
    add(document, f"<w:p {W}><w:r><w:lastRenderedPageBreak/><w:t>Two</w:t></w:r></w:p>")
    pages = {block.text: block.place.page for block in read(document).blocks if block.text}
    assert pages == {"One": 1, "Two": 2}


def test_an_embedded_workbook_is_a_part_and_another_object_waits_for_a_person() -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    from tests.figures.reading.books import simple

    document = docx.Document()
    document.add_paragraph("See the object.")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
    for name, data in (("Sheet1.xlsx", simple()), ("oleObject1.bin", b"\x00\x01\x02\x03")):
        uri = PackURI(f"/word/embeddings/{name}")
        part = Part(uri, "application/octet-stream", data, document.part.package)
        document.part.relate_to(part, kind)
    found = read(document)
    assert [part.file for part in found.parts] == ["letter.docx/Sheet1.xlsx"]
    assert reviewed(found) == ["embedded-object-not-read"]


def test_a_message_saved_as_a_document_keeps_its_history_apart() -> None:
    document = docx.Document()
    for text in (
        "From: FOI", "Sent: 3 May 2018", "To: you", "Subject: reply", "In 2017/18 767.",
        "From: you", "Sent: 1 May 2018", "To: FOI", "Subject: request", "Last year 568.",
    ):  # fmt: skip
        document.add_paragraph(text)
    assert texts(read(document), quoted=False) == ["In 2017/18 767."]


def test_a_document_of_pictures_alone_asks_for_a_person() -> None:
    document = docx.Document()
    add(document, f"<w:p {W}><w:r><w:drawing/></w:r></w:p>")
    assert reviewed(read(document)) == ["picture-only"]


def test_a_damaged_document_is_refused_with_what_to_do() -> None:
    document = docx.Document()
    document.add_paragraph("x " * 5000)
    data = saved(document)
    broken = repacked(data, "word/document.xml", lambda old: old[: len(old) // 2])
    for bad in (data[: len(data) // 2], broken):
        with pytest.raises(ReadError, match="again") as refusal:
            read_bytes(bad, "letter.docx")
        assert refusal.value.code == "damaged"


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE b [<!ENTITY a "1234567890">]>'
    data = repacked(
        saved(docx.Document()),
        "word/document.xml",
        lambda old: re.sub(rb"(<\?xml[^>]*>)", rb"\1" + bomb, old),
    )
    with pytest.raises(ReadError) as refusal:
        read_bytes(data, "letter.docx")
    assert refusal.value.code == "unsafe-xml"


def test_a_part_that_unpacks_to_hundreds_of_its_size_is_not_unpacked() -> None:
    data = repacked(
        saved(docx.Document()), "word/document.xml", lambda old: old + b" " * 30_000_000
    )
    with pytest.raises(ReadError) as refusal:
        read_bytes(data, "letter.docx")
    assert refusal.value.code == "zip-bomb"


def test_tables_above_the_limit_are_refused() -> None:
    document = docx.Document()
    document.add_table(5, 5)
    with pytest.raises(ReadError) as refusal:
        read_bytes(saved(document), "letter.docx", Limits(max_slots=24))
    assert refusal.value.code == "too-many-cells"


def test_elements_nested_beyond_reason_are_refused() -> None:
    document = docx.Document()
    deep = "<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400
    data = repacked(
        saved(document),
        "word/document.xml",
        lambda old: old.replace(b"<w:body>", b"<w:body>" + deep.encode()),
    )
    with pytest.raises(ReadError):
        read_bytes(data, "letter.docx")
