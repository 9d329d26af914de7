"""Both workbooks as others read them: openpyxl, calamine, odfdo, and the XML itself."""

import io
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import odfdo
import openpyxl
from lxml import etree
from python_calamine import CalamineWorkbook

from beholden.figures.core.marks import MARKS
from beholden.figures.core.models import State
from beholden.figures.publish import write_data
from beholden.figures.publish.tables import tables_of
from beholden.figures.registry import load_registry
from tests.figures.publish.conftest import Written
from tests.figures.publish.samples import HARMFUL, everything
from tests.figures.support.releases import big_release

FRONT = ("Cover", "Contents")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
Cells = list[list[Any]]


def excel(written: Written) -> Any:
    library: Any = openpyxl  # it has no types
    return library.load_workbook(written.folder / "figures.xlsx")


def parts(path: Path, pattern: str) -> list[Any]:
    """The XML files of an archive whose names match."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
        return [etree.fromstring(archive.read(name)) for name in names]


def table_of(sheet: Any) -> Cells:
    """The cells of the one table of a sheet of openpyxl."""
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


def ods_table(rows: Cells, header: list[Any]) -> Cells:
    """What follows the header in a sheet of calamine."""
    at = next(index for index, row in enumerate(rows) if row[: len(header)] == header)
    return rows[at:]


def test_the_first_sheets_are_the_cover_and_the_contents_which_name_all_others(written: Written):
    book = excel(written)
    assert tuple(book.sheetnames[:2]) == FRONT
    assert [row[0] for row in table_of(book["Contents"])][1:] == book.sheetnames[2:]
    assert book["Cover"]["A1"].value.lstrip("'").startswith(written.release.title)


def test_no_heading_of_the_cover_stands_over_nothing(written: Written):
    lines = [row[0] for row in excel(written)["Cover"].iter_rows(values_only=True)]
    assert None not in lines
    assert lines.count("About these data") == 1
    assert "Licence" in lines[-1]


def test_every_sheet_has_a_title_and_one_table_from_its_first_column(written: Written):
    for sheet in excel(written):
        assert isinstance(sheet["A1"].value, str)
        if sheet.title != "Cover":
            (table,) = sheet.tables.values()
            assert re.fullmatch(r"A[0-9]+:[A-Z]+[0-9]+", table.ref)
            assert table.ref.endswith(sheet.dimensions.partition(":")[2])
            names = [column.name for column in table.tableColumns]
            assert names == [str(cell) for cell in table_of(sheet)[0]]


def test_no_cell_of_a_table_is_empty_merged_or_of_signs_alone(written: Written):
    for sheet in excel(written):
        assert not sheet.merged_cells.ranges
        if sheet.title != "Cover":
            for row in table_of(sheet):
                assert all(re.search("[A-Za-z0-9]", str(cell)) for cell in row if cell is not None)
                assert None not in row


def test_no_sheet_is_hidden_and_no_row_or_column_either(written: Written):
    for sheet in excel(written):
        assert sheet.sheet_state == "visible"
        assert not any(one.hidden for one in sheet.column_dimensions.values())
        assert not any(one.hidden for one in sheet.row_dimensions.values())


def test_numbers_are_numbers_and_absence_is_its_mark(written: Written):
    table = table_of(excel(written)["All_figures"])
    value, state = table[0].index("Offences recorded"), table[0].index("State")
    for one, row in zip(written.release.observations, table[1:], strict=True):
        assert row[state] == one.value.state
        if one.value.known:
            assert row[value] == one.value.count
            assert type(row[value]) is int
        else:
            assert row[value] == ("[c]" if one.value.state is State.SUPPRESSED else "[x]")


def test_headings_of_the_long_sheet_stand_over_their_own_columns(written: Written):
    figures = tables_of(written.release, load_registry())[0]
    titles = [column.title for column in figures.columns]
    table = table_of(excel(written)["All_figures"])
    for row, cells in zip(figures.rows, table[1:], strict=True):
        for title, cell in zip(table[0], cells, strict=True):
            text = row[titles.index(title)]
            if text and len(text) < 1000:
                assert text.replace("](", "] (") in str(cell)


def test_a_marked_number_stays_a_number_and_its_mark_stands_apart(hostile: Written):
    table = table_of(excel(hostile)["Offences_by_force"])
    kent = next(row for row in table if row[0] == "Kent")
    assert kent[table[0].index("2012/13")] == 9_876
    assert kent[table[0].index("Marks of numbers")] == "2012/13 [r] [p]"


def test_a_year_without_a_row_is_not_available_and_never_zero(hostile: Written):
    table = table_of(excel(hostile)["Offences_by_force"])
    essex = next(row for row in table if row[0] == "Essex")
    assert essex[table[0].index("2012/13")] == "[x]"


def test_every_mark_that_a_sheet_uses_is_explained(written: Written):
    book = excel(written)
    explained = {row[0] for row in table_of(book["Marks"])[1:]}
    assert explained == {f"[{mark}]" for mark in MARKS}
    for name in ("Offences_by_force", "All_figures"):
        value = table_of(book[name])
        shown = {cell for row in value for cell in row if re.fullmatch(r"\[[a-z]+\]", str(cell))}
        assert shown <= explained


def test_no_text_of_others_is_a_formula_or_a_link_in_excel(hostile: Written):
    path = hostile.folder / "figures.xlsx"
    sheets = parts(path, r"xl/worksheets/sheet\d+\.xml")
    assert len(sheets) == len(excel(hostile).sheetnames)
    assert not [one for sheet in sheets for one in sheet.iter("{*}f")]
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        links = [archive.read(name) for name in names if name.endswith(".rels")]
    assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]
    assert not [link for link in links if b'TargetMode="External"' in link]
    for sheet in excel(hostile):
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "inlineStr"}


def test_a_number_as_a_text_of_others_keeps_its_zeros(hostile: Written):
    table = table_of(excel(hostile)["All_figures"])
    reasons = [row[table[0].index("Reason")] for row in table[1:]]
    assert "0012" in reasons


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(hostile: Written):
    table = table_of(excel(hostile)["All_figures"])
    longest = max((str(row[table[0].index("Reason")]) for row in table[1:]), key=len)
    assert longest.startswith("long long")
    assert longest.endswith("(cut short; the CSV file has all)")
    assert len(longest) < 32_767


def test_every_cell_of_the_ods_says_its_type_and_none_is_a_formula(written: Written):
    (content,) = parts(written.folder / "figures.ods", r"content\.xml")
    cells = list(content.iter(f"{TABLE}table-cell"))
    assert {cell.get(f"{OFFICE}value-type") for cell in cells} == {"string", "float"}
    assert not [cell for cell in cells if cell.get(f"{TABLE}formula")]
    assert not list(content.iter(f"{TABLE}covered-table-cell"))
    for cell in cells:
        shown = "".join(cell.itertext())
        assert shown.strip()
        if cell.get(f"{OFFICE}value-type") == "float":
            assert cell.get(f"{OFFICE}value") == shown


def test_links_of_the_ods_lead_to_its_own_sheets(hostile: Written):
    (content,) = parts(hostile.folder / "figures.ods", r"content\.xml")
    sheets = [one.get(f"{TABLE}name") for one in content.iter(f"{TABLE}table")]
    links = [one.get(f"{XLINK}href") for one in content.iter("{*}a")]
    assert links == [f"#{name}" for name in sheets[2:]]


def test_the_ods_has_the_sheets_and_values_of_the_other(written: Written):
    book = excel(written)
    other = CalamineWorkbook.from_path(str(written.folder / "figures.ods"))
    assert other.sheet_names == book.sheetnames
    for name in other.sheet_names[2:]:
        table = table_of(book[name])
        rows = ods_table(other.get_sheet_by_name(name).to_python(), table[0])
        assert rows == table


def test_the_ods_opens_with_a_library_for_its_format(written: Written):
    library: Any = odfdo  # its types say None where the file has a value
    document = library.Document(str(written.folder / "figures.ods"))
    assert document.get_type() == "spreadsheet"
    assert [table.name for table in document.body.tables][:2] == list(FRONT)
    assert document.meta.title.endswith(f"release {written.release.id}")
    assert not document.body.get_table(name="All_figures").get_formatted_text().startswith("#")


def test_the_ods_begins_with_its_media_type_and_lists_all_its_files(written: Written):
    content = (written.folder / "figures.ods").read_bytes()
    assert content[38:].startswith(b"application/vnd.oasis.opendocument.spreadsheet")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = etree.fromstring(archive.read("META-INF/manifest.xml"))
        listed = {next(iter(one.attrib.values())) for one in manifest}
        assert listed - {"/"} == set(archive.namelist()) - {"mimetype", "META-INF/manifest.xml"}
        assert archive.testzip() is None


def test_the_same_release_gives_the_same_bytes_whenever_it_is_written(tmp_path: Path):
    """A ZIP counts in steps of two seconds; spreadsheets say when they were made."""
    release = big_release(2, 2)
    for name in ("one", "two"):
        write_data(tmp_path / name, release, load_registry())
        if name == "one":
            time.sleep(2.1)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "two").iterdir())
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_another_number_gives_other_bytes(tmp_path: Path):
    for name, seed in (("one", 1), ("two", 2)):
        write_data(tmp_path / name, big_release(2, 2, seed=seed), load_registry())
    for name in ("figures.csv", "figures.xlsx", "figures.ods", "datapackage.json"):
        assert (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()


def test_every_harmful_text_is_in_the_release_that_the_tests_look_at():
    assert {note for one in everything().observations for note in one.notes} == set(HARMFUL)
